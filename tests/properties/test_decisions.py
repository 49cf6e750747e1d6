"""What is true of every decision: facts settle it and never turn it, order decides nothing, sums are sums."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from policy_engine.domain.dates import Month, pack
from policy_engine.domain.outcomes import Outcome, Truth
from policy_engine.ir import nodes as ir
from policy_engine.ir.decision import Decision
from tests.unit.backends.scalar.build import (
    DECEMBER,
    NOVEMBER,
    PROVINCE,
    REGENCY,
    SELF,
    age,
    all_,
    any_,
    arm,
    bearing,
    day,
    decided,
    enrolment,
    excepted,
    fact,
    group,
    instrument,
    library,
    national,
    no,
    norm,
    participants,
    rupiah,
    schedule,
    tariff,
    truth,
    version,
    works_as,
)

FLAGS = ("p", "q", "r", "s")
BIRTHS = [pack(1960, 11, 13), pack(1960, 11, 14), pack(2007, 12, 1), pack(2008, 2, 29), pack(1990, 1, 1)]
DETERMINED = frozenset(Outcome) - {Outcome.UNDETERMINED}


def conditions(depth: int = 2) -> st.SearchStrategy[ir.Expr]:
    """Give conditions over four truths and a birth date, exceptions included."""
    leaves: st.SearchStrategy[ir.Expr] = st.sampled_from(
        [
            *(fact(name) for name in FLAGS),
            truth(0),
            truth(1),
            age(ir.Comparison.LESS, 65),
            age(ir.Comparison.AT_LEAST, 18),
        ]
    )
    if depth == 0:
        return leaves
    inner = conditions(depth - 1)
    return st.one_of(
        leaves,
        inner.map(no),
        st.lists(inner, max_size=3).map(lambda parts: all_(*parts)),
        st.lists(inner, max_size=3).map(lambda parts: any_(*parts)),
        st.builds(lambda base, arms: excepted(base, *arms), inner, st.lists(_arms(inner), max_size=2)),
    )


def _arms(inner: st.SearchStrategy[ir.Expr]) -> st.SearchStrategy[ir.Arm]:
    nested = st.builds(lambda condition: arm("Pasal 8", condition, truth(1)), inner)
    return st.builds(
        lambda condition, value, below: arm("Pasal 7", condition, value, *below),
        inner,
        st.sampled_from([truth(0), truth(1)]),
        st.lists(nested, max_size=1),
    )


MONTHLY = st.builds(
    lambda years, flag: any_(age(ir.Comparison.AT_LEAST, years, day(ir.Day.MONTH_DAY, 1)), fact(flag)),
    st.sampled_from([18, 65]),
    st.sampled_from(FLAGS),
)
JKK = excepted(rupiah(10_001), arm("Pasal 7", fact("q"), rupiah(7)))
GROUPS = st.sampled_from([None, frozenset({"a"}), frozenset({"b"})])


@st.composite
def norms(draw: st.DrawFn) -> ir.Norm:
    role = draw(
        st.sampled_from([ir.Role.REQUIREMENT, ir.Role.EXCLUSION, ir.Role.ENDING, ir.Role.CONTINUATION])
    )
    is_monthly = role in (ir.Role.ENDING, ir.Role.CONTINUATION) or draw(st.booleans())
    grain = ir.Grain.EACH_MONTH if is_monthly else ir.Grain.ONCE
    condition = draw(MONTHLY if is_monthly else conditions())
    place = f"Pasal {draw(st.integers(3, 6))}"
    return norm(place, condition, role, grain=grain, groups=draw(GROUPS))


@st.composite
def laws(draw: st.DrawFn) -> ir.Library:
    months = draw(st.sets(st.sampled_from([NOVEMBER, DECEMBER, Month(DECEMBER + 1)]), min_size=1))
    precedes = draw(st.sampled_from([frozenset[str](), frozenset({"b"})]))
    found = version(
        groups=(
            group("a", draw(conditions(1)), precedes=precedes),
            group("b", works_as("ojek")),
        ),
        norms=tuple(draw(st.lists(norms(), max_size=4))),
        schedules=(schedule(*sorted(months), at_most=draw(st.none() | st.integers(1, 2))),),
        enrolments=(enrolment("jkk", draw(conditions(1))), enrolment("jkm")),
        tariffs=(tariff("jkk", JKK), tariff("jkm", rupiah(6_800))),
        bearings=draw(
            st.sampled_from(
                [(bearing((REGENCY, 1, 1)),), (bearing((REGENCY, 1, 3), (PROVINCE, 1, 3), (SELF, 1, 3)),)]
            )
        ),
    )
    higher = national(participant_norms=participants(draw(conditions(1))))
    return library(instrument(found), higher)


VALUES: dict[str, st.SearchStrategy[ir.FactValue]] = {
    **dict.fromkeys(FLAGS, st.booleans()),
    "lahir": st.sampled_from(BIRTHS),
    "domisili": st.sampled_from(["21.02", "21.02.01", "21.71"]),
    "pekerjaan": st.sampled_from(["ojek", "petani"]).map(lambda code: ir.CodeSet(frozenset({code}), True)),
}
WORKERS = st.fixed_dictionaries({}, optional=VALUES)


@given(st.data(), laws(), WORKERS)
def test_the_missing_facts_settle_an_undetermined_worker(
    data: st.DataObject, law: ir.Library, worker: dict[str, ir.FactValue]
) -> None:
    decision = decided(law, worker)
    answer = {**worker, **{name: data.draw(VALUES[name]) for name in decision.missing}}
    settled = decided(law, answer)
    assert settled.outcome in DETERMINED
    if decision.outcome in DETERMINED:
        assert settled.effective in DETERMINED


@given(st.data(), laws(), WORKERS)
def test_no_completion_contradicts_what_was_determined(
    data: st.DataObject, law: ir.Library, worker: dict[str, ir.FactValue]
) -> None:
    before = decided(law, worker)
    unknown = [name for name in VALUES if name not in worker]
    after = decided(law, {**worker, **{name: data.draw(VALUES[name]) for name in unknown}})
    for earlier, later in ((before.outcome, after.outcome), (before.effective, after.effective)):
        assert earlier is Outcome.UNDETERMINED or later in (earlier, Outcome.CONFLICT)
    if before.outcome is after.outcome is Outcome.ELIGIBLE:
        assert before.total in (None, after.total)
        later_months = {month.month: month.verdict for month in after.months}
        for month in before.months:
            is_known = month.verdict is not Truth.UNKNOWN
            assert not is_known or later_months.get(month.month, Truth.FALSE) is month.verdict


@given(st.data(), laws(), WORKERS)
def test_the_order_in_which_norms_are_written_decides_nothing(
    data: st.DataObject, law: ir.Library, worker: dict[str, ir.FactValue]
) -> None:
    own, higher = law.instruments
    found = own.versions[0]
    shuffled = replace(
        found,
        groups=tuple(data.draw(st.permutations(found.groups))),
        norms=tuple(data.draw(st.permutations(found.norms))),
        enrolments=tuple(data.draw(st.permutations(found.enrolments))),
        tariffs=tuple(data.draw(st.permutations(found.tariffs))),
    )
    turned = replace(law, instruments=(higher, replace(own, versions=(shuffled,))))
    assert _said(decided(law, worker)) == _said(decided(turned, worker))


def _said(decision: Decision) -> Decision:
    """Give a decision without the order of what was weighed."""
    norms = sorted(decision.norms, key=repr)
    return replace(decision, norms=tuple(norms), groups=tuple(sorted(decision.groups)))


@given(laws(), WORKERS)
def test_the_total_is_the_sum_of_the_rows_or_unknown(
    law: ir.Library, worker: dict[str, ir.FactValue]
) -> None:
    decision = decided(law, worker)
    amounts = [row.amount for row in decision.costs]
    if None in amounts:
        assert decision.total is None
    elif amounts:
        assert decision.total == sum(amount for amount in amounts if amount is not None)
    for row in decision.costs:
        assert (row.amount is None) is bool(row.missing)
        assert {month.month: month.verdict for month in decision.months}[row.month] is not Truth.FALSE


@given(laws(), WORKERS)
def test_every_norm_that_was_weighed_cites_a_loaded_instrument_and_shows_only_facts_it_read(
    law: ir.Library, worker: dict[str, ir.FactValue]
) -> None:
    loaded = {found.id for found in law.instruments}
    for weighed in decided(law, worker).norms:
        assert weighed.citation.instrument in loaded
        assert all((used.value is None) is (used.name not in worker) for used in weighed.facts)
