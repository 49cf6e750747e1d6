"""`test --mutate`: policy files in; which small mistakes their own tests would not notice, out.

Every mistake is made on the syntax tree and the tests are run against it. One that no test notices is shown
with its place, and with a worker on whom the two texts differ, written as a test. That test is read back and
run before it is shown: it passes on the policy and fails on the mistake. A mistake in who gets a place is
shown with a register instead, which no test states yet.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from functools import cached_property

from policy_engine import cache as caching
from policy_engine import workspace
from policy_engine.backends.scalar.decide import decide
from policy_engine.commands import loading
from policy_engine.commands.mutation_register import Decided, Register, register_for
from policy_engine.commands.mutation_register import show as show_register
from policy_engine.commands.quick import Quick, eligible_of_each_group
from policy_engine.commands.test import settle
from policy_engine.commands.writing import funded, test_text
from policy_engine.diagnostics.model import Diagnostic, Severity
from policy_engine.domain.bilingual import Language, Text
from policy_engine.domain.citation import InstrumentId
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir.assume import Assumption, assume
from policy_engine.ir.cases import Case, Property
from policy_engine.ir.decision import Decision
from policy_engine.ir.nodes import Instrument, Library
from policy_engine.semantics.elaborate import Elaborated, elaborate
from policy_engine.source import SourceFile
from policy_engine.structure import dataclass
from policy_engine.syntax import ast, parser
from policy_engine.testing.edges import Asked, around, asked_of, days_of
from policy_engine.testing.mutants import Mutant, mutants

_MOST_TRIED = 1_500
"""Decisions made in search of a worker who tells a mistake from the policy."""


@dataclass(frozen=True, slots=True)
class Request:
    """What to change; after `seconds` no further mistake is tried, and the report says how many are left."""

    paths: tuple[str, ...]
    cache: caching.Cache
    prelude: bool = True
    seconds: int = 120


@dataclass(frozen=True, slots=True)
class Survivor:
    """A mistake that no test notices; `killer` is a test that would, None where no worker was found.

    `register` shows a mistake in who gets a place.
    """

    mutant: Mutant
    killer: str | None
    register: Register | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """How many mistakes the tests noticed, those they did not, those no policy can have, and those left."""

    noticed: int
    survivors: tuple[Survivor, ...]
    unreadable: int
    left: int
    refused: tuple[Diagnostic, ...] = ()

    @property
    def exit_code(self) -> int:
        """Give 1 where a worker shows that a mistake would go unnoticed."""
        return 1 if self.refused or any(each.killer for each in self.survivors) else 0


def mutate(request: Request) -> Report:
    """Make every mistake in the files asked for, in the order of their text."""
    opened = workspace.open_workspace(request.paths, prelude=request.prelude)
    loaded = loading.compiled(opened, request.cache)
    if loaded.errors or loaded.library is None:
        return Report(0, (), 0, 0, loaded.errors)
    parse = loading.parser_with(request.cache)
    trees = {source: tree for source in opened.sources if (tree := parse(source).tree) is not None}
    bench = _Bench(trees, loaded.library, loaded.own_cases)
    until = time.monotonic() + request.seconds
    noticed = unreadable = left = 0
    survivors: list[Survivor] = []
    for source in opened.own:
        for mutant in mutants(trees[source]):
            if time.monotonic() > until:
                left += 1
                continue
            made = bench.elaborated(source, mutant.tree)
            if made is None:
                unreadable += 1
            elif mutant.of_register:
                survivors.append(Survivor(mutant, None, bench.register(source, made)))
            elif bench.notices(made):
                noticed += 1
            else:
                survivors.append(Survivor(mutant, bench.killer(source, mutant, made)))
    return Report(noticed, tuple(survivors), unreadable, left)


def show(report: Report, language: Language) -> Iterator[str]:
    """Write the mistakes that go unnoticed, each with its place and a test; then the counts."""
    for each in report.survivors:
        yield f"{each.mutant.span}: {each.mutant.words.in_(language)}"
        if each.register is not None:
            yield "\n".join(f"    {line}" for line in show_register(each.register, language)) + "\n"
        elif each.killer is None:
            yield f"    {(_NO_REGISTER if each.mutant.of_register else _NO_WORKER).in_(language)}\n"
        else:
            yield "\n".join(f"    {line}" for line in each.killer.splitlines()) + "\n"
    with_worker = sum(each.killer is not None for each in report.survivors)
    with_register = sum(each.register is not None for each in report.survivors)
    without = len(report.survivors) - with_worker - with_register
    seen = Text(
        f"{report.noticed} ketahuan oleh uji, {with_worker} tidak ketahuan, {with_register} hanya tampak pada "
        f"register, {without} tidak tampak pada pekerja atau register yang dicari",
        f"{report.noticed} noticed by tests, {with_worker} not noticed, {with_register} seen in a register only, "
        f"{without} that showed on no worker or register searched",
    )
    yield Text(
        f"kekeliruan kecil: {seen.indonesian}, {report.unreadable} ditolak pemeriksaan, {report.left} "
        "belum dicoba",
        f"small mistakes: {seen.english}, {report.unreadable} refused by the checker, {report.left} not tried",
    ).in_(language)


_NO_REGISTER = Text(
    "tidak ditemukan register yang membedakannya; mungkin artinya sama",
    "no register was found that tells them apart; they may mean the same",
)
_NO_WORKER = Text(
    "tidak ditemukan pekerja yang membedakannya; mungkin artinya sama",
    "no worker was found who tells them apart; they may mean the same",
)


@dataclass(frozen=True)
class _Bench:
    """The files as they are, on which one is exchanged at a time."""

    trees: Mapping[SourceFile, ast.PolicyFile]
    library: Library
    cases: tuple[Case | Property, ...]
    decided: dict[tuple[InstrumentId, tuple[Assumption, ...]], Decided] = field(default_factory=dict)

    @cached_property
    def quick(self) -> Quick:
        return Quick(self.library)

    def elaborated(self, source: SourceFile, tree: ast.PolicyFile) -> Elaborated | None:
        """Elaborate the files with one exchanged; None where that has an error."""
        made = elaborate([tree if each is source else other for each, other in self.trees.items()])
        broken = any(found.severity is Severity.ERROR for found in made.diagnostics)
        return None if broken else made

    def notices(self, made: Elaborated) -> bool:
        """Say whether a test, or else a property, fails on a library."""
        names = {case.name for case in self.cases}
        own = [case for case in made.cases if case.name in names]
        in_order = sorted(own, key=lambda case: isinstance(case, Property))
        return any(settle(case, made.library, "").failure is not None for case in in_order)

    def register(self, source: SourceFile, made: Elaborated) -> Register | None:
        """Find a register to which two libraries give places differently, under what the tests assume."""
        for instrument in _own(self.library, source):
            for assumptions, bases in self._eligible(instrument):
                one, other = (
                    assume(each, instrument.id, assumptions) for each in (self.library, made.library)
                )
                found = register_for(
                    (one, other),
                    instrument.id,
                    bases,
                    self.decided.setdefault((instrument.id, assumptions), {}),
                )
                if found is not None:
                    return found
        return None

    def _eligible(self, instrument: Instrument) -> Iterator[tuple[tuple[Assumption, ...], list[Asked]]]:
        """Give the workers of the tests who are eligible, by what the tests assume; else nobody's."""
        found: dict[tuple[Assumption, ...], list[Asked]] = {}
        for case in self.cases:
            if (
                isinstance(case, Case)
                and case.instrument == instrument.id
                and case.outcome is Outcome.ELIGIBLE
            ):
                asked = asked_of(dict(case.worker), case.on, case.facts_as_of)
                found.setdefault(case.assumptions, []).append(asked)
        yield from found.items()
        if not found:
            yield (), list(self._bases(instrument))

    def killer(self, source: SourceFile, mutant: Mutant, made: Elaborated) -> str | None:
        """Find a worker on whom two libraries differ, and give the test that says so, once it was run."""
        for instrument in _own(self.library, source):
            found = self._told_apart(instrument, made.library)
            if found is None:
                continue
            asked, before = found
            for whole in (False, True):
                title = f"{mutant.words.indonesian}".replace('"', "'").replace("`", "")
                text = test_text(title, asked.worker, before, self.library, whole=whole, assumed=None)
                if self._tells(text, source, mutant):
                    return text
        return None

    def _told_apart(self, instrument: Instrument, other: Library) -> tuple[Asked, Decision] | None:
        changed = next((each for each in other.instruments if each.id == instrument.id), None)
        if changed is None:
            return None
        tried = 0
        changed_too = Quick(other)
        for asked in self._bases(instrument):
            for question in (asked, *around(asked, (self.library, other), changed)):
                tried += 1
                if tried > _MOST_TRIED:
                    return None
                said = self.quick.told(instrument, question)
                if said is not None and said == changed_too.told(changed, question):
                    continue
                before = _decided(self.library, instrument.id, question)
                if _differ(before, _decided(other, instrument.id, question)):
                    return question, before
        return None

    def _bases(self, instrument: Instrument) -> Iterator[Asked]:
        """Give the workers of the tests that assume nothing, the eligible first; else the plainest who are eligible."""
        plain = [
            case
            for case in self.cases
            if isinstance(case, Case) and case.instrument == instrument.id and not case.assumptions
        ]
        plain.sort(key=lambda case: case.outcome is not Outcome.ELIGIBLE)
        yield from (asked_of(dict(case.worker), case.on, case.facts_as_of) for case in plain)
        if not plain:
            yield from eligible_of_each_group(self.library, instrument)
            typical = {fact.name: fact.typical for fact in self.library.facts if fact.typical is not None}
            yield from (asked_of(typical, day, day) for day in days_of(instrument))

    def _tells(self, text: str, source: SourceFile, mutant: Mutant) -> bool:
        """Read a test back and run it: it passes on the policy and fails on the mistake."""
        parsed = parser.parse(SourceFile(source.path, text))
        if parsed.tree is None or parsed.diagnostics:
            return False
        (written,) = parsed.tree.tests
        return self._passes(source, self.trees[source], written) and not self._passes(
            source, mutant.tree, written
        )

    def _passes(self, source: SourceFile, tree: ast.PolicyFile, written: ast.Test | ast.Ensure) -> bool:
        made = self.elaborated(source, replace(tree, tests=(written,)))
        if made is None:
            return False
        own = [case for case in made.cases if case.origin == written.span]
        return all(settle(case, made.library, "").failure is None for case in own)


def _own(library: Library, source: SourceFile) -> Sequence[Instrument]:
    return [
        each
        for each in library.instruments
        if each.origin is not None and each.origin.source.path == source.path
    ]


def _decided(library: Library, instrument: InstrumentId, asked: Asked) -> Decision:
    return decide(
        library, instrument, dict(asked.worker), on=asked.on, facts_as_of=asked.facts_as_of, digest=""
    )


def _differ(one: Decision, other: Decision) -> bool:
    return (one.outcome, one.effective, one.total, funded(one)) != (
        other.outcome,
        other.effective,
        other.total,
        funded(other),
    )
