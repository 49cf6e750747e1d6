"""Box algebra, the solver and the reference say the same of every generated policy, question and worker."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from policy_engine import workspace
from policy_engine.backends.boxes.space import OutsideError
from policy_engine.backends.smt.minimise import plainest
from policy_engine.domain.bilingual import Text
from policy_engine.ir import nodes as ir
from policy_engine.ir.refused import NotEncodedError
from policy_engine.pipeline import compile_library
from policy_engine.proofs.above import look_up
from policy_engine.proofs.case import Case, lay_out
from policy_engine.proofs.findings import Inquiry, Worker
from policy_engine.proofs.inside import look_inside
from policy_engine.proofs.sides import Question
from policy_engine.semantics.elaborate import elaborate
from policy_engine.testing.policies import Country, policies

FEW = settings(
    max_examples=max(1, settings().max_examples // 12),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    phases=(Phase.explicit, Phase.generate),
)
MILLISECONDS = 20_000
POLICIES = workspace.prelude_folder().parent


class Twice(Inquiry):
    """Every question is put to both deciders; what differs is kept."""

    def __init__(self, case: Case) -> None:
        super().__init__(case)
        self.differ: list[tuple[str, object, object]] = []
        self.agreed = 0

    def nobody(self, what: Text, question: Question) -> bool:
        case = self.case
        solved = case.prover.model(case.domain.complete, question(case.solver)) is None
        try:
            boxed = solved if case.boxes is None else case.boxes.nobody(question)
        except OutsideError:
            return solved
        self._compare(what, boxed, solved)
        return solved

    def worker(self, what: Text, question: Question, *, free: frozenset[str] = frozenset()) -> Worker | None:
        case = self.case
        solved = plainest(case.prover, case.domain, question(case.solver), on=case.on, free=free)
        try:
            if case.boxes is not None and free:
                self._compare(what, case.boxes.nobody(question, free), solved is None)
            elif case.boxes is not None:
                self._compare(what, case.boxes.worker(question), solved)
        except OutsideError:
            pass
        return None if solved is None else case.whole(solved)

    def _compare(self, what: Text, boxed: object, solved: object) -> None:
        if boxed == solved:
            self.agreed += 1
        else:
            self.differ.append((what.english, boxed, solved))


def compared(library: ir.Library, instrument: ir.Instrument) -> Twice | None:
    case = lay_out(library, instrument, MILLISECONDS)
    if not isinstance(case, Case):
        return None
    inquiry = Twice(case)
    try:
        look_inside(inquiry, full=True)
        look_up(inquiry)
    except NotEncodedError:
        return None
    return inquiry


@pytest.mark.slow
@FEW
@given(policies())
def test_boxes_and_the_solver_answer_every_question_alike(country: Country) -> None:
    library = elaborate(country.trees).library
    for instrument in library.instruments:
        inquiry = compared(library, instrument)
        assert inquiry is None or inquiry.differ == []


@pytest.mark.slow
def test_boxes_answer_every_question_about_our_own_policies_and_the_solver_agrees() -> None:
    library = compile_library(workspace.open_workspace([str(POLICIES)], prelude=False).own).library
    assert library is not None
    for instrument in library.instruments:
        inquiry = compared(library, instrument)
        if inquiry is not None:
            assert inquiry.differ == []
            assert inquiry.case.boxes is not None
