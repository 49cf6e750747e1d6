"""`decide`: policies and workers in; a decision or a rejection for every record, and their counts, out.

Records are decided as they are read, so a register of any length needs little memory; nothing is lost:
read = decided + rejected.
"""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import field
from datetime import date
from enum import Enum
from pathlib import Path

from policy_engine import cache as caching
from policy_engine import engine as api
from policy_engine import workspace
from policy_engine.commands import documents, loading
from policy_engine.diagnostics import data
from policy_engine.diagnostics.model import Diagnostic
from policy_engine.domain import dates, money
from policy_engine.domain.bilingual import Language, Text
from policy_engine.domain.dates import PackedDate
from policy_engine.domain.outcomes import Outcome
from policy_engine.domain.spreadsheet import inert
from policy_engine.records import Decision, MonthWeighed, Words, rejected_record
from policy_engine.registers.columns import not_facts
from policy_engine.registers.facts_read import facts_read
from policy_engine.registers.model import Mapped, Rejected
from policy_engine.registers.read import Register, WorkerFormat, format_of, read_register
from policy_engine.structure import dataclass

SCHEMA_VERSION = "1.0"

_COLUMNS = (
    "row",
    "reference",
    "instrument",
    "on",
    "facts_as_of",
    "outcome",
    "effective",
    "months",
    "total",
    "missing",
    "receipt",
)


class OutputFormat(Enum):
    """How decisions are written."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"

    @property
    def is_letter(self) -> bool:
        """Say whether it is a letter to one worker."""
        return self in (OutputFormat.HTML, OutputFormat.PDF, OutputFormat.DOCX)


@dataclass(frozen=True, slots=True)
class Request:
    """What to decide; `row` decides only the record that starts on that row."""

    policy: tuple[str, ...]
    worker: str
    stdin: io.BufferedReader
    on: str
    facts_as_of: str | None
    instrument: str | None
    cache: caching.Cache
    prelude: bool = True
    mapped: Mapped = field(default_factory=Mapped)
    form: WorkerFormat | None = None
    unknown: frozenset[str] = frozenset()
    row: int | None = None


# Not frozen: the counts grow while the records are read.
@dataclass(slots=True)
class _Counts:
    decided: int = 0
    rejected: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)

    @property
    def read(self) -> int:
        return self.decided + self.rejected


@dataclass(frozen=True, slots=True)
class Decisions:
    """The records in order, with counts that are complete when all were read; `single` is one worker."""

    records: Iterator[Decision | Rejected]
    counts: _Counts
    single: bool
    delimiter: str | None
    facts_as_of_given: bool


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing could be decided, and why."""

    diagnostics: tuple[Diagnostic, ...]


def decide(request: Request) -> Decisions | Refused:
    """Load the policies, open the workers, and decide them one by one."""
    loaded = loading.load(request.policy, prelude=request.prelude, cache=request.cache)
    if loaded.errors:
        return Refused(loaded.errors)
    try:
        engine = api.engine_of(loaded.library, loaded.diagnostics, loaded.opened)
        instrument = engine.instrument(request.instrument)
    except api.PolicyError as error:
        return Refused(error.diagnostics)
    wrong = not_facts(request.unknown, engine.library)
    if wrong:
        return Refused(wrong)
    stream = _opened(request)
    if isinstance(stream, Diagnostic):
        return Refused((stream,))
    first = stream.peek(1)
    form = request.form or format_of(request.worker, first)
    register = read_register(
        stream,
        request.worker,
        form,
        engine.library,
        request.mapped,
        required=facts_read(engine.library, instrument),
        unknown=request.unknown,
    )
    if not isinstance(register, Register):
        return Refused(register)
    counts = _Counts()
    single = (form is WorkerFormat.JSON and not first.lstrip().startswith(b"[")) or request.row is not None
    records = _decided(engine, instrument.id.slug, register, request, counts)
    return Decisions(records, counts, single, register.delimiter, request.facts_as_of is not None)


def _opened(request: Request) -> io.BufferedReader | Diagnostic:
    if request.worker == "-":
        return request.stdin
    try:
        return Path(request.worker).open("rb")
    except (OSError, ValueError) as error:
        return workspace.not_a_file(request.worker, error)


