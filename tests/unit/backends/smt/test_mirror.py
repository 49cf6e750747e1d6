"""The solver's reading of a policy is the reference's, for every generated policy and worker."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import z3
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from policy_engine.backends.smt import cost, instruments, logic
from policy_engine.backends.smt import encode as smt
from policy_engine.backends.smt.cost import total_cost
from policy_engine.backends.smt.domain import Domain, make_domain, person, settle
from policy_engine.backends.smt.instruments import effective, judge, make_scope, read_by
from policy_engine.backends.smt.logic import Bit
from policy_engine.domain.dates import Month, PackedDate
from policy_engine.domain.outcomes import Outcome, Truth
from policy_engine.ir import nodes as ir
from policy_engine.ir.decision import Decision
from policy_engine.ir.precedence import prevailing
from policy_engine.semantics.elaborate import elaborate
from policy_engine.testing.policies import Country, policies
from tests.pool import DAYS, Asked, crowds
from tests.unit.backends.told import CASES, everything

pytestmark = pytest.mark.slow  # part of `make test-all`

FEW = settings(
    max_examples=max(1, settings().max_examples // 2),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
    phases=(Phase.explicit, Phase.generate),
)
WORKERS_OF_EACH = 40
"""With some two instruments a policy: thousands of decisions in the slow tests, hundreds of thousands in a campaign."""

Said = tuple[
    frozenset[Outcome], frozenset[Outcome], frozenset[Month], frozenset[Month], int | None, list[int] | None
]
"""Own and effective outcome (never none or two), months funded and open, the total, and of a known one each row."""


def told(
    domain: Domain, instrument: ir.Instrument, people: list[dict[str, ir.FactValue]], on: PackedDate
) -> Iterator[Said]:
    """Give what the formulas say of each worker."""
    scope = make_scope(domain, on, frozenset((instrument.id,)))
    judged = judge(instrument, scope)
    # Looked up in the module, where a fault may stand in its place.
    higher = [other for other, _ in prevailing(instrument, domain.library)]
    final = instruments.effective(judged, higher, scope)
    owed = total_cost(judged, scope)
    version = judged.version
    rows = [] if version is None else list(cost._rows(judged, version, scope))
    for worker in people:
        state = person(domain, worker)

        def holds(formula: Any, state: Any = state) -> bool:
            return bool(z3.is_true(settle(formula, state)))

        own = frozenset(each for each, when in judged.outcomes.items() if holds(when))
        last = frozenset(each for each, when in final.outcomes.items() if holds(when))
        funded = frozenset(m for m, bit in judged.months.items() if holds(bit.true))
        open_ = frozenset(m for m, bit in judged.months.items() if holds(bit.unknown))
        total = settle(owed.value, state).as_long() if holds(owed.known) else None
        each = None
        if total is not None and own == {Outcome.ELIGIBLE}:
            each = sorted(settle(r.amount.value, state).as_long() for r in rows if holds(r.possible))
        yield own, last, funded, open_, total, each


def meant(made: Decision) -> Said:
    """Give the same as the reference decided it."""
    funded = frozenset(m.month for m in made.months if m.verdict is Truth.TRUE)
    open_ = frozenset(m.month for m in made.months if m.verdict is Truth.UNKNOWN)
    each = None
    if made.total is not None and made.outcome is Outcome.ELIGIBLE:
        each = sorted(row.amount for row in made.costs if row.amount is not None)
    return frozenset((made.outcome,)), frozenset((made.effective,)), funded, open_, made.total, each


def differ(asked: Asked, decided: Any = None) -> Iterator[object]:
    """Give what formulas and reference say of each worker under each instrument where they say different things."""
    domain = make_domain(asked.library, read_by(asked.library.instruments))
    for source, decisions in asked.decided() if decided is None else decided:
        said_of_all = told(domain, source, asked.people, asked.on)
        for worker, said, made in zip(asked.people, said_of_all, decisions, strict=True):
            # Of those whom the instrument does not concern nothing else is told.
            length = 2 if made.outcome is Outcome.NOT_APPLICABLE else len(said)
            if said[:length] != meant(made)[:length]:
                yield worker, said, meant(made)


@FEW
@given(policies(), st.sampled_from(DAYS), st.data())
def test_outcomes_months_and_costs_are_those_of_the_reference(
    country: Country, on: PackedDate, data: st.DataObject
) -> None:
    law = elaborate(country.trees).library
    people = data.draw(crowds(law, WORKERS_OF_EACH))
    assert next(differ(Asked(law, people, on)), None) is None


# Faults


@pytest.mark.parametrize("told_apart", CASES)
def test_each_case_by_hand_is_as_the_reference_has_it(told_apart: str) -> None:
    assert list(differ(CASES[told_apart])) == []


def _each_month_alone(months: Any, weighed: Any) -> Any:
    return {month: _NORMS_HOLD((month,), weighed)[month] for month in months}


def _without_order(version: ir.Version, group: Any, *rest: Any) -> Any:
    loose = tuple(replace(each, precedes=frozenset()) for each in version.groups)
    return _STAND(replace(version, groups=loose), group, *rest)


def _taken_for_commenced(instrument: ir.Instrument, scope: Any) -> Any:
    if instrument.commences is None:
        return instrument.versions[0], logic.TRUE
    return _IN_FORCE(instrument, scope)


def _one_rupiah_more(expr: ir.Expr, scope: Any) -> Any:
    made = _NUMBER(expr, scope)
    return replace(made, value=made.value + 1)


def _settled_room(fit: Any, at_most: int | None) -> Any:
    made = _ROOM(fit, at_most)
    return Bit(made.true, logic.negate(made.true), made.conflict)


_NORMS_HOLD, _STAND, _IN_FORCE = instruments._norms_hold, instruments._stand, instruments._in_force
_EFFECTIVE, _PAID, _ROOM = effective, instruments._paid, instruments._room
_SCALE, _NUMBER = smt.scale, smt.number

FAULTS: dict[str, tuple[Any, str, Any]] = {
    "an ending that does not last": (instruments, "_norms_hold", _each_month_alone),
    "the cap on months forgotten": (
        instruments, "_paid", lambda schedule, *rest: _PAID(replace(schedule, at_most=None), *rest),
    ),
    "a cap on months that are perhaps funded settles nothing": (instruments, "_room", _settled_room),
    "an exclusion read as a requirement": (
        instruments.Weighed, "holds", property(lambda self: self.value),
    ),
    "the order of groups forgotten": (instruments, "_stand", _without_order),
    "a norm of one group applied to all": (instruments, "applies", lambda *_: True),
    "a conflict that refuses nobody": (instruments.Standing, "in_conflict", property(lambda _: logic.NO)),
    "higher norms forgotten": (
        instruments, "effective", lambda judged, _, scope: _EFFECTIVE(judged, (), scope),
    ),
    "a commencement left blank taken for commenced": (instruments, "_in_force", _taken_for_commenced),
    "months that need not hold": (instruments.Standing, "any_month", property(lambda _: logic.TRUE)),
    "what rests on nothing is reported": (
        instruments.Judged, "deciding", property(lambda self: tuple((s, logic.YES) for s in self.standings)),
    ),
    "the territory forgotten": (instruments, "territory_of", lambda *_: ()),
    "a share rounded up": (
        cost, "scale", lambda amount, n, d, _, unit=1: _SCALE(amount, n, d, ir.Direction.UP, unit),
    ),
    "what rounding leaves forgotten": (cost, "_rest", lambda amount, _: amount),
    "relief from the first month on": (cost, "_begun", lambda *_: logic.TRUE),
    "relief forgotten": (cost, "_reliefs", lambda *_: iter(())),
    "a budget that bars nothing": (cost, "_charged_to", lambda *_: (frozenset(), False)),
    "a tariff one rupiah higher": (cost, "number", _one_rupiah_more),
    "a programme for everybody": (
        cost, "_programmes", lambda clauses, _: {
            enrolment.programme: logic.TRUE for enrolment in clauses.version.enrolments
        },
    ),
}  # fmt: skip
"""What is put in place of a part of the solver's reading, by what is wrong with it."""


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_in_the_reading_of_whole_policies_is_seen(
    fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    module, name, broken = FAULTS[fault]
    monkeypatch.setattr(module, name, broken)
    assert any(next(differ(asked, decided), None) for asked, decided in everything())
