"""What two libraries say differently: two libraries in; each thing that is added, removed or changed, out.

Wording, positions and the names of interpretations are no difference. Everything else that takes part in the
meaning of a library is compared, so that two libraries of unlike meaning always differ in something here.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, replace
from enum import Enum
from typing import Any, TypeAlias, TypeVar

from policy_engine.domain.bilingual import Language, Text
from policy_engine.domain.citation import Citation, InstrumentId
from policy_engine.domain.dates import PackedDate
from policy_engine.ir import nodes as ir
from policy_engine.ir.canonical import meaning_digest
from policy_engine.structure import dataclass

Item: TypeAlias = object
"""A norm, group, clause, version, declaration or instrument; a value of the head of an instrument."""


class Matter(Enum):
    """What kind of thing differs: the name of the field that holds it, in the order it is reported."""

    INSTRUMENT = "instruments"
    HEAD = "head"
    VERSION = "versions"
    GROUP = "groups"
    NORM = "norms"
    PARTICIPANT_NORM = "participant_norms"
    ENROLMENT = "enrolments"
    TARIFF = "tariffs"
    TABLE = "tables"
    SCHEDULE = "schedules"
    BEARING = "bearings"
    DEPOSIT = "deposits"
    FUNDING = "fundings"
    QUOTA = "quotas"
    CEILING = "ceilings"
    TARGET = "targets"
    ALLOCATION = "allocation"
    LISTING = "listings"
    DELEGATION = "delegations"
    NOT_ENCODED = "not_encoded"
    INTERPRETATION = "interpretations"
    BLANK = "blanks"
    BENEFIT = "benefits"
    RELIEF = "reliefs"
    PROGRAMME_SET = "programme_sets"
    PAYMENT_PERIOD = "payment_periods"
    DEADLINE = "deadlines"
    CONTINUATION = "continuations"
    FACT = "facts"
    PARAMETER = "parameters"
    VOCABULARY = "vocabularies"
    LEAP_RULE = "leap_rule"

    @property
    def text(self) -> Text:
        """Give the name a reader sees."""
        return _NAMES[self]


_NAMES = {
    Matter.INSTRUMENT: Text("naskah", "instrument"),
    Matter.HEAD: Text("kepala naskah", "head of the text"),
    Matter.VERSION: Text("masa berlaku", "time in force"),
    Matter.GROUP: Text("kelompok penerima", "group of recipients"),
    Matter.NORM: Text("syarat penerima", "norm over recipients"),
    Matter.PARTICIPANT_NORM: Text("syarat peserta", "norm over participants"),
    Matter.ENROLMENT: Text("program", "programmes"),
    Matter.TARIFF: Text("besaran Iuran", "contribution"),
    Matter.TABLE: Text("tabel Iuran", "table of contributions"),
    Matter.SCHEDULE: Text("bulan Iuran", "contribution months"),
    Matter.BEARING: Text("yang menanggung", "who bears"),
    Matter.DEPOSIT: Text("yang menyetor", "who deposits"),
    Matter.FUNDING: Text("anggaran", "budget"),
    Matter.QUOTA: Text("kuota", "quota"),
    Matter.CEILING: Text("pagu", "ceiling"),
    Matter.TARGET: Text("target", "target"),
    Matter.ALLOCATION: Text("cara pembagian tempat", "how places are given"),
    Matter.LISTING: Text("penetapan daftar penerima", "listing by decree"),
    Matter.DELEGATION: Text("pendelegasian", "delegation"),
    Matter.NOT_ENCODED: Text("ketentuan yang tidak dikodekan", "clause not encoded"),
    Matter.INTERPRETATION: Text("tafsir", "interpretation"),
    Matter.BLANK: Text("bagian yang dikosongkan", "blank"),
    Matter.BENEFIT: Text("manfaat", "benefit"),
    Matter.RELIEF: Text("keringanan Iuran", "relief"),
    Matter.PROGRAMME_SET: Text("pilihan program", "choice of programmes"),
    Matter.PAYMENT_PERIOD: Text("masa pembayaran di muka", "periods of advance payment"),
    Matter.DEADLINE: Text("batas waktu pembayaran", "deadline of payment"),
    Matter.CONTINUATION: Text("ketentuan yang tetap berlaku", "continuation"),
    Matter.FACT: Text("fakta", "fact"),
    Matter.PARAMETER: Text("parameter", "parameter"),
    Matter.VOCABULARY: Text("kosakata", "vocabulary"),
    Matter.LEAP_RULE: Text("aturan 29 Februari", "rule of 29 February"),
}


class Kind(Enum):
    """How one thing differs."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"
    """The same, under another article."""


