"""What is owed: a judgement in; SQL for the rows by month, programme and payer, and for their total, out.

Mirrors `scalar.cost` and `scalar.relief`. Which clauses concern a worker depends on the groups that fund the
month; each possible set of clauses is a case of its own, and cases are exclusive.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations

from policy_engine.backends.columnar.division import checked
from policy_engine.backends.columnar.judge import Judged, applies, outcome
from policy_engine.backends.columnar.layout import Aspect
from policy_engine.backends.columnar.lower import NotColumnarError, Scope, is_constant, lower, scale
from policy_engine.backends.columnar.sql import Comparator, Sign, Sql, Whole
from policy_engine.backends.columnar.value import FAILS, HOLDS, Need, Range, Value, unknown, unknown_whole
from policy_engine.domain.citation import Citation
from policy_engine.domain.dates import Month
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir.naming import blank_id
from policy_engine.ir.nodes import (
    Bearing,
    Direction,
    Enrolment,
    Funding,
    Instrument,
    Party,
    Relief,
    Tariff,
    Version,
)
from policy_engine.ir.precedence import PARTICIPATION_FACT, is_government, prevails, relief_version
from policy_engine.structure import dataclass

_MOST_KINDS_OF_GROUP = 8
"""Sets of groups are told apart by the clauses on money that concern them; more kinds than this are refused."""

_Clause = Enrolment | Tariff | Bearing | Funding


@dataclass(frozen=True, slots=True)
class Origin:
    """What a row rests on, where `when` holds: the budgets it is charged to, its tariff, and reliefs that reduce it."""

    when: Sql
    budgets: tuple[str, ...]
    tariff: Citation
    reliefs: tuple[tuple[Sql, Citation], ...]
    needs: tuple[Need, ...]
    """What would settle the amount."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A row of the cost that a worker may have: rupiah, NULL where unknown, and whether there is such a row.

    `within` is the least and the most that the amount can be.
    `charged` are the kinds of budget that it may be charged to, each with the condition under which it is.
    """

    month: Month
    programme: str
    payer: Party | None
    present: Sql
    amount: Sql
    origins: tuple[Origin, ...]
    within: Range
    charged: tuple[tuple[Sql, frozenset[str]], ...]


@dataclass(frozen=True, slots=True)
class Charged:
    """The rows a worker may have, in order of month, programme and payer, and their total."""

    slots: tuple[Slot, ...]
    total: Sql


@dataclass(frozen=True, slots=True)
class _Case:
    """A set of clauses on money, and where it is the one that concerns the worker in a month."""

    when: Sql
    clauses: tuple[_Clause, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """A row in one case: its gate with all it depends on, and its amount."""

    programme: str
    payer: Party | None
    gate: Value
    amount: Value
    budgets: tuple[str, ...]
    tariff: Citation
    reliefs: tuple[tuple[Sql, Citation], ...]


def charge(judged: Judged, scope: Scope) -> Charged:
    """Give the rows of the months that are funded or may be."""
    if judged.version is None:
        return Charged((), Whole(0))
    entry = entry_month(judged, scope)
    slots = tuple(
        slot
        for month in judged.months
        for slot in _month(judged, judged.version, month, entry, scope.at(month))
    )
    return Charged(slots, _total(judged, slots))


def entry_month(judged: Judged, scope: Scope) -> Value:
    """Give the first funded month; unknown where an earlier one is unknown or none is funded."""
    bindings = judged.logic.bindings
    branches: list[tuple[Sql, Sql]] = []
    needs: list[Need] = []
    earlier: list[Sql] = []
    for month, funded in judged.months.items():
        is_first = bindings.and_(bindings.not_(bindings.may_hold(each)) for each in earlier)
        needs.extend(judged.logic.under(is_first, funded.needs))
        earlier.append(funded.known)
        branches.append((funded.known, scope.lowering.constant(month).known))
        branches.append((bindings.is_null(funded.known), Whole(None)))
    months = tuple(judged.months)
    within = Range(min(months, default=0), max(months, default=0))
    return Value(bindings.case(branches, Whole(None)), tuple(needs), range=within)


def _total(judged: Judged, slots: Sequence[Slot]) -> Sql:
    """Sum the rows, which is proved to fit; NULL where a row is unknown or more than the rows may be owed."""
    bindings = judged.logic.bindings
    nothing = judged.is_(Outcome.NOT_ELIGIBLE, Outcome.NOT_APPLICABLE)
    refused = bindings.compare(Comparator.EQUAL, judged.outcome, outcome(Outcome.CONFLICT))
    may_be_more = bindings.or_(
        (
            bindings.not_(bindings.or_(slot.present for slot in slots)),
            *(present for present, _ in judged.beyond),
        )
    )
    checked(sum(min(slot.within.low, 0) for slot in slots), sum(max(slot.within.high, 0) for slot in slots))
    amounts = bindings.sum(bindings.case([(slot.present, slot.amount)], Whole(0)) for slot in slots)
    return bindings.case([(nothing, Whole(0)), (refused, Whole(None)), (may_be_more, Whole(None))], amounts)


def _month(judged: Judged, version: Version, month: Month, entry: Value, scope: Scope) -> Iterator[Slot]:
    """Merge the rows of all cases: the same place of the same programme and payer is one slot."""
    bindings = judged.logic.bindings
    may_pay = judged.is_(Outcome.ELIGIBLE, Outcome.UNDETERMINED)
    found: dict[tuple[str, str, str, int], list[tuple[Sql, _Row]]] = {}
    for case in _cases(judged, version, month):
        seen: dict[tuple[str, str, str], int] = {}
        for row in _rows(judged, case, month, entry, scope):
            key = (
                row.programme,
                row.payer.code if row.payer else "~",
                (row.payer and row.payer.region) or "",
            )
            seen[key] = seen.get(key, -1) + 1
            found.setdefault((*key, seen[key]), []).append((case.when, row))
    for _, rows in sorted(found.items(), key=lambda item: item[0]):
        origins = tuple(
            Origin(
                bindings.and_((may_pay, when, bindings.may_hold(row.gate.known))),
                row.budgets,
                row.tariff,
                row.reliefs,
                (*row.gate.needs, *row.amount.needs),
            )
            for when, row in rows
        )
        present = bindings.or_(origin.when for origin in origins)
        amount = bindings.case(
            [(bindings.and_((when, row.gate.known)), row.amount.known) for when, row in rows], Whole(None)
        )
        _, first = rows[0]
        charged = tuple((when, frozenset(row.budgets)) for when, row in rows)
        within = Range(min(r.amount.range.low for _, r in rows), max(r.amount.range.high for _, r in rows))
        yield Slot(month, first.programme, first.payer, present, amount, origins, within, charged)


def _cases(judged: Judged, version: Version, month: Month) -> Iterator[_Case]:
    bindings = judged.logic.bindings
    clauses: tuple[_Clause, ...] = (
        *version.enrolments,
        *version.tariffs,
        *version.bearings,
        *version.fundings,
    )
    kinds: dict[frozenset[int], list[Sql]] = {}
    for decides, standing in zip(judged.deciding, judged.standings, strict=True):
        if month in standing.funded.months:
            concern = frozenset(
                place for place, clause in enumerate(clauses) if applies(clause.groups, standing.groups[0].id)
            )
            funds = bindings.and_((decides, bindings.may_hold(standing.in_month(month).known)))
            kinds.setdefault(concern, []).append(funds)
    funding = {concern: bindings.or_(funds) for concern, funds in kinds.items()}
    if len(funding) > _MOST_KINDS_OF_GROUP:
        raise NotColumnarError("more kinds of groups than can be told apart by what is paid for them")
    found: dict[frozenset[int], list[Sql]] = {}
    for size in range(1, len(funding) + 1):
        for chosen in combinations(funding, size):
            when = bindings.and_(
                funds if concern in chosen else bindings.not_(funds) for concern, funds in funding.items()
            )
            found.setdefault(frozenset().union(*chosen), []).append(when)
    for concern, whens in found.items():
        yield _Case(bindings.or_(whens), tuple(clauses[place] for place in sorted(concern)))


def _rows(judged: Judged, case: _Case, month: Month, entry: Value, scope: Scope) -> Iterator[_Row]:
    logic = judged.logic
    enrolments = [clause for clause in case.clauses if isinstance(clause, Enrolment)]
    for programme in sorted({enrolment.programme for enrolment in enrolments}):
        enrolled = logic.any_of(lower(e.condition, scope) for e in enrolments if e.programme == programme)
        gate = logic.all_of((judged.applicable, judged.months[month], enrolled))
        if gate.is_false:
            continue
        tariff, amount = _tariff(case, programme, judged, scope)
        for payer, borne, part in _parts(case, programme, amount, scope):
            budgets, unstated = _charged_to(case, payer, judged)
            due = _Due(month, programme, budgets, unstated, part)
            relieved, reliefs = _relieved(due, judged, entry, scope)
            gated = logic.all_of((gate, borne))
            yield _Row(programme, payer, gated, relieved, tuple(sorted(budgets)), tariff, reliefs)


def _tariff(case: _Case, programme: str, judged: Judged, scope: Scope) -> tuple[Citation, Value]:
    """Give the contribution; two tariffs that differ leave it unknown, as none does."""
    bindings = scope.lowering.bindings
    tariffs = sorted(
        (clause for clause in case.clauses if isinstance(clause, Tariff) and clause.programme == programme),
        key=lambda tariff: tariff.citation.provision.key,
    )
    stated = [lower(tariff.amount, scope) for tariff in tariffs]
    if not stated:
        whole = Citation(judged.instrument.id)
        return whole, unknown_whole(blank_id(whole, f"contribution-{programme}"))
    first, *others = stated
    if not others:
        return tariffs[0].citation, first
    agree = bindings.and_(bindings.compare(Comparator.EQUAL, first.known, other.known) for other in others)
    # Where all are unknown, they are taken for one tariff.
    differ = bindings.not_(bindings.and_(bindings.is_null(value.known) for value in stated))
    needs = tuple(need for other in others for need in scope.lowering.logic.under(differ, other.needs))
    either = Value(
        bindings.case([(agree, first.known)], Whole(None)), (*first.needs, *needs), range=first.range
    )
    return tariffs[0].citation, either


def _parts(
    case: _Case, programme: str, amount: Value, scope: Scope
) -> Iterator[tuple[Party | None, Value, Value]]:
    """Give each payer, whether it bears its part, and the part; what nobody bears has no payer."""
    bearings = sorted(
        (clause for clause in case.clauses if isinstance(clause, Bearing)),
        key=lambda bearing: bearing.citation.provision.key,
    )
    shares = [
        (share, bearing.direction)
        for bearing in bearings
        if bearing.programmes is None or programme in bearing.programmes
        for share in bearing.shares
    ]
    stated = sum((Fraction(share.numerator, share.denominator) for share, _ in shares), Fraction(0))
    parts = [_scaled(amount, (s.numerator, s.denominator), direction, scope) for s, direction in shares]
    if stated == 1:
        parts[0] = _rest(amount, parts[1:], scope)
    for (share, _), part in zip(shares, parts, strict=True):
        borne = lower(share.condition, scope)
        if not borne.is_false:
            yield share.party, borne, part
    if stated < 1:
        yield None, HOLDS, _rest(amount, parts, scope)


def _scaled(amount: Value, rate: tuple[int, int], direction: Direction, scope: Scope) -> Value:
    return amount if amount.known == Whole(None) else scale(amount, rate, direction, 1, scope.lowering)


def _rest(amount: Value, parts: Sequence[Value], scope: Scope) -> Value:
    if amount.known == Whole(None) or not parts:
        return amount
    low = amount.range.low - sum(part.range.high for part in parts)
    within = checked(low, amount.range.high - sum(part.range.low for part in parts))
    if is_constant(amount):
        return scope.lowering.constant(within.low)
    bindings = scope.lowering.bindings
    left = amount.known
    for part in parts:
        left = bindings.arithmetic(Sign.SUBTRACT, left, part.known)
    return Value(left, amount.needs, range=within)


def _charged_to(case: _Case, payer: Party | None, judged: Judged) -> tuple[frozenset[str], tuple[str, ...]]:
    """Give the kinds of budget that a payer's part is charged to, and the blanks that may hold more."""
    if payer is not None and not is_government(payer):
        return frozenset(), ()
    fundings = [clause for clause in case.clauses if isinstance(clause, Funding)]
    kinds = {
        budget.kind
        for funding in fundings
        for budget in funding.budgets
        if payer is None or budget.region is None or budget.region == payer.region
    }
    blanks = tuple(blank_id(funding.citation) for funding in fundings if funding.is_open)
    unstated = blanks or (() if fundings else (blank_id(Citation(judged.instrument.id), "budget"),))
    return frozenset(kinds), unstated


