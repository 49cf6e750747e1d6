"""What policies mean: text in, the typed IR out, and the problems that belong to names and types."""

from collections.abc import Callable
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_engine.diagnostics import names as name_problems
from policy_engine.diagnostics import types as type_problems
from policy_engine.diagnostics.catalogue import every_class
from policy_engine.diagnostics.model import Applicability, Diagnostic, Severity, apply_edits
from policy_engine.diagnostics.names import example
from policy_engine.domain.bilingual import Language
from policy_engine.domain.citation import Office
from policy_engine.domain.dates import LeapRule, make_month, pack
from policy_engine.ir import cases
from policy_engine.ir import nodes as ir
from policy_engine.ir.assume import Commences, Holds
from policy_engine.ir.dump import dump_expr, dump_instrument
from policy_engine.ir.invariants import violations
from policy_engine.semantics.elaborate import elaborate
from policy_engine.source import SourceFile
from policy_engine.syntax import ast
from policy_engine.syntax.parser import parse
from policy_engine.syntax.printer import print_file
from tests.unit.semantics.texts import DECLARATIONS, codes, instrument, norms, read, required, tree, version

POLICIES = sorted((Path(__file__).parents[3] / "policies").rglob("*.policy"))
OWN = (name_problems.__name__, type_problems.__name__)
CLASSES = [cls for cls in every_class() if cls.__module__ in OWN]
UMK = 'parameter umk adalah rupiah per bulan "umk" / "wage": Rp3.715.001 mulai 2025-01-01 berdasarkan "K".\n'
PP_44 = next(path for path in POLICIES if path.name == "pp-44-2015.policy").read_text("utf-8")


# Every diagnostic by the example of its page


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.kind.name)
def test_the_bad_example_reports_exactly_its_code(cls: type[Diagnostic]) -> None:
    assert codes(cls.page.bad) == [cls.kind.code]


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.kind.name)
def test_the_good_example_reports_nothing(cls: type[Diagnostic]) -> None:
    assert codes(cls.page.good) == []


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.kind.name)
def test_a_message_is_one_lower_case_sentence_in_both_languages(cls: type[Diagnostic]) -> None:
    (found,) = read(cls.page.bad).diagnostics
    for language in Language:
        said = found.message.in_(language)
        assert said
        assert not said.endswith(".")
        assert said[0] == "`" or said[0].islower()


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.kind.name)
def test_a_fix_removes_what_it_fixes(cls: type[Diagnostic]) -> None:
    (found,) = read(cls.page.bad).diagnostics
    if found.fix is not None:
        assert found.fix.applicability is Applicability.UNSAFE
        assert codes(apply_edits(cls.page.bad, found.fix.edits)) == []


# Conditions


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("pegawai", "pegawai"),
        ("tidak pegawai", "not pegawai"),
        ("nelayan", "(pekerjaan in {nelayan})"),
        ("nelayan atau petani", "(pekerjaan in {nelayan, petani})"),
        ("nelayan dan petani", "((pekerjaan in {nelayan}) and (pekerjaan in {petani}))"),
        ("pekerjaan meliputi (nelayan, petani)", "(pekerjaan in {nelayan, petani})"),
        ("nelayan yang anak paling rendah 2", "((pekerjaan in {nelayan}) and (anak >= 2))"),
        ("(nelayan atau petani) dan aktif", "((pekerjaan in {nelayan, petani}) and aktif)"),
        ("penduduk Daerah", "(domisili within 21.02)"),
        ("penduduk 21.02.01", "(domisili within 21.02.01)"),
        ("meninggal", "(meninggal by registration)"),
        ("meninggal pada tanggal keputusan", "(meninggal by decision)"),
        ("tidak sedang menjadi peserta aktif", "not aktif"),
        ("belum pernah terdaftar sebagai aktif", "not aktif"),
        ("terdaftar dalam data dtks keadaan tanggal 2025-01-31", "terdaftar_dtks"),
        ("masa_kerja paling singkat 2 tahun", "(masa_kerja >= 2 years)"),
        ("masa_kerja 2 sampai dengan 5 tahun", "((masa_kerja >= 2 years) and (masa_kerja <= 5 years))"),
        ("...", "blank(perbup-21.02-1-2025:pasal-1)"),
        (
            "aktif kecuali pegawai",
            "(aktif unless <Perbup 21.02 1/2025 Pasal 1>: pegawai gives true)",
        ),
    ],
)
def test_a_condition_means(written: str, meant: str) -> None:
    assert required(written) == meant


