"""What an instrument says of every worker: an instrument in; its groups, months and outcomes as sets out.

The mirror of `backends.scalar.eligibility` and `months`.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from policy_engine.backends.boxes.diagram import NOBODY, Formula
from policy_engine.backends.boxes.encode import Scope, truth
from policy_engine.backends.boxes.logic import FALSE, TRUE, UNKNOWN, Bit, Logic
from policy_engine.backends.boxes.space import Space
from policy_engine.domain.citation import InstrumentId
from policy_engine.domain.dates import Month, PackedDate
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir.naming import funded_fact
from policy_engine.ir.nodes import (
    FactRef,
    Grain,
    Group,
    Instrument,
    Kind,
    Norm,
    Role,
    Schedule,
    Type,
    Version,
    WithinRegion,
)
from policy_engine.ir.precedence import DOMICILE_FACT, is_rationed, version_on
from policy_engine.structure import dataclass


@dataclass(frozen=True, slots=True)
class Weighed:
    """A norm and of whom its condition is true; `month` is None where it is weighed once."""

    logic: Logic
    norm: Norm
    month: Month | None
    value: Bit

    @property
    def holds(self) -> Bit:
        """Tell whom the norm lets through."""
        match self.norm.role:
            case Role.TERRITORY | Role.GROUP | Role.REQUIREMENT | Role.CONTINUATION:
                return self.value
            case Role.EXCLUSION | Role.ENDING:
                return Bit(self.value.false, self.value.true, self.value.conflict)


@dataclass(frozen=True)
class Standing:
    """How workers stand in one group."""

    logic: Logic
    group: Group
    own: Bit
    """The condition of the group alone, before others are preferred."""
    match: Bit
    once: Bit
    months: Mapping[Month, Bit]
    beyond: tuple[Bit, ...]
    asks: frozenset[tuple[str, int]]

    @cached_property
    def any_month(self) -> Bit:
        """Tell for whom at least one month is funded."""
        return self.logic.any_of((*self.months.values(), *self.beyond))

    @cached_property
    def eligible(self) -> Bit:
        """Tell whom this group makes eligible."""
        return self.logic.all_of((self.match, self.once, self.any_month))

    @cached_property
    def in_conflict(self) -> Formula:
        """Give those who certainly are of this group and on whom two exceptions in conflict bear."""
        inside = self.logic.either((self.once.conflict, self.any_month.conflict))
        return self.logic.either((self.match.conflict, self.logic.both((self.match.true, inside))))

    def in_month(self, month: Month) -> Bit:
        """Tell for whom this group funds a month."""
        return self.logic.all_of((self.match, self.once, self.months.get(month, FALSE)))


@dataclass(frozen=True)
class Judged:
    """What an instrument says of all workers; without a version it does not apply."""

    logic: Logic
    instrument: Instrument
    version: Version | None
    applicable: Bit
    weighed: tuple[Weighed, ...]
    standings: tuple[Standing, ...]

    @cached_property
    def norms(self) -> tuple[tuple[Weighed, ...], ...]:
        """Give each norm with all its weighings, in the order of the text."""
        by_norm: dict[int, list[Weighed]] = {}
        for weighed in self.weighed:
            by_norm.setdefault(id(weighed.norm), []).append(weighed)
        return tuple(tuple(found) for found in by_norm.values())

    @cached_property
    def contending(self) -> tuple[tuple[Standing, Formula], ...]:
        """Give each group with those for whom it can make a difference."""
        return tuple((s, self._contends(s)) for s in self.standings)

    def _contends(self, standing: Standing) -> Formula:
        adds_nothing = self.logic.either(
            sure.match.true for sure in self.standings if sure is not standing and sure.asks <= standing.asks
        )
        return self.logic.either((standing.match.true, self.logic.negate(adds_nothing)))

    @cached_property
    def eligible(self) -> Bit:
        """Tell whom some group makes eligible."""
        return self.logic.any_of(self.logic.guarded(here, s.eligible) for s, here in self.contending)

    @cached_property
    def deciding(self) -> tuple[tuple[Standing, Formula], ...]:
        """Give each group with those whose outcome rests on it."""
        logic = self.logic
        sure = [logic.both((here, s.eligible.true)) for s, here in self.contending]
        perhaps = [logic.both((here, logic.unknown(s.eligible))) for s, here in self.contending]
        matching = [logic.both((here, logic.negate(s.match.false))) for s, here in self.contending]
        any_sure, any_perhaps = logic.either(sure), logic.either(perhaps)
        return tuple(
            (s, logic.choose(any_sure, sure[n], logic.choose(any_perhaps, perhaps[n], matching[n])))
            for n, (s, _) in enumerate(self.contending)
        )

    @cached_property
    def months(self) -> dict[Month, Bit]:
        """Tell for each month of the deciding groups for whom it is funded, ascending."""
        named = sorted({month for standing in self.standings for month in standing.months})
        return {
            month: self.logic.any_of(self.logic.guarded(here, s.in_month(month)) for s, here in self.deciding)
            for month in named
        }

    @cached_property
    def outcomes(self) -> Mapping[Outcome, Formula]:
        """Give for each outcome those of whom it is the own verdict of the instrument."""
        logic = self.logic
        applies = logic.both((self.applicable.true, logic.negate(self.applicable.conflict)))
        clash = logic.either(standing.in_conflict for standing in self.standings)
        settled = logic.both((applies, logic.negate(clash)))
        here = logic.negate(self.applicable.false)
        open_ = logic.either(
            (logic.unknown(self.applicable), logic.both((settled, logic.unknown(self.eligible))))
        )
        return {
            Outcome.NOT_APPLICABLE: self.applicable.false,
            Outcome.CONFLICT: logic.both(
                (here, logic.either((self.applicable.conflict, logic.both((applies, clash)))))
            ),
            Outcome.ELIGIBLE: logic.both((settled, self.eligible.true)),
            Outcome.NOT_ELIGIBLE: logic.both((settled, self.eligible.false)),
            Outcome.UNDETERMINED: logic.both((here, logic.negate(self.applicable.conflict), open_)),
        }


def make_scope(
    logic: Logic,
    on: PackedDate,
    deciding: frozenset[InstrumentId],
    supposed: frozenset[InstrumentId] = frozenset(),
) -> Scope:
    """Give what an instrument can see; `deciding` are those whose decision waits for this one.

    Of those that are `supposed` it is not asked whom they pay: the space has a truth by the name of each.
    """
    space = logic.space
    judged: dict[InstrumentId, Bit] = {}

    def paid_by(senior: InstrumentId) -> Bit:
        loaded = next((found for found in space.library.instruments if found.id == senior), None)
        if loaded is None or senior in deciding:
            return UNKNOWN
        if senior in supposed:
            return _supposed(senior, space)
        region = home_of(loaded, on)
        if region is not None and space.is_outside(DOMICILE_FACT, region):
            return FALSE
        return _pays(judge(loaded, make_scope(logic, on, deciding | {senior}, supposed)))

    def borne_by(senior: InstrumentId, month: Month | None) -> Bit:
        if senior not in judged:
            judged[senior] = paid_by(senior)
        found = judged[senior]
        for name in dict.fromkeys((funded_fact(senior, None), funded_fact(senior, month))):
            fact = space.facts.get(name)
            if fact is not None and fact.type.kind is Kind.TRUTH:
                said = space.known(name)
                yes, no = space.where(name, lambda c: c is True), space.where(name, lambda c: c is False)
                unsaid = logic.negate(said)
                found = Bit(
                    logic.either((yes, logic.both((unsaid, found.true)))),
                    logic.either((no, logic.both((unsaid, found.false)))),
                )
        return found

    return Scope(logic, on, None, borne_by)


def _supposed(senior: InstrumentId, space: Space) -> Bit:
    name = senior.slug
    return Bit(space.where(name, lambda c: c is True), space.where(name, lambda c: c is False))


def _pays(senior: Judged) -> Bit:
    """Tell for whom a senior instrument pays: only one that neither place nor money can fail surely does."""
    version = senior.version
    rationed = version is not None and is_rationed(version)
    outcomes = senior.outcomes
    no = senior.logic.either((outcomes[Outcome.NOT_APPLICABLE], outcomes[Outcome.NOT_ELIGIBLE]))
    return Bit(NOBODY if rationed else outcomes[Outcome.ELIGIBLE], no)


def judge(instrument: Instrument, scope: Scope) -> Judged:
    """Weigh an instrument: first whether it applies, then each group of recipients."""
    logic = scope.logic
    version, in_force = _in_force(instrument, scope)
    if version is None:
        return Judged(logic, instrument, None, in_force, (), ())
    territory = tuple(w for norm in territory_of(instrument, version) for w in weigh(norm, (), scope))
    matches = tuple(weighed for group in version.groups for weighed in weigh(group.match, (), scope))
    months = scheduled_months(version.schedules)
    norms = tuple(w for norm in over_recipients(version) for w in weigh(norm, months, scope))
    own = {group.id: weighed.value for group, weighed in zip(version.groups, matches, strict=True)}
    standings = tuple(_stand(version, group, own, norms, scope) for group in version.groups)
    applicable = logic.all_of((in_force, *(weighed.holds for weighed in territory)))
    return Judged(logic, instrument, version, applicable, (*territory, *matches, *norms), standings)


def _in_force(instrument: Instrument, scope: Scope) -> tuple[Version | None, Bit]:
    version = _decisive(instrument, scope.on)
    if version is None:
        return None, FALSE
    if instrument.commences is None:
        return version, UNKNOWN
    if version_on(instrument, scope.on) is not None:
        return version, TRUE
    still = scope.logic.any_of(
        truth(c.condition, scope) for c in instrument.continuations if scope.on < c.until
    )
    return version, still


def territory_of(instrument: Instrument, version: Version) -> tuple[Norm, ...]:
    """Give the norms of territory; where none is stated, the region of the instrument is the norm."""
    stated = tuple(norm for norm in version.norms if norm.role is Role.TERRITORY)
    group = version.groups[0].match if version.groups else None
    if stated or instrument.region is None or group is None:
        return stated
    domicile = FactRef(DOMICILE_FACT, type=Type(Kind.REGION))
    return (
        Norm(
            citation=group.citation,
            role=Role.TERRITORY,
            grain=Grain.ONCE,
            groups=None,
            condition=WithinRegion(domicile, instrument.region, type=Type(Kind.TRUTH)),
            wording=group.wording,
            evidence=None,
            interpretation=None,
        ),
    )


def home_of(instrument: Instrument, on: PackedDate) -> str | None:
    """Give a region outside of which an instrument applies to nobody; None where it names none."""
    version = _decisive(instrument, on)
    for norm in () if version is None else territory_of(instrument, version):
        match norm.condition:
            case WithinRegion(FactRef(name), region) if name == DOMICILE_FACT:
                return region
            case _:
                pass
    return None


def over_recipients(version: Version) -> tuple[Norm, ...]:
    """Give the norms that are weighed of whoever is of a group, in the order of the text."""
    return (*(norm for norm in version.norms if norm.role is not Role.TERRITORY), *version.participant_norms)


def stated_norms(instrument: Instrument, on: PackedDate) -> tuple[Norm, ...]:
    """Give each norm that is weighed at all, in the order in which they are."""
    version = _decisive(instrument, on)
    if version is None:
        return ()
    months = scheduled_months(version.schedules)
    first = (*territory_of(instrument, version), *(group.match for group in version.groups))
    found = (
        *(norm for norm in first if norm.grain is Grain.ONCE),
        *(norm for norm in over_recipients(version) if norm.grain is Grain.ONCE or months),
    )
    return tuple({id(norm): norm for norm in found}.values())


def _decisive(instrument: Instrument, on: PackedDate) -> Version | None:
    """Give the version that decides on a day: of an instrument that has ended the last, for whom it goes on."""
    if instrument.commences is None:
        return instrument.versions[0]
    last = instrument.versions[-1] if instrument.versions else None
    ended = last is not None and last.until is not None and last.until <= on
    return version_on(instrument, on) or (last if ended else None)


def weigh(norm: Norm, months: Sequence[Month], scope: Scope) -> tuple[Weighed, ...]:
    """Weigh a norm once, or in each of the months."""
    match norm.grain:
        case Grain.ONCE:
            return (Weighed(scope.logic, norm, None, truth(norm.condition, scope.at(None))),)
        case Grain.EACH_MONTH:
            return tuple(
                Weighed(scope.logic, norm, month, truth(norm.condition, scope.at(month))) for month in months
            )


def applies(groups: frozenset[str] | None, group: str) -> bool:
    """Tell whether a norm or clause of these groups (None: all) applies to a group."""
    return groups is None or group in groups


def _stand(
    version: Version, group: Group, own: dict[str, Bit], norms: Sequence[Weighed], scope: Scope
) -> Standing:
    logic = scope.logic
    before = (own[other.id] for other in version.groups if group.id in other.precedes)
    match = logic.all_of((own[group.id], *(logic.not_(match) for match in before)))
    mine = tuple(weighed for weighed in norms if applies(weighed.norm.groups, group.id))
    once = logic.all_of(
        w.holds for w in mine if w.month is None and w.norm.role in (Role.REQUIREMENT, Role.EXCLUSION)
    )
    months, beyond = _funded(version, group.id, mine, scope)
    asks = frozenset(_asks(version, group.id))
    return Standing(logic, group, own[group.id], match, once, months, beyond, asks)


def _asks(version: Version, group: str) -> Iterator[tuple[str, int]]:
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


def _funded(
    version: Version, group: str, weighed: Sequence[Weighed], scope: Scope
) -> tuple[Mapping[Month, Bit], tuple[Bit, ...]]:
    """Weigh the months of a group, and what its schedules do not say."""
    schedules = tuple(schedule for schedule in version.schedules if applies(schedule.groups, group))
    if not schedules:
        norms = (*version.norms, *version.participant_norms)
        monthly = any(n.grain is Grain.EACH_MONTH and applies(n.groups, group) for n in norms)
        return {}, (UNKNOWN if monthly else TRUE,)
    holds = _norms_hold(scheduled_months(schedules), weighed, scope.logic)
    paid = [_paid(schedule, holds, scope) for schedule in schedules]
    months = {month: scope.logic.any_of(found[month] for found in paid if month in found) for month in holds}
    beyond = tuple(
        Bit(NOBODY, _room(tuple(found.values()), schedule.at_most, scope.logic).false)
        for schedule, found in zip(schedules, paid, strict=True)
        if schedule.is_open
    )
    return months, beyond


def _norms_hold(months: tuple[Month, ...], weighed: Sequence[Weighed], logic: Logic) -> dict[Month, Bit]:
    """Tell for each month of whom its norms hold and no ending has come, then or in an earlier month."""
    holds: dict[Month, Bit] = {}
    ended = logic.any_of(w.value for w in weighed if w.norm.role is Role.ENDING and w.month is None)
    suspended = tuple(w.holds for w in weighed if w.norm.role is Role.CONTINUATION and w.month is None)
    for month in months:
        now = tuple(w for w in weighed if w.month == month)
        ended = logic.any_of((ended, *(w.value for w in now if w.norm.role is Role.ENDING)))
        others = (w.holds for w in now if w.norm.role is not Role.ENDING)
        holds[month] = logic.all_of((logic.not_(ended), *suspended, *others))
    return holds


def _paid(schedule: Schedule, holds: Mapping[Month, Bit], scope: Scope) -> dict[Month, Bit]:
    """Fund the months of one schedule, the earliest first where there are more than it allows."""
    fit: list[Bit] = []
    paid: dict[Month, Bit] = {}
    for funded in sorted(schedule.months, key=lambda funded: funded.month):
        value = scope.logic.all_of((truth(funded.condition, scope.at(funded.month)), holds[funded.month]))
        paid[funded.month] = scope.logic.all_of((value, _room(fit, schedule.at_most, scope.logic)))
        fit.append(value)
    return paid


def _room(fit: Sequence[Bit], at_most: int | None, logic: Logic) -> Bit:
    """Tell for whom fewer months than the cap have fitted so far."""
    if at_most is None or len(fit) < at_most:
        return TRUE
    space = logic.space
    possible = space.at_least(at_most, (logic.negate(value.false) for value in fit))
    return Bit(logic.negate(possible), space.at_least(at_most, (value.true for value in fit)))
