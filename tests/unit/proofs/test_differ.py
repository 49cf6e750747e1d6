"""Differences between libraries built by hand: on which days, for whom, because of what; and what no worker sees."""

from dataclasses import replace
from typing import Any

import pytest

from policy_engine.domain.citation import InstrumentId, InstrumentKind
from policy_engine.domain.dates import PackedDate, make_month, pack
from policy_engine.domain.outcomes import Outcome, Truth
from policy_engine.ir import nodes as ir
from policy_engine.ir.compare import Kind, Matter, alterations, plain, same_meaning
from policy_engine.proofs.differ import differ
from policy_engine.proofs.effect import Effect, effect_of
from policy_engine.proofs.region_words import who
from policy_engine.proofs.regions import Difference, Money, Turn
from policy_engine.proofs.span import on_day, stretches
from tests.unit.backends.scalar.build import (
    DECEMBER,
    MONEY,
    NOVEMBER,
    ON,
    PERBUP,
    PERMENAKER,
    WORKER,
    age,
    cite,
    fact,
    group,
    instrument,
    library,
    national,
    norm,
    participants,
    rupiah,
    schedule,
    tariff,
    truth,
    version,
    works_as,
)

AMENDED = pack(2025, 7, 1)
BESIDE = InstrumentId(InstrumentKind.PERBUP, "21.71", "9", 2025)
"""A regulation of another region."""


def up_to(years: int) -> ir.Norm:
    return norm("Pasal 3 huruf a", age(ir.Comparison.AT_MOST, years))


def law(*norms: ir.Norm, **changes: Any) -> ir.Library:
    return library(instrument(version(norms=norms, **changes)))


def found(old: ir.Library, new: ir.Library, on: PackedDate = ON) -> Difference:
    return differ(on_day(plain(old), plain(new), PERBUP, on), alterations(old, new), 5_000)


def amended(years: int) -> ir.Library:
    first = replace(version(norms=(up_to(64),)), until=AMENDED)
    second = replace(version(norms=(up_to(years),)), since=AMENDED)
    return library(replace(instrument(first), versions=(first, second)))


def test_nothing_differs_before_the_day_of_an_amendment() -> None:
    old, new = amended(60), amended(55)
    assert [each.on for each in stretches(old, new, PERBUP)] == [AMENDED]
    assert found(old, new, pack(2025, 6, 30)).regions == ()
    (region, *_) = found(old, new, AMENDED).regions
    (alteration,) = region.caused_by
    assert (alteration.days, alteration.old_citation) == ((AMENDED,), cite("Pasal 3 huruf a"))


def test_an_amendment_that_comes_later_takes_what_it_gave_for_as_long() -> None:
    early = amended(60)
    text = early.instruments[0]
    later = pack(2025, 9, 1)
    versions = (replace(text.versions[0], until=later), replace(text.versions[1], since=later))
    new = library(replace(text, versions=versions))
    assert [each.on for each in stretches(early, new, PERBUP)] == [AMENDED]
    effects = {effect_of(region.change) for region in found(early, new, AMENDED).regions}
    assert Effect.GAINED in effects
    assert found(early, new, later).regions == ()


def test_a_day_of_commencement_that_moves_is_a_stretch_of_its_own() -> None:
    old, first = law(), pack(2025, 3, 1)
    new = library(instrument(replace(version(), since=first)))
    assert [each.on for each in stretches(old, new, PERBUP)] == [pack(2025, 1, 1)]
    regions = found(old, new, pack(2025, 1, 1)).regions
    assert {region.change.new_own for region in regions} == {Outcome.NOT_APPLICABLE}
    assert {each.name for region in regions for each in region.caused_by} == {"commences"}


def test_what_both_leave_blank_is_taken_to_be_the_same_day() -> None:
    def blank(years: int) -> ir.Library:
        text = replace(version(norms=(up_to(years),)), since=PackedDate(0))
        return library(instrument(text, commences=None, promulgated=pack(2025, 2, 3)))

    (compared,) = stretches(blank(60), blank(61), PERBUP)
    assert (compared.on, compared.assumed) == (pack(2025, 2, 3), True)
    assert differ(compared, alterations(blank(60), blank(61)), 5_000).regions


def test_bounds_that_differ_are_put_into_one_span_of_births() -> None:
    made = found(law(up_to(64)), law(up_to(65)))
    (gained,) = (
        r
        for r in made.regions
        if r.change.old_own is Outcome.NOT_ELIGIBLE and r.change.new_own is Outcome.ELIGIBLE
    )
    (case,) = gained.cases
    assert who(case, made.compared).english == (
        "eligible under the new text; age 65 years on the date of the decision "
        "(born 14 November 1959 through 13 November 1960)"
    )


def test_months_are_told_by_name_and_money_by_direction() -> None:
    january = make_month(2026, 1)
    old, new = law(), law(schedules=(schedule(NOVEMBER, DECEMBER, january),))
    (region,) = found(old, new).regions
    assert region.change.turns == frozenset({Turn(january, Truth.FALSE, Truth.TRUE)})
    assert region.change.money is Money.MORE
    assert region.old is not None
    assert region.new is not None
    assert (region.old.total, region.new.total) == (33_600, 50_400)


