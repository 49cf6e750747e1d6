"""The user's own table as packed workers, in SQL alone: a layout and the source in, a query and its words out.

Outside the portable fragment, for text is outside it. Every cell becomes text and is read as `registers.values`
reads a cell, so that a null, an empty text and a malformed one stay apart: the first two are unknown, the third
rejects the row and says why. Words are compared without regard to the case of ASCII letters; a word with other
letters is recognised as the vocabulary writes it, and all in lower case.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import Enum
from types import MappingProxyType

from policy_engine.backends.columnar.dialects import SPELLINGS, Dialect
from policy_engine.backends.columnar.layout import (
    NOT_HAPPENED,
    REGION_LEVELS,
    Aspect,
    FactColumn,
    Layout,
)
from policy_engine.backends.columnar.literals import identifier, literal
from policy_engine.backends.columnar.pack import cell, type_of
from policy_engine.backends.columnar.plan import ROW
from policy_engine.backends.columnar.printer import quoted
from policy_engine.domain.bilingual import Text
from policy_engine.domain.dates import FIRST_YEAR, LAST_YEAR, MONTH_STEP, MONTH_WORDS, YEAR_STEP, LeapRule
from policy_engine.ir.nodes import CodeSet, Fact, Kind
from policy_engine.ir.written import (
    NOT_HAPPENED_WORDS,
    OPEN,
    REGION_CODE,
    REGIONS,
    SEPARATOR,
    TRUTHS,
    WHOLE_NUMBER,
    DateFormat,
    Formats,
    MoneyFormat,
    codes_of,
)
from policy_engine.structure import dataclass

Cell = str | int | bool | None

PROBLEM = "problem"
"""What the columns with the reason to reject a row are called, with the number of the fact behind it."""

BLANKS = "".join(letter for letter in map(chr, range(0x3001)) if letter.isspace())
"""What counts as blank around a value and between words."""


class Problem(Enum):
    """Why a cell is no value of its fact; the names are those of the messages about single workers."""

    WRONG_TYPE = 1
    IMPOSSIBLE_DATE = 2
    UNKNOWN_CODE = 3
    AMBIGUOUS_CODE = 4
    TOO_MANY_CODES = 5
    OUT_OF_BOUNDS = 6

    @property
    def text(self) -> Text:
        """Say it for a reader."""
        return _PROBLEMS[self]


_PROBLEMS: Mapping[Problem, Text] = MappingProxyType(
    {
        Problem.WRONG_TYPE: Text("bukan nilai yang dapat dibaca", "not a value that can be read"),
        Problem.IMPOSSIBLE_DATE: Text("tanggal yang tidak ada", "a date that does not exist"),
        Problem.UNKNOWN_CODE: Text("kode yang tidak dikenal", "an unknown code"),
        Problem.AMBIGUOUS_CODE: Text(
            "kata yang berarti lebih dari satu kode", "a word for more than one code"
        ),
        Problem.TOO_MANY_CODES: Text("lebih banyak kode daripada yang boleh", "more codes than there may be"),
        Problem.OUT_OF_BOUNDS: Text("di luar batas faktanya", "outside the bounds of its fact"),
    }
)


class WrongColumnError(Exception):
    """A column whose type cannot hold its fact, such as an amount in floating point."""


@dataclass(frozen=True, slots=True)
class Words:
    """A table of words: its columns with their types, and a row for each word."""

    name: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Source:
    """The user's table as it is written after FROM, its column that tells rows apart, and where facts stand.

    A fact without a column is unknown for every worker.
    """

    table: str
    key: str
    columns: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reading:
    """A query over the user's table: key, packed columns, and for each fact in `facts` its problem or NULL."""

    query: str
    words: tuple[Words, ...]
    facts: tuple[Fact, ...]


