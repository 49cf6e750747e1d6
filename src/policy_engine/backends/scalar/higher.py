"""The effective verdict: an instrument's own judgement in, what higher norms leave of it out.

A higher norm can only narrow: where the own verdict is no, it stays no.
"""

from collections.abc import Iterable, Sequence

from policy_engine.backends.scalar.eligibility import Judged
from policy_engine.backends.scalar.evaluate import Scope
from policy_engine.backends.scalar.norms import Weighed, weigh
from policy_engine.backends.scalar.value import Value, all_of, any_of
from policy_engine.domain.citation import Citation
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir.decision import GaveWay
from policy_engine.ir.nodes import Role
from policy_engine.ir.precedence import prevailing, version_on
from policy_engine.structure import dataclass


@dataclass(frozen=True, slots=True)
class Effective:
    """The verdict after higher norms, the norms that gave way, and what was weighed for it.

    `missing` would settle the own outcome where that is open, else the effective one.
    """

    outcome: Outcome
    gave_way: tuple[GaveWay, ...]
    missing: frozenset[str]
    weighed: tuple[Weighed, ...]


def weigh_higher(judged: Judged, scope: Scope) -> Effective:
    """Weigh the norms over every participant of each instrument that prevails over this one."""
    if judged.outcome not in (Outcome.ELIGIBLE, Outcome.UNDETERMINED):
        return Effective(judged.outcome, (), frozenset(), ())
    months = tuple(judged.months)
    weighed = tuple(
        (found, reason)
        for higher, reason in prevailing(judged.instrument, scope.library)
        for version in (version_on(higher, scope.on),)
        if version is not None
        for norm in version.participant_norms
        for found in weigh(norm, months, scope)
    )
    findings = tuple(found for found, _ in weighed)
    once = tuple(found.holds for found in findings if found.month is None)
    left = all_of((*once, _months_left(judged, findings)))
    failed = left.known is False and judged.applicable.known is True
    gave_way = tuple(
        GaveWay(_yields(judged, found), found.norm.citation, reason)
        for found, reason in weighed
        if failed and found.holds.known is False
    )
    if left.conflict and judged.applicable.known is True:
        outcome = Outcome.CONFLICT
    elif failed:
        outcome = Outcome.NOT_ELIGIBLE
    else:
        outcome = judged.outcome if left.known is True else Outcome.UNDETERMINED
    settles = judged.missing or (left.missing if outcome is Outcome.UNDETERMINED else frozenset())
    return Effective(outcome, tuple(dict.fromkeys(gave_way)), settles, findings)


def _months_left(judged: Judged, findings: Sequence[Weighed]) -> Value:
    """Tell whether a month stays in which the higher norms of each month hold too."""
    beyond = (value for standing in judged.deciding for value in standing.funded.beyond)
    in_month = (
        all_of((funded, *(found.holds for found in findings if found.month == month)))
        for month, funded in judged.months.items()
    )
    return any_of((*in_month, *beyond))


def _yields(judged: Judged, found: Weighed) -> Citation:
    """Give the own norm that gives way: the one that reads the same facts, else that of the group."""
    own = tuple(
        weighed
        for weighed in judged.weighed
        if weighed.norm.role in (Role.REQUIREMENT, Role.EXCLUSION) and weighed.holds.known is not False
    )
    near = tuple((len(w.value.facts & found.value.facts), w.norm.citation) for w in own)
    most = max((shared for shared, _ in near), default=0)
    if most > 0:
        return _first(citation for shared, citation in near if shared == most)
    return _first(standing.group.match.citation for standing in judged.deciding)


def _first(citations: Iterable[Citation]) -> Citation:
    return min(citations, key=lambda citation: citation.provision.key)
