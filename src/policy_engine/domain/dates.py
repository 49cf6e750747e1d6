"""Dates, months and ages: text or year, month, day in; packed whole numbers out, and words again.

A date is packed as `year * 512 + month * 32 + day`, a month as `year * 12 + month - 1`.
Packed dates order as dates do, and `birth + years * 512 <= on` says "has completed that many years",
so that Python, SQL and the solver compare ages in one whole-number comparison.

The calendar is our own: Gregorian, years 1600 to 2400, no clock and no time zone.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from types import MappingProxyType
from typing import NewType

from policy_engine.domain.bilingual import Language, Text
from policy_engine.structure import dataclass

PackedDate = NewType("PackedDate", int)
"""A calendar date as `year * 512 + month * 32 + day`."""

Month = NewType("Month", int)
"""A calendar month as `year * 12 + month - 1`."""

FIRST_YEAR = 1600
LAST_YEAR = 2400
YEAR_STEP = 512
"""What one completed year adds to a packed date."""

MONTH_STEP = 32
"""What one month adds to a packed date, inside a year."""

EARLIEST = PackedDate(FIRST_YEAR * YEAR_STEP + 1 * MONTH_STEP + 1)
LATEST = PackedDate(LAST_YEAR * YEAR_STEP + 12 * MONTH_STEP + 31)

MONTH_NAMES = (
    Text("Januari", "January"),
    Text("Februari", "February"),
    Text("Maret", "March"),
    Text("April", "April"),
    Text("Mei", "May"),
    Text("Juni", "June"),
    Text("Juli", "July"),
    Text("Agustus", "August"),
    Text("September", "September"),
    Text("Oktober", "October"),
    Text("November", "November"),
    Text("Desember", "December"),
)

WEEKDAY_NAMES = (
    Text("Senin", "Monday"),
    Text("Selasa", "Tuesday"),
    Text("Rabu", "Wednesday"),
    Text("Kamis", "Thursday"),
    Text("Jumat", "Friday"),
    Text("Sabtu", "Saturday"),
    Text("Minggu", "Sunday"),
)

_OTHER_SPELLINGS = {"pebruari": 2, "peb": 2, "agt": 8, "agst": 8, "sept": 9, "nop": 11, "nopember": 11}

MONTH_WORDS: Mapping[str, int] = MappingProxyType(
    _OTHER_SPELLINGS
    | {
        word: number
        for number, name in enumerate(MONTH_NAMES, 1)
        for full in (name.indonesian.casefold(), name.english.casefold())
        for word in (full, full[:3])
    }
)
"""The months by their names and first three letters in either language, and by spellings of older regulations."""

_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_FEBRUARY = 2
_LEAP_DAY = 29
_DAYS_BEFORE_1_MARCH_1600 = 60
_ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_ISO_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_LONG_DATE = re.compile(r"([0-9]{1,2})\s+([A-Za-z]+)\.?\s+([0-9]{4})")


class LeapRule(Enum):
    """On which day of a common year somebody born on 29 February completes a year."""

    ON_1_MARCH = "1 March"
    ON_28_FEBRUARY = "28 February"


def is_leap(year: int) -> bool:
    """Say whether a year has a 29 February."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in(year: int, month: int) -> int:
    """Count the days of a month; `month` is 1 to 12."""
    return _LEAP_DAY if month == _FEBRUARY and is_leap(year) else _DAYS[month - 1]


def is_date(year: int, month: int, day: int) -> bool:
    """Say whether the calendar has this day, between the years 1600 and 2400."""
    return FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= len(_DAYS) and 1 <= day <= days_in(year, month)


def pack(year: int, month: int, day: int) -> PackedDate:
    """Pack a calendar date; an impossible one is an error."""
    if not is_date(year, month, day):
        message = f"not a date of the calendar: {year}-{month}-{day}"
        raise ValueError(message)
    return _pack(year, month, day)


def unpack(date: PackedDate) -> tuple[int, int, int]:
    """Give year, month and day of a packed date."""
    return date // YEAR_STEP, date % YEAR_STEP // MONTH_STEP, date % MONTH_STEP


def is_packed(number: int) -> bool:
    """Say whether a whole number is the packing of a date of the calendar."""
    return is_date(*unpack(PackedDate(number)))


def parse_date(text: str) -> PackedDate | None:
    """Read `YYYY-MM-DD`; anything else, and a day the calendar does not have, is None."""
    found = _ISO_DATE.fullmatch(text)
    if found is None:
        return None
    year, month, day = (int(part) for part in found.groups())
    return _pack(year, month, day) if is_date(year, month, day) else None


