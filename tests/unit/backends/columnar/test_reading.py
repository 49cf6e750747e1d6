"""Cells of a user's own table are read in SQL as the reader of single workers reads them, in every database."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pytest

from policy_engine.backends.columnar.layout import REGION_LEVELS, Aspect, Layout
from policy_engine.backends.columnar.literals import qualified
from policy_engine.backends.columnar.pack import cell
from policy_engine.backends.columnar.printer import quoted
from policy_engine.backends.columnar.reading import BLANKS, PROBLEM, Problem, Source, reading
from policy_engine.diagnostics import data
from policy_engine.domain.bilingual import both
from policy_engine.domain.dates import LeapRule, pack
from policy_engine.ir import nodes as ir
from policy_engine.ir.written import DateFormat, Formats, MoneyFormat
from policy_engine.pipeline import compile_library
from policy_engine.registers.values import Place, Reader
from policy_engine.workspace import open_workspace
from tests.engines import Database, database, postgres  # noqa: F401  fixtures

POLICIES = Path(__file__).parents[4] / "policies"
DATES = ("2000-02-29", "1900-02-29", "2023-02-29", "2024-02-28", "2023-02-28", "2023-03-01", "2024-03-01",
         "2025-04-31", "2025-12-31", "2025-00-10", "2025-13-01", "1599-12-31", "1600-01-01", "2400-12-31",
         "2401-01-01", "2025-1-1", "25-01-01", "2025-01-01T00:00", "2025-01-01 00:00:00", "infinity", "today",
         "02/03/1985", "2/3/1985", "31/04/2025", "29/02/2024", "29/02/2023", "1/13/2025", "02-03-1985",
         "2 Maret 1985", "2 March 1985", "02  maret\t1985", "2 Mar. 1985", "2 MAR 1985", "31 April 2025",
         "29 Pebruari 2024", "2 Foo 1985", "1 agst 2025", "2 Maret. 1985", "2.Maret 1985")  # fmt: skip
NUMBERS = ("0", "1", "-1", "-0", "007", "17", "1000", "1001", "999999999999999999", "1000000000000000000",
           "-999999999999999999", "1.5", "1,5", "1e3", "0x10", "+5", "--5", "1 000", "1_000", "٣", "NaN",
           "Rp1.500.000", "Rp 1500000", "rp. 1.500.000", "-Rp1.500.000", "Rp-5", "1.500.000", "1.50.000",
           "1500000,00", "1.500.000,-", "1.500.000,0", "1.500.000,50", "1,500,000", "Rp", "Rp1.500.000,",
           "Rp\u00a0500", "12.345.678.901.234.567", "999.999.999.999.999.999", "0000")  # fmt: skip
WORDS = ("ya", "YA", "Yes", "true", "tidak", "No", "FALSE", "t", "f", "1", "y", "belum", "Belum", "not yet",
         "NOT YET", "not  yet", "ojek", "OJEK", " tukang   ojek ", "ojek|nelayan", "ojek | nelayan|...", "...",
         "|", "||", "ojek|", "ojek|ojek", "tukang ojek|ojek", "ojek|astronaut", "ojek|nelayan|pemulung",
         "ojek|nelayan|ojek", "astronaut", "21", "21.02", "21.02.01", "21.02.01.2001", "21.02.01.200", "21.2",
         "99", "99.99", "2102", "karimun", "Kabupaten Karimun", "kabupaten  karimun", "moro", "KARIMUN\u00a0",
         "x'); DROP TABLE people; --", "${env:HOME}", "\\", "%", "_", "'", '"', "\ufffd")  # fmt: skip
EMPTY = ("", " ", "\t\n", BLANKS, "\u00a0", "\u200b")
EVERY_TEXT: tuple[str | None, ...] = (
    None,
    *EMPTY,
    *(f"{pad}{text}{pad}" for text in (*DATES, *NUMBERS, *WORDS) for pad in ("", " \u2003")),
)


@cache
def library(rule: LeapRule) -> ir.Library:
    """Give real vocabularies and codes, and a fact of every kind, some of them with bounds."""
    found = compile_library(open_workspace([str(POLICIES)]).sources).library
    assert found is not None
    real = {fact.name: fact for fact in found.facts}
    number = next(fact for fact in found.facts if fact.type.kind is ir.Kind.RUPIAH_PER_MONTH)
    made = [
        replace(
            number, name=f"made_{kind.value}", type=ir.Type(kind), label=both(kind.value), low=None, high=None
        )
        for kind in (
            ir.Kind.RUPIAH,
            ir.Kind.NUMBER,
            ir.Kind.DATE,
            ir.Kind.EVENT,
            ir.Kind.MONTH,
            ir.Kind.TRUTH,
        )
    ]
    made.append(replace(made[1], name="made_bounded", low=0, high=1000))
    made.append(replace(made[2], name="made_day", low=pack(1985, 3, 2), high=pack(2025, 12, 31)))
    made.append(replace(made[3], name="made_end", low=pack(1985, 3, 2), high=pack(2025, 12, 31)))
    made.append(
        replace(real["pekerjaan"], name="made_code", type=replace(real["pekerjaan"].type, kind=ir.Kind.CODE))
    )
    return replace(found, facts=(*found.facts, *made), leap_rule=rule)


def layout(rule: LeapRule) -> Layout:
    """Ask for every aspect of every made fact, and of the real sets and regions."""
    found = Layout(library(rule))
    for fact in found.library.facts:
        match fact.type.kind:
            case ir.Kind.CODE_SET:
                found.column(fact.name, Aspect.COMPLETE)
                for word in range(found.words(fact.name)):
                    found.column(fact.name, Aspect.WORD, word)
            case ir.Kind.REGION:
                for level in range(len(REGION_LEVELS)):
                    found.column(fact.name, Aspect.LEVEL, level)
            case ir.Kind.CODE:
                found.column(fact.name, Aspect.CODE)
            case ir.Kind.DATE | ir.Kind.EVENT:
                for aspect in (Aspect.VALUE, Aspect.TEST_KEY, Aspect.BIRTHDAY_KEY):
                    found.column(fact.name, aspect)
            case _:
                found.column(fact.name, Aspect.VALUE)
    return found


@dataclass(frozen=True)
class Register:
    """A table in which each row says one text of one fact."""

    facts: tuple[ir.Fact, ...]
    rows: tuple[tuple[int, int, str | None], ...]


def register(layout: Layout) -> Register:
    wanted = {column.fact for column in layout.columns}
    facts = tuple(
        fact
        for fact in layout.library.facts
        if fact.name in wanted
        and (fact.name.startswith("made_") or fact.name in ("pekerjaan", "domisili", "lahir"))
    )
    every = [(at, text) for at in range(len(facts)) for text in EVERY_TEXT]
    return Register(facts, tuple((row, at, text) for row, (at, text) in enumerate(every)))


_SAME: Mapping[type, Problem] = {
    data.WrongType: Problem.WRONG_TYPE,
    data.ImpossibleDate: Problem.IMPOSSIBLE_DATE,
    data.UnknownCode: Problem.UNKNOWN_CODE,
    data.AmbiguousCode: Problem.AMBIGUOUS_CODE,
    data.TooManyCodes: Problem.TOO_MANY_CODES,
    data.OutOfBounds: Problem.OUT_OF_BOUNDS,
}


def read_here(
    layout: Layout, formats: Formats, fact: ir.Fact, text: str | None
) -> tuple[object, ...] | Problem:
    reader = Reader(layout.library, formats)
    value = None if text is None else reader.text(fact, text, Place("", None, None))
    if isinstance(value, data.DataProblem):
        return _SAME[type(value)]
    return tuple(cell(layout, column, value) for column in layout.columns if column.fact == fact.name)


def read_there(
    database: Database,
    layout: Layout,
    formats: Formats,
    register: Register,
    columns: Mapping[str, str] | None = None,
) -> dict[int, tuple[object, ...] | Problem]:
    dialect = database.dialect
    by_fact = {fact.name: f"c{at}" for at, fact in enumerate(register.facts)} if columns is None else columns
    source = Source(qualified(("people",), dialect), "id", by_fact)
    made = reading(layout, formats, source, dialect, lambda name: quoted(name, dialect))
    for words in made.words:
        database.load(words.name, words.columns, words.rows)
    found: dict[int, tuple[object, ...] | Problem] = {}
    at_of = {row: at for row, at, _ in register.rows}
    for record in database.rows(made.query):
        fact = register.facts[at_of[record["row_id"]]]
        problems = [p for p in (record[f"{PROBLEM}{at}"] for at in range(len(made.facts))) if p is not None]
        assert len(problems) <= 1
        found[record["row_id"]] = (
            Problem(problems[0])
            if problems
            else tuple(record[name] for column, name in layout.columns.items() if column.fact == fact.name)
        )
    return found


FORMATS = (
    Formats(),
    Formats(DateFormat.DMY, MoneyFormat.RUPIAH),
    Formats(DateFormat.LONG, MoneyFormat.PLAIN),
)


@pytest.mark.parametrize("rule", LeapRule)
@pytest.mark.parametrize("formats", FORMATS, ids=lambda f: f"{f.date.value}-{f.money.value}")
def test_every_text_is_read_alike(database: Database, formats: Formats, rule: LeapRule) -> None:
    asked = layout(rule)
    people = register(asked)
    names = [f"c{at}" for at in range(len(people.facts))]
    table = [
        (row, *(text if at == place else None for place in range(len(names))))
        for row, at, text in people.rows
    ]
    database.load("people", [("id", "BIGINT"), *((name, "TEXT") for name in names)], table)
    found = read_there(database, asked, formats, people)
    assert len(found) == len(people.rows)
    differ = [
        (people.facts[at].name, text, expected, found[row])
        for row, at, text in people.rows
        if (expected := read_here(asked, formats, people.facts[at], text)) != found[row]
    ]
    assert differ == []
