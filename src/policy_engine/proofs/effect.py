"""What a region of workers comes to: a pair of verdicts in; gained, lost, opened, settled or a cost, out."""

from enum import Enum

from policy_engine.domain.bilingual import Text
from policy_engine.domain.outcomes import Outcome
from policy_engine.proofs.regions import Change, Difference, Money, Region


class Effect(Enum):
    """What becomes of a worker, the gravest first."""

    LOST = "lost"
    GAINED = "gained"
    COSTS_MORE = "costs_more"
    COSTS_LESS = "costs_less"
    OTHER_MONTHS = "other_months"
    COST_KNOWN = "cost_known"
    COST_UNKNOWN = "cost_unknown"
    UNDETERMINED = "undetermined"
    DETERMINED = "determined"
    OTHER = "other"

    @property
    def text(self) -> Text:
        """Give the heading a reader sees."""
        return _HEADINGS[self]


_HEADINGS = {
    Effect.LOST: Text("Kehilangan", "Loses"),
    Effect.GAINED: Text("Memperoleh", "Gains"),
    Effect.COSTS_MORE: Text("Biayanya bertambah", "Costs more"),
    Effect.COSTS_LESS: Text("Biayanya berkurang", "Costs less"),
    Effect.OTHER_MONTHS: Text("Bulannya berubah", "Other months"),
    Effect.COST_KNOWN: Text("Biayanya menjadi diketahui", "Cost becomes known"),
    Effect.COST_UNKNOWN: Text("Biayanya menjadi tidak diketahui", "Cost becomes unknown"),
    Effect.UNDETERMINED: Text("Menjadi belum dapat ditentukan", "Becomes undetermined"),
    Effect.DETERMINED: Text("Menjadi dapat ditentukan", "Becomes determined"),
    Effect.OTHER: Text("Hasilnya berubah", "Another outcome"),
}

_BY_MONEY = {
    Money.SAME: Effect.OTHER_MONTHS,
    Money.MORE: Effect.COSTS_MORE,
    Money.LESS: Effect.COSTS_LESS,
    Money.BECOMES_KNOWN: Effect.COST_KNOWN,
    Money.BECOMES_UNKNOWN: Effect.COST_UNKNOWN,
}


def effect_of(change: Change) -> Effect:
    """Tell what becomes of the workers of a region: first in effect, else under the text by itself, else in money."""
    if change.old_effective is not change.new_effective:
        return _between(change.old_effective, change.new_effective)
    if change.old_own is not change.new_own:
        return _between(change.old_own, change.new_own)
    return _BY_MONEY[change.money]


def is_in_effect(change: Change) -> bool:
    """Tell whether workers notice: what a higher norm refuses anyway is changed in the text alone."""
    if change.old_effective is not change.new_effective:
        return True
    return change.old_own is change.new_own and change.new_effective is Outcome.ELIGIBLE


def _between(old: Outcome, new: Outcome) -> Effect:
    if new is Outcome.ELIGIBLE:
        return Effect.GAINED
    if new is Outcome.UNDETERMINED:
        return Effect.UNDETERMINED
    if old is Outcome.ELIGIBLE:
        return Effect.LOST
    return Effect.DETERMINED if old is Outcome.UNDETERMINED else Effect.OTHER


def loses(change: Change) -> bool:
    """Tell whether someone who was eligible no longer surely is, in effect or under the text by itself."""
    pairs = ((change.old_own, change.new_own), (change.old_effective, change.new_effective))
    return any(old is Outcome.ELIGIBLE and new is not Outcome.ELIGIBLE for old, new in pairs)


def gains(change: Change) -> bool:
    """Tell whether someone becomes eligible who was not, in effect or under the text by itself."""
    pairs = ((change.old_own, change.new_own), (change.old_effective, change.new_effective))
    return any(new is Outcome.ELIGIBLE and old is not Outcome.ELIGIBLE for old, new in pairs)


def costs(change: Change) -> bool:
    """Tell whether someone who stays eligible costs more, or an amount that is no longer known."""
    return change.money in (Money.MORE, Money.BECOMES_UNKNOWN)


def in_order(found: Difference) -> tuple[Region, ...]:
    """Give the regions in the order they are told: what is noticed first, then by effect, complete workers first."""
    order = list(Effect)
    return tuple(
        sorted(
            found.regions,
            key=lambda region: (
                not region.possible,
                not is_in_effect(region.change),
                order.index(effect_of(region.change)),
                not is_settled(region.change),
                [outcome.value for outcome in _outcomes(region.change)],
            ),
        )
    )


def is_settled(change: Change) -> bool:
    """Tell whether the region is of workers whose facts settle everything; others are told briefly."""
    return Outcome.UNDETERMINED not in _outcomes(change)


def _outcomes(change: Change) -> tuple[Outcome, ...]:
    return (change.old_own, change.old_effective, change.new_own, change.new_effective)
