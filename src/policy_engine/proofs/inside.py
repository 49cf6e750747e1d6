"""What a proof finds inside one instrument."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from typing import Any, TypeAlias

from policy_engine.diagnostics import logic
from policy_engine.diagnostics.wording import month, place, say
from policy_engine.domain.bilingual import Text
from policy_engine.domain.citation import Citation
from policy_engine.domain.dates import Month, PackedDate, first_day
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir import nodes as ir
from policy_engine.ir.decision import CautionKind, Decision
from policy_engine.ir.precedence import version_on
from policy_engine.ir.walk import arms_of, descend, facts_read, roots
from policy_engine.proofs.findings import PROVED as _PROVED
from policy_engine.proofs.findings import Inquiry, Worker, cited, named, stated_at
from policy_engine.proofs.parts import look_at_parts
from policy_engine.proofs.sides import Question, Side, ages_tested_once, on_the_first
from policy_engine.proofs.touching import look_between_bounds
from policy_engine.source import Span
from policy_engine.structure import dataclass


def look_inside(inquiry: Inquiry, *, full: bool) -> None:
    """Ask every question about one instrument; without `full`, those that one query each answers."""
    case = inquiry.case
    if not case.version.groups:
        return
    dead = _dead_parts(inquiry)
    admitted = not inquiry.nobody(
        Text("apakah seseorang dapat memenuhi syarat", "whether anybody can be eligible"),
        lambda s: s.ask.someone_is_admitted(s.judged),
    )
    if not admitted:
        if not dead:
            _contradiction(inquiry)
        return
    if not dead:
        _refused_groups(inquiry)
    explained = [*dead, *_norms(inquiry), *_exceptions(inquiry, skipping_the_dead=bool(dead))]
    _nobody_refused(inquiry)
    _groups(inquiry)
    _groups_within(inquiry)
    _without_programme(inquiry)
    _contributions(inquiry)
    look_between_bounds(inquiry)
    explained += look_at_parts(inquiry)
    _months(inquiry)
    if full:
        _crossings(inquiry)
        _facts(inquiry, frozenset().union(*explained) if explained else frozenset())
        _settled(inquiry)


def _dead_parts(inquiry: Inquiry) -> list[frozenset[str]]:
    """Find groups nobody can enter and requirements nobody can meet; give the facts that each reads."""
    case, found = inquiry.case, []
    for number, group in enumerate(case.version.groups):
        match = group.match
        if inquiry.nobody(_about(match), _enters(number)):
            inquiry.tell(
                logic.GroupNobodyCanEnter(
                    span=match.origin, place=cited(match.citation, case.instrument.id), shown=(_PROVED,)
                )
            )
            found.append(facts_read(match.condition))
    for number, norm in _of_role(inquiry, ir.Role.REQUIREMENT, ir.Role.CONTINUATION):
        if inquiry.nobody(_about(norm), _can_hold(number)):
            inquiry.tell(
                logic.RequirementNeverHolds(
                    span=norm.origin, place=cited(norm.citation, case.instrument.id), shown=(_PROVED,)
                )
            )
            found.append(facts_read(norm.condition))
    return found


def _refused_groups(inquiry: Inquiry) -> None:
    """Find groups that some can enter and of whom everybody is refused, in an instrument that admits somebody."""
    case = inquiry.case
    groups = case.version.groups
    for number, group in enumerate(groups if len(groups) > 1 else ()):
        about = _about(group.match)
        if inquiry.nobody(about, _is_served(number)) and not inquiry.nobody(about, _enters(number)):
            inquiry.tell(
                logic.GroupNeverEligible(
                    span=group.match.origin,
                    place=cited(group.match.citation, case.instrument.id),
                    shown=(_PROVED,),
                )
            )


def _is_served(group: int) -> Question:
    return lambda s: s.both(
        s.ask.applies_to_someone(s.judged), s.negate(s.judged.standings[group].eligible.false)
    )


def _enters(group: int) -> Question:
    return lambda s: s.ask.someone_enters(s.judged, s.judged.standings[group])


def _can_hold(norm: int) -> Question:
    return lambda s: s.ask.norm_can_hold(s.norms[norm])


def _is_of_a_group(s: Side) -> Any:
    return s.either(*(s.negate(each.match.false) for each in s.judged.standings))


def _lets_through(norm: int) -> Question:
    return lambda s: s.either(*(s.negate(w.holds.false) for w in s.norms[norm]))


def _contradiction(inquiry: Inquiry) -> None:
    """Report the fewest norms that cannot hold together."""
    case = inquiry.case
    parts: list[tuple[ir.Norm | None, Question]] = [
        (None, lambda s: s.ask.applies_to_someone(s.judged)),
        (None, _is_of_a_group),
    ]
    parts += [
        (norm, _lets_through(number))
        for number, norm in enumerate(case.stated)
        if norm.role in (ir.Role.REQUIREMENT, ir.Role.EXCLUSION) and norm.groups is None
    ]
    needed = list(parts)
    for part in parts:
        rest = [each for each in needed if each is not part]
        if rest and inquiry.nobody(_about(part[0]), _all(rest)):
            needed = rest
    norms = [norm for norm, _ in needed if norm is not None]
    clash = inquiry.nobody(_about(None), _all(needed))
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


def _all(parts: list[tuple[ir.Norm | None, Question]]) -> Question:
    return lambda s: s.both(*(question(s) for _, question in parts))


def _norms(inquiry: Inquiry) -> Iterator[frozenset[str]]:
    """Find norms that decide nothing; give the facts that each reads."""
    case = inquiry.case
    home = case.instrument.id
    requirements = _of_role(inquiry, ir.Role.REQUIREMENT, ir.Role.CONTINUATION)
    idle = []
    for number, norm in requirements:
        if any(isinstance(part, ir.NotBorne) for part in descend(norm.condition)):
            # Whether another instrument pays is for that instrument to say, and may change without this one.
            continue
        if not facts_read(norm.condition):
            # It waits for a day, and asks nothing of a worker.
            continue
        if inquiry.nobody(_about(norm), _can_fail(number)):
            inquiry.tell(
                logic.RequirementAlwaysHolds(
                    span=norm.origin, place=cited(norm.citation, home), shown=(_PROVED,)
                )
            )
            idle.append(number)
            yield facts_read(norm.condition)
    left = [(number, norm) for number, norm in requirements if number not in idle]
    for number, norm in left:
        stronger = _implied_by(inquiry, number, left)
        if stronger is not None:
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
    for number, norm in _of_role(inquiry, ir.Role.EXCLUSION):
        if inquiry.nobody(_about(norm), _spares(number)):
            inquiry.tell(
                logic.ExclusionStrikesEverybody(
                    span=norm.origin, place=cited(norm.citation, home), shown=(_PROVED,)
                )
            )
        elif inquiry.nobody(_about(norm), _strikes(number)):
            inquiry.tell(
                logic.ExclusionStrikesNobody(
                    span=norm.origin, place=cited(norm.citation, home), shown=(_PROVED,)
                )
            )
            yield facts_read(norm.condition)


def _can_fail(norm: int) -> Question:
    return lambda s: s.ask.norm_can_fail(s.norms[norm])


def _surely_holds(norm: int) -> Question:
    return lambda s: s.ask.norm_surely_holds(s.norms[norm])


def _spares(norm: int) -> Question:
    return lambda s: s.ask.exclusion_spares(s.judged, s.norms[norm])


def _strikes(norm: int) -> Question:
    return lambda s: s.ask.exclusion_strikes(s.judged, s.norms[norm])


def _asks_more(norm: int, other: int) -> Question:
    return lambda s: s.ask.norm_asks_more(s.norms[norm], s.norms[other])


def _implied_by(inquiry: Inquiry, number: int, among: list[tuple[int, ir.Norm]]) -> ir.Norm | None:
    """Give a norm that asks for more of the same people; of two that ask the same, the earlier one."""
    mine = inquiry.case.stated[number]
    for other, theirs in among:
        over = theirs.groups is None or (mine.groups is not None and mine.groups <= theirs.groups)
        shared = facts_read(mine.condition) & facts_read(theirs.condition)
        if other == number or not over or not shared:
            continue
        if inquiry.nobody(_about(mine), _asks_more(number, other)):
            if inquiry.nobody(_about(theirs), _surely_holds(other)):
                # What the text leaves open lets nobody through for certain, and so implies everything.
                continue
            same = other > number and inquiry.nobody(_about(mine), _asks_more(other, number))
            if not same:
                return theirs
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
                if inquiry.nobody(about, rule.applies(arm)):
                    inquiry.tell(logic.ExceptionNeverApplies(span=at, place=words, shown=(_PROVED,)))
                    yield facts_read(arm.condition)
                elif inquiry.nobody(about, _let_through(inquiry, rule, arm)):
                    inquiry.tell(
                        logic.ExceptionNeverApplies(
                            span=at,
                            place=words,
                            shown=(_PROVED,),
                            refused=True,
                            others=_refusing(inquiry, rule, arm),
                        )
                    )
                    yield facts_read(arm.condition)
                elif inquiry.nobody(about, rule.survives(arm)):
                    inquiry.tell(logic.ExceptionSwallowsRule(span=at, place=words, shown=(_PROVED,)))
                    yield facts_read(part)
            worker = None
            if len(part.arms) > 1:
                worker = inquiry.worker(about, rule.clashes(part, _above(inquiry)))
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


def _beside(inquiry: Inquiry, rule: "_Rule") -> Iterator[tuple[int, ir.Norm]]:
    """Give the other norms that can refuse everybody whom a rule concerns."""
    for number, norm in _of_role(inquiry, ir.Role.REQUIREMENT, ir.Role.EXCLUSION):
        over = norm.groups is None or (rule.groups is not None and rule.groups <= norm.groups)
        if over and norm.citation != rule.citation:
            yield number, norm


def _let_through(inquiry: Inquiry, rule: "_Rule", arm: ir.Arm) -> Question:
    """Ask for those to whom an exception applies and whom no other norm refuses."""
    others = [number for number, _ in _beside(inquiry, rule)]
    return lambda s: s.both(rule.applies(arm)(s), *(_lets_through(number)(s) for number in others))


def _refusing(inquiry: Inquiry, rule: "_Rule", arm: ir.Arm) -> tuple[tuple[Span, Text], ...]:
    """Give the norm that alone refuses everybody to whom an exception applies, where there is one."""
    for number, norm in _beside(inquiry, rule):
        alone = _all([(None, rule.applies(arm)), (norm, _lets_through(number))])
        if norm.origin is not None and inquiry.nobody(_about(norm), alone):
            return ((norm.origin, Text("ini menolak mereka", "this refuses them")),)
    return ()


def _above(inquiry: Inquiry) -> tuple[ir.Norm, ...]:
    """Give the norms over every participant of the instruments that prevail over this one."""
    case = inquiry.case
    versions = (version_on(higher, case.on) for higher in case.higher)
    return tuple(norm for version in versions if version is not None for norm in version.participant_norms)


def _is_in_conflict(made: Decision) -> bool:
    told = any(caution.kind is CautionKind.EXCEPTION_CONFLICT for caution in made.cautions)
    return told or made.outcome is Outcome.CONFLICT


@dataclass(frozen=True, slots=True)
class _Rule:
    """Something exceptions can be made to: where, for whom, when it is weighed, and the places with exceptions."""

    citation: Citation
    origin: Span | None
    among: Question
    scopes: Callable[[Side], tuple[Any, ...]]
    excepted: tuple[ir.Excepted, ...]
    groups: frozenset[str] | None
    tariff: ir.Tariff | None = None

    def applies(self, arm: ir.Arm) -> Question:
        """Ask for those to whom an exception applies."""
        return lambda s: s.ask.exception_applies(self.among(s), arm, self.scopes(s))

    def survives(self, arm: ir.Arm) -> Question:
        """Ask for those to whom an exception does not apply."""
        return lambda s: s.ask.rule_survives(self.among(s), arm, self.scopes(s))

    def clashes(self, part: ir.Excepted, above: Sequence[ir.Norm]) -> Question:
        """Ask for those to whom two exceptions apply with different results.

        For whom a norm above refuses nothing is paid, so that no two amounts stand against one another.
        """
        if self.tariff is None:
            return lambda s: s.ask.exceptions_clash(s.judged, part, self.scopes(s))
        return lambda s: s.both(
            s.ask.amounts_clash(s.judged, self.tariff, part, self.scopes(s)),
            *(s.negate(weighed.holds.false) for norm in above for weighed in s.higher(norm)),
        )


def _rules(inquiry: Inquiry) -> Iterator[_Rule]:
    """Give every norm, contribution and schedule that has exceptions."""
    case = inquiry.case
    for norm in case.stated:
        among = _recipient(norm.groups)
        if norm.role in (ir.Role.GROUP, ir.Role.TERRITORY):
            among = _applicable
        excepted = tuple(_excepted(norm.condition))
        yield _Rule(norm.citation, norm.origin, among, _weighed(norm.grain), excepted, norm.groups)
    for tariff in case.version.tariffs:
        found = tuple(_excepted(tariff.amount))
        months = _weighed(ir.Grain.EACH_MONTH)
        yield _Rule(tariff.citation, None, _recipient(tariff.groups), months, found, tariff.groups, tariff)
    for schedule in case.version.schedules:
        # One exception changes all months at once: the months that differ from one another tell.
        told: set[tuple[ir.Excepted, ...]] = set()
        for funded in schedule.months:
            found = tuple(_excepted(funded.condition))
            if found and found not in told:
                told.add(found)
                among = _recipient(schedule.groups)
                yield _Rule(schedule.citation, None, among, _in(funded.month), found, schedule.groups)


def _recipient(groups: frozenset[str] | None) -> Question:
    return lambda s: s.ask.recipient(s.judged, groups)


def _applicable(s: Side) -> Any:
    return s.negate(s.judged.applicable.false)


def _weighed(grain: ir.Grain) -> Callable[[Side], tuple[Any, ...]]:
    return lambda s: s.scopes(grain)


def _in(month: Month) -> Callable[[Side], tuple[Any, ...]]:
    return lambda s: (s.scope.at(month),)


def _excepted(expr: ir.Expr) -> Iterator[ir.Excepted]:
    return (part for part in descend(expr) if isinstance(part, ir.Excepted))


def _nobody_refused(inquiry: Inquiry) -> None:
    """Find an instrument that keeps out nobody of its territory."""
    case = inquiry.case
    about = Text("apakah seseorang ditolak", "whether anybody is refused")
    if inquiry.nobody(about, _is_refused):
        groups = case.version.groups
        inquiry.tell(
            logic.NobodyRefused(
                span=groups[0].match.origin, place=named(case.instrument, case.library), shown=(_PROVED,)
            )
        )


def _is_refused(s: Side) -> Any:
    return s.both(
        s.judged.applicable.true,
        *(s.negate(s.both(each.match.true, each.once.true)) for each in s.judged.standings),
    )


_Meeting: TypeAlias = tuple[ir.Group, ir.Group, Worker]


def _groups(inquiry: Inquiry) -> None:
    """Find groups that are treated differently and not kept apart; what one shares with several is told once."""
    version = inquiry.case.version
    found: dict[tuple[Any, ...], list[_Meeting]] = {}
    for (mine, one), (theirs, other) in combinations(enumerate(version.groups), 2):
        if one.id in other.precedes or other.id in one.precedes:
            continue
        first, second = _treatment(version, one), _treatment(version, other)
        if first == second:
            continue
        worker = inquiry.worker(_about(other.match), _meet(mine, theirs))
        if worker is not None:
            (key,) = {(first, second), (second, first)} & found.keys() or {(first, second)}
            found.setdefault(key, []).append((one, other, worker))
    for meetings in found.values():
        for shared in _shared(meetings):
            _tell_meeting(inquiry, *shared)


def _shared(meetings: list[_Meeting]) -> Iterator[tuple[ir.Group, list[ir.Group], Worker]]:
    """Give each group and those that it meets, so that every meeting is in one of them."""
    while meetings:
        counted = Counter(group.id for one, other, _ in meetings for group in (one, other))
        # The later group of a lone pair is the one that was added to what stood there.
        hub = max(reversed(meetings[0][:2]), key=lambda group: counted[group.id])
        mine = [each for each in meetings if hub in each[:2]]
        yield hub, [one if other is hub else other for one, other, _ in mine], mine[0][2]
        meetings = [each for each in meetings if hub not in each[:2]]


def _tell_meeting(inquiry: Inquiry, hub: ir.Group, others: list[ir.Group], worker: Worker) -> None:
    home = inquiry.case.instrument.id
    words = [cited(group.match.citation, home) for group in others]
    several = len(others) > 1
    here = cited(hub.match.citation, home)
    inquiry.tell(
        logic.GroupsNotSeparated(
            span=hub.match.origin,
            place=here if several else words[0],
            other=_listed(words, "atau", "or") if several else here,
            several=several,
            shown=(inquiry.words(worker),),
            others=tuple(
                (group.match.origin, Text("dan ini", "and this"))
                for group in others
                if group.match.origin is not None
            ),
        ),
        worker,
        holds=lambda made: made.outcome is not Outcome.NOT_APPLICABLE,
    )


def _listed(words: Sequence[Text], indonesian: str, english: str) -> Text:
    """Put places in a row, with a word before the last."""
    *most, last = words
    if not most:
        return last
    return Text(
        f"{', '.join(w.indonesian for w in most)} {indonesian} {last.indonesian}",
        f"{', '.join(w.english for w in most)} {english} {last.english}",
    )


def _contributions(inquiry: Inquiry) -> None:
    """Find two sentences on one programme that give one worker different contributions."""
    case = inquiry.case
    for one, other in combinations(case.version.tariffs, 2):
        common = one.groups if other.groups is None else other.groups if one.groups is None else None
        if one.groups is not None and other.groups is not None:
            common = one.groups & other.groups
        if one.programme != other.programme or common == frozenset() or one.amount == other.amount:
            continue
        about = say(
            "apakah {p} menetapkan yang lain", "whether {p} differs", p=place(other.citation.provision)
        )
        worker = inquiry.worker(about, _owe_two(one, other, common))
        if worker is not None:
            first, second = (stated_at(case.instrument, each.citation) for each in (one, other))
            inquiry.tell(
                logic.ContributionsInConflict(
                    span=second,
                    place=cited(one.citation, case.instrument.id),
                    other=cited(other.citation, case.instrument.id),
                    programme=one.programme,
                    shown=(inquiry.words(worker),),
                    others=() if first is None else ((first, Text("dan ini", "and this")),),
                ),
                worker,
                holds=_is_in_conflict,
            )


def _owe_two(one: ir.Tariff, other: ir.Tariff, groups: frozenset[str] | None) -> Question:
    """Ask for an eligible worker of some groups who is paid a month for which two amounts differ."""
    same = ir.Compare(ir.Comparison.EQUAL, one.amount, other.amount, type=ir.Type(ir.Kind.TRUTH))

    def question(s: Side) -> Any:
        here = [h for standing, h in s.judged.deciding if groups is None or standing.group.id in groups]
        differ = [
            s.both(
                s.judged.months[scope.month].true,
                s.truth(same, scope).false,
                s.either(
                    *(
                        s.truth(e.condition, scope).true
                        for e in s.judged.version.enrolments
                        if e.programme == one.programme
                        and (e.groups is None or groups is None or groups <= e.groups)
                    )
                ),
            )
            for scope in s.scopes(ir.Grain.EACH_MONTH)
            if scope.month in s.judged.months
        ]
        return s.both(s.judged.outcomes[Outcome.ELIGIBLE], s.either(*here), s.either(*differ))

    return question


def _groups_within(inquiry: Inquiry) -> None:
    """Find groups that lie within another one that is treated the same; those within one are told together."""
    groups = inquiry.case.version.groups
    found: dict[int, list[ir.Group]] = {}
    for number, group in enumerate(groups):
        wider = None if group.name is not None else _wider(inquiry, number)
        if wider is not None:
            found.setdefault(wider, []).append(group)
    home = inquiry.case.instrument.id
    for wider, within in found.items():
        first, *others = within
        at = groups[wider].match.origin
        marks = [(at, Text("lebih luas", "wider"))]
        marks += [(each.match.origin, Text("dan ini", "and this")) for each in others]
        inquiry.tell(
            logic.GroupWithinAnother(
                span=first.match.origin,
                place=_listed([cited(each.match.citation, home) for each in within], "dan", "and"),
                other=cited(groups[wider].match.citation, home),
                shown=(_PROVED,),
                others=tuple((span, words) for span, words in marks if span is not None),
            )
        )


def _wider(inquiry: Inquiry, number: int) -> int | None:
    """Give the first group that takes in everybody of another; of two that are the same, the earlier one."""
    case = inquiry.case
    group = case.version.groups[number]
    for other, wider in enumerate(case.version.groups):
        shared = facts_read(group.match.condition) & facts_read(wider.match.condition)
        if other == number or not shared or not _alike(case.version, group, wider):
            continue
        about = _about(group.match)
        if inquiry.nobody(about, _is_only_of(number, other)) and (
            other < number or not inquiry.nobody(about, _is_only_of(other, number))
        ):
            return other
    return None


def _without_programme(inquiry: Inquiry) -> None:
    """Find groups that no sentence enrols in a programme, where some sentence enrols others."""
    case = inquiry.case
    enrolments = case.version.enrolments
    for number, group in enumerate(case.version.groups if enrolments else ()):
        if any(each.groups is None or group.id in each.groups for each in enrolments):
            continue
        worker = inquiry.worker(_about(group.match), _is_of_no_other(number))
        if worker is not None:
            inquiry.tell(
                logic.GroupWithoutProgramme(
                    span=group.match.origin,
                    place=cited(group.match.citation, case.instrument.id),
                    shown=(inquiry.words(worker),),
                    others=_where(case.instrument, enrolments[0].citation),
                ),
                worker,
                holds=lambda made: made.outcome is Outcome.ELIGIBLE and not made.costs,
            )


def _where(instrument: ir.Instrument, citation: Citation) -> tuple[tuple[Span, Text], ...]:
    at = stated_at(instrument, citation)
    return () if at is None else ((at, Text("program disebut di sini", "programmes are named here")),)


def _is_of_no_other(number: int) -> Question:
    return lambda s: s.both(
        s.judged.applicable.true,
        s.judged.outcomes[Outcome.ELIGIBLE],
        s.judged.standings[number].eligible.true,
        *(each.match.false for at, each in enumerate(s.judged.standings) if at != number),
    )


def _alike(version: ir.Version, one: ir.Group, other: ir.Group) -> bool:
    """Tell whether two groups are treated the same and asked the same."""
    norms = (*version.norms, *version.participant_norms)
    asked = all((n.groups is None) or ((one.id in n.groups) == (other.id in n.groups)) for n in norms)
    return asked and _treatment(version, one) == _treatment(version, other)


def _is_only_of(one: int, other: int) -> Question:
    return lambda s: s.both(
        s.negate(s.judged.standings[one].own.false), s.negate(s.judged.standings[other].own.true)
    )


def _meet(one: int, other: int) -> Question:
    return lambda s: s.ask.groups_meet(s.judged, s.judged.standings[one], s.judged.standings[other])


def _treatment(version: ir.Version, group: ir.Group) -> tuple[frozenset[int], ...]:
    """Give the clauses of programmes, contributions, months and quotas that concern a group."""
    clauses = (
        [enrolment.groups for enrolment in version.enrolments],
        [tariff.groups for tariff in version.tariffs],
        [schedule.groups for schedule in version.schedules],
        [bearing.groups for bearing in version.bearings],
        [quota.groups for quota in version.quotas],
    )
    return tuple(
        frozenset(number for number, groups in enumerate(kind) if groups is None or group.id in groups)
        for kind in clauses
    )


def _months(inquiry: Inquiry) -> None:
    case = inquiry.case
    dead = [m for m in case.months if inquiry.nobody(_about(None), _is_paid(m))]
    if dead:
        words = [month(m) for m in dead]
        schedule = case.version.schedules[0]
        inquiry.tell(
            logic.MonthNobodyPaid(
                span=next((f.condition.origin for f in schedule.months if f.month in dead), None)
                or stated_at(case.instrument, schedule.citation),
                place=place(schedule.citation.provision),
                months=Text(", ".join(w.indonesian for w in words), ", ".join(w.english for w in words)),
                shown=(_PROVED,),
            )
        )


def _is_paid(month_: Month) -> Question:
    return lambda s: s.ask.month_is_paid(s.judged, month_)


def _crossings(inquiry: Inquiry) -> None:
    """Find workers whose age meets a norm on its test date, and who are paid a month that begins beyond it."""
    case = inquiry.case
    for number, norm in _of_role(inquiry, ir.Role.REQUIREMENT, ir.Role.EXCLUSION):
        ages = ages_tested_once(norm)
        if not ages:
            continue
        worker = inquiry.worker(_about(norm), _crosses(number, norm, case.on))
        if worker is not None:
            inquiry.tell(
                logic.AgeBoundCrossed(
                    span=_within(norm, _outgrown(norm, ages).origin),
                    place=cited(norm.citation, case.instrument.id),
                    shown=(inquiry.words(worker),),
                ),
                worker,
                holds=lambda made: made.outcome is Outcome.ELIGIBLE,
            )


def _crosses(number: int, norm: ir.Norm, on: PackedDate) -> Question:
    retested = on_the_first(norm.condition)

    def ask(s: Side) -> Any:
        beyond = {}
        for month_ in s.months:
            if month_ in s.judged.months and first_day(month_) > on:
                met = s.truth(retested, s.scope.at(month_))
                beyond[month_] = met.true if norm.role is ir.Role.EXCLUSION else met.false
        return s.ask.crosses(s.judged, norm.groups, s.norms[number][0].holds.true, beyond)

    return ask


def _outgrown(norm: ir.Norm, ages: tuple[ir.AgeCompare, ...]) -> ir.AgeCompare:
    """Give the bound that a worker grows out of."""
    low = (ir.Comparison.AT_LEAST, ir.Comparison.MORE)
    upper = (part for part in ages if (part.comparison in low) is (norm.role is ir.Role.EXCLUSION))
    return next(upper, ages[0])


def _within(norm: ir.Norm, place_: Span | None) -> Span | None:
    """Give a place if it is in the text of the norm itself, and not in one that the norm refers to."""
    if place_ is None or norm.origin is None or place_.source.path == norm.origin.source.path:
        return place_ or norm.origin
    return norm.origin


def _facts(inquiry: Inquiry, explained: frozenset[str]) -> None:
    """Find facts that are asked for and never decide; those of norms already reported are left out."""
    case = inquiry.case
    version = case.version
    weighing = [norm.condition for norm in case.stated if norm.role is not ir.Role.TERRITORY]
    elsewhere = (
        *(e.condition for e in version.enrolments),
        *(t.amount for t in version.tariffs),
        *(s.condition for b in version.bearings for s in b.shares),
        *(r.condition for r in version.reliefs),
        *(k.key for k in version.allocation.keys),
        # Of which group a worker is decides what is paid, where groups are treated differently.
        *(
            g.match.condition
            for g in version.groups
            if len({_treatment(version, o) for o in version.groups}) > 1
        ),
    )
    asked = frozenset[str]().union(*(facts_read(e) for e in weighing))
    used = frozenset[str]().union(*(facts_read(e) for e in elsewhere))
    # Where the text leaves something blank, a fact may yet come to decide.
    open_ = frozenset[str]().union(
        *(
            facts_read(norm.condition)
            for n, norm in enumerate(case.stated)
            if _may_stay_open(inquiry, n, norm)
        )
    )
    names = sorted(asked - used - explained - open_)
    if not names:
        return
    known = {fact.name for fact in case.facts}
    for name in names:
        if name not in known:
            continue
        told = inquiry.nobody(say("apakah `{f}` menentukan", "whether `{f}` decides", f=name), _turns(name))
        if told:
            norm = next(norm for norm in case.stated if name in facts_read(norm.condition))
            inquiry.tell(
                logic.FactWithoutEffect(
                    span=_place_of(norm, name),
                    place=cited(norm.citation, case.instrument.id),
                    fact=name,
                    shown=(_PROVED,),
                )
            )


def _turns(name: str) -> Question:
    return lambda s: s.turns(name)


def _may_stay_open(inquiry: Inquiry, number: int, norm: ir.Norm) -> bool:
    return not inquiry.nobody(_about(norm), lambda s: s.ask.norm_may_stay_open(s.norms[number]))


def _place_of(norm: ir.Norm, name: str) -> Span | None:
    parts = (p for p in descend(norm.condition) if isinstance(p, ir.FactRef) and p.name == name)
    return _within(norm, next((p.origin for p in parts if p.origin is not None), None))


def _settled(inquiry: Inquiry) -> None:
    """Find outcomes left open for a fact that cannot change them, where its values can be gone through."""
    case = inquiry.case
    few = (ir.Kind.TRUTH, ir.Kind.CODE, ir.Kind.REGION)
    names = [fact.name for fact in case.facts if fact.type.kind in few]
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
        worker = inquiry.worker(
            say("apakah `{f}` perlu ditanyakan", "whether `{f}` need be asked", f=name),
            _told_anyway(name),
            free=frozenset((name,)),
        )
        if worker is not None:
            norm = next((norm for norm in case.stated if name in facts_read(norm.condition)), None)
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


def _told_anyway(name: str) -> Question:
    return lambda s: s.ask.settled_though_unknown(s.judged, s.facts, name)


def _of_role(inquiry: Inquiry, *roles: ir.Role) -> list[tuple[int, ir.Norm]]:
    return [(number, norm) for number, norm in enumerate(inquiry.case.stated) if norm.role in roles]


def _about(norm: ir.Norm | None) -> Text:
    if norm is None:
        return Text("apakah seseorang dapat dibayar", "whether anybody can be paid")
    return say("pertanyaan tentang {p}", "a question about {p}", p=place(norm.citation.provision))
