"""Decisions of the reference and of the columnar back end in one form, so that tests can put them side by side."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import duckdb

from policy_engine.backends.columnar.judge import OUTCOMES
from policy_engine.backends.columnar.layout import WORD
from policy_engine.backends.columnar.pack import pack, type_of
from policy_engine.backends.columnar.plan import ROW, WORKERS, Legend, NormBit
from policy_engine.backends.columnar.prepared import Prepared, prepare, queries, totals_query
from policy_engine.backends.columnar.printer import print_query, print_totals
from policy_engine.backends.columnar.run import decisions_by_kind
from policy_engine.backends.columnar.run import load_workers as put_workers
from policy_engine.backends.columnar.shapes import Rows
from policy_engine.backends.scalar.decide import decide
from policy_engine.domain.citation import InstrumentId
from policy_engine.domain.dates import Month, PackedDate
from policy_engine.domain.outcomes import Outcome, Truth
from policy_engine.ir.decision import Decision
from policy_engine.ir.nodes import FactValue, Library, Party, Role
from tests.engines import Database, duck

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
    """Decide workers in DuckDB by the queries of every dialect, and by kinds; all must say the same."""
    with duck() as database:
        found = by_database(database, prepared, workers)
    for one_by_one in (True, False):
        with duckdb.connect() as connection:
            connection.execute("SET threads = 1")
            put_workers(connection, prepared.layout, workers)
            records = list(decisions_by_kind(connection, prepared, one_by_one=one_by_one))
        assert list(differences(found, _by_legend(prepared, records))) == []
    return found


def by_database(
    database: Database, prepared: Prepared, workers: Sequence[Worker]
) -> dict[tuple[int, InstrumentId], Said]:
    """Run the queries over workers, and read every row by its legend."""
    load_workers(database, prepared, workers)
    records: list[Record] = []
    for query, tables in queries(prepared):
        load_constants(database, tables)
        records += database.rows(print_query(query, database.dialect))
    return _by_legend(prepared, records)


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


def totals_by_database(
    database: Database, prepared: Prepared, workers: Sequence[Worker]
) -> dict[object, tuple[int, int, int]]:
    """Sum in the database: rupiah, rows and unknown rows by instrument, month, programme and payer."""
    found: dict[object, tuple[int, int, int]] = {}
    load_workers(database, prepared, workers)
    for shape in prepared.shapes:
        load_constants(database, shape.tables)
        for record in database.rows(print_totals(totals_query(shape, prepared), database.dialect)):
            plan = prepared.plans[record["instrument"]]
            for place, slot in enumerate(plan.legend.slots):
                rupiah, rows, unknown = (
                    int(record[f"{what}{place}"]) for what in ("rupiah", "count", "open")
                )
                if rows:
                    key = (plan.instrument.id, slot.month, slot.programme, slot.payer)
                    one = found.get(key, (0, 0, 0))
                    found[key] = (one[0] + rupiah, one[1] + rows, one[2] + unknown)
    return found


def totals_by_reference(said: Mapping[tuple[int, InstrumentId], Said]) -> dict[object, tuple[int, int, int]]:
    """Sum the rows of the reference in the same form."""
    found: dict[object, tuple[int, int, int]] = {}
    for (_, instrument), each in said.items():
        for month, programme, payer, amount in each.costs:
            key = (instrument, month, programme, payer)
            one = found.get(key, (0, 0, 0))
            found[key] = (one[0] + (amount or 0), one[1] + 1, one[2] + (amount is None))
    return found


def load_workers(database: Database, prepared: Prepared, workers: Sequence[Worker]) -> None:
    """Make the packed table of workers, numbered from 0."""
    layout = prepared.layout
    columns = [(name, type_of(layout, column)) for column, name in layout.columns.items()]
    rows = [(number, *pack(layout, worker)) for number, worker in enumerate(workers)]
    database.load(WORKERS, [(ROW, "BIGINT"), *columns], rows)


def load_constants(database: Database, tables: Iterable[Rows]) -> None:
    """Make the tables of constants that a query joins."""
    for table in tables:
        database.load(table.name, [(name, "BIGINT") for name in table.columns], table.rows)


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
