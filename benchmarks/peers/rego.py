"""regopy, the language of Open Policy Agent: a set of reasons and rupiah, from a bundle built before."""

import json
from collections.abc import Callable, Sequence
from typing import Any

from regopy import Interpreter

from benchmarks.peers.rule import Answer, Criterion, Row, Rule, Says, Test, Way, quoted


def _fails(criterion: Criterion) -> str:
    fact = f"input.{criterion.fact}"
    against = f"input.{criterion.against}" if isinstance(criterion.against, str) else criterion.against
    match criterion.test, criterion.against:
        case Test.LISTED, tuple() as names:
            plain = f"not {fact} in {{{quoted(names)}}}"
        case Test.AT_MOST, _:
            plain = f"{fact} > {against}"
        case Test.MORE_THAN, _:
            plain = f"{fact} <= {against}"
        case Test.YES, _:
            plain = f"not {fact}"
        case _:
            plain = fact
    return f"input.{criterion.asked}; {plain}" if criterion.asked else plain


def _text(rule: Rule) -> str:
    group, *others = map(_fails, rule.criteria)
    rupiah = f"input.{rule.rupiah}" if isinstance(rule.rupiah, str) else rule.rupiah
    here = ["here := true"]
    if rule.region is not None:
        here = [
            "default here := false",
            f'here if input.region == "{rule.region}"',
            f'here if startswith(input.region, "{rule.region}.")',
        ]
    return "\n".join(
        (
            "package worker",
            "import rego.v1",
            *here,
            "default outside := false",
            f"outside if {{ {group} }}",
            "reasons contains 1 if outside",
            *(
                f"reasons contains {2 << place} if {{ not outside; {text} }}"
                for place, text in enumerate(others)
            ),
            "default rupiah := 0",
            f"rupiah := {rupiah} if count(reasons) == 0",
            'answer := {"here": here, "reasons": reasons, "rupiah": rupiah}',
        )
    )


def _prepare(rule: Rule, rows: Sequence[Row]) -> Callable[[], list[object]]:
    written = Interpreter()
    written.add_module("worker", _text(rule))
    bundle = written.build("x = data.worker.answer", ["worker/answer"])
    interpreter = Interpreter()
    made = [dict(row) for row in rows]

    def one(row: dict[str, object]) -> object:
        interpreter.set_input(row)
        return interpreter.query_bundle(bundle)

    return lambda: [one(row) for row in made]


def _read(found: Any) -> Answer:
    told = json.loads(found.binding("x").json())
    if not told["here"]:
        return Answer(None, 0, 0)
    return Answer(not told["reasons"], sum(told["reasons"]), told["rupiah"])


WAYS = (Way("regopy, from a bundle", Says.ALL, _prepare, _read),)
