"""`simulate`: policies and a register in; a folder with decisions, rejects and a budget report out."""

import codecs
import errno
import io
import re
from collections.abc import Callable
from dataclasses import field, replace
from pathlib import Path

import duckdb

from policy_engine import __version__, workspace
from policy_engine import cache as caching
from policy_engine import engine as api
from policy_engine.backends.columnar.kept import KeptPlans
from policy_engine.backends.prose import templating
from policy_engine.commands import loading
from policy_engine.diagnostics.data import NoSuchInstrument
from policy_engine.diagnostics.model import REGISTRY, Diagnostic
from policy_engine.diagnostics.registers import DamagedRegister
from policy_engine.domain.bilingual import Language, Text
from policy_engine.domain.citation import InstrumentId
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir import canonical
from policy_engine.ir.assume import Commences, assume
from policy_engine.ir.nodes import Library
from policy_engine.registers.columns import not_facts
from policy_engine.registers.model import Mapped
from policy_engine.simulation import report as reporting
from policy_engine.simulation import run
from policy_engine.simulation.budget import coverage
from policy_engine.simulation.columnar_register import is_damaged
from policy_engine.simulation.deciding import Remember
from policy_engine.simulation.encodings import Encoding
from policy_engine.simulation.folder import TakenError
from policy_engine.simulation.opening import STDIN, TEXTS
from policy_engine.simulation.register import RegisterForm, form_of
from policy_engine.simulation.run import Progress, Resources, Simulated
from policy_engine.simulation.workforce import read_workforce
from policy_engine.simulation.writing import DecisionForm, Keep, Output, SheetTooLongError
from policy_engine.structure import dataclass


@dataclass(frozen=True, slots=True)
class Request:
    """What to simulate, as the arguments say it."""

    policy: tuple[str, ...]
    workers: str
    on: str
    facts_as_of: str | None
    out: Path
    cache: caching.Cache
    language: Language
    instruments: tuple[str, ...] = ()
    compare: tuple[str, ...] = ()
    workforce: str | None = None
    commences: str | None = None
    """The day on which instruments are taken to commence that leave their commencement blank."""
    prelude: bool = True
    mapped: Mapped = field(default_factory=Mapped)
    form: RegisterForm | None = None
    unknown: frozenset[str] = frozenset()
    sheet: str | None = None
    header_row: int | None = None
    encoding: Encoding = Encoding.UTF_8
    forms: tuple[DecisionForm, ...] = ()
    keep: Keep = Keep.FACTS
    key: bytes | None = None
    in_order: bool = True
    """Decisions are written in the order of the register; any other order takes less time."""
    force: bool = False
    resources: Resources = field(default_factory=Resources)
    stdin: io.BufferedReader | None = None
    """Is read where `workers` is `-`."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing was decided, and why: findings, or a sentence about the disk or the folder."""

    diagnostics: tuple[Diagnostic, ...] = ()
    sentence: Text | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """The report as text for people, and what is said beside it."""

    text: str
    simulated: Simulated
    undetermined: int


