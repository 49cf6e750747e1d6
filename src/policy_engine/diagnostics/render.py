"""Diagnostics in; a terminal frame, one line, or a JSON document out, in the language of the reader.

A frame shows the lines a diagnostic speaks of, with the legal heading they stand under. Long lines are cut
around the marked place, tabs become spaces, and characters that could move the cursor or turn the direction
of writing are shown as pictures, so that no policy text can disguise its own diagnostics.
"""

import unicodedata
from collections.abc import Iterator
from itertools import groupby
from types import MappingProxyType
from typing import TypeAlias

from policy_engine.diagnostics.model import Applicability, Diagnostic, Edit, Fix, Label, Severity
from policy_engine.domain.bilingual import Language, Text
from policy_engine.source import SourceFile, Span
from policy_engine.structure import dataclass

Json: TypeAlias = "str | int | bool | list[Json] | dict[str, Json] | None"
"""What JSON can say, without fractions."""


@dataclass(frozen=True, slots=True)
class Palette:
    """The terminal sequences of each part of a frame; empty ones leave it plain."""

    error: str
    warning: str
    note: str
    frame: str
    strong: str
    reset: str

    def of(self, severity: Severity) -> str:
        """Give the sequence of a severity."""
        match severity:
            case Severity.ERROR:
                return self.error
            case Severity.WARNING:
                return self.warning
            case Severity.NOTE:
                return self.note


PLAIN = Palette("", "", "", "", "", "")
COLOURED = Palette("\x1b[1;31m", "\x1b[1;33m", "\x1b[1;36m", "\x1b[34m", "\x1b[1m", "\x1b[0m")

WIDTH = 110
"""Columns of a frame, unless the caller knows better."""

_NARROWEST = 20
_TAB = 4
_CUT = "…"
_PICTURES_OF_CONTROLS = 0x2400
_DELETE = 0x7F

_APPLICABILITY = MappingProxyType(
    {
        Applicability.SAFE: Text("dapat diterapkan otomatis", "safe to apply"),
        Applicability.UNSAFE: Text("periksa sebelum diterapkan", "read before applying"),
        Applicability.DISPLAY: Text("hanya contoh", "an example only"),
    }
)

_OWN, _OTHER = "^", "-"
_HELP = Text("saran", "help")
_FIX = Text("perbaikan", "fix")


@dataclass(frozen=True, slots=True)
class _Mark:
    """Columns of one line to underline: offsets in the line, the sign, and the words beside it."""

    source: SourceFile
    line: int
    start: int
    end: int
    sign: str
    words: str


def render(found: Diagnostic, language: Language, *, palette: Palette = PLAIN, width: int = WIDTH) -> str:
    """Draw a diagnostic as a terminal frame of lines, without a line end after the last."""
    return "\n".join(line.rstrip() for line in _Frame(found, language, palette).lines(width))


def concise(found: Diagnostic, language: Language) -> str:
    """Write a diagnostic on one line: `file:line:column: error[PE101]: message (name)`."""
    head = _Frame(found, language, PLAIN).head()
    return head if found.span is None else f"{_visible(str(found.span))}: {head}"


def to_json(found: Diagnostic) -> dict[str, Json]:
    """Give a diagnostic as a JSON document, words in both languages, ends of ranges excluded."""
    return {
        "code": found.code,
        "name": found.name,
        "severity": found.severity.value,
        "message": _text_json(found.message),
        "help": _text_json(found.help),
        "heading": _text_json(found.heading),
        "location": _span_json(found.span),
        "witness": [_text_json(line) for line in found.witness],
        "labels": [_label_json(label) for label in found.labels],
        "fix": _fix_json(found.fix),
    }


