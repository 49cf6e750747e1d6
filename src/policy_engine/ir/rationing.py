"""The limits of an instrument, read once for every back end: a version in, its floors, quotas and ceilings out.

Nothing here looks at a worker. Limits are numbered in the order they are tried: floors, quotas of groups and
areas, then the total and the ceilings.
"""

from collections.abc import Iterator, Mapping
from enum import Enum
from types import MappingProxyType

from policy_engine.domain.bilingual import Text
from policy_engine.domain.citation import Citation, InstrumentId
from policy_engine.domain.dates import Month, PackedDate, unpack_month
from policy_engine.ir.nodes import Ceiling, Instrument, Library, NotBorne, Party, Quota, Version
from policy_engine.ir.precedence import is_government, version_on
from policy_engine.ir.walk import descend, roots
from policy_engine.structure import dataclass


class LimitKind(Enum):
    """What a limit limits, and when it is tried."""

    FLOOR = "floor"
    """People who come before all others."""
    SHARE = "share"
    """At most so many people of some groups, of each area, or of a listed place."""
    TOTAL = "total"
    """At most so many people in all."""
    CEILING = "ceiling"
    """At most so many rupiah."""


LIMIT_NAMES: Mapping[LimitKind, Text] = MappingProxyType(
    {
        LimitKind.FLOOR: Text("jatah paling sedikit", "floor"),
        LimitKind.SHARE: Text("kuota bagian", "share of the quota"),
        LimitKind.TOTAL: Text("kuota", "quota"),
        LimitKind.CEILING: Text("pagu", "ceiling"),
    }
)
"""What a limit is called after what it limits."""


@dataclass(frozen=True, slots=True)
class Limit:
    """One bound. `level` is the depth of the region code that is counted apart (2 a regency), None for all together.

    `capacity` is the bound, of each area where there is a level; None where the author left it blank.
    `places`, where not empty, gives the bound of each listed area instead; an area that is not listed has none.
    """

    number: int
    kind: LimitKind
    citation: Citation
    groups: frozenset[str] | None
    level: int | None
    places: tuple[tuple[str, int], ...]
    capacity: int | None
    budget: str | None
    fiscal_year: int | None

    @property
    def is_floor(self) -> bool:
        """Tell whether this is a lower bound."""
        return self.kind is LimitKind.FLOOR

    @property
    def is_blank(self) -> bool:
        """Tell whether the bound was left open."""
        return self.capacity is None and not self.places

    def bound(self, area: str | None) -> int | None:
        """Give the bound for an area; None where it is blank or the area is not listed."""
        return dict(self.places).get(area or "") if self.places else self.capacity

    def concerns(self, groups: frozenset[str]) -> bool:
        """Tell whether a recipient of these groups counts."""
        return self.groups is None or bool(self.groups & groups)

    def in_year(self, month: Month) -> bool:
        """Tell whether a contribution month falls in the fiscal year, which is the calendar year."""
        return self.fiscal_year is None or unpack_month(month)[0] == self.fiscal_year


def limits_of(version: Version) -> tuple[Limit, ...]:
    """Give the limits of a version, numbered from 0 in the order they are tried."""
    found = sorted(
        (*(made for quota in version.quotas for made in _quota(quota)), *map(_ceiling, version.ceilings)),
        key=lambda limit: (_TRIED[limit.kind], limit.citation.provision.key, limit.level or 0),
    )
    return tuple(
        Limit(
            number,
            limit.kind,
            limit.citation,
            limit.groups,
            limit.level,
            limit.places,
            limit.capacity,
            limit.budget,
            limit.fiscal_year,
        )
        for number, limit in enumerate(found)
    )


_TRIED: Mapping[LimitKind, int] = {
    LimitKind.FLOOR: 0,
    LimitKind.SHARE: 1,
    LimitKind.TOTAL: 2,
    LimitKind.CEILING: 2,
}


def _quota(quota: Quota) -> Iterator[Limit]:
    whole = quota.groups is None and quota.area is None and not quota.places
    kind = LimitKind.TOTAL if whole else LimitKind.SHARE
    kind = LimitKind.FLOOR if quota.floor else kind
    for level in sorted({_depth(code) for code, _ in quota.places}):
        places = tuple((code, people) for code, people in quota.places if _depth(code) == level)
        yield Limit(0, kind, quota.citation, quota.groups, level, places, None, None, None)
    if not quota.places:
        level_ = None if quota.area is None else quota.area.value
        yield Limit(0, kind, quota.citation, quota.groups, level_, (), quota.people, None, None)


