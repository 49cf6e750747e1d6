"""The arguments of `decide`."""

import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from policy_engine.cli.shared import (
    WRONG_USE,
    cache_of,
    complain,
    deliver,
    deliver_rejects,
    is_date,
    language_of,
    language_option,
    loading_options,
    mapped_by,
    not_a_date,
    note,
    out_option,
    refuse,
    t,
    worker_options,
    write_bytes,
)
from policy_engine.domain.bilingual import Language, Text

# For the signatures only: a verb imports what it runs on.
if TYPE_CHECKING:
    from policy_engine.commands import decide as verbs
    from policy_engine.registers.model import Rejected


@click.command(
    help=t(
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
    help=t("Berkas pekerja; `-` masukan standar.", "File of workers; `-` is standard input."),
)
@click.option(
    "--on",
    "on",
    required=True,
    metavar="DATE",
    help=t("Tanggal keputusan, seperti 2025-11-13.", "Date of the decision, such as 2025-11-13."),
)
@click.option(
    "--facts-as-of",
    metavar="DATE",
    help=t(
        "Tanggal keadaan fakta; bila tidak disebut, sama dengan --on.",
        "Date as of which the facts hold; as --on unless stated.",
    ),
)
@click.option(
    "--instrument",
    metavar="ID",
    help=t("Naskah yang dipakai bila ada beberapa.", "The instrument, where there are several."),
)
@click.option(
    "--explain",
    is_flag=True,
    help=t(
        "Jelaskan mengapa atau mengapa tidak, dengan pasalnya; untuk seorang pekerja, juga apa yang mengubahnya.",
        "Say why or why not, with the article; of one worker, also what would change it.",
    ),
)
@click.option(
    "--row",
    type=click.IntRange(min=1),
    help=t("Hanya pekerja pada baris ini.", "Only the worker on this row."),
)
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "json", "jsonl", "csv", "html", "pdf", "docx"]),
    default="text",
    show_default=True,
    help=t(
        "Bentuk hasil; html, pdf, dan docx ialah surat kepada seorang pekerja, dengan --explain.",
        "How decisions are written; html, pdf and docx are a letter to one worker, with --explain.",
    ),
)
@click.option(
    "--templates",
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    metavar="DIR",
    help=t("Folder templat sendiri untuk surat.", "Folder of your own templates for a letter."),
)
@click.option(
    "--rejects",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help=t(
        "Tulis baris yang ditolak, dengan alasannya, ke CSV ini.",
        "Write rejected rows, with reasons, to this CSV.",
    ),
)
@worker_options
@click.option(
    "--strict",
    is_flag=True,
    help=t("Keluar 4 bila ada yang belum dapat ditentukan.", "Exit 4 where something is undetermined."),
)
@loading_options
@language_option
@out_option
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
    templates: Path | None,
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

    language = language_of(lang, None)
    for option, day in (("--on", on), ("--facts-as-of", facts_as_of)):
        if day is not None and not is_date(day):
            return refuse(not_a_date(option, day), language)
    form = verb.OutputFormat(output_format)
    if form.is_letter:
        if not explain:
            return refuse(
                Text(
                    f"`--format {output_format}` ialah surat, dan memerlukan `--explain`",
                    f"`--format {output_format}` is a letter, and needs `--explain`",
                ),
                language,
            )
        if output is None and form is not verb.OutputFormat.HTML:
            return refuse(
                Text(
                    f"`--format {output_format}` memerlukan `-o BERKAS`",
                    f"`--format {output_format}` needs `-o FILE`",
                ),
                language,
            )
    mapped = mapped_by(
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
            cache=cache_of(no_cache),
            prelude=not no_prelude,
            mapped=mapped,
            form=None if worker_format is None else WorkerFormat(worker_format),
            unknown=frozenset(unknown),
            row=row,
        )
    )
    if isinstance(decisions, verb.Refused):
        complain(decisions.diagnostics, language)
        return WRONG_USE
    if decisions.delimiter is not None:
        note(
            Text(
                f"pemisah sel menurut kepala tabel: `{decisions.delimiter}`",
                f"delimiter found in the header: `{decisions.delimiter}`",
            ).in_(language)
        )
    rejected: list[Rejected] = []
    if form.is_letter:
        return _letter(decisions, form, language, templates, output, strict=strict)
    parts = verb.show(decisions, form, rejected, explain=explain, language=language)
    failed = deliver(parts, output, language)
    if failed:
        return failed
    if form is not verb.OutputFormat.TEXT or output is not None:
        note(verb.counts_line(decisions.counts, language))
    failed = deliver_rejects(rejected, rejects, language)
    return failed or verb.exit_code(decisions, rejects_kept=rejects is not None, strict=strict)


def _letter(
    decisions: "verbs.Decisions",
    form: "verbs.OutputFormat",
    language: Language,
    templates: Path | None,
    output: str | None,
    *,
    strict: bool,
) -> int:
    """Write the letter to one worker; whoever decides a whole register names the row."""
    from policy_engine.commands import decide as verb  # noqa: PLC0415
    from policy_engine.diagnostics.model import Diagnostic  # noqa: PLC0415
    from policy_engine.registers.model import Rejected  # noqa: PLC0415

    written = verb.letter(decisions, form, language, templates)
    if written is None:
        return refuse(
            Text(
                "surat ditulis kepada seorang pekerja: pilih satu dengan `--row`",
                "a letter is to one worker: choose one with `--row`",
            ),
            language,
        )
    if isinstance(written, Rejected):
        complain(written.problems, language)
        return WRONG_USE
    if isinstance(written, Diagnostic):
        complain((written,), language)
        return WRONG_USE
    if output is None:
        click.echo(written.decode(), nl=False)
        failed = 0
    else:
        failed = write_bytes(Path(output), written, language)
    return failed or verb.exit_code(decisions, rejects_kept=False, strict=strict)
