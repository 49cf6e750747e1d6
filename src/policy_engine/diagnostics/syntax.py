"""Problems of reading a policy file: what the reader saw and expected in, messages for its author out.

These are codes PE0xx. They say what was found and what could stand there instead, in words of the law
and never in words of the parser.
"""

import re
from enum import Enum
from types import MappingProxyType
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
from policy_engine.domain import dates
from policy_engine.domain.bilingual import Language, Text
from policy_engine.domain.money import Rate
from policy_engine.domain.numerals import in_words, language_of_words, rate_in_words
from policy_engine.source import Span
from policy_engine.structure import dataclass

# Examples of the pages are policy text of a language that is still being settled; they are revised with it.
EXAMPLE_HEAD = (
    'instrumen perbup kabupaten_karimun nomor 1 tahun 2025 {\n  tentang "Pelindungan Pekerja Rentan"\n'
    "  mulai berlaku 2025-01-02\n"
)
EXAMPLE_TAIL = "}\n"

_SHOWN_CHARACTERS = 40
_SHOWN_EXPECTATIONS = 6
_FEW = 3
"""So many expectations are worth reading beside an example; a longer list says less than the example."""
_MONTHS_IN_A_YEAR = 12
_CLOSING = MappingProxyType({"{": "}", "(": ")", "[": "]", '"': '"'})


@diagnostic("PE001", "unexpected-text", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class UnexpectedText(Diagnostic):
    """Text stands where something else must stand; nothing `found` is the end of the file."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "Ada tulisan di tempat yang seharusnya berisi hal lain.",
            "Text stands where something else must stand.",
        ),
        why=Text(
            "Naskah dibaca menurut urutan pasal dan ayat. Satu kata yang salah tulis membuat ketentuan "
            "sesudahnya tidak dapat dipastikan maksudnya, sehingga tidak ada yang ditebak.",
            "An instrument is read in the order of its articles and paragraphs. One misspelt word leaves the "
            "sense of what follows uncertain, so nothing is guessed.",
        ),
        bad=f"{EXAMPLE_HEAD}  Psal 1 ... .\n{EXAMPLE_TAIL}",
        good=f"{EXAMPLE_HEAD}  Pasal 1 ... .\n{EXAMPLE_TAIL}",
    )

    found: str
    expected: tuple[Text, ...]
    near: tuple[str, ...] = ()
    """Keywords that could stand here and look like what was found, closest first."""
    hint: Text | None = None
    """How what was found is written here, where that is known."""
    form: Text | None = None
    """An example of the sentence or condition that seems to be meant."""

    @property
    def help(self) -> Text | None:
        if self.form is not None:
            return Text(
                f"bentuk yang dikenal, misalnya: `{self.form.indonesian}`",
                f"a form that is known, for example: `{self.form.english}`",
            )
        return self.hint or did_you_mean(self.near)

    @property
    def fix(self) -> Fix | None:
        if self.span is None or len(self.near) != 1:
            return None
        title = Text(f"tulis `{self.near[0]}`", f"write `{self.near[0]}`")
        return Fix(title, (Edit(self.span, self.near[0]),), Applicability.UNSAFE)

    @property
    def message(self) -> Text:
        shown = _shorten(self.found)
        fact = (
            Text(f"`{shown}` tidak dapat berada di sini", f"`{shown}` cannot stand here")
            if shown
            else Text(
                "berkas berakhir sebelum ketentuan ini selesai", "the file ends before this is complete"
            )
        )
        wanted = _listed(self.expected)
        told = self.form is not None and len(self.expected) > _FEW
        if wanted is None or self.hint is not None or told:
            return fact
        return Text(
            f"{fact.indonesian}; yang dapat ditulis di sini: {wanted.indonesian}",
            f"{fact.english}; what can be written here: {wanted.english}",
        )


@diagnostic("PE002", "unclosed-bracket", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class UnclosedBracket(Diagnostic):
    """A bracket or quotation mark is opened and never closed; `span` is the opening one."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "Tanda kurung atau tanda petik dibuka tetapi tidak ditutup.",
            "A bracket or quotation mark is opened and not closed.",
        ),
        why=Text(
            "Tanpa penutup, batas ketentuan tidak diketahui: ketentuan berikutnya terbaca sebagai bagian "
            "dari ketentuan yang belum selesai.",
            "Without its end the reach of a provision is not known: what follows is read as part of it.",
        ),
        bad=f"{EXAMPLE_HEAD}  Pasal 1 ... .\n",
        good=f"{EXAMPLE_HEAD}  Pasal 1 ... .\n{EXAMPLE_TAIL}",
    )

    opening: str
    reached: Span | None = None

    @property
    def message(self) -> Text:
        return Text(
            f"`{self.opening}` dibuka di sini dan tidak pernah ditutup",
            f"`{self.opening}` is opened here and never closed",
        )

    @property
    def labels(self) -> tuple[Label, ...]:
        if self.reached is None:
            return ()
        words = Text(f"`{self._closing}` belum ditemukan sampai di sini", f"no `{self._closing}` up to here")
        return (Label(self.reached, words),)

    @property
    def help(self) -> Text:
        return Text(
            f"tulis `{self._closing}` di akhir bagian yang dibuka",
            f"write `{self._closing}` where the part that was opened ends",
        )

    @property
    def _closing(self) -> str:
        return _CLOSING.get(self.opening, self.opening)


