"""Paths of policies in; what they compile to out, remembered between runs."""

import functools
from collections.abc import Sequence
from dataclasses import dataclass

from policy_engine import cache as caching
from policy_engine import workspace
from policy_engine.diagnostics.model import Diagnostic, Severity
from policy_engine.pipeline import Compiled, compile_library
from policy_engine.source import SourceFile
from policy_engine.syntax import parser


@dataclass(frozen=True, slots=True)
class Loaded:
    """The files, and what became of them."""

    opened: workspace.Workspace
    compiled: Compiled

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """Give every diagnostic that keeps the policies from being used."""
        found = (*self.opened.diagnostics, *self.compiled.diagnostics)
        return tuple(each for each in found if each.severity is Severity.ERROR)


def load(paths: Sequence[str], *, prelude: bool, cache: caching.Cache) -> Loaded:
    """Read and compile; unchanged files are not parsed again, and an unchanged set is not compiled again."""
    return compiled(workspace.open_workspace(paths, prelude=prelude), cache)


def compiled(opened: workspace.Workspace, cache: caching.Cache) -> Loaded:
    """Compile the files of a workspace."""

    @functools.cache
    def tables() -> bytes:
        return cache.remember(caching.key("tables"), (), parser.tables_to_keep)

    def parse(source: SourceFile) -> parser.Parsed:
        key = caching.key("tree", source.path, source.text)
        return cache.remember(key, (source,), lambda: parser.parse(source, tables()))

    made = cache.remember(
        caching.key("library", *opened.inputs),
        opened.sources,
        lambda: compile_library(opened.sources, parse=parse),
    )
    return Loaded(opened, made)