@dataclass(frozen=True, slots=True)
class Alteration:
    """One thing that two libraries say differently; `old` or `new` is None where one says nothing of it.

    `instrument` is None for what belongs to the library; `name` tells fields of a head and declarations
    apart; `days` are the first days of the versions that differ so.
    """

    instrument: InstrumentId | None
    matter: Matter
    kind: Kind
    name: str | None
    old: Item | None
    new: Item | None
    days: tuple[PackedDate, ...] = ()

    @property
    def old_citation(self) -> Citation | None:
        """Give where the old text says it."""
        return citation_of(self.old)

    @property
    def new_citation(self) -> Citation | None:
        """Give where the new text says it."""
        return citation_of(self.new)


def citation_of(item: Item | None) -> Citation | None:
    """Give where a norm, group or clause stands; None for what stands in no article."""
    match item:
        case ir.Group(match=match_):
            return match_.citation
        case _:
            found = getattr(item, "citation", None)
            return found if isinstance(found, Citation) else None


# Meaning


def plain(library: ir.Library) -> ir.Library:
    """Give the library with each interpretation named after the place where it stands."""
    return replace(library, instruments=tuple(_plain_instrument(each) for each in library.instruments))


def same_meaning(old: ir.Library, new: ir.Library) -> bool:
    """Tell whether two libraries mean the same, whatever their interpretations are called."""
    return old == new or meaning_digest(plain(old)) == meaning_digest(plain(new))


def _plain_instrument(instrument: ir.Instrument) -> ir.Instrument:
    return replace(instrument, versions=tuple(_plain_version(version) for version in instrument.versions))


def _plain_version(version: ir.Version) -> ir.Version:
    names = {each.name: f"@{each.citation.provision.text(Language.ID)}" for each in version.interpretations}

    def named(norm: ir.Norm) -> ir.Norm:
        called = norm.interpretation
        return norm if called is None else replace(norm, interpretation=names.get(called, called))

    return replace(
        version,
        groups=tuple(replace(group, match=named(group.match)) for group in version.groups),
        norms=tuple(named(norm) for norm in version.norms),
        participant_norms=tuple(named(norm) for norm in version.participant_norms),
        interpretations=tuple(replace(each, name=names[each.name]) for each in version.interpretations),
    )


# Alterations


def alterations(old: ir.Library, new: ir.Library) -> tuple[Alteration, ...]:
    """Give everything that two libraries say differently, in the order it is reported."""
    old, new = plain(old), plain(new)
    found = [*_of_declarations(old, new), *_of_instruments(old, new)]
    order = list(Matter)
    found.sort(
        key=lambda each: ("" if each.instrument is None else each.instrument.slug, order.index(each.matter))
    )
    return tuple(found)


_Record = TypeVar("_Record", ir.Library, ir.Instrument, ir.Version)
_Named = TypeVar("_Named", ir.Fact, ir.Parameter, ir.Vocabulary)


def _of_declarations(old: ir.Library, new: ir.Library) -> Iterator[Alteration]:
    yield from _by_name(Matter.FACT, old.facts, new.facts)
    yield from _by_name(Matter.PARAMETER, old.parameters, new.parameters)
    yield from _by_name(Matter.VOCABULARY, old.vocabularies, new.vocabularies)
    if old.leap_rule is not new.leap_rule:
        yield Alteration(None, Matter.LEAP_RULE, Kind.CHANGED, None, old.leap_rule, new.leap_rule)


def _by_name(matter: Matter, old: Sequence[_Named], new: Sequence[_Named]) -> Iterator[Alteration]:
    before: dict[str, _Named] = {each.name: each for each in old}
    after: dict[str, _Named] = {each.name: each for each in new}
    for name in sorted({*before, *after}):
        one, other = before.get(name), after.get(name)
        if one != other:
            yield Alteration(None, matter, _kind(one, other), name, one, other)


def _kind(old: Item | None, new: Item | None) -> Kind:
    if old is None:
        return Kind.ADDED
    return Kind.REMOVED if new is None else Kind.CHANGED


