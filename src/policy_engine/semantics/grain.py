"""An expression in; what it reads, and what is known of its size, out."""

from math import gcd

from policy_engine.ir import nodes as ir
from policy_engine.ir.walk import descend


def of(expr: ir.Expr) -> ir.Grain:
    """Say whether a condition is weighed once or for each contribution month."""
    monthly = any(isinstance(part, ir.DayRef) and part.day is ir.Day.MONTH_DAY for part in descend(expr))
    return ir.Grain.EACH_MONTH if monthly else ir.Grain.ONCE


def divisor(expr: ir.Expr, values: dict[str, ir.Parameter] | None = None) -> int:
    """Give a number that divides every value an amount can have; 0 where it can only be nil or unknown.

    `values` are the parameters; one whose values are not given may have any.
    """
    match expr:
        case ir.Literal():
            return abs(expr.value)
        case ir.ParameterRef():
            found = (values or {}).get(expr.name)
            return 1 if found is None else gcd(*(row.value for row in found.values if row.value is not None))
        case ir.Arithmetic():
            return gcd(divisor(expr.left, values), divisor(expr.right, values))
        case ir.Scale():
            if expr.direction is not ir.Direction.EXACT:
                return expr.unit
            return divisor(expr.operand, values) * expr.numerator // expr.denominator
        case ir.BandLookup():
            return gcd(*(band.amount for band in expr.table.bands))
        case ir.Excepted():
            return gcd(divisor(expr.base, values), *(divisor(arm.value, values) for arm in expr.arms))
        case ir.Blank():
            return 0
        case (
            ir.FactRef()
            | ir.DayRef()
            | ir.Compare()
            | ir.AgeCompare()
            | ir.Includes()
            | ir.WithinRegion()
            | ir.Happened()
            | ir.Not()
            | ir.All()
            | ir.Any()
            | ir.NotBorne()
        ):
            return 1
