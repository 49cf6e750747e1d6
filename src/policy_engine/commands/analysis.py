"""The files of a workspace in; what `check` remembers of them out."""

from dataclasses import replace

from policy_engine import cache as caching
from policy_engine import workspace
from policy_engine.commands import loading
from policy_engine.commands.check import Analysed, Analysis, Counts
from policy_engine.commands.suppression import suppressions
from policy_engine.ir.nodes import Instrument, Library
from policy_engine.proofs.prove import Depth, prove
from policy_engine.syntax.outline import outline

_BY_NAMES_ALONE = "PE530"
"""Two instruments that may pay the same worker, told by place and months; the proof looks at the workers."""


def analyse(
    opened: workspace.Workspace, cache: caching.Cache, analysis: Analysis, milliseconds: int
) -> Analysed:
    """Compile, prove, and count what there was of the files asked for."""
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
    if loaded.library is None:
        return Analysed(loaded.diagnostics, counts, complete=False, outlines=outlines, suppressions=aside)
    counts = _counts(loaded.library, opened.own_paths, counts.tests)
    if analysis is Analysis.OFF:
        return Analysed(loaded.diagnostics, counts, complete=True, outlines=outlines, suppressions=aside)
    own = frozenset(each.id for each in _own(loaded.library, opened.own_paths))
    proofs = prove(loaded.library, own, Depth(analysis.value), milliseconds=milliseconds)
    return Analysed(
        (
            *(found for found in loaded.diagnostics if found.code != _BY_NAMES_ALONE),
            *(finding.diagnostic for finding in proofs.findings),
        ),
        replace(counts, proved=proofs.analysed, pairs=proofs.pairs, questions=proofs.questions),
        complete=True,
        shown=tuple(shown for finding in proofs.findings for shown in finding.shown),
        accounts=proofs.accounts,
        outlines=outlines,
        suppressions=aside,
    )


def _own(library: Library, own: frozenset[str]) -> list[Instrument]:
    return [
        each for each in library.instruments if each.origin is not None and each.origin.source.path in own
    ]


def _counts(library: Library, own: frozenset[str], tests: int) -> Counts:
    instruments = _own(library, own)
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
