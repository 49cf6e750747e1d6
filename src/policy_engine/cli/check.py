"""The arguments of `check`."""

import os
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import click

from policy_engine.cli.shared import (
    DONE,
    FINDINGS,
    LANGUAGE_VARIABLE,
    PATHS,
    WRONG_USE,
    Chosen,
    cache_of,
    chosen_project,
    complain,
    day_of,
    deliver,
    language_of,
    language_option,
    loading_options,
    not_a_date,
    note,
    out_option,
    palette,
    refuse,
    t,
    write,
)
from policy_engine.domain.bilingual import Language, Text

# For the signatures only: a verb imports what it runs on.
if TYPE_CHECKING:
    from policy_engine import cache
    from policy_engine.commands import check as check_verb
    from policy_engine.commands import settings
    from policy_engine.commands.report import Report
    from policy_engine.workspace import Typed, Workspace


@click.command(
    help=t("Periksa berkas kebijakan (.policy) atau folder.", "Check policy files (.policy) or folders.")
)
@PATHS
@click.option(
    "--output-format",
    type=click.Choice(["full", "concise", "json", "sarif", "junit", "github", "gitlab", "markdown"]),
    default="full",
    show_default=True,
    help=t("Bentuk temuan.", "How findings are shown."),
)
@click.option(
    "--select",
    multiple=True,
    metavar="CODE",
    help=t("Awalan kode yang dilaporkan.", "Beginnings of codes to report."),
)
@click.option(
    "--ignore",
    multiple=True,
    metavar="CODE",
    help=t("Awalan kode yang tidak dilaporkan.", "Beginnings of codes not to report."),
)
@click.option(
    "--fail-level",
    type=click.Choice(["note", "warning", "error"]),
    help=t(
        "Tingkat temuan yang membuat kode keluar 1 (bila tidak disebut: warning).",
        "Severity from which the exit code is 1 (unless stated: warning).",
    ),
)
@click.option(
    "--baseline",
    type=click.Path(dir_okay=False),
    help=t(
        "Temuan dalam berkas ini sudah dicatat dan tidak dilaporkan.",
        "Findings in this file are known and not reported.",
    ),
)
@click.option(
    "--update-baseline",
    is_flag=True,
    help=t(
        "Catat temuan sekarang ke berkas itu (policy-baseline.json).",
        "Write the present findings to that file (policy-baseline.json).",
    ),
)
@click.option(
    "--fix", "make_fixes", is_flag=True, help=t("Terapkan perbaikan yang aman.", "Make fixes that are safe.")
)
@click.option(
    "--unsafe-fixes",
    is_flag=True,
    help=t("Terapkan juga yang harus dibaca dahulu.", "Make those too that must be read first."),
)
@click.option(
    "--diff",
    "only_diff",
    is_flag=True,
    help=t("Tunjukkan perbaikan; tidak menulis.", "Show the fixes; write nothing."),
)
@click.option("--statistics", is_flag=True, help=t("Hitung temuan per kode.", "Count the findings by code."))
@click.option(
    "--today",
    metavar="DATE",
    help=t(
        "Hari untuk batas waktu pengabaian (bila tidak disebut: hari ini).",
        "Day on which suppressions may be over (unless stated: today).",
    ),
)
@click.option(
    "--analysis",
    type=click.Choice(["off", "fast", "full"]),
    default="full",
    show_default=True,
    help=t("Seberapa banyak yang dibuktikan.", "How much is proved."),
)
@click.option(
    "--timeout-per-query",
    "milliseconds",
    type=click.IntRange(min=0),
    default=5_000,
    show_default=True,
    metavar="MS",
    help=t(
        "Batas waktu satu pertanyaan; 0: pemecah tidak ditanya.",
        "How long one question may take; 0: the solver is not asked.",
    ),
)
@click.option(
    "--strict",
    is_flag=True,
    help=t(
        "Keluar 4 bila ada yang tidak terjawab atau tidak dianalisis.",
        "Exit 4 where something was not settled or not analysed.",
    ),
)
@click.option(
    "--write-tests",
    is_flag=True,
    help=t(
        "Tulis contoh pekerja setiap temuan sebagai uji ke berkas kebijakannya.",
        "Write the worker who shows each finding into its policy file, as a test.",
    ),
)
@click.option(
    "--stdin-filename",
    "typed_name",
    metavar="FILE",
    help=t(
        "Masukan standar (`-`) dibaca sebagai isi berkas ini, tersimpan atau belum.",
        "Standard input (`-`) is read as this file, saved or not.",
    ),
)
@click.option(
    "--watch",
    is_flag=True,
    help=t(
        "Periksa lagi setiap kali sebuah berkas berubah, sampai dihentikan dengan Ctrl-C.",
        "Check again each time a file changes, until stopped with Ctrl-C.",
    ),
)
@loading_options
@language_option
@out_option
def check(paths: tuple[str, ...], *, typed_name: str | None, watch: bool, **asked: Any) -> int:
    """Check policies, once or each time they change."""
    from policy_engine.workspace import STDIN, Typed  # noqa: PLC0415

    reads = STDIN in paths or typed_name is not None
    writes = [option for name, option in _WRITING.items() if asked[name]]
    if writes and (reads or watch):
        return refuse(
            _cannot_write(writes[0], "--watch" if watch else STDIN), language_of(asked["lang"], None)
        )
    if reads and watch:
        return refuse(_nothing_to_watch(), language_of(asked["lang"], None))
    if watch:
        return _again_and_again(paths, asked)
    typed = None
    if reads:
        typed = Typed(typed_name or STDIN, sys.stdin.buffer.read())
        paths = paths if STDIN in paths else (*paths, STDIN)
    return _check(paths, typed=typed, **asked)


