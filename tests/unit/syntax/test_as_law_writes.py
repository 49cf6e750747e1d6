"""Sentences as they stand in regulations read as the short forms of the language do, and are printed in those."""

import pytest

from policy_engine.domain.bilingual import Language
from policy_engine.domain.dates import PackedDate, pack
from policy_engine.source import SourceFile
from policy_engine.syntax import ast
from policy_engine.syntax.format import format_source
from policy_engine.syntax.parser import parse

HEAD = """instrumen perbup kabupaten_karimun nomor 5 tahun 2025 {
  tentang "Pelindungan" status rancangan daerah kabupaten_karimun segmen bpu
  ditetapkan 2025-01-02 diundangkan 2025-01-02 mulai berlaku 2025-01-02
  Pasal 1  """


def file(sentence: str) -> SourceFile:
    return SourceFile("a.policy", f"{HEAD}{sentence}\n}}\n")


SAME = [
    ("Iuran jkk sebesar Rp10.000,00 per bulan.", "Iuran jkk sebesar Rp10.000 per bulan."),
    ("Iuran jkk sebesar Rp. 10.000,00 per bulan.", "Iuran jkk sebesar Rp10.000 per bulan."),
    ("Iuran jkk sebesar Rp10.000 per orang per bulan.", "Iuran jkk sebesar Rp10.000 per bulan."),
    ("Iuran jkk sebesar Rp10.000 setiap orang setiap bulan.", "Iuran jkk sebesar Rp10.000 per bulan."),
    (
        "Penerima harus memenuhi persyaratan sebagai berikut: a. lulus_verifikasi.",
        "Penerima harus memenuhi persyaratan: a. lulus_verifikasi.",
    ),
    (
        "Iuran jkm sesuai dengan Pasal 20 ayat (3) Peraturan Pemerintah Nomor 44 Tahun 2015.",
        "Iuran jkm sesuai dengan pp 44/2015 Pasal 20 ayat (3).",
    ),
    (
        (
            "Penerima harus memenuhi persyaratan: a. persyaratan menurut Pasal 33 ayat (1) "
            "Peraturan Menteri Ketenagakerjaan Nomor 5 Tahun 2021."
        ),
        "Penerima harus memenuhi persyaratan: a. persyaratan menurut permenaker 5/2021 Pasal 33 ayat (1).",
    ),
    (
        "Peraturan Bupati Karimun Nomor 4 Tahun 2020 dicabut dan dinyatakan tidak berlaku.",
        "perbup kabupaten_karimun 4/2020 dicabut dan dinyatakan tidak berlaku.",
    ),
    (
        "Peraturan Wali Kota Batam Nomor 4 Tahun 2020 dicabut dan dinyatakan tidak berlaku.",
        "perwali kota_batam 4/2020 dicabut dan dinyatakan tidak berlaku.",
    ),
    (
        (
            "Peraturan Daerah Kabupaten Karimun Nomor 4 Tahun 2020, Peraturan Gubernur Kepulauan Riau Nomor 1 Tahun "
            "2021 dicabut dan dinyatakan tidak berlaku."
        ),
        "perda kabupaten_karimun 4/2020, pergub kepulauan_riau 1/2021 dicabut dan dinyatakan tidak berlaku.",
    ),
    (
        "Iuran jkk sesuai dengan Lampiran II baris 1 Peraturan Pemerintah Nomor 44 Tahun 2015.",
        "Iuran jkk sesuai dengan pp 44/2015 Lampiran II baris 1.",
    ),
    (
        "Daftar Penerima ditetapkan dengan Keputusan Bupati.",
        "Daftar Penerima ditetapkan dengan keputusan bupati.",
    ),
    (
        "Daftar Penerima ditetapkan dengan Keputusan Walikota.",
        "Daftar Penerima ditetapkan dengan keputusan wali kota.",
    ),
    (
        "Daftar Penerima ditetapkan dengan Keputusan Bupati Karimun Nomor 100 Tahun 2025.",
        "Daftar Penerima ditetapkan dengan keputusan kabupaten_karimun 100/2025.",
    ),
    (
        "Peraturan Bupati Nomor 4 Tahun 2020 dicabut dan dinyatakan tidak berlaku.",
        "perbup 4/2020 dicabut dan dinyatakan tidak berlaku.",
    ),
    ("Iuran dibayarkan oleh Pemerintah Daerah.", "Iuran dibayar oleh Pemerintah Daerah."),
    ("Jumlah Penerima paling banyak 12.000 orang.", "Kuota Penerima paling banyak 12.000 orang."),
    (
        "Kuota Penerima paling banyak 50 (lima puluh) orang setiap kelurahan.",
        "Kuota Penerima per desa paling banyak 50 (lima puluh) orang.",
    ),
    (
        "Jumlah Penerima paling sedikit 10 orang untuk setiap desa dan kelurahan.",
        "Kuota Penerima per desa paling sedikit 10 orang.",
    ),
    (
        "Kuota Penerima tiap kecamatan paling banyak 7 orang.",
        "Kuota Penerima per kecamatan paling banyak 7 orang.",
    ),
    (
        "Kuota Penerima paling banyak 7 orang per kabupaten/kota.",
        "Kuota Penerima per kabupaten/kota paling banyak 7 orang.",
    ),
    (
        "Penerima harus berusia paling rendah 18 tahun pada saat pendaftaran.",
        "Penerima harus usia paling rendah 18 tahun pada tanggal pendaftaran.",
    ),
    (
        "Pembayaran Iuran dihentikan apabila Penerima: a. meninggal.",
        "Pembayaran Iuran dihentikan dalam hal: a. meninggal.",
    ),
    (
        "Pembayaran Iuran dihentikan dalam hal Penerima: a. meninggal.",
        "Pembayaran Iuran dihentikan dalam hal: a. meninggal.",
    ),
    (
        "Pendanaan bersumber dari APBD Kabupaten Karimun tahun anggaran 2025.",
        "Pendanaan dibebankan pada apbd kabupaten_karimun tahun anggaran 2025.",
    ),
    (
        "Besaran Iuran JKK sebesar Rp10.000,00 per orang per bulan.",
        "Iuran jkk sebesar Rp10.000 per bulan.",
    ),
    (
        "Pendanaan bersumber dari APBD tahun anggaran 2025.",
        "Pendanaan dibebankan pada apbd tahun anggaran 2025.",
    ),
    (
        "Iuran dibayarkan untuk bulan Iuran Maret 2025.",
        "Iuran dibayar untuk bulan Iuran Maret 2025.",
    ),
    (
        (
            "Pada saat Peraturan Bupati ini mulai berlaku, Peraturan Bupati Karimun Nomor 4 Tahun 2020 dicabut dan "
            "dinyatakan tidak berlaku."
        ),
        "perbup kabupaten_karimun 4/2020 dicabut dan dinyatakan tidak berlaku.",
    ),
    (
        "Peraturan Bupati ini mulai berlaku pada tanggal diundangkan.",
        "Peraturan ini mulai berlaku pada tanggal diundangkan.",
    ),
]


