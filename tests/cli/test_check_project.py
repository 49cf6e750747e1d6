"""`check` as a process: its forms, its project file, its baseline, its fixes, and the results of `test` as XML."""

import json
import os
import signal
import subprocess
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

import pytest

from tests.cli.conftest import PROGRAM, Run
from tests.unit.commands.small import policy

pytestmark = pytest.mark.slow  # part of `make test-all`

KARIMUN = "policies/kepulauan-riau/karimun-nota-kesepakatan-2025.policy"
TARGET = "Pasal 1  Target Penerima 5 orang."
SMALL = ("--select", "PE408", "--select", "PE92", "--lang", "en")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.policy").write_text(policy(TARGET), "utf-8")
    return tmp_path


@pytest.mark.parametrize("form", ["sarif", "junit", "github", "gitlab", "markdown", "json"])
@pytest.mark.parametrize("lang", ["id", "en"])
def test_every_form_of_every_language_names_the_finding(form: str, lang: str, run: Run, folder: Path) -> None:
    done = run("check", folder, "--output-format", form, "--lang", lang, "--fail-level", "note")
    assert done.returncode == 1, done.stderr
    words = "target tidak membatasi jumlah" if lang == "id" else "a target does not limit the number"
    assert words in done.stdout


def test_flags_win_over_the_environment_and_that_over_the_file(run: Run, folder: Path) -> None:
    (folder / "policy.toml").write_text(
        '[check]\nselect = ["PE408"]\nfail-level = "note"\nlang = "en"\n', "utf-8"
    )
    assert run("check", cwd=folder).returncode == 1
    assert "target-without-quota" in run("check", cwd=folder).stdout
    assert run("check", cwd=folder, POLICY_ENGINE_CHECK_FAIL_LEVEL="error").returncode == 0
    both = run("check", "--fail-level", "note", cwd=folder, POLICY_ENGINE_CHECK_FAIL_LEVEL="error")
    assert both.returncode == 1
    assert "1 catatan" in run("check", cwd=folder, POLICY_ENGINE_LANG="id").stdout
    assert "1 note" in run("check", "--lang", "en", cwd=folder, POLICY_ENGINE_LANG="id").stdout


def test_settings_are_read_from_pyproject_too(run: Run, folder: Path) -> None:
    text = '[tool.policy-engine.check]\nseverity = { PE408 = "error" }\nselect = ["PE408"]\n'
    (folder / "pyproject.toml").write_text(text, "utf-8")
    assert run("check", cwd=folder).returncode == 1


def test_mistyped_setting_is_code_2_with_a_near_key(run: Run, folder: Path) -> None:
    (folder / "policy.toml").write_text('[check]\nfail_level = "note"\n', "utf-8")
    done = run("check", "--lang", "en", cwd=folder)
    assert done.returncode == 2
    assert "check.fail-level" in done.stderr


def test_a_baseline_is_written_once_and_then_kept_to(run: Run, folder: Path) -> None:
    options = ("--fail-level", "note", *SMALL)
    assert run("check", "--baseline", "b.json", *options, cwd=folder).returncode == 2
    done = run("check", "--baseline", "b.json", "--update-baseline", *options, cwd=folder)
    assert done.returncode == 0, done.stdout
    assert json.loads((folder / "b.json").read_text("utf-8"))["findings"]
    assert run("check", "--baseline", "b.json", *options, cwd=folder).returncode == 0
    (folder / "a.policy").write_text(policy('Pasal 1  Tafsir t: "x".'), "utf-8")
    stale = run("check", "--baseline", "b.json", *options, cwd=folder)
    assert stale.returncode == 1
    assert "stale-baseline-entry" in stale.stdout


def test_a_suppression_ends_on_the_day_that_the_shell_says(run: Run, folder: Path) -> None:
    aside = f'{TARGET} # abaikan PE408 karena "RPJMD" sampai 2026-12-31'
    (folder / "a.policy").write_text(policy(aside), "utf-8")
    options = ("check", folder, "--fail-level", "note", *SMALL)
    assert run(*options, "--today", "2026-12-31").returncode == 0
    over = run(*options, "--today", "2027-01-01")
    assert over.returncode == 1
    assert "expired-suppression" in over.stdout
    assert run(*options, "--today", "besok").returncode == 2


def test_fixes_are_shown_and_then_made(run: Run, folder: Path) -> None:
    path = folder / "a.policy"
    path.write_text(policy(f'{TARGET} # abaikan PE409 karena "lama"'), "utf-8")
    shown = run("check", folder, "--diff", *SMALL)
    assert (shown.returncode, shown.stdout.count("\n-  Pasal 1")) == (1, 1)
    assert "PE409" in path.read_text("utf-8")
    done = run("check", folder, "--fix", *SMALL)
    assert done.returncode == 0, done.stdout
    assert "1 fixes" in done.stderr
    assert "PE409" not in path.read_text("utf-8")
    assert run("check", folder, "--diff", *SMALL).returncode == 0


