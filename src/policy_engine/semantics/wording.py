"""A node of the tree in; its words in both languages, on one line, out."""

from policy_engine.domain.bilingual import Language, Text
from policy_engine.syntax import ast
from policy_engine.syntax.printer import print_node


def wording(node: ast.Heading | ast.Paragraph | ast.Item | ast.Condition) -> Text:
    """Give the words of a node in canonical form, spaces and line ends as one space."""
    return Text(_words(node, Language.ID), _words(node, Language.EN))


def _words(node: ast.Heading | ast.Paragraph | ast.Item | ast.Condition, language: Language) -> str:
    return " ".join(print_node(node, language).split())
