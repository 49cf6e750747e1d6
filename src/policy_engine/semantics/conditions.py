"""Conditions as written in; expressions of truth, every name resolved, out."""

from dataclasses import replace

from policy_engine.diagnostics.names import (
    AmbiguousName,
    CircularReference,
    NoFactForCode,
    NoRegion,
    NoSuchVintage,
    SeveralFactsForCode,
)
from policy_engine.diagnostics.types import DayWithoutEffect, NotACondition, RequirementsNotJoined
from policy_engine.domain.bilingual import Text, both
from policy_engine.domain.citation import Citation, InstrumentId
from policy_engine.domain.dates import format_iso
from policy_engine.ir import nodes as ir
from policy_engine.semantics import bounds, days, places, wellknown, words
from policy_engine.semantics.names import Codes, code_values, unknown
from policy_engine.semantics.scope import Defined, GroupPlace, Scope, unresolved
from policy_engine.semantics.setting import REGISTRATION, TRUTH, Setting, truth
from policy_engine.semantics.wording import wording
from policy_engine.source import Span
from policy_engine.syntax import ast


def criteria(scope: Scope, node: ast.Criteria, setting: Setting) -> ir.Expr:
    """Give a condition, or a list of them as one condition."""
    if not isinstance(node, ast.ItemList):
        return condition(scope, node, setting)
    operands = tuple(item(scope, entry, setting) for entry in node.items)
    if len(operands) == 1:
        return operands[0]
    match node.connective:
        case ast.Connective.AND:
            merged = _merged(operands, node.span) if setting.enumerates else None
            return merged or ir.All(type=TRUTH, operands=operands, origin=node.span)
        case ast.Connective.OR | ast.Connective.AND_OR:
            return _any(operands, node.span)
        case None if setting.enumerates:
            return _any(operands, node.span)
        case None:
            scope.reports.append(RequirementsNotJoined(span=node.span, heading=setting.heading))
            return unresolved(TRUTH, setting.citation, node.span)


def item(scope: Scope, node: ast.Item, setting: Setting) -> ir.Expr:
    """Give one item of a list as a condition, standing at its own place."""
    place = places.of_item(setting.citation.provision, node.marker)
    inner = replace(setting, citation=Citation(setting.citation.instrument, place))
    if node.condition is not None:
        return condition(scope, node.condition, inner)
    if node.items is not None:
        return criteria(scope, node.items, inner)
    return unresolved(TRUTH, inner.citation, node.span)


def condition(scope: Scope, node: ast.Condition, setting: Setting) -> ir.Expr:
    """Give a condition as an expression; what cannot be read is reported and unknown."""
    match node:
        case ast.Bound():
            return bounds.bound(scope, node, setting)
        case ast.Within():
            return bounds.within(scope, node, setting)
        case ast.Holds():
            return _holds(scope, node, setting)
        case ast.Includes():
            return _includes(scope, node, setting)
        case ast.Resident():
            return _resident(scope, node, setting)
        case ast.ListedIn():
            return _listed(scope, node, setting)
        case ast.NeverRegistered() | ast.NotParticipant():
            holds = ast.Holds(span=node.what.span, name=node.what, on=None)
            return _not(_fact_holds(scope, holds, setting), node.span)
        case ast.NotBorneBy():
            return not_borne(scope, node, setting)
        case ast.ByReference():
            return scope.program.references.by_reference(scope, node, setting)
        case ast.Such():
            return _such(scope, node, setting)
        case ast.Not():
            inner = replace(setting, enumerates=False, lifted=not setting.lifted)
            return _not(condition(scope, node.condition, inner), node.span)
        case ast.Compound():
            return _compound(scope, node, setting)
        case ast.Evidenced():
            return condition(scope, node.condition, setting)
        case ast.Excepted():
            return _excepted(scope, node, setting)
        case ast.Blank():
            return scope.blank(node, TRUTH, setting.citation)


def evidence(node: ast.Condition | None) -> ir.Evidence | None:
    """Give the proof that a condition itself asks for."""
    if isinstance(node, ast.Excepted):
        return evidence(node.condition)
    if isinstance(node, ast.Evidenced):
        officer = None if node.officer is None else node.officer.text
        return ir.Evidence(node.document.text, officer)
    return None


