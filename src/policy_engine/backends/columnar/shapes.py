"""Rules as rows: plans in; queries shared by all plans of one shape, each with its table of parameters, out.

Two plans are of one shape where their queries are equal but for constants. What is the same constant in all of
them stands in the query; what differs is a column of the table.
"""

from collections.abc import Iterable, Mapping, Sequence

from policy_engine.backends.columnar.judge import outcome
from policy_engine.backends.columnar.layout import REGION_LEVELS, Aspect, Layout, region_level, region_number
from policy_engine.backends.columnar.lower import Lookup, lookup_key, spans_of, values_in_force
from policy_engine.backends.columnar.plan import ROW, WORKERS, Plan
from policy_engine.backends.columnar.sql import (
    FALSE,
    And,
    Column,
    Comparator,
    Compare,
    IsNull,
    Join,
    Not,
    Or,
    Parameter,
    Select,
    Sql,
    Table,
    Whole,
    children,
)
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir.nodes import Kind, Library
from policy_engine.ir.precedence import DOMICILE_FACT
from policy_engine.structure import dataclass

INSTRUMENT = "instrument"
"""The column with the number of the instrument: its place among those decided."""

ROUTE = "route"
"""The column with the number of the region whose workers an instrument is for."""


@dataclass(frozen=True, slots=True)
class Rows:
    """A table of constants: names of int64 columns, and rows."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """One query, and the tables of constants it joins: first that of its instruments."""

    query: Select
    tables: tuple[Rows, ...]
    instruments: tuple[int, ...]


def families(plans: Mapping[int, Plan], *, routed: bool) -> tuple[Mapping[int, Plan], ...]:
    """Put plans together whose queries are equal but for constants, whatever place they are for.

    Where routed, what concerns no worker is left out.
    """
    found: dict[object, dict[int, Plan]] = {}
    for number, plan in plans.items():
        if not (routed and plan.is_empty):
            found.setdefault(plan.form, {})[number] = plan
    return tuple(found.values())


def shapes(families: Sequence[Mapping[int, Plan]], layout: Layout, *, routed: bool) -> tuple[Shape, ...]:
    """Give a query for each family and level of its places.

    `routed` joins each worker to the instruments of its place only, and leaves out what does not apply.
    """
    names = names_of(plan for family in families for plan in family.values())
    alike: dict[tuple[int, int | None], dict[int, Plan]] = {}
    for place, family in enumerate(families):
        for number, plan in family.items():
            alike.setdefault((place, _level(plan)), {})[number] = plan
    return tuple(
        _shape(place, plans, names, layout, filtered=routed) for place, plans in enumerate(alike.values())
    )


def names_of(plans: Iterable[Plan]) -> tuple[str, ...]:
    """Give the columns that any of the plans has, words of one kind together; costs have places of their own."""
    found = dict.fromkeys(name for plan in plans for name, _ in plan.outputs)
    kinds = list(dict.fromkeys(name.rstrip("0123456789") for name in found))
    return tuple(sorted(found, key=lambda name: (kinds.index(name.rstrip("0123456789")), len(name), name)))


def _level(plan: Plan) -> int | None:
    return None if plan.route is None else region_level(plan.route)


def _shape(
    place: int, plans: Mapping[int, Plan], names: Sequence[str], layout: Layout, *, filtered: bool
) -> Shape:
    first = next(iter(plans.values()))
    table = f"p{place}"
    level = _level(first)
    used = slots(first.bindings.named, (sql for _, sql in first.outputs))
    varying = [s for s in sorted(used) if len({plan.parameters[s] for plan in plans.values()}) > 1]
    parameters: dict[int, Sql] = {slot: Whole(first.parameters[slot]) for slot in used}
    parameters |= {slot: Column(f"{table}_{slot}") for slot in varying}
    columns = (INSTRUMENT, ROUTE, *(f"{table}_{slot}" for slot in varying))
    rows = Rows(table, columns, tuple(_row(n, plan, varying, level) for n, plan in plans.items()))
    lookups = tuple(lookup_rows(found, name, layout) for found, name in first.lookups)
    joins = tuple(
        Join(name, f"{name}_key", lookup_key(found, layout), must_match=False)
        for found, name in first.lookups
    )
    if level is not None:
        domicile = layout.column(DOMICILE_FACT, Aspect.LEVEL, level)
        joins = (Join(table, ROUTE, domicile, must_match=True), *joins)
    source = Table(WORKERS, joins, table if level is None else None)
    query = first.query(source, names, ((ROW, Column(ROW)), (INSTRUMENT, Column(INSTRUMENT))), parameters)
    if filtered and first.may_not_apply:
        applies = Compare(Comparator.UNEQUAL, Column("outcome"), outcome(Outcome.NOT_APPLICABLE))
        query = Select(tuple((name, Column(name)) for name, _ in query.columns), query, applies)
    return Shape(query, (rows, *lookups), tuple(plans))


def _row(number: int, plan: Plan, varying: Sequence[int], level: int | None) -> tuple[int | None, ...]:
    route = None if plan.route is None or level is None else region_number(plan.route, level)
    return (number, route, *(plan.parameters[slot] for slot in varying))


def unrouted(plans: Mapping[int, Plan], layout: Layout) -> tuple[Select, tuple[Rows, ...]]:
    """Give the workers for whom it is not known which instruments of a place are theirs, each once."""
    routes = {plan.route for plan in plans.values() if plan.route is not None and not plan.is_empty}
    levels = [layout.column(DOMICILE_FACT, Aspect.LEVEL, level) for level in range(len(REGION_LEVELS))]
    tables = tuple(
        Rows(f"r{level}", (f"r{level}_key",), tuple((number,) for number in sorted(_above(routes, level))))
        for level in range(len(REGION_LEVELS) - 1)
    )
    joins = tuple(
        Join(table.name, table.columns[0], levels[level], must_match=False)
        for level, table in enumerate(tables)
    )
    stops = (
        And((IsNull(levels[level + 1]), Not(IsNull(Column(table.columns[0])))))
        for level, table in enumerate(tables)
    )
    nowhere = (IsNull(levels[0]),) if routes else ()
    where = Or((FALSE, *nowhere, *stops))
    return Select(((ROW, Column(ROW)),), Table(WORKERS, joins, None), where), tables


def _above(routes: Iterable[str], level: int) -> set[int]:
    """Give the regions at a level that have an instrument for a place inside them."""
    found = (region_number(route, level) for route in routes if region_level(route) > level)
    return {number for number in found if number is not None}


def slots(named: Mapping[str, Sql], wanted: Iterable[Sql]) -> set[int]:
    """Give the constants that values are made of, through the names of their parts."""
    found: set[int] = set()
    seen: set[str] = set()
    waiting = list(wanted)
    while waiting:
        match waiting.pop():
            case Parameter(slot):
                found.add(slot)
            case Column(name):
                if name in named and name not in seen:
                    seen.add(name)
                    waiting.append(named[name])
            case sql:
                waiting.extend(children(sql))
    return found


# Parameters by code or region


def lookup_rows(found: Lookup, name: str, layout: Layout) -> Rows:
    """Give the table of a parameter: for each key, in each span of time, whether it has a value, and the value."""
    library: Library = layout.library
    values = next(p.values for p in library.parameters if p.name == found.parameter)
    spans = spans_of(values)
    is_region = layout.kind(found.fact) is Kind.REGION
    rows = []
    for key in sorted({row.key for row in values}):
        if is_region and region_level(key) != found.level:
            continue
        number = region_number(key, found.level or 0) if is_region else layout.codes(found.fact)[key]
        cells: list[int | None] = [number]
        for since in spans:
            in_force = values_in_force(values, key, since)
            cells += [int(bool(in_force)), in_force.pop() if len(in_force) == 1 else None]
        rows.append(tuple(cells))
    columns = (f"{name}_key", *(f"{name}_{what}{span}" for span in range(len(spans)) for what in "hv"))
    return Rows(name, columns, tuple(rows))
