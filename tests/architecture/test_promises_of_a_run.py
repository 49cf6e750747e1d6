"""`tests/conftest.py` keeps its promises: goldens are compared, unused ones found, skips reported."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow  # part of `make test-all`

ROOT = Path(__file__).parents[2]
CASE = """\
from pathlib import Path
import pytest
HERE = Path(__file__).parent / "golden"
def test_read(golden): golden(HERE / "case.txt", "new")
"""
SKIP = "@pytest.mark.skip(reason='no tool')\ndef test_left_out(): pass\n"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    (tmp_path / "src").mkdir()
    (tmp_path / "tests" / "golden").mkdir(parents=True)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copy(ROOT / "tests" / "conftest.py", tmp_path / "tests")
    (tmp_path / "tests" / "golden" / "case.txt").write_text("new", "utf-8")
    (tmp_path / "tests" / "test_case.py").write_text(CASE, "utf-8")
    return tmp_path


def _pytest(tree: Path, *options: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    environment.pop("CI", None)
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *options],
        cwd=tree,
        env=environment | variables,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("workers", ["0", "2"])
def test_golden_that_agrees_passes(tree: Path, workers: str) -> None:
    assert _pytest(tree, "-n", workers).returncode == 0


def test_golden_that_differs_fails_until_it_is_rewritten(tree: Path) -> None:
    case = tree / "tests" / "golden" / "case.txt"
    case.write_text("old", "utf-8")
    assert _pytest(tree).returncode == 1
    assert _pytest(tree, "--update-golden").returncode == 0
    assert case.read_text("utf-8") == "new"


def test_golden_is_not_rewritten_under_ci(tree: Path) -> None:
    assert _pytest(tree, "--update-golden", CI="1").returncode == pytest.ExitCode.USAGE_ERROR


@pytest.mark.parametrize("workers", ["0", "2"])
def test_golden_that_no_test_reads_fails_the_suite(tree: Path, workers: str) -> None:
    (tree / "tests" / "golden" / "left.txt").touch()
    result = _pytest(tree, "-n", workers)
    assert "no test reads tests/golden/left.txt" in result.stdout
    assert result.returncode == 1
    assert _pytest(tree, "-k", "read").returncode == 0


def test_skipped_test_fails_only_a_run_that_may_skip_nothing(tree: Path) -> None:
    (tree / "tests" / "test_case.py").write_text(CASE + SKIP, "utf-8")
    assert _pytest(tree).returncode == 0
    result = _pytest(tree, "--nothing-skipped")
    assert "did not run: tests/test_case.py::test_left_out" in result.stdout
    assert result.returncode == 1
