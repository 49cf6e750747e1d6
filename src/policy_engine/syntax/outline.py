"""A file as read in; the named places in it out: instrument, articles, paragraphs, items, tests, declarations.

What a finding stands under is told by names of the law and never by a line, so that it is still known after
lines were put in before it.
"""

from collections.abc import Iterator
from pathlib import PurePath

from policy_engine.domain.bilingual import Language, Text
from policy_engine.domain.citation import Step, Unit, is_label, parse_provision
from policy_engine.source import SourceFile, Span
from policy_engine.structure import dataclass
from policy_engine.syntax import ast, walk

_HEADER, _TEST = "header", "test "
_HEADER_WORDS = Text("kepala naskah", "header")


@dataclass(frozen=True, slots=True)
class Outline:
    """The named places of a file, outer before inner, and the instrument it holds (None where there is none)."""

    source: SourceFile
    instrument: str | None
    body: Span | None
    places: tuple[tuple[Span, str], ...]

    def words_of(self, span: Span, language: Language) -> str:
        """Say where a span starts as a reader cites it: `Pasal 2 ayat (1) huruf b`, `kepala naskah`, `uji "x"`."""
        names = self.path_of(span)
        inner = names[1:] if len(names) > 1 and names[0] == _HEADER else names
        return " ".join(_in_words(name, language, inner[0]) for name in inner)

    def path_of(self, span: Span) -> tuple[str, ...]:
        """Give the names of the places that a span starts in, outer first."""
        return tuple(name for place, name in self.places if place.start <= span.start < place.end)


def outline(source: SourceFile, tree: ast.PolicyFile | None) -> Outline:
    """Name the places of a file; one that could not be read has none."""
    instrument = None if tree is None else tree.instrument
    return Outline(
        source,
        None if instrument is None else _identity(instrument, source),
        None if instrument is None else instrument.span,
        () if tree is None else tuple(_places(tree)),
    )


def _places(tree: ast.PolicyFile) -> Iterator[tuple[Span, str]]:
    for _, node in walk.descend(tree):
        name = _name(node)
        if name is not None:
            yield node.span, name


def _name(node: ast.Node) -> str | None:
    match node:
        case ast.Article(provision):
            return provision.text(Language.EN)
        case ast.Paragraph(str(label)):
            return f"({label})"
        case ast.Item(marker) | ast.DefinitionItem(marker):
            return marker
        case ast.Test(_, name) | ast.Ensure(name):
            return f'{_TEST}"{name.text}"'
        case (
            ast.Fact(name)
            | ast.Vocabulary(name)
            | ast.VocabularyAddition(name)
            | ast.Parameter(name)
            | ast.Entry(name)
        ):
            return name.text
        case ast.Header():
            return _HEADER
        case _:
            return None


def _in_words(name: str, language: Language, outermost: str) -> str:
    """Write the name of a place in a language; a label under an article with the word for its unit."""
    if name == _HEADER:
        return _HEADER_WORDS.in_(language)
    if name.startswith(_TEST):
        return f"{Text('uji', 'test').in_(language)} {name.removeprefix(_TEST)}"
    if (article := parse_provision(name)) is not None:
        return article.text(language)
    if parse_provision(outermost) is None:
        return name
    bare = name.strip("()")
    unit = Unit.PARAGRAPH if name != bare else Unit.NUMBER if bare.isdecimal() else Unit.LETTER
    return Step(unit, bare).text(language) if is_label(unit, bare) else name


def _identity(instrument: ast.Instrument, source: SourceFile) -> str:
    """Write an instrument as it names itself; one without a number is told apart by its file."""
    kind = "x" if isinstance(instrument.kind, ast.Blank) else instrument.kind.code
    locality = "" if instrument.locality is None else f"-{instrument.locality.text}"
    number = PurePath(source.path).stem if isinstance(instrument.number, ast.Blank) else instrument.number
    year = "x" if isinstance(instrument.year, ast.Blank) else instrument.year
    return f"{kind}{locality}-{number}-{year}"
