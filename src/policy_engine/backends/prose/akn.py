"""One version of an instrument in; Akoma Ntoso 3.0 XML of its text out.

Elements: BAB chapter, Bagian part, Paragraf section, Pasal article, ayat paragraph, huruf point, angka indent;
a reported item, a ruling and an annex are `hcontainer`. URIs name the region by its Kemendagri code without
points: `/akn/id-6474/act/perwali/2023/23`. What is no regulation is a `doc`.
"""

import re
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree as ET

from policy_engine.backends.prose import law, lines
from policy_engine.backends.prose.lines import Item
from policy_engine.backends.prose.words import Words
from policy_engine.domain.bilingual import Language
from policy_engine.domain.citation import InstrumentId, Provision, Step, Unit
from policy_engine.domain.dates import PackedDate, format_iso
from policy_engine.ir import nodes as ir

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
_US = "#policy-engine"
_LANGUAGE = {Language.ID: "ind", Language.EN: "eng"}
_HEADINGS = (("chapter", "chp"), ("part", "part"), ("section", "sec"))
_ARTICLES = {
    Unit.ARTICLE: ("article", None, "art"),
    Unit.ITEM: ("hcontainer", "butir", "item"),
    Unit.RULING: ("hcontainer", "diktum", "ruling"),
    Unit.ANNEX: ("hcontainer", "lampiran", "annex"),
}
_MODIFICATION = {
    ir.ChangeKind.INSERTED: "insertion",
    ir.ChangeKind.CHANGED: "substitution",
    ir.ChangeKind.DELETED: "repeal",
}
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def akn(instrument: ir.Instrument, version: ir.Version, library: ir.Library, language: Language) -> str:
    """Give the text of an instrument as Akoma Ntoso XML, ending in a line end."""
    root = ET.Element("akomaNtoso", {"xmlns": NAMESPACE})
    regulates = instrument.id.kind.regulates
    act = ET.SubElement(root, "act" if regulates else "doc", {"name": instrument.id.kind.code})
    _meta(act, instrument, version, library, language)
    words = Words(instrument.id, library, language)
    preface = ET.SubElement(act, "preface")
    paragraph = ET.SubElement(preface, "p")
    _text(
        ET.SubElement(paragraph, "docTitle"),
        f"{words.instrument(instrument.id)} — {instrument.title or lines.BLANK}",
    )
    places = _body(ET.SubElement(act, "body" if regulates else "mainBody"), version, words)
    _amended(act[0], version, places)
    ET.indent(root, " ")
    text = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def work_uri(instrument: InstrumentId) -> str:
    """Give the FRBR URI of the work: country or region, kind, year, number; `nn` where one is blank."""
    place = "" if instrument.locality is None else f"-{instrument.locality.replace('.', '')}"
    form = "act" if instrument.kind.regulates else "doc"
    year = "nn" if instrument.year is None else str(instrument.year)
    number = re.sub(r"[^\w.-]+", "-", instrument.number or instrument.name or "nn").lower()
    return f"/akn/id{place}/{form}/{instrument.kind.code}/{year}/{number}"


def _meta(
    act: ET.Element, instrument: ir.Instrument, version: ir.Version, library: ir.Library, language: Language
) -> None:
    uri = work_uri(instrument.id)
    spoken = _LANGUAGE[language]
    since = "" if instrument.commences is None else format_iso(version.since)
    expression = f"{uri}/{spoken}@{since}"
    identification = ET.SubElement(ET.SubElement(act, "meta"), "identification", {"source": _US})
    enacted = instrument.enacted or instrument.commences
    # The schema wants a date; where none is known, the first day of the year says so by its name.
    known = format_iso(enacted) if enacted is not None else f"{instrument.id.year or 1:04d}-01-01"
    name = "unknown" if enacted is None else "enactment" if instrument.enacted is not None else "in-force"
    dated = {"date": known, "name": name}
    work = _level(identification, "FRBRWork", uri, f"{uri}/!main", dated)
    ET.SubElement(work, "FRBRcountry", {"value": _country(instrument.id)})
    ET.SubElement(work, "FRBRsubtype", {"value": instrument.id.kind.code})
    ET.SubElement(work, "FRBRnumber", {"value": instrument.id.number or "nn"})
    since_named = {"date": since, "name": "in-force"} if since else dated
    level = _level(identification, "FRBRExpression", expression, f"{expression}/!main", since_named)
    ET.SubElement(level, "FRBRlanguage", {"language": spoken})
    _level(identification, "FRBRManifestation", f"{expression}.akn", f"{expression}/!main.akn", since_named)
    _lifecycle(act[0], instrument, version, library)
    references = ET.SubElement(act[0], "references", {"source": _US})
    ours = {
        "eId": "policy-engine",
        "href": "/akn/ontology/organization/policy-engine",
        "showAs": "policy-engine",
    }
    ET.SubElement(references, "TLCOrganization", ours)
    amenders = dict.fromkeys(change.by.instrument for change in version.changes)
    repealed_by = () if instrument.repealed_by is None else (instrument.repealed_by,)
    named = {
        **dict.fromkeys((*amenders, *repealed_by), "passiveRef"),
        **dict.fromkeys(instrument.in_view_of, "activeRef"),
        instrument.id: "original",
    }
    order = ("original", "passiveRef", "activeRef")
    for each, kind in sorted(named.items(), key=lambda one: order.index(one[1])):
        told = {"eId": f"ref_{each.slug}", "href": work_uri(each), "showAs": each.text(language)}
        ET.SubElement(references, kind, told)


