"""Findings in; their frames out, drawn again only where a finding or a text that it shows is another."""

from collections.abc import Iterator

from policy_engine import cache as caching
from policy_engine.commands.report import Report
from policy_engine.diagnostics import render
from policy_engine.domain.bilingual import Language

_NOT_DRAWN = ""


def drawn(report: Report, language: Language, palette: render.Palette, cache: caching.Cache) -> Iterator[str]:
    """Give the frame of each finding of a report, in order.

    A frame follows from the finding and the texts that it shows, of which stamps are hashes, from the language and
    from the palette. What was made of a finding after it was found (another severity) has no stamp and is drawn.
    """
    stamped = report.stamped
    if stamped is None or cache.folder is None:
        yield from (render.render(found, language, palette=palette) for found in report.findings)
        return
    shelf = caching.key("frames", stamped.shelf, language.value, repr(palette))
    stored = cache.load(shelf, ())
    before = stored if isinstance(stored, dict) else {}
    frames: dict[bytes, list[str]] = {}
    at: dict[int, tuple[list[str], int]] = {}
    for stamp, part in stamped.parts:
        known = before.get(stamp, ())
        frames[stamp] = here = [*known] if len(known) == len(part) else [_NOT_DRAWN] * len(part)
        # Findings are told apart as objects, which the report holds: to compare what they say takes as long as drawing.
        at.update((id(found), (here, number)) for number, found in enumerate(part))
    is_new = False
    for found in report.findings:
        here, number = at.get(id(found), ([_NOT_DRAWN], 0))
        if here[number] == _NOT_DRAWN:
            here[number] = render.render(found, language, palette=palette)
            is_new = is_new or id(found) in at
        yield here[number]
    if is_new:
        cache.store(shelf, (), {stamp: tuple(here) for stamp, here in frames.items() if any(here)})
