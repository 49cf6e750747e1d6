"""`simulate` from end to end beside a query by hand that does the same, and beside reading and writing alone.

The made register and the 552 made instruments of `register`. Ours is the verb itself, but for the reading of the
policies: planning, decisions in words beside the columns of the register, rejects, and the report in every form. A
second run under the same policies finds the plans of the first. By hand the same file of decisions is written, and
what the report tells is added up. All rows are compared.
"""

import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from benchmarks import made
from benchmarks.made import FLAGS, ROOT
from benchmarks.peers import simulate_duckdb
from benchmarks.register import THREADS, Clock, Ran
from policy_engine.backends.columnar.run import connect
from policy_engine.cache import Cache
from policy_engine.commands import simulate as verb
from policy_engine.domain.bilingual import Language
from policy_engine.simulation.run import Resources
from policy_engine.simulation.writing import DecisionForm

MEMORY = "512MB"
BY_HAND = "4GB"
"""By hand everything is held in memory."""
PROFILES = 13_000
"""About so many different decisions there are."""


def _ours(register: Path, out: Path, clock: Clock, *, in_order: bool) -> int:
    library = made.library()
    cache = Cache(out.parent / "cache")
    chosen = verb.Chosen(library, "", ("made",), tuple(each.id for each in library.instruments), ())
    request = verb.Request(
        policy=(),
        workers=str(register),
        on="2025-11-13",
        facts_as_of=None,
        out=out,
        cache=cache,
        language=Language.EN,
        unknown=frozenset({"all"}),
        forms=(DecisionForm.PARQUET,),
        in_order=in_order,
        resources=Resources(MEMORY, THREADS),
    )
    done = clock.step(
        "simulate",
        lambda: verb.simulate_loaded(request, verb.Loaded(chosen), lambda _what: lambda _done, _total: None),
    )
    assert isinstance(done, verb.Done)  # noqa: S101  for the checker of types
    return sum(line.rupiah for line in done.simulated.budget.lines)


def _by_hand(register: Path, out: Path, clock: Clock, *, in_order: bool) -> int:
    library = made.library()

    def work() -> int:
        with connect(out.parent, memory=BY_HAND, threads=THREADS) as connection:
            return simulate_duckdb.simulate(connection, library, register, out, in_order=in_order)

    rupiah = clock.step("simulate", work)
    assert isinstance(rupiah, int)  # noqa: S101  as above
    return rupiah


def _reading(register: Path, out: Path, clock: Clock) -> int:
    """Read the columns and write a result of the same shape: as many rows, columns and different texts.

    The fastest statement that was found: each row twice, beside a row of a small table of words with an ENUM for
    every column of texts.
    """
    source = f"read_parquet('{register}', file_row_number = true)"
    facts = ", ".join(("lahir", "penghasilan", *FLAGS))
    sizes = {"instrument": 552, "outcome": 3, "effective": 3, "groups": 2, "months": 2, "missing": 300}
    sizes |= {"reasons": 8_000, "standing": 3, "funded_months": 2}

    def copy() -> None:
        with connect(out.parent, memory=BY_HAND, threads=THREADS) as connection:
            out.mkdir()
            for column in ("pekerjaan", "domisili"):
                connection.execute(
                    f"CREATE TYPE t_{column} AS ENUM (SELECT DISTINCT {column} FROM {source} "  # noqa: S608
                    f"WHERE {column} IS NOT NULL)"
                )
            for name, count in sizes.items():
                texts = f"SELECT '{name} ' || i FROM range({count}) AS t(i)"  # noqa: S608
                connection.execute(f"CREATE TYPE w_{name} AS ENUM ({texts})")
            words = ", ".join(
                f"CAST('{name} ' || hash(i, {n}) % {count} AS w_{name}) AS {name}"
                for n, (name, count) in enumerate(sizes.items())
            )
            connection.execute(
                f"CREATE TABLE words AS SELECT CAST(i AS INTEGER) AS n, {words}, 100 * i AS total "  # noqa: S608
                f"FROM range({PROFILES}) AS t(i)"
            )
            looked = ", ".join((*sizes, "total", "total AS funded_total"))
            connection.execute(
                f"COPY (SELECT file_row_number + 1 AS row, id, CAST(pekerjaan AS t_pekerjaan) AS pekerjaan, "  # noqa: S608
                f"CAST(domisili AS t_domisili) AS domisili, {facts}, {looked}, '' AS amount_missing, "
                f"CAST(NULL AS BIGINT) AS rank, CAST(NULL AS BIGINT) AS waiting_number, "
                f"CAST(NULL AS VARCHAR) AS because FROM (FROM {source} UNION ALL FROM {source}) "
                f"JOIN words ON n = CAST(id % {PROFILES} AS INTEGER)) "
                f"TO '{out}/decisions.parquet' (FORMAT parquet, COMPRESSION zstd)"
            )

    clock.step("reading and writing", copy)
    return 0


