"""What proofs hand on: a diagnostic and the workers who show it. The solver is not loaded for this."""

from collections.abc import Mapping
from enum import Enum

from policy_engine.diagnostics.model import Diagnostic
from policy_engine.domain.bilingual import Text
from policy_engine.domain.citation import Citation, InstrumentId
from policy_engine.domain.dates import PackedDate
from policy_engine.ir.decision import Decision
from policy_engine.ir.nodes import FactValue
from policy_engine.source import Span
from policy_engine.structure import dataclass


class Analysis(Enum):
    """How much is proved: nothing, what one query each answers, or everything."""

    OFF = "off"
    FAST = "fast"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Shown:
    """A worker who shows a finding, as a test can be written of it."""

    code: str
    instrument: InstrumentId
    assumed: PackedDate | None
    on: PackedDate
    facts_as_of: PackedDate
    worker: Mapping[str, FactValue]
    """What the instrument and the law above it read."""
    decision: Decision


@dataclass(frozen=True, slots=True)
class Finding:
    """A diagnostic, and the workers who show it."""

    diagnostic: Diagnostic
    shown: tuple[Shown, ...] = ()


class Extent(Enum):
    """How far the proofs reach into a clause."""

    PROVED = "proved"
    OPEN = "open"
    """Proved for every way in which a blank can be filled, and nothing of it more surely."""
    OUTSIDE = "outside"
    """Not a matter of one worker, or said to be for people to weigh; the reason stands beside it."""
    NOT = "not analysed"
    """No decider can be told of it."""


@dataclass(frozen=True, slots=True)
class Account:
    """What was made of one clause, and why it was no more."""

    citation: Citation
    place: Text
    extent: Extent
    why: Text | None
    origin: Span | None
