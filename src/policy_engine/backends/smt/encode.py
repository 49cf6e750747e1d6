"""The mirror of the reference evaluator: an expression in; formulas of when it is true and when false, out.

Each arm says of all workers at once what `backends.scalar.evaluate` says of one. What cannot be said is
refused with the reason, so that a run can tell what it did not analyse.
"""

from collections.abc import Callable
from dataclasses import field
from itertools import combinations, pairwise

import z3

from policy_engine.backends.smt.domain import Domain, leap
from policy_engine.backends.smt.logic import (
    FALSE,
    NO,
    TRUE,
    UNKNOWN,
    YES,
    Bit,
    Choice,
    Formula,
    Happening,
    Parts,
    Several,
    Term,
    Value,
    Whole,
    all_of,
    any_of,
    both,
    choose,
    constant,
    either,
    negate,
    not_,
)
from policy_engine.domain.bilingual import Text
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
from policy_engine.ir.refused import NotEncodedError
from policy_engine.ir.walk import REGISTRATION_FACT
from policy_engine.structure import dataclass


@dataclass(frozen=True, slots=True)
class Scope:
    """What an expression can see: the workers, the law, the date of the decision and the contribution month."""

    domain: Domain
    on: PackedDate
    month: Month | None
    borne_by: Callable[[InstrumentId, Month | None], Bit]
    done: dict[tuple[int, Month | None], tuple[ir.Expr, Value]] = field(default_factory=dict)
    """What was encoded before, by expression and month."""

    @property
    def library(self) -> ir.Library:
        """Give the law."""
        return self.domain.library

    def at(self, month: Month | None) -> "Scope":
        """Give the same for a contribution month; None where something is weighed once."""
        return Scope(self.domain, self.on, month, self.borne_by, self.done)


def encode(expr: ir.Expr, scope: Scope) -> Value:
    """Give the value of an expression for all workers, on one day and in one month."""
    key = (id(expr), scope.month)
    found = scope.done.get(key)
    if found is None:
        found = scope.done[key] = (expr, _encode(expr, scope))
    return found[1]


def truth(expr: ir.Expr, scope: Scope) -> Bit:
    """Give when an expression of type TRUTH is true and when it is false."""
    value = encode(expr, scope)
    if not isinstance(value, Bit):
        raise NotEncodedError(Text("bukan syarat ya atau tidak", "not a condition of yes or no"))
    return value


def number(expr: ir.Expr, scope: Scope) -> Whole:
    """Give when an expression that is a number, amount, date or month is known, and what it is."""
    value = encode(expr, scope)
    if not isinstance(value, Whole):
        raise NotEncodedError(Text("bukan bilangan atau tanggal", "not a number or date"))
    return value


def _encode(expr: ir.Expr, scope: Scope) -> Value:
    match expr:
        case ir.Literal(value) if expr.type.kind is ir.Kind.TRUTH:
            return TRUE if value else FALSE
        case ir.Literal(value):
            return _fixed(value, expr.type.kind)
        case ir.FactRef(name):
            return _fact(name, expr.type.kind, scope)
        case ir.DayRef(day, at):
            return _day(day, at, scope)
        case ir.ParameterRef(name, key, on):
            return _parameter(name, None if key is None else encode(key, scope), number(on, scope), scope)
        case ir.Compare(comparison, left, right):
            return _compare(comparison, number(left, scope), number(right, scope))
        case ir.AgeCompare(comparison, birth, on, years, exact):
            rule = scope.library.leap_rule
            return _age(comparison, number(birth, scope), number(on, scope), years, rule, exact=exact)
        case ir.Includes(subject, codes):
            return _includes(encode(subject, scope), codes)
        case ir.WithinRegion(subject, region):
            return _within(encode(subject, scope), region)
        case ir.Happened(event, by):
            return _happened(encode(event, scope), number(by, scope))
        case ir.Not(operand):
            return not_(truth(operand, scope))
        case ir.All(operands):
            return all_of(truth(operand, scope) for operand in operands)
        case ir.Any(operands):
            return any_of(truth(operand, scope) for operand in operands)
        case ir.Excepted(base, arms):
            return _excepted(encode(base, scope), arms, scope)
        case ir.Arithmetic(operation, left, right):
            return _arithmetic(operation, number(left, scope), number(right, scope))
        case ir.Scale(operand, numerator, denominator, direction, unit, _):
            amount = number(operand, scope)
            return Whole(
                amount.known, scale(amount.value, numerator, denominator, direction, unit), amount.conflict
            )
        case ir.BandLookup(table, key, chosen):
            return _band(table, number(key, scope), chosen=chosen)
        case ir.Blank():
            return UNKNOWN if expr.type.kind is ir.Kind.TRUTH else Whole(NO, z3.IntVal(0))
        case ir.NotBorne(seniors):
            return not_(any_of(scope.borne_by(senior, scope.month) for senior in seniors))


