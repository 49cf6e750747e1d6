"""Keywords in their canonical case, and phrases put together from words."""

import re
from collections.abc import Sequence
from functools import cache
from types import MappingProxyType

from policy_engine.domain.bilingual import Language, Text
from policy_engine.domain.citation import InstrumentKind, Step, Unit
from policy_engine.syntax import ast
from policy_engine.syntax.keywords import keywords, kind_keyword, spell

# Keywords that are written with capitals, as the law writes what it defines and what it cites.
_WRITTEN = MappingProxyType(
    {
        "_CHAPTER": Text("BAB", "CHAPTER"),
        "_PART": Text("Bagian", "Part"),
        "_SECTION": Text("Paragraf", "Section"),
        "_ARTICLE": Text("Pasal", "Article"),
        "_ANNEX": Text("Lampiran", "Annex"),
        "_REPORTED_ITEM": Text("Butir", "Item"),
        "_RULING": Text("Diktum", "Ruling"),
        "_CONTRIBUTION": Text("Iuran", "Contribution"),
        "_PARTICIPANT": Text("Peserta", "Participant"),
        "_FOR_PARTICIPANTS": Text("bagi Peserta", "for Participants"),
        "OWN_REGION": Text("Daerah", "the Region"),
        "OWN_GOVERNMENT": Text("Pemerintah Daerah", "the Regional Government"),
    }
)
_CAPITAL_WORDS = re.compile(r"\b(?:iuran|penerima|recipients?)\b|(?<=the )contribution(?! month)")

_CONNECTIVE = MappingProxyType(
    {ast.Connective.AND: "AND", ast.Connective.OR: "OR", ast.Connective.AND_OR: "AND_OR"}
)
_PAIR = 2
_LAST_ENGLISH_RULING = 12
_LAST_ENGLISH_PART = 19


@cache
def attached(name: str, language: Language) -> str:
    """Give a keyword in canonical case, with the comma or semicolon it attaches with, if it has one."""
    if name in _WRITTEN:
        return _WRITTEN[name].in_(language)
    return _CAPITAL_WORDS.sub(lambda found: found[0].capitalize(), spell(name, language))


@cache
def word(name: str, language: Language) -> str:
    """Give a keyword in canonical case, without the comma it may attach with."""
    return attached(name, language).removeprefix(", ")


def kind(of: InstrumentKind, language: Language) -> str:
    """Give the keyword for a kind of instrument; one that nobody can write has a name only."""
    name = kind_keyword(of)
    return word(name, language) if name in keywords() else of.name_text.in_(language)


def connective(of: ast.Connective, language: Language) -> str:
    """Give `dan`, `atau` or `dan/atau`."""
    return word(_CONNECTIVE[of], language)


def phrase(*parts: str | None) -> str:
    """Put words together, a space between them unless the next begins with a comma or is punctuation."""
    text = ""
    for part in parts:
        if part is None or part == "":
            continue
        text += part if not text or part[0] in ",;:" else f" {part}"
    return text


def enumeration(parts: Sequence[str], conjunction: str) -> str:
    """Put members together: `a`, `a dan b`, `a, b, dan c`."""
    if len(parts) <= _PAIR:
        return f" {conjunction} ".join(parts)
    return f"{', '.join(parts[:-1])}, {conjunction} {parts[-1]}"


def conjoined(parts: Sequence[str], language: Language) -> str:
    """Put citations together with `dan` between each two, as a citation cannot be followed by a comma."""
    return f" {word('AND', language)} ".join(parts)


def closed(text: str) -> str:
    """End a sentence; a blank at its end keeps its three points apart from the full stop."""
    return f"{text} ." if text.endswith(".") else f"{text}."


def quoted(text: str) -> str:
    """Put words for people between quotation marks."""
    return f'"{text}"'


def capitalised(text: str) -> str:
    """Begin a sentence with a capital."""
    return text[:1].upper() + text[1:]


def ruling_ordinal(label: str, language: Language) -> str:
    """Give the number of a ruling as a word; those without an English keyword stay Indonesian."""
    return _ordinal(label, language, _LAST_ENGLISH_RULING).upper()


def part_ordinal(label: str, language: Language) -> str:
    """Give the number of a Bagian as a word: `Kesatu`, `First`."""
    return _ordinal(label, language, _LAST_ENGLISH_PART).title()


def _ordinal(label: str, language: Language, last_english: int) -> str:
    step = Step(Unit.RULING, label)
    match language:
        case Language.EN if int(label) <= last_english:
            return step.text(Language.EN).rpartition(" ")[0]
        case Language.ID | Language.EN:
            return step.text(Language.ID).partition(" ")[2]
