"""Pages of `docs/language` in, their examples out: policy files with what each line must report.

A heading is a test and a ```policy fence is a file. Fences of one heading whose first line is
`# berkas: nama.policy` belong together. A fence marked `policy fragment pasal` holds articles, and whatever
declarations and tests belong to them; it is put into the wrapper that `index.md` shows, from which every
sentence is left out that the example says itself. A line that ends in `# error: PE101` must report that.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from policy_engine.source import SourceFile
from policy_engine.syntax import ast
from policy_engine.syntax.parsed import Parsed
from policy_engine.syntax.parser import parse

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "docs" / "language"
PRELUDE = ROOT / "policies" / "nasional"

_FENCE = re.compile(r"^```(.*)$")
_HEADING = re.compile(r"^#{1,6} +(.*\S)")
_FILE = re.compile(r"^# berkas: *(\S+\.policy) *$")
_EXPECTED = re.compile(r"# error: *((?:PE\d{3}(?:, *)?)+)")
_BODY = re.compile(
    r"^\s*(?:BAB|Bagian|Paragraf|Pasal|Lampiran|Butir|Diktum|Chapter|Part|Section|Article|Annex|Item|Ruling)\b"
)
_AFTER_BODY = re.compile(r"^(?:uji|contoh|pastikan|test|example|ensure)\b")
_PLACE = "# di sini contoh / the example goes here"
_FRAGMENT = "policy fragment pasal"
_WRAPPER = "policy bungkus"


@dataclass(frozen=True, slots=True)
class Fence:
    """One fenced block: where it stands, what it is marked as, and its lines."""

    page: str
    heading: str
    mark: str
    first_line: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class File:
    """A policy file of an example; `lines` gives the line of the page for each of its lines, or None."""

    source: SourceFile
    lines: tuple[int | None, ...]
    expected: frozenset[tuple[int, str]]

    def line_in_page(self, line: int) -> int | None:
        """Give the line of the page that a line of the file, from 1, was taken from."""
        return self.lines[line - 1] if line <= len(self.lines) else None


@dataclass(frozen=True, slots=True)
class Example:
    """Files that belong together."""

    name: str
    files: tuple[File, ...]


def fences(text: str, page: str) -> Iterator[Fence]:
    """Go through the fenced blocks of a page; an unclosed one is a mistake of the page."""
    heading, mark, first, lines = "", None, 0, list[str]()
    for number, line in enumerate(text.splitlines(), 1):
        fence = _FENCE.match(line)
        if fence and mark is None:
            mark, first, lines = fence[1].strip(), number + 1, []
        elif fence and mark is not None:
            yield Fence(page, heading, mark, first, tuple(lines))
            mark = None
        elif mark is not None:
            lines.append(line)
        elif found := _HEADING.match(line):
            heading = found[1]
    if mark is not None:
        raise AssertionError(f"{page}:{first}: this fence is never closed")


@cache
def all_fences() -> tuple[Fence, ...]:
    """Give the fenced blocks of every page."""
    return tuple(
        fence for path in sorted(PAGES.glob("*.md")) for fence in fences(path.read_text("utf-8"), path.name)
    )


@cache
def all_examples() -> tuple[Example, ...]:
    """Give the examples of every page, in order."""
    return tuple(examples(all_fences()))


def examples(found: Sequence[Fence]) -> Iterator[Example]:
    """Put the fences of one heading that name their files together; any other is an example of its own."""
    together: dict[tuple[str, str], list[File]] = {}
    for fence in found:
        if fence.mark not in ("policy", _FRAGMENT, _WRAPPER):
            continue
        named = _FILE.match(fence.lines[0]) if fence.lines else None
        if named is None:
            yield Example(f"{fence.page}:{fence.first_line} {fence.heading}", (_file(fence, None),))
        else:
            together.setdefault((fence.page, fence.heading), []).append(_file(fence, named[1]))
    for (page, heading), files in together.items():
        yield Example(f"{page} {heading}", tuple(files))


def _file(fence: Fence, name: str | None) -> File:
    numbered = [(line, fence.first_line + index) for index, line in enumerate(fence.lines)]
    return _as_file(fence, list(_wrapped(numbered)) if fence.mark == _FRAGMENT else numbered, name)


def _as_file(
    fence: Fence, numbered: Sequence[tuple[str, int | None]] | Sequence[tuple[str, int]], name: str | None
) -> File:
    text = "\n".join(line for line, _ in numbered) + "\n"
    expected = frozenset(
        (number, code.strip())
        for line, number in numbered
        if number is not None and (found := _EXPECTED.search(line))
        for code in found[1].split(",")
    )
    path = f"docs/language/{fence.page}:{fence.first_line}" if name is None else name
    return File(SourceFile(path, text), tuple(number for _, number in numbered), expected)


def _wrapped(numbered: Sequence[tuple[str, int]]) -> Iterator[tuple[str, int | None]]:
    """Put articles into the wrapper, without the sentences of it that they say themselves."""
    before, supplement = _wrapper()
    start = next((place for place, (line, _) in enumerate(numbered) if _BODY.match(line)), len(numbered))
    end = next(
        (place for place in range(start, len(numbered)) if _AFTER_BODY.match(numbered[place][0])),
        len(numbered),
    )
    body = numbered[start:end]
    alone = "\n".join([*before, *(line for line, _ in body), "}"])
    said = frozenset(_kinds(parse(SourceFile("example", alone))))
    yield from numbered[:start]
    yield from ((line, None) for line in before)
    yield from body
    for lines in supplement:
        if not said.intersection(_kinds(_alone(before, lines))):
            yield from ((line, None) for line in lines)
    yield "}", None
    yield from numbered[end:]


@cache
def _wrapper() -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Give the wrapper's lines before the example, and its articles, which follow the example."""
    (fence,) = (fence for fence in all_fences() if fence.mark == _WRAPPER)
    place = next(number for number, line in enumerate(fence.lines) if line.strip() == _PLACE)
    articles: list[list[str]] = []
    for line in fence.lines[place + 1 : -1]:
        if _BODY.match(line):
            articles.append([])
        articles[-1].append(line)
    return fence.lines[:place], tuple(tuple(lines) for lines in articles)


def _alone(before: tuple[str, ...], lines: tuple[str, ...]) -> Parsed:
    return parse(SourceFile("wrapper", "\n".join([*before, *lines, "}"])))


def _kinds(parsed: Parsed) -> Iterator[tuple[type[ast.Sentence], str]]:
    """Give what is said: each kind of sentence, contributions by programme."""
    instrument = None if parsed.tree is None else parsed.tree.instrument
    for unit in () if instrument is None else instrument.body:
        for paragraph in () if isinstance(unit, ast.Heading) else unit.paragraphs:
            sentence = paragraph.sentence
            if isinstance(sentence, ast.Contribution):
                yield from ((ast.Contribution, programme.text) for programme in sentence.programmes)
            else:
                yield type(sentence), ""
