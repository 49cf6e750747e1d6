"""What can keep a document from being written: a template, a library, or a day without a text in force."""

from typing import ClassVar

from policy_engine.diagnostics.model import Diagnostic, Page, Severity, diagnostic
from policy_engine.domain.bilingual import Text
from policy_engine.structure import dataclass


@diagnostic("PE690", "broken-template", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenTemplate(Diagnostic):
    """A template cannot be run: its file, line from 1, and the words of the template engine."""

    page: ClassVar[Page] = Page(
        summary=Text("Sebuah templat tidak dapat dijalankan.", "A template cannot be run."),
        why=Text(
            "Templat milik sendiri dijalankan di tempat tertutup: ia hanya melihat dokumennya. Kalau ada yang salah, "
            "tidak ada dokumen yang ditulis, supaya tidak ada ringkasan yang setengah jadi.",
            "Your own template runs in a closed place: it sees the document alone. Where something is wrong in it no "
            "document is written, so that there is no half-made summary.",
        ),
        bad="",
        good="",
    )

    path: str
    line: int
    reason: str

    @property
    def message(self) -> Text:
        return Text(
            f"templat `{self.path}` tidak dapat dijalankan pada baris {self.line}: {self.reason}",
            f"the template `{self.path}` cannot be run at line {self.line}: {self.reason}",
        )

    @property
    def help(self) -> Text:
        return Text(
            "perbaiki baris itu, atau jalankan tanpa `--templates` untuk memakai templat bawaan",
            "repair that line, or run without `--templates` to use the templates that come with the program",
        )


@diagnostic("PE691", "format-needs-library", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class FormatNeedsLibrary(Diagnostic):
    """A format is written by a library that is not installed, or that lacks a library of the system."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "Bentuk keluaran ini memerlukan pustaka yang belum terpasang.",
            "This output format needs a library that is not installed.",
        ),
        why=Text(
            "PDF dan DOCX ditulis oleh pustaka yang terawat dan tidak wajib dipasang; Markdown, HTML, dan Akoma "
            "Ntoso selalu tersedia.",
            "PDF and DOCX are written by well-kept libraries that need not be installed; Markdown, HTML and Akoma "
            "Ntoso are always there.",
        ),
        bad="",
        good="",
    )

    form: str
    library: str
    reason: str

    @property
    def message(self) -> Text:
        return Text(
            f"bentuk `{self.form}` memerlukan `{self.library}`, yang tidak dapat dipakai: {self.reason}",
            f"the format `{self.form}` needs `{self.library}`, which cannot be used: {self.reason}",
        )

    @property
    def help(self) -> Text:
        return Text(
            "pasang dengan `pip install policy-engine[documents]`; untuk PDF juga Pango "
            "(paket Debian libpango-1.0-0 dan libpangoft2-1.0-0)",
            "install it with `pip install policy-engine[documents]`; for PDF also Pango "
            "(the Debian packages libpango-1.0-0 and libpangoft2-1.0-0)",
        )


@diagnostic("PE692", "nothing-in-force", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class NothingInForce(Diagnostic):
    """No version of the instrument is in force on the day asked for."""

    page: ClassVar[Page] = Page(
        summary=Text("Tidak ada teks yang berlaku pada tanggal itu.", "No text is in force on that day."),
        why=Text(
            "Dokumen selalu tentang satu versi. Sebelum mulai berlaku dan setelah dicabut tidak ada versinya.",
            "A document is always about one version. Before commencement and after repeal there is none.",
        ),
        bad="",
        good="",
    )

    instrument: str
    on: str

    @property
    def message(self) -> Text:
        return Text(
            f"`{self.instrument}` tidak berlaku pada {self.on}",
            f"`{self.instrument}` is not in force on {self.on}",
        )

    @property
    def help(self) -> Text:
        return Text(
            "pilih tanggal lain dengan `--on`, atau tanpa `--on` untuk versi terakhir",
            "choose another day with `--on`, or leave it out for the last version",
        )


@diagnostic("PE693", "no-such-form", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class NoSuchForm(Diagnostic):
    """A document is not written in this format."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "Dokumen ini tidak ditulis dalam bentuk itu.", "This document is not written in that format."
        ),
        why=Text(
            "Akoma Ntoso ialah bentuk naskah hukum; ringkasan dan lembar pejabat bukan naskah hukum.",
            "Akoma Ntoso is a format for the text of the law; a summary or a sheet is no text of the law.",
        ),
        bad="",
        good="",
    )

    what: str
    form: str

    @property
    def message(self) -> Text:
        return Text(
            f"`--what {self.what}` tidak dapat ditulis sebagai `{self.form}`",
            f"`--what {self.what}` cannot be written as `{self.form}`",
        )

    @property
    def help(self) -> Text:
        return Text("pakai `--what law` untuk `--format akn`", "use `--what law` for `--format akn`")


@diagnostic("PE694", "no-such-place", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class NoSuchPlace(Diagnostic):
    """The history is asked of a place that the instrument never had; `known` are those it has or had."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "Riwayat diminta dari tempat yang tidak pernah ada.",
            "The history of a place that never was is asked for.",
        ),
        why=Text(
            "Riwayat mengikuti satu pasal, butir, ayat, huruf, atau angka dari versi ke versi. Tempat yang tak pernah "
            "ada tidak mempunyai riwayat, dan riwayat kosong akan terbaca seolah-olah tidak pernah diubah.",
            "A history follows one article, item, paragraph, letter or number from version to version. A place that "
            "never was has none, and an empty history would read as if it had never been changed.",
        ),
        bad="",
        good="",
    )

    asked: str
    instrument: str
    known: tuple[str, ...]

    @property
    def message(self) -> Text:
        return Text(
            f"`{self.instrument}` tidak pernah mempunyai `{self.asked}`",
            f"`{self.instrument}` never had `{self.asked}`",
        )

    @property
    def help(self) -> Text:
        few = ", ".join(self.known[:12])
        return Text(f"tempat yang ada antara lain: {few}", f"places that it has: {few}, for example")


@diagnostic("PE695", "unreadable-simulation", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadableSimulation(Diagnostic):
    """A file is not the JSON of `simulate`, or says nothing of the instrument."""

    page: ClassVar[Page] = Page(
        summary=Text("Berkas simulasi tidak dapat dibaca.", "A file of a simulation cannot be read."),
        why=Text(
            "Lembar pejabat memuat angka simulasi apa adanya. Berkas yang bukan hasil `simulate`, atau yang tidak "
            "memuat naskah ini, tidak boleh terbaca sebagai angka nol.",
            "A decision maker's sheet shows the figures of a simulation as they are. A file that `simulate` did not "
            "write, or that does not hold this instrument, must not be read as zero.",
        ),
        bad="",
        good="",
    )

    path: str
    reason: str

    @property
    def message(self) -> Text:
        return Text(
            f"`{self.path}` bukan hasil `simulate` atas naskah ini: {self.reason}",
            f"`{self.path}` is not what `simulate` wrote of this instrument: {self.reason}",
        )

    @property
    def help(self) -> Text:
        return Text(
            "pakai `budget.json` dari folder yang ditulis `simulate`",
            "use `budget.json` of the folder that `simulate` wrote",
        )
