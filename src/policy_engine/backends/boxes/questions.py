"""One function a legal question: what an instrument says of all workers in; the workers who answer it, out.

The mirror of `backends.smt.questions`: nobody in the set here is no model there. What no box can answer is
refused with `OutsideError`.
"""

from collections.abc import Mapping

from policy_engine.backends.boxes.diagram import EVERYBODY, NOBODY, Formula
from policy_engine.backends.boxes.encode import Scope, active, encode, truth
from policy_engine.backends.boxes.instruments import Judged, Standing, Weighed
from policy_engine.backends.boxes.logic import Bit, Number
from policy_engine.backends.boxes.space import OutsideError, Space
from policy_engine.domain.bilingual import Text
from policy_engine.domain.dates import Month
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir import nodes as ir

_SETTLED = (Outcome.ELIGIBLE, Outcome.NOT_ELIGIBLE)


def applies_to_someone(judged: Judged) -> Formula:
    """Empty iff the instrument applies to nobody."""
    return judged.logic.negate(judged.applicable.false)


def someone_is_admitted(judged: Judged) -> Formula:
    """Empty iff nobody can be eligible, however the blanks are filled in."""
    return judged.logic.either((judged.outcomes[Outcome.ELIGIBLE], judged.outcomes[Outcome.UNDETERMINED]))


def someone_enters(judged: Judged, standing: Standing) -> Formula:
    """Empty iff nobody can be of the group."""
    return judged.logic.both((applies_to_someone(judged), judged.logic.negate(standing.match.false)))


def norm_can_hold(weighed: tuple[Weighed, ...]) -> Formula:
    """Empty iff the condition of a norm holds for nobody, in no month."""
    return weighed[0].logic.either(weighed[0].logic.negate(w.value.false) for w in weighed)


def norm_surely_holds(weighed: tuple[Weighed, ...]) -> Formula:
    """Empty iff a norm certainly lets nobody through, in no month."""
    return weighed[0].logic.either(w.holds.true for w in weighed)


def norm_can_fail(weighed: tuple[Weighed, ...]) -> Formula:
    """Empty iff the condition of a norm holds for everybody, in every month."""
    return weighed[0].logic.either(weighed[0].logic.negate(w.value.true) for w in weighed)


def norm_may_stay_open(weighed: tuple[Weighed, ...]) -> Formula:
    """Empty iff the condition of a norm is told for everybody, in every month."""
    return weighed[0].logic.either(weighed[0].logic.unknown(w.value) for w in weighed)


def norm_asks_more(weighed: tuple[Weighed, ...], other: tuple[Weighed, ...]) -> Formula:
    """Empty iff whoever another norm lets through is let through by this one too."""
    logic = weighed[0].logic
    by_month = {w.month: w.holds for w in other}
    sure = by_month.get(None)
    parts = []
    for w in weighed:
        if w.month in by_month:
            parts.append(logic.both((by_month[w.month].true, logic.negate(w.holds.true))))
        elif sure is not None:
            parts.append(logic.both((sure.true, logic.negate(w.holds.true))))
        else:
            parts.append(EVERYBODY)
    return logic.either(parts)


def recipient(judged: Judged, groups: frozenset[str] | None) -> Formula:
    """Empty iff nobody to whom the instrument applies can be of one of the groups."""
    return judged.logic.either(
        someone_enters(judged, s) for s in judged.standings if groups is None or s.group.id in groups
    )


def exclusion_spares(judged: Judged, weighed: tuple[Weighed, ...]) -> Formula:
    """Empty iff an exclusion strikes every recipient whom it concerns."""
    spared = judged.logic.either(judged.logic.negate(w.value.true) for w in weighed)
    return judged.logic.both((recipient(judged, weighed[0].norm.groups), spared))


def exclusion_strikes(judged: Judged, weighed: tuple[Weighed, ...]) -> Formula:
    """Empty iff an exclusion strikes nobody who otherwise meets the requirements weighed once."""
    logic, norm = judged.logic, weighed[0].norm
    others = [
        w.holds
        for w in judged.weighed
        if w.month is None
        and w.norm is not norm
        and w.norm.role in (ir.Role.REQUIREMENT, ir.Role.EXCLUSION)
        and w.norm.groups is None
    ]
    struck = logic.either(logic.negate(w.value.false) for w in weighed)
    return logic.both((recipient(judged, norm.groups), struck, *(logic.negate(o.false) for o in others)))


def exception_applies(among: Formula, arm: ir.Arm, scopes: tuple[Scope, ...]) -> Formula:
    """Empty iff an exception applies to nobody it could concern."""
    if not scopes:
        return NOBODY
    logic = scopes[0].logic
    return logic.both((among, logic.either(logic.negate(active(arm, scope).false) for scope in scopes)))


def rule_survives(among: Formula, arm: ir.Arm, scopes: tuple[Scope, ...]) -> Formula:
    """Empty iff an exception applies to everybody the rule could concern."""
    if not scopes:
        return NOBODY
    logic = scopes[0].logic
    return logic.both((among, logic.either(logic.negate(active(arm, scope).true) for scope in scopes)))


