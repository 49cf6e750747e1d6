"""Every example of a form can be copied: it reads, in both languages alike, and its own words tell it."""

import re

import pytest

from policy_engine.domain.bilingual import Language
from policy_engine.source import SourceFile
from policy_engine.syntax import ast
from policy_engine.syntax.forms import CONDITIONS, DEFINITION, SENTENCES, Form, meant
from policy_engine.syntax.keywords import grammar_text
from policy_engine.syntax.parsed import Parsed
from policy_engine.syntax.parser import parse

ALL = (*SENTENCES, DEFINITION, *CONDITIONS)
HEAD = "instrumen perbup kabupaten_karimun nomor 1 tahun 2025 {\n  mulai berlaku 2025-01-02\n"


def read(form: Form, language: Language) -> Parsed:
    said = form.example.in_(language)
    whole = {Language.ID: f"Penerima harus {said}.", Language.EN: f"Recipient must {said}."}
    sentence = whole[language] if form in CONDITIONS else said
    return parse(
        SourceFile("form", f"{HEAD}  Pasal 1  {sentence}{'' if sentence.endswith('.') else '.'}\n}}\n")
    )


@pytest.mark.parametrize("form", ALL, ids=lambda form: form.rule)
def test_an_example_reads_as_the_same_in_both_languages(form: Form) -> None:
    indonesian, english = (read(form, language) for language in Language)
    assert not indonesian.diagnostics
    assert not english.diagnostics
    assert isinstance(indonesian.tree, ast.PolicyFile)
    assert indonesian.tree == english.tree


@pytest.mark.parametrize("form", ALL, ids=lambda form: form.rule)
def test_an_example_is_told_by_its_own_words(form: Form) -> None:
    forms = next(each for each in (SENTENCES, (DEFINITION,), CONDITIONS) if form in each)
    assert {meant(form.example.in_(language), forms) for language in Language} == {form}


def test_every_rule_of_a_sentence_is_one_of_the_grammar() -> None:
    known = set(re.findall(r"^\??([a-z_]+):|-> ([a-z_]+)", grammar_text(), re.MULTILINE))
    assert {form.rule for form in (*SENTENCES, DEFINITION)} <= {name for pair in known for name in pair}
