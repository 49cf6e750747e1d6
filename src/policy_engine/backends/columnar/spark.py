"""Deciding a register in Spark: a prepared library and a frame of workers in; frames of decisions out.

Nothing is computed here but by Spark: the frames are queries, which run where the session runs, on one machine or
on a cluster.
"""

from collections.abc import Mapping
from itertools import count
from typing import TYPE_CHECKING

from policy_engine.backends.columnar.dialects import Dialect
from policy_engine.backends.columnar.legends import Constants
from policy_engine.backends.columnar.literals import identifier
from policy_engine.backends.columnar.prepared import Prepared
from policy_engine.backends.columnar.reading import Source, WrongColumnError
from policy_engine.backends.columnar.script import Request, constants_query, definitions
from policy_engine.ir.written import Formats
from policy_engine.structure import dataclass

# For the signatures only: the package is an extra, and whoever has a frame has loaded it.
if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

ANSI = "spark.sql.ansi.enabled"
"""The setting under which Spark raises where a number does not fit, and does not wrap."""

_READABLE = ("string", "date", "boolean", "tinyint", "smallint", "int", "bigint", "array<string>")
"""Types of columns that hold a fact; what is fractional, or has a time of day, is none."""

_RUNS = count()


class NotAnsiError(Exception):
    """A session that would give a wrong figure in place of an error."""


class MissingColumnError(Exception):
    """A frame without a column for a fact that the policy reads, which nobody has declared unknown."""


@dataclass(frozen=True, slots=True)
class Frames:
    """What came of a register; each frame is a query over it.

    `decisions`: worker, instrument, outcome, effective, entry_month, total. `reasons`: the articles that failed or
    are unknown. `missing`: the facts that would settle it. `months`, `costs`, `totals`: what is funded, for how
    much. `rejects`: rows that could not be read, and why.
    """

    decisions: "DataFrame"
    reasons: "DataFrame"
    missing: "DataFrame"
    months: "DataFrame"
    costs: "DataFrame"
    totals: "DataFrame"
    rejects: "DataFrame"


def require_ansi(session: "SparkSession") -> None:
    """Refuse a session in which Spark would wrap or give NULL where a number does not fit."""
    if session.conf.get(ANSI, "false") != "true":
        raise NotAnsiError(
            f"{ANSI} is off: Spark would give a wrong figure where it should give an error; "
            f"set it when the session is built: .config('{ANSI}', 'true')"
        )


def decide(
    frame: "DataFrame",
    prepared: Prepared,
    *,
    key: str = "id",
    columns: Mapping[str, str] | None = None,
    unknown: frozenset[str] = frozenset(),
    formats: Formats | None = None,
) -> Frames:
    """Decide the workers of a frame.

    `key` is the column that tells workers apart; `columns` gives the column of a fact where it is not named as
    the fact; `unknown` are facts without a column. Raises `NotAnsiError`, `MissingColumnError` or
    `WrongColumnError`; rows that cannot be read are in `rejects`.
    """
    session = frame.sparkSession
    require_ansi(session)
    asked = {
        column.fact for column in prepared.layout.columns if prepared.layout.fact(column.fact) is not None
    }
    found = {fact: (columns or {}).get(fact, fact) for fact in sorted(asked - unknown)}
    _check(frame, key, found)
    prefix = f"policy_engine_{next(_RUNS)}_"

    def place(name: str) -> str:
        return identifier(prefix + name, Dialect.SPARK)

    frame.createOrReplaceTempView(f"{prefix}source")
    source = Source(place("source"), key, found)
    made: dict[str, DataFrame] = {}
    for each in definitions(Request(prepared, formats or Formats(), source, Dialect.SPARK), place):
        query = constants_query(each, Dialect.SPARK) if isinstance(each, Constants) else each.query
        made[each.name] = session.sql(query)
        made[each.name].createOrReplaceTempView(prefix + each.name)
    return Frames(**{name: made[name] for name in Frames.__dataclass_fields__})


def _check(frame: "DataFrame", key: str, columns: Mapping[str, str]) -> None:
    types = dict(frame.dtypes)
    if key not in types:
        raise MissingColumnError(f"no column {key!r} to tell workers apart")
    for fact, column in columns.items():
        if column not in types:
            raise MissingColumnError(
                f"no column {column!r} for the fact {fact!r}; declare it unknown, or name its column"
            )
        whole = types[column].startswith("decimal(") and types[column].endswith(",0)")
        if not (whole or types[column] in _READABLE):
            raise WrongColumnError(f"{column}: {types[column]}")
