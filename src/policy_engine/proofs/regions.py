"""Regions of workers whom two versions treat differently, as data: verdicts, literals, cases; and who is in one.

A region is all workers for whom one pair of verdicts comes out. Its cases say in conditions over facts who
they are: a worker is of a case when the anchor (what one version by itself says) and every literal hold. The
reference weighs both, so that a description can be held against the workers it describes.
"""

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import TypeAlias

from policy_engine.backends.scalar.decide import decide, scope_of
from policy_engine.backends.scalar.evaluate import evaluate
from policy_engine.backends.scalar.value import all_of, any_of, not_
from policy_engine.domain.bilingual import Text
from policy_engine.domain.citation import InstrumentId
from policy_engine.domain.dates import Month, PackedDate
from policy_engine.domain.outcomes import Outcome, Truth
from policy_engine.ir import nodes as ir
from policy_engine.ir.compare import Alteration
from policy_engine.ir.decision import Decision
from policy_engine.ir.precedence import version_on
from policy_engine.structure import dataclass


class Side(Enum):
    """The two texts that are compared."""

    OLD = "old"
    NEW = "new"


class Money(Enum):
    """How what a worker costs in all differs."""

    SAME = "same"
    MORE = "more"
    LESS = "less"
    BECOMES_KNOWN = "becomes_known"
    BECOMES_UNKNOWN = "becomes_unknown"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one version says of a worker: outcomes; of an eligible worker, the months and the cost in rupiah too."""

    own: Outcome
    effective: Outcome
    months: frozenset[tuple[Month, Truth]]
    total: int | None


NOT_THERE = Verdict(Outcome.NOT_APPLICABLE, Outcome.NOT_APPLICABLE, frozenset(), 0)
"""What a version says of everybody that does not exist."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A month that is funded otherwise: what it was, and what it becomes."""

    month: Month
    before: Truth
    after: Truth


@dataclass(frozen=True, slots=True)
class Change:
    """The pair of verdicts that makes a region.

    Months and money are compared where both versions make the worker eligible; whatever else an outcome
    means for them follows from it. `turns` is None where months differ in more ways than are told apart.
    """

    old_own: Outcome
    old_effective: Outcome
    new_own: Outcome
    new_effective: Outcome
    turns: frozenset[Turn] | None
    money: Money

    @property
    def is_none(self) -> bool:
        """Tell whether nothing differs."""
        same = self.old_own is self.new_own and self.old_effective is self.new_effective
        return same and self.turns == frozenset() and self.money is Money.SAME


def change(old: Verdict, new: Verdict) -> Change:
    """Compare two verdicts on one worker."""
    turns, money = frozenset[Turn](), Money.SAME
    if old.own is new.own is Outcome.ELIGIBLE:
        before, after = dict(old.months), dict(new.months)
        turns = frozenset(
            Turn(month, before.get(month, Truth.FALSE), after.get(month, Truth.FALSE))
            for month in {*before, *after}
            if before.get(month, Truth.FALSE) is not after.get(month, Truth.FALSE)
        )
        money = money_between(old.total, new.total)
    return Change(old.own, old.effective, new.own, new.effective, turns, money)


def money_between(old: int | None, new: int | None) -> Money:
    """Compare two amounts; None is unknown."""
    if old == new:
        return Money.SAME
    if old is None:
        return Money.BECOMES_KNOWN
    if new is None:
        return Money.BECOMES_UNKNOWN
    return Money.MORE if new > old else Money.LESS


def verdict_of(made: Decision) -> Verdict:
    """Keep of a decision what two versions are compared by."""
    months = frozenset((m.month, m.verdict) for m in made.months if m.verdict is not Truth.FALSE)
    return Verdict(made.outcome, made.effective, months, made.total)


# Who is in a region


@dataclass(frozen=True, slots=True)
class Leaf:
    """One comparison that the law makes, in a month where it is made each month, and how it comes out."""

    side: Side
    expr: ir.Expr
    month: Month | None
    states: frozenset[Truth]


@dataclass(frozen=True, slots=True)
class Known:
    """A fact is known, or is not."""

    fact: str
    known: bool


class Together(Enum):
    """What stands unchanged in both versions, taken together."""

    GROUPS = "groups"
    """Whether the worker is of any of the groups."""
    NORMS = "norms"
    """Whether all requirements hold, and no exclusion does, that are weighed once for every group."""


@dataclass(frozen=True, slots=True)
class Unchanged:
    """How the unchanged groups, or the unchanged norms, come out together."""

    what: Together
    states: frozenset[Truth]


Literal: TypeAlias = Leaf | Known | Unchanged


@dataclass(frozen=True, slots=True)
class Anchor:
    """What one version by itself says of a worker."""

    side: Side
    own: Outcome
    effective: Outcome


