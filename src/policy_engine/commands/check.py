"""`check`: policy files in; findings, what was analysed, and what was not, out."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from enum import Enum
from fnmatch import fnmatchcase
from pathlib import Path
from types import MappingProxyType

from policy_engine import cache as caching
from policy_engine import workspace
from policy_engine.commands import baseline as baselines
from policy_engine.commands import frames
from policy_engine.commands.fingerprint import fingerprints
from policy_engine.commands.report import Analysed, Counts, Report, summary
from policy_engine.commands.suppression import Waiver, is_suppressible, judge, path_in_project, waive
from policy_engine.diagnostics import render
from policy_engine.diagnostics.model import Diagnostic, Severity, in_order
from policy_engine.domain.bilingual import Language
from policy_engine.domain.dates import EARLIEST, PackedDate
from policy_engine.proofs.shown import Account, Analysis
from policy_engine.structure import dataclass
from policy_engine.syntax.outline import Outline

SCHEMA_VERSION = "1.0"

_GRAVITY = (Severity.NOTE, Severity.WARNING, Severity.ERROR)


_INCOMPLETE = ("PE297", "PE299")
"""Codes of what was not settled or not analysed."""


MILLISECONDS = 5_000
"""How long one query of the solver may take."""


class OutputFormat(Enum):
    """How findings are shown."""

    FULL = "full"
    CONCISE = "concise"
    JSON = "json"
    SARIF = "sarif"
    JUNIT = "junit"
    GITHUB = "github"
    GITLAB = "gitlab"
    MARKDOWN = "markdown"


@dataclass(frozen=True, slots=True)
class Request:
    """What to check; `select` and `ignore` are beginnings of codes, the longest that fits a code wins.

    `today` is the day on which suppressions may be over; with `update_baseline` the findings are written to
    the baseline, and none remains. `root` is the folder that patterns of files are read from.
    """

    paths: tuple[str, ...]
    cache: caching.Cache
    prelude: bool = True
    select: tuple[str, ...] = ("PE",)
    ignore: tuple[str, ...] = ()
    fail_level: Severity = Severity.WARNING
    analysis: Analysis = Analysis.FULL
    milliseconds: int = MILLISECONDS
    strict: bool = False
    today: PackedDate = EARLIEST
    severity: Mapping[str, Severity] = field(default_factory=lambda: MappingProxyType({}))
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    waivers: tuple[Waiver, ...] = ()
    root: Path = field(default_factory=Path)
    baseline: str | None = None
    update_baseline: bool = False


def check(request: Request, opened: workspace.Workspace | None = None) -> Report:
    """Check policy files, which may have been read already; only what changed is worked out again."""
    if opened is None:
        opened = workspace.open_workspace(request.paths, prelude=request.prelude)
    analysed = _analyse(opened, request)
    outlines = analysed.outlines
    judged = judge(
        _own(opened, analysed),
        analysed.suppressions,
        request.today,
        complete=analysed.complete,
        proved=request.analysis is not Analysis.OFF,
    )
    waived = waive(
        judged.kept,
        request.waivers,
        request.today,
        request.root,
        complete=analysed.complete,
        proved=request.analysis is not Analysis.OFF,
    )
    every = in_order((*waived.kept, *judged.complaints, *waived.complaints))
    chosen = tuple(_regraded(each, request) for each in every if _is_chosen(each, request))
    compared = _compared(chosen, request, outlines)
    if isinstance(compared, Diagnostic):
        compared = baselines.Compared((compared,), (), ())
        return Report(compared.new, analysed.counts, analysed.complete, fails=True, readable=False)
    findings = in_order((*compared.new, *compared.stale))
    grave = _GRAVITY[_GRAVITY.index(request.fail_level) :]
    return Report(
        findings=findings,
        counts=analysed.counts,
        complete=analysed.complete,
        fails=any(each.severity in grave for each in findings),
        readable=not opened.diagnostics,
        shown=analysed.shown,
        unsettled=request.strict
        and (not analysed.complete or any(each.code in _INCOMPLETE for each in waived.kept)),
        set_aside=(*judged.set_aside, *waived.set_aside),
        known=compared.known,
        outlines=outlines,
        baseline=baselines.write(chosen, outlines) if request.update_baseline else None,
        accounts=analysed.accounts,
        extents=analysed.extents,
        stamped=analysed.stamped,
        unproved=analysed.unproved,
        grave=grave,
    )


def _own(opened: workspace.Workspace, analysed: Analysed) -> Iterator[Diagnostic]:
    """Give what was found in the files asked for, and errors wherever they are."""
    own = opened.own_paths
    for each in (*opened.diagnostics, *analysed.diagnostics):
        if each.severity is Severity.ERROR or each.span is None or each.span.source.path in own:
            yield each


def _compared(
    found: Sequence[Diagnostic], request: Request, outlines: Mapping[str, Outline]
) -> baselines.Compared | Diagnostic:
    if request.update_baseline:
        # What is written is known from now on.
        known = tuple(each for each in found if is_suppressible(each.kind))
        return baselines.Compared(tuple(each for each in found if not is_suppressible(each.kind)), known, ())
    if request.baseline is None:
        return baselines.Compared(tuple(found), (), ())
    entries = baselines.read(request.baseline)
    if isinstance(entries, Diagnostic):
        return entries
    return baselines.compare(found, entries, request.baseline, outlines)


def _regraded(found: Diagnostic, request: Request) -> Diagnostic:
    """Give a finding the severity that the project gives it, unless nobody may set it aside."""
    severity = request.severity.get(found.code)
    return found if severity is None or not is_suppressible(found.kind) else replace(found, regraded=severity)


def show(
    report: Report,
    output: OutputFormat,
    language: Language,
    palette: render.Palette,
    cache: caching.Cache = caching.NONE,
) -> Iterator[str]:
    """Write a report: each part is one or more lines, without the last line end.

    What writes a form that only machines read is loaded when it is asked for.
    """
    match output:
        case OutputFormat.FULL:
            yield from (f"{frame}\n" for frame in frames.drawn(report, language, palette, cache))
            yield from summary(report, language)
        case OutputFormat.CONCISE:
            yield from (render.concise(found, language) for found in report.findings)
            yield from summary(report, language)
        case OutputFormat.JSON:
            yield _json(report)
        case OutputFormat.SARIF:
            from policy_engine.commands.outputs import sarif  # noqa: PLC0415

            yield sarif.write(report, language)
        case OutputFormat.JUNIT:
            from policy_engine.commands.outputs import junit  # noqa: PLC0415

            yield junit.of_findings(report, language)
        case OutputFormat.GITHUB:
            from policy_engine.commands.outputs import github  # noqa: PLC0415

            yield from github.write(report, language)
        case OutputFormat.GITLAB:
            from policy_engine.commands.outputs import gitlab  # noqa: PLC0415

            yield gitlab.write(report, language)
        case OutputFormat.MARKDOWN:
            from policy_engine.commands.outputs import markdown  # noqa: PLC0415

            yield from markdown.write(report, language)


def _analyse(opened: workspace.Workspace, request: Request) -> Analysed:
    # Everything that compiles is loaded only when there is something to compile.
    from policy_engine.commands.analysis import analyse  # noqa: PLC0415

    return analyse(opened, request.cache, request.analysis, request.milliseconds)


def _is_chosen(found: Diagnostic, request: Request) -> bool:
    ignored = (*request.ignore, *_ignored_in_its_file(found, request))
    return _longest(found.code, request.select) > _longest(found.code, ignored)


def _ignored_in_its_file(found: Diagnostic, request: Request) -> tuple[str, ...]:
    if found.span is None or not request.per_file_ignores or not is_suppressible(found.kind):
        return ()
    name = path_in_project(found.span.source.path, request.root)
    return tuple(
        code for pattern, codes in request.per_file_ignores if fnmatchcase(name, pattern) for code in codes
    )


def _longest(code: str, beginnings: Sequence[str]) -> int:
    return max((len(each) for each in beginnings if code.startswith(each.upper())), default=0)


def _json(report: Report) -> str:
    counts = report.counts
    document = {
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": "policy-engine", "version": _version()},
        "findings": [
            {**render.to_json(found), "fingerprint": fingerprint}
            for found, fingerprint in zip(
                report.findings, fingerprints(report.findings, report.outlines), strict=True
            )
        ],
        "suppressed": [{**render.to_json(each.found), "reason": each.by.reason} for each in report.set_aside],
        "known": [render.to_json(found) for found in report.known],
        "complete": report.complete,
        "not_proved": [each.data for each in report.unproved],
        "counts": {name: getattr(counts, name) for name in Counts.__slots__},
        "clauses": [_account(each) for each in report.accounts],
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def _account(told: Account) -> dict[str, object]:
    why = told.why
    return {
        "instrument": told.citation.instrument.slug,
        "place": {language.value: told.place.in_(language) for language in Language},
        "extent": told.extent.value,
        "why": None if why is None else {language.value: why.in_(language) for language in Language},
    }


def _version() -> str:
    from policy_engine import __version__  # noqa: PLC0415  it costs a look at the installed packages

    return __version__
