"""What allocation reads of each worker as further columns of a plan. Mirrors `scalar.claims`.

Every column is a whole number. Amounts are NULL where they are unknown; so are keys, areas and the month of entry.
"""

from collections.abc import Iterable, Iterator

from policy_engine.backends.columnar.cost import Charged, Slot
from policy_engine.backends.columnar.judge import Judged
from policy_engine.backends.columnar.layout import NOT_HAPPENED, REGION_LEVELS, Aspect
from policy_engine.backends.columnar.lower import Scope, lower
from policy_engine.backends.columnar.sql import TRUE, Comparator, Sign, Sql, Whole
from policy_engine.domain.dates import MONTH_STEP, YEAR_STEP, Month, month_of
from policy_engine.ir.nodes import Kind, Library, Order, Version
from policy_engine.ir.precedence import DOMICILE_FACT, PARTICIPATION_FACT, is_rationed
from policy_engine.ir.rationing import Limit, LimitKind, is_charged, limits_of, priced_by_entry
from policy_engine.ir.walk import REGISTRATION_FACT

MONTHS_OF_A_YEAR = 12


class Names:
    """The columns of claims by what they say; a month is its place counted from the first one named."""

    @staticmethod
    def key(number: int) -> str:
        """Name a key of priority, the lowest first."""
        return f"key{number}"

    @staticmethod
    def area(level: int) -> str:
        """Name the area at a depth of the region code: 2 a regency."""
        return f"area{level}"

    @staticmethod
    def counts(limit: Limit) -> str:
        """Name whether a worker is of the groups of a limit."""
        return f"counts{limit.number}"

    @staticmethod
    def unstated(limit: Limit) -> str:
        """Name whether it is open what is charged to the budget of a ceiling."""
        return f"unstated{limit.number}"

    @staticmethod
    def due(limit: Limit, place: int) -> str:
        """Name the rupiah of a month that a ceiling counts."""
        return f"due{limit.number}_{place}"

    @staticmethod
    def owed(place: int) -> str:
        """Name all rupiah of a month."""
        return f"owed{place}"

    ENTRY = "entry"
    PARTICIPATION = "participation"


READ = frozenset(
    {
        *("row_id", "instrument", "effective", "total", "months", "unknown_months"),
        *(Names.ENTRY, Names.PARTICIPATION),
        *("key", "area", "counts", "unstated", "due", "owed"),
    }
)
"""The columns of a plan that allocation reads, without their numbers."""


def keeps_places(version: Version) -> bool:
    """Tell whether there is anything to give by an order, so that claims are worth their columns."""
    return is_rationed(version) or bool(version.quotas) or version.allocation.monthly


def by_month(version: Version) -> bool:
    """Tell whether the months of a worker can be parted, so that each has columns of its own."""
    rules = version.allocation
    return rules.monthly or rules.replacement or rules.months_reducible


def counts_participation(library: Library, version: Version) -> bool:
    """Tell whether the month in which a place is given may change what is owed."""
    rules = version.allocation
    return (rules.monthly or rules.replacement) and priced_by_entry(library, version)


def claim_columns(judged: Judged, charged: Charged, scope: Scope) -> Iterator[tuple[str, Sql]]:
    """Give the columns of the claims of an instrument; none where it limits nothing."""
    version = judged.version
    if version is None or not keeps_places(version):
        return
    limits = limits_of(version)
    layout, bindings = scope.lowering.layout, scope.lowering.bindings
    for number, key in enumerate(version.allocation.keys):
        yield Names.key(number), _key(lower(key.key, scope).known, key.key.type.kind, key.order, scope)
    if any(limit.level is not None for limit in limits):
        for level in range(1, len(REGION_LEVELS) + 1):
            yield Names.area(level), layout.column(DOMICILE_FACT, Aspect.LEVEL, level - 1)
    for limit in limits:
        if limit.groups is not None:
            yield Names.counts(limit), bindings.as_whole(_is_of(limit.groups, judged, version, scope))
    if version.allocation.monthly:
        yield Names.ENTRY, _entry(scope)
    if counts_participation(scope.lowering.layout.library, version):
        yield Names.PARTICIPATION, _participation(scope)
    yield from _amounts(judged, charged, version, limits, scope)


