"""The files of a workspace in; what `check` remembers of them out."""

import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from functools import cached_property
from typing import Any, TypeAlias

from policy_engine import cache as caching
from policy_engine import workspace
from policy_engine.commands import loading
from policy_engine.commands.ledger import (
    NOTHING,
    Entry,
    Facts,
    Kept,
    Ledger,
    Placed,
    Said,
    Where,
    stamp,
    text_hash,
)
from policy_engine.commands.report import Analysed, Counts, Stamped
from policy_engine.commands.spread import spread
from policy_engine.commands.suppression import Suppression, suppressions
from policy_engine.diagnostics.model import Diagnostic, Severity
from policy_engine.diagnostics.money import OF_SHARES_AND_ORDER
from policy_engine.domain.citation import InstrumentId
from policy_engine.ir.digest import Digested, digest
from policy_engine.ir.nodes import Instrument, Library
from policy_engine.proofs.areas import Memory
from policy_engine.proofs.around import around, around_both
from policy_engine.proofs.between import pairs
from policy_engine.proofs.prove import Proofs, prove_about, prove_between
from policy_engine.proofs.shown import Account, Analysis, Extent, Shown
from policy_engine.source import SourceFile, Span
from policy_engine.structure import dataclass
from policy_engine.syntax import ast
from policy_engine.syntax.outline import Outline, outline

_BY_NAMES_ALONE = "PE530"
"""Two instruments that may pay the same worker, told by place and months; the proof looks at the workers."""

_MOST = 4
"""The part of the files, as one in so many, of which it pays to work out some alone."""

_FAST = 1
"""How hard is tried to write less of what few reports need: it is written in every first run."""

_COUNTED = tuple(each.name for each in fields(Counts))

_REGIONS = "wilayah"


@dataclass(frozen=True, slots=True)
class Part:
    """What was found about one file, or between two: what every report needs, and what few do."""

    diagnostics: tuple[Diagnostic, ...]
    counts: Counts
    suppressions: tuple[Suppression, ...] = ()
    outline: Outline | None = None
    shown: tuple[Shown, ...] = ()
    accounts: tuple[Account, ...] = ()
    stamp: bytes = b""
    """A hash of all that its findings show, where it is kept."""

    @property
    def extents(self) -> tuple[int, ...]:
        """Count the accounts of each extent."""
        return tuple(sum(each.extent is extent for each in self.accounts) for extent in Extent)

    def marked(self, stamp: bytes) -> "Part":
        """Give the part with its stamp."""
        return replace(self, stamp=stamp)


def analyse(
    opened: workspace.Workspace, cache: caching.Cache, analysis: Analysis, milliseconds: int
) -> Analysed:
    """Compile, prove, and count what there was of the files asked for; what was found before is not looked for."""
    work = _Work(opened, cache, analysis, milliseconds)
    if analysis is Analysis.OFF or cache.folder is None:
        return work.afresh()
    stored = cache.load(work.shelf, ())
    kept = stored if isinstance(stored, Kept) else Kept()
    made = work.resumed(kept) or work.afresh()
    keep = work.kept()
    if keep is not None and (
        keep.said.keys() != kept.said.keys() or keep.placed.keys() != kept.placed.keys()
    ):
        cache.store(work.shelf, (), keep)
    return made


