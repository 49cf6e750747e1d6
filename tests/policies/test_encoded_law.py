"""The encoded law: no file has an error, its tests hold, its tables are regular, published totals come out.

A total here is what one worker of a test costs, times the persons that the source names. Where a published
figure does not close, the test says so.
"""

from collections.abc import Mapping
from pathlib import Path

import pytest

from policy_engine.backends.scalar.decide import decide
from policy_engine.cache import Cache
from policy_engine.commands import test as verb
from policy_engine.diagnostics.model import Severity
from policy_engine.ir import canonical, nodes
from policy_engine.ir.assume import assume
from policy_engine.ir.cases import Case
from policy_engine.pipeline import Compiled, compile_library
from policy_engine.source import SourceFile

POLICIES = Path(__file__).parents[2] / "policies"


@pytest.fixture(scope="module")
def compiled() -> Compiled:
    files = sorted(POLICIES.rglob("*.policy"))
    return compile_library([SourceFile(str(file), file.read_text(encoding="utf-8")) for file in files])


@pytest.fixture(scope="module")
def library(compiled: Compiled) -> nodes.Library:
    assert compiled.library is not None
    return compiled.library


@pytest.fixture(scope="module")
def costs(compiled: Compiled, library: nodes.Library) -> Mapping[str, int | None]:
    """Give what the worker of each test costs, by the name of the test."""
    found: dict[str, int | None] = {}
    for case in compiled.cases:
        if isinstance(case, Case):
            settled = assume(library, case.instrument, case.assumptions)
            made = decide(
                settled,
                case.instrument,
                dict(case.worker),
                on=case.on,
                facts_as_of=case.facts_as_of,
                digest=canonical.meaning_digest(settled),
            )
            found[case.name] = made.total
    return found


def test_no_file_has_an_error(compiled: Compiled) -> None:
    assert [found for found in compiled.diagnostics if found.severity is Severity.ERROR] == []


def test_every_test_and_property_of_the_files_holds() -> None:
    report = verb.test(verb.Request(paths=(str(POLICIES),), cache=Cache(None)))
    assert report.refused == ()
    assert [result.name for result in report.results if result.failure is not None] == []
    assert report.results


def test_every_region_stands_in_a_region_that_is_declared(library: nodes.Library) -> None:
    (regions,) = [each for each in library.vocabularies if each.name == "wilayah"]
    codes = {entry.code for entry in regions.codes if entry.code is not None}
    assert {code for code in codes if "." in code and code.rpartition(".")[0] not in codes} == set()


def bands(library: nodes.Library, programme: str) -> tuple[nodes.Band, ...]:
    (table,) = {
        table.bands
        for instrument in library.instruments
        for version in instrument.versions
        for table in version.tables
        if table.programme == programme
    }
    return table


def test_the_work_injury_table_is_one_per_cent_of_the_middle_of_each_band(library: nodes.Library) -> None:
    rows = bands(library, "jkk")
    assert [row.row for row in rows] == list(range(1, 34))
    assert (rows[0].amount, rows[-1].amount) == (10_000, 207_000)
    for row in rows[1:-1]:
        assert row.low is not None
        assert row.high is not None
        assert row.amount * 100 == (row.low + row.high + 1_000) // 2


def test_between_two_rows_lies_what_the_annex_does_not_mention(library: nodes.Library) -> None:
    for low, high in zip(bands(library, "jkk"), bands(library, "jkk")[1:], strict=False):
        assert low.high is not None
        assert high.low == low.high + 1_000


def test_the_old_age_table_is_twice_the_work_injury_table(library: nodes.Library) -> None:
    doubled = [(row.row, row.low, row.high, row.amount * 2) for row in bands(library, "jkk")]
    assert [(row.row, row.low, row.high, row.amount) for row in bands(library, "jht")] == doubled


@pytest.mark.parametrize(
    ("worker", "persons", "published"),
    [
        # Karimun 2025: the article prints the factors.
        ("tukang ojek berusia 40 tahun", 953, 32_020_800),
        # Batam, transport: holds only if all 6,945 entered in June.
        ("mitra aplikasi yang masuk bulan Juni dibayar tujuh bulan", 6_945, 816_732_000),
        # The province's fishers in Karimun, 2024.
        ("nelayan Moro dibayar dua belas bulan", 5_535, 1_115_856_000),
        # The province's fishers, 2025; printed as Rp6.31 billion.
        ("nelayan mandiri dibayar dua belas bulan", 31_304, 6_310_886_400),
        # Riau's palm workers, 2024; printed as Rp2.35 billion.
        ("sesudah perubahan, pekerja sawit tanpa pemberi kerja", 11_666, 2_351_865_600),
    ],
)
def test_a_published_total_is_the_cost_of_one_worker_times_the_persons(
    costs: Mapping[str, int | None], worker: str, persons: int, published: int
) -> None:
    one = costs[worker]
    assert one is not None
    assert one * persons == published


def test_the_fourteen_districts_of_karimun_sum_to_the_persons_published(library: nodes.Library) -> None:
    places = [
        people
        for instrument in library.instruments
        for version in instrument.versions
        for quota in version.quotas
        for _, people in quota.places
    ]
    assert (len(places), sum(places)) == (14, 5_535)
