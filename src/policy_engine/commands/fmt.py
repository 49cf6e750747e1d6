"""`fmt`: policy files in; the same trees in the one style out, comments kept.

A file is never written when what was printed would not read back as the same tree.
"""

import difflib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from policy_engine import workspace
from policy_engine.cache import write_whole
from policy_engine.diagnostics.model import Diagnostic, Severity
from policy_engine.domain.bilingual import Language, Text
from policy_engine.source import SourceFile
from policy_engine.structure import dataclass
from policy_engine.syntax import parser, printer

_WORDS = {
    Language.ID: re.compile(
        r"\b(?:instrumen|fakta|kosakata|parameter|uji|contoh|pastikan|adalah|tentang|Pasal)\b"
    ),
    Language.EN: re.compile(r"\b(?:instrument|fact|vocabulary|test|example|ensure|about|Article)\b"),
}
_ENDS_OF_LINES = Text(
    "{path}: hanya akhir barisnya yang berbeda (CRLF, atau baris kosong di akhir berkas)",
    "{path}: only the ends of its lines differ (CRLF, or blank lines at the end of the file)",
)
_QUOTED_OR_COMMENT = re.compile(r'"[^"\n]*"|#[^\n]*')


@dataclass(frozen=True, slots=True)
class Formatted:
    """One file before and after; `changed_meaning` where the printed text would not read back the same."""

    source: SourceFile
    text: str
    changed_meaning: bool = False

    @property
    def differs(self) -> bool:
        """Say whether there is something to write."""
        return not self.changed_meaning and self.text != self.source.text


@dataclass(frozen=True, slots=True)
class Report:
    """What became of each file, and the files that could not be read or parsed."""

    files: tuple[Formatted, ...]
    diagnostics: tuple[Diagnostic, ...]
    readable: bool


def fmt(paths: Sequence[str], language: Language | None) -> Report:
    """Print every policy file in the one style, in a language or in its own; nothing is written yet."""
    opened = workspace.open_workspace(paths, prelude=False)
    found = [_formatted(source, language) for source in opened.own]
    files = tuple(each for each in found if isinstance(each, Formatted))
    problems = tuple(problem for each in found if not isinstance(each, Formatted) for problem in each)
    return Report(files, (*opened.diagnostics, *problems), readable=not opened.diagnostics)


def fmt_text(name: str, text: str, language: Language | None) -> Report:
    """Print one text in the one style."""
    found = _formatted(SourceFile(name, text), language)
    if isinstance(found, Formatted):
        return Report((found,), (), readable=True)
    return Report((), found, readable=True)


def write(formatted: Formatted) -> None:
    """Put the printed text in place of the file, in one step."""
    write_whole(Path(formatted.source.path), formatted.text.encode("utf-8"))


def diff(formatted: Formatted, language: Language) -> Iterator[str]:
    """Give a unified diff of one file, line by line without line ends; in words where only line ends differ."""
    path = formatted.source.path
    before, after = formatted.source.text.splitlines(), formatted.text.splitlines()
    changed = difflib.unified_diff(before, after, path, path, lineterm="")
    first = next(changed, None)
    if first is None:
        # What differs is no line but how lines end, which a diff of lines cannot show.
        yield _ENDS_OF_LINES.in_(language).format(path=path)
    else:
        yield first
        yield from changed


def language_of(text: str) -> Language:
    """Tell in which language a file's keywords are mostly written; Indonesian when they do not tell."""
    bare = _QUOTED_OR_COMMENT.sub("", text)
    english = len(_WORDS[Language.EN].findall(bare))
    return Language.EN if english > len(_WORDS[Language.ID].findall(bare)) else Language.ID


def _formatted(source: SourceFile, language: Language | None) -> Formatted | tuple[Diagnostic, ...]:
    parsed = parser.parse(source)
    errors = tuple(each for each in parsed.diagnostics if each.severity is Severity.ERROR)
    if parsed.tree is None or errors:
        return errors or tuple(parsed.diagnostics)
    text = printer.print_file(parsed.tree, parsed.comments, language or language_of(source.text))
    again = parser.parse(SourceFile(source.path, text))
    return Formatted(source, text, changed_meaning=again.tree != parsed.tree)