def not_borne(scope: Scope, node: ast.NotBorneBy, setting: Setting) -> ir.Expr:
    """Give the condition that no senior payer pays."""
    seniors: list[InstrumentId] = []
    for senior in node.seniors:
        found = scope.find(senior, setting.citation.provision)
        if found is not None:
            seniors.append(found[1].instrument)
    if len(seniors) < len(node.seniors):
        return unresolved(TRUTH, setting.citation, node.span)
    return ir.NotBorne(type=TRUTH, seniors=tuple(seniors), origin=node.span)


def _such(scope: Scope, node: ast.Such, setting: Setting) -> ir.Expr:
    head = condition(scope, node.head, setting)
    restriction = condition(scope, node.restriction, setting.plain())
    return ir.All(type=TRUTH, operands=(head, restriction), origin=node.span)


def _excepted(scope: Scope, node: ast.Excepted, setting: Setting) -> ir.Expr:
    base = condition(scope, node.condition, setting)
    when = condition(scope, node.exception, replace(setting, enumerates=True, lifted=False))
    arm = ir.Arm(setting.citation, when, truth(value=setting.lifted), (), wording(node.exception))
    return ir.Excepted(type=TRUTH, base=base, arms=(arm,), origin=node.span)


def _compound(scope: Scope, node: ast.Compound, setting: Setting) -> ir.Expr:
    listed = bounds.completed(node.conditions)
    within = replace(setting, enumerates=False) if node.bracketed else setting
    operands = tuple(condition(scope, inner, within) for inner in listed)
    match node.connective:
        case ast.Connective.OR | ast.Connective.AND_OR:
            return _any(operands, node.span)
        case ast.Connective.AND:
            if within.enumerates and _enumerates(listed, operands):
                return _any(operands, node.span)
            return ir.All(type=TRUTH, operands=operands, origin=node.span)


def _enumerates(written: tuple[ast.Condition, ...], operands: tuple[ir.Expr, ...]) -> bool:
    """Say whether `dan` only lists codes of one fact, each perhaps narrowed by `yang`.

    `ketua_rt dan ketua_rw yang aktif` names two kinds of recipients; `ojek yang aktif dan tidak pegawai` one.
    """
    heads = [_head(inner, operand) for inner, operand in zip(written, operands, strict=True)]
    subjects = {head.subject for head in heads if isinstance(head, ir.Includes | ir.WithinRegion)}
    return len(subjects) == 1 and None not in heads


def _head(node: ast.Condition, operand: ir.Expr) -> ir.Expr | None:
    if isinstance(node, ast.Such) and isinstance(operand, ir.All):
        return _head(node.head, operand.operands[0])
    is_code = isinstance(node, ast.Holds) and isinstance(operand, ir.Includes | ir.WithinRegion)
    return operand if is_code else None


def _any(operands: tuple[ir.Expr, ...], span: Span) -> ir.Expr:
    merged = _merged(operands, span)
    return ir.Any(type=TRUTH, operands=operands, origin=span) if merged is None else merged


def _merged(operands: tuple[ir.Expr, ...], span: Span) -> ir.Expr | None:
    """Give codes of one fact as one set of codes, which says the same as any one of them."""
    sets = [operand for operand in operands if isinstance(operand, ir.Includes)]
    if len(sets) < len(operands) or len({each.subject for each in sets}) != 1:
        return None
    codes = frozenset(code for each in sets for code in each.codes)
    return ir.Includes(type=TRUTH, subject=sets[0].subject, codes=codes, origin=span)


def _not(operand: ir.Expr, span: Span) -> ir.Expr:
    return ir.Not(type=TRUTH, operand=operand, origin=span)


def _resident(scope: Scope, node: ast.Resident, setting: Setting) -> ir.Expr:
    subject = days.need(scope, wellknown.RESIDENCE, node.span, setting)
    if node.place is None:
        if scope.region is None:
            scope.reports.append(NoRegion(span=node.span, heading=setting.heading))
            return unresolved(TRUTH, setting.citation, node.span)
        codes = frozenset({scope.region})
    else:
        codes = code_values(scope.names, scope.reports, wellknown.REGIONS, node.place, setting.heading)
    if subject is None or not codes:
        return unresolved(TRUTH, setting.citation, node.span)
    return included(subject, codes, node.span)


