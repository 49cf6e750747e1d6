"""A library as text for people and goldens: an instrument in, one line for each thing it says out.

Stable: the same meaning gives the same text, and a changed norm changes one line. Expressions stand in
infix form with every bracket that could matter. Wording is not here; it stands in the policy.
"""

from collections.abc import Iterable, Iterator

from policy_engine.domain.bilingual import Language
from policy_engine.domain.citation import Citation, InstrumentId
from policy_engine.domain.dates import Month, PackedDate, format_iso, format_iso_month
from policy_engine.ir.nodes import (
    AgeCompare,
    All,
    Allocation,
    Any,
    Arithmetic,
    Arm,
    BandLookup,
    BandTable,
    Bearing,
    Blank,
    Budget,
    CodeSet,
    Compare,
    Day,
    DayRef,
    Direction,
    Excepted,
    Expr,
    Fact,
    FactRef,
    FactValue,
    Happened,
    Includes,
    Instrument,
    Kind,
    Library,
    Listing,
    Literal,
    Norm,
    Not,
    NotBorne,
    NotHappened,
    Parameter,
    ParameterRef,
    Party,
    Quota,
    Scale,
    Schedule,
    Type,
    Version,
    Vocabulary,
    WithinRegion,
)


def dump_library(library: Library) -> str:
    """Give a whole library, declarations first."""
    lines = [f"leap rule {library.leap_rule.value}"]
    for vocabulary in library.vocabularies:
        lines += _vocabulary(vocabulary)
    lines += (_fact(fact) for fact in library.facts)
    for parameter in library.parameters:
        lines += _parameter(parameter)
    for instrument in library.instruments:
        lines += ("", *_instrument(instrument))
    return _text(lines)


def dump_instrument(instrument: Instrument) -> str:
    """Give one instrument."""
    return _text(_instrument(instrument))


def dump_expr(expr: Expr) -> str:
    """Give an expression on one line."""
    match expr:
        case Literal(value):
            return _number(expr.type.kind, value)
        case FactRef(name):
            return name
        case DayRef(day, number):
            return f"day({number})" if day is Day.MONTH_DAY else day.value
        case ParameterRef(name, key, on):
            return f"{name}{'' if key is None else f'[{dump_expr(key)}]'}@{dump_expr(on)}"
        case Compare(comparison, left, right):
            return f"({dump_expr(left)} {comparison.value} {dump_expr(right)})"
        case AgeCompare(comparison, birth, on, years, exact):
            whole = "exactly " if exact else ""
            return f"(age({dump_expr(birth)}, {dump_expr(on)}) {comparison.value} {whole}{years})"
        case Includes(subject, codes):
            return f"({dump_expr(subject)} in {_set(codes)})"
        case WithinRegion(subject, region):
            return f"({dump_expr(subject)} within {region})"
        case Happened(event, by):
            return f"({dump_expr(event)} by {dump_expr(by)})"
        case Not(operand):
            return f"not {dump_expr(operand)}"
        case All(operands):
            return _joined("and", "true", operands)
        case Any(operands):
            return _joined("or", "false", operands)
        case Excepted(base, arms):
            return f"({dump_expr(base)}{''.join(_arm(arm) for arm in arms)})"
        case Arithmetic(operation, left, right):
            return f"({dump_expr(left)} {operation.value} {dump_expr(right)})"
        case Scale(operand, numerator, denominator, direction, unit, basis):
            scaled = f"{dump_expr(operand)} * {numerator}/{denominator}"
            cited = "" if basis is None else f" under {_quoted(basis.indonesian)}"
            return (
                f"({scaled})"
                if direction is Direction.EXACT
                else f"({scaled} {direction.value} to {unit}{cited})"
            )
        case BandLookup(table, key, chosen):
            return f"{'row' if chosen else 'band'}({_cite(table.citation)}, {dump_expr(key)})"
        case Blank(name, _, note):
            return f"blank({name}{_note(note)})"
        case NotBorne(seniors):
            return f"not_borne({', '.join(senior.slug for senior in seniors)})"


def _arm(arm: Arm) -> str:
    inner = "".join(_arm(exception) for exception in arm.exceptions)
    unless = f" ({inner.strip()})" if inner else ""
    return f" unless {_cite(arm.citation)}: {dump_expr(arm.condition)} gives {dump_expr(arm.value)}{unless}"


