"""Facts, vocabularies and parameters as lines."""

from types import MappingProxyType

from policy_engine.domain.bilingual import Language
from policy_engine.domain.dates import LeapRule
from policy_engine.syntax import ast
from policy_engine.syntax.printing.conditions import as_at_day, evidence
from policy_engine.syntax.printing.layout import Line, masked
from policy_engine.syntax.printing.values import (
    citation,
    fact_value,
    label,
    names,
    or_blank,
    quote,
    value,
)
from policy_engine.syntax.printing.words import attached, closed, phrase, quoted, word

INDENT = 2

_TYPE_KEYWORD = MappingProxyType({kind: f"TYPE_{kind.name}" for kind in ast.FactType})


def declaration_lines(node: ast.Declaration, language: Language) -> list[Line]:
    """Write one declaration."""
    match node:
        case ast.Fact():
            return [_fact(node, language)]
        case ast.Vocabulary():
            return _vocabulary(node, language)
        case ast.VocabularyAddition():
            head = phrase(word("_VOCABULARY", language), node.name.text, word("_EXTENDED", language), "{")
            return _codes(head, node, language)
        case ast.Parameter():
            return _parameter(node, language)
        case ast.LeapDay():
            return [_leap_day(node, language)]


def fact_type(node: ast.FactType | ast.CodeType | ast.SetType, language: Language) -> str:
    """Write the type words of a fact: `rupiah per bulan`, `kode wilayah`."""
    match node:
        case ast.FactType():
            return word(_TYPE_KEYWORD[node], language)
        case ast.CodeType(vocabulary):
            return phrase(word("_CODE_OF", language), vocabulary.text)
        case ast.SetType(vocabulary, at_most):
            return phrase(
                word("_SET_OF", language), vocabulary.text, word("AT_MOST_MONEY", language), str(at_most)
            )


def entry(node: ast.Entry | ast.CodeGroup, language: Language) -> str:
    """Write one code of a vocabulary, or a group of them, without the semicolon."""
    match node:
        case ast.Entry(name, code, shown, synonyms):
            return phrase(
                name.text,
                None if code is None else f"{word('_CODE', language)} {code.code}",
                label(shown),
                word("_SYNONYM", language) if synonyms else None,
                ", ".join(quoted(synonym.text) for synonym in synonyms),
            )
        case ast.CodeGroup(name, shown, members):
            return phrase(
                word("_GROUP", language),
                name.text,
                label(shown),
                word("_CONSIST_OF", language),
                names(members, language),
            )


def parameter_row(node: ast.ParameterRow, language: Language) -> str:
    """Write one value of a parameter, without what separates it from the next."""
    basis = quoted(node.basis.text) if isinstance(node.basis, ast.Quote) else citation(node.basis, language)
    return phrase(
        None if node.key is None else f"{node.key.text}:",
        or_blank(node.value, language),
        word("_SINCE", language),
        value(node.since, language),
        None if node.until is None else word("_THROUGH", language),
        None if node.until is None else value(node.until, language),
        word("_BASED_ON", language),
        basis,
    )


def _fact(node: ast.Fact, language: Language) -> Line:
    bounds = (
        None
        if node.low is None or node.high is None
        else phrase(
            attached("_FROM", language),
            value(node.low, language),
            word("_THROUGH", language),
            value(node.high, language),
        )
    )
    database = (
        None
        if node.database is None
        else phrase(attached("_DATA_BASE", language), node.database.text, as_at_day(node.as_at, language))
    )
    typical = (
        None
        if node.typical is None
        else phrase(attached("_TYPICAL", language), fact_value(node.typical, language))
    )
    text = phrase(
        word("_FACT", language),
        node.name.text,
        word("_IS", language),
        fact_type(node.type, language),
        label(node.label),
        bounds,
        database,
        typical,
        evidence(node.document, node.officer, language),
        attached("CHANGEABLE", language) if node.changeable else None,
    )
    return Line(closed(text), 0, INDENT, node.span.start)


def _vocabulary(node: ast.Vocabulary, language: Language) -> list[Line]:
    head = phrase(
        word("_VOCABULARY", language),
        node.name.text,
        label(node.label),
        None if node.version is None else word("_VERSION", language),
        quote(node.version),
        None if node.source is None else word("_SOURCE", language),
        quote(node.source),
        "{",
    )
    return _codes(head, node, language)


def _codes(head: str, node: ast.Vocabulary | ast.VocabularyAddition, language: Language) -> list[Line]:
    lines = [Line(head, 0, 2 * INDENT, node.span.start)]
    lines += [
        Line(f"{entry(member, language)};", INDENT, INDENT, member.span.start) for member in node.entries
    ]
    closing = masked(node.span.source.text).find("}", node.span.start)
    return [*lines, Line("}", 0, 0, closing if closing >= 0 else None, closes=True)]


def _leap_day(node: ast.LeapDay, language: Language) -> Line:
    basis = node.basis
    text = phrase(
        word("_LEAP_DAY", language),
        word("LEAP_MARCH" if node.rule is LeapRule.ON_1_MARCH else "LEAP_FEBRUARY", language),
        word("_BASED_ON", language),
        quoted(basis.text) if isinstance(basis, ast.Quote) else citation(basis, language),
    )
    return Line(closed(text), 0, INDENT, node.span.start)


def _parameter(node: ast.Parameter, language: Language) -> list[Line]:
    head = phrase(
        word("_PARAMETER", language),
        node.name.text,
        word("_IS", language),
        fact_type(node.type, language),
        label(node.label),
        None if node.keyed_by is None else f"{word('_BY_FACT', language)} {node.keyed_by.text}",
    )
    lines = [Line(f"{head}:", 0, 2 * INDENT, node.span.start)]
    for position, row in enumerate(node.rows):
        text = parameter_row(row, language)
        last = position == len(node.rows) - 1
        lines.append(Line(closed(text) if last else f"{text};", INDENT, INDENT, row.span.start))
    return lines
