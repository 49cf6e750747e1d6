"""`init`: a folder in; a small project that checks clean, with a test, a CI workflow and settings, out."""

from pathlib import Path

from policy_engine.cache import write_whole
from policy_engine.structure import dataclass

_POLICY_TOML = """\
# Pengaturan policy-engine untuk folder ini.
sources = ["policies"]
language = "id"
"""

_POLICY = """\
# Contoh kecil: ganti daerah, pasal, dan angkanya dengan rancangan Anda.
# Periksa dengan `policy-engine check`, uji dengan `policy-engine test`.

instrumen perbup kabupaten_karimun nomor ... tahun 2026 {
  tentang "Pelindungan Jaminan Sosial Ketenagakerjaan bagi Nelayan"
  status rancangan
  sumber "rancangan bagian hukum"
  daerah kabupaten_karimun
  segmen bpu
  ditetapkan 2026-01-02
  diundangkan 2026-01-02
  mulai berlaku 2026-01-02
  mengingat uu 40/2004, uu 24/2011, pp 44/2015, permenaker 5/2021

  Pasal 1
    Penerima terdiri atas:
      a. nelayan; dan
      b. ojek.

  Pasal 2
    Penerima harus memenuhi persyaratan:
      a. usia paling rendah 18 tahun pada tanggal pendaftaran;
      b. belum mencapai usia 65 tahun pada tanggal pendaftaran; dan
      c. penduduk Daerah, dibuktikan dengan ktp_el oleh disdukcapil.

  Pasal 3
    (1) Penerima diikutsertakan dalam program jkk dan jkm.
    (2) Iuran jkk sesuai dengan pp 44/2015 Lampiran II baris 1.
    (3) Iuran jkm sesuai dengan pp 44/2015 Pasal 20 ayat (3).
    (4) Iuran ditanggung seluruhnya oleh Pemerintah Daerah.
    (5) Iuran dibayar oleh Pemerintah Daerah.
    (6) Iuran dibayar untuk bulan Iuran Februari 2026 sampai dengan Desember 2026.
    (7) Pendanaan dibebankan pada apbd kabupaten_karimun tahun anggaran 2026,
        belanja "bantuan sosial".

  Pasal 4
    (1) Pembayaran Iuran dihentikan dalam hal:
        a. meninggal.
    (2) Penerima yang dihentikan diganti dari daftar tunggu.
}

uji "nelayan berusia 40 tahun" pada 2026-01-05 {
  pekerjaan nelayan;
  lahir 1985-03-02;
  domisili kabupaten_karimun;
  tanggal_pendaftaran belum;
  meninggal belum;
} hasil memenuhi syarat
"""

_WORKFLOW = """\
# Setiap perubahan diperiksa dan diuji sebelum diterima.
name: policy
on: [push, pull_request]
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.11"
      - run: pip install policy-engine
      - run: policy-engine fmt --check
      - run: policy-engine check --output-format github
      - run: policy-engine check --output-format markdown --fail-level error -o ringkasan.md
      - run: policy-engine test --junit uji.xml --coverage
      - run: cat ringkasan.md >> "$GITHUB_STEP_SUMMARY"
        if: always()
"""

_GITIGNORE = """\
# Data pekerja tidak disimpan bersama kebijakan.
*.csv
*.rejects.csv
*.jsonl
# Hasil pemeriksaan.
ringkasan.md
uji.xml
"""

FILES = {
    "policy.toml": _POLICY_TOML,
    "policies/contoh.policy": _POLICY,
    ".github/workflows/policy.yml": _WORKFLOW,
    ".gitignore": _GITIGNORE,
}
"""What is created, by path in the new folder."""


@dataclass(frozen=True, slots=True)
class Report:
    """The files that were created, or those in the way; with one in the way nothing is created."""

    created: tuple[Path, ...]
    in_the_way: tuple[Path, ...]


def init(folder: Path) -> Report:
    """Create a project in a folder, which may exist but may hold none of its files."""
    in_the_way = tuple(folder / name for name in FILES if (folder / name).exists())
    if in_the_way:
        return Report((), in_the_way)
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, text.encode("utf-8"))
    return Report(tuple(folder / name for name in FILES), ())
