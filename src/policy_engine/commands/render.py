"""`render`: policies in; a summary, the law text or a decision maker's sheet out, in a format for people."""

from enum import Enum
from pathlib import Path

from policy_engine import cache as caching
from policy_engine.backends.prose import akn, history, law, sheet, summary
from policy_engine.backends.prose.document import Document
from policy_engine.commands import check, documents, loading, simulated
from policy_engine.commands.documents import Format
from policy_engine.diagnostics import data
from policy_engine.diagnostics.model import Diagnostic
from policy_engine.diagnostics.rendering import NoSuchForm, NoSuchPlace, NothingInForce
from policy_engine.domain.bilingual import Language
from policy_engine.domain.citation import Provision, parse_provision
from policy_engine.domain.dates import PackedDate, format_iso
from policy_engine.ir import canonical
from policy_engine.ir.nodes import Instrument, Library, Version
from policy_engine.structure import dataclass


class What(Enum):
    """What can be rendered of a policy."""

    SUMMARY = "summary"
    SHEET = "sheet"
    LAW = "law"
    HISTORY = "history"


@dataclass(frozen=True, slots=True)
class Request:
    """What to render: of which instrument (None: the only one), as in force on which day (None: the last version)."""

    paths: tuple[str, ...]
    cache: caching.Cache
    what: What
    form: Format
    language: Language
    on: PackedDate | None = None
    instrument: str | None = None
    templates: Path | None = None
    prelude: bool = True
    article: str | None = None
    """The place whose history is asked for, as a lawyer writes it; None is the whole instrument."""
    simulation: Path | None = None
    """The JSON of `simulate` whose figures the sheet shows."""
    marked: bool = True
    """Whether law text shows what each amendment changed."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Why there is no document; `unreadable` where a file could not be read or the request does not fit."""

    diagnostics: tuple[Diagnostic, ...]
    unreadable: bool


def render(request: Request) -> bytes | Refused:
    """Give the document as bytes, or why there is none."""
    if request.form is Format.AKN and request.what is not What.LAW:
        return Refused((NoSuchForm(what=request.what.value, form=request.form.value),), unreadable=True)
    loaded = loading.load(request.paths, prelude=request.prelude, cache=request.cache)
    if loaded.errors or loaded.library is None:
        return Refused(loaded.errors, unreadable=bool(loaded.opened.diagnostics))
    own = loaded.opened.own_paths
    instrument = choose(loaded.library, own, request.instrument)
    if isinstance(instrument, Diagnostic):
        return Refused((instrument,), unreadable=True)
    version = in_force(instrument, request.on)
    if isinstance(version, Diagnostic):
        return Refused((version,), unreadable=True)
    if request.form is Format.AKN:
        return akn.akn(instrument, version, loaded.library, request.language).encode()
    document = _document(request, instrument, version, loaded.library)
    if isinstance(document, Diagnostic):
        return Refused((document,), unreadable=True)
    written = documents.write(document, request.form, request.templates)
    return Refused((written,), unreadable=True) if isinstance(written, Diagnostic) else written


def choose(library: Library, own: frozenset[str], named: str | None) -> Instrument | Diagnostic:
    """Give the instrument with an identifier, or the only one of the files asked for."""
    asked = [
        each for each in library.instruments if each.origin is not None and each.origin.source.path in own
    ]
    found = asked if named is None else [each for each in library.instruments if each.id.slug == named]
    if len(found) == 1:
        return found[0]
    return data.NoSuchInstrument(named=named, loaded=tuple(sorted(each.id.slug for each in asked)))


def in_force(instrument: Instrument, on: PackedDate | None) -> Version | Diagnostic:
    """Give the version in force on a day, or the last one where no day is named."""
    if on is None and instrument.versions:
        return instrument.versions[-1]
    for version in instrument.versions:
        if on is not None and version.since <= on and (version.until is None or on < version.until):
            return version
    return NothingInForce(instrument=instrument.id.slug, on="..." if on is None else format_iso(on))


def _document(
    request: Request, instrument: Instrument, version: Version, library: Library
) -> Document | Diagnostic:
    match request.what:
        case What.SUMMARY:
            return summary.summary(instrument, version, library, request.language)
        case What.LAW:
            return law.law_text(instrument, version, library, request.language, marked=request.marked)
        case What.HISTORY:
            place = _place(request, instrument)
            if isinstance(place, Diagnostic):
                return place
            return history.history(instrument, place, library, request.language)
        case What.SHEET:
            checked = check.check(check.Request(request.paths, request.cache, prelude=request.prelude))
            own = None if instrument.origin is None else instrument.origin.source.path
            found = tuple(f for f in checked.findings if f.span is None or f.span.source.path == own)
            shown: sheet.Simulation | None = None
            if request.simulation is not None:
                digest = canonical.meaning_digest(library)
                told = simulated.read(request.simulation, instrument.id, digest)
                if isinstance(told, Diagnostic):
                    return told
                shown = told
            return sheet.sheet(instrument, version, library, found, request.language, shown)


def _place(request: Request, instrument: Instrument) -> Provision | Diagnostic:
    """Read the place whose history is asked for; it has to have stood in some version."""
    place = parse_provision(request.article or "")
    known = {
        unit.citation.provision
        for version in instrument.versions
        for unit in version.skeleton
        if unit.citation is not None
    }
    if place is None or (place.steps and not any(each.covers(place) for each in known)):
        near = tuple(each.text(request.language) for each in sorted(known, key=lambda each: each.key))
        return NoSuchPlace(asked=request.article or "", instrument=instrument.id.slug, known=near)
    return place
