"""Frames show the law and the line; nothing in a policy text can break them."""

import json
import re
from dataclasses import dataclass
from textwrap import dedent
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_engine.diagnostics import render as render_module
from policy_engine.diagnostics.model import (
    Applicability,
    Diagnostic,
    Edit,
    Fix,
    Kind,
    Label,
    Page,
    Severity,
)
from policy_engine.diagnostics.render import COLOURED, PLAIN, Palette, concise, render, to_json
from policy_engine.diagnostics.syntax import (
    FileProblem,
    NestedTooDeep,
    NotAFile,
    UnclosedBracket,
    UnexpectedText,
)
from policy_engine.domain.bilingual import Language, Text, both
from policy_engine.source import SourceFile, Span

from .samples import samples

TEXT = 'instrumen perbup {\n  tentang "x"\n  Psal 1 ...\n\n\n}\n'
SOURCE = SourceFile("karimun.policy", TEXT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash(Diagnostic):
    """Two places that do not go together; used to draw frames."""

    kind: ClassVar[Kind] = Kind("PE299", "clash", Severity.WARNING)
    page: ClassVar[Page] = Page(both("x"), both("x"), "", "")

    places: tuple[Label, ...]

    @property
    def message(self) -> Text:
        return Text("dua hal bertentangan", "two things clash")

    @property
    def help(self) -> Text:
        return Text("pilih satu", "choose one")

    @property
    def labels(self) -> tuple[Label, ...]:
        return self.places

    @property
    def fix(self) -> Fix | None:
        if self.span is None:
            return None
        return Fix(Text("hapus", "delete it"), (Edit(self.span, ""),), Applicability.UNSAFE)


def at(words: str, source: SourceFile = SOURCE) -> Span:
    start = source.text.index(words)
    return Span(source, start, start + len(words))


def frame(text: str) -> str:
    return dedent(text).strip("\n")


def test_a_frame_names_the_law_as_well_as_the_line() -> None:
    found = UnexpectedText(
        span=at("Psal"),
        heading=Text("BAB I", "Chapter I"),
        found="Psal",
        expected=(Text("`Pasal`", "`Article`"),),
    )
    assert render(found, Language.EN) == frame("""
        error[PE001]: `Psal` cannot stand here; what can be written here: `Article` (unexpected-text)
         --> karimun.policy:3:3
          |  Chapter I
          |
        3 |   Psal 1 ...
          |   ^^^^
          = policy-engine rule PE001
        """)
    assert render(found, Language.ID).startswith("kesalahan[PE001]: `Psal` tidak dapat berada di sini")


def test_other_places_are_shown_in_order_with_their_words() -> None:
    other = SourceFile("nasional.policy", "Pasal 33\n")
    found = Clash(
        span=at("Psal"),
        places=(
            Label(at("Pasal 33", other), both("the higher norm")),
            Label(at("perbup"), both("made here")),
            Label(at("Psal"), both("wider")),
            Label(at("..."), both("blank")),
        ),
    )
    assert render(found, Language.EN) == frame("""
        warning[PE299]: two things clash (clash)
         --> karimun.policy:3:3
          |
        1 | instrumen perbup {
          |           ------ made here
        ...
        3 |   Psal 1 ...
          |   ^^^^ wider
          |          --- blank
         ::: nasional.policy:1:1
          |
        1 | Pasal 33
          | -------- the higher norm
          = help: choose one
          = fix: delete it [read before applying]
          = policy-engine rule PE299
        """)


def test_a_span_over_lines_is_marked_on_its_first_and_last() -> None:
    start = TEXT.index("tentang")
    found = Clash(span=Span(SOURCE, start, TEXT.index("}") + 1), places=())
    assert '2 |   tentang "x"\n  |   ^^^^^^^^^^^\n...\n6 | }\n  | ^\n' in render(found, Language.EN)


def test_a_diagnostic_without_a_place_is_its_message_and_its_help() -> None:
    found = NotAFile(path="x.policy", problem=FileProblem.MISSING)
    assert render(found, Language.EN) == frame("""
        error[PE007]: there is no file `x.policy` (not-a-file)
          = help: check the name and the folder
          = policy-engine rule PE007
        """)


def test_a_place_at_the_end_of_the_file_is_marked_after_the_last_character() -> None:
    source = SourceFile("a", "satu")
    found = NestedTooDeep(span=Span(source, 4, 4), limit=3)
    assert "1 | satu\n  |     ^\n" in render(found, Language.EN)


def test_a_place_in_an_empty_file_is_marked() -> None:
    found = NestedTooDeep(span=Span(SourceFile("a", ""), 0, 0), limit=3)
    assert " --> a:1:1\n  |\n1 |\n  | ^\n" in render(found, Language.EN)


def test_tabs_become_spaces_and_the_mark_stays_under_its_word() -> None:
    source = SourceFile("a", "\tPsal\t1")
    assert "1 |     Psal    1\n  |     ^^^^\n" in render(
        NestedTooDeep(span=at("Psal", source), limit=3), Language.EN
    )


def test_wide_and_combining_characters_keep_the_mark_in_place() -> None:
    source = SourceFile("a", "漢e\u0301 Psal")
    assert "  |     ^^^^\n" in render(NestedTooDeep(span=at("Psal", source), limit=3), Language.EN)


def test_characters_that_disguise_text_are_shown_as_pictures() -> None:
    source = SourceFile("a\x1b[2J", "\x1b[31mPsal\u202e1")
    frame_ = render(UnexpectedText(span=at("Psal", source), found="\x1b\u202e", expected=()), Language.EN)
    assert not re.search("[\x1b\u202e]", frame_)
    assert "\u241b[31mPsal\ufffd1" in frame_


def test_a_long_line_is_cut_around_the_mark() -> None:
    source = SourceFile("a", "a" * 500 + " Psal " + "b" * 500)
    lines = render(NestedTooDeep(span=at("Psal", source), limit=3), Language.EN, width=60).splitlines()
    assert all(len(line) <= 60 for line in lines[2:])
    shown, marked = lines[3], lines[4]
    assert shown.startswith("1 | …")
    assert shown.endswith("…")
    assert shown[marked.index("^") : marked.rindex("^") + 1] == "Psal"


def test_each_mark_of_a_long_line_gets_its_own_cut() -> None:
    source = SourceFile("a", "satu " + "-" * 500 + " dua")
    found = Clash(span=at("satu", source), places=(Label(at("dua", source), both("also")),))
    shown = render(found, Language.EN, width=60)
    assert "| satu -" in shown
    assert shown.count("1 | ") == 2
    assert "--- also" in shown


def test_colour_only_adds_to_the_plain_frame() -> None:
    for found in samples(at("Psal")):
        coloured = render(found, Language.ID, palette=COLOURED)
        assert "\x1b[" in coloured
        assert re.sub("\x1b\\[[0-9;]*m", "", coloured) == render(found, Language.ID)


def test_each_severity_has_its_own_colour() -> None:
    assert len({COLOURED.of(severity) for severity in Severity}) == len(Severity)
    assert {PLAIN.of(severity) for severity in Severity} == {""}
    assert isinstance(PLAIN, Palette)


def test_the_concise_form_is_one_line_that_editors_follow() -> None:
    found = UnclosedBracket(span=at("{"), opening="{")
    assert concise(found, Language.EN) == (
        "karimun.policy:1:18: error[PE002]: `{` is opened here and never closed (unclosed-bracket)"
    )
    assert concise(NotAFile(path="x", problem=FileProblem.MISSING), Language.EN).startswith("error[PE007]: ")


def test_json_says_everything_in_both_languages() -> None:
    document = to_json(
        Clash(span=at("Psal"), heading=both("Pasal 1"), places=(Label(at("perbup"), both("x")),))
    )
    assert json.loads(json.dumps(document)) == document
    assert document == {
        "code": "PE299",
        "name": "clash",
        "severity": "warning",
        "message": {"id": "dua hal bertentangan", "en": "two things clash"},
        "help": {"id": "pilih satu", "en": "choose one"},
        "witness": [],
        "heading": {"id": "Pasal 1", "en": "Pasal 1"},
        "location": {
            "path": "karimun.policy",
            "start": {"offset": 35, "line": 3, "column": 3},
            "end": {"offset": 39, "line": 3, "column": 7},
        },
        "labels": [
            {
                "location": {
                    "path": "karimun.policy",
                    "start": {"offset": 10, "line": 1, "column": 11},
                    "end": {"offset": 16, "line": 1, "column": 17},
                },
                "text": {"id": "x", "en": "x"},
            }
        ],
        "fix": {
            "title": {"id": "hapus", "en": "delete it"},
            "applicability": "unsafe",
            "edits": [
                {
                    "location": {
                        "path": "karimun.policy",
                        "start": {"offset": 35, "line": 3, "column": 3},
                        "end": {"offset": 39, "line": 3, "column": 7},
                    },
                    "replacement": "",
                }
            ],
        },
    }


def test_json_leaves_out_no_key_when_there_is_no_place() -> None:
    document = to_json(NotAFile(path="x", problem=FileProblem.MISSING))
    assert (document["location"], document["labels"], document["fix"], document["heading"]) == (
        None,
        [],
        None,
        None,
    )


@st.composite
def spans(draw: st.DrawFn) -> Span:
    characters = st.sampled_from("ab \t\r\n{漢\u0301\x1b\u202e\u2028\ud800") | st.characters()
    text = draw(st.text(characters, max_size=40) | st.text(characters, min_size=100, max_size=300))
    start = draw(st.integers(0, len(text) + 2))
    return Span(SourceFile(draw(st.text(max_size=8)), text), start, draw(st.integers(start, len(text) + 5)))


@given(spans(), st.sampled_from(Language), st.integers(0, 120))
def test_no_text_and_no_place_breaks_a_frame(span: Span, language: Language, width: int) -> None:
    for found in samples(span):
        drawn = render(found, language, width=width)
        assert all(line == line.rstrip() for line in drawn.splitlines())
        assert "^" in drawn
        assert not re.search("[\t\r\x1b\u202e\u2028\ud800]", drawn + concise(found, language))
        json.dumps(to_json(found))


@given(spans(), spans(), st.integers(0, 120))
def test_frames_over_two_files_keep_to_their_width(one: Span, two: Span, width: int) -> None:
    found = Clash(span=one, places=(Label(two, both("x")), Label(one, both("y"))))
    lines = render(found, Language.EN, width=width).splitlines()
    sources = [line for line in lines if re.match(r" *[0-9]+ \|", line)]
    assert all(render_module._width_of(line) <= max(width, 30) for line in sources)
    assert any(line.lstrip().startswith("::: ") for line in lines)


@pytest.mark.parametrize("language", Language)
def test_every_frame_ends_with_where_to_read_more(language: Language) -> None:
    for found in samples(None):
        assert render(found, language).splitlines()[-1].endswith(f"policy-engine rule {found.code}")