# Facts, days and parameters


def _fixed(value: int, kind: ir.Kind) -> Whole:
    parts = None
    if kind is ir.Kind.DATE:
        year, month, day = unpack(PackedDate(value))
        parts = Parts(z3.IntVal(year), z3.IntVal(month), z3.IntVal(day))
    return Whole(YES, z3.IntVal(value), NO, parts)


def _fact(name: str, kind: ir.Kind, scope: Scope) -> Value:
    found = scope.domain.variables.get(name)
    if found is not None:
        return found
    # What no worker of the library can have is unknown.
    match kind:
        case ir.Kind.TRUTH:
            return UNKNOWN
        case ir.Kind.CODE | ir.Kind.CODE_SET | ir.Kind.REGION | ir.Kind.EVENT:
            return Choice(NO, z3.IntVal(0), ())
        case _:
            return Whole(NO, z3.IntVal(0))


def _day(day: ir.Day, at: int, scope: Scope) -> Whole:
    match day:
        case ir.Day.DECISION:
            return _fixed(scope.on, ir.Kind.DATE)
        case ir.Day.REGISTRATION:
            today = _fixed(scope.on, ir.Kind.DATE)
            event = scope.domain.variables.get(REGISTRATION_FACT)
            if not isinstance(event, Happening):
                return Whole(NO, today.value, NO, today.parts)
            year, month, number_ = unpack(scope.on)
            return Whole(
                event.known,
                choose(event.happened, event.day, today.value),
                NO,
                Parts(
                    choose(event.happened, event.parts.year, z3.IntVal(year)),
                    choose(event.happened, event.parts.month, z3.IntVal(month)),
                    choose(event.happened, event.parts.day, z3.IntVal(number_)),
                ),
            )
        case ir.Day.MONTH_DAY if scope.month is None:
            return Whole(NO, z3.IntVal(0))
        case ir.Day.MONTH_DAY:
            return _fixed(nth_day(scope.month, at), ir.Kind.DATE)


def _parameter(name: str, key: Value | None, on: Whole, scope: Scope) -> Whole:
    rows = next((p.values for p in scope.library.parameters if p.name == name), ())
    if key is None:
        return _in_time(rows, ("",), on)
    if not isinstance(key, Choice):
        raise NotEncodedError(Text("kunci parameter bukan kode", "the key of a parameter is no code"))
    found = Whole(NO, z3.IntVal(0), on.conflict)
    for place, code in enumerate(key.codes):
        here = key.number == place
        stated = _in_time(rows, _keys(code), on)
        found = Whole(
            choose(here, stated.known, found.known), choose(here, stated.value, found.value), on.conflict
        )
    return Whole(both((key.known, found.known)), found.value, on.conflict)


def _keys(code: str) -> tuple[str, ...]:
    """Give a code, then the regions it lies in, nearest first."""
    parts = code.split(".")
    return tuple(".".join(parts[:length]) for length in range(len(parts), 0, -1))


def _in_time(rows: tuple[ir.DatedValue, ...], keys: tuple[str, ...], on: Whole) -> Whole:
    """Give the value in force on a day that may differ from worker to worker: one case each stretch of time."""
    if z3.is_int_value(on.value):
        value = _row(rows, keys, on.value.as_long())
        return Whole(both((on.known, constant(value is not None))), z3.IntVal(value or 0), on.conflict)
    mine = [row for row in rows if row.key in keys]
    turns = sorted({turn for row in mine for turn in (row.since, row.until) if turn is not None})
    known, amount = NO, z3.IntVal(0)
    for since, until in pairwise((*turns, None)) if turns else ():
        assert since is not None  # noqa: S101  only the last is None
        value = _row(rows, keys, since)
        here = both((on.value >= since, YES if until is None else on.value < until))
        known = choose(here, constant(value is not None), known)
        amount = choose(here, z3.IntVal(value or 0), amount)
    return Whole(both((on.known, known)), amount, on.conflict)


def _row(rows: tuple[ir.DatedValue, ...], keys: tuple[str, ...], day: int) -> int | None:
    for key in keys:
        found = {
            row.value
            for row in rows
            if row.key == key and row.since <= day and (row.until is None or day < row.until)
        }
        if found:
            value = found.pop()
            return None if found else value
    return None


# Conditions


def _told(known: Formula, answer: Formula, conflict: Formula = NO) -> Bit:
    """Give the truth of an answer that is known where what it is about is."""
    return Bit(both((known, answer)), both((known, negate(answer))), conflict)


