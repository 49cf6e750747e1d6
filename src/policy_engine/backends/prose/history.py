"""An instrument in; what its text, or one article of it, said from day to day, as a document, out."""

from collections.abc import Iterator, Sequence

from policy_engine.backends.prose import amended
from policy_engine.backends.prose.document import (
    Block,
    Document,
    Heading,
    LawLine,
    Paragraph,
    Part,
    Statement,
    Statements,
    Table,
)
from policy_engine.backends.prose.words import Words
from policy_engine.domain.bilingual import Language, Text
from policy_engine.domain.citation import Provision
from policy_engine.domain.dates import PackedDate, format_date
from policy_engine.domain.money import format_whole
from policy_engine.ir import nodes as ir
from policy_engine.structure import dataclass

_NOTICE = Text(
    "Disusun dari kebijakan yang dikodekan: setiap masa menyebut perubahan yang membuatnya dan tempatnya. "
    "Yang mengikat ialah naskah resminya.",
    "Put together from the encoded policy: each period names the change that made it and where it stands. "
    "What binds is the official text.",
)


@dataclass(frozen=True, slots=True)
class Period:
    """What stood at a place from `since` until `until` (exclusive; None: still), and what made it so.

    Without lines nothing stood there. `version` is the first that says so.
    """

    since: PackedDate
    until: PackedDate | None
    lines: tuple[str, ...]
    made_by: tuple[ir.Change, ...]
    version: ir.Version


def history(instrument: ir.Instrument, place: Provision, library: ir.Library, language: Language) -> Document:
    """Give the history of a place of an instrument; of the whole instrument where it has no steps."""
    words = Words(instrument.id, library, language)
    found = periods(instrument, place, words)
    name = words.instrument(instrument.id)
    title = words.say(Text("Riwayat {0}", "History of {0}"), _place(place, words) or name)
    blocks = (
        _table(found, place, instrument, words),
        *_flags(found, instrument, words),
        *(block for period in found for block in _period(period, place, instrument, words)),
    )
    return Document(language, title, name, words.say(_NOTICE), blocks)


def periods(instrument: ir.Instrument, place: Provision, words: Words) -> tuple[Period, ...]:
    """Give what stood at a place over time, ascending; periods of one text are one."""
    found: list[Period] = []
    known: tuple[ir.Change, ...] = ()
    for version in instrument.versions:
        lines = tuple(line.text for line in amended.lines_of(version, words) if place.covers(line.place))
        new = tuple(each for each in version.changes if each not in known and _touches(each, place))
        known = version.changes
        if found and not new and found[-1].lines == lines:
            last = found.pop()
            found.append(Period(last.since, version.until, lines, last.made_by, last.version))
        else:
            found.append(Period(version.since, version.until, lines, new, version))
    return tuple(found)


def _touches(change: ir.Change, place: Provision) -> bool:
    return place.covers(change.place.provision) or change.place.provision.covers(place)


def _place(place: Provision, words: Words) -> str:
    said = place.text(words.language)
    return said[:1].upper() + said[1:]


def _table(found: Sequence[Period], place: Provision, instrument: ir.Instrument, words: Words) -> Table:
    rows = []
    for position, period in enumerate(found):
        until = (
            words.say(Text("sekarang", "now"))
            if period.until is None
            else words.say(Text("sebelum {0}", "before {0}"), format_date(period.until, words.language))
        )
        rows.append(
            (
                _since(period, instrument, words),
                until,
                _state(period, position, words, is_one_place=bool(place.steps)),
            )
        )
    if instrument.repealed_by is not None and found and found[-1].until is not None:
        repealed = words.say(
            Text("dicabut dengan {0}", "repealed by {0}"), words.instrument(instrument.repealed_by)
        )
        rows.append((format_date(found[-1].until, words.language), "—", repealed))
    titles = (Text("Sejak", "From"), Text("Sampai", "Until"), Text("Keadaan dan dasarnya", "State and basis"))
    caption = words.say(Text("Masa berlaku setiap teks", "When each text holds"))
    return Table(caption, tuple(words.say(title) for title in titles), tuple(rows))


def _since(period: Period, instrument: ir.Instrument, words: Words) -> str:
    if instrument.commences is None:
        return words.say(Text("... (mulai berlakunya kosong)", "... (its commencement is blank)"))
    return format_date(period.since, words.language)


def _state(period: Period, position: int, words: Words, *, is_one_place: bool) -> str:
    if period.made_by and not is_one_place:
        by = dict.fromkeys(change.by.instrument for change in period.made_by)
        text = Text("{0} tempat diubah dengan {1}", "{0} places changed by {1}")
        number = format_whole(len(period.made_by), words.language)
        return words.say(text, number, words.listed([words.instrument(each) for each in by]))
    if period.made_by:
        return "; ".join(amended.said(change, words) for change in period.made_by)
    if not period.lines:
        return words.say(Text("belum ada", "not there yet"))
    return words.say(
        Text("teks semula", "the text as first made")
        if position == 0
        else Text("aturan yang dirujuknya berubah", "a norm it refers to changed")
    )


def _flags(found: Sequence[Period], instrument: ir.Instrument, words: Words) -> Iterator[Block]:
    """Flag what reaches back: a commencement before promulgation, and months that had begun already."""
    items: list[Statement] = []
    own = amended.retroactive(instrument, words)
    if own:
        items.append(Statement(own, words.instrument(instrument.id)))
    for period in found:
        for change in period.made_by:
            again = amended.reaches_back(change, words)
            if again:
                items.append(Statement(again, words.instrument(change.by.instrument)))
        for schedule in amended.months_before(period.version):
            text = Text(
                "Membayar bulan Iuran sebelum teks ini berlaku: {0}",
                "Pays contribution months from before this text holds: {0}",
            )
            early = [each.month for each in schedule.months if amended.is_before(each.month, period.version)]
            items.append(Statement(words.say(text, words.months(early)), words.cite(schedule.citation)))
    if items:
        yield Heading(words.say(Text("Berlaku surut", "Retroactive effect")))
        yield Statements(tuple(dict.fromkeys(items)))


def _period(period: Period, place: Provision, instrument: ir.Instrument, words: Words) -> Iterator[Block]:
    since = _since(period, instrument, words)
    title = (
        words.say(Text("Sejak {0}", "From {0}"), since)
        if period.until is None
        else words.say(
            Text("{0} sampai sebelum {1}", "{0} until before {1}"),
            since,
            format_date(period.until, words.language),
        )
    )
    if not place.steps:
        # The whole text has its own document; here only what each change did.
        if period.made_by:
            yield Heading(title)
        for change in period.made_by:
            yield from amended.mark(change, instrument, period.version, words)
        return
    yield Heading(title)
    for change in period.made_by:
        yield from (
            line
            for line in amended.mark(change, instrument, period.version, words)
            if line.part is not Part.FORMER
        )
    if not period.lines:
        gone = any(change.kind is ir.ChangeKind.DELETED for change in period.made_by)
        yield Paragraph(
            words.say(Text("Dihapus.", "Deleted.") if gone else Text("Belum ada.", "Not there yet."))
        )
    for line in period.lines:
        yield LawLine(line, Part.TEXT)
