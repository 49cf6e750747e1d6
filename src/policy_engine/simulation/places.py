"""The section of the report on places and money: what each instrument gives in, tables for people and JSON out."""

from collections import Counter
from collections.abc import Iterator, Sequence

from policy_engine.backends.columnar.strata import Paid
from policy_engine.backends.prose.allotment import limit_text, reason
from policy_engine.backends.prose.document import Block, Heading, Paragraph, Table
from policy_engine.backends.prose.words import BUDGETS, Words
from policy_engine.domain.bilingual import Language, Text
from policy_engine.domain.dates import Month, format_iso_month, format_month
from policy_engine.domain.money import format_rupiah, format_whole
from policy_engine.ir.allotment import STANDING_NAMES, LimitUse, Standing
from policy_engine.ir.rationing import LimitKind
from policy_engine.simulation.rationing import Given

_SHOWN = (Standing.FUNDED, Standing.WAITING, Standing.HELD, Standing.UNDETERMINED)
_MOST_AREAS = 200


def blocks(given: Sequence[Given], words: Words, language: Language) -> Iterator[Block]:
    """Say for each instrument that rations how many are funded and wait, and what is left of each limit."""
    if not given:
        return
    yield Heading(Text("Tempat dan dana", "Places and money").in_(language))
    yield _standings(given, words, language)
    paid = [line for each in given for line in each.paid]
    if paid:
        yield _months(paid, language)
        yield _parts(paid, words, language)
    for each in given:
        if each.uses:
            yield _limits(each, words, language)
        if each.reasons:
            yield _reasons(each, words, language)
        if each.unpriced:
            yield Paragraph(
                Text(
                    f"Iuran {format_whole(each.unpriced, language)} orang yang dibiayai belum diketahui seluruhnya "
                    "dan tidak termasuk dalam jumlah.",
                    f"The contribution of {format_whole(each.unpriced, language)} of the funded is not all known "
                    "and is no part of the sum.",
                ).in_(language)
            )


def _standings(given: Sequence[Given], words: Words, language: Language) -> Table:
    header = (
        Text("naskah", "instrument").in_(language),
        *(STANDING_NAMES[each].in_(language) for each in _SHOWN),
        Text("dibayar", "paid").in_(language),
    )
    rows = [
        (
            words.instrument(each.instrument),
            *(format_whole(each.standings.get(standing, 0), language) for standing in _SHOWN),
            words.rupiah(each.spent),
        )
        for each in given
    ]
    caption = Text("Pekerja menurut tempat yang diberikan", "Workers by the place given").in_(language)
    return Table(caption, header, tuple(rows), frozenset(range(1, len(header))))


def _months(paid: Sequence[Paid], language: Language) -> Table:
    found: Counter[Month] = Counter()
    for line in paid:
        found[line.month] += line.rupiah
    rows = tuple(
        (format_month(month, language), format_rupiah(rupiah, language))
        for month, rupiah in sorted(found.items())
    )
    caption = Text("Yang dibayar menurut bulan Iuran", "What is paid, by contribution month").in_(language)
    return Table(caption, ("", Text("dibayar", "paid").in_(language)), rows, frozenset({1}))


def _parts(paid: Sequence[Paid], words: Words, language: Language) -> Table:
    found: Counter[tuple[str, str]] = Counter()
    for line in paid:
        found[words.party(line.payer), words.programme(line.programme)] += line.rupiah
    rows = tuple((*names, words.rupiah(rupiah)) for names, rupiah in sorted(found.items()))
    caption = Text("Yang dibayar menurut penanggung dan program", "What is paid, by payer and programme")
    header = (Text("penanggung", "payer"), Text("program", "programme"), Text("dibayar", "paid"))
    return Table(caption.in_(language), tuple(text.in_(language) for text in header), rows, frozenset({2}))


