"""Names of instruments and places in them: text in, `Citation` values out, and the same text again.

A citation reads as lawyers write it: `Permenaker 5/2021 Pasal 33 ayat (1) huruf b`.
Labels are text, because amendments insert Pasal 5A and ayat (1a); their legal order is a method here,
never the order of strings. Readers accept both languages and return None for anything else.

What an instrument says is not here, nor the names of regions: a region is its Kemendagri code.
"""

import functools
import re
from enum import Enum
from functools import cache
from types import MappingProxyType

from policy_engine.domain.bilingual import Language, Text
from policy_engine.structure import dataclass

UNKNOWN = "..."
"""How an unknown number or year is written, as the blank of the language."""


class Authority(Enum):
    """Over whose territory the maker of an instrument has a say; the order is from wide to narrow."""

    NATIONAL = "national"
    PROVINCE = "province"
    REGENCY_OR_CITY = "regency or city"
    VILLAGE = "village"
    NONE = "none"
    """The kind alone tells nothing: a decree or a memorandum is as wide as whoever signs it."""


# The order of `Authority`, as numbers that compare.
_WIDTH = MappingProxyType({authority: width for width, authority in enumerate(Authority)})

_NATION, _PROVINCE, _LOCAL, _VILLAGE, _ANYBODY = (
    (Authority.NATIONAL,),
    (Authority.PROVINCE,),
    (Authority.REGENCY_OR_CITY,),
    (Authority.VILLAGE,),
    (Authority.NONE,),
)

_RANK_OF_LOCAL_REGULATION = 7
_RANK_BESIDE_THE_LADDER = 8


@dataclass(frozen=True, slots=True)
class KindRecord:
    """What the law says of one kind of instrument.

    `rank` is the place in the ladder of UU 12/2011 Pasal 7 paragraph (1), counted from the Constitution
    as 1: act 3, government regulation 4, presidential regulation 5, provincial regulation 6, local
    regulation 7. It is 8 for the regulations of Pasal 8, which stand beside the ladder, and None for
    what is no regulation. A Perda is 6 or 7 by its region: ask `InstrumentId.rank`.
    """

    code: str
    name: Text
    title: Text
    authorities: tuple[Authority, ...]
    rank: int | None
    regulates: bool
    aliases: tuple[str, ...] = ()


