"""A path, or a path at a git revision, in; the policy files there as a workspace, out."""

import subprocess
from dataclasses import replace
from pathlib import Path, PurePath

from policy_engine import workspace
from policy_engine.diagnostics import data, syntax
from policy_engine.diagnostics.model import Diagnostic
from policy_engine.source import SourceFile
from policy_engine.workspace import Workspace


def open_given(given: str, *, prelude: bool) -> Workspace:
    """Read a file or folder; `REVISION:PATH`, where no such file is, is read from git.

    Files of the national prelude that are among those given, also in another version, are not added again.
    """
    revision, colon, path = given.partition(":")
    if colon and revision and not Path(given).exists():
        opened = _at_revision(revision, path, given, prelude=prelude)
    else:
        opened = workspace.open_workspace([given], prelude=prelude)
    own = {_tail(source.path) for source in opened.own}
    return replace(opened, prelude=tuple(s for s in opened.prelude if _tail(s.path) not in own))


def _tail(path: str) -> tuple[str, ...]:
    """Give the folder and name by which a file of the prelude is known again elsewhere."""
    return PurePath(path.rpartition(":")[2]).parts[-2:]


def _at_revision(revision: str, path: str, given: str, *, prelude: bool) -> Workspace:
    beside = workspace.open_workspace([], prelude=prelude)
    names = _git("ls-tree", "-r", "-z", "--name-only", "--full-tree", revision, "--", _full(path) or ".")
    if names is None:
        return replace(beside, diagnostics=(syntax.NotAFile(path=given, problem=syntax.FileProblem.MISSING),))
    found = [name for name in names.decode("utf-8", "replace").split("\0") if name.endswith(workspace.SUFFIX)]
    if not found:
        return replace(beside, diagnostics=(data.NoPolicyFiles(path=given),))
    own: list[SourceFile] = []
    problems: list[Diagnostic] = []
    for name in sorted(found):
        shown = f"{revision}:{name}"
        raw = _git("show", f"{revision}:{name}")
        text = None if raw is None else workspace.decode(shown, raw)
        match text:
            case str():
                own.append(SourceFile(shown, text))
            case None:
                problems.append(syntax.NotAFile(path=shown, problem=syntax.FileProblem.UNREADABLE))
            case problem:
                problems.append(problem)
    return replace(beside, own=tuple(own), diagnostics=tuple(problems))


def _full(path: str) -> str:
    """Give a path from the root of the repository; it is written from the current folder, as git does with `./`."""
    prefix = _git("rev-parse", "--show-prefix")
    here = "" if prefix is None else prefix.decode().strip()
    return f"{here}{path[2:]}" if path.startswith("./") else path


def _git(*arguments: str) -> bytes | None:
    """Run git and give what it wrote; None where it failed, or is not installed."""
    try:
        # The arguments are never read by a shell, and a revision that looks like an option is refused.
        if any(part.startswith("-") for part in arguments[-1:]):
            return None
        made = subprocess.run(["git", *arguments], capture_output=True, check=True)  # noqa: S603, S607
    except (OSError, subprocess.CalledProcessError):
        return None
    return made.stdout
