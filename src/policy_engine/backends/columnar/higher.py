"""The effective verdict: an instrument's own judgement in; SQL for what higher norms leave of it out.

Mirrors `scalar.higher`. A higher norm can only narrow: where the own verdict is no, it stays no.
"""

from policy_engine.backends.columnar.judge import Item, Judged, outcome, weigh
from policy_engine.backends.columnar.lower import Scope
from policy_engine.backends.columnar.sql import FALSE, Sql
from policy_engine.backends.columnar.value import Value
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir.nodes import Grain
from policy_engine.ir.precedence import prevailing, version_on
from policy_engine.structure import dataclass


@dataclass(frozen=True, eq=False, slots=True)
class Effective:
    """The verdict after higher norms as its number, what is left of the own one, and what was weighed for it."""

    outcome: Sql
    left: Value
    items: tuple[Item, ...]


def weigh_higher(judged: Judged, scope: Scope) -> Effective:
    """Weigh the norms over every participant of each instrument that prevails over this one."""
    logic = judged.logic
    bindings = logic.bindings
    may_pay = judged.is_(Outcome.ELIGIBLE, Outcome.UNDETERMINED)
    items = tuple(
        item
        for higher, _ in prevailing(judged.instrument, scope.lowering.layout.over_participants)
        for version in (version_on(higher, scope.lowering.on),)
        if version is not None
        for norm in version.participant_norms
        for month in ((None,) if norm.grain is Grain.ONCE else tuple(judged.named))
        for item in weigh(
            norm,
            () if month is None else (month,),
            scope,
            may_pay if month is None else bindings.and_((may_pay, judged.named[month])),
        )
    )
    once = (item.holds for item in items if item.month is None)
    left = logic.all_of((*once, _months_left(judged, items)))
    certain = bindings.holds(judged.applicable.known)
    verdict = bindings.case(
        [
            (bindings.not_(may_pay), judged.outcome),
            (bindings.and_((left.conflict, certain)), outcome(Outcome.CONFLICT)),
            (bindings.and_((bindings.not_(left.known), certain)), outcome(Outcome.NOT_ELIGIBLE)),
            (left.known, judged.outcome),
        ],
        outcome(Outcome.UNDETERMINED),
    )
    return Effective(verdict, left, items)


def _months_left(judged: Judged, items: tuple[Item, ...]) -> Value:
    """Tell whether a month stays in which the higher norms of each month hold too."""
    logic, bindings = judged.logic, judged.logic.bindings
    in_month = []
    for month, funded in judged.months.items():
        holds = (item.holds for item in items if item.month == month)
        found = logic.all_of((funded, *holds))
        named = judged.named[month]
        in_month.append(
            Value(
                bindings.and_((named, found.known)),
                logic.under(named, found.needs),
                FALSE if found.conflict == FALSE else bindings.and_((named, found.conflict)),
            )
        )
    beyond = (
        Value(bindings.and_((present, value.known)), logic.under(present, value.needs))
        for present, value in judged.beyond
    )
    return logic.any_of((*in_month, *beyond))
