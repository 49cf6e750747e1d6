"""What is printed parses in each dialect as what was meant: the fragment alone, and texts and names that stay such."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest
import sqlglot
from sqlglot import expressions as sql

from policy_engine.backends.columnar.dialects import Dialect
from policy_engine.backends.columnar.literals import (
    UnsafeNameError,
    comment,
    dotted,
    identifier,
    literal,
    qualified,
)
from policy_engine.backends.columnar.prepared import Prepared, prepare, totals_query
from policy_engine.backends.columnar.printer import print_query, print_totals
from policy_engine.domain.dates import pack
from policy_engine.pipeline import compile_library
from policy_engine.workspace import open_workspace

ROOT = Path(__file__).parents[4]
FILES = ("policies/kepulauan-riau/karimun-nota-kesepakatan-2025.policy", "policies/nasional")
_FRAGMENT: tuple[type[sql.Expression], ...] = (
    *(sql.Select, sql.From, sql.Join, sql.Subquery, sql.Table, sql.TableAlias, sql.Where, sql.Alias),
    *(sql.Column, sql.Identifier, sql.Literal, sql.Null, sql.Boolean, sql.Paren, sql.Cast, sql.DataType),
    *(sql.Add, sql.Sub, sql.Mul, sql.Neg, sql.BitwiseAnd, sql.IntDiv),
    *(sql.EQ, sql.NEQ, sql.LT, sql.LTE, sql.GT, sql.GTE, sql.And, sql.Or, sql.Not, sql.Is),
    *(sql.Case, sql.If, sql.Coalesce),
)
_ALSO: Mapping[Dialect, tuple[type[sql.Expression], ...]] = {
    Dialect.DUCKDB: (),
    Dialect.POSTGRES: (sql.Offset, sql.Div),  # the fence, and division of whole numbers
    Dialect.SPARK: (sql.TryCast,),  # so sqlglot calls any CAST of Spark
}
_TYPES = {sql.DataType.Type.BIGINT, sql.DataType.Type.BOOLEAN, sql.DataType.Type.INT}


@cache
def prepared() -> Prepared:
    found = compile_library(open_workspace([str(ROOT / file) for file in FILES]).sources).library
    assert found is not None
    return prepare(found, pack(2025, 11, 20), costs=True)


def outside(text: str, dialect: Dialect, *also: type[sql.Expression]) -> Iterator[str]:
    """Give what in a query is no part of the fragment."""
    allowed = (*_FRAGMENT, *_ALSO[dialect], *also)
    for node in sqlglot.parse_one(text, dialect=dialect.value).walk():
        if type(node) not in allowed:
            yield f"{type(node).__name__}: {node.sql()[:80]}"
        elif isinstance(node, sql.DataType):
            if node.this not in _TYPES:
                yield node.sql()
        elif isinstance(node, sql.Literal) and node.is_string:
            yield node.sql()


@pytest.mark.parametrize("dialect", Dialect)
def test_queries_are_of_the_fragment_of_whole_numbers_and_nothing_else(dialect: Dialect) -> None:
    for shape in prepared().shapes:
        assert list(outside(print_query(shape.query, dialect), dialect)) == []


@pytest.mark.parametrize("dialect", Dialect)
def test_totals_add_sums_by_a_key_and_nothing_else(dialect: Dialect) -> None:
    shape = next(shape for shape in prepared().shapes if prepared().plans[shape.instruments[0]].legend.slots)
    text = print_totals(totals_query(shape, prepared()), dialect)
    assert list(outside(text, dialect, sql.Sum, sql.Group, sql.With, sql.CTE)) == []


def test_the_walk_finds_what_is_outside() -> None:
    assert list(outside("SELECT CAST(1.5 AS DOUBLE) / ABS(x) || 'a' FROM t", Dialect.DUCKDB))


# Texts and names

TEXTS = ("", "a", "it's", "''", "\\", "\\'", "'; DROP TABLE t; --", "*/", "/*", "--", "\n", "\r\n", "\t", "\0",
         "${env:HOME}", ":name :'name'", "$1 ? %s {}", "$$", "é\u0301", "\u202e", "\u2028", "\U0001f600",
         "\U000e0001", "\ud800", "\ufffd", "x" * 5000)  # fmt: skip


def kept(text: str) -> str:
    return "".join("\ufffd" if c == "\0" or "\ud800" <= c <= "\udfff" else c for c in text)


def _selected(found: sqlglot.Expr) -> list[sqlglot.Expr]:
    assert isinstance(found, sql.Select)
    return list(found.selects)


@pytest.mark.parametrize("dialect", Dialect)
@pytest.mark.parametrize("text", TEXTS, ids=lambda text: ascii(text)[:20])
def test_a_text_is_one_constant_of_visible_characters(text: str, dialect: Dialect) -> None:
    written = literal(text, dialect)
    assert all(letter == " " or letter.isprintable() for letter in written)
    assert dialect is not Dialect.SPARK or "$" not in written
    found = sqlglot.parse_one(f"SELECT {written} AS found", dialect=dialect.value)
    assert [type(each.unalias()) for each in _selected(found)] in (
        [[sql.Literal], [sql.DPipe], [sql.Chr], [sql.Paren], [sql.ByteString], [sql.UnicodeString]]
    )
    assert not list(found.find_all(sql.Column, sql.Drop))
    assert len(sqlglot.parse(f"SELECT {written}; SELECT 1", dialect=dialect.value)) == 2


def test_every_text_is_read_back_as_it_was_by_the_database_of_everyday() -> None:
    duckdb = pytest.importorskip("duckdb")
    with duckdb.connect() as connection:
        for text in TEXTS:
            assert connection.execute(f"SELECT {literal(text, Dialect.DUCKDB)}").fetchall() == [(kept(text),)]


@pytest.mark.parametrize("dialect", Dialect)
@pytest.mark.parametrize("name", ['a"b', "a`b", "a;b--", "a'b", "a.b", "*/ x", "select", "é", " "])
def test_a_name_is_one_identifier(name: str, dialect: Dialect) -> None:
    text = f"SELECT {identifier(name, dialect)} FROM t"  # noqa: S608  what is tested
    found = sqlglot.parse_one(text, dialect=dialect.value)
    assert [each.name for each in _selected(found)] == [name]


@pytest.mark.parametrize(
    ("name", "dialect"),
    [("", Dialect.DUCKDB), ("a\0b", Dialect.POSTGRES), ("a\nb", Dialect.SPARK), ("${x}", Dialect.SPARK)],
)
def test_a_name_that_cannot_be_written_safely_is_refused(name: str, dialect: Dialect) -> None:
    with pytest.raises(UnsafeNameError):
        identifier(name, dialect)


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("workers", ("workers",)),
        ("hr.workers", ("hr", "workers")),
        ('"my hr"."a.b"', ("my hr", "a.b")),
        ('"a""b"', ('a"b',)),
        ("Hr.Workers", ("Hr", "Workers")),
        ("", None),
        ("a.", None),
        (".a", None),
        ('"a"b', None),
        ('a"b', None),
        ('""', None),
    ],
)
def test_a_dotted_name_is_read_as_sql_reads_it(written: str, names: tuple[str, ...] | None) -> None:
    assert dotted(written) == names


def test_a_qualified_name_is_quoted_part_by_part() -> None:
    assert qualified(("a b", 'c"d'), Dialect.POSTGRES) == '"a b"."c""d"'


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: ascii(text)[:20])
def test_a_comment_is_one_line(text: str) -> None:
    written = comment(text)
    assert written.startswith("--")
    assert written.splitlines() == [written]
