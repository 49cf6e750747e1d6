"""What a database is to do with tables of its own, as data: steps in; run by a driver, or written as a procedure.

Queries are text in the portable fragment, over generated names and whole numbers only. A step makes a table, adds
to one, or decides by whether a query has rows what is done next; nothing of a row ever leaves the database.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol, TypeAlias

from policy_engine.backends.columnar.dialects import Dialect
from policy_engine.backends.columnar.reading import Cell
from policy_engine.structure import dataclass

PREFIX = "filling_"
"""What the names of all tables begin with that are there only while places are given."""


@dataclass(frozen=True, slots=True)
class Load:
    """Make a table of constants, in place of one of this name; columns are BIGINT, TEXT or BOOLEAN."""

    name: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Make:
    """Make a table of what a query gives now, in place of one of this name."""

    name: str
    query: str


@dataclass(frozen=True, slots=True)
class Append:
    """Add what a query gives to a table."""

    name: str
    query: str


@dataclass(frozen=True, slots=True)
class Rename:
    """Let a table take the place of another."""

    name: str
    to: str


@dataclass(frozen=True, slots=True)
class Drop:
    """Let tables go that are not needed any more."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Refuse:
    """Stop with a reason where a query has rows."""

    query: str
    reason: str


@dataclass(frozen=True, slots=True)
class When:
    """Do one thing where a query has rows, another where it has none."""

    query: str
    then: tuple["Step", ...]
    otherwise: tuple["Step", ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """Do the same again for as long as a query has rows after it."""

    body: tuple["Step", ...]
    query: str


Step: TypeAlias = Load | Make | Append | Rename | Drop | Refuse | When | Repeat


class RefusedError(Exception):
    """What a database was asked to do rests on something that does not hold of its tables."""


class Runner(Protocol):
    """An open database that does single steps."""

    def load(self, table: Load) -> None:
        """Make a table of constants."""

    def make(self, name: str, query: str) -> None:
        """Make a table of a query."""

    def append(self, name: str, query: str) -> None:
        """Add to a table."""

    def rename(self, name: str, to: str) -> None:
        """Let a table take the place of another."""

    def drop(self, names: Sequence[str]) -> None:
        """Let tables go."""

    def has_rows(self, query: str) -> bool:
        """Tell whether a query has rows."""


def run(steps: Sequence[Step], runner: Runner) -> None:
    """Do all steps, one after the other. Raises `RefusedError`."""
    for step in steps:
        match step:
            case Load():
                runner.load(step)
            case Make(name, query):
                runner.make(name, query)
            case Append(name, query):
                runner.append(name, query)
            case Rename(name, to):
                runner.rename(name, to)
            case Drop(names):
                runner.drop(names)
            case Refuse(query, reason):
                if runner.has_rows(query):
                    raise RefusedError(reason)
            case When(query, then, otherwise):
                run(then if runner.has_rows(query) else otherwise, runner)
            case Repeat(body, query):
                run(body, runner)
                while runner.has_rows(query):
                    run(body, runner)


class Writing:
    """Steps as they are written down, for one dialect; tables have generated names."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self._steps: list[Step] = []
        self._made = 0

    @property
    def steps(self) -> tuple[Step, ...]:
        """Give what is written."""
        return tuple(self._steps)

    def load(self, name: str, columns: Sequence[str], rows: Sequence[tuple[int | None, ...]]) -> None:
        """Make a table of int64 constants."""
        self.constants(name, [(column, "BIGINT") for column in columns], rows)

    def constants(
        self, name: str, columns: Sequence[tuple[str, str]], rows: Sequence[tuple[Cell, ...]]
    ) -> None:
        """Make a table of constants."""
        self._steps.append(Load(PREFIX + name, tuple(columns), tuple(rows)))

    def make(self, query: str, name: str | None = None) -> str:
        """Make a table of a query; it has a name of its own unless one is given."""
        if name is None:
            name = f"{PREFIX}{self._made}"
            self._made += 1
        self._steps.append(Make(name, query))
        return name

    def append(self, name: str, query: str) -> None:
        """Add what a query gives to a table."""
        self._steps.append(Append(name, query))

    def rename(self, name: str, to: str) -> None:
        """Let a table take the place of another."""
        self._steps.append(Rename(name, to))

    def drop(self, *names: str) -> None:
        """Let tables go."""
        self._steps.append(Drop(names))

    def clear(self) -> None:
        """Let all go that had a name of its own; the names are free again."""
        self.drop(*(f"{PREFIX}{number}" for number in range(self._made)))
        self._made = 0

    def refuse(self, query: str, reason: str) -> None:
        """Stop with a reason where a query has rows."""
        self._steps.append(Refuse(query, reason))

    def when(self, query: str, then: Callable[[], None], otherwise: Callable[[], None]) -> None:
        """Do one thing where a query has rows, another where it has none."""
        with self._inside() as first:
            then()
        with self._inside() as second:
            otherwise()
        self._steps.append(When(query, tuple(first), tuple(second)))

    @contextmanager
    def repeat(self, name: str) -> Iterator[None]:
        """Do what is written inside for as long as a table has rows after it."""
        with self._inside() as body:
            yield
        self._steps.append(Repeat(tuple(body), some(name)))

    @contextmanager
    def _inside(self) -> Iterator[list[Step]]:
        outside, self._steps = self._steps, []
        try:
            yield self._steps
        finally:
            self._steps = outside


def some(source: str, where: str | None = None) -> str:
    """Give the query whether what stands after FROM has rows."""
    condition = "" if where is None else f" WHERE {where}"
    return f"SELECT 1 AS found FROM {source} AS t{condition} LIMIT 1"  # noqa: S608  generated names


def inside(query: str) -> str:
    """Give a query as what stands after FROM."""
    return f"({query})"
