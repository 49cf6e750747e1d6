"""A register of made workers under 552 made instruments of 20 shapes: our queries beside one written by hand.

Both read the same Parquet file and write a row for each worker and instrument; before anything is timed the rows
are compared. Every way runs in a process of its own, so that peak memory is its own.
"""

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import duckdb

from policy_engine.backends.columnar.ingest import Malformed, files
from policy_engine.backends.columnar.prepared import prepare
from policy_engine.backends.columnar.run import connect, decide_table
from policy_engine.diagnostics.data import DataProblem
from policy_engine.domain.citation import InstrumentId
from policy_engine.domain.dates import pack
from policy_engine.ir import nodes as ir
from policy_engine.ir.walk import descend, map_children
from policy_engine.ir.written import Formats
from policy_engine.pipeline import compile_library
from policy_engine.registers.values import Place, Reader
from policy_engine.source import SourceFile
from policy_engine.workspace import open_workspace

ROOT = Path(__file__).parents[1]
ON = pack(2025, 11, 13)
PROVINCES = 38
REGENCIES = 514
SHAPES = 20
OUTSIDE = "-"
HEAD = """instrumen perbup kabupaten_karimun nomor {number} tahun 2025 {{
  tentang "Naskah ukur"
  status rancangan
  daerah kabupaten_karimun
  segmen bpu
  ditetapkan 2025-01-02
  diundangkan 2025-01-02
  mulai berlaku 2025-01-02
  mengingat pp 44/2015
  Pasal 1
    (1) Penerima terdiri atas: a. ojek.
    (2) Penerima harus memenuhi persyaratan:
{requirements}
{exclusions}
  Pasal 2
    (1) Penerima diikutsertakan dalam program jkk dan jkm.
    (2) Iuran jkk sebesar Rp10.000 per bulan.
    (3) Iuran jkm sebesar Rp6.800 per bulan.
    (4) Iuran ditanggung seluruhnya oleh Pemerintah Daerah.
    (5) Iuran dibayar oleh Pemerintah Daerah.
    (6) Iuran dibayar untuk bulan Iuran November 2025 sampai dengan Desember 2025.
    (7) Pendanaan dibebankan pada apbd kabupaten_karimun tahun anggaran 2025.
}}
"""

_ALWAYS = (
    "usia paling rendah 18 tahun pada tanggal keputusan",
    "belum mencapai usia 65 tahun pada tanggal keputusan",
    "belum pernah terdaftar sebagai peserta_bpjs_tk",
)
_SOMETIMES = (
    "penghasilan paling tinggi Rp2.000.000 per bulan",
    "miskin_dalam_dtks",
    "lulus_verifikasi",
    "terdata_kelurahan",
)
_BARRED = ("program_pensiun", "berpenghasilan_tetap")
_FLAGS = ("peserta_bpjs_tk", *_SOMETIMES[1:], *_BARRED)


# The law


def _library() -> ir.Library:
    """Make 552 instruments of 20 shapes, alone in the library: each its own occupations, ages and amounts."""
    own = [SourceFile(f"shape-{n}.policy", _text(n)) for n in range(SHAPES)]
    found = compile_library([*open_workspace([str(ROOT / "policies/nasional")]).sources, *own])
    if found.library is None:
        raise ValueError("the made instruments are not well formed")
    library = found.library
    templates = [i for i in library.instruments if i.id.number is not None and i.id.number.startswith("9")]
    templates = [i for i in templates if i.region == "21.02"]
    chance = Random(552)
    codes = next(v for v in library.vocabularies if v.name == "pekerjaan").codes
    names = tuple(code.name for code in codes)
    instruments = tuple(
        _turned(templates[place % SHAPES], region, chance, names) for place, region in enumerate(_regions())
    )
    ordered = tuple(sorted(instruments, key=lambda instrument: instrument.id.slug))
    return replace(library, instruments=ordered)


def _text(number: int) -> str:
    chosen = [text for place, text in enumerate(_SOMETIMES) if number >> place & 1]
    items = [*_ALWAYS, *chosen]
    barred = _BARRED if number & 16 else _BARRED[:1]
    return HEAD.format(number=900 + number, requirements=_items(items, "dan"), exclusions=_excluded(barred))


