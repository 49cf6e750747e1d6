"""Places and money in SQL, side by side with the reference on pools that each show one rule."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from policy_engine.backends.columnar.pools import area_code, area_number
from policy_engine.backends.scalar.claims import Claim
from policy_engine.domain.dates import Month
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir import nodes as ir
from policy_engine.ir.allotment import Ground, Standing
from tests import samples
from tests.allocation import EMPTY, FEBRUARY, JANUARY, MARCH, ON, ceiling, claim, instrument, quota, rules
from tests.columnar_allocation import by_columns, by_reference, differences

LAUT, JALAN = frozenset({"laut"}), frozenset({"jalan"})
ELSEWHERE = "21.02.01.2001"
MIXED: Sequence[Claim] = (
    claim(1, 30, cost=10),
    claim(2, 20, cost=40, groups=JALAN),
    claim(3, 10, cost=10, region=ELSEWHERE, entry=FEBRUARY),
    claim(4, 40, cost=20, groups=LAUT | JALAN, months=(JANUARY, MARCH)),
    claim(5, 50, cost=10, entry=MARCH),
    claim(6, 60, cost=5, region="21.02"),
    claim(7, None, cost=10),
    claim(8, 70, cost=10, outcome=Outcome.UNDETERMINED),
    claim(9, 80, cost=10, outcome=Outcome.NOT_ELIGIBLE),
    claim(10, 90, cost=10, months=(JANUARY,)),
)
SHARE = quota(2, 1, area=ir.Area.VILLAGE)
OF_GROUP = quota(1, 2, groups=JALAN)
FLOOR = quota(1, 3, groups=JALAN, floor=True)
CASES = (
    instrument(quota(3, 1), ceiling(120, 5), allocation=rules(last=True, waiting_list=True)),
    instrument(SHARE, OF_GROUP, FLOOR, ceiling(90, 5), allocation=rules(skip=None, last=None)),
    instrument(SHARE, ceiling(90, 5), allocation=rules(skip=True, replacement=True)),
    instrument(
        quota(2, 1), ceiling(100, 5), allocation=rules(skip=True, monthly=True, months_reducible=True)
    ),
    instrument(quota(None, 1, places=(("21.02.01", 1), ("21.02.05", 3))), allocation=rules(keys=0)),
)


def test_pools_of_several_forms_are_filled_as_the_reference_fills_them() -> None:
    several = [(made, [*MIXED]) for made in CASES]
    seen: set[tuple[Standing, Ground | None]] = set()
    for (made, register), found in zip(several, by_columns(several, ON), strict=True):
        pool = by_reference(made, register, ON)
        assert list(differences(pool, found)) == []
        seen |= {(each.standing, each.ground) for each in pool.allotments}
    assert {standing for standing, _ in seen} == set(Standing)
    assert {Ground.LIMIT_REACHED, Ground.KEY_UNKNOWN, Ground.ORDER_UNSTATED, Ground.AREA_UNKNOWN} <= {
        ground for _, ground in seen
    }


YEARS = tuple(Month(JANUARY + place) for place in (0, 30, 59, 60, 61))
"""Months that take more than one word, with gaps."""
LONG = tuple(
    instrument(quota(3, 1), ceiling(100, 5), ceiling(20, 6, 2030), allocation=each, months=YEARS)
    for each in (
        rules(skip=True, monthly=True, months_reducible=True, waiting_list=True),
        rules(skip=False, monthly=True, replacement=True),
        rules(skip=True, replacement=True, months_reducible=True),
        rules(skip=None, months_reducible=True),
    )
)


def long_register() -> list[Claim]:
    """Give workers whose months lie in both words, in one of them, or end where the first ends."""
    paid = (YEARS, YEARS[:3], YEARS[2:4], YEARS[3:], YEARS[4:], YEARS[::2])
    return [
        claim(row, cost=10, months=months, entry=Month(JANUARY + 12 * (row % 6)))
        for row, months in enumerate(paid * 2)
    ]


@pytest.mark.slow
def test_months_beyond_the_sixtieth_are_filled_as_the_reference_fills_them() -> None:
    several = [(made, long_register()) for made in LONG]
    given: set[Month] = set()
    for (made, register), found in zip(several, by_columns(several, ON), strict=True):
        pool = by_reference(made, register, ON)
        assert list(differences(pool, found)) == []
        given |= {month for each in pool.allotments for month in each.months}
    assert min(given) < JANUARY + 60 <= max(given)


RELIEVED = replace(
    EMPTY,
    instruments=(
        samples.instrument(
            samples.version(
                reliefs=(
                    ir.Relief(
                        samples.place("7"),
                        frozenset({"jkk"}),
                        *(1, 2, JANUARY, MARCH, samples.YES),
                        from_participation_month=2,
                        barred_budgets=frozenset(),
                        direction=ir.Direction.DOWN,
                    ),
                )
            )
        ),
    ),
)


def test_whose_participation_has_begun_is_not_held_for_the_month_of_entry() -> None:
    """A relief from the second month of participation on: what is owed depends on the entry of the others alone."""
    register = [claim(1, participation=Month(JANUARY - 3)), claim(2), claim(3, participation=FEBRUARY)]
    several = [
        (instrument(quota(2, 1), allocation=rules(**{way: True})), register)
        for way in ("monthly", "replacement", "months_reducible")
    ]
    grounds = []
    for (made, claims), found in zip(several, by_columns(several, ON, library=RELIEVED), strict=True):
        pool = by_reference(made, claims, ON, RELIEVED)
        assert list(differences(pool, found)) == []
        grounds.append([each.ground for each in pool.allotments])
    held = [None, Ground.ENTRY_PRICED, None]
    assert grounds == [held, held, [None, None, Ground.LIMIT_REACHED]]


def test_an_area_is_the_same_as_a_number_and_as_a_code() -> None:
    for level in (1, 2, 3, 4):
        code = ".".join(["21", "02", "05", "2001"][:level])
        assert area_code(area_number("21.02.05.2001", level) or 0, level) == code
