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
    ORDER = "order"
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class Mutant:
    """A file with one change: where it is, what it is in words, and the tree.

    `of_register` tells that it changes who gets a place, which no decision on one worker can show.
    """

    operator: Operator
    span: Span
    words: Text
    tree: ast.PolicyFile
    of_register: bool = False


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

_LIMIT = MappingProxyType(
    {
        ast.BoundWord.AT_MOST_MONEY: ast.BoundWord.AT_LEAST_MONEY,
        ast.BoundWord.AT_LEAST_MONEY: ast.BoundWord.AT_MOST_MONEY,
        ast.BoundWord.AT_MOST_QUANTITY: ast.BoundWord.AT_LEAST_QUANTITY,
        ast.BoundWord.AT_LEAST_QUANTITY: ast.BoundWord.AT_MOST_QUANTITY,
        ast.BoundWord.MINIMUM: ast.BoundWord.AT_MOST_QUANTITY,
    }
)
"""A limit of a quota for a floor, and the other way round."""

_OTHER_AREA = MappingProxyType(
    {
        ast.QuotaArea.VILLAGE: ast.QuotaArea.DISTRICT,
        ast.QuotaArea.DISTRICT: ast.QuotaArea.VILLAGE,
        ast.QuotaArea.REGENCY: ast.QuotaArea.DISTRICT,
    }
)

_ONE_PERCENT = Fraction(1, 100)

_OTHER_END = MappingProxyType(
    {
        ast.Direction.LOWEST: ast.Direction.HIGHEST,
        ast.Direction.HIGHEST: ast.Direction.LOWEST,
        ast.Direction.EARLIEST: ast.Direction.LATEST,
        ast.Direction.LATEST: ast.Direction.EARLIEST,
    }
)

_OTHER_UNKNOWN = MappingProxyType(
    {ast.UnknownKey.LAST: ast.UnknownKey.HELD, ast.UnknownKey.HELD: ast.UnknownKey.LAST}
)

_OTHER_FILLING = MappingProxyType({ast.Filling.STOP: ast.Filling.SKIP, ast.Filling.SKIP: ast.Filling.STOP})

_ANY_ONE = (ast.Recipients, ast.Exclusions, ast.Ending)
"""Sentences in whose lists any one item suffices, whatever connective is written."""

_OF_A_REGISTER = (ast.Quota, ast.Ceiling, ast.Priority, ast.AllocationRule)
"""Sentences that say who gets a place, which a register shows and no single worker."""

_OF_NO_DECISION = (ast.Target, ast.Benefit)
"""Sentences that neither a decision nor an allocation reads."""

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


def _inside(
    tree: ast.PolicyFile, node: ast.Node, path: walk.Path, parent: ast.Node, *, of_register: bool = False
) -> Iterator[Mutant]:
    here = of_register or isinstance(node, _OF_A_REGISTER) or _is_rule(node)
    for item, left in _left_out(node):
        said = _words(item, None, Operator.ITEM)
        yield Mutant(Operator.ITEM, item.span, said, walk.put(tree, path, left), here)
    for rate, other, moved in _moved_shares(node):
        said = _words(rate, other, Operator.RATE)
        yield Mutant(Operator.RATE, rate.span, said, walk.put(tree, path, moved), here)
    for operator, changed in _changes(node, path[-1], parent):
        said = _words(node, changed, operator)
        yield Mutant(operator, node.span, said, walk.put(tree, path, changed), here)
    for step, part in _weighed(node):
        yield from _inside(tree, part, (*path, step), node, of_register=here)


def _is_rule(node: ast.Node) -> bool:
    return isinstance(node, ast.Paragraph) and isinstance(node.sentence, ast.AllocationRule)


def _left_out(node: ast.Node) -> Iterator[tuple[ast.Node, ast.Node]]:
    """Give a list without each of its items, unless it has one only; the last that is left needs no connective."""
    match node:
        case ast.ItemList(connective, items) if len(items) > 1:
            for index, item in enumerate(items):
                rest = _without(items, index)
                yield item, replace(node, items=rest, connective=connective if len(rest) > 1 else None)
        case ast.Quota(places=places) if len(places) > 1:
            for index, place in enumerate(places):
                yield place, replace(node, places=_without(places, index))
        case ast.Priority(keys) if len(keys) > 1:
            for index, key in enumerate(keys):
                yield key, replace(node, keys=_without(keys, index))
        case _:
            return


def _moved_shares(node: ast.Node) -> Iterator[tuple[ast.Node, ast.Node, ast.Node]]:
    """Give who bears the contribution with a hundredth of it moved from one to the next, so that it stays whole."""
    match node:
        case ast.Bearing(shares=tuple() as shares):
            rated = [index for index, share in enumerate(shares) if isinstance(share.rate, ast.PercentValue)]
            for number, index in enumerate(rated if len(rated) > 1 else ()):
                then = rated[(number + 1) % len(rated)]
                less, more = shares[index], shares[then]
                if not isinstance(less.rate, ast.PercentValue) or not isinstance(more.rate, ast.PercentValue):
                    continue
                if less.rate.rate < _ONE_PERCENT:
                    continue
                smaller = replace(less.rate, rate=less.rate.rate - _ONE_PERCENT)
                larger = replace(more.rate, rate=more.rate.rate + _ONE_PERCENT)
                moved = {index: replace(less, rate=smaller), then: replace(more, rate=larger)}
                made = tuple(moved.get(at, share) for at, share in enumerate(shares))
                yield less.rate, smaller, replace(node, shares=made)
        case _:
            return


