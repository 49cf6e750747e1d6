"""Box algebra area by area: a case that waits for many instruments in; answers to questions about it, out.

A province that waits for thirty regencies asks each question of those who live in each regency, and of those who
live in none of them. Of who lives in one regency the other twenty-nine say nothing, so that each area is small, and
what was answered about it holds for as long as the province and that one regency say what they said.

Most questions need not be cut. What is true of nobody, whomever the regencies pay, is true of nobody; and whoever lives
where there is no regency shows what is true of somebody. Neither looks at what a regency says.

What the areas answer together is what they would answer as one: a set of complete workers is empty when none of its
parts has somebody, and the plainest of it is the plainest of its parts. A test holds the two against one another.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field
from hashlib import blake2b
from typing import Any, TypeAlias, TypeVar

from policy_engine.backends.boxes.instruments import home_of
from policy_engine.backends.boxes.minimise import Plain
from policy_engine.backends.boxes.space import OutsideError
from policy_engine.domain.bilingual import Text
from policy_engine.domain.citation import InstrumentId
from policy_engine.domain.dates import Month
from policy_engine.ir import nodes as ir
from policy_engine.ir.classes import Classes, classes_of
from policy_engine.ir.precedence import DOMICILE_FACT
from policy_engine.proofs.ground import Ground
from policy_engine.proofs.sides import Area, Boxes, Question
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
class Ways:
    """How a ground is cut: where only the case itself pays, the ground of each it waits for, and all of it supposed."""

    areas: tuple[Area, ...]
    """The first is where nobody is waited for."""
    everywhere: Area
    """All of it, whomever those that are waited for pay."""


def ways(case: Ground, memory: Memory | None) -> Ways | None:
    """Cut the ground of a case; None where it waits for few others, or where nobody's domicile is read."""
    waited = [each for each in case.involved if each is not case.instrument and each not in case.beside]
    homes = {each.id: home_of(each, case.on) for each in waited}
    own = case.instrument.region or ""
    within = {home for home in homes.values() if home is not None and not _lies_in(own, home)}
    outer = sorted(home for home in within if not any(o != home and _lies_in(home, o) for o in within))
    classes = classes_of(case.library, case.read, case.facts)
    if len(outer) < FEWEST or DOMICILE_FACT not in classes:
        return None
    live = [code for code in classes[DOMICILE_FACT].codes if code not in classes[DOMICILE_FACT].open]
    cut = [frozenset(code for code in live if _lies_in(code, home)) for home in outer]
    names = _Names(case, homes, classes, memory)
    grounds = (frozenset(live).difference(*cut), *cut)
    return Ways(
        tuple(Area(codes, names.of(codes)) for codes in grounds if codes),
        Area(frozenset(live), names.of(None), frozenset(homes)),
    )


def _lies_in(code: str, region: str) -> bool:
    return f"{code}.".startswith(f"{region}.")


class _Names:
    """By what name what is answered of an area is remembered: a hash of all that it depends on."""

    def __init__(
        self,
        case: Ground,
        homes: Mapping[InstrumentId, str | None],
        classes: Mapping[str, Classes],
        memory: Memory | None,
    ) -> None:
        self._case, self._homes, self._memory = case, homes, memory
        told = {name: (each.codes, tuple(sorted(each.open))) for name, each in classes.items()}
        days = (case.on, case.assumed, case.facts_as_of)
        read = tuple(fact.name for fact in case.facts)
        self._common = repr((case.instrument.id, days, read, sorted(case.births), told))

    def of(self, codes: frozenset[str] | None) -> str:
        """Give the name of an area; with no codes, of all of it where nobody that is waited for is asked."""
        if self._memory is None:
            return ""
        hashed = blake2b(self._common.encode(), digest_size=16)
        hashed.update(repr(None if codes is None else sorted(codes)).encode())
        for each in self._case.library.instruments:
            if self._bears_on(each.id, codes):
                hashed.update(self._memory.digest(each).encode())
        return hashed.hexdigest()

    def _bears_on(self, instrument: InstrumentId, codes: frozenset[str] | None) -> bool:
        if instrument not in self._homes:
            return True
        home = self._homes[instrument]
        return codes is not None and (
            home is None or any(_lies_in(code, home) or _lies_in(home, code) for code in codes)
        )


class Areas:
    """Box algebra over the workers of a case, area by area; each is laid out when something is asked of it."""

    def __init__(self, case: Ground, also: Also, cut: Ways, memory: Memory | None) -> None:
        self._case, self._also, self._cut, self._memory = case, also, cut, memory
        self._asked = blake2b(digest_size=12)
        self._laid: dict[Area | None, Boxes | OutsideError] = {}

    def nobody(self, question: Question, free: frozenset[str] = frozenset()) -> bool:
        """Tell whether there is no worker in the answer who is complete but for the facts that are free."""
        name = self._name("nobody", question, *sorted(free))

        def ask(boxes: Boxes) -> bool | None:
            return _nobody(boxes, question, free)

        if not free and self._answer(self._cut.everywhere, name, ask):
            return self._note(told=True)
        told: list[bool | None] = [None] if DOMICILE_FACT in free else []
        for area in self._cut.areas if not told else ():
            told.append(self._answer(area, name, ask))
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
        """Give the plainest worker: nobody is plainer than whoever is, whomever those waited for pay."""
        name = self._name("plainest", question)

        def ask(boxes: Boxes) -> Plain | None:
            boxes.looked_around = False
            found = boxes.plainest(question)
            if boxes.looked_around:
                raise OutsideError(Text("mengenai orang lain juga", "about others as well"))
            return found

        bound = self._answer(self._cut.everywhere, name, ask)
        if bound is None:
            return None
        at_home = (area for area in self._cut.areas if bound.worker[DOMICILE_FACT] in area.homes)
        for area in at_home:
            found = self._answer(area, name, ask)
            if found is not None and found.order == bound.order:
                return found
        return self._of_all_areas(question, ask)

    def _of_all_areas(self, question: Question, ask: Callable[[Boxes], Plain | None]) -> Plain | None:
        """Give the plainest worker of those areas whose plainest differ in the fewest facts."""
        name = self._name("differing", question)
        least = {a: self._answer(a, name, lambda boxes: boxes.differing(question)) for a in self._cut.areas}
        fewest = min((count for count in least.values() if count is not None), default=None)
        name = self._name("plainest of all", question)
        found = [
            self._answer(area, name, ask)
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
        for area in self._cut.areas:
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
        return self._lay_out(None).opened

    def _at_once(self, ask: Callable[[Boxes], _Answer]) -> _Answer:
        """Ask of everybody at once what some area cannot say."""
        try:
            return ask(self._lay_out(None))
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

    def _lay_out(self, area: Area | None) -> Boxes:
        """Lay out an area, or everybody; where that cannot be done it is not tried again."""
        if area not in self._laid:
            try:
                self._laid[area] = Boxes(self._case, self._also, area=area)
            except OutsideError as why:
                self._laid[area] = why
        laid = self._laid[area]
        if isinstance(laid, OutsideError):
            raise laid
        return laid

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
