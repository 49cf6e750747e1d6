"""`simulate` as a user runs it: reports, exit codes, personal data, full disks, and what a killed run leaves."""

import json
import os
import re
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import openpyxl
import pyarrow.parquet as pq
import pytest

from tests.cli.conftest import PROGRAM, ROOT, Run
from tests.unit.simulation.test_lacking import LAWS
from tests.unit.simulation.whole import KARIMUN, ON, WORKERS, decisions, person, rejects, table

NAMES = ("Siti Aminah", "Budi Santoso", "Dewi Lestari", "Agus Wijaya", "Rahmat Hidayat")


def simulate(
    run: Run, workers: Path | str, out: Path, *options: str | Path
) -> subprocess.CompletedProcess[str]:
    return run("simulate", KARIMUN, "--workers", workers, "--on", ON, "--out", out, "--lang", "en", *options)


def test_a_register_gives_decisions_rejects_and_a_report_in_both_languages(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = simulate(run, WORKERS, out)
    assert done.returncode == 0
    assert done.stdout.startswith("Budget report\n")
    assert done.stdout == (out / "budget.en.txt").read_text("utf-8")
    assert done.stderr.endswith("read 17 = decided 11 + merged 0 + rejected 6\n")
    report = json.loads((out / "budget.json").read_text("utf-8"))
    assert report["people"]["rupiah"] == sum(line["rupiah"] for line in report["budget"]) == 134_400
    assert {path.name for path in out.iterdir()} == {
        "decisions.csv",
        "rejects.csv",
        "merged.csv",
        "budget.json",
        *(f"budget.{lang}.{ending}" for lang in ("id", "en") for ending in ("txt", "md", "html")),
    }
    assert (out.stat().st_mode & 0o777) == 0o700


@pytest.mark.slow
@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--workers", "nowhere.csv"], "PE007"),
        (["--workers", str(KARIMUN.parent)], "PE630"),
        (["--workforce", "nowhere.csv"], "PE007"),
        (["--instrument", "uu-1-2099"], "PE605"),
        (["--on", "2025-02-30"], "is not a date"),
        (["--key-file", os.devnull], "shorter than 16 bytes"),
        (["--out", f"{os.devnull}/out"], "cannot write `/dev/null"),
    ],
)
def test_wrong_use_is_code_2_and_leaves_nothing(
    options: list[str], said: str, run: Run, tmp_path: Path
) -> None:
    done = simulate(run, WORKERS, tmp_path / "out", *options)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
def test_results_that_are_there_are_replaced_only_when_asked(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "mine.txt").write_text("keep me")
    assert simulate(run, WORKERS, out).returncode == 2
    assert (out / "mine.txt").exists()
    assert simulate(run, WORKERS, out, "--force").returncode == 0
    assert not (out / "mine.txt").exists()


@pytest.mark.slow
@pytest.mark.parametrize("library", ["pyarrow", "duckdb", "openpyxl"])
def test_a_library_that_is_not_installed_is_named(library: str, tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "r.xlsx")
    program = (
        f"import sys; sys.modules[{library!r}] = None; from policy_engine.cli.main import main; "
        f"main(['simulate', {str(KARIMUN)!r}, '--workers', 'r.xlsx', '--on', {ON!r}, '--out', 'out'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=False, cwd=tmp_path, timeout=120
    )
    assert done.returncode == 2
    assert f"`{library}`" in done.stderr.decode()
    assert "policy-engine[register]" in done.stderr.decode()


@pytest.mark.slow
def test_undetermined_is_incomplete_under_strict(run: Run, tmp_path: Path) -> None:
    assert simulate(run, WORKERS, tmp_path / "out", "--strict").returncode == 4


GUIDE = (ROOT / "docs" / "guides" / "simulate.md").read_text("utf-8")


