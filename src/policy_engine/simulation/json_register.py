"""JSON or JSON Lines in; each record as text with its facts as Parquet, and a rejection for every other line, out.

Records are read by `registers.json_records`; what it read is written down as `values.written` does, so a value
is read back the same.
"""

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from policy_engine.diagnostics import data
from policy_engine.ir.nodes import Fact
from policy_engine.ir.written import Formats
from policy_engine.registers.columns import Column
from policy_engine.registers.json_records import parsed, record
from policy_engine.registers.lines import lines
from policy_engine.registers.mask import mask_words
from policy_engine.registers.model import Rejected
from policy_engine.registers.values import JsonValue, written
from policy_engine.simulation.register import Asked, Field, Register, RegisterForm, Sink, Told
from policy_engine.simulation.staging import Staging

_RAW = "record"
_SHOWN = 500
_TOLD = 5_000

Element = tuple[int, "JsonValue | data.DataProblem", str]
"""The number of a record, what it is, and its text where it could not be read."""


def open_json_lines(
    stream: BinaryIO, path: str, asked: Asked, folder: Path, sink: Sink, told: Told
) -> Register:
    """Read a file of one record a line; blank lines do not count."""

    def elements() -> Iterator[Element]:
        size = os.fstat(stream.fileno()).st_size
        for line in lines(stream, path):
            if line.problem is not None:
                yield line.number, line.problem, line.text
            elif line.text.strip():
                yield line.number, parsed(line.text, path, line.number), line.text
            if line.number % _TOLD == 0:
                told(stream.tell(), size)

    return _staged(elements(), path, RegisterForm.JSONL, asked, folder, sink)


def open_json(stream: BinaryIO, path: str, asked: Asked, folder: Path, sink: Sink) -> Register:
    """Read a file of one list of records (or a single one), numbered from 1; it is held in memory whole."""

    def elements() -> Iterator[Element]:
        try:
            text = stream.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            yield 1, data.UndecodableRow(path=path, row=1), ""
            return
        if text.strip():
            found = parsed(text, path, 1)
            several: Sequence[JsonValue | data.DataProblem] = found if isinstance(found, list) else [found]
            yield from ((number, element, "") for number, element in enumerate(several, 1))

    return _staged(elements(), path, RegisterForm.JSON, asked, folder, sink)


def _staged(
    elements: Iterable[Element], path: str, form: RegisterForm, asked: Asked, folder: Path, sink: Sink
) -> Register:
    facts = asked.library.facts
    place_of = {fact.name: place for place, fact in enumerate(facts)}
    met: dict[str, Column] = {}
    with Staging(
        folder / "register.parquet", [_RAW, *(f"f{place}" for place in range(len(facts)))]
    ) as staging:
        for number, element, text in elements:
            if isinstance(element, data.DataProblem):
                sink.add(Rejected(number, (element,), mask_words(text)[:_SHOWN]))
                continue
            found = record(element, path, number, asked.reader, asked.names)
            if isinstance(found, Rejected):
                sink.add(found)
                continue
            given = element if isinstance(element, dict) else {}
            if not met.keys() >= given.keys():
                columns = asked.names.of(tuple(given), path, number)
                met |= {key: c for key, c in zip(given, columns, strict=True) if isinstance(c, Column)}
            cells: list[str | None] = [None] * (len(facts) + 1)
            cells[0] = json.dumps(given, ensure_ascii=False)
            for name, value in found.facts.items():
                cells[place_of[name] + 1] = written(facts[place_of[name]], value)
            staging.add(number, cells)
    return Register(
        staging.relation,
        tuple(_field(key, column, place_of) for key, column in met.items()),
        Formats(),
        path,
        form,
    )


def _field(key: str, column: Column, place_of: dict[str, int]) -> Field:
    pointer = "/" + key.replace("~", "~0").replace("/", "~1")
    original = f"json_extract_string({_RAW}, '{pointer.replace(chr(39), chr(39) * 2)}')"
    fact: Fact | None = column.fact
    is_fact = fact is not None and not column.is_nik
    return Field(
        column, original, f'"f{place_of[fact.name]}"' if fact is not None and is_fact else original, "VARCHAR"
    )
