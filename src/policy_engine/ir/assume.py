"""Settling blanks for one question: a library and assumptions in, the library as if they were the text out.

Only blanks are settled: what the text states stays as it is, whatever is assumed.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

from policy_engine.domain.citation import Citation, InstrumentId
from policy_engine.domain.dates import PackedDate
from policy_engine.ir.nodes import (
    Blank,
    Continuation,
    Expr,
    Instrument,
    Kind,
    Library,
    Literal,
    Norm,
    Schedule,
    Version,
)
from policy_engine.ir.walk import map_children
from policy_engine.structure import dataclass


@dataclass(frozen=True, slots=True)
class Commences:
    """`andaikan mulai berlaku 2025-09-26`: the day on which the instrument commences."""

    on: PackedDate


@dataclass(frozen=True, slots=True)
class Holds:
    """`andaikan Pasal 3 huruf b terpenuhi`: whether the blank conditions that stand there hold."""

    citation: Citation
    holds: bool


Assumption: TypeAlias = Commences | Holds

_Change: TypeAlias = Callable[[Expr], Expr]


def assume(library: Library, instrument: InstrumentId, assumptions: tuple[Assumption, ...]) -> Library:
    """Give the library in which the blanks of one instrument are settled as assumed."""
    return replace(
        library,
        instruments=tuple(
            _settled(found, assumptions) if found.id == instrument else found for found in library.instruments
        ),
    )


def _settled(instrument: Instrument, assumptions: tuple[Assumption, ...]) -> Instrument:
    for assumption in assumptions:
        match assumption:
            case Commences(on):
                instrument = _commenced(instrument, on)
            case Holds(citation, holds):
                instrument = _decided(instrument, citation, holds=holds)
    return instrument


def _commenced(instrument: Instrument, on: PackedDate) -> Instrument:
    if instrument.commences is not None:
        return instrument
    first, *later = instrument.versions
    return replace(instrument, commences=on, versions=(replace(first, since=on), *later))


def _decided(instrument: Instrument, citation: Citation, *, holds: bool) -> Instrument:
    def change(expr: Expr) -> Expr:
        if isinstance(expr, Blank) and citation.covers(expr.citation) and expr.type.kind is Kind.TRUTH:
            return Literal(int(holds), type=expr.type, origin=expr.origin)
        return map_children(expr, change)

    return replace(
        instrument,
        continuations=tuple(_continuation(continuation, change) for continuation in instrument.continuations),
        versions=tuple(_version(version, change) for version in instrument.versions),
    )


def _continuation(continuation: Continuation, change: _Change) -> Continuation:
    return replace(continuation, condition=change(continuation.condition))


def _version(version: Version, change: _Change) -> Version:
    """Change every condition of a version; the keys of its priority decide nothing about one worker."""
    return replace(
        version,
        groups=tuple(replace(group, match=_norm(group.match, change)) for group in version.groups),
        norms=tuple(_norm(norm, change) for norm in version.norms),
        participant_norms=tuple(_norm(norm, change) for norm in version.participant_norms),
        enrolments=tuple(replace(e, condition=change(e.condition)) for e in version.enrolments),
        tariffs=tuple(replace(tariff, amount=change(tariff.amount)) for tariff in version.tariffs),
        schedules=tuple(_schedule(schedule, change) for schedule in version.schedules),
        bearings=tuple(
            replace(b, shares=tuple(replace(s, condition=change(s.condition)) for s in b.shares))
            for b in version.bearings
        ),
        reliefs=tuple(replace(relief, condition=change(relief.condition)) for relief in version.reliefs),
        programme_sets=tuple(replace(s, condition=change(s.condition)) for s in version.programme_sets),
    )


def _norm(norm: Norm, change: _Change) -> Norm:
    return replace(norm, condition=change(norm.condition))


def _schedule(schedule: Schedule, change: _Change) -> Schedule:
    return replace(schedule, months=tuple(replace(m, condition=change(m.condition)) for m in schedule.months))
