"""A whole run on a register, and its decisions read back."""

import csv
from pathlib import Path
from typing import Any

from policy_engine.domain.bilingual import Language
from policy_engine.engine import Engine, packed
from policy_engine.registers.model import Mapped
from policy_engine.simulation.run import Request, Simulated, simulate
from policy_engine.simulation.writing import DecisionForm, Keep, Output

ROOT = Path(__file__).parents[3]
KARIMUN = ROOT / "policies" / "kepulauan-riau" / "karimun-nota-kesepakatan-2025.policy"
WORKERS = ROOT / "examples" / "karimun" / "workers.csv"
ON = "2025-11-13"

HEADER = (
    "nik,pekerjaan,lahir,domisili,peserta_bpjs_tk,lulus_verifikasi,tanggal_pendaftaran,"
    "pekerjaan_sejenis,memiliki_nik_atau_ktp,memiliki_usaha_atau_pekerjaan"
)


def person(number: int, **changes: str) -> dict[str, str]:
    """Give a worker who is eligible in Karimun, with an identity number that nobody has."""
    values = ("ojek", "1985-03-02", "moro", "tidak", "ya", "belum", "", "ya", "ya")
    return dict(zip(HEADER.split(","), (f"{number:016d}", *values), strict=True)) | changes


def table(*people: dict[str, str]) -> str:
    """Write workers as CSV."""
    lines = [",".join(people[0]), *(",".join(each.values()) for each in people)]
    return "".join(f"{line}\n" for line in lines)


def run(
    engine: Engine,
    register: str | Path | Any,
    out: Path,
    *,
    form: DecisionForm = DecisionForm.CSV,
    keep: Keep = Keep.FACTS,
    key: bytes | None = None,
    mapped: Mapped | None = None,
    **more: Any,
) -> Any:
    """Run; give what came of it."""
    return simulate(
        Request(
            library=engine.library,
            instruments=(engine.instrument().id,),
            on=packed(ON),
            register=str(register) if isinstance(register, Path) else register,
            out=out,
            forms=(form,),
            output=Output(keep, key, Language.EN),
            mapped=mapped or Mapped(),
            **more,
        ),
        lambda _what: lambda _done, _total: None,
        lambda _simulated, _folder: None,
    )


def done(found: Any) -> Simulated:
    assert isinstance(found, Simulated), found
    return found


def decisions(out: Path) -> list[dict[str, str]]:
    with (out / "decisions.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def rejects(out: Path) -> list[tuple[int, str]]:
    with (out / "rejects.csv").open(encoding="utf-8", newline="") as file:
        return [(int(row["row"]), row["code"]) for row in csv.DictReader(file)]
