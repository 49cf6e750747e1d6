"""Rejected rows in; a table of their reasons in the database of the run, and a CSV file, out."""

import csv
from pathlib import Path

import duckdb

from policy_engine.domain.bilingual import Language
from policy_engine.domain.spreadsheet import inert
from policy_engine.registers.model import Rejected
from policy_engine.registers.rejects import HEADER

TABLE = "rejected"
"""Rejected rows: number, place of the problem, column, code, reason in both languages, the record masked."""

_HELD = 5_000
_READ = 10_000


class Rejects:
    """Collects rejected rows; many of them need little memory."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._held: list[tuple[int, int, str, str, str, str, str]] = []
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {TABLE} (n BIGINT, place INTEGER, col VARCHAR, code VARCHAR, "
            "reason_id VARCHAR, reason_en VARCHAR, record VARCHAR)"
        )

    def add(self, rejected: Rejected) -> None:
        """Keep one rejected row with each of its problems."""
        for place, problem in enumerate(rejected.problems):
            message = problem.message
            self._held.append(
                (
                    rejected.row or 0,
                    place,
                    problem.column or "",
                    problem.code,
                    message.indonesian,
                    message.english,
                    rejected.original,
                )
            )
        if len(self._held) >= _HELD:
            self.flush()

    def flush(self) -> None:
        """Put what is held into the table."""
        if self._held:
            columns = [list(column) for column in zip(*self._held, strict=True)]
            self._connection.execute(
                f"INSERT INTO {TABLE} SELECT unnest(?::BIGINT[]), unnest(?::INTEGER[]), unnest(?::VARCHAR[]), "
                "unnest(?::VARCHAR[]), unnest(?::VARCHAR[]), unnest(?::VARCHAR[]), unnest(?::VARCHAR[])",
                columns,
            )
            self._held = []

    def counted(self) -> tuple[tuple[str, str, int], ...]:
        """Count rejected rows by code and column, most first; a row with several problems counts under each."""
        self.flush()
        found = self._connection.execute(
            f"SELECT code, col, count(DISTINCT n) FROM {TABLE} GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2"
        ).fetchall()
        return tuple((str(code), str(column), int(rows)) for code, column, rows in found)

    def write(self, path: Path, language: Language) -> None:
        """Write a line for each problem, in the order of the rows."""
        self.flush()
        reason = {Language.ID: "reason_id", Language.EN: "reason_en"}[language]
        found = self._connection.execute(
            f"SELECT n, col, code, {reason}, record FROM {TABLE} ORDER BY n, place"
        )
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(HEADER)
            while rows := found.fetchmany(_READ):
                writer.writerows(
                    (n, inert(col), code, said, inert(record)) for n, col, code, said, record in rows
                )
