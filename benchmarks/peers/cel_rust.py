"""common-expression-language, CEL in Rust: a program compiled before."""

from collections.abc import Callable, Sequence

import cel

from benchmarks.peers.rule import Row, Rule, Says, Way, Words, in_full, yes_or_no

_WORDS = Words("!", "&&", "||", 'region.startsWith("{}")')


def _outcome(rule: Rule, rows: Sequence[Row]) -> Callable[[], list[object]]:
    return _program(_WORDS.outcome(rule), rows)


def _in_full(rule: Rule, rows: Sequence[Row]) -> Callable[[], list[object]]:
    both = f"[r, r == 0 ? {rule.rupiah} : 0]"
    return _program(_WORDS.placed(rule, f"[{_WORDS.mask(rule)}].map(r, {both})[0]"), rows)


def _program(text: str, rows: Sequence[Row]) -> Callable[[], list[object]]:
    execute = cel.compile(text).execute
    return lambda: [execute(row) for row in rows]


WAYS = (
    Way("CEL in Rust, yes or no", Says.OUTCOME, _outcome, yes_or_no),
    Way("CEL in Rust", Says.ALL, _in_full, in_full),
)
