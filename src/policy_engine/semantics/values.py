"""Values as written beside a fact or a parameter in; values as back ends read them out."""

from types import MappingProxyType

from policy_engine.diagnostics.names import UnknownName
from policy_engine.diagnostics.types import OutsideBounds, TooManyCodes, UnlikeTypes
from policy_engine.domain.bilingual import Text
from policy_engine.ir import nodes as ir
from policy_engine.semantics import words
from policy_engine.semantics.names import Names, Reports, code_values
from policy_engine.source import Span
from policy_engine.syntax import ast

_UNIT = MappingProxyType(
    {
        ast.Unit.YEARS: ir.Kind.YEARS,
        ast.Unit.MONTHS: ir.Kind.MONTHS,
        ast.Unit.DAYS: ir.Kind.DAYS,
        ast.Unit.PEOPLE: ir.Kind.PEOPLE,
        ast.Unit.NONE: ir.Kind.NUMBER,
    }
)
_COUNTED = frozenset({ir.Kind.YEARS, ir.Kind.MONTHS, ir.Kind.DAYS, ir.Kind.PEOPLE})
_CODED = frozenset({ir.Kind.CODE, ir.Kind.CODE_SET, ir.Kind.REGION})
PERCENTAGE = Text("persentase", "a percentage")


def plain(value: ast.Value) -> tuple[ir.Kind, int] | None:
    """Give the kind and the whole number of a value; None for a percentage or a code."""
    match value:
        case ast.DateValue():
            return ir.Kind.DATE, value.date
        case ast.MonthValue():
            return ir.Kind.MONTH, value.month
        case ast.NumberValue():
            return _UNIT[value.unit], value.number
        case ast.MoneyValue():
            return (ir.Kind.RUPIAH_PER_MONTH if value.per_month else ir.Kind.RUPIAH), value.rupiah
        case ast.PercentValue() | ast.CodeValue():
            return None


def declared(reports: Reports, type_: ir.Type, value: ast.Value, heading: Text | None = None) -> int | None:
    """Give a value written where its type was declared; None after a report.

    The unit may be left out there: `Rp0` bounds rupiah a month, and `3` bounds years; `3 orang` is a plain number.
    """
    found = plain(value)
    if found is None:
        said = PERCENTAGE if isinstance(value, ast.PercentValue) else words.CODE
        reports.append(UnlikeTypes(span=value.span, heading=heading, found=said, wanted=words.of_type(type_)))
        return None
    kind, number = found
    wanted = ir.Kind.DATE if type_.kind is ir.Kind.EVENT else type_.kind
    unit_left_out = (kind is ir.Kind.RUPIAH and wanted is ir.Kind.RUPIAH_PER_MONTH) or (
        kind is ir.Kind.NUMBER and wanted in _COUNTED
    )
    counts_people = kind is ir.Kind.PEOPLE and wanted is ir.Kind.NUMBER
    if kind is wanted or unit_left_out or counts_people:
        return number
    reports.append(
        UnlikeTypes(
            span=value.span,
            heading=heading,
            found=words.of_type(ir.Type(kind=kind)),
            wanted=words.of_type(type_),
        )
    )
    return None


def fact_value(
    names: Names, reports: Reports, fact: ir.Fact, value: ast.FactValue, heading: Text | None = None
) -> ir.FactValue | None:
    """Give the value of a fact, checked against its type and bounds; None for a blank or after a report."""
    match value:
        case ast.Blank():
            return None
        case ast.Truth():
            return value.value if _is(reports, fact, ir.Kind.TRUTH, value.span, heading) else None
        case ast.NotYet():
            return ir.NotHappened() if _is(reports, fact, ir.Kind.EVENT, value.span, heading) else None
        case ast.Codes():
            return _codes(names, reports, fact, value, heading)
        case ast.CodeValue():
            return _codes(
                names, reports, fact, ast.Codes(span=value.span, names=(value,), is_open=False), heading
            )
        case ast.DateValue() | ast.MonthValue() | ast.NumberValue() | ast.MoneyValue() | ast.PercentValue():
            number = declared(reports, fact.type, value, heading)
            return None if number is None else _bounded(reports, fact, number, value.span, heading)


def _bounded(reports: Reports, fact: ir.Fact, number: int, span: Span, heading: Text | None) -> int | None:
    below = fact.low is not None and number < fact.low
    above = fact.high is not None and number > fact.high
    if below or above:
        reports.append(OutsideBounds(span=span, heading=heading, fact=fact.name))
        return None
    return number


def _is(reports: Reports, fact: ir.Fact, kind: ir.Kind, span: Span, heading: Text | None) -> bool:
    if fact.type.kind is kind:
        return True
    found, wanted = words.of_type(ir.Type(kind=kind)), words.of_type(fact.type)
    reports.append(UnlikeTypes(span=span, heading=heading, found=found, wanted=wanted))
    return False


def _codes(
    names: Names, reports: Reports, fact: ir.Fact, value: ast.Codes, heading: Text | None
) -> ir.FactValue | None:
    if fact.type.kind not in _CODED or fact.type.vocabulary is None:
        wanted = words.of_type(fact.type)
        reports.append(UnlikeTypes(span=value.span, heading=heading, found=words.CODE, wanted=wanted))
        return None
    found: set[str] = set()
    for name in value.names:
        one = code_values(names, reports, fact.type.vocabulary, name, heading)
        if not one:
            return None
        if len(one) > 1:
            said = name.text if isinstance(name, ast.Name) else name.code
            wanted = Text("kode tunggal", "single code")
            reports.append(UnknownName(span=name.span, heading=heading, text=said, wanted=wanted, near=()))
            return None
        found |= one
    at_most = fact.type.at_most if fact.type.kind is ir.Kind.CODE_SET else 1
    if at_most is not None and len(found) > at_most:
        reports.append(TooManyCodes(span=value.span, heading=heading, fact=fact.name, at_most=at_most))
        return None
    if fact.type.kind is ir.Kind.CODE_SET:
        return ir.CodeSet(frozenset(found), complete=not value.is_open)
    return next(iter(found), None)
