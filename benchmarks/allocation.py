"""Places and money for millions: made claims to the ceilings of 514 cities, filled in DuckDB with 4 GB on two cores.

The claims are what deciding a register comes to: three keys of priority, a cost of one to seven months. Seven of
ten rupiah are there. Before the large run a small one is put beside the reference, worker by worker.
"""

import resource
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from policy_engine.backends.columnar.allocate import ALLOTMENTS, fill
from policy_engine.backends.columnar.filling import STANDINGS
from policy_engine.backends.columnar.pools import PoolOf
from policy_engine.backends.columnar.run import connect
from policy_engine.backends.scalar.allocate import allocate
from policy_engine.backends.scalar.claims import Claim
from policy_engine.domain.citation import Citation, InstrumentId, InstrumentKind
from policy_engine.domain.dates import LeapRule, Month, make_month, pack
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir import nodes as ir
from policy_engine.ir.allotment import Standing
from policy_engine.ir.decision import CostRow
from policy_engine.ir.rationing import limits_of

CITIES = 514
ON = pack(2025, 6, 1)
JUNE = make_month(2025, 6)
MONTHS = 7
A_MONTH = 16_800
NOBODY = ir.Library((), (), (), (), LeapRule.ON_1_MARCH)


class DisagreementError(Exception):
    """The reference gives a worker something else."""


@dataclass(frozen=True, slots=True)
class Run:
    """One way of filling: its name, how many were funded of how many, and what it took."""

    name: str
    workers: int
    funded: int
    seconds: int
    cpu_seconds: int
    megabytes: int


def run(workers: int, memory: str) -> Iterator[Run]:
    """Fill the ceilings of all cities, once stopping at the first who does not fit and once passing over."""
    for skip in (False, True):
        _agree(skip=skip)
    with tempfile.TemporaryDirectory() as folder, connect(Path(folder), memory, 2) as connection:
        connection.execute("SET enable_progress_bar = false")
        _claims(connection, workers)
        money = workers // CITIES * A_MONTH * 4 * 7 // 10
        for name, skip in (("strict prefix", False), ("skip-fill", True)):
            yield _timed(
                connection, name, [_pool(number, money, skip=skip) for number in range(CITIES)], workers
            )


def _claims(connection: duckdb.DuckDBPyConnection, workers: int) -> None:
    connection.execute(
        f"CREATE TABLE claims AS SELECT i AS row_id, CAST(hash(i) % {CITIES} AS BIGINT) AS instrument, "  # noqa: S608
        f"CAST(0 AS BIGINT) AS effective, CAST(1 + hash(i * 7) % 10 AS BIGINT) AS key0, "
        f"CAST(500000 - hash(i * 3) % 500000 AS BIGINT) AS key1, i * 7919 % {workers} AS key2, "
        f"CAST({A_MONTH} * (1 + hash(i * 5) % {MONTHS}) AS BIGINT) AS due0_0, "
        f"CAST({A_MONTH} * (1 + hash(i * 5) % {MONTHS}) AS BIGINT) AS total, "
        f"CAST((1 << CAST(1 + hash(i * 5) % {MONTHS} AS INTEGER)) - 1 AS BIGINT) AS months0, "
        f"CAST(0 AS BIGINT) AS unknown_months0 FROM range({workers}) AS t(i)"
    )


def _timed(connection: duckdb.DuckDBPyConnection, name: str, pools: list[PoolOf], workers: int) -> Run:
    began, used = time.monotonic_ns(), _cpu()
    fill(connection, pools, "claims")
    seconds, cpu = (time.monotonic_ns() - began) // 10**9, _cpu() - used
    funded = connection.execute(
        f"SELECT count(*) FROM {ALLOTMENTS} WHERE standing = {STANDINGS.index(Standing.FUNDED)}"  # noqa: S608
    ).fetchall()
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return Run(name, workers, int(funded[0][0]), seconds, cpu, megabytes)


def _cpu() -> int:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return int(used.ru_utime + used.ru_stime)


