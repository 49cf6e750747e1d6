"""One instrument laid out for proof: a library in; its workers, what it says of them, and a solver, out.

An instrument whose commencement is blank is analysed as if it commenced before its first contribution month;
the finding says so.
"""

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from policy_engine.backends.boxes.instruments import stated_norms
from policy_engine.backends.boxes.space import OutsideError
from policy_engine.backends.scalar.decide import decide
from policy_engine.domain.bilingual import Text
from policy_engine.domain.dates import PackedDate, first_day, pack
from policy_engine.ir import nodes as ir
from policy_engine.ir.assume import Commences, assume
from policy_engine.ir.classes import typical
from policy_engine.ir.decision import Decision
from policy_engine.ir.precedence import version_on
from policy_engine.ir.walk import descend, roots
from policy_engine.proofs.areas import Areas, Memory, ways
from policy_engine.proofs.ground import Ground
from policy_engine.proofs.sides import Boxes, Solver, ages_tested_once, on_the_first
from policy_engine.structure import dataclass

if TYPE_CHECKING:
    from policy_engine.backends.smt.solve import Prover


@dataclass(frozen=True)
class Case(Ground):
    """A ground with its two deciders, and the reference beside them."""

    memory: Memory | None = None
    """What box algebra was asked about each area of it before."""

    @cached_property
    def boxes(self) -> Boxes | Areas | None:
        """Give box algebra over these workers; None where the case is outside its fragment."""
        months = [None, *self.months]
        also = [(expr, month) for expr in self.also for month in months]
        if self.months:
            norms = (*self.version.norms, *self.version.participant_norms)
            also += [
                (on_the_first(norm.condition), month)
                for norm in norms
                if ages_tested_once(norm)
                for month in self.months
            ]
        cut = ways(self, self.memory)
        if cut is not None:
            return Areas(self, tuple(also), cut, self.memory)
        try:
            return Boxes(self, tuple(also))
        except OutsideError:
            return None

    @cached_property
    def solver(self) -> Solver:
        """Give the solver over these workers."""
        return Solver(self)

    @cached_property
    def plausible(self) -> Any:
        """Say to the solver what is true of every worker there can be."""
        from policy_engine.backends.smt.logic import both  # noqa: PLC0415

        return both(self.domain.born_by(self.births, self.on, self.facts_as_of))

    @cached_property
    def prover(self) -> "Prover":
        """Give the conversation with the solver about these workers."""
        from policy_engine.backends.smt.solve import Prover  # noqa: PLC0415

        prover = Prover((self.domain,), self.milliseconds)
        prover.suppose([self.plausible])
        return prover

    @cached_property
    def stated(self) -> tuple[ir.Norm, ...]:
        """Give each norm over recipients that is weighed at all, in the order of the text."""
        return stated_norms(self.instrument, self.on)

    def decide(self, worker: dict[str, ir.FactValue], instrument: ir.Instrument | None = None) -> Decision:
        """Give what the reference says of a worker, under this instrument or another."""
        asked = instrument or self.instrument
        return decide(self.library, asked.id, worker, on=self.on, facts_as_of=self.facts_as_of, digest=None)

    def whole(self, worker: Mapping[str, ir.FactValue]) -> dict[str, ir.FactValue]:
        """Give the worker with the typical value of every fact that nobody asked the solver about."""
        asked = {fact.name for fact in self.facts}
        usual = {f.name: typical(f) for f in self.library.facts if f.name not in asked}
        return {**{name: value for name, value in usual.items() if value is not None}, **worker}


def lay_out(
    library: ir.Library,
    instrument: ir.Instrument,
    milliseconds: int,
    on: PackedDate | None = None,
    memory: Memory | None = None,
) -> Case | Text:
    """Give the case of the latest version of an instrument, or why there is none."""
    if not instrument.versions:
        return Text("naskah ini tidak memuat versi yang berlaku", "this text has no version in force")
    assumed = None
    if instrument.commences is None:
        assumed = on or first_day_of(instrument, library)
        library = assume(library, instrument.id, (Commences(assumed),))
        instrument = next(each for each in library.instruments if each.id == instrument.id)
    day = on if on is not None else _in_force_whole(instrument.versions[-1])
    return Case(library, instrument, day, assumed, milliseconds, memory=memory)


def _in_force_whole(version: ir.Version) -> PackedDate:
    """Give the first day of a version by which every regulation that it waits for has commenced."""
    days = [
        part.right.value
        for root in roots(version)
        for part in descend(root)
        if isinstance(part, ir.Compare)
        and part.comparison is ir.Comparison.AT_LEAST
        and isinstance(part.left, ir.DayRef)
        and part.left.day is ir.Day.DECISION
        and isinstance(part.right, ir.Literal)
        and (version.until is None or part.right.value < version.until)
    ]
    return PackedDate(max((version.since, *days)))


def lay_together(
    library: ir.Library, one: ir.Instrument, other: ir.Instrument, on: PackedDate, milliseconds: int
) -> Case | None:
    """Give the case of two instruments on a day on which both are in force; None where they are not."""
    for each in (one, other):
        if each.commences is None:
            library = assume(library, each.id, (Commences(on),))
    first, second = (next(i for i in library.instruments if i.id == each.id) for each in (one, other))
    if version_on(first, on) is None or version_on(second, on) is None:
        return None
    assumed = on if one.commences is None or other.commences is None else None
    return Case(library, first, on, assumed, milliseconds, (second,))


def first_day_of(instrument: ir.Instrument, library: ir.Library) -> PackedDate:
    """Give the day an instrument is taken to commence where it does not say.

    Promulgation or enactment, else the first contribution month, else its year, else when the latest
    instrument of the library commenced.
    """
    stated = [day for day in (instrument.promulgated, instrument.enacted) if day is not None]
    if stated:
        return stated[0]
    months = [f.month for schedule in instrument.versions[-1].schedules for f in schedule.months]
    if months:
        return first_day(min(months))
    if instrument.id.year is not None:
        return pack(instrument.id.year, 1, 1)
    commenced = [each.commences for each in library.instruments if each.commences is not None]
    return max(commenced, default=pack(2025, 1, 1))
