"""What is always true of a library that elaboration gave without errors: a library in, sentences out.

Each function finds where one promise is broken; its docstring is the promise. The promises make the back
ends total: they need not ask again whether a condition is a truth or a share is less than the whole.
"""
# ruff: noqa: D401  a promise is a statement, not a command

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from enum import Enum
from fractions import Fraction
from itertools import pairwise
from types import MappingProxyType
from typing import Protocol

from policy_engine.domain.citation import Citation
from policy_engine.domain.dates import is_packed
from policy_engine.ir.canonical import MAX_DEPTH
from policy_engine.ir.nodes import (
    AgeCompare,
    All,
    Any,
    Arithmetic,
    BandLookup,
    BandTable,
    Blank,
    Code,
    CodeSet,
    Compare,
    Comparison,
    Day,
    DayRef,
    Direction,
    Excepted,
    Expr,
    Fact,
    FactRef,
    FactValue,
    Grain,
    Happened,
    Includes,
    Instrument,
    Kind,
    Library,
    Literal,
    Norm,
    Not,
    NotBorne,
    NotHappened,
    Parameter,
    ParameterRef,
    Role,
    Scale,
    Type,
    Version,
    Vocabulary,
    WithinRegion,
)
from policy_engine.ir.shapes import LARGEST
from policy_engine.ir.walk import arms, arms_of, depth, descend, roots, roots_of

Invariant = Callable[[Library], Iterator[str]]

_ORDERED = frozenset(
    {
        Kind.NUMBER,
        Kind.RUPIAH,
        Kind.RUPIAH_PER_MONTH,
        Kind.YEARS,
        Kind.MONTHS,
        Kind.DAYS,
        Kind.PEOPLE,
        Kind.DATE,
        Kind.MONTH,
    }
)
_MONEY = frozenset({Kind.RUPIAH, Kind.RUPIAH_PER_MONTH})
_CODES = frozenset({Kind.CODE, Kind.CODE_SET, Kind.REGION})
_LAST_DAY = 31
DEEPEST = MAX_DEPTH // 2


def violations(library: Library) -> tuple[str, ...]:
    """Give every broken promise as `name: where and what`; empty for what elaboration gave without errors."""
    return tuple(f"{promise.__name__}: {found}" for promise in INVARIANTS for found in promise(library))


def operators_take_what_they_are_made_for(library: Library) -> Iterator[str]:
    """The types of operands and results agree on every operator, from the bottom up."""
    scope = _Scope(library)
    for where, root in _roots(library):
        for part in descend(root):
            if not scope.fits(part):
                yield f"{where}: {type(part).__name__} of type {part.type.kind.value} does not fit its parts"


def conditions_are_truths(library: Library) -> Iterator[str]:
    """Every condition is a truth and every tariff an amount a month."""
    for instrument, version in _versions(library):
        for norm in _norms(version):
            yield from _wrong_kind(norm.citation, norm.condition, Kind.TRUTH)
        for enrolment in version.enrolments:
            yield from _wrong_kind(enrolment.citation, enrolment.condition, Kind.TRUTH)
        for tariff in version.tariffs:
            yield from _wrong_kind(tariff.citation, tariff.amount, Kind.RUPIAH_PER_MONTH)
        for schedule in version.schedules:
            for month in schedule.months:
                yield from _wrong_kind(schedule.citation, month.condition, Kind.TRUTH)
        for bearing in version.bearings:
            for share in bearing.shares:
                yield from _wrong_kind(bearing.citation, share.condition, Kind.TRUTH)
        for relief in version.reliefs:
            yield from _wrong_kind(relief.citation, relief.condition, Kind.TRUTH)
        for sets in version.programme_sets:
            yield from _wrong_kind(sets.citation, sets.condition, Kind.TRUTH)
        for continuation in instrument.continuations:
            yield from _wrong_kind(continuation.citation, continuation.condition, Kind.TRUTH)


