"""A version of an instrument in; the names of the facts that its norms, months, costs and order read, out."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from policy_engine.ir.nodes import Day, DayRef, Fact, FactRef, Instrument, Library

_REGISTRATION = "tanggal_pendaftaran"


def facts_read(library: Library, instrument: Instrument) -> tuple[Fact, ...]:
    """Give the facts that any version of an instrument reads, in the order of the library."""
    names = {name for version in instrument.versions for name in _names(version)}
    names |= {name for continuation in instrument.continuations for name in _names(continuation.condition)}
    return tuple(fact for fact in library.facts if fact.name in names)


def _names(value: object) -> Iterator[str]:
    """Go through dataclasses and tuples; a fact may stand in any field, so every field is looked at."""
    match value:
        case FactRef(name=name):
            yield name
        case DayRef(day=Day.REGISTRATION):
            yield _REGISTRATION
        case tuple():
            for element in value:
                yield from _names(element)
        case _ if is_dataclass(value):
            for field in fields(value):
                yield from _names(getattr(value, field.name))
        case _:
            pass
