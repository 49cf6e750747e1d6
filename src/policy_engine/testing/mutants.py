"""A policy file in; the same file with one thing changed, again and again, out.

Each change is one that a drafter could have made by mistake: a number by one, a bound word by its neighbour,
a day or month by one, a connective, an exception left out, an item of a list left out. Changes are made to
the syntax tree, so that every mutant can be read, and come in the order of the text.
"""

from collections.abc import Iterator
from dataclasses import replace
from enum import Enum
from fractions import Fraction
from types import MappingProxyType
from typing import TypeVar

from policy_engine.domain.bilingual import Language, Text
from policy_engine.domain.dates import Month, add_days
from policy_engine.source import Span
from policy_engine.structure import dataclass
from policy_engine.syntax import ast, walk
from policy_engine.syntax.printer import AnyNode, print_node


class Operator(Enum):
    """What kind of thing is changed."""

    NUMBER = "number"
    BOUND = "bound"
    DATE = "date"
    MONTH = "month"
    RATE = "rate"
    ROW = "row"
    CONNECTIVE = "connective"
    EXCEPTION = "exception"
    NEGATION = "negation"
    ITEM = "item"


@dataclass(frozen=True, slots=True)
class Mutant:
    """A file with one change: where it is, what it is in words, and the tree."""

    operator: Operator
    span: Span
    words: Text
    tree: ast.PolicyFile


_NEIGHBOURS = MappingProxyType(
    {
        ast.BoundWord.AT_LEAST_QUANTITY: ast.BoundWord.MORE_THAN,
        ast.BoundWord.AT_LEAST_MONEY: ast.BoundWord.MORE_THAN,
        ast.BoundWord.AT_LEAST_DURATION: ast.BoundWord.MORE_THAN,
        ast.BoundWord.NO_EARLIER: ast.BoundWord.MORE_THAN,
        ast.BoundWord.MINIMUM: ast.BoundWord.MORE_THAN,
        ast.BoundWord.AT_MOST_QUANTITY: ast.BoundWord.NOT_REACHED,
        ast.BoundWord.AT_MOST_MONEY: ast.BoundWord.LESS_THAN,
        ast.BoundWord.AT_MOST_DURATION: ast.BoundWord.LESS_THAN,
        ast.BoundWord.NO_LATER: ast.BoundWord.LESS_THAN,
        ast.BoundWord.NOT_REACHED: ast.BoundWord.AT_MOST_QUANTITY,
        ast.BoundWord.LESS_THAN: ast.BoundWord.AT_MOST_QUANTITY,
        ast.BoundWord.MORE_THAN: ast.BoundWord.AT_LEAST_QUANTITY,
        ast.BoundWord.EQUAL: ast.BoundWord.AT_LEAST_QUANTITY,
    }
)

_OTHER = MappingProxyType(
    {
        ast.Connective.AND: ast.Connective.OR,
        ast.Connective.OR: ast.Connective.AND,
        ast.Connective.AND_OR: ast.Connective.AND,
    }
)

_OTHER_DAY = MappingProxyType(
    {
        ast.When.REGISTRATION: ast.When.DECISION,
        ast.When.DECISION: ast.When.REGISTRATION,
        ast.When.EACH_MONTH: ast.When.EACH_MONTH_END,
        ast.When.EACH_MONTH_END: ast.When.EACH_MONTH,
    }
)

_NOT_OF_ONE_WORKER = (ast.Quota, ast.Ceiling, ast.Target, ast.Priority, ast.AllocationRule, ast.Benefit)
"""Sentences that a test of one worker cannot weigh."""

_WITHOUT_NUMBERS = (ast.InstrumentRef, ast.CitationRef, ast.ProvisionRange, ast.Budget, ast.ListedIn)

_Change = tuple[Operator, ast.Node | None]
_Member = TypeVar("_Member")


def mutants(tree: ast.PolicyFile) -> Iterator[Mutant]:
    """Give every file that differs from this one by one change of its instrument or parameters."""
    if tree.instrument is not None:
        yield from _inside(tree, tree.instrument, (("instrument", None),), tree.instrument)
    for index, declared in enumerate(tree.declarations):
        if isinstance(declared, ast.Parameter):
            for number, row in enumerate(declared.rows):
                path = (("declarations", index), ("rows", number))
                yield from _inside(tree, row, path, row)


def _inside(tree: ast.PolicyFile, node: ast.Node, path: walk.Path, parent: ast.Node) -> Iterator[Mutant]:
    if isinstance(node, ast.ItemList):
        for item, left in _left_out(node):
            said = _words(item, None, Operator.ITEM)
            yield Mutant(Operator.ITEM, item.span, said, walk.put(tree, path, left))
    for operator, changed in _changes(node, path[-1], parent):
        yield Mutant(operator, node.span, _words(node, changed, operator), walk.put(tree, path, changed))
    for step, part in _weighed(node):
        yield from _inside(tree, part, (*path, step), node)


def _left_out(listed: ast.ItemList) -> Iterator[tuple[ast.Item, ast.ItemList]]:
    """Give a list without each of its items; the last that is left needs no connective."""
    for index, item in enumerate(listed.items if len(listed.items) > 1 else ()):
        items = _without(listed.items, index)
        yield item, replace(listed, items=items, connective=listed.connective if len(items) > 1 else None)


