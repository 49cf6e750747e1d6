"""A sheet of a workbook in; its rows as text in Parquet, and a rejection for every row that lost something, out.

What a cell holds decides, not how it looks: a date is a date whatever its format, a number is never a code.
Dates and amounts are written down in the form that was declared, so that they are read back like any text.
"""

import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from policy_engine.diagnostics import data, registers
from policy_engine.domain import dates, money
from policy_engine.domain.bilingual import Language
from policy_engine.ir.nodes import Fact, Kind
from policy_engine.ir.written import DateFormat, Formats, MoneyFormat
from policy_engine.registers.columns import Column
from policy_engine.registers.mask import mask_words
from policy_engine.registers.model import Rejected
from policy_engine.registers.table import columns_of
from policy_engine.simulation.register import (
    Asked,
    Problems,
    Register,
    RegisterForm,
    Sink,
    Told,
    typed_fields,
)
from policy_engine.simulation.staging import Staging

_SEARCHED = 50
"""Rows in which the header is looked for."""

_TOLD = 5_000

_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    KeyError,
    ValueError,
    TypeError,
    ParseError,
    InvalidFileException,
)
"""What the library raises for a file that is no workbook, or a damaged one."""

_CODES = frozenset({Kind.CODE, Kind.CODE_SET, Kind.REGION})
_MONEY = frozenset({Kind.RUPIAH, Kind.RUPIAH_PER_MONTH})


def open_sheet(path: str, asked: Asked, folder: Path, sink: Sink, told: Told) -> Register | Problems:
    """Read the sheet that was named, or the only one, row by row."""
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except _DAMAGED:
        return (registers.DamagedRegister(path=path, form="Excel"),)
    try:
        found = _sheet(book, path, asked.sheet)
        if isinstance(found, registers.NoSuchSheet):
            return (found,)
        total = found.max_row
        # What the file says of its size may be wrong, and rows beyond it would be lost.
        found.reset_dimensions()
        return _read(
            enumerate(_rows(found), 1), path, asked, folder, sink, lambda row, _all: told(row, total)
        )
    except _DamagedError:
        return (registers.DamagedRegister(path=path, form="Excel"),)
    finally:
        book.close()


class _DamagedError(Exception):
    """The workbook breaks off while it is read."""


def _rows(sheet: Any) -> Iterator[Sequence[Any]]:
    rows = iter(sheet.iter_rows(values_only=True))
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except _DAMAGED as error:
            raise _DamagedError from error
        yield row


def _sheet(book: Any, path: str, named: str | None) -> Any:
    sheets = {sheet.title: sheet for sheet in book.worksheets if sheet.sheet_state == "visible"}
    if named is None and len(sheets) == 1:
        return next(iter(sheets.values()))
    found = {sheet.title: sheet for sheet in book.worksheets}.get(named)
    return found or registers.NoSuchSheet(path=path, named=named, sheets=tuple(sheets))


def _read(
    rows: Iterator[tuple[int, Sequence[Any]]], path: str, asked: Asked, folder: Path, sink: Sink, told: Told
) -> Register | Problems:
    header = _header(rows, path, asked)
    if isinstance(header, data.DataProblem):
        return (header,)
    number, cells = header
    places = [place for place, cell in enumerate(cells) if cell]
    found = columns_of(
        [cells[place] for place in places],
        path,
        number,
        asked.names,
        required=asked.required,
        unknown=asked.unknown,
    )
    columns = [each for each in found if isinstance(each, Column)]
    if len(columns) != len(found):
        return tuple(each for each in found if isinstance(each, data.DataProblem))
    reading = _Cells(path, columns, places, asked.mapped.formats)
    fields = typed_fields(columns, {})
    with Staging(folder / "register.parquet", [f"c{place}" for place in range(len(fields))]) as staging:
        for row, values in rows:
            match reading.row(row, values):
                case Rejected() as rejected:
                    sink.add(rejected)
                case None:
                    pass
                case texts:
                    staging.add(row, texts)
            if row % _TOLD == 0:
                told(row, None)
    return Register(staging.relation, fields, asked.mapped.formats, path, RegisterForm.XLSX)


