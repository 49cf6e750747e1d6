"""Places in a file are found, shown and merged."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_engine.source import SourceFile, Span

TEXT = st.text(alphabet="ab\n\r\t é", max_size=60)


def test_a_span_shows_itself_as_editors_follow_it() -> None:
    source = SourceFile("a.policy", "satu\ndua tiga\n")
    assert str(Span(source, 9, 13)) == "a.policy:2:5"


def test_the_text_is_not_in_the_repr() -> None:
    assert "rahasia" not in repr(SourceFile("a.policy", "rahasia"))


def test_files_are_compared_by_identity() -> None:
    assert SourceFile("a", "x") != SourceFile("a", "x")


def test_spans_of_one_file_are_compared_by_value() -> None:
    source = SourceFile("a", "xyz")
    assert Span(source, 0, 1) == Span(source, 0, 1)
    assert hash(Span(source, 0, 1)) == hash(Span(source, 0, 1))


def test_merge_holds_both_and_what_lies_between() -> None:
    source = SourceFile("a", "satu dua tiga")
    assert Span(source, 9, 13).merge(Span(source, 0, 4)).text == "satu dua tiga"


def test_spans_of_two_files_do_not_merge() -> None:
    with pytest.raises(ValueError, match="two files"):
        Span(SourceFile("a", "x"), 0, 1).merge(Span(SourceFile("b", "x"), 0, 1))


def test_a_range_that_runs_backwards_is_refused() -> None:
    with pytest.raises(ValueError, match="not a range"):
        Span(SourceFile("a", "xyz"), 2, 1)


def test_an_empty_file_has_one_line() -> None:
    source = SourceFile("a", "")
    assert (source.line_count, source.line_text(1), str(Span(source, 0, 0))) == (1, "", "a:1:1")


def test_a_windows_line_end_is_not_in_the_line() -> None:
    source = SourceFile("a", "satu\r\ndua\r\n")
    assert [source.line_text(line) for line in (1, 2, 3)] == ["satu", "dua", ""]


def test_a_place_past_the_end_is_the_end() -> None:
    source = SourceFile("a", "satu\ndua")
    assert str(Span(source, 99, 100)) == "a:2:4"


def test_the_end_line_of_a_span_over_a_line_end_is_that_of_its_last_character() -> None:
    source = SourceFile("a", "satu\ndua")
    assert (Span(source, 0, 5).end_line, Span(source, 0, 6).end_line, Span(source, 5, 5).end_line) == (
        1,
        2,
        2,
    )


@given(TEXT, st.data())
def test_line_and_column_lead_back_to_the_character(text: str, data: st.DataObject) -> None:
    source = SourceFile("a", text)
    offset = data.draw(st.integers(0, len(text)))
    span = Span(source, offset, offset)
    assert source.line_starts[span.line - 1] + span.column - 1 == offset
    assert span.line == text[:offset].count("\n") + 1


@given(TEXT)
def test_lines_hold_all_text_but_the_line_ends(text: str) -> None:
    source = SourceFile("a", text)
    lines = [source.line_text(line) for line in range(1, source.line_count + 1)]
    assert "\n".join(lines) == text.replace("\r\n", "\n")
