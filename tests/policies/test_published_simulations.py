"""Published totals come out of `simulate` as a user runs it: made registers in, the budget report out.

The registers are those of `made_registers`. Where the text of a policy leaves a blank that no report fills, and
the figure needs it, the test fills it in a copy and says so; the policy itself keeps its blank.
"""

import json
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.policies import made_registers as made
from tests.policies.made_registers import Kind, Made

pytestmark = pytest.mark.slow  # part of `make test-all`

POLICIES = Path(__file__).parents[2] / "policies"
PROGRAM = Path(sys.executable).with_name("policy-engine")


def simulate(
    folder: Path, policy: Path | str, register: Made, *options: str, prelude: Path | None = None
) -> Any:
    """Run the program on a register, and give its budget report."""
    (folder / "register.csv").write_text(register.text(), "utf-8")
    places = [str(POLICIES / policy), *(() if prelude is None else (str(prelude), "--no-prelude"))]
    arguments = ["--workers", str(folder / "register.csv"), "--out", str(folder / "out"), *options]
    done = subprocess.run(
        [PROGRAM, "simulate", *places, *arguments], capture_output=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr.decode()
    return json.loads((folder / "out" / "budget.json").read_text("utf-8"))


def filled(folder: Path, policy: str, *changes: tuple[str, str]) -> Path:
    """Copy a policy with some of its words replaced."""
    text = (POLICIES / policy).read_text("utf-8")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path = folder / Path(policy).name
    path.write_text(text, "utf-8")
    return path


def expected(register: Made) -> dict[str, int]:
    """Give what must become of the rows of a register."""
    persons = sum(kind.people for kind in (*register.eligible, *register.others, *register.incomplete))
    return {
        "read": persons + register.broken + register.twice,
        "decided": persons,
        "merged": register.twice,
        "rejected": register.broken,
    }


def counts(report: Any) -> dict[str, int]:
    return {name: report["counts"][name] for name in ("read", "decided", "merged", "rejected")}


# Where a register has more people than places, who is paid is a matter of allocation: here there are none.
CASES = {
    "karimun": (
        "kepulauan-riau/karimun-nota-kesepakatan-2025.policy",
        made.KARIMUN,
        ("--on", "2025-11-13"),
        953,
        32_020_800,
    ),
    "batam": (
        "kepulauan-riau/batam-transportasi-2025.policy",
        made.BATAM,
        ("--on", "2025-06-11", "--assume-commences", "2025-06-01"),
        6_945,
        816_732_000,
    ),
    "karimun fishers": (
        "kepulauan-riau/provinsi-nelayan-karimun-2024.policy",
        replace(made.KARIMUN_FISHERS, surplus=()),
        ("--on", "2024-01-02", "--assume-commences", "2024-01-01"),
        5_535,
        1_115_856_000,
    ),
    "kepri fishers": (
        "kepulauan-riau/provinsi-nelayan-2025.policy",
        made.KEPRI_FISHERS,
        ("--on", "2025-01-02", "--assume-commences", "2025-01-01"),
        31_304,
        6_310_886_400,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_budget_report_says_the_published_total(name: str, tmp_path: Path) -> None:
    policy, register, options, persons, rupiah = CASES[name]
    report = simulate(tmp_path, policy, register, *options)
    assert counts(report) == expected(register)
    assert report["people"]["outcomes"]["eligible"] == persons
    assert report["people"]["rupiah"] == rupiah
    assert sum(line["rupiah"] for line in report["budget"]) == rupiah
    for part in ("places", "occupations", "groups"):
        assert sum(each["rupiah"] for each in report[part]) == rupiah, part
        assert sum(each["outcomes"]["eligible"] for each in report[part]) == persons, part
    for given in report["allocation"]:
        assert (given["standings"]["funded"], given["spent"]) == (persons, rupiah)
    undetermined = sum(kind.people for kind in register.incomplete)
    assert report["people"]["outcomes"]["undetermined"] == undetermined
    assert sum(each["alone"] for each in report["missing"]) == undetermined


def test_each_district_of_karimun_has_its_published_fishers(tmp_path: Path) -> None:
    policy, register, options, _, _ = CASES["karimun fishers"]
    report = simulate(tmp_path, policy, register, *options)
    found = sorted(each["outcomes"]["eligible"] for each in report["places"] if each["outcomes"]["eligible"])
    assert found == sorted(made.DISTRICTS.values())


POSTS = {
    "ketua_rt": 4_028,
    "kader_posyandu": 3_855,
    "kader_siaga_kelurahan": 109,
    "pekerja_sosial_keagamaan": 4_703,
    "ketua_lpm": 152,
}
"""The five figures of the report; it does not say which post each is of, so the pairing is ours."""


def test_the_posts_of_batam_are_the_published_number_of_people(tmp_path: Path) -> None:
    months = 'bulan Iuran ... "masa pembayaran tidak disebut"'
    risk = 'rentan adalah ... "ukuran kerentanan tidak disebut"'
    policy = filled(
        tmp_path,
        "kepulauan-riau/batam-sosial-2025.policy",
        (months, "bulan Iuran Oktober 2025"),
        (risk, "rentan adalah sangat_berisiko_miskin_ekstrem"),
    )
    register = Made(
        usual={
            "jabatan": "",
            "lahir": "1985-10-01",
            "domisili": "kota_batam",
            "memiliki_nik_atau_ktp": "ya",
            "memiliki_usaha_atau_pekerjaan": "ya",
            "sangat_berisiko_miskin_ekstrem": "ya",
            "tanggal_pendaftaran": "belum",
        },
        eligible=[Kind(people, {"jabatan": post}) for post, people in POSTS.items()],
        others=[Kind(7, {"jabatan": "perangkat_desa"})],
        incomplete=[Kind(5, {"lahir": "", "jabatan": "ketua_rt"})],
    )
    report = simulate(tmp_path, policy, register, "--on", "2025-10-01", "--assume-commences", "2025-09-26")
    assert counts(report) == expected(register)
    assert report["people"]["outcomes"]["eligible"] == 12_847
    assert Counter(each["outcomes"]["eligible"] for each in report["groups"]) == Counter(POSTS.values())


def test_those_registered_in_bontang_are_the_published_number_of_people(tmp_path: Path) -> None:
    prelude = tmp_path / "nasional"
    shutil.copytree(POLICIES / "nasional", prelude)
    facts = prelude / "fakta.policy"
    # The average minimum wage that the rule compares with was never published.
    facts.write_text(
        facts.read_text("utf-8").replace("kota_bontang: ... mulai", "kota_bontang: Rp3.419.108 mulai"),
        "utf-8",
    )
    policy = filled(
        tmp_path,
        "kalimantan-timur/perwali-bontang-23-2023.policy",
        ('bulan Iuran ... "masa pembayaran tidak disebut"', "bulan Iuran November 2023"),
    )
    register = Made(
        usual={
            "pekerjaan": "nelayan",
            "penghasilan": "1000000",
            "berkontrak_kerja": "tidak",
            "bekerja_tanpa_pemberi_kerja": "ya",
            "terdata_kelurahan": "ya",
            "dokumen": "ktp_el|kartu_pencari_kerja",
            "lahir": "1985-10-01",
            "domisili": "bontang_selatan",
            "tanggal_pendaftaran": "belum",
            "penyandang_disabilitas": "tidak",
            "jabatan": "|",
            "bekerja_di_usaha_mikro_kecil": "tidak",
            "memiliki_nik_atau_ktp": "ya",
            "memiliki_usaha_atau_pekerjaan": "ya",
        },
        eligible=[Kind(34_437), Kind(345, {"penyandang_disabilitas": "ya", "pekerjaan": "|"})],
        others=[Kind(20, {"berkontrak_kerja": "ya"}), Kind(9, {"penghasilan": "3419108"})],
        incomplete=[Kind(4, {"penghasilan": ""})],
    )
    report = simulate(tmp_path, policy, register, "--on", "2023-10-10", prelude=prelude)
    assert counts(report) == expected(register)
    assert report["people"]["outcomes"]["eligible"] == 34_782
