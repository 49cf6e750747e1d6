"""Stated properties (`pastikan`): a property and the law in; proved for all workers, or refuted by one, out."""

from dataclasses import dataclass
from typing import TypeAlias

from policy_engine.backends.smt import questions as ask
from policy_engine.backends.smt.cost import total_cost
from policy_engine.backends.smt.encode import NotEncodedError, truth
from policy_engine.backends.smt.logic import Formula, both
from policy_engine.backends.smt.minimise import plainest
from policy_engine.backends.smt.solve import NotSettledError
from policy_engine.domain.bilingual import Text
from policy_engine.ir import nodes as ir
from policy_engine.ir.cases import Property, Relation
from policy_engine.ir.walk import facts_read
from policy_engine.proofs.case import Case
from policy_engine.proofs.findings import Worker


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
        worker = plainest(case.prover, case.domain, _refutation(stated, case), on=case.on)
    except NotEncodedError as refused:
        return Open(refused.reason)
    except NotSettledError:
        return Open(
            Text(f"tidak terjawab dalam {milliseconds} milidetik", f"not settled in {milliseconds} ms")
        )
    if worker is None:
        return Holds()
    reads = case.reads | facts_read(stated.condition)
    return Refuted({name: value for name, value in worker.items() if name in reads})


def _refutation(stated: Property, case: Case) -> Formula:
    """Unsatisfiable iff the property holds for every worker."""
    met = truth(stated.condition, case.scope)
    if stated.cost_at_most is not None:
        owed = total_cost(case.judged, case.scope)
        return both((met.true, owed.known, owed.value > stated.cost_at_most))
    if stated.outcome is None:
        raise NotEncodedError(Text("sifat tanpa hasil atau biaya", "a property without outcome or cost"))
    only_if = stated.relation is Relation.ONLY_IF
    return ask.refutes(case.judged.outcomes, met, stated.outcome, only_if=only_if)
