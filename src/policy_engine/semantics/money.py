"""Sentences on programmes, months, bearers and budgets in; the IR of each, exceptions included, out."""

from collections.abc import Iterator
from fractions import Fraction
from functools import partial
from math import gcd

from policy_engine.diagnostics.types import MonthsRunBackwards, UnroundedAmount
from policy_engine.domain.citation import Citation
from policy_engine.domain.dates import Month, MonthRange
from policy_engine.ir import nodes as ir
from policy_engine.ir.walk import descend
from policy_engine.semantics import exceptions, grain, names, terms, wellknown
from policy_engine.semantics.norms import every_contribution, groups_of, programmes_spoken_of
from policy_engine.semantics.scope import Scope
from policy_engine.semantics.setting import TRUTH, Setting, once, truth
from policy_engine.semantics.targets import Exceptional
from policy_engine.syntax import ast


def enrolments(scope: Scope, sentence: ast.Enrolment, citation: Citation) -> Iterator[ir.Enrolment]:
    """Give one enrolment for each programme, those that only an exception adds included.

    Where the programmes are left open it may be any of those declared, and of none is it known.
    """
    setting = once(citation)
    groups = groups_of(scope, sentence.scope, setting)
    base = programmes(scope, sentence.programmes, setting)
    is_open = isinstance(sentence.programmes, ast.Blank)

    def put(programme: str, exception: Exceptional) -> ir.Expr | None:
        if isinstance(exception, ast.Lift):
            return truth(value=False)
        if not isinstance(exception.sentence, ast.Enrolment):
            return None
        return truth(value=programme in programmes(scope, exception.sentence.programmes, setting))

    added = tuple(
        programme
        for exception in _aimed(scope, citation)
        if isinstance(exception, ast.Change) and isinstance(exception.sentence, ast.Enrolment)
        for programme in programmes(scope, exception.sentence.programmes, setting)
    )
    declared = scope.names.vocabularies.get(wellknown.PROGRAMMES)
    any_ = tuple(code.name for code in declared.codes) if is_open and declared is not None else ()
    for programme in dict.fromkeys((*base, *any_, *added)):
        arms = exceptions.arms(scope, citation.provision, partial(put, programme))
        stated: ir.Expr = truth(value=programme in base)
        if isinstance(sentence.programmes, ast.Blank):
            stated = scope.blank(sentence.programmes, TRUTH, citation)
        condition = exceptions.excepted(stated, arms)
        yield ir.Enrolment(citation, groups, programme, condition)


def programmes(scope: Scope, written: tuple[ast.Name, ...] | ast.Blank, setting: Setting) -> tuple[str, ...]:
    """Give the programmes named, in the order written; none where they are left open."""
    if isinstance(written, ast.Blank):
        return ()
    found = (
        names.one_code(scope.names, scope.reports, wellknown.PROGRAMMES, name, setting.heading)
        for name in written
    )
    return tuple(dict.fromkeys(programme for programme in found if programme is not None))


def schedule(scope: Scope, sentence: ast.Months, citation: Citation) -> ir.Schedule:
    """Give the contribution months, each with what exceptions make of it."""
    setting = once(citation)
    base, is_open = months(scope, sentence.spans, setting)
    changed = [
        exception.sentence
        for exception in _aimed(scope, citation)
        if isinstance(exception, ast.Change) and isinstance(exception.sentence, ast.Months)
    ]
    further = {month for other in changed for month in months(scope, other.spans, setting)[0]}

    def put(month: Month, exception: Exceptional) -> ir.Expr | None:
        if isinstance(exception, ast.Lift):
            return truth(value=False)
        if not isinstance(exception.sentence, ast.Months):
            return None
        return truth(value=month in months(scope, exception.sentence.spans, setting)[0])

    funded = tuple(
        ir.FundedMonth(
            month,
            exceptions.excepted(
                truth(value=month in base),
                exceptions.arms(scope, citation.provision, partial(put, month)),
            ),
        )
        for month in sorted(base | further)
    )
    groups = groups_of(scope, sentence.scope, setting)
    every_contribution(scope, sentence.scope, setting)
    cap = None if sentence.at_most is None else sentence.at_most.number
    return ir.Schedule(citation, groups, funded, is_open, cap, sentence.in_advance)


def months(
    scope: Scope, spans: tuple[ast.MonthSpan, ...] | ast.Blank, setting: Setting
) -> tuple[frozenset[Month], bool]:
    """Give the months of some spans, and whether more may follow because an end is left open."""
    if isinstance(spans, ast.Blank):
        return frozenset(), True
    found: set[Month] = set()
    is_open = False
    for span in spans:
        first, last = span.first, span.last
        is_open |= isinstance(first, ast.Blank) or isinstance(last, ast.Blank)
        ends = [end.month for end in (first, last) if isinstance(end, ast.MonthValue)]
        if len(ends) > 1 and ends[1] < ends[0]:
            scope.reports.append(MonthsRunBackwards(span=span.span, heading=setting.heading))
        elif ends:
            found.update(MonthRange(ends[0], ends[-1]))
    return frozenset(found), is_open


