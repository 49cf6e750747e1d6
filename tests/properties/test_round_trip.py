"""Comments anywhere in a policy survive formatting, formatting twice changes nothing, and a reference may be short."""

import re
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_engine.domain.bilingual import Language
from policy_engine.semantics.elaborate import elaborate
from policy_engine.source import SourceFile
from policy_engine.syntax.format import format_source
from policy_engine.syntax.parser import parse
from policy_engine.syntax.printer import print_file
from policy_engine.testing.policies import Country, policies

pytestmark = pytest.mark.slow  # part of `make test-all`

COUNTRIES = policies()


@settings(max_examples=max(1, settings().max_examples // 10))
@given(COUNTRIES, st.integers(0, 2**32))
def test_comments_anywhere_survive_and_stay(country: Country, seed: int) -> None:
    chance = Random(seed)  # noqa: S311 (places in a text, no secrets)
    for tree in country.trees:
        source = SourceFile("a.policy", _annotated(print_file(tree, (), Language.ID), chance))
        once = format_source(source, None)
        assert once.text is not None
        assert format_source(SourceFile("a.policy", once.text), None).text == once.text
        said = [comment.text for comment in parse(source).comments]
        assert [comment.text for comment in parse(SourceFile("a.policy", once.text)).comments] == said


_ARTICLE = re.compile(r"^[ ]*(Pasal [0-9]+[A-Z]*)\b(?!.*(?:diubah|dihapus|disisipkan))", re.MULTILINE)


@settings(max_examples=max(1, settings().max_examples // 50))
@given(COUNTRIES)
def test_a_reference_that_leaves_out_its_own_article_means_the_same(country: Country) -> None:
    texts = [print_file(tree, (), Language.ID) for tree in country.trees]
    whole, short = (
        [parse(SourceFile("a.policy", text)) for text in written]
        for written in (texts, map(_shortened, texts))
    )
    assert [one.diagnostics for one in short] == [one.diagnostics for one in whole]
    made = [elaborate([one.tree for one in read if one.tree is not None]) for read in (whole, short)]
    assert made[0].library == made[1].library
    assert [found.code for found in made[0].diagnostics] == [found.code for found in made[1].diagnostics]


def _shortened(text: str) -> str:
    """Leave out of every reference to a paragraph the article that it stands in itself."""
    heads = [*_ARTICLE.finditer(text)]
    if not heads:
        return text
    parts = [text[: heads[0].start()]]
    for head, end in zip(heads, [*(h.start() for h in heads[1:]), len(text)], strict=True):
        own = re.compile(rf"(?:(?<=dalam )|(?<=, )|(?<=dan )){head[1]} (?=ayat \()")
        parts.append(own.sub("", text[head.start() : end]))
    return "".join(parts)


def _annotated(text: str, chance: Random) -> str:
    """Put comments above and beside lines, also inside sentences, wherever one can be read.

    None can stand inside a keyword, and some keywords begin with the comma or semicolon before them.
    """
    for number in range(6):
        lines = text.splitlines()
        at = chance.randrange(len(lines))
        if chance.random() < 1 / 2:
            lines.insert(at, f"# di atas {number}")
        elif "#" not in lines[at]:
            lines[at] += f" # di samping {number}"
        annotated = "\n".join(lines)
        if not parse(SourceFile("a.policy", annotated)).diagnostics:
            text = annotated
    return text
