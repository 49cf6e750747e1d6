"""Places and money inside PostgreSQL and Spark: a user's own table is given what the reference gives."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

import policy_engine
from policy_engine import cache
from policy_engine import engine as api
from policy_engine.backends.columnar.dialects import Dialect
from policy_engine.commands.export_sql import Refused, Wanted, export_sql, export_undo
from policy_engine.domain.dates import parse_date
from tests.engines import (
    Postgres,
    postgres,  # noqa: F401  a fixture
    postgres_database,
    spark,
)
from tests.unit.simulation.test_rationing import CITY, CITY_ID, ON, PROVINCE, PROVINCE_ID, REGISTER

pytestmark = [pytest.mark.slow, pytest.mark.debian]

FACTS = tuple(name for name in REGISTER[0] if name != "nik")
UNREADABLE = REGISTER[0] | {"lahir": "1985-02-30"}
PEOPLE: Sequence[Mapping[str, str]] = (*REGISTER, UNREADABLE)
COLUMNS = [("nomor", "BIGINT"), *((fact, "TEXT") for fact in FACTS)]
ROWS = [(number, *(each[fact] or None for fact in FACTS)) for number, each in enumerate(PEOPLE, 1)]
UNKNOWN = {"pekerjaan_sejenis", "lulus_verifikasi"}


@pytest.fixture(scope="module")
def policies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("policies")
    (folder / "kota.policy").write_text(CITY, "utf-8")
    (folder / "provinsi.policy").write_text(PROVINCE, "utf-8")
    return folder


@pytest.fixture(scope="module")
def engine(policies: Path) -> api.Engine:
    return policy_engine.load(policies)


@pytest.fixture(scope="module")
def database(postgres: Callable[[], str]) -> Iterator[Postgres]:
    with postgres_database(postgres()) as found:
        found.load("pekerja", COLUMNS, ROWS)
        yield found


def expected(engine: api.Engine) -> tuple[dict[Any, Any], set[Any], list[Any]]:
    """Give what the reference gives: of each worker, of each funded month, and of each limit."""
    made = engine.allocate([{k: v for k, v in each.items() if k != "nik"} for each in PEOPLE], on=ON)
    places = {
        (each.row, one.instrument): (each.standing, each.rank, each.waiting_number, each.total, each.ground)
        for one in made
        for each in one.allotments
        if each.standing != "not_eligible"
    }
    months = {
        (each.row, one.instrument, month) for one in made for each in one.allotments for month in each.months
    }
    limits = sorted(
        (
            (one.instrument, use.kind, use.area, use.capacity, use.wanted, use.used)
            for one in made
            for use in one.limits
        ),
        key=repr,
    )
    return places, months, limits


def found(rows: Callable[[str], list[dict[str, Any]]]) -> tuple[dict[Any, Any], set[Any], list[Any]]:
    """Give the same of the views."""
    places = {
        (row["worker"], row["instrument"]): tuple(
            row[name] for name in ("standing", "rank", "waiting_number", "rupiah", "reason")
        )
        for row in rows("places")
    }
    months = {(row["worker"], row["instrument"], row["month"]) for row in rows("funded_months")}
    names = ("instrument", "kind", "area", "capacity", "wanted", "used")
    limits = sorted((tuple(row[name] for name in names) for row in rows("limits")), key=repr)
    return places, months, limits


def wanted(policies: Path, dialect: Dialect = Dialect.POSTGRES, **changes: Any) -> Wanted:
    day = parse_date(ON)
    assert day is not None
    given: dict[str, Any] = {
        "policy": (str(policies),),
        "on": day,
        "dialect": dialect,
        "cache": cache.Cache(None),
        "instruments": (CITY_ID, PROVINCE_ID),
        "table": "pekerja",
        "key": "nomor",
        "unknown": frozenset(UNKNOWN),
        "places": True,
    }
    return Wanted(**given | changes)


def views(database: Postgres) -> Callable[[str], list[dict[str, Any]]]:
    return lambda name: database.rows(f'SELECT * FROM policy_engine."{name}"')  # noqa: S608


def test_a_procedure_gives_places_as_the_reference_does(
    engine: api.Engine, policies: Path, database: Postgres
) -> None:
    text = export_sql(wanted(policies))
    assert isinstance(text, str)
    database.script(text)
    assert views(database)("places") == []
    for _ in range(2):
        database.script("CALL policy_engine.allocate();")
        assert found(views(database)) == expected(engine)
    assert {row["reason_en"] for row in views(database)("places")} >= {"no place or money is left"}
    assert {row["worker"] for row in views(database)("rejects")} == {len(PEOPLE)}


def test_a_procedure_follows_the_table_and_leaves_tables_of_the_caller_alone(
    engine: api.Engine, policies: Path, database: Postgres
) -> None:
    text = export_sql(wanted(policies))
    assert isinstance(text, str)
    database.script(text)
    database.script(
        "CREATE TABLE filling_0 AS SELECT 7 AS kept;\n"
        "CREATE TEMPORARY TABLE places (x INTEGER);\n"
        "SET search_path = pg_temp;\n"
        "CALL policy_engine.allocate();\n"
    )
    assert found(views(database)) == expected(engine)
    assert database.rows("SELECT kept FROM public.filling_0") == [{"kept": 7}]
    database.script(
        "DROP TABLE filling_0; BEGIN; DELETE FROM pekerja; CALL policy_engine.allocate(); COMMIT;"
    )
    assert found(views(database))[0] == {}
    database.load("pekerja", COLUMNS, ROWS)


def test_a_key_that_does_not_tell_workers_apart_stops_the_procedure(
    policies: Path, database: Postgres
) -> None:
    database.load("pekerja", COLUMNS, [*ROWS, ROWS[0]])
    text = export_sql(wanted(policies))
    assert isinstance(text, str)
    database.script(text)
    with pytest.raises(RuntimeError, match="column nomor does not tell workers apart"):
        database.script("CALL policy_engine.allocate();")
    assert views(database)("places") == []
    database.load("pekerja", COLUMNS, ROWS)


def test_undo_takes_the_procedure_and_its_tables_away(policies: Path, database: Postgres) -> None:
    for text in (export_sql(wanted(policies)), export_undo(Dialect.POSTGRES)):
        assert isinstance(text, str)
        database.script(text)
    with pytest.raises(RuntimeError, match="policy_engine"):
        database.script("CALL policy_engine.allocate();")
    assert len(database.rows("SELECT * FROM pekerja")) == len(ROWS)


@pytest.mark.parametrize(
    ("dialect", "way"), [(Dialect.DUCKDB, "simulate"), (Dialect.SPARK, "allocate_frame")]
)
def test_a_dialect_that_cannot_repeat_is_refused_with_the_way_that_works(
    policies: Path, dialect: Dialect, way: str
) -> None:
    refused = export_sql(wanted(policies, dialect))
    assert isinstance(refused, Refused)
    assert refused.reason is not None
    assert way in refused.reason.english
    assert way in refused.reason.indonesian


def test_a_frame_is_given_places_as_the_reference_gives_them(engine: api.Engine) -> None:
    with spark() as database:
        schema = ", ".join(f"`{name}` {kind.replace('TEXT', 'STRING')}" for name, kind in COLUMNS)
        frame = database.session.createDataFrame(ROWS, schema)
        made = engine.allocate_frame(
            frame, on=ON, instruments=[CITY_ID, PROVINCE_ID], key="nomor", unknown=UNKNOWN
        )
        assert found(lambda name: [row.asDict() for row in getattr(made, name).collect()]) == expected(engine)
        assert {row["worker"] for row in made.rejects.collect()} == {len(PEOPLE)}
        left = [
            each.name for each in database.session.catalog.listTables() if each.name.startswith("filling_")
        ]
        assert left == []
