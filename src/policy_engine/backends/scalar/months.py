"""The contribution months of one group: schedules and weighed norms in, a value for each month out."""

from collections.abc import Mapping, Sequence

from policy_engine.backends.scalar.evaluate import Scope, evaluate
from policy_engine.backends.scalar.norms import Weighed, applies
from policy_engine.backends.scalar.value import FALSE, TRUE, Value, all_of, any_of, not_, unknown
from policy_engine.domain.dates import Month, PackedDate, last_day
from policy_engine.ir.naming import blank_id
from policy_engine.ir.nodes import Grain, Role, Schedule, Version
from policy_engine.structure import dataclass


@dataclass(frozen=True, slots=True)
class Funded:
    """Whether each scheduled month is funded, ascending; `beyond` stands for what the schedules do not say.

    A schedule left open may fund further months, which are unknown. An instrument without any schedule
    says nothing of months: then one value stands for all of them.
    """

    months: Mapping[Month, Value]
    beyond: tuple[Value, ...]

    @property
    def any(self) -> Value:
        """Tell whether at least one month is funded."""
        return any_of((*self.months.values(), *self.beyond))


def scheduled_months(schedules: Sequence[Schedule]) -> tuple[Month, ...]:
    """Give the months that any of the schedules names, ascending."""
    return tuple(sorted({funded.month for schedule in schedules for funded in schedule.months}))


def is_projected(month: Month, facts_as_of: PackedDate) -> bool:
    """Tell whether a month reaches beyond the facts date, where what is to come is taken not to come."""
    return last_day(month) > facts_as_of


def funded_months(version: Version, group: str, weighed: Sequence[Weighed], scope: Scope) -> Funded:
    """Weigh the months of a group; `weighed` are the norms that apply to it."""
    schedules = tuple(schedule for schedule in version.schedules if applies(schedule.groups, group))
    if not schedules:
        return Funded({}, _without_schedule(version, group))
    norms_hold = _norms_hold(scheduled_months(schedules), weighed)
    paid = tuple(_paid(schedule, norms_hold, scope) for schedule in schedules)
    return Funded(
        {month: any_of(found[month] for found in paid if month in found) for month in norms_hold},
        tuple(
            unknown(blank_id(schedule.citation))
            for schedule, found in zip(schedules, paid, strict=True)
            if schedule.is_open and _room(tuple(found.values()), schedule.at_most).known is not False
        ),
    )


def _without_schedule(version: Version, group: str) -> tuple[Value, ...]:
    """Nothing hangs on months, unless a norm is to be weighed in each of them."""
    norms = (*version.norms, *version.participant_norms)
    monthly = tuple(n for n in norms if n.grain is Grain.EACH_MONTH and applies(n.groups, group))
    return (unknown(*(blank_id(norm.citation, "months") for norm in monthly)) if monthly else TRUE,)


def _norms_hold(months: tuple[Month, ...], weighed: Sequence[Weighed]) -> dict[Month, Value]:
    """Tell for each month whether its norms hold and no ending has come, then or in an earlier month."""
    holds: dict[Month, Value] = {}
    ended = any_of(w.value for w in weighed if w.norm.role is Role.ENDING and w.month is None)
    suspended = tuple(w.holds for w in weighed if w.norm.role is Role.CONTINUATION and w.month is None)
    for month in months:
        now = tuple(w for w in weighed if w.month == month)
        ended = any_of((ended, *(w.value for w in now if w.norm.role is Role.ENDING)))
        others = (w.holds for w in now if w.norm.role is not Role.ENDING)
        holds[month] = all_of((not_(ended), *suspended, *others))
    return holds


def _paid(schedule: Schedule, norms_hold: Mapping[Month, Value], scope: Scope) -> dict[Month, Value]:
    """Fund the months of one schedule, the earliest first where there are more than it allows."""
    fit: list[Value] = []
    paid: dict[Month, Value] = {}
    for funded in sorted(schedule.months, key=lambda funded: funded.month):
        month = funded.month
        condition = evaluate(funded.condition, scope.at(month))
        value = all_of((condition, norms_hold[month]))
        paid[month] = all_of((value, _room(fit, schedule.at_most)))
        fit.append(value)
    return paid


def _room(fit: Sequence[Value], at_most: int | None) -> Value:
    """Tell whether fewer months than the cap have fitted so far."""
    if at_most is None:
        return TRUE
    certain = sum(1 for value in fit if value.known is True)
    unsettled = tuple(value for value in fit if value.known is None)
    if certain >= at_most:
        return FALSE
    return TRUE if certain + len(unsettled) < at_most else unknown(*(m for v in unsettled for m in v.missing))
