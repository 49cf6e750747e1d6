"""Text in a declared encoding in; the same text as UTF-8 in a file of the run, or the row that is not in it, out.

No encoding is guessed. In one of a byte a character almost any bytes are text, also those of UTF-8; so a row that is
UTF-8 beyond ASCII shows that the file holds two encodings, or another one than was declared.
"""

import codecs
import os
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import BinaryIO

from policy_engine.diagnostics.registers import NotInEncoding


class Encoding(Enum):
    """The encodings that a register of text may be declared to have."""

    UTF_8 = "utf-8"
    CP1252 = "cp1252"
    UTF_16 = "utf-16"


_PRIVATE = 0o600
_READ = 1 << 20


def as_utf8(stream: BinaryIO, path: str, encoding: Encoding, folder: Path) -> BinaryIO | NotInEncoding:
    """Give a stream of UTF-8 with the same rows; the file of the run behind it is in `folder`."""
    if encoding is Encoding.UTF_8:
        return stream
    texts = _by_unit(stream, encoding) if encoding is Encoding.UTF_16 else _by_byte(stream, encoding)
    # It holds personal data: made before it is written, so that it is never readable by others.
    descriptor = os.open(folder / "register.utf8", os.O_CREAT | os.O_RDWR | os.O_TRUNC, _PRIVATE)
    written = os.fdopen(descriptor, "w+b")
    row = 1
    try:
        for text in texts:
            written.write(text.encode("utf-8"))
            row += text.count("\n")
    except UnicodeDecodeError as error:
        written.close()
        before = error.object[: error.start] if encoding is Encoding.UTF_16 else b""
        row += before.decode(encoding.value, errors="replace").count("\n")
        return NotInEncoding(path=path, row=row, encoding=encoding.value)
    written.seek(0)
    return written


def _by_byte(stream: BinaryIO, encoding: Encoding) -> Iterator[str]:
    while line := stream.readline(_READ):
        if not line.isascii() and _is_utf8(line):
            raise UnicodeDecodeError(encoding.value, line, 0, len(line), "UTF-8")
        yield line.decode(encoding.value)


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _by_unit(stream: BinaryIO, encoding: Encoding) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding.value)()
    while chunk := stream.read(_READ):
        yield decoder.decode(chunk)
    yield decoder.decode(b"", final=True)