class _Work:
    """The work on one workspace: its parts, those found before and those made now."""

    def __init__(
        self, opened: workspace.Workspace, cache: caching.Cache, analysis: Analysis, milliseconds: int
    ) -> None:
        self.opened, self.cache = opened, cache
        self.analysis, self.milliseconds = analysis, milliseconds
        self.by_path = {source.path: source for source in opened.sources}
        self.shelf = caching.key(
            "ledger", analysis.value, str(milliseconds), str(len(opened.own)), *self.by_path
        )
        self.hashes: Mapping[str, str] = {}
        self.parse = loading.parser_with(cache)
        self.before = Kept()
        self.ledger: Ledger | None = None
        self.facts: dict[str, Facts] = {}
        self.said: dict[str, Said] = {}
        self.placed: dict[str, Placed] = {}
        self.proved: dict[str, Entry] = {}

    # Everything

    def afresh(self) -> Analysed:
        """Work everything out."""
        self.said, self.placed, self.proved = {}, {}, {}
        self.ledger = None
        loaded = loading.compiled(self.opened, self.cache)
        paths = [source.path for source in self.opened.own]
        library = self._provable(loaded)
        if library is None:
            outlined = [self._outlined(self.by_path[path]) for path in paths]
            return Analysed(
                loaded.diagnostics,
                Counts(files=len(paths), tests=len(loaded.own_cases)),
                complete=False,
                outlines={outline.source.path: outline for outline, _ in outlined},
                suppressions=tuple(found for _, aside in outlined for found in aside),
            )
        proofs = _Proofs(library, self.analysis, self.milliseconds)
        said = {path: self._said(path, loaded, proofs) for path in paths}
        loose = [found for found in loaded.diagnostics if found.span is None]
        self.hashes = {source.path: text_hash(source) for source in self.opened.sources}
        keeps = not loose and self.analysis is not Analysis.OFF and self.cache.folder is not None
        if keeps:
            self._open(Kept(codes=_codes(library)))
        pairs = sorted(proofs.meeting(self.opened.own_paths))
        abouts: list[tuple[str, ...]] = [*((path,) for path in paths), *pairs]

        def prove(about: tuple[str, ...]) -> _Made:
            meaning = self._meaning(about, proofs) if keeps else _Meaning("", ())
            return _Made(meaning, self._prove(about, proofs), None)

        made = dict(
            zip(
                abouts,
                spread(
                    prove,
                    abouts,
                    send=self._sent,
                    receive=lambda about, sent: prove(about) if sent is None else self._received(sent),
                ),
                strict=True,
            )
        )
        proved = {about: one.part for about, one in made.items()}
        if keeps:
            for path, name in self._ledger.names.items():
                said[path] = self._keep_said(name, said[path])
                proved[path,] = self._keep(name, made[path,])
            for pair, name in self._ledger.pairs.items():
                if pair in made:
                    proved[pair] = self._keep(name, made[pair])
                else:
                    self.placed[name] = NOTHING
        ordered = [part for path in paths for part in (said[path], proved[path,])]
        # What is found in files that were not asked for is told only where it is an error, and then nothing is proved.
        every = [Part(tuple(loose), Counts()), *ordered, *(proved[pair] for pair in pairs)]
        return _together(every, self.shelf)

    # What is missing

    def resumed(self, kept: Kept) -> Analysed | None:
        """Take what was found before and work out the rest; None where it pays to work everything out."""
        self.hashes = {source.path: text_hash(source) for source in self.opened.sources}
        new = sum(name not in kept.facts for name in self.hashes.values())
        if not kept.codes or new * _MOST > len(self.opened.sources):
            return None
        self._open(kept)
        names, pairs = self._ledger.names, self._ledger.pairs
        known: _Known = {}
        files: dict[str, str] = {}
        for path, name in names.items():
            said, proved = self._said_before(name), self._proved_before(name)
            if said is None or proved is None:
                files[path] = name
            else:
                known[path,] = (said, proved)
        missing: dict[tuple[str, str], str] = {}
        for pair, name in pairs.items():
            between = self._proved_before(name)
            if between is None:
                missing[pair] = name
            else:
                known[pair] = (between,)
        if len(files) * _MOST > len(self.opened.own):
            return None
        if files or missing:
            made = self._made(files, missing)
            if made is None:
                return None
            known |= made
        # In the order in which everything is worked out afresh.
        every = [part for about in (*((path,) for path in names), *sorted(pairs)) for part in known[about]]
        return _together(every, self.shelf)

    def _made(self, files: Mapping[str, str], pairs: Mapping[tuple[str, str], str]) -> "_Known | None":
        """Work out some files and pairs from the files that they depend on, which are compiled alone.

        What was proved before of what still means the same is told again, of the places where it stands now.
        """
        named = (*files.values(), *pairs.values())
        needed = {path for name in named for path in self._ledger.depends(name)}
        sources = tuple(source for source in self.opened.sources if source.path in needed)
        loaded = loading.alone(self.opened, sources, self.parse)
        library = self._provable(loaded)
        if library is None or any(found.span is None for found in loaded.diagnostics):
            return None
        proofs = _Proofs(library, self.analysis, self.milliseconds)
        made: _Known = {}
        for path, name in files.items():
            said = self._keep_said(name, self._said(path, loaded, proofs))
            made[path,] = (said, self._proved((path,), name, proofs))
        meeting = frozenset(proofs.meeting(self.opened.own_paths)) if pairs else frozenset()
        for pair, name in pairs.items():
            if pair in meeting:
                made[pair] = (self._proved(pair, name, proofs),)
            else:
                made[pair] = ()
                self.placed[name] = NOTHING
        return made

    def _proved(self, about: tuple[str, ...], name: str, proofs: "_Proofs") -> "Part | _Stored":
        """Take what was proved before of what means the same, or prove it."""
        meaning = self._meaning(about, proofs)
        entry = self.before.proved.get(meaning.name)
        sources = None if entry is None else self._still(entry)
        if entry is not None and sources is not None:
            places = tuple(meaning.places[number] for number in entry[3])
            where = tuple((place.source.path, place.start, place.end) for place in places)
            self.proved[meaning.name] = entry
            return _Stored(entry, sources, places, self._place(name, meaning.name, entry, where))
        return self._keep(name, _Made(meaning, self._prove(about, proofs), None))

    def _prove(self, about: tuple[str, ...], proofs: "_Proofs") -> Part:
        """Prove, with what is remembered of the areas of an instrument that waits for many others."""
        if self.ledger is None or len(about) != 1:
            return proofs.prove(about)
        shelf = caching.key("areas", self.ledger.asked, *about)
        before = self.cache.load(shelf, ())
        memory = Memory(
            lambda each: "" if self._is_of_the_base(each) else proofs.digest(each).digest,
            before if isinstance(before, Mapping) else {},
        )
        part = proofs.prove(about, memory)
        if memory.now and memory.now != memory.before:
            self.cache.store(shelf, (), memory.now)
        return part

    def _is_of_the_base(self, instrument: Instrument) -> bool:
        return instrument.origin is not None and instrument.origin.source.path in self._ledger.base

    def _meaning(self, about: tuple[str, ...], proofs: "_Proofs") -> "_Meaning":
        """Give the name of what is proved of some files, and the places that it can speak of."""
        members = proofs.around(*about)
        elsewhere = (each for each in members if not self._is_of_the_base(each))
        digests = (proofs.digest(each).digest for each in elsewhere)
        tables = [proofs.digest(each).places for path in about for each in proofs.of(path)]
        places = tuple(place for table in tables for place in table)
        shared = sorted({*tables[0]}.intersection(*tables[1:]), key=places.index) if len(tables) > 1 else ()
        alike = (f"{number}" for number, place in enumerate(places) if place in shared)
        return _Meaning(self._ledger.meaning(about, (*digests, "", *alike)), places)

    def _provable(self, loaded: loading.Loaded) -> Library | None:
        """Give the library that can be proved about; None where there is an error that is told of no part of it."""
        own = self.opened.own_paths
        strange = (found for found in loaded.diagnostics if found.severity is Severity.ERROR)
        if any(found.span is None or found.span.source.path not in own for found in strange):
            return None
        return loaded.provable

    # Parts

    def _said(self, path: str, loaded: loading.Loaded, proofs: "_Proofs") -> Part:
        """Give what was said of a file when it was compiled."""
        source = self.by_path[path]
        outlined, aside = self._outlined(source)
        said = tuple(
            found
            for found in loaded.diagnostics
            if found.span is not None
            and found.span.source is source
            and not (self.analysis is not Analysis.OFF and found.code == _BY_NAMES_ALONE)
        )
        latest = [each.versions[-1] for each in proofs.of(path) if each.versions]
        tests = sum(case.origin is not None and case.origin.source is source for case in loaded.own_cases)
        counts = Counts(
            files=1,
            instruments=len(proofs.of(path)),
            # What the latest version says is what a reader of the file sees.
            norms=sum(len(each.norms) + len(each.participant_norms) + len(each.groups) for each in latest),
            tests=tests,
            not_encoded=sum(len(each.not_encoded) for each in latest),
            blanks=sum(len(each.blanks) for each in latest),
            interpretations=sum(len(each.interpretations) for each in latest),
        )
        return Part(said, counts, aside, outlined)

    def _outlined(self, source: SourceFile) -> tuple[Outline, tuple[Suppression, ...]]:
        parsed = self.parse(source)
        made = outline(source, parsed.tree)
        return made, tuple(suppressions(parsed.comments, made))

    @property
    def _ledger(self) -> Ledger:
        assert self.ledger is not None  # noqa: S101  opened before
        return self.ledger

    def _open(self, kept: Kept) -> None:
        self.before = kept
        self.facts = {
            text: kept.facts[text] if text in kept.facts else _facts(self.parse(self.by_path[path]).tree)
            for path, text in self.hashes.items()
        }
        asked = (self.analysis.value, str(self.milliseconds))
        self.ledger = Ledger(self.opened, self.hashes, replace(kept, facts=self.facts), *asked)

    # Keeping

    def _said_before(self, name: str) -> "_Stored | None":
        said = self.before.said.get(name)
        if said is None:
            return None
        entry, stamped = said
        sources = self._still(entry)
        if sources is None:
            return None
        self.said[name] = said
        return _Stored(entry, sources, (), stamped)

    def _proved_before(self, name: str) -> "Part | _Stored | None":
        placed = self.before.placed.get(name)
        if placed is None:
            return None
        if placed == NOTHING:
            self.placed[name] = placed
            return _NOTHING
        meaning, where, stamped = placed
        entry = self.before.proved.get(meaning)
        sources = None if entry is None else self._still(entry)
        if entry is None or sources is None:
            return None
        self.placed[name], self.proved[meaning] = placed, entry
        return _Stored(entry, sources, self._at(where), stamped)

    def _still(self, entry: Entry) -> tuple[SourceFile, ...] | None:
        """Give the files that an entry speaks of; None where one of them is gone or another."""
        if any(self.hashes.get(path) != text for path, text in entry[2]):
            return None
        return tuple(self.by_path[path] for path, _ in entry[2])

    def _keep_said(self, name: str, part: Part) -> Part:
        entry = self._entry(part, ())
        if entry is None:
            return part
        stamped = stamp(entry, (), self.hashes)
        self.said[name] = (entry, stamped)
        return part.marked(stamped)

    def _keep(self, name: str, made: "_Made") -> "Part | _Stored":
        sent = made.sent or self._sent(made)
        if sent is None:
            return made.part
        meaning, entry, where = sent
        self.proved[meaning] = entry
        return made.part.marked(self._place(name, meaning, entry, where))

    def _place(self, name: str, meaning: str, entry: Entry, where: Where) -> bytes:
        """Keep where the places of what was proved stand, and give the stamp of both."""
        stamped = stamp(entry, where, self.hashes)
        self.placed[name] = (meaning, where, stamped)
        return stamped

    def _sent(self, made: "_Made") -> "_Sent | None":
        """Write what was proved; None where it cannot be written."""
        places = made.meaning.places
        entry = self._entry(made.part, places)
        if entry is None:
            return None
        where = (places[number] for number in entry[3])
        return made.meaning.name, entry, tuple((place.source.path, place.start, place.end) for place in where)

    def _received(self, sent: "_Sent") -> "_Made":
        """Take what another process proved."""
        name, entry, where = sent
        sources = tuple(self.by_path[path] for path, _ in entry[2])
        return _Made(_Meaning(name, ()), _Stored(entry, sources, self._at(where), b""), sent)

    def _at(self, where: Iterable[tuple[str, int, int]]) -> tuple[Span, ...]:
        return tuple(Span(self.by_path[path], start, end) for path, start, end in where)

    def _entry(self, part: "Part | _Stored", places: Sequence[Span]) -> Entry | None:
        """Write a part; None where it cannot be written."""
        numbers: dict[Span, int] = {}
        for number, place in enumerate(places):
            numbers.setdefault(place, number)
        packing = caching.Packing(numbers)
        # Nothing was found about most files, and nothing is quicker to read than nothing.
        found = bool(part.diagnostics or part.suppressions)
        light = packing.packed((part.diagnostics, part.suppressions)) if found else b""
        heavy = packing.packed((part.outline, part.shown, part.accounts))
        if light is None or heavy is None:
            return None
        speaks = tuple((source.path, self.hashes[source.path]) for source in packing.sources)
        counted = (*(getattr(part.counts, name) for name in _COUNTED), *part.extents)
        return light, zlib.compress(heavy, _FAST), speaks, packing.places, counted

    def kept(self) -> Kept | None:
        """Give the ledger to store; None where nothing can be kept."""
        if self.ledger is None:
            return None
        return Kept(
            self.facts,
            self.before.codes,
            self.said,
            self.placed,
            self.proved,
            self.ledger.callable,
            self.ledger.mentioned,
        )


