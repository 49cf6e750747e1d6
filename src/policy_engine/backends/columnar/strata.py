"""Several instruments over one register in SQL: plans in layers in, allotments of all of them out.

Mirrors `scalar.strata`. What the instruments of one layer funded are columns for the next.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

import duckdb

from policy_engine.backends.columnar.allocate import (
    ALLOTMENTS,
    NO_ROWS,
    USES,
    fill_also,
    open_allotments,
    pools_of,
    uses_of,
)
from policy_engine.backends.columnar.claims import READ, keeps_places
from policy_engine.backends.columnar.dialects import Dialect
from policy_engine.backends.columnar.filling import STANDINGS
from policy_engine.backends.columnar.judge import OUTCOMES
from policy_engine.backends.columnar.layout import REGION_LEVELS, WORD, Aspect, Layout
from policy_engine.backends.columnar.plan import WORKERS, Plan, plan
from policy_engine.backends.columnar.pools import PoolOf
from policy_engine.backends.columnar.printer import Place, print_query, quoted
from policy_engine.backends.columnar.shapes import Shape, families, shapes
from policy_engine.backends.columnar.sql import Column, Select
from policy_engine.backends.columnar.steps import PREFIX, Writing, run
from policy_engine.backends.columnar.tables import Duck
from policy_engine.domain.citation import InstrumentId
from policy_engine.domain.dates import Month, PackedDate
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir.allotment import LimitUse, Standing
from policy_engine.ir.naming import funded_fact
from policy_engine.ir.nodes import Instrument, Library, Party
from policy_engine.ir.precedence import DOMICILE_FACT
from policy_engine.ir.rationing import juniors_of, months_paid_for, strata, version_judged
from policy_engine.structure import dataclass

FUNDED_FACTS = f"{PREFIX}facts"
"""The table of what earlier layers funded: `row_id`, and a truth for each attested fact under its name."""

_OF_COST = frozenset({"row_id", "instrument", "rows", "amount"})
"""The columns of a plan that tell what is owed, without their numbers."""

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

    @property
    def settled(self) -> tuple[str, ...]:
        """Give the facts that filling this layer settles."""
        return tuple(fact for pool in self.pools for fact, _ in self.facts.get(pool.number, ()))


@dataclass(frozen=True, slots=True)
class Paid:
    """What is paid to the funded for a month, programme and payer; `unknown` rows have no known amount."""

    instrument: InstrumentId
    month: Month
    programme: str
    payer: Party | None
    rows: int
    rupiah: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Allocated:
    """The use of every limit by number of instrument, what is paid, and the attested facts that are known now."""

    uses: Mapping[int, tuple[LimitUse, ...]]
    paid: tuple[Paid, ...]
    attested: frozenset[str]


def prepare_strata(
    library: Library, on: PackedDate, instruments: Sequence[InstrumentId], *, routed: bool = False
) -> tuple[Stratum, ...]:
    """Plan, layer by layer, the instruments that ration or that others are subsidiary to.

    Instruments are numbered by their place in the library. ValueError where they are subsidiary in a circle.
    """
    wanted = frozenset(instruments)
    asked = tuple(each for each in library.instruments if each.id in wanted)
    attested: frozenset[str] = frozenset()
    juniors = juniors_of(asked, on)
    found = []
    for layer in map(frozenset, strata(asked, on)):
        layout = Layout(library, attested)
        if routed:
            for level in range(len(REGION_LEVELS)):
                layout.column(DOMICILE_FACT, Aspect.LEVEL, level)
        plans: dict[int, Plan] = {}
        facts: dict[int, tuple[tuple[str, Month | None], ...]] = {}
        for number, instrument in enumerate(library.instruments):
            if instrument.id not in layer:
                continue
            months = months_paid_for(juniors[instrument.id], on) if instrument.id in juniors else None
            if months is not None:
                named = ((funded_fact(instrument.id, month), month) for month in (None, *months))
                facts[number] = tuple(dict.fromkeys(named))
            if months is not None or _limits(instrument, on):
                plans[number] = plan(library, instrument, on, layout, routed=routed, costs=True, claims=True)
        if plans:
            made = shapes(families(plans, routed=routed), layout, routed=routed)
            found.append(Stratum(layout, plans, made, pools_of(library, plans, on), MappingProxyType(facts)))
        attested |= {name for named_ in facts.values() for name, _ in named_}
    return tuple(found)


def _limits(instrument: Instrument, on: PackedDate) -> bool:
    version = version_judged(instrument, on)
    return version is not None and keeps_places(version)


def begin(writing: Writing, layers: Iterable[Stratum], rows: str) -> int:
    """Make the tables that layers are filled into, empty, and give how many words months take.

    `rows` stands after FROM and has a `row_id` of the type by which rows are told apart.
    """
    words = open_allotments(writing, (pool for layer in layers for pool in layer.pools), rows)
    writing.make(f"SELECT t.row_id FROM {rows} AS t WHERE FALSE", FUNDED_FACTS)  # noqa: S608  generated
    return words


def fill_layer(
    writing: Writing, layer: Stratum, words: int, workers: str, columns: Mapping[str, str]
) -> None:
    """Give the places of one layer over the packed table of workers.

    What it funded is added to `FUNDED_FACTS`, under the name in `columns` of each fact.
    """
    for shape in layer.shapes:
        for table in shape.tables:
            writing.load(table.name, table.columns, table.rows)
        claims = writing.make(
            print_query(_of_claims(shape), writing.dialect, _placed(workers)), f"{PREFIX}claims"
        )
        pools = [pool for pool in layer.pools if pool.number in shape.instruments]
        fill_also(writing, pools, claims, words)
        for pool in pools:
            if pool.number in layer.facts:
                _learn(writing, pool, layer.facts[pool.number], claims, columns)
        writing.drop(claims)


def _placed(workers: str) -> Place:
    return lambda name: workers if name == WORKERS else f"{PREFIX}{name}"


def fill_strata(connection: duckdb.DuckDBPyConnection, layers: Iterable[Stratum], show: Show) -> Allocated:
    """Give the places of all layers in DuckDB; the allotments stand in table `ALLOTMENTS` afterwards."""
    known, runner = tuple(layers), Duck(connection)
    paid: list[Paid] = []
    writing = Writing(Dialect.DUCKDB)
    words = begin(writing, known, NO_ROWS)
    run(writing.steps, runner)
    for layer in known:
        show(layer.layout)
        writing = Writing(Dialect.DUCKDB)
        facts = {fact: fact for fact in layer.settled}
        fill_layer(writing, layer, words, WORKERS, facts)
        run(writing.steps, runner)
        for shape in layer.shapes:
            paid += _paid_out(connection, shape, layer.plans)
    attested = frozenset(fact for layer in known for fact in layer.settled)
    rows = connection.execute(f"SELECT * FROM {USES}").fetchall()  # noqa: S608  generated
    return Allocated(uses_of((pool for layer in known for pool in layer.pools), rows), tuple(paid), attested)


def _paid_out(
    connection: duckdb.DuckDBPyConnection, shape: Shape, plans: Mapping[int, Plan]
) -> Iterator[Paid]:
    """Sum the rows of the cost of the funded, in the months that are given."""
    kept = [name for name, _ in shape.query.columns if name.rstrip("0123456789") in _OF_COST]
    only = Select(tuple((name, Column(name)) for name in kept), shape.query, None)
    rows = print_query(only, Dialect.DUCKDB, _placed(WORKERS))
    alike: dict[tuple[int, ...], list[int]] = {}
    for number in shape.instruments:
        legend = plans[number].legend
        alike.setdefault(tuple(slot.month - (legend.first_month or 0) for slot in legend.slots), []).append(
            number
        )
    for places, numbers in alike.items():
        if not places:
            continue
        sums = []
        for number, month in enumerate(places):
            there = f"{_bit('c.rows', number)} AND {_bit('a.given', month)}"
            sums.append(
                f"count(*) FILTER (WHERE {there}), "
                f"coalesce(sum(CAST(c.amount{number} AS HUGEINT)) FILTER (WHERE {there}), 0), "
                f"count(c.amount{number}) FILTER (WHERE {there})"
            )
        listed = ", ".join(map(str, numbers))
        found = connection.execute(
            f"SELECT c.instrument, {', '.join(sums)} FROM ({rows}) AS c JOIN {ALLOTMENTS} AS a "  # noqa: S608
            f"ON a.row_id = c.row_id AND a.instrument = c.instrument "
            f"WHERE a.standing = {STANDINGS.index(Standing.FUNDED)} AND c.instrument IN ({listed}) GROUP BY 1"
        ).fetchall()
        for number, *values in sorted(found):
            plan_ = plans[number]
            for place, slot in enumerate(plan_.legend.slots):
                count, rupiah, known = (int(value) for value in values[3 * place : 3 * place + 3])
                if count:
                    yield Paid(
                        plan_.instrument.id,
                        slot.month,
                        slot.programme,
                        slot.payer,
                        count,
                        rupiah,
                        count - known,
                    )


def _of_claims(shape: Shape) -> Select:
    """Give the query of a shape with the columns that allocation reads alone."""
    kept = [name for name, _ in shape.query.columns if name.rstrip("0123456789_") in READ]
    return Select(tuple((name, Column(name)) for name in kept), shape.query, None)


def _learn(
    writing: Writing,
    pool: PoolOf,
    facts: Sequence[tuple[str, Month | None]],
    claims: str,
    names: Mapping[str, str],
) -> None:
    """Add the facts that an instrument settles for those subsidiary to it; NULL where it is not known."""
    funded, waiting = (STANDINGS.index(each) for each in (Standing.FUNDED, Standing.WAITING))
    no = ", ".join(str(OUTCOMES.index(each)) for each in (Outcome.NOT_ELIGIBLE, Outcome.NOT_APPLICABLE))
    nothing = f"a.standing = {waiting} OR c.effective IN ({no})"
    columns = []
    for fact, month in facts:
        paid = _paid(pool, month, [each for _, each in facts if each is not None])
        name = quoted(names[fact], writing.dialect)
        columns.append(f"CASE WHEN {nothing} THEN FALSE WHEN a.standing = {funded} THEN {paid} END AS {name}")
    learnt = writing.make(
        f"SELECT * FROM {FUNDED_FACTS} AS t FULL JOIN "  # noqa: S608  generated names
        f"(SELECT c.row_id, {', '.join(columns)} FROM {claims} AS c LEFT JOIN {ALLOTMENTS} AS a "
        f"ON a.row_id = c.row_id AND a.instrument = c.instrument WHERE c.instrument = {pool.number}) AS n "
        "USING (row_id)"
    )
    writing.rename(learnt, FUNDED_FACTS)


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
