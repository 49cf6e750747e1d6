"""cel-python: a compiled program over values that were made into those of CEL before."""

from collections.abc import Callable, Sequence

import celpy

from benchmarks.peers.rule import Row, Rule, Says, Way, Words, in_full, yes_or_no

_WORDS = Words("!", "&&", "||", 'region.startsWith("{}")')


def _outcome(rule: Rule, rows: Sequence[Row]) -> Callable[[], list[object]]:
    return _program(_WORDS.outcome(rule), rows)


def _in_full(rule: Rule, rows: Sequence[Row]) -> Callable[[], list[object]]:
    both = f"[r, r == 0 ? {rule.rupiah} : 0]"
    return _program(_WORDS.placed(rule, f"[{_WORDS.mask(rule)}].map(r, {both})[0]"), rows)


def _program(text: str, rows: Sequence[Row]) -> Callable[[], list[object]]:
    environment = celpy.Environment(runner_class=celpy.CompiledRunner)
    program = environment.program(environment.compile(text))
    made = [celpy.json_to_cel(dict(row)) for row in rows]
    return lambda: [program.evaluate(row) for row in made]


WAYS = (
    Way("cel-python, compiled, yes or no", Says.OUTCOME, _outcome, yes_or_no),
    Way("cel-python, compiled", Says.ALL, _in_full, in_full),
)
