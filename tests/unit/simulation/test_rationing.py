"""A run gives places and money as the reference does, payer after payer, and says so in its report."""

import csv
import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

import policy_engine
from policy_engine import engine as api
from policy_engine.backends.scalar.strata import allocate_register
from policy_engine.domain.bilingual import Language
from policy_engine.domain.citation import InstrumentId
from policy_engine.domain.dates import make_month
from policy_engine.ir.allotment import Allotment, Standing
from policy_engine.registers.model import Rejected
from policy_engine.simulation.places import json_rows
from policy_engine.simulation.run import Request, Simulated, Version, simulate
from policy_engine.simulation.writing import DecisionForm, Keep, Output
from tests.unit.simulation.whole import decisions, table

pytestmark = pytest.mark.slow  # part of `make test-all`

ON = "2025-06-01"
HEAD = """
  tentang "{title}"  status rancangan  daerah {place}  segmen bpu
  ditetapkan 2025-01-01  diundangkan 2025-01-01  mulai berlaku 2025-01-02
  mengingat uu 40/2004, uu 24/2011, pp 44/2015, permenaker 5/2021
"""
BODY = """
  Pasal {paid}
    (1) Penerima diikutsertakan dalam program jkk dan jkm.
    (2) Iuran jkk sesuai dengan pp 44/2015 Lampiran II baris 1.
    (3) Iuran jkm sesuai dengan pp 44/2015 Pasal 20 ayat (3).
    (4) Iuran ditanggung seluruhnya oleh Pemerintah Daerah.
    (5) Iuran dibayar untuk bulan Iuran Juni 2025 sampai dengan Agustus 2025.
    (6) Pendanaan dibebankan pada apbd tahun anggaran 2025, belanja "bantuan sosial".
"""
CITY = (
    "instrumen perwali kota_batam nomor 901 tahun 2025 {"
    + HEAD.format(title="kota", place="kota_batam")
    + """
  Pasal 1  Penerima terdiri atas: a. ojek.
"""
    + BODY.format(paid=2)
    + """
  Pasal 3
    (1) Kuota Penerima paling banyak 3 orang.
    (2) Pagu Iuran paling banyak Rp120.000 tahun anggaran 2025.
    (3) Urutan prioritas:
        a. usia mulai dari yang tertinggi; dan
        b. nomor_pendaftaran mulai dari yang terendah.
    (4) Penerima yang nilainya belum diketahui ditempatkan terakhir.
    (5) Penerima yang tidak tertampung dilewati.
    (6) Penerima yang tidak tertampung dicatat dalam daftar tunggu.
}
"""
)
PROVINCE = (
    "instrumen pergub kepulauan_riau nomor 902 tahun 2025 {"
    + HEAD.format(title="provinsi", place="kepulauan_riau")
    + """
  Pasal 1  Penerima terdiri atas: a. ojek.
  Pasal 2  Penerima harus memenuhi persyaratan: a. tidak ditanggung oleh perwali kota_batam 901/2025.
"""
    + BODY.format(paid=3)
    + """
  Pasal 4
    (1) Kuota Penerima per kabupaten/kota paling banyak 2 orang.
    (2) Urutan prioritas: a. nomor_pendaftaran mulai dari yang terendah.
    (3) Penerima yang nilainya belum diketahui ditahan.
}
"""
)
CITY_ID, PROVINCE_ID = "perwali-21.71-901-2025", "pergub-21-902-2025"


def person(number: int, **changes: str) -> dict[str, str]:
    usual = {
        "nik": f"{number:016d}",
        "nomor_pendaftaran": str(number),
        "pekerjaan": "ojek",
        "lahir": "1985-03-02",
        "domisili": "kota_batam",
        "tanggal_pendaftaran": "2025-06-01",
        "peserta_bpjs_tk": "tidak",
        "memiliki_nik_atau_ktp": "ya",
        "memiliki_usaha_atau_pekerjaan": "ya",
    }
    return usual | changes


