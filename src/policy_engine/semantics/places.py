"""An instrument's tree in; where each sentence and item of it stands, as provisions, out."""

import re
from collections.abc import Iterator

from policy_engine.domain.bilingual import Language, Text
from policy_engine.domain.citation import Citation, Provision, Unit, is_label
from policy_engine.source import Span
from policy_engine.structure import dataclass
from policy_engine.syntax import ast


@dataclass(frozen=True, slots=True)
class Placed:
    """A paragraph and where it stands."""

    provision: Provision
    article: ast.Article
    paragraph: ast.Paragraph


def sentences(tree: ast.Instrument) -> Iterator[Placed]:
    """Go through the paragraphs of an instrument in the order written."""
    for unit in tree.body:
        if isinstance(unit, ast.Article):
            for paragraph in unit.paragraphs:
                yield Placed(of_paragraph(unit.provision, paragraph), unit, paragraph)


def of_paragraph(article: Provision, paragraph: ast.Paragraph) -> Provision:
    """Give the place of a paragraph; an article without numbered paragraphs is the place itself."""
    return article if paragraph.label is None else _child(article, Unit.PARAGRAPH, paragraph.label)


def of_item(parent: Provision, marker: str) -> Provision:
    """Give the place of a list item: `a` is a letter, `1` a number."""
    return _child(parent, Unit.NUMBER if marker[:1].isdigit() else Unit.LETTER, marker)


def every_place(tree: ast.Instrument) -> Iterator[tuple[Provision, Span]]:
    """Go through every article, paragraph and item that has a number of its own."""
    for unit in tree.body:
        if not isinstance(unit, ast.Article):
            continue
        yield unit.provision, unit.span
        for paragraph in unit.paragraphs:
            place = of_paragraph(unit.provision, paragraph)
            if paragraph.label is not None:
                yield place, paragraph.span
            yield from _below(place, paragraph.sentence)


def items_of(sentence: ast.Sentence) -> ast.ItemList | None:
    """Give the list of a sentence that has one."""
    if isinstance(sentence, ast.Recipients | ast.Requirements | ast.Exclusions | ast.Ending):
        return sentence.criteria if isinstance(sentence.criteria, ast.ItemList) else None
    return None


def slug(provision: Provision) -> str:
    """Write a place as a key: `pasal-3-ayat-1-huruf-b`."""
    return "-".join(re.findall(r"[0-9a-z]+", provision.text(Language.ID).lower()))


def key(citation: Citation) -> str:
    """Write a place as a key that no other instrument has: `perbup-21.02-1-2025:pasal-3`."""
    return f"{citation.instrument.slug}:{slug(citation.provision)}"


def heading(citation: Citation) -> Text | None:
    """Give the words for a place inside its instrument; None for the instrument as a whole."""
    return words(citation.provision) if citation.provision.steps else None


def words(provision: Provision) -> Text:
    """Write a place in both languages."""
    return Text(provision.text(Language.ID), provision.text(Language.EN))


def absolute(provision: Provision, at: Provision) -> Provision:
    """Read a place that starts below the article, such as `ayat (1)`, from where it is written."""
    if not provision.steps:
        return provision
    match provision.steps[0].unit:
        case Unit.ARTICLE | Unit.RULING | Unit.ANNEX | Unit.ITEM:
            return provision
        case Unit.PARAGRAPH:
            return Provision(at.steps[:1] + provision.steps)
        case Unit.LETTER | Unit.NUMBER | Unit.ROW:
            above = tuple(step for step in at.steps if step.unit not in (Unit.LETTER, Unit.NUMBER, Unit.ROW))
            return Provision(above + provision.steps)


def _below(place: Provision, sentence: ast.Sentence) -> Iterator[tuple[Provision, Span]]:
    items = items_of(sentence)
    if items is not None:
        yield from _items(place, items)
    elif isinstance(sentence, ast.Definitions):
        yield from ((of_item(place, item.marker), item.span) for item in sentence.items)
    elif isinstance(sentence, ast.Priority):
        yield from ((of_item(place, entry.marker), entry.span) for entry in sentence.keys)
    elif isinstance(sentence, ast.ProgrammeSets):
        yield from ((of_item(place, entry.marker), entry.span) for entry in sentence.sets)
    elif isinstance(sentence, ast.Benefits):
        yield from ((of_item(place, entry.marker), entry.span) for entry in sentence.items)
    elif isinstance(sentence, ast.Quota):
        yield from ((of_item(place, entry.marker), entry.span) for entry in sentence.places)
    elif isinstance(sentence, ast.BandTable):
        yield from ((_child(place, Unit.ROW, str(band.row)), band.span) for band in sentence.bands)
    elif isinstance(sentence, ast.Amendment):
        yield from ((of_item(place, step.marker), step.span) for step in sentence.steps)


def _items(place: Provision, items: ast.ItemList) -> Iterator[tuple[Provision, Span]]:
    for item in items.items:
        inner = of_item(place, item.marker)
        yield inner, item.span
        if item.items is not None:
            yield from _items(inner, item.items)


def _child(parent: Provision, unit: Unit, label: str) -> Provision:
    # A label the law would not write is reported by the reader; here its place is that of its parent.
    return parent.child(unit, label) if is_label(unit, label) else parent
