"""What two texts say differently, in words: an alteration in; the article and the words of both, out.

Norms and clauses are shown in the drafter's own words. What stands in no article is shown by its values.
"""

from dataclasses import fields
from enum import Enum

from policy_engine.diagnostics.wording import date, place, say
from policy_engine.domain.bilingual import Language, Text, both
from policy_engine.domain.citation import Citation, InstrumentId
from policy_engine.domain.dates import PackedDate
from policy_engine.domain.money import format_whole
from policy_engine.ir import nodes as ir
from policy_engine.ir.compare import Alteration, Kind, Matter, citation_of
from policy_engine.proofs.findings import named
from policy_engine.proofs.regions import Side

_SILENT = both("—")

_HEAD = {
    "title": Text("judul", "title"),
    "status": Text("status", "status"),
    "sources": Text("sumber", "sources"),
    "encoded_from": Text("dikodekan dari", "encoded from"),
    "region": Text("daerah", "region"),
    "segment": Text("segmen", "segment"),
    "enacted": Text("ditetapkan", "enacted"),
    "promulgated": Text("diundangkan", "promulgated"),
    "commences": Text("mulai berlaku", "commences"),
    "in_view_of": Text("mengingat", "in view of"),
    "implements": Text("melaksanakan", "implements"),
    "special_to": Text("khusus terhadap", "special to"),
    "repealed_by": Text("dicabut oleh", "repealed by"),
}
_DAYS = frozenset({"enacted", "promulgated", "commences"})

_KIND = {
    Kind.ADDED: Text("ditambahkan", "added"),
    Kind.REMOVED: Text("dihapus", "removed"),
    Kind.CHANGED: Text("diubah", "changed"),
    Kind.MOVED: Text("dipindahkan", "moved"),
}


def where(alteration: Alteration) -> Text:
    """Give the article, that of both texts where it moved; else what the thing is called."""
    old, new = alteration.old_citation, alteration.new_citation
    if old is not None and new is not None and old != new:
        return say("{a} → {b}", "{a} → {b}", a=place(old.provision), b=place(new.provision))
    found = new or old
    if found is not None and found.provision.steps:
        return place(found.provision)
    if alteration.matter is Matter.HEAD and alteration.name in _HEAD:
        return _HEAD[alteration.name]
    return both(alteration.name or "")


def what(alteration: Alteration) -> Text:
    """Say what kind of thing is added, removed, changed or moved."""
    return say("{m} {k}", "{m} {k}", m=alteration.matter.text, k=_KIND[alteration.kind])


def words_of(alteration: Alteration, side: Side, library: ir.Library) -> Text:
    """Give what one text says; a dash where it says nothing."""
    item = alteration.old if side is Side.OLD else alteration.new
    if item is None:
        return _SILENT
    match alteration.matter:
        case Matter.HEAD:
            return _head(alteration.name or "", item, library)
        case Matter.INSTRUMENT:
            return named(item, library) if isinstance(item, ir.Instrument) else _SILENT
        case Matter.VERSION:
            return _times(item)
        case Matter.FACT | Matter.PARAMETER | Matter.VOCABULARY | Matter.LEAP_RULE:
            return _declared(item, alteration.new if side is Side.OLD else alteration.old)
        case Matter.ALLOCATION:
            return _fields(item, alteration.new if side is Side.OLD else alteration.old)
        case _:
            return _said(item, alteration, library) or _fields(item, None)


def _said(item: object, alteration: Alteration, library: ir.Library) -> Text | None:
    """Give the drafter's words for a norm or clause."""
    match item:
        case ir.Norm(wording=wording):
            return wording
        case ir.Group(match=norm):
            return norm.wording
        case _:
            pass
    citation = citation_of(item)
    instrument = next((each for each in library.instruments if each.id == alteration.instrument), None)
    if citation is None or instrument is None:
        return None
    units = [
        unit
        for version in instrument.versions
        if not alteration.days or version.since in alteration.days or len(instrument.versions) == 1
        for unit in version.skeleton
        if unit.citation is not None and unit.wording is not None and unit.citation.covers(citation)
    ]
    if not units:
        return None
    nearest = max(units, key=lambda unit: _depth(unit.citation))
    return nearest.wording


def _depth(citation: Citation | None) -> int:
    return 0 if citation is None else len(citation.provision.steps)


def _head(name: str, value: object, library: ir.Library) -> Text:
    if name in _DAYS and isinstance(value, int):
        return date(PackedDate(value))
    if name == "region":
        labels = (c.label for v in library.vocabularies for c in v.codes if c.code == value)
        return next(labels, both(str(value)))
    return _value(value)


def _times(value: object) -> Text:
    """Give the times in force of versions."""
    parts: list[Text] = []
    for version in value if isinstance(value, tuple) else ():
        since, until, by = version.since, version.until, version.amended_by
        end = (
            Text("seterusnya", "onwards") if until is None else say("sampai {d}", "until {d}", d=date(until))
        )
        amended = _value(by) if by else both("")
        start = date(since) if since else Text("belum diisi", "left blank")
        parts.append(say("{a} {b} {c}", "{a} {b} {c}", a=start, b=end, c=amended))
    return _listed(parts)


def _declared(item: object, other: object) -> Text:
    match item, other:
        case (ir.Parameter(values=rows), ir.Parameter(values=against)):
            return _listed([_row(row) for row in rows if row not in against])
        case (ir.Parameter(values=rows), _):
            return _listed([_row(row) for row in rows])
        case (ir.Vocabulary(codes=codes), ir.Vocabulary(codes=against_codes)):
            told = [code.label for code in codes if code not in against_codes]
            return _listed(told) if told else _fields(item, other)
        case _:
            return _fields(item, other)


def _row(row: ir.DatedValue) -> Text:
    key = f"{row.key} " if row.key else ""
    value = both("...") if row.value is None else _number(row.value)
    return say("{k}{v} sejak {d}", "{k}{v} since {d}", k=key, v=value, d=date(row.since))


def _number(value: int) -> Text:
    return Text(*(format_whole(value, language) for language in Language))


def _fields(item: object, other: object) -> Text:
    """Give the fields of a record that differ from another, or all of them."""
    try:
        named_ = [each.name for each in fields(item)]  # type: ignore[arg-type]  # a record, or it is caught
    except TypeError:
        return _value(item)
    parts = [
        say("{n}: {v}", "{n}: {v}", n=name.replace("_", " "), v=_value(getattr(item, name)))
        for name in named_
        if name not in ("origin", "wording", "citation")
        and (other is None or getattr(item, name) != getattr(other, name, None))
    ]
    return _listed(parts)


def _value(value: object) -> Text:
    """Give any value of the IR in words."""
    match value:
        case None:
            return Text("tidak disebut", "not stated")
        case bool():
            return Text("ya", "yes") if value else Text("tidak", "no")
        case int():
            return _number(value)
        case str():
            return both(value)
        case Text():
            return value
        case InstrumentId():
            return Text(*(value.text(language, None) for language in Language))
        case Citation():
            return Text(*(value.text(language) for language in Language))
        case Enum():
            return both(str(value.value))
        case tuple() | frozenset():
            return _listed(
                [_value(each) for each in (sorted(value, key=str) if isinstance(value, frozenset) else value)]
            )
        case _:
            return _fields(value, None)


def _listed(parts: list[Text]) -> Text:
    return Text(*("; ".join(part.in_(language) for part in parts) for language in Language))