def _of_instruments(old: ir.Library, new: ir.Library) -> Iterator[Alteration]:
    before = {each.id.slug: each for each in old.instruments}
    after = {each.id.slug: each for each in new.instruments}
    for slug in sorted({*before, *after}):
        one, other = before.get(slug), after.get(slug)
        if one is None or other is None:
            whole = one or other
            assert whole is not None  # noqa: S101  one of them has the name
            yield Alteration(whole.id, Matter.INSTRUMENT, _kind(one, other), None, one, other)
        elif one != other:
            yield from _of_instrument(one, other)


_NOT_HEAD = frozenset({"id", "versions", "continuations", "origin"})


def _of_instrument(old: ir.Instrument, new: ir.Instrument) -> Iterator[Alteration]:
    for each in fields(ir.Instrument):
        one, other = getattr(old, each.name), getattr(new, each.name)
        if each.name not in _NOT_HEAD and one != other:
            yield Alteration(old.id, Matter.HEAD, _head_kind(one, other), each.name, one, other)
    yield from _of_items(old.id, Matter.CONTINUATION, old.continuations, new.continuations)
    times_old = tuple((version.since, version.until, version.amended_by) for version in old.versions)
    times_new = tuple((version.since, version.until, version.amended_by) for version in new.versions)
    if times_old != times_new:
        yield Alteration(old.id, Matter.VERSION, Kind.CHANGED, None, old.versions, new.versions)
    yield from _merged(_of_versions(old, new))


def _head_kind(old: object, new: object) -> Kind:
    if old in (None, ()):
        return Kind.ADDED
    return Kind.REMOVED if new in (None, ()) else Kind.CHANGED


def _of_versions(old: ir.Instrument, new: ir.Instrument) -> Iterator[Alteration]:
    """Compare the versions that are in force together; what has no counterpart, with the nearest."""
    starts = sorted({version.since for version in (*old.versions, *new.versions)})
    seen: set[tuple[int, int]] = set()
    for day in starts:
        one, other = _at(old, day), _at(new, day)
        if one is None or other is None or (id(one), id(other)) in seen:
            continue
        seen.add((id(one), id(other)))
        for each in fields(ir.Version):
            if each.name in ("since", "until", "amended_by", "skeleton"):
                continue
            before: Any = getattr(one, each.name)
            after: Any = getattr(other, each.name)
            if before == after:
                continue
            matter = Matter(each.name)
            if isinstance(before, tuple):
                found = _of_items(old.id, matter, before, after)
            else:
                found = iter((Alteration(old.id, matter, Kind.CHANGED, None, before, after),))
            yield from (replace(alteration, days=(day,)) for alteration in found)


def _at(instrument: ir.Instrument, day: PackedDate) -> ir.Version | None:
    """Give the version of a day; before the first the first, and after the last the last."""
    if not instrument.versions:
        return None
    return next((v for v in reversed(instrument.versions) if v.since <= day), instrument.versions[0])


def _merged(found: Iterator[Alteration]) -> Iterator[Alteration]:
    """Report once what several versions say alike."""
    told: list[Alteration] = []
    for each in found:
        same = next(
            (n for n, other in enumerate(told) if replace(other, days=()) == replace(each, days=())), None
        )
        if same is None:
            told.append(each)
        else:
            told[same] = replace(told[same], days=(*told[same].days, *each.days))
    yield from told


def _of_items(
    instrument: InstrumentId, matter: Matter, old: Sequence[Item], new: Sequence[Item]
) -> Iterator[Alteration]:
    """Pair what is equal, then what stands at one place, then what is the same at another place."""
    before, after = list(old), list(new)
    for item in old:
        if item in after:
            after.remove(item)
            before.remove(item)
    for item in tuple(before):
        other = _taken(after, lambda found, item=item: _place(found) == _place(item))  # type: ignore[misc]  # bound now
        if other is not None:
            before.remove(item)
            yield Alteration(instrument, matter, Kind.CHANGED, None, item, other)
    for item in tuple(before):
        other = _taken(after, lambda found, item=item: _placeless(found) == _placeless(item))  # type: ignore[misc]  # bound now
        if other is not None:
            before.remove(item)
            yield Alteration(instrument, matter, Kind.MOVED, None, item, other)
    yield from (Alteration(instrument, matter, Kind.REMOVED, None, item, None) for item in before)
    yield from (Alteration(instrument, matter, Kind.ADDED, None, None, item) for item in after)
    if (
        not before
        and not after
        and sorted(map(repr, old)) == sorted(map(repr, new))
        and tuple(old) != tuple(new)
    ):
        yield Alteration(instrument, matter, Kind.MOVED, None, tuple(old), tuple(new))


