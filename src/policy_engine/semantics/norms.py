"""The places of norms in; norms over workers out, with their exceptions, grain, proof and words."""

from collections.abc import Iterator
from typing import TypeAlias

from policy_engine.diagnostics.names import UnfitTarget
from policy_engine.domain.bilingual import Text
from policy_engine.domain.citation import Citation, Provision
from policy_engine.ir import nodes as ir
from policy_engine.semantics import conditions, exceptions, grain, names, places, targets, wellknown, words
from policy_engine.semantics.days import need
from policy_engine.semantics.scope import GroupPlace, Scope, unresolved
from policy_engine.semantics.setting import DATE, DECISION, TRUTH, Setting, once
from policy_engine.semantics.targets import NormPlace
from policy_engine.semantics.wording import wording
from policy_engine.syntax import ast

_ALWAYS = ir.Literal(type=TRUTH, value=1)
_REQUIREMENT = Text("persyaratan", "a requirement")
_OF_CONTRIBUTION = Text("ketentuan tentang Iuran di depannya", "an earlier provision about the contribution")
_OF_EVERY_CONTRIBUTION = Text("ketentuan tentang seluruh Iuran", "a provision about every contribution")
_AboutContribution: TypeAlias = ast.Enrolment | ast.Contribution | ast.Bearing | ast.Months | ast.Funding
_GROUP = Text("kelompok Penerima", "a group of recipients")


class Norms:
    """How conditions reach norms; see `scope.References`."""

    def by_reference(self, scope: Scope, node: ast.ByReference, setting: Setting) -> ir.Expr:
        """Give the conditions of the requirements that stand at a place, all of them."""
        found = scope.find(node.citation, setting.citation.provision)
        if found is None:
            return unresolved(TRUTH, setting.citation, node.span)
        other, citation = found
        cited = [
            norm
            for norm in targets.norms(other)
            if norm.role is ir.Role.REQUIREMENT and citation.provision.covers(norm.provision)
        ]
        if not cited:
            near = (norm.provision for norm in targets.norms(other) if norm.role is ir.Role.REQUIREMENT)
            _unfit(scope, node.citation, citation, _REQUIREMENT, tuple(near), setting.heading)
            return unresolved(TRUTH, setting.citation, node.span)
        operands = tuple(self._referred(scope, other, norm, node, setting) for norm in cited)
        return operands[0] if len(operands) == 1 else ir.All(type=TRUTH, operands=operands, origin=node.span)

    def group_match(self, scope: Scope, group: GroupPlace) -> ir.Expr:
        """Give the condition of a group of recipients, its exceptions included."""
        return condition_of(scope, targets.of_group(group))

    def _referred(
        self, scope: Scope, other: Scope, norm: NormPlace, node: ast.ByReference, setting: Setting
    ) -> ir.Expr:
        key, said = (other.id, "norm", norm.provision), places.words(norm.provision)
        if scope.is_outgrown or conditions.circular(scope, key, said, node.span, setting):
            return unresolved(TRUTH, setting.citation, node.span)
        with scope.path.through(key, said):
            return condition_of(other, norm)


def groups(scope: Scope) -> tuple[ir.Group, ...]:
    """Give the groups of recipients, with those that yield to each."""
    precedes: dict[str, set[str]] = {group.id: set() for group in scope.groups}
    for placed in scope.sentences:
        sentence = placed.paragraph.sentence
        if isinstance(sentence, ast.Precedence):
            at = once(scope.citation(placed.provision))
            for first in groups_at(scope, sentence.first, at):
                precedes[first] |= groups_at(scope, sentence.second, at) - {first}
    return tuple(
        ir.Group(
            group.id,
            None if group.name is None else group.name.text,
            norm(scope, targets.of_group(group)),
            frozenset(precedes[group.id]),
        )
        for group in scope.groups
    )


def over_recipients(scope: Scope) -> Iterator[ir.Norm]:
    """Go through the norms over recipients, groups left out."""
    for place in targets.norms(scope):
        if place.role is not ir.Role.GROUP and not place.is_of_participants:
            yield norm(scope, place)


def over_participants(scope: Scope) -> Iterator[ir.Norm]:
    """Go through the norms over every participant."""
    for place in targets.norms(scope):
        if place.is_of_participants:
            yield norm(scope, place)