def _items(texts: list[str], last: str) -> str:
    lines = [f"      {letter}. {text};" for letter, text in zip("abcdefgh", texts, strict=False)]
    lines[-2] += f" {last}"
    lines[-1] = lines[-1][:-1] + "."
    return "\n".join(lines)


def _excluded(names: tuple[str, ...]) -> str:
    if len(names) == 1:
        return f"    (3) Tidak termasuk Penerima: a. {names[0]}."
    return f"    (3) Tidak termasuk Penerima:\n{_items(list(names), 'atau')}"


def _regions() -> Iterator[str]:
    """Give made codes of 38 provinces and 514 regencies."""
    for province in range(PROVINCES):
        yield f"{11 + province}"
    for regency in range(REGENCIES):
        yield f"{11 + regency % PROVINCES}.{1 + regency // PROVINCES:02}"


def _turned(template: ir.Instrument, region: str, chance: Random, names: tuple[str, ...]) -> ir.Instrument:
    def change(expr: ir.Expr) -> ir.Expr:
        match expr:
            case ir.Includes(_, _):
                return replace(expr, codes=frozenset(chance.sample(names, 20)))
            case ir.AgeCompare(_, _, _, years, _):
                return replace(expr, years=years + chance.randrange(-1, 2))
            case ir.Literal(value) if expr.type.kind is ir.Kind.RUPIAH_PER_MONTH:
                return replace(expr, value=value + chance.randrange(10) * 100)
            case _:
                return map_children(expr, change)

    (version,) = template.versions
    turned = replace(
        version,
        groups=tuple(
            replace(g, match=replace(g.match, condition=change(g.match.condition))) for g in version.groups
        ),
        norms=tuple(replace(n, condition=change(n.condition)) for n in version.norms),
        tariffs=tuple(replace(t, amount=change(t.amount)) for t in version.tariffs),
    )
    number = f"{template.id.number}-{region}"
    return replace(
        template, id=InstrumentId(template.id.kind, region, number, 2025), region=region, versions=(turned,)
    )


# The register


def _register(path: Path, rows: int) -> None:
    """Make workers in SQL: place and occupation as text, birth as a date, one fact in a hundred unknown."""
    flags = ", ".join(
        f"CASE hash(i, {n}) % 100 WHEN 0 THEN NULL ELSE hash(i, {n}) % 4 = {1 if n % 2 else 0} END AS {name}"
        for n, name in enumerate(_FLAGS, 10)
    )
    library = _library()
    names = [c.name for v in library.vocabularies if v.name == "pekerjaan" for c in v.codes]
    regions = [region for region in _regions() if "." in region]
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE occupations AS SELECT unnest(?::VARCHAR[]) AS name", [names])
        connection.execute("CREATE TABLE regions AS SELECT unnest(?::VARCHAR[]) AS code", [regions])
        connection.execute(
            _MADE.format(names=len(names), regions=len(regions), flags=flags, rows=rows, path=path)
        )


_MADE = """COPY (SELECT i AS id,
  CASE hash(i, 1) % 100 WHEN 0 THEN NULL
    ELSE (SELECT list(name ORDER BY name) FROM occupations)[CAST(1 + hash(i, 2) % {names} AS BIGINT)]
  END AS pekerjaan,
  (SELECT list(code ORDER BY code) FROM regions)[CAST(1 + hash(i, 3) % {regions} AS BIGINT)] AS domisili,
  CASE hash(i, 4) % 100 WHEN 0 THEN NULL
    ELSE DATE '1950-01-01' + CAST(hash(i, 5) % 22000 AS INTEGER) END AS lahir,
  CASE hash(i, 6) % 100 WHEN 0 THEN NULL ELSE CAST(hash(i, 7) % 40 AS BIGINT) * 100000 END AS penghasilan,
  {flags}
FROM range({rows}) AS t(i)) TO '{path}' (FORMAT parquet)"""


# The ways


def _ours(register: Path, out: Path) -> int:
    library = _library()
    reader = Reader(library, Formats())

    def read(fact: ir.Fact, text: str) -> ir.FactValue | Malformed | None:
        value = reader.text(fact, text, Place("", None, None))
        return Malformed(type(value).__name__) if isinstance(value, DataProblem) else value

    prepared = prepare(library, ON)
    started = time.perf_counter_ns()
    with connect(out.parent, threads=2) as connection:
        decide_table(connection, prepared, files("read_parquet", [str(register)]), read, out, row="id")
    return time.perf_counter_ns() - started


