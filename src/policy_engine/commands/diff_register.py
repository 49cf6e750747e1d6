"""What a difference comes to in a register: workers in; heads, rows and rupiah under both versions, out.

Rows are told by their number; nothing that tells who somebody is leaves this module.
"""

import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from pathlib import Path

from policy_engine import workspace
from policy_engine.backends.compiled import decision as fast
from policy_engine.backends.compiled.build import Compiled
from policy_engine.backends.scalar.decide import decide
from policy_engine.diagnostics.model import Diagnostic
from policy_engine.domain.citation import InstrumentId
from policy_engine.domain.dates import Month
from policy_engine.domain.outcomes import Outcome, Truth
from policy_engine.ir.decision import Decision
from policy_engine.ir.nodes import Fact, FactValue, Library, Party
from policy_engine.proofs.differ import together
from policy_engine.proofs.effect import Effect, effect_of, is_in_effect
from policy_engine.proofs.regions import NOT_THERE, Compared, Difference, Side, Verdict, change
from policy_engine.registers.facts_read import facts_read
from policy_engine.registers.model import Mapped, Rejected, Worker
from policy_engine.registers.read import Register, WorkerFormat, format_of, read_register
from policy_engine.structure import dataclass


@dataclass(frozen=True, slots=True)
class RegisterRequest:
    """A file of workers, and how it is written."""

    path: str
    stdin: io.BufferedReader
    mapped: Mapped
    form: WorkerFormat | None
    unknown: frozenset[str]


