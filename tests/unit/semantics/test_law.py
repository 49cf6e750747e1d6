"""Each finding of law is shown by the bad example of its page and not by the good one."""

import re
from itertools import pairwise

import pytest

from policy_engine.diagnostics import between, drafting, money, time
from policy_engine.diagnostics.model import REGISTRY, Diagnostic, Severity, apply_edits
from policy_engine.diagnostics.wording import SECOND_FILE
from policy_engine.domain.bilingual import Language, both
from policy_engine.domain.dates import LeapRule
from policy_engine.ir import nodes as ir
from policy_engine.semantics.law.check import check_law
from policy_engine.semantics.timeline import timelines
from policy_engine.source import SourceFile
from policy_engine.syntax import ast
from policy_engine.syntax.parser import parse

MODULES = {module.__name__ for module in (between, drafting, money, time)}
CLASSES = [cls for cls in REGISTRY.values() if cls.__module__ in MODULES]
SHOWN = [cls for cls in CLASSES if cls.page.bad]
REGIONS: dict[str, str | None] = {
    "kepulauan_riau": "21",
    "kabupaten_karimun": "21.02",
    "kota_batam": "21.71",
    "kota_bontang": "64.74",
}


def read(text: str) -> tuple[list[ast.PolicyFile], list[SourceFile]]:
    sources = [SourceFile(f"{n}.policy", part) for n, part in enumerate(text.split(SECOND_FILE))]
    parsed = [parse(source) for source in sources]
    assert [found.message.indonesian for one in parsed for found in one.diagnostics] == [], text
    return [one.tree for one in parsed if one.tree is not None], sources


def vocabulary(name: str, codes: dict[str, str | None]) -> ir.Vocabulary:
    listed = tuple(ir.Code(one, code, both(one), ()) for one, code in codes.items())
    return ir.Vocabulary(name, both(name), None, None, listed, ())


def library(trees: list[ast.PolicyFile]) -> ir.Library:
    """Make a library of the vocabularies alone, which is all that the checks of law read."""
    declared = [
        vocabulary(one.name.text, {e.name.text: None for e in one.entries})
        for tree in trees
        for one in tree.declarations
        if isinstance(one, ast.Vocabulary)
    ]
    return ir.Library((vocabulary("wilayah", REGIONS), *declared), (), (), (), LeapRule.ON_1_MARCH)


def law(text: str) -> tuple[Diagnostic, ...]:
    """Give what the law and the amendments and repeals in files have against them."""
    trees, _ = read(text)
    instruments = [tree.instrument for tree in trees if tree.instrument is not None]
    told = timelines(instruments, {name: code for name, code in REGIONS.items() if code is not None})
    return (*check_law(trees, library(trees)), *(found for one in told for found in one.diagnostics))


def codes(text: str) -> set[str]:
    return {found.code for found in law(text)}


@pytest.mark.parametrize("cls", SHOWN, ids=lambda cls: str(cls.kind.name))
def test_the_bad_example_has_the_finding_and_the_good_one_has_not(cls: type[Diagnostic]) -> None:
    assert cls.kind.code in codes(cls.page.bad)
    assert cls.kind.code not in codes(cls.page.good)


@pytest.mark.parametrize("cls", SHOWN, ids=lambda cls: str(cls.kind.name))
def test_a_bad_example_has_no_error_beside_its_own(cls: type[Diagnostic]) -> None:
    errors = {found.code for found in law(cls.page.bad) if found.severity is Severity.ERROR}
    assert errors <= {cls.kind.code}
    assert not [found for found in law(cls.page.good) if found.severity is Severity.ERROR]


@pytest.mark.parametrize("cls", SHOWN, ids=lambda cls: str(cls.kind.name))
def test_a_message_is_one_sentence_about_places_in_the_files(cls: type[Diagnostic]) -> None:
    for found in law(cls.page.bad):
        assert found.span is not None
        assert all(label.span.text for label in found.labels)
        for language in Language:
            for words in (found.message, found.help):
                text = words.in_(language) if words else "`"
                assert text[0] == "`" or text[0].islower() or text[0].isdigit()
                assert not text.endswith(".") or text.endswith("...")
                assert not re.search(r"invalid|illegal|None|\{|\}", text)


def test_a_fix_gives_text_without_the_finding() -> None:
    text = drafting.BoundWordUnfit.page.bad
    trees, sources = read(text)
    fixes = [found.fix for found in check_law(trees, library(trees)) if found.fix]
    assert len(fixes) == 1
    fixed = apply_edits(sources[0].text, fixes[0].edits)
    assert fixed == drafting.BoundWordUnfit.page.good


PP = """instrumen pp nomor 44 tahun 2015 {
  tentang "Contoh" status dibaca segmen bpu mulai berlaku 2015-07-01
  Pasal 20
    (1) Iuran jkk bagi Peserta bpu sesuai dengan Lampiran II.
    (3) Iuran jkm bagi Peserta bpu sebesar Rp6.800 per bulan.
  Lampiran II
    Iuran jkk menurut penghasilan, di antara dua baris belum dapat ditentukan:
      1. sampai dengan Rp1.099.000: Rp10.000;
      2. paling sedikit Rp1.100.000: Rp12.000.
}
"""

