"""What is no text of UTF-8 is told so that its author finds the letter; and how one file differs from the one style."""

from pathlib import Path

import pytest

from policy_engine import workspace
from policy_engine.commands import fmt as formatting
from policy_engine.diagnostics.model import Diagnostic
from policy_engine.domain.bilingual import Language

TEXT = 'fakta a adalah ya atau tidak "a" / "a".\n'


def problem(raw: bytes) -> str:
    found = workspace.decode("a.policy", raw)
    assert isinstance(found, Diagnostic)
    return found.message.english


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["bare", "with a mark of UTF-8"])
def test_a_letter_of_an_older_encoding_is_told_by_its_line_and_its_byte(mark: bytes) -> None:
    raw = mark + b"baris satu\r\nbaris \xe9 dua\n"
    assert "a letter on line 2 cannot be read" in problem(raw)
    assert f"(byte {raw.index(0xE9)}, counted from 0)" in problem(raw)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_text_of_utf_16_is_told_as_such_and_not_as_no_text(encoding: str) -> None:
    assert "is UTF-16 text" in problem(("\ufeff" + TEXT).encode(encoding))


def test_a_mark_of_utf_8_is_no_part_of_the_text() -> None:
    assert workspace.decode("a.policy", TEXT.encode("utf-8-sig")) == TEXT


def test_a_file_that_differs_only_in_how_its_lines_end_is_told_so(tmp_path: Path) -> None:
    path = tmp_path / "a.policy"
    path.write_bytes(TEXT.replace("\n", "\r\n").encode())
    (formatted,) = formatting.fmt([str(path)], None).files
    assert formatted.differs
    (line,) = formatting.diff(formatted, Language.EN)
    assert "only the ends of its lines differ" in line
