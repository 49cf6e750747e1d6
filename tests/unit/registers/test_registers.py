"""Files of workers: what is read, what is rejected, with which reason, and that nothing is lost."""

import io
import json
from collections.abc import Sequence
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_engine.diagnostics import data
from policy_engine.diagnostics.catalogue import every_class
from policy_engine.diagnostics.model import Diagnostic, Family
from policy_engine.domain.bilingual import Language
from policy_engine.domain.dates import make_month, pack
from policy_engine.ir.nodes import CodeSet, Fact, NotHappened
from policy_engine.ir.written import DateFormat, Formats, MoneyFormat
from policy_engine.registers.columns import read_mapping
from policy_engine.registers.lines import LIMIT
from policy_engine.registers.mask import mask
from policy_engine.registers.model import Mapped, Record, Rejected, Worker
from policy_engine.registers.read import Register, WorkerFormat, format_of, read_register
from policy_engine.registers.rejects import rejects_csv
from tests.unit.registers.library import FACTS, LIBRARY

NIK = "0000000000000001"
FORMATS = Formats()
REQUIRED = [fact for fact in FACTS if fact.name in ("lahir", "pekerjaan")]


def read(
    content: str | bytes,
    form: WorkerFormat = WorkerFormat.CSV,
    mapped: Mapped | None = None,
    required: Sequence[Fact] = (),
    unknown: frozenset[str] = frozenset(),
) -> Register | tuple[Diagnostic, ...]:
    raw = content.encode() if isinstance(content, str) else content
    stream = cast("io.BufferedReader", io.BufferedReader(io.BytesIO(raw)))
    return read_register(
        stream, "w.csv", form, LIBRARY, mapped or Mapped(), required=required, unknown=unknown
    )


def records(
    content: str | bytes, form: WorkerFormat = WorkerFormat.CSV, mapped: Mapped | None = None
) -> list[Record]:
    register = read(content, form, mapped)
    assert isinstance(register, Register), register
    return list(register.records)


def codes(
    content: str | bytes,
    form: WorkerFormat = WorkerFormat.CSV,
    required: Sequence[Fact] = (),
    unknown: frozenset[str] = frozenset(),
) -> list[str]:
    """Give the codes of every problem, of the file or of its records."""
    register = read(content, form, required=required, unknown=unknown)
    if isinstance(register, tuple):
        return [problem.code for problem in register]
    return [p.code for record in register.records if isinstance(record, Rejected) for p in record.problems]


def only(content: str, form: WorkerFormat = WorkerFormat.CSV, mapped: Mapped | None = None) -> Worker:
    (record,) = records(content, form, mapped)
    assert isinstance(record, Worker), record
    return record


def message(content: str | bytes, form: WorkerFormat = WorkerFormat.CSV) -> str:
    register = read(content, form)
    problems = (
        register
        if isinstance(register, tuple)
        else [p for record in register.records if isinstance(record, Rejected) for p in record.problems]
    )
    return "\n".join(problem.message.english for problem in problems)


# What is read


@pytest.mark.parametrize(
    ("fact", "text", "value"),
    [
        ("lahir", "1985-03-02", pack(1985, 3, 2)),
        ("tanggal lahir", " 1985-03-02 ", pack(1985, 3, 2)),
        ("Date of Birth", "1985-03-02", pack(1985, 3, 2)),
        ("penghasilan", "1500000", 1_500_000),
        ("lulus_verifikasi", "Ya", True),
        ("lulus_verifikasi", "no", False),
        ("segmen", "BPU", "bpu"),
        ("domisili", "kabupaten_karimun", "21.02"),
        ("domisili", "21.02", "21.02"),
        ("domisili", "Karimun Regency", "21.02"),
        ("domisili", "31.71.01.1001", "31.71.01.1001"),
        ("anggota_keluarga", "4", 4),
        ("bulan_mulai", "2025-11", make_month(2025, 11)),
        ("tanggal_pendaftaran", "belum", NotHappened()),
        ("tanggal_pendaftaran", "Not yet", NotHappened()),
        ("tanggal_pendaftaran", "2025-11-13", pack(2025, 11, 13)),
        ("pekerjaan", "ojek", CodeSet(frozenset({"ojek"}), complete=True)),
        ("pekerjaan", "8321.04|NELAYAN  kecil", CodeSet(frozenset({"ojek", "nelayan"}), complete=True)),
        ("pekerjaan", "ojek|...", CodeSet(frozenset({"ojek"}), complete=False)),
    ],
)
def test_cell_is_read_by_the_type_of_its_fact(fact: str, text: str, value: object) -> None:
    assert list(only(f"{fact}\n{text}\n").facts.values()) == [value]


