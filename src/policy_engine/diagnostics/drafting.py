"""PE9xx: how a regulation is drafted and refers to others (UU 12/2011 Lampiran II)."""

from typing import ClassVar

from policy_engine.diagnostics.model import (
    Applicability,
    Diagnostic,
    Edit,
    Fix,
    Label,
    Page,
    Severity,
    diagnostic,
)
from policy_engine.diagnostics.wording import SECOND_FILE, place, regulation, say
from policy_engine.domain.bilingual import Text
from policy_engine.domain.citation import Provision
from policy_engine.source import Span
from policy_engine.structure import dataclass

_HEADER = "daerah kabupaten_karimun  segmen bpu\n  diundangkan 2025-01-02  mulai berlaku 2025-01-03"
_ONE = "Pasal 1  Target Penerima 5 orang."


def _in_view_of(references: str, body: str = _ONE) -> str:
    return regulation(body, header=f"{_HEADER}\n  mengingat {references}")


@diagnostic("PE901", "refers-to-lower", Severity.WARNING)
@dataclass(frozen=True, slots=True, kw_only=True)
class RefersToLower(Diagnostic):
    """A norm refers to an instrument of lower rank."""

    page: ClassVar[Page] = Page(
        summary=Text("Rujukan ke peraturan yang lebih rendah.", "A reference to a lower regulation."),
        why=Text(
            "Rujukan hanya ke peraturan yang setingkat atau lebih tinggi (UU 12/2011 Lampiran II 278).",
            "References are made only to regulations of the same rank or higher.",
        ),
        bad=regulation(
            'Pasal 1  Tafsir t1: "contoh" berdasarkan perbup kabupaten_karimun 5/2025 Pasal 3.',
            name="perda kabupaten_karimun nomor 1 tahun 2024",
        ),
        good=regulation(
            'Pasal 1  Tafsir t1: "contoh" berdasarkan pp 44/2015 Pasal 20.',
            name="perda kabupaten_karimun nomor 1 tahun 2024",
        ),
    )

    target: str

    @property
    def message(self) -> Text:
        return say(
            "`{t}` lebih rendah daripada instrumen yang merujuknya",
            "`{t}` is lower than the instrument that refers to it",
            t=self.target,
        )


@diagnostic("PE902", "in-view-of-lower", Severity.WARNING)
@dataclass(frozen=True, slots=True, kw_only=True)
class InViewOfLower(Diagnostic):
    """An instrument names one of lower rank as its legal ground."""

    page: ClassVar[Page] = Page(
        summary=Text("Dasar hukum lebih rendah.", "A legal ground of lower rank."),
        why=Text(
            "Dasar hukum hanya peraturan yang setingkat atau lebih tinggi (UU 12/2011 Lampiran II 41).",
            "A legal ground is a regulation of the same rank or higher.",
        ),
        bad=regulation(
            _ONE,
            name="perda kabupaten_karimun nomor 1 tahun 2024",
            header=f"{_HEADER}\n  mengingat perbup kabupaten_karimun 5/2023",
        ),
        good=_in_view_of("uu 40/2004, pp 44/2015"),
    )

    target: str

    @property
    def message(self) -> Text:
        return say(
            "dasar hukum `{t}` lebih rendah daripada instrumen ini",
            "the legal ground `{t}` is lower than this instrument",
            t=self.target,
        )


@diagnostic("PE903", "in-view-of-repealed", Severity.WARNING)
@dataclass(frozen=True, slots=True, kw_only=True)
class InViewOfRepealed(Diagnostic):
    """An instrument names as its legal ground one that was no longer in force when it commenced."""

    page: ClassVar[Page] = Page(
        summary=Text("Dasar hukum sudah dicabut.", "A legal ground was repealed."),
        why=Text(
            "Peraturan yang sudah atau akan dicabut tidak menjadi dasar hukum (UU 12/2011 Lampiran II 42).",
            "A regulation that was or is about to be repealed is no legal ground.",
        ),
        bad=regulation(_ONE, name="permenaker nomor 1 tahun 2016", header="mulai berlaku 2016-01-01")
        + SECOND_FILE
        + regulation(
            "Pasal 131  permenaker 1/2016 dicabut dan dinyatakan tidak berlaku.",
            name="permenaker nomor 5 tahun 2021",
            header="mulai berlaku 2021-04-01",
        )
        + SECOND_FILE
        + _in_view_of("permenaker 1/2016"),
        good=_in_view_of("permenaker 5/2021"),
    )

    target: str
    at: Span

    @property
    def message(self) -> Text:
        return say(
            "dasar hukum `{t}` sudah tidak berlaku",
            "the legal ground `{t}` is no longer in force",
            t=self.target,
        )

    @property
    def labels(self) -> tuple[Label, ...]:
        return (Label(self.at, Text("tidak berlaku lagi", "no longer in force")),)


