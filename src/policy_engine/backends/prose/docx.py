"""A document in; a Word file out, by python-docx, with real headings, lists and tables."""

import io
import re
from types import MappingProxyType
from zipfile import BadZipFile

import docx as word
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph as TextParagraph

from policy_engine.backends.prose.document import (
    Block,
    Document,
    Heading,
    LawLine,
    Pairs,
    Paragraph,
    Part,
    Picture,
    Statement,
    Statements,
    Table,
)
from policy_engine.domain.bilingual import Text
from policy_engine.ir.nodes import ChangeKind

_GAP = RGBColor(0x8A, 0x5A, 0x00)
_CHANGED = MappingProxyType(
    {
        ChangeKind.INSERTED: RGBColor(0x1B, 0x5E, 0x20),
        ChangeKind.CHANGED: RGBColor(0x1A, 0x4B, 0x8C),
        ChangeKind.DELETED: RGBColor(0x9B, 0x1C, 0x1C),
    }
)
"""Colours of what an amendment did; a mark says the same in words."""
_CENTRED = frozenset({Part.TITLE, Part.FRAME, Part.CHAPTER, Part.CHAPTER_TITLE, Part.ARTICLE})
LETTERHEAD = Text("Kop surat: ...", "Letterhead: ...")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_STEP = 1


def docx(document: Document, base: bytes | None = None) -> bytes:
    """Give a document as the bytes of a `.docx` file.

    `base` is a Word file whose letterhead, margins and styles are used; what stands in its body stays above. What
    is no Word file is a ValueError.
    """
    try:
        file = word.Document(None if base is None else io.BytesIO(base))
    except (BadZipFile, KeyError, OpcError) as error:
        raise ValueError(str(error)) from error
    if document.kind == "letter" and base is None:
        head = file.add_paragraph().add_run(_clean(LETTERHEAD.in_(document.language)))
        head.bold = True
        head.font.color.rgb = _GAP
    file.core_properties.title = _clean(document.title)[:255]
    file.core_properties.language = document.language.value
    _heading(file, document.title, 0)
    file.add_paragraph(_clean(document.subtitle), style=_style(file, "Subtitle"))
    file.add_paragraph(_clean(document.notice), style=_style(file, "Intense Quote"))
    for block in document.blocks:
        _block(file, block)
    written = io.BytesIO()
    file.save(written)
    return written.getvalue()


def _style(file: "word.document.Document", name: str) -> str | None:
    """Give a style by name, or none where the base of a bureau does not have it."""
    return name if any(style.name == name for style in file.styles) else None


def _heading(file: "word.document.Document", text: str, level: int) -> TextParagraph:
    """Add a heading; bold where the base of a bureau has no style for it."""
    style = _style(file, "Title" if level == 0 else f"Heading {level}")
    paragraph = file.add_paragraph(style=style)
    paragraph.add_run(_clean(text)).bold = style is None or None
    return paragraph


def _block(file: "word.document.Document", block: Block) -> None:
    match block:
        case Heading(text, level):
            _heading(file, text, level - 1)
        case Paragraph(text):
            file.add_paragraph(_clean(text))
        case Statements(items):
            for item in items:
                _statement(file, item)
        case Table():
            _table(file, block)
        case Picture(_, title, lines):
            file.add_paragraph(_clean(title), style=_style(file, "Caption"))
            for line in lines:
                file.add_paragraph(_clean(line), style=_style(file, "List Number"))
        case Pairs(rows):
            table = file.add_table(rows=0, cols=2)
            for name, value in rows:
                cells = table.add_row().cells
                cells[0].text, cells[1].text = _clean(name), _clean(value)
        case LawLine():
            _law(file, block)


def _statement(file: "word.document.Document", item: Statement) -> None:
    paragraph = file.add_paragraph(style=_style(file, "List Bullet"))
    said = paragraph.add_run(_clean(item.text))
    if item.gap:
        said.bold = True
        said.font.color.rgb = _GAP
    paragraph.add_run(f" [{_clean(item.where)}]").italic = True
    for note in item.notes:
        file.add_paragraph(_clean(note), style=_style(file, "List Bullet 2"))


def _table(file: "word.document.Document", block: Table) -> None:
    file.add_paragraph(_clean(block.caption), style=_style(file, "Caption"))
    table = file.add_table(rows=1, cols=len(block.header), style=_style(file, "Light Grid Accent 1"))
    for cell, title in zip(table.rows[0].cells, block.header, strict=True):
        cell.text = _clean(title)
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)  # noqa: SLF001  python-docx has no name for a repeated header
    for row in block.rows:
        for column, (cell, text) in enumerate(zip(table.add_row().cells, row, strict=True)):
            cell.text = _clean(text)
            if column in block.numbers:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _law(file: "word.document.Document", line: LawLine) -> None:
    match line.part:
        case Part.CHAPTER:
            paragraph = _heading(file, line.text, 1)
        case Part.ARTICLE:
            paragraph = _heading(file, line.text, 2)
        case _:  # every other line is a plain paragraph
            paragraph = file.add_paragraph(_clean(line.text))
    for run in paragraph.runs:
        run.italic = line.part in (Part.MARK, Part.FORMER) or None
        run.font.strike = line.part is Part.FORMER or None
        if line.part in (Part.MARK, Part.FORMER):
            run.font.size = Pt(9)
        if line.change is not None:
            run.font.color.rgb = _CHANGED[line.change]
    if line.part in _CENTRED:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.left_indent = Cm(_STEP * line.depth)


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
