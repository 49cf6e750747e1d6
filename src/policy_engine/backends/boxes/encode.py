"""The mirror of the reference evaluator: an expression in; of whom it is true and of whom it is false, out.

Each arm says of all workers at once what `backends.scalar.evaluate` says of one. What no box can say is refused
with `OutsideError`.
"""

from collections.abc import Callable
from dataclasses import field
from itertools import combinations, pairwise

from policy_engine.backends.boxes.diagram import EVERYBODY, NOBODY, Formula
from policy_engine.backends.boxes.logic import (
    FALSE,
    TRUE,
    UNKNOWN,
    Bit,
    Coded,
    Event,
    Logic,
    Number,
    Of,
    Term,
    Times,
    Value,
)
from policy_engine.backends.boxes.space import OutsideError, Space
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
from policy_engine.ir.classes import keys_of
from policy_engine.ir.walk import REGISTRATION_FACT
from policy_engine.structure import dataclass


@dataclass(frozen=True, slots=True)
class Scope:
    """What an expression can see: the workers, the law, the date of the decision and the contribution month."""

    logic: Logic
    on: PackedDate
    month: Month | None
    borne_by: Callable[[InstrumentId, Month | None], Bit]
    done: dict[tuple[int, Month | None], tuple[ir.Expr, Value]] = field(default_factory=dict)
    """What was encoded before, by expression and month."""

    @property
    def space(self) -> Space:
        """Give the workers."""
        return self.logic.space

    @property
    def library(self) -> ir.Library:
        """Give the law."""
        return self.logic.space.library

    def at(self, month: Month | None) -> "Scope":
        """Give the same for a contribution month; None where something is weighed once."""
        return Scope(self.logic, self.on, month, self.borne_by, self.done)


def encode(expr: ir.Expr, scope: Scope) -> Value:
    """Give the value of an expression for all workers, on one day and in one month."""
    key = (id(expr), scope.month)
    found = scope.done.get(key)
    if found is None:
        found = scope.done[key] = (expr, _encode(expr, scope))
    return found[1]


def truth(expr: ir.Expr, scope: Scope) -> Bit:
    """Give of whom an expression of type TRUTH is true and of whom it is false."""
    value = encode(expr, scope)
    if not isinstance(value, Bit):
        raise OutsideError(Text("bukan syarat ya atau tidak", "not a condition of yes or no"))
    return value


def number(expr: ir.Expr, scope: Scope) -> Number:
    """Give what an expression that is a number, amount, date or month is, and for whom."""
    value = encode(expr, scope)
    if not isinstance(value, Number):
        raise OutsideError(Text("bukan bilangan atau tanggal", "not a number or date"))
    return value


def _encode(expr: ir.Expr, scope: Scope) -> Value:
    logic = scope.logic
    match expr:
        case ir.Literal(value) if expr.type.kind is ir.Kind.TRUTH:
            return TRUE if value else FALSE
        case ir.Literal(value):
            return logic.fixed(value)
        case ir.FactRef(name):
            return _fact(name, expr.type.kind, scope)
        case ir.DayRef(day, at):
            return _day(day, at, scope)
        case ir.ParameterRef(name, key, on):
            return _parameter(name, None if key is None else encode(key, scope), number(on, scope), scope)
        case ir.Compare(comparison, left, right):
            return logic.compare(comparison, number(left, scope), number(right, scope))
        case ir.AgeCompare(comparison, birth, on, years, exact):
            return _age(comparison, number(birth, scope), number(on, scope), years, scope, exact=exact)
        case ir.Includes(subject, codes):
            return _includes(encode(subject, scope), codes, scope.space)
        case ir.WithinRegion(subject, region):
            return _within(encode(subject, scope), region, scope.space)
        case ir.Happened(event, by):
            return _happened(encode(event, scope), number(by, scope), scope)
        case ir.Not(operand):
            return logic.not_(truth(operand, scope))
        case ir.All(operands):
            return logic.all_of(truth(operand, scope) for operand in operands)
        case ir.Any(operands):
            return logic.any_of(truth(operand, scope) for operand in operands)
        case ir.Excepted(base, arms):
            return _excepted(encode(base, scope), arms, scope)
        case ir.Arithmetic(operation, left, right):
            return logic.arithmetic(operation, number(left, scope), number(right, scope))
        case ir.Scale(operand, numerator, denominator, direction, unit, _):
            return logic.mapped(number(operand, scope), Times(numerator, denominator, direction, unit))
        case ir.BandLookup(table, key, chosen):
            return _band(table, number(key, scope), logic, chosen=chosen)
        case ir.Blank():
            return UNKNOWN if expr.type.kind is ir.Kind.TRUTH else Number(())
        case ir.NotBorne(seniors):
            return logic.not_(logic.any_of(scope.borne_by(senior, scope.month) for senior in seniors))


