"""The fast path says what the reference says: of generated policies, built laws and every real policy."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import policy_engine
from policy_engine.backends.compiled.build import Compiled
from policy_engine.domain.dates import PackedDate, pack
from policy_engine.ir import nodes as ir
from policy_engine.semantics.elaborate import elaborate
from policy_engine.testing.policies import Country, policies
from policy_engine.testing.workers import workers
from tests.properties.test_decisions import WORKERS, laws
from tests.unit.backends.compiled.equality import assert_equal, compiled, reference, variants
from tests.unit.backends.scalar.build import ON

pytestmark = pytest.mark.slow  # part of `make test-all`

ROOT = Path(__file__).parents[2]
DAYS = (pack(2023, 12, 31), pack(2025, 3, 31), pack(2026, 2, 28), pack(2029, 1, 1))
# A country takes ten times as long to make as a value; still the campaign makes many.
FEW = settings(
    max_examples=max(1, settings().max_examples // 6),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def _assert_equal(
    library: ir.Library,
    instrument: ir.Instrument,
    on: PackedDate,
    found: Iterable[Mapping[str, ir.FactValue]],
) -> None:
    assert_equal(compiled(library, instrument, on), reference(library, instrument, on), found)


@FEW
@given(policies(), st.sampled_from(DAYS), st.data())
def test_the_fast_path_is_the_reference_on_every_policy(
    country: Country, on: PackedDate, data: st.DataObject
) -> None:
    library = elaborate(country.trees).library
    base = data.draw(workers(library, unknown=data.draw(st.sampled_from([0, 10, 40]))))
    donors = data.draw(st.lists(workers(library, unknown=0), max_size=2))
    instrument = data.draw(st.sampled_from(library.instruments))
    _assert_equal(library, instrument, on, variants(base, donors))


@given(laws(), WORKERS, st.lists(WORKERS, max_size=4))
def test_the_fast_path_is_the_reference_on_every_built_law(
    law: ir.Library, base: dict[str, ir.FactValue], donors: list[dict[str, ir.FactValue]]
) -> None:
    for instrument in law.instruments:
        _assert_equal(law, instrument, ON, variants(base, donors))


@cache
def _real() -> ir.Library:
    return policy_engine.load(ROOT / "policies").library


REAL_DAYS = (pack(2024, 6, 1), pack(2025, 11, 13), pack(2026, 6, 30))


# The national instruments decide nobody by themselves.
DECIDING = tuple(
    index
    for index, each in enumerate(_real().instruments)
    if any(version.groups for version in each.versions)
)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(DECIDING), st.sampled_from(REAL_DAYS), st.data())
def test_the_fast_path_is_the_reference_on_real_policies(
    index: int, on: PackedDate, data: st.DataObject
) -> None:
    library = _real()
    compiled_once = _compiled_once(index, on)
    read = compiled_once.reads
    base = data.draw(workers(library, read, unknown=data.draw(st.sampled_from([0, 15]))))
    donor = data.draw(workers(library, unknown=0))
    kept = {name: value for name, value in donor.items() if name in read or len(name) % 5 == 0}
    assert_equal(compiled_once, reference(library, library.instruments[index], on), variants(base, [kept]))


@cache
def _compiled_once(index: int, on: PackedDate) -> Compiled:
    return compiled(_real(), _real().instruments[index], on)