class InstrumentKind(Enum):
    """A kind of instrument; only those that regulate can bind the public."""

    UU = KindRecord("uu", Text("UU", "Act"), Text("Undang-Undang", "Act"), _NATION, 3, regulates=True)
    PP = KindRecord(
        "pp",
        Text("PP", "Government Regulation"),
        Text("Peraturan Pemerintah", "Government Regulation"),
        _NATION,
        4,
        regulates=True,
    )
    PERPRES = KindRecord(
        "perpres",
        Text("Perpres", "Presidential Regulation"),
        Text("Peraturan Presiden", "Presidential Regulation"),
        _NATION,
        5,
        regulates=True,
    )
    INPRES = KindRecord(
        "inpres",
        Text("Inpres", "Presidential Instruction"),
        Text("Instruksi Presiden", "Presidential Instruction"),
        _NATION,
        None,
        regulates=False,
    )
    PERMEN = KindRecord(
        "permen",
        Text("Permen", "Ministerial Regulation"),
        Text("Peraturan Menteri", "Ministerial Regulation"),
        _NATION,
        _RANK_BESIDE_THE_LADDER,
        regulates=True,
    )
    PERMENAKER = KindRecord(
        "permenaker",
        Text("Permenaker", "Manpower Regulation"),
        Text("Peraturan Menteri Ketenagakerjaan", "Minister of Manpower Regulation"),
        _NATION,
        _RANK_BESIDE_THE_LADDER,
        regulates=True,
    )
    PERMENDAGRI = KindRecord(
        "permendagri",
        Text("Permendagri", "Home Affairs Regulation"),
        Text("Peraturan Menteri Dalam Negeri", "Minister of Home Affairs Regulation"),
        _NATION,
        _RANK_BESIDE_THE_LADDER,
        regulates=True,
    )
    PMK = KindRecord(
        "pmk",
        Text("PMK", "Finance Regulation"),
        Text("Peraturan Menteri Keuangan", "Minister of Finance Regulation"),
        _NATION,
        _RANK_BESIDE_THE_LADDER,
        regulates=True,
    )
    PERDA = KindRecord(
        "perda",
        Text("Perda", "Regional Regulation"),
        Text("Peraturan Daerah", "Regional Regulation"),
        (*_PROVINCE, *_LOCAL),
        _RANK_OF_LOCAL_REGULATION,
        regulates=True,
    )
    PERGUB = KindRecord(
        "pergub",
        Text("Pergub", "Governor Regulation"),
        Text("Peraturan Gubernur", "Governor Regulation"),
        _PROVINCE,
        _RANK_BESIDE_THE_LADDER,
        regulates=True,
    )
    PERBUP = KindRecord(
        "perbup",
        Text("Perbup", "Regent Regulation"),
        Text("Peraturan Bupati", "Regent Regulation"),
        _LOCAL,
        _RANK_BESIDE_THE_LADDER,
        regulates=True,
    )
    PERWALI = KindRecord(
        "perwali",
        Text("Perwali", "Mayor Regulation"),
        Text("Peraturan Wali Kota", "Mayor Regulation"),
        _LOCAL,
        _RANK_BESIDE_THE_LADDER,
        regulates=True,
        aliases=("perwako", "peraturan walikota"),
    )
    PERDES = KindRecord(
        "perdes",
        Text("Perdes", "Village Regulation"),
        Text("Peraturan Desa", "Village Regulation"),
        _VILLAGE,
        _RANK_BESIDE_THE_LADDER,
        regulates=True,
    )
    KEPUTUSAN = KindRecord(
        "keputusan", Text("Keputusan", "Decree"), Text("Keputusan", "Decree"), _ANYBODY, None, regulates=False
    )
    NOTA_KESEPAKATAN = KindRecord(
        "nota_kesepakatan",
        Text("Nota Kesepakatan", "Memorandum"),
        Text("Nota Kesepakatan", "Memorandum of Understanding"),
        _ANYBODY,
        None,
        regulates=False,
    )

    NASKAH = KindRecord(
        "naskah", Text("Naskah", "Instrument"), Text("Naskah", "Instrument"), _ANYBODY, None, regulates=False
    )
    """An instrument whose kind is not known yet."""

    @property
    def code(self) -> str:
        """Give the identifier used in files, slugs and JSON."""
        return self.value.code

    @property
    def name_text(self) -> Text:
        """Give the name used in citations: `Perwali`, `Mayor Regulation`."""
        return self.value.name

    @property
    def keyword(self) -> Text:
        """Give the keyword of the language: `perwali`, `mayor regulation`."""
        return Text(self.value.name.indonesian.lower(), self.value.name.english.lower())

    @property
    def title(self) -> Text:
        """Give the full name used in headings: `Peraturan Wali Kota`."""
        return self.value.title

    @property
    def regulates(self) -> bool:
        """Say whether this kind can bind the public."""
        return self.value.regulates


# Kemendagri codes: province, regency or city, district, village.
_REGION = r"[0-9]{2}(?:\.[0-9]{2}(?:\.[0-9]{2}(?:\.[0-9]{4})?)?)?"
_NUMBER = r"[0-9A-Za-z]+(?:[./-][0-9A-Za-z]+)*"
_NAME = r"[0-9a-z]+(?:-[0-9a-z]+)*"
_AUTHORITY_OF_CODE_LENGTH = MappingProxyType(
    {2: Authority.PROVINCE, 5: Authority.REGENCY_OR_CITY, 8: Authority.REGENCY_OR_CITY, 13: Authority.VILLAGE}
)


GOVERNED = MappingProxyType({InstrumentKind.PERBUP: "kabupaten_", InstrumentKind.PERWALI: "kota_"})
"""How the name of what a regent and a mayor govern begins: their titles name the place without it."""


class Office(Enum):
    """Who makes a decree that fixes a list: the head of a region or of a village."""

    GOVERNOR = "governor"
    REGENT = "regent"
    MAYOR = "mayor"
    VILLAGE_HEAD = "village_head"

    @property
    def decree(self) -> Text:
        """Give the name of the decree that is made there: `Keputusan Bupati`."""
        return _DECREES[self]


