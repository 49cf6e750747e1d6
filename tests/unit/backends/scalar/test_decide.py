"""Decisions: what applies, who is eligible, which months, and which higher norm prevails."""

from dataclasses import replace

import pytest

from policy_engine.backends.scalar.decide import decide
from policy_engine.domain.citation import InstrumentId, InstrumentKind
from policy_engine.domain.dates import Month, make_month, nth_day, pack
from policy_engine.domain.outcomes import Outcome, Truth
from policy_engine.ir import nodes as ir
from policy_engine.ir.assume import Commences, Holds, assume
from policy_engine.ir.decision import CautionKind, Decision
from policy_engine.ir.naming import blank_id, commencement_id, funded_fact
from tests.unit.backends.scalar.build import (
    DECEMBER,
    EMPTY,
    NOVEMBER,
    PERBUP,
    PERGUB,
    PERMENAKER,
    TRUTH,
    WORKER,
    age,
    any_,
    arm,
    cite,
    day,
    decided,
    excepted,
    fact,
    group,
    instrument,
    library,
    monthly,
    national,
    no,
    norm,
    participants,
    schedule,
    truth,
    version,
    works_as,
)

X, Y = fact("x"), fact("y")
JANUARY = make_month(2026, 1)
MID_MONTH = day(ir.Day.MONTH_DAY, 15)


def died(by: ir.Expr = MID_MONTH) -> ir.Happened:
    return ir.Happened(fact("wafat", ir.Kind.EVENT), by, type=TRUTH)


def verdicts(decision: Decision) -> list[Truth]:
    return [month.verdict for month in decision.months]


# Whether the instrument applies


def test_before_it_commences_and_after_its_repeal_an_instrument_does_not_apply() -> None:
    found = version(until=pack(2026, 1, 1))
    assert decided(found, on=pack(2024, 12, 31)).outcome is Outcome.NOT_APPLICABLE
    assert decided(found, on=pack(2025, 12, 31)).outcome is Outcome.ELIGIBLE
    assert decided(found, on=pack(2026, 1, 1)).outcome is Outcome.NOT_APPLICABLE


def test_a_repealed_instrument_still_holds_for_those_it_continues_for() -> None:
    still = ir.Continuation(cite("Pasal 6 ayat (4)"), X, pack(2026, 7, 1))
    law = library(instrument(version(until=pack(2026, 1, 1)), continuations=(still,)))
    assert decided(law, on=pack(2026, 2, 1), x=True).outcome is Outcome.ELIGIBLE
    assert decided(law, on=pack(2026, 2, 1), x=False).outcome is Outcome.NOT_APPLICABLE
    assert decided(law, on=pack(2026, 2, 1)).missing == ("x",)
    assert decided(law, on=pack(2026, 7, 1), x=True).outcome is Outcome.NOT_APPLICABLE


def test_outside_the_territory_an_instrument_does_not_apply_and_unknown_domicile_is_undetermined() -> None:
    assert decided(domisili="21.71").outcome is Outcome.NOT_APPLICABLE
    assert decided(domisili="21.02.01.2003").outcome is Outcome.ELIGIBLE
    assert decided(domisili=None).missing == ("domisili",)
    assert decided(domisili="21").missing == ("domisili",)


def test_a_blank_commencement_leaves_everything_undetermined_until_it_is_assumed() -> None:
    law = library(replace(instrument(), commences=None))
    assert decided(law).outcome is Outcome.UNDETERMINED
    assert decided(law).missing == (commencement_id(PERBUP),)
    assumed = assume(law, PERBUP, (Commences(pack(2025, 9, 26)),))
    assert decided(assumed).outcome is Outcome.ELIGIBLE
    assert decided(assumed, on=pack(2025, 9, 25)).outcome is Outcome.NOT_APPLICABLE


def test_an_instrument_that_does_not_apply_is_never_in_conflict() -> None:
    clash = excepted(truth(1), arm("Pasal 5", truth(1), truth(1)), arm("Pasal 6", truth(1), truth(0)))
    found = version(norms=(norm("Pasal 3", clash),))
    assert decided(found).outcome is Outcome.CONFLICT
    assert decided(found, domisili="21.71").outcome is Outcome.NOT_APPLICABLE


