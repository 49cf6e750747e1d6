"""On which days two libraries can differ about an instrument: both in; the first day of each stretch of time, out.

Between two of these days nothing that bears on a decision becomes another text, so the regions of one day are
those of the whole stretch, with the ages counted on each day of decision.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from policy_engine.domain.citation import InstrumentId
from policy_engine.domain.dates import PackedDate, is_packed
from policy_engine.ir import nodes as ir
from policy_engine.ir.assume import Commences, assume
from policy_engine.ir.compare import Alteration
from policy_engine.ir.precedence import prevailing, version_on
from policy_engine.ir.walk import descend, roots_of
from policy_engine.proofs.case import first_day_of
from policy_engine.proofs.regions import Compared, Side


def stretches(old: ir.Library, new: ir.Library, instrument: InstrumentId) -> tuple[Compared, ...]:
    """Give what to compare on the first day of each stretch in which something that bears on it differs."""
    assumed = _assumed(old, new, instrument)
    if assumed is not None:
        return (assumed,)
    found: list[Compared] = []
    before: tuple[object, ...] | None = None
    for day in _days(old, new, instrument):
        compared = Compared(old, new, instrument, day, assumed=False)
        bearing = tuple(_bearing(compared.library(side), compared.find(side), day) for side in Side)
        if bearing[0] != bearing[1] and bearing != before:
            found.append(compared)
        before = bearing
    return tuple(found)


def is_reached(instrument: InstrumentId, altered: Iterable[Alteration], *libraries: ir.Library) -> bool:
    """Tell whether anything that is altered can bear on an instrument; cheap, and never wrong in saying no."""
    changed = {alteration.instrument for alteration in altered}
    if None in changed or instrument in changed:
        return True
    for library in libraries:
        own = next((each for each in library.instruments if each.id == instrument), None)
        if own is None:
            return True
        if any(each.id in changed and each.region is None for each in library.instruments):
            return True
        if any(each.id in changed for each in _around(own, library)):
            return True
    return False


def on_day(old: ir.Library, new: ir.Library, instrument: InstrumentId, day: PackedDate) -> Compared:
    """Give what to compare on a day that was asked for."""
    if _both_blank(old, new, instrument):
        commences = (Commences(day),)
        old, new = assume(old, instrument, commences), assume(new, instrument, commences)
        return Compared(old, new, instrument, day, assumed=True)
    return Compared(old, new, instrument, day, assumed=False)


def _assumed(old: ir.Library, new: ir.Library, instrument: InstrumentId) -> Compared | None:
    """Where both leave the commencement blank, it is taken to be a day, so that the rest can be compared."""
    if not _both_blank(old, new, instrument):
        return None
    found = next(each for each in new.instruments if each.id == instrument)
    return on_day(old, new, instrument, first_day_of(found, new)) if found.versions else None


def _both_blank(old: ir.Library, new: ir.Library, instrument: InstrumentId) -> bool:
    found = [each for library in (old, new) for each in library.instruments if each.id == instrument]
    return len(found) == 2 and all(each.commences is None for each in found)  # noqa: PLR2004  one in each


def _days(old: ir.Library, new: ir.Library, instrument: InstrumentId) -> list[PackedDate]:
    days: set[PackedDate] = set()
    for library in (old, new):
        own = next((each for each in library.instruments if each.id == instrument), None)
        if own is None:
            continue
        for each in (own, *_around(own, library)):
            days |= {version.since for version in each.versions}
            days |= {version.until for version in each.versions if version.until is not None}
            days |= {continuation.until for continuation in each.continuations}
        names = _parameters(own, library)
        for parameter in library.parameters:
            if parameter.name in names:
                days |= {row.since for row in parameter.values}
                days |= {row.until for row in parameter.values if row.until is not None}
    # A commencement left blank has no day.
    return sorted(day for day in days if is_packed(day))


def _bearing(library: ir.Library, own: ir.Instrument | None, day: PackedDate) -> tuple[object, ...]:
    """Give all of a library that bears on a decision under the instrument on a day; equal texts are equal."""
    if own is None or not own.versions:
        return ()
    if day < own.versions[0].since and own.commences is not None:
        return ()
    around = tuple(_on(each, day) for each in _around(own, library))
    names = _parameters(own, library)
    facts = _facts(own, library)
    return (
        _on(own, day),
        own.commences is None,
        own.continuations,
        own.region,
        own.segment,
        around,
        tuple(
            (
                p.name,
                tuple(row for row in p.values if row.since <= day and (row.until is None or day < row.until)),
            )
            for p in library.parameters
            if p.name in names
        ),
        tuple(fact for fact in library.facts if fact.name in facts),
        library.leap_rule,
        tuple(
            (each.id, tuple(version.reliefs for version in each.versions))
            for each in library.instruments
            if each.region is None and any(version.reliefs for version in each.versions)
        ),
    )


def _on(instrument: ir.Instrument, day: PackedDate) -> object:
    version = version_on(instrument, day)
    if version is None:
        ended = instrument.versions and instrument.versions[-1].until is not None
        version = instrument.versions[-1] if ended and instrument.versions[-1].since <= day else None
    # Where the version begins is no matter while it lasts.
    said = None if version is None else replace(version, since=PackedDate(0), until=None)
    return (instrument.id, said, version is not None and version_on(instrument, day) is None)


def _around(own: ir.Instrument, library: ir.Library) -> Iterator[ir.Instrument]:
    """Give the instruments above this one, and those that pay before it, and so on."""
    loaded = {each.id: each for each in library.instruments}
    yield from (found for found, _ in prevailing(own, library))
    seen, waiting = {own.id}, [own]
    while waiting:
        for root in roots_of(waiting.pop()):
            for part in descend(root):
                for senior in part.seniors if isinstance(part, ir.NotBorne) else ():
                    if senior in loaded and senior not in seen:
                        seen.add(senior)
                        waiting.append(loaded[senior])
                        yield loaded[senior]


def _parameters(own: ir.Instrument, library: ir.Library) -> frozenset[str]:
    return frozenset(
        part.name
        for each in (own, *_around(own, library))
        for root in roots_of(each)
        for part in descend(root)
        if isinstance(part, ir.ParameterRef)
    )


def _facts(own: ir.Instrument, library: ir.Library) -> frozenset[str]:
    return frozenset(
        part.name
        for each in (own, *_around(own, library))
        for root in roots_of(each)
        for part in descend(root)
        if isinstance(part, ir.FactRef)
    )
