"""One function a legal question: what an instrument says of all workers in; a formula about one worker out.

A question is put so that a model is the worker who shows the finding, or that having none is the finding.
`possible` readings leave what the author left blank open; `certain` readings do not count on it.
"""

from collections.abc import Mapping

import z3

from policy_engine.backends.smt.domain import Domain
from policy_engine.backends.smt.encode import Scope, active, encode, truth
from policy_engine.backends.smt.instruments import Judged, Standing, Weighed
from policy_engine.backends.smt.logic import (
    Bit,
    Choice,
    Formula,
    Happening,
    Several,
    Term,
    Value,
    Whole,
    both,
    either,
    negate,
)
from policy_engine.domain.dates import Month
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir import nodes as ir

_SETTLED = (Outcome.ELIGIBLE, Outcome.NOT_ELIGIBLE)


def applies_to_someone(judged: Judged) -> Formula:
    """Unsatisfiable iff the instrument applies to nobody."""
    return negate(judged.applicable.false)


def someone_is_admitted(judged: Judged) -> Formula:
    """Unsatisfiable iff nobody can be eligible, however the blanks are filled in."""
    return either((judged.outcomes[Outcome.ELIGIBLE], judged.outcomes[Outcome.UNDETERMINED]))


def someone_is_surely_admitted(judged: Judged) -> Formula:
    """Unsatisfiable iff nobody is eligible by what the text says."""
    return judged.outcomes[Outcome.ELIGIBLE]


def someone_enters(judged: Judged, standing: Standing) -> Formula:
    """Unsatisfiable iff nobody can be of the group."""
    return both((applies_to_someone(judged), negate(standing.match.false)))


def norm_can_hold(weighed: tuple[Weighed, ...]) -> Formula:
    """Unsatisfiable iff the condition of a norm holds for nobody, in no month."""
    return either(negate(w.value.false) for w in weighed)


def norm_surely_holds(weighed: tuple[Weighed, ...]) -> Formula:
    """Unsatisfiable iff a norm certainly lets nobody through, in no month."""
    return either(w.holds.true for w in weighed)


def norm_can_fail(weighed: tuple[Weighed, ...]) -> Formula:
    """Unsatisfiable iff the condition of a norm holds for everybody, in every month."""
    return either(negate(w.value.true) for w in weighed)


def norm_may_stay_open(weighed: tuple[Weighed, ...]) -> Formula:
    """Unsatisfiable iff the condition of a norm is told for everybody, in every month."""
    return either(w.value.unknown for w in weighed)


def norm_asks_more(weighed: tuple[Weighed, ...], other: tuple[Weighed, ...]) -> Formula:
    """Unsatisfiable iff whoever another norm lets through is let through by this one too."""
    by_month = {w.month: w.holds for w in other}
    sure = by_month.get(None)
    parts = []
    for w in weighed:
        if w.month in by_month:
            parts.append(both((by_month[w.month].true, negate(w.holds.true))))
        elif sure is not None:
            parts.append(both((sure.true, negate(w.holds.true))))
        else:
            parts.append(z3.BoolVal(True))
    return either(parts)


def recipient(judged: Judged, groups: frozenset[str] | None) -> Formula:
    """Unsatisfiable iff nobody to whom the instrument applies can be of one of the groups."""
    return either(
        someone_enters(judged, s) for s in judged.standings if groups is None or s.group.id in groups
    )


def exclusion_spares(judged: Judged, weighed: tuple[Weighed, ...]) -> Formula:
    """Unsatisfiable iff an exclusion strikes every recipient whom it concerns."""
    return both((recipient(judged, weighed[0].norm.groups), either(negate(w.value.true) for w in weighed)))


def exclusion_strikes(judged: Judged, weighed: tuple[Weighed, ...]) -> Formula:
    """Unsatisfiable iff an exclusion strikes nobody who otherwise meets the requirements weighed once."""
    norm = weighed[0].norm
    others = [
        w.holds
        for w in judged.weighed
        if w.month is None
        and w.norm is not norm
        and w.norm.role in (ir.Role.REQUIREMENT, ir.Role.EXCLUSION)
        and w.norm.groups is None
    ]
    struck = either(negate(w.value.false) for w in weighed)
    return both((recipient(judged, norm.groups), struck, *(negate(o.false) for o in others)))


def exception_applies(among: Formula, arm: ir.Arm, scopes: tuple[Scope, ...]) -> Formula:
    """Unsatisfiable iff an exception applies to nobody it could concern."""
    return both((among, either(negate(active(arm, scope).false) for scope in scopes)))


def rule_survives(among: Formula, arm: ir.Arm, scopes: tuple[Scope, ...]) -> Formula:
    """Unsatisfiable iff an exception applies to everybody the rule could concern."""
    return both((among, either(negate(active(arm, scope).true) for scope in scopes)))


def exceptions_clash(judged: Judged, expr: ir.Excepted, scopes: tuple[Scope, ...]) -> Formula:
    """Unsatisfiable iff no two exceptions can apply at once with different results and so refuse a worker."""
    values = (encode(expr, scope) for scope in scopes)
    clash = either(v.conflict for v in values if isinstance(v, Bit | Whole))
    return both((judged.outcomes[Outcome.CONFLICT], clash))