# Groups, requirements, exclusions


def test_eligible_needs_a_group_its_requirements_and_no_exclusion() -> None:
    found = version(norms=(norm("Pasal 3", X), norm("Pasal 4", Y, ir.Role.EXCLUSION)))
    assert decided(found, x=True, y=False).outcome is Outcome.ELIGIBLE
    assert decided(found, x=False, y=False).outcome is Outcome.NOT_ELIGIBLE
    assert decided(found, x=True, y=True).outcome is Outcome.NOT_ELIGIBLE
    assert decided(found, x=True).missing == ("y",)
    other = ir.CodeSet(frozenset({"pegawai"}), complete=True)
    assert decided(found, x=True, y=False, pekerjaan=other).outcome is Outcome.NOT_ELIGIBLE


def test_a_requirement_of_one_group_does_not_touch_another() -> None:
    groups = (group("a", works_as("ojek")), group("b", works_as("nelayan")))
    found = version(groups=groups, norms=(norm("Pasal 3", X, groups=frozenset({"b"})),))
    assert decided(found, x=False).groups == ("a",)
    fisher = ir.CodeSet(frozenset({"nelayan"}), complete=True)
    assert decided(found, x=False, pekerjaan=fisher).outcome is Outcome.NOT_ELIGIBLE


def test_a_worker_of_two_groups_counts_as_the_preceding_one() -> None:
    first = group("a", works_as("ojek"), precedes=frozenset({"b"}))
    second = group("b", works_as("ojek", "nelayan"))
    found = version(groups=(first, second), norms=(norm("Pasal 3", X, groups=frozenset({"a"})),))
    assert decided(found, x=True).groups == ("a",)
    assert decided(found, x=False).outcome is Outcome.NOT_ELIGIBLE


def test_nobody_is_asked_whether_a_worker_is_of_a_second_group_that_asks_no_less() -> None:
    groups = (group("a", works_as("ojek")), group("b", Y))
    shared = version(groups=groups, norms=(norm("Pasal 3", X),))
    assert decided(shared).missing == ("x",)
    harder_first = version(groups=groups, norms=(norm("Pasal 3", X, groups=frozenset({"a"})),))
    assert decided(harder_first).missing == ("x", "y")


def test_two_exceptions_in_conflict_refuse_the_decision_unless_the_worker_is_of_no_such_group() -> None:
    clash = excepted(truth(1), arm("Pasal 5", X, truth(1)), arm("Pasal 6", Y, truth(0)))
    found = version(norms=(norm("Pasal 3", clash, groups=frozenset({"a"})),))
    assert decided(found, x=True, y=True).outcome is Outcome.CONFLICT
    assert decided(found, x=True, y=True).effective is Outcome.CONFLICT
    assert decided(found, x=True, y=False).outcome is Outcome.ELIGIBLE
    assert decided(found, x=True).outcome is Outcome.UNDETERMINED
    other = ir.CodeSet(frozenset({"pegawai"}), complete=True)
    assert decided(found, x=True, y=True, pekerjaan=other).outcome is Outcome.NOT_ELIGIBLE
    kinds = [caution.kind for caution in decided(found, x=True, y=True).cautions]
    assert CautionKind.EXCEPTION_CONFLICT in kinds


def test_a_blank_condition_is_undetermined_until_it_is_assumed() -> None:
    blank = ir.Blank("celah", cite("Pasal 3 huruf b"), None, type=TRUTH)
    law = library(instrument(version(norms=(norm("Pasal 3 huruf b", any_(blank, truth(0))),))))
    assert decided(law).missing == ("celah",)
    for holds, outcome in ((True, Outcome.ELIGIBLE), (False, Outcome.NOT_ELIGIBLE)):
        assert decided(assume(law, PERBUP, (Holds(cite("Pasal 3"), holds),))).outcome is outcome
    elsewhere = assume(law, PERBUP, (Holds(cite("Pasal 4"), holds=True),))
    assert decided(elsewhere).outcome is Outcome.UNDETERMINED


