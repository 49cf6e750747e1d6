"""Lists with letters, groups of recipients, and defined terms: where they stand in, strategies of them out."""

from functools import cache

from hypothesis import strategies as st

from policy_engine.syntax import ast
from policy_engine.testing.country.conditions import conditions, mostly, wide
from policy_engine.testing.country.terms import Where
from policy_engine.testing.country.words import LETTERS, READING, SPAN, TERM, article, name, quotes


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
    group = name(f"kelompok_{marker}") if grouped and draw(st.integers(0, 3)) else None
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
    inner = tuple(draw(items(where, grouped=grouped, marker=LETTERS[n])) for n in range(number))
    return ast.ItemList(connective_of(draw, number), inner, span=SPAN)


def connective_of(draw: st.DrawFn, number: int) -> ast.Connective | None:
    """Give a connective for so many items; for one, none."""
    return draw(st.sampled_from(ast.Connective)) if number > 1 else None


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


@st.composite
def scopes_of_a_group(draw: st.DrawFn, recipients: ast.ItemList) -> ast.Scope:
    """Give those of one item, by its letter or by the name of its group."""
    item = draw(st.sampled_from(recipients.items))
    cited: ast.Name | ast.CitationRef = article("2", "1", item.marker)
    if item.group is not None and draw(st.booleans()):
        cited = item.group
    return ast.Scope(ast.Subject.RECIPIENT, (cited,), span=SPAN)


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


@cache
@st.composite
def item_lists_plain(draw: st.DrawFn, where: Where) -> ast.ItemList:
    """Give a list without interpretations, for an instrument that declares none."""
    number = draw(st.integers(1, 3))
    inner = tuple(draw(items(where, marker=LETTERS[n], note=False, nested=False)) for n in range(number))
    return ast.ItemList(connective_of(draw, number), inner, span=SPAN)
