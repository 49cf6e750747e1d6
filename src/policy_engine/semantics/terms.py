"""Terms as written in; typed expressions of a size, in one unit each, out."""

from fractions import Fraction
from types import MappingProxyType

from policy_engine.diagnostics.names import AmbiguousName
from policy_engine.diagnostics.types import (
    AgeComputedWith,
    NotAValue,
    StrayPercentage,
    UnlikeTypes,
    UnroundedAmount,
)
from policy_engine.domain.bilingual import Text
from policy_engine.ir import nodes as ir
from policy_engine.ir.walk import descend
from policy_engine.semantics import grain, values, words
from policy_engine.semantics.names import unknown
from policy_engine.semantics.scope import Scope, text_of
from policy_engine.semantics.setting import Setting
from policy_engine.structure import dataclass
from policy_engine.syntax import ast

MONEY = frozenset({ir.Kind.RUPIAH, ir.Kind.RUPIAH_PER_MONTH})
SIZED = MONEY | {
    ir.Kind.NUMBER,
    ir.Kind.YEARS,
    ir.Kind.MONTHS,
    ir.Kind.DAYS,
    ir.Kind.PEOPLE,
    ir.Kind.DATE,
    ir.Kind.MONTH,
}
_SUMMED = SIZED - {ir.Kind.DATE, ir.Kind.MONTH}
_DIRECTION = MappingProxyType(
    {
        ast.RoundingWord.DOWN: ir.Direction.DOWN,
        ast.RoundingWord.UP: ir.Direction.UP,
        ast.RoundingWord.NEAREST: ir.Direction.NEAREST,
    }
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a term is read for.

    `type` is that of a blank. `inexact` is the direction that keeps a comparison exact where a share of
    something may be a fraction; None where only a written rounding will do.
    """

    type: ir.Type
    inexact: ir.Direction | None = None


def direction(word: ast.RoundingWord) -> ir.Direction:
    """Give the direction of a rounding word."""
    return _DIRECTION[word]


def term(scope: Scope, node: ast.Term, setting: Setting, wanted: Wanted) -> ir.Expr | None:
    """Give a term as an expression; None after a report."""
    match node:
        case ast.DateValue() | ast.MonthValue() | ast.NumberValue() | ast.MoneyValue():
            return _value(node)
        case ast.PercentValue():
            scope.reports.append(StrayPercentage(span=node.span, heading=setting.heading))
            return None
        case ast.CodeValue():
            return _no_size(scope, node, node.code, words.CODE, setting)
        case ast.NameTerm():
            return _named(scope, node.name, setting)
        case ast.Age():
            scope.reports.append(AgeComputedWith(span=node.span, heading=setting.heading))
            return None
        case ast.ShareOf() | ast.Times():
            return _share(scope, node, setting, wanted)
        case ast.Sum():
            return _sum(scope, node, setting, wanted)
        case ast.Rounded():
            return _rounded(scope, node, setting, wanted)
        case ast.Blank():
            return scope.blank(node, wanted.type, setting.citation)


def opposite(inexact: ir.Direction | None) -> ir.Direction | None:
    """Give the direction for the other side of a comparison, or for what is subtracted."""
    match inexact:
        case ir.Direction.UP:
            return ir.Direction.DOWN
        case ir.Direction.DOWN:
            return ir.Direction.UP
        case None | ir.Direction.EXACT | ir.Direction.NEAREST:
            return None


def unlike(scope: Scope, node: ast.Node, found: ir.Type, wanted: Text, setting: Setting) -> None:
    """Report a value of one type where another is wanted; a missing ` per bulan` can be added."""
    is_monthly = isinstance(node, ast.MoneyValue) and wanted == words.of_type(
        ir.Type(ir.Kind.RUPIAH_PER_MONTH)
    )
    scope.reports.append(
        UnlikeTypes(
            span=node.span,
            heading=setting.heading,
            found=words.of_type(found),
            wanted=wanted,
            suffix=" per bulan" if is_monthly else None,
        )
    )


def _value(node: ast.Value) -> ir.Expr | None:
    found = values.plain(node)
    return None if found is None else ir.Literal(type=ir.Type(found[0]), value=found[1], origin=node.span)


def _no_size(scope: Scope, node: ast.Node, text: str, sort: Text, setting: Setting) -> ir.Expr | None:
    scope.reports.append(NotAValue(span=node.span, heading=setting.heading, text=text, sort=sort))
    return None


def _named(scope: Scope, name: ast.Name, setting: Setting) -> ir.Expr | None:
    fact, parameter = scope.names.facts.get(name.text), scope.names.parameters.get(name.text)
    if fact is not None and parameter is not None:
        places = (scope.names.spans[name.text],)
        senses = (words.FACT, words.PARAMETER)
        scope.reports.append(
            AmbiguousName(
                span=name.span, heading=setting.heading, text=name.text, senses=senses, places=places
            )
        )
        return None
    if parameter is not None:
        key = None
        if parameter.keyed_by is not None:
            by = scope.names.facts[parameter.keyed_by]
            key = ir.FactRef(type=by.type, name=by.name, origin=name.span)
        return ir.ParameterRef(
            type=parameter.type, name=parameter.name, key=key, on=setting.parameter_day, origin=name.span
        )
    if fact is None:
        if name.text in scope.names.codes:
            return _no_size(scope, name, name.text, words.CODE, setting)
        known = (*scope.names.facts, *scope.names.parameters)
        scope.reports.append(
            unknown(name, words.QUANTITY, known, setting.heading, Text("bilangan", "number"))
        )
        return None
    if fact.type.kind not in SIZED and fact.type.kind is not ir.Kind.EVENT:
        return _no_size(scope, name, name.text, words.of_type(fact.type), setting)
    return ir.FactRef(type=fact.type, name=fact.name, origin=name.span)


def _share(scope: Scope, node: ast.ShareOf | ast.Times, setting: Setting, wanted: Wanted) -> ir.Expr | None:
    rate, inner = _peel(node)
    operand = term(scope, inner, setting, Wanted(wanted.type))
    if operand is None:
        return None
    if operand.type.kind not in MONEY | {ir.Kind.NUMBER} and rate.denominator != 1:
        unlike(scope, inner, operand.type, words.of_type(ir.Type(ir.Kind.RUPIAH)), setting)
        return None
    size = grain.divisor(operand, dict(scope.names.parameters))
    chosen: ir.Direction | None = ir.Direction.EXACT
    if size * rate.numerator % rate.denominator != 0:
        chosen = wanted.inexact
    if chosen is None:
        scope.reports.append(UnroundedAmount(span=node.span, heading=setting.heading))
        return None
    return _scale(node, operand, rate, chosen, 1, None)


def _rounded(scope: Scope, node: ast.Rounded, setting: Setting, wanted: Wanted) -> ir.Expr | None:
    rate, inner = _peel(node.term)
    operand = term(scope, inner, setting, Wanted(wanted.type))
    if operand is None:
        return None
    if operand.type.kind not in MONEY:
        unlike(scope, inner, operand.type, words.of_type(ir.Type(ir.Kind.RUPIAH)), setting)
        return None
    basis = None
    if node.basis is not None:
        cited = scope.read(node.basis, setting.citation.provision)
        basis = None if cited is None else text_of(cited)
    unit = max(node.unit.rupiah, 1)
    return _scale(node, operand, rate, direction(node.direction), unit, basis)


def _peel(node: ast.Term) -> tuple[Fraction, ast.Term]:
    """Take shares and multiples off a term: `3 * 80% dari umk` is 12/5 of `umk`."""
    if isinstance(node, ast.ShareOf):
        rate, inner = _peel(node.term)
        return node.rate.rate * rate, inner
    if isinstance(node, ast.Times):
        rate, inner = _peel(node.term)
        return node.factor * rate, inner
    return Fraction(1), node


def _scale(
    node: ast.Term, operand: ir.Expr, rate: Fraction, direction: ir.Direction, unit: int, basis: Text | None
) -> ir.Expr:
    return ir.Scale(
        type=operand.type,
        operand=operand,
        numerator=rate.numerator,
        denominator=rate.denominator,
        direction=direction,
        unit=unit,
        basis=basis,
        origin=node.span,
    )


def _sum(scope: Scope, node: ast.Sum, setting: Setting, wanted: Wanted) -> ir.Expr | None:
    turned = opposite(wanted.inexact) if node.negative else wanted.inexact
    left = term(scope, node.left, setting, wanted)
    # Two shares rounded apart would not be exact together, so the second must be whole by itself.
    whole = left is not None and not _is_inexact(left)
    right = term(scope, node.right, setting, Wanted(wanted.type, turned if whole else None))
    if left is None or right is None:
        return None
    if left.type.kind not in _SUMMED:
        unlike(scope, node.left, left.type, words.of_type(ir.Type(ir.Kind.NUMBER)), setting)
        return None
    if left.type != right.type:
        unlike(scope, node.right, right.type, words.of_type(left.type), setting)
        return None
    operation = ir.Operation.SUBTRACT if node.negative else ir.Operation.ADD
    return ir.Arithmetic(type=left.type, operation=operation, left=left, right=right, origin=node.span)


def _is_inexact(expr: ir.Expr) -> bool:
    return any(
        isinstance(part, ir.Scale) and part.direction is not ir.Direction.EXACT and part.basis is None
        for part in descend(expr)
    )
