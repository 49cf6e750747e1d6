"""Problems with types and units: what was compared or counted in, messages that name both types in words out.

These are codes PE150 to PE199, and those of PE3xx that a tree shows before any proof.
"""

from typing import ClassVar

from policy_engine.diagnostics.model import (
    Applicability,
    Diagnostic,
    Edit,
    Fix,
    Page,
    Severity,
    diagnostic,
)
from policy_engine.diagnostics.names import example, requirement
from policy_engine.domain.bilingual import Text
from policy_engine.source import Span
from policy_engine.structure import dataclass


@diagnostic("PE150", "unlike-types", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class UnlikeTypes(Diagnostic):
    """A value of one type stands where another type is wanted; `suffix` would make it right."""

    page: ClassVar[Page] = Page(
        summary=Text("Dua nilai yang tidak sejenis dipertemukan.", "Two values of unlike types meet."),
        why=Text(
            "Tahun tidak dibandingkan dengan bulan, dan rupiah tidak dengan rupiah per bulan: angkanya sama, "
            "artinya tidak.",
            "Years are not compared with months, nor rupiah with rupiah a month: the numbers are alike, "
            "the meaning is not.",
        ),
        bad=requirement("penghasilan paling banyak Rp1.000.000"),
        good=requirement("penghasilan paling banyak Rp1.000.000 per bulan"),
    )

    found: Text
    wanted: Text
    suffix: str | None = None

    @property
    def message(self) -> Text:
        return Text(
            f"ini {self.found.indonesian}, padahal yang diperlukan {self.wanted.indonesian}",
            f"this is {self.found.english} where {self.wanted.english} is needed",
        )

    @property
    def fix(self) -> Fix | None:
        if self.span is None or self.suffix is None:
            return None
        end = Span(self.span.source, self.span.end, self.span.end)
        title = Text(f"tambahkan `{self.suffix.strip()}`", f"add `{self.suffix.strip()}`")
        return Fix(title, (Edit(end, self.suffix),), Applicability.UNSAFE)


@diagnostic("PE151", "not-a-condition", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class NotACondition(Diagnostic):
    """A name that has a value stands where something true or false is wanted."""

    page: ClassVar[Page] = Page(
        summary=Text("Nama ini bukan syarat.", "This name is not a condition."),
        why=Text(
            "Syarat terpenuhi atau tidak; penghasilan atau tanggal baru menjadi syarat setelah diberi batas.",
            "A condition holds or does not; an income or a date becomes one only with a bound.",
        ),
        bad=requirement("penghasilan"),
        good=requirement("penghasilan paling banyak Rp1.000.000 per bulan"),
    )

    text: str
    sort: Text

    @property
    def message(self) -> Text:
        return Text(
            f"`{self.text}` adalah {self.sort.indonesian}, bukan syarat",
            f"`{self.text}` is {self.sort.english}, not a condition",
        )


@diagnostic("PE152", "not-a-value", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class NotAValue(Diagnostic):
    """Something without a size stands where a value is compared or computed."""

    page: ClassVar[Page] = Page(
        summary=Text("Nama ini tidak mempunyai besaran.", "This name has no size."),
        why=Text(
            "Hanya bilangan, uang, tanggal, dan lamanya waktu yang dapat diberi batas.",
            "Only numbers, money, dates and durations can have bounds.",
        ),
        bad=requirement("pegawai paling rendah 3"),
        good=requirement("pegawai"),
    )

    text: str
    sort: Text

    @property
    def message(self) -> Text:
        return Text(
            f"`{self.text}` adalah {self.sort.indonesian}, yang tidak mempunyai besaran",
            f"`{self.text}` is {self.sort.english}, which has no size",
        )


@diagnostic("PE153", "stray-percentage", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class StrayPercentage(Diagnostic):
    """A percentage stands alone, without what it is a percentage of."""

    page: ClassVar[Page] = Page(
        summary=Text("Persentase tanpa dasar perhitungan.", "A percentage of nothing."),
        why=Text(
            "Persentase menjadi besaran hanya bila disebut dari apa.",
            "A percentage is an amount only when it is said of what.",
        ),
        bad=example("  Pasal 1\n    Iuran jkm sebesar 2%.\n"),
        good=example(
            "  Pasal 1\n    Iuran jkm sebesar 2% dari penghasilan dibulatkan ke bawah ke Rp100 "
            "menurut Pasal 1.\n"
        ),
    )

    @property
    def message(self) -> Text:
        return Text("persentase ini tidak menyebut dari apa", "this percentage does not say of what")

    @property
    def help(self) -> Text:
        return Text("tulis `dari` dan dasarnya", "write `of` and what it is taken of")


@diagnostic("PE154", "unrounded-amount", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class UnroundedAmount(Diagnostic):
    """An amount in rupiah may come out fractional, and no rounding is written."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "Besaran dapat menjadi pecahan rupiah, dan pembulatannya tidak ditulis.",
            "An amount may be a fraction of a rupiah, and no rounding is written.",
        ),
        why=Text(
            "Pembulatan adalah ketentuan: satu rupiah kali satu juta Penerima bukan urusan mesin.",
            "Rounding is a rule of law: one rupiah for a million recipients is not for a machine to settle.",
        ),
        bad=example("  Pasal 1\n    Iuran jkm sebesar 2% dari penghasilan.\n"),
        good=example(
            "  Pasal 1\n    Iuran jkm sebesar 2% dari penghasilan dibulatkan ke bawah ke Rp100 "
            "menurut Pasal 1.\n"
        ),
    )

    @property
    def message(self) -> Text:
        return Text(
            "besaran ini dapat menjadi pecahan rupiah, dan pembulatannya tidak ditulis",
            "this amount may be a fraction of a rupiah, and no rounding is written",
        )

    @property
    def help(self) -> Text:
        return Text(
            "tulis `dibulatkan ke bawah`, `ke atas`, atau `ke yang terdekat` beserta dasarnya",
            "write `rounded down`, `up` or `to the nearest` and its basis",
        )


@diagnostic("PE155", "outside-bounds", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideBounds(Diagnostic):
    """A value of a fact lies outside the bounds its declaration gives."""

    page: ClassVar[Page] = Page(
        summary=Text("Nilai di luar batas faktanya.", "A value lies outside the bounds of its fact."),
        why=Text(
            "Batas fakta menolak salah ketik sebelum menjadi putusan.",
            "The bounds of a fact stop a slip of the pen before it becomes a decision.",
        ),
        bad=requirement(
            "pegawai", 'fakta anak adalah bilangan "anak" / "children", dari 0 sampai dengan 20, lazim 30.\n'
        ),
        good=requirement(
            "pegawai", 'fakta anak adalah bilangan "anak" / "children", dari 0 sampai dengan 20, lazim 2.\n'
        ),
    )

    fact: str

    @property
    def message(self) -> Text:
        return Text(
            f"nilai ini di luar batas fakta `{self.fact}`",
            f"this value lies outside the bounds of the fact `{self.fact}`",
        )


@diagnostic("PE156", "requirements-not-joined", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementsNotJoined(Diagnostic):
    """A list of requirements does not say whether all of them or any of them must be met."""

    page: ClassVar[Page] = Page(
        summary=Text("Rincian persyaratan tanpa `dan` atau `atau`.", "Requirements without `and` or `or`."),
        why=Text(
            "Dalam persyaratan, `dan` berarti semua dan `atau` berarti salah satu "
            "(UU 12/2011 Lampiran II angka 88 sampai dengan 90).",
            "In requirements `and` means all of them and `or` any one (UU 12/2011 Lampiran II 88 to 90).",
        ),
        bad=example(
            "  Pasal 1\n    Penerima harus memenuhi persyaratan:\n        a. pegawai;\n        b. nelayan.\n"
        ),
        good=example(
            "  Pasal 1\n    Penerima harus memenuhi persyaratan:\n        a. pegawai; dan\n      "
            "  b. nelayan.\n"
        ),
    )

    @property
    def message(self) -> Text:
        return Text(
            "rincian persyaratan ini tidak menyebut `dan` atau `atau`",
            "this list of requirements does not say `and` or `or`",
        )

    @property
    def help(self) -> Text:
        return Text(
            "tulis `dan` atau `atau` setelah rincian kedua dari akhir",
            "write `and` or `or` after the last item but one",
        )


@diagnostic("PE157", "change-of-another-kind", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeOfAnotherKind(Diagnostic):
    """`menjadi` puts a sentence of one kind in the place of another kind."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "Pengganti tidak sejenis dengan yang diganti.", "A sentence is replaced by one unlike it."
        ),
        why=Text(
            "Persyaratan dapat menjadi persyaratan lain, bukan besaran Iuran.",
            "A requirement can become another requirement, not an amount.",
        ),
        bad=example(
            "  Pasal 1\n    (1) Penerima harus pegawai.\n"
            "    (2) Dalam hal nelayan, Pasal 1 ayat (1) menjadi: Target Penerima 5 orang.\n"
        ),
        good=example(
            "  Pasal 1\n    (1) Penerima harus pegawai.\n"
            "    (2) Dalam hal nelayan, Pasal 1 ayat (1) menjadi: Penerima harus nelayan.\n"
        ),
    )

    citation: Text

    @property
    def message(self) -> Text:
        return Text(
            f"yang ditulis setelah `menjadi` tidak sejenis dengan `{self.citation.indonesian}`",
            f"what stands after `becomes` is not of the kind of `{self.citation.english}`",
        )


@diagnostic("PE159", "too-many-codes", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class TooManyCodes(Diagnostic):
    """A value has more codes than its fact can hold."""

    page: ClassVar[Page] = Page(
        summary=Text("Kode lebih banyak daripada yang dimuat fakta.", "More codes than a fact can hold."),
        why=Text(
            "Banyaknya kode dinyatakan bersama faktanya, agar basis data dan pembuktian tahu batasnya.",
            "How many codes there can be is declared with the fact, so that data bases and proofs know it.",
        ),
        bad=requirement(
            "pegawai",
            'fakta dahulu adalah himpunan pekerjaan paling banyak 1 "dahulu" / "former"'
            ", lazim nelayan, petani.\n",
        ),
        good=requirement(
            "pegawai",
            'fakta dahulu adalah himpunan pekerjaan paling banyak 1 "dahulu" / "former", lazim nelayan.\n',
        ),
    )

    fact: str
    at_most: int

    @property
    def message(self) -> Text:
        return Text(
            f"fakta `{self.fact}` memuat paling banyak {self.at_most} kode",
            f"the fact `{self.fact}` holds at most {self.at_most} codes",
        )


@diagnostic("PE160", "age-computed-with", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class AgeComputedWith(Diagnostic):
    """`usia` stands in a calculation, or its bound is not a written number of years."""

    page: ClassVar[Page] = Page(
        summary=Text("Usia dipakai dalam perhitungan.", "Age is computed with."),
        why=Text(
            "Batas usia adalah tanggal lahir tertentu, dan itu hanya dapat dihitung dari "
            "bilangan tahun yang tertulis.",
            "A bound of age is a certain birth date, which only a written number of years can give.",
        ),
        bad=requirement("usia + 1 tahun paling tinggi 65 tahun pada tanggal pendaftaran"),
        good=requirement("usia paling tinggi 64 tahun pada tanggal pendaftaran"),
    )

    @property
    def message(self) -> Text:
        return Text(
            "usia hanya dibandingkan dengan bilangan tahun yang tertulis",
            "age is compared only with a written number of years",
        )


@diagnostic("PE161", "nothing-to-attest", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class NothingToAttest(Diagnostic):
    """A clause that is not encoded affects eligibility, and no fact says how it came out."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "Ketentuan yang tidak dikodekan memengaruhi kelayakan tanpa fakta.",
            "A clause that is not encoded affects eligibility without a fact.",
        ),
        why=Text(
            "Yang memengaruhi kelayakan harus dinyatakan oleh seseorang, dan tidak diketahui "
            "sampai dinyatakan.",
            "What affects eligibility is attested by somebody, and is unknown until it is.",
        ),
        bad=example('  Pasal 1\n    Tidak dikodekan karena "penilaian camat", memengaruhi kelayakan.\n'),
        good=example(
            '  Pasal 1\n    Tidak dikodekan pegawai karena "penilaian camat", memengaruhi kelayakan.\n'
        ),
    )

    @property
    def message(self) -> Text:
        return Text(
            "ketentuan ini memengaruhi kelayakan dan tidak menyebut faktanya",
            "this clause affects eligibility and names no fact",
        )

    @property
    def help(self) -> Text:
        return Text(
            "sebut fakta `ya atau tidak` yang dinyatakan pejabat",
            "name the yes-no fact that somebody attests",
        )


@diagnostic("PE162", "day-without-effect", Severity.WARNING)
@dataclass(frozen=True, slots=True, kw_only=True)
class DayWithoutEffect(Diagnostic):
    """A fact that is taken as of one date is tested on a day of its own."""

    page: ClassVar[Page] = Page(
        summary=Text("Tanggal uji tidak mengubah apa pun.", "A test date that changes nothing."),
        why=Text(
            "Fakta diambil menurut satu tanggal; hanya usia, peristiwa, dan parameter yang "
            "berbeda dari hari ke hari.",
            "Facts are taken as of one date; only ages, events and parameters differ from day to day.",
        ),
        bad=requirement("pegawai pada tanggal pendaftaran"),
        good=requirement("pegawai"),
    )

    text: str

    @property
    def message(self) -> Text:
        return Text(
            f"`{self.text}` tidak berbeda dari hari ke hari, sehingga tanggal uji ini tidak berpengaruh",
            f"`{self.text}` does not differ from day to day, so this test date has no effect",
        )


@diagnostic("PE163", "code-missing", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class CodeMissing(Diagnostic):
    """A region is declared without its code, or with one that is no region code."""

    page: ClassVar[Page] = Page(
        summary=Text("Wilayah tanpa kode Kemendagri.", "A region without its Kemendagri code."),
        why=Text(
            "Letak suatu wilayah di dalam wilayah lain dibaca dari kodenya.",
            "Whether a region lies inside another is read from its code.",
        ),
        bad=('kosakata wilayah "wilayah" / "region" {\n  karimun "Karimun" / "Karimun";\n}\n'),
        good=('kosakata wilayah "wilayah" / "region" {\n  karimun kode 21.02 "Karimun" / "Karimun";\n}\n'),
    )

    text: str

    @property
    def message(self) -> Text:
        return Text(
            f"wilayah `{self.text}` tidak mempunyai kode wilayah seperti `21.02`",
            f"the region `{self.text}` has no region code such as `21.02`",
        )


@diagnostic("PE164", "misplaced-wording", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class MisplacedWording(Diagnostic):
    """A word for a bound or an order stands with something it cannot order."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "Kata batas atau urutan tidak cocok di sini.", "A bound or order word does not fit here."
        ),
        why=Text(
            "Kuota adalah batas atas atau batas bawah; urutan memerlukan nilai yang dapat diurutkan.",
            "A quota is an upper or a lower bound; an order needs values that can be ordered.",
        ),
        bad=example("  Pasal 1\n    Urutan prioritas:\n        a. pegawai mulai dari yang terendah.\n"),
        good=example("  Pasal 1\n    Urutan prioritas:\n        a. pegawai mulai dari yang memenuhi.\n"),
    )

    word: Text
    beside: Text

    @property
    def message(self) -> Text:
        return Text(
            f"`{self.word.indonesian}` tidak dapat dipakai dengan {self.beside.indonesian}",
            f"`{self.word.english}` cannot be used with {self.beside.english}",
        )


@diagnostic("PE320", "age-without-test-date", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class AgeWithoutTestDate(Diagnostic):
    """An age is bounded and no day is named on which it is counted."""

    page: ClassVar[Page] = Page(
        summary=Text("Batas usia tanpa tanggal uji.", "A bound of age without a test date."),
        why=Text(
            "Usia berubah dari hari ke hari: pada tanggal pendaftaran ia diuji sekali, pada "
            "setiap bulan Iuran "
            "ia dapat berakhir.",
            "Age changes from day to day: on the registration date it is tested once, in each contribution "
            "month it can end.",
        ),
        bad=requirement("usia paling rendah 18 tahun"),
        good=requirement("usia paling rendah 18 tahun pada tanggal pendaftaran"),
    )

    @property
    def message(self) -> Text:
        return Text(
            "batas usia ini tidak menyebut tanggal ujinya", "this bound of age does not name its test date"
        )

    @property
    def help(self) -> Text:
        return Text(
            "tulis `pada tanggal pendaftaran` atau `pada setiap bulan Iuran`",
            "write `on the registration date` or `in each contribution month`",
        )

    @property
    def fix(self) -> Fix | None:
        if self.span is None:
            return None
        end = Span(self.span.source, self.span.end, self.span.end)
        title = Text("uji pada tanggal pendaftaran", "test it on the registration date")
        return Fix(title, (Edit(end, " pada tanggal pendaftaran"),), Applicability.UNSAFE)


@diagnostic("PE321", "months-run-backwards", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class MonthsRunBackwards(Diagnostic):
    """A span of months ends before it starts."""

    page: ClassVar[Page] = Page(
        summary=Text("Bulan terakhir lebih awal daripada bulan pertama.", "Months run backwards."),
        why=Text(
            "Rentang yang terbalik tidak memuat satu bulan pun, sehingga tidak ada Iuran yang dibayar.",
            "A span that runs backwards holds no month, so no contribution would be paid.",
        ),
        bad=example(
            "  Pasal 1\n    Iuran dibayar untuk bulan Iuran Maret 2025 sampai dengan Januari 2025.\n"
        ),
        good=example(
            "  Pasal 1\n    Iuran dibayar untuk bulan Iuran Januari 2025 sampai dengan Maret 2025.\n"
        ),
    )

    @property
    def message(self) -> Text:
        return Text("rentang ini berakhir sebelum mulai", "this span ends before it starts")
