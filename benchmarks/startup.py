"""Whole commands in, wall time out: what a person at a terminal or a CI job waits for."""

import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.timing import Measured, measure

ROOT = Path(__file__).parents[1]
PROGRAM = [sys.executable, "-m", "policy_engine"]


def run() -> list[Measured]:
    """Measure `--help` and `check` of one unchanged file."""
    policy = ROOT / "policies/kepulauan-riau/karimun-nota-kesepakatan-2025.policy"
    with tempfile.TemporaryDirectory() as cache:
        environment = {"XDG_CACHE_HOME": cache, "PATH": "/usr/bin:/bin"}
        return [
            measure("python -c pass", lambda: _call([sys.executable, "-c", "pass"], environment), units=1),
            measure(
                "--help", lambda: _call([*PROGRAM, "--help"], environment), units=1, note="wanted: 150 ms"
            ),
            measure(
                "check of an unchanged file",
                lambda: _call([*PROGRAM, "check", str(policy)], environment),
                units=1,
                note="wanted: 250 ms",
            ),
        ]


def _call(command: list[str], environment: dict[str, str]) -> None:
    done = subprocess.run(command, env=environment, capture_output=True, check=False)  # noqa: S603  # our own program
    if done.returncode not in {0, 1} or done.stderr:
        raise RuntimeError(done.stderr.decode())
