"""The two deciders behind one set of questions: box algebra, and the solver for what no box can say.

A question is a function of a side. It asks by the same names and arguments of either, and gives a formula of
that side: of the boxes a set of workers, of the solver a formula. Each side tells whether there is nobody, and
who is the plainest worker there is.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any, TypeAlias

from policy_engine.backends.boxes import questions as boxes
from policy_engine.backends.boxes.diagram import EVERYBODY, NOBODY
from policy_engine.backends.boxes.encode import truth
from policy_engine.backends.boxes.instruments import Judged, judge, make_scope, weigh
from policy_engine.backends.boxes.logic import Logic
from policy_engine.backends.boxes.minimise import Plain, Refine, differing, plainest
from policy_engine.backends.boxes.space import Cuts, OutsideError, Space
from policy_engine.domain.bilingual import Text
from policy_engine.domain.citation import InstrumentId
from policy_engine.domain.dates import Month
from policy_engine.ir import nodes as ir
from policy_engine.ir.precedence import DOMICILE_FACT, version_on
from policy_engine.ir.walk import descend, map_children
from policy_engine.proofs.ground import Ground
from policy_engine.structure import dataclass

_MOST_NODES = 200_000
"""Nodes after which a diagram is given up, and left to the solver."""


class Side:
    """What can be asked about one case; `Any` is a value of the side's own."""

    ask: Any
    judged: Any
    second: Any
    """What is asked of a second instrument, where a question is about two."""
    scope: Any
    norms: tuple[tuple[Any, ...], ...]
    facts: Any
    """The facts, as the questions about one fact take them."""
    months: tuple[Month, ...]

    def scopes(self, grain: ir.Grain) -> tuple[Any, ...]:
        """Give the scopes that a norm of a grain is weighed in."""
        match grain:
            case ir.Grain.ONCE:
                return (self.scope.at(None),)
            case ir.Grain.EACH_MONTH:
                return tuple(self.scope.at(month) for month in self.months)

    def both(self, *parts: Any) -> Any:
        """Say that all parts hold."""
        raise NotImplementedError

    def either(self, *parts: Any) -> Any:
        """Say that some part holds."""
        raise NotImplementedError

    def negate(self, part: Any) -> Any:
        """Say that the part does not hold."""
        raise NotImplementedError

    def truth(self, expr: ir.Expr, scope: Any) -> Any:
        """Give when a condition is true and when it is false."""
        raise NotImplementedError

    def higher(self, norm: ir.Norm) -> tuple[Any, ...]:
        """Weigh a norm of a higher instrument in the months of this one."""
        raise NotImplementedError

    def turns(self, name: str) -> Any:
        """Say that the outcome or a month turns on one fact."""
        raise NotImplementedError

    def says_so(self, name: str) -> Any:
        """Say that a fact of yes or no is yes; of one that no worker has, nothing."""
        raise NotImplementedError


Question: TypeAlias = Callable[[Side], Any]


@dataclass(frozen=True, slots=True)
class Area:
    """Regions that workers live in, as codes that stand for all that are told apart; and its name in a memory."""

    homes: frozenset[str]
    name: str
    supposed: frozenset[InstrumentId] = frozenset()
    """Instruments that pay whomever one likes: what is true of nobody there is true of nobody."""


