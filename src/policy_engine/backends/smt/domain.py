"""The workers there can be: declared facts in; variables of the solver, bounded as declared, out.

Codes that no expression tells apart are one (`ir.classes`).
"""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

import z3

from policy_engine.backends.smt.logic import (
    NO,
    Bit,
    Choice,
    Formula,
    Happening,
    Parts,
    Several,
    Term,
    Value,
    Whole,
    both,
    count,
    either,
    negate,
)
from policy_engine.domain.dates import (
    FIRST_YEAR,
    LAST_YEAR,
    MONTH_STEP,
    YEAR_STEP,
    PackedDate,
    is_leap,
    make_month,
    unpack,
)
from policy_engine.ir.classes import Classes, classes_of, facts_of
from policy_engine.ir.nodes import (
    CodeSet,
    Expr,
    Fact,
    FactValue,
    Kind,
    Library,
)
from policy_engine.ir.walk import REGISTRATION_FACT
from policy_engine.structure import dataclass

_LARGEST = 2**40
"""The largest number a fact without an upper bound is given."""

_FEBRUARY, _LEAP_DAY, _LEAP_CYCLE = 2, 29, 4
_SHORT_MONTHS = (4, 6, 9, 11)


@dataclass(frozen=True, slots=True)
class Domain:
    """The facts of a worker as variables of the solver; `suffix` tells one worker from another."""

    library: Library
    facts: Mapping[str, Fact]
    classes: Mapping[str, Classes]
    variables: Mapping[str, Value]
    bounds: tuple[Formula, ...]
    """What is true of the facts of every worker."""

    def born_by(self, births: Iterable[str], on: PackedDate, facts_as_of: PackedDate) -> tuple[Formula, ...]:
        """Say what is true of workers there can be: born by the day, and nothing has happened to them before.

        What has happened has happened by the date of the facts, and registration by the day of the decision.
        """
        born = [v.value for n in births if isinstance(v := self.variables.get(n), Whole)]
        said = [birth <= on for birth in born]
        for name, event in self.variables.items():
            if isinstance(event, Happening):
                latest = on if name == REGISTRATION_FACT else facts_as_of
                said.append(event.day <= latest)
                said.extend(event.day >= birth for birth in born)
        return tuple(said)

    @property
    def complete(self) -> Formula:
        """Say that every fact is known, every set complete and every region settled down to a village."""
        return both(self.settled(name) for name in self.variables)

    @property
    def in_words(self) -> Formula:
        """Say that no set is known to hold nothing, for which the language has no words."""
        sets = (value for value in self.variables.values() if isinstance(value, Several))
        return both(either((negate(each.known), *each.members.values())) for each in sets)

    def settled(self, name: str) -> Formula:
        """Say that a fact is known for good."""
        value = self.variables[name]
        match value:
            case Bit():
                return either((value.true, value.false))
            case Whole(known) | Happening(known):
                return known
            case Several(known, complete):
                return both((known, complete))
            case Choice(known, number, codes):
                open_ = self._open_regions(name)
                return both((known, *(number != place for place, c in enumerate(codes) if c in open_)))

    def _open_regions(self, name: str) -> frozenset[str]:
        """Give the regions of a fact that others which expressions tell apart lie in."""
        return self.classes[name].open if self.facts[name].type.kind is Kind.REGION else frozenset()


def make_domain(library: Library, read: Iterable[Expr], suffix: str = "") -> Domain:
    """Give variables for the facts that some expressions read; nothing else can tell two workers apart."""
    roots = tuple(read)
    declared = facts_of(library, roots)
    facts = {fact.name: fact for fact in declared}
    classes = classes_of(library, roots, declared)
    variables: dict[str, Value] = {}
    bounds: list[Formula] = []
    for fact in declared:
        variables[fact.name], said = _variable(fact, classes.get(fact.name), suffix)
        bounds.extend(said)
    return Domain(
        library,
        MappingProxyType(facts),
        classes,
        MappingProxyType(variables),
        tuple(bounds),
    )


# Variables