@dataclass(frozen=True, slots=True)
class _Meaning:
    """The name of what is proved, and the places that it can speak of, by their numbers."""

    name: str
    places: tuple[Span, ...]


_Sent: TypeAlias = tuple[str, Entry, Where]
"""What was proved, as it is kept and as one process tells it another: its name, itself, and where its places stand."""


@dataclass(frozen=True, slots=True)
class _Made:
    """What was proved, by what name it is kept, and as it was sent where another process proved it."""

    meaning: _Meaning
    part: "Part | _Stored"
    sent: _Sent | None


class _Proofs:
    """Proofs about one library, file by file and pair by pair."""

    def __init__(self, library: Library, analysis: Analysis, milliseconds: int) -> None:
        self.library, self.analysis, self.milliseconds = library, analysis, milliseconds
        self._of: dict[str, list[Instrument]] = {}
        for each in library.instruments:
            if each.origin is not None:
                self._of.setdefault(each.origin.source.path, []).append(each)
        self._by_id = {each.id: each for each in library.instruments}
        self._digests: dict[InstrumentId, Digested] = {}
        self._meeting: dict[tuple[str, str], tuple[Instrument, Instrument]] = {}

    def of(self, path: str) -> Sequence[Instrument]:
        """Give the instruments of a file."""
        return self._of.get(path, ())

    def digest(self, instrument: Instrument) -> Digested:
        """Give the digest of an instrument of the library, or of the part of one that a proof looks at."""
        if instrument is not self._by_id[instrument.id]:
            return digest(instrument)
        if instrument.id not in self._digests:
            self._digests[instrument.id] = digest(instrument)
        return self._digests[instrument.id]

    def meeting(self, paths: Collection[str]) -> Collection[tuple[str, str]]:
        """Give each pair of files whose instruments can meet, one of which is asked for."""
        own = {each.id for path in paths for each in self.of(path)}
        if self.analysis is not Analysis.OFF:
            for one, other in pairs(self.library, own):
                assert one.origin is not None  # noqa: S101  what pays was written in a file
                assert other.origin is not None  # noqa: S101
                first, second = one.origin.source.path, other.origin.source.path
                self._meeting[min(first, second), max(first, second)] = (one, other)
        return self._meeting.keys()

    def around(self, *paths: str) -> tuple[Instrument, ...]:
        """Give the instruments of the library that proofs about these files look at."""
        if len(paths) == 1:
            asked = [around(self.library, each) for each in self.of(*paths)]
        else:
            asked = [around_both(self.library, *self._meeting[paths[0], paths[1]])[0]]
        # Of what is asked about itself all is looked at, whatever it waits for there.
        about = {each.id for path in paths for each in self.of(path)}
        found = (each for part in asked for each in part.instruments)
        return tuple(self._by_id[each.id] if each.id in about else each for each in found)

    def prove(self, about: tuple[str, ...], memory: Memory | None = None) -> Part:
        """Prove about the instruments of a file, or between those of two that can meet."""
        return self._about(*about, memory) if len(about) == 1 else self._between(*about)

    def _about(self, path: str, memory: Memory | None) -> Part:
        return _part(
            [
                prove_about(self.library, each, self.analysis, milliseconds=self.milliseconds, memory=memory)
                for each in self.of(path)
            ]
        )

    def _between(self, first: str, second: str) -> Part:
        one, other = self._meeting[first, second]
        return _part([prove_between(self.library, one, other, milliseconds=self.milliseconds)])