class Boxes(Side):
    """Box algebra over the workers of a case; making it raises `OutsideError` where no box can say what it says.

    With an area, only the workers who live there count.
    """

    def __init__(
        self,
        case: Ground,
        also: tuple[tuple[ir.Expr, Month | None], ...],
        opened: Cuts | None = None,
        area: Area | None = None,
    ) -> None:
        self.ask = boxes
        self._case, self._also, self._area = case, also, area
        self._is_open = opened is not None
        self.months = case.months
        self.looked_around = False
        """A question was about others than these as well: nobody here says nothing of them."""
        only = {} if area is None else {DOMICILE_FACT: area.homes}
        self._supposed = frozenset[InstrumentId]() if area is None else area.supposed
        names = sorted(each.slug for each in self._supposed)
        self.space = self.facts = Space(
            case.library, case.read, case.births, case.on, case.facts_as_of, only, names
        )
        self._cuts = self._survey() if opened is None else opened
        self._lay_out()

    def nobody(self, question: Question, free: frozenset[str] = frozenset()) -> bool:
        """Tell whether there is no worker in the answer who is complete but for the facts that are free."""
        if free:
            return self.opened.is_empty(question, free)
        answer = self._answer(question)
        return self.space.both((answer, self.space.plausible)) == NOBODY

    def is_empty(self, question: Question, free: frozenset[str]) -> bool:
        """Tell the same where the space is open."""
        answer, space = self._answer(question), self.space
        complete = (space.settled(name) for name in space.facts if name not in free)
        return space.both((answer, space.plausible, *complete)) == NOBODY

    @cached_property
    def opened(self) -> "Boxes":
        """Give the same over workers of whom not everything is known."""
        return Boxes(self._case, self._also, self._cuts, self._area)

    def worker(self, question: Question) -> Mapping[str, ir.FactValue] | None:
        """Give the plainest worker in the answer to a question."""
        found = self.plainest(question)
        return None if found is None else found.worker

    def plainest(self, question: Question) -> Plain | None:
        """Give the same worker, and how plain."""
        for _ in range(len(self.space.facts)):
            found = plainest(self.space, self._answer(question))
            if not isinstance(found, Refine):
                return found
            self._cuts.facts.setdefault(found.fact, set()).update((found.day - 1, found.day))
            self._lay_out()
        raise OutsideError(Text("tanggal tidak menetap", "the dates do not settle"))

    def differing(self, question: Question) -> int | None:
        """Give in how many facts that worker differs from the typical one; None where there is nobody."""
        return differing(self.space, self._answer(question))

    def both(self, *parts: Any) -> Any:
        """Give those in all parts."""
        return self.space.both(parts)

    def either(self, *parts: Any) -> Any:
        """Give those in some part."""
        return self.space.either(parts)

    def negate(self, part: Any) -> Any:
        """Give those who are not in the part."""
        return self.space.negate(part)

    def truth(self, expr: ir.Expr, scope: Any) -> Any:
        """Give of whom a condition is true and of whom it is false."""
        return truth(expr, scope)

    def higher(self, norm: ir.Norm) -> tuple[Any, ...]:
        """Weigh a norm of a higher instrument in the months of this one."""
        return weigh(norm, tuple(self.judged.months), self.scope)

    def turns(self, name: str) -> Any:
        """Give those whose outcome or months turn on one fact."""
        self.looked_around |= bool(self._supposed) or (self._area is not None and name == DOMICILE_FACT)
        return boxes.fact_turns(self.judged, self.space, name)

    def says_so(self, name: str) -> Any:
        """Give those of whom a fact of yes or no is yes; of one that no worker has, everybody."""
        fact = self.space.facts.get(name)
        told = fact is not None and fact.type.kind is ir.Kind.TRUTH
        return self.space.where(name, lambda cell: cell is True) if told else EVERYBODY

    def fitting(
        self, workers: Iterable[Mapping[str, ir.FactValue]], question: Question
    ) -> list[Mapping[str, ir.FactValue]]:
        """Give those of some workers who are in the answer to a question, and who can be."""
        space = self.space
        within = space.both((self._answer(question), space.complete, space.plausible))
        return [worker for worker in workers if space.contains(within, worker)]

    def _answer(self, question: Question) -> int:
        answer = question(self)
        if self.space.sets.size > _MOST_NODES:
            raise OutsideError(Text("terlalu banyak kotak", "too many boxes"))
        return int(answer)

    def _survey(self) -> Cuts:
        """Ask everything once to learn which bounds matter."""
        case = self._case
        self._judge()
        for each in (self.judged, *(() if self.second is None else (self.second,))):
            _ = each.outcomes, each.months
        for source in case.higher:
            version = version_on(source, case.on)
            for norm in () if version is None else version.participant_norms:
                self.higher(norm)
        for expr, month in self._also:
            # What turns out not to be sayable is refused when it is asked.
            truth(expr, self.scope.at(month))
        return self.space.noted

    def _lay_out(self) -> None:
        self.space.lay_out(self._cuts, open_=self._is_open)
        self._judge()

    def _judge(self) -> None:
        case = self._case
        logic = Logic(self.space)
        self.scope = make_scope(logic, case.on, frozenset((case.instrument.id,)), self._supposed)
        self.judged: Judged = judge(case.instrument, self.scope)
        self.norms = self.judged.norms
        self.second = None
        for each in case.beside:
            self.second = judge(each, make_scope(logic, case.on, frozenset((each.id,)), self._supposed))