# Months


def test_one_month_that_holds_is_enough() -> None:
    young = monthly("Pasal 3", age(ir.Comparison.LESS, 65, day(ir.Day.MONTH_DAY, 1)))
    decision = decided(version(norms=(young,)), lahir=pack(1960, 11, 13))
    assert verdicts(decision) == [Truth.TRUE, Truth.FALSE]
    assert decision.outcome is Outcome.ELIGIBLE
    assert decision.entry_month == NOVEMBER
    assert decided(version(norms=(young,)), lahir=pack(1960, 10, 31)).outcome is Outcome.NOT_ELIGIBLE


def test_an_ending_takes_every_later_month_and_a_continuation_only_its_own() -> None:
    months = (schedule(NOVEMBER, DECEMBER, JANUARY),)
    in_december = any_(*(ir.Compare(ir.Comparison.EQUAL, MID_MONTH, _date(DECEMBER), type=TRUTH),))
    ended = version(schedules=months, norms=(monthly("Pasal 4", in_december, ir.Role.ENDING),))
    assert verdicts(decided(ended)) == [Truth.TRUE, Truth.FALSE, Truth.FALSE]
    paused = version(schedules=months, norms=(monthly("Pasal 4", no(in_december), ir.Role.CONTINUATION),))
    assert verdicts(decided(paused)) == [Truth.TRUE, Truth.FALSE, Truth.TRUE]


def _date(month: Month) -> ir.Literal:
    return ir.Literal(nth_day(month, 15), type=ir.Type(ir.Kind.DATE))


def test_an_unknown_ending_makes_its_month_and_later_ones_unknown() -> None:
    found = version(norms=(monthly("Pasal 4", died(), ir.Role.ENDING),))
    assert verdicts(decided(found)) == [Truth.UNKNOWN, Truth.UNKNOWN]
    assert decided(found).missing == ("wafat",)
    assert verdicts(decided(found, wafat=pack(2025, 12, 1))) == [Truth.TRUE, Truth.FALSE]
    assert verdicts(decided(found, wafat=ir.NotHappened())) == [Truth.TRUE, Truth.TRUE]


def test_months_that_reach_beyond_the_facts_date_are_projected() -> None:
    decision = decided(facts_as_of=pack(2025, 11, 30))
    assert [month.projected for month in decision.months] == [False, True]
    assert CautionKind.PROJECTED in [caution.kind for caution in decision.cautions]
    settled = decided(facts_as_of=pack(2025, 12, 31))
    assert CautionKind.PROJECTED not in [caution.kind for caution in settled.cautions]


def test_a_cap_on_months_takes_the_earliest_that_hold() -> None:
    not_november = no(ir.Compare(ir.Comparison.EQUAL, MID_MONTH, _date(NOVEMBER), type=TRUTH))
    capped = (schedule(NOVEMBER, DECEMBER, JANUARY, at_most=1),)
    assert verdicts(decided(version(schedules=capped))) == [Truth.TRUE, Truth.FALSE, Truth.FALSE]
    later = version(schedules=capped, norms=(monthly("Pasal 3", not_november),))
    assert verdicts(decided(later)) == [Truth.FALSE, Truth.TRUE, Truth.FALSE]


def test_an_unknown_month_may_use_up_the_cap() -> None:
    doubtful = any_(X, no(ir.Compare(ir.Comparison.EQUAL, MID_MONTH, _date(NOVEMBER), type=TRUTH)))
    capped = (schedule(NOVEMBER, DECEMBER, at_most=1),)
    found = version(schedules=capped, norms=(monthly("Pasal 3", doubtful),))
    assert verdicts(decided(found)) == [Truth.UNKNOWN, Truth.UNKNOWN]
    assert verdicts(decided(found, x=False)) == [Truth.FALSE, Truth.TRUE]


