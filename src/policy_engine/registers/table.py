"""A CSV table of workers in; one worker or one rejection for every row out.

A row that cannot be read is rejected by itself: neither an open quotation mark nor a broken byte costs
the rows after it. The delimiter is declared, or read from the header alone.
"""

import csv
import io
import re
from collections import deque
from collections.abc import Callable, Collection, Iterator, Sequence
from types import MappingProxyType
from typing import BinaryIO

from policy_engine.diagnostics import data
from policy_engine.ir.nodes import Fact, FactValue
from policy_engine.registers.columns import Column, Columns, missing
from policy_engine.registers.lines import Line, lines
from policy_engine.registers.mask import is_nik, mask, mask_nik, mask_words
from policy_engine.registers.model import Record, Rejected, Worker
from policy_engine.registers.values import Place, Reader
from policy_engine.structure import dataclass

LONGEST_QUOTED = 20
"""Lines that one quoted cell may run over."""

_DATA = re.compile(r"[0-9][0-9 ./-]{3,}|[0-9]{1,2} +[^\W\d_]+ +[0-9]{4}")
"""Dates and long numbers, which are never the name of a column."""

_SHOWN = 500
"""Characters kept of a row that could not even be split into cells."""


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a table, understood; `declared` where the delimiter was not read from it."""

    columns: tuple[Column, ...]
    delimiter: str
    declared: bool


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose header has been understood; `rows` are read from the file as they are asked for."""

    columns: tuple[Column, ...]
    delimiter: str
    declared: bool
    rows: Iterator[Record]


def read_table(
    stream: BinaryIO,
    path: str,
    reader: Reader,
    names: Columns,
    *,
    required: Sequence[Fact],
    unknown: frozenset[str],
) -> Table | tuple[data.DataProblem, ...]:
    """Read the header, and prepare the rows; problems of the header are all given at once."""
    source = lines(stream, path)
    first = next((line for line in source if line.problem or line.text.strip()), None)
    header = read_header(first, path, names, required=required, unknown=unknown)
    if not isinstance(header, Header):
        return header
    rows = _Rows(path, header.delimiter, header.columns, reader)
    return Table(header.columns, header.delimiter, header.declared, rows.read(source))


def read_header(
    first: Line | None, path: str, names: Columns, *, required: Sequence[Fact], unknown: frozenset[str]
) -> Header | tuple[data.DataProblem, ...]:
    """Understand the first line that is not blank; None where there is none."""
    if first is None:
        return (data.EmptyTable(path=path),)
    if first.problem is not None:
        return (first.problem,)
    delimiter = names.mapped.delimiter or sniffed(first.text)
    if delimiter is None:
        return (data.UnclearDelimiter(path=path, row=first.number),)
    cells = split(first.text, delimiter)
    if cells is None:
        return (data.UnclosedQuotation(path=path, row=first.number),)
    columns = columns_of(cells, path, first.number, names, required=required, unknown=unknown)
    known = tuple(each for each in columns if isinstance(each, Column))
    if len(known) != len(columns):
        return tuple(each for each in columns if isinstance(each, data.DataProblem))
    return Header(known, delimiter, names.mapped.delimiter is not None)


