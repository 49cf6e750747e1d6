"""Walking expressions: the parts are all the parts, and changing nothing changes nothing."""

from dataclasses import fields, is_dataclass, replace

from hypothesis import given
from hypothesis import strategies as st

from policy_engine.domain.citation import Citation, InstrumentId, InstrumentKind
from policy_engine.ir import nodes as ir
from policy_engine.ir.dump import dump_expr, dump_instrument, dump_library
from policy_engine.ir.walk import (
    REGISTRATION_FACT,
    blanks,
    children,
    depth,
    descend,
    facts_read,
    map_children,
    roots_of,
)
from tests.strategies import expressions, libraries, of_class

PLACE = Citation(InstrumentId(InstrumentKind.PP, None, "44", 2015))
BLANK = ir.Blank("pp-44-2015", PLACE, None, type=ir.Type(ir.Kind.TRUTH))


def _expressions_in(value: object) -> list[object]:
    """Find the expressions of a value by its fields, as a check on the match by hand."""
    if isinstance(value, ir.Node):
        return [value]
    if isinstance(value, tuple):
        return [found for part in value for found in _expressions_in(part)]
    if is_dataclass(value) and not isinstance(value, type):
        return [found for f in fields(value) for found in _expressions_in(getattr(value, f.name))]
    return []


@given(expressions())
def test_children_are_all_that_the_fields_hold(expr: ir.Expr) -> None:
    held = [found for f in fields(expr) for found in _expressions_in(getattr(expr, f.name))]
    assert sorted(map(repr, children(expr))) == sorted(map(repr, held))


@given(expressions())
def test_mapping_sees_the_children_in_order_and_keeps_what_is_not_changed(expr: ir.Expr) -> None:
    seen: list[ir.Expr] = []

    def keep(part: ir.Expr) -> ir.Expr:
        seen.append(part)
        return part

    assert map_children(expr, keep) == expr
    assert tuple(seen) == children(expr)


@given(expressions())
def test_mapping_puts_the_new_children_in_place(expr: ir.Expr) -> None:
    new = replace(BLANK, type=expr.type)
    assert children(map_children(expr, lambda _: new)) == (new,) * len(children(expr))


@given(expressions())
def test_depth_is_one_more_than_that_of_the_deepest_child(expr: ir.Expr) -> None:
    assert depth(expr) == 1 + max((depth(child) for child in children(expr)), default=0)


@given(expressions())
def test_facts_and_blanks_are_those_of_every_part(expr: ir.Expr) -> None:
    parts = list(descend(expr))
    assert blanks(expr) == {part.id for part in parts if isinstance(part, ir.Blank)}
    days = [part.day for part in parts if isinstance(part, ir.DayRef)]
    registration = {REGISTRATION_FACT} if ir.Day.REGISTRATION in days else set()
    assert facts_read(expr) == {part.name for part in parts if isinstance(part, ir.FactRef)} | registration


@given(of_class(ir.Instrument))
def test_roots_are_all_the_expressions_of_an_instrument(instrument: ir.Instrument) -> None:
    assert sorted(map(repr, roots_of(instrument))) == sorted(map(repr, _expressions_in(instrument)))


@given(st.text())
def test_a_blank_is_dumped_on_one_line_whatever_the_author_noted(note: str) -> None:
    assert len(dump_expr(replace(BLANK, note=note)).splitlines()) == 1


@given(libraries())
def test_a_dump_is_stable_and_holds_each_instrument(library: ir.Library) -> None:
    text = dump_library(library)
    assert text == dump_library(library)
    assert all(dump_instrument(instrument) in text for instrument in library.instruments)
    assert text.endswith("\n")
