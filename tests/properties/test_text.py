"""Text and tree: what is printed in either language reads back as the same tree."""

import pytest
from hypothesis import HealthCheck, given, settings

from policy_engine.domain.bilingual import Language
from policy_engine.source import SourceFile
from policy_engine.syntax.parser import parse
from policy_engine.syntax.printer import print_file
from policy_engine.testing.policies import Country, policies

# A country takes ten times as long to make as a value.
FEW = settings(
    max_examples=max(1, settings().max_examples // 6),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.mark.parametrize("language", Language)
@FEW
@given(country=policies())
def test_what_is_printed_reads_back_as_the_same_tree(language: Language, country: Country) -> None:
    for tree in country.trees:
        text = print_file(tree, (), language)
        read = parse(SourceFile("printed.policy", text))
        assert read.diagnostics == ()
        assert read.tree == tree
        assert print_file(read.tree, read.comments, language) == text


@FEW
@given(country=policies())
def test_translating_twice_gives_the_text_back(country: Country) -> None:
    for tree in country.trees:
        first = print_file(tree, (), Language.ID)
        there = parse(SourceFile("there.policy", print_file(tree, (), Language.EN))).tree
        assert there is not None
        assert print_file(there, (), Language.ID) == first
