"""What a proof finds between instruments that can meet: who is paid twice, and which floors others can empty.

Only pairs are examined whose territories are nested, whose segments agree and whose months can overlap.
"""

from collections.abc import Callable, Collection, Iterator
from itertools import combinations
from typing import Any

from policy_engine.diagnostics import proof
from policy_engine.diagnostics.wording import month as month_words
from policy_engine.diagnostics.wording import say
from policy_engine.domain.bilingual import Text
from policy_engine.domain.citation import InstrumentId
from policy_engine.domain.dates import Month, PackedDate, unpack_month
from policy_engine.domain.outcomes import Outcome, Truth
from policy_engine.ir import nodes as ir
from policy_engine.ir.classes import ATTESTED
from policy_engine.ir.walk import descend, facts_read, roots
from policy_engine.proofs.case import Case, first_day_of, lay_together
from policy_engine.proofs.findings import Inquiry, Worker, cited, in_words, named
from policy_engine.proofs.sides import Question, Side
from policy_engine.source import Span

_OPEN = (Outcome.ELIGIBLE, Outcome.UNDETERMINED)


def pairs(
    library: ir.Library, own: Collection[InstrumentId]
) -> Iterator[tuple[ir.Instrument, ir.Instrument]]:
    """Give the pairs of paying instruments that one worker could meet, one of them asked for."""
    paying = [i for i in library.instruments if i.region is not None and _pays(i)]
    by_province: dict[str, list[ir.Instrument]] = {}
    for each in paying:
        by_province.setdefault((each.region or "").split(".", maxsplit=1)[0], []).append(each)
    for group in by_province.values():
        for one, other in combinations(group, 2):
            if (one.id in own or other.id in own) and _can_meet(one, other):
                yield (one, other) if len(one.region or "") <= len(other.region or "") else (other, one)


def _pays(instrument: ir.Instrument) -> bool:
    return bool(instrument.versions) and bool(
        instrument.versions[-1].groups and instrument.versions[-1].enrolments
    )


def _can_meet(one: ir.Instrument, other: ir.Instrument) -> bool:
    wide, narrow = f"{one.region}.", f"{other.region}."
    nested = wide.startswith(narrow) or narrow.startswith(wide)
    segments = one.segment is None or other.segment is None or one.segment == other.segment
    return nested and segments and bool(_common(one, other))


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
    if not _related(one, other):
        _paid_twice(inquiry, second, _common(one, other))
    _floors(inquiry, case.instrument, second, lambda s: (s.judged, s.second))
    _floors(inquiry, second, case.instrument, lambda s: (s.second, s.judged))
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
                others=_beside(case.instrument),
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
                span=junior.origin,
                place=cited(quota.citation, junior.id),
                people=quota.people,
                shown=(_register(case, worker, quota, senior), *_assumed(case)),
                others=_beside(senior),
            ),
            worker,
            holds=lambda _: refused and paid,
        )


def _is_subsidiary(norm: ir.Norm, senior: ir.Instrument) -> bool:
    parts = list(descend(norm.condition))
    named_ = any(isinstance(part, ir.NotBorne) and senior.id in part.seniors for part in parts)
    return named_ or any(name.startswith(ATTESTED) for name in facts_read(norm.condition))


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
