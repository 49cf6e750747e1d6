"""The workers there can be, cut into cells: declared facts and the bounds that matter in; levels of diagrams out.

A level is a fact, and its cells are what expressions can tell apart: unknown, yes and no, an event that has not
happened, one class of codes, a set of classes, or a stretch of whole numbers or packed dates between two bounds.
One more level tells how far a date lies after a date of birth, for ages on a day that is itself a fact. So every
set here is exact; what does not fit is refused with `OutsideError`, and is for the solver.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field
from functools import cached_property
from itertools import combinations
from types import MappingProxyType
from typing import TypeAlias

from policy_engine.backends.boxes.diagram import EVERYBODY, NOBODY, Diagrams, Formula
from policy_engine.domain.bilingual import Text
from policy_engine.domain.dates import (
    EARLIEST,
    LATEST,
    MONTH_STEP,
    YEAR_STEP,
    PackedDate,
    days_in,
    is_packed,
    make_month,
)
from policy_engine.ir.classes import Classes, classes_of, facts_of, typical
from policy_engine.ir.nodes import CodeSet, Expr, Fact, FactValue, Kind, Library, NotHappened
from policy_engine.ir.refused import NotEncodedError
from policy_engine.ir.walk import REGISTRATION_FACT
from policy_engine.structure import dataclass

_LARGEST = 2**40
"""The largest number a fact without an upper bound is given."""

_MOST_CELLS = 4_096
_MONTHS = 12
_YEAR, _LONG = YEAR_STEP, 3_000
"""A year of packed dates; days after which the calendar has repeated itself, 1900 included."""


class OutsideError(NotEncodedError):
    """Something that no box can say, and why; the solver may."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Whole numbers or packed dates from low to high, both included."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Unknown:
    """The fact is not known."""


Cell: TypeAlias = Unknown | NotHappened | Stretch | bool | str | CodeSet
"""What a worker's fact can be, as far as expressions can tell."""

_UNKNOWN, _NOT_YET = Unknown(), NotHappened()


