"""Safe fixes are made, others only when asked for, and none that makes a policy worse."""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import pytest

from policy_engine.commands import fix as verb
from policy_engine.diagnostics.drafting import BoundWordUnfit
from policy_engine.diagnostics.model import Applicability, Diagnostic, Edit, Fix, Kind, Page, Severity
from policy_engine.diagnostics.suppression import UnusedSuppression
from policy_engine.domain.bilingual import Text, both
from policy_engine.source import SourceFile, Span
from tests.unit.commands.small import check, codes, policy

TARGET = "Pasal 1  Target Penerima 5 orang."
UNUSED = f'{TARGET} # abaikan PE409 karena "lama"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted(Diagnostic):
    """A finding whose fix is as the test says."""

    kind: ClassVar[Kind] = Kind("PE999", "planted", Severity.WARNING)
    page: ClassVar[Page] = Page(both("."), both("."), "", "")

    repair: Fix

    @property
    def message(self) -> Text:
        return both("planted")

    @property
    def fix(self) -> Fix:
        return self.repair


def planted(path: Path, old: str, new: str, how: Applicability = Applicability.SAFE) -> Planted:
    text = path.read_text("utf-8")
    start = text.index(old)
    span = Span(SourceFile(str(path), text), start, start + len(old))
    return Planted(span=span, repair=Fix(both("x"), (Edit(span, new),), how))


def run(folder: Path, *found: Diagnostic, unsafe: bool = False) -> verb.Report:
    return verb.fix((str(folder),), found, prelude=False, unsafe=unsafe)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    check(tmp_path, {"a.policy": policy(TARGET)})
    return tmp_path / "a.policy"


def test_a_safe_fix_is_made_and_its_finding_is_gone(tmp_path: Path) -> None:
    report = check(tmp_path, {"a.policy": policy(UNUSED)})
    assert UnusedSuppression.kind.code in codes(report)
    made = run(tmp_path, *report.findings)
    for each in made.files:
        verb.write(each)
    again = check(tmp_path, {"a.policy": (tmp_path / "a.policy").read_text("utf-8")})
    assert UnusedSuppression.kind.code not in codes(again)
    assert run(tmp_path, *again.findings).files == ()


@pytest.mark.parametrize(
    ("how", "unsafe", "made"),
    [
        (Applicability.SAFE, False, True),
        (Applicability.UNSAFE, False, False),
        (Applicability.UNSAFE, True, True),
        (Applicability.DISPLAY, True, False),
    ],
)
def test_only_what_may_be_applied_is_applied(
    path: Path, how: Applicability, unsafe: bool, made: bool
) -> None:
    report = run(path.parent, planted(path, "5 orang", "7 orang", how), unsafe=unsafe)
    assert [("7 orang" in each.text) for each in report.files] == ([True] if made else [])


def test_a_fix_that_makes_something_worse_is_refused_and_the_others_are_made(path: Path) -> None:
    worse = planted(path, "rancangan", "rancangan }")
    report = run(path.parent, worse, planted(path, "5 orang", "7 orang"))
    assert (report.settled, report.refused) == (1, 1)
    (fixed,) = report.files
    assert "7 orang" in fixed.text
    assert "rancangan }" not in fixed.text


def test_a_fix_that_brings_another_finding_is_refused(path: Path) -> None:
    second = planted(path, TARGET, f"{TARGET}\n  Pasal 2  Target Penerima 6 orang.")
    assert run(path.parent, second).refused == 1


def test_of_fixes_that_touch_the_same_text_one_is_made(path: Path) -> None:
    report = run(path.parent, planted(path, "5 orang", "7 orang"), planted(path, "Penerima 5", "Penerima 8"))
    assert report.settled == 1
    assert "7 orang" in report.files[0].text


def test_a_diff_shows_what_would_be_written(path: Path) -> None:
    report = run(path.parent, planted(path, "5 orang", "7 orang"))
    shown = "\n".join(verb.diff(report.files[0]))
    assert "-  Pasal 1  Target Penerima 5 orang." in shown
    assert "+  Pasal 1  Target Penerima 7 orang." in shown
    assert "5 orang" in path.read_text("utf-8")


def test_fixes_of_pages_that_are_safe_are_made(tmp_path: Path) -> None:
    report = check(tmp_path, {"a.policy": BoundWordUnfit.page.bad})
    fixable = [each for each in report.findings if each.fix is not None]
    assert fixable
    assert run(tmp_path, *report.findings, unsafe=True).settled >= 1