def _planning(register: Path, out: Path) -> int:
    del register, out
    library = _library()
    started = time.perf_counter_ns()
    prepare(library, ON)
    return time.perf_counter_ns() - started


def _by_hand(register: Path, out: Path) -> int:
    """Run what somebody who knows DuckDB would write for these 20 shapes: one table of parameters, one mask."""
    rows, names = _parameters(_library())
    started = time.perf_counter_ns()
    with connect(out.parent, threads=2) as connection:
        connection.execute(
            "CREATE TABLE ct (instrument BIGINT, region VARCHAR, occ BIGINT, bmax BIGINT, bmin BIGINT,"
            " shape BIGINT, inc BIGINT, cost BIGINT)"
        )
        connection.executemany("INSERT INTO ct VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
        connection.execute("CREATE TABLE occ (name VARCHAR, bit BIGINT)")
        connection.executemany("INSERT INTO occ VALUES (?, ?)", names)
        out.mkdir()
        connection.execute(_HAND.format(register=register, out=out))
    return time.perf_counter_ns() - started


_HAND = """COPY (
WITH w AS (
  SELECT id, domisili, lahir, bit, penghasilan, peserta_bpjs_tk, miskin_dalam_dtks, lulus_verifikasi,
    terdata_kelurahan, program_pensiun, berpenghasilan_tetap,
    year(lahir) * 512 + month(lahir) * 32 + day(lahir) AS birth
  FROM read_parquet('{register}') LEFT JOIN occ ON pekerjaan = name),
k AS (SELECT *, domisili AS place FROM w UNION ALL SELECT *, domisili[1:2] AS place FROM w),
m AS (
  SELECT id, instrument, cost,
    COALESCE(CAST(NOT ((bit & occ) <> 0) AS BIGINT), 4096) * 1
  + COALESCE(CAST(NOT (birth <= bmax) AS BIGINT), 4096) * 2
  + COALESCE(CAST(NOT (birth > bmin) AS BIGINT), 4096) * 4
  + COALESCE(CAST(peserta_bpjs_tk AS BIGINT), 4096) * 8
  + COALESCE(CAST(NOT ((shape & 1) = 0 OR penghasilan <= inc) AS BIGINT), 4096) * 16
  + COALESCE(CAST(NOT ((shape & 2) = 0 OR miskin_dalam_dtks) AS BIGINT), 4096) * 32
  + COALESCE(CAST(NOT ((shape & 4) = 0 OR lulus_verifikasi) AS BIGINT), 4096) * 64
  + COALESCE(CAST(NOT ((shape & 8) = 0 OR terdata_kelurahan) AS BIGINT), 4096) * 128
  + COALESCE(CAST(program_pensiun AS BIGINT), 4096) * 256
  + COALESCE(CAST(NOT ((shape & 16) = 0 OR NOT berpenghasilan_tetap) AS BIGINT), 4096) * 512 AS mask
  FROM k JOIN ct ON place = region)
SELECT id AS row_id, instrument, outcome, outcome AS effective,
  CASE outcome WHEN 0 THEN 24310 END AS entry_month,
  CASE outcome WHEN 0 THEN 2 * cost WHEN 1 THEN 0 END AS total,
  mask & 4095 AS failed0, (mask >> 12) & 4095 AS unknown0,
  CASE outcome WHEN 0 THEN 3 ELSE 0 END AS months0,
  CASE outcome WHEN 2 THEN 3 ELSE 0 END AS unknown_months0,
  CASE outcome WHEN 2 THEN (mask >> 12) & 4095 ELSE 0 END AS missing0
FROM (SELECT *, CASE WHEN mask & 4095 <> 0 THEN 1 WHEN mask <> 0 THEN 2 ELSE 0 END AS outcome FROM m)
) TO '{out}/part.parquet' (FORMAT parquet, COMPRESSION zstd)"""


def _parameters(library: ir.Library) -> tuple[list[tuple[object, ...]], list[tuple[str, int]]]:
    names = sorted(c.name for v in library.vocabularies if v.name == "pekerjaan" for c in v.codes)
    bits = {name: 1 << place for place, name in enumerate(names)}
    rows: list[tuple[object, ...]] = []
    for number, instrument in enumerate(library.instruments):
        (version,) = instrument.versions
        shape = int(str(instrument.id.number)[:3]) - 900
        (group,) = version.groups
        assert isinstance(group.match.condition, ir.Includes)  # noqa: S101  as the templates were written
        ages = [
            part.years
            for n in version.norms
            for part in descend(n.condition)
            if isinstance(part, ir.AgeCompare)
        ]
        limits = [
            part.value
            for n in version.norms
            for part in descend(n.condition)
            if isinstance(part, ir.Literal) and part.type.kind is ir.Kind.RUPIAH_PER_MONTH
        ]
        prices = [t.amount.value for t in version.tariffs if isinstance(t.amount, ir.Literal)]
        rows.append(
            (
                number,
                instrument.region,
                sum(bits[code] for code in group.match.condition.codes),
                ON - ages[0] * 512,
                ON - ages[1] * 512,
                shape,
                max(limits, default=0),
                sum(prices),
            )
        )
    return rows, list(bits.items())


def _reading(register: Path, out: Path) -> int:
    """Read the columns and write a result of the same shape: the limit."""
    started = time.perf_counter_ns()
    with connect(out.parent, threads=2) as connection:
        out.mkdir()
        source = f"read_parquet('{register}')"
        columns = ", ".join(
            f"hash(pekerjaan, domisili, lahir, penghasilan, {', '.join(_FLAGS)}) % {n} AS c{n}"
            for n in (3, 4, 5, 6, 7, 8, 9)
        )
        connection.execute(
            f"COPY (SELECT id, {columns} FROM (FROM {source} UNION ALL FROM {source}))"  # noqa: S608
            f" TO '{out}/part.parquet' (FORMAT parquet, COMPRESSION zstd)"
        )
    return time.perf_counter_ns() - started


WAYS: Mapping[str, Callable[[Path, Path], int]] = {
    "reading and writing only": _reading,
    "written by hand": _by_hand,
    "ours: planning 552 instruments": _planning,
    "ours: Parquet in, decisions out": _ours,
}


def main(rows: int) -> None:
    """Measure every way in a process of its own, after checking that ours and the other decide alike."""
    with TemporaryDirectory() as folder:
        register = Path(folder) / "register.parquet"
        _register(register, rows)
        print(f"{rows:,} workers, {PROVINCES + REGENCIES} instruments of {SHAPES} shapes, 2 threads")
        for place, way in enumerate(WAYS):
            environment = {**os.environ, "PYTHONPATH": str(ROOT)}
            command = [sys.executable, "-m", "benchmarks.register", way, str(register), f"{folder}/{place}"]
            found = subprocess.run(command, capture_output=True, check=True, env=environment, cwd=ROOT)  # noqa: S603
            measured = json.loads(found.stdout)
            wall, cpu = measured["wall"] // 1_000_000, measured["cpu"]
            print(f"  {way:<34} {wall:>8,} ms  {cpu:>8,} ms of CPU  {measured['peak']:>6,} MB")
        print(f"  differences between ours and by hand: {_differences(Path(folder))}")


def _differences(folder: Path) -> int:
    names = "row_id, instrument, outcome, effective, entry_month, total, months0, unknown_months0"
    one, other = (f"SELECT {names} FROM read_parquet('{folder}/{place}/*.parquet')" for place in (1, 3))  # noqa: S608
    with duckdb.connect() as connection:
        found = connection.execute(
            f"SELECT count(*) FROM (({one} EXCEPT ALL {other}) UNION ALL ({other} EXCEPT ALL {one}))"  # noqa: S608
        ).fetchall()
    return int(found[0][0])


def _one(way: str, register: str, out: str) -> None:
    wall = WAYS[way](Path(register), Path(out))
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(
        json.dumps(
            {
                "wall": wall,
                "cpu": round((used.ru_utime + used.ru_stime) * 1000),
                "peak": used.ru_maxrss // 1024,
            }
        )
    )


if __name__ == "__main__":
    if len(sys.argv) > 2:
        _one(*sys.argv[1:])
    else:
        main(int(sys.argv[1]) if len(sys.argv) == 2 else 1_000_000)
