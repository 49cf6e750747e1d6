"""A register read in SQL is what it is read record by record: nasty values, nasty tables, every kind of file."""

import json
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policy_engine.ir.nodes import Fact
from policy_engine.ir.written import DateFormat, Formats, MoneyFormat
from policy_engine.registers.model import Mapped
from policy_engine.registers.read import WorkerFormat
from tests.unit.registers.library import FACTS
from tests.unit.simulation.both import by_record, by_table, differences, file_with

NASTY = (
    "",
    " ",
    "\u00a0",
    "\t",
    "0",
    "-0",
    "-1",
    "+1",
    "1",
    "007",
    "999999999999999999",
    "1000000000000000000",
    "1.0",
    "1,5",
    "1e3",
    "1500000",
    "1.500.000",
    "Rp1.500.000",
    "Rp 1.500.000,00",
    "rp. 900.000,-",
    "1.50.000",
    "Rp1.500.000,50",
    "\u0661\u0662",
    "1985-03-02",
    " 1985-03-02\u3000",
    "1985-3-2",
    "1985-02-29",
    "1984-02-29",
    "1900-02-29",
    "2000-02-29",
    "1985-13-01",
    "1985-00-10",
    "0000-01-01",
    "1599-12-31",
    "1600-01-01",
    "2400-12-31",
    "2401-01-01",
    "1899-12-31",
    "1985-03-02T00:00:00",
    "1985-03-02 00:00:00",
    "02/03/1985",
    "2/3/1985",
    "31/02/1985",
    "29/02/1984",
    "00/03/1985",
    "2/3/85",
    "2 Maret 1985",
    "2 march 1985",
    "30 Februari 1985",
    "2025-11",
    "2025-13",
    "ya",
    "TIDAK",
    "Yes",
    "true",
    "mungkin",
    "belum",
    "Not Yet",
    "ojek",
    "OJEK",
    "8321.04",
    "nelayan|ojek",
    "ojek|...",
    "...",
    "|",
    "ojek|nelayan|pedagang_kecil",
    "21",
    "21.02",
    "21.02.01.2001",
    "21.2",
    "kabupaten_karimun",
    "Atlantis",
    "anak buah kapal",
    "bpu",
    "'; DROP TABLE workers; --",
    "NULL",
    "null",
    "\\N",
    "#N/A",
)

FORMATS = (
    Formats(),
    pytest.param(Formats(DateFormat.DMY, MoneyFormat.RUPIAH), marks=pytest.mark.slow),
    pytest.param(Formats(DateFormat.LONG, MoneyFormat.PLAIN), marks=pytest.mark.slow),
)


def same(content: bytes, folder: Path, mapped: Mapped | None = None) -> None:
    one = by_record(content, WorkerFormat.CSV, mapped)
    other = by_table(file_with(content, folder), folder, mapped=mapped)
    if isinstance(one, frozenset) or isinstance(other, frozenset):
        assert one == other
    else:
        assert differences(one, other) == []


@pytest.mark.parametrize("formats", FORMATS, ids=("iso", "dmy", "long"))
@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.name)
def test_every_nasty_text_is_the_same_value_or_the_same_rejection(
    fact: Fact, formats: Formats, tmp_path: Path
) -> None:
    rows = "".join(f'"{text}",ya\n' for text in NASTY)
    content = f"{fact.name},other\n{rows}".encode()
    same(content, tmp_path, Mapped(ignore=frozenset({"other"}), formats=formats))


NASTY_TABLES = {
    "quotes, commas and line ends inside a cell": b'lahir,id\n1985-03-02,"a, ""b""\nc"\n1985-03-02,d\n',
    "a quotation mark left open costs one row": b'lahir,id\n1985-03-02,"a\n1985-03-02,b\n1990-01-01,c\n',
    "text after a quotation mark": b'lahir,id\n1985-03-02,"a"b\n1985-03-02,c\n',
    "cells too few and too many": b"lahir,id\n1985-03-02\n1985-03-02,a,b\n1985-03-02,c\n",
    "blank lines": b"\n\nlahir,id\n\n1985-03-02,a\n  \n\n1985-03-03,b\n\n",
    "line ends of Windows": b"lahir,id\r\n1985-03-02,a\r\n\r\n1985-03-03,b\r\n",
    "no last line end": b"lahir,id\n1985-03-02,a\n1985-03-03,b",
    "a carriage return inside a line": b"lahir,id\n1985-03-02,a\rb\n1985-03-03,c\n",
    "a byte order mark": b"\xef\xbb\xbflahir,id\n1985-03-02,a\n",
    "rows of cp1252 among UTF-8": "lahir,id\n1985-03-02,é\n".encode()
    + "1985-03-02,é\n".encode("cp1252")
    + b"1985-03-02,c\n",
    "rows of UTF-16 among UTF-8": b"lahir,id\n1985-03-02,a\n"
    + "1985-03-02,b\n".encode("utf-16-le")
    + b"\n1985-03-02,c\n",
    "a huge cell": b"lahir,id\n1985-03-02," + b"x" * 200_000 + b"\n1985-03-02,b\n",
    "a huge quoted cell": b'lahir,id\n1985-03-02,"' + b"x" * 200_000 + b'"\n1985-03-02,b\n',
    "a line over the limit": b"lahir,id\n1985-03-02," + b"x" * 1_200_000 + b"\n1985-03-02,b\n",
    "a last line over the limit": b"lahir,id\n1985-03-02,b\n1985-03-02," + b"x" * 1_200_000,
    "semicolons": b"lahir;id\n1985-03-02;a\n1985-03-02;b,c\n",
    "one column": b"lahir\n1985-03-02\n\n 1985-03-03 \n1985-02-30\n",
    "every cell quoted": b'"lahir","id"\n"1985-03-02","a"\n"1985-02-30","b"\n"","c"\n',
    "nothing but a header": b"lahir,id\n",
    "nothing at all": b"",
    "no header": b"1985-03-02,a\n1985-03-03,b\n",
    "a delimiter that is not clear": b"lahir,id;x\n1985-03-02,a;b\n",
    "a column given twice": b"lahir,tanggal lahir\n1985-03-02,1985-03-02\n",
    "a column that is not known": b"lahri\n1985-03-02\n",
    "identity numbers": b"nik,lahir\n"
    b"0000000000000001,1985-03-02\n 0000000000000002 ,\n2.17E+15,1985-03-02\n,1985-03-02\n"
    b"00000000000000031,\n",
    "vertical tabs and unit separators": b"lahir,id\n1985-03-02\x0b,a\x1f\n\x1c1985-03-02,b\n",
}


