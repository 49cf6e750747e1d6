"""Registers: Parquet in, decisions out, equal to the reference; routing by place; totals; nothing half written."""

from collections import defaultdict
from pathlib import Path

import duckdb
import pytest

from policy_engine.backends.columnar.ingest import REJECTS, Malformed, Read, files, ingest
from policy_engine.backends.columnar.judge import OUTCOMES
from policy_engine.backends.columnar.layout import Aspect
from policy_engine.backends.columnar.prepared import UNROUTED, Prepared, prepare
from policy_engine.backends.columnar.reading import WrongColumnError
from policy_engine.backends.columnar.run import connect, decide_table, decisions, load_workers, totals
from policy_engine.backends.scalar.decide import decide
from policy_engine.diagnostics.data import DataProblem
from policy_engine.domain.dates import pack
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir import nodes as ir
from policy_engine.ir.written import Formats
from policy_engine.pipeline import compile_library
from policy_engine.registers.values import Place, Reader
from policy_engine.workspace import open_workspace
from tests.columnar import by_columns, by_reference, differences
from tests.columnar import read as read_rows

pytestmark = pytest.mark.slow  # part of `make test-all`

ROOT = Path(__file__).parents[4]
ON = pack(2025, 11, 20)
KARIMUN = ROOT / "policies/kepulauan-riau/karimun-nota-kesepakatan-2025.policy"
REGISTER = """SELECT i AS id,
  CASE i % 5 WHEN 0 THEN 'ojek' WHEN 1 THEN 'pedagang_keliling|marbot' WHEN 2 THEN 'pemulung' WHEN 3 THEN ' ' END
    AS pekerjaan,
  CASE WHEN i % 11 = 0 THEN NULL ELSE DATE '1958-01-01' + CAST(i * 137 % 19000 AS INTEGER) END AS lahir,
  CASE i % 4 WHEN 0 THEN '21.02' WHEN 1 THEN 'moro' WHEN 2 THEN '21' ELSE '14.08' END AS domisili,
  i % 7 = 0 AS peserta_bpjs_tk, 'ya' AS lulus_verifikasi, 'belum' AS tanggal_pendaftaran,
  TRUE AS memiliki_nik_atau_ktp, i % 3 <> 0 AS memiliki_usaha_atau_pekerjaan
FROM range(200) AS t(i)"""


@pytest.fixture(scope="module")
def library() -> ir.Library:
    found = compile_library(open_workspace([str(KARIMUN), str(ROOT / "policies/nasional")]).sources).library
    assert found is not None
    return found


def reader(library: ir.Library) -> Read:
    found = Reader(library, Formats())

    def read(fact: ir.Fact, text: str) -> ir.FactValue | Malformed | None:
        value = found.text(fact, text, Place("", None, None))
        return Malformed(type(value).__name__) if isinstance(value, DataProblem) else value

    return read


def worker(i: int) -> dict[str, ir.FactValue]:
    """Give the facts of row `i` of the register, written down a second time."""
    occupations = {0: {"ojek"}, 1: {"pedagang_keliling", "marbot"}, 2: {"pemulung"}}
    found: dict[str, ir.FactValue] = {
        "domisili": {0: "21.02", 1: "21.02.01", 2: "21", 3: "14.08"}[i % 4],
        "peserta_bpjs_tk": i % 7 == 0,
        "lulus_verifikasi": True,
        "tanggal_pendaftaran": ir.NotHappened(),
        "memiliki_nik_atau_ktp": True,
        "memiliki_usaha_atau_pekerjaan": i % 3 != 0,
    }
    if i % 5 in occupations:
        found["pekerjaan"] = ir.CodeSet(frozenset(occupations[i % 5]), complete=True)
    if i % 11:
        with duckdb.connect() as connection:
            row = connection.execute(
                "SELECT year(d), month(d), day(d) FROM (SELECT DATE '1958-01-01' + CAST(? * 137 % 19000 AS INTEGER) d)",
                [i],
            ).fetchone()
        assert row is not None
        found["lahir"] = pack(*row)
    return found


