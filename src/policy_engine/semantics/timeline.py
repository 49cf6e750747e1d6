"""What an instrument says on each day: instruments in, versions with their dates out.

Every amendment and repeal takes effect on the day its instrument commences, in the order of commencement,
then promulgation, then number. An instrument repealed before it commences changes nothing; what was repealed
does not revive when its repealer is repealed (UU 12/2011 Lampiran II 229); changes that took effect stay
when the instrument that made them goes.

How a change is carried out on the text is in `consolidate`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from enum import Enum
from types import MappingProxyType
from typing import TypeAlias

from policy_engine.diagnostics.amendments import (
    AmendsCarriedOut,
    AmendsElsewhere,
    AmendsHigher,
    AmendsRepealed,
    AmendsUncommenced,
    AmendsUnloaded,
    ChangesItself,
    ChangeWithoutCommencement,
)
from policy_engine.diagnostics.model import Diagnostic
from policy_engine.diagnostics.repeals import (
    RepealLeavesAmendment,
    RepealsElsewhere,
    RepealsHigher,
    RepealsRepealed,
    RepealsUnloaded,
)
from policy_engine.domain.citation import Authority, Citation, InstrumentId, InstrumentKind, Provision
from policy_engine.domain.dates import PackedDate, add_days
from policy_engine.ir.nodes import ChangeKind
from policy_engine.semantics import places
from policy_engine.semantics.consolidate import apply
from policy_engine.source import Span
from policy_engine.structure import dataclass
from policy_engine.syntax import ast

NO_REGIONS: Mapping[str, str] = MappingProxyType({})

_Key: TypeAlias = tuple[InstrumentKind, str, str, int]
"""Kind, locality (code, else the name as written), number and year; only instruments that have all."""

_ALWAYS = PackedDate(0)


@dataclass(frozen=True, slots=True)
class Changed:
    """What one step of an amendment did to a place, where that step stands, and since when."""

    kind: ChangeKind
    place: Provision
    by: Citation
    since: PackedDate


@dataclass(frozen=True, slots=True)
class VersionTree:
    """The text from `since` until `until` (exclusive; None: still), and whose changes it holds."""

    since: PackedDate
    until: PackedDate | None
    tree: ast.Instrument
    amended_by: tuple[InstrumentId, ...]
    changes: tuple["Changed", ...] = ()


@dataclass(frozen=True, slots=True)
class Timeline:
    """An instrument over time.

    The spans ascend without gap. Where `commences` is None, left open by the author, there is one span since
    day 0 with the text as first written. An instrument repealed no later than it commences has no span.
    `diagnostics` are those of changes to this instrument, and of its own changes to instruments not loaded.
    """

    spans: tuple[VersionTree, ...]
    commences: PackedDate | None
    repealed_by: InstrumentId | None
    diagnostics: tuple[Diagnostic, ...]


def timeline(
    instrument: ast.Instrument,
    others: Sequence[ast.Instrument],
    regions: Mapping[str, str] = NO_REGIONS,
) -> Timeline:
    """Give the versions of one instrument, as the others amend and repeal it.

    `regions` gives the Kemendagri code of each name of a region. `others` may hold the instrument itself.
    """
    rest = [other for other in others if other is not instrument]
    return timelines([instrument, *rest], regions)[0]


def timelines(
    instruments: Sequence[ast.Instrument], regions: Mapping[str, str] = NO_REGIONS
) -> tuple[Timeline, ...]:
    """Give the versions of every instrument, in the order given; their order changes nothing."""
    history = _History([_Life(tree, regions) for tree in instruments], regions)
    history.run()
    return tuple(history.told(life) for life in history.lives)


def instrument_id(instrument: ast.Instrument, regions: Mapping[str, str] = NO_REGIONS) -> InstrumentId | None:
    """Give the identity of an instrument; None where its kind is left open or a part cannot be read."""
    if isinstance(instrument.kind, ast.Blank):
        return None
    return _identity(
        instrument.kind,
        instrument.locality,
        None if isinstance(instrument.number, ast.Blank) else instrument.number,
        None if isinstance(instrument.year, ast.Blank) else instrument.year,
        regions,
    )


def reference_id(
    reference: ast.InstrumentRef,
    regions: Mapping[str, str] = NO_REGIONS,
    own_locality: ast.Name | None = None,
) -> InstrumentId | None:
    """Give the identity of an instrument that is referred to; a local one without locality is one's own."""
    locality = reference.locality or (own_locality if _is_local(reference.kind) else None)
    return _identity(reference.kind, locality, reference.number, reference.year, regions)


