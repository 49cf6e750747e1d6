"""PE540 and on: what a proof finds between instruments, each with the worker or register that shows it."""

from dataclasses import dataclass
from typing import ClassVar

from policy_engine.diagnostics.logic import Proved
from policy_engine.diagnostics.model import Page, Severity, diagnostic
from policy_engine.diagnostics.proof_texts import AGE, example
from policy_engine.diagnostics.wording import SECOND_FILE, say
from policy_engine.domain.bilingual import Text

_PROVINCE = {"maker": "pergub kepulauan_riau nomor 1 tahun 2026", "region": "kepulauan_riau"}
_JUNIOR = "tidak ditanggung oleh pergub kepulauan_riau 1/2026"

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