def _weighed(node: ast.Node) -> Iterator[tuple[walk.Step, ast.Node]]:
    """Give the parts of a node that a decision, or the giving of places, can depend on."""
    if isinstance(node, (*_OF_NO_DECISION, *_WITHOUT_NUMBERS)):
        return
    for step, part in walk.parts(node):
        if isinstance(node, ast.Header) and not _is_said(node, step[0]):
            continue
        yield step, part


def _is_said(header: ast.Header, field: str) -> bool:
    """Say whether a day of the header is one that the header says itself and a decision can depend on."""
    return field == "ends" or (field == "commences" and header.commences_on is None)


def _changes(node: ast.Node, step: walk.Step, parent: ast.Node) -> Iterator[_Change]:
    match node:
        case ast.NumberValue(number):
            yield Operator.NUMBER, replace(node, number=number + 1)
            if number > isinstance(parent, ast.Months):
                yield Operator.NUMBER, replace(node, number=number - 1)
        case ast.MoneyValue(rupiah):
            yield Operator.NUMBER, replace(node, rupiah=rupiah + 1)
            if rupiah > 0:
                yield Operator.NUMBER, replace(node, rupiah=rupiah - 1)
        case ast.PercentValue() if isinstance(parent, ast.Share):
            # One share by itself makes no whole: it is moved to another instead.
            pass
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
        case ast.Compound(connective, conditions):
            yield Operator.CONNECTIVE, replace(node, connective=_OTHER[connective])
            for index, _ in enumerate(conditions if len(conditions) > 2 else ()):  # noqa: PLR2004  two remain
                yield Operator.ITEM, replace(node, conditions=_without(conditions, index))
        case ast.ItemList(ast.Connective() as connective) if not isinstance(parent, _ANY_ONE):
            yield Operator.CONNECTIVE, replace(node, connective=_OTHER[connective])
        case ast.Paragraph(_, ast.Lift() | ast.Change()) if step[1] is not None and _several(parent):
            yield Operator.EXCEPTION, None
        case ast.Paragraph(_, ast.AllocationRule()) if step[1] is not None and _several(parent):
            yield Operator.RULE, None
        case ast.Bearing(provided=condition) if condition is not None:
            yield Operator.EXCEPTION, replace(node, provided=None)
        case ast.Quota() | ast.Ceiling() | ast.Priority() | ast.PriorityKey() | ast.AllocationRule():
            yield from _changes_of_places(node)
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


def _changes_of_places(
    node: ast.Quota | ast.Ceiling | ast.Priority | ast.PriorityKey | ast.AllocationRule,
) -> Iterator[_Change]:
    """Give the mistakes of sentences that say who gets a place; their numbers are parts of their own."""
    match node:
        case ast.Quota(_, area, word, _, places):
            if word in _LIMIT and not places:
                yield Operator.BOUND, replace(node, word=_LIMIT[word])
            if area is not None and not places:
                yield Operator.ITEM, replace(node, area=None)
                yield Operator.ITEM, replace(node, area=_OTHER_AREA[area])
        case ast.Ceiling(amount, year, budget):
            if isinstance(amount, ast.MoneyValue):
                yield Operator.NUMBER, replace(node, amount=replace(amount, rupiah=amount.rupiah * 10))
            if year is not None:
                yield Operator.NUMBER, replace(node, fiscal_year=year + 1)
                yield Operator.ITEM, replace(node, fiscal_year=None)
            if budget is not None:
                yield Operator.ITEM, replace(node, budget=None)
        case ast.Priority(keys):
            for index in range(len(keys) - 1):
                turned = (*keys[:index], keys[index + 1], keys[index], *keys[index + 2 :])
                yield Operator.ORDER, replace(node, keys=turned)
        case ast.PriorityKey(_, _, direction) if direction in _OTHER_END:
            yield Operator.ORDER, replace(node, direction=_OTHER_END[direction])
        case ast.AllocationRule(ast.UnknownKey() as unknown):
            yield Operator.RULE, replace(node, unknown_key=_OTHER_UNKNOWN[unknown])
        case ast.AllocationRule(_, ast.Filling() as filling):
            yield Operator.RULE, replace(node, filling=_OTHER_FILLING[filling])
        case _:
            # A rule that has no other way to be written can only be left out.
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
    if isinstance(before, ast.Priority) and isinstance(after, ast.Priority):
        first, second = next((a, b) for a, b in zip(before.keys, after.keys, strict=True) if a is not b)
        return Text(
            f"`{_said(first, Language.ID)}` dan `{_said(second, Language.ID)}` dipertukarkan",
            f"`{_said(first, Language.EN)}` and `{_said(second, Language.EN)}` are exchanged",
        )
    return Text(
        f"`{_said(before, Language.ID)}` menjadi `{_said(after, Language.ID)}`",
        f"`{_said(before, Language.EN)}` becomes `{_said(after, Language.EN)}`",
    )


def _said(node: ast.Node, language: Language) -> str:
    written: AnyNode = node  # type: ignore[assignment]  # every node that is changed can be printed
    return " ".join(print_node(written, language).split())
