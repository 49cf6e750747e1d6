"""Every example of the language reference reads as it says it reads."""

import pytest

from policy_engine.syntax.parser import parse
from tests.language.examples import PAGES, Example, all_examples, all_fences

MARKS = {"policy", "policy fragment pasal", "policy bungkus", "text"}


def test_every_fence_is_executed_or_says_that_it_is_text() -> None:
    assert {fence.mark for fence in all_fences()} <= MARKS


@pytest.mark.parametrize("example", all_examples(), ids=lambda example: example.name)
def test_an_example_reads(example: Example) -> None:
    for file in example.files:
        found = {
            (file.line_in_page(diagnostic.span.line), diagnostic.code)
            for diagnostic in parse(file.source).diagnostics
            if diagnostic.span is not None
        }
        assert found == {(line, code) for line, code in file.expected if code < "PE100"}


def test_every_page_is_in_the_index() -> None:
    index = (PAGES / "index.md").read_text("utf-8")
    missing = [
        page.name for page in PAGES.glob("*.md") if page.name != "index.md" and f"({page.name})" not in index
    ]
    assert missing == []
