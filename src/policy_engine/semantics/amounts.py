"""Contributions as written in; tables and tariffs, each an expression in rupiah a month, out."""

from collections.abc import Iterator
from types import MappingProxyType

from policy_engine.diagnostics.names import (
    ReferenceToSeveral,
    TariffOfAnotherSegment,
    UnfitTarget,
    UnknownRow,
)
from policy_engine.domain.bilingual import Language, Text
from policy_engine.domain.citation import Citation
from policy_engine.ir import nodes as ir
from policy_engine.semantics import conditions, exceptions, names, places, terms, wellknown, words
from policy_engine.semantics.norms import groups_of, limit
from policy_engine.semantics.scope import Scope, unresolved
from policy_engine.semantics.setting import Setting, month_day
from policy_engine.semantics.targets import Exceptional
from policy_engine.syntax import ast

PER_MONTH = ir.Type(ir.Kind.RUPIAH_PER_MONTH)
_GAP = MappingProxyType(
    {
        ast.GapRule.LOWER: ir.GapRule.LOWER,
        ast.GapRule.UPPER: ir.GapRule.UPPER,
        ast.GapRule.UNDETERMINED: ir.GapRule.UNDETERMINED,
    }
)
_TABLE = Text("tabel Iuran program ini", "a table of contributions to this programme")
_AMOUNT = Text("besaran Iuran program ini", "an amount of the contribution to this programme")


def table(scope: Scope, sentence: ast.BandTable, citation: Citation) -> ir.BandTable | None:
    """Give a table, its rows ascending; None after a report."""
    heading = places.heading(citation)
    programme = names.one_code(scope.names, scope.reports, wellknown.PROGRAMMES, sentence.programme, heading)
    fact = scope.names.facts.get(sentence.by.text)
    if fact is None or fact.type != PER_MONTH:
        known = (other.name for other in scope.names.facts.values() if other.type == PER_MONTH)
        wanted = Text("fakta rupiah per bulan", "fact of rupiah a month")
        scope.reports.append(names.unknown(sentence.by, wanted, known, heading))
        return None
    if programme is None:
        return None
    bands = sorted(
        (
            ir.Band(
                band.row,
                None if band.low is None else band.low.rupiah,
                None if band.high is None else band.high.rupiah,
                band.amount.rupiah,
            )
            for band in sentence.bands
        ),
        key=lambda band: (band.low is not None, band.low or 0, band.row),
    )
    return ir.BandTable(citation, programme, fact.name, _GAP[sentence.gap], tuple(bands))


def tariffs(scope: Scope, sentence: ast.Contribution, citation: Citation) -> Iterator[ir.Tariff]:
    """Give the tariff of each programme of a sentence; none where it only points to a schedule of its own.

    `bagi Peserta bpu` limits who may cite an amount; no worker is decided by the law of the nation alone.
    """
    setting = setting_at(citation)
    groups = groups_of(scope, sentence.scope, setting)
    limit(scope, sentence.scope, setting)
    if _is_schedule_itself(sentence):
        return
    for name in sentence.programmes:
        programme = names.one_code(scope.names, scope.reports, wellknown.PROGRAMMES, name, setting.heading)
        if programme is None:
            continue
        base = _amount(scope, sentence.amount, programme, setting)

        def changed(exception: Exceptional, programme: str = programme) -> ir.Expr | None:
            return _changed(scope, exception, programme, setting)

        arms = exceptions.arms(scope, citation.provision, changed)
        yield ir.Tariff(citation, groups, programme, exceptions.excepted(base, arms))


def setting_at(citation: Citation) -> Setting:
    """Give the setting of an amount: parameters have the value of the first day of the contribution month."""
    return Setting(citation, month_day(1), month_day(1), enumerates=False, lifted=True)


def _is_schedule_itself(sentence: ast.Contribution) -> bool:
    amount = sentence.amount
    return (
        sentence.scope.subject is ast.Subject.PARTICIPANT
        and isinstance(amount, ast.BandAmount)
        and amount.row is None
        and amount.by is None
        and amount.table.provision is not None
        and amount.table.provision.steps[:1] != ()
        and amount.table.instrument is None
    )


def _changed(scope: Scope, exception: Exceptional, programme: str, setting: Setting) -> ir.Expr | None:
    """Give the amount that a change puts in place; a lift leaves none, and is reported where it stands."""
    if not isinstance(exception, ast.Change) or not isinstance(exception.sentence, ast.Contribution):
        return None
    named = {
        names.one_code(scope.names, scope.reports, wellknown.PROGRAMMES, name, setting.heading)
        for name in exception.sentence.programmes
    }
    return _amount(scope, exception.sentence.amount, programme, setting) if programme in named else None


def _amount(scope: Scope, written: ast.Term | ast.BandAmount, programme: str, setting: Setting) -> ir.Expr:
    if isinstance(written, ast.BandAmount):
        return _cited(scope, written, programme, setting)
    found = terms.term(scope, written, setting, terms.Wanted(PER_MONTH))
    if found is None:
        return unresolved(PER_MONTH, setting.citation, written.span)
    if found.type != PER_MONTH:
        terms.unlike(scope, written, found.type, words.of_type(PER_MONTH), setting)
        return unresolved(PER_MONTH, setting.citation, written.span)
    return found


