"""Values known and unknown, and what strong Kleene logic makes of them: values in, a value out.

An unknown value carries the facts and blanks that would settle it; every value carries what it was read from.
"""

from collections.abc import Callable, Iterable

from policy_engine.domain.citation import Citation
from policy_engine.domain.outcomes import Truth
from policy_engine.ir.nodes import FactValue
from policy_engine.structure import dataclass

_NOTHING: frozenset[str] = frozenset()
_NO_CITATIONS: frozenset[Citation] = frozenset()


@dataclass(frozen=True, slots=True)
class Value:
    """A known value, or (None) an unknown one with the facts and blanks that would settle it.

    `conflict` tells that two exceptions certainly apply with different results somewhere inside; it always
    travels. `facts` are the facts that were read, `active` the exceptions that certainly apply.
    """

    known: FactValue | None
    missing: frozenset[str] = _NOTHING
    conflict: bool = False
    facts: frozenset[str] = _NOTHING
    active: frozenset[Citation] = _NO_CITATIONS

    @property
    def truth(self) -> Truth:
        """Give the truth value of a value of type TRUTH."""
        if self.known is None:
            return Truth.UNKNOWN
        return Truth.TRUE if self.known is True else Truth.FALSE


TRUE = Value(known=True)
FALSE = Value(known=False)


def unknown(*missing: str) -> Value:
    """Give an unknown value and what would settle it."""
    return Value(None, frozenset(missing))


def not_(value: Value) -> Value:
    """Give Kleene negation."""
    known = None if value.known is None else value.known is False
    return Value(known, value.missing, value.conflict, value.facts, value.active)


def all_of(values: Iterable[Value]) -> Value:
    """Give Kleene conjunction: false if any is false, else unknown if any is unknown; of nothing, true."""
    parts = tuple(values)
    if any(part.known is False for part in parts):
        return made_of(parts, known=False)
    unsettled = any(part.known is None for part in parts)
    return made_of(parts, known=None if unsettled else True)


def any_of(values: Iterable[Value]) -> Value:
    """Give Kleene disjunction: true if any is true, else unknown if any is unknown; of nothing, false."""
    parts = tuple(values)
    if any(part.known is True for part in parts):
        return made_of(parts, known=True)
    unsettled = any(part.known is None for part in parts)
    return made_of(parts, known=None if unsettled else False)


def made_of(parts: tuple[Value, ...], known: FactValue | None, *missing: str) -> Value:
    """Give a value made of others; where it is unknown, what its unknown parts miss would settle it."""
    return Value(
        known,
        _NOTHING.union(missing, *[part.missing for part in parts]) if known is None else _NOTHING,
        True in [part.conflict for part in parts],
        _NOTHING.union(*[part.facts for part in parts]),
        _NO_CITATIONS.union(*[part.active for part in parts]),
    )


def strict(function: Callable[..., FactValue | None], *operands: Value) -> Value:
    """Apply a function to known values; unknown where any is unknown."""
    if any(operand.known is None for operand in operands):
        return made_of(operands, None)
    return made_of(operands, function(*(operand.known for operand in operands)))
