"""Stated properties (`pastikan`): a property and the law in; proved for all workers, or refuted by one, out."""

from collections.abc import Mapping
from typing import Any, TypeAlias

from policy_engine.backends.boxes.space import OutsideError
from policy_engine.diagnostics.wording import say
from policy_engine.domain.bilingual import Text
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir import nodes as ir
from policy_engine.ir.cases import Property, Relation
from policy_engine.ir.refused import NotEncodedError
from policy_engine.ir.walk import facts_read
from policy_engine.proofs.case import Case
from policy_engine.proofs.findings import Worker
from policy_engine.proofs.sides import Side
from policy_engine.structure import dataclass


@dataclass(frozen=True, slots=True)
class Holds:
    """It holds for every worker."""


@dataclass(frozen=True, slots=True)
class Refuted:
    """It does not hold for this worker, the plainest of them; only the facts that can matter are given."""

    worker: Worker


@dataclass(frozen=True, slots=True)
class Open:
    """The solver did not settle it, and why."""

    reason: Text


Verdict: TypeAlias = Holds | Refuted | Open


def settle(stated: Property, library: ir.Library, milliseconds: int) -> Verdict:
    """Prove a property for every worker there can be, or find the plainest worker who refutes it."""
    instrument = next(each for each in library.instruments if each.id == stated.instrument)
    case = Case(library, instrument, stated.on, None, milliseconds, also=(stated.condition,))
    try:
        worker = _by_boxes(stated, case)
    except OutsideError:
        worker = None
    else:
        return Holds() if worker is None else _refuted(stated, case, worker)
    return _by_the_solver(stated, case)


def _by_boxes(stated: Property, case: Case) -> Mapping[str, ir.FactValue] | None:
    outcome = stated.outcome
    if case.boxes is None or outcome is None or stated.cost_at_most is not None:
        raise OutsideError(Text("biaya", "a cost"))

    def refuting(s: Side) -> Any:
        met = s.truth(stated.condition, s.scope)
        if stated.relation is Relation.ONLY_IF:
            return s.both(s.judged.outcomes[outcome], met.false)
        kept = (outcome, Outcome.UNDETERMINED, Outcome.NOT_APPLICABLE)
        return s.both(met.true, *(s.negate(s.judged.outcomes[each]) for each in kept))

    return case.boxes.worker(refuting)


def _refuted(stated: Property, case: Case, worker: Mapping[str, ir.FactValue]) -> Refuted:
    reads = case.reads | facts_read(stated.condition)
    return Refuted({name: value for name, value in worker.items() if name in reads})


def _by_the_solver(stated: Property, case: Case) -> Verdict:
    from policy_engine.backends.smt.minimise import plainest  # noqa: PLC0415  loaded where it is needed
    from policy_engine.backends.smt.solve import NotSettledError  # noqa: PLC0415

    try:
        worker = plainest(case.prover, case.domain, _refutation(stated, case), on=case.on)
    except NotEncodedError as refused:
        return Open(refused.reason)
    except NotSettledError:
        reason = say("tidak terjawab dalam {n} milidetik", "not settled in {n} ms", n=str(case.milliseconds))
        return Open(reason)
    return Holds() if worker is None else _refuted(stated, case, worker)


def _refutation(stated: Property, case: Case) -> Any:
    """Give what is unsatisfiable iff the property holds for every worker."""
    from policy_engine.backends.smt import questions as ask  # noqa: PLC0415
    from policy_engine.backends.smt.cost import total_cost  # noqa: PLC0415
    from policy_engine.backends.smt.encode import truth  # noqa: PLC0415
    from policy_engine.backends.smt.logic import both  # noqa: PLC0415

    met = truth(stated.condition, case.scope)
    if stated.cost_at_most is not None:
        owed = total_cost(case.judged, case.scope)
        return both((met.true, owed.known, owed.value > stated.cost_at_most))
    if stated.outcome is None:
        raise NotEncodedError(Text("sifat tanpa hasil atau biaya", "a property without outcome or cost"))
    only_if = stated.relation is Relation.ONLY_IF
    return ask.refutes(case.judged.outcomes, met, stated.outcome, only_if=only_if)
