"""PE509 to PE516: which instrument may amend which, and when."""

from typing import ClassVar

from policy_engine.diagnostics.amendment_texts import (
    BASE,
    BONTANG,
    ELSEWHERE,
    GOOD_CHANGE,
    KEPUTUSAN,
    amending,
    changed,
)
from policy_engine.diagnostics.model import Diagnostic, Label, Page, Severity, diagnostic
from policy_engine.diagnostics.wording import SECOND_FILE, regulation, say
from policy_engine.domain.bilingual import Text
from policy_engine.source import Span
from policy_engine.structure import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Against(Diagnostic):
    """A change or repeal that meets another instrument: `target` as written, `base` where that one stands."""

    target: str
    base: Span

    @property
    def labels(self) -> tuple[Label, ...]:
        return (Label(self.base, say("`{t}`", "`{t}`", t=self.target)),)


@diagnostic("PE509", "amends-above-its-rank", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class AmendsHigher(Against):
    """An instrument amends one of higher rank."""

    page: ClassVar[Page] = Page(
        summary=Text("Peraturan mengubah peraturan yang lebih tinggi.", "A regulation amends a higher one."),
        why=Text(
            "Peraturan hanya dapat diubah dengan peraturan yang setingkat atau lebih tinggi; keputusan bukan "
            "peraturan. Perubahan ini tidak diterapkan.",
            "A regulation is amended by one of the same rank or a higher one; a decree is no regulation. "
            "The change is not applied.",
        ),
        bad=changed("1. Pasal 3 dihapus.", name=KEPUTUSAN),
        good=GOOD_CHANGE,
    )

    @property
    def message(self) -> Text:
        return say(
            "`{t}` lebih tinggi daripada instrumen yang mengubahnya",
            "`{t}` is higher than the instrument that amends it",
            t=self.target,
        )

    @property
    def help(self) -> Text | None:
        return Text(
            "ubah dengan peraturan yang setingkat; perubahan ini tidak diterapkan",
            "amend it by a regulation of the same rank; this change is not applied",
        )


@diagnostic("PE510", "amends-beyond-its-authority", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class AmendsElsewhere(Against):
    """An instrument amends one of another place or another authority."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "Peraturan mengubah peraturan pejabat atau daerah lain.",
            "A regulation amends that of another authority or place.",
        ),
        why=Text(
            "Yang berwenang mengubah ialah yang berwenang membentuk. Perubahan ini tidak diterapkan.",
            "Whoever may make a regulation may amend it. The change is not applied.",
        ),
        bad=changed("1. Pasal 3 dihapus.", name=ELSEWHERE, header=BONTANG),
        good=GOOD_CHANGE,
    )

    @property
    def message(self) -> Text:
        return say(
            "`{t}` dibentuk oleh pejabat atau daerah lain",
            "`{t}` was made by another authority or place",
            t=self.target,
        )


@diagnostic("PE511", "amends-repealed", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class AmendsRepealed(Against):
    """An instrument amends one that is no longer in force on the day of the change."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "Perubahan atas peraturan yang sudah tidak berlaku.",
            "A change to a regulation no longer in force.",
        ),
        why=Text(
            "Peraturan yang dicabut tidak hidup lagi (UU 12/2011 Lampiran II 229), juga tidak karena diubah.",
            "A repealed regulation does not revive, not by being amended either.",
        ),
        bad=f"{BASE}{SECOND_FILE}"
        + regulation(
            "Pasal 1  perbup kabupaten_karimun 5/2025 dicabut dan dinyatakan tidak berlaku.",
            name="perbup kabupaten_karimun nomor 8 tahun 2025",
            header="daerah kabupaten_karimun\n  diundangkan 2025-05-01  mulai berlaku 2025-05-01",
        )
        + SECOND_FILE
        + amending("1. Pasal 3 dihapus."),
        good=GOOD_CHANGE,
    )

    @property
    def message(self) -> Text:
        return say(
            "`{t}` sudah tidak berlaku ketika diubah",
            "`{t}` is no longer in force when amended",
            t=self.target,
        )


