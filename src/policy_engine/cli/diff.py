"""The arguments of `diff`."""

import io
import sys
from typing import cast

import click

from policy_engine.cli.shared import (
    WRONG_USE,
    cache_of,
    complain,
    deliver,
    is_date,
    language_of,
    language_option,
    loading_options,
    mapped_by,
    not_a_date,
    out_option,
    refuse,
    t,
    worker_options,
)


@click.command(
    help=t(
        "Bandingkan makna dua versi: siapa memperoleh, siapa kehilangan, berapa biayanya, dan karena pasal mana.",
        "Compare what two versions mean: who gains, who loses, what it costs, and which article did it.",
    )
)
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option(
    "--on",
    metavar="DATE",
    help=t(
        "Hanya keputusan pada tanggal ini; bila tidak disebut, setiap masa yang berbeda.",
        "Only decisions on this date; else every stretch of time in which something differs.",
    ),
)
@click.option("--instrument", metavar="ID", help=t("Hanya naskah ini.", "Only this instrument."))
@click.option(
    "--workers",
    metavar="FILE",
    help=t(
        "Register pekerja: hitung orang dan rupiahnya; `-` masukan standar.",
        "Register of workers: count heads and rupiah; `-` is standard input.",
    ),
)
@click.option(
    "--output-format",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
    help=t("Bentuk laporan.", "How the report is written."),
)
@click.option(
    "--deny-lost",
    is_flag=True,
    help=t("Keluar 1 bila ada yang kehilangan.", "Exit 1 where somebody loses."),
)
@click.option(
    "--deny-new",
    is_flag=True,
    help=t("Keluar 1 bila ada yang memperoleh.", "Exit 1 where somebody gains."),
)
@click.option(
    "--deny-cost",
    is_flag=True,
    help=t("Keluar 1 bila biaya bertambah.", "Exit 1 where costs rise."),
)
@click.option(
    "--timeout",
    "milliseconds",
    type=click.IntRange(min=1),
    default=5_000,
    show_default=True,
    help=t("Milidetik bagi tiap pertanyaan pembuktian.", "Milliseconds for each question of proof."),
)
@worker_options
@click.option(
    "--strict",
    is_flag=True,
    help=t("Keluar 4 bila ada yang tidak terjawab.", "Exit 4 where something is not settled."),
)
@loading_options
@language_option
@out_option
def diff(
    old: str,
    new: str,
    *,
    on: str | None,
    instrument: str | None,
    workers: str | None,
    output_format: str,
    deny_lost: bool,
    deny_new: bool,
    deny_cost: bool,
    milliseconds: int,
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
    """Compare two versions."""
    from policy_engine.commands import diff as verb  # noqa: PLC0415
    from policy_engine.commands import diff_outputs  # noqa: PLC0415
    from policy_engine.domain.dates import parse_date  # noqa: PLC0415
    from policy_engine.registers.read import WorkerFormat  # noqa: PLC0415

    language = language_of(lang, None)
    if on is not None and not is_date(on):
        return refuse(not_a_date("--on", on), language)
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
    asked = {verb.Gate.LOST: deny_lost, verb.Gate.NEW: deny_new, verb.Gate.COST: deny_cost}
    report = verb.diff(
        verb.Request(
            old=old,
            new=new,
            cache=cache_of(no_cache),
            stdin=cast("io.BufferedReader", sys.stdin.buffer),
            prelude=not no_prelude,
            on=None if on is None else parse_date(on),
            instrument=instrument,
            workers=workers,
            mapped=mapped,
            form=None if worker_format is None else WorkerFormat(worker_format),
            unknown=frozenset(unknown),
            milliseconds=milliseconds,
            gates=frozenset(gate for gate, wanted in asked.items() if wanted),
            strict=strict,
        )
    )
    if isinstance(report, verb.Refused):
        complain(report.diagnostics, language)
        return WRONG_USE
    failed = deliver(diff_outputs.show(report, verb.OutputFormat(output_format), language), output, language)
    if failed:
        return failed
    complain((problem for record in report.rejected for problem in record.problems), language)
    return report.exit_code
