"""Comments of policy files in; which findings they set aside, and what is wrong with the comments, out.

`# abaikan PE408 karena "..." [sampai 2026-12-31]`, in English `# ignore PE408 because "..." [until ...]`: at
the end of a line or on the line before it, for that line; right before the instrument, for all of it; in the
comments at the top of the file, apart from what follows by an empty line, for the file.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from fnmatch import fnmatchcase
from pathlib import Path

from policy_engine.diagnostics.catalogue import every_class
from policy_engine.diagnostics.model import Diagnostic, Family, Kind, Severity, find
from policy_engine.diagnostics.suggest import closest
from policy_engine.diagnostics.suppression import (
    ExpiredSuppression,
    NotSuppressible,
    SuppressionWithoutReason,
    UnknownCodeSuppressed,
    UnusedSuppression,
    UnusedWaiver,
)
from policy_engine.domain.dates import PackedDate, parse_date
from policy_engine.source import SourceFile, Span
from policy_engine.structure import dataclass
from policy_engine.syntax.comments import Comment
from policy_engine.syntax.outline import Outline

_NAMED = r"(?:PE\w+|[a-z]+(?:-[a-z0-9]+)+)"
_COMMENT = re.compile(
    rf"#\s*(?:abaikan|ignore)\s+(?P<codes>{_NAMED}(?:\s*,\s*{_NAMED})*)\s*"
    r'(?:(?:karena|because)\s*"(?P<reason>[^"]*)")?\s*'
    r"(?:(?:sampai(?:\s+dengan)?|until)\s+(?P<until>\S+))?\s*",
    re.IGNORECASE,
)

_ALWAYS_REPORTED = frozenset({"PE298"})
"""What is a fault of this program: a finding that did not replay."""

_PROVED = re.compile(r"PE(?:2\d\d|52[2-9]|5[4-9]\d)")
"""Findings of the solver, which looks at what has been elaborated without an error."""


class Reach(Enum):
    """How far a suppression reaches."""

    LINE = "line"
    INSTRUMENT = "instrument"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Suppression:
    """One comment that sets findings aside: the codes as written, why, until when (that day included)."""

    span: Span
    codes: tuple[str, ...]
    reason: str | None
    until: PackedDate | None
    reach: Reach
    place: Span
    """What it reaches: findings that start in it."""


@dataclass(frozen=True, slots=True)
class SetAside:
    """A finding that a comment sets aside."""

    found: Diagnostic
    by: "Suppression | Waiver"


@dataclass(frozen=True, slots=True)
class Waiver:
    """An entry of the project file that sets a finding aside: the code, the files, why, until when, and where it is."""

    code: str
    files: str
    """A pattern of paths from the folder of the project."""
    reason: str
    until: PackedDate | None
    at: str
    """The project file."""


@dataclass(frozen=True, slots=True)
class Judged:
    """Findings that stay, those set aside, and what is wrong with the comments."""

    kept: tuple[Diagnostic, ...]
    set_aside: tuple[SetAside, ...]
    complaints: tuple[Diagnostic, ...]


def suppressions(comments: Sequence[Comment], outline: Outline) -> Iterator[Suppression]:
    """Find the suppressions among the comments of a file."""
    for comment in comments:
        match = _COMMENT.fullmatch(comment.text)
        if match is not None:
            reach, place = _reach(comment.span, outline)
            codes = tuple(code.strip() for code in match["codes"].split(","))
            until = match["until"]
            readable = until is None or parse_date(until) is not None
            reason = (match["reason"] or "").strip() or None
            yield Suppression(
                comment.span,
                codes,
                reason if readable else None,
                None if until is None else parse_date(until),
                reach,
                place,
            )


def judge(
    found: Iterable[Diagnostic],
    written: Sequence[Suppression],
    today: PackedDate,
    *,
    complete: bool,
    proved: bool,
) -> Judged:
    """Set findings aside as the comments say, on a day.

    What a comment sets aside and is not found is reported, unless errors kept it from being looked for:
    `complete` is whether everything was elaborated, and `proved` whether the solver has looked.
    """
    if written:
        every_class()  # a code is known once its module is loaded
    working = [each for each in written if each.reason is not None and not _is_over(each, today)]
    used: set[tuple[int, str]] = set()
    kept: list[Diagnostic] = []
    aside: list[SetAside] = []
    for each in found:
        by = next(((one, code) for one in working for code in one.codes if _covers(one, code, each)), None)
        if by is None:
            kept.append(each)
        else:
            used.add((id(by[0]), by[1]))
            aside.append(SetAside(each, by[0]))
    complaints = [
        complaint
        for each in written
        for complaint in _complaints(each, today, used, complete=complete, proved=proved)
    ]
    return Judged(tuple(kept), tuple(aside), tuple(complaints))


def waive(
    found: Iterable[Diagnostic],
    waivers: Sequence[Waiver],
    today: PackedDate,
    root: Path,
    *,
    complete: bool,
    proved: bool,
) -> Judged:
    """Set findings aside as the project file says, on a day; what it does not set aside any more is reported."""
    working = [each for each in waivers if each.until is None or today <= each.until]
    kept: list[Diagnostic] = []
    aside: list[SetAside] = []
    for each in found:
        by = next((one for one in working if _is_waived(each, one, root)), None)
        if by is None:
            kept.append(each)
        else:
            aside.append(SetAside(each, by))
    used = {id(each.by) for each in aside}
    complaints = [
        UnusedWaiver(
            path=each.at, waived=each.code, files=each.files, over=None if each in working else each.until
        )
        for each in waivers
        if id(each) not in used
        and (each not in working or (complete and (proved or not _PROVED.fullmatch(each.code))))
    ]
    return Judged(tuple(kept), tuple(aside), tuple(complaints))


def _is_waived(found: Diagnostic, waiver: Waiver, root: Path) -> bool:
    if found.code != waiver.code or found.span is None or not is_suppressible(found.kind):
        return False
    return fnmatchcase(path_in_project(found.span.source.path, root), waiver.files)


def path_in_project(path: str, root: Path) -> str:
    """Give a path from the folder of the project, with `/`; whole where it lies elsewhere."""
    whole, folder = Path(path).resolve(), root.resolve()
    return (whole.relative_to(folder) if whole.is_relative_to(folder) else whole).as_posix()


def is_suppressible(kind: Kind) -> bool:
    """Say whether a finding may be set aside: not one of syntax, nor an error that stops elaboration."""
    if kind.family is Family.SYNTAX or kind.code in _ALWAYS_REPORTED:
        return False
    return kind.severity is not Severity.ERROR or _PROVED.fullmatch(kind.code) is not None


def _complaints(
    each: Suppression, today: PackedDate, used: set[tuple[int, str]], *, complete: bool, proved: bool
) -> Iterator[Diagnostic]:
    if each.reason is None:
        yield SuppressionWithoutReason(span=each.span)
        return
    if _is_over(each, today) and each.until is not None:
        yield ExpiredSuppression(span=each.span, until=each.until)
        return
    for code in each.codes:
        cls = find(code)
        if cls is None:
            known = (word for one in every_class() for word in (one.kind.code, one.kind.name))
            yield UnknownCodeSuppressed(span=each.span, written=code, near=closest(code, known))
        elif not is_suppressible(cls.kind):
            yield NotSuppressible(span=each.span, suppressed=code)
        elif (id(each), code) not in used and complete and (proved or not _PROVED.fullmatch(cls.kind.code)):
            yield UnusedSuppression(span=each.span, suppressed=code, whole=len(each.codes) == 1)


def _covers(suppression: Suppression, code: str, found: Diagnostic) -> bool:
    return (
        found.span is not None
        and code.casefold() in (found.code.casefold(), found.name.casefold())
        and is_suppressible(found.kind)
        and found.span.source.path == suppression.place.source.path
        and suppression.place.start <= found.span.start <= suppression.place.end
    )


def _is_over(suppression: Suppression, today: PackedDate) -> bool:
    return suppression.until is not None and today > suppression.until


def _reach(comment: Span, outline: Outline) -> tuple[Reach, Span]:
    source = comment.source
    if _before(comment).strip():
        return Reach.LINE, source.line_span(comment.line)
    following = _first_line_of_text(source, comment.line)
    if following is None:
        return Reach.LINE, source.line_span(comment.line)
    is_top = not any(_is_text(source, line) for line in range(1, comment.line))
    if is_top and any(not source.line_text(line).strip() for line in range(comment.line, following)):
        return Reach.FILE, Span(source, 0, len(source.text))
    if outline.body is not None and outline.body.line == following:
        return Reach.INSTRUMENT, outline.body
    return Reach.LINE, source.line_span(following)


def _before(comment: Span) -> str:
    return comment.source.line_text(comment.line)[: comment.column - 1]


def _first_line_of_text(source: SourceFile, after: int) -> int | None:
    return next((line for line in range(after + 1, source.line_count + 1) if _is_text(source, line)), None)


def _is_text(source: SourceFile, line: int) -> bool:
    words = source.line_text(line).strip()
    return bool(words) and not words.startswith("#")
