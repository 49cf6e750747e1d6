"""Formatting keeps every comment in its place, every word, and the meaning; or it leaves a file alone."""

from pathlib import Path

import pytest

from policy_engine.diagnostics.formatting import FormatterWouldChange
from policy_engine.domain.bilingual import Language
from policy_engine.source import SourceFile
from policy_engine.syntax import format as formatting
from policy_engine.syntax.format import format_source, language_of
from policy_engine.syntax.parser import parse

ROOT = Path(__file__).parents[3]
FILES = [
    *sorted((ROOT / "tests" / "golden" / "tour").glob("*.policy")),
    *sorted((ROOT / "policies").rglob("*.policy")),
]
HEAD = "instrumen perbup x nomor 1 tahun 2025 {\n"


def formatted(text: str, language: Language | None = None) -> str:
    result = format_source(SourceFile("a.policy", text), language)
    assert [found.message.english for found in result.diagnostics] == []
    assert result.text is not None
    return result.text


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_there_and_back_between_the_languages_gives_the_file_back(path: Path) -> None:
    once = formatted(path.read_text("utf-8"))
    assert language_of(SourceFile("a.policy", once)) is Language.ID
    assert formatted(once) == once
    english = formatted(once, Language.EN)
    assert language_of(SourceFile("a.policy", english)) is Language.EN
    assert formatted(english) == english
    assert formatted(english, Language.ID) == once


# Each pair is what an author wrote in an article, and what stands there after formatting.
COMMENTS = {
    "before an article": (
        "# a\nPasal 1 Target Penerima 5 orang.",
        ["  # a", "  Pasal 1", "    Target Penerima 5 orang."],
    ),
    "beside an article": (
        "Pasal 1 # a\nTarget Penerima 5 orang.",
        ["  Pasal 1  # a", "    Target Penerima 5 orang."],
    ),
    "after the last sentence": (
        "Pasal 1 Target Penerima 5 orang. # a",
        ["  Pasal 1", "    Target Penerima 5 orang.  # a"],
    ),
    "within a sentence": (
        "Pasal 1 Kuota # a\n Penerima\n # b\n paling banyak 5 orang. # c",
        ["  Pasal 1", "    # a", "    # b", "    Kuota Penerima paling banyak 5 orang.  # c"],
    ),
    "before the full stop": (
        "Pasal 1 Target Penerima 5 orang # a\n .",
        ["  Pasal 1", "    # a", "    Target Penerima 5 orang."],
    ),
    "before the end": (
        "Pasal 1 Target Penerima 5 orang.\n# a\n",
        ["  Pasal 1", "    Target Penerima 5 orang.", "  # a"],
    ),
    "beside a list and its items": (
        (
            "Pasal 1 Penerima terdiri atas: # a\na. nelayan; # b\n# c\n b. petani # d\n; dan # e\n"
            " c. salah satu dari: # f\n"
            " 1. ojek; atau # g\n 2. tani. # h\n"
        ),
        [
            "  Pasal 1",
            "    Penerima terdiri atas:  # a",
            "      a. nelayan;  # b",
            "      # c",
            "      # d",
            "      b. petani; dan  # e",
            "      c. salah satu dari:  # f",
            "         1. ojek; atau  # g",
            "         2. tani.  # h",
        ],
    ),
    "between paragraphs": (
        "Pasal 1 (1) Target Penerima 5 orang.\n\n  # a\n  # b\n (2) # c\n Kuota diisi setiap bulan.",
        [
            "  Pasal 1",
            "    (1) Target Penerima 5 orang.",
            "    # a",
            "    # b",
            "    # c",
            "    (2) Kuota diisi setiap bulan.",
        ],
    ),
    "that holds quotes and braces": (
        'Pasal 1 Target Penerima 5 orang. # "a } { #\n# b " ;\nPasal 2 dihapus.',
        ["  Pasal 1", '    Target Penerima 5 orang.  # "a } { #', "", '  # b " ;', "  Pasal 2 dihapus."],
    ),
    "in an amendment": (
        (
            "Pasal 1 Mengubah perbup x 1/2024 sebagai berikut: # a\n 1. Pasal 5 diubah sehingga berbunyi: { # b\n"
            " # c\n Pasal 5 # d\n Target Penerima 5 orang. # e\n # f\n } # g\n . # h"
        ),
        [
            "  Pasal 1",
            "    Mengubah perbup x 1/2024 sebagai berikut:  # a",
            "      1. Pasal 5 diubah sehingga berbunyi: {  # b",
            "           # c",
            "           Pasal 5  # d",
            "             Target Penerima 5 orang.  # e",
            "           # f",
            "           # g",
            "         }.  # h",
        ],
    ),
}


