"""Tests and stated properties with every name resolved: what `policy-engine test` and the proofs read."""

from dataclasses import field
from enum import Enum

from policy_engine.domain.citation import Citation, InstrumentId
from policy_engine.domain.dates import Month, PackedDate
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir.assume import Assumption
from policy_engine.ir.nodes import Expr, FactValue
from policy_engine.source import Span
from policy_engine.structure import dataclass


class CaseKind(Enum):
    """The encoder's own test, or an official worked example with its source."""

    TEST = "test"
    EXAMPLE = "example"


@dataclass(frozen=True, slots=True)
class Case:
    """One worker under one instrument, and what must come out; None is not asked.

    `assumptions` settle what the instrument leaves open. `worker` are the known facts, sorted by name; a fact
    left out, or given as a blank, is unknown. `cost` is the total in rupiah, `months` are those funded,
    `missing` the facts that must be reported missing, and `because` places that must have decided.
    `effective` is the outcome after higher norms.
    """

    name: str
    kind: CaseKind
    source: str | None
    instrument: InstrumentId
    assumptions: tuple[Assumption, ...]
    on: PackedDate
    facts_as_of: PackedDate
    worker: tuple[tuple[str, FactValue], ...]
    outcome: Outcome
    because: tuple[Citation, ...]
    cost: int | None
    months: frozenset[Month] | None
    missing: frozenset[str] | None
    effective: Outcome | None
    origin: Span | None = field(default=None, compare=False, repr=False)


class Relation(Enum):
    """For all such workers that outcome (`ALWAYS`), or that outcome for no others (`ONLY_IF`)."""

    ALWAYS = "always"
    ONLY_IF = "only_if"


@dataclass(frozen=True, slots=True)
class Property:
    """Something claimed of every worker under one instrument on one day.

    `ALWAYS`: whoever meets `condition` has `outcome`. `ONLY_IF`: whoever has `outcome` meets `condition`.
    `cost_at_most`: nobody who meets `condition` costs more, in rupiah.
    """

    name: str
    instrument: InstrumentId
    on: PackedDate
    relation: Relation
    condition: Expr
    outcome: Outcome | None
    cost_at_most: int | None
    origin: Span | None = field(default=None, compare=False, repr=False)
