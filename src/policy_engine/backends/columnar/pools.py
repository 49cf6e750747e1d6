"""The pools of a register: instruments with limits in; tables of their bounds and a view of the claims out.

A pool is one instrument. Pools whose limits and rules differ in numbers alone are of one form and are filled
together by the same queries; what the numbers are stands in tables. The text is made of generated names and whole
numbers only, and is the same in every dialect.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from policy_engine.backends.columnar.claims import Names, by_month
from policy_engine.backends.columnar.judge import OUTCOMES
from policy_engine.backends.columnar.layout import REGION_LEVELS, WORD, region_number
from policy_engine.backends.columnar.steps import PREFIX, Writing
from policy_engine.domain.dates import Month
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir.allotment import Ground
from policy_engine.ir.nodes import Allocation, Instrument, Version
from policy_engine.ir.rationing import Limit, LimitKind, budgets_stated
from policy_engine.structure import dataclass

GROUNDS = tuple(Ground)
"""A ground as a number: its place here."""

LAST = 2**62
"""What stands for an unknown key where the unknown come last: later than every number a fact can be."""

PEOPLE = (LimitKind.FLOOR, LimitKind.SHARE, LimitKind.TOTAL)
UPPER = (LimitKind.SHARE, LimitKind.TOTAL, LimitKind.CEILING)

_ELIGIBLE, _UNDETERMINED = (OUTCOMES.index(each) for each in (Outcome.ELIGIBLE, Outcome.UNDETERMINED))


@dataclass(frozen=True, slots=True)
class PoolOf:
    """One instrument to fill: its number among those decided, the first month its claims name, and how many."""

    number: int
    instrument: Instrument
    version: Version
    limits: tuple[Limit, ...]
    first: Month
    span: int
    by_entry: bool


@dataclass(frozen=True, slots=True)
class LimitForm:
    """What a limit is, whatever its bound: `alike` are the numbers of those of the same quota."""

    number: int
    kind: LimitKind
    level: int | None
    is_listed: bool
    is_blank: bool
    is_grouped: bool
    has_budget: bool
    alike: tuple[int, ...]

    @property
    def counts(self) -> str:
        """Tell whether a worker is of its groups."""
        return f"counts{self.number} = 1" if self.is_grouped else "TRUE"


# Not slotted: what is derived from it is worked out once.
@dataclass(frozen=True)
class Form:
    """What pools that are filled together have in common; a month is its place counted from the first of its pool.

    `parted` tells that the months of a worker can be parted, so that each has its own amounts.
    """

    rules: Allocation
    keys: int
    limits: tuple[LimitForm, ...]
    scheduled: tuple[int, ...]
    span: int
    is_open: bool
    by_entry: bool
    budgets_stated: bool
    parted: bool

    def of(self, *kinds: LimitKind) -> tuple[LimitForm, ...]:
        """Give the limits of some kinds, in the order they are tried."""
        return tuple(limit for limit in self.limits if limit.kind in kinds)

    @cached_property
    def words(self) -> int:
        """Count the words that months take."""
        return max(1, -(-self.span // WORD))

    @property
    def visits(self) -> tuple[int | None, ...]:
        """Give when the list is gone through: once, each month, or once and whenever a place may fall free."""
        once = () if self.rules.monthly else (None,)
        later = self.scheduled if self.rules.monthly or self.rules.replacement else ()
        return (*once, *later)

    @cached_property
    def amounts(self) -> range:
        """Give the places of the amounts that a ceiling counts: one for each month, or one for all."""
        return range(self.span) if self.parted else range(1)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Name what is carried of each claim while places are given."""
        return (
            *("row_id", "instrument", "eligible", "ground", "lim", "total"),
            *(f"i{limit.number}" for limit in self.of(*PEOPLE)),
            *(f"m{word}" for word in range(self.words)),
            *(f"w{word}" for word in (range(self.words) if self.rules.monthly else ())),
            *(f"d{limit.number}_{place}" for limit in self.of(LimitKind.CEILING) for place in self.amounts),
            *(f"o{place}" for place in (range(self.span) if self.parted else ())),
        )

    def need(self, limit: LimitForm, visit: int | None = None) -> str:
        """Give what a worker who enters in a visit takes of the total or of a ceiling."""
        if limit.kind is not LimitKind.CEILING:
            return "1"
        kept = [place for place in self.amounts if visit is None or place >= visit]
        return "(" + " + ".join(["0", *(f"t.d{limit.number}_{place}" for place in kept)]) + ")"

    def given(self, limit: LimitForm, name: str = "t.g") -> str:
        """Give what the months in words of this name take of a ceiling."""
        if not self.parted:
            return f"t.d{limit.number}_0"
        parts = (
            f"CASE WHEN {self.has_month(place, name)} THEN t.d{limit.number}_{place} ELSE 0 END"
            for place in self.amounts
        )
        return "(" + " + ".join(["0", *parts]) + ")"

    def has_month(self, place: int, name: str = "m") -> str:
        """Tell whether a month is among those in words of this name."""
        return f"({name}{place // WORD} & {1 << place % WORD}) <> 0"

    def months_from(self, visit: int | None, name: str = "m") -> list[str]:
        """Give the months not before a visit, a word each."""
        if visit is None:
            return [f"{name}{word}" for word in range(self.words)]
        return [f"({name}{word} & {_not_before(visit, word)})" for word in range(self.words)]

    def lasts(self, visit: int, name: str) -> str:
        """Tell whether there is a month not before a visit."""
        return "(" + " OR ".join(f"{word} <> 0" for word in self.months_from(visit, name)) + ")"


