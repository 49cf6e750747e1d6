"""Asking and answering: questions about one case in; findings with a worker who shows each, replayed, out."""

from collections.abc import Callable
from typing import Any, TypeVar

from policy_engine.backends.boxes.space import OutsideError
from policy_engine.backends.scalar.trace import IDENTIFYING, region_label, show_fact
from policy_engine.diagnostics.logic import FindingDoesNotReplay, NotSettled
from policy_engine.diagnostics.model import Diagnostic
from policy_engine.diagnostics.wording import date, place, say
from policy_engine.domain.bilingual import Language, Text, both
from policy_engine.domain.citation import Citation, InstrumentId
from policy_engine.domain.dates import PackedDate, unpack
from policy_engine.ir import nodes as ir
from policy_engine.ir.decision import Decision
from policy_engine.proofs.areas import Areas
from policy_engine.proofs.case import Case
from policy_engine.proofs.shown import Finding, Shown
from policy_engine.proofs.sides import Boxes, Question
from policy_engine.source import Span

PROVED = Text(
    "terbukti bagi semua pekerja dalam batas fakta yang dinyatakan, jadi tidak ada contoh pekerja",
    "proved for all workers within the declared bounds of the facts, so no worker can show it",
)
"""What is shown of a finding about everybody."""

Worker = dict[str, ir.FactValue]
_Answer = TypeVar("_Answer")


