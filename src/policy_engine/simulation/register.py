"""A register that has been opened, whatever it came as: rows that DuckDB can scan, and what each column holds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from enum import Enum
from types import MappingProxyType
from typing import Protocol

from policy_engine.diagnostics import data
from policy_engine.ir.nodes import Fact, Library
from policy_engine.ir.written import Formats
from policy_engine.registers.columns import Column, Columns, columns
from policy_engine.registers.model import Mapped, Rejected
from policy_engine.registers.values import Reader
from policy_engine.structure import dataclass

NUMBER = "row number"
"""The column with the number of a row; no fact has a name with a blank in it."""


class RegisterForm(Enum):
    """The kinds of file that hold registers."""

    CSV = "csv"
    JSONL = "jsonl"
    JSON = "json"
    PARQUET = "parquet"
    ARROW = "arrow"
    XLSX = "xlsx"


_ENDINGS = MappingProxyType(
    {"feather": RegisterForm.ARROW, "ipc": RegisterForm.ARROW, "pq": RegisterForm.PARQUET}
)


def form_of(path: str) -> RegisterForm:
    """Tell the kind of a file by the end of its name; CSV for any other."""
    ending = path.lower().rpartition(".")[2]
    found = next((form for form in RegisterForm if form.value == ending), None)
    return found or _ENDINGS.get(ending, RegisterForm.CSV)


@dataclass(frozen=True, slots=True)
class Field:
    """One column: its name and role, SQL for what was written and for the value to read, and the type of that."""

    column: Column
    original: str
    value: str
    kind: str


@dataclass(frozen=True, slots=True)
class Register:
    """Rows as SQL that stands after FROM, with `NUMBER` and the columns of the fields, and how texts are written."""

    relation: str
    fields: tuple[Field, ...]
    formats: Formats
    path: str
    form: RegisterForm
    delimiter: str | None = None
    """The delimiter, where it was read from the header."""


class Sink(Protocol):
    """Takes the rows that could not be read."""

    def add(self, rejected: Rejected) -> None:
        """Keep one rejected row."""


Told = Callable[[int, int | None], None]
"""Is told how much is done, of how much (None: not known)."""


@dataclass(frozen=True, slots=True)
class Asked:
    """How to read a register: the facts there are, how the file is written, and the facts that it must have."""

    library: Library
    mapped: Mapped
    required: tuple[Fact, ...] = ()
    unknown: frozenset[str] = frozenset()
    sheet: str | None = None
    header_row: int | None = None
    names: Columns = field(init=False)
    reader: Reader = field(init=False)

    def __post_init__(self) -> None:
        """Prepare the names of columns and the reader of values."""
        object.__setattr__(self, "names", columns(self.library, self.mapped))
        object.__setattr__(self, "reader", Reader(self.library, self.mapped.formats))


Problems = tuple[data.FileProblem, ...]


def typed_fields(found: Sequence[Column], kinds: Mapping[int, str]) -> tuple[Field, ...]:
    """Give the fields of columns that stand in a relation as `c0`, `c1`, ..."""
    return tuple(
        Field(column, f'"c{place}"', f'"c{place}"', kinds.get(place, "VARCHAR"))
        for place, column in enumerate(found)
    )