def _lifecycle(meta: ET.Element, instrument: ir.Instrument, version: ir.Version, library: ir.Library) -> None:
    """Write when the text came about, what amended it and when, and when it was repealed."""
    events: list[tuple[PackedDate, str, InstrumentId]] = []
    if instrument.commences is not None:
        events.append((instrument.commences, "generation", instrument.id))
    by = {(change.since, change.by.instrument): None for change in version.changes}
    events += [(since, "amendment", amender) for since, amender in by]
    repealer = next((each for each in library.instruments if each.id == instrument.repealed_by), None)
    if repealer is not None and repealer.commences is not None:
        events.append((repealer.commences, "repeal", repealer.id))
    if not events:
        return
    lifecycle = ET.SubElement(meta, "lifecycle", {"source": _US})
    for number, (day, kind, source) in enumerate(events, 1):
        named = {"eId": f"event_{number}", "date": format_iso(day), "type": kind, "source": _source(source)}
        ET.SubElement(lifecycle, "eventRef", named)


def _amended(meta: ET.Element, version: ir.Version, places: Mapping[Provision, str]) -> None:
    """Write what each amendment did, as modifications of this text by another, and their references."""
    if not version.changes:
        return
    analysis = ET.Element("analysis", {"source": _US})
    passive = ET.SubElement(analysis, "passiveModifications")
    for number, change in enumerate(version.changes, 1):
        made = {"eId": f"pmod_{number}", "type": _MODIFICATION[change.kind]}
        modification = ET.SubElement(passive, "textualMod", made)
        by = work_uri(change.by.instrument)
        where = "__".join(_step_id(step) for step in change.by.provision.steps)
        ET.SubElement(modification, "source", {"href": f"{by}/~{where}" if where else by})
        ET.SubElement(modification, "destination", {"href": f"#{_nearest(change.place.provision, places)}"})
    references = next(each for each in meta if each.tag == "references")
    meta.insert(list(meta).index(references), analysis)


def _nearest(place: Provision, places: Mapping[Provision, str]) -> str:
    """Give the identifier of a place, or of what it stood in where it is gone."""
    around: Provision | None = place
    while around is not None and around.steps:
        if around in places:
            return places[around]
        around = around.parent
    return "body"


def _step_id(step: Step) -> str:
    short = {Unit.PARAGRAPH: "para", Unit.LETTER: "point", Unit.NUMBER: "indent", Unit.ROW: "row"}
    named = _ARTICLES[step.unit][2] if step.unit in _ARTICLES else short.get(step.unit, step.unit.value)
    return f"{named}_{_slug(step.label)}"


def _source(instrument: InstrumentId) -> str:
    return f"#ref_{instrument.slug}"


def _level(parent: ET.Element, name: str, uri: str, this: str, date: dict[str, str]) -> ET.Element:
    level = ET.SubElement(parent, name)
    ET.SubElement(level, "FRBRthis", {"value": this})
    ET.SubElement(level, "FRBRuri", {"value": uri})
    ET.SubElement(level, "FRBRdate", date)
    ET.SubElement(level, "FRBRauthor", {"href": _US})
    return level


def _country(instrument: InstrumentId) -> str:
    return "id" if instrument.locality is None else f"id-{instrument.locality.replace('.', '')}"


