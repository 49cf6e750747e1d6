"""What unknown amounts turn on: as the reference says row by row, and counted in the report."""

from collections import Counter
from itertools import product
from pathlib import Path

import pytest

import policy_engine
from policy_engine import engine as api
from policy_engine.domain.bilingual import Language
from policy_engine.engine import packed
from policy_engine.simulation.run import Request, simulate
from policy_engine.simulation.writing import DecisionForm, Keep, Output
from tests.unit.simulation.whole import KARIMUN, decisions, done, person, table

ON = "2026-01-15"
MONTHS = "bulan Iuran Januari 2026 sampai dengan Juni 2026"
BUDGET = """    (7) Pendanaan dibebankan pada apbd kabupaten_karimun tahun anggaran 2025,
        belanja ... "jenis belanja tidak disebut".
"""


def law(*changes: tuple[str, str]) -> str:
    """Give Karimun for the months in which national relief turns on the sector, with changes."""
    text = KARIMUN.read_text("utf-8").partition("\nuji ")[0]
    for old, new in (("bulan Iuran November 2025 sampai dengan Desember 2025", MONTHS), *changes):
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


LAWS = {
    "no budget": law((BUDGET, "")),
    "a budget left open": law((BUDGET, '    (7) Pendanaan dibebankan pada ... "tidak disebut".\n')),
    "a village budget": law(("apbd kabupaten_karimun tahun anggaran 2025", "apbdes")),
    "paid in part": law(
        (
            "Iuran ditanggung seluruhnya oleh Pemerintah Daerah",
            'Iuran ditanggung sebagian: ... "bagian tidak disebut" oleh Pemerintah Daerah',
        ),
        (BUDGET, ""),
    ),
    "no contribution": law(
        (
            "Iuran jkm sesuai dengan pp 44/2015 Pasal 20 ayat (3), menurut tafsir rp16800",
            'Iuran jkm sebesar ... "tidak disebut"',
        )
    ),
    "a contribution by income": law(
        (
            "Lampiran II baris 1, menurut tafsir rp16800",
            "Lampiran II menurut penghasilan",
        ),
        (BUDGET, ""),
    ),
}


def register(engine: api.Engine) -> list[dict[str, str]]:
    wanted = {
        "sektor_transportasi": ("ya", "tidak", ""),
        "penghasilan": ("900000", ""),
        "lahir": ("1985-03-02", ""),
    }
    wanted |= {"peserta_bpjs_tk": ("tidak", ""), "pekerjaan": ("ojek", "")}
    names = {fact.name for fact in engine.library.facts}
    assert wanted.keys() <= names
    return [
        person(number, **dict(zip(wanted, values, strict=True)))
        for number, values in enumerate(product(*wanted.values()), 1)
    ]


@pytest.mark.slow
@pytest.mark.parametrize("name", LAWS)
def test_what_amounts_lack_is_what_the_reference_says_row_by_row(name: str, tmp_path: Path) -> None:
    (tmp_path / "law.policy").write_text(LAWS[name], "utf-8")
    engine = policy_engine.load([tmp_path / "law.policy"])
    workers = register(engine)
    (tmp_path / "r.csv").write_text(table(*workers), "utf-8")
    found = done(_run(engine, tmp_path))
    people: Counter[str] = Counter()
    rows: Counter[str] = Counter()
    written = decisions(tmp_path / "out")
    assert len(written) == len(workers)
    for row, worker in zip(written, workers, strict=True):
        expected = engine.decide(worker, on=ON)
        lacking = [set(each.missing) for each in expected.costs if each.amount is None]
        assert set(row["amount_missing"].split("|")) - {""} == set().union(*lacking) - set(expected.missing)
        if expected.effective == "eligible":
            people.update(set().union(*lacking))
            rows.update(what for each in lacking for what in each)
    assert {each.name: (each.people, each.rows) for each in found.budget.lacking} == {
        each: (people[each], rows[each]) for each in people
    }
    assert people


def test_sums_by_place_and_occupation_count_the_workers_whose_amount_is_not_known(tmp_path: Path) -> None:
    (tmp_path / "law.policy").write_text(LAWS["no contribution"], "utf-8")
    engine = policy_engine.load([tmp_path / "law.policy"])
    people = [person(1), person(2), person(3, domisili="moro"), person(4, lahir="")]
    (tmp_path / "r.csv").write_text(table(*people), "utf-8")
    found = done(_run(engine, tmp_path)).budget
    eligible = found.people.eligible
    assert eligible == 3
    for sums in (found.places, found.occupations, found.groups):
        assert sum(each.unknown for each in sums.values()) == eligible
    assert found.people.unknown == eligible


def _run(engine: api.Engine, folder: Path) -> object:
    return simulate(
        Request(
            library=engine.library,
            instruments=(engine.instrument().id,),
            on=packed(ON),
            register=str(folder / "r.csv"),
            out=folder / "out",
            forms=(DecisionForm.CSV,),
            output=Output(Keep.FACTS, None, Language.EN),
            unknown=frozenset({"all"}),
        ),
        lambda _what: lambda _done, _total: None,
        lambda _simulated, _folder: None,
    )
