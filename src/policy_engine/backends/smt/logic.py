"""Formulas with the constants folded away: truth values known and unknown in, the same combined out.

The only modules that speak z3 are those of this folder. A value that may be unknown is a pair: for truths
"is true" and "is false", for everything else "is known" and what it is. `conflict` tells that two exceptions
certainly apply with different results somewhere inside; it always travels.
"""

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

import z3

from policy_engine.structure import dataclass

Formula: TypeAlias = Any
"""A truth of the solver; z3 has no types of its own."""
Term: TypeAlias = Any
"""A whole number of the solver."""

YES: Formula = z3.BoolVal(True)
NO: Formula = z3.BoolVal(False)


_YES_NODE, _NO_NODE = YES.ast.value, NO.ast.value
"""z3 has one node for each constant of its one context, so that nodes tell them: thirty times faster than asking it."""


def is_yes(part: Formula) -> bool:
    """Tell whether a formula is the constant that always holds."""
    return part is YES or (isinstance(part, z3.AstRef) and part.ast.value == _YES_NODE)


def is_no(part: Formula) -> bool:
    """Tell whether a formula is the constant that never holds."""
    return part is NO or (isinstance(part, z3.AstRef) and part.ast.value == _NO_NODE)


def constant(value: bool) -> Formula:  # noqa: FBT001  the value itself
    """Give a truth value as a formula."""
    return YES if value else NO


def both(parts: Iterable[Formula]) -> Formula:
    """Say that all parts hold; of nothing, yes."""
    left = []
    for part in parts:
        if is_no(part):
            return NO
        if not is_yes(part):
            left.append(part)
    if not left:
        return YES
    return left[0] if len(left) == 1 else z3.And(left)


def either(parts: Iterable[Formula]) -> Formula:
    """Say that some part holds; of nothing, no."""
    left = []
    for part in parts:
        if is_yes(part):
            return YES
        if not is_no(part):
            left.append(part)
    if not left:
        return NO
    return left[0] if len(left) == 1 else z3.Or(left)


def negate(part: Formula) -> Formula:
    """Say that the part does not hold."""
    if is_yes(part):
        return NO
    if is_no(part):
        return YES
    return part.arg(0) if z3.is_not(part) else z3.Not(part)


def choose(condition: Formula, then: Term, otherwise: Term) -> Term:
    """Give one term where a condition holds, else the other."""
    if is_yes(condition) or then is otherwise:
        return then
    return otherwise if is_no(condition) else z3.If(condition, then, otherwise)


def count(parts: Iterable[Formula]) -> Term:
    """Count the parts that hold."""
    return total(choose(part, z3.IntVal(1), z3.IntVal(0)) for part in parts)


def total(terms: Iterable[Term]) -> Term:
    """Add terms up; of nothing, zero."""
    listed = list(terms)
    return z3.Sum(listed) if listed else z3.IntVal(0)


@dataclass(frozen=True, slots=True)
class Bit:
    """A truth: whether it is true, whether it is false; neither where it is unknown."""

    true: Formula
    false: Formula
    conflict: Formula = NO

    @property
    def unknown(self) -> Formula:
        """Say that it is neither."""
        return both((negate(self.true), negate(self.false)))


@dataclass(frozen=True, slots=True)
class Parts:
    """Year, month and day of a date."""

    year: Term
    month: Term
    day: Term


@dataclass(frozen=True, slots=True)
class Whole:
    """A number, amount, date or month, of no account where unknown; the parts of a date where they are at hand."""

    known: Formula
    value: Term
    conflict: Formula = NO
    parts: Parts | None = None


@dataclass(frozen=True, slots=True)
class Happening:
    """An event: known or not, happened or not, and when."""

    known: Formula
    happened: Formula
    day: Term
    parts: Parts


@dataclass(frozen=True, slots=True)
class Choice:
    """A code: known or not, and which of the representatives, by number."""

    known: Formula
    number: Term
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Several:
    """A set of codes: known or not, whether these are all, and for each representative whether it is one."""

    known: Formula
    complete: Formula
    members: Mapping[str, Formula]


Value: TypeAlias = Bit | Whole | Happening | Choice | Several

TRUE = Bit(YES, NO)
FALSE = Bit(NO, YES)
UNKNOWN = Bit(NO, NO)


def not_(bit: Bit) -> Bit:
    """Give Kleene negation."""
    return Bit(bit.false, bit.true, bit.conflict)


def all_of(bits: Iterable[Bit]) -> Bit:
    """Give Kleene conjunction; of nothing, true."""
    parts = tuple(bits)
    return Bit(both(p.true for p in parts), either(p.false for p in parts), either(p.conflict for p in parts))


def any_of(bits: Iterable[Bit]) -> Bit:
    """Give Kleene disjunction; of nothing, false."""
    parts = tuple(bits)
    return Bit(either(p.true for p in parts), both(p.false for p in parts), either(p.conflict for p in parts))


def guarded(condition: Formula, bit: Bit) -> Bit:
    """Give the truth where a condition holds, else false."""
    return Bit(
        both((condition, bit.true)),
        either((negate(condition), bit.false)),
        both((condition, bit.conflict)),
    )


def known(condition: Formula) -> Bit:
    """Give a truth that is never unknown."""
    return Bit(condition, negate(condition))