def as_written(reference: ast.InstrumentRef) -> str:
    """Give a reference as its author writes it: `perbup kabupaten_x 1/2020`."""
    if reference.called is not None:
        return f"naskah {reference.called.text}"
    locality = (reference.locality.text,) if reference.locality else ()
    number = f"{reference.number or '...'}/{reference.year or '...'}"
    return " ".join((reference.kind.code, *locality, number))


def sentences(instrument: ast.Instrument) -> Iterator[ast.Sentence]:
    """Go through the sentences of an instrument in the order of its text."""
    for unit in instrument.body:
        if isinstance(unit, ast.Article):
            for paragraph in unit.paragraphs:
                yield paragraph.sentence


_Text: TypeAlias = tuple[ast.Instrument, tuple[InstrumentId, ...], tuple[Changed, ...]]
"""A text, whose changes it holds, and what they did."""


@dataclass(eq=False, slots=True)
class _Life:
    """One instrument while the history runs."""

    original: ast.Instrument
    regions: Mapping[str, str]
    tree: ast.Instrument = field(init=False)
    id: InstrumentId | None = field(init=False)
    key: _Key | None = field(init=False)
    place: str = field(init=False)
    dead_numbers: Mapping[Provision, Span] = field(default_factory=dict)
    amended_by: tuple[InstrumentId, ...] = ()
    changes: tuple[Changed, ...] = ()
    amenders: list["_Life"] = field(default_factory=list)
    versions: dict[PackedDate, _Text] = field(default_factory=dict)
    repealed_on: PackedDate | None = None
    repealer: "_Life | None" = None
    repeal: Span | None = None
    carried_out: bool = False
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.tree = self.original
        self.id = instrument_id(self.original, self.regions)
        self.key = _key_of_instrument(self.original, self.regions)
        self.place = self.key[1] if self.key else _written_place(self.original, self.regions)
        if self.commences is not None:
            self.versions[self.commences] = (self.tree, (), ())

    @property
    def commences(self) -> PackedDate | None:
        return _date(self.original.header.commences)

    @property
    def until(self) -> PackedDate | None:
        """The first day on which it no longer holds: the day after its last, or that of its repeal."""
        last = self.original.header.ends
        ends = (add_days(last.date, 1),) if last else ()
        return min((*ends, *((self.repealed_on,) if self.repealed_on is not None else ())), default=None)

    def order(self) -> tuple[int, int, int, int, str, str, str, str, int]:
        """Order by commencement, promulgation, number; then by what tells two files apart."""
        header = self.original.header
        commences = self.commences or _ALWAYS
        promulgated = _date(header.promulgated) or _date(header.enacted) or commences
        kind, locality, number, year = self.key or (InstrumentKind.NOTA_KESEPAKATAN, "", "", 0)
        digits = "".join(character for character in number if character.isdigit())
        span = self.original.span
        return (
            commences, promulgated, year, int(digits or 0), number, kind.code, locality,
            span.source.path, span.start,
        )  # fmt: skip


