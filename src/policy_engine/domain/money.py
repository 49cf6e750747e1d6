"""Rupiah, percentages and rounding: text or whole numbers in, exact values out, and text again.

Money is whole rupiah, rates are exact fractions, and a fraction becomes rupiah only through a `Rounding`
that somebody wrote down. Nothing here is approximate.
"""

import re
from enum import Enum
from fractions import Fraction
from typing import NewType

from policy_engine.domain.bilingual import Language, Text
from policy_engine.structure import dataclass

Rupiah = NewType("Rupiah", int)
"""An amount of money in whole rupiah."""

_GROUP = Text(".", ",")
_POINT = Text(",", ".")
_LONGEST = 100
"""Characters; a longer text is no amount or rate that anybody wrote on purpose."""

_RATE = re.compile(r"(-?)([0-9]+)(?:[.,]([0-9]+))?\s*%")
_RATIO = re.compile(r"(-?[0-9]+)/([0-9]*[1-9][0-9]*)\s*%")


def format_rupiah(amount: int, language: Language) -> str:
    """Write whole rupiah: `Rp16.800` in Indonesian, `Rp16,800` in English."""
    sign = "-" if amount < 0 else ""
    return f"{sign}Rp{format_whole(abs(amount), language)}"


def format_whole(number: int, language: Language) -> str:
    """Write a whole number in groups of three: `16.800` in Indonesian, `16,800` in English."""
    return f"{number:,}".replace(",", _GROUP.in_(language))


def parse_rupiah(text: str, language: Language) -> Rupiah | None:
    """Read `Rp16.800`, `Rp 16800`, `-Rp16.800`, `Rp16.800,00` or `Rp16.800,-`; anything else is None.

    The language settles the separators. Groups must be of three digits, and sen must be nil.
    """
    group, point = re.escape(_GROUP.in_(language)), re.escape(_POINT.in_(language))
    form = rf"(-?)(?:[Rr][Pp]\.?\s*)?([0-9]{{1,3}}(?:{group}[0-9]{{3}})+|[0-9]+)(?:{point}(?:0{{1,2}}|-))?"
    stripped = text.strip()
    found = re.fullmatch(form, stripped) if len(stripped) <= _LONGEST else None
    if found is None:
        return None
    amount = int(found[2].replace(_GROUP.in_(language), ""))
    return Rupiah(-amount if found[1] else amount)


@dataclass(frozen=True, slots=True, order=True)
class Rate:
    """An exact share of something: `0,24%` is 3/1250, never an approximation."""

    fraction: Fraction

    def of(self, amount: int) -> Fraction:
        """Give the exact share of an amount, in the unit of the amount; it is not rounded."""
        return self.fraction * amount

    def format(self, language: Language) -> str:
        """Write as `0,24%` or `0.24%`; a share without a finite decimal form is written as `100/3%`."""
        percent = self.fraction * 100
        places = _decimal_places(percent.denominator)
        if places is None:
            return f"{percent.numerator}/{percent.denominator}%"
        digits = str(abs(percent.numerator) * 10**places // percent.denominator).rjust(places + 1, "0")
        sign = "-" if percent < 0 else ""
        if places == 0:
            return f"{sign}{digits}%"
        return f"{sign}{digits[:-places]}{_POINT.in_(language)}{digits[-places:]}%"


def parse_rate(text: str) -> Rate | None:
    """Read `50%`, `0,24%`, `0.24%` or `100/3%`; comma and point both mark decimals; else None."""
    stripped = text.strip()
    if len(stripped) > _LONGEST:
        return None
    if found := _RATE.fullmatch(stripped):
        decimals = found[3] or ""
        percent = Fraction(int(found[2] + decimals), 10 ** len(decimals))
        return Rate((-percent if found[1] else percent) / 100)
    if found := _RATIO.fullmatch(stripped):
        return Rate(Fraction(int(found[1]), int(found[2]) * 100))
    return None


class Direction(Enum):
    """Which way an amount between two multiples goes."""

    DOWN = "down"
    UP = "up"
    HALF_UP = "half up"
    HALF_EVEN = "half even"


@dataclass(frozen=True, slots=True)
class Rounding:
    """A stated rounding: to multiples of `unit` rupiah, in a direction.

    Down is towards minus infinity and up towards plus infinity, also for negative amounts.
    """

    unit: int
    direction: Direction

    def __post_init__(self) -> None:
        """Refuse a unit that is not positive."""
        if self.unit < 1:
            message = f"a rounding unit is at least one rupiah, not {self.unit}"
            raise ValueError(message)

    def apply(self, amount: Fraction | int) -> int:
        """Round an exact amount in rupiah to a multiple of the unit, in rupiah."""
        return self.unit * self._whole(Fraction(amount) / self.unit)

    def _whole(self, units: Fraction) -> int:
        match self.direction:
            case Direction.DOWN:
                return units.__floor__()
            case Direction.UP:
                return units.__ceil__()
            case Direction.HALF_UP:
                return (units + Fraction(1, 2)).__floor__()
            case Direction.HALF_EVEN:
                return round(units)


def _decimal_places(denominator: int) -> int | None:
    """Count the decimals of a reduced fraction, or None where they never end."""
    twos = fives = 0
    while denominator % 2 == 0:
        denominator, twos = denominator // 2, twos + 1
    while denominator % 5 == 0:
        denominator, fives = denominator // 5, fives + 1
    return max(twos, fives) if denominator == 1 else None