def test_empty_cell_is_unknown() -> None:
    assert dict(only("lahir,pekerjaan\n,ojek\n").facts) == {
        "pekerjaan": CodeSet(frozenset({"ojek"}), complete=True)
    }


def test_json_values_are_read_by_their_type() -> None:
    record = only(
        '{"lahir": "1985-03-02", "penghasilan": 900000, "lulus_verifikasi": true,'
        ' "pekerjaan": ["ojek", "..."], "domisili": null}',
        WorkerFormat.JSON,
    )
    assert dict(record.facts) == {
        "lahir": pack(1985, 3, 2),
        "penghasilan": 900_000,
        "lulus_verifikasi": True,
        "pekerjaan": CodeSet(frozenset({"ojek"}), complete=False),
    }


@pytest.mark.parametrize(
    ("formats", "column", "text", "value"),
    [
        (Formats(date=DateFormat.DMY), "lahir", "02/03/1985", pack(1985, 3, 2)),
        (Formats(date=DateFormat.LONG), "lahir", "2 Maret 1985", pack(1985, 3, 2)),
        (Formats(money=MoneyFormat.RUPIAH), "penghasilan", "Rp1.500.000", 1_500_000),
        (Formats(money=MoneyFormat.RUPIAH), "penghasilan", "1.500.000", 1_500_000),
    ],
)
def test_declared_format_is_read(formats: Formats, column: str, text: str, value: int) -> None:
    assert only(f"{column}\n{text}\n", mapped=Mapped(formats=formats)).facts[column] == value


@pytest.mark.parametrize(
    ("column", "text", "option"),
    [
        ("lahir", "02/03/1985", "--date-format dmy"),
        ("lahir", "2 Maret 1985", "--date-format long"),
        ("penghasilan", "Rp1.500.000", "--money-format rupiah"),
        ("penghasilan", "1.500.000", "--money-format rupiah"),
    ],
)
def test_undeclared_format_is_refused_with_the_option_that_declares_it(
    column: str, text: str, option: str
) -> None:
    (record,) = records(f"{column}\n{text}\n")
    assert isinstance(record, Rejected)
    (problem,) = record.problems
    assert problem.help is not None
    assert option in problem.help.english


def test_delimiter_is_found_in_the_header_and_reported() -> None:
    register = read("lahir;penghasilan\n1985-03-02;900000\n")
    assert isinstance(register, Register)
    assert register.delimiter == ";"
    assert isinstance(next(register.records), Worker)


def test_byte_order_mark_and_carriage_returns_are_no_part_of_the_text() -> None:
    assert only("\ufefflahir\r\n1985-03-02\r\n").facts["lahir"] == pack(1985, 3, 2)


def test_quoted_cell_may_hold_delimiters_quotes_and_line_ends() -> None:
    mapping = Mapped(ignore=frozenset({"alamat"}))
    found = records('lahir,alamat\n1985-03-02,"Jl. ""A"", no 1\nMoro"\n1990-01-01,x\n', mapped=mapping)
    assert [record.row for record in found if isinstance(record, Worker)] == [2, 4]


def test_mapping_file_names_columns_and_formats() -> None:
    mapped = read_mapping(
        'ignore = ["Nama"]\ndate_format = "dmy"\ndelimiter = ";"\n[columns]\n"Tgl Lahir" = "lahir"\n',
        "m.toml",
        FORMATS,
    )
    assert isinstance(mapped, Mapped)
    assert only("Nama;Tgl Lahir\nSiti;02/03/1985\n", mapped=mapped).facts["lahir"] == pack(1985, 3, 2)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("colums = 1", "PE604"),
        ("columns = 1", "PE603"),
        ("ignore = 1", "PE603"),
        ('delimiter = "|"', "PE603"),
        ('date_format = "us"', "PE603"),
        ("[[[", "PE603"),
    ],
)
def test_broken_mapping_file_is_refused(text: str, code: str) -> None:
    found = read_mapping(text, "m.toml", FORMATS)
    assert isinstance(found, data.FileProblem)
    assert found.code == code


