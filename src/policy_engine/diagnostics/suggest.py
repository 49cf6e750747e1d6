"""A name nobody declared and the names somebody did in; the likely meant ones out, closest first."""

from collections.abc import Iterable
from difflib import get_close_matches

from policy_engine.domain.bilingual import Text

_LONGEST = 80
"""Characters; comparing longer names costs more than a guess is worth."""

_CUTOFF = 7
"""Tenths of likeness below which a guess would only puzzle."""

_SHORT, _SHORT_CUTOFF = 4, 6
"""A name of so few letters is already unlike with one letter wrong."""


def closest(name: str, known: Iterable[str], limit: int = 3) -> tuple[str, ...]:
    """Give at most `limit` known names that resemble a name, closest first; case does not count."""
    if len(name) > _LONGEST:
        return ()
    others = sorted((candidate for candidate in known if candidate != name), reverse=True)
    by_folded = {_fold(candidate): candidate for candidate in others}
    cutoff = _SHORT_CUTOFF if len(name) <= _SHORT else _CUTOFF
    matches = get_close_matches(_fold(name), sorted(by_folded), n=limit, cutoff=cutoff / 10)
    return tuple(by_folded[match] for match in matches)


def did_you_mean(names: tuple[str, ...]) -> Text | None:
    """Ask whether one of the names was meant; None when there is none."""
    if not names:
        return None
    *others, last = (f"`{name}`" for name in names)
    if not others:
        return Text(f"mungkin yang dimaksud {last}", f"perhaps {last} was meant")
    listed = ", ".join(others)
    return Text(f"mungkin yang dimaksud {listed} atau {last}", f"perhaps {listed} or {last} was meant")


def _fold(name: str) -> str:
    return name.casefold().replace("-", "_").replace(" ", "_")
