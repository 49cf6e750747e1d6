"""Whole policies as syntax trees: nothing in, Hypothesis strategies of well-typed policies out.

Every generated policy elaborates without errors: names are declared, references point at what stands there,
values have the type of what they are compared with, and shares sum to the whole. What varies is everything
else. There is one strategy for each kind of node, so that a new construct is a new strategy and one more
member of the strategy that chooses among its kind.

`policies` gives all the files of one small country: declarations, national law, a province whose instrument
pays before the regency's, and the regency's own instrument with exceptions two deep.
"""

from dataclasses import replace
from fractions import Fraction
from functools import cache
from itertools import pairwise
from types import MappingProxyType
from typing import TypeVar

from hypothesis import strategies as st

from policy_engine.domain.bilingual import Language
from policy_engine.domain.citation import InstrumentKind, Provision, Step, Unit
from policy_engine.domain.dates import LeapRule, Month, PackedDate, is_leap, make_month, pack
from policy_engine.source import SourceFile, Span
from policy_engine.structure import dataclass
from policy_engine.syntax import ast
from policy_engine.syntax.printer import print_file

SPAN = Span(SourceFile("generated.policy", ""), 0, 0)
"""Where every generated node claims to stand."""

HOME, PROVINCE = "kabupaten_karimun", "kepulauan_riau"
PROGRAMMES = ("jkk", "jkm", "jht")
JOBS = ("nelayan", "petani", "ojek", "kader_posyandu")
JOB_GROUPS = ("perikanan",)
LEVELS = ("sd_sederajat", "smp_sederajat", "sma_sederajat")
REGIONS = MappingProxyType(
    {
        "kepulauan_riau": "21",
        "kabupaten_karimun": "21.02",
        "moro": "21.02.01",
        "belat": "21.02.02",
        "kota_batam": "21.71",
    }
)
TRUTHS = ("pegawai_negeri", "penyandang_disabilitas", "lulus_verifikasi", "peserta_lain", "kartu_kusuka")
EVENTS = ("meninggal", "menjadi_upahan")
LISTED = "tercantum_dalam_keputusan"
DATABASE, IN_DATABASE = "dtks", "termuat_dtks"
DATABASE_DAY = pack(2025, 1, 31)
READING = "t1"
TERM = "rentan"

_NOTES = ("tidak disebut", "belum disusun", "menunggu juklak 2025")
_WORDS = ("Kartu Tanda Penduduk", "Bantuan Iuran", "huruf a, dan b", "Perlindungan Pekerja Rentan Tahun 2025")
_QUANTITY = (ast.BoundWord.AT_LEAST_QUANTITY, ast.BoundWord.AT_MOST_QUANTITY)
_ANY_SIZE = (ast.BoundWord.MORE_THAN, ast.BoundWord.LESS_THAN, ast.BoundWord.EQUAL, ast.BoundWord.MINIMUM)
_MONEY = (ast.BoundWord.AT_LEAST_MONEY, ast.BoundWord.AT_MOST_MONEY)
_DURATION = (ast.BoundWord.AT_LEAST_DURATION, ast.BoundWord.AT_MOST_DURATION)
_DAY = (ast.BoundWord.NO_EARLIER, ast.BoundWord.NO_LATER)
_OLDEST = 110
_LETTERS = "abcdefghij"
_Often = TypeVar("_Often")
_Seldom = TypeVar("_Seldom")


@dataclass(frozen=True, slots=True)
class _Sized:
    """A fact with a size: its name, the words of its bounds, and how its values are written."""

    name: str
    type: ast.FactType
    words: tuple[ast.BoundWord, ...]
    low: int
    high: int


_SIZED = (
    _Sized("penghasilan", ast.FactType.RUPIAH_PER_MONTH, _MONEY, 0, 5_000_000),
    _Sized("tabungan", ast.FactType.RUPIAH, _MONEY, 0, 90_000_000),
    _Sized("anak", ast.FactType.NUMBER, _QUANTITY, 0, 12),
    _Sized("masa_kerja", ast.FactType.YEARS, _DURATION, 0, 40),
    _Sized("lama_tinggal", ast.FactType.MONTHS, _DURATION, 0, 240),
    _Sized("hari_melaut", ast.FactType.DAYS, _DURATION, 0, 366),
)


@cache
def _seldom() -> st.SearchStrategy[bool]:
    return st.sampled_from((False,) * 19 + (True,))


# Words and values


def name(text: str) -> ast.Name:
    """Give a name."""
    return ast.Name(text, span=SPAN)


@cache
def quotes() -> st.SearchStrategy[ast.Quote]:
    """Give words for people."""
    return st.sampled_from(_WORDS).map(lambda text: ast.Quote(text, span=SPAN))


@cache
def blanks() -> st.SearchStrategy[ast.Blank]:
    """Give places left open, with and without a note."""
    return st.sampled_from((None, *_NOTES)).map(lambda note: ast.Blank(note, span=SPAN))


@cache
def labels() -> st.SearchStrategy[ast.Label]:
    """Give labels in one or both languages."""
    english = st.none() | st.sampled_from(("income", "fisher", "residence"))
    return st.builds(ast.Label, st.sampled_from(_WORDS), english, span=st.just(SPAN))


def day(date: PackedDate) -> ast.DateValue:
    """Give a written day."""
    return ast.DateValue(date, span=SPAN)


@cache
def days(first: int = 2024, last: int = 2026) -> st.SearchStrategy[ast.DateValue]:
    """Give written days of these years, ends of months and leap days among them."""
    usual = st.builds(pack, st.integers(first, last), st.integers(1, 12), st.integers(1, 28))
    ends = [pack(first, 1, 1), pack(first, 12, 31), pack(last, 6, 30), pack(last, 2, 28)]
    leap = [pack(year, 2, 29) for year in range(first, last + 1) if is_leap(year)]
    return (usual | st.sampled_from(ends + leap)).map(day)


def month(number: Month) -> ast.MonthValue:
    """Give a written month."""
    return ast.MonthValue(number, span=SPAN)


def rupiah(amount: int, *, per_month: bool) -> ast.MoneyValue:
    """Give an amount of money."""
    return ast.MoneyValue(amount, per_month, span=SPAN)


def percent(hundredths: int) -> ast.PercentValue:
    """Give a rate of so many hundredths of a percent."""
    return ast.PercentValue(Fraction(hundredths, 10_000), span=SPAN)


def count(number: int, unit: ast.Unit = ast.Unit.NONE) -> ast.NumberValue:
    """Give a whole number and its unit."""
    return ast.NumberValue(number, unit, span=SPAN)


# References


def instrument(
    kind: InstrumentKind, locality: str | None, number: str | None, year: int | None
) -> ast.InstrumentRef:
    """Give an instrument as cited."""
    return ast.InstrumentRef(kind, None if locality is None else name(locality), number, year, span=SPAN)


