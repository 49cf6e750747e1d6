"""The public API: paths of policies in, an engine out; a worker in, a decision with a JSON Schema out.

An engine never changes, holds no file open and asks no clock, so threads may share it. Amounts are whole
rupiah, dates are ISO texts in JSON, and every sentence comes in Indonesian and English.

    import policy_engine

    engine = policy_engine.load(["policies/kepulauan-riau"])
    decision = engine.decide({"lahir": "1985-03-02", "pekerjaan": ["ojek"]}, on="2025-11-13")
    print(decision.outcome, decision.total, decision.missing)
    print(decision.explain("en"))
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol, overload

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr

from policy_engine import workspace
from policy_engine.backends.compiled.build import Compiled
from policy_engine.backends.compiled.decision import FastDecision
from policy_engine.backends.prose import allotment as allotment_prose
from policy_engine.backends.prose import explain as explaining
from policy_engine.backends.scalar import decide as scalar
from policy_engine.backends.scalar import strata as register
from policy_engine.diagnostics import data, render
from policy_engine.diagnostics.model import Diagnostic, Severity
from policy_engine.domain import dates
from policy_engine.domain.bilingual import Language, Text
from policy_engine.domain.citation import Citation, InstrumentId
from policy_engine.domain.dates import Month, PackedDate
from policy_engine.ir import canonical
from policy_engine.ir import changes as changing
from policy_engine.ir import decision as ir
from policy_engine.ir.nodes import FactValue, Instrument, Library
from policy_engine.registers.mask import mask
from policy_engine.registers.model import Rejected, Worker
from policy_engine.registers.records import record_reader
from policy_engine.registers.twice import settle

OutcomeCode = Literal["eligible", "not_eligible", "undetermined", "not_applicable", "conflict"]
TruthCode = Literal["true", "false", "unknown"]
LanguageCode = Literal["id", "en"]
StandingCode = Literal["funded", "waiting", "held", "undetermined", "not_eligible"]
LimitCode = Literal["floor", "share", "total", "ceiling"]

_MOST_COMPILED = 1024
"""Instruments and dates that an engine keeps compiled; beyond them it starts anew."""

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

    from policy_engine.backends.columnar.spark import Frames, Places
    from policy_engine.backends.prose.document import Document
    from policy_engine.ir.written import Formats

_ISO_MONTH = r"^[0-9]{4}-[0-9]{2}$"


class Frame(Protocol):
    """A table of pandas, Polars or pyarrow, by the protocol of Arrow that they share."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Give the table as a stream of Arrow."""


class PolicyError(Exception):
    """The policies cannot be used; `diagnostics` say why, and the text of the exception lists them."""

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__("\n".join(render.concise(found, Language.EN) for found in self.diagnostics))


class WorkerError(PolicyError):
    """A worker's record does not fit the facts that the policies declare."""


class UnknownInstrumentError(PolicyError):
    """The instrument to decide under is not loaded, or was not named where there are several."""


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Words(_Record):
    """A sentence or name in both languages."""

    id: str = Field(description="in Indonesian")
    en: str = Field(description="in English")


class FactUsed(_Record):
    """A fact that a norm read, and its value in words; null is unknown."""

    name: str
    value: Words | None


class NormWeighed(_Record):
    """One norm with its verdict for this worker, in the month where it is weighed each month."""

    citation: Words
    role: str = Field(description="territory, group, requirement, exclusion, ending or continuation")
    month: str | None = Field(pattern=_ISO_MONTH)
    group: str | None
    verdict: TruthCode
    wording: Words
    facts: tuple[FactUsed, ...]
    exceptions: tuple[Words, ...] = Field(description="the exceptions that applied")
    document: str | None = Field(description="how the condition is proved")
    officer: str | None = Field(description="who attests it")
    interpretation: str | None


class MonthWeighed(_Record):
    """Whether a contribution month is funded; projected where it lies after the facts date."""

    month: str = Field(pattern=_ISO_MONTH)
    funded: TruthCode
    projected: bool
    missing: tuple[str, ...]


