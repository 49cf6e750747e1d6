"""What somebody who knows DuckDB would write to do by hand what `simulate` does with the made register.

Rows out of bounds go to a file of rejects; decisions are written in words beside the columns of the register; and
what a budget report tells is added up: rupiah by instrument, month and programme, workers and rupiah by place and by
occupation, norms in the way, and facts that are missing. Texts are codes as long as they can be.
"""

import json
from pathlib import Path

import duckdb

from benchmarks.made import FLAGS
from benchmarks.peers.register_duckdb import BAD, NORMS, put_parameters
from policy_engine.domain.bilingual import Language
from policy_engine.ir import nodes as ir
from policy_engine.simulation.naming import Citations

FACTS = (
    "pekerjaan",
    "lahir",
    "lahir",
    "peserta_bpjs_tk",
    "penghasilan",
    *FLAGS[1:4],
    *FLAGS[4:],
)
"""The fact that each norm of `NORMS` asks for."""

_DECIDED = """CREATE TEMP TABLE d AS
WITH w AS (
  SELECT file_row_number + 1 AS n, id, CAST(pekerjaan AS work) AS pekerjaan, CAST(domisili AS places) AS domisili,
    domisili AS place, lahir, penghasilan, {flags}, bit, year(lahir) * 512 + month(lahir) * 32 + day(lahir) AS birth
  FROM read_parquet('{register}', file_row_number = true) LEFT JOIN occ ON pekerjaan = name
  WHERE ({bad}) IS NOT TRUE),
k AS (SELECT *, place AS met FROM w UNION ALL SELECT *, place[1:2] AS met FROM w),
m AS (
  SELECT n, id, pekerjaan, domisili, lahir, penghasilan, {flags}, instrument, cost,
    CASE WHEN bit IS NULL THEN 4096 WHEN (bit & occ) = 0 THEN 1 ELSE 0 END
  + CASE WHEN birth IS NULL THEN 8192 WHEN birth > bmax THEN 2 ELSE 0 END
  + CASE WHEN birth IS NULL THEN 16384 WHEN birth <= bmin THEN 4 ELSE 0 END
  + CASE WHEN peserta_bpjs_tk IS NULL THEN 32768 WHEN peserta_bpjs_tk THEN 8 ELSE 0 END
  + CASE WHEN (shape & 1) = 0 THEN 0 WHEN penghasilan IS NULL THEN 65536 WHEN penghasilan > inc THEN 16 ELSE 0 END
  + CASE WHEN (shape & 2) = 0 THEN 0
    WHEN miskin_dalam_dtks IS NULL THEN 131072 WHEN NOT miskin_dalam_dtks THEN 32 ELSE 0 END
  + CASE WHEN (shape & 4) = 0 THEN 0
    WHEN lulus_verifikasi IS NULL THEN 262144 WHEN NOT lulus_verifikasi THEN 64 ELSE 0 END
  + CASE WHEN (shape & 8) = 0 THEN 0
    WHEN terdata_kelurahan IS NULL THEN 524288 WHEN NOT terdata_kelurahan THEN 128 ELSE 0 END
  + CASE WHEN program_pensiun IS NULL THEN 1048576 WHEN program_pensiun THEN 256 ELSE 0 END
  + CASE WHEN (shape & 16) = 0 THEN 0
    WHEN berpenghasilan_tetap IS NULL THEN 2097152 WHEN berpenghasilan_tetap THEN 512 ELSE 0 END
    AS mask
  FROM k JOIN ct ON met = region)
SELECT *, CASE WHEN mask & 4095 <> 0 THEN 1 WHEN mask <> 0 THEN 2 ELSE 0 END AS outcome FROM m"""

_WORDS = """CREATE TEMP TABLE words AS
WITH kinds AS (SELECT instrument, CASE WHEN mask & 1 <> 0 THEN 1 ELSE mask END AS seen, mask, outcome, count(*) AS rows,
    min(cost) AS cost FROM d GROUP BY ALL)
SELECT instrument, mask, outcome, rows, cost, slug,
  ['eligible', 'not_eligible', 'undetermined'][outcome + 1] AS told,
  CASE WHEN mask & 4097 = 0 THEN grp ELSE '' END AS groups,
  CASE outcome WHEN 0 THEN '2025-11|2025-12' ELSE '' END AS months,
  CASE outcome WHEN 2 THEN array_to_string(list_distinct(list_filter([{facts}], lambda x: x <> '')), '|') ELSE '' END
    AS missing,
  CASE outcome WHEN 1 THEN array_to_string(list_filter([{reasons}], lambda x: x <> ''), '|') ELSE '' END AS reasons,
  ['funded', 'not_eligible', 'undetermined'][outcome + 1] AS standing
FROM kinds JOIN said USING (instrument)"""

_COPY = """COPY (SELECT n AS row, id, pekerjaan, domisili, lahir, penghasilan, {flags}, w.slug AS instrument,
  w.told AS outcome, w.told AS effective, w.groups, w.months,
  CASE d.outcome WHEN 0 THEN 2 * d.cost WHEN 1 THEN 0 END AS total, w.missing, '' AS amount_missing,
  w.reasons, w.standing,
  CAST(NULL AS BIGINT) AS rank, CAST(NULL AS BIGINT) AS waiting_number, w.months AS funded_months,
  CASE d.outcome WHEN 0 THEN 2 * d.cost ELSE 0 END AS funded_total, CAST(NULL AS VARCHAR) AS because
FROM d JOIN coded AS w USING (instrument, mask)) TO '{out}/decisions.parquet' (FORMAT parquet, COMPRESSION zstd)"""

