"""An instrument in; a digest of all that it says, and the places where it says it, apart, out.

The digest is of the wording too, but not of where anything stands: it survives a comment, a blank line and a change
of layout. The places are in one order for one digest, so that what was said about a place before can be said about
the same place where it stands now.
"""

from enum import Enum
from functools import cache
from hashlib import sha256
from operator import attrgetter
from typing import Any

from policy_engine.ir.nodes import Instrument
from policy_engine.source import Span
from policy_engine.structure import dataclass


@dataclass(frozen=True, slots=True)
class Digested:
    """What an instrument says, as a hash, and the places in it; places that were one are one in the digest too."""

    digest: str
    places: tuple[Span, ...]


def digest(instrument: Instrument) -> Digested:
    """Take the digest of an instrument."""
    walk = _Walk()
    walk.over(instrument)
    hashed = sha256("\x1f".join(walk.said).encode("utf-8", errors="surrogatepass"))
    return Digested(hashed.hexdigest(), tuple(walk.places))


class _Walk:
    def __init__(self) -> None:
        self.said: list[str] = []
        self.places: dict[Span, int] = {}

    def over(self, value: Any) -> None:
        """Say a value, each kind of it so that no other kind is said alike."""
        kind = type(value)
        if kind is str:
            self.said.append(f"{len(value)}:{value}")
        elif kind is tuple:
            self.said.append(f"({len(value)}")
            for each in value:
                self.over(each)
        elif value is None or kind is bool:
            self.said.append(repr(value))
        elif isinstance(value, int):
            self.said.append(f"#{int(value)}")
        elif kind is Span:
            place = self.places.setdefault(value, len(self.places))
            self.said.append(f"@{place}:{value.source.path}")
        elif isinstance(value, Enum):
            self.said.append(f"{kind.__name__}.{value.name}")
        elif kind is frozenset:
            self.said.append(f"{{{len(value)}")
            for each in sorted(value):
                self.over(each)
        else:
            self.said.append(kind.__name__)
            for each in _values(kind)(value):  # type: ignore[arg-type]  # every class can be hashed
                self.over(each)


@cache
def _values(kind: Any) -> Any:
    names = tuple(kind.__dataclass_fields__)
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: tuple(getattr(value, name) for name in names)
