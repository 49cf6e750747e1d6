"""Sentences as lines: the first says the norm or leads in its list, the others are the items."""

from collections.abc import Sequence
from types import MappingProxyType

from policy_engine.domain.bilingual import Language
from policy_engine.domain.citation import Office
from policy_engine.syntax import ast
from policy_engine.syntax.printing.conditions import condition, ended, item_lines, noted, separated
from policy_engine.syntax.printing.layout import Line
from policy_engine.syntax.printing.values import (
    blank,
    citation,
    citations,
    instrument,
    month_span,
    month_spans,
    names,
    or_blank,
    provision_range,
    quote,
    rounding,
    term,
    value,
    written,
)
from policy_engine.syntax.printing.words import (
    attached,
    capitalised,
    closed,
    enumeration,
    kind,
    phrase,
    quoted,
    word,
)

ITEM_HANG = 3

_AREA_KEYWORD = MappingProxyType(
    {
        ast.QuotaArea.VILLAGE: "PER_VILLAGE",
        ast.QuotaArea.DISTRICT: "PER_DISTRICT",
        ast.QuotaArea.REGENCY: "PER_REGENCY",
    }
)
_DIRECTION_KEYWORD = MappingProxyType(
    {
        ast.Direction.LOWEST: "LOWEST",
        ast.Direction.HIGHEST: "HIGHEST",
        ast.Direction.EARLIEST: "EARLIEST",
        ast.Direction.LATEST: "LATEST",
        ast.Direction.HOLDS: "MEETING",
    }
)
_GAP_KEYWORD = MappingProxyType(
    {
        ast.GapRule.LOWER: "GAP_LOWER",
        ast.GapRule.UPPER: "GAP_UPPER",
        ast.GapRule.UNDETERMINED: "GAP_UNDETERMINED",
    }
)

# An amendment holds articles and a change any sentence: both are written in `instrument`.
OneSentence = (
    ast.Definitions
    | ast.Recipients
    | ast.Requirements
    | ast.Exclusions
    | ast.Lift
    | ast.Precedence
    | ast.Enrolment
    | ast.Contribution
    | ast.Bearing
    | ast.Deposit
    | ast.Funding
    | ast.Months
    | ast.Provided
    | ast.Ending
    | ast.Quota
    | ast.Ceiling
    | ast.Target
    | ast.Priority
    | ast.AllocationRule
    | ast.Listing
    | ast.Delegation
    | ast.Transition
    | ast.NotEncoded
    | ast.Interpretation
    | ast.OpenSentence
    | ast.BandTable
    | ast.Benefit
    | ast.Benefits
    | ast.Relief
    | ast.ProgrammeSets
    | ast.PaymentPeriods
    | ast.Deadline
    | ast.Repeal
    | ast.Commencement
)


def sentence_lines(node: OneSentence, note: ast.Name | None, language: Language) -> list[Line]:
    """Write a sentence and the interpretation it rests on; items start at indent 0."""
    lead, items = _said(node, note, language)
    return [Line(capitalised(lead), 0, 0, node.span.start), *items]


def scope(node: ast.Scope, language: Language) -> str:
    """Write whom a sentence is about: `Penerima sebagaimana dimaksud dalam Pasal 2 huruf a`."""
    groups = [group for group in node.groups if isinstance(group, ast.Name)]
    cited = [group for group in node.groups if isinstance(group, ast.CitationRef)]
    match node.subject:
        case ast.Subject.PARTICIPANT:
            return phrase(word("_PARTICIPANT", language), names(groups, language))
        case ast.Subject.CONTRIBUTION:
            return _referred(cited, language)
        case ast.Subject.RECIPIENT:
            recipient = word("_RECIPIENT", language)
            if cited:
                return phrase(recipient, _referred(cited, language))
            if groups:
                return phrase(recipient, word("_GROUP", language), names(groups, language))
            return recipient


def _referred(cited: Sequence[ast.CitationRef], language: Language) -> str:
    nearby = "_REFERRED_TO_NEARBY" if cited[0].unwritten else "_REFERRED_TO"
    return phrase(word(nearby, language), citations(cited, language))


