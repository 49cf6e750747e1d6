"""Lines of canonical text: wrapped to the width of a page, comments put back beside what they are about."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import field, replace
from functools import cache, lru_cache

from policy_engine.domain.bilingual import Language
from policy_engine.structure import dataclass
from policy_engine.syntax.comments import Comment
from policy_engine.syntax.keywords import keywords

WIDTH = 100
"""Characters in a line; a longer quotation or title is never broken."""

_NOT_AT_LINE_START = re.compile(r"[0-9(]|\.\.\.|\.$|[IVXLC]+\b")
_MASKED = re.compile(r'"[^"\n]*"|#[^\n]*')


@dataclass(frozen=True, slots=True)
class Line:
    """One line before wrapping; what does not fit continues `hang` spaces further in.

    A line end in `text` is a space at which to break rather than at another.
    `start` is the character of the source at which its words start, by which comments find their place.
    """

    text: str
    indent: int
    hang: int
    start: int | None
    blank_before: bool = False
    closes: bool = False
    """It closes a brace: comments before it belong to what it closes."""
    unbroken: bool = False


def indented(lines: Sequence[Line], by: int) -> list[Line]:
    """Move lines to the right."""
    return [replace(line, indent=line.indent + by) for line in lines]


def after_blank(lines: Sequence[Line]) -> list[Line]:
    """Put a blank line before the first."""
    return [replace(lines[0], blank_before=True), *lines[1:]] if lines else []


@lru_cache(maxsize=4)
def masked(text: str) -> str:
    """Give a source of the same length with spaces for quotations and comments."""
    return _MASKED.sub(lambda found: " " * len(found[0]), text)


def render(lines: Sequence[Line], comments: Sequence[Comment], source_text: str) -> str:
    """Give the text of lines, with each comment before or after the line it is about."""
    if not comments:
        return _written(lines, _Placed())
    return _written(lines, _place(lines, comments, source_text))


def joined(lines: Sequence[Line]) -> str:
    """Give the text of lines without comments, each line end as one space; no line is broken for its length."""
    written: list[str] = []
    for line in lines:
        if line.blank_before and written:
            written.append("")
        written.append(line.text.replace("\n", " ").strip(" "))
    return " ".join(written).rstrip(" ")


@dataclass(slots=True)
class _Placed:
    """Comments by the line they belong to, the line counted from 0 in the order printed."""

    before: dict[int, list[str]] = field(default_factory=dict)
    """Comments that stand before a line; an empty one is a blank line that stood after the one before it."""
    beside: dict[int, str] = field(default_factory=dict)


def _place(lines: Sequence[Line], comments: Sequence[Comment], source_text: str) -> _Placed:
    placed = _Placed()
    order = sorted((line.start, position) for position, line in enumerate(lines) if line.start is not None)
    starts = [start for start, _ in order]
    code = masked(source_text)
    end_of_file = len(lines)
    for comment in comments:
        text = comment.text.rstrip()
        at = bisect_right(starts, comment.span.start) - 1
        region_end = starts[at + 1] if at + 1 < len(starts) else len(source_text)
        following = order[at + 1][1] if at + 1 < len(order) else end_of_file
        line_start = source_text.rfind("\n", 0, comment.span.start) + 1
        stands_alone = not source_text[line_start : comment.span.start].strip()
        if at >= 0 and code[comment.span.end : region_end].strip():
            placed.before.setdefault(order[at][1], []).append(text)
        elif at >= 0 and not stands_alone and order[at][1] not in placed.beside:
            placed.beside[order[at][1]] = text
        else:
            above = placed.before.setdefault(following, [])
            above.append(text)
            if re.match(r"\r?\n[ \t]*\r?\n", source_text[comment.span.end :]):
                above.append("")
    return placed


def _written(lines: Sequence[Line], placed: _Placed) -> str:
    written: list[str] = []
    for position, line in enumerate(lines):
        if line.blank_before and written:
            written.append("")
        above = placed.before.get(position, [])
        if line.closes and above and above[-1] == "":
            above = above[:-1]
        margin = " " * (line.indent + (2 if line.closes else 0))
        written += [f"{margin}{text}" if text else "" for text in above]
        wrapped = _wrapped(line)
        if position in placed.beside:
            wrapped[-1] = f"{wrapped[-1]}  {placed.beside[position]}"
        written += wrapped
    last = placed.before.get(len(lines), [])
    if last and written:
        written.append("")
    written += last
    while written and not written[-1]:
        written.pop()
    return "".join(f"{text}\n" for text in written)


def _wrapped(line: Line) -> list[str]:
    margin = " " * line.indent
    whole = margin + line.text.replace("\n", " ")
    if line.unbroken or len(whole) <= WIDTH:
        return [whole]
    rest = [
        (text, last)
        for segment in line.text.split("\n")
        for text, last in _ends_marked(_unbreakable().findall(segment))
    ]
    written: list[str] = []
    while rest:
        count = _fitting(rest, WIDTH - len(margin))
        written.append(margin + " ".join(text for text, _ in rest[:count]))
        rest = rest[count:]
        margin = " " * (line.indent + line.hang)
    return written


def _ends_marked(words: Sequence[str]) -> list[tuple[str, bool]]:
    return [(text, position == len(words) - 1) for position, text in enumerate(words)]


@cache
def _unbreakable() -> re.Pattern[str]:
    """Match what stays on one line: a quotation, a keyword, an ordinal of two words, any other word."""
    spellings = {
        keyword.spelling.in_(language).lstrip(",; ")
        for keyword in keywords().values()
        for language in Language
    }
    phrases = "|".join(re.escape(each) for each in sorted(spellings, key=len, reverse=True) if " " in each)
    return re.compile(rf'(?:"[^"]*"|\b(?i:{phrases})\b|KE[A-Z]+ (?:BELAS|PULUH)\b|[^\s"])+')


def _fitting(words: Sequence[tuple[str, bool]], width: int) -> int:
    """Count the words of the next line; each comes with whether a line had best end after it.

    That is up to such a place or a comma in the second half of the line, else to a good place, else all
    that fit.
    """
    length = -1
    fits = best = good = 0
    for position, (text, ends) in enumerate(words):
        length += len(text) + 1
        if length > width and position > 0:
            break
        fits = position + 1
        if fits == len(words):
            return fits
        if (ends or text[-1] in ",;:") and length * 2 >= width:
            best = fits
        if not _NOT_AT_LINE_START.match(words[fits][0]) and not text[0].isdigit():
            good = fits
    return best or good or fits