def _cited(scope: Scope, written: ast.BandAmount, programme: str, setting: Setting) -> ir.Expr:
    nothing = unresolved(PER_MONTH, setting.citation, written.span)
    found = scope.find(written.table, setting.citation.provision)
    if found is None:
        return nothing
    other, citation = found
    if written.row is None and written.by is None:
        flat = _flat(scope, other, citation, programme, setting, written)
        if flat is None:
            _unfit(scope, written, citation, _AMOUNT, setting)
        return flat or nothing
    for placed in other.sentences:
        sentence = placed.paragraph.sentence
        if (
            isinstance(sentence, ast.BandTable)
            and citation.provision.covers(placed.provision)
            and sentence.programme.text == programme
        ):
            return _row(scope, other, sentence, other.citation(placed.provision), written, setting)
    _unfit(scope, written, citation, _TABLE, setting)
    return nothing


def _row(
    scope: Scope,
    other: Scope,
    sentence: ast.BandTable,
    citation: Citation,
    written: ast.BandAmount,
    setting: Setting,
) -> ir.Expr:
    nothing = unresolved(PER_MONTH, setting.citation, written.span)
    if written.row is not None:
        amounts = {band.row: band.amount.rupiah for band in sentence.bands}
        if written.row not in amounts:
            rows = tuple(sorted(amounts))
            scope.reports.append(
                UnknownRow(span=written.span, heading=setting.heading, row=written.row, rows=rows)
            )
            return nothing
        return ir.Literal(type=PER_MONTH, value=amounts[written.row], origin=written.span)
    rows_of = table(other, sentence, citation)
    by = written.by
    if rows_of is None or by is None:
        return nothing
    fact = scope.names.facts.get(by.text)
    if fact is None or fact.type.kind not in (ir.Kind.RUPIAH_PER_MONTH, ir.Kind.NUMBER):
        wanted = Text("fakta rupiah per bulan atau bilangan", "fact of rupiah a month or of a number")
        known = (
            one.name
            for one in scope.names.facts.values()
            if one.type.kind in (ir.Kind.RUPIAH_PER_MONTH, ir.Kind.NUMBER)
        )
        scope.reports.append(names.unknown(by, wanted, known, setting.heading))
        return nothing
    key = ir.FactRef(type=fact.type, name=fact.name, origin=by.span)
    chosen = fact.type.kind is ir.Kind.NUMBER
    return ir.BandLookup(type=PER_MONTH, table=rows_of, key=key, chosen=chosen, origin=written.span)


def _flat(
    scope: Scope, other: Scope, citation: Citation, programme: str, setting: Setting, written: ast.BandAmount
) -> ir.Expr | None:
    """Give the amount that another sentence fixes for the programme."""
    stated = [
        (placed.provision, sentence)
        for placed in other.sentences
        if isinstance(sentence := placed.paragraph.sentence, ast.Contribution)
        and citation.provision.covers(placed.provision)
        and programme in {name.text for name in sentence.programmes}
        and not _is_schedule_itself(sentence)
    ]
    own = scope.tree.header.segment
    fitting = [one for one in stated if own is None or own.text in (_segments(other, one[1]) or {own.text})]
    if stated and not fitting:
        segments = tuple(sorted({name for _, sentence in stated for name in _segments(other, sentence)}))
        segment = "" if own is None else own.text
        scope.reports.append(
            TariffOfAnotherSegment(
                span=written.span,
                heading=setting.heading,
                programme=programme,
                segment=segment,
                others=segments,
            )
        )
        return unresolved(PER_MONTH, setting.citation, written.span)
    if len({_segments(other, sentence) for _, sentence in fitting}) > 1:
        near = tuple(place.text(Language.ID) for place, _ in fitting[:3])
        said = places.words(citation.provision)
        scope.reports.append(
            ReferenceToSeveral(span=written.span, heading=setting.heading, citation=said, near=near)
        )
    for provision, sentence in fitting:
        key, said = (other.id, "amount", provision, programme), places.words(provision)
        if scope.is_outgrown or conditions.circular(scope, key, said, written.span, setting):
            return unresolved(PER_MONTH, setting.citation, written.span)
        with scope.path.through(key, said):
            return _amount(other, sentence.amount, programme, setting_at(other.citation(provision)))
    return None


def _segments(scope: Scope, sentence: ast.Contribution) -> frozenset[str]:
    """Give the segments that an amount is for, by its own words or else its instrument's; none is every one."""
    if sentence.scope.subject is ast.Subject.PARTICIPANT and sentence.scope.groups:
        return frozenset(name.text for name in sentence.scope.groups if isinstance(name, ast.Name))
    segment = scope.tree.header.segment
    return frozenset() if segment is None else frozenset({segment.text})


def _unfit(scope: Scope, written: ast.BandAmount, citation: Citation, wanted: Text, setting: Setting) -> None:
    said = places.words(citation.provision)
    scope.reports.append(
        UnfitTarget(span=written.table.span, heading=setting.heading, citation=said, wanted=wanted)
    )