def _compare(comparison: ir.Comparison, left: Whole, right: Whole) -> Bit:
    known, conflict = both((left.known, right.known)), either((left.conflict, right.conflict))
    return _told(known, compared(comparison, left.value, right.value), conflict)


def compared(comparison: ir.Comparison, left: Term, right: Term) -> Formula:
    """Say that two numbers compare so."""
    match comparison:
        case ir.Comparison.AT_LEAST:
            return left >= right
        case ir.Comparison.AT_MOST:
            return left <= right
        case ir.Comparison.MORE:
            return left > right
        case ir.Comparison.LESS:
            return left < right
        case ir.Comparison.EQUAL:
            return left == right


def _age(
    comparison: ir.Comparison, birth: Whole, on: Whole, years: int, rule: LeapRule, *, exact: bool
) -> Bit:
    def completed(count: int) -> Formula:
        return birth.value + count * YEAR_STEP <= _test_key(on, rule)

    answer = completed(years)
    match comparison:
        case ir.Comparison.AT_LEAST:
            pass
        case ir.Comparison.AT_MOST if exact:
            answer = _birthday_key(on, rule) <= birth.value + years * YEAR_STEP
        case ir.Comparison.AT_MOST:
            answer = z3.Not(completed(years + 1))
        case ir.Comparison.MORE:
            answer = completed(years + 1)
        case ir.Comparison.LESS:
            answer = z3.Not(answer)
        case ir.Comparison.EQUAL:
            answer = z3.And(answer, z3.Not(completed(years + 1)))
    return _told(both((birth.known, on.known)), answer, either((birth.conflict, on.conflict)))


def _test_key(on: Whole, rule: LeapRule) -> Term:
    """Give the number to compare with `birth + years * 512`, as `domain.dates.test_key` does."""
    match rule:
        case LeapRule.ON_1_MARCH:
            return on.value
        case LeapRule.ON_28_FEBRUARY if z3.is_int_value(on.value):
            return z3.IntVal(test_key(PackedDate(on.value.as_long()), rule))
        case LeapRule.ON_28_FEBRUARY:
            parts = _parts(on)
            short = both((parts.month == 2, parts.day == 28, negate(leap(parts.year))))  # noqa: PLR2004
            return choose(short, on.value + 1, on.value)


def _birthday_key(on: Whole, rule: LeapRule) -> Term:
    """Give the number that is at most `birth + years * 512` through the birthday itself."""
    if rule is LeapRule.ON_28_FEBRUARY:
        return on.value
    if z3.is_int_value(on.value):
        year, month, day = unpack(PackedDate(on.value.as_long()))
        moved = (month, day) == (3, 1) and not is_leap(year)
        return z3.IntVal(year * YEAR_STEP + 2 * MONTH_STEP + 29) if moved else on.value
    parts = _parts(on)
    moved = both((parts.month == 3, parts.day == 1, negate(leap(parts.year))))  # noqa: PLR2004
    return choose(moved, parts.year * YEAR_STEP + 2 * MONTH_STEP + 29, on.value)


def _parts(day: Whole) -> Parts:
    if day.parts is None:
        raise NotEncodedError(Text("tanggal hasil hitungan", "a date that is worked out"))
    return day.parts


def _includes(subject: Value, codes: frozenset[str]) -> Bit:
    match subject:
        case Several(known, complete, members):
            found = either(member for code, member in members.items() if code in codes)
            return Bit(both((known, found)), both((known, complete, negate(found))))
        case Choice(known, at, reps):
            return _told(known, either(at == place for place, code in enumerate(reps) if code in codes))
        case Bit() | Whole() | Happening():
            raise NotEncodedError(Text("bukan kode", "not a code"))


def _within(subject: Value, region: str) -> Bit:
    if not isinstance(subject, Choice):
        raise NotEncodedError(Text("bukan daerah", "not a region"))
    inside = [n for n, code in enumerate(subject.codes) if f"{code}.".startswith(f"{region}.")]
    above = [n for n, c in enumerate(subject.codes) if n not in inside and f"{region}.".startswith(f"{c}.")]
    return Bit(
        both((subject.known, either(subject.number == n for n in inside))),
        both((subject.known, *(subject.number != n for n in (*inside, *above)))),
    )


def _happened(event: Value, by: Whole) -> Bit:
    if not isinstance(event, Happening):
        if isinstance(event, Choice) and not event.codes:
            return UNKNOWN
        raise NotEncodedError(Text("bukan peristiwa", "not an event"))
    answer = both((event.happened, event.day <= by.value))
    return _told(both((event.known, by.known)), answer, by.conflict)


# Exceptions


