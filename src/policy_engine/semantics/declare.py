"""The declarations of all files in; vocabularies, facts and parameters by name out, each declared once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import TypeVar

from policy_engine.diagnostics.names import CircularReference, DeclaredTwice
from policy_engine.diagnostics.types import CodeMissing, UnlikeTypes
from policy_engine.domain.bilingual import Language, Text, both
from policy_engine.domain.dates import LATEST, LeapRule, add_days
from policy_engine.ir import nodes as ir
from policy_engine.semantics import values, wellknown, words
from policy_engine.semantics.names import (
    Codes,
    Names,
    Reports,
    code_values,
    identity,
    is_region_code,
    unknown,
)
from policy_engine.source import Span
from policy_engine.syntax import ast

_FACT_KIND = MappingProxyType(
    {
        ast.FactType.TRUTH: ir.Kind.TRUTH,
        ast.FactType.NUMBER: ir.Kind.NUMBER,
        ast.FactType.RUPIAH: ir.Kind.RUPIAH,
        ast.FactType.RUPIAH_PER_MONTH: ir.Kind.RUPIAH_PER_MONTH,
        ast.FactType.DATE: ir.Kind.DATE,
        ast.FactType.MONTH: ir.Kind.MONTH,
        ast.FactType.EVENT: ir.Kind.EVENT,
        ast.FactType.YEARS: ir.Kind.YEARS,
        ast.FactType.MONTHS: ir.Kind.MONTHS,
        ast.FactType.DAYS: ir.Kind.DAYS,
    }
)

_Declared = TypeVar("_Declared", ast.Fact, ast.Vocabulary, ast.Parameter)


def declare(declarations: Iterable[ast.Declaration], reports: Reports) -> Names:
    """Read every declaration; of a name declared twice the first in order of place is kept."""
    ordered = sorted(declarations, key=lambda entry: (entry.span.source.path, entry.span.start))
    vocabularies = _vocabularies(
        _once([entry for entry in ordered if isinstance(entry, ast.Vocabulary)], words.VOCABULARY, reports),
        [entry for entry in ordered if isinstance(entry, ast.VocabularyAddition)],
        reports,
    )
    facts = _once([entry for entry in ordered if isinstance(entry, ast.Fact)], words.FACT, reports)
    parameters = _once(
        [entry for entry in ordered if isinstance(entry, ast.Parameter)], words.PARAMETER, reports
    )
    databases: dict[str, tuple[ast.Fact, ...]] = {}
    for fact in facts:
        if fact.database is not None:
            databases[fact.database.text] = (*databases.get(fact.database.text, ()), fact)
    names = replace(
        vocabularies,
        databases=databases,
        spans={name.text: name.span for name in (*(p.name for p in parameters), *(f.name for f in facts))},
    )
    names = replace(names, facts={fact.name.text: _fact(names, reports, fact) for fact in facts})
    return replace(
        names, parameters={entry.name.text: _parameter(names, reports, entry) for entry in parameters}
    )


def leap_rule(declarations: Iterable[ast.Declaration], reports: Reports) -> LeapRule:
    """Give how birthdays on 29 February count in common years: as declared, else on 1 March."""
    declared = sorted(
        (entry for entry in declarations if isinstance(entry, ast.LeapDay)),
        key=lambda entry: (entry.span.source.path, entry.span.start),
    )
    for entry in declared[1:]:
        reports.append(
            DeclaredTwice(span=entry.span, text="29 Februari", sort=words.LEAP_DAY, first=declared[0].span)
        )
    return declared[0].rule if declared else LeapRule.ON_1_MARCH


def label(written: ast.Label) -> Text:
    """Give a label; one language serves for both where the other is not written."""
    return Text(written.indonesian, written.english or written.indonesian)


def words_of(written: ast.Name | ast.Quote | None) -> str | None:
    """Give a name or a quotation as written."""
    return None if written is None else written.text


def _once(declared: Iterable[_Declared], sort: Text, reports: Reports) -> tuple[_Declared, ...]:
    first: dict[str, _Declared] = {}
    for entry in declared:
        kept = first.setdefault(entry.name.text, entry)
        if kept is not entry:
            reports.append(_twice(entry.name, sort, kept.name.span))
    return tuple(first.values())


def _vocabularies(
    declared: Sequence[ast.Vocabulary], additions: Sequence[ast.VocabularyAddition], reports: Reports
) -> Names:
    """Read vocabularies, each with what other files add to it."""
    known = frozenset(vocabulary.name.text for vocabulary in declared)
    for added in additions:
        if added.name.text not in known:
            reports.append(unknown(added.name, words.VOCABULARY, known, None))
    vocabularies: dict[str, ir.Vocabulary] = {}
    meanings: defaultdict[str, list[Codes]] = defaultdict(list)
    by_classification: dict[tuple[str, str], str] = {}
    for vocabulary in declared:
        where = vocabulary.name.text
        more = (entry for each in additions if each.name.text == where for entry in each.entries)
        entries = _entries((*vocabulary.entries, *more), reports)
        codes: dict[str, ir.Code] = {}
        for entry in entries:
            if isinstance(entry, ast.Entry) and (value := _value(where, entry, reports)) is not None:
                code = None if entry.code is None else entry.code.code
                codes[entry.name.text] = ir.Code(
                    entry.name.text, code, label(entry.label), tuple(word.text for word in entry.synonyms)
                )
                meanings[entry.name.text].append(Codes(where, frozenset({value}), entry.name.span))
                if code is not None:
                    by_classification[where, code] = value
        written = tuple(entry for entry in entries if isinstance(entry, ast.CodeGroup))
        groups = _groups(where, written, meanings, reports)
        vocabularies[where] = ir.Vocabulary(
            where,
            label(vocabulary.label),
            words_of(vocabulary.version),
            words_of(vocabulary.source),
            tuple(code for _, code in sorted(codes.items())),
            tuple(sorted(groups, key=lambda group: group.name)),
        )
    codes_by_name = {name: tuple(found) for name, found in meanings.items()}
    return Names(vocabularies, codes_by_name, by_classification, {}, {}, {}, {})


def _entries(
    written: Iterable[ast.Entry | ast.CodeGroup], reports: Reports
) -> tuple[ast.Entry | ast.CodeGroup, ...]:
    first: dict[str, ast.Entry | ast.CodeGroup] = {}
    for entry in written:
        kept = first.setdefault(entry.name.text, entry)
        if kept is not entry:
            reports.append(_twice(entry.name, words.CODE, kept.name.span))
    return tuple(first.values())


def _value(vocabulary: str, entry: ast.Entry, reports: Reports) -> str | None:
    if vocabulary != wellknown.REGIONS:
        return entry.name.text
    if entry.code is not None and is_region_code(entry.code.code):
        return entry.code.code
    reports.append(CodeMissing(span=entry.span, text=entry.name.text))
    return None


def _groups(
    where: str,
    written: tuple[ast.CodeGroup, ...],
    meanings: defaultdict[str, list[Codes]],
    reports: Reports,
) -> Iterator[ir.CodeGroup]:
    """Expand groups of codes, and of groups, whatever the order they are declared in."""
    waiting = {group.name.text: group for group in written}
    while waiting:
        ready = [
            group for group in waiting.values() if not any(member.text in waiting for member in group.members)
        ]
        # What is left when none is ready leads back to itself; its circle is cut where it is read first.
        for group in ready or [next(iter(waiting.values()))]:
            del waiting[group.name.text]
            if not ready:
                said = both(group.name.text)
                reports.append(CircularReference(span=group.name.span, path=(said, said)))
            yield _group(where, group, meanings, reports)


def _group(
    where: str, group: ast.CodeGroup, meanings: defaultdict[str, list[Codes]], reports: Reports
) -> ir.CodeGroup:
    members: set[str] = set()
    for member in group.members:
        own = [codes for codes in meanings[member.text] if codes.vocabulary == where]
        if not own:
            known = (name for name, found in meanings.items() if any(c.vocabulary == where for c in found))
            reports.append(unknown(member, words.CODE, known, None))
        members.update(value for codes in own for value in codes.values)
    meanings[group.name.text].append(Codes(where, frozenset(members), group.name.span))
    return ir.CodeGroup(group.name.text, label(group.label), frozenset(members))


def _fact(names: Names, reports: Reports, fact: ast.Fact) -> ir.Fact:
    type_ = _type(names, reports, fact.type)
    well_known = wellknown.FACTS.get(fact.name.text)
    if well_known is not None and type_.kind is not well_known.kind:
        wanted = words.of_type(ir.Type(kind=well_known.kind))
        reports.append(UnlikeTypes(span=fact.name.span, found=words.of_type(type_), wanted=wanted))
    low = None if fact.low is None else values.declared(reports, type_, fact.low)
    high = None if fact.high is None else values.declared(reports, type_, fact.high)
    plain = ir.Fact(
        fact.name.text,
        type_,
        label(fact.label),
        low,
        high,
        None,
        words_of(fact.document),
        words_of(fact.officer),
        fact.changeable,
    )
    if fact.typical is None:
        return plain
    return replace(plain, typical=values.fact_value(names, reports, plain, fact.typical))


def _type(names: Names, reports: Reports, written: ast.FactType | ast.CodeType | ast.SetType) -> ir.Type:
    match written:
        case ast.FactType():
            return ir.Type(_FACT_KIND[written])
        case ast.CodeType():
            _known_vocabulary(names, reports, written.vocabulary)
            is_region = written.vocabulary.text == wellknown.REGIONS
            return ir.Type(ir.Kind.REGION if is_region else ir.Kind.CODE, written.vocabulary.text)
        case ast.SetType():
            _known_vocabulary(names, reports, written.vocabulary)
            return ir.Type(ir.Kind.CODE_SET, written.vocabulary.text, written.at_most)


def _known_vocabulary(names: Names, reports: Reports, name: ast.Name) -> None:
    if name.text not in names.vocabularies:
        reports.append(unknown(name, words.VOCABULARY, names.vocabularies, None))


def _parameter(names: Names, reports: Reports, parameter: ast.Parameter) -> ir.Parameter:
    type_ = ir.Type(_FACT_KIND[parameter.type])
    keyed_by, vocabulary = None, None
    if parameter.keyed_by is not None:
        fact = names.facts.get(parameter.keyed_by.text)
        if fact is None or fact.type.vocabulary is None or fact.type.kind is ir.Kind.CODE_SET:
            known = (fact.name for fact in names.facts.values() if fact.type.vocabulary is not None)
            wanted = Text("fakta berkode tunggal", "fact of one code")
            reports.append(unknown(parameter.keyed_by, wanted, known, None))
        else:
            keyed_by, vocabulary = fact.name, fact.type.vocabulary
    rows = tuple(dated for row in parameter.rows for dated in _rows(names, reports, type_, vocabulary, row))
    ordered = sorted(rows, key=lambda row: (row.key, row.since))
    return ir.Parameter(parameter.name.text, type_, label(parameter.label), keyed_by, tuple(ordered))


def _rows(
    names: Names, reports: Reports, type_: ir.Type, vocabulary: str | None, row: ast.ParameterRow
) -> Iterable[ir.DatedValue]:
    keys: frozenset[str] = frozenset({""})
    if row.key is not None and vocabulary is not None:
        keys = code_values(names, reports, vocabulary, row.key, None)
    value = None if isinstance(row.value, ast.Blank) else values.declared(reports, type_, row.value)
    until = None if row.until is None or row.until.date >= LATEST else add_days(row.until.date, 1)
    basis = _basis(names, reports, row.basis)
    return (ir.DatedValue(key, row.since.date, until, value, basis) for key in sorted(keys))


def _basis(names: Names, reports: Reports, basis: ast.CitationRef | ast.Quote) -> Text:
    if isinstance(basis, ast.Quote):
        return both(basis.text)
    instrument = None if basis.instrument is None else identity(names, reports, basis.instrument)
    steps = basis.provision
    parts = [
        Text(part.text(Language.ID), part.text(Language.EN))
        for part in (instrument, steps)
        if part is not None
    ]
    return Text(" ".join(part.indonesian for part in parts), " ".join(part.english for part in parts))


def _twice(name: ast.Name, sort: Text, first: Span) -> DeclaredTwice:
    return DeclaredTwice(span=name.span, text=name.text, sort=sort, first=first)
