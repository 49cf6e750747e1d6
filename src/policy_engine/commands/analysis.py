"""The files of a workspace in; what `check` remembers of them out."""

from policy_engine import cache as caching
from policy_engine import workspace
from policy_engine.commands import loading
from policy_engine.commands.check import Analysed, Counts
from policy_engine.commands.suppression import suppressions
from policy_engine.ir.nodes import Library
from policy_engine.syntax.outline import outline


def analyse(opened: workspace.Workspace, cache: caching.Cache) -> Analysed:
    """Compile, and count what there was of the files asked for."""
    loaded = loading.compiled(opened, cache)
    parse = loading.parser_with(cache)
    parsed = [(source, parse(source)) for source in opened.own]
    outlines = tuple(outline(source, each.tree) for source, each in parsed)
    aside = tuple(
        found
        for (_, each), own in zip(parsed, outlines, strict=True)
        for found in suppressions(each.comments, own)
    )
    counts = Counts(files=len(opened.own), tests=len(loaded.own_cases))
    if loaded.library is not None:
        counts = _counts(loaded.library, opened.own_paths, counts.tests)
    return Analysed(
        loaded.diagnostics,
        counts,
        complete=loaded.library is not None,
        outlines=outlines,
        suppressions=aside,
    )


def _counts(library: Library, own: frozenset[str], tests: int) -> Counts:
    instruments = [
        each for each in library.instruments if each.origin is not None and each.origin.source.path in own
    ]
    # What the latest version says is what a reader of the file sees.
    latest = [each.versions[-1] for each in instruments if each.versions]
    return Counts(
        files=len(own),
        instruments=len(instruments),
        norms=sum(len(each.norms) + len(each.participant_norms) + len(each.groups) for each in latest),
        tests=tests,
        not_encoded=sum(len(each.not_encoded) for each in latest),
        blanks=sum(len(each.blanks) for each in latest),
        interpretations=sum(len(each.interpretations) for each in latest),
    )
