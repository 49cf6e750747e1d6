"""Places and money given over a register, rule by rule."""

from collections.abc import Sequence

from policy_engine.backends.scalar.allocate import allocate
from policy_engine.backends.scalar.claims import Claim
from policy_engine.domain.dates import Month
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir import nodes as ir
from policy_engine.ir.allotment import Allotment, Ground, Pool, Standing
from tests.allocation import (
    EMPTY,
    FEBRUARY,
    JANUARY,
    MARCH,
    MONTHS,
    ON,
    ceiling,
    claim,
    instrument,
    quota,
    row_of,
    rules,
)

ELSEWHERE = "21.02.01.2001"


def filled(
    claims: Sequence[Claim], *limits: ir.Quota | ir.Ceiling, allocation: ir.Allocation | None = None
) -> Pool:
    return allocate(EMPTY, instrument(*limits, allocation=allocation), ON, claims)


def funded(pool: Pool) -> list[int]:
    return [allotment.row for allotment in pool.allotments if allotment.standing is Standing.FUNDED]


def of(pool: Pool, row: int) -> Allotment:
    (found,) = [allotment for allotment in pool.allotments if allotment.row == row]
    return found


def why(pool: Pool, row: int) -> tuple[Standing, Ground | None]:
    return of(pool, row).standing, of(pool, row).ground


# Order


def test_a_quota_takes_the_first_in_the_order() -> None:
    pool = filled([claim(1, 30), claim(2, 10), claim(3, 20)], quota(2))
    assert funded(pool) == [2, 3]
    assert [of(pool, row).rank for row in (1, 2, 3)] == [3, 1, 2]
    assert why(pool, 1) == (Standing.WAITING, Ground.LIMIT_REACHED)


def test_keys_are_weighed_in_the_order_of_their_letters() -> None:
    pool = filled([claim(1, 2, 1), claim(2, 1, 9), claim(3, 1, 8)], quota(1), allocation=rules(keys=2))
    assert funded(pool) == [3]


def test_an_unknown_key_comes_last_where_the_instrument_says_so() -> None:
    pool = filled([claim(1, None), claim(2, 50), claim(3, 60)], quota(2), allocation=rules(last=True))
    assert funded(pool) == [2, 3]
    assert (of(pool, 1).rank, of(pool, 1).standing) == (3, Standing.WAITING)


def test_an_unknown_key_is_held_where_the_instrument_says_so() -> None:
    pool = filled([claim(1, None), claim(2, 50)], quota(1), allocation=rules(last=False))
    assert funded(pool) == [2]
    assert why(pool, 1) == (Standing.HELD, Ground.KEY_UNKNOWN)
    assert of(pool, 1).rank is None


def test_an_unknown_key_of_which_nothing_is_said_holds_the_worker_and_nobody_else() -> None:
    pool = filled([claim(1, None), claim(2, 50), claim(3, 60)], quota(2), allocation=rules(last=None))
    assert funded(pool) == [2, 3]
    assert why(pool, 1) == (Standing.HELD, Ground.KEY_UNKNOWN)


def test_two_who_are_equal_in_every_key_are_held_and_no_order_of_records_chooses() -> None:
    claims = [claim(1, 7), claim(2, 7), claim(3, 8), claim(4, 9)]
    pool = filled(claims, quota(1))
    assert funded(pool) == [3]
    assert why(pool, 1) == why(pool, 2) == (Standing.HELD, Ground.TIED)
    assert pool == filled(claims[::-1], quota(1))


def test_where_all_fit_no_order_is_needed() -> None:
    alike = [claim(1, 7), claim(2, 7), claim(3, None)]
    assert funded(filled(alike, quota(3), ceiling(90), allocation=rules(skip=None, last=None))) == [1, 2, 3]


def test_without_an_order_those_are_held_whose_limits_have_no_room_for_all() -> None:
    claims = [claim(1), claim(2), claim(3, region=ELSEWHERE)]
    by_district = quota(None, area=ir.Area.DISTRICT, places=(("21.02.01", 1), ("21.02.05", 1)))
    pool = filled(claims, by_district, allocation=rules(keys=0))
    assert funded(pool) == [3]
    assert why(pool, 1) == why(pool, 2) == (Standing.HELD, Ground.ORDER_UNSTATED)


def test_without_an_order_nobody_is_funded_where_the_whole_has_no_room_for_all() -> None:
    pool = filled([claim(1), claim(2)], quota(1), allocation=rules(keys=0))
    assert funded(pool) == []


# What is left open


def test_a_blank_limit_holds_those_it_concerns() -> None:
    blank = quota(None, groups=frozenset({"laut"}))
    pool = filled([claim(1), claim(2, groups=frozenset({"jalan"}))], blank)
    assert funded(pool) == [2]
    assert why(pool, 1) == (Standing.HELD, Ground.LIMIT_BLANK)
    assert pool.uses[of(pool, 1).limit or 0].limit.citation == blank.citation


def test_a_blank_ceiling_holds_everybody() -> None:
    assert why(filled([claim(1)], ceiling(None)), 1) == (Standing.HELD, Ground.LIMIT_BLANK)


