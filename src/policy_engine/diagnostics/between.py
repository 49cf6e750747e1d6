"""PE530 to PE539: what instruments say beside and below one another."""

from typing import ClassVar

from policy_engine.diagnostics.amendment_texts import BASE
from policy_engine.diagnostics.amendments import Against
from policy_engine.diagnostics.model import Diagnostic, Label, Page, Severity, diagnostic
from policy_engine.diagnostics.wording import SECOND_FILE, place, regulation, say
from policy_engine.domain.bilingual import Text
from policy_engine.domain.citation import Provision
from policy_engine.source import Span
from policy_engine.structure import dataclass


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
class DoublePayment(Against):
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
class CitationNotEncoded(Against):
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
        bad=f"{BASE}{SECOND_FILE}"
        + regulation(
            'Pasal 1  Tafsir t1: "contoh" berdasarkan perbup kabupaten_karimun 5/2025 Pasal 9.',
            name="perbup kabupaten_karimun nomor 6 tahun 2025",
        ),
        good=f"{BASE}{SECOND_FILE}"
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
