"""Any policy, printed in either language, reads back as it was; and so does what is printed in between."""

from random import Random

from hypothesis import given
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


@given(FILES, st.randoms(use_true_random=False))
def test_comments_anywhere_between_words_survive_and_stay(
    files: tuple[ast.PolicyFile, ...], chance: Random
) -> None:
    text = print_file(files[chance.randrange(len(files))], (), Language.ID)
    lines = text.splitlines()
    for number in range(6):
        at = chance.randrange(len(lines))
        if chance.random() < 0.5:
            lines.insert(at, f"# di atas {number}")
        elif "#" not in lines[at]:
            lines[at] += f" # di samping {number}"
    source = SourceFile("a.policy", "\n".join(lines))
    once = format_source(source, None)
    assert once.text is not None
    again = format_source(SourceFile("a.policy", once.text), None)
    assert again.text == once.text
    said = [comment.text for comment in parse(source).comments]
    assert [comment.text for comment in parse(SourceFile("a.policy", once.text)).comments] == said
