"""Conditions of every form: where they stand in, strategies of them out; one strategy for each kind of node."""

from functools import cache
from typing import TypeVar

from hypothesis import strategies as st

from policy_engine.syntax import ast
from policy_engine.testing.country.terms import (
    ANY_SIZE,
    DAY,
    QUANTITY,
    SIZED,
    Where,
    age,
    days_of_test,
    literals,
    named_term,
    reads_a_parameter,
    terms,
    years,
)
from policy_engine.testing.country.words import (
    DATABASE,
    DATABASE_DAY,
    EVENTS,
    JOB_GROUPS,
    JOBS,
    LEVELS,
    NATIONAL_REQUIREMENTS,
    REGIONS,
    SENIOR,
    SPAN,
    TERM,
    TRUTHS,
    blanks,
    contribution_months,
    day,
    days,
    month,
    name,
    quotes,
    seldom,
)

_Often = TypeVar("_Often")
_Seldom = TypeVar("_Seldom")


@cache
@st.composite
def bounds(draw: st.DrawFn, where: Where) -> ast.Condition:
    """Give bounds of a fact's size: `penghasilan paling banyak Rp1.000.000 per bulan`."""
    # Income is drawn oftener: it alone is compared with shares, sums and multiples.
    fact = draw(st.sampled_from((*SIZED, *SIZED[:1] * 3)))
    word = draw(st.sampled_from((*fact.words, *ANY_SIZE)))
    value = draw(blanks()) if draw(seldom()) else draw(terms(fact, whole=word is ast.BoundWord.EQUAL))
    on = draw(days_of_test(where)) if reads_a_parameter(value) and draw(st.booleans()) else None
    return ast.Bound(named_term(fact.name), word, value, exact=False, on=on, span=SPAN)


@cache
@st.composite
def days_bounded(draw: st.DrawFn, where: Where) -> ast.Condition:
    """Give bounds of a day or an event: `meninggal paling lambat 2025-03-01`."""
    subject = draw(st.sampled_from(("tanggal_lapor", *EVENTS)))
    word = draw(st.sampled_from((*DAY, ast.BoundWord.MORE_THAN, ast.BoundWord.EQUAL)))
    del where
    return ast.Bound(named_term(subject), word, draw(days()), exact=False, on=None, span=SPAN)


@cache
@st.composite
def months_bounded(draw: st.DrawFn, where: Where) -> ast.Condition:
    """Give bounds of a month: `bulan_kepesertaan_pertama paling lambat Maret 2025`."""
    del where
    value = month(draw(contribution_months()))
    subject = named_term("bulan_kepesertaan_pertama")
    return ast.Bound(subject, draw(st.sampled_from(DAY)), value, exact=False, on=None, span=SPAN)


@cache
@st.composite
def ages(draw: st.DrawFn, where: Where) -> ast.Condition:
    """Give bounds of age, at its test date: `usia paling rendah 18 tahun pada tanggal pendaftaran`."""
    word = draw(st.sampled_from((*QUANTITY, *ANY_SIZE, ast.BoundWord.NOT_REACHED)))
    value = draw(blanks()) if draw(seldom()) else draw(years())
    exact = word in (ast.BoundWord.AT_MOST_QUANTITY, ast.BoundWord.MORE_THAN) and draw(st.booleans())
    return ast.Bound(age(), word, value, exact, draw(days_of_test(where)), span=SPAN)


@cache
@st.composite
def ages_within(draw: st.DrawFn, where: Where) -> ast.Condition:
    """Give `usia 18 tahun sampai dengan 64 tahun pada ...`."""
    low, high = sorted((draw(years()), draw(years())), key=lambda value: value.number)
    return ast.Within(age(), low, high, draw(days_of_test(where)), span=SPAN)


@cache
@st.composite
def sizes_within(draw: st.DrawFn, where: Where) -> ast.Condition:
    """Give `masa_kerja 2 tahun sampai dengan 5 tahun`."""
    del where
    fact = draw(st.sampled_from(SIZED))
    low, high = draw(literals(fact)), draw(literals(fact))
    return ast.Within(named_term(fact.name), low, high, None, span=SPAN)


@cache
@st.composite
def two_bounds(draw: st.DrawFn, where: Where) -> ast.Condition:
    """Give two bounds of one age: the second takes the subject of the first."""
    on = draw(days_of_test(where))
    first = ast.Bound(age(), ast.BoundWord.AT_LEAST_QUANTITY, draw(years()), exact=False, on=None, span=SPAN)
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
    return draw(blanks()) if draw(seldom()) else draw(holding(where))


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
def passing(draw: st.DrawFn, where: Where) -> ast.Condition:
    """Give conditions that hold in some contribution months and in later ones no longer."""
    each = draw(st.sampled_from((ast.When.EACH_MONTH, ast.When.EACH_MONTH_END)))
    on = ast.TestDate(each, span=SPAN)
    if draw(st.booleans()):
        return ast.Not(ast.Holds(name(draw(st.sampled_from(EVENTS))), on, span=SPAN), span=SPAN)
    word = draw(st.sampled_from((ast.BoundWord.EQUAL, ast.BoundWord.NOT_REACHED)))
    del where
    return ast.Bound(age(), word, draw(years()), exact=False, on=on, span=SPAN)


@cache
@st.composite
def mostly(
    draw: st.DrawFn, often: st.SearchStrategy[_Often], seldom: st.SearchStrategy[_Seldom]
) -> _Often | _Seldom:
    """Give the one four times as often as the other, however many forms either has."""
    return draw(seldom) if draw(st.integers(0, 4)) == 4 else draw(often)  # noqa: PLR2004 (one in five)
