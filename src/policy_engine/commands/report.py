"""What `check` gives: findings, how much was analysed and how much was not, and the words that sum it up."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from types import MappingProxyType
from typing import Any

from policy_engine.commands.suppression import SetAside, Suppression
from policy_engine.diagnostics.model import Diagnostic, Severity
from policy_engine.diagnostics.money import OF_SHARES_AND_ORDER
from policy_engine.domain.bilingual import Language, Text
from policy_engine.proofs.shown import Account, Extent, Shown
from policy_engine.structure import dataclass
from policy_engine.syntax.outline import Outline


@dataclass(frozen=True, slots=True)
class Stamped:
    """Findings as they are kept: the name of their ledger, and those of each part with a hash of what they show."""

    shelf: str
    parts: Sequence[tuple[bytes, tuple[Diagnostic, ...]]]


@dataclass(frozen=True, slots=True)
class Counts:
    """How much was analysed and proved about, and how much the policies leave open."""

    files: int = 0
    instruments: int = 0
    norms: int = 0
    tests: int = 0
    not_encoded: int = 0
    blanks: int = 0
    interpretations: int = 0
    proved: int = 0
    pairs: int = 0
    questions: int = 0


@dataclass(frozen=True, slots=True)
class Unproved:
    """A file that was not proved, the errors it is because of, and whether one of them stands in it."""

    path: str
    because: tuple[Diagnostic, ...]

    @property
    def is_broken(self) -> bool:
        """Whether an error stands in the file itself."""
        return any(each.span is not None and each.span.source.path == self.path for each in self.because)

    @property
    def data(self) -> dict[str, Any]:
        """Write it for machines."""
        return {
            "file": self.path,
            "because": [
                {"code": found.code, "file": found.span.source.path, "line": found.span.line}
                for found in self.because
                if found.span is not None
            ],
        }


@dataclass(frozen=True, slots=True)
class Report:
    """The findings in order of place, those of the prelude left out unless they are errors.

    `complete` is false where errors kept the later analyses from running; `unproved` are the files asked for about
    which nothing was proved for that reason, where something was proved about others. What comments set aside, and what
    the baseline knows, is kept apart; `baseline` is the text to write to it, if that was asked for.
    """

    findings: tuple[Diagnostic, ...]
    counts: Counts
    complete: bool
    fails: bool
    readable: bool
    shown: Sequence[Shown] = ()
    """The workers who show the findings, for tests to be written of them."""
    unsettled: bool = False
    """Something was to be settled (`strict`) and was not."""
    set_aside: tuple[SetAside, ...] = ()
    known: tuple[Diagnostic, ...] = ()
    outlines: Mapping[str, Outline] = field(default_factory=lambda: MappingProxyType({}))
    baseline: str | None = None
    accounts: Sequence[Account] = ()
    """What proofs made of each clause, and why it was no more."""
    extents: tuple[int, ...] = ()
    """How many there are of each extent, in the order of `Extent`."""
    stamped: Stamped | None = None
    unproved: tuple[Unproved, ...] = ()
    grave: tuple[Severity, ...] = tuple(Severity)
    """The severities that fail the run."""

    @property
    def exit_code(self) -> int:
        """Give 2 where something could not be read, 4 where strictness asks for more, 1 for findings, else 0."""
        if not self.readable:
            return 2
        if self.unsettled:
            return 4
        return 1 if self.fails else 0


@dataclass(frozen=True, slots=True)
class Analysed:
    """What is remembered of checking some files: all that was found, and how much there was.

    `proved` is whether the solver has looked; `outlines` and `suppressions` are those of the files asked for.
    """

    diagnostics: tuple[Diagnostic, ...]
    counts: Counts
    complete: bool
    shown: Sequence[Shown] = ()
    outlines: Mapping[str, Outline] = field(default_factory=lambda: MappingProxyType({}))
    suppressions: tuple[Suppression, ...] = ()
    accounts: Sequence[Account] = ()
    extents: tuple[int, ...] = ()
    stamped: Stamped | None = None
    unproved: tuple[Unproved, ...] = ()


def statistics(report: Report, language: Language) -> Iterator[str]:
    """Count the findings by code, the most frequent first."""
    counted = Counter(found.code for found in report.findings)
    names = {found.code: f"{found.severity.title.in_(language)} {found.name}" for found in report.findings}
    for code, number in sorted(counted.items(), key=lambda entry: (-entry[1], entry[0])):
        yield f"{number:>6}  {code}  {names[code]}"


def summary(report: Report, language: Language) -> Iterator[str]:
    """Say how many findings there are, what was analysed, and what was not."""
    by_severity = {
        severity: sum(found.severity is severity for found in report.findings) for severity in Severity
    }
    found = ", ".join(
        _counted(number, severity).in_(language) for severity, number in by_severity.items() if number
    )
    nothing = Text("tidak ada temuan", "no findings").in_(language)
    yield f"{found or nothing}"
    if report.set_aside or report.known:
        yield Text(
            f"tidak dilaporkan: {len(report.set_aside)} diabaikan dengan alasan, {len(report.known)} "
            "sudah dicatat",
            f"not reported: {len(report.set_aside)} set aside with a reason, {len(report.known)} known before",
        ).in_(language)
    counts = report.counts
    analysed = Text(
        f"dianalisis: {counts.files} berkas, {counts.instruments} naskah, {counts.norms} norma, "
        f"{counts.tests} uji",
        f"analysed: {_many(counts.files, 'file')}, {_many(counts.instruments, 'instrument')}, "
        f"{_many(counts.norms, 'norm')}, {_many(counts.tests, 'test')}",
    )
    yield analysed.in_(language)
    if counts.proved:
        yield Text(
            f"dibuktikan: {counts.proved} naskah dan {counts.pairs} pasang naskah, {counts.questions} pertanyaan",
            f"proved: {_many(counts.proved, 'instrument')} and {_many(counts.pairs, 'pair')} of instruments, "
            f"{_many(counts.questions, 'question')}",
        ).in_(language)
    yield from _extents(report.extents, language)
    if not report.complete and not counts.instruments:
        # Where nothing could be compiled no instrument was counted.
        yield _OTHER_LAW.in_(language)
    elif not report.complete:
        if report.unproved:
            yield _left_out(report.unproved).in_(language)
        if not report.unproved or any(isinstance(found, OF_SHARES_AND_ORDER) for found in report.findings):
            yield _SHARES_AND_ORDER.in_(language)
    if (report.complete or counts.instruments) and (
        counts.not_encoded or counts.blanks or counts.interpretations
    ):
        yield Text(
            f"tidak dianalisis: {counts.not_encoded} ketentuan tidak dikodekan, {counts.blanks} "
            "bagian kosong; "
            f"{counts.interpretations} tafsir dipakai",
            f"not analysed: {_many(counts.not_encoded, 'clause')} not encoded, {_many(counts.blanks, 'blank')}; "
            f"{_many(counts.interpretations, 'interpretation')} relied on",
        ).in_(language)


def _many(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _extents(extents: Sequence[int], language: Language) -> Iterator[str]:
    """Say of how many clauses something was proved, and of each kind of the others why not more."""
    if not any(extents):
        return
    counted = dict(zip(Extent, extents, strict=True))
    words = (f"{counted[extent]} {_EXTENT[extent].in_(language)}" for extent in Extent if counted[extent])
    yield f"{_CLAUSES.in_(language)}: {', '.join(words)}"


def _left_out(unproved: Sequence[Unproved]) -> Text:
    broken = sum(each.is_broken for each in unproved)
    behind = len(unproved) - broken
    return Text(
        f"tidak dibuktikan: {broken} berkas yang memuat kesalahan dan {behind} yang bergantung padanya, sampai "
        "kesalahan itu diperbaiki; selebihnya dianalisis",
        f"not proved: {_files(broken)} with errors and {behind} that depend on them, until the errors are repaired; "
        "all else was analysed",
    )


def _files(number: int) -> str:
    return f"{number} file{'' if number == 1 else 's'}"


_OTHER_LAW = Text(
    "tidak dianalisis: hubungan dengan peraturan lain, sampai kesalahan di atas diperbaiki",
    "not analysed: how it stands to other law, until the errors above are repaired",
)
_SHARES_AND_ORDER = Text(
    "tidak dianalisis: siapa menanggung berapa dan siapa didahulukan, sampai kesalahan di atas diperbaiki; "
    "selebihnya dianalisis",
    "not analysed: who bears how much and who comes first, until the errors above are repaired; all else was",
)
_CLAUSES = Text("ketentuan", "clauses")
_EXTENT = MappingProxyType(
    {
        Extent.PROVED: Text("dibuktikan", "proved"),
        Extent.OPEN: Text("menunggu isian", "awaiting a blank"),
        Extent.OUTSIDE: Text("di luar pembuktian, dengan alasan", "outside proofs, with the reason"),
        Extent.NOT: Text("tidak dianalisis (PE299)", "not analysed (PE299)"),
    }
)


def _counted(number: int, severity: Severity) -> Text:
    title = severity.title
    return Text(f"{number} {title.indonesian}", f"{number} {title.english}{'' if number == 1 else 's'}")