@dataclass(frozen=True, slots=True)
class _Frame:
    """One diagnostic on its way to the terminal."""

    found: Diagnostic
    language: Language
    palette: Palette

    def lines(self, width: int) -> Iterator[str]:
        """Give the lines of the frame; source lines take at most `width` columns with their number."""
        marks = tuple(_marks(self.found, self.language))
        gutter = max((len(str(mark.line)) for mark in marks), default=1)
        yield self.head()
        for number, (_, in_file) in enumerate(groupby(marks, key=lambda mark: id(mark.source))):
            of_file = tuple(in_file)
            yield f"{' ' * gutter}{self._frame('-->' if number == 0 else ':::')} {self._place(of_file[0])}"
            if number == 0 and self.found.heading is not None:
                yield f"{self._bar(gutter)}  {_visible(self.found.heading.in_(self.language))}"
            yield self._bar(gutter)
            yield from self._snippet(of_file, gutter, max(_NARROWEST, width - gutter - len(" | ")))
        for words in self._footer():
            yield f"{' ' * gutter} {self._frame('=')} {_visible(words)}"

    def head(self) -> str:
        severity = f"{self.found.severity.title.in_(self.language)}[{self.found.code}]"
        message = self._paint(self.palette.strong, _visible(self.found.message.in_(self.language)))
        return f"{self._grave(severity)}: {message} ({self.found.name})"

    def _snippet(self, marks: tuple[_Mark, ...], gutter: int, width: int) -> Iterator[str]:
        previous = 0
        for line, group in groupby(marks, key=lambda mark: mark.line):
            if previous and line > previous + 1:
                yield self._frame("...")
            previous = line
            for window, shown in _windows(tuple(group), width):
                yield f"{self._frame(f'{line:>{gutter}} |')} {window}"
                for offset, mark in shown:
                    yield f"{self._bar(gutter)} {' ' * offset}{self._pointer(mark, offset, window)}"

    def _pointer(self, mark: _Mark, offset: int, window: str) -> str:
        pointer = f"{mark.sign * _columns(mark, offset, window)} {_visible(mark.words)}".rstrip()
        return self._grave(pointer) if mark.sign == _OWN else self._frame(pointer)

    def _footer(self) -> Iterator[str]:
        yield from (line.in_(self.language) for line in self.found.witness)
        if self.found.help is not None:
            yield f"{_HELP.in_(self.language)}: {self.found.help.in_(self.language)}"
        if self.found.fix is not None:
            applicability = _APPLICABILITY[self.found.fix.applicability].in_(self.language)
            title = self.found.fix.title.in_(self.language)
            yield f"{_FIX.in_(self.language)}: {title} [{applicability}]"
        yield f"policy-engine rule {self.found.code}"

    def _place(self, first: _Mark) -> str:
        """Give where a snippet says it is: the diagnostic's span in its own file, else the first mark."""
        span = self.found.span
        if span is None or span.source is not first.source:
            start = first.source.line_starts[first.line - 1] + first.start
            span = Span(first.source, start, start)
        return _visible(str(span))

    def _bar(self, gutter: int) -> str:
        return f"{' ' * gutter} {self._frame('|')}"

    def _grave(self, words: str) -> str:
        return self._paint(self.palette.of(self.found.severity), words)

    def _frame(self, words: str) -> str:
        return self._paint(self.palette.frame, words)

    def _paint(self, sequence: str, words: str) -> str:
        return f"{sequence}{words}{self.palette.reset}"


def _marks(found: Diagnostic, language: Language) -> Iterator[_Mark]:
    """Give what to underline, the diagnostic's own file first, then in order of file and place."""
    if found.span is None and not found.labels:
        return
    own = [label.text.in_(language) for label in found.labels if label.span == found.span]
    spans = [] if found.span is None else [(found.span, _OWN, "; ".join(own))]
    spans += [
        (label.span, _OTHER, label.text.in_(language)) for label in found.labels if label.span != found.span
    ]
    first = spans[0][0].source
    marks = [mark for span, sign, words in spans for mark in _marks_of(span, sign, words)]
    yield from sorted(
        marks, key=lambda mark: (mark.source is not first, mark.source.path, mark.line, mark.start, mark.end)
    )