CLEAN = """instrumen perbup kabupaten_karimun nomor 5 tahun 2025 {
  tentang "Pekerja Rentan" status rancangan daerah kabupaten_karimun segmen bpu
  ditetapkan 2025-01-02 diundangkan 2025-01-03 mulai berlaku 2025-01-03
  mengingat pp 44/2015
  Pasal 1  yang dimaksud dengan:
    1. rentan adalah "pekerja kecil" yaitu nelayan.
  Pasal 2
    (1) Penerima terdiri atas: a. nelayan; dan b. petani.
    (2) Penerima harus rentan.
  Pasal 3
    (1) Penerima diikutsertakan dalam program jkk dan jkm.
    (2) Iuran jkk sesuai dengan pp 44/2015 Lampiran II baris 1.
    (3) Iuran jkm sesuai dengan pp 44/2015 Pasal 20 ayat (3).
    (4) Iuran ditanggung sebagian: 50% oleh Pemerintah Daerah dan 50% oleh pemerintah kepulauan_riau.
    (5) Iuran dibayar untuk bulan Iuran Juli 2025 sampai dengan Desember 2025.
    (6) Pendanaan dibebankan pada apbd tahun anggaran 2025.
    (7) Pembayaran Iuran dihentikan dalam hal: a. meninggal.
  Pasal 4
    (1) Kuota Penerima paling banyak 100 orang.
    (2) Pagu Iuran paling banyak Rp10.080.000 tahun anggaran 2025.
    (3) Urutan prioritas: a. penghasilan mulai dari yang terendah; dan
        b. nomor_daftar mulai dari yang terendah.
    (4) Penerima yang dihentikan diganti dari daftar tunggu.
}
"""


def both_files(changed: str = CLEAN) -> str:
    """Put the national tariff before a regional text."""
    return PP + SECOND_FILE + changed


def test_a_regulation_that_says_everything_has_no_finding() -> None:
    assert law(both_files()) == ()


CHANGES = [
    # A hundred people for six months at Rp10.000 + Rp6.800, both found by reference, are Rp10.080.000.
    ("Rp10.080.000", "Rp10.079.999", {"PE407"}),
    ("Lampiran II baris 1", "Lampiran II baris 2", {"PE407"}),
    ("Lampiran II baris 1", "Pasal 20 ayat (1)", {"PE407"}),
    ("Kuota Penerima paling banyak 100", "Kuota Penerima paling sedikit 100", set()),
    ("50% oleh Pemerintah Daerah dan 50%", "51% oleh Pemerintah Daerah dan 49%", set()),
    ("50% oleh Pemerintah Daerah dan 50%", "50,005% oleh Pemerintah Daerah dan 49,995%", {"PE413"}),
    ("50% oleh Pemerintah Daerah dan 50%", "50% oleh Pemerintah Daerah dan 49,5%", {"PE412"}),
    ("nomor_daftar mulai", "usia mulai", {"PE410"}),
    ("nomor_daftar mulai", "nik mulai", {"PE411"}),
    ("Desember 2025.", "Januari 2026.", {"PE307"}),
    ("Juli 2025 sampai", "Januari 2025 sampai", {"PE407"}),
    ("Juli 2025 sampai", "Desember 2024 sampai", {"PE301", "PE307", "PE407"}),
    ("mengingat pp 44/2015", "mengingat pp 44/2015, pp 82/2019", {"PE536"}),
    ("Pasal 20 ayat (3)", "Pasal 20 ayat (4)", {"PE535"}),
    ("dihentikan dalam hal: a. meninggal.", "dibayar oleh pekerja.", {"PE906"}),
    ("dihentikan dalam hal: a. meninggal.", "dihentikan dalam hal: a. meninggal; b. nelayan.", {"PE917"}),
    ("status rancangan daerah kabupaten_karimun", "status rancangan daerah kota_batam", {"PE533"}),
    ("b. petani", "a. petani", set()),  # PE104 tells it
    ("(2) Penerima harus rentan", "(3) Penerima harus rentan", set()),
    ("(2) Penerima harus rentan", "(1) Penerima harus rentan", set()),  # PE104 tells it
]


@pytest.mark.parametrize(("old", "new", "expected"), CHANGES)
def test_one_change_has_its_own_finding_and_no_other(old: str, new: str, expected: set[str]) -> None:
    assert old in CLEAN
    text = CLEAN.replace(old, new).replace("Pembayaran Iuran dibayar", "Iuran dibayar")
    assert codes(both_files(text)) == expected


def test_groups_may_be_numbered() -> None:
    numbered = CLEAN.replace("a. nelayan; dan b. petani.", "1. nelayan; dan 2. petani.")
    assert codes(numbered) == codes(CLEAN)


def test_the_order_of_files_changes_nothing() -> None:
    for cls in (between.SubsidiaryCycle, between.DoublePayment, money.ReliefFromBarredBudget):
        parts = cls.page.bad.split(SECOND_FILE)
        assert codes(SECOND_FILE.join(reversed(parts))) == codes(cls.page.bad)


def test_the_law_in_force_in_the_funded_months_is_the_one_that_counts() -> None:
    later = time.AdvancePaymentNotAllowed.page.bad.replace(
        "mulai berlaku 2021-04-01", "mulai berlaku 2026-01-01"
    )
    assert "PE304" not in codes(later)


def test_codes_and_severities_are_of_their_families() -> None:
    families = {time: "PE3", money: "PE4", between: "PE5", drafting: "PE9"}
    for module, family in families.items():
        found = [cls for cls in CLASSES if cls.__module__ == module.__name__]
        assert found
        assert all(cls.kind.code.startswith(family) for cls in found)
        assert all(one.kind.code < other.kind.code for one, other in pairwise(found))