def test_blank_months_may_be_more_months() -> None:
    decision = decided(version(schedules=(schedule(is_open=True),)))
    assert decision.outcome is Outcome.UNDETERMINED
    assert decision.missing == (blank_id(cite("Pasal 4 ayat (6)")),)
    partly = decided(version(schedules=(schedule(NOVEMBER, is_open=True),)))
    assert (partly.outcome, partly.months_open, partly.total) == (Outcome.ELIGIBLE, True, None)


def test_an_instrument_that_says_nothing_of_months_decides_by_what_is_weighed_once() -> None:
    assert decided(version(schedules=())).outcome is Outcome.ELIGIBLE
    each_month = version(schedules=(), norms=(monthly("Pasal 3", truth(1)),))
    assert decided(each_month).outcome is Outcome.UNDETERMINED


# Higher norms

UNDER_65 = age(ir.Comparison.LESS, 65, day(ir.Day.REGISTRATION))
WIDER = version(norms=(norm("Pasal 3", age(ir.Comparison.AT_MOST, 65, day(ir.Day.REGISTRATION))),))


def test_on_the_65th_birthday_the_regional_norm_gives_way_to_the_national_one() -> None:
    law = library(instrument(WIDER), national(participant_norms=participants(UNDER_65)))
    on_birthday = decided(law, lahir=pack(1960, 11, 13))
    assert (on_birthday.outcome, on_birthday.effective) == (Outcome.ELIGIBLE, Outcome.NOT_ELIGIBLE)
    (yielded,) = on_birthday.gave_way
    assert yielded.norm == cite("Pasal 3")
    assert yielded.to == cite("Pasal 33 ayat (1) huruf b", PERMENAKER)
    the_eve = decided(law, lahir=pack(1960, 11, 14))
    assert (the_eve.effective, the_eve.gave_way) == (Outcome.ELIGIBLE, ())


def test_an_unknown_higher_norm_makes_the_effective_verdict_undetermined() -> None:
    law = library(instrument(), national(participant_norms=participants(X)))
    decision = decided(law)
    assert (decision.outcome, decision.effective) == (Outcome.ELIGIBLE, Outcome.UNDETERMINED)
    assert decision.missing == ("x",)


def test_where_no_own_norm_reads_the_same_facts_the_group_gives_way() -> None:
    law = library(instrument(), national(participant_norms=participants(X)))
    assert decided(law, x=False).gave_way[0].norm == cite("Pasal 2 ayat (1) huruf a")


def test_a_higher_norm_never_widens() -> None:
    law = library(instrument(version(norms=(norm("Pasal 3", truth(0)),))), national())
    assert decided(law).effective is Outcome.NOT_ELIGIBLE


@pytest.mark.parametrize(
    "changes",
    [
        {"segment": "pu"},
        {"commences": pack(2026, 1, 1), "versions": (replace(EMPTY, since=pack(2026, 1, 1)),)},
        {"region": "32"},
    ],
)
def test_an_instrument_of_other_ground_does_not_prevail(changes: dict[str, object]) -> None:
    higher = replace(national(participant_norms=participants(truth(0))), **changes)  # type: ignore[arg-type]
    assert decided(library(instrument(), higher)).effective is Outcome.ELIGIBLE


def test_a_memorandum_yields_to_a_ministerial_regulation() -> None:
    memorandum = InstrumentId(InstrumentKind.NOTA_KESEPAKATAN, "21.02", None, 2025)
    law = library(instrument(of=memorandum), national(participant_norms=participants(truth(0))))
    assert decided(law, under=memorandum).effective is Outcome.NOT_ELIGIBLE


def test_a_monthly_norm_of_a_higher_instrument_leaves_the_months_in_which_it_holds() -> None:
    first = age(ir.Comparison.LESS, 65, day(ir.Day.MONTH_DAY, 1))
    law = library(instrument(), national(participant_norms=participants(first, grain=ir.Grain.EACH_MONTH)))
    assert decided(law, lahir=pack(1960, 11, 13)).effective is Outcome.ELIGIBLE
    assert decided(law, lahir=pack(1960, 10, 13)).effective is Outcome.NOT_ELIGIBLE


# Subsidiary payers

