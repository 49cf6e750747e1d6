"""Decided rows and the register in; the file of decisions out, in the order of the register."""

import json
from collections.abc import Iterator
from enum import Enum
from hashlib import sha256
from pathlib import Path

import duckdb
import pyarrow as pa

from policy_engine.backends.columnar.judge import OUTCOMES
from policy_engine.backends.columnar.plan import ROW
from policy_engine.backends.columnar.prepared import Prepared
from policy_engine.backends.columnar.shapes import INSTRUMENT
from policy_engine.domain.bilingual import Language
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir.allotment import Standing
from policy_engine.simulation.budget import ELIGIBLE
from policy_engine.simulation.decided import DECIDED, PROFILES, Decided, months_text
from policy_engine.simulation.naming import Citations
from policy_engine.simulation.people import PEOPLE
from policy_engine.simulation.rationing import PLACED
from policy_engine.simulation.register import NUMBER, Register
from policy_engine.simulation.rejects import TABLE as REJECTED
from policy_engine.simulation.select import LEFT_OUT, nik_of
from policy_engine.structure import dataclass

_SAID = "said_profiles"

_WITHOUT_LIMITS = {
    Outcome.ELIGIBLE: Standing.FUNDED,
    Outcome.UNDETERMINED: Standing.UNDETERMINED,
}
_STANDING = " ".join(
    f"WHEN {number} THEN '{_WITHOUT_LIMITS.get(outcome, Standing.NOT_ELIGIBLE).value}'"
    for number, outcome in enumerate(OUTCOMES)
)

_LIKE_A_NIK = "[0-9]([ .\\-/]?[0-9]){11,}"
"""Twelve digits or more, also in groups, as in `registers.mask`."""

_MOST_ROWS_OF_A_SHEET = 1_048_575
_DIGITS_OF_A_SHEET = 10**15
"""A workbook keeps fifteen digits of a number; a longer one is written as text."""

_READ = 10_000


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
    """What is written: the columns kept, the key that identities are hashed with, the language of citations."""

    keep: Keep
    key: bytes | None
    language: Language


def decision_query(
    connection: duckdb.DuckDBPyConnection,
    register: Register,
    prepared: Prepared,
    decided: Decided,
    output: Output,
) -> str:
    """Give SQL for the decisions, in the order of the register, with the columns kept.

    A worker to whom no instrument applies has one row without an instrument.
    """
    _say_profiles(connection, prepared, decided, output.language)
    key = " AND ".join(f"p.{name} = d.{name}" for name in decided.key)
    return (
        f"SELECT {_columns(connection, register, output)} "
        f'FROM {PEOPLE} AS q JOIN {register.relation} AS r ON r."{NUMBER}" = q.n '
        f"LEFT JOIN {DECIDED} AS d ON d.{ROW} = q.n LEFT JOIN {PROFILES} AS p ON {key} "
        f"LEFT JOIN {PLACED} AS z ON z.row_id = d.{ROW} AND z.instrument = d.{INSTRUMENT} "
        f"JOIN {_SAID} AS s ON s.profile = coalesce(p.profile, -1) "
        f"ORDER BY q.n, d.{INSTRUMENT}"
    )


def frame_query(
    connection: duckdb.DuckDBPyConnection,
    register: Register,
    prepared: Prepared,
    decided: Decided,
    output: Output,
) -> str:
    """Give SQL for every row of the register: its decisions, those of the row it was merged into, or its problems."""
    _say_profiles(connection, prepared, decided, output.language)
    key = " AND ".join(f"p.{name} = d.{name}" for name in decided.key)
    reason = {Language.ID: "reason_id", Language.EN: "reason_en"}[output.language]
    problems = f"SELECT n, string_agg({reason}, '; ' ORDER BY place) AS problems FROM {REJECTED} GROUP BY n"
    standing = f'coalesce(l.same_as, r."{NUMBER}")'
    return (
        f"SELECT {_columns(connection, register, output)}, x.problems "
        f"FROM {register.relation} AS r "
        f'LEFT JOIN (SELECT n, min(same_as) AS same_as FROM {LEFT_OUT} GROUP BY n) AS l ON l.n = r."{NUMBER}" '
        f"LEFT JOIN {PEOPLE} AS q ON q.n = {standing} LEFT JOIN ({problems}) AS x ON x.n = {standing} "
        f"LEFT JOIN {DECIDED} AS d ON d.{ROW} = q.n LEFT JOIN {PROFILES} AS p ON {key} "
        f"LEFT JOIN {PLACED} AS z ON z.row_id = d.{ROW} AND z.instrument = d.{INSTRUMENT} "
        f"LEFT JOIN {_SAID} AS s ON s.profile = CASE WHEN q.n IS NOT NULL THEN coalesce(p.profile, -1) END "
        f'ORDER BY r."{NUMBER}", d.{INSTRUMENT}'
    )


