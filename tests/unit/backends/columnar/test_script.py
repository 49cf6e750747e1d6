"""Scripts put decisions into the user's own database: right, explained, repeatable, and taken away again."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest

from policy_engine.backends.columnar.dialects import Dialect
from policy_engine.backends.columnar.legends import Constants
from policy_engine.backends.columnar.literals import qualified
from policy_engine.backends.columnar.prepared import Prepared, prepare
from policy_engine.backends.columnar.reading import Source
from policy_engine.backends.columnar.script import Request, constants_query, script, statements, undo
from policy_engine.domain.bilingual import Language
from policy_engine.domain.dates import Month, format_iso_month, pack
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir import nodes as ir
from policy_engine.ir.written import Formats
from policy_engine.pipeline import compile_library
from policy_engine.registers.values import Place, Reader
from policy_engine.workspace import open_workspace
from tests.columnar import Said, by_reference
from tests.engines import Database, database, postgres  # noqa: F401  fixtures

ROOT = Path(__file__).parents[4]
ON = pack(2025, 11, 20)
KARIMUN = ROOT / "policies/kepulauan-riau/karimun-nota-kesepakatan-2025.policy"
FACTS = {
    "pekerjaan": ("ojek", "ojek|nelayan", "pedagang_keliling|marbot", " ", "Tukang Ojek|...", "astronaut"),
    "lahir": ("1985-03-02", "1990-01-01", "1960-11-20", None, "2008-02-29", "1985-02-30", "1900-01-01"),
    "domisili": ("21.02", "moro", "21.02", "21", "14.08", None),
    "peserta_bpjs_tk": ("tidak", "tidak", "ya", None),
    "lulus_verifikasi": ("ya", "ya", "ya", "TIDAK", "mungkin"),
    "tanggal_pendaftaran": ("belum", "2025-11-13", "2025-11-31"),
    "memiliki_nik_atau_ktp": ("ya",),
    "memiliki_usaha_atau_pekerjaan": ("ya", "ya", "tidak"),
}
COUNT = 120


@cache
def library() -> ir.Library:
    found = compile_library(open_workspace([str(KARIMUN), str(ROOT / "policies/nasional")]).sources).library
    assert found is not None
    return found


@cache
def prepared() -> Prepared:
    return prepare(library(), ON, [found.id for found in library().instruments], costs=True)


def cells(row: int) -> dict[str, str | None]:
    """Give one row of a register, more often what is said first."""
    choose = Random(row)  # noqa: S311  a register, not a secret
    return {fact: said[min(choose.randrange(len(said)) for _ in "ab")] for fact, said in FACTS.items()}


def people(names: Mapping[str, str], key: str) -> Constants:
    """Give the register as a table; `names` are the columns by fact."""
    columns = ((key, "BIGINT"), *((names[fact], "TEXT") for fact in FACTS))
    return Constants("people", columns, tuple((row, *cells(row).values()) for row in range(COUNT)))


def load(database: Database, table: Constants, name: Sequence[str]) -> None:
    """Make the user's own table, which outlives the session."""
    if database.dialect is Dialect.SPARK:
        database.script(
            f"CREATE OR REPLACE VIEW {qualified(name, Dialect.SPARK)} AS\n{constants_query(table, Dialect.SPARK)};\n"
        )
    else:
        database.load(name[-1], table.columns, table.rows)


def read(row: int) -> tuple[dict[str, ir.FactValue], set[tuple[str, str]]]:
    """Give the facts of a row as single workers are read, and what is wrong with it."""
    reader = Reader(library(), Formats())
    facts: dict[str, ir.FactValue] = {}
    wrong: set[tuple[str, str]] = set()
    for name, text in cells(row).items():
        value = None if text is None else reader.text(reader.facts[name], text, Place("", row, name))
        match value:
            case None:
                pass
            case int() | str() | ir.CodeSet() | ir.NotHappened():
                facts[name] = value
            case problem:
                wrong.add((name, type(problem).__name__))
    return facts, wrong