_DECREES = MappingProxyType(
    {
        Office.GOVERNOR: Text("Keputusan Gubernur", "Decree of the Governor"),
        Office.REGENT: Text("Keputusan Bupati", "Decree of the Regent"),
        Office.MAYOR: Text("Keputusan Wali Kota", "Decree of the Mayor"),
        Office.VILLAGE_HEAD: Text("Keputusan Kepala Desa", "Decree of the Village Head"),
    }
)


@dataclass(frozen=True, slots=True)
class InstrumentId:
    """Which instrument: its kind, the region that made it, its number and its year.

    `locality` is a Kemendagri region code such as `21.71`, None for a national kind, or not known.
    `number` is text (`5`, `188.45/123/KEP`); None is not known, and so is a `year` of None.
    `name` tells apart instruments whose number is not known; it is never shown as a number.
    """

    kind: InstrumentKind
    locality: str | None
    number: str | None
    year: int | None
    name: str | None = None

    def __post_init__(self) -> None:
        """Refuse parts that could not be read back."""
        locality_fits = self.locality is None or (
            re.fullmatch(_REGION, self.locality) is not None and self.kind.value.authorities != _NATION
        )
        number_fits = self.number is None or re.fullmatch(_NUMBER, self.number) is not None
        year_fits = self.year is None or re.fullmatch("[1-9][0-9]{3}", str(self.year)) is not None
        name_fits = self.name is None or (self.number is None and re.fullmatch(_NAME, self.name) is not None)
        if not (locality_fits and number_fits and year_fits and name_fits):
            message = f"no such instrument: {self.kind.code} {self.locality} {self.number}/{self.year}"
            raise ValueError(message)

    @property
    def slug(self) -> str:
        """Give the name used for files and keys: `perwali-21.71-23-2023`, unknown parts as `x`.

        National kinds have no region part: `permenaker-5-2021`. A `/` in a number becomes `_`.
        A name stands where the number would.
        """
        region = () if self.kind.value.authorities == _NATION else (self.locality or "x",)
        number = (self.number or self.name or "x").replace("/", "_").lower()
        return "-".join((self.kind.code, *region, number, str(self.year or "x")))

    @property
    def authority(self) -> Authority | None:
        """Give over whose territory the maker has a say; None where the region of a Perda is not known."""
        match self.kind.value.authorities:
            case (only,):
                return only
            case several:
                told = _AUTHORITY_OF_CODE_LENGTH[len(self.locality)] if self.locality else None
                return told if told in several else None

    @property
    def rank(self) -> int | None:
        """Give the rank of the kind, with a provincial Perda one above a local one; see `KindRecord`."""
        if self.kind is InstrumentKind.PERDA and self.authority is Authority.PROVINCE:
            return _RANK_OF_LOCAL_REGULATION - 1
        return self.kind.value.rank

    def outranks(self, other: "InstrumentId") -> bool:
        """Say whether this is a higher norm than the other, which may then only narrow what it leaves open.

        Both must regulate, and the territory of this one must hold that of the other; then:

        - two instruments on the ladder of Pasal 7 compare by rank;
        - a national regulation is above every regional one, a ministerial one included, because the
          matter is delegated from above (PP 44/2015) and Pasal 8 paragraph (2) gives it force;
        - a Perda is above the executive regulations of its territory;
        - two regulations of Pasal 8 compare by the width of their authority.

        Whatever this leaves open, such as a Pergub against the Perda of a city, is not outranked.
        """
        if self.rank is None or other.rank is None or not self._territory_holds(other):
            return False
        mine, theirs = self.authority, other.authority
        if self.is_on_ladder and other.is_on_ladder:
            return self.rank < other.rank
        if other.is_on_ladder:
            return mine is Authority.NATIONAL and theirs is not Authority.NATIONAL
        if mine is None or theirs is None:
            return False
        if self.is_on_ladder:
            return _WIDTH[mine] <= _WIDTH[theirs]
        return _WIDTH[mine] < _WIDTH[theirs]

    @property
    def is_on_ladder(self) -> bool:
        """Say whether this is one of the kinds that UU 12/2011 Pasal 7 paragraph (1) ranks."""
        return self.rank is not None and self.rank < _RANK_BESIDE_THE_LADDER

    def text(self, language: Language, place: str | None = None) -> str:
        """Write as in a citation: `Permenaker 5/2021`, `Perwali 21.71 23/2023`.

        `place` is written instead of the region code; the result then reads well but not back.
        """
        return " ".join(
            (*self._name_and_place(self.kind.name_text, language, place), f"{self._number}/{self._year}")
        )

    def long_text(self, language: Language, place: str | None = None) -> str:
        """Write as in a heading: `Peraturan Menteri Ketenagakerjaan Nomor 5 Tahun 2021`."""
        ending = Text(f"Nomor {self._number} Tahun {self._year}", f"Number {self._number} of {self._year}")
        return " ".join((*self._name_and_place(self.kind.title, language, place), ending.in_(language)))

    def _name_and_place(self, name: Text, language: Language, place: str | None) -> tuple[str, ...]:
        where = place or self.locality
        return (name.in_(language), where) if where else (name.in_(language),)

    @property
    def _number(self) -> str:
        return self.number or UNKNOWN

    @property
    def _year(self) -> str:
        return UNKNOWN if self.year is None else str(self.year)

    def _territory_holds(self, other: "InstrumentId") -> bool:
        if self.authority is Authority.NATIONAL:
            return True
        if self.locality is None or other.locality is None:
            return False
        return f"{other.locality}.".startswith(f"{self.locality}.")


