"""What would change a decision, for generated policies and workers: true when replayed, and never more than needed."""

from collections.abc import Mapping
from itertools import combinations

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from policy_engine.backends.scalar.decide import decide
from policy_engine.domain.dates import PackedDate, add_days, pack
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir.changes import Changes, FactChange, TimePasses
from policy_engine.ir.decision import Decision
from policy_engine.ir.nodes import FactValue, Library, NotHappened
from policy_engine.proofs.changes import apply, changes
from policy_engine.semantics.elaborate import elaborate
from policy_engine.testing.policies import Country, policies
from policy_engine.testing.workers import workers

pytestmark = pytest.mark.slow  # part of `make test-all`

FEW = settings(
    max_examples=max(1, settings().max_examples // 25),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
    phases=(Phase.explicit, Phase.generate),
)
ON = pack(2025, 8, 17)


def _decided(library: Library, made: Decision, worker: Mapping[str, FactValue], on: PackedDate) -> Outcome:
    facts_as_of = max(on, made.facts_as_of)
    return decide(library, made.instrument, worker, on=on, facts_as_of=facts_as_of, digest="0" * 64).effective


@FEW
@given(policies(), st.data())
def test_every_way_makes_eligible_and_no_part_of_it_does(country: Country, data: st.DataObject) -> None:
    library = elaborate(country.trees).library
    worker = data.draw(workers(library, unknown=10))
    facts = {fact.name: fact for fact in library.facts}
    for instrument in library.instruments:
        made = decide(library, instrument.id, worker, on=ON, facts_as_of=ON, digest="0" * 64)
        found = changes(library, made, worker)
        for way in found.ways:
            assert _decided(library, made, *apply(way.steps, worker, ON)) is Outcome.ELIGIBLE
            for size in range(len(way.steps)):
                for part in combinations(way.steps, size):
                    assert _decided(library, made, *apply(part, worker, ON)) is not Outcome.ELIGIBLE
            for step in way.steps:
                match step:
                    case FactChange(name, before):
                        known = before is not None and not isinstance(before, NotHappened)
                        assert facts[name].changeable or not known
                    case TimePasses(on):
                        eve = apply((*way.steps, TimePasses(add_days(on, -1), step.text)), worker, ON)
                        assert _decided(library, made, *eve) is not Outcome.ELIGIBLE
        if made.effective is Outcome.ELIGIBLE:
            assert found.ways == ()
            assert found.nothing is None


@FEW
@given(policies(), st.data())
def test_where_nothing_helps_no_change_of_what_can_change_does(country: Country, data: st.DataObject) -> None:
    library = elaborate(country.trees).library
    worker = data.draw(workers(library, unknown=0))
    changeable = {fact.name for fact in library.facts if fact.changeable}
    for instrument in library.instruments:
        made = decide(library, instrument.id, worker, on=ON, facts_as_of=ON, digest="0" * 64)
        found: Changes = changes(library, made, worker)
        assume(found.nothing is not None)
        other = data.draw(workers(library, changeable, unknown=0))
        assert _decided(library, made, {**worker, **other}, ON) is not Outcome.ELIGIBLE
