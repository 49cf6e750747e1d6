"""durable_rules: a rule for each reason, met by facts that are asserted and taken back.

A message that is posted is spent on the first rule that it meets, so that only facts give every reason.
"""

from collections.abc import Callable, Sequence
from functools import reduce
from itertools import count
from operator import or_
from typing import Any

from durable.lang import assert_fact, m, retract_fact, ruleset, when_all

from benchmarks.peers.rule import Criterion, Row, Rule, Says, Test, Way, inside, mask

_NUMBERS = count()


def _condition(criterion: Criterion, *, fails: bool) -> Any:
    fact = getattr(m, criterion.fact)
    against = getattr(m, criterion.against) if isinstance(criterion.against, str) else criterion.against
    match criterion.test, criterion.against:
        case Test.LISTED, tuple() as names:
            if not fails:
                return reduce(or_, [fact == name for name in names])
            return reduce(lambda one, other: one & other, [fact != name for name in names])
        case Test.AT_MOST, _:
            plain = fact > against if fails else fact <= against
        case Test.MORE_THAN, _:
            plain = fact <= against if fails else fact > against
        case Test.YES, _:
            plain = fact == (not fails)
        case _:
            plain = fact == fails
    return plain & (getattr(m, criterion.asked) == True) if criterion.asked else plain  # noqa: E712  it makes a condition


def _noting(found: list[int], bit: int) -> Callable[[object], None]:
    # It looks at how many arguments an action takes.
    return lambda _: found.append(bit)


def _prepare(rule: Rule, rows: Sequence[Row]) -> Callable[[], list[object]]:
    found: list[int] = []
    name = f"rules{next(_NUMBERS)}"
    with ruleset(name):
        for place, criterion in enumerate(rule.criteria):
            condition = _condition(criterion, fails=True)
            if place:
                condition = condition & _condition(rule.criteria[0], fails=False)

            when_all(condition)(_noting(found, 1 << place))

        # A fact that meets no rule is refused: this one is met by all.
        when_all(m.here == True)(_noting(found, 0))  # noqa: E712  it makes a condition

    def one(row: Row | None) -> object:
        if row is None:
            return None
        found.clear()
        assert_fact(name, row)
        retract_fact(name, row)
        return sum(found)

    made = [{**row, "here": True} if inside(rule, row) else None for row in rows]
    return lambda: [one(row) for row in made]


WAYS = (Way("durable_rules", Says.REASONS, _prepare, mask),)
