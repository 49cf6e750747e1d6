"""The page of what is looked for names codes that exist and tests that are there, and leaves out no code of meaning."""

from collections.abc import Callable
from pathlib import Path

import pytest

from policy_engine.diagnostics.catalogue import every_class
from policy_engine.diagnostics.model import Severity
from policy_engine.diagnostics.wording import regulation
from policy_engine.source import SourceFile
from policy_engine.syntax.parser import parse
from tests.corpus.analyses import CHAPTERS, UNWRITABLE, Unwritable, render
from tests.corpus.corpus import found
from tests.corpus.page import uncovered

ROOT = Path(__file__).parents[2]
ANALYSES = [each for _, analyses in CHAPTERS for each in analyses]


def test_every_analysis_has_a_code_or_a_test_that_holds_it() -> None:
    known = {cls.kind.code for cls in every_class()}
    for each in ANALYSES:
        assert each.codes or each.held_by, each.what
        assert set(each.codes) <= known, each.what
        assert all((ROOT / path).is_file() for path in each.held_by), each.what


def test_every_code_on_logic_time_and_money_is_in_some_analysis() -> None:
    """Families 2 to 4 are all analyses; warnings about ourselves are none."""
    named = {code for each in ANALYSES for code in each.codes}
    about_ourselves = {"PE297", "PE298", "PE299"}
    of_meaning = {
        cls.kind.code
        for cls in every_class()
        if cls.kind.code[2] in "234" and cls.kind.severity is not Severity.NOTE
    }
    assert of_meaning - named - about_ourselves == set()


def test_what_an_analysis_names_of_these_families_has_a_defect_in_the_corpus() -> None:
    assert not {code for each in ANALYSES for code in each.codes} & uncovered()


@pytest.mark.parametrize("mistake", UNWRITABLE, ids=lambda mistake: mistake.what)
def test_what_cannot_be_written_is_refused(mistake: Unwritable) -> None:
    """What a text may not say at all is refused by the grammar, the rest by what it means."""
    source = SourceFile("naskah.policy", regulation(f"Pasal 8  {mistake.words}"))
    told = {each.code for each in parse(source).diagnostics}
    told |= (
        {code for code, _ in found(((source.path, source.text),), with_tests=False)} if not told else set()
    )
    assert mistake.code in told


def test_the_page_is_as_committed(golden: Callable[[Path, str], None]) -> None:
    golden(ROOT / "docs" / "reference" / "analyses.md", render())