class CostRow(_Record):
    """What one payer owes for one programme and month, in whole rupiah; null is unknown."""

    month: str = Field(pattern=_ISO_MONTH)
    programme: str
    payer: str | None = Field(
        description="a code of the vocabulary `pihak`; null where the policy leaves it open"
    )
    payer_region: str | None
    budgets: tuple[str, ...]
    amount: int | None
    tariff: Words
    relief: Words | None
    missing: tuple[str, ...]


class GaveWay(_Record):
    """A norm that yielded to a higher, special or later one."""

    norm: Words
    to: Words
    reason: Words


class Caution(_Record):
    """What the reader must know beside the outcome."""

    kind: str
    message: Words
    citation: Words | None


class Step(_Record):
    """One thing that changes: a fact that comes to have a value, or (no fact) the day, by time passing."""

    fact: str | None
    on: date | None = Field(description="the first day on which time alone makes the difference")
    text: Words


class Way(_Record):
    """Steps that together change the outcome, and no fewer of them do."""

    steps: tuple[Step, ...]
    effective: OutcomeCode = Field(description="the effective outcome when all steps are taken")
    citations: tuple[Words, ...] = Field(description="the norms that turn")
    text: Words


class Ask(_Record):
    """A missing fact worth asking for, and whether it settles the outcome by itself."""

    fact: str
    settles: Literal["always", "sometimes", "with_others"]
    text: Words


class Changes(_Record):
    """What would change one decision; every way was decided by the reference and is minimal."""

    ways: tuple[Way, ...] = Field(description="to being eligible, the nearest first")
    ends: Way | None = Field(description="how time alone ends it, for an eligible worker")
    ask_first: tuple[Ask, ...] = Field(description="what to supply first, for an undetermined worker")
    nothing: Words | None = Field(description="why there is no way, where there is none")


@dataclass(frozen=True, slots=True)
class _Explainable:
    """What an explanation is made of; equal decisions of two engines are equal."""

    made: ir.Decision
    library: Library = field(compare=False, repr=False)
    facts: Mapping[str, FactValue] = field(compare=False, repr=False)


class Decision(_Record):
    """The outcome for one worker under one instrument, and everything it rests on.

    `outcome` is the instrument's own; `effective` is what remains of it after higher norms.
    `missing` names the facts that would settle an undetermined outcome; `total` is null where a row is.
    """

    instrument: str = Field(description="identifier, such as `perbup-21.02-5-2025`")
    instrument_name: Words
    version_since: date | None
    on: date = Field(description="the date of the decision: it selects the version in force")
    facts_as_of: date = Field(description="the date as of which the facts were taken")
    reference: str | None = Field(default=None, description="the caller's own name for the record, masked")
    row: int | None = Field(default=None, description="where the record stands in the input, from 1")
    outcome: OutcomeCode
    outcome_text: Words
    effective: OutcomeCode
    effective_text: Words
    gave_way: tuple[GaveWay, ...]
    groups: tuple[str, ...]
    norms: tuple[NormWeighed, ...]
    months: tuple[MonthWeighed, ...]
    months_open: bool = Field(description="the instrument leaves its months open, so there may be more")
    entry_month: str | None = Field(pattern=_ISO_MONTH)
    costs: tuple[CostRow, ...]
    total: int | None = Field(description="whole rupiah over all rows")
    missing: tuple[str, ...]
    cautions: tuple[Caution, ...]
    receipt: str = Field(pattern="^[0-9a-f]{64}$")

    _explainable: _Explainable | None = PrivateAttr(default=None)

    def explain(self, language: LanguageCode = "id", *, changes: bool = False) -> str:
        """Say why or why not, with the article, in words a worker understands; and what would change it, if asked.

        A decision that was read back from JSON no longer has the policies to explain it by: ValueError.
        """
        known = self._rests_on()
        would = self._would_change() if changes else None
        return explaining.explain(known.made, known.library, Language(language), would)

    def changes(self) -> Changes:
        """Give what would change it: the nearest facts that can change, time passing, or what to supply first.

        The solver proves that no fewer changes suffice, and the reference decides each way. ValueError for a
        decision that was read back from JSON.
        """
        known = self._rests_on()
        return _changes(Names(known.library), self._would_change())

    def letter(self, language: LanguageCode = "id") -> str:
        """Give the letter to the worker as one HTML page that needs nothing else; ValueError as for `explain`."""
        from policy_engine.backends.prose import templating  # noqa: PLC0415  jinja2 is for those who write letters

        written = templating.write(self.letter_document(language), templating.HTML, None)
        assert isinstance(written, str)  # noqa: S101  our own template
        return written

    def letter_document(self, language: LanguageCode = "id") -> "Document":
        """Give the letter as blocks, for whoever writes it in another format."""
        from policy_engine.backends.prose import letter  # noqa: PLC0415  as above

        known = self._rests_on()
        reference = None if self.reference is None else mask(self.reference)
        return letter.letter(known.made, known.library, Language(language), self._would_change(), reference)

    def _rests_on(self) -> _Explainable:
        if self._explainable is None:
            message = "this decision was not made by an engine of this program; decide again to explain it"
            raise ValueError(message)
        return self._explainable

    def _would_change(self) -> changing.Changes:
        # The solver is loaded by a program that asks for this, and by no other.
        from policy_engine.proofs.changes import changes  # noqa: PLC0415

        known = self._rests_on()
        return changes(known.library, known.made, known.facts)