REGISTER = (
    person(1),
    person(2, lahir="1970-01-01"),
    person(3, lahir="1970-01-01"),
    person(4, pekerjaan="nelayan"),
    person(5, lahir=""),
    person(6, domisili="kabupaten_karimun"),
    person(7, domisili="kabupaten_karimun"),
    person(8, domisili="kabupaten_karimun", nomor_pendaftaran=""),
    person(9),
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> api.Engine:
    folder = tmp_path_factory.mktemp("policies")
    (folder / "kota.policy").write_text(CITY, "utf-8")
    (folder / "provinsi.policy").write_text(PROVINCE, "utf-8")
    return policy_engine.load([folder])


def by_reference(engine: api.Engine) -> Mapping[tuple[str, int], Allotment]:
    """Allocate in plain Python; rows are numbered as the run does, from 2."""
    records = [
        engine.read({name: value or None for name, value in each.items() if name != "nik"})
        for each in REGISTER
    ]
    workers = [each.facts for each in records if not isinstance(each, Rejected)]
    assert len(workers) == len(REGISTER)
    asked: list[InstrumentId] = [engine.instrument(name).id for name in (CITY_ID, PROVINCE_ID)]
    on = api.packed(ON)
    made = allocate_register(engine.library, asked, workers, on=on, facts_as_of=on, digest=engine.digest)
    return {
        (instrument.slug, each.row + 2): each
        for instrument, found in made.items()
        for each in found.pool.allotments
    }


def run(engine: api.Engine, out: Path, before: api.Engine | None = None) -> Simulated:
    register = out.with_name("register.csv")
    register.write_text(table(*REGISTER), "utf-8")
    found: Any = simulate(
        Request(
            library=engine.library,
            instruments=_asked(engine),
            on=api.packed(ON),
            register=str(register),
            out=out,
            forms=(DecisionForm.CSV,),
            output=Output(Keep.NONE, None, Language.ID),
            before=None if before is None else Version(before.library, _asked(before)),
        ),
        lambda _what: lambda _done, _total: None,
        lambda _simulated, _folder: None,
    )
    assert isinstance(found, Simulated), found
    return found


def _asked(engine: api.Engine) -> tuple[InstrumentId, ...]:
    return tuple(engine.instrument(name).id for name in (CITY_ID, PROVINCE_ID))


def test_a_run_gives_places_as_the_reference_gives_them(engine: api.Engine, tmp_path: Path) -> None:
    expected = by_reference(engine)
    run(engine, tmp_path / "out")
    rows = decisions(tmp_path / "out")
    assert len(rows) == 2 * len(REGISTER)
    for row in rows:
        one = expected[row["instrument"], int(row["row"])]
        assert row["standing"] == one.standing.value
        assert row["rank"] == ("" if one.rank is None else str(one.rank))
        assert row["waiting_number"] == ("" if one.waiting_number is None else str(one.waiting_number))
        assert row["funded_total"] == str(one.rupiah)
        assert len(row["funded_months"].split("|")) == max(1, len(one.months))
        assert (row["because"] != "") == (one.ground is not None)


def test_the_province_pays_only_for_those_whom_the_city_did_not(engine: api.Engine, tmp_path: Path) -> None:
    # The two oldest take the money of the city; the province has places for two more of the city's people.
    run(engine, tmp_path / "out")
    funded = {
        name: {
            int(row["row"]) - 1
            for row in decisions(tmp_path / "out")
            if row["instrument"] == name and row["standing"] == Standing.FUNDED.value
        }
        for name in (CITY_ID, PROVINCE_ID)
    }
    assert funded == {CITY_ID: {2, 3}, PROVINCE_ID: {1, 9, 6, 7}}


def test_the_report_says_what_is_left_and_who_waits(engine: api.Engine, tmp_path: Path) -> None:
    found = run(engine, tmp_path / "out")
    province, city = found.given
    assert (city.standings[Standing.FUNDED], city.standings[Standing.WAITING], city.spent) == (2, 2, 100_800)
    assert [(use.capacity, use.used, use.left) for use in city.uses] == [
        (3, 2, 1),
        (120_000, 100_800, 19_200),
    ]
    assert {use.area: use.used for use in province.uses} == {"21.02": 2, "21.71": 2}
    for each in found.given:
        assert sum(line.rupiah for line in each.paid) == each.spent
    assert {line.month: line.rupiah for line in city.paid if line.programme == "jkk"} == {
        make_month(2025, month): 20_000 for month in (6, 7, 8)
    }
    rows = json.loads(json.dumps(json_rows(found.given)))
    assert [row["spent"] for row in rows] == [province.spent, 100_800]


# Compared with another version


def best(out: Path) -> dict[int, tuple[str, int]]:
    """Give the best standing of each worker, and what is paid for them."""
    order = ("funded", "held", "waiting", "undetermined", "not_eligible")
    found: dict[int, tuple[str, int]] = {}
    for row in decisions(out):
        standing, paid = found.get(int(row["row"]), (order[-1], 0))
        better = min(standing, row["standing"], key=order.index)
        found[int(row["row"])] = (better, paid + int(row["funded_total"] or 0))
    return found


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("paling banyak Rp120.000", "paling banyak Rp60.000"),
        ("per kabupaten/kota paling banyak 2 orang", "per kabupaten/kota paling banyak 1 orang"),
        ("Kuota Penerima paling banyak 3 orang", "Kuota Penerima paling banyak 1 orang"),
    ],
)
def test_the_other_version_is_rationed_as_a_run_on_it_alone(
    engine: api.Engine, old: str, new: str, tmp_path: Path
) -> None:
    folder = tmp_path / "before"
    folder.mkdir()
    assert old in CITY + PROVINCE
    (folder / "kota.policy").write_text(CITY.replace(old, new), "utf-8")
    (folder / "provinsi.policy").write_text(PROVINCE.replace(old, new), "utf-8")
    other = policy_engine.load([folder])
    alone = run(other, tmp_path / "alone")
    found = run(engine, tmp_path / "out", other)
    assert found.compared is not None
    assert json_rows(found.compared.given_before) == json_rows(alone.given)
    assert found.given == run(engine, tmp_path / "now").given
    before, after = best(tmp_path / "alone"), best(tmp_path / "out")
    counted = Counter((before[row][0], after[row][0]) for row in after)
    assert {
        (each.before and each.before.value, each.after.value): each.people for each in found.compared.replaced
    } == counted
    assert found.compared.gained == sum(n for (was, now), n in counted.items() if was != "funded" == now)
    assert found.compared.lost == sum(n for (was, now), n in counted.items() if was == "funded" != now)
    assert sum(each.rupiah_before for each in found.compared.replaced) == sum(
        each.spent for each in alone.given
    )
    with (tmp_path / "out" / "changes.csv").open(encoding="utf-8", newline="") as file:
        changes = {
            int(row["row"]): (
                (row["standing_before"], int(row["funded_total_before"])),
                (row["standing_after"], int(row["funded_total_after"])),
            )
            for row in csv.DictReader(file)
        }
    moved = {row: (before[row], after[row]) for row in after if before[row] != after[row]}
    assert moved
    assert {row: both for row, both in changes.items() if both[0] != both[1]} == moved