def definition(node: ast.DefinitionItem, language: Language) -> str:
    """Write one definition, without what separates it from the next."""
    said = None if node.condition is None else condition(node.condition, language)
    return phrase(
        f"{node.marker}.",
        written(node.term),
        word("_MEANS", language),
        None if node.text is None else quoted(node.text.text),
        None if node.text is None or said is None else word("_NAMELY", language),
        said,
    )


def party(node: ast.Party, language: Language) -> str:
    """Write who bears or pays."""
    match node:
        case ast.OwnGovernment():
            return word("OWN_GOVERNMENT", language)
        case ast.GovernmentOf(region):
            return phrase(word("_GOVERNMENT_OF", language), region.text)
        case ast.Name(text):
            return text


def share(node: ast.Share, language: Language) -> str:
    """Write a share: `60% oleh Pemerintah Daerah`, or who bears the whole."""
    if node.rate is None:
        return party(node.party, language)
    return phrase(or_blank(node.rate, language), word("_BY", language), party(node.party, language))


def budget(node: ast.Budget, language: Language) -> str:
    """Write a budget: `apbd kabupaten_karimun tahun anggaran 2025, belanja "bantuan sosial"`."""
    years = _fiscal_years(node.fiscal_years, language)
    item = blank(node.item) if isinstance(node.item, ast.Blank) else quote(node.item)
    return phrase(
        node.kind.text,
        None if node.locality is None else node.locality.text,
        word("AMENDED_BUDGET", language) if node.amended else None,
        None if years is None else word("_FISCAL_YEAR", language),
        years,
        None if item is None else attached("_SPENDING", language),
        item,
    )


def _fiscal_years(years: tuple[int, ...] | ast.Blank, language: Language) -> str | None:
    if isinstance(years, ast.Blank):
        return blank(years)
    if not years:
        return None
    last = None if len(years) == 1 else phrase(word("_THROUGH", language), str(years[-1]))
    return phrase(str(years[0]), last)


def place_quota(node: ast.PlaceQuota, language: Language) -> str:
    """Write the quota of one place: `1. moro 1.260 orang`."""
    return phrase(f"{node.marker}.", node.place.text, value(node.people, language))


def priority_key(node: ast.PriorityKey, language: Language) -> str:
    """Write one key of an order of priority: `b. usia mulai dari yang tertinggi`."""
    key = word("AGE", language) if isinstance(node.key, ast.Age) else node.key.text
    direction = word(_DIRECTION_KEYWORD[node.direction], language)
    return phrase(f"{node.marker}.", key, word("_STARTING_FROM", language), direction)


def programme_set(node: ast.ProgrammeSet, language: Language) -> str:
    """Write one set of programmes the law allows: `a. jkk dan jkm`."""
    return phrase(f"{node.marker}.", names(node.programmes, language))


def benefit_item(node: ast.BenefitItem, language: Language) -> str:
    """Write one of several benefits: `a. "biaya pemakaman" sebesar Rp10.000.000`."""
    return phrase(f"{node.marker}.", _benefit(node, language))


def _benefit(node: ast.Benefit | ast.BenefitItem, language: Language) -> str:
    months = node.after_months
    return phrase(
        quoted(node.title.text),
        word("_AMOUNTING_TO", language),
        or_blank(node.amount, language),
        None if months is None else f"{attached('_AFTER_AT_LEAST', language)} {value(months, language)}",
        None if months is None else word("_CONTRIBUTION_MONTHS", language),
        word("CONSECUTIVE", language) if node.consecutive else None,
    )


def band(node: ast.Band, language: Language) -> str:
    """Write one row of a table by bands: `2. Rp1.100.000 sampai dengan Rp1.299.000: Rp12.000`."""
    if node.low is None:
        bounds = phrase(word("_THROUGH", language), None if node.high is None else value(node.high, language))
    elif node.high is None:
        bounds = phrase(word("AT_LEAST_MONEY", language), value(node.low, language))
    else:
        bounds = phrase(value(node.low, language), word("_THROUGH", language), value(node.high, language))
    return f"{node.row}. {bounds}: {value(node.amount, language)}"


def _decree(node: ast.InstrumentRef | Office | ast.Blank, language: Language) -> str:
    match node:
        case ast.Blank():
            return blank(node)
        case Office():
            return word(f"DECREE_OF_{node.name}", language)
        case ast.InstrumentRef():
            return instrument(node, language)


