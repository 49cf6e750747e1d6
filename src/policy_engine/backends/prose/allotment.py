"""What a worker is given and why not, in words: an allotment and the limits of its instrument in, text out."""

from collections.abc import Sequence

from policy_engine.domain.bilingual import Language, Text
from policy_engine.domain.citation import Citation
from policy_engine.domain.dates import format_month
from policy_engine.domain.money import format_rupiah
from policy_engine.ir.allotment import GROUND_NAMES, STANDING_NAMES, Allotment, Ground, Standing
from policy_engine.ir.rationing import LIMIT_NAMES, Limit


def limit_text(limit: Limit) -> Text:
    """Name a limit by what it is."""
    return LIMIT_NAMES[limit.kind]


def reason(ground: Ground, place: Citation | None) -> Text:
    """Say why nothing is given, with the place of the limit."""
    said = GROUND_NAMES[ground]
    if place is None:
        return said
    return Text(
        f"{said.indonesian} ({_cited(place, Language.ID)})", f"{said.english} ({_cited(place, Language.EN)})"
    )


def _cited(place: Citation, language: Language) -> str:
    text = place.provision.text(language)
    return text[:1].upper() + text[1:]


def explain(allotment: Allotment, limits: Sequence[Limit]) -> Text:
    """Say in a sentence what came of a worker: `daftar tunggu nomor 12`."""
    place = next((limit.citation for limit in limits if limit.number == allotment.limit), None)
    parts = [STANDING_NAMES[allotment.standing]]
    if allotment.standing is Standing.FUNDED and allotment.months:
        first, last = allotment.months[0], allotment.months[-1]
        count = len(allotment.months)
        parts.append(
            Text(
                f"{count} bulan Iuran, {format_month(first, Language.ID)} sampai dengan "
                f"{format_month(last, Language.ID)}",
                f"{count} contribution months, {format_month(first, Language.EN)} through "
                f"{format_month(last, Language.EN)}",
            )
        )
        if allotment.rupiah is not None:
            parts.append(
                Text(
                    format_rupiah(allotment.rupiah, Language.ID), format_rupiah(allotment.rupiah, Language.EN)
                )
            )
    if allotment.waiting_number is not None:
        parts.append(
            Text(
                f"daftar tunggu nomor {allotment.waiting_number}",
                f"number {allotment.waiting_number} on the waiting list",
            )
        )
    if allotment.rank is not None:
        parts.append(Text(f"urutan ke-{allotment.rank}", f"place {allotment.rank} in the order"))
    if allotment.ground is not None:
        parts.append(reason(allotment.ground, place))
    return Text("; ".join(part.indonesian for part in parts), "; ".join(part.english for part in parts))
