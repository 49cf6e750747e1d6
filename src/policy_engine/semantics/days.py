"""`pada ...` in; the day on which a condition is tested, as an expression, out."""

from policy_engine.diagnostics.names import FactNeeded
from policy_engine.diagnostics.types import NotAValue
from policy_engine.domain.dates import PackedDate
from policy_engine.ir import nodes as ir
from policy_engine.semantics import wellknown, words
from policy_engine.semantics.names import unknown
from policy_engine.semantics.scope import Scope, unresolved
from policy_engine.semantics.setting import DATE, DECISION, REGISTRATION, Setting, month_day
from policy_engine.source import Span
from policy_engine.syntax import ast

# "In each contribution month" names no day; the first is the day from which the month is owed.
_DAY_OF_EACH_MONTH = 1
_LAST_DAY = 31


def day(scope: Scope, on: ast.TestDate, setting: Setting) -> ir.Expr:
    """Give the day that a test date names."""
    match on.when:
        case ast.When.REGISTRATION:
            need(scope, wellknown.REGISTRATION, on.span, setting)
            return REGISTRATION
        case ast.When.DECISION:
            return DECISION
        case ast.When.ENACTMENT:
            return _enactment(scope, on.span, setting)
        case ast.When.EACH_MONTH:
            return month_day(_DAY_OF_EACH_MONTH)
        case ast.When.EACH_MONTH_END:
            return month_day(_LAST_DAY)
        case ast.DateValue():
            return date(on.when.date, on.span)
        case ast.Name():
            return _fact_day(scope, on.when, setting)
        case int():
            return month_day(min(max(on.when, _DAY_OF_EACH_MONTH), _LAST_DAY))


def date(value: PackedDate, origin: Span | None = None) -> ir.Literal:
    """Give a fixed day."""
    return ir.Literal(type=DATE, value=value, origin=origin)


def need(scope: Scope, name: str, span: Span, setting: Setting) -> ir.Expr | None:
    """Give a well-known fact; None after a report that nothing declares it."""
    fact = scope.names.facts.get(name)
    if fact is not None and fact.type.kind is wellknown.FACTS[name].kind:
        return ir.FactRef(type=fact.type, name=name, origin=span)
    if fact is None:
        by = wellknown.FACTS[name].by
        scope.reports.append(FactNeeded(span=span, heading=setting.heading, fact=name, by=by))
    return None


def _enactment(scope: Scope, span: Span, setting: Setting) -> ir.Expr:
    enacted = scope.tree.header.enacted
    match enacted:
        case ast.DateValue():
            return date(enacted.date, span)
        case ast.Blank():
            return scope.blank(enacted, DATE, setting.citation)
        case None:
            return unresolved(DATE, setting.citation, span)


def _fact_day(scope: Scope, name: ast.Name, setting: Setting) -> ir.Expr:
    fact = scope.names.facts.get(name.text)
    if fact is None:
        known = (other.name for other in scope.names.facts.values() if other.type.kind is ir.Kind.DATE)
        scope.reports.append(unknown(name, words.FACT, known, setting.heading))
    elif name.text == wellknown.REGISTRATION:
        return REGISTRATION
    elif fact.type.kind is ir.Kind.DATE:
        return ir.FactRef(type=fact.type, name=fact.name, origin=name.span)
    else:
        sort = words.of_type(fact.type)
        scope.reports.append(NotAValue(span=name.span, heading=setting.heading, text=name.text, sort=sort))
    return unresolved(DATE, setting.citation, name.span)
