"""Example texts for the pages of proved findings: parts of a regulation in, the text of a whole file out."""

from collections.abc import Sequence

AGE = "usia paling rendah 18 tahun pada tanggal pendaftaran"


def example(
    requirements: Sequence[str] = (AGE,),
    *,
    groups: Sequence[str] = ("nelayan",),
    articles: str = "",
    programmes: str = "Penerima diikutsertakan dalam program jkk dan jkm.",
    months: str = "untuk bulan Iuran Februari 2026 sampai dengan Desember 2026",
    maker: str = "perbup kabupaten_karimun nomor 5 tahun 2026",
    region: str = "kabupaten_karimun",
) -> str:
    """Give a regional regulation; `articles` stand at its end, `programmes` is the whole of Article 3 (1)."""
    return f"""\
instrumen {maker} {{
  tentang "Pelindungan Pekerja Rentan"  status rancangan  sumber "rancangan"
  daerah {region}  segmen bpu
  ditetapkan 2026-01-02  diundangkan 2026-01-02  mulai berlaku 2026-01-02
  Pasal 1
    Penerima terdiri atas: {_listed(groups)}.
  Pasal 2
    Penerima harus memenuhi persyaratan: {_listed(requirements)}.
  Pasal 3
    (1) {programmes}
    (2) Iuran jkk sesuai dengan pp 44/2015 Lampiran II baris 1.
    (3) Iuran jkm sesuai dengan pp 44/2015 Pasal 20 ayat (3).
    (4) Iuran ditanggung seluruhnya oleh Pemerintah Daerah.
    (5) Iuran dibayar {months}.
    (6) Pendanaan dibebankan pada apbd {region} tahun anggaran 2026, belanja "bantuan sosial".
{articles}}}
"""


def _listed(items: Sequence[str]) -> str:
    marked = [f"{chr(ord('a') + place)}. {item}" for place, item in enumerate(items)]
    if len(marked) == 1:
        return marked[0]
    return f"{'; '.join(marked[:-1])}; dan {marked[-1]}"
