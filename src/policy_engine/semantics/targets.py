"""A scope in; the places of its norms, which exceptions and references aim at, out; no condition is read."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeAlias

from policy_engine.domain.citation import Provision
from policy_engine.ir import nodes as ir
from policy_engine.semantics import bounds, places
from policy_engine.semantics.places import Placed
from policy_engine.semantics.scope import GroupPlace, Scope
from policy_engine.structure import dataclass
from policy_engine.syntax import ast


@dataclass(frozen=True, slots=True)
class Attested:
    """A condition that is a yes-no fact somebody attests."""

    name: ast.Name


@dataclass(frozen=True, slots=True)
class Awaited:
    """A condition that holds once a delegate is in force."""

    delegation: ast.Delegation


Source: TypeAlias = ast.Condition | ast.ItemList | Attested | Awaited
"""What a norm is read from."""


@dataclass(frozen=True, slots=True)
class NormPlace:
    """One norm as written: its place, what it does, to whom it applies, and what it is read from."""

    provision: Provision
    role: ir.Role
    scope: ast.Scope | None
    source: Source
    node: ast.Paragraph | ast.Item
    note: ast.Name | None

    @property
    def is_of_participants(self) -> bool:
        """Say whether it is over every participant."""
        return self.scope is not None and self.scope.subject is ast.Subject.PARTICIPANT


Changeable: TypeAlias = ast.Enrolment | ast.Contribution | ast.Months | ast.Bearing
"""Sentences that are no conditions, and that an exception can change for some workers."""

Exceptional: TypeAlias = ast.Lift | ast.Change
"""Sentences that make exceptions."""


def norms(scope: Scope) -> Iterator[NormPlace]:
    """Go through the norms over workers that an instrument states, in the order written."""
    for group in scope.groups:
        yield of_group(group)
    for placed in scope.sentences:
        yield from _of_sentence(placed)


def of_group(group: GroupPlace) -> NormPlace:
    """Give the norm that a group of recipients is."""
    return NormPlace(group.provision, ir.Role.GROUP, None, group.criteria, group.written, group.note)


def changeable(scope: Scope) -> Iterator[tuple[Placed, Changeable]]:
    """Go through the sentences that an exception can change and that are no conditions."""
    for placed in scope.sentences:
        sentence = placed.paragraph.sentence
        if isinstance(sentence, ast.Enrolment | ast.Contribution | ast.Months | ast.Bearing):
            yield placed, sentence


def exceptional(scope: Scope) -> Iterator[tuple[Placed, Exceptional]]:
    """Go through the sentences that make exceptions."""
    yield from scope.aims.exceptions


def _of_sentence(placed: Placed) -> Iterator[NormPlace]:
    sentence, where, note = placed.paragraph.sentence, placed.provision, placed.paragraph.note
    if isinstance(sentence, ast.Requirements):
        yield from _required(where, sentence, sentence.criteria, placed.paragraph, note)
    elif isinstance(sentence, ast.Exclusions):
        yield from _any_item(placed, ir.Role.EXCLUSION, sentence.scope, sentence.criteria)
    elif isinstance(sentence, ast.Ending):
        yield from _any_item(placed, ir.Role.ENDING, None, sentence.criteria)
    elif isinstance(sentence, ast.Provided):
        yield NormPlace(where, ir.Role.CONTINUATION, None, sentence.condition, placed.paragraph, note)
    elif isinstance(sentence, ast.Bearing) and sentence.provided is not None:
        yield from _provided(placed, sentence, sentence.provided)
    elif (isinstance(sentence, ast.NotEncoded) and sentence.affects and sentence.fact is not None) or (
        isinstance(sentence, ast.Listing) and sentence.fact is not None
    ):
        yield _requirement(placed, Attested(sentence.fact))
    elif isinstance(sentence, ast.Delegation) and sentence.blocking:
        yield _requirement(placed, Awaited(sentence))


def _requirement(placed: Placed, source: Source) -> NormPlace:
    return NormPlace(
        placed.provision, ir.Role.REQUIREMENT, None, source, placed.paragraph, placed.paragraph.note
    )


def _required(
    where: Provision,
    sentence: ast.Requirements,
    criteria: ast.Criteria,
    node: ast.Paragraph | ast.Item,
    note: ast.Name | None,
) -> Iterator[NormPlace]:
    """Split a cumulative list into its leaves; alternatives stay one norm, cited at the list.

    A list without a connective is split too: that it lacks one is reported when the sentence is read.
    """
    if not isinstance(criteria, ast.ItemList) or (
        criteria.connective is not ast.Connective.AND and len(criteria.items) > 1
    ):
        yield NormPlace(where, ir.Role.REQUIREMENT, sentence.scope, criteria, node, note)
    else:
        for item in criteria.items:
            inner = item.condition if item.condition is not None else item.items
            if inner is not None:
                place = places.of_item(where, item.marker)
                yield from _required(place, sentence, inner, item, item.note or note)


def _any_item(
    placed: Placed, role: ir.Role, scope: ast.Scope | None, criteria: ast.Criteria
) -> Iterator[NormPlace]:
    if not isinstance(criteria, ast.ItemList):
        yield NormPlace(placed.provision, role, scope, criteria, placed.paragraph, placed.paragraph.note)
        return
    for item in criteria.items:
        inner = item.condition if item.condition is not None else item.items
        if inner is not None:
            place = places.of_item(placed.provision, item.marker)
            yield NormPlace(place, role, scope, inner, item, item.note or placed.paragraph.note)


def _provided(placed: Placed, sentence: ast.Bearing, provided: ast.Condition) -> Iterator[NormPlace]:
    """Take the subsidiary condition, which decides once, from those that suspend a month."""
    parts: tuple[ast.Condition, ...] = (provided,)
    if isinstance(provided, ast.Compound) and provided.connective is ast.Connective.AND:
        parts = bounds.completed(provided.conditions)
    others = tuple(part for part in parts if not isinstance(part, ast.NotBorneBy))
    for part in parts:
        if isinstance(part, ast.NotBorneBy):
            yield _borne(placed, ir.Role.REQUIREMENT, sentence, part)
    if isinstance(provided, ast.Compound) and len(others) > 1:
        yield _borne(placed, ir.Role.CONTINUATION, sentence, replace(provided, conditions=others))
    elif others:
        yield _borne(placed, ir.Role.CONTINUATION, sentence, others[0])


def _borne(placed: Placed, role: ir.Role, sentence: ast.Bearing, condition: ast.Condition) -> NormPlace:
    note = placed.paragraph.note
    return NormPlace(placed.provision, role, sentence.scope, condition, placed.paragraph, note)