# What is refused, with its place and what was expected


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("lahri\n1985-03-02\n", "row 1, column `lahri`: not the name or label of a known fact"),
        ("lahir\n1985-02-30\n", "row 2, column `lahir`: the date `1985-02-30` does not exist"),
        (
            "lahir\n1985\n",
            "row 2, column `lahir`: `1985` cannot be read, expected a date such as `1985-03-02`",
        ),
        ("lahir\n1885-03-02\n", "`1885-03-02` is out of bounds, expected from 1900-01-01 through 2030-12-31"),
        ("penghasilan\n1.5\n", "`1.5` cannot be read, expected rupiah in digits such as `1500000`"),
        ("penghasilan\n-1\n", "`-Rp1` is out of bounds, expected from Rp0 through Rp1,000,000,000"),
        ("lulus_verifikasi\nmungkin\n", "expected `yes` or `no`"),
        (
            "pekerjaan\ndokter\n",
            "`d*****` is not known, expected a code or synonym of the vocabulary occupation",
        ),
        ("pekerjaan\nojek|nelayan|pedagang_kecil\n", "there are 3 codes, at most 2 are allowed"),
        (
            "pekerjaan\nanak buah kapal\n",
            "`anak buah kapal` can mean `nelayan`, `pedagang_kecil`, expected one code",
        ),
        ("nik,lahir\n2171,1985-03-02\n", "row 2, column `nik`: the NIK has 4 digits, expected 16 digits"),
        ("lahir,pekerjaan\n1985-03-02\n", "row 2: there are 1 cells, expected 2 as in the header"),
        ("lahir,tanggal lahir\n", "row 1, column `tanggal lahir`: the fact `lahir` is given twice"),
        ("", "there is no worker in it"),
        ("domisili\nAtlantis\n", "`A*******` is not known"),
    ],
)
def test_problem_names_row_column_and_what_was_expected(content: str, said: str) -> None:
    assert said in message(content)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"lahir": "1985-03-02", "lahir": "1986-03-02"}', "the key `lahir` is given twice"),
        ('{"penghasilan": NaN}', "`NaN` is not a value of JSON"),
        ('{"penghasilan": Infinity}', "`Infinity` is not a value of JSON"),
        ('{"penghasilan": 1.5}', "the fraction `1.5`, expected a whole number"),
        ('{"penghasilan": 1e3}', "the fraction `1e3`, expected a whole number"),
        ('{"penghasilan": 99999999999999999999999}', "a number of 23 digits"),
        ('{"penghasilan": true}', "`true` cannot be read, expected rupiah"),
        ('{"lahir": 1985}', "expected a date"),
        ('{"pekerjaan": {"a": 1}}', "expected codes separated by"),
        ('{"lahir": ', "not JSON: cannot be read from line 1"),
        ("[1]", "expected an object"),
        ("[" * 100_000, "the JSON is nested too deeply"),
        ('{"lahri": "1985-03-02"}', "column `lahri`: not the name or label of a known fact"),
        ('{"nik": 2171010203040001}', "`nik` is stored as a number"),
        ("", "there is no worker in it"),
        ("[]", "there is no worker in it"),
    ],
)
def test_json_that_is_not_a_worker_is_refused(content: str, said: str) -> None:
    assert said in message(content, WorkerFormat.JSON)


@pytest.mark.parametrize("typed", ["ojekk", "nelayann", "nelayan kecl"])
def test_unknown_occupation_is_answered_with_a_near_one(typed: str) -> None:
    (record,) = records(f"pekerjaan\n{typed}\n")
    assert isinstance(record, Rejected)
    assert record.problems[0].help is not None
    assert "perhaps" in record.problems[0].help.english


def test_missing_column_is_reported_unless_it_is_said_to_be_unknown() -> None:
    content = "pekerjaan\nojek\n"
    assert codes(content, required=REQUIRED) == ["PE613"]
    assert codes(content, required=REQUIRED, unknown=frozenset({"lahir"})) == []


def test_line_over_the_limit_is_passed_over_and_the_next_is_read() -> None:
    found = records(b"lahir\n" + b"9" * (LIMIT + 10) + b"\n1985-03-02\n")
    assert [type(record) for record in found] == [Rejected, Worker]
    assert codes(b"lahir\n" + b"9" * (LIMIT + 10)) == ["PE615"]


def test_bad_rows_do_not_cost_the_good_ones() -> None:
    content = (
        b'lahir,pekerjaan\n1985-03-02,ojek\n1985-03-02,"ojek\n1990-01-01,ojek\n'
        b"1985-\xff,ojek\n1991-01-01,ojek\n"
    )
    found = records(content)
    assert [(type(record), record.row) for record in found] == [
        (Worker, 2),
        (Rejected, 3),
        (Worker, 4),
        (Rejected, 5),
        (Worker, 6),
    ]
    assert codes(content) == ["PE619", "PE618"]


def test_header_problems_stop_the_file_and_are_all_told() -> None:
    assert codes("lahri,pekerjan\n") == ["PE612", "PE612"]
    assert codes("lahir,pekerjaan;domisili\n") == ["PE617"]
    assert codes(b"\x00\x01") == ["PE601"]
    assert codes(b"\xff\n") == ["PE618"]


def test_every_problem_of_a_row_is_told_at_once() -> None:
    assert codes("lahir,penghasilan\n1985,x\n") == ["PE621", "PE621"]


# Identity


def _everything_shown(record: Record) -> str:
    if isinstance(record, Worker):
        return repr(record)
    said = "".join(problem.message.indonesian + problem.message.english for problem in record.problems)
    return said + repr(record) + rejects_csv([record], Language.ID)


