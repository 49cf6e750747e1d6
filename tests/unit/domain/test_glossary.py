"""Every term has its own identifier, names in both languages, a meaning and a source."""

import re

import pytest

from policy_engine.domain import glossary
from policy_engine.domain.glossary import TERMS, Term


def test_identifiers_are_not_shared() -> None:
    assert len({term.id for term in TERMS}) == len(TERMS)


def test_names_are_not_shared() -> None:
    assert len({term.indonesian for term in TERMS}) == len(TERMS)
    assert len({term.english for term in TERMS}) == len(TERMS)


@pytest.mark.parametrize("term", TERMS, ids=lambda term: str(term.id))
def test_a_term_is_complete(term: Term) -> None:
    assert re.fullmatch(r"[a-z]+(_[a-z]+)*", term.id)
    assert all(
        (term.indonesian, term.english, term.definition.indonesian, term.definition.english, term.source)
    )
    assert not term.definition.indonesian.endswith(".")
    assert term.definition.indonesian != term.definition.english


def test_a_term_is_found_by_its_identifier() -> None:
    section = glossary.find("section")
    assert section is not None
    assert section.indonesian == "paragraf"
    assert glossary.find("paragraf") is None
