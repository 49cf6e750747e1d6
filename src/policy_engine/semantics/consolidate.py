"""Amendment as an operation on the syntax tree: an instrument and its changes in, the consolidated text out.

`diubah` puts a unit in the place of another, `disisipkan` puts units between two neighbours, `dihapus`
takes the norm and leaves the number (UU 12/2011 Lampiran II 236). Every unit keeps its own span, so that
a citation of an amended place points into the file that amended it.

Who may amend whom, and from which day on, is in `timeline`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from types import MappingProxyType
from typing import TypeAlias

from policy_engine.diagnostics.amendment_steps import (
    AmendsDeleted,
    AmendsWhatIsAbsent,
    DeletedTwice,
    DeletionEmptiesList,
    InsertedOutOfOrder,
    InsertsBetweenStrangers,
    NumberReused,
    ReplacementOfAnotherPlace,
)
from policy_engine.diagnostics.model import Diagnostic
from policy_engine.domain.citation import Provision, Step, Unit, is_label
from policy_engine.ir.nodes import ChangeKind
from policy_engine.source import Span
from policy_engine.structure import dataclass
from policy_engine.syntax import ast

Part: TypeAlias = (
    ast.Heading
    | ast.Article
    | ast.Paragraph
    | ast.Item
    | ast.DefinitionItem
    | ast.PriorityKey
    | ast.ProgrammeSet
    | ast.BenefitItem
    | ast.PlaceQuota
    | ast.Band
    | ast.Replace
    | ast.Insert
    | ast.Delete
)
"""Whatever stands in an instrument under a number or a letter of its own, and headings."""

Container: TypeAlias = ast.Instrument | ast.Article | ast.Paragraph | Part

_NOTHING: Mapping[Provision, Span] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Carried:
    """A step that was carried out: what it did to which place, and the mark it stands under in the amendment."""

    kind: ChangeKind
    place: Provision
    marker: str


@dataclass(frozen=True, slots=True)
class Consolidated:
    """An instrument after a change.

    `dead` are the numbers below the article that were deleted, with the place that deleted them: they stay
    taken. A deleted article stays in the tree without paragraphs. `carried` are the steps that could be
    carried out, one for each unit they touch; `changed` is false where none could.
    """

    tree: ast.Instrument
    diagnostics: tuple[Diagnostic, ...]
    dead: Mapping[Provision, Span] = field(compare=False, repr=False)
    carried: tuple[Carried, ...]
    changed: bool


def apply(
    base: ast.Instrument, amendment: ast.Amendment, dead: Mapping[Provision, Span] = _NOTHING
) -> Consolidated:
    """Carry out the steps of an amendment, each on the result of the one before.

    `dead` are numbers that earlier amendments deleted. A step that cannot be carried out is left out and
    leaves a diagnostic at both places.
    """
    work = _Consolidation(base, dict(dead))
    for step in amendment.steps:
        work.carry_out(step)
    return Consolidated(
        work.tree,
        tuple(work.diagnostics),
        MappingProxyType(work.dead),
        tuple(carried for step in work.carried_out for carried in _carried(step)),
        changed=bool(work.carried_out),
    )


def parts(node: Container) -> tuple[Part, ...]:
    """Give what stands directly in an instrument, article, paragraph or item under a mark of its own."""
    match node:
        case ast.Instrument():
            return node.body
        case ast.Article():
            return node.paragraphs
        case ast.Paragraph():
            return _sentence_parts(node.sentence)
        case ast.Item():
            return node.items.items if node.items else ()
        case (
            ast.Heading()
            | ast.DefinitionItem()
            | ast.PriorityKey()
            | ast.ProgrammeSet()
            | ast.BenefitItem()
            | ast.PlaceQuota()
            | ast.Band()
            | ast.Replace()
            | ast.Insert()
            | ast.Delete()
        ):
            return ()


def find(base: ast.Instrument, provision: Provision) -> Part | None:
    """Give the unit that stands at a place, or None."""
    node: Container = base
    found: Part | None = None
    for step in provision.steps:
        found = next((part for part in parts(_holder(node, step)) if matches(part, step)), None)
        if found is None:
            return None
        node = found
    return found


def matches(part: Part, step: Step) -> bool:
    """Say whether a unit is what a step of a citation names."""
    own = step_of(part)
    if own is None:
        return False
    if own.unit in _MARKED and step.unit in _MARKED:
        return own.label == step.label
    return own == step


def step_of(part: Part) -> Step | None:
    """Give the unit and label of a part as a citation would name it; None for what has no lawful label."""
    match part:
        case ast.Heading():
            return None
        case ast.Article():
            return part.provision.steps[-1] if part.provision.steps else None
        case ast.Paragraph():
            return _step(part.label or "", Unit.PARAGRAPH)
        case ast.Band():
            return _step(str(part.row), Unit.ROW)
        case (
            ast.Item()
            | ast.DefinitionItem()
            | ast.PriorityKey()
            | ast.ProgrammeSet()
            | ast.BenefitItem()
            | ast.PlaceQuota()
            | ast.Replace()
            | ast.Insert()
            | ast.Delete()
        ):
            return _step(part.marker, Unit.LETTER, Unit.NUMBER)


_MARKED = frozenset({Unit.LETTER, Unit.NUMBER, Unit.ITEM, Unit.ROW})


def _step(label: str, *units: Unit) -> Step | None:
    return next((Step(unit, label) for unit in units if is_label(unit, label)), None)


@dataclass(slots=True)
class _Consolidation:
    """The text as it stands after the steps so far."""

    tree: ast.Instrument
    dead: dict[Provision, Span]
    diagnostics: list[Diagnostic] = field(default_factory=list)
    carried_out: list[ast.AmendmentStep] = field(default_factory=list)

    def carry_out(self, step: ast.AmendmentStep) -> None:
        """Carry out one step, or keep what is wrong with it."""
        problem = self._tried(step)
        if problem is None:
            self.carried_out.append(step)
        else:
            self.diagnostics.append(problem)

    def _tried(self, step: ast.AmendmentStep) -> Diagnostic | None:
        match step:
            case ast.Replace():
                return self._replace(step)
            case ast.Insert():
                return self._insert(step)
            case ast.Delete():
                return self._delete(step)

    def _replace(self, step: ast.Replace) -> Diagnostic | None:
        found = self._living(step.target)
        if isinstance(found, Diagnostic):
            return found
        provision = _provision(step.target)
        match step.units:
            case (unit,) if type(unit) is type(found) and matches(unit, provision.steps[-1]):
                self._forget_dead_below(provision)
                self._edit(provision, lambda siblings: _exchange(siblings, found, (unit,)))
                return None
            case _:
                return ReplacementOfAnotherPlace(span=step.span, place=provision, base=found.span)

    def _delete(self, step: ast.Delete) -> Diagnostic | None:
        found = self._living(step.target, deleting=True)
        if isinstance(found, Diagnostic):
            return found
        provision = _provision(step.target)
        if isinstance(found, ast.Article):
            # The number stays, and shows the place that deleted it.
            empty = replace(found, paragraphs=(), span=step.span)
            self._forget_dead_below(provision)
            self._edit(provision, lambda siblings: _exchange(siblings, found, (empty,)))
            return None
        if not isinstance(found, ast.Paragraph) and len(self._siblings(provision)) == 1:
            return DeletionEmptiesList(span=step.span, place=provision, base=found.span)
        self._forget_dead_below(provision)
        self.dead[provision] = step.span
        self._edit(provision, lambda siblings: _exchange(siblings, found, ()))
        return None

    def _insert(self, step: ast.Insert) -> Diagnostic | None:
        after, before = _provision(step.after), _provision(step.before)
        for neighbour, provision in ((step.after, after), (step.before, before)):
            if not provision.steps or (find(self.tree, provision) is None and provision not in self.dead):
                return AmendsWhatIsAbsent(span=neighbour.span, place=provision, base=self.tree.span)
        if not self._are_neighbours(after, before):
            return InsertsBetweenStrangers(
                span=step.span, after=after, before=before, base=self._span_of(after)
            )
        parent = Provision(after.steps[:-1])
        previous = after.steps[-1]
        for unit in step.units:
            if isinstance(unit, ast.Heading):
                twin = self._heading_like(unit)
                if twin is not None:
                    return NumberReused(span=unit.span, label=unit.label, base=twin.span, deleted=False)
                continue
            own = step_of(unit)
            if own is None or own.unit is not previous.unit:
                return ReplacementOfAnotherPlace(span=unit.span, place=after, base=self._span_of(after))
            place = Provision((*parent.steps, own))
            if place in self.dead or (there := find(self.tree, place)) is not None:
                deleted = place in self.dead or (isinstance(there, ast.Article) and not there.paragraphs)
                return NumberReused(
                    span=unit.span, label=own.label, base=self._span_of(place), deleted=deleted
                )
            if not previous.key < own.key < before.steps[-1].key:
                return InsertedOutOfOrder(
                    span=unit.span, label=own.label, after=after, before=before, base=self._span_of(before)
                )
            previous = own
        self._edit(after, lambda siblings: _put_after(siblings, after.steps[-1], step.units))
        return None

    def _living(self, target: ast.CitationRef, *, deleting: bool = False) -> Part | Diagnostic:
        """Find what a step amends; where it is absent or deleted, say so."""
        provision = _provision(target)
        for length in range(1, len(provision.steps) + 1):
            place = Provision(provision.steps[:length])
            found = find(self.tree, place)
            if place in self.dead or (isinstance(found, ast.Article) and not found.paragraphs):
                kind = DeletedTwice if deleting and place == provision else AmendsDeleted
                return kind(span=target.span, place=provision, base=self._span_of(place))
            if found is None:
                return AmendsWhatIsAbsent(span=target.span, place=provision, base=self._nearest(place))
            if place == provision:
                return found
        return AmendsWhatIsAbsent(span=target.span, place=provision, base=self.tree.span)

    def _nearest(self, place: Provision) -> Span:
        """Give the position of the closest unit around a place that is not there."""
        parent = place.parent
        around = find(self.tree, parent) if parent and parent.steps else None
        return around.span if around else self.tree.span

    def _span_of(self, place: Provision) -> Span:
        if place in self.dead:
            return self.dead[place]
        found = find(self.tree, place)
        return found.span if found else self._nearest(place)

    def _are_neighbours(self, after: Provision, before: Provision) -> bool:
        if after.parent != before.parent or after.steps[-1].unit is not before.steps[-1].unit:
            return False
        living = [step for part in self._siblings(after) if (step := step_of(part)) is not None]
        dead = [place.steps[-1] for place in self.dead if place.parent == after.parent]
        numbers = sorted({*living, *dead}, key=lambda step: step.key) if dead else living
        position = numbers.index(after.steps[-1]) if after.steps[-1] in numbers else len(numbers)
        return numbers[position + 1 : position + 2] == [before.steps[-1]]

    def _siblings(self, place: Provision) -> tuple[Part, ...]:
        around = place.parent
        node = find(self.tree, around) if around and around.steps else self.tree
        return parts(_holder(node, place.steps[-1])) if node else ()

    def _heading_like(self, heading: ast.Heading) -> ast.Heading | None:
        # Parts and sections are counted anew in every chapter; only chapters are unique.
        return next(
            (
                unit
                for unit in self.tree.body
                if isinstance(unit, ast.Heading)
                and heading.level is ast.HeadingLevel.CHAPTER
                and (unit.level, unit.label) == (heading.level, heading.label)
            ),
            None,
        )

    def _forget_dead_below(self, provision: Provision) -> None:
        """Free the numbers in a unit that is put anew: it counts its own anew."""
        self.dead = {place: span for place, span in self.dead.items() if not provision.covers(place)}

    def _edit(self, place: Provision, change: Callable[[tuple[Part, ...]], tuple[Part, ...]]) -> None:
        edited = _rewrite(self.tree, place.steps, change)
        assert isinstance(edited, ast.Instrument)  # noqa: S101 - rewriting keeps the kind of a node
        self.tree = edited


def _carried(step: ast.AmendmentStep) -> Iterator[Carried]:
    match step:
        case ast.Replace():
            yield Carried(ChangeKind.CHANGED, _provision(step.target), step.marker)
        case ast.Delete():
            yield Carried(ChangeKind.DELETED, _provision(step.target), step.marker)
        case ast.Insert():
            around = _provision(step.after).steps[:-1]
            for own in map(step_of, step.units):
                # A heading has no number that a citation could name.
                if own is not None:
                    yield Carried(ChangeKind.INSERTED, Provision((*around, own)), step.marker)


def _provision(citation: ast.CitationRef) -> Provision:
    return citation.provision or Provision()


def _holder(node: Container, step: Step) -> Container:
    """Give the node whose parts a step names: an article without ayat stands for its one paragraph."""
    if isinstance(node, ast.Article) and step.unit is not Unit.PARAGRAPH:
        match node.paragraphs:
            case (paragraph,) if paragraph.label is None:
                return paragraph
    return node


def _rewrite(
    node: Container, steps: Sequence[Step], change: Callable[[tuple[Part, ...]], tuple[Part, ...]]
) -> Container:
    """Give the node with the list that holds the last step changed; every step but the last exists."""
    holder = _holder(node, steps[0])
    if holder is not node:
        return _with_parts(node, (_as_part(_rewrite(holder, steps, change)),))
    if len(steps) == 1:
        return _with_parts(node, change(parts(node)))
    return _with_parts(
        node,
        tuple(
            _as_part(_rewrite(part, steps[1:], change)) if matches(part, steps[0]) else part
            for part in parts(node)
        ),
    )


def _as_part(node: Container) -> Part:
    assert not isinstance(node, ast.Instrument)  # noqa: S101 - an instrument is in nothing
    return node


def _exchange(siblings: tuple[Part, ...], old: Part, new: tuple[Part, ...]) -> tuple[Part, ...]:
    return tuple(unit for part in siblings for unit in (new if part is old else (part,)))


def _put_after(siblings: tuple[Part, ...], after: Step, units: tuple[Part, ...]) -> tuple[Part, ...]:
    """Put units after a sibling, or, where that one was deleted, before the first that follows it."""
    if any(matches(part, after) for part in siblings):
        return tuple(unit for part in siblings for unit in (part, *(units if matches(part, after) else ())))
    place = next(
        (i for i, part in enumerate(siblings) if (own := step_of(part)) and own.key > after.key),
        len(siblings),
    )
    return (*siblings[:place], *units, *siblings[place:])


def _with_parts(node: Container, new: tuple[Part, ...]) -> Container:
    match node:
        case ast.Instrument():
            return replace(
                node, body=tuple(unit for unit in new if isinstance(unit, ast.Heading | ast.Article))
            )
        case ast.Article():
            return replace(node, paragraphs=tuple(unit for unit in new if isinstance(unit, ast.Paragraph)))
        case ast.Paragraph():
            return replace(node, sentence=_sentence_with(node.sentence, new))
        case ast.Item():
            return replace(node, items=_list_with(node.items, new))
        case (
            ast.Heading()
            | ast.DefinitionItem()
            | ast.PriorityKey()
            | ast.ProgrammeSet()
            | ast.BenefitItem()
            | ast.PlaceQuota()
            | ast.Band()
            | ast.Replace()
            | ast.Insert()
            | ast.Delete()
        ):
            return node


def _sentence_parts(sentence: ast.Sentence) -> tuple[Part, ...]:
    match sentence:
        case ast.Definitions(items):
            return items
        case ast.Recipients() | ast.Requirements() | ast.Exclusions() | ast.Ending():
            return sentence.criteria.items if isinstance(sentence.criteria, ast.ItemList) else ()
        case ast.Priority(keys):
            return keys
        case ast.ProgrammeSets():
            return sentence.sets
        case ast.Benefits():
            return sentence.items
        case ast.Quota():
            return sentence.places
        case ast.BandTable():
            return sentence.bands
        case ast.Amendment():
            return sentence.steps
        case ast.Change():
            return _sentence_parts(sentence.sentence)
        case (
            ast.Lift()
            | ast.Precedence()
            | ast.Enrolment()
            | ast.Contribution()
            | ast.Bearing()
            | ast.Deposit()
            | ast.Funding()
            | ast.Months()
            | ast.Provided()
            | ast.Ceiling()
            | ast.Target()
            | ast.AllocationRule()
            | ast.Listing()
            | ast.Delegation()
            | ast.Transition()
            | ast.NotEncoded()
            | ast.Interpretation()
            | ast.OpenSentence()
            | ast.Benefit()
            | ast.Relief()
            | ast.PaymentPeriods()
            | ast.Deadline()
            | ast.Repeal()
            | ast.Commencement()
        ):
            return ()


def _sentence_with(sentence: ast.Sentence, new: tuple[Part, ...]) -> ast.Sentence:
    match sentence:
        case ast.Definitions():
            return replace(sentence, items=tuple(u for u in new if isinstance(u, ast.DefinitionItem)))
        case ast.Recipients():
            return replace(sentence, criteria=_criteria_with(sentence.criteria, new))
        case ast.Requirements():
            return replace(sentence, criteria=_criteria_with(sentence.criteria, new))
        case ast.Exclusions():
            return replace(sentence, criteria=_criteria_with(sentence.criteria, new))
        case ast.Ending():
            return replace(sentence, criteria=_criteria_with(sentence.criteria, new))
        case ast.Priority():
            return replace(sentence, keys=tuple(u for u in new if isinstance(u, ast.PriorityKey)))
        case ast.ProgrammeSets():
            return replace(sentence, sets=tuple(u for u in new if isinstance(u, ast.ProgrammeSet)))
        case ast.Benefits():
            return replace(sentence, items=tuple(u for u in new if isinstance(u, ast.BenefitItem)))
        case ast.Quota():
            return replace(sentence, places=tuple(u for u in new if isinstance(u, ast.PlaceQuota)))
        case ast.BandTable():
            return replace(sentence, bands=tuple(u for u in new if isinstance(u, ast.Band)))
        case ast.Amendment():
            steps = tuple(u for u in new if isinstance(u, ast.Replace | ast.Insert | ast.Delete))
            return replace(sentence, steps=steps)
        case ast.Change():
            return replace(sentence, sentence=_sentence_with(sentence.sentence, new))
        case (
            ast.Lift()
            | ast.Precedence()
            | ast.Enrolment()
            | ast.Contribution()
            | ast.Bearing()
            | ast.Deposit()
            | ast.Funding()
            | ast.Months()
            | ast.Provided()
            | ast.Ceiling()
            | ast.Target()
            | ast.AllocationRule()
            | ast.Listing()
            | ast.Delegation()
            | ast.Transition()
            | ast.NotEncoded()
            | ast.Interpretation()
            | ast.OpenSentence()
            | ast.Benefit()
            | ast.Relief()
            | ast.PaymentPeriods()
            | ast.Deadline()
            | ast.Repeal()
            | ast.Commencement()
        ):
            return sentence


def _criteria_with(criteria: ast.Criteria, new: tuple[Part, ...]) -> ast.Criteria:
    return _list_with(criteria, new) or criteria if isinstance(criteria, ast.ItemList) else criteria


def _list_with(items: ast.ItemList | None, new: tuple[Part, ...]) -> ast.ItemList | None:
    return items and replace(items, items=tuple(unit for unit in new if isinstance(unit, ast.Item)))
