"""A report of `diff` in; text for people, Markdown for a pull request, or JSON, out."""

import json
import re
from collections.abc import Iterator, Sequence

from policy_engine.commands.diff import Gate, OutputFormat, Report
from policy_engine.commands.diff_register import Impact
from policy_engine.commands.diff_texts import MOST_ROWS, Teller, Told
from policy_engine.domain.bilingual import Language, Text
from policy_engine.domain.dates import format_iso, format_iso_month
from policy_engine.ir.compare import Alteration
from policy_engine.ir.nodes import CodeSet, FactValue, NotHappened
from policy_engine.proofs import alteration_words, effect, region_words
from policy_engine.proofs.regions import Difference, Region, Side

SCHEMA_VERSION = "1.0"

_SPECIAL = re.compile(r"([\\|<>*\[\]`_#])")
_INDENT = "    "


def show(report: Report, output: OutputFormat, language: Language) -> Iterator[str]:
    """Write a report, without last line ends."""
    match output:
        case OutputFormat.TEXT:
            yield from _text(report, Teller(report, language))
        case OutputFormat.MARKDOWN:
            yield from _markdown(report, Teller(report, language))
        case OutputFormat.JSON:
            yield json.dumps(_json(report), ensure_ascii=False, indent=2)


# Text


def _text(report: Report, tell: Teller) -> Iterator[str]:
    if report.is_same:
        yield tell.nothing()
        return
    for found in report.differences:
        if not found.regions and not found.open_:
            continue
        yield f"{tell.instrument(found.compared.instrument)}, {tell.stretch(found)}"
        for title, regions in tell.parts(found):
            if title is not None:
                yield f"\n  {tell.say(title)}"
            for region in regions:
                yield from _region_text(tell.region(region, found), tell)
        yield from (f"\n{_INDENT}{tell.say(_NOT_SETTLED)}: {tell.say(each)}" for each in found.open_)
        yield ""
    if not any(found.regions or found.open_ for found in report.differences):
        yield f"{tell.say(_NO_REGION)}\n"
    yield from _alterations_text(report, tell)
    for each in report.impacts:
        yield from _impact_text(each, tell)
    yield from tell.gates()


_NO_REGION = Text(
    "tidak ada keputusan tentang seorang pekerja yang berubah", "no decision on a worker changes"
)
_NOT_SETTLED = Text("tidak terjawab", "not settled")
_WHO = Text("siapa", "who")
_EXAMPLE = Text("contoh", "example")
_COST = Text("biaya", "cost")
_BECAUSE = Text("karena", "because of")
_ALTERED = Text("Yang berubah dalam naskah", "What the text says differently")
_REGISTER = Text("Dalam register", "In the register")


def _region_text(told: Told, tell: Teller) -> Iterator[str]:
    yield f"\n  {told.head}"
    yield from (f"{_INDENT}{tell.say(_WHO)}: {who}" for who in told.who)
    yield from (f"{_INDENT}{note}" for note in told.notes)
    yield f"{_INDENT}{tell.say(_EXAMPLE)}: {told.worker}"
    yield f"{_INDENT}{tell.say(_COST)}: {told.money}"
    if told.causes:
        yield f"{_INDENT}{tell.say(_BECAUSE)}: {'; '.join(told.causes)}"


def _alterations_text(report: Report, tell: Teller) -> Iterator[str]:
    yield tell.say(_ALTERED)
    for each in report.altered:
        where, what, old, new = tell.alteration(each)
        owner = "" if each.instrument is None else f"{tell.instrument(each.instrument)} "
        yield f"  {owner}{where}: {what}"
        yield f"{_INDENT}- {_on_one_line(old)}"
        yield f"{_INDENT}+ {_on_one_line(new)}"


def _impact_text(impact: Impact, tell: Teller) -> Iterator[str]:
    instrument = tell.instrument(impact.difference.compared.instrument)
    yield f"\n{tell.say(_REGISTER)}: {instrument}, {tell.stretch(impact.difference)}"
    yield f"  {tell.heads(impact)}"
    for month, programme, payer, old, new, more in tell.sums(impact):
        yield f"  {month}  {programme}  {payer}: {old} → {new} ({more})"
    for *_, old, new, more in _in_all(impact, tell):
        yield f"  {tell.say(_IN_ALL)}: {old} → {new} ({more})"
    for row, what, outcomes, money in tell.rows(impact):
        yield f"  {tell.say(_ROW)} {row}: {what} ({outcomes}), {money}"
    if len(impact.rows) > MOST_ROWS:
        yield f"  {_more(len(impact.rows) - MOST_ROWS, tell)}"