def reading(
    layout: Layout, formats: Formats, source: Source, dialect: Dialect, place: Callable[[str], str]
) -> Reading:
    """Read the columns of a layout from a table; `place` writes the names of the tables of words."""
    by_fact: dict[str, list[FactColumn]] = {}
    for column in layout.columns:
        by_fact.setdefault(column.fact, []).append(column)
    found: list[_Read] = []
    for name, wanted in by_fact.items():
        fact = layout.fact(name)
        if fact is not None and name in source.columns:
            made = _Reader(layout, formats, _SPEECH[dialect], source, place, len(found))
            found.append(made.read(fact, wanted))
    cells = {column: text for read in found for column, text in read.cells.items()}
    outputs = [quoted(ROW, dialect)]
    for column, name in layout.columns.items():
        nothing = f"CAST(NULL AS {type_of(layout, column)})"
        outputs.append(f"{cells.get(column, nothing)} AS {quoted(name, dialect)}")
    outputs += [f"{read.problem} AS {quoted(f'{PROBLEM}{at}', dialect)}" for at, read in enumerate(found)]
    listed = ",\n  ".join(outputs)
    query = f"SELECT\n  {listed}\nFROM {_layers(found, source, dialect)}"
    words = tuple(read.words for read in found if read.words is not None)
    return Reading(query, words, tuple(read.fact for read in found))


# How one fact is read


