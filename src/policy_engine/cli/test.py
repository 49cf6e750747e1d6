"""The arguments of `test`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from policy_engine.cli.shared import (
    FINDINGS,
    PATHS,
    WRONG_USE,
    cache_of,
    chosen_project,
    complain,
    deliver,
    language_of,
    language_option,
    loading_options,
    out_option,
    t,
    write,
)
from policy_engine.domain.bilingual import Language

# For the signatures only: a verb imports what it runs on.
if TYPE_CHECKING:
    from policy_engine.commands import test as test_verb


@click.command(
    help=t(
        "Jalankan uji, contoh resmi, dan sifat (pastikan) dalam berkas kebijakan.",
        "Run the tests, official examples and stated properties of policy files.",
    )
)
@PATHS
@click.option(
    "--output-format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help=t("Bentuk hasil.", "How results are shown."),
)
@click.option(
    "--junit",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help=t(
        "Tulis juga hasil sebagai XML JUnit ke berkas ini.", "Also write results as JUnit XML to this file."
    ),
)
@click.option(
    "--coverage",
    is_flag=True,
    help=t(
        "Tunjukkan norma, batas, dan bulan yang belum diuji.", "Show norms, bounds and months not tested."
    ),
)
@click.option(
    "--threshold",
    type=click.IntRange(0, 100),
    metavar="PERCENT",
    help=t("Keluar 1 bila cakupan di bawah ini.", "Exit 1 where coverage is below this."),
)
@click.option(
    "--mutate",
    is_flag=True,
    help=t(
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
    help=t("Batas waktu --mutate.", "Time limit of --mutate."),
)
@click.option(
    "--boundary",
    is_flag=True,
    help=t(
        "Tulis tabel kasus tepat di bawah, pada, dan di atas setiap batas.",
        "Write a table of the cases just below, on and above every bound.",
    ),
)
@click.option(
    "--run",
    "named",
    metavar="WORDS",
    help=t("Hanya uji yang namanya memuat kata ini.", "Only tests whose name holds these words."),
)
@loading_options
@language_option
@out_option
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

    project = chosen_project(paths)
    if isinstance(project, int):
        return project
    language = language_of(lang, project.language)
    request = verb.Request(project.paths, cache_of(no_cache), prelude=not no_prelude, named=named)
    if mutate:
        return _mutate(request, within, output, language)
    report = verb.test(request)
    if report.refused:
        complain(report.refused, language)
        return WRONG_USE if report.unreadable else FINDINGS
    if boundary:
        return deliver(verb.show_boundary(request, language), output, language)
    if junit is not None and (failed := write(Path(junit), f"{verb.junit(report, language)}\n", language)):
        return failed
    parts = verb.show(report, verb.OutputFormat(output_format), language)
    failed = deliver(parts, output, language)
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
        complain(report.refused, language)
        return FINDINGS
    return deliver(verb.show(report, language), output, language) or report.exit_code
