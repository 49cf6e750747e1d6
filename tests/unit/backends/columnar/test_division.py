"""Rounding is that of the reference at every multiple of a step, one before it and one after it."""

from pathlib import Path

import duckdb
import pytest

from policy_engine.backends.columnar.bindings import Bindings, layers
from policy_engine.backends.columnar.cost import charge
from policy_engine.backends.columnar.dialects import Dialect
from policy_engine.backends.columnar.division import LARGEST, TooLargeError, scaled
from policy_engine.backends.columnar.judge import judge
from policy_engine.backends.columnar.layout import Layout
from policy_engine.backends.columnar.lower import Lowering
from policy_engine.backends.columnar.printer import print_query
from policy_engine.backends.columnar.seniors import scope_of
from policy_engine.backends.columnar.sql import Column, Table
from policy_engine.backends.columnar.value import Range
from policy_engine.backends.scalar.evaluate import scale
from policy_engine.domain.dates import pack
from policy_engine.ir.nodes import Direction
from policy_engine.pipeline import compile_library
from policy_engine.workspace import open_workspace

POLICIES = Path(__file__).parents[4] / "policies"

RATES = ((1, 2), (1, 3), (24, 10_000), (57, 10_000), (2, 1), (0, 7), (1, 1), (3_700, 100))
UNITS = (1, 100, 1_000)


def _computed(
    amounts: list[int], within: Range, rate: tuple[int, int], direction: Direction, unit: int
) -> list[int]:
    bindings = Bindings()
    known, found = scaled(bindings, Column("amount"), within, rate, direction, unit)
    query = layers(bindings, (("row", Column("row")), ("scaled", known)), Table("t", (), None))
    with duckdb.connect() as connection:
        connection.execute('CREATE TABLE t ("row" BIGINT, amount BIGINT)')
        connection.executemany("INSERT INTO t VALUES (?, ?)", list(enumerate(amounts)))
        rows = connection.execute(f"{print_query(query, Dialect.DUCKDB)} ORDER BY 1").fetchall()
    results = [int(result) for _, result in rows]
    assert all(found.low <= result <= found.high for result in results)
    return results


@pytest.mark.parametrize("direction", [Direction.DOWN, Direction.UP, Direction.NEAREST])
@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("unit", UNITS)
def test_scaling_is_that_of_the_reference(rate: tuple[int, int], direction: Direction, unit: int) -> None:
    numerator, denominator = rate
    step = denominator * unit
    multiples = [step * count // max(numerator, 1) for count in range(-5, 30)]
    amounts = sorted({multiple + near for multiple in multiples for near in (-1, 0, 1)})
    within = Range(min(amounts), max(amounts))
    expected = [scale(amount, numerator, denominator, direction, unit) for amount in amounts]
    assert _computed(amounts, within, rate, direction, unit) == expected


@pytest.mark.parametrize("direction", [Direction.DOWN, Direction.UP, Direction.NEAREST])
def test_amounts_whose_product_would_not_fit_are_divided_first(direction: Direction) -> None:
    within = Range(-(10**18) + 1, 10**18 - 1)
    amounts = [within.low, -10_001, -1, 0, 1, 9_999, 10_000, 10**17 + 3, within.high]
    expected = [scale(amount, 57, 10_000, direction, 100) for amount in amounts]
    assert _computed(amounts, within, (57, 10_000), direction, 100) == expected


def test_what_may_not_fit_is_refused() -> None:
    with pytest.raises(TooLargeError):
        scaled(Bindings(), Column("amount"), Range(0, LARGEST // 2), (3, 1), Direction.DOWN)


EVERYBODY = 300_000_000
"""More than there are people in Indonesia."""


@pytest.mark.slow
def test_a_row_of_the_cost_for_everybody_sums_to_less_than_fits_under_every_policy() -> None:
    found = compile_library(open_workspace([str(POLICIES)]).sources).library
    assert found is not None
    priced = 0
    for instrument in found.instruments:
        lowering = Lowering(found, Layout(found), pack(2025, 11, 20))
        scope = scope_of(lowering, frozenset((instrument.id,)))
        charged = charge(judge(instrument, scope, routed=False), scope)
        for slot in charged.slots:
            assert max(abs(slot.within.low), abs(slot.within.high)) * EVERYBODY <= LARGEST, instrument.id.slug
            priced += slot.within.high > 0
    assert priced > 50
