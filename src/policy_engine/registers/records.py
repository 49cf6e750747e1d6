"""Workers that a program gives as mappings with the values JSON has; a worker or a rejection for each out.

A record of a form that was met before is read in a few microseconds: its keys are looked up once, and so is
each code, set of codes and other short text. Whatever is out of the ordinary is read again, from the
beginning, by the reader of JSON, which says what is wrong.
"""

from collections.abc import Mapping
from dataclasses import field
from types import MappingProxyType
from typing import cast

from policy_engine.domain import dates
from policy_engine.ir.nodes import CodeSet, Fact, FactValue, Kind, Library, NotHappened
from policy_engine.registers.columns import Column, Columns, columns
from policy_engine.registers.json_records import record
from policy_engine.registers.mask import is_nik, mask, mask_nik
from policy_engine.registers.model import Mapped, Record, Worker
from policy_engine.registers.values import JsonValue, Place, Reader
from policy_engine.structure import dataclass

_MOST_KEPT = 4096
"""Forms of records, and texts of one fact, that are remembered."""

_LONGEST_KEPT = 64
_LENGTH_OF_DATE = 10


@dataclass(frozen=True, slots=True)
class _Key:
    """One key of a form: what it holds, and the values of texts that were read before; dates are not kept."""

    column: Column
    name: str
    kind: Kind | None
    is_day: bool
    low: int
    high: int
    kept: dict[object, FactValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RecordReader:
    """Reads workers that a program gives as mappings. Threads may share it."""

    reader: Reader
    names: Columns
    _forms: dict[tuple[str, ...], tuple[_Key, ...]] = field(default_factory=dict)

    def read(self, given: Mapping[str, object], row: int | None) -> Record:
        """Read one worker; `row` is where it stands among others, for messages."""
        form = self._forms.get(tuple(given))
        found = None if form is None else self._quickly(form, given, row)
        return self._slowly(given, row) if found is None else found

    def _slowly(self, given: Mapping[str, object], row: int | None) -> Record:
        read = record(cast("JsonValue", dict(given)), "", row, self.reader, self.names)
        header = tuple(given)
        if isinstance(read, Worker) and header not in self._forms and len(self._forms) < _MOST_KEPT:
            self._forms[header] = tuple(
                _key(column) for column in self.names.of(header, "", row) if isinstance(column, Column)
            )
        return read

    def _quickly(self, form: tuple[_Key, ...], given: Mapping[str, object], row: int | None) -> Worker | None:
        """Read a record of a known form; None where anything is not as usual."""
        facts: dict[str, FactValue] = {}
        nik = reference = None
        for key, value in zip(form, given.values(), strict=True):
            if value is None:
                continue
            if key.kind is None:
                if key.column.is_nik:
                    if not isinstance(value, str) or not is_nik(value.strip()):
                        return None
                    nik = mask_nik(value.strip())
                elif key.column.is_reference:
                    reference = mask(str(value))
                continue
            if value is True or value is False:
                if key.kind is not Kind.TRUTH:
                    return None
                facts[key.name] = value
                continue
            known = self._value(key, value)
            if known is None:
                return None
            facts[key.name] = known
        return Worker(MappingProxyType(facts), reference, nik, row)

    def _value(self, key: _Key, value: object) -> FactValue | None:
        """Give the value of a fact; None where it has to be read with care."""
        if value.__class__ is str:
            text = value
            known = key.kept.get(text)
            if known is not None:
                return known
            if key.is_day and len(text) == _LENGTH_OF_DATE:
                day = _day(text)
                return day if day is not None and key.low <= day <= key.high else None
            return self._kept(key, text, text)
        if value.__class__ is list and key.kind is Kind.CODE_SET:
            codes = tuple(cast("list[object]", value))
            if not all(code.__class__ is str for code in codes):
                return None
            known = key.kept.get(codes)
            return self._kept(key, codes, cast("JsonValue", value)) if known is None else known
        if value.__class__ is int and key.kind in _COUNTED:
            number = value
            return number if key.low <= number <= key.high else None
        return None

    def _kept(self, key: _Key, written: str | tuple[object, ...], value: JsonValue) -> FactValue | None:
        """Read a text with care, and remember a code or a set of codes."""
        fact = key.column.fact
        read = None if fact is None else self.reader.json(fact, value, Place("", None, key.column.name))
        if isinstance(read, str | bool | CodeSet | NotHappened):
            is_short = len(written) <= _LONGEST_KEPT
            if is_short and len(key.kept) < _MOST_KEPT:
                key.kept[written] = read
            return read
        return None


_COUNTED = frozenset(
    {Kind.NUMBER, Kind.YEARS, Kind.MONTHS, Kind.DAYS, Kind.PEOPLE, Kind.RUPIAH, Kind.RUPIAH_PER_MONTH}
)
_NO_LOW, _NO_HIGH = -(10**30), 10**30


def _key(column: Column) -> _Key:
    fact: Fact | None = None if column.is_nik else column.fact
    if fact is None:
        return _Key(column, column.name, None, False, _NO_LOW, _NO_HIGH)
    low = _NO_LOW if fact.low is None else fact.low
    high = _NO_HIGH if fact.high is None else fact.high
    is_day = fact.type.kind in (Kind.DATE, Kind.EVENT)
    return _Key(column, fact.name, fact.type.kind, is_day, low, high)


def _day(text: str) -> int | None:
    """Read `YYYY-MM-DD`; None for anything else."""
    if not text.isascii() or text[4] != "-" or text[7] != "-":
        return None
    year, month, day = text[:4], text[5:7], text[8:]
    if not (year.isdigit() and month.isdigit() and day.isdigit()):
        return None
    numbers = (int(year), int(month), int(day))
    return dates.pack(*numbers) if dates.is_date(*numbers) else None


def record_reader(library: Library) -> RecordReader:
    """Prepare to read records of the facts of a library, dates in ISO form and rupiah in plain digits."""
    mapped = Mapped()
    return RecordReader(Reader(library, mapped.formats), columns(library, mapped))
