"""What is asked of many workers at once is what the reference says of each."""

from pathlib import Path

from policy_engine import workspace
from policy_engine.backends.scalar.decide import decide
from policy_engine.commands.quick import Quick, eligible_of_each_group
from policy_engine.domain.outcomes import Outcome, Truth
from policy_engine.pipeline import compile_library
from policy_engine.testing.edges import around
from tests.unit.commands.working import write


def test_what_is_said_quickly_of_workers_at_every_edge_is_what_the_reference_says(tmp_path: Path) -> None:
    opened = workspace.open_workspace([write(tmp_path)], prelude=False)
    library = compile_library(opened.own).library
    assert library is not None
    (instrument,) = library.instruments
    quick = Quick(library)
    eligible, *_ = eligible_of_each_group(library, instrument)
    told = []
    for asked in (eligible, *around(eligible, (library, library), instrument)):
        made = decide(
            library, instrument.id, dict(asked.worker), on=asked.on, facts_as_of=asked.facts_as_of, digest=""
        )
        meant = (
            made.outcome,
            made.effective,
            made.total,
            frozenset(each.month for each in made.months if each.verdict is Truth.TRUE),
        )
        if (said := quick.told(instrument, asked)) is not None:
            assert said == meant
            told.append(said[0])
    assert {Outcome.ELIGIBLE, Outcome.NOT_ELIGIBLE} <= set(told)
    assert len(told) > 20
