"""Workers who show findings in; tests of them written into the policy files, out.

A worker that a test of the file already decides in the same way is not written again.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from policy_engine import cache as caching
from policy_engine.commands import loading
from policy_engine.commands.writing import can_be_written, test_text
from policy_engine.diagnostics.catalogue import every_class
from policy_engine.diagnostics.model import REGISTRY
from policy_engine.ir.cases import Case
from policy_engine.ir.nodes import Library
from policy_engine.proofs.shown import Shown
from policy_engine.source import SourceFile
from policy_engine.syntax.format import format_source, language_of


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
        text = source.text.rstrip("\n") + "\n\n" + "\n".join(blocks)
        printed = format_source(SourceFile(source.path, text), language_of(source))
        caching.write_whole(Path(source.path), (printed.text or text).encode("utf-8"))
        changed.append(source.path)
    return tuple(changed)


def _blocks(shown: Sequence[Shown], library: Library, cases: Sequence[object]) -> Iterator[str]:
    """Write each worker once, unless a test has the same worker on the same day."""
    known = [(case.instrument, case.on, dict(case.worker)) for case in cases if isinstance(case, Case)]
    for each in shown:
        key = (each.instrument, each.on, dict(each.worker))
        if key in known or any(not can_be_written(value) for value in each.worker.values()):
            continue
        known.append(key)
        number = sum(1 for instrument, _, _ in known if instrument == each.instrument)
        yield _block(each, library, number)


def _block(shown: Shown, library: Library, number: int) -> str:
    kind = REGISTRY[shown.code].kind
    written = test_text(
        f"temuan {kind.code}, contoh {number}",
        sorted(shown.worker.items()),
        shown.decision,
        library,
        whole=False,
        assumed=shown.assumed,
    )
    return f"# Contoh pekerja bagi {kind.code} ({kind.name}).\n{written}"