@dataclass(frozen=True, slots=True)
class Cuts:
    """The bounds that matter: the numbers after which a fact is cut, the distances before which a pair of dates is."""

    facts: dict[str, set[int]] = field(default_factory=dict)
    apart: dict[tuple[str, str], set[int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Turning:
    """How to ask what changes with one fact: of whom, and who would be in a set with another value of the fact."""

    among: Formula
    otherwise: Callable[[Formula], Formula]
    partly: bool
    """Whether others than these may change as well."""


class Space:
    """The facts of a worker as levels; until they are cut nothing is told apart, and the bounds asked for are noted."""

    def __init__(
        self,
        library: Library,
        read: Iterable[Expr],
        births: Iterable[str],
        on: PackedDate,
        facts_as_of: PackedDate,
        only: Mapping[str, frozenset[str]] = MappingProxyType({}),
        supposed: Iterable[str] = (),
    ) -> None:
        """Take what is read of workers.

        `only` are the codes that a fact can be, where not all of them count; `supposed` are names of truths that are
        no facts, and can be true, false or unknown of anybody.
        """
        roots = tuple(read)
        self._only, self._supposed = only, tuple(supposed)
        self.library, self.on, self.facts_as_of = library, on, facts_as_of
        self.facts: Mapping[str, Fact] = {fact.name: fact for fact in facts_of(library, roots)}
        self.classes: Mapping[str, Classes] = classes_of(library, roots, self.facts.values())
        self.births = tuple(name for name in self.facts if name in frozenset(births))
        self.lay_out(None)

    def lay_out(self, cuts: Cuts | None, *, open_: bool = False) -> None:
        """Cut the facts at some bounds; every set made before is void.

        Unless it is `open_`, only complete workers are in it: every fact known, every set complete, every region
        settled. Then truths are unknown for no want of facts, and the diagrams are small.
        """
        self._open = open_
        self._members: dict[str, tuple[dict[str, int], int]] = {}
        self.noted = Cuts()
        self._surveying = cuts is None
        self.__dict__.pop("complete", None)
        self.__dict__.pop("plausible", None)
        self._lay_out(Cuts() if cuts is None else cuts)

    def _lay_out(self, cuts: Cuts) -> None:
        events = [n for n, f in self.facts.items() if f.type.kind is Kind.EVENT]
        first = [*self.births, *(n for n in events if n not in self.births)]
        self.cuts = Cuts(
            {n: set(c) for n, c in cuts.facts.items()}, {p: set(c) for p, c in cuts.apart.items()}
        )
        if len(cuts.apart) > 1 or (cuts.apart and len(self.births) > 1):
            raise OutsideError(
                Text(
                    "usia diuji pada lebih dari satu tanggal yang berupa fakta",
                    "ages on several days that are facts",
                )
            )
        if not self._surveying:
            self._cut_births(events)
        order = [*first, *(n for n in self.facts if n not in first)]
        self.level: dict[str, int] = {}
        self.cells: list[tuple[Cell, ...]] = []
        for name in order:
            self.level[name] = len(self.cells)
            self.cells.append(tuple(self._cells(self.facts[name])))
        for name in self._supposed:
            self.level[name] = len(self.cells)
            self.cells.append((_UNKNOWN, False, True))
        # Distances come right after what they lie between.
        self.distance: dict[tuple[str, str], int] = {}
        for pair, bounds in cuts.apart.items():
            self.distance[pair] = len(self.cells)
            self.cells.append(tuple(_stretches(-_LARGEST, _LARGEST, (bound - 1 for bound in bounds))))
        if self.distance:
            self._move_distances()
        self.sets = Diagrams([len(cells) for cells in self.cells])

    def _move_distances(self) -> None:
        (pair, at), *_ = self.distance.items()
        after = max(self.level[name] for name in pair) + 1
        cells = self.cells.pop(at)
        self.cells.insert(after, cells)
        self.level = {name: place + (1 if place >= after else 0) for name, place in self.level.items()}
        self.distance = {pair: after}

    def _cut_births(self, events: Iterable[str]) -> None:
        """Cut births where an event can no longer have come after them, and events at the last day they can have."""
        for name in events:
            self.cuts.facts.setdefault(name, set()).add(self._latest(name))
        for birth in self.births:
            bounds = self.cuts.facts.setdefault(birth, set())
            bounds.add(self.on)
            for name in events:
                bounds.update(self.cuts.facts[name])
                bounds.add(_bounds(self.facts[name])[1])

    def _latest(self, event: str) -> int:
        return self.on if event == REGISTRATION_FACT else self.facts_as_of

    def _cells(self, fact: Fact) -> Iterator[Cell]:
        if self._open and fact.name not in self._only:
            yield _UNKNOWN
        match fact.type.kind:
            case Kind.TRUTH:
                yield from (False, True)
            case Kind.EVENT:
                yield _NOT_YET
                yield from self._stretched(fact)
            case Kind.CODE | Kind.REGION:
                yield from self._codes(fact)
            case Kind.CODE_SET:
                yield from self._subsets(fact)
            case _:
                yield from self._stretched(fact)

    def _codes(self, fact: Fact) -> Iterator[str]:
        classes = self.classes[fact.name]
        if fact.name in self._only:
            yield from (code for code in classes.codes if code in self._only[fact.name])
        else:
            unsettled = frozenset[str]() if self._open or fact.type.kind is Kind.CODE else classes.open
            yield from (code for code in classes.codes if code not in unsettled)

    def _stretched(self, fact: Fact) -> Iterator[Stretch]:
        low, high = _bounds(fact)
        cuts = set(self.cuts.facts.get(fact.name, ()))
        if isinstance(usual := typical(fact), int) and not isinstance(usual, bool):
            # The typical value is told from its neighbours, for the plainest worker.
            cuts |= {usual - 1, usual}
        found = _stretches(low, high, cuts)
        if fact.type.kind in (Kind.DATE, Kind.EVENT):
            yield from (days for each in found if (days := _calendar(each)) is not None)
        else:
            yield from found

    def _subsets(self, fact: Fact) -> Iterator[CodeSet]:
        codes = self.classes[fact.name].codes
        most = len(codes) if fact.type.at_most is None else min(fact.type.at_most, len(codes))
        number, choices = 0, 1
        for size in range(most + 1):
            number += choices
            choices = choices * (len(codes) - size) // (size + 1)
        if number > _MOST_CELLS:
            raise OutsideError(
                Text(f"himpunan `{fact.name}` terlalu banyak", f"there are too many sets of `{fact.name}`")
            )
        for size in range(most + 1):
            for chosen in combinations(codes, size):
                members = frozenset(chosen)
                yield CodeSet(members, complete=True)
                if self._open:
                    yield CodeSet(members, complete=False)

    # What is true of a fact

    def where(self, name: str, holds: Callable[[Cell], bool]) -> Formula:
        """Give the workers whose fact is in a cell of which something holds."""
        if self._surveying:
            return self._somebody()
        mask = sum(1 << place for place, cell in enumerate(self.cells[self.level[name]]) if holds(cell))
        return self.sets.cells(self.level[name], mask)

    def is_outside(self, name: str, region: str) -> bool:
        """Tell whether only codes that certainly lie outside a region count for a fact."""
        return not any(
            f"{code}.".startswith(f"{region}.") or f"{region}.".startswith(f"{code}.")
            for code in self._only.get(name, (region,))
        )

    def known(self, name: str) -> Formula:
        """Give the workers of whom a fact is known."""
        return self.where(name, lambda cell: not isinstance(cell, Unknown))

    def happened(self, name: str) -> Formula:
        """Give the workers to whom an event has happened."""
        return self.where(name, lambda cell: isinstance(cell, Stretch))

    def at_most(self, name: str, bound: int) -> Formula:
        """Give the workers whose number, amount, date or event is known and at most so much."""
        if self._surveying:
            self.noted.facts.setdefault(name, set()).add(bound)
            return self._somebody()
        cells = self.cells[self.level[name]]
        if any(isinstance(cell, Stretch) and cell.low <= bound < cell.high for cell in cells):
            raise OutsideError(Text(f"batas baru bagi `{name}`", f"a new bound of `{name}`"))
        return self.where(name, lambda cell: isinstance(cell, Stretch) and cell.high <= bound)

    def apart(self, birth: str, other: str, distance: int) -> Formula:
        """Give the workers of whom one packed date is at least so much after another, where both are known."""
        if self._surveying:
            self.noted.apart.setdefault((birth, other), set()).add(distance)
            return self._somebody()
        level = self.distance.get((birth, other))
        cells = () if level is None else self.cells[level]
        if level is None or any(
            isinstance(cell, Stretch) and cell.low < distance <= cell.high for cell in cells
        ):
            raise OutsideError(Text(f"jarak baru dari `{birth}`", f"a new distance from `{birth}`"))
        mask = sum(
            1 << n for n, cell in enumerate(cells) if isinstance(cell, Stretch) and cell.low >= distance
        )
        return self.sets.cells(level, mask)

    def including(self, name: str, codes: frozenset[str]) -> tuple[Formula, Formula]:
        """Give the workers of whom a code is one of some codes, and those of whom none is, for certain."""
        if self._surveying:
            return self._somebody(), self._somebody()
        if name not in self._members:
            self._members[name] = self._masks(name)
        masks, told = self._members[name]
        mine = 0
        for code in masks.keys() & codes:
            mine |= masks[code]
        level = self.level[name]
        return self.sets.cells(level, mine), self.sets.cells(level, told & ~mine)

    def _masks(self, name: str) -> tuple[dict[str, int], int]:
        """Give for each code the cells that have it, and the cells that leave no code open."""
        masks: dict[str, int] = {}
        told = 0
        for place, cell in enumerate(self.cells[self.level[name]]):
            match cell:
                case str():
                    masks[cell] = 1 << place
                    told |= 1 << place
                case CodeSet(members, complete):
                    for code in members:
                        masks[code] = masks.get(code, 0) | 1 << place
                    told |= 1 << place if complete else 0
                case _:
                    pass
        return masks, told

    def range_of(self, name: str) -> tuple[int, int]:
        """Give the least and the largest that a number or date can be."""
        return _bounds(self.facts[name])

    @staticmethod
    def _somebody() -> Formula:
        # Any number but nobody and everybody will do: nothing is looked at while surveying.
        return 2

    def turning(self, name: str) -> Turning:
        """Give how to ask what changes with a fact, among complete workers; an event may also never come."""
        level = self.level[name]
        measured = next(((pair, far) for pair, far in self.distance.items() if name in pair), None)
        if measured is None:
            settled = self.sets.reached(self.settled(name), level)
            return Turning(EVERYBODY, lambda part: self.sets.some(part, level, settled), partly=False)
        (birth, other), far = measured
        if name == birth:
            settled = self.sets.reached(self.settled(name), level)
            nowhere = self.where(other, lambda cell: not isinstance(cell, Stretch))
            return Turning(nowhere, lambda part: self.sets.some(part, level, settled), partly=True)
        never = self.where(other, lambda cell: isinstance(cell, NotHappened))
        if never == NOBODY:
            raise OutsideError(Text("hari yang diukur dari kelahiran", "a day measured from a birth"))
        come = self.both((self.happened(other), self._distances(birth, other, plausible=False)))
        days, distances = self.sets.full[level], self.sets.full[far]

        def if_it_came(part: Formula) -> Formula:
            return self.sets.some(self.sets.some(self.both((part, come)), far, distances), level, days)

        return Turning(never, if_it_came, partly=False)

    # Combining

    def both(self, parts: Iterable[Formula]) -> Formula:
        """Give those in all parts; of nothing, everybody."""
        if self._surveying:
            return max(_vague(parts, NOBODY), default=EVERYBODY)
        return self.sets.both(parts)

    def either(self, parts: Iterable[Formula]) -> Formula:
        """Give those in some part; of nothing, nobody."""
        if self._surveying:
            return max(_vague(parts, EVERYBODY), default=NOBODY)
        return self.sets.either(parts)

    def negate(self, part: Formula) -> Formula:
        """Give those who are not in the part."""
        if self._surveying:
            return {NOBODY: EVERYBODY, EVERYBODY: NOBODY}.get(part, part)
        return self.sets.negate(part)

    def at_least(self, number: int, parts: Iterable[Formula]) -> Formula:
        """Give those in so many of the parts."""
        if number <= 0:
            return EVERYBODY
        reached = [NOBODY] * number
        for part in parts:
            for place in range(number - 1, -1, -1):
                before = EVERYBODY if place == 0 else reached[place - 1]
                reached[place] = self.either((reached[place], self.both((part, before))))
        return reached[-1]

    def contains(self, part: Formula, worker: Mapping[str, FactValue]) -> bool:
        """Tell whether a worker is in the part; facts not given are unknown."""
        at: dict[int, int] = {}
        for name in self.facts:
            place = self._place(name, worker.get(name))
            if place is None:
                return False
            at[self.level[name]] = place
        for (birth, other), level in self.distance.items():
            born, day = worker.get(birth), worker.get(other)
            far = day - born if isinstance(born, int) and isinstance(day, int) else 0
            cells = self.cells[level]
            at[level] = next(
                n for n, c in enumerate(cells) if isinstance(c, Stretch) and c.low <= far <= c.high
            )
        while part not in (NOBODY, EVERYBODY):
            cell = 1 << at[self.sets.level[part]]
            part = next((child for child, mask in self.sets.edges[part] if mask & cell), NOBODY)
        return part == EVERYBODY

    def _place(self, name: str, value: FactValue | None) -> int | None:
        """Give the cell of a value; None where nobody in the space has it."""
        if name in self.classes:
            of = self.classes[name].of
            if isinstance(value, str):
                value = of(value)
            elif isinstance(value, CodeSet):
                stands = (of(code) for code in value.codes)
                value = CodeSet(frozenset(code for code in stands if code is not None), value.complete)
        cells = self.cells[self.level[name]]
        return next((place for place, cell in enumerate(cells) if _is_in(cell, value)), None)

    # Who can be

    def settled(self, name: str) -> Formula:
        """Give the workers of whom a fact is known for good."""
        open_ = self.classes[name].open if self.facts[name].type.kind is Kind.REGION else frozenset[str]()
        return self.where(name, lambda cell: _is_settled(cell, open_))

    @cached_property
    def complete(self) -> Formula:
        """Give the workers of whom every fact is known, every set complete and every region settled."""
        return self.both(self.settled(name) for name in self.facts)

    @cached_property
    def plausible(self) -> Formula:
        """Give the workers there can be: born by the day, and nothing has happened to them before."""
        events = [n for n, f in self.facts.items() if f.type.kind is Kind.EVENT]
        parts = [self._no_later(name, self._latest(name)) for name in events]
        for birth in self.births:
            parts.append(self._no_later(birth, self.on))
            parts += [self._after(birth, name) for name in events]
        parts += [self._distances(birth, other) for birth, other in self.distance]
        return self.both(parts)

    def _no_later(self, name: str, day: int) -> Formula:
        return self.where(name, lambda cell: not isinstance(cell, Stretch) or cell.high <= day)

    def _after(self, birth: str, event: str) -> Formula:
        """Give the workers to whom an event did not happen before they were born."""
        never = self.where(event, lambda cell: not isinstance(cell, Stretch))
        unknown = self.where(birth, lambda cell: not isinstance(cell, Stretch))
        pairs = []
        for born in self.cells[self.level[birth]]:
            if isinstance(born, Stretch):
                here = self.where(birth, lambda cell, born=born: cell == born)  # type: ignore[misc]
                then = self.where(
                    event,
                    lambda cell, born=born: isinstance(cell, Stretch) and born.high <= cell.high,  # type: ignore[misc]
                )
                pairs.append(self.both((here, then)))
        return self.either((never, unknown, *pairs))

    def _distances(self, birth: str, other: str, *, plausible: bool = True) -> Formula:
        """Give the workers whose two dates can be as far apart as their level says."""
        level = self.distance[birth, other]
        is_event = plausible and self.facts[other].type.kind is Kind.EVENT
        found = [self.where(name, lambda cell: not isinstance(cell, Stretch)) for name in (birth, other)]
        for born in self.cells[self.level[birth]]:
            for day in self.cells[self.level[other]]:
                if isinstance(born, Stretch) and isinstance(day, Stretch):
                    mask = 0
                    for place, cell in enumerate(self.cells[level]):
                        assert isinstance(cell, Stretch)  # noqa: S101  distances are made of nothing else
                        far = Stretch(max(cell.low, 0) if is_event else cell.low, cell.high)
                        if nearest(born, day, far) is not None:
                            mask |= 1 << place
                    here = self.where(birth, lambda cell, born=born: cell == born)  # type: ignore[misc]
                    then = self.where(other, lambda cell, day=day: cell == day)  # type: ignore[misc]
                    found.append(self.both((here, then, self.sets.cells(level, mask))))
        return self.either(found)


def nearest(born: Stretch, day: Stretch, far: Stretch) -> tuple[int, int] | None:
    """Give the earliest other day, and a day of birth, that lie so far apart; None where there is no such pair."""
    if day.high - born.low < far.low or day.low - born.high > far.high:
        return None
    start = _next_day(max(day.low, born.low + far.low))
    tries = 40 if far.high - far.low >= _YEAR else _LONG
    while start is not None and start <= day.high and tries:
        low = _next_day(max(born.low, start - far.high))
        if low is not None and low <= min(born.high, start - far.low):
            return start, low
        start = _next_day(start + 1)
        tries -= 1
    return None


def _vague(parts: Iterable[Formula], decisive: Formula) -> Iterator[Formula]:
    """Give what is left of parts while surveying: the decisive one alone, else those that are neither."""
    for part in parts:
        if part == decisive:
            yield decisive
            return
        if part not in (NOBODY, EVERYBODY):
            yield part


def _is_in(cell: Cell, value: FactValue | None) -> bool:
    match cell:
        case Unknown():
            return value is None
        case Stretch(low, high):
            return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high
        case bool():
            return value is cell
        case NotHappened() | str() | CodeSet():
            return value == cell


def _is_settled(cell: Cell, open_: frozenset[str]) -> bool:
    match cell:
        case Unknown():
            return False
        case CodeSet(_, complete):
            return complete
        case str():
            return cell not in open_
        case NotHappened() | Stretch() | bool():
            return True


def _bounds(fact: Fact) -> tuple[int, int]:
    match fact.type.kind:
        case Kind.DATE | Kind.EVENT:
            return EARLIEST if fact.low is None else fact.low, LATEST if fact.high is None else fact.high
        case Kind.MONTH:
            low = make_month(2000, 1) if fact.low is None else fact.low
        case _:
            low = 0 if fact.low is None else fact.low
    return low, max(low, _LARGEST if fact.high is None else fact.high)


def _stretches(low: int, high: int, cuts: Iterable[int]) -> Iterator[Stretch]:
    bounds = sorted({cut for cut in cuts if low <= cut < high})
    for bound in bounds:
        yield Stretch(low, bound)
        low = bound + 1
    yield Stretch(low, high)


def _calendar(days: Stretch) -> Stretch | None:
    """Give the first and last day of the calendar in a stretch of packed dates."""
    low = _next_day(days.low)
    high = days.high
    while high >= days.low and not is_packed(high):
        high -= 1
    return None if low is None or low > high else Stretch(low, high)


def _next_day(number: int) -> int | None:
    """Give the first day of the calendar that is at least a number."""
    year, rest = divmod(max(number, EARLIEST), YEAR_STEP)
    month, day = divmod(rest, MONTH_STEP)
    if month == 0:
        month, day = 1, 1
    elif month > _MONTHS:
        year, month, day = year + 1, 1, 1
    elif day > days_in(year, month):
        month, day = month + 1, 1
        if month > _MONTHS:
            year, month = year + 1, 1
    found = year * YEAR_STEP + month * MONTH_STEP + max(day, 1)
    return found if found <= LATEST else None