@pytest.mark.parametrize(
    ("word", "sign"),
    [
        ("paling rendah", ">="),
        ("paling sedikit", ">="),
        ("paling singkat", ">="),
        ("minimal", ">="),
        ("paling tinggi", "<="),
        ("paling banyak", "<="),
        ("paling lama", "<="),
        ("belum mencapai", "<"),
        ("kurang dari", "<"),
        ("lebih dari", ">"),
        ("sama dengan", "="),
    ],
)
def test_each_bound_word_has_one_meaning(word: str, sign: str) -> None:
    assert required(f"anak {word} 3") == f"(anak {sign} 3)"


@pytest.mark.parametrize(
    ("day", "meant"),
    [
        ("tanggal pendaftaran", "registration"),
        ("tanggal keputusan", "decision"),
        ("setiap bulan Iuran", "day(1)"),
        ("hari terakhir setiap bulan Iuran", "day(31)"),
        ("tanggal 15 setiap bulan Iuran", "day(15)"),
        ("2025-11-01", "2025-11-01"),
        ("tanggal lahir", "lahir"),
    ],
)
def test_each_test_date_has_one_meaning(day: str, meant: str) -> None:
    assert required(f"usia paling tinggi 65 tahun pada {day}") == f"(age(lahir, {meant}) <= 65)"


def test_the_second_bound_takes_the_subject_and_gives_its_test_date() -> None:
    assert required("usia paling rendah 18 tahun dan paling tinggi 65 tahun pada tanggal pendaftaran") == (
        "((age(lahir, registration) >= 18) and (age(lahir, registration) <= 65))"
    )


def test_an_exact_top_age_is_kept_apart_from_completed_years() -> None:
    assert required("usia paling tinggi 65 tahun tepat pada tanggal pendaftaran") == (
        "(age(lahir, registration) <= exactly 65)"
    )


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("penghasilan kurang dari 80% dari umk", "(penghasilan < (umk@decision * 4/5 up to 1))"),
        ("penghasilan paling banyak 80% dari umk", "(penghasilan <= (umk@decision * 4/5 down to 1))"),
        ("penghasilan paling sedikit 80% dari umk", "(penghasilan >= (umk@decision * 4/5 up to 1))"),
        ("penghasilan lebih dari 80% dari umk", "(penghasilan > (umk@decision * 4/5 down to 1))"),
        ("penghasilan paling banyak 3 * umk", "(penghasilan <= (umk@decision * 3/1))"),
    ],
)
def test_a_comparison_with_a_share_is_rounded_so_that_it_stays_exact(written: str, meant: str) -> None:
    assert required(written, declarations=UMK) == meant


@given(st.integers(0, 5_000), st.integers(1, 5_000), st.integers(1, 99))
def test_rounding_the_right_side_changes_no_comparison(income: int, wage: int, percent: int) -> None:
    down, up = wage * percent // 100, -(-wage * percent // 100)
    assert (income * 100 < wage * percent) == (income < up)
    assert (income * 100 <= wage * percent) == (income <= down)
    assert (income * 100 >= wage * percent) == (income >= up)
    assert (income * 100 > wage * percent) == (income > down)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("paling lambat", "(tanggal_pendaftaran by 2025-03-01)"),
        ("kurang dari", "(tanggal_pendaftaran by 2025-02-28)"),
        (
            "paling cepat",
            "((tanggal_pendaftaran by 2400-12-31) and not (tanggal_pendaftaran by 2025-02-28))",
        ),
        ("lebih dari", "((tanggal_pendaftaran by 2400-12-31) and not (tanggal_pendaftaran by 2025-03-01))"),
        ("sama dengan", "((tanggal_pendaftaran by 2025-03-01) and not (tanggal_pendaftaran by 2025-02-28))"),
    ],
)
def test_an_event_is_compared_by_whether_it_has_happened(written: str, meant: str) -> None:
    assert required(f"tanggal_pendaftaran {written} 2025-03-01") == meant


# Lists, groups and definitions

RECIPIENTS = """  Pasal 1
    yang dimaksud dengan:
      1. rentan adalah "x" yaitu penghasilan kurang dari Rp1.000.000 per bulan;
      2. mapan adalah "y".
  Pasal 2
    (1) Penerima terdiri atas:
        a. kelompok laut: nelayan dan petani;
        b. (nelayan dan petani);
        c. nelayan dan petani yang rentan;
        d. nelayan yang rentan dan tidak pegawai; dan
        e. mapan.
    (2) kelompok laut mendahulukan Pasal 2 ayat (1) huruf b.
  Pasal 3
    (1) Penerima kelompok laut harus aktif.
    (2) Penerima sebagaimana dimaksud dalam Pasal 2 ayat (1) huruf b harus tidak laut.
  Pasal 4
    (1) Penerima diikutsertakan dalam program jkm.
    (2) Iuran jkm sebesar Rp6.800 per bulan.
    (3) Iuran dibayar untuk bulan Iuran Januari 2025 sampai dengan Maret 2025 dan Mei 2025 sampai dengan ... .
    (4) Iuran ditanggung seluruhnya oleh Pemerintah Daerah, sepanjang tidak ditanggung oleh pp 44/2015.
"""


