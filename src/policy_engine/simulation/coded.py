"""Texts of a register in; the same as an ENUM, which is a small number for each different text, out.

DuckDB joins and sorts an ENUM as a number, and writes it to Parquet in a fifth of the time that texts take.
"""

from collections.abc import Mapping, Sequence

import duckdb

from policy_engine.structure import dataclass

_FEW = 20_000
"""Different texts up to which a column is written as an ENUM: each block of a file repeats them all."""


@dataclass(frozen=True, slots=True)
class Coded:
    """A column of texts, the name of the ENUM of its different texts, and these in order."""

    column: str
    type: str
    texts: tuple[str, ...]

    @property
    def sql(self) -> str:
        """Give the column as SQL of the ENUM."""
        return self.of(self.column)

    def of(self, column: str) -> str:
        """Give another column that has the same texts as SQL of the ENUM."""
        return f'CAST({column} AS "{self.type}")'

    @property
    def number(self) -> str:
        """Give the place of a text as SQL, from 1; 0 for none."""
        return f"coalesce(CAST(enum_code({self.sql}) AS BIGINT) + 1, 0)"


def few_texts(
    connection: duckdb.DuckDBPyConnection, table: str, columns: Sequence[str]
) -> Mapping[str, Coded]:
    """Give as an ENUM, by SQL, each of these columns of a table that is text and has few different ones."""
    different = tuple(dict.fromkeys(columns))
    if not different:
        return {}
    described = connection.execute(f"DESCRIBE SELECT {', '.join(different)} FROM {table}").fetchall()
    texts = [sql for sql, (_, kind, *_) in zip(different, described, strict=True) if kind == "VARCHAR"]
    if not texts:
        return {}
    counts = ", ".join(f"approx_count_distinct({sql})" for sql in texts)
    (estimated,) = connection.execute(f"SELECT {counts} FROM {table}").fetchall()
    found = {
        sql: coded(connection, table, sql)
        for sql, count in zip(texts, estimated, strict=True)
        if count <= _FEW
    }
    return {sql: each for sql, each in found.items() if each is not None}


def coded(connection: duckdb.DuckDBPyConnection, table: str, column: str) -> Coded | None:
    """Give a column of texts as an ENUM; None where it has no text."""
    query = f"SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL ORDER BY 1"
    texts = tuple(str(text) for (text,) in connection.execute(query).fetchall())
    if not texts:
        return None
    ((made,),) = connection.execute(
        "SELECT count(*) FROM duckdb_types() WHERE logical_type = 'ENUM'"
    ).fetchall()
    name = f"texts {made}"
    connection.execute(f'CREATE TEMP TYPE "{name}" AS ENUM (SELECT unnest(?::VARCHAR[]))', [list(texts)])
    return Coded(column, name, texts)
