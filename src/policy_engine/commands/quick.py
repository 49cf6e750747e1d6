"""A library asked about many workers: what compiled code says of each, as far as a test could tell two apart.

A mistake that means the same as the policy is found out only by asking of every worker tried, so this is asked
some thousand times for each such mistake; the reference is asked where two libraries say different things.
"""

from collections import Counter
from collections.abc import Iterator, Mapping

from policy_engine.backends.boxes.space import OutsideError
from policy_engine.backends.columnar.division import TooLargeError
from policy_engine.backends.compiled.build import Compiled
from policy_engine.backends.scalar.decide import decide
from policy_engine.domain.citation import InstrumentId
from policy_engine.domain.dates import Month, PackedDate
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir.decision import Decision
from policy_engine.ir.nodes import FactValue, Instrument, Library
from policy_engine.proofs.areas import Areas
from policy_engine.proofs.case import Case, lay_out
from policy_engine.proofs.sides import Boxes
from policy_engine.testing.edges import Asked, asked_of

_FEW = 4
"""So many workers are decided by the reference in the time that compiling for a day takes."""

Told = tuple[Outcome, Outcome, int | None, frozenset[Month]]
"""The outcome, the effective one, the total, and the months that are funded."""


def eligible_of_each_group(library: Library, instrument: Instrument) -> Iterator[Asked]:
    """Give the plainest worker whom an instrument makes eligible, of each group that box algebra finds one of."""
    case = lay_out(library, instrument, 0)
    if not isinstance(case, Case) or case.assumed is not None or case.boxes is None:
        return
    for number in range(len(case.version.groups)):
        worker = _eligible(case.boxes, number)
        if worker is not None:
            yield asked_of(case.whole(worker), case.on, case.facts_as_of)


def _eligible(sets: Boxes | Areas, group: int) -> Mapping[str, FactValue] | None:
    try:
        return sets.worker(
            lambda s: s.both(s.judged.outcomes[Outcome.ELIGIBLE], s.judged.standings[group].eligible.true)
        )
    except OutsideError:
        return None


class Quick:
    """What a library says of workers, compiled for each instrument and day that is asked of often."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._asked: Counter[tuple[InstrumentId, PackedDate]] = Counter()
        self._compiled: dict[tuple[InstrumentId, PackedDate], Compiled | None] = {}

    def told(self, instrument: Instrument, asked: Asked) -> Told | None:
        """Give what an instrument says of a worker; None where it must be put to the reference."""
        key = (instrument.id, asked.on)
        self._asked[key] += 1
        if self._asked[key] <= _FEW:
            return None
        if key not in self._compiled:
            self._compiled[key] = self._compile(instrument, asked)
        made = self._compiled[key]
        if made is None:
            return None
        said = made.decide_mapping(dict(asked.worker))
        first = said.first_month or 0
        months = (Month(first + bit) for bit in range(said.months.bit_length()) if said.months >> bit & 1)
        return said.outcome, said.effective, said.total, frozenset(months)

    def _compile(self, instrument: Instrument, asked: Asked) -> Compiled | None:
        def reference(worker: Mapping[str, FactValue]) -> Decision:
            return decide(
                self.library, instrument.id, worker, on=asked.on, facts_as_of=asked.facts_as_of, digest=""
            )

        try:
            return Compiled(self.library, instrument, asked.on, reference)
        except TooLargeError:
            return None
