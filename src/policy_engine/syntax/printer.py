"""A syntax tree and a language in, its canonical text out.

`parse(print_file(tree))` gives the tree again, in either language: the shortest text that says the same.
Comments stand where they stood: on a line of their own before what follows them, or at the end of the line
they end; those inside a sentence stand before it.
"""

from collections.abc import Sequence
from typing import TypeAlias

from policy_engine.domain.bilingual import Language
from policy_engine.source import SourceFile
from policy_engine.syntax import ast
from policy_engine.syntax.comments import Comment
from policy_engine.syntax.printing import conditions, declarations, instrument, sentences, tests, values
from policy_engine.syntax.printing.layout import Line, after_blank, joined, render
from policy_engine.syntax.printing.words import quoted

AnyNode: TypeAlias = (
    ast.PolicyFile
    | ast.Declaration
    | ast.CodeType
    | ast.SetType
    | ast.Entry
    | ast.CodeGroup
    | ast.ParameterRow
    | ast.Instrument
    | ast.Header
    | ast.Recital
    | ast.Ground
    | ast.BodyUnit
    | ast.Sentence
    | ast.AmendmentStep
    | ast.Criteria
    | ast.Test
    | ast.Ensure
    | ast.Given
    | ast.Assumption
    | ast.Expectation
    | ast.Scope
    | ast.Party
    | ast.Share
    | ast.Budget
    | ast.MonthSpan
    | ast.PlaceQuota
    | ast.PriorityKey
    | ast.Band
    | ast.BandAmount
    | ast.ProgrammeSet
    | ast.BenefitItem
    | ast.Quote
    | ast.Label
    | ast.Term
    | ast.FactValue
    | ast.InstrumentRef
    | ast.CitationRef
    | ast.ProvisionRange
    | ast.TestDate
)
"""Every kind of node there is."""


def print_file(
    tree: ast.PolicyFile,
    comments: Sequence[Comment],
    language: Language,
    source: SourceFile | None = None,
) -> str:
    """Give the canonical text of a file; `source` is where its comments stand, that of the tree if absent."""
    return render(_file_lines(tree, language), comments, (source or tree.span.source).text)


def print_node(node: AnyNode, language: Language) -> str:
    """Give the text of any node without a line end: one line, or several where it holds a list."""
    said = _said(node, language)
    return said if isinstance(said, str) else render(said, (), "").removesuffix("\n")


def print_on_one_line(node: AnyNode, language: Language) -> str:
    """Give the text of any node with each line end as one space."""
    said = _said(node, language)
    return said.replace("\n", " ").strip(" ") if isinstance(said, str) else joined(said)


def _file_lines(tree: ast.PolicyFile, language: Language) -> list[Line]:
    lines: list[Line] = []
    for declaration in tree.declarations:
        lines += after_blank(declarations.declaration_lines(declaration, language))
    if tree.instrument is not None:
        lines += after_blank(instrument.instrument_lines(tree.instrument, language))
    for test in tree.tests:
        lines += after_blank(tests.test_lines(test, language))
    return lines