def included(subject: ir.Expr, codes: frozenset[str], span: Span) -> ir.Expr:
    """Say that a fact has one of some codes, or lies in one of some regions."""
    if subject.type.kind is not ir.Kind.REGION:
        return ir.Includes(type=TRUTH, subject=subject, codes=codes, origin=span)
    inside = tuple(
        ir.WithinRegion(type=TRUTH, subject=subject, region=code, origin=span) for code in sorted(codes)
    )
    return inside[0] if len(inside) == 1 else ir.Any(type=TRUTH, operands=inside, origin=span)


def _includes(scope: Scope, node: ast.Includes, setting: Setting) -> ir.Expr:
    fact = scope.names.facts.get(node.subject.text)
    if fact is None or fact.type.vocabulary is None:
        known = (other.name for other in scope.names.facts.values() if other.type.vocabulary is not None)
        wanted = Text("fakta berkode", "fact with codes")
        scope.reports.append(unknown(node.subject, wanted, known, setting.heading))
        return unresolved(TRUTH, setting.citation, node.span)
    codes = frozenset(
        value
        for member in node.members
        for value in code_values(scope.names, scope.reports, fact.type.vocabulary, member, setting.heading)
    )
    return included(ir.FactRef(type=fact.type, name=fact.name, origin=node.subject.span), codes, node.span)


def _listed(scope: Scope, node: ast.ListedIn, setting: Setting) -> ir.Expr:
    named = scope.names.databases.get(node.database.text, ())
    wanted = None if node.as_at is None else node.as_at.date
    fitting = [
        fact for fact in named if wanted is None or (fact.as_at is not None and fact.as_at.date == wanted)
    ]
    match fitting:
        case [fact]:
            holds = ast.Holds(span=node.span, name=replace(fact.name, span=node.database.span), on=None)
            return _fact_holds(scope, holds, setting)
        case [] if wanted is not None and named:
            scope.reports.append(
                NoSuchVintage(
                    span=node.span,
                    heading=setting.heading,
                    database=node.database.text,
                    day=format_iso(wanted),
                    facts=tuple(sorted(fact.name.text for fact in named)),
                )
            )
        case []:
            known = scope.names.databases
            scope.reports.append(unknown(node.database, words.DATABASE, known, setting.heading))
        case _:
            facts = tuple(sorted(fact.name.text for fact in fitting))
            scope.reports.append(
                SeveralFactsForCode(
                    span=node.span, heading=setting.heading, text=node.database.text, facts=facts
                )
            )
    return unresolved(TRUTH, setting.citation, node.span)


def _holds(scope: Scope, node: ast.Holds, setting: Setting) -> ir.Expr:
    name = node.name.text
    defined = scope.definitions.get(name)
    fact = scope.names.facts.get(name)
    codes = scope.names.codes.get(name, ())
    group = scope.group_named(name)
    senses: list[tuple[Text, Span]] = []
    if defined is not None:
        senses.append((words.TERM, defined.item.span))
    if fact is not None:
        senses.append((words.FACT, scope.names.spans[name]))
    senses += [
        (Text(f"kode {meaning.vocabulary}", f"a code of {meaning.vocabulary}"), meaning.span)
        for meaning in codes
    ]
    if group is not None and group.name is not None:
        senses.append((words.GROUP, group.name.span))
    if len(senses) > 1:
        scope.reports.append(
            AmbiguousName(
                span=node.name.span,
                heading=setting.heading,
                text=name,
                senses=tuple(sense for sense, _ in senses),
                places=tuple(place for _, place in senses),
            )
        )
    elif defined is not None:
        return _defined(scope, node, defined, setting)
    elif group is not None:
        return _group(scope, node, group, setting)
    elif codes:
        return _code(scope, node, codes[0], setting)
    else:
        return _fact_holds(scope, node, setting)
    return unresolved(TRUTH, setting.citation, node.span)


