"""A library in; the part of it that a question about one instrument, or about two, may look at, out.

Proofs are given this part and nothing else, so that what is found stays found as long as the part is the same.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, replace
from typing import Any

from policy_engine.domain.citation import InstrumentId
from policy_engine.ir import nodes as ir
from policy_engine.ir.walk import descend, map_children, roots_of


def around(library: ir.Library, instrument: ir.Instrument) -> ir.Library:
    """Give the law that one instrument stands under, and the instruments that it waits for, and so on.

    That is what holds for the whole country, what holds on the ground of the instrument, and who pays before it.
    """
    return _around(library, (instrument,))


def around_both(
    library: ir.Library, one: ir.Instrument, other: ir.Instrument
) -> tuple[ir.Library, ir.Instrument, ir.Instrument]:
    """Give the same for two instruments, on the ground that they share; each waits only for those on it.

    Who pays elsewhere pays for nobody there.
    """
    ground = max((each.region or "" for each in (one, other)), key=len)
    near = {each.id for each in library.instruments if _share_ground(each.region, ground)}
    first, second = _waiting_for(one, near), _waiting_for(other, near)
    both = {one.id: first, other.id: second}
    trimmed = replace(library, instruments=tuple(both.get(each.id, each) for each in library.instruments))
    return _around(trimmed, (first, second)), first, second


def _around(library: ir.Library, asked: Sequence[ir.Instrument]) -> ir.Library:
    loaded = {each.id: each for each in library.instruments}
    grounds = {each.region for each in asked}
    above = [each for each in library.instruments if any(_holds_for(each.region, at) for at in grounds)]
    found = {each.id for each in above}
    # Of what stands above only the norms over every participant are weighed.
    norms = (norm for each in above for version in each.versions for norm in version.participant_norms)
    waiting = {each.id for each in asked}.union(_seniors(norm.condition for norm in norms))
    seen: set[InstrumentId] = set()
    while waiting:
        seen |= waiting
        reached = (root for each in waiting if each in loaded for root in roots_of(loaded[each]))
        waiting = {senior for senior in _seniors(reached) if senior not in seen}
    return replace(
        library,
        instruments=tuple(
            each if each.id in seen else _as_law(each)
            for each in library.instruments
            if each.id in found or each.id in seen
        ),
    )


_KEPT = frozenset({"since", "until", "amended_by", "participant_norms", "allocation"})
_LEFT_OUT = tuple(each.name for each in fields(ir.Version) if each.name not in _KEPT)
_NO_ORDER = ir.Allocation(
    keys=(),
    unknown_last=None,
    skip_fill=None,
    monthly=False,
    waiting_list=False,
    replacement=False,
    months_reducible=False,
)


def _as_law(instrument: ir.Instrument) -> ir.Instrument:
    """Leave of what stands above on the same ground only what it asks of every participant.

    Whom it pays itself is nobody's business that does not wait for it. Of national law every clause may be read.
    """
    if instrument.region is None:
        return instrument
    nothing: dict[str, Any] = dict.fromkeys(_LEFT_OUT, ())
    versions = (replace(version, allocation=_NO_ORDER, **nothing) for version in instrument.versions)
    return replace(instrument, versions=tuple(versions))


def _seniors(roots: Iterable[ir.Expr]) -> Iterator[InstrumentId]:
    for root in roots:
        for part in descend(root):
            if isinstance(part, ir.NotBorne):
                yield from part.seniors


def _holds_for(region: str | None, ground: str | None) -> bool:
    return region is None or f"{ground or ''}.".startswith(f"{region}.")


def _share_ground(region: str | None, ground: str) -> bool:
    return _holds_for(region, ground) or f"{region}.".startswith(f"{ground}.")


def _waiting_for(instrument: ir.Instrument, near: set[InstrumentId]) -> ir.Instrument:
    """Let an instrument wait only for some others."""

    def trimmed(expr: ir.Expr) -> ir.Expr:
        if isinstance(expr, ir.NotBorne):
            left = tuple(senior for senior in expr.seniors if senior in near)
            return expr if left == expr.seniors else replace(expr, seniors=left)
        return map_children(expr, trimmed)

    if not any(isinstance(p, ir.NotBorne) for root in roots_of(instrument) for p in descend(root)):
        return instrument
    return replace(
        instrument,
        versions=tuple(
            replace(
                version,
                norms=tuple(replace(norm, condition=trimmed(norm.condition)) for norm in version.norms),
            )
            for version in instrument.versions
        ),
    )
