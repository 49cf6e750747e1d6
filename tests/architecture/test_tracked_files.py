"""No file names a package registry's host, or a place on one person's machine.

Which registry to ask is the business of the machine that installs, not of this repository.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCK = ROOT / "scripts" / "lock"  # names the option that leaves hosts out
IGNORED = frozenset(
    line.strip("/") for line in (ROOT / ".gitignore").read_text("utf-8").splitlines() if line.endswith("/")
) | {".git"}

REGISTRY = re.compile(
    r"pypi\.org|pythonhosted\.org|registry\.npmjs|anaconda\.org|proxy\.golang|crates\.io|index[-]url"
)
PRIVATE_PLACE = re.compile(r"(?<![\w.~/})-])/(?:work|root)(?![\w-])")


def unwelcome(text: str) -> Iterator[str]:
    for number, line in enumerate(text.splitlines(), 1):
        if found := REGISTRY.search(line) or PRIVATE_PLACE.search(line):
            yield f"{number}: {found[0]}"


def _files() -> Iterator[Path]:
    for folder, folders, names in os.walk(ROOT):
        folders[:] = sorted(
            name for name in folders if name not in IGNORED and not name.endswith(".egg-info")
        )
        yield from (Path(folder, name) for name in sorted(names))


def test_no_file_names_a_registry_or_a_private_place() -> None:
    allowed = ROOT / ".git", LOCK  # a worktree's pointer is git's own
    assert [
        f"{path.relative_to(ROOT)}:{found}"
        for path in _files()
        if path not in allowed
        for found in unwelcome(path.read_text("utf-8", errors="replace"))
    ] == []


@pytest.mark.parametrize(
    "planted",
    [
        "see https://py" + "pi.org/simple",
        "--index" + "-url something",
        "cd /" + "work/main",
        "open('/" + "root/notes')",
    ],
)
def test_planted_name_is_found(planted: str) -> None:
    assert len(list(unwelcome(planted))) == 1


@pytest.mark.parametrize(
    "innocent", ["tempat kerja/work", "src/root.py", "/workers/1", "a/root", "https://x.id/work"]
)
def test_innocent_path_is_left_alone(innocent: str) -> None:
    assert list(unwelcome(innocent)) == []
