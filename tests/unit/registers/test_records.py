"""A record read quickly is the record read with care, whatever stands in it."""

from collections.abc import Mapping
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

import policy_engine
from policy_engine.registers.columns import columns
from policy_engine.registers.json_records import record
from policy_engine.registers.model import Mapped, Rejected, Worker
from policy_engine.registers.records import RecordReader, record_reader
from policy_engine.registers.values import JsonValue, Reader

LIBRARY = policy_engine.load(Path(__file__).parents[3] / "benchmarks" / "karimun.policy").library
MAPPED = Mapped()

USUAL: Mapping[str, st.SearchStrategy[JsonValue]] = {
    "pekerjaan": st.sampled_from([["ojek"], ["ojek", "..."], [], ["tidak ada"], "ojek|marbot", "ojek"]),
    "lahir": st.sampled_from(
        ["1985-03-02", "2025-02-29", "1985-3-2", "02/03/1985", "1985-0³-02", "0001-01-01"]
    ),
    "domisili": st.sampled_from(["21.02", "kabupaten_karimun", "21.02.01.2001", "99", "di mana"]),
    "peserta_bpjs_tk": st.sampled_from([True, False, "ya", "tidak", "entah", 1, 0]),
    "tanggal_pendaftaran": st.sampled_from(["belum", "2025-01-02", "2025-13-02", "kemarin"]),
    "nik": st.sampled_from(["2171010203040001", "21", 2171010203040001, " 2171010203040001 "]),
    "id": st.sampled_from(["a", 7, "2171010203040001"]),
}
ODD: st.SearchStrategy[JsonValue] = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(max_size=12), st.lists(st.text(max_size=5), max_size=2)
)
RECORDS = st.fixed_dictionaries(
    {"lahir": USUAL["lahir"] | ODD},
    optional={name: values | values | ODD for name, values in USUAL.items() if name != "lahir"},
)
READER: RecordReader = record_reader(LIBRARY)


def with_care(given: dict[str, JsonValue], row: int | None) -> Worker | Rejected:
    return record(given, "", row, Reader(LIBRARY, MAPPED.formats), columns(LIBRARY, MAPPED))


@given(st.lists(RECORDS, min_size=1, max_size=6))
def test_reading_quickly_is_reading_with_care(found: list[dict[str, JsonValue]]) -> None:
    for row, each in enumerate((*found, *found), 1):
        assert READER.read(each, row) == with_care(each, row)


def test_a_value_is_not_mistaken_for_one_that_equals_it() -> None:
    reader = record_reader(LIBRARY)
    assert isinstance(reader.read({"peserta_bpjs_tk": "ya"}, None), Worker)
    assert isinstance(reader.read({"peserta_bpjs_tk": True}, None), Worker)
    assert isinstance(reader.read({"peserta_bpjs_tk": 1}, None), Rejected)


def test_what_is_remembered_holds_no_date_and_no_identity_number() -> None:
    reader = record_reader(LIBRARY)
    person: dict[str, object] = {"lahir": "1985-03-02", "nik": "2171010203040001", "domisili": "21.02"}
    for _ in range(3):
        assert isinstance(reader.read(person, None), Worker)
    kept = repr(reader._forms)
    assert "domisili" in kept
    assert "1985-03-02" not in kept
    assert "2171010203040001" not in kept


def test_an_identity_number_that_json_holds_as_a_number_is_told_and_not_repeated() -> None:
    found = record_reader(LIBRARY).read({"nik": 2171010203040001, "lahir": "1985-03-02"}, 7)
    assert isinstance(found, Rejected)
    (problem,) = found.problems
    assert problem.code == "PE637"
    assert "stored as a number" in problem.message.english
    assert "2171010203040001" not in f"{found}"
