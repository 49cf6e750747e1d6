"""Another version of the policies in; who changes outcome between it and this one over the same register, out.

The other version is what was before. Each worker stands as the best of their decisions says, and costs what
the instruments under which they are eligible in effect add up to. Places and money are given under both.
"""

import csv
from collections.abc import Mapping
from pathlib import Path

import duckdb

from policy_engine.backends.columnar.ingest import REJECTS as UNREAD
from policy_engine.backends.columnar.plan import ROW
from policy_engine.backends.columnar.shapes import INSTRUMENT
from policy_engine.domain.bilingual import Language
from policy_engine.domain.dates import Month
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir.allotment import Standing
from policy_engine.simulation.budget import Line
from policy_engine.simulation.decided import AFTER, BEFORE, Decided, Tables
from policy_engine.simulation.naming import Citations
from policy_engine.simulation.people import (
    ELIGIBLE,
    PEOPLE,
    RANK,
    STANDINGS,
    UNDETERMINED,
    People,
    list_people,
)
from policy_engine.simulation.rationing import PLACED, Given
from policy_engine.structure import dataclass

_CHANGES = "changes"
_READ = 10_000

_PLACES = (Standing.FUNDED, Standing.HELD, Standing.WAITING, Standing.UNDETERMINED, Standing.NOT_ELIGIBLE)
"""From the place that counts most, of all those of a worker, to the one that counts least."""


@dataclass(frozen=True, slots=True)
class Moved:
    """Workers who stood in one way and stand in another (None: their row could not be read then), and rupiah."""

    before: Outcome | None
    after: Outcome
    people: int
    rupiah_before: int
    rupiah_after: int


@dataclass(frozen=True, slots=True)
class Replaced:
    """Workers whose place was one thing and is another (None: their row could not be read then), and what is paid.

    Rupiah are those of the funded; what is not known is no part of them.
    """

    before: Standing | None
    after: Standing
    people: int
    rupiah_before: int
    rupiah_after: int


@dataclass(frozen=True, slots=True)
class Compared:
    """What changes: who, and how many rupiah by month and programme, and by place, before and after."""

    moved: tuple[Moved, ...]
    changed: int
    by_month: Mapping[tuple[Month, str], tuple[int, int]]
    by_place: Mapping[str, tuple[int, int]]
    replaced: tuple[Replaced, ...] = ()
    """By the place given; nothing where neither version limits places or money."""
    given_before: tuple[Given, ...] = ()
    """What each instrument of the other version gives."""

    @property
    def gained(self) -> int:
        """Count the workers who are funded now and were not."""
        return sum(
            each.people
            for each in self.replaced
            if each.after is Standing.FUNDED and each.before is not Standing.FUNDED
        )

    @property
    def lost(self) -> int:
        """Count the workers who were funded and are not now."""
        return sum(
            each.people
            for each in self.replaced
            if each.before is Standing.FUNDED and each.after is not Standing.FUNDED
        )


def keep_places(connection: duckdb.DuckDBPyConnection, tables: Tables, *, has_places: bool) -> None:
    """Keep the best place of each worker and what is paid for them; the next version takes the tables of places."""
    standing = (
        f"CASE d.effective WHEN {ELIGIBLE} THEN '{Standing.FUNDED.value}' "
        f"WHEN {UNDETERMINED} THEN '{Standing.UNDETERMINED.value}' ELSE '{Standing.NOT_ELIGIBLE.value}' END"
    )
    paid = f"CASE WHEN d.effective = {ELIGIBLE} THEN d.total END"
    source = f"{tables.decided} AS d"
    if has_places:
        standing = f"coalesce(z.standing, {standing})"
        paid = f"CASE WHEN z.standing IS NULL THEN {paid} ELSE z.rupiah END"
        source += f" LEFT JOIN {PLACED} AS z ON z.row_id = d.{ROW} AND z.instrument = d.{INSTRUMENT}"
    arms = " ".join(f"WHEN '{each.value}' THEN {rank}" for rank, each in enumerate(_PLACES))
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {_places(tables)} AS SELECT {ROW}, min(CASE standing {arms} END) AS place, "
        f"coalesce(sum(CAST(paid AS HUGEINT)), 0) AS paid "
        f"FROM (SELECT d.{ROW}, {standing} AS standing, {paid} AS paid FROM {source}) GROUP BY 1"
    )


def _places(tables: Tables) -> str:
    return f"places_of_{tables.decided}"


