"""Scaling with rounding in whole numbers: an amount and a rate in, one floor division out.

The operand of a division is never negative and never overflows, by its proved range; a result that could
overflow is refused.
"""

from policy_engine.backends.columnar.bindings import Bindings
from policy_engine.backends.columnar.sql import Sign, Sql, Whole
from policy_engine.backends.columnar.value import Range
from policy_engine.ir.nodes import Direction

LARGEST = 2**63 - 1


class TooLargeError(Exception):
    """A number that may not fit into int64: the policy needs bounds on its facts before SQL may count it."""


def checked(low: int, high: int) -> Range:
    """Give a range that fits; else refuse."""
    if low < -LARGEST or high > LARGEST:
        raise TooLargeError(f"from {low} to {high}")
    return Range(low, high)


def scaled(
    bindings: Bindings,
    amount: Sql,
    within: Range,
    rate: tuple[int, int],
    direction: Direction,
    unit: int = 1,
) -> tuple[Sql, Range]:
    """Give `amount * numerator / denominator` as a multiple of `unit` rupiah, and the range of it.

    The rounding is that of `scalar.evaluate.scale`: with `step`, what lies between two results, every direction
    is `floor((amount * factor + offset) / step) * unit`.
    """
    numerator, denominator = rate
    factor, offset, step, unit = _division(numerator, denominator, direction, unit)
    low, high = (((bound * factor + offset) // step) * unit for bound in (within.low, within.high))
    found = checked(min(low, high), max(low, high))
    # floor(a / b) = floor((a + k b) / b) - k lifts what may be negative.
    least = within.low * factor + offset
    lift = max(0, -(least // step))
    if within.high * factor + offset + lift * step <= LARGEST and abs(within.low) * factor <= LARGEST:
        raised = bindings.arithmetic(
            Sign.ADD,
            bindings.arithmetic(Sign.MULTIPLY, amount, Whole(factor)),
            Whole(offset + lift * step),
        )
        whole = bindings.divide(raised, step)
        whole = bindings.arithmetic(Sign.SUBTRACT, whole, Whole(lift))
    else:
        whole = _in_parts(bindings, amount, within, factor, offset, step)
    return bindings.arithmetic(Sign.MULTIPLY, whole, Whole(unit)), found


def _division(numerator: int, denominator: int, direction: Direction, unit: int) -> tuple[int, int, int, int]:
    step = denominator * unit
    match direction:
        case Direction.EXACT:
            return numerator, 0, denominator, 1
        case Direction.DOWN:
            return numerator, 0, step, unit
        case Direction.UP:
            return numerator, step - 1, step, unit
        case Direction.NEAREST:
            return 2 * numerator, step, 2 * step, unit


def _in_parts(bindings: Bindings, amount: Sql, within: Range, factor: int, offset: int, step: int) -> Sql:
    """Divide first where the product would not fit: `a = q step + r`, so `a f / step = q f + r f / step`."""
    lift = max(0, -(within.low // step))
    checked(0, within.high + lift * step)
    checked(0, step * factor + offset)
    raised = bindings.arithmetic(Sign.ADD, amount, Whole(lift * step))
    quotient = bindings.divide(raised, step)
    rest = bindings.arithmetic(
        Sign.SUBTRACT, raised, bindings.arithmetic(Sign.MULTIPLY, quotient, Whole(step))
    )
    lowered = bindings.arithmetic(Sign.SUBTRACT, quotient, Whole(lift))
    small = bindings.divide(
        bindings.arithmetic(Sign.ADD, bindings.arithmetic(Sign.MULTIPLY, rest, Whole(factor)), Whole(offset)),
        step,
    )
    return bindings.arithmetic(Sign.ADD, bindings.arithmetic(Sign.MULTIPLY, lowered, Whole(factor)), small)
