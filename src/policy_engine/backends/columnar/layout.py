"""How facts become whole numbers: a library in, the columns of the packed table of workers out.

A column holds one aspect of one fact and is named by number. Codes are bits of words, in the order of their
names; codes that no norm names have no bit. Regions are whole numbers at each level of the hierarchy.
"""

from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from enum import Enum
from functools import cached_property

from policy_engine.backends.columnar.sql import Column
from policy_engine.domain.dates import LATEST
from policy_engine.ir.nodes import Fact, FactRef, Includes, Instrument, Kind, Library, ParameterRef, Type
from policy_engine.ir.walk import descend, roots_of
from policy_engine.structure import dataclass

WORD = 60
"""Codes, norms and facts in one word: int64 without its sign, and room to add."""

NOT_HAPPENED = LATEST + 1
"""What stands for an event that has not happened: later than every day."""

REGION_LEVELS = (2, 4, 6, 10)
"""How many digits a region code has at each level: province, regency, district, village."""

UNBOUNDED = 10**18 - 1
"""The largest number of a fact without declared bounds, as registers are read."""


class Aspect(Enum):
    """What a column says of a fact."""

    VALUE = "value"
    """The number, packed date or month, truth, or day of an event."""
    WORD = "word"
    """The codes whose bits lie in one word."""
    COMPLETE = "complete"
    """Whether a set of codes is all there is."""
    LEVEL = "level"
    """The region at one level, 0 the province, as a number; unknown where the region lies above it."""
    TEST_KEY = "test_key"
    """A day as the number to compare `birth + years * 512` with."""
    BIRTHDAY_KEY = "birthday_key"
    """A day as the number that `birth + years * 512` reaches on the birthday."""
    CODE = "code"
    """The one code as a number."""


@dataclass(frozen=True, slots=True)
class FactColumn:
    """One column of the packed table of workers."""

    fact: str
    aspect: Aspect
    number: int = 0


# Not slotted: what is asked for is added, and the indexes are made once.
@dataclass(frozen=True)
class Layout:
    """The columns that queries have asked for, in the order they were asked for."""

    library: Library
    attested: frozenset[str] = frozenset()
    """Facts about other payers that the table has though no policy declares them: what stronger strata funded."""
    columns: dict[FactColumn, str] = field(default_factory=dict)

    def column(self, fact: str, aspect: Aspect, number: int = 0) -> Column:
        """Give a column of the packed table; it is made when it is first asked for."""
        wanted = FactColumn(fact, aspect, number)
        return Column(self.columns.setdefault(wanted, f"w{len(self.columns)}"))

    def fact(self, name: str) -> Fact | None:
        """Give the declaration of a fact; what is attested about another payer has none."""
        return self._facts.get(name)

    def has(self, name: str) -> bool:
        """Tell whether a table of workers can say anything of a fact."""
        return name in self._facts or name in self.attested

    def kind(self, name: str) -> Kind:
        """Give the kind of a fact."""
        fact = self.fact(name)
        return (Type(Kind.TRUTH) if fact is None else fact.type).kind

    def is_truth(self, name: str) -> bool:
        """Tell whether a fact is yes or no."""
        return self.kind(name) is Kind.TRUTH

    def words(self, fact: str) -> int:
        """Count the words that the codes of a fact take."""
        return max(1, -(-len(self.bits(fact)) // WORD))

    def masks(self, fact: str, codes: Iterable[str]) -> tuple[int, ...]:
        """Give these codes as one mask for each word of the fact."""
        masks = [0] * self.words(fact)
        for code in codes:
            place = self.bits(fact).get(code)
            if place is not None:
                masks[place // WORD] |= 1 << place % WORD
        return tuple(masks)

    def bits(self, fact: str) -> Mapping[str, int]:
        """Give the place of the bit of each code of a fact that some norm names."""
        return self._bits.get(fact, {})

    def codes(self, fact: str) -> Mapping[str, int]:
        """Give the number of each code of a fact that some parameter has a value for."""
        return self._codes.get(fact, {})

    @cached_property
    def over_participants(self) -> Library:
        """Give the library of those instruments alone that say something of every participant."""
        kept = (i for i in self.library.instruments if any(v.participant_norms for v in i.versions))
        return replace(self.library, instruments=tuple(kept))

    @cached_property
    def relieving(self) -> tuple[Instrument, ...]:
        """Give the instruments that relieve of contributions."""
        return tuple(i for i in self.library.instruments if any(v.reliefs for v in i.versions))

    @cached_property
    def _facts(self) -> Mapping[str, Fact]:
        return {fact.name: fact for fact in self.library.facts}

    @cached_property
    def _bits(self) -> Mapping[str, Mapping[str, int]]:
        named: dict[str, set[str]] = {}
        for part in self._parts():
            if isinstance(part, Includes) and isinstance(part.subject, FactRef):
                named.setdefault(part.subject.name, set()).update(part.codes)
        return {
            fact: {code: place for place, code in enumerate(sorted(codes))} for fact, codes in named.items()
        }

    @cached_property
    def _codes(self) -> Mapping[str, Mapping[str, int]]:
        keys = {p.name: {row.key for row in p.values} for p in self.library.parameters}
        named: dict[str, set[str]] = {}
        for part in self._parts():
            if isinstance(part, ParameterRef) and isinstance(part.key, FactRef):
                named.setdefault(part.key.name, set()).update(keys.get(part.name, ()))
        return {
            fact: {code: place for place, code in enumerate(sorted(codes))} for fact, codes in named.items()
        }

    def _parts(self) -> Iterable[object]:
        for instrument in self.library.instruments:
            for root in roots_of(instrument):
                yield from descend(root)


def region_number(code: str, level: int) -> int | None:
    """Give the region that a code lies in at a level; None where the code lies above it."""
    steps = code.split(".")
    return int("".join(steps[: level + 1])) if len(steps) > level else None


def region_level(code: str) -> int:
    """Give the level of a region code: 0 for a province."""
    return code.count(".")
