"""Decisions inside the user's own database: a prepared library and a dialect in; statements out.

A schema of its own holds the constants of the law and the legends as tables, and everything else as views over
the user's table of workers. Running the statements again replaces what is there, in one transaction where the
database has transactions for definitions; the statements to undo it are given beside them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from policy_engine.backends.columnar.dialects import SPELLINGS, Dialect
from policy_engine.backends.columnar.legends import Constants, legends
from policy_engine.backends.columnar.literals import comment, identifier, literal, qualified
from policy_engine.backends.columnar.plan import ROW, WORKERS
from policy_engine.backends.columnar.prepared import Prepared, queries
from policy_engine.backends.columnar.printer import Place, print_query, quoted
from policy_engine.backends.columnar.reading import PROBLEM, Source, reading
from policy_engine.backends.columnar.shapes import INSTRUMENT
from policy_engine.ir.written import Formats
from policy_engine.structure import dataclass

SCHEMA = "policy_engine"
"""The schema that holds everything, unless the user says otherwise."""

MARK = "policy-engine"
"""The comment on what PostgreSQL holds for us: what bears it is ours to replace."""

_ROWS_AT_ONCE = 500
"""Rows of one INSERT; enough to be quick, and a line that an editor still opens."""


@dataclass(frozen=True, slots=True)
class View:
    """A query by name."""

    name: str
    query: str


Definition = Constants | View


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be defined: over which table, read how, and in what dialect."""

    prepared: Prepared
    formats: Formats
    source: Source
    dialect: Dialect


def definitions(request: Request, place: Place) -> tuple[Definition, ...]:
    """Give the tables of constants and the views, each after those that it reads; `place` writes their names."""
    prepared, dialect = request.prepared, request.dialect
    read = reading(prepared.layout, request.formats, request.source, dialect, place)
    every = list(queries(prepared))
    constants = [
        *legends(prepared, read.facts),
        *(Constants(words.name, words.columns, words.rows) for words in read.words),
        *(
            Constants(table.name, tuple((name, "BIGINT") for name in table.columns), table.rows)
            for _, tables in every
            for table in tables
        ),
    ]
    writing = _Writing(request, place)
    names = [name for name, _ in every[0][0].columns] if every else []
    return (
        *constants,
        View("ingested", read.query),
        View(WORKERS, writing.workers(len(read.facts))),
        View("rejects", writing.rejects(len(read.facts))),
        *((View("masks", writing.masks()), *writing.explained(names)) if every else ()),
    )


