"""Arguments in; a verb's report on standard output, what went wrong on standard error, and an exit code, out.

Exit codes: 0 done, 1 findings, failed tests or differences, 2 wrong use or unreadable input, 3 our fault,
4 incomplete under --strict. Every option has a twin in the environment, POLICY_ENGINE_<VERB>_<OPTION>;
POLICY_ENGINE_LANG sets the language of all verbs and of the help. What a verb needs is imported when it
runs.
"""

import io
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, cast

import click

from policy_engine.domain.bilingual import Language, Text

# For the signatures only: a verb imports what it runs on.
if TYPE_CHECKING:
    from policy_engine import cache, workspace
    from policy_engine.commands import check as check_verb
    from policy_engine.commands import settings
    from policy_engine.commands import test as test_verb
    from policy_engine.diagnostics import render
    from policy_engine.diagnostics.model import Diagnostic
    from policy_engine.domain.dates import PackedDate
    from policy_engine.registers.model import Mapped, Rejected

DONE, FINDINGS, WRONG_USE, OUR_FAULT, INCOMPLETE, INTERRUPTED = 0, 1, 2, 3, 4, 130

_LANGUAGE_VARIABLE = "POLICY_ENGINE_LANG"
_DEFAULT_LANGUAGE = "en" if os.environ.get(_LANGUAGE_VARIABLE) == "en" else "id"
_CONTEXT = {"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "POLICY_ENGINE"}


def _t(indonesian: str, english: str) -> str:
    return Text(indonesian, english).in_(Language(_DEFAULT_LANGUAGE))


def _language_option(function: Callable[..., int]) -> Callable[..., int]:
    return click.option(
        "--lang", type=click.Choice(["id", "en"]), help=_t("Bahasa keluaran.", "Language of the output.")
    )(function)


def _loading_options(function: Callable[..., int]) -> Callable[..., int]:
    no_prelude = click.option(
        "--no-prelude",
        is_flag=True,
        help=_t("Jangan tambahkan aturan nasional bawaan.", "Do not add the national prelude."),
    )
    no_cache = click.option(
        "--no-cache",
        is_flag=True,
        help=_t("Jangan pakai ingatan dari pemeriksaan lalu.", "Remember nothing of earlier runs."),
    )
    return no_prelude(no_cache(function))


def _out_option(function: Callable[..., int]) -> Callable[..., int]:
    return click.option(
        "-o",
        "--output",
        type=click.Path(dir_okay=False),
        help=_t("Tulis hasil ke berkas ini.", "Write the result to this file."),
    )(function)


_PATHS = click.argument("paths", nargs=-1, metavar="[PATHS]...")


@click.group(
    context_settings=_CONTEXT,
    help=_t(
        "Memeriksa, menguji, dan menjalankan peraturan jaminan sosial daerah.",
        "Check, test and run regional social-security regulations.",
    ),
)
@click.version_option(package_name="policy-engine", prog_name="policy-engine")
def cli() -> None:
    """Hold the verbs."""


@cli.command(
    help=_t(
        "Buat proyek kecil di FOLDER: contoh kebijakan, uji, dan alur CI.",
        "Create a small project in FOLDER: an example policy, a test and a CI workflow.",
    )
)
@click.argument("folder", default=".", type=click.Path(file_okay=False, path_type=Path))
@_language_option
def init(folder: Path, lang: str | None) -> int:
    """Create a project."""
    from policy_engine.commands import init as verb  # noqa: PLC0415

    language = _language(lang, None)
    try:
        report = verb.init(folder)
    except OSError as error:
        return _refuse(
            Text(
                f"tidak dapat menulis di `{folder}`: {error.strerror}",
                f"cannot write in `{folder}`: {error.strerror}",
            ),
            language,
        )
    if report.in_the_way:
        listed = ", ".join(f"`{path}`" for path in report.in_the_way)
        return _refuse(
            Text(
                f"sudah ada {listed}; tidak ada yang dibuat", f"{listed} already exist; nothing was created"
            ),
            language,
        )
    for path in report.created:
        click.echo(path)
    _note(Text("berikutnya: policy-engine check", "next: policy-engine check").in_(language))
    return DONE


@cli.command(
    help=_t("Periksa berkas kebijakan (.policy) atau folder.", "Check policy files (.policy) or folders.")
)
@_PATHS
@click.option(
    "--output-format",
    type=click.Choice(["full", "concise", "json", "sarif", "junit", "github", "gitlab", "markdown"]),
    default="full",
    show_default=True,
    help=_t("Bentuk temuan.", "How findings are shown."),
)
@click.option(
    "--select",
    multiple=True,
    metavar="CODE",
    help=_t("Awalan kode yang dilaporkan.", "Beginnings of codes to report."),
)
@click.option(
    "--ignore",
    multiple=True,
    metavar="CODE",
    help=_t("Awalan kode yang tidak dilaporkan.", "Beginnings of codes not to report."),
)
@click.option(
    "--fail-level",
    type=click.Choice(["note", "warning", "error"]),
    help=_t(
        "Tingkat temuan yang membuat kode keluar 1 (bila tidak disebut: warning).",
        "Severity from which the exit code is 1 (unless stated: warning).",
    ),
)
@click.option(
    "--baseline",
    type=click.Path(dir_okay=False),
    help=_t(
        "Temuan dalam berkas ini sudah dicatat dan tidak dilaporkan.",
        "Findings in this file are known and not reported.",
    ),
)
@click.option(
    "--update-baseline",
    is_flag=True,
    help=_t(
        "Catat temuan sekarang ke berkas itu (policy-baseline.json).",
        "Write the present findings to that file (policy-baseline.json).",
    ),
)
@click.option(
    "--fix", "make_fixes", is_flag=True, help=_t("Terapkan perbaikan yang aman.", "Make fixes that are safe.")
)
@click.option(
    "--unsafe-fixes",
    is_flag=True,
    help=_t("Terapkan juga yang harus dibaca dahulu.", "Make those too that must be read first."),
)
@click.option(
    "--diff",
    "only_diff",
    is_flag=True,
    help=_t("Tunjukkan perbaikan; tidak menulis.", "Show the fixes; write nothing."),
)
@click.option("--statistics", is_flag=True, help=_t("Hitung temuan per kode.", "Count the findings by code."))
@click.option(
    "--today",
    metavar="DATE",
    help=_t(
        "Hari untuk batas waktu pengabaian (bila tidak disebut: hari ini).",
        "Day on which suppressions may be over (unless stated: today).",
    ),
)
@click.option(
    "--analysis",
    type=click.Choice(["off", "fast", "full"]),
    default="full",
    show_default=True,
    help=_t("Seberapa banyak yang dibuktikan.", "How much is proved."),
)
@click.option(
    "--timeout-per-query",
    "milliseconds",
    type=click.IntRange(min=1),
    default=5_000,
    show_default=True,
    metavar="MS",
    help=_t("Batas waktu satu pertanyaan.", "How long one question may take."),
)
@click.option(
    "--strict",
    is_flag=True,
    help=_t(
        "Keluar 4 bila ada yang tidak terjawab atau tidak dianalisis.",
        "Exit 4 where something was not settled or not analysed.",
    ),
)
@click.option(
    "--write-tests",
    is_flag=True,
    help=_t(
        "Tulis contoh pekerja setiap temuan sebagai uji ke berkas kebijakannya.",
        "Write the worker who shows each finding into its policy file, as a test.",
    ),
)
@_loading_options
@_language_option
@_out_option
def check(
    paths: tuple[str, ...],
    *,
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
    """Check policies."""
    from policy_engine.commands import check as verb  # noqa: PLC0415
    from policy_engine.diagnostics.model import Severity  # noqa: PLC0415

    project = _project(paths)
    if isinstance(project, int):
        return project
    settings = _check_settings(project)
    if isinstance(settings, int):
        return settings
    language = _language(lang, settings.lang or project.language)
    day = _day(today)
    if day is None:
        return _refuse(_not_a_date("--today", today or ""), language)
    noted = baseline or settings.baseline or ("policy-baseline.json" if update_baseline else None)
    request = verb.Request(
        paths=project.paths,
        cache=_cache(no_cache),
        prelude=not no_prelude,
        select=select or settings.select or ("PE",),
        ignore=ignore or settings.ignore,
        fail_level=Severity(fail_level) if fail_level else settings.fail_level or Severity.WARNING,
        today=day,
        severity=settings.severity,
        per_file_ignores=settings.per_file_ignores,
        root=project.root,
        baseline=noted,
        update_baseline=update_baseline,
        analysis=verb.Analysis(analysis),
        milliseconds=milliseconds,
        strict=strict,
    )
    report = verb.check(request)
    if make_fixes or unsafe_fixes or only_diff:
        fixed = _fix(request, report, unsafe=unsafe_fixes, only_diff=only_diff, language=language)
        if fixed is not None:
            return fixed
        report = verb.check(request)
    if noted is not None and report.baseline is not None:
        failed = _write(Path(noted), f"{report.baseline}\n", language)
        if failed:
            return failed
    if write_tests:
        from policy_engine.commands import write_tests as writing  # noqa: PLC0415

        for path in writing.write_tests(
            project.paths, prelude=request.prelude, cache=request.cache, shown=report.shown
        ):
            _note(path)
    form = verb.OutputFormat(output_format)
    shown = verb.statistics if statistics else None
    parts = (
        verb.show(report, form, language, _palette(sys.stdout, output))
        if shown is None
        else shown(report, language)
    )
    return _deliver(parts, output, language) or report.exit_code


def _fix(
    request: "check_verb.Request",
    report: "check_verb.Report",
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
    _note(
        Text(
            f"{made.settled} perbaikan{' ditunjukkan' if only_diff else ''}, {made.refused} ditolak karena "
            "membuat sesuatu lebih buruk",
            f"{made.settled} fixes{' shown' if only_diff else ''}, {made.refused} refused because something "
            "would get worse",
        ).in_(language)
    )
    return (FINDINGS if made.files else DONE) if only_diff else None


@cli.command(
    help=_t(
        "Rapikan berkas kebijakan; `-` membaca dari masukan standar.",
        "Put policy files into the one style; `-` reads standard input.",
    )
)
@_PATHS
@click.option(
    "--check",
    "only_check",
    is_flag=True,
    help=_t("Hanya periksa; keluar 1 bila ada yang berbeda.", "Only check; exit 1 where something differs."),
)
@click.option(
    "--diff",
    "only_diff",
    is_flag=True,
    help=_t("Tunjukkan perbedaan; tidak menulis.", "Show the differences; write nothing."),
)
@click.option(
    "--lang",
    type=click.Choice(["id", "en"]),
    help=_t("Terjemahkan kata kunci ke bahasa ini.", "Translate the keywords to this language."),
)
def fmt(paths: tuple[str, ...], *, only_check: bool, only_diff: bool, lang: str | None) -> int:
    """Format policies."""
    from policy_engine.commands import fmt as verb  # noqa: PLC0415

    keywords = None if lang is None else Language(lang)
    if paths == ("-",):
        return _fmt_stdin(keywords, only_check=only_check, only_diff=only_diff)
    project = _project(paths)
    if isinstance(project, int):
        return project
    language = _language(None, project.language)
    report = verb.fmt(project.paths, keywords)
    _complain(report.diagnostics, language)
    differing = [each for each in report.files if each.differs]
    for each in report.files:
        if each.changed_meaning:
            _note(_not_the_same(each.source.path).in_(language))
        elif each.differs and only_diff:
            click.echo("\n".join(verb.diff(each)))
        elif each.differs:
            click.echo(each.source.path)
            if not only_check:
                verb.write(each)
    if any(each.changed_meaning for each in report.files):
        return OUR_FAULT
    if report.diagnostics:
        return FINDINGS if report.readable else WRONG_USE
    return FINDINGS if differing and (only_check or only_diff) else DONE


def _fmt_stdin(keywords: Language | None, *, only_check: bool, only_diff: bool) -> int:
    from policy_engine import workspace  # noqa: PLC0415
    from policy_engine.commands import fmt as verb  # noqa: PLC0415

    language = _language(None, None)
    text = workspace.decode("-", sys.stdin.buffer.read())
    if not isinstance(text, str):
        _complain((text,), language)
        return WRONG_USE
    report = verb.fmt_text("-", text, keywords)
    _complain(report.diagnostics, language)
    for each in report.files:
        if each.changed_meaning:
            _note(_not_the_same("-").in_(language))
            return OUR_FAULT
        if only_diff:
            click.echo("\n".join(verb.diff(each)))
        elif not only_check:
            click.echo(each.text, nl=False)
        if each.differs and (only_check or only_diff):
            return FINDINGS
    return FINDINGS if report.diagnostics else DONE


@cli.command(
    help=_t(
        "Jalankan uji, contoh resmi, dan sifat (pastikan) dalam berkas kebijakan.",
        "Run the tests, official examples and stated properties of policy files.",
    )
)
@_PATHS
@click.option(
    "--output-format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help=_t("Bentuk hasil.", "How results are shown."),
)
@click.option(
    "--junit",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help=_t(
        "Tulis juga hasil sebagai XML JUnit ke berkas ini.", "Also write results as JUnit XML to this file."
    ),
)
@click.option(
    "--coverage",
    is_flag=True,
    help=_t(
        "Tunjukkan norma, batas, dan bulan yang belum diuji.", "Show norms, bounds and months not tested."
    ),
)
@click.option(
    "--threshold",
    type=click.IntRange(0, 100),
    metavar="PERCENT",
    help=_t("Keluar 1 bila cakupan di bawah ini.", "Exit 1 where coverage is below this."),
)
@click.option(
    "--mutate",
    is_flag=True,
    help=_t(
        "Buat kekeliruan kecil dan tunjukkan yang tidak ketahuan uji.",
        "Make small mistakes and show those that no test notices.",
    ),
)
@click.option(
    "--within",
    type=click.IntRange(min=1),
    default=120,
    show_default=True,
    metavar="SECONDS",
    help=_t("Batas waktu --mutate.", "Time limit of --mutate."),
)
@click.option(
    "--boundary",
    is_flag=True,
    help=_t(
        "Tulis tabel kasus tepat di bawah, pada, dan di atas setiap batas.",
        "Write a table of the cases just below, on and above every bound.",
    ),
)
@click.option(
    "--run",
    "named",
    metavar="WORDS",
    help=_t("Hanya uji yang namanya memuat kata ini.", "Only tests whose name holds these words."),
)
@_loading_options
@_language_option
@_out_option
def test(
    paths: tuple[str, ...],
    *,
    output_format: str,
    junit: str | None,
    coverage: bool,
    threshold: int | None,
    mutate: bool,
    within: int,
    boundary: bool,
    named: str | None,
    no_prelude: bool,
    no_cache: bool,
    lang: str | None,
    output: str | None,
) -> int:
    """Run the tests of policies."""
    from policy_engine.commands import test as verb  # noqa: PLC0415

    project = _project(paths)
    if isinstance(project, int):
        return project
    language = _language(lang, project.language)
    request = verb.Request(project.paths, _cache(no_cache), prelude=not no_prelude, named=named)
    if mutate:
        return _mutate(request, within, output, language)
    report = verb.test(request)
    if report.refused:
        _complain(report.refused, language)
        return WRONG_USE if report.unreadable else FINDINGS
    if boundary:
        return _deliver(verb.show_boundary(request, language), output, language)
    if junit is not None and (failed := _write(Path(junit), f"{verb.junit(report, language)}\n", language)):
        return failed
    parts = verb.show(report, verb.OutputFormat(output_format), language)
    failed = _deliver(parts, output, language)
    if coverage or threshold is not None:
        covered = verb.measured(request)
        for line in verb.show_coverage(covered, language) if coverage else ():
            click.echo(line)
        if verb.percent(covered) < (threshold or 0):
            return failed or FINDINGS
    return failed or report.exit_code


def _mutate(request: "test_verb.Request", seconds: int, output: str | None, language: Language) -> int:
    from policy_engine.commands import mutation as verb  # noqa: PLC0415

    made = verb.Request(request.paths, request.cache, prelude=request.prelude, seconds=seconds)
    report = verb.mutate(made)
    if report.refused:
        _complain(report.refused, language)
        return FINDINGS
    return _deliver(verb.show(report, language), output, language) or report.exit_code


@cli.command(
    help=_t(
        "Putuskan seorang pekerja, atau berkas pekerja (JSON, JSONL, CSV), menurut kebijakan POLICY.",
        "Decide one worker, or a file of workers (JSON, JSONL, CSV), under the policies at POLICY.",
    )
)
@click.argument("policy", nargs=-1, required=True, metavar="POLICY...")
@click.option(
    "--worker",
    "--workers",
    "worker",
    required=True,
    metavar="FILE",
    help=_t("Berkas pekerja; `-` masukan standar.", "File of workers; `-` is standard input."),
)
@click.option(
    "--on",
    "on",
    required=True,
    metavar="DATE",
    help=_t("Tanggal keputusan, seperti 2025-11-13.", "Date of the decision, such as 2025-11-13."),
)
@click.option(
    "--facts-as-of",
    metavar="DATE",
    help=_t(
        "Tanggal keadaan fakta; bila tidak disebut, sama dengan --on.",
        "Date as of which the facts hold; as --on unless stated.",
    ),
)
@click.option(
    "--instrument",
    metavar="ID",
    help=_t("Naskah yang dipakai bila ada beberapa.", "The instrument, where there are several."),
)
@click.option(
    "--explain",
    is_flag=True,
    help=_t("Jelaskan mengapa atau mengapa tidak, dengan pasalnya.", "Say why or why not, with the article."),
)
@click.option(
    "--row",
    type=click.IntRange(min=1),
    help=_t("Hanya pekerja pada baris ini.", "Only the worker on this row."),
)
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "json", "jsonl", "csv"]),
    default="text",
    show_default=True,
    help=_t("Bentuk hasil.", "How decisions are written."),
)
@click.option(
    "--rejects",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help=_t(
        "Tulis baris yang ditolak, dengan alasannya, ke CSV ini.",
        "Write rejected rows, with reasons, to this CSV.",
    ),
)
@click.option(
    "--worker-format",
    type=click.Choice(["json", "jsonl", "csv"]),
    help=_t("Bentuk berkas pekerja.", "Form of the file of workers."),
)
@click.option(
    "--delimiter", type=click.Choice([",", ";"]), help=_t("Pemisah sel CSV.", "Delimiter of the CSV.")
)
@click.option(
    "--date-format",
    type=click.Choice(["iso", "dmy", "long"]),
    help=_t(
        "iso 1985-03-02, dmy 02/03/1985, long 2 Maret 1985.",
        "iso 1985-03-02, dmy 02/03/1985, long 2 March 1985.",
    ),
)
@click.option(
    "--money-format",
    type=click.Choice(["plain", "rupiah"]),
    help=_t("plain 1500000, rupiah Rp1.500.000.", "plain 1500000, rupiah Rp1.500.000."),
)
@click.option(
    "--map",
    "mapping",
    metavar="FILE",
    help=_t("Berkas TOML yang memetakan kolom ke fakta.", "TOML file that maps columns to facts."),
)
@click.option(
    "--unknown",
    multiple=True,
    metavar="FACT",
    help=_t(
        "Fakta tanpa kolom yang memang belum diketahui.", "Fact without a column that is indeed unknown."
    ),
)
@click.option(
    "--ignore-column", multiple=True, metavar="NAME", help=_t("Kolom yang diabaikan.", "Column to leave out.")
)
@click.option(
    "--strict",
    is_flag=True,
    help=_t("Keluar 4 bila ada yang belum dapat ditentukan.", "Exit 4 where something is undetermined."),
)
@_loading_options
@_language_option
@_out_option
def decide(
    policy: tuple[str, ...],
    *,
    worker: str,
    on: str,
    facts_as_of: str | None,
    instrument: str | None,
    explain: bool,
    row: int | None,
    output_format: str,
    rejects: str | None,
    worker_format: str | None,
    delimiter: str | None,
    date_format: str | None,
    money_format: str | None,
    mapping: str | None,
    unknown: tuple[str, ...],
    ignore_column: tuple[str, ...],
    strict: bool,
    no_prelude: bool,
    no_cache: bool,
    lang: str | None,
    output: str | None,
) -> int:
    """Decide workers."""
    from policy_engine.commands import decide as verb  # noqa: PLC0415
    from policy_engine.registers.read import WorkerFormat  # noqa: PLC0415

    language = _language(lang, None)
    for option, day in (("--on", on), ("--facts-as-of", facts_as_of)):
        if day is not None and not _is_date(day):
            return _refuse(_not_a_date(option, day), language)
    mapped = _mapped(
        mapping,
        delimiter=delimiter,
        date_format=date_format,
        money_format=money_format,
        ignore=ignore_column,
        language=language,
    )
    if isinstance(mapped, int):
        return mapped
    decisions = verb.decide(
        verb.Request(
            policy=policy,
            worker=worker,
            stdin=cast("io.BufferedReader", sys.stdin.buffer),
            on=on,
            facts_as_of=facts_as_of,
            instrument=instrument,
            cache=_cache(no_cache),
            prelude=not no_prelude,
            mapped=mapped,
            form=None if worker_format is None else WorkerFormat(worker_format),
            unknown=frozenset(unknown),
            row=row,
        )
    )
    if isinstance(decisions, verb.Refused):
        _complain(decisions.diagnostics, language)
        return WRONG_USE
    if decisions.delimiter is not None:
        _note(
            Text(
                f"pemisah sel menurut kepala tabel: `{decisions.delimiter}`",
                f"delimiter found in the header: `{decisions.delimiter}`",
            ).in_(language)
        )
    rejected: list[Rejected] = []
    form = verb.OutputFormat(output_format)
    parts = verb.show(decisions, form, rejected, explain=explain, language=language)
    failed = _deliver(parts, output, language)
    if failed:
        return failed
    if form is not verb.OutputFormat.TEXT or output is not None:
        _note(verb.counts_line(decisions.counts, language))
    failed = _deliver_rejects(rejected, rejects, language)
    return failed or verb.exit_code(decisions, rejects_kept=rejects is not None, strict=strict)


