"""The text a worker reads, in both languages, against golden files."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

import policy_engine
from policy_engine.backends.prose.explain import explain
from policy_engine.domain.bilingual import Language, Text
from policy_engine.domain.dates import pack
from policy_engine.ir import nodes as ir
from tests.unit.backends.scalar.build import (
    WORKER,
    age,
    arm,
    day,
    decided,
    excepted,
    fact,
    instrument,
    library,
    monthly,
    national,
    no,
    norm,
    participants,
    truth,
    version,
)

GOLDEN = Path(__file__).parents[3] / "golden" / "explain"

AT_MOST_65 = age(ir.Comparison.AT_MOST, 65, day(ir.Day.REGISTRATION))
AT_LEAST_18 = age(ir.Comparison.AT_LEAST, 18, day(ir.Day.MONTH_DAY, 1))
UNDER_65 = age(ir.Comparison.LESS, 65, day(ir.Day.REGISTRATION))
YOUNG = Text("usia paling tinggi 65 tahun pada tanggal pendaftaran", "at most 65 on the registration date")
NEW = Text("belum pernah terdaftar sebagai peserta", "was never registered as a participant")
GROWN = Text("usia paling rendah 18 tahun pada setiap bulan Iuran", "at least 18 in each contribution month")
NATIONAL = Text("belum mencapai usia 65 tahun pada tanggal pendaftaran", "under 65 on the registration date")
WAIVED = excepted(no(fact("peserta_bpjs_tk")), arm("Pasal 5", fact("lanjut"), truth(1)))
LAW = library(
    instrument(
        version(
            norms=(
                norm("Pasal 3 huruf a", AT_MOST_65, wording=YOUNG),
                norm("Pasal 3 huruf b", WAIVED, wording=NEW),
                replace(
                    monthly("Pasal 3 huruf c", age(ir.Comparison.AT_LEAST, 18, day(ir.Day.MONTH_DAY, 1))),
                    wording=GROWN,
                ),
            ),
            quotas=(ir.Quota(WAIVED.arms[0].citation, None, None, (), 1_000, floor=False),),
        )
    ),
    national(participant_norms=participants(UNDER_65, wording=NATIONAL)),
)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("eligible", {"lanjut": False}),
        ("not-eligible", {"lanjut": False, "peserta_bpjs_tk": True}),
        ("undetermined", {"lanjut": False, "domisili": None, "lahir": None}),
        ("not-applicable", {"domisili": "21.71"}),
        ("gave-way", {"lanjut": True, "lahir": pack(1960, 11, 13)}),
        ("no-group", {"pekerjaan": ir.CodeSet(frozenset({"petani"}), complete=True)}),
    ],
)
def test_a_worker_is_told_what_was_decided_and_why(
    name: str,
    facts: Mapping[str, ir.FactValue | None],
    language: Language,
    golden: Callable[[Path, str], None],
) -> None:
    worker = {key: value for key, value in {**WORKER, **facts}.items() if value is not None}
    golden(GOLDEN / f"{name}.{language.value}.txt", explain(decided(LAW, worker), LAW, language))


@pytest.mark.parametrize("language", Language)
def test_an_amount_that_is_not_known_says_what_it_turns_on(language: Language, tmp_path: Path) -> None:
    path = tmp_path / "a.policy"
    path.write_text(UNFUNDED, "utf-8")
    lines = policy_engine.load(path).decide(PAID, on="2026-02-01").explain(language.value).splitlines()
    assert TURNS_ON.in_(language) in lines


TURNS_ON = Text(
    "Jumlah itu bergantung pada: anggaran yang menanggung Iuran, yang tidak disebut Perbup Kabupaten Tegal 1/2026; "
    "bekerja pada sektor transportasi",
    "The amount turns on: the budget that bears the contributions, which Regent Regulation Tegal Regency 1/2026 "
    "does not state; works in the transport sector",
)
PAID = {
    "lahir": "1985-06-15",
    "pekerjaan": ["nelayan"],
    "domisili": "kabupaten_tegal",
    "tanggal_pendaftaran": "belum",
    "memiliki_nik_atau_ktp": True,
    "memiliki_usaha_atau_pekerjaan": True,
}
UNFUNDED = """instrumen perbup kabupaten_tegal nomor 1 tahun 2026 {
  tentang "x"  status rancangan  daerah kabupaten_tegal  segmen bpu  mulai berlaku 2026-01-05
  Pasal 1  Penerima terdiri atas: a. nelayan.
  Pasal 2
    (1) Penerima diikutsertakan dalam program jkk dan jkm.
    (2) Iuran jkk sebesar Rp10.000 per bulan.
    (3) Iuran jkm sebesar Rp6.800 per bulan.
    (4) Iuran ditanggung seluruhnya oleh Pemerintah Daerah.
    (5) Iuran dibayar untuk bulan Iuran Februari 2026.
}
"""
