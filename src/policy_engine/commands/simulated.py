"""The JSON of `simulate` in; what it came to for one instrument, checked, out."""

import json
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from policy_engine import workspace
from policy_engine.backends.prose.sheet import Simulation
from policy_engine.diagnostics.model import Diagnostic
from policy_engine.diagnostics.rendering import UnreadableSimulation
from policy_engine.domain import dates
from policy_engine.domain.citation import InstrumentId
from policy_engine.domain.outcomes import Outcome

VERSION = "1"
"""The first number of the versions of the document that are read here."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)


class _Counts(_Part):
    read: int = Field(ge=0)
    decided: int = Field(ge=0)
    rejected: int = Field(ge=0)


class _Outcomes(_Part):
    instrument: str
    outcomes: dict[str, int]


class _Line(_Part):
    instrument: str
    month: str
    programme: str
    rupiah: int
    unknown: int


class _Budget(_Part):
    schema_version: str = Field(pattern=rf"^{VERSION}\.")
    policies: str | None = None
    on: str
    facts_as_of: str
    counts: _Counts
    instruments: list[_Outcomes]
    budget: list[_Line]


def read(path: Path, instrument: InstrumentId, digest: str) -> Simulation | Diagnostic:
    """Read the result of a simulation; `digest` is that of the policies the sheet is about."""
    text = workspace.read_text(str(path), path)
    if not isinstance(text, str):
        return text
    try:
        found = _Budget.model_validate(json.loads(text))
        on, facts = _day(found.on), _day(found.facts_as_of)
        months: dict[dates.Month, int] = {}
        for line in found.budget:
            if line.instrument == instrument.slug:
                month = _month(line.month)
                months[month] = months.get(month, 0) + line.rupiah
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(step) for step in first["loc"])
        return UnreadableSimulation(path=str(path), reason=f"`{where}`: {first['msg']}")
    except (ValueError, RecursionError) as error:
        return UnreadableSimulation(path=str(path), reason=str(error))
    of_it = next((each.outcomes for each in found.instruments if each.instrument == instrument.slug), None)
    if of_it is None:
        return UnreadableSimulation(path=str(path), reason=f"`{instrument.slug}`: 0")
    return Simulation(
        on=on,
        facts_as_of=facts,
        read=found.counts.read,
        decided=found.counts.decided,
        rejected=found.counts.rejected,
        outcomes=tuple((outcome, of_it.get(outcome.value, 0)) for outcome in Outcome),
        months=tuple(sorted(months.items())),
        unknown=sum(line.unknown for line in found.budget if line.instrument == instrument.slug),
        is_same_policy=None if found.policies is None else found.policies == digest,
    )


def _day(written: str) -> dates.PackedDate:
    day = dates.parse_date(written)
    if day is None:
        message = f"not a day: {written}"
        raise ValueError(message)
    return day


def _month(written: str) -> dates.Month:
    day = dates.parse_date(f"{written}-01")
    if day is None:
        message = f"not a month: {written}"
        raise ValueError(message)
    return dates.month_of(day)
