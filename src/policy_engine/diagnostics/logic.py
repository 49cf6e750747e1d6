"""PE2xx: what a proof finds inside one instrument, each with the worker who shows it where there is one."""

from typing import ClassVar

from policy_engine.diagnostics.model import Diagnostic, Label, Page, Severity, diagnostic
from policy_engine.diagnostics.proof_texts import AGE, example
from policy_engine.diagnostics.wording import say
from policy_engine.domain.bilingual import Text
from policy_engine.source import Span
from policy_engine.structure import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Proved(Diagnostic):
    """A finding for all workers: the place in words, who shows it, and the other norms it rests on."""

    place: Text
    shown: tuple[Text, ...] = ()
    others: tuple[tuple[Span, Text], ...] = ()

    @property
    def witness(self) -> tuple[Text, ...]:
        return self.shown

    @property
    def labels(self) -> tuple[Label, ...]:
        return tuple(Label(span, text) for span, text in self.others)


@diagnostic("PE201", "nobody-eligible", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class NobodyEligible(Proved):
    """No worker at all can be eligible; the norms that cannot hold together are marked."""

    page: ClassVar[Page] = Page(
        Text("Tidak seorang pun dapat memenuhi syarat.", "Nobody can be eligible."),
        Text(
            "Dua syarat atau lebih saling meniadakan, sehingga anggaran tidak akan pernah terpakai. Temuan ini "
            "terbukti bagi semua pekerja, sehingga tidak ada contoh pekerja.",
            "Two or more requirements exclude one another, so the budget will never be spent. The finding is "
            "proved for all workers, so no worker can show it.",
        ),
        example((AGE, "usia kurang dari 17 tahun pada tanggal pendaftaran")),
        example((AGE, "usia kurang dari 60 tahun pada tanggal pendaftaran")),
    )

    @property
    def message(self) -> Text:
        return say(
            "tidak seorang pun dapat memenuhi syarat: {p}",
            "nobody can be eligible: {p}",
            p=self.place,
        )

    @property
    def help(self) -> Text | None:
        return Text(
            "ubah salah satu norma yang ditandai; terbukti bagi semua pekerja",
            "change one of the norms marked; this is proved for all workers",
        )


@diagnostic("PE202", "group-nobody-can-enter", Severity.WARNING)
@dataclass(frozen=True, slots=True, kw_only=True)
class GroupNobodyCanEnter(Proved):
    """No worker can be of a group."""

    page: ClassVar[Page] = Page(
        Text("Tidak seorang pun dapat masuk kelompok ini.", "Nobody can be of this group."),
        Text(
            "Syarat kelompok saling meniadakan; sering karena `dan` ditulis untuk `atau`.",
            "The conditions of the group exclude one another, often because `and` was written for `or`.",
        ),
        example(groups=("petani", "nelayan yang (kapal_gt paling rendah 10 dan kapal_gt paling tinggi 5)")),
        example(groups=("petani", "nelayan yang (kapal_gt paling rendah 5 dan kapal_gt paling tinggi 10)")),
    )

    @property
    def message(self) -> Text:
        return say("tidak seorang pun dapat masuk kelompok {p}", "nobody can be of group {p}", p=self.place)


@diagnostic("PE203", "requirement-never-holds", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementNeverHolds(Proved):
    """A requirement that no worker within the declared bounds can meet."""

    page: ClassVar[Page] = Page(
        Text("Syarat ini tidak dapat dipenuhi siapa pun.", "Nobody can meet this requirement."),
        Text(
            "Syarat yang mustahil menutup seluruh program; sering karena batas terbalik.",
            "A requirement that cannot be met closes the whole programme; often its bounds are swapped.",
        ),
        example((AGE, "kapal_gt paling rendah 2.000")),
        example((AGE, "kapal_gt paling rendah 2")),
    )

    @property
    def message(self) -> Text:
        return say("{p} tidak dapat dipenuhi siapa pun", "nobody can meet {p}", p=self.place)


@diagnostic("PE204", "requirement-always-holds", Severity.WARNING)
@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementAlwaysHolds(Proved):
    """A requirement that every worker within the declared bounds meets."""

    page: ClassVar[Page] = Page(
        Text("Syarat ini dipenuhi setiap pekerja.", "Every worker meets this requirement."),
        Text(
            "Syarat tanpa akibat menyesatkan pembaca; sering karena angka atau satuannya keliru.",
            "A requirement without effect misleads the reader; often its number or unit is wrong.",
        ),
        example((AGE, "penghasilan paling banyak Rp1.000.000.000 per bulan")),
        example((AGE, "penghasilan paling banyak Rp3.000.000 per bulan")),
    )

    @property
    def message(self) -> Text:
        return say("{p} dipenuhi setiap pekerja", "every worker meets {p}", p=self.place)


@diagnostic("PE205", "norm-implied-by-another", Severity.WARNING)
@dataclass(frozen=True, slots=True, kw_only=True)
class NormImplied(Proved):
    """A norm that lets everybody through whom another norm lets through."""

    page: ClassVar[Page] = Page(
        Text("Norma ini sudah tercakup oleh norma lain.", "Another norm already says as much."),
        Text(
            "Norma yang tercakup tidak pernah memutus; mengubahnya kelak tidak berakibat apa-apa.",
            "A norm that another implies never decides; changing it later will have no effect.",
        ),
        example((AGE, "usia paling rendah 16 tahun pada tanggal pendaftaran")),
        example((AGE, "usia paling tinggi 60 tahun pada tanggal pendaftaran")),
    )

    other: Text

    @property
    def message(self) -> Text:
        return say("{p} sudah tercakup oleh {o}", "{o} already implies {p}", p=self.place, o=self.other)


@diagnostic("PE206", "exclusion-strikes-everybody", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class ExclusionStrikesEverybody(Proved):
    """An exclusion that leaves no recipient."""

    page: ClassVar[Page] = Page(
        Text("Pengecualian Penerima ini mengenai setiap orang.", "This exclusion strikes everybody."),
        Text(
            "Kelompok disebut sebagai Penerima lalu seluruhnya dikeluarkan.",
            "A group is named as recipients and then excluded as a whole.",
        ),
        example(articles="  Pasal 4\n    Tidak termasuk Penerima: nelayan.\n"),
        example(articles="  Pasal 4\n    Tidak termasuk Penerima: program_pensiun.\n"),
    )

    @property
    def message(self) -> Text:
        return say("{p} mengeluarkan setiap Penerima", "{p} excludes every recipient", p=self.place)


@diagnostic("PE207", "exclusion-strikes-nobody", Severity.WARNING)
@dataclass(frozen=True, slots=True, kw_only=True)
class ExclusionStrikesNobody(Proved):
    """An exclusion that strikes nobody who meets the other norms."""

    page: ClassVar[Page] = Page(
        Text("Pengecualian Penerima ini tidak mengenai siapa pun.", "This exclusion strikes nobody."),
        Text(
            "Yang dikeluarkan memang tidak dapat menjadi Penerima; mungkin kata atau batasnya keliru.",
            "Those excluded could not be recipients anyway; perhaps a word or a bound is wrong.",
        ),
        example(
            articles="  Pasal 4\n    Tidak termasuk Penerima: usia kurang dari 17 tahun "
            "pada tanggal pendaftaran.\n"
        ),
        example(
            articles="  Pasal 4\n    Tidak termasuk Penerima: usia kurang dari 21 tahun "
            "pada tanggal pendaftaran.\n"
        ),
    )

    @property
    def message(self) -> Text:
        return say(
            "{p} tidak mengenai siapa pun yang memenuhi norma lain",
            "{p} strikes nobody who meets the other norms",
            p=self.place,
        )


def _with_exception(condition: str) -> str:
    return example((f"{AGE} kecuali {condition}",))


def _changed(condition: str, last: str, article: int = 4) -> str:
    """Give an article that shortens the contribution months for some."""
    return (
        f"  Pasal {article}\n    Dalam hal {condition}, Pasal 3 ayat (5) menjadi: Iuran dibayar untuk bulan Iuran "
        f"Februari 2026 sampai dengan {last} 2026.\n"
    )


@diagnostic("PE208", "exception-never-applies", Severity.WARNING)
@dataclass(frozen=True, slots=True, kw_only=True)
class ExceptionNeverApplies(Proved):
    """An exception that applies to nobody it could concern."""

    page: ClassVar[Page] = Page(
        Text("Pengecualian ini tidak pernah berlaku.", "This exception never applies."),
        Text(
            "Syarat pengecualian tidak dapat dipenuhi oleh mereka yang dikenai aturannya, atau setiap orang yang "
            "memenuhinya ditolak ketentuan lain, sehingga pengecualian itu tidak menolong siapa pun.",
            "Those whom the rule concerns cannot meet the condition of the exception, or whoever meets it is refused "
            "by other provisions, so that the exception helps nobody.",
        ),
        _with_exception("kapal_gt paling rendah 2.000"),
        _with_exception("penyandang_disabilitas"),
    )

    refused: bool = False
    """Whether it applies to some, whom other provisions refuse."""

    @property
    def message(self) -> Text:
        if self.refused:
            return say(
                "setiap orang yang dikenai pengecualian {p} ditolak ketentuan lain naskah ini",
                "everybody to whom the exception {p} applies is refused by other provisions of this instrument",
                p=self.place,
            )
        return say("pengecualian {p} tidak pernah berlaku", "the exception {p} never applies", p=self.place)


@diagnostic("PE209", "exception-swallows-rule", Severity.WARNING)
@dataclass(frozen=True, slots=True, kw_only=True)
class ExceptionSwallowsRule(Proved):
    """An exception that applies to everybody the rule concerns."""

    page: ClassVar[Page] = Page(
        Text("Pengecualian ini menghabiskan aturannya.", "This exception swallows its rule."),
        Text(
            "Pengecualian berlaku bagi setiap orang yang dikenai aturannya, sehingga aturan itu tidak pernah berlaku.",
            "The exception applies to everybody the rule concerns, so the rule itself never does.",
        ),
        _with_exception("nelayan"),
        _with_exception("penyandang_disabilitas"),
    )

    @property
    def message(self) -> Text:
        return say(
            "pengecualian {p} berlaku bagi setiap orang yang dikenai aturannya",
            "the exception {p} applies to everybody whom its rule concerns",
            p=self.place,
        )


@diagnostic("PE210", "exceptions-in-conflict", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class ExceptionsInConflict(Proved):
    """Two exceptions apply to one worker at once with different results."""

    page: ClassVar[Page] = Page(
        Text("Dua pengecualian berlaku sekaligus dengan hasil berbeda.", "Two exceptions clash."),
        Text(
            "Naskah tidak menyatakan mana yang didahulukan, sehingga permohonan orang itu ditolak karena pertentangan.",
            "The text does not say which one prevails, so that worker is refused for conflict.",
        ),
        example(
            articles=_changed("penyandang_disabilitas", "April") + _changed("lulus_verifikasi", "Mei", 5)
        ),
        example(articles=_changed("penyandang_disabilitas", "April")),
    )

    @property
    def message(self) -> Text:
        return say(
            "dua pengecualian atas {p} dapat berlaku sekaligus dengan hasil yang berbeda",
            "two exceptions to {p} can apply at once with different results",
            p=self.place,
        )


@diagnostic("PE211", "fact-without-effect", Severity.WARNING)
@dataclass(frozen=True, slots=True, kw_only=True)
class FactWithoutEffect(Proved):
    """A fact that the instrument asks for and that never changes an outcome or a month."""

    page: ClassVar[Page] = Page(
        Text("Fakta ditanyakan tetapi tidak pernah menentukan.", "A fact is asked for and never decides."),
        Text(
            "Data pribadi yang tidak menentukan apa pun tidak boleh dikumpulkan; sering satu batas tertukar.",
            "Personal data that decides nothing may not be collected; often two bounds were swapped.",
        ),
        example((AGE, "salah satu dari: 1. nelayan; atau 2. lulus_verifikasi")),
        example((AGE, "salah satu dari: 1. penyandang_disabilitas; atau 2. lulus_verifikasi")),
    )

    fact: str

    @property
    def message(self) -> Text:
        return say(
            "fakta `{f}` ditanyakan tetapi tidak pernah mengubah hasil atau bulan",
            "the fact `{f}` is asked for but never changes an outcome or a month",
            f=self.fact,
        )


@diagnostic("PE212", "groups-not-separated", Severity.WARNING)
@dataclass(frozen=True, slots=True, kw_only=True)
class GroupsNotSeparated(Proved):
    """A worker can be of two groups that are treated differently, and no order is stated."""

    page: ClassVar[Page] = Page(
        Text(
            "Satu pekerja dapat masuk dua kelompok yang diperlakukan berbeda.",
            "One worker can be of two groups that are treated differently.",
        ),
        Text(
            "Program, Iuran, bulan, atau kuota yang berbeda menuntut kelompok yang terpisah atau urutan "
            "(`mendahulukan`).",
            "Different programmes, contributions, months or quotas need groups that exclude one another, or "
            "an order (`takes precedence`).",
        ),
        example(
            groups=("kelompok laut: nelayan", "kelompok difabel: penyandang_disabilitas"),
            articles="  Pasal 4\n    Kuota Penerima kelompok laut paling banyak 10 orang.\n",
        ),
        example(groups=("kelompok laut: nelayan", "kelompok difabel: penyandang_disabilitas")),
    )

    other: Text
    several: bool = False
    """Whether `other` names several groups, of which the worker can be of any one."""

    @property
    def message(self) -> Text:
        if self.several:
            return say(
                "seorang pekerja dapat masuk {p} dan sekaligus {o}, padahal diperlakukan berbeda",
                "a worker can be of {p} and at once of {o}, and is treated differently there",
                p=self.place,
                o=self.other,
            )
        return say(
            "seorang pekerja dapat masuk {p} dan {o} sekaligus, padahal keduanya diperlakukan berbeda",
            "a worker can be of {p} and of {o} at once, and they are treated differently",
            p=self.place,
            o=self.other,
        )

    @property
    def help(self) -> Text | None:
        return Text(
            "nyatakan urutannya dengan `mendahulukan`, atau pisahkan keduanya dengan `yang tidak ...`",
            "state their order with `takes precedence over`, or keep them apart with `that is not ...`",
        )


@diagnostic("PE213", "unknown-though-settled", Severity.NOTE)
@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownThoughSettled(Proved):
    """An outcome is left open for a fact that cannot change it."""

    page: ClassVar[Page] = Page(
        Text(
            "Hasil dibiarkan terbuka karena fakta yang tidak dapat mengubahnya.",
            "An outcome is left open for a fact that cannot change it.",
        ),
        Text(
            "Pekerja diminta melengkapi data yang tidak menentukan apa pun baginya; tulis syaratnya tanpa kedua "
            "arah fakta itu.",
            "A worker is asked for data that decides nothing; write the condition without both ways of that fact.",
        ),
        example((AGE, "salah satu dari: 1. lulus_verifikasi; atau 2. tidak lulus_verifikasi dan nelayan")),
        example((AGE, "lulus_verifikasi")),
    )

    fact: str

    @property
    def message(self) -> Text:
        return say(
            "tanpa `{f}` hasilnya belum dapat ditentukan, padahal apa pun isinya hasilnya sama",
            "without `{f}` the outcome is undetermined, though it is the same whatever the fact is",
            f=self.fact,
        )


@diagnostic("PE214", "age-bound-crossed", Severity.NOTE)
@dataclass(frozen=True, slots=True, kw_only=True)
class AgeBoundCrossed(Proved):
    """A worker within an age bound at first is beyond it in a funded month."""

    page: ClassVar[Page] = Page(
        Text(
            "Pekerja melewati batas usia dalam masa pembayaran.",
            "A worker crosses an age bound inside the funded months.",
        ),
        Text(
            "Naskah perlu menyatakan apakah Iuran tetap dibayar sesudah batas usia dilewati.",
            "The text should say whether contributions are still paid after the bound is crossed.",
        ),
        example((AGE, "belum mencapai usia 65 tahun pada tanggal pendaftaran")),
        example(),
    )

    @property
    def message(self) -> Text:
        return say(
            "pekerja dapat melewati batas usia pada {p} dalam masa pembayaran",
            "a worker can cross the age bound of {p} inside the funded months",
            p=self.place,
        )


@diagnostic("PE215", "month-nobody-paid", Severity.WARNING)
@dataclass(frozen=True, slots=True, kw_only=True)
class MonthNobodyPaid(Proved):
    """A contribution month that cannot be paid for anybody."""

    page: ClassVar[Page] = Page(
        Text("Ada bulan Iuran yang tidak dapat dibayar bagi siapa pun.", "A month can be paid for nobody."),
        Text(
            "Bulan itu dianggarkan, tetapi norma lain menutupnya bagi setiap orang.",
            "The month is budgeted, but other norms close it for everybody.",
        ),
        example(articles=_changed("nelayan", "April")),
        example(articles=_changed("penyandang_disabilitas", "April")),
    )

    months: Text

    @property
    def message(self) -> Text:
        return say(
            "Iuran bulan {m} tidak dapat dibayar bagi siapa pun",
            "the contribution of {m} can be paid for nobody",
            m=self.months,
        )


@diagnostic("PE216", "group-never-eligible", Severity.WARNING)
@dataclass(frozen=True, slots=True, kw_only=True)
class GroupNeverEligible(Proved):
    """Every member of a group that some can enter is refused by what the instrument asks of them."""

    page: ClassVar[Page] = Page(
        Text(
            "Setiap orang dalam kelompok ini ditolak oleh ketentuan lain naskah ini.",
            "Everybody in this group is refused by other provisions of this instrument.",
        ),
        Text(
            "Kelompok disebut sebagai Penerima, tetapi persyaratan atau pengecualian menutupnya seluruhnya.",
            "The group is named as recipients, and the requirements or exclusions close it altogether.",
        ),
        example((AGE, "bukan ojek"), groups=("nelayan", "ojek yang tidak nelayan")),
        example((AGE, "bukan marbot"), groups=("nelayan", "ojek yang tidak nelayan")),
    )

    @property
    def message(self) -> Text:
        return say(
            "setiap orang dalam kelompok {p} ditolak ketentuan lain naskah ini",
            "everybody in group {p} is refused by other provisions of this instrument",
            p=self.place,
        )


@diagnostic("PE217", "group-within-another", Severity.NOTE)
@dataclass(frozen=True, slots=True, kw_only=True)
class GroupWithinAnother(Proved):
    """Everybody in a group is in another group that is treated the same."""

    page: ClassVar[Page] = Page(
        Text(
            "Setiap orang dalam kelompok ini sudah masuk kelompok lain yang diperlakukan sama.",
            "Everybody in this group is in another group already, which is treated the same.",
        ),
        Text(
            "Rincian itu tidak menambah siapa pun. Sering maksudnya lain: yang satu hendak dipersempit, atau yang lain "
            "hendak diberi kuota atau program tersendiri.",
            "The item adds nobody. Often something else was meant: to narrow the one, or to give the other a quota or "
            "programmes of its own.",
        ),
        example(groups=("perikanan", "nelayan")),
        example(groups=("perikanan", "ojek")),
    )

    other: Text

    @property
    def message(self) -> Text:
        return say(
            "setiap orang dalam kelompok {p} sudah masuk {o}, yang diperlakukan sama",
            "everybody in group {p} is in {o} already, which is treated the same",
            p=self.place,
            o=self.other,
        )


_YOUNG_AND_OLD = (
    "nelayan yang usia kurang dari 30 tahun pada tanggal pendaftaran",
    "nelayan yang usia {} 30 tahun pada tanggal pendaftaran",
)


@diagnostic("PE218", "value-between-bounds", Severity.WARNING)
@dataclass(frozen=True, slots=True, kw_only=True)
class ValueBetweenBounds(Proved):
    """Two neighbouring bands, of an age or of an amount, leave out values that lie between them."""

    page: ClassVar[Page] = Page(
        Text(
            "Di antara dua rincian yang berdampingan ada nilai yang tidak termasuk keduanya.",
            "Between two neighbouring items lie values that neither takes in.",
        ),
        Text(
            "`kurang dari 30` dan `lebih dari 30` meninggalkan mereka yang berusia 30 tahun; `18 sampai dengan 30` "
            "dan `40 sampai dengan 65` mereka yang berusia 31 sampai dengan 39. Hampir selalu yang dimaksud ialah "
            "batas yang bersambung. Dilaporkan bila yang tertinggal tidak lebih banyak daripada yang termasuk "
            "rincian yang lebih sempit, atau bila rincian lain dari jenjang yang sama bersambung; jadi tidak bagi "
            "yang muda dan yang tua saja.",
            "`less than 30` and `more than 30` leave out those aged 30; `18 through 30` and `40 through 65` those "
            "aged 31 through 39. Nearly always the bounds were meant to meet. Reported where what is left out is no "
            "more than the narrower item takes in, or where other items of the same scale meet; and so not of the "
            "young and the old alone.",
        ),
        example(groups=(_YOUNG_AND_OLD[0], _YOUNG_AND_OLD[1].format("lebih dari"))),
        example(groups=(_YOUNG_AND_OLD[0], _YOUNG_AND_OLD[1].format("paling rendah"))),
    )

    other: Text
    value: Text

    @property
    def message(self) -> Text:
        if self.other == self.place:
            return say(
                "{v} tidak termasuk rincian mana pun dalam {p}",
                "{v} is in no item of {p}",
                v=self.value,
                p=self.place,
            )
        return say(
            "{v} tidak termasuk {o} maupun {p}",
            "{v} is neither in {o} nor in {p}",
            v=self.value,
            o=self.other,
            p=self.place,
        )

    @property
    def help(self) -> Text | None:
        return Text(
            "sambungkan batasnya, misalnya `paling rendah` beserta `kurang dari` untuk angka yang sama",
            "let the bounds meet, such as `at least` beside `less than` for the same number",
        )


_TWO_GROUPS = ("kelompok laut: nelayan", "kelompok jalan: ojek")


@diagnostic("PE219", "group-without-programme", Severity.WARNING)
@dataclass(frozen=True, slots=True, kw_only=True)
class GroupWithoutProgramme(Proved):
    """Who is of this group alone is eligible and is enrolled in no programme, though others are."""

    page: ClassVar[Page] = Page(
        Text(
            "Kelompok ini tidak diikutsertakan dalam program apa pun.",
            "This group is enrolled in no programme.",
        ),
        Text(
            "Kelompok yang ditambahkan kemudian sering terlupa dalam pasal tentang program: orangnya memenuhi syarat, "
            "masuk daftar, dan tidak satu Iuran pun dibayar baginya.",
            "A group that was added later is often forgotten in the article on programmes: its people are eligible, "
            "stand on the list, and no contribution is paid for them.",
        ),
        example(
            groups=_TWO_GROUPS,
            programmes="Penerima kelompok laut diikutsertakan dalam program jkk dan jkm.",
        ),
        example(groups=_TWO_GROUPS),
    )

    @property
    def message(self) -> Text:
        return say(
            "kelompok {p} memenuhi syarat tetapi tidak diikutsertakan dalam program apa pun",
            "group {p} is eligible and is enrolled in no programme",
            p=self.place,
        )

    @property
    def help(self) -> Text | None:
        return Text(
            "sebut kelompok itu dalam kalimat `diikutsertakan dalam program`, beserta Iurannya",
            "name the group in the sentence on programmes, and in those on contributions",
        )


@diagnostic("PE297", "not-settled", Severity.WARNING)
@dataclass(frozen=True, slots=True, kw_only=True)
class NotSettled(Proved):
    """A question was not settled in the time allowed."""

    page: ClassVar[Page] = Page(
        Text("Sebuah pertanyaan tidak terjawab dalam waktunya.", "A question was not settled in time."),
        Text(
            "Tidak ada temuan bukan bukti; beri waktu lebih lama dengan `--timeout-per-query`.",
            "No finding is no proof; allow more time with `--timeout-per-query`.",
        ),
        "",
        "",
    )

    milliseconds: int
    question: Text

    @property
    def message(self) -> Text:
        return say(
            "tidak terjawab dalam {n} milidetik: {q} ({p})",
            "not settled in {n} ms: {q} ({p})",
            n=self.milliseconds,
            q=self.question,
            p=self.place,
        )


@diagnostic("PE298", "finding-does-not-replay", Severity.WARNING)
@dataclass(frozen=True, slots=True, kw_only=True)
class FindingDoesNotReplay(Proved):
    """The solver and the reference disagree about a worker: a fault of this program."""

    page: ClassVar[Page] = Page(
        Text("Bukti dan acuan kami tidak sepakat.", "Our own proof and our own reference disagree."),
        Text(
            "Ini kesalahan program ini, bukan kesalahan naskah; laporkan beserta berkasnya.",
            "This is a fault of this program and not of the text; report it with the file.",
        ),
        "",
        "",
    )

    finding: str

    @property
    def message(self) -> Text:
        return say(
            "kesalahan program ini: contoh pekerja bagi {f} tidak berulang pada acuan ({p})",
            "a fault of this program: the worker for {f} does not replay in the reference ({p})",
            f=self.finding,
            p=self.place,
        )


@diagnostic("PE299", "not-analysed", Severity.WARNING)
@dataclass(frozen=True, slots=True, kw_only=True)
class NotAnalysed(Proved):
    """Something that no proof covers, and why."""

    page: ClassVar[Page] = Page(
        Text("Bagian ini tidak dianalisis.", "This was not analysed."),
        Text(
            "Tidak ada temuan pada bagian yang tidak dianalisis bukan tanda bahwa bagian itu benar.",
            "Finding nothing where nothing was analysed does not mean that all is well.",
        ),
        "",
        "",
    )

    reason: Text

    @property
    def message(self) -> Text:
        return say("{p} tidak dianalisis: {r}", "{p} was not analysed: {r}", p=self.place, r=self.reason)


@diagnostic("PE220", "part-without-effect", Severity.WARNING)
@dataclass(frozen=True, slots=True, kw_only=True)
class PartWithoutEffect(Proved):
    """A part of a condition that changes nothing: an alternative adds nobody, or a demand refuses nobody."""

    page: ClassVar[Page] = Page(
        Text("Sebagian syarat tidak mengubah apa pun.", "A part of a condition changes nothing."),
        Text(
            "Pilihan yang tidak dapat terpenuhi, atau yang sudah termasuk pilihan lain, tidak menambah siapa pun; "
            "tuntutan yang sudah tersirat tidak menolak siapa pun. Biasanya angkanya salah tulis.",
            "An alternative that cannot be met, or that another one contains, adds nobody; a demand that is implied "
            "refuses nobody. Usually a number was mistyped.",
        ),
        example(
            (
                AGE,
                "salah satu dari: 1. lulus_verifikasi; atau 2. (kapal_gt lebih dari 5 dan kapal_gt kurang dari 3)",
            )
        ),
        example(
            (
                AGE,
                "salah satu dari: 1. lulus_verifikasi; atau 2. (kapal_gt lebih dari 3 dan kapal_gt kurang dari 5)",
            )
        ),
    )

    alternative: bool
    """Whether it is one of several alternatives, of which one suffices."""

    @property
    def message(self) -> Text:
        if self.alternative:
            return say(
                "pilihan ini dalam {p} tidak menambah siapa pun",
                "this alternative in {p} adds nobody",
                p=self.place,
            )
        return say(
            "tuntutan ini dalam {p} tidak menolak siapa pun yang memenuhi selebihnya",
            "this demand in {p} refuses nobody who meets the rest",
            p=self.place,
        )


@diagnostic("PE221", "nobody-refused", Severity.WARNING)
@dataclass(frozen=True, slots=True, kw_only=True)
class NobodyRefused(Proved):
    """An instrument that finds everybody of its territory eligible."""

    page: ClassVar[Page] = Page(
        Text("Setiap penduduk memenuhi syarat.", "Everybody of the region is eligible."),
        Text(
            "Penerima dan persyaratannya tidak membatasi siapa pun di daerah itu, sehingga anggaran ditentukan oleh "
            "jumlah penduduk.",
            "Recipients and requirements keep out nobody of the region, so that the budget is that of its population.",
        ),
        example(("penduduk Daerah",), groups=("penduduk Daerah",)),
        example(("penduduk Daerah",), groups=("nelayan",)),
    )

    @property
    def message(self) -> Text:
        return say(
            "{p} tidak menolak seorang pun di daerahnya", "{p} refuses nobody in its region", p=self.place
        )


@diagnostic("PE222", "contributions-in-conflict", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class ContributionsInConflict(Proved):
    """Two sentences give one worker different contributions to one programme."""

    page: ClassVar[Page] = Page(
        Text("Dua ketentuan menetapkan Iuran yang berbeda.", "Two sentences set different contributions."),
        Text(
            "Urutan penulisan tidak menentukan, sehingga permohonan orang itu ditolak karena pertentangan.",
            "The order of writing decides nothing, so that worker is refused for conflict.",
        ),
        example(articles="  Pasal 4\n    Iuran jkk sebesar Rp12.000 per bulan.\n"),
        example(),
    )

    other: Text
    programme: str

    @property
    def message(self) -> Text:
        return say(
            "{p} dan {o} menetapkan Iuran `{x}` yang berbeda bagi seorang pekerja",
            "{p} and {o} set different contributions to `{x}` for one worker",
            p=self.place,
            o=self.other,
            x=self.programme,
        )

    @property
    def help(self) -> Text | None:
        return Text(
            "hapus salah satunya, atau batasi pada satu kelompok dengan `bagi Penerima kelompok ...`",
            "delete one of them, or confine it to a group with `for Recipient group ...`",
        )
