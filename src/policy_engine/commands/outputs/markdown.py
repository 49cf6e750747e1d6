"""A report of `check` in; a Markdown summary for the page of a job out."""

import re
from collections.abc import Iterator

from policy_engine.commands.fingerprint import uri
from policy_engine.commands.report import Report, summary
from policy_engine.diagnostics.model import Diagnostic
from policy_engine.domain.bilingual import Language, Text

_HEAD = Text("| temuan | tempat | keterangan |", "| finding | place | message |")
_TITLE = Text("## Hasil pemeriksaan kebijakan", "## What the check of the policies found")
_SPECIAL = re.compile(r"([\\|<>*\[\]])")


def write(report: Report, language: Language) -> Iterator[str]:
    """Write a heading, the summary as a list, and a table of the findings in their order."""
    yield f"{_TITLE.in_(language)}\n"
    yield from (f"- {line}" for line in summary(report, language))
    if report.findings:
        yield f"\n{_HEAD.in_(language)}"
        yield "|---|---|---|"
        yield from (_row(found, report, language) for found in report.findings)


def _row(found: Diagnostic, report: Report, language: Language) -> str:
    severity = found.severity.title.in_(language)
    place = "" if found.span is None else f"{uri(found.span.source.path)}:{found.span.line}"
    outline = None if found.span is None else report.outlines.get(found.span.source.path)
    named = "" if outline is None or found.span is None else outline.words_of(found.span, language)
    message = found.message.in_(language)
    helped = "" if found.help is None else f"; {found.help.in_(language)}"
    cells = (f"{severity} {found.code} {found.name}", f"{place} {named}".strip(), message + helped)
    return "| " + " | ".join(map(_cell, cells)) + " |"


def _cell(words: str) -> str:
    """Write words so that they stay in their cell, and mean nothing to Markdown but code."""
    return _SPECIAL.sub(r"\\\1", " ".join(words.split()))
