"""PE92x: findings that an author sets aside in the source or in a baseline, and whether that still holds."""

from typing import ClassVar

from policy_engine.diagnostics.model import Applicability, Diagnostic, Edit, Fix, Page, Severity, diagnostic
from policy_engine.diagnostics.suggest import did_you_mean
from policy_engine.diagnostics.wording import date, regulation, say
from policy_engine.domain.bilingual import Text
from policy_engine.domain.dates import PackedDate
from policy_engine.structure import dataclass

_HEADER = "daerah kabupaten_karimun  segmen bpu\n  diundangkan 2025-01-02  mulai berlaku 2025-01-03"
_TARGET = "Pasal 1  Target Penerima 5 orang."
_REASON = 'karena "sasaran ini dari RPJMD"'


def _with(comment: str) -> str:
    return regulation(f"{_TARGET}  {comment}", header=_HEADER)


@diagnostic("PE920", "unknown-code-suppressed", Severity.WARNING)
@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownCodeSuppressed(Diagnostic):
    """A comment sets aside a code that no finding has."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "Pengabaian menyebut kode yang tidak ada.", "A suppression names a code that is not there."
        ),
        why=Text(
            "Kode yang salah ketik tidak mengabaikan apa pun, dan orang mengira ada yang diabaikan.",
            "A mistyped code sets nothing aside, while its reader believes that it does.",
        ),
        bad=_with(f"# abaikan PE499 {_REASON}"),
        good=_with(f"# abaikan PE408 {_REASON}"),
    )

    written: str
    near: tuple[str, ...]

    @property
    def message(self) -> Text:
        return say("tidak ada temuan `{c}`", "there is no finding `{c}`", c=self.written)

    @property
    def help(self) -> Text | None:
        return did_you_mean(self.near)


@diagnostic("PE921", "suppression-without-reason", Severity.WARNING)
@dataclass(frozen=True, slots=True, kw_only=True)
class SuppressionWithoutReason(Diagnostic):
    """A comment sets a finding aside and does not say why; it has no effect."""

    page: ClassVar[Page] = Page(
        summary=Text("Pengabaian tanpa alasan.", "A suppression without a reason."),
        why=Text(
            "Orang yang membaca rancangan kemudian harus tahu mengapa temuan itu boleh tinggal.",
            "Whoever reads the draft later must know why the finding may stay.",
        ),
        bad=_with("# abaikan PE408"),
        good=_with(f"# abaikan PE408 {_REASON}"),
    )

    @property
    def message(self) -> Text:
        return Text("pengabaian ini tidak menyebut alasan", "this suppression does not give a reason")

    @property
    def help(self) -> Text:
        return Text(
            'tulis `karena "..."`, dan bila perlu `sampai 2026-12-31`',
            'write `because "..."`, and `until 2026-12-31` where it should end',
        )


@diagnostic("PE922", "unused-suppression", Severity.WARNING)
@dataclass(frozen=True, slots=True, kw_only=True)
class UnusedSuppression(Diagnostic):
    """A comment sets aside a finding that is not there."""

    page: ClassVar[Page] = Page(
        summary=Text("Pengabaian yang tidak lagi diperlukan.", "A suppression that nothing needs."),
        why=Text(
            "Pengabaian yang tertinggal akan menutupi temuan yang sama bila kelak muncul lagi.",
            "One left behind would hide the same finding when it comes back.",
        ),
        bad=_with(f"# abaikan PE408, PE409 {_REASON}"),
        good=_with(f"# abaikan PE408 {_REASON}"),
    )

    suppressed: str
    whole: bool

    @property
    def message(self) -> Text:
        return say("`{c}` tidak ditemukan di sini", "`{c}` is not found here", c=self.suppressed)

    @property
    def fix(self) -> Fix | None:
        if not self.whole or self.span is None:
            return None
        edit = Edit(self.span, "")
        return Fix(Text("hapus pengabaian ini", "remove this suppression"), (edit,), Applicability.SAFE)


@diagnostic("PE923", "expired-suppression", Severity.WARNING)
@dataclass(frozen=True, slots=True, kw_only=True)
class ExpiredSuppression(Diagnostic):
    """A comment sets a finding aside until a day that is over; it has no effect any more."""

    page: ClassVar[Page] = Page(
        summary=Text("Pengabaian sudah lewat waktunya.", "A suppression is over."),
        why=Text(
            "Batas waktu ditulis agar seseorang memutuskannya lagi pada hari itu.",
            "The day was written so that someone decides again when it comes.",
        ),
        bad=_with(f"# abaikan PE408 {_REASON} sampai 2020-12-31"),
        good=_with(f"# abaikan PE408 {_REASON} sampai 2399-12-31"),
    )

    until: PackedDate

    @property
    def message(self) -> Text:
        return say("pengabaian ini berakhir {d}", "this suppression ended on {d}", d=date(self.until))


@diagnostic("PE924", "not-suppressible", Severity.WARNING)
@dataclass(frozen=True, slots=True, kw_only=True)
class NotSuppressible(Diagnostic):
    """A comment sets aside a finding that nobody may set aside."""

    page: ClassVar[Page] = Page(
        summary=Text("Temuan ini tidak dapat diabaikan.", "This finding cannot be set aside."),
        why=Text(
            "Selama ada kesalahan seperti itu, kebijakan tidak dapat dijalankan; mengabaikannya tidak "
            "mengubah hal itu.",
            "While there is such an error the policy cannot run, and setting it aside does not change that.",
        ),
        bad=_with(f"# abaikan PE101 {_REASON}"),
        good=_with(f"# abaikan PE408 {_REASON}"),
    )

    suppressed: str

    @property
    def message(self) -> Text:
        return say("`{c}` tidak dapat diabaikan", "`{c}` cannot be set aside", c=self.suppressed)


@diagnostic("PE926", "unused-waiver", Severity.WARNING)
@dataclass(frozen=True, slots=True, kw_only=True)
class UnusedWaiver(Diagnostic):
    """An entry of the project file sets aside what is not found, or does so until a day that is over."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "Pengabaian dalam berkas proyek tidak lagi diperlukan.",
            "The project file sets aside what is not there.",
        ),
        why=Text(
            "Pengabaian yang tertinggal akan menutupi temuan yang sama bila kelak muncul lagi.",
            "One left behind would hide the same finding when it comes back.",
        ),
        bad="",
        good="",
    )

    path: str
    waived: str
    files: str
    over: PackedDate | None

    @property
    def message(self) -> Text:
        if self.over is not None:
            return say(
                "`{p}` mengabaikan `{c}` pada `{f}` sampai {d}, dan hari itu sudah lewat",
                "`{p}` sets `{c}` of `{f}` aside until {d}, and that day is over",
                p=self.path,
                c=self.waived,
                f=self.files,
                d=date(self.over),
            )
        return say(
            "`{p}` mengabaikan `{c}` pada `{f}`, dan temuan itu tidak ada",
            "`{p}` sets `{c}` of `{f}` aside, and there is no such finding",
            p=self.path,
            c=self.waived,
            f=self.files,
        )


@diagnostic("PE925", "stale-baseline-entry", Severity.WARNING)
@dataclass(frozen=True, slots=True, kw_only=True)
class StaleBaselineEntry(Diagnostic):
    """A baseline lists findings that are no longer there."""

    page: ClassVar[Page] = Page(
        summary=Text("Baseline menyebut temuan yang sudah tidak ada.", "A baseline lists what is gone."),
        why=Text(
            "Entri yang tertinggal akan menutupi temuan yang sama bila kelak muncul lagi.",
            "An entry left behind would hide the same finding when it comes back.",
        ),
        bad="",
        good="",
    )

    path: str
    listed: str
    place: str
    number: int

    @property
    def message(self) -> Text:
        return say(
            "`{p}` mencatat {n} temuan `{c}` pada {w} yang sudah tidak ada",
            "`{p}` lists {n} of `{c}` at {w} that are no longer there",
            p=self.path,
            n=self.number,
            c=self.listed,
            w=self.place,
        )

    @property
    def help(self) -> Text:
        return Text("jalankan `check --update-baseline`", "run `check --update-baseline`")
