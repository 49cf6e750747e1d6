"""One consolidated text in; everything it says as one version of the IR out."""

from collections.abc import Iterable, Iterator
from dataclasses import field
from math import gcd
from types import MappingProxyType
from typing import TypeVar

from policy_engine.diagnostics.names import LeftUnsaid, UnknownProvision
from policy_engine.diagnostics.types import NothingToAttest, RequirementsNotJoined, UnroundedAmount
from policy_engine.domain.bilingual import Text, both
from policy_engine.domain.citation import Citation, Office, Provision
from policy_engine.ir import nodes as ir
from policy_engine.semantics import (
    allocation,
    amounts,
    conditions,
    exceptions,
    expansion,
    money,
    names,
    norms,
    places,
    terms,
    wellknown,
)
from policy_engine.semantics.places import Placed
from policy_engine.semantics.scope import Scope
from policy_engine.semantics.setting import Setting, once, truth
from policy_engine.semantics.wording import header_wording, wording
from policy_engine.structure import dataclass
from policy_engine.syntax import ast

_DEPTH = MappingProxyType(
    {ast.HeadingLevel.CHAPTER: 0, ast.HeadingLevel.PART: 1, ast.HeadingLevel.SECTION: 2}
)
_ARTICLE_DEPTH = 3
_Found = TypeVar("_Found", bound=ast.Node)


@dataclass(slots=True)
class _Said:
    """What the sentences of one text have said so far."""

    enrolments: list[ir.Enrolment] = field(default_factory=list)
    tariffs: list[ir.Tariff] = field(default_factory=list)
    tables: list[ir.BandTable] = field(default_factory=list)
    schedules: list[ir.Schedule] = field(default_factory=list)
    bearings: list[tuple[ast.Bearing, Citation]] = field(default_factory=list)
    deposits: list[ir.Deposit] = field(default_factory=list)
    fundings: list[ir.Funding] = field(default_factory=list)
    quotas: list[ir.Quota] = field(default_factory=list)
    ceilings: list[ir.Ceiling] = field(default_factory=list)
    targets: list[ir.Target] = field(default_factory=list)
    listings: list[ir.Listing] = field(default_factory=list)
    delegations: list[ir.Delegation] = field(default_factory=list)
    not_encoded: list[ir.NotEncoded] = field(default_factory=list)
    interpretations: list[ir.Interpretation] = field(default_factory=list)
    benefits: list[ir.Benefit] = field(default_factory=list)
    reliefs: list[ir.Relief] = field(default_factory=list)
    programme_sets: list[ir.ProgrammeSets] = field(default_factory=list)
    payment_periods: list[ir.PaymentPeriods] = field(default_factory=list)
    deadlines: list[ir.Deadline] = field(default_factory=list)
    leaves_programmes_open: bool = False
    named: set[str] = field(default_factory=set)


def version(scope: Scope) -> ir.Version:
    """Give everything a text says, and report what it says wrongly or leaves unsaid."""
    said = _Said()
    scope.is_outgrown = not expansion.fits(scope)
    norms.interpretation(scope, scope.tree.header.commences_by, once(scope.citation(Provision())))
    for placed in scope.sentences:
        norms.interpretation(scope, placed.paragraph.note, once(scope.citation(placed.provision)))
        _sentence(scope, said, placed)
    exceptions.check(scope)
    _check_citations(scope)
    tariffs = tuple(said.tariffs)
    groups = norms.groups(scope)
    found = ir.Version(
        since=scope.text.since,
        until=scope.text.until,
        amended_by=scope.text.amended_by,
        groups=groups,
        norms=tuple(norms.over_recipients(scope)),
        participant_norms=tuple(norms.over_participants(scope)),
        enrolments=tuple(said.enrolments),
        tariffs=tariffs,
        tables=tuple(said.tables),
        schedules=tuple(said.schedules),
        bearings=tuple(
            money.bearing(scope, sentence, citation, tariffs) for sentence, citation in said.bearings
        ),
        deposits=tuple(said.deposits),
        fundings=tuple(said.fundings),
        quotas=tuple(said.quotas),
        ceilings=tuple(said.ceilings),
        targets=tuple(said.targets),
        allocation=allocation.allocation(scope, scope.sentences),
        listings=tuple(said.listings),
        delegations=tuple(said.delegations),
        not_encoded=tuple(said.not_encoded),
        interpretations=tuple(said.interpretations),
        blanks=tuple(_blanks(scope)),
        benefits=tuple(said.benefits),
        reliefs=tuple(said.reliefs),
        programme_sets=tuple(said.programme_sets),
        payment_periods=tuple(said.payment_periods),
        deadlines=tuple(said.deadlines),
        skeleton=tuple(_skeleton(scope)),
        changes=tuple(
            ir.Change(each.kind, scope.citation(each.place), each.by, each.since)
            for each in scope.text.changes
        ),
    )
    if not scope.is_outgrown:
        expansion.check(scope, found)
    if groups:
        _report_unsaid(scope, found, said)
    return found


