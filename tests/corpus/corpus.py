"""A corpus of policies with one known defect each: data in; what `check` and `test` say of each out.

A suite is one or more clean texts and a list of small edits. An edit that is a defect names the code that must
be reported and where; an edit that is none must change nothing that is reported. So the difference between a
clean text and its defect is exactly the edit, and can be reviewed as such.
"""

import functools
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from policy_engine import workspace
from policy_engine.cache import Cache
from policy_engine.commands import loading
from policy_engine.commands.analysis import analyse
from policy_engine.commands.check import MILLISECONDS
from policy_engine.commands.fingerprint import place_of
from policy_engine.commands.test import settle
from policy_engine.ir import canonical
from policy_engine.proofs.shown import Analysis
from policy_engine.source import SourceFile

FOLDER = Path(__file__).parent
OWN = FOLDER / "policies"
ENCODED = workspace.prelude_folder().parent

_OPERATORS = "operators.toml"
_KEYS = frozenset({"says", "old", "new", "more", "code", "at", "also", "missed", "alarms"})
_Made = TypeVar("_Made")
Found = tuple[str, str]
"""A code, and the place it is reported at, without the instrument."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A piece of text that stands once in a file (the one that has it), and what stands there instead."""

    old: str
    new: str
    file: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One changed text.

    `code` is None where the change is no defect. `also` are codes that are rightly reported with it, `alarms`
    codes reported though they should not be, and `missed` says why the defect is not found.
    """

    suite: str
    says: str
    edits: tuple[Edit, ...]
    code: str | None
    at: str
    also: frozenset[str]
    missed: str | None
    alarms: frozenset[str]


@dataclass(frozen=True, slots=True)
class Suite:
    """Clean texts by the name of their file, and what is done to them."""

    name: str
    texts: Mapping[str, str]
    entries: tuple[Entry, ...]

    @property
    def is_encoded_law(self) -> bool:
        """Tell whether the texts are the encoded regulations, which have findings of their own."""
        return any("/" in name for name in self.texts)

    def changed(self, entry: Entry) -> Mapping[str, str]:
        """Give the texts with the edits of an entry made."""
        texts = dict(self.texts)
        for edit in entry.edits:
            (name,) = (n for n, text in texts.items() if edit.old in text and edit.file in (None, n))
            assert texts[name].count(edit.old) == 1, (entry.says, edit.old)
            texts[name] = texts[name].replace(edit.old, edit.new)
        return texts


@functools.cache
def suites() -> tuple[Suite, ...]:
    """Read every suite: those written one edit at a time, then the mistakes made in every regulation."""
    written = [_suite(path) for path in sorted(FOLDER.glob("*.toml")) if path.name != _OPERATORS]
    return (*written, *_mutated(tomllib.loads((FOLDER / _OPERATORS).read_text("utf-8"))))


def _suite(path: Path) -> Suite:
    document = tomllib.loads(path.read_text("utf-8"))
    texts = {name: _text(name) for name in document.pop("files")}
    entries = [
        *(_entry(path.stem, each, is_defect=True) for each in document.pop("defect", [])),
        *(_entry(path.stem, each, is_defect=False) for each in document.pop("clean", [])),
    ]
    assert not document, (path.name, document.keys())
    return Suite(path.stem, texts, tuple(entries))


def _mutated(stated: Mapping[str, Any]) -> Iterator[Suite]:
    for name, files in stated["regulations"].items():
        texts = {file: _text(file) for file in files}
        made = [_mistake(name, files[0], texts[files[0]], operator) for operator in stated["operator"]]
        yield Suite(name, texts, tuple(entry for entry in made if entry is not None))


def _mistake(name: str, file: str, text: str, operator: Mapping[str, Any]) -> Entry | None:
    """Make a mistake in a regulation; None where it is not made there."""
    assert operator.keys() <= _KEYS | {"article", "not_in", "only_in", "at_article", "missed_in"}, operator
    if name in operator.get("not_in", ()) or name not in operator.get("only_in", (name,)):
        return None
    unit = "Butir" if "\n  Butir 1" in text else "Pasal"
    if "article" in operator:
        last = text[: text.index("\n}\n")].rpartition("\n")[2]
        reported = " menurut laporan" if unit == "Butir" else ""
        words = operator["article"].format(here=f"{unit} 90")
        edit = Edit(f"{last}\n}}\n", f"{last}\n\n  {unit} 90{reported}\n    {words}\n}}\n", file)
        at = {"Butir": "item 90", "Pasal": "Article 90"}[unit] if operator.get("at_article", True) else ""
    elif operator["old"] in text:
        edit, at = Edit(operator["old"], operator["new"], file), ""
    else:
        return None
    return Entry(
        name,
        operator["says"],
        (edit,),
        operator.get("code"),
        at,
        frozenset(operator.get("also", ())),
        operator.get("missed_in", {}).get(name),
        frozenset(operator.get("alarms", ())),
    )


def _text(name: str) -> str:
    return ((ENCODED if "/" in name else OWN) / name).read_text("utf-8")


def _entry(suite: str, stated: Mapping[str, Any], *, is_defect: bool) -> Entry:
    assert stated.keys() <= _KEYS, (suite, stated)
    assert is_defect == ("code" in stated), (suite, stated)
    return Entry(
        suite=suite,
        says=stated["says"],
        edits=(
            Edit(stated["old"], stated["new"]),
            *(Edit(each["old"], each["new"]) for each in stated.get("more", ())),
        ),
        code=stated.get("code"),
        at=stated.get("at", ""),
        also=frozenset(stated.get("also", ())),
        missed=stated.get("missed"),
        alarms=frozenset(stated.get("alarms", ())),
    )


@dataclass(frozen=True, slots=True)
class Said:
    """What is newly said of a changed text: whether the defect was found, and what else was reported."""

    detected: bool
    others: frozenset[str]
    new: tuple[Found, ...]


def ask(suite: Suite, entry: Entry) -> Said:
    """Check a changed text against the clean one."""
    with_tests = entry.code is None or entry.code.startswith("PE7")
    before = found(tuple(suite.texts.items()), with_tests=with_tests)
    after = found(tuple(suite.changed(entry).items()), with_tests=with_tests)
    new = after - before
    detected = any(code == entry.code and entry.at in place for code, place in new)
    others = frozenset(code for code, _ in new if code != entry.code)
    return Said(detected, others, tuple(sorted(new)))


@functools.lru_cache(maxsize=64)
def found(texts: tuple[tuple[str, str], ...], *, with_tests: bool) -> Counter[Found]:
    """Give what `check` reports of some texts beside the national prelude, and `test` where it is asked for."""
    own = tuple(_source(name, text) for name, text in texts)
    beside = tuple(
        each for each in _prelude() if not each.path.endswith(tuple(f"/{name}" for name, _ in texts))
    )
    opened = workspace.Workspace(own, beside)
    analysed = analyse(opened, _CACHE, Analysis.FULL, MILLISECONDS)
    paths = opened.own_paths
    told = Counter(
        (each.code, _place(place_of(each, analysed.outlines)))
        for each in analysed.diagnostics
        if each.span is None or each.span.source.path in paths
    )
    if with_tests:
        told.update((code, _place(name)) for code, name in _failed(opened))
    return told


@functools.cache
def _source(name: str, text: str) -> SourceFile:
    """Give one and the same file for one text, since what was read of it points at it."""
    return SourceFile(name, text)


def _place(named: str) -> str:
    return named.partition(" / ")[2]


def _failed(opened: workspace.Workspace) -> Iterator[Found]:
    loaded = loading.compiled(opened, _CACHE)
    if loaded.library is None:
        return
    digest = canonical.meaning_digest(loaded.library)
    for case in loaded.own_cases:
        result = settle(case, loaded.library, digest)
        if result.failure is not None:
            yield result.failure.code, f"test / {case.name}"


@functools.cache
def _prelude() -> tuple[SourceFile, ...]:
    return workspace.open_workspace([str(workspace.prelude_folder())], prelude=False).own


class _Remembering(Cache):
    """Remembers in this process what was parsed; nothing else is worth it."""

    trees: dict[str, Any] = {}  # noqa: RUF012  one for the process

    def remember(self, key: str, sources: Sequence[SourceFile], make: Callable[[], _Made]) -> _Made:
        """Give what was parsed before from the very same files."""
        del sources
        if not key.startswith(("tree", "tables")):
            return make()
        if key not in self.trees:
            self.trees[key] = make()
        made: _Made = self.trees[key]
        return made


_CACHE = _Remembering(None)
