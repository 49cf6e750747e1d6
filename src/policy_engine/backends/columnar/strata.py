"""Several instruments over one register in SQL: plans in layers in, allotments of all of them out.

Mirrors `scalar.strata`. What the instruments of one layer funded are columns for the next.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import duckdb

from policy_engine.backends.columnar.allocate import ALLOTMENTS, fill, pools_of
from policy_engine.backends.columnar.claims import keeps_places
from policy_engine.backends.columnar.dialects import Dialect
from policy_engine.backends.columnar.filling import STANDINGS
from policy_engine.backends.columnar.judge import OUTCOMES
from policy_engine.backends.columnar.layout import REGION_LEVELS, WORD, Aspect, Layout
from policy_engine.backends.columnar.plan import Plan, plan
from policy_engine.backends.columnar.pools import PoolOf
from policy_engine.backends.columnar.printer import print_query
from policy_engine.backends.columnar.shapes import Shape, families, shapes
from policy_engine.backends.columnar.tables import load_constants
from policy_engine.domain.citation import InstrumentId
from policy_engine.domain.dates import Month, PackedDate
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir.allotment import LimitUse, Standing
from policy_engine.ir.naming import funded_fact
from policy_engine.ir.nodes import Instrument, Library
from policy_engine.ir.precedence import DOMICILE_FACT
from policy_engine.ir.rationing import juniors_months, strata, version_judged

FUNDED_FACTS = "funded_facts"
"""The table of what earlier layers funded: `row_id`, and a truth for each attested fact under its name."""

Show = Callable[[Layout], None]
"""Makes the packed table of workers for a layout, with the attested facts from `FUNDED_FACTS`."""


@dataclass(frozen=True, slots=True)
class Stratum:
    """The instruments of one layer that give places: their plans by number, and what they read."""

    layout: Layout
    plans: Mapping[int, Plan]
    shapes: tuple[Shape, ...]
    pools: tuple[PoolOf, ...]
    facts: Mapping[int, tuple[tuple[str, Month | None], ...]]
    """For instruments that others are subsidiary to, the facts they settle and the month of each."""


@dataclass(frozen=True, slots=True)
class Allocated:
    """The use of every limit by number of instrument, and the attested facts that are known now."""

    uses: Mapping[int, tuple[LimitUse, ...]]
    attested: frozenset[str]


def prepare_strata(
    library: Library, on: PackedDate, instruments: Sequence[InstrumentId], *, routed: bool = False
) -> tuple[Stratum, ...]:
    """Plan, layer by layer, the instruments that ration or that others are subsidiary to.

    Instruments are numbered by their place in the library. ValueError where they are subsidiary in a circle.
    """
    asked = tuple(each for each in library.instruments if each.id in set(instruments))
    attested: frozenset[str] = frozenset()
    found = []
    for layer in strata(asked):
        layout = Layout(library, attested)
        if routed:
            for level in range(len(REGION_LEVELS)):
                layout.column(DOMICILE_FACT, Aspect.LEVEL, level)
        plans: dict[int, Plan] = {}
        facts: dict[int, tuple[tuple[str, Month | None], ...]] = {}
        for number, instrument in enumerate(library.instruments):
            if instrument.id not in layer:
                continue
            months = juniors_months(asked, instrument.id, on)
            if months is not None:
                named = ((funded_fact(instrument.id, month), month) for month in (None, *months))
                facts[number] = tuple(dict.fromkeys(named))
            if months is not None or _limits(instrument, on):
                plans[number] = plan(library, instrument, on, layout, routed=routed, claims=True)
        if plans:
            made = shapes(families(plans, routed=routed), layout, routed=routed)
            found.append(Stratum(layout, plans, made, pools_of(library, plans, on), MappingProxyType(facts)))
        attested |= {name for named_ in facts.values() for name, _ in named_}
    return tuple(found)


def _limits(instrument: Instrument, on: PackedDate) -> bool:
    version = version_judged(instrument, on)
    return version is not None and keeps_places(version)


def fill_strata(connection: duckdb.DuckDBPyConnection, layers: Iterable[Stratum], show: Show) -> Allocated:
    """Give the places of all layers; the allotments stand in table `ALLOTMENTS` afterwards."""
    uses: dict[int, tuple[LimitUse, ...]] = {}
    attested: frozenset[str] = frozenset()
    stored: list[str] = []
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {FUNDED_FACTS} (row_id BIGINT)")
    for place, layer in enumerate(layers):
        show(layer.layout)
        by_form: list[str] = []
        for number, shape in enumerate(layer.shapes):
            name = f"claims{place}_{number}"
            load_constants(connection, shape.tables)
            connection.execute(
                f"CREATE OR REPLACE TEMP TABLE {name} AS {print_query(shape.query, Dialect.DUCKDB)}"
            )
            by_form.append(name)
            pools = [pool for pool in layer.pools if pool.number in shape.instruments]
            uses |= fill(connection, pools, name).uses
            stored.append(f"allotments{place}_{number}")
            connection.execute(f"CREATE OR REPLACE TEMP TABLE {stored[-1]} AS SELECT * FROM {ALLOTMENTS}")  # noqa: S608
            for pool in pools:
                if pool.number in layer.facts:
                    _learn(connection, pool, name, layer.facts[pool.number])
                    attested |= {fact for fact, _ in layer.facts[pool.number]}
        for name in by_form:
            connection.execute(f"DROP TABLE {name}")
    parts = " UNION ALL BY NAME ".join(f"SELECT * FROM {name}" for name in stored)  # noqa: S608  generated
    if stored:
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {ALLOTMENTS} AS {parts}")
    else:
        fill(connection, (), "")
    for name in stored:
        connection.execute(f"DROP TABLE {name}")
    return Allocated(uses, attested)


def _learn(
    connection: duckdb.DuckDBPyConnection,
    pool: PoolOf,
    claims: str,
    facts: Sequence[tuple[str, Month | None]],
) -> None:
    """Add the facts that an instrument settles for those subsidiary to it; NULL where it is not known."""
    funded, waiting = (STANDINGS.index(each) for each in (Standing.FUNDED, Standing.WAITING))
    no = ", ".join(str(OUTCOMES.index(each)) for each in (Outcome.NOT_ELIGIBLE, Outcome.NOT_APPLICABLE))
    nothing = f"a.standing = {waiting} OR c.effective IN ({no})"
    columns = []
    for fact, month in facts:
        paid = _paid(pool, month, [each for _, each in facts if each is not None])
        columns.append(
            f'CASE WHEN {nothing} THEN FALSE WHEN a.standing = {funded} THEN {paid} END AS "{fact}"'
        )
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {FUNDED_FACTS} AS SELECT * FROM {FUNDED_FACTS} "  # noqa: S608  generated names
        f"FULL JOIN (SELECT c.row_id, {', '.join(columns)} FROM {claims} AS c LEFT JOIN {ALLOTMENTS} AS a "
        f"ON a.row_id = c.row_id AND a.instrument = c.instrument WHERE c.instrument = {pool.number}) USING (row_id)"
    )


def _paid(pool: PoolOf, month: Month | None, asked: Sequence[Month]) -> str:
    """Tell whether a funded worker is paid for in a month, or (None) at all; NULL where that is not known."""
    scheduled = any(each.months for each in pool.version.schedules)
    is_open = any(schedule.is_open for schedule in pool.version.schedules)
    if not scheduled and not is_open:
        return "TRUE" if month is None else "NULL"
    if month is None:
        known = " AND ".join(["TRUE", *(_known(pool, each, is_open=is_open) for each in asked)])
        return f"CASE WHEN {known} THEN TRUE END"
    return f"CASE WHEN {_known(pool, month, is_open=is_open)} THEN {_given(pool, month)} END"


def _given(pool: PoolOf, month: Month) -> str:
    place = month - pool.first
    return _bit("a.given", place) if 0 <= place < pool.span else "FALSE"


def _known(pool: PoolOf, month: Month, *, is_open: bool) -> str:
    place = month - pool.first
    if is_open:
        return _given(pool, month)
    return f"NOT {_bit('c.unknown_months', place)}" if 0 <= place < pool.span else "TRUE"


def _bit(word: str, place: int) -> str:
    return f"(({word}{place // WORD} & {1 << place % WORD}) <> 0)"