def _joined(word: str, empty: str, operands: tuple[Expr, ...]) -> str:
    return f"({f' {word} '.join(dump_expr(operand) for operand in operands)})" if operands else empty


def _number(kind: Kind, value: int) -> str:
    match kind:
        case Kind.TRUTH:
            return "true" if value else "false"
        case Kind.DATE | Kind.EVENT:
            return format_iso(PackedDate(value))
        case Kind.MONTH:
            return format_iso_month(Month(value))
        case Kind.RUPIAH:
            return f"Rp{value}"
        case Kind.RUPIAH_PER_MONTH:
            return f"Rp{value}/month"
        case Kind.NUMBER | Kind.CODE | Kind.CODE_SET | Kind.REGION:
            return str(value)
        case Kind.YEARS | Kind.MONTHS | Kind.DAYS | Kind.PEOPLE:
            return f"{value} {kind.value}"


# Declarations


def _vocabulary(vocabulary: Vocabulary) -> Iterator[str]:
    yield f"vocabulary {vocabulary.name}{_after('version', vocabulary.version)}"
    for code in vocabulary.codes:
        yield f"  {code.name}{_after('code', code.code)}"
    for group in vocabulary.groups:
        yield f"  group {group.name} = {_set(group.members)}"


def _fact(fact: Fact) -> str:
    bounds = "".join(
        f" {word} {_number(fact.type.kind, bound)}"
        for word, bound in (("from", fact.low), ("to", fact.high))
        if bound is not None
    )
    typical = "" if fact.typical is None else f" typically {_fact_value(fact, fact.typical)}"
    return f"fact {fact.name}: {_type(fact.type)}{bounds}{typical}{' changeable' if fact.changeable else ''}"


def _fact_value(fact: Fact, value: FactValue) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return _number(fact.type.kind, value)
        case str():
            return value
        case CodeSet(codes, complete):
            return f"{_set(codes)}{'' if complete else ' and more'}"
        case NotHappened():
            return "not happened"


def _parameter(parameter: Parameter) -> Iterator[str]:
    yield f"parameter {parameter.name}: {_type(parameter.type)}{_after('by', parameter.keyed_by)}"
    for row in parameter.values:
        value = "blank" if row.value is None else _number(parameter.type.kind, row.value)
        yield f"  {row.key or '-'} {_span(row.since, row.until)}: {value}"


def _type(type_: Type) -> str:
    few = "" if type_.at_most is None else f" at most {type_.at_most}"
    return f"{type_.kind.value}{_after('of', type_.vocabulary)}{few}"


# Instruments


def _instrument(instrument: Instrument) -> Iterator[str]:
    yield f"instrument {instrument.id.slug} {instrument.status.value}{_after('in', instrument.region)}"
    yield f"  commences {_day(instrument.commences)}{_after('segment', instrument.segment)}"
    for word, others in (("in view of", instrument.in_view_of), ("special to", instrument.special_to)):
        if others:
            yield f"  {word} {_ids(others)}"
    if instrument.implements:
        yield f"  implements {', '.join(_cite(place) for place in instrument.implements)}"
    if instrument.repealed_by is not None:
        yield f"  repealed by {instrument.repealed_by.slug}"
    for kept in instrument.continuations:
        condition = dump_expr(kept.condition)
        yield f"  kept until {format_iso(kept.until)} {_cite(kept.citation)}: {condition}"
    for version in instrument.versions:
        yield from _version(version)


def _version(version: Version) -> Iterator[str]:
    amended = f" amended by {_ids(version.amended_by)}" if version.amended_by else ""
    yield f"  version {_span(version.since, version.until)}{amended}"
    for line in _statements(version):
        yield f"    {line}"