def _header(
    rows: Iterator[tuple[int, Sequence[Any]]], path: str, asked: Asked
) -> tuple[int, list[str]] | data.DataProblem:
    """Find the header: the row that was named, else the first one whose cells are names of known columns."""
    empty = True
    for number, values in rows:
        cells = ["" if value is None else str(value).strip() for value in values]
        filled = [cell for cell in cells if cell]
        empty = empty and not filled
        if asked.header_row is not None:
            if number == asked.header_row:
                return (number, cells) if filled else registers.NoHeader(path=path, row=number)
            continue
        known = sum(isinstance(asked.names.of([cell], path, number)[0], Column) for cell in filled)
        if known >= min(2, len(filled)) and filled:
            return number, cells
        if number >= _SEARCHED:
            break
    return data.EmptyTable(path=path) if empty else registers.NoHeader(path=path)


class _Cells:
    """Writes the cells of a row as text; a row in which a cell lost digits is rejected."""

    def __init__(self, path: str, columns: Sequence[Column], places: Sequence[int], formats: Formats) -> None:
        self._path = path
        self._columns = tuple(zip(columns, places, strict=True))
        self._places = frozenset(places)
        self._formats = formats

    def row(self, number: int, values: Sequence[Any]) -> Rejected | list[str | None] | None:
        """Give the texts of one row, why it is rejected, or nothing for a blank one."""
        filled = [place for place, value in enumerate(values) if value not in (None, "")]
        if not filled:
            return None
        problems: list[data.DataProblem] = []
        if not self._places.issuperset(filled):
            beyond = len([place for place in filled if place not in self._places])
            expected = len(self._columns)
            problems.append(
                data.RaggedRow(path=self._path, row=number, found=expected + beyond, expected=expected)
            )
        texts: list[str | None] = []
        for column, place in self._columns:
            value = values[place] if place < len(values) else None
            if _is_number(value) and (column.is_nik or (column.fact and column.fact.type.kind in _CODES)):
                named = "nik" if column.is_nik or column.fact is None else column.fact.name
                problems.append(
                    registers.StoredAsNumber(path=self._path, row=number, column=column.name, fact=named)
                )
            texts.append(self._text(None if column.is_nik else column.fact, value))
        if problems:
            shown = ",".join(
                "*" * len(text or "") if column.is_nik else mask_words(text or "")
                for (column, _), text in zip(self._columns, texts, strict=True)
            )
            return Rejected(number, tuple(problems), shown)
        return texts

    def _text(self, fact: Fact | None, value: Any) -> str | None:
        match value:
            case None:
                return None
            case bool():
                return "true" if value else "false"
            case datetime() if value.time() != datetime.min.time():
                return value.isoformat(sep=" ")
            case date():
                return self._day(fact, value)
            case _ if _is_number(value):
                return self._number(fact, value)
            case _:
                return str(value)

    def _day(self, fact: Fact | None, value: date) -> str:
        day = date(value.year, value.month, value.day)
        if fact is not None and fact.type.kind is Kind.MONTH and day.day == 1:
            return day.isoformat()[:7]
        packed = dates.parse_date(day.isoformat())
        if fact is None or packed is None:
            return day.isoformat()
        match self._formats.date:
            case DateFormat.ISO:
                return day.isoformat()
            case DateFormat.DMY:
                return f"{day.day:02}/{day.month:02}/{day.year:04}"
            case DateFormat.LONG:
                return dates.format_date(packed, Language.ID)

    def _number(self, fact: Fact | None, value: Any) -> str:
        above, below = value.as_integer_ratio()
        if below != 1:
            return str(value)
        is_money = fact is not None and fact.type.kind in _MONEY
        if is_money and self._formats.money is MoneyFormat.RUPIAH:
            return money.format_rupiah(above, Language.ID)
        return str(above)


def _is_number(value: Any) -> bool:
    return not isinstance(value, bool) and hasattr(value, "as_integer_ratio")
