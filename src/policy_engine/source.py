r"""Text of one policy file in, places in it out: files, spans, lines and columns.

Offsets are characters from the start of the text; lines and columns count from 1 and are computed only
when shown. A line ends at `\n`; a `\r` before it belongs to the line end.
Bytes and UTF-16 units are not here: the reader of files and the language server convert at the border.
"""

from bisect import bisect_right
from dataclasses import field
from functools import cached_property

from policy_engine.structure import dataclass


# Not slotted: the line index is cached in the instance, and only files whose places are shown pay for it.
@dataclass(frozen=True, eq=False)
class SourceFile:
    """One file of text, compared by identity: two files with one text are still two places."""

    path: str
    text: str = field(repr=False)

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        """Give the offset at which each line starts; the first is 0, an empty file has one line."""
        starts = [0]
        found = self.text.find("\n")
        while found >= 0:
            starts.append(found + 1)
            found = self.text.find("\n", found + 1)
        return tuple(starts)

    @property
    def line_count(self) -> int:
        """Count the lines; text after the last line end, even none, is a line."""
        return len(self.line_starts)

    def line_of(self, offset: int) -> int:
        """Give the line, from 1, that holds a character offset; offsets outside are clamped."""
        return bisect_right(self.line_starts, self._clamp(offset))

    def column_of(self, offset: int) -> int:
        """Give the column, in characters from 1, of a character offset; offsets outside are clamped."""
        clamped = self._clamp(offset)
        return clamped - self.line_starts[self.line_of(clamped) - 1] + 1

    def line_span(self, line: int) -> "Span":
        """Give the range of a line, counted from 1, without its line end."""
        start = self.line_starts[line - 1]
        end = self.line_starts[line] - 1 if line < self.line_count else len(self.text)
        if end > start and line < self.line_count and self.text[end - 1] == "\r":
            end -= 1
        return Span(self, start, end)

    def line_text(self, line: int) -> str:
        """Give the text of a line, counted from 1, without its line end."""
        return self.line_span(line).text

    def _clamp(self, offset: int) -> int:
        return max(0, min(offset, len(self.text)))


@dataclass(frozen=True, slots=True)
class Span:
    """The half-open range of characters `[start, end)` in a source file."""

    source: SourceFile
    start: int
    end: int

    def __post_init__(self) -> None:
        """Refuse a range that runs backwards; a range past the end of the text is allowed and clamped."""
        if not 0 <= self.start <= self.end:
            message = f"not a range of characters: [{self.start}, {self.end})"
            raise ValueError(message)

    def __str__(self) -> str:
        """Format as `file:line:column`, the form editors can follow."""
        return f"{self.source.path}:{self.line}:{self.column}"

    @property
    def line(self) -> int:
        """Give the line of the first character, from 1."""
        return self.source.line_of(self.start)

    @property
    def column(self) -> int:
        """Give the column of the first character, from 1."""
        return self.source.column_of(self.start)

    @property
    def end_line(self) -> int:
        """Give the line of the last character, from 1; that of the start when the range is empty."""
        return self.source.line_of(max(self.start, self.end - 1))

    @property
    def text(self) -> str:
        """Give the characters in the range."""
        return self.source.text[self.start : self.end]

    def merge(self, other: "Span") -> "Span":
        """Give the smallest range that holds both; both must lie in one file."""
        if self.source is not other.source:
            message = f"spans of two files do not merge: {self} and {other}"
            raise ValueError(message)
        return Span(self.source, min(self.start, other.start), max(self.end, other.end))
