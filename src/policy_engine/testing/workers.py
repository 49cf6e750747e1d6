"""Workers of a library: a library in, Hypothesis strategies of facts out.

Every worker is well formed: known facts only, of their type, within their bounds. Values lie mostly at the
edges that the library itself draws (amounts and ages it compares with, regions it is of, days it counts
by), because that is where two readings of a norm differ.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from hypothesis import strategies as st

from policy_engine.domain.dates import (
    EARLIEST,
    LATEST,
    MONTH_STEP,
    YEAR_STEP,
    PackedDate,
    first_day,
    is_packed,
    nth_day,
    pack,
    unpack,
)
from policy_engine.ir.nodes import (
    AgeCompare,
    All,
    Any,
    Arithmetic,
    BandLookup,
    Blank,
    CodeSet,
    Compare,
    Day,
    DayRef,
    Excepted,
    Expr,
    Fact,
    FactRef,
    FactValue,
    Happened,
    Includes,
    Kind,
    Library,
    Literal,
    Not,
    NotBorne,
    NotHappened,
    ParameterRef,
    Scale,
    Version,
    WithinRegion,
)
from policy_engine.ir.walk import REGISTRATION_FACT, descend, roots_of

Worker = Mapping[str, FactValue]
"""The facts of a worker by name; an unknown fact is absent."""

_LARGEST = 2**40
_EARLIEST_BIRTH = pack(1930, 1, 1)
_LATEST_BIRTH = pack(2030, 12, 31)
_MOST_CONSTANTS = 64
_REACH = 5 * MONTH_STEP
# Between the last day of a year and the first of the next lie 129 numbers that are no dates.
_DEPTHS_OF_REGION = (1, 2, 3, 4)


def workers(
    library: Library, facts: Collection[str] | None = None, unknown: int = 20
) -> st.SearchStrategy[dict[str, FactValue]]:
    """Give workers of a library: these facts or all; each unknown in so many of a hundred cases."""
    if not 0 <= unknown <= 100:  # noqa: PLR2004  percent
        raise ValueError(f"not a percentage: {unknown}")
    kept = [fact for fact in library.facts if facts is None or fact.name in facts]
    edges = boundaries(library)
    return _workers(kept, {fact.name: _value(library, fact, edges[fact.name]) for fact in kept}, unknown)


def completions(
    worker: Worker, missing: Collection[str], library: Library
) -> st.SearchStrategy[dict[str, FactValue]]:
    """Give the worker with everything missing made known, in ways that agree with what was known of it.

    Names in `missing` that are no facts (blanks) stay open. A set that was incomplete keeps its codes, and a
    region is settled down to a village inside what was known.
    """
    edges = boundaries(library)
    wanted = {
        fact.name: _completed(library, fact, worker.get(fact.name), edges[fact.name])
        for fact in library.facts
        if fact.name in missing
    }
    return st.fixed_dictionaries(wanted).map(lambda found: {**worker, **found})


def boundaries(library: Library) -> Mapping[str, frozenset[int | str]]:
    """Give the values of each fact at which some expression of the library may turn, and their neighbours."""
    found: defaultdict[str, set[int | str]] = defaultdict(set)
    parameters = {
        parameter.name: {row.value for row in parameter.values if row.value is not None}
        for parameter in library.parameters
    }
    for instrument in library.instruments:
        days = [day for version in instrument.versions for day in _days(version)]
        for root in roots_of(instrument):
            for part in descend(root):
                for name, value in _edges(part, parameters, days):
                    found[name].add(value)
        if instrument.region is not None:
            for fact in library.facts:
                if fact.type.kind is Kind.REGION:
                    found[fact.name].update(_around_region(instrument.region))
        found[REGISTRATION_FACT].update(day for day in days if is_packed(day))
    return defaultdict(frozenset, {name: frozenset(values) for name, values in found.items()})


@st.composite
def _workers(
    draw: st.DrawFn, facts: list[Fact], values: Mapping[str, st.SearchStrategy[FactValue]], unknown: int
) -> dict[str, FactValue]:
    return {fact.name: draw(values[fact.name]) for fact in facts if draw(st.integers(0, 99)) >= unknown}


# Where the library turns


def _days(version: Version) -> Iterator[PackedDate]:
    """Give the days of a version that decisions and months fall on."""
    for day in (version.since, version.until):
        if day is not None and is_packed(day):
            yield from _near_days(day)
    for schedule in version.schedules:
        for funded in schedule.months:
            yield from (first_day(funded.month), nth_day(funded.month, 15), nth_day(funded.month, 31))


def _edges(
    expr: Expr, parameters: Mapping[str, set[int]], days: list[PackedDate]
) -> Iterator[tuple[str, int | str]]:
    match expr:
        case Compare(_, left, right):
            yield from _compared(left, right, parameters, days)
            yield from _compared(right, left, parameters, days)
        case AgeCompare(_, FactRef(birth), on, years, _):
            yield from ((birth, day) for day in _cutoffs(_values(on, parameters, days), years))
        case Includes(FactRef(name), codes):
            yield from ((name, code) for code in codes)
        case WithinRegion(FactRef(name), region):
            yield from ((name, code) for code in _around_region(region))
        case Happened(FactRef(name), by):
            yield from (
                (name, near) for day in _values(by, parameters, days) for near in _near(Kind.DATE, day)
            )
        case BandLookup(table, FactRef(name), chosen):
            for band in table.bands:
                edges = (band.row,) if chosen else (band.low, band.high)
                yield from (
                    (name, near) for edge in edges if edge is not None for near in _near(Kind.RUPIAH, edge)
                )
        case (
            Literal()
            | FactRef()
            | DayRef()
            | ParameterRef()
            | AgeCompare()
            | Includes()
            | WithinRegion()
            | Happened()
            | Not()
            | All()
            | Any()
            | Excepted()
            | Arithmetic()
            | Scale()
            | BandLookup()
            | Blank()
            | NotBorne()
        ):
            pass


def _compared(
    fact: Expr, other: Expr, parameters: Mapping[str, set[int]], days: list[PackedDate]
) -> Iterator[tuple[str, int]]:
    constants = _values(other, parameters, days)
    match fact:
        case FactRef(name):
            yield from ((name, near) for value in constants for near in _near(fact.type.kind, value))
        case Scale(FactRef(name), numerator, denominator, _, _, _) if numerator:
            solved = (value * denominator // numerator for value in constants)
            yield from ((name, near) for value in solved for near in _near(Kind.RUPIAH, value))
        case _:
            pass


def _values(expr: Expr, parameters: Mapping[str, set[int]], days: list[PackedDate]) -> frozenset[int]:
    """Give values that an expression without facts can have, not all of them where they are many."""
    match expr:
        case Literal(value):
            found = {value}
        case ParameterRef(name, _, _):
            found = parameters.get(name, set())
        case DayRef(Day.MONTH_DAY, number):
            found = {_on_day(day, number) for day in days}
        case DayRef():
            found = set(days)
        case Scale(operand, numerator, denominator, _, _, _):
            found = {value * numerator // denominator for value in _values(operand, parameters, days)}
        case Arithmetic(operation, left, right):
            sign = 1 if operation.value == "+" else -1
            lefts, rights = _values(left, parameters, days), _values(right, parameters, days)
            found = {one + sign * other for one in lefts for other in rights}
        case _:
            found = set()
    return frozenset(sorted(found)[:_MOST_CONSTANTS])


def _on_day(day: PackedDate, number: int) -> PackedDate:
    year, month, _ = unpack(day)
    return next(
        PackedDate(day_number)
        for day_number in range(year * YEAR_STEP + month * MONTH_STEP + number, 0, -1)
        if is_packed(day_number)
    )


def _cutoffs(days: Iterable[int], years: int) -> Iterator[int]:
    """Give the births that complete these years, and one more, around each day."""
    for day in days:
        for completed in (years, years + 1):
            yield from _near(Kind.DATE, day - completed * YEAR_STEP)


def _near(kind: Kind, value: int) -> tuple[int, ...]:
    if kind in (Kind.DATE, Kind.EVENT):
        return _near_days(PackedDate(value))
    return (value - 1, value, value + 1)


def _near_days(day: PackedDate) -> tuple[PackedDate, ...]:
    """Give the days before, on and after a number that is nearly a packed date."""
    before = next(
        (PackedDate(found) for found in range(day - 1, day - 4 * MONTH_STEP, -1) if is_packed(found)), None
    )
    after = next(
        (PackedDate(found) for found in range(day + 1, day + 4 * MONTH_STEP) if is_packed(found)), None
    )
    here = day if is_packed(day) else None
    return tuple(found for found in (before, here, after) if found is not None)


def _around_region(region: str) -> Iterator[str]:
    """Give a region, all above it, one inside it at each level, and one beside it."""
    steps = region.split(".")
    for length in range(1, len(steps) + 1):
        yield ".".join(steps[:length])
    inside = region
    for depth in _DEPTHS_OF_REGION[len(steps) :]:
        inside += ".2001" if depth == _DEPTHS_OF_REGION[-1] else ".01"
        yield inside
    last = "72" if steps[-1] != "72" else "73"
    yield ".".join((*steps[:-1], last.rjust(len(steps[-1]), "0")))


# Values of facts


def _value(library: Library, fact: Fact, edges: frozenset[int | str]) -> st.SearchStrategy[FactValue]:
    match fact.type.kind:
        case Kind.TRUTH:
            return st.booleans()
        case Kind.EVENT:
            return st.just(NotHappened()) | _day(fact, edges, pack(2020, 1, 1), pack(2029, 12, 31))
        case Kind.DATE:
            return _day(fact, edges, _EARLIEST_BIRTH, _LATEST_BIRTH)
        case Kind.CODE:
            return st.sampled_from(_codes(library, fact))
        case Kind.REGION:
            return st.sampled_from(sorted({*_codes(library, fact), *_strings(edges)}))
        case Kind.CODE_SET:
            return st.builds(CodeSet, _sets(library, fact, edges), st.booleans())
        case (
            Kind.NUMBER
            | Kind.RUPIAH
            | Kind.RUPIAH_PER_MONTH
            | Kind.YEARS
            | Kind.MONTHS
            | Kind.DAYS
            | Kind.PEOPLE
        ):
            return _number(fact, edges, 0, _LARGEST)
        case Kind.MONTH:
            return _number(fact, edges, 2020 * 12, 2029 * 12 + 11)


def _number(fact: Fact, edges: frozenset[int | str], low: int, high: int) -> st.SearchStrategy[FactValue]:
    least = low if fact.low is None else fact.low
    most = max(least, high) if fact.high is None else fact.high
    turning = [edge for edge in sorted(_integers(edges) | {least, most}) if least <= edge <= most]
    return st.sampled_from(turning) | st.sampled_from(turning) | st.integers(least, most)


def _day(fact: Fact, edges: frozenset[int | str], low: int, high: int) -> st.SearchStrategy[FactValue]:
    least = low if fact.low is None else fact.low
    most = max(least, high) if fact.high is None else fact.high
    turning = [
        day for day in sorted(_integers(edges) | {least, most}) if least <= day <= most and is_packed(day)
    ]
    any_day = st.integers(max(least, EARLIEST), min(most, LATEST)).map(_packed_at_most)
    return st.sampled_from(turning) | st.sampled_from(turning) | any_day.filter(lambda day: day >= least)


def _packed_at_most(number: int) -> int:
    return next(day for day in range(number, number - _REACH, -1) if is_packed(day))


def _codes(library: Library, fact: Fact) -> list[str]:
    """Give the values that codes of a fact's vocabulary stand for: codes of regions, names of others."""
    found = [
        code.code if fact.type.kind is Kind.REGION and code.code is not None else code.name
        for vocabulary in library.vocabularies
        if vocabulary.name == fact.type.vocabulary
        for code in vocabulary.codes
    ]
    return found or ([fact.typical] if isinstance(fact.typical, str) else ["tidak_ada"])


