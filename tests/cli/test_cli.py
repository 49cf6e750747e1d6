"""Every verb as a whole process: what it prints, where, and with which exit code."""

import csv
import fcntl
import json
import os
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

import policy_engine
from policy_engine.diagnostics.catalogue import every_class
from policy_engine.records import Decision
from tests.cli.conftest import PROGRAM, ROOT, Run

KARIMUN = "policies/kepulauan-riau/karimun-nota-kesepakatan-2025.policy"
WORKERS = "examples/karimun/workers.csv"
WORKER = "examples/karimun/worker.json"
ON = "2025-11-13"
VERBS = ("init", "check", "fmt", "test", "decide", "diff", "simulate", "rule", "export")
GOLDEN = ROOT / "tests" / "golden" / "cli"

NIK = "2171010203040001"
HEADER = "pekerjaan,pekerjaan_sejenis,lahir,domisili,peserta_bpjs_tk,lulus_verifikasi,tanggal_pendaftaran"
GOOD = "ojek,,1985-03-02,kabupaten_karimun,tidak,ya,belum"


def decide(
    run: Run, worker: str | Path, *options: str | Path, stdin: str | bytes = b""
) -> subprocess.CompletedProcess[str]:
    return run("decide", KARIMUN, "--worker", worker, "--on", ON, "--lang", "en", *options, stdin=stdin)


# The program


@pytest.mark.parametrize("verb", ["", *VERBS])
def test_help_is_as_committed(verb: str, run: Run, golden: Callable[[Path, str], None]) -> None:
    done = run(*([verb] if verb else []), "--help", POLICY_ENGINE_LANG="en")
    assert done.returncode == 0
    golden(GOLDEN / f"help-{verb or 'program'}.txt", done.stdout)


def test_help_speaks_indonesian_by_default(run: Run) -> None:
    assert "Periksa berkas kebijakan" in run("--help").stdout


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_a_guide(verb: str) -> None:
    assert (ROOT / "docs" / "guides" / f"{verb}.md").read_text("utf-8").startswith("# ")


@pytest.mark.parametrize(
    "arguments",
    [
        ["bogus"],
        ["check", "--bogus"],
        ["decide"],
        ["decide", KARIMUN, "--worker", WORKER],
        ["decide", KARIMUN, "--worker", WORKER, "--on", "2025-02-30"],
        ["decide", KARIMUN, "--worker", WORKER, "--on", "today"],
        ["rule"],
        ["rule", "PE000"],
        ["export", "bogus"],
    ],
)
def test_wrong_use_is_code_2_and_says_so_on_standard_error(arguments: list[str], run: Run) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr


