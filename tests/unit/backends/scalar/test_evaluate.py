"""Every kind of expression, at the edges where it turns."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_engine.backends.scalar.evaluate import Scope, evaluate, scale
from policy_engine.backends.scalar.value import Value, unknown
from policy_engine.domain.bilingual import both
from policy_engine.domain.dates import LeapRule, PackedDate, attains, is_packed, pack
from policy_engine.ir import nodes as ir
from policy_engine.ir.naming import blank_id
from tests.unit.backends.scalar.build import (
    MONEY,
    NOVEMBER,
    NUMBER,
    ON,
    TRUTH,
    age,
    all_,
    any_,
    arm,
    cite,
    date,
    day,
    excepted,
    fact,
    library,
    no,
    rupiah,
    truth,
    works_as,
)

X, Y = fact("x"), fact("y")


def value_of(
    expr: ir.Expr,
    worker: Mapping[str, ir.FactValue] | None = None,
    law: ir.Library | None = None,
    **facts: ir.FactValue,
) -> Value:
    def borne_by(*_: object) -> Value:
        return unknown("ditanggung")

    scope = Scope(law or library(), {**(worker or {}), **facts}, ON, NOVEMBER, borne_by)
    return evaluate(expr, scope)


def known(expr: ir.Expr, **facts: ir.FactValue) -> ir.FactValue | None:
    return value_of(expr, facts).known


def test_an_absent_fact_is_unknown_and_names_itself() -> None:
    assert value_of(X) == Value(None, frozenset({"x"}), facts=frozenset({"x"}))


@pytest.mark.parametrize(
    ("expr", "expected"),
    [
        (all_(X, truth(0)), False),
        (all_(X, truth(1)), None),
        (any_(X, truth(1)), True),
        (any_(X, truth(0)), None),
        (no(X), None),
        (all_(), True),
        (any_(), False),
    ],
)
def test_the_unknown_spreads_only_as_far_as_it_could_matter(expr: ir.Expr, expected: object) -> None:
    assert known(expr) is expected


def test_only_facts_on_an_unknown_path_are_missing() -> None:
    settled = any_(fact("settled"), truth(1))
    assert value_of(all_(X, settled, any_(Y, truth(0)))).missing == {"x", "y"}


# Ages


def test_at_most_65_lasts_to_the_eve_of_the_66th_birthday() -> None:
    at_most = age(ir.Comparison.AT_MOST, 65, date(pack(2025, 11, 13)))
    assert known(at_most, lahir=pack(1959, 11, 14)) is True
    assert known(at_most, lahir=pack(1959, 11, 13)) is False


def test_not_yet_65_ends_on_the_65th_birthday() -> None:
    less = age(ir.Comparison.LESS, 65, date(pack(2025, 11, 13)))
    assert known(less, lahir=pack(1960, 11, 14)) is True
    assert known(less, lahir=pack(1960, 11, 13)) is False


def test_exactly_65_lasts_through_the_65th_birthday() -> None:
    exact = age(ir.Comparison.AT_MOST, 65, date(pack(2025, 11, 13)), exact=True)
    assert known(exact, lahir=pack(1960, 11, 13)) is True
    assert known(exact, lahir=pack(1960, 11, 12)) is False


@pytest.mark.parametrize(
    ("rule", "eve", "birthday"),
    [
        (LeapRule.ON_1_MARCH, pack(2025, 2, 28), pack(2025, 3, 1)),
        (LeapRule.ON_28_FEBRUARY, pack(2025, 2, 27), pack(2025, 2, 28)),
    ],
)
def test_who_was_born_on_29_february_turns_18_on_the_day_of_the_rule(
    rule: LeapRule, eve: PackedDate, birthday: PackedDate
) -> None:
    law = library(leap_rule=rule)
    born = {"lahir": pack(2004, 2, 29)}
    for on, grown in ((eve, False), (birthday, True)):
        assert value_of(age(ir.Comparison.AT_LEAST, 21, date(on)), born, law).known is grown


births = st.integers(1900, 2010).flatmap(
    lambda year: st.sampled_from(
        [number for number in range(year * 512, (year + 1) * 512) if is_packed(number)]
    ).map(PackedDate)
)
leap_births = st.sampled_from([pack(year, 2, 29) for year in range(1904, 2009, 4)])


@given(births | leap_births, st.integers(0, 90), st.sampled_from(LeapRule), st.integers(-3, 3))
def test_ages_turn_on_the_day_the_calendar_says(
    born: PackedDate, years: int, rule: LeapRule, days: int
) -> None:
    birthday = attains(born, years, rule)
    nearby = [number for number in range(birthday - 600, birthday + 600) if is_packed(number)]
    on = PackedDate(nearby[nearby.index(birthday) + days])
    law, worker = library(leap_rule=rule), {"lahir": born}

    def holds(comparison: ir.Comparison, count: int, *, exact: bool = False) -> object:
        return value_of(age(comparison, count, date(on), exact=exact), worker, law).known

    assert holds(ir.Comparison.AT_LEAST, years) is (days >= 0)
    assert holds(ir.Comparison.LESS, years) is (days < 0)
    assert holds(ir.Comparison.AT_MOST, years, exact=True) is (days <= 0)
    assert holds(ir.Comparison.EQUAL, years) is (days >= 0)
    assert holds(ir.Comparison.MORE, years) is holds(ir.Comparison.AT_LEAST, years + 1)
    assert holds(ir.Comparison.AT_MOST, years) is not holds(ir.Comparison.MORE, years)


# Days, events, parameters


@pytest.mark.parametrize(
    ("registered", "expected"),
    [
        ({"tanggal_pendaftaran": pack(2025, 9, 1)}, pack(2025, 9, 1)),
        ({"tanggal_pendaftaran": ir.NotHappened()}, ON),
    ],
)
def test_registration_is_the_day_of_the_event_else_the_day_of_the_decision(
    registered: Mapping[str, ir.FactValue], expected: PackedDate
) -> None:
    assert value_of(day(ir.Day.REGISTRATION), registered).known == expected


def test_an_unknown_registration_is_an_unknown_day() -> None:
    assert value_of(day(ir.Day.REGISTRATION)).missing == {"tanggal_pendaftaran"}


def test_the_31st_of_a_short_month_is_its_last_day() -> None:
    assert known(day(ir.Day.MONTH_DAY, 31)) == pack(2025, 11, 30)


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (pack(2025, 11, 13), True),
        (pack(2025, 11, 14), False),
        (ir.NotHappened(), False),
    ],
)
def test_an_event_has_happened_by_a_day_from_its_date_on(event: ir.FactValue, expected: object) -> None:
    happened = ir.Happened(fact("wafat", ir.Kind.EVENT), date(ON), type=TRUTH)
    assert known(happened, wafat=event) is expected


def parameter(*rows: tuple[str, PackedDate, PackedDate | None, int | None]) -> ir.Library:
    values = tuple(
        ir.DatedValue(key, since, until, value, both("Kepgub")) for key, since, until, value in rows
    )
    return library(parameters=(ir.Parameter("umk", MONEY, both("umk"), None, values),))


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("21.02", pack(2025, 1, 1), pack(2026, 1, 1), 3_000_000)], 3_000_000),
        ([("21.02", pack(2025, 1, 1), ON, 3_000_000)], None),
        ([("21.02", pack(2025, 1, 1), None, None)], None),
        ([("21.71", pack(2025, 1, 1), None, 3_000_000)], None),
        ([("21", pack(2025, 1, 1), None, 1), ("21.02", pack(2025, 1, 1), None, 2)], 2),
    ],
)
def test_a_parameter_has_the_value_in_force_for_the_nearest_region(
    rows: list[tuple[str, PackedDate, PackedDate | None, int | None]], expected: int | None
) -> None:
    reference = ir.ParameterRef("umk", fact("domisili", ir.Kind.REGION), day(ir.Day.DECISION), type=MONEY)
    found = value_of(reference, {"domisili": "21.02.01"}, parameter(*rows))
    assert (found.known, found.missing) == (expected, frozenset() if expected else {"umk"})


# Codes


@pytest.mark.parametrize(
    ("codes", "complete", "expected"),
    [({"ojek", "petani"}, False, True), ({"petani"}, True, False), ({"petani"}, False, None)],
)
def test_a_set_of_codes_matches_by_any_and_fails_only_when_complete(
    codes: set[str], complete: int, expected: object
) -> None:
    found = value_of(works_as("ojek"), pekerjaan=ir.CodeSet(frozenset(codes), bool(complete)))
    assert found.known is expected
    assert found.missing == (frozenset() if expected is not None else {"pekerjaan"})


@pytest.mark.parametrize(
    ("code", "expected"),
    [("21.02", True), ("21.02.01", True), ("21", None), ("21.03", False), ("21.021", False)],
)
def test_a_region_above_the_tested_one_says_too_little(code: str, expected: object) -> None:
    within = ir.WithinRegion(fact("domisili", ir.Kind.REGION), "21.02", type=TRUTH)
    found = value_of(within, domisili=code)
    assert found.known is expected
    assert found.missing == (frozenset() if expected is not None else {"domisili"})


# Exceptions


def test_an_exception_to_an_exception_restores_the_norm() -> None:
    expr = excepted(truth(0), arm("Pasal 5", X, truth(1), arm("Pasal 6", Y, truth(1))))
    assert known(expr, x=False, y=False) is False
    assert known(expr, x=True, y=False) is True
    assert known(expr, x=True, y=True) is False
    assert value_of(expr, x=True).missing == {"y"}


def test_an_exception_two_deep_turns_the_result_again() -> None:
    third = arm("Pasal 7", fact("z"), truth(1))
    expr = excepted(truth(0), arm("Pasal 5", X, truth(1), arm("Pasal 6", Y, truth(1), third)))
    assert known(expr, x=True, y=True, z=True) is True
    assert value_of(expr, x=True, y=True, z=True).active == {cite("Pasal 5"), cite("Pasal 7")}


def test_unknown_activity_leaves_a_value_known_only_where_all_agree() -> None:
    assert known(excepted(rupiah(5), arm("Pasal 5", X, rupiah(5)))) == 5
    assert value_of(excepted(rupiah(5), arm("Pasal 5", X, rupiah(6)))).missing == {"x"}


def test_two_exceptions_that_apply_with_different_results_are_a_conflict() -> None:
    expr = excepted(rupiah(5), arm("Pasal 5", X, rupiah(6)), arm("Pasal 6", Y, rupiah(7)))
    assert value_of(expr, x=True, y=True).conflict
    assert value_of(expr, x=True, y=True).known is None
    assert not value_of(expr, x=True, y=False).conflict
    assert not value_of(expr, x=True).conflict


def test_a_conflict_travels_past_what_would_settle_the_value() -> None:
    clash = excepted(truth(1), arm("Pasal 5", X, truth(1)), arm("Pasal 6", Y, truth(0)))
    assert value_of(any_(truth(1), clash), x=True, y=True).conflict


# Money


@given(st.integers(0, 10**9), st.integers(0, 100), st.integers(1, 100), st.sampled_from([1, 100, 1_000]))
def test_rounding_lands_on_the_nearest_multiple_its_direction_allows(
    amount: int, numerator: int, denominator: int, unit: int
) -> None:
    def rounded(direction: ir.Direction) -> int:
        return scale(amount, numerator, denominator, direction, unit)

    down, up = rounded(ir.Direction.DOWN), rounded(ir.Direction.UP)
    assert down % unit == up % unit == 0
    assert down * denominator <= amount * numerator <= up * denominator
    assert up - down in (0, unit)
    is_upper_half = 2 * (amount * numerator - down * denominator) >= unit * denominator
    assert rounded(ir.Direction.NEAREST) == (up if is_upper_half else down)


def lookup(gap: ir.GapRule, *, chosen: bool = False) -> ir.BandLookup:
    bands = (ir.Band(1, None, 1_099_000, 10_000), ir.Band(2, 1_100_000, 1_299_000, 12_000))
    table = ir.BandTable(cite("Lampiran II"), "jkk", "penghasilan", gap, bands)
    key = ir.FactRef("penghasilan", type=NUMBER if chosen else MONEY)
    return ir.BandLookup(table, key, chosen, type=MONEY)


@pytest.mark.parametrize(
    ("income", "gap", "expected"),
    [
        (0, ir.GapRule.UNDETERMINED, 10_000),
        (1_099_000, ir.GapRule.UNDETERMINED, 10_000),
        (1_099_500, ir.GapRule.LOWER, 10_000),
        (1_099_500, ir.GapRule.UPPER, 12_000),
        (1_099_500, ir.GapRule.UNDETERMINED, None),
        (1_100_000, ir.GapRule.UNDETERMINED, 12_000),
        (1_299_001, ir.GapRule.UPPER, None),
    ],
)
def test_a_band_is_found_by_its_bounds_and_a_gap_by_its_rule(
    income: int, gap: ir.GapRule, expected: int | None
) -> None:
    found = value_of(lookup(gap), penghasilan=income)
    assert found.known == expected
    assert found.missing == (frozenset() if expected else {blank_id(cite("Lampiran II"))})


def test_a_chosen_row_is_found_by_its_number() -> None:
    assert known(lookup(ir.GapRule.LOWER, chosen=True), penghasilan=2) == 12_000
    assert known(lookup(ir.GapRule.LOWER, chosen=True), penghasilan=3) is None


def test_arithmetic_and_comparison_need_both_sides() -> None:
    amount = ir.Arithmetic(ir.Operation.SUBTRACT, rupiah(9), fact("a", ir.Kind.RUPIAH_PER_MONTH), type=MONEY)
    assert known(amount, a=2) == 7
    assert value_of(ir.Compare(ir.Comparison.MORE, amount, rupiah(1), type=TRUTH)).missing == {"a"}


def test_a_blank_is_unknown_under_its_own_name() -> None:
    assert value_of(ir.Blank("celah", cite("Pasal 3"), None, type=TRUTH)).missing == {"celah"}


def test_not_borne_waits_for_the_senior_payer() -> None:
    assert value_of(ir.NotBorne((), type=TRUTH)).known is True
    assert value_of(ir.NotBorne((cite("Pasal 1").instrument,), type=TRUTH)).missing == {"ditanggung"}
