"""Comments: what an author notes for other authors; no stage but the formatter looks at them."""

from policy_engine.source import Span
from policy_engine.structure import dataclass


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment from its `#` to the end of its line, the line end not included."""

    text: str
    span: Span
