"""Rules as rows: plans in; queries shared by all plans of one shape, each with its table of parameters, out.

Two plans are of one shape where their queries are equal but for constants. What is the same constant in all of
them stands in the query; what differs is a column of the table.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from policy_engine.backends.columnar.layout import Aspect, Layout, region_level, region_number
from policy_engine.backends.columnar.lower import Lookup, spans_of, values_in_force
from policy_engine.backends.columnar.plan import ROW, WORKERS, Plan
from policy_engine.backends.columnar.sql import Column, Join, Parameter, Select, Sql, Table, children
from policy_engine.ir.nodes import Kind, Library
from policy_engine.ir.precedence import DOMICILE_FACT

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
    """One query, the tables of constants it joins, and the constants that all its instruments share.

    `parameters` are by slot: a value, or the name of a column of the first table.
    """

    query: Select
    tables: tuple[Rows, ...]
    parameters: tuple[int | str, ...]
    instruments: tuple[int, ...]


def shapes(plans: Mapping[int, Plan], layout: Layout, *, routed: bool) -> tuple[Shape, ...]:
    """Put plans of one shape together; `routed` joins each worker to the instruments of its place only."""
    alike: dict[tuple[object, ...], list[int]] = {}
    for number, plan in plans.items():
        level = _level(plan) if routed else None
        alike.setdefault((level, _source_free(plan), plan.lookups), []).append(number)
    return tuple(
        _shape(place, {number: plans[number] for number in numbers}, layout, routed=routed)
        for place, numbers in enumerate(alike.values())
    )


def _source_free(plan: Plan) -> Select:
    return plan.query(Table(WORKERS, (), None))


def _level(plan: Plan) -> int | None:
    return None if plan.instrument.region is None else region_level(plan.instrument.region)


def _shape(place: int, plans: Mapping[int, Plan], layout: Layout, *, routed: bool) -> Shape:
    first = next(iter(plans.values()))
    table = f"p{place}"
    level = _level(first) if routed else None
    used = _slots(_source_free(first))
    varying = [s for s in sorted(used) if len({plan.parameters[s] for plan in plans.values()}) > 1]
    prefix = f"{table}_"
    parameters: list[int | str] = list(first.parameters)
    for slot in varying:
        parameters[slot] = f"{prefix}{slot}"
    columns = (INSTRUMENT, ROUTE, *(f"{prefix}{slot}" for slot in varying))
    rows = Rows(table, columns, tuple(_row(n, plan, varying, level) for n, plan in plans.items()))
    lookups = tuple(_lookup(found, name, layout) for found, name in first.lookups)
    joins = tuple(
        Join(name, f"{name}_key", _key(found, layout), must_match=False) for found, name in first.lookups
    )
    if level is not None:
        domicile = layout.column(DOMICILE_FACT, Aspect.LEVEL, level)
        joins = (Join(table, ROUTE, domicile, must_match=True), *joins)
    source = Table(WORKERS, joins, table if level is None else None)
    query = first.query(source, ((ROW, Column(ROW)), (INSTRUMENT, Column(INSTRUMENT))))
    return Shape(query, (rows, *lookups), tuple(parameters), tuple(plans))


def _row(number: int, plan: Plan, varying: Sequence[int], level: int | None) -> tuple[int | None, ...]:
    region = plan.instrument.region
    route = None if region is None or level is None else region_number(region, level)
    return (number, route, *(plan.parameters[slot] for slot in varying))


def _slots(query: Select) -> set[int]:
    found: set[int] = set()
    waiting: list[Sql] = [sql for select in _selects(query) for _, sql in select.columns]
    while waiting:
        sql = waiting.pop()
        if isinstance(sql, Parameter):
            found.add(sql.slot)
        waiting.extend(children(sql))
    return found


def _selects(query: Select) -> Iterable[Select]:
    here: Select | Table = query
    while isinstance(here, Select):
        yield here
        here = here.source


# Parameters by code or region


def _key(found: Lookup, layout: Layout) -> Column:
    if found.level is None:
        return layout.column(found.fact, Aspect.CODE)
    return layout.column(found.fact, Aspect.LEVEL, found.level)


def _lookup(found: Lookup, name: str, layout: Layout) -> Rows:
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
