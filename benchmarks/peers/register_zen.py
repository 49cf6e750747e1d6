"""zen-engine, one compiled expression, row by row: whether the worker is eligible, of whom every fact is known."""

from collections.abc import Mapping, Sequence
from typing import Any

import zen

_RULE = (
    "listed and birth <= bmax and birth > bmin and not peserta_bpjs_tk"
    " and (not asks_income or penghasilan <= inc) and (not asks_poor or miskin_dalam_dtks)"
    " and (not asks_verified or lulus_verifikasi) and (not asks_home or terdata_kelurahan)"
    " and not program_pensiun and not (bars_steady and berpenghasilan_tetap)"
)
_ASKED = ("asks_income", "asks_poor", "asks_verified", "asks_home", "bars_steady")


def decide(rows: Sequence[Mapping[str, Any]]) -> list[bool]:
    """Give whether each row is eligible."""
    rule = zen.compile_expression(_RULE)
    return [bool(rule.evaluate(_with_shape(row))) for row in rows]


def _with_shape(row: Mapping[str, Any]) -> dict[str, Any]:
    asked = {name: bool(row["shape"] >> bit & 1) for bit, name in enumerate(_ASKED)}
    return {**row, **asked, "listed": bool(row["bit"] & row["occ"])}
