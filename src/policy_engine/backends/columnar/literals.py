"""Names and texts of others in SQL: anything may stand in them, and nothing of it becomes SQL.

What is generated here goes through clients that look into a script before the database does: psql with its
backslashes and colons, Spark with its `${...}`. So a text is written in visible characters alone.
"""

import re
from collections.abc import Sequence
from itertools import groupby

from policy_engine.backends.columnar.dialects import SPELLINGS, Dialect

_REPLACEMENT = "\ufffd"
"""What stands for a character that no database keeps in a text."""

_BEYOND_16_BITS = 0x10000


class UnsafeNameError(Exception):
    """A name of a table or column that a dialect cannot write safely, and why."""


def identifier(name: str, dialect: Dialect) -> str:
    """Quote one name of the user's own database; a quotation mark in it is doubled."""
    if not name or any(not _is_visible(letter) for letter in name):
        raise UnsafeNameError(f"a name is empty or has a control character: {name!r}")
    if dialect is Dialect.SPARK and "${" in name:
        raise UnsafeNameError("Spark puts a value in place of `${...}`, even inside a name")
    quote = SPELLINGS[dialect].quote
    return quote + name.replace(quote, quote * 2) + quote


def qualified(names: Sequence[str], dialect: Dialect) -> str:
    """Quote a name with those of the schema and catalogue it stands in."""
    return ".".join(identifier(name, dialect) for name in names)


_PART = re.compile(r'"((?:[^"]|"")*)"|([^".]+)')


def dotted(written: str) -> tuple[str, ...] | None:
    """Read `schema.table` or `"my schema"."my.table"`, in which case counts; None where it is neither."""
    parts: list[str] = []
    at = 0
    while found := _PART.match(written, at):
        parts.append(found[2] if found[1] is None else found[1].replace('""', '"'))
        if found.end() == len(written):
            return tuple(parts) if all(parts) else None
        if written[found.end()] != ".":
            return None
        at = found.end() + 1
    return None


def literal(value: str | int | bool | None, dialect: Dialect) -> str:  # noqa: FBT001  the value itself
    """Write a constant: a text of any characters, a whole number, a truth or NULL."""
    match value:
        case None:
            return "NULL"
        case bool():
            return str(value).upper()
        case int():
            return str(value)
        case str():
            return _text(value, dialect)


def _text(text: str, dialect: Dialect) -> str:
    kept = "".join(_REPLACEMENT if _is_lost(letter) else letter for letter in text)
    match dialect:
        case Dialect.POSTGRES:
            return _postgres(kept)
        case Dialect.SPARK:
            return "'" + "".join(_spark(letter) for letter in kept) + "'"
        case Dialect.DUCKDB:
            return _duckdb(kept)


def _postgres(text: str) -> str:
    """Write with escapes where there is a backslash or something invisible; a plain text may mean either."""
    doubled = text.replace("'", "''")
    if "\\" not in text and all(_is_visible(letter) for letter in text):
        return f"'{doubled}'"
    return "E'" + "".join(_escaped(letter) if letter != "'" else "'" for letter in doubled) + "'"


def _spark(letter: str) -> str:
    """Spark reads backslashes, and puts values in place of `${...}` before it reads anything else."""
    if letter in "'$":
        return _by_number(letter)
    return _escaped(letter)


def _escaped(letter: str) -> str:
    if letter == "\\":
        return "\\\\"
    return letter if _is_visible(letter) else _by_number(letter)


def _by_number(letter: str) -> str:
    number = ord(letter)
    return f"\\u{number:04x}" if number < _BEYOND_16_BITS else f"\\U{number:08x}"


def _duckdb(text: str) -> str:
    """Join visible pieces with the other characters by number; DuckDB has no escape inside a text."""
    pieces: list[str] = []
    for visible, letters in groupby(text, _is_visible):
        run = "".join(letters)
        pieces += ["'" + run.replace("'", "''") + "'"] if visible else [f"chr({ord(each)})" for each in run]
    return f"({' || '.join(pieces)})" if len(pieces) > 1 else (pieces or ["''"])[0]


def _is_visible(letter: str) -> bool:
    return letter == " " or letter.isprintable()


def _is_lost(letter: str) -> bool:
    """Tell a NUL, which PostgreSQL keeps in no text, and half of a pair, which no encoding writes."""
    return letter == "\0" or "\ud800" <= letter <= "\udfff"


def comment(text: str) -> str:
    """Write one line of comment; what could end the line is a blank."""
    shown = "".join(letter if _is_visible(letter) else " " for letter in text)
    return f"-- {' '.join(shown.split())}".rstrip()