def _key(known: Sql, kind: Kind, order: Order, scope: Scope) -> Sql:
    bindings = scope.lowering.bindings
    number = bindings.as_whole(known) if kind is Kind.TRUTH else known
    return number if order is Order.LOWEST else bindings.arithmetic(Sign.SUBTRACT, Whole(0), number)


def _is_of(groups: frozenset[str], judged: Judged, version: Version, scope: Scope) -> Sql:
    """Tell whether a worker is eligible as of one of these groups."""
    logic = judged.logic
    own = {group.id: lower(group.match.condition, scope) for group in version.groups}
    found: list[Sql] = []
    for standing in judged.standings:
        rest = (standing.once.known, standing.any_month.known)
        for group in standing.groups:
            if group.id in groups:
                before = [logic.not_(own[each.id]) for each in version.groups if group.id in each.precedes]
                matches = logic.all_of((own[group.id], *before))
                found.append(logic.bindings.holds(logic.bindings.and_((matches.known, *rest))))
    return logic.bindings.or_(found)


def _entry(scope: Scope) -> Sql:
    """Give the month of registration; that of the day of decision where it has not happened."""
    layout, bindings = scope.lowering.layout, scope.lowering.bindings
    if layout.fact(REGISTRATION_FACT) is None:
        return Whole(0)
    day = layout.column(REGISTRATION_FACT, Aspect.VALUE)
    not_yet = bindings.compare(Comparator.EQUAL, day, Whole(NOT_HAPPENED))
    return bindings.case([(not_yet, Whole(month_of(scope.lowering.on)))], _month_of(day, scope))


def _participation(scope: Scope) -> Sql:
    """Give the first month of participation where that is a fact."""
    layout = scope.lowering.layout
    if not layout.has(PARTICIPATION_FACT):
        return Whole(None)
    return layout.column(PARTICIPATION_FACT, Aspect.VALUE)


def _month_of(day: Sql, scope: Scope) -> Sql:
    """Give the month of a packed day: `year*12 + month - 1` of `year*512 + month*32 + day`."""
    bindings = scope.lowering.bindings
    spare = Whole(YEAR_STEP // MONTH_STEP - MONTHS_OF_A_YEAR)
    beyond = bindings.arithmetic(Sign.MULTIPLY, bindings.divide(day, YEAR_STEP), spare)
    month = bindings.arithmetic(Sign.SUBTRACT, bindings.divide(day, MONTH_STEP), beyond)
    return bindings.arithmetic(Sign.SUBTRACT, month, Whole(1))


def _amounts(
    judged: Judged, charged: Charged, version: Version, limits: Iterable[Limit], scope: Scope
) -> Iterator[tuple[str, Sql]]:
    bindings = scope.lowering.bindings
    first = min(judged.named, default=Month(0))
    places = max(judged.named, default=Month(first - 1)) - first + 1
    parted = by_month(version)

    def summed(slots: Iterable[tuple[Slot, Sql]]) -> Sql:
        return bindings.sum(bindings.case([(when, slot.amount)], Whole(0)) for slot, when in slots)

    for limit in limits:
        if limit.kind is not LimitKind.CEILING:
            continue
        counted = [
            (slot, bindings.and_((slot.present, _to(limit.budget, slot, scope))))
            for slot in charged.slots
            if is_charged(slot.payer) and limit.in_year(slot.month)
        ]
        if limit.budget is not None:
            open_ = (
                bindings.and_((slot.present, when))
                for slot, _ in counted
                for when, kinds in slot.charged
                if limit.budget in kinds and len(kinds) > 1
            )
            yield Names.unstated(limit), bindings.as_whole(bindings.or_(open_))
        if parted:
            for place in range(places):
                yield Names.due(limit, place), summed(c for c in counted if c[0].month == first + place)
        else:
            yield Names.due(limit, 0), summed(counted)
    if parted:
        for place in range(places):
            slots = ((slot, slot.present) for slot in charged.slots if slot.month == first + place)
            yield Names.owed(place), summed(slots)


def _to(budget: str | None, slot: Slot, scope: Scope) -> Sql:
    """Tell whether a row is charged to a kind of budget."""
    if budget is None:
        return TRUE
    return scope.lowering.bindings.or_(when for when, kinds in slot.charged if budget in kinds)
