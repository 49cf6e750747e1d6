"""Values that may be unknown, as sets of workers: truths as (is true, is false), numbers as pieces, combined.

A number is a list of pieces, each a set of workers and what the number is for them: fixed, or a function of one
fact that never falls or never rises. Whoever is in no piece has no known number.
"""

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from policy_engine.backends.boxes.diagram import EVERYBODY, NOBODY, Formula
from policy_engine.backends.boxes.space import OutsideError, Space
from policy_engine.domain.bilingual import Text
from policy_engine.ir.nodes import Comparison, Direction, Operation
from policy_engine.structure import dataclass


@dataclass(frozen=True, slots=True)
class Bit:
    """A truth: of whom it is true, of whom it is false; of the others it is unknown."""

    true: Formula
    false: Formula
    conflict: Formula = NOBODY


TRUE = Bit(EVERYBODY, NOBODY)
FALSE = Bit(NOBODY, EVERYBODY)
UNKNOWN = Bit(NOBODY, NOBODY)


@dataclass(frozen=True, slots=True)
class Add:
    """So much more."""

    amount: int


@dataclass(frozen=True, slots=True)
class Negate:
    """The same below zero."""


@dataclass(frozen=True, slots=True)
class Times:
    """A fraction of it, as a multiple of `unit` rupiah, by one floor division."""

    numerator: int
    denominator: int
    direction: Direction
    unit: int


Step: TypeAlias = Add | Negate | Times


@dataclass(frozen=True, slots=True)
class Of:
    """A number that is worked out from one fact, step by step; of no steps, the fact itself."""

    fact: str
    steps: tuple[Step, ...] = ()

    def at(self, value: int) -> int:
        """Work the number out for a value of the fact."""
        for step in self.steps:
            match step:
                case Add(amount):
                    value += amount
                case Negate():
                    value = -value
                case Times(numerator, denominator, direction, unit):
                    value = scaled(value, numerator, denominator, direction, unit)
        return value

    @property
    def rises(self) -> bool:
        """Tell whether the number never falls as the fact grows; else it never rises."""
        return sum(isinstance(step, Negate) for step in self.steps) % 2 == 0


Term: TypeAlias = int | Of


@dataclass(frozen=True, slots=True)
class Number:
    """A number, amount, date or month: disjoint pieces; unknown for whoever is in none."""

    pieces: tuple[tuple[Formula, Term], ...]
    conflict: Formula = NOBODY


@dataclass(frozen=True, slots=True)
class Coded:
    """A fact that is a code or a set of codes, by name; of a fact that no worker has, None."""

    fact: str | None


@dataclass(frozen=True, slots=True)
class Event:
    """A fact that is an event, by name."""

    fact: str


Value: TypeAlias = Bit | Number | Coded | Event


def scaled(amount: int, numerator: int, denominator: int, direction: Direction, unit: int) -> int:
    """Give `amount * numerator / denominator` as a multiple of `unit` rupiah, by one floor division."""
    product, step = amount * numerator, denominator * unit
    match direction:
        case Direction.EXACT:
            return product // denominator
        case Direction.DOWN:
            return product // step * unit
        case Direction.UP:
            return (product + (step - 1)) // step * unit
        case Direction.NEAREST:
            return (2 * product + step) // (2 * step) * unit