class Unit(Enum):
    """A unit that the law numbers; the order is that of a text read from the top."""

    ARTICLE = "article"
    RULING = "ruling"
    ANNEX = "annex"
    PARAGRAPH = "paragraph"
    LETTER = "letter"
    NUMBER = "number"
    ITEM = "item"
    ROW = "row"


_ORDER = MappingProxyType({unit: order for order, unit in enumerate(Unit)})

_WORD = MappingProxyType(
    {
        Unit.ARTICLE: Text("Pasal", "Article"),
        Unit.RULING: Text("diktum", "ruling"),
        Unit.ANNEX: Text("Lampiran", "Annex"),
        Unit.PARAGRAPH: Text("ayat", "paragraph"),
        Unit.LETTER: Text("huruf", "letter"),
        Unit.NUMBER: Text("angka", "number"),
        Unit.ITEM: Text("butir", "item"),
        Unit.ROW: Text("baris", "row"),
    }
)

_ROMAN = r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
_ANY_ROMAN = rf"(?=[IVXLCDM]){_ROMAN}"
_COUNTED = r"[1-9][0-9]{0,4}[a-z]{0,3}"

# Articles of an amending instrument are Roman; letters inserted between a and b are a1, a2.
_LABEL = MappingProxyType(
    {
        Unit.ARTICLE: rf"(?:[1-9][0-9]{{0,4}}[A-Z]{{0,3}}|{_ANY_ROMAN})",
        Unit.RULING: r"[1-9][0-9]?",
        Unit.ANNEX: rf"(?:{_ANY_ROMAN}|)",
        Unit.PARAGRAPH: _COUNTED,
        Unit.LETTER: r"[a-z]{1,2}[0-9]{0,3}",
        Unit.NUMBER: _COUNTED,
        Unit.ITEM: rf"(?:{_COUNTED}|[a-z]{{1,2}})",
        Unit.ROW: _COUNTED,
    }
)


@dataclass(frozen=True, slots=True)
class Step:
    """One step down into an instrument: a unit and its label, without brackets.

    The label of a ruling is its number (`1` for KESATU); that of the only annex is empty.
    """

    unit: Unit
    label: str

    def __post_init__(self) -> None:
        """Refuse a label that the law does not write."""
        if not is_label(self.unit, self.label):
            message = f"not a label of {self.unit.value}: {self.label!r}"
            raise ValueError(message)

    @property
    def key(self) -> tuple[int, int, int, str]:
        """Give what orders labels as the law does: 5, 5A, 6; 1, 1a, 2; a, a1, b, z, aa; I, II, IX.

        Keys of one unit compare; across units the order is that of a text read from the top.
        """
        order = _ORDER[self.unit]
        if re.fullmatch(_ROMAN, self.label):
            return (order, _roman(self.label), 0, "")
        if found := re.fullmatch(r"([0-9]+)([A-Za-z]*)", self.label):
            return (order, int(found[1]), len(found[2]), found[2])
        letters = self.label.rstrip("0123456789")
        return (order, _spreadsheet(letters), int(self.label[len(letters) :] or 0), "")

    def text(self, language: Language) -> str:
        """Write as lawyers do: `ayat (1)`, `paragraph (1)`."""
        word = _WORD[self.unit].in_(language)
        match self.unit:
            case Unit.RULING:
                return _ruling(_ordinal(int(self.label), language), word, language)
            case Unit.PARAGRAPH:
                return f"{word} ({self.label})"
            case Unit.ARTICLE | Unit.ANNEX | Unit.LETTER | Unit.NUMBER | Unit.ITEM | Unit.ROW:
                return f"{word} {self.label}".rstrip()


