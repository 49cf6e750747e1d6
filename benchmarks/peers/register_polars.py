"""Polars, streaming: the same table of parameters and the same mask, joined by place."""

from pathlib import Path

import polars as pl

from benchmarks.peers.register_duckdb import PARAMETERS, parameters
from policy_engine.ir import nodes as ir

_UNKNOWN = 4096


def decide(library: ir.Library, register: Path, out: Path) -> list[tuple[int, int, int, int]]:
    """Decide into a Parquet file; give counts and sums by instrument and outcome."""
    rows, names = parameters(library)
    table = pl.DataFrame(rows, schema=list(PARAMETERS), orient="row").lazy()
    bits = pl.DataFrame({"pekerjaan": [n for n, _ in names], "bit": [b for _, b in names]}).lazy()
    birth = pl.col("lahir")
    packed = (
        birth.dt.year().cast(pl.Int64) * 512
        + birth.dt.month().cast(pl.Int64) * 32
        + birth.dt.day().cast(pl.Int64)
    )
    workers = pl.scan_parquet(register).join(bits, on="pekerjaan", how="left").with_columns(birth=packed)
    placed = pl.concat(
        [
            workers.with_columns(region=pl.col("domisili")),
            workers.with_columns(region=pl.col("domisili").str.slice(0, 2)),
        ]
    ).join(table, on="region", how="inner")
    shape = pl.col("shape")
    fails = (
        (pl.col("bit") & pl.col("occ")) == 0,
        pl.col("birth") > pl.col("bmax"),
        pl.col("birth") <= pl.col("bmin"),
        pl.col("peserta_bpjs_tk"),
        ((shape & 1) != 0) & (pl.col("penghasilan") > pl.col("inc")),
        ((shape & 2) != 0) & ~pl.col("miskin_dalam_dtks"),
        ((shape & 4) != 0) & ~pl.col("lulus_verifikasi"),
        ((shape & 8) != 0) & ~pl.col("terdata_kelurahan"),
        pl.col("program_pensiun"),
        ((shape & 16) != 0) & pl.col("berpenghasilan_tetap"),
    )
    mask = pl.sum_horizontal(
        fail.cast(pl.Int64).fill_null(_UNKNOWN) * (1 << bit) for bit, fail in enumerate(fails)
    )
    failed, unknown = pl.col("mask") & 4095, pl.col("mask") // _UNKNOWN & 4095
    outcome = pl.when(failed != 0).then(1).when(pl.col("mask") != 0).then(2).otherwise(0)
    decided = (
        placed.with_columns(mask=mask)
        .with_columns(outcome=outcome.cast(pl.Int64))
        .with_columns(mask=pl.when((pl.col("mask") & 1) != 0).then(1).otherwise(pl.col("mask")))
        .select(
            pl.col("id").alias("row_id"),
            "instrument",
            "outcome",
            pl.col("outcome").alias("effective"),
            pl.when(pl.col("outcome") == 0).then(24310).alias("entry_month"),
            pl.when(pl.col("outcome") == 0)
            .then(2 * pl.col("cost"))
            .when(pl.col("outcome") == 1)
            .then(0)
            .alias("total"),
            failed.alias("failed0"),
            unknown.alias("unknown0"),
            pl.when(pl.col("outcome") == 0).then(3).otherwise(0).alias("months0"),
            pl.when(pl.col("outcome") == 2).then(3).otherwise(0).alias("unknown_months0"),
            pl.when(pl.col("outcome") == 2).then(unknown).otherwise(0).alias("missing0"),
        )
    )
    out.mkdir()
    decided.sink_parquet(out / "part.parquet", compression="zstd", engine="streaming")
    counted = (
        pl.scan_parquet(out / "part.parquet")
        .group_by("instrument", "outcome")
        .agg(pl.len(), pl.col("total").sum())
        .collect(engine="streaming")
    )
    return counted.rows()
