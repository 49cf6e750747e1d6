"""An instrument in; the facts that decide one worker under it, which a table must have columns for, out."""

from collections.abc import Iterator

from policy_engine.ir.nodes import Expr, Fact, Instrument, Library
from policy_engine.ir.walk import facts_read as read_by

_RESIDENCE = "domisili"
"""The fact that tells whether a worker lives in the territory of an instrument."""


def facts_read(library: Library, instrument: Instrument) -> tuple[Fact, ...]:
    """Give the facts that some version reads to decide a worker, in the order of the library.

    What only ranks workers among each other, or decides under a higher instrument, is not among them.
    """
    names = {name for expr in _deciding(instrument) for name in read_by(expr)}
    if instrument.region is not None:
        names.add(_RESIDENCE)
    return tuple(fact for fact in library.facts if fact.name in names)


def _deciding(instrument: Instrument) -> Iterator[Expr]:
    yield from (continuation.condition for continuation in instrument.continuations)
    for version in instrument.versions:
        yield from (group.match.condition for group in version.groups)
        yield from (norm.condition for norm in version.norms)
        yield from (enrolment.condition for enrolment in version.enrolments)
        yield from (tariff.amount for tariff in version.tariffs)
        yield from (month.condition for schedule in version.schedules for month in schedule.months)
        yield from (share.condition for bearing in version.bearings for share in bearing.shares)
