"""One instance of every syntax diagnostic, with and without a place."""

from policy_engine.diagnostics.formatting import FormatterWouldChange
from policy_engine.diagnostics.model import Diagnostic
from policy_engine.diagnostics.syntax import (
    FileProblem,
    FileTooLarge,
    ImpossibleDate,
    ListClosedEarly,
    ListNotClosed,
    ListTooDeep,
    MissingConnective,
    MixedConnectives,
    NestedTooDeep,
    NoLabel,
    NoOrdinal,
    NotAFile,
    NotPerProgramme,
    NumberTooLarge,
    OneProgramme,
    SaidTwice,
    SecondInstrument,
    UnclosedBracket,
    UnexpectedText,
    UnreadableText,
    WordsDiffer,
)
from policy_engine.domain.bilingual import Text, both
from policy_engine.source import Span


def samples(span: Span | None) -> tuple[Diagnostic, ...]:
    """Give instances of every class of `syntax`, all at one place."""
    article = Text("Pasal", "Article")
    heading = Text("Pasal 5 ayat (1)", "Article 5 paragraph (1)")
    return (
        UnexpectedText(span=span, heading=heading, found="Psal", expected=(article,)),
        UnexpectedText(span=span, found="", expected=tuple(both(f"`{letter}`") for letter in "abcdefgh")),
        UnexpectedText(span=span, found="x" * 500, expected=()),
        UnclosedBracket(span=span, heading=heading, opening="{", reached=span),
        NestedTooDeep(span=span, limit=64),
        ListTooDeep(span=span),
        WordsDiffer(span=span, figure="18", words="delapan puluh", number=18),
        NumberTooLarge(span=span, found="9" * 400),
        UnreadableText(span=span, path="a.policy", byte_offset=7, line=2),
        FileTooLarge(span=span, path="a.policy", size=9_000_000, limit=1_000_000),
        ImpossibleDate(span=span, found="2025-02-30", year=2025, month=2, day=30),
        ImpossibleDate(span=span, found="2025-13-01", year=2025, month=13, day=1),
        ImpossibleDate(span=span, found="0025-01-01", year=25, month=1, day=1),
        FormatterWouldChange(span=span, lost=()),
        FormatterWouldChange(span=span, lost=("jkk", "# catatan")),
        UnexpectedText(span=span, found=">=", expected=(article,), hint=Text("tulis kata", "write words")),
        MixedConnectives(span=span),
        MissingConnective(span=span),
        ListClosedEarly(span=span),
        ListNotClosed(span=span),
        SaidTwice(span=span),
        SecondInstrument(span=span),
        NoLabel(span=span, found="IIX"),
        NoOrdinal(span=span, found="Satu"),
        NotPerProgramme(span=span),
        OneProgramme(span=span),
        *(NotAFile(span=span, path="a.policy", problem=problem) for problem in FileProblem),
    )
