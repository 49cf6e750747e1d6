"""PE540 and on: what a proof finds between instruments, each with the worker or register that shows it."""

from typing import ClassVar

from policy_engine.diagnostics.logic import Proved
from policy_engine.diagnostics.model import Page, Severity, diagnostic
from policy_engine.diagnostics.proof_texts import AGE, example
from policy_engine.diagnostics.wording import SECOND_FILE, say
from policy_engine.domain.bilingual import Text
from policy_engine.structure import dataclass

_PROVINCE = {"maker": "pergub kepulauan_riau nomor 1 tahun 2026", "region": "kepulauan_riau"}
_JUNIOR = "tidak ditanggung oleh pergub kepulauan_riau 1/2026"

_LISTED = "tercantum_daftar_provinsi"
_YOUNG = "belum mencapai usia 40 tahun pada tanggal pendaftaran"
_NOT_LISTED = "  Pasal 4\n    Tidak termasuk Penerima: tercantum_daftar_provinsi.\n"
_SHORT = "untuk bulan Iuran Februari 2026 sampai dengan Juni 2026"
_FLOOR = "  Pasal 4\n    Kuota Penerima per desa paling sedikit 10 orang.\n"


@diagnostic("PE540", "wider-than-national", Severity.WARNING)
@dataclass(frozen=True, slots=True, kw_only=True)
class WiderThanNational(Proved):
    """A norm admits a worker whom a higher norm on the same facts refuses."""

    page: ClassVar[Page] = Page(
        Text(
            "Naskah menerima pekerja yang ditolak norma yang lebih tinggi.",
            "The instrument admits a worker whom a higher norm refuses.",
        ),
        Text(
            "BPJS Ketenagakerjaan menolak pendaftaran orang itu menurut norma nasional, dan Iuran yang sudah "
            "dianggarkan tidak terpakai.",
            "The agency refuses to register that worker by national law, and the budgeted contribution is not used.",
        ),
        example((AGE, "usia paling tinggi 65 tahun pada tanggal pendaftaran")),
        example((AGE, "usia paling tinggi 64 tahun pada tanggal pendaftaran")),
    )

    higher: Text

    @property
    def message(self) -> Text:
        return say(
            "{p} menerima pekerja yang ditolak {h}",
            "{p} admits a worker whom {h} refuses",
            p=self.place,
            h=self.higher,
        )

    @property
    def help(self) -> Text | None:
        return Text(
            "rumuskan sesempit norma yang lebih tinggi, atau rujuk norma itu",
            "make it as narrow as the higher norm, or refer to that norm",
        )


@diagnostic("PE541", "left-to-higher-law", Severity.NOTE)
@dataclass(frozen=True, slots=True, kw_only=True)
class LeftToHigherLaw(Proved):
    """The instrument is silent on what a higher norm asks of every participant."""

    page: ClassVar[Page] = Page(
        Text(
            "Naskah diam tentang syarat yang diminta norma yang lebih tinggi.",
            "The instrument is silent on what a higher norm asks.",
        ),
        Text(
            "Norma yang lebih tinggi berlaku dengan sendirinya; yang diterima menurut naskah ini saja masih dapat "
            "ditolak saat pendaftaran.",
            "The higher norm applies of itself; whoever this text alone admits may still be refused at registration.",
        ),
        example(),
        example((AGE, "persyaratan menurut permenaker 5/2021 Pasal 33 ayat (1)")),
    )

    higher: Text

    @property
    def message(self) -> Text:
        return say(
            "naskah ini diam tentang {h}, yang berlaku dengan sendirinya",
            "this text is silent on {h}, which applies of itself",
            h=self.higher,
        )


@diagnostic("PE542", "paid-twice", Severity.WARNING)
@dataclass(frozen=True, slots=True, kw_only=True)
class PaidTwice(Proved):
    """Two instruments pay for one worker in one month, and neither yields."""

    page: ClassVar[Page] = Page(
        Text(
            "Seorang pekerja dapat ditanggung dua naskah pada bulan yang sama.",
            "Two instruments can pay for one worker in the same month.",
        ),
        Text(
            "Pembayaran kedua menjadi temuan pemeriksa; nyatakan siapa yang mengalah atau pisahkan dengan daftar.",
            "The second payment becomes an auditor's finding; say who yields, or separate them by a list.",
        ),
        f"{example(**_PROVINCE)}{SECOND_FILE}{example()}",
        f"{example(**_PROVINCE)}{SECOND_FILE}{example((AGE, _JUNIOR))}",
    )

    other: Text
    month: Text

    @property
    def message(self) -> Text:
        return say(
            "seorang pekerja dapat ditanggung {p} dan {o} untuk bulan yang sama, {m}",
            "{p} and {o} can both pay for one worker in the same month, {m}",
            p=self.place,
            o=self.other,
            m=self.month,
        )

    @property
    def help(self) -> Text | None:
        return Text(
            "nyatakan hubungannya: `sepanjang tidak ditanggung oleh`, atau daftar dengan keputusan yang menjadi syarat",
            "state how they go together: `in so far as not borne by`, or a decree's list that is a requirement",
        )


