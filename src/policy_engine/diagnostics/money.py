"""PE4xx: programmes, tariffs, shares, budgets, quotas and the order of priority."""

from collections.abc import Sequence
from typing import ClassVar

from policy_engine.diagnostics.model import Diagnostic, Label, Page, Severity, diagnostic
from policy_engine.diagnostics.wording import SECOND_FILE, count, regulation, rupiah, say
from policy_engine.domain.bilingual import Language, Text
from policy_engine.domain.dates import Month, format_month, unpack_month
from policy_engine.source import Span
from policy_engine.structure import dataclass

_PERMENAKER = {
    "name": "permenaker nomor 5 tahun 2021",
    "header": "segmen bpu\n  diundangkan 2021-04-01  mulai berlaku 2021-04-01",
}
_PP = {
    "name": "pp nomor 44 tahun 2015",
    "header": "segmen bpu\n  diundangkan 2015-07-01  mulai berlaku 2015-07-01",
}
_SETS = regulation(
    "Pasal 32  Peserta mengikuti program: a. jkk dan jkm; atau b. jkk, jkm, dan jht.", **_PERMENAKER
)
_TARIFF = regulation("Pasal 20  Iuran jkm bagi Peserta bpu sebesar Rp6.800 per bulan.", **_PP)
_RELIEF = regulation(
    "Pasal 3  Keringanan Iuran jkk dan jkm sebesar 50% untuk bulan Iuran April 2026 sampai dengan "
    "Desember 2026, tidak bagi Iuran yang dibebankan pada apbn dan apbd.",
    name="pp nomor 50 tahun 2025",
    header="segmen bpu\n  diundangkan 2025-12-22  mulai berlaku 2025-12-22",
)


def _national(text: str, body: str) -> str:
    return text + SECOND_FILE + regulation(body)


def _table(rows: str) -> str:
    return regulation(
        "Lampiran II\n    Iuran jkk menurut penghasilan, di antara dua baris belum dapat ditentukan:\n      "
        + rows,
        **_PP,
    )


_GOOD_TABLE = _table(
    "1. sampai dengan Rp1.099.000: Rp10.000;\n      2. paling sedikit Rp1.100.000: Rp12.000."
)


