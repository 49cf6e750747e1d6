"""Libraries of the right shape, made from the types of the IR: every node is reached, sense is not.

What makes sense (well-typed policies, workers of a library) comes from `policy_engine.testing`.
"""

from functools import cache
from typing import Any, TypeVar

from hypothesis import strategies as st

from policy_engine.domain.citation import InstrumentId, InstrumentKind, Step, Unit, is_label
from policy_engine.ir.nodes import Arm, Expr, Library, Not
from policy_engine.ir.shapes import (
    Choice,
    Flag,
    Many,
    OneOf,
    Optional,
    Record,
    Row,
    Shape,
    Whole,
    Words,
    fields_of,
)

T = TypeVar("T")

_DEPTH = 2
_LISTS = 5
_LABELS = ("1", "2", "5A", "3a", "a", "b", "aa", "II", "IX", "")


def libraries() -> st.SearchStrategy[Library]:
    """Give libraries that are well formed but may be nonsense."""
    return of_class(Library)


def expressions() -> st.SearchStrategy[Expr]:
    """Give expressions of every kind, typed or not."""
    held = next(field.shape for field in fields_of(Not) if field.name == "operand")
    return _strategy(held, _DEPTH)


def of_class(cls: type[T], depth: int = _DEPTH) -> st.SearchStrategy[T]:
    """Give values of one class of the IR, expressions at most so deep."""
    return _strategy(Record(cls, None), depth)


@cache
def _strategy(shape: Shape, depth: int) -> st.SearchStrategy[Any]:
    match shape:
        case Whole(low, high):
            return st.integers(low, high) | st.integers(max(low, 0), min(high, max(low, 0) + 40))
        case Flag():
            return st.booleans()
        case Words():
            return st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
        case Choice(enumeration, _):
            return st.sampled_from(list(enumeration))
        case Many(item, True):
            return st.frozensets(_strategy(item, depth), max_size=3)
        case Many(item, _):
            return st.lists(_strategy(item, depth), max_size=2).map(tuple)
        case Row(items):
            return st.tuples(*(_strategy(item, depth) for item in items))
        case Optional(inner):
            return st.none() | _strategy(inner, depth)
        case Record(cls, _):
            return _record(cls, depth)
        case OneOf(_, scalars, records):
            kept = [record for record in records if depth > 0 or not _holds_expressions(record)]
            return st.one_of(*(_strategy(part, depth - 1) for part in (*scalars, *kept)))


# Composite, because the written form of a strategy that names all its parts would be megabytes long.
@st.composite
def _record(draw: st.DrawFn, cls: type, depth: int) -> object:
    if cls is InstrumentId:
        return draw(_instruments())
    if cls is Step:
        labelled = [(unit, label) for unit in Unit for label in _LABELS if is_label(unit, label)]
        return Step(*draw(st.sampled_from(labelled)))
    inner = depth - 1 if cls is Arm else depth
    empty = draw(_empty_lists(cls, inner))
    return cls(
        **{
            field.name: () if field.name in empty else draw(_strategy(field.shape, inner))
            for field in fields_of(cls)
        }
    )


def _empty_lists(cls: type, depth: int) -> st.SearchStrategy[frozenset[str]]:
    """Give which lists of a record stay empty: all but a few of many, and exceptions too deep."""
    lists = [
        field.name for field in fields_of(cls) if isinstance(field.shape, Many) and not field.shape.is_set
    ]
    if cls is Arm:
        return st.just(frozenset(lists if depth <= 0 else ()))
    if len(lists) <= _LISTS:
        return st.just(frozenset[str]())
    return st.frozensets(st.sampled_from(lists), max_size=_LISTS).map(frozenset(lists).difference)


def _holds_expressions(record: Record) -> bool:
    return any(_is_expression(field.shape) for field in fields_of(record.cls))


def _is_expression(shape: Shape) -> bool:
    match shape:
        case Many(item, _) | Optional(item):
            return _is_expression(item)
        case OneOf(_, _, records):
            return bool(records)
        case Record(cls, _):
            return cls.__name__ == "Arm"
        case Whole() | Flag() | Words() | Choice() | Row():
            return False


def _instruments() -> st.SearchStrategy[InstrumentId]:
    number = st.none() | st.sampled_from(["5", "188.45/123/KEP"])
    year = st.none() | st.integers(1945, 2030)
    national = st.builds(InstrumentId, st.just(InstrumentKind.PERMENAKER), st.none(), number, year)
    place = st.sampled_from(["21", "21.71", "21.02.04"])
    return national | st.builds(InstrumentId, st.just(InstrumentKind.PERDA), place, number, year)