# Relief


@dataclass(frozen=True, slots=True)
class _Due:
    month: Month
    programme: str
    budgets: frozenset[str]
    unstated: tuple[str, ...]
    amount: Value


def _relieved(
    due: _Due, judged: Judged, entry: Value, scope: Scope
) -> tuple[Value, tuple[tuple[Sql, Citation], ...]]:
    """Reduce what is owed by the relief that applies; unknown where it is unknown whether one does.

    Also tell for each relief where it is the one that applies.
    """
    logic = judged.logic
    bindings = logic.bindings
    left = []
    for source, relief in _reliefs(due, judged.instrument, scope):
        wanted = logic.all_of((lower(relief.condition, scope), _begun(relief, due.month, entry, scope)))
        barred = _barred(relief, due)
        if not barred.is_true and not wanted.is_false:
            left.append((source, relief, logic.all_of((wanted, logic.not_(barred)))))
    if not left:
        return due.amount, ()
    remains = [bindings.may_hold(value.known) for _, _, value in left]
    counts = [
        bindings.and_(
            (
                remains[place],
                *(
                    bindings.not_(remains[other])
                    for other, (above, _, _) in enumerate(left)
                    if _gives_way(source, above)
                ),
            )
        )
        for place, (source, _, _) in enumerate(left)
    ]
    branches: list[tuple[Sql, Sql]] = [(bindings.not_(bindings.or_(remains)), due.amount.known)]
    ranges = [due.amount.range]
    applied: list[tuple[Sql, Citation]] = []
    for place, (_, relief, value) in enumerate(left):
        others = (bindings.not_(count) for other, count in enumerate(counts) if other != place)
        rate = (relief.denominator - relief.numerator, relief.denominator)
        reduced = _scaled(due.amount, rate, relief.direction, scope)
        ranges.append(reduced.range)
        alone = bindings.and_((counts[place], *others, bindings.holds(value.known)))
        branches.append((alone, reduced.known))
        applied.append((alone, relief.citation))
    within = Range(min(r.low for r in ranges), max(r.high for r in ranges))
    # Where exactly one surely counts, what the others lack makes no difference.
    doubt = bindings.and_(
        (bindings.or_(remains), *(bindings.not_(settled) for settled, _ in branches[1:])),
    )
    lacking = tuple(need for _, _, value in left for need in logic.under(doubt, value.needs))
    needs = tuple(dict.fromkeys((*due.amount.needs, *lacking)))
    return Value(bindings.case(branches, Whole(None)), needs, range=within), tuple(applied)


