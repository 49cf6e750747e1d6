"""PE501 to PE508: the steps of an amendment, and what they meet in the text they change."""

from typing import ClassVar

from policy_engine.diagnostics.amendment_texts import GOOD_CHANGE, changed
from policy_engine.diagnostics.model import Diagnostic, Label, Page, Severity, diagnostic
from policy_engine.diagnostics.wording import place, say
from policy_engine.domain.bilingual import Text
from policy_engine.domain.citation import Provision
from policy_engine.source import Span
from policy_engine.structure import dataclass


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
        bad=changed("1. Pasal 9 dihapus."),
        good=GOOD_CHANGE,
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
        bad=changed(
            "1. Di antara Pasal 1 dan Pasal 3 disisipkan: {\n         Pasal 1A  Target "
            "Penerima 5 orang.\n    }."
        ),
        good=changed(
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
        bad=changed(
            "1. Di antara Pasal 1 dan Pasal 2 disisipkan: {\n         Pasal 2A  Target "
            "Penerima 5 orang.\n    }."
        ),
        good=changed(
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
        bad=changed(
            "1. Pasal 2 dihapus;\n    2. Di antara Pasal 1 dan Pasal 2 disisipkan: {\n"
            "         Pasal 2  Target Penerima 5 orang.\n    }."
        ),
        good=changed(
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
        bad=changed("1. Pasal 3 dihapus;\n    2. Pasal 3 dihapus."),
        good=GOOD_CHANGE,
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
        bad=changed(
            "1. Pasal 3 dihapus;\n    2. Pasal 3 diubah sehingga berbunyi: {\n"
            "         Pasal 3  Target Penerima 5 orang.\n    }."
        ),
        good=changed(
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
        bad=changed(
            "1. Pasal 3 diubah sehingga berbunyi: {\n         Pasal 4  Target Penerima 5 orang.\n    }."
        ),
        good=changed(
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
        bad=changed("1. Pasal 1 ayat (1) huruf a dihapus;\n    2. Pasal 1 ayat (1) huruf b dihapus."),
        good=changed("1. Pasal 1 ayat (1) dihapus."),
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
