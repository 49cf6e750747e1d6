"""Outcomes have names in both languages; truth values follow strong Kleene logic."""

from itertools import permutations, product

import pytest

from policy_engine.domain import outcomes
from policy_engine.domain.bilingual import Text
from policy_engine.domain.outcomes import Outcome, Truth, all_of, any_of

PAIRS = list(product(Truth, repeat=2))


def test_every_outcome_has_its_own_name() -> None:
    assert len({outcome.text for outcome in Outcome}) == len(Outcome)
    assert Outcome.CONFLICT.text == Text("ditolak karena pertentangan", "refused for conflict")


def completions(truth: Truth) -> list[bool]:
    return [True, False] if truth is Truth.UNKNOWN else [truth is Truth.TRUE]


@pytest.mark.parametrize("pair", PAIRS)
def test_connectives_of_two_independent_values_know_exactly_what_every_completion_agrees_on(
    pair: tuple[Truth, Truth],
) -> None:
    worlds = list(product(*map(completions, pair)))
    for kleene, classical in ((all_of, all), (any_of, any)):
        answers = {classical(world) for world in worlds}
        assert kleene(pair) is (outcomes.of(answers.pop()) if len(answers) == 1 else Truth.UNKNOWN)


@pytest.mark.parametrize("values", list(product(Truth, repeat=3)))
def test_de_morgan_holds(values: tuple[Truth, ...]) -> None:
    assert all_of(values).not_() is any_of(value.not_() for value in values)


@pytest.mark.parametrize("values", list(product(Truth, repeat=3)))
def test_no_order_of_writing_decides(values: tuple[Truth, ...]) -> None:
    assert len({all_of(order) for order in permutations(values)}) == 1
    assert len({any_of(order) for order in permutations(values)}) == 1


def test_nothing_required_is_met_and_nothing_offered_is_not() -> None:
    assert all_of(()) is Truth.TRUE
    assert any_of(()) is Truth.FALSE


def test_negation_keeps_the_unknown() -> None:
    assert [truth.not_() for truth in Truth] == [Truth.FALSE, Truth.TRUE, Truth.UNKNOWN]
    assert [truth.is_known for truth in Truth] == [True, True, False]


def test_a_python_answer_becomes_a_truth_value() -> None:
    assert [outcomes.of(answer) for answer in (True, False, None)] == list(Truth)
