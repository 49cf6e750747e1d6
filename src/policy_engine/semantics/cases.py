"""Tests and properties as written in; the same with every name resolved and every value checked out."""

from collections.abc import Iterator
from types import MappingProxyType

from policy_engine.diagnostics.names import DeclaredTwice, UnknownInstrument
from policy_engine.domain.bilingual import both
from policy_engine.domain.citation import Citation, InstrumentId, Provision
from policy_engine.domain.dates import Month, PackedDate
from policy_engine.ir import assume, cases
from policy_engine.ir import nodes as ir
from policy_engine.semantics import conditions, money, names, values, words
from policy_engine.semantics.scope import Program, Scope
from policy_engine.semantics.setting import once, truth
from policy_engine.source import Span
from policy_engine.syntax import ast

_KIND = MappingProxyType(
    {ast.TestKind.TEST: cases.CaseKind.TEST, ast.TestKind.EXAMPLE: cases.CaseKind.EXAMPLE}
)
_RELATION = MappingProxyType(
    {ast.Relation.ALWAYS: cases.Relation.ALWAYS, ast.Relation.ONLY_IF: cases.Relation.ONLY_IF}
)


def of_file(
    program: Program, file: ast.PolicyFile, own: InstrumentId | None
) -> Iterator[cases.Case | cases.Property]:
    """Give the tests and properties of a file whose instrument is `own`."""
    for written in file.tests:
        found = (
            _case(program, written, own)
            if isinstance(written, ast.Test)
            else _property(program, written, own)
        )
        if found is not None:
            yield found


def _scope(program: Program, instrument: InstrumentId | None, on: PackedDate, span: Span) -> Scope | None:
    scope = None if instrument is None else program.scope_on(instrument, on)
    if scope is None:
        said = both("...") if instrument is None else names.instrument_words(instrument)
        program.reports.append(UnknownInstrument(span=span, instrument=said))
    return scope


def _case(program: Program, test: ast.Test, own: InstrumentId | None) -> cases.Case | None:
    instrument = own
    if test.instrument is not None:
        place = None if own is None else own.locality
        instrument = names.identity(program.names, program.reports, test.instrument, place)
        if instrument is None:
            return None
    scope = _scope(program, instrument, test.on.date, test.name.span)
    if scope is None:
        return None
    expected = test.expected
    return cases.Case(
        name=test.name.text,
        kind=_KIND[test.kind],
        source=None if test.source is None else test.source.text,
        instrument=scope.id,
        assumptions=tuple(_assumptions(scope, test)),
        on=test.on.date,
        facts_as_of=test.on.date if test.facts_as_of is None else test.facts_as_of.date,
        worker=_worker(scope, test),
        outcome=expected.outcome,
        because=tuple(_places(scope, expected.because)),
        cost=None if expected.cost is None else expected.cost.rupiah,
        months=_months(scope, expected.months),
        missing=_missing(scope, expected.missing),
        effective=expected.effective,
        origin=test.span,
    )


def _assumptions(scope: Scope, test: ast.Test) -> Iterator[assume.Assumption]:
    for written in test.assumptions:
        match written:
            case ast.AssumeCommencement():
                yield assume.Commences(written.date.date)
            case ast.AssumeProvision():
                for citation in _places(scope, (written.citation,)):
                    yield assume.Holds(citation, written.holds)


def _places(scope: Scope, written: tuple[ast.CitationRef, ...]) -> Iterator[Citation]:
    for citation in written:
        found = scope.find(citation, Provision())
        if found is not None:
            yield found[1]


def _worker(scope: Scope, test: ast.Test) -> tuple[tuple[str, ir.FactValue], ...]:
    worker: dict[str, ir.FactValue] = {}
    first: dict[str, Span] = {}
    for given in test.given:
        name = given.fact.text
        fact = scope.names.facts.get(name)
        if fact is None:
            scope.reports.append(names.unknown(given.fact, words.FACT, scope.names.facts, None))
            continue
        if name in first:
            again = DeclaredTwice(span=given.fact.span, text=name, sort=words.FACT, first=first[name])
            scope.reports.append(again)
            continue
        first[name] = given.fact.span
        value = values.fact_value(scope.names, scope.reports, fact, given.value)
        if value is not None:
            worker[name] = value
    return tuple(sorted(worker.items()))


def _months(scope: Scope, written: tuple[ast.MonthSpan, ...] | None) -> frozenset[Month] | None:
    if written is None:
        return None
    return money.months(scope, written, once(scope.citation(Provision())))[0]


def _missing(scope: Scope, written: tuple[ast.Name, ...] | None) -> frozenset[str] | None:
    if written is None:
        return None
    for name in written:
        if name.text not in scope.names.facts:
            scope.reports.append(names.unknown(name, words.FACT, scope.names.facts, None))
    return frozenset(name.text for name in written)


def _property(program: Program, ensure: ast.Ensure, own: InstrumentId | None) -> cases.Property | None:
    scope = _scope(program, own, ensure.on.date, ensure.name.span)
    if scope is None:
        return None
    condition: ir.Expr = truth(value=True)
    if ensure.condition is not None:
        condition = conditions.condition(scope, ensure.condition, once(scope.citation(Provision())))
    return cases.Property(
        name=ensure.name.text,
        instrument=scope.id,
        on=ensure.on.date,
        relation=_RELATION[ensure.relation],
        condition=condition,
        outcome=ensure.outcome,
        cost_at_most=None if ensure.cost_at_most is None else ensure.cost_at_most.rupiah,
        origin=ensure.span,
    )
