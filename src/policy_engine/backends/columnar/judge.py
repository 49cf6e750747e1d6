"""Eligibility under one instrument: the instrument in; SQL for whether it applies, its groups and months out.

Mirrors `scalar.eligibility` and `scalar.months`. Costs and higher norms are not here.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from policy_engine.backends.columnar.lower import Scope, lower
from policy_engine.backends.columnar.sql import FALSE, TRUE, Comparator, Sql, Truth, Whole
from policy_engine.backends.columnar.value import FAILS, HOLDS, Logic, Value, unknown
from policy_engine.domain.bilingual import Text
from policy_engine.domain.citation import Citation
from policy_engine.domain.dates import Month
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir.naming import blank_id, commencement_id
from policy_engine.ir.nodes import (
    Bearing,
    Enrolment,
    FactRef,
    Funding,
    Grain,
    Group,
    Instrument,
    Kind,
    Norm,
    Role,
    Schedule,
    Tariff,
    Type,
    Version,
    WithinRegion,
)
from policy_engine.ir.precedence import DOMICILE_FACT, version_on
from policy_engine.structure import dataclass

OUTCOMES = tuple(Outcome)
"""An outcome as a number: its place here."""


@dataclass(frozen=True, slots=True)
class Item:
    """A norm weighed once or in a month: its value, whether it lets the worker through, and whom it concerns."""

    norm: Norm
    month: Month | None
    value: Value
    holds: Value
    concerns: Sql


@dataclass(frozen=True, slots=True)
class Funded:
    """Whether each scheduled month is funded; `beyond` is what schedules do not say, where it is present."""

    months: Mapping[Month, Value]
    beyond: tuple[tuple[Sql, Value], ...]


# Standings and judgements are not slotted: what is derived from them is worked out once.
@dataclass(frozen=True, eq=False)
class Standing:
    """How a worker stands in one group, or in groups that everything treats alike."""

    groups: tuple[Group, ...]
    match: Value
    once: Value
    funded: Funded
    asks: frozenset[tuple[str, int]]
    logic: Logic

    @cached_property
    def any_month(self) -> Value:
        """Tell whether at least one month is funded."""
        bindings = self.logic.bindings
        beyond = (
            Value(bindings.and_((present, value.known)), self.logic.under(present, value.needs))
            for present, value in self.funded.beyond
        )
        return self.logic.any_of((*self.funded.months.values(), *beyond))

    @cached_property
    def eligible(self) -> Value:
        """Tell whether this group makes the worker eligible."""
        return self.logic.all_of((self.match, self.once, self.any_month))

    @cached_property
    def in_conflict(self) -> Sql:
        """Tell whether two exceptions in conflict bear on a worker who certainly is of this group."""
        bindings = self.logic.bindings
        inside = bindings.or_((self.once.conflict, self.any_month.conflict))
        return bindings.or_((self.match.conflict, bindings.and_((bindings.holds(self.match.known), inside))))

    def in_month(self, month: Month) -> Value:
        """Tell whether this group funds a month for the worker."""
        return self.logic.all_of((self.match, self.once, self.funded.months.get(month, FAILS)))


@dataclass(frozen=True, eq=False)
class Judged:
    """What an instrument says of a worker by itself; `exists` tells whether a version of it concerns the worker."""

    instrument: Instrument
    version: Version | None
    exists: Sql
    applicable: Value
    items: tuple[Item, ...]
    standings: tuple[Standing, ...]
    logic: Logic

    @cached_property
    def contending(self) -> tuple[Sql, ...]:
        """Tell for each group whether it can make a difference.

        Where a worker certainly is of a group, another that asks at least as much of it adds nothing.
        """
        bindings = self.logic.bindings
        sure = [bindings.holds(standing.match.known) for standing in self.standings]
        return tuple(
            bindings.or_(
                (
                    sure[place],
                    bindings.not_(
                        bindings.or_(
                            sure[other]
                            for other, less in enumerate(self.standings)
                            if other != place and less.asks <= standing.asks
                        )
                    ),
                )
            )
            for place, standing in enumerate(self.standings)
        )

    @cached_property
    def eligible(self) -> Value:
        """Tell whether any group makes the worker eligible."""
        logic, bindings = self.logic, self.logic.bindings
        return logic.any_of(
            Value(
                bindings.and_((contends, standing.eligible.known)),
                logic.under(contends, standing.eligible.needs),
            )
            for contends, standing in zip(self.contending, self.standings, strict=True)
        )

    @cached_property
    def deciding(self) -> tuple[Sql, ...]:
        """Tell for each group whether the outcome rests on it: those that make eligible, else may, else match."""
        bindings = self.logic.bindings
        found = self.eligible.known
        is_open = bindings.is_null(found)
        return tuple(
            bindings.and_(
                (
                    contends,
                    bindings.case(
                        [
                            (found, bindings.holds(standing.eligible.known)),
                            (is_open, bindings.is_null(standing.eligible.known)),
                        ],
                        bindings.may_hold(standing.match.known),
                    ),
                )
            )
            for contends, standing in zip(self.contending, self.standings, strict=True)
        )

    @cached_property
    def named(self) -> Mapping[Month, Sql]:
        """Tell for each month whether a deciding group names it, ascending."""
        months = sorted({month for standing in self.standings for month in standing.funded.months})
        return {
            month: self.logic.bindings.or_(
                decides
                for decides, standing in zip(self.deciding, self.standings, strict=True)
                if month in standing.funded.months
            )
            for month in months
        }

    @cached_property
    def months(self) -> Mapping[Month, Value]:
        """Tell for each month whether a deciding group funds it; false where none names it."""
        logic, bindings = self.logic, self.logic.bindings
        found = {}
        for month in self.named:
            funding = []
            for decides, standing in zip(self.deciding, self.standings, strict=True):
                if month in standing.funded.months:
                    inside = standing.in_month(month)
                    funding.append(
                        Value(
                            bindings.and_((decides, inside.known)),
                            logic.under(decides, inside.needs),
                            bindings.and_((decides, inside.conflict)),
                        )
                    )
            found[month] = logic.any_of(funding)
        return found

    @cached_property
    def beyond(self) -> tuple[tuple[Sql, Value], ...]:
        """Give what schedules of deciding groups do not say, where it is present."""
        return tuple(
            (self.logic.bindings.and_((decides, present)), value)
            for decides, standing in zip(self.deciding, self.standings, strict=True)
            for present, value in standing.funded.beyond
        )

    @cached_property
    def outcome(self) -> Sql:
        """Give the own verdict of the instrument as its number."""
        bindings = self.logic.bindings
        conflict = bindings.or_(standing.in_conflict for standing in self.standings)
        return bindings.case(
            [
                (bindings.not_(self.applicable.known), outcome(Outcome.NOT_APPLICABLE)),
                (self.applicable.conflict, outcome(Outcome.CONFLICT)),
                (bindings.is_null(self.applicable.known), outcome(Outcome.UNDETERMINED)),
                (conflict, outcome(Outcome.CONFLICT)),
                (self.eligible.known, outcome(Outcome.ELIGIBLE)),
                (bindings.is_null(self.eligible.known), outcome(Outcome.UNDETERMINED)),
            ],
            outcome(Outcome.NOT_ELIGIBLE),
        )

    def is_(self, *outcomes: Outcome) -> Sql:
        """Tell whether the own verdict is one of these."""
        bindings = self.logic.bindings
        return bindings.or_(
            bindings.compare(Comparator.EQUAL, self.outcome, outcome(found)) for found in outcomes
        )


def outcome(found: Outcome) -> Whole:
    """Give the number of an outcome."""
    return Whole(OUTCOMES.index(found))


def judge(instrument: Instrument, scope: Scope, *, routed: bool = False) -> Judged:
    """Weigh an instrument; `routed` where only workers of its region are asked about, unless it states a territory."""
    logic = scope.lowering.logic
    version, in_force = _in_force(instrument, scope)
    if version is None:
        return Judged(instrument, None, FALSE, in_force, (), (), logic)
    exists = logic.bindings.may_hold(in_force.known)
    territory = tuple(
        item
        for norm in (stated_territory(version) if routed else territory_of(instrument, version))
        for item in weigh(norm, (), scope, exists)
    )
    matches = tuple(item for group in version.groups for item in weigh(group.match, (), scope, exists))
    own = {group.id: item.value for group, item in zip(version.groups, matches, strict=True)}
    match_of = {group.id: _match(version, group, own, logic) for group in version.groups}
    months = scheduled_months(version.schedules)
    items = tuple(
        item
        for norm in (*(n for n in version.norms if n.role is not Role.TERRITORY), *version.participant_norms)
        for item in weigh(norm, months, scope, _concerns(norm, match_of, exists, logic))
    )
    standings = tuple(
        _stand(version, groups, logic.any_of(match_of[group.id] for group in groups), items, scope)
        for groups in _alike(version)
    )
    applicable = logic.all_of((in_force, *(item.holds for item in territory)))
    return Judged(instrument, version, exists, applicable, (*territory, *matches, *items), standings, logic)


def weigh(norm: Norm, months: Sequence[Month], scope: Scope, concerns: Sql) -> Iterator[Item]:
    """Weigh a norm once, or in each of the months."""
    logic = scope.lowering.logic
    for month in (None,) if norm.grain is Grain.ONCE else months:
        value = lower(norm.condition, scope.at(month))
        match norm.role:
            case Role.TERRITORY | Role.GROUP | Role.REQUIREMENT | Role.CONTINUATION:
                yield Item(norm, month, value, value, concerns)
            case Role.EXCLUSION | Role.ENDING:
                yield Item(norm, month, value, logic.not_(value), concerns)


def applies(groups: frozenset[str] | None, group: str) -> bool:
    """Tell whether a norm or clause of these groups (None: all) applies to a group."""
    return groups is None or group in groups


def territory_of(instrument: Instrument, version: Version) -> tuple[Norm, ...]:
    """Give the norms of territory; where none is stated, the region of the instrument is the norm."""
    stated = stated_territory(version)
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


def stated_territory(version: Version) -> tuple[Norm, ...]:
    """Give the norms of territory that stand in the text."""
    return tuple(norm for norm in version.norms if norm.role is Role.TERRITORY)


def _in_force(instrument: Instrument, scope: Scope) -> tuple[Version | None, Value]:
    if instrument.commences is None:
        return instrument.versions[0], unknown(commencement_id(instrument.id))
    on = scope.lowering.on
    version = version_on(instrument, on)
    if version is not None:
        return version, HOLDS
    last = instrument.versions[-1] if instrument.versions else None
    if last is None or last.until is None or on < last.until:
        return None, FAILS
    # `tetap berlaku`: the last words of an ended instrument still hold for some workers.
    still = scope.lowering.logic.any_of(
        lower(c.condition, scope) for c in instrument.continuations if on < c.until
    )
    return (None if still.is_false else last), still


def _match(version: Version, group: Group, own: Mapping[str, Value], logic: Logic) -> Value:
    before = (logic.not_(own[other.id]) for other in version.groups if group.id in other.precedes)
    return logic.all_of((own[group.id], *before))


def _concerns(norm: Norm, match_of: Mapping[str, Value], exists: Sql, logic: Logic) -> Sql:
    """Tell whether a norm concerns the worker: it applies to a group that may match."""
    bindings = logic.bindings
    return bindings.and_(
        (
            exists,
            bindings.or_(
                bindings.may_hold(match.known)
                for group, match in match_of.items()
                if applies(norm.groups, group)
            ),
        )
    )


def _alike(version: Version) -> Iterable[tuple[Group, ...]]:
    """Put together the groups that everything else treats alike: a worker of any of them stands as in all.

    For such groups `any of (match and rest)` is `(any match) and rest`, in what is known and in what is missing.
    """
    clauses: tuple[Enrolment | Tariff | Bearing | Funding, ...] = (
        *version.enrolments,
        *version.tariffs,
        *version.bearings,
        *version.fundings,
    )
    found: dict[object, list[Group]] = {}
    for group in version.groups:
        charged = frozenset(n for n, clause in enumerate(clauses) if applies(clause.groups, group.id))
        found.setdefault((frozenset(_asks(version, group.id)), charged), []).append(group)
    return (tuple(groups) for groups in found.values())


def _stand(
    version: Version, groups: tuple[Group, ...], match: Value, items: Sequence[Item], scope: Scope
) -> Standing:
    logic, group = scope.lowering.logic, groups[0]
    own = tuple(item for item in items if applies(item.norm.groups, group.id))
    once = logic.all_of(
        item.holds
        for item in own
        if item.month is None and item.norm.role in (Role.REQUIREMENT, Role.EXCLUSION)
    )
    funded = _funded(version, group.id, own, scope)
    return Standing(groups, match, once, funded, frozenset(_asks(version, group.id)), logic)


def _asks(version: Version, group: str) -> Iterator[tuple[str, int]]:
    """Give what a group asks: its norms, and the schedules that it does not share."""
    for number, norm in enumerate((*version.norms, *version.participant_norms)):
        if applies(norm.groups, group):
            yield "norm", number
    for number, schedule in enumerate(version.schedules):
        if not applies(schedule.groups, group):
            yield "schedule", number


# Months


def scheduled_months(schedules: Sequence[Schedule]) -> tuple[Month, ...]:
    """Give the months that any of the schedules names, ascending."""
    return tuple(sorted({funded.month for schedule in schedules for funded in schedule.months}))


def _funded(version: Version, group: str, items: Sequence[Item], scope: Scope) -> Funded:
    logic = scope.lowering.logic
    schedules = tuple(schedule for schedule in version.schedules if applies(schedule.groups, group))
    if not schedules:
        return Funded({}, ((TRUE, _without_schedule(version, group)),))
    norms_hold = _norms_hold(scheduled_months(schedules), items, logic)
    paid = tuple(_paid(schedule, norms_hold, scope) for schedule in schedules)
    months = {month: logic.any_of(found[month] for found in paid if month in found) for month in norms_hold}
    beyond = tuple(
        (
            logic.bindings.may_hold(_room(tuple(found.values()), schedule.at_most, logic).known),
            unknown(blank_id(schedule.citation)),
        )
        for schedule, found in zip(schedules, paid, strict=True)
        if schedule.is_open
    )
    return Funded(months, beyond)


def _without_schedule(version: Version, group: str) -> Value:
    """Nothing hangs on months, unless a norm is to be weighed in each of them."""
    norms = (*version.norms, *version.participant_norms)
    monthly = tuple(n for n in norms if n.grain is Grain.EACH_MONTH and applies(n.groups, group))
    return unknown(*(blank_id(norm.citation, "months") for norm in monthly)) if monthly else HOLDS


def _norms_hold(months: tuple[Month, ...], items: Sequence[Item], logic: Logic) -> dict[Month, Value]:
    """Tell for each month whether its norms hold and no ending has come, then or in an earlier month."""
    holds: dict[Month, Value] = {}
    ended = logic.any_of(i.value for i in items if i.norm.role is Role.ENDING and i.month is None)
    suspended = tuple(i.holds for i in items if i.norm.role is Role.CONTINUATION and i.month is None)
    for month in months:
        now = tuple(item for item in items if item.month == month)
        ended = logic.any_of((ended, *(item.value for item in now if item.norm.role is Role.ENDING)))
        others = (item.holds for item in now if item.norm.role is not Role.ENDING)
        holds[month] = logic.all_of((logic.not_(ended), *suspended, *others))
    return holds


def _paid(schedule: Schedule, norms_hold: Mapping[Month, Value], scope: Scope) -> dict[Month, Value]:
    """Fund the months of one schedule, the earliest first where there are more than it allows."""
    logic = scope.lowering.logic
    fit: list[Value] = []
    paid: dict[Month, Value] = {}
    for funded in sorted(schedule.months, key=lambda funded: funded.month):
        condition = lower(funded.condition, scope.at(funded.month))
        value = logic.all_of((condition, norms_hold[funded.month]))
        paid[funded.month] = logic.all_of((value, _room(fit, schedule.at_most, logic)))
        fit.append(value)
    return paid


def _room(fit: Sequence[Value], at_most: int | None, logic: Logic) -> Value:
    """Tell whether fewer months than the cap have fitted so far."""
    if at_most is None or len(fit) < at_most:
        return HOLDS
    bindings = logic.bindings
    certain = bindings.sum(bindings.as_whole(bindings.holds(value.known)) for value in fit)
    possible = bindings.sum(bindings.as_whole(bindings.may_hold(value.known)) for value in fit)
    known = bindings.case(
        [
            (bindings.compare(Comparator.AT_LEAST, certain, Whole(at_most)), FALSE),
            (bindings.compare(Comparator.LESS, possible, Whole(at_most)), TRUE),
        ],
        Truth(None),
    )
    needs = tuple(dict.fromkeys(need for value in fit for need in value.needs))
    return Value(known, logic.under(bindings.is_null(known), needs))
