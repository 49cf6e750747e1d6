"""What a proof finds against higher law: whom an instrument admits and a higher norm refuses."""

from policy_engine.backends.smt import questions as ask
from policy_engine.backends.smt.encode import NotEncodedError
from policy_engine.backends.smt.instruments import Weighed, weigh
from policy_engine.backends.smt.logic import Whole, both, either
from policy_engine.backends.smt.minimise import farthest, is_value, months_before
from policy_engine.diagnostics import proof
from policy_engine.diagnostics.wording import place, say
from policy_engine.domain.bilingual import Text
from policy_engine.domain.dates import PackedDate, is_packed
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir import nodes as ir
from policy_engine.ir.decision import Decision
from policy_engine.ir.precedence import version_on
from policy_engine.ir.walk import REGISTRATION_FACT, facts_read
from policy_engine.proofs.findings import Inquiry, Worker, cited

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
        words = [cited(norm.citation, case.instrument.id) for norm, _ in silent]
        _, worker = silent[0]
        inquiry.tell(
            proof.LeftToHigherLaw(
                span=case.version.groups[0].match.origin or case.instrument.origin,
                place=words[0],
                higher=Text(", ".join(w.indonesian for w in words), ", ".join(w.english for w in words)),
                shown=(inquiry.words(worker),),
            ),
            worker,
            holds=_is_refused_above,
        )


def _against(inquiry: Inquiry, norm: ir.Norm, silent: list[tuple[ir.Norm, Worker]]) -> None:
    case = inquiry.case
    months = tuple(case.judged.months)
    try:
        higher = weigh(norm, months, case.scope)
    except NotEncodedError:
        return
    if not higher:
        return
    own = _own_norm(inquiry, norm, higher)
    what = say("apakah {h} dilampaui", "whether {h} is exceeded", h=cited(norm.citation, case.instrument.id))
    formula = ask.admitted_against(case.judged, own, higher)
    worker = inquiry.worker(what, formula)
    if worker is None:
        return
    if not own:
        silent.append((norm, worker))
        return
    workers = [worker, *_at_the_far_end(inquiry, worker, norm, own, higher)]
    mine = own[0].norm
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
    own = made.outcome in (Outcome.ELIGIBLE, Outcome.UNDETERMINED)
    return own and made.effective is Outcome.NOT_ELIGIBLE


def _own_norm(inquiry: Inquiry, higher: ir.Norm, weighed_above: tuple[Weighed, ...]) -> tuple[Weighed, ...]:
    """Give the own norm on the same matter; nothing where the instrument is silent.

    It reads most of the same facts, and refuses somebody whom the higher norm refuses too.
    """
    asked = facts_read(higher.condition) - {REGISTRATION_FACT}
    best: tuple[Weighed, ...] = ()
    most = 0
    refused = either(w.holds.false for w in weighed_above)
    about = say("pertanyaan tentang {p}", "a question about {p}", p=place(higher.citation.provision))
    for weighed in inquiry.case.norms:
        norm = weighed[0].norm
        shared = len((facts_read(norm.condition) - {REGISTRATION_FACT}) & asked)
        if norm.role not in (ir.Role.REQUIREMENT, ir.Role.EXCLUSION) or shared <= most:
            continue
        if not inquiry.nobody(about, both((refused, either(w.holds.false for w in weighed)))):
            best, most = weighed, shared
    return best


def _at_the_far_end(
    inquiry: Inquiry,
    worker: Worker,
    norm: ir.Norm,
    own: tuple[Weighed, ...],
    higher: tuple[Weighed, ...],
) -> list[Worker]:
    """Give the same worker at the other end of an age that differs, in whole months on the day."""
    case = inquiry.case
    for name in sorted(facts_read(norm.condition) & case.births):
        born = worker.get(name)
        variable = case.domain.variables.get(name)
        if not isinstance(born, int) or not isinstance(variable, Whole):
            continue
        days = [
            PackedDate(day)
            for months in range(_LONGEST_LIFE * 12)
            if is_packed(day := months_before(case.on, 0, months)) and day < born
        ]
        same = [is_value(v, worker[n]) for n, v in case.domain.variables.items() if n != name and n in worker]
        found = farthest(
            case.prover, case.domain, name, days, *same, ask.admitted_against(case.judged, own, higher)
        )
        if found is not None:
            return [{**worker, name: found}]
    return []
