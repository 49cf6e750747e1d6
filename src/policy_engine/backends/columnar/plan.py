"""The plan of one instrument: a library, an instrument and a day in; one query with its legend out.

The query gives one row for each worker: numbers and masks. The legend says what each bit stands for.
Constants of the law are parameters, so that plans of one shape are equal queries.
"""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from policy_engine.backends.columnar.bindings import Bindings, layers
from policy_engine.backends.columnar.claims import claim_columns
from policy_engine.backends.columnar.cost import Charged, Slot, charge, entry_month
from policy_engine.backends.columnar.higher import weigh_higher
from policy_engine.backends.columnar.judge import Item, Judged, judge, outcome, stated_territory
from policy_engine.backends.columnar.layout import WORD, Layout
from policy_engine.backends.columnar.lower import Lookup, Lowering
from policy_engine.backends.columnar.seniors import missing, scope_of
from policy_engine.backends.columnar.sql import FALSE, Comparator, Select, Sql, Table, Whole
from policy_engine.backends.columnar.value import Need
from policy_engine.domain.citation import Citation
from policy_engine.domain.dates import Month, PackedDate
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir.nodes import Instrument, Library, Party, Role
from policy_engine.structure import dataclass

WORKERS = "workers"
"""The packed table of workers."""

ROW = "row_id"
"""The column that tells workers apart: a whole number, never an identity number."""


@dataclass(frozen=True, slots=True)
class NormBit:
    """A norm, weighed once or in a month, that a bit of the masks stands for."""

    citation: Citation
    role: Role
    month: Month | None


@dataclass(frozen=True, slots=True)
class CostSlot:
    """A row of the cost that a worker may have.

    `origins` are the budgets and tariffs that it may rest on, `reliefs` what may reduce it.
    """

    month: Month
    programme: str
    payer: Party | None
    origins: tuple[tuple[tuple[str, ...], Citation], ...] = ()
    reliefs: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Legend:
    """What the bits and columns of one instrument stand for, by place."""

    norms: tuple[tuple[NormBit, ...], ...]
    """Norms that are the same question for every worker share a bit."""
    names: tuple[str, ...]
    first_month: Month | None
    slots: tuple[CostSlot, ...]
    lacking: tuple[str, ...] = ()
    """What unknown amounts may turn on; for each there is a column `lacks` with how many rows of the cost do."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One instrument as a query over the packed table of workers, before its source is known."""

    instrument: Instrument
    route: str | None
    """The region whose workers the instrument is joined to; None where it is asked of every worker."""
    is_empty: bool
    """No version concerns any worker on the day."""
    may_not_apply: bool
    """There may be workers it does not apply to."""
    outputs: tuple[tuple[str, Sql], ...]
    bindings: Bindings
    parameters: tuple[int, ...]
    lookups: tuple[tuple[Lookup, str], ...]
    legend: Legend

    @property
    def form(self) -> tuple[object, ...]:
        """Give what is equal for plans that differ in constants alone."""
        # Values are named in the order they are made, so equal plans have equal lists of values.
        return (self.may_not_apply, self.outputs, tuple(self.bindings.named.values()), self.lookups)

    def query(
        self,
        source: Table,
        names: Sequence[str],
        also: Sequence[tuple[str, Sql]] = (),
        parameters: Mapping[int, Sql] = MappingProxyType({}),
    ) -> Select:
        """Give the query over a source: further columns of that source, then these outputs; words it lacks are 0."""
        outputs = dict(self.outputs)
        wanted = (*also, *((name, outputs.get(name, Whole(0))) for name in names))
        return layers(self.bindings, wanted, source, parameters)