@diagnostic("PE904", "in-view-of-out-of-order", Severity.NOTE)
@dataclass(frozen=True, slots=True, kw_only=True)
class InViewOfOutOfOrder(Diagnostic):
    """Legal grounds do not go from higher to lower and from earlier to later."""

    page: ClassVar[Page] = Page(
        summary=Text("Dasar hukum tidak berurutan.", "Legal grounds are not in order."),
        why=Text(
            "Dasar hukum diurutkan menurut tingkat, lalu menurut waktu (UU 12/2011 Lampiran II 43).",
            "Legal grounds are ordered by rank, then by time.",
        ),
        bad=_in_view_of("pp 44/2015, uu 40/2004"),
        good=_in_view_of("uu 40/2004, pp 44/2015"),
    )

    target: str
    previous: str
    at: Span

    @property
    def message(self) -> Text:
        return say(
            "`{t}` seharusnya mendahului `{p}`",
            "`{t}` should stand before `{p}`",
            t=self.target,
            p=self.previous,
        )

    @property
    def labels(self) -> tuple[Label, ...]:
        return (Label(self.at, Text("sebelum ini", "before this")),)


@diagnostic("PE905", "forward-reference", Severity.NOTE)
@dataclass(frozen=True, slots=True, kw_only=True)
class ForwardReference(Diagnostic):
    """A norm refers to an article that stands after it."""

    page: ClassVar[Page] = Page(
        summary=Text("Rujukan ke pasal sesudahnya.", "A reference to a later article."),
        why=Text(
            "Rujukan ke pasal yang terletak sesudahnya dihindari (UU 12/2011 Lampiran II 279).",
            "References to an article that stands later are avoided.",
        ),
        bad=regulation("Pasal 1  Dalam hal nelayan, Pasal 2 tidak berlaku.\n  Pasal 2  Penerima harus ojek."),
        good=regulation(
            "Pasal 1  Penerima harus ojek.\n  Pasal 2  Dalam hal nelayan, Pasal 1 tidak berlaku."
        ),
    )

    place: Provision

    @property
    def message(self) -> Text:
        return say(
            "`{p}` terletak sesudah rujukan ini", "`{p}` stands after this reference", p=place(self.place)
        )


_BENEFICIARIES = "Pasal 1  Penerima terdiri atas: a. nelayan."
_ENDING = "\n  Pasal 2  Pembayaran Iuran dihentikan dalam hal: a. meninggal."


@diagnostic("PE906", "no-ending-rule", Severity.WARNING)
@dataclass(frozen=True, slots=True, kw_only=True)
class NoEndingRule(Diagnostic):
    """Nothing says when payment for a recipient ends."""

    page: ClassVar[Page] = Page(
        summary=Text("Penghentian tidak diatur.", "The ending of payment is not regulated."),
        why=Text(
            "Iuran tetap dibayar bagi yang meninggal, pindah, menjadi penerima upah, atau mencapai usia 65 "
            "tahun.",
            "Contributions go on for those who died, moved, became wage earners or reached 65.",
        ),
        bad=regulation(_BENEFICIARIES),
        good=regulation(_BENEFICIARIES + _ENDING),
    )

    @property
    def message(self) -> Text:
        return Text(
            "penghentian pembayaran Iuran tidak diatur",
            "the ending of contribution payments is not regulated",
        )

    @property
    def help(self) -> Text | None:
        return Text(
            "tambahkan `Pembayaran Iuran dihentikan dalam hal:`",
            "add `Pembayaran Iuran dihentikan dalam hal:`",
        )


