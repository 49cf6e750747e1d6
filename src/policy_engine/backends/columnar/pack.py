"""Workers as rows of the packed table: facts in, one whole number, truth or None for each column out.

For workers that are already read, such as generated ones; whole registers are packed by `ingest` in SQL.
"""

from collections.abc import Mapping, Sequence

from policy_engine.backends.columnar.layout import (
    NOT_HAPPENED,
    WORD,
    Aspect,
    FactColumn,
    Layout,
    region_number,
)
from policy_engine.backends.columnar.lower import birthday_key
from policy_engine.domain.dates import PackedDate, test_key
from policy_engine.ir.nodes import CodeSet, FactValue, NotHappened

UNLISTED = -1
"""The number of a code that no parameter has a value for."""


def pack(layout: Layout, worker: Mapping[str, FactValue]) -> tuple[int | None, ...]:
    """Give the columns of one worker, in the order of the layout."""
    return tuple(cell(layout, column, worker.get(column.fact)) for column in layout.columns)


def type_of(layout: Layout, column: FactColumn) -> str:
    """Give the type of a column: truths are booleans, everything else is int64."""
    is_truth = column.aspect is Aspect.VALUE and layout.is_truth(column.fact)
    return "BOOLEAN" if is_truth or column.aspect is Aspect.COMPLETE else "BIGINT"


def cell(layout: Layout, column: FactColumn, value: FactValue | None) -> int | None:
    """Give what one column says of a fact; None where the fact is unknown."""
    if value is None:
        return None
    rule = layout.library.leap_rule
    match column.aspect, value:
        case Aspect.LEVEL, str():
            return region_number(value, column.number)
        case Aspect.CODE, str():
            return layout.codes(column.fact).get(value, UNLISTED)
        case Aspect.WORD, str():
            return _word(layout, column, (value,))
        case Aspect.WORD, CodeSet(codes, _):
            return _word(layout, column, tuple(codes))
        case Aspect.COMPLETE, CodeSet(_, complete):
            return complete
        case _, NotHappened():
            return NOT_HAPPENED
        case Aspect.VALUE, int():
            return value
        case Aspect.TEST_KEY, int():
            return test_key(PackedDate(value), rule)
        case Aspect.BIRTHDAY_KEY, int():
            return birthday_key(PackedDate(value), rule)
        case _:
            raise TypeError(f"not a value of {column.fact}: {type(value).__name__}")


def _word(layout: Layout, column: FactColumn, codes: Sequence[str]) -> int:
    bits = layout.bits(column.fact)
    places = (bits[code] for code in codes if code in bits)
    return sum(1 << place % WORD for place in places if place // WORD == column.number)
