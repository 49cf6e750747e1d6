"""A parser that was written and read back reads every text as the one that was made of the grammar."""

from pathlib import Path

import pytest

from policy_engine.source import SourceFile
from policy_engine.syntax.parser import parse, tables_to_keep

POLICIES = Path(__file__).parents[3] / "policies"
WHOLE = (POLICIES / "kepulauan-riau/karimun-nota-kesepakatan-2025.policy").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def tables() -> bytes:
    return tables_to_keep()


@pytest.mark.parametrize(
    "text",
    [
        "",
        WHOLE,
        WHOLE.replace("Pasal", "Pasa"),
        WHOLE.replace(";", ""),
        WHOLE[: len(WHOLE) // 2],
        WHOLE * 3,
        "instrumen perbup kabupaten_karimun nomor 1 tahun 2025 { @ }",
    ],
    ids=["nothing", "whole", "a keyword misspelt", "no separators", "half", "three times", "a strange sign"],
)
def test_what_was_read_back_reads_the_same(text: str, tables: bytes) -> None:
    source = SourceFile("a.policy", text)
    assert parse(source, tables) == parse(source)