@dataclass(frozen=True, slots=True)
class Provision:
    """A place in an instrument, from the outside in; without steps it is the whole instrument."""

    steps: tuple[Step, ...] = ()

    @property
    def key(self) -> tuple[tuple[int, int, int, str], ...]:
        """Give what orders provisions as they stand in the text, each before what it holds."""
        return tuple(step.key for step in self.steps)

    @property
    def parent(self) -> "Provision | None":
        """Give the provision this one stands in, or None for the whole instrument."""
        return Provision(self.steps[:-1]) if self.steps else None

    def child(self, unit: Unit, label: str) -> "Provision":
        """Give the provision one step further in."""
        return Provision((*self.steps, Step(unit, label)))

    def covers(self, other: "Provision") -> bool:
        """Say whether the other is this provision or stands in it."""
        return other.steps[: len(self.steps)] == self.steps

    def precedes(self, other: "Provision") -> bool:
        """Say whether this provision stands before the other; one stands before all it holds."""
        return self.key < other.key

    def text(self, language: Language) -> str:
        """Write as lawyers do: `Pasal 33 ayat (1) huruf b angka 2`."""
        return " ".join(step.text(language) for step in self.steps)


@dataclass(frozen=True, slots=True)
class Citation:
    """A provision of an instrument."""

    instrument: InstrumentId
    provision: Provision = Provision()

    def covers(self, other: "Citation") -> bool:
        """Say whether the other is this place or stands in it."""
        return self.instrument == other.instrument and self.provision.covers(other.provision)

    def text(self, language: Language, place: str | None = None) -> str:
        """Write as lawyers do; `place` is written instead of the region code."""
        return f"{self.instrument.text(language, place)} {self.provision.text(language)}".rstrip()


@functools.lru_cache(maxsize=4_096)
def is_label(unit: Unit, label: str) -> bool:
    """Say whether the law could give a unit this label."""
    return re.fullmatch(_LABEL[unit], label) is not None


def ruling_label(word: str) -> str | None:
    """Give the label of a ruling from its ordinal in either language: `KESATU` is `1`; else None."""
    return _ORDINALS.get(" ".join(word.split()).casefold())


def parse_citation(text: str) -> Citation | None:
    """Read an instrument and a place in it, in either language; anything else is None."""
    head = _instrument_pattern().match(text.strip())
    if head is None:
        return None
    instrument = _read_instrument(head)
    provision = parse_provision(text.strip()[head.end() :])
    return None if instrument is None or provision is None else Citation(instrument, provision)


def parse_instrument(text: str) -> InstrumentId | None:
    """Read `Permenaker 5/2021`, `UU Nomor 40 Tahun 2004` or `Perwali 21.71 23/2023`; else None."""
    found = _instrument_pattern().fullmatch(text.strip())
    return None if found is None else _read_instrument(found)


def parse_provision(text: str) -> Provision | None:
    """Read `Pasal 33 ayat (1) huruf b` in either language; anything else is None, nothing is `()`."""
    rest = " ".join(text.split())
    steps: list[Step] = []
    while rest:
        step, length = _read_step(rest)
        if step is None:
            return None
        steps.append(step)
        rest = rest[length:].removeprefix(" ")
    return Provision(tuple(steps))


def _read_step(text: str) -> tuple[Step | None, int]:
    for unit, pattern in _step_patterns():
        if found := pattern.match(text):
            label = ruling_label(found[1]) if unit is Unit.RULING else found[1] or ""
            return (None if label is None else Step(unit, label)), found.end()
    return None, 0


@cache
def _step_patterns() -> tuple[tuple[Unit, re.Pattern[str]], ...]:
    return tuple(
        (unit, re.compile(_step_form(unit, rf"(?i:{word.in_(language)})", language) + r"(?= |$)"))
        for language in Language
        for unit, word in _WORD.items()
    )


