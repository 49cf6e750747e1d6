"""What was found about each file and each pair of files, by what it depends on; only the rest is worked out again.

What is said of a regional file when it is compiled depends on the files that declare things or belong to no region,
on the instruments whose territory contains its own or is the same, on every file that one of these names or that
names one of them, and so on from file to file. What is said of two files depends on what either depends on. The name
of an entry is a hash of all those texts.

What is proved depends on less: on what the instruments around one, or two, come to mean. Its name is a hash of that,
and the places that it speaks of are kept by their number. Where a text has changed and its meaning has not, what was
proved before is told of the places where they stand now. A test holds that nothing else matters.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from functools import cached_property
from itertools import combinations
from typing import TypeAlias

from policy_engine import cache as caching
from policy_engine import workspace
from policy_engine.source import SourceFile
from policy_engine.structure import dataclass

Facts: TypeAlias = tuple[bool, str, str, str]
"""Of a file: whether it declares anything, and the names of its region, of its instrument's region, and of itself."""

Entry: TypeAlias = tuple[bytes, bytes, tuple[tuple[str, str], ...], tuple[int, ...], tuple[int, ...]]
"""What every report needs of a part, nothing where nothing was found; what few do, compressed; the files it speaks
of, each with the hash of its text; the numbers of the places it speaks of; and how much there was."""

Where: TypeAlias = tuple[tuple[str, int, int], ...]
"""Where places stand: file, start and end."""

Said: TypeAlias = tuple[Entry, bytes]
"""What was said of a file, and its stamp."""

Placed: TypeAlias = tuple[str, Where, bytes]
"""The name of what was proved, where the places stand that it speaks of, and the stamp of both."""

