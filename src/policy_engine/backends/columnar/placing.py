"""Places and money inside the user's own database: a request and planned layers in; steps, and what explains them, out.

The steps read the user's table once for each layer, and leave `ALLOTMENTS` and `USES`. Views put these into words.
"""

from collections.abc import Iterator, Mapping, Sequence

from policy_engine.backends.columnar.allocate import ALLOTMENTS, USES
from policy_engine.backends.columnar.dialects import Dialect
from policy_engine.backends.columnar.filling import STANDINGS
from policy_engine.backends.columnar.layout import REGION_LEVELS, WORD
from policy_engine.backends.columnar.legends import Constants, cited
from policy_engine.backends.columnar.literals import identifier
from policy_engine.backends.columnar.plan import ROW, WORKERS
from policy_engine.backends.columnar.pools import GROUNDS, PoolOf, forms
from policy_engine.backends.columnar.printer import Place, quoted
from policy_engine.backends.columnar.reading import PROBLEM, Reading, reading
from policy_engine.backends.columnar.script import Request, View
from policy_engine.backends.columnar.steps import PREFIX, Step, Writing
from policy_engine.backends.columnar.strata import FUNDED_FACTS, Stratum, begin, fill_layer
from policy_engine.domain.dates import Month, format_iso_month
from policy_engine.ir.allotment import GROUND_NAMES, STANDING_NAMES
from policy_engine.ir.rationing import LIMIT_NAMES


def placing(request: Request, layers: Sequence[Stratum]) -> tuple[Step, ...]:
    """Give the steps that give the places of all layers over the user's table."""
    dialect = request.dialect
    writing = Writing(dialect)
    key = identifier(request.source.key, dialect)
    rows = f"(SELECT u.{key} AS row_id FROM {request.source.table} AS u)"  # noqa: S608  quoted
    writing.refuse(
        f"SELECT t.row_id FROM {rows} AS t GROUP BY t.row_id HAVING count(*) > 1 OR t.row_id IS NULL",  # noqa: S608
        f"column {request.source.key} does not tell workers apart: a value is there twice, or none",
    )
    words = begin(writing, layers, rows)
    settled = dict.fromkeys(fact for layer in layers for fact in layer.settled)
    # Names of facts may be longer than a name of a column may be.
    columns = {fact: f"fact{number}" for number, fact in enumerate(settled)}
    known: set[str] = set()
    for layer in layers:
        read = reading(layer.layout, request.formats, request.source, dialect, lambda name: PREFIX + name)
        for table in read.words:
            writing.constants(table.name, table.columns, table.rows)
        ingested = writing.make(read.query, f"{PREFIX}ingested")
        told = {fact: column for fact, column in columns.items() if fact in known}
        workers = writing.make(_workers(layer, read, ingested, told, dialect), f"{PREFIX}{WORKERS}")
        writing.drop(ingested)
        fill_layer(writing, layer, words, workers, columns)
        known |= set(layer.settled)
    return writing.steps


def _workers(layer: Stratum, read: Reading, ingested: str, told: Mapping[str, str], dialect: Dialect) -> str:
    """Give the query of the rows whose every cell could be read, with what earlier layers funded."""
    columns = [f"r.{quoted(ROW, dialect)}"]
    for column, name in layer.layout.columns.items():
        source = (
            f"f.{quoted(told[column.fact], dialect)}" if column.fact in told else f"r.{quoted(name, dialect)}"
        )
        columns.append(f"{source} AS {quoted(name, dialect)}")
    valid = " AND ".join(f"r.{quoted(f'{PROBLEM}{at}', dialect)} IS NULL" for at in range(len(read.facts)))
    return (
        f"SELECT {', '.join(columns)} FROM {ingested} AS r "  # noqa: S608  generated names
        f"LEFT JOIN {FUNDED_FACTS} AS f ON f.row_id = r.{quoted(ROW, dialect)} WHERE {valid or 'TRUE'}"
    )


# What explains it


