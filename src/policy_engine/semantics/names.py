"""A name as written in; the vocabulary, code, fact, region or instrument it stands for out."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import field
from types import MappingProxyType

from policy_engine.diagnostics.model import Diagnostic
from policy_engine.diagnostics.names import UnknownInstrument, UnknownName
from policy_engine.diagnostics.suggest import closest
from policy_engine.domain.bilingual import Language, Text, both
from policy_engine.domain.citation import Authority, InstrumentId, InstrumentKind
from policy_engine.ir import nodes as ir
from policy_engine.semantics import wellknown, words
from policy_engine.source import Span
from policy_engine.structure import dataclass
from policy_engine.syntax import ast

Reports = list[Diagnostic]
"""What has been found so far; lives as long as one run."""

_REGION_CODE = re.compile(r"[0-9]{2}(?:\.[0-9]{2}(?:\.[0-9]{2}(?:\.[0-9]{4})?)?)?")


@dataclass(frozen=True, slots=True)
class Codes:
    """What a bare code or group name stands for: values of one vocabulary."""

    vocabulary: str
    values: frozenset[str]
    span: Span


@dataclass(frozen=True, slots=True)
class Names:
    """The declared names of all files.

    `codes` and `databases` go from a bare name to each meaning it has; `by_classification` from a vocabulary
    and a code of its classification to the value. `spans` are the places of facts and parameters.
    """

    vocabularies: Mapping[str, ir.Vocabulary]
    codes: Mapping[str, tuple[Codes, ...]]
    by_classification: Mapping[tuple[str, str], str]
    facts: Mapping[str, ir.Fact]
    databases: Mapping[str, tuple[ast.Fact, ...]]
    parameters: Mapping[str, ir.Parameter]
    spans: Mapping[str, Span]
    called: Mapping[str, InstrumentId] = field(default_factory=lambda: MappingProxyType({}))
    """The instruments that have a working name."""

    def facts_over(self, vocabulary: str) -> tuple[ir.Fact, ...]:
        """Give the facts whose values are codes of a vocabulary, in order of their names."""
        return tuple(fact for _, fact in sorted(self.facts.items()) if fact.type.vocabulary == vocabulary)

    def codes_in(self, vocabulary: str, name: str) -> Codes | None:
        """Give what a name stands for in one vocabulary."""
        return next((codes for codes in self.codes.get(name, ()) if codes.vocabulary == vocabulary), None)

    def code_names(self, vocabulary: str) -> frozenset[str]:
        """Give the names of codes and groups of a vocabulary."""
        return frozenset(
            name
            for name, meanings in self.codes.items()
            if any(codes.vocabulary == vocabulary for codes in meanings)
        )


def is_region_code(code: str) -> bool:
    """Say whether text is a Kemendagri code such as `21.02`."""
    return _REGION_CODE.fullmatch(code) is not None


def unknown(
    name: ast.Name, wanted: Text, known: Iterable[str], heading: Text | None, sort: Text | None = None
) -> UnknownName:
    """Report a name that nothing declares, with what was probably meant; `sort` is the type that would fit there."""
    near = closest(name.text, known)
    return UnknownName(span=name.span, heading=heading, text=name.text, wanted=wanted, near=near, sort=sort)


def code_values(
    names: Names, reports: Reports, vocabulary: str, written: ast.Name | ast.CodeValue, heading: Text | None
) -> frozenset[str]:
    """Give the values that a code, a group or a classification code stands for; none after a report."""
    if isinstance(written, ast.CodeValue):
        if vocabulary == wellknown.REGIONS and is_region_code(written.code):
            return frozenset({written.code})
        value = names.by_classification.get((vocabulary, written.code))
        if value is not None:
            return frozenset({value})
        known = (code for where, code in names.by_classification if where == vocabulary)
        reports.append(
            UnknownName(
                span=written.span,
                heading=heading,
                text=written.code,
                wanted=Text(f"kode {vocabulary}", f"code of {vocabulary}"),
                near=closest(written.code, known),
            )
        )
        return frozenset()
    found = names.codes_in(vocabulary, written.text)
    if found is not None:
        return found.values
    wanted = Text(f"kode {vocabulary}", f"code of {vocabulary}")
    reports.append(unknown(written, wanted, names.code_names(vocabulary), heading))
    return frozenset()


def one_code(
    names: Names, reports: Reports, vocabulary: str, name: ast.Name, heading: Text | None
) -> str | None:
    """Give the one value that a name stands for in a vocabulary; None after a report."""
    match sorted(code_values(names, reports, vocabulary, name, heading)):
        case [only]:
            return only
        case []:
            return None
        case _:
            wanted = Text(f"kode tunggal {vocabulary}", f"single code of {vocabulary}")
            reports.append(unknown(name, wanted, (), heading))
            return None


def region(names: Names, reports: Reports, name: ast.Name, heading: Text | None = None) -> str | None:
    """Give the region code that a name stands for; None after a report."""
    return one_code(names, reports, wellknown.REGIONS, name, heading)


def truth_fact(names: Names, reports: Reports, name: ast.Name, heading: Text | None) -> ir.Fact | None:
    """Give the yes-no fact of a name; None after a report."""
    fact = names.facts.get(name.text)
    if fact is not None and fact.type.kind is ir.Kind.TRUTH:
        return fact
    wanted = Text("fakta ya atau tidak", "yes-no fact")
    known = (fact.name for fact in names.facts.values() if fact.type.kind is ir.Kind.TRUTH)
    reports.append(unknown(name, wanted, known, heading))
    return None


def identity(
    names: Names,
    reports: Reports,
    written: ast.InstrumentRef | ast.Instrument,
    own_region: str | None = None,
) -> InstrumentId | None:
    """Give the instrument that a reference or a head names; None after a report.

    A regional kind without a place is of `own_region`.
    """
    if isinstance(written, ast.InstrumentRef) and written.called is not None:
        found = names.called.get(written.called.text)
        if found is None:
            reports.append(unknown(written.called, words.INSTRUMENT, names.called, None))
        return found
    kind = InstrumentKind.NASKAH if isinstance(written.kind, ast.Blank) else written.kind
    number = None if isinstance(written.number, ast.Blank) else written.number
    year = None if isinstance(written.year, ast.Blank) else written.year
    is_national = kind.value.authorities == (Authority.NATIONAL,)
    place = None if is_national else own_region
    if written.locality is not None:
        place = region(names, reports, written.locality)
        if place is None:
            return None
    try:
        return InstrumentId(kind, place, number, year)
    except ValueError:
        # A national kind with a place, or a number that no instrument has.
        said = " ".join(filter(None, (kind.code, place, f"{number}/{year}")))
        reports.append(UnknownInstrument(span=written.span, instrument=both(said)))
        return None


def instrument_words(instrument: InstrumentId) -> Text:
    """Write an instrument in both languages."""
    return Text(instrument.text(Language.ID), instrument.text(Language.EN))
