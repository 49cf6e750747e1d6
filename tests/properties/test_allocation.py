"""What is always true of places and money given over a register, and that SQL gives them as the reference does.

Claims and limits are made directly, so that places run out in nearly every case; whole policies follow below.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_engine.backends.scalar.allocate import allocate
from policy_engine.backends.scalar.claims import Claim
from policy_engine.domain.dates import Month
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir import nodes as ir
from policy_engine.ir.allotment import Ground, Pool, Standing
from policy_engine.ir.rationing import LimitKind
from tests.allocation import (
    CITY,
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
    rules,
)
from tests.columnar_allocation import by_columns, by_reference, differences

Pooled = tuple[ir.Instrument, list[Claim]]
"""An instrument with limits, and a register."""

LATE = Month(MARCH + 10)
GROUPS = (frozenset({"laut"}), frozenset({"jalan"}), frozenset({"laut", "jalan"}))
PLACES = ("21.02.05.2001", "21.02.05.2002", "21.02.01.2001")
VAGUE = ("21.02.05", "21.02", "21", None)
LISTS = (
    (("21.02.01", 1), ("21.02.05", 2)),
    (("21.02.05", 2),),
    (("21.02.01", 1), ("21.02.05.2001", 2)),
)
FEW = settings(max_examples=max(10, settings().max_examples // 3))
ONCE = settings(max_examples=max(2, settings().max_examples // 20))


@st.composite
def limits(draw: st.DrawFn) -> list[ir.Quota | ir.Ceiling]:
    """Give some limits, each in its own paragraph, small enough to run out."""
    found: list[ir.Quota | ir.Ceiling] = []
    groups = st.none() | st.sampled_from(GROUPS[:2])
    people = st.integers(0, 5) | st.just(None) if draw(st.integers(0, 9)) == 0 else st.integers(0, 5)
    for number in range(1, draw(st.integers(0, 4)) + 1):
        match draw(st.integers(0, 6)):
            case 0:
                found.append(quota(draw(people), number))
            case 1:
                found.append(quota(draw(people), number, groups=draw(groups), floor=draw(st.booleans())))
            case 2 | 3:
                area = draw(st.sampled_from(ir.Area))
                floor = draw(st.booleans())
                found.append(quota(draw(people), number, groups=draw(groups), area=area, floor=floor))
            case 4:
                found.append(quota(None, number, groups=draw(groups), places=draw(st.sampled_from(LISTS))))
            case _:
                rupiah = draw(st.integers(0, 20).map(lambda tens: tens * 10))
                year = draw(st.sampled_from((None, None, 2025, 2026)))
                found.append(ceiling(rupiah, number, year, draw(st.sampled_from((None, None, "apbd")))))
    return found


@st.composite
def rulings(draw: st.DrawFn) -> ir.Allocation:
    """Give rules of allocation, some of them not stated."""
    seldom = st.integers(0, 3).map(lambda number: number == 0)
    return rules(
        skip=draw(st.sampled_from((True, False, None))),
        last=draw(st.sampled_from((True, False, None))),
        keys=draw(st.sampled_from((0, 1, 1, 1, 2))),
        monthly=draw(seldom),
        waiting_list=draw(st.booleans()),
        replacement=draw(seldom),
        months_reducible=draw(seldom),
    )


@st.composite
def claims(draw: st.DrawFn, keys: int, months: Sequence[Month], most: int = 10) -> list[Claim]:
    """Give workers, most of them eligible and in a known place."""
    return [draw(_claims(row, keys, months)) for row in range(draw(st.integers(0, most)))]


@st.composite
def _claims(draw: st.DrawFn, row: int, keys: int, months: Sequence[Month]) -> Claim:
    rarely = draw(st.integers(0, 19))
    paid = tuple(month for month in months if draw(st.integers(0, 3))) or tuple(months[:1])
    entries = (JANUARY, JANUARY, JANUARY, FEBRUARY, MARCH, LATE, Month(LATE + 1), Month(JANUARY - 5), None)
    borne = draw(st.sampled_from((CITY, CITY, CITY, None, ir.Party("pekerja", None))))
    budgets = draw(st.sampled_from((("apbd",), ("apbd",), ("dbh_cht",), ("apbd", "dbh_cht"))))
    numbers = st.integers(0, 30) if rarely else st.none() | st.integers(0, 3)
    made = claim(
        row,
        *(draw(numbers) for _ in range(keys)),
        cost=draw(st.sampled_from((0, 5, 10, 10, 10, 20, 30))),
        outcome=draw(st.sampled_from(Outcome)) if rarely == 1 else Outcome.ELIGIBLE,
        groups=draw(st.sampled_from(GROUPS)),
        region=draw(st.sampled_from(VAGUE if rarely == 2 else PLACES)),
        entry=draw(st.sampled_from(entries)),
        months=paid,
        settled=rarely != 3,
        payer=borne,
        budgets=() if borne is not None and borne.region is None else budgets,
    )
    made = replace(made, total=None) if rarely == 4 else made
    return made if keys else replace(made, keys=())


@st.composite
def cases(draw: st.DrawFn) -> tuple[ir.Instrument, list[Claim]]:
    """Give an instrument with limits and a register."""
    ruling = draw(rulings())
    months = draw(st.sampled_from((MONTHS, (*MONTHS, LATE), MONTHS[:1])))
    made = instrument(*draw(limits()), allocation=ruling, months=months)
    return made, draw(claims(len(ruling.keys), months))


def fill(made: ir.Instrument, register: Sequence[Claim]) -> Pool:
    return allocate(EMPTY, made, ON, register)


def rows(pool: Pool, *standings: Standing) -> set[int]:
    return {each.row for each in pool.allotments if each.standing in standings}


# Properties of the reference


@FEW
@given(cases(), st.randoms(use_true_random=False))
def test_no_order_of_records_changes_an_allocation(
    case: tuple[ir.Instrument, list[Claim]], mix: Random
) -> None:
    made, register = case
    mixed = list(register)
    mix.shuffle(mixed)
    assert fill(made, mixed) == fill(made, register)


@FEW
@given(cases())
def test_no_limit_is_ever_exceeded(case: tuple[ir.Instrument, list[Claim]]) -> None:
    pool = fill(*case)
    assert all(use.left >= 0 for use in pool.uses if use.left is not None)


@FEW
@given(cases())
def test_what_is_spent_is_the_sum_of_the_rows_of_the_funded(case: tuple[ir.Instrument, list[Claim]]) -> None:
    made, register = case
    pool = fill(made, register)
    by_row = {each.row: each for each in register}
    for given_ in pool.allotments:
        paid = [row for row in by_row[given_.row].costs if row.month in given_.months]
        assert list(given_.costs) == paid
    assert pool.spent == sum(row.amount or 0 for each in pool.allotments for row in each.costs)
    assert all(each.costs == () for each in pool.allotments if each.standing is not Standing.FUNDED)


@FEW
@given(cases())
def test_every_worker_has_one_standing_and_every_refusal_a_reason(
    case: tuple[ir.Instrument, list[Claim]],
) -> None:
    made, register = case
    pool = fill(made, register)
    assert [each.row for each in pool.allotments] == [each.row for each in register]
    for each in pool.allotments:
        assert (each.ground is not None) == (each.standing in (Standing.WAITING, Standing.HELD))
    eligible = {each.row for each in register if each.outcome is Outcome.ELIGIBLE}
    assert rows(pool, Standing.FUNDED, Standing.WAITING, Standing.HELD) == eligible


@FEW
@given(cases())
def test_a_limit_that_is_doubled_beyond_need_funds_everybody_who_contends(
    case: tuple[ir.Instrument, list[Claim]],
) -> None:
    made, register = case
    (version,) = made.versions
    ample = replace(
        version,
        quotas=tuple(
            replace(
                q,
                people=None if q.people is None else q.people + 100,
                places=tuple((place, people + 100) for place, people in q.places),
            )
            for q in version.quotas
        ),
        ceilings=tuple(replace(c, rupiah=(c.rupiah or 0) + 10_000) for c in version.ceilings),
    )
    pool = fill(replace(made, versions=(ample,)), register)
    assert not rows(pool, Standing.WAITING)
    scarce = {Ground.ORDER_UNSTATED, Ground.TIED, Ground.KEY_UNKNOWN, Ground.FILLING_UNSTATED}
    assert not [each for each in pool.allotments if each.ground in scarce]


@st.composite
def simple(draw: st.DrawFn, *, skip: bool) -> tuple[ir.Instrument, list[Claim]]:
    """Give one pool with one ceiling, fixed floors, and different numbers for everybody."""
    floor = quota(draw(st.integers(0, 2)), 1, groups=GROUPS[0], floor=True)
    made = instrument(ceiling(draw(st.integers(0, 30)) * 10, 2), floor, allocation=rules(skip=skip))
    many = draw(st.integers(0, 10))
    order = draw(st.permutations(range(many)))
    register = [
        claim(row, order[row], cost=draw(st.sampled_from((5, 10, 20))), groups=draw(st.sampled_from(GROUPS)))
        for row in range(many)
    ]
    return made, register


def richer(made: ir.Instrument, by: int) -> ir.Instrument:
    (version,) = made.versions
    (money,) = version.ceilings
    more = replace(version, ceilings=(replace(money, rupiah=(money.rupiah or 0) + by),))
    return replace(made, versions=(more,))


@FEW
@given(simple(skip=False), st.integers(0, 100))
def test_with_strict_prefix_one_ceiling_and_fixed_floors_more_money_funds_more(
    case: tuple[ir.Instrument, list[Claim]], more: int
) -> None:
    made, register = case
    assert rows(fill(made, register), Standing.FUNDED) <= rows(
        fill(richer(made, more), register), Standing.FUNDED
    )


def test_with_skip_fill_more_money_may_fund_another() -> None:
    """The counterexample for which the promise is not given: the dearer one fits now, and the cheaper no longer."""
    made = instrument(ceiling(30), allocation=rules(skip=True))
    register = [claim(1, cost=20), claim(2, cost=10)]
    assert rows(fill(made, register), Standing.FUNDED) == {2}
    assert rows(fill(richer(made, 30), register), Standing.FUNDED) == {1}


@FEW
@given(simple(skip=False))
def test_with_strict_prefix_nobody_is_funded_over_one_who_comes_before(
    case: tuple[ir.Instrument, list[Claim]],
) -> None:
    made, register = case
    (version,) = made.versions
    no_floors = replace(made, versions=(replace(version, quotas=()),))
    pool = fill(no_floors, register)
    ranks = {
        standing: [each.rank or 0 for each in pool.allotments if each.standing is standing]
        for standing in (Standing.FUNDED, Standing.WAITING)
    }
    assert max(ranks[Standing.FUNDED], default=0) < min(ranks[Standing.WAITING], default=99)


@FEW
@given(simple(skip=True))
def test_with_skip_fill_whoever_is_passed_over_would_not_have_fitted(
    case: tuple[ir.Instrument, list[Claim]],
) -> None:
    made, register = case
    pool = fill(made, register)
    left = next(use.left or 0 for use in pool.uses if use.limit.kind is LimitKind.CEILING)
    cost = {each.row: each.total or 0 for each in register}
    assert all(cost[row] > left for row in rows(pool, Standing.WAITING))


@st.composite
def by_village(draw: st.DrawFn) -> tuple[ir.Instrument, list[Claim]]:
    """Give an instrument that limits villages alone, and workers who are told apart by their number."""
    made = instrument(
        quota(draw(st.integers(0, 3)), 1, area=ir.Area.VILLAGE),
        quota(draw(st.integers(0, 2)), 2, area=ir.Area.VILLAGE, groups=GROUPS[0]),
        quota(draw(st.integers(0, 2)), 3, area=ir.Area.VILLAGE, groups=GROUPS[1], floor=True),
        allocation=rules(skip=draw(st.sampled_from((True, False, None)))),
    )
    many = draw(st.integers(0, 12))
    order = draw(st.permutations(range(many)))
    return made, [
        claim(row, order[row], region=draw(st.sampled_from(PLACES)), groups=draw(st.sampled_from(GROUPS)))
        for row in range(many)
    ]


@FEW
@given(by_village())
def test_villages_filled_apart_are_the_villages_filled_together(
    case: tuple[ir.Instrument, list[Claim]],
) -> None:
    made, register = case
    apart: set[int] = set()
    for place in PLACES:
        apart |= rows(fill(made, [each for each in register if each.region == place]), Standing.FUNDED)
    assert apart == rows(fill(made, register), Standing.FUNDED)


@FEW
@given(cases(), st.integers(1, 10))
def test_who_is_not_eligible_changes_nothing_for_the_others(
    case: tuple[ir.Instrument, list[Claim]], more: int
) -> None:
    made, register = case
    keys = len(made.versions[0].allocation.keys)
    strangers = [
        replace(claim(100 + row, outcome=Outcome.NOT_ELIGIBLE), keys=(0,) * keys) for row in range(more)
    ]
    pool = fill(made, [*strangers, *register])
    assert [each for each in pool.allotments if each.row < 100] == list(fill(made, register).allotments)


# SQL


@pytest.mark.slow
@ONCE
@given(st.lists(cases(), min_size=1, max_size=5))
def test_sql_gives_what_the_reference_gives(several: list[tuple[ir.Instrument, list[Claim]]]) -> None:
    for (made, register), found in zip(several, by_columns(several, ON), strict=True):
        assert list(differences(by_reference(made, register, ON), found)) == []


def small_cases() -> Iterator[Pooled]:
    """Give every register of up to four workers of two costs, two groups and two villages, under every rule."""
    kinds = [
        (cost, groups, region)
        for cost in (10, 20)
        for groups, region in ((GROUPS[0], PLACES[0]), (GROUPS[1], PLACES[0]), (GROUPS[1], PLACES[2]))
    ]
    share = quota(1, 1, area=ir.Area.VILLAGE)
    of_group = quota(1, 2, groups=GROUPS[1])
    floor = quota(1, 3, groups=GROUPS[1], floor=True)
    money = (ceiling(50, 5), ceiling(60, 6))
    made = [
        instrument(*chosen, allocation=rules(skip=skip, replacement=replacement, waiting_list=True))
        for chosen in (
            money[:1],
            (share, *money[:1]),
            (of_group, floor, *money[1:]),
            (share, of_group, quota(2, 4), *money),
        )
        for skip in (True, False, None)
        for replacement in (True, False)
    ]
    for many in range(5):
        for register in product(kinds, repeat=many):
            workers = [
                claim(row, cost=cost, groups=groups, region=region)
                for row, (cost, groups, region) in enumerate(register)
            ]
            yield from ((each, workers) for each in made)


@pytest.mark.slow
def test_sql_gives_what_the_reference_gives_in_every_small_case() -> None:
    """Pools of one form are filled together, so that the whole is a few hundred queries."""
    several = list(small_cases())
    assert len(several) == 24 * sum(6**many for many in range(5))
    assert unlike(several) == []


def small_months() -> Iterator[Pooled]:
    """Give every register of up to three workers of two costs who enter and end early or late, month by month."""
    kinds = [
        (cost, months, entry)
        for cost in (10, 20)
        for months, entry in ((MONTHS, JANUARY), (MONTHS[:1], JANUARY), (MONTHS, FEBRUARY))
    ]
    ways: tuple[dict[str, bool], ...] = (
        {"monthly": True},
        {"replacement": True},
        {"monthly": True, "replacement": True},
        {"months_reducible": True},
        {"monthly": True, "replacement": True, "months_reducible": True},
    )
    made = [
        instrument(*chosen, allocation=rules(skip=skip, waiting_list=True, **way))
        for chosen in ((quota(1, 1),), (ceiling(50, 5),), (quota(2, 1, area=ir.Area.VILLAGE), ceiling(60, 5)))
        for skip in (True, False)
        for way in ways
    ]
    for many in range(4):
        for register in product(kinds, repeat=many):
            workers = [
                claim(row, cost=cost, months=months, entry=entry)
                for row, (cost, months, entry) in enumerate(register)
            ]
            yield from ((each, workers) for each in made)


BUDGETS = range(0, 50, 5)


def small_budgets() -> Iterator[tuple[bool, bool, list[Pooled]]]:
    """Give every register of up to three workers of three costs and two groups under every budget, poorest first."""
    kinds = [(cost, groups) for cost in (5, 10, 20) for groups in GROUPS[:2]]
    floor = quota(1, 1, groups=GROUPS[1], floor=True)
    for skip, has_floor in product((True, False), repeat=2):
        made = [
            instrument(ceiling(rupiah, 2), *([floor] if has_floor else []), allocation=rules(skip=skip))
            for rupiah in BUDGETS
        ]
        for many in range(4):
            for register in product(kinds, repeat=many):
                workers = [
                    claim(row, cost=cost, groups=groups, months=MONTHS[:1])
                    for row, (cost, groups) in enumerate(register)
                ]
                yield skip, has_floor, [(each, workers) for each in made]


def unlike(several: Sequence[Pooled]) -> list[str]:
    """Give what differs between the reference and SQL over pools that are filled at once."""
    return [
        text
        for (made, register), found in zip(several, by_columns(several, ON), strict=True)
        for text in differences(by_reference(made, register, ON), found)
    ]


@pytest.mark.slow
def test_sql_gives_what_the_reference_gives_in_every_small_case_month_by_month() -> None:
    several = list(small_months())
    assert len(several) == 30 * sum(6**many for many in range(4))
    assert unlike(several) == []


@pytest.mark.slow
def test_sql_gives_what_the_reference_gives_under_every_small_budget() -> None:
    several = [pooled for _, _, budgets in small_budgets() for pooled in budgets]
    assert len(several) == 4 * len(BUDGETS) * sum(6**many for many in range(4))
    assert unlike(several) == []


@pytest.mark.slow
def test_the_funded_grow_with_the_budget_in_every_small_case_of_strict_prefix_and_not_in_every_of_skip_fill() -> (
    None
):
    shrinks: Counter[tuple[bool, bool]] = Counter()
    for skip, has_floor, budgets in small_budgets():
        pools = [fill(made, register) for made, register in budgets]
        assert all(use.left >= 0 for pool in pools for use in pool.uses if use.left is not None)
        funded = [rows(pool, Standing.FUNDED) for pool in pools]
        shrinks[skip, has_floor] += any(not poor <= rich for poor, rich in pairwise(funded))
        by_row = {each.row: each for each in budgets[0][1]}
        most = sum(claimed.total or 0 for claimed in by_row.values())
        if most <= BUDGETS[-1]:
            assert funded[-1] == set(by_row)
    assert shrinks[False, False] == shrinks[False, True] == 0
    assert shrinks[True, False] > 0
    assert shrinks[True, True] > 0


@pytest.mark.slow
@pytest.mark.parametrize("skip", [True, False])
def test_large_pools_filled_by_two_threads_are_those_of_the_reference(skip: bool) -> None:
    """Enough rows for DuckDB to part the work; rows come in no order."""
    mix = Random(7)  # noqa: S311  made workers
    limits_ = (
        quota(40, 1, area=ir.Area.VILLAGE),
        quota(900, 2),
        ceiling(40_000, 3),
        ceiling(30_000, 4, 2025),
    )
    several = []
    for replacement in (True, False):
        made = instrument(*limits_, allocation=rules(skip=skip, replacement=replacement, waiting_list=True))
        order = mix.sample(range(100_000), 6_000)
        register = [
            claim(
                row,
                order[row],
                cost=mix.choice((5, 10, 15, 20)),
                region=f"21.02.{mix.randrange(1, 9):02}.{2000 + mix.randrange(9)}",
                months=MONTHS[: mix.randrange(1, 4)],
            )
            for row in range(6_000)
        ]
        mix.shuffle(register)
        several.append((made, register))
    for (made, register), found in zip(several, by_columns(several, ON, threads=2), strict=True):
        pool = by_reference(made, register, ON)
        assert list(differences(pool, found)) == []
        assert pool.count(Standing.WAITING) > pool.count(Standing.FUNDED) > 100
