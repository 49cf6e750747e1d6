"""What gives places and money is read by each dialect as what was meant: whole numbers, sums and stated windows."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import pytest
import sqlglot
from sqlglot import expressions as sql

from policy_engine import cache as caches
from policy_engine.backends.columnar.allocate import NO_ROWS, fill_also, open_allotments
from policy_engine.backends.columnar.dialects import Dialect
from policy_engine.backends.columnar.steps import (
    Append,
    Drop,
    Load,
    Make,
    Refuse,
    Rename,
    Repeat,
    Step,
    When,
    Writing,
)
from policy_engine.commands.export_sql import Wanted, export_sql
from policy_engine.domain.dates import parse_date
from tests.allocation import ON
from tests.columnar_allocation import pool_of
from tests.unit.backends.columnar.test_allocate import CASES
from tests.unit.backends.columnar.test_printed import outside
from tests.unit.simulation import test_rationing as rationed

_ALSO = (
    *(sql.Group, sql.Having, sql.Filter, sql.Star, sql.Union, sql.Distinct, sql.Limit, sql.In),
    *(sql.Sum, sql.Count, sql.Min, sql.Max, sql.RowNumber, sql.Rank),
    *(sql.Window, sql.WindowSpec, sql.Order, sql.Ordered),
)


@cache
def queries(dialect: Dialect) -> tuple[str, ...]:
    """Give the different queries that fill pools of every form."""
    writing = Writing(dialect)
    pools = [pool_of(number, made, ON) for number, made in enumerate(CASES)]
    fill_also(writing, pools, "claims", open_allotments(writing, pools, NO_ROWS))
    return tuple(dict.fromkeys(_of(writing.steps)))


def _of(steps: Sequence[Step]) -> Iterator[str]:
    for step in steps:
        match step:
            case Make(_, query) | Append(_, query) | Refuse(query, _):
                yield query
            case When(query, then, otherwise):
                yield query
                yield from _of((*then, *otherwise))
            case Repeat(body, query):
                yield from _of(body)
                yield query
            case Load() | Rename() | Drop():
                pass


def unstated(text: str, dialect: Dialect) -> Iterator[str]:
    """Give the windows whose order or frame a database would choose for itself."""
    for window in sqlglot.parse_one(text, dialect=dialect.value).find_all(sql.Window):
        frame = window.args.get("spec")
        if window.args.get("order") is None:
            yield f"no order: {window.sql()}"
        elif frame is None and not isinstance(window.this, sql.Rank):
            yield f"no frame: {window.sql()}"


def test_places_are_given_by_the_same_text_in_every_database() -> None:
    assert len(queries(Dialect.DUCKDB)) > 100
    assert {queries(dialect) for dialect in Dialect} == {queries(Dialect.DUCKDB)}


@pytest.mark.slow
@pytest.mark.parametrize("dialect", Dialect)
def test_places_are_given_by_whole_numbers_sums_and_windows_whose_order_and_frame_are_stated(
    dialect: Dialect,
) -> None:
    for text in queries(dialect):
        assert list(outside(text, dialect, *_ALSO)) == []
        assert list(unstated(text, dialect)) == []


def test_a_window_without_order_or_frame_is_found() -> None:
    for over in ("PARTITION BY a", "PARTITION BY a ORDER BY b"):
        assert list(unstated(f"SELECT SUM(x) OVER ({over}) FROM t", Dialect.DUCKDB))  # noqa: S608  what is tested


# The script for a user's own table


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder: Path = tmp_path_factory.mktemp("policies")
    (folder / "kota.policy").write_text(rationed.CITY, "utf-8")
    (folder / "provinsi.policy").write_text(rationed.PROVINCE, "utf-8")
    day = parse_date(rationed.ON)
    assert day is not None
    text = export_sql(
        Wanted(
            policy=(str(folder),),
            on=day,
            dialect=Dialect.POSTGRES,
            cache=caches.Cache(None),
            instruments=(rationed.CITY_ID, rationed.PROVINCE_ID),
            table="pekerja",
            key="nomor",
            unknown=frozenset({"pekerjaan_sejenis", "lulus_verifikasi"}),
            places=True,
        )
    )
    assert isinstance(text, str)
    return text


_BODY = re.compile(r"(\$body\d+\$)\n(.*?)\n\1", re.DOTALL)
_STEERS = re.compile(r"(?:BEGIN|ELSE|LOOP|END(?: IF| LOOP)?)(?:\n|$)")
_ASKS = re.compile(r"(?:IF|EXIT WHEN NOT) EXISTS \((.*?)\)(?: THEN(?=\n| RAISE)|$)", re.DOTALL)


def statements(body: str) -> Iterator[str]:
    """Give what a body of PL/pgSQL asks of the database, without what steers it."""
    for piece in body.split(";\n"):
        rest = piece
        while rest:
            if steered := _STEERS.match(rest):
                rest = rest[steered.end() :]
            elif asked := _ASKS.match(rest):
                yield asked[1]
                rest = rest[asked.end() :].lstrip()
            else:
                if not rest.startswith("RAISE EXCEPTION "):
                    yield rest
                rest = ""


@pytest.mark.slow
def test_the_script_of_places_is_read_by_another_reader_of_postgres_statement_by_statement(
    script: str,
) -> None:
    bodies = [found[2] for found in _BODY.finditer(script)]
    inside = [text for body in bodies for text in statements(body)]
    assert len(inside) > 100
    kinds = {type(sqlglot.parse_one(text, dialect="postgres")).__name__ for text in inside}
    assert kinds <= {"Select", "Union", "Create", "Insert", "Delete", "Drop", "Analyze", "Alter"}
