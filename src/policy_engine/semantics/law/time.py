"""Contribution months against the dates of an instrument, its budgets and the national benefits."""

from collections.abc import Iterator
from itertools import pairwise

from policy_engine.diagnostics.model import Diagnostic
from policy_engine.diagnostics.time import (
    COMMENCEMENT,
    ENACTMENT,
    PROMULGATION,
    AdvancePaymentNotAllowed,
    CommencementDiffers,
    FiscalYearNotCovered,
    GapBetweenMonths,
    MonthsAfterInstrument,
    MonthsBeforeInstrument,
    MonthsForAllAndForSome,
    MonthsOverlap,
    RetroactiveCommencement,
    TooFewMonthsForBenefit,
)
from policy_engine.domain.bilingual import Text
from policy_engine.domain.citation import Provision
from policy_engine.domain.dates import Month, PackedDate, first_day, month_of, unpack_month
from policy_engine.semantics.law.case import Case, Laws, day_of, funded_months
from policy_engine.semantics.places import of_item
from policy_engine.source import Span
from policy_engine.syntax import ast


def check_time(laws: Laws) -> Iterator[Diagnostic]:
    """Give the findings about time in every instrument."""
    for case in laws.cases:
        yield from _commencement(case)
        yield from _for_all_and_for_some(case)
        for _, sentence in case.all_of(ast.Months):
            months = funded_months(sentence)
            if months is None:
                continue
            yield from _order(sentence)
            if not months:
                continue
            yield from _validity(case, sentence, months)
            yield from _gaps(sentence, months)
            yield from _fiscal_years(case, sentence, months)
            yield from _advance(laws, case, sentence, months)
            yield from _benefits(laws, case, sentence, months)


def _commencement(case: Case) -> Iterator[Diagnostic]:
    header = case.tree.header
    commences, promulgated = day_of(header.commences), day_of(header.promulgated)
    if header.commences and header.promulgated and commences and promulgated and commences < promulgated:
        yield RetroactiveCommencement(
            span=header.commences.span,
            commences=commences,
            promulgated=promulgated,
            at=header.promulgated.span,
        )
    for _, clause in case.all_of(ast.Commencement):
        stated, said = _stated_day(clause, header)
        if header.commences and commences and stated and stated != commences:
            yield CommencementDiffers(
                span=clause.span, header=commences, clause=stated, said=said, at=header.commences.span
            )


def _stated_day(clause: ast.Commencement, header: ast.Header) -> tuple[PackedDate | None, Text | None]:
    """Give the day that a closing clause names, and what it names it by; None where the header does not know it."""
    match clause.on:
        case ast.CommencementDay.PROMULGATION:
            return day_of(header.promulgated), PROMULGATION
        case ast.CommencementDay.ENACTMENT:
            return day_of(header.enacted), ENACTMENT
        case ast.DateValue(date):
            return date, None


def _order(sentence: ast.Months) -> Iterator[Diagnostic]:
    """Report months that are named twice."""
    seen: set[int] = set()
    for span in () if isinstance(sentence.spans, ast.Blank) else sentence.spans:
        last = span.last or span.first
        if isinstance(span.first, ast.Blank) or isinstance(last, ast.Blank):
            continue
        months = set(range(span.first.month, last.month + 1))
        twice = seen & months
        if twice:
            yield MonthsOverlap(span=span.span, month=Month(min(twice)))
        seen |= months


def _for_all_and_for_some(case: Case) -> Iterator[Diagnostic]:
    """Report months that one sentence pays for everybody and another once more for some.

    Months that several sentences name are paid as all of them say, so the narrower sentence takes none away.
    """
    said = [(sentence, set(funded_months(sentence) or ())) for _, sentence in case.all_of(ast.Months)]
    for some, months in said:
        if some.scope is None or not some.scope.groups:
            continue
        for everybody, others in said:
            for_all = everybody.scope is None or not everybody.scope.groups
            twice = months & others
            if for_all and twice:
                yield MonthsForAllAndForSome(
                    span=some.span,
                    twice=tuple(sorted(twice)),
                    for_all=tuple(sorted(others)),
                    at=everybody.span,
                )