class Allotment(_Record):
    """What one worker is given under one instrument, and why nothing is where nothing is.

    `rank` counts the eligible who come before, plus one. `months` and `costs` are what is paid for; `total` is
    whole rupiah, null where a row is unknown.
    """

    row: int = Field(description="where the record stands in the input, from 1")
    reference: str | None = Field(default=None, description="the caller's own name for the record, masked")
    standing: StandingCode
    rank: int | None
    waiting_number: int | None = Field(
        description="place on the waiting list, where the instrument keeps one"
    )
    months: tuple[str, ...]
    costs: tuple[CostRow, ...]
    total: int | None
    ground: str | None
    explanation: Words
    decision: Decision


class LimitUse(_Record):
    """One quota, floor or ceiling, in one area where it is counted by area: people, or rupiah for a ceiling."""

    kind: LimitCode
    citation: Words
    area: str | None
    budget: str | None
    fiscal_year: int | None
    capacity: int | None = Field(description="null where left blank")
    wanted: int = Field(description="what all who contend would take")
    used: int
    left: int | None
    deficit: int = Field(description="how far a floor was not met")


class Allocation(_Record):
    """Who is funded under one instrument, who waits and who is held, and what is left of its limits."""

    instrument: str
    instrument_name: Words
    allotments: tuple[Allotment, ...]
    limits: tuple[LimitUse, ...]
    spent: int = Field(description="whole rupiah of the known rows of all funded")
    rejected: tuple["RejectedWorker", ...] = Field(description="records that were not decided")
    merged: Mapping[int, int] = Field(description="records of one NIK that are alike: the one each repeats")


class Problem(_Record):
    """One reason why a record was not decided."""

    code: str
    column: str | None
    message: Words


class RejectedWorker(_Record):
    """A record that was not decided: where it stands, why, and the record with its NIK masked."""

    row: int | None
    problems: tuple[Problem, ...]
    record: str


class InstrumentSummary(_Record):
    """An instrument that an engine can decide under."""

    id: str
    name: Words
    title: str | None
    region: str | None = Field(description="territory as a Kemendagri code; null is the nation")
    commences: date | None
    own: bool = Field(description="it was asked for, and is not of the national prelude")


