"""PE7xx: tests, official examples and stated properties that the policies do not meet."""

from policy_engine.diagnostics.model import Diagnostic, Page, Severity, diagnostic
from policy_engine.domain.bilingual import Text
from policy_engine.structure import dataclass

_INSTRUMENT = """\
instrumen perbup kabupaten_karimun nomor 5 tahun 2026 {
  tentang "Pelindungan bagi Nelayan"  status rancangan  sumber "rancangan"
  daerah kabupaten_karimun  segmen bpu
  ditetapkan 2026-01-02  diundangkan 2026-01-02  mulai berlaku 2026-01-02
  Pasal 1
    Penerima terdiri atas: a. nelayan.
  Pasal 2
    Penerima harus memenuhi persyaratan: a. usia paling rendah 18 tahun pada tanggal pendaftaran.
  Pasal 3
    (1) Penerima diikutsertakan dalam program jkk dan jkm.
    (2) Iuran jkk sesuai dengan pp 44/2015 Lampiran II baris 1.
    (3) Iuran jkm sesuai dengan pp 44/2015 Pasal 20 ayat (3).
    (4) Iuran ditanggung seluruhnya oleh Pemerintah Daerah.
    (5) Iuran dibayar untuk bulan Iuran Februari 2026 sampai dengan Desember 2026.
}
"""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing a test asks for: what it is, what must come out, and what did."""

    aspect: Text
    expected: Text
    actual: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed(Diagnostic):
    """A case whose decision differs from what it asks for."""

    title: str
    differences: tuple[Difference, ...]

    def _told(self, what: Text) -> Text:
        told = [
            Text(
                f"{each.aspect.indonesian} seharusnya {each.expected.indonesian}, ternyata "
                f"{each.actual.indonesian}",
                f"{each.aspect.english} should be {each.expected.english}, but is {each.actual.english}",
            )
            for each in self.differences
        ]
        return Text(
            f"{what.indonesian} `{self.title}`: {'; '.join(each.indonesian for each in told)}",
            f"{what.english} `{self.title}`: {'; '.join(each.english for each in told)}",
        )


@diagnostic("PE701", "failed-test", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class FailedTest(Failed):
    """A test (`uji`) of the encoder does not come out as it says."""

    page = Page(
        Text("Hasil uji berbeda dari yang ditulis.", "A test does not come out as it says."),
        Text(
            "Salah satu keliru: rumusan kebijakan, atau harapan penulis uji; keduanya harus dibaca ulang.",
            "One of them is wrong, the wording of the policy or what its author expected; read both again.",
        ),
        _INSTRUMENT
        + """
uji "anak 17 tahun" pada 2026-01-05 {
  pekerjaan nelayan; lahir 2008-06-01; domisili kabupaten_karimun; tanggal_pendaftaran belum;
} hasil memenuhi syarat
""",
        _INSTRUMENT
        + """
uji "anak 17 tahun" pada 2026-01-05 {
  pekerjaan nelayan; lahir 2008-06-01; domisili kabupaten_karimun; tanggal_pendaftaran belum;
} hasil tidak memenuhi syarat
""",
    )

    @property
    def message(self) -> Text:
        return self._told(Text("uji", "test"))


@diagnostic("PE702", "failed-example", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class FailedExample(Failed):
    """An official worked example (`contoh`) does not come out as its source says."""

    source: str | None

    page = Page(
        Text(
            "Hasil contoh resmi berbeda dari sumbernya.",
            "An official example does not come out as its source says.",
        ),
        Text(
            "Contoh dalam penjelasan adalah bagian dari naskah; kebijakan yang menyimpang darinya "
            "salah dikodekan.",
            "An example in the elucidation is part of the law; a policy that departs from it is "
            "encoded wrongly.",
        ),
        _INSTRUMENT
        + """
contoh "anak 17 tahun" sumber "Penjelasan Pasal 2" pada 2026-01-05 {
  pekerjaan nelayan; lahir 2008-06-01; domisili kabupaten_karimun; tanggal_pendaftaran belum;
} hasil memenuhi syarat
""",
        _INSTRUMENT
        + """
contoh "anak 17 tahun" sumber "Penjelasan Pasal 2" pada 2026-01-05 {
  pekerjaan nelayan; lahir 2008-06-01; domisili kabupaten_karimun; tanggal_pendaftaran belum;
} hasil tidak memenuhi syarat
""",
    )

    @property
    def message(self) -> Text:
        return self._told(Text("contoh", "example"))

    @property
    def help(self) -> Text | None:
        return None if self.source is None else Text(f"sumber: {self.source}", f"source: {self.source}")


@diagnostic("PE703", "refuted-property", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class RefutedProperty(Diagnostic):
    """A stated property (`pastikan`) does not hold for the worker shown."""

    title: str
    worker: Text
    actual: Text

    page = Page(
        Text("Sifat yang dinyatakan tidak dipenuhi.", "A stated property does not hold."),
        Text(
            "Ada pekerja yang diputus berlawanan dengan janji naskah.",
            "There is a worker whom the policy decides against its own promise.",
        ),
        _INSTRUMENT
        + """
pastikan "hanya yang dewasa" pada 2026-01-05:
  hasil memenuhi syarat hanya jika usia paling rendah 21 tahun pada tanggal pendaftaran
""",
        _INSTRUMENT
        + """
pastikan "hanya yang dewasa" pada 2026-01-05:
  hasil memenuhi syarat hanya jika usia paling rendah 18 tahun pada tanggal pendaftaran
""",
    )

    @property
    def message(self) -> Text:
        return Text(
            f"sifat `{self.title}` dibantah oleh seorang pekerja, yang hasilnya {self.actual.indonesian}",
            f"the property `{self.title}` is refuted by a worker, whose outcome is {self.actual.english}",
        )

    @property
    def help(self) -> Text | None:
        return Text(f"pekerja itu: {self.worker.indonesian}", f"the worker: {self.worker.english}")
