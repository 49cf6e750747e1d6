"""The decided rows and the people in; what it costs, whom it reaches, what is in the way and what is missing, out.

Counts are of workers, amounts are whole rupiah of workers who are eligible in effect. A row of the cost whose
amount is not known is counted and is no part of a sum.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

import duckdb

from policy_engine.backends.columnar.plan import ROW
from policy_engine.backends.columnar.prepared import Prepared
from policy_engine.backends.columnar.shapes import INSTRUMENT
from policy_engine.domain.citation import Citation, InstrumentId
from policy_engine.domain.dates import Month
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir.allotment import Standing
from policy_engine.ir.nodes import Party
from policy_engine.simulation.decided import AFTER, Decided
from policy_engine.simulation.people import ELIGIBLE, People, Stood
from policy_engine.simulation.rationing import PLACED
from policy_engine.simulation.select import AT
from policy_engine.structure import dataclass

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Line:
    """What is owed under an instrument for a month, programme and payer; `unknown` rows have no known amount."""

    instrument: InstrumentId
    month: Month
    programme: str
    payer: Party | None
    people: int
    rupiah: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Reached:
    """How many workers of some kind stand how, and what those who are eligible cost.

    Of `unknown` of them some of the cost is not known, and no part of `rupiah`.
    """

    standings: Mapping[Outcome, int]
    rupiah: int
    unknown: int = 0

    @property
    def workers(self) -> int:
        """Count them all."""
        return sum(self.standings.values())

    @property
    def eligible(self) -> int:
        """Count those who are eligible in effect."""
        return self.standings.get(Outcome.ELIGIBLE, 0)


@dataclass(frozen=True, slots=True)
class Reason:
    """A norm that is in the way, of how many workers, under which outcome."""

    instrument: InstrumentId
    citation: Citation
    outcome: Outcome
    people: int


@dataclass(frozen=True, slots=True)
class Missing:
    """What is not known, and how many workers it holds back; of some of them it is the only thing.

    What only one instrument leaves open is of `instrument`; a fact may be wanted under several, of which this is one,
    or (None) to find out which they are.
    """

    instrument: InstrumentId | None
    fact: str
    people: int
    alone: int


@dataclass(frozen=True, slots=True)
class Lacking:
    """What unknown amounts turn on: of how many decisions that are eligible in effect, and rows of the cost.

    What only one instrument leaves open is of `instrument`; a fact may be wanted under several, of which this is one.
    """

    instrument: InstrumentId
    name: str
    people: int
    rows: int


@dataclass(frozen=True, slots=True)
class Budget:
    """A budget report: by instrument, and over all instruments by place, occupation and group."""

    outcomes: Mapping[InstrumentId, Mapping[Outcome, int]]
    lines: tuple[Line, ...]
    groups: Mapping[tuple[InstrumentId, tuple[str, ...]], Reached]
    reasons: tuple[Reason, ...]
    missing: tuple[Missing, ...]
    lacking: tuple[Lacking, ...]
    people: Reached
    places: Mapping[str, Reached]
    """By the code of the place as the register has it; "" where it is not known."""
    protected: Mapping[str, int]
    """Workers by place who are eligible in effect and, where places or money are limited, funded."""
    occupations: Mapping[tuple[str, ...], Reached]


def budget(
    connection: duckdb.DuckDBPyConnection,
    prepared: Prepared,
    decided: Decided,
    people: People,
    *,
    has_places: bool,
) -> Budget:
    """Add everything up; `has_places` where places or money are limited."""
    outcomes: dict[int, Counter[Outcome]] = {}
    for profile in decided.profiles:
        if profile.instrument in prepared.plans:
            outcomes.setdefault(profile.instrument, Counter())[profile.effective] += profile.people
    places = _reached(people.standings, lambda each: each.place)
    eligible = {place: reached.eligible for place, reached in places.items() if reached.eligible}
    return Budget(
        outcomes={prepared.plans[n].instrument.id: counted for n, counted in outcomes.items()},
        lines=tuple(lines(prepared, decided)),
        groups=_by_group(prepared, decided),
        reasons=_reasons(prepared, decided),
        missing=_missing(prepared, decided),
        lacking=_lacking(prepared, decided),
        people=_together(places.values()),
        places=places,
        protected=_protected(connection, people) if has_places else eligible,
        occupations=_reached(people.standings, lambda each: each.occupations),
    )


def lines(prepared: Prepared, decided: Decided) -> Iterable[Line]:
    """Read the sums of the rows of cost of those who are eligible in effect."""
    for number, *values in sorted(decided.sums):
        plan = prepared.plans[number]
        for place, slot in enumerate(plan.legend.slots):
            rupiah, rows, unknown = (int(value) for value in values[3 * place : 3 * place + 3])
            if rows:
                yield Line(plan.instrument.id, slot.month, slot.programme, slot.payer, rows, rupiah, unknown)


def _by_group(prepared: Prepared, decided: Decided) -> Mapping[tuple[InstrumentId, tuple[str, ...]], Reached]:
    people: dict[tuple[int, tuple[str, ...]], Counter[Outcome]] = {}
    totals: Counter[tuple[int, tuple[str, ...]]] = Counter()
    unknown: Counter[tuple[int, tuple[str, ...]]] = Counter()
    for profile in decided.profiles:
        if profile.instrument in prepared.plans and profile.groups:
            key = (profile.instrument, profile.groups)
            people.setdefault(key, Counter())[profile.effective] += profile.people
            if profile.effective is Outcome.ELIGIBLE:
                totals[key] += profile.rupiah
                unknown[key] += profile.people if profile.lacking else 0
    return {
        (prepared.plans[key[0]].instrument.id, key[1]): Reached(counted, totals[key], unknown[key])
        for key, counted in people.items()
    }


def _reasons(prepared: Prepared, decided: Decided) -> tuple[Reason, ...]:
    # The citations of an instrument are told apart by what they are in memory: to compare them takes longer.
    counted: Counter[tuple[int, int, Outcome]] = Counter()
    named: dict[int, Citation] = {}
    for profile in decided.profiles:
        if profile.instrument in prepared.plans and profile.effective is not Outcome.UNDETERMINED:
            for citation in profile.reasons:
                named[id(citation)] = citation
                counted[profile.instrument, id(citation), profile.effective] += profile.people
    found = [
        Reason(prepared.plans[number].instrument.id, named[place], outcome, people)
        for (number, place, outcome), people in counted.items()
    ]
    return tuple(sorted(found, key=lambda each: (-each.people, each.instrument.slug, str(each.citation))))


def _missing(prepared: Prepared, decided: Decided) -> tuple[Missing, ...]:
    held: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    of: dict[str, int] = {}
    for profile in decided.profiles:
        for fact in profile.missing:
            of.setdefault(fact, profile.instrument)
            held[fact] += profile.people
            alone[fact] += profile.people if len(profile.missing) == 1 else 0
    ids = {number: plan.instrument.id for number, plan in prepared.plans.items()}
    return tuple(
        Missing(ids.get(of[fact]), fact, people, alone[fact])
        for fact, people in sorted(held.items(), key=lambda i: (-i[1], i[0]))
    )


def _lacking(prepared: Prepared, decided: Decided) -> tuple[Lacking, ...]:
    people: Counter[str] = Counter()
    rows: Counter[str] = Counter()
    of: dict[str, InstrumentId] = {}
    for profile in decided.profiles:
        if profile.instrument in prepared.plans and profile.effective is Outcome.ELIGIBLE:
            for name, each in profile.lacking:
                of.setdefault(name, prepared.plans[profile.instrument].instrument.id)
                people[name] += profile.people
                rows[name] += profile.people * each
    return tuple(
        Lacking(of[name], name, count, rows[name])
        for name, count in sorted(people.items(), key=lambda i: (-i[1], i[0]))
    )


def _reached(standings: Iterable[Stood], by: Callable[[Stood], Key]) -> dict[Key, Reached]:
    """Count people and add up what they cost, by something of theirs."""
    counts: dict[Key, Counter[Outcome]] = {}
    rupiah: Counter[Key] = Counter()
    unknown: Counter[Key] = Counter()
    for each in standings:
        key = by(each)
        counts.setdefault(key, Counter())[each.outcome] += each.people
        rupiah[key] += each.rupiah
        unknown[key] += each.unknown
    return {key: Reached(counted, rupiah[key], unknown[key]) for key, counted in counts.items()}


def _protected(connection: duckdb.DuckDBPyConnection, people: People) -> dict[str, int]:
    """Count workers whom at least one instrument pays for; one that rations pays only for those it funds."""
    found = connection.execute(
        f'SELECT d."{AT}", count(DISTINCT d.{ROW}) FROM {AFTER.decided} AS d '
        f"LEFT JOIN {PLACED} AS a ON a.row_id = d.{ROW} AND a.instrument = d.{INSTRUMENT} "
        f"WHERE d.effective = {ELIGIBLE} AND coalesce(a.standing, '{Standing.FUNDED.value}') = "
        f"'{Standing.FUNDED.value}' GROUP BY 1"
    ).fetchall()
    counted: Counter[str] = Counter()
    for at, count in found:
        counted[people.place(int(at))] += int(count)
    return dict(counted)


def _together(parts: Iterable[Reached]) -> Reached:
    counted: Counter[Outcome] = Counter()
    rupiah = unknown = 0
    for part in parts:
        counted.update(part.standings)
        rupiah += part.rupiah
        unknown += part.unknown
    return Reached(counted, rupiah, unknown)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of a stated workforce are protected: eligible, and funded where places or money are limited."""

    region: str
    workforce: int
    protected: int

    @property
    def tenths_of_percent(self) -> int:
        """Give the coverage in tenths of a percent, rounded down."""
        return self.protected * 1000 // self.workforce if self.workforce else 0


def coverage(found: Budget, workforce: Sequence[tuple[str, int]]) -> tuple[Coverage, ...]:
    """Set those protected in each region beside its workforce."""
    return tuple(
        Coverage(
            region,
            count,
            sum(count for place, count in found.protected.items() if f"{place}.".startswith(f"{region}.")),
        )
        for region, count in workforce
    )