def _validity(case: Case, sentence: ast.Months, months: tuple[Month, ...]) -> Iterator[Diagnostic]:
    header = case.tree.header
    dates = (
        (header.commences, COMMENCEMENT),
        (header.promulgated, PROMULGATION),
        (header.enacted, ENACTMENT),
    )
    first, last = min(months), max(months)
    for value, event in dates:
        day = day_of(value)
        if value is not None and day is not None and first < month_of(day):
            yield MonthsBeforeInstrument(span=sentence.span, month=first, event=event, day=day, at=value.span)
            break
    if case.until is not None and first_day(last) >= case.until:
        yield MonthsAfterInstrument(span=sentence.span, month=last, until=case.until)


def _gaps(sentence: ast.Months, months: tuple[Month, ...]) -> Iterator[Diagnostic]:
    funded = sorted(set(months))
    for before, after in pairwise(funded):
        if after - before > 1:
            yield GapBetweenMonths(span=sentence.span, first=Month(before + 1), last=Month(after - 1))


def _fiscal_years(case: Case, sentence: ast.Months, months: tuple[Month, ...]) -> Iterator[Diagnostic]:
    years: set[int] = set()
    at: Span | None = None
    for stated, funding in case.all_of(ast.Funding):
        for budget in () if isinstance(funding.budgets, ast.Blank) else funding.budgets:
            if isinstance(budget.fiscal_years, ast.Blank) or not budget.fiscal_years:
                return
            years |= set(budget.fiscal_years)
            at = stated.span
    outside = [month for month in months if unpack_month(month)[0] not in years]
    if at is not None and outside:
        yield FiscalYearNotCovered(span=sentence.span, month=outside[0], years=tuple(sorted(years)), at=at)


def _advance(laws: Laws, case: Case, sentence: ast.Months, months: tuple[Month, ...]) -> Iterator[Diagnostic]:
    if not sentence.in_advance:
        return
    count = _at_most(sentence, len(set(months)))
    for other, stated, periods in laws.above(case, ast.PaymentPeriods, first_day(min(months))):
        allowed = tuple(each.number for each in periods.months)
        if count != 1 and count not in allowed:
            yield AdvancePaymentNotAllowed(
                span=sentence.span,
                count=count,
                allowed=allowed,
                law=other.cite(stated.place),
                at=stated.span,
            )


def _benefits(
    laws: Laws, case: Case, sentence: ast.Months, months: tuple[Month, ...]
) -> Iterator[Diagnostic]:
    """Report the benefit of each programme that asks for the most months and is not reached."""
    enrolled = {
        name.text
        for _, enrolment in case.all_of(ast.Enrolment)
        if not isinstance(enrolment.programmes, ast.Blank)
        for name in enrolment.programmes
    }
    longest = _longest_run(months)
    for other, place, programme, benefit in _benefits_above(laws, case, first_day(min(months))):
        needed = 0 if benefit.after_months is None else benefit.after_months.number
        reached = _at_most(sentence, longest if benefit.consecutive else len(set(months)))
        # Benefits after years of contributions are beyond every programme; they are no finding.
        if programme in enrolled and reached < needed <= _A_PROGRAMME_CAN_REACH:
            yield TooFewMonthsForBenefit(
                span=sentence.span,
                count=reached,
                needed=needed,
                programme=programme,
                benefit=benefit.title.text,
                law=other.cite(place),
                at=benefit.span,
            )


def _benefits_above(
    laws: Laws, case: Case, on: PackedDate
) -> Iterator[tuple[Case, Provision, str, ast.Benefit | ast.BenefitItem]]:
    for other, stated, one in laws.above(case, ast.Benefit, on):
        yield other, stated.place, one.programme.text, one
    for other, stated, several in laws.above(case, ast.Benefits, on):
        for item in several.items:
            yield other, of_item(stated.place, item.marker), several.programme.text, item


_A_PROGRAMME_CAN_REACH = 3


def _at_most(sentence: ast.Months, count: int) -> int:
    """Give how many of so many months one recipient can be paid."""
    return count if sentence.at_most is None else min(count, sentence.at_most.number)


def _longest_run(months: tuple[Month, ...]) -> int:
    funded = set(months)
    longest = 0
    for start in funded:
        if start - 1 not in funded:
            length = 1
            while start + length in funded:
                length += 1
            longest = max(longest, length)
    return longest
