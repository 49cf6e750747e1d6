"""The encoded law, compiled once for all tests of documents."""

from functools import cache
from pathlib import Path

from policy_engine.ir import nodes as ir
from policy_engine.pipeline import Compiled, compile_library
from policy_engine.source import SourceFile

ROOT = Path(__file__).parents[4]
KARIMUN = "nota_kesepakatan-21.02-x-2025"
BONTANG = "perwali-64.74-23-2023"


@cache
def compiled() -> Compiled:
    files = sorted((ROOT / "policies").rglob("*.policy"))
    return compile_library([SourceFile(str(file), file.read_text("utf-8")) for file in files])


def library() -> ir.Library:
    found = compiled().library
    assert found is not None
    return found


def instrument(slug: str) -> ir.Instrument:
    return next(each for each in library().instruments if each.id.slug == slug)
