"""A node of the tree in; its words in both languages, on one line, out."""

from dataclasses import replace

from policy_engine.domain.bilingual import Language, Text
from policy_engine.syntax import ast
from policy_engine.syntax.printer import print_on_one_line
from policy_engine.syntax.printing.instrument import instrument_lines


def wording(node: ast.Heading | ast.Paragraph | ast.Item | ast.Condition) -> Text:
    """Give the words of a node in canonical form, each line end as one space."""
    return Text(_words(node, Language.ID), _words(node, Language.EN))


def header_wording(tree: ast.Instrument) -> tuple[Text, ...]:
    """Give the opening of an instrument without its brace, then each field of its header, a line each."""
    in_indonesian, in_english = (_header(tree, language) for language in (Language.ID, Language.EN))
    return tuple(Text(*pair) for pair in zip(in_indonesian, in_english, strict=True))


def _header(tree: ast.Instrument, language: Language) -> list[str]:
    lines = instrument_lines(replace(tree, body=()), language)
    return [line.text.replace("\n", " ").removesuffix(" {") for line in lines if not line.closes]


def _words(node: ast.Heading | ast.Paragraph | ast.Item | ast.Condition, language: Language) -> str:
    # A line never ends inside a quotation, so what is quoted stays as it was written.
    return print_on_one_line(node, language)
