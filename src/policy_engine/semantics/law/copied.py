"""Groups of one instrument of which the same is said again, but for one bound: a copy not followed through, or meant.

What is compared are clauses: the letters of a list, the parts of `yang (... dan ...)`, and whole sentences; what makes
one of the group apart from what is required, and both apart from what is paid. Who is of a group is no clause, for in
that the groups must differ.
"""

from collections.abc import Iterator
from dataclasses import replace

from policy_engine.diagnostics.alike import AlikeButForOneBound
from policy_engine.diagnostics.model import Diagnostic
from policy_engine.domain.bilingual import Language
from policy_engine.domain.citation import Provision
from policy_engine.semantics.law.alike import apart_in
from policy_engine.semantics.law.case import Case, Laws
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
)


@dataclass(frozen=True, slots=True)
class _Clause:
    """One thing that is said of a group, as it would be said of no group."""

    kind: type[ast.Node]
    node: ast.Node
    place: Provision


def check_copied(laws: Laws) -> Iterator[Diagnostic]:
    """Give each group that an earlier one differs from in nothing but a bound, once."""
    for case in laws.cases:
        said = list(_said_of_groups(case).values())
        for number, later in enumerate(said):
            found = (
                _compared(
                    [each for each in later if each.kind in matter],
                    [each for each in earlier if each.kind in matter],
                )
                for earlier in said[:number]
                for matter in _MATTERS
            )
            yield from [each for each in found if each is not None][:1]


def _compared(later: list[_Clause], earlier: list[_Clause]) -> AlikeButForOneBound | None:
    """Compare what is said of two groups in one matter."""
    there = [(each.kind, each.node) for each in earlier]
    here = [(each.kind, each.node) for each in later]
    mine = [each for each in later if (each.kind, each.node) not in there]
    theirs = [each for each in earlier if (each.kind, each.node) not in here]
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
                ast.Requirements(ast.Scope(groups=(group,)), criteria)
                | ast.Exclusions(ast.Scope(groups=(group,)), criteria)
            ) as sentence:
                parts = _parts(criteria, all_of=isinstance(sentence, ast.Requirements))
                said.setdefault(_named(group), []).extend(
                    _Clause(type(sentence), node, stated.place) for node in parts
                )
            case (
                ast.Enrolment(ast.Scope(_, (group,)))
                | ast.Contribution(ast.Scope(_, (group,)))
                | ast.Months(ast.Scope(_, (group,)))
                | ast.Bearing(ast.Scope(_, (group,)))
            ) as sentence:
                assert sentence.scope is not None  # noqa: S101  matched above
                alone = replace(sentence, scope=replace(sentence.scope, groups=()))
                said.setdefault(_named(group), []).append(_Clause(type(sentence), alone, stated.place))
            case _:
                pass
    return said


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
