"""The bundle: a library in, canonical JSON out, and the same library again; and the digest of its meaning.

Canonical: keys sorted, no white space, only whole numbers, strings, truth values, null, lists and objects
(the subset of RFC 8785 that has no fractions), so that one library has one text. A member of a union of
nodes says in the field `node` which one it is. Dates and months are their packed numbers. Where a node was
written is not in the bundle; a library that was read has no origins.

Reading never trusts: whatever is malformed is a `BundleError`, and nothing else is raised. What is well
formed can still be nonsense; `ir.invariants` tells.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from operator import attrgetter
from typing import Never, TypeAlias

from policy_engine.ir.nodes import Library
from policy_engine.ir.shapes import (
    Choice,
    Field,
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
    value_of,
)

SCHEMA_VERSION = 1
"""The version of the form of the bundle; it changes whenever a reader would have to."""

TOOL = "policy-engine"

MAX_DEPTH = 128
"""How many objects may stand inside one another; a drafter's longest condition needs a quarter of it."""

Json: TypeAlias = "int | str | bool | list[Json] | dict[str, Json] | None"

_Encode: TypeAlias = Callable[[object], Json]
_Decode: TypeAlias = Callable[[object, int], object]

_PLAIN = re.compile(r"[a-z_]+")


class BundleError(Exception):
    """A bundle that cannot be read: where, as a JSON path such as `$.library.facts[3].low`, and why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self._steps: list[str | int] = []

    @property
    def path(self) -> str:
        """Give the place in the bundle as a JSON path."""
        return "$" + "".join(_step(step) for step in reversed(self._steps))

    def within(self, step: str | int) -> None:
        """Say that the place lies in this key or position of what holds it; called on the way out."""
        self._steps.append(step)

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


def to_json(library: Library) -> str:
    """Give the bundle of a library as canonical JSON; equal libraries, wording included, give equal text."""
    from policy_engine import __version__  # noqa: PLC0415  it costs a look at the installed packages

    return _write(
        {
            "library": _encoder(Record(Library, None), meaning_only=False)(library),
            "schema_version": SCHEMA_VERSION,
            "tool": {"name": TOOL, "version": __version__},
        }
    )


def from_json(text: str) -> Library:
    """Read a bundle; anything malformed is a `BundleError` and nothing else is raised."""
    envelope = _object(_read(text), frozenset({"library", "schema_version", "tool"}))
    with _at("schema_version"):
        _known_version(envelope["schema_version"])
    with _at("tool"):
        tool = _object(envelope["tool"], frozenset({"name", "version"}))
        for key, value in tool.items():
            with _at(key):
                _words(value, 0)
    with _at("library"):
        library = _decoder(Record(Library, None))(envelope["library"], 0)
    if not isinstance(library, Library):
        raise TypeError("a decoder of libraries gives libraries")
    return library


@contextmanager
def _at(step: str) -> Iterator[None]:
    try:
        yield
    except BundleError as error:
        error.within(step)
        raise


def _known_version(value: object) -> None:
    if value != SCHEMA_VERSION or type(value) is not int:
        raise BundleError(f"this engine reads version {SCHEMA_VERSION} of the bundle, not {_shown(value)}")


def meaning_digest(library: Library) -> str:
    """Give the lower-case hexadecimal SHA-256 of what a library means; wording is no part of it."""
    meaning = _encoder(Record(Library, None), meaning_only=True)(library)
    return sha256(_write(meaning).encode()).hexdigest()


def _write(value: Json) -> str:
    # Encoders make every object in the order of its keys, so that sorting again would be wasted.
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _read(text: str) -> object:
    try:
        return json.loads(
            text, parse_float=_fraction, parse_constant=_fraction, object_pairs_hook=_pairs, parse_int=_digits
        )
    except json.JSONDecodeError as error:
        raise BundleError(f"this is not JSON: {error.msg} at character {error.pos}") from None
    except RecursionError:
        raise BundleError("lists and objects stand too deep inside one another") from None


def _fraction(text: str) -> Never:
    raise BundleError(f"a bundle holds whole numbers only, not {text[:40]}")


def _digits(text: str) -> int:
    if len(text) > len("-9223372036854775807"):
        raise BundleError(f"this number is too large: {text[:20]}...")
    return int(text)


def _pairs(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        repeated = next(key for key in keys if keys.count(key) > 1)
        raise BundleError(f"the key {_shown(repeated)} stands twice in one object")
    return found


# Writing


@cache
def _encoder(shape: Shape, *, meaning_only: bool) -> _Encode:
    match shape:
        case Whole():
            return int  # type: ignore[return-value]  # a truth value in a field of numbers is written as a number
        case Flag() | Words():
            return _same
        case Choice(enumeration, _):
            written = {member: value_of(member) for member in enumeration}
            return written.__getitem__  # type: ignore[return-value]
        case Many(item, is_set):
            return _encode_many(_encoder(item, meaning_only=meaning_only), is_set=is_set)
        case Row(items):
            return _encode_row(tuple(_encoder(item, meaning_only=meaning_only) for item in items))
        case Optional(inner):
            return _encode_optional(_encoder(inner, meaning_only=meaning_only))
        case Record():
            return _LazyRecord(shape, meaning_only=meaning_only)
        case OneOf(_, _, records):
            return _encode_one_of({r.cls: _encoder(r, meaning_only=meaning_only) for r in records})


def _same(value: object) -> Json:
    return value  # type: ignore[return-value]  # a scalar of the IR is one of JSON


def _encode_many(item: _Encode, *, is_set: bool) -> _Encode:
    if is_set:
        return lambda values: [item(value) for value in sorted(values)]  # type: ignore[call-overload]
    return lambda values: [item(value) for value in values]  # type: ignore[attr-defined]


def _encode_row(items: tuple[_Encode, ...]) -> _Encode:
    return lambda values: [item(value) for item, value in zip(items, values, strict=True)]  # type: ignore[call-overload]


def _encode_optional(inner: _Encode) -> _Encode:
    return lambda value: None if value is None else inner(value)


def _encode_one_of(by_class: Mapping[type, _Encode]) -> _Encode:
    def encode(value: object) -> Json:
        found = by_class.get(type(value))
        return _same(value) if found is None else found(value)

    return encode


class _LazyRecord:
    """Writes one record; its fields are looked at on the first use, because records hold one another."""

    __slots__ = ("_meaning_only", "_parts", "_record")

    def __init__(self, record: Record, *, meaning_only: bool) -> None:
        self._record = record
        self._meaning_only = meaning_only
        self._parts: tuple[tuple[str, Callable[[object], object], _Encode], ...] | None = None

    def __call__(self, value: object) -> Json:
        parts = self._parts
        if parts is None:
            parts = self._parts = self._prepare()
        return {name: encode(get(value)) for name, get, encode in parts}

    def _prepare(self) -> tuple[tuple[str, Callable[[object], object], _Encode], ...]:
        parts: list[tuple[str, Callable[[object], object], _Encode]] = [
            (field.name, attrgetter(field.name), _encoder(field.shape, meaning_only=self._meaning_only))
            for field in fields_of(self._record.cls)
            if field.is_meaning or not self._meaning_only
        ]
        tag = self._record.tag
        if tag is not None:
            parts.append(("node", lambda _: tag, _same))
        return tuple(sorted(parts, key=lambda part: part[0]))


# Reading


@cache
def _decoder(shape: Shape) -> _Decode:
    match shape:
        case Whole():
            return lambda value, _: _whole(value, shape)
        case Flag():
            return _flag
        case Words():
            return _words
        case Choice():
            return _decode_choice(shape)
        case Many(item, is_set):
            return _decode_many(_decoder(item), is_set=is_set)
        case Row(items):
            return _decode_row(tuple(_decoder(item) for item in items))
        case Optional(inner):
            return _decode_optional(_decoder(inner))
        case Record():
            return _RecordReader(shape)
        case OneOf():
            return _decode_one_of(shape)


def _whole(value: object, shape: Whole) -> int:
    if type(value) is not int:
        raise BundleError(f"a whole number is expected here, not {_shown(value)}")
    if not shape.low <= value <= shape.high:
        raise BundleError(f"the number {value} is outside {shape.low} to {shape.high}")
    return value


def _flag(value: object, _: int) -> bool:
    if value is True or value is False:
        return value
    raise BundleError(f"true or false is expected here, not {_shown(value)}")


def _words(value: object, _: int) -> str:
    if type(value) is not str:
        raise BundleError(f"a string is expected here, not {_shown(value)}")
    if not value.isascii() and any("\ud800" <= character <= "\udfff" for character in value):
        raise BundleError("this string holds half of a character, which no text can hold")
    return value


def _decode_choice(shape: Choice) -> _Decode:
    members = {
        (type(value), value): member for value, member in zip(shape.values, shape.enumeration, strict=True)
    }

    def decode(value: object, _: int) -> object:
        found = members.get((type(value), value)) if isinstance(value, str | int) else None
        if found is None:
            known = ", ".join(str(known) for known in shape.values)
            raise BundleError(f"one of {known} is expected here, not {_shown(value)}")
        return found

    return decode


def _decode_many(item: _Decode, *, is_set: bool) -> _Decode:
    def decode(value: object, depth: int) -> object:
        found = _each(item, _list(value), depth)
        if not is_set:
            return tuple(found)
        unique = frozenset(found)
        if len(unique) != len(found):
            raise BundleError("one thing stands twice in this set")
        return unique

    return decode


def _decode_row(items: tuple[_Decode, ...]) -> _Decode:
    def decode(value: object, depth: int) -> object:
        values = _list(value)
        if len(values) != len(items):
            raise BundleError(f"a list of {len(items)} is expected here, not of {len(values)}")
        return tuple(
            _each(item, [part], depth, index)[0]
            for index, (item, part) in enumerate(zip(items, values, strict=True))
        )

    return decode


def _each(item: _Decode, values: list[object], depth: int, start: int = 0) -> list[object]:
    found: list[object] = []
    try:
        for value in values:
            found.append(item(value, depth))  # noqa: PERF401  the length tells where it failed
    except BundleError as error:
        error.within(start + len(found))
        raise
    return found


def _decode_optional(inner: _Decode) -> _Decode:
    return lambda value, depth: None if value is None else inner(value, depth)


def _decode_one_of(shape: OneOf) -> _Decode:
    readers: dict[object, _Decode] = {record.tag: _decoder(record) for record in shape.records}
    scalars: dict[type, _Decode] = {_json_type(scalar): _decoder(scalar) for scalar in shape.scalars}

    def decode(value: object, depth: int) -> object:
        scalar = scalars.get(type(value))
        if scalar is not None:
            return scalar(value, depth)
        if not isinstance(value, dict):
            raise BundleError(f"an object with the key node is expected here, not {_shown(value)}")
        tag = value.get("node")
        reader = readers.get(tag) if isinstance(tag, str) else None
        if reader is None:
            raise BundleError(f"no node of this name is known here: {_shown(tag)}")
        return reader(value, depth)

    return decode


def _json_type(shape: Shape) -> type:
    match shape:
        case Whole():
            return int
        case Flag():
            return bool
        case Words():
            return str
        case Choice() | Many() | Row() | Optional() | Record() | OneOf():
            raise TypeError(f"not a scalar: {shape}")


class _RecordReader:
    """Reads one record; its fields are looked at on the first use, because records hold one another."""

    __slots__ = ("_keys", "_parts", "_record")

    def __init__(self, record: Record) -> None:
        self._record = record
        self._parts: tuple[tuple[str, _Decode], ...] | None = None
        self._keys: frozenset[str] = frozenset()

    def __call__(self, value: object, depth: int) -> object:
        parts = self._parts
        if parts is None:
            parts = self._parts = self._prepare()
        if depth >= MAX_DEPTH:
            raise BundleError(f"more than {MAX_DEPTH} objects stand inside one another")
        values = _object(value, self._keys)
        found: dict[str, object] = {}
        for name, decode in parts:
            try:
                found[name] = decode(values[name], depth + 1)
            except BundleError as error:
                error.within(name)
                raise
        try:
            return self._record.cls(**found)
        except (
            ValueError
        ) as error:  # what a value of the law refuses of itself, such as a label no law writes
            raise BundleError(str(error)) from None

    def _prepare(self) -> tuple[tuple[str, _Decode], ...]:
        described: tuple[Field, ...] = fields_of(self._record.cls)
        names = frozenset(field.name for field in described)
        self._keys = names if self._record.tag is None else names | {"node"}
        return tuple((field.name, _decoder(field.shape)) for field in described)


def _object(value: object, keys: frozenset[str]) -> dict[str, object]:
    if not isinstance(value, dict):
        raise BundleError(f"an object is expected here, not {_shown(value)}")
    if value.keys() != keys:
        unknown = sorted(value.keys() - keys)
        if unknown:
            raise BundleError(f"this key is not known here: {_shown(unknown[0])}")
        raise BundleError(f"the key {min(keys - value.keys())} is missing")
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise BundleError(f"a list is expected here, not {_shown(value)}")
    return value


def _shown(value: object) -> str:
    match value:
        case dict():
            return "an object"
        case list():
            return "a list"
        case _:
            return json.dumps(value)[:60]


def _step(step: str | int) -> str:
    if isinstance(step, int):
        return f"[{step}]"
    return f".{step}" if _PLAIN.fullmatch(step) else f"[{json.dumps(step)}]"
