"""Workers who show findings in; tests of them written into the policy files, out.

A worker that a test of the file already decides in the same way is not written again.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from policy_engine import cache as caching
from policy_engine.commands import loading
from policy_engine.diagnostics.catalogue import every_class
from policy_engine.diagnostics.model import REGISTRY
from policy_engine.domain import dates, money
from policy_engine.domain.bilingual import Language
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir.cases import Case
from policy_engine.ir.nodes import CodeSet, Fact, FactValue, Kind, Library, NotHappened
from policy_engine.proofs.shown import Shown
from policy_engine.source import SourceFile
from policy_engine.syntax.format import format_source


def write_tests(
    paths: Sequence[str],
    *,
    prelude: bool,
    cache: caching.Cache,
    shown: Sequence[Shown],
) -> tuple[str, ...]:
    """Append tests to the files of the instruments, in the one style; give the paths that were changed."""
    loaded = loading.load(paths, prelude=prelude, cache=cache)
    library = loaded.library
    if library is None:
        return ()
    every_class()
    instruments = {each.id: each for each in library.instruments}
    changed = []
    for source in loaded.opened.own:
        here = [
            each
            for each in shown
            if (origin := instruments[each.instrument].origin) is not None
            and origin.source.path == source.path
        ]
        blocks = list(_blocks(here, library, loaded.own_cases))
        if not blocks:
            continue
        text = source.text.rstrip("\n") + "\n\n" + "\n\n".join(blocks) + "\n"
        printed = format_source(SourceFile(source.path, text), Language.ID)
        caching.write_whole(Path(source.path), (printed.text or text).encode("utf-8"))
        changed.append(source.path)
    return tuple(changed)


def _blocks(shown: Sequence[Shown], library: Library, cases: Sequence[object]) -> Iterator[str]:
    """Write each worker once, unless a test has the same worker on the same day."""
    known = [(case.instrument, case.on, dict(case.worker)) for case in cases if isinstance(case, Case)]
    for each in shown:
        key = (each.instrument, each.on, dict(each.worker))
        if key in known or any(not _can_be_written(value) for value in each.worker.values()):
            continue
        known.append(key)
        number = sum(1 for instrument, _, _ in known if instrument == each.instrument)
        yield _block(each, library, number)


def _can_be_written(value: FactValue) -> bool:
    """Tell whether the language has words for a value: it has none for a set that is surely empty."""
    return not isinstance(value, CodeSet) or bool(value.codes)


def _block(shown: Shown, library: Library, number: int) -> str:
    kind = REGISTRY[shown.code].kind
    declared = {fact.name: fact for fact in library.facts}
    assumed = "" if shown.assumed is None else f" andaikan mulai berlaku {dates.format_iso(shown.assumed)}"
    facts = "".join(
        f"  {name} {_value(declared[name], value, library)};\n"
        for name, value in sorted(shown.worker.items())
    )
    made = shown.decision
    effective = "" if made.effective is made.outcome else f", berlaku {_outcome(made.effective)}"
    return (
        f"# Contoh pekerja bagi {kind.code} ({kind.name}).\n"
        f'uji "temuan {kind.code}, contoh {number}"{assumed} pada {dates.format_iso(shown.on)} '
        f"fakta per {dates.format_iso(shown.facts_as_of)} {{\n{facts}}} hasil {_outcome(made.outcome)}{effective}"
    )


def _outcome(outcome: Outcome) -> str:
    return outcome.text.in_(Language.ID)


def _value(fact: Fact, value: FactValue, library: Library) -> str:
    match value:
        case bool():
            return "ya" if value else "tidak"
        case NotHappened():
            return "belum"
        case CodeSet(codes, complete):
            return ", ".join((*sorted(codes), *(() if complete else ("...",))))
        case str() if fact.type.kind is Kind.REGION:
            return _region(value, library)
        case str():
            return value
        case int() if fact.type.kind in (Kind.DATE, Kind.EVENT):
            return dates.format_iso(dates.PackedDate(value))
        case int() if fact.type.kind is Kind.MONTH:
            return dates.format_month(dates.Month(value), Language.ID)
        case int() if fact.type.kind in (Kind.RUPIAH, Kind.RUPIAH_PER_MONTH):
            return money.format_rupiah(value, Language.ID)
        case int():
            return money.format_whole(value, Language.ID)


def _region(code: str, library: Library) -> str:
    named = (c.name for v in library.vocabularies for c in v.codes if c.code == code)
    return next(named, code)
