"""OpenFisca-Core: a variable for each criterion, for the reasons, and for rupiah.

Its missing facts count as nothing, so it is given workers of whom every fact is known. Texts are compared before.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from openfisca_core.entities import build_entity
from openfisca_core.periods import DAY, ETERNITY
from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from benchmarks.peers.rule import Answer, Criterion, Row, Rule, Says, Test, Way, inside
from benchmarks.workers import ON

_PERSON = build_entity(key="person", plural="persons", label="worker", is_person=True)
_TODAY = ON.isoformat()


def _facts(rule: Rule) -> dict[str, type]:
    """Name the facts that the rule reads, with their types."""
    kinds: dict[str, type] = {}
    for criterion in rule.criteria:
        whole = criterion.test in (Test.AT_MOST, Test.MORE_THAN)
        kinds[criterion.fact] = int if whole else bool
        if isinstance(criterion.against, str):
            kinds[criterion.against] = int
        if criterion.asked:
            kinds[criterion.asked] = bool
    if isinstance(rule.rupiah, str):
        kinds[rule.rupiah] = int
    return kinds


def _system(rule: Rule) -> TaxBenefitSystem:
    system = TaxBenefitSystem([_PERSON])
    for name, kind in _facts(rule).items():
        system.add_variable(_variable(name, kind, ETERNITY))
    names = [f"criterion_{place}" for place in range(len(rule.criteria))]
    for name, criterion in zip(names, rule.criteria, strict=True):
        system.add_variable(_variable(name, bool, DAY, _holds(criterion)))

    def reasons(person: Any, period: Any) -> Any:
        group, *others = (person(name, period) for name in names)
        summed = sum((1 - held) * (2 << place) for place, held in enumerate(others))
        return group * summed + (1 - group)

    def rupiah(person: Any, period: Any) -> Any:
        owed = person(rule.rupiah, period) if isinstance(rule.rupiah, str) else rule.rupiah
        return (person("reasons", period) == 0) * owed

    system.add_variable(_variable("reasons", int, DAY, reasons))
    system.add_variable(_variable("rupiah", int, DAY, rupiah))
    return system


def _variable(
    name: str, kind: type, period: str, formula: Callable[[Any, Any], Any] | None = None
) -> type[Variable]:
    made = {"value_type": kind, "entity": _PERSON, "definition_period": period, "label": name}
    if formula is not None:
        made["formula"] = formula
    return type(name, (Variable,), made)


def _holds(criterion: Criterion) -> Callable[[Any, Any], Any]:
    def formula(person: Any, period: Any) -> Any:
        fact, against = person(criterion.fact, period), criterion.against
        against = person(against, period) if isinstance(against, str) else against
        match criterion.test:
            case Test.LISTED | Test.YES:
                held = fact
            case Test.NO:
                held = ~fact
            case Test.AT_MOST:
                held = fact <= against
            case Test.MORE_THAN:
                held = fact > against
        return held + ~person(criterion.asked, period) if criterion.asked else held

    return formula


def _told(criterion: Criterion, row: Row) -> Any:
    value = row[criterion.fact]
    return value in criterion.against if criterion.test is Test.LISTED else value


def _one_by_one(rule: Rule, rows: Sequence[Row]) -> Callable[[], list[object]]:
    system = _system(rule)
    listed = {criterion.fact: criterion for criterion in rule.criteria if criterion.test is Test.LISTED}
    made = [
        {
            name: {"ETERNITY": _told(listed[name], row) if name in listed else row[name]}
            for name in _facts(rule)
        }
        if inside(rule, row)
        else None
        for row in rows
    ]

    def one(facts: Mapping[str, object] | None) -> object:
        if facts is None:
            return None
        simulation = SimulationBuilder().build_from_entities(system, {"persons": {"worker": facts}})
        return simulation.calculate("reasons", _TODAY)[0], simulation.calculate("rupiah", _TODAY)[0]

    return lambda: [one(facts) for facts in made]


def _read(found: Any) -> Answer:
    if found is None:
        return Answer(None, 0, 0)
    reasons, rupiah = found
    return Answer(bool(reasons == 0), int(reasons), int(rupiah))


WAYS = (Way("OpenFisca-Core, one person a simulation", Says.ALL, _one_by_one, _read),)


def over_arrays(rule: Rule, columns: Mapping[str, Any]) -> tuple[Any, Any]:
    """Give the reasons and the rupiah of every row, as arrays."""
    system = _system(rule)
    simulation = SimulationBuilder().build_default_simulation(system, count=len(columns["birth"]))
    for name in _facts(rule):
        simulation.set_input(name, ETERNITY, columns[name])
    return simulation.calculate("reasons", _TODAY), simulation.calculate("rupiah", _TODAY)