def active(arm: ir.Arm, scope: Scope) -> Bit:
    """Tell when an exception applies: its condition holds and no exception to it applies."""
    inner = (not_(active(exception, scope)) for exception in arm.exceptions)
    return all_of((truth(arm.condition, scope), *inner))


def _excepted(base: Value, arms: tuple[ir.Arm, ...], scope: Scope) -> Value:
    weighed = [(active(arm, scope), encode(arm.value, scope)) for arm in arms]
    bare = both(negate(on.true) for on, _ in weighed)
    match base:
        case Bit():
            values = [(on, value) for on, value in weighed if isinstance(value, Bit)]
            clash = either(
                both((one.true, other.true, either((_differ(a, b), _differ(b, a)))))
                for (one, a), (other, b) in combinations(values, 2)
            )
            parts = (base, *(part for pair in values for part in pair))
            conflict = either((clash, *(part.conflict for part in parts)))
            return Bit(
                both((_implies(bare, base.true), *(_implies(negate(on.false), v.true) for on, v in values))),
                both(
                    (_implies(bare, base.false), *(_implies(negate(on.false), v.false) for on, v in values))
                ),
                conflict,
            )
        case Whole():
            return _excepted_amount(base, bare, [(on, v) for on, v in weighed if isinstance(v, Whole)])
        case Happening() | Choice() | Several():
            raise NotEncodedError(Text("pengecualian atas kode", "an exception to a code"))


def _differ(one: Bit, other: Bit) -> Formula:
    return both((one.true, other.false))


def _implies(condition: Formula, then: Formula) -> Formula:
    return either((negate(condition), then))


def _excepted_amount(base: Whole, bare: Formula, arms: list[tuple[Bit, Whole]]) -> Whole:
    chosen = base.value
    for on, value in reversed(arms):
        chosen = choose(negate(on.false), value.value, chosen)
    chosen = choose(bare, base.value, chosen)
    agreed = both(
        (
            _implies(bare, base.known),
            *(_implies(negate(on.false), both((value.known, value.value == chosen))) for on, value in arms),
        )
    )
    clash = either(
        both((one.true, other.true, a.known, b.known, a.value != b.value))
        for (one, a), (other, b) in combinations(arms, 2)
    )
    inside = either((base.conflict, *(c for on, value in arms for c in (on.conflict, value.conflict))))
    return Whole(both((agreed, negate(clash))), chosen, either((clash, inside)))


# Money


def _arithmetic(operation: ir.Operation, left: Whole, right: Whole) -> Whole:
    known, conflict = both((left.known, right.known)), either((left.conflict, right.conflict))
    match operation:
        case ir.Operation.ADD:
            return Whole(known, left.value + right.value, conflict)
        case ir.Operation.SUBTRACT:
            return Whole(known, left.value - right.value, conflict)


def scale(amount: Term, numerator: int, denominator: int, direction: ir.Direction, unit: int = 1) -> Term:
    """Give `amount * numerator / denominator` as a multiple of `unit` rupiah, by one floor division."""
    product, step = amount * numerator, denominator * unit
    # For a positive divisor the division of the solver is floor division.
    match direction:
        case ir.Direction.EXACT:
            return product / denominator
        case ir.Direction.DOWN:
            return product / step * unit
        case ir.Direction.UP:
            return (product + (step - 1)) / step * unit
        case ir.Direction.NEAREST:
            return (2 * product + step) / (2 * step) * unit


def _band(table: ir.BandTable, key: Whole, *, chosen: bool) -> Whole:
    if chosen:
        cases = [(key.value == band.row, YES, band.amount) for band in reversed(table.bands)]
    else:
        cases = [
            (YES if band.low is None else key.value >= band.low, *_row_of(table, place, key.value))
            for place, band in enumerate(table.bands)
        ]
    known, amount = NO, z3.IntVal(0)
    for here, settled, value in cases:
        known = choose(here, settled, known)
        amount = choose(here, value if z3.is_expr(value) else z3.IntVal(value), amount)
    return Whole(both((key.known, known)), amount, key.conflict)


def _row_of(table: ir.BandTable, place: int, key: Term) -> tuple[Formula, Term]:
    """Give whether the last band reached settles the amount, and the amount."""
    band, above = table.bands[place], table.bands[place + 1 : place + 2]
    inside = YES if band.high is None else key <= band.high
    if not above:
        return inside, z3.IntVal(band.amount)
    match table.gap:
        case ir.GapRule.LOWER:
            return YES, z3.IntVal(band.amount)
        case ir.GapRule.UPPER:
            return YES, choose(inside, z3.IntVal(band.amount), z3.IntVal(above[0].amount))
        case ir.GapRule.UNDETERMINED:
            return inside, z3.IntVal(band.amount)