@pytest.mark.slow
def test_the_commands_of_the_guide_do_what_it_says(run: Run, tmp_path: Path) -> None:
    found = re.findall(r"```console\n\$ policy-engine (.*?)```", GUIDE, re.DOTALL)
    assert len(found) == 2
    for text in found:
        words = text.replace("\\\n", " ").split()
        at = words.index("--out") + 1
        words[at] = str(tmp_path / words[at])
        assert run(*words).returncode == 0, text
    report = json.loads((tmp_path / "karimun-2025" / "budget.json").read_text("utf-8"))
    assert list(report["counts"].values())[:4] == [38, 31, 1, 6]
    assert report["coverage"]
    compared = json.loads((tmp_path / "compared" / "budget.json").read_text("utf-8"))
    assert compared["compare"]["changed"] == 0


@pytest.mark.slow
def test_the_program_of_the_guide_does_what_it_says(tmp_path: Path) -> None:
    (program,) = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)
    (tmp_path / "program.py").write_text(program, "utf-8")
    done = subprocess.run(
        [sys.executable, tmp_path / "program.py"], capture_output=True, check=False, cwd=ROOT, timeout=120
    )
    assert done.stdout.decode() == "['undetermined', 'undetermined']\n", done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("form", ["csv", "jsonl", "json"])
def test_a_register_comes_from_standard_input_as_from_a_file(form: str, run: Run, tmp_path: Path) -> None:
    people = [person(1), person(2, lahir="")]
    content = {
        "csv": table(*people),
        "jsonl": "".join(json.dumps({k: v or None for k, v in each.items()}) + "\n" for each in people),
        # One object over several lines is no JSON Lines.
        "json": json.dumps({k: v or None for k, v in people[0].items()}, indent=1),
    }[form]
    (tmp_path / f"r.{form}").write_text(content, "utf-8")
    from_file = simulate(run, tmp_path / f"r.{form}", tmp_path / "file")
    out = tmp_path / "out"
    options = ("--workers", "-", "--on", ON, "--out", out, "--lang", "en")
    done = run("simulate", KARIMUN, *options, stdin=content)
    assert (done.returncode, done.stdout) == (0, from_file.stdout)
    written = f"decisions.{'jsonl' if form == 'json' else form}"
    assert (out / written).read_bytes() == (tmp_path / "file" / written).read_bytes()
    assert "work" not in {path.name for path in out.iterdir()}


@pytest.mark.slow
def test_standard_input_is_text_and_holds_somebody(run: Run, tmp_path: Path) -> None:
    options = ("--workers", "-", "--on", ON, "--out", tmp_path / "out", "--lang", "en")
    done = run("simulate", KARIMUN, *options, "--workers-format", "parquet", stdin="PAR1")
    assert done.returncode == 2
    assert "only CSV, JSONL and JSON" in done.stderr
    done = run("simulate", KARIMUN, *options, stdin="")
    assert done.returncode == 2
    assert "PE610" in done.stderr
    assert not list(tmp_path.glob("*out*"))


@pytest.mark.slow
def test_the_report_names_what_is_left_blank_and_says_where_amounts_are_not_known(
    run: Run, tmp_path: Path
) -> None:
    law = LAWS["no contribution"]
    (tmp_path / "known.policy").write_text(law, "utf-8")
    barred = "b. belum pernah terdaftar sebagai peserta_bpjs_tk; dan"
    assert law.count(barred) == 1
    (tmp_path / "open.policy").write_text(law.replace(barred, 'b. ... "belum disepakati"; dan'), "utf-8")
    (tmp_path / "r.csv").write_text(table(person(1), person(2)), "utf-8")
    options = ("--workers", tmp_path / "r.csv", "--on", "2026-01-15", "--lang", "en", "--unknown", "all")
    done = run("simulate", tmp_path / "open.policy", *options, "--out", tmp_path / "open")
    assert "what Item 2 letter b leaves blank (belum disepakati)" in done.stdout
    assert "butir-2" not in done.stdout
    done = run("simulate", tmp_path / "known.policy", *options, "--out", tmp_path / "known")
    _, _, by_place = done.stdout.partition("Regencies and cities\n")
    header, row, *_ = by_place.splitlines()
    assert header.split("  ")[-2:] == ["contributions as far as known", "workers whose amount is incomplete"]
    assert row.split()[-1] == "2"
    found = json.loads((tmp_path / "known" / "budget.json").read_text("utf-8"))
    assert [each["unknown"] for each in found["places"]] == [2]


