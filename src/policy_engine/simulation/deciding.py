"""Selected rows and plans in; a view of every decision with its profile, and what each profile says, out.

Every row of the register is asked its questions, and the answers go to a file of the run. Nothing else is kept of
a row: what decisions say follows from the few different answers, and so do the sums of the cost. When decisions are
written beside the columns of the register, its rows are read and asked once more.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from typing import TypeAlias

import duckdb

from policy_engine.backends.columnar.by_kind import OWED, TOTAL, ByKind
from policy_engine.backends.columnar.dialects import Dialect
from policy_engine.backends.columnar.ingest import Ingested, Read, ingest
from policy_engine.backends.columnar.judge import OUTCOMES
from policy_engine.backends.columnar.kept import KeptPlans, keep, restore
from policy_engine.backends.columnar.plan import ROW, WORKERS
from policy_engine.backends.columnar.prepared import UNROUTED, Prepared, plan_all, unrouted_workers
from policy_engine.backends.columnar.printer import print_query
from policy_engine.backends.columnar.shapes import INSTRUMENT
from policy_engine.backends.columnar.tables import load_constants
from policy_engine.domain.citation import InstrumentId
from policy_engine.domain.dates import PackedDate
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir.nodes import Library
from policy_engine.ir.precedence import DOMICILE_FACT
from policy_engine.simulation.coded import Coded
from policy_engine.simulation.decided import KINDS, Decided, Tables, say
from policy_engine.simulation.register import NUMBER
from policy_engine.simulation.select import AT
from policy_engine.structure import dataclass

_PROFILED = ("outcome", "effective")
_UNKNOWN = OUTCOMES.index(Outcome.UNDETERMINED)


Remember: TypeAlias = Callable[[tuple[str, ...], Callable[[], KeptPlans]], KeptPlans]
"""Gives the plans that were made before for these policies, under these words, or makes and keeps them."""


def at_once(_parts: tuple[str, ...], make: Callable[[], KeptPlans]) -> KeptPlans:
    """Remember nothing."""
    return make()


def prepare(
    library: Library,
    instruments: Collection[InstrumentId],
    on: PackedDate,
    *,
    routed: bool,
    attested: frozenset[str] = frozenset(),
    remember: Remember = at_once,
) -> Prepared:
    """Plan the instruments, each for every worker or (`routed`) for those of its place.

    `attested` are the facts that tell what earlier payers funded.
    """
    parts = (
        str(on),
        str(routed),
        " ".join(sorted(attested)),
        " ".join(sorted(each.slug for each in instruments)),
    )

    def make() -> KeptPlans:
        return keep(
            plan_all(
                library,
                on,
                frozenset(instruments),
                routed=routed,
                attested=attested,
                costs=True,
                lacks=True,
            )
        )

    return restore(remember(parts, make), library)


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows to decide as SQL that stands after FROM, how to read a cell, and the columns that they keep.

    A file of rows has the texts of an ENUM, so it is named. `is_placed` where each row has a text for its place.
    """

    relation: str
    read: Read
    carried: Mapping[str, Coded | None]
    is_placed: bool