def _sentence(scope: Scope, said: _Said, placed: Placed) -> None:
    sentence, citation = placed.paragraph.sentence, scope.citation(placed.provision)
    setting = once(citation)
    match sentence:
        case ast.Definitions():
            _check_definitions(scope, sentence, placed)
        case ast.Enrolment():
            is_open = isinstance(sentence.programmes, ast.Blank)
            said.leaves_programmes_open |= is_open
            enrolled = tuple(money.enrolments(scope, sentence, citation))
            said.enrolments += enrolled
            said.named |= set() if is_open else {entry.programme for entry in enrolled}
        case ast.Contribution():
            said.tariffs += amounts.tariffs(scope, sentence, citation)
        case ast.Bearing():
            said.bearings.append((sentence, citation))
        case ast.Deposit():
            said.deposits.append(money.deposit(scope, sentence, citation))
        case ast.Funding():
            said.fundings.append(money.funding(scope, sentence, citation))
        case ast.Months():
            said.schedules.append(money.schedule(scope, sentence, citation))
        case ast.Quota():
            said.quotas.append(allocation.quota(scope, sentence, citation))
        case ast.Ceiling():
            said.ceilings.append(allocation.ceiling(scope, sentence, citation))
        case ast.Target():
            said.targets.append(allocation.target(scope, sentence, citation))
        case ast.Listing():
            said.listings.append(_listing(scope, sentence, citation))
        case ast.Delegation():
            said.delegations.append(_delegation(scope, sentence, citation))
        case ast.NotEncoded():
            said.not_encoded.append(_not_encoded(scope, sentence, citation))
        case ast.Interpretation():
            said.interpretations.append(_interpretation(scope, sentence, citation))
        case ast.BandTable():
            found = amounts.table(scope, sentence, citation)
            said.tables += () if found is None else (found,)
        case ast.Benefit():
            said.benefits += _benefit(scope, sentence.programme, sentence, citation)
        case ast.Benefits():
            for item in sentence.items:
                where = scope.citation(places.of_item(placed.provision, item.marker))
                said.benefits += _benefit(scope, sentence.programme, item, where)
        case ast.Relief():
            said.reliefs += _relief(scope, sentence, citation)
        case ast.ProgrammeSets():
            said.programme_sets.append(_programme_sets(scope, sentence, citation))
        case ast.PaymentPeriods():
            said.payment_periods.append(
                ir.PaymentPeriods(citation, tuple(sorted({each.number for each in sentence.months})))
            )
        case ast.Deadline():
            programmes = frozenset(money.programmes(scope, sentence.programmes, setting))
            offset = int(sentence.following_month)
            said.deadlines.append(
                ir.Deadline(citation, programmes, sentence.day.number, offset, sentence.next_working_day)
            )
        case ast.Requirements():
            _check_joined(scope, sentence.criteria, setting)
        case (
            ast.Recipients()
            | ast.Exclusions()
            | ast.Lift()
            | ast.Change()
            | ast.Precedence()
            | ast.Provided()
            | ast.Ending()
        ):
            pass  # read in `norms` and `exceptions`
        case ast.Priority() | ast.AllocationRule():
            pass  # read together, in `allocation`
        case ast.Transition() | ast.Repeal() | ast.Amendment():
            pass  # said of other instruments
        case ast.Commencement():
            pass  # the header has the day; `law.time` compares the two
        case ast.OpenSentence():
            pass  # counted among the blanks


def _check_definitions(scope: Scope, sentence: ast.Definitions, placed: Placed) -> None:
    """Read each condition once, so that an unused definition is checked too."""
    for item in sentence.items:
        if item.condition is not None:
            where = places.of_item(placed.provision, item.marker)
            key = (scope.id, "term", item.term.text)
            with scope.path.through(key, both(item.term.text)):
                conditions.condition(scope, item.condition, once(scope.citation(where)))