@pytest.mark.parametrize(("body", "lines"), COMMENTS.values(), ids=COMMENTS.keys())
def test_comments_in_articles_keep_their_place(body: str, lines: list[str]) -> None:
    text = formatted(f"{HEAD}status rancangan\n{body}\n}}\n")
    assert text.splitlines()[4:-1] == lines
    assert formatted(text) == text


def test_comments_in_a_header_stay_with_their_field_though_fields_are_put_in_order() -> None:
    text = formatted(
        f"# file\n\n{HEAD}  # own\n  daerah x # region\n status # draft\n rancangan\n # title\n"
        ' tentang "# no comment" } # end\n'
    )
    assert text.splitlines() == [
        "# file",
        "",
        "instrumen perbup x nomor 1 tahun 2025 {",
        "  # title",
        '  tentang "# no comment"',
        "  # draft",
        "  status rancangan",
        "  # own",
        "  daerah x  # region",
        "}  # end",
    ]
    assert formatted(text) == text


def test_comments_of_declarations_and_tests_keep_their_place() -> None:
    text = formatted(
        'kosakata p "p" { # a\n x "x"; # b\n # c\n} # d\n\n# e\n\nparameter u adalah rupiah "u": # f\n'
        "  Rp5 mulai 2025-01-01 # g\n berdasarkan uu 1/2000. # h\n"
        'uji "a" pada # i\n 2025-01-01 { # j\n x ya; # k\n # l\n } # m\n hasil memenuhi syarat # n\n# o\n\n# p'
    )
    assert text == (
        'kosakata p "p" {  # a\n  x "x";  # b\n  # c\n}  # d\n\n# e\n\nparameter u adalah rupiah "u":  # f\n'
        "  # g\n  Rp5 mulai 2025-01-01 berdasarkan uu 1/2000.  # h\n\n"
        '# i\nuji "a" pada 2025-01-01 {  # j\n  x ya;  # k\n  # l\n  # m\n} hasil memenuhi syarat  # n\n'
        "\n# o\n\n# p\n"
    )
    assert formatted(text) == text


def test_comments_move_with_what_they_are_about() -> None:
    text = formatted(
        '# uji\nuji "a" pada 2025-01-01 { } hasil memenuhi syarat\n# fakta\nfakta x adalah bilangan "x".'
    )
    assert text == (
        '# fakta\nfakta x adalah bilangan "x".\n\n# uji\nuji "a" pada 2025-01-01 {\n} hasil memenuhi syarat\n'
    )


@pytest.mark.parametrize("text", ["", "\n\n", "# only\n", "# a\n\n\n# b"])
def test_a_file_without_policy_keeps_its_comments(text: str) -> None:
    said = [line for line in text.splitlines() if line]
    assert [line for line in formatted(text).splitlines() if line] == said


def test_line_ends_of_other_systems_become_ours() -> None:
    text = f"# a\r\n{HEAD}status rancangan # b\r\n}}\r\n"
    assert formatted(text) == (
        "# a\ninstrumen perbup x nomor 1 tahun 2025 {\n  tentang ...\n  status rancangan  # b\n}\n"
    )


def test_a_file_with_problems_is_left_alone() -> None:
    source = SourceFile("a.policy", f"{HEAD} Psal 1\n}}")
    result = format_source(source, None)
    assert result.text is None
    assert result.diagnostics == parse(source).diagnostics != ()


def test_a_text_that_would_say_something_else_is_not_given_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formatting, "print_file", lambda *_: 'fakta y adalah bilangan "x".\n')
    result = format_source(SourceFile("a.policy", '# a\nfakta x adalah bilangan "x".'), None)
    assert result.text is None
    (found,) = result.diagnostics
    assert isinstance(found, FormatterWouldChange)
    assert found.lost == ("# a", "x")


def test_what_the_tree_does_not_hold_stops_the_formatter() -> None:
    reference = 'keputusan x nomor ... "belum bernomor" tahun 2025'
    text = f"{HEAD} Pasal 1 Daftar Penerima ditetapkan dengan {reference}. }}"
    result = format_source(SourceFile("a.policy", text), None)
    assert result.text is None
    (found,) = result.diagnostics
    assert isinstance(found, FormatterWouldChange)
    assert found.lost == ('"belum bernomor"',)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("", Language.ID),
        ('kosakata segmen "a" { }', Language.ID),
        ('vocabulary segmen "a" { }', Language.EN),
        ('# Pasal dan ayat, kecuali\nfact x is number "bilangan dan tanggal".', Language.EN),
        ('uji "a" pada 2025-01-01 { x yes; y no; } hasil memenuhi syarat', Language.ID),
    ],
)
def test_the_language_of_a_file_is_that_of_most_of_its_keywords(text: str, language: Language) -> None:
    assert language_of(SourceFile("a.policy", text)) is language
