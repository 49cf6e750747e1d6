"""The instrument, its header, its articles, and the amendments that hold articles in turn."""

import re
from collections.abc import Sequence
from dataclasses import replace

from policy_engine.domain.bilingual import Language
from policy_engine.domain.citation import Unit
from policy_engine.syntax import ast
from policy_engine.syntax.keywords import spell
from policy_engine.syntax.printing.conditions import condition, noted, separated, unit_lines
from policy_engine.syntax.printing.layout import Line, after_blank, indented, masked
from policy_engine.syntax.printing.sentences import ITEM_HANG, definition, sentence_lines
from policy_engine.syntax.printing.values import (
    blank,
    citation,
    instrument,
    numbered,
    or_blank,
    provision,
    quote,
    value,
)
from policy_engine.syntax.printing.words import capitalised, kind, part_ordinal, phrase, quoted, word

INDENT = 2
_PARAGRAPH_HANG = 4

_STATUS_KEYWORD = {
    ast.Status.READ: "STATUS_READ",
    ast.Status.REPORTED: "STATUS_REPORTED",
    ast.Status.DRAFT: "STATUS_DRAFT",
}


def instrument_lines(node: ast.Instrument, language: Language) -> list[Line]:
    """Write an instrument."""
    head = phrase(
        word("_INSTRUMENT", language),
        blank(node.kind) if isinstance(node.kind, ast.Blank) else kind(node.kind, language),
        None if node.locality is None else node.locality.text,
        numbered(node.number, node.year, language),
        "{",
    )
    lines = [Line(head, 0, INDENT, node.span.start)]
    lines += indented(header_lines(node.header, language), INDENT)
    lines += indented(after_blank(unit_sequence(node.body, language)), INDENT)
    code = masked(node.span.source.text)
    last = node.body[-1].span.end if node.body else node.span.start
    return [*lines, _closing(code, last if node.body else max(last, node.span.end - 1))]


def header_lines(node: ast.Header, language: Language) -> list[Line]:
    """Write one field a line, in the order a regulation has them."""
    header = masked(node.span.source.text)[: node.span.end]
    lines: list[Line] = []

    def says(keyword: str, text: str | None) -> None:
        if text is not None:
            start = _keyword_start(keyword, header, node.span.start)
            lines.append(Line(phrase(word(keyword, language), text), 0, INDENT, start))

    says("_CONCERNING", blank(node.title) if isinstance(node.title, ast.Blank) else quote(node.title))
    says("_CALLED", None if node.called is None else node.called.text)
    says("_STATUS", word(_STATUS_KEYWORD[node.status], language))
    says("_SOURCE", _quotes(node.sources))
    says("_ENCODED_FROM", quote(node.encoded_from))
    says("_TERRITORY", None if node.region is None else node.region.text)
    says("_SEGMENT", None if node.segment is None else node.segment.text)
    says("_ENACTED", None if node.enacted is None else or_blank(node.enacted, language))
    gazette = (
        None if node.gazette is None else phrase(word("_IN_GAZETTE", language), quoted(node.gazette.text))
    )
    promulgated = None if node.promulgated is None else or_blank(node.promulgated, language)
    says("_PROMULGATED", None if promulgated is None else phrase(promulgated, gazette))
    by = noted(node.commences_by, language)
    if node.commences_on is not None:
        says("_COMMENCES_ON_DAY", phrase(word(node.commences_on.name, language), by))
    elif node.commences is not None:
        says("_COMMENCES", phrase(or_blank(node.commences, language), by))
    says("_ENDS", None if node.ends is None else value(node.ends, language))
    says("_CONSIDERING", _quotes(node.considering))
    if all(each.title is None for each in node.grounds):
        says("_IN_VIEW_OF", _instruments(node.in_view_of, language))
    else:
        start = _keyword_start("_IN_VIEW_OF", header, node.span.start)
        lines.append(Line(f"{word('_IN_VIEW_OF', language)}:", 0, 0, start))
        last = len(node.grounds)
        for place, each in enumerate(node.grounds, 1):
            ending = "." if place == last else ";"
            lines.append(
                Line(f"{place}. {ground(each, language)}{ending}", INDENT, ITEM_HANG, each.span.start)
            )
    says("_IMPLEMENTS", ", ".join(citation(each, language) for each in node.implements) or None)
    says("_SPECIAL_TO", _instruments(node.special_to, language))
    return lines


def unit_sequence(units: "Sequence[ast.BodyUnit]", language: Language) -> list[Line]:
    """Write headings, articles, paragraphs or items one after another, articles apart."""
    lines: list[Line] = []
    after_heading = True
    for unit in units:
        written = unit_text(unit, language)
        apart = isinstance(unit, ast.Article) and not after_heading
        starts_chapter = isinstance(unit, ast.Heading) and bool(lines) and not after_heading
        lines += after_blank(written) if apart or starts_chapter else written
        after_heading = isinstance(unit, ast.Heading)
    return lines


def unit_text(node: "ast.BodyUnit", language: Language) -> list[Line]:
    """Write one heading, article, paragraph, item or definition."""
    match node:
        case ast.Heading():
            return [Line(heading(node, language), 0, 0, node.span.start, unbroken=True)]
        case ast.Article():
            return article_lines(node, language)
        case ast.Paragraph():
            return paragraph_lines(node, language)
        case ast.Item():
            return unit_lines(node, language)
        case ast.DefinitionItem():
            return [Line(f"{definition(node, language)};", 0, ITEM_HANG, node.span.start)]


