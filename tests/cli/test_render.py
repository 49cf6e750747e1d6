"""`render` as a user runs it: every document and format, and what is said where there is none."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT, Run

POLICIES = ROOT / "policies"
KARIMUN = POLICIES / "kepulauan-riau" / "karimun-nota-kesepakatan-2025.policy"
BONTANG = POLICIES / "kalimantan-timur" / "perwali-bontang-23-2023.policy"


@pytest.mark.parametrize(
    ("path", "what", "form", "same"),
    [
        (KARIMUN, "summary", "html", "karimun/summary.id.html"),
        (BONTANG, "law", "html", "bontang/law.id.html"),
    ],
)
def test_the_command_writes_what_the_gallery_shows(
    run: Run, path: Path, what: str, form: str, same: str
) -> None:
    done = run("render", path, "--what", what, "--lang", "id", "--format", form)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (ROOT / "docs" / "gallery" / same).read_text("utf-8")


def test_a_document_is_written_to_a_file(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "a.docx"
    assert run("render", KARIMUN, "--format", "docx", "-o", out).returncode == 0
    assert out.read_bytes()[:2] == b"PK"


def test_bytes_are_not_written_to_a_terminal(run: Run) -> None:
    done = run("render", KARIMUN, "--format", "pdf", "--lang", "en")
    assert (done.returncode, done.stdout) == (2, "")
    assert "needs `-o FILE`" in done.stderr


def test_only_law_text_is_akoma_ntoso(run: Run) -> None:
    done = run("render", KARIMUN, "--format", "akn", "--lang", "en")
    assert done.returncode == 2
    assert "PE693" in done.stderr


def test_a_day_before_commencement_has_no_document(run: Run) -> None:
    done = run("render", KARIMUN, "--on", "2025-11-12", "--lang", "en")
    assert done.returncode == 2
    assert "is not in force on 2025-11-12" in done.stderr


def test_a_day_that_is_none_is_refused(run: Run) -> None:
    assert run("render", KARIMUN, "--on", "besok").returncode == 2


def test_one_of_several_instruments_must_be_named(run: Run) -> None:
    done = run("render", POLICIES / "kepulauan-riau", "--lang", "en")
    assert done.returncode == 2
    assert "PE605" in done.stderr
    named = run("render", POLICIES / "kepulauan-riau", "--instrument", "nota_kesepakatan-21.02-x-2025")
    assert named.returncode == 0


def test_a_broken_template_leaves_no_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "document.html").write_text("a\n{{ nothing }}\n", "utf-8")
    out = tmp_path / "out.html"
    done = run("render", KARIMUN, "--format", "html", "--templates", tmp_path, "-o", out, "--lang", "en")
    assert done.returncode == 2
    assert "PE690" in done.stderr
    assert "document.html:2" in done.stderr
    assert not out.exists()


def test_each_version_has_its_own_text(run: Run) -> None:
    law = POLICIES / "nasional" / "permenaker-5-2021.policy"
    before = run("render", law, "--what", "law", "--on", "2024-01-01", "--instrument", "permenaker-5-2021")
    after = run("render", law, "--what", "law", "--on", "2026-01-01", "--instrument", "permenaker-5-2021")
    assert before.returncode == after.returncode == 0
    assert before.stdout != after.stdout


@pytest.mark.debian
@pytest.mark.parametrize("what", ["summary", "law", "sheet"])
def test_a_pdf_opens_with_its_title_language_and_words(run: Run, tmp_path: Path, what: str) -> None:
    out = tmp_path / "a.pdf"
    assert run("render", KARIMUN, "--what", what, "--format", "pdf", "-o", out).returncode == 0
    info = subprocess.run(
        [shutil.which("pdfinfo") or "pdfinfo", out], capture_output=True, text=True, check=True
    ).stdout
    assert re.search(r"^Title: +\S", info, re.MULTILINE)
    assert re.search(r"^Tagged: +yes", info, re.MULTILINE)
    seen = subprocess.run(
        [shutil.which("pdftotext") or "pdftotext", "-layout", out, "-"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "Nota Kesepakatan Kabupaten Karimun" in seen
    assert "2025" in seen


def test_the_letterhead_of_the_example_is_used(run: Run) -> None:
    done = run("render", KARIMUN, "--format", "html", "--templates", ROOT / "examples" / "letterhead")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Dinas Tenaga Kerja" in done.stdout
    assert "<main" in done.stdout


def test_the_history_of_a_place_that_never_was_is_refused(run: Run) -> None:
    riau = POLICIES / "riau"
    done = run(
        "render", riau, "--instrument", "pergub-14-15-2017", "--what", "history", "--article", "Butir 9"
    )
    assert done.returncode == 2
    assert "PE694" in done.stderr
    assert run("render", riau, "--article", "Butir 2").returncode == 2


def test_marks_can_be_left_out(run: Run) -> None:
    asked = ("render", POLICIES / "riau", "--instrument", "pergub-14-15-2017", "--what", "law")
    assert "⟦Butir 2 diubah" in run(*asked).stdout
    assert "⟦" not in run(*asked, "--no-marks").stdout


def test_a_file_that_is_no_simulation_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "budget.json").write_text("{}", "utf-8")
    done = run("render", KARIMUN, "--what", "sheet", "--simulation", tmp_path / "budget.json")
    assert done.returncode == 2
    assert "PE695" in done.stderr
    assert run("render", KARIMUN, "--simulation", tmp_path / "budget.json").returncode == 2


def test_a_letter_is_written_to_one_worker(run: Run, tmp_path: Path) -> None:
    worker = ROOT / "examples" / "karimun" / "worker.json"
    asked = ("decide", KARIMUN, "--worker", worker, "--on", "2025-11-13", "--explain", "--lang", "en")
    out = tmp_path / "letter.html"
    assert run(*asked, "--format", "html", "-o", out).returncode == 0
    assert "<h1>Notice of a decision</h1>" in out.read_text("utf-8")
    no_file = run(*asked, "--format", "pdf")
    assert (no_file.returncode, no_file.stdout) == (2, "")
    assert run(*asked[:-3], "--format", "html").returncode == 2


def test_a_letter_to_a_whole_register_is_refused_and_one_row_is_not(run: Run, tmp_path: Path) -> None:
    register = ROOT / "examples" / "karimun" / "workers.csv"
    asked = ("decide", KARIMUN, "--worker", register, "--on", "2025-11-13", "--explain", "--format", "html")
    out = tmp_path / "letter.html"
    several = run(*asked, "-o", out, "--lang", "en")
    assert several.returncode == 2
    assert "choose one with `--row`" in several.stderr
    assert not out.exists()
    assert run(*asked, "--row", "2", "-o", out).returncode == 0
    assert not re.search(r"[0-9]{16}", re.sub(r"[0-9a-f]{64}", "", out.read_text("utf-8")))


@pytest.mark.slow
def test_what_simulate_writes_stands_in_the_sheet(run: Run, tmp_path: Path) -> None:
    register, out = ROOT / "examples" / "karimun" / "workers.csv", tmp_path / "run"
    done = run("simulate", KARIMUN, "--workers", register, "--on", "2025-11-13", "--out", out)
    assert (out / "budget.json").exists(), done.stderr
    asked = ("render", KARIMUN, "--what", "sheet", "--simulation", out / "budget.json", "--lang", "en")
    sheet = run(*asked)
    assert (sheet.returncode, sheet.stderr) == (0, "")
    assert "Decisions by outcome" in sheet.stdout
    assert "policies other than those of this sheet" not in sheet.stdout
