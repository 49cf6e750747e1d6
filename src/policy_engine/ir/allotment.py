"""What allocation says: of each worker whether money is given, for which months, or why not; of each limit its use.

Pure values that every back end that allocates returns. Amounts are whole rupiah.
"""

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType

from policy_engine.domain.bilingual import Text
from policy_engine.domain.citation import Citation, InstrumentId
from policy_engine.domain.dates import Month
from policy_engine.ir.decision import CostRow
from policy_engine.ir.rationing import Limit
from policy_engine.structure import dataclass


class Standing(Enum):
    """What came of a worker when the places of an instrument were given."""

    FUNDED = "funded"
    WAITING = "waiting"
    """Eligible, and there was no place or no money left."""
    HELD = "held"
    """Eligible, and what the instrument or the register leaves open decides whether there is a place."""
    UNDETERMINED = "undetermined"
    NOT_ELIGIBLE = "not_eligible"
    """Not eligible, not applicable, or refused for conflict; the decision tells which."""


class Ground(Enum):
    """Why an eligible worker is waiting or held."""

    LIMIT_REACHED = "limit_reached"
    LIST_ENDED = "list_ended"
    """Somebody before did not fit, and the instrument ends the list there."""
    LIMIT_BLANK = "limit_blank"
    AREA_UNKNOWN = "area_unknown"
    AREA_UNLISTED = "area_unlisted"
    """The instrument lists places with their numbers, and the worker's is not among them."""
    COST_UNKNOWN = "cost_unknown"
    BUDGET_UNSTATED = "budget_unstated"
    """A ceiling of one budget, and what is charged to it and what to another is not stated."""
    MONTHS_UNKNOWN = "months_unknown"
    ENTRY_UNKNOWN = "entry_unknown"
    """Places are given month by month, and the day of registration is unknown."""
    ENTRY_PRICED = "entry_priced"
    """Places are given month by month, and the contribution depends on the month of entry."""
    NO_MONTH_LEFT = "no_month_left"
    """Places are given month by month, and no month is left after the registration."""
    ORDER_UNSTATED = "order_unstated"
    KEY_UNKNOWN = "key_unknown"
    """A key of the order is unknown, and the instrument holds such workers back or does not say."""
    TIED = "tied"
    """Another worker has the same value for every key."""
    FILLING_UNSTATED = "filling_unstated"
    """Whether those who do not fit are passed over is not stated, and here it decides."""


STANDING_NAMES: Mapping[Standing, Text] = MappingProxyType(
    {
        Standing.FUNDED: Text("dibiayai", "funded"),
        Standing.WAITING: Text("belum mendapat tempat", "no place yet"),
        Standing.HELD: Text("ditahan", "held"),
        Standing.UNDETERMINED: Text("belum dapat ditentukan", "undetermined"),
        Standing.NOT_ELIGIBLE: Text("tidak memenuhi syarat", "not eligible"),
    }
)
"""What came of a worker, in words."""

GROUND_NAMES: Mapping[Ground, Text] = MappingProxyType(
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
"""Why an eligible worker is waiting or held, in words."""


@dataclass(frozen=True, slots=True)
class Allotment:
    """What one worker of a register is given under one instrument.

    `row` is the place in the register. `rank` counts the eligible who come before, plus one; None where the
    order cannot place the worker. `waiting_number` is the place on the waiting list. `months`, `costs` and
    `rupiah` (None where a row is unknown) are what is paid for. `ground` and `limit` (its number) tell why
    nothing is.
    """

    row: int
    standing: Standing
    rank: int | None = None
    waiting_number: int | None = None
    months: tuple[Month, ...] = ()
    costs: tuple[CostRow, ...] = ()
    rupiah: int | None = 0
    ground: Ground | None = None
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class LimitUse:
    """One limit, in one area where it is counted by area: people, or rupiah for a ceiling.

    `wanted` is what all who contend for it would take; `used` the most that was taken at any one time.
    """

    limit: Limit
    area: str | None
    capacity: int | None
    wanted: int
    used: int

    @property
    def left(self) -> int | None:
        """Give what is left under an upper limit; None for a blank one and for a floor."""
        return None if self.capacity is None or self.limit.is_floor else self.capacity - self.used

    @property
    def deficit(self) -> int:
        """Give how far a floor was not met; 0 for other limits."""
        return max(0, (self.capacity or 0) - self.used) if self.limit.is_floor else 0


@dataclass(frozen=True, slots=True)
class Pool:
    """The allocation of one instrument over a register: a line for each worker in the order of rows, and the limits.

    `waiting_list` tells whether the instrument keeps one.
    """

    instrument: InstrumentId
    waiting_list: bool
    allotments: tuple[Allotment, ...]
    uses: tuple[LimitUse, ...]

    @property
    def spent(self) -> int:
        """Give the rupiah of all known rows."""
        return sum(row.amount or 0 for allotment in self.allotments for row in allotment.costs)

    def count(self, standing: Standing) -> int:
        """Count the workers of one standing."""
        return sum(1 for allotment in self.allotments if allotment.standing is standing)


def cited(limit: int | None, uses: tuple[LimitUse, ...]) -> Citation | None:
    """Give the place of a limit by its number."""
    return next((use.limit.citation for use in uses if use.limit.number == limit), None)
