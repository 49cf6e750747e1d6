"""Problems with names: what an author referred to in, messages about what it could not mean out.

These are codes PE100 to PE149: names, places in an instrument, instruments, and what an instrument must say.
"""

from typing import ClassVar

from policy_engine.diagnostics.model import (
    Applicability,
    Diagnostic,
    Edit,
    Fix,
    Label,
    Page,
    Severity,
    diagnostic,
)
from policy_engine.diagnostics.suggest import did_you_mean
from policy_engine.domain.bilingual import Text
from policy_engine.source import Span
from policy_engine.structure import dataclass

FACTS = (
    'fakta pegawai adalah ya atau tidak "pegawai" / "official".\n'
    'fakta pekerjaan adalah himpunan pekerjaan paling banyak 2 "pekerjaan" / "occupations".\n'
    'fakta penghasilan adalah rupiah per bulan "penghasilan" / "income".\n'
    'fakta lahir adalah tanggal "tanggal lahir" / "date of birth".\n'
    'fakta domisili adalah kode wilayah "domisili" / "residence".\n'
    'fakta tanggal_pendaftaran adalah peristiwa "pendaftaran" / "registration".\n'
    'kosakata pekerjaan "pekerjaan" / "occupation" {\n'
    '  nelayan "nelayan" / "fisher";\n  petani "petani" / "farmer";\n}\n'
    'kosakata wilayah "wilayah" / "region" {\n'
    '  kabupaten_karimun kode 21.02 "Karimun" / "Karimun";\n}\n'
    'kosakata program "program" / "programme" {\n  jkk "JKK" / "JKK";\n  jkm "JKM" / "JKM";\n}\n'
    'kosakata pihak "pihak" / "party" {\n  pekerja "pekerja" / "worker";\n}\n'
)
"""Declarations that the examples of pages stand on."""


_LONGEST_NAME = 80


