"""What would change a decision: a worker and an instrument in; the nearest ways to be eligible, proved minimal, out.

The solver finds the fewest facts and the nearest values, or proves that there are none; the days on which time
alone makes a difference are worked out from the law. The reference decides every way before it is handed on.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from itertools import combinations

from policy_engine.backends.scalar.decide import decide
from policy_engine.backends.smt.instruments import effective
from policy_engine.backends.smt.logic import Formula, both, negate
from policy_engine.backends.smt.nearest import Open, open_to_change, ways
from policy_engine.backends.smt.solve import NotSettledError, Prover
from policy_engine.domain.bilingual import Text
from policy_engine.domain.citation import Citation
from policy_engine.domain.dates import LATEST, PackedDate, add_days, attains
from policy_engine.domain.outcomes import Outcome, Truth
from policy_engine.ir import nodes as ir
from policy_engine.ir.changes import Ask, Changes, FactChange, Settles, Step, TimePasses, Way
from policy_engine.ir.decision import Decision, NormWeighed
from policy_engine.ir.precedence import version_on
from policy_engine.ir.refused import NotEncodedError
from policy_engine.ir.walk import descend, roots_of
from policy_engine.proofs import change_words as words
from policy_engine.proofs.case import Case
from policy_engine.structure import dataclass

Worker = Mapping[str, ir.FactValue]

MILLISECONDS = 5_000
"""How long the solver may take for one query."""

_MOST_WAYS = 3
_LARGEST_WAY = 4
"""Facts that one way may change; nobody follows a longer list."""


def changes(library: ir.Library, made: Decision, worker: Worker, milliseconds: int = MILLISECONDS) -> Changes:
    """Work out what would change a decision that was made of these facts."""
    asked = _Asked(library, made, worker, milliseconds)
    if made.effective is Outcome.ELIGIBLE:
        return Changes((), asked.end(), (), None)
    try:
        found = asked.ways()
        ask_first = asked.ask_first() if made.effective is Outcome.UNDETERMINED else ()
    except NotSettledError:
        return Changes((), None, (), words.not_settled(milliseconds))
    except NotEncodedError as refused:
        return Changes((), None, (), refused.reason)
    return Changes(found, None, ask_first, None if found else asked.reason())


@dataclass(frozen=True)
class _Asked:
    """One decision, and the worker it was made of."""

    library: ir.Library
    made: Decision
    worker: Worker
    milliseconds: int

    @cached_property
    def instrument(self) -> ir.Instrument:
        """Give the instrument decided under."""
        return next(each for each in self.library.instruments if each.id == self.made.instrument)

    def decide(self, worker: Worker, on: PackedDate) -> Decision:
        """Give what the reference says of these facts on a day; facts are then of that day."""
        facts_as_of = max(on, self.made.facts_as_of)
        return decide(self.library, self.made.instrument, worker, on=on, facts_as_of=facts_as_of, digest=None)

    # Ways

    def ways(self) -> tuple[Way, ...]:
        """Give at most three ways, the one with the fewest steps first; of those, what time does by itself."""
        later = self._first_day(lambda found: found.effective is Outcome.ELIGIBLE)
        found: list[Way] = []
        if later is not None:
            found.append(self._way({}, later))
        found += self._by_facts(self.made.on, _MOST_WAYS - len(found), _LARGEST_WAY)
        shortest = min((len(way.steps) for way in found), default=_LARGEST_WAY + 1)
        if shortest > 2:  # noqa: PLR2004  time and one fact are two steps
            for day in self.days:
                more = self._by_facts(day, 1, shortest - 2)
                if more:
                    found = [*more, *found]
                    shortest = len(more[0].steps)
        return tuple(sorted(found, key=lambda way: len(way.steps))[:_MOST_WAYS])

    def _by_facts(self, on: PackedDate, most: int, largest: int) -> list[Way]:
        case = self._case(on)
        given, wanted = open_to_change(case.domain, self.worker, on), _outcomes(case)[Outcome.ELIGIBLE]
        found = ways(_prover(case, given), given, wanted, most=most, largest=largest)
        made = (self._way(changed, on) for changed in found)
        return [way for way in made if self._stands(way)]

    def _way(self, changed: Worker, on: PackedDate) -> Way:
        """Put a way together: first the day, then the facts."""
        then = self.decide({**self.worker, **changed}, on)
        steps: list[Step] = []
        if on > self.made.on:
            steps.append(TimePasses(on, self._when(on)))
        facts = {fact.name: fact for fact in self.library.facts}
        for name, value in changed.items():
            before = self.worker.get(name)
            said = words.change(facts[name], before, value, self.library)
            steps.append(FactChange(name, before, value, said))
        return Way(
            tuple(steps),
            then.effective,
            _turned(self.made, then),
            words.eligible_if(tuple(step.text for step in steps)),
        )

    def _stands(self, way: Way) -> bool:
        """Replay: all steps lead to the outcome, and no part of them does."""
        parts = (some for size in range(len(way.steps)) for some in combinations(way.steps, size))
        return self._taken(way.steps) is Outcome.ELIGIBLE and all(
            self._taken(some) is not Outcome.ELIGIBLE for some in parts
        )

    def _taken(self, steps: tuple[Step, ...]) -> Outcome:
        return self.decide(*apply(steps, self.worker, self.made.on)).effective

    # Time

    @cached_property
    def days(self) -> tuple[PackedDate, ...]:
        """Give the later days on which something can turn for this worker though no fact changes, ascending."""
        found = {day for each in self._involved for day in self._days_of(each)}
        for parameter in self.library.parameters:
            found |= {d for row in parameter.values for d in (row.since, row.until) if d is not None}
        found |= {
            PackedDate(v) for v in self.worker.values() if isinstance(v, int) and not isinstance(v, bool)
        }
        return tuple(sorted(day for day in found if self.made.on < day <= LATEST))

    @cached_property
    def _involved(self) -> tuple[ir.Instrument, ...]:
        case = self._case(self.made.on)
        return (*case.involved, *case.higher)

    def _days_of(self, instrument: ir.Instrument) -> Iterator[PackedDate]:
        for version in instrument.versions:
            yield version.since
            if version.until is not None:
                yield version.until
        yield from (continuation.until for continuation in instrument.continuations)
        for root in roots_of(instrument):
            for part in descend(root):
                match part:
                    case ir.AgeCompare(_, ir.FactRef(birth), _, years, _):
                        born = self.worker.get(birth)
                        if isinstance(born, int):
                            yield from self._birthdays(PackedDate(born), years)
                    case ir.Literal(value) if part.type.kind is ir.Kind.DATE:
                        yield from _and_next(PackedDate(value))
                    case _:
                        pass

    def _birthdays(self, born: PackedDate, years: int) -> Iterator[PackedDate]:
        for completed in (years, years + 1):
            birthday = attains(born, completed, self.library.leap_rule)
            yield from _and_next(birthday)

    def _first_day(self, fits: Callable[[Decision], bool]) -> PackedDate | None:
        return next((day for day in self.days if fits(self.decide(self.worker, day))), None)

    def end(self) -> Way | None:
        """Give how time alone ends what an eligible worker has."""
        day = self._first_day(lambda found: found.effective is not Outcome.ELIGIBLE)
        if day is None:
            return None
        then = self.decide(self.worker, day)
        step = TimePasses(day, self._when(day))
        return Way(
            (step,), then.effective, _turned(self.made, then), words.eligible_until(step.text, then.effective)
        )

    def _when(self, day: PackedDate) -> Text:
        """Say what day it is: a birthday, or a day on which the law is another."""
        eve = add_days(day, -1)
        for each in self._involved:
            for root in roots_of(each):
                for part in descend(root):
                    if isinstance(part, ir.AgeCompare) and isinstance(part.birth, ir.FactRef):
                        born = self.worker.get(part.birth.name)
                        for years in (part.years, part.years + 1):
                            if (
                                isinstance(born, int)
                                and attains(PackedDate(born), years, self.library.leap_rule) == day
                            ):
                                return words.birthday(day, years)
        for each in self._involved:
            before, after = version_on(each, eve), version_on(each, day)
            if before is not after:
                return words.law_turns(day, each, self.library, before=before, after=after)
        return words.from_day(day)

    # What is not known, and what cannot be helped

    def ask_first(self) -> tuple[Ask, ...]:
        """Give the missing facts, those first that settle most by themselves."""
        case = self._case(self.made.on)
        given, open_ = (
            open_to_change(case.domain, self.worker, self.made.on),
            _outcomes(case)[Outcome.UNDETERMINED],
        )
        prover = _prover(case, given)
        facts = {fact.name: fact for fact in self.library.facts}
        found = []
        for name in self.made.missing:
            if name in facts and name in given.same:
                others = both(same for other, same in given.same.items() if other != name)
                asked = (given.fixed, others, negate(given.same[name]))
                settles = Settles.WITH_OTHERS
                if not prover.is_possible(*asked, open_):
                    settles = Settles.ALWAYS
                elif prover.is_possible(*asked, negate(open_)):
                    settles = Settles.SOMETIMES
                found.append(Ask(name, settles, words.ask(facts[name], settles, self.library)))
        order = list(Settles)
        return tuple(sorted(found, key=lambda ask: order.index(ask.settles)))

    def reason(self) -> Text:
        """Say why nothing helps."""
        instrument, on = self.instrument, self.made.on
        if instrument.commences is None:
            return words.commencement_blank(instrument, self.library)
        last = instrument.versions[-1] if instrument.versions else None
        if last is None or (last.until is not None and last.until <= on):
            return words.repealed(instrument, self.library)
        failing = [
            norm
            for norm in self.made.norms
            if _lets_through(norm) is Truth.FALSE and norm.role is not ir.Role.GROUP
        ]
        changeable = {fact.name for fact in self.library.facts if fact.changeable}
        fixed = [norm for norm in failing if not any(used.name in changeable for used in norm.facts)]
        return words.nothing_helps(
            tuple(dict.fromkeys(norm.citation for norm in fixed)), self.made.instrument
        )

    def _case(self, on: PackedDate) -> Case:
        return Case(self.library, self.instrument, on, None, self.milliseconds)


def apply(
    steps: tuple[Step, ...], worker: Worker, on: PackedDate
) -> tuple[dict[str, ir.FactValue], PackedDate]:
    """Give the facts and the day of the decision when some steps are taken."""
    facts, day = dict(worker), on
    for step in steps:
        match step:
            case FactChange(name, _, after):
                facts[name] = after
            case TimePasses(later):
                day = later
    return facts, day


def _and_next(day: PackedDate) -> Iterator[PackedDate]:
    yield day
    if day < LATEST:
        yield add_days(day, 1)


def _outcomes(case: Case) -> Mapping[Outcome, Formula]:
    return effective(case.judged, case.higher, case.scope).outcomes


def _prover(case: Case, given: Open) -> Prover:
    """Ask about workers there can be, unless the worker as given is none of them."""
    prover = Prover((case.domain,), case.milliseconds)
    if prover.is_possible(given.fixed, case.plausible):
        prover.suppose([case.plausible])
    return prover


def _lets_through(norm: NormWeighed) -> Truth:
    barring = norm.role in (ir.Role.EXCLUSION, ir.Role.ENDING)
    return norm.verdict.not_() if barring else norm.verdict


def _turned(now: Decision, then: Decision) -> tuple[Citation, ...]:
    """Give the norms that let the worker through on one side only."""
    before = {(norm.citation, norm.month): _lets_through(norm) for norm in now.norms}
    after = {(norm.citation, norm.month): _lets_through(norm) for norm in then.norms}
    turned = (
        citation
        for (citation, month), held in after.items()
        if before.get((citation, month), held) is not held
    )
    return tuple(dict.fromkeys(turned))
