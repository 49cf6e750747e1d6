"""What is owed: rows, shares, relief, totals and the cautions about money."""

from dataclasses import replace

import pytest

from policy_engine.domain.dates import Month, make_month, pack
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir import nodes as ir
from policy_engine.ir.decision import CautionKind, CostRow, Decision
from tests.unit.backends.scalar.build import (
    DECEMBER,
    KARIMUN,
    MONEY,
    NOVEMBER,
    PP,
    PROVINCE,
    REGENCY,
    SELF,
    arm,
    bearing,
    cite,
    decided,
    enrolment,
    excepted,
    fact,
    funding,
    instrument,
    library,
    national,
    norm,
    rupiah,
    schedule,
    tariff,
    truth,
    version,
)

JANUARY = make_month(2026, 1)
X = fact("x")


def amounts(decision: Decision) -> list[int | None]:
    return [row.amount for row in decision.costs]


def kinds(decision: Decision) -> list[CautionKind]:
    return [caution.kind for caution in decision.cautions]


def test_rows_are_by_month_programme_and_payer_and_the_total_is_their_sum() -> None:
    decision = decided()
    assert [(row.month, row.programme, row.amount) for row in decision.costs] == [
        (NOVEMBER, "jkk", 10_000),
        (NOVEMBER, "jkm", 6_800),
        (DECEMBER, "jkk", 10_000),
        (DECEMBER, "jkm", 6_800),
    ]
    assert decision.total == 33_600
    assert {row.payer for row in decision.costs} == {REGENCY}
    assert {row.budgets for row in decision.costs} == {("apbd",)}


def test_who_is_not_eligible_costs_nothing_and_who_may_be_costs_an_unknown_amount() -> None:
    found = version(norms=(norm("Pasal 3", X),))
    refused, open_ = decided(found, x=False), decided(found)
    assert (refused.costs, refused.total) == ((), 0)
    assert (amounts(open_), open_.total) == ([None] * 4, None)
    assert {row.missing for row in open_.costs} == {("x",)}


def test_an_unknown_programme_or_tariff_makes_its_rows_and_the_total_unknown() -> None:
    income = ir.FactRef("penghasilan", type=MONEY)
    by_income = version(tariffs=(tariff("jkk", income), tariff("jkm", rupiah(6_800))))
    assert amounts(decided(by_income)) == [None, 6_800, None, 6_800]
    assert decided(by_income).total is None
    assert decided(by_income).outcome is Outcome.ELIGIBLE
    perhaps = version(enrolments=(enrolment("jkk"), enrolment("jkm", X)))
    assert amounts(decided(perhaps)) == [10_000, None, 10_000, None]
    assert amounts(decided(perhaps, x=False)) == [10_000, 10_000]


def test_the_first_to_bear_takes_what_rounding_leaves() -> None:
    thirds = version(bearings=(bearing((REGENCY, 1, 3), (PROVINCE, 1, 3), (SELF, 1, 3)),))
    rows = [row for row in decided(thirds).costs if (row.month, row.programme) == (NOVEMBER, "jkk")]
    assert {row.payer: row.amount for row in rows} == {REGENCY: 3_334, PROVINCE: 3_333, SELF: 3_333}
    assert decided(thirds).total == 33_600


def test_what_nobody_is_said_to_bear_has_no_payer() -> None:
    half = version(bearings=(bearing((REGENCY, 1, 2), is_open=True),))
    rows = [row for row in decided(half).costs if (row.month, row.programme) == (NOVEMBER, "jkk")]
    assert {row.payer: row.amount for row in rows} == {REGENCY: 5_000, None: 5_000}
    unsaid = decided(version(bearings=()))
    assert ({row.payer for row in unsaid.costs}, unsaid.total) == ({None}, 33_600)


def test_a_conflict_in_an_amount_is_said_beside_the_row_and_leaves_the_outcome() -> None:
    clash = excepted(rupiah(1), arm("Pasal 5", truth(1), rupiah(2)), arm("Pasal 6", truth(1), rupiah(3)))
    decision = decided(version(tariffs=(tariff("jkk", clash), tariff("jkm", rupiah(6_800)))))
    assert (decision.outcome, decision.total) == (Outcome.ELIGIBLE, None)
    assert CautionKind.EXCEPTION_CONFLICT in kinds(decision)


# Relief


def relief(
    *,
    condition: ir.Expr | None = None,
    first: Month = NOVEMBER,
    last: Month = DECEMBER,
    from_month: int = 1,
    barred: frozenset[str] = frozenset(),
    of: int = 2,
) -> ir.Relief:
    return ir.Relief(
        cite("Pasal 2", PP),
        frozenset({"jkk"}),
        1,
        of,
        first,
        last,
        condition or truth(1),
        from_month,
        barred,
        ir.Direction.UP,
    )


def relieved(*reliefs: ir.Relief, **parts: object) -> ir.Library:
    return library(instrument(replace(version(), **parts)), national(PP, reliefs=reliefs))  # type: ignore[arg-type]


def test_relief_halves_the_contribution_in_its_months_and_programmes() -> None:
    decision = decided(relieved(relief(last=NOVEMBER)))
    assert amounts(decision) == [5_000, 6_800, 10_000, 6_800]
    assert [row.relief for row in decision.costs] == [cite("Pasal 2", PP), None, None, None]


