"""Each operator says of edge-case workers what the reference says; and a fault in any arm is seen."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, get_args

import pytest
import z3

from policy_engine.backends.scalar import evaluate as scalar
from policy_engine.backends.scalar.value import unknown
from policy_engine.backends.smt import encode as smt
from policy_engine.backends.smt import logic
from policy_engine.backends.smt.domain import make_domain, person, settle
from policy_engine.backends.smt.logic import Bit, Whole
from policy_engine.domain.dates import LeapRule
from policy_engine.ir import classes
from policy_engine.ir import nodes as ir
from policy_engine.ir.walk import descend, facts_read
from tests.unit.backends.operators import EXPRESSIONS, LIBRARY, MARCH, ON, who_differ


def differences(expressions: tuple[ir.Expr, ...], rule: LeapRule) -> Iterator[tuple[ir.Expr, Any]]:
    """Give each expression and worker of whom the solver says something else than the reference."""
    library = replace(LIBRARY, leap_rule=rule)
    for expr in expressions:
        domain = make_domain(library, (expr,))
        scope = smt.Scope(domain, ON, MARCH, lambda *_: logic.UNKNOWN)
        value = smt.encode(expr, scope)
        for worker in who_differ(facts_read(expr)):
            wanted = scalar.evaluate(expr, scalar.Scope(library, worker, ON, MARCH, lambda *_: unknown()))
            model = person(domain, worker)
            if isinstance(value, Bit):
                said: Any = (z3.is_true(settle(value.true, model)), z3.is_true(settle(value.false, model)))
                meant: Any = (wanted.known is True, wanted.known is False)
            else:
                assert isinstance(value, Whole)
                known = z3.is_true(settle(value.known, model))
                said = settle(value.value, model).as_long() if known else None
                meant = wanted.known
            conflict = z3.is_true(settle(value.conflict, model))
            if (said, conflict) != (meant, wanted.conflict):
                yield expr, worker


@pytest.mark.parametrize("rule", LeapRule)
def test_every_operator_says_what_the_reference_says(rule: LeapRule) -> None:
    assert next(differences(EXPRESSIONS, rule), None) is None


def test_every_operator_of_the_language_is_among_them() -> None:
    parts = [part for expr in EXPRESSIONS for part in descend(expr)]
    assert {type(part) for part in parts} == set(get_args(ir.Expr))
    for enumeration, found in (
        (ir.Comparison, {part.comparison for part in parts if isinstance(part, ir.Compare)}),
        (ir.Comparison, {part.comparison for part in parts if isinstance(part, ir.AgeCompare)}),
        (ir.Operation, {part.operation for part in parts if isinstance(part, ir.Arithmetic)}),
        (ir.Direction, {part.direction for part in parts if isinstance(part, ir.Scale)}),
        (ir.GapRule, {part.table.gap for part in parts if isinstance(part, ir.BandLookup)}),
        (ir.Day, {part.day for part in parts if isinstance(part, ir.DayRef)}),
    ):
        assert found == set(enumeration)


def test_thousands_of_cases_are_compared() -> None:
    cases = sum(len(list(who_differ(facts_read(expr)))) for expr in EXPRESSIONS)
    assert cases * len(LeapRule) >= 5_000


def _instead(old: Callable[..., Any], change: Callable[[Any], Any]) -> Callable[..., Any]:
    return lambda *args, **kwargs: change(old(*args, **kwargs))


_AGE, _COMPARED, _WITHIN, _SCALE = smt._age, smt.compared, smt._within, smt.scale
_ROW_OF, _ARITHMETIC, _DAY = smt._row_of, smt._arithmetic, smt._day

FAULTS: dict[str, tuple[Any, str, Callable[..., Any]]] = {
    "a comparison the wrong way": (smt, "compared", lambda _, left, right: left >= right),
    "a year too many": (smt, "YEAR_STEP", 513),  # type: ignore[dict-item]
    "the leap day forgotten": (smt, "_test_key", lambda on, _: on.value),
    "the birthday itself forgotten": (smt, "_birthday_key", lambda on, _: on.value),
    "an incomplete set taken for complete": (
        smt, "_includes", _instead(smt._includes, lambda bit: Bit(bit.true, logic.negate(bit.true))),
    ),
    "a region above taken for outside": (
        smt, "_within", _instead(smt._within, lambda bit: Bit(bit.true, logic.negate(bit.true))),
    ),
    "what has not happened taken for unknown": (
        smt, "_happened", _instead(smt._happened, lambda bit: Bit(bit.true, logic.NO)),
    ),
    "an unknown taken for false": (smt, "_told", lambda _, answer, *__: Bit(answer, logic.negate(answer))),
    "a conflict swallowed": (smt, "_differ", lambda *_: logic.NO),
    "exceptions to exceptions ignored": (smt, "active", lambda arm, scope: smt.truth(arm.condition, scope)),
    "rounding always down": (smt, "scale", lambda amount, n, d, *_: amount * n / d),
    "the gap between bands closed": (
        smt, "_row_of", lambda table, place, _: (logic.YES, z3.IntVal(table.bands[place].amount)),
    ),
    "the nearest region forgotten": (smt, "_keys", lambda code: (code.split(".")[0],)),
    "the day of a parameter forgotten": (
        smt, "_in_time", lambda rows, keys, on: Whole(on.known, z3.IntVal(smt._row(rows, keys, ON) or 0)),
    ),
    "an age one year too high": (
        smt, "_age", lambda c, b, on, years, rule, *, exact: _AGE(c, b, on, years + 1, rule, exact=exact),
    ),
    "at most taken for not yet": (
        smt, "_age", lambda c, b, on, years, rule, *, exact: _AGE(
            ir.Comparison.LESS if c is ir.Comparison.AT_MOST else c, b, on, years, rule, exact=exact
        ),
    ),
    "the exact age taken for completed years": (
        smt, "_age", lambda c, b, on, years, rule, **_: _AGE(c, b, on, years, rule, exact=False),
    ),
    "more taken for at least": (
        smt, "compared", lambda c, left, right: _COMPARED(
            ir.Comparison.AT_LEAST if c is ir.Comparison.MORE else c, left, right
        ),
    ),
    "a region by the beginning of its code, without the dot": (
        smt, "_within", lambda subject, region: _WITHIN(subject, region[:-1]),
    ),
    "the nearest rounding with halves down": (
        smt, "scale", lambda amount, n, d, direction, unit=1: (2 * amount * n + d * unit - 1) / (2 * d * unit) * unit
        if direction is ir.Direction.NEAREST else _SCALE(amount, n, d, direction, unit),
    ),
    "rounding up taken for down": (
        smt, "scale", lambda amount, n, d, direction, unit=1: _SCALE(
            amount, n, d, ir.Direction.DOWN if direction is ir.Direction.UP else direction, unit
        ),
    ),
    "the upper edge of a band left out": (
        smt, "_row_of", lambda table, place_, key: (
            logic.both((_ROW_OF(table, place_, key)[0], key != table.bands[place_].high))
            if table.bands[place_].high is not None else _ROW_OF(table, place_, key)[0],
            _ROW_OF(table, place_, key)[1],
        ),
    ),
    "the unknown half of a conjunction dropped": (
        smt, "all_of", lambda bits: Bit(
            (made := logic.all_of(list(bits))).true, logic.negate(made.true), made.conflict
        ),
    ),
    "either taken for both": (smt, "any_of", lambda bits: logic.all_of(list(bits))),
    "a negation that keeps what is false": (smt, "not_", lambda bit: Bit(bit.false, bit.false, bit.conflict)),
    "a sum taken for a difference": (
        smt, "_arithmetic", lambda _, left, right: _ARITHMETIC(ir.Operation.SUBTRACT, left, right),
    ),
    "registration taken for today": (smt, "_day", lambda _day, at, scope: _DAY(ir.Day.DECISION, at, scope)),
    "the first day of a month taken for its last": (
        smt, "_day", lambda day, at, scope: _DAY(day, 1 if day is ir.Day.MONTH_DAY else at, scope),
    ),
    "codes that differ taken for one": (classes, "_signing", lambda *_: lambda _: ((), (), (), ())),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_in_the_solver_s_reading_is_seen(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    module, name, broken = FAULTS[fault]
    monkeypatch.setattr(module, name, broken)
    assert any(next(differences(EXPRESSIONS, rule), None) is not None for rule in LeapRule)
