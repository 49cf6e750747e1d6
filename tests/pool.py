"""A pool of generated policies with workers, and what the reference says of each: for seeded faults.

Hypothesis draws from the constants of whatever modules are loaded, so a seed alone does not give the same
policies beside other tests. The pool is therefore much deeper than a fault needs, and drawn only as far as the
fault stays unseen.
"""

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from policy_engine.backends.scalar.decide import decide
from policy_engine.domain.dates import PackedDate, pack
from policy_engine.ir import nodes as ir
from policy_engine.ir.decision import Decision
from policy_engine.semantics.elaborate import elaborate
from policy_engine.testing.policies import Country, policies
from policy_engine.testing.workers import workers

DAYS = (pack(2023, 12, 31), pack(2025, 3, 31), pack(2026, 2, 28), pack(2029, 1, 1))
"""Days of decision: before some instruments commence, in their years, and after some have ended."""

_BATCHES, _IN_A_BATCH, _WORKERS = 12, 20, 20
_IN_FORCE = DAYS[1:3]
_VILLAGES = ("21.02.01.2001", "21.02.02.2001", "21.02.01.2002", "21.02.02.2001", "21.71.01.1001")
"""Villages of the generated country, most of them in the regency whose instrument waits for the province's."""

Facts = dict[str, ir.FactValue]
Judged = tuple[tuple[ir.Instrument, list[Decision]], ...]
Test = Callable[..., None]


@dataclass(frozen=True, slots=True)
class Asked:
    """A library, and workers who are decided on a day."""

    library: ir.Library
    people: list[Facts]
    on: PackedDate

    def decided(self) -> Iterator[tuple[ir.Instrument, list[Decision]]]:
        """Give what the reference says under each instrument, in the order of the workers."""
        for instrument in self.library.instruments:
            yield instrument, [self._decide(instrument, worker) for worker in self.people]

    def _decide(self, instrument: ir.Instrument, worker: Facts) -> Decision:
        return decide(self.library, instrument.id, worker, on=self.on, facts_as_of=self.on, digest="0" * 64)


def crowds(library: ir.Library, number: int) -> st.SearchStrategy[list[Facts]]:
    """Give so many workers: of half of them a fifth of the facts is unknown, of the others none."""
    half, rest = number // 2, number - number // 2
    regions = [fact.name for fact in library.facts if fact.type.kind is ir.Kind.REGION]
    at_home = st.fixed_dictionaries({name: st.sampled_from(_VILLAGES) for name in regions})
    clear = st.builds(_settled, workers(library, unknown=0), at_home)
    vague = st.builds(_moved, workers(library, unknown=20), at_home, st.booleans())
    return st.builds(
        list.__add__,
        st.lists(vague, min_size=half, max_size=half),
        st.lists(clear, min_size=rest, max_size=rest),
    )


def _settled(worker: Facts, at_home: Facts) -> Facts:
    """Give the worker with every set complete, living in a village."""
    whole = {
        name: ir.CodeSet(value.codes, complete=True) if isinstance(value, ir.CodeSet) else value
        for name, value in worker.items()
    }
    return {**whole, **at_home}


def _moved(worker: Facts, at_home: Facts, moves: bool) -> Facts:
    return {**worker, **at_home} if moves else worker


def pool() -> Iterator[tuple[Asked, Judged]]:
    """Give generated policies with workers and what the reference says of them, drawn as they are asked for."""
    for number in range(_BATCHES):
        yield from _batch(number)


def libraries() -> Iterator[ir.Library]:
    """Give the libraries of generated policies, drawn as they are asked for."""
    for number in range(_BATCHES):
        yield from _libraries(number)


@functools.cache
def _batch(number: int) -> tuple[tuple[Asked, Judged], ...]:
    found: list[Asked] = []

    @_drawn(number)
    @given(policies(), st.sampled_from((*DAYS, *_IN_FORCE * 3)), st.data())
    def collect(country: Country, on: PackedDate, data: st.DataObject) -> None:
        library = elaborate(country.trees).library
        found.append(Asked(library, data.draw(crowds(library, _WORKERS)), on))

    collect()
    return tuple((asked, tuple(asked.decided())) for asked in found)


@functools.cache
def _libraries(number: int) -> tuple[ir.Library, ...]:
    found: list[ir.Library] = []

    @_drawn(number)
    @given(policies())
    def collect(country: Country) -> None:
        found.append(elaborate(country.trees).library)

    collect()
    return tuple(found)


def _drawn(number: int) -> Callable[[Test], Test]:
    """Give what makes a test draw the examples of a batch, each once."""

    def drawing(test: Test) -> Test:
        return seed(number)(
            settings(
                max_examples=_IN_A_BATCH,
                database=None,
                deadline=None,
                phases=(Phase.generate,),
                suppress_health_check=list(HealthCheck),
            )(test)
        )

    return drawing
