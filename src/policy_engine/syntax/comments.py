"""Comments: the words after `#`, with their place."""

from dataclasses import dataclass

from policy_engine.source import Span


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment from its `#` to the end of the line, without the line break."""

    text: str
    span: Span
