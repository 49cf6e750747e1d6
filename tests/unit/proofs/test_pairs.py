"""Which pairs of instruments are looked at: those that share ground, and no other."""

from dataclasses import replace

from policy_engine.domain.citation import InstrumentId, InstrumentKind
from policy_engine.ir import nodes as ir
from policy_engine.proofs.between import nested, pairs
from tests import samples

PROVINCES, REGENCIES = 38, 514


def instrument(region: str, number: int = 1) -> ir.Instrument:
    made = samples.library().instruments[0]
    return replace(made, id=InstrumentId(InstrumentKind.PERBUP, region, str(number), 2025), region=region)


def country() -> tuple[ir.Instrument, ...]:
    """Give an instrument of each province, and of 514 regencies spread over them."""
    provinces = [f"{11 + number}" for number in range(PROVINCES)]
    regencies = [f"{11 + number % PROVINCES}.{1 + number // PROVINCES:02}" for number in range(REGENCIES)]
    return tuple(instrument(region) for region in (*provinces, *regencies))


def test_with_552_regions_only_the_514_pairs_that_share_ground_are_looked_at() -> None:
    found = list(nested(country()))
    assert len(found) == REGENCIES
    assert all(f"{narrow.region}.".startswith(f"{wide.region}.") for wide, narrow in found)


def test_no_pair_that_shares_ground_is_left_out() -> None:
    regions = ("11", "11.01", "11.01.02", "11.02", "12", "12.01", "11.01")
    some = [instrument(region, number) for number, region in enumerate(regions)]
    asked = {frozenset((one.id, other.id)) for one, other in nested(some)}
    every = {
        frozenset((one.id, other.id))
        for one in some
        for other in some
        if one.id != other.id and f"{other.region}.".startswith(f"{one.region}.")
    }
    assert asked == every
    assert len(list(nested(some))) == len(every)


def test_instruments_that_pay_no_programme_in_common_do_not_meet() -> None:
    province, regency = instrument("11"), instrument("11.01")
    (version,) = regency.versions
    savings = tuple(replace(enrolment, programme="jht") for enrolment in version.enrolments)
    other = replace(regency, versions=(replace(version, enrolments=savings),))
    library = samples.library()
    own = {province.id, regency.id}
    assert len(list(pairs(replace(library, instruments=(province, regency)), own))) == 1
    assert list(pairs(replace(library, instruments=(province, other)), own)) == []
