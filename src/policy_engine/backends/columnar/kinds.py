"""Workers of one kind are decided once: plans in; the questions asked of every row, and what each kind is told, out.

A row is a worker and an instrument. One query asks, for all instruments together, the questions that their plans
rest on, and packs the answers into words: the key of the kind. The plan of each family, which is a set of
instruments whose plans differ in constants alone, is then worked out over keys instead of over rows. So the cost of
a row does not grow with what the norms make of the answers, nor with the number of instruments.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field

from policy_engine.backends.columnar.bindings import Bindings, layers
from policy_engine.backends.columnar.cut import Cut, Linear
from policy_engine.backends.columnar.layout import REGION_LEVELS, Aspect, Layout, region_level, region_number
from policy_engine.backends.columnar.lower import Lookup, lookup_key
from policy_engine.backends.columnar.pack import type_of
from policy_engine.backends.columnar.plan import ROW, WORKERS, Plan
from policy_engine.backends.columnar.python import Settled, body, function
from policy_engine.backends.columnar.python import load as load_function
from policy_engine.backends.columnar.shapes import (
    INSTRUMENT,
    ROUTE,
    Rows,
    lookup_rows,
    names_of,
    slots,
)
from policy_engine.backends.columnar.sql import (
    UNKNOWN,
    BitAnd,
    Case,
    Coalesce,
    Column,
    Comparator,
    Compare,
    IsNull,
    Join,
    Parameter,
    Select,
    Sign,
    Sql,
    Table,
    Whole,
    map_children,
)
from policy_engine.ir.precedence import DOMICILE_FACT
from policy_engine.structure import dataclass

CONSTANTS = "constants"
"""What differs between instruments, a row each: the table of a circle has its number after this."""

ROUTES = "routes"
"""Places and the instruments for whoever lives there: a table for each circle, as above."""

PLACE = "place"
"""The smallest region that a worker is known to live in, as a number; 0 where none is."""

MET = "met"
"""The column with the number of an instrument that a place meets."""

REGIONS = "regions"
"""The region that each instrument is for, its level (-1 for everywhere) and number: a table for each circle."""

LEVEL = "level"
"""The column with the level of a region."""

ASKED = "asked"
"""The table of the kinds that a family is to work out, by key."""

_CURIOUS = 96
"""So many questions a row are cheaper than another look at the register."""

_WORD = 62
"""Bits of a word of the key: int64 without its sign, and one to spare."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A column of what a kind is told.

    Where it is no sum, a kind has its value under its name. Else a kind has `null`, `constant` and a factor for each
    term: by number, constants of the instrument (`t`) and what is measured of the worker (`m`).
    """

    name: str
    is_sum: bool
    terms: tuple[int, ...] = ()
    measures: tuple[int, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Name the columns that a kind has for it."""
        if not self.is_sum:
            return (self.name,)
        factors = (*(f"{self.name}_t{n}" for n in self.terms), *(f"{self.name}_m{n}" for n in self.measures))
        return (f"{self.name}_null", f"{self.name}_constant", *factors)


@dataclass(frozen=True, slots=True)
class Family:
    """Instruments whose plans differ in constants alone: how the kinds whose key has their mark are worked out.

    `read` are the answers in a key, by the names under which `named` rests on them.
    """

    instruments: tuple[int, ...]
    named: Mapping[str, Sql]
    read: Mapping[str, Sql]
    outputs: tuple[tuple[str, Sql], ...]
    parameters: tuple[int, ...]

    def query(self, keys: Sequence[str]) -> Select:
        """Work out the kinds of the table `ASKED` in SQL."""
        also = tuple((key, Column(key)) for key in keys)
        inner = Select((*also, *self.read.items()), Table(ASKED, (), None), None)
        values = {slot: Whole(value) for slot, value in enumerate(self.parameters)}
        return layers(Bindings(dict(self.named)), (*also, *self.outputs), inner, values)

    def function(self, keys: Sequence[str]) -> Callable[..., tuple[int | bool | None, ...]]:
        """Work out one kind in Python: the words of its key in, what it is told out."""
        settled = Settled(frozenset(keys), self.parameters)
        outputs = settled.settle({**self.read, **self.named}, (sql for _, sql in self.outputs))
        return load_function(function("told", keys, body(settled, outputs)), "told")