ACT = instrument(InstrumentKind.PP, None, "44", 2015)
SENIOR = instrument(InstrumentKind.PERGUB, PROVINCE, "15", 2024)
JUNIOR = instrument(InstrumentKind.PERBUP, HOME, "5", 2025)


def place(*steps: tuple[Unit, str], of: ast.InstrumentRef | None = None) -> ast.CitationRef:
    """Give a place in an instrument, or in this one."""
    return ast.CitationRef(of, Provision(tuple(Step(unit, label) for unit, label in steps)), span=SPAN)


def article(number: str, paragraph: str | None = None, letter: str | None = None) -> ast.CitationRef:
    """Give a place in this instrument: `Pasal 3 ayat (1) huruf a`."""
    steps = [(Unit.ARTICLE, number)]
    steps += [] if paragraph is None else [(Unit.PARAGRAPH, paragraph)]
    steps += [] if letter is None else [(Unit.LETTER, letter)]
    return place(*steps)


ANNEX = place((Unit.ANNEX, "II"), of=ACT)
FLAT = place((Unit.ARTICLE, "20"), (Unit.PARAGRAPH, "1"), of=ACT)
NATIONAL_REQUIREMENTS = place((Unit.ARTICLE, "33"), (Unit.PARAGRAPH, "1"), of=ACT)
BASIS = place((Unit.ARTICLE, "18"), of=ACT)


# Days of testing


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


# Terms


def literals(fact: _Sized) -> st.SearchStrategy[ast.Value]:
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
def terms(draw: st.DrawFn, fact: _Sized, *, whole: bool) -> ast.Term:
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


# Conditions, smallest first


@cache
@st.composite
def bounds(draw: st.DrawFn, where: Where) -> ast.Condition:
    """Give bounds of a fact's size: `penghasilan paling banyak Rp1.000.000 per bulan`."""
    # Income is drawn oftener: it alone is compared with shares, sums and multiples.
    fact = draw(st.sampled_from((*_SIZED, *_SIZED[:1] * 3)))
    word = draw(st.sampled_from((*fact.words, *_ANY_SIZE)))
    value = draw(blanks()) if draw(_seldom()) else draw(terms(fact, whole=word is ast.BoundWord.EQUAL))
    on = draw(days_of_test(where)) if _reads_a_parameter(value) and draw(st.booleans()) else None
    return ast.Bound(named_term(fact.name), word, value, exact=False, on=on, span=SPAN)


def _reads_a_parameter(term: ast.Term) -> bool:
    match term:
        case ast.NameTerm():
            return True
        case ast.ShareOf(_, inner) | ast.Times(_, inner) | ast.Rounded(inner, _, _, _):
            return _reads_a_parameter(inner)
        case ast.Sum(left, right, _):
            return _reads_a_parameter(left) or _reads_a_parameter(right)
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
@st.composite
def days_bounded(draw: st.DrawFn, where: Where) -> ast.Condition:
    """Give bounds of a day or an event: `meninggal paling lambat 2025-03-01`."""
    subject = draw(st.sampled_from(("tanggal_lapor", *EVENTS)))
    word = draw(st.sampled_from((*_DAY, ast.BoundWord.MORE_THAN, ast.BoundWord.EQUAL)))
    del where
    return ast.Bound(named_term(subject), word, draw(days()), exact=False, on=None, span=SPAN)


@cache
@st.composite
def months_bounded(draw: st.DrawFn, where: Where) -> ast.Condition:
    """Give bounds of a month: `bulan_kepesertaan_pertama paling lambat Maret 2025`."""
    del where
    value = month(draw(_months()))
    subject = named_term("bulan_kepesertaan_pertama")
    return ast.Bound(subject, draw(st.sampled_from(_DAY)), value, exact=False, on=None, span=SPAN)


@cache
@st.composite
def ages(draw: st.DrawFn, where: Where) -> ast.Condition:
    """Give bounds of age, at its test date: `usia paling rendah 18 tahun pada tanggal pendaftaran`."""
    word = draw(st.sampled_from((*_QUANTITY, *_ANY_SIZE, ast.BoundWord.NOT_REACHED)))
    value = draw(blanks()) if draw(_seldom()) else draw(years())
    exact = word in (ast.BoundWord.AT_MOST_QUANTITY, ast.BoundWord.MORE_THAN) and draw(st.booleans())
    return ast.Bound(_age(), word, value, exact, draw(days_of_test(where)), span=SPAN)


@cache
def years() -> st.SearchStrategy[ast.NumberValue]:
    """Give ages that the law names, and others."""
    usual = st.sampled_from((17, 18, 56, 60, 64, 65))
    return (usual | st.integers(0, _OLDEST)).map(lambda number: count(number, ast.Unit.YEARS))


def _age() -> ast.Age:
    return ast.Age(span=SPAN)


@cache
@st.composite
def ages_within(draw: st.DrawFn, where: Where) -> ast.Condition:
    """Give `usia 18 tahun sampai dengan 64 tahun pada ...`."""
    low, high = sorted((draw(years()), draw(years())), key=lambda value: value.number)
    return ast.Within(_age(), low, high, draw(days_of_test(where)), span=SPAN)


@cache
@st.composite
def sizes_within(draw: st.DrawFn, where: Where) -> ast.Condition:
    """Give `masa_kerja 2 tahun sampai dengan 5 tahun`."""
    del where
    fact = draw(st.sampled_from(_SIZED))
    low, high = draw(literals(fact)), draw(literals(fact))
    return ast.Within(named_term(fact.name), low, high, None, span=SPAN)


@cache
@st.composite
def two_bounds(draw: st.DrawFn, where: Where) -> ast.Condition:
    """Give two bounds of one age: the second takes the subject of the first."""
    on = draw(days_of_test(where))
    first = ast.Bound(_age(), ast.BoundWord.AT_LEAST_QUANTITY, draw(years()), exact=False, on=None, span=SPAN)
    second = ast.Bound(
        None, ast.BoundWord.AT_MOST_QUANTITY, draw(years()), draw(st.booleans()), on, span=SPAN
    )
    return ast.Compound(ast.Connective.AND, (first, second), bracketed=True, span=SPAN)


@cache
@st.composite
def holding(draw: st.DrawFn, where: Where) -> ast.Condition:
    """Give names as conditions: a truth, an event, a code, a group of codes, a defined term."""
    terms_too = (TERM,) if where.terms else ()
    text = draw(st.sampled_from((*TRUTHS, *EVENTS, *JOBS, *JOB_GROUPS, *LEVELS, *terms_too)))
    on = draw(days_of_test(where)) if text in EVENTS and draw(st.booleans()) else None
    return ast.Holds(name(text), on, span=SPAN)


