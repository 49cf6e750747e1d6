"""What a proof finds between instruments that can meet: who is paid twice, and which floors others can empty.

Only pairs are examined whose territories are nested, whose segments agree and whose months can overlap.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import combinations, product
from typing import Any

from policy_engine.diagnostics import proof
from policy_engine.diagnostics.wording import month as month_words
from policy_engine.diagnostics.wording import place, say
from policy_engine.domain.bilingual import Text
from policy_engine.domain.citation import InstrumentId
from policy_engine.domain.dates import Month, PackedDate, month_runs, unpack_month
from policy_engine.domain.outcomes import Outcome, Truth
from policy_engine.ir import nodes as ir
from policy_engine.ir.classes import ATTESTED, keys_of
from policy_engine.ir.walk import descend, facts_read, roots
from policy_engine.proofs.case import Case, first_day_of, lay_together
from policy_engine.proofs.findings import Inquiry, Worker, cited, in_words, named, stated_at
from policy_engine.proofs.sides import Question, Side
from policy_engine.source import Span

_OPEN = (Outcome.ELIGIBLE, Outcome.UNDETERMINED)


def pairs(
    library: ir.Library, own: Collection[InstrumentId]
) -> Iterator[tuple[ir.Instrument, ir.Instrument]]:
    """Give the pairs of paying instruments that one worker could meet, one of them asked for, the wider first."""
    for wide, narrow in nested(library.instruments):
        if (wide.id in own or narrow.id in own) and _can_meet(wide, narrow):
            yield wide, narrow


def nested(instruments: Iterable[ir.Instrument]) -> Iterator[tuple[ir.Instrument, ir.Instrument]]:
    """Give the pairs of paying instruments one of whose territories lies in the other, each pair once.

    They are found from each region upwards, so that only pairs are looked at that share ground: in a country of
    38 provinces and 514 regencies with an instrument each, 514 of 152,076.
    """
    by_region: dict[str, list[ir.Instrument]] = {}
    for each in instruments:
        if each.region is not None and _pays(each):
            by_region.setdefault(each.region, []).append(each)
    for region in sorted(by_region):
        here = by_region[region]
        yield from combinations(here, 2)
        for above in reversed(keys_of(region)[1:]):
            yield from product(by_region.get(above, ()), here)


def _pays(instrument: ir.Instrument) -> bool:
    return bool(instrument.versions) and bool(
        instrument.versions[-1].groups and instrument.versions[-1].enrolments
    )


def _can_meet(one: ir.Instrument, other: ir.Instrument) -> bool:
    """Tell whether both can pay one worker the same programme in a month, or one waits for the other."""
    if one.segment is not None and other.segment is not None and one.segment != other.segment:
        return False
    same = bool(_programmes(one) & _programmes(other)) and bool(_common(one, other))
    return same or _yields(one, other) or _yields(other, one)


def _programmes(instrument: ir.Instrument) -> frozenset[str]:
    return frozenset(enrolment.programme for enrolment in instrument.versions[-1].enrolments)


def _common(one: ir.Instrument, other: ir.Instrument) -> list[Month | None]:
    """Give the months that both may pay, ascending; None stands for one that both leave open."""
    mine, theirs = _months(one), _months(other)
    open_mine, open_theirs = _years_open(one), _years_open(other)
    found: set[Month] = mine & theirs
    found |= {m for m in mine if unpack_month(m)[0] in open_theirs}
    found |= {m for m in theirs if unpack_month(m)[0] in open_mine}
    return [*sorted(found), *([None] if open_mine & open_theirs and not found else [])]


def _months(instrument: ir.Instrument) -> set[Month]:
    return {f.month for schedule in instrument.versions[-1].schedules for f in schedule.months}


def _years_open(instrument: ir.Instrument) -> set[int]:
    """Give the years of which an instrument leaves its months open: those of its budgets, else its own."""
    version = instrument.versions[-1]
    if not any(schedule.is_open for schedule in version.schedules):
        return set()
    years = {y for funding in version.fundings for budget in funding.budgets for y in budget.fiscal_years}
    return years or ({instrument.id.year} if instrument.id.year is not None else set())


def look_between(
    library: ir.Library, one: ir.Instrument, other: ir.Instrument, milliseconds: int
) -> Inquiry | None:
    """Ask the questions about two instruments; None where they are never in force together."""
    on = _day(library, one, other)
    case = lay_together(library, one, other, on, milliseconds)
    if case is None:
        return None
    inquiry = Inquiry(case)
    (second,) = case.beside
    months = _common(one, other) if _programmes(one) & _programmes(other) else []
    if months and not _related(one, other):
        _paid_twice(inquiry, second, months)
    _floors(inquiry, case.instrument, second, lambda s: (s.judged, s.second))
    _floors(inquiry, second, case.instrument, lambda s: (s.second, s.judged))
    _fall_between(inquiry, case.instrument, second, lambda s: (s.judged, s.second))
    _fall_between(inquiry, second, case.instrument, lambda s: (s.second, s.judged))
    return inquiry


def _day(library: ir.Library, one: ir.Instrument, other: ir.Instrument) -> PackedDate:
    known = [each.versions[-1].since for each in (one, other) if each.commences is not None]
    return max(known) if known else max(first_day_of(each, library) for each in (one, other))


def _related(one: ir.Instrument, other: ir.Instrument) -> bool:
    """Tell whether one of two instruments says that it yields, or is the special one."""
    if one.id in other.special_to or other.id in one.special_to:
        return True
    return any(_yields(junior, senior) for junior, senior in ((one, other), (other, one)))


def _yields(junior: ir.Instrument, senior: ir.Instrument) -> bool:
    parts = [part for root in roots(junior.versions[-1]) for part in descend(root)]
    named_ = any(isinstance(part, ir.NotBorne) and senior.id in part.seniors for part in parts)
    return named_ or any(isinstance(p, ir.FactRef) and p.name.startswith(ATTESTED) for p in parts)


def _paid_twice(inquiry: Inquiry, second: ir.Instrument, months: list[Month | None]) -> None:
    case = inquiry.case
    what = say(
        "apakah {a} dan {b} membayar orang yang sama",
        "whether {a} and {b} pay the same worker",
        a=named(case.instrument, case.library),
        b=named(second, case.library),
    )
    questions = {month: _pay(month) for month in months}
    if inquiry.nobody(what, lambda s: s.either(*(question(s) for question in questions.values()))):
        return
    for month, question in questions.items():
        worker = inquiry.worker(what, question)
        if worker is None:
            continue
        both_pay = all(_may_be_paid(case, each, worker, month) for each in (case.instrument, second))
        inquiry.tell(
            proof.PaidTwice(
                span=_place(second),
                place=named(case.instrument, case.library),
                other=named(second, case.library),
                month=_UNNAMED if month is None else month_words(month),
                shown=(inquiry.words(worker), *_assumed(case)),
                others=(
                    *_beside(case.instrument),
                    *_paying_months(case.instrument, month),
                    *_paying_months(second, month),
                ),
            ),
            worker,
            holds=lambda _, both_pay=both_pay: both_pay,  # type: ignore[misc]  # bound now, not later
        )
        return


def _pay(month: Month | None) -> Question:
    return lambda s: s.ask.paid_twice(s.judged, s.second, month)


_UNNAMED = Text("yang dibiarkan terbuka oleh keduanya", "which both leave open")


def _assumed(case: Case) -> tuple[Text, ...]:
    if case.assumed is None:
        return ()
    return (
        Text(
            "mulai berlaku yang dikosongkan diandaikan pada tanggal itu",
            "a commencement left blank is taken to be that day",
        ),
    )


def _place(instrument: ir.Instrument) -> Span | None:
    version = instrument.versions[-1]
    return version.groups[0].match.origin or instrument.origin


def _beside(instrument: ir.Instrument) -> tuple[tuple[Span, Text], ...]:
    at = _place(instrument)
    return () if at is None else ((at, Text("dan ini", "and this")),)


def _may_be_paid(case: Case, instrument: ir.Instrument, worker: Worker, month: Month | None) -> bool:
    """Replay: the reference leaves the worker eligible, or open only for what the text leaves blank."""
    made = case.decide(worker, instrument)
    if made.outcome not in _OPEN:
        return False
    refused = any(m.month == month and m.verdict is Truth.FALSE for m in made.months)
    return not refused or made.months_open


# Floors


def _floors(
    inquiry: Inquiry,
    junior: ir.Instrument,
    senior: ir.Instrument,
    sides: Callable[[Side], tuple[Any, Any]],
) -> None:
    """Find minimum numbers that the senior can leave without anybody."""
    floors = [quota for quota in junior.versions[-1].quotas if quota.floor]
    if not floors or not _yields(junior, senior):
        return

    def taken(s: Side) -> Any:
        mine, theirs = sides(s)
        yielding = [w for w in mine.weighed if _is_subsidiary(w.norm, senior)]
        others = [
            w.holds
            for w in mine.weighed
            if w not in yielding
            and w.month is None
            and w.norm.role in (ir.Role.REQUIREMENT, ir.Role.EXCLUSION)
        ]
        return s.both(
            s.negate(mine.applicable.false),
            s.either(*(s.negate(each.match.false) for each in mine.standings)),
            *(s.negate(each.false) for each in others),
            s.either(*(s.negate(w.holds.true) for w in yielding)),
            s.ask.someone_is_admitted(theirs),
            *(s.says_so(name) for name in _attested(junior)),
        )

    what = say(
        "apakah {a} dapat mengosongkan kuota",
        "whether {a} can empty a floor",
        a=named(senior, inquiry.case.library),
    )
    worker = inquiry.worker(what, taken)
    if worker is None:
        return
    case = inquiry.case
    refused = case.decide(worker, junior).outcome is not Outcome.ELIGIBLE
    paid = case.decide(worker, senior).outcome in _OPEN
    for quota in floors:
        if quota.people is None:
            continue
        inquiry.tell(
            proof.FloorAnotherCanEmpty(
                span=stated_at(junior, quota.citation),
                place=cited(quota.citation, junior.id),
                people=quota.people,
                shown=(_register(case, worker, quota, senior), *_assumed(case)),
                others=(*_yielding(junior, senior), *_beside(senior)),
            ),
            worker,
            holds=lambda _: refused and paid,
            under=junior,
        )


def _is_subsidiary(norm: ir.Norm, senior: ir.Instrument) -> bool:
    parts = list(descend(norm.condition))
    named_ = any(isinstance(part, ir.NotBorne) and senior.id in part.seniors for part in parts)
    return named_ or any(name.startswith(ATTESTED) for name in facts_read(norm.condition))


def _yielding(junior: ir.Instrument, senior: ir.Instrument) -> tuple[tuple[Span, Text], ...]:
    """Give the norms by which one instrument yields to another."""
    norms = (norm for norm in junior.versions[-1].norms if _is_subsidiary(norm, senior))
    return tuple(
        (n.origin, Text("didahulukan di sini", "yields here")) for n in norms if n.origin is not None
    )


def _attested(junior: ir.Instrument) -> Iterator[str]:
    """Give the facts that tell whether a worker is paid for elsewhere."""
    for root in roots(junior.versions[-1]):
        yield from (name for name in sorted(facts_read(root)) if name.startswith(ATTESTED))


def _register(case: Case, worker: Worker, quota: ir.Quota, senior: ir.Instrument) -> Text:
    who = in_words(case, worker)
    area = {
        ir.Area.VILLAGE: Text("satu desa", "one village"),
        ir.Area.DISTRICT: Text("satu kecamatan", "one district"),
        ir.Area.REGENCY: Text("satu kabupaten", "one regency"),
        None: Text("satu daerah", "one region"),
    }[quota.area]
    return Text(
        f"contoh register: {area.indonesian} dengan {quota.people} pekerja, semuanya ditanggung "
        f"{named(senior, case.library).indonesian}, masing-masing seperti {who.indonesian}",
        f"a register: {area.english} with {quota.people} workers, all of them borne by "
        f"{named(senior, case.library).english}, each like {who.english}",
    )


# Who falls between


def _fall_between(
    inquiry: Inquiry,
    junior: ir.Instrument,
    senior: ir.Instrument,
    sides: Callable[[Side], tuple[Any, Any]],
) -> None:
    """Find workers, and months of workers, whom one leaves to the other and the other does not pay for."""
    for name in _lists_of(senior):
        norms = [n for n in junior.versions[-1].norms if _excludes(n, name)]
        if norms:
            _left_by_list(inquiry, norms[0], name, (junior, senior), sides)
    norms = [n for n in junior.versions[-1].norms if _yields_once(n, senior)]
    tell = _tells_its_months(junior) and _tells_its_months(senior)
    if norms and tell and _months(junior) - _months(senior):
        _left_by_months(inquiry, norms[0], (junior, senior), sides)


def _lists_of(instrument: ir.Instrument) -> list[str]:
    """Give the facts that tell who is on a list of the instrument, where being listed is a requirement."""
    version = instrument.versions[-1]
    listed = [listing.fact for listing in version.listings if listing.fact is not None]
    asked = [
        norm.condition.name
        for norm in version.norms
        if norm.role is ir.Role.REQUIREMENT and isinstance(norm.condition, ir.FactRef)
    ]
    return list(dict.fromkeys((*listed, *asked)))


def _excludes(norm: ir.Norm, name: str) -> bool:
    """Tell whether a norm takes out whoever a fact is true of, by that fact alone."""
    match norm.role, norm.condition:
        case ir.Role.EXCLUSION, ir.FactRef(fact):
            return fact == name
        case ir.Role.REQUIREMENT, ir.Not(ir.FactRef(fact)):
            return fact == name
        case _:
            return False


def _yields_once(norm: ir.Norm, senior: ir.Instrument) -> bool:
    """Tell whether a requirement takes out, for good, whom another instrument pays for."""
    named_ = isinstance(norm.condition, ir.NotBorne) and senior.id in norm.condition.seniors
    return named_ and norm.role is ir.Role.REQUIREMENT and norm.grain is ir.Grain.ONCE


def _tells_its_months(instrument: ir.Instrument) -> bool:
    schedules = instrument.versions[-1].schedules
    return bool(schedules) and not any(schedule.is_open for schedule in schedules)


def _would_be_paid(s: Side, judged: Any, but: ir.Norm) -> Any:
    """Say that all holds that an instrument asks for once, but for one norm."""
    once = (ir.Role.REQUIREMENT, ir.Role.EXCLUSION)
    others = [w for w in judged.weighed if w.month is None and w.norm is not but and w.norm.role in once]
    return s.both(
        judged.applicable.true,
        s.either(*(each.match.true for each in judged.standings)),
        *(w.holds.true for w in others),
        s.either(*(w.holds.false for w in judged.weighed if w.norm is but)),
    )


def _left_by_list(
    inquiry: Inquiry,
    norm: ir.Norm,
    name: str,
    both: tuple[ir.Instrument, ir.Instrument],
    sides: Callable[[Side], tuple[Any, Any]],
) -> None:
    junior, senior = both

    def left(s: Side) -> Any:
        mine, theirs = sides(s)
        return s.both(
            _would_be_paid(s, mine, norm),
            s.says_so(name),
            s.either(*(s.negate(each.any_month.false) for each in mine.standings)),
            theirs.applicable.true,
            s.either(*(each.own.true for each in theirs.standings)),
            theirs.outcomes[Outcome.NOT_ELIGIBLE],
        )

    case = inquiry.case
    worker = inquiry.worker(_whether(inquiry, junior, senior), left)
    if worker is not None:
        refused = all(case.decide(worker, each).outcome is Outcome.NOT_ELIGIBLE for each in both)
        inquiry.tell(
            proof.FallsBetween(
                span=norm.origin or _place(junior),
                place=_cited(norm, junior, case),
                other=named(senior, case.library),
                fact=name,
                shown=(inquiry.words(worker), *_assumed(case)),
                others=_beside(senior),
            ),
            worker,
            holds=lambda _: refused,
            under=junior,
        )


def _left_by_months(
    inquiry: Inquiry,
    norm: ir.Norm,
    both: tuple[ir.Instrument, ir.Instrument],
    sides: Callable[[Side], tuple[Any, Any]],
) -> None:
    junior, senior = both

    def left(s: Side) -> Any:
        mine, theirs = sides(s)
        unpaid = [
            s.both(each.match.true, bit.true, *((theirs.months[m].false,) if m in theirs.months else ()))
            for each in mine.standings
            for m, bit in each.months.items()
        ]
        return s.both(_would_be_paid(s, mine, norm), theirs.outcomes[Outcome.ELIGIBLE], s.either(*unpaid))

    case = inquiry.case
    worker = inquiry.worker(_whether(inquiry, junior, senior), left)
    if worker is None:
        return
    mine, theirs = (case.decide(worker, each) for each in both)
    paid = {m.month for m in theirs.months if m.verdict is Truth.TRUE}
    months = _in_spans(sorted(_months(junior) - paid))
    left_over = mine.outcome is Outcome.NOT_ELIGIBLE and theirs.outcome is Outcome.ELIGIBLE and bool(months)
    inquiry.tell(
        proof.MonthsFallBetween(
            span=norm.origin or _place(junior),
            place=_cited(norm, junior, case),
            other=named(senior, case.library),
            months=Text(", ".join(m.indonesian for m in months), ", ".join(m.english for m in months)),
            shown=(inquiry.words(worker), *_assumed(case)),
            others=(*_paying_months(junior), *_paying_months(senior)),
        ),
        worker,
        holds=lambda _: left_over,
        under=junior,
    )


def _paying_months(instrument: ir.Instrument, month: Month | None = None) -> tuple[tuple[Span, Text], ...]:
    """Give where an instrument says which months it pays; of one month, where it names or leaves open that one."""
    schedules = instrument.versions[-1].schedules
    places = dict.fromkeys(
        stated_at(instrument, each.citation)
        for each in schedules
        if month is None or each.is_open or month in {funded.month for funded in each.months}
    )
    return tuple((at, Text("bulan yang dibayar", "the months paid")) for at in places if at is not None)


def _in_spans(months: Sequence[Month]) -> list[Text]:
    """Give months in words, those in a row as a span."""
    return [
        month_words(run.first)
        if len(run) == 1
        else say(
            "{a} sampai dengan {b}", "{a} through {b}", a=month_words(run.first), b=month_words(run.last)
        )
        for run in month_runs(months)
    ]


def _cited(norm: ir.Norm, junior: ir.Instrument, case: Case) -> Text:
    """Give the place of a norm and the instrument it stands in."""
    return say("{p} {i}", "{p} of {i}", p=place(norm.citation.provision), i=named(junior, case.library))


def _whether(inquiry: Inquiry, junior: ir.Instrument, senior: ir.Instrument) -> Text:
    return say(
        "apakah seseorang tidak ditanggung {a} maupun {b}",
        "whether somebody is paid neither by {a} nor by {b}",
        a=named(junior, inquiry.case.library),
        b=named(senior, inquiry.case.library),
    )
