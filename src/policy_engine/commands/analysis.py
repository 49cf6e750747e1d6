"""The files of a workspace in; what `check` remembers of them out."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

from policy_engine import cache as caching
from policy_engine import workspace
from policy_engine.commands import loading
from policy_engine.commands.ledger import Entry, Facts, Kept, Ledger, text_hash
from policy_engine.commands.report import Analysed, Counts
from policy_engine.commands.suppression import Suppression, suppressions
from policy_engine.diagnostics.model import Diagnostic
from policy_engine.domain.citation import InstrumentId
from policy_engine.ir.nodes import Instrument, Library
from policy_engine.proofs.between import pairs
from policy_engine.proofs.prove import Proofs, prove_about, prove_between
from policy_engine.proofs.shown import Account, Analysis, Shown
from policy_engine.source import SourceFile
from policy_engine.syntax import ast
from policy_engine.syntax.outline import Outline, outline

_BY_NAMES_ALONE = "PE530"
"""Two instruments that may pay the same worker, told by place and months; the proof looks at the workers."""

_MOST = 4
"""The part of the files, as one in so many, of which it pays to work out some alone."""

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


def analyse(
    opened: workspace.Workspace, cache: caching.Cache, analysis: Analysis, milliseconds: int
) -> Analysed:
    """Compile, prove, and count what there was of the files asked for; what was found before is not looked for."""
    work = _Work(opened, cache, analysis, milliseconds)
    if analysis is Analysis.OFF or cache.folder is None:
        return work.afresh()
    shelf = caching.key("ledger", analysis.value, str(milliseconds), str(len(opened.own)), *work.by_path)
    stored = cache.load(shelf, ())
    kept = stored if isinstance(stored, Kept) else Kept()
    made = work.resumed(kept) or work.afresh()
    keep = work.kept()
    if keep is not None and keep.entries.keys() != kept.entries.keys():
        cache.store(shelf, (), keep)
    return made


class _Work:
    """The work on one workspace: its parts, those found before and those made now."""

    def __init__(
        self, opened: workspace.Workspace, cache: caching.Cache, analysis: Analysis, milliseconds: int
    ) -> None:
        self.opened, self.cache = opened, cache
        self.analysis, self.milliseconds = analysis, milliseconds
        self.by_path = {source.path: source for source in opened.sources}
        self.parse = loading.parser_with(cache)
        self.facts: dict[str, Facts] = {}
        self.codes: Mapping[str, str] = {}
        self.ledger: Ledger | None = None
        self.entries: dict[str, Entry] = {}

    # Everything

    def afresh(self) -> Analysed:
        """Work everything out."""
        self.entries = {}
        loaded = loading.compiled(self.opened, self.cache)
        paths = [source.path for source in self.opened.own]
        if loaded.library is None:
            outlined = [self._outlined(self.by_path[path]) for path in paths]
            return Analysed(
                loaded.diagnostics,
                Counts(files=len(paths), tests=len(loaded.own_cases)),
                complete=False,
                outlines={outline.source.path: outline for outline, _ in outlined},
                suppressions=tuple(found for _, aside in outlined for found in aside),
            )
        one_by_one = _Proofs(loaded.library, self.analysis, self.milliseconds)
        about = {path: self._part(path, loaded, one_by_one) for path in paths}
        own = {instrument.id for path in paths for instrument in one_by_one.of(path)}
        between = dict(one_by_one.pairs(own))
        loose = [found for found in loaded.diagnostics if found.span is None]
        if not loose and self.analysis is not Analysis.OFF and self.cache.folder is not None:
            self._open(_codes(loaded.library), {})
            self._keep({self._names()[path]: part for path, part in about.items()})
            self._keep({self._pairs()[pair]: part for pair, part in between.items() if pair in self._pairs()})
            nothing = Part((), Counts())
            self._keep({name: nothing for pair, name in self._pairs().items() if pair not in between})
        # What is found in files that were not asked for is told only where it is an error, and there is none.
        return _together([Part(tuple(loose), Counts()), *about.values(), *between.values()])

    # What is missing

    def resumed(self, kept: Kept) -> Analysed | None:
        """Take what was found before and work out the rest; None where it pays to work everything out."""
        new = [source for source in self.opened.sources if text_hash(source) not in kept.facts]
        if not kept.codes or len(new) * _MOST > len(self.opened.sources):
            return None
        self._open(kept.codes, kept.facts)
        files = {path: name for path, name in self._names().items() if name not in kept.entries}
        pairs = {pair: name for pair, name in self._pairs().items() if name not in kept.entries}
        if len(files) * _MOST > len(self.opened.own):
            return None
        made = self._made(files, pairs) if files or pairs else {}
        if made is None:
            return None
        names = (*self._names().values(), *self._pairs().values())
        self.entries = {name: kept.entries[name] for name in names if name in kept.entries}
        before = [_Stored(self.entries[name], self._sources(name)) for name in self.entries]
        self._keep(made)
        return _together([*made.values(), *before])

    def _made(
        self, files: Mapping[str, str], pairs: Mapping[tuple[str, str], str]
    ) -> dict[str, "Part | _Stored"] | None:
        """Work out some files and pairs from the files that they depend on, which are compiled alone."""
        assert self.ledger is not None  # noqa: S101  opened before
        named = (*files.values(), *pairs.values())
        needed = {source.path for name in named for source in self._sources(name)}
        sources = tuple(source for source in self.opened.sources if source.path in needed)
        loaded = loading.alone(self.opened, sources, self.parse)
        if loaded.library is None or any(found.span is None for found in loaded.diagnostics):
            return None
        one_by_one = _Proofs(loaded.library, self.analysis, self.milliseconds)
        made: dict[str, Part | _Stored] = {
            name: self._part(path, loaded, one_by_one) for path, name in files.items()
        }
        for pair, name in pairs.items():
            made[name] = one_by_one.pair(pair) or Part((), Counts())
        return made

    # Parts and their names

    def _part(self, path: str, loaded: loading.Loaded, one_by_one: "_Proofs") -> Part:
        assert loaded.library is not None  # noqa: S101  nothing is proved of what is not sound
        source = self.by_path[path]
        outlined, aside = self._outlined(source)
        proved = one_by_one.about(path)
        said = tuple(
            found
            for found in loaded.diagnostics
            if found.span is not None
            and found.span.source is source
            and not (self.analysis is not Analysis.OFF and found.code == _BY_NAMES_ALONE)
        )
        latest = [each.versions[-1] for each in one_by_one.of(path) if each.versions]
        tests = sum(case.origin is not None and case.origin.source is source for case in loaded.own_cases)
        counts = Counts(
            files=1,
            instruments=len(one_by_one.of(path)),
            # What the latest version says is what a reader of the file sees.
            norms=sum(len(each.norms) + len(each.participant_norms) + len(each.groups) for each in latest),
            tests=tests,
            not_encoded=sum(len(each.not_encoded) for each in latest),
            blanks=sum(len(each.blanks) for each in latest),
            interpretations=sum(len(each.interpretations) for each in latest),
            proved=sum(proofs.analysed for proofs in proved),
            questions=sum(proofs.questions for proofs in proved),
        )
        findings = [finding for proofs in proved for finding in proofs.findings]
        return Part(
            (*said, *(finding.diagnostic for finding in findings)),
            counts,
            aside,
            outlined,
            tuple(shown for finding in findings for shown in finding.shown),
            tuple(account for proofs in proved for account in proofs.accounts),
        )

    def _outlined(self, source: SourceFile) -> tuple[Outline, tuple[Suppression, ...]]:
        parsed = self.parse(source)
        made = outline(source, parsed.tree)
        return made, tuple(suppressions(parsed.comments, made))

    def _open(self, codes: Mapping[str, str], facts: Mapping[str, Facts]) -> None:
        self.codes = codes
        for source in self.opened.sources:
            name = text_hash(source)
            self.facts[name] = facts[name] if name in facts else _facts(self.parse(source).tree)
        asked = (self.analysis.value, str(self.milliseconds))
        self.ledger = Ledger(self.opened, self.facts, codes, *asked)

    def _names(self) -> Mapping[str, str]:
        assert self.ledger is not None  # noqa: S101  opened before
        return self.ledger.names

    def _pairs(self) -> Mapping[tuple[str, str], str]:
        assert self.ledger is not None  # noqa: S101  opened before
        return self.ledger.pairs

    def _sources(self, name: str) -> tuple[SourceFile, ...]:
        """Give the files that an entry depends on, in one order."""
        assert self.ledger is not None  # noqa: S101  opened before
        return tuple(self.by_path[path] for path in self.ledger.depends(name))

    # Keeping

    def _keep(self, parts: Mapping[str, "Part | _Stored"]) -> None:
        for name, part in parts.items():
            if isinstance(part, Part):
                sources = self._sources(name)
                light = caching.packed(
                    (part.diagnostics, part.counts, part.suppressions, part.accounts), sources
                )
                heavy = caching.packed((part.outline, part.shown), sources)
                if light is not None and heavy is not None:
                    self.entries[name] = (light, heavy)

    def kept(self) -> Kept | None:
        """Give the ledger to store; None where nothing can be kept."""
        return None if self.ledger is None else Kept(self.facts, dict(self.codes), self.entries)


class _Proofs:
    """Proofs about one library, file by file and pair by pair."""

    def __init__(self, library: Library, analysis: Analysis, milliseconds: int) -> None:
        self.library, self.analysis, self.milliseconds = library, analysis, milliseconds
        self._of: dict[str, list[Instrument]] = {}
        for each in library.instruments:
            if each.origin is not None:
                self._of.setdefault(each.origin.source.path, []).append(each)

    def of(self, path: str) -> Sequence[Instrument]:
        """Give the instruments of a file."""
        return self._of.get(path, ())

    def about(self, path: str) -> list[Proofs]:
        """Prove about the instruments of a file."""
        return [
            prove_about(self.library, each, self.analysis, milliseconds=self.milliseconds)
            for each in self.of(path)
        ]

    def pairs(self, own: Collection[InstrumentId]) -> Iterator[tuple[tuple[str, str], Part]]:
        """Prove about each pair that can meet, one of which is asked for."""
        if self.analysis is not Analysis.OFF:
            for one, other in pairs(self.library, own):
                assert one.origin is not None  # noqa: S101  what pays was written in a file
                assert other.origin is not None  # noqa: S101
                first, second = one.origin.source.path, other.origin.source.path
                yield (min(first, second), max(first, second)), self._between(one, other)

    def pair(self, paths: tuple[str, str]) -> Part | None:
        """Prove about the instruments of two files; None where they cannot meet."""
        own = {each.id for path in paths for each in self.of(path)}
        return next((part for found, part in self.pairs(own) if found == paths), None)

    def _between(self, one: Instrument, other: Instrument) -> Part:
        proofs = prove_between(self.library, one, other, milliseconds=self.milliseconds)
        return Part(
            tuple(finding.diagnostic for finding in proofs.findings),
            Counts(pairs=proofs.pairs, questions=proofs.questions),
            shown=tuple(shown for finding in proofs.findings for shown in finding.shown),
        )


class _Stored:
    """A part as it was stored; what few reports need is read when it is asked for."""

    def __init__(self, entry: Entry, sources: tuple[SourceFile, ...]) -> None:
        light, self._heavy = entry
        self._sources = sources
        read: tuple[tuple[Diagnostic, ...], Counts, tuple[Suppression, ...], tuple[Account, ...]] = (
            caching.unpacked(light, sources)
        )
        self.diagnostics, self.counts, self.suppressions, self.accounts = read

    @cached_property
    def _read(self) -> tuple[Outline | None, tuple[Shown, ...]]:
        read: tuple[Outline | None, tuple[Shown, ...]] = caching.unpacked(self._heavy, self._sources)
        return read

    @property
    def outline(self) -> Outline | None:
        """Give the named places of the file."""
        return self._read[0]

    @property
    def shown(self) -> tuple[Shown, ...]:
        """Give the workers who show its findings."""
        return self._read[1]


class _Shown(Sequence[Shown]):
    """The workers who show the findings of some parts, read when they are asked for."""

    def __init__(self, parts: Sequence[Part | _Stored]) -> None:
        self._parts = parts

    @cached_property
    def _every(self) -> tuple[Shown, ...]:
        return tuple(shown for part in self._parts for shown in part.shown)

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


def _together(parts: Iterable[Part | _Stored]) -> Analysed:
    listed = list(parts)
    names = [each.name for each in fields(Counts)]
    return Analysed(
        tuple(found for part in listed for found in part.diagnostics),
        Counts(**{name: sum(getattr(part.counts, name) for part in listed) for name in names}),
        complete=True,
        shown=_Shown(listed),
        accounts=tuple(account for part in listed for account in part.accounts),
        outlines=_Outlines(listed),
        suppressions=tuple(found for part in listed for found in part.suppressions),
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
