"""What the fast path says of a worker: masks over the norms and months, and a light decision around them."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from policy_engine.domain.citation import Citation
from policy_engine.domain.dates import Month
from policy_engine.domain.outcomes import Outcome, Truth
from policy_engine.ir.decision import CostRow, Decision, GaveWay, NormWeighed
from policy_engine.ir.nodes import FactValue, Role
from policy_engine.structure import dataclass

Reference = Callable[[Mapping[str, FactValue]], Decision]
"""Decides the facts of a worker by the reference interpreter, under the same instrument and dates."""


class Later:
    """What the reference tells of a worker when it is asked for: kept, so that it is asked once."""

    __slots__ = ("_facts", "_found", "_reference")

    def __init__(self, facts: Mapping[str, FactValue], reference: Reference) -> None:
        """Keep the facts that the law reads, and no others."""
        self._facts = facts
        self._reference = reference
        self._found: Decision | None = None

    @property
    def decision(self) -> Decision:
        """Give the whole decision."""
        if self._found is None:
            self._found = self._reference(self._facts)
        return self._found


@dataclass(frozen=True, slots=True)
class Verdict:
    """The decision of every worker who differs in nothing that the law tells apart.

    Bit n of `failed` and `unknown` tells that norm n of the compiled instrument does not let the worker
    through, or that it is not known, once or in some month. Bit n of `months` and `open_months` tells that
    the n-th month after `first_month` is funded, or may be. `total` is whole rupiah; None is unknown.
    """

    outcome: Outcome
    effective: Outcome
    failed: int
    unknown: int
    first_month: Month | None
    months: int
    open_months: int
    entry_month: Month | None
    total: int | None
    conflict: bool
    missing: tuple[str, ...]
    known_costs: tuple[CostRow, ...] | None
    """The rows of the cost where all of them are known."""
    known_gave_way: tuple[GaveWay, ...] | None
    """What gave way where no higher norm changed the outcome: nothing."""
    later: Later | None
    """Tells the rest."""

    @property
    def costs(self) -> tuple[CostRow, ...]:
        """Give the rows of the cost; for rows that are unknown the reference tells which facts are missing."""
        if self.known_costs is not None or self.later is None:
            return self.known_costs or ()
        return self.later.decision.costs

    @property
    def gave_way(self) -> tuple[GaveWay, ...]:
        """Give the norms that yielded to higher ones, as the reference tells."""
        if self.known_gave_way is not None or self.later is None:
            return self.known_gave_way or ()
        return self.later.decision.gave_way


@dataclass(frozen=True, slots=True)
class Reason:
    """A norm that does not let the worker through (FALSE), or of which that is not known."""

    citation: Citation
    role: Role
    holds: Truth


class FastDecision:
    """A decision that is worked out as far as it is asked for; `verdict` holds all of it that has no words."""

    __slots__ = ("_facts", "_look_up", "_reference", "verdict")

    def __init__(
        self,
        verdict: Verdict,
        facts: Mapping[str, FactValue],
        look_up: Callable[[Verdict], tuple[Reason, ...]],
        reference: Reference,
    ) -> None:
        self.verdict = verdict
        self._facts = facts
        self._look_up = look_up
        self._reference = reference

    @property
    def facts(self) -> Mapping[str, FactValue]:
        """Give the facts that were decided on."""
        return self._facts

    @property
    def outcome(self) -> Outcome:
        """Give the instrument's own verdict."""
        return self.verdict.outcome

    @property
    def effective(self) -> Outcome:
        """Give what higher norms leave of it."""
        return self.verdict.effective

    @property
    def costs(self) -> tuple[CostRow, ...]:
        """Give the rows of the cost, in whole rupiah."""
        return self.verdict.costs

    @property
    def total(self) -> int | None:
        """Give the sum of the rows in whole rupiah; None where a row is unknown."""
        return self.verdict.total

    @property
    def missing(self) -> tuple[str, ...]:
        """Give the facts that would settle an undetermined outcome."""
        return self.verdict.missing

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Give the norms that stand in the way, with their articles; of the groups, where the worker is of none."""
        return self._look_up(self.verdict)

    def full(self) -> Decision:
        """Decide again by the reference interpreter, with trace, cautions and receipt."""
        return self._reference(self._facts)


def reasons(verdict: Verdict, norms: Sequence[tuple[Citation, Role]]) -> tuple[Reason, ...]:
    """Look the norms of the masks up."""
    failed, unknown = verdict.failed, verdict.unknown
    concerned = failed | unknown
    if not concerned:
        return ()
    groups = sum(1 << bit for bit, (_, role) in enumerate(norms) if role is Role.GROUP)
    hidden = 0 if groups & ~concerned == 0 else groups
    return tuple(
        Reason(citation, role, Truth.FALSE if failed >> bit & 1 else Truth.UNKNOWN)
        for bit, (citation, role) in enumerate(norms)
        if (concerned & ~hidden) >> bit & 1
    )


def verdict_of(decision: Decision, norms: Mapping[tuple[Citation, Role], int]) -> Verdict:
    """Keep of a decision what is the same for every worker whom the law does not tell apart."""
    weighed = tuple(_concerning(decision))
    first = decision.months[0].month if decision.months else None
    conflict = Outcome.CONFLICT in (decision.outcome, decision.effective)
    return Verdict(
        outcome=decision.outcome,
        effective=decision.effective,
        failed=_mask(norms[found.citation, found.role] for found in weighed if holds(found) is Truth.FALSE),
        unknown=_mask(
            norms[found.citation, found.role] for found in weighed if holds(found) is Truth.UNKNOWN
        ),
        first_month=first,
        months=_mask(m.month - (first or 0) for m in decision.months if m.verdict is Truth.TRUE),
        open_months=_mask(m.month - (first or 0) for m in decision.months if m.verdict is Truth.UNKNOWN),
        entry_month=decision.entry_month,
        total=decision.total,
        conflict=conflict,
        missing=decision.missing,
        known_costs=decision.costs,
        known_gave_way=decision.gave_way,
        later=None,
    )


def holds(found: NormWeighed) -> Truth:
    """Tell whether a norm lets the worker through: exclusions and endings do where they are false."""
    match found.role:
        case Role.TERRITORY | Role.GROUP | Role.REQUIREMENT | Role.CONTINUATION:
            return found.verdict
        case Role.EXCLUSION | Role.ENDING:
            return found.verdict.not_()


def _concerning(decision: Decision) -> Iterator[NormWeighed]:
    """Go through the norms that were weighed; where the instrument does not apply, only those of territory."""
    only_territory = decision.outcome is Outcome.NOT_APPLICABLE
    return (found for found in decision.norms if not only_territory or found.role is Role.TERRITORY)


def _mask(bits: Iterator[int]) -> int:
    found = 0
    for bit in bits:
        found |= 1 << bit
    return found
