"""A reference may leave its outer steps to the reader, as the law does; what was left out is known to whoever asks."""

import pytest

from policy_engine.domain.bilingual import Language
from policy_engine.source import SourceFile
from policy_engine.syntax import ast
from policy_engine.syntax.format import format_source
from policy_engine.syntax.parser import parse
from policy_engine.syntax.walk import descend

TEXT = """instrumen perbup kabupaten_karimun nomor 1 tahun 2025 {{
  mulai berlaku 2025-01-02

  Pasal 1
    (1) Penerima terdiri atas:
        a. nelayan; dan
        b. ojek.
    (2) {second}

  Pasal 2
    {third}
}}
"""
PLAIN = "Iuran ditanggung seluruhnya oleh Pemerintah Daerah."


def cited(second: str = PLAIN, third: str = PLAIN) -> list[str]:
    read = parse(SourceFile("a.policy", TEXT.format(second=second, third=third)))
    assert not read.diagnostics
    assert read.tree is not None
    references = [node for _, node in descend(read.tree) if isinstance(node, ast.CitationRef)]
    return [each.provision.text(Language.ID) for each in references if each.provision is not None]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("pada ayat (1)", ["Pasal 1 ayat (1)"]),
        ("pada ayat (1) huruf a", ["Pasal 1 ayat (1) huruf a"]),
        ("pada ayat (1) huruf a dan huruf b", ["Pasal 1 ayat (1) huruf a", "Pasal 1 ayat (1) huruf b"]),
        ("pada huruf a", ["Pasal 1 ayat (2) huruf a"]),
        ("dalam Pasal 2 huruf a dan huruf b", ["Pasal 2 huruf a", "Pasal 2 huruf b"]),
        ("dalam Pasal 2 ayat (1) huruf c dan ayat (3)", ["Pasal 2 ayat (1) huruf c", "Pasal 2 ayat (3)"]),
        ("dalam Pasal 2 huruf a dan Pasal 3", ["Pasal 2 huruf a", "Pasal 3"]),
    ],
)
def test_steps_left_out_come_from_the_reference_before_or_from_where_it_stands(
    written: str, meant: list[str]
) -> None:
    assert cited(f"Penerima sebagaimana dimaksud {written} harus penduduk Daerah.") == meant


def test_an_article_without_paragraphs_gives_only_itself() -> None:
    assert cited(third="Dalam hal nelayan, huruf a tidak berlaku.") == ["Pasal 2 huruf a"]


def test_a_list_continues_in_the_instrument_before() -> None:
    told = "Dalam hal nelayan, permenaker 5/2021 Pasal 33 ayat (1) huruf a dan huruf b tidak berlaku."
    read = parse(SourceFile("a.policy", TEXT.format(second=PLAIN, third=told)))
    assert read.tree is not None
    references = [node for _, node in descend(read.tree) if isinstance(node, ast.CitationRef)]
    assert [each.instrument is not None and each.instrument.number for each in references] == ["5", "5"]


@pytest.mark.parametrize(
    ("written", "formatted", "english"),
    [
        (
            "Penerima sebagaimana dimaksud dalam ayat (1) huruf a dan ayat (1) huruf b harus penduduk Daerah.",
            "Penerima sebagaimana dimaksud pada ayat (1) huruf a dan huruf b harus penduduk Daerah.",
            "Recipient as referred to in paragraph (1) letter a and letter b must resident of the Region.",
        ),
        (
            "Penerima sebagaimana dimaksud pada Pasal 1 ayat (1) harus penduduk Daerah.",
            "Penerima sebagaimana dimaksud dalam Pasal 1 ayat (1) harus penduduk Daerah.",
            "Recipient referred to in Article 1 paragraph (1) must resident of the Region.",
        ),
    ],
)
def test_the_formatter_writes_what_the_law_writes(written: str, formatted: str, english: str) -> None:
    source = SourceFile("a.policy", TEXT.format(second=written, third=PLAIN))
    assert formatted in " ".join((format_source(source, None).text or "").split())
    assert english in " ".join((format_source(source, Language.EN).text or "").split())


@pytest.mark.parametrize(
    "opening",
    [
        "Dalam Peraturan Bupati ini yang dimaksud dengan:",
        "Dalam Peraturan Daerah ini, yang dimaksud dengan:",
        "Dalam Peraturan Bupati Karimun ini yang dimaksud dengan:",
    ],
)
def test_definitions_may_open_as_they_do_in_law(opening: str) -> None:
    third = f'{opening} 1. Daerah adalah "Karimun".'
    formatted = format_source(SourceFile("a.policy", TEXT.format(second=PLAIN, third=third)), None)
    assert not formatted.diagnostics
    assert "Yang dimaksud dengan:" in (formatted.text or "")


def test_of_an_age_the_verb_reads_as_the_noun() -> None:
    verb, noun = (
        TEXT.format(
            second=PLAIN, third=f"Penerima harus {word} paling rendah 18 tahun pada tanggal pendaftaran."
        )
        for word in ("berusia", "usia")
    )
    assert format_source(SourceFile("a.policy", verb), None) == format_source(
        SourceFile("a.policy", noun), None
    )
