"""A file of findings that are known; new findings apart from known ones, and entries that are stale, out.

The file counts findings by code and place in the law. It holds no line numbers, so that it stays true when
lines move, and it is written in one order, so that its changes can be reviewed.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from policy_engine import workspace
from policy_engine.commands.fingerprint import place_of
from policy_engine.commands.suppression import is_suppressible
from policy_engine.diagnostics.data import UnreadableSettings
from policy_engine.diagnostics.model import Diagnostic
from policy_engine.diagnostics.suppression import StaleBaselineEntry
from policy_engine.domain.bilingual import Text
from policy_engine.structure import dataclass
from policy_engine.syntax.outline import Outline

SCHEMA_VERSION = "1.0"
USUAL = "policy-baseline.json"
"""The name of the file where none is given."""

Entry = tuple[str, str]
"""A code, and the place it is found at."""


@dataclass(frozen=True, slots=True)
class Compared:
    """Findings that are new, those that the baseline knows, and what is wrong with its entries."""

    new: tuple[Diagnostic, ...]
    known: tuple[Diagnostic, ...]
    stale: tuple[Diagnostic, ...]


def read(path: str) -> Mapping[Entry, int] | Diagnostic:
    """Read a baseline: how many findings of a code are known at a place."""
    text = workspace.read_text(path, Path(path))
    if isinstance(text, Diagnostic):
        return text
    try:
        document = json.loads(text)
        entries = document["findings"]
        return {(each["code"], each["place"]): int(each["count"]) for each in entries}
    except (ValueError, KeyError, TypeError):
        reason = Text("bukan baseline dari policy-engine", "not a baseline of policy-engine")
        return UnreadableSettings(path=path, reason=reason)


def compare(
    found: Iterable[Diagnostic],
    known: Mapping[Entry, int],
    path: str,
    outlines: Mapping[str, Outline],
) -> Compared:
    """Tell the findings that a baseline knows from new ones; what may not be set aside is always new."""
    left = Counter(known)
    new: list[Diagnostic] = []
    old: list[Diagnostic] = []
    for each in found:
        entry = (each.code, place_of(each, outlines))
        if left[entry] > 0 and is_suppressible(each.kind):
            left[entry] -= 1
            old.append(each)
        else:
            new.append(each)
    stale = tuple(
        StaleBaselineEntry(path=path, listed=code, place=place, number=number)
        for (code, place), number in sorted(left.items())
        if number > 0
    )
    return Compared(tuple(new), tuple(old), stale)


def write(found: Sequence[Diagnostic], outlines: Mapping[str, Outline]) -> str:
    """Write the baseline of some findings; those that may not be set aside are left out."""
    counted = Counter((each.code, place_of(each, outlines)) for each in found if is_suppressible(each.kind))
    entries = [
        {"code": code, "place": place, "count": number} for (code, place), number in sorted(counted.items())
    ]
    document = {"schema_version": SCHEMA_VERSION, "findings": entries}
    return json.dumps(document, ensure_ascii=False, indent=2)
