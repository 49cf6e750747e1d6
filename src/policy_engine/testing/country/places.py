"""Quotas, ceilings, priority and how places are filled: recipients in, strategies of sentences out."""

from functools import cache

from hypothesis import strategies as st

from policy_engine.syntax import ast
from policy_engine.testing.country.lists import scopes
from policy_engine.testing.country.terms import MONEY, age
from policy_engine.testing.country.words import LETTERS, SPAN, blanks, count, name, rupiah


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
    return ast.Quota(scope, area, draw(st.sampled_from(MONEY)), people, (), span=SPAN)


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
        (age(), ast.Direction.HIGHEST),
        (age(), ast.Direction.LOWEST),
        (name("penyandang_disabilitas"), ast.Direction.HOLDS),
        (name("tanggal_lapor"), ast.Direction.EARLIEST),
    )
    chosen = draw(st.lists(st.sampled_from(candidates), max_size=2, unique_by=lambda pair: repr(pair[0])))
    keys = [*chosen, (name("nomor_urut"), ast.Direction.LOWEST)]
    return ast.Priority(
        tuple(ast.PriorityKey(LETTERS[n], key, way, span=SPAN) for n, (key, way) in enumerate(keys)),
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
