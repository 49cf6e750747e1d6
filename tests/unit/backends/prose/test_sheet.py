"""The sheet shows the cost, the simulation that is given and nothing else, and the findings with their article."""

import json
from pathlib import Path

import pytest

from policy_engine.backends.prose.document import Document, Statements, Table
from policy_engine.backends.prose.sheet import Simulation, sheet
from policy_engine.commands import simulated
from policy_engine.diagnostics.rendering import UnreadableSimulation
from policy_engine.domain.bilingual import Language
from policy_engine.domain.dates import make_month, pack
from policy_engine.domain.outcomes import Outcome
from tests.unit.backends.prose.encoded import KARIMUN, instrument, library

BOTH = pytest.mark.parametrize("language", Language)
LINE = {
    "instrument": KARIMUN,
    "month": "2025-11",
    "programme": "jkk",
    "payer": "pemerintah_daerah",
    "payer_region": "21.02",
    "rows": 3,
    "rupiah": 30000,
    "unknown": 0,
}
BUDGET = {
    "schema_version": "1.0",
    "engine_version": "0",
    "policies": "a" * 64,
    "on": "2025-11-13",
    "facts_as_of": "2025-11-01",
    "counts": {"read": 1003, "decided": 1001, "merged": 0, "rejected": 2, "outside": 0, "decisions": 1001},
    "instruments": [{"instrument": KARIMUN, "outcomes": {"eligible": 3, "not_eligible": 998}}],
    "budget": [
        LINE,
        {**LINE, "programme": "jkm", "rupiah": 20400},
        {**LINE, "month": "2025-12", "rupiah": 10000, "unknown": 4},
        {**LINE, "instrument": "another", "rupiah": 999},
    ],
}


def made(language: Language, simulation: Simulation | None) -> Document:
    found = instrument(KARIMUN)
    return sheet(found, found.versions[-1], library(), (), language, simulation)


def read(tmp_path: Path, document: object, digest: str = "a" * 64) -> Simulation | UnreadableSimulation:
    path = tmp_path / "budget.json"
    path.write_text(document if isinstance(document, str) else json.dumps(document), "utf-8")
    found = simulated.read(path, instrument(KARIMUN).id, digest)
    assert isinstance(found, Simulation | UnreadableSimulation)
    return found


def gaps(document: Document) -> list[str]:
    return [
        item.text
        for block in document.blocks
        if isinstance(block, Statements)
        for item in block.items
        if item.gap
    ]


def test_a_simulation_is_read_for_this_instrument_alone(tmp_path: Path) -> None:
    assert read(tmp_path, BUDGET) == Simulation(
        on=pack(2025, 11, 13),
        facts_as_of=pack(2025, 11, 1),
        read=1003,
        decided=1001,
        rejected=2,
        outcomes=tuple(
            (outcome, {Outcome.ELIGIBLE: 3, Outcome.NOT_ELIGIBLE: 998}.get(outcome, 0)) for outcome in Outcome
        ),
        months=((make_month(2025, 11), 50400), (make_month(2025, 12), 10000)),
        unknown=4,
        is_same_policy=True,
    )


@BOTH
def test_a_sheet_without_a_simulation_says_so(language: Language) -> None:
    said = {Language.ID: "Tidak ada simulasi yang dilampirkan", Language.EN: "No simulation is given"}
    assert any(gap.startswith(said[language]) for gap in gaps(made(language, None)))


def test_the_figures_of_a_simulation_stand_in_the_sheet(tmp_path: Path) -> None:
    found = read(tmp_path, BUDGET)
    assert isinstance(found, Simulation)
    rows = [
        row for block in made(Language.EN, found).blocks if isinstance(block, Table) for row in block.rows
    ]
    for expected in (("not eligible", "998"), ("November 2025", "Rp50,400"), ("In all", "Rp60,400")):
        assert expected in rows
    assert "4 rows of cost have no known amount" in gaps(made(Language.EN, found))


def test_a_simulation_of_other_policies_is_told(tmp_path: Path) -> None:
    found = read(tmp_path, BUDGET, digest="b" * 64)
    assert isinstance(found, Simulation)
    assert any("policies other than those of this sheet" in gap for gap in gaps(made(Language.EN, found)))


@pytest.mark.parametrize(
    "document",
    [
        "no json",
        "[" * 100_000,
        {},
        {**BUDGET, "schema_version": "2.0"},
        {**BUDGET, "on": "tomorrow"},
        {**BUDGET, "budget": [{**LINE, "month": "2025-13"}]},
        {**BUDGET, "budget": [{**LINE, "rupiah": 1.5}]},
        {**BUDGET, "counts": {"read": -1, "decided": 0, "rejected": 0}},
        {**BUDGET, "instruments": []},
    ],
)
def test_what_is_no_simulation_of_this_instrument_is_refused(tmp_path: Path, document: object) -> None:
    assert isinstance(read(tmp_path, document), UnreadableSimulation)
