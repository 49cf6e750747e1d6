"""What a sentence can see: the names of the library, its own instrument, and the other instruments.

A `Scope` is one instrument between two amendments. It finds places, groups and definitions; it does not
read conditions.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from functools import cached_property
from typing import Protocol

from policy_engine.diagnostics.names import UnknownInstrument, UnknownProvision
from policy_engine.domain.bilingual import Language, Text
from policy_engine.domain.citation import Citation, InstrumentId, Provision
from policy_engine.domain.dates import PackedDate
from policy_engine.ir import nodes as ir
from policy_engine.semantics import places
from policy_engine.semantics.names import Names, Reports, identity, instrument_words, region
from policy_engine.semantics.order import Path
from policy_engine.semantics.places import Placed
from policy_engine.semantics.setting import Setting
from policy_engine.semantics.timeline import Changed
from policy_engine.source import Span
from policy_engine.structure import dataclass
from policy_engine.syntax import ast


@dataclass(frozen=True, slots=True)
class Edition:
    """One consolidated text of an instrument and the half-open range of days it holds."""

    since: PackedDate
    until: PackedDate | None
    tree: ast.Instrument
    amended_by: tuple[InstrumentId, ...]
    changes: tuple[Changed, ...] = ()


@dataclass(frozen=True, slots=True)
class Defined:
    """A term of `yang dimaksud dengan` and where it is defined."""

    provision: Provision
    item: ast.DefinitionItem


@dataclass(frozen=True, slots=True)
class GroupPlace:
    """A group of recipients as written: its id, its name if it has one, and its condition or list."""

    id: str
    provision: Provision
    name: ast.Name | None
    written: ast.Item | ast.Paragraph
    criteria: ast.Criteria
    note: ast.Name | None


@dataclass(frozen=True, slots=True)
class Aims:
    """The exceptions of a text in order, and by place the numbers of those that cite it; stretches stand apart."""

    exceptions: tuple[tuple[Placed, ast.Lift | ast.Change], ...]
    at: Mapping[Provision, Sequence[int]]
    stretches: tuple[tuple[int, ast.ProvisionRange], ...]


class References(Protocol):
    """How a condition reaches the norms of an instrument, which are themselves read from conditions."""

    def by_reference(self, scope: "Scope", node: ast.ByReference, setting: Setting) -> ir.Expr:
        """Give the conditions of the requirements that stand at a place."""

    def group_match(self, scope: "Scope", group: "GroupPlace") -> ir.Expr:
        """Give the condition of a group of recipients, its exceptions included."""


@dataclass(frozen=True)
class Program:
    """All instruments of a run, their texts over time, and the reports; it dies with the run."""

    names: Names
    reports: Reports
    texts: Mapping[InstrumentId, Sequence[Edition]]
    written: Mapping[InstrumentId, Edition]
    references: References
    path: Path = field(default_factory=Path)
    _scopes: dict[tuple[InstrumentId, PackedDate], "Scope"] = field(default_factory=dict)

    def scope(self, instrument: InstrumentId, text: Edition) -> "Scope":
        """Give the scope of one text of an instrument; the same one each time."""
        key = (instrument, text.since)
        if key not in self._scopes:
            self._scopes[key] = Scope(self, instrument, text)
        return self._scopes[key]

    def scope_on(self, instrument: InstrumentId, on: PackedDate) -> "Scope | None":
        """Give the scope of the text in force on a day, else the nearest; None where it is not loaded.

        Day 0 stands for a commencement left open, which can only be later than what is written today. What was
        repealed before it commenced has no text in force on any day, and is read as first written.
        """
        if instrument not in self.written:
            return None
        texts = self.texts[instrument] or (self.written[instrument],)
        if on == 0:
            return self.scope(instrument, texts[-1])
        begun = [text for text in texts if text.since <= on]
        return self.scope(instrument, begun[-1] if begun else texts[0])

    def implementing(self, citation: Citation) -> "tuple[tuple[InstrumentId, ast.Instrument], ...]":
        """Give the loaded instruments that say they carry out a provision, in order of their keys."""
        found = [
            (instrument, texts[0].tree)
            for instrument, texts in self.texts.items()
            if texts
            and any(
                self._carries_out(instrument, written, citation)
                for written in texts[0].tree.header.implements
            )
        ]
        return tuple(sorted(found, key=lambda entry: entry[0].slug))

    def _carries_out(self, instrument: InstrumentId, written: ast.CitationRef, citation: Citation) -> bool:
        if written.instrument is None:
            return False
        target = identity(self.names, [], written.instrument, instrument.locality)
        provision = written.provision or Provision()
        return target == citation.instrument and (
            provision.covers(citation.provision) or citation.provision.covers(provision)
        )


class Scope:
    """One instrument between two amendments, and what can be found from inside it."""

    def __init__(self, program: Program, instrument: InstrumentId, text: Edition) -> None:
        self.program = program
        self.names = program.names
        self.reports = program.reports
        self.path = program.path
        self.id = instrument
        self.text = text
        self.tree = text.tree
        self.is_outgrown = False
        """Whether names stay unread here because written out they would be too large; see `expansion`."""
        self._blanks: dict[str, list[Span]] = {}

    @cached_property
    def region(self) -> str | None:
        """Give the code of the territory; None is the nation."""
        written = self.tree.header.region
        return self.id.locality if written is None else region(self.names, [], written)

    @cached_property
    def sentences(self) -> tuple[Placed, ...]:
        """Give the paragraphs and where they stand."""
        return tuple(places.sentences(self.tree))

    @cached_property
    def places(self) -> Mapping[Provision, Span]:
        """Give every place that has a number, the first of each."""
        found: dict[Provision, Span] = {}
        for provision, span in places.every_place(self.tree):
            found.setdefault(provision, span)
        return found

    @cached_property
    def definitions(self) -> Mapping[str, Defined]:
        """Give the defined terms that can be used as names."""
        return {
            item.term.text: Defined(places.of_item(placed.provision, item.marker), item)
            for placed in self.sentences
            if isinstance(placed.paragraph.sentence, ast.Definitions)
            for item in placed.paragraph.sentence.items
        }

    @cached_property
    def groups(self) -> tuple[GroupPlace, ...]:
        """Give the groups of recipients in the order written."""
        return tuple(
            group
            for placed in self.sentences
            if isinstance(placed.paragraph.sentence, ast.Recipients)
            for group in _groups(placed, placed.paragraph.sentence)
        )

    @cached_property
    def aims(self) -> Aims:
        """Give the exceptions and what each of them cites."""
        found: list[tuple[Placed, ast.Lift | ast.Change]] = []
        at: dict[Provision, list[int]] = {}
        stretches: list[tuple[int, ast.ProvisionRange]] = []
        for placed in self.sentences:
            sentence = placed.paragraph.sentence
            if not isinstance(sentence, ast.Lift | ast.Change):
                continue
            for target in (sentence.target,) if isinstance(sentence, ast.Change) else sentence.targets:
                if isinstance(target, ast.ProvisionRange):
                    stretches.append((len(found), target))
                    continue
                cited = self.read(target, placed.provision)
                if cited is not None and cited.instrument == self.id:
                    at.setdefault(cited.provision, []).append(len(found))
            found.append((placed, sentence))
        return Aims(tuple(found), at, tuple(stretches))

    @cached_property
    def interpretations(self) -> frozenset[str]:
        """Give the names of the readings that the instrument declares."""
        return frozenset(
            placed.paragraph.sentence.name.text
            for placed in self.sentences
            if isinstance(placed.paragraph.sentence, ast.Interpretation)
        )

    def group_named(self, name: str) -> GroupPlace | None:
        """Give the group of recipients with a name."""
        return next(
            (group for group in self.groups if group.name is not None and group.name.text == name), None
        )

    def citation(self, provision: Provision) -> Citation:
        """Give a place in this instrument as a citation."""
        return Citation(self.id, provision)

    def identity(self, written: ast.InstrumentRef) -> InstrumentId | None:
        """Give the instrument that a reference names; a regional kind without a place is of this region."""
        return identity(self.names, self.reports, written, self.id.locality or self.region)

    def read(self, written: ast.CitationRef, at: Provision) -> Citation | None:
        """Give the place that a citation written at `at` names, without asking whether it exists."""
        instrument = self.id if written.instrument is None else self.identity(written.instrument)
        if instrument is None:
            return None
        provision = written.provision or Provision()
        return Citation(instrument, places.absolute(provision, at) if instrument == self.id else provision)

    def find(self, written: ast.CitationRef, at: Provision) -> "tuple[Scope, Citation] | None":
        """Give the place that a citation names and the instrument it stands in; None after a report."""
        citation = self.read(written, at)
        if citation is None:
            return None
        heading = places.words(at)
        scope = (
            self
            if citation.instrument == self.id
            else self.program.scope_on(citation.instrument, self.text.since)
        )
        if scope is None:
            said = instrument_words(citation.instrument)
            self.reports.append(UnknownInstrument(span=written.span, heading=heading, instrument=said))
            return None
        if not citation.provision.steps or citation.provision in scope.places:
            return scope, citation
        near = near_places(citation.provision, scope.places)
        said = places.words(citation.provision)
        self.reports.append(UnknownProvision(span=written.span, heading=heading, citation=said, near=near))
        return None

    def blank(self, written: ast.Blank, type_: ir.Type, citation: Citation) -> ir.Blank:
        """Give the blank at a place; a second blank at the same place has an id of its own."""
        base = places.key(citation)
        seen = self._blanks.setdefault(base, [])
        if written.span not in seen:
            seen.append(written.span)
        number = seen.index(written.span) + 1
        name = base if number == 1 else f"{base}#{number}"
        return ir.Blank(type=type_, origin=written.span, id=name, citation=citation, note=written.note)


def near_places(wanted: Provision, known: Mapping[Provision, Span]) -> tuple[str, ...]:
    """Give up to three places that exist and were probably meant: those that share the most outer steps."""
    for depth in range(len(wanted.steps) - 1, -1, -1):
        outer = Provision(wanted.steps[:depth])
        found = sorted(
            (place for place in known if outer.covers(place) and len(place.steps) == depth + 1),
            key=lambda place: place.key,
        )
        if found and depth > 0:
            return tuple(place.text(Language.ID) for place in found[:3])
    return ()


def unresolved(type_: ir.Type, citation: Citation, origin: Span | None) -> ir.Blank:
    """Stand in for what could not be read; it is unknown, so an error never favours anybody."""
    return ir.Blank(type=type_, origin=origin, id="unresolved", citation=citation, note=None)


def _groups(placed: Placed, sentence: ast.Recipients) -> Iterator[GroupPlace]:
    criteria = sentence.criteria
    if not isinstance(criteria, ast.ItemList):
        note = placed.paragraph.note
        yield GroupPlace(
            places.slug(placed.provision), placed.provision, None, placed.paragraph, criteria, note
        )
        return
    for item in criteria.items:
        where = places.of_item(placed.provision, item.marker)
        name = places.slug(where) if item.group is None else item.group.text
        inner = item.condition if item.condition is not None else item.items
        if inner is not None:
            yield GroupPlace(name, where, item.group, item, inner, item.note or placed.paragraph.note)


def text_of(citation: Citation) -> Text:
    """Write a place with its instrument in both languages."""
    return Text(citation.text(Language.ID), citation.text(Language.EN))
