"""Relief of a contribution: what one payer owes for a month in, what is left after relief out.

Reliefs come from the national instruments and from the instrument itself, in the version of the last day of
the month, or the first if that is younger than the month. Where several apply, the one of the instrument that
prevails counts; reliefs do not add up.
"""

from collections.abc import Iterator
from dataclasses import replace

from policy_engine.backends.scalar.evaluate import Scope, evaluate, scale
from policy_engine.backends.scalar.value import FALSE, TRUE, Value, all_of, not_, unknown
from policy_engine.domain.citation import Citation
from policy_engine.domain.dates import Month
from policy_engine.ir.nodes import Instrument, Party, Relief
from policy_engine.ir.precedence import PARTICIPATION_FACT, prevails, relief_version
from policy_engine.structure import dataclass


@dataclass(frozen=True, slots=True)
class Due:
    """What one payer owes for a programme and month, before relief.

    `budgets` are the kinds of budget it is charged to; `unstated` names blanks that may hold more of them.
    """

    month: Month
    programme: str
    payer: Party | None
    budgets: tuple[str, ...]
    unstated: tuple[str, ...]
    amount: Value


@dataclass(frozen=True, slots=True)
class Relieved:
    """The amount after relief, the relief that reduced it, and a relief that the budget barred."""

    amount: Value
    relief: Citation | None
    barred: Citation | None


def relieve(due: Due, instrument: Instrument, entry: Value, scope: Scope) -> Relieved:
    """Reduce what is owed by the relief that applies; unknown where it is unknown whether one does."""
    wanted = [
        (source, relief, all_of((evaluate(relief.condition, scope), _begun(relief, due.month, entry, scope))))
        for source, relief in _reliefs(due, instrument, scope)
    ]
    open_to = [(source, relief, applies, _barred(relief, due)) for source, relief, applies in wanted]
    barred = next(
        (r.citation for _, r, applies, bar in open_to if bar.known and applies.known is not False), None
    )
    left = [
        (source, relief, all_of((applies, not_(bar))))
        for source, relief, applies, bar in open_to
        if applies.known is not False and bar.known is not True
    ]
    counting = [found for found in left if not any(_gives_way(found[0], other[0]) for other in left)]
    if not left:
        return Relieved(_with(due.amount, (value for _, _, value in wanted)), None, barred)
    if len(counting) == 1 and counting[0][2].known is True:
        relief = counting[0][1]
        rest = relief.denominator - relief.numerator
        reduced = due.amount.known
        if isinstance(reduced, int):
            reduced = scale(reduced, rest, relief.denominator, relief.direction)
        amount = Value(reduced, due.amount.missing, due.amount.conflict, due.amount.facts, due.amount.active)
        return Relieved(_with(amount, (value for _, _, value in wanted)), relief.citation, barred)
    open_ = unknown(*due.amount.missing, *(name for _, _, value in left for name in value.missing))
    # Exceptions that contradict one another still do where nobody knows whether relief applies.
    doubt = replace(open_, conflict=due.amount.conflict)
    return Relieved(_with(doubt, (due.amount, *(value for _, _, value in left))), None, barred)


def _with(amount: Value, read: "Iterator[Value] | tuple[Value, ...]") -> Value:
    """Give the amount, and that these values were read for it."""
    facts = amount.facts.union(*(value.facts for value in read))
    return Value(amount.known, amount.missing, amount.conflict, facts, amount.active)


def _reliefs(due: Due, instrument: Instrument, scope: Scope) -> Iterator[tuple[Instrument, Relief]]:
    for source in scope.library.instruments:
        national = source.region is None and source.segment in (None, instrument.segment)
        version = None
        if national or source is instrument:
            version = relief_version(source, due.month, scope.on)
        for relief in () if version is None else version.reliefs:
            if due.programme in relief.programmes and relief.first <= due.month <= relief.last:
                yield source, relief


def _gives_way(source: Instrument, other: Instrument) -> bool:
    return source.id != other.id and prevails(other, source) is not None


def _begun(relief: Relief, month: Month, entry: Value, scope: Scope) -> Value:
    """Tell whether the month is late enough in the participation of the worker."""
    if relief.from_participation_month <= 1:
        return TRUE
    fact = scope.worker.get(PARTICIPATION_FACT)
    read = frozenset((PARTICIPATION_FACT,))
    first = Value(fact) if isinstance(fact, int) else entry
    if not isinstance(first.known, int):
        return Value(None, first.missing | read, first.conflict, first.facts | read)
    return Value(month - first.known + 1 >= relief.from_participation_month, facts=first.facts | read)


def _barred(relief: Relief, due: Due) -> Value:
    """Tell whether the budget that the row is charged to bars the relief."""
    if not relief.barred_budgets:
        return FALSE
    if relief.barred_budgets & frozenset(due.budgets):
        return TRUE
    return unknown(*due.unstated) if due.unstated else FALSE
