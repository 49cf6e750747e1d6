"""A report of `check` in; a SARIF 2.1.0 document out.

What a comment or the baseline sets aside is in it, marked so, because a finding that vanishes and comes back
would be taken for a new one. A worker who shows a finding is a code flow through the norms that are involved.
Regions count characters and their end is not included.
"""

import json
from collections.abc import Iterable, Iterator
from types import MappingProxyType
from urllib.parse import quote

from policy_engine.commands.fingerprint import fingerprints, place_of, uri
from policy_engine.commands.report import Report
from policy_engine.commands.suppression import SetAside, Waiver
from policy_engine.diagnostics.model import Applicability, Diagnostic, Edit, Severity
from policy_engine.diagnostics.render import Json
from policy_engine.domain.bilingual import Language, Text
from policy_engine.source import Span

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
FINGERPRINT = "policyEngine/v1"

_LEVEL = MappingProxyType({Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"})


def write(report: Report, language: Language) -> str:
    """Write the document; messages are in one language, and in both under `properties`."""
    return json.dumps(document(report, language), ensure_ascii=False, indent=2)


def document(report: Report, language: Language) -> dict[str, Json]:
    """Give the document as data."""
    from policy_engine import __version__  # noqa: PLC0415  it costs a look at the installed packages

    every = (*report.findings, *(each.found for each in report.set_aside), *report.known)
    classes = sorted({type(found) for found in every}, key=lambda cls: cls.kind.code)
    numbers = {cls.kind.code: number for number, cls in enumerate(classes)}
    aside = {id(each.found): each for each in report.set_aside}
    known = {id(found) for found in report.known}
    results: list[Json] = [
        _result(
            found,
            fingerprint,
            report,
            language,
            rule=numbers[found.code],
            aside=aside.get(id(found)),
            known=id(found) in known,
        )
        for found, fingerprint in zip(every, fingerprints(every, report.outlines), strict=True)
    ]
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "policy-engine",
                        "version": __version__,
                        "rules": [_rule(cls, language) for cls in classes],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "originalUriBaseIds": {"%SRCROOT%": {"description": {"text": "the folder of the run"}}},
                "invocations": [{"executionSuccessful": report.readable}],
                "properties": {
                    "complete": report.complete,
                    "not_proved": [each.data for each in report.unproved],
                    **{name: getattr(report.counts, name) for name in type(report.counts).__slots__},
                },
                "results": results,
            }
        ],
    }


def _rule(cls: type[Diagnostic], language: Language) -> Json:
    kind, page = cls.kind, cls.page
    return {
        "id": kind.code,
        "name": kind.name,
        "shortDescription": {"text": page.summary.in_(language)},
        "fullDescription": {"text": page.why.in_(language)},
        "help": {"text": f"policy-engine rule {kind.code}"},
        "defaultConfiguration": {"level": _LEVEL[kind.severity]},
        "properties": {"tags": [kind.family.title.english]},
    }


def _result(
    found: Diagnostic,
    fingerprint: str,
    report: Report,
    language: Language,
    *,
    rule: int,
    aside: SetAside | None,
    known: bool,
) -> Json:
    result: dict[str, Json] = {
        "ruleId": found.code,
        "ruleIndex": rule,
        "level": _LEVEL[found.severity],
        "message": {"text": _sentence(found, language)},
        "partialFingerprints": {FINGERPRINT: fingerprint},
        "properties": {
            "message": _both(found.message),
            "help": _both(found.help),
            "witness": [_both(line) for line in found.witness],
        },
    }
    if found.span is not None:
        place = place_of(found, report.outlines)
        location: dict[str, Json] = {
            "physicalLocation": _physical(found.span),
            "logicalLocations": [{"fullyQualifiedName": place}],
        }
        result["locations"] = [location]
    others = [label for label in found.labels if label.span != found.span]
    if others:
        result["relatedLocations"] = [
            {
                "id": number,
                "physicalLocation": _physical(label.span),
                "message": {"text": label.text.in_(language)},
            }
            for number, label in enumerate(others, 1)
        ]
    if found.span is not None and found.witness:
        result["codeFlows"] = list(_code_flows(found, found.span, language))
    if found.fix is not None and found.fix.applicability is not Applicability.DISPLAY:
        result["fixes"] = [
            {
                "description": {"text": found.fix.title.in_(language)},
                "artifactChanges": list(_changes(found.fix.edits)),
            }
        ]
    if aside is not None:
        kind = "external" if isinstance(aside.by, Waiver) else "inSource"
        result["suppressions"] = [{"kind": kind, "justification": aside.by.reason or ""}]
    if known:
        result["suppressions"] = [{"kind": "external"}]
    result["baselineState"] = "unchanged" if known else "new"
    return result


def _code_flows(found: Diagnostic, at: Span, language: Language) -> Iterator[Json]:
    """Give each worker who shows a finding, led through the norms that are involved."""
    others: list[Json] = [
        {
            "location": {
                "physicalLocation": _physical(label.span),
                "message": {"text": label.text.in_(language)},
            }
        }
        for label in found.labels
        if label.span != at
    ]
    for line in found.witness:
        first: Json = {
            "location": {"physicalLocation": _physical(at), "message": {"text": line.in_(language)}}
        }
        steps: list[Json] = [first, *others]
        yield {"message": {"text": line.in_(language)}, "threadFlows": [{"locations": steps}]}


def _sentence(found: Diagnostic, language: Language) -> str:
    message = found.message.in_(language)
    return message if found.help is None else f"{message}; {found.help.in_(language)}"


def _both(text: Text | None) -> Json:
    return None if text is None else {language.value: text.in_(language) for language in Language}


def _physical(span: Span) -> dict[str, Json]:
    return {"artifactLocation": _artifact(span.source.path), "region": _region(span)}


def _artifact(path: str) -> Json:
    written = uri(path)
    if written.startswith("/"):
        return {"uri": f"file://{quote(written)}"}
    return {"uri": quote(written), "uriBaseId": "%SRCROOT%"}


def _region(span: Span) -> Json:
    source, end = span.source, min(span.end, len(span.source.text))
    start = min(span.start, end)
    return {
        "startLine": source.line_of(start),
        "startColumn": source.column_of(start),
        "endLine": source.line_of(end),
        "endColumn": source.column_of(end),
        "charOffset": start,
        "charLength": end - start,
    }


def _changes(edits: Iterable[Edit]) -> Iterator[Json]:
    by_file: dict[str, list[Edit]] = {}
    for edit in edits:
        by_file.setdefault(edit.span.source.path, []).append(edit)
    for path, of_file in sorted(by_file.items()):
        yield {
            "artifactLocation": _artifact(path),
            "replacements": [
                {"deletedRegion": _region(edit.span), "insertedContent": {"text": edit.replacement}}
                for edit in sorted(of_file, key=lambda edit: edit.span.start)
            ],
        }
