"""The parser reads whole files, says what it cannot read in the words of the law, and never raises."""

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from enum import Enum
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lark import Lark
from lark.exceptions import GrammarError

from policy_engine.diagnostics.model import Severity
from policy_engine.diagnostics.render import render
from policy_engine.domain.bilingual import Language
from policy_engine.source import SourceFile
from policy_engine.syntax.keywords import grammar_text, keywords, read_keywords
from policy_engine.syntax.parser import parse
from policy_engine.syntax.printer import print_file

GOLDEN = Path(__file__).parents[2] / "golden"
TOUR = GOLDEN / "tour" / "tour.policy"
AMENDMENT = GOLDEN / "tour" / "amendment.policy"
BAD = sorted((GOLDEN / "syntax" / "bad").glob("*.policy"))
HEAD = (
    "instrumen perbup kabupaten_karimun nomor 1 tahun 2025 {\n"
    '  tentang "P"\n  status rancangan\n  mulai berlaku 2025-01-02\n'
)
PIECES = TOUR.read_text("utf-8").split()


def _read(path: Path) -> SourceFile:
    return SourceFile(path.name, path.read_text("utf-8"))


def _dump(node: object, name: str = "", depth: int = 0) -> Iterator[str]:
    """Write a tree, one node a line; positions are left out, as they are from equality."""
    indent = "  " * depth
    label = f"{name}: " if name else ""
    if is_dataclass(node) and not isinstance(node, Enum | type):
        yield f"{indent}{label}{type(node).__name__}"
        for field in fields(node):
            if field.compare:
                yield from _dump(getattr(node, field.name), field.name, depth + 1)
    elif isinstance(node, tuple) and node:
        yield f"{indent}{label}"
        for child in node:
            yield from _dump(child, "-", depth + 1)
    else:
        yield f"{indent}{label}{node}" if isinstance(node, Enum) else f"{indent}{label}{node!r}"


@pytest.mark.parametrize("path", [TOUR, AMENDMENT], ids=lambda path: path.stem)
def test_a_good_file_gives_its_tree(path: Path, golden: Callable[[Path, str], None]) -> None:
    parsed = parse(_read(path))
    assert parsed.diagnostics == ()
    golden(GOLDEN / "syntax" / f"{path.stem}.ast", "\n".join(_dump(parsed.tree)) + "\n")


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_bad_file_is_told_what_is_wrong(path: Path, golden: Callable[[Path, str], None]) -> None:
    found = parse(_read(path)).diagnostics
    assert any(each.severity is Severity.ERROR for each in found)
    assert all(each.code < "PE100" for each in found)
    shown = [render(each, language) for language in Language for each in found]
    golden(path.with_suffix(".txt"), "\n\n".join(shown) + "\n")


def test_the_bad_files_are_many_and_each_says_something_of_its_own() -> None:
    messages = {path: tuple(each.message for each in parse(_read(path)).diagnostics) for path in BAD}
    assert len(BAD) >= 40
    assert len({each.code for path in BAD for each in parse(_read(path)).diagnostics}) >= 13
    assert all(len(said) <= 2 for path, said in messages.items() if path.stem != "several-in-one-file")


def test_several_problems_are_told_in_one_run_under_their_articles() -> None:
    found = parse(_read(GOLDEN / "syntax" / "bad" / "several-in-one-file.policy")).diagnostics
    headings = [each.heading.indonesian if each.heading else None for each in found]
    assert headings == [
        "Pasal 1",
        "Pasal 2 ayat (1)",
        "Pasal 2 ayat (2)",
        "Pasal 3",
        "Pasal 4 ayat (1)",
        "Pasal 4 ayat (2)",
    ]


def test_an_error_on_the_last_of_two_thousand_lines_costs_little_more_than_reading_them() -> None:
    articles = "".join(f"  Pasal {number}  Penerima harus lulus_verifikasi.\n" for number in range(1, 1995))
    right = SourceFile("right.policy", f"{HEAD}{articles}  Pasal 1995  Penerima harus terdata.\n}}\n")
    source = SourceFile("long.policy", right.text.replace("1995  Penerima", "1995  Penerma"))
    assert source.line_count == 2001
    parse(SourceFile("warm.policy", HEAD + "}\n"))
    started = time.process_time()
    assert parse(right).diagnostics == ()
    read = time.process_time()
    (found,) = parse(source).diagnostics
    assert time.process_time() - read < 4 * (read - started)
    assert found.span is not None
    assert found.span.line == 1999


