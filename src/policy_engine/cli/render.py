"""The arguments of `render`."""

from pathlib import Path

import click

from policy_engine.cli.shared import (
    DONE,
    FINDINGS,
    WRONG_USE,
    cache_of,
    complain,
    is_date,
    language_of,
    language_option,
    loading_options,
    out_option,
    refuse,
    t,
    write_bytes,
)
from policy_engine.domain.bilingual import Text


@click.command(
    "render",
    help=t(
        "Tulis ringkasan bagi umum, lembar pejabat, naskah hukum, atau riwayatnya dari kebijakan POLICY.",
        "Write the summary, the decision maker's sheet, the law text or its history of the policies at POLICY.",
    ),
)
@click.argument("policy", nargs=-1, required=True, metavar="POLICY...")
@click.option(
    "--what",
    type=click.Choice(["summary", "sheet", "law", "history"]),
    default="summary",
    show_default=True,
    help=t("Dokumen yang ditulis.", "Which document."),
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["md", "html", "pdf", "docx", "akn"]),
    default="md",
    show_default=True,
    help=t("Bentuk dokumen; akn hanya untuk law.", "Form of the document; akn is for law only."),
)
@click.option(
    "--on",
    "on",
    metavar="DATE",
    help=t("Versi yang berlaku pada tanggal ini.", "The version in force on this date."),
)
@click.option(
    "--article",
    metavar="PLACE",
    help=t(
        'Untuk history: tempat yang riwayatnya ditulis, seperti "Pasal 5 ayat (1)".',
        'For history: the place whose history is written, such as "Article 5 paragraph (1)".',
    ),
)
@click.option(
    "--no-marks",
    is_flag=True,
    help=t(
        "Untuk law: tanpa tanda apa yang diubah setiap perubahan.",
        "For law: without marks of what each amendment changed.",
    ),
)
@click.option(
    "--simulation",
    type=click.Path(dir_okay=False, exists=True, path_type=Path),
    metavar="FILE",
    help=t("Untuk sheet: budget.json hasil simulate.", "For sheet: the budget.json of simulate."),
)
@click.option(
    "--instrument",
    metavar="ID",
    help=t("Naskah yang dipakai bila ada beberapa.", "The instrument, where there are several."),
)
@click.option(
    "--templates",
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    metavar="DIR",
    help=t("Folder templat sendiri.", "Folder of your own templates."),
)
@loading_options
@language_option
@out_option
def render_document(
    policy: tuple[str, ...],
    *,
    what: str,
    form: str,
    on: str | None,
    article: str | None,
    no_marks: bool,
    simulation: Path | None,
    instrument: str | None,
    templates: Path | None,
    no_prelude: bool,
    no_cache: bool,
    lang: str | None,
    output: str | None,
) -> int:
    """Write a document."""
    from policy_engine.commands import documents  # noqa: PLC0415
    from policy_engine.commands import render as verb  # noqa: PLC0415
    from policy_engine.domain.dates import parse_date  # noqa: PLC0415

    language = language_of(lang, None)
    if on is not None and not is_date(on):
        return refuse(
            Text(
                f"`--on {on}` bukan tanggal, seharusnya seperti 2025-11-13",
                f"`--on {on}` is not a date, expected one such as 2025-11-13",
            ),
            language,
        )
    if article is not None and what != "history":
        return refuse(
            Text("`--article` hanya untuk `--what history`", "`--article` is for `--what history` only"),
            language,
        )
    if simulation is not None and what != "sheet":
        return refuse(
            Text("`--simulation` hanya untuk `--what sheet`", "`--simulation` is for `--what sheet` only"),
            language,
        )
    chosen = documents.Format(form)
    if chosen.is_binary and output is None:
        return refuse(
            Text(f"`--format {form}` memerlukan `-o BERKAS`", f"`--format {form}` needs `-o FILE`"), language
        )
    written = verb.render(
        verb.Request(
            paths=policy,
            cache=cache_of(no_cache),
            what=verb.What(what),
            form=chosen,
            language=language,
            on=None if on is None else parse_date(on),
            instrument=instrument,
            templates=templates,
            prelude=not no_prelude,
            article=article,
            simulation=simulation,
            marked=not no_marks,
        )
    )
    if isinstance(written, verb.Refused):
        complain(written.diagnostics, language)
        return WRONG_USE if written.unreadable else FINDINGS
    if output is None:
        click.echo(written.decode(), nl=False)
        return DONE
    return write_bytes(Path(output), written, language)