def _decided(
    engine: api.Engine, instrument: str, register: Register, request: Request, counts: _Counts
) -> Iterator[Decision | Rejected]:
    empty = True
    for record in register.records:
        empty = False
        if request.row is not None and record.row != request.row:
            continue
        if isinstance(record, Rejected):
            counts.rejected += 1
            yield record
        else:
            decision = engine.decide(
                record, on=request.on, facts_as_of=request.facts_as_of, instrument=instrument
            )
            counts.decided += 1
            counts.outcomes[decision.outcome] += 1
            yield decision
    if empty:
        counts.rejected += 1
        yield Rejected(None, (data.EmptyTable(path=request.worker),), "")
    elif request.row is not None and counts.read == 0:
        counts.rejected += 1
        yield Rejected(request.row, (data.NoSuchRow(path=request.worker, row=request.row),), "")


def letter(
    decisions: Decisions, output: OutputFormat, language: Language, templates: Path | None
) -> bytes | Diagnostic | Rejected | None:
    """Write the letter to the one worker of a request; None where there are several, for a letter is to one."""
    first, second = next(decisions.records, None), next(decisions.records, None)
    if first is None or second is not None:
        return None
    if isinstance(first, Rejected):
        return first
    document = first.letter_document(language.value)
    return documents.write(document, documents.Format(output.value), templates)


def exit_code(decisions: Decisions, *, rejects_kept: bool, strict: bool) -> int:
    """Give 2 when nothing was decided, 1 for rejected rows nobody keeps, 4 for undetermined under strict."""
    counts = decisions.counts
    if counts.rejected and not counts.decided:
        return 2
    if counts.rejected and not rejects_kept:
        return 1
    return 4 if strict and counts.outcomes["undetermined"] else 0


# What is written


def text(decision: Decision, *, explain: bool, single: bool, language: Language, dated: bool) -> str:
    """Write one decision for people: in full for one worker, on a line in a batch; with reasons if asked."""
    if not single:
        line = _on_one_line(decision, language)
        return f"{line}\n\n{_indented(decision.explain(language.value))}\n" if explain else line
    if explain:
        told = decision.explain(language.value, changes=True).rstrip()
        return f"{_dates(decision, language, dated=dated)}\n\n{told}"
    return "\n".join(_in_full(decision, language, dated=dated))


def _indented(text: str) -> str:
    return "\n".join(f"    {line}".rstrip() for line in text.rstrip().splitlines())


def dates_line(decision: Decision, language: Language, *, dated: bool) -> str:
    """Say under which instrument and on which dates a batch was decided."""
    return f"{_say(decision.instrument_name, language)}, {_dates(decision, language, dated=dated)}"


