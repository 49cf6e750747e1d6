"""The portable integer fragment of SQL as data: what a query may be made of, and nothing else.

Numbers are int64, truths are SQL booleans whose NULL is "unknown", so that AND, OR and NOT are strong Kleene.
Nothing here holds text of a policy: names of columns and tables are generated, codes are whole numbers.
"""

from collections.abc import Callable
from enum import Enum
from typing import TypeAlias

from policy_engine.structure import dataclass


class Sign(Enum):
    """Integer arithmetic that every engine does alike, where nothing overflows."""

    ADD = "+"
    SUBTRACT = "-"
    MULTIPLY = "*"


class Comparator(Enum):
    """Comparisons of two whole numbers, or of two truths for equality."""

    EQUAL = "="
    UNEQUAL = "<>"
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number; None is an unknown one."""

    value: int | None


@dataclass(frozen=True, slots=True)
class Truth:
    """True, false or (None) unknown."""

    value: bool | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its generated name, unique in the query."""

    name: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """A constant of the law by its place among those of its instrument: a literal, or a column of a table."""

    slot: int


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """`left + right`, proved to fit."""

    sign: Sign
    left: "Sql"
    right: "Sql"


@dataclass(frozen=True, slots=True)
class FloorDivide:
    """A whole number that is never negative, divided by a positive literal, rounded down."""

    operand: "Sql"
    by: int


@dataclass(frozen=True, slots=True)
class BitAnd:
    """The bits that two words share."""

    left: "Sql"
    right: "Sql"


@dataclass(frozen=True, slots=True)
class Compare:
    """`left <= right`."""

    comparator: Comparator
    left: "Sql"
    right: "Sql"


@dataclass(frozen=True, slots=True)
class And:
    """Kleene conjunction of two or more truths."""

    operands: tuple["Sql", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Kleene disjunction of two or more truths."""

    operands: tuple["Sql", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Kleene negation."""

    operand: "Sql"


@dataclass(frozen=True, slots=True)
class IsNull:
    """Whether a value is unknown; never unknown itself."""

    operand: "Sql"


@dataclass(frozen=True, slots=True)
class Case:
    """The value of the first branch whose condition is true, else the last value."""

    branches: tuple[tuple["Sql", "Sql"], ...]
    otherwise: "Sql"


@dataclass(frozen=True, slots=True)
class Coalesce:
    """A value, or another where it is unknown."""

    operand: "Sql"
    otherwise: "Sql"


@dataclass(frozen=True, slots=True)
class AsWhole:
    """A truth as 1, 0 or unknown."""

    operand: "Sql"


Sql: TypeAlias = (
    Whole
    | Truth
    | Column
    | Parameter
    | Arithmetic
    | FloorDivide
    | BitAnd
    | Compare
    | And
    | Or
    | Not
    | IsNull
    | Case
    | Coalesce
    | AsWhole
)

TRUE = Truth(True)
FALSE = Truth(False)
UNKNOWN = Truth(None)


# Queries


@dataclass(frozen=True, slots=True)
class Join:
    """A table of constants joined by one whole number; `must_match` drops the rows without a partner."""

    table: str
    key: str
    equals: Sql
    must_match: bool


@dataclass(frozen=True, slots=True)
class Table:
    """A table of workers and the tables joined to it; a table of one row may be joined to every row."""

    name: str
    joins: tuple[Join, ...]
    beside: str | None


@dataclass(frozen=True, slots=True)
class Select:
    """Named columns of a table or of another query, for the rows where the condition is true."""

    columns: tuple[tuple[str, Sql], ...]
    source: "Table | Select"
    where: Sql | None


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over the rows of a query for each value of a key; engines widen sums or raise, none wraps."""

    key: str
    sums: tuple[tuple[str, Sql], ...]
    source: Select


def children(sql: Sql) -> tuple[Sql, ...]:
    """Give the values directly inside one."""
    match sql:
        case Whole() | Truth() | Column() | Parameter():
            return ()
        case Arithmetic(_, left, right) | BitAnd(left, right) | Compare(_, left, right):
            return (left, right)
        case FloorDivide(operand, _) | Not(operand) | IsNull(operand) | AsWhole(operand):
            return (operand,)
        case And(operands) | Or(operands):
            return operands
        case Case(branches, otherwise):
            return (*(part for branch in branches for part in branch), otherwise)
        case Coalesce(operand, otherwise):
            return (operand, otherwise)


def map_children(sql: Sql, change: Callable[[Sql], Sql]) -> Sql:
    """Give the same value made of changed parts."""
    match sql:
        case Whole() | Truth() | Column() | Parameter():
            return sql
        case Arithmetic(sign, left, right):
            return Arithmetic(sign, change(left), change(right))
        case FloorDivide(operand, by):
            return FloorDivide(change(operand), by)
        case BitAnd(left, right):
            return BitAnd(change(left), change(right))
        case Compare(comparator, left, right):
            return Compare(comparator, change(left), change(right))
        case And(operands):
            return And(tuple(change(operand) for operand in operands))
        case Or(operands):
            return Or(tuple(change(operand) for operand in operands))
        case Not(operand):
            return Not(change(operand))
        case IsNull(operand):
            return IsNull(change(operand))
        case Case(branches, otherwise):
            return Case(
                tuple((change(condition), change(value)) for condition, value in branches), change(otherwise)
            )
        case Coalesce(operand, otherwise):
            return Coalesce(change(operand), change(otherwise))
        case AsWhole(operand):
            return AsWhole(change(operand))