@cli.command(
    "render",
    help=_t(
        "Tulis ringkasan bagi umum, lembar pejabat, atau naskah hukum dari kebijakan POLICY.",
        "Write the summary for the public, the decision maker's sheet or the law text of the policies at POLICY.",
    ),
)
@click.argument("policy", nargs=-1, required=True, metavar="POLICY...")
@click.option(
    "--what",
    type=click.Choice(["summary", "sheet", "law"]),
    default="summary",
    show_default=True,
    help=_t("Dokumen yang ditulis.", "Which document."),
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["md", "html", "pdf", "docx", "akn"]),
    default="md",
    show_default=True,
    help=_t("Bentuk dokumen; akn hanya untuk law.", "Form of the document; akn is for law only."),
)
@click.option(
    "--on",
    "on",
    metavar="DATE",
    help=_t("Versi yang berlaku pada tanggal ini.", "The version in force on this date."),
)
@click.option(
    "--instrument",
    metavar="ID",
    help=_t("Naskah yang dipakai bila ada beberapa.", "The instrument, where there are several."),
)
@click.option(
    "--templates",
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    metavar="DIR",
    help=_t("Folder templat sendiri.", "Folder of your own templates."),
)
@_loading_options
@_language_option
@_out_option
def render_document(
    policy: tuple[str, ...],
    *,
    what: str,
    form: str,
    on: str | None,
    instrument: str | None,
    templates: Path | None,
    no_prelude: bool,
    no_cache: bool,
    lang: str | None,
    output: str | None,
) -> int:
    """Write a document."""
    from policy_engine.commands import render as verb  # noqa: PLC0415
    from policy_engine.domain.dates import parse_date  # noqa: PLC0415

    language = _language(lang, None)
    if on is not None and not _is_date(on):
        return _refuse(
            Text(
                f"`--on {on}` bukan tanggal, seharusnya seperti 2025-11-13",
                f"`--on {on}` is not a date, expected one such as 2025-11-13",
            ),
            language,
        )
    chosen = verb.Format(form)
    if chosen.is_binary and output is None:
        return _refuse(
            Text(f"`--format {form}` memerlukan `-o BERKAS`", f"`--format {form}` needs `-o FILE`"), language
        )
    written = verb.render(
        verb.Request(
            paths=policy,
            cache=_cache(no_cache),
            what=verb.What(what),
            form=chosen,
            language=language,
            on=None if on is None else parse_date(on),
            instrument=instrument,
            templates=templates,
            prelude=not no_prelude,
        )
    )
    if isinstance(written, verb.Refused):
        _complain(written.diagnostics, language)
        return WRONG_USE if written.unreadable else FINDINGS
    if output is None:
        click.echo(written.decode(), nl=False)
        return DONE
    return _write_bytes(Path(output), written, language)