_IN_ALL = Text("seluruhnya", "in all")
_ROW = Text("baris", "row")


def _more(number: int, tell: Teller) -> str:
    return tell.say(Text(f"dan {number} baris lagi", f"and {number} more rows"))


def _on_one_line(words: str) -> str:
    return " ".join(words.split())


# Markdown


def _markdown(report: Report, tell: Teller) -> Iterator[str]:
    """Write short, so that it fits the comment of a pull request; details are folded."""
    yield f"## {tell.say(_TITLE)}\n"
    if report.is_same:
        yield f"{tell.nothing()}."
        return
    yield from (f"**{line}**\n" for line in tell.gates())
    told_any = False
    for found in report.differences:
        if not found.regions and not found.open_:
            continue
        told_any = True
        yield f"### {_cell(tell.instrument(found.compared.instrument))}\n"
        yield f"{tell.stretch(found)}\n"
        yield from _regions_markdown(found, tell)
        yield from (f"- {tell.say(_NOT_SETTLED)}: {tell.say(each)}" for each in found.open_)
    if not told_any:
        yield f"{tell.say(_NO_REGION)}.\n"
    for each in report.impacts:
        yield from _impact_markdown(each, tell)
    yield from _folded(
        f"{tell.say(_ALTERED)} ({len(report.altered)})",
        _table(
            tell.titles(
                Text("di mana", "where"),
                Text("apa", "what"),
                Text("naskah lama", "old text"),
                Text("naskah baru", "new text"),
            ),
            [tell.alteration(each) for each in report.altered],
        ),
    )


_TITLE = Text("Yang berubah dalam kebijakan", "What changes in the policies")


def _regions_markdown(found: Difference, tell: Teller) -> Iterator[str]:
    for title, regions in tell.parts(found):
        lines = (line for region in regions for line in _region_markdown(tell.region(region, found), tell))
        if title is None:
            yield from lines
        else:
            yield from _folded(f"{tell.say(title)} ({len(regions)})", lines)


def _region_markdown(told: Told, tell: Teller) -> Iterator[str]:
    yield f"- **{_cell(told.head)}**"
    yield from (f"  - {_cell(who)}" for who in told.who)
    yield from (f"  - {_cell(note)}" for note in told.notes)
    if told.causes:
        yield f"  - {tell.say(_BECAUSE)}: {_cell('; '.join(told.causes))}"
    yield f"  - {tell.say(_EXAMPLE)}: {_cell(told.worker)}; {tell.say(_COST)} {told.money}"


def _impact_markdown(impact: Impact, tell: Teller) -> Iterator[str]:
    yield f"\n#### {tell.say(_REGISTER)}\n"
    yield f"{tell.heads(impact)}\n"
    yield from _table(
        tell.titles(
            Text("bulan", "month"),
            Text("program", "programme"),
            Text("ditanggung oleh", "borne by"),
            Text("naskah lama", "old text"),
            Text("naskah baru", "new text"),
            Text("selisih", "difference"),
        ),
        [*tell.sums(impact), *_in_all(impact, tell)],
    )
    if impact.rows:
        rows = _table(
            tell.titles(
                Text("baris", "row"), Text("apa", "what"), Text("hasil", "outcome"), Text("biaya", "cost")
            ),
            list(tell.rows(impact)),
        )
        more = [_more(len(impact.rows) - MOST_ROWS, tell)] if len(impact.rows) > MOST_ROWS else []
        yield from _folded(f"{tell.say(Text('Baris', 'Rows'))} ({len(impact.rows)})", (*rows, *more))


def _in_all(impact: Impact, tell: Teller) -> Iterator[tuple[str, ...]]:
    if impact.sums:
        old, new = impact.old_rupiah, impact.new_rupiah
        yield (tell.say(_IN_ALL), "", "", tell.rupiah(old), tell.rupiah(new), tell.change_of(new - old))


def _folded(title: str, lines: "Iterator[str] | Sequence[str]") -> Iterator[str]:
    yield f"\n<details><summary>{_cell(title)}</summary>\n"
    yield from lines
    yield "\n</details>\n"


