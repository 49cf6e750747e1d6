"""The figures that coverage is set beside: what is read, and what is told."""

from pathlib import Path

import pytest

from policy_engine.simulation.budget import Coverage
from policy_engine.simulation.workforce import read_workforce
from tests.unit.registers.library import LIBRARY


@pytest.mark.parametrize(
    "text",
    [
        "21.02,112000\n",
        "\ufeffwilayah,angkatan kerja\n21.02,112000\n",
        "Kabupaten Karimun;112000\n\n",
        '"Karimun Regency","112000"\n',
    ],
)
def test_a_region_by_code_or_name_has_a_number_of_people(text: str, tmp_path: Path) -> None:
    (tmp_path / "w.csv").write_text(text, "utf-8")
    assert read_workforce(str(tmp_path / "w.csv"), LIBRARY) == (("21.02", 112_000),)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("21.02,many\n21.03,5\n", [1]),
        ("21.02,5\n21.02,6\n", [2]),
        ("Atlantis,5\n", [1]),
        ("wilayah,jumlah\n21.02,-1\n21.02,1.5\n21.02,5,6\n", [2, 3, 4]),
        ("", [1]),
        ("wilayah,jumlah\n", [1]),
    ],
)
def test_any_other_row_is_told(text: str, rows: list[int], tmp_path: Path) -> None:
    (tmp_path / "w.csv").write_text(text, "utf-8")
    found = read_workforce(str(tmp_path / "w.csv"), LIBRARY)
    assert [getattr(each, "row", None) for each in found] == rows


def test_coverage_is_in_tenths_of_a_percent_rounded_down() -> None:
    assert Coverage("21.02", 3, 2).tenths_of_percent == 666
    assert Coverage("21.02", 0, 2).tenths_of_percent == 0