@cache
@st.composite
def including(draw: st.DrawFn, where: Where) -> ast.Condition:
    """Give `pekerjaan meliputi (nelayan, petani)`, by name or by code."""
    del where
    subject, codes, code = draw(
        st.sampled_from(
            (
                ("pekerjaan", (*JOBS, *JOB_GROUPS), "6222.02"),
                ("jenjang", LEVELS, None),
                ("domisili", ("moro", "belat"), "21.71"),
            )
        )
    )
    members: list[ast.Name | ast.CodeValue] = [
        name(text) for text in draw(st.lists(st.sampled_from(codes), min_size=1, max_size=3, unique=True))
    ]
    if code is not None and draw(st.booleans()):
        members.append(ast.CodeValue(code, span=SPAN))
    return ast.Includes(name(subject), tuple(members), span=SPAN)


@cache
@st.composite
def residing(draw: st.DrawFn, where: Where) -> ast.Condition:
    """Give `penduduk Daerah`, `penduduk moro`, `penduduk 21.71`."""
    places: tuple[ast.Name | ast.CodeValue | None, ...] = (
        *((None, None) if where.home else ()),
        *(name(region) for region in REGIONS),
        ast.CodeValue("21.71", span=SPAN),
    )
    return ast.Resident(draw(st.sampled_from(places)), span=SPAN)


@cache
@st.composite
def registers(draw: st.DrawFn, where: Where) -> ast.Condition:
    """Give data bases and earlier cover."""
    del where
    match draw(st.integers(0, 2)):
        case 0:
            as_at = day(DATABASE_DAY) if draw(st.booleans()) else None
            return ast.ListedIn(name(DATABASE), as_at, span=SPAN)
        case 1:
            return ast.NeverRegistered(name("peserta_lain"), span=SPAN)
        case _:
            return ast.NotParticipant(name("peserta_lain"), span=SPAN)


@cache
@st.composite
def references(draw: st.DrawFn, where: Where) -> ast.Condition:
    """Give conditions that other instruments settle, where they may be named."""
    chosen: list[ast.Condition] = []
    if where.seniors:
        chosen.append(ast.NotBorneBy((ast.CitationRef(SENIOR, None, span=SPAN),), span=SPAN))
    if where.national:
        chosen.append(ast.ByReference(NATIONAL_REQUIREMENTS, span=SPAN))
    return draw(st.sampled_from(chosen)) if chosen else draw(holding(where))


@cache
def primaries(where: Where) -> st.SearchStrategy[ast.Condition]:
    """Give conditions without parts that are conditions."""
    return st.one_of(
        holding(where),
        ages(where),
        bounds(where),
        including(where),
        residing(where),
        ages_within(where),
        two_bounds(where),
        sizes_within(where),
        days_bounded(where),
        months_bounded(where),
        registers(where),
        references(where),
        rarely_open(where),
    )


@cache
@st.composite
def rarely_open(draw: st.DrawFn, where: Where) -> ast.Condition:
    """Give a blank now and then: one blank leaves most workers undetermined."""
    return draw(blanks()) if draw(_seldom()) else draw(holding(where))


@cache
@st.composite
def negations(draw: st.DrawFn, where: Where) -> ast.Condition:
    """Give `tidak pegawai_negeri`."""
    return ast.Not(draw(primaries(where)), span=SPAN)


@cache
@st.composite
def restricted(draw: st.DrawFn, where: Where) -> ast.Condition:
    """Give `nelayan yang penghasilan paling banyak ...`."""
    return ast.Such(draw(primaries(where)), draw(primaries(where) | negations(where)), span=SPAN)


@cache
def operands(where: Where) -> st.SearchStrategy[ast.Condition]:
    """Give what `dan` and `atau` join."""
    return st.one_of(
        primaries(where),
        primaries(where),
        negations(where),
        restricted(where),
        compounds(where, bracketed=True),
    )


@cache
@st.composite
def compounds(draw: st.DrawFn, where: Where, *, bracketed: bool) -> ast.Condition:
    """Give conditions joined by one connective."""
    connective = draw(st.sampled_from(ast.Connective))
    parts = draw(st.lists(primaries(where) | negations(where) | restricted(where), min_size=2, max_size=3))
    return ast.Compound(connective, tuple(parts), bracketed, span=SPAN)


@cache
@st.composite
def excepted(draw: st.DrawFn, where: Where) -> ast.Condition:
    """Give `penduduk Daerah kecuali nelayan`."""
    return ast.Excepted(draw(operands(where)), draw(operands(where)), span=SPAN)


@cache
@st.composite
def evidenced(draw: st.DrawFn, where: Where) -> ast.Condition:
    """Give `penduduk Daerah, dibuktikan dengan ktp_el oleh disdukcapil`."""
    document = draw(st.just(name("ktp_el")) | quotes())
    officer = draw(st.none() | st.just(name("disdukcapil")) | quotes())
    return ast.Evidenced(draw(operands(where) | excepted(where)), document, officer, span=SPAN)


@cache
def conditions(where: Where) -> st.SearchStrategy[ast.Condition]:
    """Give conditions of every form."""
    return st.one_of(
        operands(where),
        operands(where),
        compounds(where, bracketed=False),
        excepted(where),
        evidenced(where),
    )


@cache
@st.composite
def wide(draw: st.DrawFn, where: Where) -> ast.Condition:
    """Give conditions that most workers meet, so that enough of them are eligible."""
    first = draw(primaries(where))
    parts = (first, draw(st.just(ast.Not(first, span=SPAN)) | negations(where)), draw(primaries(where)))
    return ast.Compound(ast.Connective.OR, parts, bracketed=False, span=SPAN)


@cache
@st.composite
def narrow(draw: st.DrawFn, where: Where) -> ast.Condition:
    """Give conditions that few workers meet, so that not everybody is excluded."""
    first = draw(primaries(where))
    parts = (first, draw(st.just(ast.Not(first, span=SPAN)) | negations(where)), draw(primaries(where)))
    return ast.Compound(ast.Connective.AND, parts, bracketed=False, span=SPAN)


@cache
@st.composite
def mostly(
    draw: st.DrawFn, often: st.SearchStrategy[_Often], seldom: st.SearchStrategy[_Seldom]
) -> _Often | _Seldom:
    """Give the one four times as often as the other, however many forms either has."""
    return draw(seldom) if draw(st.integers(0, 4)) == 4 else draw(often)  # noqa: PLR2004 (one in five)


# Lists


@cache
@st.composite
def items(
    draw: st.DrawFn,
    where: Where,
    *,
    grouped: bool = False,
    marker: str,
    note: bool = True,
    nested: bool = True,
) -> ast.Item:
    """Give one item: a condition, or `salah satu dari:` and a list of its own."""
    group = name(f"kelompok_{marker}") if grouped and draw(st.booleans()) else None
    if nested and draw(st.integers(0, 4)) == 0:
        inner = draw(_numbered(where))
        return ast.Item(marker, group, None, inner, None, span=SPAN)
    read = name(READING) if note and draw(st.integers(0, 9)) == 0 else None
    condition = draw(mostly(wide(where), conditions(where)))
    return ast.Item(marker, group, condition, None, read, span=SPAN)