def band_amount(node: ast.BandAmount, language: Language) -> str:
    """Write the amount of a table: `sesuai dengan pp 44/2015 Lampiran II baris 1`."""
    row = None if node.row is None else phrase(word("_ROW", language), str(node.row))
    by = None if node.by is None else phrase(word("_BY_FACT", language), node.by.text)
    return phrase(word("_UNDER", language), citation(node.table, language), row, by)


def _said(node: OneSentence, note: ast.Name | None, language: Language) -> tuple[str, list[Line]]:
    def one(*parts: str | None) -> tuple[str, list[Line]]:
        return closed(phrase(*parts, noted(note, language))), []

    def spoken(name: str) -> str:
        return word(name, language)

    match node:
        case ast.Definitions(definitions):
            items = _listed([(definition(item, language), item) for item in definitions], None)
            return f"{spoken('_TERMS')}:", items
        case ast.Recipients(criteria):
            lead = phrase(spoken("_RECIPIENT"), spoken("_CONSIST_OF"))
            return _with_criteria(f"{lead}:", lead, criteria, note, language)
        case ast.Requirements(whom, criteria):
            about = scope(whom, language)
            listed, plain = spoken("_MUST_MEET"), spoken("_MUST")
            return _with_criteria(f"{about} {listed}:", f"{about} {plain}", criteria, note, language)
        case ast.Exclusions(whom, criteria):
            lead = f"{spoken('_EXCLUDED')} {scope(whom, language)}:"
            return _with_criteria(lead, lead, criteria, note, language)
        case ast.Ending(criteria):
            lead = spoken("_PAYMENT_ENDS")
            return _with_criteria(f"{lead}:", lead, criteria, note, language)
        case ast.Lift(when, targets):
            shown = _targets(targets, language)
            return one(f"{spoken('_IN_CASE')} {condition(when, language)}, {shown}", spoken("_NOT_APPLY"))
        case ast.Precedence(first, second):
            return one(_group(first, language), spoken("_PRECEDES"), _group(second, language))
        case ast.Enrolment(whom, programmes):
            shown = blank(programmes) if isinstance(programmes, ast.Blank) else names(programmes, language)
            return one(scope(whom, language), spoken("_ENROLLED_IN"), shown)
        case ast.Contribution(whom, programmes, amount):
            about = _contribution(programmes, None if _is_plain(whom) else whom, language)
            if isinstance(amount, ast.BandAmount):
                return one(about, band_amount(amount, language))
            return one(about, spoken("_AMOUNTING_TO"), term(amount, language))
        case ast.Bearing():
            return one(_bearing(node, language))
        case ast.Deposit(payer, whom):
            shown = blank(payer) if isinstance(payer, ast.Blank) else party(payer, language)
            return one(_contribution((), whom, language), spoken("_PAID_BY"), shown)
        case ast.Funding(whom, budgets):
            shown = (
                blank(budgets)
                if isinstance(budgets, ast.Blank)
                else enumeration([budget(each, language) for each in budgets], spoken("AND"))
            )
            return one(spoken("_FUNDING"), *_for(whom, language), spoken("_CHARGED_TO"), shown)
        case ast.Months(whom, spans, at_most, in_advance):
            return one(
                _contribution((), whom, language),
                spoken("_PAID_FOR_MONTHS"),
                blank(spans) if isinstance(spans, ast.Blank) else month_spans(spans, language),
                None if at_most is None else attached("AT_MOST_DURATION", language),
                None if at_most is None else f"{value(at_most, language)} {spoken('UNIT_MONTHS')}",
                attached("IN_ADVANCE", language) if in_advance else None,
            )
        case ast.Provided(when):
            return one(spoken("_CONTRIBUTION"), spoken("_PAID_PROVIDED"), condition(when, language))
        case ast.Quota(whom, area, bound, people, places):
            lead = phrase(
                spoken("_QUOTA"),
                scope(whom, language),
                None if area is None else spoken(_AREA_KEYWORD[area]),
            )
            if people is None:
                return f"{lead}:", _listed([(place_quota(place, language), place) for place in places], None)
            return one(lead, spoken(bound.name), or_blank(people, language))
        case ast.Ceiling(amount, fiscal_year, fund):
            return one(
                spoken("_CEILING"),
                None if fund is None else fund.text,
                spoken("AT_MOST_MONEY"),
                or_blank(amount, language),
                None if fiscal_year is None else f"{spoken('_FISCAL_YEAR')} {fiscal_year}",
            )
        case ast.Target(people):
            return one(spoken("_TARGET"), or_blank(people, language))
        case ast.Priority(keys):
            items = _listed([(priority_key(key, language), key) for key in keys], spoken("AND"))
            return f"{spoken('_PRIORITY')}:", items
        case ast.AllocationRule():
            return one(*(spoken(name) for name in _allocation(node)))
        case ast.Listing(decree, fact):
            return one(
                spoken("_LISTING"),
                _decree(decree, language),
                None if fact is None else f"{attached('_AND_REQUIRES', language)} {fact.text}",
            )
        case ast.Delegation(matter, delegate, sub_delegable, blocking):
            return one(
                spoken("_FURTHER"),
                quoted(matter.text),
                spoken("REGULATED_BY_OR_UNDER" if sub_delegable else "REGULATED_BY"),
                kind(delegate, language),
                attached("BLOCKING", language) if blocking else None,
            )
        case ast.Transition(when, cited, until):
            return one(
                f"{spoken('_FOR')} {condition(when, language)}, {citation(cited, language)}",
                spoken("_REMAINS_UNTIL"),
                value(until, language),
            )
        case ast.NotEncoded(fact, reason, affects):
            return one(
                spoken("_NOT_ENCODED"),
                None if fact is None else fact.text,
                spoken("_BECAUSE"),
                quoted(reason.text),
                attached("AFFECTS" if affects else "NOT_AFFECTS", language),
            )
        case ast.Interpretation(name, text, basis):
            return one(
                f"{spoken('_INTERPRETATION')} {name.text}: {quoted(text.text)}",
                None if basis is None else f"{spoken('_BASED_ON')} {citation(basis, language)}",
            )
        case ast.OpenSentence(unknown):
            return one(blank(unknown))
        case ast.BandTable(programme, by, gap, bands):
            lead = phrase(
                _contribution((programme,), None, language),
                spoken("_BY_FACT"),
                by.text,
                attached("_BETWEEN_ROWS", language),
                spoken(_GAP_KEYWORD[gap]),
            )
            return f"{lead}:", _listed([(band(row, language), row) for row in bands], None)
        case ast.Benefit(programme):
            return one(spoken("_BENEFIT"), programme.text, _benefit(node, language))
        case ast.Benefits(programme, benefits):
            items = _listed([(benefit_item(each, language), each) for each in benefits], spoken("AND"))
            return f"{spoken('_BENEFIT')} {programme.text}:", items
        case ast.Relief():
            return one(_relief(node, language))
        case ast.ProgrammeSets(whom, sets):
            items = _listed([(programme_set(each, language), each) for each in sets], spoken("OR"))
            return f"{scope(whom, language)} {spoken('_TAKE_PART_IN')}:", items
        case ast.PaymentPeriods(months):
            return one(
                spoken("_CONTRIBUTION"),
                spoken("_PAYABLE_AT_ONCE"),
                enumeration([value(number, language) for number in months], spoken("OR")),
                spoken("UNIT_MONTHS"),
            )
        case ast.Deadline(programmes, day, following_month, next_working_day):
            return one(
                _contribution(programmes, None, language),
                spoken("_PAID_NO_LATER"),
                value(day, language),
                spoken("_OF_CONTRIBUTION_MONTH"),
                spoken("FOLLOWING") if following_month else None,
                attached("NEXT_WORKING_DAY", language) if next_working_day else None,
            )
        case ast.Repeal(repealed):
            shown = enumeration([instrument(each, language) for each in repealed], spoken("AND"))
            return one(shown, spoken("_REPEALED"))
        case ast.Commencement(on):
            named = spoken(on.name) if isinstance(on, ast.CommencementDay) else value(on, language)
            return one(spoken("_THIS_COMMENCES"), named)


