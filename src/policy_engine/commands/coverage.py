"""`test --coverage`: policies and their tests in; which norms, bounds and months the tests reach, out.

A norm is reached when some test weighs it true and some test weighs it false. A bound is reached when tests
stand on both sides of it. The edge of a run of months is reached when a test that names its months has it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum

from policy_engine.backends.prose.say import say
from policy_engine.backends.prose.words import Words
from policy_engine.backends.scalar import evaluate as evaluation
from policy_engine.backends.scalar.decide import decide
from policy_engine.backends.scalar.value import unknown
from policy_engine.domain.bilingual import Language, Text
from policy_engine.domain.citation import Citation
from policy_engine.domain.dates import Month, format_month, month_runs
from policy_engine.domain.outcomes import Truth
from policy_engine.ir.assume import assume
from policy_engine.ir.cases import Case
from policy_engine.ir.nodes import AgeCompare, Compare, Expr, Grain, Instrument, Library, Norm, Version
from policy_engine.ir.walk import descend
from policy_engine.proofs.findings import named
from policy_engine.structure import dataclass


class Goal(Enum):
    """What a test can reach."""

    NORM = "norm"
    BOUND = "bound"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Reached:
    """One thing to reach: in what and where, what it is, the sides there are, and those that tests were on."""

    named: Text
    goal: Goal
    citation: Citation
    words: Text
    sides: tuple[Text, ...]
    seen: frozenset[str]

    @property
    def missing(self) -> tuple[Text, ...]:
        """Give the sides that no test was on."""
        return tuple(side for side in self.sides if side.english not in self.seen)


_TRUE, _FALSE = Text("benar", "true"), Text("salah", "false")
_SIDES = (_TRUE, _FALSE)


def measure(library: Library, own: Iterable[Instrument], cases: Sequence[Case]) -> tuple[Reached, ...]:
    """Measure what the tests of some instruments reach, in the order of the law."""
    return tuple(
        reached
        for instrument in own
        for reached in _instrument(
            library, instrument, [case for case in cases if case.instrument == instrument.id]
        )
    )


def percent(found: Sequence[Reached]) -> int:
    """Give how many of a hundred sides tests were on, rounded down; a hundred where there are none."""
    sides = sum(len(each.sides) for each in found)
    return 100 if not sides else 100 * (sides - sum(len(each.missing) for each in found)) // sides


def show(found: Sequence[Reached], language: Language) -> Iterator[str]:
    """Write what no test reaches, then how much is reached."""
    for each in found:
        if each.missing:
            sides = ", ".join(side.in_(language) for side in each.missing)
            place = each.citation.provision.text(language)
            never = Text(f"belum diuji: {sides}", f"not tested: {sides}").in_(language)
            yield f"{each.named.in_(language)} {place}: {each.words.in_(language)}; {never}"
    for goal, words in _GOALS.items():
        of_goal = [each for each in found if each.goal is goal]
        full = sum(not each.missing for each in of_goal)
        yield f"{words.in_(language)}: {full}/{len(of_goal)}"
    yield Text(f"cakupan {percent(found)}%", f"coverage {percent(found)}%").in_(language)


_GOALS = {
    Goal.NORM: Text("norma ditimbang benar dan salah", "norms weighed true and false"),
    Goal.BOUND: Text("batas diuji di kedua sisinya", "bounds tested on both sides"),
    Goal.MONTH: Text("tepi bulan Iuran disebut oleh uji", "edges of months named by a test"),
}


def _instrument(library: Library, instrument: Instrument, cases: Sequence[Case]) -> Iterator[Reached]:
    name = named(instrument, library)
    norms: defaultdict[Norm, set[str]] = defaultdict(set)
    bounds: defaultdict[tuple[Citation, Expr], set[str]] = defaultdict(set)
    for version in instrument.versions:
        for norm in _norms(version):
            norms[norm] |= set()
            for leaf in _bounds(norm):
                bounds[norm.citation, leaf] |= set()
    for case in cases:
        assumed = assume(library, case.instrument, case.assumptions) if case.assumptions else library
        made = decide(
            assumed, case.instrument, dict(case.worker), on=case.on, facts_as_of=case.facts_as_of, digest=""
        )
        weighed = {(each.citation, each.role, each.verdict) for each in made.norms}
        months = tuple(each.month for each in made.months)
        for norm, seen in norms.items():
            seen |= {
                side.english
                for side, truth in ((_TRUE, Truth.TRUE), (_FALSE, Truth.FALSE))
                if (norm.citation, norm.role, truth) in weighed
            }
            if not any(each.citation == norm.citation for each in made.norms):
                continue
            for leaf in _bounds(norm):
                bounds[norm.citation, leaf] |= _sides_of(leaf, norm, case, assumed, months)
    for norm, seen in norms.items():
        yield Reached(name, Goal.NORM, norm.citation, norm.wording, _SIDES, frozenset(seen))
    for (citation, leaf), seen in bounds.items():
        yield Reached(
            name, Goal.BOUND, citation, _bound_words(leaf, instrument, library), _SIDES, frozenset(seen)
        )
    yield from _months(instrument, name, cases)


def _bound_words(leaf: Expr, instrument: Instrument, library: Library) -> Text:
    """Say a bound as it is read: `batas usia paling rendah 18 tahun pada tanggal pendaftaran`."""
    said = (say(leaf, Words(instrument.id, library, language)) for language in Language)
    return Text(*(f"{word} {words}" for word, words in zip(("batas", "bound:"), said, strict=True)))


def _norms(version: Version) -> Iterator[Norm]:
    yield from (group.match for group in version.groups)
    yield from version.norms


def _bounds(norm: Norm) -> Iterator[Expr]:
    yield from (part for part in descend(norm.condition) if isinstance(part, AgeCompare | Compare))


def _sides_of(
    leaf: Expr, norm: Norm, case: Case, library: Library, months: tuple[Month, ...]
) -> frozenset[str]:
    scope = evaluation.Scope(library, dict(case.worker), case.on, None, lambda _instrument, _month: unknown())
    scopes = [scope.at(month) for month in months] if norm.grain is Grain.EACH_MONTH else [scope]
    truths = {evaluation.evaluate(leaf, each).truth for each in scopes}
    return frozenset(
        side.english for side, truth in ((_TRUE, Truth.TRUE), (_FALSE, Truth.FALSE)) if truth in truths
    )


def _months(instrument: Instrument, name: Text, cases: Sequence[Case]) -> Iterator[Reached]:
    named = frozenset(month for case in cases if case.months is not None for month in case.months)
    seen_schedules = set()
    for version in instrument.versions:
        for schedule in version.schedules:
            if schedule in seen_schedules:
                continue
            seen_schedules.add(schedule)
            months = sorted(funded.month for funded in schedule.months)
            for month in _edges(months):
                words = Text(format_month(month, Language.ID), format_month(month, Language.EN))
                reached = frozenset({words.english}) if month in named else frozenset[str]()
                yield Reached(name, Goal.MONTH, schedule.citation, words, (words,), reached)


def _edges(months: Sequence[Month]) -> Iterator[Month]:
    """Give the first and last month of each run."""
    for run in month_runs(months):
        yield from dict.fromkeys((run.first, run.last))