def test_dan_lists_recipients_unless_brackets_or_a_restriction_say_otherwise() -> None:
    groups = {group.id: dump_expr(group.match.condition) for group in version(RECIPIENTS, PP_44).groups}
    fisher, farmer, poor = (
        "(pekerjaan in {nelayan})",
        "(pekerjaan in {petani})",
        "(penghasilan < Rp1000000/month)",
    )
    assert groups == {
        "laut": "(pekerjaan in {nelayan, petani})",
        "pasal-2-ayat-1-huruf-b": f"({fisher} and {farmer})",
        "pasal-2-ayat-1-huruf-c": f"({fisher} or ({farmer} and {poor}))",
        "pasal-2-ayat-1-huruf-d": f"(({fisher} and {poor}) and not pegawai)",
        "pasal-2-ayat-1-huruf-e": 'blank(perbup-21.02-1-2025:pasal-1-angka-2 "y")',
    }


def test_groups_are_named_limited_and_ordered() -> None:
    found = version(RECIPIENTS, PP_44)
    assert [group.precedes for group in found.groups if group.name == "laut"] == [
        frozenset({"pasal-2-ayat-1-huruf-b"})
    ]
    limited = {norm.citation.provision.text(Language.ID): norm.groups for norm in found.norms}
    assert limited["Pasal 3 ayat (1)"] == frozenset({"laut"})
    assert limited["Pasal 3 ayat (2)"] == frozenset({"pasal-2-ayat-1-huruf-b"})


def test_months_expand_and_an_open_end_leaves_the_schedule_open() -> None:
    (schedule,) = version(RECIPIENTS, PP_44).schedules
    assert [month.month for month in schedule.months] == [make_month(2025, n) for n in (1, 2, 3, 5)]
    assert schedule.is_open


def test_the_subsidiary_condition_is_a_requirement_and_any_other_a_continuation() -> None:
    found = norms(
        "  Pasal 1\n    Iuran ditanggung seluruhnya oleh Pemerintah Daerah, "
        "sepanjang tidak ditanggung oleh pp 44/2015.\n"
        "  Pasal 2\n    Iuran ditanggung seluruhnya oleh Pemerintah Daerah, sepanjang aktif.\n",
        PP_44,
    )
    assert found == {
        "Pasal 1": "requirement once: not_borne(pp-44-2015)",
        "Pasal 2": "continuation each_month: aktif",
    }


def test_the_subsidiary_condition_is_taken_out_of_the_others() -> None:
    body = (
        "  Pasal 1\n    Iuran ditanggung seluruhnya oleh Pemerintah Daerah, sepanjang anak paling rendah 1 "
        "dan paling tinggi 3 dan tidak ditanggung oleh pp 44/2015.\n"
    )
    found = [(norm.role, dump_expr(norm.condition)) for norm in version(body, PP_44).norms]
    assert found == [
        (ir.Role.REQUIREMENT, "not_borne(pp-44-2015)"),
        (ir.Role.CONTINUATION, "((anak >= 1) and (anak <= 3))"),
    ]


NORMS = """  Pasal 3
    (1) Penerima harus memenuhi persyaratan:
        a. pegawai; dan
        b. salah satu dari:
           1. aktif;
           2. nelayan; atau
           3. petani.
    (2) Tidak termasuk Penerima:
        a. nelayan dan petani; dan
        b. aktif.
    (3) Dalam hal nelayan, Pasal 3 ayat (1) huruf a tidak berlaku.
    (4) Dalam hal petani, Pasal 3 ayat (3) tidak berlaku.
    (5) Dalam hal anak paling rendah 3, Pasal 3 ayat (1) huruf a menjadi: Penerima harus aktif.
    (6) Dalam hal pegawai, Pasal 3 ayat (2) tidak berlaku.
  Pasal 4
    (1) Pembayaran Iuran dihentikan dalam hal:
        a. meninggal; atau
        b. usia paling rendah 65 tahun pada setiap bulan Iuran.
    (2) Iuran dibayar sepanjang penduduk Daerah.
    (3) Dalam hal aktif, Pasal 3 sampai dengan Pasal 4, kecuali Pasal 3, tidak berlaku.
"""


