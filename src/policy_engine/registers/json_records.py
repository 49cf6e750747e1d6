"""JSON or JSON Lines in; one worker or one rejection for every record out.

A record is one object with names (or labels) of facts as keys. Amounts are whole numbers: a fraction, NaN,
or a key given twice is refused, never repaired.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType
from typing import BinaryIO, cast

from policy_engine.diagnostics import data
from policy_engine.diagnostics.registers import StoredAsNumber
from policy_engine.domain.bilingual import Text
from policy_engine.ir.nodes import FactValue
from policy_engine.registers.columns import Column, Columns
from policy_engine.registers.lines import LIMIT, lines
from policy_engine.registers.mask import mask, mask_nik, mask_words
from policy_engine.registers.model import NIK, Record, Rejected, Worker
from policy_engine.registers.table import nik_problems
from policy_engine.registers.values import JsonValue, Place, Reader

_SHOWN = 500
"""Characters kept of a record that could not be read."""


class _RefusedError(ValueError):
    """JSON that this reader does not take; `reason` says why."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.english)
        self.reason = reason


def read_json(stream: BinaryIO, path: str, reader: Reader, names: Columns) -> Iterator[Record]:
    """Read one worker, or a list of them, numbered from 1."""
    raw = stream.read()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        yield Rejected(1, (data.UndecodableRow(path=path, row=1),), "")
        return
    if not text.strip():
        yield Rejected(1, (data.EmptyTable(path=path),), "")
        return
    match parsed(text, path, 1):
        case data.DataProblem() as problem:
            yield Rejected(1, (problem,), mask_words(text[:_SHOWN]))
        case list() as elements if elements:
            for number, element in enumerate(elements, 1):
                yield record(element, path, number, reader, names)
        case list():
            yield Rejected(1, (data.EmptyTable(path=path),), "")
        case element:
            yield record(element, path, 1, reader, names)


def read_json_lines(stream: BinaryIO, path: str, reader: Reader, names: Columns) -> Iterator[Record]:
    """Read one worker a line; blank lines do not count."""
    empty = True
    for line in lines(stream, path):
        if not line.problem and not line.text.strip():
            continue
        empty = False
        if line.problem is not None:
            yield Rejected(line.number, (line.problem,), mask_words(line.text[:_SHOWN]))
            continue
        match parsed(line.text, path, line.number):
            case data.DataProblem() as problem:
                yield Rejected(line.number, (problem,), mask_words(line.text[:_SHOWN]))
            case element:
                yield record(element, path, line.number, reader, names)
    if empty:
        yield Rejected(1, (data.EmptyTable(path=path),), "")


def record(value: JsonValue, path: str, row: int | None, reader: Reader, names: Columns) -> Record:
    """Read one record that is already JSON, or already a mapping of Python."""
    if not isinstance(value, dict):
        reason = Text("seharusnya sebuah objek `{...}`", "expected an object `{...}`")
        return Rejected(
            row, (data.NotJson(path=path, row=row, reason=reason),), mask_words(_compact(value)[:_SHOWN])
        )
    columns = names.of(tuple(value), path, row)
    problems = [found for found in columns if isinstance(found, data.DataProblem)]
    facts: dict[str, FactValue] = {}
    nik = reference = None
    for column, given in zip(columns, value.values(), strict=False):
        if not isinstance(column, Column):
            break
        place = Place(path, row, column.name)
        if column.is_nik and given is not None:
            # A NIK as a number has lost its leading zeros, if it had any; only text is taken.
            if isinstance(given, int):
                problems.append(StoredAsNumber(path=path, row=row, column=column.name, fact=NIK))
                continue
            text = given if isinstance(given, str) else ""
            nik = mask_nik(text.strip())
            problems.extend(nik_problems(text.strip(), place))
            continue
        if column.is_reference:
            reference = None if given is None else mask(str(given))
        if column.fact is None:
            continue
        match reader.json(column.fact, given, place):
            case None:
                pass
            case data.DataProblem() as problem:
                problems.append(problem)
            case known:
                facts[column.fact.name] = known
    if problems:
        named = {c.name for c in columns if isinstance(c, Column) and (c.fact is not None or c.is_reference)}
        return Rejected(row, tuple(problems), _shown(value, named - {problem.column for problem in problems}))
    return Worker(MappingProxyType(facts), reference, nik, row)


def parsed(text: str, path: str, row: int) -> "JsonValue | data.DataProblem":
    """Read one document of JSON: no fractions, no NaN, no key given twice."""
    if len(text) > LIMIT and "\n" not in text:
        return data.OverlongLine(path=path, row=row, limit=LIMIT)
    try:
        return cast(
            "JsonValue",
            json.loads(
                text,
                object_pairs_hook=_object,
                parse_constant=_constant,
                parse_float=_fraction,
                parse_int=_whole,
            ),
        )
    except _RefusedError as refused:
        return data.NotJson(path=path, row=row, reason=refused.reason)
    except json.JSONDecodeError as error:
        line = row + error.lineno - 1
        place = Text(f"baris {line}, karakter {error.colno}", f"line {line}, character {error.colno}")
        reason = Text(
            f"bukan JSON: tidak terbaca mulai {place.indonesian}",
            f"not JSON: cannot be read from {place.english}",
        )
        return data.NotJson(path=path, row=row, reason=reason)
    except RecursionError:
        reason = Text("JSON bersarang terlalu dalam", "the JSON is nested too deeply")
        return data.NotJson(path=path, row=row, reason=reason)


def _object(pairs: list[tuple[str, JsonValue]]) -> dict[str, JsonValue]:
    found: dict[str, JsonValue] = {}
    for key, value in pairs:
        if key in found:
            shown = mask(key[:80])
            raise _RefusedError(
                Text(f"kunci `{shown}` disebut dua kali", f"the key `{shown}` is given twice")
            )
        found[key] = value
    return found


def _constant(name: str) -> JsonValue:
    raise _RefusedError(Text(f"`{name}` bukan nilai JSON", f"`{name}` is not a value of JSON"))


def _fraction(text: str) -> JsonValue:
    shown = mask(text[:40])
    raise _RefusedError(
        Text(
            f"pecahan `{shown}`, seharusnya bilangan bulat (rupiah utuh)",
            f"the fraction `{shown}`, expected a whole number (whole rupiah)",
        )
    )


def _whole(text: str) -> JsonValue:
    if len(text) > _LONGEST_NUMBER:
        raise _RefusedError(Text(f"bilangan dengan {len(text)} angka", f"a number of {len(text)} digits"))
    return int(text)


_LONGEST_NUMBER = 19


def _shown(value: Mapping[str, JsonValue], read: Collection[str]) -> str:
    """Write a record again: the facts that were read, and the outline of everything else."""
    shown: dict[str, JsonValue] = {}
    for key, given in value.items():
        if key.strip().casefold() == NIK:
            shown[key] = mask_nik(str(given))
        elif key.strip() in read or not isinstance(given, str | list | dict):
            shown[key] = given
        else:
            shown[key] = mask_words(given if isinstance(given, str) else _compact(given))
    return mask(_compact(shown))


def _compact(value: JsonValue) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)