# Comparing, and coverage


@pytest.mark.slow
def test_another_version_is_compared_worker_by_worker(run: Run, tmp_path: Path) -> None:
    old = tmp_path / "old.policy"
    text = KARIMUN.read_text("utf-8")
    assert "paling tinggi 65 tahun" in text
    old.write_text(text.replace("paling tinggi 65 tahun", "paling tinggi 35 tahun"), "utf-8")
    register = tmp_path / "r.csv"
    register.write_text(table(person(1), person(2, lahir="1995-01-01"), person(3, lahir="")), "utf-8")
    done = simulate(run, register, tmp_path / "out", "--compare", old)
    assert done.returncode == 0
    report = json.loads((tmp_path / "out" / "budget.json").read_text("utf-8"))["compare"]
    assert report["changed"] == 1
    assert [(each["before"], each["after"], each["workers"]) for each in report["outcomes"]] == [
        ("eligible", "eligible", 1),
        ("undetermined", "undetermined", 1),
        ("not_eligible", "eligible", 1),
    ]
    assert sum(each["rupiah_after"] - each["rupiah_before"] for each in report["budget"]) == 33_600
    assert sum(each["rupiah_after"] - each["rupiah_before"] for each in report["places"]) == 33_600
    changes = (tmp_path / "out" / "changes.csv").read_text("utf-8").splitlines()
    (change,) = changes[1:]
    assert change == (
        "2,not_eligible,eligible,0,33600,Memorandum Karimun Regency .../2025 item 2 letter a,,"
        "not_eligible,funded,0,33600"
    )


@pytest.mark.slow
def test_coverage_is_eligible_of_a_stated_workforce(run: Run, tmp_path: Path) -> None:
    (tmp_path / "w.csv").write_text("wilayah,angkatan kerja\n21.02,8\nKecamatan Moro,3\n", "utf-8")
    done = simulate(run, WORKERS, tmp_path / "out", "--workforce", tmp_path / "w.csv")
    assert done.returncode == 0
    report = json.loads((tmp_path / "out" / "budget.json").read_text("utf-8"))
    assert [
        (each["region"], each["protected"], each["tenths_of_percent"]) for each in report["coverage"]
    ] == [
        ("21.02", 4, 500),
        ("21.02.01", 2, 666),
    ]


# Personal data


def leaky(folder: Path) -> tuple[Path, list[str]]:
    """Make a register in which names and numbers stand where they should and where they should not."""
    niks = [f"2171{number}0203040001" for number in range(10, 30)]
    people = [person(1, nik=niks[0], nama=NAMES[0]), person(2, nik=niks[1], nama=NAMES[1], lahir="")]
    people.append(person(3, nik=niks[2], nama=NAMES[2], pekerjaan=NAMES[2]))
    people.append(person(4, nik=niks[3], nama=NAMES[3], lahir=NAMES[3]))
    people.append(person(5, nik=niks[4], nama=NAMES[4], peserta_bpjs_tk=niks[4]))
    people.append(person(6, nik=niks[5], nama=NAMES[0]))
    people.append(person(7, nik=niks[5], nama=NAMES[1], lahir="1990-01-01"))
    people.append(person(8, nik=niks[6] + "9", nama=NAMES[1], domisili=niks[6]))
    text = table(*people)
    text += f"{NAMES[3]},{niks[7]}\n" + f'"{NAMES[2]},{niks[8]}\n'
    (folder / "r.csv").write_bytes(text.encode() + f"{niks[9]},{NAMES[1]}é\n".encode("cp1252"))
    return folder / "r.csv", niks


def said_in(folder: Path) -> Iterator[tuple[str, str]]:
    for path in folder.rglob("*"):
        if path.is_file():
            yield path.name, path.name
            yield (
                path.name,
                (
                    repr(pq.read_table(path).to_pylist())
                    if path.suffix == ".parquet"
                    else path.read_bytes().decode("utf-8", errors="replace")
                ),
            )


