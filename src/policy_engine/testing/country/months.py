"""Which months are paid, how long and until when: nothing in, strategies of sentences out."""

from functools import cache
from itertools import pairwise

from hypothesis import strategies as st

from policy_engine.domain.dates import Month
from policy_engine.syntax import ast
from policy_engine.testing.country.conditions import conditions, mostly, narrow, passing, wide
from policy_engine.testing.country.lists import item_lists
from policy_engine.testing.country.terms import Where
from policy_engine.testing.country.words import (
    SPAN,
    blanks,
    contribution_months,
    count,
    seldom,
    span_of_months,
)


@cache
@st.composite
def payment_months(draw: st.DrawFn, *, leave_open: bool, scope: ast.Scope | None = None) -> ast.Months:
    """Give lists of months, with gaps and blanks, a greatest number and payment in advance."""
    at_most = draw(st.none() | st.integers(1, 12).map(count))
    in_advance = draw(st.booleans())
    if leave_open and draw(seldom()):
        return ast.Months(scope, draw(blanks()), at_most, in_advance, span=SPAN)
    cuts = sorted(draw(st.lists(contribution_months(), min_size=2, max_size=4, unique=True)))
    spans = [span_of_months(first, Month(last - 1)) for first, last in pairwise(cuts)][::2]
    if leave_open and draw(seldom()):
        spans[-1] = ast.MonthSpan(spans[-1].first, draw(blanks()), span=SPAN)
    return ast.Months(scope, tuple(spans), at_most, in_advance, span=SPAN)


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
    others = conditions(where) | item_lists(where) | passing(where)
    return ast.Ending(draw(mostly(narrow(where), others) | passing(where)), span=SPAN)