@dataclass(frozen=True, slots=True)
class _Writing:
    request: Request
    place: Place

    def name(self, name: str) -> str:
        return quoted(name, self.request.dialect)

    def names(self, alias: str, *names: str) -> str:
        return ", ".join(f"{alias}.{self.name(name)}" for name in names)

    def workers(self, facts: int) -> str:
        """Give the rows whose every cell could be read."""
        columns = ", ".join(self.name(name) for name in (ROW, *self.request.prepared.layout.columns.values()))
        valid = " AND ".join(f"{self.name(f'{PROBLEM}{at}')} IS NULL" for at in range(facts))
        where = f"\nWHERE {valid}" if valid else ""
        return f"SELECT {columns}\nFROM {self.place('ingested')}{where}"

    def rejects(self, facts: int) -> str:
        """Give the key of each rejected row, the fact and why; never what the cell says."""
        each = [
            f"SELECT {self.name(ROW)} AS {self.name('key')}, {at} AS {self.name('fact')},"
            f" {self.name(f'{PROBLEM}{at}')} AS {self.name('problem')}\nFROM {self.place('ingested')}"
            f"\nWHERE {self.name(f'{PROBLEM}{at}')} IS NOT NULL"
            for at in range(facts)
        ]
        if not each:
            nothing = (
                f"CAST(NULL AS BIGINT) AS {self.name('fact')}, CAST(NULL AS BIGINT) AS {self.name('problem')}"
            )
            key = f"{self.name(ROW)} AS {self.name('key')}"
            each = [f"SELECT {key}, {nothing} FROM {self.place('ingested')} WHERE FALSE"]  # noqa: S608
        every = "\nUNION ALL\n".join(each)
        return (
            f"SELECT {self.names('r', 'key')} AS {self.name('worker')}, {self.names('f', 'name')} AS"
            f" {self.name('fact')}, {self.names('p', 'code', 'reason_id', 'reason_en')}\nFROM ({every}) AS r"
            f"\nJOIN {self.place('facts')} AS f ON {self._same('f', 'r', 'fact')}"
            f"\nJOIN {self.place('problems')} AS p ON {self._same('p', 'r', 'problem')}"
        )

    def masks(self) -> str:
        """Give the decisions as numbers and masks, one row for each worker and instrument."""
        texts = [
            print_query(query, self.request.dialect, self.place)
            for query, _ in queries(self.request.prepared)
        ]
        every = "\nUNION ALL\n".join(texts)
        once = SPELLINGS[self.request.dialect].materialized
        return f"WITH m AS {once}({every})\nSELECT * FROM m" if once else every

    def explained(self, names: Sequence[str]) -> Iterator[View]:
        """Give the views in which numbers and masks are words."""
        yield View("decisions", self.decisions(self.place("masks")))
        yield View("reasons", self._reasons(names))
        yield View("missing", self._missing(names))
        yield View("months", self._months(names))
        yield View("costs", self._costs(names))
        yield View("totals", self._totals())

    def decisions(self, masks: str) -> str:
        """Give one row for each worker and instrument."""
        outcomes = ", ".join(
            f"{self.names(alias, 'code')} AS {self.name(name)}"
            for alias, name in (("o", "outcome"), ("e", "effective"))
        )
        month = f"{self.names('c', 'month')} AS {self.name('entry_month')}"
        return (
            f"SELECT {self._key()}, {outcomes}, {month}, {self.names('d', 'total')}\nFROM {masks} AS d"
            f"{self._instrument()}"
            f"\nJOIN {self.place('outcomes')} AS o ON {self._same('o', 'd', 'outcome')}"
            f"\nJOIN {self.place('outcomes')} AS e ON {self.names('e', 'outcome')} = {self.names('d', 'effective')}"
            f"\nLEFT JOIN {self.place('calendar')} AS c ON {self._same('c', 'd', INSTRUMENT)}"
            f" AND {self.names('c', 'number')} = {self.names('d', 'entry_month')}"
        )

    def _reasons(self, names: Sequence[str]) -> str:
        columns = self.names("l", "role", "role_id", "role_en", "month", "citation_id", "citation_en")
        return self._expanded("norms", columns, (("failed", "failed"), ("unknown", "unknown")), names)

    def _missing(self, names: Sequence[str]) -> str:
        renamed = (
            f"{self.names('l', 'name')} AS {self.name('fact')}, {self.names('l', 'label_id', 'label_en')}"
        )
        return self._expanded("open_facts", renamed, (("missing", None),), names)

    def _months(self, names: Sequence[str]) -> str:
        kinds = (("months", "funded"), ("unknown_months", "unknown"))
        return self._expanded("calendar", self.names("l", "month"), kinds, names)

    def _costs(self, names: Sequence[str]) -> str:
        """Give the rows of the cost; the amount of an unknown one is NULL, and it is a row all the same."""
        slots = [name for name in names if name.removeprefix("amount").isdigit()]
        branches = " ".join(
            f"WHEN {name.removeprefix('amount')} THEN {self.names('d', name)}" for name in slots
        )
        amount = f"CASE {self.names('l', 'slot')} {branches} END" if slots else "CAST(NULL AS BIGINT)"
        columns = self.names("l", "month", "programme", "payer", "payer_region", "payer_id", "payer_en")
        rows = "rows" if slots else "months"
        return self._expanded(
            "cost_slots", f"{columns}, {amount} AS {self.name('rupiah')}", ((rows, None),), names
        )

    def _totals(self) -> str:
        keys = ", ".join(
            self.name(name)
            for name in ("instrument", "month", "programme", "payer", "payer_region", "payer_id", "payer_en")
        )
        rupiah = self.name("rupiah")
        return (
            f"SELECT {keys}, COUNT(*) AS {self.name('rows')}, COALESCE(SUM({rupiah}), 0) AS {rupiah},"
            f" COUNT(*) - COUNT({rupiah}) AS {self.name('unknown')}\nFROM {self.place('costs')}\nGROUP BY {keys}"
        )

    def _expanded(
        self, legend: str, columns: str, kinds: Sequence[tuple[str, str | None]], names: Sequence[str]
    ) -> str:
        """Give a row for each bit that is set in the words of each kind; a kind is named where it has a name."""
        every = []
        for kind, called in kinds:
            words = [name for name in names if name.removeprefix(kind).isdigit()]
            branches = " ".join(
                f"WHEN {name.removeprefix(kind)} THEN {self.names('d', name)}" for name in words
            )
            word = f"CASE {self.names('l', 'word')} {branches} END"
            verdict = (
                ""
                if called is None
                else f", {literal(called, self.request.dialect)} AS {self.name('verdict')}"
            )
            every.append(
                f"SELECT {self._key()}{verdict}, {columns}\nFROM {self.place('masks')} AS d{self._instrument()}"
                f"\nJOIN {self.place(legend)} AS l ON {self._same('l', 'd', INSTRUMENT)}"
                f" AND ({word} & {self.names('l', 'mask')}) <> 0"
            )
        return "\nUNION ALL\n".join(every)

    def _key(self) -> str:
        worker = f"{self.names('d', ROW)} AS {self.name('worker')}"
        return f"{worker}, {self.names('i', 'slug')} AS {self.name('instrument')}"

    def _instrument(self) -> str:
        return f"\nJOIN {self.place('instruments')} AS i ON {self._same('i', 'd', INSTRUMENT)}"

    def _same(self, one: str, other: str, name: str) -> str:
        return f"{self.names(one, name)} = {self.names(other, name)}"


