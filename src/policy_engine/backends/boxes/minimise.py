"""The plainest worker of a set: a set in; complete facts, or None where there is nobody, out.

Facts take their typical value; then as few as possible differ from it; then in order of name each that
must differ lies as near to its typical value as it can, which is on the bound.
"""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from policy_engine.backends.boxes.diagram import Formula
from policy_engine.backends.boxes.space import Cell, OutsideError, Space, Stretch, Unknown
from policy_engine.domain.bilingual import Text
from policy_engine.domain.dates import is_packed
from policy_engine.ir.classes import presumed
from policy_engine.ir.nodes import CodeSet, Fact, FactValue, Kind, NotHappened
from policy_engine.structure import dataclass


@dataclass(frozen=True, slots=True)
class Refine:
    """The space must be cut around a day before the worker is found: of two dates the first is settled."""

    fact: str
    day: int


Order: TypeAlias = tuple[int, tuple[tuple[int, ...], ...]]
"""How many facts differ from the typical value, and where the value of each fact stands among those it can have."""


@dataclass(frozen=True, slots=True)
class Plain:
    """The plainest worker of a set, and a number by which the plainest of several is the one with the least.

    The sets must be of spaces with the same facts and classes; their bounds may differ.
    """

    worker: Mapping[str, FactValue]
    order: Order


def plainest(space: Space, among: Formula) -> Plain | Refine | None:
    """Give the plainest worker of a set; every fact is settled, and the worker is one there can be."""
    node = space.both((among, space.complete, space.plausible))
    free, strange = _typical_masks(space)
    most = space.sets.least(node, free)
    if most is None:
        return None
    found: dict[str, FactValue] = {}
    order: list[tuple[int, ...]] = []
    for name, fact in space.facts.items():
        level = space.level[name]
        usual = space.both((node, space.sets.cells(level, free[level])))
        fewest = space.sets.least(usual, free)
        fits = name not in strange and fewest is not None and fewest <= most
        if fits:
            node, place = _first(space, level, usual, free, most)
            cell, value = _usual(space, fact, 1 << place)
            order.append((0, *_standing(space, fact, cell)))
        else:
            node, cell, value = _nearest(space, fact, node, free, most)
            order.append((1, *_rank(space, fact, cell, value)))
        if (
            isinstance(cell, Stretch)
            and cell.low != cell.high
            and any(name in pair for pair in space.distance)
            and isinstance(value, int)
        ):
            return Refine(name, value)
        found[name] = value
    return Plain(found, (most + len(strange), tuple(order)))


def differing(space: Space, among: Formula) -> int | None:
    """Give how many facts of the plainest worker of a set differ from the typical value; None where there is nobody."""
    free, strange = _typical_masks(space)
    least = space.sets.least(space.both((among, space.complete, space.plausible)), free)
    return None if least is None else least + len(strange)


def _typical_masks(space: Space) -> tuple[list[int], frozenset[str]]:
    """Give for each level the cells of the typical value; all of them where there is none, or it does not count.

    Whoever has a fact whose typical value does not count differs in it; so all differ alike.
    """
    masks = list(space.sets.full)
    strange = set()
    for name, fact in space.facts.items():
        level, usual = space.level[name], _presumed(space, fact)
        if isinstance(usual, CodeSet):
            # Of codes that nothing tells apart only the first stands in a cell.
            standing = (space.classes[name].of(code) for code in usual.codes)
            usual = CodeSet(frozenset(code for code in standing if code is not None), complete=True)
        if usual is not None:
            mask = sum(1 << n for n, cell in enumerate(space.cells[level]) if _holds(cell, usual))
            if mask:
                masks[level] = mask
            else:
                strange.add(name)
    return masks, frozenset(strange)


def _presumed(space: Space, fact: Fact) -> FactValue | None:
    return presumed(fact, space.classes.get(fact.name))


def _holds(cell: Cell, value: FactValue) -> bool:
    match cell:
        case Stretch(low, high):
            return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high
        case bool():
            return cell is value
        case Unknown():
            return False
        case _:
            return cell == value


def _first(space: Space, level: int, node: Formula, free: list[int], most: int) -> tuple[Formula, int]:
    """Give those in the first cell that is open to the plainest, and its number: one fact may close it to another."""
    reached = space.sets.reached(node, level)
    for place, cell in enumerate(space.cells[level]):
        if reached >> place & 1 and not isinstance(cell, Unknown):
            there = space.both((node, space.sets.cells(level, 1 << place)))
            least = space.sets.least(there, free)
            if least is not None and least <= most:
                return there, place
    raise OutsideError(Text("nilai lazim", "a typical value"))


def _usual(space: Space, fact: Fact, reached: int) -> tuple[Cell, FactValue]:
    cells = space.cells[space.level[fact.name]]
    usual = _presumed(space, fact)
    for place, cell in enumerate(cells):
        if reached >> place & 1 and not isinstance(cell, Unknown):
            match cell:
                case Stretch(low, _):
                    return cell, usual if isinstance(usual, int) else low
                case CodeSet():
                    return cell, cell if usual is None else usual
                case _:
                    return cell, cell
    raise OutsideError(Text("nilai lazim", "a typical value"))