def _fact_holds(scope: Scope, node: ast.Holds, setting: Setting) -> ir.Expr:
    fact = scope.names.facts.get(node.name.text)
    if fact is None:
        if node.name.text in scope.names.parameters:
            report = NotACondition(
                span=node.name.span, heading=setting.heading, text=node.name.text, sort=words.PARAMETER
            )
            scope.reports.append(report)
        else:
            known = {*scope.names.facts, *scope.names.codes, *scope.definitions}
            known |= {group.name.text for group in scope.groups if group.name is not None}
            scope.reports.append(unknown(node.name, words.CONDITION, known, setting.heading))
        return unresolved(TRUTH, setting.citation, node.span)
    reference = ir.FactRef(type=fact.type, name=fact.name, origin=node.name.span)
    if fact.type.kind is ir.Kind.EVENT:
        by = setting.event_day if node.on is None else days.day(scope, node.on, setting)
        if node.on is None and by == REGISTRATION:
            days.need(scope, wellknown.REGISTRATION, node.span, setting)
        return bounds.happened(reference, by)
    if fact.type.kind is ir.Kind.TRUTH:
        _without_day(scope, node, setting)
        return reference
    sort = words.of_type(fact.type)
    scope.reports.append(
        NotACondition(span=node.name.span, heading=setting.heading, text=fact.name, sort=sort)
    )
    return unresolved(TRUTH, setting.citation, node.span)


def _code(scope: Scope, node: ast.Holds, codes: Codes, setting: Setting) -> ir.Expr:
    _without_day(scope, node, setting)
    match scope.names.facts_over(codes.vocabulary):
        case (fact,):
            reference = ir.FactRef(type=fact.type, name=fact.name, origin=node.name.span)
            return included(reference, codes.values, node.span)
        case ():
            scope.reports.append(
                NoFactForCode(
                    span=node.name.span,
                    heading=setting.heading,
                    text=node.name.text,
                    vocabulary=codes.vocabulary,
                )
            )
        case several:
            names = tuple(fact.name for fact in several)
            scope.reports.append(
                SeveralFactsForCode(
                    span=node.name.span, heading=setting.heading, text=node.name.text, facts=names
                )
            )
    return unresolved(TRUTH, setting.citation, node.span)


def _without_day(scope: Scope, node: ast.Holds, setting: Setting) -> None:
    if node.on is not None:
        scope.reports.append(
            DayWithoutEffect(span=node.on.span, heading=setting.heading, text=node.name.text)
        )


def _defined(scope: Scope, node: ast.Holds, defined: Defined, setting: Setting) -> ir.Expr:
    inner = setting if node.on is None else setting.on(days.day(scope, node.on, setting))
    citation = scope.citation(defined.provision)
    inner = replace(inner.plain(), citation=citation)
    written = defined.item.condition
    if written is None:
        note = None if defined.item.text is None else defined.item.text.text
        return scope.blank(ast.Blank(span=defined.item.span, note=note), TRUTH, citation)
    key = (scope.id, "term", node.name.text)
    if scope.is_outgrown or circular(scope, key, both(node.name.text), node.span, setting):
        return unresolved(TRUTH, setting.citation, node.span)
    with scope.path.through(key, both(node.name.text)):
        return condition(scope, written, inner)


def _group(scope: Scope, node: ast.Holds, group: GroupPlace, setting: Setting) -> ir.Expr:
    key = (scope.id, "group", group.id)
    if scope.is_outgrown or circular(scope, key, both(group.id), node.span, setting):
        return unresolved(TRUTH, setting.citation, node.span)
    with scope.path.through(key, both(group.id)):
        return scope.program.references.group_match(scope, group)


def circular(scope: Scope, key: tuple[object, ...], said: Text, span: Span, setting: Setting) -> bool:
    """Say whether working this out leads back to itself, and report it."""
    is_told = scope.path.is_told(key)
    cycle = scope.path.cycle(key, said)
    if cycle is not None and not is_told:
        scope.reports.append(CircularReference(span=span, heading=setting.heading, path=cycle))
    return cycle is not None
