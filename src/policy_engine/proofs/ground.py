"""What a question of law is about: one instrument on a day, the law around it, and the facts that matter to them."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from policy_engine.domain.citation import InstrumentId
from policy_engine.domain.dates import Month, PackedDate, last_day
from policy_engine.ir import nodes as ir
from policy_engine.ir.classes import facts_of
from policy_engine.ir.precedence import DOMICILE_FACT, prevailing, version_on
from policy_engine.ir.walk import descend, facts_read, roots, roots_of
from policy_engine.structure import dataclass

if TYPE_CHECKING:
    from policy_engine.backends.smt.domain import Domain
    from policy_engine.backends.smt.encode import Scope
    from policy_engine.backends.smt.instruments import Judged, Weighed


@dataclass(frozen=True)
class Ground:
    """An instrument on a day, with the law around it; `assumed` is the commencement it does not state."""

    library: ir.Library
    instrument: ir.Instrument
    on: PackedDate
    assumed: PackedDate | None
    milliseconds: int
    beside: tuple[ir.Instrument, ...] = ()
    """Other instruments that a question is about as well."""
    also: tuple[ir.Expr, ...] = ()
    """Other expressions that a question is about."""

    @cached_property
    def version(self) -> ir.Version:
        """Give the version in force on the day."""
        found = version_on(self.instrument, self.on)
        return self.instrument.versions[-1] if found is None else found

    @cached_property
    def higher(self) -> tuple[ir.Instrument, ...]:
        """Give the instruments that prevail over this one."""
        return tuple(found for found, _ in prevailing(self.instrument, self.library))

    @cached_property
    def facts_as_of(self) -> PackedDate:
        """Give the end of the last contribution month, by which everything has happened that can matter."""
        months = [funded.month for schedule in self.version.schedules for funded in schedule.months]
        return max((self.on, *(last_day(month) for month in months)))

    @cached_property
    def reads(self) -> frozenset[str]:
        """Give the facts that the instrument and the law above it read."""
        found = [
            *roots(self.version),
            *(root for each in self.beside for root in roots_of(each)),
            *(n.condition for i in self.higher for v in i.versions for n in v.participant_norms),
        ]
        territory = frozenset(("domisili",)) if self.instrument.region is not None else frozenset[str]()
        return territory.union(*(facts_read(root) for root in found))

    @cached_property
    def read(self) -> tuple[ir.Expr, ...]:
        """Give every expression that can tell two workers apart."""
        return (*read_by((*self.involved, *self.higher)), *self.also)

    @cached_property
    def facts(self) -> tuple[ir.Fact, ...]:
        """Give the facts that can tell two workers apart."""
        return facts_of(self.library, self.read)

    @cached_property
    def months(self) -> tuple[Month, ...]:
        """Give the scheduled months."""
        return tuple(sorted({f.month for schedule in self.version.schedules for f in schedule.months}))

    @cached_property
    def births(self) -> frozenset[str]:
        """Give the facts that tell when a worker was born."""
        return frozenset(
            part.birth.name
            for each in (*self.involved, *self.higher)
            for root in roots_of(each)
            for part in descend(root)
            if isinstance(part, ir.AgeCompare) and isinstance(part.birth, ir.FactRef)
        )

    @cached_property
    def domain(self) -> "Domain":
        """Give the workers there can be, for the solver."""
        from policy_engine.backends.smt.domain import make_domain  # noqa: PLC0415  loaded where it is needed

        return make_domain(self.library, self.read)

    @cached_property
    def involved(self) -> tuple[ir.Instrument, ...]:
        """Give the instrument and those that it yields to, and so on."""
        found: dict[InstrumentId, ir.Instrument] = {}
        waiting = [self.instrument, *self.beside]
        loaded = {each.id: each for each in self.library.instruments}
        while waiting:
            one = waiting.pop()
            if one.id not in found:
                found[one.id] = one
                waiting += [loaded[senior] for senior in _seniors(one) if senior in loaded]
        return tuple(found.values())

    @cached_property
    def scope(self) -> "Scope":
        """Give what the expressions of the instrument see, for the solver."""
        from policy_engine.backends.smt.instruments import make_scope  # noqa: PLC0415

        return make_scope(self.domain, self.on, frozenset((self.instrument.id,)))

    @cached_property
    def judged(self) -> "Judged":
        """Give what the instrument says of every worker, for the solver."""
        from policy_engine.backends.smt.instruments import judge  # noqa: PLC0415

        return judge(self.instrument, self.scope)

    @cached_property
    def norms(self) -> "tuple[tuple[Weighed, ...], ...]":
        """Give each norm over recipients with all its weighings by the solver, in the order of the text."""
        by_norm: dict[int, list[Weighed]] = {}
        for weighed in self.judged.weighed:
            by_norm.setdefault(id(weighed.norm), []).append(weighed)
        return tuple(tuple(found) for found in by_norm.values())


def _seniors(instrument: ir.Instrument) -> Iterator[InstrumentId]:
    for root in roots_of(instrument):
        for part in descend(root):
            if isinstance(part, ir.NotBorne):
                yield from part.seniors


def read_by(instruments: Iterable[ir.Instrument]) -> Iterator[ir.Expr]:
    """Give every expression of some instruments, and where each of them applies."""
    for instrument in instruments:
        yield from roots_of(instrument)
        if instrument.region is not None:
            domicile = ir.FactRef(DOMICILE_FACT, type=ir.Type(ir.Kind.REGION))
            yield ir.WithinRegion(domicile, instrument.region, type=ir.Type(ir.Kind.TRUTH))
