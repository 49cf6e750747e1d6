"""Names, words for people, written values and citations: nothing in, nodes and strategies of them out."""

from fractions import Fraction
from functools import cache
from types import MappingProxyType

from hypothesis import strategies as st

from policy_engine.domain.citation import InstrumentKind, Provision, Step, Unit
from policy_engine.domain.dates import Month, PackedDate, is_leap, make_month, pack
from policy_engine.source import SourceFile, Span
from policy_engine.syntax import ast

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
LETTERS = "abcdefghij"

_NOTES = ("tidak disebut", "belum disusun", "menunggu juklak 2025")
_WORDS = ("Kartu Tanda Penduduk", "Bantuan Iuran", "huruf a, dan b", "Perlindungan Pekerja Rentan Tahun 2025")


@cache
def seldom() -> st.SearchStrategy[bool]:
    """Give yes once in twenty."""
    return st.sampled_from((False,) * 19 + (True,))


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
    return ast.MoneyValue(amount, per_month, _spoken(amount), span=SPAN)


def percent(hundredths: int) -> ast.PercentValue:
    """Give a rate of so many hundredths of a percent."""
    return ast.PercentValue(Fraction(hundredths, 10_000), _spoken(hundredths), span=SPAN)


def count(number: int, unit: ast.Unit = ast.Unit.NONE) -> ast.NumberValue:
    """Give a whole number and its unit."""
    return ast.NumberValue(number, unit, _spoken(number), span=SPAN)


def _spoken(number: int) -> bool:
    """Say whether a number is also written in words: of some it is, and always of the same."""
    return number % 5 == 1


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


@cache
def contribution_months() -> st.SearchStrategy[Month]:
    """Give months of two years, which the instruments are in force in."""
    first = make_month(2024, 10)
    return st.integers(first, first + 24).map(Month)


def span_of_months(first: Month, last: Month) -> ast.MonthSpan:
    """Give a month, or a stretch of months, both ends included."""
    return ast.MonthSpan(month(first), None if first == last else month(last), span=SPAN)
