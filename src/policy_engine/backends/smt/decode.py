"""An answer of the solver in; the facts of a worker as the rest of the program reads them, out."""

from collections.abc import Mapping
from typing import Any

import z3

from policy_engine.backends.smt.domain import Domain
from policy_engine.backends.smt.logic import Bit, Choice, Happening, Several, Term, Value, Whole
from policy_engine.ir.nodes import CodeSet, FactValue, NotHappened


def worker_of(domain: Domain, model: Any) -> dict[str, FactValue]:
    """Give the facts that are known of the worker of a model; an unknown fact is absent."""
    found: dict[str, FactValue] = {}
    for name, variable in domain.variables.items():
        value = fact_of(variable, model)
        if value is not None:
            found[name] = value
    return found


def fact_of(variable: Value, model: Any) -> FactValue | None:
    """Give one fact of the worker of a model; None where it is unknown."""
    match variable:
        case Bit(true, false):
            return True if _holds(model, true) else (False if _holds(model, false) else None)
        case Whole(known, value):
            return _number(model, value) if _holds(model, known) else None
        case Happening(known, happened, day):
            if not _holds(model, known):
                return None
            return _number(model, day) if _holds(model, happened) else NotHappened()
        case Choice(known, number, codes):
            return codes[_number(model, number)] if _holds(model, known) else None
        case Several(known, complete, members):
            return (
                CodeSet(_members(model, members), _holds(model, complete)) if _holds(model, known) else None
            )


def _members(model: Any, members: Mapping[str, Term]) -> frozenset[str]:
    return frozenset(code for code, member in members.items() if _holds(model, member))


def _holds(model: Any, formula: Term) -> bool:
    return bool(z3.is_true(model.eval(formula, model_completion=True)))


def _number(model: Any, term: Term) -> int:
    return int(model.eval(term, model_completion=True).as_long())
