"""One value of one fact: text of a table or a value of JSON in, a `FactValue` or a problem out.

Empty text and JSON null are unknown and give None.
Nothing is guessed: a value is read only in the way its fact, or the caller, declares.
"""

import re
from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import TypeAlias

from policy_engine.diagnostics import data
from policy_engine.diagnostics.suggest import closest
from policy_engine.domain import dates, money
from policy_engine.domain.bilingual import Language, Text, both
from policy_engine.domain.dates import Month, PackedDate
from policy_engine.ir.nodes import CodeSet, Fact, FactValue, Kind, Library, NotHappened
from policy_engine.ir.written import (
    NOT_HAPPENED_WORDS,
    OPEN,
    REGION_CODE,
    REGIONS,
    SEPARATOR,
    TRUTHS,
    WHOLE_NUMBER,
    Codes,
    DateFormat,
    Formats,
    MoneyFormat,
    codes_of,
    fold,
)
from policy_engine.registers.mask import mask, mask_words
from policy_engine.structure import dataclass

JsonValue: TypeAlias = "str | int | bool | list[JsonValue] | dict[str, JsonValue] | None"
"""What a record of JSON may hold; fractions are refused when it is read."""

_REGION_CODE = re.compile(REGION_CODE)
_WHOLE = re.compile(WHOLE_NUMBER)
_DMY = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_LOOKS_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LOOKS_LONG = re.compile(r"[0-9]{1,2}\s+[^\W\d_]+\s+[0-9]{4}")
_LONGEST_SHOWN = 60
_LARGEST = 10**18
"""As text a number has at most eighteen digits, so that every back end can hold it."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands, for messages."""

    path: str
    row: int | None
    column: str | None