def test_norms_stand_at_their_own_place_with_the_exceptions_that_aim_at_them() -> None:
    at = "<Perbup 21.02 1/2025 Pasal"
    assert norms(NORMS) == {
        "Pasal 3 ayat (1) huruf a": (
            f"requirement once: (pegawai unless {at} 3 ayat (3)>: (pekerjaan in {{nelayan}}) gives true"
            f" (unless {at} 3 ayat (4)>: (pekerjaan in {{petani}}) gives false)"
            f" unless {at} 3 ayat (5)>: (anak >= 3) gives aktif)"
        ),
        "Pasal 3 ayat (1) huruf b": (
            "requirement once: (aktif or (pekerjaan in {nelayan}) or (pekerjaan in {petani}))"
        ),
        "Pasal 3 ayat (2) huruf a": (
            f"exclusion once: ((pekerjaan in {{nelayan, petani}}) unless {at} 3 ayat (6)>: "
            f"pegawai gives false)"
        ),
        "Pasal 3 ayat (2) huruf b": f"exclusion once: (aktif unless {at} 3 ayat (6)>: pegawai gives false)",
        "Pasal 4 ayat (1) huruf a": (
            f"ending each_month: ((meninggal by day(31)) unless {at} 4 ayat (3)>: aktif gives false)"
        ),
        "Pasal 4 ayat (1) huruf b": (
            f"ending each_month: ((age(lahir, day(1)) >= 65) unless {at} 4 ayat (3)>: aktif gives false)"
        ),
        "Pasal 4 ayat (2)": (
            f"continuation each_month: ((domisili within 21.02) unless {at} 4 ayat (3)>: aktif gives true)"
        ),
    }


def test_a_norm_that_reads_the_month_is_weighed_each_month() -> None:
    (norm,) = version(
        "  Pasal 1\n    Penerima harus belum mencapai usia 65 tahun pada setiap bulan Iuran.\n"
    ).norms
    assert norm.grain is ir.Grain.EACH_MONTH


def test_alternatives_are_one_norm_cited_at_the_list() -> None:
    body = (
        "  Pasal 1\n    Penerima harus memenuhi persyaratan:\n        a. pegawai; atau\n        b. aktif.\n"
    )
    assert norms(body) == {"Pasal 1": "requirement once: (pegawai or aktif)"}


# Money

MONEY = """  Pasal 4
    (1) Penerima diikutsertakan dalam program jkm.
    (2) Dalam hal aktif, Pasal 4 ayat (1) menjadi: Penerima diikutsertakan dalam program jkk dan jkm.
    (3) Iuran jkm sebesar Rp6.800 per bulan.
    (4) Dalam hal aktif, Pasal 4 ayat (3) menjadi: Iuran jkm sebesar Rp5.000 per bulan.
    (5) Iuran jkk sesuai dengan pp 44/2015 Lampiran II menurut penghasilan.
    (6) Iuran dibayar untuk bulan Iuran Februari 2025 sampai dengan Maret 2025.
    (7) Dalam hal petani, Pasal 4 ayat (6) menjadi:
        Iuran dibayar untuk bulan Iuran Maret 2025 sampai dengan April 2025.
    (8) Iuran ditanggung seluruhnya oleh Pemerintah Daerah.
    (9) Dalam hal pegawai, Pasal 4 ayat (8) menjadi: Iuran ditanggung seluruhnya oleh pekerja.
"""


def test_changes_of_money_keep_what_they_change_and_add_what_they_bring() -> None:
    found = version(MONEY, PP_44)
    at = "<Perbup 21.02 1/2025 Pasal 4 ayat"
    assert {entry.programme: dump_expr(entry.condition) for entry in found.enrolments} == {
        "jkm": f"(true unless {at} (2)>: aktif gives true)",
        "jkk": f"(false unless {at} (2)>: aktif gives true)",
    }
    assert {tariff.programme: dump_expr(tariff.amount) for tariff in found.tariffs} == {
        "jkm": f"(Rp6800/month unless {at} (4)>: aktif gives Rp5000/month)",
        "jkk": "band(<PP 44/2015 Lampiran II>, penghasilan)",
    }
    farmer = f"unless {at} (7)>: (pekerjaan in {{petani}}) gives"
    (schedule,) = found.schedules
    assert [dump_expr(month.condition) for month in schedule.months] == [
        f"(true {farmer} false)",
        f"(true {farmer} true)",
        f"(false {farmer} true)",
    ]
    (bearing,) = found.bearings
    assert [(share.party.code, dump_expr(share.condition)) for share in bearing.shares] == [
        ("pemerintah_daerah", f"(true unless {at} (9)>: pegawai gives false)"),
        ("pekerja", f"(false unless {at} (9)>: pegawai gives true)"),
    ]


def test_a_row_and_a_cited_amount_are_amounts() -> None:
    found = version(
        "  Pasal 1\n    (1) Iuran jkk sesuai dengan pp 44/2015 Lampiran II baris 1.\n"
        "    (2) Iuran jkm sesuai dengan pp 44/2015 Pasal 20 ayat (3).\n",
        PP_44,
    )
    assert [dump_expr(tariff.amount) for tariff in found.tariffs] == ["Rp10000/month", "Rp6800/month"]


