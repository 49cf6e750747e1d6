"""Bytes of a file of workers in; the records of it out, or why the file as a whole cannot be read."""

import codecs
import io
from collections.abc import Iterator, Sequence
from enum import Enum

from policy_engine.diagnostics import data, registers
from policy_engine.ir.nodes import Fact, Library
from policy_engine.registers.columns import columns
from policy_engine.registers.json_records import read_json, read_json_lines
from policy_engine.registers.model import Mapped, Record
from policy_engine.registers.table import read_table
from policy_engine.registers.values import Reader
from policy_engine.structure import dataclass


class WorkerFormat(Enum):
    """The kinds of file that hold workers."""

    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


_NUL = b"\x00"
_PEEKED = 4096


@dataclass(frozen=True, slots=True)
class Register:
    """The records of a file, read as they are asked for; `delimiter` where it was found in the header."""

    records: Iterator[Record]
    delimiter: str | None = None


def read_register(
    stream: io.BufferedReader,
    path: str,
    form: WorkerFormat,
    library: Library,
    mapped: Mapped,
    *,
    required: Sequence[Fact] = (),
    unknown: frozenset[str] = frozenset(),
) -> Register | tuple[data.FileProblem, ...]:
    """Read the workers of a file.

    In a table, every fact in `required` must have a column or be named in `unknown`; in JSON a fact that is
    not given is unknown.
    """
    no_text = not_text(stream, path)
    if no_text is not None:
        return (no_text,)
    reader, names = Reader(library, mapped.formats), columns(library, mapped)
    match form:
        case WorkerFormat.JSON:
            return Register(read_json(stream, path, reader, names))
        case WorkerFormat.JSONL:
            return Register(read_json_lines(stream, path, reader, names))
        case WorkerFormat.CSV:
            table = read_table(stream, path, reader, names, required=required, unknown=unknown)
            if isinstance(table, tuple):
                return table
            return Register(table.rows, None if table.declared else table.delimiter)


def not_text(stream: io.BufferedReader, path: str) -> data.FileProblem | None:
    """Tell by its first line that a file is no text, or is text of UTF-16; a row that is not UTF-8 costs itself."""
    start = stream.peek(_PEEKED)[:_PEEKED]
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return registers.Utf16File(path=path)
    return data.BinaryFile(path=path) if _NUL in start.partition(b"\n")[0] else None


def format_of(path: str, first: bytes) -> WorkerFormat:
    """Tell the kind of a file by the end of its name, else by its first character."""
    for form in WorkerFormat:
        if path.lower().endswith(f".{form.value}"):
            return form
    return WorkerFormat.JSON if first.lstrip()[:1] in (b"{", b"[") else WorkerFormat.CSV