@diagnostic("PE401", "programme-set-not-allowed", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeSetNotAllowed(Diagnostic):
    """Recipients are enrolled in a set of programmes that the higher law does not open to the segment."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "Susunan program tidak dibuka oleh peraturan yang lebih tinggi.",
            "The set of programmes is not one the higher law allows.",
        ),
        why=Text(
            "Bagi peserta bukan penerima upah, Jaminan Kecelakaan Kerja dan Jaminan Kematian diikuti bersama "
            "(Permenaker 5/2021 Pasal 32); program lain tidak dapat didaftarkan.",
            "For non-wage participants, accident and death insurance come together; other sets cannot be "
            "registered.",
        ),
        bad=_national(_SETS, "Pasal 1  Penerima diikutsertakan dalam program jkk."),
        good=_national(_SETS, "Pasal 1  Penerima diikutsertakan dalam program jkk dan jkm."),
    )

    programmes: tuple[str, ...]
    allowed: tuple[tuple[str, ...], ...]
    law: Text
    at: Span

    @property
    def message(self) -> Text:
        return say(
            "program `{p}` tidak termasuk susunan yang dibuka {l}",
            "programmes `{p}` are not a set that {l} allows",
            p=", ".join(self.programmes), l=self.law,
        )  # fmt: skip

    @property
    def help(self) -> Text | None:
        sets = Text(*("; ".join(_listed(one, word) for one in self.allowed) for word in ("dan", "and")))
        return say("yang dibuka: {s}", "allowed: {s}", s=sets)

    @property
    def labels(self) -> tuple[Label, ...]:
        return (Label(self.at, Text("susunan yang dibuka", "the sets allowed")),)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rows(Diagnostic):
    """Two rows of a band table that do not go together."""

    row: int
    previous: int
    at: Span

    @property
    def labels(self) -> tuple[Label, ...]:
        return (Label(self.at, say("baris {n}", "row {n}", n=self.previous)),)


@diagnostic("PE402", "bands-overlap", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class BandsOverlap(_Rows):
    """Two rows of a table hold for one and the same amount."""

    page: ClassVar[Page] = Page(
        summary=Text("Dua baris tabel bertumpang tindih.", "Two rows of a table overlap."),
        why=Text(
            "Penghasilan di bagian yang bertumpang tindih mempunyai dua besaran iuran.",
            "An income in the overlap has two contributions.",
        ),
        bad=_table("1. sampai dengan Rp1.100.000: Rp10.000;\n      2. paling sedikit Rp1.100.000: Rp12.000."),
        good=_GOOD_TABLE,
    )

    @property
    def message(self) -> Text:
        return say(
            "baris {n} bertumpang tindih dengan baris {p}", "row {n} overlaps row {p}",
            n=self.row, p=self.previous,
        )  # fmt: skip


@diagnostic("PE403", "bands-out-of-order", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class BandsOutOfOrder(_Rows):
    """Rows of a table do not ascend in number or in amount, or a row is empty."""

    page: ClassVar[Page] = Page(
        summary=Text("Baris tabel tidak berurutan naik.", "The rows of a table do not ascend."),
        why=Text(
            "Nomor baris dirujuk oleh peraturan lain, dan batasnya dibaca dari atas ke bawah.",
            "Other regulations refer to row numbers, and bounds are read from the top.",
        ),
        bad=_table("2. sampai dengan Rp1.099.000: Rp10.000;\n      1. paling sedikit Rp1.100.000: Rp12.000."),
        good=_GOOD_TABLE,
    )

    @property
    def message(self) -> Text:
        return say(
            "baris {n} tidak berurutan naik setelah baris {p}", "row {n} does not ascend after row {p}",
            n=self.row, p=self.previous,
        )  # fmt: skip


@diagnostic("PE404", "tariff-falls-with-income", Severity.WARNING)
@dataclass(frozen=True, slots=True, kw_only=True)
class TariffFallsWithIncome(_Rows):
    """A higher band has a lower contribution."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "Besaran iuran turun ketika penghasilan naik.", "The contribution falls as the income rises."
        ),
        why=Text(
            "Hampir selalu ini salah ketik pada salah satu baris.",
            "Nearly always one of the rows holds a slip of the pen.",
        ),
        bad=_table("1. sampai dengan Rp1.099.000: Rp10.000;\n      2. paling sedikit Rp1.100.000: Rp9.000."),
        good=_GOOD_TABLE,
    )

    @property
    def message(self) -> Text:
        return say(
            "iuran baris {n} lebih rendah daripada baris {p}",
            "the contribution of row {n} is lower than that of row {p}",
            n=self.row, p=self.previous,
        )  # fmt: skip


