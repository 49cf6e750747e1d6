"""`check` as a person or a CI job waits for it: whole commands in, wall time and CPU time out.

The library is that of `benchmarks.library`. Cold is a run that remembers nothing; edited is a run after one number
of one regency's file was changed. A first run is shared by all processors: its wall time is below its CPU time on a
machine that has nothing else to do.
"""

import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from unittest.mock import patch

from benchmarks.library import NATIONAL, REGIONAL, write_library
from policy_engine.pipeline import compile_library
from policy_engine.proofs.case import Case
from policy_engine.proofs.prove import prove
from policy_engine.proofs.shown import Analysis
from policy_engine.workspace import open_workspace

ROOT = Path(__file__).parents[1]
PROGRAM = (sys.executable, "-m", "policy_engine")
ONE = ROOT / "policies/kepulauan-riau/karimun-nota-kesepakatan-2025.policy"
EDITED = "13.04"
"""A regency whose province does not name it."""
NAMED = "12.04"
"""A regency that its province waits for by name, with thirty others."""

_SPREAD = 20
_NORMS = 50
_ARTICLE = """  Pasal {number}
    Penerima harus {condition}.
"""
_CONDITIONS = (
    "usia paling rendah {low} tahun pada tanggal pendaftaran",
    "belum mencapai usia {high} tahun pada tanggal pendaftaran",
    "penghasilan paling banyak Rp{income}.000 per bulan",
    "kapal_gt paling tinggi {high}",
    "(terdaftar dalam data dtks atau terdata_dinas_teknis)",
)
_FIFTY = """instrumen perbup kabupaten_karimun nomor 950 tahun 2025 {{
  tentang "Naskah ukur"  status rancangan  daerah kabupaten_karimun  segmen bpu
  ditetapkan 2025-01-02  diundangkan 2025-01-02  mulai berlaku 2025-01-02
  Pasal 1
    Penerima terdiri atas: a. nelayan; b. ojek; c. marbot; d. pertanian; e. pedagang_kecil; dan f. pemulung.
  Pasal 2
    (1) Penerima diikutsertakan dalam program jkk dan jkm.
    (2) Iuran jkk sesuai dengan pp 44/2015 Lampiran II baris 1.
    (3) Iuran jkm sesuai dengan pp 44/2015 Pasal 20 ayat (3).
    (4) Iuran ditanggung seluruhnya oleh Pemerintah Daerah.
    (5) Iuran dibayar untuk bulan Iuran Januari 2025 sampai dengan Desember 2025.
{norms}}}
"""


def fifty_norms() -> str:
    """Write a regulation of six groups and fifty requirements, most of them implied by others."""
    norms = (
        _ARTICLE.format(
            number=number + 3,
            condition=_CONDITIONS[number % len(_CONDITIONS)].format(
                low=17 + number // 10, high=60 + number // 10, income=f"{2 + number // 10}.000"
            ),
        )
        for number in range(_NORMS)
    )
    return _FIFTY.format(norms="".join(norms))


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as made, tempfile.TemporaryDirectory() as kept:
        folder = Path(made)
        instruments = write_library(folder)
        fifty = folder / "fifty.policy"
        fifty.write_text(fifty_norms(), encoding="utf-8")
        everything = ("check", "--no-prelude", str(folder / NATIONAL), str(folder / REGIONAL))
        environment = {"XDG_CACHE_HOME": kept, "PATH": "/usr/bin:/bin"}

        def row(what: str, wanted: str, arguments: Sequence[str], *, twice: bool = False) -> None:
            if twice:
                _run(arguments, environment)
            wall, used = _run(arguments, environment)
            print(f"| {what} | {_seconds(wall)} | {_seconds(used)} | {wanted} |")

        print("| what | wall s | CPU s | wanted s |\n|---|---|---|---|")
        row("`--help`", "0.15", ("--help",))
        row("`check` of one unchanged file", "0.25", ("check", str(ONE)), twice=True)
        row(f"one regulation of {_NORMS} norms, cold", "5", ("check", "--no-cache", str(fifty)))
        row(
            f"library of {instruments}, read and checked for names and types, cold",
            "10",
            (*everything, "--no-cache", "--analysis", "off"),
        )
        row(f"library of {instruments}, all analyses, cold", "60", everything)
        row(f"library of {instruments}, unchanged", "2", everything)
        for number, (what, code) in enumerate(
            (
                ("one edited file", EDITED),
                ("one edited file that its province names", NAMED),
                ("that province edited", NAMED[:2]),
            )
        ):
            _edit(folder, code, number)
            row(f"library of {instruments}, {what}", "0.5", everything)
        path = _file_of(folder, NAMED)
        path.write_text(f"# Sebuah catatan.\n{path.read_text(encoding='utf-8')}", encoding="utf-8")
        row(f"library of {instruments}, a comment in that file", "0.5", everything)
        walls = []
        files = sorted((folder / REGIONAL).rglob("*.policy"))
        for number, each in enumerate(files[:: len(files) // _SPREAD][:_SPREAD]):
            _change(each, 30 + number)
            walls.append(_run(everything, environment)[0])
        walls.sort()
        named = ", ".join(_seconds(each) for each in walls)
        print(f"| {_SPREAD} files over the country, each edited by itself | {named} | | 0.5 |")


def deciders() -> None:
    """Print what the questions about our own policies cost by box algebra, and by the solver alone."""
    files = open_workspace([str(ROOT / "policies")], prelude=False).own
    library = compile_library(files).library
    if library is None:
        raise ValueError("the encoded law has errors")
    own = {each.id for each in library.instruments}
    print("| decider | questions | CPU s |\n|---|---|---|")
    for way, boxes in (
        ("box algebra, the solver where it cannot say", Case.boxes),
        ("the solver alone", None),
    ):
        with patch.object(Case, "boxes", boxes):
            started = time.process_time_ns()
            proofs = prove(library, own, Analysis.FULL, milliseconds=5_000)
            print(f"| {way} | {proofs.questions} | {_seconds(time.process_time_ns() - started)} |")


def _edit(folder: Path, code: str, number: int) -> None:
    """Change one number in the file of a region."""
    _change(_file_of(folder, code), number)


def _change(path: Path, number: int) -> None:
    text = path.read_text(encoding="utf-8")
    changed = re.sub(
        r"usia paling rendah (\d+) tahun", f"usia paling rendah {22 + number} tahun", text, count=1
    )
    if changed == text:
        raise ValueError(path)
    path.write_text(changed, encoding="utf-8")


def _file_of(folder: Path, code: str) -> Path:
    files = (folder / REGIONAL / code[:2]).glob("*.policy")
    return next(file for file in files if f'Rentan {code}"' in file.read_text(encoding="utf-8"))


def _run(arguments: Sequence[str], environment: dict[str, str]) -> tuple[int, int]:
    """Run the program; give nanoseconds of wall time and of the CPU."""
    before, started = _used(), time.perf_counter_ns()
    done = subprocess.run((*PROGRAM, *arguments), env=environment, capture_output=True, check=False)  # noqa: S603
    wall, used = time.perf_counter_ns() - started, _used() - before
    if done.returncode not in {0, 1} or done.stderr:
        raise RuntimeError(done.stderr.decode())
    return wall, used


def _used() -> int:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return round((used.ru_utime + used.ru_stime) * 1_000_000_000)


def _seconds(nanoseconds: int) -> str:
    return f"{nanoseconds // 1_000_000_000}.{nanoseconds // 10_000_000 % 100:02}"


if __name__ == "__main__":
    main()
    deciders()