def test_a_blank_floor_holds_those_who_contend_only_where_places_run_out() -> None:
    floor = quota(None, groups=frozenset({"laut"}), floor=True)
    assert funded(filled([claim(1), claim(2)], floor, quota(2))) == [1, 2]
    assert why(filled([claim(1), claim(2)], floor, quota(1)), 1) == (Standing.HELD, Ground.LIMIT_BLANK)


def test_a_place_that_the_list_leaves_out_has_no_quota() -> None:
    by_district = quota(None, area=ir.Area.DISTRICT, places=(("21.02.05", 2),))
    claims = [claim(1), claim(2, region=ELSEWHERE), claim(3, region="21.02"), claim(4, region=None)]
    pool = filled(claims, by_district)
    assert funded(pool) == [1]
    assert why(pool, 2) == (Standing.HELD, Ground.AREA_UNLISTED)
    assert why(pool, 3) == why(pool, 4) == (Standing.HELD, Ground.AREA_UNKNOWN)


def test_a_quota_of_each_area_needs_the_area() -> None:
    pool = filled([claim(1), claim(2, region="21.02.05")], quota(3, area=ir.Area.VILLAGE))
    assert funded(pool) == [1]
    assert why(pool, 2) == (Standing.HELD, Ground.AREA_UNKNOWN)


def test_an_unknown_cost_is_held_under_a_ceiling_and_not_under_a_quota() -> None:
    unknown = claim(1, total=None, costs=(row_of(JANUARY, None),))
    assert why(filled([unknown], ceiling(100)), 1) == (Standing.HELD, Ground.COST_UNKNOWN)
    pool = filled([unknown], quota(1))
    assert (funded(pool), of(pool, 1).rupiah) == ([1], None)


def test_what_two_budgets_pay_together_is_held_under_a_ceiling_of_one() -> None:
    both = claim(1, budgets=("apbd", "dbh_cht"))
    assert why(filled([both], ceiling(100, budget="apbd")), 1) == (Standing.HELD, Ground.BUDGET_UNSTATED)
    assert funded(filled([both], ceiling(100))) == [1]


def test_undetermined_workers_take_no_place_and_are_told_their_rank() -> None:
    pool = filled([claim(1, 10, outcome=Outcome.UNDETERMINED), claim(2, 20), claim(3, 5)], quota(2))
    assert funded(pool) == [2, 3]
    assert (of(pool, 1).standing, of(pool, 1).rank) == (Standing.UNDETERMINED, 2)


def test_those_who_are_not_eligible_have_no_rank() -> None:
    pool = filled([claim(1, outcome=Outcome.NOT_ELIGIBLE), claim(2, outcome=Outcome.CONFLICT)], quota(2))
    assert {(a.standing, a.rank) for a in pool.allotments} == {(Standing.NOT_ELIGIBLE, None)}


# Floors, shares and the whole


def test_floors_come_before_the_order() -> None:
    floor = quota(1, number=2, groups=frozenset({"jalan"}), floor=True)
    claims = [
        claim(1),
        claim(2),
        claim(3, groups=frozenset({"jalan"})),
        claim(4, groups=frozenset({"jalan"})),
    ]
    assert funded(filled(claims, quota(2), floor)) == [1, 3]


def test_a_floor_that_is_not_met_is_a_deficit() -> None:
    floor = quota(3, area=ir.Area.VILLAGE, floor=True)
    pool = filled([claim(1), claim(2, region=ELSEWHERE), claim(3, region="21.02.05")], floor)
    assert funded(pool) == [1, 2, 3]
    assert [(use.area, use.used, use.deficit) for use in pool.uses] == [
        (ELSEWHERE, 1, 2),
        ("21.02.05.2001", 1, 2),
    ]


def test_a_share_cut_by_the_whole_is_not_given_to_another_without_replacement() -> None:
    # The second of the district costs too much; the third would fit, and the share is spent.
    share = quota(2, area=ir.Area.DISTRICT)
    claims = [claim(1, cost=10), claim(2, cost=40), claim(3, cost=10)]
    cut = filled(claims, share, ceiling(60), allocation=rules(skip=True))
    assert funded(cut) == [1]
    assert why(cut, 3) == (Standing.WAITING, Ground.LIMIT_REACHED)
    refilled = filled(claims, share, ceiling(60), allocation=rules(skip=True, replacement=True))
    assert funded(refilled) == [1, 3]


def test_a_worker_of_two_groups_counts_against_the_quota_of_each() -> None:
    laut, jalan = quota(1, groups=frozenset({"laut"})), quota(1, number=2, groups=frozenset({"jalan"}))
    claims = [claim(1, groups=frozenset({"laut", "jalan"})), claim(2, groups=frozenset({"jalan"}))]
    pool = filled(claims, laut, jalan)
    assert funded(pool) == [1]
    assert [use.used for use in pool.uses] == [1, 1]


# Ceilings