def _conflicts(grammar: str) -> None:
    """Build the tables, which lark refuses where two rules claim the same words (reduce/reduce)."""
    Lark(grammar, parser="lalr", lexer="contextual")


def test_the_grammar_has_no_conflict(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG", logger="lark")
    Lark(grammar_text(), parser="lalr", lexer="contextual", debug=True)
    assert [each.getMessage() for each in caplog.records if "conflict" in each.getMessage().lower()] == []


def test_a_conflict_in_a_grammar_is_noticed(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG", logger="lark")
    Lark('start: a\na: "x" | "x" a | a "x"\n', parser="lalr", lexer="contextual", debug=True)
    assert any("conflict" in each.getMessage().lower() for each in caplog.records)
    with pytest.raises(GrammarError):
        _conflicts('start: a | b\na: "x"\nb: "x"\n')


def test_every_keyword_has_both_spellings() -> None:
    spellings = [each.spelling for each in keywords().values()]
    assert all(spelling.indonesian.strip(",; ") and spelling.english.strip(",; ") for spelling in spellings)


@pytest.mark.parametrize("line", ["AND.15: /dan\\b/i", "AND.15: /dan\\b/i | //i", "AND.15: //i | /and\\b/i"])
def test_a_keyword_that_lacks_a_spelling_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match="Indonesian and an English spelling"):
        read_keywords(f"// Keywords\n{line}\n")


@pytest.mark.parametrize("path", [TOUR, AMENDMENT], ids=lambda path: path.stem)
@pytest.mark.parametrize("language", Language)
def test_the_tour_means_the_same_in_either_language(path: Path, language: Language) -> None:
    parsed = parse(_read(path))
    assert parsed.tree is not None
    again = parse(SourceFile("again.policy", print_file(parsed.tree, parsed.comments, language)))
    assert again.diagnostics == ()
    assert again.tree == parsed.tree


def test_the_english_tour_has_no_indonesian_keyword() -> None:
    tree = parse(_read(TOUR)).tree
    assert tree is not None
    english = print_file(tree, (), Language.EN).splitlines()
    read = [
        re.sub(r'"[^"]*"', "", line)
        for line in english
        if not re.match(r"\s*(?:chapter|part|section)\b", line, re.IGNORECASE)
    ]
    words = {word.strip(",;:.()").casefold() for line in read for word in line.split()}
    assert words.isdisjoint(
        ("penerima", "pasal", "iuran", "paling", "dengan", "kecuali", "syarat", "hasil", "atau")
    )


def _answers(text: str) -> None:
    found = parse(SourceFile("any.policy", text))
    assert found.tree is not None or found.diagnostics
    for diagnostic in found.diagnostics:
        for language in Language:
            assert render(diagnostic, language)


@given(st.text())
def test_any_text_gets_an_answer(text: str) -> None:
    _answers(text)


@given(st.binary())
def test_any_bytes_read_as_text_get_an_answer(data: bytes) -> None:
    _answers(data.decode("utf-8", "replace"))
    _answers(data.decode("latin-1"))


@given(st.lists(st.sampled_from(PIECES), max_size=30))
def test_words_of_the_language_in_any_order_get_an_answer(words: list[str]) -> None:
    _answers(HEAD + " ".join(words))


@given(st.data())
def test_a_file_with_words_lost_doubled_or_swapped_gets_an_answer(data: st.DataObject) -> None:
    words = list(PIECES)
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(words) - 1))
        match data.draw(st.sampled_from(("lose", "double", "swap", "foreign"))):
            case "lose":
                del words[place]
            case "double":
                words.insert(place, words[place])
            case "swap":
                other = data.draw(st.integers(0, len(words) - 1))
                words[place], words[other] = words[other], words[place]
            case _:
                words[place] = data.draw(st.text(max_size=5))
    _answers("\n".join(words))
