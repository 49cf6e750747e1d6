"""What allocation reads of one worker: a decision and the facts it was made from in, a claim to a place out."""

from collections.abc import Mapping

from policy_engine.backends.scalar.decide import scope_of
from policy_engine.backends.scalar.evaluate import evaluate
from policy_engine.domain.dates import LATEST, Month, PackedDate, month_of
from policy_engine.domain.outcomes import Outcome, Truth
from policy_engine.ir.decision import CostRow, Decision
from policy_engine.ir.nodes import FactValue, Instrument, Library, NotHappened, Order, Version
from policy_engine.ir.precedence import DOMICILE_FACT, PARTICIPATION_FACT
from policy_engine.ir.walk import REGISTRATION_FACT
from policy_engine.structure import dataclass

FROM_THE_START = Month(0)
"""The month of entry of those who may enter in any month."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What one worker brings to the allocation of one instrument.

    `keys` are the values of the keys of priority, the lowest first; None is unknown. `entry` is the month of
    registration, None where that is unknown. `months` are certainly funded; `settled` tells that there are
    some and no others may be. `participation` is the first month of participation where that is a fact; None
    where participation begins with the month of entry.
    """

    row: int
    outcome: Outcome
    groups: frozenset[str]
    region: str | None
    keys: tuple[int | None, ...]
    entry: Month | None
    months: tuple[Month, ...]
    settled: bool
    costs: tuple[CostRow, ...]
    total: int | None
    participation: Month | None = None


def claim(
    row: int,
    library: Library,
    instrument: Instrument,
    version: Version | None,
    worker: Mapping[str, FactValue],
    decision: Decision,
) -> Claim:
    """Give the claim of a worker, who stands at a place of the register, under the version decided by."""
    scope = scope_of(library, worker, decision.on, frozenset((instrument.id,)))
    region = worker.get(DOMICILE_FACT)
    months = tuple(month.month for month in decision.months if month.verdict is Truth.TRUE)
    known = all(month.verdict.is_known for month in decision.months)
    own = decision.outcome in (Outcome.ELIGIBLE, Outcome.UNDETERMINED)
    return Claim(
        row=row,
        outcome=decision.effective if own else decision.outcome,
        groups=frozenset(decision.groups),
        region=region if isinstance(region, str) else None,
        keys=tuple(
            _number(evaluate(key.key, scope).known, key.order)
            for key in (() if version is None else version.allocation.keys)
        ),
        entry=_entry(library, worker, decision.on),
        months=months,
        settled=bool(months) and known and not decision.months_open,
        costs=decision.costs,
        total=decision.total,
        participation=_participation(worker),
    )


def _number(value: FactValue | None, order: Order) -> int | None:
    """Give a key as a number of which the lowest comes first."""
    match value:
        case int():
            number = int(value)
        case NotHappened():
            number = LATEST + 1
        case _:
            return None
    return number if order is Order.LOWEST else -number


def _participation(worker: Mapping[str, FactValue]) -> Month | None:
    month = worker.get(PARTICIPATION_FACT)
    return Month(month) if isinstance(month, int) else None


def _entry(library: Library, worker: Mapping[str, FactValue], on: PackedDate) -> Month | None:
    """Give the month from which a worker can be given a place where places are given month by month."""
    if all(fact.name != REGISTRATION_FACT for fact in library.facts):
        return FROM_THE_START
    match worker.get(REGISTRATION_FACT):
        case NotHappened():
            return month_of(on)
        case int() as day:
            return month_of(PackedDate(day))
        case _:
            return None
