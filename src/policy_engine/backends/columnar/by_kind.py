"""Deciding rows by kinds in DuckDB: the packed table of workers in; decisions and sums of the cost out.

The rows of a batch are asked the questions of `kinds` once. Their kinds are counted, those not met before are worked
out, and the rows take over what their kind is told. Sums need no second look at the rows.
"""

from collections.abc import Callable, Iterator, Sequence

import duckdb

from policy_engine.backends.columnar.dialects import Dialect
from policy_engine.backends.columnar.judge import outcome
from policy_engine.backends.columnar.kinds import (
    ASKED,
    LEVEL,
    MET,
    PLACE,
    ROUTES,
    Answer,
    Kinds,
    kinds,
    place_of,
)
from policy_engine.backends.columnar.layout import REGION_LEVELS, WORD, Aspect
from policy_engine.backends.columnar.plan import ROW, WORKERS
from policy_engine.backends.columnar.prepared import Prepared
from policy_engine.backends.columnar.printer import print_query, print_sql, quoted
from policy_engine.backends.columnar.shapes import INSTRUMENT, ROUTE
from policy_engine.backends.columnar.sql import Arithmetic, Case, Column, Sign, Sql, Whole
from policy_engine.backends.columnar.tables import insert, load, load_constants
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir.precedence import DOMICILE_FACT

KEYED = "keyed"
"""The rows of the batch: number of the worker, number of the instrument, key, measures."""

COUNTED = "counted"
"""How many rows of the batch each instrument has of each kind (`rows`), and the sums of what was measured."""

TOLD = "told"
"""The kinds met so far, and what they are told."""

_FRESH = "fresh"

_FEW = 2_000
"""So many kinds are worked out one by one in less time than DuckDB takes to plan a query."""


