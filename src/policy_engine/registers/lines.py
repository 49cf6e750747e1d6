"""Bytes of a file in; its lines as text out, with a problem in place of a line that cannot be one.

A line over the limit is passed over without being held, so a file of one endless line needs no memory.
"""

import codecs
from collections.abc import Iterator
from typing import BinaryIO

from policy_engine.diagnostics import data
from policy_engine.structure import dataclass

LIMIT = 1_000_000
"""Bytes of the longest line that is read."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its end: its number from 1, and its text or what is wrong with it."""

    number: int
    text: str
    problem: data.DataProblem | None = None


def lines(stream: BinaryIO, path: str) -> Iterator[Line]:
    """Give every line in order; a UTF-8 byte order mark is no part of the first."""
    number = 0
    while raw := stream.readline(LIMIT + 1):
        number += 1
        if number == 1 and raw.startswith(codecs.BOM_UTF8):
            raw = raw[len(codecs.BOM_UTF8) :]
        if len(raw) > LIMIT and not raw.endswith(b"\n"):
            _skip_rest(stream)
            yield Line(number, "", data.OverlongLine(path=path, row=number, limit=LIMIT))
        else:
            yield decoded(number, raw.rstrip(b"\r\n"), path)


def decoded(number: int, raw: bytes, path: str) -> Line:
    """Read the bytes of one line; NUL is no character of any text, but half of one of UTF-16."""
    if b"\x00" in raw:
        return Line(number, "", data.UndecodableRow(path=path, row=number))
    try:
        return Line(number, raw.decode("utf-8"))
    except UnicodeDecodeError:
        shown = raw.decode("utf-8", errors="replace")
        return Line(number, shown, data.UndecodableRow(path=path, row=number))


def _skip_rest(stream: BinaryIO) -> None:
    while (more := stream.readline(LIMIT)) and not more.endswith(b"\n"):
        pass