# Not slotted: the places are looked up once, when the first citation is written, and so is each citation.
@dataclass(frozen=True)
class Names:
    """Writes instruments and citations with the names of their regions."""

    library: Library

    @cached_property
    def _places(self) -> Mapping[str, Text]:
        codes = (code for vocabulary in self.library.vocabularies for code in vocabulary.codes)
        return {code.code: code.label for code in codes if code.code is not None}

    @cached_property
    def _written(self) -> dict[Citation, Words]:
        return {}

    def instrument(self, instrument: InstrumentId) -> Words:
        """Give the name of an instrument: `Perbup Kabupaten Karimun 5/2025`."""
        return self.cited(Citation(instrument))

    def cited(self, citation: Citation) -> Words:
        """Give a citation as lawyers write it."""
        known = self._written.get(citation)
        if known is None:
            known = self._write(citation)
            # Only what the library says is cited, so that there are never more than it has places.
            self._written[citation] = known
        return known

    def _write(self, citation: Citation) -> Words:
        place = self._places.get(citation.instrument.locality or "")
        if place is None:
            return Words(id=citation.text(Language.ID), en=citation.text(Language.EN))
        return Words(
            id=citation.text(Language.ID, place.in_(Language.ID)),
            en=citation.text(Language.EN, place.in_(Language.EN)),
        )


