"""Every keyword of the language, read from the grammar: one record for parser, printer, documents and editor.

The keyword section of `grammar/policy.lark` writes each as
`NAME.priority: /indonesian/i | /english/i`. A keyword that lacks either spelling
is an error on import, so it fails the build. A third pattern is what regulations
write for the same; it is read, and printed back in the first spelling.
"""

import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from types import MappingProxyType

from policy_engine.domain.bilingual import Language, Text
from policy_engine.domain.citation import InstrumentKind
from policy_engine.structure import dataclass

_SECTION = "// Keywords"
_LINE = re.compile(
    r"(?P<name>_?[A-Z_]+)\.\d+: /(?P<indonesian>.+?)/i \| /(?P<english>.+?)/i(?: \| /(?P<also>.+?)/i)?"
)
_PLAIN = (
    (r"(,\s*)?", ", "),
    (r"(ber)?", ""),
    (r";\s*", "; "),
    (r"[\s_]", " "),
    (r"\s*\/\s*", "/"),
    (r"\s+", " "),
    (r"\b", ""),
    (r"\-", "-"),
    (r"\.", "."),
)


@dataclass(frozen=True, slots=True)
class Keyword:
    """One terminal of the grammar and its canonical spelling in each language.

    A spelling that starts with ", " or "; " attaches to the word before it; the
    comma may be left out in what an author writes. `also` is the pattern of what else is read for it.
    """

    name: str
    spelling: Text
    also: str | None


def grammar_text() -> str:
    """Give the grammar: the copy in the installed package, else the one in the checkout."""
    packaged = resources.files("policy_engine") / "_grammar" / "policy.lark"
    if packaged.is_file():
        return packaged.read_text(encoding="utf-8")
    return (Path(__file__).parents[3] / "grammar" / "policy.lark").read_text(encoding="utf-8")


@cache
def keywords() -> Mapping[str, Keyword]:
    """Give every keyword by the name of its terminal, in the order of the grammar."""
    return MappingProxyType(read_keywords(grammar_text()))


def read_keywords(grammar: str) -> dict[str, Keyword]:
    """Read the keyword section of a grammar; raise ValueError naming a line that lacks a spelling."""
    found: dict[str, Keyword] = {}
    for line in grammar.partition(_SECTION)[2].splitlines():
        if not line or line.startswith("//"):
            continue
        match = _LINE.fullmatch(line)
        if match is None:
            message = f"not a keyword with an Indonesian and an English spelling: {line}"
            raise ValueError(message)
        spelling = Text(_plain(match["indonesian"]), _plain(match["english"]))
        found[match["name"]] = Keyword(match["name"], spelling, match["also"])
    return found


def spell(name: str, language: Language) -> str:
    """Give the canonical spelling of a keyword; raise KeyError for a name the grammar does not have."""
    return keywords()[name].spelling.in_(language)


def kind_keyword(kind: InstrumentKind) -> str:
    """Give the name of the terminal for a kind of instrument."""
    return f"KIND_{kind.name}"


def _plain(pattern: str) -> str:
    for written, spoken in _PLAIN:
        pattern = pattern.replace(written, spoken)
    return pattern
