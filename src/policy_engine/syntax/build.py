"""Parse tree in, syntax tree out: one method a grammar rule, of the same name.

What a rule cannot say is checked here and returned as problems: dates that do
not exist, one connective in a list, a number where a number of people is wanted.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from typing import Any, Never, TypeAlias, TypeVar

from lark import Token, Tree

from policy_engine.diagnostics import syntax as problems
from policy_engine.diagnostics.model import Diagnostic
from policy_engine.domain import dates
from policy_engine.domain.bilingual import Language
from policy_engine.domain.citation import (
    GOVERNED,
    InstrumentKind,
    Office,
    Provision,
    Step,
    is_label,
    ruling_label,
)
from policy_engine.domain.citation import Unit as Level
from policy_engine.domain.money import Rate, parse_rate, parse_rupiah
from policy_engine.domain.numerals import are_words_of
from policy_engine.source import SourceFile, Span
from policy_engine.structure import dataclass
from policy_engine.syntax import ast

Built: TypeAlias = Any
"""What a rule builds; lark does not know it, the rule of the same name does."""
_N = TypeVar("_N")

_BOUND_WORDS = {word.name: word for word in ast.BoundWord}
_FIRST = {Level.ANNEX: "I", Level.LETTER: "a"}

_UNITS = {
    "UNIT_YEARS": ast.Unit.YEARS,
    "UNIT_MONTHS": ast.Unit.MONTHS,
    "UNIT_DAYS": ast.Unit.DAYS,
    "UNIT_PEOPLE": ast.Unit.PEOPLE,
}
_CONNECTIVES = {"AND": ast.Connective.AND, "OR": ast.Connective.OR, "AND_OR": ast.Connective.AND_OR}
ROUNDINGS = {
    "ROUNDED_DOWN": ast.RoundingWord.DOWN,
    "ROUNDED_UP": ast.RoundingWord.UP,
    "ROUNDED_NEAREST": ast.RoundingWord.NEAREST,
}
_WHENS = {
    "WHEN_REGISTRATION": ast.When.REGISTRATION,
    "WHEN_DECISION": ast.When.DECISION,
    "WHEN_ENACTMENT": ast.When.ENACTMENT,
    "WHEN_EACH_MONTH": ast.When.EACH_MONTH,
    "WHEN_EACH_MONTH_END": ast.When.EACH_MONTH_END,
}
GAPS = {
    "GAP_LOWER": ast.GapRule.LOWER,
    "GAP_UPPER": ast.GapRule.UPPER,
    "GAP_UNDETERMINED": ast.GapRule.UNDETERMINED,
}
AREAS = {
    "PER_REGENCY": ast.QuotaArea.REGENCY,
    "PER_DISTRICT": ast.QuotaArea.DISTRICT,
    "PER_VILLAGE": ast.QuotaArea.VILLAGE,
}
DIRECTIONS = {
    "LOWEST": ast.Direction.LOWEST,
    "HIGHEST": ast.Direction.HIGHEST,
    "EARLIEST": ast.Direction.EARLIEST,
    "LATEST": ast.Direction.LATEST,
    "MEETING": ast.Direction.HOLDS,
}
_STATUSES = {
    "STATUS_READ": ast.Status.READ,
    "STATUS_REPORTED": ast.Status.REPORTED,
    "STATUS_DRAFT": ast.Status.DRAFT,
}
_FULL_NAME = re.compile(r"(?:peraturan|keputusan)\s", re.IGNORECASE)
_MAKER_OF_DECREE = re.compile(r"keputusan\s+(bupati|wali\s*kota)", re.IGNORECASE)
_GOVERNS = {"b": InstrumentKind.PERBUP, "w": InstrumentKind.PERWALI}
_TITLED = re.compile(r"^(?:tentang|concerning)\s+", re.IGNORECASE)
_TYPES = {f"TYPE_{kind.name}": kind for kind in ast.FactType}


@dataclass(frozen=True, slots=True)
class Separator:
    """What ends an item: the connective after it, and whether it closes the list."""

    connective: ast.Connective | None
    closes: bool
    span: Span


@dataclass(frozen=True, slots=True)
class _Header:
    field: str
    value: Built
    span: Span


@dataclass(frozen=True, slots=True)
class Marked:
    """An item, or a nested one, with what closes it."""

    item: ast.Item
    separator: Separator


class WordBuilder:
    """Words, references, conditions, lists, declarations and headers; the state of one pass over one tree."""

    def __init__(self, source: SourceFile) -> None:
        self.source = source
        self.problems: list[Diagnostic] = []
        self.left_to_the_reader = False
        """A reference was read whose outer steps come from where it stands."""

    def build(self, node: "Tree[Token] | Token | None") -> Built:
        """Build what one node of the parse tree stands for."""
        if node is None:
            return None
        if isinstance(node, Token):
            method = getattr(self, f"token_{node.type}", None)
            return node if method is None else method(node, self._token_span(node))
        children = [self.build(child) for child in node.children]
        method = getattr(self, node.data, None)
        if method is None:
            self._no_method(node.data)
        return method(children, self._span(node))

    def _no_method(self, rule: str) -> Never:
        raise AssertionError(f"grammar rule {rule} has no method")

    def _span(self, node: "Tree[Token]") -> Span:
        if node.meta.empty:
            return Span(self.source, 0, 0)
        return Span(self.source, node.meta.start_pos, node.meta.end_pos)

    def _token_span(self, token: Token) -> Span:
        start = token.start_pos or 0
        return Span(self.source, start, start + len(token))

    # Words and values

    def token_NAME(self, token: Token, span: Span) -> ast.Name:
        # Law writes JKK and jkk, Nelayan and nelayan, and means the same.
        return ast.Name(str(token).lower(), span=span)

    def token_QUOTE(self, token: Token, span: Span) -> ast.Quote:
        return ast.Quote(str(token)[1:-1], span=span)

    def token_DATE(self, token: Token, span: Span) -> ast.DateValue:
        text = str(token)
        date = dates.parse_date(text)
        if date is None:
            date = dates.parse_long_date(text)
        if date is None:
            self._impossible_date(text, span)
            date = dates.EARLIEST
        return ast.DateValue(date, span=span)

    def _impossible_date(self, text: str, span: Span) -> None:
        year, month, day = _date_parts(text)
        self.problems.append(problems.ImpossibleDate(span=span, found=text, year=year, month=month, day=day))

    def token_MONTH(self, token: Token, span: Span) -> ast.MonthValue:
        text = str(token)
        month = dates.parse_month(text)
        if month is None and (day := dates.parse_long_date(f"1 {text}")) is not None:
            month = dates.month_of(day)
        if month is None:
            year, number, _ = _date_parts(f"{text}-1" if text[0].isdigit() else f"1 {text}")
            self.problems.append(
                problems.ImpossibleDate(span=span, found=text, year=year, month=number, day=1)
            )
            month = dates.make_month(dates.FIRST_YEAR, 1)
        return ast.MonthValue(month, span=span)

    def token_PERCENT(self, token: Token, span: Span) -> ast.PercentValue:
        rate = parse_rate(str(token))
        return ast.PercentValue(Fraction(0) if rate is None else rate.fraction, span=span)

    def token_CODE(self, token: Token, span: Span) -> ast.CodeValue:
        return ast.CodeValue(str(token), span=span)

    def label(self, children: list[Built], span: Span) -> ast.Label:
        indonesian, english = children
        return ast.Label(text_of(indonesian) or "", text_of(english), span=span)

    def blank(self, children: list[Built], span: Span) -> ast.Blank:
        return ast.Blank(text_of(children[1]), span=span)

    open_rate = blank  # apart from a blank, so that the `by` after it is not that of `by FACT`

    def money(self, children: list[Built], span: Span) -> ast.MoneyValue:
        token, words, per_month = children
        text = str(token)
        rupiah = parse_rupiah(text, Language.ID)
        if rupiah is None:
            rupiah = parse_rupiah(text, Language.EN)
        in_words = self._in_words(words, int(rupiah or 0), text)
        return ast.MoneyValue(int(rupiah or 0), per_month is not None, in_words, span=span)

    def number(self, children: list[Built], span: Span) -> ast.NumberValue:
        digits, words, unit = children
        in_words = self._in_words(words, integer(digits), str(digits))
        return ast.NumberValue(
            integer(digits),
            _UNITS[unit.type] if isinstance(unit, Token) else ast.Unit.NONE,
            in_words,
            span=span,
        )

    def count(self, children: list[Built], span: Span) -> ast.NumberValue:
        digits, words = children
        in_words = self._in_words(words, integer(digits), str(digits))
        return ast.NumberValue(integer(digits), ast.Unit.NONE, in_words, span=span)

    # Apart from a count, so that what may follow each tells their words apart.
    waiting = count
    day_number = count

    def percent(self, children: list[Built], span: Span) -> ast.PercentValue:
        value, words = children
        if words is not None:
            self._compare(words, value.span.text, Rate(value.rate))
        return ast.PercentValue(value.rate, words is not None, span=span)

    def _in_words(self, words: Built, number: int, figure: str) -> bool:
        """Say whether a number also stands in words; words of another number are reported."""
        if words is not None:
            self._compare(words, figure, number)
        return words is not None

    def _compare(self, written: Built, figure: str, number: "int | Rate") -> None:
        words = " ".join(str(written)[1:-1].split())
        if not are_words_of(words, number):
            span = self._token_span(written)
            self.problems.append(problems.WordsDiffer(span=span, figure=figure, words=words, number=number))

    # References

    def office_decree(self, children: list[Built], _span: Span) -> Office:
        (token,) = tokens(children)
        return Office[token.type.removeprefix("DECREE_OF_")]

    def kind(self, children: list[Built], _span: Span) -> InstrumentKind:
        if any(isinstance(each, Office) for each in children):
            return InstrumentKind.KEPUTUSAN
        (token,) = tokens(children)
        return InstrumentKind[token.type.removeprefix("KIND_")]

    def locality(self, children: list[Built], span: Span) -> ast.Name:
        return ast.Name("_".join(name.text for name in every(children, ast.Name)), span=span)

    def _of_kind(self, kind: InstrumentKind, place: ast.Name | None, span: Span) -> ast.Name | None:
        """Give the place of an instrument cited by its full name: `Peraturan Bupati Karimun` is of the regency."""
        if place is None or not _FULL_NAME.match(self.source.text, span.start):
            return place
        maker = _MAKER_OF_DECREE.match(self.source.text, span.start)
        governs = kind if maker is None else _GOVERNS[maker[1][0].lower()]
        text, prefix = place.text.lower(), GOVERNED.get(governs, "")
        return replace(place, text=text if text.startswith(prefix) else f"{prefix}{text}")

    def instrument_ref(self, children: list[Built], span: Span) -> ast.InstrumentRef:
        kind = only(children, InstrumentKind)
        locality = self._of_kind(kind, maybe(children, ast.Name), span)
        last = children[-1]
        if isinstance(last, Token):
            number, _, year = str(last).partition("/")
            return ast.InstrumentRef(kind, locality, number, int(year), span=span)
        number_part, year_part = children[-2:]
        return ast.InstrumentRef(
            kind,
            locality,
            number_part if isinstance(number_part, str) else None,
            year_part if isinstance(year_part, int) else None,
            span=span,
        )

    def called_ref(self, children: list[Built], span: Span) -> ast.InstrumentRef:
        name = only(children, ast.Name)
        return ast.InstrumentRef(InstrumentKind.NASKAH, None, None, None, name, span=span)

    def instrument_number(self, children: list[Built], _span: Span) -> "str | ast.Blank":
        (part,) = children
        if isinstance(part, ast.Blank):
            return part
        return part.text if isinstance(part, ast.Quote) else str(part)

    def instrument_year(self, children: list[Built], _span: Span) -> "int | ast.Blank":
        (part,) = children
        return part if isinstance(part, ast.Blank) else integer(part)

    def _step(self, level: Level, written: Token, label: str) -> Step:
        """Give a step; a label that the law does not write is reported as written and read as the first."""
        if is_label(level, label):
            return Step(level, label)
        self.problems.append(problems.NoLabel(span=self._token_span(written), found=str(written)))
        return Step(level, _FIRST.get(level, "1"))

    def article_step(self, children: list[Built], _span: Span) -> Step:
        return self._step(Level.ARTICLE, children[0], str(children[0]))

    def annex_step(self, children: list[Built], _span: Span) -> Step:
        written = children[0]
        return Step(Level.ANNEX, "") if written is None else self._step(Level.ANNEX, written, str(written))

    def item_step(self, children: list[Built], _span: Span) -> Step:
        return self._step(Level.ITEM, children[0], str(children[0]))

    def ruling_step(self, children: list[Built], _span: Span) -> Step:
        return self._step(Level.RULING, children[0], ruling_label(str(children[0])) or "")

    def paragraph_step(self, children: list[Built], _span: Span) -> Step:
        return self._step(Level.PARAGRAPH, children[0], str(children[0])[1:-1])

    def letter_step(self, children: list[Built], _span: Span) -> Step:
        return self._step(Level.LETTER, children[0], str(children[0]))

    def point_step(self, children: list[Built], _span: Span) -> Step:
        return self._step(Level.NUMBER, children[0], str(children[0]))

    def provision(self, children: list[Built], _span: Span) -> Provision:
        return Provision(tuple(every(children, Step)))

    def citation(self, children: list[Built], span: Span) -> ast.CitationRef:
        return ast.CitationRef(maybe(children, ast.InstrumentRef), maybe(children, Provision), span=span)

    own_citation = citation
    placed_citation = citation

    def nearby(self, children: list[Built], span: Span) -> ast.CitationRef:
        # The steps that were not written come from the reference before, or from the article it stands in.
        self.left_to_the_reader = True
        return ast.CitationRef(None, Provision(tuple(every(children, Step))), span=span)

    # Conditions

    def condition(self, children: list[Built], span: Span) -> Built:
        base, exception, document, officer = children
        built = base
        if exception is not None:
            built = ast.Excepted(built, exception, span=span)
        if document is not None:
            built = ast.Evidenced(built, document, officer, span=span)
        return built

    def connective(self, children: list[Built], span: Span) -> tuple[str, Span]:
        (token,) = tokens(children)
        return token.type, span

    def joined(self, children: list[Built], span: Span) -> ast.Compound:
        words = [child for child in children if isinstance(child, tuple)]
        members = [child for child in children if not isinstance(child, tuple)]
        spoken = [name for name, _ in words if name != "COMMA"]
        if len(set(spoken)) > 1:
            self.problems.append(problems.MixedConnectives(span=span))
        if not spoken or words[-1][0] == "COMMA":
            self.problems.append(problems.MissingConnective(span=words[-1][1]))
        connective = _CONNECTIVES[spoken[-1]] if spoken else ast.Connective.AND
        return ast.Compound(connective, tuple(members), bracketed=False, span=span)

    def such(self, children: list[Built], span: Span) -> ast.Such:
        head, restriction = children
        return ast.Such(head, restriction, span=span)

    def negation(self, children: list[Built], span: Span) -> ast.Not:
        return ast.Not(children[-1], span=span)

    def bracketed(self, children: list[Built], span: Span) -> Built:
        match children[0]:
            case ast.Compound(connective, conditions):
                return ast.Compound(connective, conditions, bracketed=True, span=span)
            case other:
                return other

    def holds(self, children: list[Built], span: Span) -> ast.Holds:
        name, on = children
        return ast.Holds(name, on, span=span)

    def bound(self, children: list[Built], span: Span) -> ast.Bound:
        subject, word, value, exact, on = children
        return ast.Bound(subject, word, value, exact is not None, on, span=span)

    def headless_bound(self, children: list[Built], span: Span) -> ast.Bound:
        return self.bound([None, *children], span)

    def age_not_reached(self, children: list[Built], span: Span) -> ast.Bound:
        value, on = children
        return self.bound([ast.Age(span=span), ast.BoundWord.NOT_REACHED, value, None, on], span)

    def exact(self, _children: list[Built], _span: Span) -> bool:
        return True

    def bound_word(self, children: list[Built], _span: Span) -> ast.BoundWord:
        (token,) = tokens(children)
        return _BOUND_WORDS[token.type]

    def within(self, children: list[Built], span: Span) -> ast.Within:
        subject, low, high, on = children
        if (
            isinstance(low, ast.NumberValue)
            and isinstance(high, ast.NumberValue)
            and low.unit is ast.Unit.NONE
        ):
            low = replace(low, unit=high.unit)
        return ast.Within(subject, low, high, on, span=span)

    def members(self, children: list[Built], _span: Span) -> tuple[ast.Name | ast.CodeValue, ...]:
        return tuple(child for child in children if isinstance(child, ast.Name | ast.CodeValue))

    def includes(self, children: list[Built], span: Span) -> ast.Includes:
        subject, members = children
        return ast.Includes(subject, members, span=span)

    def not_includes(self, children: list[Built], span: Span) -> ast.Not:
        return ast.Not(self.includes(children, span), span=span)

    def resident(self, children: list[Built], span: Span) -> ast.Resident:
        (place,) = children
        return ast.Resident(place if isinstance(place, ast.Name | ast.CodeValue) else None, span=span)

    def listed_in(self, children: list[Built], span: Span) -> ast.ListedIn:
        return ast.ListedIn(only(children, ast.Name), maybe(children, ast.DateValue), span=span)

    def never_registered(self, children: list[Built], span: Span) -> ast.NeverRegistered:
        return ast.NeverRegistered(only(children, ast.Name), span=span)

    def not_participant(self, children: list[Built], span: Span) -> ast.NotParticipant:
        return ast.NotParticipant(only(children, ast.Name), span=span)

    def seniors(self, children: list[Built], _span: Span) -> tuple[ast.CitationRef, ...]:
        return tuple(every(children, ast.CitationRef))

    def not_borne_by(self, children: list[Built], span: Span) -> ast.NotBorneBy:
        return ast.NotBorneBy(only(children, tuple), span=span)

    def by_reference(self, children: list[Built], span: Span) -> ast.ByReference:
        return ast.ByReference(only(children, ast.CitationRef), span=span)

    def plus(self, children: list[Built], span: Span) -> ast.Sum:
        left, right = children
        return ast.Sum(left, right, negative=False, span=span)

    def minus(self, children: list[Built], span: Span) -> ast.Sum:
        left, right = children
        return ast.Sum(left, right, negative=True, span=span)

    def times(self, children: list[Built], span: Span) -> ast.Times:
        factor, term = children
        return ast.Times(integer(factor), term, span=span)

    def share_of(self, children: list[Built], span: Span) -> ast.ShareOf:
        rate, term = children
        return ast.ShareOf(rate, term, span=span)

    def name_term(self, children: list[Built], span: Span) -> ast.NameTerm:
        return ast.NameTerm(only(children, ast.Name), span=span)

    def age(self, _children: list[Built], span: Span) -> ast.Age:
        return ast.Age(span=span)

    def named_day(self, children: list[Built], span: Span) -> ast.TestDate:
        (token,) = tokens(children)
        return ast.TestDate(_WHENS[token.type], span=span)

    def fixed_day(self, children: list[Built], span: Span) -> ast.TestDate:
        return ast.TestDate(only(children, ast.DateValue), span=span)

    def fact_day(self, children: list[Built], span: Span) -> ast.TestDate:
        return ast.TestDate(only(children, ast.Name), span=span)

    def month_day(self, children: list[Built], span: Span) -> ast.TestDate:
        return ast.TestDate(integer(children[0]), span=span)

    # Lists

    def items(self, children: list[Built], span: Span) -> ast.ItemList:
        return self._listed(every(children, Marked), span, outermost=True)[0]

    def _listed(self, marked: list[Marked], span: Span, *, outermost: bool) -> tuple[ast.ItemList, Separator]:
        connective = self.check_connective([entry.separator for entry in marked], outermost=outermost)
        return ast.ItemList(connective, tuple(entry.item for entry in marked), span=span), marked[
            -1
        ].separator

    def check_connective(self, separators: list[Separator], *, outermost: bool) -> ast.Connective | None:
        """Check how a list is punctuated and give the connective after the last item but one."""
        before_last = separators[:-1]
        for separator in before_last:
            if separator.closes:
                self.problems.append(problems.ListClosedEarly(span=separator.span))
        for separator in before_last[:-1]:
            if separator.connective is not None:
                self.problems.append(problems.MixedConnectives(span=separator.span))
        if outermost and not separators[-1].closes:
            self.problems.append(problems.ListNotClosed(span=separators[-1].span))
        return before_last[-1].connective if before_last else None

    def letter_item(self, children: list[Built], span: Span) -> Marked:
        marker, content, separator = children
        group, condition, note = only([content], tuple)
        item = ast.Item(_marker(marker), group, condition, None, note, span=span)
        return Marked(item, only([separator], Separator))

    point_item = letter_item
    sub_item = letter_item
    leaf_item = letter_item

    def nested_item(self, children: list[Built], span: Span) -> Marked:
        marker, group, _lead, listed = children
        entries, items_span = only([listed], tuple)
        items, separator = self._listed(entries, items_span, outermost=False)
        if items.connective is not None and items.connective is ast.Connective.AND:
            self._check_lead(_lead, "ALL_OF", items_span)
        elif items.connective is not None:
            self._check_lead(_lead, "ANY_OF", items_span)
        else:
            connective = ast.Connective.AND if _lead == "ALL_OF" else ast.Connective.OR
            items = ast.ItemList(connective, items.items, span=items.span)
        item = ast.Item(_marker(marker), name_of(group), None, items, None, span=span)
        return Marked(item, separator)

    def _check_lead(self, lead: Built, expected: str, span: Span) -> None:
        if lead != expected:
            self.problems.append(problems.MixedConnectives(span=span))

    def lead(self, children: list[Built], _span: Span) -> str:
        (token,) = tokens(children)
        return token.type

    def point_items(self, children: list[Built], span: Span) -> tuple[list[Marked], Span]:
        return every(children, Marked), span

    sub_items = point_items
    leaf_items = point_items

    def group(self, children: list[Built], _span: Span) -> ast.Name:
        return only(children, ast.Name)

    def item_content(self, children: list[Built], _span: Span) -> tuple[Built, Built, Built]:
        group, condition, note = children
        return group, condition, note

    def note(self, children: list[Built], _span: Span) -> ast.Name:
        return only(children, ast.Name)

    def separator(self, children: list[Built], span: Span) -> Separator:
        words = [token.type for token in children if isinstance(token, Token)]
        connective = next((_CONNECTIVES[word] for word in words if word in _CONNECTIVES), None)
        return Separator(connective, "FULL_STOP" in words, span)

    # Declarations

    def vocabulary(self, children: list[Built], span: Span) -> ast.Vocabulary:
        name, label, version, origin, *entries = children
        return ast.Vocabulary(
            only([name], ast.Name),
            only([label], ast.Label),
            maybe([version], ast.Quote),
            maybe([origin], ast.Quote),
            tuple(entry for entry in entries if isinstance(entry, ast.Entry | ast.CodeGroup)),
            span=span,
        )

    def vocabulary_addition(self, children: list[Built], span: Span) -> ast.VocabularyAddition:
        name, *entries = children
        return ast.VocabularyAddition(
            only([name], ast.Name),
            tuple(entry for entry in entries if isinstance(entry, ast.Entry | ast.CodeGroup)),
            span=span,
        )

    def entry(self, children: list[Built], span: Span) -> ast.Entry:
        name, code, label, *synonyms = children
        return ast.Entry(
            only([name], ast.Name),
            maybe([code], ast.CodeValue),
            only([label], ast.Label),
            tuple(every(synonyms, ast.Quote)),
            span=span,
        )

    def entry_code(self, children: list[Built], span: Span) -> ast.CodeValue:
        (part,) = children
        return part if isinstance(part, ast.CodeValue) else ast.CodeValue(str(part), span=span)

    def names(self, children: list[Built], _span: Span) -> tuple[ast.Name, ...]:
        return tuple(every(children, ast.Name))

    def code_group(self, children: list[Built], span: Span) -> ast.CodeGroup:
        name, label, members = children
        return ast.CodeGroup(
            only([name], ast.Name), only([label], ast.Label), only([members], tuple), span=span
        )

    def fact_type(self, children: list[Built], _span: Span) -> ast.FactType:
        (token,) = tokens(children)
        return _TYPES[token.type]

    def code_type(self, children: list[Built], span: Span) -> ast.CodeType:
        return ast.CodeType(only(children, ast.Name), span=span)

    def set_type(self, children: list[Built], span: Span) -> ast.SetType:
        name, _at_most, number = children
        return ast.SetType(only([name], ast.Name), integer(number), span=span)

    def fact(self, children: list[Built], span: Span) -> ast.Fact:
        name, kind, label, low, high, database, as_at, typical, document, officer, changeable = children
        return ast.Fact(
            only([name], ast.Name),
            kind,
            only([label], ast.Label),
            low,
            high,
            typical,
            document,
            officer,
            changeable is not None,
            name_of(database),
            maybe([as_at], ast.DateValue),
            span=span,
        )

    def parameter(self, children: list[Built], span: Span) -> ast.Parameter:
        name, kind, label, keyed_by, *rows = children
        return ast.Parameter(
            only([name], ast.Name),
            only([kind], ast.FactType),
            only([label], ast.Label),
            name_of(keyed_by),
            tuple(every(rows, ast.ParameterRow)),
            span=span,
        )

    def parameter_row(self, children: list[Built], span: Span) -> ast.ParameterRow:
        key, value, since, until, basis = children
        return ast.ParameterRow(
            name_of(key),
            value,
            only([since], ast.DateValue),
            maybe([until], ast.DateValue),
            basis,
            span=span,
        )

    def leap_rule(self, children: list[Built], span: Span) -> ast.LeapDay:
        token, basis = children
        rule = dates.LeapRule.ON_1_MARCH if token.type == "LEAP_MARCH" else dates.LeapRule.ON_28_FEBRUARY
        return ast.LeapDay(rule, basis, span=span)

    # The instrument

    def instrument(self, children: list[Built], span: Span) -> ast.Instrument:
        kind, locality, number, year, *rest = children
        parts = [part for child in rest for part in (child if isinstance(child, list) else [child])]
        header = self._header(every(parts, _Header), span)
        body = tuple(part for part in rest if isinstance(part, ast.Heading | ast.Article))
        return ast.Instrument(
            kind,
            name_of(locality),
            number,
            year,
            header,
            body,
            span=span,
        )

    def _header(self, parts: list[_Header], span: Span) -> ast.Header:
        given: dict[str, Built] = {}
        for part in parts:
            if part.field in given and part.field != "sources":
                self.problems.append(problems.SaidTwice(span=part.span))
            given.setdefault(part.field, part.value)
        given["sources"] = tuple(
            quote
            for part in parts
            if part.field == "sources" and isinstance(part.value, tuple)
            for quote in part.value
        )
        at = Span(span.source, span.start, span.start)
        if isinstance(on := given.get("commences_on"), ast.CommencementDay):
            # A day that is not stated is open, as if it were written `...`.
            stated = given.get("promulgated" if on is ast.CommencementDay.PROMULGATION else "enacted")
            given["commences"] = stated or ast.Blank(
                None, span=next(p.span for p in parts if p.field == "commences")
            )
        fields: dict[str, Built] = {
            "title": ast.Blank(None, span=at),
            "status": ast.Status.DRAFT,
            "sources": (),
            "considering": (),
            "grounds": (),
            "implements": (),
            "special_to": (),
        } | given
        absent: dict[str, Built] = dict.fromkeys(
            ("encoded_from", "region", "enacted", "promulgated", "gazette", "commences", "ends", "segment")
        )
        return ast.Header(**(absent | fields), span=span)

    def header_title(self, children: list[Built], span: Span) -> _Header:
        return _Header("title", children[0], span)

    def header_called(self, children: list[Built], span: Span) -> _Header:
        return _Header("called", children[0], span)

    def header_status(self, children: list[Built], span: Span) -> _Header:
        (token,) = tokens(children)
        return _Header("status", _STATUSES[token.type], span)

    def header_sources(self, children: list[Built], span: Span) -> _Header:
        return _Header("sources", tuple(every(children, ast.Quote)), span)

    def header_encoded_from(self, children: list[Built], span: Span) -> _Header:
        return _Header("encoded_from", children[0], span)

    def header_region(self, children: list[Built], span: Span) -> _Header:
        return _Header("region", children[0], span)

    def header_segment(self, children: list[Built], span: Span) -> _Header:
        return _Header("segment", children[0], span)

    def header_enacted(self, children: list[Built], span: Span) -> _Header:
        return _Header("enacted", children[0], span)

    def header_promulgated(self, children: list[Built], span: Span) -> _Header:
        return _Header("promulgated", children[0], span)

    def header_gazetted(self, children: list[Built], span: Span) -> list[_Header]:
        date, gazette = children
        return [_Header("promulgated", date, span), _Header("gazette", gazette, span)]

    def header_commences(self, children: list[Built], span: Span) -> list[_Header]:
        date, note = children
        if isinstance(date, Token):
            on = ast.CommencementDay[date.type]
            return [
                _Header("commences_on", on, span),
                _Header("commences", date, span),
                _Header("commences_by", note, span),
            ]
        return [_Header("commences", date, span), _Header("commences_by", note, span)]

    def header_ends(self, children: list[Built], span: Span) -> _Header:
        return _Header("ends", children[0], span)

    def header_considering(self, children: list[Built], span: Span) -> _Header:
        return _Header("considering", tuple(every(children, ast.Quote)), span)

    def recital(self, children: list[Built], _span: Span) -> ast.Quote:
        _, words, _ = children
        return self._unquoted(words)

    def header_in_view_of(self, children: list[Built], span: Span) -> _Header:
        references = every(children, ast.InstrumentRef)
        return _Header("grounds", tuple(ast.Ground(each, None, span=each.span) for each in references), span)

    def header_grounds(self, children: list[Built], span: Span) -> _Header:
        return _Header("grounds", tuple(every(children, ast.Ground)), span)

    def ground(self, children: list[Built], span: Span) -> ast.Ground:
        _, reference, title, _ = children
        return ast.Ground(
            only([reference], ast.InstrumentRef), None if title is None else self._unquoted(title), span=span
        )

    def other_ground(self, children: list[Built], span: Span) -> ast.Ground:
        _, words, _ = children
        return ast.Ground(None, self._unquoted(words), span=span)

    def _unquoted(self, words: Built) -> ast.Quote:
        """Give words for people as a quotation, also where a text was copied without quotation marks."""
        if isinstance(words, Token):
            said = _TITLED.sub("", str(words)) if words.type == "GROUND_TITLE" else str(words)
            text = " ".join(said.split())
            return ast.Quote(text, span=self._token_span(words))
        return only([words], ast.Quote)

    def header_implements(self, children: list[Built], span: Span) -> _Header:
        return _Header("implements", tuple(every(children, ast.CitationRef)), span)

    def header_special_to(self, children: list[Built], span: Span) -> _Header:
        return _Header("special_to", tuple(every(children, ast.InstrumentRef)), span)


def _date_parts(text: str) -> tuple[int, int, int]:
    """Give year, month and day of what looks like a date, written either way."""
    if text[:4].isdigit():
        year, month, day = (int(part) for part in text.split("-"))
        return year, month, day
    day_word, month_word, year_word = text.split()
    probe = dates.parse_long_date(f"1 {month_word} {year_word}")
    return int(year_word), 0 if probe is None else dates.unpack(probe)[1], int(day_word)


def text_of(quote: Built) -> str | None:
    """Give the words of a quotation, None of anything else."""
    return quote.text if isinstance(quote, ast.Quote) else None


def name_of(node: Built) -> ast.Name | None:
    """Give a name, None of anything else."""
    return node if isinstance(node, ast.Name) else None


def _marker(token: Built) -> str:
    return str(token)[:-1]


def integer(token: Built) -> int:
    """Read a whole number, its thousands separated or not."""
    return int(str(token).replace(".", "").replace(",", ""))


def tokens(children: Iterable[Built]) -> list[Token]:
    """Give the tokens among the children."""
    return [child for child in children if isinstance(child, Token)]


def every(children: Iterable[Built], kind: type[_N]) -> list[_N]:
    """Give the children of one kind."""
    return [child for child in children if isinstance(child, kind)]


def only(children: Iterable[Built], kind: type[_N]) -> _N:
    """Give the one child of a kind."""
    (found,) = every(children, kind)
    return found


def maybe(children: Iterable[Built], kind: type[_N]) -> _N | None:
    """Give the child of a kind if there is one."""
    found = every(children, kind)
    return found[0] if found else None