def _sets(library: Library, fact: Fact, edges: frozenset[int | str]) -> st.SearchStrategy[frozenset[str]]:
    codes = _codes(library, fact)
    named = [code for code in codes if code in edges] or codes
    most = len(codes) if fact.type.at_most is None else min(fact.type.at_most, len(codes))
    return st.frozensets(st.sampled_from(named) | st.sampled_from(codes), max_size=most)


def _completed(
    library: Library, fact: Fact, known: FactValue | None, edges: frozenset[int | str]
) -> st.SearchStrategy[FactValue]:
    match known:
        case CodeSet(codes, _):
            most = fact.type.at_most
            more = _sets(library, fact, edges).map(codes.union)
            return more.map(
                lambda found: CodeSet(found if most is None or len(found) <= most else codes, complete=True)
            )
        case str() if fact.type.kind is Kind.REGION:
            candidates = {*_codes(library, fact), *_strings(edges), known}
            return st.sampled_from(
                sorted(code for code in candidates if f"{code}.".startswith(f"{known}."))
            ).map(_village)
        case None:
            return _value(library, fact, edges).map(_settled)
        case _:
            return st.just(known)


def _settled(value: FactValue) -> FactValue:
    match value:
        case CodeSet(codes, _):
            return CodeSet(codes, complete=True)
        case str() if value[:2].isdigit():
            return _village(value)
        case _:
            return value


def _village(region: str) -> str:
    """Give the first village of a region, so that no region lies below what is known."""
    inside = region
    for depth in _DEPTHS_OF_REGION[len(region.split(".")) :]:
        inside += ".2001" if depth == _DEPTHS_OF_REGION[-1] else ".01"
    return inside


def _integers(edges: frozenset[int | str]) -> set[int]:
    return {edge for edge in edges if isinstance(edge, int)}


def _strings(edges: frozenset[int | str]) -> set[str]:
    return {edge for edge in edges if isinstance(edge, str)}
