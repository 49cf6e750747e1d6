"""The columnar back end says what the reference says, row by row, on generated and on real policies."""

from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policy_engine.domain.dates import PackedDate, pack
from policy_engine.ir.nodes import FactValue, Kind, Library, Literal, Norm, Role, Type, Version
from policy_engine.pipeline import compile_library
from policy_engine.semantics.elaborate import elaborate
from policy_engine.testing.policies import Country, policies
from policy_engine.testing.workers import workers
from policy_engine.workspace import open_workspace
from tests.columnar import by_columns, by_reference, differences

pytestmark = pytest.mark.slow  # part of `make test-all`

pytest.importorskip("duckdb")

DAYS = (pack(2023, 12, 31), pack(2025, 3, 31), pack(2025, 11, 20), pack(2026, 2, 28), pack(2029, 1, 1))
SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example)
FEW = settings(max_examples=max(1, settings().max_examples // 6), suppress_health_check=SLOW)
ONCE = settings(max_examples=max(1, settings().max_examples // 20), suppress_health_check=SLOW)
POLICIES = Path(__file__).parents[2] / "policies"


@FEW
@given(policies(), st.sampled_from(DAYS), st.data())
def test_generated_policies_are_decided_alike(country: Country, on: PackedDate, data: st.DataObject) -> None:
    library = elaborate(country.trees).library
    register = mixed(data, library)
    names = [instrument.id for instrument in library.instruments]
    expected = by_reference(library, names, register, on)
    assert list(differences(expected, by_columns(library, names, register, on))) == []


@FEW
@given(policies(), st.sampled_from(DAYS), st.data())
def test_policies_that_let_many_in_are_decided_and_charged_alike(
    country: Country, on: PackedDate, data: st.DataObject
) -> None:
    library = loosened(elaborate(country.trees).library, data.draw(st.randoms(use_true_random=True)))
    register = mixed(data, library)
    names = [instrument.id for instrument in library.instruments]
    expected = by_reference(library, names, register, on)
    assert list(differences(expected, by_columns(library, names, register, on))) == []


@cache
def real_policies() -> Library:
    library = compile_library(open_workspace([str(POLICIES)]).sources).library
    assert library is not None
    return library


@ONCE
@given(st.sampled_from(DAYS), st.data())
def test_real_policies_are_decided_alike(on: PackedDate, data: st.DataObject) -> None:
    library = real_policies()
    names = [instrument.id for instrument in library.instruments]
    register = mixed(data, library)
    expected = by_reference(library, names, register, on)
    assert list(differences(expected, by_columns(library, names, register, on))) == []


def mixed(data: st.DataObject, library: Library) -> list[dict[str, FactValue]]:
    """Give some workers drawn from the library, half of them nearly complete, and many who take facts from each."""
    drawn = [data.draw(workers(library, unknown=unknown)) for unknown in (2, 2, 5, 20, 40)]
    choose = data.draw(st.randoms(use_true_random=True))
    return [*drawn, *(_mixture(drawn, choose) for _ in range(25))]


def _mixture(drawn: list[dict[str, FactValue]], choose: Random) -> dict[str, FactValue]:
    names = sorted({name for worker in drawn for name in worker})
    found = {name: choose.choice(drawn).get(name) for name in names}
    return {name: value for name, value in found.items() if value is not None}


def loosened(library: Library, choose: Random) -> Library:
    """Take away most of what bars workers, so that months and costs are reached: what is left means what it meant."""
    return replace(
        library,
        instruments=tuple(
            replace(
                instrument,
                region=choose.choice((None, instrument.region)),
                commences=instrument.commences or PackedDate(0),
                versions=tuple(_loosened(version, choose) for version in instrument.versions),
            )
            for instrument in library.instruments
        ),
    )


def _loosened(version: Version, choose: Random) -> Version:
    def some(norms: tuple[Norm, ...], kept: int) -> tuple[Norm, ...]:
        return tuple(norm for norm in norms if choose.randrange(100) < kept)

    return replace(
        version,
        since=min(version.since, pack(2020, 1, 1)),
        norms=some(tuple(norm for norm in version.norms if norm.role is not Role.TERRITORY), 25),
        participant_norms=some(version.participant_norms, 20),
        groups=tuple(
            replace(
                group, match=replace(group.match, condition=choose.choice((group.match.condition, EVERYBODY)))
            )
            for group in version.groups
        ),
    )


EVERYBODY = Literal(1, type=Type(Kind.TRUTH))