# Facts, days and parameters


def _fact(name: str, kind: ir.Kind, scope: Scope) -> Value:
    space = scope.space
    known_of = name in space.facts
    match kind:
        case ir.Kind.TRUTH:
            if not known_of:
                return UNKNOWN
            return Bit(space.where(name, lambda c: c is True), space.where(name, lambda c: c is False))
        case ir.Kind.CODE | ir.Kind.CODE_SET | ir.Kind.REGION:
            return Coded(name if known_of else None)
        case ir.Kind.EVENT:
            return Event(name) if known_of else Coded(None)
        case _:
            return Number(((space.known(name), Of(name)),) if known_of else ())


def _day(day: ir.Day, at: int, scope: Scope) -> Number:
    space, logic = scope.space, scope.logic
    match day:
        case ir.Day.DECISION:
            return logic.fixed(scope.on)
        case ir.Day.REGISTRATION:
            fact = space.facts.get(REGISTRATION_FACT)
            if fact is None or fact.type.kind is not ir.Kind.EVENT:
                return Number(())
            not_yet = space.where(REGISTRATION_FACT, lambda cell: isinstance(cell, ir.NotHappened))
            return Number(((not_yet, scope.on), (space.happened(REGISTRATION_FACT), Of(REGISTRATION_FACT))))
        case ir.Day.MONTH_DAY:
            return Number(()) if scope.month is None else logic.fixed(nth_day(scope.month, at))


def _parameter(name: str, key: Value | None, on: Number, scope: Scope) -> Number:
    rows = next((p.values for p in scope.library.parameters if p.name == name), ())
    logic, space = scope.logic, scope.space
    if key is None:
        return Number(tuple(_in_time(rows, ("",), on, logic)), on.conflict)
    if not isinstance(key, Coded):
        raise OutsideError(Text("kunci parameter bukan kode", "the key of a parameter is no code"))
    if key.fact is None:
        return Number((), on.conflict)
    pieces: list[tuple[Formula, Term]] = []
    for code in space.classes[key.fact].codes:
        stated = _in_time(rows, keys_of(code), on, logic)
        if stated:
            here = space.where(key.fact, lambda cell, code=code: cell == code)  # type: ignore[misc]
            pieces += logic.within(here, stated)
    return Number(tuple(pieces), on.conflict)


def _in_time(
    rows: tuple[ir.DatedValue, ...], keys: tuple[str, ...], on: Number, logic: Logic
) -> list[tuple[Formula, Term]]:
    """Give the value in force on a day that may differ from worker to worker: one case each stretch of time."""
    found: list[tuple[Formula, Term]] = []
    for here, day in on.pieces:
        if isinstance(day, int):
            value = _row(rows, keys, day)
            if value is not None:
                found.append((here, value))
            continue
        mine = [row for row in rows if row.key in keys]
        turns = sorted({turn for row in mine for turn in (row.since, row.until) if turn is not None})
        for since, until in pairwise((*turns, None)) if turns else ():
            assert since is not None  # noqa: S101  only the last is None
            value = _row(rows, keys, since)
            if value is not None:
                before = EVERYBODY if until is None else logic.not_above(day, until, -1)
                found += logic.within(logic.both((logic.not_above(since, day, 0), before)), [(here, value)])
    return found


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


def _age(
    comparison: ir.Comparison, birth: Number, on: Number, years: int, scope: Scope, *, exact: bool
) -> Bit:
    logic, rule = scope.logic, scope.library.leap_rule
    true, false = [], []
    for here, born in birth.pieces:
        for there, day in on.pieces:
            among = logic.both((here, there))
            if among == NOBODY:
                continue
            holds = _aged(comparison, born, day, years, rule, scope, exact=exact)
            true.append(logic.both((among, holds)))
            false.append(logic.both((among, logic.negate(holds))))
    return Bit(logic.either(true), logic.either(false), logic.either((birth.conflict, on.conflict)))