@cli.command(
    help=_t("Tunjukkan halaman sebuah temuan, misalnya PE101.", "Show the page of a finding, such as PE101.")
)
@click.argument("code", required=False)
@click.option("--all", "everything", is_flag=True, help=_t("Tunjukkan semua halaman.", "Show every page."))
@_language_option
def rule(code: str | None, *, everything: bool, lang: str | None) -> int:
    """Show the page of a finding."""
    from policy_engine.commands import rule as verb  # noqa: PLC0415

    language = _language(lang, None)
    if everything:
        click.echo(verb.every_rule(language))
        return DONE
    if code is None:
        return _refuse(Text("sebut satu kode, atau `--all`", "name a code, or `--all`"), language)
    report = verb.rule(code, language)
    click.echo(report.text, err=not report.found)
    return DONE if report.found else WRONG_USE


@cli.group(
    help=_t(
        "Tulis kebijakan yang telah diperiksa, atau skema JSON.", "Write checked policies, or a JSON Schema."
    )
)
def export() -> None:
    """Hold what can be exported."""


def _export_policies(
    what: str,
    paths: tuple[str, ...],
    lang: str | None,
    output: str | None,
    *,
    no_prelude: bool,
    no_cache: bool,
) -> int:
    from policy_engine.commands import export as verb  # noqa: PLC0415
    from policy_engine.commands import loading  # noqa: PLC0415

    project = _project(paths)
    if isinstance(project, int):
        return project
    language = _language(lang, project.language)
    loaded = loading.load(project.paths, prelude=not no_prelude, cache=_cache(no_cache))
    if loaded.errors or loaded.library is None:
        _complain(loaded.errors, language)
        return WRONG_USE if loaded.opened.diagnostics else FINDINGS
    return _deliver([verb.export(loaded.library, verb.What(what))], output, language)


