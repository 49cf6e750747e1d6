"""Decided rows and the register in; the file of decisions out, in the order of the register."""

import json
from collections.abc import Iterator, Sequence
from enum import Enum
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

import duckdb
import pyarrow as pa

from policy_engine.backends.columnar.plan import ROW
from policy_engine.backends.columnar.prepared import Prepared
from policy_engine.backends.columnar.shapes import INSTRUMENT
from policy_engine.backends.columnar.tables import load
from policy_engine.domain.bilingual import Language
from policy_engine.domain.citation import Citation
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir.allotment import Standing
from policy_engine.simulation.coded import few_texts
from policy_engine.simulation.decided import AFTER, Decided, months_text
from policy_engine.simulation.naming import Citations
from policy_engine.simulation.people import ELIGIBLE, OUTSIDE
from policy_engine.simulation.rationing import PLACED
from policy_engine.simulation.reading import WHOLE
from policy_engine.simulation.register import NUMBER, Field, Register
from policy_engine.simulation.rejects import TABLE as REJECTED
from policy_engine.simulation.select import LEFT_OUT, nik_of
from policy_engine.structure import dataclass

_SAID = "said_profiles"

_WITHOUT_LIMITS = {
    Outcome.ELIGIBLE: Standing.FUNDED,
    Outcome.UNDETERMINED: Standing.UNDETERMINED,
}
_KEPT = "kept "
_IDENTITY = "identity"

_LIKE_A_NIK = "[0-9]([ .\\-/]?[0-9]){11,}"
"""Twelve digits or more, also in groups, as in `registers.mask`."""

_SHORTEST = 12
"""Characters of the shortest text that is like a NIK."""

_MOST_ROWS_OF_A_SHEET = 1_048_575
_DIGITS_OF_A_SHEET = 10**15
"""A workbook keeps fifteen digits of a number; a longer one is written as text."""

_READ = 10_000

_DICTIONARY = 10_000
"""Different numbers of a block up to which they are written as a dictionary: of more it saves neither room nor time."""


class DecisionForm(Enum):
    """How decisions are written."""

    CSV = "csv"
    JSONL = "jsonl"
    PARQUET = "parquet"
    ARROW = "arrow"
    XLSX = "xlsx"


class Keep(Enum):
    """Which columns of the register go out again."""

    FACTS = "facts"
    """Those that hold facts, and the caller's reference; identity numbers and names do not."""
    NONE = "none"
    ALL = "all"
    """Every column as it came, identity numbers and names among them."""


class SheetTooLongError(Exception):
    """There are more decisions than a sheet of a workbook has rows."""


@dataclass(frozen=True, slots=True)
class Output:
    """What is written: the columns kept, the key that identities are hashed with, the language of citations.

    `in_order` writes decisions in the order of the register; any other order takes less time.
    """

    keep: Keep
    key: bytes | None
    language: Language
    in_order: bool = True


@dataclass(frozen=True, slots=True)
class Written:
    """What there is to write: the columns carried, whether somebody has no decision, whether places are limited."""

    carried: tuple[str, ...]
    has_outside: bool
    has_places: bool


def kept(connection: duckdb.DuckDBPyConnection, register: Register, output: Output) -> dict[str, str]:
    """Give the columns that go out again, in order, and what identities are made of, as SQL over the register."""
    found = {
        f"{_KEPT}{place}": source
        for place, (_, source) in enumerate(_kept(connection, register, output.keep))
    }
    identity = _identity(connection, register, output.key)
    return found if identity is None else {**found, _IDENTITY: identity}


def decision_query(
    connection: duckdb.DuckDBPyConnection,
    register: Register,
    prepared: Prepared,
    decided: Decided,
    output: Output,
    written: Written,
) -> str:
    """Give SQL for the decisions with the columns kept, in the order of the register unless any order will do.

    A worker to whom no instrument applies has one row without an instrument.
    """
    _say_profiles(connection, prepared, decided, output.language)
    identity = None if output.key is None or nik_of(register) is None else f'd."{_IDENTITY}"'
    names = [name for name, _ in _kept(connection, register, output.keep)]
    columns = _columns(
        f"d.{ROW}", identity, [(name, f'd."{_KEPT}{place}"') for place, name in enumerate(names)], written
    )
    source = AFTER.whole
    if written.has_outside:
        kept_columns = "".join(f', "{name}"' for name in written.carried)
        nothing = f"NULL AS {INSTRUMENT}, -1 AS profile, NULL AS effective, NULL AS total"
        source = (
            f"(SELECT {ROW}, {INSTRUMENT}, profile, effective, total{kept_columns} FROM {AFTER.whole} "
            f"UNION ALL SELECT {ROW}, {nothing}{kept_columns} FROM {OUTSIDE})"
        )
    # One number is sorted by in less time than two; no instrument at all is numbered from -1.
    count = len(prepared.layout.library.instruments) + 2
    place = f"d.{ROW} * {count} + coalesce(d.{INSTRUMENT}, -1) + 1"
    order = f" ORDER BY {place}" if output.in_order else ""
    return f"SELECT {columns} FROM {source} AS d JOIN {_SAID} AS s USING (profile){_placed(written)}{order}"


