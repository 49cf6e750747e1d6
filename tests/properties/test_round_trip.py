"""Any policy, printed in either language, reads back as it was; and so does what is printed in between."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from policy_engine.domain.bilingual import Language
from policy_engine.source import SourceFile
from policy_engine.syntax import ast
from policy_engine.syntax.format import format_source
from policy_engine.syntax.parser import parse
from policy_engine.syntax.printer import print_file
from policy_engine.testing.policies import policies

FILES = policies()
LANGUAGES = st.sampled_from(Language)


@settings(max_examples=20)
@given(FILES, LANGUAGES)
def test_a_printed_policy_reads_back_to_the_same_tree(
    files: tuple[ast.PolicyFile, ...], language: Language
) -> None:
    for tree in files:
        text = print_file(tree, (), language)
        parsed = parse(SourceFile("a.policy", text))
        assert parsed.diagnostics == ()
        assert parsed.tree == tree
        assert print_file(parsed.tree, (), language) == text


@settings(max_examples=15)
@given(FILES, st.integers(0, 2**32))
def test_comments_anywhere_survive_and_stay(files: tuple[ast.PolicyFile, ...], seed: int) -> None:
    chance = Random(seed)
    for tree in files:
        source = SourceFile("a.policy", _annotated(print_file(tree, (), Language.ID), chance))
        once = format_source(source, None)
        assert once.text is not None
        assert format_source(SourceFile("a.policy", once.text), None).text == once.text
        said = [comment.text for comment in parse(source).comments]
        assert [comment.text for comment in parse(SourceFile("a.policy", once.text)).comments] == said


def _annotated(text: str, chance: Random) -> str:
    """Put comments above and beside lines, also inside sentences, but not after the comma of a keyword."""
    lines = text.splitlines()
    for number in range(6):
        at = chance.randrange(len(lines))
        before = lines[at - 1].rpartition("#")[0] or lines[at - 1]
        if chance.random() < 1 / 2:
            if not before.rstrip().endswith(","):
                lines.insert(at, f"# di atas {number}")
        elif "#" not in lines[at] and not lines[at].endswith(","):
            lines[at] += f" # di samping {number}"
    return "\n".join(lines)