def test_bands_of_a_table_describe_whom_an_amount_changes() -> None:
    def banded(second: int) -> ir.Library:
        bands = (ir.Band(1, None, 1_000_000, 10_000), ir.Band(2, 1_000_001, None, second))
        table = ir.BandTable(cite("Lampiran"), "jkk", "penghasilan", ir.GapRule.LOWER, bands)
        income = fact("penghasilan", ir.Kind.RUPIAH_PER_MONTH)
        amount = ir.BandLookup(table, income, False, type=MONEY)
        return law(tariffs=(tariff("jkk", amount), tariff("jkm", rupiah(6_800))), tables=(table,))

    made = found(banded(20_000), banded(25_000))
    (dearer,) = (region for region in made.regions if region.change.money is Money.MORE)
    (case,) = dearer.cases
    assert "monthly income at least Rp1,000,001 a month" in who(case, made.compared).english
    assert dearer.worker["penghasilan"] == 1_000_001


def test_two_changes_that_only_together_turn_a_worker_are_both_the_cause() -> None:
    old = law(norm("Pasal 3 huruf a", truth(0)), norm("Pasal 3 huruf b", truth(0)))
    made = found(old, law(norm("Pasal 3 huruf a", truth(1)), norm("Pasal 3 huruf b", truth(1))))
    (region,) = (r for r in made.regions if r.change.new_own is Outcome.ELIGIBLE)
    assert [each.old_citation for each in region.caused_by] == [
        cite("Pasal 3 huruf a"),
        cite("Pasal 3 huruf b"),
    ]


def test_a_higher_norm_that_changes_is_the_cause_though_the_text_is_the_same() -> None:
    def above(years: int) -> ir.Library:
        return library(national(participant_norms=participants(age(ir.Comparison.LESS, years))), instrument())

    made = found(above(65), above(60))
    lost = [
        r
        for r in made.regions
        if r.change.new_effective is Outcome.NOT_ELIGIBLE
        and r.change.old_own is r.change.old_effective is Outcome.ELIGIBLE
    ]
    assert [each.instrument for region in lost for each in region.caused_by] == [PERMENAKER]


@pytest.mark.parametrize(
    ("matter", "changes"),
    [
        (Matter.QUOTA, {"quotas": (ir.Quota(cite("Pasal 6"), None, None, (), 100, False),)}),
        (Matter.CEILING, {"ceilings": (ir.Ceiling(cite("Pasal 7"), 1_000_000, 2025, None),)}),
        (Matter.TARGET, {"targets": (ir.Target(cite("Pasal 8"), 40),)}),
        (Matter.DEPOSIT, {"deposits": (ir.Deposit(cite("Pasal 8"), None),)}),
        (
            Matter.ALLOCATION,
            {"allocation": ir.Allocation((), True, None, False, False, False, False)},
        ),
    ],
)
def test_what_no_worker_sees_is_reported_as_an_alteration(matter: Matter, changes: dict[str, Any]) -> None:
    old, new = law(), law(**changes)
    assert not same_meaning(old, new)
    assert [each.matter for each in alterations(old, new)] == [matter]
    assert found(old, new).regions == ()


def test_a_norm_that_stands_elsewhere_has_moved_and_nobody_is_treated_otherwise() -> None:
    old = law(norm("Pasal 3 huruf a", fact("peserta_bpjs_tk")))
    new = law(norm("Pasal 3 huruf b", fact("peserta_bpjs_tk")))
    (alteration,) = alterations(old, new)
    assert alteration.kind is Kind.MOVED
    assert found(old, new).regions == ()


def test_an_instrument_that_is_new_gives_to_whoever_is_eligible_under_it() -> None:
    made = found(library(national()), library(national(), instrument()))
    effects = {effect_of(region.change) for region in made.regions}
    assert Effect.GAINED in effects
    (alteration,) = alterations(library(national()), library(national(), instrument()))
    assert (alteration.matter, alteration.kind) == (Matter.INSTRUMENT, Kind.ADDED)


def test_what_another_instrument_reads_describes_nobody_under_this_one() -> None:
    def both_of(years: int, income: int) -> ir.Library:
        bound = ir.Compare(
            ir.Comparison.AT_MOST,
            fact("penghasilan", ir.Kind.RUPIAH_PER_MONTH),
            rupiah(income),
            type=ir.Type(ir.Kind.TRUTH),
        )
        other = version(norms=(norm("Pasal 3", bound, instrument=BESIDE),))
        return library(instrument(version(norms=(up_to(years),))), instrument(other, BESIDE))

    made = found(both_of(64, 2_000_000), both_of(60, 3_000_000))
    worker = {**WORKER, "lahir": pack(1962, 1, 1), "penghasilan": 900_000}
    (region,) = made.compared.inside(made.regions, worker)
    assert region.change == made.compared.change(worker)


def test_unchanged_groups_are_told_together() -> None:
    groups = (group("a", works_as("ojek")), group("b", works_as("nelayan")))
    made = found(law(groups=groups[:1]), law(groups=groups))
    gained = next(
        r
        for r in made.regions
        if r.change.old_own is Outcome.NOT_ELIGIBLE and r.change.new_own is Outcome.ELIGIBLE
    )
    told = who(gained.cases[0], made.compared).english
    assert told.startswith("eligible under the new text; occupations: ")
    assert told.endswith("not: in a group that does not change (Article 2 paragraph (1) letter a)")
