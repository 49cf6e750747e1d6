"""Several instruments over one register: workers in, the allocation of each instrument out.

Who pays only where others do not comes after those others: what they funded is a fact by then. Nothing flows back.
"""

from collections.abc import Mapping, Sequence

from policy_engine.backends.scalar.allocate import allocate
from policy_engine.backends.scalar.claims import claim
from policy_engine.backends.scalar.decide import decide
from policy_engine.domain.citation import InstrumentId
from policy_engine.domain.dates import Month, PackedDate
from policy_engine.domain.outcomes import Outcome, Truth
from policy_engine.ir.allotment import Allotment, Pool, Standing
from policy_engine.ir.decision import Decision
from policy_engine.ir.naming import funded_fact
from policy_engine.ir.nodes import FactValue, Instrument, Library
from policy_engine.ir.rationing import juniors_of, months_paid_for, strata, version_judged
from policy_engine.structure import dataclass


@dataclass(frozen=True, slots=True)
class Allocated:
    """The allocation of one instrument, and the decisions it rests on, in the order of the register."""

    pool: Pool
    decisions: tuple[Decision, ...]


def allocate_register(
    library: Library,
    instruments: Sequence[InstrumentId],
    workers: Sequence[Mapping[str, FactValue]],
    *,
    on: PackedDate,
    facts_as_of: PackedDate,
    digest: str,
) -> Mapping[InstrumentId, Allocated]:
    """Decide a register and give the places of each instrument; rows are numbered from 0.

    ValueError where instruments are subsidiary to one another in a circle.
    """
    asked = tuple(each for each in library.instruments if each.id in set(instruments))
    facts: list[dict[str, FactValue]] = [dict(worker) for worker in workers]
    found: dict[InstrumentId, Allocated] = {}
    juniors = juniors_of(asked, on)
    for layer in strata(asked, on):
        learnt: list[dict[str, FactValue]] = [{} for _ in facts]
        for instrument in (each for each in asked if each.id in layer):
            made = _one(library, instrument, facts, on, facts_as_of, digest)
            found[instrument.id] = made
            if instrument.id in juniors:
                months = months_paid_for(juniors[instrument.id], on)
                version = version_judged(instrument, on)
                scheduled = version is not None and any(each.months for each in version.schedules)
                for row, decision in enumerate(made.decisions):
                    learnt[row] |= _funded(decision, made.pool.allotments[row], months, scheduled=scheduled)
        for row, known in enumerate(learnt):
            # What the register itself attests comes first.
            facts[row] = {**known, **facts[row]}
    return found


def _one(
    library: Library,
    instrument: Instrument,
    facts: Sequence[Mapping[str, FactValue]],
    on: PackedDate,
    facts_as_of: PackedDate,
    digest: str,
) -> Allocated:
    version = version_judged(instrument, on)
    decisions = tuple(
        decide(library, instrument.id, worker, on=on, facts_as_of=facts_as_of, digest=digest)
        for worker in facts
    )
    claims = (
        claim(row, library, instrument, version, worker, decision)
        for row, (worker, decision) in enumerate(zip(facts, decisions, strict=True))
    )
    return Allocated(allocate(library, instrument, on, claims), decisions)


def _funded(
    decision: Decision, got: Allotment, months: Sequence[Month], *, scheduled: bool
) -> dict[str, FactValue]:
    """Give what is known for the juniors: whether the instrument pays for a worker, at all and in each month.

    An instrument that says nothing of months (not `scheduled`) pays, or does not, in all of them.
    """
    senior = decision.instrument
    match got.standing:
        case Standing.HELD | Standing.UNDETERMINED:
            return {}
        case Standing.NOT_ELIGIBLE if _refused(decision):
            return {}
        case Standing.WAITING | Standing.NOT_ELIGIBLE:
            return {funded_fact(senior, month): False for month in (None, *months)}
        case Standing.FUNDED:
            pass
    if not scheduled and not decision.months_open:
        return {funded_fact(senior, None): True}
    unknown = {month.month for month in decision.months if month.verdict is Truth.UNKNOWN}
    known = [m for m in months if m in got.months or not (decision.months_open or m in unknown)]
    found: dict[str, FactValue] = {funded_fact(senior, month): month in got.months for month in known}
    if len(known) == len(months):
        found[funded_fact(senior, None)] = True
    return found


def _refused(decision: Decision) -> bool:
    own = decision.outcome in (Outcome.ELIGIBLE, Outcome.UNDETERMINED)
    return (decision.effective if own else decision.outcome) is Outcome.CONFLICT