@export.command(
    "bundle", help=_t("Kebijakan terperiksa sebagai JSON kanonis.", "The checked policies as canonical JSON.")
)
@_PATHS
@_loading_options
@_language_option
@_out_option
def export_bundle(
    paths: tuple[str, ...], *, no_prelude: bool, no_cache: bool, lang: str | None, output: str | None
) -> int:
    """Write the bundle."""
    return _export_policies("bundle", paths, lang, output, no_prelude=no_prelude, no_cache=no_cache)


@export.command(
    "ir", help=_t("Kebijakan terperiksa untuk dibaca orang.", "The checked policies, for people to read.")
)
@_PATHS
@_loading_options
@_language_option
@_out_option
def export_ir(
    paths: tuple[str, ...], *, no_prelude: bool, no_cache: bool, lang: str | None, output: str | None
) -> int:
    """Write the IR."""
    return _export_policies("ir", paths, lang, output, no_prelude=no_prelude, no_cache=no_cache)


@export.command(
    "schema",
    help=_t("Skema JSON dari bundel atau keputusan.", "The JSON Schema of the bundle or of a decision."),
)
@click.option(
    "--of",
    type=click.Choice(["bundle", "decision"]),
    default="bundle",
    show_default=True,
    help=_t("Skema apa.", "Which schema."),
)
@_language_option
@_out_option
def export_schema(*, of: str, lang: str | None, output: str | None) -> int:
    """Write a schema."""
    from policy_engine.commands import export as verb  # noqa: PLC0415

    return _deliver([verb.export_schema(verb.Of(of)).rstrip("\n")], output, _language(lang, None))


