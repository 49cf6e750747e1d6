"""A small table of regions and how many people work there in; the figures that coverage is set beside, out."""

import csv
from pathlib import Path

from policy_engine.diagnostics.data import DataProblem
from policy_engine.diagnostics.registers import UnreadableWorkforce
from policy_engine.domain.bilingual import both
from policy_engine.ir.nodes import Fact, Kind, Library, Type
from policy_engine.ir.written import Formats
from policy_engine.registers.values import Place, Reader

_REGION = Fact("region", Type(Kind.REGION, "wilayah"), both("region"), None, None, None, None, None, False)
_COUNT = Fact("count", Type(Kind.PEOPLE), both("count"), 0, None, None, None, None, False)
_CELLS = 2


def read_workforce(
    path: str, library: Library
) -> tuple[tuple[str, int], ...] | tuple[UnreadableWorkforce, ...]:
    """Read rows of a region (code or name) and a count; a first row that is neither is a header.

    A region given twice is a problem, as is any row that is not of this form. OSError where there is no file.
    """
    reader = Reader(library, Formats())
    found: dict[str, int] = {}
    problems: list[UnreadableWorkforce] = []
    text = Path(path).read_bytes().decode("utf-8-sig", errors="replace")
    delimiter = ";" if ";" in text.partition("\n")[0] else ","
    for row, cells in enumerate(csv.reader(text.splitlines(), delimiter=delimiter), 1):
        if not any(cell.strip() for cell in cells):
            continue
        region, count = _read(reader, cells)
        if isinstance(region, str) and isinstance(count, int) and region not in found:
            found[region] = count
        elif row > 1 or region is not None or count is not None:
            problems.append(UnreadableWorkforce(path=path, row=row))
    if not found and not problems:
        problems.append(UnreadableWorkforce(path=path, row=1))
    return tuple(problems) if problems else tuple(sorted(found.items()))


def _read(reader: Reader, cells: list[str]) -> tuple[str | None, int | None]:
    if len(cells) != _CELLS:
        return None, None
    region = reader.text(_REGION, cells[0], Place("", None, None))
    count = reader.text(_COUNT, cells[1], Place("", None, None))
    return (
        None if isinstance(region, DataProblem) or not isinstance(region, str) else region,
        None if isinstance(count, DataProblem) or not isinstance(count, int) else count,
    )
