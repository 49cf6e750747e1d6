"""Going through expressions: an expression in; its parts, the facts it reads, its blanks and depth out.

`roots` gives every expression of a version, so that an analysis that looks at expressions alone need not
know where they stand.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from policy_engine.ir.nodes import (
    AgeCompare,
    All,
    Any,
    Arithmetic,
    Arm,
    BandLookup,
    Blank,
    Compare,
    Day,
    DayRef,
    Excepted,
    Expr,
    FactRef,
    Happened,
    Includes,
    Instrument,
    Literal,
    Not,
    NotBorne,
    ParameterRef,
    Scale,
    Version,
    WithinRegion,
)

REGISTRATION_FACT = "tanggal_pendaftaran"
"""The fact that `Day.REGISTRATION` reads."""


def children(expr: Expr) -> tuple[Expr, ...]:
    """Give the expressions directly inside one, in the order they are written, exceptions included."""
    match expr:
        case Literal() | FactRef() | DayRef() | Blank() | NotBorne():
            return ()
        case ParameterRef(_, key, on):
            return (on,) if key is None else (key, on)
        case Compare(_, left, right) | Arithmetic(_, left, right):
            return (left, right)
        case AgeCompare(_, birth, on, _, _):
            return (birth, on)
        case Includes(operand, _) | WithinRegion(operand, _) | Not(operand) | Scale(operand):
            return (operand,)
        case BandLookup(_, key, _):
            return (key,)
        case Happened(event, by):
            return (event, by)
        case All(operands) | Any(operands):
            return operands
        case Excepted(base, arms):
            return (base, *(part for arm in arms for part in arm_parts(arm)))


def arm_parts(arm: Arm) -> tuple[Expr, ...]:
    """Give the condition and value of an exception, then those of the exceptions to it."""
    return (arm.condition, arm.value, *(part for inner in arm.exceptions for part in arm_parts(inner)))


def map_children(expr: Expr, change: Callable[[Expr], Expr]) -> Expr:
    """Give the expression with each of its `children` changed."""
    match expr:
        case Literal() | FactRef() | DayRef() | Blank() | NotBorne():
            return expr
        case ParameterRef(_, key, on):
            return replace(expr, key=None if key is None else change(key), on=change(on))
        case Compare(_, left, right) | Arithmetic(_, left, right):
            return replace(expr, left=change(left), right=change(right))
        case AgeCompare(_, birth, on, _, _):
            return replace(expr, birth=change(birth), on=change(on))
        case Includes(subject, _) | WithinRegion(subject, _):
            return replace(expr, subject=change(subject))
        case Not(operand) | Scale(operand):
            return replace(expr, operand=change(operand))
        case BandLookup(_, key, _):
            return replace(expr, key=change(key))
        case Happened(event, by):
            return replace(expr, event=change(event), by=change(by))
        case All(operands) | Any(operands):
            return replace(expr, operands=tuple(change(operand) for operand in operands))
        case Excepted(base, arms):
            return replace(expr, base=change(base), arms=tuple(_map_arm(arm, change) for arm in arms))


def _map_arm(arm: Arm, change: Callable[[Expr], Expr]) -> Arm:
    return replace(
        arm,
        condition=change(arm.condition),
        value=change(arm.value),
        exceptions=tuple(_map_arm(inner, change) for inner in arm.exceptions),
    )


def descend(expr: Expr) -> Iterator[Expr]:
    """Go through an expression and everything inside it, outer before inner."""
    waiting = [expr]
    while waiting:
        found = waiting.pop()
        yield found
        waiting += reversed(children(found))


def facts_read(expr: Expr) -> frozenset[str]:
    """Give the names of the facts that an expression can read, that of the day of registration included."""
    return frozenset(name for part in descend(expr) for name in _reads(part))


def _reads(expr: Expr) -> tuple[str, ...]:
    match expr:
        case FactRef(name):
            return (name,)
        case DayRef(day, _):
            return (REGISTRATION_FACT,) if day is Day.REGISTRATION else ()
        case (
            Literal()
            | ParameterRef()
            | Compare()
            | AgeCompare()
            | Includes()
            | WithinRegion()
            | Happened()
            | Not()
            | All()
            | Any()
            | Excepted()
            | Arithmetic()
            | Scale()
            | BandLookup()
            | Blank()
            | NotBorne()
        ):
            return ()


def blanks(expr: Expr) -> frozenset[str]:
    """Give the ids of the blanks in an expression."""
    return frozenset(part.id for part in descend(expr) if isinstance(part, Blank))


def depth(expr: Expr) -> int:
    """Count how many expressions stand inside one another, at least 1; exceptions to exceptions count."""
    deepest, layer = 0, [expr]
    while layer:
        deepest += 1
        layer = [part for outer in layer for part in children(outer)]
    return deepest


def arms(expr: Expr) -> Iterator[tuple[int, Arm]]:
    """Go through the exceptions in an expression with how deep each stands: 1, or 2 for one to another."""
    for part in descend(expr):
        if isinstance(part, Excepted):
            yield from arms_of(part)


def arms_of(expr: Excepted) -> Iterator[tuple[int, Arm]]:
    """Go through the exceptions to one value, and those to them, with how deep each stands."""
    for arm in expr.arms:
        yield from _nested(1, arm)


def _nested(level: int, arm: Arm) -> Iterator[tuple[int, Arm]]:
    yield level, arm
    for inner in arm.exceptions:
        yield from _nested(level + 1, inner)


def roots(version: Version) -> Iterator[Expr]:
    """Go through every expression that stands in a version of an instrument, in the order of its fields."""
    yield from (group.match.condition for group in version.groups)
    yield from (norm.condition for norm in version.norms)
    yield from (norm.condition for norm in version.participant_norms)
    yield from (enrolment.condition for enrolment in version.enrolments)
    yield from (tariff.amount for tariff in version.tariffs)
    yield from (month.condition for schedule in version.schedules for month in schedule.months)
    yield from (share.condition for bearing in version.bearings for share in bearing.shares)
    yield from (key.key for key in version.allocation.keys)
    yield from (relief.condition for relief in version.reliefs)
    yield from (sets.condition for sets in version.programme_sets)


def roots_of(instrument: Instrument) -> Iterator[Expr]:
    """Go through every expression of an instrument: its continuations, then its versions in order of time."""
    yield from (continuation.condition for continuation in instrument.continuations)
    for version in instrument.versions:
        yield from roots(version)