def _body(body: ET.Element, version: ir.Version, words: Words) -> dict[Provision, str]:
    """Hang every unit under the last heading above it; give the identifier of each place."""
    language = words.language
    places: dict[Provision, str] = {}
    open_: list[tuple[int, ET.Element, str]] = []
    article, article_id = body, ""
    units = [u for u in version.skeleton if u.citation is not None or u.heading is not None]
    for position, unit in enumerate(units):
        if unit.heading is not None:
            while open_ and open_[-1][0] >= unit.depth:
                open_.pop()
            parent, prefix = (open_[-1][1], f"{open_[-1][2]}__") if open_ else (body, "")
            name, short = _HEADINGS[unit.depth]
            label, title = law.split_heading(unit.heading.in_(language))
            eid = f"{prefix}{short}_{_slug(label.split(maxsplit=1)[1])}"
            element = ET.SubElement(parent, name, {"eId": eid})
            _text(ET.SubElement(element, "num"), label)
            if title:
                _text(ET.SubElement(element, "heading"), title)
            open_.append((unit.depth, element, eid))
        elif unit.wording is None and unit.citation is not None:
            parent, prefix = (open_[-1][1], f"{open_[-1][2]}__") if open_ else (body, "")
            article, article_id = _article(parent, prefix, unit, language)
            places[unit.citation.provision] = article_id
            following = units[position + 1] if position + 1 < len(units) else None
            if following is None or following.wording is None:
                article.set("status", "removed")
                _content(article, "content", law.DELETED.in_(language), language)
        elif unit.wording is not None and unit.citation is not None:
            place = unit.citation.provision
            _paragraph(article, article_id, place, words.as_law(unit.wording), language)
            if place.steps[-1].unit is Unit.PARAGRAPH:
                places[place] = f"{article_id}__{_step_id(place.steps[-1])}"
    if len(body) == 0:
        _content(
            ET.SubElement(body, "hcontainer", {"name": "kosong", "eId": "blank"}),
            "content",
            lines.BLANK,
            language,
        )
    return places


def _article(
    parent: ET.Element, prefix: str, unit: ir.SkeletonUnit, language: Language
) -> tuple[ET.Element, str]:
    step = unit.citation.provision.steps[0] if unit.citation is not None else None
    if step is None:
        return parent, prefix
    name, kind, short = _ARTICLES.get(step.unit, ("hcontainer", "bagian", "part"))
    eid = f"{prefix}{short}_{_slug(step.label)}" if step.label else f"{prefix}{short}"
    attributes = {"eId": eid} if kind is None else {"name": kind, "eId": eid}
    article = ET.SubElement(parent, name, attributes)
    _text(ET.SubElement(article, "num"), law.article_label(unit, language))
    return article, eid


def _paragraph(article: ET.Element, prefix: str, place: Provision, wording: str, language: Language) -> None:
    last = place.steps[-1]
    holder, eid = article, prefix
    if last.unit is Unit.PARAGRAPH:
        eid = f"{prefix}__para_{_slug(last.label)}"
        holder = ET.SubElement(article, "paragraph", {"eId": eid})
        mark = f"({last.label})"
        _text(ET.SubElement(holder, "num"), mark)
        wording = wording.removeprefix(mark).strip(" ")
    first, *rest = lines.items(wording)
    nested = [item for item in rest if item.mark]
    _content(
        holder, "intro" if nested else "content", _whole(first, [i for i in rest if not nested]), language
    )
    _items(holder, eid, _gathered(rest) if nested else [], language)


def _whole(first: Item, rest: list[Item]) -> str:
    return " ".join((first.text, *(item.text for item in rest)))


def _gathered(found: list[Item]) -> list[Item]:
    """Put what stands in braces together with the item it belongs to."""
    items: list[Item] = []
    for item in found:
        if item.mark or not items:
            items.append(item)
        else:
            items[-1] = Item(items[-1].mark, f"{items[-1].text} {item.text}", items[-1].depth)
    return items


def _items(holder: ET.Element, prefix: str, items: list[Item], language: Language) -> None:
    """Write items as points and indents, each holding the deeper ones that follow it."""
    seen: dict[str, int] = {}
    for position, item in enumerate(items):
        if item.depth != items[0].depth:
            continue
        deeper = list(_following(items[position + 1 :], item.depth))
        name = "point" if item.mark[:1].isalpha() else "indent"
        eid = f"{prefix}__{name}_{_slug(item.mark)}"
        seen[eid] = seen.get(eid, 0) + 1
        eid = eid if seen[eid] == 1 else f"{eid}-{seen[eid]}"
        element = ET.SubElement(holder, name, {"eId": eid})
        _text(ET.SubElement(element, "num"), item.mark)
        _content(element, "intro" if deeper else "content", item.text, language)
        _items(element, eid, deeper, language)


def _following(items: list[Item], depth: int) -> Iterator[Item]:
    for item in items:
        if item.depth <= depth:
            return
        yield item


def _content(holder: ET.Element, name: str, text: str, language: Language) -> None:
    _text(ET.SubElement(ET.SubElement(holder, name), "p"), lines.readable(text, language))


def _text(element: ET.Element, text: str) -> None:
    """Set the words of an element, without the few characters XML cannot hold."""
    element.text = _NOT_XML.sub("\ufffd", text)


def _slug(label: str) -> str:
    return re.sub(r"[^0-9A-Za-z]+", "-", label).strip("-") or "x"
