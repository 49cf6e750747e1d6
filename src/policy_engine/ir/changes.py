"""What would change a decision, as data: the fewest changes of facts, or of the day, with the outcome they lead to.

Every way is minimal and was decided by the reference: with all its steps the outcome is as said, with some of
them left out it is not. Facts that cannot change are never asked to change; time passing is a step of its own.
Pure values; who works them out is `proofs.changes`, and sentences are ready to print in both languages.
"""

from enum import Enum
from typing import TypeAlias

from policy_engine.domain.bilingual import Text
from policy_engine.domain.citation import Citation
from policy_engine.domain.dates import PackedDate
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir.nodes import FactValue
from policy_engine.structure import dataclass


@dataclass(frozen=True, slots=True)
class FactChange:
    """A fact that comes to have another value; `before` is None where it was not known, and is then attested."""

    name: str
    before: FactValue | None
    after: FactValue
    text: Text
    """Such as `jika Anda bertempat tinggal di Kabupaten Karimun`, `if it is attested that ...`."""


@dataclass(frozen=True, slots=True)
class TimePasses:
    """Nothing but the day of the decision changes: the first day on which it makes the difference."""

    on: PackedDate
    text: Text
    """Such as `mulai 14 Maret 2026, ketika Anda mencapai 18 tahun`."""


Step: TypeAlias = FactChange | TimePasses


@dataclass(frozen=True, slots=True)
class Way:
    """Steps that together change the outcome, and no fewer of them do."""

    steps: tuple[Step, ...]
    outcome: Outcome
    """The effective outcome when all steps are taken."""
    citations: tuple[Citation, ...]
    """The norms that turn: they stand in the way now and not then, or the other way round."""
    text: Text
    """One whole sentence."""


class Settles(Enum):
    """What knowing a missing fact does to an undetermined outcome."""

    ALWAYS = "always"
    """Whatever it is, the outcome is settled."""
    SOMETIMES = "sometimes"
    """Some answers settle the outcome by themselves."""
    WITH_OTHERS = "with_others"
    """It settles nothing before others are known too."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A missing fact that is worth asking for, the most useful first."""

    name: str
    settles: Settles
    text: Text


@dataclass(frozen=True, slots=True)
class Changes:
    """What would change one decision.

    `ways` lead to being eligible, the nearest first; an eligible worker has none. `ends` is how, for an
    eligible worker, time alone ends it; None where it does not. `ask_first` are missing facts of an
    undetermined worker. `nothing` says why there is no way, where there is none.
    """

    ways: tuple[Way, ...]
    ends: Way | None
    ask_first: tuple[Ask, ...]
    nothing: Text | None
