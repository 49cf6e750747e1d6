"""Whoever is shown by a finding replays in the reference, and nobody plainer would show it."""

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from random import Random
from typing import Any

import pytest
import z3
from hypothesis import HealthCheck, Phase, given, settings

from policy_engine import workspace
from policy_engine.backends.boxes import minimise
from policy_engine.backends.boxes.diagram import NOBODY, Diagrams, Formula
from policy_engine.backends.boxes.space import OutsideError
from policy_engine.backends.scalar.decide import decide
from policy_engine.backends.smt.domain import person, settle
from policy_engine.diagnostics.proof_texts import example
from policy_engine.diagnostics.render import render
from policy_engine.domain.bilingual import Language, Text
from policy_engine.domain.dates import PackedDate, add_days, is_packed
from policy_engine.domain.outcomes import Outcome, Truth
from policy_engine.ir import nodes as ir
from policy_engine.ir.assume import Commences, assume
from policy_engine.ir.classes import Classes, classes_of, presumed, typical
from policy_engine.ir.decision import CautionKind, Decision
from policy_engine.ir.refused import NotEncodedError
from policy_engine.pipeline import compile_library
from policy_engine.proofs.above import look_up
from policy_engine.proofs.case import Case, lay_out
from policy_engine.proofs.findings import Inquiry, Worker
from policy_engine.proofs.inside import look_inside
from policy_engine.proofs.prove import Proofs, prove
from policy_engine.proofs.shown import Analysis, Finding, Shown
from policy_engine.proofs.sides import Question
from policy_engine.semantics.elaborate import elaborate
from policy_engine.testing.edges import values
from policy_engine.testing.policies import Country, policies
from policy_engine.testing.workers import boundaries
from tests.pool import libraries
from tests.unit.proofs.texts import library_of

pytestmark = [
    pytest.mark.slow,  # part of `make test-all`
    # A policy that fails is long to print, and is what one wants to see.
    pytest.mark.filterwarnings("ignore:Generating overly large repr"),
]

