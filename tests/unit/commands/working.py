"""A policy of one page with everything it needs, its tests apart, for what runs tests and changes policies."""

from pathlib import Path

DECLARED = """\
kosakata wilayah "wilayah" / "region" {
  kabupaten_karimun kode 21.02 "Kabupaten Karimun" / "Karimun";
}
kosakata segmen "segmen" / "segment" {
  bpu "BPU" / "BPU";
}
kosakata program "program" / "programme" {
  jkk "JKK" / "JKK";
  jkm "JKM" / "JKM";
}
kosakata pekerjaan "pekerjaan" / "occupation" {
  nelayan "nelayan" / "fisher";
  ojek "ojek" / "driver";
  petani "petani" / "farmer";
}
fakta pekerjaan adalah himpunan pekerjaan paling banyak 2 "pekerjaan" / "occupation".
fakta lahir adalah tanggal "lahir" / "birth".
fakta tanggal_pendaftaran adalah peristiwa "pendaftaran" / "registration".
fakta penghasilan adalah rupiah per bulan "penghasilan" / "income", dari Rp0 sampai dengan Rp100.000.000.
fakta domisili adalah kode wilayah "domisili" / "domicile".
"""

POLICY = """\
instrumen perbup kabupaten_karimun nomor 5 tahun 2026 {
  tentang "Contoh"  status rancangan
  daerah kabupaten_karimun  segmen bpu
  diundangkan 2026-01-02  mulai berlaku 2026-01-02

  Pasal 1
    Penerima terdiri atas: a. nelayan; dan b. ojek.
  Pasal 2
    Penerima harus memenuhi persyaratan:
      a. usia paling rendah 18 tahun pada tanggal pendaftaran; dan
      b. penghasilan paling banyak Rp2.000.000 per bulan.
  Pasal 3
    (1) Penerima diikutsertakan dalam program jkk dan jkm.
    (2) Iuran jkk dan jkm sebesar Rp16.800 per bulan.
    (3) Iuran dibayar untuk bulan Iuran Februari 2026 sampai dengan April 2026.
    (4) Iuran ditanggung seluruhnya oleh Pemerintah Daerah.
}
"""


def uji(
    name: str,
    outcome: str,
    *,
    work: str = "nelayan",
    born: str = "1985-03-02",
    income: str = "Rp1.500.000 per bulan",
    on: str = "2026-01-05",
    registered: str = "belum",
) -> str:
    """Give the text of a test."""
    return (
        f'uji "{name}" pada {on} {{\n  pekerjaan {work}; lahir {born}; penghasilan {income};\n'
        f"  domisili kabupaten_karimun; tanggal_pendaftaran {registered};\n}} hasil {outcome}\n"
    )


YES = "memenuhi syarat"
NO = "tidak memenuhi syarat"
WHOLE = f"{YES}, biaya Rp100.800, bulan Iuran Februari 2026 sampai dengan April 2026"


def write(folder: Path, *tests: str, policy: str = POLICY) -> str:
    """Write the policy with some tests, and give the folder."""
    (folder / "a-kosakata.policy").write_text(DECLARED, "utf-8")
    (folder / "b.policy").write_text("\n".join((policy, *tests)), "utf-8")
    return str(folder)