def money_is_not_negative(library: Library) -> Iterator[str]:
    """No amount of rupiah is below zero."""
    for where, root in _roots(library):
        for part in descend(root):
            if isinstance(part, Literal) and part.type.kind in _MONEY and part.value < 0:
                yield f"{where}: an amount of {part.value}"
    for parameter in library.parameters:
        if parameter.type.kind in _MONEY:
            for row in parameter.values:
                if row.value is not None and row.value < 0:
                    yield f"parameter {parameter.name}: an amount of {row.value}"
    for instrument, version in _versions(library):
        amounts = [band.amount for table in version.tables for band in table.bands]
        amounts += [benefit.rupiah for benefit in version.benefits if benefit.rupiah is not None]
        amounts += [ceiling.rupiah for ceiling in version.ceilings if ceiling.rupiah is not None]
        if amounts and min(amounts) < 0:
            yield f"{instrument.id.slug}: an amount of {min(amounts)}"


def numbers_fit_every_back_end(library: Library) -> Iterator[str]:
    """Every whole number is below 2^63, above its negative."""
    for name, value in _leaves(library):
        if isinstance(value, int) and not -LARGEST <= value <= LARGEST:
            yield f"{name}: {value}"


def words_are_unicode(library: Library) -> Iterator[str]:
    """Every string can be written as UTF-8."""
    for name, value in _leaves(library):
        if isinstance(value, str) and not _is_unicode(value):
            yield f"{name}: {value!r}"


def groups_exist(library: Library) -> Iterator[str]:
    """Groups have ids of their own, and every group that something is limited to exists."""
    for instrument, version in _versions(library):
        known = [group.id for group in version.groups]
        if len(known) != len(set(known)):
            yield f"{instrument.id.slug}: two groups of one id"
        for limited in _limited(version):
            yield from _unknown_groups(limited.citation, limited.groups, known)
        for group in version.groups:
            yield from _unknown_groups(group.match.citation, group.precedes, known)


def groups_match_by_group_norms(library: Library) -> Iterator[str]:
    """A group is entered by a norm of the role group; the other norms have other roles."""
    for _, version in _versions(library):
        for group in version.groups:
            if group.match.role is not Role.GROUP:
                yield f"{_place(group.match.citation)}: a group entered by a {group.match.role.value}"
        for norm in (*version.norms, *version.participant_norms):
            if norm.role is Role.GROUP:
                yield f"{_place(norm.citation)}: a group among the norms"


def versions_follow_one_another(library: Library) -> Iterator[str]:
    """There is a version unless what commences is repealed before; each begins on the day that ends the last."""
    for instrument in library.instruments:
        if not instrument.versions and (instrument.repealed_by is None or instrument.commences is None):
            yield f"{instrument.id.slug}: no version"
        for version in instrument.versions:
            if version.until is not None and version.until < version.since:
                yield f"{instrument.id.slug}: a version ends before it begins"
        for before, after in pairwise(instrument.versions):
            if before.until != after.since:
                yield f"{instrument.id.slug}: version {after.since} after the end {before.until}"


def months_ascend(library: Library) -> Iterator[str]:
    """The months of a schedule ascend, each once, and months of a relief do not run backwards."""
    for _, version in _versions(library):
        for schedule in version.schedules:
            for before, after in pairwise(schedule.months):
                if before.month >= after.month:
                    yield f"{_place(schedule.citation)}: month {after.month} after {before.month}"
        for relief in version.reliefs:
            if relief.last < relief.first:
                yield f"{_place(relief.citation)}: month {relief.last} after {relief.first}"


def shares_are_the_whole(library: Library) -> Iterator[str]:
    """The shares borne where no exception applies are parts and sum to one, unless the bearer is left open."""
    for _, version in _versions(library):
        for bearing in version.bearings:
            parts = [
                (share.numerator, share.denominator)
                for share in bearing.shares
                if not (isinstance(share.condition, Excepted) and _is_false(share.condition.base))
            ]
            if any(not 0 <= numerator <= denominator or denominator < 1 for numerator, denominator in parts):
                yield f"{_place(bearing.citation)}: a share that is no part of a whole"
            elif not bearing.is_open and sum((Fraction(*part) for part in parts), Fraction(0)) != 1:
                yield f"{_place(bearing.citation)}: shares that do not sum to one"


def _is_false(expr: Expr) -> bool:
    return isinstance(expr, Literal) and expr.value == 0