def columns_of(
    cells: Sequence[str],
    path: str,
    row: int | None,
    names: Columns,
    *,
    required: Sequence[Fact],
    unknown: frozenset[str],
) -> tuple[Column, ...] | tuple[data.DataProblem, ...]:
    """Give a column for every name of a header, or every problem: names not known, given twice, or missing.

    A first row that holds data is told without a word of it.
    """
    if any(_DATA.fullmatch(cell.strip()) for cell in cells):
        return (data.DataForHeader(path=path, row=row),)
    columns = names.of(cells, path, row)
    problems = tuple(found for found in columns if isinstance(found, data.DataProblem))
    known = tuple(found for found in columns if isinstance(found, Column))
    problems += missing(known, required, unknown, path) if not problems else ()
    return problems or known


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of one row, as many as there are columns; `row` is its first line."""

    row: int
    cells: list[str]


def cells_of(
    first: Line, after: Callable[[int], Line | None], delimiter: str, columns: Sequence[Column], path: str
) -> tuple[Cells | Rejected | None, int]:
    """Split the row that begins with a line, and say how many lines it takes; a blank line is no row.

    `after` gives the lines that follow, counted from 0, and None where there are no more.
    """
    if first.problem is not None:
        return _whole_line(first, path), 1
    if not first.text.strip():
        return None, 1
    taken = [first]
    cells = split(first.text, delimiter)
    while cells is None and len(taken) < LONGEST_QUOTED and _may_continue(taken, delimiter):
        line = after(len(taken) - 1)
        if line is None or line.problem is not None:
            break
        taken.append(line)
        cells = split("\n".join(part.text for part in taken), delimiter)
    if cells is None:
        # The fault lies with the line that opened the quotation; those after it are read afresh.
        return _whole_line(first, path), 1
    if len(cells) != len(columns):
        found = data.RaggedRow(path=path, row=first.number, found=len(cells), expected=len(columns))
        return Rejected(first.number, (found,), shown_cells(cells, columns, (), delimiter)), len(taken)
    return Cells(first.number, cells), len(taken)


def _whole_line(line: Line, path: str) -> Rejected:
    problem: data.DataProblem = data.UnclosedQuotation(path=path, row=line.number)
    if len(line.text) > csv.field_size_limit():
        problem = data.OverlongLine(path=path, row=line.number, limit=csv.field_size_limit())
    return Rejected(line.number, (line.problem or problem,), mask_words(line.text[:_SHOWN]))


def shown_cells(
    cells: Sequence[str], columns: Sequence[Column], wrong: Collection[str | None], delimiter: str
) -> str:
    """Write a row again for the file of rejects: the facts that were read, and the outline of everything else.

    `wrong` names the columns that could not be read. Cells that are not as many as the columns belong to none.
    """
    shown = [mask_words(cell) for cell in cells]
    if len(cells) == len(columns):
        for at, (cell, column) in enumerate(zip(cells, columns, strict=True)):
            if column.is_nik:
                shown[at] = mask_nik(cell.strip())
            elif column.is_reference or (column.fact is not None and column.name not in wrong):
                shown[at] = mask(cell)
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="").writerow(shown)
    return text.getvalue()


@dataclass(frozen=True, slots=True)
class _Rows:
    path: str
    delimiter: str
    columns: tuple[Column, ...]
    reader: Reader

    def read(self, source: Iterator[Line]) -> Iterator[Record]:
        waiting: deque[Line] = deque()

        def after(place: int) -> Line | None:
            while len(waiting) <= place:
                line = next(source, None)
                if line is None:
                    return None
                waiting.append(line)
            return waiting[place]

        while (first := waiting.popleft() if waiting else next(source, None)) is not None:
            found, taken = cells_of(first, after, self.delimiter, self.columns, self.path)
            for _ in range(taken - 1):
                waiting.popleft()
            match found:
                case Cells(row, cells):
                    yield self._record(row, cells)
                case Rejected():
                    yield found
                case None:
                    pass

    def _record(self, row: int, cells: list[str]) -> Record:
        facts: dict[str, FactValue] = {}
        problems: list[data.DataProblem] = []
        nik = reference = None
        for column, cell in zip(self.columns, cells, strict=True):
            place = Place(self.path, row, column.name)
            if column.is_nik and cell.strip():
                nik = mask_nik(cell.strip())
                problems.extend(nik_problems(cell.strip(), place))
                continue
            if column.is_reference:
                reference = mask(cell.strip()) or None
            if column.fact is None:
                continue
            match self.reader.text(column.fact, cell, place):
                case None:
                    pass
                case data.DataProblem() as problem:
                    problems.append(problem)
                case value:
                    facts[column.fact.name] = value
        if problems:
            wrong = {problem.column for problem in problems}
            return Rejected(row, tuple(problems), shown_cells(cells, self.columns, wrong, self.delimiter))
        return Worker(MappingProxyType(facts), reference, nik, row)


def nik_problems(text: str, place: Place) -> tuple[data.DataProblem, ...]:
    """Say what is wrong with an identity number, without repeating it; nothing when it is one."""
    if is_nik(text):
        return ()
    digits_only = text.isascii() and text.isdigit()
    found = data.NikNot16Digits(
        path=place.path, row=place.row, column=place.column, length=len(text), digits_only=digits_only
    )
    return (found,)


def sniffed(header: str) -> str | None:
    """Give the delimiter that the header shows; a header of one column has none, and a comma will do."""
    commas, semicolons = "," in header, ";" in header
    if commas and semicolons:
        return None
    return ";" if semicolons else ","


def split(text: str, delimiter: str) -> list[str] | None:
    """Give the cells of one row, or None where its quotation marks do not pair."""
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    return rows[0] if len(rows) == 1 else None


def _may_continue(pending: Sequence[Line], delimiter: str) -> bool:
    """Say whether a row could be whole if its last cell were closed."""
    return split("\n".join(line.text for line in pending) + '"', delimiter) is not None