def _said(node: AnyNode, language: Language) -> str | list[Line]:
    match node:
        case ast.PolicyFile():
            return _file_lines(node, language)
        case ast.Fact() | ast.Vocabulary() | ast.VocabularyAddition() | ast.Parameter() | ast.LeapDay():
            return declarations.declaration_lines(node, language)
        case ast.CodeType() | ast.SetType():
            return declarations.fact_type(node, language)
        case ast.Entry() | ast.CodeGroup():
            return declarations.entry(node, language)
        case ast.ParameterRow():
            return declarations.parameter_row(node, language)
        case ast.Instrument():
            return instrument.instrument_lines(node, language)
        case ast.Header():
            return instrument.header_lines(node, language)
        case ast.Heading():
            return instrument.heading(node, language)
        case ast.Article():
            return instrument.article_lines(node, language)
        case ast.Paragraph():
            return instrument.paragraph_lines(node, language)
        case ast.DefinitionItem():
            return sentences.definition(node, language)
        case ast.Item():
            return conditions.item_text(node, language)
        case ast.ItemList():
            return conditions.item_lines(node, language)
        case ast.Replace() | ast.Insert() | ast.Delete():
            return instrument.step_lines(node, ".", language)
        case ast.Ground():
            return instrument.ground(node, language)
        case ast.Recital(text):
            return quoted(text.text)
        case ast.Test() | ast.Ensure():
            return tests.test_lines(node, language)
        case ast.Given():
            return tests.given(node, language)
        case ast.AssumeCommencement() | ast.AssumeProvision():
            return tests.assumption(node, language)
        case ast.Expectation():
            return tests.expectation(node, language)
        case ast.Scope():
            return sentences.scope(node, language)
        case ast.OwnGovernment() | ast.GovernmentOf() | ast.Name():
            return sentences.party(node, language)
        case ast.Share():
            return sentences.share(node, language)
        case ast.Budget():
            return sentences.budget(node, language)
        case ast.MonthSpan():
            return values.month_span(node, language)
        case ast.PlaceQuota():
            return sentences.place_quota(node, language)
        case ast.PriorityKey():
            return sentences.priority_key(node, language)
        case ast.Band():
            return sentences.band(node, language)
        case ast.BandAmount():
            return sentences.band_amount(node, language)
        case ast.ProgrammeSet():
            return sentences.programme_set(node, language)
        case ast.BenefitItem():
            return sentences.benefit_item(node, language)
        case ast.Quote(text):
            return quoted(text)
        case ast.Label():
            return values.label(node)
        case ast.InstrumentRef():
            return values.instrument(node, language)
        case ast.CitationRef():
            return values.citation(node, language)
        case ast.ProvisionRange():
            return values.provision_range(node, language)
        case ast.TestDate():
            return conditions.test_date(node, language)
        case ast.Truth() | ast.NotYet() | ast.Codes():
            return values.fact_value(node, language)
        case ast.Blank():
            return values.blank(node)
        case (
            ast.DateValue()
            | ast.MonthValue()
            | ast.NumberValue()
            | ast.MoneyValue()
            | ast.PercentValue()
            | ast.CodeValue()
            | ast.NameTerm()
            | ast.Age()
            | ast.ShareOf()
            | ast.Sum()
            | ast.Times()
            | ast.Rounded()
        ):
            return values.term(node, language)
        case (
            ast.Bound()
            | ast.Within()
            | ast.Holds()
            | ast.Includes()
            | ast.Resident()
            | ast.ListedIn()
            | ast.NeverRegistered()
            | ast.NotParticipant()
            | ast.NotBorneBy()
            | ast.ByReference()
            | ast.Such()
            | ast.Not()
            | ast.Compound()
            | ast.Evidenced()
            | ast.Excepted()
        ):
            return conditions.condition(node, language)
        case (
            ast.Definitions()
            | ast.Recipients()
            | ast.Requirements()
            | ast.Exclusions()
            | ast.Lift()
            | ast.Change()
            | ast.Precedence()
            | ast.Enrolment()
            | ast.Contribution()
            | ast.Bearing()
            | ast.Deposit()
            | ast.Funding()
            | ast.Months()
            | ast.Provided()
            | ast.Ending()
            | ast.Quota()
            | ast.Ceiling()
            | ast.Target()
            | ast.Priority()
            | ast.AllocationRule()
            | ast.Listing()
            | ast.Delegation()
            | ast.Transition()
            | ast.NotEncoded()
            | ast.Interpretation()
            | ast.OpenSentence()
            | ast.BandTable()
            | ast.Benefit()
            | ast.Benefits()
            | ast.Relief()
            | ast.ProgrammeSets()
            | ast.PaymentPeriods()
            | ast.Deadline()
            | ast.Repeal()
            | ast.Commencement()
            | ast.Amendment()
        ):
            return instrument.any_sentence_lines(node, None, language)