def rates_are_shares(library: Library) -> Iterator[str]:
    """Rates have a denominator above zero and are not negative; roundings are to at least one rupiah."""
    for where, root in _roots(library):
        for part in descend(root):
            if isinstance(part, Scale) and (part.denominator < 1 or part.numerator < 0 or part.unit < 1):
                yield f"{where}: {part.numerator}/{part.denominator} to {part.unit}"
    for _, version in _versions(library):
        for relief in version.reliefs:
            if relief.denominator < 1 or not 0 <= relief.numerator <= relief.denominator:
                yield f"{_place(relief.citation)}: {relief.numerator}/{relief.denominator}"


def bands_ascend(library: Library) -> Iterator[str]:
    """The rows of a table ascend without overlap; only the first may lack a low and the last a high bound."""
    for _, version in _versions(library):
        for table in version.tables:
            yield from _broken_bands(table)


def month_days_stand_in_monthly_norms(library: Library) -> Iterator[str]:
    """A day of the contribution month is named only where something is weighed each month."""
    for _, version in _versions(library):
        for norm in _norms(version):
            monthly = any(
                isinstance(part, DayRef) and part.day is Day.MONTH_DAY for part in descend(norm.condition)
            )
            if monthly and norm.grain is not Grain.EACH_MONTH:
                yield f"{_place(norm.citation)}: a day of the month in a norm weighed once"


def endings_are_monthly(library: Library) -> Iterator[str]:
    """Endings and continuations are weighed each month."""
    for _, version in _versions(library):
        for norm in version.norms:
            if norm.role in (Role.ENDING, Role.CONTINUATION) and norm.grain is not Grain.EACH_MONTH:
                yield f"{_place(norm.citation)}: {norm.role.value} weighed once"


def citations_stand_in_their_instrument(library: Library) -> Iterator[str]:
    """What an instrument says is cited to it, or to an instrument that amended it."""
    for instrument, version in _versions(library):
        own = {instrument.id, *version.amended_by}
        for citation in _stated(version):
            if citation.instrument not in own:
                yield f"{instrument.id.slug}: {_place(citation)}"


def names_are_sorted(library: Library) -> Iterator[str]:
    """Vocabularies, facts and parameters are sorted by name and instruments by slug, each once."""
    lists = {
        "vocabularies": [vocabulary.name for vocabulary in library.vocabularies],
        "facts": [fact.name for fact in library.facts],
        "parameters": [parameter.name for parameter in library.parameters],
        "instruments": [instrument.id.slug for instrument in library.instruments],
    }
    for what, names in lists.items():
        if any(before >= after for before, after in pairwise(names)):
            yield what


def facts_are_bounded(library: Library) -> Iterator[str]:
    """The bounds of a fact do not cross, and its typical value is of its type and within them."""
    scope = _Scope(library)
    for fact in library.facts:
        if fact.low is not None and fact.high is not None and fact.low > fact.high:
            yield f"{fact.name}: from {fact.low} to {fact.high}"
        if fact.typical is not None and not scope.is_value(fact, fact.typical):
            yield f"{fact.name}: typically {fact.typical}"


def expressions_are_shallow(library: Library) -> Iterator[str]:
    """No expression is so deep that a bundle of it could not be read."""
    for where, root in _roots(library):
        found = depth(root) + max((level for level, _ in arms(root)), default=0)
        if found > DEEPEST:
            yield f"{where}: {found} deep"


def library_is_frozen(library: Library) -> Iterator[str]:
    """A library has a hash: it holds nothing that can change."""
    try:
        hash(library)
    except TypeError as error:
        yield str(error)


INVARIANTS: tuple[Invariant, ...] = (
    operators_take_what_they_are_made_for,
    conditions_are_truths,
    money_is_not_negative,
    numbers_fit_every_back_end,
    words_are_unicode,
    groups_exist,
    groups_match_by_group_norms,
    versions_follow_one_another,
    months_ascend,
    shares_are_the_whole,
    rates_are_shares,
    bands_ascend,
    month_days_stand_in_monthly_norms,
    endings_are_monthly,
    citations_stand_in_their_instrument,
    names_are_sorted,
    facts_are_bounded,
    expressions_are_shallow,
    library_is_frozen,
)


