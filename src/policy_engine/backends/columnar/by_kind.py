"""Deciding rows by kinds in DuckDB: the packed table of workers in; decisions and sums of the cost out.

The rows of a batch are asked the questions of `kinds` once. Their kinds are counted, those not met before are worked
out, and the rows take over what their kind is told. Sums need no second look at the rows.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import duckdb

from policy_engine.backends.columnar.dialects import Dialect
from policy_engine.backends.columnar.ingest import files
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

CASES = "cases"
"""What each instrument tells each kind that it has met, and how many rows that are: see `ByKind.cases`."""

NUMBERED = "numbered"
"""The cases with the numbers of their profiles, and no more than rows want of them."""

OWED = "owed"
"""The column of `CASES` with the rupiah of its rows together, those that are not known left out."""

TOTAL = "total"
"""The column with what a worker is owed in all."""

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
        carried: Sequence[str] = (),
        first: int = 0,
        kept: Sequence[str] = (),
    ) -> None:
        """Make the tables of constants; `places` is what stands after FROM and has every domicile, packed.

        So `few` new kinds of a family are worked out one by one, more by a query. `carried` are columns of the
        packed table that rows have when they are asked anew; of these, `kept` stand beside the answers that are
        kept. The names of tables are numbered from `first`.
        """
        found = kinds(prepared.families, prepared.layout, carried, first)
        self._circles = tuple(
            _Circle(connection, circle, prepared, places, few, carried, kept) for circle in found
        )

    @property
    def names(self) -> tuple[str, ...]:
        """Name what rows are told."""
        return self._circles[0].names

    def ask(self, folder: Path | None = None) -> None:
        """Ask the rows of the packed table their questions, and work out the kinds that are new.

        The answers of all rows are kept in memory, or in files of a folder.
        """
        for circle in self._circles:
            circle.ask(folder)

    def rows(self, names: Sequence[str]) -> str:
        """Give the query of the decisions of the batch."""
        return " UNION ALL ".join(circle.rows(names) for circle in self._circles)

    def tallies(self) -> Iterator[tuple[int, int, int, int]]:
        """Count the rows of the batch by instrument, own and effective outcome."""
        for circle in self._circles:
            yield from circle.tallies()

    def sums(self, effective: Outcome | None = None) -> Iterator[tuple[int, ...]]:
        """Add up the rows of the cost by instrument: for each its rupiah, how many, and how many are unknown.

        Of the workers with this effective outcome alone, where one is given.
        """
        for circle in self._circles:
            yield from circle.sums(effective)

    def cases(self, names: Sequence[str]) -> str:
        """Make the tables `CASES` of the batch; give a query for instrument, `rows`, `OWED` and what was told.

        Of a total, what depends on the instrument alone is told; `case_rows` adds what was measured.
        """
        return " UNION ALL ".join(circle.cases(names) for circle in self._circles)

    def number_cases(self, profiles: str, key: Sequence[str]) -> None:
        """Give the cases numbers: `profiles` is a table of their columns `key`, and a number for each, `profile`."""
        for circle in self._circles:
            circle.number_cases(profiles, key)

    def case_rows(self, *, anew: bool = False) -> str:
        """Give a query for every row with the number of its profile, effective outcome, total and what is kept.

        Cases are numbered by then. Rows asked `anew` have what is carried: to ask again takes less than to write and
        read columns that stand in the register.
        """
        return " UNION ALL ".join(circle.case_rows(anew=anew) for circle in self._circles)


class _Circle:
    """Decides the rows of one circle; kinds that were met in one batch are known in the next."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        found: Kinds,
        prepared: Prepared,
        places: str,
        few: int,
        carried: Sequence[str],
        kept: Sequence[str],
    ) -> None:
        self._carried = carried
        self._kept = kept
        self._connection = connection
        self._few = few
        self._kinds = found
        self._layout = prepared.layout
        self._drops = prepared.routed
        self._keys = ", ".join(map(_quoted, found.keys))
        self._keyed_query = print_query(found.keyed, Dialect.DUCKDB)
        self._functions: dict[int, Callable[..., tuple[int | bool | None, ...]]] = {}
        self._keyed, self._told = f"{KEYED}{found.number}", f"{TOLD}{found.number}"
        self._counted, self._cases = f"{COUNTED}{found.number}", f"{CASES}{found.number}"
        self._numbered = f"{NUMBERED}{found.number}"
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

    def ask(self, folder: Path | None) -> None:
        columns = ", ".join(
            (ROW, INSTRUMENT, *map(_quoted, (*self._kept, *self._kinds.keys, *self._kinds.measures)))
        )
        answers = f"SELECT {columns} FROM ({self._keyed_query})"  # noqa: S608
        if folder is None:
            self._connection.execute(f"CREATE OR REPLACE TEMP TABLE {self._keyed} AS {answers}")
        else:
            path = str(folder / f"{self._keyed}.parquet")
            written = path.replace("'", "''")
            self._connection.execute(f"COPY ({answers}) TO '{written}' (FORMAT parquet)")
            scan = files("read_parquet", [path])
            self._connection.execute(f"CREATE OR REPLACE TEMP VIEW {self._keyed} AS SELECT * FROM {scan}")  # noqa: S608
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

    def sums(self, effective: Outcome | None) -> Iterator[tuple[int, ...]]:
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
            met = self._met_by(self._counted, self._kinds.answers, effective)
            yield from self._connection.execute(
                f"SELECT {INSTRUMENT}, {', '.join(columns)} {met} GROUP BY {INSTRUMENT}"
            ).fetchall()

    def cases(self, names: Sequence[str]) -> str:
        wanted = [answer for answer in self._kinds.answers if answer.name in names]
        told = "".join(f", {cell}" for answer in wanted for cell in self._told_of(answer))
        (total,) = (answer for answer in wanted if answer.name == TOTAL)
        null = f"{TOTAL}_null" if total.is_sum else f"{TOTAL} IS NULL"
        owed = f"CASE WHEN {null} THEN 0 ELSE {self._total(total)} END AS {OWED}"
        self._connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {self._cases} AS"
            f" SELECT {INSTRUMENT}, {self._keys}, CAST(rows AS BIGINT) AS rows, {owed}{told}"
            f" {self._met_by(self._counted, wanted)}"
        )
        listed = ", ".join(map(_quoted, names))
        return f"SELECT {INSTRUMENT}, rows, {OWED}, {listed} FROM {self._cases}"  # noqa: S608

    def _told_of(self, answer: Answer) -> Iterator[str]:
        """Give what a case is told: a value, or the part of it that needs no measure, and the factors of measures."""
        if not answer.is_sum:
            yield _quoted(answer.name)
            return
        yield f"{print_sql(self._value(replace(answer, measures=())), Dialect.DUCKDB)} AS {answer.name}"
        yield from (f"{answer.name}_m{n}" for n in answer.measures)

    def number_cases(self, profiles: str, key: Sequence[str]) -> None:
        total = next(answer for answer in self._kinds.answers if answer.name == TOTAL)
        factors = "".join(f", c.{TOTAL}_m{n}" for n in total.measures)
        self._connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {self._numbered} AS"  # noqa: S608
            f" SELECT c.{INSTRUMENT}, {self._keys}, profile, c.effective, c.{TOTAL}{factors}"
            f" FROM {self._cases} AS c JOIN {profiles} USING ({', '.join(key)})"
        )

    def case_rows(self, *, anew: bool) -> str:
        total = next(answer for answer in self._kinds.answers if answer.name == TOTAL)
        measured = "".join(f" + c.{TOTAL}_m{n} * k.m{n}" for n in total.measures)
        kept = "".join(f", k.{_quoted(name)}" for name in (self._carried if anew else self._kept))
        source = f"({self._keyed_query})" if anew else self._keyed
        return (
            f"SELECT k.{ROW}, k.{INSTRUMENT}, c.profile, c.effective, c.{TOTAL}{measured} AS {TOTAL}{kept}"  # noqa: S608
            f" FROM {source} AS k JOIN {self._numbered} AS c USING ({INSTRUMENT}, {self._keys})"
        )

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

    def _met_by(self, table: str, answers: Sequence[Answer], effective: Outcome | None = None) -> str:
        """Join rows, or counts of them, to what their kind is told; what does not apply is left out where routed."""
        varying = any(isinstance(self._kinds.terms[n], Column) for answer in answers for n in answer.terms)
        constants = f" JOIN {self._kinds.constants.name} USING ({INSTRUMENT})" if varying else ""
        wanted = [f"outcome <> {outcome(Outcome.NOT_APPLICABLE).value}"] if self._drops else []
        wanted += [] if effective is None else [f"effective = {outcome(effective).value}"]
        where = f" WHERE {' AND '.join(wanted)}" if wanted else ""
        return f"FROM {table} JOIN {self._told} USING ({self._keys}){constants}{where}"


def _quoted(name: str) -> str:
    return quoted(name, Dialect.DUCKDB)
