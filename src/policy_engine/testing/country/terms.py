"""Facts with a size and what they are compared with: a fact in, strategies of its values and terms out."""

from functools import cache

from hypothesis import strategies as st

from policy_engine.structure import dataclass
from policy_engine.syntax import ast
from policy_engine.testing.country.words import SPAN, count, days, name, percent, rupiah

QUANTITY = (ast.BoundWord.AT_LEAST_QUANTITY, ast.BoundWord.AT_MOST_QUANTITY)
ANY_SIZE = (ast.BoundWord.MORE_THAN, ast.BoundWord.LESS_THAN, ast.BoundWord.EQUAL, ast.BoundWord.MINIMUM)
MONEY = (ast.BoundWord.AT_LEAST_MONEY, ast.BoundWord.AT_MOST_MONEY)
_DURATION = (ast.BoundWord.AT_LEAST_DURATION, ast.BoundWord.AT_MOST_DURATION)
DAY = (ast.BoundWord.NO_EARLIER, ast.BoundWord.NO_LATER)
_OLDEST = 110


@dataclass(frozen=True, slots=True)
class Sized:
    """A fact with a size: its name, the words of its bounds, and how its values are written."""

    name: str
    type: ast.FactType
    words: tuple[ast.BoundWord, ...]
    low: int
    high: int


SIZED = (
    Sized("penghasilan", ast.FactType.RUPIAH_PER_MONTH, MONEY, 0, 5_000_000),
    Sized("tabungan", ast.FactType.RUPIAH, MONEY, 0, 90_000_000),
    Sized("anak", ast.FactType.NUMBER, QUANTITY, 0, 12),
    Sized("masa_kerja", ast.FactType.YEARS, _DURATION, 0, 40),
    Sized("lama_tinggal", ast.FactType.MONTHS, _DURATION, 0, 240),
    Sized("hari_melaut", ast.FactType.DAYS, _DURATION, 0, 366),
)


@dataclass(frozen=True, slots=True)
class Where:
    """What may be said at a place: days of contribution months, the senior payer, the law of the nation."""

    monthly: bool = False
    seniors: bool = False
    national: bool = False
    terms: bool = False
    home: bool = True


@cache
def days_of_test(where: Where) -> st.SearchStrategy[ast.TestDate]:
    """Give `pada ...`: a named day, a written one, that of a fact, and each month where that may be said."""
    once = (
        st.sampled_from((ast.When.REGISTRATION, ast.When.DECISION, ast.When.ENACTMENT))
        | days()
        | st.just(name("tanggal_lapor"))
    )
    each = st.sampled_from((ast.When.EACH_MONTH, ast.When.EACH_MONTH_END)) | st.sampled_from((1, 15, 31))
    chosen = once | each if where.monthly else once
    return chosen.map(lambda when: ast.TestDate(when, span=SPAN))


def literals(fact: Sized) -> st.SearchStrategy[ast.Value]:
    """Give written values of a fact's type, within its bounds."""
    numbers = st.integers(fact.low, fact.high)
    match fact.type:
        case ast.FactType.RUPIAH_PER_MONTH | ast.FactType.RUPIAH:
            per_month = fact.type is ast.FactType.RUPIAH_PER_MONTH
            rounded = numbers.map(lambda amount: amount // 50_000 * 50_000)
            return (rounded | numbers).map(lambda amount: rupiah(amount, per_month=per_month))
        case ast.FactType.YEARS:
            return numbers.map(lambda number: count(number, ast.Unit.YEARS))
        case ast.FactType.MONTHS:
            return numbers.map(lambda number: count(number, ast.Unit.MONTHS))
        case ast.FactType.DAYS:
            return numbers.map(lambda number: count(number, ast.Unit.DAYS))
        case (
            ast.FactType.NUMBER
            | ast.FactType.TRUTH
            | ast.FactType.DATE
            | ast.FactType.MONTH
            | ast.FactType.EVENT
        ):
            return numbers.map(count)


def named_term(text: str) -> ast.NameTerm:
    """Give a fact or parameter where a size is wanted."""
    return ast.NameTerm(name(text), span=SPAN)


@cache
@st.composite
def terms(draw: st.DrawFn, fact: Sized, *, whole: bool) -> ast.Term:
    """Give terms of a fact's type: a value, a share of a parameter, a sum, a multiple.

    What must be `whole` rupiah has shares of whole percents; every wage is a multiple of 100.
    """
    plain = draw(literals(fact))
    if fact.type is not ast.FactType.RUPIAH_PER_MONTH:
        return plain
    wage = named_term("umk")
    rate = percent(draw(st.integers(1, 100)) * 100 if whole else draw(st.integers(1, 10_000)))
    shared = ast.ShareOf(rate, wage, span=SPAN)
    match draw(st.integers(0, 6)):
        case 0:
            return shared
        case 1:
            return wage
        case 2:
            return ast.Times(draw(st.integers(1, 5)), wage, span=SPAN)
        case 3 | 4 | 5:
            other: tuple[ast.Term, ...] = (wage, shared)
            return ast.Sum(plain, draw(st.sampled_from(other)), draw(st.booleans()), span=SPAN)
        case _:
            return plain


def reads_a_parameter(term: ast.Term) -> bool:
    """Tell whether a term selects a value by a day."""
    match term:
        case ast.NameTerm():
            return True
        case ast.ShareOf(_, inner) | ast.Times(_, inner) | ast.Rounded(inner, _, _, _):
            return reads_a_parameter(inner)
        case ast.Sum(left, right, _):
            return reads_a_parameter(left) or reads_a_parameter(right)
        case (
            ast.DateValue()
            | ast.MonthValue()
            | ast.NumberValue()
            | ast.MoneyValue()
            | ast.PercentValue()
            | ast.CodeValue()
            | ast.Age()
            | ast.Blank()
        ):
            return False


@cache
def years() -> st.SearchStrategy[ast.NumberValue]:
    """Give ages that the law names, and others."""
    usual = st.sampled_from((17, 18, 56, 60, 64, 65))
    return (usual | st.integers(0, _OLDEST)).map(lambda number: count(number, ast.Unit.YEARS))


def age() -> ast.Age:
    """Give the age of a worker where a size is wanted."""
    return ast.Age(span=SPAN)