def frame_query(
    connection: duckdb.DuckDBPyConnection,
    register: Register,
    prepared: Prepared,
    decided: Decided,
    output: Output,
    written: Written,
) -> str:
    """Give SQL for every row of the register: its decisions, those of the row it was merged into, or its problems."""
    _say_profiles(connection, prepared, decided, output.language)
    reason = {Language.ID: "reason_id", Language.EN: "reason_en"}[output.language]
    problems = f"SELECT n, string_agg({reason}, '; ' ORDER BY place) AS problems FROM {REJECTED} GROUP BY n"
    standing = f'coalesce(l.same_as, r."{NUMBER}")'
    columns = _columns(
        f'r."{NUMBER}"',
        _identity(connection, register, output.key),
        list(_kept(connection, register, output.keep)),
        written,
    )
    decided_rows = (
        f"SELECT {ROW}, {INSTRUMENT}, profile, effective, total FROM {AFTER.decided} "
        f"UNION ALL SELECT {ROW}, NULL, -1, NULL, NULL FROM {OUTSIDE}"
    )
    found = (
        f"SELECT {columns}, x.problems FROM {register.relation} AS r "
        f'LEFT JOIN (SELECT n, min(same_as) AS same_as FROM {LEFT_OUT} GROUP BY n) AS l ON l.n = r."{NUMBER}" '
        f"LEFT JOIN ({problems}) AS x ON x.n = {standing} "
        f"LEFT JOIN ({decided_rows}) AS d ON d.{ROW} = {standing} "
        f"LEFT JOIN {_SAID} AS s ON s.profile = d.profile{_placed(written)} "
        f'ORDER BY r."{NUMBER}", d.{INSTRUMENT}'
    )
    return plain(connection, found)


def _placed(written: Written) -> str:
    on = f"z.row_id = d.{ROW} AND z.instrument = d.{INSTRUMENT}"
    return f" LEFT JOIN {PLACED} AS z ON {on}" if written.has_places else ""


def _columns(
    row: str, identity: str | None, kept_columns: Sequence[tuple[str, str]], written: Written
) -> str:
    """Give the columns kept and ours; one of ours whose name is taken is called `decision_...`."""
    taken = {name for name, _ in kept_columns}
    ours = {
        "row": row,
        **({} if identity is None else {"identity": identity}),
        "instrument": "s.instrument",
        "outcome": "s.outcome",
        "effective": "s.effective",
        "groups": "s.groups",
        "months": "s.months",
        "total": "CAST(d.total AS BIGINT)",
        "missing": "s.missing",
        "amount_missing": "s.amount_missing",
        "reasons": "s.reasons",
        **(_RATIONED if written.has_places else _NOT_RATIONED),
    }
    named = [(f"decision_{name}" if name in taken else name, source) for name, source in ours.items()]
    leading = [each for each in named if each[0].removeprefix("decision_") in ("row", "identity")]
    columns = [*leading, *kept_columns, *(each for each in named if each not in leading)]
    return ", ".join(f'{source} AS "{_doubled(name)}"' for name, source in columns)


_NOT_RATIONED = MappingProxyType(
    {
        "standing": "s.standing",
        "rank": "CAST(NULL AS BIGINT)",
        "waiting_number": "CAST(NULL AS BIGINT)",
        "funded_months": "s.funded_months",
        "funded_total": f"CASE WHEN d.effective = {ELIGIBLE} THEN d.total ELSE 0 END",
        "because": "CAST(NULL AS VARCHAR)",
    }
)
_RATIONED = MappingProxyType(
    {
        "standing": "coalesce(z.standing, CAST(s.standing AS VARCHAR))",
        "rank": "z.rank",
        "waiting_number": "z.waiting_number",
        "funded_months": "coalesce(z.months, CAST(s.funded_months AS VARCHAR))",
        "funded_total": "CASE WHEN z.standing IS NULL THEN "
        f"CASE WHEN d.effective = {ELIGIBLE} THEN d.total ELSE 0 END ELSE z.rupiah END",
        "because": "z.reason",
    }
)


