"""Findings in; names for them out that stay the same when lines move: code, instrument, place in the law."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePath

from policy_engine import workspace
from policy_engine.diagnostics.model import Diagnostic
from policy_engine.syntax.outline import Outline


def place_of(found: Diagnostic, outlines: Mapping[str, Outline]) -> str:
    """Say where a finding stands, without any line: the instrument (or else the file) and the places in it."""
    if found.span is None:
        return "-"
    path = found.span.source.path
    outline = outlines.get(path)
    holder = None if outline is None else outline.instrument
    names = () if outline is None else outline.path_of(found.span)
    return " / ".join((holder or uri(path), *names))


def fingerprints(found: Iterable[Diagnostic], outlines: Mapping[str, Outline]) -> tuple[str, ...]:
    """Give each finding a fingerprint; those of one code at one place are numbered in their order."""
    seen: Counter[str] = Counter()
    given = []
    for each in found:
        words = f"{each.code} {place_of(each, outlines)}"
        seen[words] += 1
        given.append(hashlib.sha256(f"{words} {seen[words]}".encode()).hexdigest()[:32])
    return tuple(given)


def uri(path: str) -> str:
    """Give a path as a URI reference would: relative to the current folder where it lies in it, with `/`."""
    given = Path(path)
    return PurePath(workspace.nearby(given) if given.is_absolute() else path).as_posix()