SOME = settings(
    max_examples=max(1, settings().max_examples // 3),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    phases=(Phase.explicit, Phase.generate),
)
MILLISECONDS = 20_000
_MOST_TRIED = 1_500
"""Others by chance who are tried for each one shown, besides those near by."""
_MOST_BY_SOLVER = 40
"""Plainer workers whom the solver is asked about where boxes cannot say."""


# Replay


@functools.cache
def our_own() -> tuple[ir.Library, Proofs]:
    files = workspace.open_workspace([str(workspace.prelude_folder().parent)], prelude=False).own
    library = compile_library(files).library
    assert library is not None
    return library, prove(
        library, {i.id for i in library.instruments}, Analysis.FULL, milliseconds=MILLISECONDS
    )


def replayed(library: ir.Library, shown: Shown) -> Decision:
    """Decide who is shown again, from what is written of them alone, as a test in the policy would."""
    if shown.assumed is not None:
        library = assume(library, shown.instrument, (Commences(shown.assumed),))
    return decide(
        library, shown.instrument, shown.worker, on=shown.on, facts_as_of=shown.facts_as_of, digest="0" * 64
    )


def shows(code: str, made: Decision) -> bool:
    """Say whether a decision is what a finding of a code says of it, in the words of the reference."""
    open_ = made.outcome in (Outcome.ELIGIBLE, Outcome.UNDETERMINED)
    match code:
        case "PE210":
            told = any(caution.kind is CautionKind.EXCEPTION_CONFLICT for caution in made.cautions)
            return told or made.outcome is Outcome.CONFLICT
        case "PE212":
            matching = [n for n in made.norms if n.role is ir.Role.GROUP and n.verdict is Truth.TRUE]
            return len({n.citation for n in matching}) >= 2
        case "PE213":
            return made.outcome is Outcome.UNDETERMINED
        case "PE214":
            return made.outcome is Outcome.ELIGIBLE and any(m.verdict is Truth.TRUE for m in made.months)
        case "PE540" | "PE541":
            above = [n for n in made.norms if n.citation.instrument != made.instrument]
            refused = {(ir.Role.REQUIREMENT, Truth.FALSE), (ir.Role.EXCLUSION, Truth.TRUE)}
            inside = made.effective in (Outcome.ELIGIBLE, Outcome.UNDETERMINED)
            return open_ and not inside and any((n.role, n.verdict) in refused for n in above)
        case "PE542":
            return open_
        case "PE543":
            return made.outcome is not Outcome.ELIGIBLE
        case "PE218" | "PE544" | "PE545":
            return made.outcome is Outcome.NOT_ELIGIBLE
        case "PE219":
            return made.outcome is Outcome.ELIGIBLE and not made.costs
        case _:
            raise AssertionError(f"a finding of {code} shows a worker, and nothing says what it shows")


def broken(library: ir.Library, findings: tuple[Finding, ...]) -> Iterator[str]:
    """Give each finding that is a fault of ours, or whose worker does not show it."""
    for finding in findings:
        if finding.diagnostic.code == "PE298":
            yield render(finding.diagnostic, Language.EN)
        for shown in finding.shown:
            made = replayed(library, shown)
            if made.outcome is not shown.decision.outcome or made.effective is not shown.decision.effective:
                yield f"{shown.code}: decided otherwise: {dict(shown.worker)}"
            elif not shows(shown.code, made):
                yield f"{shown.code}: not shown by {dict(shown.worker)}"


def test_everybody_shown_in_our_own_policies_replays() -> None:
    library, proofs = our_own()
    assert sum(len(finding.shown) for finding in proofs.findings) >= 15
    assert list(broken(library, proofs.findings)) == []


@SOME
@given(policies())
def test_everybody_shown_in_a_generated_policy_replays(country: Country) -> None:
    library = elaborate(country.trees).library
    own = {instrument.id for instrument in library.instruments}
    found = prove(library, own, Analysis.FULL, milliseconds=MILLISECONDS).findings
    assert list(broken(library, found)) == []


# Minimality


@dataclass(frozen=True, slots=True)
class Answered:
    """A question and who was given as the plainest answer."""

    question: Question
    worker: Worker


class Remembering(Inquiry):
    """Keeps each question that has a worker for an answer."""

    def __init__(self, case: Case) -> None:
        super().__init__(case)
        self.answered: list[Answered] = []

    def worker(self, what: Text, question: Question, *, free: frozenset[str] = frozenset()) -> Worker | None:
        found = super().worker(what, question, free=free)
        if found is not None and not free:
            self.answered.append(Answered(question, found))
        return found


def asked(library: ir.Library, instrument: ir.Instrument) -> Remembering | None:
    case = lay_out(library, instrument, MILLISECONDS)
    if not isinstance(case, Case):
        return None
    inquiry = Remembering(case)
    try:
        look_inside(inquiry, full=True)
        look_up(inquiry)
    except NotEncodedError:
        return None
    return inquiry


@dataclass(frozen=True, slots=True)
class Plainness:
    """What makes one worker plainer than another, said once more and without searching."""

    facts: tuple[ir.Fact, ...]
    classes: Mapping[str, Classes]
    edges: Mapping[str, frozenset[int | str]]
    on: PackedDate

    def differing(self, worker: Worker) -> list[ir.Fact]:
        """Give the facts whose value is not the one presumed, in the order of their names."""
        return [f for f in self.facts if not self._is_presumed(f, worker[f.name])]

    def rank(self, worker: Worker) -> tuple[object, ...]:
        """Give what is the smaller, the plainer a worker is."""
        away = (self._away(f, worker[f.name]) for f in self.facts)
        return (len(self.differing(worker)), *away)

    def _is_presumed(self, fact: ir.Fact, value: ir.FactValue) -> bool:
        presumed_ = presumed(fact, self.classes.get(fact.name))
        return presumed_ is None or self._standing(fact, value) == self._standing(fact, presumed_)

    def _standing(self, fact: ir.Fact, value: ir.FactValue) -> ir.FactValue | None:
        """Give what expressions can see of a value."""
        match value:
            case str():
                return self.classes[fact.name].of(value)
            case ir.CodeSet(codes, complete):
                of = self.classes[fact.name].of
                return ir.CodeSet(frozenset(c for code in codes if (c := of(code)) is not None), complete)
            case _:
                return value

    def _away(self, fact: ir.Fact, value: ir.FactValue) -> tuple[object, ...]:
        usual = presumed(fact, self.classes.get(fact.name))
        if usual is not None and self._is_presumed(fact, value):
            return (0,)
        match self._standing(fact, value):
            case bool() | None:
                return (1,)
            case int() as number:
                none = self.on if fact.type.kind is ir.Kind.EVENT else 0
                centre = usual if isinstance(usual, int) else none
                return (1, 0, abs(number - centre), number)
            case ir.NotHappened():
                return (1, 1)
            case str() as code:
                return (1, self.classes[fact.name].codes.index(code))
            case ir.CodeSet(members):
                order = self.classes[fact.name].codes
                return (1, len(members), *(0 if code in members else 1 for code in order))


def plainness(case: Case) -> Plainness:
    facts = case.facts
    return Plainness(facts, classes_of(case.library, case.read, facts), boundaries(case.library), case.on)


def plainer(case: Case, worker: Worker) -> Iterator[Worker]:
    """Give workers who are plainer, of those with values at the edges that the law draws."""
    plain = plainness(case)
    rank = plain.rank(worker)
    tried = _candidates(case, plain, worker)
    return (other for other in tried if plain.rank(other) < rank)


def _candidates(case: Case, plain: Plainness, worker: Worker) -> Iterator[Worker]:
    choices = {f.name: [*_values(plain, f, worker)] for f in case.facts}
    usual: Worker = {name: values[0] for name, values in choices.items() if values}
    # One fact otherwise, then each fact that differs as is usual and another one otherwise.
    fallen = ({**worker, f.name: usual[f.name]} for f in plain.differing(worker) if f.name in usual)
    for base in (worker, *fallen):
        for name, options in choices.items():
            yield from ({**base, name: value} for value in options)
    # Then whoever else there is, by chance that is always the same.
    chance = Random(0)  # noqa: S311  nothing is secret
    names = [name for name, options in choices.items() if options]
    for _ in range(_MOST_TRIED):
        base = chance.choice((worker, {**worker, **usual}))
        chosen = chance.sample(names, min(len(names), chance.randint(1, 4)))
        yield {**base, **{name: chance.choice(choices[name]) for name in chosen}}


def _values(plain: Plainness, fact: ir.Fact, worker: Worker) -> Iterator[ir.FactValue]:
    """Give values of a fact: what is presumed first, the worker's own, its neighbours, and those at edges."""
    usual = presumed(fact, plain.classes.get(fact.name))
    if usual is not None:
        yield usual
    value = worker[fact.name]
    yield value
    match fact.type.kind, value:
        case ir.Kind.TRUTH, _:
            yield value is not True
        case ((ir.Kind.DATE | ir.Kind.EVENT), int()) if is_packed(value):
            yield from (add_days(PackedDate(value), step) for step in (-1, 1))
        case _, int():
            yield from (value - 1, value + 1)
        case _:
            pass
    for edge in sorted(plain.edges[fact.name], key=str)[:24]:
        yield from values(fact, edge)


def fitting(inquiry: Inquiry, question: Question, others: Iterable[Worker]) -> Worker | None:
    """Give one of some workers who is in the answer; asked of boxes, or of the solver where no box can say."""
    case = inquiry.case
    tried = [*others]
    try:
        if case.boxes is not None:
            return next(iter(case.boxes.fitting(tried, question)), None)  # type: ignore[return-value]
    except OutsideError:
        pass
    domain = case.domain
    within = z3.And(question(case.solver), domain.complete, case.plausible, *domain.bounds)
    few = tried[:_MOST_BY_SOLVER]
    return next((w for w in few if z3.is_true(settle(within, person(domain, w)))), None)


def not_plainest(inquiry: Remembering) -> Iterator[str]:
    """Give each answer for which somebody plainer would do."""
    for answer in inquiry.answered:
        better = fitting(inquiry, answer.question, plainer(inquiry.case, answer.worker))
        if better is not None:
            yield f"{answer.worker} though {better} would do"


def test_nobody_plainer_would_show_a_finding_in_our_own_policies() -> None:
    library, _ = our_own()
    inquiries = [found for i in library.instruments if (found := asked(library, i)) is not None]
    assert sum(len(each.answered) for each in inquiries) >= 10
    assert [wrong for each in inquiries for wrong in not_plainest(each)] == []


@SOME
@given(policies())
def test_nobody_plainer_would_show_a_finding_in_a_generated_policy(country: Country) -> None:
    library = elaborate(country.trees).library
    for instrument in library.instruments:
        inquiry = asked(library, instrument)
        assert inquiry is None or list(not_plainest(inquiry)) == []


def test_a_worker_who_is_not_the_plainest_is_seen() -> None:
    """The search for somebody plainer finds them, so that its silence says something."""
    library, _ = our_own()
    inquiry = next(each for i in library.instruments if (each := asked(library, i)) and each.answered)
    answer = inquiry.answered[0]
    extra = next(
        f.name
        for f in inquiry.case.facts
        if f.type.kind is ir.Kind.TRUTH
        and answer.worker.get(f.name) == typical(f)
        and inquiry.case.boxes is not None
        and inquiry.case.boxes.fitting([{**answer.worker, f.name: not typical(f)}], answer.question)
    )
    worse = {**answer.worker, extra: not answer.worker[extra]}
    inquiry.answered[:] = [Answered(answer.question, worse)]
    assert len(list(not_plainest(inquiry))) == 1


def _greedily(sets: Diagrams, part: Formula, free: Sequence[int]) -> int | None:
    del sets, free
    return None if part == NOBODY else 0


def _farthest(*asked: Any) -> tuple[int, ...]:
    return tuple(-number for number in _RANK(*asked))


_RANK = minimise._rank

FAULTS: dict[str, tuple[Any, str, Any]] = {
    "as few differences as possible forgotten": (Diagrams, "least", _greedily),
    "the farthest value for the nearest": (minimise, "_rank", _farthest),
    "what is typical forgotten": (minimise, "_presumed", lambda *_: None),
}
"""What is put in place of a part of the search for the plainest worker, by what is wrong with it."""

ONE_FOR_TWO = "".join(
    f'fakta {name} adalah ya atau tidak "{name}" / "{name}", lazim tidak, dibuktikan dengan "surat" oleh lurah.\n'
    for name in ("alfa", "beta", "gama")
) + example(("usia paling tinggi 65 tahun pada tanggal pendaftaran", "alfa atau (beta dan gama)"))
"""Whoever keeps the first fact as is usual must have two others otherwise."""


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_in_the_search_for_the_plainest_is_seen(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    module, name, broken = FAULTS[fault]
    monkeypatch.setattr(module, name, broken)
    by_hand = (library_of(ONE_FOR_TWO), our_own()[0])
    drawn = chain(by_hand, libraries())
    inquiries = (asked(library, instrument) for library in drawn for instrument in library.instruments)
    assert any(next(not_plainest(each), None) for each in inquiries if each is not None)