def test_a_share_that_is_always_whole_needs_no_rounding() -> None:
    wage = UMK.replace("3.715.001", "3.715.000")
    found = version("  Pasal 1\n    Iuran jkm sebesar 2% dari umk.\n", declarations=wage)
    assert dump_expr(found.tariffs[0].amount) == "(umk@day(1) * 1/50)"


def test_a_share_that_may_be_a_fraction_needs_one() -> None:
    body = example("  Pasal 1\n    Iuran jkm sebesar 2% dari umk.\n", UMK)
    assert codes(body) == ["PE154"]


def test_the_oldest_come_first_by_their_birth_date() -> None:
    keys = version(
        "  Pasal 1\n    Urutan prioritas: a. usia mulai dari yang tertinggi; b. anak mulai dari "
        "yang tertinggi; "
        "dan c. tanggal_pendaftaran mulai dari yang paling awal.\n"
    ).allocation.keys
    assert [(dump_expr(key.key), key.order.value) for key in keys] == [
        ("lahir", "lowest"),
        ("anak", "highest"),
        ("tanggal_pendaftaran", "lowest"),
    ]


# Between instruments


DELEGATING = (
    '  Pasal 1\n    Ketentuan lebih lanjut mengenai "besaran" diatur dengan perbup; '
    "Iuran belum dibayar sebelum peraturan itu berlaku.\n"
)


def test_payment_waits_for_a_delegate_that_is_not_there() -> None:
    assert norms(DELEGATING) == {"Pasal 1": 'requirement once: blank(perbup-21.02-1-2025:pasal-1 "besaran")'}


def test_payment_starts_when_the_delegate_commences() -> None:
    delegate = (
        'instrumen perbup kabupaten_karimun nomor 2 tahun 2025 {\n  tentang "P"\n  status rancangan\n'
        "  daerah kabupaten_karimun\n  mulai berlaku 2025-06-01\n"
        "  melaksanakan perbup kabupaten_karimun 1/2025 Pasal 1\n  Pasal 1\n    Target Penerima 5 orang.\n}\n"
    )
    assert norms(DELEGATING, delegate) == {"Pasal 1": "requirement once: (decision >= 2025-06-01)"}
    found = version(DELEGATING, delegate)
    assert [by.slug for by in found.delegations[0].implemented_by] == ["perbup-21.02-2-2025"]


def test_requirements_by_reference_are_those_of_the_other_instrument() -> None:
    other = (
        'instrumen permenaker nomor 5 tahun 2021 {\n  tentang "P"\n  status dibaca\n'
        "  mulai berlaku 2021-04-01\n"
        "  Pasal 33\n    (1) Peserta harus memenuhi persyaratan:\n        a. aktif; dan\n"
        "        b. belum mencapai usia 65 tahun pada tanggal pendaftaran.\n}\n"
    )
    assert required("persyaratan menurut permenaker 5/2021 Pasal 33 ayat (1)", other) == (
        "(aktif and (age(lahir, registration) < 65))"
    )
    assert required("persyaratan menurut permenaker 5/2021 Pasal 33 ayat (1) huruf a", other) == "aktif"


def test_a_reference_follows_what_it_names_through_its_amendments() -> None:
    law = (
        'instrumen permenaker nomor 5 tahun 2021 {\n  tentang "P"\n  status dibaca\n'
        "  mulai berlaku 2021-04-01\n  Pasal 33\n    Peserta harus aktif.\n}\n"
    )
    change = (
        'instrumen permenaker nomor 1 tahun 2026 {\n  tentang "P"\n  status dibaca\n'
        "  mulai berlaku 2026-02-01\n  Pasal I\n    Mengubah permenaker 5/2021 sebagai berikut:\n"
        "      1. Pasal 33 diubah sehingga berbunyi: {\n        Pasal 33\n          Peserta harus pegawai.\n"
        "      }.\n}\n"
    )
    body = "  Pasal 1\n    Penerima harus persyaratan menurut permenaker 5/2021 Pasal 33.\n"
    versions = instrument(body, law, change).versions
    assert [(each.since, each.until) for each in versions] == [
        (pack(2025, 1, 1), pack(2026, 2, 1)),
        (pack(2026, 2, 1), None),
    ]
    assert [dump_expr(each.norms[0].condition) for each in versions] == ["aktif", "pegawai"]


