"""Where a decision turns: an instrument and a date in; each fact it may read, and the values it tells apart, out.

Two workers that stand on the same side of every turn get the same decision. Naming too many turns costs
room and never an answer, so that whatever is hard to tell apart is told apart value by value.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field

from policy_engine.domain.citation import InstrumentId
from policy_engine.domain.dates import (
    MONTH_STEP,
    YEAR_STEP,
    LeapRule,
    Month,
    PackedDate,
    is_leap,
    last_day,
    nth_day,
    test_key,
    unpack,
)
from policy_engine.ir import nodes as ir
from policy_engine.ir.naming import funded_fact
from policy_engine.ir.precedence import DOMICILE_FACT, PARTICIPATION_FACT, prevailing, version_on
from policy_engine.ir.walk import REGISTRATION_FACT, children
from policy_engine.structure import dataclass

_MOST_VALUES = 256


@dataclass(frozen=True, slots=True)
class Turns:
    """What a decision tells apart in one fact.

    `cuts` are whole numbers, each the first on its side; `codes` are told apart one by one; a region or the
    key of a parameter is told apart by whether it lies in, or above, each of `regions`.
    """

    kind: ir.Kind
    cuts: set[int] = field(default_factory=set)
    codes: set[str] = field(default_factory=set)
    regions: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Difference:
    """Two facts that are compared with each other: `key(later) - earlier` is told apart at `cuts`.

    `birthday` takes the number that stands for the birthday itself in place of that for completed years.
    """

    earlier: str
    later: str
    birthday: bool


@dataclass(frozen=True, slots=True)
class Reads:
    """The facts that a decision may read, with their turns, and the pairs of facts it compares.

    Of the facts in `whole` every value is told apart. `outside` is the fact and region that alone put a worker
    outside the territory, where there is one such.
    """

    facts: Mapping[str, Turns]
    differences: Mapping[Difference, set[int]]
    whole: frozenset[str]
    outside: tuple[str, str] | None


def reads(library: ir.Library, instrument: ir.Instrument, on: PackedDate) -> Reads:
    """Go through everything that bears on a decision under an instrument on a date."""
    search = _Search(library, on)
    version = search.judge(instrument)
    if version is not None:
        search.charge(instrument, version)
    outside = None if version is None else _outside(instrument, version, on)
    return Reads(search.facts, search.differences, frozenset(search.whole), outside)


def birthday_key(on: PackedDate, leap_rule: LeapRule) -> int:
    """Give the number that is at most `birth + years * 512` through the birthday itself.

    Whoever was born on 29 February has it on 1 March of a common year, under the first rule.
    """
    year, month, day = unpack(on)
    if leap_rule is LeapRule.ON_1_MARCH and (month, day) == (3, 1) and not is_leap(year):
        return year * YEAR_STEP + 2 * MONTH_STEP + 29
    return on


def scheduled(version: ir.Version) -> tuple[Month, ...]:
    """Give the contribution months that a version names, ascending."""
    return tuple(sorted({funded.month for schedule in version.schedules for funded in schedule.months}))


def in_force(instrument: ir.Instrument, on: PackedDate) -> ir.Version | None:
    """Give the version whose words bear on a day; of an ended instrument, the last."""
    if instrument.commences is None:
        return instrument.versions[0]
    return version_on(instrument, on) or (instrument.versions[-1] if instrument.versions else None)


def territory(instrument: ir.Instrument, version: ir.Version) -> tuple[ir.Expr, ...]:
    """Give the conditions of territory; where none is stated, the region of the instrument is the condition."""
    stated = tuple(norm.condition for norm in version.norms if norm.role is ir.Role.TERRITORY)
    if stated or instrument.region is None:
        return stated
    domicile = ir.FactRef(DOMICILE_FACT, type=ir.Type(ir.Kind.REGION))
    return (ir.WithinRegion(domicile, instrument.region, type=ir.Type(ir.Kind.TRUTH)),)


def bearing_on(library: ir.Library, instrument: ir.Instrument) -> tuple[ir.Instrument, ...]:
    """Give the instruments that prevail over one."""
    return tuple(other for other, _ in prevailing(instrument, library))


def _outside(instrument: ir.Instrument, version: ir.Version, on: PackedDate) -> tuple[str, str] | None:
    """Name the only condition of territory, while the instrument is in force."""
    if version_on(instrument, on) is None:
        return None
    match territory(instrument, version):
        case (ir.WithinRegion(ir.FactRef(name), region),):
            return name, region
        case _:
            return None


class _Search:
    """Goes through expressions and notes what they turn on."""

    def __init__(self, library: ir.Library, on: PackedDate) -> None:
        self._library = library
        self._on = on
        self._parameters = {parameter.name: parameter.values for parameter in library.parameters}
        self._kinds = {fact.name: fact.type.kind for fact in library.facts}
        self._judged: set[InstrumentId] = set()
        self.facts: dict[str, Turns] = {}
        self.differences: dict[Difference, set[int]] = {}
        self.whole: set[str] = set()

    # Instruments

    def judge(self, instrument: ir.Instrument) -> ir.Version | None:
        """Note what decides whether an instrument applies and who is eligible in which month."""
        self._judged.add(instrument.id)
        version = in_force(instrument, self._on)
        for continuation in instrument.continuations:
            self._visit(continuation.condition, (None,))
        if version is None:
            return None
        for condition in territory(instrument, version):
            self._visit(condition, (None,))
        for group in version.groups:
            self._visit(group.match.condition, (None,))
        months = scheduled(version)
        for norm in (*version.norms, *version.participant_norms):
            self._norm(norm, months)
        for schedule in version.schedules:
            for funded in schedule.months:
                self._visit(funded.condition, (funded.month,))
        return version

    def charge(self, instrument: ir.Instrument, version: ir.Version) -> None:
        """Note what decides the cost, and what higher norms leave."""
        months = scheduled(version)
        for enrolment in version.enrolments:
            self._visit(enrolment.condition, months)
        for tariff in version.tariffs:
            self._visit(tariff.amount, months)
        for bearing in version.bearings:
            for share in bearing.shares:
                self._visit(share.condition, months)
        for other in bearing_on(self._library, instrument):
            above = in_force(other, self._on)
            for norm in () if above is None else above.participant_norms:
                self._norm(norm, months)
        for source in self._library.instruments:
            if source.region is None or source.id == instrument.id:
                self._reliefs(source, months)

    def _norm(self, norm: ir.Norm, months: Sequence[Month]) -> None:
        self._visit(norm.condition, (None,) if norm.grain is ir.Grain.ONCE else months)

    def _reliefs(self, source: ir.Instrument, months: Sequence[Month]) -> None:
        for version in source.versions:
            for relief in version.reliefs:
                concerned = tuple(m for m in months if relief.first <= m <= relief.last)
                if any(_overlaps(version, last_day(month)) for month in concerned):
                    self._visit(relief.condition, concerned)
                    first = self._turns(PARTICIPATION_FACT, ir.Kind.MONTH)
                    first.cuts.update(month + 2 - relief.from_participation_month for month in concerned)

    def _borne(self, seniors: Sequence[InstrumentId], months: Sequence[Month | None]) -> None:
        """Note what is attested of each other payer, and what that payer's own judgement turns on."""
        for senior in seniors:
            for month in {None, *months}:
                self._turns(funded_fact(senior, month), ir.Kind.TRUTH)
            loaded = (each for each in self._library.instruments if each.id == senior)
            for found in loaded:
                if found.id not in self._judged:
                    self.judge(found)

    # Expressions

    def _turns(self, name: str, kind: ir.Kind) -> Turns:
        turns = self.facts.setdefault(name, Turns(self._kinds.get(name, kind)))
        if turns.kind is not self._kinds.get(name, kind):
            self.whole.add(name)
        return turns

    def _visit(self, expr: ir.Expr, months: Sequence[Month | None]) -> None:
        match expr:
            case ir.FactRef(name):
                if self._turns(name, expr.type.kind).kind is not ir.Kind.TRUTH:
                    self.whole.add(name)
                return
            case ir.DayRef(ir.Day.REGISTRATION):
                self._turns(REGISTRATION_FACT, ir.Kind.EVENT)
                self.whole.add(REGISTRATION_FACT)
                return
            case ir.NotBorne(seniors):
                self._borne(seniors, months)
                return
            case ir.Includes(ir.FactRef(name) as fact, codes):
                self._turns(name, fact.type.kind).codes.update(codes)
                return
            case ir.WithinRegion(ir.FactRef(name) as fact, region):
                self._turns(name, fact.type.kind).regions.add(region)
                return
            case ir.AgeCompare(_, ir.FactRef() as birth, on, _, _):
                if self._age(expr, birth, on, months):
                    return
            case ir.Compare(comparison, left, right):
                if self._compare(comparison, left, right, months):
                    return
            case ir.Happened(ir.FactRef(name) as fact, by):
                days = self._values(by, months)
                if days is not None:
                    self._turns(name, fact.type.kind).cuts.update(day + 1 for day in days)
                    self._visit(by, months)
                    return
            case ir.BandLookup(table, ir.FactRef(name) as fact, chosen):
                self._turns(name, fact.type.kind).cuts.update(_band_cuts(table, chosen=chosen))
                return
            case ir.ParameterRef(name, key, on):
                self._parameter(name, key, on, months)
                return
            case _:
                pass
        for part in children(expr):
            self._visit(part, months)

    def _age(
        self, expr: ir.AgeCompare, birth: ir.FactRef, on: ir.Expr, months: Sequence[Month | None]
    ) -> bool:
        """Note an age on one of a few days, or on the day of registration."""
        is_birthday = expr.exact and expr.comparison is ir.Comparison.AT_MOST
        at_registration = isinstance(on, ir.DayRef) and on.day is ir.Day.REGISTRATION
        days = frozenset((int(self._on),)) if at_registration else self._values(on, months)
        if days is None:
            return False
        turns = self._turns(birth.name, birth.type.kind)
        steps = tuple(years * YEAR_STEP for years in _years(expr))
        rule = self._library.leap_rule
        for day in days:
            if is_birthday:
                turns.cuts.update(birthday_key(PackedDate(day), rule) - step for step in steps)
            else:
                turns.cuts.update(test_key(PackedDate(day), rule) - step + 1 for step in steps)
        if at_registration:
            self._turns(REGISTRATION_FACT, ir.Kind.EVENT)
            pair = Difference(birth.name, REGISTRATION_FACT, is_birthday)
            # `birthday <= birth + step` is `birthday - birth < step + 1`; `birth + step <= on` is `on - birth >= step`.
            found = (step + 1 if is_birthday else step for step in steps)
            self.differences.setdefault(pair, set()).update(found)
        else:
            self._visit(on, months)
        return True

    def _compare(
        self, comparison: ir.Comparison, left: ir.Expr, right: ir.Expr, months: Sequence[Month | None]
    ) -> bool:
        """Note a fact beside one of a few values."""
        turned = {
            ir.Comparison.AT_LEAST: ir.Comparison.AT_MOST,
            ir.Comparison.AT_MOST: ir.Comparison.AT_LEAST,
            ir.Comparison.MORE: ir.Comparison.LESS,
            ir.Comparison.LESS: ir.Comparison.MORE,
            ir.Comparison.EQUAL: ir.Comparison.EQUAL,
        }
        for how, one, other in ((comparison, left, right), (turned[comparison], right, left)):
            if isinstance(one, ir.FactRef) and one.type.kind not in (ir.Kind.TRUTH, ir.Kind.EVENT):
                values = self._values(other, months)
                if values is not None:
                    cuts = (cut for value in values for cut in _cuts(how, value))
                    self._turns(one.name, one.type.kind).cuts.update(cuts)
                    self._visit(other, months)
                    return True
        return False

    def _parameter(self, name: str, key: ir.Expr | None, on: ir.Expr, months: Sequence[Month | None]) -> None:
        rows = self._parameters.get(name, ())
        match key:
            case None:
                pass
            case ir.FactRef(fact) if key.type.kind in (ir.Kind.CODE, ir.Kind.REGION):
                self._turns(fact, key.type.kind).regions.update(row.key for row in rows)
            case _:
                self._visit(key, months)
        if isinstance(on, ir.DayRef) and on.day is ir.Day.REGISTRATION:
            days = (day for row in rows for day in (row.since, row.until) if day is not None)
            self._turns(REGISTRATION_FACT, ir.Kind.EVENT).cuts.update(days)
        else:
            self._visit(on, months)

    def _values(self, expr: ir.Expr, months: Sequence[Month | None]) -> frozenset[int] | None:
        """Give values of which an expression has one whenever it is known; None where they are too many."""
        match expr:
            case ir.Literal(value):
                return frozenset((value,))
            case ir.DayRef(ir.Day.DECISION):
                return frozenset((int(self._on),))
            case ir.DayRef(ir.Day.MONTH_DAY, number):
                return frozenset(int(nth_day(month, number)) for month in months if month is not None)
            case ir.ParameterRef(name):
                rows = self._parameters.get(name, ())
                return _few(row.value for row in rows if row.value is not None)
            case ir.BandLookup(table):
                return _few(band.amount for band in table.bands)
            case ir.Blank():
                return frozenset()
            case ir.Excepted(base, arms):
                return self._union((base, *(arm.value for arm in arms)), months)
            case _:
                return None

    def _union(self, parts: Sequence[ir.Expr], months: Sequence[Month | None]) -> frozenset[int] | None:
        found = tuple(self._values(part, months) for part in parts)
        known = tuple(values for values in found if values is not None)
        return _few(value for values in known for value in values) if len(known) == len(found) else None


