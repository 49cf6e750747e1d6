"""Bounds and ranges as written in; comparisons of values of one type, and of ages, out."""

from dataclasses import replace
from types import MappingProxyType

from policy_engine.diagnostics.types import AgeComputedWith, AgeWithoutTestDate, NotACondition
from policy_engine.domain.bilingual import Text
from policy_engine.domain.dates import EARLIEST, LATEST, PackedDate, add_days
from policy_engine.ir import nodes as ir
from policy_engine.semantics import days, wellknown, words
from policy_engine.semantics.scope import Scope, unresolved
from policy_engine.semantics.setting import TRUTH, Setting
from policy_engine.semantics.terms import Wanted, opposite, term, unlike
from policy_engine.syntax import ast

COMPARISON = MappingProxyType(
    {
        ast.BoundWord.AT_LEAST_QUANTITY: ir.Comparison.AT_LEAST,
        ast.BoundWord.AT_MOST_QUANTITY: ir.Comparison.AT_MOST,
        ast.BoundWord.AT_LEAST_MONEY: ir.Comparison.AT_LEAST,
        ast.BoundWord.AT_MOST_MONEY: ir.Comparison.AT_MOST,
        ast.BoundWord.AT_LEAST_DURATION: ir.Comparison.AT_LEAST,
        ast.BoundWord.AT_MOST_DURATION: ir.Comparison.AT_MOST,
        ast.BoundWord.NO_EARLIER: ir.Comparison.AT_LEAST,
        ast.BoundWord.NO_LATER: ir.Comparison.AT_MOST,
        ast.BoundWord.MINIMUM: ir.Comparison.AT_LEAST,
        ast.BoundWord.NOT_REACHED: ir.Comparison.LESS,
        ast.BoundWord.MORE_THAN: ir.Comparison.MORE,
        ast.BoundWord.LESS_THAN: ir.Comparison.LESS,
        ast.BoundWord.EQUAL: ir.Comparison.EQUAL,
    }
)

# Against whole numbers these roundings of the right side change nothing: x < r holds iff x < r rounded up.
_EXACT_ON_THE_RIGHT = MappingProxyType(
    {
        ir.Comparison.AT_LEAST: ir.Direction.UP,
        ir.Comparison.AT_MOST: ir.Direction.DOWN,
        ir.Comparison.MORE: ir.Direction.DOWN,
        ir.Comparison.LESS: ir.Direction.UP,
        ir.Comparison.EQUAL: None,
    }
)


def completed(conditions: tuple[ast.Condition, ...]) -> tuple[ast.Condition, ...]:
    """Give the bounds of a run the subject and the test date they share.

    In `usia paling rendah 18 tahun dan paling tinggi 65 tahun pada tanggal pendaftaran` the second bound has
    the subject of the first, and the first the day of the second.
    """
    done: list[ast.Condition] = []
    start = 0
    for condition in conditions:
        if isinstance(condition, ast.Bound) and condition.subject is None and done:
            before = done[-1]
            if isinstance(before, ast.Bound):
                done.append(replace(condition, subject=before.subject, on=condition.on or before.on))
                _share_day(done, start)
                continue
            if isinstance(before, ast.Within):
                done.append(replace(condition, subject=before.subject, on=condition.on or before.on))
                continue
        start = len(done)
        done.append(condition)
    return tuple(done)


def _share_day(run: list[ast.Condition], start: int) -> None:
    last = run[-1]
    on = last.on if isinstance(last, ast.Bound) else None
    for index in range(start, len(run) - 1):
        bound = run[index]
        if isinstance(bound, ast.Bound) and bound.on is None:
            run[index] = replace(bound, on=on)


def bound(scope: Scope, node: ast.Bound, setting: Setting) -> ir.Expr:
    """Give one bound as a comparison."""
    comparison = COMPARISON[node.word]
    if node.subject is None:
        sort = Text("batas tanpa pokok", "a bound of nothing")
        scope.reports.append(
            NotACondition(span=node.span, heading=setting.heading, text=node.word.value, sort=sort)
        )
        return unresolved(TRUTH, setting.citation, node.span)
    return _compared(scope, node, node.subject, comparison, node.value, node.on, setting, exact=node.exact)


def within(scope: Scope, node: ast.Within, setting: Setting) -> ir.Expr:
    """Give a range, both ends included, as two comparisons; a unit said once is of both."""
    low = _with_unit_of(node.low, node.high)
    lower = _compared(scope, node, node.subject, ir.Comparison.AT_LEAST, low, node.on, setting, exact=False)
    upper = _compared(
        scope, node, node.subject, ir.Comparison.AT_MOST, node.high, node.on, setting, exact=False
    )
    return ir.All(type=TRUTH, operands=(lower, upper), origin=node.span)