def heading(node: ast.Heading, language: Language) -> str:
    """Write a heading: `BAB II PENERIMA`."""
    match node.level:
        case ast.HeadingLevel.CHAPTER:
            return phrase(word("_CHAPTER", language), node.label, node.title)
        case ast.HeadingLevel.PART:
            return phrase(word("_PART", language), part_ordinal(node.label, language), node.title)
        case ast.HeadingLevel.SECTION:
            return phrase(word("_SECTION", language), node.label, node.title)


def article_lines(node: ast.Article, language: Language) -> list[Line]:
    """Write an article: its label on a line of its own, then its paragraphs."""
    label = provision(node.provision, language)
    if node.provision.steps and node.provision.steps[0].unit is Unit.ITEM:
        label = phrase(label, word("_AS_REPORTED", language))
    if not node.paragraphs:
        return [Line(f"{label} {word('_DELETED', language)}.", 0, 0, node.span.start)]
    lines = [Line(label, 0, 0, node.span.start, unbroken=True)]
    for paragraph in node.paragraphs:
        lines += indented(paragraph_lines(paragraph, language), INDENT)
    return lines


def paragraph_lines(node: ast.Paragraph, language: Language) -> list[Line]:
    """Write an ayat, `(1) SENTENCE`, or the only sentence of an article."""
    first, *items = any_sentence_lines(node.sentence, node.note, language)
    if node.label is None:
        return [replace(first, hang=INDENT), *indented(items, INDENT)]
    opening = replace(first, text=f"({node.label}) {first.text}", hang=_PARAGRAPH_HANG, start=node.span.start)
    return [opening, *indented(items, _PARAGRAPH_HANG)]


def any_sentence_lines(node: ast.Sentence, note: ast.Name | None, language: Language) -> list[Line]:
    """Write any sentence; items start at indent 0."""
    if isinstance(node, ast.Amendment):
        return _amendment(node, language)
    if isinstance(node, ast.Change):
        return _change(node, note, language)
    return sentence_lines(node, note, language)


def step_lines(node: ast.AmendmentStep, separator: str, language: Language) -> list[Line]:
    """Write one step of an amendment and what separates it from the next."""
    match node:
        case ast.Replace(marker, target, units):
            head = phrase(f"{marker}.", citation(target, language), word("_AMENDED_TO_READ", language))
            return _put_in_place(node, head, units, separator, language)
        case ast.Insert(marker, after, before, units):
            between = phrase(
                capitalised(word("_BETWEEN", language)),
                citation(after, language),
                word("AND", language),
                citation(before, language),
            )
            head = phrase(f"{marker}.", between, word("_INSERTED", language))
            return _put_in_place(node, head, units, separator, language)
        case ast.Delete(marker, target):
            text = phrase(f"{marker}.", citation(target, language), word("_DELETED", language))
            return [Line(f"{text}{separator}", 0, ITEM_HANG, node.span.start)]


def _put_in_place(
    node: ast.Replace | ast.Insert,
    head: str,
    units: Sequence[ast.BodyUnit],
    separator: str,
    language: Language,
) -> list[Line]:
    body = indented(unit_sequence(units, language), ITEM_HANG + INDENT)
    after_units = units[-1].span.end if units else node.span.start
    closing = _closing(masked(node.span.source.text), after_units)
    closing = replace(closing, text=f"}}{separator}", indent=ITEM_HANG)
    return [Line(f"{head}: {{", 0, ITEM_HANG, node.span.start), *body, closing]


def _amendment(node: ast.Amendment, language: Language) -> list[Line]:
    lead = phrase(word("_AMENDS", language), instrument(node.target, language), word("_AS_FOLLOWS", language))
    lines = [Line(f"{capitalised(lead)}:", 0, 0, node.span.start)]
    for position, each in enumerate(node.steps):
        separator = separated(position, len(node.steps), word("AND", language))
        lines += step_lines(each, separator, language)
    return lines


def _change(node: ast.Change, note: ast.Name | None, language: Language) -> list[Line]:
    first, *items = any_sentence_lines(node.sentence, note, language)
    lead = f"{word('_IN_CASE', language)} {condition(node.condition, language)}, {citation(node.target, language)}"
    text = f"{capitalised(lead)} {word('_BECOMES', language)}: {first.text}"
    return [Line(text, 0, 0, node.span.start), *items]


def _closing(code: str, after: int) -> Line:
    found = code.find("}", after)
    return Line("}", 0, 0, found if found >= 0 else None, closes=True)


def _keyword_start(keyword: str, code: str, after: int) -> int | None:
    """Find where a field of the header starts, which its value alone does not tell."""
    spellings = "|".join(
        r"\s+".join(map(re.escape, spell(keyword, language).split())) for language in Language
    )
    found = re.compile(rf"\b(?:{spellings})\b", re.IGNORECASE).search(code, after)
    return None if found is None else found.start()


def ground(node: ast.Ground, language: Language) -> str:
    """Write a legal ground: `pp 44/2015 tentang "..."`."""
    title = None if node.title is None else quoted(node.title.text)
    if node.instrument is None:
        return phrase(title)
    named = None if title is None else phrase(word("_CONCERNING", language), title)
    return phrase(instrument(node.instrument, language), named)


def _quotes(quotes: Sequence[ast.Quote]) -> str | None:
    return ", ".join(quoted(each.text) for each in quotes) or None


def _instruments(references: Sequence[ast.InstrumentRef], language: Language) -> str | None:
    return ", ".join(instrument(each, language) for each in references) or None