NOTHING: Placed = ("", (), b"")
"""Of two files whose instruments cannot meet."""

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Kept:
    """The ledger as it is stored: facts of files by the hash of their text, codes of regions, entries by name."""

    facts: Mapping[str, Facts] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)
    said: Mapping[str, Said] = field(default_factory=dict)
    """What was said of each file when it was compiled, by the texts it depends on."""
    placed: Mapping[str, Placed] = field(default_factory=dict)
    """Where what was proved is kept, by the texts it depends on."""
    proved: Mapping[str, Entry] = field(default_factory=dict)
    """What was proved, by the meaning it depends on."""
    names: frozenset[str] = frozenset()
    """The names that files can be called by, for the next."""
    mentioned: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Which of them each file mentions, by the hash of its text."""


class Ledger:
    """The names of the entries of a workspace, and which files each depends on."""

    def __init__(
        self,
        opened: workspace.Workspace,
        hashes: Mapping[str, str],
        kept: Kept,
        *asked: str,
    ) -> None:
        self._opened, self._facts, self._codes, self._asked = opened, kept.facts, kept.codes, asked
        self._before, self.hashes = kept, hashes
        self.files = opened.sources
        self.own = tuple(source.path for source in opened.own)

    @cached_property
    def regions(self) -> dict[str, frozenset[str]]:
        """Give the codes of the territories of each regional file; every other file is one that all depend on."""
        found: dict[str, frozenset[str]] = {}
        for source in self.files:
            declares, locality, region, _ = self._facts[self.hashes[source.path]]
            names = [name for name in (locality, region) if name]
            if not declares and names and all(name in self._codes for name in names):
                found[source.path] = frozenset(self._codes[name] for name in names)
        return found

    @cached_property
    def _base(self) -> str:
        own = frozenset(self.own)
        every = (
            f"{path}:{path in own}:{text}" for path, text in self.hashes.items() if path not in self.regions
        )
        return caching.key("base", *self._asked, *every)

    @property
    def asked(self) -> str:
        """Give a name of what is asked, and of the texts that everything depends on."""
        return self._base

    @cached_property
    def base(self) -> frozenset[str]:
        """Give the files that everything depends on."""
        return frozenset(self.hashes) - self.regions.keys()

    @cached_property
    def _named(self) -> dict[str, list[str]]:
        """Give the regional files by the names that they can be called by."""
        named: dict[str, list[str]] = {}
        for path in self.regions:
            for name in self._facts[self.hashes[path]][1:]:
                if name:
                    named.setdefault(name, []).append(path)
        return named

    @property
    def callable(self) -> frozenset[str]:
        """Give the names that regional files can be called by."""
        return frozenset(self._named)

    @cached_property
    def mentioned(self) -> dict[str, frozenset[str]]:
        """Give the names that each regional file mentions, by the hash of its text."""
        before = self._before.mentioned if self._before.names == self.callable else {}
        found: dict[str, frozenset[str]] = {}
        for source in self.files:
            if source.path in self.regions:
                text = self.hashes[source.path]
                found[text] = (
                    before[text] if text in before else self.callable.intersection(_WORD.findall(source.text))
                )
        return found

    @cached_property
    def _linked(self) -> dict[str, frozenset[str]]:
        """Give for each regional file those that name it or that it names, and so on."""
        group: dict[str, set[str]] = {path: {path} for path in self.regions}
        for source in self.files:
            if source.path not in group:
                continue
            for name in self.mentioned[self.hashes[source.path]]:
                for other in self._named[name]:
                    mine, theirs = group[source.path], group[other]
                    if mine is not theirs:
                        mine |= theirs
                        for path in theirs:
                            group[path] = mine
        return {path: frozenset(found) for path, found in group.items()}

    @cached_property
    def _by_code(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for path, codes in self.regions.items():
            for code in codes:
                found.setdefault(code, []).append(path)
        return found

    @cached_property
    def slices(self) -> dict[str, frozenset[str]]:
        """Give for each regional file those that what is found about it depends on, beside the base."""
        found = {}
        for path, codes in self.regions.items():
            above = {
                other
                for code in codes
                for prefix in _upwards(code)
                for other in self._by_code.get(prefix, ())
            }
            found[path] = frozenset().union(*(self._linked[other] for other in {path, *above}))
        return found

    @cached_property
    def names(self) -> dict[str, str]:
        """Give the name of the entry about each file asked for."""
        return {path: self._name("file", (path,), self.slices.get(path, frozenset())) for path in self.own}

    @cached_property
    def pairs(self) -> dict[tuple[str, str], str]:
        """Give the name of the entry about each pair of files whose territories meet, one of them asked for."""
        own, found = frozenset(self.own), {}
        for code, here in self._by_code.items():
            above = [other for prefix in _upwards(code)[1:] for other in self._by_code.get(prefix, ())]
            for one, other in (*combinations(here, 2), *((a, h) for a in above for h in here)):
                pair = (min(one, other), max(one, other))
                if one != other and pair not in found and (one in own or other in own):
                    found[pair] = self._name("pair", pair, self.slices[one] | self.slices[other])
        return found

    def depends(self, name: str) -> tuple[str, ...]:
        """Give the files that an entry depends on, in one order."""
        about = self._about[name]
        beside = frozenset[str]().union(*(self.slices.get(path, frozenset()) for path in about))
        return tuple(sorted(self.base | beside))

    @cached_property
    def _about(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {name: (path,) for path, name in self.names.items()}
        return found | {name: pair for pair, name in self.pairs.items()}

    def meaning(self, about: Sequence[str], said: Iterable[str]) -> str:
        """Give the name of what is proved of the instruments of some files, by the digests of all it depends on."""
        return caching.key("proved", self._base, *about, "", *said)

    def _name(self, kind: str, about: Sequence[str], beside: frozenset[str]) -> str:
        hashed = hashlib.sha256(self._base.encode())
        for path in sorted(beside):
            hashed.update(f"{path}:{self.hashes[path]};".encode())
        return f"{kind}:{':'.join(about)}:{hashed.hexdigest()}"


def stamp(entry: Entry, where: Where, hashes: Mapping[str, str]) -> bytes:
    """Give a hash of findings and of every text that they speak of: by the same stamp the same is shown."""
    light, _, speaks, *_ = entry
    hashed = hashlib.blake2b(light, digest_size=16)
    hashed.update(repr((speaks, [(hashes[path], path, start, end) for path, start, end in where])).encode())
    return hashed.digest()


def text_hash(source: SourceFile) -> str:
    """Give the hash of a text."""
    return hashlib.sha256(source.text.encode("utf-8", errors="surrogatepass")).hexdigest()


def _upwards(code: str) -> list[str]:
    """Give a region and those it lies in, nearest first."""
    steps = code.split(".")
    return [".".join(steps[:length]) for length in range(len(steps), 0, -1)]
