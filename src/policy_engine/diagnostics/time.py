"""PE3xx: contribution months, fiscal years and the days from which and until which an instrument holds."""

from typing import ClassVar

from policy_engine.diagnostics.model import Diagnostic, Label, Page, Severity, diagnostic
from policy_engine.diagnostics.wording import SECOND_FILE, date, month, regulation, say
from policy_engine.domain.bilingual import Language, Text, both
from policy_engine.domain.dates import Month, PackedDate, month_runs, unpack_month
from policy_engine.source import Span
from policy_engine.structure import dataclass


def _months(words: str, rest: str = "") -> str:
    """Give an example that pays the months in words."""
    return regulation(f"Pasal 1  Iuran dibayar untuk bulan Iuran {words}.{rest}")


def _for_some(others: str) -> str:
    """Give an example that pays some months for a group and others for whom words name."""
    return regulation(
        "Pasal 1  Penerima terdiri atas: a. kelompok laut: nelayan; dan b. kelompok jalan: ojek.\n"
        f"  Pasal 2\n    (1) Iuran bagi {others} dibayar untuk bulan Iuran Februari 2025 sampai dengan Desember 2025.\n"
        "    (2) Iuran bagi Penerima kelompok laut dibayar untuk bulan Iuran April 2025 sampai dengan September 2025."
    )


def _closing(day: str) -> str:
    """Give an example whose closing clause names a day in words."""
    return regulation(f"Pasal 9  Peraturan Bupati ini mulai berlaku pada tanggal {day}.")


_NATIONAL = {
    "name": "permenaker nomor 5 tahun 2021",
    "header": "segmen bpu\n  diundangkan 2021-04-01  mulai berlaku 2021-04-01",
}
_PERIODS = regulation(
    "Pasal 41  Iuran dapat dibayar sekaligus di muka untuk 2, 3, 6, atau 12 bulan.", **_NATIONAL
)
_BENEFIT = regulation(
    'Pasal 97A  Manfaat jkm "santunan sekaligus" sebesar Rp20.000.000, setelah paling singkat 3 bulan Iuran '
    "berturut-turut.",
    **_NATIONAL,
)


def _enrolled(commences: str) -> str:
    """Give an example that pays from January 2025 and commences on a day."""
    return regulation(
        "Pasal 1  Penerima diikutsertakan dalam program jkk dan jkm.\n"
        "  Pasal 2  Iuran dibayar untuk bulan Iuran Januari 2025 sampai dengan Maret 2025."
    ).replace("mulai berlaku 2025-01-03", f"mulai berlaku {commences}")


def _minimum_wage(since: str) -> str:
    """Give an example that reads a minimum wage which is stated from a day on."""
    stated = (
        'parameter upah_minimum adalah rupiah per bulan "upah minimum" / "minimum wage":\n'
        f'  Rp3.715.000 mulai {since} sampai dengan 2025-12-31 berdasarkan "Keputusan Gubernur".\n'
    )
    return stated + regulation("Pasal 1  Penerima harus penghasilan kurang dari upah_minimum.")


COMMENCEMENT = Text("mulai berlaku", "commencement")
PROMULGATION = Text("pengundangan", "promulgation")
ENACTMENT = Text("penetapan", "enactment")


