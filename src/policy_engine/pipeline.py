"""THE page: text of policy files in; a checked library, its tests, and diagnostics out.

    text --parse--> trees --elaborate--> library --check_law--> what is not law
                      '--> diagnostics <---'  <-----------'

Every stage runs on what the stage before could make of its input, so that one run reports as much as it can.
No stage raises for a bad policy. A library with errors is not handed out: below it nothing can be wrong
because of the author.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from policy_engine.diagnostics.model import Diagnostic, Severity, in_order
from policy_engine.ir.cases import Case, Property
from policy_engine.ir.nodes import Library
from policy_engine.semantics import elaborate
from policy_engine.semantics.law import check as law
from policy_engine.source import SourceFile
from policy_engine.syntax import ast, parser

Parse = Callable[[SourceFile], parser.Parsed]


@dataclass(frozen=True, slots=True)
class Compiled:
    """What became of some files: the library where there were no errors, else None."""

    library: Library | None
    cases: tuple[Case | Property, ...]
    diagnostics: tuple[Diagnostic, ...]
    trees: tuple[ast.PolicyFile, ...]


def compile_library(sources: Sequence[SourceFile], *, parse: Parse = parser.parse) -> Compiled:
    """Parse, elaborate and check files that belong together; `parse` may remember what it parsed before."""
    parsed = [parse(source) for source in sources]
    trees = tuple(each.tree for each in parsed if each.tree is not None)
    elaborated = elaborate.elaborate(trees)
    lawful = law.check_law(trees, elaborated.library)
    diagnostics = in_order(
        [*(found for each in parsed for found in each.diagnostics), *elaborated.diagnostics, *lawful]
    )
    broken = any(found.severity is Severity.ERROR for found in diagnostics)
    return Compiled(None if broken else elaborated.library, elaborated.cases, diagnostics, trees)