@dataclass(slots=True)
class _History:
    """All instruments, walked through in the order in which they commence."""

    lives: list[_Life]
    regions: Mapping[str, str]
    by_key: dict[_Key, list[_Life]] = field(default_factory=dict)

    def run(self) -> None:
        for life in self.lives:
            if life.key is not None:
                self.by_key.setdefault(life.key, []).append(life)
        for life in sorted(self.lives, key=_Life.order):
            self._commence(life)

    def told(self, life: _Life) -> Timeline:
        until = life.until
        if life.commences is None:
            spans: tuple[VersionTree, ...] = (VersionTree(_ALWAYS, until, life.original, ()),)
        else:
            starts = sorted(since for since in life.versions if until is None or since < until)
            ends = (*starts[1:], until)
            spans = tuple(
                VersionTree(since, end, *life.versions[since])
                for since, end in zip(starts, ends, strict=False)
            )
        repealer = life.repealer.id if life.repealer else None
        return Timeline(spans, life.commences, repealer, tuple(life.diagnostics))

    def _commence(self, life: _Life) -> None:
        on = life.commences
        if on is not None and life.until is not None and life.until <= on:
            return
        for placed in places.sentences(life.tree):
            sentence = placed.paragraph.sentence
            if isinstance(sentence, ast.Amendment):
                self._each(life, sentence.target, on, (placed.provision, sentence))
            if isinstance(sentence, ast.Repeal):
                for target in sentence.targets:
                    self._each(life, target, on, None)
                    if target.amended_by is not None:
                        self._each(life, target.amended_by, on, None)
                self._note_amendments_left(life, sentence.targets)
        life.carried_out = True

    def _each(
        self,
        life: _Life,
        target: ast.InstrumentRef,
        on: PackedDate | None,
        amendment: tuple[Provision, ast.Amendment] | None,
    ) -> None:
        """Carry out one change of one target: an amendment and where it stands, or (None) a repeal."""
        written = as_written(target)
        found = self._find(target, life)
        if not found:
            unloaded = AmendsUnloaded if amendment else RepealsUnloaded
            life.diagnostics.append(unloaded(span=target.span, target=written))
        for other in found:
            if other is life:
                life.diagnostics.append(ChangesItself(span=target.span, target=written))
            elif on is None:
                other.diagnostics.append(ChangeWithoutCommencement(span=target.span, target=written))
            elif amendment is not None:
                self._amend(life, other, *amendment, on)
            else:
                self._repeal(life, other, target, on)

    def _amend(
        self, life: _Life, other: _Life, where: Provision, amendment: ast.Amendment, on: PackedDate
    ) -> None:
        written, span = as_written(amendment.target), amendment.target.span
        base = other.original.span
        match _power(life, other):
            case _Power.LOWER:
                other.diagnostics.append(AmendsHigher(span=span, target=written, base=base))
                return
            case _Power.ELSEWHERE:
                other.diagnostics.append(AmendsElsewhere(span=span, target=written, base=base))
                return
            case _Power.ENOUGH:
                pass
        if other.commences is None:
            other.diagnostics.append(AmendsUncommenced(span=span, target=written, base=base))
            return
        if other.until is not None and other.until <= on:
            gone = other.repeal or (other.original.header.ends or other.original).span
            other.diagnostics.append(AmendsRepealed(span=span, target=written, base=gone))
            return
        if other.carried_out and any(isinstance(s, ast.Amendment) for s in sentences(other.tree)):
            other.diagnostics.append(AmendsCarriedOut(span=span, target=written, base=base))
        after = apply(other.tree, amendment, other.dead_numbers)
        other.diagnostics.extend(after.diagnostics)
        if after.changed:
            other.tree, other.dead_numbers = after.tree, after.dead
            other.amenders.append(life)
            if life.id is not None and life.id not in other.amended_by:
                other.amended_by = (*other.amended_by, life.id)
            since = max(on, other.commences)
            if life.id is not None:
                other.changes += tuple(
                    Changed(
                        step.kind,
                        step.place,
                        Citation(life.id, places.of_item(where, step.marker)),
                        since,
                    )
                    for step in after.carried
                )
            other.versions[since] = (other.tree, other.amended_by, other.changes)

    def _repeal(self, life: _Life, other: _Life, target: ast.InstrumentRef, on: PackedDate) -> None:
        written = as_written(target)
        span, base = target.span, other.original.span
        match _power(life, other):
            case _Power.LOWER:
                other.diagnostics.append(RepealsHigher(span=span, target=written, base=base))
            case _Power.ELSEWHERE:
                other.diagnostics.append(RepealsElsewhere(span=span, target=written, base=base))
            case _Power.ENOUGH if other.repeal is not None:
                other.diagnostics.append(RepealsRepealed(span=span, target=written, base=other.repeal))
            case _Power.ENOUGH:
                other.repealed_on, other.repealer, other.repeal = on, life, span

    def _note_amendments_left(self, life: _Life, targets: Sequence[ast.InstrumentRef]) -> None:
        """Note what amended a repealed instrument and is repealed neither here nor before."""
        for target in targets:
            for other in self._find(target, life):
                for amender in other.amenders if other.repealer is life else ():
                    if amender.repeal is None and amender.key is not None:
                        kind, locality, number, year = amender.key
                        name = " ".join(part for part in (kind.code, locality, f"{number}/{year}") if part)
                        other.diagnostics.append(
                            RepealLeavesAmendment(
                                span=target.span,
                                target=as_written(target),
                                amender=name,
                                base=amender.original.span,
                            )
                        )

    def _find(self, target: ast.InstrumentRef, life: _Life) -> list[_Life]:
        if target.called is not None:
            return [other for other in self.lives if other.original.header.called == target.called]
        key = _key_of_reference(target, life.original.locality, self.regions)
        return self.by_key.get(key, []) if key is not None else []