def explanations(
    request: Request, layers: Sequence[Stratum], place: Place, allotments: str, uses: str
) -> Iterator[Constants | View]:
    """Give the tables of words and the views `places`, `funded_months` and `limits` over the two tables of results.

    They join the tables `instruments` of `script.definitions`.
    """
    pools = [pool for layer in layers for pool in layer.pools]
    yield from _words(request, pools)
    words = max((form.words for form in forms(pools)), default=1)
    worker = f"a.row_id AS {quoted('worker', request.dialect)}, i.slug AS instrument"
    instrument = f"JOIN {place('instruments')} AS i ON i.instrument = a.instrument"
    yield View(
        "places",
        f"SELECT {worker}, s.code AS standing, a.rank, a.waiting_number, a.rupiah, g.code AS reason, "
        f"g.name_id AS reason_id, g.name_en AS reason_en, l.citation_id, l.citation_en\nFROM {allotments} AS a\n"
        f"{instrument}\nJOIN {place('standings')} AS s ON s.number = a.standing\n"
        f"LEFT JOIN {place('grounds')} AS g ON g.number = a.ground\n"
        f"LEFT JOIN {place('stated_limits')} AS l ON l.instrument = a.instrument "
        "AND l.limit_number = a.limit_number",
    )
    months = " UNION ALL ".join(
        f"SELECT {worker}, m.month\nFROM {allotments} AS a\n{instrument}\n"
        f"JOIN {place('paid_months')} AS m ON m.instrument = a.instrument "
        f"AND m.word = {word} AND (a.given{word} & m.mask) <> 0"
        for word in range(words)
    )
    yield View("funded_months", months)
    yield View(
        "limits",
        f"SELECT i.slug AS instrument, l.kind, l.kind_id, l.kind_en, l.citation_id, l.citation_en, "
        f"{_area(request.dialect)} AS area, a.capacity, a.wanted, a.used\nFROM {uses} AS a\n{instrument}\n"
        f"JOIN {place('stated_limits')} AS l ON l.instrument = a.instrument AND l.limit_number = a.limit_number",
    )


def _area(dialect: Dialect) -> str:
    """Give the code of an area by its number and the level of its limit, such as 21.02; NULL for all together."""
    text = "STRING" if dialect is Dialect.SPARK else "TEXT"
    arms = []
    for level, end in enumerate(REGION_LEVELS, 1):
        starts = (0, *REGION_LEVELS)[:level]
        digits = f"lpad(CAST(a.area AS {text}), {end}, '0')"
        parts = (
            f"substr({digits}, {start + 1}, {stop - start})"
            for start, stop in zip(starts, REGION_LEVELS, strict=False)
        )
        arms.append(f"WHEN {level} THEN {' || '.join(_dotted(parts))}")
    return f"CASE l.level {' '.join(arms)} END"


def _dotted(parts: Iterator[str]) -> Iterator[str]:
    for number, part in enumerate(parts):
        if number:
            yield "'.'"
        yield part


def _words(request: Request, pools: Sequence[PoolOf]) -> Iterator[Constants]:
    named = (("number", "BIGINT"), ("code", "TEXT"), ("name_id", "TEXT"), ("name_en", "TEXT"))
    for name, texts in (
        ("standings", [(each.value, STANDING_NAMES[each]) for each in STANDINGS]),
        ("grounds", [(each.value, GROUND_NAMES[each]) for each in GROUNDS]),
    ):
        yield Constants(
            name,
            named,
            tuple((place, code, text.indonesian, text.english) for place, (code, text) in enumerate(texts)),
        )
    yield Constants(
        "stated_limits",
        (
            *(("instrument", "BIGINT"), ("limit_number", "BIGINT"), ("level", "BIGINT")),
            *((name, "TEXT") for name in ("kind", "kind_id", "kind_en", "citation_id", "citation_en")),
        ),
        tuple(
            (
                *(pool.number, limit.number, limit.level, limit.kind.value),
                *(LIMIT_NAMES[limit.kind].indonesian, LIMIT_NAMES[limit.kind].english),
                *cited(request.prepared.layout.library, limit.citation),
            )
            for pool in pools
            for limit in pool.limits
        ),
    )
    yield Constants(
        "paid_months",
        (("instrument", "BIGINT"), ("word", "BIGINT"), ("mask", "BIGINT"), ("month", "TEXT")),
        tuple(
            (pool.number, at // WORD, 1 << at % WORD, format_iso_month(Month(pool.first + at)))
            for pool in pools
            for at in range(pool.span)
        ),
    )


TABLES = (ALLOTMENTS, USES)
"""What the steps leave."""
