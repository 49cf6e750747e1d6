"""What the solver does not settle in time is a finding; nothing is passed over in silence."""

import pytest

from policy_engine.backends.smt.solve import NotSettledError, Prover
from policy_engine.diagnostics.logic import FindingDoesNotReplay
from policy_engine.diagnostics.proof import WiderThanNational
from policy_engine.diagnostics.proof_texts import AGE, example
from policy_engine.domain.bilingual import Language, both
from policy_engine.proofs.case import Case, lay_out
from policy_engine.proofs.findings import Inquiry
from tests.unit.proofs.texts import codes, library_of, proofs_of

SPENDING = (
    'fakta pengeluaran adalah rupiah per bulan "pengeluaran" / "spending", dari Rp0 sampai dengan Rp1.000.\n'
)
TWO_FACTS = SPENDING + example((AGE, "penghasilan + pengeluaran paling banyak Rp2.000.000 per bulan"))


def late(prover: Prover, *formulas: object) -> object:
    del prover, formulas
    raise NotSettledError


def test_a_sum_of_two_facts_is_for_the_solver() -> None:
    library = library_of(TWO_FACTS)
    (own,) = (each for each in library.instruments if each.region is not None)
    case = lay_out(library, own, 5_000)
    assert isinstance(case, Case)
    assert case.boxes is None
    assert proofs_of(TWO_FACTS).solved > 0


def test_every_question_that_is_not_settled_in_time_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Prover, "model", late)
    proofs = proofs_of(TWO_FACTS)
    unsettled = [f.diagnostic for f in proofs.findings if f.diagnostic.code == "PE297"]
    assert len(unsettled) == proofs.questions
    assert proofs.analysed == 1
    assert "60000 ms" in unsettled[0].message.in_(Language.EN).replace(",", "").replace(".", "")


def test_in_no_time_the_solver_settles_nothing_however_quick_the_machine() -> None:
    library = library_of(TWO_FACTS)
    (own,) = (each for each in library.instruments if each.region is not None)
    case = lay_out(library, own, 0)
    assert isinstance(case, Case)
    with pytest.raises(NotSettledError):
        case.prover.is_possible()


def test_what_the_boxes_answer_never_waits_for_the_solver(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Prover, "model", late)
    assert "PE297" not in codes(proofs_of(example((AGE, "penghasilan paling banyak Rp2.000.000 per bulan"))))


def test_a_worker_who_does_not_replay_is_reported_as_our_own_fault_and_shows_nothing_else() -> None:
    library = library_of(example((AGE, "penghasilan paling banyak Rp2.000.000 per bulan")))
    (own,) = (each for each in library.instruments if each.region is not None)
    case = lay_out(library, own, 5_000)
    assert isinstance(case, Case)
    inquiry = Inquiry(case)
    told = WiderThanNational(span=None, place=both("Pasal 2"), higher=both("Pasal 33"))
    inquiry.tell(told, {}, holds=lambda _: False)
    (found,) = inquiry.findings
    assert isinstance(found.diagnostic, FindingDoesNotReplay)
    assert found.diagnostic.finding == "PE540"
    assert found.shown == ()