class _Scope:
    """What a library declares, by name."""

    def __init__(self, library: Library) -> None:
        self._facts: MappingProxyType[str, Fact] = MappingProxyType({f.name: f for f in library.facts})
        self._parameters: MappingProxyType[str, Parameter] = MappingProxyType(
            {parameter.name: parameter for parameter in library.parameters}
        )
        self._codes = MappingProxyType({v.name: _code_names(v) for v in library.vocabularies})

    def fits(self, expr: Expr) -> bool:
        """Say whether an expression is of the type that its parts make it."""
        kind = expr.type.kind
        match expr:
            case Literal(value):
                return kind in _ORDERED | {Kind.TRUTH} and _is_number_of(kind, value)
            case FactRef(name):
                return name in self._facts and self._facts[name].type == expr.type
            case DayRef(day, number):
                return kind is Kind.DATE and (
                    1 <= number <= _LAST_DAY if day is Day.MONTH_DAY else number == 0
                )
            case ParameterRef(name, key, on):
                return self._is_parameter(name, expr.type, key) and on.type.kind is Kind.DATE
            case Compare(_, left, right):
                same = left.type.kind is right.type.kind
                return kind is Kind.TRUTH and same and left.type.kind in _ORDERED
            case AgeCompare(comparison, birth, on, years, exact):
                dates = birth.type.kind is on.type.kind is Kind.DATE
                exactly = not exact or comparison is Comparison.AT_MOST
                return kind is Kind.TRUTH and dates and years >= 0 and exactly
            case Includes(subject, codes):
                return kind is Kind.TRUTH and self._are_codes(subject.type, codes)
            case WithinRegion(subject, _):
                return kind is Kind.TRUTH and subject.type.kind is Kind.REGION
            case Happened(event, by):
                return kind is Kind.TRUTH and event.type.kind is Kind.EVENT and by.type.kind is Kind.DATE
            case Not(operand):
                return kind is operand.type.kind is Kind.TRUTH
            case All(operands) | Any(operands):
                return kind is Kind.TRUTH and all(part.type.kind is Kind.TRUTH for part in operands)
            case Excepted(base, _):
                inner = [arm for _, arm in arms_of(expr)]
                truths = all(arm.condition.type.kind is Kind.TRUTH for arm in inner)
                return truths and base.type == expr.type and all(arm.value.type == expr.type for arm in inner)
            case Arithmetic(_, left, right):
                return kind in _ORDERED and left.type.kind is right.type.kind is kind
            case Scale(operand, _, _, direction, unit):
                exact = direction is not Direction.EXACT or unit == 1
                return kind in _ORDERED and operand.type.kind is kind and exact
            case BandLookup(_, key, chosen):
                keyed = key.type.kind is Kind.NUMBER if chosen else key.type.kind in _MONEY
                return kind is Kind.RUPIAH_PER_MONTH and keyed
            case Blank(name, _, _):
                return bool(name)
            case NotBorne(seniors):
                return kind is Kind.TRUTH and bool(seniors)

    def is_value(self, fact: Fact, value: FactValue) -> bool:
        """Say whether a value is one that a fact of this type and these bounds can have."""
        codes = self._codes.get(fact.type.vocabulary or "", frozenset())
        match value:
            case bool():
                return fact.type.kind is Kind.TRUTH
            case int():
                within = (fact.low is None or fact.low <= value) and (fact.high is None or value <= fact.high)
                is_day = fact.type.kind is not Kind.EVENT or is_packed(value)
                return fact.type.kind in _ORDERED | {Kind.EVENT} and within and is_day
            case str():
                return fact.type.kind in (Kind.CODE, Kind.REGION) and (not codes or value in codes)
            case CodeSet(members, _):
                few = fact.type.at_most is None or len(members) <= fact.type.at_most
                return fact.type.kind is Kind.CODE_SET and few and members <= codes
            case NotHappened():
                return fact.type.kind is Kind.EVENT

    def _is_parameter(self, name: str, of: Type, key: Expr | None) -> bool:
        parameter = self._parameters.get(name)
        if parameter is None or parameter.type != of:
            return False
        if key is None or parameter.keyed_by is None:
            return key is None and parameter.keyed_by is None
        return key.type.kind in _CODES

    def _are_codes(self, of: Type, codes: frozenset[str]) -> bool:
        known = self._codes.get(of.vocabulary or "", frozenset())
        return of.kind in _CODES and bool(codes) and codes <= known


