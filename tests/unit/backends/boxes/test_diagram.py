"""Diagrams against sets that are written out, over few small levels."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from policy_engine.backends.boxes.diagram import EVERYBODY, NOBODY, Diagrams

SIZES = (2, 3, 3)
EVERY = frozenset(product(*(range(size) for size in SIZES)))
Written = tuple[tuple[int, int], ...]

products = st.tuples(*(st.integers(0, (1 << size) - 1) for size in SIZES))
unions = st.lists(products, max_size=4)


def members(sets: Diagrams, part: int) -> frozenset[tuple[int, ...]]:
    found = set()
    for worker in EVERY:
        node = part
        while node not in (NOBODY, EVERYBODY):
            cell = 1 << worker[sets.level[node]]
            node = next(child for child, mask in sets.edges[node] if mask & cell)
        if node == EVERYBODY:
            found.add(worker)
    return frozenset(found)


def made(sets: Diagrams, union: list[tuple[int, ...]]) -> int:
    return sets.either(sets.both(sets.cells(n, mask) for n, mask in enumerate(each)) for each in union)


def written(union: list[tuple[int, ...]]) -> frozenset[tuple[int, ...]]:
    return frozenset(
        w for w in EVERY if any(all(m >> c & 1 for m, c in zip(e, w, strict=True)) for e in union)
    )


@given(unions, unions)
def test_every_operation_is_that_of_sets(one: list[tuple[int, ...]], other: list[tuple[int, ...]]) -> None:
    sets = Diagrams(SIZES)
    a, b = made(sets, one), made(sets, other)
    first, second = written(one), written(other)
    assert members(sets, a) == first
    assert members(sets, sets.both((a, b))) == first & second
    assert members(sets, sets.either((a, b))) == first | second
    assert members(sets, sets.negate(a)) == EVERY - first


@given(unions, unions)
def test_two_sets_are_equal_iff_they_are_one_number(
    one: list[tuple[int, ...]], other: list[tuple[int, ...]]
) -> None:
    sets = Diagrams(SIZES)
    assert (made(sets, one) == made(sets, other)) == (written(one) == written(other))


@given(unions, st.integers(0, 2), st.integers(0, 7))
def test_a_fact_is_left_out_by_asking_for_any_of_its_cells(
    union: list[tuple[int, ...]], level: int, mask: int
) -> None:
    sets = Diagrams(SIZES)
    part, inside = made(sets, union), written(union)
    wanted = {
        w
        for w in EVERY
        if any((*w[:level], c, *w[level + 1 :]) in inside for c in range(SIZES[level]) if mask >> c & 1)
    }
    assert members(sets, sets.some(part, level, mask)) == wanted
    assert sets.reached(part, level) == sum(1 << c for c in {w[level] for w in inside})


@given(unions, st.tuples(*(st.integers(0, size - 1) for size in SIZES)))
def test_the_fewest_differences_are_counted(union: list[tuple[int, ...]], usual: tuple[int, ...]) -> None:
    sets = Diagrams(SIZES)
    part = made(sets, union)
    counted = [sum(a != b for a, b in zip(w, usual, strict=True)) for w in written(union)]
    assert sets.least(part, [1 << cell for cell in usual]) == min(counted, default=None)