@diagnostic("PE907", "no-replacement-rule", Severity.NOTE)
@dataclass(frozen=True, slots=True, kw_only=True)
class NoReplacementRule(Diagnostic):
    """There is a quota, and nothing says who takes a place that falls free."""

    page: ClassVar[Page] = Page(
        summary=Text("Penggantian tidak diatur.", "Replacement is not regulated."),
        why=Text(
            "Tempat yang kosong tidak diisi bila penggantian tidak dinyatakan.",
            "A place that falls free stays empty unless replacement is stated.",
        ),
        bad=regulation("Pasal 1  Kuota Penerima paling banyak 10 orang."),
        good=regulation(
            "Pasal 1  Kuota Penerima paling banyak 10 orang.\n"
            "  Pasal 2  Penerima yang dihentikan diganti dari daftar tunggu."
        ),
    )

    @property
    def message(self) -> Text:
        return Text(
            "kuota tidak disertai aturan penggantian", "the quota comes without a rule of replacement"
        )


def _fact(proof: str) -> str:
    return f'fakta lulus adalah ya atau tidak "lulus verifikasi" / "verified"{proof}.\n'


_REQUIRES = regulation("Pasal 1  Penerima harus lulus.")


@diagnostic("PE908", "fact-without-proof", Severity.WARNING)
@dataclass(frozen=True, slots=True, kw_only=True)
class FactWithoutProof(Diagnostic):
    """A requirement rests on a fact for which no document and no officer is named."""

    page: ClassVar[Page] = Page(
        summary=Text("Fakta dalam persyaratan tidak ada buktinya.", "A fact in a requirement has no proof."),
        why=Text(
            "Tanpa bukti dan pejabat yang menyatakannya, petugas menilai menurut perasaannya sendiri.",
            "Without a proof and an officer who attests it, everybody judges by their own lights.",
        ),
        bad=_fact("") + _REQUIRES,
        good=_fact(", dibuktikan dengan surat oleh lurah") + _REQUIRES,
    )

    fact: str
    at: Span

    @property
    def message(self) -> Text:
        return say(
            "fakta `{f}` tidak ada bukti dan pejabat yang menyatakannya",
            "fact `{f}` has no proof and no officer who attests it",
            f=self.fact,
        )

    @property
    def help(self) -> Text | None:
        return Text(
            "tambahkan `dibuktikan dengan ... oleh ...` pada syarat atau pada faktanya",
            "add `dibuktikan dengan ... oleh ...` to the requirement or to the fact",
        )

    @property
    def labels(self) -> tuple[Label, ...]:
        return (Label(self.at, Text("dinyatakan di sini", "declared here")),)


@diagnostic("PE909", "fact-never-used", Severity.NOTE)
@dataclass(frozen=True, slots=True, kw_only=True)
class FactNeverUsed(Diagnostic):
    """A file declares a fact beside its instrument that the instrument does not use."""

    page: ClassVar[Page] = Page(
        summary=Text("Fakta tidak dipakai.", "A fact is not used."),
        why=Text(
            "Data pribadi yang tidak menentukan apa pun tidak perlu dikumpulkan.",
            "Personal data that decide nothing need not be collected.",
        ),
        bad=_fact("") + regulation(_ONE),
        good=_fact(", dibuktikan dengan surat oleh lurah") + _REQUIRES,
    )

    fact: str

    @property
    def message(self) -> Text:
        return say("fakta `{f}` tidak dipakai", "fact `{f}` is not used", f=self.fact)


_DEFINES = 'Pasal 1  yang dimaksud dengan:\n    1. rentan adalah "pekerja kecil" yaitu nelayan.'


@diagnostic("PE910", "definition-never-used", Severity.WARNING)
@dataclass(frozen=True, slots=True, kw_only=True)
class DefinitionNeverUsed(Diagnostic):
    """A term is defined and does not occur again."""

    page: ClassVar[Page] = Page(
        summary=Text("Batasan pengertian tidak dipakai.", "A definition is not used."),
        why=Text(
            "Ketentuan umum hanya memuat istilah yang dipakai dalam pasal-pasal "
            "berikutnya (UU 12/2011 Lampiran "
            "II 102).",
            "General provisions hold only terms that occur in later articles.",
        ),
        bad=regulation(_DEFINES),
        good=regulation(_DEFINES + "\n  Pasal 2  Penerima harus rentan."),
    )

    term: str

    @property
    def message(self) -> Text:
        return say(
            "istilah `{t}` didefinisikan tetapi tidak dipakai",
            "term `{t}` is defined but not used",
            t=self.term,
        )