_WORDS = (
    "instrument",
    "outcome",
    "effective",
    "groups",
    "months",
    "missing",
    "amount_missing",
    "reasons",
    "standing",
    "funded_months",
)


def _say_profiles(
    connection: duckdb.DuckDBPyConnection, prepared: Prepared, decided: Decided, language: Language
) -> None:
    """Make the table of what profiles say; -1 stands for no decision."""
    citations = Citations(prepared.layout.library)
    nothing = Outcome.NOT_APPLICABLE.value
    said: dict[int, str] = {}
    """By what a citation is in memory: the profiles hold them all meanwhile."""

    def cited(citation: Citation) -> str:
        if id(citation) not in said:
            said[id(citation)] = citations.text(citation, language)
        return said[id(citation)]

    rows: list[tuple[object, ...]] = [(-1, None, nothing, nothing, "", "", "", "", "", None, "")]
    for number, profile in enumerate(decided.profiles):
        plan = prepared.plans.get(profile.instrument)
        months = months_text(profile.months)
        rows.append(
            (
                number,
                None if plan is None else plan.instrument.id.slug,
                profile.own.value,
                profile.effective.value,
                "|".join(profile.groups),
                months,
                "|".join(profile.missing),
                "|".join(profile.amount_missing),
                "|".join(dict.fromkeys(map(cited, profile.reasons))),
                _WITHOUT_LIMITS.get(profile.effective, Standing.NOT_ELIGIBLE).value,
                months if profile.effective is Outcome.ELIGIBLE else "",
            )
        )
    load(connection, _SAID, [("profile", "BIGINT"), *((name, "VARCHAR") for name in _WORDS)], rows)
    few = few_texts(connection, _SAID, _WORDS)
    listed = ", ".join(f"{few[name].sql if name in few else name} AS {name}" for name in _WORDS)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {_SAID} AS SELECT profile, {listed} FROM {_SAID}")


def _kept(connection: duckdb.DuckDBPyConnection, register: Register, keep: Keep) -> Iterator[tuple[str, str]]:
    for field in register.fields:
        is_fact = field.column.fact is not None and not field.column.is_nik
        match keep:
            case Keep.ALL:
                yield field.column.name, field.original
            case Keep.FACTS if is_fact:
                yield field.column.name, field.original
            case Keep.FACTS if field.column.is_reference:
                # A reference may be a NIK after all, or hold one.
                if _is_short_number(connection, register, field):
                    yield field.column.name, field.original
                    continue
                text = f"CAST({field.original} AS VARCHAR)"
                masked = f"regexp_replace({text}, '{_LIKE_A_NIK}', '****', 'g')"
                yield (
                    field.column.name,
                    f"CASE WHEN length({text}) < {_SHORTEST} THEN {text} ELSE {masked} END",
                )
            case _:
                pass


def _is_short_number(connection: duckdb.DuckDBPyConnection, register: Register, field: Field) -> bool:
    """Tell whether a column holds whole numbers of fewer digits than are like a NIK."""
    if field.kind not in WHOLE:
        return False
    query = f"SELECT coalesce(max(abs(CAST({field.original} AS HUGEINT))), 0) FROM {register.relation}"
    ((largest,),) = connection.execute(query).fetchall()
    most: int = 10 ** (_SHORTEST - 1)
    return int(largest) < most


def _identity(connection: duckdb.DuckDBPyConnection, register: Register, key: bytes | None) -> str | None:
    """Give HMAC-SHA256 of the identity number as SQL (RFC 2104); None without a key or without numbers.

    The pads are in a table of the run and not in the text of the query, which may be shown in an error.
    """
    nik = nik_of(register)
    if key is None or nik is None:
        return None
    size = sha256().block_size
    padded = (sha256(key).digest() if len(key) > size else key).ljust(size, b"\0")
    inner, outer = (bytes(byte ^ mask for byte in padded) for mask in (0x36, 0x5C))
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE pads AS SELECT ?::BLOB AS inside, ?::BLOB AS outside", [inner, outer]
    )
    hashed = f"unhex(sha256((SELECT inside FROM pads) || encode({nik})))"
    return f"sha256((SELECT outside FROM pads) || {hashed})"


