"""A Spark frame is decided where it is, or refused as a whole."""

import os
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import policy_engine
from policy_engine.backends.columnar.dialects import Dialect
from policy_engine.backends.columnar.prepared import prepare
from policy_engine.backends.columnar.reading import Source, WrongColumnError
from policy_engine.backends.columnar.script import Request, constants_query, script, statements, undo
from policy_engine.domain.dates import pack
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir.written import Formats
from tests.engines import spark_session
from tests.unit.backends.columnar.test_script import FACTS, ROOT, expected, library, people, prepared

pytestmark = [pytest.mark.slow, pytest.mark.debian]

ON = pack(2025, 11, 20)


def decide(frame: Any, **given: Any) -> Any:
    pytest.importorskip("pyspark.sql", reason="scripts/test-all installs requirements-spark.lock")
    from policy_engine.backends.columnar import spark  # noqa: PLC0415  an extra

    (karimun,) = (found.id for found in library().instruments if found.region == "21.02")
    return spark.decide(frame, prepare(library(), ON, [karimun], costs=True), **given)


def frame(**columns: tuple[str, object]) -> Any:
    """Give a frame of one worker; what is not named is a text."""
    texts: dict[str, tuple[str, object]] = {fact: ("STRING", said[0]) for fact, said in FACTS.items()}
    every = {"id": ("BIGINT", 1), "pekerjaan_sejenis": ("STRING", None), **texts, **columns}
    schema = ", ".join(f"`{name}` {kind}" for name, (kind, _) in every.items())
    return spark_session().createDataFrame([tuple(value for _, value in every.values())], schema)


def outcome(found: Any) -> str:
    (row,) = found.decisions.collect()
    return str(row["outcome"])


def test_columns_of_days_truths_and_lists_are_read_as_text_is() -> None:
    typed = frame(
        lahir=("DATE", date(1985, 3, 2)),
        peserta_bpjs_tk=("BOOLEAN", False),
        pekerjaan=("ARRAY<STRING>", ["ojek", "nelayan"]),
    )
    assert outcome(decide(typed)) == outcome(decide(frame())) == "eligible"


def test_a_list_holds_whole_items_and_no_nulls() -> None:
    for items in (["ojek|nelayan"], ["ojek", None]):
        found = decide(frame(pekerjaan=("ARRAY<STRING>", items)))
        assert [row["fact"] for row in found.rejects.collect()] == ["pekerjaan"]


@pytest.mark.parametrize("kind", ["DOUBLE", "TIMESTAMP", "DECIMAL(10,2)", "ARRAY<INT>"])
def test_a_column_of_the_wrong_type_is_refused_as_a_whole(kind: str) -> None:
    with pytest.raises(WrongColumnError, match="lahir"):
        decide(frame(lahir=(kind, None)))


def test_a_forgotten_column_is_not_an_unknown_fact() -> None:
    from policy_engine.backends.columnar.spark import MissingColumnError  # noqa: PLC0415  an extra

    without = frame().drop("lahir")
    with pytest.raises(MissingColumnError, match="lahir"):
        decide(without)
    assert outcome(decide(without, unknown=frozenset({"lahir"}))) == "undetermined"
    assert outcome(decide(frame().withColumnRenamed("lahir", "tgl"), columns={"lahir": "tgl"})) == "eligible"


def test_a_session_that_would_wrap_is_refused() -> None:
    from policy_engine.backends.columnar.spark import ANSI, NotAnsiError  # noqa: PLC0415  an extra

    session = spark_session()
    session.conf.set(ANSI, "false")
    try:
        with pytest.raises(NotAnsiError, match=r"spark\.sql\.ansi\.enabled"):
            decide(frame())
    finally:
        session.conf.set(ANSI, "true")


def test_frames_of_two_registers_do_not_meet() -> None:
    first, second = decide(frame()), decide(frame(peserta_bpjs_tk=("STRING", "ya")))
    assert (outcome(first), outcome(second)) == ("eligible", "not_eligible")


def test_without_named_instruments_each_worker_meets_those_of_their_place() -> None:
    engine = policy_engine.load(ROOT / "policies" / "kepulauan-riau")
    places = ("21.02", "21.71", None)
    workers = [
        {fact: said[0] for fact, said in FACTS.items() if fact != "domisili"}
        | ({} if place is None else {"domisili": place})
        for place in places
    ]
    schema = ", ".join(("id BIGINT", *(f"`{fact}` STRING" for fact in FACTS)))
    rows = [(number, *(each.get(fact) for fact in FACTS)) for number, each in enumerate(workers)]
    found = engine.decide_frame(
        spark_session().createDataFrame(rows, schema),
        on="2025-11-20",
        unknown={fact.name for fact in engine.library.facts} - FACTS.keys(),
    )
    said = {(row["worker"], row["instrument"], row["outcome"]) for row in found.decisions.collect()}
    known = {
        (number, each.id, decided.outcome)
        for number in (0, 1)
        for each in engine.instruments
        if (decided := engine.decide(workers[number], on="2025-11-20", instrument=each.id)).outcome
        != Outcome.NOT_APPLICABLE.value
    }
    assert {row for row in said if row[0] != 2} == known
    assert (2, None, Outcome.UNDETERMINED.value) in said
    assert {number for number, *_ in known} == {0, 1}


def test_a_script_is_run_by_the_program_of_spark(tmp_path: Path) -> None:
    """Nothing but `spark-sql` and the file: what it prints are the decisions of the reference."""
    pyspark = pytest.importorskip("pyspark", reason="scripts/test-all installs requirements-spark.lock")
    table = people({fact: fact for fact in FACTS}, "id")
    source = Source("`people`", "id", {fact: fact for fact in FACTS})
    request = Request(prepared(), Formats(), source, Dialect.SPARK)
    lines = (
        f"CREATE OR REPLACE VIEW people AS\n{constants_query(table, Dialect.SPARK)};\n",
        script(["decisions"], statements(request)),
        "SELECT worker, instrument, outcome, total FROM policy_engine.decisions;\n",
        script([], undo(Dialect.SPARK)),
    )
    (tmp_path / "putusan.sql").write_text("".join(lines), "utf-8")
    home = Path(pyspark.__file__).parent
    settings = (
        "spark.sql.catalogImplementation=in-memory",
        "spark.ui.enabled=false",
        "spark.driver.bindAddress=127.0.0.1",
        "spark.driver.host=127.0.0.1",
        f"spark.sql.warehouse.dir={tmp_path / 'warehouse'}",
    )
    done = subprocess.run(
        [
            *(home / "bin" / "spark-sql", "--master", "local[1]", "--silent"),
            *(part for each in settings for part in ("--conf", each)),
            *("-f", tmp_path / "putusan.sql"),
        ],
        cwd=tmp_path,
        env=dict(os.environ) | {"SPARK_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    printed = [line.split("\t") for line in done.stdout.splitlines() if line.count("\t") == 3]
    assert {tuple(row) for row in printed} == {
        (str(row), slug, said.outcome.value, "NULL" if said.total is None else str(said.total))
        for (row, slug), said in expected().items()
    }
