"""Differences of generated policies: every worker who is treated differently is in one region, and nobody else is."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from policy_engine.diagnostics.model import Severity
from policy_engine.ir.canonical import meaning_digest
from policy_engine.ir.compare import alterations, plain, same_meaning
from policy_engine.ir.nodes import FactValue, Library
from policy_engine.proofs.differ import differ
from policy_engine.proofs.regions import Difference, Region
from policy_engine.proofs.span import stretches
from policy_engine.semantics.elaborate import elaborate
from policy_engine.syntax import ast
from policy_engine.testing.country.regional import regional
from policy_engine.testing.mutants import mutants
from policy_engine.testing.policies import Country, policies
from policy_engine.testing.workers import workers

pytestmark = pytest.mark.slow  # part of `make test-all`

FEW = settings(
    max_examples=max(1, settings().max_examples // 12),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
    phases=(Phase.explicit, Phase.generate),
)
MILLISECONDS = 10_000


def _library(trees: tuple[ast.PolicyFile, ...]) -> Library | None:
    made = elaborate(trees)
    broken = any(found.severity is Severity.ERROR for found in made.diagnostics)
    return None if broken or made.library is None else plain(made.library)


def _put(trees: tuple[ast.PolicyFile, ...], place: int, tree: ast.PolicyFile) -> tuple[ast.PolicyFile, ...]:
    return (*trees[:place], tree, *trees[place + 1 :])


@st.composite
def edited(draw: st.DrawFn, country: Country) -> Country:
    """Give the files of a country after one to three small mistakes, or with an article of another regulation."""
    trees = tuple(country.trees)
    if draw(st.integers(0, 2)) == 0:
        place = max(n for n, tree in enumerate(trees) if tree.instrument is not None)
        mine, other = trees[place].instrument, draw(regional()).instrument
        assert mine is not None
        assert other is not None
        number = draw(st.integers(0, min(len(mine.body), len(other.body)) - 1))
        body = (*mine.body[:number], other.body[number], *mine.body[number + 1 :])
        return Country(_put(trees, place, replace(trees[place], instrument=replace(mine, body=body))))
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.sampled_from([n for n, tree in enumerate(trees) if tree.instrument is not None]))
        changed = list(mutants(trees[place]))
        assume(changed)
        trees = _put(trees, place, changed[draw(st.integers(0, len(changed) - 1))].tree)
    return Country(trees)


def _differences(old: Library, new: Library) -> Iterator[Difference]:
    """Compare every instrument in the first stretch of time in which something differs."""
    altered = alterations(old, new)
    ids = dict.fromkeys(each.id for library in (old, new) for each in library.instruments)
    for instrument in ids:
        for compared in stretches(old, new, instrument)[:1]:
            yield differ(compared, altered, MILLISECONDS)


def _of(found: Difference, worker: Mapping[str, FactValue]) -> list[Region]:
    return list(found.compared.inside(found.regions, worker))


@FEW
@given(policies(), st.data())
def test_every_worker_who_differs_is_in_one_region_and_nobody_else_is(
    country: Country, data: st.DataObject
) -> None:
    old, new = _library(tuple(country.trees)), _library(data.draw(edited(country)).trees)
    assume(old is not None and new is not None)
    assert old is not None
    assert new is not None
    people = data.draw(st.lists(workers(old, unknown=5) | workers(new, unknown=15), min_size=8, max_size=8))
    if not same_meaning(old, new):
        assert alterations(old, new)
    for found in _differences(old, new):
        assert found.open_ == ()
        changes = [region.change for region in found.regions]
        assert len(set(changes)) == len(changes)
        for region in found.regions:
            seen = found.compared.change(region.worker)
            # Beyond so many pairs of verdicts, those that differ in months alone are taken together.
            told = seen if region.change.turns is not None else replace(seen, turns=None)
            assert told == region.change
            assert region in _of(found, region.worker) or not region.is_exact
        for worker in people:
            turned = found.compared.change(worker)
            inside = _of(found, worker)
            if turned.is_none:
                assert inside == []
                continue
            (mine,) = (
                r
                for r in found.regions
                if replace(r.change, turns=None) == replace(turned, turns=None)
                and r.change.turns in (None, turned.turns)
            )
            assert inside == [mine] or (inside == [] and not mine.is_exact)


@FEW
@given(policies())
def test_a_policy_does_not_differ_from_itself(country: Country) -> None:
    library = _library(tuple(country.trees))
    assume(library is not None)
    assert library is not None
    assert alterations(library, library) == ()
    assert [region for found in _differences(library, library) for region in found.regions] == []


@given(policies(), st.data())
def test_what_differs_in_meaning_is_altered(country: Country, data: st.DataObject) -> None:
    old, new = _library(tuple(country.trees)), _library(data.draw(edited(country)).trees)
    assume(old is not None and new is not None)
    assert old is not None
    assert new is not None
    assert bool(alterations(old, new)) is (meaning_digest(old) != meaning_digest(new))