def exceptions_clash(judged: Judged, expr: ir.Excepted, scopes: tuple[Scope, ...]) -> Formula:
    """Empty iff no two exceptions can apply at once with different results and so refuse a worker."""
    values = (encode(expr, scope) for scope in scopes)
    clash = judged.logic.either(v.conflict for v in values if isinstance(v, Bit | Number))
    return judged.logic.both((judged.outcomes[Outcome.CONFLICT], clash))


def amounts_clash(judged: Judged, tariff: ir.Tariff, expr: ir.Excepted, scopes: tuple[Scope, ...]) -> Formula:
    """Empty iff no two exceptions can give a paid month of an eligible worker different contributions."""
    logic = judged.logic
    enrolled = [
        truth(e.condition, scope).true
        for scope in scopes
        for e in judged.version.enrolments  # type: ignore[union-attr]  # what has tariffs has a version
        if e.programme == tariff.programme and e.groups is None
    ]
    paid = []
    for scope in scopes:
        value = encode(expr, scope)
        if scope.month is not None and isinstance(value, Number):
            paid.append(logic.both((judged.months[scope.month].true, value.conflict)))
    concerned = logic.either(
        here for s, here in judged.deciding if tariff.groups is None or s.group.id in tariff.groups
    )
    return logic.both(
        (judged.outcomes[Outcome.ELIGIBLE], concerned, logic.either(enrolled), logic.either(paid))
    )


def groups_meet(judged: Judged, one: Standing, other: Standing) -> Formula:
    """Empty iff nobody can be of both groups."""
    return judged.logic.both((applies_to_someone(judged), one.match.true, other.match.true))


def month_is_paid(judged: Judged, month: Month) -> Formula:
    """Empty iff the contribution of a month can be paid for nobody."""
    return judged.logic.both((someone_is_admitted(judged), judged.logic.negate(judged.months[month].false)))


def crosses(
    judged: Judged, groups: frozenset[str] | None, first: Formula, beyond: Mapping[Month, Formula]
) -> Formula:
    """Empty iff nobody who is inside a bound at first is paid a month that begins beyond it."""
    logic = judged.logic
    paid = logic.either(logic.both((judged.months[month].true, outside)) for month, outside in beyond.items())
    return logic.both((judged.outcomes[Outcome.ELIGIBLE], recipient(judged, groups), first, paid))


def admitted_against(judged: Judged, own: tuple[Weighed, ...], higher: tuple[Weighed, ...]) -> Formula:
    """Empty iff whoever the instrument can admit by its own norms meets the higher norm as well."""
    logic = judged.logic
    return logic.both(
        (
            someone_is_admitted(judged),
            logic.either(w.holds.true for w in own) if own else EVERYBODY,
            logic.either(w.holds.false for w in higher),
        )
    )


def paid_twice(one: Judged, other: Judged, month: Month | None) -> Formula:
    """Empty iff nobody can be admitted by both instruments in a month (None: some month left open)."""
    return one.logic.both((_may_pay(one, month), _may_pay(other, month)))


def _may_pay(judged: Judged, month: Month | None) -> Formula:
    """Give those for whom a month can be paid, be it among those that the author left open."""
    logic = judged.logic
    named = judged.months.get(month) if month is not None else None
    beyond = logic.either(
        logic.both((here, logic.negate(bit.false))) for s, here in judged.deciding for bit in s.beyond
    )
    funded = beyond if named is None else logic.either((logic.negate(named.false), beyond))
    return logic.both((someone_is_admitted(judged), funded))


def fact_turns(judged: Judged, space: Space, name: str) -> Formula:
    """Empty iff the outcome and the months are the same whatever one fact is, among workers there can be.

    Of a day that another is measured from, only those are looked at who do not have the other: where that finds
    nobody, nothing is settled. A day that is measured changes nothing iff it never differs from not having come.
    """
    logic = judged.logic
    said = [
        *(judged.outcomes[outcome] for outcome in Outcome),
        *(bit.true for bit in judged.months.values()),
    ]
    among = logic.both((space.complete, space.plausible))
    turn = space.turning(name)
    for one in dict.fromkeys(said):
        for here in (one, logic.negate(one)):
            found = logic.both((among, turn.among, here, turn.otherwise(logic.negate(here))))
            if found != NOBODY:
                return found
    if turn.partly:
        raise OutsideError(Text("tanggal lahir yang diukur", "a birth that is measured from"))
    return NOBODY


def settled_though_unknown(judged: Judged, space: Space, name: str) -> Formula | None:
    """Empty iff for no worker the outcome is left open for a fact that cannot change it.

    None where the values of the fact are too many to go through.
    """
    if space.facts[name].type.kind not in (ir.Kind.TRUTH, ir.Kind.CODE, ir.Kind.REGION):
        return None
    level, logic = space.level[name], judged.logic
    ways = [1 << n for n, cell in enumerate(space.cells[level]) if isinstance(cell, bool | str)]
    open_ = logic.both((judged.outcomes[Outcome.UNDETERMINED], logic.negate(space.settled(name))))
    same = logic.either(
        logic.both(space.sets.some(judged.outcomes[outcome], level, way) for way in ways)
        for outcome in _SETTLED
    )
    return logic.both((open_, same))
