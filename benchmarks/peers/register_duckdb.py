"""What somebody who knows DuckDB would write for the made register: one table of parameters, one mask, one query.

It does what ours does: rows out of bounds are counted and left out, decisions are written with every failed and
unknown norm and every missing fact, and outcomes and rupiah are added up by instrument.
"""

from pathlib import Path

import duckdb

from benchmarks.made import FLAGS, ON, occupations
from benchmarks.peers.rule import ASKED
from policy_engine.ir import nodes as ir
from policy_engine.ir.walk import descend

NORMS = ("occupation", "too young", "too old", "registered", "income", *FLAGS[1:4], *FLAGS[4:])
"""What the bits of its masks stand for."""

PARAMETERS = ("instrument", "region", "occ", "bmax", "bmin", "shape", "inc", "cost")

BAD = "lahir < DATE '1900-01-01' OR lahir > DATE '2030-12-31' OR penghasilan < 0 OR penghasilan > 1000000000"

DECIDE = """COPY (
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
FROM (
  SELECT id, instrument, cost, CASE WHEN mask & 1 <> 0 THEN 1 ELSE mask END AS mask,
    CASE WHEN mask & 4095 <> 0 THEN 1 WHEN mask <> 0 THEN 2 ELSE 0 END AS outcome FROM m)
) TO '{out}/part.parquet' (FORMAT parquet, COMPRESSION zstd)"""

TOTALS = """SELECT instrument, outcome, count(*), sum(total) FROM read_parquet('{out}/part.parquet')
GROUP BY instrument, outcome"""


def parameters(library: ir.Library) -> tuple[list[tuple[object, ...]], list[tuple[str, int]]]:
    """Give a row of parameters for each instrument, and the bit of each occupation."""
    names = occupations(library)
    bits = {name: 1 << place for place, name in enumerate(names)}
    return [_row(number, i, bits) for number, i in enumerate(library.instruments)], list(bits.items())


def _row(number: int, instrument: ir.Instrument, bits: dict[str, int]) -> tuple[object, ...]:
    (version,) = instrument.versions
    (group,) = version.groups
    condition = group.match.condition
    if not isinstance(condition, ir.Includes):
        raise TypeError("the templates name occupations")
    parts = [part for norm in version.norms for part in descend(norm.condition)]
    ages = [part.years for part in parts if isinstance(part, ir.AgeCompare)]
    limits = [
        part.value
        for part in parts
        if isinstance(part, ir.Literal) and part.type.kind is ir.Kind.RUPIAH_PER_MONTH
    ]
    prices = [t.amount.value for t in version.tariffs if isinstance(t.amount, ir.Literal)]
    return (
        number,
        instrument.region,
        sum(bits[code] for code in condition.codes),
        ON - ages[0] * 512,
        ON - ages[1] * 512,
        int(str(instrument.id.number)[:3]) - 900,
        max(limits, default=0),
        sum(prices),
    )


def decide(
    connection: duckdb.DuckDBPyConnection, library: ir.Library, register: Path, out: Path
) -> list[tuple[int, int, int, int]]:
    """Decide; give the counts and sums."""
    put_parameters(connection, library)
    out.mkdir()
    bad = connection.execute(
        f"SELECT count(*), count(*) FILTER (WHERE {BAD}) FROM read_parquet('{register}')"  # noqa: S608
    ).fetchall()
    if bad[0][1]:
        raise ValueError("the made register has no rows out of bounds")
    connection.execute(DECIDE.format(register=register, out=out))
    return connection.execute(TOTALS.format(out=out)).fetchall()


def put_parameters(connection: duckdb.DuckDBPyConnection, library: ir.Library) -> None:
    """Make the table of parameters and that of occupations."""
    rows, names = parameters(library)
    types = ("BIGINT", "VARCHAR", *("BIGINT" for _ in PARAMETERS[2:]))
    stated = ", ".join(f"{name} {kind}" for name, kind in zip(PARAMETERS, types, strict=True))
    connection.execute(f"CREATE TABLE ct ({stated})")
    lists = ", ".join(f"unnest(?::{kind}[])" for kind in types)
    connection.execute(f"INSERT INTO ct SELECT {lists}", [list(column) for column in zip(*rows, strict=True)])
    connection.execute(
        "CREATE TABLE occ AS SELECT unnest(?::VARCHAR[]) AS name, unnest(?::BIGINT[]) AS bit",
        [[name for name, _ in names], [bit for _, bit in names]],
    )


def complete(
    connection: duckdb.DuckDBPyConnection,
    library: ir.Library,
    register: Path,
    decided: Path,
    rows: int,
    out: Path,
) -> None:
    """Write rows of which every fact is known, with what their instrument asks and what was decided of them."""
    put_parameters(connection, library)
    facts = ("birth", "penghasilan", *FLAGS)
    known = " AND ".join(f"{name} IS NOT NULL" for name in ("bit", *facts))
    asked = ", ".join(f"(shape & {1 << bit}) <> 0 AS {name}" for bit, name in enumerate(ASKED))
    connection.execute(
        f"""COPY (WITH w AS (
      SELECT id, domisili, bit, penghasilan, {", ".join(FLAGS)},
        year(lahir) * 512 + month(lahir) * 32 + day(lahir) AS birth
      FROM read_parquet('{register}') LEFT JOIN occ ON pekerjaan = name),
    k AS (SELECT *, domisili AS place FROM w UNION ALL SELECT *, domisili[1:2] AS place FROM w)
    SELECT (bit & occ) <> 0 AS listed, {", ".join(facts)}, bmax, bmin, inc, {asked}, 2 * cost AS owed,
      outcome, failed0, total
    FROM k JOIN ct ON place = region
    JOIN read_parquet('{decided}/part.parquet') AS o ON o.row_id = id AND o.instrument = ct.instrument
    WHERE {known} ORDER BY hash(id), o.instrument LIMIT {rows}) TO '{out}' (FORMAT parquet)"""  # noqa: S608
    )
