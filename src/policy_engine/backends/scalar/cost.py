"""What is owed: the funded months of a worker in, rows by month, programme and payer out.

Order of evaluation: months, entry month, participation month, relief, cost. An unknown is never counted as
nothing. Amounts are whole rupiah.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from policy_engine.backends.scalar.eligibility import Judged
from policy_engine.backends.scalar.evaluate import Scope, evaluate, scale
from policy_engine.backends.scalar.norms import applies
from policy_engine.backends.scalar.relief import Due, Relieved, relieve
from policy_engine.backends.scalar.value import TRUE, Value, all_of, any_of, unknown
from policy_engine.domain.citation import Citation
from policy_engine.domain.dates import Month
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir.decision import CostRow
from policy_engine.ir.naming import blank_id
from policy_engine.ir.nodes import Direction, Party, Share, Version
from policy_engine.ir.precedence import is_government
from policy_engine.structure import dataclass


@dataclass(frozen=True, slots=True)
class Charged:
    """A row of the cost, the value its amount came from, and the relief that the budget barred."""

    row: CostRow
    value: Value
    barred: Citation | None


@dataclass(frozen=True, slots=True)
class _Clauses:
    """The clauses of a version that concern the groups a worker is funded by."""

    version: Version
    groups: tuple[str, ...]

    def concern(self, groups: frozenset[str] | None) -> bool:
        return any(applies(groups, group) for group in self.groups)


def entry_month(months: Mapping[Month, Value]) -> Value:
    """Give the first funded month; unknown where an earlier one is unknown or none is funded."""
    for month, funded in sorted(months.items()):
        if funded.known is True:
            return Value(month)
        if funded.known is None:
            return funded
    return unknown()


def charge(judged: Judged, scope: Scope) -> tuple[Charged, ...]:
    """Give the rows of the months that are funded or may be, in order of month, programme and payer."""
    if judged.version is None or judged.outcome not in (Outcome.ELIGIBLE, Outcome.UNDETERMINED):
        return ()
    rows: list[Charged] = []
    for month, funded in judged.months.items():
        standings = tuple(s for s in judged.deciding if s.in_month(month).known is not False)
        clauses = _Clauses(judged.version, tuple(standing.group.id for standing in standings))
        if funded.known is not False:
            rows.extend(_month(judged, clauses, month, funded, scope.at(month)))
    return tuple(sorted(rows, key=_order))


def total(judged: Judged, rows: Sequence[Charged]) -> int | None:
    """Sum the rows in rupiah; None where a row is unknown or more than the rows may be owed."""
    if judged.outcome in (Outcome.NOT_ELIGIBLE, Outcome.NOT_APPLICABLE):
        return 0
    amounts = tuple(charged.row.amount for charged in rows)
    known = tuple(amount for amount in amounts if amount is not None)
    may_be_more = not rows or any(standing.funded.beyond for standing in judged.deciding)
    return None if may_be_more or len(known) < len(amounts) else sum(known)


def _order(charged: Charged) -> tuple[Month, str, str, str]:
    payer = charged.row.payer
    return (
        charged.row.month,
        charged.row.programme,
        payer.code if payer else "~",
        (payer and payer.region) or "",
    )


def _month(judged: Judged, clauses: _Clauses, month: Month, funded: Value, scope: Scope) -> Iterator[Charged]:
    entry = entry_month(judged.months)
    for programme, enrolled in sorted(_programmes(clauses, scope).items()):
        gate = all_of((judged.applicable, funded, enrolled))
        if gate.known is False:
            continue
        tariff, amount = _tariff(clauses, programme, judged, scope)
        for payer, borne, part in _parts(clauses, programme, amount, scope):
            due = Due(month, programme, payer, *_charged_to(clauses, payer, judged), part)
            relieved = relieve(due, judged.instrument, entry, scope)
            yield _row(due, tariff, all_of((gate, borne)), relieved)


def _row(due: Due, tariff: Citation, gate: Value, relieved: Relieved) -> Charged:
    """Put a row together: its amount is known where the month, the programme and the payer are certain."""
    amount = relieved.amount
    certain = gate.known is True and isinstance(amount.known, int)
    row = CostRow(
        month=due.month,
        programme=due.programme,
        payer=due.payer,
        budgets=due.budgets,
        amount=amount.known if certain and isinstance(amount.known, int) else None,
        tariff=tariff,
        relief=relieved.relief,
        missing=() if certain else tuple(sorted(gate.missing | amount.missing)),
    )
    conflict, facts = gate.conflict or amount.conflict, gate.facts | amount.facts
    return Charged(row, Value(row.amount, frozenset(row.missing), conflict, facts), relieved.barred)


def _programmes(clauses: _Clauses, scope: Scope) -> dict[str, Value]:
    """Tell for each programme whether the worker is enrolled in it."""
    found: dict[str, Value] = {}
    for enrolment in clauses.version.enrolments:
        if clauses.concern(enrolment.groups):
            stated = evaluate(enrolment.condition, scope)
            found[enrolment.programme] = any_of((found.get(enrolment.programme, stated), stated))
    return found


def _tariff(clauses: _Clauses, programme: str, judged: Judged, scope: Scope) -> tuple[Citation, Value]:
    """Give the contribution; two tariffs that differ are a conflict, none is a blank."""
    stated = tuple(
        (tariff.citation, evaluate(tariff.amount, scope))
        for tariff in sorted(clauses.version.tariffs, key=lambda tariff: tariff.citation.provision.key)
        if tariff.programme == programme and clauses.concern(tariff.groups)
    )
    if not stated:
        whole = Citation(judged.instrument.id)
        return whole, unknown(blank_id(whole, f"contribution-{programme}"))
    citation, amount = stated[0]
    if len({value.known for _, value in stated}) == 1:
        return citation, amount
    unsettled = any(value.known is None for _, value in stated)
    doubt = unknown(*(name for _, value in stated for name in value.missing))
    return citation, doubt if unsettled else replace(doubt, conflict=True)


def _parts(
    clauses: _Clauses, programme: str, amount: Value, scope: Scope
) -> Iterator[tuple[Party | None, Value, Value]]:
    """Give each payer, whether it bears its part, and the part; what nobody bears has no payer.

    Parts are rounded as the bearing says, and where the shares make a whole the first bears what is left.
    """
    shares = tuple(
        (share, bearing.direction)
        for bearing in sorted(clauses.version.bearings, key=lambda bearing: bearing.citation.provision.key)
        if clauses.concern(bearing.groups) and (bearing.programmes is None or programme in bearing.programmes)
        for share in bearing.shares
    )
    stated = sum((Fraction(share.numerator, share.denominator) for share, _ in shares), Fraction(0))
    parts = [_share(amount, share, direction) for share, direction in shares]
    if stated == 1:
        parts[0] = _rest(amount, parts[1:])
    for (share, _), part in zip(shares, parts, strict=True):
        borne = evaluate(share.condition, scope)
        if borne.known is not False:
            yield share.party, borne, part
    if stated < 1:
        yield None, TRUE, _rest(amount, parts)


def _share(amount: Value, share: Share, direction: Direction) -> Value:
    if not isinstance(amount.known, int):
        return amount
    return replace(amount, known=scale(amount.known, share.numerator, share.denominator, direction))


def _rest(amount: Value, parts: Sequence[Value]) -> Value:
    if not isinstance(amount.known, int):
        return amount
    return replace(amount, known=amount.known - sum(p.known for p in parts if isinstance(p.known, int)))


def _charged_to(
    clauses: _Clauses, payer: Party | None, judged: Judged
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the kinds of budget that a payer's part is charged to, and the blanks that may hold more.

    Only governments have budgets; a budget of a region is that of its own government.
    """
    if payer is not None and not is_government(payer):
        return (), ()
    fundings = tuple(funding for funding in clauses.version.fundings if clauses.concern(funding.groups))
    kinds = {
        budget.kind
        for funding in fundings
        for budget in funding.budgets
        if payer is None or budget.region is None or budget.region == payer.region
    }
    blanks = tuple(blank_id(funding.citation) for funding in fundings if funding.is_open)
    unstated = blanks or (() if fundings else (blank_id(Citation(judged.instrument.id), "budget"),))
    return tuple(sorted(kinds)), unstated