# Statements


def statements(
    request: Request, schema: str = SCHEMA, places: Callable[[Place], Sequence[str]] | None = None
) -> tuple[str, ...]:
    """Give the statements that define everything in a schema, in place of what an earlier run put there.

    `places` gives further statements, for PostgreSQL alone.
    """
    dialect = request.dialect
    place = place_in(schema, dialect)
    made = definitions(request, place)
    match dialect:
        case Dialect.POSTGRES:
            return (
                "BEGIN",
                _QUIETLY,
                f"CREATE SCHEMA IF NOT EXISTS {identifier(schema, dialect)}",
                _dropped(schema),
                *(statement for each in made for statement in defined(each, dialect, place)),
                *_decide_worker(request, place, made),
                *(() if places is None else places(place)),
                f"COMMENT ON SCHEMA {identifier(schema, dialect)} IS {literal(MARK, dialect)}",
                "COMMIT",
            )
        case Dialect.DUCKDB:
            return (
                "BEGIN TRANSACTION",
                f"CREATE SCHEMA IF NOT EXISTS {identifier(schema, dialect)}",
                *(statement for each in made for statement in defined(each, dialect, place)),
                "COMMIT",
            )
        case Dialect.SPARK:
            return (
                "SET spark.sql.ansi.enabled = true",
                "SET spark.sql.variable.substitute = false",
                f"CREATE SCHEMA IF NOT EXISTS {identifier(schema, dialect)}",
                *(statement for each in made for statement in defined(each, dialect, place)),
            )


# It would tell of each thing that is not there to be dropped.
_QUIETLY = "SET LOCAL client_min_messages = warning"


def undo(dialect: Dialect, schema: str = SCHEMA) -> tuple[str, ...]:
    """Give the statements that take everything away again; the user's own table is not touched."""
    name = identifier(schema, dialect)
    match dialect:
        case Dialect.POSTGRES:
            # Without CASCADE: what a user has built on our views, or put into the schema, stops it.
            return ("BEGIN", _QUIETLY, _dropped(schema), f"DROP SCHEMA {name}", "COMMIT")
        case Dialect.DUCKDB | Dialect.SPARK:
            return (f"DROP SCHEMA IF EXISTS {name} CASCADE",)


def script(lines: Sequence[str], made: Sequence[str]) -> str:
    """Write statements as one text, under comments."""
    return "".join(f"{comment(line)}\n" for line in lines) + "".join(f"{one};\n" for one in made)


def place_in(schema: str, dialect: Dialect) -> Place:
    """Write names of tables in a schema."""
    return lambda name: qualified((schema, name), dialect)


def defined(each: Definition, dialect: Dialect, place: Place) -> Iterator[str]:
    """Give the statements that define one table of constants or view."""
    match each:
        case View(name, query):
            replaced = "CREATE" if dialect is Dialect.POSTGRES else "CREATE OR REPLACE"
            yield f"{replaced} VIEW {place(name)} AS\n{query}"
            if dialect is Dialect.POSTGRES:
                yield f"COMMENT ON VIEW {place(name)} IS {literal(MARK, dialect)}"
        case Constants():
            yield from _constants(each, dialect, place(each.name))


