"""The columnar back end says what the reference says, row by row, on generated and on real policies."""

from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policy_engine.domain.dates import PackedDate, pack
from policy_engine.ir.nodes import Library
from policy_engine.pipeline import compile_library
from policy_engine.semantics.elaborate import elaborate
from policy_engine.testing.policies import Country, policies
from policy_engine.testing.workers import workers
from policy_engine.workspace import open_workspace
from tests.columnar import by_columns, by_reference, differences

pytest.importorskip("duckdb")

DAYS = (pack(2023, 12, 31), pack(2025, 3, 31), pack(2025, 11, 20), pack(2026, 2, 28), pack(2029, 1, 1))
SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example)
FEW = settings(max_examples=max(1, settings().max_examples // 3), suppress_health_check=SLOW)
ONCE = settings(max_examples=max(1, settings().max_examples // 20), suppress_health_check=SLOW)
POLICIES = Path(__file__).parents[2] / "policies"


@FEW
@given(policies(), st.sampled_from(DAYS), st.data())
def test_generated_policies_are_decided_alike(country: Country, on: PackedDate, data: st.DataObject) -> None:
    library = elaborate(country.trees).library
    register = data.draw(st.lists(workers(library, unknown=20), min_size=8, max_size=8))
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
    register = data.draw(st.lists(workers(library, unknown=8), min_size=6, max_size=6))
    expected = by_reference(library, names, register, on)
    assert list(differences(expected, by_columns(library, names, register, on))) == []
