"""Tests and stated properties as lines."""

from types import MappingProxyType

from policy_engine.domain.bilingual import Language
from policy_engine.domain.outcomes import Outcome
from policy_engine.syntax import ast
from policy_engine.syntax.printing.conditions import condition
from policy_engine.syntax.printing.layout import Line, masked
from policy_engine.syntax.printing.values import (
    citation,
    citations,
    fact_value,
    instrument,
    month_spans,
    names,
    value,
)
from policy_engine.syntax.printing.words import attached, phrase, quoted, word

INDENT = 2

_KIND_KEYWORD = MappingProxyType({ast.TestKind.TEST: "TEST", ast.TestKind.EXAMPLE: "EXAMPLE"})


def test_lines(node: ast.Test | ast.Ensure, language: Language) -> list[Line]:
    """Write a test, one fact a line, or a stated property."""
    match node:
        case ast.Test():
            return _test(node, language)
        case ast.Ensure():
            return [Line(_ensure(node, language), 0, INDENT, node.span.start)]


def given(node: ast.Given, language: Language) -> str:
    """Write one fact of the worker of a test, without the semicolon."""
    return phrase(node.fact.text, fact_value(node.value, language))


def assumption(node: ast.Assumption, language: Language) -> str:
    """Write what a test takes for granted."""
    match node:
        case ast.AssumeCommencement(date):
            return phrase(word("_ASSUME", language), word("_COMMENCES", language), value(date, language))
        case ast.AssumeProvision(cited, holds):
            return phrase(
                word("_ASSUME", language),
                citation(cited, language),
                word("MET" if holds else "NOT_MET", language),
            )


def expectation(node: ast.Expectation, language: Language) -> str:
    """Write the expected result of a test."""
    return phrase(
        word("_RESULT", language),
        outcome(node.outcome, language),
        word("_ACCORDING_TO", language) if node.because else None,
        citations(node.because, language),
        None if node.cost is None else f"{attached('_COST', language)} {value(node.cost, language)}",
        None if node.months is None else attached("_EXPECTED_MONTHS", language),
        None if node.months is None else month_spans(node.months, language),
        None if node.missing is None else attached("_LACKING", language),
        None if node.missing is None else names(node.missing, language),
        None if node.effective is None else attached("_EFFECTIVELY", language),
        None if node.effective is None else outcome(node.effective, language),
    )


def outcome(of: Outcome, language: Language) -> str:
    """Write what an instrument says about a worker: `memenuhi syarat`."""
    return word(of.name, language)


def _test(node: ast.Test, language: Language) -> list[Line]:
    opening = word(_KIND_KEYWORD[node.kind], language)
    parts = (
        f"{opening} {quoted(node.name.text)}",
        None if node.source is None else f"{word('_SOURCE', language)} {quoted(node.source.text)}",
        None
        if node.instrument is None
        else f"{word('_FOR_INSTRUMENT', language)} {instrument(node.instrument, language)}",
        *(assumption(each, language) for each in node.assumptions),
        f"{word('_ON', language)} {value(node.on, language)}",
        None
        if node.facts_as_of is None
        else f"{word('_FACTS_AS_OF', language)} {value(node.facts_as_of, language)}",
    )
    head = "\n".join(part for part in parts if part is not None) + " {"
    lines = [Line(head, 0, 2 * INDENT, node.span.start)]
    lines += [Line(f"{given(each, language)};", INDENT, INDENT, each.span.start) for each in node.given]
    brace = masked(node.span.source.text).find("}", node.span.start)
    closing = Line(
        f"}} {expectation(node.expected, language)}", 0, INDENT, brace if brace >= 0 else None, closes=True
    )
    return [*lines, closing]


def _ensure(node: ast.Ensure, language: Language) -> str:
    stated = phrase(word("_ENSURE", language), quoted(node.name.text), word("_ON", language))
    lead = f"{stated} {value(node.on, language)}:"
    if node.cost_at_most is not None:
        cost = value(node.cost_at_most, language)
        return phrase(lead, word("_COST", language), word("AT_MOST_MONEY", language), cost)
    said = None if node.condition is None else condition(node.condition, language)
    result = None if node.outcome is None else outcome(node.outcome, language)
    match node.relation:
        case ast.Relation.ALWAYS:
            return phrase(lead, word("_IN_CASE", language), said, attached("_RESULT", language), result)
        case ast.Relation.ONLY_IF:
            return phrase(lead, word("_RESULT", language), result, word("_ONLY_IF", language), said)