def test_no_identity_number_and_no_name_is_in_anything_that_comes_out(run: Run, tmp_path: Path) -> None:
    register, niks = leaky(tmp_path)
    (tmp_path / "key").write_text("a secret of sixteen bytes or more")
    out, ignore = tmp_path / "out", ("--ignore-column", "nama")
    forms = ("--format", "csv", "--format", "jsonl", "--format", "parquet")
    done = simulate(run, register, out, *ignore, *forms, "--key-file", tmp_path / "key")
    assert done.returncode == 0
    assert done.stderr.endswith("read 11 = decided 2 + merged 0 + rejected 9\n")
    decided = run(
        "decide",
        KARIMUN,
        "--worker",
        register,
        "--on",
        ON,
        *ignore,
        "--rejects",
        tmp_path / "out" / "decide.csv",
    )
    shown = run("decide", KARIMUN, "--worker", register, "--on", ON, *ignore, "--format", "json")
    texts = dict(
        enumerate((done.stdout, done.stderr, decided.stdout, decided.stderr, shown.stdout, shown.stderr))
    )
    for where, text in (*texts.items(), *said_in(out)):
        for secret in (*NAMES, *(part for name in NAMES for part in name.split()), *niks):
            assert secret not in text, where
    assert len(rejects(out)) >= 9


@pytest.mark.slow
def test_a_register_without_a_header_is_told_without_a_word_of_it(run: Run, tmp_path: Path) -> None:
    register, niks = leaky(tmp_path)
    (tmp_path / "h.csv").write_bytes(b"\n".join(register.read_bytes().splitlines()[1:]))
    done = simulate(run, tmp_path / "h.csv", tmp_path / "out")
    assert done.returncode == 2
    assert "PE629" in done.stderr
    for secret in (*NAMES, *niks):
        assert secret not in done.stdout + done.stderr


@pytest.mark.slow
def test_who_asks_for_every_column_is_warned_and_gets_them(run: Run, tmp_path: Path) -> None:
    register, niks = leaky(tmp_path)
    done = simulate(run, register, tmp_path / "out", "--ignore-column", "nama", "--keep-columns", "all")
    assert "UU 27/2022" in done.stderr
    assert niks[0] not in done.stdout + done.stderr
    assert (decisions(tmp_path / "out")[0]["nik"], decisions(tmp_path / "out")[0]["nama"]) == (
        niks[0],
        NAMES[0],
    )


# Faults


