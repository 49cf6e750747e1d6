"""What an instrument says of every worker: an instrument in; its groups, months and outcomes as formulas out.

The mirror of `backends.scalar.eligibility`, `months` and `higher`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from policy_engine.backends.smt.domain import Domain
from policy_engine.backends.smt.encode import Scope, truth
from policy_engine.backends.smt.logic import (
    FALSE,
    NO,
    TRUE,
    UNKNOWN,
    Bit,
    Formula,
    all_of,
    any_of,
    both,
    choose,
    count,
    either,
    guarded,
    negate,
    not_,
)
from policy_engine.domain.citation import InstrumentId
from policy_engine.domain.dates import Month, PackedDate
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir.naming import funded_fact
from policy_engine.ir.nodes import (
    Expr,
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
from policy_engine.ir.walk import roots_of
from policy_engine.structure import dataclass


@dataclass(frozen=True, slots=True)
class Weighed:
    """A norm and when its condition is true; `month` is None where it is weighed once."""

    norm: Norm
    month: Month | None
    value: Bit

    @property
    def holds(self) -> Bit:
        """Tell when the norm lets the worker through."""
        match self.norm.role:
            case Role.TERRITORY | Role.GROUP | Role.REQUIREMENT | Role.CONTINUATION:
                return self.value
            case Role.EXCLUSION | Role.ENDING:
                return not_(self.value)


@dataclass(frozen=True)
class Standing:
    """How workers stand in one group."""

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
        """Tell when at least one month is funded."""
        return any_of((*self.months.values(), *self.beyond))

    @cached_property
    def eligible(self) -> Bit:
        """Tell when this group makes a worker eligible."""
        return all_of((self.match, self.once, self.any_month))

    @cached_property
    def in_conflict(self) -> Formula:
        """Say that two exceptions in conflict bear on a worker who certainly is of this group."""
        rest = both((self.match.true, either((self.once.conflict, self.any_month.conflict))))
        return either((self.match.conflict, rest))

    def in_month(self, month: Month) -> Bit:
        """Tell when this group funds a month."""
        return all_of((self.match, self.once, self.months.get(month, FALSE)))


@dataclass(frozen=True)
class Judged:
    """What an instrument says of all workers; without a version it does not apply."""

    instrument: Instrument
    version: Version | None
    applicable: Bit
    weighed: tuple[Weighed, ...]
    standings: tuple[Standing, ...]

    @cached_property
    def contending(self) -> tuple[tuple[Standing, Formula], ...]:
        """Give each group with when it can make a difference."""
        return tuple((s, self._contends(s)) for s in self.standings)

    def _contends(self, standing: Standing) -> Formula:
        adds_nothing = either(
            sure.match.true for sure in self.standings if sure is not standing and sure.asks <= standing.asks
        )
        return either((standing.match.true, negate(adds_nothing)))

    @cached_property
    def eligible(self) -> Bit:
        """Tell when some group makes the worker eligible."""
        return any_of(guarded(here, standing.eligible) for standing, here in self.contending)

    @cached_property
    def deciding(self) -> tuple[tuple[Standing, Formula], ...]:
        """Give each group with when the outcome rests on it."""
        sure = [both((here, s.eligible.true)) for s, here in self.contending]
        perhaps = [both((here, s.eligible.unknown)) for s, here in self.contending]
        matching = [both((here, negate(s.match.false))) for s, here in self.contending]
        any_sure, any_perhaps = either(sure), either(perhaps)
        return tuple(
            (s, choose(any_sure, sure[n], choose(any_perhaps, perhaps[n], matching[n])))
            for n, (s, _) in enumerate(self.contending)
        )

    @cached_property
    def months(self) -> dict[Month, Bit]:
        """Tell for each month of the deciding groups when it is funded, ascending."""
        named = sorted({month for standing in self.standings for month in standing.months})
        return {
            month: any_of(guarded(here, s.in_month(month)) for s, here in self.deciding) for month in named
        }

    @cached_property
    def outcomes(self) -> Mapping[Outcome, Formula]:
        """Say for each outcome when it is the own verdict of the instrument."""
        applies = both((self.applicable.true, negate(self.applicable.conflict)))
        clash = either(standing.in_conflict for standing in self.standings)
        settled = both((applies, negate(clash)))
        here = negate(self.applicable.false)
        return {
            Outcome.NOT_APPLICABLE: self.applicable.false,
            Outcome.CONFLICT: both((here, either((self.applicable.conflict, both((applies, clash)))))),
            Outcome.ELIGIBLE: both((settled, self.eligible.true)),
            Outcome.NOT_ELIGIBLE: both((settled, self.eligible.false)),
            Outcome.UNDETERMINED: both(
                (
                    here,
                    negate(self.applicable.conflict),
                    either((self.applicable.unknown, both((settled, self.eligible.unknown)))),
                )
            ),
        }


def make_scope(domain: Domain, on: PackedDate, deciding: frozenset[InstrumentId]) -> Scope:
    """Give what an instrument can see; `deciding` are those whose decision waits for this one."""
    library = domain.library

    def borne_by(senior: InstrumentId, month: Month | None) -> Bit:
        loaded = next((found for found in library.instruments if found.id == senior), None)
        judged = UNKNOWN
        if loaded is not None and senior not in deciding:
            judged = _pays(judge(loaded, make_scope(domain, on, deciding | {senior})))
        names = dict.fromkeys((funded_fact(senior, None), funded_fact(senior, month)))
        for name in names:
            attested = domain.variables.get(name)
            if isinstance(attested, Bit):
                said = either((attested.true, attested.false))
                judged = Bit(
                    either((attested.true, both((negate(said), judged.true)))),
                    either((attested.false, both((negate(said), judged.false)))),
                )
        return judged

    return Scope(domain, on, None, borne_by)


def _pays(senior: Judged) -> Bit:
    """Tell when a senior instrument pays: only one that neither place nor money can fail surely does."""
    version = senior.version
    rationed = version is not None and is_rationed(version)
    no = either((senior.outcomes[Outcome.NOT_APPLICABLE], senior.outcomes[Outcome.NOT_ELIGIBLE]))
    return Bit(NO if rationed else senior.outcomes[Outcome.ELIGIBLE], no)


def judge(instrument: Instrument, scope: Scope) -> Judged:
    """Weigh an instrument: first whether it applies, then each group of recipients."""
    version, in_force = _in_force(instrument, scope)
    if version is None:
        return Judged(instrument, None, in_force, (), ())
    territory = tuple(w for norm in territory_of(instrument, version) for w in weigh(norm, (), scope))
    matches = tuple(weighed for group in version.groups for weighed in weigh(group.match, (), scope))
    months = scheduled_months(version.schedules)
    over = tuple(norm for norm in version.norms if norm.role is not Role.TERRITORY)
    norms = tuple(w for norm in (*over, *version.participant_norms) for w in weigh(norm, months, scope))
    own = {group.id: weighed.value for group, weighed in zip(version.groups, matches, strict=True)}
    standings = tuple(_stand(version, group, own, norms, scope) for group in version.groups)
    applicable = all_of((in_force, *(weighed.holds for weighed in territory)))
    return Judged(instrument, version, applicable, (*territory, *matches, *norms), standings)


def _in_force(instrument: Instrument, scope: Scope) -> tuple[Version | None, Bit]:
    if instrument.commences is None:
        return instrument.versions[0], UNKNOWN
    version = version_on(instrument, scope.on)
    if version is not None:
        return version, TRUE
    last = instrument.versions[-1] if instrument.versions else None
    if last is None or last.until is None or scope.on < last.until:
        return None, FALSE
    still = any_of(truth(c.condition, scope) for c in instrument.continuations if scope.on < c.until)
    return last, still


def territory_of(instrument: Instrument, version: Version) -> tuple[Norm, ...]:
    """Give the norms of territory; where none is stated, the region of the instrument is the norm."""
    stated = tuple(norm for norm in version.norms if norm.role is Role.TERRITORY)
    if stated or instrument.region is None:
        return stated
    domicile = FactRef(DOMICILE_FACT, type=Type(Kind.REGION))
    condition = WithinRegion(domicile, instrument.region, type=Type(Kind.TRUTH))
    group = version.groups[0].match if version.groups else None
    if group is None:
        return ()
    return (
        Norm(
            citation=group.citation,
            role=Role.TERRITORY,
            grain=Grain.ONCE,
            groups=None,
            condition=condition,
            wording=group.wording,
            evidence=None,
            interpretation=None,
        ),
    )


def weigh(norm: Norm, months: Sequence[Month], scope: Scope) -> tuple[Weighed, ...]:
    """Weigh a norm once, or in each of the months."""
    match norm.grain:
        case Grain.ONCE:
            return (Weighed(norm, None, truth(norm.condition, scope.at(None))),)
        case Grain.EACH_MONTH:
            return tuple(Weighed(norm, month, truth(norm.condition, scope.at(month))) for month in months)


def applies(groups: frozenset[str] | None, group: str) -> bool:
    """Tell whether a norm or clause of these groups (None: all) applies to a group."""
    return groups is None or group in groups


def _stand(
    version: Version, group: Group, own: dict[str, Bit], norms: Sequence[Weighed], scope: Scope
) -> Standing:
    before = (own[other.id] for other in version.groups if group.id in other.precedes)
    match = all_of((own[group.id], *(not_(match) for match in before)))
    mine = tuple(weighed for weighed in norms if applies(weighed.norm.groups, group.id))
    once = all_of(
        w.holds for w in mine if w.month is None and w.norm.role in (Role.REQUIREMENT, Role.EXCLUSION)
    )
    months, beyond = _funded(version, group.id, mine, scope)
    return Standing(group, own[group.id], match, once, months, beyond, frozenset(_asks(version, group.id)))


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
    holds = _norms_hold(scheduled_months(schedules), weighed)
    paid = [_paid(schedule, holds, scope) for schedule in schedules]
    months = {month: any_of(found[month] for found in paid if month in found) for month in holds}
    beyond = tuple(
        Bit(NO, _room(tuple(found.values()), schedule.at_most).false)
        for schedule, found in zip(schedules, paid, strict=True)
        if schedule.is_open
    )
    return months, beyond


def _norms_hold(months: tuple[Month, ...], weighed: Sequence[Weighed]) -> dict[Month, Bit]:
    """Tell for each month when its norms hold and no ending has come, then or in an earlier month."""
    holds: dict[Month, Bit] = {}
    ended = any_of(w.value for w in weighed if w.norm.role is Role.ENDING and w.month is None)
    suspended = tuple(w.holds for w in weighed if w.norm.role is Role.CONTINUATION and w.month is None)
    for month in months:
        now = tuple(w for w in weighed if w.month == month)
        ended = any_of((ended, *(w.value for w in now if w.norm.role is Role.ENDING)))
        others = (w.holds for w in now if w.norm.role is not Role.ENDING)
        holds[month] = all_of((not_(ended), *suspended, *others))
    return holds


def _paid(schedule: Schedule, holds: Mapping[Month, Bit], scope: Scope) -> dict[Month, Bit]:
    """Fund the months of one schedule, the earliest first where there are more than it allows."""
    fit: list[Bit] = []
    paid: dict[Month, Bit] = {}
    for funded in sorted(schedule.months, key=lambda funded: funded.month):
        value = all_of((truth(funded.condition, scope.at(funded.month)), holds[funded.month]))
        paid[funded.month] = all_of((value, _room(fit, schedule.at_most)))
        fit.append(value)
    return paid


def _room(fit: Sequence[Bit], at_most: int | None) -> Bit:
    """Tell when fewer months than the cap have fitted so far."""
    if at_most is None:
        return TRUE
    if len(fit) < at_most:
        return TRUE
    certain = count(value.true for value in fit)
    possible = count(negate(value.false) for value in fit)
    return Bit(possible < at_most, certain >= at_most)


# Higher norms


@dataclass(frozen=True)
class Effective:
    """When each outcome is what remains of the own verdict after higher norms, and the norms weighed for it."""

    outcomes: Mapping[Outcome, Formula]
    weighed: tuple[tuple[Instrument, Weighed], ...]
    left: Bit


def effective(judged: Judged, higher: Sequence[Instrument], scope: Scope) -> Effective:
    """Weigh the norms over every participant of the instruments that prevail over this one."""
    months = tuple(judged.months)
    weighed = tuple(
        (source, found)
        for source in higher
        for version in (version_on(source, scope.on),)
        if version is not None
        for norm in version.participant_norms
        for found in weigh(norm, months, scope)
    )
    named = {
        month: either(here for s, here in judged.deciding if month in s.months) for month in judged.months
    }
    once = [found.holds for _, found in weighed if found.month is None]
    in_month = [
        guarded(
            named[month],
            all_of((funded, *(found.holds for _, found in weighed if found.month == month))),
        )
        for month, funded in judged.months.items()
    ]
    beyond = [guarded(here, bit) for s, here in judged.deciding for bit in s.beyond]
    left = all_of((*once, any_of((*in_month, *beyond))))
    own = judged.outcomes
    open_ = either((own[Outcome.ELIGIBLE], own[Outcome.UNDETERMINED]))
    applies_ = judged.applicable.true
    clash = both((open_, applies_, left.conflict))
    fails = both((open_, applies_, left.false, negate(left.conflict)))
    stays = both((open_, negate(clash), negate(fails)))
    return Effective(
        {
            Outcome.NOT_APPLICABLE: own[Outcome.NOT_APPLICABLE],
            Outcome.CONFLICT: either((own[Outcome.CONFLICT], clash)),
            Outcome.NOT_ELIGIBLE: either((own[Outcome.NOT_ELIGIBLE], fails)),
            Outcome.ELIGIBLE: both((own[Outcome.ELIGIBLE], stays, left.true)),
            Outcome.UNDETERMINED: both((stays, either((own[Outcome.UNDETERMINED], negate(left.true))))),
        },
        weighed,
        left,
    )


def read_by(instruments: Iterable[Instrument]) -> Iterator[Expr]:
    """Give every expression of some instruments, and where each of them applies."""
    for instrument in instruments:
        yield from roots_of(instrument)
        if instrument.region is not None:
            domicile = FactRef(DOMICILE_FACT, type=Type(Kind.REGION))
            yield WithinRegion(domicile, instrument.region, type=Type(Kind.TRUTH))
