"""THE page: text of policy files in; a checked library, its tests, and diagnostics out.

    text --parse--> trees --elaborate--> library --check_law--> what is not law
                      '--> diagnostics <---'  <-----------'

Every stage runs on what the stage before could make of its input, so that one run reports as much as it can.
No stage raises for a bad policy. A library with errors is not handed out: below it nothing can be wrong
because of the author.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from policy_engine.diagnostics.between import CitationNotEncoded
from policy_engine.diagnostics.drafting import FactWithoutProof, NumberOutOfOrder
from policy_engine.diagnostics.model import Diagnostic, Family, Severity, in_order
from policy_engine.diagnostics.money import OF_SHARES_AND_ORDER, ProgrammeSetNotAllowed, SortedByNik
from policy_engine.diagnostics.names import LeftUnsaid, UnknownName, UnknownProvision
from policy_engine.diagnostics.syntax import (
    ImpossibleDate,
    ListClosedEarly,
    ListNotClosed,
    MissingConnective,
    MixedConnectives,
    UnclosedBracket,
    UnexpectedText,
)
from policy_engine.diagnostics.types import NotACondition
from policy_engine.ir.cases import Case, Property
from policy_engine.ir.nodes import Instrument, Library
from policy_engine.semantics import elaborate
from policy_engine.semantics.law import check as law
from policy_engine.semantics.touched import touched
from policy_engine.source import SourceFile, Span
from policy_engine.structure import dataclass
from policy_engine.syntax import ast, parser
from policy_engine.syntax.parsed import Parsed, unit_around

Parse = Callable[[SourceFile], Parsed]


@dataclass(frozen=True, slots=True)
class Unproved:
    """What an error keeps from being proved: the instrument of a file, and the first error of each file it is for."""

    instrument: Instrument | None
    causes: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Compiled:
    """What became of some files: the library where there were no errors, else None.

    `provable` is the library without the instruments that an error can matter to; see `semantics.touched`. An error
    of shares or of an order matters to none: who is eligible, for what and in which months rests on neither. It is
    None where an error is told of no file. `unproved` gives each file that an error can matter to.
    """

    library: Library | None
    cases: tuple[Case | Property, ...]
    diagnostics: tuple[Diagnostic, ...]
    trees: tuple[ast.PolicyFile, ...]
    provable: Library | None
    unproved: Mapping[str, Unproved]


def compile_library(sources: Sequence[SourceFile], *, parse: Parse = parser.parse) -> Compiled:
    """Parse, elaborate and check files that belong together; `parse` may remember what it parsed before."""
    parsed = [parse(source) for source in sources]
    trees = tuple(each.tree for each in parsed if each.tree is not None)
    elaborated = elaborate.elaborate(trees)
    lawful = law.check_law(trees, elaborated.library)
    spoilt, misdated = _spoilt(parsed), _misdated(parsed)
    read = [found for each in parsed for found in each.diagnostics if _tells(found, spoilt)]
    later = [
        found
        for found in (*elaborated.diagnostics, *lawful)
        if _follows(found, spoilt) and _is_dated(found, misdated)
    ]
    diagnostics = in_order([*read, *_by_cause(later)])
    errors = [found for found in diagnostics if found.severity is Severity.ERROR]
    made = elaborated.library
    provable, unproved = _provable(list(zip(sources, parsed, strict=True)), made, errors)
    return Compiled(None if errors else made, elaborated.cases, diagnostics, trees, provable, unproved)


def _provable(
    files: Sequence[tuple[SourceFile, Parsed]], made: Library, errors: Sequence[Diagnostic]
) -> tuple[Library | None, Mapping[str, Unproved]]:
    """Give the library without what errors can matter to, and what is left out."""
    grave: dict[str, Diagnostic] = {}
    for found in errors:
        if _keeps_little(found):
            continue
        if found.span is None:
            return None, {}
        grave.setdefault(found.span.source.path, found)
    if not grave:
        return made, {}
    causes = touched(files, made, grave)
    left: list[Instrument] = []
    lacking: dict[str, Instrument] = {}
    for each in made.instruments:
        path = "" if each.origin is None else each.origin.source.path
        if path in causes:
            lacking[path] = each
        else:
            left.append(each)
    unproved = {
        path: Unproved(lacking.get(path), tuple(grave[root] for root in sorted(roots)))
        for path, roots in causes.items()
    }
    return replace(made, instruments=tuple(left)), unproved


def _keeps_little(found: Diagnostic) -> bool:
    """Say whether all of the text is read whole although there is this error.

    A number out of order misleads a reader only: each norm has a place of its own, unless a number is used twice.
    """
    match found:
        case NumberOutOfOrder(label=label, previous=previous):
            return label != previous
        case _:
            return isinstance(found, OF_SHARES_AND_ORDER)


# A problem of reading spoils the unit it stands in. What later stages say of that unit is not the author's doing,
# and what they say of its file is trusted only for names and types that the spoilt text does not mention.


def _spoilt(parsed: Sequence[Parsed]) -> tuple[Span, ...]:
    return tuple(
        unit_around(found.span.source, found.span.start)
        for each in parsed
        for found in each.diagnostics
        if isinstance(found, UnexpectedText | UnclosedBracket) and found.span is not None
    )


def _tells(found: Diagnostic, spoilt: Sequence[Span]) -> bool:
    """Say whether a problem of reading stands by itself, and does not only follow from a spoilt list."""
    follows = isinstance(found, MixedConnectives | MissingConnective | ListClosedEarly | ListNotClosed)
    return not (follows and _stands_in(found, spoilt))


def _follows(found: Diagnostic, spoilt: Sequence[Span]) -> bool:
    """Say whether what a later stage found holds although something could not be read."""
    if found.span is None or all(unit.source is not found.span.source for unit in spoilt):
        return True
    unsaid = isinstance(found, LeftUnsaid)  # what was not read may have said it
    trusted = found.kind.family is Family.NAMES and not unsaid and not _stands_in(found, spoilt)
    return trusted and all(found.span.text not in unit.text for unit in spoilt)


def _misdated(parsed: Sequence[Parsed]) -> tuple[Span, ...]:
    """Give the units of instruments that hold a day or month which the calendar does not have."""
    return tuple(
        unit_around(found.span.source, found.span.start)
        for each in parsed
        for found in each.diagnostics
        if isinstance(found, ImpossibleDate)
        and found.span is not None
        and _is_of_instrument(each, found.span)
    )


def _is_of_instrument(parsed: Parsed, at: Span) -> bool:
    instrument = None if parsed.tree is None else parsed.tree.instrument
    return instrument is not None and instrument.span.start <= at.start < instrument.span.end


def _is_dated(found: Diagnostic, misdated: Sequence[Span]) -> bool:
    """Say whether a finding does not rest on a day or month that the calendar does not have."""
    if found.span is None or all(unit.source is not found.span.source for unit in misdated):
        return True
    return found.kind.family not in (Family.TIME, Family.MONEY) and not _stands_in(found, misdated)


_FOLLOWS_FROM: Mapping[type[Diagnostic], type[Diagnostic]] = MappingProxyType(
    {
        UnknownName: SortedByNik,
        CitationNotEncoded: UnknownProvision,
        ProgrammeSetNotAllowed: UnknownName,
        FactWithoutProof: NotACondition,
    }
)
"""What is not told where the finding that it follows from is told of the same words."""


def _by_cause(found: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Give one finding for one cause."""
    told = [(type(each), each.span) for each in found]
    return [
        each
        for each in found
        if type(each) not in _FOLLOWS_FROM or not _is_told(_FOLLOWS_FROM[type(each)], each.span, told)
    ]


def _is_told(
    cause: type[Diagnostic], at: Span | None, told: Sequence[tuple[type[Diagnostic], Span | None]]
) -> bool:
    return at is not None and any(
        cls is cause
        and span is not None
        and span.source is at.source
        and span.start < at.end
        and at.start < span.end
        for cls, span in told
    )


def _stands_in(found: Diagnostic, spoilt: Sequence[Span]) -> bool:
    return found.span is not None and any(
        unit.source is found.span.source and unit.start <= found.span.start < unit.end for unit in spoilt
    )