def _check_joined(scope: Scope, criteria: ast.Criteria, setting: Setting) -> None:
    """Report cumulative lists, taken apart into norms, that do not say that they are cumulative."""
    if not isinstance(criteria, ast.ItemList):
        return
    if criteria.connective is None and len(criteria.items) > 1:
        scope.reports.append(RequirementsNotJoined(span=criteria.span, heading=setting.heading))
    if criteria.connective in (None, ast.Connective.AND):
        for item in criteria.items:
            if item.items is not None:
                _check_joined(scope, item.items, setting)


def _listing(scope: Scope, sentence: ast.Listing, citation: Citation) -> ir.Listing:
    decree = scope.identity(sentence.decree) if isinstance(sentence.decree, ast.InstrumentRef) else None
    office = sentence.decree if isinstance(sentence.decree, Office) else None
    return ir.Listing(citation, decree, office, None if sentence.fact is None else sentence.fact.text)


def _delegation(scope: Scope, sentence: ast.Delegation, citation: Citation) -> ir.Delegation:
    by = tuple(instrument for instrument, _ in scope.program.implementing(citation))
    return ir.Delegation(
        citation, sentence.matter.text, sentence.kind, sentence.sub_delegable, sentence.blocking, by
    )


def _not_encoded(scope: Scope, sentence: ast.NotEncoded, citation: Citation) -> ir.NotEncoded:
    if sentence.affects and sentence.fact is None:
        heading = places.heading(citation)
        scope.reports.append(NothingToAttest(span=sentence.span, heading=heading))
    fact = None if sentence.fact is None else sentence.fact.text
    return ir.NotEncoded(citation, fact, sentence.reason.text)


def _interpretation(scope: Scope, sentence: ast.Interpretation, citation: Citation) -> ir.Interpretation:
    basis = None if sentence.basis is None else scope.read(sentence.basis, citation.provision)
    return ir.Interpretation(citation, sentence.name.text, sentence.text.text, basis)


def _benefit(
    scope: Scope, of: ast.Name, said: ast.Benefit | ast.BenefitItem, citation: Citation
) -> Iterator[ir.Benefit]:
    after = 0 if said.after_months is None else said.after_months.number
    for programme in money.programmes(scope, (of,), once(citation)):
        rupiah = said.amount.rupiah if isinstance(said.amount, ast.MoneyValue) else None
        yield ir.Benefit(citation, programme, said.title.text, rupiah, after, said.consecutive)


def _relief(scope: Scope, sentence: ast.Relief, citation: Citation) -> Iterator[ir.Relief]:
    setting = once(citation)
    programmes = frozenset(money.programmes(scope, sentence.programmes, setting))
    barred = frozenset(
        code
        for name in sentence.barred_budgets
        if (code := names.one_code(scope.names, scope.reports, wellknown.BUDGETS, name, setting.heading))
    )
    condition: ir.Expr = truth(value=True)
    if sentence.condition is not None:
        condition = conditions.condition(scope, sentence.condition, setting)
    rate = sentence.rate.rate
    direction = ir.Direction.EXACT
    if sentence.rounding is not None:
        direction = terms.direction(sentence.rounding)
    elif _size(scope, programmes) * rate.numerator % rate.denominator:
        scope.reports.append(UnroundedAmount(span=sentence.span, heading=setting.heading))
    months, _ = money.months(scope, (sentence.months,), setting)
    if months:
        yield ir.Relief(
            citation,
            programmes,
            rate.numerator,
            rate.denominator,
            min(months),
            max(months),
            condition,
            sentence.from_participation_month,
            barred,
            direction,
        )


def _size(scope: Scope, programmes: frozenset[str]) -> int:
    """Give a number that divides every written contribution to some programmes, in all instruments."""
    size = 0
    for texts in scope.program.texts.values():
        for placed in (placed for text in texts for placed in places.sentences(text.tree)):
            sentence = placed.paragraph.sentence
            if isinstance(sentence, ast.BandTable) and sentence.programme.text in programmes:
                size = gcd(size, *(band.amount.rupiah for band in sentence.bands))
            elif isinstance(sentence, ast.Contribution) and programmes & {
                n.text for n in sentence.programmes
            }:
                match sentence.amount:
                    case ast.MoneyValue():
                        size = gcd(size, sentence.amount.rupiah)
                    case ast.BandAmount() | ast.Blank():
                        pass  # an amount of a table is counted there
                    case _:  # any computed amount may be of any size
                        size = 1
    return size


