"""How facts are written in tables: the declared forms of dates and amounts, and the words for truths and codes.

Every reader of tables reads by this page, whether it reads in Python or in SQL.
"""

from collections.abc import Mapping
from enum import Enum
from functools import cached_property
from types import MappingProxyType

from policy_engine.ir.nodes import Kind, Library, Vocabulary
from policy_engine.structure import dataclass

TRUTHS: Mapping[str, bool] = MappingProxyType(
    {"ya": True, "yes": True, "true": True, "tidak": False, "no": False, "false": False}
)
"""The words for a truth, in any case."""

NOT_HAPPENED_WORDS = frozenset({"belum", "not yet"})
"""The words for an event that has not happened, in any case."""

SEPARATOR = "|"
"""What stands between the items of a set."""

OPEN = "..."
"""An item of a set that says there may be more."""

REGION_CODE = r"[0-9]{2}(?:\.[0-9]{2}(?:\.[0-9]{2}(?:\.[0-9]{4})?)?)?"
"""The form of a region code; a place that no vocabulary names is known by its code."""

WHOLE_NUMBER = r"-?[0-9]{1,18}"
"""The form of a whole number."""

REGIONS = "wilayah"
"""The vocabulary of regions."""


class DateFormat(Enum):
    """How dates are written; anything but ISO has to be declared, for 03/04/1985 is two days."""

    ISO = "iso"
    """`1985-03-02`."""
    DMY = "dmy"
    """`02/03/1985`, the day first."""
    LONG = "long"
    """`2 Maret 1985` or `2 March 1985`."""


class MoneyFormat(Enum):
    """How rupiah are written; anything but plain digits has to be declared, for 1.500 is two amounts."""

    PLAIN = "plain"
    """`1500000`."""
    RUPIAH = "rupiah"
    """`Rp1.500.000` or `1.500.000`, groups by points as Indonesian does."""


@dataclass(frozen=True, slots=True)
class Formats:
    """How the values of one input are written."""

    date: DateFormat = DateFormat.ISO
    money: MoneyFormat = MoneyFormat.PLAIN


# Not slotted: the index is made once, when the first value of the vocabulary is read.
@dataclass(frozen=True)
class Codes:
    """The ways of writing each code of one vocabulary."""

    vocabulary: Vocabulary
    is_region: bool

    @cached_property
    def by_word(self) -> Mapping[str, frozenset[str]]:
        """Give the values meant by a name, classification code, label or synonym, in folded case."""
        found: dict[str, set[str]] = {}
        for code in self.vocabulary.codes:
            value = (code.code or code.name) if self.is_region else code.name
            words = (code.name, code.code, code.label.indonesian, code.label.english, *code.synonyms)
            for word in words:
                if word:
                    found.setdefault(fold(word), set()).add(value)
        # A name or a classification code beats a label or synonym that happens to be spelt the same.
        for code in self.vocabulary.codes:
            value = (code.code or code.name) if self.is_region else code.name
            for word in filter(None, (code.code, code.name)):
                found[fold(word)] = {value}
        return MappingProxyType({word: frozenset(values) for word, values in found.items()})


def codes_of(library: Library) -> Mapping[str, Codes]:
    """Give the ways of writing the codes of each vocabulary, by its name."""
    regions = {f.type.vocabulary for f in library.facts if f.type.kind is Kind.REGION} | {REGIONS}
    return MappingProxyType({v.name: Codes(v, is_region=v.name in regions) for v in library.vocabularies})


def fold(word: str) -> str:
    """Give the form in which words for codes are compared: case and the width of blanks do not count."""
    return " ".join(word.casefold().split())
