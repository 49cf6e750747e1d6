"""The catalogue holds a page for every class, in both languages."""

import pytest

from policy_engine.diagnostics.catalogue import every_class, render_catalogue, render_page
from policy_engine.diagnostics.formatting import FormatterWouldChange
from policy_engine.diagnostics.model import REGISTRY
from policy_engine.diagnostics.syntax import ImpossibleDate
from policy_engine.domain.bilingual import Language


def test_every_class_is_listed_in_order_of_code() -> None:
    assert [cls.kind.code for cls in every_class()] == sorted(REGISTRY)


@pytest.mark.parametrize("language", Language)
def test_the_catalogue_has_every_page(language: Language) -> None:
    catalogue = render_catalogue(language)
    assert all(render_page(cls, language) in catalogue for cls in every_class())


def test_a_page_shows_both_examples() -> None:
    page = render_page(ImpossibleDate, Language.ID)
    assert page.startswith("## PE006 impossible-date (kesalahan)\n")
    assert page.index("2025-02-30") < page.index("2025-02-28")
    assert page.count("```policy") == 2


def test_a_page_of_a_fault_of_ours_says_that_nothing_written_shows_it() -> None:
    page = render_page(FormatterWouldChange, Language.EN)
    assert "```" not in page
    assert "Nothing that anybody writes" in page