def _not_before(place: int, word: int) -> int:
    """Give the bits of a word that stand for months not before a place."""
    return sum(1 << bit for bit in range(WORD) if word * WORD + bit >= place)


def forms(pools: Iterable[PoolOf]) -> Mapping[Form, Sequence[PoolOf]]:
    """Put pools together that differ in numbers alone."""
    found: dict[Form, list[PoolOf]] = {}
    for pool in pools:
        found.setdefault(_form(pool), []).append(pool)
    return found


def _form(pool: PoolOf) -> Form:
    version = pool.version
    months = {funded.month - pool.first for each in version.schedules for funded in each.months}
    return Form(
        rules=replace(version.allocation, keys=()),
        keys=len(version.allocation.keys),
        limits=tuple(
            LimitForm(
                limit.number,
                limit.kind,
                limit.level,
                is_listed=bool(limit.places),
                is_blank=limit.is_blank,
                is_grouped=limit.groups is not None,
                has_budget=limit.budget is not None,
                alike=tuple(o.number for o in pool.limits if o.places and o.citation == limit.citation),
            )
            for limit in pool.limits
        ),
        scheduled=tuple(sorted(months)),
        span=pool.span,
        is_open=any(schedule.is_open for schedule in version.schedules),
        by_entry=pool.by_entry,
        budgets_stated=budgets_stated(version),
        parted=by_month(version),
    )


# Tables of bounds


POOL = f"{PREFIX}pool AS pool"
"""The table of the bounds of pools, as it stands after FROM."""


def load_pools(writing: Writing, form: Form, pools: Sequence[PoolOf]) -> None:
    """Make the tables of the bounds of pools of one form, and of the places that their quotas list."""
    bounds = [f"b{limit.number}" for limit in form.limits]
    rows: list[tuple[int | None, ...]] = [
        (pool.number, pool.first, *(limit.capacity for limit in pool.limits)) for pool in pools
    ]
    writing.load("pool", ("instrument", "first_month", *bounds), rows)
    for limit in form.limits:
        if limit.is_listed:
            listed = [
                (pool.number, code, people)
                for pool in pools
                for code, people in pool.limits[limit.number].places
            ]
            level = limit.level or 0
            writing.load(
                f"place{limit.number}",
                ("instrument", "area", "bound"),
                [(number, area_number(code, level), people) for number, code, people in listed],
            )
            for above in range(1, level):
                inside = {(number, area_number(code, above)) for number, code, _ in listed}
                writing.load(
                    f"above{limit.number}_{above}",
                    ("instrument", "area"),
                    sorted(inside, key=repr),
                )


def area_number(code: str, level: int) -> int | None:
    """Give the number of the area at a depth of the region code that a code lies in."""
    return region_number(code, level - 1)


def area_code(number: int, level: int) -> str:
    """Give the region code of an area by its number and depth."""
    ends = REGION_LEVELS[:level]
    digits = f"{number:0{ends[-1]}}"
    return ".".join(digits[start:end] for start, end in zip((0, *ends), ends, strict=False))


def named(table: str) -> str:
    """Give a table of listed places as it stands after FROM."""
    return f"{PREFIX}{table} AS {table}"


# Claims


def base_query(form: Form, claims: str) -> str:
    """Give the claims of the eligible and undetermined as they are filled: whom nothing is known of is held.

    `k0` and further are the keys, `i` the area that a worker counts in for a limit of people (0 where areas do
    not matter, NULL where it does not count), `m` the months (`w` before entry too), `d` and `o` the amounts.
    """
    monthly = form.rules.monthly
    entry = f"COALESCE(c.{Names.ENTRY} - pool.first_month, 0)" if monthly else "0"
    months = [
        _from_entry(f"c.months{word}", entry, word, form.span) if monthly else f"c.months{word}"
        for word in range(form.words)
    ]
    columns = [
        "c.row_id AS row_id",
        "c.instrument AS instrument",
        f"CASE WHEN c.effective = {_ELIGIBLE} THEN 1 ELSE 0 END AS eligible",
        *(f"c.key{number} AS k{number}" for number in range(form.keys)),
        *_grounds(form, months),
        "c.total AS total",
        *(f"{_area(limit)} AS i{limit.number}" for limit in form.of(*PEOPLE)),
        *(f"{mask} AS m{word}" for word, mask in enumerate(months)),
        *(f"c.months{word} AS w{word}" for word in (range(form.words) if monthly else ())),
        *_amounts(form, entry),
    ]
    joins = "".join(_joins(limit) for limit in form.limits if limit.is_listed)
    return (
        f"SELECT {', '.join(columns)} FROM {claims} AS c "  # noqa: S608
        f"JOIN {POOL} ON pool.instrument = c.instrument{joins} "
        f"WHERE c.effective IN ({_ELIGIBLE}, {_UNDETERMINED})"
    )


