"""pandas: the same table of parameters and the same mask, over columns held in memory."""

from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.peers.register_duckdb import PARAMETERS, parameters
from policy_engine.ir import nodes as ir

_UNKNOWN = 4096


def decide(library: ir.Library, register: Path, out: Path) -> list[tuple[int, int, int, int]]:
    """Decide into a Parquet file; give counts and sums by instrument and outcome."""
    rows, names = parameters(library)
    table = pd.DataFrame(rows, columns=list(PARAMETERS))
    workers = pd.read_parquet(register, dtype_backend="pyarrow")
    workers["bit"] = workers["pekerjaan"].map(dict(names)).astype("Int64")
    birth = pd.to_datetime(workers["lahir"])
    workers["birth"] = (birth.dt.year * 512 + birth.dt.month * 32 + birth.dt.day).astype("Int64")
    here = workers.assign(region=workers["domisili"])
    there = workers.assign(region=workers["domisili"].str.slice(0, 2))
    placed = pd.concat([here, there], ignore_index=True).merge(table, on="region", how="inner")
    shape = placed["shape"]

    def asked(bit: int, fails: pd.Series) -> pd.Series:
        return ((shape & bit) != 0) & fails.astype("boolean")

    fails = (
        (placed["bit"] & placed["occ"]) == 0,
        placed["birth"] > placed["bmax"],
        placed["birth"] <= placed["bmin"],
        placed["peserta_bpjs_tk"],
        asked(1, placed["penghasilan"] > placed["inc"]),
        asked(2, ~placed["miskin_dalam_dtks"]),
        asked(4, ~placed["lulus_verifikasi"]),
        asked(8, ~placed["terdata_kelurahan"]),
        placed["program_pensiun"],
        asked(16, placed["berpenghasilan_tetap"]),
    )
    mask = np.zeros(len(placed), dtype=np.int64)
    for bit, fail in enumerate(fails):
        weighed = fail.astype("Int64").fillna(_UNKNOWN).to_numpy(dtype=np.int64)
        mask += weighed << bit
    failed = mask & 4095
    outcome = np.where(failed != 0, 1, np.where(mask != 0, 2, 0))
    mask = np.where(mask & 1 != 0, 1, mask)
    failed, unknown = mask & 4095, mask >> 12 & 4095
    eligible = outcome == 0
    total = np.where(eligible, 2 * placed["cost"], 0)
    decided = pd.DataFrame(
        {
            "row_id": placed["id"],
            "instrument": placed["instrument"],
            "outcome": outcome,
            "effective": outcome,
            "entry_month": pd.Series(np.where(eligible, 24310, 0)).astype("Int64").where(eligible),
            "total": pd.Series(total).astype("Int64").where(outcome != 2),
            "failed0": failed,
            "unknown0": unknown,
            "months0": np.where(eligible, 3, 0),
            "unknown_months0": np.where(outcome == 2, 3, 0),
            "missing0": np.where(outcome == 2, unknown, 0),
        }
    )
    out.mkdir()
    decided.to_parquet(out / "part.parquet", compression="zstd", index=False)
    counted = decided.groupby(["instrument", "outcome"]).agg(n=("total", "size"), rupiah=("total", "sum"))
    return [(int(i), int(o), int(n), int(r)) for (i, o), n, r in counted.itertuples()]
