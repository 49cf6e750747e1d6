"""The examples of the language reference use every form of the grammar, so that none is left unexplained."""

from collections.abc import Callable, Sequence
from typing import Any

from lark import Lark
from lark.exceptions import UnexpectedInput
from lark.grammar import Rule

from policy_engine.syntax.keywords import grammar_text, keywords
from tests.language.examples import all_examples

Reduction = Callable[[Sequence[Any]], Any]


def _used(texts: Sequence[str]) -> tuple[set[str], set[str], set[str]]:
    """Parse texts; give the forms of the grammar, those that were used, and the terminals in those."""
    lark = Lark(
        grammar_text(), parser="lalr", lexer="contextual", propagate_positions=True, maybe_placeholders=True
    )
    forms = {form for rule in lark.rules if (form := _form(rule)) is not None}
    used: set[str] = set()
    terminals: set[str] = set()

    def watched(rule: Rule, reduce: Reduction) -> Reduction:
        def reduced(children: Sequence[Any]) -> Any:
            terminals.update(symbol.name for symbol in rule.expansion if symbol.is_term)
            if (form := _form(rule)) is not None:
                used.add(form)
            return reduce(children)

        return reduced

    # Lark tells nobody which alternative a `?rule` took; what builds its nodes does know.
    for rule, reduce in list(lark._callbacks.items()):
        lark._callbacks[rule] = watched(rule, reduce)
    for text in texts:
        try:
            lark.parse(text)
        except UnexpectedInput:
            continue  # an example of what cannot be read shows no form
    return forms, used, terminals


def _form(rule: Rule) -> str | None:
    """Give the name by which a form is known: what the grammar calls an alternative, else its rule."""
    name = rule.alias or str(rule.origin.name)
    return None if name.startswith("_") else name


def test_every_form_of_the_grammar_stands_in_an_example() -> None:
    forms, used, _ = _used([file.source.text for example in all_examples() for file in example.files])
    assert sorted(forms - used) == []


def test_every_keyword_stands_in_an_example() -> None:
    _, _, terminals = _used([file.source.text for example in all_examples() for file in example.files])
    assert sorted(keywords().keys() - terminals) == []


def test_a_form_that_no_text_uses_is_missed() -> None:
    forms, used, terminals = _used(['uji "t" pada 2025-01-01 { } hasil memenuhi syarat\n', "}"])
    assert "test" in used
    assert "instrument" in forms - used
    assert "ELIGIBLE" in terminals
    assert "NOT_ELIGIBLE" not in terminals
