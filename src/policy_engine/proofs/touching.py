"""What lies between two bounds that nearly meet: groups, and the items of a list any one of which suffices."""

from collections.abc import Iterator, Sequence
from itertools import permutations
from typing import Any

from policy_engine.diagnostics import logic
from policy_engine.diagnostics.wording import place, say
from policy_engine.domain.bilingual import Language, Text
from policy_engine.domain.citation import Citation
from policy_engine.domain.money import format_rupiah
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir import nodes as ir
from policy_engine.proofs.findings import Inquiry, Worker, cited
from policy_engine.proofs.sides import Question, Side
from policy_engine.source import Span
from policy_engine.structure import dataclass


@dataclass(frozen=True, slots=True)
class _Bound:
    """`subject >= low` or `subject <= high` in whole units, one of both None."""

    subject: tuple[ir.Expr, ...]
    low: int | None
    high: int | None
    expr: ir.Expr


@dataclass(frozen=True, slots=True)
class _Item:
    """One of several alternatives, where it stands, and its parts."""

    expr: ir.Expr
    citation: Citation
    span: Span | None

    @property
    def parts(self) -> tuple[ir.Expr, ...]:
        return tuple(_flat(self.expr))


def look_between_bounds(inquiry: Inquiry) -> None:
    """Find alternatives that meet but for one value, with a worker who has it and is refused for it."""
    version = inquiry.case.version
    matches = [group.match for group in version.groups]
    _look(inquiry, [_Item(m.condition, m.citation, m.origin) for m in matches], among_groups=True)
    for norm in (*matches, *(n for n in version.norms if _refuses_everybody(n))):
        for part in _flat(norm.condition):
            if isinstance(part, ir.Any):
                items = [_Item(each, norm.citation, each.origin or norm.origin) for each in part.operands]
                _look(inquiry, items, among_groups=norm in matches)


def _refuses_everybody(norm: ir.Norm) -> bool:
    """Tell whether whoever does not meet a norm is refused for good, of whatever group."""
    return norm.role is ir.Role.REQUIREMENT and norm.grain is ir.Grain.ONCE and norm.groups is None


def _look(inquiry: Inquiry, items: Sequence[_Item], *, among_groups: bool) -> None:
    told: set[tuple[int, int]] = set()
    for (at, lower), (then, upper) in permutations(enumerate(items), 2):
        for below, above in _nearly_meeting(lower, upper):
            if (at, then) in told:
                continue
            told.add((at, then))
            worker = inquiry.worker(
                say(
                    "apakah {p} bersambung",
                    "whether {p} meets its neighbour",
                    p=place(upper.citation.provision),
                ),
                _left_between(lower, (below, above), items, among_groups=among_groups),
            )
            if worker is not None:
                _tell(inquiry, lower, upper, below, worker)


def _tell(inquiry: Inquiry, one: _Item, other: _Item, below: _Bound, worker: Worker) -> None:
    home = inquiry.case.instrument.id
    later, earlier = (other, one) if _starts(other.span) >= _starts(one.span) else (one, other)
    inquiry.tell(
        logic.ValueBetweenBounds(
            span=later.span,
            place=cited(later.citation, home),
            other=cited(earlier.citation, home),
            value=_in_words(below.expr, (below.high or 0) + 1),
            shown=(inquiry.words(worker),),
            others=()
            if earlier.span is None
            else ((earlier.span, Text("bersambung dengan ini", "meets this")),),
        ),
        worker,
        holds=lambda made: made.outcome is Outcome.NOT_ELIGIBLE,
    )


def _starts(span: Span | None) -> int:
    return -1 if span is None else span.start


def _left_between(
    item: _Item, bounds: tuple[_Bound, _Bound], items: Sequence[_Item], *, among_groups: bool
) -> Question:
    """Ask for who meets all of an alternative but its bound, lies between both bounds, and is in no alternative."""
    rest = [part for part in item.parts if not _same_subject(part, bounds[0])]

    def question(s: Side) -> Any:
        (at,) = s.scopes(ir.Grain.ONCE)
        groups = [each.match.false for each in s.judged.standings] if among_groups else []
        return s.both(
            s.judged.applicable.true,
            *(s.truth(part, at).true for part in rest),
            *(s.truth(bound.expr, at).false for bound in bounds),
            *(s.truth(each.expr, at).false for each in items),
            *groups,
        )

    return question


def _nearly_meeting(lower: _Item, upper: _Item) -> Iterator[tuple[_Bound, _Bound]]:
    """Give the bounds between which two alternatives, alike in all else, leave out one value."""
    for below in filter(None, map(_bound, lower.parts)):
        for above in filter(None, map(_bound, upper.parts)):
            if below.subject != above.subject or below.high is None or above.low is None:
                continue
            if above.low - below.high == 2 and _others(lower, below) == _others(upper, above):  # noqa: PLR2004
                yield below, above


def _others(item: _Item, bound: _Bound) -> frozenset[ir.Expr]:
    return frozenset(part for part in item.parts if not _same_subject(part, bound))


def _same_subject(part: ir.Expr, bound: _Bound) -> bool:
    found = _bound(part)
    return found is not None and found.subject == bound.subject


def _flat(expr: ir.Expr) -> Iterator[ir.Expr]:
    if isinstance(expr, ir.All):
        for part in expr.operands:
            yield from _flat(part)
    else:
        yield expr


def _bound(expr: ir.Expr) -> _Bound | None:
    match expr:
        case ir.AgeCompare(comparison=comparison, birth=birth, on=on, years=years, exact=False):
            return _of((birth, on), comparison, years, expr)
        case ir.Compare(comparison=comparison, left=ir.FactRef() as fact, right=ir.Literal(value=value)):
            return _of((fact,), comparison, value, expr)
        case _:
            return None


def _of(subject: tuple[ir.Expr, ...], comparison: ir.Comparison, value: int, expr: ir.Expr) -> _Bound | None:
    match comparison:
        case ir.Comparison.AT_LEAST:
            return _Bound(subject, value, None, expr)
        case ir.Comparison.MORE:
            return _Bound(subject, value + 1, None, expr)
        case ir.Comparison.AT_MOST:
            return _Bound(subject, None, value, expr)
        case ir.Comparison.LESS:
            return _Bound(subject, None, value - 1, expr)
        case ir.Comparison.EQUAL:
            return None


def _in_words(expr: ir.Expr, value: int) -> Text:
    match expr:
        case ir.AgeCompare():
            return Text(f"usia {value} tahun", f"age {value}")
        case ir.Compare(left=ir.FactRef(name=name, type=ir.Type(kind=kind))) if kind in _MONEY:
            return Text(*(f"`{name}` {format_rupiah(value, language)}" for language in Language))
        case ir.Compare(left=ir.FactRef(name=name)):
            return Text(f"`{name}` {value}", f"`{name}` {value}")
        case _:
            return Text(str(value), str(value))


_MONEY = (ir.Kind.RUPIAH, ir.Kind.RUPIAH_PER_MONTH)
