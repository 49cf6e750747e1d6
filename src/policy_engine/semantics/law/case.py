"""Instruments laid out for the checks of law: trees in; sentences with places and versions out."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from policy_engine.domain.bilingual import Language, Text
from policy_engine.domain.citation import Citation, InstrumentId, Provision, Step, Unit, is_label
from policy_engine.domain.dates import LATEST, Month, PackedDate
from policy_engine.ir import nodes as ir
from policy_engine.semantics.consolidate import find
from policy_engine.semantics.timeline import Timeline, instrument_id, reference_id, timelines
from policy_engine.source import Span
from policy_engine.structure import dataclass
from policy_engine.syntax import ast

REGION_VOCABULARY = "wilayah"
POST_VOCABULARY = "jabatan"

_Sentence = TypeVar("_Sentence")
_Found = TypeVar("_Found")


@dataclass(frozen=True, slots=True)
class Stated:
    """One sentence, the paragraph it stands in, and its place in the instrument."""

    sentence: ast.Sentence
    paragraph: ast.Paragraph
    place: Provision

    @property
    def span(self) -> Span:
        """Give where the sentence is written."""
        return self.sentence.span


@dataclass(frozen=True, eq=False, slots=True)
class Case:
    """One instrument as written, with its identity, its sentences in order, and its versions."""

    tree: ast.Instrument
    file: ast.PolicyFile
    id: InstrumentId | None
    stated: tuple[Stated, ...]
    told: Timeline
    region: str | None
    """The code of its territory; None for the nation, and where the name has no code."""
    kinds: frozenset[type]
    """The kinds of sentence that any of its versions holds."""

    def all_of(self, kind: type[_Sentence]) -> Iterator[tuple[Stated, _Sentence]]:
        """Go through the sentences of one kind."""
        for stated in self.stated:
            if isinstance(stated.sentence, kind):
                yield stated, stated.sentence

    def has(self, *kinds: type) -> bool:
        """Say whether any sentence is of one of these kinds."""
        return any(isinstance(stated.sentence, kinds) for stated in self.stated)

    @property
    def name(self) -> str:
        """Give it as a citation in Indonesian, with its region; by its title where that is all."""
        place = self.tree.locality.text if self.tree.locality else None
        title = self.tree.header.title
        if self.id is not None and (self.id.number is not None or isinstance(title, ast.Blank)):
            return self.id.text(Language.ID, place)
        file = self.tree.span.source.path.rsplit("/", 1)[-1]
        return title.text if isinstance(title, ast.Quote) else file.removesuffix(".policy")

    def cite(self, place: Provision) -> Text:
        """Give a place in it as a citation."""
        if self.id is None:
            return Text(self.name, self.name)
        locality = self.tree.locality.text if self.tree.locality else None
        citation = Citation(self.id, place)
        return Text(citation.text(Language.ID, locality), citation.text(Language.EN, locality))

    def mentions(self, stem: str) -> bool:
        """Say whether the matter is left open, delegated or not encoded in words that hold this stem."""
        words = [blank.note or "" for blank in all_in(self.tree, ast.Blank)]
        words.extend(clause.reason.text for _, clause in self.all_of(ast.NotEncoded))
        words.extend(delegation.matter.text for _, delegation in self.all_of(ast.Delegation))
        return any(stem in text.lower() for text in words)

    @property
    def until(self) -> PackedDate | None:
        """Give the first day on which it no longer holds, if there is one."""
        return self.told.spans[-1].until if self.told.spans else self.told.commences

    def version(self, on: PackedDate) -> ast.Instrument | None:
        """Give its text on a day; None when it is not in force."""
        for span in self.told.spans:
            if span.since <= on and (span.until is None or on < span.until):
                return span.tree
        return None


@dataclass(frozen=True, eq=False, slots=True)
class Laws:
    """Every instrument, and what their names mean."""

    cases: tuple[Case, ...]
    files: tuple[ast.PolicyFile, ...]
    library: ir.Library
    regions: Mapping[str, str]
    by_id: Mapping[InstrumentId, Case]
    called: Mapping[str, Case]

    def refers(self, case: Case, reference: ast.InstrumentRef) -> InstrumentId | None:
        """Give the identity of an instrument that a case refers to."""
        if reference.called is not None:
            named = self.called.get(reference.called.text)
            return None if named is None else named.id
        return reference_id(reference, self.regions, case.tree.locality)

    def loaded(self, case: Case, reference: ast.InstrumentRef) -> Case | None:
        """Give the instrument that a case refers to, where it is in the library."""
        if reference.called is not None:
            return self.called.get(reference.called.text)
        identity = self.refers(case, reference)
        known = identity is not None and identity.number is not None and identity.year is not None
        return self.by_id.get(identity) if identity is not None and known else None

    def above(
        self, case: Case, kind: type[_Sentence], on: PackedDate | None = None
    ) -> Iterator[tuple[Case, Stated, _Sentence]]:
        """Go through the sentences of a kind that higher instruments of the same segment hold on a day.

        Without a day they are read as in force when the case commences; or, where that is left open, as
        they are last.
        """
        on = on or case.told.commences or LATEST
        segment = case.tree.header.segment
        for other in self.cases:
            if kind not in other.kinds or other.tree.header.segment != segment:
                continue
            if other.id is None or not _binds(other.id, case):
                continue
            tree = other.version(on)
            for stated in sentences_of(tree) if tree else ():
                if isinstance(stated.sentence, kind):
                    yield other, stated, stated.sentence

    def codes_of(self, vocabulary: str) -> frozenset[str]:
        """Give the names of the codes of a vocabulary, and of its groups."""
        found = [one for one in self.library.vocabularies if one.name == vocabulary]
        codes = frozenset(code.name for one in found for code in one.codes)
        return codes | {group.name for one in found for group in one.groups}


def lay_out(files: Iterable[ast.PolicyFile], library: ir.Library) -> Laws:
    """Give the instruments of files with their versions; regions get their codes from the library."""
    files = tuple(files)
    regions = {
        code.name: code.code
        for vocabulary in library.vocabularies
        if vocabulary.name == REGION_VOCABULARY
        for code in vocabulary.codes
        if code.code is not None
    }
    pairs = [(file, file.instrument) for file in files if file.instrument is not None]
    told = timelines([tree for _, tree in pairs], regions)
    cases = tuple(
        Case(
            tree,
            file,
            instrument_id(tree, regions),
            tuple(sentences_of(tree)),
            versions,
            regions.get(tree.header.region.text) if tree.header.region else None,
            frozenset(type(stated.sentence) for span in versions.spans for stated in sentences_of(span.tree)),
        )
        for (file, tree), versions in zip(pairs, told, strict=True)
    )
    by_id = {case.id: case for case in reversed(cases) if case.id is not None}
    called = {case.tree.header.called.text: case for case in reversed(cases) if case.tree.header.called}
    return Laws(cases, files, library, regions, by_id, called)


def _binds(higher: InstrumentId, case: Case) -> bool:
    """Say whether a norm binds an instrument; one of a region whose kind is left open is bound by the nation."""
    if case.id is None:
        return case.region is not None and higher.rank is not None and higher.locality is None
    return is_above(higher, case.id)


def is_above(higher: InstrumentId, lower: InstrumentId) -> bool:
    """Say whether a norm binds an instrument from above; what has no rank is below every regulation.

    A decree or memorandum stands under the national regulations and those of its own territory.
    """
    if lower.rank is not None:
        return higher.outranks(lower)
    national = higher.rank is not None and higher.locality is None
    same = higher.locality is not None and f"{lower.locality}.".startswith(f"{higher.locality}.")
    return national or (higher.rank is not None and same)


def sentences_of(tree: ast.Instrument) -> Iterator[Stated]:
    """Go through the sentences of a text with their places."""
    for unit in tree.body:
        if isinstance(unit, ast.Article):
            for paragraph in unit.paragraphs:
                place = unit.provision
                if paragraph.label is not None and is_label(Unit.PARAGRAPH, paragraph.label):
                    place = Provision((*place.steps, Step(Unit.PARAGRAPH, paragraph.label)))
                yield Stated(paragraph.sentence, paragraph, place)


def under(tree: ast.Instrument, place: Provision) -> Iterator[ast.Sentence]:
    """Go through the sentences at and under a place of a text."""
    found = find(tree, place)
    if isinstance(found, ast.Article):
        yield from (paragraph.sentence for paragraph in found.paragraphs)
    if isinstance(found, ast.Paragraph):
        yield found.sentence


def nodes_in(node: object, without: tuple[type, ...] = ()) -> Iterator[ast.Node]:
    """Go through a node and all nodes in it, in the order written; `without` cuts off whole branches."""
    waiting: list[object] = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, tuple):
            waiting.extend(reversed(one))
        elif isinstance(one, ast.Node) and not isinstance(one, without):
            yield one
            # The positional fields of a node: all but its span. The last is put down first.
            names: tuple[str, ...] = one.__match_args__
            for name in reversed(names):
                inner = getattr(one, name)
                if isinstance(inner, tuple | ast.Node):
                    waiting.append(inner)


def all_in(node: object, kind: type[_Found], without: tuple[type, ...] = ()) -> Iterator[_Found]:
    """Go through the nodes of one kind in a node."""
    return (found for found in nodes_in(node, without) if isinstance(found, kind))


def funded_months(months: ast.Months) -> tuple[Month, ...] | None:
    """Give the contribution months of a sentence as written, ends included; None where any is left open."""
    if isinstance(months.spans, ast.Blank):
        return None
    found: list[Month] = []
    for span in months.spans:
        last = span.last or span.first
        if isinstance(span.first, ast.Blank) or isinstance(last, ast.Blank):
            return None
        found.extend(Month(number) for number in range(span.first.month, last.month + 1))
    return tuple(found)


def day_of(value: ast.DateValue | ast.Blank | None) -> PackedDate | None:
    """Give a date of a header, where it is there."""
    return value.date if isinstance(value, ast.DateValue) else None
