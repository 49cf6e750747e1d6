"""The Debian packages that some tests need are there when those tests run."""

import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "scripts" / "debian-packages"


def _run(verb: str) -> list[str]:
    result = subprocess.run([SCRIPT, verb], capture_output=True, text=True, check=True)
    return result.stdout.split()


def test_packages_are_listed_once() -> None:
    packages = _run("list")
    assert len(packages) == len(set(packages))


@pytest.mark.debian
def test_every_package_is_installed() -> None:
    assert _run("missing") == []
