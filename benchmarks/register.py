"""A register of made workers under 552 made instruments of 20 shapes: ours beside the peers, on the same work.

Every way reads the same Parquet file, leaves out what lies outside the bounds of its fact, writes a row for each
worker and instrument with outcome, failed and unknown norms, missing facts, months and rupiah, and adds up by
instrument. Each runs in a process of its own, so that peak memory is its own; afterwards all rows are compared.
Figures are wall time and time of the processor of that work, without the start of Python and without the reading
of the policies.

Peers that decide row by row, or that know no missing facts, get what they can do: rows of which every fact is known,
with the parameters of the instrument beside them and the occupation looked up. They read and write nothing, take fewer
rows, and their time is scaled to those of a register. As much as each says is compared with the query by hand.
"""

import importlib
import importlib.util
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from benchmarks import made
from benchmarks.made import ROOT
from benchmarks.peers import by_hand, installed, register_duckdb
from benchmarks.peers.rule import MADE, Answer, Says, Way, differing
from benchmarks.timing import peak
from policy_engine.backends.columnar.ingest import Malformed, Read, files
from policy_engine.backends.columnar.prepared import Prepared, prepare
from policy_engine.backends.columnar.run import Decided, connect, decide_table
from policy_engine.diagnostics.data import DataProblem
from policy_engine.ir import nodes as ir
from policy_engine.ir.written import Formats
from policy_engine.registers.values import Place, Reader

THREADS = 2
SAMPLE = 200_000
ONE_BY_ONE = 5_000


@dataclass(frozen=True, slots=True)
class Ran:
    """What a way took: milliseconds of wall and of processor for each step, megabytes at most, and rupiah in all."""

    steps: Mapping[str, tuple[int, int]]
    peak: int
    rupiah: int

    @property
    def wall(self) -> int:
        """Add the steps up."""
        return sum(wall for wall, _ in self.steps.values())

    @property
    def cpu(self) -> int:
        """Add the steps up."""
        return sum(cpu for _, cpu in self.steps.values())


