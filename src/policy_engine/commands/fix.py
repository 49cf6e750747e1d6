"""Findings with fixes in; the files with the fixes made out, unless something would get worse."""

import difflib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from policy_engine import workspace
from policy_engine.cache import Cache, write_whole
from policy_engine.commands.analysis import analyse
from policy_engine.commands.check import MILLISECONDS
from policy_engine.commands.report import Analysed
from policy_engine.diagnostics.model import (
    Applicability,
    Diagnostic,
    Edit,
    Family,
    Fix,
    Severity,
    apply_edits,
)
from policy_engine.proofs.shown import Analysis
from policy_engine.source import SourceFile
from policy_engine.structure import dataclass


@dataclass(frozen=True, slots=True)
class Fixed:
    """One file before and after."""

    source: SourceFile
    text: str


@dataclass(frozen=True, slots=True)
class Report:
    """The files that change, how many findings that settles, and how many fixes were made worse by."""

    files: tuple[Fixed, ...]
    settled: int
    refused: int


def fix(paths: Sequence[str], found: Sequence[Diagnostic], *, prelude: bool, unsafe: bool) -> Report:
    """Make the fixes of findings; nothing is written.

    Fixes of different findings that touch the same text are not made together: the first one is. What was
    fixed is checked again. A fix that adds an error, or a finding of a code, where both texts could be
    checked to the end, is not made.
    """
    opened = workspace.open_workspace(paths, prelude=prelude)
    wanted = [each for each in found if each.fix is not None and _may(each.fix, unsafe=unsafe)]
    chosen = list(_apart(wanted, opened.own_paths))
    before = analyse(opened, Cache(None), Analysis.OFF, MILLISECONDS)
    made: list[tuple[Edit, ...]] = []
    refused = 0
    if chosen and not _is_worse(
        before, analyse(_edited(opened, chosen), Cache(None), Analysis.OFF, MILLISECONDS)
    ):
        made = chosen
    else:
        # Together they make something worse: those that do are found one by one.
        for edits in chosen:
            if _is_worse(
                before, analyse(_edited(opened, [*made, edits]), Cache(None), Analysis.OFF, MILLISECONDS)
            ):
                refused += 1
            else:
                made.append(edits)
    after = _edited(opened, made)
    files = tuple(
        Fixed(old, new.text) for old, new in zip(opened.own, after.own, strict=True) if old.text != new.text
    )
    return Report(files, len(made), refused)


def write(fixed: Fixed) -> None:
    """Put the fixed text in place of the file, in one step."""
    write_whole(Path(fixed.source.path), fixed.text.encode("utf-8"))


def diff(fixed: Fixed) -> Iterator[str]:
    """Give a unified diff of one file, line by line without line ends."""
    path = fixed.source.path
    return difflib.unified_diff(
        fixed.source.text.splitlines(), fixed.text.splitlines(), path, path, lineterm=""
    )


def _may(fix: Fix, *, unsafe: bool) -> bool:
    match fix.applicability:
        case Applicability.SAFE:
            return True
        case Applicability.UNSAFE:
            return unsafe
        case Applicability.DISPLAY:
            return False


def _apart(found: Sequence[Diagnostic], own: frozenset[str]) -> Iterator[tuple[Edit, ...]]:
    taken: list[Edit] = []
    for each in found:
        edits = () if each.fix is None else each.fix.edits
        inside = all(edit.span.source.path in own for edit in edits)
        if edits and inside and not any(_touch(edit, other) for edit in edits for other in taken):
            taken += edits
            yield edits


def _touch(one: Edit, other: Edit) -> bool:
    return (
        one.span.source.path == other.span.source.path
        and one.span.start <= other.span.end
        and other.span.start <= one.span.end
    )


def _edited(opened: workspace.Workspace, made: Sequence[tuple[Edit, ...]]) -> workspace.Workspace:
    edits = [edit for each in made for edit in each]
    own = tuple(
        SourceFile(
            source.path,
            apply_edits(source.text, [edit for edit in edits if edit.span.source.path == source.path]),
        )
        for source in opened.own
    )
    return replace(opened, own=own)


def _is_worse(before: Analysed, after: Analysed) -> bool:
    """Say whether a text reads worse: new syntax, fewer analyses, more errors, or more findings of a code."""
    if _syntax(after) > _syntax(before) or (before.complete and not after.complete):
        return True
    if before.complete != after.complete:
        return False
    old, new = _counted(before), _counted(after)
    return _errors(after) > _errors(before) or any(new[code] > old[code] for code in new)


def _syntax(analysed: Analysed) -> int:
    return sum(found.kind.family is Family.SYNTAX for found in analysed.diagnostics)


def _errors(analysed: Analysed) -> int:
    return sum(found.severity is Severity.ERROR for found in analysed.diagnostics)


def _counted(analysed: Analysed) -> Counter[str]:
    return Counter(found.code for found in analysed.diagnostics)