def _statements(version: Version) -> Iterator[str]:
    for group in version.groups:
        precedes = f" before {_set(group.precedes)}" if group.precedes else ""
        yield f"group {group.id}{_after('named', group.name)}{precedes} {_norm(group.match)}"
    yield from (_norm(norm) for norm in version.norms)
    yield from (f"participant {_norm(norm)}" for norm in version.participant_norms)
    for enrolment in version.enrolments:
        stated = f"enrolment{_groups(enrolment.groups)} {_cite(enrolment.citation)}"
        yield f"{stated}: {enrolment.programme} if {dump_expr(enrolment.condition)}"
    for tariff in version.tariffs:
        stated = f"tariff{_groups(tariff.groups)} {_cite(tariff.citation)}"
        yield f"{stated}: {tariff.programme} {dump_expr(tariff.amount)}"
    for table in version.tables:
        yield from _table(table)
    for schedule in version.schedules:
        yield from _schedule(schedule)
    for bearing in version.bearings:
        yield from _bearing(bearing)
    for deposit in version.deposits:
        yield f"deposit {_cite(deposit.citation)}: {_party(deposit.party)}"
    for funding in version.fundings:
        budgets = ", ".join(_budget(budget) for budget in funding.budgets)
        stated = f"funding{_groups(funding.groups)} {_cite(funding.citation)}"
        yield f"{stated}: {budgets}{_open(is_open=funding.is_open)}"
    yield from (_quota(quota) for quota in version.quotas)
    for ceiling in version.ceilings:
        limits = f"{_after('of', _year(ceiling.fiscal_year))}{_after('from', ceiling.budget)}"
        yield f"ceiling {_cite(ceiling.citation)}: {_rupiah(ceiling.rupiah)}{limits}"
    for target in version.targets:
        yield f"target {_cite(target.citation)}: {_people(target.people)}"
    yield from _allocation(version.allocation)
    yield from _clauses(version)
    yield from _national(version)


def _clauses(version: Version) -> Iterator[str]:
    for listing in version.listings:
        yield f"listing {_cite(listing.citation)}: {_decree(listing)}{_after('told by', listing.fact)}"
    for matter in version.delegations:
        words = f"{' sub-delegable' if matter.sub_delegable else ''}{' blocking' if matter.blocking else ''}"
        done = f" done by {_ids(matter.implemented_by)}" if matter.implemented_by else ""
        to = f"{_quoted(matter.matter)} to {matter.kind.code}"
        yield f"delegation {_cite(matter.citation)}: {to}{words}{done}"
    for clause in version.not_encoded:
        told = _after("told by", clause.fact)
        yield f"not encoded {_cite(clause.citation)}{told}: {_quoted(clause.reason)}"
    for reading in version.interpretations:
        basis = "" if reading.basis is None else f" under {_cite(reading.basis)}"
        yield f"interpretation {reading.name} {_cite(reading.citation)}: {_quoted(reading.text)}{basis}"
    for blank in version.blanks:
        yield f"blank {_cite(blank.citation)}{_note(blank.note)}"


def _decree(listing: Listing) -> str:
    if listing.office is not None:
        return f"decree of the {listing.office.value}"
    return "blank" if listing.decree is None else listing.decree.slug


def _national(version: Version) -> Iterator[str]:
    for benefit in version.benefits:
        row = " in a row" if benefit.consecutive else ""
        after = f" after {benefit.after_months} months{row}" if benefit.after_months else ""
        title = f"{benefit.programme} {_quoted(benefit.title)}"
        yield f"benefit {_cite(benefit.citation)}: {title} {_rupiah(benefit.rupiah)}{after}"
    for relief in version.reliefs:
        months = f"{format_iso_month(relief.first)}..{format_iso_month(relief.last)}"
        rate = f"{relief.numerator}/{relief.denominator} {relief.direction.value}"
        barred = f" not from {_set(relief.barred_budgets)}" if relief.barred_budgets else ""
        start = f"from month {relief.from_participation_month}"
        of = f"{_set(relief.programmes)} {rate} {months} {start}{barred}"
        yield f"relief {_cite(relief.citation)}: {of} if {dump_expr(relief.condition)}"
    for sets in version.programme_sets:
        allowed = " or ".join(_set(programmes) for programmes in sets.sets)
        yield f"programmes {_cite(sets.citation)}: {allowed} if {dump_expr(sets.condition)}"
    for periods in version.payment_periods:
        yield f"periods {_cite(periods.citation)}: {', '.join(str(count) for count in periods.months)}"
    for deadline in version.deadlines:
        working = " or the next working day" if deadline.next_working_day else ""
        day = f"day {deadline.day} of month +{deadline.month_offset}{working}"
        yield f"deadline {_cite(deadline.citation)}: {_set(deadline.programmes)} {day}"


def _norm(norm: Norm) -> str:
    reading = _after("by", norm.interpretation)
    proof = "" if norm.evidence is None else f" proved by {_quoted(norm.evidence.document)}"
    role = f"{norm.role.value}{_groups(norm.groups)} {norm.grain.value}"
    return f"{role} {_cite(norm.citation)}{reading}{proof}: {dump_expr(norm.condition)}"