def test_relief_of_months_before_its_commencement_counts_once_the_instrument_is_in_force() -> None:
    source = replace(national(PP, reliefs=(relief(),)), commences=pack(2025, 12, 5))
    source = replace(source, versions=(replace(source.versions[0], since=pack(2025, 12, 5)),))
    law = library(instrument(), source)
    assert amounts(decided(law, on=pack(2025, 12, 4))) == [10_000, 6_800, 5_000, 6_800]
    assert amounts(decided(law, on=pack(2025, 12, 5))) == [5_000, 6_800, 5_000, 6_800]


def test_relief_is_barred_by_the_budget_of_the_row_and_the_reader_is_told() -> None:
    law = relieved(relief(barred=frozenset({"apbd"})), bearings=(bearing((REGENCY, 1, 2), (SELF, 1, 2)),))
    decision = decided(law)
    jkk = [row for row in decision.costs if (row.month, row.programme) == (NOVEMBER, "jkk")]
    assert {row.payer: row.amount for row in jkk} == {REGENCY: 5_000, SELF: 2_500}
    assert CautionKind.RELIEF_BARRED in kinds(decision)
    assert CautionKind.RELIEF_BARRED not in kinds(decided(relieved(relief())))


def test_a_blank_budget_leaves_it_unknown_whether_relief_is_barred() -> None:
    law = relieved(relief(barred=frozenset({"apbd"})), fundings=(funding(is_open=True),))
    assert amounts(decided(law)) == [None, 6_800, None, 6_800]
    assert amounts(decided(relieved(relief(barred=frozenset({"apbd"})), fundings=()))) == [None, 6_800] * 2


def test_relief_from_the_second_participation_month_counts_from_the_fact_else_from_the_entry_month() -> None:
    law = relieved(relief(from_month=2))
    assert amounts(decided(law)) == [10_000, 6_800, 5_000, 6_800]
    assert amounts(decided(law, bulan_kepesertaan_pertama=NOVEMBER - 1)) == [5_000, 6_800, 5_000, 6_800]


def test_relief_for_some_participants_is_unknown_where_they_are() -> None:
    law = relieved(relief(condition=X))
    assert amounts(decided(law)) == [None, 6_800, None, 6_800]
    assert amounts(decided(law, x=False)) == [10_000, 6_800, 10_000, 6_800]


def test_two_reliefs_of_one_instrument_do_not_add_up_and_are_not_chosen_between() -> None:
    assert amounts(decided(relieved(relief(), relief(of=4))))[0] is None


# Cautions


def benefit(after: int, *, consecutive: bool = True) -> ir.Benefit:
    return ir.Benefit(cite("Pasal 97A"), "jkm", "santunan penuh", 42_000_000, after, consecutive)


@pytest.mark.parametrize(
    ("months", "after", "consecutive", "short"),
    [
        ((NOVEMBER, DECEMBER), 3, True, True),
        ((NOVEMBER, DECEMBER), 2, True, False),
        ((NOVEMBER, JANUARY), 2, True, True),
        ((NOVEMBER, JANUARY), 2, False, False),
    ],
)
def test_too_few_funded_months_for_a_benefit_are_told(
    months: tuple[Month, ...], after: int, consecutive: int, short: object
) -> None:
    law = library(
        instrument(version(schedules=(schedule(*months),))),
        national(benefits=(benefit(after, consecutive=bool(consecutive)),)),
    )
    assert (CautionKind.SHORT_PARTICIPATION in kinds(decided(law))) is short
    earlier = decided(law, bulan_kepesertaan_pertama=NOVEMBER - 6)
    assert CautionKind.SHORT_PARTICIPATION not in kinds(earlier)


def test_a_limited_number_of_places_is_told_but_a_floor_is_no_limit() -> None:
    quota = ir.Quota(cite("Pasal 5"), None, None, (), 1_000, floor=False)
    assert CautionKind.RATIONED in kinds(decided(version(quotas=(quota,))))
    assert CautionKind.RATIONED not in kinds(decided(version(quotas=(replace(quota, floor=True),))))


def test_what_the_text_leaves_open_is_told() -> None:
    reading = replace(norm("Pasal 3", truth(1)), interpretation="t1")
    delegated = ir.Delegation(cite("Pasal 9"), "besaran", PP.kind, True, True, ())
    found = version(
        norms=(reading,),
        blanks=(ir.BlankNote(cite("Pasal 6"), None),),
        not_encoded=(ir.NotEncoded(cite("Pasal 7"), None, "tata cara"),),
        interpretations=(ir.Interpretation(cite("Pasal 8"), "t1", "tanggal uji", None),),
        delegations=(delegated,),
    )
    decision = decided(library(instrument(found, status=ir.Status.REPORTED)))
    assert set(kinds(decision)) >= {
        CautionKind.BLANK,
        CautionKind.NOT_ENCODED,
        CautionKind.INTERPRETED,
        CautionKind.DELEGATE_MISSING,
        CautionKind.REPORTED,
    }
    assert {row.payer for row in decision.costs} == {ir.Party(REGENCY.code, KARIMUN)}


def test_a_row_tells_the_tariff_it_rests_on() -> None:
    rows: tuple[CostRow, ...] = decided().costs
    assert {row.tariff for row in rows} == {cite("Pasal 4 ayat (3)")}
