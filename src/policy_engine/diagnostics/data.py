"""PE6xx: files that cannot be read, project files, and records of workers that do not fit the policy.

A problem with a record names the row and the column (or key) and says what was expected there.
Texts that quote a value come here already masked: a NIK is never an argument of a diagnostic.
The examples on the pages of records are tables, not policies.
"""

from policy_engine.diagnostics.model import Diagnostic, Page, Severity, diagnostic
from policy_engine.diagnostics.suggest import closest, did_you_mean
from policy_engine.domain.bilingual import Text
from policy_engine.structure import dataclass

_NO_EXAMPLE = ""


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)


# Files


@dataclass(frozen=True, slots=True, kw_only=True)
class FileProblem(Diagnostic):
    """A problem with a file as a whole; `path` is as the user gave it."""

    path: str


@diagnostic("PE601", "binary-file", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class BinaryFile(FileProblem):
    """A file holds NUL bytes, so it is no text at all."""

    page = Page(
        Text("Berkas bukan teks.", "A file is not text."),
        Text(
            "Dokumen Word, PDF, atau lembar kerja tidak dapat dibaca sebagai kebijakan atau tabel.",
            "A Word document, a PDF or a workbook cannot be read as a policy or a table.",
        ),
        _NO_EXAMPLE,
        _NO_EXAMPLE,
    )

    @property
    def message(self) -> Text:
        return Text(f"`{self.path}` bukan berkas teks", f"`{self.path}` is not a text file")

    @property
    def help(self) -> Text | None:
        return Text(
            "simpan sebagai teks biasa (`.policy`) atau `.csv`", "save it as plain text (`.policy`) or `.csv`"
        )


@diagnostic("PE602", "no-policy-files", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class NoPolicyFiles(FileProblem):
    """A folder holds no policy file, at any depth."""

    page = Page(
        Text("Folder tidak memuat berkas `.policy`.", "A folder holds no `.policy` file."),
        Text(
            "Pemeriksaan atas folder kosong akan melaporkan bersih tanpa memeriksa apa pun.",
            "Checking an empty folder would report clean and would have checked nothing.",
        ),
        _NO_EXAMPLE,
        _NO_EXAMPLE,
    )

    @property
    def message(self) -> Text:
        return Text(
            f"tidak ada berkas `.policy` di dalam `{self.path}`",
            f"there is no `.policy` file in `{self.path}`",
        )

    @property
    def help(self) -> Text | None:
        return Text(
            "sebut folder lain, atau mulai dengan `policy-engine init`",
            "name another folder, or start with `policy-engine init`",
        )


@diagnostic("PE603", "unreadable-settings", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadableSettings(FileProblem):
    """A TOML file (project or mapping) is not TOML, or a value in it is of another kind than expected."""

    reason: Text

    page = Page(
        Text(
            "Berkas pengaturan tidak dapat dibaca sebagai TOML yang diharapkan.",
            "A settings file cannot be read as the TOML that was expected.",
        ),
        Text(
            "Pengaturan yang dilewati diam-diam membuat hasil di komputer lain berbeda.",
            "A setting that is passed over in silence makes results differ on another computer.",
        ),
        _NO_EXAMPLE,
        _NO_EXAMPLE,
    )

    @property
    def message(self) -> Text:
        return Text(f"`{self.path}`: {self.reason.indonesian}", f"`{self.path}`: {self.reason.english}")


@diagnostic("PE604", "unknown-setting", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownSetting(FileProblem):
    """A TOML file (project or mapping) holds a key that means nothing."""

    key: str
    known: tuple[str, ...]

    page = Page(
        Text("Kunci pengaturan tidak dikenal.", "A key of a settings file is not known."),
        Text(
            "Kunci yang salah ketik tidak boleh berarti pengaturan itu diabaikan.",
            "A mistyped key must not mean that the setting is passed over.",
        ),
        _NO_EXAMPLE,
        _NO_EXAMPLE,
    )

    @property
    def message(self) -> Text:
        return Text(
            f"`{self.path}`: kunci `{self.key}` tidak dikenal",
            f"`{self.path}`: the key `{self.key}` is not known",
        )

    @property
    def help(self) -> Text | None:
        listed = _listed(self.known)
        return did_you_mean(closest(self.key, self.known, 1)) or Text(
            f"kunci yang dikenal: {listed}", f"the known keys are {listed}"
        )


@diagnostic("PE605", "no-such-instrument", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class NoSuchInstrument(Diagnostic):
    """The instrument to decide under is not among those loaded, or was not named where there are several."""

    named: str | None
    loaded: tuple[str, ...]

    page = Page(
        Text(
            "Naskah yang akan dipakai memutus tidak jelas.",
            "It is not clear under which instrument to decide.",
        ),
        Text(
            "Keputusan selalu di bawah satu naskah; program ini tidak memilihkan.",
            "A decision is always made under one instrument, and the program does not choose it for you.",
        ),
        _NO_EXAMPLE,
        _NO_EXAMPLE,
    )

    @property
    def message(self) -> Text:
        if self.named is None and not self.loaded:
            return Text(
                "berkas yang diberikan tidak memuat naskah apa pun", "the files given hold no instrument"
            )
        if self.named is None:
            return Text(
                "berkas yang diberikan memuat beberapa naskah, dan belum disebut yang mana",
                "the files given hold several instruments, and none was named",
            )
        return Text(f"tidak ada naskah `{self.named}`", f"there is no instrument `{self.named}`")

    @property
    def help(self) -> Text | None:
        if not self.loaded:
            return None
        listed = _listed(self.loaded)
        return Text(f"sebut salah satu dari {listed}", f"name one of {listed}")


@diagnostic("PE641", "unknown-is-no-fact", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownIsNoFact(Diagnostic):
    """What is said to be unknown of every worker (`--unknown`) is no fact of the policy."""

    named: str
    known: tuple[str, ...]

    page = Page(
        Text("Yang dinyatakan belum diketahui bukan fakta.", "What is said to be unknown is no fact."),
        Text(
            "Nama yang salah ketik akan membiarkan fakta yang dimaksud tanpa kolom dan tanpa pernyataan.",
            "A mistyped name would leave the fact that was meant without a column and without a word.",
        ),
        _NO_EXAMPLE,
        _NO_EXAMPLE,
    )

    @property
    def message(self) -> Text:
        return Text(
            f"`--unknown {self.named}`: bukan nama fakta yang dikenal kebijakan",
            f"`--unknown {self.named}`: not the name of a fact that the policy knows",
        )

    @property
    def help(self) -> Text | None:
        return did_you_mean(closest(self.named, self.known))


# Tables and documents as a whole


@dataclass(frozen=True, slots=True, kw_only=True)
class DataProblem(FileProblem):
    """A problem with a file of workers: row from 1 (None: the file), column or key (None: the row)."""

    row: int | None = None
    column: str | None = None

    def _at(self, fact: Text) -> Text:
        """Put the place before a sentence."""
        indonesian, english = [], []
        if self.row is not None:
            indonesian.append(f"baris {self.row}")
            english.append(f"row {self.row}")
        if self.column is not None:
            indonesian.append(f"kolom `{self.column}`")
            english.append(f"column `{self.column}`")
        if not indonesian and not self.path:
            return fact
        if not indonesian:
            return Text(f"`{self.path}`: {fact.indonesian}", f"`{self.path}`: {fact.english}")
        return Text(f"{', '.join(indonesian)}: {fact.indonesian}", f"{', '.join(english)}: {fact.english}")


@diagnostic("PE610", "empty-table", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class EmptyTable(DataProblem):
    """A file of workers holds no worker."""

    page = Page(
        Text("Berkas pekerja tidak memuat seorang pun.", "A file of workers holds no worker."),
        Text(
            "Berkas kosong biasanya berarti ekspor yang gagal, bukan daerah tanpa pekerja.",
            "An empty file usually means an export that failed, not a region without workers.",
        ),
        "lahir,pekerjaan\n",
        "lahir,pekerjaan\n1985-03-02,ojek\n",
    )

    @property
    def message(self) -> Text:
        return self._at(Text("tidak ada seorang pekerja pun di dalamnya", "there is no worker in it"))

    @property
    def help(self) -> Text | None:
        return Text(
            "baris pertama memuat nama kolom, lalu satu baris untuk setiap pekerja",
            "the first row holds the names of the columns, then comes one row a worker",
        )


@diagnostic("PE611", "duplicate-column", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicateColumn(DataProblem):
    """Two columns, or two keys of one record, give the same fact."""

    fact: str

    page = Page(
        Text("Dua kolom memuat fakta yang sama.", "Two columns hold the same fact."),
        Text(
            "Memilih salah satu berarti urutan kolom ikut memutus.",
            "Choosing one of them would let the order of columns decide.",
        ),
        "lahir,tanggal lahir\n1985-03-02,1985-02-03\n",
        "lahir\n1985-03-02\n",
    )

    @property
    def message(self) -> Text:
        return self._at(
            Text(f"fakta `{self.fact}` disebut dua kali", f"the fact `{self.fact}` is given twice")
        )

    @property
    def help(self) -> Text | None:
        return Text("sisakan satu kolom", "keep one column")


@diagnostic("PE612", "unknown-column", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownColumn(DataProblem):
    """A column of a table, or a key of a record, is no fact that the policy declares."""

    known: tuple[str, ...]

    page = Page(
        Text("Kolom bukan fakta yang dikenal kebijakan.", "A column is no fact that the policy knows."),
        Text(
            "Kolom yang salah ketik akan membuat fakta itu dianggap belum diketahui bagi setiap pekerja.",
            "A mistyped column would make that fact unknown for every worker.",
        ),
        "lahri\n1985-03-02\n",
        "lahir\n1985-03-02\n",
    )

    @property
    def message(self) -> Text:
        return self._at(
            Text("bukan nama atau label fakta yang dikenal", "not the name or label of a known fact")
        )

    @property
    def help(self) -> Text | None:
        return did_you_mean(closest(self.column or "", self.known)) or Text(
            "petakan dengan `--map`, atau abaikan dengan `--ignore-column`",
            "map it with `--map`, or leave it out with `--ignore-column`",
        )


@diagnostic("PE613", "missing-column", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class MissingColumn(DataProblem):
    """A table lacks the column of a fact that the instrument reads."""

    fact: str
    label: Text

    page = Page(
        Text(
            "Tabel tidak mempunyai kolom untuk fakta yang dibaca naskah.",
            "A table has no column for a fact that the instrument reads.",
        ),
        Text(
            "Tanpa kolom itu setiap pekerja belum dapat ditentukan; sel kosong berbeda dengan kolom "
            "yang terlupa.",
            "Without it every worker is undetermined; an empty cell is not the same as a forgotten column.",
        ),
        "pekerjaan\nojek\n",
        "pekerjaan,lahir\nojek,1985-03-02\n",
    )

    @property
    def message(self) -> Text:
        return self._at(
            Text(
                f"tidak ada kolom untuk `{self.fact}` ({self.label.indonesian}), yang dibaca oleh naskah ini",
                f"there is no column for `{self.fact}` ({self.label.english}), which this instrument reads",
            )
        )

    @property
    def help(self) -> Text | None:
        return Text(
            "tambahkan kolomnya (sel kosong berarti belum diketahui), atau nyatakan dengan "
            f"`--unknown {self.fact}`",
            f"add the column (an empty cell is unknown), or say so with `--unknown {self.fact}`",
        )


@diagnostic("PE614", "ragged-row", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class RaggedRow(DataProblem):
    """A row has another number of cells than the header."""

    found: int
    expected: int

    page = Page(
        Text(
            "Jumlah sel pada baris tidak sama dengan jumlah kolom.",
            "A row has another number of cells than there are columns.",
        ),
        Text(
            "Sel yang bergeser memberi pekerja fakta milik kolom lain.",
            "Shifted cells would give the worker the facts of another column.",
        ),
        "lahir,pekerjaan\n1985-03-02\n",
        "lahir,pekerjaan\n1985-03-02,ojek\n",
    )

    @property
    def message(self) -> Text:
        return self._at(
            Text(
                f"ada {self.found} sel, seharusnya {self.expected} seperti pada kepala tabel",
                f"there are {self.found} cells, expected {self.expected} as in the header",
            )
        )

    @property
    def help(self) -> Text | None:
        return Text(
            'apit sel yang memuat pemisah dengan tanda kutip: `"..."`',
            'put a cell that holds the delimiter between quotation marks: `"..."`',
        )


@diagnostic("PE615", "overlong-line", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class OverlongLine(DataProblem):
    """A line is longer than any record of one worker; the limit in bytes."""

    limit: int

    page = Page(
        Text("Baris terlalu panjang.", "A line is too long."),
        Text(
            "Baris sepanjang ini berarti tanda kutip yang tidak ditutup atau berkas yang bukan tabel.",
            "A line of this length means a quotation mark left open, or a file that is no table.",
        ),
        _NO_EXAMPLE,
        _NO_EXAMPLE,
    )

    @property
    def message(self) -> Text:
        return self._at(
            Text(
                f"baris lebih panjang dari {self.limit} bita",
                f"the line is longer than {self.limit} bytes",
            )
        )

    @property
    def help(self) -> Text | None:
        return Text("satu baris memuat satu pekerja", "one line holds one worker")


@diagnostic("PE616", "not-json", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class NotJson(DataProblem):
    """A record is not the JSON that was expected; `reason` says where it departs from it."""

    reason: Text

    page = Page(
        Text("Catatan pekerja bukan JSON yang diharapkan.", "A record is not the JSON that was expected."),
        Text(
            "Satu pekerja adalah satu objek JSON dengan nama fakta sebagai kunci; tidak ada pecahan, "
            "NaN, atau kunci ganda.",
            "A worker is one JSON object with names of facts as keys; without fractions, NaN or keys "
            "given twice.",
        ),
        _NO_EXAMPLE,
        _NO_EXAMPLE,
    )

    @property
    def message(self) -> Text:
        return self._at(self.reason)

    @property
    def help(self) -> Text | None:
        return Text(
            'tulis seperti `{"lahir": "1985-03-02", "pekerjaan": ["ojek"]}`',
            'write it like `{"lahir": "1985-03-02", "pekerjaan": ["ojek"]}`',
        )


@diagnostic("PE617", "unclear-delimiter", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class UnclearDelimiter(DataProblem):
    """The header does not show whether cells are separated by `,` or `;`."""

    page = Page(
        Text(
            "Pemisah sel tidak jelas dari kepala tabel.",
            "The header does not show which character separates cells.",
        ),
        Text(
            "Pemisah dibaca hanya dari kepala tabel; di sana ada koma dan juga titik koma.",
            "The delimiter is read from the header alone, and it holds both commas and semicolons.",
        ),
        "lahir,pekerjaan;domisili\n1985-03-02,ojek;21.02\n",
        "lahir,pekerjaan,domisili\n1985-03-02,ojek,21.02\n",
    )

    @property
    def message(self) -> Text:
        return self._at(
            Text(
                "kepala tabel memuat koma dan titik koma, sehingga pemisahnya tidak jelas",
                "the header holds commas and semicolons, so the delimiter is not clear",
            )
        )

    @property
    def help(self) -> Text | None:
        return Text(
            "nyatakan dengan `--delimiter ,` atau `--delimiter ;`",
            "declare it with `--delimiter ,` or `--delimiter ;`",
        )


@diagnostic("PE618", "undecodable-row", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class UndecodableRow(DataProblem):
    """A row holds bytes that are not UTF-8."""

    page = Page(
        Text("Baris memuat bita yang bukan UTF-8.", "A row holds bytes that are not UTF-8."),
        Text(
            "Menebak penyandian dapat mengubah nama orang dan tempat tanpa terlihat.",
            "Guessing the encoding can change names of people and places without anyone noticing.",
        ),
        _NO_EXAMPLE,
        _NO_EXAMPLE,
    )

    @property
    def message(self) -> Text:
        return self._at(
            Text(
                "ada bita yang bukan UTF-8, seharusnya teks UTF-8",
                "there is a byte that is not UTF-8, expected UTF-8 text",
            )
        )

    @property
    def help(self) -> Text | None:
        return Text(
            "simpan ulang sebagai UTF-8; di Excel pilih `CSV UTF-8`",
            "save it again as UTF-8; in Excel choose `CSV UTF-8`",
        )


@diagnostic("PE619", "unclosed-quotation", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class UnclosedQuotation(DataProblem):
    """A cell opens a quotation mark that is not closed, or has text after the closing one."""

    page = Page(
        Text("Tanda kutip pada sel tidak berpasangan.", "A quotation mark in a cell has no partner."),
        Text(
            "Tanda kutip yang tidak ditutup menelan baris-baris sesudahnya.",
            "A quotation mark that is left open swallows the rows after it.",
        ),
        'lahir,pekerjaan\n1985-03-02,"ojek\n',
        'lahir,pekerjaan\n1985-03-02,"ojek"\n',
    )

    @property
    def message(self) -> Text:
        return self._at(
            Text(
                'tanda kutip tidak berpasangan, seharusnya `"..."`',
                'a quotation mark has no partner, expected `"..."`',
            )
        )

    @property
    def help(self) -> Text | None:
        return Text(
            'di dalam sel berkutip tulis tanda kutip dua kali: `""`',
            'inside a quoted cell write a quotation mark twice: `""`',
        )


# Values


@diagnostic("PE621", "wrong-type", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class WrongType(DataProblem):
    """A value is not of the type its fact declares; `expected` says how it is written, with an example."""

    value: str
    expected: Text
    remedy: Text | None = None

    page = Page(
        Text("Nilai tidak sesuai dengan jenis fakta.", "A value does not fit the type of its fact."),
        Text(
            "Nilai yang ditafsirkan sendiri oleh program bisa menjadi tanggal atau jumlah uang yang lain.",
            "A value that a program interprets by itself can become another date or another amount.",
        ),
        "lahir,pekerjaan\n2 Maret 1985,ojek\n",
        "lahir,pekerjaan\n1985-03-02,ojek\n",
    )

    @property
    def message(self) -> Text:
        return self._at(
            Text(
                f"`{self.value}` tidak terbaca, seharusnya {self.expected.indonesian}",
                f"`{self.value}` cannot be read, expected {self.expected.english}",
            )
        )

    @property
    def help(self) -> Text | None:
        return self.remedy


@diagnostic("PE622", "date-not-in-calendar", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class ImpossibleDate(DataProblem):
    """A date is written as dates are, but the calendar does not have it."""

    value: str

    page = Page(
        Text("Tanggal tidak ada dalam kalender.", "A date is not in the calendar."),
        Text(
            "Menggeser 30 Februari ke tanggal terdekat mengubah umur seseorang.",
            "Moving 30 February to the nearest date would change somebody's age.",
        ),
        "lahir\n1985-02-30\n",
        "lahir\n1985-02-28\n",
    )

    @property
    def message(self) -> Text:
        return self._at(
            Text(
                f"tanggal `{self.value}` tidak ada, seharusnya tanggal dalam kalender",
                f"the date `{self.value}` does not exist, expected a date of the calendar",
            )
        )

    @property
    def help(self) -> Text | None:
        return Text(
            "periksa pada dokumen kependudukan, atau kosongkan bila belum diketahui",
            "check the identity document, or leave it empty if it is unknown",
        )


@diagnostic("PE623", "code-not-in-vocabulary", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownCode(DataProblem):
    """A value is no code, classification code, label or synonym of the vocabulary of its fact."""

    value: str
    vocabulary: Text
    near: tuple[str, ...]

    page = Page(
        Text("Kode tidak ada dalam kosakata.", "A code is not in the vocabulary."),
        Text(
            "Pekerjaan yang salah tulis bukan pekerjaan lain, dan bukan pula tanpa pekerjaan.",
            "A misspelt occupation is not another occupation, and not no occupation either.",
        ),
        "pekerjaan\nojekk\n",
        "pekerjaan\nojek\n",
    )

    @property
    def message(self) -> Text:
        return self._at(
            Text(
                f"`{self.value}` tidak dikenal, seharusnya kode atau sinonim dari kosakata "
                f"{self.vocabulary.indonesian}",
                f"`{self.value}` is not known, expected a code or synonym of the vocabulary "
                f"{self.vocabulary.english}",
            )
        )

    @property
    def help(self) -> Text | None:
        return did_you_mean(self.near) or Text(
            "tambahkan sebagai kode atau sinonim dalam kosakata, atau kosongkan bila belum diketahui",
            "add it to the vocabulary as a code or synonym, or leave it empty if it is unknown",
        )


@diagnostic("PE624", "value-out-of-bounds", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class OutOfBounds(DataProblem):
    """A value lies outside the bounds that its fact declares; None is no bound."""

    value: Text
    low: Text | None
    high: Text | None

    page = Page(
        Text("Nilai berada di luar batas fakta.", "A value lies outside the bounds of its fact."),
        Text(
            "Batas itu bagian dari pernyataan fakta; nilai di luarnya hampir selalu salah catat.",
            "The bounds belong to the declaration of the fact; what lies outside is nearly always a slip.",
        ),
        "lahir\n1885-03-02\n",
        "lahir\n1985-03-02\n",
    )

    @property
    def message(self) -> Text:
        indonesian, english = [], []
        if self.low is not None:
            indonesian.append(f"mulai dari {self.low.indonesian}")
            english.append(f"from {self.low.english}")
        if self.high is not None:
            indonesian.append(f"sampai dengan {self.high.indonesian}")
            english.append(f"through {self.high.english}")
        return self._at(
            Text(
                f"`{self.value.indonesian}` di luar batas, seharusnya {' '.join(indonesian)}",
                f"`{self.value.english}` is out of bounds, expected {' '.join(english)}",
            )
        )


@diagnostic("PE625", "nik-not-16-digits", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class NikNot16Digits(DataProblem):
    """An identity number has another form than sixteen digits; the number itself is not kept."""

    length: int
    digits_only: bool

    page = Page(
        Text("NIK bukan 16 angka.", "A NIK does not have 16 digits."),
        Text(
            "NIK yang terpotong atau berubah menjadi `2,17E+15` di lembar kerja menunjuk orang lain "
            "atau tidak seorang pun.",
            "A NIK cut short, or turned into `2.17E+15` by a workbook, is another person's or nobody's.",
        ),
        "nik,lahir\n2171,1985-03-02\n",
        "nik,lahir\n0000000000000001,1985-03-02\n",
    )

    @property
    def message(self) -> Text:
        if self.digits_only:
            return self._at(
                Text(
                    f"NIK memuat {self.length} angka, seharusnya 16 angka",
                    f"the NIK has {self.length} digits, expected 16 digits",
                )
            )
        return self._at(
            Text(
                f"NIK memuat {self.length} karakter yang tidak semuanya angka, seharusnya 16 angka",
                f"the NIK has {self.length} characters that are not all digits, expected 16 digits",
            )
        )

    @property
    def help(self) -> Text | None:
        return Text(
            "simpan kolom NIK sebagai teks, bukan bilangan",
            "store the column of the NIK as text, not as a number",
        )


@diagnostic("PE626", "oversized-set", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class TooManyCodes(DataProblem):
    """A set holds more codes than its fact allows."""

    found: int
    at_most: int

    page = Page(
        Text("Himpunan memuat terlalu banyak kode.", "A set holds too many codes."),
        Text(
            "Banyaknya dibatasi oleh pernyataan fakta, agar keputusan dapat dibuktikan untuk setiap "
            "himpunan.",
            "The declaration of the fact limits the number, so that decisions can be proved for every set.",
        ),
        "pekerjaan\nojek|nelayan|pedagang_kecil\n",
        "pekerjaan\nojek|nelayan\n",
    )

    @property
    def message(self) -> Text:
        return self._at(
            Text(
                f"ada {self.found} kode, paling banyak {self.at_most}",
                f"there are {self.found} codes, at most {self.at_most} are allowed",
            )
        )


@diagnostic("PE627", "code-of-several", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class AmbiguousCode(DataProblem):
    """A label or synonym belongs to several codes."""

    value: str
    codes: tuple[str, ...]

    page = Page(
        Text("Sebutan dimiliki oleh beberapa kode.", "A word belongs to several codes."),
        Text(
            "Memilih salah satu berarti urutan kosakata ikut memutus.",
            "Choosing one of them would let the order of the vocabulary decide.",
        ),
        _NO_EXAMPLE,
        _NO_EXAMPLE,
    )

    @property
    def message(self) -> Text:
        listed = _listed(self.codes)
        return self._at(
            Text(
                f"`{self.value}` dapat berarti {listed}, seharusnya satu kode",
                f"`{self.value}` can mean {listed}, expected one code",
            )
        )

    @property
    def help(self) -> Text | None:
        return Text("tulis nama kodenya", "write the name of the code")


@diagnostic("PE628", "no-such-row", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class NoSuchRow(DataProblem):
    """The one row that was asked for holds no worker."""

    page = Page(
        Text("Baris yang diminta tidak ada.", "The row that was asked for is not there."),
        Text(
            "Nomor baris dihitung dari baris pertama berkas, yang dalam tabel memuat nama kolom.",
            "Rows count from the first line of the file, which in a table holds the names of the columns.",
        ),
        _NO_EXAMPLE,
        _NO_EXAMPLE,
    )

    @property
    def message(self) -> Text:
        return self._at(Text("tidak ada pekerja pada baris ini", "there is no worker on this row"))


@diagnostic("PE629", "data-for-header", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class DataForHeader(DataProblem):
    """The row that should hold the names of columns holds dates or numbers; they are not repeated."""

    page = Page(
        Text("Kepala tabel berisi data.", "The header of a table holds data."),
        Text(
            "Tabel tanpa kepala membuat pekerja pertama dikira nama kolom, dan hilang.",
            "A table without a header makes the first worker pass for names of columns, and get lost.",
        ),
        "1985-03-02,ojek\n1990-07-01,marbot\n",
        "lahir,pekerjaan\n1985-03-02,ojek\n1990-07-01,pedagang_kecil\n",
    )

    @property
    def message(self) -> Text:
        return self._at(
            Text(
                "berisi tanggal atau bilangan, seharusnya nama kolom",
                "holds dates or numbers, expected names of columns",
            )
        )

    @property
    def help(self) -> Text | None:
        return Text(
            "tambahkan baris nama kolom di atasnya", "add a row with the names of the columns above it"
        )
