"""Templates are sandboxed, can be replaced, say where they are broken, and let no text become markup."""

import io
import re
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import docx as word
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from policy_engine.backends.prose import akn, docx, law, picture, templating
from policy_engine.backends.prose.document import Document, Paragraph, Statement, Statements, Table
from policy_engine.backends.prose.read_back import visible_lines, visible_markdown
from policy_engine.backends.prose.summary import summary
from policy_engine.commands import documents
from policy_engine.diagnostics.rendering import BrokenTemplate
from policy_engine.domain.bilingual import Language
from policy_engine.ir import nodes as ir
from tests.unit.backends.prose.encoded import BONTANG, instrument, library

EVIL = '<script>alert(1)</script> \\input{x} $e$ [a](javascript:b) *c* `d` "e" & {{ 7*7 }} {% raw %} | -->'
DOCUMENT = Document(
    Language.EN,
    EVIL,
    EVIL,
    EVIL,
    (
        Paragraph(EVIL),
        Statements((Statement(EVIL, EVIL, (EVIL,), gap=True),)),
        Table(EVIL, (EVIL,), ((EVIL,), ('=HYPERLINK("x")',), ("+1",), ("-1",), ("@x",))),
    ),
)


def evil() -> ir.Instrument:
    found = instrument(BONTANG)
    return replace(found, title=EVIL, encoded_from=EVIL, sources=(EVIL,))


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


def html(document: Document) -> str:
    text = templating.write(document, templating.HTML, None)
    assert isinstance(text, str)
    return text


def markdown(document: Document) -> str:
    text = templating.write(document, templating.MARKDOWN, None)
    assert isinstance(text, str)
    return text


@pytest.mark.parametrize("what", ["hand", "summary", "law"])
def test_no_text_of_a_policy_becomes_html(what: str) -> None:
    found = evil()
    document = {
        "hand": lambda: DOCUMENT,
        "summary": lambda: summary(found, found.versions[-1], library(), Language.ID),
        "law": lambda: law.law_text(found, found.versions[-1], library(), Language.ID),
    }[what]()
    text = html(document)
    reader = Tags()
    reader.feed(text)
    assert "script" not in reader.tags
    assert not {name for name in reader.attributes if name.startswith("on")}
    assert "<script>" not in text