def _pool(number: int, rupiah: int, *, skip: bool) -> PoolOf:
    cite = Citation(
        InstrumentId(InstrumentKind.PERWALI, f"{11 + number // 90}.{10 + number % 90}", "1", 2025)
    )
    key = ir.PriorityKey(cite, ir.FactRef("urut", type=ir.Type(ir.Kind.NUMBER)), ir.Order.LOWEST)
    rules = ir.Allocation(
        (key,) * 3,
        unknown_last=True,
        skip_fill=skip,
        monthly=False,
        waiting_list=True,
        replacement=False,
        months_reducible=False,
    )
    yes = ir.Literal(1, type=ir.Type(ir.Kind.TRUTH))
    months = tuple(ir.FundedMonth(Month(JUNE + place), yes) for place in range(MONTHS))
    version = ir.Version(
        since=pack(2025, 1, 1),
        until=None,
        amended_by=(),
        groups=(),
        norms=(),
        participant_norms=(),
        enrolments=(),
        tariffs=(),
        tables=(),
        schedules=(ir.Schedule(cite, None, months, is_open=False, at_most=None, in_advance=False),),
        bearings=(),
        deposits=(),
        fundings=(),
        quotas=(),
        ceilings=(ir.Ceiling(cite, rupiah, None, None),),
        targets=(),
        allocation=rules,
        listings=(),
        delegations=(),
        not_encoded=(),
        interpretations=(),
        blanks=(),
        benefits=(),
        reliefs=(),
        programme_sets=(),
        payment_periods=(),
        deadlines=(),
        skeleton=(),
    )
    instrument = ir.Instrument(
        id=cite.instrument,
        title=None,
        status=ir.Status.DRAFT,
        sources=(),
        encoded_from=None,
        region=None,
        segment=None,
        enacted=None,
        promulgated=None,
        commences=pack(2025, 1, 1),
        in_view_of=(),
        implements=(),
        special_to=(),
        repealed_by=None,
        continuations=(),
        versions=(version,),
    )
    return PoolOf(number, instrument, version, limits_of(version), JUNE, MONTHS, by_entry=False)


def _agree(*, skip: bool) -> None:
    """Put a small run beside the reference; DisagreementError where one worker is given something else."""
    workers = CITIES * 4
    money = A_MONTH * 10
    pools = [_pool(number, money, skip=skip) for number in range(CITIES)]
    with connect(None, "400MB", 2) as connection:
        _claims(connection, workers)
        fill(connection, pools, "claims")
        found = {
            (instrument, row): (STANDINGS[standing], rupiah)
            for instrument, row, standing, rupiah in connection.execute(
                f"SELECT instrument, row_id, standing, rupiah FROM {ALLOTMENTS}"  # noqa: S608
            ).fetchall()
        }
        rows = connection.execute(
            "SELECT instrument, row_id, key0, key1, key2, total // ? FROM claims", [A_MONTH]
        ).fetchall()
    for pool in pools:
        claims = [_claim(pool, *row[1:]) for row in rows if row[0] == pool.number]
        for one in allocate(NOBODY, pool.instrument, ON, claims).allotments:
            if found[pool.number, one.row] != (one.standing, one.rupiah):
                raise DisagreementError(f"city {pool.number}, worker {one.row}")


def _claim(pool: PoolOf, row: int, decile: int, birth: int, order: int, months: int) -> Claim:
    named = tuple(Month(JUNE + place) for place in range(months))
    cite = Citation(pool.instrument.id)
    city = ir.Party("pemerintah", "21.71")
    costs = tuple(CostRow(month, "jkk", city, ("apbd",), A_MONTH, cite, None, ()) for month in named)
    return Claim(
        row,
        Outcome.ELIGIBLE,
        frozenset(),
        None,
        (decile, birth, order),
        Month(0),
        named,
        settled=True,
        costs=costs,
        total=A_MONTH * months,
    )


def table(runs: Iterator[Run]) -> str:
    """Write the runs as a table."""
    lines = ["way | workers | funded | s | CPU-s | peak MB"]
    lines += (
        f"{r.name} | {r.workers:,} | {r.funded:,} | {r.seconds} | {r.cpu_seconds} | {r.megabytes:,}"
        for r in runs
    )
    return "\n".join(lines)
