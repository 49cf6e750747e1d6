"""Deciding whole registers in DuckDB: a library and a table of workers in; decisions and totals out."""

import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from policy_engine.backends.columnar.dialects import Dialect
from policy_engine.backends.columnar.ingest import Ingested, Read, ingest
from policy_engine.backends.columnar.layout import Layout
from policy_engine.backends.columnar.pack import pack, type_of
from policy_engine.backends.columnar.plan import ROW, WORKERS
from policy_engine.backends.columnar.prepared import Prepared, queries, totals_query
from policy_engine.backends.columnar.printer import print_query, print_totals, quoted
from policy_engine.backends.columnar.shapes import Rows
from policy_engine.domain.citation import InstrumentId
from policy_engine.domain.dates import Month
from policy_engine.ir.nodes import FactValue, Party


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
    for query, tables in queries(prepared):
        load_constants(connection, tables)
        yield print_query(query, Dialect.DUCKDB)


def totals(connection: duckdb.DuckDBPyConnection, prepared: Prepared) -> tuple[Total, ...]:
    """Sum the rows of the cost by instrument, month, programme and payer; the plans must have been made with costs."""
    found: list[Total] = []
    for shape in prepared.shapes:
        load_constants(connection, shape.tables)
        text = print_totals(totals_query(shape, prepared), Dialect.DUCKDB)
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
