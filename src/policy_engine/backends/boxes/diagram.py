"""Sets of workers as decision diagrams: masks of cells in; the set, shared and reduced, out.

A set is a union of products of one set of cells a level. It is kept as a reduced ordered diagram (Bryant 1986,
with many values a level as in Srinivasan, Ham, Malik and Brayton 1990): each path to `EVERYBODY` is one product.
Two sets are equal iff they are one number, so empty, subset, overlap and equivalence are a comparison after one
operation. Nothing here knows what a level stands for.
"""

from collections.abc import Iterable, Sequence
from typing import TypeAlias

Formula: TypeAlias = int
"""A set of workers: a number that means something inside one `Diagrams`."""

NOBODY: Formula = 0
EVERYBODY: Formula = 1

_Edges: TypeAlias = tuple[tuple[Formula, int], ...]


class Diagrams:
    """The sets over some levels; `sizes` are the numbers of cells of each level, in order."""

    def __init__(self, sizes: Sequence[int]) -> None:
        self.full = tuple((1 << size) - 1 for size in sizes)
        last = len(sizes)
        self.level = [last, last]
        self.edges: list[_Edges] = [(), ()]
        self._made: dict[tuple[int, _Edges], Formula] = {}
        self._both: dict[tuple[Formula, Formula], Formula] = {}
        self._either: dict[tuple[Formula, Formula], Formula] = {}
        self._not: dict[Formula, Formula] = {NOBODY: EVERYBODY, EVERYBODY: NOBODY}

    def cells(self, level: int, mask: int) -> Formula:
        """Give the workers who are in one of the cells of a mask on a level."""
        full = self.full[level]
        mask &= full
        if mask == full:
            return EVERYBODY
        return self._make(level, {EVERYBODY: mask, NOBODY: full & ~mask}) if mask else NOBODY

    def both(self, parts: Iterable[Formula]) -> Formula:
        """Give those in all parts; of nothing, everybody."""
        found = EVERYBODY
        for part in parts:
            found = self._and(found, part)
            if found == NOBODY:
                return NOBODY
        return found

    def either(self, parts: Iterable[Formula]) -> Formula:
        """Give those in some part; of nothing, nobody."""
        found = NOBODY
        for part in parts:
            found = self._or(found, part)
            if found == EVERYBODY:
                return EVERYBODY
        return found

    def negate(self, part: Formula) -> Formula:
        """Give those who are not in the part."""
        found = self._not.get(part)
        if found is None:
            children = {self.negate(child): mask for child, mask in self.edges[part]}
            found = self._not[part] = self._make(self.level[part], children)
            self._not[found] = part
        return found

    def some(self, part: Formula, level: int, mask: int) -> Formula:
        """Give those who would be in the part in some cell of the mask, whatever their own cell on the level is."""
        if not mask & self.full[level]:
            return NOBODY
        done: dict[Formula, Formula] = {}

        def look(node: Formula) -> Formula:
            here = self.level[node]
            if here > level:
                return node
            found = done.get(node)
            if found is None:
                if here == level:
                    found = self.either(child for child, cells in self.edges[node] if cells & mask)
                else:
                    children: dict[Formula, int] = {}
                    for child, cells in self.edges[node]:
                        below = look(child)
                        children[below] = children.get(below, 0) | cells
                    found = self._make(here, children)
                done[node] = found
            return found

        return look(part)

    def least(self, part: Formula, free: Sequence[int]) -> int | None:
        """Give on how few levels a worker of the part must be outside the cells that are free; None for nobody."""
        done: dict[Formula, int | None] = {NOBODY: None, EVERYBODY: 0}

        def cost(node: Formula) -> int | None:
            if node not in done:
                least: int | None = None
                for child, mask in self.edges[node]:
                    below = cost(child)
                    if below is not None:
                        here = below + (0 if mask & free[self.level[node]] else 1)
                        least = here if least is None else min(least, here)
                done[node] = least
            return done[node]

        return cost(part)

    def reached(self, part: Formula, level: int) -> int:
        """Give the mask of the cells of a level in which there is somebody of the part."""
        found, waiting, seen = 0, [part], {NOBODY}
        while waiting:
            node = waiting.pop()
            if node not in seen:
                seen.add(node)
                here = self.level[node]
                if here > level:
                    return self.full[level]
                for child, mask in self.edges[node]:
                    if here == level:
                        found |= mask if child != NOBODY else 0
                    else:
                        waiting.append(child)
        return found

    @property
    def size(self) -> int:
        """Count the nodes made so far."""
        return len(self.level)

    def _make(self, level: int, children: dict[Formula, int]) -> Formula:
        if len(children) == 1:
            return next(iter(children))
        edges = tuple(sorted(children.items()))
        key = (level, edges)
        found = self._made.get(key)
        if found is None:
            found = self._made[key] = len(self.level)
            self.level.append(level)
            self.edges.append(edges)
        return found

    # What follows is most of the work of every proof, and is written out once for each operation: to call a function
    # for what is nobody, everybody or the same twice takes longer than to see it.

    def _and(self, one: Formula, other: Formula) -> Formula:
        if one > other:
            one, other = other, one
        if one <= EVERYBODY:
            return other if one else NOBODY
        if one == other:
            return one
        key = (one, other)
        made = self._both.get(key)
        if made is not None:
            return made
        first, second = self.level[one], self.level[other]
        children: dict[Formula, int] = {}
        if first == second:
            theirs = self.edges[other]
            for child, mask in self.edges[one]:
                if child == NOBODY:
                    children[NOBODY] = children.get(NOBODY, 0) | mask
                    continue
                left = mask
                for below, cells in theirs:
                    if shared := left & cells:
                        if below in (NOBODY, child) or child == EVERYBODY:
                            found = below
                        else:
                            found = child if below == EVERYBODY else self._and(child, below)
                        children[found] = children.get(found, 0) | shared
                        left ^= shared
                        if not left:
                            break
        else:
            if second < first:
                one, other, first = other, one, second
            for child, mask in self.edges[one]:
                found = self._and(child, other) if child > EVERYBODY else other if child else NOBODY
                children[found] = children.get(found, 0) | mask
        made = self._both[key] = self._make(first, children)
        return made

    def _or(self, one: Formula, other: Formula) -> Formula:
        if one > other:
            one, other = other, one
        if one <= EVERYBODY:
            return EVERYBODY if one else other
        if one == other:
            return one
        key = (one, other)
        made = self._either.get(key)
        if made is not None:
            return made
        first, second = self.level[one], self.level[other]
        children: dict[Formula, int] = {}
        if first == second:
            theirs = self.edges[other]
            for child, mask in self.edges[one]:
                if child == EVERYBODY:
                    children[EVERYBODY] = children.get(EVERYBODY, 0) | mask
                    continue
                left = mask
                for below, cells in theirs:
                    if shared := left & cells:
                        if below in (EVERYBODY, child) or child == NOBODY:
                            found = below
                        else:
                            found = child if below == NOBODY else self._or(child, below)
                        children[found] = children.get(found, 0) | shared
                        left ^= shared
                        if not left:
                            break
        else:
            if second < first:
                one, other, first = other, one, second
            for child, mask in self.edges[one]:
                found = self._or(child, other) if child > EVERYBODY else EVERYBODY if child else other
                children[found] = children.get(found, 0) | mask
        made = self._either[key] = self._make(first, children)
        return made