def plan(
    library: Library,
    instrument: Instrument,
    on: PackedDate,
    layout: Layout,
    *,
    routed: bool = False,
    costs: bool = False,
    details: bool = False,
    claims: bool = False,
    lacks: bool = False,
) -> Plan:
    """Plan the decision of an instrument on a day.

    `costs` adds a column for each row of the cost; `details` adds which months are named, and for each row of the
    cost the place of its origin and that of its relief, from 1; `claims` adds what the allocation of a limited
    instrument reads; `lacks` adds how many rows of the cost lack what.
    """
    lowering = Lowering(library, layout, on)
    scope = scope_of(lowering, frozenset((instrument.id,)))
    judged = judge(instrument, scope, routed=routed)
    effective = weigh_higher(judged, scope)
    charged = charge(judged, scope)
    bindings = lowering.bindings
    eligible = judged.is_(Outcome.ELIGIBLE)
    own, names = _missing(bindings, judged, effective.left.needs, effective.outcome)
    lacking = _lacking(bindings, charged) if lacks else {}
    norms = _distinct((*judged.items, *effective.items))
    first = min(judged.named, default=None)
    outputs = (
        ("outcome", judged.outcome),
        ("effective", effective.outcome),
        ("entry_month", bindings.case([(eligible, entry_month(judged, scope).known)], Whole(None))),
        ("total", charged.total),
        *_masks(bindings, "failed", [_fails(bindings, items[0]) for items in norms]),
        *_masks(bindings, "unknown", [_is_unknown(bindings, items[0]) for items in norms]),
        *_months(bindings, judged, first),
        *((f"missing{place}", word) for place, word in enumerate(own)),
        *(_cost_columns(bindings, charged) if costs else ()),
        *(_details(bindings, judged, first, charged) if details else ()),
        *(claim_columns(judged, charged, scope) if claims else ()),
        *((f"lacks{place}", count) for place, count in enumerate(lacking.values())),
    )
    legend = Legend(
        norms=tuple(tuple(NormBit(i.norm.citation, i.norm.role, i.month) for i in items) for items in norms),
        names=names,
        first_month=first,
        slots=tuple(map(_slot, charged.slots)),
        lacking=tuple(lacking),
    )
    elsewhere = judged.version is None or stated_territory(judged.version)
    return Plan(
        instrument=instrument,
        route=instrument.region if routed and not elsewhere else None,
        is_empty=judged.version is None,
        may_not_apply=not judged.applicable.is_true,
        outputs=outputs,
        bindings=bindings,
        parameters=tuple(lowering.parameters),
        lookups=tuple(lowering.lookups.items()),
        legend=legend,
    )


def _distinct(items: Iterable[Item]) -> list[list[Item]]:
    """Put together the norms that ask the same of every worker."""
    found: dict[tuple[Sql, Sql], list[Item]] = {}
    for item in items:
        found.setdefault((item.concerns, item.holds.known), []).append(item)
    return list(found.values())


def _fails(bindings: Bindings, item: Item) -> Sql:
    return bindings.and_((item.concerns, bindings.not_(item.holds.known)))


def _is_unknown(bindings: Bindings, item: Item) -> Sql:
    return bindings.and_((item.concerns, bindings.is_null(item.holds.known)))