_NESTED = ("instrumen perbup kabupaten_karimun nomor 5 tahun 2025 {\n  Pasal 1  Penerima harus ", ".\n}\n")


@diagnostic("PE003", "nested-too-deep", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class NestedTooDeep(Diagnostic):
    """Conditions stand inside conditions beyond the limit of the reader, counted in levels."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "Ketentuan bersusun lebih dalam daripada yang dapat dibaca.",
            "Provisions are nested deeper than can be read.",
        ),
        why=Text(
            "Rincian yang bersusun sangat dalam tidak terbaca oleh manusia; UU 12/2011 Lampiran II "
            "menganjurkan memecahnya menjadi beberapa ayat atau pasal.",
            "Nobody can follow lists inside lists without end; UU 12/2011 Annex II has them split into "
            "paragraphs or articles.",
        ),
        bad=f"{_NESTED[0]}{'(' * 65}nelayan{')' * 65}{_NESTED[1]}",
        good=f"{_NESTED[0]}nelayan{_NESTED[1]}",
    )

    limit: int

    @property
    def message(self) -> Text:
        return Text(
            f"susunan ini lebih dalam dari {self.limit} tingkat",
            f"this is nested more than {self.limit} levels deep",
        )

    @property
    def help(self) -> Text:
        return Text(
            "pecah ketentuan ini menjadi beberapa ayat atau pasal",
            "split this into several paragraphs or articles",
        )


@diagnostic("PE004", "unreadable-text", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadableText(Diagnostic):
    """The bytes of a file are not UTF-8 text; `byte_offset` counts from 0, `line` from 1, both from the start.

    `is_utf16` where the mark at its start says that it is text of UTF-16.
    """

    page: ClassVar[Page] = Page(
        summary=Text("Berkas bukan teks UTF-8.", "A file is not UTF-8 text."),
        why=Text(
            "Berkas pengolah kata, PDF, atau teks dengan penyandian lama tidak dapat dibaca dengan pasti; "
            "satu huruf yang salah terbaca dapat mengubah norma.",
            "Word-processor files, PDF and text in older encodings cannot be read with certainty; one letter "
            "read wrongly can change a norm.",
        ),
        bad="",
        good="",
    )

    path: str
    byte_offset: int
    line: int
    is_utf16: bool = False

    @property
    def message(self) -> Text:
        if self.is_utf16:
            return Text(
                f"`{self.path}` berisi teks UTF-16, seharusnya UTF-8",
                f"`{self.path}` is UTF-16 text, expected UTF-8",
            )
        return Text(
            f"`{self.path}` bukan teks UTF-8: sebuah huruf pada baris {self.line} tidak terbaca "
            f"(bita ke-{self.byte_offset} dari awal berkas)",
            f"`{self.path}` is not UTF-8 text: a letter on line {self.line} cannot be read "
            f"(byte {self.byte_offset}, counted from 0)",
        )

    @property
    def help(self) -> Text:
        return Text(
            "simpan ulang berkas sebagai teks biasa dengan penyandian UTF-8; di Notepad: Simpan Sebagai, "
            "Penyandian UTF-8",
            "save the file again as plain text in UTF-8; in Notepad: Save As, Encoding UTF-8",
        )


@diagnostic("PE005", "file-too-large", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class FileTooLarge(Diagnostic):
    """A file is larger than any instrument; sizes are in bytes."""

    page: ClassVar[Page] = Page(
        summary=Text("Berkas terlalu besar untuk satu naskah.", "A file is too large to be one instrument."),
        why=Text(
            "Satu berkas memuat satu naskah. Berkas yang sangat besar hampir selalu berisi data pekerja atau "
            "berkas lain yang salah pilih.",
            "One file holds one instrument. A very large file is nearly always worker data or another file "
            "picked by mistake.",
        ),
        bad="",
        good="",
    )

    path: str
    size: int
    limit: int

    @property
    def message(self) -> Text:
        return Text(
            f"`{self.path}` berukuran {self.size} bita, lebih dari batas {self.limit} bita",
            f"`{self.path}` has {self.size} bytes, more than the limit of {self.limit}",
        )

    @property
    def help(self) -> Text:
        return Text(
            "pastikan berkas ini naskah peraturan, dan pisahkan naskah yang berbeda",
            "make sure this is an instrument, and keep different instruments in files of their own",
        )


@diagnostic("PE006", "impossible-date", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class ImpossibleDate(Diagnostic):
    """A date is written that the calendar does not have; `found` is as written, the rest its parts."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "Tanggal yang ditulis tidak ada dalam kalender.", "The calendar does not have the date written."
        ),
        why=Text(
            "Saat mulai berlaku, batas usia, dan bulan Iuran dihitung dari tanggal. Tanggal yang tidak ada "
            "tidak digeser diam-diam ke tanggal terdekat.",
            "Commencement, age bounds and contribution months are reckoned from dates. A date that does not "
            "exist is not silently moved to the nearest one.",
        ),
        bad=f"{EXAMPLE_HEAD}  ditetapkan 2025-02-30\n{EXAMPLE_TAIL}",
        good=f"{EXAMPLE_HEAD}  ditetapkan 2025-02-28\n{EXAMPLE_TAIL}",
    )

    found: str
    year: int
    month: int
    day: int

    @property
    def message(self) -> Text:
        return Text(
            f"tanggal `{_shorten(self.found)}` tidak ada dalam kalender",
            f"the calendar has no date `{_shorten(self.found)}`",
        )

    @property
    def help(self) -> Text:
        if not dates.FIRST_YEAR <= self.year <= dates.LAST_YEAR:
            return Text(
                f"tahun ditulis dari {dates.FIRST_YEAR} sampai dengan {dates.LAST_YEAR}",
                f"years are written from {dates.FIRST_YEAR} through {dates.LAST_YEAR}",
            )
        if not 1 <= self.month <= _MONTHS_IN_A_YEAR:
            return Text("bulan ditulis dari 1 sampai dengan 12", "months are written from 1 through 12")
        last = dates.days_in(self.year, self.month)
        month = dates.make_month(self.year, self.month)
        return Text(
            f"{dates.format_month(month, Language.ID)} memiliki tanggal 1 sampai dengan {last}",
            f"{dates.format_month(month, Language.EN)} has the days 1 through {last}",
        )

    @property
    def fix(self) -> Fix | None:
        """Offer the last day of the month for a later one, in the notation of the author."""
        if self.span is None or not dates.is_date(self.year, self.month, 1) or self.day < 1:
            return None
        last = dates.last_day(dates.make_month(self.year, self.month))
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", self.found):
            replacement = dates.format_iso(last)
        elif self.found.startswith(str(self.day)):
            replacement = str(dates.unpack(last)[2]) + self.found.removeprefix(str(self.day))
        else:
            return None
        title = Text(
            f"tulis tanggal terakhir bulan itu, {dates.format_date(last, Language.ID)}",
            f"write the last day of that month, {dates.format_date(last, Language.EN)}",
        )
        return Fix(title, (Edit(self.span, replacement),), Applicability.UNSAFE)


