"""One visit of the list in SQL: who stands in line in; who is given a place, and who is not and why, out.

Mirrors the second half of `scalar.allocate`. A round looks at everybody still in line with sums over those before
them. Sums over people who may yet be cut are never too low, so whoever fits by them fits; and the first who does
not fit, with nobody doubtful before, does not. What is left falls with every round, so whoever takes at least as
much as one who did not fit does not fit later: there are at most as many rounds as there are different needs.
"""

from collections.abc import Iterable, Mapping, Sequence

from policy_engine.backends.columnar.layout import WORD
from policy_engine.backends.columnar.pools import GROUNDS, POOL, Form, LimitForm, named
from policy_engine.backends.columnar.steps import Writing, inside, some
from policy_engine.ir.allotment import Ground, Standing
from policy_engine.ir.rationing import LimitKind
from policy_engine.structure import dataclass

STANDINGS = tuple(Standing)
"""A standing as a number: its place here."""

_RESERVED = 2**61
"""What is added to the place in line of those whom no floor lets go first."""

REACHED, ENDED = (GROUNDS.index(each) for each in (Ground.LIMIT_REACHED, Ground.LIST_ENDED))


@dataclass(frozen=True, slots=True)
class Got:
    """What a visit came to, as stands after FROM: `given` with months (`g0` ...), `cut` with ground and limit."""

    given: tuple[str, ...]
    cut: tuple[str, ...]