_WRITING = MappingProxyType(
    {
        "make_fixes": "--fix",
        "unsafe_fixes": "--unsafe-fixes",
        "only_diff": "--diff",
        "write_tests": "--write-tests",
        "update_baseline": "--update-baseline",
    }
)
"""Options that look at files as they lie on disk, or write them."""

_A_LOOK = 250
"""Milliseconds between two looks at the files."""


def _cannot_write(option: str, beside: str) -> Text:
    return Text(
        f"`{option}` bekerja pada berkas yang tersimpan, tidak bersama `{beside}`",
        f"`{option}` works on files as they are saved, not together with `{beside}`",
    )


def _nothing_to_watch() -> Text:
    return Text(
        "`--watch` menunggu berkas berubah; masukan standar hanya dibaca sekali",
        "`--watch` waits for files to change; standard input is read once",
    )


def _again_and_again(paths: tuple[str, ...], asked: Mapping[str, Any]) -> int:
    """Check each time a file is another than it was; only a wrong use of the program ends it by itself."""
    from policy_engine import workspace  # noqa: PLC0415

    project = chosen_project(paths)
    if isinstance(project, int):
        return project
    before: object = None
    while True:
        now = workspace.stamps(project.paths)
        if now != before:
            before = now
            if sys.stdout.isatty():
                click.clear()
            code = _check(paths, typed=None, **asked)
            sys.stdout.flush()
            if code == WRONG_USE and not now:
                return code
        time.sleep(_A_LOOK / 1_000)


def _check(
    paths: tuple[str, ...],
    *,
    typed: "Typed | None",
    output_format: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fail_level: str | None,
    baseline: str | None,
    update_baseline: bool,
    make_fixes: bool,
    unsafe_fixes: bool,
    only_diff: bool,
    statistics: bool,
    today: str | None,
    analysis: str,
    milliseconds: int,
    strict: bool,
    write_tests: bool,
    no_prelude: bool,
    no_cache: bool,
    lang: str | None,
    output: str | None,
) -> int:
    project = chosen_project(paths)
    if isinstance(project, int):
        return project
    day = day_of(today)
    language = language_of(lang, project.language)
    select, ignore = _split(select), _split(ignore)
    if day is None:
        return refuse(not_a_date("--today", today or ""), language)
    changes = make_fixes or unsafe_fixes or only_diff or write_tests or update_baseline
    said = _Said(
        cache_of(no_cache or changes),
        project,
        baseline,
        prelude=not no_prelude,
        typed=typed,
        asked=(
            *(
                select,
                ignore,
                fail_level,
                output_format,
                statistics,
                day,
                analysis,
                milliseconds,
                strict,
                lang,
                # The project file may say a language of `check`, which the environment overrides.
                os.environ.get(LANGUAGE_VARIABLE),
            ),
            *(language, output is None and sys.stdout.isatty(), bool(os.environ.get("NO_COLOR"))),
        ),
    )
    if said.before is not None:
        code, *parts = said.before
        return deliver(parts, output, language) or int(code)
    from policy_engine.commands import check as verb  # noqa: PLC0415
    from policy_engine.commands.report import statistics as counted  # noqa: PLC0415
    from policy_engine.commands.settings import no_such_code  # noqa: PLC0415
    from policy_engine.diagnostics.model import Severity  # noqa: PLC0415
    from policy_engine.proofs.shown import Analysis  # noqa: PLC0415

    if (odd := no_such_code((*select, *ignore))) is not None:
        return refuse(odd, language)
    settings = _check_settings(project)
    if isinstance(settings, int):
        return settings
    language = language_of(lang, settings.lang or project.language)
    noted = baseline or settings.baseline or ("policy-baseline.json" if update_baseline else None)
    request = verb.Request(
        paths=project.paths,
        cache=cache_of(no_cache),
        prelude=not no_prelude,
        select=select or settings.select or ("PE",),
        ignore=ignore or settings.ignore,
        fail_level=Severity(fail_level) if fail_level else settings.fail_level or Severity.WARNING,
        today=day,
        severity=settings.severity,
        per_file_ignores=settings.per_file_ignores,
        waivers=settings.waivers,
        root=project.root,
        baseline=noted,
        update_baseline=update_baseline,
        analysis=Analysis(analysis),
        milliseconds=milliseconds,
        strict=strict,
    )
    report = verb.check(request, said.opened)
    if make_fixes or unsafe_fixes or only_diff:
        fixed = _fix(request, report, unsafe=unsafe_fixes, only_diff=only_diff, language=language)
        if fixed is not None:
            return fixed
        report = verb.check(request)
    if noted is not None and report.baseline is not None:
        failed = write(Path(noted), f"{report.baseline}\n", language)
        if failed:
            return failed
    if write_tests:
        from policy_engine.commands import write_tests as writing  # noqa: PLC0415

        for path in writing.write_tests(
            project.paths, prelude=request.prelude, cache=request.cache, shown=report.shown
        ):
            note(path)
    form = verb.OutputFormat(output_format)
    shown = counted if statistics else None
    parts = [
        *(
            verb.show(report, form, language, palette(sys.stdout, output), request.cache)
            if shown is None
            else shown(report, language)
        )
    ]
    said.remember(report.exit_code, parts)
    return deliver(parts, output, language) or report.exit_code


