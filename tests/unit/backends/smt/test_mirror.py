"""The solver's reading of a policy is the reference's, for every generated policy and worker."""

import functools
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import z3
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from policy_engine.backends.scalar.decide import decide
from policy_engine.backends.smt import instruments
from policy_engine.backends.smt.cost import total_cost
from policy_engine.backends.smt.domain import Domain, make_domain, person, settle
from policy_engine.backends.smt.instruments import effective, judge, make_scope, read_by
from policy_engine.domain.dates import Month, PackedDate, pack
from policy_engine.domain.outcomes import Outcome, Truth
from policy_engine.ir import nodes as ir
from policy_engine.ir.precedence import prevailing
from policy_engine.semantics.elaborate import elaborate
from policy_engine.testing.policies import Country, policies
from policy_engine.testing.workers import workers

pytestmark = pytest.mark.slow  # part of `make test-all`

DAYS = (pack(2023, 12, 31), pack(2025, 3, 31), pack(2026, 2, 28), pack(2029, 1, 1))
FEW = settings(
    max_examples=max(1, settings().max_examples // 2),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    phases=(Phase.explicit, Phase.generate),
)
WORKERS_OF_EACH = 40
"""With some two instruments a policy: thousands of decisions in the slow tests, hundreds of thousands in a campaign."""


def read(library: ir.Library) -> Domain:
    return make_domain(library, read_by(library.instruments))


def told(
    domain: Domain, instrument: ir.Instrument, people: list[dict[str, ir.FactValue]], on: PackedDate
) -> list[tuple[Outcome, Outcome, frozenset[Month], frozenset[Month], Any]]:
    """Give what the formulas say of each worker: own and effective outcome, months funded and open, cost."""
    scope = make_scope(domain, on, frozenset((instrument.id,)))
    judged = judge(instrument, scope)
    final = effective(judged, [other for other, _ in prevailing(instrument, domain.library)], scope)
    cost = total_cost(judged, scope)
    found = []
    for worker in people:
        state = person(domain, worker)
        own = [each for each, when in judged.outcomes.items() if z3.is_true(settle(when, state))]
        last = [each for each, when in final.outcomes.items() if z3.is_true(settle(when, state))]
        assert len(own) == len(last) == 1, (own, last)
        funded = frozenset(m for m, bit in judged.months.items() if z3.is_true(settle(bit.true, state)))
        open_ = frozenset(m for m, bit in judged.months.items() if z3.is_true(settle(bit.unknown, state)))
        known = z3.is_true(settle(cost.known, state))
        owed = settle(cost.value, state).as_long() if known else None
        found.append((own[0], last[0], funded, open_, owed))
    return found


def differ(library: ir.Library, people: list[dict[str, ir.FactValue]], on: PackedDate) -> Iterator[object]:
    """Give what formulas and reference say of each worker under each instrument where they say different things."""
    domain = read(library)
    for instrument in library.instruments:
        for worker, said in zip(people, told(domain, instrument, people, on), strict=True):
            made = decide(library, instrument.id, worker, on=on, facts_as_of=on, digest="0" * 64)
            funded = frozenset(m.month for m in made.months if m.verdict is Truth.TRUE)
            open_ = frozenset(m.month for m in made.months if m.verdict is Truth.UNKNOWN)
            meant = (made.outcome, made.effective, funded, open_, made.total)
            # Of those whom the instrument does not concern nothing else is told.
            length = 2 if made.outcome is Outcome.NOT_APPLICABLE else len(meant)
            if said[:length] != meant[:length]:
                yield worker, said, meant


@FEW
@given(policies(), st.sampled_from(DAYS), st.data())
def test_outcomes_and_months_are_those_of_the_reference(
    country: Country, on: PackedDate, data: st.DataObject
) -> None:
    library = elaborate(country.trees).library
    people = data.draw(st.lists(workers(library), min_size=WORKERS_OF_EACH, max_size=WORKERS_OF_EACH))
    assert next(differ(library, people, on), None) is None


# Faults

_Asked = tuple[ir.Library, list[dict[str, ir.FactValue]], PackedDate]


@functools.cache
def pool() -> list[_Asked]:
    """Give generated policies with workers, always the same ones."""
    found: list[_Asked] = []

    @settings(
        max_examples=60,
        derandomize=True,
        database=None,
        deadline=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(policies(), st.sampled_from(DAYS), st.data())
    def collect(country: Country, on: PackedDate, data: st.DataObject) -> None:
        library = elaborate(country.trees).library
        people = data.draw(st.lists(workers(library), min_size=20, max_size=20))
        found.append((library, people, on))

    collect()
    return found


def _paid_in_any_order(schedule: ir.Schedule, holds: Any, scope: Any) -> Any:
    return _PAID(replace(schedule, at_most=None), holds, scope)


_PAID = instruments._paid

FAULTS: dict[str, tuple[Any, str, Any]] = {
    "the cap on months forgotten": (instruments, "_paid", _paid_in_any_order),
    "an exclusion read as a requirement": (
        instruments.Weighed, "holds", property(lambda self: self.value),
    ),
}  # fmt: skip
"""What is put in place of a part of the solver's reading, by what is wrong with it."""


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_in_the_reading_of_whole_policies_is_seen(
    fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    module, name, broken = FAULTS[fault]
    monkeypatch.setattr(module, name, broken)
    assert any(_tells(library, people, on) for library, people, on in pool())


def _tells(library: ir.Library, people: list[dict[str, ir.FactValue]], on: PackedDate) -> bool:
    """Say whether something is wrong: another answer, no answer or two, or a reading that breaks off."""
    try:
        return next(differ(library, people, on), None) is not None
    except (AssertionError, KeyError, StopIteration):
        return True
