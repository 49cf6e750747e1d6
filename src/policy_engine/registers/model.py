"""What reading workers gives: for every record of the input either a worker or a rejection."""

from collections.abc import Mapping
from dataclasses import field
from types import MappingProxyType

from policy_engine.diagnostics.data import DataProblem
from policy_engine.ir.nodes import FactValue
from policy_engine.ir.written import Formats
from policy_engine.structure import dataclass

NIK = "nik"
"""The name of the column and key that holds an identity number, in any case."""

REFERENCE = "id"
"""The name of the column and key that holds the caller's own reference to a record; it is echoed, masked."""


@dataclass(frozen=True, slots=True)
class Worker:
    """The known facts of one worker; what is not here is unknown.

    `reference` is the caller's own name for the record, masked; `nik` is masked too.
    `row` is the line (or element) of the input, from 1.
    """

    facts: Mapping[str, FactValue] = field(default_factory=lambda: MappingProxyType({}))
    reference: str | None = None
    nik: str | None = None
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Rejected:
    """A record that was not decided: its first line, why, and the record itself with its NIK masked."""

    row: int | None
    problems: tuple[DataProblem, ...]
    original: str


Record = Worker | Rejected


@dataclass(frozen=True, slots=True)
class Mapped:
    """What a mapping file says of a table: what columns hold, which to leave out, how values are written."""

    columns: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    ignore: frozenset[str] = frozenset()
    delimiter: str | None = None
    formats: Formats = field(default_factory=Formats)