def _with_criteria(
    lead_of_list: str, lead: str, criteria: ast.Criteria, note: ast.Name | None, language: Language
) -> tuple[str, list[Line]]:
    if isinstance(criteria, ast.ItemList):
        return lead_of_list, item_lines(criteria, language)
    return closed(phrase(lead, condition(criteria, language), noted(note, language))), []


def _listed(texts: Sequence[tuple[str, ast.Node]], joiner: str | None) -> list[Line]:
    return [
        Line(ended(text, separated(position, len(texts), joiner)), 0, ITEM_HANG, node.span.start)
        for position, (text, node) in enumerate(texts)
    ]


def _is_plain(whom: ast.Scope) -> bool:
    return whom.subject is ast.Subject.RECIPIENT and not whom.groups


def _for(whom: ast.Scope | None, language: Language) -> tuple[str, ...]:
    if whom is None:
        return ()
    said = scope(whom, language)
    return (said,) if whom.subject is ast.Subject.CONTRIBUTION else (word("_FOR", language), said)


def _contribution(programmes: Sequence[ast.Name], whom: ast.Scope | None, language: Language) -> str:
    return phrase(word("_CONTRIBUTION", language), names(programmes, language), *_for(whom, language))


def _targets(targets: Sequence[ast.CitationRef | ast.ProvisionRange], language: Language) -> str:
    match targets:
        case (ast.ProvisionRange() as reach,):
            return provision_range(reach, language) + ("," if reach.excepting else "")
        case _:
            return citations([each for each in targets if isinstance(each, ast.CitationRef)], language)


