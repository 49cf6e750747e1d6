"""The limits of an instrument as every back end reads them, and who pays before whom."""

from dataclasses import replace

import pytest

from policy_engine.domain.citation import InstrumentId, InstrumentKind
from policy_engine.domain.dates import pack
from policy_engine.ir import nodes as ir
from policy_engine.ir.rationing import LimitKind, area_at, is_listed, limits_of, strata, version_judged
from tests import samples
from tests.allocation import ON, ceiling, instrument, quota

NAMES = tuple(InstrumentId(InstrumentKind.PERBUP, "21.02", str(number), 2025) for number in range(1, 5))


def test_limits_are_numbered_in_the_order_they_are_tried() -> None:
    made = instrument(
        ceiling(10, 1),
        quota(5, 2),
        quota(3, 3, area=ir.Area.VILLAGE),
        quota(1, 4, groups=frozenset({"laut"}), floor=True),
    )
    limits = limits_of(made.versions[0])
    assert [limit.number for limit in limits] == [0, 1, 2, 3]
    assert [limit.kind for limit in limits] == [
        LimitKind.FLOOR,
        LimitKind.SHARE,
        LimitKind.CEILING,
        LimitKind.TOTAL,
    ]


def test_places_of_two_levels_are_two_limits_of_one_quota() -> None:
    made = instrument(quota(None, 1, places=(("21.02", 5), ("21.02.01", 2), ("21.02.05", 3))))
    wide, narrow = limits_of(made.versions[0])
    assert (wide.level, narrow.level) == (2, 3)
    assert (wide.bound("21.02"), narrow.bound("21.02.05"), narrow.bound("21.02.09")) == (5, 3, None)


@pytest.mark.parametrize(
    ("region", "listed"),
    [("21.02.01.2001", True), ("21.02.09", False), ("21.02", None), ("14", False), (None, None)],
)
def test_a_region_is_listed_may_be_or_is_not(region: str | None, listed: bool | None) -> None:
    (limit,) = limits_of(instrument(quota(None, 1, places=(("21.02.01", 2),))).versions[0])
    assert is_listed(limit, region) is listed


def test_an_area_is_known_down_to_the_level_of_the_code() -> None:
    assert [area_at("21.02.05", level) for level in (2, 3, 4)] == ["21.02", "21.02.05", None]


def paying_after(number: int, *seniors: InstrumentId) -> ir.Instrument:
    """Give an instrument that pays in so far as others do not."""
    condition = ir.NotBorne(seniors, type=samples.TRUTH) if seniors else samples.YES
    made = samples.version(since=pack(2020, 1, 1), norms=(samples.norm(condition),))
    return replace(samples.instrument(made, commences=pack(2020, 1, 1)), id=NAMES[number])


def test_each_payer_comes_after_those_it_waits_for() -> None:
    made = (
        paying_after(0, NAMES[1], NAMES[2]),
        paying_after(1, NAMES[2]),
        paying_after(2),
        paying_after(3),
    )
    assert strata(made, ON) == ((NAMES[2], NAMES[3]), (NAMES[1],), (NAMES[0],))


def test_payers_that_wait_for_one_another_are_named() -> None:
    with pytest.raises(ValueError, match="circle"):
        strata((paying_after(0, NAMES[1]), paying_after(1, NAMES[0])), ON)


def test_nobody_is_judged_before_the_commencement() -> None:
    assert version_judged(instrument(), pack(2019, 1, 1)) is None