def _weighed(node: ast.Node) -> Iterator[tuple[walk.Step, ast.Node]]:
    """Give the parts of a node that a decision on one worker can depend on."""
    if isinstance(node, (*_NOT_OF_ONE_WORKER, *_WITHOUT_NUMBERS)):
        return
    for step, part in walk.parts(node):
        if isinstance(node, ast.Header) and step[0] not in ("commences", "ends"):
            continue
        yield step, part


def _changes(node: ast.Node, step: walk.Step, parent: ast.Node) -> Iterator[_Change]:
    match node:
        case ast.NumberValue(number):
            yield Operator.NUMBER, replace(node, number=number + 1)
            if number > 0:
                yield Operator.NUMBER, replace(node, number=number - 1)
        case ast.MoneyValue(rupiah):
            yield Operator.NUMBER, replace(node, rupiah=rupiah + 1)
            if rupiah > 0:
                yield Operator.NUMBER, replace(node, rupiah=rupiah - 1)
        case ast.PercentValue(rate):
            by = Fraction(1, 100)
            yield Operator.RATE, replace(node, rate=rate - by if rate >= by else rate + by)
        case ast.DateValue(date):
            yield Operator.DATE, replace(node, date=add_days(date, 1))
            yield Operator.DATE, replace(node, date=add_days(date, -1))
        case ast.MonthValue(month):
            yield Operator.MONTH, replace(node, month=Month(month + 1))
            yield Operator.MONTH, replace(node, month=Month(month - 1))
        case ast.Bound(_, word, _, exact):
            yield Operator.BOUND, replace(node, word=_NEIGHBOURS[word])
            if exact:
                yield Operator.BOUND, replace(node, exact=False)
        case ast.TestDate(ast.When() as when) if when in _OTHER_DAY:
            yield Operator.DATE, replace(node, when=_OTHER_DAY[when])
        case ast.Times(factor):
            yield Operator.NUMBER, replace(node, factor=factor + 1)
            if factor > 0:
                yield Operator.NUMBER, replace(node, factor=factor - 1)
        case ast.Relief(from_participation_month=first):
            yield Operator.NUMBER, replace(node, from_participation_month=first + 1)
            if first > 1:
                yield Operator.NUMBER, replace(node, from_participation_month=first - 1)
        case ast.BandAmount(_, int(row)):
            yield Operator.ROW, replace(node, row=row + 1)
        case ast.Months(_, _, int(most)):
            yield Operator.NUMBER, replace(node, at_most=most + 1)
            if most > 1:
                yield Operator.NUMBER, replace(node, at_most=most - 1)
        case ast.Compound(connective, conditions):
            yield Operator.CONNECTIVE, replace(node, connective=_OTHER[connective])
            for index, _ in enumerate(conditions if len(conditions) > 2 else ()):  # noqa: PLR2004  two remain
                yield Operator.ITEM, replace(node, conditions=_without(conditions, index))
        case ast.ItemList(ast.Connective() as connective) if not isinstance(parent, ast.Recipients):
            yield Operator.CONNECTIVE, replace(node, connective=_OTHER[connective])
        case ast.Paragraph(_, ast.Lift() | ast.Change()) if step[1] is not None and _several(parent):
            yield Operator.EXCEPTION, None
        case ast.Excepted(condition):
            yield Operator.EXCEPTION, condition
        case ast.Not(condition):
            yield Operator.NEGATION, condition
        case ast.Includes(_, members) if len(members) > 1:
            for index, _ in enumerate(members):
                yield Operator.ITEM, replace(node, members=_without(members, index))
        case ast.Enrolment(_, tuple() as programmes) if len(programmes) > 1:
            for index, _ in enumerate(programmes):
                yield Operator.ITEM, replace(node, programmes=_without(programmes, index))
        case _:
            # Whatever else stands in a policy has nothing of these kinds itself; its parts may.
            pass


def _without(members: tuple[_Member, ...], index: int) -> tuple[_Member, ...]:
    return (*members[:index], *members[index + 1 :])


def _several(parent: ast.Node) -> bool:
    return isinstance(parent, ast.Article) and len(parent.paragraphs) > 1


def _words(before: ast.Node, after: ast.Node | None, operator: Operator) -> Text:
    if after is None:
        return Text(f"`{_said(before, Language.ID)}` dihapus", f"`{_said(before, Language.EN)}` is left out")
    if operator is Operator.ROW and isinstance(before, ast.BandAmount) and isinstance(after, ast.BandAmount):
        return Text(f"baris {before.row} menjadi {after.row}", f"row {before.row} becomes {after.row}")
    if isinstance(before, ast.ItemList):
        return Text("`dan` dan `atau` dipertukarkan", "`and` and `or` are exchanged")
    return Text(
        f"`{_said(before, Language.ID)}` menjadi `{_said(after, Language.ID)}`",
        f"`{_said(before, Language.EN)}` becomes `{_said(after, Language.EN)}`",
    )


def _said(node: ast.Node, language: Language) -> str:
    written: AnyNode = node  # type: ignore[assignment]  # every node that is changed can be printed
    return " ".join(print_node(written, language).split())
