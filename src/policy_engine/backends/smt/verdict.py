"""What an instrument says of every worker, ready to be compared with another: outcomes, months and cost as formulas."""

from collections.abc import Iterable, Mapping

import z3

from policy_engine.backends.smt.cost import total_cost
from policy_engine.backends.smt.encode import Scope
from policy_engine.backends.smt.instruments import Effective, Judged, effective, judge
from policy_engine.backends.smt.logic import (
    FALSE,
    NO,
    YES,
    Bit,
    Formula,
    Whole,
    both,
    either,
    guarded,
    negate,
)
from policy_engine.domain.dates import Month
from policy_engine.domain.outcomes import Outcome, Truth
from policy_engine.ir.nodes import Instrument
from policy_engine.structure import dataclass


@dataclass(frozen=True, slots=True)
class Said:
    """When each outcome comes out, when each month is funded, and what is owed in all."""

    own: Mapping[Outcome, Formula]
    effective: Mapping[Outcome, Formula]
    months: Mapping[Month, Bit]
    total: Whole


_NOBODY = {outcome: YES if outcome is Outcome.NOT_APPLICABLE else NO for outcome in Outcome}

NOTHING = Said(_NOBODY, _NOBODY, {}, Whole(YES, z3.IntVal(0)))
"""What is said under an instrument that does not exist: it applies to nobody."""


def said(instrument: Instrument, higher: Iterable[Instrument], scope: Scope) -> Said:
    """Judge an instrument, and what higher norms leave of it."""
    judged: Judged = judge(instrument, scope)
    left: Effective = effective(judged, tuple(higher), scope)
    applies = negate(judged.applicable.false)
    months = {month: guarded(applies, bit) for month, bit in judged.months.items()}
    return Said(judged.outcomes, left.outcomes, months, total_cost(judged, scope))


def month_is(made: Said, month: Month, truth: Truth) -> Formula:
    """Say that a month comes out so; a month that is not scheduled is not funded."""
    return is_truth(made.months.get(month, FALSE), truth)


def is_truth(bit: Bit, truth: Truth) -> Formula:
    """Say that a truth is this one."""
    match truth:
        case Truth.TRUE:
            return bit.true
        case Truth.FALSE:
            return bit.false
        case Truth.UNKNOWN:
            return bit.unknown


def months_of(*made: Said) -> tuple[Month, ...]:
    """Give the months that any of them schedules, ascending."""
    return tuple(sorted({month for each in made for month in each.months}))


def differs(old: Said, new: Said) -> Formula:
    """Unsatisfiable iff both say the same of every worker; months and money count where both make eligible."""
    outcomes = [
        both((one[outcome], negate(other[outcome])))
        for one, other in ((old.own, new.own), (old.effective, new.effective))
        for outcome in Outcome
    ]
    months = [
        both((month_is(old, month, truth), negate(month_is(new, month, truth))))
        for month in months_of(old, new)
        for truth in Truth
    ]
    eligible = both((old.own[Outcome.ELIGIBLE], new.own[Outcome.ELIGIBLE]))
    return either((*outcomes, both((eligible, either((*months, negate(costs_same(old, new))))))))


def costs_same(old: Said, new: Said) -> Formula:
    """Say that what is owed in all is the same, or unknown on both sides."""
    one, other = old.total, new.total
    return either(
        (
            both((one.known, other.known, one.value == other.value)),
            both((negate(one.known), negate(other.known))),
        )
    )
