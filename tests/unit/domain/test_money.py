"""Money is exact, reads back, and is rounded only as stated."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_engine.domain.bilingual import Language
from policy_engine.domain.money import (
    Direction,
    Rate,
    Rounding,
    format_rupiah,
    parse_rate,
    parse_rupiah,
)

LANGUAGES = st.sampled_from(Language)
FRACTIONS = st.fractions(min_value=-(10**9), max_value=10**9, max_denominator=10**6)


def test_rupiah_are_written_in_both_languages() -> None:
    assert format_rupiah(16_800, Language.ID) == "Rp16.800"
    assert format_rupiah(16_800, Language.EN) == "Rp16,800"
    assert format_rupiah(-1_500_000, Language.ID) == "-Rp1.500.000"
    assert format_rupiah(0, Language.ID) == "Rp0"


@given(st.integers(-(10**15), 10**15), LANGUAGES)
def test_rupiah_read_back(amount: int, language: Language) -> None:
    assert parse_rupiah(format_rupiah(amount, language), language) == amount


@pytest.mark.parametrize("text", ["Rp16.800", "Rp 16.800", "rp16800", "16.800", "Rp16.800,00", "Rp16.800,-"])
def test_rupiah_are_read_as_offices_write_them(text: str) -> None:
    assert parse_rupiah(text, Language.ID) == 16_800


@pytest.mark.parametrize(
    "text", ["Rp16,800", "Rp1.68", "Rp16.800,50", "Rp", "", "16.80.000", "Rp1_000", "9" * 5000]
)
def test_what_is_no_whole_amount_reads_as_none(text: str) -> None:
    assert parse_rupiah(text, Language.ID) is None


@pytest.mark.parametrize(
    ("text", "fraction"),
    [
        ("50%", Fraction(1, 2)),
        ("0,24%", Fraction(24, 10_000)),
        ("0.24%", Fraction(24, 10_000)),
        ("-1 %", Fraction(-1, 100)),
        ("100/3%", Fraction(1, 3)),
    ],
)
def test_rates_are_read_exactly(text: str, fraction: Fraction) -> None:
    assert parse_rate(text) == Rate(fraction)


@pytest.mark.parametrize("text", ["", "%", "50", "1,2,3%", "1/0%", "a%", "\u0665%", "9" * 5000 + "%"])
def test_what_is_no_rate_reads_as_none(text: str) -> None:
    assert parse_rate(text) is None


@given(st.fractions(min_value=-10, max_value=10, max_denominator=10**6), LANGUAGES)
def test_rates_read_back(fraction: Fraction, language: Language) -> None:
    assert parse_rate(Rate(fraction).format(language)) == Rate(fraction)


@pytest.mark.parametrize(
    ("fraction", "written"),
    [
        (Fraction(24, 10_000), "0,24%"),
        (Fraction(1, 2), "50%"),
        (Fraction(1, 3), "100/3%"),
        (Fraction(10), "1000%"),
    ],
)
def test_rates_are_written_as_the_law_does(fraction: Fraction, written: str) -> None:
    assert Rate(fraction).format(Language.ID) == written


def test_a_rate_of_an_amount_is_exact() -> None:
    assert Rate(Fraction(1, 3)).of(100) == Fraction(100, 3)


@pytest.mark.parametrize(
    ("direction", "expected"),
    [
        (Direction.DOWN, [0, 0, 100, 100, -100]),
        (Direction.UP, [100, 100, 100, 200, 0]),
        (Direction.HALF_UP, [0, 100, 100, 200, 0]),
        (Direction.HALF_EVEN, [0, 0, 100, 200, 0]),
    ],
)
def test_each_direction_rounds_as_it_is_named(direction: Direction, expected: list[int]) -> None:
    rounding = Rounding(100, direction)
    assert [rounding.apply(amount) for amount in (49, 50, 100, 150, -50)] == expected


@given(FRACTIONS, st.integers(1, 10_000), st.sampled_from(Direction))
def test_rounding_gives_the_multiple_beside_the_amount(
    amount: Fraction, unit: int, direction: Direction
) -> None:
    rounded = Rounding(unit, direction).apply(amount)
    assert rounded % unit == 0
    assert abs(rounded - amount) < unit
    assert Rounding(unit, direction).apply(rounded) == rounded


@given(FRACTIONS, FRACTIONS, st.integers(1, 1000), st.sampled_from(Direction))
def test_rounding_keeps_order(first: Fraction, second: Fraction, unit: int, direction: Direction) -> None:
    rounding = Rounding(unit, direction)
    assert (first <= second) <= (rounding.apply(first) <= rounding.apply(second))


@given(FRACTIONS, st.integers(1, 1000), st.sampled_from([Direction.HALF_UP, Direction.HALF_EVEN]))
def test_rounding_to_the_half_goes_to_the_nearest(amount: Fraction, unit: int, direction: Direction) -> None:
    assert abs(Rounding(unit, direction).apply(amount) - amount) * 2 <= unit


def test_a_rounding_unit_is_positive() -> None:
    with pytest.raises(ValueError, match="at least one rupiah"):
        Rounding(0, Direction.UP)
