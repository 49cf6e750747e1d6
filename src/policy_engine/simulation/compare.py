"""Another version of the policies in; who changes outcome between it and this one over the same register, out.

The other version is what was before. Each worker stands as the best of their decisions says, and costs what
the instruments under which they are eligible in effect add up to.
"""

import csv
from collections.abc import Mapping
from pathlib import Path

import duckdb

from policy_engine.backends.columnar.ingest import REJECTS as UNREAD
from policy_engine.backends.columnar.plan import ROW
from policy_engine.domain.bilingual import Language
from policy_engine.domain.dates import Month
from policy_engine.domain.outcomes import Outcome
from policy_engine.simulation.budget import Line
from policy_engine.simulation.decided import AFTER, BEFORE, Decided, Tables
from policy_engine.simulation.naming import Citations
from policy_engine.simulation.people import ELIGIBLE, PEOPLE, RANK, STANDINGS, People, list_people
from policy_engine.structure import dataclass

_CHANGES = "changes"
_READ = 10_000


@dataclass(frozen=True, slots=True)
class Moved:
    """Workers who stood in one way and stand in another (None: their row could not be read then), and rupiah."""

    before: Outcome | None
    after: Outcome
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


def compare(
    connection: duckdb.DuckDBPyConnection,
    before: tuple[Line, ...],
    after: tuple[Line, ...],
    people: People,
) -> Compared:
    """Set what was decided before beside what is decided now, for each worker; lines are of the budgets of both."""
    list_people(connection)

    def standing(table: str) -> str:
        eligible = f"CASE WHEN effective = {ELIGIBLE} THEN total END"
        return (
            f"SELECT {ROW}, min(CASE effective {RANK} END) AS standing, "
            f"coalesce(sum({eligible}), 0) AS rupiah FROM {table} GROUP BY 1"
        )

    none = len(STANDINGS) - 1
    # Without a decision no instrument applies, unless the row could not be read.
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {_CHANGES} AS SELECT q.n, q.whereabouts, q.standing AS after, "
        f"CASE WHEN w.{ROW} IS NOT NULL THEN -1 ELSE coalesce(b.standing, {none}) END AS before, "
        "CAST(coalesce(b.rupiah, 0) AS BIGINT) AS rupiah_before, CAST(coalesce(a.rupiah, 0) AS BIGINT) AS rupiah_after "
        f"FROM {PEOPLE} AS q LEFT JOIN ({standing(AFTER.decided)}) AS a ON a.{ROW} = q.n "
        f"LEFT JOIN ({standing(BEFORE.decided)}) AS b ON b.{ROW} = q.n "
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
    return Compared(moved, int(changed[0][0]), by_month, places)


_CHANGED = "before <> after OR rupiah_before <> rupiah_after"


def write_changes(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    before: tuple[Decided, Citations],
    after: tuple[Decided, Citations],
    language: Language,
) -> None:
    """Write a line for each worker whose outcome or cost changes, with the norms in the way before and after."""
    reasons_before = _reasons(connection, "reasons_before", BEFORE, before, language)
    reasons_after = _reasons(connection, "reasons_after", AFTER, after, language)
    found = connection.execute(
        f"SELECT c.n, c.before, c.after, c.rupiah_before, c.rupiah_after, b.said, a.said FROM {_CHANGES} AS c "
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
                )
                for n, was, now, old, new, said_before, said_after in rows
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