def test_karimun_over_parquet_is_decided_as_the_reference_decides(
    library: ir.Library, tmp_path: Path
) -> None:
    path = tmp_path / "register.parquet"
    instrument = next(found for found in library.instruments if found.region == "21.02")
    prepared = prepare(library, ON, [instrument.id])
    with connect(tmp_path, threads=1) as connection:
        connection.execute(f"COPY ({REGISTER}) TO '{path}' (FORMAT parquet)")
        relation = files("read_parquet", [str(path)])
        told = decide_table(connection, prepared, relation, reader(library), tmp_path / "out", row="id")
        rows = connection.execute(
            "SELECT row_id, outcome, effective, total FROM read_parquet(?)", [f"{tmp_path}/out/*.parquet"]
        ).fetchall()
    assert (told.rows, told.rejected, len(rows)) == (200, 0, 200)
    for row, own, effective, total in rows:
        expected = decide(library, instrument.id, worker(row), on=ON, facts_as_of=ON, digest="0" * 64)
        assert (OUTCOMES[own], OUTCOMES[effective], total) == (
            expected.outcome,
            expected.effective,
            expected.total,
        )
    assert {OUTCOMES[own] for _, own, _, _ in rows} >= {
        Outcome.ELIGIBLE,
        Outcome.NOT_ELIGIBLE,
        Outcome.UNDETERMINED,
    }


