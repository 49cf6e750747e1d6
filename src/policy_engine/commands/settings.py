"""`[check]` of a project file in; what it asks of `check` out, or the key that is not one of them."""

from collections.abc import Collection, Mapping
from dataclasses import field
from types import MappingProxyType

from policy_engine.commands.suppression import Waiver, is_suppressible
from policy_engine.diagnostics.catalogue import begins_no_code, every_class
from policy_engine.diagnostics.data import UnknownSetting, UnreadableSettings
from policy_engine.diagnostics.model import Diagnostic, Severity, find
from policy_engine.domain.bilingual import Language, Text
from policy_engine.domain.dates import parse_date
from policy_engine.structure import dataclass

KEYS = ("baseline", "fail-level", "ignore", "lang", "per-file-ignores", "select", "severity", "waivers")


@dataclass(frozen=True, slots=True)
class CheckSettings:
    """What a project asks of `check`; None, or empty, where it says nothing.

    `severity` is by code; `per_file_ignores` are beginnings of codes by the pattern of a path from the folder
    of the project.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_level: Severity | None = None
    lang: Language | None = None
    baseline: str | None = None
    severity: Mapping[str, Severity] = field(default_factory=lambda: MappingProxyType({}))
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    waivers: tuple[Waiver, ...] = ()


def read(settings: Mapping[str, object], path: str) -> CheckSettings | Diagnostic:
    """Read the table `check` of the project file at `path`."""
    for key in settings:
        if key not in KEYS:
            return UnknownSetting(
                path=path, key=f"check.{key}", known=tuple(f"check.{known}" for known in KEYS)
            )
    select, ignore = _codes(settings.get("select", [])), _codes(settings.get("ignore", []))
    if select is None or ignore is None:
        return _wrong(path, "select", "ignore", Text("daftar awalan kode", "lists of beginnings of codes"))
    level, lang, baseline = settings.get("fail-level"), settings.get("lang"), settings.get("baseline")
    if level is not None and level not in _SEVERITIES:
        return _wrong(
            path, "fail-level", None, Text('"note", "warning", atau "error"', '"note", "warning" or "error"')
        )
    if lang is not None and lang not in _LANGUAGES:
        return _wrong(path, "lang", None, Text('"id" atau "en"', '"id" or "en"'))
    if baseline is not None and not isinstance(baseline, str):
        return _wrong(path, "baseline", None, Text("sebuah jalur", "a path"))
    severity = _severity(settings.get("severity", {}), path)
    if isinstance(severity, Diagnostic):
        return severity
    per_file = settings.get("per-file-ignores", {})
    ignores = (
        {} if not isinstance(per_file, dict) else {name: _codes(codes) for name, codes in per_file.items()}
    )
    if not isinstance(per_file, dict) or None in ignores.values():
        return _wrong(
            path,
            "per-file-ignores",
            None,
            Text("tabel pola dan daftar awalan kode", "a table of patterns and lists"),
        )
    named = (*select, *ignore, *(code for codes in ignores.values() for code in codes or ()))
    if (odd := no_such_code(named)) is not None:
        return UnreadableSettings(path=path, reason=odd)
    waivers = _waivers(settings.get("waivers", []), path)
    if isinstance(waivers, Diagnostic):
        return waivers
    return CheckSettings(
        waivers=waivers,
        select=select,
        ignore=ignore,
        fail_level=None if level is None else Severity(level),
        lang=None if lang is None else Language(lang),
        baseline=baseline,
        severity=MappingProxyType(severity),
        per_file_ignores=tuple((name, codes) for name, codes in ignores.items() if codes is not None),
    )


def no_such_code(beginnings: Collection[str]) -> Text | None:
    """Say with which of some texts no code begins: a slip there would hide what it was meant to show."""
    odd = begins_no_code(beginnings) if beginnings else None
    return (
        None
        if odd is None
        else Text(
            f"tidak ada kode temuan yang diawali `{odd}`; lihat `policy-engine rule --all`",
            f"no code of a finding begins with `{odd}`; see `policy-engine rule --all`",
        )
    )


_SEVERITIES = frozenset(each.value for each in Severity)
_LANGUAGES = frozenset(each.value for each in Language)


def _codes(value: object) -> tuple[str, ...] | None:
    if not isinstance(value, list) or not all(isinstance(code, str) for code in value):
        return None
    return tuple(value)


def _severity(value: object, path: str) -> dict[str, Severity] | Diagnostic:
    words = Text('"note", "warning", atau "error" menurut kode', '"note", "warning" or "error" by code')
    if not isinstance(value, dict):
        return _wrong(path, "severity", None, words)
    every_class()
    found: dict[str, Severity] = {}
    for code, level in value.items():
        cls = find(code)
        if cls is None:
            known = tuple(f"check.severity.{each.kind.code}" for each in every_class())
            return UnknownSetting(path=path, key=f"check.severity.{code}", known=known)
        if level not in _SEVERITIES:
            return _wrong(path, f"severity.{code}", None, words)
        found[cls.kind.code] = Severity(level)
    return found


def _waivers(value: object, path: str) -> tuple[Waiver, ...] | Diagnostic:
    words = Text(
        "tabel dengan `code`, `files`, `reason`, dan bila perlu `until`",
        "tables with `code`, `files`, `reason`, and `until` where it should end",
    )
    if not isinstance(value, list):
        return _wrong(path, "waivers", None, words)
    every_class()
    found = []
    for entry in value:
        if not isinstance(entry, dict) or not {"code", "files", "reason"} <= entry.keys() <= _WAIVER:
            return _wrong(path, "waivers", None, words)
        code, files, reason, until = (entry.get(key) for key in ("code", "files", "reason", "until"))
        if not (
            isinstance(code, str) and isinstance(files, str) and isinstance(reason, str) and reason.strip()
        ):
            return _wrong(path, "waivers", None, words)
        cls, last = find(code), None if until is None else parse_date(str(until))
        if cls is None or not is_suppressible(cls.kind) or (until is not None and last is None):
            return _wrong(path, "waivers", None, words)
        found.append(Waiver(cls.kind.code, files, reason.strip(), last, path))
    return tuple(found)


_WAIVER = frozenset({"code", "files", "reason", "until"})


def _wrong(path: str, key: str, other: str | None, expected: Text) -> Diagnostic:
    keys = f"`check.{key}`" if other is None else f"`check.{key}`, `check.{other}`"
    return UnreadableSettings(
        path=path,
        reason=Text(f"{keys} harus berupa {expected.indonesian}", f"{keys} must be {expected.english}"),
    )
