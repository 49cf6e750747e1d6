"""A column of a register in; SQL for the value that `ingest` packs, and for whether it cannot be read, out.

Dates, amounts and counts that are written as text are read in SQL, for there are as many different ones as
workers; `registers.values` reads the same forms one by one, and a test holds the two together. Codes, truths
and events are left to `ingest`, which reads each different text once.
"""

from policy_engine.backends.columnar.reading import BLANKS
from policy_engine.domain.dates import FIRST_YEAR, LAST_YEAR
from policy_engine.ir.nodes import Fact, Kind
from policy_engine.ir.written import DateFormat, Formats, MoneyFormat
from policy_engine.structure import dataclass

NEVER = "FALSE"

WHOLE = frozenset(
    {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "HUGEINT"}
)
_BINARY = frozenset({"REAL", "DOUBLE", "FLOAT"})
_MONEY = frozenset({Kind.RUPIAH, Kind.RUPIAH_PER_MONTH})
_COUNTED = _MONEY | {Kind.NUMBER, Kind.YEARS, Kind.MONTHS, Kind.DAYS, Kind.PEOPLE}
_DAYS = frozenset({Kind.DATE, Kind.EVENT})

_EXACT = 2**53
"""Below this, every whole number is exact in binary floating point."""

_LARGEST = 10**18
"""Whole numbers of a fact have at most eighteen digits."""


@dataclass(frozen=True, slots=True)
class Reading:
    """SQL for the value (NULL where it is unknown or cannot be read), and for whether it cannot be read."""

    value: str
    is_bad: str = NEVER


def is_text(kind: str) -> bool:
    """Tell whether a type holds text."""
    return kind == "VARCHAR" or kind.startswith("ENUM")


def is_readable(kind: str, fact: Fact) -> bool:
    """Tell whether a column of this type can hold the fact at all."""
    if is_text(kind) or kind in ('"NULL"', "NULL"):
        return True
    wanted = fact.type.kind
    if kind == "BOOLEAN":
        return wanted is Kind.TRUTH
    if kind == "DATE" or (kind.startswith("TIMESTAMP") and "ZONE" not in kind):
        return wanted in _DAYS
    if kind in WHOLE or kind in _BINARY or kind.startswith("DECIMAL"):
        return wanted in _COUNTED
    return kind == "VARCHAR[]" and wanted is Kind.CODE_SET


def trimmed(text: str) -> str:
    """Take blanks off both ends, as Python does; where there are none, which is nearly always, at no cost."""
    cell = f"CAST({text} AS VARCHAR)"
    blank = "[" + "".join(f"\\x{{{ord(letter):X}}}" for letter in BLANKS) + "]"
    return (
        f"CASE WHEN regexp_matches({cell}, '^{blank}|{blank}$') THEN trim({cell}, '{BLANKS}') ELSE {cell} END"
    )


def reading(column: str, kind: str, fact: Fact, formats: Formats, *, is_tidy: bool = False) -> Reading:
    """Give how a column of some type is read as a fact; no text of a tidy one is empty or has blanks at its ends."""
    wanted = fact.type.kind
    if is_text(kind):
        return _of_text(column if is_tidy else trimmed(column), fact, formats, is_tidy=is_tidy)
    if kind.startswith("TIMESTAMP"):
        return Reading(f"CAST({column} AS DATE)", f"{column} <> date_trunc('day', {column})")
    if kind in _BINARY:
        is_exact = f"isfinite({column}) AND {column} = trunc({column}) AND abs({column}) < {_EXACT}"
        return Reading(f"CASE WHEN {is_exact} THEN CAST({column} AS BIGINT) END", f"NOT ({is_exact})")
    if kind.startswith("DECIMAL") or kind in ("HUGEINT", "UBIGINT", "BIGINT"):
        is_exact = f"{column} = trunc({column}) AND abs({column}) < {_LARGEST}"
        return Reading(f"CASE WHEN {is_exact} THEN CAST({column} AS BIGINT) END", f"NOT ({is_exact})")
    if kind == "VARCHAR[]":
        joined = f"array_to_string({column}, '|')"
        is_bad = f"len({column}) <> list_count({column}) OR contains(array_to_string({column}, ''), '|')"
        # An empty list says that there is none; as text, that is the separator alone.
        return Reading(f"CASE WHEN len({column}) = 0 THEN '|' ELSE {joined} END", is_bad)
    if kind in ('"NULL"', "NULL"):
        return Reading("CAST(NULL AS VARCHAR)")
    if wanted in _COUNTED:
        return Reading(f"CAST({column} AS BIGINT)")
    return Reading(column)


def _of_text(text: str, fact: Fact, formats: Formats, *, is_tidy: bool) -> Reading:
    kind = fact.type.kind
    if kind is Kind.DATE and formats.date is DateFormat.ISO:
        return _date(text, "[0-9]{4}-[0-9]{2}-[0-9]{2}", text)
    if kind is Kind.DATE and formats.date is DateFormat.DMY:
        year, month, day = (f"split_part({text}, '/', {part})" for part in (3, 2, 1))
        iso = f"{year} || '-' || lpad({month}, 2, '0') || '-' || lpad({day}, 2, '0')"
        return _date(text, "[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}", iso)
    if kind in _COUNTED and (kind not in _MONEY or formats.money is MoneyFormat.PLAIN):
        value = f"CASE WHEN regexp_full_match({text}, '-?[0-9]{{1,18}}') THEN CAST({text} AS BIGINT) END"
        return Reading(value, f"{text} <> '' AND ({value}) IS NULL")
    return Reading(text if is_tidy else f"nullif({text}, '')")


def _date(text: str, form: str, iso: str) -> Reading:
    day = f"CASE WHEN regexp_full_match({text}, '{form}') THEN TRY_CAST({iso} AS DATE) END"
    value = f"CASE WHEN year({day}) BETWEEN {FIRST_YEAR} AND {LAST_YEAR} THEN {day} END"
    return Reading(value, f"{text} <> '' AND ({value}) IS NULL")