class FileProblem(Enum):
    """Why there is no file to read at a path."""

    MISSING = "missing"
    DIRECTORY = "directory"
    NO_PERMISSION = "no permission"
    UNREADABLE = "unreadable"


_FILE_PROBLEM = MappingProxyType(
    {
        FileProblem.MISSING: Text("`{}` tidak ditemukan", "there is no file `{}`"),
        FileProblem.DIRECTORY: Text("`{}` adalah folder, bukan berkas", "`{}` is a folder, not a file"),
        FileProblem.NO_PERMISSION: Text(
            "`{}` tidak boleh dibaca oleh pengguna ini", "this user may not read `{}`"
        ),
        FileProblem.UNREADABLE: Text("`{}` tidak dapat dibaca", "`{}` could not be read"),
    }
)

_FILE_REMEDY = MappingProxyType(
    {
        FileProblem.MISSING: Text("periksa nama berkas dan foldernya", "check the name and the folder"),
        FileProblem.DIRECTORY: Text(
            "sebutkan nama berkas di dalam folder itu", "name a file inside that folder"
        ),
        FileProblem.NO_PERMISSION: Text(
            "minta hak baca kepada pemilik berkas", "ask the owner of the file for the right to read it"
        ),
        FileProblem.UNREADABLE: Text(
            "periksa apakah media penyimpanan masih tersambung dan berkas tidak rusak",
            "check that the storage is still connected and the file undamaged",
        ),
    }
)


