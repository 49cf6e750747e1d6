"""PE63x: whole registers of workers, as files, and what only a whole register shows, such as a NIK given twice.

As in `data`, nothing here repeats an identity number or a cell: the row, the column and what was expected do.
"""

from policy_engine.diagnostics.data import DataProblem, FileProblem
from policy_engine.diagnostics.model import Page, Severity, diagnostic
from policy_engine.domain.bilingual import Text
from policy_engine.structure import dataclass

_NO_EXAMPLE = ""

_MOST_ROWS = 5


@diagnostic("PE630", "no-register", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class NoRegister(FileProblem):
    """A folder was named as a register and holds no Parquet file."""

    page = Page(
        Text("Folder tidak memuat register.", "A folder holds no register."),
        Text(
            "Folder dibaca sebagai kumpulan berkas Parquet, seperti yang ditulis Spark; yang lain bukan register.",
            "A folder is read as the Parquet files in it, as Spark writes them; anything else is no register.",
        ),
        _NO_EXAMPLE,
        _NO_EXAMPLE,
    )

    @property
    def message(self) -> Text:
        return Text(
            f"tidak ada berkas `.parquet` di dalam `{self.path}`",
            f"there is no `.parquet` file in `{self.path}`",
        )


@diagnostic("PE631", "damaged-register", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class DamagedRegister(FileProblem):
    """A file is not of the kind that its name says, or is cut off or damaged."""

    form: str

    page = Page(
        Text("Berkas register rusak atau terpotong.", "A file of workers is damaged or cut off."),
        Text(
            "Membaca sebagian berkas akan menghilangkan pekerja tanpa terlihat, maka tidak ada yang diputus.",
            "Reading part of a file would lose workers without anyone noticing, so nothing is decided.",
        ),
        _NO_EXAMPLE,
        _NO_EXAMPLE,
    )

    @property
    def message(self) -> Text:
        return Text(
            f"`{self.path}` bukan berkas {self.form} yang utuh",
            f"`{self.path}` is not a whole {self.form} file",
        )

    @property
    def help(self) -> Text | None:
        return Text("salin atau ekspor ulang berkas itu", "copy or export the file again")


@diagnostic("PE640", "files-of-different-columns", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class DifferentColumns(FileProblem):
    """A file of a folder has other columns than the first file, or columns of another type."""

    first: str
    columns: tuple[str, ...]
    """Those that differ, by name."""

    page = Page(
        Text("Berkas dalam satu folder tidak sekolom.", "The files of a folder have different columns."),
        Text(
            "Satu folder dibaca sebagai satu register. Kolom yang hanya ada di sebagian berkas akan membuat fakta "
            "sebagian pekerja hilang tanpa terlihat.",
            "A folder is read as one register. A column that only some of its files have would lose a fact of some "
            "workers without anyone noticing.",
        ),
        _NO_EXAMPLE,
        _NO_EXAMPLE,
    )

    @property
    def message(self) -> Text:
        listed = ", ".join(f"`{name}`" for name in self.columns[:_MOST_ROWS])
        more = ", …" if len(self.columns) > _MOST_ROWS else ""
        return Text(
            f"`{self.path}` berbeda dari `{self.first}` pada kolom {listed}{more}",
            f"`{self.path}` differs from `{self.first}` in the columns {listed}{more}",
        )

    @property
    def help(self) -> Text | None:
        return Text(
            "samakan nama dan jenis kolom, atau putuskan setiap berkas sendiri",
            "give the columns the same names and types, or decide each file by itself",
        )


@diagnostic("PE632", "column-of-wrong-type", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class WrongColumnType(DataProblem):
    """A typed column (Parquet, Arrow, a data frame) cannot hold its fact at all."""

    found: str
    fact: str

    page = Page(
        Text("Jenis kolom tidak dapat memuat faktanya.", "The type of a column cannot hold its fact."),
        Text(
            "NIK atau kode yang disimpan sebagai bilangan kehilangan nol di depannya; jenis lain akan menolak "
            "setiap baris.",
            "A NIK or a code that is stored as a number loses its leading zeros; any other type would reject every "
            "row.",
        ),
        _NO_EXAMPLE,
        _NO_EXAMPLE,
    )

    @property
    def message(self) -> Text:
        return self._at(
            Text(
                f"kolom berjenis {self.found} tidak dapat memuat `{self.fact}`",
                f"a column of type {self.found} cannot hold `{self.fact}`",
            )
        )

    @property
    def help(self) -> Text | None:
        return Text("simpan kolom itu sebagai teks", "store the column as text")


@diagnostic("PE633", "nik-of-different-rows", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class NikOfDifferentRows(DataProblem):
    """Rows that are not alike have the same NIK; `others` are the rows beside this one, ascending."""

    others: tuple[int, ...]

    page = Page(
        Text("Satu NIK dipakai oleh baris yang isinya berbeda.", "Rows that differ have the same NIK."),
        Text(
            "Program tidak dapat mengetahui baris mana yang benar, dan membayar dua kali untuk satu orang tidak "
            "boleh terjadi. Baris yang sama persis digabungkan.",
            "The program cannot know which row is right, and one person must not be paid for twice. Rows that are "
            "alike are merged.",
        ),
        _NO_EXAMPLE,
        _NO_EXAMPLE,
    )

    @property
    def message(self) -> Text:
        shown = ", ".join(str(row) for row in self.others[:_MOST_ROWS])
        more = ", …" if len(self.others) > _MOST_ROWS else ""
        return self._at(
            Text(
                f"NIK ini juga dipakai pada baris {shown}{more}, yang isinya berbeda",
                f"this NIK is also that of row {shown}{more}, which differs",
            )
        )

    @property
    def help(self) -> Text | None:
        return Text(
            "periksa pada dokumen kependudukan, dan sisakan satu baris",
            "check the identity documents, and keep one row",
        )


@diagnostic("PE634", "utf-16-file", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class Utf16File(FileProblem):
    """A table is text of UTF-16, as some programs write "Unicode text"."""

    page = Page(
        Text("Tabel disimpan sebagai UTF-16.", "A table is stored as UTF-16."),
        Text(
            "Hanya UTF-8 yang dibaca, supaya tidak ada penyandian yang ditebak.",
            "Only UTF-8 is read, so that no encoding is ever guessed.",
        ),
        _NO_EXAMPLE,
        _NO_EXAMPLE,
    )

    @property
    def message(self) -> Text:
        return Text(
            f"`{self.path}` berisi teks UTF-16, seharusnya UTF-8",
            f"`{self.path}` is UTF-16 text, expected UTF-8",
        )

    @property
    def help(self) -> Text | None:
        return Text(
            "simpan ulang sebagai UTF-8; di Excel pilih `CSV UTF-8`",
            "save it again as UTF-8; in Excel choose `CSV UTF-8`",
        )


@diagnostic("PE635", "no-such-sheet", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class NoSuchSheet(FileProblem):
    """A workbook has no sheet of this name, or has several and none was named."""

    named: str | None
    sheets: tuple[str, ...]

    page = Page(
        Text("Lembar kerja yang akan dibaca tidak jelas.", "It is not clear which sheet to read."),
        Text(
            "Lembar pertama sering berisi petunjuk atau rekapitulasi; program ini tidak memilihkan.",
            "The first sheet often holds instructions or a summary, and the program does not choose for you.",
        ),
        _NO_EXAMPLE,
        _NO_EXAMPLE,
    )

    @property
    def message(self) -> Text:
        if self.named is None:
            return Text(
                f"`{self.path}` memuat {len(self.sheets)} lembar, dan belum disebut yang mana",
                f"`{self.path}` holds {len(self.sheets)} sheets, and none was named",
            )
        return Text(
            f"`{self.path}` tidak memuat lembar `{self.named}`", f"`{self.path}` has no sheet `{self.named}`"
        )

    @property
    def help(self) -> Text | None:
        listed = ", ".join(f"`{name}`" for name in self.sheets)
        return Text(f"sebut dengan `--sheet`: {listed}", f"name it with `--sheet`: {listed}")


@diagnostic("PE636", "no-header", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class NoHeader(DataProblem):
    """No row of a sheet, or not the row that was named, holds names of columns that are known."""

    page = Page(
        Text("Kepala tabel tidak ditemukan.", "The header of a table was not found."),
        Text(
            "Tanpa nama kolom, isi sel tidak berarti apa-apa; dan baris data tidak boleh dikira kepala tabel.",
            "Without names of columns the cells mean nothing, and a row of data must not be taken for the header.",
        ),
        _NO_EXAMPLE,
        _NO_EXAMPLE,
    )

    @property
    def message(self) -> Text:
        return self._at(
            Text(
                "tidak ada baris yang memuat nama kolom yang dikenal",
                "there is no row with names of columns that are known",
            )
        )

    @property
    def help(self) -> Text | None:
        return Text(
            "sebut barisnya dengan `--header-row`, dan petakan nama kolomnya dengan `--map`",
            "name the row with `--header-row`, and map the names of its columns with `--map`",
        )


@diagnostic("PE637", "cell-stored-as-number", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class StoredAsNumber(DataProblem):
    """A NIK or a code stands as a number in a workbook or in JSON, which loses zeros; the value is not kept."""

    fact: str

    page = Page(
        Text(
            "NIK atau kode disimpan sebagai bilangan.",
            "A NIK or a code is stored as a number.",
        ),
        Text(
            "Lembar kerja hanya menyimpan 15 angka dari sebuah bilangan, dan setiap bilangan membuang nol: 16 angka "
            "NIK berubah, dan 21.10 menjadi 21.1.",
            "A workbook keeps 15 digits of a number, and any number drops zeros: the 16 digits of a NIK change, and "
            "21.10 becomes 21.1.",
        ),
        _NO_EXAMPLE,
        _NO_EXAMPLE,
    )

    @property
    def message(self) -> Text:
        return self._at(
            Text(
                f"`{self.fact}` disimpan sebagai bilangan, sehingga angka atau nolnya dapat hilang; seharusnya teks",
                f"`{self.fact}` is stored as a number, which may have lost digits or zeros; expected text",
            )
        )

    @property
    def help(self) -> Text | None:
        return Text(
            "beri kolom itu format Teks di lembar kerja (dalam JSON: tanda kutip), lalu isi ulang dari sumbernya",
            "give the column the format Text in the workbook (in JSON: quotation marks), and fill it again from its "
            "source",
        )


@diagnostic("PE639", "not-in-encoding", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class NotInEncoding(FileProblem):
    """A row is not text of the encoding that was declared, or is text of UTF-8 among others that are not."""

    row: int
    encoding: str

    page = Page(
        Text(
            "Baris tidak ditulis dalam penyandian yang dinyatakan.", "A row is not in the declared encoding."
        ),
        Text(
            "Register yang memuat dua penyandian mengubah nama orang dan tempat tanpa terlihat, pada sebagian baris.",
            "A register in two encodings changes names of people and places without anyone noticing, in some rows.",
        ),
        _NO_EXAMPLE,
        _NO_EXAMPLE,
    )

    @property
    def message(self) -> Text:
        return Text(
            f"baris {self.row} dari `{self.path}` bukan teks {self.encoding}",
            f"row {self.row} of `{self.path}` is not {self.encoding} text",
        )

    @property
    def help(self) -> Text | None:
        return Text(
            "sebut penyandian yang benar dengan `--encoding`; berkas gabungan dari dua sumber disimpan ulang dahulu, "
            "masing-masing sebagai UTF-8",
            "name the right encoding with `--encoding`; of a file put together from two sources, save each again as "
            "UTF-8 first",
        )


@diagnostic("PE638", "unreadable-workforce", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadableWorkforce(DataProblem):
    """A row of the file of the workforce is not a region and a number of people."""

    page = Page(
        Text("Berkas angkatan kerja tidak terbaca.", "The file of the workforce cannot be read."),
        Text(
            "Cakupan dihitung terhadap angka ini; satu baris yang salah mengubah persentase suatu daerah.",
            "Coverage is counted against these figures, and one wrong row changes the percentage of a region.",
        ),
        _NO_EXAMPLE,
        _NO_EXAMPLE,
    )

    @property
    def message(self) -> Text:
        return self._at(
            Text(
                "seharusnya wilayah dan jumlah orang, seperti `21.02,112000`",
                "expected a region and a number of people, such as `21.02,112000`",
            )
        )
