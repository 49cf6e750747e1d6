"""The decided rows in; how many workers of each place and occupation stand how, and what they cost, out.

A worker under several instruments stands as the best of their decisions says.
"""

from collections.abc import Iterator, Sequence

import duckdb

from policy_engine.backends.columnar.judge import OUTCOMES
from policy_engine.backends.columnar.plan import ROW, WORKERS
from policy_engine.diagnostics.data import DataProblem
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir.nodes import CodeSet, FactValue
from policy_engine.ir.precedence import DOMICILE_FACT
from policy_engine.registers.values import Reader
from policy_engine.simulation.decided import AFTER
from policy_engine.simulation.select import AT, NOWHERE, OCCUPATION_FACT, OCCUPATIONS, Selected
from policy_engine.structure import dataclass

OUTSIDE = "outside"
"""The workers to whom no instrument applies, with what is kept of them."""

PEOPLE = "people"
"""Each worker: number, standing (place in `STANDINGS`), and place and occupation as `AT` has them."""

STANDINGS = (
    Outcome.ELIGIBLE,
    Outcome.CONFLICT,
    Outcome.UNDETERMINED,
    Outcome.NOT_ELIGIBLE,
    Outcome.NOT_APPLICABLE,
)
"""From the decision that counts most to the one that counts least; the last also stands for no decision."""

ELIGIBLE = OUTCOMES.index(Outcome.ELIGIBLE)
UNDETERMINED = OUTCOMES.index(Outcome.UNDETERMINED)

RANK = " ".join(f"WHEN {OUTCOMES.index(outcome)} THEN {rank}" for rank, outcome in enumerate(STANDINGS))
"""The arms of a CASE over an effective outcome that gives its place in `STANDINGS`."""

_RANKS = 8
_ROWS = 4_000_000
"""Rows of the register whose decisions are put together at once, so that memory is bounded."""


@dataclass(frozen=True, slots=True)
class Stood:
    """Workers of one place and occupation who stand alike, and what they cost where they are eligible."""

    place: str
    """The code of the place; "" where it is not known."""
    occupations: tuple[str, ...]
    outcome: Outcome
    people: int
    rupiah: int


@dataclass(frozen=True, slots=True)
class People:
    """How all workers stand, how many there are of whom nothing is decided, and the places by number in `AT`."""

    standings: tuple[Stood, ...]
    outside: int
    places: tuple[str, ...]

    @property
    def count(self) -> int:
        """Count them all."""
        return sum(each.people for each in self.standings)

    def place(self, at: int) -> str:
        """Give the code of the place that a value of `AT` has."""
        return self.places[at // OCCUPATIONS]


def gather(
    connection: duckdb.DuckDBPyConnection,
    selected: Selected,
    reader: Reader,
    accepted: int,
    *,
    at_most_once: bool,
) -> People:
    """Count the workers, of whom `accepted` were read; each has one decision or none where `at_most_once`."""
    counted: dict[tuple[int, int], tuple[int, int]] = {}

    def add(at: int, rank: int, people: int, rupiah: int) -> None:
        before = counted.get((at, rank), (0, 0))
        counted[at, rank] = (before[0] + people, before[1] + rupiah)

    met = 0
    for start in range(0, selected.last + 1, _ROWS):
        part = f"{AFTER.decided} WHERE {ROW} >= {start} AND {ROW} < {start + _ROWS}"
        for packed, people, rupiah in connection.execute(
            _standings(part, at_most_once=at_most_once)
        ).fetchall():
            add(int(packed) // _RANKS, int(packed) % _RANKS, int(people), int(rupiah))
            met += int(people)
    kept = "".join(f', "{name}"' for name in selected.carried)
    others = "WHERE FALSE" if met == accepted else f"ANTI JOIN {AFTER.decided} USING ({ROW})"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {OUTSIDE} AS SELECT {ROW}{kept} FROM {WORKERS} {others}"
    )
    found = connection.execute(f'SELECT "{AT}", count(*) FROM {OUTSIDE} GROUP BY 1').fetchall()
    for at, people in found:
        add(int(at), len(STANDINGS) - 1, int(people), 0)
    places = tuple(
        "" if value is None else str(value) for value in _values(reader, DOMICILE_FACT, selected.places)
    )
    work = tuple(map(_codes, _values(reader, OCCUPATION_FACT, selected.occupations)))
    standings = tuple(
        Stood(places[at // OCCUPATIONS], work[at % OCCUPATIONS], STANDINGS[rank], people, rupiah)
        for (at, rank), (people, rupiah) in sorted(counted.items())
    )
    return People(standings, sum(int(people) for _, people in found), places)


def _standings(part: str, *, at_most_once: bool) -> str:
    """Give a query for `AT` and standing in one number, how many workers, and rupiah."""
    standing = f'"{AT}" * {_RANKS} + CASE effective {RANK} END'
    owed = f"CASE WHEN effective = {ELIGIBLE} THEN CAST(total AS HUGEINT) END"
    one = f"SELECT {standing} AS standing, {owed} AS rupiah FROM {part}"
    if not at_most_once:
        # A worker's place and work are the same in all their rows, so the least of the numbers is the best standing.
        one = f"SELECT min({standing}) AS standing, sum({owed}) AS rupiah FROM {part} GROUP BY {ROW}"
    return f"SELECT standing, count(*), coalesce(sum(rupiah), 0) FROM ({one}) GROUP BY standing"


def list_people(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the table `PEOPLE`."""
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {PEOPLE} AS "
        f"SELECT {ROW} AS n, min(CASE effective {RANK} ELSE {len(STANDINGS) - 1} END) AS standing, "
        f'min("{AT}") AS whereabouts '
        f'FROM (SELECT {ROW}, effective, "{AT}" FROM {AFTER.decided} '
        f'UNION ALL SELECT {ROW}, NULL, "{AT}" FROM {OUTSIDE}) GROUP BY 1'
    )


def _values(reader: Reader, name: str, texts: Sequence[str]) -> Iterator[FactValue | None]:
    """Read the texts of a fact; before them stands that it is not known."""
    yield None
    fact = next((fact for fact in reader.library.facts if fact.name == name), None)
    for text in texts:
        value = None if fact is None else reader.text(fact, text, NOWHERE)
        yield None if isinstance(value, DataProblem) else value


def _codes(value: FactValue | None) -> tuple[str, ...]:
    match value:
        case None:
            return ()
        case CodeSet():
            return tuple(sorted(value.codes))
        case _:
            return (str(value),)