def test_a_run_that_fails_leaves_nothing_under_the_final_name(library: ir.Library, tmp_path: Path) -> None:
    prepared = prepare(library, ON)
    with connect(tmp_path, threads=1) as connection:
        connection.execute(f"COPY ({REGISTER}) TO '{tmp_path}/register.parquet' (FORMAT parquet)")
        whole = (tmp_path / "register.parquet").read_bytes()
        (tmp_path / "cut.parquet").write_bytes(whole[: len(whole) // 2])
        relation = files("read_parquet", [str(tmp_path / "cut.parquet")])
        with pytest.raises(duckdb.Error):
            decide_table(connection, prepared, relation, reader(library), tmp_path / "out", row="id")
    assert not (tmp_path / "out").exists()


# Routing


def routed(
    library: ir.Library, workers: list[dict[str, ir.FactValue]]
) -> tuple[Prepared, dict[int, list[int]]]:
    prepared = prepare(library, ON)
    found: defaultdict[int, list[int]] = defaultdict(list)
    with duckdb.connect() as connection:
        load_workers(connection, prepared.layout, workers)
        for record in decisions(connection, prepared):
            row, number = record["row_id"], record["instrument"]
            assert row is not None
            assert number is not None
            found[row].append(number)
    return prepared, found


def test_workers_meet_the_instruments_of_their_place_and_one_row_tells_that_the_place_is_not_known(
    library: ir.Library,
) -> None:
    national = [n for n, found in enumerate(library.instruments) if found.region is None]
    karimun = [n for n, found in enumerate(library.instruments) if found.region == "21.02"]
    places = ("21.02", "21.02.01.2001", "21.01", "14", "21", None)
    _, found = routed(library, [{} if place is None else {"domisili": place} for place in places])
    local = [[number for number in found[row] if number not in national] for row in range(len(places))]
    assert local == [karimun, karimun, [], [], [UNROUTED], [UNROUTED]]


def test_routed_decisions_are_those_of_the_named_instruments_where_they_may_apply(
    library: ir.Library,
) -> None:
    everybody = [worker(row) for row in range(40)]
    named = by_columns(library, [found.id for found in library.instruments], everybody, ON)
    some = {key for key, said in named.items() if said.outcome is not Outcome.NOT_APPLICABLE}
    prepared, found = routed(library, everybody)
    numbers = {number: plan.instrument.id for number, plan in prepared.plans.items()}
    met = {(row, numbers[n]) for row, met in found.items() for n in met if n != UNROUTED}
    unplaced = {(row, found.id) for row in found for found in library.instruments if row % 4 == 2}
    assert met - unplaced == some - unplaced


# Totals


def test_totals_are_the_sums_of_the_rows_of_the_reference(library: ir.Library) -> None:
    everybody = [worker(row) for row in range(60)]
    names = [found.id for found in library.instruments]
    prepared = prepare(library, ON, names, costs=True)
    expected: defaultdict[object, list[int]] = defaultdict(lambda: [0, 0, 0])
    for (_, instrument), said in by_reference(library, names, everybody, ON).items():
        for month, programme, payer, amount in said.costs:
            entry = expected[instrument, month, programme, payer]
            entry[0] += amount or 0
            entry[1] += 1
            entry[2] += amount is None
    with duckdb.connect() as connection:
        load_workers(connection, prepared.layout, everybody)
        found = totals(connection, prepared)
    assert sum(total.rupiah for total in found) > 0
    assert {
        (each.instrument, each.month, each.programme, each.payer): [each.rupiah, each.rows, each.unknown]
        for each in found
    } == expected


# Ingest


@pytest.mark.parametrize(
    ("column", "written", "fact", "reason"),
    [
        ("lahir", "DATE '1850-01-01'", "lahir", "out of bounds"),
        ("lahir", "'1985-02-30'", "lahir", "ImpossibleDate"),
        ("penghasilan", "-1", "penghasilan", "out of bounds"),
        ("pekerjaan", "'astronaut'", "pekerjaan", "UnknownCode"),
        ("lulus_verifikasi", "'mungkin'", "lulus_verifikasi", "WrongType"),
    ],
)
def test_malformed_is_rejected_with_its_reason_and_empty_is_unknown(
    library: ir.Library, column: str, written: str, fact: str, reason: str
) -> None:
    instruments = [found.id for found in library.instruments]
    prepared = prepare(library, ON, instruments)
    prepared.layout.column("penghasilan", Aspect.VALUE)
    with duckdb.connect() as connection:
        relation = f"(SELECT {written} AS {column} UNION ALL SELECT NULL)"
        told = ingest(connection, relation, prepared.layout, reader(library))
        rejects = connection.table(REJECTS).select("fact, reason").fetchall()
        kept = connection.execute("SELECT count(*) FROM workers").fetchall()
    assert (told.rows, told.rejected, kept) == (2, 1, [(1,)])
    assert [(told.facts[place], why) for place, why in rejects] == [(fact, reason)]


@pytest.mark.parametrize("written", ["1.5::DOUBLE", "DATE '2025-01-01'", "[1]"])
def test_a_column_of_the_wrong_type_is_refused_as_a_whole(library: ir.Library, written: str) -> None:
    prepared = prepare(library, ON, [found.id for found in library.instruments])
    with duckdb.connect() as connection, pytest.raises(WrongColumnError):
        ingest(connection, f"(SELECT {written} AS pekerjaan)", prepared.layout, reader(library))


@pytest.mark.parametrize(
    "written", ["'ojek|nelayan'", "['ojek', 'nelayan']", "'tukang ojek | nelayan'", "'ojek|nelayan|...'"]
)
def test_sets_are_lists_or_text(library: ir.Library, written: str) -> None:
    instruments = [found.id for found in library.instruments]
    prepared = prepare(library, ON, instruments, costs=True)
    known = ir.CodeSet(frozenset({"ojek", "nelayan"}), complete="..." not in written)
    with duckdb.connect() as connection:
        load_workers(connection, prepared.layout, [{"pekerjaan": known}])
        expected = connection.execute("SELECT * FROM workers").fetchall()
        ingest(connection, f"(SELECT {written} AS pekerjaan)", prepared.layout, reader(library))
        assert connection.execute("SELECT * FROM temp.workers").fetchall() == expected


def test_an_empty_list_says_that_there_is_none_and_null_that_it_is_not_known(library: ir.Library) -> None:
    with connect() as connection:
        prepared = prepare(library, ON, [library.instruments[0].id])
        column = prepared.layout.column("pekerjaan", Aspect.COMPLETE).name
        for told, expected in (
            ("[]::VARCHAR[]", True),
            ("NULL::VARCHAR[]", None),
            ("'|'", True),
            ("''", None),
        ):
            ingest(connection, f"(SELECT {told} AS pekerjaan)", prepared.layout, reader(library))
            assert connection.execute(f"SELECT {column} FROM workers").fetchall() == [(expected,)], told  # noqa: S608


def test_an_empty_register_gives_no_decision(library: ir.Library) -> None:
    prepared = prepare(library, ON)
    with duckdb.connect() as connection:
        told = ingest(connection, f"({REGISTER} LIMIT 0)", prepared.layout, reader(library))
        assert (told.rows, told.rejected) == (0, 0)
        assert list(decisions(connection, prepared)) == []


def test_two_decisions_of_the_same_workers_are_equal(library: ir.Library) -> None:
    everybody = [worker(row) for row in range(30)]
    names = [found.id for found in library.instruments]
    expected = by_reference(library, names, everybody, ON)
    assert list(differences(expected, read_rows(prepare(library, ON, names, costs=True), everybody))) == []
