"""What a document is made of: blocks in reading order, which every output format writes in its own way.

Text is plain text. Whatever writes a document escapes it; nothing here is markup, but for the pictures, which
this package draws itself.
"""

from enum import Enum
from typing import ClassVar, TypeAlias

from policy_engine.domain.bilingual import Language
from policy_engine.domain.spreadsheet import inert
from policy_engine.ir.nodes import ChangeKind
from policy_engine.structure import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a section; level 2 stands under the title of the document."""

    form: ClassVar[str] = "heading"
    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of plain words."""

    form: ClassVar[str] = "paragraph"
    text: str


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing the policy says, and the place that says it; `notes` qualify it.

    `gap` marks what the policy leaves open or does not encode: it is shown, never filled.
    """

    text: str
    where: str
    notes: tuple[str, ...] = ()
    gap: bool = False

    def __post_init__(self) -> None:
        """Begin with a capital, as a sentence does."""
        object.__setattr__(self, "text", self.text[:1].upper() + self.text[1:])


@dataclass(frozen=True, slots=True)
class Statements:
    """Statements one below the other."""

    form: ClassVar[str] = "statements"
    items: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption and a header row; `numbers` are the columns set to the right, from 0."""

    form: ClassVar[str] = "table"
    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        """Keep every cell from being a formula where somebody pastes the table into a spreadsheet."""
        object.__setattr__(self, "rows", tuple(tuple(map(inert, row)) for row in self.rows))


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing as SVG, and the same in words, line by line, for those who do not see it."""

    form: ClassVar[str] = "picture"
    svg: str
    title: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Names and values, such as where a policy was taken from."""

    form: ClassVar[str] = "pairs"
    rows: tuple[tuple[str, str], ...]


class Part(Enum):
    """What a line of law text is, which decides how it is set."""

    TITLE = "title"
    FRAME = "frame"
    RECITAL = "recital"
    CHAPTER = "chapter"
    CHAPTER_TITLE = "chapter-title"
    ARTICLE = "article"
    TEXT = "text"
    SIGNATURE = "signature"
    BLANK = "blank"
    MARK = "mark"
    """What an amendment did; no law."""
    FORMER = "former"
    """What stood there before; no longer law."""


@dataclass(frozen=True, slots=True)
class LawLine:
    """One line of law text, `depth` steps in; `change` is what an amendment did to it."""

    form: ClassVar[str] = "law"
    text: str
    part: Part
    depth: int = 0
    change: ChangeKind | None = None


Block: TypeAlias = Heading | Paragraph | Statements | Table | Picture | Pairs | LawLine


@dataclass(frozen=True, slots=True)
class Document:
    """A document: its title, a line under it, a notice that must not be missed, and its blocks."""

    language: Language
    title: str
    subtitle: str
    notice: str
    blocks: tuple[Block, ...]
    kind: str = "document"
    """`letter` for a letter, which has a letterhead; `document` for anything else."""
