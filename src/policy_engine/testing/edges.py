"""A library and a worker in; workers that stand just below, on and just above what the law draws, out.

What differs from the worker is one fact, or the day of the decision: the cases in which two readings of one
bound come apart, in an order that is always the same.
"""

from collections.abc import Iterator

from policy_engine.domain.dates import PackedDate, add_days, first_day, is_packed, last_day
from policy_engine.ir.nodes import CodeSet, Fact, FactValue, Instrument, Kind, Library, NotHappened
from policy_engine.structure import dataclass
from policy_engine.testing.workers import Worker, boundaries


@dataclass(frozen=True, slots=True)
class Asked:
    """A worker, the day of the decision, and the day the facts are of."""

    worker: tuple[tuple[str, FactValue], ...]
    on: PackedDate
    facts_as_of: PackedDate


def around(asked: Asked, libraries: tuple[Library, ...], instrument: Instrument) -> Iterator[Asked]:
    """Give the question with its day, and then each of its facts, moved to where some library may turn."""
    worker = dict(asked.worker)
    for day in days_of(instrument):
        yield Asked(asked.worker, day, day)
    first = libraries[0]
    turning = [boundaries(library) for library in libraries]
    for fact in first.facts:
        found = [edges[fact.name] for edges in turning]
        shared = frozenset.intersection(*found)
        # What only one of them draws is where they most likely differ.
        own = frozenset.union(*found) - shared
        for edge in (*sorted(own, key=_key), *sorted(shared, key=_key)):
            for value in values(fact, edge):
                if worker.get(fact.name) != value:
                    yield Asked(
                        tuple(sorted({**worker, fact.name: value}.items())), asked.on, asked.facts_as_of
                    )
        if fact.type.kind is Kind.TRUTH:
            for truth in (True, False):
                yield Asked(tuple(sorted({**worker, fact.name: truth}.items())), asked.on, asked.facts_as_of)


def values(fact: Fact, edge: int | str) -> Iterator[FactValue]:
    """Give the values of a fact that stand at an edge, if it can have them."""
    match fact.type.kind, edge:
        case Kind.CODE_SET, str():
            yield CodeSet(frozenset({edge}), complete=True)
        case ((Kind.CODE | Kind.REGION), str()):
            yield edge
        case Kind.EVENT, int() if is_packed(edge):
            yield edge
            yield NotHappened()
        case Kind.DATE, int() if is_packed(edge) and _within(fact, edge):
            yield edge
        case ((Kind.DATE | Kind.TRUTH | Kind.EVENT), _):
            return
        case _, int() if _within(fact, edge):
            yield edge
        case _:
            return


def days_of(instrument: Instrument) -> tuple[PackedDate, ...]:
    """Give the days around which an instrument may decide otherwise: its versions and its funded months."""
    found: set[PackedDate] = set()
    for version in instrument.versions:
        for day in (version.since, version.until):
            if day is not None and is_packed(day):
                found |= {add_days(day, -1), day}
        months = sorted({funded.month for schedule in version.schedules for funded in schedule.months})
        for month in (*months[:1], *months[-1:]):
            found |= {add_days(first_day(month), -1), first_day(month)}
            found |= {last_day(month), add_days(last_day(month), 1)}
    return tuple(sorted(found))


def asked_of(worker: Worker, on: PackedDate, facts_as_of: PackedDate) -> Asked:
    """Put a question about a worker."""
    return Asked(tuple(sorted(worker.items())), on, facts_as_of)


def _within(fact: Fact, value: int) -> bool:
    return (fact.low is None or fact.low <= value) and (fact.high is None or value <= fact.high)


def _key(edge: int | str) -> tuple[bool, int, str]:
    return (
        isinstance(edge, str),
        0 if isinstance(edge, str) else edge,
        edge if isinstance(edge, str) else "",
    )