def test_no_module_that_a_verb_may_not_need_is_loaded_for_help() -> None:
    done = subprocess.run(
        [
            PROGRAM.with_name("python"),
            "-X",
            "importtime",
            "-c",
            "from policy_engine.cli.main import main; main(['--help'])",
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert not loaded & {"lark", "pydantic", "hypothesis", "jinja2", "policy_engine.engine"}


def test_unexpected_exception_is_a_sentence_with_a_report(tmp_path: Path) -> None:
    script = (
        "import policy_engine.commands.rule as r\n"
        "def broken(*_): raise RuntimeError('nik 2171010203040001')\n"
        "r.rule = broken\n"
        "from policy_engine.cli.main import main\n"
        "main(['rule', 'PE601', '--lang', 'en'])\n"
    )
    done = subprocess.run(
        [PROGRAM.with_name("python"), "-c", script],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"TMPDIR": str(tmp_path), "POLICY_ENGINE_LANG": "en"},
    )
    (report,) = tmp_path.glob("policy-engine-crash-*.txt")
    assert done.returncode == 3
    assert done.stderr == f"this is a fault of the program, not yours; a report is in {report}\n"
    assert "RuntimeError" in report.read_text("utf-8")
    assert "0102030400" not in report.read_text("utf-8")
    assert report.stat().st_mode & 0o077 == 0


def test_closed_pipe_is_quiet(cache_home: Path) -> None:
    read, write = os.pipe()
    # So small that the program is still writing when nobody reads any more.
    fcntl.fcntl(write, fcntl.F_SETPIPE_SZ, 4096)
    with subprocess.Popen(
        [PROGRAM, "rule", "--all"],
        stdout=write,
        stderr=subprocess.PIPE,
        env={"PATH": os.environ["PATH"], "XDG_CACHE_HOME": str(cache_home)},
    ) as process:
        os.close(write)
        assert process.stderr is not None
        assert os.read(read, 1)
        os.close(read)
        assert process.stderr.read() == b""
        assert process.wait() == 0


def test_interruption_is_quiet(cache_home: Path) -> None:
    with subprocess.Popen(
        [PROGRAM, "fmt", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"XDG_CACHE_HOME": str(cache_home)},
    ) as process:
        assert process.stdin is not None
        assert process.stderr is not None
        # More than a pipe holds: once it is written, the program has begun to read; soon it waits for the rest.
        process.stdin.write(b"#" * 1_000_000)
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        assert process.wait() == 130
        assert process.stderr.read().strip() == b""


# rule


@pytest.mark.parametrize("lang", ["id", "en"])
def test_rule_shows_the_page_of_a_code_or_a_name(lang: str, run: Run) -> None:
    by_code, by_name = (
        run("rule", "PE623", "--lang", lang),
        run("rule", "code-not-in-vocabulary", "--lang", lang),
    )
    assert by_code.returncode == 0
    assert by_code.stdout == by_name.stdout
    assert by_code.stdout.startswith("## PE623 code-not-in-vocabulary")


def test_rule_all_shows_every_page(run: Run) -> None:
    shown = run("rule", "--all", "--lang", "en").stdout
    assert all(f"## {cls.kind.code} {cls.kind.name}" in shown for cls in every_class())


def test_mistyped_code_is_answered_with_a_near_one(run: Run) -> None:
    done = run("rule", "wrong-tipe", "--lang", "en")
    assert done.returncode == 2
    assert "perhaps `wrong-type`" in done.stderr


# check


def test_check_of_the_sample_is_clean_and_says_what_was_analysed(run: Run) -> None:
    done = run("check", KARIMUN, "--lang", "en", "--fail-level", "error")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "analysed: 1 file, 1 instrument" in done.stdout
    assert "not analysed: 1 clause not encoded" in done.stdout


def test_check_writes_one_line_a_finding_or_json(run: Run, tmp_path: Path) -> None:
    broken = tmp_path / "a.policy"
    broken.write_text("instrumen perbup {\n", "utf-8")
    concise = run("check", broken, "--output-format", "concise", "--lang", "en")
    assert concise.returncode == 1
    assert concise.stdout.startswith(f"{broken}:")
    document = json.loads(run("check", broken, "--output-format", "json").stdout)
    assert document["schema_version"] == "1.0"
    assert document["findings"][0]["location"]["path"] == str(broken)
    assert document["complete"] is False


def test_select_and_ignore_choose_by_the_beginning_of_the_code(run: Run, tmp_path: Path) -> None:
    broken = tmp_path / "a.policy"
    broken.write_text("instrumen perbup {\n", "utf-8")
    assert run("check", broken, "--ignore", "PE0").returncode == 0
    assert run("check", broken, "--select", "PE9").returncode == 0
    assert run("check", broken, "--ignore", "PE", "--select", "PE0").returncode == 1


def test_every_option_has_a_twin_in_the_environment(run: Run, tmp_path: Path) -> None:
    broken = tmp_path / "a.policy"
    broken.write_text("instrumen perbup {\n", "utf-8")
    assert run("check", broken, POLICY_ENGINE_CHECK_IGNORE="PE0").returncode == 0
    assert json.loads(run("check", broken, POLICY_ENGINE_CHECK_OUTPUT_FORMAT="json").stdout)["findings"]


def test_unchanged_file_is_reported_from_what_was_found_before(run: Run) -> None:
    first = run("check", KARIMUN)
    assert run("check", KARIMUN).stdout == first.stdout
    assert run("check", KARIMUN, "--no-cache").stdout == first.stdout


@pytest.mark.slow
def test_corrupt_cache_is_ignored(run: Run, tmp_path: Path) -> None:
    home = tmp_path / "home"
    before = run("check", KARIMUN, XDG_CACHE_HOME=str(home))
    entries = list((home / "policy-engine").iterdir())
    assert entries
    for entry in entries:
        entry.write_bytes(b"\x80\x04cos\nsystem\n(S'touch /tmp/x'\ntR.")
    assert run("check", KARIMUN, XDG_CACHE_HOME=str(home)).stdout == before.stdout
    assert (home / "policy-engine").stat().st_mode & 0o777 == 0o700


def _missing(folder: Path) -> Path:
    return folder / "tidak-ada.policy"


def _folder_without_policies(folder: Path) -> Path:
    (folder / "kosong").mkdir()
    return folder / "kosong"


def _written(content: bytes) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        path = folder / "a.policy"
        path.write_bytes(content)
        return path

    return write


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (_missing, "PE007"),
        (_folder_without_policies, "PE602"),
        (_written(b"instrumen \xff\xfe"), "PE004"),
        (_written("instrumen".encode("utf-16")), "PE004"),
        (_written(b"PK\x03\x04\x00\x00"), "PE601"),
        (_written(b"#" * 5_000_001), "PE005"),
    ],
)
def test_unreadable_policy_is_code_2(
    make: Callable[[Path], Path], code: str, run: Run, tmp_path: Path
) -> None:
    path = make(tmp_path)
    for verb in ("check", "fmt", "test"):
        done = run(verb, path)
        assert done.returncode == 2, (verb, done.stdout, done.stderr)
        assert code in done.stdout + done.stderr