class _Power(Enum):
    """Whether an instrument may change another."""

    ENOUGH = "enough"
    LOWER = "lower"
    ELSEWHERE = "elsewhere"


def _power(mine: _Life, theirs: _Life) -> _Power:
    """Say whether an instrument may change another; where a kind is left open, nothing is held against it."""
    if mine.id is None or theirs.id is None or mine.id.outranks(theirs.id):
        return _Power.ENOUGH
    kind, other = mine.id.kind, theirs.id.kind
    if InstrumentKind.NASKAH in (kind, other):
        return _Power.ENOUGH
    if theirs.id.outranks(mine.id) or (other.regulates and not kind.regulates):
        return _Power.LOWER
    if mine.place != theirs.place:
        return _Power.ELSEWHERE
    # `permen` is a ministry that the language has no word for, perhaps the same one under another name.
    ministries = mine.id.authority is Authority.NATIONAL and mine.id.rank == theirs.id.rank
    same = kind is other or not other.regulates or (ministries and InstrumentKind.PERMEN in (kind, other))
    return _Power.ENOUGH if same else _Power.ELSEWHERE


def _is_local(kind: InstrumentKind) -> bool:
    return kind.value.authorities != (Authority.NATIONAL,)


def _identity(
    kind: InstrumentKind,
    locality: ast.Name | None,
    number: str | None,
    year: int | None,
    regions: Mapping[str, str],
) -> InstrumentId | None:
    code = regions.get(locality.text, locality.text) if locality and _is_local(kind) else None
    for place in dict.fromkeys((code, None)):  # a name that has no code is a place not known
        try:
            return InstrumentId(kind, place, number, year)
        except ValueError:
            continue
    return None


def _key_of_instrument(instrument: ast.Instrument, regions: Mapping[str, str]) -> _Key | None:
    kind, number, year = instrument.kind, instrument.number, instrument.year
    if isinstance(kind, ast.Blank) or isinstance(number, ast.Blank) or isinstance(year, ast.Blank):
        return None
    return (kind, _place(kind, instrument.locality, regions), number, year)


def _written_place(instrument: ast.Instrument, regions: Mapping[str, str]) -> str:
    kind = instrument.kind
    return "" if isinstance(kind, ast.Blank) else _place(kind, instrument.locality, regions)


def _key_of_reference(
    target: ast.InstrumentRef, own_locality: ast.Name | None, regions: Mapping[str, str]
) -> _Key | None:
    if target.number is None or target.year is None:
        return None
    locality = _place(target.kind, target.locality or own_locality, regions)
    return (target.kind, locality, target.number, target.year)


def _place(kind: InstrumentKind, locality: ast.Name | None, regions: Mapping[str, str]) -> str:
    return regions.get(locality.text, locality.text) if locality and _is_local(kind) else ""


def _date(value: ast.DateValue | ast.Blank | None) -> PackedDate | None:
    return value.date if isinstance(value, ast.DateValue) else None
