"""What was parsed or checked before, by the hash of what went in; a wrong entry is the same as none.

Entries lie in the user's cache folder, which nobody else may write; only records of this package are read
back. Files of text are not stored: an entry speaks of the files the caller has in hand.
"""

import functools
import hashlib
import io
import itertools
import os
import pickle
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any, TypeVar

from policy_engine.source import SourceFile, Span
from policy_engine.structure import dataclass

_MOST = 4_000
"""Entries that are kept: some whole registers of regulations."""

_BETWEEN = 64
"""Entries that one run may store before the folder is looked through again."""

_PRIVATE = 0o700
_OTHERS_MAY_WRITE = 0o022
_OURS = "policy_engine."
_STANDARD = frozenset({("fractions", "Fraction"), ("builtins", "frozenset"), ("builtins", "set")})

_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of entries; without a folder nothing is remembered."""

    folder: Path | None

    def remember(self, key: str, sources: Sequence[SourceFile], make: Callable[[], _Result]) -> _Result:
        """Give what was stored under a key, or make it and store it; `sources` are the files it speaks of."""
        found = self.load(key, sources)
        if found is not None:
            return found  # type: ignore[return-value]  # the key holds what kind of thing was stored
        made = make()
        self.store(key, sources, made)
        return made

    def has(self, key: str) -> bool:
        """Tell whether something is stored, whatever it is worth."""
        return self.folder is not None and (self.folder / key).is_file()

    def load(self, key: str, sources: Sequence[SourceFile]) -> object | None:
        """Give what was stored, or None when there is nothing that can be trusted."""
        if self.folder is None:
            return None
        try:
            with (self.folder / key).open("rb") as file:
                return _Unpickler(file, sources).load()  # type: ignore[no-any-return]
        except Exception:  # noqa: BLE001  whatever is wrong with an entry, it is made again
            return None

    def store(self, key: str, sources: Sequence[SourceFile], value: object) -> None:
        """Store a value in one step; where that cannot be done, nothing is stored and nobody is told."""
        if self.folder is None:
            return
        try:
            write_whole(self.folder / key, _written(value, sources))
            _prune_now_and_then(self.folder)
        except (OSError, pickle.PicklingError, RecursionError, TypeError, AttributeError):
            return


NONE = Cache(None)
"""Where nothing is remembered."""


class Packing:
    """Values written for a later run: the files they speak of, and the places in them that have a number, are not.

    A place that has no number is written where it stands.
    """

    def __init__(self, numbers: Mapping[Span, int]) -> None:
        self._numbers = numbers
        self._sources: dict[SourceFile, int] = {}
        self._places: dict[int, int] = {}

    @property
    def sources(self) -> tuple[SourceFile, ...]:
        """Give the files that were met, as `unpacked` takes them."""
        return tuple(self._sources)

    @property
    def places(self) -> tuple[int, ...]:
        """Give the numbers of the places that were met; `unpacked` takes the places in this order."""
        return tuple(self._places)

    def packed(self, value: object) -> bytes | None:
        """Write a value; None where it cannot be written."""
        written = io.BytesIO()
        try:
            _Placing(written, self).dump(value)
        except (pickle.PicklingError, RecursionError, TypeError, AttributeError):
            return None
        return written.getvalue()

    def number(self, met: object) -> int | None:
        """Give the number by which a file or a place is written, places below zero."""
        if isinstance(met, Span):
            place = self._numbers.get(met)
            return None if place is None else -1 - self._places.setdefault(place, len(self._places))
        if isinstance(met, SourceFile):
            return self._sources.setdefault(met, len(self._sources))
        return None


def unpacked(content: bytes, sources: Sequence[SourceFile], places: Sequence[Span]) -> Any:
    """Read what was packed; whatever is wrong with it is an error."""
    return _Unpickler(io.BytesIO(content), sources, places).load()


_stored = itertools.count()
"""How many entries this process has stored."""


def _prune_now_and_then(folder: Path) -> None:
    # A first run stores an entry for each file; to look at all of them each time would cost more than the parsing.
    if next(_stored) % _BETWEEN == 0:
        _prune(folder)


def _prune(folder: Path) -> None:
    """Keep the newest entries when there are too many."""
    entries = list(folder.iterdir())
    if len(entries) > _MOST:
        newest_last = sorted(entries, key=lambda entry: entry.stat().st_mtime_ns)
        for entry in newest_last[: len(entries) // 2]:
            entry.unlink(missing_ok=True)


def open_cache() -> Cache:
    """Open the user's cache, `$XDG_CACHE_HOME/policy-engine`; none where it is not the user's alone."""
    home = Path(os.environ.get("XDG_CACHE_HOME") or "")
    # The specification of the variable has a relative path ignored.
    folder = (home if home.is_absolute() else Path("~").expanduser() / ".cache") / "policy-engine"
    try:
        folder.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
        status = folder.stat()
    except OSError:
        return Cache(None)
    theirs = hasattr(os, "getuid") and status.st_uid != os.getuid()
    return Cache(None if theirs or status.st_mode & _OTHERS_MAY_WRITE else folder)


def key(kind: str, *parts: str) -> str:
    """Give the name of an entry: a hash of its kind, of the engine itself, and of everything that went in."""
    hashed = hashlib.sha256()
    for part in (kind, _engine(), *parts):
        hashed.update(f"{len(part)}:".encode())
        hashed.update(part.encode("utf-8", errors="surrogatepass"))
    return f"{kind}-{hashed.hexdigest()}"


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that a reader sees the old content or the new, never a part; its mode is kept."""
    mode = path.stat().st_mode & 0o777 if path.exists() else None
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).chmod(0o666 & ~_umask() if mode is None else mode)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


