"""An expression in; the words for it in one language out.

Where the drafter's own wording is kept (norms and exceptions) it is used instead; this says what has none:
amounts, conditions of months and shares, keys of priority. Every bound has the one word the language of
policies has for it.
"""

from fractions import Fraction
from types import MappingProxyType

from policy_engine.backends.prose.words import Words
from policy_engine.domain.bilingual import Text
from policy_engine.domain.dates import Month, PackedDate, format_date, format_month
from policy_engine.domain.money import Rate, format_whole
from policy_engine.ir.nodes import (
    AgeCompare,
    All,
    Any,
    Arithmetic,
    Arm,
    BandLookup,
    Blank,
    Compare,
    Comparison,
    Day,
    DayRef,
    Direction,
    Excepted,
    Expr,
    FactRef,
    Happened,
    Includes,
    Kind,
    Literal,
    Not,
    NotBorne,
    Operation,
    ParameterRef,
    Scale,
    WithinRegion,
)

_AMOUNT = frozenset({Kind.RUPIAH, Kind.RUPIAH_PER_MONTH, Kind.PEOPLE, Kind.NUMBER})

_BOUND = MappingProxyType(
    {
        Comparison.AT_LEAST: Text("paling rendah", "at least"),
        Comparison.AT_MOST: Text("paling tinggi", "at most"),
        Comparison.MORE: Text("lebih dari", "more than"),
        Comparison.LESS: Text("kurang dari", "less than"),
        Comparison.EQUAL: Text("sama dengan", "equal to"),
    }
)

_BOUND_OF_AMOUNT = MappingProxyType(
    {
        **_BOUND,
        Comparison.AT_LEAST: Text("paling sedikit", "at least"),
        Comparison.AT_MOST: Text("paling banyak", "at most"),
    }
)

_BOUND_OF_DAY = MappingProxyType(
    {
        Comparison.AT_LEAST: Text("paling cepat", "no earlier than"),
        Comparison.AT_MOST: Text("paling lambat", "no later than"),
        Comparison.MORE: Text("sesudah", "after"),
        Comparison.LESS: Text("sebelum", "before"),
        Comparison.EQUAL: Text("tepat pada", "on"),
    }
)

_DAY = MappingProxyType(
    {
        Day.DECISION: Text("tanggal keputusan", "the date of the decision"),
        Day.REGISTRATION: Text("tanggal pendaftaran", "the registration date"),
        Day.MONTH_DAY: Text("hari ke-{0} setiap bulan Iuran", "day {0} of each contribution month"),
    }
)
_LAST_DAY = 31

_OPERATION = MappingProxyType(
    {
        Operation.ADD: Text("{0} ditambah {1}", "{0} plus {1}"),
        Operation.SUBTRACT: Text("{0} dikurangi {1}", "{0} minus {1}"),
    }
)

_ROUNDED = MappingProxyType(
    {
        Direction.EXACT: Text("", ""),
        Direction.DOWN: Text(", dibulatkan ke bawah ke {0}", ", rounded down to {0}"),
        Direction.UP: Text(", dibulatkan ke atas ke {0}", ", rounded up to {0}"),
        Direction.NEAREST: Text(", dibulatkan ke {0} terdekat", ", rounded to the nearest {0}"),
    }
)

_UNIT = MappingProxyType(
    {
        Kind.YEARS: Text("{0} tahun", "{0} years"),
        Kind.MONTHS: Text("{0} bulan", "{0} months"),
        Kind.DAYS: Text("{0} hari", "{0} days"),
        Kind.PEOPLE: Text("{0} orang", "{0} people"),
    }
)


