"""`test --boundary`: policies and a worker of their tests in; a table of the cases at every bound out.

The worker is moved to one below, on, and one above every bound, and the decision stands beside it, so that
whoever drafts can tick what is meant: ages on the test date, those born on 29 February, incomes, the ends of
months, the first and last funded month, the first and last day in force.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from policy_engine.backends.scalar import evaluate as evaluation
from policy_engine.backends.scalar.decide import decide
from policy_engine.backends.scalar.value import unknown
from policy_engine.commands.writing import funded, month_spans, value_text
from policy_engine.domain.bilingual import Language, Text, both
from policy_engine.domain.citation import Citation
from policy_engine.domain.dates import (
    PackedDate,
    add_days,
    cutoff_birth,
    first_day,
    format_iso,
    is_leap,
    is_packed,
    last_day,
    nth_day,
    pack,
    unpack,
)
from policy_engine.domain.money import format_rupiah
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir.cases import Case
from policy_engine.ir.decision import Decision
from policy_engine.ir.nodes import (
    AgeCompare,
    Compare,
    Comparison,
    Day,
    DayRef,
    Expr,
    Fact,
    FactRef,
    FactValue,
    Happened,
    Instrument,
    Kind,
    Library,
    Norm,
    NotHappened,
)
from policy_engine.ir.precedence import version_on
from policy_engine.ir.walk import descend
from policy_engine.structure import dataclass
from policy_engine.testing.edges import Asked, asked_of

_FEBRUARY, _LEAP_DAY = 2, 29


@dataclass(frozen=True, slots=True)
class Row:
    """One case: the bound and where it stands, -1, 0 or +1, the fact moved and its value, and the decision."""

    citation: Citation | None
    bound: Text
    step: int
    fact: Text
    value: str
    asked: Asked
    decision: Decision


def rows(library: Library, instrument: Instrument, cases: Sequence[Case]) -> tuple[Row, ...]:
    """Give the cases of one instrument around a worker of its tests, an eligible one where there is one."""
    plain = [case for case in cases if case.instrument == instrument.id and not case.assumptions]
    plain.sort(key=lambda case: case.outcome is not Outcome.ELIGIBLE)
    if not plain:
        return ()
    first = plain[0]
    calendar = _Calendar(library, instrument, asked_of(dict(first.worker), first.on, first.facts_as_of))
    return tuple(dict.fromkeys(calendar.rows()))


def show(found: Sequence[Row], language: Language) -> Iterator[str]:
    """Write the rows as a Markdown table with a box to tick."""
    head = Text(
        "| | norma | batas | kasus | fakta | nilai | tanggal keputusan | hasil | yang berlaku | bulan Iuran | biaya |",
        "| | norm | bound | case | fact | value | date of decision | outcome | in effect | months | cost |",
    )
    yield head.in_(language)
    yield "|---|---|---|---|---|---|---|---|---|---|---|"
    for row in found:
        made = row.decision
        cells = (
            "[ ]",
            "" if row.citation is None else row.citation.provision.text(language),
            row.bound.in_(language),
            f"{row.step:+d}" if row.step else "0",
            row.fact.in_(language),
            row.value,
            format_iso(made.on),
            made.outcome.text.in_(language),
            made.effective.text.in_(language),
            ", ".join(month_spans(funded(made), language)),
            "..." if made.total is None else format_rupiah(made.total, language),
        )
        yield f"| {' | '.join(cells)} |"


@dataclass(frozen=True, slots=True)
class _Calendar:
    library: Library
    instrument: Instrument
    base: Asked

    def rows(self) -> Iterator[Row]:
        version = version_on(self.instrument, self.base.on)
        if version is None:
            return
        for norm in (*(group.match for group in version.groups), *version.norms):
            for part in descend(norm.condition):
                yield from self._of(part, norm)
        for day, words in (
            (version.since, Text("mulai berlaku", "commences")),
            (version.until, Text("tidak berlaku lagi", "no longer in force")),
        ):
            if day is not None and is_packed(day):
                yield from self._days(day, words)
        months = sorted({funded.month for schedule in version.schedules for funded in schedule.months})
        for month in months[:1]:
            yield from self._days(first_day(month), Text("bulan Iuran pertama", "first contribution month"))
        for month in months[-1:]:
            yield from self._days(last_day(month), Text("bulan Iuran terakhir", "last contribution month"))

    def _of(self, part: Expr, norm: Norm) -> Iterator[Row]:
        match part:
            case AgeCompare(comparison, FactRef(birth), on, years, exact):
                for day in self._test_days(on):
                    yield from self._age(norm, birth, day, years)
                    if comparison in (Comparison.AT_MOST, Comparison.MORE) and not exact:
                        yield from self._age(norm, birth, day, years + 1)
            case Compare(_, FactRef(name), other) | Compare(_, other, FactRef(name)):
                value = self._number(other)
                if value is not None:
                    yield from self._amount(norm, name, value)
            case Happened(FactRef(name), _):
                yield from self._event(norm, name)
            case _:
                # Every other condition has no number that it turns at.
                pass

    def _age(self, norm: Norm, birth: str, day: PackedDate, years: int) -> Iterator[Row]:
        cut = cutoff_birth(day, years, self.library.leap_rule)
        words = Text(f"usia {years} tahun pada {format_iso(day)}", f"age {years} on {format_iso(day)}")
        for step, born in ((-1, add_days(cut, 1)), (0, cut), (1, add_days(cut, -1))):
            yield from self._with(norm.citation, words, step, birth, born)
        leap = next(year for year in range(unpack(cut)[0], 0, -1) if is_leap(year))
        born = pack(leap, _FEBRUARY, _LEAP_DAY)
        turning = pack(leap + years, 3, 1)
        for step, on in ((-1, add_days(turning, -1)), (0, turning), (1, add_days(turning, 1))):
            said = Text(f"usia {years} tahun, lahir 29 Februari", f"age {years}, born on 29 February")
            if version_on(self.instrument, on) is not None:
                moved = replace(self.base, on=on, facts_as_of=on)
                yield from self._with(norm.citation, said, step, birth, born, moved)

    def _amount(self, norm: Norm, name: str, value: int) -> Iterator[Row]:
        fact = self._fact(name)
        if fact is None or fact.type.kind in (Kind.TRUTH, Kind.EVENT):
            return
        is_day = fact.type.kind is Kind.DATE and is_packed(value)
        for step in (-1, 0, 1):
            moved = add_days(PackedDate(value), step) if is_day else value + step
            if (fact.low is None or fact.low <= moved) and (fact.high is None or moved <= fact.high):
                words = Text(f"batas {value_text(fact, value)}", f"bound {value_text(fact, value)}")
                yield from self._with(norm.citation, words, step, name, moved)

    def _event(self, norm: Norm, name: str) -> Iterator[Row]:
        version = version_on(self.instrument, self.base.on)
        schedules = () if version is None else version.schedules
        months = sorted({each.month for schedule in schedules for each in schedule.months})
        words = Text("akhir bulan Iuran pertama", "end of the first contribution month")
        yield from self._with(norm.citation, words, 0, name, NotHappened())
        for month in months[:1]:
            end = last_day(month)
            for step in (-1, 0, 1):
                on = add_days(end, 2)
                moved = replace(self.base, on=self.base.on, facts_as_of=max(on, self.base.facts_as_of))
                yield from self._with(norm.citation, words, step, name, add_days(end, step), moved)

    def _days(self, day: PackedDate, words: Text) -> Iterator[Row]:
        for step in (-1, 0, 1):
            on = add_days(day, step)
            asked = replace(self.base, on=on, facts_as_of=on)
            yield Row(None, words, step, both("-"), "-", asked, self._decided(asked))

    def _with(
        self,
        citation: Citation,
        words: Text,
        step: int,
        name: str,
        value: FactValue,
        base: Asked | None = None,
    ) -> Iterator[Row]:
        fact = self._fact(name)
        if fact is None:
            return
        asked = base or self.base
        moved = replace(asked, worker=tuple(sorted({**dict(asked.worker), name: value}.items())))
        yield Row(citation, words, step, fact.label, value_text(fact, value), moved, self._decided(moved))

    def _decided(self, asked: Asked) -> Decision:
        return decide(
            self.library,
            self.instrument.id,
            dict(asked.worker),
            on=asked.on,
            facts_as_of=asked.facts_as_of,
            digest="",
        )

    def _test_days(self, on: Expr) -> Iterator[PackedDate]:
        """Give the day of a test; of one each month, those of the first and the last contribution month."""
        version = version_on(self.instrument, self.base.on)
        schedules = () if version is None else version.schedules
        months = sorted({each.month for schedule in schedules for each in schedule.months})
        match on:
            case DayRef(Day.MONTH_DAY, number):
                days = {nth_day(month, number) for month in (*months[:1], *months[-1:])}
                yield from sorted(days)
            case _:
                day = self._number(on)
                if day is not None and is_packed(day):
                    yield PackedDate(day)

    def _number(self, expr: Expr) -> int | None:
        scope = evaluation.Scope(
            self.library, dict(self.base.worker), self.base.on, None, lambda _instrument, _month: unknown()
        )
        value = evaluation.evaluate(expr, scope).known
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def _fact(self, name: str) -> Fact | None:
        return next((fact for fact in self.library.facts if fact.name == name), None)
