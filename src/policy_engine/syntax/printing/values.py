"""Names, values, terms and references as text on one line."""

import re
from collections.abc import Sequence
from dataclasses import replace
from types import MappingProxyType

from policy_engine.domain import dates
from policy_engine.domain.bilingual import Language
from policy_engine.domain.citation import Provision, Step, Unit
from policy_engine.domain.money import Rate, format_rupiah, format_whole
from policy_engine.domain.numerals import in_words, rate_in_words
from policy_engine.syntax import ast, nearby
from policy_engine.syntax.printing.words import (
    attached,
    conjoined,
    enumeration,
    kind,
    phrase,
    quoted,
    ruling_ordinal,
    word,
)

_UNIT_KEYWORD = MappingProxyType(
    {
        ast.Unit.YEARS: "UNIT_YEARS",
        ast.Unit.MONTHS: "UNIT_MONTHS",
        ast.Unit.DAYS: "UNIT_DAYS",
        ast.Unit.PEOPLE: "UNIT_PEOPLE",
    }
)
_ROUNDING_KEYWORD = MappingProxyType(
    {
        ast.RoundingWord.DOWN: "ROUNDED_DOWN",
        ast.RoundingWord.UP: "ROUNDED_UP",
        ast.RoundingWord.NEAREST: "ROUNDED_NEAREST",
    }
)
_STEP_KEYWORD = MappingProxyType(
    {
        Unit.ARTICLE: "_ARTICLE",
        Unit.RULING: "_RULING",
        Unit.ANNEX: "_ANNEX",
        Unit.PARAGRAPH: "_PARAGRAPH",
        Unit.LETTER: "_LETTER",
        Unit.NUMBER: "_POINT",
        Unit.ITEM: "_REPORTED_ITEM",
        Unit.ROW: "_ROW",
    }
)
_SHORT_NUMBER = re.compile(r"[0-9]+[A-Za-z]{0,2}")
_FIRST_SHORT_YEAR = 1000


def value(node: ast.Value, language: Language) -> str:
    """Write a value of any type, in the notation of the language."""
    match node:
        case ast.DateValue(date):
            return dates.format_iso(date)
        case ast.MonthValue(month):
            return dates.format_month(month, language)
        case ast.NumberValue(number, unit, spoken):
            unit_word = word(_UNIT_KEYWORD[unit], language) if unit in _UNIT_KEYWORD else None
            words = f"({in_words(number, language)})" if spoken else None
            return phrase(format_whole(number, language), words, unit_word)
        case ast.MoneyValue(rupiah, per_month, spoken):
            words = f"({in_words(rupiah, language)} rupiah)" if spoken else None
            return phrase(
                format_rupiah(rupiah, language), words, word("PER_MONTH", language) if per_month else None
            )
        case ast.PercentValue(rate, spoken):
            words = f"({rate_in_words(Rate(rate), language)})" if spoken else None
            return phrase(Rate(rate).format(language), words)
        case ast.CodeValue(code):
            return code


def blank(node: ast.Blank) -> str:
    """Write a place left open."""
    return phrase("...", None if node.note is None else quoted(node.note))


def quote(node: ast.Quote | None) -> str | None:
    """Write words for people, or nothing for none."""
    return None if node is None else quoted(node.text)


def label(node: ast.Label) -> str:
    """Write a label: `"nelayan" / "fisher"`."""
    return quoted(node.indonesian) + ("" if node.english is None else f" / {quoted(node.english)}")


def written(node: ast.Name | ast.Quote) -> str:
    """Write a name as it is and a quote with its marks."""
    match node:
        case ast.Name(text):
            return text
        case ast.Quote(text):
            return quoted(text)


def names(nodes: Sequence[ast.Name], language: Language) -> str:
    """Write names: `jkk, jkm, dan jht`."""
    return enumeration([name.text for name in nodes], word("AND", language))


def name_or_code(node: ast.Name | ast.CodeValue) -> str:
    """Write a name or a code of a classification."""
    match node:
        case ast.Name(text) | ast.CodeValue(text):
            return text


def or_blank(node: "ast.Value | ast.Blank", language: Language) -> str:
    """Write a value or the blank in its place."""
    match node:
        case ast.Blank():
            return blank(node)
        case _value:
            return value(_value, language)


def rounding(direction: ast.RoundingWord, language: Language) -> str:
    """Write the direction of a rounding: `dibulatkan ke bawah`."""
    return word(_ROUNDING_KEYWORD[direction], language)


def term(node: ast.Term, language: Language) -> str:
    """Write a term; the grammar has no brackets for terms, so none are needed."""
    match node:
        case ast.Blank():
            return blank(node)
        case ast.NameTerm(name):
            return name.text
        case ast.Age():
            return word("AGE", language)
        case ast.ShareOf(rate, inner):
            return phrase(value(rate, language), word("_SHARE_OF", language), term(inner, language))
        case ast.Sum(left, right, negative):
            return f"{term(left, language)} {'-' if negative else '+'} {term(right, language)}"
        case ast.Times(factor, inner):
            return f"{format_whole(factor, language)} * {term(inner, language)}"
        case ast.Rounded(inner, direction, unit, basis):
            return phrase(
                term(inner, language),
                rounding(direction, language),
                word("_TO_UNIT", language),
                value(unit, language),
                None if basis is None else word("_ACCORDING_TO", language),
                None if basis is None else citation(basis, language),
            )
        case (
            ast.DateValue()
            | ast.MonthValue()
            | ast.NumberValue()
            | ast.MoneyValue()
            | ast.PercentValue()
            | ast.CodeValue()
        ):
            return value(node, language)