SENIOR = InstrumentId(InstrumentKind.PERGUB, "21", "9", 2025)
RATIONED = version(ceilings=(ir.Ceiling(cite("Pasal 5"), 1, None, None),))
JUNIOR = version(norms=(norm("Pasal 4 ayat (7)", ir.NotBorne((SENIOR,), type=TRUTH)),))


@pytest.mark.parametrize(
    ("senior", "facts", "outcome"),
    [
        (version(), {}, Outcome.NOT_ELIGIBLE),
        (version(norms=(norm("Pasal 3", truth(0)),)), {}, Outcome.ELIGIBLE),
        (version(norms=(norm("Pasal 3", X),)), {}, Outcome.UNDETERMINED),
        (RATIONED, {}, Outcome.UNDETERMINED),
        (
            RATIONED,
            {funded_fact(SENIOR, None): False},
            Outcome.ELIGIBLE,
        ),
        (version(), {funded_fact(SENIOR, None): True}, Outcome.NOT_ELIGIBLE),
    ],
)
def test_a_junior_payer_pays_where_no_senior_surely_does(
    senior: ir.Version, facts: dict[str, ir.FactValue], outcome: Outcome
) -> None:
    law = library(instrument(JUNIOR), instrument(senior, SENIOR))
    assert decided(law, {**WORKER, **facts}).outcome is outcome


def test_what_a_junior_payer_misses_is_what_its_senior_misses() -> None:
    law = library(instrument(JUNIOR), instrument(version(norms=(norm("Pasal 3", X),)), SENIOR))
    assert decided(law).missing == ("x",)
    assert decided(library(instrument(JUNIOR))).missing == (funded_fact(SENIOR, None),)


def test_payers_that_wait_for_each_other_come_to_an_end() -> None:
    back = version(norms=(norm("Pasal 4", ir.NotBorne((PERBUP,), type=TRUTH)),))
    law = library(instrument(JUNIOR), instrument(back, SENIOR))
    assert decided(law).outcome is Outcome.UNDETERMINED


# Evidence


def test_a_name_or_number_of_a_person_is_masked_and_kept_out_of_the_receipt() -> None:
    nik, least = fact("nik", ir.Kind.NUMBER), fact("n", ir.Kind.NUMBER)
    has_number = ir.Compare(ir.Comparison.MORE, nik, least, type=TRUTH)
    found = version(norms=(norm("Pasal 3", has_number),))
    one, other = decided(found, nik=2171010101, n=1), decided(found, nik=2171010102, n=1)
    assert one.receipt == other.receipt
    assert "2171010101" not in repr(one)
    assert "2.171.010.101" not in repr(one)


def test_the_receipt_rests_on_the_facts_that_were_read_and_on_no_other() -> None:
    assert decided().receipt == decided(penghasilan=5).receipt
    assert decided().receipt != decided(lahir=pack(1990, 1, 1), domisili="21.02.01").receipt
    assert decided().receipt != decided(facts_as_of=pack(2025, 11, 12)).receipt


def test_without_a_digest_a_decision_is_the_same_but_for_its_receipt() -> None:
    on = pack(2025, 11, 13)
    without = decide(library(instrument()), PERBUP, WORKER, on=on, facts_as_of=on, digest=None)
    assert without == replace(decided(on=on), receipt="")


def test_the_trace_names_the_exceptions_that_apply_and_the_facts_in_words() -> None:
    lifted = excepted(UNDER_65, arm("Pasal 5", X, truth(1)))
    decision = decided(version(norms=(norm("Pasal 3", lifted),)), x=True, lahir=pack(1950, 1, 2))
    weighed = next(found for found in decision.norms if found.citation == cite("Pasal 3"))
    assert weighed.exceptions == (cite("Pasal 5"),)
    shown = {used.name: used.value and used.value.indonesian for used in weighed.facts}
    assert shown == {"lahir": "2 Januari 1950", "tanggal_pendaftaran": "belum terjadi", "x": "ya"}


def test_asking_for_an_instrument_that_is_not_loaded_is_a_fault_of_the_caller() -> None:
    with pytest.raises(KeyError, match="pergub-21-9-2025"):
        decided(under=PERGUB)
