"""What generated policies reach seldom or never: both leap rules, regions of parameters, many codes, strata."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from policy_engine.backends.columnar.layout import WORD
from policy_engine.backends.columnar.prepared import prepare
from policy_engine.domain.bilingual import both
from policy_engine.domain.dates import LeapRule, PackedDate, pack
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir import nodes as ir
from policy_engine.ir.naming import funded_fact
from tests.columnar import by_columns, by_reference, differences, read
from tests.unit.backends.scalar.build import (
    MONEY,
    NOVEMBER,
    ON,
    PERBUP,
    PERGUB,
    TRUTH,
    WORKER,
    age,
    arm,
    day,
    excepted,
    fact,
    group,
    instrument,
    library,
    norm,
    rupiah,
    tariff,
    truth,
    version,
    works_as,
)

LEAP_BIRTHS = [pack(2000, 2, 28), pack(2000, 2, 29), pack(2000, 3, 1)]
TEST_DAYS = [pack(2018, 2, 27), pack(2018, 2, 28), pack(2018, 3, 1), pack(2020, 2, 29), pack(2018, 3, 2)]


def alike(law: ir.Library, workers: list[dict[str, ir.FactValue]], on: PackedDate = ON) -> set[Outcome]:
    names = [found.id for found in law.instruments]
    expected = by_reference(law, names, workers, on)
    assert list(differences(expected, by_columns(law, names, workers, on))) == []
    return {said.outcome for said in expected.values()}


@pytest.mark.slow
@pytest.mark.parametrize("rule", LeapRule)
@pytest.mark.parametrize("comparison", ir.Comparison)
@pytest.mark.parametrize("exact", [False, True])
def test_ages_on_the_leap_day_follow_the_rule(rule: LeapRule, comparison: ir.Comparison, exact: bool) -> None:
    born = [{**WORKER, "lahir": birth} for birth in LEAP_BIRTHS]
    registered = [{**each, "tanggal_pendaftaran": on} for each in born for on in TEST_DAYS]
    on_registration = age(comparison, 18, day(ir.Day.REGISTRATION), exact=exact)
    on_decision = age(comparison, 18, exact=exact)
    for condition, register in ((on_registration, registered), (on_decision, born)):
        law = replace(
            library(instrument(version(norms=(norm("Pasal 3", condition),), since=pack(2010, 1, 1)))),
            leap_rule=rule,
        )
        for on in TEST_DAYS:
            alike(law, [dict(each) for each in register], on)


def with_parameter(*rows: ir.DatedValue, day_of: ir.Expr) -> ir.Library:
    key = fact("domisili", ir.Kind.REGION)
    wage = ir.ParameterRef("upah", key, day_of, type=MONEY)
    enough = ir.Compare(ir.Comparison.AT_LEAST, wage, rupiah(1_000), type=TRUTH)
    law = library(
        instrument(version(norms=(norm("Pasal 3", enough),), tariffs=(tariff("jkk", wage),)), region=None)
    )
    parameter = ir.Parameter("upah", MONEY, both("upah"), "domisili", rows)
    return replace(law, parameters=(parameter,))


@pytest.mark.parametrize("day_of", [day(ir.Day.DECISION), day(ir.Day.REGISTRATION)])
def test_a_parameter_by_region_is_that_of_the_nearest_region_in_force(day_of: ir.Expr) -> None:
    early, late, end = pack(2024, 1, 1), pack(2025, 6, 1), pack(2026, 1, 1)
    basis = both("dasar")
    law = with_parameter(
        ir.DatedValue("21", early, None, 1_500, basis),
        ir.DatedValue("21.02", early, late, 900, basis),
        ir.DatedValue("21.02", late, end, 2_000, basis),
        ir.DatedValue("21.02.01", early, None, None, basis),
        ir.DatedValue("14.08", late, None, 800, basis),
        day_of=day_of,
    )
    places = ("21", "21.01", "21.02", "21.02.01.2001", "21.02.03", "14", "14.08.01", None)
    days = (ir.NotHappened(), pack(2023, 1, 1), pack(2024, 2, 1), late, end, None)
    register: list[dict[str, ir.FactValue]] = []
    for place in places:
        for when in days:
            register.append({**WORKER})
            for name, value in (("domisili", place), ("tanggal_pendaftaran", when)):
                register[-1].pop(name, None)
                if value is not None:
                    register[-1][name] = value
    outcomes = alike(law, register) | alike(law, register, pack(2024, 5, 1))
    assert outcomes >= {Outcome.ELIGIBLE, Outcome.NOT_ELIGIBLE, Outcome.UNDETERMINED}


def test_more_codes_than_a_word_holds_take_several_words() -> None:
    codes = [f"kerja_{number:03}" for number in range(4 * WORD)]
    law = library(
        instrument(version(groups=(group("a", works_as(*codes[::2])), group("b", works_as(*codes[1::3])))))
    )
    sets = [frozenset(codes[place : place + 2]) for place in range(0, len(codes), 7)]
    register = [
        {**WORKER, "pekerjaan": ir.CodeSet(found, complete=complete)}
        for found in sets
        for complete in (True, False)
    ]
    names = [found.id for found in law.instruments]
    assert prepare(law, ON, names).layout.words("pekerjaan") == 3
    assert Outcome.ELIGIBLE in alike(law, register)


@pytest.mark.parametrize(
    ("first", "second"), [(None, True), (True, True), (True, False), (False, None), (None, None)]
)
def test_two_exceptions_in_conflict_refuse_and_an_open_one_leaves_unknown(
    first: bool | None,
    second: bool | None,
) -> None:
    bars = excepted(
        truth(1),
        arm("Pasal 5 ayat (1)", fact("peserta_bpjs_tk"), truth(0)),
        arm("Pasal 5 ayat (2)", fact("pegawai_negeri"), truth(1)),
    )
    facts: Mapping[str, bool | None] = {"peserta_bpjs_tk": first, "pegawai_negeri": second}
    worker = {name: value for name, value in {**WORKER, **facts}.items() if value is not None}
    found = alike(library(instrument(version(norms=(norm("Pasal 3", bars),)))), [worker])
    assert found == ({Outcome.CONFLICT} if first and second else found)


def test_what_a_stronger_stratum_funded_decides_the_subsidiary() -> None:
    left = norm("Pasal 3", ir.NotBorne((PERGUB,), type=TRUTH))
    senior = instrument(version(), PERGUB, region="21")
    law = library(senior, instrument(version(norms=(left,))))
    attested = {funded_fact(PERGUB, None), funded_fact(PERGUB, NOVEMBER)}
    register = [{**WORKER}, *({**WORKER, funded_fact(PERGUB, None): pays} for pays in (True, False))]
    prepared = prepare(law, ON, [PERBUP], attested=frozenset(attested), costs=True)
    expected = by_reference(law, [PERBUP], register, ON)
    assert list(differences(expected, read(prepared, register))) == []
    assert [said.outcome for said in expected.values()] == [
        Outcome.NOT_ELIGIBLE,
        Outcome.NOT_ELIGIBLE,
        Outcome.ELIGIBLE,
    ]