def test_a_transition_continues_the_instrument_it_names() -> None:
    old = (
        'instrumen perbup kabupaten_karimun nomor 9 tahun 2020 {\n  tentang "P"\n  status rancangan\n'
        "  daerah kabupaten_karimun\n  mulai berlaku 2020-01-01\n  Pasal 3\n    Target Penerima 5 orang.\n}\n"
    )
    body = (
        "  Pasal 1\n    Bagi pegawai, perbup kabupaten_karimun 9/2020 Pasal 3 tetap berlaku "
        "sampai dengan 2025-12-31.\n"
    )
    found = read(example(body, DECLARATIONS), old)
    continued = {each.id.number: each.continuations for each in found.library.instruments}
    assert continued["1"] == ()
    assert [(dump_expr(one.condition), one.until) for one in continued["9"]] == [
        ("pegawai", pack(2026, 1, 1))
    ]


def test_instruments_without_a_number_are_told_apart_by_their_files() -> None:
    nameless = (
        'instrumen ... kabupaten_karimun nomor ... tahun 2025 {\n  tentang "P"\n  status rancangan\n'
        "  daerah kabupaten_karimun\n  mulai berlaku 2025-01-01\n  Pasal 1\n    Target Penerima 5 orang.\n}\n"
    )
    found = read(example("", DECLARATIONS), nameless, nameless)
    assert [each.id.slug for each in found.library.instruments] == [
        "naskah-21.02-1-2025",
        "naskah-21.02-2-2025",
        "perbup-21.02-1-2025",
    ]


def test_blanks_are_counted_where_they_stand() -> None:
    body = (
        '  Pasal 1\n    (1) Penerima harus ... "syarat".\n    (2) Iuran dibayar oleh ... .\n'
        '    (3) ... "sanksi".\n'
    )
    noted = [(blank.citation.provision.text(Language.ID), blank.note) for blank in version(body).blanks]
    assert noted == [
        ("Pasal 1 ayat (1)", "syarat"),
        ("Pasal 1 ayat (2)", None),
        ("Pasal 1 ayat (3)", "sanksi"),
    ]


def test_the_skeleton_keeps_every_article_and_paragraph_with_its_words() -> None:
    units = version("  BAB I UMUM\n  Pasal 1\n    (1) Target Penerima 5 orang.\n").skeleton
    header = [unit.wording.indonesian for unit in units if unit.wording and unit.citation is None]
    assert header[0] == "instrumen perbup kabupaten_karimun nomor 1 tahun 2025"
    assert header[-1].startswith("mulai berlaku")
    body = units[len(header) :]
    assert [(unit.depth, unit.wording and unit.wording.english) for unit in body] == [
        (0, None),
        (3, None),
        (4, "(1) Recipient target 5 people."),
    ]


# Tests and properties

CASES = example("  Pasal 1\n    Penerima harus ... .\n", DECLARATIONS) + (
    'uji "a" andaikan mulai berlaku 2025-02-01 andaikan Pasal 1 terpenuhi pada 2025-03-01 {\n'
    "  lahir 1990-01-01; pekerjaan nelayan, ...; domisili kabupaten_karimun; aktif ...; "
    "tanggal_pendaftaran belum; penghasilan Rp5;\n"
    "} hasil memenuhi syarat menurut Pasal 1, biaya Rp33.600, kurang aktif\n"
    'pastikan "b" pada 2025-03-01: dalam hal pegawai, hasil tidak memenuhi syarat\n'
)


def test_a_test_is_a_case_with_every_value_typed() -> None:
    case, claim = read(CASES).cases
    assert read(CASES).diagnostics == ()
    assert isinstance(case, cases.Case)
    assert dict(case.worker) == {
        "lahir": pack(1990, 1, 1),
        "pekerjaan": ir.CodeSet(frozenset({"nelayan"}), complete=False),
        "domisili": "21.02",
        "tanggal_pendaftaran": ir.NotHappened(),
        "penghasilan": 5,
    }
    assert (case.facts_as_of, case.cost, case.missing) == (case.on, 33_600, frozenset({"aktif"}))
    commences, holds = case.assumptions
    assert commences == Commences(pack(2025, 2, 1))
    assert isinstance(holds, Holds)
    assert holds.citation == case.because[0]
    assert isinstance(claim, cases.Property)
    assert dump_expr(claim.condition) == "pegawai"


@pytest.mark.parametrize(
    ("given_fact", "code"),
    [
        ("lair 1990-01-01;", "PE101"),
        ("lahir Rp5;", "PE150"),
        ("anak 21;", "PE155"),
        ("pekerjaan nelayan, petani, nelayan_lain;", "PE101"),
        ("aktif 3;", "PE150"),
        ("anak 1; anak 2;", "PE103"),
        ("anak ya;", "PE150"),
        ("aktif belum;", "PE150"),
    ],
)
def test_a_wrong_value_in_a_test_is_reported(given_fact: str, code: str) -> None:
    text = example("  Pasal 1\n    Penerima harus aktif.\n", DECLARATIONS)
    assert codes(f'{text}uji "a" pada 2025-03-01 {{ {given_fact} }} hasil memenuhi syarat\n') == [code]


