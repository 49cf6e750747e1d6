"""OpenFisca-Core over arrays: each person of the simulation is a worker under one instrument.

What it cannot say is left out: facts that are unknown count as nothing, so only rows of which every fact is known
are compared; reasons and missing facts are not made. Parameters of the instruments go in as arrays.
"""

from collections.abc import Mapping
from typing import Any

from openfisca_core.entities import build_entity
from openfisca_core.periods import DAY, ETERNITY
from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

_PERSON = build_entity(key="person", plural="persons", label="worker", is_person=True)
_WHOLE = ("bit", "occ", "birth", "bmax", "bmin", "shape", "penghasilan", "inc", "cost")
_TRUTHS = (
    *("peserta_bpjs_tk", "miskin_dalam_dtks", "lulus_verifikasi", "terdata_kelurahan"),
    *("program_pensiun", "berpenghasilan_tetap"),
)
TODAY = "2025-11-13"


class listed(Variable):  # noqa: N801  # OpenFisca names a variable by its class
    """Whether the occupation is among those of the instrument; OpenFisca counts in 32 bits."""

    value_type = bool
    entity = _PERSON
    definition_period = ETERNITY
    label = "listed"


class eligible(Variable):  # noqa: N801
    """Whether the worker is eligible."""

    value_type = bool
    entity = _PERSON
    definition_period = DAY
    label = "eligible"

    def formula(person, period, parameters):  # noqa: ANN001, ANN201, ARG002, N805  # the shape that OpenFisca wants
        """Combine the criteria as arrays."""
        shape = person("shape", period)
        return (
            person("listed", period)
            * (person("birth", period) <= person("bmax", period))
            * (person("birth", period) > person("bmin", period))
            * ~person("peserta_bpjs_tk", period)
            * (((shape & 1) == 0) + (person("penghasilan", period) <= person("inc", period)))
            * (((shape & 2) == 0) + person("miskin_dalam_dtks", period))
            * (((shape & 4) == 0) + person("lulus_verifikasi", period))
            * (((shape & 8) == 0) + person("terdata_kelurahan", period))
            * ~person("program_pensiun", period)
            * (((shape & 16) == 0) + ~person("berpenghasilan_tetap", period))
        )


class owed(Variable):  # noqa: N801
    """Rupiah for two months."""

    value_type = int
    entity = _PERSON
    definition_period = DAY
    label = "owed"

    def formula(person, period, parameters):  # noqa: ANN001, ANN201, ARG002, N805
        """Multiply."""
        return person("eligible", period) * person("cost", period) * 2


def decide(columns: Mapping[str, Any]) -> tuple[Any, Any]:
    """Give whether each row is eligible, and rupiah."""
    system = TaxBenefitSystem([_PERSON])
    for name in (*_WHOLE[2:], *_TRUTHS):
        kind = bool if name in _TRUTHS else int
        shape = {"value_type": kind, "entity": _PERSON, "definition_period": ETERNITY, "label": name}
        system.add_variable(type(name, (Variable,), shape))
    for variable in (listed, eligible, owed):
        system.add_variable(variable)
    builder = SimulationBuilder()
    count = len(columns["bit"])
    simulation = builder.build_default_simulation(system, count=count)
    simulation.set_input("listed", ETERNITY, (columns["bit"] & columns["occ"]) != 0)
    for name in (*_WHOLE[2:], *_TRUTHS):
        simulation.set_input(name, ETERNITY, columns[name])
    return simulation.calculate("eligible", TODAY), simulation.calculate("owed", TODAY)
