"""Box algebra says of each operator and edge-case worker what the reference says; and a fault in any arm is seen."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from policy_engine.backends.boxes import encode as boxes
from policy_engine.backends.boxes import logic
from policy_engine.backends.boxes.diagram import EVERYBODY, NOBODY
from policy_engine.backends.boxes.logic import Bit, Logic, Number, Of, Value
from policy_engine.backends.boxes.space import OutsideError, Space
from policy_engine.backends.scalar import evaluate as scalar
from policy_engine.backends.scalar.value import unknown
from policy_engine.domain.dates import LeapRule
from policy_engine.ir import nodes as ir
from policy_engine.ir.walk import descend, facts_read
from tests.unit.backends.operators import EXPRESSIONS, LIBRARY, MARCH, ON, who_differ

BY_1_MARCH = LeapRule.ON_1_MARCH


def encoded(expr: ir.Expr, library: ir.Library) -> tuple[Space, Value]:
    """Give an expression as sets of workers of whom not everything is known, and the space of these."""
    space = Space(library, (expr,), ("lahir",), ON, ON)
    _encode(expr, space)
    space.lay_out(space.noted, open_=True)
    return space, _encode(expr, space)


def _encode(expr: ir.Expr, space: Space) -> Value:
    return boxes.encode(expr, boxes.Scope(Logic(space), ON, MARCH, lambda *_: logic.UNKNOWN))


def read_off(value: Value, space: Space, worker: dict[str, ir.FactValue]) -> tuple[object, bool]:
    """Give what is known of a worker (None: nothing), and whether two exceptions are in conflict."""
    match value:
        case Bit(true, false, conflict):
            said = [answer for answer, part in ((True, true), (False, false)) if space.contains(part, worker)]
        case Number(pieces, conflict):
            said = [_at(term, worker) for here, term in pieces if space.contains(here, worker)]  # type: ignore[misc]
        case _:
            raise AssertionError(value)
    assert len(said) <= 1
    return next(iter(said), None), space.contains(conflict, worker)


def _at(term: int | Of, worker: dict[str, ir.FactValue]) -> int:
    if isinstance(term, int):
        return term
    value = worker[term.fact]
    assert isinstance(value, int)
    return term.at(value)


def differences(rule: LeapRule) -> Iterator[tuple[ir.Expr, object]]:
    """Give each expression and worker of whom box algebra says something else than the reference."""
    library = replace(LIBRARY, leap_rule=rule)
    for expr in EXPRESSIONS:
        try:
            space, value = encoded(expr, library)
        except OutsideError:
            continue
        for worker in who_differ(facts_read(expr)):
            wanted = scalar.evaluate(expr, scalar.Scope(library, worker, ON, MARCH, lambda *_: unknown()))
            if read_off(value, space, worker) != (wanted.known, wanted.conflict):
                yield expr, worker


@pytest.mark.parametrize("rule", LeapRule)
def test_every_operator_says_what_the_reference_says(rule: LeapRule) -> None:
    assert next(differences(rule), None) is None


def test_only_ages_on_a_day_that_is_a_fact_are_left_to_the_solver() -> None:
    for rule in LeapRule:
        for expr in EXPRESSIONS:
            try:
                encoded(expr, replace(LIBRARY, leap_rule=rule))
            except OutsideError:
                (age,) = (part for part in descend(expr) if isinstance(part, ir.AgeCompare))
                assert age.on == ir.DayRef(ir.Day.REGISTRATION, 0, type=age.on.type)
                assert rule is not BY_1_MARCH or (age.exact and age.comparison is ir.Comparison.AT_MOST)


def _instead(old: Callable[..., Any], change: Callable[[Any], Any]) -> Callable[..., Any]:
    return lambda *args, **kwargs: change(old(*args, **kwargs))


def _for_certain(space: Space, bit: Bit) -> Bit:
    return Bit(bit.true, space.negate(bit.true), bit.conflict)


def _read_otherwise(**changed: ir.Comparison) -> Callable[..., Any]:
    """Give comparing in which some words are taken for others."""
    return lambda self, comparison, one, other: _COMPARED(
        self, changed.get(comparison.name) or comparison, one, other
    )


def _rounded_down(amount: int, numerator: int, denominator: int, _: ir.Direction, unit: int) -> int:
    return _SCALED(amount, numerator, denominator, ir.Direction.DOWN, unit)


def _halves_down(amount: int, numerator: int, denominator: int, direction: ir.Direction, unit: int) -> int:
    if direction is not ir.Direction.NEAREST:
        return _SCALED(amount, numerator, denominator, direction, unit)
    step = denominator * unit
    return (2 * amount * numerator + step - 1) // (2 * step) * unit


def _swallowing(one: Number, other: Number, among: Logic) -> int:
    del one, other, among
    return NOBODY


def _reached_is_enough(table: ir.BandTable, key: Any, among: Logic) -> object:
    return _BANDED(replace(table, gap=ir.GapRule.LOWER), key, among)


_AGED, _INCLUDES, _WITHIN, _HAPPENED = boxes._aged, boxes._includes, boxes._within, boxes._happened
_COMPARED, _SCALED, _BANDED, _DAY = Logic._compared, logic.scaled, boxes._banded, boxes._day
_ROW, _ALL_OF, _ANY_OF, _EXCEPTED = boxes._row, Logic.all_of, Logic.any_of, boxes._excepted_amount

FAULTS: dict[str, tuple[Any, str, Any]] = {
    "at most taken for less": (Logic, "_compared", _read_otherwise(AT_MOST=ir.Comparison.LESS)),
    "more taken for at least": (Logic, "_compared", _read_otherwise(MORE=ir.Comparison.AT_LEAST)),
    "a year too many": (boxes, "YEAR_STEP", 513),
    "the leap day forgotten": (boxes, "test_key", lambda on, _: on),
    "the birthday itself forgotten": (boxes, "_birthday_key", lambda on, _: on),
    "the exact age taken for completed years": (
        boxes, "_aged", lambda *asked, **_: _AGED(*asked, exact=False),
    ),
    "an incomplete set taken for complete": (
        boxes, "_includes", lambda subject, codes, space: _for_certain(space, _INCLUDES(subject, codes, space)),
    ),
    "a region above taken for outside": (
        boxes, "_within", lambda subject, region, space: _for_certain(space, _WITHIN(subject, region, space)),
    ),
    "a region by the beginning of its code, without the dot": (
        boxes, "_within", lambda subject, region, space: _WITHIN(subject, region[:-1], space),
    ),
    "what has not happened taken for unknown": (
        boxes, "_happened", lambda *asked: replace(_HAPPENED(*asked), false=NOBODY),
    ),
    "a conflict swallowed": (boxes, "_differ", _swallowing),
    "exceptions to exceptions ignored": (boxes, "active", lambda arm, scope: boxes.truth(arm.condition, scope)),
    "the candidates for an amount need not agree": (boxes, "_equals", lambda *_: EVERYBODY),
    "rounding always down": (logic, "scaled", _rounded_down),
    "the nearest rounding with halves down": (logic, "scaled", _halves_down),
    "the gap between bands closed": (boxes, "_banded", _reached_is_enough),
    "the nearest region forgotten": (boxes, "keys_of", lambda code: (code.split(".")[0],)),
    "the day of a parameter forgotten": (boxes, "_row", lambda rows, keys, _: _ROW(rows, keys, ON)),
    "the unknown half of a conjunction dropped": (
        Logic, "all_of", lambda self, bits: _for_certain(self.space, _ALL_OF(self, bits)),
    ),
    "either taken for both": (Logic, "any_of", _ALL_OF),
    "a negation that keeps what is false": (
        Logic, "not_", lambda _, bit: Bit(bit.false, bit.false, bit.conflict),
    ),
    "a sum taken for a difference": (
        logic, "_added", lambda _, one, other, old=logic._added: old(ir.Operation.SUBTRACT, one, other),
    ),
    "registration taken for today": (boxes, "_day", lambda _, at, scope: _DAY(ir.Day.DECISION, at, scope)),
    "the first day of a month taken for its last": (
        boxes, "_day", lambda day, at, scope: _DAY(day, 1 if day is ir.Day.MONTH_DAY else at, scope),
    ),
    "a number that falls taken for one that rises": (Of, "rises", property(lambda _: False)),
    "a distance of years taken for less": (
        Space, "apart", lambda self, birth, other, far, old=Space.apart: old(self, birth, other, far + 1),
    ),
}  # fmt: skip
"""What is put in place of a part of the reading as sets, by what is wrong with it."""


@pytest.mark.slow
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_in_the_reading_as_sets_is_seen(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    module, name, broken = FAULTS[fault]
    monkeypatch.setattr(module, name, broken)
    assert any(next(_seen(rule), None) is not None for rule in LeapRule)


def _seen(rule: LeapRule) -> Iterator[object]:
    """Give each difference; sets that overlap where they must not are one as well."""
    try:
        yield from differences(rule)
    except AssertionError as broken:
        yield broken