@diagnostic("PE301", "months-before-instrument", Severity.WARNING)
@dataclass(frozen=True, slots=True, kw_only=True)
class MonthsBeforeInstrument(Diagnostic):
    """A contribution month lies before the month of commencement, promulgation or enactment."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "Bulan Iuran mendahului instrumennya.", "A contribution month lies before its instrument."
        ),
        why=Text(
            "Pengeluaran untuk bulan sebelum ada dasar hukumnya menjadi temuan pemeriksa.",
            "Spending for a month before there was a legal ground becomes an auditor's finding.",
        ),
        bad=_months("November 2024 sampai dengan Maret 2025"),
        good=_months("Januari 2025 sampai dengan Maret 2025"),
    )

    month: Month
    event: Text
    day: PackedDate
    at: Span

    @property
    def message(self) -> Text:
        return say(
            "bulan Iuran `{m}` mendahului {e} instrumen, {d}",
            "contribution month `{m}` lies before the {e} of the instrument, {d}",
            m=month(self.month), e=self.event, d=date(self.day),
        )  # fmt: skip

    @property
    def help(self) -> Text | None:
        return Text(
            "mulai dari bulan instrumen berlaku", "start from the month in which the instrument holds"
        )

    @property
    def labels(self) -> tuple[Label, ...]:
        return (Label(self.at, self.event),)


@diagnostic("PE302", "months-after-instrument", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class MonthsAfterInstrument(Diagnostic):
    """A contribution month lies after the instrument has ended or was repealed."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "Bulan Iuran sesudah instrumen tidak berlaku lagi.",
            "A contribution month lies after the end of its instrument.",
        ),
        why=Text("Bulan itu tidak lagi mempunyai dasar hukum.", "That month has no legal ground any more."),
        bad=_months("Januari 2025 sampai dengan Maret 2025").replace(
            "mulai berlaku 2025-01-03", "mulai berlaku 2025-01-03  berakhir 2025-02-28"
        ),
        good=_months("Januari 2025 sampai dengan Februari 2025").replace(
            "mulai berlaku 2025-01-03", "mulai berlaku 2025-01-03  berakhir 2025-02-28"
        ),
    )

    month: Month
    until: PackedDate
    at: Span | None = None
    """Where it is repealed, if it is."""

    @property
    def message(self) -> Text:
        return say(
            "instrumen tidak berlaku lagi sejak {d}, sebelum bulan Iuran `{m}`",
            "the instrument holds no longer from {d} on, before contribution month `{m}`",
            m=month(self.month), d=date(self.until),
        )  # fmt: skip

    @property
    def help(self) -> Text | None:
        return Text(
            "akhiri bulan Iuran lebih awal, atau atur bulan yang tersisa dalam peralihan naskah yang mengakhirinya",
            "let the months end earlier, or provide for those that are left in a transition of the text that ends it",
        )

    @property
    def labels(self) -> tuple[Label, ...]:
        return () if self.at is None else (Label(self.at, Text("diakhiri di sini", "ended here")),)


_TURN = Text(" pada pergantian tahun", " at the turn of the year")


@diagnostic("PE303", "gap-between-months", Severity.WARNING)
@dataclass(frozen=True, slots=True, kw_only=True)
class GapBetweenMonths(Diagnostic):
    """Between two runs of funded months, most often at the turn of a year, nobody pays."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "Ada bulan tanpa Iuran di antara bulan-bulan yang dibayar.",
            "Between the months that are paid there are months without contribution.",
        ),
        why=Text(
            "Tunggakan lebih dari tiga bulan berturut-turut menghapus manfaat (Permenaker 5/2021 Pasal 44), "
            "dan satu bulan kosong sudah memutus masa iuran.",
            "More than three consecutive months of arrears lose the benefits, and one empty month breaks the "
            "period of contributions.",
        ),
        bad=_months("Oktober 2025 sampai dengan Desember 2025 dan Maret 2026 sampai dengan April 2026"),
        good=_months("Oktober 2025 sampai dengan April 2026"),
    )

    first: Month
    last: Month

    @property
    def message(self) -> Text:
        count = self.last - self.first + 1
        turns = unpack_month(Month(self.first - 1))[0] != unpack_month(Month(self.last + 1))[0]
        return say(
            "tidak ada Iuran selama {n} bulan{t}, `{a}` sampai dengan `{b}`",
            "no contribution is paid for {n} months{t}, `{a}` through `{b}`",
            n=count, a=month(self.first), b=month(self.last), t=_TURN if turns else both(""),
        )  # fmt: skip

    @property
    def help(self) -> Text | None:
        return Text(
            "sambungkan bulannya, atau nyatakan siapa yang membayar bulan itu",
            "join the months, or state who pays those months",
        )


@diagnostic("PE304", "advance-payment-not-allowed", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class AdvancePaymentNotAllowed(Diagnostic):
    """A single advance payment covers a number of months that the national law does not allow."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "Pembayaran sekaligus di muka untuk jumlah bulan yang tidak diperkenankan.",
            "An advance payment covers a number of months that is not allowed.",
        ),
        why=Text(
            "Iuran dibayar bulanan atau sekaligus di muka untuk 2, 3, 6, atau 12 bulan (Permenaker 5/2021 "
            "Pasal 41); jumlah lain tidak dapat ditagihkan sebagai satu pembayaran.",
            "Contributions are paid monthly or in advance for 2, 3, 6 or 12 months; no other number can be "
            "billed as one payment.",
        ),
        bad=_PERIODS + SECOND_FILE + _months("Mei 2025 sampai dengan Desember 2025, sekaligus di muka"),
        good=_PERIODS + SECOND_FILE + _months("Juli 2025 sampai dengan Desember 2025, sekaligus di muka"),
    )

    count: int
    allowed: tuple[int, ...]
    law: Text
    at: Span

    @property
    def message(self) -> Text:
        return say(
            "pembayaran sekaligus untuk {n} bulan tidak termasuk {a} bulan menurut {l}",
            "an advance payment for {n} months is not one of {a} months under {l}",
            n=self.count, a=", ".join(map(str, self.allowed)), l=self.law,
        )  # fmt: skip

    @property
    def help(self) -> Text | None:
        return Text(
            "pecah menjadi beberapa pembayaran yang diperkenankan, atau hapus `sekaligus di muka`",
            "split it into payments that are allowed, or drop `in advance`",
        )

    @property
    def labels(self) -> tuple[Label, ...]:
        return (Label(self.at, Text("jangka yang diperkenankan", "the periods allowed")),)


