"""A path, a stream or a frame in; the register behind it, of whatever kind, out."""

import shutil
from pathlib import Path
from typing import Any, BinaryIO

import duckdb

from policy_engine.diagnostics.registers import NotInEncoding
from policy_engine.registers.read import not_text
from policy_engine.simulation import columnar_register, csv_register, json_register
from policy_engine.simulation.encodings import Encoding, as_utf8
from policy_engine.simulation.register import Asked, Problems, Register, RegisterForm, Sink, Told, form_of

STDIN = "-"
"""The name of standard input."""

TEXTS = frozenset({RegisterForm.CSV, RegisterForm.JSONL, RegisterForm.JSON})
"""The kinds that are text, and can be read from a stream."""


def open_register(
    connection: duckdb.DuckDBPyConnection,
    given: str | Any,
    form: RegisterForm | None,
    asked: Asked,
    folder: Path,
    sink: Sink,
    told: Told,
    stdin: BinaryIO | None = None,
) -> Register | Problems:
    """Open a file by the kind that was named or that its name ends in, or a frame; OSError where there is no file.

    `stdin` is read in place of a file of the name `STDIN`: it is text, and goes to a file of the folder first.
    """
    if not isinstance(given, str):
        return columnar_register.open_frame(connection, given, asked)
    if stdin is not None and given == STDIN:
        path = folder / "stdin"
        with path.open("wb") as file:
            shutil.copyfileobj(stdin, file)
        return _open_text(path, given, form or RegisterForm.CSV, asked, folder, sink, told)
    path = Path(given)
    kind = RegisterForm.PARQUET if path.is_dir() else form or form_of(given)
    match kind:
        case RegisterForm.PARQUET:
            return columnar_register.open_parquet(connection, given, asked)
        case RegisterForm.ARROW:
            return columnar_register.open_arrow(connection, given, asked, folder, told)
        case RegisterForm.XLSX:
            from policy_engine.simulation.sheet_register import open_sheet  # noqa: PLC0415  only where there is a workbook

            return open_sheet(given, asked, folder, sink, told)
        case RegisterForm.CSV | RegisterForm.JSONL | RegisterForm.JSON:
            return _open_text(path, given, kind, asked, folder, sink, told)


def _open_text(
    path: Path, given: str, kind: RegisterForm, asked: Asked, folder: Path, sink: Sink, told: Told
) -> Register | Problems:
    with path.open("rb") as file:
        no_text = not_text(file, given) if asked.encoding is Encoding.UTF_8 else None
        if no_text is not None:
            return (no_text,)
        stream = as_utf8(file, given, asked.encoding, folder)
        if isinstance(stream, NotInEncoding):
            return (stream,)
        with stream:
            match kind:
                case RegisterForm.CSV:
                    return csv_register.open_csv(stream, given, asked, folder, sink, told)
                case RegisterForm.JSONL:
                    return json_register.open_json_lines(stream, given, asked, folder, sink, told)
                case _:
                    return json_register.open_json(stream, given, asked, folder, sink)