class Engine:
    """Checked policies, ready to decide; made by `load`."""

    __slots__ = ("_compiled", "_digest", "_instruments", "_library", "_names", "_own", "_reader")

    def __init__(self, library: Library, own: Iterable[InstrumentId]) -> None:
        self._library = library
        self._names = Names(library)
        self._reader = record_reader(library)
        self._instruments = {instrument.id.slug: instrument for instrument in library.instruments}
        self._own = tuple(sorted(each.slug for each in own))
        self._digest = canonical.meaning_digest(library)
        self._compiled: dict[tuple[str | None, date | str, date | str | None], Compiled] = {}

    @property
    def library(self) -> Library:
        """Give the checked policies."""
        return self._library

    @property
    def digest(self) -> str:
        """Give the SHA-256 of the meaning of the policies, which every receipt contains."""
        return self._digest

    @property
    def instruments(self) -> tuple[InstrumentSummary, ...]:
        """Give the instruments in order of their identifiers."""
        return tuple(
            InstrumentSummary(
                id=slug,
                name=self._names.instrument(each.id),
                title=each.title,
                region=each.region,
                commences=None if each.commences is None else _date(each.commences),
                own=slug in self._own,
            )
            for slug, each in sorted(self._instruments.items())
        )

    def instrument(self, named: str | None = None) -> Instrument:
        """Give an instrument by its identifier, or the only one asked for; else `UnknownInstrumentError`."""
        candidates = self._own or tuple(sorted(self._instruments))
        slug = candidates[0] if named is None and len(candidates) == 1 else named
        found = self._instruments.get(slug or "")
        if found is None:
            loaded = tuple(sorted(self._instruments)) if named is not None else candidates
            raise UnknownInstrumentError([data.NoSuchInstrument(named=named, loaded=loaded)])
        return found

    def decide(
        self,
        worker: Mapping[str, object] | Worker,
        *,
        on: date | str,
        facts_as_of: date | str | None = None,
        instrument: str | None = None,
    ) -> Decision:
        """Decide one worker under one instrument.

        `worker` maps names or labels of facts to values as JSON has them; what is absent or None is unknown.
        `on` selects the version in force; `facts_as_of` is when facts were taken, by default the same day.
        `instrument` may be left out where only one was loaded. Raises `WorkerError` for a record that does
        not fit, and `UnknownInstrumentError`.
        """
        record = worker if isinstance(worker, Worker) else self.read(worker)
        if isinstance(record, Rejected):
            raise WorkerError(record.problems)
        found = self.instrument(instrument)
        day = packed(on)
        facts_day = day if facts_as_of is None else packed(facts_as_of)
        made = scalar.decide(
            self._library, found.id, record.facts, on=day, facts_as_of=facts_day, digest=self._digest
        )
        return decision_record(made, self._names, record)

    def compiled(
        self, instrument: str | None = None, *, on: date | str, facts_as_of: date | str | None = None
    ) -> Compiled:
        """Compile an instrument, with the higher ones that bear on it, for one date; made once and kept.

        What it gives decides facts that `read` has validated, many times faster than `decide`, and always
        alike: `made.decide(made.facts(worker.facts))` is outcome, masks of norms and months, and cost. The
        first worker of each kind that the law tells apart is worked out, the next are looked up.
        """
        asked = (instrument, on, facts_as_of)
        made = self._compiled.get(asked)
        if made is None:
            found = self.instrument(instrument)
            day = packed(on)
            facts_day = day if facts_as_of is None else packed(facts_as_of)

            def reference(worker: Mapping[str, FactValue]) -> ir.Decision:
                return scalar.decide(
                    self._library, found.id, worker, on=day, facts_as_of=facts_day, digest=self._digest
                )

            made = Compiled(self._library, found, day, reference)
            if len(self._compiled) >= _MOST_COMPILED:
                self._compiled.clear()
            self._compiled[asked] = made
        return made

    def decide_fast(
        self,
        worker: Mapping[str, object] | Worker,
        *,
        on: date | str,
        facts_as_of: date | str | None = None,
        instrument: str | None = None,
    ) -> FastDecision:
        """Decide one worker as `decide` does, and work out words, trace and receipt only when asked for.

        The outcome, the cost rows in whole rupiah and the missing facts are those of `decide`; `reasons` are
        the norms in the way, with citations. `full` gives the whole decision. Raises what `decide` raises.
        """
        record = worker if isinstance(worker, Worker) else self.read(worker)
        if isinstance(record, Rejected):
            raise WorkerError(record.problems)
        made = self._compiled.get((instrument, on, facts_as_of))
        if made is None:
            made = self.compiled(instrument, on=on, facts_as_of=facts_as_of)
        return made.light(record.facts)

    def full(self, fast: FastDecision, worker: Worker | None = None) -> Decision:
        """Give everything a fast decision rests on; with the worker, also where the record stood in the input."""
        return decision_record(fast.full(), self._names, worker or Worker(fast.facts, None, None, None))

    @overload
    def decide_many(
        self,
        workers: Frame,
        *,
        on: date | str,
        facts_as_of: date | str | None = None,
        instrument: str | None = None,
    ) -> Any: ...

    @overload
    def decide_many(
        self,
        workers: Iterable[Mapping[str, object] | Worker],
        *,
        on: date | str,
        facts_as_of: date | str | None = None,
        instrument: str | None = None,
    ) -> Iterator[Decision | RejectedWorker]: ...

    def decide_many(
        self,
        workers: Frame | Iterable[Mapping[str, object] | Worker],
        *,
        on: date | str,
        facts_as_of: date | str | None = None,
        instrument: str | None = None,
    ) -> Any:
        """Decide many workers: records one by one, in order, or a whole table at once.

        For each record there is a decision, or why it was rejected. A table of pandas, Polars or pyarrow comes
        back as one of the same kind: its own columns, then the decisions as codes (`outcome`, `effective`,
        `groups`, `months`, `total` in whole rupiah, `missing`, `reasons`), and `problems` in the rows that were
        rejected; rows that have one NIK and are alike are decided once. It needs `policy-engine[register]`.
        Raises `WorkerError` where a column of a table does not fit, and `UnknownInstrumentError`.
        """
        if hasattr(workers, "__arrow_c_stream__"):
            return self._decide_table(workers, on, instrument)
        return self._decide_each(workers, on, facts_as_of, instrument)

    def _decide_each(
        self,
        workers: Iterable[Mapping[str, object] | Worker],
        on: date | str,
        facts_as_of: date | str | None,
        instrument: str | None,
    ) -> Iterator[Decision | RejectedWorker]:
        for row, worker in enumerate(workers, 1):
            record = worker if isinstance(worker, Worker) else self.read(worker, row=row)
            if isinstance(record, Rejected):
                yield rejected_record(record)
            else:
                yield self.decide(record, on=on, facts_as_of=facts_as_of, instrument=instrument)

    def _decide_table(self, frame: object, on: date | str, instrument: str | None) -> Any:
        # An extra, and loaded only by a program that has tables.
        try:
            from policy_engine.simulation import frames  # noqa: PLC0415
        except ModuleNotFoundError as error:
            message = f"deciding a table needs {error.name}: pip install 'policy-engine[register]'"
            raise ModuleNotFoundError(message, name=error.name) from error

        found = frames.decide(self._library, self.instrument(instrument).id, packed(on), frame)
        if isinstance(found, tuple):
            raise WorkerError(found)
        return found

    def allocate(
        self,
        workers: Iterable[Mapping[str, object] | Worker],
        *,
        on: date | str,
        facts_as_of: date | str | None = None,
        instruments: Sequence[str] | None = None,
    ) -> tuple[Allocation, ...]:
        """Decide a register and give places and money: an allocation for each instrument, payers in order.

        `workers` and dates are those of `decide`; `instruments` are those asked for, by default all that were
        loaded by name. Who pays only where others do not comes after those others, and knows what they funded.
        No order of records decides anything. Records that do not fit are listed and take no place; records of one
        NIK are one where they are alike, and all rejected where they differ. This is the
        reference, in plain Python; `policy-engine simulate` gives the same for registers of millions. Raises
        `UnknownInstrumentError`.
        """
        given = list(workers)
        read, merged = settle(
            given,
            [
                worker if isinstance(worker, Worker) else self.read(worker, row=row)
                for row, worker in enumerate(given, 1)
            ],
        )
        accepted = [
            (place + 1, each)
            for place, each in enumerate(read)
            if isinstance(each, Worker) and place not in merged
        ]
        rejected = tuple(rejected_record(each) for each in read if isinstance(each, Rejected))
        found = [self.instrument(named) for named in (instruments or self._own)]
        day = packed(on)
        made = register.allocate_register(
            self._library,
            [each.id for each in found],
            [each.facts for _, each in accepted],
            on=day,
            facts_as_of=day if facts_as_of is None else packed(facts_as_of),
            digest=self._digest,
        )
        same = {place + 1: first + 1 for place, first in merged.items()}
        return tuple(
            allocation_record(made[each.id], self._names, accepted, rejected, same) for each in found
        )

    def decide_frame(
        self,
        frame: "DataFrame",
        *,
        on: date | str,
        instruments: Sequence[str] = (),
        key: str = "id",
        columns: Mapping[str, str] | None = None,
        unknown: Iterable[str] = (),
        formats: "Formats | None" = None,
    ) -> "Frames":
        """Decide the workers of a Spark frame, where the frame is; gives frames.

        `instruments` are identifiers; without them every worker meets the instruments of the place where they
        live. `key` is the column that tells workers apart, `columns` gives the column of a fact, `unknown` are
        facts without one, `formats` says how text is written. Raises `NotAnsiError`, `MissingColumnError` or
        `WrongColumnError` of `backends.columnar.spark`, before anything is decided.
        """
        # Spark is an extra, and a program that decides one worker has no use for queries.
        from policy_engine.backends.columnar import spark  # noqa: PLC0415
        from policy_engine.backends.columnar.prepared import prepare  # noqa: PLC0415

        named = [self.instrument(each).id for each in instruments] or None
        return spark.decide(
            frame,
            prepare(self.library, packed(on), named, costs=True),
            key=key,
            columns=columns,
            unknown=frozenset(unknown),
            formats=formats,
        )

    def allocate_frame(
        self,
        frame: "DataFrame",
        *,
        on: date | str,
        instruments: Sequence[str] = (),
        key: str = "id",
        columns: Mapping[str, str] | None = None,
        unknown: Iterable[str] = (),
        formats: "Formats | None" = None,
        scratch: str | None = None,
    ) -> "Places":
        """Give places and money to the workers of a Spark frame, where the frame is; gives frames.

        As `decide_frame`; the work is done before this returns. `scratch` is a folder that all machines of the
        session reach, for what is worked out on the way; in local mode it may be left out. Raises
        `ScratchFolderError` too, and ValueError where instruments are subsidiary to one another in a circle.
        """
        # Spark is an extra, and a program that decides one worker has no use for queries.
        from policy_engine.backends.columnar import spark  # noqa: PLC0415
        from policy_engine.backends.columnar.prepared import prepare  # noqa: PLC0415
        from policy_engine.backends.columnar.strata import prepare_strata  # noqa: PLC0415

        named = [self.instrument(each).id for each in instruments]
        every = [each.id for each in self.library.instruments]
        return spark.allocate(
            frame,
            prepare(self.library, packed(on), named or None),
            prepare_strata(self.library, packed(on), named or every, routed=not named),
            key=key,
            columns=columns,
            unknown=frozenset(unknown),
            formats=formats,
            scratch=scratch,
        )

    def read(self, worker: Mapping[str, object], *, row: int | None = None) -> Worker | Rejected:
        """Read a record against the facts that the policies declare, without deciding it."""
        return self._reader.read(worker, row)


