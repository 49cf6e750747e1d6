"""Sharing of values: values in, names out, so that text grows with meanings and not with their uses.

Every value made here is an atom: a literal, a constant of the law or a named column. What a name stands for is
kept once; equal values get one name. `layers` turns the names that are needed into nested queries.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from types import MappingProxyType

from policy_engine.backends.columnar.sql import (
    FALSE,
    TRUE,
    And,
    Arithmetic,
    AsWhole,
    BitAnd,
    Case,
    Coalesce,
    Column,
    Comparator,
    Compare,
    FloorDivide,
    IsNull,
    Not,
    Or,
    Parameter,
    Select,
    Sign,
    Sql,
    Table,
    Truth,
    Whole,
    children,
    map_children,
)
from policy_engine.structure import dataclass


@dataclass(frozen=True, slots=True)
class Bindings:
    """The values of one query by name; it dies with the plan that is made of them."""

    named: dict[str, Sql] = field(default_factory=dict)
    _names: dict[Sql, Column] = field(default_factory=dict)

    def copy(self) -> "Bindings":
        """Give the same values, to which others may be added."""
        return Bindings(dict(self.named), dict(self._names))

    def bind(self, sql: Sql) -> Sql:
        """Give the name of a value."""
        if isinstance(sql, Whole | Truth | Column | Parameter):
            return sql
        found = self._names.get(sql)
        if found is None:
            found = Column(f"c{len(self.named)}")
            self.named[found.name] = sql
            self._names[sql] = found
        return found

    def and_(self, operands: Iterable[Sql]) -> Sql:
        """Give Kleene conjunction; of nothing, true."""
        kept = tuple(dict.fromkeys(operand for operand in operands if operand != TRUE))
        if FALSE in kept:
            return FALSE
        return (*kept, TRUE)[0] if len(kept) < 2 else self.bind(And(kept))  # noqa: PLR2004  a pair

    def or_(self, operands: Iterable[Sql]) -> Sql:
        """Give Kleene disjunction; of nothing, false."""
        kept = tuple(dict.fromkeys(operand for operand in operands if operand != FALSE))
        if TRUE in kept:
            return TRUE
        return (*kept, FALSE)[0] if len(kept) < 2 else self.bind(Or(kept))  # noqa: PLR2004  a pair

    def not_(self, operand: Sql) -> Sql:
        """Give Kleene negation."""
        match operand:
            case Truth(value):
                return Truth(None if value is None else not value)
            case Column(name) if isinstance(inner := self.named.get(name), Not):
                return inner.operand
            case _:
                return self.bind(Not(operand))

    def is_null(self, operand: Sql) -> Sql:
        """Tell whether a value is unknown."""
        match operand:
            case Truth(value) | Whole(value):
                return Truth(value is None)
            case Parameter():
                return FALSE
            case Column(name) if isinstance(inner := self.named.get(name), Not):
                return self.is_null(inner.operand)
            case Column(name) if isinstance(self.named.get(name), IsNull | Coalesce):
                return FALSE
            case _:
                return self.bind(IsNull(operand))

    def holds(self, operand: Sql) -> Sql:
        """Tell whether a truth is certainly true."""
        return self.coalesce(operand, FALSE)

    def may_hold(self, operand: Sql) -> Sql:
        """Tell whether a truth is true or unknown."""
        return self.coalesce(operand, TRUE)

    def coalesce(self, operand: Sql, otherwise: Sql) -> Sql:
        """Give a value, or another where it is unknown."""
        match self.is_null(operand):
            case Truth(True):
                return otherwise
            case Truth(False):
                return operand
            case _:
                return self.bind(Coalesce(operand, otherwise))

    def case(self, branches: Sequence[tuple[Sql, Sql]], otherwise: Sql) -> Sql:
        """Give the value of the first branch whose condition is true."""
        kept: list[tuple[Sql, Sql]] = []
        for condition, value in branches:
            if condition == TRUE:
                otherwise = value
                break
            if condition != FALSE and not (isinstance(condition, Truth) and condition.value is None):
                kept.append((condition, value))
        while kept and kept[-1][1] == otherwise:
            kept.pop()
        return self.bind(Case(tuple(kept), otherwise)) if kept else otherwise

    def compare(self, comparator: Comparator, left: Sql, right: Sql) -> Sql:
        """Compare two whole numbers."""
        if Whole(None) in (left, right):
            return Truth(None)
        return self.bind(Compare(comparator, left, right))

    def arithmetic(self, sign: Sign, left: Sql, right: Sql) -> Sql:
        """Add, subtract or multiply; that the result fits is the caller's to prove."""
        match left, right:
            case Whole(None), _:
                return left
            case _, Whole(None):
                return right
            case _, Whole(0) if sign is not Sign.MULTIPLY:
                return left
            case Whole(0), _ if sign is Sign.ADD:
                return right
            case _, Whole(1) if sign is Sign.MULTIPLY:
                return left
            case _:
                return self.bind(Arithmetic(sign, left, right))

    def sum(self, terms: Iterable[Sql]) -> Sql:
        """Add many numbers, halves first, so that the text stays shallow."""
        kept = [term for term in terms if term != Whole(0)]
        while len(kept) > 1:
            paired = [
                self.arithmetic(Sign.ADD, one, other)
                for one, other in zip(kept[::2], kept[1::2], strict=False)
            ]
            kept = [*paired, *kept[len(paired) * 2 :]]
        return kept[0] if kept else Whole(0)

    def divide(self, operand: Sql, by: int) -> Sql:
        """Divide a number that is never negative by a positive literal, rounding down."""
        return operand if by == 1 else self.bind(FloorDivide(operand, by))

    def bit_and(self, left: Sql, right: Sql) -> Sql:
        """Give the bits that two words share."""
        return self.bind(BitAnd(left, right))

    def as_whole(self, operand: Sql) -> Sql:
        """Give 1 for true and 0 for false."""
        match operand:
            case Truth(value):
                return Whole(None if value is None else int(value))
            case _:
                return self.bind(AsWhole(operand))


