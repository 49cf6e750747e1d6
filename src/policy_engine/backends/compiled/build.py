"""One instrument compiled for one date: the checked library in, functions that decide one worker out.

A decision depends on the facts only through the classes that the law tells apart. The generated code works
out the class of each fact, by comparisons with cut-off dates and amounts, and finds the verdict of all
classes together in a table. A combination that was never met is worked out by code that was compiled for the
instrument (`direct`), and kept. Where every value of a fact is a class of its own, nothing is kept.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from threading import Lock
from typing import Any

from policy_engine.backends.columnar.division import TooLargeError
from policy_engine.backends.columnar.lower import NotColumnarError
from policy_engine.backends.compiled.decision import (
    FastDecision,
    Reason,
    Reference,
    Verdict,
    reasons,
    verdict_of,
)
from policy_engine.backends.compiled.direct import Direct
from policy_engine.backends.compiled.reads import (
    Reads,
    Turns,
    bearing_on,
    birthday_key,
    in_force,
    reads,
)
from policy_engine.backends.compiled.source import MOST_CLASSES, Column, Way, parameters, plan, text_of
from policy_engine.domain import dates
from policy_engine.domain.citation import Citation
from policy_engine.domain.dates import LeapRule, PackedDate
from policy_engine.ir.nodes import CodeSet, FactValue, Instrument, Library, Norm, NotHappened, Role

MOST_VERDICTS = 1 << 16
"""Verdicts kept at once; beyond them the table starts anew."""

_MOST_VALUES = 1 << 16


class Facts:
    """The facts of a worker that one compiled instrument may read, in slots; made by `Compiled.facts`."""

    __slots__ = ()


class Compiled:
    """An instrument compiled for one date. Threads may share it.

    `decide(facts)` takes what `facts` makes and gives a `Verdict`; `decide_mapping` takes facts by name.
    Facts are validated before: of the type their declaration says, an unknown one None or absent.
    """

    __slots__ = (
        "_by_place",
        "_columns",
        "_direct",
        "_key_of_mapping",
        "_key_of_record",
        "_lock",
        "_outside",
        "_reasons",
        "_record",
        "_reference",
        "_table",
        "_words",
        "decide",
        "decide_mapping",
        "norms",
        "source",
    )

    decide: Callable[[Facts], Verdict]
    decide_mapping: Callable[[Mapping[str, FactValue]], Verdict]

    def __init__(
        self, library: Library, instrument: Instrument, on: PackedDate, reference: Reference
    ) -> None:
        found = reads(library, instrument, on)
        made = plan(found)
        self._columns = made.columns
        self._reference = reference
        self._lock = Lock()
        self._table: dict[object, Verdict] = {}
        self._reasons: dict[tuple[int, int], tuple[Reason, ...]] = {}
        self._outside: list[Verdict] = []
        self._words = {
            column.number: _Words(column, found, is_outside=column.number == made.outside)
            for column in made.columns
        }
        self.norms = _norms(library, instrument, on)
        self._by_place = {place: bit for bit, place in enumerate(self.norms)}
        self._direct = self._compile(library, instrument, on, tuple(found.facts))
        self.source = text_of(made)
        record = type("Record", (Facts,), {"__slots__": tuple(f"s{c.number}" for c in made.columns)})
        constants: dict[str, object] = {
            "Record": record,
            "NotHappened": NotHappened,
            "bisect": bisect_right,
            "table": self._table,
            "outside": self._outside,
            "miss_record": self._miss_record,
            "miss_mapping": self._miss_mapping,
        }
        for column in made.columns:
            words = self._words[column.number]
            constants[f"n{column.number}"] = column.name
            constants[f"t{column.number}"] = words.complete
            constants[f"u{column.number}"] = words.incomplete
            constants[f"c{column.number}"] = column.cuts
        for number, (pair, cuts, _) in enumerate(made.pairs):
            constants[f"p{number}"] = cuts
            constants[f"k{number}"] = _day_key(library.leap_rule, birthday=pair.birthday)
        space: dict[str, Any] = {}
        # The text is our own: generated names and whole numbers (see `source`).
        exec(compile(self.source, "<compiled instrument>", "exec"), space)  # noqa: S102
        functions = space["make"](**{name: constants[name] for name in parameters(made)})
        self._key_of_record, self._key_of_mapping, self.decide, self.decide_mapping, self._record = functions
        if any(column.way is Way.VALUE for column in made.columns):
            self.decide, self.decide_mapping = self._decide_record, self.work_out

    def _compile(
        self, library: Library, instrument: Instrument, on: PackedDate, facts: tuple[str, ...]
    ) -> Direct | None:
        """Compile the decision itself; None where its numbers have no bounds that whole words could hold."""
        try:
            return Direct(library, instrument, on, facts, self._by_place, self._reference)
        except (NotColumnarError, TooLargeError):
            return None

    @property
    def reads(self) -> tuple[str, ...]:
        """Name the facts that the decision may turn on."""
        return tuple(column.name for column in self._columns)

    def facts(self, worker: Mapping[str, FactValue]) -> Facts:
        """Put the facts of a worker into slots, for `decide`."""
        made: Facts = self._record(worker.get)
        return made

    def light(self, worker: Mapping[str, FactValue]) -> FastDecision:
        """Decide facts by name; whatever has words is worked out when it is asked for."""
        return FastDecision(self.decide_mapping(worker), worker, self.reasons, self._reference)

    def reasons(self, verdict: Verdict) -> tuple[Reason, ...]:
        """Give the norms that stand in the way, with their articles; of the groups, where the worker is of none."""
        masks = (verdict.failed, verdict.unknown)
        found = self._reasons.get(masks)
        if found is None:
            found = reasons(verdict, self.norms)
            if len(self._reasons) < MOST_VERDICTS:
                self._reasons[masks] = found
        return found

    def read(self, facts: Facts) -> dict[str, FactValue]:
        """Give the known facts by name again."""
        given = ((c.name, getattr(facts, f"s{c.number}")) for c in self._columns)
        return {name: value for name, value in given if value is not None}

    # What was not met before

    def work_out(self, worker: Mapping[str, FactValue]) -> Verdict:
        """Decide facts by name by the compiled code itself, without the table of what was met before."""
        if self._direct is None:
            return verdict_of(self._reference(worker), self._by_place)
        return self._direct.decide(worker)

    def _decide_record(self, facts: Facts) -> Verdict:
        return self.work_out(self.read(facts))

    def _miss_record(self, facts: Facts) -> Verdict:
        return self._miss(self.read(facts), lambda: self._key_of_record(facts))

    def _miss_mapping(self, worker: Mapping[str, FactValue]) -> Verdict:
        return self._miss(worker, lambda: self._key_of_mapping(worker))

    def _miss(self, worker: Mapping[str, FactValue], key_of: Callable[[], object]) -> Verdict:
        with self._lock:
            for column in self._columns:
                self._words[column.number].learn(worker.get(column.name))
            try:
                key = key_of()
            except LookupError:
                key = None
        verdict = self.work_out(worker)
        with self._lock:
            if key == -1:
                self._outside[:] = [verdict]
            elif key is not None:
                if len(self._table) >= MOST_VERDICTS:
                    self._table.clear()
                self._table[key] = verdict
        return verdict


class _Words:
    """The classes of the values of one fact: what a code, a region or a set adds to the key.

    A class keeps its number for good, so that a key that another thread has half made stays right.
    """

    __slots__ = ("_column", "_numbers", "_region", "_turns", "complete", "incomplete")

    def __init__(self, column: Column, found: Reads, *, is_outside: bool) -> None:
        self._column = column
        self._turns: Turns = found.facts[column.name]
        self._numbers: dict[object, int] = {}
        self._region = found.outside[1] if found.outside is not None and is_outside else None
        self.complete: dict[object, int] = {None: 0}
        self.incomplete: dict[object, int] = {}
        if column.way is Way.TRUTH:
            self.complete |= {False: column.stride, True: 2 * column.stride}

    def learn(self, value: FactValue | None) -> None:
        """Keep the class of a value that was not met before."""
        match value:
            case str() if self._column.way is Way.WORD:
                if self._region is not None and not _touches(value, self._region):
                    self._keep(self.complete, value, -1)
                else:
                    self._number(self.complete, value, self._of_word(value))
            case CodeSet(codes, complete) if self._column.way is Way.SET:
                told = (codes & self._turns.codes, complete)
                self._number(self.complete if complete else self.incomplete, codes, told)
            case _:
                pass

    def _of_word(self, value: str) -> object:
        within = frozenset(region for region in self._turns.regions if _within(value, region))
        above = frozenset(region for region in self._turns.regions if _within(region, value))
        return (value if value in self._turns.codes else None, within, above)

    def _number(self, known: dict[object, int], value: object, told: object) -> None:
        number = self._numbers.setdefault(told, len(self._numbers) + 1)
        if number < MOST_CLASSES:
            self._keep(known, value, number * self._column.stride)

    def _keep(self, known: dict[object, int], value: object, adds: int) -> None:
        if len(known) >= _MOST_VALUES:
            known.clear()
            known |= {None: 0}
        known[value] = adds


def _within(code: str, region: str) -> bool:
    return f"{code}.".startswith(f"{region}.")


def _touches(code: str, region: str) -> bool:
    """Tell whether a region may lie in another: it is inside it, or above it."""
    return _within(code, region) or _within(region, code)


def _day_key(rule: LeapRule, *, birthday: bool) -> Callable[[PackedDate], int]:
    if birthday:
        return lambda day: birthday_key(day, rule)
    return lambda day: dates.test_key(day, rule)


def _norms(library: Library, instrument: Instrument, on: PackedDate) -> tuple[tuple[Citation, Role], ...]:
    """Give the places of the norms that may be weighed, in the order of their bits."""
    own = in_force(instrument, on)
    above = (in_force(other, on) for other in bearing_on(library, instrument))
    return tuple(
        dict.fromkeys(
            (
                (Citation(instrument.id), Role.TERRITORY),
                *(() if own is None else ((g.match.citation, g.match.role) for g in own.groups)),
                *_places(() if own is None else (*own.norms, *own.participant_norms)),
                *_places(
                    norm for version in above if version is not None for norm in version.participant_norms
                ),
            )
        )
    )


def _places(norms: Iterable[Norm]) -> Iterable[tuple[Citation, Role]]:
    return ((norm.citation, norm.role) for norm in norms)