@diagnostic("PE305", "too-few-months-for-benefit", Severity.WARNING)
@dataclass(frozen=True, slots=True, kw_only=True)
class TooFewMonthsForBenefit(Diagnostic):
    """The funded months do not by themselves carry a new participant to a benefit."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "Bulan yang dibayar tidak mencapai manfaat penuh.",
            "The funded months do not reach the full benefit.",
        ),
        why=Text(
            "Peserta baru memperoleh manfaat penuh Jaminan Kematian setelah 3 bulan Iuran berturut-turut "
            "(Permenaker 1/2025 Pasal 97A); sebelum itu ahli waris hanya menerima biaya pemakaman.",
            "A new participant has the full death benefit after 3 consecutive months; before that the heirs "
            "receive the burial cost only.",
        ),
        bad=_BENEFIT
        + SECOND_FILE
        + _months(
            "November 2025 sampai dengan Desember 2025",
            "\n  Pasal 2  Penerima diikutsertakan dalam program jkk dan jkm.",
        ),
        good=_BENEFIT
        + SECOND_FILE
        + _months(
            "Oktober 2025 sampai dengan Desember 2025",
            "\n  Pasal 2  Penerima diikutsertakan dalam program jkk dan jkm.",
        ),
    )

    count: int
    needed: int
    programme: str
    benefit: str
    law: Text
    at: Span

    @property
    def message(self) -> Text:
        months = "contribution month does" if self.count == 1 else "contribution months do"
        return say(
            '{n} bulan Iuran tidak mencapai manfaat `{p}` "{b}" yang memerlukan {k} bulan menurut {l}',
            f'{{n}} {months} not reach the `{{p}}` benefit "{{b}}", which needs '
            "{k} months under {l}",
            n=self.count, k=self.needed, p=self.programme, b=self.benefit, l=self.law,
        )  # fmt: skip

    @property
    def help(self) -> Text | None:
        return Text(
            "tambah bulan, atau beri tahu peserta bahwa ia dapat membayar bulan berikutnya sendiri",
            "add months, or tell participants that they can pay the following month themselves",
        )

    @property
    def labels(self) -> tuple[Label, ...]:
        return (Label(self.at, Text("syarat manfaat", "the condition of the benefit")),)


@diagnostic("PE306", "retroactive-commencement", Severity.WARNING)
@dataclass(frozen=True, slots=True, kw_only=True)
class RetroactiveCommencement(Diagnostic):
    """An instrument commences before it is promulgated."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "Instrumen mulai berlaku sebelum diundangkan.", "An instrument commences before its promulgation."
        ),
        why=Text(
            "Mulai berlaku tidak boleh lebih awal daripada pengundangan, kecuali dengan alasan yang kuat "
            "(UU 12/2011 Lampiran II 155-156).",
            "Commencement is not earlier than promulgation, save for strong reasons.",
        ),
        bad=_months("Januari 2025").replace("diundangkan 2025-01-02", "diundangkan 2025-01-09"),
        good=_months("Januari 2025"),
    )

    commences: PackedDate
    promulgated: PackedDate
    at: Span

    @property
    def message(self) -> Text:
        return say(
            "instrumen mulai berlaku {c}, sebelum diundangkan {p}",
            "the instrument commences on {c}, before its promulgation on {p}",
            c=date(self.commences), p=date(self.promulgated),
        )  # fmt: skip

    @property
    def labels(self) -> tuple[Label, ...]:
        return (Label(self.at, PROMULGATION),)


