"""The drafting rules of UU 12/2011 Lampiran II, and what an instrument leaves unsaid."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from policy_engine.diagnostics.drafting import (
    Blanks,
    BoundWordUnfit,
    DefinitionNeverUsed,
    DefinitionUsedOnce,
    FactNeverUsed,
    FactWithoutProof,
    ForwardReference,
    GeneralProvisionsNotFirst,
    IdentityNumberInText,
    IndefiniteWords,
    InterpretationNeverUsed,
    InViewOfLower,
    InViewOfOutOfOrder,
    InViewOfRepealed,
    ListWithoutConnective,
    NoEndingRule,
    NoReplacementRule,
    NotEncodedListed,
    NumberOutOfOrder,
    RefersToLower,
)
from policy_engine.diagnostics.model import Diagnostic
from policy_engine.domain.bilingual import Language
from policy_engine.domain.citation import InstrumentId, InstrumentKind, Provision
from policy_engine.domain.dates import LATEST
from policy_engine.semantics.consolidate import Part, parts, step_of
from policy_engine.semantics.law.case import Case, Laws, all_in, nodes_in
from policy_engine.semantics.timeline import as_written
from policy_engine.source import Span
from policy_engine.syntax import ast


def check_drafting(laws: Laws) -> Iterator[Diagnostic]:
    """Give the findings about the drafting of every instrument."""
    facts = {
        declared.name.text: declared
        for file in laws.files
        for declared in file.declarations
        if isinstance(declared, ast.Fact)
    }
    for case in laws.cases:
        yield from _references(laws, case)
        yield from _grounds(laws, case)
        yield from _left_out(case)
        yield from _proofs(case, facts)
        yield from _unused(case)
        yield from _listed(case)
        yield from _words(case)
        yield from _order(case)
        yield from _lists(case)
        yield from _identities(case)


_IDENTITY = re.compile(r"(?<![\w.=/-])[0-9]{16}(?![\w.=/-])")


def _identities(case: Case) -> Iterator[Diagnostic]:
    """Report numbers like that of a person, at the first line of their instrument so that they are not shown."""
    source = case.tree.span.source
    for found in _IDENTITY.finditer(source.text):
        line = source.text.count("\n", 0, found.start()) + 1
        head = case.tree.span
        yield IdentityNumberInText(span=Span(source, head.start, head.start + 1), line=line)


def _references(laws: Laws, case: Case) -> Iterator[Diagnostic]:
    # A list of recipients is fixed by a lower decree, a transition speaks of what was repealed, and a
    # subsidiary payer may name a lower one.
    elsewhere = (ast.Amendment, ast.Repeal, ast.Listing, ast.Transition, ast.NotBorneBy)
    for stated in case.stated:
        for reference in all_in(stated.sentence, ast.InstrumentRef, elsewhere):
            target = laws.refers(case, reference)
            if case.id is not None and target is not None and _is_lower(target, case.id):
                yield RefersToLower(span=reference.span, target=as_written(reference))
        for citation in all_in(stated.sentence, ast.CitationRef, elsewhere):
            place = citation.provision
            own = citation.instrument is None and place is not None and place.steps
            if place is not None and own and _is_later_article(place, stated.place):
                yield ForwardReference(span=citation.span, place=place)


def _is_lower(target: InstrumentId, mine: InstrumentId) -> bool:
    is_no_regulation = not target.kind.regulates and target.kind is not InstrumentKind.NASKAH
    return mine.outranks(target) or (mine.rank is not None and is_no_regulation)


def _is_later_article(cited: Provision, here: Provision) -> bool:
    one, other = cited.steps[0], here.steps[0]
    return one.unit is other.unit and other.key < one.key


def _grounds(laws: Laws, case: Case) -> Iterator[Diagnostic]:
    known: list[tuple[ast.InstrumentRef, InstrumentId]] = []
    for reference in case.tree.header.in_view_of:
        target = laws.refers(case, reference)
        if target is None:
            continue
        known.append((reference, target))
        if case.id is not None and _is_lower(target, case.id):
            yield InViewOfLower(span=reference.span, target=as_written(reference))
        other = laws.loaded(case, reference)
        until = other.until if other else None
        # What has no day of commencement yet will commence later than anything that is known.
        if other is not None and until is not None and until <= (case.told.commences or LATEST):
            yield InViewOfRepealed(
                span=reference.span, target=as_written(reference), at=other.tree.header.span
            )
    for (before, first), (after, second) in pairwise(known):
        if _ground_order(second) < _ground_order(first):
            yield InViewOfOutOfOrder(
                span=after.span, target=as_written(after), previous=as_written(before), at=before.span
            )


_UNRANKED = 99


def _ground_order(identity: InstrumentId) -> tuple[int, int]:
    return (identity.rank or _UNRANKED, identity.year or 0)


def _left_out(case: Case) -> Iterator[Diagnostic]:
    first = next(iter(case.all_of(ast.Recipients)), None)
    # Where the text leaves the matter open by name, the blank or the delegation is what is reported.
    if first is not None and not case.has(ast.Ending) and not case.mentions("henti"):
        yield NoEndingRule(span=first[0].span)
    quota = next(iter(case.all_of(ast.Quota)), None)
    replaced = any(rule.replacement for _, rule in case.all_of(ast.AllocationRule))
    if quota is not None and not replaced and not case.mentions("ganti"):
        yield NoReplacementRule(span=quota[0].span)


def _proofs(case: Case, facts: dict[str, ast.Fact]) -> Iterator[Diagnostic]:
    told: set[str] = set()
    for _, requirement in case.all_of(ast.Requirements):
        for name in all_in(requirement.criteria, ast.Name, (ast.Evidenced, ast.TestDate, ast.CitationRef)):
            fact = facts.get(name.text)
            unproved = fact is not None and fact.document is None and fact.officer is None
            if fact is not None and unproved and name.text not in told:
                told.add(name.text)
                yield FactWithoutProof(span=name.span, fact=name.text, at=fact.name.span)


def _unused(case: Case) -> Iterator[Diagnostic]:
    used: dict[str, int] = {}
    for name in all_in(case.tree, ast.Name):
        used[name.text] = used.get(name.text, 0) + 1
    keys = {
        one.keyed_by.text for one in case.file.declarations if isinstance(one, ast.Parameter) and one.keyed_by
    }
    for declared in case.file.declarations:
        # A fact that holds codes is used through its codes, and a data base through its name.
        if isinstance(declared, ast.Fact) and isinstance(declared.type, ast.FactType):
            by_base = declared.database is not None and declared.database.text in used
            if declared.name.text not in used and declared.name.text not in keys and not by_base:
                yield FactNeverUsed(span=declared.name.span, fact=declared.name.text)
    header = case.tree.header
    is_draft = header.status is ast.Status.DRAFT
    title = "_".join(header.title.text.lower().split()) if isinstance(header.title, ast.Quote) else ""
    for _, definitions in case.all_of(ast.Definitions):
        for item in definitions.items:
            term = item.term
            known = isinstance(term, ast.Name) and item.condition is not None
            if not isinstance(term, ast.Name) or not known:
                continue
            if used[term.text] == 1:
                yield DefinitionNeverUsed(span=term.span, term=term.text)
            # Only a draft can still be written otherwise; a term that its title speaks of returns in it.
            elif used[term.text] == _ONCE_BESIDE and is_draft and term.text not in title:
                yield DefinitionUsedOnce(span=term.span, term=term.text)
    # A reading of the header, or of a law that decides nobody's case itself, has no sentence to rest on it.
    deciding = case.has(ast.Recipients, ast.Requirements)
    for _, interpretation in case.all_of(ast.Interpretation) if deciding else ():
        if used[interpretation.name.text] == 1:
            yield InterpretationNeverUsed(
                span=interpretation.name.span, interpretation=interpretation.name.text
            )


_ONCE_BESIDE = 2
"""How often a term stands in a text that defines it and uses it once."""


def _listed(case: Case) -> Iterator[Diagnostic]:
    blanks = [node for node in nodes_in(case.tree) if isinstance(node, ast.Blank)]
    if blanks:
        notes = tuple(blank.note or "..." for blank in blanks)
        yield Blanks(span=blanks[0].span, places=tuple(blank.span for blank in blanks), notes=notes)
    clauses = [clause for _, clause in case.all_of(ast.NotEncoded)]
    if clauses:
        yield NotEncodedListed(
            span=clauses[0].span,
            places=tuple(clause.span for clause in clauses),
            notes=tuple(clause.reason.text for clause in clauses),
        )


_INDEFINITE = (
    "antara lain",
    "tidak terbatas pada",
    "dan lain-lain",
    "dan sebagainya",
    "dan seterusnya",
    "secukupnya",
    "seperlunya",
    "sewajarnya",
    "among others",
    "not limited to",
    "as necessary",
)


def _words(case: Case) -> Iterator[Diagnostic]:
    # Why something is not encoded, and what it rests on, are words about the regulation and not of it.
    about = (ast.NotEncoded, ast.Interpretation)
    for stated in case.stated:
        for quote in () if isinstance(stated.sentence, about) else all_in(stated.sentence, ast.Quote):
            found = next((words for words in _INDEFINITE if words in quote.text.lower()), None)
            if found is not None:
                yield IndefiniteWords(span=quote.span, words=found)
    for bound in all_in(case.tree, ast.Bound):
        fitting = _fitting(bound)
        if fitting is not None:
            at = _word_in(bound)
            yield BoundWordUnfit(span=at or bound.span, word=bound.word.value, fitting=fitting.value, at=at)


_W = ast.BoundWord
_LOWER = frozenset({_W.AT_LEAST_QUANTITY, _W.AT_LEAST_MONEY, _W.AT_LEAST_DURATION, _W.NO_EARLIER})
_UPPER = frozenset({_W.AT_MOST_QUANTITY, _W.AT_MOST_MONEY, _W.AT_MOST_DURATION, _W.NO_LATER})


def _fitting(bound: ast.Bound) -> ast.BoundWord | None:
    """Give the word of UU 12/2011 Lampiran II 256 for what is bounded, where it is another one."""
    words = _words_for(bound.value)
    if words is None or bound.word in words:
        return None
    if bound.word in _LOWER:
        return words[0]
    return words[1] if bound.word in _UPPER else None


def _words_for(value: ast.Term) -> tuple[ast.BoundWord, ast.BoundWord] | None:
    """Give the words for at least and at most, first the usual pair; None where the unit is not plain."""
    match value:
        case ast.MoneyValue() | ast.Rounded():
            return (_W.AT_LEAST_MONEY, _W.AT_MOST_MONEY)
        case ast.DateValue() | ast.MonthValue():
            return (_W.NO_EARLIER, _W.NO_LATER)
        case ast.NumberValue(_, ast.Unit.YEARS | ast.Unit.NONE):
            return (_W.AT_LEAST_QUANTITY, _W.AT_MOST_QUANTITY)
        case ast.NumberValue(_, ast.Unit.MONTHS | ast.Unit.DAYS):
            return (_W.AT_LEAST_DURATION, _W.AT_MOST_DURATION)
        case (
            ast.NumberValue()  # people are counted with either pair in practice
            | ast.PercentValue()
            | ast.CodeValue()
            | ast.NameTerm()
            | ast.Age()
            | ast.ShareOf()
            | ast.Sum()
            | ast.Times()
            | ast.Blank()
        ):
            return None


def _word_in(bound: ast.Bound) -> Span | None:
    """Give where the Indonesian word of a bound stands in its source; None if it is not there."""
    text, word = bound.span.text, bound.word.value
    start = text.find(word)
    if start < 0 or text.count(word) != 1:
        return None
    begin = bound.span.start + start
    return Span(bound.span.source, begin, begin + len(word))


def _order(case: Case) -> Iterator[Diagnostic]:
    """Report numbers that do not ascend, and definitions after other norms."""
    articles = [unit for unit in case.tree.body if isinstance(unit, ast.Article)]
    yield from _ascending(articles)
    for article in articles:
        yield from _ascending(article.paragraphs)
        for paragraph in article.paragraphs:
            yield from _ascending_items(parts(paragraph))
    first = articles[0].provision if articles else None
    # The items of a report follow its source, not the regulation.
    reported = case.tree.header.status is ast.Status.REPORTED
    for stated, _ in () if reported else case.all_of(ast.Definitions):
        if first is not None and not first.covers(stated.place):
            yield GeneralProvisionsNotFirst(span=stated.span)


def _ascending_items(siblings: Sequence[Part]) -> Iterator[Diagnostic]:
    if any(isinstance(part, ast.Band) for part in siblings):
        return
    yield from _ascending(siblings)
    for part in siblings:
        yield from _ascending_items(parts(part))


def _ascending(siblings: Sequence[Part]) -> Iterator[Diagnostic]:
    labelled = [(part, step) for part in siblings if (step := step_of(part)) is not None]
    for (one, before), (two, after) in pairwise(labelled):
        # A number used twice is told where places are resolved: PE104.
        if before.unit is after.unit and after.key < before.key:
            language = Language.ID
            yield NumberOutOfOrder(
                span=two.span, label=after.text(language), previous=before.text(language), at=one.span
            )


def _lists(case: Case) -> Iterator[Diagnostic]:
    for stated in case.stated:
        if isinstance(stated.sentence, ast.Recipients | ast.Requirements | ast.Exclusions | ast.Ending):
            criteria = stated.sentence.criteria
            if isinstance(criteria, ast.ItemList):
                yield from _list(criteria)


def _list(items: ast.ItemList) -> Iterator[Diagnostic]:
    if items.connective is None and len(items.items) > 1:
        yield ListWithoutConnective(span=items.items[-1].span)
    for item in items.items:
        if item.items is not None:
            yield from _list(item.items)
