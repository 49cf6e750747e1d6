"""The user's own table in; the packed table of workers and the rejected rows out. Outside the portable fragment.

Text is read once for each different text, by the same reader that reads single workers, and joined back. Columns
that are dates, whole numbers or truths already are packed in SQL. A row with a value that cannot be read, or that
lies outside the bounds of its fact, is rejected with its reasons; an empty cell is unknown, which is another thing.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

import duckdb

from policy_engine.backends.columnar.dialects import Dialect
from policy_engine.backends.columnar.layout import Aspect, FactColumn, Layout
from policy_engine.backends.columnar.pack import cell, type_of
from policy_engine.backends.columnar.plan import ROW, WORKERS
from policy_engine.backends.columnar.printer import quoted
from policy_engine.backends.columnar.reading import WrongColumnError
from policy_engine.backends.columnar.tables import load
from policy_engine.domain.dates import MONTH_STEP, YEAR_STEP, LeapRule, PackedDate, unpack
from policy_engine.ir.nodes import Fact, FactValue, Kind
from policy_engine.structure import dataclass

REGISTER = "register"
"""The user's table, rows numbered."""

REJECTS = "rejects"
"""The rejected rows: number of the row, place of the fact in `Ingested.facts`, and the reason."""


@dataclass(frozen=True, slots=True)
class Malformed:
    """A text that is no value of its fact, and why."""

    reason: str


Read: TypeAlias = Callable[[Fact, str], FactValue | Malformed | None]
"""Reads the text of one cell; empty text is unknown."""


@dataclass(frozen=True, slots=True)
class Ingested:
    """What came of a register: how many rows it has, how many were rejected, and the facts that rejects number."""

    rows: int
    rejected: int
    facts: tuple[str, ...]
    values: Mapping[str, str]
    """By fact, what stands after FROM for a table of all values there are, packed, where there is such a table."""


@dataclass(frozen=True, slots=True)
class _Packed:
    """How one fact is packed: SQL for each column, the join that it needs, and the reason to reject.

    `is_bad` tells in SQL whether a row is rejected for it; None where no row ever is. `values` names a table of all
    values there are, under the names of `cells`, where there is one. `is_text` where texts have to be compared.
    """

    cells: Mapping[FactColumn, str]
    join: str = ""
    is_bad: str | None = None
    reason: str = "NULL"
    values: str | None = None
    is_text: bool = False


def ingest(
    connection: duckdb.DuckDBPyConnection,
    relation: str,
    layout: Layout,
    read: Read,
    *,
    columns: Mapping[str, str] = MappingProxyType({}),
    row: str | None = None,
    keep: bool = True,
    folder: Path | None = None,
    carried: Sequence[str] = (),
) -> Ingested:
    """Pack a register, given as SQL that stands after FROM; facts are columns of their name, or as `columns` says.

    `row` names a column of whole numbers that tells rows apart; without it rows are numbered as they come.
    `keep` makes a table of the packed workers; else they are packed anew by every query, or (`folder`) from a file
    there where texts have to be compared to pack them. `carried` are columns of the register that stand beside the
    packed ones as they are; an ENUM among them is text in that file.
    """
    show(connection, relation, row)
    types = {
        str(name): str(kind)
        for name, kind, *_ in connection.execute(f"DESCRIBE {_quoted(REGISTER)}").fetchall()
    }
    by_fact: dict[str, list[FactColumn]] = {}
    for column in layout.columns:
        by_fact.setdefault(column.fact, []).append(column)
    packed = {
        fact: _packed(connection, layout, fact, wanted, columns.get(fact, fact), types, read, place)
        for place, (fact, wanted) in enumerate(by_fact.items())
    }
    told, bad = _rejects(connection, layout, packed)
    joins = "".join(found.join for found in packed.values())
    valid = " AND ".join(f"({packed[fact].is_bad}) IS NOT TRUE" for fact in bad) or "TRUE"
    cells = "".join(
        f", {packed[column.fact].cells[column]} AS {_quoted(name)}" for column, name in layout.columns.items()
    )
    cells += "".join(f", r.{_quoted_by_user(name)}" for name in carried)
    query = f"SELECT r.{_quoted(ROW)}{cells} FROM {_quoted(REGISTER)} AS r{joins} WHERE {valid}"  # noqa: S608
    if folder is not None and any(found.is_text for found in packed.values()):
        path = str(folder / f"{WORKERS}.parquet")
        written = path.replace("'", "''")
        connection.execute(f"COPY ({query}) TO '{written}' (FORMAT parquet)")
        query = f"SELECT * FROM {files('read_parquet', [path])}"  # noqa: S608
    _forget(connection, WORKERS)
    connection.execute(f"CREATE TEMP {'TABLE' if keep else 'VIEW'} {_quoted(WORKERS)} AS {query}")
    return told