@cache
@st.composite
def _numbered(draw: st.DrawFn, where: Where) -> ast.ItemList:
    number = draw(st.integers(1, 3))
    inner = tuple(draw(items(where, marker=str(n), nested=False)) for n in range(1, number + 1))
    # The words before a nested list say how it joins, even where it has one item.
    words = list(ast.Connective) if number > 1 else [ast.Connective.AND, ast.Connective.OR]
    return ast.ItemList(draw(st.sampled_from(words)), inner, span=SPAN)


@cache
@st.composite
def item_lists(draw: st.DrawFn, where: Where, *, grouped: bool = False, most: int = 3) -> ast.ItemList:
    """Give the items of a list and its connective."""
    number = draw(st.integers(1, most))
    inner = tuple(draw(items(where, grouped=grouped, marker=_LETTERS[n])) for n in range(number))
    return ast.ItemList(_connective(draw, number), inner, span=SPAN)


def _connective(draw: st.DrawFn, number: int) -> ast.Connective | None:
    return draw(st.sampled_from(ast.Connective)) if number > 1 else None


# Sentences about recipients


RECIPIENT = ast.Scope(ast.Subject.RECIPIENT, (), span=SPAN)
PARTICIPANT = ast.Scope(ast.Subject.PARTICIPANT, (), span=SPAN)
INDEPENDENT = ast.Scope(ast.Subject.PARTICIPANT, (name("bpu"),), span=SPAN)


@st.composite
def scopes(draw: st.DrawFn, recipients: ast.ItemList) -> ast.Scope:
    """Give all recipients, a named group of them, or those of an item."""
    named = [item.group.text for item in recipients.items if item.group is not None]
    lettered = [item.marker for item in recipients.items]
    match draw(st.integers(0, 3)):
        case 0 if named:
            return ast.Scope(ast.Subject.RECIPIENT, (name(draw(st.sampled_from(named))),), span=SPAN)
        case 1:
            cited = article("2", "1", draw(st.sampled_from(lettered)))
            return ast.Scope(ast.Subject.RECIPIENT, (cited,), span=SPAN)
        case _:
            return RECIPIENT


@cache
@st.composite
def definitions(draw: st.DrawFn) -> ast.Definitions:
    """Give defined terms: words only, and one with a condition or left open."""
    worded = ast.DefinitionItem(
        "1", ast.Quote("Bukan Penerima Upah", span=SPAN), draw(quotes()), None, span=SPAN
    )
    condition = draw(st.one_of(conditions(Where()), conditions(Where()), st.none()))
    text = draw(quotes()) if condition is None or draw(st.booleans()) else None
    return ast.Definitions(
        (worded, ast.DefinitionItem("2", name(TERM), text, condition, span=SPAN)), span=SPAN
    )


@st.composite
def exceptions(draw: st.DrawFn, requirements: ast.ItemList) -> list[ast.Sentence]:
    """Give exceptions two deep, and siblings that may disagree: paragraphs of Pasal 4."""
    where = Where(terms=True)
    targets_of = [article("3", "1"), article("3", "2"), article("3", "3")]
    if requirements.connective is ast.Connective.AND:
        # An item of an alternative is no norm of its own.
        targets_of += [article("3", "1", item.marker) for item in requirements.items]
    target = draw(st.sampled_from(targets_of))
    plain: list[ast.Sentence] = [
        ast.Lift(draw(conditions(where)), (target,), span=SPAN),
        ast.Lift(draw(conditions(where)), (article("4", "1"),), span=SPAN),
    ]
    if draw(st.booleans()):
        other = ast.Requirements(RECIPIENT, draw(conditions(where)), span=SPAN)
        plain.append(ast.Change(draw(conditions(where)), article("3", "2"), other, span=SPAN))
    if draw(st.integers(0, 3)) == 0:
        # Two that apply to most, and put different things in place: a conflict for many.
        strict = ast.Requirements(RECIPIENT, draw(narrow(where)), span=SPAN)
        plain.append(ast.Change(draw(wide(where)), article("3", "2"), strict, span=SPAN))
        plain.append(ast.Lift(draw(wide(where)), (article("3", "2"),), span=SPAN))
    if draw(st.booleans()):
        spread = ast.ProvisionRange(article("3", "1"), article("3", "3"), (article("3", "2"),), span=SPAN)
        plain.append(ast.Lift(draw(conditions(where)), (spread,), span=SPAN))
    for _ in range(draw(st.sampled_from((0, 0, 1, 2)))):
        amount = rupiah(draw(st.sampled_from((0, 5_000, 9_000))), per_month=True)
        changed = ast.Contribution(RECIPIENT, (name("jkk"),), amount, span=SPAN)
        plain.append(ast.Change(draw(wide(where)), article("5", "2"), changed, span=SPAN))
    if draw(st.booleans()):
        months = draw(payment_months(leave_open=False))
        plain.append(ast.Change(draw(conditions(where)), article("6", "1"), months, span=SPAN))
    return plain


# Sentences about money


@cache
def enrolments(programmes: tuple[str, ...]) -> st.SearchStrategy[ast.Enrolment]:
    """Give the programmes of all recipients."""
    return st.just(ast.Enrolment(RECIPIENT, tuple(name(text) for text in programmes), span=SPAN))


@cache
@st.composite
def contributions(draw: st.DrawFn, programme: str) -> ast.Contribution:
    """Give an amount of every form: written, of a band, by income, a rounded percentage, left open."""
    amount: ast.Term | ast.BandAmount
    # A lookup is drawn oftener: only the first programme has a table.
    forms = (2, 2, 2, 0, 1, 3, 4, 5, 6) if programme == "jkk" else (0, 3, 5, 6)
    match draw(st.sampled_from(forms)):
        case 1:
            amount = ast.BandAmount(ANNEX, draw(st.sampled_from((1, 2))), None, span=SPAN)
        case 2:
            amount = ast.BandAmount(ANNEX, None, name("penghasilan"), span=SPAN)
        case 3:
            share = ast.ShareOf(
                draw(st.integers(1, 1_000).map(percent)), named_term("penghasilan"), span=SPAN
            )
            direction = draw(st.sampled_from(ast.RoundingWord))
            unit = rupiah(draw(st.sampled_from((1, 100))), per_month=False)
            amount = ast.Rounded(share, direction, unit, draw(st.none() | st.just(BASIS)), span=SPAN)
        case 4:
            amount = ast.BandAmount(FLAT, None, None, span=SPAN)
        case 5:
            amount = draw(blanks())
        case _:
            amount = rupiah(draw(st.sampled_from((6_800, 10_000, 16_800, 20_001))), per_month=True)
    return ast.Contribution(RECIPIENT, (name(programme),), amount, span=SPAN)


@cache
def parties() -> st.SearchStrategy[ast.Party]:
    """Give who bears or pays."""
    own: ast.Party = ast.OwnGovernment(span=SPAN)
    others: tuple[ast.Party, ...] = (own, ast.GovernmentOf(name(PROVINCE), span=SPAN), name("pekerja"))
    return st.sampled_from(others)