def say(expr: Expr, words: Words) -> str:
    """Give an expression in words."""
    match expr:
        case Literal(value):
            return _value(value, expr.type.kind, words)
        case FactRef(name):
            return words.fact(name)
        case DayRef(Day.MONTH_DAY, number) if number == _LAST_DAY:
            return words.say(
                Text("hari terakhir setiap bulan Iuran", "the last day of each contribution month")
            )
        case DayRef(day, number):
            return words.say(_DAY[day], str(number))
        case ParameterRef(name, key, on):
            by = "" if key is None else words.say(Text(" menurut {0}", " by {0}"), say(key, words))
            when = words.say(Text(" pada {0}", " on {0}"), say(on, words)) if isinstance(on, DayRef) else ""
            return f"{words.parameter(name)}{by}{when}"
        case Compare(comparison, left, right):
            return f"{say(left, words)} {words.say(_bounds(left)[comparison])} {say(right, words)}"
        case AgeCompare(Comparison.LESS, _, on, years, False):
            text = Text("belum mencapai usia {0} tahun pada {1}", "has not reached age {0} years on {1}")
            return words.say(text, str(years), say(on, words))
        case AgeCompare(comparison, _, on, years, exact):
            exactly = words.say(Text(" tepat pada hari ulang tahun", " to the day")) if exact else ""
            text = Text("usia {0} {1} tahun{2} pada {3}", "age {0} {1} years{2} on {3}")
            return words.say(text, words.say(_BOUND[comparison]), str(years), exactly, say(on, words))
        case Includes(subject, codes):
            vocabulary = subject.type.vocabulary or ""
            names = words.grouped(vocabulary, codes)
            return f"{say(subject, words)}: {words.listed(names, Text('atau', 'or'))}"
        case WithinRegion(subject, region):
            return words.say(Text("{0} di {1}", "{0} in {1}"), say(subject, words), words.region(region))
        case Happened(event, by):
            text = Text("{0} sudah terjadi pada {1}", "{0} has happened by {1}")
            return words.say(text, say(event, words), say(by, words))
        case Not(FactRef(name)):
            return words.say(Text("tidak {0}", "not: {0}"), words.fact(name))
        case Not(operand):
            return words.say(Text("tidak ({0})", "not ({0})"), say(operand, words))
        case All(operands):
            return _joined(operands, Text("dan", "and"), Text("selalu", "always"), words)
        case Any(operands):
            return _joined(operands, Text("atau", "or"), Text("tidak pernah", "never"), words)
        case Excepted(base, arms):
            return f"{say(base, words)}{''.join(_arm(arm, words) for arm in arms)}"
        case Arithmetic(operation, left, right):
            return words.say(_OPERATION[operation], say(left, words), say(right, words))
        case Scale(operand, numerator, denominator, direction, unit, _):
            rate = Rate(Fraction(numerator, denominator)).format(words.language)
            rounded = words.say(_ROUNDED[direction], words.rupiah(unit))
            return words.say(Text("{0} dari {1}{2}", "{0} of {1}{2}"), rate, say(operand, words), rounded)
        case BandLookup(table, key, _):
            text = Text("menurut tabel {0}, berdasarkan {1}", "under the table of {0}, by {1}")
            return words.say(text, words.cite(table.citation), say(key, words))
        case Blank(_, _, note):
            return "..." if note is None else f"... ({note})"
        case NotBorne(seniors):
            paying = words.listed([words.instrument(senior) for senior in seniors], Text("atau", "or"))
            return words.say(Text("tidak ditanggung menurut {0}", "not paid for under {0}"), paying)


def constant(expr: Expr) -> int | None:
    """Give the amount that an expression has for everybody, or None where it depends on something."""
    match expr:
        case Literal(value):
            return value
        case BandLookup(table, Literal(row), True):
            return next((band.amount for band in table.bands if band.row == row), None)
        case _:  # everything else may depend on the worker or the day
            return None


def settled(expr: Expr) -> Expr:
    """Give a yes or no that exceptions change to the same answer as a plain condition; any other as it is.

    `yes, except yes where C` is yes; `no, except yes where C` is C; `yes, except no where C` is not C.
    """
    if not (isinstance(expr, Excepted) and isinstance(expr.base, Literal) and expr.type.kind is Kind.TRUTH):
        return expr
    values = {arm.value.value for arm in expr.arms if isinstance(arm.value, Literal)}
    if len(values) != 1 or any(arm.exceptions or not isinstance(arm.value, Literal) for arm in expr.arms):
        return expr
    if values == {expr.base.value}:
        return expr.base
    conditions = tuple(arm.condition for arm in expr.arms)
    where = (
        conditions[0]
        if len(conditions) == 1
        else Any(type=expr.type, operands=conditions, origin=expr.origin)
    )
    return Not(type=expr.type, operand=where, origin=expr.origin) if expr.base.value else where


def is_always(expr: Expr) -> bool:
    """Say whether a condition holds for everybody."""
    return isinstance(expr, Literal) and expr.value == 1


def _value(value: int, kind: Kind, words: Words) -> str:
    match kind:
        case Kind.TRUTH:
            return words.say(Text("ya", "yes") if value else Text("tidak", "no"))
        case Kind.RUPIAH:
            return words.rupiah(value)
        case Kind.RUPIAH_PER_MONTH:
            return words.say(Text("{0} per bulan", "{0} a month"), words.rupiah(value))
        case Kind.YEARS | Kind.MONTHS | Kind.DAYS | Kind.PEOPLE:
            return words.say(_UNIT[kind], format_whole(value, words.language))
        case Kind.DATE | Kind.EVENT:
            return format_date(PackedDate(value), words.language)
        case Kind.MONTH:
            return format_month(Month(value), words.language)
        case Kind.NUMBER | Kind.CODE | Kind.CODE_SET | Kind.REGION:
            return format_whole(value, words.language)


def _bounds(left: Expr) -> MappingProxyType[Comparison, Text]:
    if left.type.kind in (Kind.DATE, Kind.MONTH, Kind.EVENT):
        return _BOUND_OF_DAY
    return _BOUND_OF_AMOUNT if left.type.kind in _AMOUNT else _BOUND


def _joined(operands: tuple[Expr, ...], joint: Text, of_nothing: Text, words: Words) -> str:
    if not operands:
        return words.say(of_nothing)
    parts = [
        f"({say(each, words)})" if isinstance(each, All | Any) and len(operands) > 1 else say(each, words)
        for each in operands
    ]
    return f" {words.say(joint)} ".join(parts)


def _arm(arm: Arm, words: Words) -> str:
    text = Text("; kecuali {0} ({1})", "; except {0} ({1})")
    return words.say(text, words.wording(arm.wording, arm.condition), words.cite(arm.citation))