def _part(proved: Sequence[Proofs]) -> Part:
    findings = [finding for proofs in proved for finding in proofs.findings]
    return Part(
        tuple(finding.diagnostic for finding in findings),
        Counts(
            proved=sum(proofs.analysed for proofs in proved),
            pairs=sum(proofs.pairs for proofs in proved),
            questions=sum(proofs.questions for proofs in proved),
        ),
        shown=tuple(shown for finding in findings for shown in finding.shown),
        accounts=tuple(account for proofs in proved for account in proofs.accounts),
    )


_NOTHING = Part((), Counts())

_Known: TypeAlias = "dict[tuple[str, ...], tuple[Part | _Stored, ...]]"
"""What is known about files and pairs of files: of a file what was said of it, and what was proved."""


class _Stored:
    """A part as it was stored; what few reports need is read when it is asked for."""

    def __init__(
        self, entry: Entry, sources: tuple[SourceFile, ...], places: tuple[Span, ...], stamp: bytes
    ) -> None:
        light, self._heavy, _, _, counted = entry
        self._sources, self._places = sources, places
        self.stamp = stamp
        self.counts, self.extents = Counts(*counted[: len(_COUNTED)]), counted[len(_COUNTED) :]
        read: tuple[tuple[Diagnostic, ...], tuple[Suppression, ...]] = (
            caching.unpacked(light, sources, places) if light else ((), ())
        )
        self.diagnostics, self.suppressions = read

    def marked(self, stamp: bytes) -> "_Stored":
        """Give the part with its stamp."""
        self.stamp = stamp
        return self

    @cached_property
    def _read(self) -> tuple[Outline | None, tuple[Shown, ...], tuple[Account, ...]]:
        read: tuple[Outline | None, tuple[Shown, ...], tuple[Account, ...]] = caching.unpacked(
            zlib.decompress(self._heavy), self._sources, self._places
        )
        return read

    @property
    def outline(self) -> Outline | None:
        """Give the named places of the file."""
        return self._read[0]

    @property
    def shown(self) -> tuple[Shown, ...]:
        """Give the workers who show its findings."""
        return self._read[1]

    @property
    def accounts(self) -> tuple[Account, ...]:
        """Give what was made of each clause."""
        return self._read[2]