def norm(scope: Scope, place: NormPlace) -> ir.Norm:
    """Give a norm with everything a decision says about it."""
    setting = exceptions.setting_of(scope, place)
    with scope.path.through((scope.id, "norm", place.provision), places.words(place.provision)):
        condition = condition_of(scope, place)
    if place.is_of_participants:
        condition = _limited(condition, place.role, limit(scope, place.scope, setting))
    written = place.source
    proof = None
    if not isinstance(written, ast.ItemList | targets.Attested | targets.Awaited):
        proof = conditions.evidence(written)
    return ir.Norm(
        scope.citation(place.provision),
        place.role,
        _grain(place.role, condition),
        groups_of(scope, place.scope, setting),
        condition,
        wording(place.node),
        proof,
        interpretation(scope, place.note, setting),
        place.node.span,
    )


def condition_of(scope: Scope, place: NormPlace) -> ir.Expr:
    """Give the condition of a norm, its exceptions included."""
    base = _base(scope, place, exceptions.setting_of(scope, place))
    return exceptions.excepted(base, exceptions.for_norm(scope, place))


def groups_of(scope: Scope, written: ast.Scope | None, setting: Setting) -> frozenset[str] | None:
    """Give the groups of recipients that a sentence is about; None is all of them."""
    if written is None or not written.groups or written.subject is ast.Subject.PARTICIPANT:
        return None
    if written.subject is ast.Subject.CONTRIBUTION:
        told = [groups_of(scope, each.scope, once(at)) for each, at in _spoken_of(scope, written, setting)]
        found = [groups for groups in told if groups is not None]
        return frozenset().union(*found) if found and len(found) == len(told) else None
    return frozenset(found for group in written.groups for found in groups_at(scope, group, setting))


def programmes_spoken_of(scope: Scope, written: ast.Scope | None, setting: Setting) -> tuple[ast.Name, ...]:
    """Give the programmes of the contribution that a sentence refers to; none where it is every contribution."""
    if written is None or written.subject is not ast.Subject.CONTRIBUTION:
        return ()
    named: list[ast.Name] = []
    for each, at in _spoken_of(scope, written, setting):
        own = each.programmes if isinstance(each, ast.Contribution | ast.Bearing) else ()
        found = own or programmes_spoken_of(scope, each.scope, once(at))
        if not found:
            return ()
        named += found
    # To name all that have an amount is to speak of every contribution.
    paid = (placed.paragraph.sentence for placed in scope.sentences)
    known = {name.text for each in paid if isinstance(each, ast.Contribution) for name in each.programmes}
    return () if known <= {name.text for name in named} else tuple(named)


def every_contribution(
    scope: Scope, written: ast.Scope | None, setting: Setting, *, of_all: bool = False
) -> None:
    """Report a sentence that is about every contribution and refers to that of some programmes, or groups, only."""
    if written is None or not (
        programmes_spoken_of(scope, written, setting)
        or (of_all and groups_of(scope, written, setting) is not None)
    ):
        return
    for cited in written.groups:
        if isinstance(cited, ast.CitationRef) and (found := scope.find(cited, setting.citation.provision)):
            _unfit(scope, cited, found[1], _OF_EVERY_CONTRIBUTION, (), setting.heading)


def _spoken_of(
    scope: Scope, written: ast.Scope, setting: Setting
) -> Iterator[tuple[_AboutContribution, Citation]]:
    """Give the sentences about the contribution at the places that a sentence refers back to."""
    before = [
        (placed.paragraph.sentence, scope.citation(placed.provision))
        for placed in scope.sentences
        if placed.provision.precedes(setting.citation.provision)
    ]
    about = [(each, at) for each, at in before if isinstance(each, _AboutContribution)]
    for cited in written.groups:
        found = scope.find(cited, setting.citation.provision) if isinstance(cited, ast.CitationRef) else None
        if found is None or not isinstance(cited, ast.CitationRef):
            continue
        other, citation = found
        at_place = [one for one in about if other is scope and citation.provision.covers(one[1].provision)]
        if not at_place:
            near = tuple(at.provision for _, at in about)
            _unfit(scope, cited, citation, _OF_CONTRIBUTION, near, setting.heading)
        yield from at_place


def groups_at(scope: Scope, written: ast.CitationRef | ast.Name, setting: Setting) -> frozenset[str]:
    """Give the ids of the groups of a name, or of all groups at a place."""
    if isinstance(written, ast.Name):
        group = scope.group_named(written.text)
        if group is not None:
            return frozenset({group.id})
        known = (group.name.text for group in scope.groups if group.name is not None)
        scope.reports.append(names.unknown(written, words.GROUP, known, setting.heading))
        return frozenset()
    found = scope.find(written, setting.citation.provision)
    if found is None:
        return frozenset()
    other, citation = found
    ids = frozenset(group.id for group in other.groups if citation.provision.covers(group.provision))
    if not ids or other is not scope:
        near = tuple(group.provision for group in scope.groups)
        _unfit(scope, written, citation, _GROUP, near, setting.heading)
        return frozenset()
    return ids


