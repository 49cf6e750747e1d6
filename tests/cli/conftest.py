"""The program run as a user runs it: in its own process, with its own folder and an empty environment."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROGRAM = Path(sys.executable).with_name("policy-engine")

Completed = subprocess.CompletedProcess[str]
Run = Callable[..., Completed]


@pytest.fixture(scope="session")
def cache_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def run(cache_home: Path, tmp_path: Path) -> Run:
    """Run `policy-engine` and give what it said; a traceback fails the test, whichever it is."""

    def start(*arguments: str | Path, stdin: str | bytes = b"", cwd: Path = ROOT, **env: str) -> Completed:
        environment = {
            "PATH": os.environ["PATH"],
            "XDG_CACHE_HOME": str(cache_home),
            "TMPDIR": str(tmp_path),
            "COLUMNS": "100",
            **env,
        }
        done = subprocess.run(
            [PROGRAM, *arguments],
            input=stdin.encode() if isinstance(stdin, str) else stdin,
            capture_output=True,
            cwd=cwd,
            env=environment,
            check=False,
            timeout=120,
        )
        said = Completed(done.args, done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))
        assert "Traceback" not in said.stdout + said.stderr, said.stderr
        return said

    return start