@diagnostic("PE307", "fiscal-year-not-covered", Severity.WARNING)
@dataclass(frozen=True, slots=True, kw_only=True)
class FiscalYearNotCovered(Diagnostic):
    """A contribution month lies in a fiscal year that no budget of the instrument is of."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "Bulan Iuran di luar tahun anggaran sumber dananya.",
            "A contribution month lies outside the fiscal years of its budgets.",
        ),
        why=Text(
            "Anggaran suatu tahun tidak membiayai bulan tahun lain.",
            "The budget of one year does not pay the months of another.",
        ),
        bad=_months(
            "November 2025 sampai dengan Januari 2026",
            "\n  Pasal 2  Pendanaan dibebankan pada apbd tahun anggaran 2025.",
        ),
        good=_months(
            "November 2025 sampai dengan Desember 2025",
            "\n  Pasal 2  Pendanaan dibebankan pada apbd tahun anggaran 2025.",
        ),
    )

    month: Month
    years: tuple[int, ...]
    at: Span

    @property
    def message(self) -> Text:
        return say(
            "bulan Iuran `{m}` tidak tercakup tahun anggaran {y}",
            "contribution month `{m}` is not covered by fiscal year {y}",
            m=month(self.month), y=", ".join(map(str, self.years)),
        )  # fmt: skip

    @property
    def labels(self) -> tuple[Label, ...]:
        return (Label(self.at, Text("sumber dana", "the budget")),)


@diagnostic("PE308", "months-overlap", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class MonthsOverlap(Diagnostic):
    """A contribution month is named twice in one sentence."""

    page: ClassVar[Page] = Page(
        summary=Text("Bulan Iuran disebut dua kali.", "A contribution month is named twice."),
        why=Text("Satu bulan dibayar satu kali.", "A month is paid once."),
        bad=_months("Januari 2025 sampai dengan Maret 2025 dan Maret 2025 sampai dengan Mei 2025"),
        good=_months("Januari 2025 sampai dengan Maret 2025 dan Mei 2025"),
    )

    month: Month

    @property
    def message(self) -> Text:
        return say(
            "bulan Iuran `{m}` disebut dua kali",
            "contribution month `{m}` is named twice",
            m=month(self.month),
        )


@diagnostic("PE309", "commencement-differs", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class CommencementDiffers(Diagnostic):
    """The closing clause has an instrument commence on another day than its header."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "Ketentuan penutup menyebut hari mulai berlaku yang lain.",
            "The closing clause names another day of commencement.",
        ),
        why=Text(
            "Setiap peraturan menyebut saat mulai berlakunya sekali (UU 12/2011 Lampiran II 150). Bila pasal "
            "penutup dan kepala berkas berbeda, putusan pada hari-hari di antaranya bergantung pada yang dibaca.",
            "Every regulation says once when it commences (UU 12/2011 Annex II no. 150). Where the closing article "
            "and the header differ, decisions on the days between depend on which one was read.",
        ),
        bad=_closing("diundangkan"),
        good=_closing("3 Januari 2025"),
    )

    header: PackedDate
    clause: PackedDate
    said: Text | None
    at: Span

    @property
    def message(self) -> Text:
        said = Text("", "")
        if self.said is not None:
            said = Text(f"tanggal {self.said.indonesian}, ", f"the day of {self.said.english}, ")
        return say(
            "ketentuan ini menyebut {s}{c}, kepala berkas menyebut {h}",
            "this clause says {s}{c}, the header says {h}",
            s=said, c=date(self.clause), h=date(self.header),
        )  # fmt: skip

    @property
    def labels(self) -> tuple[Label, ...]:
        return (Label(self.at, COMMENCEMENT),)


