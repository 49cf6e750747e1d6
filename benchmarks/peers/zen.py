"""zen-engine: an expression compiled before, for yes or no or for all, and a graph that its loader keeps compiled."""

import json
from collections.abc import Callable, Sequence
from typing import Any

import zen

from benchmarks.peers.rule import Answer, Row, Rule, Says, Way, Words, yes_or_no

_WORDS = Words("not ", "and", "or", 'startsWith(region, "{}")')


def _outcome(rule: Rule, rows: Sequence[Row]) -> Callable[[], list[object]]:
    return _expression(_WORDS.outcome(rule), rows)


def _in_full(rule: Rule, rows: Sequence[Row]) -> Callable[[], list[object]]:
    both = f"{{reasons: #, rupiah: # == 0 ? {rule.rupiah} : 0}}"
    return _expression(_WORDS.placed(rule, f"map([{_WORDS.mask(rule)}], {both})[0]"), rows)


def _expression(text: str, rows: Sequence[Row]) -> Callable[[], list[object]]:
    evaluate = zen.compile_expression(text).evaluate
    return lambda: [evaluate(row) for row in rows]


def _graph(rule: Rule, rows: Sequence[Row]) -> Callable[[], list[object]]:
    written = {
        "reasons": _WORDS.placed(rule, _WORDS.mask(rule)),
        "rupiah": f"$.reasons == 0 ? {rule.rupiah} : 0",
    }
    expressions = [{"id": key, "key": key, "value": text} for key, text in written.items()]
    nodes = [
        {"id": "in", "type": "inputNode", "name": "in"},
        {"id": "rule", "type": "expressionNode", "name": "rule", "content": {"expressions": expressions}},
        {"id": "out", "type": "outputNode", "name": "out"},
    ]
    edges = [
        {"id": "a", "type": "edge", "sourceId": "in", "targetId": "rule"},
        {"id": "b", "type": "edge", "sourceId": "rule", "targetId": "out"},
    ]
    content = zen.ZenDecisionContent(json.dumps({"nodes": nodes, "edges": edges}))
    evaluate = zen.ZenEngine({"loader": lambda _: content}).evaluate
    return lambda: [evaluate("rule", row)["result"] for row in rows]


def _read(found: Any) -> Answer:
    # Where nothing is told, the row lies in another territory.
    if not found or found.get("reasons") is None:
        return Answer(None, 0, 0)
    return Answer(found["reasons"] == 0, int(found["reasons"]), int(found["rupiah"]))


WAYS = (
    Way("zen-engine, compiled expression, yes or no", Says.OUTCOME, _outcome, yes_or_no),
    Way("zen-engine, compiled expression", Says.ALL, _in_full, _read),
    Way("zen-engine, graph of a decision", Says.ALL, _graph, _read),
)