class Inquiry:
    """The questions about one case, and what was found."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.findings: list[Finding] = []
        self.questions = 0
        self.boxed = 0
        """How many of the questions boxes answered."""

    def nobody(self, what: Text, question: Question) -> bool:
        """Tell whether it is proved that no complete worker fits; what is not settled is a finding."""
        by_boxes = self._by_boxes(lambda boxes: boxes.nobody(question))
        if by_boxes is not None:
            return by_boxes
        case = self.case

        def ask() -> bool:
            return case.prover.model(case.domain.complete, question(case.solver)) is None

        return self._asked(what, ask, otherwise=False)

    def worker(self, what: Text, question: Question, *, free: frozenset[str] = frozenset()) -> Worker | None:
        """Give the plainest worker who fits, or None where there is nobody; `free` are facts that may be unknown."""
        case = self.case
        if free:
            if self._by_boxes(lambda boxes: boxes.nobody(question, free)):
                return None
        else:
            found = self._by_boxes(lambda boxes: (boxes.worker(question),))
            if found is not None:
                return None if found[0] is None else case.whole(found[0])

        def ask() -> Worker | None:
            formula = question(case.solver)
            return None if formula is None else _plainest(case, formula, free)

        told = self._asked(what, ask, otherwise=None)
        return None if told is None else case.whole(told)

    def farthest(
        self, worker: Worker, name: str, days: list[PackedDate], question: Question
    ) -> PackedDate | None:
        """Give the last of some days that a date of a worker can be so that the worker still fits."""
        case = self.case
        fitting = self._by_boxes(
            lambda boxes: boxes.fitting(({**worker, name: day} for day in days), question)
        )
        if fitting is not None:
            last = fitting[-1][name] if fitting else None
            return PackedDate(last) if isinstance(last, int) else None
        what = say("hari terjauh bagi `{f}`", "the farthest day for `{f}`", f=name)
        return self._asked(what, lambda: _farthest(case, worker, name, days, question), otherwise=None)

    def _by_boxes(self, ask: Callable[[Boxes | Areas], _Answer]) -> _Answer | None:
        """Give what the boxes answer; None where it is for the solver to answer."""
        boxes = self.case.boxes
        if boxes is None:
            return None
        try:
            found = ask(boxes)
        except OutsideError:
            return None
        self.questions += 1
        self.boxed += 1
        return found

    def tell(
        self,
        diagnostic: Diagnostic,
        *workers: Worker,
        holds: Callable[[Decision], bool] = lambda _: True,
        under: ir.Instrument | None = None,
    ) -> None:
        """Report a finding, or that a worker who should show it does not, which is our own fault.

        The worker is decided `under` the instrument that the finding is about, where that is not the first.
        """
        case = self.case
        judged = case.instrument if under is None else under
        made = [case.decide(worker, judged) for worker in workers]
        if not all(holds(decision) for decision in made):
            self.findings.append(
                Finding(
                    FindingDoesNotReplay(
                        span=diagnostic.span,
                        place=named(judged, case.library),
                        finding=diagnostic.code,
                        shown=tuple(self.words(worker) for worker in workers),
                    )
                )
            )
            return
        shown = tuple(
            Shown(
                diagnostic.code,
                judged.id,
                case.assumed,
                case.on,
                case.facts_as_of,
                {name: value for name, value in worker.items() if name in case.reads},
                decision,
            )
            for worker, decision in zip(workers, made, strict=True)
        )
        self.findings.append(Finding(diagnostic, shown))

    def words(self, worker: Worker) -> Text:
        """Give a worker in words: what the instrument and the law above it read."""
        return in_words(self.case, worker)

    def _asked(self, what: Text, ask: Callable[[], _Answer], *, otherwise: _Answer) -> _Answer:
        from policy_engine.backends.smt.solve import NotSettledError  # noqa: PLC0415  loaded where it is needed

        self.questions += 1
        try:
            return ask()
        except NotSettledError:
            case = self.case
            late = NotSettled(
                span=case.instrument.origin,
                place=named(case.instrument, case.library),
                milliseconds=case.milliseconds,
                question=what,
            )
            self.findings.append(Finding(late))
            return otherwise


def _plainest(case: Case, formula: Any, free: frozenset[str]) -> Worker | None:
    from policy_engine.backends.smt.minimise import plainest  # noqa: PLC0415

    return plainest(case.prover, case.domain, formula, on=case.on, free=free)


def _farthest(
    case: Case, worker: Worker, name: str, days: list[PackedDate], question: Question
) -> PackedDate | None:
    from policy_engine.backends.smt.minimise import farthest, is_value  # noqa: PLC0415

    rest = [is_value(v, worker[n]) for n, v in case.domain.variables.items() if n != name and n in worker]
    return farthest(case.prover, case.domain, name, days, *rest, question(case.solver))


def in_words(case: Case, worker: Worker) -> Text:
    """Give a worker in words: age where it is read, then what differs from the typical worker, then the rest."""
    declared = [
        fact
        for fact in case.library.facts
        if fact.name in case.reads and fact.name in worker and fact.name not in IDENTIFYING
    ]
    usual = {f.name: f.typical for f in declared}
    declared.sort(key=lambda f: (f.name not in case.births, worker[f.name] == usual[f.name]))
    parts = [_fact_words(case, fact, worker) for fact in declared]
    lead = say("contoh pekerja pada {d}", "a worker, on {d}", d=date(case.on))
    return Text(*(f"{lead.in_(lang)}: {'; '.join(part.in_(lang) for part in parts)}" for lang in Language))


def _fact_words(case: Case, fact: ir.Fact, worker: Worker) -> Text:
    value = show_fact(fact.name, fact, worker, case.library) or both("...")
    age = both("")
    born = worker[fact.name]
    if fact.name in case.births and isinstance(born, int):
        age = age_words(PackedDate(born), case.on)
    return Text(
        f"{fact.label.indonesian} {value.indonesian}{age.indonesian}",
        f"{fact.label.english} {value.english}{age.english}",
    )


def age_words(birth: PackedDate, on: PackedDate) -> Text:
    """Give the age on a day in brackets: ` (65 tahun 11 bulan)`."""
    (year, month, day), (born_year, born_month, born_day) = unpack(on), unpack(birth)
    months = (year - born_year) * 12 + month - born_month - (1 if day < born_day else 0)
    return Text(
        f" ({months // 12} tahun {months % 12} bulan)", f" ({months // 12} years {months % 12} months)"
    )


def stated_at(instrument: ir.Instrument, citation: Citation) -> Span | None:
    """Give where a provision of an instrument is written, as its latest version has it; else the instrument."""
    for version in reversed(instrument.versions):
        for unit in version.skeleton:
            if unit.citation == citation and unit.origin is not None:
                return unit.origin
    return instrument.origin


def named(instrument: ir.Instrument, library: ir.Library) -> Text:
    """Give the name of an instrument, with the region in words; one without a number by its working name too."""
    code, name = instrument.id.locality, instrument.id.name
    place_ = None if code is None else region_label(code, library)
    apart = "" if name is None else f" ({name})"
    return Text(
        *(f"{instrument.id.text(lang, place_.in_(lang) if place_ else None)}{apart}" for lang in Language)
    )


def cited(citation: Citation, home: InstrumentId) -> Text:
    """Give a citation; inside its own instrument only the place."""
    if citation.instrument == home and citation.provision.steps:
        return place(citation.provision)
    return Text(citation.text(Language.ID), citation.text(Language.EN))
