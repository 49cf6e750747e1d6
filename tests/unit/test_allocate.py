"""Places and money from Python: a register in, an allocation for each instrument out."""

import pytest

import policy_engine
from policy_engine.registers.model import Rejected
from policy_engine.registers.twice import settle

DRAFT = """
instrumen perwali kota_batam nomor 903 tahun 2025 {
  tentang "kota"  status rancangan  daerah kota_batam  segmen bpu
  ditetapkan 2025-01-01  diundangkan 2025-01-01  mulai berlaku 2025-01-02
  mengingat uu 40/2004, uu 24/2011, pp 44/2015, permenaker 5/2021
  Pasal 1  Penerima terdiri atas: a. ojek.
  Pasal 2
    (1) Penerima diikutsertakan dalam program jkk dan jkm.
    (2) Iuran jkk sesuai dengan pp 44/2015 Lampiran II baris 1.
    (3) Iuran jkm sesuai dengan pp 44/2015 Pasal 20 ayat (3).
    (4) Iuran ditanggung seluruhnya oleh Pemerintah Daerah.
    (5) Iuran dibayar untuk bulan Iuran Juni 2025 sampai dengan Agustus 2025.
    (6) Pendanaan dibebankan pada apbd tahun anggaran 2025, belanja "bantuan sosial".
  Pasal 3
    (1) Kuota Penerima paling banyak 1 orang.
    (2) Urutan prioritas: a. nomor_pendaftaran mulai dari yang terendah.
    (3) Penerima yang tidak tertampung dicatat dalam daftar tunggu.
}
"""


def person(number: int, **changes: object) -> dict[str, object]:
    return {
        "nik": f"{number:016d}",
        "nomor_pendaftaran": number,
        "pekerjaan": ["ojek"],
        "domisili": "kota_batam",
        "lahir": "1985-03-02",
        "tanggal_pendaftaran": "2025-06-01",
        "memiliki_nik_atau_ktp": True,
        "memiliki_usaha_atau_pekerjaan": True,
    } | changes


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> policy_engine.Engine:
    folder = tmp_path_factory.mktemp("policies")
    (folder / "kota.policy").write_text(DRAFT, "utf-8")
    return policy_engine.load([folder])


@pytest.mark.slow
def test_an_allocation_tells_who_is_funded_who_waits_and_what_is_left(engine: policy_engine.Engine) -> None:
    people: list[dict[str, object]] = [
        person(9),
        person(3),
        {"nomor_pendaftaran": "banyak"},
        person(3),
        person(5, pekerjaan=["nelayan"]),
    ]
    (found,) = engine.allocate(people, on="2025-06-01")
    assert [(each.row, each.standing, each.waiting_number) for each in found.allotments] == [
        (1, "waiting", 1),
        (2, "funded", None),
        (5, "not_eligible", None),
    ]
    assert found.merged == {4: 2}
    assert [each.row for each in found.rejected] == [3]
    assert [(use.capacity, use.used, use.left) for use in found.limits] == [(1, 1, 0)]
    assert (found.spent, found.allotments[1].total) == (50_400, 50_400)
    assert found.allotments[0].explanation.id == (
        "belum mendapat tempat; daftar tunggu nomor 1; urutan ke-2; "
        "tidak ada lagi tempat atau dana (Pasal 3 ayat (1))"
    )
    assert found.allotments[1].explanation.en == (
        "funded; 3 contribution months, June 2025 through August 2025; Rp50,400; place 1 in the order"
    )


@pytest.mark.slow
def test_records_of_one_nik_that_differ_are_all_rejected(engine: policy_engine.Engine) -> None:
    people = [person(3), person(3, nomor_pendaftaran=4), person(9)]
    (found,) = engine.allocate(people, on="2025-06-01")
    assert [(each.row, each.standing) for each in found.allotments] == [(3, "funded")]
    assert [(each.row, each.problems[0].code) for each in found.rejected] == [(1, "PE633"), (2, "PE633")]
    settled, merged = settle(people, [engine.read(each) for each in people])
    assert [isinstance(each, Rejected) for each in settled] == [True, True, False]
    assert merged == {}