def _compared(
    scope: Scope,
    node: ast.Bound | ast.Within,
    subject: ast.Term,
    comparison: ir.Comparison,
    value: ast.Term,
    on: ast.TestDate | None,
    setting: Setting,
    *,
    exact: bool,
) -> ir.Expr:
    if isinstance(subject, ast.Age):
        return _age(scope, node, comparison, value, on, setting, exact=exact)
    inner = setting if on is None else setting.on(days.day(scope, on, setting))
    if isinstance(subject, ast.Blank):
        return scope.blank(subject, TRUTH, setting.citation)
    inexact = _EXACT_ON_THE_RIGHT[comparison]
    left = term(scope, subject, inner, Wanted(TRUTH, opposite(inexact)))
    if left is None:
        return unresolved(TRUTH, setting.citation, node.span)
    is_whole = not isinstance(left, ir.Scale)
    right = term(scope, value, inner, Wanted(left.type, inexact if is_whole else None))
    if right is None:
        return unresolved(TRUTH, setting.citation, node.span)
    if left.type.kind is ir.Kind.EVENT:
        return _event(scope, value, left, comparison, right, setting)
    if (
        left.type.kind is ir.Kind.NUMBER
        and isinstance(right, ir.Literal)
        and right.type.kind is ir.Kind.PEOPLE
    ):
        # `jumlah_tanggungan paling sedikit 3 orang`: people are counted with plain numbers.
        right = replace(right, type=left.type)
    if left.type != right.type:
        unlike(scope, value, right.type, words.of_type(left.type), setting)
        return unresolved(TRUTH, setting.citation, node.span)
    return ir.Compare(type=TRUTH, comparison=comparison, left=left, right=right, origin=node.span)


def _age(
    scope: Scope,
    node: ast.Bound | ast.Within,
    comparison: ir.Comparison,
    value: ast.Term,
    on: ast.TestDate | None,
    setting: Setting,
    *,
    exact: bool,
) -> ir.Expr:
    birth = days.need(scope, wellknown.BIRTH, node.span, setting)
    if on is None:
        report = AgeWithoutTestDate(span=node.span, heading=setting.heading)
        if report not in scope.reports:
            scope.reports.append(report)
    if isinstance(value, ast.Blank):
        return scope.blank(value, TRUTH, setting.citation)
    if not isinstance(value, ast.NumberValue):
        scope.reports.append(AgeComputedWith(span=value.span, heading=setting.heading))
        return unresolved(TRUTH, setting.citation, node.span)
    if value.unit is not ast.Unit.YEARS:
        found = term(scope, value, setting, Wanted(TRUTH))
        years = words.of_type(ir.Type(ir.Kind.YEARS))
        if found is not None:
            unlike(scope, value, found.type, years, setting)
        return unresolved(TRUTH, setting.citation, node.span)
    if birth is None or on is None:
        return unresolved(TRUTH, setting.citation, node.span)
    day = days.day(scope, on, setting)
    if exact and comparison is ir.Comparison.MORE:
        # Older than exactly n: the day of the birthday is past.
        until = ir.AgeCompare(
            type=TRUTH,
            comparison=ir.Comparison.AT_MOST,
            birth=birth,
            on=day,
            years=value.number,
            exact=True,
            origin=node.span,
        )
        return ir.Not(type=TRUTH, operand=until, origin=node.span)
    return ir.AgeCompare(
        type=TRUTH,
        comparison=comparison,
        birth=birth,
        on=day,
        years=value.number,
        exact=exact and comparison is ir.Comparison.AT_MOST,
        origin=node.span,
    )


def _event(
    scope: Scope, value: ast.Term, event: ir.Expr, comparison: ir.Comparison, day: ir.Expr, setting: Setting
) -> ir.Expr:
    if day.type.kind is not ir.Kind.DATE:
        unlike(scope, value, day.type, words.of_type(ir.Type(ir.Kind.DATE)), setting)
        return unresolved(TRUTH, setting.citation, value.span)
    if comparison is ir.Comparison.AT_MOST:
        return happened(event, day)
    ever = happened(event, days.date(LATEST))
    if comparison is ir.Comparison.MORE:
        return ir.All(type=TRUTH, operands=(ever, _not(happened(event, day))))
    if not isinstance(day, ir.Literal) or day.value <= EARLIEST:
        unlike(scope, value, day.type, Text("tanggal yang tertulis", "a written date"), setting)
        return unresolved(TRUTH, setting.citation, value.span)
    before = happened(event, days.date(add_days(PackedDate(day.value), -1)))
    match comparison:
        case ir.Comparison.LESS:
            return before
        case ir.Comparison.AT_LEAST:
            return ir.All(type=TRUTH, operands=(ever, _not(before)))
        case ir.Comparison.EQUAL:
            return ir.All(type=TRUTH, operands=(happened(event, day), _not(before)))


def happened(event: ir.Expr, by: ir.Expr) -> ir.Expr:
    """Say that an event has happened on or before a day."""
    return ir.Happened(type=TRUTH, event=event, by=by, origin=event.origin)


def _not(operand: ir.Expr) -> ir.Expr:
    return ir.Not(type=TRUTH, operand=operand, origin=operand.origin)


def _with_unit_of(low: ast.Term, high: ast.Term) -> ast.Term:
    if isinstance(low, ast.NumberValue) and isinstance(high, ast.NumberValue) and low.unit is ast.Unit.NONE:
        return replace(low, unit=high.unit)
    if isinstance(low, ast.MoneyValue) and isinstance(high, ast.MoneyValue) and not low.per_month:
        return replace(low, per_month=high.per_month)
    return low