def _limits(each: Given, words: Words, language: Language) -> Table:
    said = (
        Text("batas", "limit"),
        Text("tempat", "place"),
        Text("wilayah atau anggaran", "area or budget"),
        Text("besarnya", "bound"),
        Text("diminta", "wanted"),
        Text("terpakai", "used"),
        Text("sisa", "left"),
        Text("kurang", "short"),
    )
    rows = [_limit(use, words, language) for use in each.uses[:_MOST_AREAS]]
    if len(each.uses) > _MOST_AREAS:
        more = len(each.uses) - _MOST_AREAS
        text = Text(f"… {more} lagi di budget.json", f"… {more} more in budget.json").in_(language)
        rows.append((text, *[""] * (len(said) - 1)))
    caption = Text("Kuota dan pagu: ", "Quotas and ceilings: ").in_(language) + words.instrument(
        each.instrument
    )
    return Table(
        caption, tuple(text.in_(language) for text in said), tuple(rows), frozenset(range(3, len(said)))
    )


def _limit(use: LimitUse, words: Words, language: Language) -> tuple[str, ...]:
    def number(value: int | None) -> str:
        if value is None:
            return "..."
        return words.rupiah(value) if use.limit.kind is LimitKind.CEILING else format_whole(value, language)

    where = "" if use.area is None else words.region(use.area)
    if use.limit.budget is not None:
        where = words.code(BUDGETS, use.limit.budget)
    if use.limit.fiscal_year is not None:
        where = f"{where} {use.limit.fiscal_year}".strip()
    return (
        limit_text(use.limit).in_(language),
        words.cite(use.limit.citation),
        where,
        number(use.capacity),
        number(use.wanted),
        number(use.used),
        "" if use.limit.is_floor else number(use.left),
        number(use.deficit) if use.limit.is_floor else "",
    )


def _reasons(each: Given, words: Words, language: Language) -> Table:
    cited = {use.limit.number: use.limit.citation for use in each.uses}
    rows = [
        (
            reason(ground, cited.get(limit) if limit is not None else None).in_(language),
            format_whole(people, language),
        )
        for (ground, limit), people in sorted(
            each.reasons.items(), key=lambda item: (-item[1], item[0][0].value)
        )
    ]
    caption = Text("Yang tidak mendapat tempat: ", "Who was given no place: ").in_(language)
    header = (Text("sebab", "reason").in_(language), Text("pekerja", "workers").in_(language))
    return Table(caption + words.instrument(each.instrument), header, tuple(rows), frozenset({1}))


def json_rows(given: Sequence[Given]) -> list[dict[str, object]]:
    """Give everything as data: codes for names, whole rupiah, regions by code."""
    return [
        {
            "instrument": each.instrument.slug,
            "standings": {standing.value: each.standings.get(standing, 0) for standing in _SHOWN},
            "spent": each.spent,
            "unpriced": each.unpriced,
            "waiting_list": each.waiting_list,
            "limits": [_json(use) for use in each.uses],
            "paid": [
                {
                    "month": format_iso_month(line.month),
                    "programme": line.programme,
                    "payer": None if line.payer is None else line.payer.code,
                    "payer_region": None if line.payer is None else line.payer.region,
                    "rows": line.rows,
                    "rupiah": line.rupiah,
                    "unknown": line.unknown,
                }
                for line in each.paid
            ],
            "reasons": [
                {"reason": ground.value, "limit": limit, "workers": people}
                for (ground, limit), people in sorted(
                    each.reasons.items(), key=lambda item: (-item[1], item[0][0].value, item[0][1] or 0)
                )
            ],
        }
        for each in given
    ]


def _json(use: LimitUse) -> dict[str, object]:
    return {
        "limit": use.limit.number,
        "kind": use.limit.kind.value,
        "citation": {
            "id": use.limit.citation.text(Language.ID),
            "en": use.limit.citation.text(Language.EN),
        },
        "area": use.area,
        "budget": use.limit.budget,
        "fiscal_year": use.limit.fiscal_year,
        "capacity": use.capacity,
        "wanted": use.wanted,
        "used": use.used,
        "left": use.left,
        "deficit": use.deficit,
    }
