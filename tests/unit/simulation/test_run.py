"""A whole run: decisions equal to the reference, no row lost, NIK given twice, and every form in and out."""

import hmac
import json
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import policy_engine
from policy_engine import engine as api
from policy_engine.domain.bilingual import Language
from policy_engine.engine import packed
from policy_engine.ir.written import DateFormat, Formats
from policy_engine.registers.model import Mapped
from policy_engine.simulation import run as running
from policy_engine.simulation.people import gather
from policy_engine.simulation.run import Request, simulate
from policy_engine.simulation.writing import DecisionForm, Keep, Output, SheetTooLongError
from tests.unit.simulation.whole import (
    KARIMUN,
    ON,
    WORKERS,
    decisions,
    done,
    person,
    rejects,
    run,
    table,
)

pytestmark = (
    pytest.mark.slow
)  # part of `make test-all`; the everyday suite runs the program itself, in tests/cli


@pytest.fixture(scope="module")
def engine() -> api.Engine:
    return policy_engine.load([KARIMUN])


def written(text: str, folder: Path, name: str = "r.csv") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_every_row_is_decided_as_the_reference_decides_it(engine: api.Engine, tmp_path: Path) -> None:
    found = done(run(engine, WORKERS, tmp_path / "out"))
    lines = WORKERS.read_text("utf-8").splitlines()
    names = lines[0].split(",")
    seen = 0
    for row in decisions(tmp_path / "out"):
        record = dict(zip(names, lines[int(row["row"]) - 1].split(","), strict=True))
        expected = engine.decide(record, on=ON)
        assert (row["outcome"], row["effective"]) == (expected.outcome, expected.effective)
        assert row["total"] == ("" if expected.total is None else str(expected.total))
        assert set(row["missing"].split("|")) - {""} == set(expected.missing)
        funded = [each.month for each in expected.months if each.funded == "true"]
        assert row["months"] == "|".join(funded)
        if expected.outcome == "eligible":
            assert set(row["groups"].split("|")) == set(expected.groups)
        in_the_way = {
            each.citation.en for each in expected.norms if each.verdict != "true" and each.role != "group"
        }
        assert set(row["reasons"].split("|")) - {""} <= in_the_way
        if expected.effective == "not_eligible":
            assert row["reasons"]
        seen += 1
    assert seen == found.counts.decided == 11
    assert [code for _, code in rejects(tmp_path / "out")] == [
        "PE625",
        "PE623",
        "PE622",
        "PE621",
        "PE621",
        "PE614",
    ]


def test_read_is_decided_and_merged_and_rejected(engine: api.Engine, tmp_path: Path) -> None:
    found = done(run(engine, WORKERS, tmp_path / "out"))
    counts, budget = found.counts, found.budget
    assert (counts.read, counts.decided, counts.merged, counts.rejected) == (17, 11, 0, 6)
    assert budget.people.workers == 11
    for part in (budget.places, budget.occupations):
        assert sum(reached.workers for reached in part.values()) == 11


