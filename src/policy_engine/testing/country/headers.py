"""What stands around the sentences of an instrument: its header and its articles."""

from hypothesis import strategies as st

from policy_engine.domain.citation import Provision, Step, Unit
from policy_engine.domain.dates import PackedDate
from policy_engine.syntax import ast
from policy_engine.testing.country.words import (
    ACT,
    NATIONAL_REQUIREMENTS,
    SPAN,
    blanks,
    day,
    days,
    name,
    quotes,
    seldom,
)


def article_of(
    label: str, *sentences: ast.Sentence, note: ast.Name | None = None, unit: Unit = Unit.ARTICLE
) -> ast.Article:
    """Give an article whose paragraphs are these sentences."""
    numbered = len(sentences) > 1 or unit is Unit.ARTICLE
    paragraphs = tuple(
        ast.Paragraph(str(number) if numbered else None, sentence, note if number == 1 else None, span=SPAN)
        for number, sentence in enumerate(sentences, 1)
    )
    return ast.Article(Provision((Step(unit, label),)), paragraphs, span=SPAN)


@st.composite
def _grounds(draw: st.DrawFn) -> tuple[ast.Ground, ...]:
    """Give the legal grounds: none, an act, or an act and the constitution as they are called."""
    act = ast.Ground(ACT, draw(st.none() | quotes()), span=SPAN)
    constitution = ast.Ground(None, draw(quotes()), span=SPAN)
    return draw(st.sampled_from(((), (act,), (constitution, act))))


@st.composite
def headers(draw: st.DrawFn, region: str | None, *, commences: PackedDate | None) -> ast.Header:
    """Give what stands before the body; only the national law always says when it commences."""
    begins: ast.DateValue | ast.Blank
    begins = draw(blanks()) if draw(seldom()) else draw(days(2023, 2024))
    begins = begins if commences is None else day(commences)
    promulgated = draw(st.none() | days(2020, 2024) | blanks())
    enacted = draw(days(2020, 2024) | blanks())
    on = draw(st.sampled_from(ast.CommencementDay)) if commences is None and draw(seldom()) else None
    if on is not None:
        stated = promulgated if on is ast.CommencementDay.PROMULGATION else enacted
        begins = stated or ast.Blank(None, span=SPAN)
    gazette = draw(st.none() | quotes()) if isinstance(promulgated, ast.DateValue) else None
    return ast.Header(
        draw(quotes() | blanks()),
        draw(st.sampled_from(ast.Status)),
        tuple(draw(st.lists(quotes(), max_size=2))),
        draw(st.none() | quotes()),
        None if region is None else name(region),
        enacted,
        promulgated,
        gazette,
        begins,
        None if region is None else draw(st.one_of(st.none(), st.none(), days(2027, 2028))),
        tuple(draw(st.lists(quotes(), max_size=2))),
        () if region is None else draw(_grounds()),
        () if region is None else draw(st.sampled_from(((), (NATIONAL_REQUIREMENTS,)))),
        (),
        draw(st.none() | st.just(name("bpu"))),
        commences_on=on,
        called=draw(st.none() | st.just(None if region is None else name(f"naskah_{region}"))),
        span=SPAN,
    )
