"""What is printed stays inside the portable fragment, in every dialect, and holds no text of a policy."""

import re
from functools import cache
from pathlib import Path

import pytest

from policy_engine.backends.columnar.dialects import SPELLINGS, Dialect
from policy_engine.backends.columnar.prepared import Prepared, prepare
from policy_engine.backends.columnar.printer import print_query, print_sql
from policy_engine.backends.columnar.sql import (
    Arithmetic,
    AsWhole,
    BitAnd,
    Column,
    FloorDivide,
    Not,
    Sign,
    Truth,
    Whole,
)
from policy_engine.domain.dates import pack
from policy_engine.ir.nodes import Library
from policy_engine.pipeline import compile_library
from policy_engine.workspace import open_workspace

POLICIES = Path(__file__).parents[4] / "policies"
WORDS = {
    *("SELECT", "FROM", "AS", "WHERE", "INNER", "LEFT", "CROSS", "JOIN", "ON", "OFFSET"),
    *(
        "CASE",
        "WHEN",
        "THEN",
        "ELSE",
        "END",
        "COALESCE",
        "CAST",
        "BIGINT",
        "BOOLEAN",
        "NULL",
        "TRUE",
        "FALSE",
    ),
    *("AND", "OR", "NOT", "IS", "div"),
}
SIGNS = {"(", ")", ",", "+", "-", "*", "&", "=", "<>", "<", "<=", ">", ">=", "//", "/"}
NAMES = re.compile(r"[a-z]+[0-9]*(_[a-z]*[0-9]+|_months[0-9]+|_id|_month|_key)?")
TOKEN = re.compile(r'"[^"]*"|`[^`]*`|[A-Za-z]+|[0-9]+|<>|<=|>=|//|\S')


@cache
def real_policies() -> Library:
    library = compile_library(open_workspace([str(POLICIES)]).sources).library
    assert library is not None
    return library


@cache
def prepared() -> Prepared:
    return prepare(real_policies(), pack(2025, 11, 20), costs=True)


@pytest.mark.parametrize("dialect", Dialect)
def test_text_is_made_of_the_words_of_the_fragment_and_of_generated_names(dialect: Dialect) -> None:
    quote = SPELLINGS[dialect].quote
    facts = {fact.name for fact in real_policies().facts}
    for shape in prepared().shapes:
        for token in TOKEN.findall(print_query(shape.query, dialect)):
            if token.startswith(quote):
                name = token.strip(quote)
                assert NAMES.fullmatch(name), name
                assert name not in facts
            else:
                assert token in WORDS or token in SIGNS or token.isdigit(), token


def test_literals_are_int64_everywhere() -> None:
    for dialect in Dialect:
        for shape in prepared().shapes:
            text = print_query(shape.query, dialect)
            bare = re.findall(
                r"(?<![\w\"`.-])-?[0-9]+(?![\w\"`])", re.sub(r"CAST\(-?[0-9]+ AS BIGINT\)", "", text)
            )
            assert set(bare) <= {"0"}, bare  # the fence of PostgreSQL


def test_dialects_differ_in_spellings_alone() -> None:
    half = FloorDivide(Column("w0"), 2)
    assert [print_sql(half, dialect) for dialect in Dialect] == [
        '("w0" // CAST(2 AS BIGINT))',
        '("w0" / CAST(2 AS BIGINT))',
        "(`w0` div CAST(2 AS BIGINT))",
    ]


@pytest.mark.parametrize(
    ("sql", "text"),
    [
        (Whole(None), "CAST(NULL AS BIGINT)"),
        (Whole(-5), "CAST(-5 AS BIGINT)"),
        (Truth(None), "CAST(NULL AS BOOLEAN)"),
        (AsWhole(Not(Column("w1"))), 'CAST((NOT "w1") AS BIGINT)'),
        (
            Arithmetic(Sign.ADD, Column("a"), BitAnd(Column("b"), Whole(1))),
            '("a" + ("b" & CAST(1 AS BIGINT)))',
        ),
    ],
)
def test_values_are_written_with_their_brackets(sql: Whole, text: str) -> None:
    assert print_sql(sql, Dialect.DUCKDB) == text
