"""SQL as text: a query of the fragment and a dialect in, one statement out."""

from collections.abc import Callable
from typing import TypeAlias

from policy_engine.backends.columnar.dialects import SPELLINGS, Dialect, Spelling
from policy_engine.backends.columnar.sql import (
    And,
    Arithmetic,
    AsWhole,
    BitAnd,
    Case,
    Coalesce,
    Column,
    Compare,
    FloorDivide,
    IsNull,
    Join,
    Not,
    Or,
    Parameter,
    Select,
    Sql,
    Table,
    Totals,
    Truth,
    Whole,
)
from policy_engine.structure import dataclass

Place: TypeAlias = Callable[[str], str]
"""Writes the name of a table, quoted and where it stands."""


def print_query(query: Select, dialect: Dialect, place: Place | None = None) -> str:
    """Write a query; tables have their own names, or as `place` writes them."""
    return _query(query, _Writing(SPELLINGS[dialect], place))


def print_totals(totals: Totals, dialect: Dialect) -> str:
    """Write a query of sums."""
    writing = _Writing(SPELLINGS[dialect], None)
    spelling = writing.spelling
    key = _quoted(totals.key, spelling)
    sums = "".join(
        f",\n  SUM({_sql(sql, spelling)}) AS {_quoted(name, spelling)}" for name, sql in totals.sums
    )
    source, inner = _query(totals.source, writing), _quoted("inner", spelling)
    return (
        f"WITH {inner} AS {spelling.materialized}({source})\n"
        f"SELECT\n  {key}{sums}\nFROM {inner}\nGROUP BY {key}"
    )


def print_sql(sql: Sql, dialect: Dialect) -> str:
    """Write one value."""
    return _sql(sql, SPELLINGS[dialect])


def quoted(name: str, dialect: Dialect) -> str:
    """Write the name of a table or column; generated names hold no quotes."""
    return _quoted(name, SPELLINGS[dialect])


@dataclass(frozen=True, slots=True)
class _Writing:
    spelling: Spelling
    place: Place | None

    def table(self, name: str) -> str:
        return _quoted(name, self.spelling) if self.place is None else self.place(name)


def _query(query: Select, writing: _Writing) -> str:
    spelling = writing.spelling
    columns = ",\n  ".join(
        _quoted(name, spelling)
        if sql == Column(name)
        else f"{_sql(sql, spelling)} AS {_quoted(name, spelling)}"
        for name, sql in query.columns
    )
    source = _source(query.source, writing)
    where = "" if query.where is None else f"\nWHERE {_sql(query.where, spelling)}"
    return f"SELECT\n  {columns}\nFROM {source}{where}"


def _source(source: Table | Select, writing: _Writing) -> str:
    match source:
        case Table():
            return _table(source, writing)
        case Select():
            spelling = writing.spelling
            return f"({_query(source, writing)}{spelling.fence}) AS {_quoted('inner', spelling)}"


def _table(table: Table, writing: _Writing) -> str:
    joins = "".join(_join(join, writing) for join in table.joins)
    beside = "" if table.beside is None else f"\nCROSS JOIN {writing.table(table.beside)}"
    return f"{writing.table(table.name)}{beside}{joins}"


def _join(join: Join, writing: _Writing) -> str:
    kind = "INNER" if join.must_match else "LEFT"
    key, equals = _quoted(join.key, writing.spelling), _sql(join.equals, writing.spelling)
    return f"\n{kind} JOIN {writing.table(join.table)} ON {key} = {equals}"


def _sql(sql: Sql, spelling: Spelling) -> str:
    def text(inner: Sql) -> str:
        return _sql(inner, spelling)

    match sql:
        case Whole(value):
            return f"CAST({'NULL' if value is None else value} AS BIGINT)"
        case Truth(value):
            return "CAST(NULL AS BOOLEAN)" if value is None else str(value).upper()
        case Column(name):
            return _quoted(name, spelling)
        case Parameter(slot):
            return f"${slot + 1}"
        case Arithmetic(sign, left, right):
            return f"({text(left)} {sign.value} {text(right)})"
        case FloorDivide(operand, by):
            return spelling.divide.format(text(operand), text(Whole(by)))
        case BitAnd(left, right):
            return f"({text(left)} & {text(right)})"
        case Compare(comparator, left, right):
            return f"({text(left)} {comparator.value} {text(right)})"
        case And(operands):
            return f"({' AND '.join(text(operand) for operand in operands)})"
        case Or(operands):
            return f"({' OR '.join(text(operand) for operand in operands)})"
        case Not(operand):
            return f"(NOT {text(operand)})"
        case IsNull(operand):
            return f"({text(operand)} IS NULL)"
        case Case(branches, otherwise):
            arms = " ".join(f"WHEN {text(condition)} THEN {text(value)}" for condition, value in branches)
            return f"CASE {arms} ELSE {text(otherwise)} END"
        case Coalesce(operand, otherwise):
            return f"COALESCE({text(operand)}, {text(otherwise)})"
        case AsWhole(operand):
            return spelling.as_whole.format(text(operand))


def _quoted(name: str, spelling: Spelling) -> str:
    return f"{spelling.quote}{name}{spelling.quote}"
