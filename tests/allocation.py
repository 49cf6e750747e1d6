"""Instruments with limits, and claims to their places, made by hand: what tests of allocation are about."""

from collections.abc import Sequence
from typing import Any

from policy_engine.backends.scalar.claims import Claim
from policy_engine.domain.citation import Citation, Provision, Unit
from policy_engine.domain.dates import LeapRule, Month, make_month, pack
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir import nodes as ir
from policy_engine.ir.decision import CostRow
from tests import samples

ON = pack(2025, 2, 1)
JANUARY, FEBRUARY, MARCH = (make_month(2025, number) for number in (1, 2, 3))
MONTHS = (JANUARY, FEBRUARY, MARCH)
CITY = ir.Party("pemerintah", "21.02")
NUMBER = ir.Type(ir.Kind.NUMBER)
CITE = samples.place("9")
REGISTERED = ir.PriorityKey(CITE, ir.FactRef("nomor_pendaftaran", type=NUMBER), ir.Order.LOWEST)
EMPTY = ir.Library((), (), (), (), LeapRule.ON_1_MARCH)


def at(number: int) -> Citation:
    """Give the paragraph that a limit stands in, so that limits are told apart and tried in this order."""
    return Citation(samples.PERBUP, Provision().child(Unit.ARTICLE, "9").child(Unit.PARAGRAPH, str(number)))


def rules(
    *, skip: bool | None = False, last: bool | None = False, keys: int = 1, **changes: bool
) -> ir.Allocation:
    """Give rules of allocation: by default a strict prefix by one key, unknown keys held, and no list."""
    made: dict[str, Any] = {
        "monthly": False,
        "waiting_list": False,
        "replacement": False,
        "months_reducible": False,
    } | changes
    return ir.Allocation((REGISTERED,) * keys, last, skip, **made)


def quota(people: int | None, number: int = 1, **changes: Any) -> ir.Quota:
    """Give a quota of everybody, but for what is changed."""
    made: dict[str, Any] = {"groups": None, "area": None, "places": (), "floor": False} | changes
    return ir.Quota(at(number), made["groups"], made["area"], made["places"], people, floor=made["floor"])


def ceiling(
    rupiah: int | None, number: int = 5, year: int | None = None, budget: str | None = None
) -> ir.Ceiling:
    """Give a ceiling of everything, but for what is named."""
    return ir.Ceiling(at(number), rupiah, year, budget)


def instrument(
    *limits: ir.Quota | ir.Ceiling, allocation: ir.Allocation | None = None, months: Sequence[Month] = MONTHS
) -> ir.Instrument:
    """Give an instrument in force whose months, quotas and ceilings are these."""
    scheduled = tuple(ir.FundedMonth(month, samples.YES) for month in months)
    version = samples.version(
        since=pack(2020, 1, 1),
        schedules=(
            ir.Schedule(samples.place("4"), None, scheduled, is_open=False, at_most=None, in_advance=False),
        ),
        fundings=(
            ir.Funding(
                samples.place("4"),
                None,
                (ir.Budget("apbd", None, (2025,), None, amended=False),),
                is_open=False,
            ),
        ),
        quotas=tuple(limit for limit in limits if isinstance(limit, ir.Quota)),
        ceilings=tuple(limit for limit in limits if isinstance(limit, ir.Ceiling)),
        allocation=rules() if allocation is None else allocation,
    )
    return samples.instrument(version, commences=pack(2020, 1, 1))


def claim(row: int, *keys: int | None, cost: int = 10, **changes: Any) -> Claim:
    """Give an eligible worker of group `laut` in Moro who costs so much a month, but for what is changed."""
    made: dict[str, Any] = {
        "outcome": Outcome.ELIGIBLE,
        "groups": frozenset({"laut"}),
        "region": "21.02.05.2001",
        "entry": JANUARY,
        "months": MONTHS,
        "settled": True,
        "payer": CITY,
        "budgets": ("apbd",),
    } | changes
    costs = tuple(row_of(month, cost, made["payer"], made["budgets"]) for month in made["months"])
    return Claim(
        row,
        made["outcome"],
        made["groups"],
        made["region"],
        keys or (row,),
        made["entry"],
        made["months"],
        made["settled"],
        made.get("costs", costs),
        made.get("total", cost * len(made["months"])),
        made.get("participation"),
    )


def row_of(
    month: Month, amount: int | None, payer: ir.Party | None = CITY, budgets: tuple[str, ...] = ("apbd",)
) -> CostRow:
    """Give a row of the cost."""
    return CostRow(month, "jkk", payer, budgets, amount, samples.place("4"), None, ())