def parse_long_date(text: str) -> PackedDate | None:
    """Read `2 Maret 1985` or `2 March 1985`, in any case and in older or short spellings; else None."""
    found = _LONG_DATE.fullmatch(text.strip())
    if found is None:
        return None
    month = MONTH_WORDS.get(found[2].casefold())
    year, day = int(found[3]), int(found[1])
    return _pack(year, month, day) if month is not None and is_date(year, month, day) else None


def format_iso(date: PackedDate) -> str:
    """Write a date as `YYYY-MM-DD`."""
    year, month, day = unpack(date)
    return f"{year:04}-{month:02}-{day:02}"


def format_date(date: PackedDate, language: Language) -> str:
    """Write a date in words: `2 Maret 1985`, `2 March 1985`."""
    year, month, day = unpack(date)
    return f"{day} {MONTH_NAMES[month - 1].in_(language)} {year}"


def ordinal(date: PackedDate) -> int:
    """Count the days since 1 January 1600, which is 0."""
    year, month, day = unpack(date)
    # Years are counted from March, so that the leap day is the last day of its year.
    march_year = year - FIRST_YEAR - (1 if month <= _FEBRUARY else 0)
    march_month = (month - 3) % 12
    days = 365 * march_year + march_year // 4 - march_year // 100 + march_year // 400
    return days + (153 * march_month + 2) // 5 + day - 1 + _DAYS_BEFORE_1_MARCH_1600


