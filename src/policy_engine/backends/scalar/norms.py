"""Weighing norms: a norm and a worker in, its value once or for each contribution month out."""

from collections.abc import Iterable

from policy_engine.backends.scalar.evaluate import Scope, evaluate
from policy_engine.backends.scalar.value import Value, not_
from policy_engine.domain.dates import Month
from policy_engine.ir.nodes import Grain, Norm, Role
from policy_engine.structure import dataclass


@dataclass(frozen=True, slots=True)
class Weighed:
    """A norm and the value of its condition; `month` is None where it is weighed once."""

    norm: Norm
    month: Month | None
    value: Value

    @property
    def holds(self) -> Value:
        """Tell whether the norm lets the worker through: exclusions and endings do where they are false."""
        match self.norm.role:
            case Role.TERRITORY | Role.GROUP | Role.REQUIREMENT | Role.CONTINUATION:
                return self.value
            case Role.EXCLUSION | Role.ENDING:
                return not_(self.value)


def weigh(norm: Norm, months: Iterable[Month], scope: Scope) -> tuple[Weighed, ...]:
    """Weigh a norm once, or in each of the months."""
    match norm.grain:
        case Grain.ONCE:
            return (Weighed(norm, None, evaluate(norm.condition, scope.at(None))),)
        case Grain.EACH_MONTH:
            return tuple(Weighed(norm, month, evaluate(norm.condition, scope.at(month))) for month in months)


def applies(groups: frozenset[str] | None, group: str) -> bool:
    """Tell whether a norm or clause of these groups (None: all) applies to a group."""
    return groups is None or group in groups
