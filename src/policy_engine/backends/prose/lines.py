"""The words of one paragraph in; the lines a reader sees, each item on its own, out."""

import re
from collections.abc import Iterator

from policy_engine.domain.bilingual import Language
from policy_engine.domain.dates import format_date, parse_date
from policy_engine.structure import dataclass

BLANK = "..."
NAME_SPACE = "\u00a0"
"""Stands for the underscore of a name."""

_QUOTED = re.compile(r'("[^"]*")')
_ISO = re.compile(r"(?<![\w-])\d{4}-\d{2}-\d{2}(?![\w-])")
_MARK = re.compile(r"(?:[a-z]{1,2}[0-9]{0,3}|[1-9]\d{0,4}[a-z]{0,3})[.)](?= )")
_BEFORE_ITEM = re.compile(r"(?<=[:;]) (?:(?:dan/atau|dan|atau|and/or|and|or) )?")
_JOINT = re.compile(r"[.;,](?: (?:dan/atau|dan|atau|and/or|and|or))?$")
_OPEN, _CLOSE = re.compile(r"(?<=\{) "), re.compile(r" (?=\})")


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a paragraph: its mark (empty for the opening words), its words, and how far in it stands."""

    mark: str
    text: str
    depth: int


def readable(text: str, language: Language) -> str:
    """Give canonical words for people: dates in words, names with no-break spaces; quotations as they are."""
    return "".join(
        piece
        if piece.startswith('"')
        else _ISO.sub(lambda d: _long(d[0], language), piece).replace("_", NAME_SPACE)
        for piece in _QUOTED.split(text)
    )


def items(wording: str) -> tuple[Item, ...]:
    """Take the words of a paragraph apart into its opening and its items, nested by their marks."""
    levels: list[str] = []
    found: list[Item] = []
    for text in _split(wording):
        mark = _MARK.match(text)
        if mark is None:
            found.append(Item("", text, len(levels) if found else 0))
            continue
        level = ("a" if mark[0][0].isalpha() else "1") + mark[0][-1]
        levels = [*levels[: levels.index(level)], level] if level in levels else [*levels, level]
        found.append(Item(mark[0], text[mark.end() :].strip(" "), len(levels)))
    return tuple(found)


def bare(line: str) -> str:
    """Give a line without what joins it to the next one, which changes when another comes after it."""
    return _JOINT.sub("", line)


def quotations(text: str) -> tuple[str, ...]:
    """Give what stands in quotation marks, without them."""
    return tuple(piece.strip('"') for piece in _QUOTED.findall(text))


def has_blank(line: str) -> bool:
    """Say whether a line leaves something open, outside its quotations."""
    return BLANK in _QUOTED.sub("", line)


def _split(wording: str) -> Iterator[str]:
    """Cut before every item and around what stands in braces, never inside a quotation."""
    masked = _QUOTED.sub(lambda quote: "\x00" * len(quote[0]), wording)
    cuts = [found.end() for found in _BEFORE_ITEM.finditer(masked) if _MARK.match(masked, found.end())]
    cuts += [found.end() for pattern in (_OPEN, _CLOSE) for found in pattern.finditer(masked)]
    start = 0
    for cut in sorted(set(cuts)):
        yield wording[start:cut].strip(" ")
        start = cut
    yield wording[start:].strip(" ")


def _long(iso: str, language: Language) -> str:
    date = parse_date(iso)
    return iso if date is None else format_date(date, language)