@dataclass(frozen=True, slots=True)
class Kinds:
    """How a circle of families decides kinds: what is asked of every row, and how answers become decisions.

    `keyed` gives the number of the row and of the instrument, what is carried, the words of the key, and the
    measures. The mark of the family is in the lowest bits of the first word; `marks` is the word of these bits.
    """

    number: int
    keyed: Select
    keys: tuple[str, ...]
    marks: int
    measures: tuple[str, ...]
    terms: tuple[Sql, ...]
    is_routed: bool
    constants: Rows
    regions: Rows
    lookups: tuple[Rows, ...]
    families: tuple[Family, ...]
    answers: tuple[Answer, ...]


def kinds(
    families: Sequence[Mapping[int, Plan]], layout: Layout, carried: Sequence[str] = (), first: int = 0
) -> tuple[Kinds, ...]:
    """Find the questions that the plans of families rest on; circles are numbered from `first`.

    `carried` are columns of the packed table that rows keep beside their key. Every row of a circle is asked
    whatever some family of the circle asks. So families that ask nearly the same are one circle, and one that asks
    much more than the others is in a circle of its own.
    """
    names = names_of(plan for family in families for plan in family.values())
    truths = frozenset(
        name for column, name in layout.columns.items() if type_of(layout, column) == "BOOLEAN"
    )
    members = tuple(_member(family, names, truths) for family in families)
    return tuple(
        _Merge(number, circle, names, layout).kinds(carried)
        for number, circle in enumerate(_circles(members), first)
    )