@diagnostic("PE405", "tariff-differs-from-national", Severity.WARNING)
@dataclass(frozen=True, slots=True, kw_only=True)
class TariffDiffersFromNational(Diagnostic):
    """A regional instrument states an amount that the national schedule in force does not have."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "Besaran iuran berbeda dari daftar nasional.",
            "A contribution differs from the national schedule.",
        ),
        why=Text(
            "Besaran iuran adalah nilai nominal yang ditetapkan Pemerintah (UU 40/2004 "
            "Pasal 34 dan Pasal 38); "
            "jumlah lain akan ditolak atau dikembalikan.",
            "The contribution is a nominal amount that the Government fixes; another amount is refused or "
            "paid back.",
        ),
        bad=_national(_TARIFF, "Pasal 1  Iuran jkm sebesar Rp6.000 per bulan."),
        good=_national(_TARIFF, "Pasal 1  Iuran jkm sebesar Rp6.800 per bulan."),
    )

    amount: int | None
    """The amount stated; None where it is a formula, and the schedule has fixed amounts only."""
    programme: str
    nearest: int
    law: Text
    at: Span

    @property
    def message(self) -> Text:
        if self.amount is None:
            return say(
                "iuran `{p}` dihitung dengan rumus, sedangkan {l} memuat besaran tetap",
                "the `{p}` contribution is computed, where {l} has fixed amounts",
                p=self.programme, l=self.law,
            )  # fmt: skip
        return say(
            "iuran `{p}` {a} tidak terdapat dalam {l}",
            "the `{p}` contribution of {a} does not occur in {l}",
            p=self.programme, a=rupiah(self.amount), l=self.law,
        )  # fmt: skip

    @property
    def help(self) -> Text | None:
        if self.amount is None:
            return say("rujuk: `sesuai dengan {l}`", "refer: `in accordance with {l}`", l=self.law)
        return say(
            "yang terdekat {n}; lebih baik merujuk: `sesuai dengan {l}`",
            "the nearest is {n}; better to refer: `in accordance with {l}`",
            n=rupiah(self.nearest), l=self.law,
        )  # fmt: skip

    @property
    def labels(self) -> tuple[Label, ...]:
        return (Label(self.at, Text("besaran nasional", "the national amount")),)


@diagnostic("PE406", "relief-from-barred-budget", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class ReliefFromBarredBudget(Diagnostic):
    """Relief is claimed for contributions charged to a budget that the relief does not reach."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "Keringanan dihitung bagi iuran yang dibayar anggaran.",
            "Relief is counted on for contributions that a public budget pays.",
        ),
        why=Text(
            "PP 50/2025 Pasal 3 mengecualikan iuran yang dibayar melalui APBN atau APBD; perkiraan biayanya "
            "menjadi setengah dari yang sebenarnya.",
            "PP 50/2025 Article 3 leaves out contributions paid from public budgets; the "
            "estimate comes out at "
            "half the true cost.",
        ),
        bad=_national(
            _RELIEF,
            "Pasal 1  Keringanan Iuran jkk dan jkm sebesar 50% untuk bulan Iuran April 2026 sampai dengan "
            "Desember 2026.\n"
            "  Pasal 2  Pendanaan dibebankan pada apbd tahun anggaran 2026.",
        ),
        good=_national(_RELIEF, "Pasal 2  Pendanaan dibebankan pada apbd tahun anggaran 2026."),
    )

    budget: str
    law: Text
    at: Span

    @property
    def message(self) -> Text:
        return say(
            "keringanan tidak berlaku bagi iuran yang dibebankan pada `{b}` menurut {l}",
            "the relief does not reach contributions charged to `{b}` under {l}",
            b=self.budget, l=self.law,
        )  # fmt: skip

    @property
    def labels(self) -> tuple[Label, ...]:
        return (Label(self.at, Text("pengecualian", "the bar")),)


_PAID = """Pasal 1  Penerima diikutsertakan dalam program jkm.
  Pasal 2  Iuran jkm sebesar Rp6.800 per bulan.
  Pasal 3  Iuran dibayar untuk bulan Iuran Januari 2025 sampai dengan Maret 2025.
  Pasal 4  Kuota Penerima paling banyak 1.000 orang."""