def csv_lines(decision: Decision | None) -> str:
    """Write one decision as a row of CSV, or the header."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="")
    writer.writerow(_COLUMNS if decision is None else _row(decision))
    return out.getvalue()


def json_document(decisions: list[Decision], rejected: list[Rejected], counts: _Counts) -> str:
    """Write a batch as one JSON document."""
    document = {
        "schema_version": SCHEMA_VERSION,
        "counts": {"read": counts.read, "decided": counts.decided, "rejected": counts.rejected},
        "decisions": [decision.model_dump(mode="json") for decision in decisions],
        "rejected": [rejected_record(record).model_dump(mode="json") for record in rejected],
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def counts_line(counts: _Counts, language: Language) -> str:
    """Say how many records were read, decided and rejected, and how they were decided."""
    line = Text(
        f"dibaca {counts.read} = diputus {counts.decided} + ditolak masukannya {counts.rejected}",
        f"read {counts.read} = decided {counts.decided} + rejected {counts.rejected}",
    ).in_(language)
    told = ", ".join(
        f"{outcome.text.in_(language)} {counts.outcomes[outcome.value]}"
        for outcome in Outcome
        if counts.outcomes[outcome.value]
    )
    return f"{line}; {told}" if told else line


def _in_full(decision: Decision, language: Language, *, dated: bool) -> Iterator[str]:
    yield _say(decision.instrument_name, language)
    yield _dates(decision, language, dated=dated)
    if decision.reference:
        yield f"{Text('pekerja', 'worker').in_(language)}: {decision.reference}"
    yield f"{Text('hasil', 'outcome').in_(language)}: {_outcome(decision, language)}"
    if decision.missing:
        yield f"{Text('kurang', 'missing').in_(language)}: {', '.join(decision.missing)}"
    funded = [month for month in decision.months if month.funded != "false"]
    if funded and decision.outcome in ("eligible", "undetermined"):
        yield f"{Text('bulan Iuran', 'contribution months').in_(language)}: {_months(funded)}"
        yield f"{Text('biaya', 'cost').in_(language)}: {_money(decision.total, language)}"
    yield from (
        f"{Text('catatan', 'note').in_(language)}: {_say(each.message, language)}"
        for each in decision.cautions
    )
    yield f"{Text('tanda terima', 'receipt').in_(language)}: {decision.receipt}"


def _on_one_line(decision: Decision, language: Language) -> str:
    row = Text(f"baris {decision.row}", f"row {decision.row}").in_(language)
    who = f" {decision.reference}" if decision.reference else ""
    parts = [f"{row}{who}: {_outcome(decision, language)}"]
    if decision.outcome == "eligible":
        parts.append(_money(decision.total, language))
    if decision.missing:
        parts.append(f"{Text('kurang', 'missing').in_(language)} {', '.join(decision.missing)}")
    return ", ".join(parts)


def _outcome(decision: Decision, language: Language) -> str:
    own = _say(decision.outcome_text, language)
    if decision.effective == decision.outcome:
        return own
    effective = _say(decision.effective_text, language)
    return Text(f"{own} (berlaku: {effective})", f"{own} (in effect: {effective})").in_(language)


def _dates(decision: Decision, language: Language, *, dated: bool) -> str:
    on, facts = (_day(day, language) for day in (decision.on, decision.facts_as_of))
    if dated:
        return Text(f"pada {on}, fakta per {facts}", f"on {on}, facts as of {facts}").in_(language)
    return Text(
        f"pada {on}, fakta per {facts} (dianggap sama; nyatakan dengan --facts-as-of)",
        f"on {on}, facts as of {facts} (taken to be the same; declare with --facts-as-of)",
    ).in_(language)


def _day(day: date, language: Language) -> str:
    found = dates.parse_date(day.isoformat())
    return day.isoformat() if found is None else dates.format_date(PackedDate(found), language)


def _months(months: list[MonthWeighed]) -> str:
    return ", ".join(f"{each.month}{'' if each.funded == 'true' else ' (?)'}" for each in months)


def _money(amount: int | None, language: Language) -> str:
    unknown = Text("belum diketahui", "unknown").in_(language)
    return unknown if amount is None else money.format_rupiah(amount, language)


def _row(decision: Decision) -> tuple[object, ...]:
    return (
        decision.row,
        None if decision.reference is None else inert(decision.reference),
        decision.instrument,
        decision.on.isoformat(),
        decision.facts_as_of.isoformat(),
        decision.outcome,
        decision.effective,
        "|".join(each.month for each in decision.months if each.funded == "true"),
        decision.total,
        "|".join(decision.missing),
        decision.receipt,
    )


def _say(words: Words, language: Language) -> str:
    match language:
        case Language.ID:
            return words.id
        case Language.EN:
            return words.en


def show(
    decisions: Decisions, output: OutputFormat, rejected: list[Rejected], *, explain: bool, language: Language
) -> Iterator[str]:
    """Write decisions as they are made, without last line ends; rejections are put into `rejected`."""
    if output is OutputFormat.JSON:
        yield from _show_json(decisions, rejected)
        return
    if output is OutputFormat.CSV:
        yield csv_lines(None)
    first = True
    for record in decisions.records:
        if isinstance(record, Rejected):
            rejected.append(record)
            continue
        dated = decisions.facts_as_of_given
        if output is OutputFormat.TEXT:
            if first and not decisions.single:
                yield dates_line(record, language, dated=dated)
            yield text(record, explain=explain, single=decisions.single, language=language, dated=dated)
        elif output is OutputFormat.CSV:
            yield csv_lines(record)
        else:
            yield json.dumps(record.model_dump(mode="json"), ensure_ascii=False, separators=(",", ":"))
        first = False
    if output is OutputFormat.TEXT and not decisions.single:
        yield counts_line(decisions.counts, language)


def _show_json(decisions: Decisions, rejected: list[Rejected]) -> Iterator[str]:
    made: list[Decision] = []
    for record in decisions.records:
        if isinstance(record, Rejected):
            rejected.append(record)
        else:
            made.append(record)
    if not decisions.single:
        yield json_document(made, rejected, decisions.counts)
    elif made:
        yield made[0].model_dump_json(indent=2)
