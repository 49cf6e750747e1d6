"""For any worker: nobody is paid for outside the year, and the same worker always costs the same."""

from hypothesis import given, settings
from hypothesis import strategies as st

from policy_engine.backends.scalar.decide import decide
from policy_engine.domain.dates import pack
from policy_engine.ir.nodes import Library
from policy_engine.testing.workers import workers

DAY = pack(2026, 1, 5)


@settings(max_examples=25, deadline=None, derandomize=True, database=None)
@given(data=st.data())
def test_months_lie_in_the_year_and_cost_follows_them(policy_library: Library, data: st.DataObject) -> None:
    (instrument,) = (each.id for each in policy_library.instruments if each.id.year == 2026)
    worker = data.draw(workers(policy_library))
    made = decide(policy_library, instrument, worker, on=DAY, facts_as_of=DAY, digest="")
    assert all(month.month // 12 == 2026 for month in made.months)
    again = decide(policy_library, instrument, worker, on=DAY, facts_as_of=DAY, digest="")
    assert again == made
