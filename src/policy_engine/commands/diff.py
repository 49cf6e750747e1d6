"""`diff`: two versions of policies in; who gains, who loses, what it costs and which norm did it, out.

Texts that mean the same have no difference, however they are written. Every other difference of meaning is
reported: in regions of workers where it changes a decision, and as an alteration in any case.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import field, replace
from enum import Enum

from policy_engine import cache as caching
from policy_engine.commands import loading
from policy_engine.commands.diff_register import Impact, RegisterRequest, impact, read_workers
from policy_engine.commands.revisions import open_given
from policy_engine.diagnostics import data
from policy_engine.diagnostics.model import Diagnostic
from policy_engine.domain.citation import InstrumentId
from policy_engine.domain.dates import PackedDate
from policy_engine.ir.canonical import meaning_digest
from policy_engine.ir.compare import Alteration, alterations, plain, same_meaning
from policy_engine.ir.nodes import Library
from policy_engine.proofs import effect
from policy_engine.proofs.differ import differ
from policy_engine.proofs.regions import Difference
from policy_engine.proofs.span import is_reached, on_day, stretches
from policy_engine.registers.model import Mapped, Rejected
from policy_engine.registers.read import WorkerFormat
from policy_engine.structure import dataclass

MILLISECONDS = 5_000
"""How long one query of the solver may take."""


class OutputFormat(Enum):
    """How the differences are written."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


class Gate(Enum):
    """What a run may forbid."""

    LOST = "lost"
    NEW = "new"
    COST = "cost"


@dataclass(frozen=True, slots=True)
class Request:
    """What to compare; without a day, every stretch of time in which something differs."""

    old: str
    new: str
    cache: caching.Cache
    stdin: io.BufferedReader
    prelude: bool = True
    on: PackedDate | None = None
    instrument: str | None = None
    workers: str | None = None
    mapped: Mapped = field(default_factory=Mapped)
    form: WorkerFormat | None = None
    unknown: frozenset[str] = frozenset()
    milliseconds: int = MILLISECONDS
    gates: frozenset[Gate] = frozenset()
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """What was found; `impacts` is what a register comes to, one for each difference."""

    old: Library
    new: Library
    old_name: str
    new_name: str
    digests: tuple[str, str]
    is_same: bool
    altered: tuple[Alteration, ...]
    differences: tuple[Difference, ...]
    impacts: tuple[Impact, ...]
    rejected: tuple[Rejected, ...]
    tripped: frozenset[Gate]
    strict: bool

    @property
    def is_complete(self) -> bool:
        """Tell whether everything was settled."""
        return not any(found.open_ for found in self.differences)

    @property
    def exit_code(self) -> int:
        """Give 1 where a gate did not open, 4 where under strict something was not settled, else 0."""
        if self.tripped:
            return 1
        return 4 if self.strict and not self.is_complete else 0


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing could be compared, and why."""

    diagnostics: tuple[Diagnostic, ...]


def diff(request: Request) -> Report | Refused:
    """Load both versions and compare what they mean."""
    loaded = []
    for given in (request.old, request.new):
        one = loading.compiled(open_given(given, prelude=request.prelude), request.cache)
        if one.errors or one.library is None:
            return Refused(one.errors)
        loaded.append(one)
    old, new = (plain(one.library) for one in loaded if one.library is not None)
    ids = _compared(loaded, (old, new))
    if request.instrument is not None:
        known = {each.slug: each for each in ids}
        if request.instrument not in known:
            return Refused((data.NoSuchInstrument(named=request.instrument, loaded=tuple(sorted(known))),))
        ids = (known[request.instrument],)
    report = Report(
        old=old,
        new=new,
        old_name=request.old,
        new_name=request.new,
        digests=(meaning_digest(old), meaning_digest(new)),
        is_same=same_meaning(old, new),
        altered=(),
        differences=(),
        impacts=(),
        rejected=(),
        tripped=frozenset(),
        strict=request.strict,
    )
    if report.is_same:
        return report
    altered = alterations(old, new)
    found = tuple(_together(_differences(old, new, ids, altered, request)))
    named = tuple(a for a in altered if request.instrument is None or a.instrument in (None, *ids))
    report = replace(report, altered=named, differences=found)
    if request.workers is not None:
        read = read_workers(_register(request), old, new, ids)
        if not isinstance(read, tuple):
            return Refused(read.diagnostics)
        workers, rejected = read
        report = replace(report, impacts=tuple(impact(each, workers) for each in found), rejected=rejected)
    return replace(report, tripped=tripped(report, request.gates))


def _compared(
    loaded: Sequence[loading.Loaded], libraries: tuple[Library, Library]
) -> tuple[InstrumentId, ...]:
    """Give the instruments that stand in the files asked for on either side."""
    own = frozenset[str]().union(*(one.opened.own_paths for one in loaded))
    found = {
        each.id.slug: each.id
        for library in libraries
        for each in library.instruments
        if each.origin is not None and each.origin.source.path in own
    }
    return tuple(found[slug] for slug in sorted(found))


def _differences(
    old: Library,
    new: Library,
    ids: Sequence[InstrumentId],
    altered: Sequence[Alteration],
    request: Request,
) -> Iterator[Difference]:
    for instrument in ids:
        if not is_reached(instrument, altered, old, new):
            continue
        compared = stretches(old, new, instrument)
        if request.on is not None and compared:
            compared = (on_day(old, new, instrument, request.on),)
        for each in compared:
            yield differ(each, altered, request.milliseconds)


def _together(found: Iterator[Difference]) -> Iterator[Difference]:
    """Tell once what is the same in one stretch of time after another."""
    last: Difference | None = None
    for each in found:
        if last is not None and _alike(last, each):
            last = replace(last, also_from=(*last.also_from, each.compared.on))
            continue
        if last is not None:
            yield last
        last = each
    if last is not None:
        yield last


def _alike(one: Difference, other: Difference) -> bool:
    if one.compared.instrument != other.compared.instrument or one.open_ or other.open_:
        return False
    return _told(one) == _told(other)


def _told(found: Difference) -> object:
    return frozenset((region.change, frozenset(region.cases), region.caused_by) for region in found.regions)


def _register(request: Request) -> RegisterRequest:
    return RegisterRequest(
        path=request.workers or "-",
        stdin=request.stdin,
        mapped=request.mapped,
        form=request.form,
        unknown=request.unknown,
    )


def tripped(report: Report, gates: frozenset[Gate]) -> frozenset[Gate]:
    """Give the gates that do not open for what was found."""
    return frozenset(gate for gate in gates if _trips(gate, report))


def _trips(gate: Gate, report: Report) -> bool:
    """Tell whether a gate stays shut; what was not settled opens none."""
    if not report.is_complete:
        return True
    regions = [region for found in report.differences for region in found.regions if region.possible]
    match gate:
        case Gate.LOST:
            return any(effect.loses(region.change) for region in regions)
        case Gate.NEW:
            return any(effect.gains(region.change) for region in regions)
        case Gate.COST:
            dearer = any(each.new_rupiah > each.old_rupiah for each in report.impacts)
            return dearer or any(effect.costs(region.change) for region in regions)
