"""What a worker is given and why not, in words: an allotment and the limits of its instrument in, text out."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from policy_engine.domain.bilingual import Language, Text
from policy_engine.domain.citation import Citation
from policy_engine.domain.dates import format_month
from policy_engine.domain.money import format_rupiah
from policy_engine.ir.allotment import Allotment, Ground, Standing
from policy_engine.ir.rationing import Limit, LimitKind

STANDINGS: Mapping[Standing, Text] = MappingProxyType(
    {
        Standing.FUNDED: Text("dibiayai", "funded"),
        Standing.WAITING: Text("belum mendapat tempat", "no place yet"),
        Standing.HELD: Text("ditahan", "held"),
        Standing.UNDETERMINED: Text("belum dapat ditentukan", "undetermined"),
        Standing.NOT_ELIGIBLE: Text("tidak memenuhi syarat", "not eligible"),
    }
)

GROUNDS: Mapping[Ground, Text] = MappingProxyType(
    {
        Ground.LIMIT_REACHED: Text("tidak ada lagi tempat atau dana", "no place or money is left"),
        Ground.LIST_ENDED: Text(
            "pengisian berhenti pada orang sebelumnya yang tidak tertampung",
            "the filling ended at somebody before who did not fit",
        ),
        Ground.LIMIT_BLANK: Text("jumlahnya belum ditetapkan", "the number is left blank"),
        Ground.AREA_UNKNOWN: Text(
            "wilayah tempat kuota dihitung belum diketahui", "the area that the quota counts is not known"
        ),
        Ground.AREA_UNLISTED: Text(
            "wilayahnya tidak tercantum dalam daftar kuota", "the area is not on the list of quotas"
        ),
        Ground.COST_UNKNOWN: Text("besar Iurannya belum diketahui", "the contribution is not known"),
        Ground.BUDGET_UNSTATED: Text(
            "pembagian Iuran di antara anggaran tidak dinyatakan",
            "how the contribution is divided among budgets is not stated",
        ),
        Ground.MONTHS_UNKNOWN: Text("bulan Iurannya belum diketahui", "the months are not known"),
        Ground.ENTRY_UNKNOWN: Text(
            "tanggal pendaftarannya belum diketahui", "the day of registration is not known"
        ),
        Ground.ENTRY_PRICED: Text(
            "besar Iuran bergantung pada bulan masuk", "the contribution depends on the month of entry"
        ),
        Ground.NO_MONTH_LEFT: Text(
            "tidak ada bulan Iuran setelah pendaftaran",
            "no contribution month is left after the registration",
        ),
        Ground.ORDER_UNSTATED: Text(
            "tempat tidak cukup dan urutan prioritas tidak dinyatakan",
            "places do not suffice and no order of priority is stated",
        ),
        Ground.KEY_UNKNOWN: Text(
            "nilai untuk urutan prioritas belum diketahui", "a value of the order of priority is not known"
        ),
        Ground.TIED: Text(
            "nilainya sama dengan pekerja lain pada semua kunci urutan",
            "the values of all keys of the order are those of another worker",
        ),
        Ground.FILLING_UNSTATED: Text(
            "tidak dinyatakan apakah yang tidak tertampung dilewati",
            "it is not stated whether those who do not fit are passed over",
        ),
    }
)

_KINDS: Mapping[LimitKind, Text] = MappingProxyType(
    {
        LimitKind.FLOOR: Text("jatah paling sedikit", "floor"),
        LimitKind.SHARE: Text("kuota bagian", "share of the quota"),
        LimitKind.TOTAL: Text("kuota", "quota"),
        LimitKind.CEILING: Text("pagu", "ceiling"),
    }
)


def limit_text(limit: Limit) -> Text:
    """Name a limit by what it is."""
    return _KINDS[limit.kind]


def reason(ground: Ground, place: Citation | None) -> Text:
    """Say why nothing is given, with the place of the limit."""
    said = GROUNDS[ground]
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
    parts = [STANDINGS[allotment.standing]]
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
