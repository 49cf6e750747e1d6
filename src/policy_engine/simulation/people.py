"""The decided rows and the register in; where each worker lives, what work they do, and how they stand, out.

A worker under several instruments stands as the best of their decisions says.
"""

from collections.abc import Mapping, Sequence

import duckdb

from policy_engine.backends.columnar.judge import OUTCOMES
from policy_engine.backends.columnar.plan import ROW
from policy_engine.diagnostics.data import DataProblem
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir.nodes import CodeSet, Fact, FactValue
from policy_engine.ir.precedence import DOMICILE_FACT
from policy_engine.registers.values import Place, Reader
from policy_engine.simulation.decided import DECIDED
from policy_engine.simulation.register import NUMBER
from policy_engine.simulation.select import LEFT_OUT, Selected
from policy_engine.structure import dataclass

PEOPLE = "people"
"""Each worker who was not left out: number, standing (place in `STANDINGS`), place and occupation by number."""

OCCUPATION_FACT = "pekerjaan"

STANDINGS = (
    Outcome.ELIGIBLE,
    Outcome.CONFLICT,
    Outcome.UNDETERMINED,
    Outcome.NOT_ELIGIBLE,
    Outcome.NOT_APPLICABLE,
)
"""From the decision that counts most to the one that counts least; the last also stands for no decision."""


@dataclass(frozen=True, slots=True)
class People:
    """What the numbers of places and occupations in `PEOPLE` stand for; -1 is not known."""

    places: tuple[str, ...]
    occupations: tuple[tuple[str, ...], ...]


def gather(connection: duckdb.DuckDBPyConnection, selected: Selected, reader: Reader) -> People:
    """Make the table `PEOPLE` of the workers who were not left out."""
    described = {
        str(name): str(kind)
        for name, kind, *_ in connection.execute(f"DESCRIBE SELECT * FROM {selected.relation}").fetchall()
    }
    places = _numbered(connection, selected, reader, DOMICILE_FACT, described, "place")
    occupations = _numbered(connection, selected, reader, OCCUPATION_FACT, described, "occupation")
    number = f'r."{NUMBER}"'
    numbers, joins = "", ""
    for name, fact in (("place", DOMICILE_FACT), ("occupation", OCCUPATION_FACT)):
        if fact in described:
            numbers += f", coalesce({name}.number, -1) AS {name}"
            joins += f' LEFT JOIN said_{name} AS {name} ON {name}.said = r."{fact}"'
        else:
            numbers += f", -1 AS {name}"
    ranks = " ".join(f"WHEN {OUTCOMES.index(outcome)} THEN {rank}" for rank, outcome in enumerate(STANDINGS))
    best = (
        f"SELECT {ROW}, min(CASE effective {ranks} END) AS standing, count(*) AS decisions "
        f"FROM {DECIDED} GROUP BY 1"
    )
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {PEOPLE} AS SELECT {number} AS n, "
        f"coalesce(d.standing, {len(STANDINGS) - 1}) AS standing, coalesce(d.decisions, 0) AS decisions"
        f"{numbers} FROM {selected.relation} AS r ANTI JOIN {LEFT_OUT} AS a ON a.n = {number} "
        f"LEFT JOIN ({best}) AS d ON d.{ROW} = {number}{joins}"
    )
    return People(
        tuple(str(value) for value in places),
        tuple(
            tuple(sorted(value.codes)) if isinstance(value, CodeSet) else (str(value),)
            for value in occupations
        ),
    )


def _numbered(
    connection: duckdb.DuckDBPyConnection,
    selected: Selected,
    reader: Reader,
    name: str,
    described: Mapping[str, str],
    table: str,
) -> list[FactValue]:
    """Make a table of the texts that say a fact, with the number of the value; give the values in order."""
    fact = next((fact for fact in reader.library.facts if fact.name == name), None)
    found: list[tuple[str, FactValue]] = []
    if fact is not None and name in described:
        different = connection.execute(
            f'SELECT DISTINCT "{name}" FROM {selected.relation} WHERE "{name}" IS NOT NULL ORDER BY 1'
        ).fetchall()
        found = [
            (said, value) for (said,) in different if (value := _read(reader, fact, str(said))) is not None
        ]
    values = sorted({value for _, value in found}, key=_order)
    number = {value: place for place, value in enumerate(values)}
    connection.execute(f"CREATE OR REPLACE TEMP TABLE said_{table} (said VARCHAR, number INTEGER)")
    if found:
        columns: Sequence[object] = ([said for said, _ in found], [number[value] for _, value in found])
        connection.execute(
            f"INSERT INTO said_{table} SELECT unnest(?::VARCHAR[]), unnest(?::INTEGER[])",
            columns,
        )
    return values


def _read(reader: Reader, fact: Fact, said: str) -> FactValue | None:
    value = reader.text(fact, said, Place("", None, None))
    return None if isinstance(value, DataProblem) else value


def _order(value: FactValue) -> tuple[str, ...]:
    return tuple(sorted(value.codes)) if isinstance(value, CodeSet) else (str(value),)
