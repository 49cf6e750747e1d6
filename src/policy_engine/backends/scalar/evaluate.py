"""The reference evaluator: an expression and a worker in; a value out, known or unknown.

Every other back end is right when it agrees with this one. Truth is strong Kleene; an absent fact is never
zero, false or a default. What a value means is written in `docs/language/semantics.md`.
"""

import operator
from collections.abc import Callable, Mapping
from types import MappingProxyType

from policy_engine.backends.scalar.value import TRUE, Value, all_of, any_of, made_of, not_, strict, unknown
from policy_engine.domain.citation import InstrumentId
from policy_engine.domain.dates import (
    MONTH_STEP,
    YEAR_STEP,
    LeapRule,
    Month,
    PackedDate,
    is_leap,
    nth_day,
    test_key,
    unpack,
)
from policy_engine.ir import nodes as ir
from policy_engine.ir.naming import blank_id
from policy_engine.ir.walk import REGISTRATION_FACT
from policy_engine.structure import dataclass


@dataclass(frozen=True, slots=True)
class Scope:
    """What an expression can see: the worker, the law, the date of the decision and the contribution month.

    `borne_by` tells whether an instrument pays for the worker (in a month).
    """

    library: ir.Library
    worker: Mapping[str, ir.FactValue]
    on: PackedDate
    month: Month | None
    borne_by: Callable[[InstrumentId, Month | None], Value]

    def at(self, month: Month | None) -> "Scope":
        """Give the same for a contribution month; None where something is weighed once."""
        return Scope(self.library, self.worker, self.on, month, self.borne_by)


def evaluate(expr: ir.Expr, scope: Scope) -> Value:
    """Give the value of an expression for one worker, day and month."""

    def run(inner: ir.Expr) -> Value:
        return evaluate(inner, scope)

    match expr:
        case ir.Literal(value):
            return Value(bool(value) if expr.type.kind is ir.Kind.TRUTH else value)
        case ir.FactRef(name):
            return _fact(name, scope)
        case ir.DayRef(day, number):
            return _day(day, number, scope)
        case ir.ParameterRef(name, key, on):
            return _parameter(name, TRUE if key is None else run(key), run(on), scope.library)
        case ir.Compare(comparison, left, right):
            return strict(_COMPARE[comparison], run(left), run(right))
        case ir.AgeCompare(comparison, birth, on, years, exact):
            return _age(comparison, run(birth), run(on), years, scope.library.leap_rule, exact=exact)
        case ir.Includes(subject, codes):
            return _includes(run(subject), codes)
        case ir.WithinRegion(subject, region):
            return _within(run(subject), region)
        case ir.Happened(event, by):
            return strict(_has_happened, run(event), run(by))
        case ir.Not(operand):
            return not_(run(operand))
        case ir.All(operands):
            return all_of(run(operand) for operand in operands)
        case ir.Any(operands):
            return any_of(run(operand) for operand in operands)
        case ir.Excepted(base, arms):
            return _excepted(run(base), arms, scope)
        case ir.Arithmetic(operation, left, right):
            return strict(_ARITHMETIC[operation], run(left), run(right))
        case ir.Scale(operand):
            return strict(_scaling(expr), run(operand))
        case ir.BandLookup(table, key, chosen):
            return _band(table, run(key), chosen=chosen)
        case ir.Blank(id):
            return unknown(id)
        case ir.NotBorne(seniors):
            return not_(any_of(scope.borne_by(senior, scope.month) for senior in seniors))


_COMPARE: Mapping[ir.Comparison, Callable[..., bool]] = MappingProxyType(
    {
        ir.Comparison.AT_LEAST: operator.ge,
        ir.Comparison.AT_MOST: operator.le,
        ir.Comparison.MORE: operator.gt,
        ir.Comparison.LESS: operator.lt,
        ir.Comparison.EQUAL: operator.eq,
    }
)

