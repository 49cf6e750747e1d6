"""`test --mutate`: policy files in; which small mistakes their own tests would not notice, out.

Every mistake is made on the syntax tree and the tests are run against it. One that no test notices is shown
with its place, and with a worker on whom the two texts differ, written as a test. That test is read back and
run before it is shown: it passes on the policy and fails on the mistake. A mistake in who gets a place is
shown with a register instead, which no test states yet.

The solver gives the worker, or proves that the two texts treat nobody differently: then nothing was mistaken.
Where it cannot be told of the instrument, workers are searched for. Of a changed file only what it can matter to
is elaborated again.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from functools import cached_property

from policy_engine import cache as caching
from policy_engine import workspace
from policy_engine.backends.scalar.decide import decide
from policy_engine.commands import loading
from policy_engine.commands.mutation_register import Decided, Given, Register, register_for
from policy_engine.commands.mutation_register import show as show_register
from policy_engine.commands.quick import Quick, eligible_of_each_group
from policy_engine.commands.test import settle
from policy_engine.commands.writing import funded, test_text
from policy_engine.diagnostics.model import Diagnostic, Severity
from policy_engine.domain import money
from policy_engine.domain.bilingual import Language, Text
from policy_engine.domain.citation import InstrumentId
from policy_engine.domain.dates import PackedDate
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir.assume import Assumption, assume
from policy_engine.ir.cases import Case, Property
from policy_engine.ir.compare import Matter, alterations, same_meaning
from policy_engine.ir.decision import Decision
from policy_engine.ir.nodes import FactValue, Instrument, Library
from policy_engine.proofs.differ import Kept as Encoded
from policy_engine.proofs.differ import an_eligible, told_apart
from policy_engine.proofs.prove import prove
from policy_engine.proofs.regions import Compared, Side
from policy_engine.proofs.shown import Analysis
from policy_engine.proofs.span import stretches
from policy_engine.semantics.elaborate import Elaborated, elaborate
from policy_engine.semantics.touched import touched
from policy_engine.source import SourceFile
from policy_engine.structure import dataclass
from policy_engine.syntax import ast, parser
from policy_engine.syntax.parsed import Parsed
from policy_engine.testing.edges import Asked, around, asked_of, days_of
from policy_engine.testing.mutants import Mutant, mutants

_MOST_TRIED = 1_500
"""Decisions made in search of a worker who tells a mistake from the policy."""

MILLISECONDS = 5_000
"""How long one query of the solver may take."""

_OF_LOGIC = "PE2"
"""What codes begin with by which `check` tells of norms without effect."""

_OF_PAYERS = frozenset({Matter.BEARING, Matter.DEPOSIT, Matter.FUNDING})
"""What a decision tells and no test can ask: who pays, and from which budget."""


@dataclass(frozen=True, slots=True)
class Request:
    """What to change; after `seconds` no further mistake is tried, and the report says how many are left."""

    paths: tuple[str, ...]
    cache: caching.Cache
    prelude: bool = True
    seconds: int = 120
    milliseconds: int = MILLISECONDS


@dataclass(frozen=True, slots=True)
class Survivor:
    """A mistake that no test notices; `killer` is a test that would.

    `register` shows a mistake in who gets a place, and `shown` one that no test can state: a worker and what both
    texts say. `why` is the reason where nobody can be shown.
    """

    mutant: Mutant
    killer: str | None = None
    register: Register | None = None
    shown: Text | None = None
    why: Text | None = None


@dataclass(frozen=True, slots=True)
class Equivalent:
    """A change that changes nothing, with the code by which `check` says why, where it does.

    `awaits` is whether the instrument has blanks: then it changes nothing as long as they are open.
    """

    mutant: Mutant
    code: str | None
    awaits: bool


@dataclass(frozen=True, slots=True)
class Report:
    """How many mistakes the tests noticed, those they did not, those no policy can have, and those left."""

    noticed: int
    survivors: tuple[Survivor, ...]
    unreadable: int
    left: int
    refused: tuple[Diagnostic, ...] = ()
    equivalent: tuple[Equivalent, ...] = ()
    """Changes that are proved to change nothing for anybody; the tests cannot notice them, and need not."""

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
    own = tuple(source for source in opened.own if source in trees)
    read = [(source, parse(source)) for source in opened.sources]
    bench = _Bench(trees, read, own, loaded.library, loaded.own_cases, request.milliseconds)
    until = time.monotonic() + request.seconds
    noticed = unreadable = left = 0
    survivors: list[Survivor] = []
    equivalent: list[Equivalent] = []
    for source in own:
        for mutant in mutants(trees[source]):
            if time.monotonic() > until:
                left += 1
                continue
            made = bench.elaborated(source, mutant.tree)
            if made is None:
                unreadable += 1
            elif bench.notices(made):
                noticed += 1
            else:
                match bench.judged(source, mutant, made):
                    case Survivor() as survivor:
                        survivors.append(survivor)
                    case Equivalent() as found:
                        equivalent.append(found)
    return Report(noticed, tuple(survivors), unreadable, left, (), tuple(equivalent))


def show(report: Report, language: Language) -> Iterator[str]:
    """Write the mistakes that go unnoticed, each with its place and a test; then the counts."""
    for each in report.survivors:
        yield f"{each.mutant.span}: {each.mutant.words.in_(language)}"
        yield "\n".join(f"    {line}" for line in _who_shows(each, language)) + "\n"
    if report.equivalent:
        yield _CHANGES_NOTHING.in_(language)
        for same in report.equivalent:
            code = "" if same.code is None else f" ({same.code})"
            until = _WHILE_BLANK.in_(language) if same.awaits else ""
            yield f"    {same.mutant.span}: {same.mutant.words.in_(language)}{code}{until}"
        yield ""
    with_worker = sum(each.killer is not None for each in report.survivors)
    with_register = sum(each.register is not None for each in report.survivors)
    beside = sum(each.shown is not None for each in report.survivors)
    without = len(report.survivors) - with_worker - with_register - beside
    said = [
        Text(f"{report.noticed} ketahuan oleh uji", f"{report.noticed} noticed by tests"),
        Text(f"{with_worker} tidak ketahuan", f"{with_worker} not noticed"),
        Text(f"{with_register} hanya tampak pada register", f"{with_register} seen in a register only"),
        Text(f"{beside} tidak dapat dinyatakan oleh uji", f"{beside} that no test can state"),
        Text(
            f"{len(report.equivalent)} tidak mengubah apa pun",
            f"{len(report.equivalent)} that change nothing",
        ),
        Text(f"{without} tidak terpecahkan", f"{without} not settled"),
        Text(f"{report.unreadable} ditolak pemeriksaan", f"{report.unreadable} refused by the checker"),
        Text(f"{report.left} belum dicoba", f"{report.left} not tried"),
    ]
    counts = ", ".join(each.in_(language) for each in said)
    yield f"{Text('kekeliruan kecil', 'small mistakes').in_(language)}: {counts}"


def _who_shows(survivor: Survivor, language: Language) -> Iterator[str]:
    if survivor.register is not None:
        yield from show_register(survivor.register, language)
    elif survivor.killer is not None:
        yield from survivor.killer.splitlines()
    elif survivor.shown is not None:
        yield from survivor.shown.in_(language).splitlines()
    else:
        yield (survivor.why or _NO_REGISTER).in_(language)


_CHANGES_NOTHING = Text(
    "tidak mengubah apa pun, terbukti bagi semua pekerja:", "changes nothing, proved for all workers:"
)
_WHILE_BLANK = Text(", selama isian naskah masih kosong", ", while the text has blanks to be filled")
_WAITS_FOR_BLANK = Text(
    "tidak ditemukan register yang membedakannya selama isian naskah masih kosong",
    "no register was found that tells them apart while the text has blanks to be filled",
)
_NO_REGISTER = Text(
    "tidak ditemukan register yang membedakannya; mungkin artinya sama",
    "no register was found that tells them apart; they may mean the same",
)
_OUT_OF_TESTS = Text(
    "perbedaannya tidak dapat dinyatakan oleh uji; pekerja yang diperlakukan lain:",
    "no test can state the difference; a worker who is treated differently:",
)


@dataclass(frozen=True)
class _Bench:
    """The files as they are, on which one is exchanged at a time."""

    trees: Mapping[SourceFile, ast.PolicyFile]
    read: Sequence[tuple[SourceFile, Parsed]]
    own: Sequence[SourceFile]
    library: Library
    cases: tuple[Case | Property, ...]
    milliseconds: int
    decided: dict[tuple[InstrumentId, tuple[Assumption, ...]], Decided] = field(default_factory=dict)
    given: dict[tuple[InstrumentId, tuple[Assumption, ...]], dict[PackedDate, Given]] = field(
        default_factory=dict
    )
    kept: dict[SourceFile, Mapping[InstrumentId, Instrument]] = field(default_factory=dict)
    encoded: Encoded = field(default_factory=Encoded)
    groups: dict[InstrumentId, tuple[Asked, ...]] = field(default_factory=dict)

    @cached_property
    def quick(self) -> Quick:
        return Quick(self.library)

    @cached_property
    def said(self) -> Sequence[Diagnostic]:
        """Give what proofs find in the files asked for, as far as one place is without effect."""
        ids = {each.id for source in self.own for each in _own(self.library, source)}
        proved = prove(self.library, ids, Analysis.FULL, milliseconds=self.milliseconds)
        return [
            each.diagnostic
            for each in proved.findings
            if each.diagnostic.code.startswith(_OF_LOGIC) and each.diagnostic.span is not None
        ]

    def _kept(self, source: SourceFile) -> Mapping[InstrumentId, Instrument]:
        """Give the instruments to which nothing that a file says can matter."""
        if source not in self.kept:
            reached = touched(self.read, self.library, (source.path,))
            self.kept[source] = {
                each.id: each
                for each in self.library.instruments
                if each.origin is not None and each.origin.source.path not in reached
            }
        return self.kept[source]

    def elaborated(self, source: SourceFile, tree: ast.PolicyFile) -> Elaborated | None:
        """Elaborate the files with one exchanged; None where that has an error."""
        files = [tree if each is source else other for each, other in self.trees.items()]
        made = elaborate(files, self._kept(source))
        broken = any(found.severity is Severity.ERROR for found in made.diagnostics)
        return None if broken else made

    def judged(self, source: SourceFile, mutant: Mutant, made: Elaborated) -> Survivor | Equivalent:
        """Find who shows a mistake, or that it is none."""
        if mutant.of_register and (register := self.register(source, made)) is not None:
            return Survivor(mutant, register=register)
        if same_meaning(self.library, made.library):
            return self._equivalent(source, mutant)
        why: Text | None = None
        for compared in self._stretches(made.library):
            found = told_apart(compared, self.milliseconds, self.encoded)
            if isinstance(found, Text):
                why = why or found
            elif found is not None:
                return self._shown(source, mutant, compared, found)
        if why is not None:
            killer = self.killer(source, mutant, made)
            return Survivor(mutant, killer, why=None if killer else why)
        if not mutant.of_register and not self._is_of_payers(made.library):
            return self._equivalent(source, mutant)
        days = self._stretches(made.library)
        payers = next(filter(None, (self._paid_otherwise(mutant, each) for each in days)), None)
        if payers is None and not mutant.of_register:
            return self._equivalent(source, mutant)
        blank = mutant.of_register and payers is None and self._awaits(source)
        return Survivor(mutant, shown=payers, why=_WAITS_FOR_BLANK if blank else None)

    def _stretches(self, other: Library) -> Iterator[Compared]:
        """Give the days to compare two libraries on, of each instrument asked for; of all where none was."""
        asked = [each for source in self.own for each in _own(self.library, source)]
        for instrument in asked or self.library.instruments:
            yield from stretches(self.library, other, instrument.id)

    def _awaits(self, source: SourceFile) -> bool:
        return any(version.blanks for each in _own(self.library, source) for version in each.versions)

    def _equivalent(self, source: SourceFile, mutant: Mutant) -> Equivalent:
        at = mutant.span
        near = [
            (found.span.end - found.span.start, found.code)
            for found in self.said
            if found.span is not None
            and found.span.source is at.source
            and found.span.start <= at.start
            and at.end <= found.span.end
        ]
        return Equivalent(mutant, min(near)[1] if near else None, self._awaits(source))

    def _shown(
        self, source: SourceFile, mutant: Mutant, compared: Compared, worker: Mapping[str, FactValue]
    ) -> Survivor:
        """Write a worker as a test that was run; else as what both texts say of the worker."""
        before, after = (compared.decide(side, worker) for side in Side)
        assert before is not None  # noqa: S101  the policy has the instrument that is compared
        assumed = compared.on if compared.assumed else None
        texts = [
            test_text(
                _title(mutant), sorted(worker.items()), before, self.library, whole=whole, assumed=assumed
            )
            for whole in (False, True)
        ]
        killer = next((text for text in texts if self._tells(text, source, mutant)), None)
        if killer is not None:
            return Survivor(mutant, killer)
        return Survivor(mutant, shown=_apart(texts[-1], before, after))

    def _is_of_payers(self, other: Library) -> bool:
        return any(each.matter in _OF_PAYERS for each in alterations(self.library, other))

    def _paid_otherwise(self, mutant: Mutant, compared: Compared) -> Text | None:
        """Show an eligible worker whose contribution others pay, where only that differs."""
        worker = an_eligible(compared, self.milliseconds)
        if worker is None:
            return None
        before, after = (compared.decide(side, worker) for side in Side)
        if before is None or after is None or _paid(before) == _paid(after):
            return None
        assumed = compared.on if compared.assumed else None
        text = test_text(
            _title(mutant), sorted(worker.items()), before, self.library, whole=True, assumed=assumed
        )
        return _apart(text, before, after)

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
                    self.given.setdefault((instrument.id, assumptions), {}),
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
                text = test_text(
                    _title(mutant), asked.worker, before, self.library, whole=whole, assumed=None
                )
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
            if instrument.id not in self.groups:
                self.groups[instrument.id] = tuple(eligible_of_each_group(self.library, instrument))
            yield from self.groups[instrument.id]
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


def _title(mutant: Mutant) -> str:
    return mutant.words.indonesian.replace('"', "'").replace("`", "")


def _paid(made: Decision) -> Mapping[tuple[str, tuple[str, ...]], int | None]:
    """Sum what each pays from each budget; None where something of it is unknown."""
    found: dict[tuple[str, tuple[str, ...]], int | None] = {}
    for row in made.costs:
        key = ("?" if row.payer is None else row.payer.code, row.budgets)
        before = found.get(key, 0)
        found[key] = None if before is None or row.amount is None else before + row.amount
    return found


def _apart(text: str, before: Decision, after: Decision | None) -> Text:
    """Write a worker, as a test does, and what both texts say."""
    told = [_told(each) for each in (before, after)]
    return Text(
        *(
            f"{_OUT_OF_TESTS.in_(language)}\n{text}{told[0].in_(language)} -> {told[1].in_(language)}"
            for language in Language
        )
    )


def _told(made: Decision | None) -> Text:
    if made is None:
        return Outcome.NOT_APPLICABLE.text
    return Text(*(_told_in(made, language) for language in Language))


def _told_in(made: Decision, language: Language) -> str:
    unknown = Text("belum diketahui", "unknown").in_(language)
    paid = (
        f"{payer}{''.join(f' {budget}' for budget in budgets)} "
        f"{unknown if rupiah is None else money.format_rupiah(rupiah, language)}"
        for (payer, budgets), rupiah in _paid(made).items()
    )
    return "; ".join((made.effective.text.in_(language), *paid))


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
