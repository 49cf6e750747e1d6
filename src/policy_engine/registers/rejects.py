"""Rejected records in; a CSV of them out, one line a problem, with identity numbers hidden."""

import csv
import io
from collections.abc import Iterable

from policy_engine.domain.bilingual import Language
from policy_engine.domain.spreadsheet import inert
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
                (record.row, inert(problem.column or ""), problem.code, reason, inert(record.original))
            )
    return text.getvalue()
