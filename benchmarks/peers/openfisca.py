"""OpenFisca-Core: one person a simulation, as a registration desk would ask; missing facts would be zero."""

from collections.abc import Callable

from openfisca_core.entities import build_entity
from openfisca_core.periods import DAY, ETERNITY
from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from benchmarks.peers.by_hand import birth_limits
from benchmarks.workers import OCCUPATIONS, ON, Worker, number

NAME = "OpenFisca-Core, one person a simulation"
_PERSON = build_entity(key="person", plural="persons", label="worker", is_person=True)


def _fact(name: str, kind: type) -> type[Variable]:
    return type(
        name,
        (Variable,),
        {"value_type": kind, "entity": _PERSON, "definition_period": ETERNITY, "label": name},
    )


class eligible(Variable):  # noqa: N801  # OpenFisca names a variable by its class
    """Whether the worker is eligible."""

    value_type = bool
    entity = _PERSON
    definition_period = DAY
    label = "eligible"

    def formula(person, period, parameters):  # noqa: ANN001, ANN201, ARG002, N805  # the shape that OpenFisca wants
        """Combine the criteria as arrays."""
        youngest, oldest = birth_limits()
        birth = person("birth", period)
        listed = person("listed", period)
        return (
            listed
            * (birth <= number(youngest))
            * (birth > number(oldest))
            * ~person("registered", period)
            * ~person("servant", period)
            * ~person("wage", period)
        )


def prepare(workers: list[Worker]) -> Callable[[], list[bool | None]]:
    """Give the function that decides them all."""
    system = TaxBenefitSystem([_PERSON])
    for name, kind in (
        ("birth", int),
        ("listed", bool),
        ("registered", bool),
        ("servant", bool),
        ("wage", bool),
    ):
        system.add_variable(_fact(name, kind))
    system.add_variable(eligible)
    return lambda: [_one(system, worker) for worker in workers]


def _one(system: TaxBenefitSystem, worker: Worker) -> bool | None:
    if not worker.region.startswith("21.02"):
        return None
    facts = {
        "birth": {"ETERNITY": number(worker.birth)},
        "listed": {"ETERNITY": worker.occupation in OCCUPATIONS},
        "registered": {"ETERNITY": worker.registered_before},
        "servant": {"ETERNITY": worker.civil_servant},
        "wage": {"ETERNITY": worker.wage_recipient},
    }
    simulation = SimulationBuilder().build_from_entities(system, {"persons": {"worker": facts}})
    return bool(simulation.calculate("eligible", ON.isoformat())[0])
