"""A Spark frame is decided where it is, or refused as a whole."""

from datetime import date
from typing import Any

import pytest

from policy_engine.backends.columnar.prepared import prepare
from policy_engine.backends.columnar.reading import WrongColumnError
from policy_engine.domain.dates import pack
from tests.engines import spark_session
from tests.unit.backends.columnar.test_script import FACTS, library

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
