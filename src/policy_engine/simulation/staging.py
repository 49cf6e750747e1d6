"""Rows of text in; a Parquet file that only the user may read out, written in pieces so that memory stays small."""

import os
from array import array
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import pyarrow as pa
import pyarrow.parquet as pq

from policy_engine.backends.columnar.ingest import files
from policy_engine.simulation.register import NUMBER

_ROWS = 50_000
"""Rows that are held before they are written."""

_PRIVATE = 0o600


class Staging:
    """A Parquet file of numbered rows of text, being written; `rows` counts them."""

    def __init__(self, path: Path, names: Sequence[str]) -> None:
        self.path = path
        self.rows = 0
        self._schema = pa.schema([(NUMBER, pa.int64()), *((name, pa.string()) for name in names)])
        # It holds personal data: made before it is written, so that it is never readable by others.
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, _PRIVATE))
        self._writer = pq.ParquetWriter(path, self._schema, compression="lz4")
        self._numbers: list[int] = []
        self._cells: list[Sequence[str | None]] = []

    def __enter__(self) -> Self:
        """Give itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Write what is left, unless something failed."""
        if kind is None:
            self._flush()
        self._writer.close()

    @property
    def relation(self) -> str:
        """Give the file as SQL that stands after FROM."""
        return files("read_parquet", [str(self.path)])

    def add(self, number: int, cells: Sequence[str | None]) -> None:
        """Add one row."""
        self._numbers.append(number)
        self._cells.append(cells)
        if len(self._numbers) >= _ROWS:
            self._flush()

    def add_columns(self, numbers: Iterable[int], columns: Sequence[pa.Array]) -> None:
        """Add many rows at once, column by column."""
        self._flush()
        self._write([_whole(numbers), *columns])

    def _flush(self) -> None:
        if self._numbers:
            columns = [pa.array(column, pa.string()) for column in zip(*self._cells, strict=True)]
            self._write([_whole(self._numbers), *columns])
            self._numbers, self._cells = [], []

    def _write(self, arrays: Sequence[pa.Array]) -> None:
        table = pa.Table.from_arrays(list(arrays), schema=self._schema)
        self.rows += table.num_rows
        self._writer.write_table(table)


def _whole(numbers: Iterable[int]) -> pa.Array:
    """Give whole numbers as Arrow without asking whether they are of pandas, which would load it."""
    values = array("q", numbers)
    return pa.Array.from_buffers(pa.int64(), len(values), [None, pa.py_buffer(values)])
