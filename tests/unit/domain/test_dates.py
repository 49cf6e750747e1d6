"""Packed dates agree with the calendar of the standard library, and with the law on ages."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_engine.domain import dates
from policy_engine.domain.bilingual import Language
from policy_engine.domain.dates import DateRange, LeapRule, Month, MonthRange, PackedDate

CIVIL = st.dates(dt.date(1600, 1, 1), dt.date(2400, 12, 31))
MODERN = st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)) | st.builds(
    dt.date, st.sampled_from([1904, 1960, 2000, 2024]), st.just(2), st.just(29)
)
RULES = st.sampled_from(LeapRule)
YEARS = st.integers(0, 120)
MONTHS = st.integers(1700 * 12, 2300 * 12).map(Month)


def pack(day: dt.date) -> PackedDate:
    return dates.pack(day.year, day.month, day.day)


def day(text: str) -> PackedDate:
    read = dates.parse_date(text)
    assert read is not None
    return read


@given(CIVIL)
def test_packing_is_undone_by_unpacking(civil: dt.date) -> None:
    assert dates.unpack(pack(civil)) == (civil.year, civil.month, civil.day)


@given(CIVIL, CIVIL)
def test_packed_dates_order_as_dates_do(first: dt.date, second: dt.date) -> None:
    assert (pack(first) < pack(second)) == (first < second)


@given(CIVIL)
def test_ordinals_count_the_days_of_the_calendar(civil: dt.date) -> None:
    expected = (civil - dt.date(1600, 1, 1)).days
    assert dates.ordinal(pack(civil)) == expected
    assert dates.from_ordinal(expected) == pack(civil)


@given(CIVIL)
def test_weekdays_agree_with_the_standard_library(civil: dt.date) -> None:
    assert dates.weekday(pack(civil)) == civil.weekday()


@given(MODERN, st.integers(-30_000, 30_000))
def test_adding_days_agrees_with_the_standard_library(civil: dt.date, days: int) -> None:
    later = dates.add_days(pack(civil), days)
    assert later == pack(civil + dt.timedelta(days))
    assert dates.days_between(pack(civil), later) == days


@pytest.mark.parametrize("days", [-1, dates.ordinal(dates.LATEST) + 1])
def test_days_outside_the_calendar_are_refused(days: int) -> None:
    with pytest.raises(ValueError, match="outside the calendar"):
        dates.from_ordinal(days)


@pytest.mark.parametrize("parts", [(2025, 2, 29), (1599, 12, 31), (2401, 1, 1), (2025, 13, 1), (2025, 1, 0)])
def test_an_impossible_date_is_not_packed(parts: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="not a date"):
        dates.pack(*parts)


@given(st.integers(-10, 2500 * 512))
def test_a_number_is_packed_only_when_the_calendar_has_the_date(number: int) -> None:
    year, month, day_ = dates.unpack(PackedDate(number))
    try:
        dt.date(year, month, day_)
    except ValueError:
        assert not dates.is_packed(number)
    else:
        assert dates.is_packed(number) == (1600 <= year <= 2400)


@given(CIVIL)
def test_iso_dates_read_back(civil: dt.date) -> None:
    assert dates.format_iso(pack(civil)) == civil.isoformat()
    assert dates.parse_date(civil.isoformat()) == pack(civil)


@pytest.mark.parametrize(
    "text", ["2025-02-29", "2025-2-1", "2025-13-01", "", "2025-01-01 ", "\u0662\u0660\u0662\u0665-01-01"]
)
def test_what_is_no_date_reads_as_none(text: str) -> None:
    assert dates.parse_date(text) is None


def test_a_date_is_written_in_both_languages() -> None:
    birth = dates.pack(1985, 3, 2)
    assert dates.format_date(birth, Language.ID) == "2 Maret 1985"
    assert dates.format_date(birth, Language.EN) == "2 March 1985"


@given(CIVIL, st.sampled_from(Language))
def test_long_dates_read_back(civil: dt.date, language: Language) -> None:
    assert dates.parse_long_date(dates.format_date(pack(civil), language)) == pack(civil)


@pytest.mark.parametrize("text", ["17 agustus 1945", " 17  Agt. 1945 ", "17 Aug 1945", "17 AGUSTUS 1945"])
def test_long_dates_are_read_in_the_spellings_of_registers(text: str) -> None:
    assert dates.parse_long_date(text) == dates.pack(1945, 8, 17)


def test_older_spellings_of_months_are_read() -> None:
    assert dates.parse_long_date("1 Pebruari 1960") == dates.pack(1960, 2, 1)
    assert dates.parse_long_date("10 Nopember 1960") == dates.pack(1960, 11, 10)


@given(st.text())
def test_any_text_can_be_tried_as_a_date(text: str) -> None:
    read = (dates.parse_date(text), dates.parse_long_date(text), dates.parse_month(text))
    assert all(value is None or isinstance(value, int) for value in read)


@given(MODERN, MODERN, YEARS, RULES)
def test_one_comparison_says_whether_years_are_completed(
    birth: dt.date, on: dt.date, years: int, rule: LeapRule
) -> None:
    completed = pack(birth) + years * dates.YEAR_STEP <= dates.test_key(pack(on), rule)
    assert completed == (_age(birth, on, rule) >= years)


@given(MODERN, MODERN, RULES)
def test_completed_years_agree_with_counting(birth: dt.date, on: dt.date, rule: LeapRule) -> None:
    assert dates.completed_years(pack(birth), pack(on), rule) == _age(birth, on, rule)


def _age(birth: dt.date, on: dt.date, rule: LeapRule) -> int:
    """Count years the slow way: a birthday still to come this year does not count."""
    try:
        birthday = birth.replace(year=on.year)
    except ValueError:
        first = dt.date(on.year, 3, 1)
        birthday = first if rule is LeapRule.ON_1_MARCH else dt.date(on.year, 2, 28)
    return on.year - birth.year - (on < birthday)


@given(MODERN, YEARS, RULES)
def test_the_day_years_are_attained_is_the_first_that_completes_them(
    birth: dt.date, years: int, rule: LeapRule
) -> None:
    attained = dates.attains(pack(birth), years, rule)
    assert dates.is_packed(attained)
    assert dates.completed_years(pack(birth), attained, rule) == years
    assert dates.completed_years(pack(birth), dates.add_days(attained, -1), rule) == years - 1


@given(MODERN, YEARS, RULES)
def test_the_cutoff_is_the_latest_birth_date_that_completes_the_years(
    on: dt.date, years: int, rule: LeapRule
) -> None:
    cutoff = dates.cutoff_birth(pack(on), years, rule)
    assert dates.is_packed(cutoff)
    assert dates.completed_years(cutoff, pack(on), rule) >= years
    assert dates.completed_years(dates.add_days(cutoff, 1), pack(on), rule) < years


def test_the_two_leap_rules_differ_on_28_february_of_a_common_year() -> None:
    birth, eve = day("2000-02-29"), day("2018-02-28")
    assert dates.completed_years(birth, eve, LeapRule.ON_1_MARCH) == 17
    assert dates.completed_years(birth, eve, LeapRule.ON_28_FEBRUARY) == 18
    assert dates.attains(birth, 18, LeapRule.ON_1_MARCH) == day("2018-03-01")
    assert dates.attains(birth, 18, LeapRule.ON_28_FEBRUARY) == eve


def test_the_65th_birthday_completes_65_years() -> None:
    birth = day("1960-10-01")
    assert dates.completed_years(birth, day("2025-09-30")) == 64
    assert dates.completed_years(birth, day("2025-10-01")) == 65


@given(MONTHS)
def test_months_unpack_and_read_back(month: Month) -> None:
    assert dates.make_month(*dates.unpack_month(month)) == month
    assert dates.parse_month(dates.format_iso_month(month)) == month


@given(MONTHS)
def test_a_month_runs_from_its_first_day_to_its_last(month: Month) -> None:
    first, last = dates.first_day(month), dates.last_day(month)
    assert dates.month_of(first) == dates.month_of(last) == month
    assert dates.month_of(dates.add_days(first, -1)) == month - 1
    assert dates.month_of(dates.add_days(last, 1)) == month + 1


def test_a_day_the_month_lacks_is_its_last() -> None:
    assert dates.nth_day(dates.make_month(2025, 2), 30) == dates.pack(2025, 2, 28)
    assert dates.nth_day(dates.make_month(2025, 2), 15) == dates.pack(2025, 2, 15)


@pytest.mark.parametrize("text", ["2025-13", "2025-00", "1599-12", "2025-1", "2025", ""])
def test_what_is_no_month_reads_as_none(text: str) -> None:
    assert dates.parse_month(text) is None


def test_a_month_is_written_in_both_languages() -> None:
    may = dates.make_month(2025, 5)
    assert (dates.format_month(may, Language.ID), dates.format_month(may, Language.EN)) == (
        "Mei 2025",
        "May 2025",
    )


def test_months_are_added_across_years_and_refused_outside_the_calendar() -> None:
    assert dates.add_months(dates.make_month(2025, 11), 3) == dates.make_month(2026, 2)
    with pytest.raises(ValueError, match="not a month"):
        dates.add_months(dates.make_month(2400, 12), 1)


def test_a_range_of_months_crosses_the_year_and_holds_both_ends() -> None:
    months = MonthRange(dates.make_month(2025, 11), dates.make_month(2026, 1))
    assert [dates.format_iso_month(month) for month in months] == ["2025-11", "2025-12", "2026-01"]
    assert len(months) == 3
    assert dates.make_month(2026, 1) in months
    assert dates.make_month(2026, 2) not in months


def test_a_range_of_months_is_written_with_the_words_of_the_law() -> None:
    months = MonthRange(dates.make_month(2025, 10), dates.make_month(2025, 12))
    assert months.format(Language.ID) == "Oktober 2025 sampai dengan Desember 2025"
    assert months.format(Language.EN) == "October 2025 through December 2025"
    assert MonthRange(months.first, months.first).format(Language.ID) == "Oktober 2025"


def test_ranges_do_not_run_backwards() -> None:
    with pytest.raises(ValueError, match="backwards"):
        MonthRange(Month(10), Month(9))
    with pytest.raises(ValueError, match="backwards"):
        DateRange(day("2025-02-01"), day("2025-01-31"))


def test_a_range_of_dates_is_in_force_on_both_ends() -> None:
    dates_in_force = DateRange(day("2025-01-01"), day("2025-12-31"))
    assert dates_in_force.in_force(day("2025-01-01"))
    assert dates_in_force.in_force(day("2025-12-31"))
    assert not dates_in_force.in_force(day("2024-12-31"))
    assert not dates_in_force.in_force(day("2026-01-01"))


def test_a_range_without_an_end_stays_in_force() -> None:
    assert DateRange(day("2025-01-01")).in_force(dates.LATEST)


def test_months_in_a_row_are_one_range_in_whatever_order_they_are_named() -> None:
    months = [dates.make_month(2025, number) for number in (12, 3, 1, 2, 12, 7)]
    runs = [(run.first, run.last) for run in dates.month_runs([*months, dates.make_month(2026, 1)])]
    assert runs == [
        (dates.make_month(2025, 1), dates.make_month(2025, 3)),
        (dates.make_month(2025, 7), dates.make_month(2025, 7)),
        (dates.make_month(2025, 12), dates.make_month(2026, 1)),
    ]
    assert dates.month_runs([]) == ()
