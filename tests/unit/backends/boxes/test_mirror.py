"""The reading of a policy as sets of workers is the reference's, and a fault in it is seen."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from policy_engine.backends.boxes import encode as boxes
from policy_engine.backends.boxes import instruments, logic
from policy_engine.backends.boxes.diagram import EVERYBODY, NOBODY
from policy_engine.backends.boxes.logic import Bit, Logic
from policy_engine.backends.boxes.space import Space
from policy_engine.domain.dates import Month, PackedDate
from policy_engine.domain.outcomes import Outcome, Truth
from policy_engine.ir import nodes as ir
from policy_engine.ir.decision import Decision
from policy_engine.proofs.case import Case
from policy_engine.proofs.sides import Boxes
from policy_engine.semantics.elaborate import elaborate
from policy_engine.testing.policies import Country, policies
from tests.pool import DAYS, Asked, Facts, Judged, crowds, libraries
from tests.unit.backends.scalar.build import ON
from tests.unit.backends.told import CASES, everything

FEW = settings(
    max_examples=max(1, settings().max_examples // 4),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
    phases=(Phase.explicit, Phase.generate),
)
WORKERS_OF_EACH = 20
_MILLISECONDS = 1_000
Said = tuple[frozenset[Outcome], frozenset[Month], frozenset[Month]]
"""Outcome (never none or two), months funded, and months open."""


def told(sets: Boxes, worker: Facts) -> Said:
    """Give what the sets say of a worker."""
    has, judged = sets.space.contains, sets.judged
    outcomes = frozenset(each for each, part in judged.outcomes.items() if has(part, worker))
    funded = frozenset(m for m, bit in judged.months.items() if has(bit.true, worker))
    refused = frozenset(m for m, bit in judged.months.items() if has(bit.false, worker))
    return outcomes, funded, frozenset(judged.months) - funded - refused


def meant(made: Decision) -> Said:
    """Give the same as the reference decided it."""
    funded, open_ = (
        frozenset(month.month for month in made.months if month.verdict is verdict)
        for verdict in (Truth.TRUE, Truth.UNKNOWN)
    )
    return frozenset((made.outcome,)), funded, open_


def differ(asked: Asked, decided: Judged | None = None) -> Iterator[object]:
    """Give what sets and reference say of each worker under each instrument where they say different things."""
    for source, decisions in asked.decided() if decided is None else decided:
        sets = in_sets(asked, source)
        for worker, made in zip(asked.people, () if sets is None else decisions, strict=sets is not None):
            assert sets is not None
            # Of those whom the instrument does not concern nothing else is told.
            length = 1 if made.outcome is Outcome.NOT_APPLICABLE else 3
            if told(sets, worker)[:length] != meant(made)[:length]:
                yield worker, told(sets, worker), meant(made)


def in_sets(asked: Asked, instrument: ir.Instrument) -> Boxes | None:
    """Give an instrument over workers of whom not everything is known; None where it is left to the solver."""
    case = Case(asked.library, instrument, asked.on, None, _MILLISECONDS)
    return None if case.boxes is None else case.boxes.opened


@pytest.mark.parametrize("told_apart", CASES)
def test_each_case_by_hand_is_in_boxes_and_as_the_reference_has_it(told_apart: str) -> None:
    asked = CASES[told_apart]
    assert all(in_sets(asked, instrument) is not None for instrument in asked.library.instruments)
    assert list(differ(asked)) == []


@pytest.mark.slow
@FEW
@given(policies(), st.sampled_from(DAYS), st.data())
def test_outcomes_and_months_are_those_of_the_reference(
    country: Country, on: PackedDate, data: st.DataObject
) -> None:
    law = elaborate(country.trees).library
    people = data.draw(crowds(law, WORKERS_OF_EACH))
    assert next(differ(Asked(law, people, on)), None) is None


@pytest.mark.slow
def test_boxes_read_many_generated_policies() -> None:
    """Those compare facts with one another far more often than the law does, and this is for the solver."""
    asked = [Asked(law, [], ON) for law in islice(libraries(), 20)]
    read = [
        in_sets(each, instrument) is not None for each in asked for instrument in each.library.instruments
    ]
    assert sum(read) * 4 > len(read)


# Faults


def _each_month_alone(months: Any, *asked: Any) -> Any:
    return {month: _NORMS_HOLD((month,), *asked)[month] for month in months}


def _without_order(version: ir.Version, group: Any, *rest: Any) -> Any:
    loose = tuple(replace(each, precedes=frozenset()) for each in version.groups)
    return _STAND(replace(version, groups=loose), group, *rest)


def _taken_for_commenced(instrument: ir.Instrument, scope: Any) -> Any:
    if instrument.commences is None:
        return instrument.versions[0], logic.TRUE
    return _IN_FORCE(instrument, scope)


def _settled_room(fit: Any, at_most: int | None, among: Logic) -> Any:
    made = _ROOM(fit, at_most, among)
    return Bit(made.true, among.negate(made.true), made.conflict)


def _suspended_for_good(months: Any, weighed: Any, among: Logic) -> Any:
    def ending(each: Any) -> Any:
        if each.norm.role is not ir.Role.CONTINUATION:
            return each
        return replace(each, norm=replace(each.norm, role=ir.Role.ENDING), value=among.not_(each.value))

    return _NORMS_HOLD(months, tuple(map(ending, weighed)), among)


def _always_pays(senior: Any) -> Bit:
    return replace(_PAYS(senior), true=senior.outcomes[Outcome.ELIGIBLE])


def _known_to_be_short(version: ir.Version, *rest: Any) -> Any:
    months, _ = _FUNDED(version, *rest)
    return months, ()


def _for_certain(space: Space, bit: Bit) -> Bit:
    return Bit(bit.true, space.negate(bit.true), bit.conflict)


_NORMS_HOLD, _STAND, _IN_FORCE = instruments._norms_hold, instruments._stand, instruments._in_force
_PAID, _ROOM, _PAYS, _FUNDED = instruments._paid, instruments._room, instruments._pays, instruments._funded
_ANY_OF, _WITHIN = Logic.any_of, boxes._within

FAULTS: dict[str, tuple[Any, str, Any]] = {
    "an ending that does not last": (instruments, "_norms_hold", _each_month_alone),
    "a suspension that lasts": (instruments, "_norms_hold", _suspended_for_good),
    "the cap on months forgotten": (
        instruments, "_paid", lambda schedule, *rest: _PAID(replace(schedule, at_most=None), *rest),
    ),
    "a cap on months that are perhaps funded settles nothing": (instruments, "_room", _settled_room),
    "an exclusion read as a requirement": (
        instruments.Weighed, "holds", property(lambda self: self.value),
    ),
    "the order of groups forgotten": (instruments, "_stand", _without_order),
    "a norm of one group applied to all": (instruments, "applies", lambda *_: True),
    "a conflict that refuses nobody": (instruments.Standing, "in_conflict", property(lambda _: NOBODY)),
    "a commencement left blank taken for commenced": (instruments, "_in_force", _taken_for_commenced),
    "months that need not hold": (instruments.Standing, "any_month", property(lambda _: logic.TRUE)),
    "months that are not named taken for none": (instruments, "_funded", _known_to_be_short),
    "what rests on nothing is reported": (
        instruments.Judged, "deciding", property(lambda self: tuple((s, EVERYBODY) for s in self.standings)),
    ),
    "the territory forgotten": (instruments, "territory_of", lambda *_: ()),
    "a senior instrument whose places may run out surely pays": (instruments, "_pays", _always_pays),
    "an instrument that pays does not relieve its junior": (instruments, "_pays", lambda _: logic.FALSE),
    "an unknown alternative taken for false": (
        Logic, "any_of", lambda self, bits: _for_certain(self.space, _ANY_OF(self, bits)),
    ),
    "a region around it taken for outside": (
        boxes, "_within", lambda subject, region, space: _for_certain(space, _WITHIN(subject, region, space)),
    ),
}  # fmt: skip
"""What is put in place of a part of the reading as sets, by what is wrong with it."""


@pytest.mark.slow
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_in_the_reading_of_whole_policies_is_seen(
    fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    module, name, broken = FAULTS[fault]
    monkeypatch.setattr(module, name, broken)
    assert any(next(differ(asked, decided), None) for asked, decided in everything())