def test_a_language_that_there_is_not_is_code_2(run: Run) -> None:
    done = run("check", KARIMUN, POLICY_ENGINE_LANG="fr")
    assert done.returncode == 2
    assert 'POLICY_ENGINE_LANG="fr"' in done.stderr
    assert run("rule", "PE101", POLICY_ENGINE_LANG="").returncode == 0


def test_folder_given_for_a_file_of_workers_is_code_2(run: Run) -> None:
    done = decide(run, "examples/karimun")
    assert done.returncode == 2
    assert "PE007" in done.stderr


@pytest.mark.parametrize(
    ("settings", "code"),
    [("sorces = []", "PE604"), ("sources = 1", "PE603"), ('language = "de"', "PE603"), ("[[[", "PE603")],
)
def test_broken_project_file_is_code_2(settings: str, code: str, run: Run, tmp_path: Path) -> None:
    (tmp_path / "policy.toml").write_text(settings, "utf-8")
    done = run("check", cwd=tmp_path)
    assert done.returncode == 2
    assert code in done.stderr


def test_policy_nested_too_deep_is_a_finding(run: Run, tmp_path: Path) -> None:
    deep = tmp_path / "a.policy"
    deep.write_text(
        "instrumen perbup kabupaten_karimun nomor 1 tahun 2026 "
        "{ Pasal 1 Penerima harus memenuhi persyaratan: a. " + "(" * 10_000 + "ya" + ")" * 10_000 + ". }",
        "utf-8",
    )
    done = run("check", deep, "--output-format", "concise")
    assert done.returncode == 1
    assert "PE003" in done.stdout


def test_byte_order_mark_does_not_matter(run: Run, tmp_path: Path) -> None:
    text = (ROOT / KARIMUN).read_bytes()
    (tmp_path / "a.policy").write_bytes(b"\xef\xbb\xbf" + text)
    assert run("check", tmp_path / "a.policy", "--fail-level", "error").returncode == 0


# fmt