@cache
@st.composite
def bearings(draw: st.DrawFn, *, seniors: bool) -> ast.Bearing:
    """Give one payer, shares of several, or a blank; in so far as a condition holds."""
    unpaid = ast.NotBorneBy((ast.CitationRef(SENIOR, None, span=SPAN),), span=SPAN)
    where = Where(seniors=seniors)
    provided = draw(st.none() | conditions(where) | (st.just(unpaid) if seniors else conditions(where)))
    match draw(st.integers(0, 4)):
        case 0:
            return ast.Bearing(None, (), draw(blanks()), None, None, span=SPAN)
        case 1 | 2:
            first = draw(st.integers(1, 99))
            chosen = draw(st.lists(parties(), min_size=2, max_size=2, unique=True))
            rates = (percent(first * 100), percent((100 - first) * 100))
            open_rates = draw(_seldom())
            shares = tuple(
                ast.Share(party, ast.Blank(None, span=SPAN) if open_rates else rate, span=SPAN)
                for party, rate in zip(chosen, rates, strict=True)
            )
            return ast.Bearing(None, (), shares, draw(st.sampled_from(ast.RoundingWord)), provided, span=SPAN)
        case _:
            whole = (ast.Share(draw(parties()), None, span=SPAN),)
            return ast.Bearing(None, (), whole, None, provided, span=SPAN)


@cache
@st.composite
def deposits(draw: st.DrawFn) -> ast.Deposit:
    """Give who hands the money over."""
    return ast.Deposit(draw(parties() | blanks()), span=SPAN)


@cache
@st.composite
def budgets(draw: st.DrawFn) -> ast.Budget:
    """Give a budget, its years and its item."""
    written = draw(st.lists(st.integers(2025, 2027), min_size=1, max_size=1)) + draw(
        st.sampled_from(([], []))
    )
    years_of: tuple[int, ...] | ast.Blank = draw(st.just(tuple(written)) | blanks())
    where = draw(st.none() | st.sampled_from((HOME, PROVINCE)).map(name))
    item = draw(st.none() | quotes() | blanks())
    return ast.Budget(
        name(draw(st.sampled_from(("apbd", "dbh_cht")))),
        where,
        years_of,
        item,
        draw(st.booleans()),
        span=SPAN,
    )


@cache
@st.composite
def fundings(draw: st.DrawFn) -> ast.Funding:
    """Give which budgets pay."""
    written = st.lists(budgets(), min_size=1, max_size=2).map(tuple)
    return ast.Funding(None, draw(st.one_of(written, written, blanks())), span=SPAN)


@cache
def _months() -> st.SearchStrategy[Month]:
    first = make_month(2024, 10)
    return st.integers(first, first + 24).map(Month)


@cache
@st.composite
def payment_months(draw: st.DrawFn, *, leave_open: bool) -> ast.Months:
    """Give lists of months, with gaps and blanks, a greatest number and payment in advance."""
    at_most = draw(st.none() | st.integers(1, 12))
    in_advance = draw(st.booleans())
    if leave_open and draw(_seldom()):
        return ast.Months(None, draw(blanks()), at_most, in_advance, span=SPAN)
    cuts = sorted(draw(st.lists(_months(), min_size=2, max_size=4, unique=True)))
    spans = [_span(first, Month(last - 1)) for first, last in pairwise(cuts)][::2]
    if leave_open and draw(_seldom()):
        spans[-1] = ast.MonthSpan(spans[-1].first, draw(blanks()), span=SPAN)
    return ast.Months(None, tuple(spans), at_most, in_advance, span=SPAN)


def _span(first: Month, last: Month) -> ast.MonthSpan:
    return ast.MonthSpan(month(first), None if first == last else month(last), span=SPAN)


@cache
@st.composite
def continuations(draw: st.DrawFn) -> ast.Provided:
    """Give `Iuran dibayar sepanjang ...`."""
    where = Where(monthly=True)
    return ast.Provided(draw(mostly(wide(where), conditions(where))), span=SPAN)


@cache
@st.composite
def endings(draw: st.DrawFn) -> ast.Ending:
    """Give `Pembayaran Iuran dihentikan dalam hal ...`."""
    where = Where(monthly=True)
    return ast.Ending(draw(mostly(narrow(where), conditions(where) | item_lists(where))), span=SPAN)


# Sentences about places and the rest


@st.composite
def quotas(draw: st.DrawFn, recipients: ast.ItemList) -> ast.Quota:
    """Give a quota or a floor: in all, per area, or listed by place."""
    scope = draw(scopes(recipients))
    area = draw(st.none() | st.sampled_from(ast.QuotaArea))
    if draw(st.integers(0, 3)) == 0:
        listed = tuple(
            ast.PlaceQuota(str(number), name(where), count(people, ast.Unit.PEOPLE), span=SPAN)
            for number, (where, people) in enumerate((("moro", 1_260), ("belat", 360)), 1)
        )
        return ast.Quota(scope, ast.QuotaArea.DISTRICT, ast.BoundWord.AT_MOST_MONEY, None, listed, span=SPAN)
    people = draw(st.integers(1, 20_000).map(lambda number: count(number, ast.Unit.PEOPLE)) | blanks())
    return ast.Quota(scope, area, draw(st.sampled_from(_MONEY)), people, (), span=SPAN)


@cache
@st.composite
def ceilings(draw: st.DrawFn) -> ast.Ceiling:
    """Give a ceiling in rupiah."""
    amount = draw(st.integers(0, 10**10).map(lambda number: rupiah(number, per_month=False)) | blanks())
    budget = draw(st.none() | st.just(name("apbd")))
    return ast.Ceiling(amount, draw(st.none() | st.integers(2025, 2026)), budget, span=SPAN)


@cache
def targets() -> st.SearchStrategy[ast.Target]:
    """Give a planned number of people."""
    people = st.integers(1, 5_000).map(lambda number: count(number, ast.Unit.PEOPLE))
    return (people | blanks()).map(lambda found: ast.Target(found, span=SPAN))


@cache
@st.composite
def priorities(draw: st.DrawFn) -> ast.Priority:
    """Give an order of priority that ends in the number of registration."""
    candidates: tuple[tuple[ast.Name | ast.Age, ast.Direction], ...] = (
        (name("anak"), ast.Direction.HIGHEST),
        (_age(), ast.Direction.HIGHEST),
        (_age(), ast.Direction.LOWEST),
        (name("penyandang_disabilitas"), ast.Direction.HOLDS),
        (name("tanggal_lapor"), ast.Direction.EARLIEST),
    )
    chosen = draw(st.lists(st.sampled_from(candidates), max_size=2, unique_by=lambda pair: repr(pair[0])))
    keys = [*chosen, (name("nomor_urut"), ast.Direction.LOWEST)]
    return ast.Priority(
        tuple(ast.PriorityKey(_LETTERS[n], key, way, span=SPAN) for n, (key, way) in enumerate(keys)),
        span=SPAN,
    )


