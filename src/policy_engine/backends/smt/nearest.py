"""The worker nearest to a given one of whom something is true: facts and formulas in; the facts that change, out.

Nearest is, in this order: the fewest facts changed; then for each of them, in order of name, the value
nearest to what it was. So no part of what is found suffices, and no nearer value does.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import z3

from policy_engine.backends.smt.decode import fact_of
from policy_engine.backends.smt.domain import Domain, state
from policy_engine.backends.smt.logic import (
    Bit,
    Choice,
    Formula,
    Happening,
    Several,
    Term,
    Whole,
    both,
    choose,
    count,
    either,
    negate,
)
from policy_engine.backends.smt.solve import Prover
from policy_engine.domain.dates import PackedDate
from policy_engine.ir.classes import typical
from policy_engine.ir.nodes import CodeSet, FactValue, NotHappened
from policy_engine.structure import dataclass


@dataclass(frozen=True, slots=True)
class Open:
    """What may change of a worker on a day: what each fact is now, and what the others that are fixed are."""

    domain: Domain
    worker: Mapping[str, FactValue]
    on: PackedDate
    same: Mapping[str, Formula]
    """For each fact that may change: that it stays as it is."""
    fixed: Formula
    """What is true of facts whatever changes."""


def open_to_change(domain: Domain, worker: Mapping[str, FactValue], on: PackedDate) -> Open:
    """Tell which facts of a worker may change: changeable ones, events to come, and what is not known yet."""
    same: dict[str, Formula] = {}
    fixed: list[Formula] = []
    for name, variable in domain.variables.items():
        value = worker.get(name)
        stays = _stays(domain, name, value)
        if value is None:
            same[name] = stays
            fixed.append(either((stays, domain.settled(name))))
        elif isinstance(value, NotHappened) and isinstance(variable, Happening):
            # What is to come can happen on the day, and no earlier.
            same[name] = stays
            fixed.append(both((variable.known, either((negate(variable.happened), variable.day == on)))))
        elif domain.facts[name].changeable and not isinstance(variable, Happening):
            same[name] = stays
            fixed.append(either((stays, domain.settled(name))))
        else:
            fixed.append(stays)
    return Open(domain, worker, on, same, both(fixed))


def _stays(domain: Domain, name: str, value: FactValue | None) -> Formula:
    variable = domain.variables[name]
    if value is None:
        match variable:
            case Bit():
                return variable.unknown
            case Whole(known) | Happening(known) | Choice(known) | Several(known):
                return negate(known)
    if isinstance(variable, Happening) and not isinstance(value, int):
        return both((variable.known, negate(variable.happened)))
    return both(held == said for held, said in state(domain, name, value))


def ways(
    prover: Prover, given: Open, *wanted: Formula, most: int, largest: int
) -> Iterator[dict[str, FactValue]]:
    """Give at most so many minimal sets of changes, of at most so many facts, the smallest first."""
    differing = [negate(same) for same in given.same.values()]
    with prover.supposing(given.fixed, *wanted):
        found = 0
        for size in range(1, min(largest, len(differing)) + 1):
            while found < most:
                model = prover.model(z3.AtMost(*differing, size))
                if model is None:
                    break
                changed = tuple(name for name, same in given.same.items() if not _holds(model, same))
                yield _nearest_values(prover, given, changed, model)
                found += 1
                # Nothing that contains this way is a way of its own.
                prover.suppose([either(given.same[name] for name in changed)])


def _nearest_values(
    prover: Prover, given: Open, changed: tuple[str, ...], model: Any
) -> dict[str, FactValue]:
    found: dict[str, FactValue] = {}
    with prover.supposing(*(same for name, same in given.same.items() if name not in changed)):
        for name in changed:
            model = _nearest_value(prover, given, name, model)
            value = _decoded(given, name, model)
            if value is not None:
                found[name] = value
    return found


def _nearest_value(prover: Prover, given: Open, name: str, model: Any) -> Any:
    """Suppose the value of a fact nearest to what it was; for what was not known, to what is usual."""
    variable, before = given.domain.variables[name], given.worker.get(name)
    usual = typical(given.domain.facts[name]) if before is None else before
    match variable:
        case Bit(true):
            return _prefer(prover, true, model)
        case Whole(_, value):
            return _closest(prover, value, usual if isinstance(usual, int) else _number(model, value), model)
        case Happening(_, happened, day):
            model = _prefer(prover, negate(happened), model)
            return _closest(prover, day, given.on, model) if _holds(model, happened) else model
        case Choice(_, number, codes):
            # A code that others lie in is told last; what is usual is told first.
            order = sorted(range(len(codes)), key=lambda place: codes[place] != usual)
            return _first(prover, [number == place for place in order], model)
        case Several(_, complete, members):
            listed = (
                usual
                if isinstance(usual, CodeSet) and before is not None
                else CodeSet(frozenset(), complete=True)
            )
            standing = {given.domain.classes[name].of(code) for code in listed.codes}
            moved = [negate(held) if code in standing else held for code, held in members.items()]
            model = _first(prover, [count(moved) == size for size in range(len(moved) + 1)], model)
            for held in members.values():
                model = _prefer(prover, held, model)
            return _prefer(prover, complete, model)


def _decoded(given: Open, name: str, model: Any) -> FactValue | None:
    """Give the value that a fact comes to have; of a set, with the codes it keeps as they were named."""
    value, before = fact_of(given.domain.variables[name], model), given.worker.get(name)
    if isinstance(value, CodeSet) and isinstance(before, CodeSet):
        classes = given.domain.classes[name]
        kept = frozenset(code for code in before.codes if classes.of(code) in value.codes)
        standing = {classes.of(code) for code in kept}
        return CodeSet(kept | (value.codes - standing), value.complete)
    return value


def _prefer(prover: Prover, wanted: Formula, model: Any) -> Any:
    """Suppose what is wanted where that is possible, else its contrary."""
    found = model if _holds(model, wanted) else prover.model(wanted)
    prover.suppose([wanted if found is not None else negate(wanted)])
    return model if found is None else found


def _first(prover: Prover, wishes: list[Formula], model: Any) -> Any:
    for wish in wishes:
        found = model if _holds(model, wish) else prover.model(wish)
        if found is not None:
            prover.suppose([wish])
            return found
    return model


def _closest(prover: Prover, value: Term, usual: int, model: Any) -> Any:
    """Halve the distance until it is the least; of two at one distance, the smaller."""
    distance = choose(value >= usual, value - usual, usual - value)
    low, high = 0, abs(_number(model, value) - usual)
    while low < high:
        middle = (low + high) // 2
        found = prover.model(distance <= middle)
        if found is None:
            low = middle + 1
        else:
            model, high = found, abs(_number(found, value) - usual)
    prover.suppose([distance == high])
    return _prefer(prover, value <= usual, model)


def _holds(model: Any, formula: Formula) -> bool:
    return bool(z3.is_true(model.eval(formula, model_completion=True)))


def _number(model: Any, term: Term) -> int:
    return int(model.eval(term, model_completion=True).as_long())