@pytest.mark.parametrize(("law", "short"), SAME)
def test_it_reads_and_is_printed_as_the_short_form(law: str, short: str) -> None:
    said, meant = format_source(file(law), None), format_source(file(short), None)
    assert said.diagnostics == meant.diagnostics == ()
    assert said.text == meant.text is not None


@pytest.mark.parametrize(
    ("indonesian", "english"),
    [
        (
            "Iuran jkk sebesar Rp16.800 (enam belas ribu delapan ratus rupiah) per bulan.",
            "Contribution jkk amounting to Rp16,800 (sixteen thousand eight hundred rupiah) per month.",
        ),
        (
            "Penerima harus usia paling rendah 18 (delapan belas) tahun pada tanggal pendaftaran.",
            "Recipient must age at least 18 (eighteen) years on the registration date.",
        ),
        (
            "Kuota Penerima paling banyak 5.000 (lima ribu) orang.",
            "Quota of Recipient not more than 5,000 (five thousand) people.",
        ),
        (
            "Iuran jht sebesar 2% (dua persen) dari penghasilan dibulatkan ke bawah ke Rp1.",
            "Contribution jht amounting to 2% (two percent) of penghasilan rounded down to Rp1.",
        ),
        (
            "Iuran dibayar untuk bulan Iuran Februari 2025 sampai dengan Juli 2025, paling lama 6 (enam) bulan.",
            "Contribution is paid for contribution months February 2025 through July 2025, for at most 6 (six) months.",
        ),
        (
            "Iuran dapat dibayar sekaligus di muka untuk 2 (dua) atau 12 (dua belas) bulan.",
            "Contribution may be paid at once in advance for 2 (two) or 12 (twelve) months.",
        ),
        (
            "Peraturan ini mulai berlaku pada tanggal 2025-01-02.",
            "This regulation commences on the day 2025-01-02.",
        ),
    ],
)
def test_words_behind_a_figure_are_kept_in_both_languages(indonesian: str, english: str) -> None:
    for written in (indonesian, english):
        source = file(written)
        for language, wanted in ((Language.ID, indonesian), (Language.EN, english)):
            printed = format_source(source, language)
            assert not printed.diagnostics
            assert wanted in " ".join((printed.text or "").split())


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        (
            "Iuran jkk sebesar Rp16.800 (enam belas ribu delapan puluh rupiah) per bulan.",
            "delapan puluh rupiah",
        ),
        (
            "Penerima harus usia paling rendah 18 (delapan puluh) tahun pada tanggal pendaftaran.",
            "delapan puluh",
        ),
        (
            "Iuran ditanggung sebagian: 60% oleh pekerja dan 40% (empat persen) oleh pemerintah riau.",
            "empat persen",
        ),
        (
            'Manfaat jkm "santunan" sebesar Rp1.000, setelah paling singkat 3 (tiga puluh) bulan Iuran.',
            "tiga puluh",
        ),
        ("Iuran dibayar paling lambat tanggal 15 (lima puluh) bulan Iuran.", "lima puluh"),
    ],
)
def test_words_of_another_number_than_the_figure_are_an_error(sentence: str, words: str) -> None:
    (found,) = parse(file(sentence)).diagnostics
    assert found.code == "PE020"
    assert found.span is not None
    assert words in found.span.text