class Visit:
    """One visit: the form of the pools, the month, what is taken already, and the rule for misfits.

    `loads` gives for a limit the source (instrument, area, n) of what is taken; of one without a source nothing is.
    """

    def __init__(
        self, writing: Writing, form: Form, place: int | None, loads: Mapping[int, str], *, skip: bool
    ) -> None:
        self._writing = writing
        self._form = form
        self._place = place
        self._loads = dict(loads)
        self._skip = skip
        self._shares = form.of(LimitKind.SHARE)
        self._whole = form.of(LimitKind.TOTAL, LimitKind.CEILING)
        self._parts = form.rules.months_reducible and form.span > 0

    def fill(self, there: str) -> Got:
        """Go through everybody who stands in line, in the order of column `turn`."""
        before = dict(self._loads)
        line = self._reserved_first(there)
        if self._form.rules.replacement and self._skip:
            given, cut = self._through(line, refill=True)
            return Got(given, self._blamed(cut, given, (*self._shares, *self._whole), before))
        # Where places cut later are not given to others, the shares are settled first.
        kept, left = self._shared(line) if self._shares else (line, None)
        lost = () if left is None else self._blamed((self._left_out(left),), (kept,), self._shares, before)
        given, cut = self._through(kept, refill=False)
        return Got(given, (*lost, *self._blamed(cut, given, self._whole, before)))

    # What is in line

    def _plain(self, *more: str) -> str:
        return ", ".join(f"t.{column}" for column in (*self._form.columns, "rank", "turn", "seq", *more))

    def _reserved_first(self, there: str) -> str:
        """Put before all others the first of each floor, as many as it still lacks; `seq` is the place in line."""
        floors = self._form.of(LimitKind.FLOOR)
        columns = ", ".join(f"t.{column}" for column in (*self._form.columns, "rank", "turn"))
        if not floors:
            return inside(f"SELECT {columns}, t.turn AS seq FROM {there} AS t")  # noqa: S608
        numbers = ", ".join(f"{self._number_in(floor, 'turn')} AS n{floor.number}" for floor in floors)
        first = " OR ".join(
            f"(t.i{f.number} IS NOT NULL AND t.n{f.number} + {self._taken(f, self._loads)} "
            f"<= COALESCE({self._bound(f)}, 0))"
            for f in floors
        )
        return self._writing.make(
            f"SELECT {columns}, t.turn + CASE WHEN {first} THEN 0 ELSE {_RESERVED} END AS seq "  # noqa: S608
            f"FROM (SELECT t.*, {numbers} FROM {there} AS t) AS t{self._joined(floors, self._loads)}"
        )

    @staticmethod
    def _number_in(limit: LimitForm, order: str) -> str:
        area = f"PARTITION BY t.instrument, t.i{limit.number}"
        return (
            f"row_number() OVER ({area} ORDER BY t.{order} ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)"
        )

    # Bounds, and what is taken of them

    @staticmethod
    def _bound(limit: LimitForm) -> str:
        return f"place{limit.number}.bound" if limit.is_listed else f"pool.b{limit.number}"

    @staticmethod
    def _taken(limit: LimitForm, loads: Mapping[int, str]) -> str:
        return f"COALESCE(l{limit.number}.n, 0)" if limit.number in loads else "0"

    @staticmethod
    def _joined(limits: Iterable[LimitForm], loads: Mapping[int, str]) -> str:
        """Join to `t` the bounds of limits and what is taken of them."""
        found = f" JOIN {POOL} ON pool.instrument = t.instrument"
        for limit in limits:
            area = "0" if limit.kind is LimitKind.CEILING else f"t.i{limit.number}"
            if limit.is_listed:
                name = f"place{limit.number}"
                found += (
                    f" LEFT JOIN {named(name)} ON {name}.instrument = t.instrument AND {name}.area = {area}"
                )
            if limit.number in loads:
                name = f"l{limit.number}"
                found += (
                    f" LEFT JOIN {loads[limit.number]} AS {name} "
                    f"ON {name}.instrument = t.instrument AND {name}.area = {area}"
                )
        return found

    def _need(self, limit: LimitForm) -> str:
        """Give what a worker takes who is paid for all months from this visit on."""
        if limit.kind is LimitKind.SHARE:
            return f"CASE WHEN t.i{limit.number} IS NULL THEN 0 ELSE 1 END"
        return self._form.need(limit, self._place)

    def _got(self, limit: LimitForm) -> str:
        """Give what a worker takes who is paid for the months that were given."""
        if limit.kind is not LimitKind.CEILING:
            return self._need(limit)
        return self._form.given(limit)

    def _began(self, limits: Iterable[LimitForm]) -> dict[int, str]:
        """Make a table for each limit of what is taken, to which every round adds; give their names."""
        made = {}
        for limit in limits:
            nothing = "CAST(0 AS BIGINT)"
            before = self._loads.get(limit.number)
            made[limit.number] = self._writing.make(
                f"SELECT instrument, area, n FROM {before} AS t"  # noqa: S608
                if before is not None
                else f"SELECT {nothing} AS instrument, {nothing} AS area, {nothing} AS n FROM {POOL} WHERE FALSE"  # noqa: S608
            )
            self._loads[limit.number] = inside(
                f"SELECT instrument, area, CAST(sum(n) AS BIGINT) AS n FROM {made[limit.number]} AS t "  # noqa: S608
                "GROUP BY instrument, area"
            )
        return made

    def _add(self, given: Sequence[str], limits: Iterable[LimitForm], made: Mapping[int, str]) -> None:
        """Count what was given as taken."""
        for limit in limits:
            area = "CAST(0 AS BIGINT)" if limit.kind is LimitKind.CEILING else f"t.i{limit.number}"
            parts = " UNION ALL ".join(
                f"SELECT t.instrument, {area} AS area, {self._got(limit)} AS n FROM {source} AS t"  # noqa: S608
                for source in given
            )
            self._writing.append(
                made[limit.number],
                f"SELECT instrument, area, CAST(sum(n) AS BIGINT) AS n FROM ({parts}) AS t "  # noqa: S608
                "WHERE area IS NOT NULL GROUP BY instrument, area",
            )

    # Shares

    def _shared(self, line: str) -> tuple[str, str]:
        """Give those of a line whom every share has room for, and the others."""
        numbers = [share.number for share in self._shares]
        misfit = " OR ".join(f"t.f{number}" for number in numbers)
        if len(numbers) == 1:
            weighed = self._writing.make(self._weighed(line))
            return (
                inside(f"SELECT {self._plain()} FROM {weighed} AS t WHERE NOT ({misfit})"),  # noqa: S608
                inside(f"SELECT {self._plain()} FROM {weighed} AS t WHERE {misfit}"),  # noqa: S608
            )
        alive = self._writing.make(f"SELECT {self._plain()} FROM {line} AS t")  # noqa: S608
        return self._without_misfits(line, alive, numbers, misfit)

    def _weighed(self, line: str) -> str:
        """Give the query of a line with `f`: whether a share has no room by the number of those before."""
        counted = ", ".join(f"{self._number_in(share, 'seq')} AS c{share.number}" for share in self._shares)
        fails = ", ".join(
            f"(t.i{s.number} IS NOT NULL AND t.c{s.number} + {self._taken(s, self._loads)} > {self._bound(s)}) "
            f"AS f{s.number}"
            for s in self._shares
        )
        return (
            f"SELECT {self._plain()}, {fails} FROM (SELECT t.*, {counted} FROM {line} AS t) AS t"  # noqa: S608
            f"{self._joined(self._shares, self._loads)}"
        )

    def _without_misfits(self, line: str, alive: str, numbers: Sequence[int], misfit: str) -> tuple[str, str]:
        """Close shares in rounds, until nobody is left in line whom some share has no room for."""
        writing = self._writing
        weighed = writing.make(self._weighed(alive))
        misfits = writing.make(f"SELECT t.instrument, t.seq FROM {weighed} AS t WHERE {misfit}")  # noqa: S608
        writing.when(
            some(misfits),
            lambda: self._close_shares(alive, weighed, misfits, numbers, misfit),
            lambda: None,
        )
        kept = inside(f"SELECT {self._plain()} FROM {weighed} AS t")  # noqa: S608
        left = inside(
            f"SELECT {self._plain()} FROM {line} AS t LEFT JOIN {weighed} AS k "  # noqa: S608
            "ON k.instrument = t.instrument AND k.seq = t.seq WHERE k.seq IS NULL"
        )
        return kept, left

    def _close_shares(
        self, alive: str, weighed: str, misfits: str, numbers: Sequence[int], misfit: str
    ) -> None:
        """Close a share by the first whom it has no room for, if nobody doubtful stands before in it; repeat."""
        writing = self._writing
        with writing.repeat(misfits):
            closed = {
                number: writing.make(
                    f"SELECT t.instrument, t.area, t.stop FROM (SELECT t.instrument, t.i{number} AS area, "  # noqa: S608
                    f"min(t.seq) FILTER (WHERE t.f{number}) AS stop, "
                    f"min(t.seq) FILTER (WHERE {misfit}) AS doubtful "
                    f"FROM {weighed} AS t WHERE t.i{number} IS NOT NULL GROUP BY t.instrument, t.i{number}) AS t "
                    "WHERE t.stop = t.doubtful"
                )
                for number in numbers
            }
            joins = "".join(
                f" LEFT JOIN {table} AS z{number} ON z{number}.instrument = t.instrument "
                f"AND z{number}.area = t.i{number}"
                for number, table in closed.items()
            )
            before = " AND ".join(f"(z{number}.stop IS NULL OR t.seq < z{number}.stop)" for number in numbers)
            writing.make(f"SELECT {self._plain()} FROM {weighed} AS t{joins} WHERE {before}", alive)  # noqa: S608
            writing.drop(*closed.values())
            writing.make(self._weighed(alive), weighed)
            writing.make(f"SELECT t.instrument, t.seq FROM {weighed} AS t WHERE {misfit}", misfits)  # noqa: S608

    def _left_out(self, left: str, where: str = "TRUE", joins: str = "") -> str:
        """Cut those whom some share had no room for."""
        lim = self._shares[0].number
        return inside(
            f"SELECT {self._plain()}, {_whole(REACHED)} AS ground_, {_whole(lim)} AS lim_ "  # noqa: S608
            f"FROM {left} AS t{joins} WHERE {where}"
        )

    # The total and the ceilings

    def _through(self, line: str, *, refill: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Go through a line, in rounds where misfits are passed over; `refill` asks the shares in each round."""
        if self._whole and self._skip:
            return self._in_rounds(line, refill=refill)
        kept, left = self._shared(line) if refill and self._shares else (line, None)
        lost = () if left is None else (self._left_out(left),)
        if not self._whole:
            return (self._give(kept),), lost
        weighed = self._writing.make(self._summed(kept))
        stopped = self._writing.make(self._first_misfits(weighed))
        at = f" LEFT JOIN {stopped} AS z ON z.instrument = t.instrument"
        given = [self._give(weighed, "z.seq IS NULL OR t.seq < z.seq", at)]
        if self._parts:
            given.append(self._writing.make(self._part(stopped)))
            misfit = self._left_off(stopped, given[-1])
        else:
            misfit = self._cut(stopped, "t.seq = z.seq", REACHED, stopped)
        return tuple(given), (misfit, self._cut(weighed, "t.seq > z.seq", ENDED, stopped))

    def _in_rounds(self, line: str, *, refill: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
        writing = self._writing
        line = writing.make(f"SELECT {self._plain()} FROM {line} AS t")  # noqa: S608
        given = writing.make(f"SELECT * FROM {self._give(line, 'FALSE')} AS t")  # noqa: S608
        cut = writing.make(
            f"SELECT {self._plain()}, {_whole(REACHED)} AS ground_, {_whole(0)} AS lim_ FROM {line} AS t WHERE FALSE"  # noqa: S608
        )
        counted = (*(self._shares if refill else ()), *self._whole)
        loads = self._began(counted)
        with writing.repeat(line):
            kept, left = self._shared(line) if refill and self._shares else (line, None)
            weighed = writing.make(self._summed(kept))
            stopped = writing.make(self._first_misfits(weighed))
            at = f" LEFT JOIN {stopped} AS z ON z.instrument = t.instrument"
            early = "z.seq IS NULL OR t.seq < z.seq"
            now = [self._give(weighed, early, at)]
            if self._parts:
                now.append(writing.make(self._part(stopped)))
                lost = [self._left_off(stopped, now[-1])]
            else:
                lost = [self._cut(stopped, "t.seq = z.seq", REACHED, stopped)]
            if left is not None:
                lost.append(self._left_out(left, early, at))
            for source in now:
                writing.append(given, f"SELECT * FROM {source} AS t")  # noqa: S608
            for source in lost:
                writing.append(cut, f"SELECT * FROM {source} AS t")  # noqa: S608
            self._add(now, counted, loads)
            tried = self._joined(self._whole, self._loads)
            dead = f"({self._dead()})"
            later = self._cut(line, f"t.seq > z.seq AND {dead}", REACHED, stopped, tried)
            writing.append(cut, f"SELECT * FROM {later} AS t")  # noqa: S608
            rest = writing.make(
                f"SELECT {self._plain()} FROM {line} AS t JOIN {stopped} AS z "  # noqa: S608
                f"ON z.instrument = t.instrument{tried} WHERE t.seq > z.seq AND NOT {dead}"
            )
            writing.rename(rest, line)
        return (given,), (cut,)

    def _summed(self, line: str) -> str:
        """Give the query of a line with what is taken up to each."""
        sums = ", ".join(
            f"CAST(sum({self._need(w)}) OVER (PARTITION BY t.instrument ORDER BY t.seq "
            f"ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS BIGINT) AS s{w.number}"
            for w in self._whole
        )
        return f"SELECT {self._plain()}, {sums} FROM {line} AS t"  # noqa: S608

    def _first_misfits(self, weighed: str) -> str:
        """Give the query of the first who does not fit in each pool, if any, and the number of the limit."""
        tight = {
            w.number: f"t.s{w.number} + {self._taken(w, self._loads)} > {self._bound(w)}" for w in self._whole
        }
        joined = self._joined(self._whole, self._loads)
        first = inside(
            f"SELECT t.instrument, min(t.seq) AS seq FROM {weighed} AS t{joined} "  # noqa: S608
            f"WHERE {' OR '.join(tight.values())} GROUP BY t.instrument"
        )
        which = "CASE" + "".join(f" WHEN {sql} THEN {_whole(n)}" for n, sql in tight.items()) + " END"
        return (
            f"SELECT t.*, {which} AS tight FROM {weighed} AS t "  # noqa: S608
            f"JOIN {first} AS f ON f.instrument = t.instrument AND f.seq = t.seq{joined}"
        )

    def _give(self, source: str, where: str = "TRUE", joins: str = "") -> str:
        """Give a place, with all months of this visit."""
        months = ", ".join(
            f"{sql} AS g{word}" for word, sql in enumerate(self._form.months_from(self._place, "t.m"))
        )
        return inside(f"SELECT {self._plain()}, {months} FROM {source} AS t{joins} WHERE {where}")  # noqa: S608

    def _cut(self, source: str, where: str, ground: int, stopped: str, joins: str = "") -> str:
        """Give nothing, and say why."""
        return inside(
            f"SELECT {self._plain()}, {_whole(ground)} AS ground_, z.tight AS lim_ FROM {source} AS t "  # noqa: S608
            f"JOIN {stopped} AS z ON z.instrument = t.instrument{joins} WHERE {where}"
        )

    def _dead(self) -> str:
        """Tell whether not even the least that a worker can be given fits."""
        return " OR ".join(
            f"{self._least(w)} + {self._taken(w, self._loads)} > {self._bound(w)}" for w in self._whole
        )

    def _least(self, limit: LimitForm) -> str:
        if not self._parts or limit.kind is not LimitKind.CEILING:
            return self._need(limit)
        arms = "".join(
            f" WHEN {self._form.has_month(place, 't.m')} THEN t.d{limit.number}_{place}"
            for place in self._places
        )
        return f"CASE{arms} ELSE 0 END"

    # Months that are cut

    @property
    def _places(self) -> Sequence[int]:
        return [place for place in range(self._form.span) if self._place is None or place >= self._place]

    def _part(self, stopped: str) -> str:
        """Give the query that gives those who do not fit the earliest months that do, if any."""
        fits = {
            place: " AND ".join(
                f"{self._taken(w, self._loads)} + t.s{w.number} - {self._need(w)} + {self._up_to(w, place)} "
                f"<= {self._bound(w)}"
                for w in self._whole
            )
            for place in self._places
        }
        masks = []
        for word in range(self._form.words):
            bits = [
                f"CASE WHEN {self._form.has_month(place, 't.m')} AND {fit} THEN {1 << place % WORD} ELSE 0 END"
                for place, fit in fits.items()
                if place // WORD == word
            ]
            masks.append("CAST(" + " + ".join(["0", *bits]) + " AS BIGINT)")
        months = ", ".join(f"{mask} AS g{word}" for word, mask in enumerate(masks))
        months_left = " OR ".join(f"t.g{word} <> 0" for word in range(self._form.words))
        return (
            f"SELECT * FROM (SELECT {self._plain()}, {months} FROM {stopped} AS t"  # noqa: S608
            f"{self._joined(self._whole, self._loads)}) AS t WHERE {months_left}"
        )

    def _up_to(self, limit: LimitForm, place: int) -> str:
        """Give what the months up to one take."""
        if limit.kind is not LimitKind.CEILING:
            return "1"
        return "(" + " + ".join(f"t.d{limit.number}_{each}" for each in self._places if each <= place) + ")"

    def _left_off(self, stopped: str, part: str) -> str:
        """Cut those who do not fit and were not given a part."""
        return inside(
            f"SELECT {self._plain()}, {_whole(REACHED)} AS ground_, t.tight AS lim_ FROM {stopped} AS t "  # noqa: S608
            f"LEFT JOIN {part} AS k ON k.instrument = t.instrument AND k.seq = t.seq WHERE k.seq IS NULL"
        )

    # Why

    def _blamed(
        self,
        cut: tuple[str, ...],
        given: tuple[str, ...],
        limits: tuple[LimitForm, ...],
        loads: Mapping[int, str],
    ) -> tuple[str, ...]:
        """Name for everybody cut the first limit that had no room at the turn; where there is one, it is that."""
        if len(limits) <= 1 or not cut:
            return cut
        numbers = [limit.number for limit in limits]
        has_months = self._whole and any(limit in self._whole for limit in limits)
        taken = ", ".join(
            f"{self._got(limit) if has_months else self._need(limit)} AS k{limit.number}" for limit in limits
        )
        nothing = ", ".join(f"0 AS k{number}" for number in numbers)
        unknown = "CAST(NULL AS BIGINT)"
        line = " UNION ALL ".join(
            (
                *(
                    f"SELECT {self._plain()}, {unknown} AS ground_, {unknown} AS lim_, {taken} FROM {table} AS t"  # noqa: S608
                    for table in given
                ),
                *(f"SELECT {self._plain('ground_', 'lim_')}, {nothing} FROM {table} AS t" for table in cut),  # noqa: S608
            )
        )
        sums = ", ".join(
            f"sum(t.k{limit.number}) OVER (PARTITION BY t.instrument{self._apart(limit)} ORDER BY t.seq "
            f"ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS s{limit.number}"
            for limit in limits
        )
        arms = "".join(
            f" WHEN {self._need(limit)} > 0 AND t.s{limit.number} + {self._need(limit)} "
            f"+ {self._taken(limit, loads)} > {self._bound(limit)} THEN {limit.number}"
            for limit in limits
        )
        why = f"CASE WHEN t.ground_ = {ENDED} THEN t.lim_{arms} END"
        found = self._writing.make(
            f"SELECT {self._plain('ground_')}, CAST({why} AS BIGINT) AS lim_ "  # noqa: S608
            f"FROM (SELECT t.*, {sums} FROM ({line}) AS t) AS t"
            f"{self._joined(limits, loads)} WHERE t.ground_ IS NOT NULL"
        )
        return (found,)

    @staticmethod
    def _apart(limit: LimitForm) -> str:
        return f", t.i{limit.number}" if limit.kind is LimitKind.SHARE else ""


def _whole(number: int) -> str:
    return f"CAST({number} AS BIGINT)"
