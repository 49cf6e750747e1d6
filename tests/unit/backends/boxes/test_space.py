"""Distances between dates against every pair of days there is."""

from hypothesis import given, settings
from hypothesis import strategies as st

from policy_engine.backends.boxes.space import Stretch, nearest
from policy_engine.domain.dates import add_days, pack

YEAR = 512
DAYS = [add_days(pack(1999, 2, 25), n) for n in range(800)]
LEAP = [add_days(pack(2000, 2, 25), n) for n in range(8)]

days = st.sampled_from([DAYS[0], *DAYS[::61], *LEAP, DAYS[-1]])
distances = st.one_of(
    st.integers(-YEAR, 3 * YEAR), st.sampled_from([0, 4, YEAR - 1, YEAR, YEAR + 1, 2 * YEAR])
)


def stretch(one: int, other: int) -> Stretch:
    return Stretch(min(one, other), max(one, other))


@settings(max_examples=40)
@given(st.tuples(days, days), st.tuples(days, days), st.tuples(distances, distances))
def test_a_pair_of_days_is_found_iff_there_is_one(
    born: tuple[int, int], day: tuple[int, int], far: tuple[int, int]
) -> None:
    births, others, apart = stretch(*born), stretch(*day), stretch(*far)
    later = [d for d in DAYS if others.low <= d <= others.high]
    there_is = any(
        apart.low <= d - b <= apart.high for b in DAYS if births.low <= b <= births.high for d in later
    )
    found = nearest(births, others, apart)
    assert (found is not None) == there_is
    if found is not None:
        last, first = found
        assert births.low <= first <= births.high
        assert others.low <= last <= others.high
        assert apart.low <= last - first <= apart.high