class Logic:
    """Kleene's connectives over the sets of a space."""

    def __init__(self, space: Space) -> None:
        self.space = space
        self.both, self.either, self.negate = space.both, space.either, space.negate

    def unknown(self, bit: Bit) -> Formula:
        """Give those of whom a truth is neither true nor false."""
        return self.both((self.negate(bit.true), self.negate(bit.false)))

    def not_(self, bit: Bit) -> Bit:
        """Give Kleene negation."""
        return Bit(bit.false, bit.true, bit.conflict)

    def all_of(self, bits: Iterable[Bit]) -> Bit:
        """Give Kleene conjunction; of nothing, true."""
        parts = tuple(bits)
        return Bit(
            self.both(p.true for p in parts),
            self.either(p.false for p in parts),
            self.either(p.conflict for p in parts),
        )

    def any_of(self, bits: Iterable[Bit]) -> Bit:
        """Give Kleene disjunction; of nothing, false."""
        parts = tuple(bits)
        return Bit(
            self.either(p.true for p in parts),
            self.both(p.false for p in parts),
            self.either(p.conflict for p in parts),
        )

    def guarded(self, condition: Formula, bit: Bit) -> Bit:
        """Give the truth where a condition holds, else false."""
        return Bit(
            self.both((condition, bit.true)),
            self.either((self.negate(condition), bit.false)),
            self.both((condition, bit.conflict)),
        )

    def choose(self, condition: Formula, then: Formula, otherwise: Formula) -> Formula:
        """Give one set where a condition holds, else the other."""
        return self.either((self.both((condition, then)), self.both((self.negate(condition), otherwise))))

    def known(self, number: Number) -> Formula:
        """Give those of whom a number is known."""
        return self.either(here for here, _ in number.pieces)

    def fixed(self, value: int) -> Number:
        """Give a number that is the same for everybody."""
        return Number(((EVERYBODY, value),))

    # Comparing

    def compare(self, comparison: Comparison, left: Number, right: Number) -> Bit:
        """Tell of whom two numbers compare so, and of whom they do not."""
        true, false = [], []
        for here, one in left.pieces:
            for there, other in right.pieces:
                among = self.both((here, there))
                if among != NOBODY:
                    holds = self._compared(comparison, one, other)
                    true.append(self.both((among, holds)))
                    false.append(self.both((among, self.negate(holds))))
        return Bit(self.either(true), self.either(false), self.either((left.conflict, right.conflict)))

    def _compared(self, comparison: Comparison, one: Term, other: Term) -> Formula:
        match comparison:
            case Comparison.AT_MOST:
                return self.not_above(one, other, 0)
            case Comparison.LESS:
                return self.not_above(one, other, -1)
            case Comparison.AT_LEAST:
                return self.not_above(other, one, 0)
            case Comparison.MORE:
                return self.not_above(other, one, -1)
            case Comparison.EQUAL:
                return self.both((self.not_above(one, other, 0), self.not_above(other, one, 0)))

    def not_above(self, one: Term, other: Term, more: int) -> Formula:
        """Give those for whom `one <= other + more`, among those of whom both are known."""
        match one, other:
            case int(), int():
                return EVERYBODY if one <= other + more else NOBODY
            case Of(), int():
                return self._bounded(one, other + more)
            case int(), Of():
                # one - more <= other, that is: not other <= one - more - 1
                return self.negate(self._bounded(other, one - more - 1))
            case Of(), Of():
                if one == other:
                    return EVERYBODY if more >= 0 else NOBODY
                raise OutsideError(Text("dua fakta dibandingkan", "two facts compared with one another"))
            case _:
                raise TypeError(one, other)

    def _bounded(self, term: Of, bound: int) -> Formula:
        """Give those for whom a number that is worked out from a fact is at most so much."""
        low, high = self.space.range_of(term.fact)
        rises = term.rises
        # The least value of the fact at which the answer turns.
        while low <= high:
            middle = (low + high) // 2
            if (term.at(middle) <= bound) == rises:
                low = middle + 1
            else:
                high = middle - 1
        first, last = self.space.range_of(term.fact)
        below = (
            NOBODY if low <= first else EVERYBODY if low > last else self.space.at_most(term.fact, low - 1)
        )
        return below if rises else self.negate(below)

    # Working out

    def arithmetic(self, operation: Operation, left: Number, right: Number) -> Number:
        """Add or subtract two numbers."""
        pieces = []
        for here, one in left.pieces:
            for there, other in right.pieces:
                among = self.both((here, there))
                if among != NOBODY:
                    pieces.append((among, _added(operation, one, other)))
        return Number(tuple(pieces), self.either((left.conflict, right.conflict)))

    def mapped(self, number: Number, step: Times) -> Number:
        """Take a fraction of a number."""
        pieces = tuple((here, _stepped(term, step)) for here, term in number.pieces)
        return Number(pieces, number.conflict)

    def within(
        self, condition: Formula, pieces: Sequence[tuple[Formula, Term]]
    ) -> list[tuple[Formula, Term]]:
        """Keep of some pieces what lies in a condition."""
        found = ((self.both((condition, here)), term) for here, term in pieces)
        return [(here, term) for here, term in found if here != NOBODY]


def _added(operation: Operation, one: Term, other: Term) -> Term:
    match operation, one, other:
        case Operation.ADD, int(), int():
            return one + other
        case Operation.SUBTRACT, int(), int():
            return one - other
        case Operation.ADD, Of(), int():
            return Of(one.fact, (*one.steps, Add(other)))
        case Operation.SUBTRACT, Of(), int():
            return Of(one.fact, (*one.steps, Add(-other)))
        case Operation.ADD, int(), Of():
            return Of(other.fact, (*other.steps, Add(one)))
        case Operation.SUBTRACT, int(), Of():
            return Of(other.fact, (*other.steps, Negate(), Add(one)))
        case _:
            raise OutsideError(Text("jumlah dua fakta", "a sum of two facts"))


def _stepped(term: Term, step: Times) -> Term:
    if isinstance(term, int):
        return scaled(term, step.numerator, step.denominator, step.direction, step.unit)
    return Of(term.fact, (*term.steps, step))
