"""Places and money over a register: the selected rows in; what each instrument gives to whom, out.

Who pays only where others do not is decided after those others, from what they funded. So the rows that are
decided carry what was funded before, and everything is given before anything is decided for the report.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

import duckdb

from policy_engine.backends.columnar.allocate import ALLOTMENTS
from policy_engine.backends.columnar.filling import STANDINGS
from policy_engine.backends.columnar.ingest import Read, ingest
from policy_engine.backends.columnar.layout import WORD, Layout
from policy_engine.backends.columnar.pools import GROUNDS, PoolOf
from policy_engine.backends.columnar.strata import FUNDED_FACTS, Paid, fill_strata, prepare_strata
from policy_engine.backends.prose.allotment import reason
from policy_engine.domain.bilingual import Language
from policy_engine.domain.citation import InstrumentId
from policy_engine.domain.dates import Month, PackedDate
from policy_engine.ir.allotment import Ground, LimitUse, Standing
from policy_engine.ir.nodes import Library
from policy_engine.simulation.decided import months_text
from policy_engine.simulation.register import NUMBER
from policy_engine.structure import dataclass

PLACED = "placed"
"""Each allotment in words: row and instrument by number, standing, rank, place on the waiting list, months, rupiah
and reason."""


@dataclass(frozen=True, slots=True)
class Given:
    """What one instrument gives: workers by standing and by reason, rupiah, and the use of its limits.

    `unpriced` counts the funded whose contribution is not all known; they are no part of `spent`.
    """

    instrument: InstrumentId
    standings: Mapping[Standing, int]
    reasons: Mapping[tuple[Ground, int | None], int]
    spent: int
    unpriced: int
    uses: tuple[LimitUse, ...]
    paid: tuple[Paid, ...]
    waiting_list: bool


@dataclass(frozen=True, slots=True)
class Rationed:
    """The rows to decide, with what earlier payers funded; the facts that say so; and what each instrument gives."""

    relation: str
    attested: frozenset[str]
    given: tuple[Given, ...]


def ration(
    connection: duckdb.DuckDBPyConnection,
    library: Library,
    instruments: Sequence[InstrumentId],
    on: PackedDate,
    relation: str,
    read: Read,
    language: Language,
    *,
    routed: bool,
) -> Rationed:
    """Give the places of every instrument that rations, or that another is subsidiary to.

    ValueError where instruments are subsidiary to one another in a circle, which `check` reports.
    """
    layers = prepare_strata(library, on, instruments, routed=routed)

    def show(layout: Layout) -> None:
        ingest(connection, _with_facts(relation), layout, read, row=NUMBER)

    done = fill_strata(connection, layers, show)
    pools = {pool.number: pool for layer in layers for pool in layer.pools}
    _say(connection, pools, language)
    counted = _counted(connection)
    return Rationed(
        _with_facts(relation) if done.attested else relation,
        done.attested,
        tuple(
            _given(
                pool,
                done.uses[number],
                tuple(line for line in done.paid if line.instrument == pool.instrument.id),
                counted.get(number, ()),
            )
            for number, pool in sorted(pools.items())
        ),
    )


def _with_facts(relation: str) -> str:
    return (
        f"(SELECT r.*, f.* EXCLUDE (row_id) FROM {relation} AS r "
        f'LEFT JOIN {FUNDED_FACTS} AS f ON f.row_id = r."{NUMBER}")'
    )


def _counted(connection: duckdb.DuckDBPyConnection) -> Mapping[int, Sequence[tuple[int, ...]]]:
    """Count the allotments of each instrument by standing, ground and limit, with their rupiah."""
    found: dict[int, list[tuple[int, ...]]] = {}
    for number, *row in connection.execute(
        f"SELECT instrument, standing, ground, limit_number, count(*), sum(CAST(rupiah AS HUGEINT)), "
        f"count(rupiah) FROM {ALLOTMENTS} GROUP BY 1, 2, 3, 4"
    ).fetchall():
        found.setdefault(number, []).append(tuple(row))
    return found


def _given(
    pool: PoolOf,
    uses: tuple[LimitUse, ...],
    paid: tuple[Paid, ...],
    counted: Sequence[tuple[int, ...]],
) -> Given:
    standings: Counter[Standing] = Counter()
    reasons: Counter[tuple[Ground, int | None]] = Counter()
    spent = unpriced = 0
    for standing, ground, limit, workers, rupiah, known in counted:
        standings[STANDINGS[standing]] += workers
        if ground is not None:
            reasons[GROUNDS[ground], limit] += workers
        if STANDINGS[standing] is Standing.FUNDED:
            spent += int(rupiah or 0)
            unpriced += workers - known
    listed = pool.version.allocation.waiting_list
    return Given(pool.instrument.id, standings, reasons, spent, unpriced, uses, paid, listed)


def _say(connection: duckdb.DuckDBPyConnection, pools: Mapping[int, PoolOf], language: Language) -> None:
    """Put months and reasons into words, each different one once, and make the table `PLACED`."""
    described = connection.execute(f"DESCRIBE {ALLOTMENTS}").fetchall()
    words = [str(name) for name, *_ in described if str(name).startswith("given")]
    listed = ", ".join(words)
    masks = connection.execute(f"SELECT DISTINCT instrument, {listed} FROM {ALLOTMENTS}").fetchall()
    _small(
        connection,
        "said_months",
        ("instrument", *words),
        [(*row, months_text(_months(pools[row[0]], row[1:]))) for row in masks],
    )
    grounds = connection.execute(
        f"SELECT DISTINCT instrument, coalesce(ground, -1), coalesce(limit_number, -1) FROM {ALLOTMENTS}"
    ).fetchall()
    _small(
        connection,
        "said_grounds",
        ("instrument", "ground", "limit_number"),
        [(*row, _reason(pools[row[0]], row[1], row[2], language)) for row in grounds],
    )
    standings = " ".join(f"WHEN {number} THEN '{each.value}'" for number, each in enumerate(STANDINGS))
    same = " AND ".join(f"m.{word} IS NOT DISTINCT FROM a.{word}" for word in words)
    connection.execute(
        f"CREATE OR REPLACE TEMP VIEW {PLACED} AS SELECT a.row_id, a.instrument, "
        f"CASE a.standing {standings} END AS standing, a.rank, a.waiting_number, m.said AS months, "
        f"a.rupiah, g.said AS reason FROM {ALLOTMENTS} AS a "
        f"JOIN said_months AS m ON m.instrument = a.instrument AND {same} "
        f"JOIN said_grounds AS g ON g.instrument = a.instrument AND g.ground = coalesce(a.ground, -1) "
        f"AND g.limit_number = coalesce(a.limit_number, -1)"
    )


def _small(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    columns: Sequence[str],
    rows: Sequence[tuple[object, ...]],
) -> None:
    stated = ", ".join(f"{column} BIGINT" for column in columns)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} ({stated}, said VARCHAR)")
    if rows:
        lists = ", ".join([*["unnest(?::BIGINT[])"] * len(columns), "unnest(?::VARCHAR[])"])
        connection.execute(
            f"INSERT INTO {name} SELECT {lists}",
            [list(column) for column in zip(*rows, strict=True)],
        )


def _months(pool: PoolOf, masks: Sequence[int | None]) -> tuple[Month, ...]:
    return tuple(
        Month(pool.first + word * WORD + place)
        for word, mask in enumerate(masks)
        for place in range(WORD)
        if (mask or 0) & 1 << place
    )


def _reason(pool: PoolOf, ground: int, limit: int, language: Language) -> str:
    if ground < 0:
        return ""
    place = pool.limits[limit].citation if limit >= 0 else None
    return reason(GROUNDS[ground], place).in_(language)
