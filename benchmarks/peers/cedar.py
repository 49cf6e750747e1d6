"""cedarpy: a policy that permits and one that forbids for each reason, parsed before; those that forbid are told."""

from collections.abc import Callable, Sequence
from typing import Any

import cedarpy

from benchmarks.peers.rule import Answer, Criterion, Row, Rule, Says, Test, Way, inside, quoted


def _fails(criterion: Criterion) -> str:
    fact = f"context.{criterion.fact}"
    against = f"context.{criterion.against}" if isinstance(criterion.against, str) else criterion.against
    match criterion.test, criterion.against:
        case Test.LISTED, tuple() as names:
            plain = f"!([{quoted(names)}].contains({fact}))"
        case Test.AT_MOST, _:
            plain = f"{fact} > {against}"
        case Test.MORE_THAN, _:
            plain = f"{fact} <= {against}"
        case Test.YES, _:
            plain = f"!{fact}"
        case _:
            plain = fact
    return f"context.{criterion.asked} && {plain}" if criterion.asked else plain


def _prepare(rule: Rule, rows: Sequence[Row]) -> Callable[[], list[object]]:
    group, *others = map(_fails, rule.criteria)
    forbidden = [group, *(f"!({group}) && ({text})" for text in others)]
    texts = ["permit(principal, action, resource);"]
    texts += [f"forbid(principal, action, resource) when {{ {text} }};" for text in forbidden]
    policies = cedarpy.PolicySet.from_str("\n".join(texts))
    nobody = cedarpy.Entities.from_json_str("[]")
    asked = [
        {
            "principal": 'Worker::"w"',
            "action": 'Action::"join"',
            "resource": 'Instrument::"i"',
            "context": dict(row),
        }
        if inside(rule, row)
        else None
        for row in rows
    ]

    def one(request: dict[str, object] | None) -> object:
        return None if request is None else cedarpy.is_authorized(request, policies, nobody)

    return lambda: [one(request) for request in asked]


def _read(found: Any) -> Answer:
    if found is None:
        return Answer(None, 0, 0)
    if found.diagnostics.errors:
        raise ValueError(found.diagnostics.errors)
    told = () if found.allowed else found.diagnostics.reasons
    return Answer(found.allowed, sum(1 << int(name.removeprefix("policy")) - 1 for name in told), 0)


WAYS = (Way("cedarpy, policies parsed before", Says.REASONS, _prepare, _read),)
