"""A report of `check` in; the JSON that GitLab reads as a code quality report out."""

import json
from types import MappingProxyType

from policy_engine.commands.fingerprint import fingerprints, uri
from policy_engine.commands.report import Report
from policy_engine.diagnostics.model import Severity
from policy_engine.domain.bilingual import Language

_SEVERITY = MappingProxyType({Severity.ERROR: "critical", Severity.WARNING: "major", Severity.NOTE: "info"})


def write(report: Report, language: Language) -> str:
    """Write the findings; one without a place is put on the first line of the project."""
    marks = fingerprints(report.findings, report.outlines)
    entries = [
        {
            "description": f"{found.code} {found.message.in_(language)}",
            "check_name": found.name,
            "fingerprint": mark,
            "severity": _SEVERITY[found.severity],
            "location": {
                "path": "." if found.span is None else uri(found.span.source.path),
                "lines": {
                    "begin": 1 if found.span is None else found.span.line,
                    "end": 1 if found.span is None else found.span.end_line,
                },
            },
        }
        for found, mark in zip(report.findings, marks, strict=True)
    ]
    return json.dumps(entries, ensure_ascii=False, indent=2)
