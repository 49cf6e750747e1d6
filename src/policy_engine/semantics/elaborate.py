"""Trees of all files in; one library, the tests and properties, and every problem of names out."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath
from types import MappingProxyType

from policy_engine.diagnostics.model import Diagnostic, in_order
from policy_engine.diagnostics.names import DeclaredTwice, ProvisionTwice
from policy_engine.domain.bilingual import Language
from policy_engine.domain.citation import Citation, InstrumentId, Provision
from policy_engine.domain.dates import LATEST, PackedDate, add_days
from policy_engine.ir import cases as ir_cases
from policy_engine.ir import nodes as ir
from policy_engine.semantics import cases, conditions, names, places, wellknown, words
from policy_engine.semantics.declare import declare, leap_rule
from policy_engine.semantics.editions import editions
from policy_engine.semantics.names import Names, Reports
from policy_engine.semantics.norms import Norms
from policy_engine.semantics.scope import Edition, Program, Scope
from policy_engine.semantics.setting import once
from policy_engine.semantics.timeline import Timeline, timelines
from policy_engine.semantics.version import version
from policy_engine.source import Span
from policy_engine.structure import dataclass
from policy_engine.syntax import ast

_STATUS = MappingProxyType(
    {
        ast.Status.READ: ir.Status.READ,
        ast.Status.REPORTED: ir.Status.REPORTED,
        ast.Status.DRAFT: ir.Status.DRAFT,
    }
)
_START = PackedDate(0)

NOTHING_KEPT: Mapping[InstrumentId, ir.Instrument] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Elaborated:
    """What could be built, and everything found on the way; with an error among it, it decides nothing."""

    library: ir.Library
    cases: tuple[ir_cases.Case | ir_cases.Property, ...]
    diagnostics: tuple[Diagnostic, ...]


def elaborate(
    files: Sequence[ast.PolicyFile], kept: Mapping[InstrumentId, ir.Instrument] = NOTHING_KEPT
) -> Elaborated:
    """Resolve every name and type in some files; their order changes nothing.

    `kept` are instruments elaborated before of which nothing has changed since; they are taken as they are, and
    nothing is found in them again.
    """
    reports: Reports = []
    ordered = sorted(files, key=lambda file: file.span.source.path)
    declared = [entry for file in ordered for entry in file.declarations]
    known = declare(declared, reports)
    instruments = _instruments(known, reports, ordered)
    known = replace(known, called=_called(instruments, reports))
    lives = _lives(known, instruments, reports)
    program = Program(
        names=known,
        reports=reports,
        texts=editions(known, lives),
        written={
            instrument: Edition(lives[instrument].commences or _START, None, tree, ())
            for instrument, tree in instruments.items()
        },
        references=Norms(),
    )
    built = tuple(
        kept[instrument] if instrument in kept else _instrument(program, instrument, tree, lives[instrument])
        for instrument, tree in sorted(instruments.items(), key=lambda entry: entry[0].slug)
    )
    own = {id(tree): instrument for instrument, tree in instruments.items()}
    found = tuple(
        case for file in ordered for case in cases.of_file(program, file, own.get(id(file.instrument)))
    )
    library = ir.Library(
        vocabularies=tuple(entry for _, entry in sorted(known.vocabularies.items())),
        facts=tuple(entry for _, entry in sorted(known.facts.items())),
        parameters=tuple(entry for _, entry in sorted(known.parameters.items())),
        instruments=_with_continuations(program, built, kept),
        leap_rule=leap_rule(declared, reports),
    )
    return Elaborated(library, found, in_order(dict.fromkeys(reports)))


def _instruments(
    known: Names, reports: Reports, files: Sequence[ast.PolicyFile]
) -> dict[InstrumentId, ast.Instrument]:
    identified: list[tuple[InstrumentId, ast.Instrument]] = []
    for tree in (file.instrument for file in files if file.instrument is not None):
        written = tree.header.region
        region = None if written is None else names.region(known, reports, written)
        instrument = names.identity(known, reports, tree, region)
        if instrument is not None:
            identified.append((instrument, tree))
    uses = Counter(instrument for instrument, _ in identified)
    found: dict[InstrumentId, ast.Instrument] = {}
    for instrument, tree in identified:
        # Several instruments without a number are told apart by their working names, else by their files.
        is_shared = instrument.number is None and uses[instrument] > 1
        name = tree.header.called
        own = _file_name(tree) if name is None else "-".join(re.findall("[0-9a-z]+", name.text.lower()))
        told_apart = replace(instrument, name=own or None) if is_shared else instrument
        first = found.setdefault(told_apart, tree)
        if first is not tree:
            said = told_apart.text(Language.ID, None if tree.locality is None else tree.locality.text)
            reports.append(DeclaredTwice(span=tree.span, text=said, sort=words.INSTRUMENT, first=first.span))
    return found


def _called(
    instruments: Mapping[InstrumentId, ast.Instrument], reports: Reports
) -> Mapping[str, InstrumentId]:
    found: dict[str, InstrumentId] = {}
    first: dict[str, Span] = {}
    for instrument, tree in instruments.items():
        if (name := tree.header.called) is not None:
            kept = first.setdefault(name.text, name.span)
            if kept is not name.span:
                twice = DeclaredTwice(span=name.span, text=name.text, sort=words.INSTRUMENT, first=kept)
                reports.append(twice)
            found.setdefault(name.text, instrument)
    return MappingProxyType(found)


def _file_name(tree: ast.Instrument) -> str | None:
    stem = PurePath(tree.span.source.path).stem.lower()
    return "-".join(re.findall("[0-9a-z]+", stem)) or None


def _lives(
    known: Names, instruments: Mapping[InstrumentId, ast.Instrument], reports: Reports
) -> dict[InstrumentId, Timeline]:
    regions = {
        name: next(iter(codes.values))
        for name, meanings in known.codes.items()
        for codes in meanings
        if codes.vocabulary == wellknown.REGIONS and len(codes.values) == 1
    }
    lives = dict(zip(instruments, timelines(tuple(instruments.values()), regions), strict=True))
    for life in lives.values():
        reports += life.diagnostics
    return lives


def _instrument(
    program: Program, instrument: InstrumentId, tree: ast.Instrument, life: Timeline
) -> ir.Instrument:
    header = tree.header
    scopes = [program.scope(instrument, edition) for edition in program.texts[instrument]]
    _report_repeated_places(program, tree)
    written = Scope(program, instrument, program.written[instrument])
    return ir.Instrument(
        id=instrument,
        title=header.title.text if isinstance(header.title, ast.Quote) else None,
        status=_STATUS[header.status],
        sources=tuple(source.text for source in header.sources),
        encoded_from=None if header.encoded_from is None else header.encoded_from.text,
        region=written.region,
        segment=_segment(program, header),
        enacted=header.enacted.date if isinstance(header.enacted, ast.DateValue) else None,
        promulgated=header.promulgated.date if isinstance(header.promulgated, ast.DateValue) else None,
        commences=life.commences,
        in_view_of=_identities(written, header.in_view_of),
        implements=_citations(written, header.implements),
        special_to=_identities(written, header.special_to),
        repealed_by=life.repealed_by,
        continuations=(),
        versions=tuple(version(scope) for scope in scopes),
        origin=tree.span,
    )


def _report_repeated_places(program: Program, tree: ast.Instrument) -> None:
    first: dict[Provision, Span] = {}
    for provision, span in places.every_place(tree):
        kept = first.setdefault(provision, span)
        if kept is not span:
            said = places.words(provision)
            program.reports.append(ProvisionTwice(span=span, heading=said, provision=said, first=kept))


def _segment(program: Program, header: ast.Header) -> str | None:
    if header.segment is None:
        return None
    return names.one_code(program.names, program.reports, wellknown.SEGMENTS, header.segment, None)


def _identities(scope: Scope, written: Sequence[ast.InstrumentRef]) -> tuple[InstrumentId, ...]:
    return tuple(found for each in written if (found := scope.identity(each)) is not None)


def _citations(scope: Scope, written: Sequence[ast.CitationRef]) -> tuple[Citation, ...]:
    return tuple(found for each in written if (found := scope.read(each, Provision())) is not None)


def _with_continuations(
    program: Program, instruments: tuple[ir.Instrument, ...], kept: Mapping[InstrumentId, ir.Instrument]
) -> tuple[ir.Instrument, ...]:
    """Give each instrument that was not kept the transitions that other instruments, or it itself, make for it."""
    found: dict[InstrumentId, dict[Citation, ir.Continuation]] = {}
    for instrument in instruments:
        for edition in program.texts[instrument.id]:
            scope = program.scope(instrument.id, edition)
            for placed in scope.sentences:
                sentence = placed.paragraph.sentence
                if isinstance(sentence, ast.Transition):
                    citation = scope.citation(placed.provision)
                    target = scope.find(sentence.citation, placed.provision)
                    condition = conditions.condition(scope, sentence.condition, once(citation))
                    if target is not None:
                        until = sentence.until.date
                        after = until if until >= LATEST else add_days(until, 1)
                        one = ir.Continuation(citation, condition, after)
                        found.setdefault(target[1].instrument, {})[citation] = one
    return tuple(
        instrument
        if instrument.id in kept
        else replace(instrument, continuations=tuple(found.get(instrument.id, {}).values()))
        for instrument in instruments
    )