@dataclass(frozen=True, slots=True)
class Unread:
    """The register could not be read, and why."""

    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the register that is treated differently, with its total in rupiah under both (None: unknown)."""

    row: int | None
    effect: Effect
    old: Outcome
    new: Outcome
    old_total: int | None
    new_total: int | None


@dataclass(frozen=True, slots=True)
class Sum:
    """Rupiah for one month, programme and payer under both versions, and rows whose amount is unknown."""

    month: Month
    programme: str
    payer: Party | None
    old: int
    new: int
    old_unknown: int
    new_unknown: int


@dataclass(frozen=True, slots=True)
class Impact:
    """What one difference comes to in a register: heads and rows that notice it, in order, and the sums.

    `on_paper` are workers for whom only the text differs, because a higher norm leaves the outcome as it is.
    """

    difference: Difference
    read: int
    heads: Mapping[Effect, int]
    old_eligible: int
    new_eligible: int
    on_paper: int
    rows: tuple[Row, ...]
    sums: tuple[Sum, ...]

    @property
    def old_rupiah(self) -> int:
        """Give the rupiah of all rows that are known under the old text."""
        return sum(each.old for each in self.sums)

    @property
    def new_rupiah(self) -> int:
        """Give the rupiah of all rows that are known under the new text."""
        return sum(each.new for each in self.sums)


def read_workers(
    request: RegisterRequest, old: Library, new: Library, ids: Sequence[InstrumentId]
) -> tuple[tuple[Worker, ...], tuple[Rejected, ...]] | Unread:
    """Read all workers against the facts that either version declares."""
    merged = together(old, new)
    required: dict[str, Fact] = {}
    for library in (old, new):
        for instrument in library.instruments:
            if instrument.id in ids:
                required |= {fact.name: fact for fact in facts_read(library, instrument)}
    stream = request.stdin
    if request.path != "-":
        try:
            stream = Path(request.path).open("rb")  # noqa: SIM115  closed with the records below
        except (OSError, ValueError) as error:
            return Unread((workspace.not_a_file(request.path, error),))
    form = request.form or format_of(request.path, stream.peek(1))
    register = read_register(
        stream,
        request.path,
        form,
        merged,
        request.mapped,
        required=tuple(required.values()),
        unknown=request.unknown,
    )
    if not isinstance(register, Register):
        return Unread(register)
    records = tuple(register.records)
    if stream is not request.stdin:
        stream.close()
    workers = tuple(record for record in records if isinstance(record, Worker))
    return workers, tuple(record for record in records if isinstance(record, Rejected))


# Not frozen: it grows while the workers are decided.
@dataclass(slots=True)
class _Tally:
    heads: Counter[Effect] = field(default_factory=Counter)
    eligible: Counter[Side] = field(default_factory=Counter)
    rows: list[Row] = field(default_factory=list)
    on_paper: int = 0
    rupiah: dict[tuple[Month, str, Party | None], Counter[tuple[Side, bool]]] = field(default_factory=dict)

    def add(self, worker: Worker, made: Mapping[Side, fast.Verdict | None]) -> None:
        """Count one worker, as both versions decide."""
        for side, verdict in made.items():
            if verdict is not None and verdict.effective is Outcome.ELIGIBLE:
                self.eligible[side] += 1
                for row in verdict.costs:
                    sums = self.rupiah.setdefault((row.month, row.programme, row.payer), Counter())
                    sums[side, row.amount is None] += 1 if row.amount is None else row.amount
        verdicts = {side: _verdict(verdict) for side, verdict in made.items()}
        turned = change(verdicts[Side.OLD], verdicts[Side.NEW])
        if not turned.is_none and not is_in_effect(turned):
            self.on_paper += 1
        elif not turned.is_none:
            told = effect_of(turned)
            self.heads[told] += 1
            old, new = (made[side] for side in Side)
            self.rows.append(
                Row(worker.row, told, turned.old_effective, turned.new_effective, _paid(old), _paid(new))
            )

    def sums(self) -> Iterator[Sum]:
        """Give the sums in order of month, programme and payer."""
        for (month, programme, payer), found in sorted(self.rupiah.items(), key=lambda pair: _order(pair[0])):
            yield Sum(
                month,
                programme,
                payer,
                found[Side.OLD, False],
                found[Side.NEW, False],
                found[Side.OLD, True],
                found[Side.NEW, True],
            )


def impact(found: Difference, workers: Sequence[Worker]) -> Impact:
    """Decide every worker under both versions on the day of a difference; as the reference does, only faster."""
    deciders = {side: _decider(found.compared, side) for side in Side}
    tally = _Tally()
    for worker in workers:
        tally.add(
            worker,
            {
                side: None if decider is None else decider.decide_mapping(worker.facts)
                for side, decider in deciders.items()
            },
        )
    return Impact(
        found,
        len(workers),
        tally.heads,
        tally.eligible[Side.OLD],
        tally.eligible[Side.NEW],
        tally.on_paper,
        tuple(tally.rows),
        tuple(tally.sums()),
    )


def _decider(compared: Compared, side: Side) -> Compiled | None:
    library, instrument, on = compared.library(side), compared.find(side), compared.on
    if instrument is None:
        return None

    def reference(worker: Mapping[str, FactValue]) -> Decision:
        return decide(library, compared.instrument, worker, on=on, facts_as_of=on, digest=None)

    return Compiled(library, instrument, on, reference)


def _verdict(made: fast.Verdict | None) -> Verdict:
    if made is None:
        return NOT_THERE
    first = made.first_month or Month(0)
    months = (
        (Month(first + bit), truth)
        for mask, truth in ((made.months, Truth.TRUE), (made.open_months, Truth.UNKNOWN))
        for bit in range(mask.bit_length())
        if mask >> bit & 1
    )
    return Verdict(made.outcome, made.effective, frozenset(months), made.total)


def _paid(made: fast.Verdict | None) -> int | None:
    """Give what is owed for a worker in effect: nothing for who is not eligible."""
    return made.total if made is not None and made.effective is Outcome.ELIGIBLE else 0


def _order(key: tuple[Month, str, Party | None]) -> tuple[Month, str, str, str]:
    month, programme, payer = key
    return (month, programme, payer.code if payer else "~", (payer and payer.region) or "")
