"""The types of `ir.nodes` as data: a class in, the shape of its JSON out.

The bundle and its JSON Schema are both read off these shapes, so that a node is described once: by its
dataclass. A type that JSON could not carry exactly (such as a fraction) has no shape, and asking for one
is a fault of ours, found when this module is first used.
"""

import re
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from types import MappingProxyType, NoneType, UnionType
from typing import TypeAlias, Union, get_args, get_origin, get_type_hints

from policy_engine.domain.citation import InstrumentKind
from policy_engine.domain.dates import FIRST_YEAR, LAST_YEAR, LATEST, Month, PackedDate
from policy_engine.ir.nodes import Expr, FactValue
from policy_engine.source import Span
from policy_engine.structure import dataclass

LARGEST = 2**63 - 1
"""The largest whole number that every back end holds."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number between two bounds, both included."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Flag:
    """`true` or `false`."""


@dataclass(frozen=True, slots=True)
class Words:
    """A string."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A member of an enumeration, written as one of `values`, in the order of its members."""

    enumeration: type[Enum]
    values: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Many:
    """A list of things of one shape; `is_set` where order says nothing and none may stand twice."""

    item: "Shape"
    is_set: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A list of fixed length, each place with its own shape."""

    items: tuple["Shape", ...]


@dataclass(frozen=True, slots=True)
class Optional:
    """The shape, or `null`."""

    shape: "Shape"


@dataclass(frozen=True, slots=True)
class Record:
    """An object with the fields of a dataclass; see `fields_of`. `tag` is its name in the field `node`."""

    cls: type
    tag: str | None


@dataclass(frozen=True, slots=True)
class OneOf:
    """Any of these scalars, or any of these tagged records; `name` is that of the union in the schema."""

    name: str
    scalars: tuple["Shape", ...]
    records: tuple[Record, ...]


Shape: TypeAlias = Whole | Flag | Words | Choice | Many | Row | Optional | Record | OneOf


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a record: its name, its shape, and whether it takes part in the meaning."""

    name: str
    shape: Shape
    is_meaning: bool


_RANGES: MappingProxyType[object, Whole] = MappingProxyType(
    {
        PackedDate: Whole(0, LATEST),
        Month: Whole(FIRST_YEAR * 12, LAST_YEAR * 12 + 11),
    }
)

_NAMES: MappingProxyType[frozenset[object], str] = MappingProxyType(
    {frozenset(get_args(Expr)): "expression", frozenset(get_args(FactValue)): "fact_value"}
)


@cache
def fields_of(cls: type) -> tuple[Field, ...]:
    """Give the fields of a dataclass of the IR, sorted by name; places in files are left out."""
    hints = get_type_hints(cls)
    found = (
        Field(field.name, _shape(hints[field.name]), field.compare)
        for field in fields(cls)
        if Span not in get_args(hints[field.name])
    )
    return tuple(sorted(found, key=lambda field: field.name))


@cache
def records_of(cls: type) -> tuple[Record, ...]:
    """Give every record that a value of this class can hold, itself included, sorted by name."""
    seen: dict[str, Record] = {}
    waiting: list[Shape] = [Record(cls, None)]
    while waiting:
        match waiting.pop():
            case Record(owner, _) as record if record_name(record) not in seen:
                seen[record_name(record)] = record
                waiting += (field.shape for field in fields_of(owner))
            case Many(item, _) | Optional(item):
                waiting.append(item)
            case Row(items):
                waiting += items
            case OneOf(_, _, records):
                waiting += records
            case Whole() | Flag() | Words() | Choice() | Record():
                pass
    return tuple(seen[name] for name in sorted(seen))


@cache
def unions_of(cls: type) -> tuple[OneOf, ...]:
    """Give every union of nodes that a value of this class can hold, sorted by name."""
    seen: dict[str, OneOf] = {}
    waiting = [field.shape for record in records_of(cls) for field in fields_of(record.cls)]
    while waiting:
        match waiting.pop():
            case OneOf(name, _, _) as union:
                seen[name] = union
            case Many(item, _) | Optional(item):
                waiting.append(item)
            case Row(items):
                waiting += items
            case Whole() | Flag() | Words() | Choice() | Record():
                pass
    return tuple(seen[name] for name in sorted(seen))


def record_name(record: Record) -> str:
    """Give the name of a record in the schema: `compare`, `library`."""
    return tag_of(record.cls)


def tag_of(cls: type) -> str:
    """Give the name of a class in `node`: `AgeCompare` is `age_compare`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", cls.__name__).lower()


def value_of(member: Enum) -> str | int:
    """Give what a member of an enumeration is written as: its value, or the code of a kind of instrument."""
    value = member.code if isinstance(member, InstrumentKind) else member.value
    if not isinstance(value, str | int):
        raise TypeError(f"no JSON for {member}")
    return value


def _shape(hint: object) -> Shape:
    if hint in _RANGES:
        return _RANGES[hint]
    if hint is bool:
        return Flag()
    if hint is int:
        return Whole(-LARGEST, LARGEST)
    if hint is str:
        return Words()
    if isinstance(hint, type) and issubclass(hint, Enum):
        return Choice(hint, tuple(value_of(member) for member in hint))
    if isinstance(hint, type) and is_dataclass(hint):
        return Record(hint, None)
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is frozenset:
        return Many(_shape(arguments[0]), is_set=True)
    if origin is tuple and arguments[-1] is Ellipsis:
        return Many(_shape(arguments[0]), is_set=False)
    if origin is tuple:
        return Row(tuple(_shape(argument) for argument in arguments))
    if origin in (Union, UnionType):
        return _union(arguments)
    raise TypeError(f"no JSON for {hint}")


def _union(members: tuple[object, ...]) -> Shape:
    present = tuple(member for member in members if member is not NoneType)
    classes = tuple(member for member in present if isinstance(member, type) and is_dataclass(member))
    scalars = tuple(_shape(member) for member in present if member not in classes)
    if len(present) == 1:
        shape = _shape(present[0])
    else:
        shape = OneOf(_NAMES[frozenset(present)], scalars, tuple(Record(cls, tag_of(cls)) for cls in classes))
    return Optional(shape) if NoneType in members else shape