def _marks_of(span: Span, sign: str, words: str) -> Iterator[_Mark]:
    """Mark a span on its line; one over several lines is marked on its first and its last."""
    source, first, last = span.source, span.line, span.end_line
    start = span.column - 1
    if first == last:
        length = min(span.end, len(source.text)) - span.start
        yield _Mark(source, first, start, start + max(1, length), sign, words)
        return
    yield _Mark(source, first, start, max(start + 1, len(source.line_text(first))), sign, "")
    end = min(span.end, len(source.text)) - source.line_starts[last - 1]
    text = source.line_text(last)
    indent = len(text) - len(text.lstrip())
    yield _Mark(source, last, min(indent, end - 1), end, sign, words)


def _windows(marks: tuple[_Mark, ...], width: int) -> Iterator[tuple[str, list[tuple[int, _Mark]]]]:
    """Give each picture of a line with the marks on it: one for all if it fits, else one for each mark."""
    text = marks[0].source.line_text(marks[0].line)
    if _fits(text, width):
        yield _visible(text), [(_width_of(_visible(text[: mark.start])), mark) for mark in marks]
        return
    for mark in marks:
        focus = min(mark.start, len(text))
        end = focus + _how_many(text[focus : focus + width], width * 2 // 3)
        room = width - 2 * len(_CUT) - _width_of(_visible(text[focus:end]))
        start = focus - _how_many(text[max(0, focus - width) : focus][::-1], room)
        before, after = _CUT if start else "", _CUT if end < len(text) else ""
        window = before + _visible(text[start:end]) + after
        yield window, [(_width_of(before + _visible(text[start:focus])), mark)]


def _fits(text: str, width: int) -> bool:
    return len(text) <= width and _width_of(_visible(text)) <= width


def _how_many(text: str, width: int) -> int:
    """Count how many characters from the start of a text fit in a number of columns."""
    used = 0
    for count, character in enumerate(text):
        used += _width_of(_visible(character))
        if used > width:
            return count
    return len(text)


def _columns(mark: _Mark, offset: int, window: str) -> int:
    """Count the columns to underline, at least one, up to the end of what is shown of the line."""
    text = mark.source.line_text(mark.line)
    marked = _width_of(_visible(text[mark.start : mark.end]))
    return max(1, min(marked, _width_of(window) - offset))


def _visible(text: str) -> str:
    """Give text that stays where it is put: no tabs, no control or direction characters."""
    return text if text.isascii() and text.isprintable() else "".join(map(_picture, text))


def _picture(character: str) -> str:
    if character == "\t":
        return " " * _TAB
    point = ord(character)
    if point < ord(" "):
        return chr(_PICTURES_OF_CONTROLS + point)
    if point == _DELETE:
        return "\u2421"
    # Controls, directions, surrogates, private use, line and paragraph separators.
    if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}:
        return "\ufffd"
    return character


def _width_of(text: str) -> int:
    """Count terminal columns: two for East Asian wide characters, none for combining marks."""
    if text.isascii():
        return len(text)
    return sum(map(_width_of_character, text))


def _width_of_character(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def _text_json(text: Text | None) -> Json:
    return None if text is None else {language.value: text.in_(language) for language in Language}


def _span_json(span: Span | None) -> Json:
    if span is None:
        return None
    return {
        "path": span.source.path,
        "start": _position_json(span.source, span.start),
        "end": _position_json(span.source, span.end),
    }


def _position_json(source: SourceFile, offset: int) -> Json:
    return {"offset": offset, "line": source.line_of(offset), "column": source.column_of(offset)}


def _label_json(label: Label) -> Json:
    return {"location": _span_json(label.span), "text": _text_json(label.text)}


def _fix_json(fix: Fix | None) -> Json:
    if fix is None:
        return None
    return {
        "title": _text_json(fix.title),
        "applicability": fix.applicability.value,
        "edits": [_edit_json(edit) for edit in fix.edits],
    }


def _edit_json(edit: Edit) -> Json:
    return {"location": _span_json(edit.span), "replacement": edit.replacement}
