"""Box algebra area by area: a case that waits for many instruments in; answers to questions about it, out.

A province that waits for thirty regencies asks each question of those who live in each regency, and of those who
live in none of them. Of who lives in one regency the other twenty-nine say nothing, so that each area is small, and
what was answered about it holds for as long as the province and that one regency say what they said.

What the areas answer together is what they would answer as one: a set of complete workers is empty when none of its
parts has somebody, and the plainest of it is the plainest of its parts. A test holds the two against one another.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field
from functools import cached_property
from hashlib import blake2b
from typing import Any, TypeAlias, TypeVar

from policy_engine.backends.boxes.instruments import home_of
from policy_engine.backends.boxes.minimise import Plain
from policy_engine.backends.boxes.space import OutsideError
from policy_engine.domain.dates import Month
from policy_engine.ir import nodes as ir
from policy_engine.ir.classes import Classes, classes_of
from policy_engine.ir.precedence import DOMICILE_FACT
from policy_engine.proofs.ground import Ground
from policy_engine.proofs.sides import Boxes, Question
from policy_engine.structure import dataclass

FEWEST = 4
"""Areas below which all of it together is as quick."""

_MOST = 2_000
"""Answers about one area that are kept: some times as many as there are questions."""

_Answer = TypeVar("_Answer")

Answers: TypeAlias = Mapping[str, Any]
"""What was answered about an area, by the name of the question."""

Also: TypeAlias = tuple[tuple[ir.Expr, Month | None], ...]


@dataclass(frozen=True, slots=True)
class Memory:
    """What was answered about the areas of one instrument before, and now; both by what each area depends on."""

    digest: Callable[[ir.Instrument], str]
    """Whatever tells what an instrument says from what any other does."""
    before: Mapping[str, Answers] = field(default_factory=dict)
    now: dict[str, dict[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Area:
    """Regions that workers live in, as codes that stand for all that are told apart; and its name in a memory."""

    homes: frozenset[str]
    name: str


def areas_of(case: Ground, memory: Memory | None) -> tuple[Area, ...]:
    """Cut the ground of a case into areas, each the ground of one instrument it waits for; the last is the rest.

    Empty where there are too few of them, or where nobody's domicile is read.
    """
    waited = [each for each in case.involved if each is not case.instrument and each not in case.beside]
    homes = {each.id: home_of(each, case.on) for each in waited}
    own = case.instrument.region or ""
    within = {home for home in homes.values() if home is not None and not _lies_in(own, home)}
    outer = sorted(home for home in within if not any(o != home and _lies_in(home, o) for o in within))
    fact = next((fact for fact in case.facts if fact.name == DOMICILE_FACT), None)
    if len(outer) < FEWEST or fact is None:
        return ()
    classes = classes_of(case.library, case.read, case.facts)
    live = [code for code in classes[DOMICILE_FACT].codes if code not in classes[DOMICILE_FACT].open]
    cut = [frozenset(code for code in live if _lies_in(code, home)) for home in outer]
    cut.append(frozenset(live).difference(*cut))
    if memory is None:
        return tuple(Area(codes, "") for codes in cut if codes)
    common = _common(case, classes)
    return tuple(Area(codes, _name(case, codes, homes, common, memory)) for codes in cut if codes)


def _lies_in(code: str, region: str) -> bool:
    return f"{code}.".startswith(f"{region}.")


def _common(case: Ground, classes: Mapping[str, Classes]) -> str:
    """Give what every area depends on beside what instruments say."""
    told = {name: (each.codes, tuple(sorted(each.open))) for name, each in classes.items()}
    days = (case.on, case.assumed, case.facts_as_of)
    return repr((case.instrument.id, days, tuple(f.name for f in case.facts), sorted(case.births), told))


def _name(
    case: Ground,
    codes: frozenset[str],
    homes: Mapping[Any, str | None],
    common: str,
    memory: Memory,
) -> str:
    hashed = blake2b(common.encode(), digest_size=16)
    hashed.update(repr(sorted(codes)).encode())
    for each in case.library.instruments:
        home = homes.get(each.id)
        if home is None or any(_lies_in(code, home) or _lies_in(home, code) for code in codes):
            hashed.update(memory.digest(each).encode())
    return hashed.hexdigest()


class Areas:
    """Box algebra over the workers of a case, area by area; each is laid out when something is asked of it.

    Making it raises `OutsideError` where no box can say what the case says.
    """

    def __init__(self, case: Ground, also: Also, areas: Sequence[Area], memory: Memory | None) -> None:
        self._case, self._also, self._areas, self._memory = case, also, areas, memory
        self._asked = blake2b(digest_size=12)
        self._laid: dict[Area, Boxes] = {}
        self.norms = self._lay_out(self._newest).norms
        """Each norm with its weighings, in the order of the text."""

    @property
    def _newest(self) -> Area:
        """Give an area about which nothing is known, else the last."""
        known: Mapping[str, Answers] = {} if self._memory is None else self._memory.before
        return next((area for area in self._areas if area.name not in known), self._areas[-1])

    def nobody(self, question: Question, free: frozenset[str] = frozenset()) -> bool:
        """Tell whether there is no worker in the answer who is complete but for the facts that are free."""
        name = self._name("nobody", question, *sorted(free))
        told: list[bool | None] = [None] if DOMICILE_FACT in free else []
        for area in self._areas if not told else ():
            told.append(self._answer(area, name, lambda boxes: _nobody(boxes, question, free)))
            if told[-1] is False:
                return self._note(told=False)
        if None in told:
            return self._note(told=self._at_once(lambda whole: whole.nobody(question, free)))
        return self._note(told=True)

    def worker(self, question: Question) -> Mapping[str, ir.FactValue] | None:
        """Give the plainest worker in the answer to a question."""
        try:
            found = self._plainest(question)
        except OutsideError:
            found = self._at_once(lambda whole: whole.plainest(question))
        self._note(told=found is None)
        return None if found is None else found.worker

    def _plainest(self, question: Question) -> Plain | None:
        """Give the plainest worker of those areas whose plainest differ in the fewest facts."""
        name = self._name("differing", question)
        least = {a: self._answer(a, name, lambda boxes: boxes.differing(question)) for a in self._areas}
        fewest = min((count for count in least.values() if count is not None), default=None)
        name = self._name("plainest", question)
        found = [
            self._answer(area, name, lambda boxes: boxes.plainest(question))
            for area, count in least.items()
            if count is not None and count == fewest
        ]
        return min((each for each in found if each is not None), key=lambda each: each.order, default=None)

    def fitting(
        self, workers: Iterable[Mapping[str, ir.FactValue]], question: Question
    ) -> list[Mapping[str, ir.FactValue]]:
        """Give those of some workers who are in the answer to a question, and who can be."""
        asked = list(workers)
        found: list[int] = []
        for area in self._areas:
            here = [n for n, worker in enumerate(asked) if worker.get(DOMICILE_FACT) in area.homes]
            if here:
                name = self._name("fitting", question, _told([asked[n] for n in here]))
                try:
                    found += self._fitting(area, name, asked, here, question)
                except OutsideError:
                    return self._at_once(lambda whole: whole.fitting(asked, question))
        return [asked[number] for number in sorted(found)]

    def _fitting(
        self,
        area: Area,
        name: str,
        asked: list[Mapping[str, ir.FactValue]],
        here: list[int],
        question: Question,
    ) -> tuple[int, ...]:
        def ask(boxes: Boxes) -> tuple[int, ...]:
            fit = boxes.fitting([asked[number] for number in here], question)
            return tuple(number for number in here if any(asked[number] is each for each in fit))

        return self._answer(area, name, ask)

    @property
    def opened(self) -> Boxes:
        """Give box algebra over workers of whom not everything is known, wherever they live."""
        return self._whole.opened

    @cached_property
    def _whole(self) -> Boxes:
        return Boxes(self._case, self._also)

    def _at_once(self, ask: Callable[[Boxes], _Answer]) -> _Answer:
        """Ask of everybody at once what some area cannot say."""
        try:
            return ask(self._whole)
        except OutsideError:
            # The solver is asked instead, and what follows from its answer has no name here.
            self._memory = None
            raise

    def _answer(self, area: Area, name: str, ask: Callable[[Boxes], _Answer]) -> _Answer:
        """Take what was answered before, or ask."""
        memory = self._memory
        if memory is None:
            return ask(self._lay_out(area))
        if area.name not in memory.now:
            before = memory.before.get(area.name, {})
            memory.now[area.name] = dict(before) if len(before) < _MOST else {}
        now = memory.now[area.name]
        if name not in now:
            now[name] = ask(self._lay_out(area))
        return now[name]  # type: ignore[no-any-return]  # the name holds what kind of answer it is

    def _lay_out(self, area: Area) -> Boxes:
        if area not in self._laid:
            self._laid[area] = Boxes(self._case, self._also, homes=area.homes)
        return self._laid[area]

    # What is asked next is told by what is asked of, and by what was answered before.

    def _name(self, kind: str, question: Question, *more: str) -> str:
        self._asked.update("\x1f".join((kind, question.__qualname__, *more)).encode())
        return self._asked.hexdigest()

    def _note(self, *, told: bool) -> bool:
        self._asked.update(b"\1" if told else b"\0")
        return told


def _nobody(boxes: Boxes, question: Question, free: frozenset[str]) -> bool | None:
    """Tell whether there is nobody in an area; None where that is not all of the answer, or cannot be said."""
    boxes.looked_around = False
    try:
        nobody = boxes.nobody(question, free)
    except OutsideError:
        return None
    return None if nobody and boxes.looked_around else nobody


def _told(workers: Sequence[Mapping[str, ir.FactValue]]) -> str:
    """Tell some workers from any others: the first, and what is otherwise of the rest."""
    first, *rest = workers
    otherwise = [[(n, _said(v)) for n, v in each.items() if v != first.get(n)] for each in rest]
    return repr(([(name, _said(value)) for name, value in sorted(first.items())], otherwise))


def _said(value: ir.FactValue) -> object:
    return (sorted(value.codes), value.complete) if isinstance(value, ir.CodeSet) else value