# Order, languages and the real policies


def test_neither_the_order_of_files_nor_of_declarations_matters() -> None:
    reversed_declarations = "".join(reversed(DECLARATIONS.splitlines(keepends=True)[:5]))
    rest = "".join(DECLARATIONS.splitlines(keepends=True)[5:])
    texts = (example(NORMS), PP_44, reversed_declarations, rest)
    trees = [tree(text, f"{number}.policy") for number, text in enumerate(texts)]
    first, *others = [elaborate(order) for order in permutations(trees)]
    assert first.diagnostics == ()
    assert all(other.library == first.library for other in others)
    assert first.library.instruments[0] == instrument(NORMS)


def test_groups_of_codes_may_be_declared_before_their_members() -> None:
    vocabulary = (
        'kosakata alat "alat" / "gear" {\n  kelompok semua "semua" / "all" terdiri atas besar dan kail;\n'
        '  kelompok besar "besar" / "large" terdiri atas jaring;\n  kail "kail" / "hook";\n'
        '  jaring "jaring" / "net";\n}\nfakta alat_tangkap adalah kode alat "alat" / "gear".\n'
    )
    assert required("semua", declarations=vocabulary) == "(alat_tangkap in {jaring, kail})"


@pytest.fixture(scope="module")
def sources() -> list[SourceFile]:
    return [SourceFile(str(path), path.read_text("utf-8")) for path in POLICIES]


def test_the_policies_elaborate_into_a_library_that_keeps_every_promise(sources: list[SourceFile]) -> None:
    trees = [parsed for source in sources if (parsed := parse(source).tree) is not None]
    found = elaborate(trees)
    assert len(trees) == len(POLICIES)
    wrong = [each for each in found.diagnostics if each.severity is Severity.ERROR]
    assert [(each.code, str(each.span), each.message.english) for each in wrong] == []
    assert violations(found.library) == ()


def test_the_policies_mean_the_same_in_english(sources: list[SourceFile]) -> None:
    parsed = [parse(source) for source in sources]
    trees = [each.tree for each in parsed if each.tree is not None]
    english = [
        tree(print_file(each.tree, each.comments, Language.EN, source), source.path)
        for source, each in zip(sources, parsed, strict=True)
        if each.tree is not None
    ]
    assert elaborate(english).library == elaborate(trees).library
    assert elaborate(english).cases == elaborate(trees).cases


def test_karimun_reads_as_a_person_would_list_it(
    sources: list[SourceFile], golden: Callable[[Path, str], None]
) -> None:
    found = elaborate([parsed for source in sources if (parsed := parse(source).tree) is not None])
    (karimun,) = (
        each for each in found.library.instruments if each.id.slug == "nota_kesepakatan-21.02-x-2025"
    )
    golden(Path(__file__).parents[2] / "golden" / "karimun" / "karimun.ir", dump_instrument(karimun))


# The birthday of 29 February


def test_the_rule_of_29_february_is_1_march_unless_declared_otherwise() -> None:
    declared = 'tanggal 29 Februari dihitung {} berdasarkan "tafsir".\n'
    one = elaborate([tree(declared.format("28 Februari"))])
    assert (one.library.leap_rule, one.diagnostics) == (LeapRule.ON_28_FEBRUARY, ())
    assert elaborate([tree("")]).library.leap_rule is LeapRule.ON_1_MARCH


def test_the_rule_of_29_february_is_declared_once() -> None:
    twice = "tanggal 29 Februari dihitung 1 Maret berdasarkan pp 44/2015.\n" * 2
    assert [found.code for found in elaborate([tree(twice)]).diagnostics] == ["PE103"]


# Working names, and a commencement that is a reading


REGION = DECLARATIONS + 'kosakata wilayah "wilayah" / "region" {\n  kabupaten_x kode 99.02 "X" / "X";\n}\n'


def named(text: str, path: str) -> ast.PolicyFile:
    return tree(f"instrumen ... kabupaten_x nomor ... tahun 2025 {{ tentang ... {text} }}", path)


def test_an_instrument_without_a_number_is_cited_by_its_working_name() -> None:
    senior = named("disebut satu mulai berlaku 2025-01-01 Butir 1 menurut laporan ... .", "senior.policy")
    junior = named(
        "Butir 1 menurut laporan Penerima harus tidak ditanggung oleh naskah satu.", "junior.policy"
    )
    declared = tree(REGION, "names.policy")
    made = elaborate([declared, senior, junior])
    (one,) = [each for each in made.library.instruments if each.id.name == "satu"]
    (norm,) = [
        norm for each in made.library.instruments for version in each.versions for norm in version.norms
    ]
    assert isinstance(norm.condition, ir.NotBorne)
    assert norm.condition.seniors == (one.id,)


