"""A sentence of the policy language is written as an Indonesian regulation writes it."""

import pytest

from policy_engine.backends.prose.as_law import as_law, capitals
from tests.unit.backends.prose.encoded import library


@pytest.mark.parametrize(
    ("short", "law"),
    [
        (
            "Iuran jkk sesuai dengan pp 44/2015 Lampiran II baris 1.",
            "Iuran JKK sesuai dengan Lampiran II baris 1 Peraturan Pemerintah Nomor 44 Tahun 2015.",
        ),
        (
            "Pergub kepulauan_riau 4/2020 dan perbup kabupaten_karimun 1/2021 dicabut dan dinyatakan tidak berlaku.",
            (
                "Peraturan Gubernur Kepulauan Riau Nomor 4 Tahun 2020 dan Peraturan Bupati Karimun Nomor 1 Tahun 2021 "
                "dicabut dan dinyatakan tidak berlaku."
            ),
        ),
        (
            "usia paling rendah 18 tahun pada tanggal pendaftaran;",
            "usia paling rendah 18 (delapan belas) tahun pada tanggal pendaftaran;",
        ),
        (
            "Iuran jkm sebesar Rp6.800 per bulan.",
            "Iuran JKM sebesar Rp6.800,00 (enam ribu delapan ratus rupiah) per bulan.",
        ),
        (
            "Iuran jkm sebesar Rp6.800 (enam ribu delapan ratus rupiah) per bulan.",
            "Iuran JKM sebesar Rp6.800,00 (enam ribu delapan ratus rupiah) per bulan.",
        ),
        (
            "Iuran ditanggung sebagian: 0,5% oleh pekerja dan 99,5% oleh Pemerintah Daerah.",
            (
                "Iuran ditanggung sebagian: 0,5% (nol koma lima persen) oleh pekerja dan "
                "99,5% (sembilan puluh sembilan koma lima persen) oleh Pemerintah Daerah."
            ),
        ),
        (
            "Iuran dapat dibayar sekaligus di muka untuk 2, 3, 6, atau 12 bulan.",
            "Iuran dapat dibayar sekaligus di muka untuk 2 (dua), 3 (tiga), 6 (enam), atau 12 (dua belas) bulan.",
        ),
        (
            'Ketentuan lebih lanjut mengenai "18 tahun, pp 44/2015" diatur dengan perbup.',
            'Ketentuan lebih lanjut mengenai "18 tahun, pp 44/2015" diatur dengan Peraturan Bupati.',
        ),
        (
            "Pendanaan dibebankan pada apbdes tahun anggaran 2025.",
            "Pendanaan dibebankan pada APBDes tahun anggaran 2025.",
        ),
        (
            "Iuran dibayar paling lambat tanggal 15 bulan Iuran berikutnya.",
            "Iuran dibayar paling lambat tanggal 15 bulan Iuran berikutnya.",
        ),
        (
            "lahir sama dengan 31 Desember 2025 dan perbup moro 1/2021 Pasal 3.",
            "lahir sama dengan 31 Desember 2025 dan perbup moro 1/2021 Pasal 3.",
        ),
    ],
)
def test_a_sentence_is_written_as_law_writes_it(short: str, law: str) -> None:
    assert as_law(short, capitals(library())) == law