def _table(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    if rows:
        yield "| " + " | ".join(_cell(title) for title in titles) + " |"
        yield "|" + "---|" * len(titles)
        yield from ("| " + " | ".join(_cell(cell) for cell in row) + " |" for row in rows)


def _cell(words: str) -> str:
    """Write words so that they stay in their place, and mean nothing to Markdown or HTML."""
    return _SPECIAL.sub(r"\\\1", " ".join(words.split()))


# JSON


def _json(report: Report) -> dict[str, object]:
    return {
        "schema_version": SCHEMA_VERSION,
        "old": {"path": report.old_name, "digest": report.digests[0]},
        "new": {"path": report.new_name, "digest": report.digests[1]},
        "same_meaning": report.is_same,
        "complete": report.is_complete,
        "differences": [_difference(found) for found in report.differences],
        "alterations": [_alteration(each, report) for each in report.altered],
        "register": [_impact(each) for each in report.impacts],
        "gates": {gate.value: gate in report.tripped for gate in Gate},
    }


def _difference(found: Difference) -> dict[str, object]:
    return {
        "instrument": found.compared.instrument.slug,
        "on": format_iso(found.compared.on),
        "also_from": [format_iso(day) for day in found.also_from],
        "assumed_commencement": found.compared.assumed,
        "not_settled": [_words(each) for each in found.open_],
        "regions": [_region(region, found) for region in effect.in_order(found)],
    }


def _region(region: Region, found: Difference) -> dict[str, object]:
    change = region.change
    turns = change.turns
    return {
        "effect": effect.effect_of(change).value,
        "in_effect": effect.is_in_effect(change),
        "old": {"outcome": change.old_own.value, "effective": change.old_effective.value},
        "new": {"outcome": change.new_own.value, "effective": change.new_effective.value},
        "money": change.money.value,
        "months": None
        if turns is None
        else [
            {"month": format_iso_month(turn.month), "old": turn.before.value, "new": turn.after.value}
            for turn in sorted(turns, key=lambda turn: turn.month)
        ],
        "exact": region.is_exact,
        "possible": region.possible,
        "who": [_words(region_words.who(case, found.compared)) for case in region.cases],
        "example": {
            "worker": {name: _fact(value) for name, value in region.worker.items() if name in found.reads},
            "text": _words(region_words.worker_words(region, found)),
            "old_total": 0 if region.old is None else region.old.total,
            "new_total": 0 if region.new is None else region.new.total,
        },
        "caused_by": [_cited(each) for each in region.caused_by],
    }


def _fact(value: FactValue) -> object:
    match value:
        case CodeSet(codes, complete):
            return {"codes": sorted(codes), "complete": complete}
        case NotHappened():
            return {"happened": False}
        case _:
            return value


def _cited(alteration: Alteration) -> dict[str, object]:
    old, new = alteration.old_citation, alteration.new_citation
    return {
        "matter": alteration.matter.value,
        "kind": alteration.kind.value,
        "old": None if old is None else old.text(Language.ID),
        "new": None if new is None else new.text(Language.ID),
    }


def _alteration(alteration: Alteration, report: Report) -> dict[str, object]:
    return {
        "instrument": None if alteration.instrument is None else alteration.instrument.slug,
        **_cited(alteration),
        "name": alteration.name,
        "from": [format_iso(day) for day in alteration.days if day],
        "old_text": _words(alteration_words.words_of(alteration, Side.OLD, report.old)),
        "new_text": _words(alteration_words.words_of(alteration, Side.NEW, report.new)),
    }


def _impact(impact: Impact) -> dict[str, object]:
    return {
        "instrument": impact.difference.compared.instrument.slug,
        "on": format_iso(impact.difference.compared.on),
        "read": impact.read,
        "heads": {each.value: impact.heads[each] for each in effect.Effect if impact.heads.get(each)},
        "eligible": {"old": impact.old_eligible, "new": impact.new_eligible},
        "only_the_text_changes": impact.on_paper,
        "rows": [
            {
                "row": row.row,
                "effect": row.effect.value,
                "old": row.old.value,
                "new": row.new.value,
                "old_total": row.old_total,
                "new_total": row.new_total,
            }
            for row in impact.rows
        ],
        "rupiah": [
            {
                "month": format_iso_month(each.month),
                "programme": each.programme,
                "payer": None if each.payer is None else each.payer.code,
                "payer_region": None if each.payer is None else each.payer.region,
                "old": each.old,
                "new": each.new,
                "old_unknown_rows": each.old_unknown,
                "new_unknown_rows": each.new_unknown,
            }
            for each in impact.sums
        ],
    }


def _words(text: Text) -> dict[str, str]:
    return {"id": text.indonesian, "en": text.english}
