"""SQL as text: a query of the fragment and a dialect in, one statement out."""

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


def print_query(query: Select, dialect: Dialect) -> str:
    """Write a query."""
    return _query(query, SPELLINGS[dialect])


def print_totals(totals: Totals, dialect: Dialect) -> str:
    """Write a query of sums."""
    spelling = SPELLINGS[dialect]
    key = _quoted(totals.key, spelling)
    sums = "".join(
        f",\n  SUM({_sql(sql, spelling)}) AS {_quoted(name, spelling)}" for name, sql in totals.sums
    )
    source = _query(totals.source, spelling)
    return f"SELECT\n  {key}{sums}\nFROM ({source}) AS {_quoted('inner', spelling)}\nGROUP BY {key}"


def print_sql(sql: Sql, dialect: Dialect) -> str:
    """Write one value."""
    return _sql(sql, SPELLINGS[dialect])


def quoted(name: str, dialect: Dialect) -> str:
    """Write the name of a table or column; generated names hold no quotes."""
    return _quoted(name, SPELLINGS[dialect])


def _query(query: Select, spelling: Spelling) -> str:
    columns = ",\n  ".join(
        _quoted(name, spelling)
        if sql == Column(name)
        else f"{_sql(sql, spelling)} AS {_quoted(name, spelling)}"
        for name, sql in query.columns
    )
    source = _source(query.source, spelling)
    where = "" if query.where is None else f"\nWHERE {_sql(query.where, spelling)}"
    return f"SELECT\n  {columns}\nFROM {source}{where}"


def _source(source: Table | Select, spelling: Spelling) -> str:
    match source:
        case Table():
            return _table(source, spelling)
        case Select():
            return f"({_query(source, spelling)}{spelling.fence}) AS {_quoted('inner', spelling)}"


def _table(table: Table, spelling: Spelling) -> str:
    joins = "".join(_join(join, spelling) for join in table.joins)
    beside = "" if table.beside is None else f"\nCROSS JOIN {_quoted(table.beside, spelling)}"
    return f"{_quoted(table.name, spelling)}{beside}{joins}"


def _join(join: Join, spelling: Spelling) -> str:
    kind = "INNER" if join.must_match else "LEFT"
    key, equals = _quoted(join.key, spelling), _sql(join.equals, spelling)
    return f"\n{kind} JOIN {_quoted(join.table, spelling)} ON {key} = {equals}"


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
            return f"CAST({text(operand)} AS BIGINT)"


def _quoted(name: str, spelling: Spelling) -> str:
    return f"{spelling.quote}{name}{spelling.quote}"