@diagnostic("PE512", "change-without-commencement", Severity.WARNING)
@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeWithoutCommencement(Diagnostic):
    """An amendment or repeal has no day from which it holds, and so is not applied."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "Tanggal mulai berlaku perubahan dikosongkan.", "The commencement of a change is left open."
        ),
        why=Text(
            "Tanpa tanggal mulai berlaku tidak diketahui sejak kapan bunyi baru dipakai; perubahan atau "
            "pencabutan itu tidak diterapkan.",
            "Without a day of commencement nobody knows from when the new text holds; the change or repeal "
            "is not applied.",
        ),
        bad=changed(
            "1. Pasal 3 dihapus.", header="daerah kabupaten_karimun\n  diundangkan ...  mulai berlaku ..."
        ),
        good=GOOD_CHANGE,
    )

    target: str

    @property
    def message(self) -> Text:
        return say(
            "perubahan atau pencabutan `{t}` tidak diterapkan karena tanggal mulai berlakunya kosong",
            "the change or repeal of `{t}` is not applied because its commencement is left open",
            t=self.target,
        )

    @property
    def help(self) -> Text | None:
        return Text("isi `mulai berlaku`", "fill in `mulai berlaku`")


@diagnostic("PE513", "amends-uncommenced", Severity.WARNING)
@dataclass(frozen=True, slots=True, kw_only=True)
class AmendsUncommenced(Against):
    """The instrument being amended has no day of commencement, so the change is not applied."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "Instrumen yang diubah tidak diketahui mulai berlakunya.",
            "The commencement of the instrument being amended is not known.",
        ),
        why=Text(
            "Bunyi pada suatu tanggal hanya dapat disusun bila kedua tanggal mulai berlaku diketahui.",
            "The text on a date can be put together only when both commencements are known.",
        ),
        bad=changed("1. Pasal 3 dihapus.").replace("mulai berlaku 2025-01-03", "mulai berlaku ..."),
        good=GOOD_CHANGE,
    )

    @property
    def message(self) -> Text:
        return say(
            "mulai berlaku `{t}` kosong, sehingga perubahannya tidak diterapkan",
            "the commencement of `{t}` is left open, so its amendment is not applied",
            t=self.target,
        )


@diagnostic("PE514", "amends-carried-out", Severity.WARNING)
@dataclass(frozen=True, slots=True, kw_only=True)
class AmendsCarriedOut(Against):
    """An amending instrument is amended after its changes went into the text it amends."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "Peraturan perubahan diubah setelah perubahannya berlaku.",
            "An amending regulation is amended after its changes took effect.",
        ),
        why=Text(
            "Perubahan yang sudah berlaku telah menyatu dengan peraturan yang diubah; mengubah peraturan "
            "perubahannya tidak mengubah bunyi itu lagi.",
            "Changes that took effect are part of the text they amended; amending the amending regulation no "
            "longer reaches that text.",
        ),
        bad=GOOD_CHANGE
        + SECOND_FILE
        + regulation(
            "Pasal I  Mengubah perbup kabupaten_karimun 9/2025 sebagai berikut:\n    1. Pasal I dihapus.",
            name="perbup kabupaten_karimun nomor 10 tahun 2025",
            header="daerah kabupaten_karimun\n  diundangkan 2025-07-01  mulai berlaku 2025-07-01",
        ),
        good=GOOD_CHANGE,
    )

    @property
    def message(self) -> Text:
        return say(
            "perubahan dalam `{t}` sudah menyatu dengan peraturan yang diubahnya",
            "the changes in `{t}` are already part of the regulation it amended",
            t=self.target,
        )

    @property
    def help(self) -> Text | None:
        return Text("ubah peraturan asalnya", "amend the original regulation")


@diagnostic("PE515", "changes-itself", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesItself(Diagnostic):
    """An instrument amends or repeals itself."""

    page: ClassVar[Page] = Page(
        summary=Text("Instrumen mengubah atau mencabut dirinya.", "An instrument amends or repeals itself."),
        why=Text(
            "Berakhirnya suatu peraturan dinyatakan dengan tanggal berakhir, bukan dengan pencabutan oleh "
            "dirinya.",
            "The end of a regulation is stated by its last day, not by a repeal of itself.",
        ),
        bad=regulation("Pasal 1  perbup kabupaten_karimun 5/2025 dicabut dan dinyatakan tidak berlaku."),
        good=regulation("Pasal 1  perbup kabupaten_karimun 4/2024 dicabut dan dinyatakan tidak berlaku."),
    )

    target: str

    @property
    def message(self) -> Text:
        return say("`{t}` adalah instrumen ini sendiri", "`{t}` is this instrument itself", t=self.target)


@diagnostic("PE516", "amends-unloaded", Severity.NOTE)
@dataclass(frozen=True, slots=True, kw_only=True)
class AmendsUnloaded(Diagnostic):
    """The instrument being amended is not in the library, so the consolidated text cannot be given."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "Instrumen yang diubah tidak termuat.", "The instrument being amended is not in the library."
        ),
        why=Text(
            "Bunyi setelah perubahan hanya dapat disusun bila peraturan asalnya ikut dimuat.",
            "The amended text can be put together only when the original is loaded too.",
        ),
        bad=amending("1. Pasal 3 dihapus."),
        good=GOOD_CHANGE,
    )

    target: str

    @property
    def message(self) -> Text:
        return say(
            "`{t}` yang diubah tidak termuat", "`{t}`, which is amended, is not in the library", t=self.target
        )
