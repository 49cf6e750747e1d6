"""`docs/language/keywords.md` is every keyword of the grammar, in both spellings, under its headings."""

from collections.abc import Callable, Iterator
from pathlib import Path
from types import MappingProxyType

from policy_engine.syntax.keywords import grammar_text, keywords
from tests.language.examples import PAGES

_HEADINGS = MappingProxyType(
    {
        "Instruments": "Naskah",
        "Headings and units of citation": "Susunan dan rujukan",
        "Connectives and conditions": "Kata penghubung dan syarat",
        "Bounds": "Batas",
        "Test dates": "Tanggal uji",
        "Units": "Satuan",
        "Sentences": "Ketentuan",
        "Declarations": "Pernyataan",
        "Tests": "Uji",
        "Kinds of instrument": "Jenis naskah",
    }
)


def _page() -> str:
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# Kata kunci · Keywords\n"
    yield (
        "Setiap kata kunci mempunyai dua ejaan dengan arti yang sama. Huruf besar dan kecil tidak\n"
        "dibedakan, dan koma di depannya boleh dihilangkan. Halaman ini dibuat dari `grammar/policy.lark`.\n"
    )
    yield (
        "Every keyword has two spellings of the same meaning. Capitals do not matter, and a comma before a\n"
        "keyword may be left out. This page is made from `grammar/policy.lark`."
    )
    for line in grammar_text().partition("// Keywords")[2].splitlines():
        if line.startswith("//"):
            english = line.removeprefix("//").partition("(")[0].strip()
            yield f"\n## {_HEADINGS[english]} · {english}\n\n| Indonesia | English |\n|---|---|"
        elif line:
            spelling = keywords()[line.partition(".")[0]].spelling
            yield f"| {spelling.indonesian.lstrip(',; ')} | {spelling.english.lstrip(',; ')} |"


def test_the_page_of_keywords_is_the_grammar(golden: Callable[[Path, str], None]) -> None:
    golden(PAGES / "keywords.md", _page())


def test_every_keyword_is_on_the_page() -> None:
    assert sum(line.startswith("| ") for line in _page().splitlines()) == len(keywords()) + len(_HEADINGS)
