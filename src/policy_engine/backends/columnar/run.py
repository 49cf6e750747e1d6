"""Deciding whole registers in DuckDB: a library and a table of workers in; decisions and totals out."""

import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from policy_engine.backends.columnar.dialects import Dialect
from policy_engine.backends.columnar.ingest import Ingested, Read, ingest
from policy_engine.backends.columnar.judge import outcome
from policy_engine.backends.columnar.layout import REGION_LEVELS, WORD, Aspect, Layout
from policy_engine.backends.columnar.pack import pack, type_of
from policy_engine.backends.columnar.plan import ROW, WORKERS, Plan, plan
from policy_engine.backends.columnar.printer import print_query, print_totals, quoted
from policy_engine.backends.columnar.shapes import INSTRUMENT, Rows, Shape, shapes, unrouted
from policy_engine.backends.columnar.sql import (
    And,
    AsWhole,
    BitAnd,
    Coalesce,
    Column,
    Comparator,
    Compare,
    IsNull,
    Select,
    Sql,
    Totals,
    Whole,
)
from policy_engine.domain.citation import InstrumentId
from policy_engine.domain.dates import Month, PackedDate
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir.nodes import FactValue, Library, Party
from policy_engine.ir.precedence import DOMICILE_FACT

UNROUTED = -1
"""The number that stands for no instrument, where it is not known which are those of the worker's place."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """The queries for a library on a day, the columns of workers they read, and the plans by number of instrument."""

    layout: Layout
    plans: Mapping[int, Plan]
    shapes: tuple[Shape, ...]
    routed: bool


@dataclass(frozen=True, slots=True)
class Total:
    """What is owed under an instrument for a month, programme and payer: rupiah of the rows known, and the others.

    `unknown` counts the rows whose amount is not known; they are not part of the sum.
    """

    instrument: InstrumentId
    month: Month
    programme: str
    payer: Party | None
    rupiah: int
    rows: int
    unknown: int


def prepare(
    library: Library,
    on: PackedDate,
    instruments: Sequence[InstrumentId] | None = None,
    *,
    attested: frozenset[str] = frozenset(),
    costs: bool = False,
    claims: bool = False,
) -> Prepared:
    """Plan the named instruments for every worker, or (None) every instrument for the workers of its territory.

    Instruments are numbered by their place in the library. `attested` are facts about other payers that the
    table of workers has though no policy declares them; `costs` adds a column for each row of the cost, and
    `claims` what allocation reads.
    """
    layout = Layout(library, attested)
    routed = instruments is None
    if routed:
        for level in range(len(REGION_LEVELS)):
            layout.column(DOMICILE_FACT, Aspect.LEVEL, level)
    plans = {
        number: plan(library, instrument, on, layout, routed=routed, costs=costs, claims=claims)
        for number, instrument in enumerate(library.instruments)
        if instruments is None or instrument.id in instruments
    }
    return Prepared(layout, plans, shapes(plans, layout, routed=routed), routed)


def connect(
    folder: Path | None = None, memory: str = "1GB", threads: int | None = None
) -> duckdb.DuckDBPyConnection:
    """Open a database for one run: bounded memory, what does not fit goes to `folder`."""
    connection = duckdb.connect()
    connection.execute("SET preserve_insertion_order = false")
    connection.execute("SET memory_limit = ?", [memory])
    if folder is not None:
        connection.execute("SET temp_directory = ?", [str(folder)])
    if threads is not None:
        connection.execute("SET threads = ?", [threads])
    return connection


def decide_table(
    connection: duckdb.DuckDBPyConnection,
    prepared: Prepared,
    relation: str,
    read: Read,
    out: Path,
    *,
    columns: Mapping[str, str] | None = None,
    row: str | None = None,
) -> Ingested:
    """Decide a register, given as SQL that stands after FROM, into Parquet files of a new folder.

    The folder appears when it is complete. Columns are those of `Prepared.shapes`; numbers of instruments and
    bits are explained by the plans.
    """
    ingested = ingest(connection, relation, prepared.layout, read, columns=columns or {}, row=row)
    partial = out.with_name(f".{out.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    for place, query in enumerate(_queries(connection, prepared)):
        target = str(partial / f"part-{place:04}.parquet").replace("'", "''")
        connection.execute(f"COPY ({query}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)")
    partial.rename(out)
    return ingested


def _queries(connection: duckdb.DuckDBPyConnection, prepared: Prepared) -> Iterator[str]:
    for shape in prepared.shapes:
        load_constants(connection, shape.tables)
        yield print_query(shape.query, Dialect.DUCKDB)
    if prepared.routed and prepared.shapes:
        query, tables = _unrouted(prepared)
        load_constants(connection, tables)
        yield print_query(query, Dialect.DUCKDB)


def _unrouted(prepared: Prepared) -> tuple[Select, tuple[Rows, ...]]:
    """Give one undetermined row for each worker whose place is not known well enough, in the columns of the others."""
    query, tables = unrouted(prepared.plans, prepared.layout)
    names = [name for name, _ in prepared.shapes[0].query.columns]
    stated: dict[str, Sql] = {
        ROW: Column(ROW),
        INSTRUMENT: Whole(UNROUTED),
        "outcome": outcome(Outcome.UNDETERMINED),
        "effective": outcome(Outcome.UNDETERMINED),
        "entry_month": Whole(None),
        "total": Whole(None),
    }
    rows = Select(tuple((name, stated.get(name, Whole(0))) for name in names), query.source, query.where)
    return rows, tables


def totals(connection: duckdb.DuckDBPyConnection, prepared: Prepared) -> tuple[Total, ...]:
    """Sum the rows of the cost by instrument, month, programme and payer; the plans must have been made with costs."""
    found: list[Total] = []
    for shape in prepared.shapes:
        load_constants(connection, shape.tables)
        text = print_totals(_totals(shape, prepared), Dialect.DUCKDB)
        for number, *sums in connection.execute(text).fetchall():
            plan_ = prepared.plans[number]
            for place, slot in enumerate(plan_.legend.slots):
                rupiah, rows, unknown = (int(one) for one in sums[place * 3 : place * 3 + 3])
                if rows:
                    found.append(
                        Total(
                            plan_.instrument.id, slot.month, slot.programme, slot.payer, rupiah, rows, unknown
                        )
                    )
    return tuple(found)


def _totals(shape: Shape, prepared: Prepared) -> Totals:
    count = len(prepared.plans[shape.instruments[0]].legend.slots)
    sums: list[tuple[str, Sql]] = []
    for place in range(count):
        amount = Column(f"amount{place}")
        word, bit = Column(f"rows{place // WORD}"), Whole(1 << place % WORD)
        present = Compare(Comparator.UNEQUAL, BitAnd(word, bit), Whole(0))
        sums += [
            (f"rupiah{place}", Coalesce(amount, Whole(0))),
            (f"count{place}", AsWhole(present)),
            (f"open{place}", AsWhole(And((present, IsNull(amount))))),
        ]
    return Totals(INSTRUMENT, tuple(sums), shape.query)


# Workers and constants


def load_workers(
    connection: duckdb.DuckDBPyConnection, layout: Layout, workers: Iterable[Mapping[str, FactValue]]
) -> None:
    """Put workers that are already read into the packed table, numbered from 0."""
    columns = "".join(
        f", {_quoted(name)} {type_of(layout, column)}" for column, name in layout.columns.items()
    )
    connection.execute(f"CREATE OR REPLACE TABLE {_quoted(WORKERS)} ({_quoted(ROW)} BIGINT{columns})")
    _insert(connection, WORKERS, [(number, *pack(layout, worker)) for number, worker in enumerate(workers)])


def load_constants(connection: duckdb.DuckDBPyConnection, tables: Iterable[Rows]) -> None:
    """Make the tables of constants that a query joins."""
    for table in tables:
        columns = ", ".join(f"{_quoted(name)} BIGINT" for name in table.columns)
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {_quoted(table.name)} ({columns})")
        _insert(connection, table.name, table.rows)


def _insert(
    connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[tuple[int | None, ...]]
) -> None:
    if rows:
        marks = ", ".join("?" for _ in rows[0])
        connection.executemany(f"INSERT INTO {_quoted(table)} VALUES ({marks})", rows)  # noqa: S608  generated names


def decisions(connection: duckdb.DuckDBPyConnection, prepared: Prepared) -> Iterator[dict[str, int | None]]:
    """Give the decisions on the packed table as records."""
    for query in _queries(connection, prepared):
        found = connection.execute(query)
        names = [name for name, *_ in found.description or ()]
        for row in found.fetchall():
            yield dict(zip(names, row, strict=True))


def _quoted(name: str) -> str:
    return quoted(name, Dialect.DUCKDB)
