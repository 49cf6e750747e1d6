"""Small policy files that are checked without the prelude, and what `check` says of them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from policy_engine.cache import Cache
from policy_engine.commands import check as verb
from policy_engine.commands.report import Report
from policy_engine.diagnostics.wording import regulation
from policy_engine.domain.dates import PackedDate, pack
from policy_engine.proofs.shown import Analysis

TODAY = pack(2026, 11, 20)
HEADER = "daerah kabupaten_karimun  segmen bpu\n  diundangkan 2025-01-02  mulai berlaku 2025-01-03"
REGIONS = (
    'kosakata wilayah "wilayah" / "region" {\n'
    '  kabupaten_karimun kode 21.02 "Kabupaten Karimun" / "Karimun";\n}\n'
    'kosakata segmen "segmen" / "segment" {\n  bpu "BPU" / "BPU";\n}\n'
)


def policy(body: str, before: str = "", number: int = 5) -> str:
    """Give the text of a Perbup with this body."""
    return before + regulation(
        body, name=f"perbup kabupaten_karimun nomor {number} tahun 2025", header=HEADER
    )


def check(folder: Path, files: Mapping[str, str], today: PackedDate = TODAY, **request: Any) -> Report:
    """Check files written into a folder, beside the regions they speak of."""
    (folder / "wilayah.policy").write_text(REGIONS, "utf-8")
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    request = {"analysis": Analysis.OFF} | request
    return verb.check(verb.Request((str(folder),), Cache(None), prelude=False, today=today, **request))


def codes(report: Report) -> list[str]:
    """Give the codes that are reported."""
    return [found.code for found in report.findings]
