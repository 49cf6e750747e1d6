"""The user's own table in; the packed table of workers and the rejected rows out. Outside the portable fragment.

Text is read once for each different text, by the same reader that reads single workers, and joined back. Columns
that are dates, whole numbers or truths already are packed in SQL. A row with a value that cannot be read, or that
lies outside the bounds of its fact, is rejected with its reasons; an empty cell is unknown, which is another thing.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

import duckdb

from policy_engine.backends.columnar.dialects import Dialect
from policy_engine.backends.columnar.layout import Aspect, FactColumn, Layout
from policy_engine.backends.columnar.pack import cell, type_of
from policy_engine.backends.columnar.plan import ROW, WORKERS
from policy_engine.backends.columnar.printer import quoted
from policy_engine.backends.columnar.reading import WrongColumnError
from policy_engine.domain.dates import MONTH_STEP, YEAR_STEP, LeapRule
from policy_engine.ir.nodes import Fact, FactValue, Kind

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


@dataclass(frozen=True, slots=True)
class _Packed:
    """How one fact is packed: SQL for each column, the join that it needs, and the reason to reject (or NULL)."""

    cells: Mapping[FactColumn, str]
    join: str
    problem: str


def ingest(
    connection: duckdb.DuckDBPyConnection,
    relation: str,
    layout: Layout,
    read: Read,
    *,
    columns: Mapping[str, str] = MappingProxyType({}),
    row: str | None = None,
    keep: bool = True,
) -> Ingested:
    """Pack a register, given as SQL that stands after FROM; facts are columns of their name, or as `columns` says.

    `row` names a column of whole numbers that tells rows apart; without it rows are numbered as they come.
    `keep` makes a table of the packed workers; else they are packed anew by every query.
    """
    number = "row_number() OVER () - 1" if row is None else f"CAST({_quoted_by_user(row)} AS BIGINT)"
    connection.execute(
        f"CREATE OR REPLACE TEMP VIEW {_quoted(REGISTER)} AS SELECT {number} AS {_quoted(ROW)}, * FROM {relation}"  # noqa: S608
    )
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
    joins = "".join(found.join for found in packed.values())
    problems = [found.problem for found in packed.values() if found.problem != "NULL"]
    valid = " AND ".join(f"({problem}) IS NULL" for problem in problems) or "TRUE"
    cells = ", ".join(
        f"{packed[column.fact].cells[column]} AS {_quoted(name)}" for column, name in layout.columns.items()
    )
    kind = "TEMP TABLE" if keep else "TEMP VIEW"
    source = f"FROM {_quoted(REGISTER)} AS r{joins}"
    select = f"SELECT r.{_quoted(ROW)}{', ' if cells else ''}{cells} {source} WHERE {valid}"
    connection.execute(f"CREATE OR REPLACE {kind} {_quoted(WORKERS)} AS {select}")
    return _rejects(connection, packed, source, tuple(by_fact))


def _rejects(
    connection: duckdb.DuckDBPyConnection, packed: Mapping[str, _Packed], source: str, facts: tuple[str, ...]
) -> Ingested:
    reasons = [
        f"SELECT r.{_quoted(ROW)}, {place} AS fact, {found.problem} AS reason {source} WHERE ({found.problem}) IS NOT NULL"  # noqa: E501
        for place, found in enumerate(packed.values())
        if found.problem != "NULL"
    ]
    empty = f"SELECT CAST(0 AS BIGINT) AS {_quoted(ROW)}, 0 AS fact, '' AS reason WHERE FALSE"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {_quoted(REJECTS)} AS {' UNION ALL '.join([empty, *reasons])}"
    )
    rows = connection.execute(f"SELECT count(*) FROM {_quoted(REGISTER)}").fetchall()  # noqa: S608
    rejected = connection.execute(
        f"SELECT count(DISTINCT {_quoted(ROW)}) FROM {_quoted(REJECTS)}"  # noqa: S608
    ).fetchall()
    return Ingested(int(rows[0][0]), int(rejected[0][0]), facts)


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
    if column not in types or declared is None:
        nothing = {each: f"CAST(NULL AS {type_of(layout, each)})" for each in wanted}
        return _Packed(nothing, "", "NULL")
    source, kind = f"r.{_quoted_by_user(column)}", types[column]
    if kind == "VARCHAR" or kind.startswith("ENUM"):
        return _by_text(connection, layout, declared, wanted, f"CAST({source} AS VARCHAR)", read, place)
    if kind == "VARCHAR[]" and declared.type.kind is Kind.CODE_SET:
        return _by_text(connection, layout, declared, wanted, f"array_to_string({source}, '|')", read, place)
    if kind == "BOOLEAN" and declared.type.kind is Kind.TRUTH:
        return _Packed(dict.fromkeys(wanted, source), "", "NULL")
    if kind == "DATE" and declared.type.kind in (Kind.DATE, Kind.EVENT):
        cells = {each: _day(source, each.aspect, layout.library.leap_rule) for each in wanted}
        return _Packed(cells, "", _outside(_day(source, Aspect.VALUE, layout.library.leap_rule), declared))
    if kind in _WHOLE and declared.type.kind in _COUNTED:
        number = f"CAST({source} AS BIGINT)"
        return _Packed(dict.fromkeys(wanted, number), "", _outside(number, declared))
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
    text: str,
    read: Read,
    place: int,
) -> _Packed:
    """Read each different text once, into a table that is joined by the text."""
    table = f"d{place}"
    names = [f"{table}_{number}" for number in range(len(wanted))]
    stated = "".join(
        f", {_quoted(name)} {type_of(layout, each)}" for name, each in zip(names, wanted, strict=True)
    )
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {_quoted(table)} (said VARCHAR{stated}, problem VARCHAR)"
    )
    different = connection.execute(
        f"SELECT DISTINCT {text} FROM {_quoted(REGISTER)} AS r WHERE {text} IS NOT NULL"  # noqa: S608
    ).fetchall()
    rows = [_entry(layout, fact, wanted, said, read) for (said,) in different]
    if rows:
        marks = ", ".join("?" for _ in rows[0])
        connection.executemany(f"INSERT INTO {_quoted(table)} VALUES ({marks})", rows)  # noqa: S608
    join = f"\nLEFT JOIN {_quoted(table)} ON {_quoted(table)}.said = {text}"
    cells = {each: f"{_quoted(table)}.{_quoted(name)}" for name, each in zip(names, wanted, strict=True)}
    problems = connection.execute(f"SELECT count(problem) FROM {_quoted(table)}").fetchall()  # noqa: S608
    return _Packed(cells, join, f"{_quoted(table)}.problem" if problems[0][0] else "NULL")


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


def _outside(number: str, fact: Fact) -> str:
    """Give the reason to reject a number outside the bounds of its fact."""
    bounds = tuple(_bounds(number, fact))
    return f"CASE WHEN {' OR '.join(bounds)} THEN 'out of bounds' END" if bounds else "NULL"


def _bounds(number: str, fact: Fact) -> Iterator[str]:
    if fact.low is not None:
        yield f"{number} < {fact.low}"
    if fact.high is not None:
        yield f"{number} > {fact.high}"


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
