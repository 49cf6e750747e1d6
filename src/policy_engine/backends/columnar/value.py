"""Values known and unknown as SQL, and what strong Kleene logic makes of them: values in, a value out.

Mirrors `scalar.value`: what is known is a column whose NULL is "unknown"; what would settle it is a tree of
conditions, so that each missing fact becomes one bit under the conditions on its path.
"""

from collections.abc import Iterable

from policy_engine.backends.columnar.bindings import Bindings
from policy_engine.backends.columnar.sql import FALSE, TRUE, UNKNOWN, Sql, Truth, Whole
from policy_engine.structure import dataclass


@dataclass(frozen=True, eq=False, slots=True)
class Need:
    """Where `when` holds, these names are missing, and what the parts need."""

    when: Sql
    names: frozenset[str]
    parts: tuple["Need", ...] = ()


@dataclass(frozen=True, slots=True)
class Range:
    """The least and the most that a whole number can be."""

    low: int
    high: int


NO_RANGE = Range(0, 0)


@dataclass(frozen=True, slots=True)
class Value:
    """A value, NULL where unknown; what is needed where it is; whether exceptions are in conflict inside."""

    known: Sql
    needs: tuple[Need, ...] = ()
    conflict: Sql = FALSE
    range: Range = NO_RANGE
    """For whole numbers only."""

    @property
    def is_true(self) -> bool:
        """Tell whether the value is true for every worker."""
        return self.known == TRUE

    @property
    def is_false(self) -> bool:
        """Tell whether the value is false for every worker."""
        return self.known == FALSE


HOLDS = Value(TRUE)
FAILS = Value(FALSE)


def unknown(*names: str) -> Value:
    """Give a truth that is unknown for every worker, and what would settle it."""
    return Value(UNKNOWN, _named(TRUE, names))


def unknown_whole(*names: str) -> Value:
    """Give a number that is unknown for every worker, and what would settle it."""
    return Value(Whole(None), _named(TRUE, names))


def _named(when: Sql, names: Iterable[str]) -> tuple[Need, ...]:
    found = frozenset(names)
    return (Need(when, found),) if found else ()


@dataclass(frozen=True, slots=True)
class Logic:
    """Kleene logic over the values of one query."""

    bindings: Bindings

    def read(self, known: Sql, name: str, range: Range = NO_RANGE) -> Value:  # noqa: A002  as the field
        """Give what a fact says; where it is unknown the fact is missing."""
        return Value(known, _named(self.bindings.is_null(known), (name,)), range=range)

    def not_(self, value: Value) -> Value:
        """Give Kleene negation."""
        return Value(self.bindings.not_(value.known), value.needs, value.conflict)

    def all_of(self, values: Iterable[Value]) -> Value:
        """Give Kleene conjunction; of nothing, true."""
        parts = tuple(values)
        return self.made_of(parts, self.bindings.and_(part.known for part in parts))

    def any_of(self, values: Iterable[Value]) -> Value:
        """Give Kleene disjunction; of nothing, false."""
        parts = tuple(values)
        return self.made_of(parts, self.bindings.or_(part.known for part in parts))

    def made_of(self, parts: tuple[Value, ...], known: Sql, *names: str) -> Value:
        """Give a value made of others; where it is unknown, what its unknown parts need is needed."""
        needs = dict.fromkeys(need for part in parts for need in part.needs)
        conflict = self.bindings.or_(part.conflict for part in parts)
        return Value(known, self.under(self.bindings.is_null(known), tuple(needs), names), conflict)

    def under(self, when: Sql, parts: tuple[Need, ...], names: Iterable[str] = ()) -> tuple[Need, ...]:
        """Give needs that count only under a condition."""
        own = frozenset(names)
        if when == FALSE or not (parts or own):
            return ()
        if (when == TRUE and not own) or (not own and len(parts) == 1 and parts[0].when == when):
            return parts
        return (Need(when, own, parts),)

    def strict(self, known: Sql, operands: tuple[Value, ...], range: Range = NO_RANGE) -> Value:  # noqa: A002
        """Give a value that is unknown exactly where one of the operands is."""
        needs = tuple(dict.fromkeys(need for operand in operands for need in operand.needs))
        return Value(known, needs, self.bindings.or_(o.conflict for o in operands), range)


def literal(value: int | bool) -> Value:  # noqa: FBT001  the value itself, not a switch
    """Give a constant."""
    if isinstance(value, bool):
        return Value(Truth(value))
    return Value(Whole(value), range=Range(value, value))
