"""Every registered finding: a page in both languages, whose bad example reports it and whose good one does not.

An example is run by whatever reports the finding: `RUNNERS` says what that is, by the module of its class.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

import pytest

from policy_engine.cache import Cache
from policy_engine.commands import check as check_verb
from policy_engine.commands import test as test_verb
from policy_engine.diagnostics import data, logic, proof, suppression, testing
from policy_engine.diagnostics.catalogue import every_class, render_catalogue
from policy_engine.diagnostics.model import Diagnostic, Family
from policy_engine.diagnostics.sessions import COMMAND, SESSIONS
from policy_engine.diagnostics.wording import SECOND_FILE
from policy_engine.domain.bilingual import Language
from policy_engine.semantics.elaborate import elaborate
from policy_engine.source import SourceFile
from policy_engine.syntax.parser import parse
from tests.unit.commands.small import TODAY, check
from tests.unit.commands.small import codes as codes_of_check
from tests.unit.registers.test_registers import REQUIRED
from tests.unit.registers.test_registers import codes as codes_of_table
from tests.unit.semantics.test_law import codes as codes_of_law

BIN = Path(sys.executable).parent
REFERENCE = Path(__file__).parents[3] / "docs" / "reference"

WITHOUT_EXAMPLE: Mapping[str, str] = MappingProxyType(
    {
        "PE090": "a fault of the formatter; tests of the formatter make one",
        "PE298": "a fault of the prover; a test makes one",
    }
)
"""Faults of our own, which nothing that a user writes can show; each page says so, and a test makes each."""

Runner = Callable[[type[Diagnostic], str, Path], set[str]]


def of_policies(_cls: type[Diagnostic], text: str, _folder: Path) -> set[str]:
    """Give what reading, elaborating and checking against the law report."""
    sources = [SourceFile(f"{number}.policy", part) for number, part in enumerate(text.split(SECOND_FILE))]
    parsed = [parse(source) for source in sources]
    found = {each.code for one in parsed for each in one.diagnostics}
    trees = [one.tree for one in parsed if one.tree is not None]
    found |= {each.code for each in elaborate(trees).diagnostics}
    return found if any(one.diagnostics for one in parsed) else found | codes_of_law(text)


def of_records(cls: type[Diagnostic], text: str, _folder: Path) -> set[str]:
    """Give what reading a file of workers reports; an empty table is no record at all."""
    if cls is data.EmptyTable:
        return {cls.kind.code} if not text.strip().splitlines()[1:] else set()
    return set(codes_of_table(text, required=REQUIRED if cls is data.MissingColumn else ()))


def of_tests(_cls: type[Diagnostic], text: str, folder: Path) -> set[str]:
    """Give what running tests and properties reports."""
    (folder / "a.policy").write_text(text, "utf-8")
    report = test_verb.test(test_verb.Request((str(folder / "a.policy"),), Cache(None)))
    return {each.failure.code for each in report.results if each.failure is not None}


def of_check(_cls: type[Diagnostic], text: str, folder: Path) -> set[str]:
    """Give what `check` reports."""
    return set(codes_of_check(check(folder, {"a.policy": text})))


def of_proofs(_cls: type[Diagnostic], text: str, folder: Path) -> set[str]:
    """Give what `check` reports with its proofs, under national law."""
    paths = []
    for number, part in enumerate(text.split(SECOND_FILE)):
        path = folder / f"{number}.policy"
        path.write_text(part, "utf-8")
        paths.append(str(path))
    remembered = folder.parent / "cache"
    remembered.mkdir(exist_ok=True)
    report = check_verb.check(check_verb.Request(tuple(paths), Cache(remembered), today=TODAY))
    return {found.code for found in report.findings}


RUNNERS: Mapping[str, Runner] = MappingProxyType(
    {
        data.__name__: of_records,
        testing.__name__: of_tests,
        suppression.__name__: of_check,
        logic.__name__: of_proofs,
        proof.__name__: of_proofs,
    }
)
"""By module of the class; all others are reported by `of_policies`."""

SHOWN = tuple(cls for cls in every_class() if cls.page.bad)


def _name(cls: type[Diagnostic]) -> str:
    return f"{cls.kind.code}-{cls.kind.name}"


@pytest.mark.parametrize("cls", SHOWN, ids=_name)
def test_the_bad_example_reports_the_code_and_the_good_one_does_not(
    cls: type[Diagnostic], tmp_path: Path
) -> None:
    run = RUNNERS.get(cls.__module__, of_policies)
    assert cls.kind.code in run(cls, cls.page.bad, tmp_path)
    assert cls.kind.code not in run(cls, cls.page.good, tmp_path)


def test_every_finding_has_an_example_of_a_text_or_a_session() -> None:
    without = {cls.kind.code for cls in every_class() if not cls.page.bad}
    assert all(not cls.page.good for cls in every_class() if not cls.page.bad)
    assert without == SESSIONS.keys() | WITHOUT_EXAMPLE.keys()
    assert not SESSIONS.keys() & WITHOUT_EXAMPLE.keys()


@pytest.mark.slow
@pytest.mark.parametrize("code", sorted(SESSIONS))
def test_the_bad_session_reports_the_code_and_the_good_one_does_not(code: str, tmp_path: Path) -> None:
    assert code in _typed(SESSIONS[code].bad, tmp_path / "bad")
    assert code not in _typed(SESSIONS[code].good, tmp_path / "good")


def _typed(session: str, folder: Path) -> str:
    """Type a session in an empty folder, and give all that is shown."""
    folder.mkdir()
    script = "\n".join(line.removeprefix(COMMAND) for line in session.splitlines())
    places = {
        "XDG_CACHE_HOME": str(folder.with_name(f"{folder.name}-cache")),
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
    }
    done = subprocess.run(  # the script is ours
        ["bash", "-c", script],  # noqa: S607
        cwd=folder,
        env={**os.environ, **places},
        capture_output=True,
        check=False,
    )
    return (done.stdout + done.stderr).decode("utf-8", errors="replace")


@pytest.mark.parametrize("cls", every_class(), ids=_name)
def test_a_page_speaks_both_languages(cls: type[Diagnostic]) -> None:
    for text in (cls.page.summary, cls.page.why):
        assert text.indonesian.endswith(".")
        assert text.english.endswith(".")
        assert text.indonesian != text.english
    assert cls.kind.family in Family


@pytest.mark.parametrize("language", Language)
def test_the_catalogue_is_as_committed(language: Language, golden: Callable[[Path, str], None]) -> None:
    golden(REFERENCE / f"diagnostics.{language.value}.md", render_catalogue(language))
