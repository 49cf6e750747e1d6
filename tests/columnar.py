"""Decisions of the reference and of the columnar back end in one form, so that tests can put them side by side."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import duckdb

from policy_engine.backends.columnar.judge import OUTCOMES
from policy_engine.backends.columnar.layout import WORD
from policy_engine.backends.columnar.plan import Legend, NormBit
from policy_engine.backends.columnar.prepared import Prepared, prepare
from policy_engine.backends.columnar.run import decisions, decisions_by_kind, load_workers
from policy_engine.backends.scalar.decide import decide
from policy_engine.domain.citation import InstrumentId
from policy_engine.domain.dates import Month, PackedDate
from policy_engine.domain.outcomes import Outcome, Truth
from policy_engine.ir.decision import Decision
from policy_engine.ir.nodes import FactValue, Library, Party, Role

Worker = Mapping[str, FactValue]
Record = Mapping[str, int | None]

_LETS_THROUGH_WHERE_FALSE = (Role.EXCLUSION, Role.ENDING)


@dataclass(frozen=True, slots=True)
class Said:
    """What a back end said of one worker under one instrument."""

    outcome: Outcome
    effective: Outcome
    entry_month: int | None
    total: int | None
    failed: frozenset[NormBit]
    unknown: frozenset[NormBit]
    months: frozenset[int]
    unknown_months: frozenset[int]
    missing: frozenset[str]
    costs: tuple[tuple[Month, str, Party | None, int | None], ...]


def by_reference(
    library: Library, instruments: Sequence[InstrumentId], workers: Sequence[Worker], on: PackedDate
) -> dict[tuple[int, InstrumentId], Said]:
    """Decide every worker under every instrument by the reference."""
    return {
        (row, instrument): _said(decide(library, instrument, worker, on=on, facts_as_of=on, digest="0" * 64))
        for row, worker in enumerate(workers)
        for instrument in instruments
    }


def by_columns(
    library: Library, instruments: Sequence[InstrumentId] | None, workers: Sequence[Worker], on: PackedDate
) -> dict[tuple[int, InstrumentId], Said]:
    """Decide every worker by one query for each shape of instruments."""
    return read(prepare(library, on, instruments, costs=True), workers)


def read(prepared: Prepared, workers: Sequence[Worker]) -> dict[tuple[int, InstrumentId], Said]:
    """Decide workers by the queries of every dialect and, in DuckDB, by kinds; both must say the same."""
    with duckdb.connect() as connection:
        connection.execute("SET threads = 1")
        load_workers(connection, prepared.layout, workers)
        found = _by_legend(prepared, decisions(connection, prepared))
        one_by_one = _by_legend(prepared, decisions_by_kind(connection, prepared))
        by_query = _by_legend(prepared, decisions_by_kind(connection, prepared, one_by_one=False))
    assert list(differences(found, one_by_one)) == []
    assert list(differences(found, by_query)) == []
    return found


def _by_legend(prepared: Prepared, records: Iterable[Record]) -> dict[tuple[int, InstrumentId], Said]:
    found: dict[tuple[int, InstrumentId], Said] = {}
    for record in records:
        number, row = record["instrument"], record["row_id"]
        assert number is not None
        assert row is not None
        plan = prepared.plans[number]
        key = (row, plan.instrument.id)
        assert key not in found
        found[key] = _read(record, plan.legend)
    return found


def _said(decision: Decision) -> Said:
    failed, unknown = set(), set()
    for norm in decision.norms:
        fails = Truth.TRUE if norm.role in _LETS_THROUGH_WHERE_FALSE else Truth.FALSE
        key = NormBit(norm.citation, norm.role, norm.month)
        if norm.verdict is fails:
            failed.add(key)
        elif norm.verdict is Truth.UNKNOWN:
            unknown.add(key)
    verdicts = {month.month: month.verdict for month in decision.months}
    return Said(
        outcome=decision.outcome,
        effective=decision.effective,
        entry_month=decision.entry_month,
        total=decision.total,
        failed=frozenset(failed),
        unknown=frozenset(unknown),
        months=frozenset(month for month, verdict in verdicts.items() if verdict is Truth.TRUE),
        unknown_months=frozenset(month for month, verdict in verdicts.items() if verdict is Truth.UNKNOWN),
        missing=frozenset(decision.missing),
        costs=tuple(sorted(((r.month, r.programme, r.payer, r.amount) for r in decision.costs), key=repr)),
    )


def _read(record: Record, legend: Legend) -> Said:
    first = legend.first_month or Month(0)
    costs = [
        (slot.month, slot.programme, slot.payer, record[f"amount{place}"])
        for place, slot in enumerate(legend.slots)
        if place in set(_bits(record, "rows"))
    ]
    outcome, effective = record["outcome"], record["effective"]
    assert outcome is not None
    assert effective is not None
    return Said(
        outcome=OUTCOMES[outcome],
        effective=OUTCOMES[effective],
        entry_month=record["entry_month"],
        total=record["total"],
        failed=frozenset(norm for bit in _bits(record, "failed") for norm in legend.norms[bit]),
        unknown=frozenset(norm for bit in _bits(record, "unknown") for norm in legend.norms[bit]),
        months=frozenset(first + bit for bit in _bits(record, "months")),
        unknown_months=frozenset(first + bit for bit in _bits(record, "unknown_months")),
        missing=frozenset(legend.names[bit] for bit in _bits(record, "missing")),
        costs=tuple(sorted(costs, key=repr)),
    )


def _bits(record: Record, name: str) -> Iterator[int]:
    for word in range(len(record)):
        mask = record.get(f"{name}{word}")
        if mask is None:
            return
        yield from (word * WORD + place for place in range(WORD) if mask & 1 << place)


def differences(
    expected: Mapping[tuple[int, InstrumentId], Said], found: Mapping[tuple[int, InstrumentId], Said]
) -> Iterable[str]:
    """Say for each row what differs, so that a failing test shows the point and not two long values."""
    for key in expected.keys() | found.keys():
        one, other = expected.get(key), found.get(key)
        if one is None or other is None:
            yield f"{key[0]} under {key[1].slug}: only {'found' if one is None else 'expected'}"
            continue
        for name in Said.__dataclass_fields__:
            if getattr(one, name) != getattr(other, name):
                yield f"{key[0]} under {key[1].slug}: {name}: {getattr(one, name)} but {getattr(other, name)}"