# What the verbs share


class _Chosen:
    """The paths to work on, the language the project asks for, its folder, and what it asks of `check`."""

    __slots__ = ("check", "file", "language", "paths", "root")

    def __init__(
        self, paths: tuple[str, ...], language: Language | None, project: "workspace.Project | None" = None
    ) -> None:
        self.paths = paths
        self.language = language
        self.root = Path() if project is None else project.root
        self.file = "" if project is None else project.file
        self.check = {} if project is None else project.check


def _project(paths: tuple[str, ...]) -> _Chosen | int:
    """Give the paths named, else those of the project, else this folder; or an exit code."""
    from policy_engine import workspace  # noqa: PLC0415

    project = workspace.find_project(Path.cwd())
    if project is None:
        return _Chosen(paths or (".",), None)
    if not isinstance(project, workspace.Project):
        _complain((project,), _language(None, None))
        return WRONG_USE
    return _Chosen(paths or tuple(workspace.project_sources(project)), project.language, project)


def _check_settings(project: _Chosen) -> "settings.CheckSettings | int":
    """Read what the project asks of `check`; or an exit code."""
    from policy_engine.commands import settings  # noqa: PLC0415

    if not project.check:
        return settings.CheckSettings()
    found = settings.read(project.check, project.file)
    if isinstance(found, settings.CheckSettings):
        return found
    _complain((found,), _language(None, project.language))
    return WRONG_USE