def load(paths: str | Path | Iterable[str | Path], *, prelude: bool = True) -> Engine:
    """Read and check policy files; a folder stands for every `.policy` file in it.

    The national prelude is added unless `prelude` is false. Raises `PolicyError` with every diagnostic of
    severity error.
    """
    given = [paths] if isinstance(paths, str | Path) else list(paths)
    opened = workspace.open_workspace([str(path) for path in given], prelude=prelude)
    # What compiles is not loaded by a program that decides with what was compiled before.
    from policy_engine.pipeline import compile_library  # noqa: PLC0415

    made = compile_library(opened.sources)
    return engine_of(made.library, made.diagnostics, opened)


def engine_of(
    library: Library | None, diagnostics: Sequence[Diagnostic], opened: workspace.Workspace
) -> Engine:
    """Make an engine of what was compiled, or raise `PolicyError` with the errors."""
    found = (*opened.diagnostics, *diagnostics)
    errors = [each for each in found if each.severity is Severity.ERROR]
    if errors or library is None:
        raise PolicyError(errors)
    own = opened.own_paths
    return Engine(
        library,
        (
            each.id
            for each in library.instruments
            if each.origin is not None and each.origin.source.path in own
        ),
    )


def packed(day: date | str) -> PackedDate:
    """Read a date, or an ISO text; ValueError for anything else."""
    text = day if isinstance(day, str) else day.isoformat()
    found = dates.parse_date(text)
    if found is None:
        message = f"expected a date of the calendar such as 2025-11-13, not {text!r}"
        raise ValueError(message)
    return found


