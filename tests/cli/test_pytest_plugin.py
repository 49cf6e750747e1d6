"""A legal bureau's repository: its policies are tested by pytest, in three lines of settings or two of Python."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT

pytestmark = pytest.mark.slow  # part of `make test-all`

BUREAU = ROOT / "examples" / "bureau"


@pytest.fixture
def bureau(tmp_path: Path) -> Path:
    return shutil.copytree(BUREAU, tmp_path / "bureau")


def run(folder: Path, cache_home: Path, *options: str, lang: str = "en") -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    return subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-p",
            "policy_engine.pytest_plugin",
            "-p",
            "no:cacheprovider",
            *options,
        ],
        cwd=folder,
        env=environment | {"XDG_CACHE_HOME": str(cache_home), "POLICY_ENGINE_LANG": lang},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_example_passes_and_every_case_is_an_item(bureau: Path, cache_home: Path) -> None:
    done = run(bureau, cache_home, "-v")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "policies/nelayan.policy::uji nelayan berusia 40 tahun PASSED" in done.stdout
    assert "policies/nelayan.policy::pastikan tidak seorang pun berusia 65 tahun PASSED" in done.stdout
    assert "4 passed" in done.stdout


@pytest.mark.parametrize(("lang", "words"), [("en", "but is eligible"), ("id", "ternyata memenuhi syarat")])
def test_a_failure_says_what_was_expected_and_why(
    lang: str, words: str, bureau: Path, cache_home: Path
) -> None:
    path = bureau / "policies" / "nelayan.policy"
    text = path.read_text("utf-8").replace("} hasil memenuhi syarat\n", "} hasil tidak memenuhi syarat\n")
    path.write_text(text, "utf-8")
    done = run(bureau, cache_home, "policies", lang=lang)
    assert done.returncode == 1
    assert "PE701" in done.stdout
    assert words in done.stdout
    assert "Traceback" not in done.stdout
    assert "1 failed, 2 passed" in done.stdout


def test_policies_with_errors_are_an_error_of_collection(bureau: Path, cache_home: Path) -> None:
    (bureau / "policies" / "rusak.policy").write_text("instrumen {", "utf-8")
    done = run(bureau, cache_home, "policies")
    assert done.returncode == pytest.ExitCode.INTERRUPTED
    assert "PE001" in done.stdout


def test_two_lines_of_python_do_the_same(bureau: Path, cache_home: Path) -> None:
    (bureau / "pyproject.toml").write_text("[tool.pytest.ini_options]\n", "utf-8")
    (bureau / "tests" / "test_workers.py").write_text(
        'from policy_engine.pytest_plugin import policies\ntest_policies = policies("policies")\n', "utf-8"
    )
    done = run(bureau, cache_home)
    assert done.returncode == 0, done.stdout
    assert "3 passed" in done.stdout


def test_a_project_that_names_no_policies_gets_none(bureau: Path, cache_home: Path) -> None:
    (bureau / "pyproject.toml").write_text("[tool.pytest.ini_options]\n", "utf-8")
    done = run(bureau, cache_home, "policies")
    assert done.returncode == pytest.ExitCode.NO_TESTS_COLLECTED
