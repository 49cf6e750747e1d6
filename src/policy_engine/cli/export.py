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
    out_option,
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
