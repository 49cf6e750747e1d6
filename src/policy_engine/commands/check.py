"""`check`: policy files in; findings, what was analysed, and what was not, out."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from policy_engine import cache as caching
from policy_engine import workspace
from policy_engine.diagnostics import render
from policy_engine.diagnostics.model import Diagnostic, Severity, in_order
from policy_engine.domain.bilingual import Language, Text
from policy_engine.proofs.shown import Shown

SCHEMA_VERSION = "1.0"

_GRAVITY = (Severity.NOTE, Severity.WARNING, Severity.ERROR)


_INCOMPLETE = ("PE297", "PE299")
"""Codes of what was not settled or not analysed."""


class Analysis(Enum):
    """How much is proved: nothing, what one query each answers, or everything."""

    OFF = "off"
    FAST = "fast"
    FULL = "full"


MILLISECONDS = 5_000
"""How long one query of the solver may take."""


class OutputFormat(Enum):
    """How findings are shown."""

    FULL = "full"
    CONCISE = "concise"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Request:
    """What to check; `select` and `ignore` are beginnings of codes, the longest that fits a code wins."""

    paths: tuple[str, ...]
    cache: caching.Cache
    prelude: bool = True
    select: tuple[str, ...] = ("PE",)
    ignore: tuple[str, ...] = ()
    fail_level: Severity = Severity.WARNING
    analysis: Analysis = Analysis.FULL
    milliseconds: int = MILLISECONDS
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """How much was analysed and proved about, and how much the policies leave open."""

    files: int = 0
    instruments: int = 0
    norms: int = 0
    tests: int = 0
    not_encoded: int = 0
    blanks: int = 0
    interpretations: int = 0
    proved: int = 0
    pairs: int = 0
    questions: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """The findings in order of place, those of the prelude left out unless they are errors.

    `complete` is false where errors kept the later analyses from running.
    """

    findings: tuple[Diagnostic, ...]
    counts: Counts
    complete: bool
    fails: bool
    readable: bool
    shown: tuple[Shown, ...] = ()
    """The workers who show the findings, for tests to be written of them."""
    unsettled: bool = False
    """Something was to be settled (`strict`) and was not."""

    @property
    def exit_code(self) -> int:
        """Give 2 where something could not be read, 4 where strictness asks for more, 1 for findings, else 0."""
        if not self.readable:
            return 2
        if self.unsettled:
            return 4
        return 1 if self.fails else 0


@dataclass(frozen=True, slots=True)
class Analysed:
    """What is remembered of checking some files: all that was found, and how much there was."""

    diagnostics: tuple[Diagnostic, ...]
    counts: Counts
    complete: bool
    shown: tuple[Shown, ...] = ()


def check(request: Request) -> Report:
    """Check policy files; an unchanged set is reported from what was found before."""
    opened = workspace.open_workspace(request.paths, prelude=request.prelude)
    key = caching.key("check", request.analysis.value, str(request.milliseconds), *opened.inputs)
    analysed = request.cache.remember(key, opened.sources, lambda: _analyse(opened, request))
    own = opened.own_paths
    found = in_order(
        each
        for each in (*opened.diagnostics, *analysed.diagnostics)
        if each.severity is Severity.ERROR or each.span is None or each.span.source.path in own
    )
    chosen = tuple(each for each in found if _is_chosen(each.code, request))
    grave = _GRAVITY[_GRAVITY.index(request.fail_level) :]
    return Report(
        findings=chosen,
        counts=analysed.counts,
        complete=analysed.complete,
        fails=any(each.severity in grave for each in chosen),
        readable=not opened.diagnostics,
        shown=analysed.shown,
        unsettled=request.strict
        and (not analysed.complete or any(each.code in _INCOMPLETE for each in analysed.diagnostics)),
    )


def show(report: Report, output: OutputFormat, language: Language, palette: render.Palette) -> Iterator[str]:
    """Write a report: each part is one or more lines, without the last line end."""
    match output:
        case OutputFormat.FULL:
            for found in report.findings:
                yield render.render(found, language, palette=palette) + "\n"
            yield from _summary(report, language)
        case OutputFormat.CONCISE:
            yield from (render.concise(found, language) for found in report.findings)
            yield from _summary(report, language)
        case OutputFormat.JSON:
            yield _json(report)


def _analyse(opened: workspace.Workspace, request: Request) -> Analysed:
    # Everything that compiles is loaded only when there is something to compile.
    from policy_engine.commands.analysis import analyse  # noqa: PLC0415

    return analyse(opened, request.cache, request.analysis, request.milliseconds)


def _is_chosen(code: str, request: Request) -> bool:
    return _longest(code, request.select) > _longest(code, request.ignore)


def _longest(code: str, beginnings: Sequence[str]) -> int:
    return max((len(each) for each in beginnings if code.startswith(each.upper())), default=0)


def _summary(report: Report, language: Language) -> Iterator[str]:
    by_severity = {
        severity: sum(found.severity is severity for found in report.findings) for severity in Severity
    }
    found = ", ".join(
        _counted(number, severity).in_(language) for severity, number in by_severity.items() if number
    )
    nothing = Text("tidak ada temuan", "no findings").in_(language)
    yield f"{found or nothing}"
    counts = report.counts
    analysed = Text(
        f"dianalisis: {counts.files} berkas, {counts.instruments} naskah, {counts.norms} norma, "
        f"{counts.tests} uji",
        f"analysed: {counts.files} files, {counts.instruments} instruments, {counts.norms} norms, "
        f"{counts.tests} tests",
    )
    yield analysed.in_(language)
    if counts.proved:
        yield Text(
            f"dibuktikan: {counts.proved} naskah dan {counts.pairs} pasang naskah, {counts.questions} pertanyaan",
            f"proved: {counts.proved} instruments and {counts.pairs} pairs of them, {counts.questions} questions",
        ).in_(language)
    if not report.complete:
        yield Text(
            "tidak dianalisis: hubungan dengan peraturan lain, sampai kesalahan di atas diperbaiki",
            "not analysed: how it stands to other law, until the errors above are repaired",
        ).in_(language)
    elif counts.not_encoded or counts.blanks or counts.interpretations:
        yield Text(
            f"tidak dianalisis: {counts.not_encoded} ketentuan tidak dikodekan, {counts.blanks} "
            "bagian kosong; "
            f"{counts.interpretations} tafsir dipakai",
            f"not analysed: {counts.not_encoded} clauses not encoded, {counts.blanks} blanks; "
            f"{counts.interpretations} interpretations relied on",
        ).in_(language)


def _counted(number: int, severity: Severity) -> Text:
    title = severity.title
    return Text(f"{number} {title.indonesian}", f"{number} {title.english}{'' if number == 1 else 's'}")


def _json(report: Report) -> str:
    counts = report.counts
    document = {
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": "policy-engine", "version": _version()},
        "findings": [render.to_json(found) for found in report.findings],
        "complete": report.complete,
        "counts": {name: getattr(counts, name) for name in Counts.__slots__},
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def _version() -> str:
    from policy_engine import __version__  # noqa: PLC0415  it costs a look at the installed packages

    return __version__