def decision_record(made: ir.Decision, names: Names, worker: Worker) -> Decision:
    """Turn a decision of the engine into the record of the boundary."""
    record = Decision(
        instrument=made.instrument.slug,
        instrument_name=names.instrument(made.instrument),
        # Where commencement is left blank the one version holds since day 0, which is no date.
        version_since=_date(made.version_since) if made.version_since else None,
        on=_date(made.on),
        facts_as_of=_date(made.facts_as_of),
        reference=worker.reference,
        row=worker.row,
        outcome=made.outcome.value,
        outcome_text=_words(made.outcome.text),
        effective=made.effective.value,
        effective_text=_words(made.effective.text),
        gave_way=tuple(
            GaveWay(norm=names.cited(each.norm), to=names.cited(each.to), reason=_words(each.reason))
            for each in made.gave_way
        ),
        groups=made.groups,
        norms=tuple(_norm(names, each) for each in made.norms),
        months=tuple(
            MonthWeighed(
                month=_month(each.month),
                funded=each.verdict.value,
                projected=each.projected,
                missing=each.missing,
            )
            for each in made.months
        ),
        months_open=made.months_open,
        entry_month=None if made.entry_month is None else _month(made.entry_month),
        costs=tuple(_cost(names, each) for each in made.costs),
        total=made.total,
        missing=made.missing,
        cautions=tuple(
            Caution(
                kind=each.kind.value,
                message=_words(each.message),
                citation=None if each.citation is None else names.cited(each.citation),
            )
            for each in made.cautions
        ),
        receipt=made.receipt,
    )
    record._explainable = _Explainable(made, names.library, worker.facts)  # noqa: SLF001  our own
    return record


