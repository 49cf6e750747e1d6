"""What is asked of a database: a library and a day in; queries, tables of constants and their legends out."""

import gc
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property

from policy_engine.backends.columnar.judge import outcome
from policy_engine.backends.columnar.layout import REGION_LEVELS, WORD, Aspect, Layout
from policy_engine.backends.columnar.plan import ROW, Plan, plan
from policy_engine.backends.columnar.shapes import (
    INSTRUMENT,
    Rows,
    Shape,
    families,
    names_of,
    shapes,
    unrouted,
)
from policy_engine.backends.columnar.sql import (
    And,
    AsWhole,
    BitAnd,
    Coalesce,
    Column,
    Comparator,
    Compare,
    IsNull,
    Select,
    Sql,
    Totals,
    Whole,
)
from policy_engine.domain.citation import InstrumentId
from policy_engine.domain.dates import PackedDate
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir.nodes import Library
from policy_engine.ir.precedence import DOMICILE_FACT
from policy_engine.structure import dataclass

UNROUTED = -1
"""The number that stands for no instrument, where it is not known which are those of the worker's place."""


# Not slotted: the queries are written once, and only where a database is to run them as they are.
@dataclass(frozen=True)
class Prepared:
    """The plans for a library on a day, by number of instrument and by family; the columns of workers they read."""

    layout: Layout
    plans: Mapping[int, Plan]
    families: tuple[Mapping[int, Plan], ...]
    routed: bool

    @cached_property
    def shapes(self) -> tuple[Shape, ...]:
        """Give the queries, one for each family and level of its places."""
        return shapes(self.families, self.layout, routed=self.routed)


def prepare(
    library: Library,
    on: PackedDate,
    instruments: Sequence[InstrumentId] | None = None,
    *,
    attested: frozenset[str] = frozenset(),
    costs: bool = False,
    claims: bool = False,
) -> Prepared:
    """Plan the named instruments for every worker, or (None) every instrument for the workers of its territory.

    Instruments are numbered by their place in the library. `attested` are facts about other payers that the
    table of workers has though no policy declares them; `costs` adds a column for each row of the cost, and
    `claims` what allocation reads.
    """
    return plan_all(
        library,
        on,
        None if instruments is None else frozenset(instruments),
        routed=instruments is None,
        attested=attested,
        costs=costs,
        claims=claims,
    )


def plan_all(
    library: Library,
    on: PackedDate,
    instruments: Collection[InstrumentId] | None,
    *,
    routed: bool,
    attested: frozenset[str] = frozenset(),
    costs: bool = False,
    claims: bool = False,
    lacks: bool = False,
) -> Prepared:
    """Plan these instruments (None: all) for every worker, or (`routed`) each for the workers of its territory."""
    layout = Layout(library, attested)
    if routed:
        for level in range(len(REGION_LEVELS)):
            layout.column(DOMICILE_FACT, Aspect.LEVEL, level)
    with _no_collection():
        plans = {
            number: plan(
                library,
                instrument,
                on,
                layout,
                routed=routed,
                costs=costs,
                claims=claims,
                lacks=lacks,
            )
            for number, instrument in enumerate(library.instruments)
            if instruments is None or instrument.id in instruments
        }
    return Prepared(layout, plans, families(plans, routed=routed), routed)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Leave the search for cycles until later: plans are many small values without cycles, and it costs a third."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def queries(prepared: Prepared) -> Iterator[tuple[Select, tuple[Rows, ...]]]:
    """Give each query, and the tables of constants that it joins."""
    for shape in prepared.shapes:
        yield shape.query, shape.tables
    if prepared.routed and prepared.families:
        yield unrouted_rows(prepared)


def unrouted_workers(prepared: Prepared) -> tuple[Select, tuple[Rows, ...]]:
    """Give the number of each worker whose place is not known well enough, and the tables of constants."""
    return unrouted(prepared.plans, prepared.layout)


def unrouted_rows(prepared: Prepared) -> tuple[Select, tuple[Rows, ...]]:
    """Give one undetermined row for each worker whose place is not known well enough, in the columns of the others."""
    query, tables = unrouted_workers(prepared)
    told = names_of(plan for family in prepared.families for plan in family.values())
    names = (ROW, INSTRUMENT, *told)
    stated: dict[str, Sql] = {
        ROW: Column(ROW),
        INSTRUMENT: Whole(UNROUTED),
        "outcome": outcome(Outcome.UNDETERMINED),
        "effective": outcome(Outcome.UNDETERMINED),
        "entry_month": Whole(None),
        "total": Whole(None),
    }
    rows = Select(tuple((name, stated.get(name, Whole(0))) for name in names), query.source, query.where)
    return rows, tables


def is_cost(name: str) -> bool:
    """Tell whether a column is one of the rows of the cost, which plans have that were made with costs."""
    return name.startswith(("rows", "amount"))


def totals_query(shape: Shape, prepared: Prepared) -> Totals:
    """Give the query of the sums of one shape: for each row of the cost its rupiah, how many, how many unknown."""
    count = len(prepared.plans[shape.instruments[0]].legend.slots)
    sums: list[tuple[str, Sql]] = []
    for place in range(count):
        amount = Column(f"amount{place}")
        word, bit = Column(f"rows{place // WORD}"), Whole(1 << place % WORD)
        present = Compare(Comparator.UNEQUAL, BitAnd(word, bit), Whole(0))
        sums += [
            (f"rupiah{place}", Coalesce(amount, Whole(0))),
            (f"count{place}", AsWhole(present)),
            (f"open{place}", AsWhole(And((present, IsNull(amount))))),
        ]
    return Totals(INSTRUMENT, tuple(sums), shape.query)