def _reliefs(due: _Due, instrument: Instrument, scope: Scope) -> Iterator[tuple[Instrument, Relief]]:
    for source in scope.lowering.layout.relieving:
        national = source.region is None and source.segment in (None, instrument.segment)
        version = None
        if national or source is instrument:
            version = relief_version(source, due.month, scope.lowering.on)
        for relief in () if version is None else version.reliefs:
            if due.programme in relief.programmes and relief.first <= due.month <= relief.last:
                yield source, relief


def _gives_way(source: Instrument, other: Instrument) -> bool:
    return source.id != other.id and prevails(other, source) is not None


def _begun(relief: Relief, month: Month, entry: Value, scope: Scope) -> Value:
    """Tell whether the month is late enough in the participation of the worker."""
    if relief.from_participation_month <= 1:
        return HOLDS
    lowering = scope.lowering
    bindings, first, needs = lowering.bindings, entry.known, entry.needs
    if lowering.layout.has(PARTICIPATION_FACT):
        fact = lowering.layout.column(PARTICIPATION_FACT, Aspect.VALUE)
        first = bindings.case([(bindings.is_null(fact), first)], fact)
        needs = lowering.logic.under(bindings.is_null(first), needs)
    own = lowering.logic.under(bindings.is_null(first), (), (PARTICIPATION_FACT,))
    latest = lowering.constant(month + 1 - relief.from_participation_month)
    return Value(bindings.compare(Comparator.AT_MOST, first, latest.known), (*needs, *own))


def _barred(relief: Relief, due: _Due) -> Value:
    """Tell whether the budget that the row is charged to bars the relief."""
    if not relief.barred_budgets:
        return FAILS
    if relief.barred_budgets & due.budgets:
        return HOLDS
    return unknown(*due.unstated) if due.unstated else FAILS