def from_ordinal(days: int) -> PackedDate:
    """Give the date that lies a number of days after 1 January 1600; outside the calendar is an error."""
    if not 0 <= days <= ordinal(LATEST):
        message = f"outside the calendar of {FIRST_YEAR} to {LAST_YEAR}: day {days}"
        raise ValueError(message)
    since_march = days - _DAYS_BEFORE_1_MARCH_1600
    era, day_of_era = divmod(since_march, 146_097)
    year_of_era = (day_of_era - day_of_era // 1_460 + day_of_era // 36_524 - day_of_era // 146_096) // 365
    day_of_year = day_of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    march_month = (5 * day_of_year + 2) // 153
    month = (march_month + 2) % 12 + 1
    year = FIRST_YEAR + era * 400 + year_of_era + (1 if month <= _FEBRUARY else 0)
    return _pack(year, month, day_of_year - (153 * march_month + 2) // 5 + 1)


def add_days(date: PackedDate, days: int) -> PackedDate:
    """Give the date so many days later, or earlier when negative; leaving the calendar is an error."""
    return from_ordinal(ordinal(date) + days)


def days_between(first: PackedDate, second: PackedDate) -> int:
    """Count the days from the first date to the second; negative when the second is earlier."""
    return ordinal(second) - ordinal(first)


def weekday(date: PackedDate) -> int:
    """Give the day of the week, 0 for Monday to 6 for Sunday, an index into `WEEKDAY_NAMES`."""
    # 1 January 1600 was a Saturday.
    return (ordinal(date) + 5) % 7


def test_key(on: PackedDate, leap_rule: LeapRule) -> int:
    """Give the number to compare with `birth + years * 512`; it need not be the packing of a date.

    The packing itself puts 29 February before 1 March, which is the first rule.
    The second rule moves 28 February of a common year onto the leap day the year does not have.
    """
    match leap_rule:
        case LeapRule.ON_1_MARCH:
            return on
        case LeapRule.ON_28_FEBRUARY:
            year, month, day = unpack(on)
            short = month == _FEBRUARY and day == _LEAP_DAY - 1 and not is_leap(year)
            return on + 1 if short else on


def completed_years(birth: PackedDate, on: PackedDate, leap_rule: LeapRule = LeapRule.ON_1_MARCH) -> int:
    """Count the whole years completed on a date; negative before birth."""
    return (test_key(on, leap_rule) - birth) // YEAR_STEP


def attains(birth: PackedDate, years: int, leap_rule: LeapRule = LeapRule.ON_1_MARCH) -> PackedDate:
    """Give the date on which somebody completes a number of years; leaving the calendar is an error."""
    year, month, day = unpack(birth)
    if is_date(year + years, month, day) or (month, day) != (_FEBRUARY, _LEAP_DAY):
        return pack(year + years, month, day)
    match leap_rule:
        case LeapRule.ON_1_MARCH:
            return pack(year + years, 3, 1)
        case LeapRule.ON_28_FEBRUARY:
            return pack(year + years, 2, 28)


def cutoff_birth(on: PackedDate, years: int, leap_rule: LeapRule = LeapRule.ON_1_MARCH) -> PackedDate:
    """Give the latest birth date with at least so many completed years on a date.

    Whoever was born on or before it has completed the years; leaving the calendar is an error.
    """
    year, month, day = unpack(PackedDate(test_key(on, leap_rule) - years * YEAR_STEP))
    return pack(year, month, min(day, days_in(year, month)))


def make_month(year: int, month: int) -> Month:
    """Pack a calendar month; `month` is 1 to 12, anything else is an error."""
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= len(_DAYS)):
        message = f"not a month of the calendar: {year}-{month}"
        raise ValueError(message)
    return Month(year * 12 + month - 1)


def unpack_month(month: Month) -> tuple[int, int]:
    """Give the year, and the month from 1 to 12."""
    return month // 12, month % 12 + 1


def month_of(date: PackedDate) -> Month:
    """Give the month a date lies in."""
    year, month, _ = unpack(date)
    return Month(year * 12 + month - 1)


def add_months(month: Month, months: int) -> Month:
    """Give the month so many months later, or earlier when negative; leaving the calendar is an error."""
    return make_month(*unpack_month(Month(month + months)))


def first_day(month: Month) -> PackedDate:
    """Give the first date of a month."""
    return pack(*unpack_month(month), 1)


def last_day(month: Month) -> PackedDate:
    """Give the last date of a month."""
    return nth_day(month, 31)


def nth_day(month: Month, day: int) -> PackedDate:
    """Give a day of a month, the last one where the month is shorter; `day` is at least 1."""
    year, number = unpack_month(month)
    return pack(year, number, min(day, days_in(year, number)))


def parse_month(text: str) -> Month | None:
    """Read `YYYY-MM`; anything else, and a month the calendar does not have, is None."""
    found = _ISO_MONTH.fullmatch(text)
    if found is None or not is_date(int(found[1]), int(found[2]), 1):
        return None
    return make_month(int(found[1]), int(found[2]))


def format_iso_month(month: Month) -> str:
    """Write a month as `YYYY-MM`."""
    year, number = unpack_month(month)
    return f"{year:04}-{number:02}"


def format_month(month: Month, language: Language) -> str:
    """Write a month in words: `Mei 2025`, `May 2025`."""
    year, number = unpack_month(month)
    return f"{MONTH_NAMES[number - 1].in_(language)} {year}"


@dataclass(frozen=True, slots=True)
class MonthRange:
    """The months from the first through the last, both included."""

    first: Month
    last: Month

    def __post_init__(self) -> None:
        """Refuse a range that runs backwards."""
        if self.last < self.first:
            message = f"months run backwards: {format_iso_month(self.first)} to {format_iso_month(self.last)}"
            raise ValueError(message)

    def __iter__(self) -> Iterator[Month]:
        """Go through the months in order."""
        return (Month(number) for number in range(self.first, self.last + 1))

    def __len__(self) -> int:
        """Count the months."""
        return self.last - self.first + 1

    def __contains__(self, month: Month) -> bool:
        """Say whether a month lies in the range."""
        return self.first <= month <= self.last

    def format(self, language: Language) -> str:
        """Write the range in words: `Oktober 2025 sampai dengan Desember 2025`."""
        if self.first == self.last:
            return format_month(self.first, language)
        through = Text("sampai dengan", "through").in_(language)
        return f"{format_month(self.first, language)} {through} {format_month(self.last, language)}"


def month_runs(months: Iterable[Month]) -> tuple[MonthRange, ...]:
    """Give months, in any order, as the fewest ranges: those in a row as one, the earliest first."""
    runs: list[MonthRange] = []
    for month in sorted(set(months)):
        first = runs.pop().first if runs and runs[-1].last == month - 1 else month
        runs.append(MonthRange(first, month))
    return tuple(runs)


@dataclass(frozen=True, slots=True)
class DateRange:
    """The dates from `first` through `until`, both included; without `until` it has no end yet."""

    first: PackedDate
    until: PackedDate | None = None

    def __post_init__(self) -> None:
        """Refuse a range that runs backwards."""
        if self.until is not None and self.until < self.first:
            message = f"dates run backwards: {format_iso(self.first)} to {format_iso(self.until)}"
            raise ValueError(message)

    def in_force(self, on: PackedDate) -> bool:
        """Say whether a date lies in the range."""
        return self.first <= on and (self.until is None or on <= self.until)


def _pack(year: int, month: int, day: int) -> PackedDate:
    return PackedDate(year * YEAR_STEP + month * MONTH_STEP + day)
