"""A report of `check` or `test` in; the XML that continuous integration reads as JUnit's out."""

import re
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from policy_engine.commands.fingerprint import uri
from policy_engine.commands.report import Report
from policy_engine.diagnostics import render
from policy_engine.diagnostics.model import Diagnostic
from policy_engine.domain.bilingual import Language
from policy_engine.structure import dataclass

_NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One case: the suite and class it is shown under, its name, and what was found in it.

    A finding that is not `grave` does not fail the case: a reader of the XML takes every failure for a reason to stop.
    """

    suite: str
    classname: str
    name: str
    found: Diagnostic | None
    explanation: str | None = None
    is_grave: bool = True

    @property
    def fails(self) -> bool:
        """Say whether the case failed."""
        return self.found is not None and self.is_grave


def of_findings(report: Report, language: Language) -> str:
    """Write findings as cases, one suite a file, which fail from the fail level on.

    A file without findings is one case that passed.
    """
    clean = sorted(report.outlines.keys() - {_path(found) for found in report.findings})
    entries = [
        *(
            Entry(
                _path(found),
                found.code,
                f"{_line(found)} {found.name}",
                found,
                is_grave=found.severity in report.grave,
            )
            for found in report.findings
        ),
        *(Entry(path, "check", "check", None) for path in clean),
    ]
    return document(sorted(entries, key=lambda entry: entry.suite), language)


def document(entries: Sequence[Entry], language: Language) -> str:
    """Write cases in the order given, those of one suite together."""
    failed = [entry for entry in entries if entry.fails]
    root = ET.Element("testsuites", name="policy-engine", tests=str(len(entries)), failures=str(len(failed)))
    for name in dict.fromkeys(entry.suite for entry in entries):
        of_suite = [entry for entry in entries if entry.suite == name]
        failures = sum(entry.fails for entry in of_suite)
        suite = ET.SubElement(
            root,
            "testsuite",
            name=_text(uri(name)),
            tests=str(len(of_suite)),
            failures=str(failures),
            errors="0",
        )
        for entry in of_suite:
            _case(suite, entry, language)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=False).join(
        ('<?xml version="1.0" encoding="UTF-8"?>\n', "")
    )


def _case(suite: ET.Element, entry: Entry, language: Language) -> None:
    case = ET.SubElement(suite, "testcase", classname=_text(entry.classname), name=_text(entry.name))
    found = entry.found
    if found is None:
        return
    if entry.fails:
        told = ET.SubElement(case, "failure", type=found.code, message=_text(found.message.in_(language)))
    else:
        told = ET.SubElement(case, "system-out")
    frame = render.render(found, language)
    told.text = _text(frame if entry.explanation is None else f"{frame}\n\n{entry.explanation}")


def _path(found: Diagnostic) -> str:
    return "-" if found.span is None else found.span.source.path


def _line(found: Diagnostic) -> str:
    return found.code if found.span is None else f"{found.code} {found.span.line}:{found.span.column}"


def _text(words: str) -> str:
    return _NOT_IN_XML.sub("\ufffd", words)
