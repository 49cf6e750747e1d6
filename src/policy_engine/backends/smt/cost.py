"""What is owed for every worker: an instrument judged in; the total in rupiah as a term, out.

The mirror of `backends.scalar.cost` and `relief`. Which clauses concern a worker depends on the groups that
make the worker eligible, so each combination of groups that clauses tell apart is a case of its own.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product

import z3

from policy_engine.backends.smt.encode import Scope, number, scale, truth
from policy_engine.backends.smt.instruments import Judged
from policy_engine.backends.smt.logic import (
    NO,
    TRUE,
    YES,
    Bit,
    Formula,
    Whole,
    all_of,
    any_of,
    both,
    choose,
    constant,
    either,
    negate,
    not_,
    total,
)
from policy_engine.domain.bilingual import Text
from policy_engine.domain.dates import Month
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir.nodes import Direction, Instrument, Party, Relief, Share, Version
from policy_engine.ir.precedence import PARTICIPATION_FACT, is_government, prevails, relief_version
from policy_engine.ir.refused import NotEncodedError
from policy_engine.structure import dataclass

_MOST_CASES = 32


@dataclass(frozen=True, slots=True)
class _Clauses:
    """The clauses of a version that concern some groups; `told` are the sets of groups that it names."""

    version: Version
    told: frozenset[frozenset[str]]

    def concern(self, groups: frozenset[str] | None) -> bool:
        return groups is None or groups in self.told


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of the cost: when it is owed for sure, when it may be, and the amount."""

    sure: Formula
    possible: Formula
    amount: Whole


def total_cost(judged: Judged, scope: Scope) -> Whole:
    """Give the total of all rows in rupiah, and when it is known."""
    nothing = either((judged.outcomes[Outcome.NOT_APPLICABLE], judged.outcomes[Outcome.NOT_ELIGIBLE]))
    if judged.version is None:
        return Whole(nothing, z3.IntVal(0))
    rows = list(_rows(judged, judged.version, scope))
    may_be_more = either(
        both((here, either(negate(bit.false) for bit in s.beyond))) for s, here in judged.deciding
    )
    clear = both(either((negate(r.possible), both((r.sure, r.amount.known)))) for r in rows)
    any_row = either(row.possible for row in rows)
    owed = either((judged.outcomes[Outcome.ELIGIBLE], judged.outcomes[Outcome.UNDETERMINED]))
    value = total(choose(row.possible, row.amount.value, z3.IntVal(0)) for row in rows)
    known = either((nothing, both((owed, any_row, clear, negate(may_be_more)))))
    return Whole(known, choose(nothing, z3.IntVal(0), value))


def _rows(judged: Judged, version: Version, scope: Scope) -> Iterator[_Row]:
    told_apart = (
        *(enrolment.groups for enrolment in version.enrolments),
        *(tariff.groups for tariff in version.tariffs),
        *(bearing.groups for bearing in version.bearings),
        *(funding.groups for funding in version.fundings),
    )
    named = sorted({groups for groups in told_apart if groups is not None}, key=sorted)
    if 2 ** len(named) > _MOST_CASES:
        raise NotEncodedError(
            Text("terlalu banyak gabungan kelompok untuk biayanya", "too many combinations of groups to cost")
        )
    for month, funded in judged.months.items():
        present = {s.group.id: both((here, negate(s.in_month(month).false))) for s, here in judged.deciding}
        concerned = [either(present[g] for g in groups if g in present) for groups in named]
        for choice in product((False, True), repeat=len(named)):
            guard = both(c if on else negate(c) for c, on in zip(concerned, choice, strict=True))
            told = frozenset(groups for groups, on in zip(named, choice, strict=True) if on)
            if z3.is_false(guard):
                continue
            clauses = _Clauses(version, told)
            for row in _month(judged, clauses, month, funded, scope.at(month)):
                yield _Row(row.sure, both((guard, row.possible)), row.amount)


def _month(judged: Judged, clauses: _Clauses, month: Month, funded: Bit, scope: Scope) -> Iterator[_Row]:
    entry = _entry(judged)
    for programme, enrolled in sorted(_programmes(clauses, scope).items()):
        gate = all_of((judged.applicable, funded, enrolled))
        amount = _tariff(clauses, programme, scope)
        for payer, borne, part in _parts(clauses, programme, amount, scope):
            due = _Due(month, programme, *_charged_to(clauses, payer), part)
            left = _relieve(due, judged.instrument, entry, scope)
            whole = all_of((gate, borne))
            yield _Row(whole.true, both((negate(gate.false), negate(borne.false))), left)


def _entry(judged: Judged) -> Whole:
    """Give the first funded month; unknown where an earlier one is unknown or none is funded."""
    known, value = NO, z3.IntVal(0)
    for month, funded in sorted(judged.months.items(), reverse=True):
        known = choose(funded.true, YES, choose(funded.false, known, NO))
        value = choose(funded.true, z3.IntVal(month), value)
    return Whole(known, value)


def _programmes(clauses: _Clauses, scope: Scope) -> dict[str, Bit]:
    found: dict[str, Bit] = {}
    for enrolment in clauses.version.enrolments:
        if clauses.concern(enrolment.groups):
            stated = truth(enrolment.condition, scope)
            earlier = found.get(enrolment.programme)
            found[enrolment.programme] = stated if earlier is None else any_of((earlier, stated))
    return found


