"""What amendments did to a text: one version of an instrument in; marks of each change, and its history, out.

A mark is a line between `⟦` and `⟧`. It is no law: whoever reads the text back leaves it out. It names what was
done, by which place of which instrument and since when, and gives the words that stood there before.
"""

from collections.abc import Iterator, Sequence
from types import MappingProxyType

from policy_engine.backends.prose.document import LawLine, Part
from policy_engine.backends.prose.lines import Item, bare, items, readable
from policy_engine.backends.prose.words import Words
from policy_engine.domain.bilingual import Text
from policy_engine.domain.citation import Provision, Step, Unit, is_label
from policy_engine.domain.dates import Month, format_date, last_day
from policy_engine.ir import nodes as ir
from policy_engine.structure import dataclass

OPEN, CLOSE = "⟦", "⟧"
"""What a mark stands between."""

DONE = MappingProxyType(
    {
        ir.ChangeKind.INSERTED: Text("disisipkan", "inserted"),
        ir.ChangeKind.CHANGED: Text("diubah", "changed"),
        ir.ChangeKind.DELETED: Text("dihapus", "deleted"),
    }
)

_MARK = Text("{0} {1} dengan {2}, berlaku {3}", "{0} {1} by {2}, in force from {3}")
_FORMER = Text("semula: {0}", "before: {0}")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of law and the place it says something at."""

    place: Provision
    text: str


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of one version; without changes there are none."""

    instrument: ir.Instrument
    version: ir.Version
    words: Words

    def kind(self, place: Provision) -> ir.ChangeKind | None:
        """Say what was done last to a place or to what it stands in, so that it can be set apart."""
        around = [each.kind for each in self._standing() if each.place.provision.covers(place)]
        return around[-1] if around else None

    def lines(self, place: Provision) -> Iterator[LawLine]:
        """Give the marks of a place that still has a line."""
        for change in self._standing():
            if change.place.provision == place:
                yield from self._of(change)

    def below(self, paragraph: Provision) -> Iterator[LawLine]:
        """Give the marks of the items of a paragraph that were deleted."""
        for change in self._standing():
            place = change.place.provision
            if change.kind is ir.ChangeKind.DELETED and paragraph.covers(place) and place != paragraph:
                yield from self._of(change)

    def gone(self, article: Provision) -> list[tuple[Provision, tuple[LawLine, ...]]]:
        """Give the marks of the numbered paragraphs of an article that were deleted, in their order."""
        return [
            (change.place.provision, tuple(self._of(change)))
            for change in sorted(self._standing(), key=lambda each: each.place.provision.key)
            if change.kind is ir.ChangeKind.DELETED
            and article.covers(change.place.provision)
            and len(change.place.provision.steps) == len(article.steps) + 1
            and change.place.provision.steps[-1].unit is Unit.PARAGRAPH
        ]

    def _standing(self) -> Iterator[ir.Change]:
        """Leave out changes of what was put anew, whole, by a later one."""
        changes = self.version.changes
        for position, each in enumerate(changes):
            place = each.place.provision
            if not any(
                later.place.provision.covers(place) and later.place.provision != place
                for later in changes[position + 1 :]
            ):
                yield each

    def _of(self, change: ir.Change) -> Iterator[LawLine]:
        return mark(change, self.instrument, self.version, self.words)


def mark(
    change: ir.Change, instrument: ir.Instrument, version: ir.Version, words: Words
) -> Iterator[LawLine]:
    """Give the mark of a change: what was done, whether that reaches back, and the words that stood there."""
    again = reaches_back(change, words)
    text = f"{said(change, words)}{f'; {again}' if again else ''}"
    yield LawLine(f"{OPEN}{text}{CLOSE}", Part.MARK, change=change.kind)
    for line in former(change, instrument, version, words):
        yield LawLine(f"{OPEN}{words.say(_FORMER, line)}{CLOSE}", Part.FORMER, change=change.kind)


def said(change: ir.Change, words: Words) -> str:
    """Say what was done to which place, by what, and since when."""
    return words.say(
        _MARK,
        words.cite(change.place),
        words.say(DONE[change.kind]),
        words.cite(change.by),
        format_date(change.since, words.language),
    )


def former(
    change: ir.Change, instrument: ir.Instrument, version: ir.Version, words: Words
) -> tuple[str, ...]:
    """Give the lines that stood at a place before a change and do not stand there now."""
    if change.kind is ir.ChangeKind.INSERTED:
        return ()
    before = [
        each for each in instrument.versions if change not in each.changes and each.since < change.since
    ]
    if not before:
        return ()
    now = {(line.place, bare(line.text)) for line in lines_of(version, words)}
    place = change.place.provision
    return tuple(
        line.text
        for line in lines_of(before[-1], words)
        if place.covers(line.place) and (line.place, bare(line.text)) not in now
    )


def reaches_back(change: ir.Change, words: Words) -> str:
    """Say whether the instrument that made a change holds from before it was promulgated; empty where not."""
    made = next((each for each in words.library.instruments if each.id == change.by.instrument), None)
    return "" if made is None else retroactive(made, words)


def retroactive(instrument: ir.Instrument, words: Words) -> str:
    """Say that an instrument commences before its promulgation, or that this cannot be told; else nothing."""
    made = instrument.promulgated or instrument.enacted
    if instrument.commences is None:
        return ""
    if made is None:
        text = Text(
            "tanggal pengundangannya kosong, jadi belum dapat dikatakan apakah berlaku surut",
            "its date of promulgation is blank, so whether it is retroactive cannot be told",
        )
        return words.say(text)
    if not is_retroactive(instrument):
        return ""
    text = Text(
        "BERLAKU SURUT: berlaku sejak {0}, baru diundangkan {1}",
        "RETROACTIVE: in force from {0}, promulgated only on {1}",
    )
    return words.say(
        text, format_date(instrument.commences, words.language), format_date(made, words.language)
    )


def is_retroactive(instrument: ir.Instrument) -> bool:
    """Say whether an instrument is known to hold from before it was promulgated, or enacted where that is blank."""
    made = instrument.promulgated or instrument.enacted
    return instrument.commences is not None and made is not None and instrument.commences < made


def months_before(version: ir.Version) -> tuple[ir.Schedule, ...]:
    """Give the schedules that pay for a month that was over before the version they stand in began."""
    return tuple(
        each for each in version.schedules if any(is_before(month.month, version) for month in each.months)
    )


def is_before(month: Month, version: ir.Version) -> bool:
    """Say whether a month was over before a version began to hold."""
    return last_day(month) < version.since


def lines_of(version: ir.Version, words: Words) -> Iterator[Line]:
    """Go through the lines of a text, each with the place it says something at."""
    for unit in version.skeleton:
        if unit.citation is None or unit.wording is None:
            continue
        place = unit.citation.provision
        for item, at in placed(items(words.as_law(unit.wording)), place):
            text = f"{item.mark} {item.text}" if item.mark else item.text
            yield Line(at, readable(text, words.language))


def placed(found: Sequence[Item], paragraph: Provision) -> Iterator[tuple[Item, Provision]]:
    """Give the items of a paragraph with the place of each."""
    path: list[Step] = []
    for item in found:
        if item.mark:
            label = item.mark[:-1]
            unit = Unit.NUMBER if label[:1].isdigit() else Unit.LETTER
            # Inside the braces of an amendment a mark may be of a kind that no citation names.
            own = (Step(unit, label),) if is_label(unit, label) else ()
            path = [*path[: item.depth - 1], *own]
        yield item, Provision((*paragraph.steps, *path))
