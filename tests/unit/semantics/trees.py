"""Syntax trees built by hand: small instruments for tests of what happens to trees."""

from collections.abc import Sequence

from policy_engine.domain.citation import InstrumentKind, Provision, Step, Unit, parse_provision
from policy_engine.domain.dates import PackedDate, parse_date
from policy_engine.source import SourceFile, Span
from policy_engine.syntax import ast

NOWHERE = Span(SourceFile("trees.policy", ""), 0, 0)
REGIONS = {"kota_bontang": "64.74", "kabupaten_karimun": "21.02", "kepulauan_riau": "21"}


def day(text: str) -> PackedDate:
    date = parse_date(text)
    assert date is not None, text
    return date


def date_value(text: str | None) -> ast.DateValue | ast.Blank:
    return ast.Blank(None, span=NOWHERE) if text is None else ast.DateValue(day(text), span=NOWHERE)


def name(text: str) -> ast.Name:
    return ast.Name(text, span=NOWHERE)


def cite(text: str, file: str = "cite.policy") -> ast.CitationRef:
    provision = parse_provision(text)
    assert provision is not None, text
    return ast.CitationRef(None, provision, span=Span(SourceFile(file, text), 0, len(text)))


def reference(text: str) -> ast.InstrumentRef:
    """Read `perbup kabupaten_karimun 5/2025` or `pp 44/2015`."""
    *words, last = text.split()
    number, year = last.split("/")
    kind = next(kind for kind in InstrumentKind if kind.code == words[0])
    locality = name(words[1]) if len(words) > 1 else None
    return ast.InstrumentRef(kind, locality, number, int(year), span=NOWHERE)


def target(people: int) -> ast.Target:
    number = ast.NumberValue(people, ast.Unit.PEOPLE, span=NOWHERE)
    return ast.Target(number, span=NOWHERE)


def paragraph(label: str | None, sentence: ast.Sentence) -> ast.Paragraph:
    return ast.Paragraph(label, sentence, None, span=NOWHERE)


def article(label: str, *paragraphs: ast.Paragraph) -> ast.Article:
    return ast.Article(Provision((Step(Unit.ARTICLE, label),)), paragraphs, span=NOWHERE)


def item(marker: str, holds: str) -> ast.Item:
    condition = ast.Holds(name(holds), None, span=NOWHERE)
    return ast.Item(marker, None, condition, None, None, span=NOWHERE)


def requirements(*items: ast.Item) -> ast.Requirements:
    scope = ast.Scope(ast.Subject.RECIPIENT, (), span=NOWHERE)
    return ast.Requirements(scope, ast.ItemList(ast.Connective.AND, items, span=NOWHERE), span=NOWHERE)


def chapter(label: str) -> ast.Heading:
    return ast.Heading(ast.HeadingLevel.CHAPTER, label, "JUDUL", span=NOWHERE)


def instrument(
    which: str,
    *body: ast.Heading | ast.Article,
    commences: str | None = "2025-01-01",
    promulgated: str | None = None,
    ends: str | None = None,
    file: str = "instrument.policy",
) -> ast.Instrument:
    ref = reference(which)
    last = date_value(ends) if ends else None
    assert not isinstance(last, ast.Blank)
    header = ast.Header(
        title=ast.Quote("Contoh", span=NOWHERE),
        status=ast.Status.DRAFT,
        sources=(),
        encoded_from=None,
        region=ref.locality,
        enacted=None,
        promulgated=date_value(promulgated or commences),
        gazette=None,
        commences=date_value(commences),
        ends=last,
        considering=(),
        grounds=(),
        implements=(),
        special_to=(),
        segment=None,
        span=NOWHERE,
    )
    assert ref.number is not None
    assert ref.year is not None
    where = Span(SourceFile(file, which), 0, len(which))
    return ast.Instrument(ref.kind, ref.locality, ref.number, ref.year, header, body, span=where)


def amending(which: str, of: str, *steps: ast.AmendmentStep, commences: str | None) -> ast.Instrument:
    change = ast.Amendment(reference(of), steps, span=NOWHERE)
    return instrument(which, article("I", paragraph(None, change)), commences=commences, file=which)


def repealing(which: str, *targets: str, commences: str | None) -> ast.Instrument:
    repeal = ast.Repeal(tuple(reference(text) for text in targets), span=NOWHERE)
    return instrument(which, article("1", paragraph(None, repeal)), commences=commences, file=which)


def put(place: str, *units: ast.BodyUnit) -> ast.Replace:
    return ast.Replace("1", cite(place), units, span=NOWHERE)


def between(after: str, before: str, *units: ast.BodyUnit) -> ast.Insert:
    return ast.Insert("1", cite(after), cite(before), units, span=NOWHERE)


def delete(place: str) -> ast.Delete:
    return ast.Delete("1", cite(place), span=NOWHERE)


def change(*steps: ast.AmendmentStep) -> ast.Amendment:
    return ast.Amendment(reference("perbup kabupaten_karimun 1/2020"), steps, span=NOWHERE)


Row = tuple[tuple[str, ...], str]


def rows(tree: ast.Instrument) -> Sequence[Row]:
    """Flatten a tree: each target and item with the labels over it; a deleted article is one row."""
    return [row for unit in tree.body for row in _unit_rows(unit)]


def _unit_rows(unit: ast.Heading | ast.Article) -> Sequence[Row]:
    if isinstance(unit, ast.Heading):
        return [(("bab",), unit.label)]
    label = unit.provision.steps[-1].label
    if not unit.paragraphs:
        return [((label,), "dihapus")]
    return [
        row for part in unit.paragraphs for row in _paragraph_rows((label, part.label or ""), part.sentence)
    ]


def _paragraph_rows(path: tuple[str, ...], sentence: ast.Sentence) -> Sequence[Row]:
    if isinstance(sentence, ast.Target):
        assert isinstance(sentence.people, ast.NumberValue)
        return [(path, str(sentence.people.number))]
    assert isinstance(sentence, ast.Requirements)
    assert isinstance(sentence.criteria, ast.ItemList)
    return [((*path, item.marker), item.condition.name.text) for item in sentence.criteria.items
            if isinstance(item.condition, ast.Holds)]  # fmt: skip