READING, HAND, HAND_ORDERED = (
    "reading and writing only",
    "DuckDB by hand, any order",
    "DuckDB by hand, in order",
)
FIRST, OURS, OURS_ORDERED = (
    "simulate --unordered, first run",
    "simulate --unordered, again",
    "simulate, again",
)
WAYS: Mapping[str, Callable[[Path, Path, Clock], int]] = {
    READING: _reading,
    HAND: lambda register, out, clock: _by_hand(register, out, clock, in_order=False),
    FIRST: lambda register, out, clock: _ours(register, out, clock, in_order=False),
    OURS: lambda register, out, clock: _ours(register, out, clock, in_order=False),
    HAND_ORDERED: lambda register, out, clock: _by_hand(register, out, clock, in_order=True),
    OURS_ORDERED: lambda register, out, clock: _ours(register, out, clock, in_order=True),
}


def main(rows: int = 4_000_000) -> None:
    """Print the figures, their ratios to the query by hand, and whether all decisions are the same."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        register = folder / "register.parquet"
        (folder / "cache").mkdir()
        made.write_register(register, rows)
        found = {way: _measured(way, register, folder / str(n)) for n, way in enumerate(WAYS)}
        print(f"simulate: {rows:,} workers, {made.PROVINCES + made.REGENCIES} instruments, {THREADS} threads")
        print(f"  load of the machine {os.getloadavg()[0]:.1f}; ratios are of time of the processor\n")
        for way, ran in found.items():
            beside = found[HAND_ORDERED if way in (HAND_ORDERED, OURS_ORDERED) else HAND]
            print(
                f"  {way:<32} {ran.wall:>8,} ms  {ran.cpu:>8,} ms of CPU  x{ran.cpu / max(1, beside.cpu):.2f} "
                f"by hand  x{ran.cpu / max(1, found[READING].cpu):.2f} the limit  {ran.peak:>5,} MB"
            )
        places = {way: folder / str(n) / "decisions.parquet" for n, way in enumerate(WAYS)}
        for way in (HAND, OURS_ORDERED):
            told = differences(places[way], places[OURS])
            same = "the same decisions" if not told else f"{told} decisions differ"
            owed = "the same total" if found[way].rupiah == found[OURS].rupiah else "another total"
            print(f"  {way}: {same} and {owed} as {OURS}")


def differences(one: Path, other: Path) -> int:
    """Count the rows that differ; reasons and missing facts are sets. Equal sums of hashes are taken for equal."""
    sets = ", ".join(
        f"list_sort(list_distinct(string_split({name}, '|'))) AS {name}" for name in ("reasons", "missing")
    )
    first, second = (f"SELECT * REPLACE ({sets}) FROM read_parquet('{path}')" for path in (one, other))  # noqa: S608
    with duckdb.connect() as connection:
        connection.execute("SET temp_directory = ?", [str(other.parent)])
        left, right = (
            connection.execute(
                f"SELECT count(*), sum(CAST(hash(r) AS HUGEINT)) FROM ({query}) AS r"  # noqa: S608
            ).fetchall()
            for query in (first, second)
        )
        if left == right:
            return 0
        found = connection.execute(
            f"SELECT count(*) FROM (({first}) EXCEPT ALL ({second}))"  # noqa: S608
        ).fetchall()
    return int(found[0][0])


def _measured(way: str, register: Path, out: Path) -> Ran:
    command = [sys.executable, "-m", "benchmarks.simulating", way, str(register), str(out)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    found = subprocess.run(command, capture_output=True, check=True, env=environment, cwd=ROOT)  # noqa: S603
    told = json.loads(found.stdout)
    return Ran({name: tuple(taken) for name, taken in told["steps"].items()}, told["peak"], told["rupiah"])


def _one(way: str, register: str, out: str) -> None:
    clock = Clock()
    rupiah = WAYS[way](Path(register), Path(out), clock)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"steps": clock.steps, "peak": peak, "rupiah": rupiah}))


if __name__ == "__main__":
    _one(*sys.argv[1:])
