"""Sentences on quotas, ceilings and priority in; the second stage over a register out."""

from collections.abc import Iterable, Iterator
from types import MappingProxyType

from policy_engine.diagnostics.names import SaidTwice
from policy_engine.diagnostics.types import MisplacedWording
from policy_engine.domain.bilingual import Text
from policy_engine.domain.citation import Citation
from policy_engine.ir import nodes as ir
from policy_engine.semantics import bounds, conditions, days, names, places, terms, wellknown, words
from policy_engine.semantics.norms import groups_of
from policy_engine.semantics.places import Placed
from policy_engine.semantics.scope import Scope
from policy_engine.semantics.setting import Setting, once
from policy_engine.source import Span
from policy_engine.syntax import ast

_AREA = MappingProxyType(
    {
        ast.QuotaArea.REGENCY: ir.Area.REGENCY,
        ast.QuotaArea.DISTRICT: ir.Area.DISTRICT,
        ast.QuotaArea.VILLAGE: ir.Area.VILLAGE,
    }
)
_FIRST = MappingProxyType(
    {
        ast.Direction.LOWEST: ir.Order.LOWEST,
        ast.Direction.HIGHEST: ir.Order.HIGHEST,
        ast.Direction.EARLIEST: ir.Order.LOWEST,
        ast.Direction.LATEST: ir.Order.HIGHEST,
        ast.Direction.HOLDS: ir.Order.HIGHEST,
    }
)
_WORD = MappingProxyType(
    {
        ast.Direction.LOWEST: Text("terendah", "lowest"),
        ast.Direction.HIGHEST: Text("tertinggi", "highest"),
        ast.Direction.EARLIEST: Text("paling awal", "earliest"),
        ast.Direction.LATEST: Text("paling akhir", "latest"),
        ast.Direction.HOLDS: Text("yang memenuhi", "those who meet it"),
    }
)
_DATED = frozenset({ir.Kind.DATE, ir.Kind.MONTH, ir.Kind.EVENT})
_UNKNOWN_VALUES = Text("tempat bagi yang nilainya belum diketahui", "the place of unknown values")
_MISFITS = Text("perlakuan bagi yang tidak tertampung", "what becomes of those who do not fit")


def quota(scope: Scope, sentence: ast.Quota, citation: Citation) -> ir.Quota:
    """Give an upper or lower bound of people, in all or by area or place."""
    setting = once(citation)
    comparison = bounds.COMPARISON[sentence.word]
    if comparison not in (ir.Comparison.AT_MOST, ir.Comparison.AT_LEAST):
        beside = Text("kuota", "a quota")
        word = Text(sentence.word.value, sentence.word.name.lower().replace("_", " "))
        scope.reports.append(
            MisplacedWording(span=sentence.span, heading=setting.heading, word=word, beside=beside)
        )
    found = (_place(scope, place, setting) for place in sentence.places)
    return ir.Quota(
        citation,
        groups_of(scope, sentence.scope, setting),
        None if sentence.area is None else _AREA[sentence.area],
        tuple(sorted(place for place in found if place is not None)),
        _people(scope, sentence.people, setting),
        floor=comparison is ir.Comparison.AT_LEAST,
    )


def ceiling(scope: Scope, sentence: ast.Ceiling, citation: Citation) -> ir.Ceiling:
    """Give a bound in rupiah."""
    setting = once(citation)
    budget = None
    if sentence.budget is not None:
        budget = names.one_code(
            scope.names, scope.reports, wellknown.BUDGETS, sentence.budget, setting.heading
        )
    rupiah = None
    if isinstance(sentence.amount, ast.MoneyValue):
        rupiah = sentence.amount.rupiah
        if sentence.amount.per_month:
            found = ir.Type(ir.Kind.RUPIAH_PER_MONTH)
            terms.unlike(scope, sentence.amount, found, words.of_type(ir.Type(ir.Kind.RUPIAH)), setting)
    return ir.Ceiling(citation, rupiah, sentence.fiscal_year, budget)


def target(scope: Scope, sentence: ast.Target, citation: Citation) -> ir.Target:
    """Give a planned number of people."""
    return ir.Target(citation, _people(scope, sentence.people, once(citation)))


