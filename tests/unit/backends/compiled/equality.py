"""What it is for the fast path to be right: a compiled instrument and workers in, an assertion."""

from collections.abc import Iterable, Iterator, Mapping

from policy_engine.backends.compiled.build import Compiled
from policy_engine.backends.compiled.decision import Reference, Verdict
from policy_engine.backends.scalar.decide import decide
from policy_engine.domain.dates import PackedDate
from policy_engine.domain.outcomes import Outcome, Truth
from policy_engine.ir import nodes as ir
from policy_engine.ir.decision import Decision, NormWeighed


def reference(library: ir.Library, instrument: ir.Instrument, on: PackedDate) -> Reference:
    def by_reference(worker: Mapping[str, ir.FactValue]) -> Decision:
        return decide(library, instrument.id, worker, on=on, facts_as_of=on, digest="0" * 64)

    return by_reference


def compiled(library: ir.Library, instrument: ir.Instrument, on: PackedDate) -> Compiled:
    return Compiled(library, instrument, on, reference(library, instrument, on))


def assert_equal(made: Compiled, right: Reference, workers: Iterable[Mapping[str, ir.FactValue]]) -> None:
    """Decide every worker both ways, twice: what is kept of one must be right for the next."""
    for worker in workers:
        expected = right(worker)
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
    """Compare with the reference field by field; nothing of the fast path is used to tell what is right."""
    assert (verdict.outcome, verdict.effective) == (expected.outcome, expected.effective)
    assert (verdict.costs, verdict.total) == (expected.costs, expected.total)
    assert (verdict.missing, verdict.gave_way) == (expected.missing, expected.gave_way)
    assert verdict.entry_month == expected.entry_month
    assert verdict.conflict is (Outcome.CONFLICT in (expected.outcome, expected.effective))
    assert verdict.first_month == min((month.month for month in expected.months), default=None)
    for month in expected.months:
        bit = month.month - (verdict.first_month or 0)
        assert verdict.months >> bit & 1 == (month.verdict is Truth.TRUE)
        assert verdict.open_months >> bit & 1 == (month.verdict is Truth.UNKNOWN)
    assert max(verdict.months, verdict.open_months).bit_length() <= max(
        (month.month - (verdict.first_month or 0) + 1 for month in expected.months), default=0
    )
    for mask, wanted in ((verdict.failed, Truth.FALSE), (verdict.unknown, Truth.UNKNOWN)):
        found = {made.norms[bit] for bit in range(mask.bit_length()) if mask >> bit & 1}
        assert found == {(norm.citation, norm.role) for norm in _told(expected) if _passes(norm) is wanted}
    for reason in made.reasons(verdict):
        assert any(norm.citation == reason.citation for norm in _told(expected))


def _told(expected: Decision) -> Iterator[NormWeighed]:
    only_territory = expected.outcome is Outcome.NOT_APPLICABLE
    return (norm for norm in expected.norms if norm.role is ir.Role.TERRITORY or not only_territory)


def _passes(norm: NormWeighed) -> Truth:
    stands_in_the_way = norm.role in (ir.Role.EXCLUSION, ir.Role.ENDING)
    return norm.verdict.not_() if stands_in_the_way else norm.verdict
