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
