"""What it is for the fast path to be right: a library, a date and workers in, an assertion."""

from collections.abc import Iterable, Iterator, Mapping

from policy_engine.backends.compiled.build import Compiled
from policy_engine.backends.compiled.decision import Verdict, holds, verdict_of
from policy_engine.backends.scalar.decide import decide
from policy_engine.domain.dates import PackedDate
from policy_engine.domain.outcomes import Outcome, Truth
from policy_engine.ir import nodes as ir
from policy_engine.ir.decision import Decision


def compiled(library: ir.Library, instrument: ir.Instrument, on: PackedDate) -> Compiled:
    def reference(worker: Mapping[str, ir.FactValue]) -> Decision:
        return decide(library, instrument.id, worker, on=on, facts_as_of=on, digest="0" * 64)

    return Compiled(library, instrument, on, reference)


def assert_equal(
    library: ir.Library,
    instrument: ir.Instrument,
    on: PackedDate,
    workers: Iterable[Mapping[str, ir.FactValue]],
    fast: Compiled | None = None,
) -> None:
    """Decide every worker twice, one way and the other: what is kept of one must be right for the next."""
    made = fast or compiled(library, instrument, on)
    for worker in workers:
        expected = decide(library, instrument.id, worker, on=on, facts_as_of=on, digest="0" * 64)
        facts = made.facts(worker)
        for verdict in (made.decide(facts), made.decide_mapping(worker), made.decide(facts)):
            assert_says(verdict, expected, made)


def variants(
    base: Mapping[str, ir.FactValue], donors: Iterable[Mapping[str, ir.FactValue]]
) -> Iterator[dict[str, ir.FactValue]]:
    """Give a worker and those who differ in one fact: a class too wide shows in two of them."""
    yield dict(base)
    for donor in donors:
        yield from ({**base, name: value} for name, value in donor.items() if base.get(name) != value)
    yield from ({other: base[other] for other in base if other != name} for name in base)


def assert_says(verdict: Verdict, expected: Decision, made: Compiled) -> None:
    """Compare field by field with the reference, not with what the fast path makes of it."""
    assert (verdict.outcome, verdict.effective) == (expected.outcome, expected.effective)
    assert (verdict.costs, verdict.total) == (expected.costs, expected.total)
    assert (verdict.missing, verdict.gave_way) == (expected.missing, expected.gave_way)
    assert verdict.entry_month == expected.entry_month
    assert verdict.conflict is (Outcome.CONFLICT in (expected.outcome, expected.effective))
    months = {month.month: month.verdict for month in expected.months}
    assert verdict.first_month == min(months, default=None)
    for month, truth in months.items():
        bit = month - (verdict.first_month or 0)
        assert verdict.months >> bit & 1 == (truth is Truth.TRUE)
        assert verdict.open_months >> bit & 1 == (truth is Truth.UNKNOWN)
    bits = {place: bit for bit, place in enumerate(made.norms)}
    assert verdict == verdict_of(expected, bits)
    told = (verdict.failed, verdict.unknown)
    for mask, wanted in zip(told, (Truth.FALSE, Truth.UNKNOWN), strict=True):
        found = {made.norms[bit] for bit in range(mask.bit_length()) if mask >> bit & 1}
        assert found == {
            (norm.citation, norm.role)
            for norm in expected.norms
            if holds(norm) is wanted
            and (expected.outcome is not Outcome.NOT_APPLICABLE or norm.role is ir.Role.TERRITORY)
        }
