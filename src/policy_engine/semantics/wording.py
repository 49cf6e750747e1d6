"""A node of the tree in; its words in both languages out."""

from policy_engine.domain.bilingual import Text, both
from policy_engine.syntax import ast


def wording(node: ast.Node) -> Text:
    """Give the words of a node, spaces and line ends as one space."""
    return both(" ".join(node.span.text.split()))
