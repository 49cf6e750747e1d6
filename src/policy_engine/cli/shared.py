"""What the verbs share: exit codes, options, and the ways to read, refuse and deliver.

Exit codes: 0 done, 1 findings, failed tests or differences, 2 wrong use or unreadable input, 3 our fault,
4 incomplete under --strict.
"""

import os
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from policy_engine.domain.bilingual import Language, Text

# For the signatures only: a verb imports what it runs on.
if TYPE_CHECKING:
    from policy_engine import cache, workspace
    from policy_engine.diagnostics import render
    from policy_engine.diagnostics.model import Diagnostic
    from policy_engine.domain.dates import PackedDate
    from policy_engine.registers.model import Mapped, Rejected

DONE, FINDINGS, WRONG_USE, OUR_FAULT, INCOMPLETE, INTERRUPTED = 0, 1, 2, 3, 4, 130

LANGUAGE_VARIABLE = "POLICY_ENGINE_LANG"
_DEFAULT_LANGUAGE = "en" if os.environ.get(LANGUAGE_VARIABLE) == "en" else "id"
CONTEXT = {"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "POLICY_ENGINE"}


def t(indonesian: str, english: str) -> str:
    """Give the words in the language of the help."""
    return Text(indonesian, english).in_(Language(_DEFAULT_LANGUAGE))


def language_option(function: Callable[..., int]) -> Callable[..., int]:
    """Add `--lang`."""
    return click.option(
        "--lang", type=click.Choice(["id", "en"]), help=t("Bahasa keluaran.", "Language of the output.")
    )(function)


def loading_options(function: Callable[..., int]) -> Callable[..., int]:
    """Add `--no-prelude` and `--no-cache`."""
    no_prelude = click.option(
        "--no-prelude",
        is_flag=True,
        help=t("Jangan tambahkan aturan nasional bawaan.", "Do not add the national prelude."),
    )
    no_cache = click.option(
        "--no-cache",
        is_flag=True,
        help=t("Jangan pakai ingatan dari pemeriksaan lalu.", "Remember nothing of earlier runs."),
    )
    return no_prelude(no_cache(function))


def out_option(function: Callable[..., int]) -> Callable[..., int]:
    """Add `--output`."""
    return click.option(
        "-o",
        "--output",
        type=click.Path(dir_okay=False),
        help=t("Tulis hasil ke berkas ini.", "Write the result to this file."),
    )(function)


def cell_options(function: Callable[..., int]) -> Callable[..., int]:
    """Add how the cells of a table of workers are written, and which column is which fact."""
    options = (
        click.option(
            "--delimiter", type=click.Choice([",", ";"]), help=t("Pemisah sel CSV.", "Delimiter of the CSV.")
        ),
        click.option(
            "--date-format",
            type=click.Choice(["iso", "dmy", "long"]),
            help=t(
                "iso 1985-03-02, dmy 02/03/1985, long 2 Maret 1985.",
                "iso 1985-03-02, dmy 02/03/1985, long 2 March 1985.",
            ),
        ),
        click.option(
            "--money-format",
            type=click.Choice(["plain", "rupiah"]),
            help=t("plain 1500000, rupiah Rp1.500.000.", "plain 1500000, rupiah Rp1.500.000."),
        ),
        click.option(
            "--map",
            "mapping",
            metavar="FILE",
            help=t("Berkas TOML yang memetakan kolom ke fakta.", "TOML file that maps columns to facts."),
        ),
        click.option(
            "--ignore-column",
            multiple=True,
            metavar="NAME",
            help=t("Kolom yang tidak dibaca.", "Column not to read."),
        ),
    )
    for option in reversed(options):
        function = option(function)
    return function


def worker_options(function: Callable[..., int]) -> Callable[..., int]:
    """Add the form of a file of workers, how its cells are written, and the facts that it does not have."""
    form = click.option(
        "--worker-format",
        type=click.Choice(["json", "jsonl", "csv"]),
        help=t("Bentuk berkas pekerja.", "Form of the file of workers."),
    )
    unknown = click.option(
        "--unknown",
        multiple=True,
        metavar="FACT",
        help=t(
            "Fakta tanpa kolom yang memang belum diketahui.", "Fact without a column that is indeed unknown."
        ),
    )
    return form(cell_options(unknown(function)))


PATHS = click.argument("paths", nargs=-1, metavar="[PATHS]...")


class Chosen:
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


def chosen_project(paths: tuple[str, ...]) -> Chosen | int:
    """Give the paths named, else those of the project, else this folder; or an exit code."""
    from policy_engine import workspace  # noqa: PLC0415

    project = workspace.find_project(Path.cwd())
    if project is None:
        return Chosen(paths or (".",), None)
    if not isinstance(project, workspace.Project):
        complain((project,), language_of(None, None))
        return WRONG_USE
    return Chosen(paths or tuple(workspace.project_sources(project)), project.language, project)


def day_of(written: str | None) -> "PackedDate | None":
    """Read a day as written, else ask the machine what day it is."""
    from policy_engine.domain.dates import parse_date  # noqa: PLC0415

    return parse_date(datetime.now(tz=UTC).date().isoformat() if written is None else written)


def not_a_date(option: str, written: str) -> Text:
    """Say that an option is not a date."""
    return Text(
        f"`{option} {written}` bukan tanggal, seharusnya seperti 2025-11-13",
        f"`{option} {written}` is not a date, expected one such as 2025-11-13",
    )


def language_of(lang: str | None, project: Language | None) -> Language:
    """Choose the language: the option, the environment, the project, Indonesian."""
    if lang is not None:
        return Language(lang)
    if os.environ.get(LANGUAGE_VARIABLE) in ("id", "en"):
        return Language(os.environ[LANGUAGE_VARIABLE])
    return project or Language.ID


def cache_of(no_cache: bool) -> "cache.Cache":  # noqa: FBT001  the flag itself
    """Open the cache, or one that remembers nothing."""
    from policy_engine import cache  # noqa: PLC0415

    return cache.Cache(None) if no_cache else cache.open_cache()


def palette(stream: TextIO, output: str | None) -> "render.Palette":
    """Colour what goes to a terminal, unless NO_COLOR is set to anything."""
    from policy_engine.diagnostics import render  # noqa: PLC0415

    plain = output is not None or os.environ.get("NO_COLOR") or not stream.isatty()
    return render.PLAIN if plain else render.COLOURED


def is_date(text: str) -> bool:
    """Tell whether a text is a date."""
    from policy_engine.domain.dates import parse_date  # noqa: PLC0415

    return parse_date(text) is not None


def mapped_by(
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
    from policy_engine.ir import written  # noqa: PLC0415
    from policy_engine.registers import columns, model  # noqa: PLC0415

    found = model.Mapped()
    if mapping is not None:
        text = workspace.read_text(mapping, Path(mapping))
        read = columns.read_mapping(text, mapping, written.Formats()) if isinstance(text, str) else text
        if not isinstance(read, model.Mapped):
            complain((read,), language)
            return WRONG_USE
        found = read
    formats = written.Formats(
        date=written.DateFormat(date_format) if date_format else found.formats.date,
        money=written.MoneyFormat(money_format) if money_format else found.formats.money,
    )
    return model.Mapped(
        found.columns, found.ignore | frozenset(ignore), delimiter or found.delimiter, formats
    )


def complain(diagnostics: "Iterable[Diagnostic]", language: Language) -> None:
    """Show problems on standard error."""
    from policy_engine.diagnostics import render  # noqa: PLC0415

    colours = palette(sys.stderr, None)
    for found in diagnostics:
        click.echo(render.render(found, language, palette=colours), err=True)


def note(words: str) -> None:
    """Say something on standard error."""
    click.echo(words, err=True)


def refuse(words: Text, language: Language) -> int:
    """Say why on standard error, and give the exit code of wrong use."""
    note(words.in_(language))
    return WRONG_USE


def deliver(parts: Iterable[str], output: str | None, language: Language) -> int:
    """Write each part and a line end to standard output, or all of it to a file in one step."""
    if output is None:
        for part in parts:
            click.echo(part)
        return DONE
    return write(Path(output), "".join(f"{part}\n" for part in parts), language)


def write(path: Path, text: str, language: Language) -> int:
    """Write a text to a file in one step; give an exit code."""
    return write_bytes(path, text.encode("utf-8"), language)


def write_bytes(path: Path, content: bytes, language: Language) -> int:
    """Write a file in one step; give an exit code."""
    from policy_engine.cache import write_whole  # noqa: PLC0415

    try:
        write_whole(path, content)
    except OSError as error:
        return refuse(
            Text(
                f"tidak dapat menulis `{path}`: {error.strerror}", f"cannot write `{path}`: {error.strerror}"
            ),
            language,
        )
    return DONE


def deliver_rejects(rejected: "list[Rejected]", path: str | None, language: Language) -> int:
    """Keep rejected rows in a file, or show each on standard error."""
    if path is None:
        complain((problem for record in rejected for problem in record.problems), language)
        return DONE
    from policy_engine.registers.rejects import rejects_csv  # noqa: PLC0415

    return write(Path(path), rejects_csv(rejected, language), language)
