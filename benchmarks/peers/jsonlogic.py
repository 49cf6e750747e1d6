"""json-logic: rules as JSON, interpreted."""

from collections.abc import Callable, Sequence
from typing import Any

from json_logic import jsonLogic

from benchmarks.peers.rule import Criterion, Row, Rule, Says, Test, Way, mask, yes_or_no


def _value(of: Any) -> Any:
    return {"var": of} if isinstance(of, str) else of


def _holds(criterion: Criterion) -> Any:
    fact = _value(criterion.fact)
    plain: Any
    match criterion.test:
        case Test.LISTED:
            plain = {"in": [fact, list(criterion.against)]}
        case Test.AT_MOST:
            plain = {"<=": [fact, _value(criterion.against)]}
        case Test.MORE_THAN:
            plain = {">": [fact, _value(criterion.against)]}
        case Test.YES:
            plain = fact
        case Test.NO:
            plain = {"!": [fact]}
    return {"or": [{"!": [_value(criterion.asked)]}, plain]} if criterion.asked else plain


def _placed(rule: Rule, found: Any) -> Any:
    if rule.region is None:
        return found
    region, below = _value("region"), f"{rule.region}."
    here = {"or": [{"==": [region, rule.region]}, {"==": [{"substr": [region, 0, len(below)]}, below]}]}
    return {"if": [here, found, None]}


def _outcome(rule: Rule, rows: Sequence[Row]) -> Callable[[], list[object]]:
    written = _placed(rule, {"and": [_holds(criterion) for criterion in rule.criteria]})
    return lambda: [jsonLogic(written, row) for row in rows]


def _reasons(rule: Rule, rows: Sequence[Row]) -> Callable[[], list[object]]:
    group, *others = (_holds(criterion) for criterion in rule.criteria)
    summed = {"+": [{"if": [text, 0, 2 << place]} for place, text in enumerate(others)]}
    written = _placed(rule, {"if": [group, summed, 1]})
    return lambda: [jsonLogic(written, row) for row in rows]


WAYS = (
    Way("json-logic, yes or no", Says.OUTCOME, _outcome, yes_or_no),
    Way("json-logic, reasons", Says.REASONS, _reasons, mask),
)