def _day(written: str | None) -> "PackedDate | None":
    """Read a day as written, else ask the machine what day it is."""
    from policy_engine.domain.dates import parse_date  # noqa: PLC0415

    return parse_date(datetime.now(tz=UTC).date().isoformat() if written is None else written)


def _not_a_date(option: str, written: str) -> Text:
    return Text(
        f"`{option} {written}` bukan tanggal, seharusnya seperti 2025-11-13",
        f"`{option} {written}` is not a date, expected one such as 2025-11-13",
    )


def _language(lang: str | None, project: Language | None) -> Language:
    """Choose the language: the option, the environment, the project, Indonesian."""
    if lang is not None:
        return Language(lang)
    if os.environ.get(_LANGUAGE_VARIABLE) in ("id", "en"):
        return Language(os.environ[_LANGUAGE_VARIABLE])
    return project or Language.ID


def _cache(no_cache: bool) -> "cache.Cache":  # noqa: FBT001  the flag itself
    from policy_engine import cache  # noqa: PLC0415

    return cache.Cache(None) if no_cache else cache.open_cache()


def _palette(stream: TextIO, output: str | None) -> "render.Palette":
    """Colour what goes to a terminal, unless NO_COLOR is set to anything."""
    from policy_engine.diagnostics import render  # noqa: PLC0415

    plain = output is not None or os.environ.get("NO_COLOR") or not stream.isatty()
    return render.PLAIN if plain else render.COLOURED