def _shown(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"


def example(body: str, declarations: str = "") -> str:
    """Give a whole file whose instrument has this body, each line of it indented already."""
    return (
        f"{FACTS}{declarations}instrumen perbup kabupaten_karimun nomor 1 tahun 2025 {{\n"
        '  tentang "Pelindungan Pekerja Rentan"\n  status rancangan\n  daerah kabupaten_karimun\n'
        f"  mulai berlaku 2025-01-01\n{body}}}\n"
    )


def requirement(condition: str, declarations: str = "") -> str:
    """Give a whole file whose instrument requires one condition."""
    return example(f"  Pasal 1\n    Penerima harus {condition}.\n", declarations)


def requirement_of_term(condition: str) -> str:
    """Give a whole file that defines the term `mapan` by a condition, and requires it."""
    return example(
        f'  Pasal 1\n    yang dimaksud dengan:\n      1. mapan adalah "yang mapan" yaitu {condition}.\n'
        "  Pasal 2\n    Penerima harus mapan.\n"
    )


def _replace(span: Span | None, names: tuple[str, ...]) -> Fix | None:
    if span is None or len(names) != 1:
        return None
    title = Text(f"ganti dengan `{names[0]}`", f"replace with `{names[0]}`")
    return Fix(title, (Edit(span, names[0]),), Applicability.UNSAFE)


@diagnostic("PE101", "unknown-name", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownName(Diagnostic):
    """Nothing of the wanted sort has this name; `near` are names that resemble it."""

    page: ClassVar[Page] = Page(
        summary=Text("Nama yang dipakai tidak dideklarasikan.", "A name is used that nothing declares."),
        why=Text(
            "Setiap fakta, kode, dan istilah harus dinyatakan satu kali, agar setiap putusan "
            "dapat ditelusuri.",
            "Every fact, code and term is declared once, so that each decision can be traced.",
        ),
        bad=requirement("pegawe"),
        good=requirement("pegawai"),
    )

    text: str
    wanted: Text
    near: tuple[str, ...]
    sort: Text | None = None
    """The type of a fact that would fit; None where yes or no does."""

    @property
    def message(self) -> Text:
        return Text(
            f"tidak ada {self.wanted.indonesian} bernama `{_shown(self.text)}`",
            f"there is no {self.wanted.english} named `{_shown(self.text)}`",
        )

    @property
    def help(self) -> Text | None:
        wanted, _, vocabulary = self.wanted.indonesian.rpartition(" ")
        if not self.near and wanted in ("kode", "kode tunggal"):
            code = " kode KODE_KEMENDAGRI" if vocabulary == "wilayah" else ""
            english = " code KEMENDAGRI_CODE" if vocabulary == "wilayah" else ""
            return Text(
                f'tambahkan dahulu: `kosakata {vocabulary} ditambah {{ {_shown(self.text)}{code} "..." / "..."; }}`',
                f'add it first: `vocabulary {vocabulary} extended {{ {_shown(self.text)}{english} "..." / "..."; }}`',
            )
        if self.near or "fakta" not in self.wanted.indonesian:
            return did_you_mean(self.near)
        sort = self.sort or Text("ya atau tidak", "yes or no")
        return Text(
            f'nyatakan dahulu, misalnya `fakta {_shown(self.text)} adalah {sort.indonesian} "..." / "...".`',
            f'declare it first, for example `fact {_shown(self.text)} is {sort.english} "..." / "...".`',
        )

    @property
    def fix(self) -> Fix | None:
        return _replace(self.span, self.near)


@diagnostic("PE102", "ambiguous-name", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class AmbiguousName(Diagnostic):
    """A name in a condition means several things; `places` are where they are declared."""

    page: ClassVar[Page] = Page(
        summary=Text("Satu nama berarti beberapa hal.", "One name means several things."),
        why=Text(
            "Mesin tidak menebak arti yang dimaksud, karena tebakan menentukan siapa yang "
            "dibayarkan Iurannya.",
            "No meaning is guessed, since a guess would decide whose contribution is paid.",
        ),
        bad=requirement("nelayan", 'fakta nelayan adalah ya atau tidak "nelayan" / "fisher".\n'),
        good=requirement(
            "nelayan_terdaftar", 'fakta nelayan_terdaftar adalah ya atau tidak "nelayan" / "fisher".\n'
        ),
    )

    text: str
    senses: tuple[Text, ...]
    places: tuple[Span, ...]

    @property
    def message(self) -> Text:
        return Text(
            f"`{self.text}` berarti " + " dan ".join(sense.indonesian for sense in self.senses),
            f"`{self.text}` means " + " and ".join(sense.english for sense in self.senses),
        )

    @property
    def help(self) -> Text:
        return Text("beri salah satunya nama lain", "give one of them another name")

    @property
    def labels(self) -> tuple[Label, ...]:
        return tuple(Label(place, Text("dinyatakan di sini", "declared here")) for place in self.places)


@diagnostic("PE103", "declared-twice", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredTwice(Diagnostic):
    """One name is declared twice in one sort of thing; `first` is the other place."""

    page: ClassVar[Page] = Page(
        summary=Text("Nama yang sama dinyatakan dua kali.", "The same name is declared twice."),
        why=Text(
            "Urutan berkas tidak pernah menentukan arti, sehingga tidak ada pernyataan yang "
            "mengalahkan yang lain.",
            "The order of files never decides a meaning, so neither declaration can win.",
        ),
        bad=requirement("pegawai", 'fakta pegawai adalah ya atau tidak "pegawai" / "official".\n'),
        good=requirement("pegawai"),
    )

    text: str
    sort: Text
    first: Span

    @property
    def message(self) -> Text:
        return Text(
            f"{self.sort.indonesian} `{self.text}` dinyatakan dua kali",
            f"the {self.sort.english} `{self.text}` is declared twice",
        )

    @property
    def labels(self) -> tuple[Label, ...]:
        return (Label(self.first, Text("juga dinyatakan di sini", "also declared here")),)

    @property
    def help(self) -> Text | None:
        if self.sort.english != "vocabulary":
            return None
        return Text(
            f"untuk menambah kode, tulis `kosakata {self.text} ditambah {{ ... }}`",
            f"to add codes, write `vocabulary {self.text} extended {{ ... }}`",
        )


@diagnostic("PE104", "provision-twice", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class ProvisionTwice(Diagnostic):
    """Two articles, paragraphs or items have one number; `first` is the other place."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "Nomor pasal, ayat, atau huruf dipakai dua kali.", "A number of a provision is used twice."
        ),
        why=Text(
            "Setiap putusan menyebut pasalnya; dua ketentuan dengan satu nomor tidak dapat dibedakan.",
            "Every decision names its article; two provisions with one number cannot be told apart.",
        ),
        bad=example("  Pasal 1\n    Target Penerima 5 orang.\n  Pasal 1\n    Penerima harus pegawai.\n"),
        good=example("  Pasal 1\n    Target Penerima 5 orang.\n  Pasal 2\n    Penerima harus pegawai.\n"),
    )

    provision: Text
    first: Span

    @property
    def message(self) -> Text:
        return Text(
            f"`{self.provision.indonesian}` ada dua kali", f"`{self.provision.english}` stands here twice"
        )

    @property
    def labels(self) -> tuple[Label, ...]:
        return (Label(self.first, Text("nomor itu sudah dipakai di sini", "the number is used here")),)


@diagnostic("PE105", "unknown-instrument", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownInstrument(Diagnostic):
    """The contents of an instrument are needed and it is not among the files."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "Isi peraturan lain dirujuk, tetapi peraturan itu tidak ikut dibaca.",
            "The contents of another instrument are referred to, and it is not loaded.",
        ),
        why=Text(
            "Syarat dan besaran di peraturan lain hanya dapat dipakai bila naskahnya ada.",
            "Conditions and amounts of another instrument can be used only where its text is there.",
        ),
        bad=requirement("persyaratan menurut pp 1/1999 Pasal 3"),
        good=requirement("pegawai"),
    )

    instrument: Text

    @property
    def message(self) -> Text:
        return Text(
            f"`{self.instrument.indonesian}` tidak ada di antara berkas yang dibaca",
            f"`{self.instrument.english}` is not among the files that were read",
        )

    @property
    def help(self) -> Text:
        return Text(
            "sertakan berkasnya, atau tulis `...` bila isinya belum diketahui",
            "add its file, or write `...` where its contents are not known yet",
        )


@diagnostic("PE106", "unknown-provision", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownProvision(Diagnostic):
    """No provision stands where a citation points; `near` are places that do exist, as text."""

    page: ClassVar[Page] = Page(
        summary=Text("Ketentuan yang dirujuk tidak ada.", "The provision that is cited does not exist."),
        why=Text(
            "Rujukan ke ketentuan yang tidak ada tidak menghasilkan apa pun, padahal perancang "
            "menghendaki sesuatu.",
            "A citation of what does not exist does nothing, though its author wanted something.",
        ),
        bad=example(
            "  Pasal 1\n    (1) Penerima harus pegawai.\n"
            "    (2) Dalam hal nelayan, Pasal 1 ayat (3) tidak berlaku.\n"
        ),
        good=example(
            "  Pasal 1\n    (1) Penerima harus pegawai.\n"
            "    (2) Dalam hal nelayan, Pasal 1 ayat (1) tidak berlaku.\n"
        ),
    )

    citation: Text
    near: tuple[str, ...]

    @property
    def message(self) -> Text:
        return Text(f"tidak ada `{self.citation.indonesian}`", f"there is no `{self.citation.english}`")

    @property
    def help(self) -> Text | None:
        return did_you_mean(self.near)

    @property
    def fix(self) -> Fix | None:
        return _replace(self.span, self.near)


@diagnostic("PE107", "unfit-target", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class UnfitTarget(Diagnostic):
    """What is cited exists, but no norm of the wanted sort stands there; `near` are places that would do."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "Ketentuan yang dirujuk ada, tetapi bukan jenis yang dapat dirujuk di sini.",
            "The provision that is cited exists, but is not of a kind that can be cited here.",
        ),
        why=Text(
            "Pengecualian mengubah norma atas seorang pekerja; target, kuota, dan definisi bukan "
            "norma demikian.",
            "An exception changes a norm over a worker; targets, quotas and definitions are no such norms.",
        ),
        bad=example(
            "  Pasal 1\n    (1) Target Penerima 5 orang.\n    (2) Penerima harus pegawai.\n"
            "    (3) Dalam hal nelayan, Pasal 1 ayat (1) tidak berlaku.\n"
        ),
        good=example(
            "  Pasal 1\n    (1) Target Penerima 5 orang.\n    (2) Penerima harus pegawai.\n"
            "    (3) Dalam hal nelayan, Pasal 1 ayat (2) tidak berlaku.\n"
        ),
    )

    citation: Text
    wanted: Text
    near: tuple[str, ...] = ()

    @property
    def message(self) -> Text:
        return Text(
            f"`{self.citation.indonesian}` bukan {self.wanted.indonesian}",
            f"`{self.citation.english}` is not {self.wanted.english}",
        )

    @property
    def help(self) -> Text | None:
        return did_you_mean(self.near)


@diagnostic("PE108", "several-facts-for-code", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class SeveralFactsForCode(Diagnostic):
    """A bare code is a condition, and several facts have codes of its vocabulary."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "Kode dipakai sebagai syarat, dan lebih dari satu fakta memuat kode itu.",
            "A code is a condition, and more than one fact could hold it.",
        ),
        why=Text(
            "Pekerjaan sekarang dan pekerjaan dahulu adalah dua fakta; naskah harus menyebut yang dimaksud.",
            "The present and the former occupation are two facts; the text must say which is meant.",
        ),
        bad=requirement(
            "nelayan",
            'fakta pekerjaan_dahulu adalah kode pekerjaan "pekerjaan dahulu" / "former occupation".\n',
        ),
        good=requirement(
            "pekerjaan meliputi nelayan",
            'fakta pekerjaan_dahulu adalah kode pekerjaan "pekerjaan dahulu" / "former occupation".\n',
        ),
    )

    text: str
    facts: tuple[str, ...]

    @property
    def message(self) -> Text:
        listed = ", ".join(f"`{name}`" for name in self.facts)
        return Text(
            f"`{self.text}` dapat berasal dari beberapa fakta: {listed}",
            f"`{self.text}` could come from several facts: {listed}",
        )

    @property
    def help(self) -> Text:
        return Text(
            f"tulis `{self.facts[0]} meliputi {self.text}`", f"write `{self.facts[0]} includes {self.text}`"
        )


@diagnostic("PE109", "no-fact-for-code", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class NoFactForCode(Diagnostic):
    """A bare code is a condition, and no fact has codes of its vocabulary."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "Kode dipakai sebagai syarat, tetapi tidak ada fakta yang memuatnya.",
            "A code is a condition, and no fact could hold it.",
        ),
        why=Text(
            "Tanpa fakta, tidak ada yang dapat ditanyakan kepada pekerja.",
            "Without a fact there is nothing to ask of a worker.",
        ),
        bad=requirement("pekerja"),
        good=requirement("pekerja", 'fakta peran adalah kode pihak "peran" / "role".\n'),
    )

    text: str
    vocabulary: str

    @property
    def message(self) -> Text:
        return Text(
            f"tidak ada fakta dengan kosakata `{self.vocabulary}` yang dapat memuat `{self.text}`",
            f"no fact has codes of `{self.vocabulary}`, so none could hold `{self.text}`",
        )

    @property
    def help(self) -> Text:
        return Text(
            f"nyatakan satu fakta berjenis `kode {self.vocabulary}`",
            f"declare a fact of type `code {self.vocabulary}`",
        )


@diagnostic("PE110", "fact-needed", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class FactNeeded(Diagnostic):
    """A word of the language reads a well-known fact, and no file declares it."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "Kata dalam bahasa ini membaca fakta yang tidak dinyatakan.",
            "A word of the language reads a fact that nothing declares.",
        ),
        why=Text(
            "`usia` membaca tanggal lahir dan `penduduk` membaca domisili; keduanya dinyatakan "
            "seperti fakta lain.",
            "`age` reads a birth date and `resident` reads a residence; both are declared like other facts.",
        ),
        bad=(
            'kosakata wilayah "wilayah" / "region" {\n  karimun kode 21.02 "Karimun" / "Karimun";\n}\n'
            'instrumen perbup karimun nomor 1 tahun 2025 {\n  tentang "P"\n  status rancangan\n'
            "  daerah karimun\n  mulai berlaku 2025-01-01\n  Pasal 1\n    Penerima harus "
            "penduduk Daerah.\n}\n"
        ),
        good=requirement("penduduk Daerah"),
    )

    fact: str
    by: Text

    @property
    def message(self) -> Text:
        return Text(
            f"{self.by.indonesian} membaca fakta `{self.fact}`, yang tidak dinyatakan",
            f"{self.by.english} reads the fact `{self.fact}`, which is not declared",
        )


@diagnostic("PE111", "circular-reference", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class CircularReference(Diagnostic):
    """A definition, group, reference or exception leads back to itself; `path` is in the order read."""

    page: ClassVar[Page] = Page(
        summary=Text("Ketentuan merujuk kembali kepada dirinya.", "A provision leads back to itself."),
        why=Text(
            "Rujukan yang berputar tidak pernah sampai pada syarat yang dapat diuji.",
            "A reference in a circle never reaches a condition that can be weighed.",
        ),
        bad=requirement_of_term("pegawai dan mapan"),
        good=requirement_of_term("pegawai"),
    )

    path: tuple[Text, ...]

    @property
    def message(self) -> Text:
        return Text(
            "rujukan berputar: " + " → ".join(f"`{step.indonesian}`" for step in self.path),
            "the reference is circular: " + " → ".join(f"`{step.english}`" for step in self.path),
        )


@diagnostic("PE112", "unknown-row", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownRow(Diagnostic):
    """A table has no row of this number; `rows` are those it has."""

    page: ClassVar[Page] = Page(
        summary=Text("Baris tabel yang dirujuk tidak ada.", "The row that is cited is not in the table."),
        why=Text(
            "Besaran Iuran diambil dari baris tabel; baris yang tidak ada tidak memuat besaran.",
            "The contribution is the amount of a row; where there is no row there is no amount.",
        ),
        bad=example(
            "  Pasal 1\n    Iuran jkk sesuai dengan Lampiran II baris 9.\n  Lampiran II\n"
            "    Iuran jkk menurut penghasilan, di antara dua baris belum dapat ditentukan:\n"
            "      1. sampai dengan Rp1.099.000: Rp10.000;\n      2. paling sedikit Rp1.100.000: Rp12.000.\n"
        ),
        good=example(
            "  Pasal 1\n    Iuran jkk sesuai dengan Lampiran II baris 1.\n  Lampiran II\n"
            "    Iuran jkk menurut penghasilan, di antara dua baris belum dapat ditentukan:\n"
            "      1. sampai dengan Rp1.099.000: Rp10.000;\n      2. paling sedikit Rp1.100.000: Rp12.000.\n"
        ),
    )

    row: int
    rows: tuple[int, ...]

    @property
    def message(self) -> Text:
        return Text(f"tabel itu tidak mempunyai baris {self.row}", f"the table has no row {self.row}")

    @property
    def help(self) -> Text | None:
        if not self.rows:
            return None
        listed = ", ".join(str(row) for row in self.rows)
        return Text(f"baris yang ada: {listed}", f"it has these rows: {listed}")


@diagnostic("PE113", "left-unsaid", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class LeftUnsaid(Diagnostic):
    """An instrument with recipients leaves out what every decision needs; `sentence` would say it."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "Naskah menetapkan Penerima, tetapi tidak menyebut hal yang diperlukan setiap putusan.",
            "An instrument fixes recipients and leaves out what every decision needs.",
        ),
        why=Text(
            "Yang belum diketahui ditulis `...`, agar terhitung dan terlihat; yang tidak ditulis "
            "tidak terlihat.",
            "What is not known yet is written `...`, counted and seen; what is not written is not seen.",
        ),
        bad=example(
            "  Pasal 1\n    (1) Penerima terdiri atas:\n        a. nelayan.\n"
            "    (2) Penerima diikutsertakan dalam program jkm.\n"
            "    (3) Iuran jkm sebesar Rp6.800 per bulan.\n"
            "    (4) Iuran ditanggung seluruhnya oleh Pemerintah Daerah.\n"
        ),
        good=example(
            "  Pasal 1\n    (1) Penerima terdiri atas:\n        a. nelayan.\n"
            "    (2) Penerima diikutsertakan dalam program jkm.\n"
            "    (3) Iuran jkm sebesar Rp6.800 per bulan.\n"
            "    (4) Iuran ditanggung seluruhnya oleh Pemerintah Daerah.\n"
            "    (5) Iuran dibayar untuk bulan Iuran ... .\n"
        ),
    )

    what: Text
    sentence: Text

    @property
    def message(self) -> Text:
        return Text(
            f"naskah ini menetapkan Penerima tetapi tidak menyebut {self.what.indonesian}",
            f"this instrument fixes recipients and does not say {self.what.english}",
        )

    @property
    def help(self) -> Text:
        return Text(
            f"tulis `{self.sentence.indonesian}` bila belum diketahui",
            f"write `{self.sentence.english}` if it is not known yet",
        )


@diagnostic("PE114", "no-region", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class NoRegion(Diagnostic):
    """`Daerah` stands in an instrument that has no territory of its own."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "`Daerah` dipakai dalam naskah tanpa daerah.", "`the region` is used where there is none."
        ),
        why=Text(
            "`Daerah` berarti wilayah naskah itu sendiri; naskah nasional tidak mempunyainya.",
            "`the region` is the territory of the instrument itself; a national one has none.",
        ),
        bad=(
            'fakta domisili adalah kode wilayah "domisili" / "residence".\n'
            'kosakata wilayah "wilayah" / "region" {\n  karimun kode 21.02 "Karimun" / "Karimun";\n}\n'
            'instrumen pp nomor 1 tahun 2025 {\n  tentang "P"\n  status rancangan\n'
            "  mulai berlaku 2025-01-01\n"
            "  Pasal 1\n    Penerima harus penduduk Daerah.\n}\n"
        ),
        good=requirement("penduduk Daerah"),
    )

    @property
    def message(self) -> Text:
        return Text("naskah ini tidak mempunyai daerah", "this instrument has no region of its own")

    @property
    def help(self) -> Text:
        return Text(
            "tulis `daerah` di kepala naskah, atau sebut wilayahnya",
            "write `region` in the header, or name the place",
        )


@diagnostic("PE115", "settled-twice", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class SaidTwice(Diagnostic):
    """Two sentences settle one question differently; `first` is the other one."""

    page: ClassVar[Page] = Page(
        summary=Text("Dua ketentuan menjawab satu hal dengan berbeda.", "Two sentences settle one question."),
        why=Text(
            "Urutan penulisan tidak pernah menentukan, sehingga tidak ada yang mengalahkan yang lain.",
            "The order of writing never decides, so neither of them wins.",
        ),
        bad=example(
            "  Pasal 1\n    (1) Penerima yang tidak tertampung dilewati.\n"
            "    (2) Penerima yang tidak tertampung menghentikan pengisian.\n"
        ),
        good=example("  Pasal 1\n    (1) Penerima yang tidak tertampung dilewati.\n"),
    )

    what: Text
    first: Span

    @property
    def message(self) -> Text:
        return Text(
            f"{self.what.indonesian} sudah ditetapkan di tempat lain",
            f"{self.what.english} is settled in another place too",
        )

    @property
    def labels(self) -> tuple[Label, ...]:
        return (Label(self.first, Text("ditetapkan di sini", "settled here")),)


@diagnostic("PE116", "reference-to-several", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceToSeveral(Diagnostic):
    """`menjadi` aims at several norms at once, so that none is named; `near` are they."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "`menjadi` mengubah beberapa norma sekaligus.", "`becomes` changes several norms at once."
        ),
        why=Text(
            "Putusan menyebut norma yang diubah; satu perubahan karena itu menunjuk satu norma.",
            "A decision names the norm that was changed, so one change aims at one norm.",
        ),
        bad=example(
            "  Pasal 1\n    (1) Penerima harus memenuhi persyaratan:\n        a. pegawai; dan\n  "
            "      b. nelayan.\n"
            "    (2) Dalam hal petani, Pasal 1 ayat (1) menjadi: Penerima harus petani.\n"
        ),
        good=example(
            "  Pasal 1\n    (1) Penerima harus memenuhi persyaratan:\n        a. pegawai; dan\n  "
            "      b. nelayan.\n"
            "    (2) Dalam hal petani, Pasal 1 ayat (1) huruf b menjadi: Penerima harus petani.\n"
        ),
    )

    citation: Text
    near: tuple[str, ...]

    @property
    def message(self) -> Text:
        return Text(
            f"`{self.citation.indonesian}` memuat beberapa norma",
            f"`{self.citation.english}` holds several norms",
        )

    @property
    def help(self) -> Text | None:
        return did_you_mean(self.near)


_DOUBLED = "".join(
    f'      {number}. t{number} adalah "t" yaitu {inner} atau tidak {inner};\n'
    for number, inner in enumerate(("nelayan", *(f"t{number}" for number in range(1, 20))), 1)
).removesuffix(";\n")


@diagnostic("PE117", "outgrown", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class Outgrown(Diagnostic):
    """A term or norm comes to more than `limit` conditions, or levels of them, when its terms are written out."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "Istilah yang saling menguraikan menjadi terlalu banyak syarat.",
            "Terms that stand for one another come to too many conditions.",
        ),
        why=Text(
            "Putusan menimbang setiap syarat di tempat istilahnya dipakai. Istilah yang masing-masing memakai "
            "istilah sebelumnya dua kali menjadi dua kali lebih panjang pada setiap langkah.",
            "A decision weighs every condition wherever its term is used. Terms that each use the one before "
            "twice become twice as long at every step.",
        ),
        bad=example(
            f"  Pasal 1\n    yang dimaksud dengan:\n{_DOUBLED}.\n  Pasal 2\n    Penerima harus t20.\n"
        ),
        good=example(
            '  Pasal 1\n    yang dimaksud dengan:\n      1. t1 adalah "t" yaitu nelayan atau tidak nelayan.\n'
            "  Pasal 2\n    Penerima harus t1.\n"
        ),
    )

    text: Text
    limit: int
    in_size: bool

    @property
    def message(self) -> Text:
        if self.in_size:
            return Text(
                f"`{self.text.indonesian}` menjadi lebih dari {self.limit} syarat bila istilahnya diuraikan",
                f"`{self.text.english}` comes to more than {self.limit} conditions when its terms are written out",
            )
        return Text(
            f"syarat dalam `{self.text.indonesian}` bertingkat lebih dari {self.limit} bila istilahnya diuraikan",
            f"the conditions of `{self.text.english}` stand more than {self.limit} deep when its terms are written out",
        )

    @property
    def help(self) -> Text:
        return Text(
            "jadikan sebagian istilah itu fakta, atau kurangi istilah yang memakai istilah lain",
            "make some of the terms facts, or let fewer terms use other terms",
        )


@diagnostic("PE118", "lift-leaves", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class LiftLeaves(Diagnostic):
    """An exception lifts all that stands at a place, but some of it applies to everybody; `left` is that."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "Pengecualian meliputi ketentuan yang tidak dapat dikecualikan.",
            "An exception covers sentences that nobody can be excepted from.",
        ),
        why=Text(
            "Besaran Iuran, kuota, pagu, dan anggaran tidak lenyap bagi seorang pekerja; bila pasal yang memuatnya "
            "dinyatakan tidak berlaku, bagian itu tetap berlaku tanpa terlihat.",
            "Amounts of contributions, quotas, ceilings and budgets do not vanish for one worker; where the article "
            "that holds them does not apply, they would stay unseen.",
        ),
        bad=example(
            "  Pasal 1\n    (1) Penerima harus pegawai.\n    (2) Iuran jkm sebesar Rp6.800 per bulan.\n"
            "  Pasal 2\n    Dalam hal nelayan, Pasal 1 tidak berlaku.\n"
        ),
        good=example(
            "  Pasal 1\n    (1) Penerima harus pegawai.\n    (2) Iuran jkm sebesar Rp6.800 per bulan.\n"
            "  Pasal 2\n    Dalam hal nelayan, Pasal 1 ayat (1) tidak berlaku.\n"
        ),
    )

    left: tuple[Text, ...]

    @property
    def message(self) -> Text:
        shown = [f"`{each.indonesian}`" for each in self.left[:3]]
        english = [f"`{each.english}`" for each in self.left[:3]]
        return Text(
            f"pengecualian ini tidak mengenai {', '.join(shown)}, yang berlaku bagi semua",
            f"this exception does not reach {', '.join(english)}, which applies to everybody",
        )

    @property
    def help(self) -> Text:
        return Text(
            "sebut ayat yang dikecualikan; untuk Iuran tulis besaran lain dengan `menjadi`",
            "name the paragraph that is lifted; for a contribution put another amount with `becomes`",
        )


def _of_segments(segment: str) -> str:
    return example(
        "  Pasal 1\n    Iuran jkk bagi Peserta bpu sebesar Rp10.000 per bulan.\n"
        "  Pasal 2\n    Iuran jkk sesuai dengan Pasal 1.\n",
        'kosakata segmen "segmen" / "segment" {\n  bpu "BPU" / "BPU";\n  pu "PU" / "PU";\n}\n'
        'fakta segmen adalah kode segmen "segmen" / "segment".\n',
    ).replace("  mulai", f"  segmen {segment}\n  mulai")


@diagnostic("PE119", "tariff-of-another-segment", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class TariffOfAnotherSegment(Diagnostic):
    """The amount that is cited is for participants of other segments than this instrument's; `others` are they."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "Besaran Iuran yang dirujuk berlaku bagi segmen lain.",
            "The contribution that is cited is that of another segment.",
        ),
        why=Text(
            "Iuran pekerja penerima upah dan bukan penerima upah dihitung dengan cara lain; besaran segmen lain "
            "membuat setiap putusan salah hitung.",
            "Contributions of wage recipients and of others are reckoned differently; with the amount of another "
            "segment every decision is miscounted.",
        ),
        bad=_of_segments("pu"),
        good=_of_segments("bpu"),
    )

    programme: str
    segment: str
    others: tuple[str, ...]

    @property
    def message(self) -> Text:
        theirs = ", ".join(f"`{name}`" for name in self.others)
        return Text(
            f"besaran Iuran {self.programme} yang dirujuk adalah bagi segmen {theirs}, bukan `{self.segment}`",
            f"the contribution to {self.programme} that is cited is for the segment {theirs}, not `{self.segment}`",
        )


_DATED = (
    'kosakata basis_data "basis data" / "data base" {\n  dtsen "DTSEN" / "DTSEN";\n}\n'
    'fakta tercantum_dtsen adalah ya atau tidak "tercantum" / "listed", data dtsen%s.\n'
)


@diagnostic("PE120", "no-such-vintage", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class NoSuchVintage(Diagnostic):
    """A condition names a data base as at a day that no fact tells; `facts` are those that tell another day or none."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "Tidak ada fakta tentang keadaan basis data itu pada tanggal yang disebut.",
            "No fact tells of that data base as at the day named.",
        ),
        why=Text(
            "Orang yang tercantum pada satu tanggal belum tentu tercantum pada tanggal lain, sehingga fakta "
            "tentang keadaan lain tidak dipakai sebagai gantinya.",
            "Whoever is listed on one day need not be listed on another, so a fact about another day does not "
            "stand in for it.",
        ),
        bad=requirement("terdaftar dalam data dtsen keadaan tanggal 2025-12-31", _DATED % ""),
        good=requirement(
            "terdaftar dalam data dtsen keadaan tanggal 2025-12-31", _DATED % " keadaan tanggal 2025-12-31"
        ),
    )

    database: str
    day: str
    facts: tuple[str, ...]

    @property
    def message(self) -> Text:
        return Text(
            f"tidak ada fakta tentang data `{self.database}` keadaan tanggal {self.day}",
            f"no fact tells of data base `{self.database}` as at {self.day}",
        )

    @property
    def help(self) -> Text:
        name = f"tercantum_{self.database}_{self.day.replace('-', '_')}"
        others = ", ".join(f"`{fact}`" for fact in self.facts)
        return Text(
            f'nyatakan `fakta {name} adalah ya atau tidak "..." / "...", data {self.database} keadaan tanggal '
            f"{self.day}.`; yang ada: {others}",
            f'declare `fact {name} is yes or no "..." / "...", data base {self.database} as at {self.day}.`; '
            f"there is {others}",
        )
