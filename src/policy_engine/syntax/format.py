"""A policy file in, its canonical text out, or the reason why it is left as it is.

What is printed is read again before it is given out: neither the tree nor a comment nor a word of the
author may be lost.
"""

import re
from collections import Counter
from functools import cache

from policy_engine.diagnostics.formatting import FormatterWouldChange
from policy_engine.diagnostics.model import Diagnostic, Severity
from policy_engine.domain.bilingual import Language
from policy_engine.domain.citation import ruling_label
from policy_engine.domain.dates import MONTH_NAMES
from policy_engine.source import SourceFile, Span
from policy_engine.structure import dataclass
from policy_engine.syntax import ast
from policy_engine.syntax.comments import Comment
from policy_engine.syntax.keywords import keywords
from policy_engine.syntax.parser import parse
from policy_engine.syntax.printer import print_file
from policy_engine.syntax.printing.layout import masked
from policy_engine.syntax.walk import descend

_WORD = re.compile(r"(?<!\w)[^\W\d]\w*")
_QUOTE_OR_COMMENT = re.compile(r'"[^"\n]*"|#[^\n]*')
_FORMULA = re.compile(
    r"\bdalam\s[^.;:{}\"]*?\bini\s*,?\s+(?=yang\s+dimaksud\b)"
    r"|\bpada\s+saat\s[^.;:{}\"]*?\bini\s+mulai\s+berlaku\s*,?"
    r"|\b(?:peraturan|keputusan|undang-undang|nota|instruksi)\b[^.;:{}\"]*?\bini\s+(?=mulai\s+berlaku\b)",
    re.IGNORECASE,
)
"""`Dalam Peraturan Bupati ini`, before the definitions: the document as law writes it, a policy need not."""
_IN_WORDS = re.compile(r"\([a-z][a-z\s-]*\)", re.IGNORECASE)
"""A number in words, which is compared with its figure and written again from it."""
_LETTER = re.compile(r"\b[a-z]{1,2}[0-9]{0,3}\.\s+\Z")
"""What stands before a recital of a list."""
_RUPIAH = re.compile(r"[Rr]p\d*")


@dataclass(frozen=True, slots=True)
class Formatted:
    """The canonical text, or None with the problems that stand in the way."""

    text: str | None
    diagnostics: tuple[Diagnostic, ...]


def format_source(source: SourceFile, language: Language | None) -> Formatted:
    """Give the canonical text of a file in a language; None keeps the one its keywords are in."""
    read = parse(source)
    if read.tree is None or any(found.severity is Severity.ERROR for found in read.diagnostics):
        return Formatted(None, read.diagnostics)
    text = print_file(read.tree, read.comments, language or language_of(source), source)
    again = parse(SourceFile(source.path, text))
    lost = (
        *(_comment_texts(read.comments) - _comment_texts(again.comments)),
        *(_words(_in_quotations(source.text, read.tree)) - _words(text)),
    )
    if again.tree == read.tree and not again.diagnostics and not lost:
        return Formatted(text, read.diagnostics)
    fault = FormatterWouldChange(span=Span(source, 0, 0), lost=lost)
    return Formatted(None, (*read.diagnostics, fault))


def language_of(source: SourceFile) -> Language:
    """Give the language that most keywords of a text are in; that of the first where they are even."""
    code = masked(source.text)
    english, indonesian = (
        [found.start() for found in _telling(language).finditer(code)]
        for language in (Language.EN, Language.ID)
    )
    if len(english) != len(indonesian):
        return Language.EN if len(english) > len(indonesian) else Language.ID
    return Language.EN if english[:1] < indonesian[:1] else Language.ID


@cache
def _telling(language: Language) -> re.Pattern[str]:
    """Match the keywords that only one language spells so."""
    (other,) = (each for each in Language if each is not language)
    spellings = {keyword.spelling.in_(language).strip(",; ") for keyword in keywords().values()}
    spellings -= {keyword.spelling.in_(other).strip(",; ") for keyword in keywords().values()}
    longest_first = sorted(spellings, key=lambda spelling: (-len(spelling), spelling))
    phrases = "|".join(r"\s+".join(map(re.escape, spelling.split())) for spelling in longest_first)
    return re.compile(rf"(?<!\w)(?:{phrases})(?!\w)", re.IGNORECASE)


@cache
def _keyword_words(language: Language) -> frozenset[str]:
    return frozenset(
        word
        for keyword in keywords().values()
        for word in _WORD.findall(keyword.spelling.in_(language).casefold())
    )


def _comment_texts(comments: tuple[Comment, ...]) -> Counter[str]:
    return Counter(comment.text.rstrip() for comment in comments)


def _in_quotations(text: str, tree: ast.PolicyFile) -> str:
    """Put what was copied without quotation marks into them, and leave out the letters of recitals, as printed."""
    recitals = () if tree.instrument is None else tree.instrument.header.considering
    quotes = [node for _, node in descend(tree) if isinstance(node, ast.Quote)]
    for each in sorted(quotes, key=lambda quote: quote.span.start, reverse=True):
        before = text[: each.span.start]
        if each in recitals:
            before = _LETTER.sub("", before)
        text = f'{before}"{each.text}"{text[each.span.end :]}'
    return text


def _words(text: str) -> Counter[str]:
    """Count the quotations, and the words that are no keywords: names, labels, titles."""
    quotes = (found for found in _QUOTE_OR_COMMENT.findall(text) if found.startswith('"'))
    said = _IN_WORDS.sub("", _full_names().sub("", _FORMULA.sub("", masked(text))))
    parts = (
        part for word in _WORD.findall(said) if not _is_notation(word) for part in word.casefold().split("_")
    )
    return Counter((*quotes, *parts))


@cache
def _full_names() -> re.Pattern[str]:
    """Match what is read in place of a keyword and written as the keyword: `Peraturan Pemerintah`, `Nomor`."""
    longest_first = sorted((each.also for each in keywords().values() if each.also), key=len, reverse=True)
    return re.compile("|".join(longest_first), re.IGNORECASE)


def _is_notation(word: str) -> bool:
    """Tell whether a word is a keyword, a month, an ordinal or `Rp`: these depend on the language."""
    known = _keyword_words(Language.ID) | _keyword_words(Language.EN) | _month_words()
    parts = word.casefold().replace("_", " ").split()
    return (
        all(part in known for part in parts)
        or ruling_label(word) is not None
        or word.casefold() in ("belas", "puluh", "berusia")
        or _RUPIAH.fullmatch(word) is not None
    )


@cache
def _month_words() -> frozenset[str]:
    return frozenset(name.in_(language).casefold() for name in MONTH_NAMES for language in Language)
