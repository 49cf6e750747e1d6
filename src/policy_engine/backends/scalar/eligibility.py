"""Eligibility under one instrument: the instrument and a worker in, the standing of each group out.

Costs, higher norms and what a reader is told are not here.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property

from policy_engine.backends.scalar.evaluate import Scope, evaluate
from policy_engine.backends.scalar.months import Funded, funded_months, scheduled_months
from policy_engine.backends.scalar.norms import Weighed, applies, weigh
from policy_engine.backends.scalar.value import FALSE, TRUE, Value, all_of, any_of, not_, unknown
from policy_engine.domain.bilingual import Text
from policy_engine.domain.citation import Citation
from policy_engine.domain.dates import Month
from policy_engine.domain.outcomes import Outcome, Truth
from policy_engine.ir.naming import commencement_id
from policy_engine.ir.nodes import (
    FactRef,
    Grain,
    Group,
    Instrument,
    Kind,
    Norm,
    Role,
    Type,
    Version,
    WithinRegion,
)
from policy_engine.ir.precedence import DOMICILE_FACT, version_on
from policy_engine.structure import dataclass


# Standings and judgements are not slotted: what is derived from them is worked out once.
@dataclass(frozen=True)
class Standing:
    """How a worker stands in one group: whether it matches, what is weighed once, and the months.

    `asks` are the numbers of the norms and of the schedules that apply to the group.
    """

    group: Group
    match: Value
    once: Value
    funded: Funded
    asks: frozenset[tuple[str, int]]

    @cached_property
    def eligible(self) -> Value:
        """Tell whether this group makes the worker eligible."""
        return all_of((self.match, self.once, self.funded.any))

    @property
    def in_conflict(self) -> bool:
        """Tell whether two exceptions in conflict bear on a worker who certainly is of this group."""
        rest = self.match.known is True and (self.once.conflict or self.funded.any.conflict)
        return self.match.conflict or rest

    def in_month(self, month: Month) -> Value:
        """Tell whether this group funds a month for the worker."""
        return all_of((self.match, self.once, self.funded.months.get(month, FALSE)))


@dataclass(frozen=True)
class Judged:
    """What an instrument says of a worker by itself; without a version it does not apply."""

    instrument: Instrument
    version: Version | None
    applicable: Value
    weighed: tuple[Weighed, ...]
    standings: tuple[Standing, ...]

    @cached_property
    def contending(self) -> tuple[Standing, ...]:
        """Give the groups that can make a difference.

        Where a worker certainly is of a group, another that asks at least as much of it adds nothing, and
        nobody need be asked whether the worker is of that one too.
        """
        certain = tuple(s for s in self.standings if s.match.known is True)
        return tuple(
            s
            for s in self.standings
            if s.match.known is True or not any(sure.asks <= s.asks for sure in certain)
        )

    @cached_property
    def eligible(self) -> Value:
        """Tell whether any group makes the worker eligible."""
        return any_of(standing.eligible for standing in self.contending)

    @cached_property
    def deciding(self) -> tuple[Standing, ...]:
        """Give the groups the outcome rests on: those that make eligible, else may, else match."""
        by_truth = {truth: tuple(s for s in self.contending if s.eligible.truth is truth) for truth in Truth}
        matches = tuple(s for s in self.contending if s.match.known is not False)
        return by_truth[Truth.TRUE] or by_truth[Truth.UNKNOWN] or matches

    @cached_property
    def months(self) -> dict[Month, Value]:
        """Tell for each month of the deciding groups whether it is funded, ascending."""
        named = sorted({month for standing in self.deciding for month in standing.funded.months})
        return {month: any_of(standing.in_month(month) for standing in self.deciding) for month in named}

    @cached_property
    def outcome(self) -> Outcome:
        """Give the own verdict of the instrument."""
        if self.applicable.known is False:
            return Outcome.NOT_APPLICABLE
        if self.applicable.conflict:
            return Outcome.CONFLICT
        if self.applicable.known is None:
            return Outcome.UNDETERMINED
        if any(standing.in_conflict for standing in self.standings):
            return Outcome.CONFLICT
        match self.eligible.truth:
            case Truth.TRUE:
                return Outcome.ELIGIBLE
            case Truth.FALSE:
                return Outcome.NOT_ELIGIBLE
            case Truth.UNKNOWN:
                return Outcome.UNDETERMINED

    @cached_property
    def missing(self) -> frozenset[str]:
        """Give what would settle an undetermined outcome; nothing where it is settled."""
        if self.outcome is not Outcome.UNDETERMINED:
            return frozenset()
        return self.applicable.missing | self.eligible.missing


def judge(instrument: Instrument, scope: Scope) -> Judged:
    """Weigh an instrument: first whether it applies, then each group of recipients."""
    version, in_force = _in_force(instrument, scope)
    if version is None:
        return Judged(instrument, None, in_force, (), ())
    territory = tuple(w for norm in _territory(instrument, version) for w in weigh(norm, (), scope))
    matches = tuple(weighed for group in version.groups for weighed in weigh(group.match, (), scope))
    months = scheduled_months(version.schedules)
    over_recipients = tuple(norm for norm in version.norms if norm.role is not Role.TERRITORY)
    norms = tuple(
        w for norm in (*over_recipients, *version.participant_norms) for w in weigh(norm, months, scope)
    )
    own = {group.id: weighed.value for group, weighed in zip(version.groups, matches, strict=True)}
    standings = tuple(_stand(version, group, own, norms, scope) for group in version.groups)
    applicable = all_of((in_force, *(weighed.holds for weighed in territory)))
    return Judged(instrument, version, applicable, (*territory, *matches, *norms), standings)


def _in_force(instrument: Instrument, scope: Scope) -> tuple[Version | None, Value]:
    if instrument.commences is None:
        return instrument.versions[0], unknown(commencement_id(instrument.id))
    version = version_on(instrument, scope.on)
    if version is not None:
        return version, TRUE
    last = instrument.versions[-1] if instrument.versions else None
    if last is None or last.until is None or scope.on < last.until:
        return None, FALSE
    # `tetap berlaku`: the last words of an ended instrument still hold for some workers.
    still = any_of(evaluate(c.condition, scope) for c in instrument.continuations if scope.on < c.until)
    return (None if still.known is False else last), still


def _territory(instrument: Instrument, version: Version) -> tuple[Norm, ...]:
    """Give the norms of territory; where none is stated, the region of the instrument is the norm."""
    stated = tuple(norm for norm in version.norms if norm.role is Role.TERRITORY)
    if stated or instrument.region is None:
        return stated
    domicile = FactRef(DOMICILE_FACT, type=Type(Kind.REGION))
    return (
        Norm(
            citation=Citation(instrument.id),
            role=Role.TERRITORY,
            grain=Grain.ONCE,
            groups=None,
            condition=WithinRegion(domicile, instrument.region, type=Type(Kind.TRUTH)),
            wording=Text("berdomisili di Daerah", "lives in the region"),
            evidence=None,
            interpretation=None,
        ),
    )


def _stand(
    version: Version, group: Group, matches: dict[str, Value], norms: Sequence[Weighed], scope: Scope
) -> Standing:
    before = (matches[other.id] for other in version.groups if group.id in other.precedes)
    match = all_of((matches[group.id], *(not_(match) for match in before)))
    if match.known is False:
        return Standing(group, match, TRUE, Funded({}, ()), frozenset())
    own = tuple(weighed for weighed in norms if applies(weighed.norm.groups, group.id))
    once = (w.holds for w in own if w.month is None and w.norm.role in (Role.REQUIREMENT, Role.EXCLUSION))
    return Standing(
        group,
        match,
        all_of(once),
        funded_months(version, group.id, own, scope),
        frozenset(_asks(version, group.id)),
    )


def _asks(version: Version, group: str) -> Iterator[tuple[str, int]]:
    """Give what a group asks: its norms, and the schedules that it does not share."""
    for number, norm in enumerate((*version.norms, *version.participant_norms)):
        if applies(norm.groups, group):
            yield "norm", number
    for number, schedule in enumerate(version.schedules):
        if not applies(schedule.groups, group):
            yield "schedule", number