def _is_date(text: str) -> bool:
    from policy_engine.domain.dates import parse_date  # noqa: PLC0415

    return parse_date(text) is not None


def _mapped(
    mapping: str | None,
    *,
    delimiter: str | None,
    date_format: str | None,
    money_format: str | None,
    ignore: tuple[str, ...],
    language: Language,
) -> "Mapped | int":
    """Put a mapping file and the options together; an option wins over the file."""
    from policy_engine import workspace  # noqa: PLC0415
    from policy_engine.registers import columns, model  # noqa: PLC0415

    found = model.Mapped()
    if mapping is not None:
        text = workspace.read_text(mapping, Path(mapping))
        read = columns.read_mapping(text, mapping, model.Formats()) if isinstance(text, str) else text
        if not isinstance(read, model.Mapped):
            _complain((read,), language)
            return WRONG_USE
        found = read
    formats = model.Formats(
        date=model.DateFormat(date_format) if date_format else found.formats.date,
        money=model.MoneyFormat(money_format) if money_format else found.formats.money,
    )
    return model.Mapped(
        found.columns, found.ignore | frozenset(ignore), delimiter or found.delimiter, formats
    )


def _complain(diagnostics: "Iterable[Diagnostic]", language: Language) -> None:
    """Show problems on standard error."""
    from policy_engine.diagnostics import render  # noqa: PLC0415

    palette = _palette(sys.stderr, None)
    for found in diagnostics:
        click.echo(render.render(found, language, palette=palette), err=True)