def test_a_fraction_of_a_rupiah_is_still_refused() -> None:
    (found,) = parse(file("Iuran jkk sebesar Rp10.000,50 per bulan.")).diagnostics
    assert found.code == "PE001"


def test_a_clause_in_brackets_after_a_bound_is_no_number_in_words() -> None:
    text = "Penerima harus (usia paling rendah 18 tahun pada tanggal pendaftaran atau lulus_verifikasi)."
    assert parse(file(text)).diagnostics == ()


def test_capitals_do_not_matter_in_a_name() -> None:
    law = "Penerima diikutsertakan dalam program JKK dan JKM."
    assert format_source(file(law), None) == format_source(file(law.lower()), None)


def test_a_term_that_only_has_words_keeps_its_capital() -> None:
    text = format_source(file('yang dimaksud dengan: 1. Daerah adalah "Kabupaten Karimun".'), None).text
    assert 'Daerah adalah "Kabupaten Karimun"' in (text or "")


def test_words_that_are_one_name_are_proposed_whole() -> None:
    (found,) = parse(file("Penerima terdiri atas: a. buruh pengolahan ikan; dan b. ojek.")).diagnostics
    assert found.help is not None
    assert "`buruh_pengolahan_ikan`" in found.help.indonesian


def test_a_sentence_that_only_ends_like_a_keyword_is_answered_by_its_own_form() -> None:
    text = "Daftar penerima sebagaimana dimaksud pada ayat (1) ditetapkan dengan Keputusan Bupati."
    (found,) = parse(file(text)).diagnostics
    assert found.help is not None
    assert "Daftar Penerima ditetapkan dengan keputusan" in found.help.indonesian


TERMS = (
    "Dalam Peraturan Bupati ini yang dimaksud dengan:\n"
    "    1. Pemerintah Daerah adalah Bupati sebagai unsur\n       penyelenggara{stop}\n"
    "    2. Badan Penyelenggara Jaminan Sosial yang selanjutnya disebut BPJS adalah badan hukum publik{stop}\n"
    '    3. Wali Kota adalah "kepala daerah"{stop}\n'
    '    4. Pekerja Laut adalah "yang melaut" yaitu nelayan atau buruh_nelayan.'
)


@pytest.mark.parametrize("stop", [";", "."], ids=["as a list", "as law ends each definition"])
def test_definitions_are_words_for_people_as_they_are_copied(stop: str) -> None:
    formatted = format_source(file(TERMS.format(stop=stop)), Language.ID)
    assert formatted.diagnostics == ()
    assert formatted.text is not None
    lines = [" ".join(line.split()) for line in formatted.text.splitlines()]
    assert '1. "Pemerintah Daerah" adalah "Bupati sebagai unsur penyelenggara";' in lines
    assert '4. "Pekerja Laut" adalah "yang melaut" yaitu nelayan atau buruh_nelayan.' in lines
    again = format_source(SourceFile("a.policy", formatted.text), Language.ID)
    assert again.text == formatted.text