@cache
@st.composite
def allocation_rules(draw: st.DrawFn) -> list[ast.Sentence]:
    """Give how places are filled: each rule at most once."""
    chosen: list[ast.Sentence] = []
    if draw(st.booleans()):
        chosen.append(_rule(unknown_key=draw(st.sampled_from(ast.UnknownKey))))
    if draw(st.booleans()):
        chosen.append(_rule(filling=draw(st.sampled_from(ast.Filling))))
    yes_no = (
        _rule(monthly=True),
        _rule(waiting_list=True),
        _rule(replacement=True),
        _rule(months_reducible=True),
    )
    return [*chosen, *(rule for rule in yes_no if draw(st.booleans()))]


def _rule(
    *,
    unknown_key: ast.UnknownKey | None = None,
    filling: ast.Filling | None = None,
    monthly: bool = False,
    waiting_list: bool = False,
    replacement: bool = False,
    months_reducible: bool = False,
) -> ast.AllocationRule:
    return ast.AllocationRule(
        unknown_key, filling, monthly, waiting_list, replacement, months_reducible, span=SPAN
    )


@cache
@st.composite
def listings(draw: st.DrawFn) -> ast.Listing:
    """Give the decree that lists recipients, and the fact that tells."""
    decree = instrument(InstrumentKind.KEPUTUSAN, HOME, "100", 2025)
    return ast.Listing(draw(st.just(decree) | blanks()), name(LISTED) if draw(_seldom()) else None, span=SPAN)


@cache
@st.composite
def delegations(draw: st.DrawFn) -> ast.Delegation:
    """Give a matter left to another instrument."""
    return ast.Delegation(
        draw(quotes()), InstrumentKind.PERBUP, draw(st.booleans()), draw(st.booleans()), span=SPAN
    )


@cache
@st.composite
def clauses_not_encoded(draw: st.DrawFn) -> ast.NotEncoded:
    """Give a clause that no machine weighs."""
    affects = draw(_seldom())
    return ast.NotEncoded(name("lulus_verifikasi") if affects else None, draw(quotes()), affects, span=SPAN)


@cache
@st.composite
def interpretations(draw: st.DrawFn) -> ast.Interpretation:
    """Give the named reading that other sentences rest on."""
    return ast.Interpretation(name(READING), draw(quotes()), draw(st.none() | st.just(BASIS)), span=SPAN)


@cache
def open_sentences() -> st.SearchStrategy[ast.OpenSentence]:
    """Give a sentence that is not known yet."""
    return blanks().map(lambda blank: ast.OpenSentence(blank, span=SPAN))


# Instruments


def _article(
    label: str, *sentences: ast.Sentence, note: ast.Name | None = None, unit: Unit = Unit.ARTICLE
) -> ast.Article:
    numbered = len(sentences) > 1 or unit is Unit.ARTICLE
    paragraphs = tuple(
        ast.Paragraph(str(number) if numbered else None, sentence, note if number == 1 else None, span=SPAN)
        for number, sentence in enumerate(sentences, 1)
    )
    return ast.Article(Provision((Step(unit, label),)), paragraphs, span=SPAN)


@st.composite
def headers(draw: st.DrawFn, region: str | None, *, commences: PackedDate | None) -> ast.Header:
    """Give what stands before the body; only the national law always says when it commences."""
    begins: ast.DateValue | ast.Blank
    begins = draw(blanks()) if draw(_seldom()) else draw(days(2023, 2024))
    begins = begins if commences is None else day(commences)
    promulgated = draw(st.none() | days(2020, 2024) | blanks())
    gazette = draw(st.none() | quotes()) if isinstance(promulgated, ast.DateValue) else None
    return ast.Header(
        draw(quotes() | blanks()),
        draw(st.sampled_from(ast.Status)),
        tuple(draw(st.lists(quotes(), max_size=2))),
        draw(st.none() | quotes()),
        None if region is None else name(region),
        draw(days(2020, 2024) | blanks()),
        promulgated,
        gazette,
        begins,
        None if region is None else draw(st.one_of(st.none(), st.none(), days(2027, 2028))),
        tuple(draw(st.lists(quotes(), max_size=2))),
        () if region is None else draw(st.sampled_from(((), (ACT,)))),
        () if region is None else draw(st.sampled_from(((), (NATIONAL_REQUIREMENTS,)))),
        (),
        draw(st.none() | st.just(name("bpu"))),
        called=draw(st.none() | st.just(None if region is None else name(f"naskah_{region}"))),
        span=SPAN,
    )


@st.composite
def regional(draw: st.DrawFn, reference: ast.InstrumentRef = JUNIOR) -> ast.PolicyFile:
    """Give the instrument of a region that pays contributions for recipients."""
    is_junior = reference is JUNIOR
    once = Where(terms=True, home=True)
    each = Where(monthly=True, seniors=is_junior, national=True, terms=True)
    recipients = draw(item_lists(once, grouped=True))
    listed = draw(item_lists(each))
    programmes = tuple(draw(st.sampled_from((("jkk", "jkm"), ("jkk",), PROGRAMMES))))
    note = draw(st.none() | st.just(name(READING)))
    who: list[ast.Sentence] = [ast.Recipients(recipients, span=SPAN)]
    named = [item.group for item in recipients.items if item.group is not None]
    if len(named) > 1:
        who.append(ast.Precedence(named[0], named[1], span=SPAN))
    norms: list[ast.Sentence] = [
        ast.Requirements(RECIPIENT, listed, span=SPAN),
        ast.Requirements(RECIPIENT, draw(mostly(wide(each), conditions(each))), span=SPAN),
        ast.Exclusions(RECIPIENT, draw(mostly(narrow(once), item_lists(once) | conditions(once))), span=SPAN),
    ]
    if draw(_seldom()):
        norms.append(ast.Requirements(draw(scopes(recipients)), draw(wide(each)), span=SPAN))
    money: list[ast.Sentence] = [
        draw(enrolments(programmes)),
        *(draw(contributions(programme)) for programme in programmes),
        draw(bearings(seniors=is_junior)),
        draw(deposits()),
        draw(fundings()),
    ]
    months: list[ast.Sentence] = [draw(payment_months(leave_open=True))]
    months += [draw(continuations())] if draw(st.integers(0, 2)) == 0 else []
    months += [draw(endings())] if draw(st.integers(0, 2)) == 0 else []
    places: list[ast.Sentence] = [
        draw(quotas(recipients)),
        draw(ceilings()),
        draw(targets()),
        draw(priorities()),
    ]
    rest: list[ast.Sentence] = [
        draw(interpretations()),
        draw(listings()),
        draw(delegations()),
        draw(clauses_not_encoded()),
        draw(open_sentences()),
    ]
    body: list[ast.Heading | ast.Article] = [
        ast.Heading(ast.HeadingLevel.CHAPTER, "I", "KETENTUAN UMUM", span=SPAN),
        _article("1", draw(definitions())),
        _article("2", *who),
        _article("3", *norms),
        _article("4", *draw(exceptions(listed))),
        _article("5", *money),
        _article("6", *months),
        _article("7", *places, *draw(allocation_rules())),
        _article("8", *rest),
    ]
    if note is not None:
        further = ast.Exclusions(RECIPIENT, draw(mostly(narrow(once), conditions(once))), span=SPAN)
        body.append(_article("9", further, note=note))
    locality = "" if reference.locality is None else reference.locality.text
    made = ast.Instrument(
        reference.kind,
        reference.locality,
        reference.number or "1",
        reference.year or 2025,
        draw(headers(locality, commences=None)),
        tuple(body),
        span=SPAN,
    )
    return ast.PolicyFile((), made, (), span=SPAN)