def test_strict_prefix_stops_at_the_first_who_does_not_fit() -> None:
    claims = [claim(1, cost=10), claim(2, cost=20), claim(3, cost=10)]
    pool = filled(claims, ceiling(60), allocation=rules(skip=False))
    assert funded(pool) == [1]
    assert why(pool, 2) == (Standing.WAITING, Ground.LIMIT_REACHED)
    assert why(pool, 3) == (Standing.WAITING, Ground.LIST_ENDED)


def test_skip_fill_passes_over_who_does_not_fit() -> None:
    claims = [claim(1, cost=10), claim(2, cost=20), claim(3, cost=10)]
    assert funded(filled(claims, ceiling(60), allocation=rules(skip=True))) == [1, 3]


def test_what_comes_out_alike_either_way_needs_no_rule_for_misfits() -> None:
    claims = [claim(1, cost=10), claim(2, cost=20), claim(3, cost=20), claim(4, cost=10)]
    pool = filled(claims, ceiling(60), allocation=rules(skip=None))
    assert funded(pool) == [1]
    assert why(pool, 2) == why(pool, 3) == (Standing.WAITING, Ground.LIMIT_REACHED)
    assert why(pool, 4) == (Standing.HELD, Ground.FILLING_UNSTATED)


def test_every_fiscal_year_must_fit() -> None:
    late = Month(MARCH + 10)
    claims = [claim(1, months=(MARCH, late)), claim(2, months=(MARCH,)), claim(3, months=(late,))]
    limits = (ceiling(20, year=2025), ceiling(10, number=6, year=2026))
    assert funded(filled(claims, *limits)) == [1, 2]
    pool = filled(claims, *limits)
    assert [(use.used, use.left) for use in pool.uses] == [(20, 0), (10, 0)]


def test_a_ceiling_counts_what_is_borne_from_a_public_budget() -> None:
    own = claim(1, payer=ir.Party("pekerja", None), budgets=())
    pool = filled([own, claim(2)], ceiling(30))
    assert (funded(pool), pool.uses[0].used) == ([1, 2], 30)


def test_months_are_cut_from_the_end_where_they_may_be() -> None:
    claims = [claim(1, cost=10), claim(2, cost=10), claim(3, cost=10)]
    pool = filled(claims, ceiling(50), allocation=rules(months_reducible=True))
    assert [of(pool, row).months for row in (1, 2, 3)] == [MONTHS, (JANUARY, FEBRUARY), ()]
    assert (of(pool, 2).rupiah, pool.spent) == (20, 50)


# Month by month


def test_monthly_filling_pays_from_the_month_of_registration() -> None:
    claims = [claim(1, entry=MARCH), claim(2, entry=JANUARY), claim(3, entry=FEBRUARY)]
    pool = filled(claims, quota(5), allocation=rules(monthly=True))
    assert [of(pool, row).months for row in (1, 2, 3)] == [(MARCH,), MONTHS, (FEBRUARY, MARCH)]


def test_monthly_filling_visits_months_in_order() -> None:
    # The first in the order registered when the places were gone.
    claims = [claim(1, entry=FEBRUARY), claim(2, entry=JANUARY), claim(3, entry=JANUARY)]
    pool = filled(claims, quota(2), allocation=rules(monthly=True))
    assert funded(pool) == [2, 3]
    assert of(pool, 1).rank == 1


def test_nobody_is_paid_after_the_last_month() -> None:
    pool = filled([claim(1, entry=Month(MARCH + 1))], quota(1), allocation=rules(monthly=True))
    assert why(pool, 1) == (Standing.HELD, Ground.NO_MONTH_LEFT)


def test_monthly_filling_asks_for_the_months_and_the_day_of_registration() -> None:
    claims = [claim(1, entry=None), claim(2, settled=False)]
    pool = filled(claims, quota(5), allocation=rules(monthly=True))
    assert why(pool, 1) == (Standing.HELD, Ground.ENTRY_UNKNOWN)
    assert why(pool, 2) == (Standing.HELD, Ground.MONTHS_UNKNOWN)


def test_the_first_who_waits_replaces_one_whose_months_have_ended() -> None:
    claims = [claim(1, months=(JANUARY,)), claim(2), claim(3), claim(4)]
    listed = {"waiting_list": True, "replacement": True}
    pool = filled(claims, quota(2), allocation=rules(**listed))
    assert [of(pool, row).months for row in (1, 2, 3, 4)] == [
        (JANUARY,),
        MONTHS,
        (FEBRUARY, MARCH),
        (),
    ]
    assert of(pool, 4).waiting_number == 1
    assert pool.uses[0].used == 2


def test_a_place_is_not_given_to_another_without_replacement() -> None:
    claims = [claim(1, months=(JANUARY,)), claim(2), claim(3)]
    assert funded(filled(claims, quota(2))) == [1, 2]


def test_the_waiting_list_is_numbered_in_the_order_of_priority() -> None:
    pool = filled([claim(row, -row) for row in range(1, 6)], quota(2), allocation=rules(waiting_list=True))
    assert [of(pool, row).waiting_number for row in (1, 2, 3, 4, 5)] == [3, 2, 1, None, None]
    assert of(filled([claim(1), claim(2)], quota(1)), 2).waiting_number is None
