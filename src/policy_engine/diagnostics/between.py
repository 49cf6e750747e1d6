"""PE5xx: what instruments do to one another, and what the law above them allows."""

from typing import ClassVar

from policy_engine.diagnostics.model import Diagnostic, Label, Page, Severity, diagnostic
from policy_engine.diagnostics.wording import SECOND_FILE, place, regulation, say
from policy_engine.domain.bilingual import Text
from policy_engine.domain.citation import Provision
from policy_engine.source import Span
from policy_engine.structure import dataclass

# Example texts: a regulation of three articles, and one that changes it.

_BASE = regulation(
    """Pasal 1
    (1) Penerima terdiri atas:
        a. nelayan; dan
        b. petani.
    (2) Target Penerima 10 orang.
  Pasal 2  Penerima diikutsertakan dalam program jkk dan jkm.
  Pasal 3  Iuran jkm sebesar Rp6.800 per bulan."""
)


def _amending(steps: str, **other: str) -> str:
    """Give the text of a regulation that changes the one above."""
    options = {"name": "perbup kabupaten_karimun nomor 9 tahun 2025", **other}
    options.setdefault(
        "header", "daerah kabupaten_karimun\n  diundangkan 2025-06-01  mulai berlaku 2025-06-01"
    )
    body = f"Pasal I  Mengubah perbup kabupaten_karimun 5/2025 sebagai berikut:\n    {steps}"
    return regulation(body, name=options["name"], header=options["header"])


def _changed(steps: str, **other: str) -> str:
    return f"{_BASE}{SECOND_FILE}{_amending(steps, **other)}"


_GOOD_CHANGE = _changed("1. Pasal 3 dihapus.")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change(Diagnostic):
    """A step of an amendment that cannot be carried out; `base` is the place it meets."""

    base: Span

    @property
    def met(self) -> Text:
        """Say what stands at the place that the step meets."""
        return Text("naskah yang diubah", "the text being amended")

    @property
    def labels(self) -> tuple[Label, ...]:
        return (Label(self.base, self.met),)


@diagnostic("PE501", "amends-what-is-absent", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class AmendsWhatIsAbsent(_Change):
    """A step amends, or puts something beside, a place that the instrument does not have."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "Perubahan menyebut tempat yang tidak ada.", "A change names a place that is not there."
        ),
        why=Text(
            "Perubahan atas pasal yang tidak ada tidak mengubah apa pun, dan pembaca tidak tahu norma mana "
            "yang dimaksud.",
            "A change to an absent article changes nothing, and nobody can tell which norm was meant.",
        ),
        bad=_changed("1. Pasal 9 dihapus."),
        good=_GOOD_CHANGE,
    )

    place: Provision

    @property
    def message(self) -> Text:
        return say(
            "`{p}` tidak ada dalam instrumen yang diubah",
            "`{p}` is not in the instrument being amended",
            p=place(self.place),
        )

    @property
    def help(self) -> Text | None:
        return Text(
            "periksa nomor pasal, ayat, atau huruf pada naskah yang berlaku setelah perubahan terakhir",
            "check the number of the article, paragraph or letter in the text after its last amendment",
        )


@diagnostic("PE502", "inserts-between-strangers", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class InsertsBetweenStrangers(_Change):
    """The two places between which something is inserted do not stand next to each other."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "Sisipan diletakkan di antara dua tempat yang tidak berdampingan.",
            "An insertion is put between two places that are not neighbours.",
        ),
        why=Text(
            "Letak sisipan harus tunggal: di antara dua nomor yang berdampingan.",
            "An insertion must have one place only: between two numbers next to each other.",
        ),
        bad=_changed(
            "1. Di antara Pasal 1 dan Pasal 3 disisipkan: {\n         Pasal 1A  Target "
            "Penerima 5 orang.\n    }."
        ),
        good=_changed(
            "1. Di antara Pasal 1 dan Pasal 2 disisipkan: {\n         Pasal 1A  Target "
            "Penerima 5 orang.\n    }."
        ),
    )

    after: Provision
    before: Provision

    @property
    def message(self) -> Text:
        return say(
            "`{a}` dan `{b}` tidak berdampingan",
            "`{a}` and `{b}` are not next to each other",
            a=place(self.after),
            b=place(self.before),
        )

    @property
    def help(self) -> Text | None:
        return Text(
            "sebut dua tempat yang berdampingan; nomor yang dihapus tetap ada",
            "name two neighbours; a deleted number is still there",
        )


