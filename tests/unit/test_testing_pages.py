"""The examples on the pages of PE7xx are run as tests are."""

from pathlib import Path

import pytest

from policy_engine.cache import Cache
from policy_engine.commands.test import Request
from policy_engine.commands.test import test as run_tests
from policy_engine.diagnostics import testing
from policy_engine.diagnostics.model import Diagnostic


def _codes(text: str, folder: Path) -> list[str]:
    path = folder / "a.policy"
    path.write_text(text, "utf-8")
    report = run_tests(Request((str(path),), Cache(None)))
    assert report.refused == ()
    return [result.failure.code for result in report.results if result.failure is not None]


@pytest.mark.parametrize("cls", [testing.FailedTest, testing.FailedExample, testing.RefutedProperty])
def test_bad_example_fails_with_the_code_and_the_good_one_passes(
    cls: type[Diagnostic], tmp_path: Path
) -> None:
    assert _codes(cls.page.bad, tmp_path) == [cls.kind.code]
    assert _codes(cls.page.good, tmp_path) == []
