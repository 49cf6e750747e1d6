"""Parse tree in, syntax tree out: instruments, sentences, tests and whole files."""

from dataclasses import replace

from lark import Token

from policy_engine.diagnostics import syntax as problems
from policy_engine.domain.citation import Provision, Step, ruling_label
from policy_engine.domain.outcomes import Outcome
from policy_engine.source import Span
from policy_engine.structure import dataclass
from policy_engine.syntax import ast, nearby
from policy_engine.syntax.build import (
    AREAS,
    DIRECTIONS,
    GAPS,
    ROUNDINGS,
    Built,
    Marked,
    Separator,
    WordBuilder,
    every,
    integer,
    maybe,
    name_of,
    only,
    tokens,
)


@dataclass(frozen=True, slots=True)
class _Ending:
    note: ast.Name | None


@dataclass(frozen=True, slots=True)
class _Listed:
    """A node that ends as an item of a list does."""

    node: Built
    separator: Separator


@dataclass(frozen=True, slots=True)
class _About:
    """`Iuran jkk dan jkm bagi Penerima`: what a sentence about the contribution is about."""

    programmes: tuple[ast.Name, ...]
    scope: ast.Scope | None


class Builder(WordBuilder):
    """The whole language; made for one parse tree."""

    def start(self, children: list[Built], span: Span) -> ast.PolicyFile:
        instruments = every(children, ast.Instrument)
        for further in instruments[1:]:
            self.problems.append(problems.SecondInstrument(span=further.span))
        return ast.PolicyFile(
            tuple(
                part
                for part in children
                if isinstance(
                    part, ast.Fact | ast.Vocabulary | ast.VocabularyAddition | ast.Parameter | ast.LeapDay
                )
            ),
            instruments[0] if instruments else None,
            tuple(part for part in children if isinstance(part, ast.Test | ast.Ensure)),
            span=Span(span.source, 0, len(span.source.text)),
        )

    # Headings and articles

    def chapter(self, children: list[Built], span: Span) -> ast.Heading:
        label, title = str(children[0]).split(None, 1)
        return ast.Heading(ast.HeadingLevel.CHAPTER, label, title.strip(), span=span)

    def part(self, children: list[Built], span: Span) -> ast.Heading:
        words = str(children[0]).split()
        for length in (3, 2, 1):
            label = ruling_label(" ".join(words[:length]))
            if label is not None and len(words) > length:
                return ast.Heading(ast.HeadingLevel.PART, label, " ".join(words[length:]), span=span)
        self.problems.append(problems.NoOrdinal(span=span, found=words[0]))
        return ast.Heading(ast.HeadingLevel.PART, "1", " ".join(words[1:]), span=span)

    def section(self, children: list[Built], span: Span) -> ast.Heading:
        label, title = str(children[0]).split(None, 1)
        return ast.Heading(ast.HeadingLevel.SECTION, label, title.strip(), span=span)

    def _article(self, step: Step, content: Built, span: Span) -> ast.Article:
        article = Provision((step,))
        if self.left_to_the_reader:
            content = tuple(nearby.completed(each, article) for each in content)
            self.left_to_the_reader = False
        return ast.Article(article, content, span=span)

    def plain_article(self, children: list[Built], span: Span) -> ast.Article:
        return self._article(self.article_step(children, span), children[1], span)

    def reported_item(self, children: list[Built], span: Span) -> ast.Article:
        return self._article(self.item_step(children, span), children[1], span)

    def ruling(self, children: list[Built], span: Span) -> ast.Article:
        return self._article(self.ruling_step(children, span), children[1], span)

    def annex(self, children: list[Built], span: Span) -> ast.Article:
        return self._article(self.annex_step(children, span), children[1], span)

    def content(self, children: list[Built], span: Span) -> tuple[ast.Paragraph, ...]:
        if all(isinstance(child, ast.Paragraph) for child in children):
            return tuple(children)
        sentence, note = self._with_note(children[0])
        return (ast.Paragraph(None, sentence, note, span=span),)

    def deleted(self, _children: list[Built], _span: Span) -> tuple[ast.Paragraph, ...]:
        return ()

    def paragraph(self, children: list[Built], span: Span) -> ast.Paragraph:
        label, said = children
        sentence, note = self._with_note(said)
        return ast.Paragraph(str(label)[1:-1], sentence, note, span=span)

    def _with_note(self, said: Built) -> tuple[Built, ast.Name | None]:
        return said if isinstance(said, tuple) else (said, None)

    # Sentences. A method gives the sentence, or the sentence and the interpretation it rests on.

    def ending(self, children: list[Built], _span: Span) -> _Ending:
        return _Ending(name_of(children[0]))

    def _ended(self, sentence: ast.Sentence, children: list[Built]) -> tuple[ast.Sentence, ast.Name | None]:
        return sentence, only(children, _Ending).note

    def definitions(self, children: list[Built], span: Span) -> ast.Definitions:
        separators = [child.separator for child in children]
        # Law ends each definition with a full stop (UU 12/2011 Lampiran II 97); a policy may write a list.
        if not all(each.closes for each in separators):
            self._punctuated(separators)
        return ast.Definitions(tuple(child.node for child in children), span=span)

    def _punctuated(self, separators: list[Separator]) -> None:
        """Check the punctuation of a list whose connective says nothing."""
        self.check_connective(separators, outermost=True)

    def _definition(
        self, marker: Built, term: Built, text: Built, condition: Built, separator: Built, span: Span
    ) -> _Listed:
        item = ast.DefinitionItem(str(marker)[:-1], term, text, condition, span=span)
        return _Listed(item, separator)

    def worded_definition(self, children: list[Built], span: Span) -> _Listed:
        marker, term, text, separator = children
        if isinstance(term, ast.Name):
            # Nothing refers to a term that only has words: it is kept for people, as it was written.
            term = replace(term, text=term.span.text)
        else:
            term = self._unquoted(term)
        return self._definition(marker, term, self._unquoted(text), None, separator, span)

    def full_definition(self, children: list[Built], span: Span) -> _Listed:
        marker, term, text, condition, separator = children
        term = term if isinstance(term, ast.Name) else self._unquoted(term)
        return self._definition(marker, term, text, condition, separator, span)

    def plain_definition(self, children: list[Built], span: Span) -> _Listed:
        marker, term, condition, separator = children
        return self._definition(marker, term, None, condition, separator, span)

    def recipients_listed(self, children: list[Built], span: Span) -> ast.Recipients:
        return ast.Recipients(children[0], span=span)

    def recipients(self, children: list[Built], span: Span) -> Built:
        return self._ended(ast.Recipients(children[0], span=span), children)

    def scope(self, children: list[Built], _span: Span) -> ast.Scope:
        return only(children, ast.Scope)

    def recipient_scope(self, children: list[Built], span: Span) -> ast.Scope:
        return ast.Scope(ast.Subject.RECIPIENT, nearby.listed(every(children, ast.CitationRef)), span=span)

    def spoken_of(self, children: list[Built], span: Span) -> ast.Scope:
        return ast.Scope(ast.Subject.CONTRIBUTION, nearby.listed(every(children, ast.CitationRef)), span=span)

    def recipient_groups(self, children: list[Built], span: Span) -> ast.Scope:
        return ast.Scope(ast.Subject.RECIPIENT, only(children, tuple), span=span)

    def participant_scope(self, children: list[Built], span: Span) -> ast.Scope:
        return ast.Scope(ast.Subject.PARTICIPANT, tuple(every(children, ast.Name)), span=span)

    def requirements_listed(self, children: list[Built], span: Span) -> ast.Requirements:
        scope, items = children
        return ast.Requirements(scope, items, span=span)

    def requirements(self, children: list[Built], span: Span) -> Built:
        return self._ended(ast.Requirements(children[0], children[1], span=span), children)

    def exclusions_listed(self, children: list[Built], span: Span) -> ast.Exclusions:
        scope, items = children
        return ast.Exclusions(scope, items, span=span)

    def exclusions(self, children: list[Built], span: Span) -> Built:
        return self._ended(ast.Exclusions(children[0], children[1], span=span), children)

    def lift(self, children: list[Built], span: Span) -> Built:
        lifted = ast.Lift(children[0], nearby.listed(every(children[1:], ast.CitationRef)), span=span)
        return self._ended(lifted, children)

    def lift_range(self, children: list[Built], span: Span) -> Built:
        condition, *rest = children
        first, last, *excepting = nearby.listed(every(rest, ast.CitationRef))
        reach = ast.ProvisionRange(first, last, tuple(excepting), span=first.span.merge(last.span))
        return self._ended(ast.Lift(condition, (reach,), span=span), children)

    def change(self, children: list[Built], span: Span) -> Built:
        condition, target, said = children
        sentence, note = self._with_note(said)
        return ast.Change(condition, target, sentence, span=span), note

    def precedence(self, children: list[Built], span: Span) -> Built:
        return self._ended(ast.Precedence(children[0], children[1], span=span), children)

    def enrolment(self, children: list[Built], span: Span) -> Built:
        return self._ended(ast.Enrolment(children[0], children[1], span=span), children)

    def contribution_of(self, children: list[Built], _span: Span) -> _About:
        programmes, scope = children
        return _About(programmes or (), scope)

    def _recipients_unless(self, scope: ast.Scope | None, span: Span) -> ast.Scope:
        return ast.Scope(ast.Subject.RECIPIENT, (), span=span) if scope is None else scope

    def contribution(self, children: list[Built], span: Span) -> Built:
        about, amount, _ = children
        scope = self._recipients_unless(about.scope, span)
        return self._ended(ast.Contribution(scope, about.programmes, amount, span=span), children)

    def contribution_under(self, children: list[Built], span: Span) -> Built:
        about, table, by, _ = children
        amount = ast.BandAmount(table, None, name_of(by), span=table.span)
        return self.contribution([about, amount, children[-1]], span)

    def contribution_row(self, children: list[Built], span: Span) -> Built:
        about, amount, ending = children
        return self.contribution([about, amount, ending], span)

    def row_citation(self, children: list[Built], span: Span) -> ast.BandAmount:
        # The instrument stands before the place or, as regulations have it, after the row.
        (row,) = tokens(children)
        provision = maybe(children, Provision)
        table = ast.CitationRef(maybe(children, ast.InstrumentRef), provision, span=span)
        return ast.BandAmount(table, integer(row), None, span=span)

    def rounded(self, children: list[Built], span: Span) -> ast.Rounded:
        term, word, unit, basis = children
        return ast.Rounded(term, ROUNDINGS[word.type], unit, basis, span=span)

    def bearing_whole(self, children: list[Built], span: Span) -> Built:
        about, party, provided, _ = children
        shares = party if isinstance(party, ast.Blank) else (ast.Share(party, None, span=party.span),)
        bearing = ast.Bearing(about.scope, about.programmes, shares, None, provided, span=span)
        return self._ended(bearing, children)

    def bearing_shared(self, children: list[Built], span: Span) -> Built:
        about, rounding, provided = children[0], children[-3], children[-2]
        shares = tuple(every(children, ast.Share))
        bearing = ast.Bearing(about.scope, about.programmes, shares, rounding, provided, span=span)
        return self._ended(bearing, children)

    def share(self, children: list[Built], span: Span) -> ast.Share:
        rate, party = children
        return ast.Share(party, rate, span=span)

    def rounding(self, children: list[Built], _span: Span) -> ast.RoundingWord:
        return ROUNDINGS[tokens(children)[0].type]

    def own_government(self, _children: list[Built], span: Span) -> ast.OwnGovernment:
        return ast.OwnGovernment(span=span)

    def government_of(self, children: list[Built], span: Span) -> ast.GovernmentOf:
        return ast.GovernmentOf(children[0], span=span)

    def deposit(self, children: list[Built], span: Span) -> Built:
        about, party, _ = children
        if about.scope is None or about.scope.subject is not ast.Subject.CONTRIBUTION:
            self._no_scope(about, span)
            about = _About(about.programmes, None)
        return self._ended(ast.Deposit(party, about.scope, span=span), children)

    def _no_scope(self, about: _About, span: Span) -> None:
        """Refuse programmes and groups where the sentence is about every contribution."""
        if about.programmes or about.scope is not None:
            self.problems.append(problems.NotPerProgramme(span=span))

    def funding(self, children: list[Built], span: Span) -> Built:
        funding = ast.Funding(children[0], tuple(every(children, ast.Budget)), span=span)
        return self._ended(funding, children)

    def open_funding(self, children: list[Built], span: Span) -> Built:
        return self._ended(ast.Funding(children[0], children[1], span=span), children)

    def budget(self, children: list[Built], span: Span) -> ast.Budget:
        kind, locality, amended, years, item = children
        return ast.Budget(
            kind, name_of(locality), () if years is None else years, item, amended is not None, span=span
        )

    def fiscal_years(self, children: list[Built], _span: Span) -> Built:
        if isinstance(children[0], ast.Blank):
            return children[0]
        first = integer(children[0])
        last = first if children[1] is None else integer(children[1])
        return tuple(range(first, min(last, first + 100) + 1))

    def months(self, children: list[Built], span: Span) -> Built:
        about, spans, _, at_most, _, in_advance, _ = children
        if about.programmes:
            self.problems.append(problems.NotPerProgramme(span=span))
        return self._ended(
            ast.Months(about.scope, spans, at_most, in_advance is not None, span=span), children
        )

    def spans(self, children: list[Built], _span: Span) -> Built:
        found = tuple(every(children, ast.MonthSpan))
        match found:
            case (ast.MonthSpan(ast.Blank() as blank, None),):
                return blank
            case _:
                return found

    def span(self, children: list[Built], span: Span) -> ast.MonthSpan:
        first, last = children
        return ast.MonthSpan(first, last, span=span)

    def provided(self, children: list[Built], span: Span) -> Built:
        self._no_scope(children[0], span)
        return self._ended(ast.Provided(children[1], span=span), children)

    def payment_ends_listed(self, children: list[Built], span: Span) -> ast.Ending:
        return ast.Ending(children[0], span=span)

    def payment_ends(self, children: list[Built], span: Span) -> Built:
        return self._ended(ast.Ending(children[0], span=span), children)

    def area(self, children: list[Built], _span: Span) -> ast.QuotaArea:
        return AREAS[tokens(children)[0].type]

    def quota(self, children: list[Built], span: Span) -> Built:
        scope, area, word, people, _ = children
        return self._ended(ast.Quota(scope, area, word, people, (), span=span), children)

    def quota_then_area(self, children: list[Built], span: Span) -> Built:
        scope, word, people, area, _ = children
        return self._ended(ast.Quota(scope, area, word, people, (), span=span), children)

    def place_quota(self, children: list[Built], span: Span) -> ast.Quota:
        scope, area, *places = children
        self._punctuated([place.separator for place in places])
        listed = tuple(place.node for place in places)
        return ast.Quota(scope, area, ast.BoundWord.AT_MOST_MONEY, None, listed, span=span)

    def place(self, children: list[Built], span: Span) -> _Listed:
        marker, name, people, separator = children
        return _Listed(ast.PlaceQuota(str(marker)[:-1], name, people, span=span), separator)

    def ceiling(self, children: list[Built], span: Span) -> Built:
        budget, _, amount, year, _ = children
        fiscal_year = None if year is None else integer(year)
        return self._ended(ast.Ceiling(amount, fiscal_year, name_of(budget), span=span), children)

    def target(self, children: list[Built], span: Span) -> Built:
        return self._ended(ast.Target(children[0], span=span), children)

    def priority(self, children: list[Built], span: Span) -> ast.Priority:
        self._punctuated([key.separator for key in children])
        return ast.Priority(tuple(key.node for key in children), span=span)

    def priority_key(self, children: list[Built], span: Span) -> _Listed:
        marker, key, direction, separator = children
        node = ast.PriorityKey(str(marker)[:-1], key, DIRECTIONS[direction.type], span=span)
        return _Listed(node, separator)

    def allocation_rule(self, children: list[Built], span: Span) -> Built:
        match tokens(children)[0].type:
            case "PLACED_LAST":
                return self._allocation(children, span, unknown_key=ast.UnknownKey.LAST)
            case "HELD":
                return self._allocation(children, span, unknown_key=ast.UnknownKey.HELD)
            case "SKIPPED":
                return self._allocation(children, span, filling=ast.Filling.SKIP)
            case "STOPS":
                return self._allocation(children, span, filling=ast.Filling.STOP)
            case _:
                return self._allocation(children, span, waiting_list=True)

    def replacement(self, children: list[Built], span: Span) -> Built:
        return self._allocation(children, span, replacement=True)

    def filled_monthly(self, children: list[Built], span: Span) -> Built:
        return self._allocation(children, span, monthly=True)

    def months_reducible(self, children: list[Built], span: Span) -> Built:
        return self._allocation(children, span, months_reducible=True)

    def _allocation(
        self,
        children: list[Built],
        span: Span,
        *,
        unknown_key: ast.UnknownKey | None = None,
        filling: ast.Filling | None = None,
        monthly: bool = False,
        waiting_list: bool = False,
        replacement: bool = False,
        months_reducible: bool = False,
    ) -> Built:
        rule = ast.AllocationRule(
            unknown_key, filling, monthly, waiting_list, replacement, months_reducible, span=span
        )
        return self._ended(rule, children)

    def listing(self, children: list[Built], span: Span) -> Built:
        decree, fact, _ = children
        return self._ended(ast.Listing(decree, name_of(fact), span=span), children)

    def delegation(self, children: list[Built], span: Span) -> Built:
        matter, word, kind, blocking, _ = children
        delegation = ast.Delegation(
            matter, kind, word.type == "REGULATED_BY_OR_UNDER", blocking is not None, span=span
        )
        return self._ended(delegation, children)

    def transition(self, children: list[Built], span: Span) -> Built:
        condition, citation, until, _ = children
        return self._ended(ast.Transition(condition, citation, until, span=span), children)

    def not_encoded(self, children: list[Built], span: Span) -> Built:
        fact, reason, effect, _ = children
        sentence = ast.NotEncoded(name_of(fact), reason, effect.type == "AFFECTS", span=span)
        return self._ended(sentence, children)

    def interpretation(self, children: list[Built], span: Span) -> Built:
        name, text, basis, _ = children
        return self._ended(ast.Interpretation(name, text, basis, span=span), children)

    def open_sentence(self, children: list[Built], span: Span) -> Built:
        return self._ended(ast.OpenSentence(children[0], span=span), children)

    def band_table(self, children: list[Built], span: Span) -> ast.BandTable:
        about, by, gap, *bands = children
        if len(about.programmes) != 1 or about.scope is not None:
            self.problems.append(problems.OneProgramme(span=span))
        self._punctuated([band.separator for band in bands])
        programme = about.programmes[0] if about.programmes else ast.Name("...", span=span)
        return ast.BandTable(programme, by, GAPS[gap.type], tuple(band.node for band in bands), span=span)

    def _band(
        self, marker: Built, low: Built, high: Built, amount: Built, separator: Built, span: Span
    ) -> _Listed:
        row = integer("".join(digit for digit in str(marker) if digit.isdigit()))
        return _Listed(ast.Band(row, low, high, amount, span=span), separator)

    def lowest_band(self, children: list[Built], span: Span) -> _Listed:
        marker, high, amount, separator = children
        return self._band(marker, None, high, amount, separator, span)

    def middle_band(self, children: list[Built], span: Span) -> _Listed:
        marker, low, high, amount, separator = children
        return self._band(marker, low, high, amount, separator, span)

    def highest_band(self, children: list[Built], span: Span) -> _Listed:
        marker, _, low, amount, separator = children
        return self._band(marker, low, None, amount, separator, span)

    def benefit(self, children: list[Built], span: Span) -> Built:
        programme, title, amount, after, consecutive, _ = children
        benefit = ast.Benefit(
            programme,
            title,
            amount,
            after,
            consecutive is not None,
            span=span,
        )
        return self._ended(benefit, children)

    def benefits(self, children: list[Built], span: Span) -> ast.Benefits:
        programme, *items = children
        self._punctuated([item.separator for item in items])
        return ast.Benefits(programme, tuple(item.node for item in items), span=span)

    def benefit_item(self, children: list[Built], span: Span) -> _Listed:
        marker, title, amount, after, consecutive, separator = children
        node = ast.BenefitItem(str(marker)[:-1], title, amount, after, consecutive is not None, span=span)
        return _Listed(node, separator)

    def relief(self, children: list[Built], span: Span) -> Built:
        programmes, rate, months, condition, since, barred, rounding, _ = children
        relief = ast.Relief(
            programmes,
            rate,
            months,
            condition,
            1 if since is None else integer(since),
            barred or (),
            rounding,
            span=span,
        )
        return self._ended(relief, children)

    def programme_sets(self, children: list[Built], span: Span) -> ast.ProgrammeSets:
        scope, *sets = children
        self._punctuated([entry.separator for entry in sets])
        return ast.ProgrammeSets(scope, tuple(entry.node for entry in sets), span=span)

    def programme_set(self, children: list[Built], span: Span) -> _Listed:
        marker, names, separator = children
        return _Listed(ast.ProgrammeSet(str(marker)[:-1], names, span=span), separator)

    def payment_periods(self, children: list[Built], span: Span) -> Built:
        about, *rest = children
        self._no_scope(about, span)
        return self._ended(ast.PaymentPeriods(tuple(every(rest, ast.NumberValue)), span=span), children)

    def deadline(self, children: list[Built], span: Span) -> Built:
        about, day, following, working, _ = children
        if about.scope is not None:
            self.problems.append(problems.NotPerProgramme(span=span))
        deadline = ast.Deadline(about.programmes, day, following is not None, working is not None, span=span)
        return self._ended(deadline, children)

    def as_amended(self, children: list[Built], span: Span) -> ast.InstrumentRef:
        target, amender = every(children, ast.InstrumentRef)
        return replace(target, amended_by=amender, span=span)

    def commencement(self, children: list[Built], span: Span) -> Built:
        (day, _) = children
        on = ast.CommencementDay[day.type] if isinstance(day, Token) else day
        return self._ended(ast.Commencement(on, span=span), children)

    def repeal(self, children: list[Built], span: Span) -> Built:
        return self._ended(ast.Repeal(tuple(every(children, ast.InstrumentRef)), span=span), children)

    def amendment(self, children: list[Built], span: Span) -> ast.Amendment:
        target, *steps = children
        self._punctuated([step.separator for step in steps])
        return ast.Amendment(target, tuple(step.node for step in steps), span=span)

    def replace(self, children: list[Built], span: Span) -> _Listed:
        marker, target, units, separator = children
        return _Listed(ast.Replace(str(marker)[:-1], target, units, span=span), separator)

    def insert(self, children: list[Built], span: Span) -> _Listed:
        marker, after, _, before, units, separator = children
        return _Listed(ast.Insert(str(marker)[:-1], after, before, units, span=span), separator)

    def delete(self, children: list[Built], span: Span) -> _Listed:
        marker, target, separator = children
        return _Listed(ast.Delete(str(marker)[:-1], target, span=span), separator)

    def body_units(self, children: list[Built], _span: Span) -> tuple[Built, ...]:
        return tuple(
            child.item if isinstance(child, Marked) else child.node if isinstance(child, _Listed) else child
            for child in children
        )

    # Tests and stated properties

    def test(self, children: list[Built], span: Span) -> ast.Test:
        kind, name, origin, instrument, *rest = children
        on, as_of = self._test_dates(rest)
        return ast.Test(
            ast.TestKind.TEST if kind.type == "TEST" else ast.TestKind.EXAMPLE,
            name,
            origin,
            instrument,
            tuple(part for part in rest if isinstance(part, ast.AssumeCommencement | ast.AssumeProvision)),
            on,
            as_of,
            tuple(every(rest, ast.Given)),
            only(rest, ast.Expectation),
            span=span,
        )

    def _test_dates(self, rest: list[Built]) -> tuple[ast.DateValue, ast.DateValue | None]:
        on, *as_of = every(rest, ast.DateValue)
        return on, as_of[0] if as_of else None

    def assume_commencement(self, children: list[Built], span: Span) -> ast.AssumeCommencement:
        return ast.AssumeCommencement(only(children, ast.DateValue), span=span)

    def assume_provision(self, children: list[Built], span: Span) -> ast.AssumeProvision:
        citation, met = children
        return ast.AssumeProvision(citation, met.type == "MET", span=span)

    def given(self, children: list[Built], span: Span) -> ast.Given:
        name, value = children
        return ast.Given(name, value, span=span)

    def fact_value(self, children: list[Built], span: Span) -> Built:
        match children[0]:
            case Token() as token:
                return (
                    ast.NotYet(span=span)
                    if token.type == "NOT_YET"
                    else ast.Truth(token.type == "YES", span=span)
                )
            case value:
                return value

    def codes(self, children: list[Built], span: Span) -> ast.Codes:
        is_open = any(token.type == "ELLIPSIS" for token in tokens(children))
        return ast.Codes(tuple(every(children, ast.Name)), is_open, span=span)

    def outcome(self, children: list[Built], _span: Span) -> Outcome:
        return Outcome[tokens(children)[0].type]

    def expectation(self, children: list[Built], span: Span) -> ast.Expectation:
        outcome, *rest = children
        cost, months, missing, effective = rest[-4:]
        match months:
            case ast.Blank():
                months = (ast.MonthSpan(months, None, span=months.span),)
            case _:
                pass
        because = nearby.listed(every(rest[:-4], ast.CitationRef))
        return ast.Expectation(outcome, because, cost, months, missing, effective, span=span)

    def ensure_always(self, children: list[Built], span: Span) -> ast.Ensure:
        name, on, condition, outcome = children
        return ast.Ensure(name, on, ast.Relation.ALWAYS, condition, outcome, None, span=span)

    def ensure_only_if(self, children: list[Built], span: Span) -> ast.Ensure:
        name, on, outcome, condition = children
        return ast.Ensure(name, on, ast.Relation.ONLY_IF, condition, outcome, None, span=span)

    def ensure_cost(self, children: list[Built], span: Span) -> ast.Ensure:
        name, on, _, cost = children
        return ast.Ensure(name, on, ast.Relation.ALWAYS, None, None, cost, span=span)
