"""How the cost of a register grows with workers, instruments and norms: measured, printed and drawn.

What grows is varied alone: workers under 552 instruments; instruments, where each worker still meets one of the
province and one of the regency; norms of each instrument. Time of the processor, planning apart; of several runs the
least, since another program on the machine can only add to it.
"""

import resource
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import made
from benchmarks.made import ROOT
from benchmarks.register import THREADS, reader_of
from policy_engine.backends.columnar.ingest import files
from policy_engine.backends.columnar.prepared import prepare
from policy_engine.backends.columnar.run import connect, decide_table

DRAWING = ROOT / "docs/reference/register-cost.svg"
WORKERS = 1_000_000
ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Point:
    """Milliseconds of the processor at a size."""

    size: int
    planning: int
    deciding: int


@dataclass(frozen=True, slots=True)
class Curve:
    """What grows, and what it costs."""

    what: str
    points: tuple[Point, ...]


def main() -> None:
    """Measure, print and draw."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        sizes = (250_000, 500_000, 1_000_000, 2_000_000)
        places = ((2, 26), (8, 104), (19, 257), (38, 514))
        rounds = [
            (
                [_measure(folder, n, rows=n) for n in sizes],
                [_measure(folder, p + r, provinces=p, regencies=r) for p, r in places],
                [_measure(folder, n, repeated=n) for n in (1, 2, 3)],
            )
            for _ in range(ROUNDS)
        ]
    workers, instruments, norms = (
        tuple(_least(points) for points in zip(*runs, strict=True)) for runs in zip(*rounds, strict=True)
    )
    curves = (
        Curve("workers, under 552 instruments", workers),
        Curve("instruments, of which each worker meets two", instruments),
        Curve("times that each norm stands in the text (5 to 9 norms)", norms),
    )
    for curve in curves:
        print(curve.what)
        for point in curve.points:
            print(
                f"  {point.size:>10,}  deciding {point.deciding:>6,} ms  planning {point.planning:>6,} ms of CPU"
            )
    DRAWING.write_text(draw(curves), "utf-8")
    print(f"drawn: {DRAWING.relative_to(ROOT)}")


def _least(points: Sequence[Point]) -> Point:
    return Point(points[0].size, min(p.planning for p in points), min(p.deciding for p in points))


def _measure(
    folder: Path,
    size: int,
    *,
    rows: int = WORKERS,
    provinces: int = made.PROVINCES,
    regencies: int = made.REGENCIES,
    repeated: int = 1,
) -> Point:
    register, out = folder / f"{rows}-{regencies}.parquet", folder / "out"
    if not register.exists():
        made.write_register(register, rows, 0, provinces, regencies)
    library = made.library(provinces, regencies, repeated)
    started = _processor()
    prepared = prepare(library, made.ON, costs=True)
    planned = _processor()
    with connect(folder, threads=THREADS) as connection:
        decide_table(
            connection,
            prepared,
            files("read_parquet", [str(register)]),
            reader_of(library),
            out,
            row="id",
            with_costs=False,
        )
    decided = _processor()
    for path in out.iterdir():
        path.unlink()
    out.rmdir()
    return Point(size, planned - started, decided - planned)


def _processor() -> int:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return round((used.ru_utime + used.ru_stime) * 1000)


# The drawing: three plots side by side, each from nought

WIDTH, HEIGHT, LEFT, TOP, PLOT, TALL = 960, 300, 60, 50, 240, 190


def draw(curves: Sequence[Curve]) -> str:
    """Draw the curves as SVG: deciding as a line, planning as a dashed one."""
    size = f'width="{WIDTH}" height="{HEIGHT}"'
    title = "Cost of a register in ms of CPU: deciding (line), planning (dashed)"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="11">',
        f'<rect {size} fill="white"/>',
        f'<text x="10" y="20" font-size="14">{title}</text>',
    ]
    for place, curve in enumerate(curves):
        parts += _plot(curve, LEFT + place * (PLOT + 70))
    return "\n".join((*parts, "</svg>", ""))


def _plot(curve: Curve, left: int) -> list[str]:
    widest = max(point.size for point in curve.points)
    highest = max(max(point.deciding, point.planning) for point in curve.points)
    top = -(-highest // 500) * 500

    def at(size: int, cost: int) -> str:
        return f"{left + PLOT * size // widest},{TOP + TALL - TALL * cost // top}"

    parts = [
        f'<path d="M{left},{TOP} V{TOP + TALL} H{left + PLOT}" fill="none" stroke="black"/>',
        f'<text x="{left}" y="{TOP + TALL + 34}">{curve.what}</text>',
        f'<text x="{left - 6}" y="{TOP + 4}" text-anchor="end">{top:,}</text>',
        f'<text x="{left - 6}" y="{TOP + TALL}" text-anchor="end">0</text>',
    ]
    for dashes, costs in (
        ("", [(p.size, p.deciding) for p in curve.points]),
        (' stroke-dasharray="4 3"', [(p.size, p.planning) for p in curve.points]),
    ):
        line = " ".join(at(size, cost) for size, cost in costs)
        parts.append(f'<polyline points="{line}" fill="none" stroke="#1f5fa8" stroke-width="2"{dashes}/>')
    for point in curve.points:
        x, y = at(point.size, point.deciding).split(",")
        parts.append(f'<circle cx="{x}" cy="{y}" r="3" fill="#1f5fa8"/>')
        parts.append(f'<text x="{x}" y="{TOP + TALL + 16}" text-anchor="middle">{_short(point.size)}</text>')
    return parts


def _short(size: int) -> str:
    return f"{size}" if size < 10_000 else f"{size // 1000:,} k"


if __name__ == "__main__":
    main()
