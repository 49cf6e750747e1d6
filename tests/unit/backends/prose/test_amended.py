"""Consolidated text shows what each amendment did, by which place and since when, and still reads back."""

from functools import cache

import pytest
from lxml import etree

from policy_engine.backends.prose import akn, amended, history, law, read_back, summary, templating
from policy_engine.backends.prose.document import Document, LawLine, Part, Statement, Statements, Table
from policy_engine.backends.prose.words import Words
from policy_engine.domain.bilingual import Language
from policy_engine.domain.citation import parse_provision
from policy_engine.ir import nodes as ir
from policy_engine.pipeline import compile_library
from policy_engine.source import SourceFile
from policy_engine.syntax.parser import parse
from tests.unit.backends.prose.encoded import instrument
from tests.unit.backends.prose.encoded import library as encoded

BOTH = pytest.mark.parametrize("language", Language)

_PLACE = 'kosakata wilayah "wilayah" / "region" { kabupaten_karimun kode 21.02 "Karimun" / "Karimun"; }\n'
_HEAD = (
    'instrumen perbup kabupaten_karimun nomor {} tahun 2025 {{ tentang "P" status rancangan diundangkan {}\n'
)
_BASE = (
    _PLACE
    + _HEAD.format(1, "2025-01-01")
    + """mulai berlaku 2025-01-01
  BAB I UMUM
  Pasal 1
    (1) Target Penerima 10 orang.
    (2) Target Penerima 20 orang.
    (3) Target Penerima 30 orang.
  Pasal 2 Target Penerima 40 orang.
  Pasal 3 Yang dimaksud dengan: 1. "Satu" adalah "a"; 2. "Dua" adalah "b"; 3. "Tiga" adalah "c".
}
"""
)
_AMENDMENT = (
    _HEAD.format(2, "2025-06-15")
    + """mulai berlaku 2025-06-01
  Pasal I
    Mengubah perbup kabupaten_karimun 1/2025 sebagai berikut:
      1. Pasal 1 ayat (1) diubah sehingga berbunyi: { (1) Target Penerima 11 orang. };
      2. Pasal 1 ayat (2) dihapus;
      3. Di antara Pasal 1 dan Pasal 2 disisipkan: { Pasal 1A Target Penerima 15 orang. };
      4. Pasal 2 dihapus; dan
      5. Pasal 3 angka 2 dihapus.
}
"""
)
_AGAIN = (
    _HEAD.format(3, "2025-08-01")
    + """mulai berlaku 2025-09-01
  Pasal I
    Mengubah perbup kabupaten_karimun 1/2025 sebagai berikut:
      1. Pasal 1 diubah sehingga berbunyi: { Pasal 1 Target Penerima 99 orang. }.
}
"""
)


@cache
def library() -> ir.Library:
    files = [SourceFile(f"{n}.policy", text) for n, text in enumerate((_BASE, _AMENDMENT, _AGAIN))]
    found = compile_library(files).library
    assert found is not None
    return found


def base() -> ir.Instrument:
    return next(each for each in library().instruments if each.id.number == "1")


def lines(version: int, *, marked: bool = True) -> list[LawLine]:
    document = law.law_text(base(), base().versions[version], library(), Language.ID, marked=marked)
    return [block for block in document.blocks if isinstance(block, LawLine)]


def texts(version: int) -> list[str]:
    return [line.text for line in lines(version)]


def of_place(place: str, language: Language = Language.ID) -> Document:
    found = parse_provision(place)
    assert found is not None
    return history.history(base(), found, library(), language)


def test_the_text_as_first_made_has_no_marks() -> None:
    assert [line for line in lines(0) if line.part in (Part.MARK, Part.FORMER) or line.change] == []


def test_each_change_names_its_place_its_maker_and_its_day_and_what_stood_there() -> None:
    said = iter(texts(1))
    by = "dengan Perbup Karimun 2/2025 Pasal I angka"
    back = "berlaku 1 Juni 2025; BERLAKU SURUT: berlaku sejak 1 Juni 2025, baru diundangkan 15 Juni 2025"
    for expected in (
        "(1) Target Penerima 11 (sebelas) orang.",
        f"⟦Pasal 1 ayat (1) diubah {by} 1, {back}⟧",
        "⟦semula: (1) Target Penerima 10 (sepuluh) orang.⟧",
        f"⟦Pasal 1 ayat (2) dihapus {by} 2, {back}⟧",
        "⟦semula: (2) Target Penerima 20 (dua puluh) orang.⟧",
        "(3) Target Penerima 30 (tiga puluh) orang.",
        "Pasal 1A",
        f"⟦Pasal 1A disisipkan {by} 3, {back}⟧",
        "Pasal 2",
        f"⟦Pasal 2 dihapus {by} 4, {back}⟧",
        "⟦semula: Target Penerima 40 (empat puluh) orang.⟧",
        "dihapus.",
        f"⟦Pasal 3 angka 2 dihapus {by} 5, {back}⟧",
        '⟦semula: 2. "Dua" adalah "b";⟧',
    ):
        # `in` on an iterator goes on from where the last one stood, so the order counts.
        assert expected in said, expected