def _masks(bindings: Bindings, name: str, conditions: Sequence[Sql]) -> list[tuple[str, Sql]]:
    """Give words with a bit for each condition that is true; at least one word."""
    count = max(1, -(-len(conditions) // WORD))
    return [
        (f"{name}{word}", _word(bindings, conditions[word * WORD : (word + 1) * WORD]))
        for word in range(count)
    ]


def _word(bindings: Bindings, conditions: Sequence[Sql]) -> Sql:
    """Give a word; bits under one condition are set together."""
    bits: dict[Sql, int] = {}
    for place, condition in enumerate(conditions):
        bits[condition] = bits.get(condition, 0) | 1 << place
    return bindings.sum(
        bindings.case([(condition, Whole(mask))], Whole(0)) for condition, mask in bits.items()
    )


def _months(bindings: Bindings, judged: Judged, first: Month | None) -> Iterable[tuple[str, Sql]]:
    """Give the funded and the unknown months, a bit for each month from the first one named."""
    applies = bindings.may_hold(judged.applicable.known)
    count = 0 if first is None else max(judged.named) - first + 1
    funded: list[Sql] = [FALSE] * count
    unknown: list[Sql] = [FALSE] * count
    for month, value in judged.months.items():
        place = month - (first or 0)
        funded[place] = bindings.and_((applies, value.known))
        unknown[place] = bindings.and_((applies, bindings.is_null(value.known)))
    yield from _masks(bindings, "months", funded)
    yield from _masks(bindings, "unknown_months", unknown)


def _cost_columns(bindings: Bindings, charged: Charged) -> Iterable[tuple[str, Sql]]:
    yield from _masks(bindings, "rows", [slot.present for slot in charged.slots])
    for place, slot in enumerate(charged.slots):
        yield f"amount{place}", bindings.case([(slot.present, slot.amount)], Whole(None))


def _slot(slot: Slot) -> CostSlot:
    reliefs = dict.fromkeys(relief for origin in slot.origins for _, relief in origin.reliefs)
    origins = tuple((origin.budgets, origin.tariff) for origin in slot.origins)
    return CostSlot(slot.month, slot.programme, slot.payer, origins, tuple(reliefs))


def _details(
    bindings: Bindings, judged: Judged, first: Month | None, charged: Charged
) -> Iterable[tuple[str, Sql]]:
    applies = bindings.may_hold(judged.applicable.known)
    named: list[Sql] = [FALSE] * (0 if first is None else max(judged.named) - first + 1)
    for month, is_named in judged.named.items():
        named[month - (first or 0)] = bindings.and_((applies, is_named))
    yield from _masks(bindings, "named", named)
    for place, slot in enumerate(charged.slots):
        chosen = [(origin.when, Whole(n)) for n, origin in enumerate(slot.origins, 1)]
        yield f"origin{place}", bindings.case(chosen, Whole(0))
        numbers = {relief: n for n, relief in enumerate(_slot(slot).reliefs, 1)}
        reduced = [
            (bindings.and_((origin.when, applied)), Whole(numbers[relief]))
            for origin in slot.origins
            for applied, relief in origin.reliefs
        ]
        yield f"relief{place}", bindings.case(reduced, Whole(0))


# What is missing


def _missing(
    bindings: Bindings, judged: Judged, left: tuple[Need, ...], effective: Sql
) -> tuple[list[Sql], tuple[str, ...]]:
    """Give words with a bit for each name that would settle the own outcome where it is open, else the effective."""
    own = missing(judged)
    names = tuple(dict.fromkeys(name for need in _ordered((*own, *left)) for name in sorted(need.names)))
    open_own = judged.is_(Outcome.UNDETERMINED)
    own_words = [_if(bindings, open_own, word) for word in _words(bindings, own, names)]
    nothing = [bindings.compare(Comparator.EQUAL, word, Whole(0)) for word in own_words]
    open_effective = bindings.compare(Comparator.EQUAL, effective, outcome(Outcome.UNDETERMINED))
    instead = bindings.and_((open_effective, *nothing))
    left_words = [_if(bindings, instead, word) for word in _words(bindings, left, names)]
    return [bindings.sum(pair) for pair in zip(own_words, left_words, strict=True)], names


def _if(bindings: Bindings, condition: Sql, word: Sql) -> Sql:
    return bindings.case([(condition, word)], Whole(0))


def _lacking(bindings: Bindings, charged: Charged) -> dict[str, Sql]:
    """Give for each name how many rows of the cost have no known amount for want of it."""
    found: dict[str, list[Sql]] = {}
    for slot in charged.slots:
        whens: dict[str, list[Sql]] = {}
        for origin in slot.origins:
            for name, needed in _needed(bindings, origin.needs).items():
                whens.setdefault(name, []).append(bindings.and_((origin.when, needed)))
        for name, parts in whens.items():
            found.setdefault(name, []).append(bindings.or_(parts))
    return {
        name: bindings.sum(bindings.case([(when, Whole(1))], Whole(0)) for when in whens)
        for name, whens in sorted(found.items())
    }


def _words(bindings: Bindings, needs: tuple[Need, ...], names: tuple[str, ...]) -> list[Sql]:
    """Give a bit for each name that some path of conditions leads to."""
    needed = _needed(bindings, needs)
    return [word for _, word in _masks(bindings, "", [needed.get(name, FALSE) for name in names])]


def _needed(bindings: Bindings, needs: tuple[Need, ...]) -> dict[str, Sql]:
    """Tell for each name where some path of conditions leads to it."""
    reached: dict[Need, list[Sql]] = {need: [bindings.and_(())] for need in needs}
    naming: dict[str, list[Sql]] = {}
    for need in _ordered(needs):
        here = bindings.and_((need.when, bindings.or_(reached[need])))
        for name in need.names:
            naming.setdefault(name, []).append(here)
        for part in need.parts:
            reached.setdefault(part, []).append(here)
    return {name: bindings.or_(paths) for name, paths in naming.items()}


def _ordered(needs: tuple[Need, ...]) -> list[Need]:
    """Give needs and all their parts, each once and before its parts."""
    done: dict[Need, None] = {}
    waiting: list[tuple[Need, bool]] = [(need, False) for need in needs]
    while waiting:
        need, entered = waiting.pop()
        if entered:
            done[need] = None
        elif need not in done:
            waiting.append((need, True))
            waiting.extend((part, False) for part in need.parts)
    return list(reversed(done))
