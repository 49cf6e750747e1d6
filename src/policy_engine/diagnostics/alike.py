"""PE54x and PE92x: texts that are nearly the same, and one word that says two things."""

from typing import ClassVar

from policy_engine.diagnostics.model import Diagnostic, Label, Page, Severity, diagnostic
from policy_engine.diagnostics.wording import SECOND_FILE, place, regulation, say
from policy_engine.domain.bilingual import Text
from policy_engine.domain.citation import Provision
from policy_engine.source import Span
from policy_engine.structure import dataclass

_OF_THE_PROVINCE = "daerah kepulauan_riau  segmen bpu\n  diundangkan 2025-01-02  mulai berlaku 2025-01-02"


def _defining(wide: str, narrow: str) -> str:
    return (
        regulation(
            f"Pasal 1  Yang dimaksud dengan: 1. pekerja_rentan adalah {wide}.\n"
            "  Pasal 2  Penerima terdiri atas: a. pekerja_rentan.",
            name="pergub kepulauan_riau nomor 1 tahun 2025",
            header=_OF_THE_PROVINCE,
        )
        + SECOND_FILE
        + regulation(
            f"Pasal 1  Yang dimaksud dengan: 1. pekerja_rentan adalah {narrow}.\n"
            "  Pasal 2  Penerima terdiri atas: a. pekerja_rentan."
        )
    )


@diagnostic("PE546", "term-defined-otherwise", Severity.WARNING)
@dataclass(frozen=True, slots=True, kw_only=True)
class TermDefinedOtherwise(Diagnostic):
    """One term means other conditions in another instrument over the same people."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "Satu istilah didefinisikan berbeda dalam instrumen lain yang berlaku bagi orang yang sama.",
            "One term is defined otherwise in another instrument over the same people.",
        ),
        why=Text(
            "Definisi yang dirumuskan kembali harus sama dengan definisi dalam peraturan yang telah berlaku (UU "
            "12/2011 Lampiran II 103). Petugas yang membaca satu peraturan akan menerapkannya pada yang lain. Yang "
            "dibandingkan ialah rumusannya, sehingga tidak ada contoh pekerja.",
            "A definition that is stated again must be the same as in the regulation in force (UU 12/2011 Annex II "
            "no. 103). An officer who has read one regulation will apply it under the other. What is compared is "
            "the wording, so no worker shows it.",
        ),
        bad=_defining("nelayan, ojek, atau pedagang_kecil", "nelayan atau ojek"),
        good=_defining("nelayan atau ojek", "ojek atau nelayan"),
    )

    term: str
    target: str
    other: Span
    here: tuple[str, ...]
    """Names that only this definition has."""
    there: tuple[str, ...]

    @property
    def message(self) -> Text:
        return say(
            "`{w}` didefinisikan berbeda dalam `{t}`",
            "`{w}` is defined otherwise in `{t}`",
            w=self.term,
            t=self.target,
        )

    @property
    def labels(self) -> tuple[Label, ...]:
        return (Label(self.other, Text("definisi yang lain", "the other definition")),)

    @property
    def help(self) -> Text | None:
        only = [
            say("hanya di sini: {n}", "only here: {n}", n=_listed(self.here)) if self.here else None,
            say("hanya di sana: {n}", "only there: {n}", n=_listed(self.there)) if self.there else None,
        ]
        told = [each for each in only if each is not None]
        if not told:
            return Text(
                "samakan rumusannya, atau pakai istilah lain", "make them the same, or use another term"
            )
        return Text("; ".join(t.indonesian for t in told), "; ".join(t.english for t in told))


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)


_TEXT = "Pasal 1  Penerima terdiri atas: a. nelayan.\n  Pasal 2  Target Penerima {} orang."
_SIXTH = "perbup kabupaten_karimun nomor 6 tahun 2025"


@diagnostic("PE547", "nearly-the-same-instrument", Severity.NOTE)
@dataclass(frozen=True, slots=True, kw_only=True)
class NearlyTheSame(Diagnostic):
    """Two instruments of one region, in force together, whose articles differ in one number or word, or in none."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "Dua instrumen daerah yang sama hampir tidak berbeda, dan keduanya berlaku.",
            "Two instruments of one region hardly differ, and both are in force.",
        ),
        why=Text(
            "Biasanya yang satu disalin dari yang lain: yang lama lupa dicabut, atau angka yang hendak diganti "
            "masih angka lama. Yang dibandingkan ialah pasal-pasalnya, sehingga tidak ada contoh pekerja.",
            "Usually one was copied from the other: the old one was not repealed, or the number that should have "
            "changed is still the old one. What is compared are the articles, so no worker shows it.",
        ),
        bad=regulation(_TEXT.format(50)) + SECOND_FILE + regulation(_TEXT.format(60), name=_SIXTH),
        good=regulation(_TEXT.format(50))
        + SECOND_FILE
        + regulation(
            f"{_TEXT.format(60)}\n  Pasal 3  perbup kabupaten_karimun 5/2025 dicabut dan dinyatakan tidak berlaku.",
            name=_SIXTH,
        ),
    )

    target: str
    other: Span
    mine: str | None
    """What stands here in the place of `theirs`; None where nothing differs."""
    theirs: str | None

    @property
    def message(self) -> Text:
        if self.mine is None:
            return say(
                "pasal-pasalnya sama dengan `{t}`, yang juga berlaku",
                "its articles are those of `{t}`, which is in force too",
                t=self.target,
            )
        return say(
            "hanya di sini pasal-pasalnya berbeda dari `{t}`, yang juga berlaku: `{m}`, di sana `{o}`",
            "only here do its articles differ from `{t}`, which is in force too: `{m}`, there `{o}`",
            t=self.target,
            m=self.mine,
            o=self.theirs or "",
        )

    @property
    def labels(self) -> tuple[Label, ...]:
        return (Label(self.other, Text("bandingkan dengan ini", "compare this")),)

    @property
    def help(self) -> Text | None:
        return Text(
            "cabut yang lama, atau jadikan yang baru perubahannya",
            "repeal the old one, or make the new one an amendment of it",
        )


