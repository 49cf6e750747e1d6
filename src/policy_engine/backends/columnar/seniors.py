"""Subsidiary payers: another instrument in; SQL for whether it pays for the worker out.

Mirrors the second half of `scalar.decide`. What is attested, or what a stronger stratum funded, comes first.
"""

from policy_engine.backends.columnar.judge import Judged, judge
from policy_engine.backends.columnar.layout import Aspect
from policy_engine.backends.columnar.lower import Lowering, Scope
from policy_engine.backends.columnar.sql import FALSE, TRUE, UNKNOWN, Sql
from policy_engine.backends.columnar.value import Need, Value, unknown
from policy_engine.domain.citation import InstrumentId
from policy_engine.domain.dates import Month
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir.naming import funded_fact
from policy_engine.ir.precedence import is_rationed


def scope_of(lowering: Lowering, deciding: frozenset[InstrumentId]) -> Scope:
    """Give what an instrument can see; `deciding` are those whose decision waits for this one."""

    def borne_by(senior: InstrumentId, month: Month | None) -> Value:
        found = next((i for i in lowering.library.instruments if i.id == senior), None)
        if senior in deciding or found is None:
            pays = unknown(funded_fact(senior, None))
        else:
            pays = _pays(judge(found, scope_of(lowering, deciding | {senior})))
        return _attested_first(senior, month, pays, lowering)

    return Scope(lowering, None, deciding, borne_by)


def _attested_first(senior: InstrumentId, month: Month | None, pays: Value, lowering: Lowering) -> Value:
    """Give what is attested about the other payer, for this month before for any."""
    bindings, layout = lowering.bindings, lowering.layout
    names = dict.fromkeys((funded_fact(senior, month), funded_fact(senior, None)))
    columns = [layout.column(name, Aspect.VALUE) for name in names if layout.has(name)]
    known: Sql = pays.known
    for column in reversed(columns):
        known = bindings.case([(bindings.is_null(column), known)], column)
    return Value(known, lowering.logic.under(bindings.is_null(known), pays.needs))


def _pays(senior: Judged) -> Value:
    """Tell whether a senior instrument pays: only one that neither place nor money can fail surely does."""
    logic, bindings = senior.logic, senior.logic.bindings
    rationed = senior.version is not None and is_rationed(senior.version)
    attestable = frozenset((funded_fact(senior.instrument.id, None),))
    eligible, is_open = senior.is_(Outcome.ELIGIBLE), senior.is_(Outcome.UNDETERMINED)
    known = bindings.case(
        [
            (senior.is_(Outcome.NOT_APPLICABLE, Outcome.NOT_ELIGIBLE), FALSE),
            (eligible, UNKNOWN if rationed else TRUE),
        ],
        UNKNOWN,
    )
    asks = senior.is_(Outcome.CONFLICT)
    if rationed:
        asks = bindings.or_((asks, eligible, is_open))
    return Value(known, (Need(asks, attestable), *logic.under(is_open, missing(senior))))


def missing(judged: Judged) -> tuple[Need, ...]:
    """Give what would settle an undetermined outcome; it counts only where the outcome is undetermined."""
    return tuple(dict.fromkeys((*judged.applicable.needs, *judged.eligible.needs)))
