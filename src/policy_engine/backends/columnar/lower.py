"""Lowering: an expression and a contribution month in; SQL for its value, known or unknown, out.

Mirrors `scalar.evaluate`, arm by arm. Constants of the law become parameters, so that two instruments that differ
in constants alone have one query. What SQL could not do exactly is refused, never approximated.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from types import MappingProxyType
from typing import NamedTuple

from policy_engine.backends.columnar.bindings import Bindings
from policy_engine.backends.columnar.division import checked, scaled
from policy_engine.backends.columnar.layout import (
    NOT_HAPPENED,
    REGION_LEVELS,
    UNBOUNDED,
    Aspect,
    Layout,
    region_level,
    region_number,
)
from policy_engine.backends.columnar.sql import (
    FALSE,
    TRUE,
    UNKNOWN,
    Column,
    Comparator,
    Parameter,
    Sign,
    Sql,
    Truth,
    Whole,
)
from policy_engine.backends.columnar.value import (
    Logic,
    Range,
    Value,
    literal,
    unknown,
    unknown_whole,
)
from policy_engine.domain.citation import InstrumentId
from policy_engine.domain.dates import (
    LATEST,
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
from policy_engine.ir.walk import REGISTRATION_FACT, descend
from policy_engine.structure import dataclass

_DAYS = Range(0, LATEST + 1)


class NotColumnarError(Exception):
    """An expression that the elaborator never makes and SQL has no place for."""


class Lookup(NamedTuple):
    """A table of the values of one parameter, by code or by region at one level; a column for each span of time."""

    parameter: str
    fact: str
    level: int | None


def lookup_key(found: Lookup, layout: Layout) -> Column:
    """Give the column of workers that a table of a parameter is joined by."""
    if found.level is None:
        return layout.column(found.fact, Aspect.CODE)
    return layout.column(found.fact, Aspect.LEVEL, found.level)


@dataclass(frozen=True, slots=True)
class Lowering:
    """What is gathered while one instrument is lowered; it dies with the plan that is made of it."""

    library: ir.Library
    layout: Layout
    on: PackedDate
    bindings: Bindings = field(default_factory=Bindings)
    parameters: list[int] = field(default_factory=list)
    lookups: dict[Lookup, str] = field(default_factory=dict)
    _values: dict[tuple[int, Month | None, frozenset[InstrumentId]], tuple[ir.Expr, Value]] = field(
        default_factory=dict
    )
    _monthly: dict[int, bool] = field(default_factory=dict)

    @property
    def logic(self) -> Logic:
        """Give Kleene logic over the values made here."""
        return Logic(self.bindings)

    def constant(self, value: int) -> Value:
        """Give a constant of the law; each has a place of its own, whatever its value."""
        self.parameters.append(value)
        return Value(Parameter(len(self.parameters) - 1), range=Range(value, value))

    def remembered(self, expr: ir.Expr, scope: "Scope", make: Callable[[], Value]) -> Value:
        """Give the value of an expression, made once unless it differs from month to month."""
        key = (id(expr), scope.month if self._is_monthly(expr) else None, scope.deciding)
        if key not in self._values:
            # The expression is kept beside its value, so that no other can take its identity.
            self._values[key] = (expr, make())
        return self._values[key][1]

    def _is_monthly(self, expr: ir.Expr) -> bool:
        if id(expr) not in self._monthly:
            self._monthly[id(expr)] = any(
                isinstance(part, ir.NotBorne)
                or (isinstance(part, ir.DayRef) and part.day is ir.Day.MONTH_DAY)
                for part in descend(expr)
            )
        return self._monthly[id(expr)]


@dataclass(frozen=True, slots=True)
class Scope:
    """What an expression can see: the lowering, the contribution month, and who pays besides.

    `deciding` are the instruments whose decision waits for this one.
    """

    lowering: Lowering
    month: Month | None
    deciding: frozenset[InstrumentId]
    borne_by: Callable[[InstrumentId, Month | None], Value]

    def at(self, month: Month | None) -> "Scope":
        """Give the same for a contribution month; None where something is weighed once."""
        return Scope(self.lowering, month, self.deciding, self.borne_by)


def lower(expr: ir.Expr, scope: Scope) -> Value:
    """Give the value of an expression as SQL over one row of the packed table of workers."""
    return scope.lowering.remembered(expr, scope, lambda: _lower(expr, scope))


def _lower(expr: ir.Expr, scope: Scope) -> Value:
    logic = scope.lowering.logic

    def run(inner: ir.Expr) -> Value:
        return lower(inner, scope)

    match expr:
        case ir.Literal(value):
            is_truth = expr.type.kind is ir.Kind.TRUTH
            return literal(bool(value)) if is_truth else scope.lowering.constant(value)
        case ir.FactRef(name):
            return _fact(name, scope.lowering)
        case ir.DayRef():
            return _day(expr, scope, Aspect.VALUE, int)
        case ir.ParameterRef(name, key, on):
            return _parameter(name, key, run(on), scope.lowering)
        case ir.Compare(comparison, left, right):
            return _compare(_COMPARATOR[comparison], run(left), run(right), scope.lowering)
        case ir.AgeCompare():
            return _age(expr, run(expr.birth), scope)
        case ir.Includes(subject, codes):
            return _includes(_name(subject), codes, scope.lowering)
        case ir.WithinRegion(subject, region):
            return _within(_name(subject), region, scope.lowering)
        case ir.Happened(event, by):
            return _compare(Comparator.AT_MOST, run(event), run(by), scope.lowering)
        case ir.Not(operand):
            return logic.not_(run(operand))
        case ir.All(operands):
            return logic.all_of(run(operand) for operand in operands)
        case ir.Any(operands):
            return logic.any_of(run(operand) for operand in operands)
        case ir.Excepted(base, arms):
            return _excepted(run(base), arms, scope, is_truth=expr.type.kind is ir.Kind.TRUTH)
        case ir.Arithmetic(operation, left, right):
            return _arithmetic(operation, run(left), run(right), scope.lowering)
        case ir.Scale(operand, numerator, denominator, direction, unit):
            return scale(run(operand), (numerator, denominator), direction, unit, scope.lowering)
        case ir.BandLookup(table, key, chosen):
            return _band(table, run(key), scope.lowering, chosen=chosen)
        case ir.Blank(id):
            return unknown(id) if expr.type.kind is ir.Kind.TRUTH else unknown_whole(id)
        case ir.NotBorne(seniors):
            return logic.not_(logic.any_of(scope.borne_by(senior, scope.month) for senior in seniors))


_COMPARATOR: Mapping[ir.Comparison, Comparator] = MappingProxyType(
    {
        ir.Comparison.AT_LEAST: Comparator.AT_LEAST,
        ir.Comparison.AT_MOST: Comparator.AT_MOST,
        ir.Comparison.MORE: Comparator.MORE,
        ir.Comparison.LESS: Comparator.LESS,
        ir.Comparison.EQUAL: Comparator.EQUAL,
    }
)

_SIGN: Mapping[ir.Operation, Sign] = MappingProxyType(
    {ir.Operation.ADD: Sign.ADD, ir.Operation.SUBTRACT: Sign.SUBTRACT}
)


# Facts, days and parameters


def _name(subject: ir.Expr) -> str:
    if isinstance(subject, ir.FactRef):
        return subject.name
    raise NotColumnarError(f"codes and regions are those of facts, not of {type(subject).__name__}")


def _fact(name: str, lowering: Lowering) -> Value:
    logic, layout = lowering.logic, lowering.layout
    fact = layout.fact(name)
    match layout.kind(name):
        case ir.Kind.TRUTH:
            return logic.read(layout.column(name, Aspect.VALUE), name)
        case ir.Kind.DATE | ir.Kind.EVENT | ir.Kind.MONTH:
            return logic.read(layout.column(name, Aspect.VALUE), name, _DAYS)
        case (
            ir.Kind.NUMBER
            | ir.Kind.RUPIAH
            | ir.Kind.RUPIAH_PER_MONTH
            | ir.Kind.YEARS
            | ir.Kind.MONTHS
            | ir.Kind.DAYS
            | ir.Kind.PEOPLE
        ):
            low = -UNBOUNDED if fact is None or fact.low is None else fact.low
            high = UNBOUNDED if fact is None or fact.high is None else fact.high
            return logic.read(layout.column(name, Aspect.VALUE), name, checked(low, high))
        case ir.Kind.CODE:
            return logic.read(layout.column(name, Aspect.CODE), name)
        case ir.Kind.REGION:
            return logic.read(layout.column(name, Aspect.LEVEL), name)
        case ir.Kind.CODE_SET:
            return logic.read(layout.column(name, Aspect.COMPLETE), name)


def _day(day: ir.DayRef, scope: Scope, aspect: Aspect, key: Callable[[int], int]) -> Value:
    """Give a day as the number that a key makes of it; `aspect` is where the table of workers has that number."""
    lowering = scope.lowering
    match day.day:
        case ir.Day.DECISION:
            return lowering.constant(key(lowering.on))
        case ir.Day.REGISTRATION:
            happened = _fact(REGISTRATION_FACT, lowering)
            bindings = lowering.bindings
            not_yet = bindings.compare(Comparator.EQUAL, happened.known, Whole(NOT_HAPPENED))
            keyed = lowering.layout.column(REGISTRATION_FACT, aspect)
            known = bindings.case([(not_yet, lowering.constant(key(lowering.on)).known)], keyed)
            return lowering.logic.strict(known, (happened,), _DAYS)
        case ir.Day.MONTH_DAY:
            # A norm weighed once never names a day of the month; the elaborator sees to it.
            if scope.month is None:
                return Value(Whole(None))
            return lowering.constant(key(nth_day(scope.month, day.number)))


def _parameter(name: str, key: ir.Expr | None, on: Value, lowering: Lowering) -> Value:
    rows = next((p.values for p in lowering.library.parameters if p.name == name), ())
    if key is None:
        spans = [_in_force(rows, "", since) for since in spans_of(rows)]
        found = [Whole(None) if span is None else lowering.constant(span).known for span in spans]
        return _by_time(name, rows, on, (), found, lowering)
    fact = _name(key)
    looked_up = _fact(fact, lowering)
    found = [_looked_up(name, rows, fact, place, lowering) for place in range(len(spans_of(rows)))]
    return _by_time(name, rows, on, (looked_up,), found, lowering)


def _by_time(
    name: str,
    rows: Sequence[ir.DatedValue],
    on: Value,
    keys: tuple[Value, ...],
    found: Sequence[Sql],
    lowering: Lowering,
) -> Value:
    """Give the value of the span of time that a day lies in; where there is none, the parameter is missing."""
    bindings, starts = lowering.bindings, spans_of(rows)
    parts = (*keys, on)
    if is_constant(on):
        place = sum(1 for start in starts if start <= on.range.low) - 1
        known = found[place] if place >= 0 else Whole(None)
    else:
        later = [
            (bindings.compare(Comparator.AT_LEAST, on.known, Whole(start)), value)
            for start, value in reversed(list(zip(starts, found, strict=True)))
        ]
        known = bindings.case(later, Whole(None))
    amounts = [row.value for row in rows if row.value is not None]
    within = checked(min(amounts, default=0), max(amounts, default=0))
    if isinstance(known, Parameter):
        value = lowering.parameters[known.slot]
        return Value(known, range=Range(value, value))
    whole = lowering.logic.strict(known, parts)
    settled = bindings.and_(
        (bindings.is_null(known), *(bindings.not_(bindings.is_null(part.known)) for part in parts))
    )
    own = lowering.logic.under(settled, (), (name,))
    return Value(known, (*whole.needs, *own), whole.conflict, within)


def spans_of(rows: Sequence[ir.DatedValue]) -> tuple[PackedDate, ...]:
    """Give the days on which what is in force changes, ascending."""
    days = {row.since for row in rows} | {row.until for row in rows if row.until is not None}
    return tuple(sorted(days))


def _in_force(rows: Sequence[ir.DatedValue], key: str, day: PackedDate) -> int | None:
    found = values_in_force(rows, key, day)
    return found.pop() if len(found) == 1 else None


def values_in_force(rows: Sequence[ir.DatedValue], key: str, day: PackedDate) -> set[int | None]:
    """Give the values for a key in force on a day; more than one are as good as none."""
    return {
        row.value
        for row in rows
        if row.key == key and row.since <= day and (row.until is None or day < row.until)
    }


def _looked_up(name: str, rows: Sequence[ir.DatedValue], fact: str, span: int, lowering: Lowering) -> Sql:
    """Give the value for the code, or for the nearest region, in one span of time; NULL where there is none."""
    bindings = lowering.bindings
    levels: tuple[int | None, ...] = (None,)
    if lowering.layout.kind(fact) is ir.Kind.REGION:
        levels = tuple(sorted({region_level(row.key) for row in rows}, reverse=True))
    tables = []
    for level in levels:
        found = Lookup(name, fact, level)
        lookup_key(found, lowering.layout)
        tables.append(lowering.lookups.setdefault(found, f"k{len(lowering.lookups)}"))
    return bindings.case(
        [
            (
                bindings.compare(Comparator.EQUAL, Column(f"{table}_h{span}"), Whole(1)),
                Column(f"{table}_v{span}"),
            )
            for table in tables
        ],
        Whole(None),
    )


def is_constant(value: Value) -> bool:
    """Tell whether a number is the same for every worker."""
    return isinstance(value.known, Parameter)


# Conditions


def _compare(comparator: Comparator, left: Value, right: Value, lowering: Lowering) -> Value:
    if is_constant(left) and is_constant(right):
        return literal(_HOLDS[comparator](left.range.low, right.range.low))
    return lowering.logic.strict(
        lowering.bindings.compare(comparator, left.known, right.known), (left, right)
    )


_HOLDS: Mapping[Comparator, Callable[[int, int], bool]] = MappingProxyType(
    {
        Comparator.EQUAL: lambda left, right: left == right,
        Comparator.UNEQUAL: lambda left, right: left != right,
        Comparator.LESS: lambda left, right: left < right,
        Comparator.AT_MOST: lambda left, right: left <= right,
        Comparator.MORE: lambda left, right: left > right,
        Comparator.AT_LEAST: lambda left, right: left >= right,
    }
)


def _age(node: ir.AgeCompare, birth: Value, scope: Scope) -> Value:
    logic = scope.lowering.logic
    match node.comparison:
        case ir.Comparison.AT_LEAST:
            return _completed(node.years, node.on, birth, scope)
        case ir.Comparison.AT_MOST if node.exact:
            return _birthday_passed(node, birth, scope)
        case ir.Comparison.AT_MOST:
            return logic.not_(_completed(node.years + 1, node.on, birth, scope))
        case ir.Comparison.MORE:
            return _completed(node.years + 1, node.on, birth, scope)
        case ir.Comparison.LESS:
            return logic.not_(_completed(node.years, node.on, birth, scope))
        case ir.Comparison.EQUAL:
            return logic.all_of(
                (
                    _completed(node.years, node.on, birth, scope),
                    logic.not_(_completed(node.years + 1, node.on, birth, scope)),
                )
            )


def _completed(years: int, on: ir.Expr, birth: Value, scope: Scope) -> Value:
    """Tell whether so many years are completed: one comparison with the latest birth that has completed them."""
    rule = scope.lowering.library.leap_rule
    day = _keyed(on, scope, Aspect.TEST_KEY, lambda number: test_key(PackedDate(number), rule))
    return _reached(Comparator.AT_MOST, birth, day, years, scope.lowering)


def _birthday_passed(node: ir.AgeCompare, birth: Value, scope: Scope) -> Value:
    """Tell whether the day is the birthday of these years at the latest."""
    rule = scope.lowering.library.leap_rule
    day = _keyed(node.on, scope, Aspect.BIRTHDAY_KEY, lambda number: birthday_key(PackedDate(number), rule))
    return _reached(Comparator.AT_LEAST, birth, day, node.years, scope.lowering)


def _reached(comparator: Comparator, birth: Value, day: Value, years: int, lowering: Lowering) -> Value:
    bindings, step = lowering.bindings, years * YEAR_STEP
    if is_constant(day):
        latest = lowering.constant(day.range.low - step)
        return _compare(comparator, birth, latest, lowering)
    earlier = bindings.arithmetic(Sign.ADD, birth.known, lowering.constant(step).known)
    return lowering.logic.strict(bindings.compare(comparator, earlier, day.known), (birth, day))


def _keyed(on: ir.Expr, scope: Scope, aspect: Aspect, key: Callable[[int], int]) -> Value:
    """Give a day as a key; where the rule moves no day, the key is the day itself."""
    if aspect is Aspect.TEST_KEY and scope.lowering.library.leap_rule is LeapRule.ON_1_MARCH:
        return lower(on, scope)
    if aspect is Aspect.BIRTHDAY_KEY and scope.lowering.library.leap_rule is LeapRule.ON_28_FEBRUARY:
        return lower(on, scope)
    match on:
        case ir.DayRef():
            return _day(on, scope, aspect, key)
        case ir.FactRef(name):
            day = _fact(name, scope.lowering)
            return scope.lowering.logic.strict(scope.lowering.layout.column(name, aspect), (day,), _DAYS)
        case _:
            day = lower(on, scope)
            if day.known == Whole(None):
                return day
            if is_constant(day):
                return scope.lowering.constant(key(day.range.low))
            raise NotColumnarError("ages are counted to a fact, a constant or a named day")


def birthday_key(on: PackedDate, leap_rule: LeapRule) -> int:
    """Give the number that is at most `birth + years * 512` through the birthday itself.

    Whoever was born on 29 February has the birthday on 1 March of a common year under the first rule, so
    that this day must count as 29 February; under the second rule no day moves.
    """
    year, month, day = unpack(on)
    match leap_rule:
        case LeapRule.ON_1_MARCH if (month, day) == (3, 1) and not is_leap(year):
            return year * YEAR_STEP + 2 * MONTH_STEP + 29
        case LeapRule.ON_1_MARCH | LeapRule.ON_28_FEBRUARY:
            return on


def _includes(name: str, codes: frozenset[str], lowering: Lowering) -> Value:
    bindings, layout = lowering.bindings, lowering.layout
    found = bindings.or_(
        bindings.compare(
            Comparator.UNEQUAL,
            bindings.bit_and(layout.column(name, Aspect.WORD, number), lowering.constant(mask).known),
            Whole(0),
        )
        for number, mask in enumerate(layout.masks(name, codes))
    )
    if layout.kind(name) is ir.Kind.CODE_SET:
        complete = layout.column(name, Aspect.COMPLETE)
        found = bindings.case([(found, TRUE), (complete, FALSE)], UNKNOWN)
    return lowering.logic.read(found, name)


def _within(name: str, region: str, lowering: Lowering) -> Value:
    """Compare at every level from the province down: a region above it agrees as far as it goes, and is unknown."""
    bindings = lowering.bindings
    numbers = [region_number(region, level) for level in range(len(REGION_LEVELS))]
    known = bindings.and_(
        bindings.compare(
            Comparator.EQUAL,
            lowering.layout.column(name, Aspect.LEVEL, level),
            lowering.constant(number).known,
        )
        for level, number in enumerate(numbers)
        if number is not None
    )
    return lowering.logic.read(known, name)


# Exceptions


def _active(arm: ir.Arm, scope: Scope) -> Value:
    """Tell whether an exception applies: its condition holds and no exception to it applies."""
    logic = scope.lowering.logic
    inner = (logic.not_(_active(exception, scope)) for exception in arm.exceptions)
    return logic.all_of((lower(arm.condition, scope), *inner))


def _excepted(base: Value, arms: tuple[ir.Arm, ...], scope: Scope, *, is_truth: bool) -> Value:
    """Give the value that every candidate agrees on: the base unless an arm is certain, and every possible arm."""
    logic, bindings = scope.lowering.logic, scope.lowering.bindings
    weighed = tuple((_active(arm, scope), lower(arm.value, scope)) for arm in arms)
    certain = tuple(bindings.holds(active.known) for active, _ in weighed)
    clash = bindings.or_(
        bindings.and_((certain[one], certain[other], bindings.holds(_differ(weighed, one, other, bindings))))
        for one in range(len(weighed))
        for other in range(one)
    )
    candidates = (
        (bindings.not_(bindings.or_(certain)), base),
        *((bindings.may_hold(active.known), value) for active, value in weighed),
    )
    known = _agreed(candidates, bindings, is_truth=is_truth)
    parts = (base, *(part for pair in weighed for part in pair))
    whole = logic.made_of(parts, known)
    actives = tuple(need for active, _ in weighed for need in active.needs)
    values = tuple(
        need
        for candidate, value in candidates
        for need in logic.under(bindings.or_((candidate, clash)), value.needs)
    )
    needs = logic.under(bindings.is_null(known), tuple(dict.fromkeys((*actives, *values))))
    within = Range(min(v.range.low for _, v in candidates), max(v.range.high for _, v in candidates))
    return Value(known, needs, bindings.or_((whole.conflict, clash)), within)


def _differ(weighed: Sequence[tuple[Value, Value]], one: int, other: int, bindings: Bindings) -> Sql:
    left, right = weighed[one][1].known, weighed[other][1].known
    if isinstance(left, Truth) and isinstance(right, Truth):
        return Truth(None if None in (left.value, right.value) else left.value != right.value)
    return bindings.compare(Comparator.UNEQUAL, left, right)


def _agreed(candidates: Sequence[tuple[Sql, Value]], bindings: Bindings, *, is_truth: bool) -> Sql:
    if is_truth:
        all_true = bindings.and_(
            bindings.or_((bindings.not_(candidate), bindings.holds(value.known)))
            for candidate, value in candidates
        )
        all_false = bindings.and_(
            bindings.or_((bindings.not_(candidate), bindings.holds(bindings.not_(value.known))))
            for candidate, value in candidates
        )
        return bindings.case([(all_true, TRUE), (all_false, FALSE)], UNKNOWN)
    first = bindings.case([(candidate, value.known) for candidate, value in candidates], Whole(None))
    agree = bindings.and_(
        bindings.or_(
            (
                bindings.not_(candidate),
                bindings.holds(bindings.compare(Comparator.EQUAL, value.known, first)),
            )
        )
        for candidate, value in candidates
    )
    return bindings.case([(agree, first)], Whole(None))


# Money


def _arithmetic(operation: ir.Operation, left: Value, right: Value, lowering: Lowering) -> Value:
    within = _range(operation, left.range, right.range)
    if is_constant(left) and is_constant(right):
        return lowering.constant(within.low)
    known = lowering.bindings.arithmetic(_SIGN[operation], left.known, right.known)
    return lowering.logic.strict(known, (left, right), within)


def _range(operation: ir.Operation, left: Range, right: Range) -> Range:
    match operation:
        case ir.Operation.ADD:
            return checked(left.low + right.low, left.high + right.high)
        case ir.Operation.SUBTRACT:
            return checked(left.low - right.high, left.high - right.low)


def scale(
    amount: Value, rate: tuple[int, int], direction: ir.Direction, unit: int, lowering: Lowering
) -> Value:
    """Give a part of an amount, rounded; of a constant, another constant."""
    known, within = scaled(lowering.bindings, amount.known, amount.range, rate, direction, unit)
    if is_constant(amount):
        return lowering.constant(within.low)
    return Value(known, amount.needs, amount.conflict, within)


def _band(table: ir.BandTable, key: Value, lowering: Lowering, *, chosen: bool) -> Value:
    """Give the amount of the last band whose lower bound is reached, unless the key lies above it."""
    bindings = lowering.bindings
    amounts = [lowering.constant(band.amount).known for band in table.bands]
    if chosen:
        rows = [
            (bindings.compare(Comparator.EQUAL, key.known, Whole(band.row)), amount)
            for band, amount in zip(table.bands, amounts, strict=True)
        ]
    else:
        rows = [_row(table, place, key, amounts, lowering) for place in range(len(table.bands) - 1, -1, -1)]
    is_unknown = bindings.is_null(key.known)
    known = bindings.case([(is_unknown, Whole(None)), *rows], Whole(None))
    open_row = bindings.and_((bindings.is_null(known), bindings.not_(is_unknown)))
    own = lowering.logic.under(open_row, (), (blank_id(table.citation),))
    prices = [band.amount for band in table.bands]
    within = checked(min(prices, default=0), max(prices, default=0))
    return Value(known, (*key.needs, *own), key.conflict, within)


def _row(
    table: ir.BandTable, place: int, key: Value, amounts: Sequence[Sql], lowering: Lowering
) -> tuple[Sql, Sql]:
    bindings, band = lowering.bindings, table.bands[place]
    reached: Sql = TRUE
    if band.low is not None:
        reached = bindings.compare(Comparator.AT_LEAST, key.known, lowering.constant(band.low).known)
    if band.high is None:
        return reached, amounts[place]
    inside = bindings.compare(Comparator.AT_MOST, key.known, lowering.constant(band.high).known)
    beyond: Sql = Whole(None)
    if place + 1 < len(table.bands):
        match table.gap:
            case ir.GapRule.LOWER:
                beyond = amounts[place]
            case ir.GapRule.UPPER:
                beyond = amounts[place + 1]
            case ir.GapRule.UNDETERMINED:
                beyond = Whole(None)
    return reached, bindings.case([(inside, amounts[place])], beyond)
