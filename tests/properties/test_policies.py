"""Whole generated policies: they elaborate, keep every promise, and every worker of them is decided."""

from collections import Counter
from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.vendor.pretty import pretty

from policy_engine.backends.scalar.decide import decide
from policy_engine.diagnostics.model import Severity
from policy_engine.domain.bilingual import Language
from policy_engine.domain.dates import PackedDate, pack
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir import nodes as ir
from policy_engine.ir.canonical import from_json, meaning_digest, to_json
from policy_engine.ir.decision import Decision
from policy_engine.ir.dump import dump_library
from policy_engine.ir.invariants import violations
from policy_engine.ir.walk import arms, descend, roots_of
from policy_engine.semantics.elaborate import elaborate
from policy_engine.source import SourceFile
from policy_engine.syntax import ast
from policy_engine.syntax.parser import parse
from policy_engine.syntax.printer import print_file
from policy_engine.testing.policies import Country, policies
from policy_engine.testing.workers import completions, workers

DAYS = (pack(2023, 12, 31), pack(2025, 3, 31), pack(2026, 2, 28), pack(2029, 1, 1))
# A country takes ten times as long to make as a value; still the campaign makes many.
FEW = settings(
    max_examples=max(1, settings().max_examples // 6),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

ONE = settings(FEW, max_examples=1)


def _library(country: Country) -> ir.Library:
    return elaborate(country.trees).library


def _decide(
    library: ir.Library, instrument: ir.Instrument, worker: dict[str, ir.FactValue], on: PackedDate
) -> Decision:
    return decide(library, instrument.id, worker, on=on, facts_as_of=on, digest="0" * 64)


def _reread(tree: ast.PolicyFile, language: Language, above: str) -> ast.PolicyFile:
    text = above + print_file(tree, (), language)
    read = parse(SourceFile(tree.span.source.path, text)).tree
    assert read is not None
    return read


@ONE
@given(policies())
def test_a_failing_example_is_shown_as_a_drafter_would_have_written_it(country: Country) -> None:
    shown = pretty(country)
    assert shown.strip() == repr(country).strip()
    assert "Span(" not in shown


@FEW
@given(policies())
def test_every_policy_elaborates_into_a_library_that_keeps_every_promise(
    country: Country,
) -> None:
    elaborated = elaborate(country.trees)
    assert [found for found in elaborated.diagnostics if found.severity is Severity.ERROR] == []
    assert violations(elaborated.library) == ()


@FEW
@given(policies())
def test_a_bundle_of_a_policy_is_the_policy(country: Country) -> None:
    library = _library(country)
    read = from_json(to_json(library))
    assert read == library
    assert hash(read) == hash(library)
    assert to_json(read) == to_json(library)
    assert dump_library(read) == dump_library(library)


@FEW
@given(policies())
def test_meaning_does_not_depend_on_places_or_language(country: Country) -> None:
    plain, moved, english = (
        elaborate(tuple(_reread(tree, language, above) for tree in country.trees)).library
        for language, above in ((Language.ID, ""), (Language.ID, "# catatan\n\n"), (Language.EN, ""))
    )
    assert meaning_digest(plain) == meaning_digest(moved) == meaning_digest(english)


@FEW
@given(policies(), st.permutations(range(4)))
def test_the_order_of_files_changes_nothing(country: Country, order: list[int]) -> None:
    shuffled = tuple(country.trees[index] for index in order)
    assert to_json(elaborate(shuffled).library) == to_json(_library(country))


@FEW
@given(policies(), st.sampled_from(DAYS), st.data())
def test_the_order_of_norms_changes_no_decision(
    country: Country, on: PackedDate, data: st.DataObject
) -> None:
    library = _library(country)
    turned = replace(library, instruments=tuple(_turned(instrument) for instrument in library.instruments))
    worker = data.draw(workers(library))
    for instrument in library.instruments:
        one, other = (_decide(each, instrument, worker, on) for each in (library, turned))
        assert (one.outcome, one.effective, one.months) == (other.outcome, other.effective, other.months)
        assert (one.total, one.missing, set(one.costs)) == (other.total, other.missing, set(other.costs))


def _turned(instrument: ir.Instrument) -> ir.Instrument:
    return replace(
        instrument,
        versions=tuple(
            replace(version, norms=version.norms[::-1], groups=version.groups[::-1])
            for version in instrument.versions
        ),
    )


@FEW
@given(policies(), st.sampled_from(DAYS), st.data())
def test_every_worker_is_decided_and_an_undetermined_one_is_told_what_is_missing(
    country: Country, on: PackedDate, data: st.DataObject
) -> None:
    library = _library(country)
    worker = data.draw(workers(library, unknown=40))
    for instrument in library.instruments:
        decision = _decide(library, instrument, worker, on)
        assert (decision.outcome is Outcome.UNDETERMINED) <= bool(decision.missing)
        assert decision == _decide(library, instrument, worker, on)


@FEW
@given(policies(), st.sampled_from(DAYS), st.data())
def test_learning_more_never_contradicts_what_was_decided(
    country: Country, on: PackedDate, data: st.DataObject
) -> None:
    library = _library(country)
    worker = data.draw(workers(library, unknown=40))
    whole = data.draw(completions(worker, [fact.name for fact in library.facts], library))
    for instrument in library.instruments:
        before, after = (_decide(library, instrument, each, on) for each in (worker, whole))
        # The fifth outcome dominates: what is learned may show two exceptions at odds, never a change of mind.
        stays = (
            {before.outcome, Outcome.CONFLICT} if before.outcome is Outcome.NOT_ELIGIBLE else {before.outcome}
        )
        if before.outcome is not Outcome.UNDETERMINED:
            assert after.outcome in stays


@FEW
@given(policies(), st.sampled_from(DAYS), st.data())
def test_what_is_missing_suffices(country: Country, on: PackedDate, data: st.DataObject) -> None:
    library = _library(country)
    worker = data.draw(workers(library, unknown=40))
    facts = {fact.name for fact in library.facts}
    for instrument in library.instruments:
        before = _decide(library, instrument, worker, on)
        if set(before.missing) <= facts:
            whole = data.draw(completions(worker, before.missing, library))
            assert _decide(library, instrument, whole, on).outcome is not Outcome.UNDETERMINED


@pytest.mark.slow
def test_generated_policies_reach_every_outcome_every_expression_and_exceptions_two_deep() -> None:
    seen: Counter[object] = Counter()

    @settings(
        max_examples=100,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(policies(), st.data())
    def run(country: Country, data: st.DataObject) -> None:
        library = _library(country)
        for instrument in library.instruments:
            for root in roots_of(instrument):
                seen.update(type(part) for part in descend(root))
                seen.update(f"exception {level} deep" for level, _ in arms(root))
        people = workers(library, unknown=2)
        for _ in range(8):
            worker, on = data.draw(people), data.draw(st.sampled_from(DAYS))
            for instrument in library.instruments:
                seen[_decide(library, instrument, worker, on).outcome] += 1

    run()
    expressions = set(get_args(ir.Expr))
    counted = {getattr(what, "__name__", str(what)): number for what, number in seen.items()}
    assert {cls.__name__ for cls in expressions if seen[cls] < 3} == set(), counted
    assert {outcome for outcome in Outcome if seen[outcome] < 10} == set(), counted
    assert seen["exception 2 deep"] >= 20
