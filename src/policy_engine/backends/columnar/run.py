"""Deciding whole registers in DuckDB: a library and a table of workers in; decisions and totals out."""

import shutil
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import duckdb

from policy_engine.backends.columnar.by_kind import ByKind
from policy_engine.backends.columnar.dialects import Dialect
from policy_engine.backends.columnar.ingest import Ingested, Read, ingest, show
from policy_engine.backends.columnar.judge import OUTCOMES
from policy_engine.backends.columnar.layout import Layout
from policy_engine.backends.columnar.pack import pack, type_of
from policy_engine.backends.columnar.plan import ROW, WORKERS
from policy_engine.backends.columnar.prepared import Prepared, is_cost, queries, totals_query, unrouted_rows
from policy_engine.backends.columnar.printer import print_query, print_totals, quoted
from policy_engine.backends.columnar.shapes import INSTRUMENT
from policy_engine.backends.columnar.tables import load, load_constants
from policy_engine.domain.citation import InstrumentId
from policy_engine.domain.dates import Month
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir.nodes import FactValue, Party
from policy_engine.ir.precedence import DOMICILE_FACT
from policy_engine.structure import dataclass


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

    def plus(self, other: "Total") -> "Total":
        """Add the sums of other workers."""
        return replace(
            self,
            rupiah=self.rupiah + other.rupiah,
            rows=self.rows + other.rows,
            unknown=self.unknown + other.unknown,
        )


@dataclass(frozen=True, slots=True)
class Decided(Ingested):
    """What came of deciding a register: also how many workers have which outcome, and what they are owed.

    Outcomes are counted by instrument, own and effective outcome; sums are there where plans were made with costs.
    """

    outcomes: Mapping[tuple[InstrumentId, Outcome, Outcome], int]
    totals: tuple[Total, ...]


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
    batches: Sequence[str] = (),
    with_costs: bool = True,
) -> Decided:
    """Decide a register, given as SQL that stands after FROM, into Parquet files of a new folder.

    The folder appears when it is complete. Columns are those of `Prepared.shapes`; numbers of instruments and bits
    are explained by the plans. `batches` are parts that make up the register, decided one after the other so that
    memory is bounded; they need `row`. Without `with_costs` the rows of the cost are added up and not written.
    """
    ingested = ingest(connection, relation, prepared.layout, read, columns=columns or {}, row=row, keep=False)
    partial = out.with_name(f".{out.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    outcomes: Counter[tuple[InstrumentId, Outcome, Outcome]] = Counter()
    summed: list[Total] = []
    if prepared.families:
        by_kind = ByKind(connection, prepared, ingested.values.get(DOMICILE_FACT, WORKERS))
        for place, part in enumerate(batches or (relation,)):
            if batches:
                show(connection, part, row)
            by_kind.ask()
            names = [name for name in by_kind.names if with_costs or not is_cost(name)]
            _write(connection, by_kind, prepared, names, partial / f"part-{place:04}.parquet")
            summed += _totals(prepared, by_kind.sums())
            for number, own, effective, rows in by_kind.tallies():
                instrument = prepared.plans[number].instrument.id
                outcomes[instrument, OUTCOMES[own], OUTCOMES[effective]] += rows
    partial.rename(out)
    return Decided(
        rows=ingested.rows,
        rejected=ingested.rejected,
        facts=ingested.facts,
        values=ingested.values,
        outcomes=MappingProxyType(outcomes),
        totals=_added(summed),
    )


def _write(
    connection: duckdb.DuckDBPyConnection,
    by_kind: ByKind,
    prepared: Prepared,
    names: Sequence[str],
    target: Path,
) -> None:
    rows = by_kind.rows(names)
    if prepared.routed:
        query, tables = unrouted_rows(prepared)
        load_constants(connection, tables)
        told = ", ".join((ROW, INSTRUMENT, *map(_quoted, names)))
        rows = f"{rows} UNION ALL SELECT {told} FROM ({print_query(query, Dialect.DUCKDB)})"  # noqa: S608
    written = str(target).replace("'", "''")
    connection.execute(f"COPY ({rows}) TO '{written}' (FORMAT parquet, COMPRESSION zstd)")


def _added(totals: Iterable[Total]) -> tuple[Total, ...]:
    """Put the sums of several batches together."""
    found: dict[tuple[InstrumentId, Month, str, Party | None], Total] = {}
    for total in totals:
        key = (total.instrument, total.month, total.programme, total.payer)
        known = found.get(key)
        found[key] = total if known is None else known.plus(total)
    return tuple(found.values())


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
        found += _totals(prepared, connection.execute(text).fetchall())
    return tuple(found)


def _totals(prepared: Prepared, summed: Iterable[Sequence[int]]) -> Iterator[Total]:
    """Read sums, three for each row of the cost, by the legend of their instrument."""
    for number, *sums in summed:
        plan_ = prepared.plans[number]
        for place, slot in enumerate(plan_.legend.slots):
            rupiah, rows, unknown = (int(one) for one in sums[place * 3 : place * 3 + 3])
            if rows:
                yield Total(
                    plan_.instrument.id, slot.month, slot.programme, slot.payer, rupiah, rows, unknown
                )


# Workers and constants


def load_workers(
    connection: duckdb.DuckDBPyConnection, layout: Layout, workers: Iterable[Mapping[str, FactValue]]
) -> None:
    """Put workers that are already read into the packed table, numbered from 0."""
    columns = [(ROW, "BIGINT"), *((name, type_of(layout, column)) for column, name in layout.columns.items())]
    rows = [(number, *pack(layout, worker)) for number, worker in enumerate(workers)]
    load(connection, WORKERS, columns, rows)


def decisions(connection: duckdb.DuckDBPyConnection, prepared: Prepared) -> Iterator[dict[str, int | None]]:
    """Give the decisions on the packed table as records, by the queries that other engines run too."""
    for query in _queries(connection, prepared):
        yield from _records(connection, query)


def decisions_by_kind(
    connection: duckdb.DuckDBPyConnection, prepared: Prepared, *, one_by_one: bool = True
) -> Iterator[dict[str, int | None]]:
    """Give the decisions on the packed table as records, each kind of worker worked out once."""
    if prepared.families:
        by_kind = ByKind(connection, prepared, few=sys.maxsize if one_by_one else 0)
        by_kind.ask()
        yield from _records(connection, by_kind.rows(by_kind.names))
        if prepared.routed:
            query, tables = unrouted_rows(prepared)
            load_constants(connection, tables)
            yield from _records(connection, print_query(query, Dialect.DUCKDB))


def _records(connection: duckdb.DuckDBPyConnection, query: str) -> Iterator[dict[str, int | None]]:
    found = connection.execute(query)
    names = [name for name, *_ in found.description or ()]
    for row in found.fetchall():
        yield dict(zip(names, row, strict=True))


def _quoted(name: str) -> str:
    return quoted(name, Dialect.DUCKDB)
