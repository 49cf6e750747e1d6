"""The arguments of `init`."""

from pathlib import Path

import click

from policy_engine.cli.shared import DONE, language_of, language_option, note, refuse, t
from policy_engine.domain.bilingual import Text


@click.command(
    help=t(
        "Buat proyek kecil di FOLDER: contoh kebijakan, uji, dan alur CI.",
        "Create a small project in FOLDER: an example policy, a test and a CI workflow.",
    )
)
@click.argument("folder", default=".", type=click.Path(file_okay=False, path_type=Path))
@language_option
def init(folder: Path, lang: str | None) -> int:
    """Create a project."""
    from policy_engine.commands import init as verb  # noqa: PLC0415

    language = language_of(lang, None)
    try:
        report = verb.init(folder)
    except OSError as error:
        return refuse(
            Text(
                f"tidak dapat menulis di `{folder}`: {error.strerror}",
                f"cannot write in `{folder}`: {error.strerror}",
            ),
            language,
        )
    if report.in_the_way:
        listed = ", ".join(f"`{path}`" for path in report.in_the_way)
        return refuse(
            Text(
                f"sudah ada {listed}; tidak ada yang dibuat", f"{listed} already exist; nothing was created"
            ),
            language,
        )
    for path in report.created:
        click.echo(path)
    note(Text("berikutnya: policy-engine check", "next: policy-engine check").in_(language))
    return DONE
