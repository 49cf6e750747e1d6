"""Giving places and money over a register in SQL: claims in, a table of allotments and the use of every limit out.

Mirrors `scalar.allocate`, which says what is right. What is to be done is written down as steps, the same in every
dialect. They go over forms of pools, visits and rounds, never over workers. The order of rows decides nothing.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import product

import duckdb

from policy_engine.backends.columnar.dialects import Dialect
from policy_engine.backends.columnar.filling import STANDINGS, Got, Visit
from policy_engine.backends.columnar.plan import Plan
from policy_engine.backends.columnar.pools import (
    GROUNDS,
    LAST,
    POOL,
    UPPER,
    Form,
    LimitForm,
    PoolOf,
    area_code,
    base_query,
    forms,
    load_pools,
    named,
)
from policy_engine.backends.columnar.steps import PREFIX, Writing, inside, run, some
from policy_engine.backends.columnar.tables import Duck
from policy_engine.domain.dates import Month, PackedDate
from policy_engine.ir.allotment import Ground, LimitUse, Standing
from policy_engine.ir.nodes import Library, Version
from policy_engine.ir.rationing import LimitKind, limits_of, priced_by_entry, version_judged
from policy_engine.structure import dataclass

ALLOTMENTS = f"{PREFIX}allotments"
"""The table of what each worker is given: columns `row_id`, `instrument`, `standing` and `ground` (by their place in
`STANDINGS` and `GROUNDS`), `rank`, `waiting_number`, `limit_number`, `rupiah`, and the months in words `given0`..."""

USES = f"{PREFIX}uses"
"""The table of the use of every limit: `instrument`, `limit_number`, `area` (0 where areas do not matter), its
`capacity` (NULL where it is blank), `wanted`, `used`."""

_OF_USE = ("instrument", "limit_number", "area", "capacity", "wanted", "used")

_FUNDED, _WAITING, _HELD, _UNDETERMINED = (
    STANDINGS.index(each)
    for each in (Standing.FUNDED, Standing.WAITING, Standing.HELD, Standing.UNDETERMINED)
)


@dataclass(frozen=True, slots=True)
class Filled:
    """The use of every limit of a pool, by number of instrument."""

    uses: Mapping[int, tuple[LimitUse, ...]]


def pools_of(library: Library, plans: Mapping[int, Plan], on: PackedDate) -> tuple[PoolOf, ...]:
    """Give the pools of planned instruments: those of which some version judges workers on the day."""
    found = []
    for number, plan in plans.items():
        version = version_judged(plan.instrument, on)
        if version is None or plan.is_empty:
            continue
        first, span = Month(0), 0
        if plan.legend.first_month is not None:
            first = plan.legend.first_month
            span = max(_scheduled(version), default=first) - first + 1
        entry = priced_by_entry(library, version)
        found.append(PoolOf(number, plan.instrument, version, limits_of(version), first, span, entry))
    return tuple(found)


def _scheduled(version: Version) -> Iterator[Month]:
    """Give the months that some group is paid for, as claims name them."""
    groups = frozenset(group.id for group in version.groups)
    for schedule in version.schedules:
        if schedule.groups is None or schedule.groups & groups:
            yield from (funded.month for funded in schedule.months)


def fill(connection: duckdb.DuckDBPyConnection, pools: Sequence[PoolOf], claims: str) -> Filled:
    """Fill pools from a table or query of claims in DuckDB; the allotments stand in table `ALLOTMENTS` afterwards.

    Workers without a claim (not eligible, not applicable, refused) have no allotment.
    """
    writing = Writing(Dialect.DUCKDB)
    words = open_allotments(writing, pools, NO_ROWS)
    fill_also(writing, pools, claims, words)
    run(writing.steps, Duck(connection))
    return Filled(uses_of(pools, connection.execute(f"SELECT * FROM {USES}").fetchall()))  # noqa: S608


NO_ROWS = "(SELECT CAST(0 AS BIGINT) AS row_id)"
"""What stands after FROM where rows are told apart by a whole number."""


def open_allotments(writing: Writing, pools: Iterable[PoolOf], rows: str) -> int:
    """Make the tables of allotments and of uses, empty, and give how many words months take.

    `rows` stands after FROM and has a `row_id` of the type by which rows are told apart.
    """
    words = max((form.words for form in forms(pools)), default=1)
    numbers = ("instrument", *_STORED, *(f"given{word}" for word in range(words)))
    columns = ", ".join(f"CAST(NULL AS BIGINT) AS {name}" for name in numbers)
    writing.make(f"SELECT t.row_id, {columns} FROM {rows} AS t WHERE FALSE", ALLOTMENTS)  # noqa: S608  generated
    used = ", ".join(f"CAST(NULL AS BIGINT) AS {name}" for name in _OF_USE)
    writing.make(f"SELECT {used} FROM {rows} AS t WHERE FALSE", USES)  # noqa: S608  generated
    return words


_STORED = ("standing", "rank", "waiting_number", "ground", "limit_number", "rupiah")


def fill_also(writing: Writing, pools: Sequence[PoolOf], claims: str, words: int) -> None:
    """Fill further pools: their allotments and uses are added to the tables, which have so many words for months."""
    for form, alike in forms(pools).items():
        load_pools(writing, form, alike)
        _Filling(writing, form, words).fill(claims)


def uses_of(pools: Iterable[PoolOf], rows: Iterable[Sequence[int]]) -> Mapping[int, tuple[LimitUse, ...]]:
    """Give the use of every limit by number of instrument: of each area where areas matter, in their order."""
    known = {pool.number: pool for pool in pools}
    found: dict[int, list[LimitUse]] = {number: [] for number in known}
    for instrument, number, place, _, wanted, used in sorted(map(tuple, rows)):
        limit = known[instrument].limits[number]
        area = None if limit.level is None else area_code(place, limit.level)
        found[instrument].append(LimitUse(limit, area, limit.bound(area), wanted, used))
    return {number: tuple(uses) for number, uses in found.items()}


class _Filling:
    """The pools of one form."""

    def __init__(self, writing: Writing, form: Form, words: int) -> None:
        self._writing = writing
        self._form = form
        self._words = words
        self._masks = [f"g{word}" for word in range(form.words)]

    def fill(self, claims: str) -> None:
        writing = self._writing
        line = self._line(claims)
        wanted = self._wanted(line, "eligible = 1 AND ground IS NULL")
        scarce = self._scarce(wanted)
        done = writing.make(
            " UNION ALL ".join(
                (
                    self._settled(f"{line} AS t", "t.eligible = 0", _UNDETERMINED),
                    self._settled(f"{line} AS t", "t.eligible = 1 AND t.ground IS NOT NULL", _HELD),
                    self._everybody(line, scarce),
                )
            )
        )
        if self._form.of(*UPPER):
            writing.when(some(scarce), lambda: self._contested(line, scarce, wanted, done), lambda: None)
        self._uses(line, done, wanted)
        self._store(done)
        writing.drop(line)
        writing.clear()

    # The line

    def _line(self, claims: str) -> str:
        """Put the claims in order: `turn` is the place in it, `rank` counts the eligible before, plus one.

        `ordered` tells that the order can place the worker; `peers` counts who contends with the same keys.
        """
        form = self._form
        columns = ", ".join(f"b.{column}" for column in form.columns)
        base = f"({base_query(form, claims)}) AS b"
        if not form.keys:
            return self._writing.make(
                f"SELECT {columns}, CAST(NULL AS BIGINT) AS rank, CAST(0 AS BIGINT) AS turn, 1 AS peers, "  # noqa: S608
                f"FALSE AS ordered FROM {base}"
            )
        known = " AND ".join(f"b.k{number} IS NOT NULL" for number in range(form.keys))
        ordered = "TRUE" if form.rules.unknown_last else f"({known})"
        keys = ", ".join(f"COALESCE(b.k{number}, {LAST})" for number in range(form.keys))
        contends = "CASE WHEN b.eligible = 1 AND b.ground IS NULL THEN 1 ELSE 0 END"
        window = f"PARTITION BY b.instrument ORDER BY {keys}"
        equals = f"OVER ({window} RANGE BETWEEN CURRENT ROW AND CURRENT ROW)"
        line = f"{PREFIX}line"

        def ranked(rank: str) -> str:
            return (
                f"SELECT {columns}, CASE WHEN {ordered} THEN CAST({rank} AS BIGINT) END AS rank, "  # noqa: S608
                f"CAST(rank() OVER ({window}) AS BIGINT) AS turn, "
                f"CAST(sum({contends}) {equals} AS BIGINT) AS peers, {known} AS ordered FROM {base}"
            )

        # A sum over all before costs as much as the sorting; where everybody counts, the place in line is the rank.
        counts = f"CASE WHEN b.eligible = 1 AND {ordered} THEN 1 ELSE 0 END"
        before = f"OVER ({window} RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)"
        summed = ranked(f"1 + sum({counts}) {before} - sum({counts}) {equals}")
        self._writing.when(
            f"SELECT 1 AS found FROM {base} WHERE b.eligible = 0 OR NOT {ordered} LIMIT 1",  # noqa: S608
            lambda: self._make(summed, line),
            lambda: self._make(ranked(f"rank() OVER ({window})"), line),
        )
        return line

    def _make(self, query: str, name: str) -> None:
        self._writing.make(query, name)

    # Whether there is room for all

    def _wanted(self, line: str, contends: str) -> dict[int, str]:
        """Give for each limit the table (instrument, area, n) of what everybody who contends would take."""
        return {limit.number: self._sum(line, limit, contends) for limit in self._form.limits}

    def _sum(self, table: str, limit: LimitForm, where: str, amount: str | None = None) -> str:
        need = amount or self._form.need(limit)
        if limit.kind is LimitKind.CEILING:
            return self._writing.make(
                f"SELECT instrument, CAST(0 AS BIGINT) AS area, CAST(sum({need}) AS BIGINT) AS n "  # noqa: S608
                f"FROM {table} AS t WHERE {where} GROUP BY instrument"
            )
        area = f"i{limit.number}"
        return self._writing.make(
            f"SELECT instrument, {area} AS area, CAST(sum({need}) AS BIGINT) AS n FROM {table} AS t "  # noqa: S608
            f"WHERE ({where}) AND {area} IS NOT NULL GROUP BY instrument, {area}"
        )

    def _over(self, limit: LimitForm, wanted: str) -> str:
        """Give the instruments and areas where more is wanted than there is."""
        listed = f"place{limit.number}"
        bound = f"{listed}.bound" if limit.is_listed else f"pool.b{limit.number}"
        join = (
            f" JOIN {named(listed)} ON {listed}.instrument = w.instrument AND {listed}.area = w.area"
            if limit.is_listed
            else ""
        )
        return (
            f"SELECT w.instrument, w.area, {limit.number} AS lim FROM {wanted} AS w "  # noqa: S608
            f"JOIN {POOL} ON pool.instrument = w.instrument{join} WHERE w.n > {bound}"
        )

    def _scarce(self, wanted: Mapping[int, str]) -> str:
        """Give the instruments whose places or money do not suffice for all who contend."""
        nobody = f"SELECT instrument FROM {POOL} WHERE FALSE"  # noqa: S608
        over = [
            f"SELECT instrument FROM ({self._over(upper, wanted[upper.number])}) AS t"  # noqa: S608
            for upper in self._form.of(*UPPER)
        ]
        return self._writing.make(
            f"SELECT DISTINCT instrument FROM ({' UNION ALL '.join([nobody, *over])}) AS t"  # noqa: S608
        )

    # Results: the columns carried, and standing, months, visit, ground and limit

    def _result(
        self, source: str, where: str, standing: str, months: Sequence[str], visit: str, ground: str, lim: str
    ) -> str:
        columns = ", ".join(f"t.{column}" for column in self._form.columns if column not in ("ground", "lim"))
        masks = "".join(
            f"CAST({sql} AS BIGINT) AS {name}, " for name, sql in zip(self._masks, months, strict=True)
        )
        return (
            f"SELECT {columns}, t.rank, CAST({standing} AS BIGINT) AS standing, {masks}"  # noqa: S608
            f"CAST({visit} AS BIGINT) AS visit, "
            f"CAST({ground} AS BIGINT) AS ground, CAST({lim} AS BIGINT) AS lim FROM {source} WHERE {where}"
        )

    def _settled(self, source: str, where: str, standing: int) -> str:
        """Give the result of those who do not contend: held for what is open, or undetermined."""
        held = standing == _HELD
        nothing = ["0"] * len(self._masks)
        return self._result(
            source,
            where,
            str(standing),
            nothing,
            "NULL",
            "t.ground" if held else "NULL",
            "t.lim" if held else "NULL",
        )

    def _all_months(self) -> list[str]:
        return [f"t.m{word}" for word in range(self._form.words)]

    def _first_visit(self) -> str:
        """Give the month of entry of those who get all their months."""
        if not self._form.rules.monthly:
            return "NULL"
        arms = "".join(
            f" WHEN {self._form.has_month(place, 't.m')} THEN {place}" for place in range(self._form.span)
        )
        return f"CASE{arms} END" if arms else "NULL"

    def _everybody(self, line: str, scarce: str) -> str:
        """Fund all who contend where there is room for all."""
        return self._result(
            f"{line} AS t LEFT JOIN {scarce} AS s ON s.instrument = t.instrument",
            "t.eligible = 1 AND t.ground IS NULL AND s.instrument IS NULL",
            str(_FUNDED),
            self._all_months(),
            self._first_visit(),
            "NULL",
            "NULL",
        )

    # Where there is not room for all

    def _contested(self, line: str, scarce: str, wanted: Mapping[int, str], done: str) -> None:
        writing, form = self._writing, self._form
        there = inside(
            f"SELECT t.* FROM {line} AS t JOIN {scarce} AS s ON s.instrument = t.instrument "  # noqa: S608
            "WHERE t.eligible = 1 AND t.ground IS NULL"
        )
        if not form.keys:
            writing.append(done, self._without_order(there, wanted))
            return
        nothing = ["0"] * len(self._masks)
        blank = next((floor for floor in form.of(LimitKind.FLOOR) if floor.is_blank), None)
        if blank is not None:
            why = str(GROUNDS.index(Ground.LIMIT_BLANK))
            held = self._result(f"{there} AS t", "TRUE", str(_HELD), nothing, "NULL", why, str(blank.number))
            writing.append(done, held)
            return
        last = form.rules.unknown_last

        def read(unknown_last: Sequence[bool]) -> Callable[[], None]:
            return lambda: self._readings(there, unknown_last, done)

        if last is None:
            writing.when(some(there, "NOT t.ordered"), read((True, False)), read((False,)))
        else:
            read((last,))()

    def _readings(self, there: str, unknown_last: Sequence[bool], done: str) -> None:
        """Fill in every way the text can be read, and keep what all of them come to."""
        skip = self._form.rules.skip_fill
        ways = list(product((True, False) if skip is None else (skip,), unknown_last))
        found = [self._reading(there, skip=skip_, unknown_last=last) for skip_, last in ways]
        if len(found) == 1:
            for part in found[0]:
                self._writing.append(done, part)
        else:
            readings = [self._writing.make(" UNION ALL ".join(parts)) for parts in found]
            self._writing.append(done, self._agreed(there, readings))

    def _without_order(self, there: str, wanted: Mapping[int, str]) -> str:
        """Give a place to those whose limits have room for everybody who counts against them."""
        form = self._form
        joins = ""
        tight: list[tuple[str, int]] = []
        for limit in (*form.of(LimitKind.TOTAL, LimitKind.CEILING), *form.of(LimitKind.SHARE)):
            name = f"z{limit.number}"
            area = f"t.i{limit.number}" if limit.kind is LimitKind.SHARE else "0"
            joins += (
                f" LEFT JOIN ({self._over(limit, wanted[limit.number])}) AS {name} "
                f"ON {name}.instrument = t.instrument AND {name}.area = {area}"
            )
            tight.append((f"{name}.lim IS NOT NULL", limit.number))
        lim = "CASE" + "".join(f" WHEN {sql} THEN {number}" for sql, number in tight) + " END"
        given = " OR ".join(sql for sql, _ in tight)
        months = [f"CASE WHEN {given} THEN 0 ELSE {mask} END" for mask in self._all_months()]
        return self._result(
            f"{there} AS t{joins}",
            "TRUE",
            f"CASE WHEN {given} THEN {_HELD} ELSE {_FUNDED} END",
            months,
            f"CASE WHEN {given} THEN NULL ELSE {self._first_visit()} END",
            f"CASE WHEN {given} THEN {GROUNDS.index(Ground.ORDER_UNSTATED)} END",
            lim,
        )

    def _reading(self, there: str, *, skip: bool, unknown_last: bool) -> list[str]:
        """Fill in one reading of the text: who cannot be put in order is held, the others are gone through."""
        nothing = ["0"] * len(self._masks)
        placed = "TRUE" if unknown_last else "t.ordered"
        single = "t.peers = 1"

        def held(where: str, ground: Ground) -> str:
            why = str(GROUNDS.index(ground))
            return self._result(f"{there} AS t", where, str(_HELD), nothing, "NULL", why, "NULL")

        parts = [held(f"{placed} AND NOT {single}", Ground.TIED)]
        if not unknown_last:
            parts.append(held("NOT t.ordered", Ground.KEY_UNKNOWN))
        queue = inside(f"SELECT t.* FROM {there} AS t WHERE {placed} AND {single}")  # noqa: S608
        if self._form.visits == (None,):
            got = Visit(self._writing, self._form, None, {}, skip=skip).fill(queue)
            return [*parts, *self._results(got, None)]
        return [*parts, *self._month_by_month(queue, skip=skip)]

    def _results(self, got: Got, visit: int | None) -> Iterator[str]:
        nothing = ["0"] * len(self._masks)
        when = "NULL" if visit is None else str(visit)
        for table in got.given:
            yield self._result(f"{table} AS t", "TRUE", str(_FUNDED), self._masks, when, "NULL", "NULL")
        for table in got.cut:
            yield self._result(f"{table} AS t", "TRUE", str(_WAITING), nothing, when, "t.ground_", "t.lim_")

    def _month_by_month(self, queue: str, *, skip: bool) -> list[str]:
        """Visit months in order: who is not yet in stands in line in each month that is paid for."""
        writing, form = self._writing, self._form
        entered: list[str] = []
        waiting: str | None = None
        for visit in form.visits:
            where = "TRUE" if visit is None else form.has_month(visit, "t.m")
            there = writing.make(f"SELECT t.* FROM {queue} AS t WHERE {where}")  # noqa: S608
            loads = self._loads(entered, visit)
            got = Visit(writing, form, visit, loads, skip=skip).fill(there)
            now = writing.make(" UNION ALL ".join(self._results(got, visit)))
            entered.append(writing.make(f"SELECT * FROM {now} AS t WHERE standing = {_FUNDED}"))  # noqa: S608
            cut = f"SELECT * FROM {now} AS t WHERE standing = {_WAITING}"  # noqa: S608
            key = "o.instrument = t.instrument AND o.row_id = t.row_id"
            if waiting is not None:
                cut += f" UNION ALL SELECT t.* FROM {waiting} AS t LEFT JOIN {now} AS o ON {key} WHERE o.row_id IS NULL"  # noqa: S608
            waiting = writing.make(cut)
            queue = writing.make(
                f"SELECT t.* FROM {queue} AS t LEFT JOIN {entered[-1]} AS o ON {key} WHERE o.row_id IS NULL"  # noqa: S608
            )
        found = [*entered, *(() if waiting is None else (waiting,))]
        return [f"SELECT * FROM {table} AS t" for table in found]  # noqa: S608

    def _loads(self, entered: Sequence[str], visit: int | None) -> dict[int, str]:
        """Give what is taken when a visit begins: places of those who hold one, and all money given."""
        if not entered:
            return {}
        rows = " UNION ALL ".join(f"SELECT * FROM {table} AS t" for table in entered)  # noqa: S608
        holds = self._holds(visit)
        return {
            limit.number: self._sum(
                f"({rows})",
                limit,
                "TRUE" if limit.kind is LimitKind.CEILING else holds,
                self._form.given(limit) if limit.kind is LimitKind.CEILING else "1",
            )
            for limit in self._form.limits
        }

    def _holds(self, visit: int | None) -> str:
        """Tell whether a funded worker holds a place in a visit."""
        if visit is None or not self._form.rules.replacement:
            return "TRUE"
        return self._form.lasts(visit, "g")

    def _agreed(self, there: str, readings: Sequence[str]) -> str:
        """Keep what every reading comes to; hold those to whom they give different things."""
        first = readings[0]
        joins = "".join(
            f" JOIN {other} AS r{place} ON r{place}.instrument = t.instrument AND r{place}.row_id = t.row_id"
            for place, other in enumerate(readings[1:], 1)
        )
        alike = " AND ".join(
            f"r{place}.{column} = t.{column}"
            for place in range(1, len(readings))
            for column in ("standing", *self._masks)
        )
        own = "TRUE" if self._form.rules.skip_fill is not None else "NOT l.ordered"
        ground = (
            f"CASE WHEN {own} THEN {GROUNDS.index(Ground.KEY_UNKNOWN)} "
            f"ELSE {GROUNDS.index(Ground.FILLING_UNSTATED)} END"
        )

        def pick(column: str, otherwise: str) -> str:
            return f"CASE WHEN {alike} THEN t.{column} ELSE {otherwise} END"

        return self._result(
            f"{first} AS t JOIN {there} AS l ON l.instrument = t.instrument AND l.row_id = t.row_id{joins}",
            "TRUE",
            pick("standing", str(_HELD)),
            [pick(mask, "0") for mask in self._masks],
            pick("visit", "NULL"),
            pick("ground", ground),
            pick("lim", "NULL"),
        )

    # What is reported

    def _store(self, done: str) -> None:
        """Add to the allotments: the waiting are numbered where the instrument keeps a list."""
        months = [f"t.{mask}" for mask in self._masks]
        months += ["CAST(NULL AS BIGINT)"] * (self._words - len(months))
        numbered = (
            "row_number() OVER (PARTITION BY t.instrument ORDER BY t.rank "
            "ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)"
        )

        def stored(where: str, number: str) -> str:
            return (
                f"SELECT t.row_id, t.instrument, t.standing, t.rank, CAST({number} AS BIGINT) AS waiting_number, "  # noqa: S608
                f"t.ground, t.lim AS limit_number, CAST({self._rupiah()} AS BIGINT) AS rupiah, {', '.join(months)} "
                f"FROM {done} AS t WHERE {where}"
            )

        if self._form.rules.waiting_list:
            self._writing.append(ALLOTMENTS, stored(f"t.standing = {_WAITING}", numbered))
            self._writing.append(ALLOTMENTS, stored(f"t.standing <> {_WAITING}", "NULL"))
        else:
            self._writing.append(ALLOTMENTS, stored("TRUE", "NULL"))

    def _rupiah(self) -> str:
        """Give what is paid: the whole where all months are given, else the months that are."""
        whole = f"CASE WHEN t.standing = {_FUNDED} THEN t.total ELSE 0 END"
        if not self._form.parted:
            return whole
        own = "w" if self._form.rules.monthly else "m"
        all_ = " AND ".join(f"t.g{word} = t.{own}{word}" for word in range(self._form.words))
        parts = (
            f"CASE WHEN {self._form.has_month(place, 't.g')} THEN t.o{place} ELSE 0 END"
            for place in range(self._form.span)
        )
        given = " + ".join(["0", *parts])
        return f"CASE WHEN t.standing <> {_FUNDED} THEN 0 WHEN {all_} THEN t.total ELSE {given} END"

    def _uses(self, line: str, done: str, wanted: Mapping[int, str]) -> None:
        """Add the use of every limit in each of its areas."""
        for limit in self._form.limits:
            if limit.kind is LimitKind.CEILING:
                used = self._sum(done, limit, f"standing = {_FUNDED}", self._form.given(limit))
            else:
                used = self._most(done, limit)
            same = "{0}.instrument = t.instrument AND {0}.area = t.area"
            self._writing.append(
                USES,
                f"SELECT t.instrument, CAST({limit.number} AS BIGINT) AS limit_number, t.area, t.bound AS capacity, "  # noqa: S608
                f"COALESCE(w.n, 0) AS wanted, COALESCE(u.n, 0) AS used FROM ({self._areas(limit, line)}) AS t "
                f"LEFT JOIN {wanted[limit.number]} AS w ON {same.format('w')} "
                f"LEFT JOIN {used} AS u ON {same.format('u')}",
            )
            self._writing.drop(used)

    @staticmethod
    def _areas(limit: LimitForm, line: str) -> str:
        """Give the areas of a limit and its bound: those listed, else those of everybody who counts or may."""
        bound = f"pool.b{limit.number} AS bound"
        if limit.level is None:
            return f"SELECT pool.instrument, CAST(0 AS BIGINT) AS area, {bound} FROM {POOL}"  # noqa: S608
        if limit.is_listed:
            return f"SELECT instrument, area, bound FROM {PREFIX}place{limit.number} AS t"  # noqa: S608
        area = f"t.i{limit.number}"
        return (
            f"SELECT DISTINCT t.instrument, {area} AS area, {bound} FROM {line} AS t "  # noqa: S608
            f"JOIN {POOL} ON pool.instrument = t.instrument WHERE {area} IS NOT NULL"
        )

    def _most(self, done: str, limit: LimitForm) -> str:
        """Give the most places of a limit that were held at any one time."""
        times = self._form.visits if self._form.rules.replacement else (None,)
        counts = []
        for visit in times:
            here = "TRUE" if visit is None and not self._form.rules.replacement else "visit IS NULL"
            here = here if visit is None else f"(visit IS NULL OR visit <= {visit})"
            counts.append(
                self._sum(done, limit, f"standing = {_FUNDED} AND {here} AND {self._holds(visit)}", "1")
            )
        rows = " UNION ALL ".join(f"SELECT * FROM {table} AS t" for table in counts)  # noqa: S608
        most = self._writing.make(
            f"SELECT instrument, area, max(n) AS n FROM ({rows}) AS t GROUP BY instrument, area"  # noqa: S608
        )
        self._writing.drop(*counts)
        return most
