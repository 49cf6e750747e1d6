"""Two readings of who gets a place in; a small made register on which they differ out.

Limits and orders are not seen in one worker. A register is made of workers whom the tests of an instrument
know to be eligible, changed in where they live, when they registered and what the order asks: enough of one
kind to fill a limit, and before or behind them one or two of another. Both readings go through the reference
allocation, and the register is made smaller until nobody can be left out of it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import chain, combinations, groupby, product

from policy_engine.backends.scalar.allocate import allocate
from policy_engine.backends.scalar.claims import Claim, claim
from policy_engine.backends.scalar.decide import decide
from policy_engine.commands.writing import value_text
from policy_engine.domain import money
from policy_engine.domain.bilingual import Language, Text
from policy_engine.domain.citation import InstrumentId
from policy_engine.domain.dates import PackedDate, format_iso, nth_day
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir.allotment import STANDING_NAMES, Allotment, Pool, Standing
from policy_engine.ir.decision import Decision
from policy_engine.ir.nodes import (
    Fact,
    FactRef,
    FactValue,
    Instrument,
    Kind,
    Library,
    NotHappened,
    PriorityKey,
    Version,
)
from policy_engine.ir.precedence import DOMICILE_FACT
from policy_engine.ir.rationing import Limit, LimitKind, area_at, is_charged, limits_of, version_judged
from policy_engine.ir.walk import REGISTRATION_FACT, facts_read, roots
from policy_engine.structure import dataclass
from policy_engine.testing.edges import Asked, around

Worker = Mapping[str, FactValue]

_MOST_KINDS = 24
"""Kinds of workers that registers are made of."""

_MOST_DECIDED = 400
"""Workers decided in search of kinds."""

_MOST_CLAIMED = 12_000
_LEAST_TRIED = 30
"""Claims that are allocated in search of a register, but so many registers at least, however large they are."""

_MOST_GIVEN = 16
"""Registers of which it is remembered what the policy gives."""

_ROOM = 10
"""How many numbers are left free before the first of the many, for those who come before them."""


@dataclass(frozen=True, slots=True)
class Row:
    """So many workers alike, in the order of their numbers, and what both readings give.

    `who` is as a test writes it, without the facts that are as usual.
    """

    people: int
    who: str
    numbered: str | None
    first: int
    before: Allotment
    after: Allotment


@dataclass(frozen=True, slots=True)
class Register:
    """A register on which two readings differ: on which day, who is in it, and the floors it leaves unmet."""

    on: PackedDate
    rows: tuple[Row, ...]
    unmet_before: int
    unmet_after: int

    @property
    def people(self) -> int:
        """Count the workers."""
        return sum(row.people for row in self.rows)


@dataclass(frozen=True, slots=True)
class _Kind:
    """A worker who is eligible, and the claims to a place under both readings."""

    worker: Worker
    claims: tuple[Claim, Claim]


@dataclass(frozen=True, slots=True)
class _Line:
    """So many of one kind, whose first has this number."""

    kind: _Kind
    people: int
    first: int


Decided = dict[Asked, Decision]
"""What was decided before of one instrument, by worker and day."""

Given = dict[tuple[tuple[Claim, int, int], ...], Pool]
"""What one instrument gave registers before: lines by claim, people and first number."""


def register_for(
    libraries: tuple[Library, Library],
    instrument: InstrumentId,
    bases: Sequence[Asked],
    decided: Decided,
    given: dict[PackedDate, Given] | None = None,
) -> Register | None:
    """Give a register on which two libraries give places differently; None where none was found.

    `bases` are workers to start from, with the day of the decision. `decided` keeps the decisions of the first
    library for the next search, and `given` by day what it gives registers.
    """
    kept = {} if given is None else given
    for asked in bases:
        search = _Search.of(libraries, instrument, asked, decided, kept.setdefault(asked.on, {}))
        if search is None:
            continue
        found = search.smallest()
        if found is not None:
            return search.shown(found)
    return None


@dataclass(frozen=True)
class _Search:
    libraries: tuple[Library, Library]
    instruments: tuple[Instrument, Instrument]
    versions: tuple[Version, Version]
    asked: Asked
    decided: Decided
    given: Given

    @classmethod
    def of(
        cls,
        libraries: tuple[Library, Library],
        instrument: InstrumentId,
        asked: Asked,
        decided: Decided,
        given: Given,
    ) -> "_Search | None":
        found = [next((i for i in library.instruments if i.id == instrument), None) for library in libraries]
        one, other = found
        if one is None or other is None:
            return None
        before, after = version_judged(one, asked.on), version_judged(other, asked.on)
        if before is None or after is None:
            return None
        return cls(libraries, (one, other), (before, after), asked, decided, given)

    # Workers

    @cached_property
    def limits(self) -> tuple[Limit, ...]:
        """Give the limits of both readings, those that only one has first."""
        before, after = (tuple(replace(x, number=0) for x in limits_of(version)) for version in self.versions)
        own = [limit for limit in (*before, *after) if (limit in before) != (limit in after)]
        return tuple(dict.fromkeys((*own, *before, *after)))

    @cached_property
    def keys(self) -> tuple[PriorityKey, ...]:
        return tuple(dict.fromkeys(chain.from_iterable(v.allocation.keys for v in self.versions)))

    @cached_property
    def numbered(self) -> Fact | None:
        """Give the fact that tells workers apart: the last key that is a number of its own."""
        facts = {fact.name: fact for fact in self.libraries[0].facts}
        for key in reversed(self.keys):
            if isinstance(key.key, FactRef) and facts[key.key.name].type.kind is Kind.NUMBER:
                return facts[key.key.name]
        return None

    @cached_property
    def kinds(self) -> tuple[_Kind, ...]:
        """Give workers who are eligible and no two of whom have the same claim; the one to start from first."""
        found: dict[object, _Kind] = {}
        seen: set[Claim] = set()
        for worker, for_its_keys in self._near():
            decision = self._decided(worker)
            one, other = (
                claim(0, library, instrument, version, worker, decision)
                for library, instrument, version in zip(
                    self.libraries, self.instruments, self.versions, strict=True
                )
            )
            if one.outcome is not Outcome.ELIGIBLE:
                continue
            apart = replace(one, keys=())
            if for_its_keys or apart not in seen:
                found.setdefault((one, other), _Kind(worker, (one, other)))
            seen.add(apart)
            if len(found) == _MOST_KINDS:
                break
        return tuple(found.values())

    @cached_property
    def _only_numbers(self) -> str | None:
        """Give the fact that tells workers apart, where no decision reads it: all of a line are decided alike."""
        if self.numbered is None:
            return None
        own = {each.id for each in self.instruments}
        read = [
            root
            for library in self.libraries
            for each in library.instruments
            for version in each.versions
            for root in roots(
                replace(version, allocation=replace(version.allocation, keys=()))
                if each.id in own
                else version
            )
        ]
        name = self.numbered.name
        return None if any(name in facts_read(root) for root in read) else name

    def _decided(self, worker: Worker) -> Decision:
        if self._only_numbers in worker:
            worker = {name: value for name, value in worker.items() if name != self._only_numbers}
        asked = Asked(tuple(sorted(worker.items())), self.asked.on, self.asked.facts_as_of)
        if asked not in self.decided:
            self.decided[asked] = decide(
                self.libraries[0],
                self.instruments[0].id,
                dict(worker),
                on=asked.on,
                facts_as_of=asked.facts_as_of,
                digest="",
            )
        return self.decided[asked]

    def _near(self) -> Iterator[tuple[Worker, bool]]:
        """Give workers near the one to start from, and whether each is there for what the order asks.

        They live where limits count, differ in what the order asks, or stand at any edge of the law.
        """
        # What a test leaves out may be asked by a higher norm, and then nobody would be given a place.
        usual = {fact.name: fact.typical for fact in self.libraries[0].facts if fact.typical is not None}
        start = {**usual, **dict(self.asked.worker)}
        if self.numbered is not None:
            start[self.numbered.name] = _lowest(self.numbered)
        yield dict(self.asked.worker), True
        yield start, True
        for place in self._places():
            yield {**start, DOMICILE_FACT: place}, True
        varied = tuple(self._of_keys())
        for name, value in (*varied, *self._of_months()):
            yield _changed(start, (name, value)), True
        base = Asked(tuple(sorted(start.items())), self.asked.on, self.asked.on)
        nearby = around(base, (self.libraries[0],), self.instruments[0])
        for _, asked in zip(range(_MOST_DECIDED), nearby, strict=False):
            if asked.on == self.asked.on:
                yield dict(asked.worker), False
        # Which of two keys comes first is seen in who is before by one and behind by the other.
        for one, other in combinations(varied, 2):
            if one[0] != other[0] and None not in (one[1], other[1]):
                yield _changed(start, one, other), True

    def _places(self) -> Iterator[str]:
        """Give regions that the limits tell apart: two of each level, those listed, and one that is not."""
        own = self.instruments[0].region or ""
        codes = sorted(
            code.code
            for vocabulary in self.libraries[0].vocabularies
            if vocabulary.name == "wilayah"
            for code in vocabulary.codes
            if code.code is not None and (not own or code.code.startswith(own))
        )
        listed: list[set[tuple[str, int]]] = [set(limit.places) for limit in self.limits if limit.places]
        differing = (
            {place for places in listed for place in places} - set[tuple[str, int]].intersection(*listed)
            if listed
            else set()
        )
        yield from (code for code, _ in sorted(differing))
        yield from (code for places in listed for code, _ in sorted(places)[:2])
        for level in sorted({limit.level for limit in self.limits if limit.level is not None}):
            deep = [code for code in codes if code.count(".") + 1 == level]
            shallow = [code for code in codes if code.count(".") + 1 < level]
            yield from (*deep[:2], *(_below(code, level) for code in shallow[-2:]))

    def _of_keys(self) -> Iterator[tuple[str, FactValue | None]]:
        """Give other values of what the order asks: one more, one less, the other truth, and unknown."""
        facts = {fact.name: fact for fact in self.libraries[0].facts}
        for key in self.keys:
            for name in sorted(facts_read(key.key)):
                if name not in facts or (self.numbered is not None and name == self.numbered.name):
                    continue
                fact, known = facts[name], dict(self.asked.worker).get(name)
                yield from ((name, value) for value in _others(fact, known))
                yield name, None

    def _of_months(self) -> Iterator[tuple[str, FactValue]]:
        """Give later days of registration, which tell apart where places are given month by month."""
        months = {m.month for version in self.versions for each in version.schedules for m in each.months}
        if any(fact.name == REGISTRATION_FACT for fact in self.libraries[0].facts):
            yield from ((REGISTRATION_FACT, nth_day(month, 2)) for month in sorted(months)[1:3])

    # Registers

    def smallest(self) -> tuple[_Line, ...] | None:
        """Give the lines of a register on which the readings differ, from which nobody can be left out."""
        left = _MOST_CLAIMED
        for tried, lines in enumerate(self._registers()):
            left -= sum(line.people for line in lines)
            if left < 0 and tried >= _LEAST_TRIED:
                return None
            if self.differs(lines):
                return self._shrunk(lines)
        return None

    def _registers(self) -> Iterator[tuple[_Line, ...]]:
        """Give registers to try: those that fill a limit with one kind, then with others before and behind."""
        fillings = dict.fromkeys(
            (people, at)
            for limit in self.limits
            for at, bound in self._fillers(limit)
            for people in self._filling(limit, self.kinds[at], bound)
        )
        start = _lowest(self.numbered) + _ROOM
        filled = [(_Line(self.kinds[at], people, start), start + people) for people, at in fillings]
        yield from ((line,) for line, _ in filled)
        for line, after in filled:
            for kind in self.kinds:
                yield _Line(kind, 1, start - 1), line
                yield line, _Line(kind, 1, after)
        for line, after in filled:
            for one, other in product(self.kinds, repeat=2):
                yield line, _Line(one, 1, after), _Line(other, 1, after + 1)
                yield _Line(one, 1, start - 2), _Line(other, 1, start - 1), line
                yield _Line(one, 1, start - 1), line, _Line(other, 1, after)

    def _fillers(self, limit: Limit) -> Iterator[tuple[int, int]]:
        """Give the first kind that counts against a limit in each area, with the bound that it has there."""
        areas: set[str | None] = set()
        for at, kind in enumerate(self.kinds):
            made = kind.claims[0]
            area = None if limit.level is None else area_at(made.region, limit.level)
            bound = limit.bound(area)
            if area in areas or bound is None or not limit.concerns(made.groups):
                continue
            if limit.level is None or area is not None:
                areas.add(area)
                yield at, bound

    def _filling(self, limit: Limit, kind: _Kind, bound: int) -> Iterator[int]:
        """Give how many of a kind come just to a limit and just over it."""
        need = self._cost(limit, kind) if limit.kind is LimitKind.CEILING else 1
        for people in (bound // need, bound // need + 1, bound // need - 1) if need else ():
            if people > 0:
                yield people

    def _cost(self, limit: Limit, kind: _Kind) -> int:
        rows = (row for row in kind.claims[0].costs if is_charged(row.payer) and limit.in_year(row.month))
        return sum(row.amount or 0 for row in rows if limit.budget is None or limit.budget in row.budgets)

    # Both readings

    def differs(self, lines: Sequence[_Line]) -> bool:
        """Tell whether the two readings give anybody something else, or leave another number unmet."""
        before, after = self._pools(lines)
        return _unmet(before) != _unmet(after) or any(
            _given(one) != _given(other)
            for one, other in zip(before.allotments, after.allotments, strict=True)
        )

    def _pools(self, lines: Sequence[_Line]) -> tuple[Pool, Pool]:
        one, other = (self._pool(side, lines) for side in (0, 1))
        return one, other

    def _pool(self, side: int, lines: Sequence[_Line]) -> Pool:
        """Give what one reading gives; of the first, what it gave a register before."""
        key = tuple((line.kind.claims[0], line.people, line.first) for line in lines)
        if side == 0 and key in self.given:
            return self.given[key]
        found: list[Claim] = []
        for line in lines:
            for at in range(line.people):
                found.append(self._numbered(side, line, line.first + at, len(found)))
        made = allocate(self.libraries[side], self.instruments[side], self.asked.on, found)
        if side == 0:
            self.given[key] = made
            if len(self.given) > _MOST_GIVEN:
                del self.given[next(iter(self.given))]
        return made

    def _numbered(self, side: int, line: _Line, number: int, row: int) -> Claim:
        """Give the claim of one of a line, with its own number in the place of the number of the kind."""
        made = line.kind.claims[side]
        if self.numbered is None:
            return replace(made, row=row)
        keys = tuple(
            (number if key.order.value == "lowest" else -number)
            if isinstance(key.key, FactRef) and key.key.name == self.numbered.name
            else value
            for key, value in zip(self.versions[side].allocation.keys, made.keys, strict=True)
        )
        return replace(made, row=row, keys=keys)

    def _shrunk(self, lines: tuple[_Line, ...]) -> tuple[_Line, ...]:
        """Leave out whoever is not needed; where one of a line can go, many are tried, and ever fewer."""
        before: tuple[_Line, ...] = ()
        while before != lines:
            before = lines
            for at in range(len(lines)):
                step = 1 if self._can_lose(lines, at, 1) else 0
                while step:
                    lines = _less(lines, at, step)
                    step = next((n for n in _halves(lines[at].people) if self._can_lose(lines, at, n)), 0)
        return tuple(line for line in lines if line.people)

    def _can_lose(self, lines: tuple[_Line, ...], at: int, people: int) -> bool:
        left = sum(each.people for each in lines) - people
        return lines[at].people >= people and left > 0 and self.differs(_less(lines, at, people))

    def shown(self, lines: Sequence[_Line]) -> Register | None:
        """Decide everybody once more, and group those treated alike; None where the readings agree after all."""
        workers = []
        for line in lines:
            for number in range(line.first, line.first + line.people):
                own = {} if self.numbered is None else {self.numbered.name: number}
                workers.append({**line.kind.worker, **own})
        pools = []
        for library, instrument, version in zip(self.libraries, self.instruments, self.versions, strict=True):
            made = [
                claim(row, library, instrument, version, worker, self._decided(worker))
                for row, worker in enumerate(workers)
            ]
            pools.append(allocate(library, instrument, self.asked.on, made))
        before, after = pools
        told = list(zip(workers, before.allotments, after.allotments, strict=True))
        if _unmet(before) == _unmet(after) and all(_given(one) == _given(other) for _, one, other in told):
            return None
        return Register(
            self.asked.on,
            tuple(self._row(list(alike)) for _, alike in groupby(told, key=self._alike)),
            _unmet(before),
            _unmet(after),
        )

    def _alike(self, told: tuple[Worker, Allotment, Allotment]) -> tuple[object, ...]:
        worker, before, after = told
        own = {
            name: value
            for name, value in worker.items()
            if self.numbered is None or name != self.numbered.name
        }
        waits = (before.waiting_number is None, after.waiting_number is None)
        return (
            sorted(own.items(), key=lambda item: item[0]),
            *(_got(each) for each in (before, after)),
            waits,
        )

    def _row(self, alike: Sequence[tuple[Worker, Allotment, Allotment]]) -> Row:
        worker, before, after = alike[0]
        name = None if self.numbered is None else self.numbered.name
        first = worker.get(name) if name is not None else 0
        stated = dict(self.asked.worker)
        who = "; ".join(
            f"{fact.name} {value_text(fact, worker[fact.name], self.libraries[0])}"
            for fact in self.libraries[0].facts
            if fact.name in worker
            and fact.name != name
            and (fact.name in stated or worker[fact.name] != fact.typical)
        )
        return Row(len(alike), who, name, first if isinstance(first, int) else 0, before, after)


def _less(lines: tuple[_Line, ...], at: int, people: int) -> tuple[_Line, ...]:
    return (*lines[:at], replace(lines[at], people=lines[at].people - people), *lines[at + 1 :])


def _halves(people: int) -> Iterator[int]:
    while people:
        yield people
        people //= 2


def _changed(worker: Worker, *changes: tuple[str, FactValue | None]) -> Worker:
    """Give a worker with other facts; None takes one away."""
    return {name: value for name, value in {**worker, **dict(changes)}.items() if value is not None}


def _given(allotment: Allotment) -> object:
    return (*_got(allotment), allotment.waiting_number)


def _got(allotment: Allotment) -> tuple[object, ...]:
    return (allotment.standing, allotment.months, allotment.rupiah)


def _unmet(pool: Pool) -> int:
    return sum(use.deficit for use in pool.uses)


def _lowest(fact: Fact | None) -> int:
    return 1 if fact is None or fact.low is None else max(fact.low, 0)


def _below(code: str, level: int) -> str:
    """Give the code of a place of a level inside another, as codes of the Ministry are formed."""
    parts = code.split(".")
    return ".".join((*parts, *("2001" if depth == 4 else "01" for depth in range(len(parts) + 1, level + 1))))  # noqa: PLR2004  villages have four digits


def _others(fact: Fact, known: FactValue | None) -> Iterator[FactValue]:
    match fact.type.kind, known:
        case Kind.TRUTH, _:
            yield from (True, False)
        case ((Kind.NUMBER | Kind.RUPIAH | Kind.RUPIAH_PER_MONTH | Kind.YEARS | Kind.MONTHS | Kind.DAYS), _):
            at = known if isinstance(known, int) else (fact.low or 0)
            for value in (at, at + 1, at - 1):
                if (fact.low is None or fact.low <= value) and (fact.high is None or value <= fact.high):
                    yield value
        case ((Kind.DATE | Kind.EVENT | Kind.MONTH), int()):
            yield known + 1
            yield known - 1
            if fact.type.kind is Kind.EVENT:
                yield NotHappened()
        case _:
            return


# In words


def show(register: Register, language: Language) -> Iterator[str]:
    """Write a register: a line a kind of worker, with what the policy gives and what the mistake gives."""
    day = format_iso(register.on)
    yield Text(
        f"register yang membedakannya, pada {day}: {register.people} orang ({_AS_USUAL.indonesian})",
        f"a register that tells them apart, on {day}: {register.people} people ({_AS_USUAL.english})",
    ).in_(language)
    for row in register.rows:
        last = row.first + row.people - 1
        numbers = "" if row.numbered is None else f"{row.numbered} {row.first}"
        if row.numbered is not None and row.people > 1:
            numbers += f"{_THROUGH.in_(language)}{last}"
        yield f"  {row.people} x {row.who}{'; ' if numbers else ''}{numbers}"
        before, after = (_words(each, language) for each in (row.before, row.after))
        yield f"      {before}" if before == after else f"      {before} -> {after}"
    if register.unmet_before != register.unmet_after:
        yield Text(
            f"  kurang dari jatah paling sedikit: {register.unmet_before} orang -> {register.unmet_after} orang",
            f"  short of a minimum: {register.unmet_before} people -> {register.unmet_after} people",
        ).in_(language)


_THROUGH = Text(" sampai dengan ", " through ")


_AS_USUAL = Text("yang tidak disebut seperti lazimnya", "what is not named is as usual")


def _words(allotment: Allotment, language: Language) -> str:
    said = STANDING_NAMES[allotment.standing].in_(language)
    if allotment.standing is Standing.FUNDED:
        rupiah = "" if allotment.rupiah is None else f", {money.format_rupiah(allotment.rupiah, language)}"
        months = Text(f"{len(allotment.months)} bulan", f"{len(allotment.months)} months").in_(language)
        return f"{said} {months}{rupiah}"
    if allotment.waiting_number is not None:
        number = Text(
            f"nomor {allotment.waiting_number} daftar tunggu", f"number {allotment.waiting_number} waiting"
        )
        return f"{said}, {number.in_(language)}"
    return said
