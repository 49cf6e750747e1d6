"""What is left to decrees, to other instruments and to readers: nothing in, strategies of sentences out."""

from functools import cache

from hypothesis import strategies as st

from policy_engine.domain.citation import InstrumentKind, Office
from policy_engine.syntax import ast
from policy_engine.testing.country.words import (
    BASIS,
    HOME,
    LISTED,
    READING,
    SPAN,
    blanks,
    instrument,
    name,
    quotes,
    seldom,
)


@cache
@st.composite
def listings(draw: st.DrawFn) -> ast.Listing:
    """Give the decree that lists recipients, and the fact that tells."""
    decree = instrument(InstrumentKind.KEPUTUSAN, HOME, "100", 2025)
    offices = st.sampled_from(Office)
    return ast.Listing(
        draw(st.just(decree) | offices | blanks()), name(LISTED) if draw(seldom()) else None, span=SPAN
    )


@cache
@st.composite
def delegations(draw: st.DrawFn) -> ast.Delegation:
    """Give a matter left to another instrument."""
    # What may not be applied before the other instrument is there leaves everybody undetermined.
    blocking = draw(seldom())
    return ast.Delegation(draw(quotes()), InstrumentKind.PERBUP, draw(st.booleans()), blocking, span=SPAN)


@cache
@st.composite
def clauses_not_encoded(draw: st.DrawFn) -> ast.NotEncoded:
    """Give a clause that no machine weighs."""
    affects = draw(seldom())
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
