"""`export sql`: policies in; a script that decides workers inside the user's own database out, as text."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from types import MappingProxyType

from policy_engine import cache as caching
from policy_engine import engine as api
from policy_engine.backends.columnar.dialects import Dialect
from policy_engine.backends.columnar.division import TooLargeError
from policy_engine.backends.columnar.literals import UnsafeNameError, dotted, identifier, qualified
from policy_engine.backends.columnar.lower import NotColumnarError
from policy_engine.backends.columnar.prepared import prepare
from policy_engine.backends.columnar.procedure import places
from policy_engine.backends.columnar.reading import Source
from policy_engine.backends.columnar.script import SCHEMA, Request, script, statements, undo
from policy_engine.backends.columnar.strata import Stratum, prepare_strata
from policy_engine.commands import loading
from policy_engine.diagnostics.model import Diagnostic
from policy_engine.domain.bilingual import Text
from policy_engine.domain.dates import PackedDate, format_iso
from policy_engine.ir.nodes import Instrument, Library
from policy_engine.registers.mapping import columns_by_fact
from policy_engine.registers.model import REFERENCE, Mapped
from policy_engine.structure import dataclass


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to export: policies on a day for a dialect, over a table whose columns are mapped.

    Without `instruments` it is the only one of the files, or, of several, each over the workers of its territory.
    `places` adds the procedure that gives places and money, which only PostgreSQL has.
    """

    policy: tuple[str, ...]
    on: PackedDate
    dialect: Dialect
    cache: caching.Cache
    instruments: tuple[str, ...] = ()
    table: str = "workers"
    key: str | None = None
    schema: str = SCHEMA
    mapped: Mapped = field(default_factory=Mapped)
    mapping: str = ""
    unknown: frozenset[str] = frozenset()
    prelude: bool = True
    places: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing could be exported: problems of the policies or the mapping, or one sentence."""

    diagnostics: tuple[Diagnostic, ...] = ()
    reason: Text | None = None


def export_undo(dialect: Dialect, schema: str = SCHEMA) -> str | Refused:
    """Give the script that takes everything away again."""
    try:
        return script(
            [_TITLE, "Undoes what the script of `policy-engine export sql` made."], undo(dialect, schema)
        )
    except UnsafeNameError as error:
        return _unsafe(error)


_TITLE = "Written by policy-engine."


def export_sql(wanted: Wanted) -> str | Refused:
    """Give the script, its statements under comments that say what it rests on."""
    loaded = loading.load(wanted.policy, prelude=wanted.prelude, cache=wanted.cache)
    if loaded.errors:
        return Refused(loaded.errors)
    try:
        engine = api.engine_of(loaded.library, loaded.diagnostics, loaded.opened)
        instruments = _instruments(engine, wanted.instruments)
    except api.PolicyError as error:
        return Refused(error.diagnostics)
    if wanted.places and wanted.dialect is not Dialect.POSTGRES:
        return Refused(reason=_PLACES_ELSEWHERE[wanted.dialect])
    library = engine.library
    facts = {fact.name for fact in library.facts}
    strange = sorted(wanted.unknown - facts)
    if strange:
        return Refused(
            reason=Text(
                f"`--unknown {strange[0]}` bukan fakta yang dikenal kebijakan",
                f"`--unknown {strange[0]}` is no fact that the policy knows",
            )
        )
    table = dotted(wanted.table)
    if table is None or wanted.schema in table[:-1]:
        return Refused(reason=_bad_table(wanted))
    try:
        prepared = prepare(library, wanted.on, [each.id for each in instruments] or None, costs=True)
        layers = _layers(library, instruments, wanted) if wanted.places else ()
        layouts = (prepared.layout, *(layer.layout for layer in layers))
        asked = {c.fact for layout in layouts for c in layout.columns if layout.fact(c.fact) is not None}
        read = [fact for fact in library.facts if fact.name in asked]
        columns = columns_by_fact(library, read, wanted.mapped, wanted.unknown, wanted.mapping)
        if not isinstance(columns, Mapping):
            return Refused(columns)
        by_fact = {fact: column for fact, column in columns.items() if fact in asked}
        for name in (wanted.schema, *by_fact.values()):
            identifier(name, wanted.dialect)
        key = wanted.key or columns.get(REFERENCE, REFERENCE)
        source = Source(qualified(table, wanted.dialect), key, by_fact)
        request = Request(prepared, wanted.mapped.formats, source, wanted.dialect)
        placing = places(request, layers) if layers else None
        return script(
            list(_heading(wanted, instruments, source, asked, rations=bool(layers))),
            statements(request, wanted.schema, placing),
        )
    except UnsafeNameError as error:
        return _unsafe(error)
    except TooLargeError as error:
        return Refused(
            reason=Text(
                f"jumlah dapat melampaui 2^63 ({error}); beri batas pada fakta yang dikalikan",
                f"an amount could pass 2^63 ({error}); give bounds to the facts that are multiplied",
            )
        )
    except CircleError as error:
        return Refused(
            reason=Text(
                f"naskah saling bergantung ({error}); `check` menunjukkan di mana",
                f"instruments are subsidiary to one another ({error}); `check` shows where",
            )
        )
    except NotColumnarError as error:
        return Refused(
            reason=Text(f"tidak dapat dinyatakan dalam SQL: {error}", f"cannot be said in SQL: {error}")
        )


_PLACES_ELSEWHERE: Mapping[Dialect, Text] = MappingProxyType(
    {
        Dialect.DUCKDB: Text(
            "pengisian berulang sampai tidak ada lagi yang berubah, dan DuckDB tidak dapat mengulang dalam skrip;"
            " pakai `policy-engine simulate`, yang mengisi di dalam DuckDB",
            "places are given in rounds until nothing changes, and DuckDB cannot repeat inside a script;"
            " use `policy-engine simulate`, which fills inside DuckDB",
        ),
        Dialect.SPARK: Text(
            "pengisian berulang sampai tidak ada lagi yang berubah, dan berkas `spark-sql` tidak dapat mengulang;"
            " pakai `Engine.allocate_frame` dari Python, yang mengisi di dalam Spark",
            "places are given in rounds until nothing changes, and a file of `spark-sql` cannot repeat;"
            " use `Engine.allocate_frame` from Python, which fills inside Spark",
        ),
    }
)


class CircleError(Exception):
    """Instruments that are subsidiary to one another."""


def _layers(library: Library, instruments: Sequence[Instrument], wanted: Wanted) -> tuple[Stratum, ...]:
    every = [each.id for each in instruments or library.instruments]
    try:
        return prepare_strata(library, wanted.on, every, routed=not instruments)
    except ValueError as error:
        raise CircleError(str(error)) from error


def _instruments(engine: api.Engine, named: Sequence[str]) -> tuple[Instrument, ...]:
    """Give the instruments named, else the only one; none stands for every one by territory."""
    if named:
        return tuple(engine.instrument(each) for each in named)
    own = [each.id for each in engine.instruments if each.own]
    return (engine.instrument(),) if len(own) == 1 else ()


def _heading(
    wanted: Wanted, instruments: Sequence[Instrument], source: Source, asked: set[str], *, rations: bool
) -> Iterator[str]:
    slugs = (
        ", ".join(each.id.slug for each in instruments)
        or "every instrument, over the workers of its territory"
    )
    yield f"{_TITLE} Dialect: {wanted.dialect.value}. Run it again at any time: it replaces what it made."
    yield f"Decisions on {format_iso(wanted.on)} under: {slugs}"
    yield f"Workers: {wanted.table}; the column that tells them apart: {source.key}"
    for fact in sorted(asked):
        yield f"  fact {fact}: {_column_of(fact, source)}"
    yield f"Read: {wanted.schema}.decisions, .reasons, .missing, .months, .costs, .totals, .rejects"
    if rations:
        yield f"Give places and money: CALL {wanted.schema}.allocate(); then read .places, .funded_months, .limits"
    elif wanted.places:
        yield "No instrument here has a quota, a ceiling or another payer before it: there are no places to give"


def _column_of(fact: str, source: Source) -> str:
    column = source.columns.get(fact)
    return "unknown for every worker (no column)" if column is None else f"column {column}"


def _bad_table(wanted: Wanted) -> Text:
    return Text(
        f"`--workers-table {wanted.table}` bukan nama tabel di luar skema `{wanted.schema}`;"
        ' tulis `skema.tabel` atau `"skema lain"."tabel lain"`',
        f"`--workers-table {wanted.table}` is not the name of a table outside the schema `{wanted.schema}`;"
        ' write `schema.table` or `"another schema"."another table"`',
    )


def _unsafe(error: UnsafeNameError) -> Refused:
    return Refused(
        reason=Text(f"nama yang tidak aman dalam SQL: {error}", f"a name that is not safe in SQL: {error}")
    )