def write_decisions(connection: duckdb.DuckDBPyConnection, query: str, form: DecisionForm, path: Path) -> int:
    """Write the decisions of a query to a file; give how many there are."""
    target = str(path).replace("'", "''")
    match form:
        case DecisionForm.PARQUET:
            options = f"FORMAT parquet, COMPRESSION zstd, DICTIONARY_SIZE_LIMIT {_DICTIONARY}"
            return _copied(connection, f"COPY ({query}) TO '{target}' ({options})")
        case DecisionForm.CSV:
            return _copied(
                connection, f"COPY ({_safe(connection, query)}) TO '{target}' (FORMAT csv, HEADER)"
            )
        case DecisionForm.JSONL:
            return _copied(connection, f"COPY ({plain(connection, query)}) TO '{target}' (FORMAT json)")
        case DecisionForm.ARROW:
            return _arrow(connection, query, path)
        case DecisionForm.XLSX:
            return _workbook(connection, query, path)


def _copied(connection: duckdb.DuckDBPyConnection, statement: str) -> int:
    return int(connection.execute(statement).fetchall()[0][0])


def _safe(connection: duckdb.DuckDBPyConnection, query: str) -> str:
    """Keep a workbook from running what a register brought along: no text begins like a formula."""
    text = plain(connection, query)
    described = connection.execute(f"DESCRIBE {text}").fetchall()
    cells = []
    for name, kind, *_ in described:
        quoted = f'"{_doubled(str(name))}"'
        if kind == "VARCHAR":
            is_number = f"regexp_full_match({quoted}, '-[0-9]+')"
            risky = f"regexp_matches({quoted}, '^[=+@\\t\\r-]') AND NOT {is_number}"
            cells.append(f"CASE WHEN {risky} THEN '''' || {quoted} ELSE {quoted} END AS {quoted}")
        else:
            cells.append(quoted)
    return f"SELECT {', '.join(cells)} FROM ({text})"


def plain(connection: duckdb.DuckDBPyConnection, query: str) -> str:
    """Give the query with every ENUM as text."""
    described = connection.execute(f"DESCRIBE {query}").fetchall()
    coded = [f'"{_doubled(str(name))}"' for name, kind, *_ in described if str(kind).startswith("ENUM")]
    if not coded:
        return query
    cells = ", ".join(f"CAST({name} AS VARCHAR) AS {name}" for name in coded)
    return f"SELECT * REPLACE ({cells}) FROM ({query})"


def _arrow(connection: duckdb.DuckDBPyConnection, query: str, path: Path) -> int:
    reader = connection.sql(plain(connection, query)).to_arrow_reader(_READ)
    count = 0
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, reader.schema) as writer:
        for batch in reader:
            count += batch.num_rows
            writer.write_batch(batch)
    return count


def _workbook(connection: duckdb.DuckDBPyConnection, query: str, path: Path) -> int:
    """Write a sheet row by row; text stays text, so that zeros are kept and nothing becomes a formula."""
    from xlsxwriter import Workbook  # noqa: PLC0415  only where a workbook is wanted
    from xlsxwriter.exceptions import FileCreateError  # noqa: PLC0415

    ((count,),) = connection.execute(f"SELECT count(*) FROM ({query})").fetchall()
    if count > _MOST_ROWS_OF_A_SHEET:
        raise SheetTooLongError
    found = connection.execute(plain(connection, query))
    # Its working files hold what the workbook holds, so they stay in the folder of the run.
    options = {"constant_memory": True, "tmpdir": str(path.parent)}
    book = Workbook(str(path), options)
    try:
        sheet = book.add_worksheet("Keputusan")
        text = book.add_format({"num_format": "@"})
        for place, (name, *_) in enumerate(found.description or ()):
            sheet.write_string(0, place, str(name), text)
        line = 0
        while rows := found.fetchmany(_READ):
            for row in rows:
                line += 1
                for place, value in enumerate(row):
                    match _cell(value):
                        case None:
                            pass
                        case bool() as truth:
                            sheet.write_boolean(line, place, truth)
                        case int() as number if abs(number) < _DIGITS_OF_A_SHEET:
                            sheet.write_number(line, place, number)
                        case said:
                            sheet.write_string(line, place, str(said), text)
        book.close()
    except FileCreateError as error:
        raise OSError(str(error)) from error
    return int(count)


def _cell(value: object) -> object:
    return json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, list) else value


def _doubled(name: str) -> str:
    return name.replace('"', '""')
