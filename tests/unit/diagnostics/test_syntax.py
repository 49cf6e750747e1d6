"""Messages of syntax say what is the case, in both languages, as to a lawyer who is tired and right."""

import re

import pytest

from policy_engine.diagnostics import syntax
from policy_engine.diagnostics.model import REGISTRY, Diagnostic, Family, apply_edits
from policy_engine.diagnostics.syntax import (
    FileProblem,
    ImpossibleDate,
    NotAFile,
    UnclosedBracket,
    UnexpectedText,
)
from policy_engine.domain.bilingual import Language, Text, both
from policy_engine.source import SourceFile, Span

from .samples import samples

SOURCE = SourceFile("a.policy", "satu dua")
SAMPLES = samples(Span(SOURCE, 0, 4))


def _name(found: Diagnostic) -> str:
    return found.name


def test_every_class_of_syntax_has_a_sample() -> None:
    codes = {code for code, cls in REGISTRY.items() if cls.kind.family is Family.SYNTAX}
    assert codes == {found.code for found in SAMPLES}


@pytest.mark.parametrize("found", SAMPLES, ids=_name)
@pytest.mark.parametrize("language", Language)
def test_a_message_is_one_sentence_without_a_full_stop(found: Diagnostic, language: Language) -> None:
    words = [found.message.in_(language), *([] if found.help is None else [found.help.in_(language)])]
    for sentence in words:
        assert not sentence.endswith(".")
        assert "\n" not in sentence
        assert sentence[0] == "`" or sentence[0].islower() or sentence.startswith(("Februari", "February"))
        assert not re.search(r"invalid|illegal|unexpected|token|pars|sintaks|None", sentence)


@pytest.mark.parametrize("found", SAMPLES, ids=_name)
def test_the_two_languages_differ(found: Diagnostic) -> None:
    assert found.message.indonesian != found.message.english


@pytest.mark.parametrize("cls", REGISTRY.values(), ids=lambda cls: str(cls.kind.name))
def test_a_page_is_complete(cls: type[Diagnostic]) -> None:
    page = cls.page
    for text in (page.summary, page.why):
        assert text.indonesian.endswith(".")
        assert text.english.endswith(".")
    assert bool(page.bad) == bool(page.good)
    assert not page.bad or page.bad != page.good


def test_what_could_stand_there_is_listed_once_and_briefly() -> None:
    choices = (Text("kata `Pasal`", "the word `Article`"), Text("kata `BAB`", "the word `CHAPTER`"))
    found = UnexpectedText(found="Psal", expected=(*choices, choices[0]))
    assert found.message == Text(
        "`Psal` tidak dapat berada di sini; yang dapat ditulis di sini: kata `Pasal` atau kata `BAB`",
        "`Psal` cannot stand here; what can be written here: the word `Article` or the word `CHAPTER`",
    )
    many = UnexpectedText(found="x", expected=tuple(both(letter) for letter in "abcdefgh"))
    assert many.message.english.endswith("a, b, c, d, e, f, or something else")


def test_the_end_of_the_file_is_said_in_words() -> None:
    assert UnexpectedText(found="", expected=()).message.english == "the file ends before this is complete"


def test_long_text_of_the_author_is_cut_to_one_line() -> None:
    message = UnexpectedText(found="a\nb" * 1000, expected=()).message.english
    assert "\n" not in message
    assert len(message) < 80


def test_an_unclosed_bracket_shows_where_reading_ended() -> None:
    reached = Span(SOURCE, 8, 8)
    (label,) = UnclosedBracket(span=Span(SOURCE, 0, 1), opening="(", reached=reached).labels
    assert (label.span, label.text.english) == (reached, "no `)` up to here")


@pytest.mark.parametrize(
    ("found", "fixed"), [("2025-02-30", "2025-02-28"), ("30 Februari 2025", "28 Februari 2025")]
)
def test_an_impossible_day_is_repaired_in_the_notation_of_the_author(found: str, fixed: str) -> None:
    source = SourceFile("a.policy", f"ditetapkan {found};")
    span = Span(source, 11, 11 + len(found))
    fix = ImpossibleDate(span=span, found=found, year=2025, month=2, day=30).fix
    assert fix is not None
    assert apply_edits(source.text, fix.edits) == f"ditetapkan {fixed};"


def test_the_fix_of_the_page_turns_bad_into_good() -> None:
    page = ImpossibleDate.page
    source = SourceFile("a.policy", page.bad)
    start = page.bad.index("2025-02-30")
    fix = ImpossibleDate(
        span=Span(source, start, start + 10), found="2025-02-30", year=2025, month=2, day=30
    ).fix
    assert fix is not None
    assert apply_edits(page.bad, fix.edits) == page.good


def test_a_month_or_year_that_does_not_exist_is_not_guessed() -> None:
    span = Span(SOURCE, 0, 4)
    month = ImpossibleDate(span=span, found="2025-13-01", year=2025, month=13, day=1)
    year = ImpossibleDate(span=span, found="9999-01-01", year=9999, month=1, day=1)
    other = ImpossibleDate(span=span, found="2030/2/30", year=2030, month=2, day=30)
    assert (month.fix, year.fix, other.fix) == (None, None, None)
    assert month.help.english == "months are written from 1 through 12"
    assert year.help.english == "years are written from 1600 through 2400"


def test_braces_in_a_path_stay_as_they_are() -> None:
    found = NotAFile(path="{0}{}", problem=FileProblem.MISSING)
    assert found.message.english == "there is no file `{0}{}`"


def test_every_file_problem_has_its_words() -> None:
    assert set(syntax._FILE_PROBLEM) == set(syntax._FILE_REMEDY) == set(FileProblem)