def _few(values: Iterable[int]) -> frozenset[int] | None:
    found = frozenset(values)
    return found if len(found) <= _MOST_VALUES else None


def _overlaps(version: ir.Version, day: PackedDate) -> bool:
    return version.since <= day and (version.until is None or day < version.until)


def _years(expr: ir.AgeCompare) -> tuple[int, ...]:
    """Give the numbers of completed years at which a comparison of ages turns."""
    match expr.comparison:
        case ir.Comparison.AT_LEAST | ir.Comparison.LESS:
            return (expr.years,)
        case ir.Comparison.AT_MOST:
            return (expr.years if expr.exact else expr.years + 1,)
        case ir.Comparison.MORE:
            return (expr.years + 1,)
        case ir.Comparison.EQUAL:
            return (expr.years, expr.years + 1)


def _cuts(comparison: ir.Comparison, value: int) -> tuple[int, ...]:
    """Give the first numbers on a new side of `fact <comparison> value`."""
    match comparison:
        case ir.Comparison.AT_LEAST | ir.Comparison.LESS:
            return (value,)
        case ir.Comparison.AT_MOST | ir.Comparison.MORE:
            return (value + 1,)
        case ir.Comparison.EQUAL:
            return (value, value + 1)


def _band_cuts(table: ir.BandTable, *, chosen: bool) -> Iterable[int]:
    for band in table.bands:
        if chosen:
            yield from (band.row, band.row + 1)
            continue
        if band.low is not None:
            yield band.low
        if band.high is not None:
            yield band.high + 1
