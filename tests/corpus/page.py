"""The corpus in; what is published of it out: how many defects of each code are found, and how many false alarms."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from policy_engine.diagnostics.catalogue import every_class
from policy_engine.diagnostics.model import REGISTRY
from tests.corpus.corpus import Entry, suites

_OUTSIDE = {
    "PE297": "a question that the solver did not settle in time: shown by the session on its page",
    "PE298": "a fault of ours; that there is none is tested on generated policies",
    "PE530": "reported without proofs only (`--analysis off`); with proofs PE542 looks at the workers",
}
"""Codes of these families that no defect of a policy shows when everything is proved."""

_FAMILIES = "23457"


def render() -> str:
    """Write the page."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    entries = [entry for suite in suites() for entry in suite.entries]
    defects = [entry for entry in entries if entry.code is not None]
    clean = [entry for entry in entries if entry.code is None]
    whole = [suite for suite in suites() if not suite.is_encoded_law]
    found = sum(entry.missed is None for entry in defects)
    alarms = [(entry, code) for entry in entries for code in sorted(entry.alarms)]
    yield "# How sure is check"
    yield ""
    yield "A corpus of policies with one known defect each, and what `check` and `test` find of them."
    yield "Each is a clean text, or an encoded regulation, with one edit; the edit is the defect."
    yield "The edits stand in `tests/corpus/*.toml`; `make test-all` makes them all and holds the figures here to them."
    yield ""
    yield f"- defects: {len(defects)}, of {len({e.code for e in defects})} codes; found at their place: {found}"
    yield f"- texts without a defect: {len(clean)} edits that are none, and {len(whole)} clean sets of files"
    yield f"- false alarms: {len(alarms)} in the texts with a defect and those without"
    yield ""
    yield "A false alarm is a code newly reported that is neither the defect nor a true consequence of it."
    yield "The consequences are written beside each edit (`also`) and were read one by one."
    yield ""
    yield "| code | finding | defects | found | rate | false alarms |"
    yield "|---|---|---:|---:|---:|---:|"
    yield from _rows(defects, Counter(code for _, code in alarms))
    yield ""
    yield "## What is missed"
    yield ""
    missed: dict[str, list[Entry]] = defaultdict(list)
    for entry in defects:
        if entry.missed is not None:
            missed[entry.missed].append(entry)
    for reason, those in sorted(missed.items()):
        names = "; ".join(f"{e.code} in `{e.suite}`: {e.says}" for e in those)
        yield f"- {reason} ({names})"
    yield ""
    yield "## What no edit of a policy shows"
    yield ""
    yield from (f"- {code} {REGISTRY[code].kind.name}: {why}" for code, why in sorted(_OUTSIDE.items()))
    yield ""
    yield "## Where the texts come from"
    yield ""
    yield "| texts | defects | edits that are none |"
    yield "|---|---:|---:|"
    for suite in suites():
        bad = sum(entry.code is not None for entry in suite.entries)
        files = ", ".join(f"`{name}`" for name in suite.texts)
        yield f"| {files} | {bad} | {len(suite.entries) - bad} |"


def _rows(defects: list[Entry], alarms: Counter[str]) -> Iterator[str]:
    by_code: dict[str, list[Entry]] = defaultdict(list)
    for entry in defects:
        by_code[entry.code or ""].append(entry)
    for code in sorted({*by_code, *alarms}):
        those = by_code[code]
        found = sum(entry.missed is None for entry in those)
        rate = f"{100 * found // len(those)}%" if those else ""
        name = REGISTRY[code].kind.name
        yield f"| {code} | {name} | {len(those)} | {found} | {rate} | {alarms[code]} |"


def uncovered() -> set[str]:
    """Give the codes of logic, time, money, instruments and tests that no defect is made for."""
    made = {entry.code for suite in suites() for entry in suite.entries}
    ours = {cls.kind.code for cls in every_class() if cls.kind.code[2] in _FAMILIES}
    return ours - made - _OUTSIDE.keys()
