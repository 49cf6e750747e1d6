"""The instrument of a region that pays contributions: its reference in, a strategy of the file out."""

from dataclasses import replace
from itertools import pairwise

from hypothesis import strategies as st

from policy_engine.syntax import ast
from policy_engine.testing.country.clauses import (
    clauses_not_encoded,
    delegations,
    interpretations,
    listings,
    open_sentences,
)
from policy_engine.testing.country.conditions import conditions, mostly, narrow, wide
from policy_engine.testing.country.headers import article_of, headers
from policy_engine.testing.country.lists import RECIPIENT, definitions, item_lists, scopes, scopes_of_a_group
from policy_engine.testing.country.money import bearings, contributions, deposits, enrolments, fundings
from policy_engine.testing.country.months import continuations, endings, payment_months
from policy_engine.testing.country.places import allocation_rules, ceilings, priorities, quotas, targets
from policy_engine.testing.country.terms import Where
from policy_engine.testing.country.words import (
    JUNIOR,
    PROGRAMMES,
    READING,
    SPAN,
    article,
    name,
    rupiah,
    seldom,
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


@st.composite
def regional(draw: st.DrawFn, reference: ast.InstrumentRef = JUNIOR) -> ast.PolicyFile:
    """Give the instrument of a region that pays contributions for recipients."""
    is_junior = reference is JUNIOR
    once = Where(terms=True, home=True)
    each = Where(monthly=True, seniors=is_junior, national=True, terms=True)
    recipients = draw(item_lists(once, grouped=True))
    listed = draw(item_lists(each))
    group = draw(scopes_of_a_group(recipients))
    programmes = tuple(draw(st.sampled_from((("jkk", "jkm"), ("jkk",), PROGRAMMES))))
    note = draw(st.none() | st.just(name(READING)))
    who: list[ast.Sentence] = [ast.Recipients(recipients, span=SPAN)]
    named = [item.group for item in recipients.items if item.group is not None]
    if len(named) > 1:
        who += [ast.Precedence(one, other, span=SPAN) for one, other in pairwise(named)]
    norms: list[ast.Sentence] = [
        ast.Requirements(RECIPIENT, listed, span=SPAN),
        ast.Requirements(RECIPIENT, draw(mostly(wide(each), conditions(each))), span=SPAN),
        ast.Exclusions(RECIPIENT, draw(mostly(narrow(once), item_lists(once) | conditions(once))), span=SPAN),
    ]
    if draw(st.booleans()):
        norms.append(ast.Requirements(group, draw(conditions(each)), span=SPAN))
    if draw(seldom()):
        norms.append(ast.Exclusions(draw(scopes(recipients)), draw(narrow(once)), span=SPAN))
    # The first sentence of the article that they stand in speaks of every contribution.
    spoken = st.none() | st.just(ast.Scope(ast.Subject.CONTRIBUTION, (article("5", "1"),), span=SPAN))
    money: list[ast.Sentence] = [
        draw(enrolments(programmes)),
        *(draw(contributions(programme)) for programme in programmes),
        replace(draw(bearings(seniors=is_junior)), scope=draw(spoken)),
        replace(draw(deposits()), scope=draw(spoken)),
        replace(draw(fundings()), scope=draw(spoken)),
    ]
    if draw(st.integers(0, 2)) == 0 and "jht" not in programmes:
        # A programme more for some, which costs what may differ from group to group.
        money += [draw(enrolments(("jht",), group)), draw(contributions("jht"))]
    months: list[ast.Sentence] = [draw(payment_months(leave_open=True))]
    if draw(st.integers(0, 2)) == 0:
        months.append(draw(payment_months(leave_open=True, scope=group)))
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
        article_of("1", draw(definitions())),
        article_of("2", *who),
        article_of("3", *norms),
        article_of("4", *draw(exceptions(listed))),
        article_of("5", *money),
        article_of("6", *months),
        article_of("7", *places, *draw(allocation_rules())),
        article_of("8", *rest),
    ]
    if note is not None:
        further = ast.Exclusions(RECIPIENT, draw(mostly(narrow(once), conditions(once))), span=SPAN)
        body.append(article_of("9", further, note=note))
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