@dataclass(frozen=True, slots=True)
class _Read:
    """How one fact is read: its cell, named values one step after the other, a join, and what comes of them."""

    fact: Fact
    cell: str
    steps: tuple[Mapping[str, str], ...]
    join: str
    words: Words | None
    cells: Mapping[FactColumn, str]
    problem: str


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the fact at one place among those that are read; the names of its values end with that number."""

    layout: Layout
    formats: Formats
    speech: "_Speech"
    source: Source
    place: Callable[[str], str]
    at: int

    def read(self, fact: Fact, wanted: Sequence[FactColumn]) -> _Read:
        match fact.type.kind:
            case Kind.TRUTH:
                return self._truth(fact, wanted)
            case Kind.NUMBER | Kind.YEARS | Kind.MONTHS | Kind.DAYS | Kind.PEOPLE:
                return self._whole(fact, wanted)
            case Kind.RUPIAH | Kind.RUPIAH_PER_MONTH:
                match self.formats.money:
                    case MoneyFormat.PLAIN:
                        return self._whole(fact, wanted)
                    case MoneyFormat.RUPIAH:
                        return self._rupiah(fact, wanted)
            case Kind.DATE | Kind.EVENT:
                return self._date(fact, wanted)
            case Kind.MONTH:
                return self._month(fact, wanted)
            case Kind.CODE | Kind.REGION:
                return self._code(fact, wanted)
            case Kind.CODE_SET:
                return self._set(fact, wanted)

    def name(self, what: str) -> str:
        return self.speech.name(f"{what}{self.at}")

    def _made(
        self,
        fact: Fact,
        steps: Sequence[Mapping[str, str]],
        cells: Mapping[FactColumn, str],
        problem: str,
        *,
        join: str = "",
        words: Words | None = None,
    ) -> _Read:
        cell_of = self.speech.items if fact.type.kind is Kind.CODE_SET else self.speech.text
        text = f"NULLIF({self.speech.trim(cell_of(self.name('said')))}, '')"
        first = {self.name("text"): text}
        return _Read(fact, self.source.columns[fact.name], (first, *steps), join, words, cells, problem)

    def _truth(self, fact: Fact, wanted: Sequence[FactColumn]) -> _Read:
        text, value, speech = self.name("text"), self.name("value"), self.speech
        yes, no = (
            ", ".join(speech.literal(word) for word in sorted(TRUTHS) if TRUTHS[word] is truth)
            for truth in (True, False)
        )
        folded = speech.lower(text)
        read = f"CASE WHEN {folded} IN ({yes}) THEN TRUE WHEN {folded} IN ({no}) THEN FALSE END"
        problem = _problems((f"{text} IS NOT NULL AND {value} IS NULL", Problem.WRONG_TYPE))
        return self._made(fact, [{value: read}], dict.fromkeys(wanted, value), problem)

    def _whole(self, fact: Fact, wanted: Sequence[FactColumn]) -> _Read:
        text, value = self.name("text"), self.name("value")
        return self._made(
            fact, [{value: self._if_whole(text)}], dict.fromkeys(wanted, value), self._number_problem(fact)
        )

    def _if_whole(self, text: str) -> str:
        return f"CASE WHEN {self.speech.matches(text, WHOLE_NUMBER)} THEN {self.speech.whole(text)} END"

    def _number_problem(self, fact: Fact) -> str:
        text, value = self.name("text"), self.name("value")
        return _problems(
            (f"{text} IS NOT NULL AND {value} IS NULL", Problem.WRONG_TYPE),
            *_bounds(fact, value),
        )

    def _rupiah(self, fact: Fact, wanted: Sequence[FactColumn]) -> _Read:
        """Read `Rp1.500.000`, `-Rp 1.500.000,00` or `1.500.000,-`: sen are nil, groups are of three digits."""
        text, digits, value, speech = self.name("text"), self.name("digits"), self.name("value"), self.speech
        blank = f"[{BLANKS}]"
        form = rf"-?([Rr][Pp][.]?{blank}*)?([0-9]{{1,3}}([.][0-9]{{3}})+|[0-9]+)(,(0{{1,2}}|-))?"
        without_sen = speech.replace(text, ",(0{1,2}|-)$", "")
        kept = speech.replace(without_sen, "[^0-9]", "")
        sign = f"CASE WHEN SUBSTR({text}, 1, 1) = '-' THEN '-' ELSE '' END"
        found = f"CASE WHEN {speech.matches(text, form)} THEN {sign} || {kept} END"
        steps = [{digits: found}, {value: self._if_whole(digits)}]
        return self._made(fact, steps, dict.fromkeys(wanted, value), self._number_problem(fact))

    def _date(self, fact: Fact, wanted: Sequence[FactColumn]) -> _Read:
        speech, text, form, value = self.speech, self.name("text"), self.name("form"), self.name("value")
        year, month, day = (self.name(part) for part in ("year", "month", "day"))
        shape = _SHAPES[self.formats.date]
        written = speech.replace(text, f"[{BLANKS}]+", " ") if shape.between == " " else text
        parts = [speech.part(form, shape.between, place) for place in shape.order]
        numbers = {name: speech.whole(part) for name, part in zip((year, month, day), parts, strict=True)}
        if self.formats.date is DateFormat.LONG:
            numbers[month] = _month_number(speech, parts[1])
        formed = f"WHEN {speech.matches(written, shape.form)} THEN {written}"
        if self.formats.date is not DateFormat.ISO:
            # A column of days says them in one way, however those who write text write them.
            is_day = speech.is_day(self.name("said"))
            formed = f"WHEN {is_day} THEN {text} {formed}"
            for place, name in enumerate((year, month, day), 1):
                iso = speech.whole(speech.part(form, "-", place))
                numbers[name] = f"CASE WHEN {is_day} THEN {iso} ELSE {numbers[name]} END"
        event = fact.type.kind is Kind.EVENT
        not_yet = ", ".join(speech.literal(word) for word in sorted(NOT_HAPPENED_WORDS))
        happened = f"WHEN {speech.lower(text)} IN ({not_yet}) THEN {NOT_HAPPENED} " if event else ""
        packed = f"{year} * {YEAR_STEP} + {month} * {MONTH_STEP} + {day}"
        steps = [
            {form: f"CASE {formed} END"},
            numbers,
            {value: f"CASE {happened}WHEN {_is_date(year, month, day)} THEN {packed} END"},
        ]
        bounds = _bounds(fact, value, unless=f"{value} = {NOT_HAPPENED}" if event else None)
        problem = _problems(
            (f"{value} IS NULL AND {form} IS NOT NULL", Problem.IMPOSSIBLE_DATE),
            (f"{value} IS NULL AND {text} IS NOT NULL", Problem.WRONG_TYPE),
            *bounds,
        )
        rule = self.layout.library.leap_rule
        cells = {each: _key((year, month, day), value, each.aspect, rule) for each in wanted}
        return self._made(fact, steps, cells, problem)

    def _month(self, fact: Fact, wanted: Sequence[FactColumn]) -> _Read:
        speech, text, form, value = self.speech, self.name("text"), self.name("form"), self.name("value")
        year, month = self.name("year"), self.name("month")
        real = f"{year} BETWEEN {FIRST_YEAR} AND {LAST_YEAR} AND {month} BETWEEN 1 AND 12"
        steps = [
            {form: f"CASE WHEN {speech.matches(text, '[0-9]{4}-[0-9]{2}')} THEN {text} END"},
            {
                year: speech.whole(speech.part(form, "-", 1)),
                month: speech.whole(speech.part(form, "-", 2)),
            },
            {value: f"CASE WHEN {real} THEN {year} * 12 + {month} - 1 END"},
        ]
        return self._made(fact, steps, dict.fromkeys(wanted, value), self._number_problem(fact))

    def _code(self, fact: Fact, wanted: Sequence[FactColumn]) -> _Read:
        """Look a word up; a region that no vocabulary names is known by its code."""
        speech, text, folded, table = self.speech, self.name("text"), self.name("folded"), f"x{self.at}"
        names = [f"c{number}" for number in range(len(wanted))]
        meant = _meanings(self.layout, fact)
        rows = tuple(
            (
                word,
                len(codes),
                *(cell(self.layout, each, min(codes)) if len(codes) == 1 else None for each in wanted),
            )
            for word, codes in sorted(meant.items())
        )
        columns = (("word", "TEXT"), ("means", "BIGINT"), *((name, "BIGINT") for name in names))
        words = Words(f"words{self.at}", columns, rows)
        x = speech.name(table)
        join = f"LEFT JOIN {self.place(words.name)} AS {x} ON {x}.{speech.name('word')} = {folded}"
        means = f"{x}.{speech.name('means')}"
        cells = {each: f"{x}.{speech.name(name)}" for name, each in zip(names, wanted, strict=True)}
        is_known = f"{means} IS NOT NULL"
        if fact.type.kind is Kind.REGION:
            is_code = speech.matches(text, REGION_CODE)
            is_known = f"({is_known} OR {is_code})"
            cells = {
                each: _region(each, found, text, f"{means} IS NULL AND {is_code}", speech)
                for each, found in cells.items()
            }
        problem = _problems(
            (f"{text} IS NOT NULL AND NOT {is_known}", Problem.UNKNOWN_CODE),
            (f"{means} > 1", Problem.AMBIGUOUS_CODE),
        )
        return self._made(fact, [{folded: speech.fold(text)}], cells, problem, join=join, words=words)

    def _set(self, fact: Fact, wanted: Sequence[FactColumn]) -> _Read:
        """Look every item up, and put their bits together."""
        speech, text, x = self.speech, self.name("text"), self.speech.name(f"x{self.at}")
        meant = _meanings(self.layout, fact)
        numbers = {
            code: n for n, code in enumerate(sorted({code for found in meant.values() for code in found}))
        }
        bits = [each for each in wanted if each.aspect is Aspect.WORD]
        names = {each: f"b{each.number}" for each in bits}
        rows = tuple(
            (
                word,
                len(codes),
                *(
                    (
                        numbers[min(codes)],
                        *(cell(self.layout, each, CodeSet(codes, complete=True)) for each in bits),
                    )
                    if len(codes) == 1
                    else (None, *(None for _ in bits))
                ),
            )
            for word, codes in sorted(meant.items())
        )
        columns = (
            ("word", "TEXT"),
            ("means", "BIGINT"),
            ("code", "BIGINT"),
            *((name, "BIGINT") for name in names.values()),
        )
        words = Words(f"words{self.at}", columns, rows)
        item, n = speech.name("item"), speech.name
        is_named = f"{item} <> '' AND {item} <> {speech.literal(OPEN)}"
        found = [
            f"COUNT(CASE WHEN {is_named} AND {n('means')} IS NULL THEN 1 END) AS {n('unknown')}",
            f"COUNT(CASE WHEN {is_named} AND {n('means')} > 1 THEN 1 END) AS {n('ambiguous')}",
            f"COUNT(DISTINCT CASE WHEN {is_named} THEN {n('code')} END) AS {n('codes')}",
            f"COUNT(CASE WHEN {item} = {speech.literal(OPEN)} THEN 1 END) AS {n('open')}",
            *(
                f"COALESCE(BIT_OR(CASE WHEN {is_named} THEN {n(name)} END), 0) AS {n(name)}"
                for name in names.values()
            ),
        ]
        table = f"LEFT JOIN {self.place(words.name)} ON {n('word')} = {speech.fold(item)}"
        column = f"r.{speech.user(self.source.columns[fact.name])}"
        join = speech.each_item(
            _Items(
                text, f"NULLIF({speech.trim(speech.items(column))}, '')", self.source.table, x, found, table
            )
        )
        cells = {
            each: f"CASE WHEN {text} IS NOT NULL THEN {x}.{n(name)} END" for each, name in names.items()
        } | {
            each: f"CASE WHEN {text} IS NOT NULL THEN {x}.{n('open')} = 0 END"
            for each in wanted
            if each.aspect is Aspect.COMPLETE
        }
        limit = fact.type.at_most
        too_many = () if limit is None else ((f"{x}.{n('codes')} > {limit}", Problem.TOO_MANY_CODES),)
        problem = _problems(
            (f"{x}.{n('unknown')} > 0", Problem.UNKNOWN_CODE),
            (f"{x}.{n('ambiguous')} > 0", Problem.AMBIGUOUS_CODE),
            *too_many,
        )
        return self._made(fact, [], cells, problem, join=join, words=words)


@dataclass(frozen=True, slots=True)
class _Shape:
    """A form of dates: what it looks like, what stands between its parts, and which are year, month and day."""

    form: str
    between: str
    order: tuple[int, int, int]


_SHAPES: Mapping[DateFormat, _Shape] = MappingProxyType(
    {
        DateFormat.ISO: _Shape("[0-9]{4}-[0-9]{2}-[0-9]{2}", "-", (1, 2, 3)),
        DateFormat.DMY: _Shape("[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}", "/", (3, 2, 1)),
        DateFormat.LONG: _Shape("[0-9]{1,2} [A-Za-z]+[.]? [0-9]{4}", " ", (3, 2, 1)),
    }
)


def _problems(*conditions: tuple[str, Problem]) -> str:
    branches = "".join(f"WHEN {condition} THEN {problem.value} " for condition, problem in conditions)
    return f"CAST(CASE {branches}END AS BIGINT)"


def _bounds(fact: Fact, value: str, *, unless: str | None = None) -> Iterator[tuple[str, Problem]]:
    exempt = "" if unless is None else f"NOT {unless} AND "
    if fact.low is not None:
        yield f"{exempt}{value} < {fact.low}", Problem.OUT_OF_BOUNDS
    if fact.high is not None:
        yield f"{exempt}{value} > {fact.high}", Problem.OUT_OF_BOUNDS


def _is_date(year: str, month: str, day: str) -> str:
    february = f"CASE WHEN {_is_short(year)} THEN 28 ELSE 29 END"
    last = f"CASE WHEN {month} = 2 THEN {february} WHEN {month} IN (4, 6, 9, 11) THEN 30 ELSE 31 END"
    real_month = f"{year} BETWEEN {FIRST_YEAR} AND {LAST_YEAR} AND {month} BETWEEN 1 AND 12"
    return f"{real_month} AND {day} BETWEEN 1 AND {last}"


def _is_short(year: str) -> str:
    """Tell a year without 29 February."""
    return f"({year} % 4 <> 0 OR ({year} % 100 = 0 AND {year} % 400 <> 0))"


def _key(parts: tuple[str, str, str], value: str, aspect: Aspect, rule: LeapRule) -> str:
    """Give a day as an aspect of it; the keys are those of `domain.dates.test_key` and `lower.birthday_key`."""
    year, month, day = parts
    if aspect is Aspect.TEST_KEY and rule is LeapRule.ON_28_FEBRUARY:
        is_moved = f"{month} = 2 AND {day} = 28 AND {_is_short(year)}"
        return f"CASE WHEN {is_moved} THEN {value} + 1 ELSE {value} END"
    if aspect is Aspect.BIRTHDAY_KEY and rule is LeapRule.ON_1_MARCH:
        is_moved = f"{month} = 3 AND {day} = 1 AND {_is_short(year)}"
        return f"CASE WHEN {is_moved} THEN {year} * {YEAR_STEP} + {2 * MONTH_STEP + 29} ELSE {value} END"
    return value


def _month_number(speech: "_Speech", word: str) -> str:
    """Give the number of a month by its name, with or without a point behind it; NULL for another word."""
    stripped = speech.lower(speech.replace(word, "[.]", ""))
    named: dict[int, list[str]] = {}
    for name, number in MONTH_WORDS.items():
        named.setdefault(number, []).append(speech.literal(name))
    branches = " ".join(
        f"WHEN {stripped} IN ({', '.join(sorted(names))}) THEN {number}"
        for number, names in sorted(named.items())
    )
    return f"CAST(CASE {branches} END AS BIGINT)"


def _meanings(layout: Layout, fact: Fact) -> Mapping[str, frozenset[str]]:
    """Give what each word means, as a database compares words: ASCII letters in lower case."""
    codes = codes_of(layout.library).get(fact.type.vocabulary or REGIONS)
    if codes is None:
        return {}
    found = dict(codes.by_word)
    for code in codes.vocabulary.codes:
        for word in (code.name, code.code, code.label.indonesian, code.label.english, *code.synonyms):
            as_written = " ".join((word or "").split()).translate(_TO_LOWER)
            meant = codes.by_word.get(" ".join(as_written.casefold().split()))
            if as_written and meant is not None:
                found.setdefault(as_written, meant)
    return found


_UPPER, _LOWER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz"
_TO_LOWER = str.maketrans(_UPPER, _LOWER)


def _region(column: FactColumn, found: str, text: str, by_code: str, speech: "_Speech") -> str:
    """Give what a column says of a region that is named, or else known by its code."""
    if column.aspect is not Aspect.LEVEL:
        return found
    digits = REGION_LEVELS[column.number]
    points = column.number
    head = f"SUBSTR({text}, 1, {digits + points})"
    number = speech.whole(speech.replace(head, "[.]", ""))
    deep = f"LENGTH({text}) >= {digits + points}"
    return f"CASE WHEN {by_code} AND {deep} THEN {number} ELSE {found} END"


# How a dialect says it


@dataclass(frozen=True, slots=True)
class _Items:
    """A set as text, the same as it is read from the table, and what is counted over its items."""

    text: str
    read: str
    table: str
    alias: str
    found: Sequence[str]
    words: str


@dataclass(frozen=True, slots=True)
class _Speech:
    """What one dialect calls the functions of text; braces stand for what they are given."""

    dialect: Dialect
    as_text: str
    as_items: str
    as_whole: str
    day: str
    match: str
    substitute: str
    trimmed: str
    explode: str

    def name(self, name: str) -> str:
        return quoted(name, self.dialect)

    def user(self, name: str) -> str:
        return identifier(name, self.dialect)

    def literal(self, value: str) -> str:
        return literal(value, self.dialect)

    def text(self, source: str) -> str:
        """Give a cell of any type as text."""
        return self.as_text.replace("{}", source)

    def items(self, source: str) -> str:
        """Give a cell as text whose items are separated; an array has its items, and no item is two."""
        separator, nothing = self.literal(SEPARATOR), self.literal("\x01")
        return self.as_items.replace("{sep}", separator).replace("{bad}", nothing).replace("{}", source)

    def trim(self, text: str) -> str:
        return self.trimmed.replace("{blanks}", self.literal(BLANKS)).replace("{}", text)

    def whole(self, text: str) -> str:
        return self.as_whole.replace("{}", text)

    def is_day(self, source: str) -> str:
        """Tell whether a column holds days, not text."""
        return self.day.replace("{}", source)

    def matches(self, text: str, pattern: str) -> str:
        """Tell whether the whole of a text has a form."""
        whole = pattern if self.dialect is Dialect.DUCKDB else f"^(?:{pattern})$"
        return self.match.replace("{pattern}", self.literal(whole)).replace("{}", text)

    def replace(self, text: str, pattern: str, instead: str) -> str:
        """Replace every piece of a text that has a form."""
        made = self.substitute.replace("{pattern}", self.literal(pattern))
        return made.replace("{instead}", self.literal(instead)).replace("{}", text)

    def part(self, text: str, between: str, place: int) -> str:
        return f"SPLIT_PART({text}, {self.literal(between)}, {place})"

    def lower(self, text: str) -> str:
        """Give ASCII letters in lower case; what a locale makes of others is not the same everywhere."""
        return f"TRANSLATE({text}, {self.literal(_UPPER)}, {self.literal(_LOWER)})"

    def fold(self, text: str) -> str:
        return self.lower(self.replace(self.trim(text), f"[{BLANKS}]+", " "))

    def each_item(self, items: _Items) -> str:
        """Join what is counted over the items of each different set."""
        found, item = ", ".join(items.found), self.name("item")
        exploded = self.explode.replace("{sep}", self.literal(SEPARATOR))
        said, inner = self.name("said"), self.name("each")
        different = f"SELECT DISTINCT {items.read} AS {said} FROM {items.table} AS r"  # noqa: S608  as above
        every = f"SELECT {said}, {exploded.replace('{}', said)} AS {inner} FROM ({different}) AS s"  # noqa: S608
        one = f"SELECT {said}, {self.trim(inner)} AS {item} FROM ({every}) AS e"  # noqa: S608
        counted = f"SELECT {said}, {found} FROM ({one}) AS i {items.words} GROUP BY {said}"  # noqa: S608
        return f"LEFT JOIN ({counted}) AS {items.alias} ON {items.alias}.{said} = {items.text}"


_SPEECH: Mapping[Dialect, _Speech] = MappingProxyType(
    {
        Dialect.DUCKDB: _Speech(
            dialect=Dialect.DUCKDB,
            as_text="CAST({} AS VARCHAR)",
            as_items=(
                "CASE WHEN TYPEOF({}) NOT LIKE '%[]' THEN CAST({} AS VARCHAR)"
                " WHEN LIST_COUNT(TRY_CAST({} AS VARCHAR[])) < LEN(TRY_CAST({} AS VARCHAR[]))"
                " OR CONTAINS(ARRAY_TO_STRING(TRY_CAST({} AS VARCHAR[]), ''), {sep}) THEN {bad}"
                " ELSE COALESCE(NULLIF(ARRAY_TO_STRING(TRY_CAST({} AS VARCHAR[]), {sep}), ''),"
                " CASE WHEN {} IS NOT NULL THEN {sep} END) END"
            ),
            as_whole="TRY_CAST({} AS BIGINT)",
            day="TYPEOF({}) = 'DATE'",
            match="REGEXP_FULL_MATCH({}, {pattern})",
            substitute="REGEXP_REPLACE({}, {pattern}, {instead}, 'g')",
            trimmed="TRIM({}, {blanks})",
            explode="UNNEST(STRING_SPLIT({}, {sep}))",
        ),
        # JSON writes days, truths and numbers in one way, whatever the settings of the session.
        Dialect.POSTGRES: _Speech(
            dialect=Dialect.POSTGRES,
            as_text="(TO_JSONB({}) #>> CAST(ARRAY[] AS TEXT[]))",
            as_items=(
                "CASE WHEN JSONB_TYPEOF(TO_JSONB({})) = 'array' THEN (SELECT"
                " COALESCE(NULLIF(STRING_AGG(CASE WHEN e.i IS NULL OR STRPOS(e.i, {sep}) > 0 THEN {bad} ELSE e.i END,"
                " {sep}), ''), {sep}) FROM JSONB_ARRAY_ELEMENTS_TEXT(TO_JSONB({})) AS e(i))"
                " ELSE (TO_JSONB({}) #>> CAST(ARRAY[] AS TEXT[])) END"
            ),
            as_whole="CAST({} AS BIGINT)",
            day="CAST(PG_TYPEOF({}) AS TEXT) = 'date'",
            match="({} ~ {pattern})",
            substitute="REGEXP_REPLACE({}, {pattern}, {instead}, 'g')",
            trimmed="BTRIM({}, {blanks})",
            explode="UNNEST(STRING_TO_ARRAY({}, {sep}))",
        ),
        Dialect.SPARK: _Speech(
            dialect=Dialect.SPARK,
            as_text="CAST({} AS STRING)",
            as_items=(
                "CASE WHEN TYPEOF({}) NOT LIKE 'array%' THEN CAST({} AS STRING)"
                " WHEN {} IS NOT NULL THEN COALESCE(NULLIF(ARRAY_JOIN(TRANSFORM("
                "FROM_JSON(GET_JSON_OBJECT(TO_JSON(NAMED_STRUCT('v', {})), '\\u0024.v'), 'array<string>'),"
                " i -> CASE WHEN i IS NULL OR CONTAINS(i, {sep}) THEN {bad} ELSE i END), {sep}), ''), {sep}) END"
            ),
            as_whole="TRY_CAST({} AS BIGINT)",
            day="TYPEOF({}) = 'date'",
            match="({} RLIKE {pattern})",
            substitute="REGEXP_REPLACE({}, {pattern}, {instead})",
            trimmed="BTRIM({}, {blanks})",
            explode="EXPLODE(SPLIT({}, '[|]', -1))",
        ),
    }
)


def _layers(found: Sequence[_Read], source: Source, dialect: Dialect) -> str:
    """Write what stands after FROM: the cells, then each step over the one before it, then the joins.

    A step is fenced, so that PostgreSQL works out each value once, and expects as many rows as there are.
    """
    speech = _SPEECH[dialect]
    cells = [f"r.{speech.user(source.key)} AS {speech.name(ROW)}"]
    cells += [f"r.{speech.user(read.cell)} AS {speech.name(f'said{at}')}" for at, read in enumerate(found)]
    made = f"(SELECT {', '.join(cells)} FROM {source.table} AS r) AS q"  # noqa: S608  every part is quoted
    for step in range(max((len(read.steps) for read in found), default=0)):
        named = {name: sql for read in found for name, sql in _at(read.steps, step).items()}
        listed = ", ".join(f"{sql} AS {name}" for name, sql in named.items())
        made = f"(SELECT q.*, {listed} FROM {made}{SPELLINGS[dialect].fence}) AS q"  # noqa: S608  as above
    return made + "".join(f"\n{read.join}" for read in found if read.join)


def _at(steps: Sequence[Mapping[str, str]], step: int) -> Mapping[str, str]:
    return steps[step] if step < len(steps) else {}
