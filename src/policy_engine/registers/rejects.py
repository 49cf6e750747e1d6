"""Rejected records in; a CSV of them out, one line a problem, with identity numbers hidden."""

import csv
import io
from collections.abc import Iterable

from policy_engine.domain.bilingual import Language
from policy_engine.registers.model import Rejected

HEADER = ("row", "column", "code", "reason", "record")


def rejects_csv(rejected: Iterable[Rejected], language: Language) -> str:
    """Write for each problem the row, the column, the code, the reason, and the record it is about."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    for record in rejected:
        for problem in record.problems:
            reason = problem.message.in_(language)
            writer.writerow(
                (
                    record.row,
                    safe_cell(problem.column or ""),
                    problem.code,
                    reason,
                    safe_cell(record.original),
                )
            )
    return text.getvalue()


def safe_cell(text: str) -> str:
    """Keep a workbook from running what a table brought along: no cell begins like a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t")) else text