def allocation_record(
    made: register.Allocated,
    names: Names,
    workers: Sequence[tuple[int, Worker]],
    rejected: tuple[RejectedWorker, ...],
    merged: Mapping[int, int],
) -> Allocation:
    """Turn an allocation of the engine into the record of the boundary; workers come with their place from 1."""
    limits = tuple(use.limit for use in made.pool.uses)
    return Allocation(
        instrument=made.pool.instrument.slug,
        instrument_name=names.instrument(made.pool.instrument),
        allotments=tuple(
            Allotment(
                row=row,
                reference=worker.reference,
                standing=each.standing.value,
                rank=each.rank,
                waiting_number=each.waiting_number,
                months=tuple(_month(month) for month in each.months),
                costs=tuple(_cost(names, cost) for cost in each.costs),
                total=each.rupiah,
                ground=None if each.ground is None else each.ground.value,
                explanation=_words(allotment_prose.explain(each, limits)),
                decision=decision_record(decision, names, worker),
            )
            for (row, worker), each, decision in zip(
                workers, made.pool.allotments, made.decisions, strict=True
            )
        ),
        limits=tuple(
            LimitUse(
                kind=use.limit.kind.value,
                citation=names.cited(use.limit.citation),
                area=use.area,
                budget=use.limit.budget,
                fiscal_year=use.limit.fiscal_year,
                capacity=use.capacity,
                wanted=use.wanted,
                used=use.used,
                left=use.left,
                deficit=use.deficit,
            )
            for use in made.pool.uses
        ),
        spent=made.pool.spent,
        rejected=rejected,
        merged=merged,
    )


def _changes(names: Names, found: changing.Changes) -> Changes:
    return Changes(
        ways=tuple(_way(names, way) for way in found.ways),
        ends=None if found.ends is None else _way(names, found.ends),
        ask_first=tuple(
            Ask(fact=each.name, settles=each.settles.value, text=_words(each.text))
            for each in found.ask_first
        ),
        nothing=None if found.nothing is None else _words(found.nothing),
    )


def _way(names: Names, way: changing.Way) -> Way:
    return Way(
        steps=tuple(_step(step) for step in way.steps),
        effective=way.outcome.value,
        citations=tuple(names.cited(each) for each in way.citations),
        text=_words(way.text),
    )


def _step(step: changing.Step) -> Step:
    match step:
        case changing.FactChange(name, text=text):
            return Step(fact=name, on=None, text=_words(text))
        case changing.TimePasses(on, text):
            return Step(fact=None, on=_date(on), text=_words(text))


def rejected_record(rejected: Rejected) -> RejectedWorker:
    """Turn a rejection into the record of the boundary."""
    return RejectedWorker(
        row=rejected.row,
        problems=tuple(
            Problem(code=each.code, column=each.column, message=_words(each.message))
            for each in rejected.problems
        ),
        record=rejected.original,
    )


def _norm(names: Names, weighed: ir.NormWeighed) -> NormWeighed:
    return NormWeighed(
        citation=names.cited(weighed.citation),
        role=weighed.role.value,
        month=None if weighed.month is None else _month(weighed.month),
        group=weighed.group,
        verdict=weighed.verdict.value,
        wording=_words(weighed.wording),
        facts=tuple(
            FactUsed(name=each.name, value=None if each.value is None else _words(each.value))
            for each in weighed.facts
        ),
        exceptions=tuple(names.cited(each) for each in weighed.exceptions),
        document=None if weighed.evidence is None else weighed.evidence.document,
        officer=None if weighed.evidence is None else weighed.evidence.officer,
        interpretation=weighed.interpretation,
    )


def _cost(names: Names, row: ir.CostRow) -> CostRow:
    return CostRow(
        month=_month(row.month),
        programme=row.programme,
        payer=None if row.payer is None else row.payer.code,
        payer_region=None if row.payer is None else row.payer.region,
        budgets=row.budgets,
        amount=row.amount,
        tariff=names.cited(row.tariff),
        relief=None if row.relief is None else names.cited(row.relief),
        missing=row.missing,
    )


def _words(text: Text) -> Words:
    return Words(id=text.indonesian, en=text.english)


def _date(day: PackedDate) -> date:
    return date(*dates.unpack(day))


def _month(month: Month) -> str:
    return dates.format_iso_month(month)
