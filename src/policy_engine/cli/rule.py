"""The arguments of `rule`."""

import click

from policy_engine.cli.shared import DONE, WRONG_USE, language_of, language_option, refuse, t
from policy_engine.domain.bilingual import Text


@click.command(
    help=t("Tunjukkan halaman sebuah temuan, misalnya PE101.", "Show the page of a finding, such as PE101.")
)
@click.argument("code", required=False)
@click.option("--all", "everything", is_flag=True, help=t("Tunjukkan semua halaman.", "Show every page."))
@language_option
def rule(code: str | None, *, everything: bool, lang: str | None) -> int:
    """Show the page of a finding."""
    from policy_engine.commands import rule as verb  # noqa: PLC0415

    language = language_of(lang, None)
    if everything:
        click.echo(verb.every_rule(language))
        return DONE
    if code is None:
        return refuse(Text("sebut satu kode, atau `--all`", "name a code, or `--all`"), language)
    report = verb.rule(code, language)
    click.echo(report.text, err=not report.found)
    return DONE if report.found else WRONG_USE
