"""The law of the nation: nothing in, a strategy of the file with tariffs, relief and benefits out."""

from functools import cache

from hypothesis import strategies as st

from policy_engine.domain.citation import Unit
from policy_engine.domain.dates import Month, pack
from policy_engine.syntax import ast
from policy_engine.testing.country.clauses import open_sentences
from policy_engine.testing.country.conditions import conditions
from policy_engine.testing.country.headers import article_of, headers
from policy_engine.testing.country.lists import INDEPENDENT, PARTICIPANT, item_lists_plain
from policy_engine.testing.country.terms import Where
from policy_engine.testing.country.words import (
    ACT,
    PROGRAMMES,
    SPAN,
    blanks,
    contribution_months,
    count,
    name,
    percent,
    quotes,
    rupiah,
    span_of_months,
)


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
    first = draw(contribution_months())
    return ast.Relief(
        tuple(name(text) for text in draw(st.sampled_from((("jkk", "jkm"), ("jkk",))))),
        percent(draw(st.sampled_from((5_000, 1_000, 3_333)))),
        span_of_months(first, Month(first + draw(st.integers(0, 24)))),
        draw(st.none() | conditions(Where(home=False))),
        draw(st.sampled_from((1, 3))),
        tuple(name(text) for text in draw(st.sampled_from(((), ("apbn", "apbd"), ("apbd",))))),
        draw(st.sampled_from(ast.RoundingWord)),
        span=SPAN,
    )


@cache
@st.composite
def benefits(draw: st.DrawFn) -> ast.Benefit:
    """Give a benefit, at once or after some months."""
    amount = draw(st.just(rupiah(10_000_000, per_month=False)) | blanks())
    after = draw(st.none() | st.integers(1, 12).map(count))
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
        article_of("18", draw(open_sentences())),
        article_of(
            "20",
            ast.Contribution(INDEPENDENT, (name("jkk"),), rupiah(16_000, per_month=True), span=SPAN),
            ast.Contribution(INDEPENDENT, (name("jkm"),), rupiah(6_800, per_month=True), span=SPAN),
        ),
        article_of(
            "24",
            ast.Deadline(
                (name("jkk"), name("jkm")),
                count(draw(st.integers(1, 28))),
                draw(st.booleans()),
                draw(st.booleans()),
                span=SPAN,
            ),
            ast.PaymentPeriods(tuple(map(count, (2, 3, 6, 12))), span=SPAN),
        ),
        article_of(
            "32", ast.ProgrammeSets(draw(st.sampled_from((PARTICIPANT, INDEPENDENT))), sets, span=SPAN)
        ),
        article_of(
            "33",
            ast.Requirements(
                draw(st.sampled_from((PARTICIPANT, INDEPENDENT))), draw(item_lists_plain(where)), span=SPAN
            ),
            ast.Exclusions(PARTICIPANT, draw(conditions(where)), span=SPAN),
        ),
        article_of("40", draw(reliefs()), draw(benefits()), draw(benefit_lists())),
        article_of("II", draw(band_tables()), unit=Unit.ANNEX),
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
