"""business-rules: a rule for each reason, whose action notes it; rupiah are added where none was noted.

Its conditions compare a variable with a constant: a bound that stands in the row becomes a variable of the difference.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from business_rules import run_all
from business_rules.actions import BaseActions, rule_action
from business_rules.fields import FIELD_NUMERIC
from business_rules.variables import BaseVariables, boolean_rule_variable, numeric_rule_variable

from benchmarks.peers.rule import Criterion, Row, Rule, Says, Test, Way, in_full, inside


class _Noting(BaseActions):
    def __init__(self) -> None:
        self.reasons = 0

    @rule_action(params={"bit": FIELD_NUMERIC})
    def note(self, bit: int) -> None:
        self.reasons |= bit


def _variable(criterion: Criterion) -> Callable[[Any], Any]:
    """Give the method that reads a criterion from the row."""
    fact, against = criterion.fact, criterion.against
    match criterion.test:
        case Test.LISTED:
            return boolean_rule_variable(lambda self: self.row[fact] in against)
        case Test.AT_MOST | Test.MORE_THAN if isinstance(against, str):
            return numeric_rule_variable(lambda self: self.row[fact] - self.row[against])
        case Test.AT_MOST | Test.MORE_THAN:
            return numeric_rule_variable(lambda self: self.row[fact])
        case Test.YES | Test.NO:
            return boolean_rule_variable(lambda self: self.row[fact])


def _condition(place: int, criterion: Criterion, *, fails: bool) -> Mapping[str, object]:
    """Write that a criterion fails, or that it holds."""
    limit = 0 if isinstance(criterion.against, str) else criterion.against
    above, below = "greater_than", "less_than_or_equal_to"
    name = f"v{place}"
    match criterion.test:
        case Test.LISTED | Test.YES:
            return {"name": name, "operator": "is_false" if fails else "is_true", "value": True}
        case Test.NO:
            return {"name": name, "operator": "is_true" if fails else "is_false", "value": True}
        case Test.AT_MOST:
            return {"name": name, "operator": above if fails else below, "value": limit}
        case Test.MORE_THAN:
            return {"name": name, "operator": below if fails else above, "value": limit}


def _prepare(rule: Rule, rows: Sequence[Row]) -> Callable[[], list[object]]:
    methods: dict[str, Any] = {f"v{place}": _variable(each) for place, each in enumerate(rule.criteria)}
    for place, criterion in enumerate(rule.criteria):
        if criterion.asked:
            methods[f"a{place}"] = boolean_rule_variable(lambda self, asked=criterion.asked: self.row[asked])
    variables = type("Variables", (BaseVariables,), methods)
    listed = _condition(0, rule.criteria[0], fails=False)
    written: list[Mapping[str, object]] = []
    for place, criterion in enumerate(rule.criteria):
        all_of = [_condition(place, criterion, fails=True)]
        if place:
            all_of.append(listed)
        if criterion.asked:
            all_of.append({"name": f"a{place}", "operator": "is_true", "value": True})
        note = {"name": "note", "params": {"bit": 1 << place}}
        written.append({"conditions": {"all": all_of}, "actions": [note]})

    def one(row: Row, here: bool) -> object:  # noqa: FBT001  an answer, not a switch
        if not here:
            return None
        read, noting = variables(), _Noting()
        read.row = row
        run_all(written, read, noting)
        rupiah = row[rule.rupiah] if isinstance(rule.rupiah, str) else rule.rupiah
        return noting.reasons, 0 if noting.reasons else rupiah

    placed = [(row, inside(rule, row)) for row in rows]
    return lambda: [one(row, here) for row, here in placed]


WAYS = (Way("business-rules", Says.ALL, _prepare, in_full),)
