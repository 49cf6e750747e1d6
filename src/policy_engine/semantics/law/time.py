"""Contribution months against the dates of an instrument, its budgets and the national benefits."""

from collections.abc import Iterator, Mapping, Sequence
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
    MonthDueBeforeInstrument,
    MonthsAfterInstrument,
    MonthsBeforeInstrument,
    MonthsForAllAndForSome,
    MonthsOverlap,
    ParameterWithoutValue,
    RetroactiveCommencement,
    TooFewMonthsForBenefit,
)
from policy_engine.domain.bilingual import Text
from policy_engine.domain.citation import Provision
from policy_engine.domain.dates import (
    Month,
    PackedDate,
    add_days,
    add_months,
    first_day,
    last_day,
    month_of,
    nth_day,
    unpack_month,
    weekday,
)
from policy_engine.semantics.law.case import Case, Laws, all_in, day_of, funded_months
from policy_engine.semantics.places import of_item
from policy_engine.source import Span
from policy_engine.syntax import ast


def check_time(laws: Laws) -> Iterator[Diagnostic]:
    """Give the findings about time in every instrument."""
    parameters = {
        declared.name.text: declared
        for file in laws.files
        for declared in file.declarations
        if isinstance(declared, ast.Parameter)
    }
    for case in laws.cases:
        yield from _commencement(case)
        yield from _values(laws, case, parameters)
        yield from _for_all_and_for_some(case)
        for _, sentence in case.all_of(ast.Months):
            months = funded_months(sentence)
            if months is None:
                continue
            yield from _order(sentence)
            if not months:
                continue
            yield from _validity(laws, case, sentence, months)
            yield from _due(laws, case, sentence, months)
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


def _validity(
    laws: Laws, case: Case, sentence: ast.Months, months: tuple[Month, ...]
) -> Iterator[Diagnostic]:
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
        yield MonthsAfterInstrument(
            span=sentence.span, month=last, until=case.until, at=_ended_at(laws, case)
        )


def _ended_at(laws: Laws, case: Case) -> Span | None:
    """Give where an instrument is repealed, if it is."""
    repealing = None if case.told.repealed_by is None else laws.by_id.get(case.told.repealed_by)
    if repealing is None:
        return None
    for stated, repeal in repealing.all_of(ast.Repeal):
        if any(laws.refers(repealing, target) == case.id for target in repeal.targets):
            return stated.span
    return None


def _due(laws: Laws, case: Case, sentence: ast.Months, months: tuple[Month, ...]) -> Iterator[Diagnostic]:
    """Report a first month that was due, by the latest of its deadlines, before the instrument commences."""
    first, commences = min(months), case.told.commences
    if commences is None or first < month_of(commences):
        return
    enrolled = _programmes(case)
    due = [
        (_due_day(deadline, first), other, stated)
        for other, stated, deadline in laws.above(case, ast.Deadline, first_day(first))
        if enrolled & {name.text for name in deadline.programmes}
    ]
    for day, other, stated in sorted(due, key=lambda one: one[0])[:1]:
        if day < commences:
            yield MonthDueBeforeInstrument(
                span=sentence.span,
                month=first,
                due=day,
                day=commences,
                law=other.cite(stated.place),
                at=stated.span,
            )


def _due_day(deadline: ast.Deadline, month: Month) -> PackedDate:
    day = nth_day(add_months(month, 1) if deadline.following_month else month, deadline.day.number)
    while deadline.next_working_day and weekday(day) >= _SATURDAY:
        day = add_days(day, 1)
    return day


_SATURDAY = 5


def _programmes(case: Case) -> set[str]:
    return {
        name.text
        for _, enrolment in case.all_of(ast.Enrolment)
        if not isinstance(enrolment.programmes, ast.Blank)
        for name in enrolment.programmes
    }


def _values(laws: Laws, case: Case, parameters: Mapping[str, ast.Parameter]) -> Iterator[Diagnostic]:
    """Report the days between commencement and the last month that is paid for which a value is not stated."""
    commences = case.told.commences
    if commences is None or not parameters:
        return
    paid = [m for _, sentence in case.all_of(ast.Months) for m in funded_months(sentence) or ()]
    last = max(commences, last_day(max(paid))) if paid else commences
    told: set[str] = set()
    for stated in case.stated:
        for name in all_in(stated.sentence, ast.Name):
            parameter = parameters.get(name.text)
            if parameter is None or name.text in told:
                continue
            told.add(name.text)
            hole = _hole(_rows_of(laws, case, parameter), commences, last)
            if hole is not None:
                yield ParameterWithoutValue(
                    span=name.span, parameter=name.text, since=hole[0], until=hole[1], at=parameter.name.span
                )


def _rows_of(laws: Laws, case: Case, parameter: ast.Parameter) -> list[ast.ParameterRow]:
    """Give the rows of the place that an instrument is for; none where it is of a wider or another place."""
    if parameter.keyed_by is None:
        return list(parameter.rows)
    return [
        row
        for row in parameter.rows
        if row.key is not None and case.region is not None and laws.regions.get(row.key.text) == case.region
    ]


def _hole(
    rows: Sequence[ast.ParameterRow], first: PackedDate, last: PackedDate
) -> tuple[PackedDate, PackedDate] | None:
    """Give the first days from a first to a last that no row states a value of, a blank being one."""
    day = first
    for row in sorted(rows, key=lambda row: row.since.date):
        if row.since.date > day:
            return day, min(last, add_days(row.since.date, -1))
        if row.until is None:
            return None
        day = max(day, add_days(row.until.date, 1))
        if day > last:
            return None
    return (day, last) if rows else None


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
    enrolled = _programmes(case)
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