def _variable(fact: Fact, classes: Classes | None, suffix: str) -> tuple[Value, list[Formula]]:
    name = f"{fact.name}{suffix}"
    known = z3.Bool(f"{name}?")
    match fact.type.kind:
        case Kind.TRUTH:
            said = z3.Bool(name)
            return Bit(both((known, said)), both((known, negate(said)))), []
        case Kind.DATE:
            value, parts, bounds = _date(name, fact.low, fact.high)
            return Whole(known, value, NO, parts), bounds
        case Kind.EVENT:
            value, parts, bounds = _date(name, fact.low, fact.high)
            return Happening(known, z3.Bool(f"{name}!"), value, parts), bounds
        case Kind.CODE | Kind.REGION if classes is not None:
            number = z3.Int(name)
            return Choice(known, number, classes.codes), [number >= 0, number < len(classes.codes)]
        case Kind.CODE_SET if classes is not None:
            members = {code: z3.Bool(f"{name}.{code}") for code in classes.codes}
            most = fact.type.at_most
            limit = [] if most is None or most >= len(members) else [count(members.values()) <= most]
            return Several(known, z3.Bool(f"{name}*"), MappingProxyType(members)), limit
        case _:
            number = z3.Int(name)
            low = (
                (make_month(2000, 1) if fact.type.kind is Kind.MONTH else 0) if fact.low is None else fact.low
            )
            high = _LARGEST if fact.high is None else fact.high
            return Whole(known, number), [number >= low, number <= max(low, high)]


def _date(name: str, low: int | None, high: int | None) -> tuple[Term, Parts, list[Formula]]:
    """Give a packed date and say that the calendar has it."""
    year, month, day = z3.Int(f"{name}.y"), z3.Int(f"{name}.m"), z3.Int(f"{name}.d")
    parts = Parts(year, month, day)
    value = year * YEAR_STEP + month * MONTH_STEP + day
    first = FIRST_YEAR if low is None else unpack(PackedDate(low))[0]
    last = LAST_YEAR if high is None else unpack(PackedDate(high))[0]
    bounds = [
        *(year >= first, year <= last, month >= 1, month <= 12, day >= 1, day <= 31),  # noqa: PLR2004
        z3.Implies(either(month == short for short in _SHORT_MONTHS), day <= 30),  # noqa: PLR2004
        z3.Implies(month == _FEBRUARY, day <= _LEAP_DAY),
        z3.Implies(both((month == _FEBRUARY, day == _LEAP_DAY)), leap(year, first, last)),
    ]
    if low is not None:
        bounds.append(value >= low)
    if high is not None:
        bounds.append(value <= high)
    return value, parts, bounds


def leap(year: Term, first: int = FIRST_YEAR, last: int = LAST_YEAR) -> Formula:
    """Say that a year between two years has a 29 February."""
    unlike = [n for n in range(first, last + 1) if n % _LEAP_CYCLE == 0 and not is_leap(n)]
    return both((year % _LEAP_CYCLE == 0, *(year != n for n in unlike)))


# Workers


def states(domain: Domain, worker: Mapping[str, FactValue]) -> list[tuple[Term, Term]]:
    """Give what to put in place of each variable so that it is this worker; facts not given are unknown."""
    return [pair for name in domain.variables for pair in state(domain, name, worker.get(name))]


def state(domain: Domain, name: str, value: FactValue | None) -> Iterator[tuple[Term, Term]]:
    """Give what to put in place of the variables of one fact so that it has a value; None is unknown."""
    variable = domain.variables[name]
    known = z3.BoolVal(value is not None)
    match variable:
        case Bit(true):
            # "Known and said" names both variables.
            yield true.arg(0), known
            yield true.arg(1), z3.BoolVal(value is True)
        case Whole(asked, number, _, parts):
            yield asked, known
            whole = value if isinstance(value, int) else 0
            yield from ((number, z3.IntVal(whole)),) if parts is None else _parts(parts, whole)
        case Happening(asked, happened, _, parts):
            yield asked, known
            yield happened, z3.BoolVal(isinstance(value, int))
            yield from _parts(parts, value if isinstance(value, int) else 0)
        case Choice(asked, number, codes):
            standing = domain.classes[name].of(value) if isinstance(value, str) else None
            yield asked, z3.BoolVal(standing is not None)
            yield number, z3.IntVal(0 if standing is None else codes.index(standing))
        case Several(asked, complete, members):
            yield asked, known
            listed = value if isinstance(value, CodeSet) else CodeSet(frozenset(), complete=True)
            standing_for = {domain.classes[name].of(code) for code in listed.codes}
            yield complete, z3.BoolVal(listed.complete)
            yield from ((member, z3.BoolVal(code in standing_for)) for code, member in members.items())


def _parts(parts: Parts, packed: int) -> Iterator[tuple[Term, Term]]:
    year, month, day = unpack(PackedDate(packed))
    yield parts.year, z3.IntVal(year)
    yield parts.month, z3.IntVal(month)
    yield parts.day, z3.IntVal(day)


def person(domain: Domain, worker: Mapping[str, FactValue]) -> Any:
    """Give a worker as a model of the solver, in which formulas and terms have a value."""
    made = z3.Model()
    for variable, value in states(domain, worker):
        made.update_value(variable, value)
    return made


def settle(formula: Term, worker: Any) -> Term:
    """Give the value of a formula or term for a worker."""
    return worker.eval(formula, model_completion=True)
