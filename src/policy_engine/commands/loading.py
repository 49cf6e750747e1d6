"""Paths of policies in; what they compile to out, remembered between runs."""

import functools
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from policy_engine import cache as caching
from policy_engine import workspace
from policy_engine.commands.spread import spread
from policy_engine.diagnostics.model import Diagnostic, Severity
from policy_engine.ir.cases import Case, Property
from policy_engine.ir.nodes import Library
from policy_engine.source import SourceFile
from policy_engine.structure import dataclass

# For the signatures only: what parses is loaded when there is something to parse.
if TYPE_CHECKING:
    from policy_engine.pipeline import Parse, Unproved
    from policy_engine.syntax.parsed import Parsed


@dataclass(frozen=True, slots=True)
class _Made:
    """What is remembered of compiling some files; their trees are remembered one by one."""

    library: Library | None
    cases: tuple[Case | Property, ...]
    diagnostics: tuple[Diagnostic, ...]
    provable: Library | None
    unproved: "Mapping[str, Unproved]"


@dataclass(frozen=True, slots=True)
class Loaded:
    """The files, and what became of them; `library` is None where there are errors.

    `provable` is the library without what errors keep from being proved, and `unproved` the files that it lacks, with
    the errors that each lacks for; see `pipeline.Compiled`.
    """

    opened: workspace.Workspace
    library: Library | None
    cases: tuple[Case | Property, ...]
    diagnostics: tuple[Diagnostic, ...]
    provable: Library | None
    unproved: "Mapping[str, Unproved]"

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """Give every diagnostic that keeps the policies from being used."""
        found = (*self.opened.diagnostics, *self.diagnostics)
        return tuple(each for each in found if each.severity is Severity.ERROR)

    @property
    def own_cases(self) -> tuple[Case | Property, ...]:
        """Give the tests and properties of the files that were asked for."""
        own = self.opened.own_paths
        return tuple(
            each for each in self.cases if each.origin is not None and each.origin.source.path in own
        )


def load(paths: Sequence[str], *, prelude: bool, cache: caching.Cache) -> Loaded:
    """Read and compile; unchanged files are not parsed again, and an unchanged set is not compiled again."""
    return compiled(workspace.open_workspace(paths, prelude=prelude), cache)


def compiled(opened: workspace.Workspace, cache: caching.Cache) -> Loaded:
    """Compile the files of a workspace."""
    key = caching.key("library", *opened.inputs)
    made = cache.remember(key, opened.sources, lambda: _compile(opened, cache))
    return Loaded(opened, made.library, made.cases, made.diagnostics, made.provable, made.unproved)


def alone(opened: workspace.Workspace, sources: Sequence[SourceFile], parse: "Parse") -> Loaded:
    """Compile some files of a workspace without the others."""
    from policy_engine.pipeline import compile_library  # noqa: PLC0415

    made = compile_library(sources, parse=parse)
    return Loaded(opened, made.library, made.cases, made.diagnostics, made.provable, made.unproved)


def _compile(opened: workspace.Workspace, cache: caching.Cache) -> _Made:
    # Everything that compiles is loaded only when there is something to compile.
    from policy_engine.pipeline import compile_library  # noqa: PLC0415

    made = compile_library(opened.sources, parse=_read(opened.sources, cache))
    return _Made(made.library, made.cases, made.diagnostics, made.provable, made.unproved)


def _read(sources: Sequence[SourceFile], cache: caching.Cache) -> "Parse":
    """Read the files that were not read before, by all processors where they are many."""
    parse = parser_with(cache)
    unread = [source for source in sources if not cache.has(_tree_of(source))]
    if not unread:
        return parse
    # The tables of the parser are made once, before anything is forked.
    parse(unread[0])
    found = spread(
        parse,
        unread,
        send=_packed,
        receive=lambda source, sent: parse(source) if sent is None else _unpacked(source, sent),
    )
    read = {source.path: parsed for source, parsed in zip(unread, found, strict=True)}
    return lambda source: read[source.path] if source.path in read else parse(source)


def _packed(parsed: "Parsed") -> bytes | None:
    return caching.Packing({}).packed(parsed)


def _unpacked(source: SourceFile, sent: bytes) -> "Parsed":
    # All that was read of a file speaks of that file; of an empty one nothing speaks.
    return caching.unpacked(sent, (source,), ())  # type: ignore[no-any-return]


def _tree_of(source: SourceFile) -> str:
    return caching.key("tree", source.path, source.text)


def parser_with(cache: caching.Cache) -> "Parse":
    """Give a parser that remembers what it parsed before."""
    from policy_engine.syntax import parser  # noqa: PLC0415

    @functools.cache
    def tables() -> bytes | None:
        # Tables that nobody keeps are as soon made as loaded.
        if cache.folder is None:
            return None
        return cache.remember(caching.key("tables", parser.LARK), (), parser.tables_to_keep)

    def parse(source: SourceFile) -> "Parsed":
        return cache.remember(_tree_of(source), (source,), lambda: parser.parse(source, tables()))

    return parse