_ARITHMETIC: Mapping[ir.Operation, Callable[..., int]] = MappingProxyType(
    {ir.Operation.ADD: operator.add, ir.Operation.SUBTRACT: operator.sub}
)


# Facts, days and parameters


def _fact(name: str, scope: Scope) -> Value:
    read = frozenset((name,))
    value = scope.worker.get(name)
    return Value(value, read if value is None else frozenset(), facts=read)


def _day(day: ir.Day, number: int, scope: Scope) -> Value:
    match day:
        case ir.Day.DECISION:
            return Value(scope.on)
        case ir.Day.REGISTRATION:
            return strict(
                lambda event: scope.on if isinstance(event, ir.NotHappened) else event,
                _fact(REGISTRATION_FACT, scope),
            )
        case ir.Day.MONTH_DAY:
            # A norm weighed once never names a day of the month; the elaborator sees to it.
            return unknown() if scope.month is None else Value(nth_day(scope.month, number))


def _parameter(name: str, key: Value, on: Value, library: ir.Library) -> Value:
    if key.known is None or on.known is None:
        return made_of((key, on), None)
    keys = ("",) if key.known is True else _keys(str(key.known))
    rows = next((parameter.values for parameter in library.parameters if parameter.name == name), ())
    day = on.known
    for wanted in keys:
        found = {row.value for row in rows if row.key == wanted and _in_force(row, day)}
        if found:
            value = found.pop()
            return made_of((key, on), None if found else value, name)
    return made_of((key, on), None, name)


def _keys(code: str) -> tuple[str, ...]:
    """Give a code, then the regions it lies in, nearest first."""
    parts = code.split(".")
    return tuple(".".join(parts[:length]) for length in range(len(parts), 0, -1))


def _in_force(row: ir.DatedValue, day: ir.FactValue) -> bool:
    return isinstance(day, int) and row.since <= day and (row.until is None or day < row.until)


# Conditions


def _age(
    comparison: ir.Comparison, birth: Value, on: Value, years: int, leap_rule: LeapRule, *, exact: bool
) -> Value:
    def completed(count: int) -> Callable[[int, int], bool]:
        return lambda born, day: born + count * YEAR_STEP <= test_key(PackedDate(day), leap_rule)

    match comparison:
        case ir.Comparison.AT_LEAST:
            return strict(completed(years), birth, on)
        case ir.Comparison.AT_MOST if exact:
            return strict(
                lambda born, day: _birthday_key(PackedDate(day), leap_rule) <= born + years * YEAR_STEP,
                birth,
                on,
            )
        case ir.Comparison.AT_MOST:
            return not_(strict(completed(years + 1), birth, on))
        case ir.Comparison.MORE:
            return strict(completed(years + 1), birth, on)
        case ir.Comparison.LESS:
            return not_(strict(completed(years), birth, on))
        case ir.Comparison.EQUAL:
            return all_of(
                (strict(completed(years), birth, on), not_(strict(completed(years + 1), birth, on)))
            )


def _birthday_key(on: PackedDate, leap_rule: LeapRule) -> int:
    """Give the number that is at most `birth + years * 512` through the birthday itself.

    Whoever was born on 29 February has the birthday on 1 March of a common year under the first rule, so
    that this day must count as 29 February; under the second rule no day moves.
    """
    year, month, day = unpack(on)
    first_of_march = (month, day) == (3, 1)
    match leap_rule:
        case LeapRule.ON_1_MARCH:
            return year * YEAR_STEP + 2 * MONTH_STEP + 29 if first_of_march and not is_leap(year) else on
        case LeapRule.ON_28_FEBRUARY:
            return on


def _includes(subject: Value, codes: frozenset[str]) -> Value:
    match subject.known:
        case None:
            return subject
        case ir.CodeSet(found, complete):
            return _of_subject(subject, True if found & codes else (False if complete else None))
        case code:
            return _of_subject(subject, code in codes)


