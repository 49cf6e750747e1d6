"""One register read twice: record by record, and as a table in SQL; both as plain values to compare."""

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeAlias, cast

import duckdb

from policy_engine.backends.columnar.ingest import ingest
from policy_engine.backends.columnar.layout import Aspect, FactColumn, Layout
from policy_engine.backends.columnar.pack import cell
from policy_engine.ir.nodes import Fact, Kind, Library
from policy_engine.registers.model import Mapped, Rejected
from policy_engine.registers.read import Register as Scalar
from policy_engine.registers.read import WorkerFormat, read_register
from policy_engine.simulation.opening import open_register
from policy_engine.simulation.register import Asked, Register, RegisterForm
from policy_engine.simulation.rejects import TABLE, Rejects
from policy_engine.simulation.select import reader_of, reject_unread, select
from tests.unit.registers.library import LIBRARY

Row: TypeAlias = tuple[int | None, ...] | frozenset[str]
"""A worker, fact by fact as back ends hold it, or the codes of why the row was rejected."""


def _aspect(fact: Fact) -> Aspect:
    match fact.type.kind:
        case Kind.CODE_SET:
            return Aspect.COMPLETE
        case Kind.CODE:
            return Aspect.CODE
        case Kind.REGION:
            return Aspect.LEVEL
        case _:
            return Aspect.VALUE


def columns_of(library: Library) -> tuple[FactColumn, ...]:
    return tuple(FactColumn(fact.name, _aspect(fact)) for fact in library.facts if fact.name != "nik")


def by_record(
    content: bytes, form: WorkerFormat, mapped: Mapped | None = None
) -> dict[int, Row] | frozenset[str]:
    """Read one record after the other; of problems with the file as a whole give the codes."""
    stream = cast("io.BufferedReader", io.BufferedReader(io.BytesIO(content)))
    found = read_register(stream, "r", form, LIBRARY, mapped or Mapped())
    if not isinstance(found, Scalar):
        return frozenset(each.code for each in found)
    layout = Layout(LIBRARY)
    rows: dict[int, Row] = {}
    for record in found.records:
        assert record.row is not None
        assert record.row not in rows
        if isinstance(record, Rejected):
            rows[record.row] = frozenset(each.code for each in record.problems)
        else:
            rows[record.row] = tuple(
                cell(layout, column, record.facts.get(column.fact)) for column in columns_of(LIBRARY)
            )
    return rows


def by_table(
    register: str | Any, folder: Path, form: RegisterForm | None = None, mapped: Mapped | None = None
) -> dict[int, Row] | frozenset[str]:
    """Read all at once, as `simulate` does."""
    asked = Asked(LIBRARY, mapped or Mapped())
    with duckdb.connect() as connection:
        connection.execute("SET threads = 1")
        rejects = Rejects(connection)
        opened = open_register(connection, register, form, asked, folder, rejects, lambda _done, _total: None)
        if not isinstance(opened, Register):
            return frozenset(each.code for each in opened)
        layout = Layout(LIBRARY)
        names = [layout.column(column.fact, column.aspect).name for column in columns_of(LIBRARY)]
        selected = select(connection, opened)
        ingest(connection, selected.relation, layout, reader_of(asked.reader), row="row number")
        reject_unread(connection, opened, asked.reader, rejects)
        rejects.flush()
        rows: dict[int, Row] = {
            int(number): tuple(values)
            for number, *values in connection.execute(
                f"SELECT row_id, {', '.join(names)} FROM workers"  # noqa: S608  names of our own
            ).fetchall()
        }
        refused: dict[int, set[str]] = {}
        for number, code in connection.execute(f"SELECT n, code FROM {TABLE}").fetchall():  # noqa: S608
            refused.setdefault(int(number), set()).add(str(code))
        assert not rows.keys() & refused.keys()
        return rows | {number: frozenset(codes) for number, codes in refused.items()}


def file_with(content: bytes, folder: Path, name: str = "r.csv") -> str:
    path = folder / name
    path.write_bytes(content)
    return str(path)


def differences(one: Mapping[int, Row], other: Mapping[int, Row]) -> list[str]:
    """Say where they differ, row by row."""
    return [
        f"{row}: {one.get(row)} but {other.get(row)}"
        for row in sorted(one.keys() | other.keys())
        if one.get(row) != other.get(row)
    ]
