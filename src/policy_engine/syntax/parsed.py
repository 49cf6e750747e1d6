"""What reading a file gives, and the unit of a text that a problem of reading can have spoilt; with no parser."""

import re

from policy_engine.diagnostics.model import Diagnostic
from policy_engine.source import SourceFile, Span
from policy_engine.structure import dataclass
from policy_engine.syntax import ast
from policy_engine.syntax.comments import Comment

_ARTICLE = re.compile(
    r"^[ \t]*(?:pasal|article|butir|item|lampiran|annex|diktum|ruling|bab|chapter)\b"
    r"|^(?:\}|uji|test|contoh|example|pastikan|ensure|fakta|fact|kosakata|vocabulary|parameter|instrumen|instrument)",
    re.IGNORECASE | re.MULTILINE,
)


def unit_around(source: SourceFile, offset: int) -> Span:
    """Give the article, test or declaration that a place stands in: what a problem there may have spoilt."""
    starts = [match.start() for match in _ARTICLE.finditer(source.text)]
    begun = [start for start in starts if start <= offset]
    later = [start for start in starts if start > offset]
    return Span(source, begun[-1] if begun else 0, later[0] if later else len(source.text))


@dataclass(frozen=True, slots=True)
class Parsed:
    """What was read: the tree (None when nothing could be built), the comments, and the problems in order."""

    tree: ast.PolicyFile | None
    comments: tuple[Comment, ...]
    diagnostics: tuple[Diagnostic, ...]