@diagnostic("PE407", "quota-above-ceiling", Severity.WARNING)
@dataclass(frozen=True, slots=True, kw_only=True)
class QuotaAboveCeiling(Diagnostic):
    """A full quota at the highest cost exceeds the ceiling."""

    page: ClassVar[Page] = Page(
        summary=Text("Kuota penuh melampaui pagu.", "A full quota exceeds the ceiling."),
        why=Text(
            "Orang yang dijanjikan tempat tidak akan terbayar ketika pagu habis.",
            "People who were promised a place are not paid for once the ceiling is spent.",
        ),
        bad=regulation(_PAID + "\n  Pasal 5  Pagu Iuran paling banyak Rp20.000.000."),
        good=regulation(_PAID + "\n  Pasal 5  Pagu Iuran paling banyak Rp20.400.000."),
    )

    people: int
    cost: int
    ceiling: int
    at: Span | None
    """The quota; None where not even one worker can be paid."""

    @property
    def message(self) -> Text:
        if self.at is None:
            return say(
                "biaya seorang {c}, di atas pagu {p}, sehingga tidak seorang pun terbayar",
                "one worker costs {c}, above the ceiling of {p}, so that nobody can be paid",
                c=rupiah(self.cost), p=rupiah(self.ceiling),
            )  # fmt: skip
        return say(
            "{n} orang dengan biaya tertinggi {c} seorang berjumlah {t}, di atas pagu {p}",
            "{n} people at the highest cost of {c} each come to {t}, above the ceiling of {p}",
            n=count(self.people), c=rupiah(self.cost), t=rupiah(self.people * self.cost), p=rupiah(self.ceiling),
        )  # fmt: skip

    @property
    def help(self) -> Text | None:
        if self.at is None:
            return None
        return say(
            "pagu cukup untuk {n} orang",
            "the ceiling suffices for {n} people",
            n=count(self.ceiling // self.cost),
        )

    @property
    def labels(self) -> tuple[Label, ...]:
        return () if self.at is None else (Label(self.at, Text("kuota", "the quota")),)


@diagnostic("PE408", "target-without-quota", Severity.NOTE)
@dataclass(frozen=True, slots=True, kw_only=True)
class TargetWithoutQuota(Diagnostic):
    """An instrument states a target of people but no quota."""

    page: ClassVar[Page] = Page(
        summary=Text("Ada target tetapi tidak ada kuota.", "There is a target but no quota."),
        why=Text(
            "Target adalah rencana, bukan norma: semua yang memenuhi syarat tetap berhak.",
            "A target is a plan, not a norm: everybody who qualifies is still entitled.",
        ),
        bad=regulation("Pasal 1  Target Penerima 1.000 orang."),
        good=regulation("Pasal 1  Kuota Penerima paling banyak 1.000 orang."),
    )

    @property
    def message(self) -> Text:
        return Text(
            "target tidak membatasi jumlah Penerima, dan kuota tidak dinyatakan",
            "a target does not limit the number of recipients, and no quota is stated",
        )

    @property
    def help(self) -> Text | None:
        return Text(
            "bila jumlahnya membatasi, tulis `Kuota Penerima paling banyak`",
            "if the number is a limit, write `Kuota Penerima paling banyak`",
        )


@diagnostic("PE409", "target-above-quota", Severity.WARNING)
@dataclass(frozen=True, slots=True, kw_only=True)
class TargetAboveQuota(Diagnostic):
    """The target is higher than the quota lets in."""

    page: ClassVar[Page] = Page(
        summary=Text("Target melebihi kuota.", "The target exceeds the quota."),
        why=Text("Target itu tidak dapat tercapai.", "The target cannot be reached."),
        bad=regulation(
            "Pasal 1  Target Penerima 1.000 orang.\n  Pasal 2  Kuota Penerima paling banyak 900 orang."
        ),
        good=regulation(
            "Pasal 1  Target Penerima 900 orang.\n  Pasal 2  Kuota Penerima paling banyak 900 orang."
        ),
    )

    target: int
    quota: int
    at: Span

    @property
    def message(self) -> Text:
        return say(
            "target {t} orang melebihi kuota {q} orang", "a target of {t} people exceeds a quota of {q}",
            t=count(self.target), q=count(self.quota),
        )  # fmt: skip

    @property
    def labels(self) -> tuple[Label, ...]:
        return (Label(self.at, Text("kuota", "the quota")),)


def _priority(keys: str) -> str:
    return regulation("Pasal 1  Kuota Penerima paling banyak 10 orang.\n  Pasal 2  Urutan prioritas: " + keys)


_GOOD_PRIORITY = _priority(
    "a. penghasilan mulai dari yang terendah; dan b. nomor_pendaftaran mulai dari yang terendah."
)


@diagnostic("PE410", "priority-not-total", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class PriorityNotTotal(Diagnostic):
    """The last key of an order of priority can be equal for two workers."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "Urutan prioritas tidak memutus nilai yang sama.", "An order of priority does not break ties."
        ),
        why=Text(
            "Dua orang dengan nilai sama di tempat terakhir tidak dapat dipilih tanpa sewenang-wenang. Kunci "
            "terakhir harus berbeda bagi setiap orang: nomor atau waktu pendaftaran.",
            "Two people of equal value at the last place cannot be told apart without "
            "arbitrariness. The last "
            "key must differ for everybody: the number or time of registration.",
        ),
        bad=_priority("a. penghasilan mulai dari yang terendah."),
        good=_GOOD_PRIORITY,
    )

    key: str

    @property
    def message(self) -> Text:
        return say(
            "kunci terakhir `{k}` dapat sama bagi dua orang",
            "the last key `{k}` can be equal for two people",
            k=self.key,
        )

    @property
    def help(self) -> Text | None:
        return Text(
            "tambahkan kunci terakhir `nomor_pendaftaran mulai dari yang terendah`",
            "add a last key `nomor_pendaftaran mulai dari yang terendah`",
        )


@diagnostic("PE411", "sorted-by-nik", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class SortedByNik(Diagnostic):
    """An order of priority uses the identity number."""

    page: ClassVar[Page] = Page(
        summary=Text("Penerima diurutkan menurut NIK.", "Recipients are ordered by identity number."),
        why=Text(
            "NIK memuat daerah pendaftaran pertama, tanggal lahir, dan jenis kelamin "
            "(tanggal ditambah 40 bagi "
            "perempuan); mengurutkan dengannya membeda-bedakan orang.",
            "The identity number holds the first place of registration, the birth date "
            "and the sex; ordering by "
            "it discriminates.",
        ),
        bad=_priority("a. penghasilan mulai dari yang terendah; dan b. nik mulai dari yang terendah."),
        good=_GOOD_PRIORITY,
    )

    key: str

    @property
    def message(self) -> Text:
        return say(
            "`{k}` mengurutkan orang menurut NIK", "`{k}` orders people by identity number", k=self.key
        )

    @property
    def help(self) -> Text | None:
        return Text("pakai nomor atau waktu pendaftaran", "use the number or time of registration")


def _shared(shares: str) -> str:
    return regulation(
        f"Pasal 1  Iuran jkm sebesar Rp6.800 per bulan.\n  Pasal 2  Iuran ditanggung sebagian: {shares}."
    )


_GOOD_SHARES = _shared("60% oleh Pemerintah Daerah dan 40% oleh pemerintah kepulauan_riau")


@diagnostic("PE412", "bearers-not-whole", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class SharesNotWhole(Diagnostic):
    """The shares of a contribution do not add up to the whole."""

    page: ClassVar[Page] = Page(
        summary=Text("Bagian penanggung tidak berjumlah 100%.", "The shares do not add up to 100%."),
        why=Text(
            "Sebagian iuran tidak ditanggung siapa pun, atau ditanggung dua kali.",
            "A part of the contribution is borne by nobody, or twice.",
        ),
        bad=_shared("60% oleh Pemerintah Daerah dan 30% oleh pemerintah kepulauan_riau"),
        good=_GOOD_SHARES,
    )

    total: str
    at: Span | None = None
    """The other sentence on the same contribution, where each alone makes no more than the whole."""

    @property
    def message(self) -> Text:
        if self.at is not None:
            return say(
                "bagian penanggung dalam kedua ketentuan berjumlah {t}, bukan 100%",
                "the shares in both sentences add up to {t}, not to 100%",
                t=self.total,
            )
        return say(
            "bagian penanggung berjumlah {t}, bukan 100%",
            "the shares add up to {t}, not to 100%",
            t=self.total,
        )

    @property
    def labels(self) -> tuple[Label, ...]:
        return () if self.at is None else (Label(self.at, Text("dan ini", "and this")),)


@diagnostic("PE413", "shares-need-rounding", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class SharesNeedRounding(Diagnostic):
    """A share of a contribution is not whole rupiah, and no rounding is stated."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "Bagian iuran berupa pecahan rupiah tanpa pembulatan.",
            "A share comes out in fractions of a rupiah and no rounding is stated.",
        ),
        why=Text(
            "Pecahan rupiah tidak dapat dibayar; siapa yang menanggung selisihnya harus dinyatakan.",
            "Fractions of a rupiah cannot be paid; who bears the difference must be stated.",
        ),
        bad=_shared("33% oleh Pemerintah Daerah dan 67% oleh pemerintah kepulauan_riau").replace(
            "Rp6.800", "Rp6.850"
        ),
        good=_GOOD_SHARES,
    )

    rate: str
    amount: int

    @property
    def message(self) -> Text:
        return say(
            "{r} dari {a} bukan rupiah bulat dan pembulatan tidak dinyatakan",
            "{r} of {a} is not whole rupiah and no rounding is stated",
            r=self.rate, a=rupiah(self.amount),
        )  # fmt: skip

    @property
    def help(self) -> Text | None:
        return Text(
            "tambahkan `, dibulatkan ke bawah`; penanggung pertama menanggung selisihnya",
            "add `, rounded down`; the first bearer takes what rounding leaves",
        )


