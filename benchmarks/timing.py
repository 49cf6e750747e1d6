"""Functions in, medians out: whole nanoseconds, so that no figure is rounded before it is shown."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Measured:
    """What one way of doing a piece of work took: median and best of several runs, in nanoseconds a unit of work."""

    way: str
    median: int
    best: int
    note: str = ""
    same: str = ""
    """What of its decisions was compared, and is the same; nothing where it makes none."""


def measure(way: str, work: Callable[[], object], *, units: int, runs: int = 7, note: str = "") -> Measured:
    """Run `work`, which does `units` units, several times after one warm-up run."""
    work()
    taken = []
    for _ in range(runs):
        started = time.perf_counter_ns()
        work()
        taken.append((time.perf_counter_ns() - started) // units)
    return Measured(way, round(statistics.median(taken)), min(taken), note)


def peak() -> int:
    """Give the most megabytes that this process held; what its parent held before it started is not counted."""
    for line in Path("/proc/self/status").read_text("utf-8").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) // 1024
    raise OSError("this system does not tell the peak memory of a process")


def show(nanoseconds: int) -> str:
    """Write a time with a unit that a person reads: `0.57 us`, `12.3 ms`."""
    for unit, size in (("s", 1_000_000_000), ("ms", 1_000_000), ("us", 1_000)):
        if nanoseconds >= size:
            return f"{nanoseconds // size}.{nanoseconds % size * 100 // size:02d} {unit}"
    return f"{nanoseconds} ns"


def table(title: str, rows: list[Measured], *, beside: str | None = None) -> str:
    """Write a table; ratios are to the row named `beside`."""
    base = next((row.median for row in rows if row.way == beside), None)
    lines = [title, ""]
    width, said = max(len(row.way) for row in rows), max(len(row.same) for row in rows)
    if said:
        lines.append(f"  {'':<{width + (31 if base is None else 44)}}  checked equal")
    for row in rows:
        ratio = "" if base is None else f"  x{row.median * 100 // base / 100:>10.2f}"
        taken = f"{show(row.median):>10}  (best {show(row.best):>10})"
        lines.append(f"  {row.way:<{width}}  {taken}{ratio}  {row.same:<{said}}  {row.note}".rstrip())
    return "\n".join(lines)
