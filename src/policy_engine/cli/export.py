"""The arguments of `export`."""

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
    mapped_by,
    not_a_date,
    out_option,
    refuse,
    t,
)


@click.group(
    help=t(
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

    project = chosen_project(paths)
    if isinstance(project, int):
        return project
    language = language_of(lang, project.language)
    loaded = loading.load(project.paths, prelude=not no_prelude, cache=cache_of(no_cache))
    if loaded.errors or loaded.library is None:
        complain(loaded.errors, language)
        return WRONG_USE if loaded.opened.diagnostics else FINDINGS
    return deliver([verb.export(loaded.library, verb.What(what))], output, language)


@export.command(
    "bundle", help=t("Kebijakan terperiksa sebagai JSON kanonis.", "The checked policies as canonical JSON.")
)
@PATHS
@loading_options
@language_option
@out_option
def export_bundle(
    paths: tuple[str, ...], *, no_prelude: bool, no_cache: bool, lang: str | None, output: str | None
) -> int:
    """Write the bundle."""
    return _export_policies("bundle", paths, lang, output, no_prelude=no_prelude, no_cache=no_cache)


@export.command(
    "ir", help=t("Kebijakan terperiksa untuk dibaca orang.", "The checked policies, for people to read.")
)
@PATHS
@loading_options
@language_option
@out_option
def export_ir(
    paths: tuple[str, ...], *, no_prelude: bool, no_cache: bool, lang: str | None, output: str | None
) -> int:
    """Write the IR."""
    return _export_policies("ir", paths, lang, output, no_prelude=no_prelude, no_cache=no_cache)


@export.command(
    "schema",
    help=t("Skema JSON dari bundel atau keputusan.", "The JSON Schema of the bundle or of a decision."),
)
@click.option(
    "--of",
    type=click.Choice(["bundle", "decision"]),
    default="bundle",
    show_default=True,
    help=t("Skema apa.", "Which schema."),
)
@language_option
@out_option
def export_schema(*, of: str, lang: str | None, output: str | None) -> int:
    """Write a schema."""
    from policy_engine.commands import export as verb  # noqa: PLC0415

    return deliver([verb.export_schema(verb.Of(of)).rstrip("\n")], output, language_of(lang, None))


@export.command(
    "sql",
    help=t(
        "Skrip yang memutuskan pekerja di dalam basis data sendiri.",
        "A script that decides workers inside your own database.",
    ),
)
@PATHS
@click.option(
    "--dialect",
    type=click.Choice(["postgres", "duckdb", "spark"]),
    required=True,
    help=t("Basis data yang menjalankannya.", "The database that runs it."),
)
@click.option(
    "--on",
    metavar="DATE",
    help=t("Tanggal keputusan, seperti 2025-11-13.", "Date of the decision, such as 2025-11-13."),
)
@click.option(
    "--instrument",
    "instruments",
    multiple=True,
    metavar="ID",
    help=t(
        "Naskah yang dipakai; boleh diulang. Bila tidak disebut dan ada beberapa: tiap naskah untuk wilayahnya.",
        "The instrument; may be repeated. Unless stated, of several each for its own territory.",
    ),
)
@click.option(
    "--workers-table",
    "table",
    default="workers",
    show_default=True,
    metavar="NAME",
    help=t("Tabel pekerja milik Anda, boleh `skema.tabel`.", "Your table of workers; may be `schema.table`."),
)
@click.option(
    "--key",
    metavar="COLUMN",
    help=t(
        "Kolom pembeda pekerja; bila tidak disebut, yang dipetakan ke `id`, atau `id`.",
        "Column that tells workers apart; unless stated, the one mapped to `id`, or `id`.",
    ),
)
@click.option(
    "--map",
    "mapping",
    metavar="FILE",
    help=t("Berkas TOML yang memetakan kolom ke fakta.", "TOML file that maps columns to facts."),
)
@click.option(
    "--unknown",
    multiple=True,
    metavar="FACT",
    help=t("Fakta tanpa kolom yang memang belum diketahui.", "Fact without a column that is indeed unknown."),
)
@click.option(
    "--date-format",
    type=click.Choice(["iso", "dmy", "long"]),
    help=t("Cara tanggal ditulis dalam kolom teks.", "How dates are written in columns of text."),
)
@click.option(
    "--money-format",
    type=click.Choice(["plain", "rupiah"]),
    help=t("Cara rupiah ditulis dalam kolom teks.", "How rupiah are written in columns of text."),
)
@click.option(
    "--schema",
    default="policy_engine",
    show_default=True,
    metavar="NAME",
    help=t("Skema yang dibuat untuk hasilnya.", "The schema that is made for the result."),
)
@click.option(
    "--places",
    is_flag=True,
    help=t(
        "Tambahkan prosedur yang memberi tempat dan dana menurut kuota dan pagu; hanya PostgreSQL.",
        "Add the procedure that gives places and money by quota and ceiling; PostgreSQL only.",
    ),
)
@click.option(
    "--undo",
    is_flag=True,
    help=t("Tulis skrip yang menghapusnya lagi.", "Write the script that takes it away again."),
)
@loading_options
@language_option
@out_option
def export_sql(
    paths: tuple[str, ...],
    *,
    dialect: str,
    on: str | None,
    instruments: tuple[str, ...],
    table: str,
    key: str | None,
    mapping: str | None,
    unknown: tuple[str, ...],
    date_format: str | None,
    money_format: str | None,
    schema: str,
    places: bool,
    undo: bool,
    no_prelude: bool,
    no_cache: bool,
    lang: str | None,
    output: str | None,
) -> int:
    """Write a script."""
    from policy_engine.backends.columnar.dialects import Dialect  # noqa: PLC0415
    from policy_engine.commands import export_sql as verb  # noqa: PLC0415
    from policy_engine.domain.dates import parse_date  # noqa: PLC0415

    project = chosen_project(paths)
    if isinstance(project, int):
        return project
    language = language_of(lang, project.language)
    if undo:
        made = verb.export_undo(Dialect(dialect), schema)
    else:
        day = None if on is None else parse_date(on)
        if day is None:
            return refuse(not_a_date("--on", on or "..."), language)
        mapped = mapped_by(
            mapping,
            delimiter=None,
            date_format=date_format,
            money_format=money_format,
            ignore=(),
            language=language,
        )
        if isinstance(mapped, int):
            return mapped
        made = verb.export_sql(
            verb.Wanted(
                policy=project.paths,
                on=day,
                dialect=Dialect(dialect),
                cache=cache_of(no_cache),
                instruments=instruments,
                table=table,
                key=key,
                schema=schema,
                mapped=mapped,
                mapping=mapping or "",
                unknown=frozenset(unknown),
                prelude=not no_prelude,
                places=places,
            )
        )
    if isinstance(made, str):
        return deliver([made.rstrip("\n")], output, language)
    if made.reason is not None:
        return refuse(made.reason, language)
    complain(made.diagnostics, language)
    return WRONG_USE