def _table(table: BandTable) -> Iterator[str]:
    yield f"table {_cite(table.citation)}: {table.programme} by {table.by}, between rows {table.gap.value}"
    for band in table.bands:
        low = "" if band.low is None else f"Rp{band.low}"
        high = "" if band.high is None else f"Rp{band.high}"
        yield f"  {band.row}. {low}..{high}: Rp{band.amount}"


def _schedule(schedule: Schedule) -> Iterator[str]:
    most = "" if schedule.at_most is None else f" at most {schedule.at_most}"
    words = f"{most}{' in advance' if schedule.in_advance else ''}{_open(is_open=schedule.is_open)}"
    yield f"months{_groups(schedule.groups)} {_cite(schedule.citation)}{words}"
    for month in schedule.months:
        yield f"  {format_iso_month(month.month)} if {dump_expr(month.condition)}"


def _bearing(bearing: Bearing) -> Iterator[str]:
    programmes = "" if bearing.programmes is None else f" of {_set(bearing.programmes)}"
    words = f"{programmes} {bearing.direction.value}{_open(is_open=bearing.is_open)}"
    yield f"bearing{_groups(bearing.groups)} {_cite(bearing.citation)}{words}"
    for share in bearing.shares:
        condition = dump_expr(share.condition)
        yield f"  {share.numerator}/{share.denominator} {_party(share.party)} if {condition}"


def _quota(quota: Quota) -> str:
    word = "floor" if quota.floor else "quota"
    area = "" if quota.area is None else f" per {quota.area.name.lower()}"
    places = "".join(f" {place} {people}" for place, people in quota.places)
    people = _people(quota.people)
    return f"{word}{_groups(quota.groups)}{area} {_cite(quota.citation)}: {people}{places}"


def _allocation(allocation: Allocation) -> Iterator[str]:
    for number, key in enumerate(allocation.keys, 1):
        yield f"priority {number} {_cite(key.citation)}: {dump_expr(key.key)} {key.order.value} first"
    stated = (
        ("unknown last", allocation.unknown_last is True),
        ("unknown held", allocation.unknown_last is False),
        ("skip", allocation.skip_fill is True),
        ("stop", allocation.skip_fill is False),
        ("monthly", allocation.monthly),
        ("waiting list", allocation.waiting_list),
        ("replacement", allocation.replacement),
        ("months reducible", allocation.months_reducible),
    )
    words = [word for word, holds in stated if holds]
    if words:
        yield f"allocation: {', '.join(words)}"


# Words


def _text(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _cite(citation: Citation) -> str:
    return f"<{citation.text(Language.ID)}>"


def _ids(instruments: tuple[InstrumentId, ...]) -> str:
    return ", ".join(instrument.slug for instrument in instruments)


def _groups(groups: frozenset[str] | None) -> str:
    return "" if groups is None else f" of {_set(groups)}"


def _party(party: Party | None) -> str:
    return "blank" if party is None else f"{party.code}{_after('of', party.region)}"


def _budget(budget: Budget) -> str:
    years = "+".join(str(year) for year in budget.fiscal_years) or "blank"
    item = "" if budget.item is None else f" {_quoted(budget.item)}"
    return f"{budget.kind}{' amended' if budget.amended else ''}{_after('of', budget.region)} {years}{item}"


def _set(codes: frozenset[str]) -> str:
    return f"{{{', '.join(sorted(codes))}}}"


def _after(word: str, value: str | None) -> str:
    return "" if value is None else f" {word} {value}"


def _note(note: str | None) -> str:
    return "" if note is None else f" {_quoted(note)}"


def _open(*, is_open: bool) -> str:
    return " and more" if is_open else ""


def _year(year: int | None) -> str | None:
    return None if year is None else str(year)


def _rupiah(amount: int | None) -> str:
    return "blank" if amount is None else f"Rp{amount}"


def _people(count: int | None) -> str:
    return "blank" if count is None else f"{count} people"


def _span(since: PackedDate, until: PackedDate | None) -> str:
    return f"{_day(since)}..{'' if until is None else _day(until)}"


def _day(date: PackedDate | None) -> str:
    if date is None:
        return "blank"
    return format_iso(date) if date else "ever"


def _quoted(words: str) -> str:
    """Give words between quotation marks, on one line whatever they hold."""
    kept = "".join(
        character if character.isprintable() else f"\\u{ord(character):04x}" for character in words
    )
    return f'"{kept}"'