_GROUPS = (
    "Pasal 1  Penerima terdiri atas: a. kelompok laut: nelayan; dan b. kelompok jalan: ojek.\n  Pasal 2\n"
)


@diagnostic("PE927", "said-of-each-group", Severity.NOTE)
@dataclass(frozen=True, slots=True, kw_only=True)
class SaidOfEachGroup(Diagnostic):
    """Two sentences say the same of two groups, and could be one."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "Dua kalimat mengatakan hal yang sama tentang dua kelompok.",
            "Two sentences say the same of two groups.",
        ),
        why=Text(
            "Satu norma cukup ditulis sekali. Bila kelak hanya satu yang diubah, perbedaannya tidak disengaja.",
            "One norm is written once. When later only one of them is changed, the difference is not meant.",
        ),
        bad=regulation(
            f"{_GROUPS}    (1) Penerima kelompok laut harus penduduk Daerah.\n"
            "    (2) Penerima kelompok jalan harus penduduk Daerah."
        ),
        good=regulation(f"{_GROUPS}    (1) Penerima harus penduduk Daerah."),
    )

    same: Provision
    other: Span

    @property
    def message(self) -> Text:
        return say(
            "mengatakan hal yang sama dengan {p} tentang kelompok lain",
            "says the same as {p} of another group",
            p=place(self.same),
        )

    @property
    def labels(self) -> tuple[Label, ...]:
        return (Label(self.other, Text("kalimat yang sama", "the same sentence")),)

    @property
    def help(self) -> Text | None:
        return Text(
            "gabungkan menjadi satu kalimat bagi kedua kelompok", "make it one sentence for both groups"
        )


_ASKED = (
    "    ({}) Penerima kelompok {} harus memenuhi persyaratan: a. penduduk Daerah; b. lulus_verifikasi; "
    "c. usia paling rendah 18 tahun pada tanggal pendaftaran; dan d. penghasilan paling banyak {} per bulan.\n"
)


@diagnostic("PE928", "alike-but-for-one-bound", Severity.NOTE)
@dataclass(frozen=True, slots=True, kw_only=True)
class AlikeButForOneBound(Diagnostic):
    """Of two groups, terms or alternatives the same clauses are written, and one of these has another bound."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "Hal yang sama tertulis dua kali, kecuali satu batas.",
            "The same is written twice, but for one bound.",
        ),
        why=Text(
            "Ketentuan bagi kelompok, istilah, atau pilihan kedua biasanya disalin dari yang pertama. Bila kemudian "
            "satu angka diganti di satu tempat saja, perbedaannya tidak disengaja, dan pekerja dengan keadaan yang "
            "sama diperlakukan berbeda. Yang dibandingkan ialah rumusannya, sehingga tidak ada contoh pekerja.",
            "What holds for a second group, term or alternative is usually copied from the first. Where a number was "
            "then changed in one place only, the difference is not meant, and workers in the same situation are "
            "treated differently. What is compared is the wording, so no worker shows it.",
        ),
        bad=regulation(
            f"{_GROUPS}{_ASKED.format(1, 'laut', 'Rp2.000.000')}{_ASKED.format(2, 'jalan', 'Rp2.500.000')}"
        ),
        good=regulation(
            f"{_GROUPS}    (1) Penerima harus memenuhi persyaratan: a. penduduk Daerah; b. lulus_verifikasi; dan "
            "c. usia paling rendah 18 tahun pada tanggal pendaftaran.\n"
            "    (2) Penerima kelompok laut harus penghasilan paling banyak Rp2.000.000 per bulan.\n"
            "    (3) Penerima kelompok jalan harus penghasilan paling banyak Rp2.500.000 per bulan."
        ),
    )

    place: Provision | None
    """Where the other one is; None where both are alternatives in one condition."""
    other: Span
    mine: str
    """The bound as written here, and `theirs` as written at the other place."""
    theirs: str
    alike: int
    """How many clauses are the same."""

    @property
    def message(self) -> Text:
        return say(
            "hanya batas ini berbeda dari {p}: `{m}`, di sana `{t}`; {n} ketentuan lainnya sama",
            "only this bound differs from {p}: `{m}`, there `{t}`; {n} other clauses are the same",
            p=Text("pilihan lain", "the other alternative") if self.place is None else place(self.place),
            m=self.mine,
            t=self.theirs,
            n=self.alike,
        )

    @property
    def labels(self) -> tuple[Label, ...]:
        return (Label(self.other, Text("bandingkan dengan ini", "compare this")),)

    @property
    def help(self) -> Text | None:
        return Text(
            "samakan batasnya; bila berbeda dengan sengaja, tulis yang sama sekali saja bagi keduanya",
            "make the bounds the same; where they are meant to differ, write what is the same once for both",
        )