@pytest.mark.slow
def test_fmt_writes_the_one_style_and_has_nothing_to_do_twice(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.policy"
    path.write_text((ROOT / KARIMUN).read_text("utf-8").replace("  Butir", "      Butir"), "utf-8")
    assert run("fmt", "--check", path).returncode == 1
    assert run("fmt", "--diff", path).stdout.startswith(f"--- {path}")
    assert run("fmt", path).returncode == 0
    assert run("fmt", "--check", path).returncode == 0
    assert "# Nota kesepakatan mengikat para pihaknya saja" in path.read_text("utf-8")


@pytest.mark.slow
def test_fmt_translates_keywords_and_back(run: Run) -> None:
    text = (ROOT / KARIMUN).read_text("utf-8")
    indonesian = run("fmt", "-", stdin=text).stdout
    english = run("fmt", "-", "--lang", "en", stdin=text).stdout
    assert english != indonesian
    assert run("fmt", "-", stdin=english).stdout == english
    assert run("fmt", "-", "--lang", "id", stdin=english).stdout == indonesian


def test_fmt_does_not_touch_what_it_cannot_read(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.policy"
    path.write_text("instrumen {", "utf-8")
    done = run("fmt", path)
    assert done.returncode == 1
    assert path.read_text("utf-8") == "instrumen {"


# test


def test_tests_of_the_sample_pass_and_are_counted_apart(run: Run) -> None:
    done = run("test", KARIMUN, "--lang", "en")
    assert done.returncode == 0, done.stdout
    assert "tests: 12 passed, 0 failed" in done.stdout
    assert "properties: 3 passed, 0 failed" in done.stdout


def test_failed_test_shows_expected_actual_and_why(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.policy"
    text = (ROOT / KARIMUN).read_text("utf-8")
    path.write_text(text.replace("biaya Rp33.600", "biaya Rp1", 1), "utf-8")
    done = run("test", path, "--run", "40 tahun", "--lang", "en")
    assert done.returncode == 1
    assert "PE701" in done.stdout
    assert "the cost should be Rp1, but is Rp33,600" in done.stdout
    assert "You are eligible" in done.stdout
    document = json.loads(run("test", path, "--output-format", "json").stdout)
    assert [result["passed"] for result in document["results"]].count(False) == 1


# decide


def test_one_worker_is_decided_with_article_months_and_cost(run: Run) -> None:
    done = decide(run, WORKER)
    assert done.returncode == 0, done.stderr
    assert "outcome: eligible" in done.stdout
    assert "cost: Rp33,600" in done.stdout
    assert "facts as of 13 November 2025 (taken to be the same; declare with --facts-as-of)" in done.stdout


@pytest.mark.parametrize("lang", ["id", "en"])
def test_explanation_names_the_article(lang: str, run: Run) -> None:
    done = run("decide", KARIMUN, "--worker", WORKER, "--on", ON, "--explain", "--lang", lang)
    assert ("butir 2 huruf a" if lang == "id" else "item 2 letter a") in done.stdout


def test_json_of_one_worker_is_a_decision_of_the_published_schema(run: Run) -> None:
    shown = decide(
        run, "-", "--format", "json", "--facts-as-of", ON, stdin=(ROOT / WORKER).read_bytes()
    ).stdout
    decision = Decision.model_validate_json(shown)
    assert (decision.outcome, decision.total, decision.reference) == ("eligible", 33_600, "K-001")


def test_batch_loses_no_row_and_says_why_each_bad_one_was_rejected(run: Run, tmp_path: Path) -> None:
    rejects = tmp_path / "rejects.csv"
    done = decide(run, WORKERS, "--rejects", rejects)
    assert done.returncode == 0, done.stderr
    assert "read 17 = decided 11 + rejected 6" in done.stdout
    codes = [line.split(",")[2] for line in rejects.read_text("utf-8").splitlines()[1:]]
    assert codes == ["PE625", "PE623", "PE622", "PE621", "PE621", "PE614"]


def test_rejected_rows_that_nobody_keeps_are_shown_and_make_code_1(run: Run) -> None:
    done = decide(run, WORKERS)
    assert done.returncode == 1
    assert "row 14, column `pekerjaan`: `ojekk` is not known" in done.stderr
    assert "perhaps `ojek`" in done.stderr


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_machine_output_has_one_line_a_decision(form: str, run: Run, tmp_path: Path) -> None:
    done = decide(run, WORKERS, "--format", form, "--rejects", tmp_path / "r.csv", "-o", tmp_path / "out")
    lines = (tmp_path / "out").read_text("utf-8").splitlines()
    assert done.stdout == ""
    assert "read 17 = decided 11 + rejected 6" in done.stderr
    assert len(lines) == (11 if form == "jsonl" else 12)


def test_json_of_a_batch_holds_decisions_rejections_and_counts(run: Run) -> None:
    document = json.loads(decide(run, WORKERS, "--format", "json").stdout)
    assert document["counts"] == {"read": 17, "decided": 11, "rejected": 6}
    assert [len(document["decisions"]), len(document["rejected"])] == [11, 6]


def test_outcomes_of_the_example_are_all_but_conflict(run: Run) -> None:
    document = json.loads(decide(run, WORKERS, "--format", "json").stdout)
    assert {each["outcome"] for each in document["decisions"]} == {
        "eligible",
        "not_eligible",
        "undetermined",
        "not_applicable",
    }


def test_one_row_of_a_table_can_be_asked_for(run: Run) -> None:
    assert "outcome: not eligible" in decide(run, WORKERS, "--row", "5").stdout
    missing = decide(run, WORKERS, "--row", "99")
    assert missing.returncode == 2
    assert "row 99: there is no worker on this row" in missing.stderr


def test_undetermined_is_code_4_under_strict(run: Run) -> None:
    assert decide(run, WORKERS, "--row", "7").returncode == 0
    assert decide(run, WORKERS, "--row", "7", "--strict").returncode == 4


@pytest.mark.parametrize(
    ("content", "form", "said"),
    [
        (b"", "csv", "there is no worker in it"),
        (HEADER.encode(), "csv", "there is no worker in it"),
        (b"", "json", "there is no worker in it"),
        (b"{", "json", "not JSON"),
        (b'{"lahri": "1985-03-02"}', "json", "column `lahri`"),
        (b'{"lahir": "1985-03-02", "lahir": "1985-03-02"}', "json", "given twice"),
        (b'{"penghasilan": NaN}', "json", "`NaN` is not a value of JSON"),
        (b'{"penghasilan": 1.5}', "json", "the fraction `1.5`"),
        (b'{"nik": "123"}', "json", "the NIK has 3 digits, expected 16 digits"),
        (b'{"lahir": "1985-02-30"}', "json", "the date `1985-02-30` does not exist"),
        (b'{"pekerjaan": ["ojekk"]}', "json", "perhaps `ojek`"),
        (b"\x00\x01\x02", "csv", "is not a text file"),
        (b"\xff\xfe,\n", "csv", "is UTF-16 text, expected UTF-8"),
        (f"{HEADER},{HEADER}\n".encode(), "csv", "is given twice"),
        (b"pekerjaan,lahir\nojek,1985-03-02\n", "csv", "there is no column for `domisili`"),
        (f"{HEADER}\n{GOOD},x\n".encode(), "csv", "there are 8 cells, expected 7"),
        (f"{HEADER}\n".encode() + b"x" * 50_000_000, "csv", "longer than 1000000 bytes"),
    ],
)
def test_bad_input_is_told_clearly(content: bytes, form: str, said: str, run: Run) -> None:
    done = decide(run, "-", "--worker-format", form, stdin=content)
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stdout in ("", "read 1 = decided 0 + rejected 1\n")


@pytest.mark.parametrize("options", [[], ["--explain"], ["--format", "json"], ["--format", "csv"]])
def test_identity_number_is_never_shown(options: list[str], run: Run, tmp_path: Path) -> None:
    rejects = tmp_path / "r.csv"
    table = f"nik,id,{HEADER}\n{NIK},{NIK},{GOOD}\n{NIK},x,{GOOD.replace('ojek', NIK)}\n{NIK}1,{NIK},{GOOD}\n"
    done = decide(run, "-", "--worker-format", "csv", "--rejects", rejects, *options, stdin=table)
    assert "0102030400" not in done.stdout + done.stderr + rejects.read_text("utf-8")
    assert "2171**********01" in rejects.read_text("utf-8")


def test_instrument_has_to_be_named_where_there_are_several(run: Run) -> None:
    done = run("decide", "policies/kepulauan-riau", "--worker", WORKER, "--on", ON, "--lang", "en")
    assert done.returncode == 2
    assert "name one of `" in done.stderr
    named = run(
        *("decide", "policies/kepulauan-riau", "--worker", WORKER, "--on", ON, "--lang", "en"),
        *("--instrument", "nota_kesepakatan-21.02-x-2025"),
    )
    assert named.returncode == 0, named.stderr


def test_mapping_file_reads_another_offices_table(run: Run, tmp_path: Path) -> None:
    (tmp_path / "map.toml").write_text(
        'ignore = ["Nama"]\ndate_format = "dmy"\n[columns]\n"Tgl Lahir" = "lahir"\n"Kerja" = "pekerjaan"\n',
        "utf-8",
    )
    table = (
        "Nama;Kerja;Tgl Lahir;domisili;peserta_bpjs_tk;lulus_verifikasi\n"
        "Siti;ojek;02/03/1985;21.02;tidak;ya\n"
    )
    unknown = ["--unknown", "pekerjaan_sejenis", "--unknown", "tanggal_pendaftaran"]
    done = decide(run, "-", "--worker-format", "csv", "--map", tmp_path / "map.toml", *unknown, stdin=table)
    assert "read 1 = decided 1 + rejected 0" in done.stdout
    assert "delimiter found in the header: `;`" in done.stderr


# export, init


def test_bundle_is_the_same_bytes_twice_and_reads_back(run: Run) -> None:
    first, second = run("export", "bundle", KARIMUN), run("export", "bundle", KARIMUN, "--no-cache")
    assert first.returncode == 0, first.stderr
    assert first.stdout == second.stdout
    assert json.loads(run("export", "ir", KARIMUN).stdout) == json.loads(first.stdout)


def test_schema_of_a_decision_is_as_published(run: Run, golden: Callable[[Path, str], None]) -> None:
    golden(
        ROOT / "docs" / "reference" / "decision.schema.json",
        run("export", "schema", "--of", "decision").stdout,
    )


@pytest.mark.slow
def test_sql_names_what_it_rests_on_and_is_the_same_twice(run: Run, tmp_path: Path) -> None:
    mapping = tmp_path / "peta.toml"
    mapping.write_text('[columns]\n"tgl; lahir" = "lahir"\nnomor = "id"\n', "utf-8")
    asked = ("export", "sql", KARIMUN, "--dialect", "postgres", "--on", "2025-11-13", "--map", mapping,
             "--workers-table", "hr.pekerja", "--unknown", "pekerjaan_sejenis")  # fmt: skip
    first, second = run(*asked), run(*asked)
    assert first.returncode == 0, first.stderr
    assert first.stdout == second.stdout
    heading = [line for line in first.stdout.splitlines() if line.startswith("--")]
    assert "-- fact lahir: column tgl; lahir" in heading
    assert "-- fact pekerjaan_sejenis: unknown for every worker (no column)" in heading
    assert 'FROM "hr"."pekerja" AS r' in first.stdout
    assert 'r."tgl; lahir" AS' in first.stdout
    undo = run("export", "sql", "--dialect", "postgres", "--undo")
    assert undo.returncode == 0
    assert "DROP SCHEMA" in undo.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--on", "13-11-2025"), "is not a date"),
        ((), "is not a date"),
        (("--on", "2025-11-13", "--unknown", "lahri"), "no fact that the policy knows"),
        (("--on", "2025-11-13", "--workers-table", 'a"b'), "not the name of a table"),
        (("--on", "2025-11-13", "--workers-table", "policy_engine.workers"), "outside the schema"),
        (("--on", "2025-11-13", "--schema", "a\nb"), "not safe in SQL"),
        (("--on", "2025-11-13", "--instrument", "perda-x"), "perda-x"),
    ],
)
def test_sql_that_cannot_be_written_is_refused_with_its_reason(
    run: Run, arguments: tuple[str, ...], said: str
) -> None:
    done = run("export", "sql", KARIMUN, "--dialect", "postgres", "--lang", "en", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


def test_new_project_checks_clean_and_its_test_passes(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "proyek"
    assert run("init", folder).returncode == 0
    for verb in (("check",), ("test",), ("fmt", "--check")):
        done = run(*verb, cwd=folder)
        assert done.returncode == 0, (verb, done.stdout, done.stderr)


def test_init_overwrites_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "policy.toml").write_text("sources = []\n", "utf-8")
    assert run("init", tmp_path).returncode == 2
    assert [path.name for path in tmp_path.iterdir()] == ["policy.toml"]


# examples


def test_embedding_example_serves_an_applicant() -> None:
    done = subprocess.run(
        [PROGRAM.with_name("python"), "examples/embed/registration_desk.py", WORKER, ON],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("daftarkan; iuran yang ditanggung Rp33600")


# Proofs

PROVED = """\
instrumen perbup kabupaten_karimun nomor 5 tahun 2026 {
  tentang "Pelindungan"  status rancangan  sumber "rancangan"
  daerah kabupaten_karimun  segmen bpu
  ditetapkan 2026-01-02  diundangkan 2026-01-02  mulai berlaku 2026-01-02
  Pasal 1
    Penerima terdiri atas: a. nelayan.
  Pasal 2
    Penerima harus memenuhi persyaratan: a. usia paling tinggi 65 tahun pada tanggal pendaftaran.
  Pasal 3
    (1) Penerima diikutsertakan dalam program jkk dan jkm.
    (2) Iuran jkk sesuai dengan pp 44/2015 Lampiran II baris 1.
    (3) Iuran jkm sesuai dengan pp 44/2015 Pasal 20 ayat (3).
    (4) Iuran ditanggung seluruhnya oleh Pemerintah Daerah.
    (5) Iuran dibayar untuk bulan Iuran Februari 2026 sampai dengan Desember 2026.
}
"""


def test_check_proves_unless_told_not_to_and_shows_the_worker(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.policy").write_text(PROVED, "utf-8")
    shown = run("check", tmp_path / "a.policy", "--lang", "en").stdout
    assert "PE540" in shown
    assert "a worker, on 2 January 2026: date of birth 2 January 1961 (65 years 0 months)" in shown
    assert "proved: 1 instrument" in shown
    assert "PE540" not in run("check", tmp_path / "a.policy", "--analysis", "off").stdout
    assert "PE540" in run("check", tmp_path / "a.policy", "--analysis", "fast").stdout


@pytest.mark.slow
def test_workers_are_written_as_tests_once_and_the_tests_pass(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "a.policy"
    file.write_text(PROVED, "utf-8")
    run("check", file, "--write-tests")
    once = file.read_text("utf-8")
    assert once.count("# Contoh pekerja bagi PE540 (wider-than-national).") == 2
    run("check", file, "--write-tests")
    assert file.read_text("utf-8") == once
    assert run("fmt", "--check", file).returncode == 0
    tested = run("test", file, "--lang", "en")
    assert tested.returncode == 0
    assert "0 failed" in tested.stdout


@pytest.mark.slow
def test_tests_are_written_in_the_language_of_the_file(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "a.policy"
    file.write_text(PROVED, "utf-8")
    run("fmt", "--lang", "en", file)
    run("check", file, "--write-tests")
    written = file.read_text("utf-8")
    assert "facts as of" in written
    assert "hasil" not in written
    assert run("test", file).returncode == 0


def test_a_property_is_proved_or_refuted_by_the_plainest_worker(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "a.policy"
    stated = (
        'pastikan "{}" pada 2026-01-05:\n'
        "  hasil memenuhi syarat hanya jika usia paling tinggi {} tahun pada tanggal pendaftaran\n"
    )
    file.write_text(PROVED + stated.format("tua", 65), "utf-8")
    assert "1 proved for all workers" in run("test", file, "--lang", "en").stdout
    file.write_text(PROVED + stated.format("muda", 60), "utf-8")
    refuted = run("test", file, "--lang", "en")
    assert refuted.returncode == 1
    assert "lahir 1965-01-05" in refuted.stdout


@pytest.mark.slow
def test_example_of_the_fast_path_decides_a_queue_as_the_engine_does() -> None:
    done = subprocess.run(
        [PROGRAM.with_name("python"), "examples/embed/fast_desk.py", "examples/karimun/workers.csv", ON],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    slow = policy_engine.load(ROOT / KARIMUN)
    with (ROOT / "examples/karimun/workers.csv").open(encoding="utf-8", newline="") as table:
        decisions = list(slow.decide_many(csv.DictReader(table), on=ON))
    decided = [each for each in decisions if isinstance(each, policy_engine.Decision)]
    counted = Counter(each.effective for each in decided)
    lines = done.stdout.splitlines()
    assert {f"{outcome}: {number}" for outcome, number in counted.items()} <= set(lines)
    assert lines[-1] == f"Rp{sum(each.total or 0 for each in decided)}"


# diff


@pytest.mark.slow
def test_diff_leaves_with_0_with_1_where_a_gate_stays_shut_and_with_2_for_what_is_not_there(
    run: Run, tmp_path: Path
) -> None:
    draft = tmp_path / "draft.policy"
    text = (ROOT / KARIMUN).read_text("utf-8").partition("\nuji ")[0]
    draft.write_text(text.replace("paling tinggi 65 tahun", "paling tinggi 60 tahun"), "utf-8")
    done = run("diff", KARIMUN, draft, "--lang", "en")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Loses: eligible → not eligible" in done.stdout
    assert run("diff", KARIMUN, draft, "--deny-lost").returncode == 1
    assert run("diff", KARIMUN, draft, "--deny-new").returncode == 0
    assert run("diff", KARIMUN, KARIMUN, "--deny-lost", "--deny-cost").returncode == 0
    assert run("diff", KARIMUN, tmp_path / "missing.policy").returncode == 2