@diagnostic("PE503", "inserted-out-of-order", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class InsertedOutOfOrder(_Change):
    """An inserted number does not lie between its neighbours."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "Nomor sisipan tidak terletak di antara kedua nomor yang mengapitnya.",
            "The number of an insertion does not lie between its neighbours.",
        ),
        why=Text(
            "Sisipan mengikuti nomor sebelumnya: Pasal 5A, ayat (1a), huruf a1 (UU 12/2011 Lampiran II 235).",
            "An insertion follows the number before it: Article 5A, paragraph (1a), letter a1.",
        ),
        bad=_changed(
            "1. Di antara Pasal 1 dan Pasal 2 disisipkan: {\n         Pasal 2A  Target "
            "Penerima 5 orang.\n    }."
        ),
        good=_changed(
            "1. Di antara Pasal 1 dan Pasal 2 disisipkan: {\n         Pasal 1A  Target "
            "Penerima 5 orang.\n    }."
        ),
    )

    label: str
    after: Provision
    before: Provision

    @property
    def message(self) -> Text:
        return say(
            "`{n}` tidak terletak di antara `{a}` dan `{b}`",
            "`{n}` does not lie between `{a}` and `{b}`",
            n=self.label,
            a=place(self.after),
            b=place(self.before),
        )

    @property
    def help(self) -> Text | None:
        return Text(
            "ikuti nomor sebelumnya dengan huruf, misalnya Pasal 5A atau ayat (1a)",
            "follow the number before it with a letter, such as Article 5A or paragraph (1a)",
        )


@diagnostic("PE504", "number-reused", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class NumberReused(_Change):
    """An inserted number is taken, by a living norm or by one that was deleted."""

    page: ClassVar[Page] = Page(
        summary=Text("Nomor sisipan sudah dipakai.", "The number of an insertion is taken."),
        why=Text(
            "Nomor yang dihapus tetap ada (UU 12/2011 Lampiran II 236), sehingga rujukan lama tidak pernah "
            "menunjuk norma yang lain.",
            "A deleted number stays, so that an old reference never comes to mean another norm.",
        ),
        bad=_changed(
            "1. Pasal 2 dihapus;\n    2. Di antara Pasal 1 dan Pasal 2 disisipkan: {\n"
            "         Pasal 2  Target Penerima 5 orang.\n    }."
        ),
        good=_changed(
            "1. Di antara Pasal 1 dan Pasal 2 disisipkan: {\n         Pasal 1A  Target "
            "Penerima 5 orang.\n    }."
        ),
    )

    label: str
    deleted: bool

    @property
    def message(self) -> Text:
        if self.deleted:
            return say(
                "nomor `{n}` pernah dihapus dan tidak dipakai lagi",
                "number `{n}` was deleted and is not used again",
                n=self.label,
            )
        return say("nomor `{n}` sudah ada", "number `{n}` is already there", n=self.label)

    @property
    def met(self) -> Text:
        if self.deleted:
            return Text("dihapus di sini", "deleted here")
        return Text("sudah ada di sini", "already here")


@diagnostic("PE505", "deleted-twice", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class DeletedTwice(_Change):
    """A place is deleted that was deleted before."""

    page: ClassVar[Page] = Page(
        summary=Text("Tempat yang sudah dihapus dihapus lagi.", "A place is deleted a second time."),
        why=Text(
            "Penghapusan kedua menandakan perancang memakai naskah yang bukan naskah terakhir.",
            "A second deletion shows that the drafter worked from a text that was not the last one.",
        ),
        bad=_changed("1. Pasal 3 dihapus;\n    2. Pasal 3 dihapus."),
        good=_GOOD_CHANGE,
    )

    place: Provision

    @property
    def message(self) -> Text:
        return say("`{p}` sudah dihapus", "`{p}` is deleted already", p=place(self.place))

    @property
    def met(self) -> Text:
        return Text("dihapus di sini", "deleted here")


@diagnostic("PE506", "amends-deleted", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class AmendsDeleted(_Change):
    """A place is amended that was deleted before."""

    page: ClassVar[Page] = Page(
        summary=Text("Perubahan atas norma yang sudah dihapus.", "A change to a norm that was deleted."),
        why=Text(
            "Norma yang dihapus tidak hidup lagi karena diubah; norma baru disisipkan dengan nomor baru.",
            "A deleted norm does not come back by being amended; a new norm is inserted under a new number.",
        ),
        bad=_changed(
            "1. Pasal 3 dihapus;\n    2. Pasal 3 diubah sehingga berbunyi: {\n"
            "         Pasal 3  Target Penerima 5 orang.\n    }."
        ),
        good=_changed(
            "1. Pasal 3 diubah sehingga berbunyi: {\n         Pasal 3  Target Penerima 5 orang.\n    }."
        ),
    )

    place: Provision

    @property
    def message(self) -> Text:
        return say("`{p}` sudah dihapus", "`{p}` is deleted", p=place(self.place))

    @property
    def help(self) -> Text | None:
        return Text("sisipkan norma baru dengan nomor baru", "insert a new norm under a new number")

    @property
    def met(self) -> Text:
        return Text("dihapus di sini", "deleted here")


@diagnostic("PE507", "replacement-of-another-place", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class ReplacementOfAnotherPlace(_Change):
    """The new text carries another number, or is of another level, than the place it is put in."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "Bunyi baru bukan untuk tempat yang disebut.", "The new text is not for the place that is named."
        ),
        why=Text(
            "Bunyi baru harus satu unit dengan nomor yang sama, atau pada sisipan setingkat dengan yang "
            "mengapitnya.",
            "The new text must be one unit with the same number or, if inserted, of its neighbours' level.",
        ),
        bad=_changed(
            "1. Pasal 3 diubah sehingga berbunyi: {\n         Pasal 4  Target Penerima 5 orang.\n    }."
        ),
        good=_changed(
            "1. Pasal 3 diubah sehingga berbunyi: {\n         Pasal 3  Target Penerima 5 orang.\n    }."
        ),
    )

    place: Provision

    @property
    def message(self) -> Text:
        return say(
            "bunyi baru tidak bernomor atau setingkat dengan `{p}`",
            "the new text has not the number or the level of `{p}`",
            p=place(self.place),
        )


