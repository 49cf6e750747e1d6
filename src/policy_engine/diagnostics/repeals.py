"""PE517 to PE521: which instrument may repeal which, and what a repeal leaves."""

from typing import ClassVar

from policy_engine.diagnostics.amendment_texts import (
    BASE,
    BONTANG,
    ELSEWHERE,
    GOOD_CHANGE,
    KEPUTUSAN,
)
from policy_engine.diagnostics.amendments import Against
from policy_engine.diagnostics.model import Diagnostic, Label, Page, Severity, diagnostic
from policy_engine.diagnostics.wording import SECOND_FILE, regulation, say
from policy_engine.domain.bilingual import Text
from policy_engine.structure import dataclass


def _repealing(
    target: str,
    name: str = "perbup kabupaten_karimun nomor 9 tahun 2025",
    header: str = BONTANG.replace("kota_bontang", "kabupaten_karimun"),
) -> str:
    return regulation(f"Pasal 1  {target} dicabut dan dinyatakan tidak berlaku.", name=name, header=header)


_GOOD_REPEAL = f"{BASE}{SECOND_FILE}{_repealing('perbup kabupaten_karimun 5/2025')}"


@diagnostic("PE517", "repeals-above-its-rank", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class RepealsHigher(Against):
    """An instrument repeals one of higher rank."""

    page: ClassVar[Page] = Page(
        summary=Text("Peraturan mencabut peraturan yang lebih tinggi.", "A regulation repeals a higher one."),
        why=Text(
            "Pencabutan dilakukan dengan peraturan yang setingkat atau lebih tinggi (UU 12/2011 Lampiran II "
            "158). Pencabutan ini tidak diterapkan.",
            "A repeal is made by a regulation of the same rank or a higher one. This repeal is not applied.",
        ),
        bad=f"{BASE}{SECOND_FILE}{_repealing('perbup kabupaten_karimun 5/2025', KEPUTUSAN)}",
        good=_GOOD_REPEAL,
    )

    @property
    def message(self) -> Text:
        return say(
            "`{t}` lebih tinggi daripada instrumen yang mencabutnya",
            "`{t}` is higher than the instrument that repeals it",
            t=self.target,
        )

    @property
    def help(self) -> Text | None:
        return Text("pencabutan ini tidak diterapkan", "this repeal is not applied")


@diagnostic("PE518", "repeals-beyond-its-authority", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class RepealsElsewhere(Against):
    """An instrument repeals one of another place or another authority."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "Peraturan mencabut peraturan pejabat atau daerah lain.",
            "A regulation repeals that of another authority or place.",
        ),
        why=Text(
            "Yang berwenang mencabut ialah yang berwenang membentuk, atau yang lebih tinggi.",
            "Whoever may make a regulation may repeal it, and so may a higher one.",
        ),
        bad=f"{BASE}{SECOND_FILE}{_repealing('perbup kabupaten_karimun 5/2025', ELSEWHERE, BONTANG)}",
        good=_GOOD_REPEAL,
    )

    @property
    def message(self) -> Text:
        return say(
            "`{t}` dibentuk oleh pejabat atau daerah lain",
            "`{t}` was made by another authority or place",
            t=self.target,
        )


@diagnostic("PE519", "repeals-unloaded", Severity.NOTE)
@dataclass(frozen=True, slots=True, kw_only=True)
class RepealsUnloaded(Diagnostic):
    """The instrument being repealed is not in the library."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "Instrumen yang dicabut tidak termuat.", "The instrument being repealed is not in the library."
        ),
        why=Text(
            "Mungkin hanya belum dimuat; mungkin juga nomornya keliru.",
            "It may simply not be loaded; its number may also be mistaken.",
        ),
        bad=_repealing("perbup kabupaten_karimun 4/2024"),
        good=_GOOD_REPEAL,
    )

    target: str

    @property
    def message(self) -> Text:
        return say(
            "`{t}` yang dicabut tidak termuat",
            "`{t}`, which is repealed, is not in the library",
            t=self.target,
        )


@diagnostic("PE520", "repeals-repealed", Severity.WARNING)
@dataclass(frozen=True, slots=True, kw_only=True)
class RepealsRepealed(Against):
    """An instrument repeals one that was repealed before."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "Peraturan yang sudah dicabut dicabut lagi.", "A regulation that was repealed is repealed again."
        ),
        why=Text(
            "Pencabutan kedua tidak berakibat apa pun, dan biasanya nomornya yang keliru.",
            "A second repeal has no effect, and usually the number is mistaken.",
        ),
        bad=f"{_GOOD_REPEAL}{SECOND_FILE}"
        + _repealing("perbup kabupaten_karimun 5/2025", "perbup kabupaten_karimun nomor 10 tahun 2025"),
        good=_GOOD_REPEAL,
    )

    @property
    def message(self) -> Text:
        return say("`{t}` sudah dicabut", "`{t}` is repealed already", t=self.target)

    @property
    def labels(self) -> tuple[Label, ...]:
        return (Label(self.base, Text("dicabut lebih dahulu di sini", "repealed first here")),)


@diagnostic("PE521", "repeal-leaves-amendment", Severity.NOTE)
@dataclass(frozen=True, slots=True, kw_only=True)
class RepealLeavesAmendment(Against):
    """A repeal names an instrument but not one that amended it."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "Pencabutan tidak menyebut peraturan perubahannya.",
            "A repeal does not name the amending regulation.",
        ),
        why=Text(
            "Peraturan perubahan yang tidak ikut dicabut tinggal sebagai naskah tanpa isi, dan menyesatkan "
            "pembaca (seperti Permenaker 21/2017 di samping Permenaker 1/2016).",
            "An amending regulation not repealed with it is left without content, and misleads readers.",
        ),
        bad=GOOD_CHANGE
        + SECOND_FILE
        + _repealing("perbup kabupaten_karimun 5/2025", "perbup kabupaten_karimun nomor 10 tahun 2025"),
        good=GOOD_CHANGE
        + SECOND_FILE
        + _repealing(
            "perbup kabupaten_karimun 5/2025 dan perbup kabupaten_karimun 9/2025",
            "perbup kabupaten_karimun nomor 10 tahun 2025",
        ),
    )

    amender: str

    @property
    def message(self) -> Text:
        return say(
            "pencabutan `{t}` tidak menyebut `{a}` yang mengubahnya",
            "the repeal of `{t}` does not name `{a}`, which amended it",
            t=self.target,
            a=self.amender,
        )

    @property
    def labels(self) -> tuple[Label, ...]:
        return (Label(self.base, Text("yang mengubahnya", "the amending instrument")),)
