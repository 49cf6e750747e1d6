"""What a diagnostic is: facts about a problem in, messages in both languages, labels and fixes out.

One class a problem. The decorator `diagnostic` gives it a code and registers it; its `page` explains it;
its fields are its facts. Everything shown anywhere is derived from one such record.
Rendering is not here, and neither is any particular problem.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import Enum
from itertools import groupby
from types import MappingProxyType
from typing import ClassVar, TypeVar

from policy_engine.domain.bilingual import Text
from policy_engine.source import Span
from policy_engine.structure import dataclass


class Severity(Enum):
    """How grave a finding is; an error stops what follows."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def title(self) -> Text:
        """Give the word that opens a message of this severity."""
        return _SEVERITY_TITLE[self]


_SEVERITY_TITLE = MappingProxyType(
    {
        Severity.ERROR: Text("kesalahan", "error"),
        Severity.WARNING: Text("peringatan", "warning"),
        Severity.NOTE: Text("catatan", "note"),
    }
)


class Family(Enum):
    """What a finding is about: the first digit of its code."""

    SYNTAX = 0
    NAMES = 1
    LOGIC = 2
    TIME = 3
    MONEY = 4
    INSTRUMENTS = 5
    DATA = 6
    TESTS = 7
    GATES = 8
    DRAFTING = 9

    @property
    def title(self) -> Text:
        """Give the heading of the family in the catalogue."""
        return _FAMILY_TITLE[self]


_FAMILY_TITLE = MappingProxyType(
    {
        Family.SYNTAX: Text("Penulisan", "Syntax"),
        Family.NAMES: Text("Nama, jenis, dan satuan", "Names, types and units"),
        Family.LOGIC: Text("Logika dalam satu naskah", "Logic inside one instrument"),
        Family.TIME: Text("Waktu", "Time"),
        Family.MONEY: Text("Uang dan kuota", "Money and quotas"),
        Family.INSTRUMENTS: Text("Antarnaskah", "Between instruments"),
        Family.DATA: Text("Data dan pelindungan data pribadi", "Data and privacy"),
        Family.TESTS: Text("Uji dan sifat", "Tests and properties"),
        Family.GATES: Text("Perubahan", "Change gates"),
        Family.DRAFTING: Text("Perancangan dan rujukan", "Drafting and citations"),
    }
)


@dataclass(frozen=True, slots=True)
class Label:
    """Words about a place; a label on the diagnostic's own span stands beside its carets."""

    span: Span
    text: Text


@dataclass(frozen=True, slots=True)
class Edit:
    """A replacement of the characters of a span; an empty span inserts."""

    span: Span
    replacement: str


class Applicability(Enum):
    """Who may apply a fix: a machine, a person who has read it, or nobody without rewriting it."""

    SAFE = "safe"
    UNSAFE = "unsafe"
    DISPLAY = "display-only"


@dataclass(frozen=True, slots=True)
class Fix:
    """A proposed change: what it does in words, and the edits, which do not overlap."""

    title: Text
    edits: tuple[Edit, ...]
    applicability: Applicability


@dataclass(frozen=True, slots=True)
class Page:
    """The explanation of one code: what is wrong, why it matters, and policy text before and after.

    `bad` and `good` are empty together where the problem is with a file and no text can show it.
    """

    summary: Text
    why: Text
    bad: str
    good: str