def bearing(
    scope: Scope, sentence: ast.Bearing, citation: Citation, tariffs: tuple[ir.Tariff, ...]
) -> ir.Bearing:
    """Give who bears what; `tariffs` are those of the instrument, to know whether shares come out whole."""
    setting = once(citation)
    base = _shares(scope, sentence, setting)
    parts = dict.fromkeys(base)
    for exception in _aimed(scope, citation):
        if isinstance(exception, ast.Change) and isinstance(exception.sentence, ast.Bearing):
            parts |= dict.fromkeys(_shares(scope, exception.sentence, setting))

    def put(share: tuple[ir.Party, Fraction], exception: Exceptional) -> ir.Expr | None:
        if isinstance(exception, ast.Lift):
            return truth(value=False)
        if not isinstance(exception.sentence, ast.Bearing):
            return None
        return truth(value=share in _shares(scope, exception.sentence, setting))

    shares = tuple(
        ir.Share(
            share[0],
            share[1].numerator,
            share[1].denominator,
            exceptions.excepted(
                truth(value=share in base),
                exceptions.arms(scope, citation.provision, partial(put, share)),
            ),
        )
        for share in parts
    )
    spoken = sentence.programmes or programmes_spoken_of(scope, sentence.scope, setting)
    named = frozenset(programmes(scope, spoken, setting)) or None
    rounding = _rounding(scope, sentence, named, shares, tariffs, setting)
    groups = groups_of(scope, sentence.scope, setting)
    return ir.Bearing(citation, groups, named, shares, rounding, _leaves_open(sentence))


def party(scope: Scope, written: ast.Party, setting: Setting) -> ir.Party | None:
    """Give who is meant; None after a report."""
    match written:
        case ast.OwnGovernment():
            return ir.Party(wellknown.GOVERNMENT, scope.region)
        case ast.GovernmentOf():
            code = names.region(scope.names, scope.reports, written.region, setting.heading)
            return None if code is None else ir.Party(wellknown.GOVERNMENT, code)
        case ast.Name():
            known = names.one_code(scope.names, scope.reports, wellknown.PARTIES, written, setting.heading)
            return None if known is None else ir.Party(known, None)


def deposit(scope: Scope, sentence: ast.Deposit, citation: Citation) -> ir.Deposit:
    """Give who hands the money over."""
    every_contribution(scope, sentence.scope, once(citation), of_all=True)
    if isinstance(sentence.party, ast.Blank):
        return ir.Deposit(citation, None)
    return ir.Deposit(citation, party(scope, sentence.party, once(citation)))


def funding(scope: Scope, sentence: ast.Funding, citation: Citation) -> ir.Funding:
    """Give the budgets charged."""
    setting = once(citation)
    groups = groups_of(scope, sentence.scope, setting)
    every_contribution(scope, sentence.scope, setting)
    if isinstance(sentence.budgets, ast.Blank):
        return ir.Funding(citation, groups, (), is_open=True)
    found = tuple(_budget(scope, budget, setting) for budget in sentence.budgets)
    budgets = tuple(budget for budget in found if budget is not None)
    return ir.Funding(citation, groups, budgets, is_open=False)


def _budget(scope: Scope, budget: ast.Budget, setting: Setting) -> ir.Budget | None:
    kind = names.one_code(scope.names, scope.reports, wellknown.BUDGETS, budget.kind, setting.heading)
    place = scope.region
    if budget.locality is not None:
        place = names.region(scope.names, scope.reports, budget.locality, setting.heading)
    if kind is None:
        return None
    years = () if isinstance(budget.fiscal_years, ast.Blank) else tuple(sorted(set(budget.fiscal_years)))
    item = budget.item.text if isinstance(budget.item, ast.Quote) else None
    return ir.Budget(kind, place, years, item, budget.amended)


def _shares(scope: Scope, sentence: ast.Bearing, setting: Setting) -> tuple[tuple[ir.Party, Fraction], ...]:
    if isinstance(sentence.shares, ast.Blank):
        return ()
    rates = [
        share.rate.rate if isinstance(share.rate, ast.PercentValue) else Fraction(1)
        for share in sentence.shares
    ]
    parties = [party(scope, share.party, setting) for share in sentence.shares]
    # Where one rate is not known, neither is what the others leave: the bearing as a whole is open.
    if _leaves_open(sentence):
        return ()
    return tuple((who, rate) for who, rate in zip(parties, rates, strict=True) if who is not None)


def _leaves_open(sentence: ast.Bearing) -> bool:
    return isinstance(sentence.shares, ast.Blank) or any(
        isinstance(share.rate, ast.Blank) for share in sentence.shares
    )


def _rounding(
    scope: Scope,
    sentence: ast.Bearing,
    named: frozenset[str] | None,
    shares: tuple[ir.Share, ...],
    tariffs: tuple[ir.Tariff, ...],
    setting: Setting,
) -> ir.Direction:
    if sentence.rounding is not None:
        return terms.direction(sentence.rounding)
    # Shares of written amounts are weighed with the law (PE413); here those of computed ones.
    amounts = [
        tariff.amount
        for tariff in tariffs
        if (named is None or tariff.programme in named)
        and any(isinstance(part, ir.Scale | ir.ParameterRef) for part in descend(tariff.amount))
    ]
    size = gcd(*(grain.divisor(amount, dict(scope.names.parameters)) for amount in amounts))
    if any(size * share.numerator % share.denominator for share in shares):
        scope.reports.append(UnroundedAmount(span=sentence.span, heading=setting.heading))
    return ir.Direction.EXACT


def _aimed(scope: Scope, citation: Citation) -> tuple[Exceptional, ...]:
    return tuple(sentence for _, sentence in exceptions.aimed(scope, citation.provision))
