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
from docx.shared import Cm, Mm, Pt, RGBColor
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
from policy_engine.domain.bilingual import Language, Text
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
_SPOKEN = MappingProxyType({Language.ID: "id-ID", Language.EN: "en-GB"})
_BLANK = Text("kosong", "blank")
LETTERHEAD = Text("Kop surat: ...", "Letterhead: ...")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_STEP, _SIGNED = 1, 9
"""How far in a deeper item stands, and the lines that are signed, in centimetres."""
_CLOSE = 4
"""What stands between two lines that belong together, in points."""


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
    if base is None:
        _on_a4(file)
    _speak(file, document.language)
    file.core_properties.title = _clean(document.title)[:255]
    file.core_properties.language = document.language.value
    _heading(file, document.title, 0)
    file.add_paragraph(_clean(document.subtitle), style=_style(file, "Subtitle"))
    file.add_paragraph(_clean(document.notice), style=_style(file, "Intense Quote"))
    for block in document.blocks:
        _block(file, block, document.language)
    written = io.BytesIO()
    file.save(written)
    return written.getvalue()


def _on_a4(file: "word.document.Document") -> None:
    page = file.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(25)


def _speak(file: "word.document.Document", language: Language) -> None:
    """Say the language of the text, so that it is spelt and read out as such."""
    for properties in file.styles.element.iterfind(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}"):
        for old in properties.findall(qn("w:lang")):
            properties.remove(old)
        spoken = OxmlElement("w:lang")
        spoken.set(qn("w:val"), _SPOKEN[language])
        properties.append(spoken)


def _style(file: "word.document.Document", name: str) -> str | None:
    """Give a style by name, or none where the base of a bureau does not have it."""
    return name if any(style.name == name for style in file.styles) else None


def _heading(file: "word.document.Document", text: str, level: int) -> TextParagraph:
    """Add a heading; bold where the base of a bureau has no style for it."""
    style = _style(file, "Title" if level == 0 else f"Heading {level}")
    paragraph = file.add_paragraph(style=style)
    paragraph.add_run(_clean(text)).bold = style is None or None
    return paragraph


def _block(file: "word.document.Document", block: Block, language: Language) -> None:
    match block:
        case Heading(text, level):
            _heading(file, text, level - 1)
        case Paragraph(text):
            file.add_paragraph(_clean(text))
        case Statements(items):
            for item in items:
                _statement(file, item, language)
        case Table():
            _table(file, block)
        case Picture(_, title, lines):
            file.add_paragraph(_clean(title), style=_style(file, "Caption"))
            # Word would go on counting from the list before.
            for number, line in enumerate(lines, 1):
                written = file.add_paragraph(_clean(f"{number}. {line}"))
                written.paragraph_format.left_indent = Cm(_STEP)
                written.paragraph_format.space_after = Pt(_CLOSE)
        case Pairs(rows):
            table = file.add_table(rows=0, cols=2)
            for name, value in rows:
                cells = table.add_row().cells
                cells[0].text, cells[1].text = _clean(name), _clean(value)
        case LawLine():
            _law(file, block)


def _statement(file: "word.document.Document", item: Statement, language: Language) -> None:
    paragraph = file.add_paragraph(style=_style(file, "List Bullet"))
    mark = f"[{_BLANK.in_(language)}] " if item.gap else ""
    said = paragraph.add_run(_clean(f"{mark}{item.text}"))
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
        paragraph.paragraph_format.keep_with_next = True
    if line.part in (Part.TITLE, Part.FRAME):
        for run in paragraph.runs:
            run.bold = True
    aside = line.part is Part.SIGNATURE or (line.part is Part.BLANK and not line.depth)
    paragraph.paragraph_format.left_indent = Cm(_SIGNED if aside else _STEP * line.depth)
    paragraph.paragraph_format.space_after = Pt(_CLOSE)


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