@dataclass(frozen=True, slots=True)
class Kind:
    """What the registry knows of a diagnostic class."""

    code: str
    name: str
    severity: Severity

    @property
    def family(self) -> Family:
        """Give the family its code belongs to."""
        return Family(int(self.code[2]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic(ABC):
    """A problem found: where, under which legal heading such as `Pasal 5 ayat (1)`, and its facts.

    A subclass adds its facts as fields and overrides `message`; and `help`, `labels` and `fix` as properties
    where it has them. A field must not have the name of one of these properties. `regraded` is the severity
    that a project gives it instead of its own.
    """

    kind: ClassVar[Kind]
    page: ClassVar[Page]

    span: Span | None = None
    heading: Text | None = None
    regraded: Severity | None = None

    @property
    def code(self) -> str:
        """Give the stable code, such as `PE101`."""
        return self.kind.code

    @property
    def name(self) -> str:
        """Give the name that says the defect, such as `unknown-name`."""
        return self.kind.name

    @property
    def severity(self) -> Severity:
        """Give how grave it is."""
        return self.regraded or self.kind.severity

    @property
    @abstractmethod
    def message(self) -> Text:
        """Say what is the case: one sentence, lower case, no full stop, the author's text in backticks."""

    @property
    def help(self) -> Text | None:
        """Say what to do about it, if that can be said."""
        return None

    @property
    def witness(self) -> tuple[Text, ...]:
        """Give who or what shows the finding, one line each, in the words of the domain."""
        return ()

    @property
    def labels(self) -> tuple[Label, ...]:
        """Give the places that have a word of their own."""
        return ()

    @property
    def fix(self) -> Fix | None:
        """Give the change that would repair it, if there is one."""
        return None


@dataclass(frozen=True, slots=True)
class Retired:
    """A code no longer reported, which is never given to another problem."""

    name: str
    since: str
    reason: Text


RETIRED: Mapping[str, Retired] = MappingProxyType(
    {
        "PE158": Retired(
            "shares-not-whole", "0.1.0", Text("PE412 menyebut hal yang sama", "PE412 tells the same")
        ),
        "PE534": Retired(
            "dangling-citation", "0.1.0", Text("PE106 menyebut hal yang sama", "PE106 tells the same")
        ),
        "PE918": Retired("deep-list", "0.1.0", Text("PE019 menyebut hal yang sama", "PE019 tells the same")),
    }
)
"""Codes that were reported once, with the version that stopped."""

_registered: dict[str, type[Diagnostic]] = {}

REGISTRY: Mapping[str, type[Diagnostic]] = MappingProxyType(_registered)
"""Every diagnostic class by its code; a module adds its classes when it is imported."""

_Class = TypeVar("_Class", bound=type[Diagnostic])


def diagnostic(code: str, name: str, severity: Severity) -> Callable[[_Class], _Class]:
    """Give a diagnostic class its code, its name and its severity, and enter it in the registry."""

    def register(cls: _Class) -> _Class:
        _refuse_unless(re.fullmatch(r"PE[0-9]{3}", code) is not None, f"{code} is not a code")
        _refuse_unless(re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", name) is not None, f"{name} is not a name")
        _refuse_unless(code not in _registered, f"{code} is taken")
        _refuse_unless(code not in RETIRED, f"{code} is retired")
        _refuse_unless(find(name) is None, f"{name} is taken")
        _refuse_unless(isinstance(getattr(cls, "page", None), Page), f"{code} has no page")
        cls.kind = Kind(code, name, severity)
        _registered[code] = cls
        return cls

    return register


def find(code_or_name: str) -> type[Diagnostic] | None:
    """Give the class with a code, in any case, or with a name; or None."""
    if (found := _registered.get(code_or_name.upper())) is not None:
        return found
    return next((cls for cls in _registered.values() if cls.kind.name == code_or_name), None)


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Sort as a reader goes through the files: by path, place, code; what has no place comes first."""
    # To say a message costs more than to sort: only those are said that share a place and a code.
    alike = groupby(sorted(diagnostics, key=_place), key=_place)
    return tuple(found for _, group in alike for found in _by_message(tuple(group)))


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """Give the text with every edit made; edits of one text must not overlap."""
    end = len(text)
    for edit in sorted(edits, key=lambda edit: (edit.span.start, edit.span.end), reverse=True):
        _refuse_unless(edit.span.end <= end, f"edits overlap at {edit.span}")
        text = text[: edit.span.start] + edit.replacement + text[edit.span.end :]
        end = edit.span.start
    return text


def _place(found: Diagnostic) -> tuple[str, int, int, str]:
    span = found.span
    return ("", 0, 0, found.code) if span is None else (span.source.path, span.start, span.end, found.code)


def _by_message(alike: Sequence[Diagnostic]) -> Sequence[Diagnostic]:
    return alike if len(alike) == 1 else sorted(alike, key=lambda found: found.message.english)


def _refuse_unless(condition: bool, message: str) -> None:  # noqa: FBT001  the condition itself
    if not condition:
        raise ValueError(message)