class _Said:
    """What was said before to the same question about the same files: for that nothing else is loaded."""

    def __init__(
        self,
        kept: "cache.Cache",
        project: Chosen,
        baseline: str | None,
        *,
        prelude: bool,
        typed: "Typed | None",
        asked: tuple[object, ...],
    ) -> None:
        self.before: tuple[str, ...] | None = None
        self.opened: Workspace | None = None
        """The files, where they were read for this."""
        self._kept, self._key = kept, ""
        if kept.folder is None and typed is None:
            return
        from policy_engine import cache, workspace  # noqa: PLC0415

        self.opened = opened = workspace.open_workspace(project.paths, prelude=prelude, typed=typed)
        if kept.folder is None:
            return
        noted = baseline or project.check.get("baseline")
        known = workspace.read_text(noted, Path(noted)) if isinstance(noted, str) else None
        if opened.diagnostics or not (known is None or isinstance(known, str)):
            # What cannot be read may be read the next time, unchanged as it is.
            return
        seen = (*asked, noted, known, {**project.check}, project.root.resolve(), Path.cwd())
        self._key = cache.key("said", *(repr(each) for each in seen), *opened.inputs)
        found = kept.load(self._key, ())
        self.before = found if isinstance(found, tuple) else None

    def remember(self, code: int, parts: list[str]) -> None:
        """Keep what is said now."""
        if self._key:
            self._kept.store(self._key, (), (str(code), *parts))


def _fix(
    request: "check_verb.Request",
    report: "Report",
    *,
    unsafe: bool,
    only_diff: bool,
    language: Language,
) -> int | None:
    """Make the fixes of what was found; an exit code where that is all there is to do."""
    from policy_engine.commands import fix as verb  # noqa: PLC0415

    made = verb.fix(request.paths, report.findings, prelude=request.prelude, unsafe=unsafe)
    if only_diff:
        for each in made.files:
            click.echo("\n".join(verb.diff(each)))
    else:
        for each in made.files:
            verb.write(each)
    note(
        Text(
            f"{made.settled} perbaikan{' ditunjukkan' if only_diff else ''}, {made.refused} ditolak karena "
            "membuat sesuatu lebih buruk",
            f"{made.settled} fixes{' shown' if only_diff else ''}, {made.refused} refused because something "
            "would get worse",
        ).in_(language)
    )
    return (FINDINGS if made.files else DONE) if only_diff else None


def _split(codes: tuple[str, ...]) -> tuple[str, ...]:
    """Take apart what is written with commas: `PE2,PE54`."""
    return tuple(code.strip() for each in codes for code in each.split(",") if code.strip())


def _check_settings(project: Chosen) -> "settings.CheckSettings | int":
    """Read what the project asks of `check`; or an exit code."""
    from policy_engine.commands import settings  # noqa: PLC0415

    if not project.check:
        return settings.CheckSettings()
    found = settings.read(project.check, project.file)
    if isinstance(found, settings.CheckSettings):
        return found
    complain((found,), language_of(None, project.language))
    return WRONG_USE