def _note(words: str) -> None:
    click.echo(words, err=True)


def _refuse(words: Text, language: Language) -> int:
    _note(words.in_(language))
    return WRONG_USE


def _not_the_same(path: str) -> Text:
    return Text(
        f"`{path}` tidak ditulis: hasil perapian terbaca berbeda dari aslinya; ini kesalahan program",
        f"`{path}` was not written: its formatted text reads back differently; this is a fault of the "
        "program",
    )


def _deliver(parts: Iterable[str], output: str | None, language: Language) -> int:
    """Write each part and a line end to standard output, or all of it to a file in one step."""
    if output is None:
        for part in parts:
            click.echo(part)
        return DONE
    return _write(Path(output), "".join(f"{part}\n" for part in parts), language)


def _write(path: Path, text: str, language: Language) -> int:
    return _write_bytes(path, text.encode("utf-8"), language)


def _write_bytes(path: Path, content: bytes, language: Language) -> int:
    from policy_engine.cache import write_whole  # noqa: PLC0415

    try:
        write_whole(path, content)
    except OSError as error:
        return _refuse(
            Text(
                f"tidak dapat menulis `{path}`: {error.strerror}", f"cannot write `{path}`: {error.strerror}"
            ),
            language,
        )
    return DONE


def _deliver_rejects(rejected: "list[Rejected]", path: str | None, language: Language) -> int:
    """Keep rejected rows in a file, or show each on standard error."""
    if path is None:
        _complain((problem for record in rejected for problem in record.problems), language)
        return DONE
    from policy_engine.registers.rejects import rejects_csv  # noqa: PLC0415

    return _write(Path(path), rejects_csv(rejected, language), language)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the program and leave with its exit code; nothing but an exit code and sentences ever comes out."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]  # both are text files here
    sys.exit(_run(arguments))


def _run(arguments: Sequence[str] | None) -> int:
    try:
        code = cli.main(arguments, prog_name="policy-engine", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return WRONG_USE
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read us has read enough; nothing may be flushed into the closed pipe on the way out.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception as error:  # noqa: BLE001  the last resort: a sentence, never a traceback
        from policy_engine.commands import crash  # noqa: PLC0415

        _note(crash.report(error, sys.argv[1:]).in_(_language(None, None)))
        return OUR_FAULT
    return code if isinstance(code, int) else DONE