@cache
@st.composite
def band_tables(draw: st.DrawFn) -> ast.BandTable:
    """Give a banded tariff with rows 1, 2 and 3, with or without gaps between them."""
    low = draw(st.integers(1, 20)) * 100_000
    high = low + draw(st.integers(1, 20)) * 100_000
    step = draw(st.sampled_from((1, 1_000)))
    fees = [
        rupiah(fee, per_month=False)
        for fee in sorted(draw(st.lists(st.integers(1, 300), min_size=3, max_size=3)))
    ]
    edges = [rupiah(edge, per_month=False) for edge in (low - step, low, high - step, high)]
    bands = (
        ast.Band(1, None, edges[0], fees[0], span=SPAN),
        ast.Band(2, edges[1], edges[2], fees[1], span=SPAN),
        ast.Band(3, edges[3], None, fees[2], span=SPAN),
    )
    return ast.BandTable(
        name("jkk"), name("penghasilan"), draw(st.sampled_from(ast.GapRule)), bands, span=SPAN
    )


@cache
@st.composite
def reliefs(draw: st.DrawFn) -> ast.Relief:
    """Give a reduction of contributions for some participants and months."""
    first = draw(_months())
    return ast.Relief(
        tuple(name(text) for text in draw(st.sampled_from((("jkk", "jkm"), ("jkk",))))),
        percent(draw(st.sampled_from((5_000, 1_000, 3_333)))),
        _span(first, Month(first + draw(st.integers(0, 12)))),
        draw(st.none() | conditions(Where(home=False))),
        draw(st.sampled_from((1, 1, 3))),
        tuple(name(text) for text in draw(st.sampled_from(((), ("apbn", "apbd"))))),
        draw(st.sampled_from(ast.RoundingWord)),
        span=SPAN,
    )


@cache
@st.composite
def benefits(draw: st.DrawFn) -> ast.Benefit:
    """Give a benefit, at once or after some months."""
    amount = draw(st.just(rupiah(10_000_000, per_month=False)) | blanks())
    after = draw(st.none() | st.integers(1, 12))
    return ast.Benefit(
        name("jkm"), draw(quotes()), amount, after, after is not None and draw(st.booleans()), span=SPAN
    )


@cache
@st.composite
def benefit_lists(draw: st.DrawFn) -> ast.Benefits:
    """Give several benefits in one sentence, each with its letter."""
    said = draw(st.lists(benefits(), min_size=1, max_size=3))
    items = (
        ast.BenefitItem(letter, one.title, one.amount, one.after_months, one.consecutive, span=SPAN)
        for letter, one in zip("abc", said, strict=False)
    )
    return ast.Benefits(name("jkm"), tuple(items), span=SPAN)


@st.composite
def national(draw: st.DrawFn) -> ast.PolicyFile:
    """Give the law of the nation: participants, tariffs, relief and benefits."""
    where = Where(home=False)
    sets = (
        ast.ProgrammeSet("a", (name("jkk"), name("jkm")), span=SPAN),
        ast.ProgrammeSet("b", tuple(name(text) for text in PROGRAMMES), span=SPAN),
    )
    body = (
        _article("18", draw(open_sentences())),
        _article(
            "20",
            ast.Contribution(INDEPENDENT, (name("jkk"),), rupiah(16_000, per_month=True), span=SPAN),
            ast.Contribution(INDEPENDENT, (name("jkm"),), rupiah(6_800, per_month=True), span=SPAN),
        ),
        _article(
            "24",
            ast.Deadline(
                (name("jkk"), name("jkm")),
                draw(st.integers(1, 28)),
                draw(st.booleans()),
                draw(st.booleans()),
                span=SPAN,
            ),
            ast.PaymentPeriods((2, 3, 6, 12), span=SPAN),
        ),
        _article("32", ast.ProgrammeSets(draw(st.sampled_from((PARTICIPANT, INDEPENDENT))), sets, span=SPAN)),
        _article(
            "33",
            ast.Requirements(
                draw(st.sampled_from((PARTICIPANT, INDEPENDENT))), draw(item_lists_plain(where)), span=SPAN
            ),
            ast.Exclusions(PARTICIPANT, draw(conditions(where)), span=SPAN),
        ),
        _article("40", draw(reliefs()), draw(benefits()), draw(benefit_lists())),
        _article("II", draw(band_tables()), unit=Unit.ANNEX),
    )
    made = ast.Instrument(
        ACT.kind,
        None,
        ACT.number or "",
        ACT.year or 0,
        draw(headers(None, commences=pack(2015, 7, 1))),
        body,
        span=SPAN,
    )
    return ast.PolicyFile((), made, (), span=SPAN)


@cache
@st.composite
def item_lists_plain(draw: st.DrawFn, where: Where) -> ast.ItemList:
    """Give a list without interpretations, for an instrument that declares none."""
    number = draw(st.integers(1, 3))
    inner = tuple(draw(items(where, marker=_LETTERS[n], note=False, nested=False)) for n in range(number))
    return ast.ItemList(_connective(draw, number), inner, span=SPAN)


# Declarations


def _entry(text: str, code: str | None, label: ast.Label, synonyms: tuple[ast.Quote, ...]) -> ast.Entry:
    return ast.Entry(
        name(text), None if code is None else ast.CodeValue(code, span=SPAN), label, synonyms, span=SPAN
    )


@cache
@st.composite
def vocabularies(draw: st.DrawFn) -> list[ast.Declaration]:
    """Give the vocabularies that every generated policy is written with."""
    plain = {
        "program": PROGRAMMES,
        "segmen": ("bpu", "pu"),
        "pendidikan": LEVELS,
        "pihak": ("pekerja", "pemerintah_daerah"),
        "anggaran": ("apbd", "apbn", "dbh_cht"),
    }
    found: list[ast.Declaration] = [
        _vocabulary(
            where, draw(labels()), None, tuple(_entry(text, None, draw(labels()), ()) for text in codes)
        )
        for where, codes in plain.items()
    ]
    regions = tuple(_entry(text, code, draw(labels()), ()) for text, code in REGIONS.items())
    synonyms = tuple(draw(st.lists(quotes(), max_size=2)))
    jobs = tuple(
        _entry(text, "6222.02" if text == "nelayan" else None, draw(labels()), synonyms) for text in JOBS
    )
    fishers = ast.CodeGroup(name("perikanan"), draw(labels()), (name("nelayan"), name("petani")), span=SPAN)
    version = draw(st.none() | quotes())
    return [
        *found,
        _vocabulary("wilayah", draw(labels()), version, regions[:1]),
        ast.VocabularyAddition(name("wilayah"), regions[1:], span=SPAN),
        _vocabulary("pekerjaan", draw(labels()), version, (*jobs, fishers)),
    ]


