"""The canonical text reads back to the tree it was printed from, whatever the tree and the language."""

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import get_args

import pytest

from policy_engine.domain.bilingual import Language
from policy_engine.domain.citation import InstrumentKind
from policy_engine.source import SourceFile, Span
from policy_engine.syntax import ast
from policy_engine.syntax.keywords import keywords, kind_keyword
from policy_engine.syntax.parser import parse
from policy_engine.syntax.printer import AnyNode, print_file, print_node

ROOT = Path(__file__).parents[3]
TOUR = sorted((ROOT / "tests" / "golden" / "tour").glob("*.policy"))
FILES = [*TOUR, *sorted((ROOT / "policies").rglob("*.policy"))]
CANONICAL = ROOT / "tests" / "golden" / "canonical"
NOWHERE = Span(SourceFile("none.policy", ""), 0, 0)
# A slotted dataclass is made twice, and its first form stays a subclass; the names are the same.
EVERY_KIND = {kind.__name__ for kind in ast.Node.__subclasses__()}


def read(text: str) -> ast.PolicyFile:
    parsed = parse(SourceFile("a.policy", text))
    assert [str(found.message.english) for found in parsed.diagnostics] == []
    assert parsed.tree is not None
    return parsed.tree


def nodes_in(value: object) -> Iterator[ast.Node]:
    if isinstance(value, ast.Node):
        yield value
    if isinstance(value, tuple):
        for part in value:
            yield from nodes_in(part)
    elif is_dataclass(value) and not isinstance(value, Span):
        for field in fields(value):
            yield from nodes_in(getattr(value, field.name))


def condition(text: str) -> ast.Condition:
    """Read a condition as the only requirement of a regulation."""
    tree = read(f"instrumen perbup x nomor 1 tahun 2025 {{ Pasal 1 Penerima harus {text}. }}")
    assert tree.instrument is not None
    (unit,) = tree.instrument.body
    assert isinstance(unit, ast.Article)
    said = unit.paragraphs[0].sentence
    assert isinstance(said, ast.Requirements)
    assert not isinstance(said.criteria, ast.ItemList)
    return said.criteria


def name(text: str) -> ast.Holds:
    return ast.Holds(ast.Name(text, span=NOWHERE), None, span=NOWHERE)


def joined(*parts: ast.Condition, bracketed: bool = False) -> ast.Compound:
    return ast.Compound(ast.Connective.AND, parts, bracketed, span=NOWHERE)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_is_printed_reads_back_to_the_same_tree_and_prints_the_same(
    path: Path, language: Language
) -> None:
    tree = read(path.read_text("utf-8"))
    text = print_file(tree, (), language)
    again = read(text)
    assert again == tree
    assert print_file(again, (), language) == text


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("path", TOUR, ids=lambda path: path.stem)
def test_the_canonical_text_of_the_tour(
    path: Path, language: Language, golden: Callable[[Path, str], None]
) -> None:
    source = SourceFile(path.name, path.read_text("utf-8"))
    parsed = parse(source)
    assert parsed.tree is not None
    text = print_file(parsed.tree, parsed.comments, language, source)
    golden(CANONICAL / f"{path.stem}.{language.value}.txt", text)


def test_the_tour_holds_every_kind_of_node_that_can_be_written() -> None:
    found = {type(node).__name__ for path in TOUR for node in nodes_in(read(path.read_text("utf-8")))}
    assert found | {"Recital"} == EVERY_KIND


def test_every_kind_of_node_can_be_printed() -> None:
    assert {kind.__name__ for kind in get_args(AnyNode)} == EVERY_KIND


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("path", TOUR, ids=lambda path: path.stem)
def test_every_node_has_words_of_its_own(path: Path, language: Language) -> None:
    for node in nodes_in(read(path.read_text("utf-8"))):
        assert isinstance(node, get_args(AnyNode))
        text = print_node(node, language)
        assert text.strip() == text
        assert text or (isinstance(node, ast.Quote) and not node.text)


@pytest.mark.parametrize(
    ("text", "indonesian", "english"),
    [
        (
            "usia paling rendah 18 tahun pada tanggal pendaftaran",
            "usia paling rendah 18 tahun pada tanggal pendaftaran",
            "age at least 18 years on the registration date",
        ),
        ("(BUKAN  nelayan)", "bukan nelayan", "no nelayan"),
        (
            "belum mencapai usia 60 tahun, evidenced by ktp_el by disdukcapil",
            "belum mencapai usia 60 tahun, dibuktikan dengan ktp_el oleh disdukcapil",
            "has not reached age 60 years, evidenced by ktp_el by disdukcapil",
        ),
        (
            "a dan b dan c kecuali pekerjaan tidak meliputi (x, 21.02)",
            "a, b, dan c kecuali pekerjaan tidak meliputi (x, 21.02)",
            "a, b, and c except pekerjaan does not include (x, 21.02)",
        ),
        (
            "umk lebih dari 0,24% dari Rp16,800",
            "umk lebih dari 0,24% dari Rp16.800",
            "umk more than 0.24% of Rp16,800",
        ),
    ],
)
def test_the_wording_of_a_condition(text: str, indonesian: str, english: str) -> None:
    read_condition = condition(text)
    assert print_node(read_condition, Language.ID) == indonesian
    assert print_node(read_condition, Language.EN) == english