@diagnostic("PE543", "floor-another-can-empty", Severity.WARNING)
@dataclass(frozen=True, slots=True, kw_only=True)
class FloorAnotherCanEmpty(Proved):
    """A minimum number of recipients cannot be kept where another instrument takes them all."""

    page: ClassVar[Page] = Page(
        Text(
            "Jumlah paling sedikit dapat dikosongkan naskah lain.",
            "Another instrument can leave a minimum number without recipients.",
        ),
        Text(
            "Bila penanggung yang didahulukan sudah menanggung setiap orang di satu tempat, jumlah paling sedikit di "
            "tempat itu tidak dapat dipenuhi.",
            "Where the payer that goes first takes everybody in one place, the minimum there cannot be met.",
        ),
        f"{example(**_PROVINCE)}{SECOND_FILE}{example((AGE, _JUNIOR), articles=_FLOOR)}",
        f"{example(**_PROVINCE)}{SECOND_FILE}{example((AGE, _JUNIOR))}",
    )

    people: int

    @property
    def message(self) -> Text:
        return say(
            "jumlah paling sedikit {n} orang pada {p} dapat dikosongkan oleh naskah lain",
            "another instrument can empty the minimum of {n} people of {p}",
            n=self.people,
            p=self.place,
        )


@diagnostic("PE544", "falls-between", Severity.WARNING)
@dataclass(frozen=True, slots=True, kw_only=True)
class FallsBetween(Proved):
    """An instrument leaves a worker on a list to the instrument that keeps it, and that one refuses the worker."""

    page: ClassVar[Page] = Page(
        Text(
            "Seorang pekerja diserahkan kepada naskah lain, dan ditolak di sana.",
            "A worker is left to another instrument, and refused there.",
        ),
        Text(
            "Yang tercantum dalam daftar naskah lain tidak termasuk Penerima di sini. Bila naskah itu meminta lebih "
            "daripada tercantum, orang yang tercantum tetapi tidak memenuhinya tidak ditanggung siapa pun. "
            "Contohnya pekerja yang disebut kedua naskah dan memenuhi semua syarat lain di sini.",
            "Whoever is on another instrument's list is excluded here. Where that instrument asks for more than being "
            "listed, those who are listed and fail it are paid by nobody. The example is a worker whom both "
            "instruments name, and who meets all else that is asked here.",
        ),
        f"{example((_LISTED, _YOUNG), **_PROVINCE)}{SECOND_FILE}{example(articles=_NOT_LISTED)}",
        f"{example((_LISTED,), **_PROVINCE)}{SECOND_FILE}{example(articles=_NOT_LISTED)}",
    )

    other: Text
    fact: str

    @property
    def message(self) -> Text:
        return say(
            "{p} menyerahkan yang `{f}` kepada {o}, yang menolaknya",
            "{p} leaves whoever is `{f}` to {o}, which refuses them",
            p=self.place,
            f=self.fact,
            o=self.other,
        )

    @property
    def help(self) -> Text | None:
        return Text(
            "keluarkan hanya yang ditanggung naskah itu: `tidak ditanggung oleh`, atau samakan syaratnya",
            "exclude only whom that instrument pays for: `not borne by`, or make the requirements the same",
        )


@diagnostic("PE545", "months-fall-between", Severity.WARNING)
@dataclass(frozen=True, slots=True, kw_only=True)
class MonthsFallBetween(Proved):
    """A worker is left to another instrument for good, which pays some of the months only."""

    page: ClassVar[Page] = Page(
        Text(
            "Bulan yang tidak dibayar siapa pun: naskah ini mengalah seluruhnya, naskah lain membayar sebagian.",
            "Months that nobody pays: this instrument yields altogether, the other pays for a part.",
        ),
        Text(
            "`tidak ditanggung oleh` sebagai syarat mengeluarkan orangnya, bukan bulannya. Bila naskah yang "
            "didahulukan membayar lebih sedikit bulan, sisanya tidak dibayar, dan kepesertaan terputus.",
            "`not borne by` as a requirement takes out the person, not the month. Where the instrument that goes "
            "first pays for fewer months, the rest is not paid, and participation lapses.",
        ),
        f"{example(months=_SHORT, **_PROVINCE)}{SECOND_FILE}{example((AGE, _JUNIOR))}",
        f"{example(**_PROVINCE)}{SECOND_FILE}{example((AGE, _JUNIOR))}",
    )

    other: Text
    months: Text

    @property
    def message(self) -> Text:
        return say(
            "{p} mengalah kepada {o}, yang tidak membayar bulan Iuran {m}",
            "{p} yields to {o}, which does not pay contribution months {m}",
            p=self.place,
            o=self.other,
            m=self.months,
        )

    @property
    def help(self) -> Text | None:
        return Text(
            "samakan bulannya, atau bayar bulan yang tidak dibayar naskah itu",
            "make the months the same, or pay the months that instrument does not",
        )
