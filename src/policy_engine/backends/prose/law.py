"""One version of an instrument in; its text in the form of UU 12/2011 Lampiran II, as a document, out.

The sentences are those of the policy language itself, laid out as law: each paragraph and item on its own
line, dates in words, and a no-break space where a name has an underscore. `read_back` undoes exactly that.
What the policy does not contain, such as who signs and where, is a visible blank.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import dropwhile, takewhile
from types import MappingProxyType

from policy_engine.backends.prose.amended import Marks, placed
from policy_engine.backends.prose.document import Block, Document, LawLine, Part
from policy_engine.backends.prose.lines import BLANK, items, quotations, readable
from policy_engine.backends.prose.words import Words
from policy_engine.domain.bilingual import Language, Text
from policy_engine.domain.citation import InstrumentId, InstrumentKind, Provision, Unit
from policy_engine.domain.dates import PackedDate, format_date
from policy_engine.ir import nodes as ir

ESTABLISHES = Text("Menetapkan:", "To establish:")
"""Opens the line after which the body of a regulation begins."""
CONTENTS = Text("Isi naskah:", "Contents:")
"""The line after which the body begins where the instrument is no regulation."""
PROMULGATE = Text("Agar setiap orang mengetahuinya, ", "So that every person may know, ")
"""Opens the line with which the closing of a regulation begins."""
NOTES = Text("Keterangan naskah", "Notes on the text")
"""The line after which the header stands as the policy has it."""
END = Text("Akhir naskah", "End of the text")
AS_REPORTED = Text("menurut laporan", "as reported")
DELETED = Text("dihapus.", "is deleted.")

_TERMS = "Yang dimaksud dengan:"
"""How the policy language opens its definitions in Indonesian; English words say `in this regulation` as they are."""
_COMMENCES = "Peraturan ini"
"""How the policy language opens the closing clause in Indonesian."""
_REPEALED = "dicabut dan dinyatakan tidak berlaku."
"""How it ends a repeal."""
_NUMBERED = re.compile(r"\d+\. ")
_CALLED = Text("{0} tentang {1}", "{0} concerning {1}")
_PARAGRAPH = re.compile(r"\(\w+\) ")

_HEADING = re.compile(
    r"(?:(?:BAB|CHAPTER)[ \t]+[IVXLC]+[A-Z]{0,3}|(?:Paragraf|Section)[ \t]+[1-9]\d*[A-Z]?"
    r"|(?:Bagian|Part)[ \t]+\w+(?:[ \t]+(?i:puluh))?(?:[ \t]+(?i:belas))?)(?=[ \t]|$)"
)
_OFFICE = MappingProxyType(
    {
        InstrumentKind.PERGUB: Text("GUBERNUR", "GOVERNOR OF"),
        InstrumentKind.PERBUP: Text("BUPATI", "REGENT OF"),
        InstrumentKind.PERWALI: Text("WALI KOTA", "MAYOR OF"),
        InstrumentKind.PERDES: Text("KEPALA DESA", "HEAD OF THE VILLAGE OF"),
    }
)
"""Who makes what; the maker of any other kind is not told by the kind alone."""

_STATUS = MappingProxyType(
    {
        ir.Status.READ: Text(
            "Disusun kembali dari kebijakan yang dikodekan; yang mengikat ialah naskah resminya.",
            "Put together from the encoded policy; what binds is the official text.",
        ),
        ir.Status.REPORTED: Text(
            "Disusun dari laporan, bukan dari naskahnya; ini bukan naskah resmi.",
            "Put together from reports and not from the text; this is not the official text.",
        ),
        ir.Status.DRAFT: Text(
            "Rancangan untuk disalin dan disempurnakan oleh bagian hukum.",
            "A draft for a legal bureau to paste and perfect.",
        ),
    }
)


def law_text(
    instrument: ir.Instrument,
    version: ir.Version,
    library: ir.Library,
    language: Language,
    *,
    marked: bool = True,
) -> Document:
    """Give the text of an instrument from `version.since` until `version.until` as law.

    `marked` shows what each amendment changed; without, the text is as one would promulgate it anew.
    """
    words = Words(instrument.id, library, language)
    marks = Marks(instrument, version if marked else replace(version, changes=()), words)
    blocks: tuple[Block, ...] = (
        *_opening(instrument, words),
        *_body(version, marks, language),
        *_closing(instrument, words),
        LawLine(words.say(NOTES), Part.CHAPTER),
        *(LawLine(readable(line, language), Part.TEXT) for line in header(version, language)),
        LawLine(words.say(END), Part.FRAME),
    )
    title = words.say(Text("Naskah hukum", "Text of the law"))
    return Document(
        language, title, words.instrument(instrument.id), words.say(_STATUS[instrument.status]), blocks
    )


def header(version: ir.Version, language: Language) -> tuple[str, ...]:
    """Give the lines of the header as the policy language has them, the opening of the instrument first."""
    units = (
        u for u in version.skeleton if u.citation is None and u.heading is None and u.wording is not None
    )
    return tuple(unit.wording.in_(language) for unit in units if unit.wording is not None)


def split_heading(text: str) -> tuple[str, str]:
    """Take a heading apart into its label and its title: `BAB II`, `PENERIMA`."""
    found = _HEADING.match(text)
    return (text, "") if found is None else (found[0], text[found.end() :].strip(" \t"))


def is_heading_label(line: str) -> bool:
    """Say whether a line is the label of a heading and nothing else."""
    return _HEADING.fullmatch(line) is not None


def article_label(unit: ir.SkeletonUnit, language: Language) -> str:
    """Give the label of an article: `Pasal 5`, `Butir 2 menurut laporan`."""
    if unit.citation is None:
        return ""
    label = unit.citation.provision.text(language)
    label = label[0].upper() + label[1:]
    reported = unit.citation.provision.steps[0].unit is Unit.ITEM
    return f"{label} {AS_REPORTED.in_(language)}" if reported else label


def _opening(instrument: ir.Instrument, words: Words) -> Iterator[LawLine]:
    kind = instrument.id.kind
    title = instrument.title.upper() if instrument.title else BLANK
    name = _name(instrument, words)
    number = Text("NOMOR {0} TAHUN {1}", "NUMBER {0} OF {1}")
    year = BLANK if instrument.id.year is None else str(instrument.id.year)
    yield LawLine(name, Part.TITLE)
    yield LawLine(words.say(number, instrument.id.number or BLANK, year), Part.FRAME)
    yield LawLine(words.say(Text("TENTANG", "CONCERNING")), Part.FRAME)
    yield LawLine(title, Part.FRAME)
    if not kind.regulates:
        yield LawLine(words.say(CONTENTS), Part.FRAME)
        return
    grace = Text("DENGAN RAHMAT TUHAN YANG MAHA ESA", "BY THE GRACE OF GOD ALMIGHTY")
    yield LawLine(words.say(grace), Part.FRAME)
    yield LawLine(f"{_maker(instrument, words)},", Part.FRAME)
    yield LawLine(words.say(Text("Menimbang:", "Considering:")), Part.RECITAL)
    yield from _recitals(instrument, words)
    yield LawLine(words.say(Text("Mengingat:", "In view of:")), Part.RECITAL)
    grounds = tuple(_grounds(instrument, words))
    for position, each in enumerate(grounds, 1):
        ending = "." if position == len(grounds) else ";"
        yield LawLine(f"{position}. {each}{ending}", Part.RECITAL, 1)
    if not grounds:
        yield LawLine(BLANK, Part.BLANK, 1)
    yield LawLine(words.say(Text("MEMUTUSKAN:", "HAS DECIDED:")), Part.FRAME)
    about = Text("{0} {1} TENTANG {2}.", "{0} {1} CONCERNING {2}.")
    yield LawLine(words.say(about, words.say(ESTABLISHES), name, title), Part.RECITAL)


def _grounds(instrument: ir.Instrument, words: Words) -> Iterator[str]:
    """Name the legal grounds, each called what the text itself calls it, else what it is called where it is loaded."""
    opens = Text("mengingat:", "in view of:").in_(words.language)
    listed = [*dropwhile(lambda line: line != opens, header(instrument.versions[-1], words.language))][1:]
    cited = iter(instrument.in_view_of)
    for line in takewhile(_NUMBERED.match, listed):
        called = quotations(line)
        if _NUMBERED.sub("", line).startswith('"'):
            yield called[0]
        elif called:
            yield words.say(_CALLED, words.instrument(next(cited)), called[0])
        else:
            yield _named(next(cited), words)
    yield from (_named(each, words) for each in cited)


def _recitals(instrument: ir.Instrument, words: Words) -> Iterator[LawLine]:
    considering = Text("menimbang ", "considering ").in_(words.language)
    version = instrument.versions[-1]
    said = next((line for line in header(version, words.language) if line.startswith(considering)), "")
    quotes = quotations(said)
    for position, quote in enumerate(quotes):
        ending = "." if position == len(quotes) - 1 else ";"
        yield LawLine(f"{chr(ord('a') + position)}. {quote.rstrip('.;')}{ending}", Part.RECITAL, 1)
    if not quotes:
        yield LawLine(BLANK, Part.BLANK, 1)


def _body(version: ir.Version, marks: Marks, language: Language) -> Iterator[LawLine]:
    units = [u for u in version.skeleton if u.citation is not None or u.heading is not None]
    gone: list[tuple[Provision, tuple[LawLine, ...]]] = []
    for position, unit in enumerate(units):
        place = Provision() if unit.citation is None else unit.citation.provision
        while gone and (unit.wording is None or gone[0][0].precedes(place)):
            yield from gone.pop(0)[1]
        if unit.heading is not None:
            label, title = split_heading(unit.heading.in_(language))
            yield LawLine(label, Part.CHAPTER)
            if title:
                yield LawLine(title, Part.CHAPTER_TITLE)
        elif unit.wording is None:
            following = units[position + 1] if position + 1 < len(units) else None
            change = marks.kind(place)
            yield LawLine(article_label(unit, language), Part.ARTICLE, change=change)
            yield from marks.lines(place)
            gone = marks.gone(place)
            if following is None or following.wording is None:
                yield LawLine(DELETED.in_(language), Part.TEXT, change=change)
        else:
            yield from _paragraph(marks.words.as_law(unit.wording), place, marks, language)
    yield from (line for _, lines in gone for line in lines)


def _paragraph(wording: str, paragraph: Provision, marks: Marks, language: Language) -> Iterator[LawLine]:
    told = {paragraph} if len(paragraph.steps) == 1 else set()
    defines = False
    for item, place in placed(items(wording), paragraph):
        text = f"{item.mark} {item.text}" if item.mark else item.text
        line = _in_form(readable(text, language), marks)
        # Law ends each definition with a full stop (UU 12/2011 Lampiran II 97).
        line = f"{line[:-1]}." if defines and line.endswith(";") else line
        defines = defines or text.endswith(_TERMS)
        yield LawLine(line, Part.TEXT, item.depth, marks.kind(place))
        if place not in told:
            told.add(place)
            yield from marks.lines(place)
    yield from marks.below(paragraph)


def _in_form(line: str, marks: Marks) -> str:
    """Name the document where a regulation does: `Dalam Peraturan Bupati ini`, `Peraturan Bupati ini mulai berlaku`."""
    kind = marks.instrument.id.kind.title.in_(Language.ID)
    mark = found[0] if (found := _PARAGRAPH.match(line)) else ""
    said = line.removeprefix(mark)
    if said.startswith(_COMMENCES):
        return f"{mark}{kind} ini{said.removeprefix(_COMMENCES)}"
    if said.endswith(_REPEALED):
        return f"{mark}Pada saat {kind} ini mulai berlaku, {said}"
    if said.startswith(_TERMS):
        return f"{mark}Dalam {kind} ini {said[0].lower()}{said[1:]}"
    return line


def _closing(instrument: ir.Instrument, words: Words) -> Iterator[LawLine]:
    if not instrument.id.kind.regulates:
        return
    kind = instrument.id.kind.title.in_(words.language)
    gazette = _gazette(instrument, words)
    text = Text(
        "memerintahkan pengundangan {0} ini dengan penempatannya dalam {1}.",
        "the promulgation of this {0} is ordered by placing it in the {1}.",
    )
    yield LawLine(words.say(PROMULGATE) + words.say(text, kind, gazette), Part.TEXT)
    signed = (
        words.say(Text("Ditetapkan di {0}", "Enacted in {0}"), BLANK),
        words.say(Text("pada tanggal {0}", "on {0}"), _day(instrument.enacted, words)),
        f"{_maker(instrument, words)},",
        BLANK,
        words.say(Text("Diundangkan di {0}", "Promulgated in {0}"), BLANK),
        words.say(Text("pada tanggal {0}", "on {0}"), _day(instrument.promulgated, words)),
        f"{_keeper(instrument, words)},",
        BLANK,
    )
    for line in signed:
        yield LawLine(line, Part.BLANK if line == BLANK else Part.SIGNATURE)
    year = BLANK if instrument.id.year is None else str(instrument.id.year)
    volume = Text("{0} TAHUN {1} NOMOR {2}", "{0} OF {1} NUMBER {2}")
    yield LawLine(words.say(volume, gazette.upper(), year, BLANK), Part.TEXT)


def _name(instrument: ir.Instrument, words: Words) -> str:
    """Give the name with which the title opens: `PERATURAN BUPATI KARIMUN`."""
    place = _place(instrument, words)
    if instrument.id.kind in (InstrumentKind.PERGUB, InstrumentKind.PERBUP, InstrumentKind.PERWALI):
        place = _bare(place)
    return " ".join(part for part in (instrument.id.kind.title.in_(words.language).upper(), place) if part)


def _maker(instrument: ir.Instrument, words: Words) -> str:
    office = _OFFICE.get(instrument.id.kind)
    if office is None:
        return BLANK
    return f"{office.in_(words.language)} {_bare(_place(instrument, words)) or BLANK}"


def _keeper(instrument: ir.Instrument, words: Words) -> str:
    if instrument.id.locality is None:
        return BLANK
    return words.say(Text("SEKRETARIS DAERAH {0}", "REGIONAL SECRETARY OF {0}"), _place(instrument, words))


def _gazette(instrument: ir.Instrument, words: Words) -> str:
    place = "" if instrument.id.locality is None else f" {words.region(instrument.id.locality)}"
    match instrument.id.kind:
        case InstrumentKind.UU | InstrumentKind.PP | InstrumentKind.PERPRES:
            return words.say(
                Text("Lembaran Negara Republik Indonesia", "State Gazette of the Republic of Indonesia")
            )
        case InstrumentKind.PERDA:
            return words.say(Text("Lembaran Daerah{0}", "Regional Gazette{0}"), place)
        case _ if instrument.id.locality is not None:
            return words.say(Text("Berita Daerah{0}", "Regional Bulletin{0}"), place)
        case _:  # every other kind is national
            return words.say(
                Text("Berita Negara Republik Indonesia", "State Bulletin of the Republic of Indonesia")
            )


def _place(instrument: ir.Instrument, words: Words) -> str:
    return "" if instrument.id.locality is None else words.region(instrument.id.locality).upper()


def _bare(place: str) -> str:
    """Give the name of a regency or city without what it is, which the office already says."""
    return re.sub(r"^(?:KABUPATEN|KOTA|PROVINSI) | (?:REGENCY|CITY|PROVINCE)$", "", place)


def _named(instrument: InstrumentId, words: Words) -> str:
    """Name an instrument with its title, where it is loaded."""
    title = next((each.title for each in words.library.instruments if each.id == instrument), None)
    name = words.instrument(instrument)
    return name if title is None else words.say(_CALLED, name, title)


def _day(date: PackedDate | None, words: Words) -> str:
    return BLANK if date is None else format_date(date, words.language)