def allocation(scope: Scope, placed: Iterable[Placed]) -> ir.Allocation:
    """Give how places are given, from the order of priority and the rules beside it."""
    keys: list[ir.PriorityKey] = []
    unknown_last: dict[bool, Span] = {}
    skip_fill: dict[bool, Span] = {}
    rules: list[ast.AllocationRule] = []
    stated: list[ir.Stated] = []
    for place in placed:
        sentence = place.paragraph.sentence
        if isinstance(sentence, ast.Priority):
            keys += (
                key
                for written in sentence.keys
                if (
                    key := _key(
                        scope, written, scope.citation(places.of_item(place.provision, written.marker))
                    )
                )
                is not None
            )
        elif isinstance(sentence, ast.AllocationRule):
            rules.append(sentence)
            stated += (ir.Stated(name, scope.citation(place.provision)) for name in _stated(sentence))
            if sentence.unknown_key is not None:
                chosen = sentence.unknown_key is ast.UnknownKey.LAST
                _settle(scope, unknown_last, place, sentence.span, _UNKNOWN_VALUES, chosen=chosen)
            if sentence.filling is not None:
                chosen = sentence.filling is ast.Filling.SKIP
                _settle(scope, skip_fill, place, sentence.span, _MISFITS, chosen=chosen)
    return ir.Allocation(
        tuple(keys),
        next(iter(unknown_last), None),
        next(iter(skip_fill), None),
        monthly=any(rule.monthly for rule in rules),
        waiting_list=any(rule.waiting_list for rule in rules),
        replacement=any(rule.replacement for rule in rules),
        months_reducible=any(rule.months_reducible for rule in rules),
        stated=tuple(stated),
    )


def _stated(rule: ast.AllocationRule) -> Iterator[str]:
    """Name the fields of the allocation that a sentence settles."""
    if rule.unknown_key is not None:
        yield "unknown_last"
    if rule.filling is not None:
        yield "skip_fill"
    if rule.monthly:
        yield "monthly"
    if rule.waiting_list:
        yield "waiting_list"
    if rule.replacement:
        yield "replacement"
    if rule.months_reducible:
        yield "months_reducible"


def _settle(
    scope: Scope, settled: dict[bool, Span], place: Placed, span: Span, what: Text, *, chosen: bool
) -> None:
    for other, first in settled.items():
        if other is not chosen:
            heading = places.words(place.provision)
            scope.reports.append(SaidTwice(span=span, heading=heading, what=what, first=first))
    settled.setdefault(chosen, span)


def _place(scope: Scope, place: ast.PlaceQuota, setting: Setting) -> tuple[str, int] | None:
    code = names.region(scope.names, scope.reports, place.place, setting.heading)
    people = _people(scope, place.people, setting)
    return None if code is None or people is None else (code, people)


def _people(scope: Scope, people: ast.NumberValue | ast.Blank | None, setting: Setting) -> int | None:
    if not isinstance(people, ast.NumberValue):
        return None
    if people.unit not in (ast.Unit.PEOPLE, ast.Unit.NONE):
        found = terms.term(scope, people, setting, terms.Wanted(ir.Type(ir.Kind.PEOPLE)))
        wanted = words.of_type(ir.Type(ir.Kind.PEOPLE))
        if found is not None:
            terms.unlike(scope, people, found.type, wanted, setting)
    return people.number


def _key(scope: Scope, written: ast.PriorityKey, citation: Citation) -> ir.PriorityKey | None:
    setting = once(citation)
    order = _FIRST[written.direction]
    if isinstance(written.key, ast.Age):
        if written.direction not in (ast.Direction.LOWEST, ast.Direction.HIGHEST):
            return _misplaced(scope, written, Text("usia", "age"), setting)
        birth = days.need(scope, wellknown.BIRTH, written.span, setting)
        # The oldest were born first.
        turned = ir.Order.LOWEST if order is ir.Order.HIGHEST else ir.Order.HIGHEST
        return None if birth is None else ir.PriorityKey(citation, birth, turned)
    if written.direction is ast.Direction.HOLDS:
        holds = ast.Holds(span=written.key.span, name=written.key, on=None)
        return ir.PriorityKey(citation, conditions.condition(scope, holds, setting), order)
    fact = scope.names.facts.get(written.key.text)
    if fact is None:
        known = (name for name, one in scope.names.facts.items() if one.type.kind in terms.SIZED | _DATED)
        by_day = written.direction in (ast.Direction.EARLIEST, ast.Direction.LATEST)
        sort = Text("tanggal", "date") if by_day else Text("bilangan", "number")
        scope.reports.append(names.unknown(written.key, words.FACT, known, setting.heading, sort))
        return None
    dated = written.direction in (ast.Direction.EARLIEST, ast.Direction.LATEST)
    if fact.type.kind not in (_DATED if dated else terms.SIZED):
        return _misplaced(scope, written, words.of_type(fact.type), setting)
    return ir.PriorityKey(citation, ir.FactRef(type=fact.type, name=fact.name, origin=written.span), order)


def _misplaced(
    scope: Scope, written: ast.PriorityKey, beside: Text, setting: Setting
) -> ir.PriorityKey | None:
    word = _WORD[written.direction]
    scope.reports.append(
        MisplacedWording(span=written.span, heading=setting.heading, word=word, beside=beside)
    )
    return None