def _group(node: ast.CitationRef | ast.Name, language: Language) -> str:
    match node:
        case ast.Name(text):
            return phrase(word("_GROUP", language), text)
        case ast.CitationRef():
            return citation(node, language)


def _bearing(node: ast.Bearing, language: Language) -> str:
    about = _contribution(node.programmes, node.scope, language)
    match node.shares:
        case ast.Blank() as unknown:
            borne = phrase(word("_BORNE_WHOLLY_BY", language), blank(unknown))
        case (ast.Share(_, None) as whole,):
            borne = phrase(word("_BORNE_WHOLLY_BY", language), share(whole, language))
        case shares:
            parts = enumeration([share(each, language) for each in shares], word("AND", language))
            borne = f"{word('_BORNE_PARTLY', language)}: {parts}"
    return phrase(
        about,
        borne,
        None if node.rounding is None else f", {rounding(node.rounding, language)}",
        None if node.provided is None else attached("_PROVIDED", language),
        None if node.provided is None else condition(node.provided, language),
    )


def _allocation(node: ast.AllocationRule) -> tuple[str, ...]:
    match node.unknown_key:
        case ast.UnknownKey.LAST:
            return ("_RECIPIENT", "_VALUE_UNKNOWN", "PLACED_LAST")
        case ast.UnknownKey.HELD:
            return ("_RECIPIENT", "_VALUE_UNKNOWN", "HELD")
        case None:
            pass
    match node.filling:
        case ast.Filling.SKIP:
            return ("_RECIPIENT", "_MISFIT", "SKIPPED")
        case ast.Filling.STOP:
            return ("_RECIPIENT", "_MISFIT", "STOPS")
        case None:
            pass
    if node.waiting_list:
        return ("_RECIPIENT", "_MISFIT", "WAITING_LIST")
    if node.replacement:
        return ("_RECIPIENT", "_WHO_ENDED", "_REPLACED")
    return ("_QUOTA_FILLED_MONTHLY",) if node.monthly else ("_MONTHS_REDUCIBLE",)


def _relief(node: ast.Relief, language: Language) -> str:
    begins = attached("_FROM_PARTICIPATION_MONTH", language)
    if not begins.endswith("-"):
        begins += " "
    return phrase(
        word("_RELIEF", language),
        names(node.programmes, language),
        word("_AMOUNTING_TO", language),
        value(node.rate, language),
        word("_FOR_MONTHS", language),
        month_span(node.months, language),
        None if node.condition is None else word("_FOR_PARTICIPANTS", language),
        None if node.condition is None else condition(node.condition, language),
        None if node.from_participation_month == 1 else f"{begins}{node.from_participation_month}",
        attached("_BARRED_BUDGETS", language) if node.barred_budgets else None,
        names(node.barred_budgets, language),
        None if node.rounding is None else f", {rounding(node.rounding, language)}",
    )