def compare(
    connection: duckdb.DuckDBPyConnection,
    before: tuple[Line, ...],
    after: tuple[Line, ...],
    people: People,
    given_before: tuple[Given, ...] = (),
    *,
    has_places: bool = False,
) -> Compared:
    """Set what was decided before beside what is decided now, for each worker; lines are of the budgets of both.

    `keep_places` was called for both versions; `has_places` where one of them limits places or money.
    """
    list_people(connection)

    def standing(table: str) -> str:
        eligible = f"CASE WHEN effective = {ELIGIBLE} THEN total END"
        return (
            f"SELECT {ROW}, min(CASE effective {RANK} END) AS standing, "
            f"coalesce(sum({eligible}), 0) AS rupiah FROM {table} GROUP BY 1"
        )

    none, last = len(STANDINGS) - 1, len(_PLACES) - 1
    # Without a decision no instrument applies, unless the row could not be read.
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {_CHANGES} AS SELECT q.n, q.whereabouts, q.standing AS after, "
        f"CASE WHEN w.{ROW} IS NOT NULL THEN -1 ELSE coalesce(b.standing, {none}) END AS before, "
        "CAST(coalesce(b.rupiah, 0) AS BIGINT) AS rupiah_before, "
        "CAST(coalesce(a.rupiah, 0) AS BIGINT) AS rupiah_after, "
        f"CASE WHEN w.{ROW} IS NOT NULL THEN -1 ELSE coalesce(x.place, {last}) END AS place_before, "
        f"coalesce(y.place, {last}) AS place_after, "
        "CAST(coalesce(x.paid, 0) AS BIGINT) AS paid_before, CAST(coalesce(y.paid, 0) AS BIGINT) AS paid_after "
        f"FROM {PEOPLE} AS q LEFT JOIN ({standing(AFTER.decided)}) AS a ON a.{ROW} = q.n "
        f"LEFT JOIN ({standing(BEFORE.decided)}) AS b ON b.{ROW} = q.n "
        f"LEFT JOIN {_places(BEFORE)} AS x ON x.{ROW} = q.n LEFT JOIN {_places(AFTER)} AS y ON y.{ROW} = q.n "
        f"LEFT JOIN (SELECT DISTINCT {ROW} FROM {UNREAD}) AS w ON w.{ROW} = q.n"
    )
    sums = "count(*), sum(rupiah_before), sum(rupiah_after)"
    moved = tuple(
        Moved(None if was < 0 else STANDINGS[int(was)], STANDINGS[int(now)], int(count), int(old), int(new))
        for was, now, count, old, new in connection.execute(
            f"SELECT before, after, {sums} FROM {_CHANGES} GROUP BY 1, 2 ORDER BY 1, 2"
        ).fetchall()
    )
    changed = connection.execute(f"SELECT count(*) FROM {_CHANGES} WHERE {_CHANGED}").fetchall()
    places: dict[str, tuple[int, int]] = {}
    for at, _, old, new in connection.execute(
        f"SELECT whereabouts, {sums} FROM {_CHANGES} GROUP BY 1"
    ).fetchall():
        place = people.place(int(at))
        known = places.get(place, (0, 0))
        places[place] = (known[0] + int(old), known[1] + int(new))
    by_month: dict[tuple[Month, str], tuple[int, int]] = {}
    for index, found in enumerate((before, after)):
        for line in found:
            old, new = by_month.get((line.month, line.programme), (0, 0))
            more = (line.rupiah, 0) if index == 0 else (0, line.rupiah)
            by_month[line.month, line.programme] = (old + more[0], new + more[1])
    replaced = _replaced(connection) if has_places else ()
    return Compared(moved, int(changed[0][0]), by_month, places, replaced, given_before)


def _replaced(connection: duckdb.DuckDBPyConnection) -> tuple[Replaced, ...]:
    found = connection.execute(
        f"SELECT place_before, place_after, count(*), sum(paid_before), sum(paid_after) FROM {_CHANGES} "
        "GROUP BY 1, 2 ORDER BY 1, 2"
    ).fetchall()
    return tuple(
        Replaced(None if was < 0 else _PLACES[int(was)], _PLACES[int(now)], int(count), int(old), int(new))
        for was, now, count, old, new in found
    )


_CHANGED = (
    "(before, rupiah_before, place_before, paid_before) <> (after, rupiah_after, place_after, paid_after)"
)


def write_changes(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    before: tuple[Decided, Citations],
    after: tuple[Decided, Citations],
    language: Language,
) -> None:
    """Write a line for each worker whose outcome, cost or place changes, with the norms in the way before and after."""
    reasons_before = _reasons(connection, "reasons_before", BEFORE, before, language)
    reasons_after = _reasons(connection, "reasons_after", AFTER, after, language)
    found = connection.execute(
        f"SELECT c.n, c.before, c.after, c.rupiah_before, c.rupiah_after, b.said, a.said, "
        f"c.place_before, c.place_after, c.paid_before, c.paid_after FROM {_CHANGES} AS c "
        f"LEFT JOIN ({reasons_before}) AS b ON b.{ROW} = c.n LEFT JOIN ({reasons_after}) AS a ON a.{ROW} = c.n "
        f"WHERE {_CHANGED} ORDER BY c.n"
    )
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(
            (
                "row",
                "outcome_before",
                "outcome_after",
                "total_before",
                "total_after",
                "reasons_before",
                "reasons_after",
                "standing_before",
                "standing_after",
                "funded_total_before",
                "funded_total_after",
            )
        )
        while rows := found.fetchmany(_READ):
            writer.writerows(
                (
                    n,
                    "" if was < 0 else STANDINGS[was].value,
                    STANDINGS[now].value,
                    old,
                    new,
                    said_before or "",
                    said_after or "",
                    "" if place_was < 0 else _PLACES[place_was].value,
                    _PLACES[place_now].value,
                    paid_before,
                    paid_after,
                )
                for (
                    n,
                    was,
                    now,
                    old,
                    new,
                    said_before,
                    said_after,
                    place_was,
                    place_now,
                    paid_before,
                    paid_after,
                ) in rows
            )


def _reasons(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    tables: Tables,
    said_of: tuple[Decided, Citations],
    language: Language,
) -> str:
    """Give SQL for the reasons of each worker in one text."""
    found, citations = said_of
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {table} (profile BIGINT, said VARCHAR)")
    said = [
        "|".join(dict.fromkeys(citations.text(citation, language) for citation in profile.reasons))
        for profile in found.profiles
    ]
    connection.execute(
        f"INSERT INTO {table} SELECT unnest(?::BIGINT[]), unnest(?::VARCHAR[])",
        [list(range(len(said))), said],
    )
    return (
        f"SELECT {ROW}, string_agg(nullif(said, ''), '|' ORDER BY said) AS said "
        f"FROM {tables.decided} JOIN {table} USING (profile) GROUP BY 1"
    )