def _step_form(unit: Unit, word: str, language: Language) -> str:
    match unit:
        case Unit.RULING:
            ordinals = sorted((_ordinal(number, language) for number in range(1, 100)), key=len, reverse=True)
            return _ruling(f"((?i:{'|'.join(ordinals)}))", word, language)
        case Unit.ANNEX:
            return rf"{word}(?: ({_ANY_ROMAN})(?= |$))?"
        case Unit.PARAGRAPH:
            return rf"{word} ?\(({_LABEL[unit]})\)"
        case Unit.ARTICLE | Unit.LETTER | Unit.NUMBER | Unit.ITEM | Unit.ROW:
            return rf"{word} ({_LABEL[unit]})"


def _ruling(ordinal: str, word: str, language: Language) -> str:
    match language:
        case Language.ID:
            return f"{word} {ordinal}"
        case Language.EN:
            return f"{ordinal} {word}"


@cache
def _instrument_pattern() -> re.Pattern[str]:
    names = sorted(_kinds_by_name(), key=len, reverse=True)
    kind = "|".join(re.escape(name).replace(r"\ ", r"[_\s]+") for name in names)
    number = rf"(?P<number>\.\.\.|{_NUMBER})"
    year = r"(?P<year>\.\.\.|[1-9][0-9]{3})"
    return re.compile(
        rf"(?P<kind>{kind})(?:\s+(?P<locality>{_REGION}))?\s+(?:(?:nomor|no\.?|number)\s+)?"
        rf"{number}(?:/|\s+tahun\s+|\s+of\s+){year}(?=\s|$)",
        re.IGNORECASE | re.ASCII,
    )


@cache
def _kinds_by_name() -> MappingProxyType[str, InstrumentKind]:
    names: dict[str, InstrumentKind] = {}
    for kind in InstrumentKind:
        record = kind.value
        texts = (record.name, record.title)
        spellings = (*(text.in_(language) for text in texts for language in Language), *record.aliases)
        names |= dict.fromkeys((spelling.casefold() for spelling in spellings), kind)
    return MappingProxyType(names)


def _read_instrument(found: re.Match[str]) -> InstrumentId | None:
    kind = _kinds_by_name()[" ".join(found["kind"].replace("_", " ").split()).casefold()]
    if found["locality"] is not None and kind.value.authorities == _NATION:
        return None
    number = None if found["number"] == UNKNOWN else found["number"]
    year = None if found["year"] == UNKNOWN else int(found["year"])
    return InstrumentId(kind, found["locality"], number, year)


_ROMAN_VALUE = MappingProxyType({"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000})


def _roman(numeral: str) -> int:
    values = [_ROMAN_VALUE[letter] for letter in numeral]
    return sum(
        -value if value < following else value
        for value, following in zip(values, [*values, 0][1:], strict=True)
    )


def _spreadsheet(letters: str) -> int:
    """Count letters as lists do: a is 1, z is 26, aa is 27."""
    total = 0
    for letter in letters:
        total = total * 26 + ord(letter) - ord("a") + 1
    return total


_ONES = ("", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
_FIRST_TO_NINETEENTH = (
    *("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"),
    *("eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth"),
    *("eighteenth", "nineteenth"),
)
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def _ordinal(number: int, language: Language) -> str:
    """Write 1 to 99 as a ruling is numbered: `KEDUA PULUH SATU`, `twenty-first`."""
    tens, ones = divmod(number, 10)
    match language:
        case Language.ID:
            if tens == 0:
                return f"KE{_ONES[ones]}".upper()
            if tens == 1:
                words = ("sepuluh", "sebelas")[ones] if ones <= 1 else f"{_ONES[ones]} belas"
                return f"KE{words}".upper()
            return f"KE{_ONES[tens]} puluh {_ONES[ones]}".strip().upper()
        case Language.EN:
            if number < len(_FIRST_TO_NINETEENTH):
                return _FIRST_TO_NINETEENTH[number]
            if ones == 0:
                return f"{_TENS[tens].removesuffix('y')}ieth"
            return f"{_TENS[tens]}-{_FIRST_TO_NINETEENTH[ones]}"


_ORDINALS = MappingProxyType(
    {_ordinal(number, language).casefold(): str(number) for number in range(1, 100) for language in Language}
)