class Solver(Side):
    """The solver over the workers of a case."""

    def __init__(self, case: Ground) -> None:
        from policy_engine.backends.smt import questions  # noqa: PLC0415  loaded where it is needed

        self.ask = questions
        self._case = case
        self.months = case.months
        self.judged, self.scope, self.norms = case.judged, case.scope, case.norms
        self.facts = case.domain

    @cached_property
    def second(self) -> Any:
        """Give what is asked of the second instrument."""
        from policy_engine.backends.smt.instruments import judge as solve  # noqa: PLC0415
        from policy_engine.backends.smt.instruments import make_scope as solve_in  # noqa: PLC0415

        (second,) = self._case.beside
        return solve(second, solve_in(self._case.domain, self._case.on, frozenset((second.id,))))

    def both(self, *parts: Any) -> Any:
        """Say that all parts hold."""
        from policy_engine.backends.smt.logic import both  # noqa: PLC0415

        return both(parts)

    def either(self, *parts: Any) -> Any:
        """Say that some part holds."""
        from policy_engine.backends.smt.logic import either  # noqa: PLC0415

        return either(parts)

    def negate(self, part: Any) -> Any:
        """Say that the part does not hold."""
        from policy_engine.backends.smt.logic import negate  # noqa: PLC0415

        return negate(part)

    def truth(self, expr: ir.Expr, scope: Any) -> Any:
        """Give when a condition is true and when it is false."""
        from policy_engine.backends.smt.encode import truth as solve  # noqa: PLC0415

        return solve(expr, scope)

    def higher(self, norm: ir.Norm) -> tuple[Any, ...]:
        """Weigh a norm of a higher instrument in the months of this one."""
        from policy_engine.backends.smt.instruments import weigh as solve  # noqa: PLC0415

        return solve(norm, tuple(self.judged.months), self.scope)

    def turns(self, name: str) -> Any:
        """Say that the outcome or a month turns on one fact: another worker has another value, all else the same."""
        from policy_engine.backends.smt.domain import make_domain  # noqa: PLC0415

        other = make_domain(self._case.library, self._case.read, suffix="'")
        turned = self.ask.fact_turns(self.judged, self.facts, other, name)
        return self.both(other.settled(name), *other.bounds, turned)

    def says_so(self, name: str) -> Any:
        """Say that a fact of yes or no is yes; of one that no worker has, nothing."""
        from policy_engine.backends.smt.logic import Bit  # noqa: PLC0415

        variable = self.facts.variables.get(name)
        return variable.true if isinstance(variable, Bit) else self.both()


def ages_tested_once(norm: ir.Norm) -> tuple[ir.AgeCompare, ...]:
    """Give the bounds of age in a norm that is weighed once."""
    if norm.grain is ir.Grain.EACH_MONTH:
        return ()
    return tuple(part for part in descend(norm.condition) if isinstance(part, ir.AgeCompare))


def on_the_first(expr: ir.Expr) -> ir.Expr:
    """Give a condition with its ages tested on the first day of each contribution month."""
    if isinstance(expr, ir.AgeCompare):
        return replace(expr, on=ir.DayRef(ir.Day.MONTH_DAY, 1, type=expr.on.type))
    return map_children(expr, on_the_first)