def layers(
    bindings: Bindings,
    outputs: Sequence[tuple[str, Sql]],
    source: Table | Select,
    parameters: Mapping[int, Sql] = MappingProxyType({}),
) -> Select:
    """Give one query for the outputs: a name that is used more than once is a column of an inner query.

    `parameters` are what stands for the constants of the law: a literal, or a column of the source.
    """
    named = bindings.named
    wanted = [sql for _, sql in outputs]
    uses = _uses(named, wanted)
    writing = _Writing(named, frozenset(name for name, count in uses.items() if count > 1), parameters)
    written = {name: writing.of(named[name]) for name in named if name in writing.kept}
    heights = _heights(written)
    finished = [(name, writing.of(sql)) for name, sql in outputs]
    return _nested(written, heights, finished, source)


def _uses(named: Mapping[str, Sql], outputs: Sequence[Sql]) -> Counter[str]:
    """Count how often each name is used by what is needed; a cheap value counts as the uses of its operand."""
    uses: Counter[str] = Counter()
    waiting = list(outputs)
    while waiting:
        sql = waiting.pop()
        if isinstance(sql, Column) and sql.name in named:
            inner = named[sql.name]
            if _is_cheap(inner):
                waiting.extend(children(inner))
                continue
            uses[sql.name] += 1
            if uses[sql.name] == 1:
                waiting.append(inner)
        else:
            waiting.extend(children(sql))
    return uses


def _is_cheap(sql: Sql) -> bool:
    return isinstance(sql, IsNull | Not | AsWhole)


@dataclass(frozen=True, slots=True)
class _Writing:
    """Puts what is used once where it is used, and constants where they stand."""

    named: Mapping[str, Sql]
    kept: frozenset[str]
    parameters: Mapping[int, Sql]

    def of(self, sql: Sql) -> Sql:
        """Give a value as it is written."""
        match sql:
            case Column(name) if name in self.named and name not in self.kept:
                return self.of(self.named[name])
            case Parameter(slot):
                return self.parameters.get(slot, sql)
            case _:
                return map_children(sql, self.of)


def _columns(sql: Sql) -> Iterable[str]:
    waiting = [sql]
    while waiting:
        found = waiting.pop()
        if isinstance(found, Column):
            yield found.name
        waiting.extend(children(found))


def _heights(written: Mapping[str, Sql]) -> dict[str, int]:
    """Tell for each name in which layer it can be computed; names come after what they are made of."""
    heights: dict[str, int] = {}
    for name, sql in written.items():
        heights[name] = 1 + max((heights.get(used, 0) for used in _columns(sql)), default=0)
    return heights


def _nested(
    written: Mapping[str, Sql],
    heights: Mapping[str, int],
    outputs: Sequence[tuple[str, Sql]],
    source: Table | Select,
) -> Select:
    highest = max(heights.values(), default=0)
    needed = {used for _, sql in outputs for used in _columns(sql)}
    above: list[tuple[tuple[str, Sql], ...]] = []
    for height in range(highest, 0, -1):
        here = [name for name in written if heights[name] == height and name in needed]
        passed = sorted(name for name in needed if heights.get(name, 0) < height)
        above.append((*((name, Column(name)) for name in passed), *((name, written[name]) for name in here)))
        needed = {*passed, *(used for name in here for used in _columns(written[name]))}
    query: Table | Select = source
    for columns in reversed(above):
        query = Select(columns, query, None)
    return Select(tuple(outputs), query, None)