class Clock:
    """Takes the time of steps."""

    def __init__(self) -> None:
        self.steps: dict[str, tuple[int, int]] = {}

    def step(self, name: str, work: Callable[[], object]) -> object:
        """Run one step."""
        wall, used = time.perf_counter_ns(), _processor()
        found = work()
        self.steps[name] = ((time.perf_counter_ns() - wall) // 1_000_000, _processor() - used)
        return found


def _processor() -> int:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return round((used.ru_utime + used.ru_stime) * 1000)


# The ways


def reader_of(library: ir.Library) -> Read:
    """Give the reader of single cells that ours uses."""
    reader = Reader(library, Formats())

    def read(fact: ir.Fact, text: str) -> ir.FactValue | Malformed | None:
        value = reader.text(fact, text, Place("", None, None))
        return Malformed(type(value).__name__) if isinstance(value, DataProblem) else value

    return read


def _ours(register: Path, out: Path, clock: Clock) -> int:
    library = made.library()
    prepared = clock.step("planning", lambda: prepare(library, made.ON, costs=True))
    assert isinstance(prepared, Prepared)  # noqa: S101  for the checker of types
    decided = clock.step("deciding", lambda: _decide(library, prepared, register, out))
    assert isinstance(decided, Decided)  # noqa: S101
    return sum(total.rupiah for total in decided.totals)


def _decide(library: ir.Library, prepared: Prepared, register: Path, out: Path) -> Decided:
    relation = files("read_parquet", [str(register)])
    with connect(out.parent, threads=THREADS) as connection:
        return decide_table(
            connection, prepared, relation, reader_of(library), out, row="id", with_costs=False
        )


def _by_hand(register: Path, out: Path, clock: Clock) -> int:
    library = made.library()

    def decide() -> list[tuple[int, int, int, int]]:
        with connect(out.parent, threads=THREADS) as connection:
            return register_duckdb.decide(connection, library, register, out)

    return _rupiah(clock.step("deciding", decide))


def _polars(register: Path, out: Path, clock: Clock) -> int:
    from benchmarks.peers import register_polars  # noqa: PLC0415  where it is installed

    library = made.library()
    return _rupiah(clock.step("deciding", lambda: register_polars.decide(library, register, out)))


def _rupiah(counted: object) -> int:
    assert isinstance(counted, list)  # noqa: S101
    return sum(int(total or 0) for *_, total in counted)


def _reading(register: Path, out: Path, clock: Clock) -> int:
    """Read the columns and write a result of the same shape: the limit."""
    source = f"read_parquet('{register}')"
    columns = ", ".join(
        f"hash(pekerjaan, domisili, lahir, penghasilan, {', '.join(made.FLAGS)}) % {n} AS c{n}"
        for n in (3, 4, 5, 6, 7, 8, 9, 10, 11, 12)
    )

    def copy() -> None:
        with connect(out.parent, threads=THREADS) as connection:
            out.mkdir()
            connection.execute(
                f"COPY (SELECT id, {columns} FROM (FROM {source} UNION ALL FROM {source}))"  # noqa: S608
                f" TO '{out}/part.parquet' (FORMAT parquet, COMPRESSION zstd)"
            )

    clock.step("reading and writing", copy)
    return 0


def _pandas(register: Path, out: Path, clock: Clock) -> int:
    from benchmarks.peers import register_pandas  # noqa: PLC0415  where it is installed

    library = made.library()
    return _rupiah(clock.step("deciding", lambda: register_pandas.decide(library, register, out)))


READING, HAND, OURS = "reading and writing only", "DuckDB by hand", "ours"
POLARS, PANDAS = "Polars by hand, streaming", "pandas by hand, in memory"
WAYS: Mapping[str, Callable[[Path, Path, Clock], int]] = {
    READING: _reading,
    HAND: _by_hand,
    OURS: _ours,
    POLARS: _polars,
    PANDAS: _pandas,
}


# Side by side


def run(rows: int, folder: Path) -> dict[str, Ran]:
    """Measure every way that is installed in a process of its own, after making the register."""
    register = folder / "register.parquet"
    made.write_register(register, rows)
    absent = [
        way
        for way, module in ((POLARS, "polars"), (PANDAS, "pandas"))
        if not importlib.util.find_spec(module)
    ]
    ways = [way for way in WAYS if way not in absent]
    return {way: measured(way, register, folder / str(place)) for place, way in enumerate(ways)}


def measured(way: str, register: Path, out: Path) -> Ran:
    """Run one way in a process of its own."""
    told = _apart("whole", way, str(register), str(out))
    return Ran({name: tuple(taken) for name, taken in told["steps"].items()}, told["peak"], told["rupiah"])


def _apart(*arguments: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.register", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    found = subprocess.run(command, capture_output=True, check=True, env=environment, cwd=ROOT)  # noqa: S603
    told: dict[str, Any] = json.loads(found.stdout)
    return told


def main(rows: int = 4_000_000) -> None:
    """Print the figures, their ratios to the query by hand, and which decisions were compared."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        found = run(rows, folder)
        count = made.PROVINCES + made.REGENCIES
        print(f"{rows:,} workers, {count} instruments of {made.SHAPES} shapes, {THREADS} threads")
        print(f"  load of the machine {os.getloadavg()[0]:.1f}; ratios are of time of the processor\n")
        base, ours = found[HAND].cpu, folder / str(list(found).index(OURS))
        heading = f"  {'':<40} {'wall ms':>8}  {'CPU ms':>9}  {'':>8}  {'peak MB':>7}  compared with ours"
        print(heading)
        for place, (way, ran) in enumerate(found.items()):
            told = _compared(way, ran, found[OURS], folder / str(place), ours)
            steps = ", ".join(f"{step} {wall:,} ms" for step, (wall, _) in ran.steps.items())
            figures = f"{ran.wall:>8,}  {ran.cpu:>9,}  {_ratio(ran.cpu, base):>8}  {ran.peak:>7,}"
            print(f"  {way:<40} {figures}  {told}; {steps}")
        deciding = found[OURS].steps["deciding"][1]
        for against, other in ((HAND, base), (READING, found[READING].cpu)):
            print(f"  ours without planning beside {against}: {_ratio(deciding, other)}")
        print(
            f"\n  {'time for a million workers':<40} {'':>8}  {'CPU ms':>9}  {'':>8}  {'peak MB':>7}  compared"
        )
        complete = folder / "complete.parquet"
        with duckdb.connect() as connection:
            register_duckdb.complete(
                connection, made.library(), folder / "register.parquet", folder / "1", SAMPLE, complete
            )
        for way in others():
            apart = _apart("other", way, str(complete))
            scaled = apart["cpu"] * 2 // apart["rows"]
            ratio = _ratio(scaled, base * 1_000_000 // rows)
            figures = f"{'':>8}  {scaled:>9,}  {ratio:>8}  {apart['peak']:>7,}"
            print(f"  {way:<40} {figures}  {apart['same']}, {apart['rows']:,} rows")


def _compared(way: str, ran: Ran, reference: Ran, decided: Path, ours: Path) -> str:
    """Say what of the decisions is the same as ours."""
    if way == READING:
        return "decides nothing"
    if way == OURS:
        return "all columns of all rows"
    if wrong := differences(decided, ours):
        raise RuntimeError(f"{way}: {wrong} rows differ: the figures would compare different work")
    if ran.rupiah != reference.rupiah:
        raise RuntimeError(f"{way}: another total: the figures would compare different work")
    return "all columns of all rows"


ARRAYS = "OpenFisca-Core, arrays"


def others() -> list[str]:
    """Name the peers that get complete rows."""
    ways = [way.name for way in _row_by_row()]
    return [*([ARRAYS] if importlib.util.find_spec("openfisca_core") else []), *ways]


def _row_by_row() -> list[Way]:
    return [by_hand.ROW_BY_ROW, *(way for way in installed.ways() if "one person" not in way.name)]


def _other(name: str, complete: str) -> None:
    """Decide rows by a peer, in this process; print what it took, and how much of what it said was compared."""
    with duckdb.connect() as connection:
        wanted = "outcome, failed0, total"
        found = connection.execute(f"SELECT * EXCLUDE ({wanted}), {wanted} FROM read_parquet(?)", [complete])  # noqa: S608
        columns = found.fetchnumpy()
    if name != ARRAYS:
        columns = {fact: values[:ONE_BY_ONE] for fact, values in columns.items()}
    outcomes, reasons, rupiah = (columns.pop(told).tolist() for told in ("outcome", "failed0", "total"))
    answers = [Answer(o == 0, r, t) for o, r, t in zip(outcomes, reasons, rupiah, strict=True)]
    if name == ARRAYS:
        openfisca = importlib.import_module("benchmarks.peers.openfisca")
        says, used = Says.ALL, time.process_time_ns()
        masks, owed = openfisca.over_arrays(MADE, columns)
        used = time.process_time_ns() - used
        given = [Answer(m == 0, m, t) for m, t in zip(masks.tolist(), owed.tolist(), strict=True)]
    else:
        way = next(way for way in _row_by_row() if way.name == name)
        lists = {fact: values.tolist() for fact, values in columns.items()}
        rows = [dict(zip(lists, row, strict=True)) for row in zip(*lists.values(), strict=True)]
        says, used = way.says, time.process_time_ns()
        decided = way.prepare(MADE, rows)()
        used = time.process_time_ns() - used
        given = list(map(way.read, decided))
    if wrong := differing(says, given, answers):
        raise RuntimeError(f"{name}: {wrong} rows differ: the figures would compare different work")
    told = {"cpu": used, "rows": len(answers), "peak": peak(), "same": says.value}
    print(json.dumps(told))


def _ratio(one: int, other: int) -> str:
    hundredths = one * 100 // max(1, other)
    return f"x{hundredths // 100}.{hundredths % 100:02}"


def differences(by_hand: Path, ours: Path) -> int:
    """Count the rows that differ; masks are compared norm by norm, by the legend of each instrument."""
    plain = "row_id, instrument, outcome, effective, entry_month, total, months0, unknown_months0"
    masks = "failed0, unknown0, missing0"
    prepared = prepare(made.library(), made.ON, costs=True)
    with duckdb.connect() as connection:
        rows = connection.execute(
            f"SELECT DISTINCT instrument, {masks} FROM read_parquet('{ours}/*.parquet')"  # noqa: S608
        ).fetchall()
        meant = [(*row, *_by_the_norms_of_the_hand(prepared, *row)) for row in rows]
        names = ("instrument", "failed0", "unknown0", "missing0", "f", "u", "m")
        lists = ", ".join(f"unnest(?::BIGINT[]) AS {name}" for name in names)
        connection.execute(
            f"CREATE TABLE meant AS SELECT {lists}", [list(c) for c in zip(*meant, strict=True)]
        )
        one = f"SELECT {plain}, {masks} FROM read_parquet('{by_hand}/*.parquet')"  # noqa: S608
        other = (
            f"SELECT {plain}, f, u, m FROM read_parquet('{ours}/*.parquet')"  # noqa: S608
            f" JOIN meant USING (instrument, {masks})"
        )
        found = connection.execute(
            f"SELECT count(*) FROM (({one} EXCEPT ALL {other}) UNION ALL ({other} EXCEPT ALL {one}))"  # noqa: S608
        ).fetchall()
    return int(found[0][0])


def _by_the_norms_of_the_hand(
    prepared: Prepared, number: int, failed: int, unknown: int, missing: int
) -> tuple[int, int, int]:
    """Read our masks by the legend, and write them as the query by hand does.

    The norms of an instrument stand in its text in the order of the bits by hand, but for those it does not have.
    What is missing are facts with us and norms by hand: a norm is missing where the fact that it asks for is.
    """
    plan = prepared.plans[number]
    shape = int(str(plan.instrument.id.number)[:3]) - 900
    sometimes = [16 << n for n in range(4) if shape >> n & 1]
    asked = [1, 2, 4, 8, *sometimes, 256, *([512] if shape & 16 else [])]
    registered, *flags, pension, steady = made.FLAGS
    facts = {
        1: "pekerjaan",
        2: "lahir",
        4: "lahir",
        8: registered,
        16: "penghasilan",
        256: pension,
        512: steady,
    }
    facts |= {32 << n: flag for n, flag in enumerate(flags)}
    places = [norms[0].citation.provision.key for norms in plan.legend.norms]
    order = sorted(range(len(places)), key=places.__getitem__)
    names = {name for bit, name in enumerate(plan.legend.names) if missing >> bit & 1}

    def norms(mask: int) -> int:
        return sum(asked[n] for n, bit in enumerate(order) if mask >> bit & 1)

    return norms(failed), norms(unknown), sum(bit for bit in asked if facts[bit] in names)


def _whole(way: str, register: str, out: str) -> None:
    clock = Clock()
    rupiah = WAYS[way](Path(register), Path(out), clock)
    print(json.dumps({"steps": clock.steps, "peak": peak(), "rupiah": rupiah}))


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["whole", way, register, out]:
            _whole(way, register, out)
        case ["other", way, complete]:
            _other(way, complete)
        case rows:
            main(*map(int, rows))