def _ceiling(ceiling: Ceiling) -> Limit:
    kind = LimitKind.CEILING
    return Limit(
        0, kind, ceiling.citation, None, None, (), ceiling.rupiah, ceiling.budget, ceiling.fiscal_year
    )


def _depth(code: str) -> int:
    return code.count(".") + 1


def area_at(region: str | None, level: int) -> str | None:
    """Give the area at a level that a region lies in; None where it is unknown or above that level."""
    steps = (region or "").split(".")
    return ".".join(steps[:level]) if region is not None and len(steps) >= level else None


def is_listed(quota: Limit, region: str | None) -> bool | None:
    """Tell whether a region lies in a listed place of this limit; None where it may."""
    codes = [code for code, _ in quota.places]
    if region is None:
        return None
    if any(region == code or region.startswith(f"{code}.") for code in codes):
        return True
    return None if any(code.startswith(f"{region}.") for code in codes) else False


def is_charged(payer: Party | None) -> bool:
    """Tell whether what a payer bears is charged to a public budget; what nobody is named for may be."""
    return payer is None or is_government(payer)


def budgets_stated(version: Version) -> bool:
    """Tell whether the text says of everything which budgets it is charged to."""
    return bool(version.fundings) and not any(funding.is_open for funding in version.fundings)


def version_judged(instrument: Instrument, on: PackedDate) -> Version | None:
    """Give the version that workers are judged by on a day; None where none can concern anybody."""
    if instrument.commences is None:
        return instrument.versions[0]
    version = version_on(instrument, on)
    if version is not None:
        return version
    last = instrument.versions[-1] if instrument.versions else None
    ended = last is not None and last.until is not None and on >= last.until
    return last if ended and any(on < c.until for c in instrument.continuations) else None


def priced_by_entry(library: Library, version: Version) -> bool:
    """Tell whether a relief counts months of participation, so that the month of entry changes what is owed."""
    months = {funded.month for schedule in version.schedules for funded in schedule.months}
    return any(
        relief.from_participation_month > 1 and any(relief.first <= month <= relief.last for month in months)
        for instrument in library.instruments
        for other in instrument.versions
        for relief in other.reliefs
    )


# Who pays before whom


def seniors_of(instrument: Instrument, on: PackedDate) -> frozenset[InstrumentId]:
    """Give the instruments that an instrument is subsidiary to on a day."""
    version = version_judged(instrument, on)
    return frozenset(
        senior
        for root in (() if version is None else roots(version))
        for part in descend(root)
        if isinstance(part, NotBorne)
        for senior in part.seniors
    )


def strata(instruments: tuple[Instrument, ...], on: PackedDate) -> tuple[tuple[InstrumentId, ...], ...]:
    """Put instruments in layers: on a day each is subsidiary to instruments of earlier layers only.

    ValueError names the instruments that are subsidiary to one another in a circle; `check` reports these.
    """
    waiting = {instrument.id: seniors_of(instrument, on) for instrument in instruments}
    layers: list[tuple[InstrumentId, ...]] = []
    while waiting:
        ready = tuple(sorted((i for i, s in waiting.items() if not s & waiting.keys()), key=lambda i: i.slug))
        if not ready:
            raise ValueError(f"subsidiary in a circle: {', '.join(sorted(i.slug for i in waiting))}")
        layers.append(ready)
        for instrument in ready:
            del waiting[instrument]
    return tuple(layers)


def juniors_of(
    instruments: tuple[Instrument, ...], on: PackedDate
) -> Mapping[InstrumentId, tuple[Instrument, ...]]:
    """Give the instruments that are subsidiary to each of those that others are subsidiary to on a day."""
    found: dict[InstrumentId, list[Instrument]] = {}
    for each in instruments:
        for senior in seniors_of(each, on):
            found.setdefault(senior, []).append(each)
    return {senior: tuple(juniors) for senior, juniors in found.items()}


def months_paid_for(juniors: tuple[Instrument, ...], on: PackedDate) -> tuple[Month, ...]:
    """Give the months that some of these instruments pay for."""
    versions = (version_judged(junior, on) for junior in juniors)
    return tuple(
        sorted(
            {
                funded.month
                for version in versions
                if version is not None
                for schedule in version.schedules
                for funded in schedule.months
            }
        )
    )