def _programme_sets(scope: Scope, sentence: ast.ProgrammeSets, citation: Citation) -> ir.ProgrammeSets:
    setting = once(citation)
    whom = norms.limit(scope, sentence.scope, setting)
    sets = tuple(frozenset(money.programmes(scope, one.programmes, setting)) for one in sentence.sets)
    return ir.ProgrammeSets(citation, whom or truth(value=True), sets)


def _report_unsaid(scope: Scope, found: ir.Version, said: _Said) -> None:
    priced = {tariff.programme for tariff in found.tariffs}
    missing: list[tuple[Text, Text]] = []
    if not found.enrolments and not said.leaves_programmes_open:
        sentence = Text(
            "Penerima diikutsertakan dalam program ... .", "Recipients are enrolled in the programme ... ."
        )
        missing.append((Text("programnya", "in which programmes"), sentence))
    for programme in sorted(said.named - priced):
        sentence = Text(f"Iuran {programme} sebesar ... .", f"Contribution {programme} of ... .")
        missing.append((Text(f"Iuran {programme}", f"the contribution to {programme}"), sentence))
    if not found.schedules:
        sentence = Text(
            "Iuran dibayar untuk bulan Iuran ... .", "Contributions are paid for contribution months ... ."
        )
        missing.append((Text("bulan Iurannya", "for which months"), sentence))
    if not found.bearings:
        sentence = Text("Iuran ditanggung oleh ... .", "Contributions are borne by ... .")
        missing.append((Text("siapa yang menanggung Iuran", "who bears the contribution"), sentence))
    span = scope.tree.header.title.span
    for what, sentence in missing:
        scope.reports.append(LeftUnsaid(span=span, what=what, sentence=sentence))


def _check_citations(scope: Scope) -> None:
    """Report citations of places that this instrument does not have, where reading them did not."""
    told = {found.span for found in scope.reports if isinstance(found, UnknownProvision)}
    for placed in scope.sentences:
        sentence = placed.paragraph.sentence
        if isinstance(sentence, ast.Amendment | ast.Repeal):
            continue  # what they say belongs to the text they change
        for cited, where in _within(sentence, placed.provision, ast.CitationRef):
            if cited.instrument is None and cited.span not in told:
                scope.find(cited, where)


def _blanks(scope: Scope) -> Iterator[ir.BlankNote]:
    whole = scope.citation(Provision())
    tree = scope.tree
    for blank, _ in _within((tree.kind, tree.number, tree.year, tree.header), Provision(), ast.Blank):
        yield ir.BlankNote(whole, blank.note)
    for placed in scope.sentences:
        for blank, where in _within(placed.paragraph.sentence, placed.provision, ast.Blank):
            yield ir.BlankNote(scope.citation(where), blank.note)


def _within(node: object, where: Provision, kind: type[_Found]) -> Iterator[tuple[_Found, Provision]]:
    """Go through the nodes of one kind in a node and the places they stand at."""
    if isinstance(node, kind):
        yield node, where
    elif isinstance(node, tuple):
        for inner in node:
            yield from _within(inner, where, kind)
    elif isinstance(node, ast.Node):
        marker = getattr(node, "marker", None)
        here = places.of_item(where, marker) if isinstance(marker, str) else where
        names: tuple[str, ...] = node.__match_args__
        for name in names:
            inner = getattr(node, name)
            if isinstance(inner, tuple | ast.Node):
                yield from _within(inner, here, kind)


def _skeleton(scope: Scope) -> Iterable[ir.SkeletonUnit]:
    for line in header_wording(scope.tree):
        yield ir.SkeletonUnit(0, None, None, line, None)
    for unit in scope.tree.body:
        if isinstance(unit, ast.Heading):
            yield ir.SkeletonUnit(_DEPTH[unit.level], None, wording(unit), None, None, unit.span)
            continue
        yield ir.SkeletonUnit(_ARTICLE_DEPTH, scope.citation(unit.provision), None, None, None, unit.span)
        for paragraph in unit.paragraphs:
            where = scope.citation(places.of_paragraph(unit.provision, paragraph))
            note = None if paragraph.note is None else paragraph.note.text
            yield ir.SkeletonUnit(_ARTICLE_DEPTH + 1, where, None, wording(paragraph), note, paragraph.span)