@diagnostic("PE007", "not-a-file", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class NotAFile(Diagnostic):
    """There is no file to read at a path."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "Di alamat yang disebut tidak ada berkas yang dapat dibaca.",
            "There is no file to read at the path given.",
        ),
        why=Text(
            "Pemeriksaan yang melewati berkas diam-diam akan melaporkan hasil yang tampak bersih padahal "
            "sebagian naskah tidak diperiksa.",
            "A check that silently passes over a file would look clean though part was never checked.",
        ),
        bad="",
        good="",
    )

    path: str
    problem: FileProblem

    @property
    def message(self) -> Text:
        form = _FILE_PROBLEM[self.problem]
        return Text(form.indonesian.replace("{}", self.path), form.english.replace("{}", self.path))

    @property
    def help(self) -> Text:
        return _FILE_REMEDY[self.problem]


@diagnostic("PE008", "mixed-connectives", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class MixedConnectives(Diagnostic):
    """`dan` and `atau` stand side by side, or a connective stands elsewhere than after the last item but one."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "`dan` dan `atau` tercampur dalam satu rincian.", "`dan` and `atau` are mixed in one list."
        ),
        why=Text(
            "`a dan b atau c` dapat dibaca dengan dua cara. UU 12/2011 Lampiran II angka 88 sampai dengan 91 "
            "meminta satu kata penghubung, ditulis sekali sesudah rincian kedua dari akhir.",
            "`a and b or c` can be read in two ways. UU 12/2011 Annex II numbers 88 to 91 ask for one "
            "connective, written once after the last item but one.",
        ),
        bad=f"{EXAMPLE_HEAD}  Pasal 1 Penerima harus penduduk Daerah dan ... atau ... .\n{EXAMPLE_TAIL}",
        good=f"{EXAMPLE_HEAD}  Pasal 1 Penerima harus penduduk Daerah dan (... atau ...).\n{EXAMPLE_TAIL}",
    )

    @property
    def message(self) -> Text:
        return Text(
            "kata penghubung rincian ini tidak sama atau tidak pada tempatnya",
            "the connectives of this list differ or stand in the wrong place",
        )

    @property
    def help(self) -> Text:
        return Text(
            "pakai satu kata penghubung, sesudah rincian kedua dari akhir; kelompokkan dengan tanda kurung "
            "atau dengan `salah satu dari:`",
            "use one connective, after the last item but one; group with brackets or with `any of:`",
        )


