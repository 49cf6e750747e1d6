"""The name of a folder in; a folder that gets this name when it is whole, and not before, out.

Each run works in a folder of its own, which it holds a lock on. So runs that write to one name do not meet, and
what a run that was killed left behind, which is personal data, is known by its lock that nobody holds.
"""

import contextlib
import errno
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from policy_engine.structure import dataclass

_LOCK = "running"


class TakenError(Exception):
    """Something has the name of a folder, and is not to be replaced."""


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A folder that is being filled, and the name that it is to get."""

    path: Path
    final: Path

    def finish(self, *, replace: bool) -> None:
        """Give the folder its name; TakenError where something is there that is not to be replaced."""
        (self.path / _LOCK).unlink(missing_ok=True)
        if replace and self.final.exists():
            # What was there goes away in one step, and is deleted under another name.
            old = Path(
                tempfile.mkdtemp(prefix=f".{self.final.name}.", suffix=".partial", dir=self.final.parent)
            )
            self.final.replace(old / "old")
            self._rename()
            shutil.rmtree(old, ignore_errors=True)
        else:
            self._rename()

    def _rename(self) -> None:
        if self.final.exists():
            raise TakenError
        try:
            self.path.rename(self.final)
        except OSError as error:
            if error.errno in (errno.ENOTEMPTY, errno.EEXIST):
                raise TakenError from error
            raise


@contextlib.contextmanager
def new_folder(final: Path) -> Iterator[Unfinished]:
    """Give a new folder beside the final name, which only its owner may open; it is gone unless it was finished."""
    final.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _clear(final)
    path = Path(tempfile.mkdtemp(prefix=f".{final.name}.", suffix=".partial", dir=final.parent))
    try:
        with (path / _LOCK).open("wb") as lock:
            _is_free(lock.fileno())
            yield Unfinished(path, final)
    finally:
        shutil.rmtree(path, ignore_errors=True)


def _clear(final: Path) -> None:
    """Remove the folders of runs that were killed."""
    for left in final.parent.glob(f".{final.name}.*.partial"):
        try:
            with (left / _LOCK).open("r+b") as lock:
                if _is_free(lock.fileno()):
                    shutil.rmtree(left, ignore_errors=True)
        except OSError:
            # Just being made, or just being given its name.
            continue


if sys.platform == "win32":

    def _is_free(_descriptor: int) -> bool:
        """Tell nothing: what a killed run left behind stays."""
        return False
else:
    import fcntl

    def _is_free(descriptor: int) -> bool:
        """Take the lock of a file, unless a running program has it."""
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
