"""Texts that are nearly the same: copied instruments, terms defined twice, sentences said of each group."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from policy_engine.diagnostics.alike import NearlyTheSame, SaidOfEachGroup, TermDefinedOtherwise
from policy_engine.diagnostics.model import Diagnostic
from policy_engine.domain.dates import LATEST
from policy_engine.semantics.law.case import Case, Laws, Stated, all_in
from policy_engine.syntax import ast

_FEWEST_ARTICLES = 2
"""What has fewer articles is alike by chance."""


def check_alike(laws: Laws) -> Iterator[Diagnostic]:
    """Give the findings about texts that hardly differ, and about words that say two things."""
    yield from _terms(laws)
    yield from _copies(laws)
    for case in laws.cases:
        yield from _of_each_group(case)


def _in_force_together(one: Case, other: Case) -> bool:
    if not one.told.spans or not other.told.spans:
        return False
    since = max(case.told.spans[0].since for case in (one, other))
    return all(since < (case.until or LATEST) for case in (one, other))


# One term, two definitions


def _terms(laws: Laws) -> Iterator[Diagnostic]:
    """Compare the definitions of instruments whose territories are nested, each pair of them once."""
    defined: dict[str, list[tuple[Case, ast.DefinitionItem]]] = {}
    for case in laws.cases:
        for item in all_in(case.tree, ast.DefinitionItem, (ast.Amendment,)):
            # What is left open says nothing that another could contradict.
            if item.condition is not None and not any(all_in(item.condition, ast.Blank)):
                defined.setdefault(item.term.text.casefold(), []).append((case, item))
    for found in defined.values():
        # The wider instrument is the measure of the narrower one.
        found.sort(key=lambda each: len(each[0].region or ""))
        for (one, first), (other, second) in combinations(found, 2):
            if one is other or not _share_ground(one, other) or not _in_force_together(one, other):
                continue
            if _said(first.condition) != _said(second.condition):
                yield _otherwise(one, first, second)


def _otherwise(case: Case, first: ast.DefinitionItem, second: ast.DefinitionItem) -> TermDefinedOtherwise:
    there, here = (
        dict.fromkeys(n.text for n in all_in(each.condition, ast.Name)) for each in (first, second)
    )
    return TermDefinedOtherwise(
        span=second.span,
        term=second.term.text,
        target=case.name,
        other=first.span,
        here=tuple(name for name in here if name not in there),
        there=tuple(name for name in there if name not in here),
    )


def _share_ground(one: Case, other: Case) -> bool:
    """Tell whether the territory of one lies in that of the other; None is the nation."""
    mine, theirs = one.region, other.region
    if mine is None or theirs is None:
        return True
    return f"{mine}.".startswith(f"{theirs}.") or f"{theirs}.".startswith(f"{mine}.")


def _said(condition: object) -> object:
    """Give what a condition says without the order in which `and` and `or` name their parts."""
    if isinstance(condition, ast.Compound):
        return (condition.connective, frozenset(_said(part) for part in condition.conditions))
    return condition


# Copied instruments


def _copies(laws: Laws) -> Iterator[Diagnostic]:
    by_region: dict[str, list[Case]] = {}
    for case in laws.cases:
        articles = [unit for unit in case.tree.body if isinstance(unit, ast.Article)]
        if case.region is not None and len(articles) >= _FEWEST_ARTICLES and not case.has(ast.Amendment):
            by_region.setdefault(case.region, []).append(case)
    for cases in by_region.values():
        for one, other in combinations(cases, 2):
            if one.tree.kind is other.tree.kind and _in_force_together(one, other):
                apart = _apart(one.tree.body, other.tree.body)
                if len(apart) <= 1:
                    yield _copy(one, other, apart)


def _copy(one: Case, other: Case, apart: list[tuple[ast.Node, ast.Node]]) -> NearlyTheSame:
    theirs, mine = apart[0] if apart else (one.tree.header, other.tree.header)
    return NearlyTheSame(
        span=mine.span,
        target=one.name,
        other=theirs.span,
        mine=" ".join(mine.span.text.split()) if apart else None,
        theirs=" ".join(theirs.span.text.split()) if apart else None,
    )


def _apart(one: tuple[ast.Node, ...], other: tuple[ast.Node, ...]) -> list[tuple[ast.Node, ast.Node]]:
    """Give the smallest parts in which two bodies differ, two of them at the most."""
    if len(one) != len(other):
        return [(one[0], other[0])] * 2
    found: list[tuple[ast.Node, ast.Node]] = []
    for mine, theirs in zip(one, other, strict=True):
        found += apart_in(mine, theirs)
        if len(found) > 1:
            break
    return found[:2]


def apart_in(mine: ast.Node, theirs: ast.Node) -> list[tuple[ast.Node, ast.Node]]:
    """Give the smallest parts in which two parts of a text differ."""
    if mine == theirs:
        return []
    if type(mine) is not type(theirs):
        return [(mine, theirs)]
    found: list[tuple[ast.Node, ast.Node]] = []
    names: tuple[str, ...] = mine.__match_args__
    for name in names:
        one, other = getattr(mine, name), getattr(theirs, name)
        parts = (one, other) if isinstance(one, tuple) and isinstance(other, tuple) else ((one,), (other,))
        if parts[0] == parts[1]:
            continue
        nodes = [part for each in parts for part in each if isinstance(part, ast.Node)]
        if len(parts[0]) != len(parts[1]) or len(nodes) != 2 * len(parts[0]):
            # A word or a number of its own, or a part more: the whole differs.
            return [(mine, theirs)]
        for a, b in zip(*parts, strict=True):
            found += apart_in(a, b)
    return found


# Sentences that could be one


def _of_each_group(case: Case) -> Iterator[Diagnostic]:
    """Find sentences that say of another group what an earlier one says; not where either is referred to."""
    cited = [
        citation.provision
        for citation in all_in(case.tree, ast.CitationRef)
        if citation.instrument is None and citation.provision is not None
    ]
    first: dict[ast.Sentence, Stated] = {}
    for stated in case.stated:
        sentence = _without_groups(stated.sentence)
        if sentence is None or any(
            place.covers(stated.place) or stated.place.covers(place) for place in cited
        ):
            continue
        earlier = first.setdefault(sentence, stated)
        if earlier is not stated:
            yield SaidOfEachGroup(span=stated.span, same=earlier.place, other=earlier.span)


def _without_groups(sentence: ast.Sentence) -> ast.Sentence | None:
    """Give a sentence about certain groups as it would be about no group; None for any other."""
    match sentence:
        case (
            ast.Requirements(ast.Scope(_, groups))
            | ast.Exclusions(ast.Scope(_, groups))
            | ast.Enrolment(ast.Scope(_, groups))
            | ast.Contribution(ast.Scope(_, groups))
            | ast.Months(ast.Scope(_, groups))
            | ast.Bearing(ast.Scope(_, groups))
        ) if groups:
            assert sentence.scope is not None  # noqa: S101  matched above
            return replace(sentence, scope=replace(sentence.scope, groups=()))
        case _:
            return None