@pytest.mark.parametrize(
    "content",
    [
        "nik,lahir\n2171010203040001,1985-03-02\n",
        "nik,lahir\n2171010203040001,salah\n",
        "nik,lahir\n21710102030400011,1985-03-02\n",
        "nik,lahir\n'2171010203040001,1985-03-02\n",
        "lahir\n2171010203040001\n",
        "pekerjaan\n2171010203040001\n",
        "lahir,pekerjaan\n2171010203040001\n",
        "id,lahir\n2171010203040001,1985-03-02\n",
        '2171010203040001\n"x\n',
        'lahir\n"2171010203040001\n',
    ],
)
def test_identity_number_is_never_shown(content: str) -> None:
    register = read(content)
    shown = (
        "".join(problem.message.english + repr(problem) for problem in register)
        if isinstance(register, tuple)
        else "".join(_everything_shown(record) for record in register.records)
    )
    assert "0102030400" not in shown


@pytest.mark.parametrize(
    "content",
    [
        '{"nik": "2171010203040001", "lahir": "x"}',
        '{"nik": 2171010203040001}',
        '{"2171010203040001": 1}',
        '"2171010203040001"',
        '{"a": 2171010203040001.5}',
    ],
)
def test_identity_number_in_json_is_never_shown(content: str) -> None:
    assert all(
        "0102030400" not in _everything_shown(record) for record in records(content, WorkerFormat.JSON)
    )


@given(st.text(alphabet="0123456789 .-", min_size=0, max_size=40))
def test_masking_twice_changes_nothing(text: str) -> None:
    assert mask(mask(text)) == mask(text)


@given(st.from_regex(r"[0-9]{16}", fullmatch=True), st.text(max_size=10), st.text(max_size=10))
def test_masking_leaves_no_sixteen_digits(nik: str, before: str, after: str) -> None:
    assert nik not in mask(before + nik + after)


def test_rejects_file_cannot_carry_a_formula() -> None:
    (record,) = records("lahir\n=HYPERLINK(1)\n")
    assert isinstance(record, Rejected)
    assert "\n2,lahir,PE621" in rejects_csv([record], Language.EN)
    assert "'=H********(1)" in rejects_csv([record], Language.EN)


# Anything at all


@given(st.binary(max_size=300))
def test_any_bytes_are_answered_and_no_row_is_lost(content: bytes) -> None:
    for form in WorkerFormat:
        register = read(content, form)
        found = register if isinstance(register, tuple) else tuple(register.records)
        assert all(isinstance(each, Diagnostic | Worker | Rejected) for each in found)


CELL = st.text(alphabet='a1,;"\n\r é=|.', max_size=8)


@given(st.lists(st.tuples(CELL, CELL), max_size=8))
def test_every_line_of_a_table_is_in_some_record(rows: list[tuple[str, str]]) -> None:
    content = "lahir,pekerjaan\n" + "".join(f"{a},{b}\n" for a, b in rows)
    starts = [record.row for record in records(content)]
    assert starts == sorted(set(starts), key=lambda row: row or 0)
    lines = content.split("\n")[1:-1]
    rejected_or_read = len(starts)
    assert rejected_or_read <= len(lines)
    assert bool(starts) == any(line.strip() for line in lines)


SOME_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([f.name for f in FACTS]), inner)
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from([f.name for f in FACTS]), SOME_JSON))
def test_any_json_object_is_a_worker_or_a_rejection(given_facts: dict[str, object]) -> None:
    (record,) = records(json.dumps(given_facts), WorkerFormat.JSON)
    match record:
        case Worker():
            assert set(record.facts) <= set(given_facts)
        case Rejected():
            assert record.problems


# The pages


def _with_examples() -> list[type[Diagnostic]]:
    return [cls for cls in every_class() if cls.kind.family is Family.DATA and cls.page.bad]


@pytest.mark.parametrize("cls", _with_examples(), ids=lambda cls: cls.kind.code)
def test_example_on_the_page_of_a_code_is_reported_with_that_code(cls: type[Diagnostic]) -> None:
    assert codes(cls.page.bad, required=REQUIRED if cls is data.MissingColumn else ()) == (
        [cls.kind.code] if cls is not data.EmptyTable else []
    )
    assert codes(cls.page.good) == []


@pytest.mark.parametrize(
    ("path", "first", "form"),
    [
        ("w.CSV", b"{", WorkerFormat.CSV),
        ("w.jsonl", b"", WorkerFormat.JSONL),
        ("-", b" {", WorkerFormat.JSON),
        ("-", b"lahir", WorkerFormat.CSV),
    ],
)
def test_form_is_told_by_the_name_else_by_the_first_character(
    path: str, first: bytes, form: WorkerFormat
) -> None:
    assert format_of(path, first) is form