@dataclass(frozen=True, slots=True)
class Case:
    """Workers of whom the anchors and all literals hold."""

    anchors: tuple[Anchor, ...]
    literals: tuple[Literal, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """Two libraries and the instrument compared in them, on one day; None where a library does not have it."""

    old: ir.Library
    new: ir.Library
    instrument: InstrumentId
    on: PackedDate
    assumed: bool
    """The commencement that both leave blank is taken to be this day."""

    def library(self, side: Side) -> ir.Library:
        """Give one of the two libraries."""
        match side:
            case Side.OLD:
                return self.old
            case Side.NEW:
                return self.new

    def find(self, side: Side) -> ir.Instrument | None:
        """Give the instrument as one library has it."""
        return next((each for each in self.library(side).instruments if each.id == self.instrument), None)

    def decide(self, side: Side, worker: Mapping[str, ir.FactValue]) -> Decision | None:
        """Give what the reference decides under one of the two; None where there is nothing to decide under."""
        if self.find(side) is None:
            return None
        return decide(
            self.library(side), self.instrument, worker, on=self.on, facts_as_of=self.on, digest=None
        )

    def verdict(self, side: Side, worker: Mapping[str, ir.FactValue]) -> Verdict:
        """Give the verdict of one of the two."""
        made = self.decide(side, worker)
        return NOT_THERE if made is None else verdict_of(made)

    def change(self, worker: Mapping[str, ir.FactValue]) -> Change:
        """Give how the two differ on a worker."""
        return change(self.verdict(Side.OLD, worker), self.verdict(Side.NEW, worker))

    def inside(self, regions: "Sequence[Region]", worker: Mapping[str, ir.FactValue]) -> "tuple[Region, ...]":
        """Give the regions that have a case of which the anchors and all literals hold for a worker."""
        verdicts = {side: self.verdict(side, worker) for side in Side}
        known: dict[Literal, bool] = {}

        def holds(literal: Literal) -> bool:
            found = known.get(literal)
            if found is None:
                found = known[literal] = self._holds(literal, worker)
            return found

        def anchored(anchor: Anchor) -> bool:
            made = verdicts[anchor.side]
            return (made.own, made.effective) == (anchor.own, anchor.effective)

        return tuple(
            region
            for region in regions
            if any(
                all(map(anchored, case.anchors)) and all(map(holds, case.literals)) for case in region.cases
            )
        )

    def _holds(self, literal: Literal, worker: Mapping[str, ir.FactValue]) -> bool:
        match literal:
            case Known(fact, known):
                return (worker.get(fact) is not None) is known
            case Unchanged(what, states):
                return self._together(what, worker) in states
            case Leaf(side, expr, month, states):
                scope = scope_of(self.library(side), worker, self.on, frozenset((self.instrument,)))
                return evaluate(expr, scope.at(month)).truth in states

    def _together(self, what: Together, worker: Mapping[str, ir.FactValue]) -> Truth:
        scope = scope_of(self.old, worker, self.on, frozenset((self.instrument,)))
        values = [evaluate(norm.condition, scope) for norm in self.unchanged(what)]
        match what:
            case Together.GROUPS:
                return any_of(values).truth
            case Together.NORMS:
                norms = self.unchanged(what)
                return all_of(
                    not_(value) if norm.role is ir.Role.EXCLUSION else value
                    for norm, value in zip(norms, values, strict=True)
                ).truth

    def unchanged(self, what: Together) -> tuple[ir.Norm, ...]:
        """Give the norms that both versions of the day state alike."""
        versions = [None if found is None else version_of(found, self.on) for found in map(self.find, Side)]
        if None in versions:
            return ()
        old, new = (version for version in versions if version is not None)
        match what:
            case Together.GROUPS:
                return tuple(group.match for group in old.groups if group in new.groups)
            case Together.NORMS:
                return tuple(
                    norm
                    for norm in old.norms
                    if norm.role in (ir.Role.REQUIREMENT, ir.Role.EXCLUSION)
                    and norm.grain is ir.Grain.ONCE
                    and norm.groups is None
                    and norm in new.norms
                )


def version_of(instrument: ir.Instrument, on: PackedDate) -> ir.Version | None:
    """Give the version that decides on a day: the one in force, else the last where it still holds for some."""
    if instrument.commences is None:
        return instrument.versions[0]
    found = version_on(instrument, on)
    last = instrument.versions[-1] if instrument.versions else None
    ended = last is not None and last.until is not None and last.until <= on
    return last if found is None and ended else found


@dataclass(frozen=True, slots=True)
class Region:
    """All workers for whom one pair of verdicts comes out, and the plainest of them as the reference decides."""

    change: Change
    cases: tuple[Case, ...]
    is_exact: bool
    """The cases are all of them; otherwise there are workers of the region whom no case describes."""
    possible: bool
    """There is somebody of it who can exist on the day; otherwise all were born or registered later."""
    worker: Mapping[str, ir.FactValue]
    old: Decision | None
    new: Decision | None
    caused_by: tuple[Alteration, ...]
    """What by itself turns the verdict on the plainest worker."""


@dataclass(frozen=True, slots=True)
class Difference:
    """How two libraries differ under one instrument on one day; `open_` says what was not settled, and why."""

    compared: Compared
    regions: tuple[Region, ...]
    open_: tuple[Text, ...]
    reads: frozenset[str] = frozenset()
    """The facts that either text, or the law above it, reads."""
    births: frozenset[str] = frozenset()
    """Those of them that tell when a worker was born."""
    also_from: tuple[PackedDate, ...] = ()
    """Later days from which the regions are the same."""