def _taken(items: list[Item], fits: Callable[[Item], bool]) -> Item | None:
    found = next((item for item in items if fits(item)), None)
    if found is not None:
        items.remove(found)
    return found


def _place(item: Item) -> tuple[object, ...]:
    citation = citation_of(item)
    return (
        (citation, getattr(item, "role", None), getattr(item, "programme", None)) if citation else (id(item),)
    )


def _placeless(item: Item) -> Item:
    """Give an item as if it stood nowhere, to know it again elsewhere."""
    match item:
        case ir.Group(_, name, match_, precedes):
            return (name, _placeless(match_), precedes)
        case _:
            citation = citation_of(item)
            if citation is None:
                return item
            return replace(item, citation=Citation(citation.instrument))  # type: ignore[type-var]  # what has a citation is a node


# One alteration by itself


def with_one(old: ir.Library, alteration: Alteration) -> ir.Library:
    """Give the old library with nothing changed but this one thing, to see what it does by itself."""
    if alteration.instrument is None:
        return _with_declaration(old, alteration)
    if alteration.matter is Matter.INSTRUMENT:
        others = tuple(each for each in old.instruments if each.id != alteration.instrument)
        added = (alteration.new,) if isinstance(alteration.new, ir.Instrument) else ()
        return replace(old, instruments=tuple(sorted((*others, *added), key=lambda each: each.id.slug)))
    return replace(
        old,
        instruments=tuple(
            _altered(each, alteration) if each.id == alteration.instrument else each
            for each in old.instruments
        ),
    )


def without_one(new: ir.Library, alteration: Alteration) -> ir.Library:
    """Give the new library in which this one thing is as it was, to see whether it was needed."""
    back = {Kind.ADDED: Kind.REMOVED, Kind.REMOVED: Kind.ADDED}.get(alteration.kind, alteration.kind)
    return with_one(new, replace(alteration, kind=back, old=alteration.new, new=alteration.old))


def _with(record: _Record, name: str, value: Any) -> _Record:
    changes: dict[str, Any] = {name: value}
    return replace(record, **changes)


def _with_declaration(old: ir.Library, alteration: Alteration) -> ir.Library:
    if alteration.matter is Matter.LEAP_RULE:
        return _with(old, "leap_rule", alteration.new)
    declared = [each for each in getattr(old, alteration.matter.value) if each.name != alteration.name]
    if alteration.new is not None:
        declared.append(alteration.new)
    declared.sort(key=lambda each: each.name)
    return _with(old, alteration.matter.value, tuple(declared))


def _altered(instrument: ir.Instrument, alteration: Alteration) -> ir.Instrument:
    match alteration.matter:
        case Matter.HEAD if alteration.name is not None:
            changed = _with(instrument, alteration.name, alteration.new)
            return _commencing(changed) if alteration.name == "commences" else changed
        case Matter.CONTINUATION:
            return _with(instrument, "continuations", _exchanged(instrument.continuations, alteration))
        case Matter.VERSION:
            return _with(instrument, "versions", alteration.new)
        case Matter.ALLOCATION:
            return instrument
        case _:
            name = alteration.matter.value
            return replace(
                instrument,
                versions=tuple(
                    _with(version, name, _exchanged(getattr(version, name), alteration))
                    for version in instrument.versions
                ),
            )


def _commencing(instrument: ir.Instrument) -> ir.Instrument:
    first, *later = instrument.versions
    return replace(instrument, versions=(replace(first, since=instrument.commences or PackedDate(0)), *later))


def _exchanged(items: tuple[Item, ...], alteration: Alteration) -> tuple[Item, ...]:
    if alteration.kind is Kind.ADDED:
        return (*items, alteration.new)
    if alteration.old not in items:
        return items
    place = items.index(alteration.old)
    put = () if alteration.new is None else (alteration.new,)
    return (*items[:place], *put, *items[place + 1 :])
