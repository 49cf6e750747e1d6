"""Plans in; a value that a cache can keep, and plans again, out.

What plans of one form share is kept once, and nothing that the library holds already is kept at all.
"""

from collections.abc import Mapping

from policy_engine.backends.columnar.bindings import Bindings
from policy_engine.backends.columnar.layout import FactColumn, Layout
from policy_engine.backends.columnar.lower import Lookup
from policy_engine.backends.columnar.plan import Legend, Plan
from policy_engine.backends.columnar.prepared import Prepared
from policy_engine.backends.columnar.sql import Column, Sql
from policy_engine.ir.nodes import Library
from policy_engine.structure import dataclass


@dataclass(frozen=True, slots=True)
class KeptPlan:
    """What a plan has of its own; its instrument by number."""

    number: int
    route: str | None
    is_empty: bool
    parameters: tuple[int, ...]
    legend: Legend


@dataclass(frozen=True, slots=True)
class KeptForm:
    """Plans that differ in constants alone; those that concern no worker are no family."""

    is_family: bool
    may_not_apply: bool
    outputs: tuple[tuple[str, Sql], ...]
    named: tuple[tuple[str, Sql], ...]
    lookups: tuple[tuple[Lookup, str], ...]
    plans: tuple[KeptPlan, ...]


@dataclass(frozen=True, slots=True)
class KeptPlans:
    """All plans for a library, and the columns of workers that they read."""

    attested: frozenset[str]
    columns: tuple[tuple[FactColumn, str], ...]
    routed: bool
    forms: tuple[KeptForm, ...]


def keep(prepared: Prepared) -> KeptPlans:
    """Take out what the library does not hold."""
    together = {number for family in prepared.families for number in family}
    alone = [{number: plan} for number, plan in prepared.plans.items() if number not in together]
    layout = prepared.layout
    return KeptPlans(
        layout.attested,
        tuple(layout.columns.items()),
        prepared.routed,
        (
            *(_form(family, is_family=True) for family in prepared.families),
            *(_form(family, is_family=False) for family in alone),
        ),
    )


def _form(plans: Mapping[int, Plan], *, is_family: bool) -> KeptForm:
    first = next(iter(plans.values()))
    return KeptForm(
        is_family,
        first.may_not_apply,
        first.outputs,
        tuple(first.bindings.named.items()),
        first.lookups,
        tuple(
            KeptPlan(number, plan.route, plan.is_empty, plan.parameters, plan.legend)
            for number, plan in plans.items()
        ),
    )


def restore(kept: KeptPlans, library: Library) -> Prepared:
    """Give the plans again, for the library that they were made for."""
    made = [(form.is_family, _plans(form, library)) for form in kept.forms]
    every = {number: plan for _, plans in made for number, plan in plans.items()}
    return Prepared(
        Layout(library, kept.attested, dict(kept.columns)),
        {number: every[number] for number in sorted(every)},
        tuple(plans for is_family, plans in made if is_family),
        kept.routed,
    )


def _plans(form: KeptForm, library: Library) -> dict[int, Plan]:
    bindings = Bindings(dict(form.named), {sql: Column(name) for name, sql in form.named})
    return {
        each.number: Plan(
            instrument=library.instruments[each.number],
            route=each.route,
            is_empty=each.is_empty,
            may_not_apply=form.may_not_apply,
            outputs=form.outputs,
            bindings=bindings,
            parameters=each.parameters,
            lookups=form.lookups,
            legend=each.legend,
        )
        for each in form.plans
    }