@diagnostic("PE414", "quota-without-order", Severity.WARNING)
@dataclass(frozen=True, slots=True, kw_only=True)
class QuotaWithoutOrder(Diagnostic):
    """There is a quota or ceiling, and nothing says who comes first."""

    page: ClassVar[Page] = Page(
        summary=Text("Kuota tanpa urutan prioritas.", "A quota without an order of priority."),
        why=Text(
            "Ketika yang memenuhi syarat lebih banyak daripada tempat, tidak ada dasar untuk memilih.",
            "When more people qualify than there are places, there is no ground on which to choose.",
        ),
        bad=regulation("Pasal 1  Kuota Penerima paling banyak 10 orang."),
        good=_GOOD_PRIORITY,
    )

    @property
    def message(self) -> Text:
        return Text(
            "jumlah Penerima dibatasi tetapi urutan prioritas tidak dinyatakan",
            "the number of recipients is limited but no order of priority is stated",
        )

    @property
    def help(self) -> Text | None:
        return Text(
            "tambahkan `Urutan prioritas:` yang berakhir dengan nomor pendaftaran",
            "add an order of priority that ends with the registration number",
        )


def _places(total: int) -> str:
    return regulation(
        f"Pasal 1\n    (1) Kuota Penerima paling banyak {total} orang.\n"
        "    (2) Kuota Penerima per kecamatan: 1. moro 60 orang; dan 2. belat 40 orang.\n"
        "  Pasal 2  Urutan prioritas: a. nomor_pendaftaran mulai dari yang terendah."
    )


