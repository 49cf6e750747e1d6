"""What a proof finds against higher law: whom an instrument admits and a higher norm refuses."""

from collections.abc import Sequence

from policy_engine.diagnostics import proof
from policy_engine.diagnostics.wording import place, say
from policy_engine.domain.bilingual import Text
from policy_engine.domain.citation import Citation, InstrumentId, Provision
from policy_engine.domain.dates import PackedDate, is_packed, unpack
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir import nodes as ir
from policy_engine.ir.decision import Decision
from policy_engine.ir.precedence import version_on
from policy_engine.ir.walk import REGISTRATION_FACT, facts_read
from policy_engine.proofs.findings import Inquiry, Worker, cited
from policy_engine.proofs.sides import Question

_LONGEST_LIFE = 120
"""Years that a worker can be old, for the second example."""


def look_up(inquiry: Inquiry) -> None:
    """Hold the norms over every participant of each higher instrument against this one."""
    case = inquiry.case
    if not case.version.groups:
        return
    silent: list[tuple[ir.Norm, Worker]] = []
    for higher in case.higher:
        version = version_on(higher, case.on)
        for norm in () if version is None else version.participant_norms:
            _against(inquiry, norm, silent)
    if silent:
        _, worker = silent[0]
        inquiry.tell(
            proof.LeftToHigherLaw(
                span=case.version.groups[0].match.origin or case.instrument.origin,
                place=cited(silent[0][0].citation, case.instrument.id),
                higher=_together([norm.citation for norm, _ in silent], case.instrument.id),
                shown=(inquiry.words(worker),),
            ),
            worker,
            holds=_is_refused_above,
        )


def _together(citations: Sequence[Citation], home: InstrumentId) -> Text:
    """Give citations in one phrase: those under one paragraph after the first by their own letter alone."""
    words: list[Text] = []
    for number, citation in enumerate(citations):
        steps = citation.provision.steps
        before = citations[number - 1] if number else None
        beside = (
            before is not None
            and before.instrument == citation.instrument
            and before.provision.steps[:-1] == steps[:-1]
        )
        words.append(place(Provision(steps[-1:])) if beside and steps else cited(citation, home))
    return Text(", ".join(w.indonesian for w in words), ", ".join(w.english for w in words))


def _against(inquiry: Inquiry, norm: ir.Norm, silent: list[tuple[ir.Norm, Worker]]) -> None:
    case = inquiry.case
    if norm.grain is ir.Grain.EACH_MONTH and not case.months:
        return
    own = _own_norm(inquiry, norm)
    what = say("apakah {h} dilampaui", "whether {h} is exceeded", h=cited(norm.citation, case.instrument.id))
    question = _exceeds(own, norm)
    worker = inquiry.worker(what, question)
    if worker is None:
        return
    if own is None:
        silent.append((norm, worker))
        return
    workers = [worker, *_at_the_far_end(inquiry, worker, norm, question)]
    mine = case.stated[own]
    inquiry.tell(
        proof.WiderThanNational(
            span=mine.origin,
            place=cited(mine.citation, case.instrument.id),
            higher=cited(norm.citation, case.instrument.id),
            shown=tuple(inquiry.words(each) for each in workers),
        ),
        *workers,
        holds=_is_refused_above,
    )


def _is_refused_above(made: Decision) -> bool:
    # Exceptions that contradict one another beside the higher norm do not make it let the worker through.
    own = made.outcome in (Outcome.ELIGIBLE, Outcome.UNDETERMINED)
    return own and made.effective in (Outcome.NOT_ELIGIBLE, Outcome.CONFLICT)


def _exceeds(own: int | None, norm: ir.Norm) -> Question:
    return lambda s: s.ask.admitted_against(s.judged, () if own is None else s.norms[own], s.higher(norm))


def _own_norm(inquiry: Inquiry, higher: ir.Norm) -> int | None:
    """Give the own norm on the same matter, by its place; None where the instrument is silent.

    It reads most of the same facts, and refuses somebody whom the higher norm refuses too.
    """
    asked = facts_read(higher.condition) - {REGISTRATION_FACT}
    best: int | None = None
    most = 0
    about = say("pertanyaan tentang {p}", "a question about {p}", p=place(higher.citation.provision))
    for number, norm in enumerate(inquiry.case.stated):
        shared = len((facts_read(norm.condition) - {REGISTRATION_FACT}) & asked)
        if norm.role not in (ir.Role.REQUIREMENT, ir.Role.EXCLUSION) or shared <= most:
            continue
        if not inquiry.nobody(about, _both_refuse(number, higher)):
            best, most = number, shared
    return best


def _both_refuse(own: int, higher: ir.Norm) -> Question:
    return lambda s: s.both(
        s.either(*(w.holds.false for w in s.higher(higher))), s.either(*(w.holds.false for w in s.norms[own]))
    )


def _at_the_far_end(inquiry: Inquiry, worker: Worker, norm: ir.Norm, question: Question) -> list[Worker]:
    """Give the same worker at the other end of an age that differs, in whole months on the day."""
    case = inquiry.case
    for name in sorted(facts_read(norm.condition) & case.births):
        born = worker.get(name)
        if not isinstance(born, int):
            continue
        days = [
            PackedDate(day)
            for months in range(_LONGEST_LIFE * 12)
            if is_packed(day := months_before(case.on, months)) and day < born
        ]
        found = inquiry.farthest(worker, name, days, question)
        if found is not None:
            return [{**worker, name: found}]
    return []


def months_before(on: PackedDate, months: int) -> int:
    """Give the packed day so many months before a day; it need not be a day of the calendar."""
    year, month, day = unpack(on)
    before = year * 12 + month - 1 - months
    return before // 12 * 512 + (before % 12 + 1) * 32 + day
