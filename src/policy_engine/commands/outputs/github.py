"""A report of `check` in; workflow commands that GitHub shows beside the lines of a change out.

GitHub shows only some annotations of a step, so the counts follow as ordinary lines.
"""

from collections.abc import Iterator
from types import MappingProxyType

from policy_engine.commands.fingerprint import uri
from policy_engine.commands.report import Report, summary
from policy_engine.diagnostics.model import Diagnostic, Severity
from policy_engine.domain.bilingual import Language

_COMMAND = MappingProxyType({Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"})


def write(report: Report, language: Language) -> Iterator[str]:
    """Write one command a finding, then the summary."""
    for found in report.findings:
        yield f"::{_COMMAND[found.severity]} {_properties(found)}::{_data(_sentence(found, language))}"
    yield from summary(report, language)


def _sentence(found: Diagnostic, language: Language) -> str:
    """Say what is the case, who shows it, and what to do: an annotation is read without the report beside it."""
    told = (found.message, *found.witness, *((found.help,) if found.help is not None else ()))
    return "\n".join(words.in_(language) for words in told)


def _properties(found: Diagnostic) -> str:
    named = {"title": f"{found.code} {found.name}"}
    if found.span is not None:
        span = found.span
        named |= {"file": uri(span.source.path), "line": str(span.line), "endLine": str(span.end_line)}
        if span.line == span.end_line:
            end = max(span.column, span.source.column_of(span.end))
            named |= {"col": str(span.column), "endColumn": str(end)}
    return ",".join(f"{name}={_property(value)}" for name, value in named.items())


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
