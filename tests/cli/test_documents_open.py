"""Documents are opened for real: pages in a browser, PDF as pictures, Word files in a word processor."""

import io
import os
import re
import shutil
import subprocess
from pathlib import Path

import docx as word
import pytest
from PIL import Image

from policy_engine.commands import documents
from policy_engine.diagnostics.model import Diagnostic
from tests import browser
from tests.unit.backends.prose.gallery import BONTANG, KARIMUN, RIAU, Piece, document, pieces, written

pytestmark = pytest.mark.debian
AXE = "axe-core@4.11.0"
PAGES = [piece for piece in pieces() if piece.form == "html"]
KINDS = [
    Piece(KARIMUN, "summary", "id", "html"),
    Piece(KARIMUN, "letter-refused", "en", "html"),
    Piece(BONTANG, "sheet", "id", "html"),
    Piece(RIAU, "law", "id", "html"),
    Piece(RIAU, "history", "id", "html"),
]
BOLD = pytest.mark.parametrize("piece", KINDS, ids=lambda piece: piece.path)


@pytest.fixture(scope="session")
def axe(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("axe")
    run("npm", "install", "--no-save", "--no-audit", "--no-fund", "--ignore-scripts", AXE, cwd=folder)
    return folder / "node_modules" / "axe-core" / "axe.min.js"


def run(program: str, *arguments: str, cwd: Path | None = None) -> str:
    done = subprocess.run(
        [shutil.which(program) or program, *arguments],
        capture_output=True,
        text=True,
        check=True,
        timeout=180,
        cwd=cwd,
        env={**os.environ, "HOME": str(cwd)} if cwd else None,
    )
    return done.stdout


def in_form(piece: Piece, form: documents.Format) -> bytes:
    found = documents.write(document(piece), form, None)
    assert not isinstance(found, Diagnostic), found
    return found


def is_blank(picture: Path) -> bool:
    with Image.open(picture) as opened:
        lowest, highest = opened.convert("L").getextrema()
    return lowest == highest


@pytest.mark.parametrize("piece", PAGES, ids=lambda piece: piece.path)
@pytest.mark.parametrize("width", [browser.PHONE, browser.DESK])
def test_nothing_sticks_out_of_a_page(piece: Piece, width: int, tmp_path: Path) -> None:
    found = browser.measured(written(piece), width, tmp_path)
    assert found["width"] == width
    assert found["scroll"] == width
    assert found["wide"] == []
    assert document(piece).title in str(found["text"])


@BOLD
def test_a_page_is_not_blank(piece: Piece, tmp_path: Path) -> None:
    for width in (browser.PHONE, browser.DESK):
        assert not is_blank(browser.picture(written(piece), width, 900, tmp_path))


@BOLD
def test_a_page_can_be_read_without_eyes_and_used_without_a_mouse(
    piece: Piece, axe: Path, tmp_path: Path
) -> None:
    assert browser.problems(written(piece), axe, tmp_path) == []


@BOLD
def test_a_pdf_has_its_title_its_structure_its_words_and_no_blank_page(piece: Piece, tmp_path: Path) -> None:
    out = tmp_path / "a.pdf"
    out.write_bytes(in_form(piece, documents.Format.PDF))
    info = run("pdfinfo", str(out))
    assert re.search(rf"^Title: +{re.escape(document(piece).title[:30])}", info, re.MULTILINE)
    assert re.search(r"^Tagged: +yes", info, re.MULTILINE)
    seen = " ".join(run("pdftotext", "-layout", str(out), "-").split())
    assert " ".join(document(piece).notice.split()[:4]) in seen
    run("pdftoppm", "-r", "30", "-png", str(out), str(tmp_path / "page"))
    pictures = sorted(tmp_path.glob("page*.png"))
    assert pictures
    assert not any(map(is_blank, pictures))


@BOLD
def test_a_word_file_opens_in_a_word_processor(piece: Piece, tmp_path: Path) -> None:
    content = in_form(piece, documents.Format.DOCX)
    assert document(piece).title in [each.text for each in word.Document(io.BytesIO(content)).paragraphs]
    (tmp_path / "a.docx").write_bytes(content)
    run("soffice", "--headless", "--convert-to", "pdf", "a.docx", cwd=tmp_path)
    seen = " ".join(run("pdftotext", "-layout", str(tmp_path / "a.pdf"), "-").split())
    assert " ".join(document(piece).title.split()[:3]) in seen
