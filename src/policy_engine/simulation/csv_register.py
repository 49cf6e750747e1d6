"""A CSV file in; its rows as Parquet, and a rejection for every row that cannot be split into cells, out.

Rows without quotation marks and with the right number of delimiters are split block by block, outside Python.
Every other line goes through `registers.table`, which says what is wrong with it; so both read alike.
"""

import csv
import io
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pyarrow.csv as pa_csv

from policy_engine.diagnostics import data
from policy_engine.registers.columns import Column
from policy_engine.registers.lines import LIMIT, Line, decoded, lines
from policy_engine.registers.model import Rejected
from policy_engine.registers.table import LONGEST_QUOTED, Cells, Header, cells_of, read_header
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
from policy_engine.structure import dataclass

_BLOCK = 8_000_000
"""Bytes that are split at once."""

_LONGEST = csv.field_size_limit()


def open_csv(
    stream: BinaryIO, path: str, asked: Asked, folder: Path, sink: Sink, told: Told
) -> Register | Problems:
    """Read a file from its beginning; `told` hears of the bytes read."""
    source = lines(stream, path)
    first = next((line for line in source if line.problem or line.text.strip()), None)
    header = read_header(first, path, asked.names, required=asked.required, unknown=asked.unknown)
    if not isinstance(header, Header):
        return header
    fields = typed_fields(header.columns, {})
    number = 0 if first is None else first.number
    splitter = _Splitter(path, header.columns, header.delimiter, sink)
    size = os.fstat(stream.fileno()).st_size
    with Staging(folder / "register.parquet", [f"c{place}" for place in range(len(fields))]) as staging:
        for block in _blocks(stream, number + 1):
            splitter.split(block, staging)
            told(stream.tell(), size)
    return Register(
        staging.relation,
        fields,
        asked.mapped.formats,
        path,
        RegisterForm.CSV,
        None if header.declared else header.delimiter,
    )


@dataclass(frozen=True, slots=True)
class _Block:
    """Some lines as bytes without their ends, the number of the first, and None for each one over the limit."""

    first: int
    lines: list[bytes | None]
    is_last: bool


def _blocks(stream: BinaryIO, first: int) -> Iterator[_Block]:
    """Cut what is left of a stream at ends of lines; a line over the limit is not held."""
    rest: bytes | None = b""
    while chunk := stream.read(_BLOCK):
        parts = chunk.split(b"\n")
        # A line over the limit that is still going on is remembered as None.
        head = None if rest is None or len(rest) + len(parts[0]) > LIMIT else rest + parts[0]
        if len(parts) == 1:
            rest = head
            continue
        found: list[bytes | None] = [head, *parts[1:-1]]
        if max(map(len, parts)) > LIMIT:
            found = [None if line is None or len(line) > LIMIT else line for line in found]
        rest = parts[-1] if len(parts[-1]) <= LIMIT else None
        yield _Block(first, found, is_last=False)
        first += len(found)
    yield _Block(first, [] if rest == b"" else [rest], is_last=True)


# Not frozen: lines that may belong to a row of the next block are carried over.
@dataclass(slots=True)
class _Splitter:
    path: str
    columns: tuple[Column, ...]
    delimiter: str
    sink: Sink
    _carried: list[bytes | None] | None = None

    def split(self, block: _Block, staging: Staging) -> None:
        carried = self._carried or []
        found = [*carried, *block.lines]
        first = block.first - len(carried)
        self._carried = None
        if not self._all_at_once(found, first, staging):
            self._one_by_one(found, first, staging, is_last=block.is_last)

    def _all_at_once(self, found: Sequence[bytes | None], first: int, staging: Staging) -> bool:
        """Split lines that are all rows of their own; False where some line wants a closer look."""
        if not found or len(self.columns) == 1 or not all(found):
            return False
        whole = [line.rstrip(b"\r") for line in found if line is not None]
        text = b"\n".join(whole)
        if b"\x00" in text or b"\r" in text or max(map(len, whole)) > _LONGEST:
            return False
        try:
            decoded_text = text.decode("utf-8")
        except UnicodeDecodeError:
            return False
        numbers = range(first, first + len(whole))
        if b'"' not in text:
            mark = self.delimiter.encode()
            if any(line.count(mark) != len(self.columns) - 1 for line in whole):
                return False
            staging.add_columns(numbers, self._columns(text))
            return True
        try:
            rows = list(csv.reader(decoded_text.split("\n"), delimiter=self.delimiter, strict=True))
        except csv.Error:
            return False
        if len(rows) != len(whole) or any(len(row) != len(self.columns) for row in rows):
            return False
        staging.add_columns(numbers, [pa.array(column, pa.string()) for column in zip(*rows, strict=True)])
        return True

    def _columns(self, text: bytes) -> list[pa.Array]:
        names = [str(place) for place in range(len(self.columns))]
        table = pa_csv.read_csv(
            io.BytesIO(text),
            read_options=pa_csv.ReadOptions(column_names=names, block_size=len(text) + 1, use_threads=False),
            parse_options=pa_csv.ParseOptions(
                delimiter=self.delimiter, quote_char=False, double_quote=False, ignore_empty_lines=False
            ),
            convert_options=pa_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False, check_utf8=False
            ),
        )
        return [column.combine_chunks() for column in table.columns]

    def _one_by_one(
        self, found: Sequence[bytes | None], first: int, staging: Staging, *, is_last: bool
    ) -> None:
        place, plain = 0, []
        mark = self.delimiter.encode()
        while place < len(found):
            raw = found[place]
            if raw is not None and self._is_plain(raw, mark):
                plain.append((first + place, raw))
                place += 1
                continue
            near_end = place + LONGEST_QUOTED >= len(found)
            if near_end and not is_last and raw is not None and b'"' in raw:
                # The row may go on in the next block.
                self._carried = list(found[place:])
                break
            taken = self._with_care(found, first, place, staging)
            place += taken
        self._add_plain(plain, staging)

    def _is_plain(self, raw: bytes, mark: bytes) -> bool:
        return (
            len(self.columns) > 1
            and raw.count(mark) == len(self.columns) - 1
            and b'"' not in raw
            and b"\x00" not in raw
            and b"\r" not in raw.rstrip(b"\r")
            and len(raw) <= _LONGEST
            and _is_utf8(raw)
        )

    def _add_plain(self, plain: Sequence[tuple[int, bytes]], staging: Staging) -> None:
        if plain:
            text = b"\n".join(raw.rstrip(b"\r") for _, raw in plain)
            staging.add_columns([number for number, _ in plain], self._columns(text))

    def _with_care(self, found: Sequence[bytes | None], first: int, place: int, staging: Staging) -> int:
        def line(at: int) -> Line | None:
            if at >= len(found):
                return None
            raw, number = found[at], first + at
            if raw is None:
                return Line(number, "", data.OverlongLine(path=self.path, row=number, limit=LIMIT))
            return decoded(number, raw.rstrip(b"\r\n"), self.path)

        start = line(place)
        if start is None:
            return 1
        row, taken = cells_of(
            start, lambda more: line(place + 1 + more), self.delimiter, self.columns, self.path
        )
        match row:
            case Cells(number, cells):
                staging.add(number, cells)
            case Rejected():
                self.sink.add(row)
            case None:
                pass
        return taken


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
