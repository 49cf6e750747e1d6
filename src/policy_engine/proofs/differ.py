"""How two versions of an instrument differ on one day: two libraries in; disjoint and complete regions, out.

Regions are found one pair of verdicts at a time until the solver proves that nobody is left. Each is then
described by cases, each of them generalised from one worker for as long as it still implies the pair of
verdicts, until the solver proves that they cover the region. The reference decides the plainest worker of
each region under both versions before it is handed on.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

import z3

from policy_engine.backends.scalar import evaluate as scalar
from policy_engine.backends.scalar.decide import scope_of
from policy_engine.backends.smt.domain import Domain, make_domain
from policy_engine.backends.smt.encode import Scope
from policy_engine.backends.smt.instruments import make_scope, read_by
from policy_engine.backends.smt.logic import Formula, both, either, negate
from policy_engine.backends.smt.minimise import plainest
from policy_engine.backends.smt.solve import NotSettledError, Prover
from policy_engine.backends.smt.verdict import NOTHING, Said, costs_same, differs, month_is, months_of, said
from policy_engine.diagnostics.wording import say
from policy_engine.domain.bilingual import Text
from policy_engine.domain.dates import Month
from policy_engine.domain.outcomes import Outcome, Truth
from policy_engine.ir import nodes as ir
from policy_engine.ir.classes import typical
from policy_engine.ir.compare import Alteration, Matter, with_one, without_one
from policy_engine.ir.precedence import relief_version, version_on
from policy_engine.ir.refused import NotEncodedError
from policy_engine.ir.walk import facts_read, roots
from policy_engine.proofs.atoms import (
    DIFFERS,
    OTHER,
    TOGETHER,
    Atom,
    Atoms,
    key_leaves,
    participation_leaves,
    unchanged,
)
from policy_engine.proofs.case import Case as Laid
from policy_engine.proofs.regions import (
    Anchor,
    Case,
    Change,
    Compared,
    Difference,
    Money,
    Region,
    Side,
    Turn,
    Verdict,
    change,
)
from policy_engine.structure import dataclass

_MOST_REGIONS = 40
"""Pairs of verdicts that are told apart by their months; beyond them months are taken together."""
_MOST_CASES = 16
"""Cases that describe one region; beyond them it is said that there are more."""
_MOST_CASES_IN_ALL = 120
"""Cases that describe all regions of one difference; nobody reads more."""

_MOST_KEPT = 7
"""Encodings of one version that are remembered, beside the latest."""

_BESIDE_WORKERS = frozenset(
    {
        Matter.DEPOSIT,
        Matter.TARGET,
        Matter.ALLOCATION,
        Matter.LISTING,
        Matter.DELEGATION,
        Matter.NOT_ENCODED,
        Matter.INTERPRETATION,
        Matter.BLANK,
        Matter.BENEFIT,
        Matter.PROGRAMME_SET,
        Matter.PAYMENT_PERIOD,
        Matter.DEADLINE,
        Matter.VOCABULARY,
    }
)
"""What no decision on one worker reads."""

_BETTER = (
    Outcome.ELIGIBLE,
    Outcome.UNDETERMINED,
    Outcome.CONFLICT,
    Outcome.NOT_ELIGIBLE,
    Outcome.NOT_APPLICABLE,
)


def differ(compared: Compared, altered: Sequence[Alteration], milliseconds: int) -> Difference:
    """Find every region of workers whom the two versions treat differently on the day."""
    asked = _Asked(compared, tuple(altered), milliseconds)
    open_: list[Text] = []
    try:
        regions = tuple(asked.regions(open_))
    except NotEncodedError as refused:
        return Difference(compared, (), (refused.reason,))
    laid = asked.laid.values()
    return Difference(
        compared,
        regions,
        tuple(dict.fromkeys(open_)),
        reads=frozenset[str]().union(*(each.reads for each in laid)),
        births=frozenset[str]().union(*(each.births for each in laid)),
    )


class Kept:
    """What was encoded of the old version before, for comparisons of many new versions with it."""

    def __init__(self) -> None:
        self._says: list[tuple[object, Said]] = []

    def said(self, asked: "_Asked") -> Said:
        """Give what the old version says of every worker, encoded anew where the workers are told apart otherwise."""
        old = asked.compared
        key = (old.instrument, old.on, old.assumed, asked.domain.classes, asked.domain.variables.keys())
        for known, made in self._says:
            if known == key:
                return made
        made = asked.encoded(Side.OLD)
        self._says = [*self._says[-_MOST_KEPT:], (key, made)]
        return made


def told_apart(
    compared: Compared, milliseconds: int, kept: Kept | None = None
) -> dict[str, ir.FactValue] | Text | None:
    """Give the plainest worker whom the two versions treat differently on the day, decided by the reference under both.

    None where it is proved that there is no such worker; the reason where that is not known. `kept` is for many
    comparisons with one old library.
    """
    asked = _Asked(compared, (), milliseconds, kept)
    try:
        return asked.one()
    except NotEncodedError as refused:
        return refused.reason
    except NotSettledError:
        return _late(milliseconds)


def an_eligible(compared: Compared, milliseconds: int) -> dict[str, ir.FactValue] | None:
    """Give the plainest worker whom both versions make eligible at the same known cost; None where none is found."""
    asked = _Asked(compared, (), milliseconds)
    try:
        return asked.eligible()
    except (NotEncodedError, NotSettledError):
        return None


@dataclass(frozen=True)
class _Asked:
    """The comparison, put to the solver."""

    compared: Compared
    altered: tuple[Alteration, ...]
    milliseconds: int
    kept: Kept | None = None

    # What both say

    @cached_property
    def laid(self) -> Mapping[Side, Laid]:
        """Give each instrument with the law around it."""
        found: dict[Side, Laid] = {}
        for side in Side:
            instrument = self.compared.find(side)
            if instrument is not None and instrument.versions:
                found[side] = Laid(
                    self.compared.library(side), instrument, self.compared.on, None, self.milliseconds
                )
        return found

    @cached_property
    def domain(self) -> Domain:
        """Give the workers there can be under either."""
        read = [expr for laid in self.laid.values() for expr in read_by((*laid.involved, *laid.higher))]
        return make_domain(together(self.compared.old, self.compared.new), read)

    def scope(self, side: Side) -> Scope:
        """Give what the expressions of one side see."""
        domain = replace(self.domain, library=self.compared.library(side))
        return make_scope(domain, self.compared.on, frozenset((self.compared.instrument,)))

    @cached_property
    def scopes(self) -> Mapping[Side, Scope]:
        """Give what the expressions of both sides see, encoded once."""
        return {side: self.scope(side) for side in Side}

    @cached_property
    def says(self) -> Mapping[Side, Said]:
        """Give what each side says of every worker."""
        old = self.encoded(Side.OLD) if self.kept is None else self.kept.said(self)
        return {Side.OLD: old, Side.NEW: self.encoded(Side.NEW)}

    def encoded(self, side: Side) -> Said:
        """Encode what one side says."""
        if side not in self.laid:
            return NOTHING
        return said(self.laid[side].instrument, self.laid[side].higher, self.scopes[side])

    @cached_property
    def months(self) -> tuple[Month, ...]:
        """Give the months that either schedules."""
        return months_of(*self.says.values())

    @cached_property
    def plausible(self) -> Formula:
        """Say what is true of every worker there can be on the day."""
        births = frozenset[str]().union(*(laid.births for laid in self.laid.values()))
        facts_as_of = max((self.compared.on, *(laid.facts_as_of for laid in self.laid.values())))
        return both(self.domain.born_by(births, self.compared.on, facts_as_of))

    # Regions

    def regions(self, open_: list[Text]) -> Iterator[Region]:
        """Give the regions, one pair of verdicts after the other, until nobody is left."""
        prover = Prover((self.domain,), self.milliseconds)
        prover.suppose([differs(self.says[Side.OLD], self.says[Side.NEW])])
        describer = _Describer(self)
        told: list[Formula] = []
        while True:
            try:
                model = prover.model()
            except NotSettledError:
                open_.append(_late(self.milliseconds))
                return
            if model is None:
                return
            found = self._change_of(model)
            formula = self.formula(found)
            if len(told) >= _MOST_REGIONS:
                found = replace(found, turns=None)
                formula = both((self.formula(found), *(negate(each) for each in told)))
            told.append(formula)
            try:
                region = self._region(found, formula, describer)
            except NotSettledError:
                open_.append(_late(self.milliseconds))
                region = None
            if region is not None and not self._replays(region):
                open_.append(_DOES_NOT_REPLAY)
                region = None
            if region is not None:
                yield region
            prover.suppose([negate(formula)])

    def one(self) -> dict[str, ir.FactValue] | Text | None:
        """Give the plainest worker of any region; None where there is no region."""
        apart = differs(self.says[Side.OLD], self.says[Side.NEW])
        prover = Prover((self.domain,), self.milliseconds)
        if not prover.is_possible(apart):
            return None
        in_words = both((apart, self.domain.in_words))
        worker, _ = self._plainest(in_words if prover.is_possible(in_words) else apart)
        return _DOES_NOT_REPLAY if self.compared.change(worker).is_none else worker

    def eligible(self) -> dict[str, ir.FactValue] | None:
        """Give the plainest worker who is eligible and costs something known under both; None where there is none."""
        found = [
            formula
            for made in self.says.values()
            for formula in (made.own[Outcome.ELIGIBLE], made.total.known, made.total.value > 0)
        ]
        found.append(self.domain.in_words)
        prover = Prover((self.domain,), self.milliseconds)
        return self._plainest(both(found))[0] if prover.is_possible(both(found)) else None

    def _change_of(self, model: Any) -> Change:
        """Read off a model which pair of verdicts comes out."""
        verdicts = {}
        for side in Side:
            made = self.says[side]
            months = frozenset(
                (month, truth)
                for month in self.months
                for truth in (Truth.TRUE, Truth.UNKNOWN)
                if _holds(model, month_is(made, month, truth))
            )
            total = _number(model, made.total.value) if _holds(model, made.total.known) else None
            verdicts[side] = Verdict(_first(model, made.own), _first(model, made.effective), months, total)
        return change(verdicts[Side.OLD], verdicts[Side.NEW])

    def formula(self, found: Change) -> Formula:
        """Say that a pair of verdicts comes out."""
        old, new = self.says[Side.OLD], self.says[Side.NEW]
        parts = [
            old.own[found.old_own],
            old.effective[found.old_effective],
            new.own[found.new_own],
            new.effective[found.new_effective],
        ]
        if not found.old_own is found.new_own is Outcome.ELIGIBLE:
            return both(parts)
        parts.append(self._money(found.money))
        if found.turns is not None:
            turned = {turn.month: turn for turn in found.turns}
            parts += [self._month(month, turned.get(month)) for month in self.months]
        return both(parts)

    def _month(self, month: Month, turn: Turn | None) -> Formula:
        old, new = self.says[Side.OLD], self.says[Side.NEW]
        if turn is not None:
            return both((month_is(old, month, turn.before), month_is(new, month, turn.after)))
        return either(both((month_is(old, month, each), month_is(new, month, each))) for each in Truth)

    def _money(self, money: Money) -> Formula:
        one, other = self.says[Side.OLD].total, self.says[Side.NEW].total
        match money:
            case Money.SAME:
                return costs_same(self.says[Side.OLD], self.says[Side.NEW])
            case Money.MORE:
                return both((one.known, other.known, other.value > one.value))
            case Money.LESS:
                return both((one.known, other.known, other.value < one.value))
            case Money.BECOMES_KNOWN:
                return both((negate(one.known), other.known))
            case Money.BECOMES_UNKNOWN:
                return both((one.known, negate(other.known)))

    def _region(self, found: Change, formula: Formula, describer: "_Describer") -> Region:
        worker, possible = self._plainest(formula)
        cases, is_exact = describer.describe(found, formula)
        old, new = (self.compared.decide(side, worker) for side in Side)
        return Region(found, cases, is_exact, possible, worker, old, new, self._causes(worker))

    def _replays(self, region: Region) -> bool:
        """Tell whether the reference gives the worker of a region the verdicts that the region is about."""
        seen = self.compared.change(region.worker)
        return seen == region.change or (
            region.change.turns is None and replace(seen, turns=None) == region.change
        )

    def _plainest(self, formula: Formula) -> tuple[dict[str, ir.FactValue], bool]:
        """Give the plainest worker: one who can exist and is completely known where there is such a one."""
        everything = frozenset(self.domain.variables)
        for possible, free in ((True, frozenset[str]()), (True, everything), (False, everything)):
            prover = Prover((self.domain,), self.milliseconds)
            if possible:
                prover.suppose([self.plausible])
            found = plainest(prover, self.domain, formula, on=self.compared.on, free=free)
            if found is not None:
                return found, possible
        raise NotSettledError

    def _causes(self, worker: Mapping[str, ir.FactValue]) -> tuple[Alteration, ...]:
        """Give what by itself turns the verdict on a worker; else what it needs; else all that is altered."""
        before, after = (self.compared.verdict(side, worker) for side in Side)
        all_ = [each for each in self.altered if each.matter not in _BESIDE_WORKERS]
        bearing = [each for each in all_ if self._is_noticed(each, worker)]
        texts = [each for each in bearing if each.matter is not Matter.VERSION]
        for among in (texts, [each for each in bearing if each not in texts]):
            alone = [each for each in among if not change(before, self._with_one(each, worker)).is_none]
            if alone:
                return tuple(alone)
        needed = [each for each in bearing if not change(after, self._without_one(each, worker)).is_none]
        return tuple(needed or bearing or all_)

    def _is_noticed(self, alteration: Alteration, worker: Mapping[str, ir.FactValue]) -> bool:
        """Tell whether a norm comes out otherwise for a worker; one that is not there bars nobody."""
        match alteration.old, alteration.new:
            case (ir.Norm(groups=before) as old, ir.Norm(groups=after) as new) if before == after:
                pass
            case (ir.Norm() as old, None as new) | (None as old, ir.Norm() as new):
                pass
            case _:
                return True
        scopes = {side: self._seen(side, worker) for side in Side}
        return any(
            _passes(old, scopes[Side.OLD].at(month)) is not _passes(new, scopes[Side.NEW].at(month))
            for month in (None, *self.months)
        )

    def _seen(self, side: Side, worker: Mapping[str, ir.FactValue]) -> scalar.Scope:
        compared = self.compared
        return scope_of(compared.library(side), worker, compared.on, frozenset((compared.instrument,)))

    def _with_one(self, alteration: Alteration, worker: Mapping[str, ir.FactValue]) -> Verdict:
        return replace(self.compared, new=with_one(self.compared.old, alteration)).verdict(Side.NEW, worker)

    def _without_one(self, alteration: Alteration, worker: Mapping[str, ir.FactValue]) -> Verdict:
        return replace(self.compared, new=without_one(self.compared.new, alteration)).verdict(
            Side.NEW, worker
        )


# Descriptions


class _Describer:
    """Generalises workers to cases: which comparisons, and no others, make them what they are."""

    def __init__(self, asked: _Asked) -> None:
        self.asked = asked
        self.atoms = self._atoms()
        self.left = _MOST_CASES_IN_ALL
        self.solver: Any = z3.Solver()
        self.solver.set("timeout", asked.milliseconds)
        self.solver.set("random_seed", 0)
        self.solver.add(*asked.domain.bounds)
        self.proxies: dict[tuple[int, Truth], Any] = {}
        self.unlike: dict[tuple[int, Truth], Any] = {}
        for number, atom in enumerate(self.atoms):
            for state in Truth:
                proxy = z3.Bool(f"atom{number}={state.value}")
                self.proxies[number, state] = proxy
                self.solver.add(z3.Implies(proxy, atom.when[state]))
                other = z3.Bool(f"atom{number}!={state.value}")
                self.unlike[number, state] = other
                self.solver.add(z3.Implies(other, negate(atom.when[state])))

    def _atoms(self) -> tuple[Atom, ...]:
        asked = self.asked
        atoms = Atoms()
        differing = {
            side: [
                expr
                for alteration in asked.altered
                for item in (alteration.old if side is Side.OLD else alteration.new,)
                for expr in _exprs(item)
            ]
            for side in Side
        }
        for rank in (DIFFERS, OTHER):
            for side, laid in asked.laid.items():
                scope = asked.scopes[side]
                exprs = differing[side] if rank is DIFFERS else list(_read_on(laid))
                extra = [
                    leaf
                    for expr in exprs
                    for leaf in key_leaves(
                        expr, ((p.name, row.key) for p in laid.library.parameters for row in p.values)
                    )
                ]
                if rank is OTHER:
                    for source in (laid.instrument, *laid.library.instruments):
                        versions = {relief_version(source, month, laid.on) for month in asked.months} - {None}
                        for version in versions:
                            extra += participation_leaves(version, asked.months)  # type: ignore[arg-type]  # None is taken out
                for month in (None, *asked.months):
                    atoms.add(side, (*exprs, *extra), scope.at(month), rank=rank)
                amounts = frozenset[str]().union(*(facts_read(expr) for expr in exprs if _is_amount(expr)))
                atoms.add_facts(amounts, scope, rank=rank)
        together = unchanged(asked.compared, asked.scopes[Side.OLD])
        return (*atoms.found.values(), *together)

    def describe(self, found: Change, formula: Formula) -> tuple[tuple[Case, ...], bool]:
        """Give cases that together are the region, and whether they are all of it."""
        cases: list[Case] = []
        told = self._told(formula)
        anchors = _anchors(found)
        anchored = both(self._anchor(anchor) for anchor in anchors)
        covered: list[Formula] = []
        while len(cases) < _MOST_CASES and self.left > 0:
            self.left -= 1
            self.solver.push()
            self.solver.add(formula, *(negate(each) for each in covered))
            answer = self.solver.check()
            model = self.solver.model() if answer == z3.sat else None
            self.solver.pop()
            if answer == z3.unsat:
                return tuple(cases), True
            if model is None:
                return tuple(cases), False
            chosen = self._generalised(model, formula, anchored)
            if chosen is None:
                return tuple(cases), False
            said_ = {**chosen, **told}
            cases.append(Case(anchors, tuple(self.atoms[n].literal(said_[n]) for n in sorted(said_))))
            covered.append(
                both(
                    (
                        anchored,
                        *(either(self.atoms[n].when[s] for s in states) for n, states in chosen.items()),
                    )
                )
            )
        return tuple(cases), False

    def _told(self, formula: Formula) -> dict[int, frozenset[Truth]]:
        """Give what differs in the text and is the same for all of a region: it is said, needed or not."""
        found: dict[int, frozenset[Truth]] = {}
        self.solver.push()
        self.solver.add(formula)
        if self.solver.check() == z3.sat:
            model = self.solver.model()
            for number, atom in enumerate(self.atoms):
                if atom.rank != DIFFERS:
                    continue
                state = _state(model, atom)
                if self.solver.check(self.unlike[number, state]) == z3.unsat:
                    found[number] = frozenset((state,))
        self.solver.pop()
        return found

    def _anchor(self, anchor: Anchor) -> Formula:
        made = self.asked.says[anchor.side]
        return both((made.own[anchor.own], made.effective[anchor.effective]))

    def _generalised(
        self, model: Any, formula: Formula, anchored: Formula
    ) -> dict[int, frozenset[Truth]] | None:
        """Give the fewest comparisons of a worker that imply the pair of verdicts, those that differ first."""
        states = {n: _state(model, atom) for n, atom in enumerate(self.atoms)}
        self.solver.push()
        try:
            self.solver.add(anchored, negate(formula))
            needed = None
            for most in (DIFFERS, TOGETHER):
                if needed is None:
                    needed = self._core([n for n in states if self.atoms[n].rank <= most], states)
            if needed is None:
                if self._core(list(states), states) is None:
                    return None
                others = [n for n in states if self.atoms[n].rank == OTHER]
                needed = self._let_go([n for n in states if n not in set(others)], others, states)
            # What does not differ is let go first.
            for number in sorted(needed, key=lambda n: -self.atoms[n].rank):
                rest = [n for n in needed if n != number]
                smaller = self._core(rest, states) if number in needed else None
                if smaller is not None:
                    needed = smaller
            return self._widened(needed, states)
        finally:
            self.solver.pop()

    def _let_go(self, kept: Sequence[int], among: Sequence[int], states: Mapping[int, Truth]) -> list[int]:
        """Let go of as many of some comparisons as the others can do without, by halves."""
        if self._core(kept, states) is not None:
            return list(kept)
        if len(among) == 1:
            return [*kept, *among]
        first, second = among[: len(among) // 2], among[len(among) // 2 :]
        without = self._let_go([*kept, *second], first, states)
        left = [n for n in without if n not in set(second)]
        return self._let_go(left, second, states)

    def _core(self, numbers: Sequence[int], states: Mapping[int, Truth]) -> list[int] | None:
        assumed = {self.proxies[n, states[n]].get_id(): n for n in numbers}
        if self.solver.check(*(self.proxies[n, states[n]] for n in numbers)) != z3.unsat:
            return None
        return [assumed[proxy.get_id()] for proxy in self.solver.unsat_core()]

    def _widened(self, needed: Sequence[int], states: Mapping[int, Truth]) -> dict[int, frozenset[Truth]]:
        """Let each comparison also be unknown, or also known, where the verdicts stay the same."""
        chosen = {n: frozenset((states[n],)) for n in needed}
        for number in needed:
            for more in (Truth.UNKNOWN, Truth.FALSE, Truth.TRUE):
                if more in chosen[number]:
                    continue
                wider = {**chosen, number: chosen[number] | {more}}
                self.solver.push()
                self.solver.add(
                    *(either(self.atoms[n].when[s] for s in allowed) for n, allowed in wider.items())
                )
                stays = self.solver.check() == z3.unsat
                self.solver.pop()
                if stays:
                    chosen = wider
        return {n: allowed for n, allowed in chosen.items() if len(allowed) < len(Truth)}


def _anchors(found: Change) -> tuple[Anchor, ...]:
    """Give the side that says more for the worker; both where they say the same."""
    old = Anchor(Side.OLD, found.old_own, found.old_effective)
    new = Anchor(Side.NEW, found.new_own, found.new_effective)
    before, after = (tuple(_BETTER.index(o) for o in (a.own, a.effective)) for a in (old, new))
    if before == after:
        return (old, new)
    return (old,) if before < after else (new,)


def _exprs(item: object) -> Iterator[ir.Expr]:
    """Give the expressions of one altered thing."""
    match item:
        case ir.Group(match=match_):
            yield match_.condition
        case ir.Norm() | ir.Enrolment() | ir.Relief() | ir.Continuation() | ir.ProgrammeSets():
            yield item.condition
        case ir.Tariff(amount=amount):
            yield amount
        case ir.Schedule(months=months):
            yield from (funded.condition for funded in months)
        case ir.Bearing(shares=shares):
            yield from (share.condition for share in shares)
        case ir.Instrument(versions=versions):
            yield from (expr for version in versions for expr in roots(version))
        case _:
            pass


def _read_on(laid: Laid) -> Iterator[ir.Expr]:
    """Give what can bear on a decision of the day: of the instrument, of those before it, and of those above."""
    for each in laid.involved:
        yield from (continuation.condition for continuation in each.continuations)
    yield from read_by(laid.involved)
    for source in laid.higher:
        version = version_on(source, laid.on)
        yield from () if version is None else (norm.condition for norm in version.participant_norms)
    for source in laid.library.instruments:
        if source.region is None:
            yield from (relief.condition for version in source.versions for relief in version.reliefs)


def _is_amount(expr: ir.Expr) -> bool:
    return expr.type.kind is not ir.Kind.TRUTH


def together(old: ir.Library, new: ir.Library) -> ir.Library:
    """Give all that either library declares of facts, with the wider bounds, all codes and all keys."""
    facts = {fact.name: fact for fact in old.facts}
    for fact in new.facts:
        known = facts.get(fact.name)
        if known is not None and known.type != fact.type:
            raise NotEncodedError(
                say(
                    "fakta {f} berbeda jenisnya di kedua naskah",
                    "the fact {f} is of another type in the two texts",
                    f=fact.name,
                )
            )
        facts[fact.name] = fact if known is None else _wider(known, fact)
    vocabularies = {vocabulary.name: vocabulary for vocabulary in old.vocabularies}
    for vocabulary in new.vocabularies:
        known_codes = vocabularies.get(vocabulary.name, vocabulary)
        codes = {code.name: code for code in (*known_codes.codes, *vocabulary.codes)}
        vocabularies[vocabulary.name] = replace(vocabulary, codes=tuple(codes.values()))
    parameters = {parameter.name: parameter for parameter in old.parameters}
    for parameter in new.parameters:
        before = parameters.get(parameter.name)
        values = parameter.values if before is None else (*before.values, *parameter.values)
        parameters[parameter.name] = replace(parameter, values=values)
    return replace(
        new,
        facts=tuple(facts.values()),
        vocabularies=tuple(vocabularies.values()),
        parameters=tuple(parameters.values()),
    )


def _wider(one: ir.Fact, other: ir.Fact) -> ir.Fact:
    low = None if one.low is None or other.low is None else min(one.low, other.low)
    high = None if one.high is None or other.high is None else max(one.high, other.high)
    return replace(other, low=low, high=high, typical=typical(other))


def _passes(norm: ir.Norm | None, scope: scalar.Scope) -> Truth:
    if norm is None:
        return Truth.TRUE
    if norm.grain is ir.Grain.EACH_MONTH and scope.month is None:
        return Truth.TRUE
    held = scalar.evaluate(norm.condition, scope).truth
    return held.not_() if norm.role in (ir.Role.EXCLUSION, ir.Role.ENDING) else held


_DOES_NOT_REPLAY = Text(
    "satu golongan pekerja tidak ditunjukkan: pembuktian dan acuan kami tidak sepakat tentang contohnya; "
    "ini kesalahan program ini, laporkan beserta kedua berkasnya",
    "a region of workers is not shown: our proof and our own reference disagree about its example; this is a "
    "fault of this program, report it with both files",
)


def _late(milliseconds: int) -> Text:
    return Text(f"tidak terjawab dalam {milliseconds} milidetik", f"not settled in {milliseconds} ms")


def _state(model: Any, atom: Atom) -> Truth:
    return next((each for each in (Truth.TRUE, Truth.FALSE) if _holds(model, atom.when[each])), Truth.UNKNOWN)


def _first(model: Any, outcomes: Mapping[Outcome, Formula]) -> Outcome:
    return next(outcome for outcome, formula in outcomes.items() if _holds(model, formula))


def _holds(model: Any, formula: Formula) -> bool:
    return bool(z3.is_true(model.eval(formula, model_completion=True)))


def _number(model: Any, term: Any) -> int:
    return int(model.eval(term, model_completion=True).as_long())