def _code_names(vocabulary: Vocabulary) -> frozenset[str]:
    return frozenset(name for code in vocabulary.codes for name in _names_of(code))


def _names_of(code: Code) -> tuple[str, ...]:
    return (code.name,) if code.code is None else (code.name, code.code)


def _is_number_of(kind: Kind, value: int) -> bool:
    if kind is Kind.TRUTH:
        return value in (0, 1)
    return kind is not Kind.DATE or is_packed(value)


def _is_unicode(text: str) -> bool:
    return text.isascii() or not any("\ud800" <= character <= "\udfff" for character in text)


def _versions(library: Library) -> Iterator[tuple[Instrument, Version]]:
    for instrument in library.instruments:
        for version in instrument.versions:
            yield instrument, version


def _norms(version: Version) -> Iterator[Norm]:
    yield from (group.match for group in version.groups)
    yield from version.norms
    yield from version.participant_norms


def _roots(library: Library) -> Iterator[tuple[str, Expr]]:
    for instrument in library.instruments:
        for root in roots_of(instrument):
            yield instrument.id.slug, root


class _Cited(Protocol):
    @property
    def citation(self) -> Citation: ...


class _Limited(_Cited, Protocol):
    @property
    def groups(self) -> frozenset[str] | None: ...


def _limited(version: Version) -> tuple[_Limited, ...]:
    """Give everything in a version that may be said of some groups only."""
    return (
        *version.norms,
        *version.enrolments,
        *version.tariffs,
        *version.schedules,
        *version.bearings,
        *version.fundings,
        *version.quotas,
    )


def _stated(version: Version) -> Iterator[Citation]:
    """Give the place of everything that a version says."""
    unlimited: tuple[_Cited, ...] = (
        *(group.match for group in version.groups),
        *version.participant_norms,
        *version.tables,
        *version.deposits,
        *version.ceilings,
        *version.targets,
        *version.allocation.keys,
        *version.listings,
        *version.delegations,
        *version.not_encoded,
        *version.interpretations,
        *version.blanks,
        *version.benefits,
        *version.reliefs,
        *version.programme_sets,
        *version.payment_periods,
        *version.deadlines,
    )
    yield from (part.citation for part in (*_limited(version), *unlimited))
    for root in roots(version):
        yield from (arm.citation for _, arm in arms(root))


def _wrong_kind(citation: Citation, expr: Expr, kind: Kind) -> Iterator[str]:
    if expr.type.kind is not kind:
        yield f"{_place(citation)}: {expr.type.kind.value} in place of {kind.value}"


def _unknown_groups(citation: Citation, groups: frozenset[str] | None, known: list[str]) -> Iterator[str]:
    for missing in sorted((groups or frozenset()) - set(known)):
        yield f"{_place(citation)}: no group {missing}"


def _broken_bands(table: BandTable) -> Iterator[str]:
    where = _place(table.citation)
    for before, after in pairwise(table.bands):
        if before.row >= after.row:
            yield f"{where}: row {after.row} after row {before.row}"
        if before.high is None or after.low is None or before.high >= after.low:
            yield f"{where}: row {after.row} does not begin above row {before.row}"
    for band in table.bands:
        if band.low is not None and band.high is not None and band.low > band.high:
            yield f"{where}: row {band.row} runs backwards"


def _leaves(library: Library) -> Iterator[tuple[str, object]]:
    """Go through every number and string of a library, each with the name of its class and field."""
    waiting: list[tuple[str, object]] = [("", library)]
    while waiting:
        name, value = waiting.pop()
        if isinstance(value, Enum):
            continue
        if is_dataclass(value) and not isinstance(value, type):
            kept = (field for field in fields(value) if field.name != "origin")
            waiting += [
                (f"{type(value).__name__}.{field.name}", getattr(value, field.name)) for field in kept
            ]
        elif isinstance(value, tuple | frozenset):
            waiting += [(name, part) for part in value]
        else:
            yield name, value


def _place(citation: Citation) -> str:
    steps = " ".join(f"{step.unit.value} {step.label}".rstrip() for step in citation.provision.steps)
    return f"{citation.instrument.slug} {steps}".rstrip()
