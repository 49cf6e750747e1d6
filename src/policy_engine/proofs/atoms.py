"""The comparisons that two versions make, which tell workers apart: expressions in; literals of the solver, out."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from policy_engine.backends.smt.encode import Scope, truth
from policy_engine.backends.smt.logic import (
    Bit,
    Choice,
    Formula,
    Happening,
    Several,
    Whole,
    all_of,
    any_of,
    negate,
    not_,
)
from policy_engine.backends.smt.verdict import is_truth
from policy_engine.domain.dates import Month
from policy_engine.domain.outcomes import Truth
from policy_engine.ir import nodes as ir
from policy_engine.ir.precedence import PARTICIPATION_FACT
from policy_engine.ir.refused import NotEncodedError
from policy_engine.ir.walk import descend, facts_read
from policy_engine.proofs.regions import Compared, Known, Leaf, Literal, Side, Together, Unchanged
from policy_engine.structure import dataclass

_TRUTH = ir.Type(ir.Kind.TRUTH)


DIFFERS, TOGETHER, OTHER = range(3)
"""What descriptions are made of, in this order: what differs, what does not taken together, and all else."""


@dataclass(frozen=True, slots=True)
class Atom:
    """One comparison, when it comes out so or so, and how readily a description uses it."""

    form: Literal
    when: Mapping[Truth, Formula]
    rank: int

    def literal(self, states: frozenset[Truth]) -> Literal:
        """Give what a description says of it."""
        match self.form:
            case Known(fact):
                return Known(fact, known=Truth.TRUE in states)
            case Leaf() | Unchanged():
                return replace(self.form, states=states)


def make_atom(form: Literal, bit: Bit, rank: int) -> Atom:
    """Give a comparison with its formulas."""
    return Atom(form, {truth: is_truth(bit, truth) for truth in Truth}, rank)


class Atoms:
    """The comparisons of both versions, each once."""

    def __init__(self) -> None:
        self.found: dict[tuple[object, ...], Atom] = {}

    def add(self, side: Side, exprs: Iterable[ir.Expr], scope: Scope, *, rank: int) -> None:
        """Take in every comparison of some expressions, in the month of the scope."""
        for root in exprs:
            for leaf in leaves(root):
                reads_month = _reads_month(leaf)
                month = scope.month if reads_month else None
                # What nothing that bears on the instrument reads tells no two workers apart.
                if (reads_month and month is None) or not facts_read(leaf) <= scope.domain.variables.keys():
                    continue
                # What both versions say alike is one comparison, unless parameters or other payers make two of it.
                shared = not any(isinstance(part, ir.ParameterRef | ir.NotBorne) for part in descend(leaf))
                key = (leaf, month, None if shared else side)
                known = self.found.get(key)
                if known is not None and known.rank <= rank:
                    continue
                try:
                    bit = truth(leaf, scope.at(month))
                except NotEncodedError:
                    continue
                self.found[key] = make_atom(Leaf(side, leaf, month, frozenset()), bit, rank)

    def add_facts(self, names: Iterable[str], scope: Scope, *, rank: int) -> None:
        """Take in whether facts are known that amounts are worked out from."""
        for name in sorted(names):
            variable = scope.domain.variables.get(name)
            match variable:
                case Whole(known) | Happening(known) | Choice(known) | Several(known):
                    bit = Bit(known, negate(known))
                    self.found.setdefault((name,), make_atom(Known(name, known=True), bit, rank))
                case _:
                    pass


def unchanged(compared: Compared, scope: Scope) -> Iterator[Atom]:
    """Give how the groups and the norms that both versions state alike come out together."""
    groups = [truth(norm.condition, scope.at(None)) for norm in compared.unchanged(Together.GROUPS)]
    if groups:
        yield make_atom(Unchanged(Together.GROUPS, frozenset()), any_of(groups), TOGETHER)
    norms = compared.unchanged(Together.NORMS)
    held = [truth(norm.condition, scope.at(None)) for norm in norms]
    passed = [
        not_(bit) if norm.role is ir.Role.EXCLUSION else bit for norm, bit in zip(norms, held, strict=True)
    ]
    if passed:
        yield make_atom(Unchanged(Together.NORMS, frozenset()), all_of(passed), TOGETHER)


def leaves(root: ir.Expr) -> Iterator[ir.Expr]:
    """Give the comparisons that an expression is made of, and those that tell amounts apart."""
    for part in descend(root):
        match part:
            case (
                ir.Compare()
                | ir.AgeCompare()
                | ir.Includes()
                | ir.WithinRegion()
                | ir.Happened()
                | ir.NotBorne()
            ):
                yield part
            case ir.FactRef() if part.type.kind is ir.Kind.TRUTH:
                yield part
            case ir.BandLookup(table, key, chosen):
                yield from _bands(table, key, chosen=chosen)
            case _:
                pass


def _bands(table: ir.BandTable, key: ir.Expr, *, chosen: bool) -> Iterator[ir.Expr]:
    """Give the comparisons by which the bands of a table are told apart."""
    for band in table.bands:
        edges = (
            (band.row, band.row + 1) if chosen else (band.low, None if band.high is None else band.high + 1)
        )
        for edge in edges:
            if edge is not None:
                yield at_least(key, edge)


def at_least(key: ir.Expr, edge: int) -> ir.Expr:
    """Say that a number is at least this much."""
    return ir.Compare(ir.Comparison.AT_LEAST, key, ir.Literal(edge, type=key.type), type=_TRUTH)


def key_leaves(root: ir.Expr, codes: Iterable[tuple[str, str]]) -> Iterator[ir.Expr]:
    """Give the comparisons that tell apart the keys of the parameters in an expression."""
    listed = tuple(codes)
    for part in descend(root):
        match part:
            case ir.ParameterRef(name, ir.FactRef() as key, _):
                for parameter, code in listed:
                    if parameter == name and key.type.kind is ir.Kind.REGION:
                        yield ir.WithinRegion(key, code, type=_TRUTH)
                    elif parameter == name:
                        yield ir.Includes(key, frozenset((code,)), type=_TRUTH)
            case _:
                pass


def participation_leaves(version: ir.Version, months: Iterable[Month]) -> Iterator[ir.Expr]:
    """Give the comparisons that tell from which month of participation a relief begins."""
    key = ir.FactRef(PARTICIPATION_FACT, type=ir.Type(ir.Kind.MONTH))
    listed = tuple(months)
    for relief in version.reliefs:
        if relief.from_participation_month > 1:
            for month in listed:
                yield at_least(key, month - relief.from_participation_month + 2)


def _reads_month(leaf: ir.Expr) -> bool:
    return any(
        isinstance(part, ir.NotBorne) or (isinstance(part, ir.DayRef) and part.day is ir.Day.MONTH_DAY)
        for part in descend(leaf)
    )
