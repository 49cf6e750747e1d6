"""Programmes, tariffs, shares, relief, quotas and priorities against the national law and one another."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations, islice, pairwise

from policy_engine.diagnostics.model import Diagnostic
from policy_engine.diagnostics.money import (
    BandsOutOfOrder,
    BandsOverlap,
    BudgetUnsaidUnderRelief,
    PriorityNotTotal,
    ProgrammeSetNotAllowed,
    QuotaAboveCeiling,
    QuotasDoNotAddUp,
    QuotaWithoutOrder,
    ReliefFromBarredBudget,
    SharesNeedRounding,
    SharesNotWhole,
    SortedByNik,
    TargetAboveQuota,
    TargetWithoutQuota,
    TariffDiffersFromNational,
    TariffFallsWithIncome,
)
from policy_engine.domain.citation import Provision
from policy_engine.domain.dates import LATEST, Month, first_day, unpack_month
from policy_engine.semantics.law.case import Case, Laws, Stated, all_in, funded_months, under
from policy_engine.syntax import ast

_LOWER_BOUNDS = frozenset(
    {ast.BoundWord.AT_LEAST_MONEY, ast.BoundWord.AT_LEAST_QUANTITY, ast.BoundWord.MINIMUM}
)
_UPPER_BOUNDS = frozenset({ast.BoundWord.AT_MOST_MONEY, ast.BoundWord.AT_MOST_QUANTITY})


def check_money(laws: Laws) -> Iterator[Diagnostic]:
    """Give the findings about money and places in every instrument."""
    for case in laws.cases:
        yield from _tables(case)
        yield from _programmes(laws, case)
        yield from _tariffs(laws, case)
        yield from _relief(laws, case)
        yield from _unsaid_budget(laws, case)
        yield from _shares(laws, case)
        yield from _places(laws, case)
        yield from _priority(case)


def _tables(case: Case) -> Iterator[Diagnostic]:
    for _, table in case.all_of(ast.BandTable):
        for one, two in pairwise(table.bands):
            low, high = two.low, one.high
            if two.row <= one.row or low is None or (one.low and low.rupiah <= one.low.rupiah) or _empty(two):
                yield BandsOutOfOrder(span=two.span, row=two.row, previous=one.row, at=one.span)
            elif high is None or low.rupiah <= high.rupiah:
                yield BandsOverlap(span=two.span, row=two.row, previous=one.row, at=one.span)
            elif two.amount.rupiah < one.amount.rupiah:
                yield TariffFallsWithIncome(span=two.span, row=two.row, previous=one.row, at=one.span)


def _empty(band: ast.Band) -> bool:
    return band.low is not None and band.high is not None and band.high.rupiah < band.low.rupiah


def _programmes(laws: Laws, case: Case) -> Iterator[Diagnostic]:
    sets = [
        (other, stated, sentence)
        for other, stated, sentence in laws.above(case, ast.ProgrammeSets)
        if not sentence.scope.groups or {_text(group) for group in sentence.scope.groups} == {_segment(case)}
    ]
    if not sets:
        return
    law, where, _ = sets[0]
    allowed = [frozenset(name.text for name in one.programmes) for _, _, each in sets for one in each.sets]
    common = frozenset(
        name
        for _, enrolment in case.all_of(ast.Enrolment)
        if not enrolment.scope.groups
        for name in _enrolled(enrolment)
    )
    for stated, enrolment in case.all_of(ast.Enrolment):
        enrolled = _enrolled(enrolment)
        whole = common | enrolled
        if enrolled and not isinstance(enrolment.programmes, ast.Blank) and whole not in allowed:
            yield ProgrammeSetNotAllowed(
                span=stated.span,
                programmes=tuple(sorted(whole)),
                allowed=tuple(tuple(sorted(one)) for one in allowed),
                law=law.cite(where.place),
                at=where.span,
            )


def _enrolled(enrolment: ast.Enrolment) -> frozenset[str]:
    programmes = enrolment.programmes
    return frozenset() if isinstance(programmes, ast.Blank) else frozenset(one.text for one in programmes)


def _segment(case: Case) -> str | None:
    return case.tree.header.segment.text if case.tree.header.segment else None


def _text(group: ast.CitationRef | ast.Name) -> str | None:
    return group.text if isinstance(group, ast.Name) else None


def _tariffs(laws: Laws, case: Case) -> Iterator[Diagnostic]:
    for stated, contribution in case.all_of(ast.Contribution):
        amount = contribution.amount
        if not isinstance(amount, ast.MoneyValue | ast.ShareOf | ast.Rounded | ast.Times | ast.Sum):
            continue
        mine = amount.rupiah if isinstance(amount, ast.MoneyValue) else None
        for programme in contribution.programmes:
            national = list(_national_amounts(laws, case, programme.text))
            if mine is None and _is_computed_above(laws, case, programme.text):
                continue
            if national and mine not in {rupiah for _, _, rupiah in national}:
                law, where, nearest = min(national, key=lambda one: abs(one[2] - (mine or 0)))
                yield TariffDiffersFromNational(
                    span=stated.span,
                    amount=mine,
                    programme=programme.text,
                    nearest=nearest,
                    law=law.cite(where.place),
                    at=where.span,
                )


def _is_computed_above(laws: Laws, case: Case, programme: str) -> bool:
    """Tell whether some higher law computes the contribution itself."""
    return any(
        programme in {one.text for one in contribution.programmes}
        and isinstance(contribution.amount, ast.ShareOf | ast.Rounded | ast.Times | ast.Sum)
        for _, _, contribution in laws.above(case, ast.Contribution)
    )


def _national_amounts(laws: Laws, case: Case, programme: str) -> Iterator[tuple[Case, Stated, int]]:
    for other, stated, contribution in laws.above(case, ast.Contribution):
        amount = contribution.amount
        if programme in {one.text for one in contribution.programmes} and isinstance(amount, ast.MoneyValue):
            yield other, stated, amount.rupiah
    for other, stated, table in laws.above(case, ast.BandTable):
        if table.programme.text == programme:
            for band in table.bands:
                yield other, stated, band.amount.rupiah


def _relief(laws: Laws, case: Case) -> Iterator[Diagnostic]:
    charged = {
        budget.kind.text
        for _, funding in case.all_of(ast.Funding)
        if not isinstance(funding.budgets, ast.Blank)
        for budget in funding.budgets
    }
    for stated, relief in case.all_of(ast.Relief):
        first = relief.months.first
        on = first_day(first.month) if isinstance(first, ast.MonthValue) else None
        for other, where, national in laws.above(case, ast.Relief, on):
            same = {one.text for one in relief.programmes} & {one.text for one in national.programmes}
            barred = sorted(charged & {name.text for name in national.barred_budgets})
            if same and barred:
                yield ReliefFromBarredBudget(
                    span=stated.span, budget=barred[0], law=other.cite(where.place), at=where.span
                )


def _unsaid_budget(laws: Laws, case: Case) -> Iterator[Diagnostic]:
    """Report months whose cost turns on a budget that nothing states."""
    if case.has(ast.Funding) or not any(
        isinstance(share.party, ast.OwnGovernment | ast.GovernmentOf)
        for _, bearing in case.all_of(ast.Bearing)
        if not isinstance(bearing.shares, ast.Blank)
        for share in bearing.shares
    ):
        return
    enrolled = {
        name.text
        for _, enrolment in case.all_of(ast.Enrolment)
        if not isinstance(enrolment.programmes, ast.Blank)
        for name in enrolment.programmes
    }
    for stated, months in case.all_of(ast.Months):
        yield from islice(_unsaid(laws, case, stated, months, enrolled), 1)


def _unsaid(
    laws: Laws, case: Case, stated: Stated, months: ast.Months, enrolled: set[str]
) -> Iterator[Diagnostic]:
    for month in funded_months(months) or ():
        for other, where, relief in laws.above(case, ast.Relief, first_day(month)):
            named = enrolled & {one.text for one in relief.programmes}
            if named and relief.barred_budgets and _covers(relief.months, month):
                yield BudgetUnsaidUnderRelief(
                    span=stated.span,
                    programmes=tuple(sorted(named)),
                    first=month,
                    law=other.cite(where.place),
                    at=where.span,
                )


def _covers(span: ast.MonthSpan, month: Month) -> bool:
    last = span.last or span.first
    return (
        isinstance(span.first, ast.MonthValue)
        and isinstance(last, ast.MonthValue)
        and span.first.month <= month <= last.month
    )


def _shares(laws: Laws, case: Case) -> Iterator[Diagnostic]:
    for stated, bearing in case.all_of(ast.Bearing):
        if isinstance(bearing.shares, ast.Blank):
            continue
        rates = [share.rate.rate for share in bearing.shares if isinstance(share.rate, ast.PercentValue)]
        if not rates:
            continue
        total = sum(rates, Fraction(0))
        if total != 1 and len(rates) == len(bearing.shares):
            yield SharesNotWhole(span=stated.span, total=_percent(total))
        elif bearing.rounding is None:
            yield from _fractions(laws, case, stated, bearing, rates)
    for (where, one), (stated, other) in combinations(case.all_of(ast.Bearing), 2):
        total = _borne(one) + _borne(other)
        if _on_the_same(one, other) and total > 1 and _borne(one) <= 1 and _borne(other) <= 1:
            yield SharesNotWhole(span=stated.span, total=_percent(total), at=where.span)


def _borne(bearing: ast.Bearing) -> Fraction:
    """Sum the shares that are stated, of a sentence without a condition."""
    if isinstance(bearing.shares, ast.Blank) or bearing.provided is not None:
        return Fraction(0)
    if len(bearing.shares) == 1 and bearing.shares[0].rate is None:
        return Fraction(1)
    rates = [share.rate.rate for share in bearing.shares if isinstance(share.rate, ast.PercentValue)]
    return sum(rates, Fraction(0))


def _on_the_same(one: ast.Bearing, other: ast.Bearing) -> bool:
    """Tell whether two sentences are certainly about a contribution of the same people."""
    programmes = [{name.text for name in each.programmes} for each in (one, other)]
    groups = [{_text(g) for g in (each.scope.groups if each.scope else ())} for each in (one, other)]
    return all(not a or not b or a & b for a, b in (programmes, groups))


def _fractions(
    laws: Laws, case: Case, stated: Stated, bearing: ast.Bearing, rates: list[Fraction]
) -> Iterator[Diagnostic]:
    named = {name.text for name in bearing.programmes}
    for _, contribution in case.all_of(ast.Contribution):
        if named and not named & {name.text for name in contribution.programmes}:
            continue
        for amount in _amounts(laws, case, contribution):
            for rate in rates:
                if (amount * rate).denominator != 1:
                    yield SharesNeedRounding(span=stated.span, rate=_percent(rate), amount=amount)
                    return


def _percent(rate: Fraction) -> str:
    hundredths = rate * 100
    whole, part = divmod(hundredths, 1)
    if part == 0:
        return f"{whole}%"
    digits = f"{int(part * 10_000):04}".rstrip("0")
    return f"{whole},{digits}%"


def _amounts(laws: Laws, case: Case, contribution: ast.Contribution) -> tuple[int, ...]:
    """Give the amounts a contribution can come to; none where they are not fixed by the text."""
    amount = contribution.amount
    if isinstance(amount, ast.MoneyValue):
        return (amount.rupiah,)
    if isinstance(amount, ast.BandAmount):
        programmes = {name.text for name in contribution.programmes}
        return tuple(_cited_amounts(laws, case, amount, programmes, depth=2))
    return ()


def _cited_amounts(
    laws: Laws, case: Case, amount: ast.BandAmount, programmes: set[str], depth: int
) -> Iterator[int]:
    cited = amount.table
    other = laws.loaded(case, cited.instrument) if cited.instrument else case
    tree = other.version(case.told.commences or LATEST) if other else None
    if other is None or tree is None or depth == 0:
        return
    for sentence in under(tree, cited.provision or Provision()):
        if isinstance(sentence, ast.BandTable) and sentence.programme.text in programmes:
            yield from (
                band.amount.rupiah for band in sentence.bands if amount.row is None or band.row == amount.row
            )
        if isinstance(sentence, ast.Contribution) and programmes & {one.text for one in sentence.programmes}:
            if isinstance(sentence.amount, ast.MoneyValue):
                yield sentence.amount.rupiah
            if isinstance(sentence.amount, ast.BandAmount):
                yield from _cited_amounts(laws, other, sentence.amount, programmes, depth - 1)


def _places(laws: Laws, case: Case) -> Iterator[Diagnostic]:
    quotas = [(stated, quota) for stated, quota in case.all_of(ast.Quota) if quota.word in _UPPER_BOUNDS]
    totals = [
        (stated, quota.people.number)
        for stated, quota in quotas
        if isinstance(quota.people, ast.NumberValue) and quota.area is None and not quota.scope.groups
    ]
    for stated, target in case.all_of(ast.Target):
        if not quotas and not case.has(ast.Quota):
            yield TargetWithoutQuota(span=stated.span)
        for where, limit in totals:
            if isinstance(target.people, ast.NumberValue) and target.people.number > limit:
                yield TargetAboveQuota(
                    span=stated.span, target=target.people.number, quota=limit, at=where.span
                )
    yield from _sums(case, totals)
    yield from _group_sums(case, totals)
    limits = [stated for stated, _ in (*quotas, *case.all_of(ast.Ceiling))]
    if limits and not case.has(ast.Priority):
        yield QuotaWithoutOrder(span=limits[0].span)
    floors = [
        (stated, quota.people.number)
        for stated, quota in case.all_of(ast.Quota)
        if quota.word in _LOWER_BOUNDS and isinstance(quota.people, ast.NumberValue) and quota.area is None
    ]
    for stated, ceiling in case.all_of(ast.Ceiling):
        cost, amount = _highest_cost(laws, case, ceiling.fiscal_year), ceiling.amount
        if not cost or not isinstance(amount, ast.MoneyValue):
            continue
        if cost > amount.rupiah:
            yield QuotaAboveCeiling(span=stated.span, people=1, cost=cost, ceiling=amount.rupiah, at=None)
            continue
        for where, people in (*totals, *floors):
            if people * cost > amount.rupiah:
                yield QuotaAboveCeiling(
                    span=stated.span, people=people, cost=cost, ceiling=amount.rupiah, at=where.span
                )
                break


def _sums(case: Case, totals: Sequence[tuple[Stated, int]]) -> Iterator[Diagnostic]:
    """Hold listed places and minimums against the whole, and a minimum against the limit of the same groups."""
    for stated, quota in case.all_of(ast.Quota):
        people = _people_of(quota)
        if people is None or (quota.area is not None and not quota.places):
            continue
        is_floor = quota.word in _LOWER_BOUNDS
        if is_floor or (quota.places and not quota.scope.groups):
            of_the_same = [
                (where, other.people.number)
                for where, other in case.all_of(ast.Quota)
                if other.word in _UPPER_BOUNDS
                and isinstance(other.people, ast.NumberValue)
                and other.area is None
                and other.scope.groups
                and other.scope == quota.scope
            ]
            for where, whole in (*totals, *(of_the_same if is_floor else ())):
                if people > whole if is_floor else people < whole:
                    yield QuotasDoNotAddUp(
                        span=stated.span, parts=people, whole=whole, floor=is_floor, at=where.span
                    )
                    break


def _group_sums(case: Case, totals: Sequence[tuple[Stated, int]]) -> Iterator[Diagnostic]:
    """Hold the minimums of several groups together, and the limits of all of them, against the whole."""
    named = [
        (stated, quota, quota.people.number)
        for stated, quota in case.all_of(ast.Quota)
        if isinstance(quota.people, ast.NumberValue) and quota.area is None and len(quota.scope.groups) == 1
    ]
    floors = [(stated, people) for stated, quota, people in named if quota.word in _LOWER_BOUNDS]
    limits = {
        _text(quota.scope.groups[0]): (stated, people)
        for stated, quota, people in named
        if quota.word in _UPPER_BOUNDS
    }
    groups = {
        item.group.text if item.group else None
        for _, recipients in case.all_of(ast.Recipients)
        for item in all_in(recipients.criteria, ast.Item)
    }
    for where, whole in totals[:1]:
        least = sum(people for _, people in floors)
        if len(floors) > 1 and least > whole and all(people <= whole for _, people in floors):
            yield QuotasDoNotAddUp(
                span=floors[-1][0].span, parts=least, whole=whole, floor=True, at=where.span
            )
        most = sum(people for _, people in limits.values())
        if groups and groups == set(limits) and most < whole:
            last = list(limits.values())[-1][0]
            yield QuotasDoNotAddUp(span=last.span, parts=most, whole=whole, floor=False, at=where.span)


def _people_of(quota: ast.Quota) -> int | None:
    if quota.places:
        return sum(each.people.number for each in quota.places)
    return quota.people.number if isinstance(quota.people, ast.NumberValue) else None


def _highest_cost(laws: Laws, case: Case, year: int | None) -> int | None:
    """Give the most that one worker can cost, in rupiah (of a fiscal year); None where it is not fixed."""
    months: set[int] = set()
    for _, sentence in case.all_of(ast.Months):
        known = funded_months(sentence)
        if known is None:
            return None
        in_year = {month for month in known if year is None or unpack_month(month)[0] == year}
        months |= set(sorted(in_year)[: None if sentence.at_most is None else sentence.at_most.number])
    enrolled = {name for _, enrolment in case.all_of(ast.Enrolment) for name in _enrolled(enrolment)}
    monthly = 0
    for programme in enrolled:
        amounts = [
            amount
            for _, contribution in case.all_of(ast.Contribution)
            if programme in {name.text for name in contribution.programmes}
            for amount in _amounts(laws, case, contribution)
        ]
        if not amounts:
            return None
        monthly += max(amounts)
    return monthly * len(months) or None


def _priority(case: Case) -> Iterator[Diagnostic]:
    for _, priority in case.all_of(ast.Priority):
        for key in priority.keys:
            if isinstance(key.key, ast.Name) and "nik" in key.key.text.split("_"):
                yield SortedByNik(span=key.span, key=key.key.text)
        if not priority.keys:
            continue
        last = priority.keys[-1].key
        if not _is_unique(last):
            name = last.text if isinstance(last, ast.Name) else "usia"
            yield PriorityNotTotal(span=priority.keys[-1].span, key=name)


_UNIQUE_WORDS = frozenset({"nomor", "waktu", "number", "time", "nik"})


def _is_unique(key: ast.Name | ast.Age) -> bool:
    """Say whether a key differs for every worker: a number or a time of registration, by its name."""
    return isinstance(key, ast.Name) and not _UNIQUE_WORDS.isdisjoint(key.text.split("_"))
