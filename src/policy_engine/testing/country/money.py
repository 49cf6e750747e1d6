"""Who pays how much from which budget: programmes in, strategies of sentences out."""

from functools import cache

from hypothesis import strategies as st

from policy_engine.syntax import ast
from policy_engine.testing.country.conditions import conditions
from policy_engine.testing.country.lists import RECIPIENT
from policy_engine.testing.country.terms import Where, named_term
from policy_engine.testing.country.words import (
    ANNEX,
    BASIS,
    FLAT,
    HOME,
    PROVINCE,
    SENIOR,
    SPAN,
    blanks,
    name,
    percent,
    quotes,
    rupiah,
    seldom,
)


@cache
def enrolments(programmes: tuple[str, ...], scope: ast.Scope = RECIPIENT) -> st.SearchStrategy[ast.Enrolment]:
    """Give the programmes of all recipients, or of a group of them."""
    return st.just(ast.Enrolment(scope, tuple(name(text) for text in programmes), span=SPAN))


@cache
@st.composite
def contributions(draw: st.DrawFn, programme: str, scope: ast.Scope = RECIPIENT) -> ast.Contribution:
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
    return ast.Contribution(scope, (name(programme),), amount, span=SPAN)


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
        case 4:
            return ast.Bearing(None, (), draw(blanks()), None, None, span=SPAN)
        case 0 | 1 | 2:
            first = draw(st.integers(1, 99))
            chosen = draw(st.lists(parties(), min_size=2, max_size=2, unique=True))
            rates = (percent(first * 100), percent((100 - first) * 100))
            open_rates = draw(seldom())
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