# Not slotted: the indexes are made once.
@dataclass(frozen=True)
class Reader:
    """Reads values of the facts of one library, written in one way."""

    library: Library
    formats: Formats

    @cached_property
    def facts(self) -> Mapping[str, Fact]:
        """Give the facts by name."""
        return MappingProxyType({fact.name: fact for fact in self.library.facts})

    @cached_property
    def _codes(self) -> Mapping[str, Codes]:
        return codes_of(self.library)

    def text(self, fact: Fact, text: str, place: Place) -> FactValue | data.DataProblem | None:
        """Read the text of a cell; surrounding blanks do not count, and an empty cell is unknown."""
        stripped = text.strip()
        return self._bounded(fact, self._text(fact, stripped, place), place) if stripped else None

    def json(self, fact: Fact, value: JsonValue, place: Place) -> FactValue | data.DataProblem | None:
        """Read a value of JSON: null is unknown, strings are read as cells are."""
        match value:
            case None:
                return None
            case bool() if fact.type.kind is Kind.TRUTH:
                return value
            case int() if (
                fact.type.kind in _COUNTED and not isinstance(value, bool) and abs(value) < _LARGEST
            ):
                return self._bounded(fact, value, place)
            case str():
                return self.text(fact, value, place)
            case list() if fact.type.kind is Kind.CODE_SET and all(isinstance(item, str) for item in value):
                return self._set(fact, tuple(str(item).strip() for item in value), place)
            case _:
                return _wrong(place, _shown_json(value), self._expected(fact))

    def _text(self, fact: Fact, text: str, place: Place) -> FactValue | data.DataProblem:
        match fact.type.kind:
            case Kind.TRUTH:
                truth = TRUTHS.get(text.casefold())
                return _wrong(place, text, self._expected(fact)) if truth is None else truth
            case Kind.NUMBER | Kind.YEARS | Kind.MONTHS | Kind.DAYS | Kind.PEOPLE:
                return int(text) if _WHOLE.fullmatch(text) else _wrong(place, text, self._expected(fact))
            case Kind.RUPIAH | Kind.RUPIAH_PER_MONTH:
                return self._money(fact, text, place)
            case Kind.DATE:
                return self._date(fact, text, place)
            case Kind.MONTH:
                month = dates.parse_month(text)
                return _wrong(place, text, self._expected(fact)) if month is None else month
            case Kind.EVENT:
                return (
                    NotHappened() if text.casefold() in NOT_HAPPENED_WORDS else self._date(fact, text, place)
                )
            case Kind.CODE | Kind.REGION:
                return self._code(fact, text, place)
            case Kind.CODE_SET:
                return self._set(fact, tuple(item.strip() for item in text.split(SEPARATOR)), place)

    def _money(self, fact: Fact, text: str, place: Place) -> FactValue | data.DataProblem:
        match self.formats.money:
            case MoneyFormat.PLAIN:
                if _WHOLE.fullmatch(text):
                    return int(text)
                declared = money.parse_rupiah(text, Language.ID) is not None
                return _wrong(place, text, self._expected(fact), _DECLARE_MONEY if declared else None)
            case MoneyFormat.RUPIAH:
                amount = money.parse_rupiah(text, Language.ID)
                if amount is None or not _WHOLE.fullmatch(str(amount)):
                    return _wrong(place, text, self._expected(fact))
                return int(amount)

    def _date(self, fact: Fact, text: str, place: Place) -> FactValue | data.DataProblem:
        date, has_form = _read_date(text, self.formats.date)
        if date is not None:
            return date
        if has_form:
            return data.ImpossibleDate(
                path=place.path, row=place.row, column=place.column, value=mask_words(text)
            )
        other = next((form for form in DateFormat if _read_date(text, form)[1]), None)
        remedy = None if other is None else _declare_date(other)
        return _wrong(place, text, self._expected(fact), remedy)

    def _code(self, fact: Fact, text: str, place: Place) -> str | data.DataProblem:
        codes = self._codes[fact.type.vocabulary or REGIONS]
        meant = codes.by_word.get(fold(text), frozenset())
        if len(meant) == 1:
            return next(iter(meant))
        if meant:
            return data.AmbiguousCode(
                path=place.path,
                row=place.row,
                column=place.column,
                value=mask(text),
                codes=tuple(sorted(meant)),
            )
        # The hierarchy of codes decides for places that no policy names, such as a village.
        if fact.type.kind is Kind.REGION and _REGION_CODE.fullmatch(text):
            return text
        near = closest(text, codes.by_word)
        return data.UnknownCode(
            path=place.path,
            row=place.row,
            column=place.column,
            # A slip of the pen in a known word is no name, and best seen as it was written.
            value=_cut(mask(text)) if near else _shown(text),
            vocabulary=codes.vocabulary.label,
            near=near,
        )

    def _set(self, fact: Fact, items: tuple[str, ...], place: Place) -> CodeSet | data.DataProblem:
        named = [item for item in items if item and item != OPEN]
        values = set()
        for item in named:
            match self._code(fact, item, place):
                case str() as code:
                    values.add(code)
                case problem:
                    return problem
        limit = fact.type.at_most
        if limit is not None and len(values) > limit:
            return data.TooManyCodes(
                path=place.path, row=place.row, column=place.column, found=len(values), at_most=limit
            )
        return CodeSet(frozenset(values), complete=OPEN not in items)

    def _bounded(
        self, fact: Fact, value: FactValue | data.DataProblem, place: Place
    ) -> FactValue | data.DataProblem:
        """Refuse a number or date outside the bounds of its fact."""
        if not isinstance(value, int) or isinstance(value, bool):
            return value
        low, high = fact.low, fact.high
        if (low is None or low <= value) and (high is None or value <= high):
            return value
        return data.OutOfBounds(
            path=place.path,
            row=place.row,
            column=place.column,
            value=shown(fact, value),
            low=None if low is None else shown(fact, low),
            high=None if high is None else shown(fact, high),
        )

    def _expected(self, fact: Fact) -> Text:
        match fact.type.kind:
            case Kind.TRUTH:
                return Text("`ya` atau `tidak`", "`yes` or `no`")
            case Kind.NUMBER:
                return Text("bilangan bulat seperti `3`", "a whole number such as `3`")
            case Kind.YEARS:
                return Text("bilangan bulat tahun seperti `40`", "a whole number of years such as `40`")
            case Kind.MONTHS:
                return Text("bilangan bulat bulan seperti `3`", "a whole number of months such as `3`")
            case Kind.DAYS:
                return Text("bilangan bulat hari seperti `30`", "a whole number of days such as `30`")
            case Kind.PEOPLE:
                return Text("bilangan bulat orang seperti `4`", "a whole number of people such as `4`")
            case Kind.RUPIAH | Kind.RUPIAH_PER_MONTH:
                return _EXPECTED_MONEY[self.formats.money]
            case Kind.DATE:
                return _EXPECTED_DATE[self.formats.date]
            case Kind.EVENT:
                date = _EXPECTED_DATE[self.formats.date]
                return Text(f"{date.indonesian}, atau `belum`", f"{date.english}, or `not yet`")
            case Kind.MONTH:
                return Text("bulan seperti `2025-11`", "a month such as `2025-11`")
            case Kind.CODE | Kind.REGION:
                return Text("satu kode sebagai teks", "one code as text")
            case Kind.CODE_SET:
                return Text(
                    "kode yang dipisahkan `|`, atau daftar teks dalam JSON",
                    "codes separated by `|`, or a list of texts in JSON",
                )