class ByKind:
    """Decides batches of workers, one circle of instruments after the other."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        prepared: Prepared,
        places: str = WORKERS,
        few: int = _FEW,
    ) -> None:
        """Make the tables of constants; `places` is what stands after FROM and has every domicile, packed.

        So `few` new kinds of a family are worked out one by one, more by a query.
        """
        found = kinds(prepared.families, prepared.layout)
        self._circles = tuple(_Circle(connection, circle, prepared, places, few) for circle in found)

    @property
    def names(self) -> tuple[str, ...]:
        """Name what rows are told."""
        return self._circles[0].names

    def ask(self) -> None:
        """Ask the rows of the packed table their questions, and work out the kinds that are new."""
        for circle in self._circles:
            circle.ask()

    def rows(self, names: Sequence[str]) -> str:
        """Give the query of the decisions of the batch."""
        return " UNION ALL ".join(circle.rows(names) for circle in self._circles)

    def tallies(self) -> Iterator[tuple[int, int, int, int]]:
        """Count the rows of the batch by instrument, own and effective outcome."""
        for circle in self._circles:
            yield from circle.tallies()

    def sums(self) -> Iterator[tuple[int, ...]]:
        """Add up the rows of the cost by instrument: for each its rupiah, how many, and how many are unknown."""
        for circle in self._circles:
            yield from circle.sums()


class _Circle:
    """Decides the rows of one circle; kinds that were met in one batch are known in the next."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, found: Kinds, prepared: Prepared, places: str, few: int
    ) -> None:
        self._connection = connection
        self._few = few
        self._kinds = found
        self._layout = prepared.layout
        self._drops = prepared.routed
        self._keys = ", ".join(map(_quoted, found.keys))
        self._keyed_query = print_query(found.keyed, Dialect.DUCKDB)
        self._functions: dict[int, Callable[..., tuple[int | bool | None, ...]]] = {}
        self._keyed, self._told = f"{KEYED}{found.number}", f"{TOLD}{found.number}"
        self._counted = f"{COUNTED}{found.number}"
        load_constants(connection, (found.constants, found.regions, *found.lookups))
        columns = [column for answer in found.answers for column in answer.columns]
        types = [(key, "BIGINT") for key in found.keys]
        types += [(column, "BOOLEAN" if column.endswith("_null") else "BIGINT") for column in columns]
        self._types = [kind for _, kind in types]
        load(connection, self._told, types, ())
        if found.is_routed:
            connection.execute(self._routes(places))

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(answer.name for answer in self._kinds.answers)

    def ask(self) -> None:
        self._connection.execute(f"CREATE OR REPLACE TEMP TABLE {self._keyed} AS {self._keyed_query}")
        sums = "".join(f", SUM({name}) AS {name}" for name in self._kinds.measures)
        self._connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {self._counted} AS"  # noqa: S608
            f" SELECT {INSTRUMENT}, {self._keys}, COUNT(*) AS rows{sums}"
            f" FROM {self._keyed} GROUP BY {INSTRUMENT}, {self._keys}"
        )
        self._connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {_FRESH} AS SELECT DISTINCT {self._keys} FROM {self._counted}"  # noqa: S608
            f" ANTI JOIN {self._told} USING ({self._keys})"
        )
        mark = f"{self._kinds.keys[0]} & {self._kinds.marks}"
        marks = self._connection.execute(
            f"SELECT {mark}, count(*) FROM {_FRESH} GROUP BY {mark}"  # noqa: S608
        ).fetchall()
        few = [place for place, count in marks if count <= self._few]
        self._work_out_few(mark, few)
        for place, _ in marks:
            if place not in few:
                self._work_out_many(mark, place)

    def _work_out_few(self, mark: str, places: Sequence[int]) -> None:
        """Work kinds out one by one, for all families in one go; a query of its own for each would cost more."""
        if not places:
            return
        told = []
        wanted = f"{mark} IN ({', '.join(map(str, places))})"
        for place, *key in self._connection.execute(
            f"SELECT {mark}, {self._keys} FROM {_FRESH} WHERE {wanted}"  # noqa: S608
        ).fetchall():
            if place not in self._functions:
                self._functions[place] = self._kinds.families[place].function(self._kinds.keys)
            told.append((*key, *self._functions[place](*key)))
        insert(self._connection, self._told, self._types, told)

    def _work_out_many(self, mark: str, place: int) -> None:
        self._connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {ASKED} AS SELECT * FROM {_FRESH} WHERE {mark} = {place}"  # noqa: S608
        )
        query = print_query(self._kinds.families[place].query(self._kinds.keys), Dialect.DUCKDB)
        self._connection.execute(f"INSERT INTO {self._told} {query}")

    def _routes(self, places: str) -> str:
        levels = [
            print_sql(self._layout.column(DOMICILE_FACT, Aspect.LEVEL, level), Dialect.DUCKDB)
            for level in range(len(REGION_LEVELS))
        ]
        place = print_sql(place_of(self._layout), Dialect.DUCKDB)
        regions = self._kinds.regions.name
        everywhere = f"SELECT {PLACE}, {INSTRUMENT} AS {MET} FROM places JOIN {regions} ON {LEVEL} = -1"  # noqa: S608
        inside = (
            f"SELECT {PLACE}, {INSTRUMENT} FROM places JOIN {regions} ON {LEVEL} = {level} AND {ROUTE} = {column}"  # noqa: S608
            for level, column in enumerate(levels)
        )
        return (
            f"CREATE OR REPLACE TEMP TABLE {ROUTES}{self._kinds.number} AS"  # noqa: S608
            f" WITH places AS (SELECT DISTINCT {place} AS {PLACE}, {', '.join(levels)} FROM {places})"
            f" {' UNION ALL '.join((everywhere, *inside))}"
        )

    # What came of it

    def rows(self, names: Sequence[str]) -> str:
        told = "".join(
            f", {print_sql(self._value(answer), Dialect.DUCKDB)} AS {_quoted(answer.name)}"
            for answer in self._kinds.answers
            if answer.name in names
        )
        met = self._met_by(self._keyed, [answer for answer in self._kinds.answers if answer.name in names])
        return f"SELECT {ROW}, {INSTRUMENT}{told} {met}"

    def tallies(self) -> Iterator[tuple[int, int, int, int]]:
        met = self._met_by(self._counted, ())
        yield from self._connection.execute(
            f"SELECT {INSTRUMENT}, outcome, effective, CAST(SUM(rows) AS BIGINT) {met} GROUP BY ALL"
        ).fetchall()

    def sums(self) -> Iterator[tuple[int, ...]]:
        columns = []
        amounts = (answer for answer in self._kinds.answers if answer.name.startswith("amount"))
        for place, answer in enumerate(amounts):
            present = f"(rows{place // WORD} & {1 << place % WORD}) <> 0"
            null = f"{answer.name}_null" if answer.is_sum else f"{answer.name} IS NULL"
            columns += [
                f"SUM(CASE WHEN {present} AND NOT ({null}) THEN {self._total(answer)} ELSE 0 END)",
                f"SUM(CASE WHEN {present} THEN rows ELSE 0 END)",
                f"SUM(CASE WHEN {present} AND {null} THEN rows ELSE 0 END)",
            ]
        if columns:
            met = self._met_by(self._counted, self._kinds.answers)
            yield from self._connection.execute(
                f"SELECT {INSTRUMENT}, {', '.join(columns)} {met} GROUP BY {INSTRUMENT}"
            ).fetchall()

    def _total(self, answer: Answer) -> str:
        """Write what the rows of a kind are owed together; counts are wide, so that no product wraps."""
        rows = "CAST(rows AS HUGEINT)"
        if not answer.is_sum:
            return f"{rows} * {answer.name}"
        terms = (print_sql(term, Dialect.DUCKDB) for term in self._kinds.terms)
        owed = {f"{answer.name}_t{n}": term for n, term in enumerate(terms) if n in answer.terms}
        each = "".join(f" + {factor} * {term}" for factor, term in owed.items())
        measured = "".join(f" + {answer.name}_m{n} * m{n}" for n in answer.measures)
        return f"{rows} * ({answer.name}_constant{each}){measured}"

    def _value(self, answer: Answer) -> Sql:
        if not answer.is_sum:
            return Column(answer.name)
        total: Sql = Column(f"{answer.name}_constant")
        for n in answer.terms:
            term = Arithmetic(Sign.MULTIPLY, Column(f"{answer.name}_t{n}"), self._kinds.terms[n])
            total = Arithmetic(Sign.ADD, total, term)
        for n in answer.measures:
            term = Arithmetic(Sign.MULTIPLY, Column(f"{answer.name}_m{n}"), Column(f"m{n}"))
            total = Arithmetic(Sign.ADD, total, term)
        return Case(((Column(f"{answer.name}_null"), Whole(None)),), total)

    def _met_by(self, table: str, answers: Sequence[Answer]) -> str:
        """Join rows, or counts of them, to what their kind is told; what does not apply is left out where routed."""
        varying = any(isinstance(self._kinds.terms[n], Column) for answer in answers for n in answer.terms)
        constants = f" JOIN {self._kinds.constants.name} USING ({INSTRUMENT})" if varying else ""
        applies = f" WHERE outcome <> {outcome(Outcome.NOT_APPLICABLE).value}" if self._drops else ""
        return f"FROM {table} JOIN {self._told} USING ({self._keys}){constants}{applies}"


def _quoted(name: str) -> str:
    return quoted(name, Dialect.DUCKDB)
