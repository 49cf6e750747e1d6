"""The arguments of `simulate`, and its progress on a terminal."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from policy_engine.cli.shared import (
    WRONG_USE,
    cache_of,
    cell_options,
    complain,
    is_date,
    language_of,
    language_option,
    loading_options,
    mapped_by,
    not_a_date,
    note,
    refuse,
    t,
)
from policy_engine.domain.bilingual import Language, Text

# For the signatures only: a verb imports what it runs on.
if TYPE_CHECKING:
    import io

    from policy_engine.simulation.register import Told


@click.command(
    help=t(
        "Putuskan seluruh register pekerja menurut kebijakan POLICY, dan tulis keputusan serta laporan anggaran.",
        "Decide a whole register of workers under the policies at POLICY; write decisions and a budget report.",
    )
)
@click.argument("policy", nargs=-1, required=True, metavar="POLICY...")
@click.option(
    "--workers",
    required=True,
    metavar="FILE",
    help=t(
        "Register: CSV, JSONL, Parquet (atau foldernya), Arrow, atau Excel; `-`: masukan baku, CSV atau JSONL.",
        "The register: CSV, JSONL, Parquet (or a folder of it), Arrow or Excel; `-`: standard input, CSV or JSONL.",
    ),
)
@click.option(
    "--on",
    required=True,
    metavar="DATE",
    help=t("Tanggal keputusan, seperti 2025-11-13.", "Date of the decision, such as 2025-11-13."),
)
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path),
    metavar="DIR",
    help=t(
        "Folder hasil; baru muncul bila lengkap.", "Folder of the results; it appears when it is complete."
    ),
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
    "instruments",
    multiple=True,
    metavar="ID",
    help=t(
        "Naskah yang dipakai; bila tidak disebut, semua naskah POLICY menurut tempat tinggal.",
        "An instrument to use; unless named, all those of POLICY by place of residence.",
    ),
)
@click.option(
    "--compare",
    multiple=True,
    metavar="OLD_POLICY",
    help=t(
        "Versi lain dari kebijakan, yang dibandingkan atas register yang sama.",
        "Another version of the policies, to compare over the same register.",
    ),
)
@click.option(
    "--assume-commences",
    metavar="DATE",
    help=t(
        "Andaikan naskah yang tidak menyebutnya mulai berlaku pada tanggal ini.",
        "Take what does not say when it commences to commence on this day.",
    ),
)
@click.option(
    "--workforce",
    metavar="FILE",
    help=t(
        "CSV wilayah dan angkatan kerja, untuk cakupan.",
        "CSV of regions and their workforce, for the coverage.",
    ),
)
@click.option(
    "--format",
    "forms",
    multiple=True,
    type=click.Choice(["csv", "jsonl", "parquet", "arrow", "xlsx"]),
    help=t(
        "Bentuk keputusan; bila tidak disebut, seperti registernya.",
        "How decisions are written; like the register unless stated.",
    ),
)
@click.option(
    "--keep-columns",
    type=click.Choice(["facts", "none", "all"]),
    default="facts",
    show_default=True,
    help=t(
        "Kolom register yang ditulis lagi di samping keputusan; `all` juga NIK dan nama.",
        "Columns of the register that go out again beside the decision; `all` has NIK and names too.",
    ),
)
@click.option(
    "--key-file",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help=t(
        "Kunci rahasia; kolom `identity` berisi HMAC-SHA256 dari NIK.",
        "A secret key; the column `identity` holds HMAC-SHA256 of the NIK.",
    ),
)
@click.option(
    "--unordered",
    is_flag=True,
    help=t(
        "Tulis keputusan dalam urutan apa pun, yang lebih cepat.",
        "Write decisions in any order, which takes less time.",
    ),
)
@click.option(
    "--force", is_flag=True, help=t("Ganti folder hasil yang sudah ada.", "Replace results that are there.")
)
@click.option(
    "--workers-format",
    type=click.Choice(["csv", "jsonl", "json", "parquet", "arrow", "xlsx"]),
    help=t("Bentuk register.", "Form of the register."),
)
@click.option("--sheet", metavar="NAME", help=t("Lembar kerja Excel.", "Sheet of the workbook."))
@click.option(
    "--header-row",
    type=click.IntRange(min=1),
    help=t("Baris kepala tabel pada lembar kerja.", "Row of the sheet that holds the header."),
)
@click.option(
    "--encoding",
    type=click.Choice(["utf-8", "cp1252", "utf-16"]),
    default="utf-8",
    show_default=True,
    help=t("Penyandian CSV atau JSON.", "Encoding of the CSV or JSON."),
)
@cell_options
@click.option(
    "--unknown",
    multiple=True,
    metavar="FACT",
    help=t(
        "Fakta tanpa kolom yang memang belum diketahui; `all` untuk semua yang tanpa kolom.",
        "Fact without a column that is indeed unknown; `all` for whatever has no column.",
    ),
)
@click.option(
    "--memory",
    default="256MB",
    show_default=True,
    metavar="SIZE",
    help=t("Memori untuk data; selebihnya ke disk.", "Memory for data; the rest goes to disk."),
)
@click.option("--threads", type=click.IntRange(min=1), help=t("Banyaknya utas.", "Number of threads."))
@click.option(
    "--strict",
    is_flag=True,
    help=t("Keluar 4 bila ada yang belum dapat ditentukan.", "Exit 4 where something is undetermined."),
)
@loading_options
@language_option
def simulate(
    policy: tuple[str, ...],
    *,
    workers: str,
    on: str,
    out: Path,
    facts_as_of: str | None,
    instruments: tuple[str, ...],
    compare: tuple[str, ...],
    workforce: str | None,
    assume_commences: str | None,
    forms: tuple[str, ...],
    keep_columns: str,
    key_file: Path | None,
    unordered: bool,
    force: bool,
    workers_format: str | None,
    sheet: str | None,
    header_row: int | None,
    encoding: str,
    delimiter: str | None,
    date_format: str | None,
    money_format: str | None,
    mapping: str | None,
    unknown: tuple[str, ...],
    ignore_column: tuple[str, ...],
    memory: str,
    threads: int | None,
    strict: bool,
    no_prelude: bool,
    no_cache: bool,
    lang: str | None,
) -> int:
    """Decide a register."""
    language = language_of(lang, None)
    days = (("--on", on), ("--facts-as-of", facts_as_of), ("--assume-commences", assume_commences))
    for option, day in days:
        if day is not None and not is_date(day):
            return refuse(not_a_date(option, day), language)
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
    key = _key(key_file, language)
    if isinstance(key, int):
        return key
    try:
        from policy_engine.commands import simulate as verb  # noqa: PLC0415
        from policy_engine.simulation.encodings import Encoding  # noqa: PLC0415
        from policy_engine.simulation.register import RegisterForm  # noqa: PLC0415
        from policy_engine.simulation.run import Resources  # noqa: PLC0415
        from policy_engine.simulation.writing import DecisionForm, Keep  # noqa: PLC0415
    except ModuleNotFoundError as error:
        return _not_installed(error, language)

    keep = Keep(keep_columns)
    if keep is Keep.ALL:
        note(_WARNING.in_(language))
    progress = Progress(language)
    try:
        done = verb.simulate(
            verb.Request(
                policy=policy,
                workers=workers,
                on=on,
                facts_as_of=facts_as_of,
                out=out,
                cache=cache_of(no_cache),
                language=language,
                instruments=instruments,
                compare=compare,
                workforce=workforce,
                commences=assume_commences,
                prelude=not no_prelude,
                mapped=mapped,
                form=None if workers_format is None else RegisterForm(workers_format),
                unknown=frozenset(unknown),
                sheet=sheet,
                header_row=header_row,
                encoding=Encoding(encoding),
                forms=tuple(DecisionForm(form) for form in dict.fromkeys(forms)),
                keep=keep,
                key=key,
                in_order=not unordered,
                force=force,
                resources=Resources(memory, threads),
                stdin=cast("io.BufferedReader", sys.stdin.buffer),
            ),
            progress.begin,
        )
    except ModuleNotFoundError as error:
        progress.end()
        return _not_installed(error, language)
    progress.end()
    if isinstance(done, verb.Refused):
        complain(done.diagnostics, language)
        return WRONG_USE if done.sentence is None else refuse(done.sentence, language)
    click.echo(done.text, nl=False)
    if done.simulated.register.delimiter is not None:
        note(
            Text(
                f"pemisah sel menurut kepala tabel: `{done.simulated.register.delimiter}`",
                f"delimiter found in the header: `{done.simulated.register.delimiter}`",
            ).in_(language)
        )
    note(verb.counts_line(done, language))
    return verb.exit_code(done, strict=strict)


_WARNING = Text(
    "perhatian: hasil memuat NIK dan nama seperti adanya; simpan dan bagikan menurut UU 27/2022",
    "caution: the results hold identity numbers and names as they are; keep and share them as UU 27/2022 asks",
)


def _not_installed(error: ModuleNotFoundError, language: Language) -> int:
    """Say which library of the extra is not there; a module of our own that is missing is our fault."""
    if error.name is None or error.name.startswith("policy_engine"):
        raise error
    return refuse(
        Text(
            f"`simulate` memerlukan `{error.name}`, yang belum terpasang: pip install 'policy-engine[register]'",
            f"`simulate` needs `{error.name}`, which is not installed: pip install 'policy-engine[register]'",
        ),
        language,
    )


def _key(path: Path | None, language: Language) -> bytes | int | None:
    """Read the secret key; an empty one is refused."""
    if path is None:
        return None
    try:
        key = path.read_bytes().strip()
    except OSError as error:
        return refuse(
            Text(
                f"tidak dapat membaca `{path}`: {error.strerror}", f"cannot read `{path}`: {error.strerror}"
            ),
            language,
        )
    if len(key) < _SHORTEST_KEY:
        return refuse(
            Text(
                f"kunci di `{path}` lebih pendek dari {_SHORTEST_KEY} bita",
                f"the key in `{path}` is shorter than {_SHORTEST_KEY} bytes",
            ),
            language,
        )
    return key


_SHORTEST_KEY = 16
"""Bytes: a shorter secret could be found by trying; the identity numbers would be known."""


class Progress:
    """Shows on a terminal what is being done, on one line of standard error that disappears at the end."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._is_shown = sys.stderr.isatty()

    def begin(self, what: Text) -> "Told":
        """Show that a part of the work begins; give what shows how far it is."""
        self._show(what.in_(self._language))

        def told(done: int, total: int | None) -> None:
            if self._is_shown and total:
                filled = _WIDTH * min(done, total) // total
                bar = "█" * filled + "░" * (_WIDTH - filled)
                self._show(f"{what.in_(self._language)} {bar} {100 * min(done, total) // total}%")

        return told

    def end(self) -> None:
        """Clear the line."""
        if self._is_shown:
            click.echo("\r\x1b[2K", nl=False, err=True)

    def _show(self, words: str) -> None:
        if self._is_shown:
            click.echo(f"\r\x1b[2K{words}", nl=False, err=True)


_WIDTH = 30
