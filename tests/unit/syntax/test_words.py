"""Words are told as plain lark tells them: only how their patterns are compiled is our own."""

from collections.abc import Iterator

import pytest
from lark import Lark, Token
from lark.exceptions import UnexpectedInput

from policy_engine.syntax import parser
from policy_engine.syntax.keywords import grammar_text
from tests.language.examples import ROOT, all_examples

Word = tuple[str, str, int | None]


@pytest.fixture(scope="module")
def plain() -> Lark:
    return Lark(
        grammar_text(), parser="lalr", lexer="contextual", propagate_positions=True, maybe_placeholders=True
    )


def _words(lark: Lark, text: str) -> list[Word]:
    """Give the words of a text, each with its terminal and place, and last where reading stops."""
    reading = lark.parse_interactive(text)
    told: list[Word] = []
    try:
        told += [_word(token) for token in reading.iter_parse()]
        reading.feed_eof()  # type: ignore[no-untyped-call]  # lark leaves it untyped
    except UnexpectedInput as problem:
        told.append((type(problem).__name__, "", problem.pos_in_stream))
    return told


def _word(token: Token) -> Word:
    return token.type, str(token), token.start_pos


def _texts() -> Iterator[str]:
    for folder in ("policies", "tests/golden", "tests/corpus"):
        yield from (path.read_text("utf-8") for path in sorted((ROOT / folder).rglob("*.policy")))
    yield from (file.source.text for example in all_examples() for file in example.files)


@pytest.mark.slow
def test_every_word_of_the_policies_goldens_and_examples_is_told_as_plain_lark_does(plain: Lark) -> None:
    texts = list(dict.fromkeys(_texts()))
    ours = parser._lark(None)
    stopped = 0
    for text in texts:
        words = _words(ours, text)
        assert words == _words(plain, text)
        stopped += bool(words) and words[-1][1] == ""
    assert len(texts) > 200
    assert 10 < stopped < len(texts) // 2