def test_a_code_that_does_not_exist_hides_nothing(run: Run, folder: Path) -> None:
    (folder / "a.policy").write_text(policy(TARGET), "utf-8")
    chosen = run("check", folder, "--select", "PE9,pe408", "--fail-level", "note", *SMALL)
    assert (chosen.returncode, "PE408" in chosen.stdout) == (1, True)
    for option in ("--select", "--ignore"):
        refused = run("check", folder, option, "PE9,PE948", "--lang", "en", *SMALL)
        assert (refused.returncode, "`PE948`" in refused.stderr) == (2, True)
    (folder / "policy.toml").write_text('[check]\nignore = ["PE4o8"]\n', "utf-8")
    refused = run("check", "--lang", "en", cwd=folder)
    assert (refused.returncode, "`PE4o8`" in refused.stderr) == (2, True)


def test_statistics_count_by_code(run: Run, folder: Path) -> None:
    (folder / "b.policy").write_text(policy(TARGET, number=6), "utf-8")
    done = run("check", folder, "--statistics", *SMALL)
    assert done.stdout.split() == ["2", "PE408", "note", "target-without-quota"]


def test_results_of_tests_as_xml(run: Run, tmp_path: Path) -> None:
    done = run("test", KARIMUN, "--junit", tmp_path / "out.xml", "--lang", "en")
    assert done.returncode == 0, done.stderr
    root = ElementTree.parse(tmp_path / "out.xml").getroot()
    assert (root.attrib["tests"], root.attrib["failures"]) == ("15", "0")
    assert {case.attrib["classname"] for case in root.iter("testcase")} == {"test", "property"}


# What an editor has in hand, and what changes while one looks


def test_what_is_typed_is_checked_in_place_of_the_file_of_its_name(run: Run, folder: Path) -> None:
    saved = folder / "a.policy"
    typed = policy("Pasal 1  Penerima terdiri atas: a. nelayan; dan b. juragan.")
    alone = run("check", "-", "--stdin-filename", saved, "--output-format", "concise", *SMALL, stdin=typed)
    assert "PE408" not in alone.stdout
    done = run("check", folder, "--stdin-filename", saved, "--output-format", "concise", stdin=typed)
    assert done.returncode == 1
    assert f"{saved}:" in done.stdout
    assert "juragan" in done.stdout
    assert "1 berkas" in done.stdout
    assert "juragan" not in saved.read_text("utf-8")
    assert "juragan" not in run("check", folder, "--output-format", "concise").stdout


def test_what_is_typed_without_a_name_stands_at_a_dash(run: Run) -> None:
    done = run(
        "check", "-", "--output-format", "concise", "--fail-level", "note", *SMALL, stdin=policy(TARGET)
    )
    assert done.returncode == 1
    assert done.stdout.startswith("-:")
    bad = run("check", "-", "--lang", "en", stdin=b"\xff\xfe\x00")
    assert bad.returncode == 2


@pytest.mark.parametrize("option", ["--fix", "--diff", "--write-tests", "--update-baseline"])
def test_what_writes_files_does_not_work_on_what_is_typed_or_watched(
    option: str, run: Run, folder: Path
) -> None:
    for beside in (("-",), (str(folder), "--watch")):
        done = run("check", *beside, option, "--lang", "en", stdin=policy(TARGET))
        assert done.returncode == 2
        assert option in done.stderr
    assert run("check", "-", "--watch", "--lang", "en").returncode == 2


def test_a_watched_folder_is_checked_again_when_a_file_changes(cache_home: Path, folder: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "XDG_CACHE_HOME": str(cache_home)}
    watching = subprocess.Popen(
        [PROGRAM, "check", folder, "--watch", "--output-format", "concise", "--select", "PE101,PE408"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        text=True,
    )
    assert watching.stdout is not None
    assert watching.stderr is not None
    try:
        said = _until(watching.stdout, "dianalisis")
        assert "PE408" in said
        (folder / "b.policy").write_text(
            policy("Pasal 1  Penerima terdiri atas: a. nelayan; dan b. juragan.", number=2), "utf-8"
        )
        assert "juragan" in _until(watching.stdout, "juragan")
        watching.send_signal(signal.SIGINT)
        assert watching.wait(timeout=20) == 130
        assert not watching.stderr.read().strip()
    finally:
        watching.kill()
        watching.stdout.close()
        watching.stderr.close()


def _until(stream: IO[str], word: str) -> str:
    """Read lines until one has a word."""
    said = ""
    for line in stream:
        said += line
        if word in line:
            break
    return said