@dataclass(frozen=True, slots=True)
class Chosen:
    """A checked library, the instruments of it that are decided, and those taken to commence on some day."""

    library: Library
    digest: str
    content: tuple[str, ...]
    """What the library was made of, as a cache names it."""
    instruments: tuple[InstrumentId, ...]
    assumed: tuple[InstrumentId, ...]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a simulation runs on: policies, those to compare with, and the workforce of regions."""

    chosen: Chosen
    before: Chosen | None = None
    workforce: tuple[tuple[str, int], ...] = ()


def simulate(request: Request, progress: Progress) -> Done | Refused:
    """Load the policies and run."""
    if request.out.exists() and not request.force:
        return Refused(sentence=_in_the_way(request.out))
    if request.workers == STDIN and request.stdin is not None:
        form = request.form or _form_of_text(request.stdin)
        if form not in TEXTS:
            return Refused(sentence=_NO_STREAM)
        request = replace(request, form=form)
    else:
        unreadable = _unreadable(request.workers)
        if unreadable is not None:
            return Refused((unreadable,))
    chosen = _chosen(request.policy, request)
    before = _chosen(request.compare, request) if request.compare else None
    for each in (chosen, before):
        if isinstance(each, Refused):
            return each
    assert not isinstance(chosen, Refused)  # noqa: S101  for the type checker: refused just above
    wrong = not_facts(request.unknown - {run.ALL_OTHERS}, chosen.library)
    if wrong:
        return Refused(wrong)
    assert not isinstance(before, Refused)  # noqa: S101  as above
    workforce = _workforce(request.workforce, chosen.library)
    if isinstance(workforce, Refused):
        return workforce
    return simulate_loaded(request, Loaded(chosen, before, workforce), progress)


def simulate_loaded(request: Request, loaded: Loaded, progress: Progress) -> Done | Refused:
    """Run with policies that are loaded already; the paths of the request are not read again."""
    chosen, before, workforce = loaded.chosen, loaded.before, loaded.workforce
    asked = run.Request(
        library=chosen.library,
        instruments=chosen.instruments,
        on=api.packed(request.on),
        register=request.workers,
        out=request.out,
        forms=request.forms or (_form_like(request.form or form_of(request.workers)),),
        output=Output(request.keep, request.key, request.language, in_order=request.in_order),
        routed=not request.instruments and len(chosen.instruments) > 1,
        before=None
        if before is None
        else run.Version(before.library, before.instruments, _remember(request.cache, before)),
        remember=_remember(request.cache, chosen),
        form=request.form,
        mapped=request.mapped,
        unknown=request.unknown,
        sheet=request.sheet,
        header_row=request.header_row,
        encoding=request.encoding,
        replace=request.force,
        resources=request.resources,
        stdin=request.stdin,
    )

    def finish(simulated: Simulated, folder: Path) -> None:
        _write_report(request, chosen, workforce, simulated, folder)

    try:
        simulated = run.simulate(asked, progress, finish)
    except TakenError:
        return Refused(sentence=_in_the_way(request.out))
    except OSError as error:
        return Refused(sentence=_not_written(error))
    except SheetTooLongError:
        return Refused(sentence=_TOO_LONG)
    except duckdb.Error as error:
        return _failed(error, request)
    if not isinstance(simulated, Simulated):
        return Refused(simulated)
    undetermined = sum(p.people for p in simulated.decided.profiles if p.effective is Outcome.UNDETERMINED)
    text = (request.out / f"budget.{request.language.value}.txt").read_text("utf-8")
    return Done(text, simulated, undetermined)


def _chosen(policy: tuple[str, ...], request: Request) -> Chosen | Refused:
    """Load policies; give the instruments that were named, else those of the files asked for."""
    loaded = loading.load(policy, prelude=request.prelude, cache=request.cache)
    if loaded.errors:
        return Refused(loaded.errors)
    try:
        engine = api.engine_of(loaded.library, loaded.diagnostics, loaded.opened)
        named = request.instruments or [each.id for each in engine.instruments if each.own]
        instruments = tuple(engine.instrument(name).id for name in named)
    except api.PolicyError as error:
        return Refused(error.diagnostics)
    if not instruments:
        return Refused((NoSuchInstrument(named=None, loaded=()),))
    library = engine.library
    blank = {each.id for each in library.instruments if each.commences is None}
    assumed = tuple(each for each in instruments if each in blank) if request.commences else ()
    for each in assumed:
        library = assume(library, each, (Commences(api.packed(request.commences or "")),))
    digest = canonical.meaning_digest(library) if assumed else engine.digest
    content = (*loaded.opened.inputs, (request.commences or "") if assumed else "")
    return Chosen(library, digest, content, instruments, assumed)


def _remember(cache: caching.Cache, chosen: Chosen) -> Remember:
    def remember(parts: tuple[str, ...], make: Callable[[], KeptPlans]) -> KeptPlans:
        return cache.remember(caching.key("plans", *chosen.content, *parts), (), make)

    return remember


def _workforce(path: str | None, library: Library) -> tuple[tuple[str, int], ...] | Refused:
    if path is None:
        return ()
    unreadable = _unreadable(path)
    if unreadable is not None:
        return Refused((unreadable,))
    found = read_workforce(path, library)
    problems = tuple(each for each in found if isinstance(each, Diagnostic))
    return Refused(problems) if problems else tuple(each for each in found if isinstance(each, tuple))


def _unreadable(path: str) -> Diagnostic | None:
    """Say why a file cannot be opened; None where it can, or is a folder of Parquet files."""
    try:
        if not Path(path).is_dir():
            Path(path).open("rb").close()
    except (OSError, ValueError) as error:
        return workspace.not_a_file(path, error)
    return None


def _form_of_text(stream: io.BufferedReader) -> RegisterForm:
    """Tell JSON Lines and JSON from CSV by how the stream begins; an object over several lines is JSON."""
    beginning = stream.peek(_BEGINNING).removeprefix(codecs.BOM_UTF8).lstrip()
    first, end, _ = beginning.partition(b"\n")
    match beginning[:1]:
        case b"{" if end and first.rstrip()[-1:] in _GOES_ON:
            return RegisterForm.JSON
        case b"{":
            return RegisterForm.JSONL
        case b"[":
            return RegisterForm.JSON
        case _:
            return RegisterForm.CSV


_BEGINNING = 4_096

_GOES_ON = (b"{", b"[", b",", b":")
"""What a line ends with after which an object goes on."""


def _form_like(form: RegisterForm) -> DecisionForm:
    """Write decisions as the register came."""
    match form:
        case RegisterForm.CSV:
            return DecisionForm.CSV
        case RegisterForm.JSON | RegisterForm.JSONL:
            return DecisionForm.JSONL
        case RegisterForm.PARQUET:
            return DecisionForm.PARQUET
        case RegisterForm.ARROW:
            return DecisionForm.ARROW
        case RegisterForm.XLSX:
            return DecisionForm.XLSX


def _write_report(
    request: Request,
    chosen: Chosen,
    workforce: tuple[tuple[str, int], ...],
    simulated: Simulated,
    folder: Path,
) -> None:
    found = reporting.Report(
        library=chosen.library,
        instruments=chosen.instruments,
        on=api.packed(request.on),
        facts_as_of=api.packed(request.facts_as_of or request.on),
        counts=simulated.counts,
        budget=simulated.budget,
        rejects=tuple(
            (code, column, REGISTRY[code].page.summary, rows) for code, column, rows in simulated.rejects
        ),
        coverage=coverage(simulated.budget, workforce),
        compared=simulated.compared,
        given=simulated.given,
        assumed=None if not chosen.assumed else api.packed(request.commences or ""),
        further={"engine_version": __version__, "policies": chosen.digest},
    )
    (folder / "budget.json").write_text(reporting.json_text(found), "utf-8")
    for language in Language:
        document = reporting.document(found, language)
        texts = {
            "txt": reporting.plain_text(document),
            "md": templating.write(document, templating.MARKDOWN, None),
            "html": templating.write(document, templating.HTML, None),
        }
        for ending, text in texts.items():
            (folder / f"budget.{language.value}.{ending}").write_text(str(text), "utf-8")


def _failed(error: duckdb.Error, request: Request) -> Refused:
    """Tell a damaged file from a disk or a memory that is full; anything else is a fault of the program."""
    said = str(error)
    named = request.workers
    damaged = Refused((DamagedRegister(path=named, form="Parquet"),))
    if _is_parquet(request) and named in said:
        return damaged
    if isinstance(error, duckdb.IOException | duckdb.OutOfMemoryException):
        return Refused(sentence=_no_room(type(error).__name__))
    if _is_parquet(request) and is_damaged(named):
        return damaged
    # What stands between quotation marks may be a cell of the register.
    raise QueryError(re.sub("'[^']*'|\"[^\"]*\"", "'…'", said)) from None


def _is_parquet(request: Request) -> bool:
    form = request.form or form_of(request.workers)
    return form is RegisterForm.PARQUET or Path(request.workers).is_dir()


class QueryError(Exception):
    """A query of ours failed: a fault of the program."""


def _in_the_way(path: Path) -> Text:
    return Text(
        f"sudah ada `{path}`; sebut folder lain, atau gantilah dengan `--force`",
        f"`{path}` already exists; name another folder, or replace it with `--force`",
    )


_NO_STREAM = Text(
    "dari masukan baku hanya CSV, JSONL, dan JSON dapat dibaca; sebut berkas untuk bentuk lain",
    "only CSV, JSONL and JSON can be read from standard input; name a file for any other form",
)

_TOO_LONG = Text(
    "keputusan lebih banyak daripada baris sebuah lembar kerja; pilih bentuk lain dengan `--format`",
    "there are more decisions than a sheet has rows; choose another form with `--format`",
)


def _not_written(error: OSError) -> Text:
    """Tell a disk that is full from a folder that may not be written."""
    reason = error.strerror or type(error).__name__
    if error.errno in (None, errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.ENOMEM, errno.EIO):
        return _no_room(reason)
    where = error.filename or ""
    return Text(f"tidak dapat menulis `{where}`: {reason}", f"cannot write `{where}`: {reason}")


def _no_room(reason: str) -> Text:
    return Text(
        f"tidak dapat menulis hasil ({reason}): disk atau memori penuh; tidak ada keputusan yang ditulis",
        f"cannot write the result ({reason}): the disk or the memory is full; no decision was written",
    )


def counts_line(done: Done, language: Language) -> str:
    """Say what became of the rows."""
    counts = done.simulated.counts
    return Text(
        f"dibaca {counts.read} = diputus {counts.decided} + digabung {counts.merged} + ditolak {counts.rejected}",
        f"read {counts.read} = decided {counts.decided} + merged {counts.merged} + rejected {counts.rejected}",
    ).in_(language)


def exit_code(done: Done, *, strict: bool) -> int:
    """Give 2 when nothing was decided, 4 for undetermined under strict."""
    if not done.simulated.counts.decided:
        return 2
    return 4 if strict and done.undetermined else 0
