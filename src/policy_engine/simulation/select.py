"""An open register in; which of its rows are decided, which are merged, and which are rejected and why, out.

Every row is decided, merged into another that is like it, or rejected; what is wrong with a row that SQL
could not read is said by the reader of single values.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

import duckdb

from policy_engine.backends.columnar.ingest import REJECTS as UNREAD
from policy_engine.backends.columnar.ingest import Malformed, Read
from policy_engine.backends.columnar.reading import BLANKS
from policy_engine.diagnostics import data
from policy_engine.diagnostics.registers import NikOfDifferentRows
from policy_engine.ir.nodes import Fact, FactValue
from policy_engine.ir.precedence import DOMICILE_FACT
from policy_engine.ir.written import Formats
from policy_engine.registers.mask import is_nik, mask_words
from policy_engine.registers.model import Rejected
from policy_engine.registers.table import nik_problems
from policy_engine.registers.values import JsonValue, Place, Reader
from policy_engine.simulation.coded import Coded, coded, few_texts
from policy_engine.simulation.reading import NEVER, is_text, reading, trimmed
from policy_engine.simulation.register import NUMBER, Field, Register, Sink
from policy_engine.structure import dataclass

LEFT_OUT = "left_out"
"""Rows that are not decided: their number, and the row that stands for them (NULL: rejected)."""

_TWICE = "given_twice"
_SAME_NIK = "same_nik"
_ROWS = "register_rows"
_UNREAD_ROWS = "unread_rows"
_READ = 2_000


class DisagreementError(Exception):
    """SQL rejected a row in which the reader of single values finds nothing wrong: a fault of the program."""


AT = "place and work"
"""The column with the place and the occupation of a worker: the number of the place times `OCCUPATIONS`, plus that of
the occupation. 0 is not known; from 1 on they are the places of the texts in `Selected`."""

OCCUPATIONS = 2**32

OCCUPATION_FACT = "pekerjaan"

NOWHERE = Place("", None, None)


@dataclass(frozen=True, slots=True)
class Selected:
    """The rows to decide as SQL that stands after FROM, columns named by fact; and how many rows came of what.

    `carried` are further columns: `AT`, and what goes out again, with the ENUM of what has few texts. `last` is the
    largest number of a row.
    """

    relation: str
    rows: int
    merged: int
    last: int
    carried: Mapping[str, Coded | None]
    places: tuple[str, ...]
    """The different texts that say where workers live."""
    occupations: tuple[str, ...]
    is_placed: bool
    """Every row says something of where its worker lives."""


def reader_of(reader: Reader) -> Read:
    """Give the function with which `ingest` reads each different text."""

    def read(fact: Fact, text: str) -> FactValue | Malformed | None:
        value = reader.text(fact, text, NOWHERE)
        return Malformed(value.code) if isinstance(value, data.DataProblem) else value

    return read


def select(
    connection: duckdb.DuckDBPyConnection, register: Register, kept: Mapping[str, str] = MappingProxyType({})
) -> Selected:
    """Find the rows that cannot be read and those with one NIK, and give the others.

    `kept` are further columns by name, as SQL over the columns of the register.
    """
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {LEFT_OUT} (n BIGINT, same_as BIGINT)")
    connection.execute(f"CREATE OR REPLACE TEMP VIEW {_ROWS} AS SELECT * FROM {register.relation}")
    domicile = next(
        (f.value for f in register.fields if f.column.fact and f.column.fact.name == DOMICILE_FACT), "NULL"
    )
    total, last, placed = _row(
        connection, f"SELECT count(*), coalesce(max({_N}), 0), count({domicile}) FROM {_ROWS}"
    )
    bad = _bad(register)
    if bad:
        connection.execute(f"INSERT INTO {LEFT_OUT} SELECT {_N}, NULL FROM {_ROWS} WHERE {' OR '.join(bad)}")
    merged = _leave_out_twice(connection, register)
    few = few_texts(
        connection,
        _ROWS,
        [*kept.values(), *(each.value for each in register.fields if each.column.fact is not None)],
    )
    read = {
        field.column.fact.name: _value(field, field.column.fact, register.formats, few)
        for field in register.fields
        if field.column.fact is not None and not field.column.is_nik
    }
    place, work = (_numbered(connection, read.get(name), few) for name in (DOMICILE_FACT, OCCUPATION_FACT))
    at = f"{_number(place)} * {OCCUPATIONS} + {_number(work)}"
    carried = {AT: None, **{name: few.get(sql) for name, sql in kept.items()}}
    again = {name: few[sql].sql if sql in few else sql for name, sql in kept.items()}
    columns = "".join(f', {sql} AS "{name}"' for name, sql in ({**read, AT: at, **again}).items())
    found = f"SELECT {_N}{columns} FROM {_ROWS}"
    if _one(connection, f"SELECT count(*) FROM {LEFT_OUT}"):
        found += f" WHERE {_N} NOT IN (SELECT n FROM {LEFT_OUT})"
    return Selected(
        f"({found})",
        total,
        merged,
        last,
        carried,
        places=_texts(place),
        occupations=_texts(work),
        # A text that is blank is no place; one that is read as it stands is not blank.
        is_placed=placed == total and read.get(DOMICILE_FACT) in {each.sql for each in few.values()},
    )


def _value(field: Field, fact: Fact, formats: Formats, few: Mapping[str, Coded]) -> str:
    """Give a column as it is read: where all its texts are known and tidy, without a look at each cell."""
    texts = few.get(field.value)
    is_tidy = texts is not None and all(text and text == text.strip(BLANKS) for text in texts.texts)
    value = reading(field.value, field.kind, fact, formats, is_tidy=is_tidy).value
    return texts.sql if texts is not None and value == field.value else value


def _numbered(
    connection: duckdb.DuckDBPyConnection, value: str | None, few: Mapping[str, Coded]
) -> Coded | None:
    known = next((each for each in few.values() if each.sql == value), None)
    return known if known is not None or value is None else coded(connection, _ROWS, value)


def _number(found: Coded | None) -> str:
    return "CAST(0 AS BIGINT)" if found is None else found.number


def _texts(found: Coded | None) -> tuple[str, ...]:
    return () if found is None else found.texts


def reject_unread(
    connection: duckdb.DuckDBPyConnection, register: Register, reader: Reader, sink: Sink
) -> int:
    """Say of each row that was left out as not readable what is wrong with it; give how many there are."""
    connection.execute(f"INSERT INTO {LEFT_OUT} SELECT DISTINCT row_id, NULL FROM {UNREAD}")
    cells = "".join(f", {field.original}, {field.value}" for field in register.fields)
    # A table of its own, read page by page: what is said of the rows goes into another one meanwhile.
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {_UNREAD_ROWS} AS SELECT r.{_N}, t.others{cells} FROM {_ROWS} AS r "
        f"LEFT JOIN {_TWICE} AS t ON t.n = r.{_N} "
        f"WHERE r.{_N} IN (SELECT n FROM {LEFT_OUT} WHERE same_as IS NULL) ORDER BY 1"
    )
    again = _Again(register, Reader(reader.library, register.formats), Reader(reader.library, Formats()))
    count, last = 0, -1
    page = f"SELECT * FROM {_UNREAD_ROWS} WHERE {_N} > ? ORDER BY {_N} LIMIT {_READ}"
    while rows := connection.execute(page, [last]).fetchall():
        for number, others, *values in rows:
            sink.add(again.rejected(int(number), others, values))
        count, last = count + len(rows), int(rows[-1][0])
    connection.execute(f"DROP TABLE {_UNREAD_ROWS}")
    return count


_N = f'"{NUMBER}"'


def _one(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    (found,) = _row(connection, query)
    return found


def _row(connection: duckdb.DuckDBPyConnection, query: str) -> tuple[int, ...]:
    return tuple(map(int, connection.execute(query).fetchall()[0]))


def _bad(register: Register) -> list[str]:
    found = []
    for field in register.fields:
        if field.column.is_nik:
            nik = trimmed(field.value)
            found.append(f"coalesce({nik} <> '' AND NOT regexp_full_match({nik}, '[0-9]{{16}}'), FALSE)")
        elif field.column.fact is not None:
            is_bad = reading(field.value, field.kind, field.column.fact, register.formats).is_bad
            if is_bad != NEVER:
                found.append(f"coalesce({is_bad}, FALSE)")
    return found


def nik_of(register: Register) -> str | None:
    """Give the identity number as SQL, NULL where a row has none; None where the register has none."""
    field = next((field for field in register.fields if field.column.is_nik), None)
    return None if field is None else f"nullif({trimmed(field.value)}, '')"


def _leave_out_twice(connection: duckdb.DuckDBPyConnection, register: Register) -> int:
    """Merge rows that are alike, and reject those that have one NIK and differ."""
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {_TWICE} (n BIGINT, others BIGINT[])")
    nik = nik_of(register)
    if nik is None:
        return 0
    said = [_said(field) for field in register.fields if field.column.fact is not None]
    alike = f"concat({', chr(31), '.join(said)})" if said else "''"
    several = f"SELECT {nik} FROM {_ROWS} WHERE {nik} IS NOT NULL GROUP BY 1 HAVING count(*) > 1"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {_SAME_NIK} AS "
        f"SELECT {_N} AS n, {nik} AS nik, {alike} AS said FROM {_ROWS} WHERE {nik} IN ({several})"
    )
    persons = f"SELECT nik, min(n) AS first, list(n) AS rows, count(DISTINCT said) AS kinds FROM {_SAME_NIK} GROUP BY 1"
    connection.execute(
        f"INSERT INTO {LEFT_OUT} SELECT n, first FROM {_SAME_NIK} JOIN ({persons}) USING (nik) "
        "WHERE kinds = 1 AND n <> first"
    )
    merged = _one(connection, f"SELECT count(*) FROM {LEFT_OUT} WHERE same_as IS NOT NULL")
    connection.execute(
        f"INSERT INTO {_TWICE} SELECT n, list_sort(list_filter(rows, lambda other: other <> n)) "
        f"FROM {_SAME_NIK} JOIN ({persons}) USING (nik) WHERE kinds > 1"
    )
    connection.execute(f"INSERT INTO {LEFT_OUT} SELECT n, NULL FROM {_TWICE}")
    connection.execute(f"DROP TABLE {_SAME_NIK}")
    return merged


def _said(field: Field) -> str:
    """Give what a row says of a fact, as SQL: blanks around it and case do not count."""
    if is_text(field.kind):
        return f"coalesce(lower({trimmed(field.value)}), '')"
    return f"coalesce(CAST({field.value} AS VARCHAR), '')"


@dataclass(frozen=True, slots=True)
class _Again:
    """Reads rejected rows once more, cell by cell, to say what is wrong."""

    register: Register
    reader: Reader
    plain: Reader

    def rejected(self, number: int, others: list[int] | None, values: list[Any]) -> Rejected:
        found: list[data.DataProblem] = []
        shown: list[str] = []
        for place, field in enumerate(self.register.fields):
            original, value = values[2 * place], values[2 * place + 1]
            problems = self._problems(field, number, value)
            found += problems
            shown.append(self._shown(field, original, is_good=not problems))
        if others is not None:
            nik = next(field for field in self.register.fields if field.column.is_nik)
            found.append(
                NikOfDifferentRows(
                    path=self.register.path, row=number, column=nik.column.name, others=tuple(others)
                )
            )
        if not found:
            raise DisagreementError(f"row {number} was rejected, and nothing is wrong with it")
        return Rejected(number, tuple(found), ",".join(shown))

    def _problems(self, field: Field, number: int, value: Any) -> list[data.DataProblem]:
        place = Place(self.register.path, number, field.column.name)
        if field.column.is_nik:
            text = "" if value is None else str(value).strip()
            return list(nik_problems(text, place)) if text else []
        if field.column.fact is None or value is None:
            return []
        read = self._read(field.column.fact, value, place)
        return [read] if isinstance(read, data.DataProblem) else []

    def _read(self, fact: Fact, value: Any, place: Place) -> FactValue | data.DataProblem | None:
        match value:
            case str():
                return self.reader.text(fact, value, place)
            case datetime() if value.time() != datetime.min.time():
                return self.plain.text(fact, value.isoformat(sep=" "), place)
            case datetime():
                return self.plain.text(fact, value.date().isoformat(), place)
            case date():
                return self.plain.text(fact, value.isoformat(), place)
            case bool() | int() | list():
                given: JsonValue = value
                return self.reader.json(fact, given, place)
            case _:
                return self.plain.text(fact, _shortest(value), place)

    def _shown(self, field: Field, original: Any, *, is_good: bool) -> str:
        """Show what a cell holds where it is a fact that was read; of anything else only the outline."""
        text = "" if original is None else str(original)
        if field.column.fact is not None and not field.column.is_nik and is_good:
            return text
        return mask_words("*" * len(text) if field.column.is_nik and not is_nik(text) else text)


def _shortest(value: Any) -> str:
    """Write a number that is no int: one that is whole without its fraction."""
    try:
        above, below = value.as_integer_ratio()
    except (ValueError, OverflowError):
        return str(value)
    return str(above) if below == 1 else str(value)


def merged_rows(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[int, int]]:
    """Give each row that was merged, and the row that stands for it."""
    found = connection.execute(f"SELECT n, same_as FROM {LEFT_OUT} WHERE same_as IS NOT NULL ORDER BY n")
    while rows := found.fetchmany(_READ):
        yield from ((int(n), int(same)) for n, same in rows)