def amounts_clash(judged: Judged, tariff: ir.Tariff, expr: ir.Excepted, scopes: tuple[Scope, ...]) -> Formula:
    """Unsatisfiable iff no two exceptions can give a paid month of an eligible worker different contributions."""
    enrolled = [
        truth(e.condition, scope).true
        for scope in scopes
        for e in judged.version.enrolments  # type: ignore[union-attr]  # what has tariffs has a version
        if e.programme == tariff.programme and e.groups is None
    ]
    paid = []
    for scope in scopes:
        value = encode(expr, scope)
        if scope.month is not None and isinstance(value, Whole):
            paid.append(both((judged.months[scope.month].true, value.conflict)))
    concerned = either(
        here for s, here in judged.deciding if tariff.groups is None or s.group.id in tariff.groups
    )
    return both((judged.outcomes[Outcome.ELIGIBLE], concerned, either(enrolled), either(paid)))


def groups_meet(judged: Judged, one: Standing, other: Standing) -> Formula:
    """Unsatisfiable iff nobody can be of both groups."""
    return both((applies_to_someone(judged), one.match.true, other.match.true))


def month_is_paid(judged: Judged, month: Month) -> Formula:
    """Unsatisfiable iff the contribution of a month can be paid for nobody."""
    return both((someone_is_admitted(judged), negate(judged.months[month].false)))


def crosses(
    judged: Judged, groups: frozenset[str] | None, first: Formula, beyond: Mapping[Month, Formula]
) -> Formula:
    """Unsatisfiable iff nobody who is inside a bound at first is paid a month that begins beyond it."""
    paid = either(both((judged.months[month].true, outside)) for month, outside in beyond.items())
    return both((judged.outcomes[Outcome.ELIGIBLE], recipient(judged, groups), first, paid))


def admitted_against(judged: Judged, own: tuple[Weighed, ...], higher: tuple[Weighed, ...]) -> Formula:
    """Unsatisfiable iff whoever the instrument can admit by its own norms meets the higher norm as well."""
    return both(
        (
            someone_is_admitted(judged),
            either(w.holds.true for w in own) if own else z3.BoolVal(True),
            either(w.holds.false for w in higher),
        )
    )


def paid_twice(one: Judged, other: Judged, month: Month | None) -> Formula:
    """Unsatisfiable iff nobody can be admitted by both instruments in a month (None: some month left open)."""
    return both((_may_pay(one, month), _may_pay(other, month)))


def _may_pay(judged: Judged, month: Month | None) -> Formula:
    """Say that a month can be paid, be it among those that the author left open."""
    named = judged.months.get(month) if month is not None else None
    beyond = either(both((here, negate(bit.false))) for s, here in judged.deciding for bit in s.beyond)
    funded = beyond if named is None else either((negate(named.false), beyond))
    return both((someone_is_admitted(judged), funded))


def fact_turns(judged: Judged, domain: Domain, other: Domain, name: str) -> Formula:
    """Unsatisfiable iff the outcome and the months are the same whatever one fact is."""
    said = [
        *(judged.outcomes[outcome] for outcome in Outcome),
        *(bit.true for bit in judged.months.values()),
    ]
    pairs = [*zip(variables_of(domain.variables[name]), variables_of(other.variables[name]), strict=True)]
    return either(z3.Xor(one, z3.substitute(one, *pairs)) for one in said)


def settled_though_unknown(judged: Judged, domain: Domain, name: str) -> Formula | None:
    """Unsatisfiable iff for no worker the outcome is left open for a fact that cannot change it.

    None where the values of the fact are too many to go through.
    """
    ways = _ways(domain, name)
    if ways is None:
        return None
    open_ = both((judged.outcomes[Outcome.UNDETERMINED], negate(domain.settled(name))))
    return both(
        (
            open_,
            either(
                both(z3.substitute(judged.outcomes[outcome], *way) for way in ways) for outcome in _SETTLED
            ),
        )
    )


def _ways(domain: Domain, name: str) -> list[list[tuple[Term, Term]]] | None:
    """Give what to put in place of a fact for each value it can have."""
    variable = domain.variables[name]
    yes = z3.BoolVal(True)
    match variable:
        case Bit(true):
            return [[(true.arg(0), yes), (true.arg(1), z3.BoolVal(said))] for said in (False, True)]
        case Choice(known, number, codes):
            return [[(known, yes), (number, z3.IntVal(place))] for place in range(len(codes))]
        case _:
            return None


def variables_of(value: Value) -> tuple[Term, ...]:
    """Give the variables of the solver that make a fact."""
    match value:
        case Bit(true):
            return (true.arg(0), true.arg(1))
        case Whole(known, number, _, parts):
            return (known, number) if parts is None else (known, parts.year, parts.month, parts.day)
        case Choice(known, number):
            return (known, number)
        case Several(known, complete, members):
            return (known, complete, *members.values())
        case Happening(known, happened, _, event):
            return (known, happened, event.year, event.month, event.day)


def refutes(said: Mapping[Outcome, Formula], met: Bit, outcome: Outcome, *, only_if: bool) -> Formula:
    """Unsatisfiable iff a stated property about an outcome holds for every worker.

    `ALWAYS`: whoever meets the condition has the outcome, or none that is settled. `ONLY_IF`: whoever has the
    outcome does not fail the condition.
    """
    if only_if:
        return both((said[outcome], met.false))
    kept = (outcome, Outcome.UNDETERMINED, Outcome.NOT_APPLICABLE)
    return both((met.true, *(negate(said[each]) for each in kept)))