def _constants(each: Constants, dialect: Dialect, name: str) -> Iterator[str]:
    if dialect is Dialect.SPARK:
        yield f"CREATE OR REPLACE VIEW {name} AS\n{constants_query(each, dialect)}"
        return
    replaced = "CREATE" if dialect is Dialect.POSTGRES else "CREATE OR REPLACE"
    columns = ", ".join(f"{quoted(column, dialect)} {kind}" for column, kind in each.columns)
    yield f"{replaced} TABLE {name} ({columns})"
    for first in range(0, len(each.rows), _ROWS_AT_ONCE):
        rows = ",\n  ".join(_values(row, dialect) for row in each.rows[first : first + _ROWS_AT_ONCE])
        yield f"INSERT INTO {name} VALUES\n  {rows}"
    if dialect is Dialect.POSTGRES:
        yield f"COMMENT ON TABLE {name} IS {literal(MARK, dialect)}"
        yield f"ANALYZE {name}"


def _values(row: Sequence[str | int | bool | None], dialect: Dialect) -> str:
    return f"({', '.join(literal(value, dialect) for value in row)})"


SPARK_TYPES: Mapping[str, str] = MappingProxyType({"TEXT": "STRING"})


def constants_query(each: Constants, dialect: Dialect) -> str:
    """Give constants as a query, for a database in which views are all that can be replaced at once."""
    names = [f"v{at}" for at in range(len(each.columns))]
    rows = each.rows or (tuple(None for _ in names),)
    cast = ", ".join(
        f"CAST({made} AS {SPARK_TYPES.get(kind, kind)}) AS {identifier(name, dialect)}"
        for made, (name, kind) in zip(names, each.columns, strict=True)
    )
    values = ",\n  ".join(_values(row, dialect) for row in rows)
    where = "" if each.rows else "\nWHERE FALSE"
    return f"SELECT {cast}\nFROM VALUES\n  {values}\nAS v({', '.join(names)}){where}"


# PostgreSQL


def _dropped(schema: str) -> str:
    """Drop what bears our mark, views before tables, and never what hangs on it."""
    name, mark = (literal(text, Dialect.POSTGRES) for text in (schema, MARK))
    ours = (
        f"SELECT c.relname, c.relkind FROM pg_catalog.pg_class AS c"  # noqa: S608  literals
        f" JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = {name}"
        f" AND c.relkind IN ('r', 'v') AND pg_catalog.obj_description(c.oid, 'pg_class') = {mark}"
        " ORDER BY c.relkind DESC, c.oid DESC"
    )
    kind = "CASE WHEN found.relkind = 'v' THEN 'VIEW' ELSE 'TABLE' END"
    ours_in = identifier(schema, Dialect.POSTGRES)
    routines = (
        f"DROP FUNCTION IF EXISTS {ours_in}.{_FUNCTION}; DROP PROCEDURE IF EXISTS {ours_in}.{ALLOCATE}()"
    )
    body = (
        "DECLARE found RECORD; "
        f"BEGIN IF pg_catalog.to_regnamespace({_regname(schema)}) IS NOT NULL THEN {routines}; END IF; "
        f"FOR found IN {ours} LOOP"
        f" EXECUTE pg_catalog.format('DROP %s %I.%I', {kind}, {name}, found.relname); END LOOP; END"
    )
    return f"DO {literal(body, Dialect.POSTGRES)}"


def _regname(schema: str) -> str:
    return literal(identifier(schema, Dialect.POSTGRES), Dialect.POSTGRES)


_FUNCTION = '"decide_worker"'

ALLOCATE = '"allocate"'
"""The procedure that gives the places anew."""


def _decide_worker(request: Request, place: Place, made: Sequence[Definition]) -> Iterator[str]:
    """Give a function over the key of one worker: the same queries, over that row of the user's table alone."""
    if not any(each.name == "masks" for each in made):
        return
    dialect, source = request.dialect, request.source
    writing = _Writing(request, place)
    names = {name: quoted(name, dialect) for name in ("ingested", WORKERS, "masks")}
    wanted, key = quoted("wanted", dialect), identifier(source.key, dialect)
    row = f"(SELECT * FROM {source.table} AS t WHERE t.{key} = {wanted})"  # noqa: S608  every part is quoted
    read = reading(request.prepared.layout, request.formats, replace(source, table=row), dialect, place)
    here = _Writing(request, lambda name: names.get(name) or place(name))
    yield (
        f"CREATE FUNCTION {place('decide_worker')}({wanted} {source.table}.{key}%TYPE)"
        f" RETURNS SETOF {place('decisions')} LANGUAGE SQL STABLE BEGIN ATOMIC\n"
        f"WITH {names['ingested']} AS ({read.query}),\n{names[WORKERS]} AS ({here.workers(len(read.facts))}),\n"
        f"{names['masks']} AS ({here.masks()})\n{writing.decisions(names['masks'])};\nEND"
    )
