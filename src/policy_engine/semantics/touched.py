"""Files with errors in; every file that what they say can matter to, with the files it is because of, out.

What is told is never too little, and may be too much. Something can matter to a file when

- the file uses a name that the other declares, or a code of a vocabulary that the other speaks of;
- the file names the instrument of the other, in any of its sentences;
- the other amends, repeals or continues the instrument of the file; where the other could not be read whole, when
  it names that instrument at all;
- the other holds for every participant on the ground of the file: a national norm, or that of a region around it.

What could not be read is taken to say whatever its words allow, and to hold wherever it names a region.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, cached_property

from policy_engine.diagnostics.model import Severity
from policy_engine.diagnostics.syntax import UnclosedBracket
from policy_engine.domain.citation import InstrumentId, InstrumentKind
from policy_engine.ir import nodes as ir
from policy_engine.ir.walk import descend, roots_of
from policy_engine.semantics import wellknown
from policy_engine.semantics.law.case import all_in
from policy_engine.semantics.timeline import instrument_id, reference_id
from policy_engine.source import SourceFile, Span
from policy_engine.structure import dataclass
from policy_engine.syntax import ast
from policy_engine.syntax.keywords import keywords
from policy_engine.syntax.parsed import Parsed, unit_around

_WORD = re.compile(r"\w+")

_UNSAID = frozenset(
    (
        *wellknown.FACTS,
        wellknown.REGIONS,
        wellknown.PROGRAMMES,
        wellknown.PARTIES,
        wellknown.BUDGETS,
        wellknown.SEGMENTS,
    )
)
"""Names that words of the language stand on: every file uses them."""

_DECLARING = frozenset({"fakta", "fact", "kosakata", "vocabulary", "parameter", "ditambah", "extended"})
_PARTICIPANT = frozenset({"peserta", "participant", "participants"})
_LEAP_DAY = frozenset({"29"})


_UNIT_THAT_DECLARES_NOTHING = re.compile(
    r"\s*(?:pasal|article|butir|item|lampiran|annex|diktum|ruling|bab|chapter|uji|test|contoh|example|pastikan|ensure)\b",
    re.IGNORECASE,
)


@cache
def _of_the_language() -> frozenset[str]:
    """Give every word of a keyword, in both languages."""
    said = (
        spelling
        for each in keywords().values()
        for spelling in (each.spelling.indonesian, each.spelling.english)
    )
    return frozenset(word.casefold() for spelling in said for word in _WORD.findall(spelling)) | _heads()


@cache
def _heads() -> frozenset[str]:
    """Give the words by which the head of an instrument, or a reference to one, is known."""
    return frozenset({"instrumen", "instrument", *(kind.code.casefold() for kind in InstrumentKind)})


def spoilt_outside(source: SourceFile, parsed: Parsed) -> bool:
    """Say whether text that could not be read may have declared something, or have been the head of an instrument."""
    instrument = None if parsed.tree is None else parsed.tree.instrument
    for found in parsed.diagnostics:
        if found.severity is not Severity.ERROR:
            continue
        if instrument is None or found.span is None or isinstance(found, UnclosedBracket):
            return True
        unit = unit_around(source, found.span.start)
        begins = min((each.span.start for each in instrument.body), default=instrument.span.end)
        if not begins <= unit.start < instrument.span.end:
            return True
    return False


def touched(
    files: Sequence[tuple[SourceFile, Parsed]], library: ir.Library, broken: Iterable[str]
) -> Mapping[str, frozenset[str]]:
    """Give the paths of all that some files can matter to, those files among them, each with its causes.

    `library` is what was elaborated of all the files, with whatever errors.
    """
    read = _Read(library)
    by_path = {source.path: _File(source, parsed, read) for source, parsed in files}
    causes: dict[str, set[str]] = {}
    for root in sorted(set(broken)):
        waiting, seen = [root], {root}
        while waiting:
            reached = by_path[waiting.pop()]
            found = [path for path, file in by_path.items() if path not in seen and reached.reaches(file)]
            seen.update(found)
            waiting += found
        for path in seen:
            causes.setdefault(path, set()).add(root)
    return {path: frozenset(found) for path, found in sorted(causes.items())}


class _Read:
    """What names mean in the library."""

    def __init__(self, library: ir.Library) -> None:
        self.by_path: dict[str, ir.Instrument] = {
            each.origin.source.path: each for each in library.instruments if each.origin is not None
        }
        self.known = frozenset(each.id for each in library.instruments)
        self.vocabularies = {each.name: each for each in library.vocabularies}
        regions = self.vocabularies.get(wellknown.REGIONS)
        self.regions = {
            code.name: code.code for code in (regions.codes if regions else ()) if code.code is not None
        }

    def codes_of(self, vocabulary: str) -> frozenset[str]:
        """Give every word by which a code or group of a vocabulary can be named, and its own name."""
        found = self.vocabularies.get(vocabulary)
        if found is None:
            return frozenset({vocabulary})
        numbers = (part for code in found.codes for part in _WORD.findall(code.code or ""))
        names = (*(code.name for code in found.codes), *(group.name for group in found.groups))
        return frozenset((vocabulary, *names, *numbers))


@dataclass(frozen=True, eq=False)
class _File:
    """One file, as others depend on it and as it depends on others."""

    source: SourceFile
    parsed: Parsed
    read: _Read

    def reaches(self, other: "_File") -> bool:
        """Say whether something that this file says, or may say, can matter to another."""
        return (
            self.is_everywhere
            or not self.names.isdisjoint(other.words)
            or other.mentions(self)
            or self.acts_on(other)
            or self.stands_over(other)
        )

    # What it is

    @cached_property
    def tree(self) -> ast.PolicyFile | None:
        return self.parsed.tree

    @cached_property
    def instrument(self) -> ast.Instrument | None:
        return None if self.tree is None else self.tree.instrument

    @cached_property
    def built(self) -> ir.Instrument | None:
        return self.read.by_path.get(self.source.path)

    @cached_property
    def id(self) -> InstrumentId | None:
        """Give the identity of its instrument, as the library knows it where it does."""
        if self.built is not None:
            return self.built.id
        return None if self.instrument is None else instrument_id(self.instrument, self.read.regions)

    @cached_property
    def is_spoilt(self) -> bool:
        """Whether something of it could not be read."""
        return any(found.severity is Severity.ERROR for found in self.parsed.diagnostics)

    @cached_property
    def is_spoilt_outside(self) -> bool:
        return spoilt_outside(self.source, self.parsed)

    @cached_property
    def words(self) -> frozenset[str]:
        return _UNSAID.union(_WORD.findall(self.source.text))

    @cached_property
    def own_regions(self) -> frozenset[str]:
        """Give the names of the regions that its head names, and of all it mentions where that is not sure."""
        found = self.words & self.read.regions.keys() if self.is_spoilt_outside else frozenset[str]()
        if self.instrument is None:
            return found
        written = (self.instrument.locality, self.instrument.header.region)
        return found | {name.text for name in written if name is not None}

    @cached_property
    def codes(self) -> frozenset[str] | None:
        """Give the codes of its territories; None where it may hold for the whole country."""
        if not self.own_regions or any(name not in self.read.regions for name in self.own_regions):
            return None
        return frozenset(self.read.regions[name] for name in self.own_regions)

    # What it says of others

    @cached_property
    def is_everywhere(self) -> bool:
        """Whether it may say something on which every other file rests."""
        if self.is_spoilt_outside and (
            (self.instrument is None and self.codes is None) or self._spoils_leap_day
        ):
            return True
        return self.tree is not None and any(isinstance(each, ast.LeapDay) for each in self.tree.declarations)

    @property
    def _spoils_leap_day(self) -> bool:
        return any(not _LEAP_DAY.isdisjoint(_WORD.findall(unit.text)) for unit in self._units)

    @cached_property
    def _units(self) -> tuple[Span, ...]:
        """Give the units that could not be read and may have declared something: no article, and no test."""
        if not self.is_spoilt_outside:
            return ()
        found = (
            unit_around(self.source, each.span.start)
            for each in self.parsed.diagnostics
            if each.severity is Severity.ERROR and each.span is not None
        )
        return tuple(unit for unit in found if not _UNIT_THAT_DECLARES_NOTHING.match(unit.text))

    @cached_property
    def names(self) -> frozenset[str]:
        """Give every word that what it declares can be named by, or whose meaning that can change."""
        declared = () if self.tree is None else self.tree.declarations
        found = {name.text for each in declared for name in all_in(each, ast.Name)}
        for each in declared:
            match each:
                case ast.Vocabulary(name=name) | ast.VocabularyAddition(name=name):
                    found |= self.read.codes_of(name.text)
                case ast.Fact(type=ast.CodeType() | ast.SetType() as kind):
                    for name in all_in(kind, ast.Name):
                        found |= self.read.codes_of(name.text)
                case ast.Fact() | ast.Parameter() | ast.LeapDay():
                    pass
        for unit in self._units:
            words = frozenset(_WORD.findall(unit.text))
            said = {word.casefold() for word in words}
            # The head of an instrument, and notes for one, declare nothing.
            if not _DECLARING.isdisjoint(said) or _heads().isdisjoint(said):
                found |= {word for word in words if word.casefold() not in _of_the_language()}
        return frozenset(found)

    @cached_property
    def called(self) -> str | None:
        name = None if self.instrument is None else self.instrument.header.called
        return None if name is None else name.text

    @cached_property
    def refers(self) -> tuple[frozenset[InstrumentId], frozenset[str]]:
        """Give the instruments that it names: by number, and by working name."""
        locality = None if self.instrument is None else self.instrument.locality
        references = tuple(all_in(self.tree, ast.InstrumentRef))
        numbered = {
            found
            for each in references
            if (found := reference_id(each, self.read.regions, locality)) is not None
        }
        if self.built is not None:
            parts = (part for root in roots_of(self.built) for part in descend(root))
            numbered |= {each for part in parts if isinstance(part, ir.NotBorne) for each in part.seniors}
        return frozenset(numbered), frozenset(
            each.called.text for each in references if each.called is not None
        )

    def mentions(self, other: "_File") -> bool:
        """Say whether it names the instrument of another, or may do so where its head could not be read."""
        numbered, called = self.refers
        if other.id is not None and other.id in numbered:
            return True
        if other.is_spoilt_outside and self._may_mention(other):
            return True
        return other.called is not None and other.called in called

    def _may_mention(self, other: "_File") -> bool:
        """Say whether it may name an instrument whose head could not be read: one of a region, and not loaded."""
        if self.is_spoilt:
            return not other.own_regions.isdisjoint(self.words)
        codes = frozenset(self.read.regions.get(name, name) for name in other.own_regions)
        return any(
            named.locality is not None and named.locality in codes and named not in self.read.known
            for named in self.refers[0]
        )

    def acts_on(self, other: "_File") -> bool:
        """Say whether it amends, repeals or continues the instrument of another, or may do so where it is unread."""
        built, own = other.built, self.id
        if built is None:
            return False
        # Two files that hold the same instrument are one instrument too many.
        if own is not None and (
            own in (built.id, built.repealed_by)
            or any(own in version.amended_by for version in built.versions)
            or any(each.citation.instrument == own for each in built.continuations)
        ):
            return True
        locality = None if self.instrument is None else self.instrument.locality
        for reference in self._acted_on:
            by_name = reference.called is not None and reference.called.text == other.called
            if by_name or reference_id(reference, self.read.regions, locality) == built.id:
                return True
        return self.is_spoilt and self._may_name(other, built)

    @cached_property
    def _acted_on(self) -> tuple[ast.InstrumentRef, ...]:
        """Give the instruments that it amends, repeals or continues; what it puts into them is not among them."""
        targets: list[ast.InstrumentRef] = []
        for act in all_in(self.tree, ast.Amendment):
            targets.append(act.target)
            for step in act.steps:
                places = (step.after, step.before) if isinstance(step, ast.Insert) else (step.target,)
                targets += all_in(places, ast.InstrumentRef)
        for repeal in all_in(self.tree, ast.Repeal):
            targets += all_in(repeal, ast.InstrumentRef)
        for transition in all_in(self.tree, ast.Transition):
            targets += all_in(transition.citation, ast.InstrumentRef)
        return tuple(targets)

    def _may_name(self, other: "_File", built: ir.Instrument) -> bool:
        if other.called is not None and other.called in self.words:
            return True
        near = not self.own_regions.isdisjoint(other.own_regions) or not other.own_regions.isdisjoint(
            self.words
        )
        if built.id.number is None or built.id.year is None:
            return near
        return near and f"{built.id.number}/{built.id.year}" in self.source.text

    def stands_over(self, other: "_File") -> bool:
        """Say whether it may hold for every participant on the ground of another."""
        if other.instrument is None and not other.is_spoilt:
            return False
        if self.codes is not None and other.codes is not None:
            over = any(f"{there}.".startswith(f"{here}.") for here in self.codes for there in other.codes)
        else:
            over = self.codes is None
        return over and self._is_of_participants

    @cached_property
    def _is_of_participants(self) -> bool:
        if self.is_spoilt:
            return not _PARTICIPANT.isdisjoint(word.casefold() for word in self.words)
        if self.built is not None and any(version.participant_norms for version in self.built.versions):
            return True
        scopes = all_in(self.instrument, ast.Scope)
        return any(each.subject is ast.Subject.PARTICIPANT for each in scopes)
