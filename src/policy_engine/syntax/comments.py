"""Comments: what an author notes for other authors; no stage but the formatter looks at them."""

from dataclasses import dataclass

from policy_engine.source import Span


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment from its `#` to the end of its line, the line end not included."""

    text: str
    span: Span
