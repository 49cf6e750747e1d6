"""The records of the boundary: what the engine made in; records of pydantic with a JSON Schema out.

Amounts are whole rupiah, dates are ISO texts in JSON, and every sentence comes in Indonesian and English.
"""

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr

from policy_engine.backends.prose import allotment as allotment_prose
from policy_engine.backends.prose import explain as explaining
from policy_engine.backends.scalar import strata as register
from policy_engine.domain import dates
from policy_engine.domain.bilingual import Language, Text
from policy_engine.domain.citation import Citation, InstrumentId
from policy_engine.domain.dates import Month, PackedDate
from policy_engine.ir import changes as changing
from policy_engine.ir import decision as ir
from policy_engine.ir.nodes import FactValue, Library
from policy_engine.registers.mask import mask
from policy_engine.registers.model import Rejected, Worker
from policy_engine.structure import dataclass

if TYPE_CHECKING:
    from policy_engine.backends.prose.document import Document

OutcomeCode = Literal["eligible", "not_eligible", "undetermined", "not_applicable", "conflict"]
TruthCode = Literal["true", "false", "unknown"]
LanguageCode = Literal["id", "en"]
StandingCode = Literal["funded", "waiting", "held", "undetermined", "not_eligible"]
LimitCode = Literal["floor", "share", "total", "ceiling"]

_ISO_MONTH = r"^[0-9]{4}-[0-9]{2}$"


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


def decision_record(made: ir.Decision, names: Names, worker: Worker) -> Decision:
    """Turn a decision of the engine into the record of the boundary."""
    record = Decision(
        instrument=made.instrument.slug,
        instrument_name=names.instrument(made.instrument),
        # Where commencement is left blank the one version holds since day 0, which is no date.
        version_since=calendar_date(made.version_since) if made.version_since else None,
        on=calendar_date(made.on),
        facts_as_of=calendar_date(made.facts_as_of),
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
            return Step(fact=None, on=calendar_date(on), text=_words(text))


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


def calendar_date(day: PackedDate) -> date:
    """Give a day of the engine as a date."""
    return date(*dates.unpack(day))


def _month(month: Month) -> str:
    return dates.format_iso_month(month)