# The best standing of a worker, beside their place and occupation, as one number: one aggregate for each worker.
_PEOPLE = """CREATE TEMP TABLE people AS SELECT packed, count(*) AS workers FROM (SELECT
  min(coalesce(enum_code(domisili)::INTEGER + 1, 0) * 65536 + coalesce(enum_code(pekerjaan)::INTEGER + 1, 0) * 4
    + CASE outcome WHEN 0 THEN 0 WHEN 2 THEN 1 ELSE 2 END) AS packed FROM d GROUP BY n) GROUP BY packed"""

_ORDER = "ORDER BY n, instrument"

WORDS = ("slug", "told", "groups", "months", "missing", "reasons", "standing")

REPORTS = {
    "people": "SELECT packed & 3 AS standing, sum(workers) FROM people GROUP BY ALL",
    "places": "SELECT packed >> 16 AS place, packed & 3 AS standing, sum(workers) FROM people GROUP BY ALL",
    "occupations": "SELECT (packed >> 2) & 16383 AS work, packed & 3 AS standing, sum(workers) "
    "FROM people GROUP BY ALL",
    "owed": "SELECT domisili, pekerjaan, sum(2 * cost) FROM d WHERE outcome = 0 GROUP BY ALL",
    "budget": "SELECT instrument, month, sum(rows), sum(rows * cost) FROM "
    "(SELECT *, unnest(['2025-11', '2025-12']) AS month FROM words WHERE outcome = 0) GROUP BY ALL",
    "groups": "SELECT slug, groups, outcome, sum(rows), sum(rows * 2 * cost) FROM words GROUP BY ALL",
    "reasons": "SELECT slug, reason, sum(rows) FROM "
    "(SELECT *, unnest(string_split(reasons, '|')) AS reason FROM words WHERE outcome = 1) GROUP BY ALL",
    "missing": "SELECT fact, sum(rows) FROM "
    "(SELECT *, unnest(string_split(missing, '|')) AS fact FROM words WHERE outcome = 2) GROUP BY ALL",
}


def simulate(
    connection: duckdb.DuckDBPyConnection, library: ir.Library, register: Path, out: Path, *, in_order: bool
) -> int:
    """Write decisions, rejects and the budget; give the rupiah of those who are eligible."""
    out.mkdir()
    put_parameters(connection, library)
    _put_words(connection, library)
    flags = ", ".join(FLAGS)
    connection.execute(
        f"COPY (SELECT file_row_number + 1 AS row, lahir, penghasilan FROM read_parquet('{register}', "  # noqa: S608
        f"file_row_number = true) WHERE {BAD}) TO '{out}/rejects.csv' (HEADER)"
    )
    for name, column in (("work", "pekerjaan"), ("places", "domisili")):
        connection.execute(
            f"CREATE TYPE {name} AS ENUM (SELECT DISTINCT {column} FROM read_parquet('{register}') "  # noqa: S608
            f"WHERE {column} IS NOT NULL)"
        )
    connection.execute(_DECIDED.format(register=register, bad=BAD, flags=flags))
    reasons = ", ".join(f"CASE WHEN seen & {1 << n} <> 0 THEN r{n} ELSE '' END" for n in range(len(NORMS)))
    facts = ", ".join(
        f"CASE WHEN mask & {4096 << n} <> 0 THEN '{fact}' ELSE '' END" for n, fact in enumerate(FACTS)
    )
    connection.execute(_WORDS.format(reasons=reasons, facts=facts))
    for word in WORDS:
        connection.execute(f"CREATE TYPE {word}_ AS ENUM (SELECT DISTINCT {word} FROM words)")  # noqa: S608
    coded = ", ".join(f"CAST({word} AS {word}_) AS {word}" for word in WORDS)
    connection.execute(f"CREATE TEMP TABLE coded AS SELECT instrument, mask, {coded} FROM words")  # noqa: S608
    copy = _COPY.format(flags=flags, out=out)
    connection.execute(
        copy.replace("USING (instrument, mask))", f"USING (instrument, mask) {_ORDER})") if in_order else copy
    )
    connection.execute(_PEOPLE)
    report = {name: connection.execute(query).fetchall() for name, query in REPORTS.items()}
    (out / "budget.json").write_text(json.dumps(report, default=str, indent=1), "utf-8")
    return sum(int(rupiah) for *_, rupiah in report["budget"])


def _put_words(connection: duckdb.DuckDBPyConnection, library: ir.Library) -> None:
    """Make a table of what each instrument calls itself, its group, and the norms by number."""
    citations = Citations(library)
    rows = [_row(number, instrument, citations) for number, instrument in enumerate(library.instruments)]
    texts = ", ".join(f"r{n} VARCHAR" for n in range(len(NORMS)))
    connection.execute(f"CREATE TABLE said (instrument BIGINT, slug VARCHAR, grp VARCHAR, {texts})")
    lists = ", ".join(["unnest(?::BIGINT[])", *["unnest(?::VARCHAR[])"] * (len(NORMS) + 2)])
    connection.execute(
        f"INSERT INTO said SELECT {lists}",
        [list(column) for column in zip(*rows, strict=True)],
    )


def _row(number: int, instrument: ir.Instrument, citations: Citations) -> list[object]:
    (version,) = instrument.versions
    (group,) = version.groups
    shape = int(str(instrument.id.number)[:3]) - 900
    sometimes = [4 + n for n in range(4) if shape >> n & 1]
    asked = [1, 2, 3, *sometimes, 8, *([9] if shape & 16 else [])]
    texts = [""] * len(NORMS)
    texts[0] = citations.text(group.match.citation, Language.EN)
    for place, norm in zip(asked, version.norms, strict=True):
        texts[place] = citations.text(norm.citation, Language.EN)
    return [number, instrument.id.slug, group.id, *texts]
