"""References that leave their outer steps to the reader, `ayat (1)` or `huruf b`: as written in, whole out.

In a list the steps come from the reference before (`Pasal 2 huruf a dan huruf b`), else from where the sentence
stands: its article, and its paragraph for a letter (UU 12/2011 Lampiran II 271-283).
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile
from types import MappingProxyType

from policy_engine.domain.citation import Provision, Step, Unit
from policy_engine.syntax import ast
from policy_engine.syntax.walk import descend, put

_OUTERMOST = frozenset((Unit.ARTICLE, Unit.ANNEX, Unit.ITEM, Unit.RULING))
_OUTSIDE = MappingProxyType({Unit.PARAGRAPH: _OUTERMOST, Unit.LETTER: _OUTERMOST | {Unit.PARAGRAPH}})
"""What may stand outside a unit that a reference can begin with."""


def listed(references: Sequence[ast.CitationRef]) -> tuple[ast.CitationRef, ...]:
    """Complete each reference of a list from the one before it."""
    whole: list[ast.CitationRef] = []
    for each in references:
        before = whole[-1] if whole else None
        if before is None or before.provision is None or _is_whole(each):
            whole.append(each)
        else:
            taken = _outside(each, before.provision.steps)
            whole.append(replace(_within(each, taken), instrument=before.instrument, unwritten=0))
    return tuple(whole)


def after(reference: ast.CitationRef, before: ast.CitationRef) -> ast.CitationRef:
    """Give a reference as it is written after another: of two units of one kind that stand together, only its own."""
    mine, other = reference.provision, before.provision
    if mine is None or other is None or reference.instrument != before.instrument:
        return reference
    if not mine.steps or mine.parent != other.parent or reference.unwritten != before.unwritten:
        return reference
    last = mine.steps[-1].unit
    if last is not other.steps[-1].unit or last not in _OUTSIDE:
        return reference
    return replace(reference, instrument=None, unwritten=len(mine.steps) - 1)


def completed(paragraph: ast.Paragraph, article: Provision) -> ast.Paragraph:
    """Complete every reference in a paragraph from the place it stands in."""
    here = article if paragraph.label is None else article.child(Unit.PARAGRAPH, paragraph.label)
    for path, node in descend(paragraph):
        if isinstance(node, ast.CitationRef) and not _is_whole(node):
            paragraph = put(paragraph, path, _within(node, _outside(node, here.steps)))
    return paragraph


def _is_whole(reference: ast.CitationRef) -> bool:
    place = reference.provision
    return place is None or not place.steps or place.steps[0].unit in _OUTERMOST


def _outside(reference: ast.CitationRef, steps: Sequence[Step]) -> tuple[Step, ...]:
    """Give the first of some steps that stand outside the first one written."""
    assert reference.provision is not None  # noqa: S101  what is whole is not asked
    outside = _OUTSIDE[reference.provision.steps[0].unit]
    return tuple(takewhile(lambda step: step.unit in outside, steps))


def _within(reference: ast.CitationRef, outer: tuple[Step, ...]) -> ast.CitationRef:
    assert reference.provision is not None  # noqa: S101  as above
    whole = Provision((*outer, *reference.provision.steps))
    return replace(reference, provision=whole, unwritten=len(outer))
