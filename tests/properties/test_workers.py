"""Generated workers are well formed, stand at the edges of the law, and can be completed."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from policy_engine.domain.dates import cutoff_birth, is_packed, pack
from policy_engine.ir import nodes as ir
from policy_engine.testing.workers import boundaries, completions, workers
from tests.samples import COMMENCES, library

LIBRARY = library()
FACTS = {fact.name: fact for fact in LIBRARY.facts}


def _fits(fact: ir.Fact, value: ir.FactValue) -> bool:
    within = not isinstance(value, int) or (
        (fact.low is None or fact.low <= value) and (fact.high is None or value <= fact.high)
    )
    match fact.type.kind:
        case ir.Kind.TRUTH:
            return isinstance(value, bool)
        case ir.Kind.EVENT:
            return isinstance(value, ir.NotHappened) or (
                isinstance(value, int) and is_packed(value) and within
            )
        case ir.Kind.DATE:
            return isinstance(value, int) and is_packed(value) and within
        case ir.Kind.CODE_SET:
            return isinstance(value, ir.CodeSet) and len(value.codes) <= (fact.type.at_most or 99)
        case ir.Kind.REGION | ir.Kind.CODE:
            return isinstance(value, str)
        case _:
            return isinstance(value, int) and not isinstance(value, bool) and within


@given(workers(LIBRARY))
def test_workers_are_well_formed(worker: dict[str, ir.FactValue]) -> None:
    assert all(_fits(FACTS[name], value) for name, value in worker.items())


@given(workers(LIBRARY, unknown=0), workers(LIBRARY, unknown=100), workers(LIBRARY, facts=["lahir"]))
def test_facts_are_known_as_often_as_asked(
    full: dict[str, ir.FactValue], empty: dict[str, ir.FactValue], one: dict[str, ir.FactValue]
) -> None:
    assert full.keys() == FACTS.keys()
    assert empty == {}
    assert one.keys() <= {"lahir"}


def test_edges_are_the_birthdays_amounts_and_regions_that_norms_name() -> None:
    edges = boundaries(LIBRARY)
    assert {cutoff_birth(COMMENCES, 18), cutoff_birth(pack(2025, 3, 31), 65)} <= edges["lahir"]
    assert {2_999_999, 3_000_000, 3_000_001} <= edges["penghasilan"]
    assert {"21", "21.02", "21.02.01", "21.02.01.2001", "21.72"} <= edges["domisili"]
    assert "nelayan" in edges["pekerjaan"]
    assert pack(2025, 2, 1) in edges["meninggal"]


def test_workers_reach_both_sides_of_every_edge() -> None:
    seen: Counter[str] = Counter()
    birthdays = {cutoff_birth(on, 18) for on in (pack(2025, 1, 2), COMMENCES, pack(2025, 1, 4))}

    @settings(max_examples=300, derandomize=True, database=None)
    @given(workers(LIBRARY))
    def run(worker: dict[str, ir.FactValue]) -> None:
        income, birth, jobs = worker.get("penghasilan"), worker.get("lahir"), worker.get("pekerjaan")
        seen[f"income {income}"] += 1
        seen["birthday"] += birth in birthdays
        seen["incomplete set"] += isinstance(jobs, ir.CodeSet) and not jobs.complete
        seen["region above"] += worker.get("domisili") == "21"
        seen["not happened"] += worker.get("meninggal") == ir.NotHappened()
        seen["unknown"] += income is None

    run()
    assert min(seen[f"income {amount}"] for amount in (2_999_999, 3_000_000, 3_000_001)) >= 5
    assert (
        min(seen[what] for what in ("birthday", "incomplete set", "region above", "not happened", "unknown"))
        >= 3
    )


@given(workers(LIBRARY, unknown=50), st.data())
def test_completions_make_known_what_is_missing_and_keep_the_rest(
    worker: dict[str, ir.FactValue], data: st.DataObject
) -> None:
    missing = data.draw(st.sets(st.sampled_from([*FACTS, "perbup-21.02-5-2025"])))
    whole = data.draw(completions(worker, missing, LIBRARY))
    assert whole.keys() == worker.keys() | (missing & FACTS.keys())
    for name, value in whole.items():
        assert _fits(FACTS[name], value)
        if name not in missing:
            assert value == worker[name]
        elif isinstance(value, ir.CodeSet):
            before = worker.get(name)
            assert value.complete
            assert not isinstance(before, ir.CodeSet) or before.codes <= value.codes
        elif name == "domisili":
            assert str(value).startswith(str(worker.get(name, "")))
            assert str(value).count(".") == 3