def limited() -> None:
    """Let no file grow beyond 60 kB, as a disk that is full does."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))


def made(folder: Path, rows: int) -> Path:
    """Make a register as Parquet, of workers of Karimun of all kinds."""
    path = folder / "made.parquet"
    with duckdb.connect() as connection:
        connection.execute("SET threads = 1")
        connection.execute(
            f"COPY (SELECT lpad(CAST(i AS VARCHAR), 16, '0') AS nik, "  # noqa: S608  made here
            "['ojek', 'marbot', 'pemulung', 'pedagang_keliling|ojek'][i % 4 + 1] AS pekerjaan, "
            "strftime(DATE '1950-01-01' + CAST(i * 7919 % 25000 AS INTEGER), '%Y-%m-%d') AS lahir, "
            "'21.02.' || lpad(CAST(i % 9 + 1 AS VARCHAR), 2, '0') || '.' || CAST(2001 + i % 90 AS VARCHAR) "
            "AS domisili, "
            "CASE WHEN i % 11 = 0 THEN 'ya' ELSE 'tidak' END AS peserta_bpjs_tk, 'ya' AS lulus_verifikasi, "
            "'belum' AS tanggal_pendaftaran, CASE WHEN i % 5 = 0 THEN NULL ELSE 'ya' END AS pekerjaan_sejenis, "
            "'ya' AS memiliki_nik_atau_ktp, 'ya' AS memiliki_usaha_atau_pekerjaan, "
            "500000 + i * 131 % 1000000 AS penghasilan FROM range("
            f"{rows}) AS t(i)) TO '{path}' (FORMAT parquet)"
        )
    return path


def command(workers: Path, out: Path, *options: str) -> list[str]:
    places = ["--workers", str(workers), "--on", ON, "--out", str(out), "--lang", "en"]
    return [str(PROGRAM), "simulate", str(KARIMUN), *places, "--threads", "2", *options]


@pytest.mark.slow
@pytest.mark.parametrize("form", ["csv", "parquet", "xlsx", "jsonl", "arrow"])
def test_a_disk_that_fills_is_told_and_nothing_is_left(form: str, tmp_path: Path) -> None:
    register = made(tmp_path, 60_000)
    out = tmp_path / "out"
    done = subprocess.run(
        command(register, out, "--format", form),
        capture_output=True,
        check=False,
        preexec_fn=limited,
        timeout=300,
    )
    assert done.returncode == 2, done.stderr
    assert b"the disk or the memory is full" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["made.parquet"]


@pytest.mark.slow
def test_a_file_that_is_damaged_in_the_middle_is_told_and_nothing_is_left(run: Run, tmp_path: Path) -> None:
    register = made(tmp_path, 60_000)
    content = bytearray(register.read_bytes())
    for place in range(len(content) // 4, len(content) // 4 + 2_000):
        content[place] ^= 0x5A
    register.write_bytes(content)
    done = simulate(run, register, tmp_path / "out")
    assert done.returncode == 2
    assert "PE631" in done.stderr
    assert not list(tmp_path.glob("*out*"))


@pytest.mark.slow
def test_a_page_that_cannot_be_read_is_a_damaged_file_and_no_fault_of_the_program(
    run: Run, tmp_path: Path
) -> None:
    register = made(tmp_path, 100)
    content = bytearray(register.read_bytes())
    content[4:40] = b"\xff" * 36
    register.write_bytes(content)
    done = simulate(run, register, tmp_path / "out")
    assert done.returncode == 2
    assert "PE631" in done.stderr


@pytest.mark.slow
def test_a_killed_run_leaves_no_results_and_the_next_one_completes(tmp_path: Path) -> None:
    register, out = made(tmp_path, 400_000), tmp_path / "out"
    with subprocess.Popen(
        command(register, out), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as killed:
        until = time.monotonic() + 120
        while not list(tmp_path.glob(".out.*.partial/*/keyed*.parquet")) and time.monotonic() < until:
            time.sleep(0.02)
        killed.send_signal(signal.SIGKILL)
    assert killed.returncode == -signal.SIGKILL
    assert list(tmp_path.glob(".out.*.partial"))
    assert not out.exists()
    done = subprocess.run(command(register, out), capture_output=True, check=False, timeout=600)
    assert done.returncode == 0
    assert not list(tmp_path.glob(".out.*.partial"))
    assert pq.ParquetFile(out / "decisions.parquet").metadata.num_rows == 400_000


@pytest.mark.slow
def test_a_run_that_the_user_stops_is_no_fault_of_the_program_and_leaves_nothing(tmp_path: Path) -> None:
    register, out = made(tmp_path, 400_000), tmp_path / "out"
    with subprocess.Popen(
        command(register, out), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as stopped:
        until = time.monotonic() + 120
        while not list(tmp_path.glob(".out.*.partial/*/keyed*.parquet")) and time.monotonic() < until:
            time.sleep(0.02)
        stopped.send_signal(signal.SIGINT)
        assert stopped.stderr is not None
        said = stopped.stderr.read()
    assert stopped.returncode == 130
    assert "policy-engine-crash" not in said
    assert [path.name for path in tmp_path.iterdir()] == ["made.parquet"]


@pytest.mark.slow
def test_a_million_workers_are_decided_in_bounded_memory(tmp_path: Path) -> None:
    register = made(tmp_path, 1_000_000)
    watcher = (
        "import resource, subprocess, sys\n"
        "code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)\n"
        "sys.exit(code)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", watcher, *command(register, tmp_path / "out")],
        capture_output=True,
        check=False,
        timeout=900,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 600
    report = json.loads((tmp_path / "out" / "budget.json").read_text("utf-8"))
    assert report["counts"]["read"] == report["counts"]["decided"] == 1_000_000
    assert sum(report["people"]["outcomes"].values()) == 1_000_000
