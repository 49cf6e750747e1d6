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
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, overload

from policy_engine import workspace
from policy_engine.backends.compiled.build import Compiled
from policy_engine.backends.compiled.decision import FastDecision
from policy_engine.backends.scalar import decide as scalar
from policy_engine.backends.scalar import strata as register
from policy_engine.diagnostics import data, render
from policy_engine.diagnostics.model import Diagnostic, Severity
from policy_engine.domain import dates
from policy_engine.domain.bilingual import Language
from policy_engine.domain.citation import InstrumentId
from policy_engine.domain.dates import PackedDate
from policy_engine.ir import canonical
from policy_engine.ir import decision as ir
from policy_engine.ir.nodes import FactValue, Instrument, Library
from policy_engine.records import (
    Allocation,
    Decision,
    InstrumentSummary,
    Names,
    RejectedWorker,
    allocation_record,
    calendar_date,
    decision_record,
    rejected_record,
)
from policy_engine.registers.model import Rejected, Worker
from policy_engine.registers.records import record_reader
from policy_engine.registers.twice import settle

_MOST_COMPILED = 1024
"""Instruments and dates that an engine keeps compiled; beyond them it starts anew."""

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

    from policy_engine.backends.columnar.spark import Frames, Places
    from policy_engine.ir.written import Formats


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
                commences=None if each.commences is None else calendar_date(each.commences),
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
        # A lazy frame of Polars is a table that has not been collected yet.
        if hasattr(workers, "__arrow_c_stream__") or hasattr(workers, "collect"):
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
