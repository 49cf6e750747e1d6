"""The decided rows in; how many workers of each place and occupation stand how, and what they cost, out.

A worker under several instruments stands as the best of their decisions says.
"""

from collections import Counter
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
_BITS = 20
"""So many bits tell the rows apart whose decisions are put together at once: they fill an array and no hash table."""


@dataclass(frozen=True, slots=True)
class Stood:
    """Workers of one place and occupation who stand alike, and what they cost where they are eligible."""

    place: str
    """The code of the place; "" where it is not known."""
    occupations: tuple[str, ...]
    outcome: Outcome
    people: int
    rupiah: int
    unknown: int = 0
    """Those of them of whose cost something is not known; that is no part of `rupiah`."""


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
    counted: Counter[tuple[int, int]] = Counter()
    met, step = 0, 1 << _BITS
    connection.execute("SET perfect_ht_threshold = ?", [_BITS + 1])
    for start in range(0, selected.last + 1, step):
        part = f"{AFTER.decided} WHERE {ROW} >= {start} AND {ROW} < {start + step}"
        for packed, people in connection.execute(_standings(part, at_most_once=at_most_once)).fetchall():
            counted[int(packed) // _RANKS, int(packed) % _RANKS] += int(people)
            met += int(people)
    connection.execute("RESET perfect_ht_threshold")
    kept = "".join(f', "{name}"' for name in selected.carried)
    others = "WHERE FALSE" if met == accepted else f"ANTI JOIN {AFTER.decided} USING ({ROW})"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {OUTSIDE} AS SELECT {ROW}{kept} FROM {WORKERS} {others}"
    )
    found = connection.execute(f'SELECT "{AT}", count(*) FROM {OUTSIDE} GROUP BY 1').fetchall()
    for at, people in found:
        counted[int(at), len(STANDINGS) - 1] += int(people)
    owed = _owed(connection)
    places = tuple(
        "" if value is None else str(value) for value in _values(reader, DOMICILE_FACT, selected.places)
    )
    work = tuple(map(_codes, _values(reader, OCCUPATION_FACT, selected.occupations)))
    standings = tuple(
        Stood(
            places[at // OCCUPATIONS],
            work[at % OCCUPATIONS],
            STANDINGS[rank],
            people,
            *(owed.get(at, (0, 0)) if STANDINGS[rank] is Outcome.ELIGIBLE else (0, 0)),
        )
        for (at, rank), people in sorted(counted.items())
    )
    return People(standings, sum(int(people) for _, people in found), places)


def _standings(part: str, *, at_most_once: bool) -> str:
    """Give a query for `AT` and standing in one number, and how many workers."""
    standing = f'"{AT}" * {_RANKS} + CASE effective {RANK} END'
    one = f"SELECT {standing} AS standing FROM {part}"
    if not at_most_once:
        # A worker's place and work are the same in all their rows, so the least of the numbers is the best standing.
        one = f"SELECT min({standing}) AS standing FROM {part} GROUP BY {ROW}"
    return f"SELECT standing, count(*) FROM ({one}) GROUP BY standing"


def _owed(connection: duckdb.DuckDBPyConnection) -> dict[int, tuple[int, int]]:
    """Add up by `AT` what eligible workers cost, and count those of whose cost something is not known."""
    eligible = f"FROM {AFTER.decided} WHERE effective = {ELIGIBLE}"
    found = connection.execute(
        f'SELECT "{AT}", coalesce(sum(CAST(total AS HUGEINT)), 0), count(*) - count(total) {eligible} GROUP BY 1'
    ).fetchall()
    unknown: dict[int, int] = {}
    if any(rows for *_, rows in found):
        unknown = dict(
            connection.execute(
                f'SELECT "{AT}", count(DISTINCT {ROW}) {eligible} AND total IS NULL GROUP BY 1'
            ).fetchall()
        )
    return {int(at): (int(rupiah), int(unknown.get(at, 0))) for at, rupiah, _ in found}


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
