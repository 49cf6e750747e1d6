"""Files and frames that have typed columns already (Parquet, Arrow, Feather, pandas, Polars) in; a register out."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from policy_engine.backends.columnar.ingest import files
from policy_engine.diagnostics import registers as problems
from policy_engine.registers.columns import Column
from policy_engine.registers.table import columns_of
from policy_engine.simulation.reading import is_readable
from policy_engine.simulation.register import NUMBER, Asked, Field, Problems, Register, RegisterForm, Told

_FRAME = "frame"
_FILE = "policy_engine file"
_PLACE = "file_row_number"
_ARROW_FILE = b"ARROW1"


def open_parquet(connection: duckdb.DuckDBPyConnection, path: str, asked: Asked) -> Register | Problems:
    """Scan a Parquet file, or every Parquet file of a folder in the order of their names, where it lies."""
    paths = [str(each) for each in sorted(Path(path).glob("*.parquet"))] if Path(path).is_dir() else [path]
    if not paths:
        return (problems.NoRegister(path=path),)
    before, counted, kinds = [], 0, []
    try:
        for each in paths:
            before.append(counted)
            file = pq.ParquetFile(each)
            counted += file.metadata.num_rows
            kinds.append({field.name: _plain(field.type) for field in file.schema_arrow})
    except (OSError, pa.ArrowException):
        return (problems.DamagedRegister(path=path, form="Parquet"),)
    differing = tuple(
        problems.DifferentColumns(path=each, first=paths[0], columns=names)
        for each, kind in zip(paths, kinds, strict=True)
        if (names := tuple(n for n in kinds[0] | kind if kinds[0].get(n) != kind.get(n)))
    )
    if differing:
        return differing
    if any(name.casefold() == _PLACE for name in kinds[0]):
        # The name that the database gives to the place of a row is a column of the user's.
        whole = pa.concat_tables(pq.read_table(each, partitioning=None) for each in paths)
        return _held(connection, whole, path, RegisterForm.PARQUET, asked)
    if len(paths) == 1:
        scan = files("read_parquet", paths, file_row_number="true")
        number = "file_row_number + 1"
    else:
        scan = files("read_parquet", paths, file_row_number="true", filename=f"'{_FILE}'")
        arms = " ".join(
            f"WHEN '{_escaped(each)}' THEN {start}" for each, start in zip(paths, before, strict=True)
        )
        number = f'file_row_number + 1 + CASE "{_FILE}" {arms} END'
    return _typed(connection, scan, f"CAST({number} AS BIGINT)", path, RegisterForm.PARQUET, asked)


def open_arrow(
    connection: duckdb.DuckDBPyConnection, path: str, asked: Asked, folder: Path, told: Told
) -> Register | Problems:
    """Read an Arrow or Feather file, or a stream of Arrow in a file, batch by batch into Parquet."""
    staged = folder / "register.parquet"
    try:
        with pa.memory_map(path) as source, _arrow(source) as (schema, batches, count):
            plain = pa.schema([(field.name, _plain(field.type)) for field in schema])
            staged.touch(mode=0o600)
            with pq.ParquetWriter(staged, plain, compression="lz4") as writer:
                for place, batch in enumerate(batches, 1):
                    writer.write_table(pa.Table.from_batches([batch]).cast(plain))
                    told(place, count)
    except pa.ArrowException:
        return (problems.DamagedRegister(path=path, form="Arrow"),)
    scan = files("read_parquet", [str(staged)], file_row_number="true")
    return _typed(connection, scan, "file_row_number + 1", path, RegisterForm.ARROW, asked)


@contextmanager
def _arrow(source: pa.NativeFile) -> Iterator[tuple[pa.Schema, Iterator[pa.RecordBatch], int | None]]:
    """Open either form of Arrow: its schema, its batches, and how many there are (None: a stream does not tell)."""
    mark = source.read(len(_ARROW_FILE))
    source.seek(0)
    if mark == _ARROW_FILE:
        with pa.ipc.open_file(source) as file:
            places = range(file.num_record_batches)
            yield file.schema, (file.get_batch(place) for place in places), len(places)
    else:
        with pa.ipc.open_stream(source) as stream:
            yield stream.schema, iter(stream), None


def open_frame(connection: duckdb.DuckDBPyConnection, frame: Any, asked: Asked) -> Register | Problems:
    """Scan a table that a program holds: of pyarrow, pandas or Polars."""
    return _held(connection, arrow_of(frame), "", RegisterForm.ARROW, asked)


def _held(
    connection: duckdb.DuckDBPyConnection, table: pa.Table, path: str, form: RegisterForm, asked: Asked
) -> Register | Problems:
    taken = {name.casefold() for name in table.column_names}
    # A column of the user's may have the name that ours would have.
    ours = next(name for n in count() if (name := f"{NUMBER}{n or ''}") not in taken)
    numbered = table.append_column(ours, pa.array(range(1, table.num_rows + 1), pa.int64()))
    connection.register(_FRAME, numbered)
    return _typed(connection, _FRAME, f'"{ours}"', path, form, asked, ours=frozenset({ours}))


def arrow_of(frame: Any) -> pa.Table:
    """Give a frame as a table of Arrow; TypeError for anything that is no frame."""
    if isinstance(frame, pa.Table):
        return frame
    library = type(frame).__module__.partition(".")[0]
    if library == "pandas":
        return pa.Table.from_pandas(frame, preserve_index=False)
    if library == "polars":
        return (frame.collect() if hasattr(frame, "collect") else frame).to_arrow()
    if isinstance(frame, pa.RecordBatchReader):
        return frame.read_all()
    message = f"expected a table of pyarrow, pandas or Polars, not {type(frame).__name__}"
    raise TypeError(message)


def is_damaged(path: str) -> bool:
    """Read a Parquet file, or those of a folder, to the end, and say whether that fails."""
    paths = sorted(Path(path).glob("*.parquet")) if Path(path).is_dir() else [path]
    try:
        for each in paths:
            for _ in pq.ParquetFile(each).iter_batches():
                pass
    except (OSError, pa.ArrowException):
        return True
    return False


def _plain(kind: pa.DataType) -> pa.DataType:
    """Give the type without a dictionary, and the one type of text."""
    plain = kind.value_type if pa.types.is_dictionary(kind) else kind
    return pa.string() if pa.types.is_large_string(plain) or pa.types.is_string_view(plain) else plain


def _typed(
    connection: duckdb.DuckDBPyConnection,
    scan: str,
    number: str,
    path: str,
    form: RegisterForm,
    asked: Asked,
    *,
    ours: frozenset[str] = frozenset({_PLACE, _FILE}),
) -> Register | Problems:
    """Read rows in typed columns; those in `ours` are no columns of the user's."""
    described = [
        (str(name), str(kind))
        for name, kind, *_ in connection.execute(f"DESCRIBE SELECT * FROM {scan}").fetchall()
    ]
    stated = [(name, kind) for name, kind in described if name not in ours]
    found = columns_of(
        [name for name, _ in stated], path, None, asked.names, required=asked.required, unknown=asked.unknown
    )
    columns = [each for each in found if isinstance(each, Column)]
    if len(columns) != len(found):
        return tuple(each for each in found if not isinstance(each, Column))
    wrong = _wrong_types(columns, stated, path)
    if wrong:
        return wrong
    fields = tuple(
        Field(column, f'"c{place}"', f'"c{place}"', kind)
        for place, (column, (_, kind)) in enumerate(zip(columns, stated, strict=True))
    )
    cells = ", ".join(f'"{_doubled(name)}" AS c{place}' for place, (name, _) in enumerate(stated))
    relation = f'(SELECT {number} AS "{NUMBER}"{", " if cells else ""}{cells} FROM {scan})'
    return Register(relation, fields, asked.mapped.formats, path, form)


def _wrong_types(columns: Sequence[Column], stated: Sequence[tuple[str, str]], path: str) -> Problems:
    """Report each column whose type cannot hold what the column is for."""
    wrong = []
    for column, (_, kind) in zip(columns, stated, strict=True):
        if column.is_nik and kind != "VARCHAR" and not kind.startswith("ENUM"):
            wrong.append(problems.WrongColumnType(path=path, column=column.name, found=kind, fact="nik"))
        elif column.fact is not None and not column.is_nik and not is_readable(kind, column.fact):
            wrong.append(
                problems.WrongColumnType(path=path, column=column.name, found=kind, fact=column.fact.name)
            )
    return tuple(wrong)


def _escaped(text: str) -> str:
    return text.replace("'", "''")


def _doubled(name: str) -> str:
    return name.replace('"', '""')
