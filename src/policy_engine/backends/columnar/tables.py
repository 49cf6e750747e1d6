"""Small tables made by us, put into DuckDB: names, types and rows in; a table out."""

from collections.abc import Sequence

import duckdb

from policy_engine.backends.columnar.dialects import Dialect
from policy_engine.backends.columnar.printer import quoted
from policy_engine.backends.columnar.shapes import Rows


def load_constants(connection: duckdb.DuckDBPyConnection, tables: Sequence[Rows]) -> None:
    """Make the tables of constants that a query joins."""
    for table in tables:
        load(connection, table.name, [(name, "BIGINT") for name in table.columns], table.rows)


def load(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    columns: Sequence[tuple[str, str]],
    rows: Sequence[Sequence[object]],
) -> None:
    """Make a temporary table of named and typed columns; its rows go over column by column, which is fast."""
    table = quoted(name, Dialect.DUCKDB)
    stated = ", ".join(f"{quoted(column, Dialect.DUCKDB)} {kind}" for column, kind in columns)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {table} ({stated})")
    insert(connection, name, [kind for _, kind in columns], rows)


def insert(
    connection: duckdb.DuckDBPyConnection, name: str, types: Sequence[str], rows: Sequence[Sequence[object]]
) -> None:
    """Add rows to a table, column by column."""
    if rows:
        lists = ", ".join(f"unnest(?::{kind}[])" for kind in types)
        by_column = [list(values) for values in zip(*rows, strict=True)]
        connection.execute(f"INSERT INTO {quoted(name, Dialect.DUCKDB)} SELECT {lists}", by_column)
