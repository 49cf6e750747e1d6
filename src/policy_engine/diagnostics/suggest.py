"""A name nobody declared and the names somebody did in; the likely meant ones out, closest first."""

from collections.abc import Iterable
from difflib import get_close_matches

from policy_engine.domain.bilingual import Text

_LONGEST = 80
"""Characters; comparing longer names costs more than a guess is worth."""

_CUTOFF = 7
"""Tenths of likeness below which a guess would only puzzle."""


def closest(name: str, known: Iterable[str], limit: int = 3) -> tuple[str, ...]:
    """Give at most `limit` known names that resemble a name, closest first; case does not count."""
    if len(name) > _LONGEST:
        return ()
    others = sorted((candidate for candidate in known if candidate != name), reverse=True)
    by_folded = {_fold(candidate): candidate for candidate in others}
    matches = get_close_matches(_fold(name), sorted(by_folded), n=limit, cutoff=_CUTOFF / 10)
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
