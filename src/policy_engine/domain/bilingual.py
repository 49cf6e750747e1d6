"""A sentence or name in Indonesian and English in; the one the reader asked for out.

Both languages are always there, so no reader meets a missing translation.
"""

from enum import Enum

from policy_engine.structure import dataclass


class Language(Enum):
    """A language people read; its value is the ISO 639-1 code used on the command line."""

    ID = "id"
    EN = "en"


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in Indonesian and in English."""

    indonesian: str
    english: str

    def in_(self, language: Language) -> str:
        """Give the words in one language."""
        match language:
            case Language.ID:
                return self.indonesian
            case Language.EN:
                return self.english


def both(words: str) -> Text:
    """Give words that are the same in both languages, such as `JKK` or `17`."""
    return Text(words, words)