def _vocabulary(
    text: str, label: ast.Label, version: ast.Quote | None, entries: tuple[ast.Entry | ast.CodeGroup, ...]
) -> ast.Vocabulary:
    return ast.Vocabulary(name(text), label, version, None, entries, span=SPAN)


@st.composite
def _fact(
    draw: st.DrawFn,
    text: str,
    type_: ast.FactType | ast.CodeType | ast.SetType,
    typical: ast.FactValue | None = None,
    *,
    low: ast.Value | None = None,
    high: ast.Value | None = None,
    database: str | None = None,
) -> ast.Fact:
    document = draw(st.none() | st.just(name("ktp_el")) | quotes())
    return ast.Fact(
        name(text),
        type_,
        draw(labels()),
        low,
        high,
        typical if draw(st.booleans()) else None,
        document,
        draw(st.none() | quotes()) if document is not None else None,
        draw(st.booleans()),
        None if database is None else name(database),
        None if database is None else day(DATABASE_DAY),
        span=SPAN,
    )


@cache
@st.composite
def facts(draw: st.DrawFn) -> list[ast.Declaration]:
    """Give facts of every type."""
    no = ast.Truth(value=False, span=SPAN)
    not_yet = ast.NotYet(span=SPAN)
    one_job = ast.Codes((name("nelayan"),), is_open=draw(st.booleans()), span=SPAN)
    found = [
        draw(
            _fact(
                "lahir",
                ast.FactType.DATE,
                day(pack(1985, 6, 15)),
                low=day(pack(1900, 1, 1)),
                high=day(pack(2030, 12, 31)),
            )
        ),
        draw(_fact("domisili", ast.CodeType(name("wilayah"), span=SPAN), _code("moro"))),
        draw(_fact("pekerjaan", ast.SetType(name("pekerjaan"), draw(st.integers(1, 3)), span=SPAN), one_job)),
        draw(_fact("jenjang", ast.CodeType(name("pendidikan"), span=SPAN), _code("sd_sederajat"))),
        draw(_fact("segmen", ast.CodeType(name("segmen"), span=SPAN), _code("bpu"))),
        draw(_fact("bulan_kepesertaan_pertama", ast.FactType.MONTH, month(make_month(2025, 1)))),
        draw(
            _fact(
                "tanggal_lapor",
                ast.FactType.DATE,
                day(pack(2025, 2, 1)),
                low=day(pack(2023, 1, 1)),
                high=day(pack(2028, 1, 1)),
            )
        ),
        draw(_fact("nomor_urut", ast.FactType.NUMBER, count(1), low=count(1), high=count(1_000_000))),
        draw(_fact(IN_DATABASE, ast.FactType.TRUTH, no, database=DATABASE)),
        *(draw(_fact(text, ast.FactType.TRUTH, no)) for text in (*TRUTHS, LISTED)),
        *(draw(_fact(text, ast.FactType.EVENT, not_yet)) for text in ("tanggal_pendaftaran", *EVENTS)),
        *(draw(_sized_fact(fact)) for fact in _SIZED),
    ]
    return [*found]


def _code(text: str) -> ast.Codes:
    return ast.Codes((name(text),), is_open=False, span=SPAN)


@st.composite
def _sized_fact(draw: st.DrawFn, fact: _Sized) -> ast.Fact:
    if fact.type in (ast.FactType.RUPIAH, ast.FactType.RUPIAH_PER_MONTH):
        low: ast.Value = rupiah(0, per_month=False)
        high: ast.Value = rupiah(1_000_000_000, per_month=False)
        typical = rupiah(900_000, per_month=fact.type is ast.FactType.RUPIAH_PER_MONTH)
        return draw(_fact(fact.name, fact.type, typical, low=low, high=high))
    return draw(_fact(fact.name, fact.type, draw(literals(fact)), low=count(fact.low), high=count(fact.high)))


@cache
@st.composite
def parameters(draw: st.DrawFn) -> list[ast.Declaration]:
    """Give the wage that other amounts are shares of: dated, by region, with a gap or a blank."""
    basis = draw(st.just(BASIS) | quotes())
    rows = [
        ast.ParameterRow(
            name(HOME),
            rupiah(3_715_000, per_month=True),
            day(pack(2024, 1, 1)),
            day(pack(2024, 12, 31)),
            basis,
            span=SPAN,
        ),
        ast.ParameterRow(
            name(HOME),
            draw(
                st.one_of(
                    blanks(), st.integers(30, 40).map(lambda part: rupiah(part * 100_000, per_month=True))
                )
            ),
            day(pack(2025, draw(st.integers(1, 2)), 1)),
            None,
            basis,
            span=SPAN,
        ),
        ast.ParameterRow(
            name("moro"), rupiah(3_800_000, per_month=True), day(pack(2024, 1, 1)), None, basis, span=SPAN
        ),
    ]
    wage = ast.Parameter(
        name("umk"), ast.FactType.RUPIAH_PER_MONTH, draw(labels()), name("domisili"), tuple(rows), span=SPAN
    )
    return [wage]


@cache
@st.composite
def preludes(draw: st.DrawFn) -> ast.PolicyFile:
    """Give the file of declarations."""
    leap = [
        ast.LeapDay(rule, BASIS, span=SPAN) for rule in draw(st.sets(st.sampled_from(LeapRule), max_size=1))
    ]
    declared = (*draw(vocabularies()), *draw(facts()), *draw(parameters()), *leap)
    return ast.PolicyFile(declared, None, (), span=SPAN)


@dataclass(frozen=True, slots=True, repr=False)
class Country:
    """The files of one generated country; shown as the text that a drafter would have written."""

    trees: tuple[ast.PolicyFile, ...]

    def __repr__(self) -> str:
        return "\n".join(print_file(tree, (), Language.ID) for tree in self.trees)


@cache
@st.composite
def policies(draw: st.DrawFn) -> Country:
    """Give all the files of one small country; they elaborate together without errors."""
    files = {
        "fakta": draw(preludes()),
        "nasional": draw(national()),
        "provinsi": draw(regional(SENIOR)),
        "kabupaten": draw(regional(JUNIOR)),
    }
    placed = (
        replace(tree, span=Span(SourceFile(f"{path}.policy", ""), 0, 0)) for path, tree in files.items()
    )
    return Country(tuple(placed))
