"""What a proof finds inside one instrument."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations

from policy_engine.backends.smt import questions as ask
from policy_engine.backends.smt.domain import make_domain
from policy_engine.backends.smt.encode import Scope, truth
from policy_engine.backends.smt.instruments import Standing, Weighed, read_by
from policy_engine.backends.smt.logic import Bit, Choice, Formula, either, negate
from policy_engine.diagnostics import logic
from policy_engine.diagnostics.wording import month, place, say
from policy_engine.domain.bilingual import Text
from policy_engine.domain.citation import Citation
from policy_engine.domain.dates import first_day
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir import nodes as ir
from policy_engine.ir.decision import CautionKind, Decision
from policy_engine.ir.walk import arms_of, descend, facts_read, map_children, roots
from policy_engine.proofs.findings import Inquiry, cited, named
from policy_engine.source import Span


def look_inside(inquiry: Inquiry, *, full: bool) -> None:
    """Ask every question about one instrument; without `full`, those that one query each answers."""
    case = inquiry.case
    if not case.version.groups:
        return
    dead = _dead_parts(inquiry)
    admitted = not inquiry.nobody(
        Text("apakah seseorang dapat memenuhi syarat", "whether anybody can be eligible"),
        ask.someone_is_admitted(case.judged),
    )
    if not admitted:
        if not dead:
            _contradiction(inquiry)
        return
    if not dead:
        _barred_groups(inquiry)
    explained = [*dead, *_norms(inquiry), *_exceptions(inquiry, skipping_the_dead=bool(dead))]
    _groups(inquiry)
    _months(inquiry)
    if full:
        _crossings(inquiry)
        _facts(inquiry, frozenset().union(*explained) if explained else frozenset())
        _settled(inquiry)


def _dead_parts(inquiry: Inquiry) -> list[frozenset[str]]:
    """Find groups nobody can enter and requirements nobody can meet; give the facts that each reads."""
    case, found = inquiry.case, []
    for standing in case.judged.standings:
        match = standing.group.match
        if inquiry.nobody(_about(match), ask.someone_enters(case.judged, standing)):
            inquiry.tell(
                logic.GroupNobodyCanEnter(
                    span=match.origin, place=cited(match.citation, case.instrument.id), shown=(_PROVED,)
                )
            )
            found.append(facts_read(match.condition))
    for weighed in _of_role(inquiry, ir.Role.REQUIREMENT, ir.Role.CONTINUATION):
        norm = weighed[0].norm
        if inquiry.nobody(_about(norm), ask.norm_can_hold(weighed)):
            inquiry.tell(
                logic.RequirementNeverHolds(
                    span=norm.origin, place=cited(norm.citation, case.instrument.id), shown=(_PROVED,)
                )
            )
            found.append(facts_read(norm.condition))
    return found


def _barred_groups(inquiry: Inquiry) -> None:
    """Find groups of which nobody can be eligible, where others can."""
    case = inquiry.case
    standings = case.judged.standings
    for standing in standings if len(standings) > 1 else ():
        match = standing.group.match
        if inquiry.nobody(_about(match), ask.someone_of_it_is_admitted(case.judged, standing)):
            asked = [w[0].norm for w in case.norms if w[0].norm.groups == frozenset({standing.group.id})]
            inquiry.tell(
                logic.GroupNobodyCanEnter(
                    span=match.origin,
                    place=cited(match.citation, case.instrument.id),
                    shown=(_PROVED,),
                    others=tuple(
                        (norm.origin, Text("syarat kelompok ini", "a condition of this group"))
                        for norm in asked
                        if norm.origin is not None
                    ),
                    barred=True,
                )
            )


_PROVED = Text(
    "terbukti bagi semua pekerja dalam batas fakta yang dinyatakan, jadi tidak ada contoh pekerja",
    "proved for all workers within the declared bounds of the facts, so no worker can show it",
)


def _contradiction(inquiry: Inquiry) -> None:
    """Report the fewest norms that cannot hold together."""
    case = inquiry.case
    parts: list[tuple[ir.Norm | None, Formula]] = [(None, ask.applies_to_someone(case.judged))]
    parts.append((None, either(negate(s.match.false) for s in case.judged.standings)))
    for weighed in case.norms:
        norm = weighed[0].norm
        if norm.role in (ir.Role.REQUIREMENT, ir.Role.EXCLUSION) and norm.groups is None:
            parts.append((norm, either(negate(w.holds.false) for w in weighed)))
    needed = list(parts)
    for part in parts:
        rest = [each for each in needed if each is not part]
        if rest and inquiry.nobody(_about(part[0]), *(formula for _, formula in rest)):
            needed = rest
    norms = [norm for norm, _ in needed if norm is not None]
    clash = inquiry.nobody(_about(None), *(formula for _, formula in needed))
    if not clash or not norms:
        inquiry.tell(
            logic.NobodyEligible(
                span=case.instrument.origin, place=named(case.instrument, case.library), shown=(_PROVED,)
            )
        )
        return
    strikes = [norm for norm in norms if norm.role is ir.Role.EXCLUSION]
    if len(norms) == 1 and strikes:
        inquiry.tell(
            logic.ExclusionStrikesEverybody(
                span=norms[0].origin, place=cited(norms[0].citation, case.instrument.id), shown=(_PROVED,)
            )
        )
        return
    first, *others = norms
    words = [cited(norm.citation, case.instrument.id) for norm in norms]
    listed = Text(" dan ".join(w.indonesian for w in words), " and ".join(w.english for w in words))
    told = (
        say("{p} tidak dapat dipenuhi bersama", "{p} cannot hold together", p=listed)
        if others
        else say("{p} menutup setiap kelompok", "{p} closes every group", p=listed)
    )
    inquiry.tell(
        logic.NobodyEligible(
            span=first.origin,
            place=told,
            shown=(_PROVED,),
            others=tuple(
                (n.origin, Text("tidak bersama ini", "not together with this"))
                for n in others
                if n.origin is not None
            ),
        )
    )


def _norms(inquiry: Inquiry) -> Iterator[frozenset[str]]:
    """Find norms that decide nothing; give the facts that each reads."""
    case = inquiry.case
    home = case.instrument.id
    requirements = _of_role(inquiry, ir.Role.REQUIREMENT, ir.Role.CONTINUATION)
    idle = []
    for weighed in requirements:
        norm = weighed[0].norm
        if any(isinstance(part, ir.NotBorne) for part in descend(norm.condition)):
            # Whether another instrument pays is for that instrument to say, and may change without this one.
            continue
        if not facts_read(norm.condition):
            # It waits for a day, and asks nothing of a worker.
            continue
        if inquiry.nobody(_about(norm), ask.norm_can_fail(weighed)):
            inquiry.tell(
                logic.RequirementAlwaysHolds(
                    span=norm.origin, place=cited(norm.citation, home), shown=(_PROVED,)
                )
            )
            idle.append(weighed)
            yield facts_read(norm.condition)
    left = [weighed for weighed in requirements if weighed not in idle]
    for weighed in left:
        other = _implied_by(inquiry, weighed, left)
        if other is not None:
            norm, stronger = weighed[0].norm, other[0].norm
            inquiry.tell(
                logic.NormImplied(
                    span=norm.origin,
                    place=cited(norm.citation, home),
                    other=cited(stronger.citation, home),
                    shown=(_PROVED,),
                    others=()
                    if stronger.origin is None
                    else ((stronger.origin, Text("menuntut lebih banyak", "asks for more")),),
                )
            )
            yield facts_read(norm.condition)
    for weighed in _of_role(inquiry, ir.Role.EXCLUSION):
        norm = weighed[0].norm
        if inquiry.nobody(_about(norm), ask.exclusion_spares(case.judged, weighed)):
            inquiry.tell(
                logic.ExclusionStrikesEverybody(
                    span=norm.origin, place=cited(norm.citation, home), shown=(_PROVED,)
                )
            )
        elif inquiry.nobody(_about(norm), ask.exclusion_strikes(case.judged, weighed)):
            inquiry.tell(
                logic.ExclusionStrikesNobody(
                    span=norm.origin, place=cited(norm.citation, home), shown=(_PROVED,)
                )
            )
            yield facts_read(norm.condition)


def _implied_by(
    inquiry: Inquiry, weighed: tuple[Weighed, ...], among: list[tuple[Weighed, ...]]
) -> tuple[Weighed, ...] | None:
    """Give a norm that asks for more of the same people; of two that ask the same, the earlier one."""
    mine = weighed[0].norm
    place_ = among.index(weighed)
    for number, other in enumerate(among):
        theirs = other[0].norm
        over = theirs.groups is None or (mine.groups is not None and mine.groups <= theirs.groups)
        shared = facts_read(mine.condition) & facts_read(theirs.condition)
        if other is weighed or not over or not shared:
            continue
        if inquiry.nobody(_about(mine), ask.norm_asks_more(weighed, other)):
            if inquiry.nobody(_about(theirs), ask.norm_surely_holds(other)):
                # What the text leaves open lets nobody through for certain, and so implies everything.
                continue
            same = number > place_ and inquiry.nobody(_about(mine), ask.norm_asks_more(other, weighed))
            if not same:
                return other
    return None


def _exceptions(inquiry: Inquiry, *, skipping_the_dead: bool) -> Iterator[frozenset[str]]:
    """Find exceptions that never apply, swallow their rule, or clash; not those of groups nobody can enter."""
    home = inquiry.case.instrument.id
    for rule in _rules(inquiry):
        about = say("pertanyaan tentang {p}", "a question about {p}", p=place(rule.citation.provision))
        if skipping_the_dead and rule.excepted and inquiry.nobody(about, rule.among):
            continue
        for part in rule.excepted:
            for _, arm in arms_of(part):
                at, words = arm.condition.origin or rule.origin, cited(arm.citation, home)
                if inquiry.nobody(about, ask.exception_applies(rule.among, arm, rule.scopes)):
                    inquiry.tell(logic.ExceptionNeverApplies(span=at, place=words, shown=(_PROVED,)))
                    yield facts_read(arm.condition)
                elif inquiry.nobody(about, ask.rule_survives(rule.among, arm, rule.scopes)):
                    inquiry.tell(logic.ExceptionSwallowsRule(span=at, place=words, shown=(_PROVED,)))
                    yield facts_read(part)
            worker = None
            if len(part.arms) > 1:
                worker = inquiry.worker(about, _clash(inquiry, rule, part))
            if worker is not None:
                first, *others = part.arms
                inquiry.tell(
                    logic.ExceptionsInConflict(
                        span=first.condition.origin or rule.origin,
                        place=cited(rule.citation, home),
                        shown=(inquiry.words(worker),),
                        others=tuple(
                            (arm.condition.origin, Text("dan ini", "and this"))
                            for arm in others
                            if arm.condition.origin is not None
                        ),
                    ),
                    worker,
                    holds=_is_in_conflict,
                )
                break


def _clash(inquiry: Inquiry, rule: "_Rule", part: ir.Excepted) -> Formula:
    judged = inquiry.case.judged
    if rule.tariff is None:
        return ask.exceptions_clash(judged, part, rule.scopes)
    return ask.amounts_clash(judged, rule.tariff, part, rule.scopes)


def _is_in_conflict(made: Decision) -> bool:
    told = any(caution.kind is CautionKind.EXCEPTION_CONFLICT for caution in made.cautions)
    return told or made.outcome is Outcome.CONFLICT


@dataclass(frozen=True, slots=True)
class _Rule:
    """Something exceptions can be made to: where, for whom, when it is weighed, and the places with exceptions."""

    citation: Citation
    origin: Span | None
    among: Formula
    scopes: tuple[Scope, ...]
    excepted: tuple[ir.Excepted, ...]
    tariff: ir.Tariff | None = None


def _rules(inquiry: Inquiry) -> Iterator[_Rule]:
    """Give every norm, contribution and schedule that has exceptions."""
    case = inquiry.case
    for weighed in case.norms:
        norm = weighed[0].norm
        among = ask.recipient(case.judged, norm.groups)
        if norm.role in (ir.Role.GROUP, ir.Role.TERRITORY):
            among = negate(case.judged.applicable.false)
        yield _Rule(
            norm.citation, norm.origin, among, case.scopes(norm.grain), tuple(_excepted(norm.condition))
        )
    for tariff in case.version.tariffs:
        among = ask.recipient(case.judged, tariff.groups)
        months = case.scopes(ir.Grain.EACH_MONTH)
        yield _Rule(tariff.citation, None, among, months, tuple(_excepted(tariff.amount)), tariff)
    for schedule in case.version.schedules:
        # One exception changes all months at once: the months that differ from one another tell.
        among = ask.recipient(case.judged, schedule.groups)
        told: set[tuple[ir.Excepted, ...]] = set()
        for funded in schedule.months:
            found = tuple(_excepted(funded.condition))
            if found and found not in told:
                told.add(found)
                yield _Rule(schedule.citation, None, among, (case.scope.at(funded.month),), found)


def _excepted(expr: ir.Expr) -> Iterator[ir.Excepted]:
    return (part for part in descend(expr) if isinstance(part, ir.Excepted))


def _groups(inquiry: Inquiry) -> None:
    """Find groups that are treated differently and not kept apart."""
    case = inquiry.case
    for one, other in combinations(case.judged.standings, 2):
        if one.group.id in other.group.precedes or other.group.id in one.group.precedes:
            continue
        if _treatment(case.version, one) == _treatment(case.version, other):
            continue
        worker = inquiry.worker(_about(other.group.match), ask.groups_meet(case.judged, one, other))
        if worker is not None:
            first, second = one.group.match, other.group.match
            inquiry.tell(
                logic.GroupsNotSeparated(
                    span=second.origin,
                    place=cited(first.citation, case.instrument.id),
                    other=cited(second.citation, case.instrument.id),
                    shown=(inquiry.words(worker),),
                    others=() if first.origin is None else ((first.origin, Text("dan ini", "and this")),),
                ),
                worker,
                holds=lambda made: made.outcome is not Outcome.NOT_APPLICABLE,
            )


def _treatment(version: ir.Version, standing: Standing) -> tuple[frozenset[int], ...]:
    """Give the clauses of programmes, contributions, months and quotas that concern a group."""
    clauses = (
        [enrolment.groups for enrolment in version.enrolments],
        [tariff.groups for tariff in version.tariffs],
        [schedule.groups for schedule in version.schedules],
        [bearing.groups for bearing in version.bearings],
        [quota.groups for quota in version.quotas],
    )
    return tuple(
        frozenset(
            number for number, groups in enumerate(kind) if groups is None or standing.group.id in groups
        )
        for kind in clauses
    )


def _months(inquiry: Inquiry) -> None:
    case = inquiry.case
    dead = [m for m in case.judged.months if inquiry.nobody(_about(None), ask.month_is_paid(case.judged, m))]
    if dead:
        words = [month(m) for m in dead]
        schedule = case.version.schedules[0]
        inquiry.tell(
            logic.MonthNobodyPaid(
                span=next((f.condition.origin for f in schedule.months if f.month in dead), None)
                or case.instrument.origin,
                place=place(schedule.citation.provision),
                months=Text(", ".join(w.indonesian for w in words), ", ".join(w.english for w in words)),
                shown=(_PROVED,),
            )
        )


def _crossings(inquiry: Inquiry) -> None:
    """Find workers whose age meets a norm on its test date, and who are paid a month that begins beyond it."""
    case = inquiry.case
    for weighed in _of_role(inquiry, ir.Role.REQUIREMENT, ir.Role.EXCLUSION):
        norm = weighed[0].norm
        ages = [part for part in descend(norm.condition) if isinstance(part, ir.AgeCompare)]
        if norm.grain is ir.Grain.EACH_MONTH or not ages:
            continue
        retested = _on_the_first(norm.condition)
        beyond = {
            month: _fails(norm, truth(retested, case.scope.at(month)))
            for month in case.months
            if month in case.judged.months and first_day(month) > case.on
        }
        formula = ask.crosses(case.judged, norm.groups, weighed[0].holds.true, beyond)
        worker = inquiry.worker(_about(norm), formula)
        if worker is not None:
            inquiry.tell(
                logic.AgeBoundCrossed(
                    span=_within(norm, ages[0].origin),
                    place=cited(norm.citation, case.instrument.id),
                    shown=(inquiry.words(worker),),
                ),
                worker,
                holds=lambda made: made.outcome is Outcome.ELIGIBLE,
            )


def _on_the_first(expr: ir.Expr) -> ir.Expr:
    """Give a condition with its ages tested on the first day of each contribution month."""
    if isinstance(expr, ir.AgeCompare):
        return replace(expr, on=ir.DayRef(ir.Day.MONTH_DAY, 1, type=expr.on.type))
    return map_children(expr, _on_the_first)


def _fails(norm: ir.Norm, met: Bit) -> Formula:
    return met.true if norm.role is ir.Role.EXCLUSION else met.false


def _within(norm: ir.Norm, place_: Span | None) -> Span | None:
    """Give a place if it is in the text of the norm itself, and not in one that the norm refers to."""
    if place_ is None or norm.origin is None or place_.source.path == norm.origin.source.path:
        return place_ or norm.origin
    return norm.origin


def _facts(inquiry: Inquiry, explained: frozenset[str]) -> None:
    """Find facts that are asked for and never decide; those of norms already reported are left out."""
    case = inquiry.case
    version = case.version
    weighing = [w[0].norm.condition for w in case.norms if w[0].norm.role is not ir.Role.TERRITORY]
    elsewhere = (
        *(e.condition for e in version.enrolments),
        *(t.amount for t in version.tariffs),
        *(s.condition for b in version.bearings for s in b.shares),
        *(r.condition for r in version.reliefs),
        *(k.key for k in version.allocation.keys),
    )
    asked = frozenset[str]().union(*(facts_read(e) for e in weighing))
    used = frozenset[str]().union(*(facts_read(e) for e in elsewhere))
    # Where the text leaves something blank, a fact may yet come to decide.
    open_ = frozenset[str]().union(
        *(facts_read(w[0].norm.condition) for w in case.norms if _may_stay_open(inquiry, w))
    )
    names = sorted(asked - used - explained - open_)
    if not names:
        return
    other = make_domain(case.library, read_by((*case.involved, *case.higher)), suffix="'")
    for name in names:
        if name not in case.domain.variables:
            continue
        told = inquiry.nobody(
            say("apakah `{f}` menentukan", "whether `{f}` decides", f=name),
            other.settled(name),
            *other.bounds,
            ask.fact_turns(case.judged, case.domain, other, name),
        )
        if told:
            norm = next(w[0].norm for w in case.norms if name in facts_read(w[0].norm.condition))
            inquiry.tell(
                logic.FactWithoutEffect(
                    span=_place_of(norm, name),
                    place=cited(norm.citation, case.instrument.id),
                    fact=name,
                    shown=(_PROVED,),
                )
            )


def _may_stay_open(inquiry: Inquiry, weighed: tuple[Weighed, ...]) -> bool:
    about = _about(weighed[0].norm)
    return not inquiry.nobody(about, either(w.value.unknown for w in weighed))


def _place_of(norm: ir.Norm, name: str) -> Span | None:
    parts = (p for p in descend(norm.condition) if isinstance(p, ir.FactRef) and p.name == name)
    return _within(norm, next((p.origin for p in parts if p.origin is not None), None))


def _settled(inquiry: Inquiry) -> None:
    """Find outcomes left open for a fact that cannot change them, where its values can be gone through."""
    case = inquiry.case
    names = [n for n, v in case.domain.variables.items() if isinstance(v, Bit | Choice)]
    read_often = {
        name
        for name in names
        if sum(
            isinstance(p, ir.FactRef) and p.name == name
            for root in roots(case.version)
            for p in descend(root)
        )
        > 1
    }
    for name in names:
        if name not in read_often:
            # A fact that is read once cannot be told twice.
            continue
        formula = ask.settled_though_unknown(case.judged, case.domain, name)
        if formula is None:
            continue
        worker = inquiry.worker(
            say("apakah `{f}` perlu ditanyakan", "whether `{f}` need be asked", f=name),
            formula,
            free=frozenset((name,)),
        )
        if worker is not None:
            norm = next((w[0].norm for w in case.norms if name in facts_read(w[0].norm.condition)), None)
            inquiry.tell(
                logic.UnknownThoughSettled(
                    span=case.instrument.origin if norm is None else _place_of(norm, name),
                    place=named(case.instrument, case.library),
                    fact=name,
                    shown=(inquiry.words(worker),),
                ),
                worker,
                holds=lambda made: made.outcome is Outcome.UNDETERMINED,
            )


def _of_role(inquiry: Inquiry, *roles: ir.Role) -> list[tuple[Weighed, ...]]:
    return [w for w in inquiry.case.norms if w[0].norm.role in roles]


def _about(norm: ir.Norm | None) -> Text:
    if norm is None:
        return Text("apakah seseorang dapat dibayar", "whether anybody can be paid")
    return say("pertanyaan tentang {p}", "a question about {p}", p=place(norm.citation.provision))