def step(node: Step, language: Language) -> str:
    """Write one step of a citation: `Pasal 33`, `ayat (1)`, `Diktum KESATU`."""
    return phrase(word(_STEP_KEYWORD[node.unit], language), _step_label(node, language))


def _step_label(node: Step, language: Language) -> str:
    match node.unit:
        case Unit.RULING:
            return ruling_ordinal(node.label, language)
        case Unit.PARAGRAPH:
            return f"({node.label})"
        case Unit.ARTICLE | Unit.ANNEX | Unit.LETTER | Unit.NUMBER | Unit.ITEM | Unit.ROW:
            return node.label


def provision(node: Provision, language: Language) -> str:
    """Write a place in an instrument: `Pasal 33 ayat (1) huruf b`."""
    return " ".join(step(part, language) for part in node.steps)


def instrument(node: ast.InstrumentRef, language: Language) -> str:
    """Write an instrument as cited: `perwali kota_bontang 23/2023`, long where that form cannot say it."""
    if node.amended_by is not None:
        base = instrument(replace(node, amended_by=None), language)
        return phrase(base, attached("_AS_AMENDED_BY", language), instrument(node.amended_by, language))
    if node.called is not None:
        return phrase(word("_CALLED_INSTRUMENT", language), node.called.text)
    maker = phrase(kind(node.kind, language), None if node.locality is None else node.locality.text)
    if (
        node.number is not None
        and node.year is not None
        and _SHORT_NUMBER.fullmatch(node.number)
        and node.year >= _FIRST_SHORT_YEAR
    ):
        return f"{maker} {node.number}/{node.year}"
    return phrase(maker, numbered(node.number, node.year, language))


def numbered(number: str | ast.Blank | None, year: int | ast.Blank | None, language: Language) -> str:
    """Write `nomor 5 tahun 2025`; what is not known is a blank."""
    return phrase(
        word("_NUMBER_WORD", language), _instrument_number(number), word("_YEAR_WORD", language), _year(year)
    )


def _instrument_number(number: str | ast.Blank | None) -> str:
    match number:
        case ast.Blank():
            return blank(number)
        case None:
            return "..."
        case str():
            return number if re.fullmatch(r"[0-9]+", number) else quoted(number)


def _year(year: int | ast.Blank | None) -> str:
    match year:
        case ast.Blank():
            return blank(year)
        case None:
            return "..."
        case int():
            return str(year)


def citation(node: ast.CitationRef, language: Language) -> str:
    """Write a place in an instrument, or in this one; what the author left to the reader stays unwritten."""
    steps = () if node.provision is None else node.provision.steps[node.unwritten :]
    return phrase(
        None if node.instrument is None else instrument(node.instrument, language),
        provision(Provision(steps), language) if steps else None,
    )


def citations(nodes: Sequence[ast.CitationRef], language: Language) -> str:
    """Write citations with `dan` between each two: `Pasal 2 ayat (1) huruf a dan huruf b`."""
    written = [
        node if before is None else nearby.after(node, before)
        for before, node in zip((None, *nodes), nodes, strict=False)
    ]
    return conjoined([citation(node, language) for node in written], language)


def provision_range(node: ast.ProvisionRange, language: Language) -> str:
    """Write articles with a carve-out: `Pasal 3 sampai dengan Pasal 5, kecuali Pasal 4`."""
    reach = phrase(citation(node.first, language), word("_THROUGH", language), citation(node.last, language))
    if not node.excepting:
        return reach
    return f"{reach}, {word('_EXCEPT', language)} {citations(node.excepting, language)}"


def month_span(node: ast.MonthSpan, language: Language) -> str:
    """Write `Januari 2025 sampai dengan Maret 2025`, or one month."""
    return phrase(
        or_blank(node.first, language),
        None if node.last is None else word("_THROUGH", language),
        None if node.last is None else or_blank(node.last, language),
    )


def month_spans(nodes: Sequence[ast.MonthSpan], language: Language) -> str:
    """Write several spans of months."""
    return enumeration([month_span(node, language) for node in nodes], word("AND", language))


def fact_value(node: ast.FactValue, language: Language) -> str:
    """Write what a fact is: `ya`, `belum`, `nelayan, ...`, `Rp900.000`."""
    match node:
        case ast.Truth(holds):
            return word("YES" if holds else "NO", language)
        case ast.NotYet():
            return word("NOT_YET", language)
        case ast.Codes(members, is_open):
            return ", ".join([*(name_or_code(member) for member in members), *(["..."] if is_open else [])])
        case ast.Blank():
            return blank(node)
        case (
            ast.DateValue()
            | ast.MonthValue()
            | ast.NumberValue()
            | ast.MoneyValue()
            | ast.PercentValue()
            | ast.CodeValue()
        ):
            return value(node, language)
