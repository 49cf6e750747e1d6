"""A decision as data: what every back end that decides one worker returns.

Amounts are whole rupiah; None is unknown, never zero. Pure values; the boundary
model with its JSON Schema stands in `engine`.
"""

from enum import Enum

from policy_engine.domain.bilingual import Text
from policy_engine.domain.citation import Citation, InstrumentId
from policy_engine.domain.dates import Month, PackedDate
from policy_engine.domain.outcomes import Outcome, Truth
from policy_engine.ir.nodes import Evidence, Party, Role
from policy_engine.structure import dataclass


@dataclass(frozen=True, slots=True)
class FactUsed:
    """A fact that a norm read, and its value (None: unknown) as text in both languages."""

    name: str
    value: Text | None


@dataclass(frozen=True, slots=True)
class NormWeighed:
    """One norm with its verdict for this worker (and month, where it is weighed each month)."""

    citation: Citation
    role: Role
    month: Month | None
    group: str | None
    verdict: Truth
    wording: Text
    facts: tuple[FactUsed, ...]
    exceptions: tuple[Citation, ...]
    """The exceptions that were active."""
    evidence: Evidence | None
    interpretation: str | None


@dataclass(frozen=True, slots=True)
class MonthWeighed:
    """Whether a contribution month is funded; projected when it lies after the facts date."""

    month: Month
    verdict: Truth
    projected: bool
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CostRow:
    """What one payer owes for one programme and month: rupiah, or None with what is missing.

    `budgets` are the kinds of budget it is charged to; `relief` the article that reduced it.
    """

    month: Month
    programme: str
    payer: Party | None
    budgets: tuple[str, ...]
    amount: int | None
    tariff: Citation
    relief: Citation | None
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GaveWay:
    """A norm that yielded to a higher, special or later one."""

    norm: Citation
    to: Citation
    reason: Text


class CautionKind(Enum):
    """Why a decision carries a caution; the text of each is made where it is found."""

    SHORT_PARTICIPATION = "short_participation"
    RATIONED = "rationed"
    DELEGATE_MISSING = "delegate_missing"
    PROJECTED = "projected"
    BLANK = "blank"
    NOT_ENCODED = "not_encoded"
    INTERPRETED = "interpreted"
    REPORTED = "reported"
    RELIEF_BARRED = "relief_barred"
    EXCEPTION_CONFLICT = "exception_conflict"


@dataclass(frozen=True, slots=True)
class Caution:
    """Something the reader must know beside the outcome."""

    kind: CautionKind
    message: Text
    citation: Citation | None


@dataclass(frozen=True, slots=True)
class Decision:
    """The outcome for one worker under one instrument, and everything it rests on."""

    instrument: InstrumentId
    version_since: PackedDate | None
    on: PackedDate
    facts_as_of: PackedDate
    outcome: Outcome
    """The instrument's own verdict."""
    effective: Outcome
    """After the norms of higher instruments on the same act and date."""
    gave_way: tuple[GaveWay, ...]
    groups: tuple[str, ...]
    """The groups that make the worker eligible."""
    norms: tuple[NormWeighed, ...]
    months: tuple[MonthWeighed, ...]
    months_open: bool
    """The instrument leaves its months blank, so there may be more."""
    entry_month: Month | None
    costs: tuple[CostRow, ...]
    total: int | None
    """Rupiah over all rows; None when any row is unknown."""
    missing: tuple[str, ...]
    """Facts (and blanks, by their id) that would settle an undetermined outcome."""
    cautions: tuple[Caution, ...]
    receipt: str
    """Lower-case hexadecimal SHA-256; empty in a decision that a proof asked for."""
