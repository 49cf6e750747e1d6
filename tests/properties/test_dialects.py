"""DuckDB, PostgreSQL and Spark say what the reference says, row by row: one suite, each database in its turn."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from policy_engine.backends.columnar.bindings import Bindings, layers
from policy_engine.backends.columnar.dialects import Dialect
from policy_engine.backends.columnar.division import LARGEST, scaled
from policy_engine.backends.columnar.prepared import UNROUTED, Prepared, prepare, queries
from policy_engine.backends.columnar.printer import print_query, print_totals
from policy_engine.backends.columnar.sql import Arithmetic, Column, Select, Sign, Table, Totals, Whole
from policy_engine.backends.columnar.value import Range
from policy_engine.backends.scalar.evaluate import scale
from policy_engine.domain.dates import PackedDate
from policy_engine.ir.nodes import Direction, Library
from policy_engine.pipeline import compile_library
from policy_engine.semantics.elaborate import elaborate
from policy_engine.testing.policies import Country, policies
from policy_engine.workspace import open_workspace
from tests.allocation import ON
from tests.columnar import (
    Worker,
    by_database,
    by_reference,
    differences,
    load_constants,
    load_workers,
    totals_by_database,
    totals_by_reference,
)
from tests.columnar_allocation import by_database as allocated
from tests.columnar_allocation import by_reference as filled
from tests.columnar_allocation import differences as differing
from tests.engines import CAPABILITIES, Database, database, duck, postgres  # noqa: F401  fixtures
from tests.properties.test_allocation import Pooled, cases, small_cases, small_months
from tests.properties.test_columnar import DAYS, loosened, mixed
from tests.unit.backends.columnar.test_allocate import CASES, MIXED

POLICIES = Path(__file__).parents[2] / "policies"


def bounded(database: Database) -> settings:
    """Give as many examples as the database can be asked about in the time there is."""
    share = 60 // CAPABILITIES[database.dialect].examples
    return settings(
        max_examples=max(1, settings().max_examples // share),
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.reuse, Phase.generate],
    )


def disagreements(database: Database, library: Library, on: PackedDate, data: st.DataObject) -> list[str]:
    """Give what differs between the reference and the database, in decisions and in totals."""
    register = mixed(data, library)
    names = [instrument.id for instrument in library.instruments]
    expected = by_reference(library, names, register, on)
    prepared = prepare(library, on, names, costs=True)
    found = list(differences(expected, by_database(database, prepared, register)))
    if totals_by_reference(expected) != totals_by_database(database, prepared, register):
        found.append("totals")
    return found


def test_generated_policies_are_decided_and_charged_alike(database: Database) -> None:
    @bounded(database)
    @given(policies(), st.sampled_from(DAYS), st.data())
    def alike(country: Country, on: PackedDate, data: st.DataObject) -> None:
        library = elaborate(country.trees).library
        assert disagreements(database, library, on, data) == []

    alike()


def test_policies_that_let_many_in_are_decided_and_charged_alike(database: Database) -> None:
    @bounded(database)
    @given(policies(), st.sampled_from(DAYS), st.data())
    def alike(country: Country, on: PackedDate, data: st.DataObject) -> None:
        choose = data.draw(st.randoms(use_true_random=True))
        library = loosened(elaborate(country.trees).library, choose)
        assert disagreements(database, library, on, data) == []

    alike()


# Places and money


def ill_placed(database: Database, several: Sequence[Pooled]) -> list[str]:
    """Give what differs between the reference and the database over pools that are filled at once."""
    return [
        text
        for (made, register), found in zip(several, allocated(database, several, ON), strict=True)
        for text in differing(filled(made, register, ON), found)
    ]


def test_every_rule_of_allocation_gives_the_same_places(database: Database) -> None:
    assert ill_placed(database, [(made, [*MIXED]) for made in CASES]) == []


def test_a_sample_of_all_small_registers_is_given_the_same_places(database: Database) -> None:
    """Every rule and set of limits meets registers of each size; pools of one form are filled by the same queries."""
    sample: list[Pooled] = []
    for every, rules_, kept in ((small_cases(), 24, (0, 9, 14, 19)), (small_months(), 30, (2, 14))):
        one_of = CAPABILITIES[database.dialect].small_registers
        for number, each in enumerate(every):
            wanted = database.dialect is not Dialect.SPARK or number % rules_ in kept
            if wanted and number // rules_ % one_of == 0:
                sample.append(each)
    assert ill_placed(database, sample) == []


def test_generated_limits_are_filled_alike(database: Database) -> None:
    @settings(bounded(database), max_examples=max(1, settings().max_examples // 60))
    @given(st.lists(cases(), min_size=1, max_size=3))
    def alike(several: list[Pooled]) -> None:
        assert ill_placed(database, several) == []

    alike()


@cache
def real_policies() -> Library:
    library = compile_library(open_workspace([str(POLICIES)]).sources).library
    assert library is not None
    return library


def test_real_policies_are_decided_and_charged_alike(database: Database) -> None:
    @settings(bounded(database), max_examples=max(1, settings().max_examples // 60))
    @given(st.sampled_from(DAYS), st.data())
    def alike(on: PackedDate, data: st.DataObject) -> None:
        assert disagreements(database, real_policies(), on, data) == []

    alike()


def test_a_register_meets_the_instruments_of_its_places_alike(database: Database) -> None:
    """Routing leaves out what does not apply, and gives one row where the place is not known well enough."""
    library = real_policies()
    prepared = prepare(library, DAYS[2], costs=True)
    places = ("21.02", "21.02.01.2001", "21", "35", "35.78", "73.71.01", "99", None)
    register = [{} if place is None else {"domisili": place} for place in places]
    with duck() as small:
        expected = routed(small, prepared, register)
    assert routed(database, prepared, register) == expected
    assert {number for row, number, _ in expected if register[row] == {}} >= {UNROUTED}


def routed(database: Database, prepared: Prepared, register: Sequence[Worker]) -> set[tuple[int, int, int]]:
    load_workers(database, prepared, register)
    found = []
    for query, tables in queries(prepared):
        load_constants(database, tables)
        found += database.rows(print_query(query, database.dialect))
    assert len(found) == len({(row["row_id"], row["instrument"]) for row in found})
    return {(row["row_id"], row["instrument"], row["outcome"]) for row in found}


# Whole numbers


@pytest.mark.parametrize("direction", [Direction.DOWN, Direction.UP, Direction.NEAREST])
def test_scaling_is_that_of_the_reference_at_every_multiple_one_before_and_one_after(
    database: Database, direction: Direction
) -> None:
    rates = ((1, 2), (1, 3), (24, 10_000), (57, 10_000), (2, 1), (0, 7), (3_700, 100))
    for rate in rates:
        for unit in (1, 100, 1_000):
            step = rate[1] * unit
            multiples = [step * count // max(rate[0], 1) for count in range(-5, 30)]
            amounts = sorted({multiple + near for multiple in multiples for near in (-1, 0, 1)})
            bindings = Bindings()
            known, _ = scaled(
                bindings, Column("amount"), Range(amounts[0], amounts[-1]), rate, direction, unit
            )
            query = layers(bindings, (("place", Column("place")), ("scaled", known)), Table("t", (), None))
            database.load("t", [("place", "BIGINT"), ("amount", "BIGINT")], list(enumerate(amounts)))
            found = {
                row["place"]: row["scaled"] for row in database.rows(print_query(query, database.dialect))
            }
            assert [found[place] for place in range(len(amounts))] == [
                scale(amount, *rate, direction, unit) for amount in amounts
            ], (rate, unit)


@pytest.mark.parametrize(
    ("sign", "left", "right"),
    [(Sign.ADD, LARGEST, 1), (Sign.SUBTRACT, -LARGEST, 2), (Sign.MULTIPLY, 2**32, 2**31)],
)
def test_what_does_not_fit_raises_and_never_wraps(
    database: Database, sign: Sign, left: int, right: int
) -> None:
    database.load("t", [("a", "BIGINT"), ("b", "BIGINT")], [(left, right)])
    query = Select((("c", Arithmetic(sign, Column("a"), Column("b"))),), Table("t", (), None), None)
    with pytest.raises(Exception, match=r"(?i)overflow|out of range"):
        database.rows(print_query(query, database.dialect))


def test_the_largest_number_of_the_fragment_passes_unchanged(database: Database) -> None:
    database.load("t", [("a", "BIGINT")], [(LARGEST,), (-LARGEST,), (None,)])
    query = Select((("c", Arithmetic(Sign.ADD, Column("a"), Whole(0))),), Table("t", (), None), None)
    found = [row["c"] for row in database.rows(print_query(query, database.dialect))]
    assert sorted(found, key=str) == sorted([LARGEST, -LARGEST, None], key=str)


def test_sums_over_rows_are_exact_or_raise(database: Database) -> None:
    """DuckDB and PostgreSQL widen a sum; Spark raises where it leaves int64. None gives a wrong figure."""
    database.load("t", [("k", "BIGINT"), ("a", "BIGINT")], [(1, LARGEST), (1, LARGEST)])
    inner = Select((("k", Column("k")), ("a", Column("a"))), Table("t", (), None), None)
    text = print_totals(Totals("k", (("s", Column("a")),), inner), database.dialect)
    if CAPABILITIES[database.dialect].widens_sums:
        assert [int(row["s"]) for row in database.rows(text)] == [2 * LARGEST]
    else:
        with pytest.raises(Exception, match=r"(?i)overflow"):
            database.rows(text)
