"""Classes are registered once, with a page; diagnostics sort by place; edits change text as they say."""

from dataclasses import dataclass
from typing import ClassVar

import pytest

from policy_engine.diagnostics import model
from policy_engine.diagnostics.model import (
    Diagnostic,
    Edit,
    Family,
    Kind,
    Page,
    Severity,
    apply_edits,
    diagnostic,
    in_order,
)
from policy_engine.diagnostics.syntax import FileProblem, ImpossibleDate, NestedTooDeep, NotAFile
from policy_engine.domain.bilingual import Text, both
from policy_engine.source import SourceFile, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample(Diagnostic):
    page: ClassVar[Page] = Page(both("summary"), both("why"), "", "")

    @property
    def message(self) -> Text:
        return both("sample")


@pytest.mark.parametrize(
    ("code", "name", "words"),
    [
        ("PE001", "a-name", "PE001 is taken"),
        ("PE099", "unexpected-text", "unexpected-text is taken"),
        ("PE1", "a-name", "not a code"),
        ("PE099", "A name", "not a name"),
    ],
)
def test_a_code_and_a_name_are_given_once_and_in_form(code: str, name: str, words: str) -> None:
    before = dict(model.REGISTRY)
    with pytest.raises(ValueError, match=words):
        diagnostic(code, name, Severity.ERROR)(Sample)
    assert dict(model.REGISTRY) == before


def test_a_class_without_a_page_is_refused() -> None:
    class WithoutPage(Sample):
        page = None  # type: ignore[assignment]  # what the decorator must catch at run time

    with pytest.raises(ValueError, match="no page"):
        diagnostic("PE099", "without-page", Severity.NOTE)(WithoutPage)


def test_a_class_is_found_by_its_code_or_its_name() -> None:
    assert model.find("pe006") is model.find("impossible-date") is ImpossibleDate
    assert model.find("PE999") is None


def test_a_code_names_its_family() -> None:
    assert Kind("PE501", "double-funding", Severity.ERROR).family is Family.INSTRUMENTS


def test_diagnostics_sort_by_file_and_place_and_those_without_come_first() -> None:
    one, two = SourceFile("a", "satu dua"), SourceFile("b", "satu")
    late = NestedTooDeep(span=Span(one, 5, 8), limit=4)
    early = NestedTooDeep(span=Span(one, 0, 4), limit=4)
    other = NestedTooDeep(span=Span(two, 0, 4), limit=4)
    nowhere = NotAFile(path="c", problem=FileProblem.MISSING)
    assert in_order([other, late, nowhere, early]) == (nowhere, early, late, other)


def test_diagnostics_of_one_place_and_code_are_in_order_of_what_they_say() -> None:
    source = SourceFile("a", "satu dua")
    here = [NestedTooDeep(span=Span(source, 0, 4), limit=limit) for limit in (7, 4, 5)]
    files = [NotAFile(path=path, problem=FileProblem.MISSING) for path in "cab"]
    said = [each.message.english for each in in_order([*here, *files])]
    assert said == [*sorted(said[:3]), *sorted(said[3:])]
    assert in_order([*here, *files]) == in_order([*reversed(files), *reversed(here)])


def test_diagnostics_are_values() -> None:
    source = SourceFile("a", "x")
    first = NestedTooDeep(span=Span(source, 0, 1), limit=4)
    assert first == NestedTooDeep(span=Span(source, 0, 1), limit=4)
    assert len({first, NestedTooDeep(span=Span(source, 0, 1), limit=4)}) == 1


def test_edits_replace_and_insert() -> None:
    source = SourceFile("a", "satu dua")
    edits = (Edit(Span(source, 0, 4), "SATU"), Edit(Span(source, 8, 8), " tiga"))
    assert apply_edits(source.text, edits) == "SATU dua tiga"


def test_edits_that_overlap_are_refused() -> None:
    source = SourceFile("a", "satu dua")
    with pytest.raises(ValueError, match="overlap"):
        apply_edits(source.text, (Edit(Span(source, 0, 5), ""), Edit(Span(source, 4, 8), "")))