def test_no_text_of_a_policy_becomes_markdown() -> None:
    text = markdown(DOCUMENT)
    assert "<script>" not in text
    assert "\\<script\\>" in text
    assert "\\$e\\$" in text
    assert "\\\\input" in text
    assert "\\[a\\](javascript:b)" in text
    rows = [line for line in text.split("\n") if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {2}


@given(st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp", "Zs"))))
def test_what_is_escaped_is_seen_as_it_was(text: str) -> None:
    document = Document(Language.ID, "t", "s", "n", (Paragraph(f"x{text}"),))
    assert f"x{text}" in visible_lines(html(document))
    assert f"x{text}" in visible_markdown(markdown(document))


def test_a_cell_is_never_a_formula() -> None:
    table = DOCUMENT.blocks[2]
    assert isinstance(table, Table)
    assert [row[0][:2] for row in table.rows[1:]] == ["'=", "'+", "'-", "'@"]


def test_a_picture_escapes_what_it_says() -> None:
    drawn = picture._flow([(EVIL, EVIL)], [EVIL], EVIL, (EVIL, EVIL), EVIL)
    assert "<script>" not in drawn
    assert etree.fromstring(drawn) is not None


def test_akoma_ntoso_is_xml_whatever_the_title() -> None:
    found = replace(evil(), title=f"{EVIL}\x00\x0b\ufffe")
    text = akn.akn(found, found.versions[0], library(), Language.ID)
    assert "script" not in {element.tag for element in etree.fromstring(text.encode()).iter()}


def test_a_word_file_opens_and_holds_the_text() -> None:
    opened = word.Document(io.BytesIO(docx.docx(replace(DOCUMENT, title=f"{EVIL}\x00"))))
    said = [paragraph.text for paragraph in opened.paragraphs]
    assert EVIL in said
    # Colour alone would not tell a blank to everybody.
    assert any(text.startswith("[blank] ") for text in said)
    assert [row.cells[0].text for row in opened.tables[0].rows][1] == EVIL


def test_a_word_file_takes_the_letterhead_of_a_bureau(tmp_path: Path) -> None:
    base = word.Document()
    base.sections[0].header.paragraphs[0].text = "Bagian Hukum"
    base.styles["Heading 1"].delete()
    base.save(str(tmp_path / documents.WORD_BASE))
    written = documents.write(DOCUMENT, documents.Format.DOCX, tmp_path)
    assert isinstance(written, bytes)
    opened = word.Document(io.BytesIO(written))
    assert opened.sections[0].header.paragraphs[0].text == "Bagian Hukum"
    assert EVIL in [paragraph.text for paragraph in opened.paragraphs]


def test_a_base_that_is_no_word_file_is_told(tmp_path: Path) -> None:
    (tmp_path / documents.WORD_BASE).write_bytes(b"PK no")
    found = documents.write(DOCUMENT, documents.Format.DOCX, tmp_path)
    assert isinstance(found, BrokenTemplate)
    assert found.path.endswith(documents.WORD_BASE)


@pytest.mark.parametrize(
    ("template", "line", "reason"),
    [
        ("<p>\n{% if %}\n", 2, "Expected an expression"),
        ("<p>\n\n{{ documnet.title }}\n", 3, "documnet"),
        ("{{ document.titel }}", 1, "titel"),
        ("a\n{{ 1 // 0 }}", 2, "division"),
        ('a\n{% include "none.html" %}', 2, "none.html"),
        ("{{ ''.__class__.__mro__ }}", 1, "unsafe"),
        ("{{ document.__init__.__globals__ }}", 1, "unsafe"),
        ("{{ range(10000000) | list }}", 1, "Range too big"),
    ],
)
def test_a_broken_template_is_told_with_its_file_and_line(
    tmp_path: Path, template: str, line: int, reason: str
) -> None:
    (tmp_path / "document.html").write_text(template, "utf-8")
    found = templating.write(DOCUMENT, templating.HTML, tmp_path)
    assert isinstance(found, BrokenTemplate)
    assert found.line == line
    assert found.path.endswith("document.html")
    assert reason in found.message.english
    assert found.span is None or found.span.source.path == found.path


@pytest.mark.parametrize(
    ("template", "reason"),
    [
        ("{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}", "steps"),
        ("{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}", "recursion"),
        ('{% include "document.html" %}', "recursion"),
        ("{{ 'a' * 1000000000 }}", "whole numbers"),
        ("{{ 10 ** 1000000 }}", "whole numbers"),
        ("{{ '%999999999d' % 1 }}", "whole numbers"),
        ("{{ '{:999999999}'.format(1) }}", "unsafe"),
        ("{{ 'a'.ljust(999999999) }}", "unsafe"),
        ("{{ 'a' | center(999999999) }}", "center"),
        ("{{ lipsum(n=9999) }}", "lipsum"),
        (
            "{% macro d(x, n) %}{% if n %}{% set y=x~x %}{{ d(y, n-1) }}{% endif %}{% endmacro %}{{ d('a', 40) }}",
            "longer",
        ),
    ],
)
def test_a_template_that_goes_on_and_on_is_stopped(tmp_path: Path, template: str, reason: str) -> None:
    (tmp_path / "document.html").write_text(template, "utf-8")
    found = templating.write(DOCUMENT, templating.HTML, tmp_path)
    assert isinstance(found, BrokenTemplate)
    assert reason in found.message.english


def test_tracing_is_left_as_it_was(tmp_path: Path) -> None:
    before = sys.gettrace()
    (tmp_path / "document.html").write_text("{{ document.titel }}", "utf-8")
    templating.write(DOCUMENT, templating.HTML, tmp_path)
    assert sys.gettrace() is before


def test_a_link_that_leads_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.html").write_text("rahasia", "utf-8")
    own = tmp_path / "own"
    own.mkdir()
    (own / "document.html").symlink_to(tmp_path / "secret.html")
    found = templating.write(DOCUMENT, templating.HTML, own)
    assert "rahasia" not in str(found)


def test_a_template_cannot_read_outside_its_folder(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("rahasia", "utf-8")
    own = tmp_path / "own"
    own.mkdir()
    (own / "document.html").write_text('{% include "../secret.txt" %}', "utf-8")
    assert isinstance(templating.write(DOCUMENT, templating.HTML, own), BrokenTemplate)


def test_a_template_in_another_encoding_is_told(tmp_path: Path) -> None:
    (tmp_path / "document.html").write_bytes(b"\xff\xfe")
    assert isinstance(templating.write(DOCUMENT, templating.HTML, tmp_path), BrokenTemplate)


def test_a_bureau_adds_its_letterhead_and_keeps_the_rest(tmp_path: Path) -> None:
    template = '{% extends "default/document.html" %}{% block letterhead %}<p>Bagian Hukum</p>{% endblock %}'
    (tmp_path / "document.html").write_text(template, "utf-8")
    text = templating.write(DOCUMENT, templating.HTML, tmp_path)
    assert isinstance(text, str)
    assert "<p>Bagian Hukum</p>" in text
    assert "<main" in text


def test_a_page_can_be_used_without_seeing_it_or_a_mouse() -> None:
    text = html(summary(instrument(BONTANG), instrument(BONTANG).versions[-1], library(), Language.ID))
    assert '<html lang="id">' in text
    assert '<a class="skip" href="#content">' in text
    assert text.count("<h1>") == 1
    assert 'scope="col"' in text
    assert 'role="img"' in text
    assert not re.search(r"(?:src|href)=\"(?!#)", text)