def _standing(space: Space, fact: Fact, cell: Cell) -> tuple[int, ...]:
    """Order the cells of a fact as the space lists them, by what they hold."""
    match cell:
        case Unknown():
            return ()
        case NotHappened():
            return (0,)
        case bool():
            return (int(cell),)
        case Stretch(low, _):
            return (1, low)
        case str():
            return (space.classes[fact.name].codes.index(cell),)
        case CodeSet(members):
            codes = space.classes[fact.name].codes
            return (len(members), *sorted(codes.index(code) for code in members))


def _nearest(
    space: Space, fact: Fact, node: Formula, free: list[int], most: int
) -> tuple[Formula, Cell, FactValue]:
    """Give the value nearest to the typical one, and those who have it."""
    level = space.level[fact.name]
    reached = space.sets.reached(node, level)
    options = []
    for place, cell in enumerate(space.cells[level]):
        if reached >> place & 1 and not isinstance(cell, Unknown):
            value = _best(space, fact, cell, node)
            if value is not None:
                options.append((_rank(space, fact, cell, value), place, cell, value))
    for _, place, cell, value in sorted(options, key=lambda option: option[0]):
        there = space.both((node, space.sets.cells(level, 1 << place)))
        least = space.sets.least(there, free)
        if least is not None and least <= most:
            return there, cell, value
    raise OutsideError(Text("nilai terdekat", "a nearest value"))


def _rank(space: Space, fact: Fact, cell: Cell, value: FactValue) -> tuple[int, ...]:
    """Order the values of a fact as the plainest worker would have them."""
    match cell:
        case Stretch():
            assert isinstance(value, int)  # noqa: S101  a stretch is of numbers
            usual = _centre(space, fact)
            return (0, abs(value - usual), value)
        case NotHappened():
            return (1,)
        case CodeSet(members):
            order = space.classes[fact.name].codes
            return (len(members), *(0 if code in members else 1 for code in order))
        case str():
            return (space.classes[fact.name].codes.index(cell),)
        case Unknown() | bool():
            return (0,)


def _centre(space: Space, fact: Fact) -> int:
    usual = _presumed(space, fact)
    return usual if isinstance(usual, int) else space.on


def _best(space: Space, fact: Fact, cell: Cell, node: Formula) -> FactValue | None:
    """Give the value of a cell that lies nearest to the typical one, with what is measured from it or to it."""
    match cell:
        case Stretch():
            fits = _measured(space, fact, cell, node)
            usual = _centre(space, fact)
            dated = fact.type.kind in (Kind.DATE, Kind.EVENT)
            return _closest(cell, usual, lambda day: (not dated or is_packed(day)) and fits(day))
        case Unknown():
            return None
        case NotHappened() | bool() | str() | CodeSet():
            return cell


def _closest(cell: Stretch, usual: int, fits: Callable[[int], bool]) -> int | None:
    """Give the number of a stretch nearest to another that fits; of two at one distance, the smaller."""
    start = min(max(usual, cell.low), cell.high)
    for distance in range(max(start - cell.low, cell.high - start) + 1):
        for value in (start - distance, start + distance):
            if cell.low <= value <= cell.high and fits(value):
                return value
    return None


def _measured(space: Space, fact: Fact, cell: Stretch, node: Formula) -> Callable[[int], bool]:
    """Give whether a day leaves room for the other date and the distance between them."""
    for (birth, other), level in space.distance.items():
        if fact.name in (birth, other):
            rival = other if fact.name == birth else birth
            here = space.both((node, space.sets.cells(space.level[fact.name], _mask(space, fact.name, cell))))
            rooms = _rooms(space, here, rival, level)
            is_event = space.facts[other].type.kind is Kind.EVENT
            return lambda day: any(
                _has_room(day, room, far, from_birth=fact.name == birth, event=is_event)
                for room, far in rooms
            )
    return lambda _: True


def _mask(space: Space, name: str, cell: Cell) -> int:
    return 1 << space.cells[space.level[name]].index(cell)


def _rooms(space: Space, node: Formula, rival: str, level: int) -> list[tuple[Cell, Stretch]]:
    """Give the cells of the other date and of the distance that are left together."""
    found: list[tuple[Cell, Stretch]] = []
    at = space.level[rival]
    reached = space.sets.reached(node, at)
    for place, cell in enumerate(space.cells[at]):
        if reached >> place & 1:
            there = space.both((node, space.sets.cells(at, 1 << place)))
            distances = space.sets.reached(there, level)
            for number, far in enumerate(space.cells[level]):
                if distances >> number & 1 and isinstance(far, Stretch):
                    found.append((cell, far))
    return found


def _has_room(day: int, room: Cell, far: Stretch, *, from_birth: bool, event: bool) -> bool:
    if not isinstance(room, Stretch):
        return True
    least = max(far.low, 0) if event else far.low
    low = max(room.low, day + least) if from_birth else max(room.low, day - far.high)
    high = min(room.high, day + far.high) if from_birth else min(room.high, day - least)
    return any(is_packed(number) for number in range(low, min(high, low + 64) + 1))