@functools.cache
def _engine() -> str:
    """Tell this engine from any other by the size and time of every module: a developer's change counts."""
    package = Path(__file__).parent
    return ";".join((sys.version, *_stamps(package), *_stamps(package.parents[1] / "grammar")))


def _stamps(folder: Path | str) -> Iterator[str]:
    """Give the size and time of every module and grammar in a folder, at any depth; none where there is no folder."""
    try:
        with os.scandir(folder) as listed:
            entries = sorted(listed, key=lambda entry: entry.name)
    except FileNotFoundError:
        return
    for entry in entries:
        if entry.name.endswith((".py", ".lark")):
            status = entry.stat()
            yield f"{entry.path}:{status.st_size}:{status.st_mtime_ns}"
        elif entry.is_dir() and entry.name != "__pycache__":
            yield from _stamps(entry.path)


def _written(value: object, sources: Sequence[SourceFile]) -> bytes:
    if not sources:
        # Nothing is written by number, so nothing has to be asked of each object.
        return pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
    written = io.BytesIO()
    _Pickler(written, sources).dump(value)
    return written.getvalue()


class _Pickler(pickle.Pickler):
    def __init__(self, file: io.BytesIO, sources: Sequence[SourceFile]) -> None:
        super().__init__(file, protocol=pickle.HIGHEST_PROTOCOL)
        self._number = {id(source): number for number, source in enumerate(sources)}

    def persistent_id(self, obj: object) -> int | None:
        return self._number.get(id(obj)) if isinstance(obj, SourceFile) else None


class _Placing(pickle.Pickler):
    def __init__(self, file: io.BytesIO, packing: Packing) -> None:
        super().__init__(file, protocol=pickle.HIGHEST_PROTOCOL)
        self._packing = packing

    def persistent_id(self, obj: object) -> int | None:
        return self._packing.number(obj)


class _Unpickler(pickle.Unpickler):
    def __init__(self, file: IO[bytes], sources: Sequence[SourceFile], places: Sequence[Span] = ()) -> None:
        super().__init__(file)
        self._sources, self._places = sources, places

    def persistent_load(self, pid: object) -> SourceFile | Span:
        number = int(str(pid))
        return self._sources[number] if number >= 0 else self._places[-1 - number]

    def find_class(self, module: str, name: str) -> object:
        """Give classes of this package alone: an entry is data, and can call nothing else."""
        if not ((module.startswith(_OURS) and "." not in name) or (module, name) in _STANDARD):
            raise pickle.UnpicklingError(f"{module}.{name} is not stored here")
        found: object = super().find_class(module, name)
        if not isinstance(found, type):
            raise pickle.UnpicklingError(f"{module}.{name} is no class")
        return found