def _aged(
    comparison: ir.Comparison, born: Term, day: Term, years: int, rule: LeapRule, scope: Scope, *, exact: bool
) -> Formula:
    logic = scope.logic

    def completed(count: int) -> Formula:
        return _completed(born, day, count, rule, scope)

    match comparison:
        case ir.Comparison.AT_LEAST:
            return completed(years)
        case ir.Comparison.AT_MOST if exact:
            if not isinstance(day, int):
                raise OutsideError(
                    Text("usia tepat pada tanggal fakta", "an exact age on a day that is a fact")
                )
            return logic.not_above(_birthday_key(day, rule) - years * YEAR_STEP, born, 0)
        case ir.Comparison.AT_MOST:
            return logic.negate(completed(years + 1))
        case ir.Comparison.MORE:
            return completed(years + 1)
        case ir.Comparison.LESS:
            return logic.negate(completed(years))
        case ir.Comparison.EQUAL:
            return logic.both((completed(years), logic.negate(completed(years + 1))))


def _completed(born: Term, day: Term, years: int, rule: LeapRule, scope: Scope) -> Formula:
    """Give those for whom `birth + years * 512` is at most the day of the test."""
    if isinstance(day, int):
        return scope.logic.not_above(born, test_key(PackedDate(day), rule) - years * YEAR_STEP, 0)
    if rule is not LeapRule.ON_1_MARCH or day.steps:
        raise OutsideError(Text("tanggal uji hasil hitungan", "a day of the test that is worked out"))
    if isinstance(born, int):
        return scope.logic.not_above(born + years * YEAR_STEP, day, 0)
    if born.steps or born.fact == day.fact:
        raise OutsideError(Text("tanggal lahir hasil hitungan", "a date of birth that is worked out"))
    return scope.space.apart(born.fact, day.fact, years * YEAR_STEP)


def _birthday_key(on: int, rule: LeapRule) -> int:
    """Give the number that is at most `birth + years * 512` through the birthday itself."""
    if rule is LeapRule.ON_28_FEBRUARY:
        return on
    year, month, day = unpack(PackedDate(on))
    moved = (month, day) == (3, 1) and not is_leap(year)
    return year * YEAR_STEP + 2 * MONTH_STEP + 29 if moved else on


def _includes(subject: Value, codes: frozenset[str], space: Space) -> Bit:
    match subject:
        case Coded(None):
            return UNKNOWN
        case Coded(str() as name):
            return Bit(*space.including(name, codes))
        case _:
            raise OutsideError(Text("bukan kode", "not a code"))


def _within(subject: Value, region: str, space: Space) -> Bit:
    match subject:
        case Coded(None):
            return UNKNOWN
        case Coded(str() as name):
            inside = space.where(name, lambda c: isinstance(c, str) and f"{c}.".startswith(f"{region}."))
            around = space.where(name, lambda c: isinstance(c, str) and f"{region}.".startswith(f"{c}."))
            return Bit(inside, space.both((space.known(name), space.negate(inside), space.negate(around))))
        case _:
            raise OutsideError(Text("bukan daerah", "not a region"))


def _happened(event: Value, by: Number, scope: Scope) -> Bit:
    match event:
        case Coded(None):
            return UNKNOWN
        case Event(name):
            pass
        case _:
            raise OutsideError(Text("bukan peristiwa", "not an event"))
    logic, space = scope.logic, scope.space
    never = space.where(name, lambda cell: isinstance(cell, ir.NotHappened))
    known = space.known(name)
    true, false = [], []
    for here, day in by.pieces:
        # Where it has not happened there is no day to compare.
        early = logic.both((space.happened(name), logic.not_above(Of(name), day, 0)))
        true.append(logic.both((known, here, early)))
        false.append(logic.both((known, here, logic.either((never, logic.negate(early))))))
    return Bit(logic.either(true), logic.either(false), by.conflict)


# Exceptions


def active(arm: ir.Arm, scope: Scope) -> Bit:
    """Tell when an exception applies: its condition holds and no exception to it applies."""
    inner = (scope.logic.not_(active(exception, scope)) for exception in arm.exceptions)
    return scope.logic.all_of((truth(arm.condition, scope), *inner))


