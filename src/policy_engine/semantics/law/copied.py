"""What is said again in one instrument, but for one bound: a copy not followed through, or meant.

Of groups, of terms that are defined, and of alternatives of which one suffices.

What is compared are clauses: the letters of a list, the parts of `yang (... dan ...)`, and whole sentences; what makes
one of the group apart from what is required, and both apart from what is paid. Who is of a group is no clause, for in
that the groups must differ.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeAlias

from policy_engine.diagnostics.alike import AlikeButForOneBound
from policy_engine.diagnostics.model import Diagnostic
from policy_engine.domain.bilingual import Language
from policy_engine.domain.citation import Provision
from policy_engine.semantics.law.alike import apart_in
from policy_engine.semantics.law.case import Case, Laws, all_in
from policy_engine.semantics.places import of_item
from policy_engine.structure import dataclass
from policy_engine.syntax import ast

_FEWEST_ALIKE = 3
"""Groups of which fewer clauses are the same are alike by chance."""

_BOUNDS = (ast.Bound, ast.NumberValue, ast.MoneyValue, ast.PercentValue, ast.DateValue, ast.MonthValue)
"""What a bound is made of; where one fact or code stands for another, another thing is asked."""


_MATTERS: tuple[tuple[type[ast.Node], ...], ...] = (
    (ast.Recipients,),
    (ast.Requirements, ast.Exclusions),
    (ast.Enrolment, ast.Contribution, ast.Months, ast.Bearing),
    (ast.Definitions,),
)


_Said: TypeAlias = tuple[type[ast.Node], ast.Node]


@dataclass(frozen=True, slots=True)
class _Clause:
    """One thing that is said of a group, as it would be said of no group."""

    kind: type[ast.Node]
    node: ast.Node
    place: Provision | None
    """Where it is said; None of an alternative in a condition."""

    @property
    def said(self) -> "_Said":
        """Give what is said, wherever it is said."""
        return self.kind, self.node


def check_copied(laws: Laws) -> Iterator[Diagnostic]:
    """Give each group, term or alternative that an earlier one differs from in nothing but a bound, once."""
    for case in laws.cases:
        for said in (list(_said_of_groups(case).values()), _said_of_terms(case), *_alternatives(case)):
            yield from _copies(said)


def _copies(said: Sequence[list[_Clause]]) -> Iterator[Diagnostic]:
    """Give each of several that an earlier one differs from in nothing but a bound.

    Only those are compared that share all clauses of a matter but one, which are found by these clauses.
    """
    sharing: dict[tuple[int, frozenset[_Said]], list[int]] = {}
    matters = [[[each for each in all_ if each.kind in matter] for matter in _MATTERS] for all_ in said]
    for number, later in enumerate(matters):
        shared = [(at, rest) for at, clauses in enumerate(later) for rest in _all_but_one(clauses)]
        near = {earlier for each in shared for earlier in sharing.get(each, ())}
        found = (
            _compared(later[at], matters[earlier][at]) for earlier in sorted(near) for at in range(len(later))
        )
        yield from [each for each in found if each is not None][:1]
        for each in shared:
            sharing.setdefault(each, []).append(number)


def _all_but_one(clauses: Sequence[_Clause]) -> Iterator[frozenset[_Said]]:
    """Give the clauses of one matter with each left out in turn, where there are enough of them."""
    keys = [each.said for each in clauses]
    if len(keys) > _FEWEST_ALIKE:
        yield from (frozenset((*keys[:left], *keys[left + 1 :])) for left in range(len(keys)))


def _compared(later: list[_Clause], earlier: list[_Clause]) -> AlikeButForOneBound | None:
    """Compare what is said of two groups in one matter."""
    there, here = [each.said for each in earlier], [each.said for each in later]
    mine = [each for each in later if each.said not in there]
    theirs = [each for each in earlier if each.said not in here]
    alike = len(earlier) - 1
    if alike < _FEWEST_ALIKE or len(later) != len(earlier) or len(mine) != 1 or len(theirs) != 1:
        return None
    (one,), (other,) = mine, theirs
    apart = apart_in(one.node, other.node) if one.kind is other.kind else []
    if len(apart) != 1 or not all(isinstance(part, _BOUNDS) for part in apart[0]):
        return None
    a, b = apart[0]
    return AlikeButForOneBound(
        span=a.span,
        place=other.place,
        other=b.span,
        mine=" ".join(a.span.text.split()),
        theirs=" ".join(b.span.text.split()),
        alike=alike,
    )


def _said_of_groups(case: Case) -> dict[str, list[_Clause]]:
    """Give what is said of each group alone, by its name or else its place, in the order of the text."""
    said: dict[str, list[_Clause]] = {}
    for stated in case.stated:
        match stated.sentence:
            case ast.Recipients(ast.ItemList(items=items)):
                for item in items:
                    at = of_item(stated.place, item.marker)
                    name = at.text(Language.ID) if item.group is None else item.group.text
                    own = said.setdefault(name, [])
                    if isinstance(item.condition, ast.Such):
                        own += [_Clause(ast.Recipients, n, at) for n in _all(item.condition.restriction)]
            case (
                ast.Requirements(ast.Scope(groups=groups), criteria)
                | ast.Exclusions(ast.Scope(groups=groups), criteria)
            ) as sentence:
                parts = list(_parts(criteria, all_of=isinstance(sentence, ast.Requirements)))
                for group in groups:
                    said.setdefault(_named(group), []).extend(
                        _Clause(type(sentence), node, stated.place) for node in parts
                    )
            case (
                ast.Enrolment(ast.Scope(groups=groups) as scope)
                | ast.Contribution(ast.Scope(groups=groups) as scope)
                | ast.Months(ast.Scope(groups=groups) as scope)
                | ast.Bearing(ast.Scope(groups=groups) as scope)
            ) as sentence:
                alone = replace(sentence, scope=replace(scope, groups=()))
                for group in groups:
                    said.setdefault(_named(group), []).append(_Clause(type(sentence), alone, stated.place))
            case _:
                pass
    return said


def _said_of_terms(case: Case) -> list[list[_Clause]]:
    """Give what makes each term that is defined."""
    return [
        [
            _Clause(ast.Definitions, node, of_item(stated.place, item.marker))
            for node in _asked(item.condition)
        ]
        for stated, definitions in case.all_of(ast.Definitions)
        for item in definitions.items
        if item.condition is not None
    ]


def _alternatives(case: Case) -> Iterator[list[list[_Clause]]]:
    """Give what each of several alternatives asks, of conditions and of lists inside them."""
    for stated in case.stated:
        kind = ast.Requirements
        for whole in all_in(stated.sentence, ast.Compound):
            if whole.connective is ast.Connective.OR:
                yield [[_Clause(kind, n, None) for n in _asked(each)] for each in whole.conditions]
        for listed in all_in(stated.sentence, ast.ItemList):
            nested = [item.condition for item in listed.items if item.condition is not None]
            if listed.connective is ast.Connective.OR and len(nested) == len(listed.items):
                yield [[_Clause(kind, n, None) for n in _asked(each)] for each in nested]


def _asked(condition: ast.Condition) -> Iterator[ast.Node]:
    """Give what a condition asks of those whom it is about."""
    return _all(condition.restriction if isinstance(condition, ast.Such) else condition)


def _named(group: ast.CitationRef | ast.Name) -> str:
    if isinstance(group, ast.Name):
        return group.text
    return "" if group.provision is None else group.provision.text(Language.ID)


def _parts(criteria: ast.Criteria, *, all_of: bool) -> Iterator[ast.Node]:
    """Give the parts of a list or a condition, in the sense in which its kind of sentence joins them."""
    if isinstance(criteria, ast.ItemList):
        for item in criteria.items:
            if item.condition is not None:
                yield item.condition
            elif item.items is not None:
                yield item.items
    elif all_of:
        yield from _all(criteria)
    else:
        yield criteria


def _all(condition: ast.Condition) -> Iterator[ast.Node]:
    """Give the parts of a condition that must all hold."""
    if isinstance(condition, ast.Compound) and condition.connective is ast.Connective.AND:
        for part in condition.conditions:
            yield from _all(part)
    else:
        yield condition
