"""Policy texts proved about together with the national prelude, which is read once."""

import functools
from collections.abc import Iterable

from policy_engine import workspace
from policy_engine.diagnostics.model import Severity
from policy_engine.diagnostics.render import render
from policy_engine.diagnostics.wording import SECOND_FILE
from policy_engine.domain.bilingual import Language
from policy_engine.ir.nodes import Library
from policy_engine.pipeline import Compiled, compile_library
from policy_engine.proofs.prove import Proofs, prove
from policy_engine.proofs.shown import Analysis
from policy_engine.source import SourceFile
from policy_engine.syntax import parser

parse = functools.cache(parser.parse)


@functools.cache
def prelude() -> tuple[SourceFile, ...]:
    """Give the files of the national prelude."""
    return workspace.open_workspace([str(workspace.prelude_folder())], prelude=False).own


def compiled(text: str) -> Compiled:
    """Compile the files of an example with the prelude; errors fail the test."""
    own = [SourceFile(f"{n}.policy", part) for n, part in enumerate(text.split(SECOND_FILE))]
    made = compile_library([*prelude(), *own], parse=parse)
    errors = [render(f, Language.EN) for f in made.diagnostics if f.severity is Severity.ERROR]
    assert errors == [], "\n".join(errors)
    return made


def library_of(text: str) -> Library:
    """Give the library of an example."""
    made = compiled(text).library
    assert made is not None
    return made


def proofs_of(text: str, analysis: Analysis = Analysis.FULL) -> Proofs:
    """Prove about the instruments of an example."""
    library = library_of(text)
    own = {each.id for each in library.instruments if each.origin and each.origin.source.path[0].isdigit()}
    return prove(library, own, analysis, milliseconds=60_000)


def codes(proofs: Proofs) -> Iterable[str]:
    """Give the codes found, in order."""
    return [finding.diagnostic.code for finding in proofs.findings]