def _excepted(base: Value, arms: tuple[ir.Arm, ...], scope: Scope) -> Value:
    weighed = [(active(arm, scope), encode(arm.value, scope)) for arm in arms]
    logic = scope.logic
    bare = logic.both(logic.negate(on.true) for on, _ in weighed)
    match base:
        case Bit():
            values = [(on, value) for on, value in weighed if isinstance(value, Bit)]
            clash = logic.either(
                logic.both(
                    (
                        one.true,
                        other.true,
                        logic.either((logic.both((a.true, b.false)), logic.both((b.true, a.false)))),
                    )
                )
                for (one, a), (other, b) in combinations(values, 2)
            )
            parts = (base, *(part for pair in values for part in pair))
            return Bit(
                logic.both(
                    (
                        _implies(bare, base.true, logic),
                        *(_implies(logic.negate(on.false), v.true, logic) for on, v in values),
                    )
                ),
                logic.both(
                    (
                        _implies(bare, base.false, logic),
                        *(_implies(logic.negate(on.false), v.false, logic) for on, v in values),
                    )
                ),
                logic.either((clash, *(part.conflict for part in parts))),
            )
        case Number():
            return _excepted_amount(
                base, bare, [(on, v) for on, v in weighed if isinstance(v, Number)], logic
            )
        case Event() | Coded():
            raise OutsideError(Text("pengecualian atas kode", "an exception to a code"))


def _implies(condition: Formula, then: Formula, logic: Logic) -> Formula:
    return logic.either((logic.negate(condition), then))


def _excepted_amount(base: Number, bare: Formula, arms: list[tuple[Bit, Number]], logic: Logic) -> Number:
    """Give the amount that all candidates agree on; of two that certainly apply and differ, a conflict."""
    clash = logic.either(
        logic.both((one.true, other.true, _differ(a, b, logic)))
        for (one, a), (other, b) in combinations(arms, 2)
    )
    candidates = [(bare, base), *((logic.negate(on.false), value) for on, value in arms)]
    pieces: list[tuple[Formula, Term]] = []
    rest = EVERYBODY
    for place, (here, value) in enumerate(candidates):
        # Of those for whom this is the first candidate: every other candidate must be known and equal.
        mine = logic.both((rest, here))
        rest = logic.both((rest, logic.negate(here)))
        for among, term in logic.within(mine, value.pieces):
            agreed = [
                _implies(there, _equals(term, theirs, logic), logic)
                for there, theirs in candidates[place + 1 :]
            ]
            pieces += logic.within(logic.both((among, logic.negate(clash), *agreed)), [(EVERYBODY, term)])
    inside = (base.conflict, *(c for on, value in arms for c in (on.conflict, value.conflict)))
    return Number(tuple(pieces), logic.either((clash, *inside)))


def _equals(term: Term, value: Number, logic: Logic) -> Formula:
    return logic.either(
        logic.both((here, logic.not_above(term, other, 0), logic.not_above(other, term, 0)))
        for here, other in value.pieces
    )


def _differ(one: Number, other: Number, logic: Logic) -> Formula:
    return logic.compare(ir.Comparison.EQUAL, one, other).false


# Money


def _band(table: ir.BandTable, key: Number, logic: Logic, *, chosen: bool) -> Number:
    pieces: list[tuple[Formula, Term]] = []
    for here, term in key.pieces:
        if chosen:
            cases: list[tuple[Formula, Term]] = [
                (logic.both((logic.not_above(term, b.row, 0), logic.not_above(b.row, term, 0))), b.amount)
                for b in table.bands
            ]
        else:
            cases = _banded(table, term, logic)
        pieces += logic.within(here, cases)
    return Number(tuple(pieces), key.conflict)


def _banded(table: ir.BandTable, key: Term, logic: Logic) -> list[tuple[Formula, Term]]:
    """Give the amounts by the last band reached, and what the gap above it settles."""
    reached = [EVERYBODY if b.low is None else logic.not_above(b.low, key, 0) for b in table.bands]
    cases: list[tuple[Formula, Term]] = []
    for place, band in enumerate(table.bands):
        last = logic.both((reached[place], *(logic.negate(r) for r in reached[place + 1 :])))
        inside = EVERYBODY if band.high is None else logic.not_above(key, band.high, 0)
        above = table.bands[place + 1 : place + 2]
        if not above or table.gap is ir.GapRule.UNDETERMINED:
            cases.append((logic.both((last, inside)), band.amount))
        elif table.gap is ir.GapRule.LOWER:
            cases.append((last, band.amount))
        else:
            cases.append((logic.both((last, inside)), band.amount))
            cases.append((logic.both((last, logic.negate(inside))), above[0].amount))
    return cases
