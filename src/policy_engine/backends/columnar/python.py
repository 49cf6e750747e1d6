"""The fragment as Python: values in, the text of a function that gives them out.

The text holds generated names, whole numbers and operators only; what a policy says in words never enters it.
Unknown is None, and logic is strong Kleene, as in SQL.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field
from types import MappingProxyType
from typing import Any

from policy_engine.backends.columnar.bindings import Bindings
from policy_engine.backends.columnar.sql import (
    And,
    Arithmetic,
    AsWhole,
    BitAnd,
    Case,
    Coalesce,
    Column,
    Comparator,
    Compare,
    FloorDivide,
    IsNull,
    Not,
    Or,
    Parameter,
    Sql,
    Truth,
    Whole,
    children,
)
from policy_engine.structure import dataclass

_COMPARATOR: Mapping[Comparator, str] = {
    Comparator.EQUAL: "==",
    Comparator.UNEQUAL: "!=",
    Comparator.LESS: "<",
    Comparator.AT_MOST: "<=",
    Comparator.MORE: ">",
    Comparator.AT_LEAST: ">=",
}

_DEEPEST = 12
"""How deep values are written inside one another: Python bounds the depth of brackets."""


@dataclass(frozen=True, slots=True)
class Settled:
    """Values with the constants of one instrument in them, and with what follows from columns that are known.

    `known` are columns that are never unknown, `stated` columns that have one value.
    """

    known: frozenset[str]
    parameters: Sequence[int]
    stated: Mapping[str, Sql] = field(default_factory=dict)
    bindings: Bindings = field(default_factory=Bindings)
    _never: dict[str, bool] = field(default_factory=dict)

    def settle(self, named: Mapping[str, Sql], wanted: Iterable[Sql]) -> tuple[Sql, ...]:
        """Give values of another set of names under names of this one."""
        sought = tuple(wanted)
        needed = _needed(named, sought)
        done: dict[str, Sql] = {}

        def of(sql: Sql) -> Sql:
            match sql:
                case Column(name) if name in named:
                    return done[name]
                case Column(name):
                    return self.stated.get(name, sql)
                case Parameter(slot):
                    return Whole(self.parameters[slot])
                case _:
                    return sql

        # A name comes after the names that it is made of.
        for name in named:
            if name in needed:
                done[name] = self._made(named[name], of)
                self.is_known(done[name])
        return tuple(of(sql) for sql in sought)

    def _made(self, sql: Sql, of: Callable[[Sql], Sql]) -> Sql:
        bindings = self.bindings
        match sql:
            case And(operands):
                return bindings.and_(of(operand) for operand in operands)
            case Or(operands):
                return bindings.or_(of(operand) for operand in operands)
            case Not(operand):
                return bindings.not_(of(operand))
            case IsNull(operand):
                found = of(operand)
                return Truth(False) if self.is_known(found) else bindings.is_null(found)
            case Coalesce(operand, otherwise):
                found = of(operand)
                return found if self.is_known(found) else bindings.coalesce(found, of(otherwise))
            case Case(branches, otherwise):
                return bindings.case(
                    [(of(condition), of(value)) for condition, value in branches], of(otherwise)
                )
            case Compare(comparator, left, right):
                return bindings.compare(comparator, of(left), of(right))
            case Arithmetic(sign, left, right):
                return bindings.arithmetic(sign, of(left), of(right))
            case FloorDivide(operand, by):
                return bindings.divide(of(operand), by)
            case BitAnd(left, right):
                return bindings.bit_and(of(left), of(right))
            case AsWhole(operand):
                return bindings.as_whole(of(operand))
            case Column() | Whole() | Truth() | Parameter():
                return of(sql)

    def is_known(self, sql: Sql) -> bool:
        """Tell whether a value is never unknown."""
        match sql:
            case Whole(value) | Truth(value):
                return value is not None
            case Parameter():
                return True
            case Column(name) if name in self.bindings.named:
                if name not in self._never:
                    self._never[name] = self._is_made_known(self.bindings.named[name])
                return self._never[name]
            case Column(name):
                return name in self.known
            case _:
                return self._is_made_known(sql)

    def _is_made_known(self, sql: Sql) -> bool:
        match sql:
            case IsNull():
                return True
            case Coalesce(operand, otherwise):
                return self.is_known(otherwise) or self.is_known(operand)
            case Case(branches, otherwise):
                return all(self.is_known(value) for _, value in branches) and self.is_known(otherwise)
            case _:
                return all(map(self.is_known, children(sql)))


def body(settled: Settled, outputs: Sequence[Sql]) -> list[str]:
    """Write the lines that work outputs out and return them as a tuple; columns are local names."""
    named = settled.bindings.named
    needed = _needed(named, outputs)
    uses = Counter(part.name for sql in (*outputs, *(named[n] for n in needed)) for part in _columns(sql))
    twice = {
        part.name
        for sql in (*outputs, *(named[n] for n in needed))
        for part in _written_twice(sql, settled)
        if isinstance(part, Column)
    }
    once: dict[str, int] = {}
    for name in named:
        if name in needed and uses[name] == 1 and name not in twice:
            depth = 1 + max((once.get(part.name, 0) for part in _columns(named[name])), default=0)
            if depth < _DEEPEST:
                once[name] = depth
    printing = _Printing(settled, frozenset(once))
    lines = [
        f"{name} = {printing.made(named[name])}"
        for name in named
        if name in needed and name not in printing.once
    ]
    values = "".join(f"{printing.of(sql)}, " for sql in outputs)
    return [*lines, f"return ({values})"]


def _written_twice(sql: Sql, settled: Settled) -> Iterable[Sql]:
    """Give the operands that are asked whether they are unknown before they are used."""
    match sql:
        case And() | Or() | Not() | Compare() | Arithmetic() | FloorDivide() | BitAnd() | AsWhole():
            return (part for part in children(sql) if not settled.is_known(part))
        case _:
            return ()


def _needed(named: Mapping[str, Sql], outputs: Iterable[Sql]) -> set[str]:
    found: set[str] = set()
    waiting = list(outputs)
    while waiting:
        sql = waiting.pop()
        if isinstance(sql, Column) and sql.name in named and sql.name not in found:
            found.add(sql.name)
            waiting.append(named[sql.name])
        else:
            waiting.extend(children(sql))
    return found


def _columns(sql: Sql) -> Iterable[Column]:
    waiting = [sql]
    while waiting:
        found = waiting.pop()
        if isinstance(found, Column):
            yield found
        waiting.extend(children(found))


@dataclass(frozen=True, slots=True)
class _Printing:
    """Writes values; a name that is used once, and written once, stands where it is used."""

    settled: Settled
    once: frozenset[str]

    def of(self, sql: Sql) -> str:
        """Write a value where it is used."""
        match sql:
            case Column(name) if name in self.once:
                return self.made(self.settled.bindings.named[name])
            case Column(name):
                return name
            case Whole(value) | Truth(value):
                return str(value)
            case _:
                return self.made(sql)

    def made(self, sql: Sql) -> str:
        """Write what a name stands for."""
        match sql:
            case And(operands):
                return self._logic(operands, "and", "False", "True")
            case Or(operands):
                return self._logic(operands, "or", "True", "False")
            case Not(operand):
                return self._strict((operand,), "(not {})")
            case IsNull(operand):
                return f"({self.of(operand)} is None)"
            case Coalesce(operand, otherwise):
                if otherwise == Truth(False):
                    return f"({self.of(operand)} is True)"
                if otherwise == Truth(True):
                    return f"({self.of(operand)} is not False)"
                return f"({self.of(otherwise)} if (v := {self.of(operand)}) is None else v)"
            case Case(branches, otherwise):
                arms = "".join(f"{self.of(value)} if {self.of(one)} else " for one, value in branches)
                return f"({arms}{self.of(otherwise)})"
            case Compare(comparator, left, right):
                return self._strict((left, right), f"({{}} {_COMPARATOR[comparator]} {{}})")
            case Arithmetic(sign, left, right):
                return self._strict((left, right), f"({{}} {sign.value} {{}})")
            case FloorDivide(operand, by):
                return self._strict((operand,), f"({{}} // {by})")
            case BitAnd(left, right):
                return self._strict((left, right), "({} & {})")
            case AsWhole(operand):
                return self._strict((operand,), "(1 if {} else 0)")
            case Column() | Whole() | Truth() | Parameter():
                return self.of(sql)

    def _logic(self, operands: Sequence[Sql], word: str, decides: str, otherwise: str) -> str:
        """Write what one operand can decide; else one that is unknown leaves it unknown."""
        unknown = [operand for operand in operands if not self.settled.is_known(operand)]
        if not unknown:
            return f"({f' {word} '.join(self.of(operand) for operand in operands)})"
        known = [operand for operand in operands if self.settled.is_known(operand)]
        sure = [f"{'not ' if word == 'and' else ''}{self.of(operand)}" for operand in known]
        may = [f"{self.of(operand)} is {decides}" for operand in unknown]
        open_ = " or ".join(f"{self.of(operand)} is None" for operand in unknown)
        return f"({decides} if {' or '.join((*sure, *may))} else None if {open_} else {otherwise})"

    def _strict(self, operands: Sequence[Sql], form: str) -> str:
        text = form.format(*(self.of(operand) for operand in operands))
        unknown = [self.of(operand) for operand in operands if not self.settled.is_known(operand)]
        if not unknown:
            return text
        return f"(None if {' or '.join(f'{name} is None' for name in unknown)} else {text})"


def function(name: str, arguments: Sequence[str], lines: Iterable[str]) -> str:
    """Write a function of some arguments."""
    return "\n".join((f"def {name}({', '.join(arguments)}):", *(f"    {line}" for line in lines))) + "\n"


def load(text: str, name: str, constants: Mapping[str, object] = MappingProxyType({})) -> Callable[..., Any]:
    """Make the function of a text that was written here."""
    space: dict[str, Any] = dict(constants)
    exec(compile(text, "<columnar>", "exec"), space)  # noqa: S102  generated names, numbers and operators alone
    made: Callable[..., Any] = space[name]
    return made