@diagnostic("PE508", "deletion-empties-list", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class DeletionEmptiesList(_Change):
    """The last item of a list is deleted, so that the sentence over it says nothing."""

    page: ClassVar[Page] = Page(
        summary=Text("Butir terakhir sebuah rincian dihapus.", "The last item of a list is deleted."),
        why=Text(
            "Kalimat pengantar tanpa rincian tidak menyatakan norma: persyaratan kosong akan meloloskan "
            "semua orang.",
            "A lead-in without items states no norm: empty requirements would let everybody pass.",
        ),
        bad=_changed("1. Pasal 1 ayat (1) huruf a dihapus;\n    2. Pasal 1 ayat (1) huruf b dihapus."),
        good=_changed("1. Pasal 1 ayat (1) dihapus."),
    )

    place: Provision

    @property
    def message(self) -> Text:
        return say(
            "penghapusan `{p}` mengosongkan rinciannya",
            "deleting `{p}` empties its list",
            p=place(self.place),
        )

    @property
    def help(self) -> Text | None:
        return Text("hapus ayat atau pasalnya", "delete the paragraph or the article")


# Who may change or repeal what, and when


@dataclass(frozen=True, slots=True, kw_only=True)
class _Against(Diagnostic):
    """A change or repeal that meets another instrument: `target` as written, `base` where that one stands."""

    target: str
    base: Span

    @property
    def labels(self) -> tuple[Label, ...]:
        return (Label(self.base, say("`{t}`", "`{t}`", t=self.target)),)


_KEPUTUSAN = "keputusan kabupaten_karimun nomor 9 tahun 2025"
_ELSEWHERE = "perwali kota_bontang nomor 9 tahun 2025"
_BONTANG = "daerah kota_bontang\n  diundangkan 2025-06-01  mulai berlaku 2025-06-01"


@diagnostic("PE509", "amends-above-its-rank", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class AmendsHigher(_Against):
    """An instrument amends one of higher rank."""

    page: ClassVar[Page] = Page(
        summary=Text("Peraturan mengubah peraturan yang lebih tinggi.", "A regulation amends a higher one."),
        why=Text(
            "Peraturan hanya dapat diubah dengan peraturan yang setingkat atau lebih tinggi; keputusan bukan "
            "peraturan. Perubahan ini tidak diterapkan.",
            "A regulation is amended by one of the same rank or a higher one; a decree is no regulation. "
            "The change is not applied.",
        ),
        bad=_changed("1. Pasal 3 dihapus.", name=_KEPUTUSAN),
        good=_GOOD_CHANGE,
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
class AmendsElsewhere(_Against):
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
        bad=_changed("1. Pasal 3 dihapus.", name=_ELSEWHERE, header=_BONTANG),
        good=_GOOD_CHANGE,
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
class AmendsRepealed(_Against):
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
        bad=f"{_BASE}{SECOND_FILE}"
        + regulation(
            "Pasal 1  perbup kabupaten_karimun 5/2025 dicabut dan dinyatakan tidak berlaku.",
            name="perbup kabupaten_karimun nomor 8 tahun 2025",
            header="daerah kabupaten_karimun\n  diundangkan 2025-05-01  mulai berlaku 2025-05-01",
        )
        + SECOND_FILE
        + _amending("1. Pasal 3 dihapus."),
        good=_GOOD_CHANGE,
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
        bad=_changed(
            "1. Pasal 3 dihapus.", header="daerah kabupaten_karimun\n  diundangkan ...  mulai berlaku ..."
        ),
        good=_GOOD_CHANGE,
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
class AmendsUncommenced(_Against):
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
        bad=_changed("1. Pasal 3 dihapus.").replace("mulai berlaku 2025-01-03", "mulai berlaku ..."),
        good=_GOOD_CHANGE,
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
class AmendsCarriedOut(_Against):
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
        bad=_GOOD_CHANGE
        + SECOND_FILE
        + regulation(
            "Pasal I  Mengubah perbup kabupaten_karimun 9/2025 sebagai berikut:\n    1. Pasal I dihapus.",
            name="perbup kabupaten_karimun nomor 10 tahun 2025",
            header="daerah kabupaten_karimun\n  diundangkan 2025-07-01  mulai berlaku 2025-07-01",
        ),
        good=_GOOD_CHANGE,
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
        bad=_amending("1. Pasal 3 dihapus."),
        good=_GOOD_CHANGE,
    )

    target: str

    @property
    def message(self) -> Text:
        return say(
            "`{t}` yang diubah tidak termuat", "`{t}`, which is amended, is not in the library", t=self.target
        )


def _repealing(
    target: str,
    name: str = "perbup kabupaten_karimun nomor 9 tahun 2025",
    header: str = _BONTANG.replace("kota_bontang", "kabupaten_karimun"),
) -> str:
    return regulation(f"Pasal 1  {target} dicabut dan dinyatakan tidak berlaku.", name=name, header=header)


_GOOD_REPEAL = f"{_BASE}{SECOND_FILE}{_repealing('perbup kabupaten_karimun 5/2025')}"


@diagnostic("PE517", "repeals-above-its-rank", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class RepealsHigher(_Against):
    """An instrument repeals one of higher rank."""

    page: ClassVar[Page] = Page(
        summary=Text("Peraturan mencabut peraturan yang lebih tinggi.", "A regulation repeals a higher one."),
        why=Text(
            "Pencabutan dilakukan dengan peraturan yang setingkat atau lebih tinggi (UU 12/2011 Lampiran II "
            "158). Pencabutan ini tidak diterapkan.",
            "A repeal is made by a regulation of the same rank or a higher one. This repeal is not applied.",
        ),
        bad=f"{_BASE}{SECOND_FILE}{_repealing('perbup kabupaten_karimun 5/2025', _KEPUTUSAN)}",
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
class RepealsElsewhere(_Against):
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
        bad=f"{_BASE}{SECOND_FILE}{_repealing('perbup kabupaten_karimun 5/2025', _ELSEWHERE, _BONTANG)}",
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
class RepealsRepealed(_Against):
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
class RepealLeavesAmendment(_Against):
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
        bad=_GOOD_CHANGE
        + SECOND_FILE
        + _repealing("perbup kabupaten_karimun 5/2025", "perbup kabupaten_karimun nomor 10 tahun 2025"),
        good=_GOOD_CHANGE
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


# What instruments may say beside and below one another


def _paying(name: str, header: str, months: str, more: str = "") -> str:
    return regulation(
        "Pasal 1  Penerima terdiri atas: a. nelayan.\n"
        "  Pasal 2  Penerima diikutsertakan dalam program jkk dan jkm.\n"
        f"  Pasal 3  Iuran dibayar untuk bulan Iuran {months}.{more}",
        name=name,
        header=header,
    )


def _province(more: str) -> str:
    return _paying(
        "pergub kepulauan_riau nomor 1 tahun 2025",
        "daerah kepulauan_riau  segmen bpu\n  diundangkan 2025-01-02  mulai berlaku 2025-01-02",
        "Januari 2025 sampai dengan Juni 2025",
        more,
    )


_PROVINCE = _province("")
_REGENCY = (
    "perbup kabupaten_karimun nomor 5 tahun 2025",
    "daerah kabupaten_karimun  segmen bpu\n  diundangkan 2025-01-03  mulai berlaku 2025-01-03",
    "Juni 2025 sampai dengan Juli 2025",
)
_SUBSIDIARY = (
    "\n  Pasal 4  Iuran ditanggung seluruhnya oleh Pemerintah Daerah, sepanjang tidak ditanggung oleh "
    "pergub kepulauan_riau 1/2025."
)


@diagnostic("PE530", "double-payment", Severity.WARNING)
@dataclass(frozen=True, slots=True, kw_only=True)
class DoublePayment(_Against):
    """Two instruments pay the same segment, place and month without saying how they go together."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "Dua instrumen membayar segmen, daerah, dan bulan yang sama.",
            "Two instruments pay the same segment, place and month.",
        ),
        why=Text(
            "Pekerja yang memenuhi keduanya dibayar dua kali, dan pembayaran kedua menjadi temuan pemeriksa.",
            "A worker who meets both is paid for twice, and the second payment becomes an auditor's finding.",
        ),
        bad=f"{_PROVINCE}{SECOND_FILE}{_paying(*_REGENCY)}",
        good=f"{_PROVINCE}{SECOND_FILE}{_paying(*_REGENCY, _SUBSIDIARY)}",
    )

    month: Text

    @property
    def message(self) -> Text:
        return say(
            "`{t}` juga membayar segmen dan daerah ini pada bulan Iuran {m}",
            "`{t}` also pays this segment and place in contribution month {m}",
            t=self.target,
            m=self.month,
        )

    @property
    def help(self) -> Text | None:
        return Text(
            "nyatakan hubungannya, misalnya `sepanjang tidak ditanggung oleh` atau daftar dengan keputusan",
            "state how they go together, such as `in so far as not borne by` or a list fixed by decree",
        )


@diagnostic("PE531", "subsidiary-cycle", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class SubsidiaryCycle(Diagnostic):
    """Each of several instruments pays only where another of them does not."""

    page: ClassVar[Page] = Page(
        summary=Text("Penanggung saling menunggu.", "Payers wait for one another."),
        why=Text(
            "Bila masing-masing membayar hanya sepanjang yang lain tidak, tidak dapat "
            "ditentukan siapa membayar.",
            "If each pays only in so far as the other does not, nobody can tell who pays.",
        ),
        bad=_province(_SUBSIDIARY.replace("pergub kepulauan_riau 1/2025", "perbup kabupaten_karimun 5/2025"))
        + SECOND_FILE
        + _paying(*_REGENCY, _SUBSIDIARY),
        good=f"{_PROVINCE}{SECOND_FILE}{_paying(*_REGENCY, _SUBSIDIARY)}",
    )

    members: tuple[str, ...]
    others: tuple[Span, ...]

    @property
    def message(self) -> Text:
        return say(
            "penanggung saling menunggu: {m}",
            "payers wait for one another: {m}",
            m=" -> ".join(f"`{member}`" for member in self.members),
        )

    @property
    def labels(self) -> tuple[Label, ...]:
        return tuple(
            Label(span, Text("menunggu yang berikutnya", "waits for the next")) for span in self.others
        )


@diagnostic("PE532", "kind-cannot-regulate", Severity.WARNING)
@dataclass(frozen=True, slots=True, kw_only=True)
class KindCannotRegulate(Diagnostic):
    """A decree or memorandum sets norms for the public."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "Naskah yang bukan peraturan mengatur umum.",
            "An instrument that is no regulation binds the public.",
        ),
        why=Text(
            "Nota kesepakatan mengikat para pihaknya dan keputusan menetapkan hal yang konkret; siapa yang "
            "berhak dan syaratnya diatur dengan peraturan.",
            "A memorandum binds its parties and a decree settles a case; who is entitled "
            "and on what conditions "
            "is for a regulation.",
        ),
        bad=regulation(
            "Pasal 1  Penerima terdiri atas: a. nelayan.",
            name="nota_kesepakatan kabupaten_karimun nomor 1 tahun 2025",
        ),
        good=regulation("Pasal 1  Penerima terdiri atas: a. nelayan."),
    )

    title: Text

    @property
    def message(self) -> Text:
        return say(
            "{k} bukan peraturan, tetapi menetapkan Penerima atau persyaratannya",
            "a {k} is no regulation, yet it sets recipients or requirements",
            k=self.title,
        )

    @property
    def help(self) -> Text | None:
        return Text(
            "atur dengan peraturan kepala daerah atau Perda; naskah ini dapat menjadi pelaksanaannya",
            "regulate it by a regulation of the head of region or a Perda, which this "
            "instrument then carries out",
        )


@diagnostic("PE533", "beyond-territory", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class BeyondTerritory(Diagnostic):
    """An instrument is made by, or regulates, a region that its kind is not for."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "Daerah tidak sesuai dengan jenis atau pembentuk instrumen.",
            "The region does not go with the kind or the maker of the instrument.",
        ),
        why=Text(
            "Gubernur berwenang atas provinsi, bupati atas kabupaten, wali kota atas "
            "kota; masing-masing hanya "
            "atas wilayahnya.",
            "A governor has a say over a province, a regent over a regency, a mayor over a city; each over "
            "their own territory only.",
        ),
        bad=regulation(
            "Pasal 1  Target Penerima 5 orang.", header="daerah kota_bontang  mulai berlaku 2025-01-03"
        ),
        good=regulation("Pasal 1  Target Penerima 5 orang."),
    )

    region: str
    title: Text

    @property
    def message(self) -> Text:
        return say(
            "`{r}` bukan daerah yang dapat diatur dengan {k} ini",
            "`{r}` is not a region that this {k} can regulate",
            r=self.region,
            k=self.title,
        )


@diagnostic("PE535", "citation-not-encoded", Severity.WARNING)
@dataclass(frozen=True, slots=True, kw_only=True)
class CitationNotEncoded(_Against):
    """A place of another loaded instrument is cited that its file does not have."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "Pasal yang dirujuk tidak ada dalam berkas instrumennya.",
            "The article referred to is not in the file of its instrument.",
        ),
        why=Text(
            "Rujukannya keliru, atau pasal itu belum dikodekan; isinya tidak ikut diperiksa.",
            "The reference is mistaken, or the article is not encoded yet; what it says is not checked.",
        ),
        bad=f"{_BASE}{SECOND_FILE}"
        + regulation(
            'Pasal 1  Tafsir t1: "contoh" berdasarkan perbup kabupaten_karimun 5/2025 Pasal 9.',
            name="perbup kabupaten_karimun nomor 6 tahun 2025",
        ),
        good=f"{_BASE}{SECOND_FILE}"
        + regulation(
            'Pasal 1  Tafsir t1: "contoh" berdasarkan perbup kabupaten_karimun 5/2025 Pasal 3.',
            name="perbup kabupaten_karimun nomor 6 tahun 2025",
        ),
    )

    place: Provision

    @property
    def message(self) -> Text:
        return say(
            "`{p}` tidak terdapat dalam berkas `{t}`",
            "`{p}` is not in the file of `{t}`",
            p=place(self.place),
            t=self.target,
        )


@diagnostic("PE536", "cites-unloaded", Severity.NOTE)
@dataclass(frozen=True, slots=True, kw_only=True)
class CitesUnloaded(Diagnostic):
    """An instrument is referred to that is not in the library."""

    page: ClassVar[Page] = Page(
        summary=Text("Instrumen yang dirujuk tidak termuat.", "An instrument referred to is not loaded."),
        why=Text(
            "Yang tidak termuat tidak dapat dibandingkan.", "What is not loaded cannot be compared with."
        ),
        bad=regulation(
            'Pasal 1  Tafsir t1: "contoh" berdasarkan perbup kabupaten_karimun 4/2024 Pasal 3.',
        ),
        good=regulation('Pasal 1  Tafsir t1: "contoh" berdasarkan Pasal 1.'),
    )

    targets: tuple[str, ...]

    @property
    def message(self) -> Text:
        return say(
            "{n} instrumen yang dirujuk tidak termuat: {t}",
            "{n} instruments referred to are not in the library: {t}",
            n=len(self.targets),
            t=", ".join(f"`{target}`" for target in self.targets),
        )


_DELEGATES = 'Pasal 1  Ketentuan lebih lanjut mengenai "tata cara" diatur dengan perbup'
_PERDA = "perda kabupaten_karimun nomor 1 tahun 2024"


def _executed(body: str) -> str:
    return (
        regulation(body, name=_PERDA)
        + SECOND_FILE
        + regulation(
            "Pasal 1  Target Penerima 5 orang.",
            header="daerah kabupaten_karimun\n  diundangkan 2025-01-02  mulai berlaku 2025-01-03\n"
            "  melaksanakan perda kabupaten_karimun 1/2024 Pasal 1",
        )
    )


_BLOCKING = f"{_DELEGATES}; Iuran belum dibayar sebelum peraturan itu berlaku."


@dataclass(frozen=True, slots=True, kw_only=True)
class _Delegated(Diagnostic):
    """A matter that is left to another instrument, which is not there."""

    matter: str
    title: Text

    @property
    def message(self) -> Text:
        return say(
            'tidak ada {k} yang melaksanakan delegasi "{m}"',
            'no {k} carries out the delegation of "{m}"',
            k=self.title,
            m=self.matter,
        )

    @property
    def help(self) -> Text | None:
        return Text(
            "muat peraturan pelaksananya, dengan `melaksanakan` di kepalanya",
            "load the executing regulation, with `melaksanakan` in its header",
        )


@diagnostic("PE537", "delegation-not-executed", Severity.NOTE)
@dataclass(frozen=True, slots=True, kw_only=True)
class DelegationNotExecuted(_Delegated):
    """A delegation has no executing instrument in the library."""

    page: ClassVar[Page] = Page(
        summary=Text("Delegasi belum dilaksanakan.", "A delegation is not carried out yet."),
        why=Text("Bagian yang didelegasikan belum ada isinya.", "What was delegated has no content yet."),
        bad=regulation(f"{_DELEGATES}.", name=_PERDA),
        good=_executed(f"{_DELEGATES}."),
    )


@diagnostic("PE538", "payment-awaits-delegate", Severity.WARNING)
@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentAwaitsDelegate(_Delegated):
    """Contributions cannot be paid before an executing instrument that is not there."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "Iuran belum dapat dibayar karena peraturan pelaksana belum ada.",
            "Contributions cannot be paid yet, for want of the executing regulation.",
        ),
        why=Text(
            "Peraturan ini sendiri menunda pembayaran sampai peraturan pelaksananya berlaku.",
            "The regulation itself puts payment off until its executing regulation is in force.",
        ),
        bad=regulation(_BLOCKING, name=_PERDA),
        good=_executed(_BLOCKING),
    )


@diagnostic("PE539", "wrong-segment", Severity.WARNING)
@dataclass(frozen=True, slots=True, kw_only=True)
class WrongSegment(Diagnostic):
    """Holders of village or neighbourhood posts are paid for as non-wage participants."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "Pemangku jabatan dibayar dalam segmen bukan penerima upah.",
            "Holders of posts are paid for in the non-wage segment.",
        ),
        why=Text(
            "Ketua RT, ketua RW, dan kader dapat merupakan pegawai non-ASN, peserta "
            "penerima upah dengan iuran "
            "dan program lain (Permenaker 1/2025 Pasal 3A).",
            "Heads of neighbourhoods and cadres may be non-civil-service staff, who are "
            "wage participants with "
            "other contributions and programmes.",
        ),
        bad='kosakata jabatan "jabatan" / "post" {\n  ketua_rt "ketua RT" / "head of RT";\n}\n'
        + regulation("Pasal 1  Penerima terdiri atas: a. ketua_rt."),
        good='kosakata jabatan "jabatan" / "post" {\n  ketua_rt "ketua RT" / "head of RT";\n}\n'
        + regulation("Pasal 1  Penerima terdiri atas: a. nelayan."),
    )

    posts: tuple[str, ...]

    @property
    def message(self) -> Text:
        return say(
            "pemangku jabatan {p} dapat termasuk segmen penerima upah, bukan `bpu`",
            "holders of the posts {p} may belong to the wage segment, not to `bpu`",
            p=", ".join(f"`{post}`" for post in self.posts),
        )

    @property
    def help(self) -> Text | None:
        return Text(
            "pastikan segmennya pada BPJS Ketenagakerjaan (Permenaker 1/2025 Pasal 3A)",
            "make sure of the segment with the agency (Permenaker 1/2025 Article 3A)",
        )
