"""Every known defect is found at its place, and nothing is reported that is not so; the rates are published."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.corpus.corpus import OWN, Entry, Suite, ask, found, suites
from tests.corpus.page import render, uncovered

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "corpus.md"
EVERYDAY = (
    ("perbup-nelayan", "PE203"),
    ("perbup-nelayan", "PE304"),
    ("perbup-nelayan", "PE407"),
    ("perbup-nelayan", "PE540"),
    ("perbup-penanggung", "PE412"),
    ("tabel-nasional", "PE402"),
)
"""Of these suites the first defect of a code is looked for every day; all of them are in `make test-all`."""


def _name(suite: Suite) -> str:
    return suite.name


def _wrong(suite: Suite, entry: Entry) -> str | None:
    """Say what is not as the corpus says, in words; None where all is."""
    said = ask(suite, entry)
    alarms = said.others - entry.also
    if said.detected != (entry.code is not None and entry.missed is None):
        return f"{suite.name}: {entry.says}: {entry.code} at {entry.at!r} expected, reported {said.new}"
    if alarms != entry.alarms:
        return f"{suite.name}: {entry.says}: not expected: {sorted(alarms)} of {said.new}"
    return None


@pytest.mark.slow
@pytest.mark.parametrize("suite", suites(), ids=_name)
def test_every_defect_is_found_and_nothing_else_is_reported(suite: Suite) -> None:
    wrong = [said for entry in suite.entries if (said := _wrong(suite, entry)) is not None]
    assert wrong == []


@pytest.mark.slow
@pytest.mark.parametrize("suite", [suite for suite in suites() if not suite.is_encoded_law], ids=_name)
def test_a_clean_text_has_no_finding_at_all(suite: Suite) -> None:
    assert not found(tuple(suite.texts.items()), with_tests=True)


@pytest.mark.parametrize(("name", "code"), EVERYDAY)
def test_a_defect_of_every_kind_is_found_every_day(name: str, code: str) -> None:
    suite = next(each for each in suites() if each.name == name)
    entry = next(each for each in suite.entries if each.code == code and each.missed is None)
    assert _wrong(suite, entry) is None


def test_there_are_many_defects_and_texts_without_any() -> None:
    entries = [entry for suite in suites() for entry in suite.entries]
    defects = [entry for entry in entries if entry.code is not None]
    assert len(defects) >= 150
    assert len(entries) - len(defects) >= 50
    assert len({(entry.suite, entry.says) for entry in entries}) == len(entries)


def test_every_code_about_the_meaning_of_a_policy_has_a_defect() -> None:
    assert uncovered() == set()


def test_what_is_not_written_by_hand_alone_says_what_it_expects() -> None:
    """A consequence that is never reported would hide a false alarm; a miss needs its reason."""
    for suite in suites():
        for entry in suite.entries:
            assert entry.code not in entry.also
            assert entry.missed is None or len(entry.missed) > 10
    texts = {name for suite in suites() for name in suite.texts}
    assert {path.name for path in OWN.glob("*.policy")} <= texts


def test_the_page_is_as_committed(golden: Callable[[Path, str], None]) -> None:
    golden(PAGE, render())
