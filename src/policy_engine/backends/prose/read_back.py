"""The visible text of a law document in; the policy text it was made from, out.

The rule, which needs nothing but the lines a reader sees:

1. The header is what stands after the line `Keterangan naskah`, up to `Akhir naskah`; its first line opens the
   instrument and gets a brace.
2. The body is what stands after the line that begins with `Menetapkan:` (or is `Isi naskah:`), up to the line
   that begins with `Agar setiap orang mengetahuinya,` (or is `Keterangan naskah`).
3. A line that is only the label of a chapter, part or section is put together with the line below it.
4. A line between `⟦` and `⟧` says what an amendment did and is no law.
5. Outside quotation marks a no-break space is an underscore.

English documents have the same lines in English. Titles, recitals and signatures are not read: they repeat
the header or are blank.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from html.parser import HTMLParser

from policy_engine.backends.prose import law
from policy_engine.backends.prose.amended import CLOSE, OPEN
from policy_engine.backends.prose.lines import NAME_SPACE
from policy_engine.domain.bilingual import Language, Text

_QUOTED = re.compile(r'("[^"]*")')
_BLOCK = frozenset({"p", "h1", "h2", "h3", "li", "tr", "dt", "dd", "caption", "div"})
_UNSEEN = frozenset({"style", "title", "head"})


def policy_text(visible: Sequence[str], language: Language) -> str:
    """Give the policy text of the visible lines of a law document."""
    seen = [line.strip(" \t\u2003") for line in visible if line.strip()]
    seen = [line for line in seen if not (line.startswith(OPEN) and line.endswith(CLOSE))]
    notes = _last(seen, law.NOTES, language)
    opening, *header = seen[notes + 1 : _last(seen, law.END, language)]
    text = [
        f"{_canonical(opening)} {{",
        *map(_canonical, header),
        "",
        *_body(seen[:notes], language),
        "}",
        "",
    ]
    return "\n".join(text)


def visible_lines(html: str) -> list[str]:
    """Give what a reader of an HTML page sees, a block a line."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return "".join(reader.parts).split("\n")


def visible_markdown(text: str) -> list[str]:
    """Give what a reader of a rendered Markdown document sees, a block a line."""
    return [
        re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", re.sub(r"^(?:#+|>) ", "", line)) for line in text.split("\n")
    ]


def _body(lines: Sequence[str], language: Language) -> Iterator[str]:
    establishes, contents = law.ESTABLISHES.in_(language), law.CONTENTS.in_(language)
    start = next(
        at for at, line in enumerate(lines) if line.startswith(f"{establishes} ") or line == contents
    )
    rest = iter(lines[start + 1 :])
    for line in rest:
        if line.startswith(law.PROMULGATE.in_(language)):
            return
        if law.is_heading_label(line):
            yield f"{line} {next(rest)}"
        else:
            yield _canonical(line)


def _canonical(line: str) -> str:
    return "".join(
        piece if piece.startswith('"') else piece.replace(NAME_SPACE, "_") for piece in _QUOTED.split(line)
    )


def _last(lines: Sequence[str], wanted: Text, language: Language) -> int:
    return max(at for at, line in enumerate(lines) if line == wanted.in_(language))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.unseen = 0

    def handle_starttag(self, tag: str, attrs: Iterable[tuple[str, str | None]]) -> None:
        """Begin a line at a block."""
        del attrs
        self.unseen += tag in _UNSEEN
        self._line(tag)

    def handle_endtag(self, tag: str) -> None:
        """End a line with its block."""
        self.unseen -= tag in _UNSEEN
        self._line(tag)

    def handle_data(self, data: str) -> None:
        """Keep what is seen."""
        if not self.unseen:
            self.parts.append(data.replace("\n", " "))

    def _line(self, tag: str) -> None:
        if tag in _BLOCK:
            self.parts.append("\n")