def test_lines_that_were_put_in_place_are_set_apart() -> None:
    changed = {line.text: line.change for line in lines(1) if line.part is Part.TEXT}
    assert changed["(1) Target Penerima 11 (sebelas) orang."] is ir.ChangeKind.CHANGED
    assert changed["Target Penerima 15 (lima belas) orang."] is ir.ChangeKind.INSERTED
    assert changed["(3) Target Penerima 30 (tiga puluh) orang."] is None


def test_a_change_of_what_was_put_anew_since_is_not_marked_any_more() -> None:
    said = "\n".join(texts(2))
    assert "Pasal 1 diubah dengan Perbup Karimun 3/2025 Pasal I angka 1, berlaku 1 September 2025⟧" in said
    assert "Pasal 1 ayat (1)" not in said
    assert "⟦Pasal 1A disisipkan" in said


@BOTH
@pytest.mark.parametrize("template", [templating.HTML, templating.MARKDOWN])
def test_marks_are_not_read_back(language: Language, template: str) -> None:
    for version in base().versions:
        trees = []
        for marked in (True, False):
            document = law.law_text(base(), version, library(), language, marked=marked)
            text = templating.write(document, template, None)
            assert isinstance(text, str)
            is_html = template == templating.HTML
            seen = read_back.visible_lines(text) if is_html else read_back.visible_markdown(text)
            read = parse(SourceFile("law", read_back.policy_text(seen, language)))
            assert read.diagnostics == ()
            trees.append(read.tree)
        assert trees[0] == trees[1]


def test_akoma_ntoso_tells_each_change_as_a_modification() -> None:
    root = etree.fromstring(akn.akn(base(), base().versions[1], library(), Language.ID).encode())
    name = {"a": akn.NAMESPACE}
    kinds = [each.get("type") for each in root.iterfind(".//a:textualMod", name)]
    assert kinds == ["substitution", "repeal", "insertion", "repeal", "repeal"]
    ids = {each.get("eId") for each in root.iter()} | {"body"}
    for each in root.iterfind(".//a:textualMod/a:destination", name):
        assert each.get("href", "").removeprefix("#") in ids
    events = [(each.get("type"), each.get("date")) for each in root.iterfind(".//a:eventRef", name)]
    assert events == [("generation", "2025-01-01"), ("amendment", "2025-06-01")]
    sources = {each.get("source", "").removeprefix("#") for each in root.iterfind(".//a:eventRef", name)}
    assert sources <= ids


def test_the_history_of_an_article_gives_each_text_with_its_days() -> None:
    table = next(block for block in of_place("Pasal 1 ayat (1)").blocks if isinstance(block, Table))
    assert [row[:2] for row in table.rows] == [
        ("1 Januari 2025", "sebelum 1 Juni 2025"),
        ("1 Juni 2025", "sebelum 1 September 2025"),
        ("1 September 2025", "sekarang"),
    ]
    assert "Perbup Karimun 2/2025 Pasal I angka 1" in table.rows[1][2]
    inserted = next(block for block in of_place("Pasal 1A").blocks if isinstance(block, Table))
    assert [row[2].split(" dengan")[0] for row in inserted.rows] == ["belum ada", "Pasal 1A disisipkan"]


def test_versions_that_leave_an_article_alone_are_one_period() -> None:
    table = next(block for block in of_place("Pasal 1 ayat (3)").blocks if isinstance(block, Table))
    assert [row[:2] for row in table.rows] == [
        ("1 Januari 2025", "sebelum 1 September 2025"),
        ("1 September 2025", "sekarang"),
    ]


@BOTH
def test_retroactive_effect_is_flagged(language: Language) -> None:
    said = [
        item
        for block in of_place("Pasal 1", language).blocks
        if isinstance(block, Statements)
        for item in block.items
    ]
    words = Words(base().id, library(), language)
    amender = next(each for each in library().instruments if each.id.number == "2")
    assert said == [Statement(amended.retroactive(amender, words), words.instrument(amender.id))]
    assert amended.retroactive(base(), words) == ""


def test_where_promulgation_is_blank_nobody_is_told_that_it_is_not_retroactive() -> None:
    found = instrument("pergub-14-42-2023")
    words = Words(found.id, encoded(), Language.EN)
    assert "cannot be told" in amended.retroactive(found, words)


@BOTH
def test_the_history_of_every_encoded_instrument_can_be_written(language: Language) -> None:
    place = parse_provision("")
    assert place is not None
    for each in encoded().instruments:
        written = templating.write(
            history.history(each, place, encoded(), language), templating.MARKDOWN, None
        )
        assert isinstance(written, str)
        assert all(change.by.instrument != each.id for change in each.versions[-1].changes)


def test_a_summary_flags_what_holds_from_before_its_promulgation() -> None:
    def flagged(version: ir.Version) -> list[str]:
        document = summary.summary(base(), version, library(), Language.EN)
        return [
            item.text
            for block in document.blocks
            if isinstance(block, Statements)
            for item in block.items
            if "RETROACTIVE" in item.text
        ]

    first, amended_once, _ = base().versions
    assert flagged(first) == []
    assert flagged(amended_once) == [
        "RETROACTIVE: in force from 1 June 2025, promulgated only on 15 June 2025"
    ]