COPIED = """instrumen perbup kabupaten_karimun nomor 5 tahun 2025 {
  tentang "Pelindungan" status rancangan daerah kabupaten_karimun segmen bpu
  Menimbang :
    a. bahwa pekerja rentan
       perlu dilindungi;
    b. "bahwa anggaran telah tersedia";
  Mengingat :
    1. Pasal 18 ayat (6) Undang-Undang Dasar Negara Republik Indonesia Tahun 1945;
    2. Undang-Undang Nomor 40 Tahun 2004 tentang Sistem Jaminan Sosial Nasional (Lembaran Negara Republik
       Indonesia Tahun 2004 Nomor 150);
    3. pp 44/2015 tentang "JKK dan JKM".
  }
"""


def header(text: str) -> ast.Header:
    parsed = parse(SourceFile("a.policy", text))
    assert parsed.diagnostics == ()
    assert parsed.tree is not None
    assert parsed.tree.instrument is not None
    return parsed.tree.instrument.header


def test_the_grounds_of_a_regulation_are_read_as_they_are_copied() -> None:
    read = header(COPIED)
    assert [each.text for each in read.considering] == [
        "bahwa pekerja rentan perlu dilindungi",
        "bahwa anggaran telah tersedia",
    ]
    assert [
        (each.instrument and each.instrument.number, each.title and each.title.text) for each in read.grounds
    ] == [
        (None, "Pasal 18 ayat (6) Undang-Undang Dasar Negara Republik Indonesia Tahun 1945"),
        ("40", "Sistem Jaminan Sosial Nasional (Lembaran Negara Republik Indonesia Tahun 2004 Nomor 150)"),
        ("44", "JKK dan JKM"),
    ]
    assert [each.number for each in read.in_view_of] == ["40", "44"]


@pytest.mark.parametrize("language", Language)
def test_what_is_copied_is_printed_in_one_form_and_reads_back(language: Language) -> None:
    once = format_source(SourceFile("a.policy", COPIED), language).text
    assert once is not None
    assert format_source(SourceFile("a.policy", once), language).text == once
    assert header(once) == header(COPIED)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        (
            "ditetapkan 2025-01-02 diundangkan 2025-01-03 mulai berlaku pada tanggal diundangkan",
            pack(2025, 1, 3),
        ),
        (
            "mulai berlaku pada tanggal ditetapkan ditetapkan 2025-01-02 diundangkan 2025-01-03",
            pack(2025, 1, 2),
        ),
        ("ditetapkan 2025-01-02 mulai berlaku pada tanggal 4 Januari 2025", pack(2025, 1, 4)),
        ("ditetapkan 2025-01-02 diundangkan ... mulai berlaku pada tanggal diundangkan", None),
        ("ditetapkan 2025-01-02 mulai berlaku pada tanggal diundangkan", None),
    ],
)
def test_a_regulation_commences_on_the_day_that_its_header_names(said: str, day: PackedDate | None) -> None:
    commences = header(
        f'instrumen perbup kabupaten_karimun nomor 5 tahun 2025 {{ tentang "x" {said} }}'
    ).commences
    assert (commences.date if isinstance(commences, ast.DateValue) else None) == day
    assert commences is not None


@pytest.mark.parametrize("between", [" ", "\n", "\n    "])
def test_the_title_of_a_heading_may_stand_on_the_next_line(between: str) -> None:
    body = f"BAB II{between}PENERIMA\n Bagian Kedua Belas{between}Umum\n Paragraf 1{between}Kriteria\n Pasal 1 ... .\n"
    text = f'instrumen perbup kabupaten_karimun nomor 5 tahun 2025 {{ tentang "x" status rancangan\n {body}}}'
    parsed = parse(SourceFile("a.policy", text))
    assert parsed.diagnostics == ()
    assert parsed.tree is not None
    assert parsed.tree.instrument is not None
    headings = [each for each in parsed.tree.instrument.body if isinstance(each, ast.Heading)]
    assert [(each.label, each.title) for each in headings] == [
        ("II", "PENERIMA"),
        ("12", "Umum"),
        ("1", "Kriteria"),
    ]


def test_an_article_is_no_title_of_a_heading() -> None:
    text = HEAD.replace("Pasal 1  ", "BAB II\n  Pasal 1 ... .\n}")
    assert [each.code for each in parse(SourceFile("a.policy", text)).diagnostics] == ["PE001"]
