"""What neighbouring bands leave out: bands of groups, and of the items of a list any one of which suffices."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from policy_engine.diagnostics import logic
from policy_engine.diagnostics.wording import date, month, place, say
from policy_engine.domain.bilingual import Language, Text
from policy_engine.domain.citation import Citation
from policy_engine.domain.dates import Month, PackedDate, from_ordinal, ordinal
from policy_engine.domain.money import format_rupiah
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir import nodes as ir
from policy_engine.proofs.findings import Inquiry, Worker, cited
from policy_engine.proofs.sides import Question, Side
from policy_engine.source import Span
from policy_engine.structure import dataclass


@dataclass(frozen=True, slots=True)
class _Bound:
    """`subject >= low` or `subject <= high`, one of both None; in whole units, a date in days."""

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


@dataclass(frozen=True, slots=True)
class _Band:
    """What an alternative takes in of a subject: the tightest bounds that it states, at least one of both."""

    item: _Item
    low: _Bound | None
    high: _Bound | None

    @property
    def start(self) -> int | None:
        return None if self.low is None else self.low.low

    @property
    def end(self) -> int | None:
        return None if self.high is None else self.high.high

    @property
    def width(self) -> int | None:
        """Count the values taken in, from nothing upwards where no start is stated; None without an end."""
        return None if self.end is None else self.end - (self.start or 0) + 1


@dataclass(frozen=True, slots=True)
class _Gap:
    """The values from `first` to `last`, which lie above the bound of one alternative and below that of another."""

    below: _Item
    above: _Item
    bounds: tuple[_Bound, _Bound]
    first: int
    last: int
    narrower: int | None
    """How many values the narrower of both takes in."""

    @property
    def width(self) -> int:
        return self.last - self.first + 1


def look_between_bounds(inquiry: Inquiry) -> None:
    """Find what neighbouring bands leave out, with a worker who is in none of them and is refused for it."""
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
    for scale in _scales(items):
        for gap in _unmeant(scale):
            worker = inquiry.worker(
                say(
                    "apakah {p} bersambung",
                    "whether {p} meets its neighbour",
                    p=place(gap.above.citation.provision),
                ),
                _left_between(gap, items, among_groups=among_groups),
            )
            if worker is not None:
                _tell(inquiry, gap, worker)


def _scales(items: Sequence[_Item]) -> Iterator[tuple[_Band, ...]]:
    """Give the bands of each subject by which alternatives are told apart that are alike in all else, in order."""
    found: dict[tuple[tuple[ir.Expr, ...], frozenset[ir.Expr]], list[_Band]] = {}
    for item in items:
        bounds = [bound for bound in map(_bound, item.parts) if bound is not None]
        for subject in dict.fromkeys(bound.subject for bound in bounds):
            rest = frozenset(part for part in item.parts if not _is_of(part, subject))
            found.setdefault((subject, rest), []).append(
                _band(item, (bound for bound in bounds if bound.subject == subject))
            )
    for bands in found.values():
        if len(bands) > 1:
            yield tuple(sorted(bands, key=lambda band: (band.start is not None, band.start or 0)))


def _band(item: _Item, bounds: Iterable[_Bound]) -> _Band:
    low = high = None
    for bound in bounds:
        if bound.low is not None and (low is None or (low.low or 0) < bound.low):
            low = bound
        if bound.high is not None and (high is None or bound.high < (high.high or 0)):
            high = bound
    return _Band(item, low, high)


def _unmeant(scale: tuple[_Band, ...]) -> Iterator[_Gap]:
    """Give the gaps of a scale that is meant to have none.

    It is, where the values left out are no more than the narrower neighbour takes in, or where other neighbours
    of the scale meet. The young and the old alone are two bands that nobody meant to meet.
    """
    gaps = list(_gaps(scale))
    meet = any(gap.width == 0 for gap in gaps)
    for gap in gaps:
        if gap.width > 0 and (meet or gap.width == 1 or gap.narrower is None or gap.width <= gap.narrower):
            yield gap


def _gaps(scale: tuple[_Band, ...]) -> Iterator[_Gap]:
    """Give what lies between each band and what the bands before it reach, of no width where they meet."""
    reach, *others = scale
    for band in others:
        if reach.high is None or reach.end is None:
            return
        if band.low is not None and band.start is not None:
            widths = [width for width in (reach.width, band.width) if width is not None]
            yield _Gap(
                reach.item,
                band.item,
                (reach.high, band.low),
                reach.end + 1,
                band.start - 1,
                min(widths, default=None),
            )
        if band.end is None or band.end > reach.end:
            reach = band


def _tell(inquiry: Inquiry, gap: _Gap, worker: Worker) -> None:
    home = inquiry.case.instrument.id
    one, other = gap.below, gap.above
    later, earlier = (other, one) if _starts(other.span) >= _starts(one.span) else (one, other)
    inquiry.tell(
        logic.ValueBetweenBounds(
            span=later.span,
            place=cited(later.citation, home),
            other=cited(earlier.citation, home),
            value=_in_words(gap.bounds[0].expr, gap.first, gap.last),
            shown=(inquiry.words(worker),),
            others=()
            if earlier.span is None
            else ((earlier.span, Text("rincian di sebelahnya", "the neighbour")),),
        ),
        worker,
        holds=lambda made: made.outcome is Outcome.NOT_ELIGIBLE,
    )


def _starts(span: Span | None) -> int:
    return -1 if span is None else span.start


def _left_between(gap: _Gap, items: Sequence[_Item], *, among_groups: bool) -> Question:
    """Ask for who meets all of an alternative but its bound, lies between both bounds, and is in no alternative."""
    rest = [part for part in gap.below.parts if not _is_of(part, gap.bounds[0].subject)]

    def question(s: Side) -> Any:
        (at,) = s.scopes(ir.Grain.ONCE)
        groups = [each.match.false for each in s.judged.standings] if among_groups else []
        return s.both(
            s.judged.applicable.true,
            *(s.truth(part, at).true for part in rest),
            *(s.truth(bound.expr, at).false for bound in gap.bounds),
            *(s.truth(each.expr, at).false for each in items),
            *groups,
        )

    return question


def _is_of(part: ir.Expr, subject: tuple[ir.Expr, ...]) -> bool:
    found = _bound(part)
    return found is not None and found.subject == subject


def bounded(expr: ir.Expr) -> tuple[ir.Expr, ...] | None:
    """Give what an expression states a bound of; None where it states none."""
    found = _bound(expr)
    return None if found is None else found.subject


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
            units = ordinal(PackedDate(value)) if fact.type.kind is ir.Kind.DATE else value
            return _of((fact,), comparison, units, expr)
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


def _in_words(expr: ir.Expr, first: int, last: int) -> Text:
    """Name the values from a first to a last of what is bounded, or the one where they are the same."""
    match expr:
        case ir.Compare(left=ir.FactRef(name=name, type=ir.Type(kind=kind))):
            about, one, other = Text(f"`{name}`", f"`{name}`"), _value(kind, first), _value(kind, last)
        case _:
            about, one, other = Text("usia", "age"), Text(str(first), str(first)), Text(str(last), str(last))
            if first == last:
                return say("usia {n} tahun", "age {n}", n=first)
    if first == last:
        return say("{a} {v}", "{a} {v}", a=about, v=one)
    years = Text("" if isinstance(expr, ir.Compare) else " tahun", "")
    return say("{a} {v} sampai dengan {w}{y}", "{a} {v} through {w}{y}", a=about, v=one, w=other, y=years)


def _value(kind: ir.Kind, value: int) -> Text:
    match kind:
        case ir.Kind.RUPIAH | ir.Kind.RUPIAH_PER_MONTH:
            return Text(*(format_rupiah(value, language) for language in Language))
        case ir.Kind.DATE:
            return date(from_ordinal(value))
        case ir.Kind.MONTH:
            return month(Month(value))
        case _:
            return Text(str(value), str(value))