def _columns(connection: duckdb.DuckDBPyConnection, register: Register, output: Output) -> str:
    """Give the columns kept and ours; one of ours whose name is taken is called `decision_...`."""
    kept = list(_kept(register, output.keep))
    taken = {name for name, _ in kept}
    identity = _identity(connection, register, output.key)
    ours = {
        "row": f'r."{NUMBER}"',
        **({} if identity is None else {"identity": identity}),
        "instrument": "s.instrument",
        "outcome": "s.outcome",
        "effective": "s.effective",
        "groups": "s.groups",
        "months": "s.months",
        "total": "CAST(d.total AS BIGINT)",
        "missing": "s.missing",
        "reasons": "s.reasons",
        "standing": f"coalesce(z.standing, CASE d.effective {_STANDING} END)",
        "rank": "z.rank",
        "waiting_number": "z.waiting_number",
        "funded_months": f"coalesce(z.months, CASE WHEN d.effective = {ELIGIBLE} THEN s.months ELSE '' END)",
        "funded_total": "CASE WHEN z.standing IS NULL THEN "
        f"CASE WHEN d.effective = {ELIGIBLE} THEN d.total ELSE 0 END ELSE z.rupiah END",
        "because": "z.reason",
    }
    named = [(f"decision_{name}" if name in taken else name, source) for name, source in ours.items()]
    leading = [each for each in named if each[0].removeprefix("decision_") in ("row", "identity")]
    columns = [*leading, *kept, *(each for each in named if each not in leading)]
    return ", ".join(f'{source} AS "{_doubled(name)}"' for name, source in columns)


def _say_profiles(
    connection: duckdb.DuckDBPyConnection, prepared: Prepared, decided: Decided, language: Language
) -> None:
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {_SAID} (profile BIGINT, instrument VARCHAR, outcome VARCHAR, "
        "effective VARCHAR, groups VARCHAR, months VARCHAR, missing VARCHAR, reasons VARCHAR)"
    )
    citations = Citations(prepared.layout.library)
    nothing = Outcome.NOT_APPLICABLE.value
    rows: list[tuple[object, ...]] = [(-1, None, nothing, nothing, "", "", "", "")]
    for number, profile in enumerate(decided.profiles):
        plan = prepared.plans.get(profile.instrument)
        rows.append(
            (
                number,
                None if plan is None else plan.instrument.id.slug,
                profile.own.value,
                profile.effective.value,
                "|".join(profile.groups),
                months_text(profile.months),
                "|".join(profile.missing),
                "|".join(dict.fromkeys(citations.text(each, language) for each in profile.reasons)),
            )
        )
    columns = [list(column) for column in zip(*rows, strict=True)]
    marks = ", ".join(["unnest(?::BIGINT[])", *["unnest(?::VARCHAR[])"] * 7])
    connection.execute(f"INSERT INTO {_SAID} SELECT {marks}", columns)


def _kept(register: Register, keep: Keep) -> Iterator[tuple[str, str]]:
    for field in register.fields:
        is_fact = field.column.fact is not None and not field.column.is_nik
        match keep:
            case Keep.ALL:
                yield field.column.name, field.original
            case Keep.FACTS if is_fact:
                yield field.column.name, field.original
            case Keep.FACTS if field.column.is_reference:
                # A reference may be a NIK after all, or hold one.
                text = f"CAST({field.original} AS VARCHAR)"
                yield field.column.name, f"regexp_replace({text}, '{_LIKE_A_NIK}', '****', 'g')"
            case _:
                pass


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
            return _copied(connection, f"COPY ({query}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)")
        case DecisionForm.CSV:
            return _copied(
                connection, f"COPY ({_safe(connection, query)}) TO '{target}' (FORMAT csv, HEADER)"
            )
        case DecisionForm.JSONL:
            return _copied(connection, f"COPY ({query}) TO '{target}' (FORMAT json)")
        case DecisionForm.ARROW:
            return _arrow(connection, query, path)
        case DecisionForm.XLSX:
            return _workbook(connection, query, path)


def _copied(connection: duckdb.DuckDBPyConnection, statement: str) -> int:
    return int(connection.execute(statement).fetchall()[0][0])


def _safe(connection: duckdb.DuckDBPyConnection, query: str) -> str:
    """Keep a workbook from running what a register brought along: no text begins like a formula."""
    described = connection.execute(f"DESCRIBE {query}").fetchall()
    cells = []
    for name, kind, *_ in described:
        quoted = f'"{_doubled(str(name))}"'
        if kind == "VARCHAR":
            is_number = f"regexp_full_match({quoted}, '-[0-9]+')"
            risky = f"regexp_matches({quoted}, '^[=+@\\t\\r-]') AND NOT {is_number}"
            cells.append(f"CASE WHEN {risky} THEN '''' || {quoted} ELSE {quoted} END AS {quoted}")
        else:
            cells.append(quoted)
    return f"SELECT {', '.join(cells)} FROM ({query})"


def _arrow(connection: duckdb.DuckDBPyConnection, query: str, path: Path) -> int:
    reader = connection.sql(query).to_arrow_reader(_READ)
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
    found = connection.execute(query)
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
