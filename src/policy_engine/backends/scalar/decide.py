"""One worker under one instrument: facts, dates and the checked library in, a decision out.

Facts arrive as the library declares them; a value outside its bounds is rejected before this. A refusal is
a value: nothing is raised for a worker or a policy. Asking for an instrument that is not loaded is a fault
of the caller.
"""

from collections.abc import Iterator, Mapping

from policy_engine.backends.scalar.cautions import cautions
from policy_engine.backends.scalar.cost import charge, entry_month, total
from policy_engine.backends.scalar.eligibility import Judged, judge
from policy_engine.backends.scalar.evaluate import Scope
from policy_engine.backends.scalar.higher import weigh_higher
from policy_engine.backends.scalar.months import is_projected
from policy_engine.backends.scalar.trace import concerning, receipt, trace
from policy_engine.backends.scalar.value import Value, unknown
from policy_engine.domain.citation import InstrumentId
from policy_engine.domain.dates import Month, PackedDate
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir.decision import Decision, MonthWeighed
from policy_engine.ir.naming import funded_fact
from policy_engine.ir.nodes import FactValue, Instrument, Library
from policy_engine.ir.precedence import is_rationed


def decide(
    library: Library,
    instrument: InstrumentId,
    worker: Mapping[str, FactValue],
    *,
    on: PackedDate,
    facts_as_of: PackedDate,
    digest: str | None,
) -> Decision:
    """Decide one worker under one instrument; `digest` is the digest of the meaning of the library.

    Without a digest the decision has no receipt: it is asked for by a proof, and handed to nobody.
    """
    reading = _Reading(worker)
    scope = scope_of(library, reading, on, frozenset((instrument,)))
    judged = judge(_find(library, instrument), scope)
    effective = weigh_higher(judged, scope)
    rows = charge(judged, scope)
    weighed = (*concerning(judged), *effective.weighed)
    months = judged.months if judged.applicable.known is not False else {}
    entry = entry_month(months).known if judged.outcome is Outcome.ELIGIBLE else None
    return Decision(
        instrument=instrument,
        version_since=None if judged.version is None else judged.version.since,
        on=on,
        facts_as_of=facts_as_of,
        outcome=judged.outcome,
        effective=effective.outcome,
        gave_way=effective.gave_way,
        groups=tuple(s.group.id for s in judged.deciding if s.eligible.known is True),
        norms=trace(weighed, library, worker),
        months=tuple(
            MonthWeighed(month, funded.truth, is_projected(month, facts_as_of), tuple(sorted(funded.missing)))
            for month, funded in months.items()
        ),
        months_open=judged.version is not None and any(s.is_open for s in judged.version.schedules),
        entry_month=Month(entry) if isinstance(entry, int) else None,
        costs=tuple(charged.row for charged in rows),
        total=total(judged, rows),
        missing=tuple(sorted(effective.missing)),
        cautions=cautions(judged, effective, rows, scope, facts_as_of),
        receipt=""
        if digest is None
        else receipt(digest, instrument, (on, facts_as_of), reading.names, worker),
    )


class _Reading(Mapping[str, FactValue]):
    """The facts of a worker, and the names of those that were asked for: what the receipt is taken over."""

    def __init__(self, worker: Mapping[str, FactValue]) -> None:
        self._worker = worker
        self.names: set[str] = set()

    def __getitem__(self, name: str) -> FactValue:
        self.names.add(name)
        return self._worker[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._worker)

    def __len__(self) -> int:
        return len(self._worker)


def _find(library: Library, wanted: InstrumentId) -> Instrument:
    for instrument in library.instruments:
        if instrument.id == wanted:
            return instrument
    raise KeyError(f"no such instrument is loaded: {wanted.slug}")


# Subsidiary payers


def scope_of(
    library: Library, worker: Mapping[str, FactValue], on: PackedDate, deciding: frozenset[InstrumentId]
) -> Scope:
    """Give what an instrument can see of a worker; `deciding` are those whose decision waits for this one."""

    def borne_by(senior: InstrumentId, month: Month | None) -> Value:
        attested = _attested(worker, senior, month)
        if attested is not None:
            return attested
        if senior in deciding or all(loaded.id != senior for loaded in library.instruments):
            return unknown(funded_fact(senior, None))
        return _pays(judge(_find(library, senior), scope_of(library, worker, on, deciding | {senior})))

    return Scope(library, worker, on, None, borne_by)


def _attested(worker: Mapping[str, FactValue], senior: InstrumentId, month: Month | None) -> Value | None:
    """Give what is attested about the other payer, for this month before for any."""
    for name in dict.fromkeys((funded_fact(senior, month), funded_fact(senior, None))):
        value = worker.get(name)
        if value is not None:
            return Value(value, facts=frozenset((name,)))
    return None


def _pays(senior: Judged) -> Value:
    """Tell whether a senior instrument pays: only one that neither place nor money can fail surely does."""
    rationed = senior.version is not None and is_rationed(senior.version)
    attestable = frozenset((funded_fact(senior.instrument.id, None),))
    facts = senior.applicable.facts | senior.eligible.facts
    match senior.outcome:
        case Outcome.NOT_APPLICABLE | Outcome.NOT_ELIGIBLE:
            return Value(known=False, facts=facts)
        case Outcome.ELIGIBLE:
            return Value(None, attestable, facts=facts) if rationed else Value(known=True, facts=facts)
        case Outcome.UNDETERMINED:
            return Value(None, senior.missing | (attestable if rationed else frozenset()), facts=facts)
        case Outcome.CONFLICT:
            return Value(None, attestable, facts=facts)