def test_a_working_name_is_one_instruments_and_must_be_known() -> None:
    twice = [named("disebut satu Butir 1 menurut laporan ... .", path) for path in ("a.policy", "b.policy")]
    declared = tree(REGION, "names.policy")
    assert "PE103" in {found.code for found in elaborate([declared, *twice]).diagnostics}
    other = named("mengingat naskah dua Butir 1 menurut laporan ... .", "c.policy")
    assert "PE101" in {found.code for found in elaborate([declared, other]).diagnostics}


def test_the_reading_of_a_commencement_must_stand_in_the_instrument() -> None:
    text = "mulai berlaku 2025-01-01, menurut tafsir t1 Butir 1 menurut laporan {}"
    declared = tree(REGION, "names.policy")
    codes = [
        {found.code for found in elaborate([declared, named(text.format(body), "a.policy")]).diagnostics}
        for body in ('Tafsir t1: "sebab".', "... .")
    ]
    assert ["PE101" in found for found in codes] == [False, True]


def test_a_share_whose_rate_is_not_known_leaves_the_bearing_open() -> None:
    text = "Pasal 1 Iuran ditanggung sebagian: {} oleh Pemerintah Daerah dan {} oleh Pemerintah Daerah."
    shared = version(text.format("60%", "40%")).bearings[0]
    unknown = version(text.format("...", "40%")).bearings[0]
    assert (len(shared.shares), shared.is_open) == (2, False)
    assert (unknown.shares, unknown.is_open) == ((), True)


SPOKEN = """
  Pasal 1
    Penerima terdiri atas:
      a. kelompok satu: aktif; dan
      b. kelompok dua: meninggal.
  Pasal 2
    (1) Iuran jkk bagi Penerima kelompok satu sebesar Rp10.000 per bulan.
    (2) Iuran jkm sebesar Rp6.800 per bulan.
    (3) Iuran sebagaimana dimaksud pada {bearing} ditanggung seluruhnya oleh Pemerintah Daerah.
    (4) {funding} dibebankan pada apbd tahun anggaran 2025.
    (5) Penerima diikutsertakan dalam program jkk dan jkm.
    (6) Iuran dibayar untuk bulan Iuran Februari 2025 sampai dengan April 2025.
"""


def test_a_contribution_spoken_of_by_its_place_is_of_the_groups_and_programmes_of_that_place() -> None:
    def bearing(place: str) -> tuple[int | None, list[str] | None]:
        made = version(SPOKEN.format(bearing=place, funding="Pendanaan"))
        (found,) = made.bearings
        groups, programmes = found.groups, found.programmes
        return (
            None if groups is None else len(groups),
            None if programmes is None else sorted(programmes),
        )

    assert bearing("ayat (1)") == (1, ["jkk"])
    assert bearing("ayat (2)") == (None, ["jkm"])
    assert bearing("ayat (1) dan ayat (2)") == (None, None)


def test_a_budget_follows_the_groups_of_the_contribution_it_refers_to() -> None:
    text = SPOKEN.replace(
        "Iuran jkk bagi Penerima kelompok satu sebesar",
        "Iuran jkk dan jkm bagi Penerima kelompok satu sebesar",
    )
    funding = "Pendanaan sebagaimana dimaksud pada ayat (1)"
    (found,) = version(text.format(bearing="ayat (1)", funding=funding)).fundings
    assert found.groups is not None
    assert len(found.groups) == 1


@pytest.mark.parametrize(
    ("funding", "code"),
    [
        ("Pendanaan sebagaimana dimaksud pada ayat (2)", "PE107"),  # of one programme
        ("Pendanaan sebagaimana dimaksud pada ayat (4)", "PE107"),  # itself
        ("Pendanaan sebagaimana dimaksud dalam Pasal 1", "PE107"),  # of no contribution
        ("Pendanaan sebagaimana dimaksud pada ayat (9)", "PE106"),  # nowhere
    ],
)
def test_a_reference_to_what_is_no_earlier_contribution_of_all_is_refused(funding: str, code: str) -> None:
    text = example(SPOKEN.format(bearing="ayat (2)", funding=funding), DECLARATIONS)
    assert code in codes(text)


def test_a_list_may_be_fixed_by_an_office_without_a_decree_that_is_named() -> None:
    text = "Pasal 1 Daftar Penerima ditetapkan dengan {}."
    listings = [version(text.format(by)).listings[0] for by in ("Keputusan Bupati", "...")]
    assert [(each.decree, each.office) for each in listings] == [(None, Office.REGENT), (None, None)]
