"""One instrument compiled for one date into code that works every decision out: facts in, a verdict out.

The code is the plan of the columnar back end, which knows no text of a policy, printed as Python instead of SQL:
once for any worker, in strong Kleene logic, and once for workers of whom every fact is known, where nearly all of
that logic falls away.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from policy_engine.backends.columnar.judge import OUTCOMES
from policy_engine.backends.columnar.layout import NOT_HAPPENED, WORD, Aspect, FactColumn, Layout
from policy_engine.backends.columnar.lower import lookup_key
from policy_engine.backends.columnar.pack import cell
from policy_engine.backends.columnar.plan import CostSlot, Legend, Plan, plan
from policy_engine.backends.columnar.python import Settled, body, function, load
from policy_engine.backends.columnar.shapes import lookup_rows
from policy_engine.backends.columnar.sql import TRUE, Sql
from policy_engine.backends.compiled.decision import Later, Reference, Verdict
from policy_engine.domain.citation import Citation
from policy_engine.domain.dates import Month, PackedDate
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir.decision import CostRow
from policy_engine.ir.nodes import FactValue, Instrument, Kind, Library, NotHappened, Role

_MOST_VALUES = 1 << 16
"""Values of one fact, masks and rows of the cost that are kept at once."""

Norms = Mapping[tuple[Citation, Role], int]
"""The bit of each norm in the masks of a verdict."""


class Direct:
    """An instrument on a date as code; `decide` takes facts by name, an unknown one None or absent."""

    __slots__ = (
        "_costs",
        "_failed",
        "_first",
        "_legend",
        "_missing",
        "_norms",
        "_places",
        "_reference",
        "_territory",
        "_verdicts",
        "_work_out",
        "reads",
        "source",
    )

    def __init__(
        self,
        library: Library,
        instrument: Instrument,
        on: PackedDate,
        facts: Sequence[str],
        norms: Norms,
        reference: Reference,
    ) -> None:
        """Compile; `facts` names what may be attested of other payers, though nothing declares it.

        Raise what `plan` raises where SQL could not count exactly.
        """
        declared = {fact.name for fact in library.facts}
        layout = Layout(library, frozenset(name for name in facts if name not in declared))
        made = plan(library, instrument, on, layout, costs=True, details=True)
        self._legend: Legend = made.legend
        self._first = made.legend.first_month
        self._norms = norms
        self._territory = sum(1 << bit for (_, role), bit in norms.items() if role is Role.TERRITORY)
        self._failed: dict[int, int] = {}
        self._missing: dict[int, tuple[str, ...]] = {}
        self._costs: dict[tuple[int, int, int, int | None], CostRow] = {}
        self._verdicts: dict[tuple[Any, ...], Verdict] = {}
        self._reference = reference
        self._places = _Places(made, len(made.legend.slots))
        self.reads = tuple(dict.fromkeys(column.fact for column in layout.columns))
        self.source, constants = _text(made, layout, self._places.outputs)
        self._work_out: Callable[[Callable[[str], Any]], tuple[Any, ...]] = load(
            self.source, "decide", constants
        )

    def decide(self, worker: Mapping[str, FactValue]) -> Verdict:
        """Work a decision out."""
        found = self._work_out(worker.get)
        kept = self._verdicts.get(found)
        if kept is None:
            kept = self._verdict(found, worker)
            # What the reference is still to tell depends on the worker.
            if kept.later is None:
                _keep(self._verdicts, found, kept)
        return kept

    def _verdict(self, found: tuple[Any, ...], worker: Mapping[str, FactValue]) -> Verdict:
        places = self._places
        own, effective = OUTCOMES[found[0]], OUTCOMES[found[1]]
        failed = self._norms_of(_joined(found, places.failed))
        unknown = self._norms_of(_joined(found, places.unknown))
        if own is Outcome.NOT_APPLICABLE:
            failed, unknown = failed & self._territory, unknown & self._territory
        named = _joined(found, places.named)
        # The months of a verdict count from the first that is named for this worker.
        shift = (named & -named).bit_length() - 1 if named else 0
        entry = found[2]
        rows = _joined(found, places.rows)
        costs = self._rows(found, rows) if rows else ()
        gave_way = () if effective is own else None
        later = None
        if costs is None or gave_way is None:
            later = Later({name: worker[name] for name in self.reads if name in worker}, self._reference)
        return Verdict(
            outcome=own,
            effective=effective,
            failed=failed,
            unknown=unknown,
            first_month=Month((self._first or 0) + shift) if named else None,
            months=_joined(found, places.months) >> shift,
            open_months=_joined(found, places.open_months) >> shift,
            entry_month=None if entry is None else Month(entry),
            total=found[3],
            conflict=Outcome.CONFLICT in (own, effective),
            missing=self._names_of(_joined(found, places.missing)),
            known_costs=costs,
            known_gave_way=gave_way,
            later=later,
        )

    def _norms_of(self, mask: int) -> int:
        """Give the norms that the bits of the plan stand for; months of one norm are one bit here."""
        if not mask:
            return 0
        kept = self._failed.get(mask)
        if kept is None:
            kept = 0
            for bit, norms in enumerate(self._legend.norms):
                if mask >> bit & 1:
                    for norm in norms:
                        kept |= 1 << self._norms[norm.citation, norm.role]
            _keep(self._failed, mask, kept)
        return kept

    def _names_of(self, mask: int) -> tuple[str, ...]:
        if not mask:
            return ()
        kept = self._missing.get(mask)
        if kept is None:
            names = (name for bit, name in enumerate(self._legend.names) if mask >> bit & 1)
            kept = tuple(sorted(names))
            _keep(self._missing, mask, kept)
        return kept

    def _rows(self, found: Sequence[Any], rows: int) -> tuple[CostRow, ...] | None:
        """Give the rows of the cost; None where one is unknown, whose missing facts the reference tells."""
        given = []
        for number, place in enumerate(self._places.slots):
            if rows >> number & 1:
                amount = found[place]
                if amount is None:
                    return None
                key = (number, amount, found[place + 1], found[place + 2])
                row = self._costs.get(key)
                if row is None:
                    row = _row(self._legend.slots[number], *key[1:])
                    _keep(self._costs, key, row)
                given.append(row)
        return tuple(given)


def _keep(kept: dict[Any, Any], key: object, value: object) -> None:
    if len(kept) >= _MOST_VALUES:
        kept.clear()
    kept[key] = value


def _row(slot: CostSlot, amount: int, origin: int, relief: int) -> CostRow:
    budgets, tariff = slot.origins[origin - 1]
    return CostRow(
        month=slot.month,
        programme=slot.programme,
        payer=slot.payer,
        budgets=budgets,
        amount=amount,
        tariff=tariff,
        relief=slot.reliefs[relief - 1] if relief else None,
        missing=(),
    )


def _joined(found: Sequence[Any], places: Sequence[int]) -> int:
    """Put words together."""
    mask: int = found[places[0]]
    for word, place in enumerate(places[1:], 1):
        mask |= found[place] << word * WORD
    return mask


class _Places:
    """Where each output of a plan stands in what the code gives: outcome, effective, entry month and total first."""

    __slots__ = ("failed", "missing", "months", "named", "open_months", "outputs", "rows", "slots", "unknown")

    def __init__(self, made: Plan, slots: int) -> None:
        stated = dict(made.outputs)
        names = ["outcome", "effective", "entry_month", "total"]

        def words(name: str) -> tuple[int, ...]:
            found = [f"{name}{n}" for n in range(len(stated)) if f"{name}{n}" in stated]
            names.extend(found)
            return tuple(range(len(names) - len(found), len(names)))

        self.failed = words("failed")
        self.unknown = words("unknown")
        self.months = words("months")
        self.open_months = words("unknown_months")
        self.named = words("named")
        self.missing = words("missing")
        self.rows = words("rows")
        self.slots = tuple(len(names) + 3 * n for n in range(slots))
        for n in range(slots):
            names += (f"amount{n}", f"origin{n}", f"relief{n}")
        self.outputs = tuple(stated[name] for name in names)


# Text


def _text(made: Plan, layout: Layout, outputs: Sequence[Sql]) -> tuple[str, dict[str, object]]:
    """Write `decide(get)`, and the two functions of columns that it calls; give the constants they need."""
    constants: dict[str, object] = {"NotHappened": NotHappened}
    facts = dict.fromkeys(column.fact for column in layout.columns)
    numbers = {name: number for number, name in enumerate(facts)}
    lines = []
    for name, number in numbers.items():
        constants[f"n{number}"] = name
        lines.append(f"v{number} = get(n{number})")
    arguments = []
    for column, name in layout.columns.items():
        value = f"v{numbers[column.fact]}"
        if column.aspect is Aspect.VALUE:
            is_event = layout.fact(column.fact) is None or layout.kind(column.fact) is Kind.EVENT
            given = f"{NOT_HAPPENED} if {value}.__class__ is NotHappened else {value}" if is_event else value
            lines.append(f"{name} = {given}")
        else:
            constants[f"p{name}"] = _Packs(layout, column)
            lines.append(f"{name} = p{name}[{value}]")
        arguments.append(name)
    certain = list(arguments)
    whole = [name for column, name in layout.columns.items() if column.aspect is Aspect.COMPLETE]
    for found, table in made.lookups:
        rows = lookup_rows(found, table, layout)
        constants[f"t{table}"] = {row[0]: row[1:] for row in rows.rows}
        constants[f"e{table}"] = (None,) * (len(rows.columns) - 1)
        key = lookup_key(found, layout).name
        lines.append(f"({', '.join(rows.columns[1:])},) = t{table}.get({key}, e{table})")
        arguments += rows.columns[1:]
    passed = ", ".join(arguments)
    if certain:
        doubt = " or ".join((f"None in ({', '.join(certain)},)", *(f"not {name}" for name in whole)))
        lines += [f"if {doubt}:", f"    return any_worker({passed})"]
    lines.append(f"return known_worker({passed})")
    text = ""
    for name, known, stated in (
        ("any_worker", frozenset[str](), {}),
        ("known_worker", frozenset(certain), dict.fromkeys(whole, TRUE)),
    ):
        settled = Settled(known, made.parameters, stated)
        wanted = settled.settle(made.bindings.named, outputs)
        text += function(name, arguments, body(settled, wanted))
    return text + function("decide", ("get",), lines), constants


class _Packs(dict[FactValue | None, int | None]):
    """What one column says of the values met so far; a new value is packed when it is first asked for."""

    __slots__ = ("_column", "_layout")

    def __init__(self, layout: Layout, column: FactColumn) -> None:
        super().__init__()
        self._layout = layout
        self._column = column

    def __missing__(self, value: FactValue | None) -> int | None:
        found = cell(self._layout, self._column, value)
        if len(self) >= _MOST_VALUES:
            self.clear()
        self[value] = found
        return found