@diagnostic("PE310", "months-for-all-and-for-some", Severity.WARNING)
@dataclass(frozen=True, slots=True, kw_only=True)
class MonthsForAllAndForSome(Diagnostic):
    """A sentence pays for a group months that another pays for everybody; the group is paid as both say."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "Bulan yang sudah dibayar bagi semua disebut lagi bagi satu kelompok.",
            "Months that are paid for everybody are named again for a group.",
        ),
        why=Text(
            "Bulan yang disebut beberapa ketentuan dibayar menurut semuanya. Ketentuan bagi satu kelompok tidak "
            "mengurangi bulan yang dibayar bagi semua Penerima, sehingga kelompok itu dibayar lebih lama daripada "
            "yang tampak tertulis.",
            "Months that several provisions name are paid as all of them say. A provision for one group takes away "
            "none of the months that are paid for every recipient, so that the group is paid for longer than it seems.",
        ),
        bad=_for_some("Penerima"),
        good=_for_some("Penerima kelompok jalan"),
    )

    twice: tuple[Month, ...]
    for_all: tuple[Month, ...]
    at: Span

    @property
    def message(self) -> Text:
        return say(
            "bulan {m} disebut bagi kelompok ini, padahal sudah dibayar bagi semua Penerima",
            "these months are named for a group, and paid for every recipient already: {m}",
            m=_in_runs(self.twice),
        )

    @property
    def help(self) -> Text:
        return say(
            "kelompok ini tetap dibayar {a}; bila maksudnya hanya bulan yang disebut di sini, sebut dalam ketentuan "
            "yang lain kelompok yang lain",
            "this group is paid for {a} all the same; if only the months named here are meant, let the other provision "
            "name the other groups",
            a=_in_runs(self.for_all),
        )

    @property
    def labels(self) -> tuple[Label, ...]:
        return (Label(self.at, Text("bagi semua Penerima", "for every recipient")),)


_DUE = regulation(
    "Pasal 42  Iuran jkk dan jkm dibayar paling lambat tanggal 15 bulan Iuran, atau hari kerja berikutnya.",
    **_NATIONAL,
)


@diagnostic("PE311", "month-due-before-instrument", Severity.WARNING)
@dataclass(frozen=True, slots=True, kw_only=True)
class MonthDueBeforeInstrument(Diagnostic):
    """The contribution of the first month fell due before the instrument commences."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "Iuran bulan pertama sudah jatuh tempo sebelum naskah mulai berlaku.",
            "The contribution of the first month was due before the instrument commences.",
        ),
        why=Text(
            "Pembayaran sesudah tenggat ialah tunggakan. Peserta baru belum terlindungi untuk bulan itu, dan dendanya "
            "tidak dianggarkan.",
            "A payment after its due day is in arrears. A new participant is not covered for that month, and no budget "
            "provides for the fine.",
        ),
        bad=_DUE + SECOND_FILE + _enrolled("2025-01-20"),
        good=_DUE + SECOND_FILE + _enrolled("2025-01-03"),
    )

    month: Month
    due: PackedDate
    day: PackedDate
    law: Text
    at: Span

    @property
    def message(self) -> Text:
        return say(
            "tenggat Iuran bulan `{m}` menurut {l} ialah {u}, sebelum naskah mulai berlaku {d}",
            "the contribution of `{m}` was due on {u} under {l}, before the instrument commences on {d}",
            m=month(self.month), u=date(self.due), l=self.law, d=date(self.day),
        )  # fmt: skip

    @property
    def help(self) -> Text | None:
        return Text("mulai dari bulan berikutnya", "start from the month after")

    @property
    def labels(self) -> tuple[Label, ...]:
        return (Label(self.at, Text("tenggatnya", "the due day")),)


@diagnostic("PE312", "parameter-without-value", Severity.WARNING)
@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterWithoutValue(Diagnostic):
    """A value of the law that an instrument reads is not stated for some of the days it is needed on."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "Nilai yang dibaca naskah tidak disebut untuk sebagian waktunya.",
            "A value that the instrument reads is not stated for a part of its time.",
        ),
        why=Text(
            "Tanpa nilai, hasilnya belum dapat ditentukan bagi setiap orang. Nilai tahun lalu tidak berlaku dengan "
            "sendirinya.",
            "Without a value the outcome is undetermined for everybody. That of last year does not hold of itself.",
        ),
        bad=_minimum_wage("2025-02-01"),
        good=_minimum_wage("2025-01-01"),
    )

    parameter: str
    since: PackedDate
    until: PackedDate
    at: Span

    @property
    def message(self) -> Text:
        return say(
            "`{p}` tidak mempunyai nilai dari {a} sampai dengan {b}, sedangkan naskah ini membacanya",
            "`{p}` has no value from {a} through {b}, and this instrument reads it",
            p=self.parameter, a=date(self.since), b=date(self.until),
        )  # fmt: skip

    @property
    def help(self) -> Text | None:
        return Text(
            "tambahkan baris dengan nilainya; bila belum ditetapkan, tulis `...`",
            "add a row with its value; where it is not fixed yet, write `...`",
        )

    @property
    def labels(self) -> tuple[Label, ...]:
        return (Label(self.at, Text("nilai yang disebut", "the values stated")),)


def _in_runs(months: tuple[Month, ...]) -> Text:
    """Give months in words, unbroken runs as from-through."""
    indonesian, english = (
        ", ".join(run.format(language) for run in month_runs(months))
        for language in (Language.ID, Language.EN)
    )
    return Text(indonesian, english)
