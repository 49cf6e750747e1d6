"""The hooks, the workflow that `init` writes and the commands of the guide run in a fresh project."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from policy_engine.commands import init
from tests.cli.conftest import ROOT, Run

pytestmark = pytest.mark.slow  # part of `make test-all`

GUIDE = (ROOT / "docs" / "guides" / "ci.md").read_text("utf-8")
HOOKS = (ROOT / ".pre-commit-hooks.yaml").read_text("utf-8")
_HOOK = re.compile(r"^- id: (?P<id>\S+)\n(?P<rest>(?:  .*\n)+)", re.MULTILINE)
_COMMAND = re.compile(r"(?:run: |  - |\$ )(policy-engine .*)")


def hooks() -> Iterator[tuple[str, list[str], bool, str]]:
    """Give each hook: its id, its entry, whether it takes the names of files, and which files it is for."""
    for hook in _HOOK.finditer(HOOKS):
        settings = dict(line.strip().split(": ", 1) for line in hook["rest"].splitlines())
        takes_files = settings.get("pass_filenames") != "false"
        assert settings["language"] == "python"
        yield hook["id"], settings["entry"].split(), takes_files, settings["files"]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    init.init(tmp_path / "proyek")
    return tmp_path / "proyek"


@pytest.mark.parametrize(
    ("name", "entry", "takes_files", "files"), list(hooks()), ids=lambda each: str(each)[:20]
)
def test_a_hook_runs(
    name: str, entry: list[str], takes_files: bool, files: str, run: Run, project: Path
) -> None:
    assert name.startswith("policy-")
    changed = [path for path in init.FILES if re.search(files, path)]
    assert "policies/contoh.policy" in changed
    program, *arguments = entry
    assert program == "policy-engine"
    done = run(*arguments, *(changed if takes_files else ()), cwd=project)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_hook_stops_a_commit_that_breaks_a_policy(run: Run, project: Path) -> None:
    path = project / "policies" / "contoh.policy"
    path.write_text(path.read_text("utf-8").replace("hasil memenuhi", "hasil tidak memenuhi"), "utf-8")
    codes = {name: run(*entry[1:], cwd=project).returncode for name, entry, takes, _ in hooks() if not takes}
    assert codes == {"policy-check": 0, "policy-test": 1}


def test_the_guide_shows_what_init_writes() -> None:
    written = _COMMAND.findall(init.FILES[".github/workflows/policy.yml"])
    assert written
    assert set(written) <= set(_COMMAND.findall(GUIDE))


def test_every_command_of_the_guide_runs(run: Run, project: Path) -> None:
    commands = list(dict.fromkeys(_COMMAND.findall(GUIDE)))
    assert len(commands) >= 8
    for command in commands:
        done = run(*command.split()[1:], cwd=project)
        assert done.returncode == 0, (command, done.stdout, done.stderr)
    for name in ("ringkasan.md", "uji.xml", "policy.sarif", "policy-quality.json"):
        assert (project / name).read_text("utf-8").strip(), name