def _circles(members: Sequence["_Member"]) -> list[list["_Member"]]:
    """Put families together, the least curious first, as long as none is asked much more than it needs."""
    questions = _Questions(Bindings(), {}, "")
    asked = []
    for place, member in enumerate(members):
        own = {questions.ask(place, member, atom) for atom in member.asks(frozenset(member.sums))}
        asked.append((member, own))
    circles: list[tuple[list[_Member], set[int], int]] = []
    for member, own in sorted(asked, key=lambda pair: len(pair[1])):
        for circle, together, least in circles:
            if len(together | own) <= max(_CURIOUS, least * 3 // 2):
                circle.append(member)
                together.update(own)
                break
        else:
            circles.append(([member], set(own), len(own)))
    return [circle for circle, _, _ in circles]


# Families


@dataclass(frozen=True, slots=True)
class _Member:
    """A family while it is looked into: its plans by number of instrument, and its outputs, settled or as sums."""

    plans: Mapping[int, Plan]
    cut: Cut
    settled: Mapping[str, Sql]
    sums: Mapping[str, Linear]

    @property
    def first(self) -> Plan:
        """Give the plan that stands for all."""
        return next(iter(self.plans.values()))

    def sum(self, name: str) -> Linear:
        """Give an output as a sum, though it be settled here."""
        return self.sums[name] if name in self.sums else self.cut.linear(self.settled[name])

    def asks(self, summed: frozenset[str]) -> tuple[Column, ...]:
        """Give the truths that it rests on where these outputs are to be sums, in the order of their names."""
        settled = (sql for name, sql in self.settled.items() if name not in summed)
        parts = (part for name in sorted(summed) for part in _parts(self.sum(name)))
        found = {column.name: column for column in self.cut.atoms((*settled, *parts))}
        order = {name: n for n, name in enumerate(self.cut.bindings.named)}
        kept = found.keys() - _implied(found, self.cut.bindings)
        return tuple(found[n] for n in sorted(kept, key=lambda name: (order.get(name, -1), name)))


def _member(plans: Mapping[int, Plan], names: Sequence[str], truths: frozenset[str]) -> _Member:
    first = next(iter(plans.values()))
    used = slots(first.bindings.named, (sql for _, sql in first.outputs))
    varying = frozenset(s for s in used if len({plan.parameters[s] for plan in plans.values()}) > 1)
    cut = Cut(first.bindings.copy(), truths, varying)
    outputs = dict(first.outputs)
    wanted = {name: outputs.get(name, Whole(0)) for name in names}
    settled = {name: sql for name, sql in wanted.items() if cut.is_settled(sql)}
    sums = {name: cut.linear(sql) for name, sql in wanted.items() if name not in settled}
    return _Member(plans, cut, settled, sums)


def _parts(found: Linear) -> tuple[Sql, ...]:
    return (found.null, found.constant, *found.terms.values())


def _implied(atoms: Iterable[str], bindings: Bindings) -> dict[str, str]:
    """Give each question whether a number is unknown with another that is unknown there and only there."""
    compared: dict[Sql, str] = {}
    for name in atoms:
        match bindings.named.get(name):
            case Compare(_, Column() as number, Parameter() | Whole()):
                compared.setdefault(number, name)
            case _:
                pass
    found = {}
    for name in atoms:
        match bindings.named.get(name):
            case IsNull(operand) if operand in compared:
                found[name] = compared[operand]
            case _:
                pass
    return found


# Questions


@dataclass(frozen=True, slots=True)
class _Question:
    """A value asked of every row: its template, and by place of the family the constants that fill it in."""

    template: Sql
    users: dict[int, tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Questions:
    """What families ask, put together where it has the same form."""

    templates: Bindings
    lookups: dict[Lookup, str]
    prefix: str
    """What the names of the tables of parameters begin with."""
    found: list[_Question] = field(default_factory=list)
    numbers: dict[tuple[int, Sql], int] = field(default_factory=dict)
    """The number of a question by family, and by what it is called there."""
    _alike: dict[Sql, list[int]] = field(default_factory=dict)

    def ask(self, place: int, member: _Member, sql: Sql) -> int:
        """Ask a question for a family; what it asks twice in one form, it asks with different constants."""
        if (place, sql) not in self.numbers:
            numbered: list[int] = []
            alike = self._alike.setdefault(self._template(sql, member, numbered), [])
            number = next((n for n in alike if place not in self.found[n].users), len(self.found))
            if number == len(self.found):
                alike.append(number)
                self.found.append(_Question(self._template(sql, member, [])))
            self.found[number].users[place] = tuple(numbered)
            self.numbers[place, sql] = number
        return self.numbers[place, sql]

    def _template(self, sql: Sql, member: _Member, numbered: list[int]) -> Sql:
        """Write a value with its constants numbered from 0, and every part of it under its one name."""
        named, done = member.cut.bindings.named, dict[str, Sql]()

        def write(part: Sql) -> Sql:
            match part:
                case Column(name) if name in named:
                    if name not in done:
                        done[name] = self.templates.bind(map_children(named[name], write))
                    return done[name]
                case Column(name):
                    return self._raw(name, member.first)
                case Parameter(slot):
                    if slot not in numbered:
                        numbered.append(slot)
                    return Parameter(numbered.index(slot))
                case _:
                    return map_children(part, write)

        return write(sql)

    def _raw(self, name: str, plan: Plan) -> Column:
        """Give a column of workers; a column of the table of a parameter has one name for all families."""
        table, _, rest = name.partition("_")
        for lookup, local in plan.lookups:
            if local == table:
                return Column(
                    f"{self.lookups.setdefault(lookup, f'{self.prefix}{len(self.lookups)}')}_{rest}"
                )
        return Column(name)

    def fill(self, question: _Question, constants: Sequence[Sql], final: Bindings) -> Sql:
        """Write a question with what stands for its constants."""
        done: dict[str, Sql] = {}

        def write(part: Sql) -> Sql:
            match part:
                case Column(name) if name in self.templates.named:
                    if name not in done:
                        done[name] = final.bind(map_children(self.templates.named[name], write))
                    return done[name]
                case Parameter(slot):
                    return constants[slot]
                case _:
                    return map_children(part, write)

        return write(question.template)


# Keys


@dataclass(frozen=True, slots=True)
class _Digit:
    """Where an answer lies in the key: its lowest bit tells whether it is yes, the next whether it is unknown."""

    word: int
    shift: int
    is_known: bool

    @property
    def mask(self) -> int:
        """Give the bits of the answer."""
        return (1 if self.is_known else 3) << self.shift

    @property
    def answer(self) -> Sql:
        """Read the answer from the key."""
        key = Column(f"key{self.word}")
        yes = Compare(Comparator.UNEQUAL, BitAnd(key, Whole(1 << self.shift)), Whole(0))
        if self.is_known:
            return yes
        unknown = Compare(Comparator.UNEQUAL, BitAnd(key, Whole(2 << self.shift)), Whole(0))
        return Case(((unknown, UNKNOWN),), yes)


class _Merge:
    """Puts the questions of all families together; it dies with the kinds that are made of them."""

    def __init__(self, number: int, members: Sequence[_Member], names: Sequence[str], layout: Layout) -> None:
        templates, lookups = Bindings(), dict[Lookup, str]()
        self._number = number
        self._members = members
        self._names = names
        self._layout = layout
        self._lookups = lookups
        self._truths = _Questions(templates, lookups, f"k{number}x")
        self._measures = _Questions(templates, lookups, f"k{number}x")
        self._summed = frozenset(name for member in members for name in member.sums)
        self._atoms = tuple(self._ask(place, member) for place, member in enumerate(members))
        self._marks = (1 << max(0, len(members) - 1).bit_length()) - 1
        self._digits = tuple(self._laid_out())
        self._constants = self._settle_constants()

    def kinds(self, carried: Sequence[str]) -> Kinds:
        """Give the query over rows, the queries over keys, and the tables that they join."""
        final, words = Bindings(), 1 + max((digit.word for digit in self._digits), default=0)
        also = tuple((name, Column(name)) for name in (ROW, INSTRUMENT, *carried))
        measures = tuple(
            (f"m{n}", final.coalesce(self._filled(self._measures, "b", n, final), Whole(0)))
            for n in range(len(self._measures.found))
        )
        asked = tuple((f"key{word}", self._word(word, final)) for word in range(words))
        keys = tuple(name for name, _ in asked)
        answers = tuple(self._answer(name) for name in self._names)
        routed = any(plan.route is not None for member in self._members for plan in member.plans.values())
        columns = {name: values for name, values in self._constants.items() if _differs(values)}
        numbers = [number for member in self._members for number in member.plans]
        return Kinds(
            number=self._number,
            keyed=layers(final, (*also, *asked, *measures), self._source(routed=routed)),
            keys=keys,
            marks=self._marks,
            measures=tuple(name for name, _ in measures),
            terms=tuple(
                self._constant(f"t{n}")
                for n in range(max((len(m) for m in map(_terms, self._members)), default=0))
            ),
            is_routed=routed,
            constants=Rows(
                f"{CONSTANTS}{self._number}",
                (INSTRUMENT, *columns),
                tuple((n, *(values[n] for values in columns.values())) for n in numbers),
            ),
            regions=Rows(f"{REGIONS}{self._number}", (INSTRUMENT, LEVEL, ROUTE), tuple(self._regions())),
            lookups=tuple(lookup_rows(found, name, self._layout) for found, name in self._lookups.items()),
            families=tuple(
                self._family(place, member, answers) for place, member in enumerate(self._members)
            ),
            answers=answers,
        )

    # What is asked

    def _ask(self, place: int, member: _Member) -> tuple[Column, ...]:
        """Ask for the truths that a family rests on and for the measures that it adds up; give the truths."""
        atoms = member.asks(self._summed)
        for atom in atoms:
            self._truths.ask(place, member, atom)
        for name in self._names:
            for term in member.sum(name).terms if name in self._summed else ():
                if not isinstance(term, Parameter):
                    self._measures.ask(place, member, term)
        return atoms

    def _laid_out(self) -> Iterator[_Digit]:
        """Give each answer its place in the key, after the mark of the family."""
        word, shift = 0, self._marks.bit_length()
        for question in self._truths.found:
            template = question.template
            made = self._truths.templates.named.get(template.name) if isinstance(template, Column) else None
            digit = _Digit(word, shift, is_known=isinstance(made, IsNull))
            if shift + digit.mask.bit_length() - digit.shift > _WORD:
                word, shift = word + 1, 0
                digit = _Digit(word, shift, digit.is_known)
            yield digit
            shift += 1 if digit.is_known else 2

    def _word(self, word: int, final: Bindings) -> Sql:
        """Give a word of the key: the answers to what the family of the instrument asks, and its mark."""
        parts = []
        for n, digit in enumerate(self._digits):
            if digit.word == word:
                # One CASE is faster than COALESCE and CAST, in DuckDB by a third.
                answer = self._filled(self._truths, "a", n, final)
                branches: list[tuple[Sql, Sql]] = [(answer, Whole(1 << digit.shift))]
                if not digit.is_known:
                    branches.append((final.is_null(answer), Whole(2 << digit.shift)))
                parts.append(final.case(branches, Whole(0)))
        key, used = final.sum(parts), self._constant(f"u{word}")
        if isinstance(used, Column):
            key = final.bit_and(key, used)
        return key if word else final.arithmetic(Sign.ADD, key, self._constant("mark"))

    def _filled(self, questions: _Questions, letter: str, number: int, final: Bindings) -> Sql:
        question = questions.found[number]
        count = len(next(iter(question.users.values())))
        constants = [self._constant(f"{letter}{number}_{n}") for n in range(count)]
        return questions.fill(question, constants, final)

    # Constants

    def _settle_constants(self) -> dict[str, dict[int, int | None]]:
        """Give what may differ between instruments, by name and instrument; None where it is not asked for.

        A term that an instrument does not have is 0, for it is multiplied all the same.
        """
        numbers = [number for member in self._members for number in member.plans]
        found: dict[str, dict[int, int | None]] = {}
        for place, member in enumerate(self._members):
            for number, plan in member.plans.items():
                for name, value in self._constants_of(place, member, plan):
                    nothing = 0 if name.startswith("t") else None
                    found.setdefault(name, dict.fromkeys(numbers, nothing))[number] = value
        return found

    def _constants_of(self, place: int, member: _Member, plan: Plan) -> Iterator[tuple[str, int]]:
        yield "mark", place
        for letter, questions in (("a", self._truths), ("b", self._measures)):
            for n, question in enumerate(questions.found):
                for i, slot in enumerate(question.users.get(place, ())):
                    yield f"{letter}{n}_{i}", plan.parameters[slot]
        for n, slot in enumerate(_terms(member)):
            yield f"t{n}", plan.parameters[slot]
        used: dict[int, int] = {digit.word: 0 for digit in self._digits}
        for question, digit in zip(self._truths.found, self._digits, strict=True):
            used[digit.word] |= digit.mask if place in question.users else 0
        for word, mask in used.items():
            yield f"u{word}", mask

    def _constant(self, name: str) -> Sql:
        """Give a constant: the value that all instruments have, or the column of theirs.

        What some instruments do not ask for may have any value for them: the answer is masked away.
        """
        values = self._constants.get(name, {0: 0})
        return Column(name) if _differs(values) else Whole(next(v for v in values.values() if v is not None))

    # Sources

    def _source(self, *, routed: bool) -> Table:
        joins = tuple(
            Join(name, f"{name}_key", lookup_key(found, self._layout), must_match=False)
            for found, name in self._lookups.items()
        )
        if not routed:
            return Table(WORKERS, joins, f"{CONSTANTS}{self._number}")
        met = (
            Join(f"{ROUTES}{self._number}", PLACE, place_of(self._layout), must_match=True),
            Join(f"{CONSTANTS}{self._number}", INSTRUMENT, Column(MET), must_match=True),
        )
        return Table(WORKERS, (*met, *joins), None)

    def _regions(self) -> Iterator[tuple[int | None, ...]]:
        for member in self._members:
            for number, plan in member.plans.items():
                level = -1 if plan.route is None else region_level(plan.route)
                yield number, level, None if plan.route is None else region_number(plan.route, level)

    # Answers

    def _answer(self, name: str) -> Answer:
        if name not in self._summed:
            return Answer(name, is_sum=False)
        terms: set[int] = set()
        measures: set[int] = set()
        for place, member in enumerate(self._members):
            numbered = _terms(member)
            for term in member.sum(name).terms:
                if isinstance(term, Parameter):
                    terms.add(numbered.index(term.slot))
                else:
                    measures.add(self._measures.numbers[place, term])
        return Answer(name, is_sum=True, terms=tuple(sorted(terms)), measures=tuple(sorted(measures)))

    def _family(self, place: int, member: _Member, answers: Sequence[Answer]) -> Family:
        atoms = self._atoms[place]
        read = {atom.name: self._digits[self._truths.numbers[place, atom]].answer for atom in atoms}
        outputs = tuple(told for answer in answers for told in self._told(place, member, answer))
        every = [column.name for column in member.cut.atoms(sql for _, sql in outputs)]
        named = {name: sql for name, sql in member.cut.bindings.named.items() if name not in read}
        for name, instead in _implied(every, member.cut.bindings).items():
            named[name] = IsNull(Column(instead))
        return Family(tuple(member.plans), named, read, outputs, member.first.parameters)

    def _told(self, place: int, member: _Member, answer: Answer) -> Iterator[tuple[str, Sql]]:
        if not answer.is_sum:
            yield answer.name, member.settled[answer.name]
            return
        total = member.sum(answer.name)
        factors: dict[str, Sql] = {}
        numbered = _terms(member)
        for term, factor in total.terms.items():
            if isinstance(term, Parameter):
                factors[f"{answer.name}_t{numbered.index(term.slot)}"] = factor
            else:
                factors[f"{answer.name}_m{self._measures.numbers[place, term]}"] = factor
        null, constant, *rest = answer.columns
        yield null, total.null
        yield constant, total.constant
        for name in rest:
            yield name, factors.get(name, Whole(0))


def _terms(member: _Member) -> tuple[int, ...]:
    """Give the constants of an instrument that its sums are made of."""
    found = dict.fromkeys(term for total in member.sums.values() for term in total.terms)
    return tuple(term.slot for term in found if isinstance(term, Parameter))


def _differs(values: Mapping[int, int | None]) -> bool:
    return len({value for value in values.values() if value is not None}) > 1


def place_of(layout: Layout) -> Sql:
    """Give the smallest known region of a worker: numbers of different levels have different lengths."""
    found: Sql = Whole(0)
    for level in range(len(REGION_LEVELS)):
        found = Coalesce(layout.column(DOMICILE_FACT, Aspect.LEVEL, level), found)
    return found