def _within(subject: Value, region: str) -> Value:
    if subject.known is None:
        return subject
    if f"{subject.known}.".startswith(f"{region}."):
        return _of_subject(subject, True)
    return _of_subject(subject, None if f"{region}.".startswith(f"{subject.known}.") else False)


def _of_subject(subject: Value, result: bool | None) -> Value:  # noqa: FBT001  the answer, not a switch
    """Give what a known code tells; where it does not say enough, the facts it was read from are missing."""
    return made_of((subject,), result, *(subject.facts if result is None else ()))


def _has_happened(event: ir.FactValue, by: int) -> bool:
    return isinstance(event, int) and event <= by


# Exceptions


def _active(arm: ir.Arm, scope: Scope) -> Value:
    """Tell whether an exception applies: its condition holds and no exception to it applies."""
    inner = (_active(exception, scope) for exception in arm.exceptions)
    applies = all_of((evaluate(arm.condition, scope), *(not_(value) for value in inner)))
    if applies.known is not True:
        return applies
    return Value(True, applies.missing, applies.conflict, applies.facts, applies.active | {arm.citation})


def _excepted(base: Value, arms: tuple[ir.Arm, ...], scope: Scope) -> Value:
    weighed = tuple((_active(arm, scope), evaluate(arm.value, scope)) for arm in arms)
    certain = tuple(value for active, value in weighed if active.known is True)
    possible = tuple((active, value) for active, value in weighed if active.known is None)
    parts = (base, *(part for pair in weighed for part in pair))
    if len({value.known for value in certain if value.known is not None}) > 1:
        return made_of((*parts, Value(None, conflict=True)), known=None)
    candidates = (*(certain or (base,)), *(value for _, value in possible))
    results = {candidate.known for candidate in candidates}
    agreed = results.pop() if len(results) == 1 else None
    unsettled = (*(active for active, _ in possible), *candidates)
    lacking = frozenset(name for value in unsettled for name in value.missing)
    whole = made_of(parts, agreed)
    return Value(
        agreed, lacking if agreed is None else frozenset(), whole.conflict, whole.facts, whole.active
    )


# Money


def scale(amount: int, numerator: int, denominator: int, direction: ir.Direction, unit: int = 1) -> int:
    """Give `amount * numerator / denominator` as a multiple of `unit` rupiah, by one floor division."""
    product, step = amount * numerator, denominator * unit
    match direction:
        case ir.Direction.EXACT:
            return product // denominator
        case ir.Direction.DOWN:
            return product // step * unit
        case ir.Direction.UP:
            return (product + step - 1) // step * unit
        case ir.Direction.NEAREST:
            return (2 * product + step) // (2 * step) * unit


def _scaling(node: ir.Scale) -> Callable[[int], int]:
    return lambda amount: scale(amount, node.numerator, node.denominator, node.direction, node.unit)


def _band(table: ir.BandTable, key: Value, *, chosen: bool) -> Value:
    if key.known is None:
        return key
    row = _chosen(table, key.known) if chosen else _row(table, key.known)
    return made_of((key,), None if row is None else row.amount, *(() if row else (blank_id(table.citation),)))


def _chosen(table: ir.BandTable, number: ir.FactValue) -> ir.Band | None:
    return next((band for band in table.bands if band.row == number), None)


def _row(table: ir.BandTable, amount: ir.FactValue) -> ir.Band | None:
    """Give the last band whose lower bound is reached, unless the amount lies above it."""
    if not isinstance(amount, int):
        return None
    reached = sum(1 for band in table.bands if band.low is None or band.low <= amount)
    if reached == 0:
        return None
    band, above = table.bands[reached - 1], table.bands[reached : reached + 1]
    if band.high is None or amount <= band.high:
        return band
    if not above:
        return None
    match table.gap:
        case ir.GapRule.LOWER:
            return band
        case ir.GapRule.UPPER:
            return above[0]
        case ir.GapRule.UNDETERMINED:
            return None