@diagnostic("PE911", "interpretation-never-used", Severity.NOTE)
@dataclass(frozen=True, slots=True, kw_only=True)
class InterpretationNeverUsed(Diagnostic):
    """A named interpretation that no norm rests on."""

    page: ClassVar[Page] = Page(
        summary=Text("Tafsir tidak dipakai.", "An interpretation is not used."),
        why=Text(
            "Tafsir yang tidak ditunjuk oleh norma tidak menjelaskan putusan apa pun.",
            "An interpretation that no norm names explains no decision.",
        ),
        bad=regulation(
            'Pasal 1  Tafsir t1: "contoh" berdasarkan pp 44/2015 Pasal 20.\n'
            "  Pasal 2  Penerima harus nelayan."
        ),
        good=regulation(
            'Pasal 1  Tafsir t1: "contoh" berdasarkan pp 44/2015 Pasal 20.\n'
            "  Pasal 2  Penerima harus nelayan, menurut tafsir t1."
        ),
    )

    interpretation: str

    @property
    def message(self) -> Text:
        return say(
            "tafsir `{t}` tidak ditunjuk oleh norma mana pun",
            "no norm names interpretation `{t}`",
            t=self.interpretation,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listed(Diagnostic):
    """Places of one instrument that share a condition."""

    places: tuple[Span, ...]
    notes: tuple[str, ...]

    @property
    def labels(self) -> tuple[Label, ...]:
        return tuple(
            Label(span, Text(note, note)) for span, note in zip(self.places, self.notes, strict=True)
        )


@diagnostic("PE912", "blanks", Severity.NOTE)
@dataclass(frozen=True, slots=True, kw_only=True)
class Blanks(_Listed):
    """How many places of an instrument are left open, and where."""

    page: ClassVar[Page] = Page(
        summary=Text("Ada yang dikosongkan.", "Places are left open."),
        why=Text(
            "Putusan yang menyentuh bagian kosong berbunyi belum dapat ditentukan.",
            "A decision that touches an open place is undetermined.",
        ),
        bad=regulation('Pasal 1  ... "sanksi belum disusun".'),
        good=regulation(_ONE),
    )

    @property
    def message(self) -> Text:
        return say("{n} bagian dikosongkan", "places left open: {n}", n=len(self.places))


@diagnostic("PE913", "not-encoded", Severity.NOTE)
@dataclass(frozen=True, slots=True, kw_only=True)
class NotEncodedListed(_Listed):
    """How many clauses of an instrument no machine weighs, and which."""

    page: ClassVar[Page] = Page(
        summary=Text("Ada ketentuan yang tidak dikodekan.", "Clauses are not encoded."),
        why=Text(
            "Ketentuan itu dinilai oleh orang, bukan oleh mesin.",
            "People weigh those clauses, not the machine.",
        ),
        bad=regulation('Pasal 1  Tidak dikodekan karena "tata cara", tidak memengaruhi kelayakan.'),
        good=regulation(_ONE),
    )

    @property
    def message(self) -> Text:
        return say("{n} ketentuan tidak dikodekan", "clauses not encoded: {n}", n=len(self.places))


@diagnostic("PE914", "indefinite-words", Severity.NOTE)
@dataclass(frozen=True, slots=True, kw_only=True)
class IndefiniteWords(Diagnostic):
    """A definition or requirement is worded so that nobody can tell where it ends."""

    page: ClassVar[Page] = Page(
        summary=Text("Kata yang tidak menentu.", "Indefinite words."),
        why=Text(
            "Kata seperti `antara lain` membuat rincian tidak berbatas (UU 12/2011 "
            "Lampiran II 245 dan 270b).",
            "Words such as `among others` leave a list without an end.",
        ),
        bad=regulation(
            'Pasal 1  yang dimaksud dengan:\n    1. rentan adalah "antara lain nelayan" yaitu nelayan.\n'
            "  Pasal 2  Penerima harus rentan."
        ),
        good=regulation(_DEFINES + "\n  Pasal 2  Penerima harus rentan."),
    )

    words: str

    @property
    def message(self) -> Text:
        return say("`{w}` tidak menentukan batas", "`{w}` sets no limit", w=self.words)


@diagnostic("PE915", "bound-word-unfit", Severity.NOTE)
@dataclass(frozen=True, slots=True, kw_only=True)
class BoundWordUnfit(Diagnostic):
    """The word for a bound does not suit what is bounded; its meaning is the same."""

    page: ClassVar[Page] = Page(
        summary=Text("Kata batas tidak sesuai dengan satuannya.", "The bound word does not suit its unit."),
        why=Text(
            "UU 12/2011 Lampiran II 256: uang `paling sedikit` dan `paling banyak`, "
            "jumlah lain `paling rendah` "
            "dan `paling tinggi`, jangka waktu `paling singkat` dan `paling lama`, batas "
            "waktu `paling cepat` "
            "dan `paling lambat`.",
            "Each unit has its own words for at least and at most: money, other quantities, durations, "
            "deadlines.",
        ),
        bad=regulation("Pasal 1  Penerima harus usia paling sedikit 18 tahun pada tanggal pendaftaran."),
        good=regulation("Pasal 1  Penerima harus usia paling rendah 18 tahun pada tanggal pendaftaran."),
    )

    word: str
    fitting: str
    at: Span | None

    @property
    def message(self) -> Text:
        return say(
            "`{w}` tidak lazim untuk satuan ini; yang lazim `{f}`",
            "`{w}` is not the word for this unit; `{f}` is",
            w=self.word,
            f=self.fitting,
        )

    @property
    def fix(self) -> Fix | None:
        if self.at is None:
            return None
        title = say("tulis `{f}`", "write `{f}`", f=self.fitting)
        return Fix(title, (Edit(self.at, self.fitting),), Applicability.SAFE)


@diagnostic("PE916", "general-provisions-not-first", Severity.WARNING)
@dataclass(frozen=True, slots=True, kw_only=True)
class GeneralProvisionsNotFirst(Diagnostic):
    """Definitions stand after other norms."""

    page: ClassVar[Page] = Page(
        summary=Text("Ketentuan umum tidak di awal.", "General provisions do not come first."),
        why=Text(
            "Ketentuan umum diletakkan dalam bab atau pasal pertama (UU 12/2011 Lampiran II 96).",
            "General provisions stand in the first chapter or article.",
        ),
        bad=regulation(
            "Pasal 1  Penerima harus rentan.\n  Pasal 2  yang dimaksud dengan:\n"
            '    1. rentan adalah "pekerja kecil" yaitu nelayan.'
        ),
        good=regulation(_DEFINES + "\n  Pasal 2  Penerima harus rentan."),
    )

    @property
    def message(self) -> Text:
        return Text(
            "ketentuan umum tidak diletakkan pada pasal pertama",
            "the general provisions do not stand in the first article",
        )


@diagnostic("PE917", "list-without-connective", Severity.WARNING)
@dataclass(frozen=True, slots=True, kw_only=True)
class ListWithoutConnective(Diagnostic):
    """No `dan`, `atau` or `dan/atau` stands before the last item of a list."""

    page: ClassVar[Page] = Page(
        summary=Text("Rincian tanpa kata penghubung.", "A list without its connective."),
        why=Text(
            "Kata penghubung setelah rincian kedua dari akhir menentukan apakah syarat "
            "bersifat kumulatif atau "
            "alternatif (UU 12/2011 Lampiran II 88-91).",
            "The word after the last item but one says whether conditions are cumulative or alternative.",
        ),
        bad=regulation("Pasal 1  Penerima harus memenuhi persyaratan: a. nelayan; b. ojek."),
        good=regulation("Pasal 1  Penerima harus memenuhi persyaratan: a. nelayan; dan b. ojek."),
    )

    @property
    def message(self) -> Text:
        return Text(
            "rincian tidak menyebut `dan`, `atau`, atau `dan/atau`", "the list says neither `and` nor `or`"
        )

    @property
    def help(self) -> Text | None:
        return Text(
            "tulis `dan`, `atau`, atau `dan/atau` setelah rincian kedua dari akhir",
            "write `dan`, `atau` or `dan/atau` after the last item but one",
        )


@diagnostic("PE919", "number-out-of-order", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class NumberOutOfOrder(Diagnostic):
    """An article, paragraph or item does not follow the one before it, or has its number."""

    page: ClassVar[Page] = Page(
        summary=Text("Nomor tidak berurutan atau ganda.", "A number is out of order or occurs twice."),
        why=Text(
            "Nomor ganda membuat rujukan menunjuk dua norma.",
            "With a number twice, a reference names two norms.",
        ),
        bad=regulation("Pasal 2  Target Penerima 5 orang.\n  Pasal 1  Target Penerima 6 orang."),
        good=regulation("Pasal 1  Target Penerima 5 orang.\n  Pasal 2  Target Penerima 6 orang."),
    )

    label: str
    previous: str
    at: Span

    @property
    def message(self) -> Text:
        if self.label == self.previous:
            return say("nomor `{l}` dipakai dua kali", "number `{l}` is used twice", l=self.label)
        return say(
            "`{l}` tidak berurutan setelah `{p}`",
            "`{l}` does not follow `{p}`",
            l=self.label,
            p=self.previous,
        )

    @property
    def labels(self) -> tuple[Label, ...]:
        return (Label(self.at, Text("nomor sebelumnya", "the number before it")),)


@diagnostic("PE929", "definition-used-once", Severity.NOTE)
@dataclass(frozen=True, slots=True, kw_only=True)
class DefinitionUsedOnce(Diagnostic):
    """A term is defined that a draft uses in one place only."""

    page: ClassVar[Page] = Page(
        summary=Text("Istilah hanya dipakai satu kali.", "A term is used once only."),
        why=Text(
            "Ketentuan umum memuat istilah yang digunakan berulang-ulang dalam pasal berikutnya (UU 12/2011 Lampiran "
            "II 102). Yang dipakai satu kali lebih mudah dibaca di tempat pemakaiannya.",
            "General provisions hold terms that return in later articles (UU 12/2011 Annex II 102). What is used once "
            "is easier read where it is used.",
        ),
        bad=regulation(_DEFINES + "\n  Pasal 2  Penerima harus rentan."),
        good=regulation(
            _DEFINES
            + "\n  Pasal 2  Penerima harus rentan.\n  Pasal 3  Pembayaran Iuran dihentikan dalam hal tidak rentan."
        ),
    )

    term: str

    @property
    def message(self) -> Text:
        return say(
            "istilah `{t}` didefinisikan untuk satu pemakaian saja",
            "term `{t}` is defined for a single use",
            t=self.term,
        )

    @property
    def help(self) -> Text | None:
        return Text("tulis syaratnya di tempat pemakaiannya", "write the condition where it is used")


@diagnostic("PE930", "identity-number-in-text", Severity.WARNING)
@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityNumberInText(Diagnostic):
    """A policy file holds sixteen digits in a row, in a name, a reason or a remark; the line is not shown."""

    page: ClassVar[Page] = Page(
        summary=Text("Berkas memuat nomor seperti NIK.", "A file holds a number like an identity number."),
        why=Text(
            "Berkas kebijakan dan ujinya dibaca banyak orang dan disimpan selamanya. Tidak satu pun putusan memerlukan "
            "nomor itu.",
            "Policy files and their tests are read by many and kept for good. No decision needs the number.",
        ),
        bad=regulation("Pasal 1  Penerima terdiri atas nelayan.\n  # usulan dari 2171020000000001"),
        good=regulation("Pasal 1  Penerima terdiri atas nelayan.\n  # usulan dari kelurahan"),
    )

    line: int

    @property
    def message(self) -> Text:
        return say(
            "baris {n} berkas ini memuat enam belas angka berturut-turut, seperti NIK",
            "line {n} of this file holds sixteen digits in a row, like an identity number",
            n=self.line,
        )

    @property
    def help(self) -> Text | None:
        return Text(
            "hapus nomornya; sebut orangnya menurut keadaannya", "delete it; name people by their situation"
        )
