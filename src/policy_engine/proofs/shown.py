"""What proofs hand on: a diagnostic and the workers who show it. The solver is not loaded for this."""

from collections.abc import Mapping
from dataclasses import dataclass

from policy_engine.diagnostics.model import Diagnostic
from policy_engine.domain.citation import InstrumentId
from policy_engine.domain.dates import PackedDate
from policy_engine.ir.decision import Decision
from policy_engine.ir.nodes import FactValue


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
