"""Deciding whole registers in DuckDB: a library and a packed table in; decisions as rows out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import duckdb

from policy_engine.backends.columnar.dialects import Dialect
from policy_engine.backends.columnar.layout import Aspect, Layout
from policy_engine.backends.columnar.pack import pack, type_of
from policy_engine.backends.columnar.plan import ROW, WORKERS, Plan, plan
from policy_engine.backends.columnar.printer import print_query, quoted
from policy_engine.backends.columnar.shapes import Rows, Shape, shapes
from policy_engine.domain.citation import InstrumentId
from policy_engine.domain.dates import PackedDate
from policy_engine.ir.nodes import FactValue, Instrument, Library
from policy_engine.ir.precedence import DOMICILE_FACT


@dataclass(frozen=True, slots=True)
class Prepared:
    """The queries for a library on a day, the columns of workers they read, and the legends of the instruments."""

    layout: Layout
    plans: Mapping[int, Plan]
    shapes: tuple[Shape, ...]


def prepare(
    library: Library,
    on: PackedDate,
    instruments: Sequence[InstrumentId] | None = None,
    *,
    attested: frozenset[str] = frozenset(),
    costs: bool = False,
) -> Prepared:
    """Plan the named instruments for every worker, or (None) every instrument for the workers of its territory.

    Instruments are numbered by their place in the library.
    """
    layout = Layout(library, attested)
    routed = instruments is None
    if routed:
        layout.column(DOMICILE_FACT, Aspect.LEVEL, 0)
    plans = {
        number: plan(library, instrument, on, layout, routed=routed, costs=costs)
        for number, instrument in enumerate(library.instruments)
        if instruments is None or instrument.id in instruments
    }
    return Prepared(layout, plans, shapes(plans, layout, routed=routed))


def load_workers(
    connection: duckdb.DuckDBPyConnection, layout: Layout, workers: Iterable[Mapping[str, FactValue]]
) -> None:
    """Put workers into the packed table, numbered from 0."""
    columns = ", ".join(
        f"{_quoted(name)} {type_of(layout, column)}" for column, name in layout.columns.items()
    )
    connection.execute(
        f"CREATE OR REPLACE TABLE {_quoted(WORKERS)} ({_quoted(ROW)} BIGINT{', ' if columns else ''}{columns})"
    )
    rows = [(number, *pack(layout, worker)) for number, worker in enumerate(workers)]
    if rows:
        marks = ", ".join("?" for _ in rows[0])
        connection.executemany(f"INSERT INTO {_quoted(WORKERS)} VALUES ({marks})", rows)  # noqa: S608  generated names


def load_constants(connection: duckdb.DuckDBPyConnection, tables: Iterable[Rows]) -> None:
    """Make the tables of constants that a query joins."""
    for table in tables:
        columns = ", ".join(f"{_quoted(name)} BIGINT" for name in table.columns)
        connection.execute(f"CREATE OR REPLACE TABLE {_quoted(table.name)} ({columns})")
        if table.rows:
            marks = ", ".join("?" for _ in table.columns)
            connection.executemany(f"INSERT INTO {_quoted(table.name)} VALUES ({marks})", table.rows)  # noqa: S608


def decisions(
    connection: duckdb.DuckDBPyConnection, prepared: Prepared
) -> Iterable[tuple[Shape, list[dict[str, int | None]]]]:
    """Give the decisions of each shape as records."""
    for shape in prepared.shapes:
        load_constants(connection, shape.tables)
        found = connection.execute(print_query(shape.query, Dialect.DUCKDB, shape.parameters))
        names = [name for name, *_ in found.description or ()]
        yield shape, [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _quoted(name: str) -> str:
    return quoted(name, Dialect.DUCKDB)


def in_territory(instrument: Instrument) -> bool:
    """Tell whether an instrument is for workers of a region only."""
    return instrument.region is not None