def limit(scope: Scope, written: ast.Scope | None, setting: Setting) -> ir.Expr | None:
    """Give the condition that `Peserta X` puts on whom a sentence is about; None where it puts none."""
    if written is None or written.subject is not ast.Subject.PARTICIPANT:
        return None
    own = scope.tree.header.segment
    found = [
        _participants(scope, name, setting)
        for name in written.groups
        if isinstance(name, ast.Name) and (own is None or name.text != own.text)
    ]
    if not found:
        return None
    return found[0] if len(found) == 1 else ir.Any(type=TRUTH, operands=tuple(found), origin=written.span)


def interpretation(scope: Scope, note: ast.Name | None, setting: Setting) -> str | None:
    """Give the reading that a norm rests on."""
    if note is None:
        return None
    if note.text not in scope.interpretations:
        known = scope.interpretations
        scope.reports.append(names.unknown(note, words.INTERPRETATION, known, setting.heading))
    return note.text


def _base(scope: Scope, place: NormPlace, setting: Setting) -> ir.Expr:
    match place.source:
        case targets.Attested():
            fact = names.truth_fact(scope.names, scope.reports, place.source.name, setting.heading)
            if fact is None:
                return unresolved(TRUTH, setting.citation, place.source.name.span)
            return ir.FactRef(type=fact.type, name=fact.name, origin=place.source.name.span)
        case targets.Awaited():
            return _awaited(scope, place.source.delegation, setting)
        case written:
            return conditions.criteria(scope, written, setting)


def _awaited(scope: Scope, delegation: ast.Delegation, setting: Setting) -> ir.Expr:
    """Hold from the day on which a loaded delegate commences; unknown while there is none."""
    starts = [_commenced(scope, tree, setting) for _, tree in scope.program.implementing(setting.citation)]
    if not starts:
        blank = ast.Blank(span=delegation.span, note=delegation.matter.text)
        return scope.blank(blank, TRUTH, setting.citation)
    return starts[0] if len(starts) == 1 else ir.Any(type=TRUTH, operands=tuple(starts))


def _commenced(scope: Scope, tree: ast.Instrument, setting: Setting) -> ir.Expr:
    commences = tree.header.commences
    if not isinstance(commences, ast.DateValue):
        blank = commences or ast.Blank(span=tree.span, note=None)
        return scope.blank(blank, TRUTH, setting.citation)
    day = ir.Literal(type=DATE, value=commences.date, origin=commences.span)
    return ir.Compare(type=TRUTH, comparison=ir.Comparison.AT_LEAST, left=DECISION, right=day)


def _grain(role: ir.Role, condition: ir.Expr) -> ir.Grain:
    """Weigh what ends or suspends months by the month, and anything else by what it reads."""
    match role:
        case ir.Role.ENDING | ir.Role.CONTINUATION:
            return ir.Grain.EACH_MONTH
        case ir.Role.TERRITORY | ir.Role.GROUP | ir.Role.REQUIREMENT | ir.Role.EXCLUSION:
            return grain.of(condition)


def _limited(condition: ir.Expr, role: ir.Role, whom: ir.Expr | None) -> ir.Expr:
    if whom is None:
        return condition
    if role is ir.Role.EXCLUSION:
        return ir.All(type=TRUTH, operands=(whom, condition), origin=condition.origin)
    other = ir.Not(type=TRUTH, operand=whom, origin=whom.origin)
    return ir.Any(type=TRUTH, operands=(other, condition), origin=condition.origin)


def _participants(scope: Scope, name: ast.Name, setting: Setting) -> ir.Expr:
    segment = scope.names.codes_in(wellknown.SEGMENTS, name.text)
    if segment is None:
        return conditions.condition(scope, ast.Holds(span=name.span, name=name, on=None), setting.plain())
    fact = need(scope, wellknown.SEGMENT, name.span, setting)
    if fact is None:
        return unresolved(TRUTH, setting.citation, name.span)
    return conditions.included(fact, segment.values, name.span)


def _unfit(
    scope: Scope,
    written: ast.CitationRef,
    citation: Citation,
    wanted: Text,
    near: tuple[Provision, ...],
    heading: Text | None,
) -> None:
    shown = tuple(places.words(place).indonesian for place in near[:3])
    said = places.words(citation.provision)
    scope.reports.append(
        UnfitTarget(span=written.span, heading=heading, citation=said, wanted=wanted, near=shown)
    )
