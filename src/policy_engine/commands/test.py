"""`test`: policy files in; which tests, official examples and stated properties hold, out.

A property is proved for all workers or refuted by one. Where the solver cannot settle it, a counterexample is
searched for among generated workers, at the edges the policy draws; finding none is not a proof, and the
report says so.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from enum import Enum

from policy_engine import cache as caching
from policy_engine.backends.prose.explain import explain
from policy_engine.backends.scalar import evaluate as evaluation
from policy_engine.backends.scalar.decide import decide
from policy_engine.backends.scalar.value import unknown
from policy_engine.commands import boundary, coverage, loading
from policy_engine.commands.writing import value_text
from policy_engine.diagnostics import render
from policy_engine.diagnostics.model import Diagnostic
from policy_engine.diagnostics.testing import Difference, Failed, FailedExample, FailedTest, RefutedProperty
from policy_engine.domain import dates, money
from policy_engine.domain.bilingual import Language, Text, both
from policy_engine.domain.citation import Citation
from policy_engine.domain.outcomes import Outcome, Truth
from policy_engine.ir import canonical
from policy_engine.ir.assume import assume
from policy_engine.ir.cases import Case, CaseKind, Property, Relation
from policy_engine.ir.decision import Decision, NormWeighed
from policy_engine.ir.nodes import FactValue, Instrument, Kind, Library, NotBorne, Role
from policy_engine.ir.walk import REGISTRATION_FACT, descend, facts_read, roots_of
from policy_engine.proofs.findings import named
from policy_engine.structure import dataclass

SCHEMA_VERSION = "1.0"

_SEARCHED = 300
"""Workers generated for each property that is not proved."""

_MILLISECONDS = 5_000
"""How long one query of the solver may take."""


class OutputFormat(Enum):
    """How results are shown."""

    TEXT = "text"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Request:
    """What to test; `named` keeps only the cases whose name holds these words, in any case."""

    paths: tuple[str, ...]
    cache: caching.Cache
    prelude: bool = True
    named: str | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """One case or property and its file; `explanation` says why a decision is not what was asked for.

    For a property that was not `proved` it says why not.
    """

    name: str
    kind: str
    failure: Diagnostic | None
    explanation: Text | None = None
    proved: bool = False
    file: str = "-"


@dataclass(frozen=True, slots=True)
class Report:
    """The results in the order of the files, or why the policies cannot be tested."""

    results: tuple[Result, ...]
    refused: tuple[Diagnostic, ...] = ()
    unreadable: bool = False

    @property
    def exit_code(self) -> int:
        """Give 1 where something failed."""
        return 1 if any(result.failure for result in self.results) else 0


def test(request: Request) -> Report:
    """Decide every case and look for a counterexample to every property of the files asked for."""
    loaded = loading.load(request.paths, prelude=request.prelude, cache=request.cache)
    library = loaded.library
    if loaded.errors or library is None:
        return Report((), loaded.errors, unreadable=bool(loaded.opened.diagnostics))
    words = (request.named or "").casefold()
    chosen = [case for case in loaded.own_cases if words in case.name.casefold()]
    digest = canonical.meaning_digest(library)
    return Report(tuple(_placed(case, settle(case, library, digest)) for case in chosen))


def measured(request: Request) -> tuple[coverage.Reached, ...]:
    """Measure what the tests and examples of the files asked for reach."""
    loaded = loading.load(request.paths, prelude=request.prelude, cache=request.cache)
    if loaded.library is None:
        return ()
    cases = [case for case in loaded.own_cases if isinstance(case, Case)]
    return coverage.measure(loaded.library, _own(loaded), cases)


def show_coverage(found: Sequence[coverage.Reached], language: Language) -> Iterator[str]:
    """Write what no test reaches, then how much is reached."""
    return coverage.show(found, language)


def percent(found: Sequence[coverage.Reached]) -> int:
    """Give the coverage in whole percent, rounded down."""
    return coverage.percent(found)


def show_boundary(request: Request, language: Language) -> Iterator[str]:
    """Write the table of cases at every bound, one for each instrument that has a test to start from."""
    loaded = loading.load(request.paths, prelude=request.prelude, cache=request.cache)
    cases = [case for case in loaded.own_cases if isinstance(case, Case)]
    for instrument in _own(loaded):
        if loaded.library is not None and (found := boundary.rows(loaded.library, instrument, cases)):
            yield f"## {named(instrument, loaded.library).in_(language)}\n"
            yield from boundary.show(found, language)
            yield ""


def _own(loaded: loading.Loaded) -> Iterator[Instrument]:
    own = loaded.opened.own_paths
    for each in () if loaded.library is None else loaded.library.instruments:
        if each.origin is not None and each.origin.source.path in own:
            yield each


def junit(report: Report, language: Language) -> str:
    """Write the results as JUnit XML, one suite a file, without the last line end."""
    from policy_engine.commands.outputs import junit as xml  # noqa: PLC0415

    entries = [
        xml.Entry(
            each.file,
            each.kind,
            each.name,
            each.failure,
            None if each.explanation is None else each.explanation.in_(language),
        )
        for each in report.results
    ]
    return xml.document(entries, language)


def _placed(case: Case | Property, result: Result) -> Result:
    return result if case.origin is None else replace(result, file=case.origin.source.path)


def show(report: Report, output: OutputFormat, language: Language) -> Iterator[str]:
    """Write failures with their reasons, then the counts of tests, examples and properties apart."""
    match output:
        case OutputFormat.TEXT:
            for result in report.results:
                if result.failure is not None:
                    yield render.render(result.failure, language) + "\n"
                    if result.explanation is not None:
                        yield _indented(result.explanation.in_(language)) + "\n"
            yield from _counts(report, language)
        case OutputFormat.JSON:
            yield _json(report)


def settle(case: Case | Property, library: Library, digest: str) -> Result:
    """Decide one case, or look for a counterexample to one property; `digest` is that of the library."""
    match case:
        case Case():
            return _case(case, library, digest)
        case Property():
            return _property(case, library, digest)


def _case(case: Case, library: Library, digest: str) -> Result:
    assumed = assume(library, case.instrument, case.assumptions) if case.assumptions else library
    made = decide(
        assumed,
        case.instrument,
        dict(case.worker),
        on=case.on,
        facts_as_of=case.facts_as_of,
        digest=canonical.meaning_digest(assumed) if case.assumptions else digest,
    )
    differences = tuple(_differences(case, made))
    if not differences:
        return Result(case.name, case.kind.value, None)
    failure: Failed
    match case.kind:
        case CaseKind.TEST:
            failure = FailedTest(span=case.origin, title=case.name, differences=differences)
        case CaseKind.EXAMPLE:
            failure = FailedExample(
                span=case.origin, title=case.name, differences=differences, source=case.source
            )
    why = Text(explain(made, assumed, Language.ID), explain(made, assumed, Language.EN))
    return Result(case.name, case.kind.value, failure, why)


def _differences(case: Case, made: Decision) -> Iterator[Difference]:
    if made.outcome is not case.outcome:
        yield Difference(Text("hasil", "the outcome"), case.outcome.text, made.outcome.text)
    if case.effective is not None and made.effective is not case.effective:
        aspect = Text("hasil yang berlaku", "the outcome in effect")
        yield Difference(aspect, case.effective.text, made.effective.text)
    if case.cost is not None and made.total != case.cost:
        yield Difference(Text("biaya", "the cost"), _rupiah(case.cost), _rupiah(made.total))
    funded = frozenset(month.month for month in made.months if month.verdict is Truth.TRUE)
    if case.months is not None and funded != case.months:
        yield Difference(
            Text("bulan Iuran", "the contribution months"), _months(case.months), _months(funded)
        )
    if case.missing is not None and not case.missing <= frozenset(made.missing):
        yield Difference(
            Text("fakta yang kurang", "the missing facts"),
            _listed(case.missing),
            _listed(frozenset(made.missing)),
        )
    deciding = _deciding(made)
    for place in case.because:
        if not any(place.covers(citation) for citation in deciding):
            yield Difference(
                Text("pasal yang memutus", "the deciding provision"),
                Text(place.provision.text(Language.ID), place.provision.text(Language.EN)),
                Text(_cited(deciding, Language.ID), _cited(deciding, Language.EN)),
            )


def _deciding(made: Decision) -> tuple[Citation, ...]:
    """Give the norms that carry the outcome: those that hold for a yes, those that fail for a no."""
    return tuple(dict.fromkeys(norm.citation for norm in made.norms if _carries(norm, made.outcome)))


def _carries(norm: NormWeighed, outcome: Outcome) -> bool:
    stops = norm.role in (Role.EXCLUSION, Role.ENDING)
    match outcome:
        case Outcome.ELIGIBLE:
            return norm.verdict is (Truth.FALSE if stops else Truth.TRUE)
        case Outcome.UNDETERMINED:
            return norm.verdict is Truth.UNKNOWN
        case Outcome.NOT_ELIGIBLE | Outcome.NOT_APPLICABLE | Outcome.CONFLICT:
            return norm.verdict is (Truth.TRUE if stops else Truth.FALSE)


def _property(stated: Property, library: Library, digest: str) -> Result:
    # The solver takes a while to load, and only properties need it here.
    from policy_engine.proofs import properties  # noqa: PLC0415

    verdict = properties.settle(stated, library, _MILLISECONDS)
    match verdict:
        case properties.Holds():
            return Result(stated.name, "property", None, proved=True)
        case properties.Refuted(worker) if not _holds(stated, worker, library, digest):
            return Result(stated.name, "property", _refuted(stated, worker, library, digest))
        case properties.Refuted():
            reason = Text(
                "kesalahan program ini: contoh pekerjanya tidak berulang pada acuan",
                "a fault of this program: its worker does not replay in the reference",
            )
            return Result(stated.name, "property", _counterexample(stated, library, digest), reason)
        case properties.Open(reason):
            return Result(stated.name, "property", _counterexample(stated, library, digest), reason)


def _refuted(
    stated: Property, worker: Mapping[str, FactValue], library: Library, digest: str
) -> RefutedProperty:
    made = decide(library, stated.instrument, worker, on=stated.on, facts_as_of=stated.on, digest=digest)
    actual = made.outcome.text if stated.outcome is not None else _rupiah(made.total)
    return RefutedProperty(
        span=stated.origin, title=stated.name, worker=_worker(worker, library), actual=actual
    )


def _counterexample(stated: Property, library: Library, digest: str) -> Diagnostic | None:
    # Hypothesis takes long to load, and only properties need it.
    from hypothesis import Phase, find, settings  # noqa: PLC0415
    from hypothesis.errors import NoSuchExample  # noqa: PLC0415

    from policy_engine.testing.workers import workers  # noqa: PLC0415

    def refutes(worker: Mapping[str, FactValue]) -> bool:
        return not _holds(stated, worker, library, digest)

    search = settings(
        max_examples=_SEARCHED,
        derandomize=True,
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink),
    )
    try:
        worker = find(workers(library, _facts_that_matter(stated, library)), refutes, settings=search)
    except NoSuchExample:
        return None
    return _refuted(stated, worker, library, digest)


def _facts_that_matter(stated: Property, library: Library) -> frozenset[str]:
    """Give the facts that a decision under the instrument of a property, and its condition, can read.

    What else a worker has would only thin out the search. Where other instruments pay first, all facts count.
    """
    instrument = next(each for each in library.instruments if each.id == stated.instrument)
    every = frozenset(fact.name for fact in library.facts)
    roots = (*roots_of(instrument), stated.condition)
    if any(isinstance(part, NotBorne) for root in roots for part in descend(root)):
        return every
    places = frozenset(fact.name for fact in library.facts if fact.type.kind is Kind.REGION)
    read = frozenset(name for root in roots for name in facts_read(root))
    return (read | places | {REGISTRATION_FACT}) & every


def _holds(stated: Property, worker: Mapping[str, FactValue], library: Library, digest: str) -> bool:
    """Say whether one worker agrees with a property; what is not known refutes nothing."""
    made = decide(library, stated.instrument, worker, on=stated.on, facts_as_of=stated.on, digest=digest)
    scope = evaluation.Scope(library, worker, stated.on, None, lambda _instrument, _month: unknown())
    met = evaluation.evaluate(stated.condition, scope).truth
    settled = (Outcome.UNDETERMINED, Outcome.NOT_APPLICABLE)
    match stated.relation:
        case Relation.ALWAYS if stated.cost_at_most is not None and met is Truth.TRUE:
            return made.total is None or made.total <= stated.cost_at_most
        case Relation.ALWAYS if stated.outcome is not None and met is Truth.TRUE:
            return made.outcome is stated.outcome or made.outcome in settled
        case Relation.ALWAYS:
            return True
        case Relation.ONLY_IF:
            return made.outcome is not stated.outcome or met is not Truth.FALSE


def _worker(worker: Mapping[str, FactValue], library: Library) -> Text:
    facts = [(fact, worker[fact.name]) for fact in library.facts if fact.name in worker]
    shown = [f"{fact.name} {value_text(fact, value)}" for fact, value in facts]
    return both("; ".join(shown) or "...")


def _rupiah(amount: int | None) -> Text:
    if amount is None:
        return Text("belum diketahui", "unknown")
    return Text(money.format_rupiah(amount, Language.ID), money.format_rupiah(amount, Language.EN))


def _months(months: frozenset[dates.Month]) -> Text:
    return both(", ".join(dates.format_iso_month(month) for month in sorted(months))) if months else _NONE


def _listed(names: frozenset[str]) -> Text:
    return both(", ".join(f"`{name}`" for name in sorted(names))) if names else _NONE


def _cited(citations: tuple[Citation, ...], language: Language) -> str:
    return ", ".join(each.provision.text(language) for each in citations) or _NONE.in_(language)


_NONE = Text("tidak ada", "none")

_KINDS = (
    ("test", Text("uji", "tests")),
    ("example", Text("contoh resmi", "official examples")),
    ("property", Text("sifat", "properties")),
)


def _counts(report: Report, language: Language) -> Iterator[str]:
    for kind, name in _KINDS:
        results = [result for result in report.results if result.kind == kind]
        failed = sum(result.failure is not None for result in results)
        if results or kind == "test":
            line = Text(
                f"{name.indonesian}: {len(results) - failed} sesuai, {failed} gagal",
                f"{name.english}: {len(results) - failed} passed, {failed} failed",
            )
            yield line.in_(language) + (_how_sure(results, language) if kind == "property" else "")


def _how_sure(results: Sequence[Result], language: Language) -> str:
    """Say how many properties are proved for all workers, and how many were only tried on some."""
    proved = sum(result.proved for result in results)
    tried = sum(not result.proved and result.failure is None for result in results)
    words = Text(f"{proved} terbukti bagi semua pekerja", f"{proved} proved for all workers").in_(language)
    if tried:
        words += Text(
            f"; {tried} dicari pada {_SEARCHED} pekerja buatan, bukan pembuktian",
            f"; {tried} searched among {_SEARCHED} generated workers, not a proof",
        ).in_(language)
    return f" ({words})"


def _indented(text: str) -> str:
    return "\n".join(f"    {line}".rstrip() for line in text.splitlines())


def _json(report: Report) -> str:
    document = {
        "schema_version": SCHEMA_VERSION,
        "results": [
            {
                "name": result.name,
                "kind": result.kind,
                "passed": result.failure is None,
                "proved": result.proved,
                "failure": None if result.failure is None else render.to_json(result.failure),
                "explanation": None
                if result.explanation is None
                else {language.value: result.explanation.in_(language) for language in Language},
            }
            for result in report.results
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2)
