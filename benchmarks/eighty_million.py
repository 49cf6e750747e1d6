"""Eighty million made workers under 552 made instruments: a register in files, decided batch by batch.

The register is written to a temporary folder first and taken away afterwards; the clock runs for planning and
deciding. What is bounded is checked: the memory of the process, and that each worker has a decision of the
province and one of the regency.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import made
from benchmarks.made import ROOT
from benchmarks.register import THREADS, Clock, Ran, reader_of
from policy_engine.backends.columnar.ingest import files
from policy_engine.backends.columnar.prepared import Prepared, prepare
from policy_engine.backends.columnar.run import Decided, connect, decide_table

WORKERS = 80_000_000
BATCH = 4_000_000
MEMORY = "600MB"
"""For DuckDB; Python and what DuckDB does not count are the rest of a gigabyte."""


def main(workers: int = WORKERS) -> None:
    """Make the register, decide it in a process of its own, and print what that took."""
    with TemporaryDirectory(prefix="register-") as name:
        folder = Path(name)
        started = time.perf_counter_ns()
        for place, first in enumerate(range(0, workers, BATCH)):
            path = folder / f"workers-{place:03}.parquet"
            made.write_register(path, min(BATCH, workers - first), first)
        seconds = (time.perf_counter_ns() - started) // 1_000_000_000
        size = sum(path.stat().st_size for path in folder.glob("*.parquet")) // 1_000_000
        print(f"{workers:,} workers made in {seconds} s, {size:,} MB", flush=True)
        command = [sys.executable, "-m", "benchmarks.eighty_million", str(folder)]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        found = subprocess.run(command, capture_output=True, check=True, env=environment, cwd=ROOT)  # noqa: S603
        told = json.loads(found.stdout)
        ran = Ran({step: tuple(taken) for step, taken in told["steps"].items()}, told["peak"], told["rupiah"])
        written = sum(path.stat().st_size for path in (folder / "out").glob("*.parquet")) // 1_000_000
        steps = ", ".join(f"{step} {wall:,} ms" for step, (wall, _) in ran.steps.items())
        print(
            f"{told['decisions']:,} decisions in {ran.wall / 1000:.1f} s wall ({steps}), {ran.cpu / 1000:.1f} s of CPU"
        )
        print(f"peak memory {ran.peak:,} MB, result {written:,} MB, {ran.rupiah:,} rupiah")
        print(f"{THREADS} threads; load of the machine {os.getloadavg()[0]:.1f}")


def _one(folder: Path) -> None:
    clock = Clock()
    library = made.library()
    prepared = clock.step("planning", lambda: prepare(library, made.ON, costs=True))
    assert isinstance(prepared, Prepared)  # noqa: S101  for the checker of types
    decided = clock.step("deciding", lambda: _decide(prepared, folder))
    assert isinstance(decided, Decided)  # noqa: S101
    decisions = sum(decided.outcomes.values())
    if decisions != 2 * decided.rows:
        raise ValueError(f"{decided.rows} workers have {decisions} decisions")
    rupiah = sum(total.rupiah for total in decided.totals)
    print(json.dumps({"steps": clock.steps, "peak": _peak(), "rupiah": rupiah, "decisions": decisions}))


def _decide(prepared: Prepared, folder: Path) -> Decided:
    paths = [str(path) for path in sorted(folder.glob("workers-*.parquet"))]
    batches = [files("read_parquet", [path]) for path in paths]
    library = prepared.layout.library
    with connect(folder, memory=MEMORY, threads=THREADS) as connection:
        return decide_table(
            connection,
            prepared,
            files("read_parquet", paths),
            reader_of(library),
            folder / "out",
            row="id",
            batches=batches,
            with_costs=False,
        )


def _peak() -> int:
    """Give the most memory that this process ever held, in megabytes."""
    text = Path("/proc/self/status").read_text("utf-8")
    return next(int(line.split()[1]) for line in text.splitlines() if line.startswith("VmHWM")) // 1024


if __name__ == "__main__":
    _one(Path(sys.argv[1]))
