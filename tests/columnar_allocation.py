"""Allocation by the reference and in SQL, over the same claims, in one form that tests can put side by side."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from policy_engine.backends.columnar.allocate import (
    ALLOTMENTS,
    NO_ROWS,
    USES,
    fill_also,
    open_allotments,
    uses_of,
)
from policy_engine.backends.columnar.filling import STANDINGS
from policy_engine.backends.columnar.judge import OUTCOMES
from policy_engine.backends.columnar.layout import WORD
from policy_engine.backends.columnar.pools import GROUNDS, PoolOf, area_number
from policy_engine.backends.columnar.steps import Writing
from policy_engine.backends.scalar.allocate import allocate
from policy_engine.backends.scalar.claims import Claim
from policy_engine.domain.dates import Month, PackedDate
from policy_engine.ir.allotment import Allotment, LimitUse, Pool, Standing
from policy_engine.ir.nodes import Instrument, Library
from policy_engine.ir.rationing import LimitKind, is_charged, limits_of, priced_by_entry, version_judged
from tests.allocation import EMPTY, claim
from tests.engines import Database, duck

Given = dict[int, Allotment]


def by_reference(
    instrument: Instrument, claims: Sequence[Claim], on: PackedDate, library: Library = EMPTY
) -> Pool:
    """Allocate by the reference; rows of cost are left out, since SQL gives their sum."""
    pool = allocate(library, instrument, on, claims)
    return replace(pool, allotments=tuple(replace(each, costs=()) for each in pool.allotments))


def by_columns(
    pools: Sequence[tuple[Instrument, Sequence[Claim]]],
    on: PackedDate,
    threads: int = 1,
    library: Library = EMPTY,
) -> list[tuple[Given, tuple[LimitUse, ...]]]:
    """Allocate several pools at once in DuckDB."""
    with duck() as database:
        database.connection.execute("SET threads = ?", [threads])
        database.connection.execute("SET preserve_insertion_order = false")
        return by_database(database, pools, on, library)


def by_database(
    database: Database,
    pools: Sequence[tuple[Instrument, Sequence[Claim]]],
    on: PackedDate,
    library: Library = EMPTY,
) -> list[tuple[Given, tuple[LimitUse, ...]]]:
    """Allocate several pools at once in a database."""
    made = [pool_of(number, instrument, on, library) for number, (instrument, _) in enumerate(pools)]
    rows = [row_of(pool, each) for pool, (_, claims) in zip(made, pools, strict=True) for each in claims]
    nobody = [row_of(pool, claim(0, *(None for _ in pool.version.allocation.keys))) for pool in made]
    columns = sorted({name for row in (*rows, *nobody) for name in row})
    database.load(
        "claims",
        [(name, "BIGINT") for name in columns],
        [[row.get(name) for name in columns] for row in rows],
    )
    writing = Writing(database.dialect)
    words = open_allotments(writing, made, NO_ROWS)
    fill_also(writing, made, "claims", words)
    given: list[Given] = [{} for _ in made]
    allotments, uses = database.fill(writing.steps, (ALLOTMENTS, USES))
    for record in allotments:
        pool = made[record["instrument"]]
        assert record["row_id"] not in given[pool.number]
        given[pool.number][record["row_id"]] = Allotment(
            record["row_id"],
            STANDINGS[record["standing"]],
            record["rank"],
            record["waiting_number"],
            tuple(months_in(record, pool.first)),
            (),
            record["rupiah"],
            None if record["ground"] is None else GROUNDS[record["ground"]],
            record["limit_number"],
        )
    used = uses_of(made, [tuple(record.values()) for record in uses])
    return [(given[pool.number], used[pool.number]) for pool in made]


def months_in(record: Mapping[str, int], first: int) -> Iterable[Month]:
    for word in range(99):
        mask = record.get(f"given{word}")
        if mask is None:
            return
        yield from (Month(first + word * WORD + place) for place in range(WORD) if mask & 1 << place)


def pool_of(number: int, instrument: Instrument, on: PackedDate, library: Library = EMPTY) -> PoolOf:
    version = version_judged(instrument, on)
    assert version is not None
    months = sorted({funded.month for each in version.schedules for funded in each.months})
    span = months[-1] - months[0] + 1 if months else 0
    first = months[0] if months else Month(0)
    by_entry = priced_by_entry(library, version)
    return PoolOf(number, instrument, version, limits_of(version), first, span, by_entry)


def row_of(pool: PoolOf, claimed: Claim) -> dict[str, int | None]:
    """Give a claim as the columns that a plan makes of it."""
    rules = pool.version.allocation
    months = sum(1 << month - pool.first for month in claimed.months)
    words = max(1, -(-pool.span // WORD))
    row: dict[str, int | None] = {
        "row_id": claimed.row,
        "instrument": pool.number,
        "effective": OUTCOMES.index(claimed.outcome),
        "total": claimed.total,
        "entry": claimed.entry,
        "participation": claimed.participation,
        **{f"months{word}": months >> WORD * word & (1 << WORD) - 1 for word in range(words)},
        **{f"unknown_months{word}": 0 for word in range(1, words)},
        "unknown_months0": 0 if claimed.settled else 1,
        **{f"key{number}": key for number, key in enumerate(claimed.keys)},
    }
    for level in range(1, 5):
        known = claimed.region is not None and claimed.region.count(".") + 1 >= level
        row[f"area{level}"] = area_number(claimed.region or "", level) if known else None
    parted = rules.monthly or rules.replacement or rules.months_reducible
    for limit in pool.limits:
        if limit.groups is not None:
            row[f"counts{limit.number}"] = int(limit.concerns(claimed.groups))
        if limit.kind is LimitKind.CEILING:
            rows = [r for r in claimed.costs if is_charged(r.payer) and limit.in_year(r.month)]
            if limit.budget is not None:
                row[f"unstated{limit.number}"] = int(
                    any(limit.budget in r.budgets and len(r.budgets) > 1 for r in rows)
                )
                rows = [r for r in rows if limit.budget in r.budgets]
            for place in range(pool.span) if parted else range(1):
                due = [r.amount for r in rows if not parted or r.month == pool.first + place]
                row[f"due{limit.number}_{place}"] = None if None in due else sum(d or 0 for d in due)
    for place in range(pool.span if parted else 0):
        due = [r.amount for r in claimed.costs if r.month == pool.first + place]
        row[f"owed{place}"] = None if None in due else sum(d or 0 for d in due)
    return row


def differences(expected: Pool, found: tuple[Given, tuple[LimitUse, ...]]) -> Iterable[str]:
    """Say for each worker and limit what differs."""
    given, uses = found
    for one in expected.allotments:
        other = given.get(one.row, Allotment(one.row, Standing.NOT_ELIGIBLE))
        for name in Allotment.__dataclass_fields__:
            if getattr(one, name) != getattr(other, name):
                yield f"{one.row}: {name}: {getattr(one, name)} but {getattr(other, name)}"
    if expected.uses != uses:
        yield from (f"{a} but {b}" for a, b in zip(expected.uses, uses, strict=False) if a != b)
        if len(expected.uses) != len(uses):
            yield f"{len(expected.uses)} uses but {len(uses)}"
