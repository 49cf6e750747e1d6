"""The arguments of `fmt`."""

import sys

import click

from policy_engine.cli.shared import (
    DONE,
    FINDINGS,
    OUR_FAULT,
    PATHS,
    WRONG_USE,
    chosen_project,
    complain,
    language_of,
    note,
    t,
)
from policy_engine.domain.bilingual import Language, Text


@click.command(
    help=t(
        "Rapikan berkas kebijakan; `-` membaca dari masukan standar.",
        "Put policy files into the one style; `-` reads standard input.",
    )
)
@PATHS
@click.option(
    "--check",
    "only_check",
    is_flag=True,
    help=t("Hanya periksa; keluar 1 bila ada yang berbeda.", "Only check; exit 1 where something differs."),
)
@click.option(
    "--diff",
    "only_diff",
    is_flag=True,
    help=t("Tunjukkan perbedaan; tidak menulis.", "Show the differences; write nothing."),
)
@click.option(
    "--lang",
    type=click.Choice(["id", "en"]),
    help=t("Terjemahkan kata kunci ke bahasa ini.", "Translate the keywords to this language."),
)
def fmt(paths: tuple[str, ...], *, only_check: bool, only_diff: bool, lang: str | None) -> int:
    """Format policies."""
    from policy_engine.commands import fmt as verb  # noqa: PLC0415

    keywords = None if lang is None else Language(lang)
    if paths == ("-",):
        return _fmt_stdin(keywords, only_check=only_check, only_diff=only_diff)
    project = chosen_project(paths)
    if isinstance(project, int):
        return project
    language = language_of(None, project.language)
    report = verb.fmt(project.paths, keywords)
    complain(report.diagnostics, language)
    differing = [each for each in report.files if each.differs]
    for each in report.files:
        if each.changed_meaning:
            note(_not_the_same(each.source.path).in_(language))
        elif each.differs and only_diff:
            click.echo("\n".join(verb.diff(each, language)))
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

    language = language_of(None, None)
    text = workspace.decode("-", sys.stdin.buffer.read())
    if not isinstance(text, str):
        complain((text,), language)
        return WRONG_USE
    report = verb.fmt_text("-", text, keywords)
    complain(report.diagnostics, language)
    for each in report.files:
        if each.changed_meaning:
            note(_not_the_same("-").in_(language))
            return OUR_FAULT
        if only_diff:
            click.echo("\n".join(verb.diff(each, language)))
        elif not only_check:
            click.echo(each.text, nl=False)
        if each.differs and (only_check or only_diff):
            return FINDINGS
    return FINDINGS if report.diagnostics else DONE


def _not_the_same(path: str) -> Text:
    return Text(
        f"`{path}` tidak ditulis: hasil perapian terbaca berbeda dari aslinya; ini kesalahan program",
        f"`{path}` was not written: its formatted text reads back differently; this is a fault of the "
        "program",
    )