def request(database: Database, names: Mapping[str, str], key: str, table: Sequence[str]) -> Request:
    source = Source(qualified(table, database.dialect), key, names)
    return Request(prepared(), Formats(), source, database.dialect)


def run(database: Database, wanted: Request) -> None:
    database.script(script(["decisions"], statements(wanted)))


def rows(database: Database, view: str) -> list[dict[str, Any]]:
    name = qualified(("policy_engine", view), database.dialect)
    return database.rows(f"SELECT * FROM {name}")  # noqa: S608  quoted


@pytest.fixture(scope="module")
def defined(database: Database) -> Database:
    """Give a database in which the script has run."""
    names = {fact: fact for fact in FACTS}
    load(database, people(names, "id"), ("people",))
    wanted = request(database, names, "id", ("people",))
    run(database, wanted)
    return database


@cache
def expected() -> dict[tuple[int, str], Said]:
    """Give the decisions of the reference on the rows that can be read."""
    valid = [row for row in range(COUNT) if not read(row)[1]]
    names = [found.id for found in library().instruments]
    said = by_reference(library(), names, [read(row)[0] for row in valid], ON)
    return {(valid[place], instrument.slug): each for (place, instrument), each in said.items()}


def test_decisions_are_those_of_the_reference(defined: Database) -> None:
    found = {
        (row["worker"], row["instrument"]): (
            row["outcome"],
            row["effective"],
            row["entry_month"],
            row["total"],
        )
        for row in rows(defined, "decisions")
    }
    assert found == {
        key: (
            said.outcome.value,
            said.effective.value,
            None if said.entry_month is None else format_iso_month(Month(said.entry_month)),
            said.total,
        )
        for key, said in expected().items()
    }
    assert {outcome for outcome, *_ in found.values()} >= {
        Outcome.ELIGIBLE.value,
        Outcome.NOT_ELIGIBLE.value,
        Outcome.UNDETERMINED.value,
    }


def test_masks_are_expanded_to_articles(defined: Database) -> None:
    found = defaultdict(set)
    for row in rows(defined, "reasons"):
        found[row["worker"], row["instrument"], row["verdict"]].add(
            (row["citation_en"], row["role"], row["month"])
        )
    wanted = {
        (*key, verdict): {
            (
                bit.citation.text(
                    Language.EN, "Karimun Regency" if bit.citation.instrument.locality else None
                ),
                bit.role.value,
                None if bit.month is None else format_iso_month(bit.month),
            )
            for bit in bits
        }
        for key, said in expected().items()
        for verdict, bits in (("failed", said.failed), ("unknown", said.unknown))
        if bits
    }
    assert dict(found) == wanted


def test_what_is_missing_is_named(defined: Database) -> None:
    found = {(row["worker"], row["instrument"], row["fact"]) for row in rows(defined, "missing")}
    assert found == {(*key, name) for key, said in expected().items() for name in said.missing}
    assert ("lahir", "tanggal lahir") in {(row["fact"], row["label_id"]) for row in rows(defined, "missing")}


def test_months_are_funded_or_unknown(defined: Database) -> None:
    found = {
        (row["worker"], row["instrument"], row["verdict"], row["month"]) for row in rows(defined, "months")
    }
    assert found == {
        (*key, verdict, format_iso_month(Month(month)))
        for key, said in expected().items()
        for verdict, months in (("funded", said.months), ("unknown", said.unknown_months))
        for month in months
    }


def test_costs_are_rows_and_totals_their_sums(defined: Database) -> None:
    found = sorted(
        (
            (row["worker"], row["instrument"], row["month"], row["programme"], row["payer"], row["payer_region"],
             row["rupiah"])
            for row in rows(defined, "costs")
        ),
        key=repr,
    )  # fmt: skip
    wanted = sorted(
        (
            (*key, format_iso_month(month), programme, payer and payer.code, payer and payer.region, amount)
            for key, said in expected().items()
            for month, programme, payer, amount in said.costs
        ),
        key=repr,
    )
    assert found == wanted
    totals = {
        (row["instrument"], row["month"], row["programme"], row["payer"]): (
            row["rows"],
            int(row["rupiah"]),
            row["unknown"],
        )
        for row in rows(defined, "totals")
    }
    sums: defaultdict[tuple[object, ...], list[int]] = defaultdict(lambda: [0, 0, 0])
    for _, instrument, month, programme, payer, _, amount in wanted:
        one = sums[instrument, month, programme, payer]
        one[0] += 1
        one[1] += amount or 0
        one[2] += amount is None
    assert totals == {key: tuple(each) for key, each in sums.items()}


