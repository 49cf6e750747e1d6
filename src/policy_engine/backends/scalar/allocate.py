"""Giving places and money over a register: claims under one instrument in, an allotment for each worker out.

The other back ends are right when they agree with this one. The order of claims decides nothing, and neither
does the number of their row. What the text does not state is tried in every way it could be read: what comes
out alike holds, and whoever it makes a difference to is held, with the reason.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product

from policy_engine.backends.scalar.claims import Claim
from policy_engine.domain.dates import Month, PackedDate
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir.allotment import Allotment, Ground, LimitUse, Pool, Standing
from policy_engine.ir.decision import CostRow
from policy_engine.ir.nodes import Allocation, Instrument, Library, Version
from policy_engine.ir.rationing import (
    Limit,
    LimitKind,
    area_at,
    budgets_stated,
    is_charged,
    is_listed,
    limits_of,
    priced_by_entry,
    version_judged,
)
from policy_engine.structure import dataclass

_Load = Counter[tuple[int, str | None]]
"""How much of each limit, by its number and area, is taken: people or rupiah."""

_LAST = 2**62
"""What stands for an unknown key where the unknown come last: later than every number a fact can be."""


@dataclass(frozen=True, slots=True)
class _Given:
    """What a worker got, and in which visit of the list (None where the whole list is filled at once)."""

    standing: Standing
    months: tuple[Month, ...] = ()
    visit: Month | None = None
    ground: Ground | None = None
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class _Case:
    """What does not change while one instrument is filled."""

    version: Version
    rules: Allocation
    limits: tuple[Limit, ...]
    by_entry: bool

    def of(self, *kinds: LimitKind) -> tuple[Limit, ...]:
        return tuple(limit for limit in self.limits if limit.kind in kinds)

    @property
    def visits(self) -> tuple[Month | None, ...]:
        """Give when the list is gone through: once, each month, or once and whenever a place may fall free."""
        scheduled = sorted({funded.month for each in self.version.schedules for funded in each.months})
        once = () if self.rules.monthly else (None,)
        later = scheduled if self.rules.monthly or self.rules.replacement else ()
        return (*once, *later)

    def months_from(self, claim: Claim, visit: Month | None) -> tuple[Month, ...]:
        """Give the months that a worker who enters in a visit is paid for."""
        first = max(visit or 0, (claim.entry or 0) if self.rules.monthly else 0)
        return tuple(month for month in claim.months if month >= first)


def allocate(library: Library, instrument: Instrument, on: PackedDate, claims: Iterable[Claim]) -> Pool:
    """Give the places of an instrument on a day to those who are eligible."""
    found = sorted(claims, key=lambda claim: claim.row)
    version = version_judged(instrument, on)
    if version is None:
        nobody = tuple(Allotment(claim.row, Standing.NOT_ELIGIBLE) for claim in found)
        return Pool(instrument.id, False, nobody, ())
    case = _Case(version, version.allocation, limits_of(version), by_entry=priced_by_entry(library, version))
    eligible = [claim for claim in found if claim.outcome is Outcome.ELIGIBLE]
    given: dict[int, _Given] = {}
    for claim in eligible:
        if (unstated := _unstated(claim, case)) is not None:
            given[claim.row] = unstated
    contending = [claim for claim in eligible if claim.row not in given]
    given |= _given(contending, case)
    return Pool(
        instrument.id,
        case.rules.waiting_list,
        tuple(_allotments(found, given, case)),
        tuple(_uses(found, contending, given, case)),
    )


# What must be known of a worker


def _unstated(claim: Claim, case: _Case) -> _Given | None:
    """Hold a worker of whom something is open that a limit asks; None where nothing is."""
    limits = [limit for limit in case.limits if not limit.is_floor and limit.concerns(claim.groups)]
    for limit in limits:
        if limit.is_blank:
            return _held(Ground.LIMIT_BLANK, limit)
    for limit in limits:
        if limit.places:
            alike = [is_listed(each, claim.region) for each in limits if each.citation == limit.citation]
            if None in alike:
                return _held(Ground.AREA_UNKNOWN, limit)
            if True not in alike:
                return _held(Ground.AREA_UNLISTED, limit)
        elif limit.level is not None and area_at(claim.region, limit.level) is None:
            return _held(Ground.AREA_UNKNOWN, limit)
    for limit in case.of(LimitKind.CEILING):
        if claim.total is None:
            return _held(Ground.COST_UNKNOWN, limit)
        if limit.budget is not None and (
            not budgets_stated(case.version)
            or any(
                limit.budget in row.budgets and len(row.budgets) > 1 for row in _charged(limit, claim.costs)
            )
        ):
            return _held(Ground.BUDGET_UNSTATED, limit)
    if case.rules.monthly or case.rules.replacement:
        if not claim.settled:
            return _held(Ground.MONTHS_UNKNOWN)
        if case.by_entry and claim.participation is None:
            return _held(Ground.ENTRY_PRICED)
    if case.rules.monthly:
        if claim.entry is None:
            return _held(Ground.ENTRY_UNKNOWN)
        if not case.months_from(claim, None):
            return _held(Ground.NO_MONTH_LEFT)
    return None


def _held(ground: Ground, limit: Limit | None = None) -> _Given:
    return _Given(Standing.HELD, ground=ground, limit=None if limit is None else limit.number)


def _charged(limit: Limit, rows: Iterable[CostRow]) -> Iterator[CostRow]:
    """Give the rows that a ceiling counts: of its fiscal year, borne from a public budget."""
    return (row for row in rows if is_charged(row.payer) and limit.in_year(row.month))


# What a worker takes


def _needs(claim: Claim, months: Sequence[Month], limits: Iterable[Limit]) -> _Load:
    """Give what a worker who is paid for some months takes of each limit."""
    taken: _Load = Counter()
    for limit in limits:
        if limit.kind is LimitKind.CEILING:
            rows = (row for row in _charged(limit, claim.costs) if row.month in months)
            charged = (row for row in rows if limit.budget is None or limit.budget in row.budgets)
            taken[limit.number, None] = sum(row.amount or 0 for row in charged)
        elif limit.concerns(claim.groups) and _counts(claim, limit):
            taken[limit.number, _area(claim, limit)] = 1
    return taken


def _area(claim: Claim, limit: Limit) -> str | None:
    return None if limit.level is None else area_at(claim.region, limit.level)


def _counts(claim: Claim, limit: Limit) -> bool:
    """Tell whether a worker lives where people are counted; an area that a list leaves out is not."""
    area = _area(claim, limit)
    return limit.level is None or (area is not None and (not limit.places or limit.bound(area) is not None))


def _tight(load: _Load, needs: _Load, limits: tuple[Limit, ...]) -> int | None:
    """Give the number of the first limit that has no room for this; None where all have."""
    bounds = {limit.number: limit for limit in limits}
    for (number, area), need in sorted(needs.items(), key=lambda item: item[0][0]):
        bound = bounds[number].bound(area)
        if bound is not None and load[number, area] + need > bound:
            return number
    return None


# Who is given a place


def _given(contending: Sequence[Claim], case: _Case) -> dict[int, _Given]:
    """Give everybody a place where there is room for all; else go by the order, in every way it can be read."""
    upper = case.of(LimitKind.SHARE, LimitKind.TOTAL, LimitKind.CEILING)
    wanted: _Load = Counter()
    for claim in contending:
        wanted.update(_needs(claim, case.months_from(claim, None), upper))
    if _tight(Counter(), wanted, upper) is None:
        return {
            claim.row: _Given(Standing.FUNDED, months := case.months_from(claim, None), _entry(months, case))
            for claim in contending
        }
    if not case.rules.keys:
        return _without_order(contending, wanted, case)
    floors = [limit for limit in case.of(LimitKind.FLOOR) if limit.is_blank]
    if floors:
        return {claim.row: _held(Ground.LIMIT_BLANK, floors[0]) for claim in contending}
    last = case.rules.unknown_last
    skip = case.rules.skip_fill
    ways = product((True, False) if skip is None else (skip,), (True, False) if last is None else (last,))
    readings = [_reading(contending, case, skip=skip, unknown_last=last) for skip, last in ways]
    return {
        claim.row: _agreed(claim, [reading[claim.row] for reading in readings], case) for claim in contending
    }


def _entry(months: Sequence[Month], case: _Case) -> Month | None:
    return months[0] if case.rules.monthly else None


def _without_order(contending: Sequence[Claim], wanted: _Load, case: _Case) -> dict[int, _Given]:
    """Give a place to those whose limits have room for everybody who counts against them."""
    found = {}
    for claim in contending:
        own = Counter({key: wanted[key] for key in _needs(claim, (), case.of(LimitKind.SHARE))})
        all_ = Counter({key: n for key, n in wanted.items() if key[0] not in _numbers(case, LimitKind.SHARE)})
        tight = _tight(Counter(), all_, case.limits)
        tight = _tight(Counter(), own, case.limits) if tight is None else tight
        months = case.months_from(claim, None)
        found[claim.row] = (
            _Given(Standing.FUNDED, months, _entry(months, case))
            if tight is None
            else _Given(Standing.HELD, ground=Ground.ORDER_UNSTATED, limit=tight)
        )
    return found


def _numbers(case: _Case, kind: LimitKind) -> frozenset[int]:
    return frozenset(limit.number for limit in case.of(kind))


def _agreed(claim: Claim, given: Sequence[_Given], case: _Case) -> _Given:
    first = given[0]
    if all((each.standing, each.months) == (first.standing, first.months) for each in given):
        return first
    own = None in claim.keys or case.rules.skip_fill is not None
    return _held(Ground.KEY_UNKNOWN if own else Ground.FILLING_UNSTATED)


def _reading(
    contending: Sequence[Claim], case: _Case, *, skip: bool, unknown_last: bool
) -> dict[int, _Given]:
    """Fill in one reading of the text: who cannot be put in order is held, the others are gone through."""
    given: dict[int, _Given] = {}
    known = [claim for claim in contending if unknown_last or None not in claim.keys]
    given |= {c.row: _held(Ground.KEY_UNKNOWN) for c in contending if not unknown_last and None in c.keys}
    seen = Counter(_order(claim) for claim in known)
    given |= {c.row: _held(Ground.TIED) for c in known if seen[_order(c)] > 1}
    line = sorted((c for c in known if seen[_order(c)] == 1), key=_order)
    entered: dict[int, tuple[Claim, _Given]] = {}
    for visit in case.visits:
        there = [c for c in line if c.row not in entered]
        there = [c for c in there if visit is None or visit in case.months_from(c, None)]
        found = _visit(there, tuple(entered.values()), visit, case, skip=skip)
        given |= found
        entered |= {c.row: (c, found[c.row]) for c in there if found[c.row].standing is Standing.FUNDED}
    return given


def _order(claim: Claim) -> tuple[int, ...]:
    return tuple(_LAST if key is None else key for key in claim.keys)


def _holders(
    entered: Iterable[tuple[Claim, _Given]], visit: Month | None, case: _Case
) -> list[tuple[Claim, _Given]]:
    """Give those who hold a place in a visit: a place falls free after the last month where there is replacement."""
    if visit is None or not case.rules.replacement:
        return list(entered)
    return [(claim, given) for claim, given in entered if not given.months or given.months[-1] >= visit]


def _visit(
    there: Sequence[Claim],
    entered: Sequence[tuple[Claim, _Given]],
    visit: Month | None,
    case: _Case,
    *,
    skip: bool,
) -> dict[int, _Given]:
    """Go through the list once: floors come first; then shares by rank; then the total and the ceilings."""
    shares = case.of(LimitKind.SHARE)
    people = case.of(LimitKind.FLOOR, LimitKind.SHARE, LimitKind.TOTAL)
    limits = case.of(LimitKind.TOTAL, LimitKind.CEILING)
    load: _Load = Counter()
    for claim, _ in _holders(entered, visit, case):
        load.update(_needs(claim, (), people))
    for claim, before in entered:
        load.update(_needs(claim, before.months, case.of(LimitKind.CEILING)))
    queue = _reserved_first(there, load, case)
    given: dict[int, _Given] = {}
    # A place that is cut later is given to another only where there is replacement. Where somebody who does not
    # fit ends the list, nobody is left to take it.
    refill = case.rules.replacement and skip
    if not refill:
        taken = Counter(load)
        for claim in queue:
            needs = _needs(claim, (), shares)
            tight = _tight(taken, needs, case.limits)
            if tight is None:
                taken.update(needs)
            else:
                given[claim.row] = _waiting(tight)
        queue = [claim for claim in queue if claim.row not in given]
    else:
        limits = (*shares, *limits)
    ended: int | None = None
    for claim in queue:
        if ended is not None:
            given[claim.row] = _waiting(ended, Ground.LIST_ENDED)
            continue
        months = case.months_from(claim, visit)
        tight = _tight(load, _needs(claim, months, limits), case.limits)
        if tight is not None and not skip:
            ended = tight
        if tight is not None and case.rules.months_reducible:
            months = _as_many_as_fit(claim, months, load, limits, case)
            tight = None if months else tight
        if tight is None:
            load.update(_needs(claim, months, limits))
            given[claim.row] = _Given(Standing.FUNDED, months, visit)
        else:
            given[claim.row] = _waiting(tight)
    return given


def _waiting(limit: int, ground: Ground = Ground.LIMIT_REACHED) -> _Given:
    return _Given(Standing.WAITING, ground=ground, limit=limit)


def _reserved_first(there: Sequence[Claim], load: _Load, case: _Case) -> list[Claim]:
    """Put before all others the first of each floor, as many as it still lacks."""
    lacking: _Load = Counter(load)
    reserved: set[int] = set()
    for claim in there:
        needs = _needs(claim, (), case.of(LimitKind.FLOOR))
        if any(lacking[key] < (case.limits[key[0]].bound(key[1]) or 0) for key in needs):
            reserved.add(claim.row)
        lacking.update(needs)
    return sorted(there, key=lambda claim: claim.row not in reserved)


def _as_many_as_fit(
    claim: Claim, months: tuple[Month, ...], load: _Load, limits: tuple[Limit, ...], case: _Case
) -> tuple[Month, ...]:
    """Give the earliest months that fit, leaving out the last first."""
    return next(
        (
            months[:count]
            for count in range(len(months), 0, -1)
            if _tight(load, _needs(claim, months[:count], limits), case.limits) is None
        ),
        (),
    )


# What is reported


def _allotments(found: Sequence[Claim], given: Mapping[int, _Given], case: _Case) -> Iterator[Allotment]:
    ranks = _ranks(found, case)
    waiting = sorted(
        (claim for claim in found if claim.row in given and given[claim.row].standing is Standing.WAITING),
        key=_order,
    )
    numbers = (
        {claim.row: number for number, claim in enumerate(waiting, 1)} if case.rules.waiting_list else {}
    )
    for claim in found:
        match claim.outcome:
            case Outcome.ELIGIBLE:
                got = given[claim.row]
                rows = tuple(row for row in claim.costs if row.month in got.months)
                yield Allotment(
                    claim.row,
                    got.standing,
                    ranks.get(claim.row),
                    numbers.get(claim.row),
                    got.months,
                    rows,
                    _rupiah(claim, got, rows),
                    got.ground,
                    got.limit,
                )
            case Outcome.UNDETERMINED:
                yield Allotment(claim.row, Standing.UNDETERMINED, ranks.get(claim.row))
            case Outcome.NOT_ELIGIBLE | Outcome.NOT_APPLICABLE | Outcome.CONFLICT:
                yield Allotment(claim.row, Standing.NOT_ELIGIBLE)


def _rupiah(claim: Claim, got: _Given, rows: Sequence[CostRow]) -> int | None:
    """Sum what is paid; a total over rows that are not all known is unknown, never a part of it."""
    if got.standing is not Standing.FUNDED:
        return 0
    if got.months == claim.months:
        return claim.total
    amounts = [row.amount for row in rows if row.amount is not None]
    return sum(amounts) if len(amounts) == len(rows) else None


def _ranks(found: Sequence[Claim], case: _Case) -> dict[int, int]:
    """Count the eligible before each who is eligible or may be; nobody is ranked whom the order cannot place."""
    if not case.rules.keys:
        return {}
    placed = [c for c in found if case.rules.unknown_last is True or None not in c.keys]
    before = sorted(_order(claim) for claim in placed if claim.outcome is Outcome.ELIGIBLE)
    return {
        claim.row: 1 + bisect_left(before, _order(claim))
        for claim in placed
        if claim.outcome in (Outcome.ELIGIBLE, Outcome.UNDETERMINED)
    }


def _uses(
    found: Sequence[Claim], contending: Sequence[Claim], given: Mapping[int, _Given], case: _Case
) -> Iterator[LimitUse]:
    wanted: _Load = Counter()
    for claim in contending:
        wanted.update(_needs(claim, case.months_from(claim, None), case.limits))
    by_row = {claim.row: claim for claim in found}
    entered = [(by_row[row], got) for row, got in given.items() if got.standing is Standing.FUNDED]
    used: _Load = Counter()
    for claim, got in entered:
        used.update(_needs(claim, got.months, case.of(LimitKind.CEILING)))
    people = case.of(LimitKind.FLOOR, LimitKind.SHARE, LimitKind.TOTAL)
    for visit in case.visits or (None,):
        load: _Load = Counter()
        there = (each for each in entered if (each[1].visit or 0) <= (visit or 0))
        for claim, _ in _holders(there, visit, case):
            load.update(_needs(claim, (), people))
        used |= load
    for limit in case.limits:
        for area in _areas(limit, found):
            key = (limit.number, area)
            yield LimitUse(limit, area, limit.bound(area), wanted[key], used[key])


def _areas(limit: Limit, found: Sequence[Claim]) -> Sequence[str | None]:
    """Give the areas of a limit: those listed, else those of everybody who counts or may."""
    if limit.level is None:
        return [None]
    if limit.places:
        return [code for code, _ in limit.places]
    may_be = (claim for claim in found if claim.outcome in (Outcome.ELIGIBLE, Outcome.UNDETERMINED))
    counting = (claim for claim in may_be if limit.concerns(claim.groups))
    return sorted({area for c in counting if (area := area_at(c.region, limit.level)) is not None})