def decide_rows(
    connection: duckdb.DuckDBPyConnection,
    prepared: Prepared,
    rows: Rows,
    folder: Path,
    on: PackedDate,
    tables: Tables,
) -> tuple[Ingested, Decided]:
    """Decide rows with `NUMBER` and a column for each fact; answers go into the folder.

    The view `tables.decided` has number, instrument, profile, effective outcome, total and `AT`; the view
    `tables.whole` has all that is carried besides, and is good until other rows are decided.
    """
    ingested = ingest(
        connection,
        rows.relation,
        prepared.layout,
        rows.read,
        row=NUMBER,
        keep=False,
        folder=folder,
        carried=tuple(rows.carried),
    )
    if not prepared.families:
        nothing = "".join(f", CAST(NULL AS BIGINT) AS {name}" for name in ("profile", "effective", TOTAL))
        kept = _listed(rows.carried)
        for view in (tables.decided, tables.whole):
            query = f"SELECT {ROW}, {ROW} AS {INSTRUMENT}{nothing}{kept} FROM {WORKERS} WHERE FALSE"
            _view(connection, view, query)
        return ingested, Decided((), ())
    places = ingested.values.get(DOMICILE_FACT, WORKERS)
    beside = tuple(name for name in rows.carried if name == AT)
    by_kind = ByKind(
        connection, prepared, places, carried=tuple(rows.carried), first=tables.first, kept=beside
    )
    by_kind.ask(folder)
    words = [name for kind in KINDS for name in by_kind.names if name.rstrip("0123456789") == kind]
    told = (*_PROFILED, *words)
    cases = by_kind.cases((*told, TOTAL))
    key = (INSTRUMENT, *told)
    unrouted = 0
    if prepared.routed:
        unrouted = _find_unrouted(connection, prepared, tables, rows, places)
        stated = {"outcome": _UNKNOWN, "effective": _UNKNOWN}
        said = "".join(f", {stated.get(name, 0)}" for name in told)
        cases += (
            f" UNION ALL SELECT {UNROUTED}, count(*), 0{said}, 0 FROM {tables.unrouted} HAVING count(*) > 0"
        )
    listed = ", ".join(key)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {tables.profiles} AS "
        f"SELECT {listed}, CAST(row_number() OVER (ORDER BY {listed}) - 1 AS INTEGER) AS profile, "
        f"CAST(sum(rows) AS BIGINT) AS people, sum(CAST({OWED} AS HUGEINT)) AS rupiah "
        f"FROM ({cases}) GROUP BY {listed}"
    )
    by_kind.number_cases(tables.profiles, key)
    for view, columns, anew in ((tables.decided, beside, False), (tables.whole, tuple(rows.carried), True)):
        decided = by_kind.case_rows(anew=anew)
        if unrouted:
            decided += (
                f" UNION ALL SELECT {ROW}, {UNROUTED}, p.profile, {_UNKNOWN}, NULL{_listed(columns)} "
                f"FROM {tables.unrouted} JOIN {tables.profiles} AS p ON p.{INSTRUMENT} = {UNROUTED}"
            )
        texts = {f'"{name}"': text for name in columns if (text := rows.carried[name]) is not None}
        again = ", ".join(f"{text.of(cell)} AS {cell}" for cell, text in texts.items())
        _view(connection, view, f"SELECT * REPLACE ({again}) FROM ({decided})" if again else decided)
    found = connection.execute(
        f"SELECT {listed}, people, rupiah FROM {tables.profiles} ORDER BY profile"
    ).fetchall()
    sums = tuple(by_kind.sums(Outcome.ELIGIBLE))
    return ingested, Decided(say(prepared, on, key, found), sums)


def _listed(names: Iterable[str]) -> str:
    return "".join(f', "{name}"' for name in names)


def _find_unrouted(
    connection: duckdb.DuckDBPyConnection, prepared: Prepared, tables: Tables, rows: Rows, places: str
) -> int:
    """Make the table of the workers whose place is not known well enough; count them."""
    query, constants = unrouted_workers(prepared)
    load_constants(connection, constants)
    found = print_query(query, Dialect.DUCKDB)
    if rows.is_placed and places != WORKERS:
        # Beside the places that the texts mean, `places` has one that is not known: of no row, as each has a text.
        each = print_query(
            query,
            Dialect.DUCKDB,
            lambda name: f"(SELECT 0 AS {ROW}, * FROM {places})" if name == WORKERS else name,
        )
        ((count,),) = connection.execute(f"SELECT count(*) FROM ({each})").fetchall()
        if count <= 1:
            found = f"SELECT {ROW} FROM {WORKERS} WHERE FALSE"
    kept = _listed(rows.carried)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {tables.unrouted} AS "
        f"SELECT {ROW}{kept} FROM {WORKERS} SEMI JOIN ({found}) USING ({ROW})"
    )
    ((unrouted,),) = connection.execute(f"SELECT count(*) FROM {tables.unrouted}").fetchall()
    return int(unrouted)


def _view(connection: duckdb.DuckDBPyConnection, name: str, query: str) -> None:
    connection.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS {query}")
