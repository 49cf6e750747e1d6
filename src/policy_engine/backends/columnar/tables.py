"""Tables made by us in DuckDB: small ones of constants, and those that steps make, as temporary tables."""

from collections.abc import Sequence

import duckdb

from policy_engine.backends.columnar.dialects import Dialect
from policy_engine.backends.columnar.printer import quoted
from policy_engine.backends.columnar.shapes import Rows
from policy_engine.backends.columnar.steps import Load
from policy_engine.structure import dataclass


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


@dataclass(frozen=True, slots=True)
class Duck:
    """Does steps in DuckDB, over temporary tables."""

    connection: duckdb.DuckDBPyConnection

    def load(self, table: Load) -> None:
        """Make a table of constants."""
        load(self.connection, table.name, table.columns, table.rows)

    def make(self, name: str, query: str) -> None:
        """Make a table of a query."""
        self.connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {query}")

    def append(self, name: str, query: str) -> None:
        """Add to a table."""
        self.connection.execute(f"INSERT INTO {name} {query}")

    def rename(self, name: str, to: str) -> None:
        """Let a table take the place of another."""
        self.drop([to])
        self.connection.execute(f"ALTER TABLE {name} RENAME TO {to}")

    def drop(self, names: Sequence[str]) -> None:
        """Let tables go."""
        for name in names:
            self.connection.execute(f"DROP TABLE IF EXISTS {name}")

    def has_rows(self, query: str) -> bool:
        """Tell whether a query has rows."""
        return bool(self.connection.execute(query).fetchall())
