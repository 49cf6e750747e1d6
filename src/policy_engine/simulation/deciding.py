"""Selected rows and plans in; every decision with the rows of its cost as Parquet of numbers and masks out.

What `columnar.run.decide_table` sums while it decides is kept here row by row, for the budget asks more of it:
by place, occupation and outcome in effect.
"""

from collections.abc import Collection
from pathlib import Path

import duckdb

from policy_engine.backends.columnar.by_kind import ByKind
from policy_engine.backends.columnar.dialects import Dialect
from policy_engine.backends.columnar.ingest import Ingested, Read, ingest, show
from policy_engine.backends.columnar.layout import REGION_LEVELS, Aspect, Layout
from policy_engine.backends.columnar.plan import ROW, WORKERS, plan
from policy_engine.backends.columnar.prepared import Prepared, unrouted_rows
from policy_engine.backends.columnar.printer import print_query, quoted
from policy_engine.backends.columnar.shapes import INSTRUMENT, families
from policy_engine.backends.columnar.tables import load_constants
from policy_engine.domain.citation import InstrumentId
from policy_engine.domain.dates import PackedDate
from policy_engine.ir.nodes import Library
from policy_engine.ir.precedence import DOMICILE_FACT
from policy_engine.simulation.register import NUMBER, Told

_BATCH = 2_000_000
"""Rows that are decided at once; more would not fit into the memory that a run may use."""


def prepare(
    library: Library,
    instruments: Collection[InstrumentId],
    on: PackedDate,
    *,
    routed: bool,
    attested: frozenset[str] = frozenset(),
) -> Prepared:
    """Plan the instruments, each for every worker or (`routed`) for those of its place.

    `attested` are the facts that tell what earlier payers funded.
    """
    layout = Layout(library, attested)
    if routed:
        for level in range(len(REGION_LEVELS)):
            layout.column(DOMICILE_FACT, Aspect.LEVEL, level)
    plans = {
        number: plan(library, instrument, on, layout, routed=routed, costs=True)
        for number, instrument in enumerate(library.instruments)
        if instrument.id in instruments
    }
    return Prepared(layout, plans, families(plans, routed=routed), routed)


def decide_rows(
    connection: duckdb.DuckDBPyConnection,
    prepared: Prepared,
    relation: str,
    read: Read,
    folder: Path,
    told: Told,
) -> Ingested:
    """Decide a relation with `NUMBER` and a column for each fact into Parquet files of a new folder."""
    ingested = ingest(connection, relation, prepared.layout, read, row=NUMBER, keep=False)
    folder.mkdir()
    if not prepared.families:
        return ingested
    by_kind = ByKind(connection, prepared, ingested.values.get(DOMICILE_FACT, WORKERS))
    ((first, last),) = connection.execute(
        f'SELECT coalesce(min("{NUMBER}"), 1), coalesce(max("{NUMBER}"), 0) FROM {relation}'
    ).fetchall()
    for place, start in enumerate(range(first, last + 1, _BATCH)):
        end = min(start + _BATCH, last + 1)
        part = f'(SELECT * FROM {relation} WHERE "{NUMBER}" >= {start} AND "{NUMBER}" < {end})'
        show(connection, part, NUMBER)
        _decide(connection, by_kind, prepared, folder / f"part-{place:04}.parquet")
        told(end - first, last + 1 - first)
    return ingested


def _decide(connection: duckdb.DuckDBPyConnection, by_kind: ByKind, prepared: Prepared, target: Path) -> None:
    by_kind.ask()
    rows = by_kind.rows(by_kind.names)
    if prepared.routed:
        query, tables = unrouted_rows(prepared)
        load_constants(connection, tables)
        names = ", ".join((ROW, INSTRUMENT, *(quoted(name, Dialect.DUCKDB) for name in by_kind.names)))
        rows = f"{rows} UNION ALL SELECT {names} FROM ({print_query(query, Dialect.DUCKDB)})"
    written = str(target).replace("'", "''")
    connection.execute(f"COPY ({rows}) TO '{written}' (FORMAT parquet, COMPRESSION zstd)")
