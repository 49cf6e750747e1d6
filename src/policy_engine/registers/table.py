"""A CSV table of workers in; one worker or one rejection for every row out.

A row that cannot be read is rejected by itself: neither an open quotation mark nor a broken byte costs
the rows after it. The delimiter is declared, or read from the header alone.
"""

import csv
import io
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import BinaryIO

from policy_engine.diagnostics import data
from policy_engine.ir.nodes import Fact, FactValue
from policy_engine.registers.columns import Column, Columns, missing
from policy_engine.registers.lines import Line, lines
from policy_engine.registers.mask import is_nik, mask, mask_nik
from policy_engine.registers.model import Record, Rejected, Worker
from policy_engine.registers.values import Place, Reader

_LONGEST_QUOTED = 20
"""Lines that one quoted cell may run over."""

_SHOWN = 500
"""Characters kept of a row that could not even be split into cells."""


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
    header = next((line for line in source if line.problem or line.text.strip()), None)
    if header is None:
        return (data.EmptyTable(path=path),)
    if header.problem is not None:
        return (header.problem,)
    delimiter = names.mapped.delimiter or _sniffed(header.text)
    if delimiter is None:
        return (data.UnclearDelimiter(path=path, row=header.number),)
    cells = _split(header.text, delimiter)
    if cells is None:
        return (data.UnclosedQuotation(path=path, row=header.number),)
    columns = names.of(cells, path, header.number)
    problems = tuple(found for found in columns if isinstance(found, data.DataProblem))
    known = tuple(found for found in columns if isinstance(found, Column))
    problems += missing(known, required, unknown, path) if not problems else ()
    if problems:
        return problems
    rows = _Rows(path, delimiter, known, reader)
    return Table(known, delimiter, names.mapped.delimiter is not None, rows.read(source))


@dataclass(frozen=True, slots=True)
class _Rows:
    path: str
    delimiter: str
    columns: tuple[Column, ...]
    reader: Reader

    def read(self, source: Iterator[Line]) -> Iterator[Record]:
        again: deque[Line] = deque()
        while (first := again.popleft() if again else next(source, None)) is not None:
            if first.problem is not None:
                yield self._unsplit(first)
            elif first.text.strip():
                taken = [first]
                cells = _split(first.text, self.delimiter)
                while cells is None and len(taken) < _LONGEST_QUOTED and _may_continue(taken, self.delimiter):
                    line = again.popleft() if again else next(source, None)
                    if line is None or line.problem is not None:
                        again.extendleft([] if line is None else [line])
                        break
                    taken.append(line)
                    cells = _split("\n".join(part.text for part in taken), self.delimiter)
                if cells is not None:
                    yield self._record(first.number, cells)
                else:
                    # The fault lies with the line that opened the quotation; those after it are read afresh.
                    yield self._unsplit(first)
                    again.extendleft(reversed(taken[1:]))

    def _unsplit(self, line: Line) -> Rejected:
        problem = line.problem or data.UnclosedQuotation(path=self.path, row=line.number)
        return Rejected(line.number, (problem,), mask(line.text)[:_SHOWN])

    def _record(self, row: int, cells: list[str]) -> Record:
        if len(cells) != len(self.columns):
            found = data.RaggedRow(path=self.path, row=row, found=len(cells), expected=len(self.columns))
            return Rejected(row, (found,), self._masked(cells))
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
            return Rejected(row, tuple(problems), self._masked(cells))
        return Worker(MappingProxyType(facts), reference, nik, row)

    def _masked(self, cells: Sequence[str]) -> str:
        """Write a row again, with identity numbers hidden."""
        nik_at = {index for index, column in enumerate(self.columns) if column.is_nik}
        shown = [mask_nik(cell.strip()) if at in nik_at else mask(cell) for at, cell in enumerate(cells)]
        text = io.StringIO()
        csv.writer(text, delimiter=self.delimiter, lineterminator="").writerow(shown)
        return text.getvalue()


def nik_problems(text: str, place: Place) -> tuple[data.DataProblem, ...]:
    """Say what is wrong with an identity number, without repeating it; nothing when it is one."""
    if is_nik(text):
        return ()
    digits_only = text.isascii() and text.isdigit()
    found = data.NikNot16Digits(
        path=place.path, row=place.row, column=place.column, length=len(text), digits_only=digits_only
    )
    return (found,)


def _sniffed(header: str) -> str | None:
    """Give the delimiter that the header shows; a header of one column has none, and a comma will do."""
    commas, semicolons = "," in header, ";" in header
    if commas and semicolons:
        return None
    return ";" if semicolons else ","


def _split(text: str, delimiter: str) -> list[str] | None:
    """Give the cells of one row, or None where its quotation marks do not pair."""
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    return rows[0] if len(rows) == 1 else None


def _may_continue(pending: Sequence[Line], delimiter: str) -> bool:
    """Say whether a row could be whole if its last cell were closed."""
    return _split("\n".join(line.text for line in pending) + '"', delimiter) is not None