def _tariff(clauses: _Clauses, programme: str, scope: Scope) -> Whole:
    stated = [
        number(tariff.amount, scope)
        for tariff in clauses.version.tariffs
        if tariff.programme == programme and clauses.concern(tariff.groups)
    ]
    if not stated:
        return Whole(NO, z3.IntVal(0))
    first, *others = stated
    agreed = (both((other.known, other.value == first.value)) for other in others)
    return Whole(both((first.known, *agreed)), first.value)


def _parts(
    clauses: _Clauses, programme: str, amount: Whole, scope: Scope
) -> Iterator[tuple[Party | None, Bit, Whole]]:
    shares = [
        (share, bearing.direction)
        for bearing in sorted(clauses.version.bearings, key=lambda bearing: bearing.citation.provision.key)
        if clauses.concern(bearing.groups) and (bearing.programmes is None or programme in bearing.programmes)
        for share in bearing.shares
    ]
    stated = sum((Fraction(share.numerator, share.denominator) for share, _ in shares), Fraction(0))
    parts = [_share(amount, share, direction) for share, direction in shares]
    if stated == 1:
        parts[0] = _rest(amount, parts[1:])
    for (share, _), part in zip(shares, parts, strict=True):
        yield share.party, truth(share.condition, scope), part
    if stated < 1:
        yield None, TRUE, _rest(amount, parts)


def _share(amount: Whole, share: Share, direction: Direction) -> Whole:
    return Whole(amount.known, scale(amount.value, share.numerator, share.denominator, direction))


def _rest(amount: Whole, parts: Sequence[Whole]) -> Whole:
    return Whole(amount.known, amount.value - total(part.value for part in parts))


def _charged_to(clauses: _Clauses, payer: Party | None) -> tuple[frozenset[str], bool]:
    """Give the kinds of budget that a payer's part is charged to, and whether there may be more."""
    if payer is not None and not is_government(payer):
        return frozenset(), False
    fundings = [funding for funding in clauses.version.fundings if clauses.concern(funding.groups)]
    kinds = frozenset(
        budget.kind
        for funding in fundings
        for budget in funding.budgets
        if payer is None or budget.region is None or budget.region == payer.region
    )
    return kinds, any(funding.is_open for funding in fundings) or not fundings


# Relief


@dataclass(frozen=True, slots=True)
class _Due:
    """What one payer owes for a programme and month, the budgets it is charged to, and whether they are all."""

    month: Month
    programme: str
    budgets: frozenset[str]
    more: bool
    amount: Whole


def _relieve(due: _Due, instrument: Instrument, entry: Whole, scope: Scope) -> Whole:
    """Reduce what is owed by the relief that applies; unknown where it is unknown whether one does."""
    wanted = [
        (source, relief, all_of((truth(relief.condition, scope), _begun(relief, due.month, entry, scope))))
        for source, relief in _reliefs(due, instrument, scope)
    ]
    left = [
        (source, relief, all_of((applies, not_(_barred(relief, due)))), negate(applies.false))
        for source, relief, applies in wanted
        if not (relief.barred_budgets & due.budgets)
    ]
    if not left:
        return due.amount
    known, value = due.amount.known, due.amount.value
    settled = both(negate(here) for *_, here in left)
    result_known, result = both((known, settled)), value
    for source, relief, applies, here in left:
        # The one that counts: no other that may apply makes it give way, and no other counts beside it.
        alone = both(
            either((negate(other_here), _yields(other, left)))
            for other, other_relief, _, other_here in left
            if other_relief is not relief
        )
        stands = negate(
            either(
                other_here
                for other, other_relief, _, other_here in left
                if other_relief is not relief
                and other.id != source.id
                and prevails(other, source) is not None
            )
        )
        counts = both((here, stands, alone, applies.true))
        reduced = scale(value, relief.denominator - relief.numerator, relief.denominator, relief.direction)
        result = choose(counts, reduced, result)
        result_known = either((result_known, both((counts, known))))
    return Whole(result_known, result)


def _yields(
    other: Instrument,
    left: list[tuple[Instrument, Relief, Bit, Formula]],
) -> Formula:
    """Say that another relief gives way to one that may apply."""
    return either(
        here for source, _, _, here in left if source.id != other.id and prevails(source, other) is not None
    )


def _reliefs(due: _Due, instrument: Instrument, scope: Scope) -> Iterator[tuple[Instrument, Relief]]:
    for source in scope.library.instruments:
        national = source.region is None and source.segment in (None, instrument.segment)
        version = None
        if national or source.id == instrument.id:
            version = relief_version(source, due.month, scope.on)
        for relief in () if version is None else version.reliefs:
            if due.programme in relief.programmes and relief.first <= due.month <= relief.last:
                yield source, relief


def _begun(relief: Relief, month: Month, entry: Whole, scope: Scope) -> Bit:
    if relief.from_participation_month <= 1:
        return TRUE
    fact = scope.domain.variables.get(PARTICIPATION_FACT)
    first = entry
    if isinstance(fact, Whole):
        first = Whole(either((fact.known, entry.known)), choose(fact.known, fact.value, entry.value))
    late = z3.IntVal(month) - first.value + 1 >= relief.from_participation_month
    return Bit(both((first.known, late)), both((first.known, negate(late))))


def _barred(relief: Relief, due: _Due) -> Bit:
    """Tell whether the budget that the row is charged to bars the relief; a bar for sure is left out before."""
    return Bit(NO, constant(not (relief.barred_budgets and due.more)))