_COUNTED = frozenset(
    {Kind.NUMBER, Kind.YEARS, Kind.MONTHS, Kind.DAYS, Kind.PEOPLE, Kind.RUPIAH, Kind.RUPIAH_PER_MONTH}
)

_EXPECTED_DATE = MappingProxyType(
    {
        DateFormat.ISO: Text("tanggal seperti `1985-03-02`", "a date such as `1985-03-02`"),
        DateFormat.DMY: Text("tanggal seperti `02/03/1985`", "a date such as `02/03/1985`, the day first"),
        DateFormat.LONG: Text("tanggal seperti `2 Maret 1985`", "a date such as `2 March 1985`"),
    }
)

_EXPECTED_MONEY = MappingProxyType(
    {
        MoneyFormat.PLAIN: Text(
            "rupiah dalam angka saja seperti `1500000`", "rupiah in digits such as `1500000`"
        ),
        MoneyFormat.RUPIAH: Text("rupiah seperti `Rp1.500.000`", "rupiah such as `Rp1.500.000`"),
    }
)

_DECLARE_MONEY = Text(
    "bila seluruh berkas menulis rupiah demikian, nyatakan `--money-format rupiah`",
    "if the whole file writes rupiah so, declare `--money-format rupiah`",
)


def _declare_date(form: DateFormat) -> Text:
    return Text(
        f"bila seluruh berkas menulis tanggal demikian, nyatakan `--date-format {form.value}`",
        f"if the whole file writes dates so, declare `--date-format {form.value}`",
    )


def shown(fact: Fact, value: int) -> Text:
    """Write a number, amount or date of a fact for a message."""
    match fact.type.kind:
        case Kind.DATE | Kind.EVENT:
            return both(dates.format_iso(PackedDate(value)))
        case Kind.MONTH:
            return both(dates.format_iso_month(Month(value)))
        case Kind.RUPIAH | Kind.RUPIAH_PER_MONTH:
            return Text(money.format_rupiah(value, Language.ID), money.format_rupiah(value, Language.EN))
        case (
            Kind.TRUTH
            | Kind.NUMBER
            | Kind.YEARS
            | Kind.MONTHS
            | Kind.DAYS
            | Kind.PEOPLE
            | Kind.CODE
            | Kind.CODE_SET
            | Kind.REGION
        ):
            return both(str(value))


def written(fact: Fact, value: FactValue) -> str:
    """Write a value as `Reader` reads it back, dates in ISO form and rupiah in plain digits."""
    match value:
        case bool():
            return "true" if value else "false"
        case NotHappened():
            return "belum"
        case CodeSet(codes, complete):
            # The separator alone is the empty set: an empty cell would be unknown.
            items = (*sorted(codes), *(() if complete else (OPEN,)))
            return SEPARATOR.join(items) if items else SEPARATOR
        case int() if fact.type.kind in (Kind.DATE, Kind.EVENT):
            return dates.format_iso(PackedDate(value))
        case int() if fact.type.kind is Kind.MONTH:
            return dates.format_iso_month(Month(value))
        case _:
            return str(value)


def _read_date(text: str, form: DateFormat) -> tuple[PackedDate | None, bool]:
    """Give the date, and whether the text is at least written in this form."""
    match form:
        case DateFormat.ISO:
            return dates.parse_date(text), _LOOKS_ISO.fullmatch(text) is not None
        case DateFormat.DMY:
            found = _DMY.fullmatch(text)
            if found is None:
                return None, False
            day, month, year = (int(part) for part in found.groups())
            return dates.pack(year, month, day) if dates.is_date(year, month, day) else None, True
        case DateFormat.LONG:
            return dates.parse_long_date(text), _LOOKS_LONG.fullmatch(text) is not None


def _wrong(place: Place, value: str, expected: Text, remedy: Text | None = None) -> data.WrongType:
    return data.WrongType(
        path=place.path,
        row=place.row,
        column=place.column,
        value=_shown(value),
        expected=expected,
        remedy=remedy,
    )


def _shown(text: str) -> str:
    return _cut(mask_words(text))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…"


def _shown_json(value: JsonValue) -> str:
    match value:
        case True:
            return "true"
        case False:
            return "false"
        case list():
            return "[...]"
        case dict():
            return "{...}"
        case _:
            return str(value)