def test_malformed_rows_are_rejected_with_their_reasons_and_no_other_is_lost(defined: Database) -> None:
    found = {(row["worker"], row["fact"], row["code"].replace("_", "")) for row in rows(defined, "rejects")}
    wanted = {(row, fact, kind.lower()) for row in range(COUNT) for fact, kind in read(row)[1]}
    assert found == wanted
    assert len(found) > 20
    decided = {row["worker"] for row in rows(defined, "decisions")}
    assert decided | {row for row, *_ in found} == set(range(COUNT))
    assert not decided & {row for row, *_ in found}


def test_a_script_replaces_what_it_made_and_undo_leaves_the_users_table_alone(defined: Database) -> None:
    database, names = defined, {fact: fact for fact in FACTS}
    before = rows(database, "outcomes")
    run(database, request(database, names, "id", ("people",)))
    assert rows(database, "outcomes") == before
    database.script(script([], undo(database.dialect)))
    assert len(database.rows("SELECT * FROM people")) == COUNT
    with pytest.raises(Exception, match=r"(?i)policy_engine"):
        rows(database, "decisions")


# Names and texts that would like to be SQL

NASTY = """x"`; DROP TABLE people; --'"""
TEXTS = ("'; DROP TABLE people; --", '"', "*/ /*", "\\'; \\! id", "--\n; DROP TABLE people", "a\0b", "${env:HOME}",
         ":'people' :people", "{} {0} %s %(x)s $1 ?", "\u202e \u2028 \ud800 \U0001f600 é", "$$ $x$")  # fmt: skip


@cache
def nasty() -> Prepared:
    """Give the same library with other words wherever an author may choose them."""
    said = "".join(TEXTS)

    def text(found: Any) -> Any:
        return type(found)(found.indonesian + said, found.english + said)

    base = library()
    other = replace(
        base,
        facts=tuple(replace(fact, label=text(fact.label)) for fact in base.facts),
        instruments=tuple(replace(found, title=said) for found in base.instruments),
        vocabularies=tuple(
            replace(
                each,
                label=text(each.label),
                codes=tuple(
                    replace(
                        code, label=text(code.label), synonyms=(*code.synonyms, code.label.indonesian, *TEXTS)
                    )
                    for code in each.codes
                ),
            )
            for each in base.vocabularies
        ),
    )
    return prepare(other, ON, [found.id for found in other.instruments], costs=True)


def test_no_name_and_no_text_becomes_sql(database: Database) -> None:
    """The same decisions come from a table and columns with quotes, under words that would break out."""
    plain = {fact: fact for fact in FACTS}
    load(database, people(plain, "id"), ("people",))
    names = {fact: f"{fact} {NASTY}" for fact in FACTS}
    table = f"{NASTY} people" if database.dialect is not Dialect.SPARK else "people_two"
    load(database, people(names, NASTY), (table,))
    wanted = replace(request(database, names, NASTY, (table,)), prepared=nasty())
    database.script(script([*TEXTS, NASTY], statements(wanted)))
    found = {
        (row["worker"], row["instrument"], row["outcome"], row["total"])
        for row in rows(database, "decisions")
    }
    assert found == {(*key, said.outcome.value, said.total) for key, said in expected().items()}
    assert len(database.rows("SELECT * FROM people")) == COUNT
    kept = "".join(TEXTS).replace("\0", "\ufffd").replace("\ud800", "\ufffd")
    assert {row["title"] for row in rows(database, "instruments") if row["slug"]} == {kept}
    database.script(script([], undo(database.dialect)))