def _from_entry(mask: str, entry: str, word: int, span: int) -> str:
    """Leave out the months before the month of entry."""
    places = range(word * WORD, min(span, (word + 1) * WORD))
    arms = "".join(
        f" WHEN {entry} <= {place} THEN CAST({_not_before(place, word)} AS BIGINT)" for place in places
    )
    return f"({mask} & CASE{arms} ELSE CAST(0 AS BIGINT) END)" if arms else f"({mask} & 0)"


def _amounts(form: Form, entry: str) -> Iterator[str]:
    def of(name: str, place: int) -> str:
        return f"CASE WHEN {place} >= {entry} THEN {name} ELSE 0 END" if form.rules.monthly else name

    for limit in form.of(LimitKind.CEILING):
        for place in form.amounts:
            yield f"{of(f'c.due{limit.number}_{place}', place)} AS d{limit.number}_{place}"
    if form.parted:
        yield from (f"{of(f'c.owed{place}', place)} AS o{place}" for place in range(form.span))


def _area(limit: LimitForm) -> str:
    if limit.level is None:
        return f"CASE WHEN {limit.counts} THEN CAST(0 AS BIGINT) END"
    listed = f" AND place{limit.number}.bound IS NOT NULL" if limit.is_listed else ""
    return f"CASE WHEN {limit.counts}{listed} THEN c.area{limit.level} END"


def _joins(limit: LimitForm) -> str:
    tables = [(f"place{limit.number}", limit.level or 0)]
    tables += [(f"above{limit.number}_{above}", above) for above in range(1, limit.level or 0)]
    return "".join(
        f" LEFT JOIN {named(table)} ON {table}.instrument = c.instrument AND {table}.area = c.area{level}"
        for table, level in tables
    )


def _grounds(form: Form, months: Sequence[str]) -> Iterator[str]:
    """Give why a worker is held before any place is given, and the number of the limit that asks."""
    found = list(_open(form, months))
    for name, column in (("ground", 1), ("lim", 2)):
        arms = "".join(f" WHEN {each[0]} THEN {each[column]}" for each in found)
        yield f"CAST(CASE{arms} END AS BIGINT) AS {name}" if arms else f"CAST(NULL AS BIGINT) AS {name}"


def _open(form: Form, months: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    upper = form.of(*UPPER)
    for limit in upper:
        if limit.is_blank:
            yield limit.counts, _number(Ground.LIMIT_BLANK), str(limit.number)
    for limit in upper:
        if limit.is_listed:
            alike = [form.limits[number] for number in limit.alike]
            unknown = " OR ".join(_may_be_listed(each) for each in alike)
            listed = " OR ".join(f"place{each.number}.bound IS NOT NULL" for each in alike)
            yield f"{limit.counts} AND ({unknown})", _number(Ground.AREA_UNKNOWN), str(limit.number)
            yield f"{limit.counts} AND NOT ({listed})", _number(Ground.AREA_UNLISTED), str(limit.number)
        elif limit.level is not None:
            unknown = f"{limit.counts} AND c.area{limit.level} IS NULL"
            yield unknown, _number(Ground.AREA_UNKNOWN), str(limit.number)
    for limit in form.of(LimitKind.CEILING):
        yield "c.total IS NULL", _number(Ground.COST_UNKNOWN), str(limit.number)
        if limit.has_budget:
            unstated = f"c.unstated{limit.number} = 1" if form.budgets_stated else "TRUE"
            yield unstated, _number(Ground.BUDGET_UNSTATED), str(limit.number)
    if form.rules.monthly or form.rules.replacement:
        words = range(form.words)
        known = " AND ".join(f"c.unknown_months{word} = 0" for word in words)
        some = " OR ".join(f"c.months{word} <> 0" for word in words)
        settled = "FALSE" if form.is_open else f"({known}) AND ({some})"
        yield f"NOT ({settled})", _number(Ground.MONTHS_UNKNOWN), "NULL"
        if form.by_entry:
            yield f"c.{Names.PARTICIPATION} IS NULL", _number(Ground.ENTRY_PRICED), "NULL"
    if form.rules.monthly:
        yield f"c.{Names.ENTRY} IS NULL", _number(Ground.ENTRY_UNKNOWN), "NULL"
        none = " AND ".join(f"{mask} = 0" for mask in months)
        yield none, _number(Ground.NO_MONTH_LEFT), "NULL"


def _may_be_listed(limit: LimitForm) -> str:
    """Tell whether a worker may live in a listed place, but is not known to."""
    coarser = (
        f"(c.area{above} IS NOT NULL AND c.area{above + 1} IS NULL "
        f"AND above{limit.number}_{above}.area IS NOT NULL)"
        for above in range(1, limit.level or 0)
    )
    return " OR ".join(("c.area1 IS NULL", *coarser))


def _number(ground: Ground) -> str:
    return str(GROUNDS.index(ground))