def _forget(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Drop a temporary table or view: neither replaces the other."""
    found = connection.execute(
        "SELECT table_type FROM information_schema.tables WHERE table_catalog = 'temp' AND table_name = ?",
        [name],
    ).fetchall()
    for (kind,) in found:
        connection.execute(f"DROP {'VIEW' if kind == 'VIEW' else 'TABLE'} temp.{_quoted(name)}")


def show(connection: duckdb.DuckDBPyConnection, relation: str, row: str | None) -> None:
    """Give a relation the name of the register, which the packed workers are read from; rows are numbered."""
    number = "row_number() OVER () - 1" if row is None else f"CAST({_quoted_by_user(row)} AS BIGINT)"
    connection.execute(
        f"CREATE OR REPLACE TEMP VIEW {_quoted(REGISTER)} AS SELECT {number} AS {_quoted(ROW)}, * FROM {relation}"  # noqa: S608
    )


def _rejects(
    connection: duckdb.DuckDBPyConnection, layout: Layout, packed: Mapping[str, _Packed]
) -> tuple[Ingested, list[str]]:
    """Count the rows in one pass; where a fact has rejects at all, a second one lists them."""
    suspect = {fact: found for fact, found in packed.items() if found.is_bad is not None}
    joins = "".join(found.join for found in suspect.values())
    counts = "".join(f", count(*) FILTER (WHERE {found.is_bad})" for found in suspect.values())
    source = f"FROM {_quoted(REGISTER)} AS r{joins}"
    ((rows, *bad),) = connection.execute(f"SELECT count(*){counts} {source}").fetchall()
    rejecting = [fact for fact, count in zip(suspect, bad, strict=True) if count]
    places = {fact: place for place, fact in enumerate(packed)}
    reasons = [
        f"SELECT r.{_quoted(ROW)}, {places[fact]} AS fact, {packed[fact].reason} AS reason"  # noqa: S608
        f" FROM {_quoted(REGISTER)} AS r{packed[fact].join} WHERE {packed[fact].is_bad}"
        for fact in rejecting
    ]
    empty = f"SELECT CAST(0 AS BIGINT) AS {_quoted(ROW)}, 0 AS fact, '' AS reason WHERE FALSE"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {_quoted(REJECTS)} AS {' UNION ALL '.join([empty, *reasons])}"
    )
    rejected = connection.execute(
        f"SELECT count(DISTINCT {_quoted(ROW)}) FROM {_quoted(REJECTS)}"  # noqa: S608
    ).fetchall()
    listed = {}
    for fact, found in packed.items():
        if found.values is not None:
            cells = ", ".join(f"{cell} AS {_quoted(layout.columns[c])}" for c, cell in found.cells.items())
            nothing = ", ".join("NULL" for _ in found.cells)
            listed[fact] = f"(SELECT {cells} FROM {found.values} UNION ALL SELECT {nothing})"  # noqa: S608
    told = Ingested(int(rows), int(rejected[0][0]), tuple(packed), MappingProxyType(listed))
    return told, rejecting


def _packed(
    connection: duckdb.DuckDBPyConnection,
    layout: Layout,
    fact: str,
    wanted: Sequence[FactColumn],
    column: str,
    types: Mapping[str, str],
    read: Read,
    place: int,
) -> _Packed:
    declared = layout.fact(fact)
    if declared is None and types.get(column) == "BOOLEAN":
        # What earlier payers funded is no fact of the library, and is a truth already.
        return _Packed(dict.fromkeys(wanted, f"r.{_quoted_by_user(column)}"))
    if column not in types or declared is None:
        nothing = {each: f"CAST(NULL AS {type_of(layout, each)})" for each in wanted}
        return _Packed(nothing)
    source, kind = f"r.{_quoted_by_user(column)}", types[column]
    if kind == "VARCHAR" or kind.startswith("ENUM"):
        return _by_text(connection, layout, declared, wanted, (source, kind), read, place)
    if kind == "VARCHAR[]" and declared.type.kind is Kind.CODE_SET:
        # An empty list says that there is none, which as text is the separator alone; empty text is unknown.
        told = f"CASE WHEN len({source}) = 0 THEN '|' ELSE array_to_string({source}, '|') END"
        joined = (told, "VARCHAR")
        return _by_text(connection, layout, declared, wanted, joined, read, place)
    if kind == "BOOLEAN" and declared.type.kind is Kind.TRUTH:
        return _Packed(dict.fromkeys(wanted, source))
    if kind == "DATE" and declared.type.kind in (Kind.DATE, Kind.EVENT):
        cells = {each: _day(source, each.aspect, layout.library.leap_rule) for each in wanted}
        return _bounded(cells, source, declared, _date)
    if kind in _WHOLE and declared.type.kind in _COUNTED:
        number = f"CAST({source} AS BIGINT)"
        return _bounded(dict.fromkeys(wanted, number), number, declared, str)
    raise WrongColumnError(f"{column}: {kind}")


_WHOLE = frozenset(
    {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "HUGEINT"}
)
_COUNTED = frozenset(
    {Kind.NUMBER, Kind.RUPIAH, Kind.RUPIAH_PER_MONTH, Kind.YEARS, Kind.MONTHS, Kind.DAYS, Kind.PEOPLE}
)


def _by_text(
    connection: duckdb.DuckDBPyConnection,
    layout: Layout,
    fact: Fact,
    wanted: Sequence[FactColumn],
    said: tuple[str, str],
    read: Read,
    place: int,
) -> _Packed:
    """Read each different text once, into a table that is joined by the text: SQL and its type."""
    text, kind = said
    table = f"d{place}"
    names = [f"{table}_{number}" for number in range(len(wanted))]
    # The texts of an ENUM are known without a look at the rows.
    listed = (
        f"SELECT unnest(enum_range(CAST(NULL AS {kind})))"
        if kind.startswith("ENUM")
        else f"SELECT DISTINCT {text} FROM {_quoted(REGISTER)} AS r WHERE {text} IS NOT NULL"  # noqa: S608
    )
    different = connection.execute(listed).fetchall()
    rows = [_entry(layout, fact, wanted, str(each), read) for (each,) in different]
    types = [(name, type_of(layout, each)) for name, each in zip(names, wanted, strict=True)]
    load(connection, table, [("said", kind), *types, ("problem", "VARCHAR")], rows)
    join = f"\nLEFT JOIN {_quoted(table)} ON {_quoted(table)}.said = {text}"
    cells = {each: f"{_quoted(table)}.{_quoted(name)}" for name, each in zip(names, wanted, strict=True)}
    problems = connection.execute(f"SELECT count(problem) FROM {_quoted(table)}").fetchall()  # noqa: S608
    problem = f"{_quoted(table)}.problem"
    is_bad = f"{problem} IS NOT NULL" if problems[0][0] else None
    return _Packed(cells, join, is_bad, problem, _quoted(table), is_text=not kind.startswith("ENUM"))


def _entry(
    layout: Layout, fact: Fact, wanted: Sequence[FactColumn], said: str, read: Read
) -> tuple[str | int | None, ...]:
    match read(fact, said):
        case Malformed(reason):
            return (said, *(None for _ in wanted), reason)
        case value:
            return (said, *(cell(layout, each, value) for each in wanted), None)


def _day(source: str, aspect: Aspect, rule: LeapRule) -> str:
    """Pack a DATE; the keys are those of `domain.dates.test_key` and of `lower.birthday_key`."""
    year, month, day = (f"CAST({part}({source}) AS BIGINT)" for part in ("year", "month", "day"))
    packed = f"({year} * {YEAR_STEP} + {month} * {MONTH_STEP} + {day})"
    short = f"(({year} % 4 <> 0) OR ({year} % 100 = 0 AND {year} % 400 <> 0))"
    if aspect is Aspect.TEST_KEY and rule is LeapRule.ON_28_FEBRUARY:
        return f"CASE WHEN {month} = 2 AND {day} = 28 AND {short} THEN {packed} + 1 ELSE {packed} END"
    if aspect is Aspect.BIRTHDAY_KEY and rule is LeapRule.ON_1_MARCH:
        leap_day = f"({year} * {YEAR_STEP} + {2 * MONTH_STEP + 29})"
        return f"CASE WHEN {month} = 3 AND {day} = 1 AND {short} THEN {leap_day} ELSE {packed} END"
    return packed


def _bounded(cells: Mapping[FactColumn, str], value: str, fact: Fact, write: Callable[[int], str]) -> _Packed:
    """Reject what lies outside the bounds of a fact; they are written as the column has its values."""
    bounds = [f"{value} < {write(fact.low)}"] if fact.low is not None else []
    bounds += [f"{value} > {write(fact.high)}"] if fact.high is not None else []
    return _Packed(cells, is_bad=" OR ".join(bounds) or None, reason="'out of bounds'")


def _date(number: int) -> str:
    year, month, day = unpack(PackedDate(number))
    return f"DATE '{year:04}-{month:02}-{day:02}'"


def _quoted(name: str) -> str:
    return quoted(name, Dialect.DUCKDB)


def _quoted_by_user(name: str) -> str:
    """Quote a name of the user's own table, which may hold anything."""
    return '"' + name.replace('"', '""') + '"'


def files(function: str, paths: Sequence[str], **options: str) -> str:
    """Give files as SQL that stands after FROM: `read_parquet(['a.parquet'])`."""
    listed = ", ".join("'" + path.replace("'", "''") + "'" for path in paths)
    more = "".join(f", {name} = {value}" for name, value in options.items())
    return f"{function}([{listed}]{more})"