def test_a_run_that_loses_a_row_is_a_fault_of_the_program(
    engine: api.Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def some(*given: Any, **more: Any) -> Any:
        found = gather(*given, **more)
        return replace(found, standings=found.standings[1:])

    monkeypatch.setattr("policy_engine.simulation.run.gather", some)
    with pytest.raises(running.LostRowsError):
        run(engine, WORKERS, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


# One NIK in several rows


def test_rows_that_are_alike_are_merged_and_rows_that_differ_are_all_rejected(
    engine: api.Engine, tmp_path: Path
) -> None:
    register = table(
        person(1),
        person(2),
        person(1),
        person(2, lahir="1985-03-03"),
        person(1, pekerjaan=" OJEK "),
        person(3, lahir="besok"),
        person(3),
        person(4, nik=""),
        person(4, nik=""),
    )
    found = done(run(engine, written(register, tmp_path), tmp_path / "out"))
    assert [int(row["row"]) for row in decisions(tmp_path / "out")] == [2, 9, 10]
    assert (tmp_path / "out" / "merged.csv").read_text() == "row,same_as\n4,2\n6,2\n"
    assert rejects(tmp_path / "out") == [(3, "PE633"), (5, "PE633"), (7, "PE621"), (7, "PE633"), (8, "PE633")]
    assert found.counts.read == 9
    said = (tmp_path / "out" / "rejects.csv").read_text()
    assert "row 3, column `nik`: this NIK is also that of row 5" in said


def test_parts_of_a_register_add_up_to_the_whole(
    engine: api.Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = done(run(engine, WORKERS, tmp_path / "whole"))
    monkeypatch.setattr("policy_engine.simulation.people._BITS", 2)
    parts = done(run(engine, WORKERS, tmp_path / "parts"))
    assert decisions(tmp_path / "parts") == decisions(tmp_path / "whole")
    assert (parts.counts, parts.budget) == (whole.counts, whole.budget)


def test_an_empty_register_is_told(engine: api.Engine, tmp_path: Path) -> None:
    (problem,) = run(engine, written(table(person(1)).splitlines()[0], tmp_path), tmp_path / "out")
    assert problem.code == "PE610"
    assert not (tmp_path / "out").exists()


# Identity


def test_a_key_gives_the_hash_that_another_office_gets_from_the_same_number(
    engine: api.Engine, tmp_path: Path
) -> None:
    for key in (b"a secret of sixteen or more", b"k" * 100):
        out = tmp_path / str(len(key))
        run(engine, written(table(person(1), person(2, nik="")), tmp_path), out, key=key)
        first, second = decisions(out)
        assert first["identity"] == hmac.new(key, person(1)["nik"].encode(), sha256).hexdigest()
        assert second["identity"] == ""


def test_no_identity_goes_out_without_a_key_or_the_option(engine: api.Engine, tmp_path: Path) -> None:
    mapped = Mapped(ignore=frozenset({"nama"}))
    register = written(table(person(1, nama="Siti Aminah", id="A-1")), tmp_path)
    run(engine, register, tmp_path / "facts", mapped=mapped)
    run(engine, register, tmp_path / "none", mapped=mapped, keep=Keep.NONE)
    run(engine, register, tmp_path / "all", mapped=mapped, keep=Keep.ALL)
    (facts,), (none,), (everything,) = (decisions(tmp_path / keep) for keep in ("facts", "none", "all"))
    ours = ["instrument", "outcome", "effective", "groups", "months", "total", "missing"]
    ours += [
        "amount_missing",
        "reasons",
        "standing",
        "rank",
        "waiting_number",
        "funded_months",
        "funded_total",
        "because",
    ]
    assert list(none) == ["row", *ours]
    kept = [name for name in person(1) if name != "nik"]
    assert list(facts) == ["row", *kept, "id", *ours]
    assert list(everything) == ["row", *person(1, nama="", id=""), *ours]
    assert everything["nama"] == "Siti Aminah"


# Forms


def test_every_form_in_gives_the_same_decisions(engine: api.Engine, tmp_path: Path) -> None:
    people = [
        person(1),
        person(2, lahir=""),
        person(3, peserta_bpjs_tk="ya"),
        person(4, pekerjaan="marbot|ojek"),
    ]
    names = list(people[0])
    columns = {name: [each[name] or None for each in people] for name in names}
    arrow = pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()})
    pq.write_table(arrow, tmp_path / "r.parquet")
    (tmp_path / "parts").mkdir()
    pq.write_table(arrow.slice(0, 1), tmp_path / "parts" / "a.parquet")
    pq.write_table(arrow.slice(1), tmp_path / "parts" / "b.parquet")
    with pa.OSFile(str(tmp_path / "r.feather"), "wb") as sink, pa.ipc.new_file(sink, arrow.schema) as writer:
        writer.write_table(arrow)
    with pa.OSFile(str(tmp_path / "r.arrow"), "wb") as sink, pa.ipc.new_stream(sink, arrow.schema) as writer:
        writer.write_table(arrow)
    written("".join(f"{json.dumps(each)}\n" for each in people), tmp_path, "r.jsonl")
    written(json.dumps(people), tmp_path, "r.json")
    written(table(*people), tmp_path)
    book = openpyxl.Workbook()
    for row in (names, *([each[name] or None for name in names] for each in people)):
        book.active.append(row)
    book.save(tmp_path / "r.xlsx")
    said: dict[str, list[tuple[str, ...]]] = {}
    for name in ("r.csv", "r.parquet", "parts", "r.feather", "r.arrow", "r.jsonl", "r.json", "r.xlsx"):
        run(engine, tmp_path / name, tmp_path / "out" / name, keep=Keep.NONE)
        said[name] = [tuple(row.values())[1:] for row in decisions(tmp_path / "out" / name)]
    assert [row[1] for row in said["r.csv"]] == ["eligible", "undetermined", "not_eligible", "eligible"]
    for name, rows in said.items():
        assert rows == said["r.csv"], name


@pytest.mark.parametrize("form", [f for f in DecisionForm if f is not DecisionForm.CSV])
def test_every_form_out_holds_the_same_rows_and_keeps_zeros(
    engine: api.Engine, tmp_path: Path, form: DecisionForm
) -> None:
    register = written(table(person(1), person(2, lahir="")), tmp_path)
    run(engine, register, tmp_path / "csv", keep=Keep.ALL)
    run(engine, register, tmp_path / "out", keep=Keep.ALL, form=form)
    path = tmp_path / "out" / f"decisions.{form.value}"
    rows: list[dict[str, Any]]
    match form:
        case DecisionForm.PARQUET:
            rows = pq.read_table(path).to_pylist()
        case DecisionForm.ARROW:
            rows = pa.ipc.open_file(path).read_all().to_pylist()
        case DecisionForm.JSONL:
            rows = [json.loads(line) for line in path.read_text().splitlines()]
        case _:
            header, *cells = openpyxl.load_workbook(path).active.iter_rows(values_only=True)
            rows = [dict(zip(header, row, strict=True)) for row in cells]
    plain = [{k: "" if v is None else str(v) for k, v in row.items()} for row in rows]
    assert plain == decisions(tmp_path / "csv")
    assert plain[0]["nik"] == "0000000000000001"


def test_a_sheet_that_would_be_too_long_is_refused(
    engine: api.Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("policy_engine.simulation.writing._MOST_ROWS_OF_A_SHEET", 1)
    register = written(table(person(1), person(2)), tmp_path)
    with pytest.raises(SheetTooLongError):
        run(engine, register, tmp_path / "out", form=DecisionForm.XLSX)
    assert [path.name for path in tmp_path.iterdir()] == ["r.csv"]


def test_a_lazy_frame_is_a_table_and_an_empty_one_is_told_without_the_name_of_a_file(
    engine: api.Engine,
) -> None:
    columns = {name: [value] for name, value in person(1).items()}
    lazily = pl.DataFrame(columns).lazy()
    found: Any = engine.decide_many(lazily, on=ON)  # type: ignore[call-overload]  # a table of another class
    assert found["outcome"].to_list() == ["eligible"]
    with pytest.raises(api.WorkerError, match=r"PE610\]: there is no worker in it"):
        engine.decide_many(pl.DataFrame(columns).clear(), on=ON)


def test_a_frame_comes_back_of_its_kind_with_a_row_for_every_row(engine: api.Engine) -> None:
    people = [person(1), person(2, pekerjaan="dokter"), person(1), person(3, lahir="")]
    arrow = pa.table({name: [each[name] or None for each in people] for name in people[0]})
    expected = ["eligible", None, "eligible", "undetermined"]
    for frame, kind in (
        (arrow, pa.Table),
        (arrow.to_pandas(), pd.DataFrame),
        (pl.from_arrow(arrow), pl.DataFrame),
    ):
        found = engine.decide_many(frame, on=ON)
        assert isinstance(found, kind)
        rows = pa.table(found).to_pylist()
        assert [None if pd.isna(row["outcome"]) else row["outcome"] for row in rows] == expected
        assert [row["nik"] for row in rows] == [each["nik"] for each in people]
        assert rows[0]["total"] == 33_600
        assert not isinstance(rows[0]["total"], float)
        assert "column `pekerjaan`" in rows[1]["problems"]


def test_a_column_of_a_frame_that_cannot_hold_its_fact_is_an_error(engine: api.Engine) -> None:
    arrow = pa.table({name: [value] for name, value in person(1).items()})
    numbers = arrow.set_column(0, "nik", pa.array([1]))
    with pytest.raises(api.WorkerError, match="PE632"):
        engine.decide_many(numbers, on=ON)


@pytest.mark.parametrize("name", ["row number", "Row Number", "ROW NUMBER1"])
def test_a_column_with_the_name_of_ours_is_a_column_of_the_users(engine: api.Engine, name: str) -> None:
    arrow = pa.table({name: ["7"]} | {name: [value] for name, value in person(1).items()})
    with pytest.raises(api.WorkerError, match=rf"column `{name}`: not the name or label of a known fact"):
        engine.decide_many(arrow, on=ON)


# Workbooks


def book_of(folder: Path, *rows: Sequence[object], sheet: str = "Data") -> Path:
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    book.save(folder / "r.xlsx")
    return folder / "r.xlsx"


def cells(**changes: object) -> list[object]:
    return list((dict(person(1)) | changes).values())


def test_dates_of_a_workbook_are_dates_whatever_the_declared_form_of_text(
    engine: api.Engine, tmp_path: Path
) -> None:
    born = pd.Timestamp("1985-03-02").to_pydatetime()
    path = book_of(
        tmp_path, list(person(1)), cells(lahir=born), cells(nik="0000000000000002", lahir="02/03/1985")
    )
    for date in DateFormat:
        mapped = Mapped(formats=Formats(date=date))
        run(engine, path, tmp_path / date.value, mapped=mapped)
        right = [2, 3] if date is DateFormat.DMY else [2]
        assert [int(row["row"]) for row in decisions(tmp_path / date.value)] == right
        assert all(row["outcome"] == "eligible" for row in decisions(tmp_path / date.value))


def test_what_a_workbook_stores_as_a_number_and_is_none_is_rejected(
    engine: api.Engine, tmp_path: Path
) -> None:
    path = book_of(
        tmp_path,
        list(person(1)),
        cells(nik=3171234567890123),
        cells(nik="0000000000000002", domisili=21.1),
        cells(nik="0000000000000003", lahir=31108),
        cells(nik="0000000000000004", peserta_bpjs_tk=False),
        cells(nik="0000000000000005", pekerjaan="#N/A"),
        [None] * 10,
        [*cells(nik="0000000000000006"), "beyond the header"],
    )
    run(engine, path, tmp_path / "out")
    assert rejects(tmp_path / "out") == [
        (2, "PE637"),
        (3, "PE637"),
        (4, "PE621"),
        (6, "PE623"),
        (8, "PE614"),
    ]
    assert [int(row["row"]) for row in decisions(tmp_path / "out")] == [5]
    assert "3171234567890123" not in (tmp_path / "out" / "rejects.csv").read_text()


def test_the_header_is_found_under_a_title_or_named(engine: api.Engine, tmp_path: Path) -> None:
    title = ("DAFTAR PEKERJA RENTAN",)
    path = book_of(tmp_path, title, [], list(person(1)), cells())
    found = done(run(engine, path, tmp_path / "found"))
    assert [int(row["row"]) for row in decisions(tmp_path / "found")] == [4]
    assert found.counts.read == 1
    run(engine, path, tmp_path / "named", header_row=3)
    assert decisions(tmp_path / "named") == decisions(tmp_path / "found")
    (problem,) = run(engine, path, tmp_path / "wrong", header_row=2)
    assert problem.code == "PE636"


def test_a_sheet_is_chosen_by_name_where_there_are_several(engine: api.Engine, tmp_path: Path) -> None:
    path = book_of(tmp_path, list(person(1)), cells())
    book = openpyxl.load_workbook(path)
    book.create_sheet("Petunjuk").append(["isi lembar Data"])
    book.save(path)
    (several,) = run(engine, path, tmp_path / "a")
    (unknown,) = run(engine, path, tmp_path / "b", sheet="Dta")
    assert (several.code, unknown.code) == ("PE635", "PE635")
    assert done(run(engine, path, tmp_path / "c", sheet="Data")).counts.decided == 1


@pytest.mark.parametrize("content", [b"PK\x03\x04cut", b"lahir,pekerjaan\n", b""])
def test_what_is_no_workbook_is_told(engine: api.Engine, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "r.xlsx").write_bytes(content)
    (problem,) = run(engine, tmp_path / "r.xlsx", tmp_path / "out")
    assert problem.code == "PE631"


# Typed columns


def test_a_day_with_a_time_and_a_fraction_are_rejected_and_whole_numbers_are_not(
    engine: api.Engine, tmp_path: Path
) -> None:
    people = [person(number) for number in (1, 2, 3)]
    arrow = pa.table({name: [each[name] or None for each in people] for name in people[0]})
    days = pa.array([pd.Timestamp("1985-03-02"), pd.Timestamp("1985-03-02 10:00"), None])
    place = arrow.column_names.index("lahir")
    pq.write_table(arrow.set_column(place, "lahir", days), tmp_path / "r.parquet")
    run(engine, tmp_path / "r.parquet", tmp_path / "out")
    assert rejects(tmp_path / "out") == [(2, "PE621")]
    assert [row["outcome"] for row in decisions(tmp_path / "out")] == ["eligible", "undetermined"]


def test_a_truncated_parquet_file_is_told_and_leaves_nothing(engine: api.Engine, tmp_path: Path) -> None:
    pq.write_table(pa.table({name: [value] for name, value in person(1).items()}), tmp_path / "r.parquet")
    whole = (tmp_path / "r.parquet").read_bytes()
    (tmp_path / "r.parquet").write_bytes(whole[: len(whole) // 2])
    (problem,) = run(engine, tmp_path / "r.parquet", tmp_path / "out")
    assert problem.code == "PE631"
    assert [path.name for path in tmp_path.iterdir()] == ["r.parquet"]


@pytest.mark.parametrize("column", ["filename", "file_row_number", "File_Row_Number"])
def test_a_column_with_a_name_that_the_database_uses_itself_goes_out_again(
    engine: api.Engine, tmp_path: Path, column: str
) -> None:
    columns = {name: [value, value] for name, value in person(1).items()} | {column: ["a", "b"]}
    columns["nik"] = [f"{number:016d}" for number in (1, 2)]
    (tmp_path / "parts").mkdir()
    pq.write_table(pa.table(columns), tmp_path / "r.parquet")
    for name in ("parts/a.parquet", "parts/b.parquet"):
        pq.write_table(pa.table(columns), tmp_path / name)
    mapped = Mapped(ignore=frozenset({column}))
    for register, rows in (("r.parquet", ["a", "b"]), ("parts", ["a", "b"])):
        out = tmp_path / f"out-{register}"
        found = done(run(engine, tmp_path / register, out, keep=Keep.ALL, mapped=mapped))
        assert found.counts.decided == 2
        assert [row[column] for row in decisions(out)] == rows


def test_files_of_a_folder_that_differ_in_columns_are_told_by_name(
    engine: api.Engine, tmp_path: Path
) -> None:
    folder = tmp_path / "register"
    folder.mkdir()
    whole = pa.table({name: [value] for name, value in person(1).items()})
    pq.write_table(whole, folder / "a.parquet")
    pq.write_table(whole.rename_columns(["no", *whole.column_names[1:]]), folder / "b.parquet")
    (problem,) = run(engine, folder, tmp_path / "out")
    assert problem.code == "PE640"
    assert problem.columns == ("nik", "no")
    pq.write_table(
        whole.set_column(0, "nik", whole["nik"].dictionary_encode()).cast(
            pa.schema([("nik", pa.dictionary(pa.int32(), pa.large_string())), *list(whole.schema)[1:]])
        ),
        folder / "b.parquet",
    )
    found = done(run(engine, folder, tmp_path / "out"))
    assert (found.counts.read, found.counts.merged) == (2, 1)


# Several instruments at once


def test_each_worker_is_weighed_against_the_instruments_of_their_place(tmp_path: Path) -> None:
    several = policy_engine.load([KARIMUN.parent, KARIMUN.parents[1] / "kalimantan-timur"])
    homes = ("21.02", "moro", "kota_batam", "kota_bontang", "64.72", "kabupaten_siak")
    people = [person(number, domisili=home) for number, home in enumerate(homes)]
    register = written(table(*people, person(9, domisili=""), person(10, domisili="21")), tmp_path)
    own = tuple(several.instrument(each.id).id for each in several.instruments if each.own)
    found = done(
        simulate(
            Request(
                library=several.library,
                instruments=own,
                on=packed(ON),
                register=str(register),
                out=tmp_path / "out",
                forms=(DecisionForm.CSV,),
                output=Output(Keep.NONE, None, Language.EN),
                routed=True,
                unknown=frozenset({"all"}),
            ),
            lambda _what: lambda _done, _total: None,
            lambda _simulated, _folder: None,
        )
    )
    expected = set()
    for row, each in enumerate(people, 2):
        record = {name: value for name, value in each.items() if value}
        for instrument in own:
            decision = several.decide(record, on=ON, instrument=instrument.slug)
            if decision.outcome != "not_applicable":
                expected.add((row, instrument.slug, decision.outcome, decision.effective))
    rows = [
        (int(row["row"]), row["instrument"], row["outcome"], row["effective"])
        for row in decisions(tmp_path / "out")
    ]
    assert {row for row in rows if row[0] < 8 and row[1]} == expected
    assert [row for row in rows if not row[1]] == [
        (7, "", "not_applicable", "not_applicable"),
        (8, "", "undetermined", "undetermined"),
        (9, "", "undetermined", "undetermined"),
    ]
    assert (found.counts.decided, found.counts.outside) == (8, 1)


# Lists


def test_an_empty_list_is_known_to_every_reader(engine: api.Engine, tmp_path: Path) -> None:
    def asked(out: Path) -> list[bool]:
        return ["pekerjaan" in row["missing"].split("|") for row in decisions(out)]

    told: list[list[str] | None] = [[], None]
    for record, expected in zip(told, (False, True), strict=True):
        assert ("pekerjaan" in engine.decide({"pekerjaan": record}, on=ON).missing) is expected
    lists = pa.table({"pekerjaan": pa.array(told, pa.list_(pa.string()))})
    pq.write_table(lists, tmp_path / "r.parquet")
    lines = written("".join(f"{json.dumps({'pekerjaan': each})}\n" for each in told), tmp_path, "r.jsonl")
    one = written(json.dumps([{"pekerjaan": each} for each in told]), tmp_path, "r.json")
    texts = written("pekerjaan,lahir\n|,\n,\n", tmp_path)
    for name, register in (
        ("parquet", tmp_path / "r.parquet"),
        ("lines", lines),
        ("json", one),
        ("csv", texts),
    ):
        done(run(engine, register, tmp_path / name, unknown=frozenset({"all"})))
        assert asked(tmp_path / name) == [False, True], name