@pytest.mark.parametrize("name", NASTY_TABLES)
def test_every_nasty_table_gives_the_same_rows_and_rejections(name: str, tmp_path: Path) -> None:
    same(NASTY_TABLES[name], tmp_path)


LINES = st.lists(
    st.text(st.sampled_from("1985-03-02,;\"'\r ab\x00\x1fé|"), max_size=24).map(lambda text: text.encode())
    | st.sampled_from([b"1985-03-02,x", b'1985-03-02,"x', b'y",1', b'"', b"\xff,1", b",", b""]),
    max_size=40,
)


@pytest.mark.slow
@given(LINES, st.integers(12, 200))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_lines_in_any_blocks_give_the_same_rows_and_rejections(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: list[bytes], block: int
) -> None:
    monkeypatch.setattr("policy_engine.simulation.csv_register._BLOCK", block)
    same(b"lahir,id\n" + b"\n".join(lines), tmp_path)


def test_json_lines_are_read_alike(tmp_path: Path) -> None:
    records = [
        {"lahir": "1985-03-02", "pekerjaan": ["ojek"], "penghasilan": 900_000, "lulus_verifikasi": True},
        {"pekerjaan": [], "penghasilan": "1500000", "lulus_verifikasi": "ya"},
        {"pekerjaan": ["ojek", "..."], "domisili": "21.02", "tanggal_pendaftaran": "belum"},
        {"pekerjaan": ["ojek|nelayan"]},
        {"lahir": "1985-02-30"},
        {"penghasilan": -1},
        {"penghasilan": 10**18},
        {"penghasilan": True},
        {"lahri": "1985-03-02"},
        {"lahir": None, "bulan_mulai": "2025-11"},
        {"lahir": ["1985-03-02"]},
        [1],
        "x",
    ]
    lines = [json.dumps(record) for record in records] + [
        '{"lahir": "1985-03-02"',
        "",
        "{}",
        '{"penghasilan": 1.5}',
    ]
    content = (
        "\n".join([*lines, '{"lahir":"1985-03-02","lahir":"1985-03-03"}']).encode() + b'\n{"id": "\xff"}\n'
    )
    one = by_record(content, WorkerFormat.JSONL)
    other = by_table(file_with(content, tmp_path, "r.jsonl"), tmp_path)
    assert isinstance(one, dict)
    assert isinstance(other, dict)
    assert differences(one, other) == []


def test_typed_columns_are_read_as_the_json_of_their_values(tmp_path: Path) -> None:
    born = [None, "1985-03-02", "1850-01-01"]
    table = pa.table(
        {
            "lahir": pa.array(born, pa.string()).cast(pa.date32()),
            "penghasilan": pa.array([900_000, None, -1], pa.int64()),
            "lulus_verifikasi": pa.array([True, False, None]),
            "pekerjaan": pa.array([["ojek"], [], ["dokter"]]),
        }
    )
    records = [
        {"penghasilan": 900_000, "lulus_verifikasi": True, "pekerjaan": ["ojek"]},
        {"lahir": "1985-03-02", "lulus_verifikasi": False, "pekerjaan": []},
        {"lahir": "1850-01-01", "penghasilan": -1, "pekerjaan": ["dokter"]},
    ]
    one = by_record("\n".join(map(json.dumps, records)).encode(), WorkerFormat.JSONL)
    other = by_table(table, tmp_path)
    assert isinstance(one, dict)
    assert isinstance(other, dict)
    assert differences(one, other) == []