@pytest.mark.parametrize("word", ast.BoundWord)
@pytest.mark.parametrize("language", Language)
def test_a_bound_keeps_the_words_of_the_author(word: ast.BoundWord, language: Language) -> None:
    written = condition(f"masa_kerja {word.value} 18 tahun")
    assert isinstance(written, ast.Bound)
    assert written.word is word
    assert condition(print_node(written, language)) == written


@pytest.mark.parametrize(
    ("tree", "text"),
    [
        (ast.Not(joined(name("p"), name("q"), bracketed=True), span=NOWHERE), "tidak (p dan q)"),
        (ast.Not(ast.Not(name("p"), span=NOWHERE), span=NOWHERE), "tidak (tidak p)"),
        (
            ast.Not(ast.Excepted(name("p"), name("q"), span=NOWHERE), span=NOWHERE),
            "tidak (p kecuali q)",
        ),
        (
            ast.Such(name("p"), ast.Such(name("q"), name("r"), span=NOWHERE), span=NOWHERE),
            "p yang (q yang r)",
        ),
        (ast.Such(ast.Such(name("p"), name("q"), span=NOWHERE), name("r"), span=NOWHERE), "p yang q yang r"),
        (
            ast.Excepted(joined(name("p"), name("q")), joined(name("r"), name("s")), span=NOWHERE),
            "p dan q kecuali r dan s",
        ),
        (
            ast.Excepted(ast.Excepted(name("p"), name("q"), span=NOWHERE), name("r"), span=NOWHERE),
            "(p kecuali q) kecuali r",
        ),
        (
            ast.Evidenced(
                ast.Excepted(name("p"), name("q"), span=NOWHERE),
                ast.Quote("kartu", span=NOWHERE),
                None,
                span=NOWHERE,
            ),
            'p kecuali q, dibuktikan dengan "kartu"',
        ),
        (
            joined(
                ast.Evidenced(name("p"), ast.Name("ktp", span=NOWHERE), None, span=NOWHERE),
                joined(name("q"), name("r"), bracketed=True),
                ast.Blank(None, span=NOWHERE),
            ),
            "(p, dibuktikan dengan ktp), (q dan r), dan ...",
        ),
    ],
)
def test_brackets_stand_where_the_reading_needs_them(tree: ast.Condition, text: str) -> None:
    assert print_node(tree, Language.ID) == text
    assert condition(text) == tree
    assert condition(print_node(tree, Language.EN)) == tree


@pytest.mark.parametrize("kind", [kind for kind in InstrumentKind if kind_keyword(kind) in keywords()])
@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(
    ("number", "year"),
    [("5", 2025), ("5A", 2025), ("188.45/123", 2025), (None, 2025), ("5", None), (None, None)],
)
def test_an_instrument_is_cited_in_the_shortest_form_that_reads_back(
    kind: InstrumentKind, language: Language, number: str | None, year: int | None
) -> None:
    reference = ast.InstrumentRef(kind, ast.Name("kota_x", span=NOWHERE), number, year, span=NOWHERE)
    written = ast.NotBorneBy((ast.CitationRef(reference, None, span=NOWHERE),) * 2, span=NOWHERE)
    text = print_node(written, language)
    assert condition(text) == written
    assert (f"kota_x {number}/{year}" in text) == (number in ("5", "5A") and year is not None)


def test_a_scope_of_all_recipients_is_left_out() -> None:
    tree = read("instrumen perbup x nomor 1 tahun 2025 { Pasal 1 Iuran jkk bagi Penerima sebesar Rp1. }")
    assert "\n    Iuran jkk sebesar Rp1.\n" in print_file(tree, (), Language.ID)


@pytest.mark.parametrize("language", Language)
def test_a_change_may_put_any_sentence_in_place(language: Language) -> None:
    tree = read(
        "instrumen perbup x nomor 1 tahun 2025 { Pasal 1 Dalam hal nelayan, Pasal 2 menjadi: Mengubah perbup x "
        "1/2024 sebagai berikut: 1. Pasal 5 diubah sehingga berbunyi: { Pasal 5 dihapus. }. }"
    )
    assert read(print_file(tree, (), language)) == tree


def test_a_line_is_no_longer_than_a_page_is_wide() -> None:
    items = ", ".join(f"pekerjaan_ke_{number}" for number in range(60))
    text = print_node(condition(f"pekerjaan meliputi ({items})"), Language.ID)
    tree = read(f"instrumen perbup x nomor 1 tahun 2025 {{ Pasal 1 Penerima harus {text}. }}")
    lines = print_file(tree, (), Language.ID).splitlines()
    assert max(map(len, lines)) <= 100
    assert len(lines) > 10


def test_a_quotation_longer_than_a_line_is_never_broken() -> None:
    words = "kata " * 40
    tree = read(f'instrumen perbup x nomor 1 tahun 2025 {{ tentang "{words}" status rancangan }}')
    assert f'"{words}"\n' in print_file(tree, (), Language.ID)


def test_the_place_of_a_node_changes_nothing() -> None:
    tree = read('uji "a" pada 2025-02-01 { x ya; } hasil memenuhi syarat')
    moved = replace(tree, tests=(replace(tree.tests[0], span=NOWHERE),))
    assert print_file(moved, (), Language.EN) == print_file(tree, (), Language.EN)