class _Later(Sequence[Any]):
    """What some parts have of one kind, read when it is asked for."""

    def __init__(
        self, parts: Sequence[Part | _Stored], kind: Callable[[Part | _Stored], tuple[Any, ...]]
    ) -> None:
        self._parts, self._kind = parts, kind

    @cached_property
    def _every(self) -> tuple[Any, ...]:
        return tuple(found for part in self._parts for found in self._kind(part))

    def __getitem__(self, place: Any) -> Any:
        return self._every[place]

    def __len__(self) -> int:
        return len(self._every)


class _Outlines(Mapping[str, Outline]):
    """The outlines of some files, read when they are asked for."""

    def __init__(self, parts: Sequence[Part | _Stored]) -> None:
        self._parts = parts

    @cached_property
    def _every(self) -> Mapping[str, Outline]:
        found = [part.outline for part in self._parts]
        return {each.source.path: each for each in found if each is not None}

    def __getitem__(self, path: str) -> Outline:
        return self._every[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._every)

    def __len__(self) -> int:
        return len(self._every)


def _together(parts: Iterable[Part | _Stored], shelf: str) -> Analysed:
    listed = list(parts)
    return Analysed(
        tuple(found for part in listed for found in part.diagnostics),
        Counts(**{name: sum(getattr(part.counts, name) for part in listed) for name in _COUNTED}),
        complete=not any(
            isinstance(found, OF_SHARES_AND_ORDER) for part in listed for found in part.diagnostics
        ),
        shown=_Later(listed, lambda part: part.shown),
        accounts=_Later(listed, lambda part: part.accounts),
        extents=tuple(map(sum, zip(*(part.extents for part in listed), strict=True))),
        outlines=_Outlines(listed),
        suppressions=tuple(found for part in listed for found in part.suppressions),
        stamped=Stamped(
            shelf, [(part.stamp, part.diagnostics) for part in listed if part.stamp and part.diagnostics]
        ),
    )


def _facts(tree: ast.PolicyFile | None) -> Facts:
    instrument = None if tree is None else tree.instrument
    if tree is None or instrument is None:
        return (True, "", "", "")
    locality, header = instrument.locality, instrument.header
    return (
        bool(tree.declarations),
        "" if locality is None else locality.text,
        "" if header.region is None else header.region.text,
        "" if header.called is None else header.called.text,
    )


def _codes(library: Library) -> dict[str, str]:
    """Give the codes of regions by their names."""
    regions = (v for v in library.vocabularies if v.name == _REGIONS)
    return {code.name: code.code for v in regions for code in v.codes if code.code is not None}
