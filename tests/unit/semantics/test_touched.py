"""What an error in one file can matter to: the files that are left out of proofs, and no others."""

import pytest

from policy_engine.pipeline import Compiled, compile_library
from policy_engine.source import SourceFile
from tests.unit.commands.working import DECLARED, POLICY

REGIONS = """\
  kabupaten_karimun kode 21.02 "Kabupaten Karimun" / "Karimun";
  kepri kode 21 "Kepulauan Riau" / "Riau Islands";
  kabupaten_bintan kode 21.01 "Kabupaten Bintan" / "Bintan";
  kudus kode 33.19 "Kudus" / "Kudus";
"""
NAMES = DECLARED.replace('  kabupaten_karimun kode 21.02 "Kabupaten Karimun" / "Karimun";\n', REGIONS)
BROKEN = POLICY.replace("nelayan", "nelayann")
WAITING = POLICY.replace(
    "b. penghasilan", "b. tidak ditanggung oleh (perbup kabupaten_karimun 5/2026); dan\n      c. penghasilan"
)
WAITING = WAITING.replace("pendaftaran; dan\n      b.", "pendaftaran;\n      b.")
AMENDING = """\
instrumen perbup kabupaten_karimun nomor 9 tahun 2026 {
  tentang "Perubahan"  status rancangan  daerah kabupaten_karimun  segmen bpu  mulai berlaku 2026-03-01
  Pasal I
    Mengubah perbup kabupaten_karimun 5/2026 sebagai berikut:
      1. Pasal 1 diubah sehingga berbunyi: {
           Pasal 1
             Penerima terdiri atas: a. nelayan; dan b. ojekk.
         }.
}
"""
OF_PARTICIPANTS = """\
instrumen pergub kepri nomor 7 tahun 2026 {
  tentang "Peserta"  status rancangan  daerah kepri  segmen bpu  mulai berlaku 2026-01-02
  Pasal 1
    Peserta harus usia paling rendah 17 tahun pada tanggal pendaftarann.
}
"""
FACT = 'fakta kapal_gt adalah bilangan "kapal" / "vessel", dari 10 sampai dengan Rp5.\n'
WITH_BOATS = POLICY.replace("penghasilan paling banyak Rp2.000.000 per bulan", "kapal_gt paling tinggi 5")


def of(region: str, policy: str = POLICY, number: int = 5) -> str:
    """Give the policy as one of another region."""
    return policy.replace("perbup kabupaten_karimun nomor 5", f"perbup {region} nomor {number}", 1).replace(
        "daerah kabupaten_karimun", f"daerah {region}", 1
    )


def compiled(**files: str) -> Compiled:
    sources = [
        SourceFile("nama.policy", NAMES),
        *(SourceFile(f"{n}.policy", text) for n, text in files.items()),
    ]
    return compile_library(sources)


def left_out(**files: str) -> set[str]:
    return {path.removesuffix(".policy") for path in compiled(**files).unproved}


def test_without_errors_nothing_is_left_out() -> None:
    made = compiled(karimun=POLICY, bintan=of("kabupaten_bintan", WAITING))
    assert [each.message.english for each in made.diagnostics if each.severity.value == "error"] == []
    assert made.unproved == {}
    assert made.provable == made.library


def test_a_file_with_an_error_is_left_out_and_one_of_another_region_is_not() -> None:
    made = compiled(karimun=BROKEN, bintan=of("kabupaten_bintan"))
    assert made.library is None
    assert set(made.unproved) == {"karimun.policy"}
    assert made.provable is not None
    assert [each.region for each in made.provable.instruments] == ["21.01"]
    (cause,) = made.unproved["karimun.policy"].causes
    assert cause.span is not None
    assert cause.span.text == "nelayann"


def test_who_waits_for_an_instrument_with_an_error_is_left_out_and_whoever_waits_for_that_one() -> None:
    third = of(
        "kudus", WAITING.replace("(perbup kabupaten_karimun 5/2026)", "(perbup kabupaten_bintan 5/2026)")
    )
    files = {"bintan": of("kabupaten_bintan", WAITING), "kudus": third, "other": of("kudus", number=6)}
    assert left_out(karimun=BROKEN, **files) == {"karimun", "bintan", "kudus"}


def test_what_an_amendment_with_an_error_amends_is_left_out() -> None:
    assert left_out(karimun=POLICY, ubah=AMENDING, bintan=of("kabupaten_bintan")) == {"karimun", "ubah"}


def test_an_error_in_a_draft_of_the_same_region_leaves_in_what_does_not_name_it() -> None:
    assert left_out(karimun=POLICY, draft=BROKEN.replace("nomor 5", "nomor 6")) == {"draft"}


def test_norms_over_every_participant_matter_on_their_whole_ground_and_no_further() -> None:
    files = {"karimun": POLICY, "kudus": of("kudus")}
    assert left_out(kepri=OF_PARTICIPANTS, **files) == {"kepri", "karimun"}


def test_an_error_in_a_declaration_leaves_out_who_uses_the_name() -> None:
    assert left_out(fakta=FACT, karimun=WITH_BOATS, bintan=of("kabupaten_bintan")) == {"fakta", "karimun"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("rancangan perbup kabupaten_karimun ...", {"baru"}),
        ("rancangan perbup kabupaten_karimun untuk setiap peserta", {"baru", "karimun"}),
        ("rancangan perbup kabupaten_karimun mengubah 5/2026", {"baru", "karimun"}),
        ("catatan rapat", {"baru", "karimun", "bintan", "nama"}),
        ("kosakata pekerjaan tambahan { perahu }", {"baru", "karimun", "bintan", "nama"}),
    ],
)
def test_what_cannot_be_read_is_taken_to_say_what_its_words_allow(text: str, expected: set[str]) -> None:
    assert left_out(baru=text, karimun=POLICY, bintan=of("kabupaten_bintan")) == expected


def test_an_error_inside_an_article_matters_to_no_more_than_one_that_can_be_read() -> None:
    unread = POLICY.replace("a. nelayan; dan b. ojek.", "a. nelayan dan juga ojek")
    assert left_out(karimun=unread, bintan=of("kabupaten_bintan")) == {"karimun"}


def test_two_files_that_hold_one_instrument_are_both_left_out() -> None:
    assert left_out(a=POLICY, b=POLICY, bintan=of("kabupaten_bintan")) == {"a", "b"}