@diagnostic("PE009", "missing-connective", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class MissingConnective(Diagnostic):
    """An enumeration is joined by commas alone, so that nobody can tell whether all or any is meant."""

    page: ClassVar[Page] = Page(
        summary=Text("Rincian tanpa `dan` atau `atau`.", "A list without `and` or `or`."),
        why=Text(
            "Tanpa kata penghubung tidak dapat diketahui apakah semua atau cukup salah satu yang diminta.",
            "Without a connective nobody can tell whether all or any one of them is wanted.",
        ),
        bad=f"{EXAMPLE_HEAD}  Pasal 1 Penerima harus penduduk Daerah, ... .\n{EXAMPLE_TAIL}",
        good=f"{EXAMPLE_HEAD}  Pasal 1 Penerima harus penduduk Daerah dan ... .\n{EXAMPLE_TAIL}",
    )

    @property
    def message(self) -> Text:
        return Text("rincian ini hanya dihubungkan dengan koma", "this list is joined by commas only")

    @property
    def help(self) -> Text:
        return Text("tulis `dan` atau `atau` sebelum rincian terakhir", "write `and` or `or` before the last")


@diagnostic("PE010", "list-closed-early", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class ListClosedEarly(Diagnostic):
    """A full stop ends an item that is not the last."""

    page: ClassVar[Page] = Page(
        summary=Text("Rincian ditutup titik sebelum selesai.", "A list is closed before its last item."),
        why=Text(
            "Titik menutup rincian; butir sesudahnya menjadi tidak jelas milik siapa.",
            "A full stop closes a list; what follows then belongs to nothing.",
        ),
        bad=f"{EXAMPLE_HEAD}  Pasal 1 Penerima harus memenuhi persyaratan:\n"
        f"    a. penduduk Daerah.\n    b. ... .\n{EXAMPLE_TAIL}",
        good=f"{EXAMPLE_HEAD}  Pasal 1 Penerima harus memenuhi persyaratan:\n"
        f"    a. penduduk Daerah; dan\n    b. ... .\n{EXAMPLE_TAIL}",
    )

    @property
    def message(self) -> Text:
        return Text(
            "rincian ini ditutup dengan titik, padahal masih ada rincian berikutnya",
            "this item ends with a full stop although another follows",
        )

    @property
    def help(self) -> Text:
        return Text("tutup dengan titik koma", "end it with a semicolon")


@diagnostic("PE011", "list-not-closed", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class ListNotClosed(Diagnostic):
    """The last item of a list ends with a semicolon."""

    page: ClassVar[Page] = Page(
        summary=Text("Rincian terakhir tidak ditutup titik.", "The last item does not end with a full stop."),
        why=Text(
            "Titik menunjukkan bahwa rincian sudah lengkap; titik koma berarti ada rincian yang hilang.",
            "A full stop shows that the list is complete; a semicolon says that an item is lost.",
        ),
        bad=f"{EXAMPLE_HEAD}  Pasal 1 Penerima harus memenuhi persyaratan:\n"
        f"    a. penduduk Daerah; dan\n    b. ... ;\n{EXAMPLE_TAIL}",
        good=f"{EXAMPLE_HEAD}  Pasal 1 Penerima harus memenuhi persyaratan:\n"
        f"    a. penduduk Daerah; dan\n    b. ... .\n{EXAMPLE_TAIL}",
    )

    @property
    def message(self) -> Text:
        return Text(
            "rincian terakhir tidak ditutup dengan titik", "the last item does not end with a full stop"
        )

    @property
    def fix(self) -> Fix | None:
        if self.span is None:
            return None
        return Fix(Text("tulis `.`", "write `.`"), (Edit(self.span, "."),), Applicability.SAFE)


@diagnostic("PE012", "said-twice", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class SaidTwice(Diagnostic):
    """A field of the header is written twice."""

    page: ClassVar[Page] = Page(
        summary=Text("Keterangan kepala naskah ditulis dua kali.", "A header field is written twice."),
        why=Text(
            "Dua tanggal atau dua judul tidak dapat keduanya benar.",
            "Two dates or two titles cannot both be right.",
        ),
        bad=f"{EXAMPLE_HEAD}  mulai berlaku 2025-02-01\n{EXAMPLE_TAIL}",
        good=f"{EXAMPLE_HEAD}{EXAMPLE_TAIL}",
    )

    @property
    def message(self) -> Text:
        return Text("keterangan ini sudah ditulis sebelumnya", "this has been said already")

    @property
    def help(self) -> Text:
        return Text("hapus salah satunya", "delete one of them")


@diagnostic("PE013", "second-instrument", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class SecondInstrument(Diagnostic):
    """A file holds a second instrument."""

    page: ClassVar[Page] = Page(
        summary=Text("Satu berkas memuat dua naskah.", "One file holds two instruments."),
        why=Text(
            "Satu berkas memuat satu naskah, supaya riwayat perubahannya dapat diikuti.",
            "One file holds one instrument, so that its history can be followed.",
        ),
        bad=f"{EXAMPLE_HEAD}{EXAMPLE_TAIL}\ninstrumen perbup kabupaten_karimun nomor 2 tahun 2025 {{\n"
        '  tentang "Perubahan"\n  mulai berlaku 2025-01-02\n}\n',
        good=f"{EXAMPLE_HEAD}{EXAMPLE_TAIL}",
    )

    @property
    def message(self) -> Text:
        return Text("berkas ini sudah memuat naskah lain", "this file holds another instrument already")

    @property
    def help(self) -> Text:
        return Text("pindahkan ke berkas sendiri", "move it to a file of its own")


@diagnostic("PE014", "no-such-label", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class NoLabel(Diagnostic):
    """A number or letter that the law does not give to this kind of unit."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "Nomor yang tidak dikenal dalam perundang-undangan.", "A number that the law does not use."
        ),
        why=Text(
            "Pasal, diktum, dan Lampiran diberi nomor menurut UU 12/2011 Lampiran II; nomor lain tidak dapat dirujuk.",
            "Articles, rulings and annexes are numbered as UU 12/2011 Annex II says; nothing else can be cited.",
        ),
        bad=f"{EXAMPLE_HEAD}  Lampiran IIX ... .\n{EXAMPLE_TAIL}",
        good=f"{EXAMPLE_HEAD}  Lampiran VIII ... .\n{EXAMPLE_TAIL}",
    )

    found: str

    @property
    def message(self) -> Text:
        return Text(
            f"`{self.found}` bukan nomor yang dipakai di sini", f"`{self.found}` is not a number used here"
        )


@diagnostic("PE015", "no-ordinal", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class NoOrdinal(Diagnostic):
    """A part is not numbered by an ordinal word."""

    page: ClassVar[Page] = Page(
        summary=Text("Bagian tidak diberi nomor dengan kata.", "A part is not numbered by a word."),
        why=Text(
            "Bagian diberi nomor dengan kata: Kesatu, Kedua (UU 12/2011 Lampiran II angka 74).",
            "Parts are numbered by words: Kesatu, Kedua (UU 12/2011 Annex II number 74).",
        ),
        bad=f"{EXAMPLE_HEAD}  Bagian Satu Umum\n  Pasal 1 ... .\n{EXAMPLE_TAIL}",
        good=f"{EXAMPLE_HEAD}  Bagian Kesatu Umum\n  Pasal 1 ... .\n{EXAMPLE_TAIL}",
    )

    found: str

    @property
    def message(self) -> Text:
        return Text(f"`{self.found}` bukan kata bilangan tingkat", f"`{self.found}` is not an ordinal word")

    @property
    def help(self) -> Text:
        return Text("tulis `Kesatu`, `Kedua`, dan seterusnya", "write `First`, `Second` and so on")


@diagnostic("PE016", "not-per-programme", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class NotPerProgramme(Diagnostic):
    """A sentence about every contribution names a programme or a group."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "Ketentuan ini berlaku untuk semua Iuran, bukan untuk satu program atau kelompok.",
            "This is said of every contribution, not of one programme or group.",
        ),
        why=Text(
            "Bulan Iuran, penyetoran, dan penghentian berlaku bagi seluruh Iuran seorang Penerima.",
            "Contribution months, deposit and ending hold for all contributions of a recipient.",
        ),
        bad=f"{EXAMPLE_HEAD}  Pasal 1 Iuran jkk dibayar oleh Pemerintah Daerah.\n{EXAMPLE_TAIL}",
        good=f"{EXAMPLE_HEAD}  Pasal 1 Iuran dibayar oleh Pemerintah Daerah.\n{EXAMPLE_TAIL}",
    )

    @property
    def message(self) -> Text:
        return Text(
            "ketentuan ini berlaku untuk semua Iuran, sehingga tidak dapat menyebut program atau kelompok",
            "this holds for every contribution, so it cannot name a programme or a group",
        )


@diagnostic("PE017", "one-programme", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class OneProgramme(Diagnostic):
    """A table of amounts is said of none, or of several programmes."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "Tabel Iuran harus untuk satu program.", "A table of contributions is for one programme."
        ),
        why=Text(
            "Setiap baris tabel memuat satu besaran; tanpa program tidak diketahui Iuran apa.",
            "Each row holds one amount; without its programme nobody knows of what.",
        ),
        bad=f"{EXAMPLE_HEAD}  Lampiran I Iuran menurut penghasilan, di antara dua baris belum dapat ditentukan:\n"
        f"    1. sampai dengan Rp1.099.000: Rp10.000.\n{EXAMPLE_TAIL}",
        good=f"{EXAMPLE_HEAD}  Lampiran I Iuran jkk menurut penghasilan, di antara dua baris belum dapat ditentukan:\n"
        f"    1. sampai dengan Rp1.099.000: Rp10.000.\n{EXAMPLE_TAIL}",
    )

    @property
    def message(self) -> Text:
        return Text(
            "tabel ini tidak menyebut tepat satu program", "this table does not name exactly one programme"
        )


LARGEST_DIGITS = 16
"""How many digits a number may have: enough for every budget of the state, few enough for every back end."""


@diagnostic("PE018", "number-too-large", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class NumberTooLarge(Diagnostic):
    """An amount, count or rate has more digits than can be reckoned with exactly; `found` is as written."""

    page: ClassVar[Page] = Page(
        summary=Text("Bilangan yang terlalu besar.", "A number that is too large."),
        why=Text(
            "Semua hitungan dilakukan tepat, dalam bilangan bulat yang sama di setiap sistem; bilangan yang "
            "lebih panjang biasanya salah ketik.",
            "All reckoning is exact, in whole numbers that every system has; a longer number is usually a "
            "slip of the key.",
        ),
        bad=f"{EXAMPLE_HEAD}  Pasal 1\n    Target Penerima 10000000000000000000 orang.\n{EXAMPLE_TAIL}",
        good=f"{EXAMPLE_HEAD}  Pasal 1\n    Target Penerima 1000 orang.\n{EXAMPLE_TAIL}",
    )

    found: str

    @property
    def message(self) -> Text:
        shown = _shorten(self.found)
        return Text(f"`{shown}` terlalu besar", f"`{shown}` is too large")

    @property
    def help(self) -> Text:
        return Text(
            f"bilangan ditulis dengan paling banyak {LARGEST_DIGITS} angka",
            f"numbers are written with at most {LARGEST_DIGITS} digits",
        )


def _levels(last: str) -> str:
    return (
        f"{EXAMPLE_HEAD}  Pasal 1  Penerima harus memenuhi persyaratan:\n    a. salah satu dari:\n"
        f"       1. salah satu dari:\n          a) salah satu dari:\n             {last}\n{EXAMPLE_TAIL}"
    )


@diagnostic("PE019", "list-too-deep", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class ListTooDeep(Diagnostic):
    """An item of the fourth level of a list opens a list of its own."""

    page: ClassVar[Page] = Page(
        summary=Text("Rincian lebih dari empat tingkat.", "A list of more than four levels."),
        why=Text(
            "Rincian paling banyak empat tingkat; selebihnya dijadikan pasal lain (UU 12/2011 Lampiran II 94).",
            "A list has at most four levels; what goes deeper becomes an article of its own (UU 12/2011 Annex II "
            "no. 94).",
        ),
        bad=_levels("1) salah satu dari:\n                a. nelayan; atau\n                b. ojek."),
        good=_levels("1) nelayan; atau\n             2) ojek."),
    )

    @property
    def message(self) -> Text:
        return Text("rincian ini lebih dari empat tingkat", "this list has more than four levels")

    @property
    def help(self) -> Text:
        return Text(
            "jadikan rincian yang terdalam ayat atau pasal tersendiri, dan rujuklah dari sini",
            "make the innermost list a paragraph or an article of its own, and refer to it here",
        )


@diagnostic("PE020", "words-differ-from-figure", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class WordsDiffer(Diagnostic):
    """The words in brackets behind a `figure` are those of another number."""

    page: ClassVar[Page] = Page(
        summary=Text("Angka dan hurufnya berbeda.", "A figure and its words differ."),
        why=Text(
            "Jumlah uang ditulis dengan angka dan dengan huruf di dalam kurung (UU 12/2011 Lampiran II 270 "
            "huruf c). Bila keduanya berbeda, tidak ada yang tahu berapa yang harus dibayar, dan setiap pembaca "
            "memilih sendiri.",
            "Money is written in figures and in words within brackets (UU 12/2011 Annex II no. 270 letter c). "
            "Where the two differ nobody knows what is owed, and every reader takes the one they like.",
        ),
        bad=f"{EXAMPLE_HEAD}  Pasal 1  Iuran jkk sebesar Rp10.000,00 (seratus ribu rupiah) per bulan.\n{EXAMPLE_TAIL}",
        good=f"{EXAMPLE_HEAD}  Pasal 1  Iuran jkk sebesar Rp10.000,00 (sepuluh ribu rupiah) per bulan.\n{EXAMPLE_TAIL}",
    )

    figure: str
    words: str
    number: int | Rate

    @property
    def message(self) -> Text:
        return Text(
            f"angka {self.figure} dan huruf `{_shorten(self.words)}` menyebut jumlah yang berbeda",
            f"the figure {self.figure} and the words `{_shorten(self.words)}` name different numbers",
        )

    @property
    def help(self) -> Text:
        # Whoever reads the finding puts right the text, in the language of the text.
        language, number = language_of_words(self.words), self.number
        spoken = rate_in_words(number, language) if isinstance(number, Rate) else in_words(number, language)
        return Text(
            f"dengan huruf: `{spoken}`; perbaiki yang salah di antara keduanya",
            f"in words: `{spoken}`; put right whichever of the two is wrong",
        )


def _shorten(text: str) -> str:
    """Give the author's words on one line, cut after what a reader needs; what cannot be seen by its code."""
    words = " ".join(text[: _SHOWN_CHARACTERS * 2].split())
    words = "".join(each if each.isprintable() else f"U+{ord(each):04X}" for each in words)
    return words if len(words) <= _SHOWN_CHARACTERS else f"{words[: _SHOWN_CHARACTERS - 1]}…"


def _listed(choices: tuple[Text, ...]) -> Text | None:
    """Give choices as a list closed by "or"; None when there are none, the first few when there are many."""
    shown = tuple(dict.fromkeys(choices))[:_SHOWN_EXPECTATIONS]
    if not shown:
        return None
    rest = len(set(choices)) > len(shown)
    indonesian = [choice.indonesian for choice in shown] + ["hal lain"] * rest
    english = [choice.english for choice in shown] + ["something else"] * rest
    return Text(_joined(indonesian, "atau"), _joined(english, "or"))


def _joined(words: list[str], connective: str) -> str:
    if len(words) == 1:
        return words[0]
    comma = "," if len(words) > len(("one", "other")) else ""
    return f"{', '.join(words[:-1])}{comma} {connective} {words[-1]}"
