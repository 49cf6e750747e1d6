"""What a decision can say, and the three truth values it is made of.

`Outcome` is closed; the fifth is a value like the others and never an exception.
`Truth` is strong Kleene logic: the unknown spreads exactly as far as it could matter.
"""

from collections.abc import Iterable
from enum import Enum
from types import MappingProxyType

from policy_engine.domain.bilingual import Text


class Outcome(Enum):
    """What one instrument says about one worker."""

    ELIGIBLE = "eligible"
    NOT_ELIGIBLE = "not_eligible"
    UNDETERMINED = "undetermined"
    NOT_APPLICABLE = "not_applicable"
    CONFLICT = "conflict"

    @property
    def text(self) -> Text:
        """Give the name a reader sees."""
        return _NAMES[self]


_NAMES = MappingProxyType(
    {
        Outcome.ELIGIBLE: Text("memenuhi syarat", "eligible"),
        Outcome.NOT_ELIGIBLE: Text("tidak memenuhi syarat", "not eligible"),
        Outcome.UNDETERMINED: Text("belum dapat ditentukan", "undetermined"),
        Outcome.NOT_APPLICABLE: Text("tidak berlaku", "not applicable"),
        Outcome.CONFLICT: Text("ditolak karena pertentangan", "refused for conflict"),
    }
)


class Truth(Enum):
    """True, false, or not known from the facts given."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"

    @property
    def is_known(self) -> bool:
        """Say whether the facts settle it."""
        return self is not Truth.UNKNOWN

    def not_(self) -> "Truth":
        """Turn true into false and false into true; unknown stays."""
        match self:
            case Truth.TRUE:
                return Truth.FALSE
            case Truth.FALSE:
                return Truth.TRUE
            case Truth.UNKNOWN:
                return Truth.UNKNOWN


def of(value: bool | None) -> Truth:  # noqa: FBT001  the value itself, not a switch
    """Give the truth value of a Python answer, None being unknown."""
    match value:
        case True:
            return Truth.TRUE
        case False:
            return Truth.FALSE
        case None:
            return Truth.UNKNOWN


def all_of(values: Iterable[Truth]) -> Truth:
    """Give false if any is false, else unknown if any is unknown, else true; true when there are none."""
    seen = frozenset(values)
    if Truth.FALSE in seen:
        return Truth.FALSE
    return Truth.UNKNOWN if Truth.UNKNOWN in seen else Truth.TRUE


def any_of(values: Iterable[Truth]) -> Truth:
    """Give true if any is true, else unknown if any is unknown, else false; false when there are none."""
    seen = frozenset(values)
    if Truth.TRUE in seen:
        return Truth.TRUE
    return Truth.UNKNOWN if Truth.UNKNOWN in seen else Truth.FALSE
