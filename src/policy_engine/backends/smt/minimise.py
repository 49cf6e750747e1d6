"""The plainest worker of whom something is true: formulas in; complete facts, or None where there is nobody, out.

Never the raw model: facts take their typical value, then as few as possible differ from it, then in order of
name each that must differ lies as near to its typical value as it can, which is on the bound.
"""

from collections.abc import Callable
from typing import Any

import z3

from policy_engine.backends.smt.decode import fact_of, worker_of
from policy_engine.backends.smt.domain import Domain
from policy_engine.backends.smt.logic import (
    YES,
    Bit,
    Choice,
    Formula,
    Happening,
    Several,
    Term,
    Value,
    Whole,
    both,
    choose,
    count,
    negate,
)
from policy_engine.backends.smt.solve import Prover
from policy_engine.domain.dates import PackedDate
from policy_engine.ir.classes import presumed
from policy_engine.ir.nodes import CodeSet, FactValue


def plainest(
    prover: Prover, domain: Domain, *formulas: Formula, on: PackedDate, free: frozenset[str] = frozenset()
) -> dict[str, FactValue] | None:
    """Give the plainest worker of a domain; `free` are facts that may be unknown, and then are left out."""
    with prover.supposing(*formulas, *(domain.settled(n) for n in domain.variables if n not in free)):
        model = prover.model()
        if model is None:
            return None
        usual = {name: _is_typical(domain, name) for name in domain.variables}
        model = _fewest(prover, usual, model)
        as_presumed: dict[str, FactValue] = {}
        for name, same in usual.items():
            model = _prefer(prover, same, model)
            value = _presumed(domain, name)
            if value is None or not _holds(model, same):
                model = _nearest(prover, domain, name, model, on)
            elif isinstance(value, CodeSet):
                # Of codes that nothing tells apart the model has one; the worker has those that are typical.
                as_presumed[name] = value
        return worker_of(domain, model) | as_presumed


def farthest(
    prover: Prover, domain: Domain, name: str, days: list[PackedDate], *formulas: Formula
) -> PackedDate | None:
    """Give the last of some days that a date can be, in the order given."""
    variable = domain.variables[name]
    if not isinstance(variable, Whole):
        return None
    found = None
    with prover.supposing(*formulas):
        for day in days:
            if prover.is_possible(variable.value == day):
                found = day
    return found


def is_value(variable: Value, value: FactValue) -> Formula:
    """Say that a fact is known and has a value; an unlisted code is no value at all."""
    match variable:
        case Bit(true, false):
            return true if value is True else false
        case Whole(known, number):
            return both((known, number == value))
        case Happening(known, happened, day):
            at = both((happened, day == value)) if isinstance(value, int) else negate(happened)
            return both((known, at))
        case Choice(known, number, codes):
            return both((known, number == codes.index(value))) if value in codes else z3.BoolVal(False)
        case Several(known, complete, members):
            listed = value.codes if isinstance(value, CodeSet) else frozenset()
            return both(
                (known, complete, *(m if code in listed else negate(m) for code, m in members.items()))
            )


def _presumed(domain: Domain, name: str) -> FactValue | None:
    return presumed(domain.facts[name], domain.classes.get(name))


def _is_typical(domain: Domain, name: str) -> Formula:
    value = _presumed(domain, name)
    if isinstance(value, CodeSet):
        standing = (domain.classes[name].of(code) for code in value.codes)
        value = CodeSet(frozenset(code for code in standing if code is not None), complete=True)
    return YES if value is None else is_value(domain.variables[name], value)


def _fewest(prover: Prover, usual: dict[str, Formula], model: Any) -> Any:
    """Suppose that as few facts as possible are not typical."""
    differing = [negate(same) for same in usual.values()]
    most = sum(1 for same in usual.values() if not _holds(model, same))
    for number in range(most):
        found = prover.model(z3.AtMost(*differing, number))
        if found is not None:
            prover.suppose([z3.AtMost(*differing, number)])
            return found
    prover.suppose([z3.AtMost(*differing, most)])
    return model


def _prefer(prover: Prover, wanted: Formula, model: Any) -> Any:
    """Suppose what is wanted where that is possible, else its contrary."""
    found = model if _holds(model, wanted) else prover.model(wanted)
    prover.suppose([wanted if found is not None else negate(wanted)])
    return model if found is None else found


def _nearest(prover: Prover, domain: Domain, name: str, model: Any, on: PackedDate) -> Any:
    """Suppose the value of a fact that lies nearest to its typical one."""
    variable, usual = domain.variables[name], _presumed(domain, name)
    match variable:
        case Bit():
            pass
        case Whole(_, value):
            model = _closest(prover, value, usual if isinstance(usual, int) else 0, model)
        case Happening(_, happened, day):
            model = _prefer(prover, happened, model)
            if _holds(model, happened):
                model = _closest(prover, day, usual if isinstance(usual, int) else on, model)
        case Choice(_, number, codes):
            model = _first(prover, [number == place for place in range(len(codes))], model)
        case Several(_, _, members):
            sizes = [count(members.values()) == size for size in range(len(members) + 1)]
            model = _first(prover, sizes, model)
            for member in members.values():
                model = _prefer(prover, member, model)
    found = fact_of(variable, model)
    if found is not None:
        prover.suppose([is_value(variable, found)])
    return model


def _first(prover: Prover, wishes: list[Formula], model: Any) -> Any:
    for wish in wishes:
        found = model if _holds(model, wish) else prover.model(wish)
        if found is not None:
            prover.suppose([wish])
            return found
    return model


def _closest(prover: Prover, value: Term, usual: int, model: Any) -> Any:
    """Halve the distance until it is the least; of two at one distance, the smaller."""
    away: Callable[[Any], int] = lambda m: abs(_number(m, value) - usual)  # noqa: E731
    distance = choose(value >= usual, value - usual, usual - value)
    low, high = 0, away(model)
    while low < high:
        middle = (low + high) // 2
        found = prover.model(distance <= middle)
        if found is None:
            low = middle + 1
        else:
            model, high = found, away(found)
    prover.suppose([distance == high])
    return _prefer(prover, value <= usual, model)


def _holds(model: Any, formula: Formula) -> bool:
    return bool(z3.is_true(model.eval(formula, model_completion=True)))


def _number(model: Any, term: Term) -> int:
    return int(model.eval(term, model_completion=True).as_long())