@diagnostic("PE415", "quotas-do-not-add-up", Severity.WARNING)
@dataclass(frozen=True, slots=True, kw_only=True)
class QuotasDoNotAddUp(Diagnostic):
    """Places or the limits of all groups come to less than the whole, or minimums to more than the whole or a limit."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "Bagian kuota tidak cocok dengan kuota seluruhnya.",
            "The parts of a quota do not go with the whole.",
        ),
        why=Text(
            "Bila bagian tiap tempat berjumlah kurang dari kuota seluruhnya, selisihnya tidak dapat diberikan kepada "
            "siapa pun. Jatah paling sedikit yang melebihi kuota tidak dapat dipenuhi.",
            "Where the places that are listed come to less than the whole, nobody can be given the rest. A minimum "
            "above the limit cannot be met.",
        ),
        bad=_places(120),
        good=_places(100),
    )

    parts: int
    whole: int
    floor: bool
    at: Span

    @property
    def message(self) -> Text:
        if self.floor:
            return say(
                "jatah paling sedikit {p} orang melebihi kuota {w} orang",
                "a minimum of {p} people exceeds a quota of {w}",
                p=count(self.parts),
                w=count(self.whole),
            )
        return say(
            "tempat yang disebut berjumlah {p} orang, kurang dari kuota seluruhnya {w} orang",
            "the places listed come to {p} people, less than the {w} of the whole quota",
            p=count(self.parts),
            w=count(self.whole),
        )

    @property
    def labels(self) -> tuple[Label, ...]:
        return (Label(self.at, Text("kuota", "the quota")),)


@diagnostic("PE416", "budget-unsaid-under-relief", Severity.WARNING)
@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetUnsaidUnderRelief(Diagnostic):
    """Whether relief reaches the contributions turns on the budget, and no budget is stated."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "Besar Iuran bergantung pada anggaran yang tidak disebut.",
            "What the contribution comes to turns on a budget that is not stated.",
        ),
        why=Text(
            "Keringanan nasional tidak menjangkau Iuran yang dibebankan pada anggaran tertentu. Naskah yang tidak "
            "menyebut anggarannya tidak dapat dihitung biayanya, dan pagunya menahan setiap orang.",
            "National relief does not reach contributions charged to certain budgets. What an instrument costs "
            "cannot be told while it states no budget, and its ceiling holds everybody back.",
        ),
        bad=_national(
            _RELIEF,
            "Pasal 1  Penerima diikutsertakan dalam program jkk dan jkm.\n"
            "  Pasal 2  Iuran ditanggung seluruhnya oleh Pemerintah Daerah.\n"
            "  Pasal 3  Iuran dibayar untuk bulan Iuran Maret 2026 sampai dengan Mei 2026.",
        ),
        good=_national(
            _RELIEF,
            "Pasal 1  Penerima diikutsertakan dalam program jkk dan jkm.\n"
            "  Pasal 2  Iuran ditanggung seluruhnya oleh Pemerintah Daerah.\n"
            "  Pasal 3  Iuran dibayar untuk bulan Iuran Maret 2026 sampai dengan Mei 2026.\n"
            "  Pasal 4  Pendanaan dibebankan pada apbd tahun anggaran 2026.",
        ),
    )

    programmes: tuple[str, ...]
    first: Month
    law: Text
    at: Span

    @property
    def message(self) -> Text:
        return Text(
            f"besar Iuran {', '.join(self.programmes)} mulai {format_month(self.first, Language.ID)} tidak dapat "
            f"dihitung: keringanan menurut {self.law.indonesian} bergantung pada anggarannya, dan itu tidak disebut",
            f"the contributions {', '.join(self.programmes)} from {format_month(self.first, Language.EN)} cannot be "
            f"told: relief under {self.law.english} turns on the budget, and no budget is stated",
        )

    @property
    def help(self) -> Text:
        year, _ = unpack_month(self.first)
        return Text(
            f"tulis `Pendanaan dibebankan pada apbd tahun anggaran {year}.`",
            f"write `Funding is charged to apbd fiscal year {year}.`",
        )

    @property
    def labels(self) -> tuple[Label, ...]:
        return (Label(self.at, Text("keringanan", "the relief")),)


def _listed(names: Sequence[str], word: str) -> str:
    """Write names as a list of the law: `jkk dan jkm`, `jkk, jkm, dan jht`."""
    *others, last = names
    comma = "," if len(others) > 1 else ""
    return f"{', '.join(others)}{comma} {word} {last}" if others else last


OF_SHARES_AND_ORDER = (PriorityNotTotal, SharesNotWhole, SharesNeedRounding)
"""Errors on which nothing rests but who bears how much and who comes first: the rest of the text is read whole."""
