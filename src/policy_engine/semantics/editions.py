"""Timelines in; the texts of every instrument over time, cut where what they refer to changes, out.

A norm that says `persyaratan menurut permenaker 5/2021 Pasal 33` follows that article through its amendments:
the instrument has another version from the day on which the article it cites is another text.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from policy_engine.domain.citation import InstrumentId
from policy_engine.domain.dates import PackedDate
from policy_engine.semantics.names import Names, identity
from policy_engine.semantics.scope import Edition
from policy_engine.semantics.timeline import Timeline
from policy_engine.syntax import ast


def editions(known: Names, lives: Mapping[InstrumentId, Timeline]) -> dict[InstrumentId, tuple[Edition, ...]]:
    """Give the texts of every instrument, ascending."""
    texts = {
        instrument: tuple(
            Edition(span.since, span.until, span.tree, span.amended_by, span.changes) for span in life.spans
        )
        for instrument, life in lives.items()
    }
    reads = {instrument: _read(known, instrument, texts[instrument]) & set(texts) for instrument in texts}
    return {
        instrument: texts[instrument]
        if lives[instrument].commences is None
        else tuple(_cut(texts[instrument], _changes(texts, _reached(reads, instrument))))
        for instrument in texts
    }


def _read(known: Names, instrument: InstrumentId, texts: tuple[Edition, ...]) -> set[InstrumentId]:
    """Give the instruments whose norms or amounts a text takes over."""
    found = {
        identity(known, [], written, instrument.locality)
        for text in texts
        for written in _references(text.tree.body)
    }
    return {each for each in found if each is not None and each != instrument}


def _references(node: object) -> Iterator[ast.InstrumentRef]:
    if isinstance(node, tuple):
        for inner in node:
            yield from _references(inner)
    elif isinstance(node, ast.ByReference):
        yield from () if node.citation.instrument is None else (node.citation.instrument,)
    elif isinstance(node, ast.BandAmount):
        yield from () if node.table.instrument is None else (node.table.instrument,)
    elif isinstance(node, ast.Node):
        names: tuple[str, ...] = node.__match_args__
        for name in names:
            inner = getattr(node, name)
            if isinstance(inner, tuple | ast.Node):
                yield from _references(inner)


def _reached(
    reads: Mapping[InstrumentId, set[InstrumentId]], instrument: InstrumentId
) -> frozenset[InstrumentId]:
    """Give all that an instrument reads, and what those read in turn."""
    found: set[InstrumentId] = set()
    waiting = [instrument]
    while waiting:
        further = reads[waiting.pop()] - found
        found |= further
        waiting += further
    return frozenset(found)


def _changes(
    texts: Mapping[InstrumentId, tuple[Edition, ...]], read: frozenset[InstrumentId]
) -> tuple[PackedDate, ...]:
    """Give the days on which one text of an instrument follows another."""
    return tuple(sorted({text.since for instrument in read for text in texts[instrument][1:]}))


def _cut(texts: tuple[Edition, ...], days: tuple[PackedDate, ...]) -> Iterator[Edition]:
    for text in texts:
        inside = [day for day in days if text.since < day and (text.until is None or day < text.until)]
        starts, ends = (text.since, *inside), (*inside, text.until)
        for since, until in zip(starts, ends, strict=True):
            yield replace(text, since=since, until=until)
