"""Deciding a register in Spark: a prepared library and a frame of workers in; frames of decisions out.

Nothing is computed here but by Spark: the frames are queries, which run where the session runs, on one machine or
on a cluster.
"""

import atexit
import shutil
import tempfile
import uuid
from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from typing import TYPE_CHECKING

from policy_engine.backends.columnar.dialects import Dialect
from policy_engine.backends.columnar.layout import Layout
from policy_engine.backends.columnar.legends import Constants
from policy_engine.backends.columnar.literals import identifier
from policy_engine.backends.columnar.placing import TABLES, explanations, placing
from policy_engine.backends.columnar.prepared import Prepared
from policy_engine.backends.columnar.reading import Source, WrongColumnError
from policy_engine.backends.columnar.script import (
    SPARK_TYPES,
    Definition,
    Request,
    constants_query,
    definitions,
)
from policy_engine.backends.columnar.steps import Load, run
from policy_engine.backends.columnar.strata import Stratum
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
class Places:
    """What came of giving places; the work is done, and each frame reads what it left in the scratch folder.

    `places`: worker, instrument, standing, rank, waiting_number, rupiah, and the reason with its article.
    `funded_months`: what is paid for. `limits`: the bound, wish and use of every limit in each of its areas.
    `rejects`: rows that could not be read, and why; they are given nothing.
    """

    places: "DataFrame"
    funded_months: "DataFrame"
    limits: "DataFrame"
    rejects: "DataFrame"


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
    request, place = _requested(
        frame,
        prepared,
        [prepared.layout],
        key=key,
        columns=columns or {},
        unknown=unknown,
        formats=formats or Formats(),
    )
    made = _defined(session, definitions(request, place.quoted), place)
    return Frames(**{name: made[name] for name in Frames.__dataclass_fields__})


def allocate(
    frame: "DataFrame",
    prepared: Prepared,
    layers: Sequence[Stratum],
    *,
    key: str = "id",
    columns: Mapping[str, str] | None = None,
    unknown: frozenset[str] = frozenset(),
    formats: Formats | None = None,
    scratch: str | None = None,
) -> Places:
    """Give the places of all layers to the workers of a frame.

    As `decide`; `scratch` is a folder that all machines of the session reach, and may be left out in local mode.
    Raises `ScratchFolderError` too.
    """
    session = frame.sparkSession
    layouts = [prepared.layout, *(layer.layout for layer in layers)]
    request, place = _requested(
        frame,
        prepared,
        layouts,
        key=key,
        columns=columns or {},
        unknown=unknown,
        formats=formats or Formats(),
    )
    made = _defined(session, definitions(request, place.quoted), place)
    doing = Steps(session, scratch)
    run(placing(request, layers), doing)
    results = [place.named(name) for name in ("allotments", "limit_uses")]
    for name, result in zip(TABLES, results, strict=True):
        doing.frame(name).createOrReplaceTempView(result)
    doing.close()
    views = explanations(request, layers, place.quoted, *map(place.quoted, ("allotments", "limit_uses")))
    made |= _defined(session, views, place)
    return Places(**{name: made[name] for name in Places.__dataclass_fields__})


@dataclass(frozen=True, slots=True)
class _Prefixed:
    """Names of temporary views of one call."""

    prefix: str

    def named(self, name: str) -> str:
        return self.prefix + name

    def quoted(self, name: str) -> str:
        return identifier(self.prefix + name, Dialect.SPARK)


def _requested(
    frame: "DataFrame",
    prepared: Prepared,
    layouts: Sequence[Layout],
    *,
    key: str,
    columns: Mapping[str, str],
    unknown: frozenset[str],
    formats: Formats,
) -> tuple[Request, _Prefixed]:
    """Check a frame, and give it a name for queries."""
    require_ansi(frame.sparkSession)
    asked = {
        column.fact for layout in layouts for column in layout.columns if layout.fact(column.fact) is not None
    }
    found = {fact: columns.get(fact, fact) for fact in sorted(asked - unknown)}
    _check(frame, key, found)
    place = _Prefixed(f"policy_engine_{next(_RUNS)}_")
    frame.createOrReplaceTempView(place.named("source"))
    source = Source(place.quoted("source"), key, found)
    return Request(prepared, formats, source, Dialect.SPARK), place


def _defined(
    session: "SparkSession", every: Iterable[Definition], place: _Prefixed
) -> dict[str, "DataFrame"]:
    made: dict[str, DataFrame] = {}
    for each in every:
        query = constants_query(each, Dialect.SPARK) if isinstance(each, Constants) else each.query
        made[each.name] = session.sql(query)
        made[each.name].createOrReplaceTempView(place.named(each.name))
    return made


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


class ScratchFolderError(Exception):
    """A session on several machines, and no folder that all of them reach."""


class Steps:
    """Does steps in Spark, over temporary views of Parquet files, so that no frame has to be made twice.

    `scratch` is a folder that all machines of the session reach; in local mode it may be left out, and is then
    taken away when Python ends. Raises `ScratchFolderError`. Frames are there for as long as the folder is.
    """

    def __init__(self, session: "SparkSession", scratch: str | None = None) -> None:
        self._session = session
        self._frames: dict[str, DataFrame] = {}
        self._made = 0
        if scratch is None:
            if not (session.sparkContext.master or "").startswith("local"):
                raise ScratchFolderError(
                    "this session runs on several machines: say `scratch`, a folder that all of them reach"
                )
            scratch = tempfile.mkdtemp(prefix="policy-engine-")
            atexit.register(shutil.rmtree, scratch, ignore_errors=True)
        self._scratch = f"{scratch.rstrip('/')}/policy-engine-{uuid.uuid4().hex}"

    def frame(self, name: str) -> "DataFrame":
        """Give a table."""
        return self._frames[name]

    def load(self, table: Load) -> None:
        """Make a table of constants."""
        columns = ", ".join(f"`{column}` {SPARK_TYPES.get(kind, kind)}" for column, kind in table.columns)
        self._put(table.name, self._session.createDataFrame(list(table.rows), columns))

    def make(self, name: str, query: str) -> None:
        """Make a table of a query."""
        self._put(name, self._kept(self._session.sql(query)))

    def append(self, name: str, query: str) -> None:
        """Add to a table."""
        self._put(name, self._frames[name].unionAll(self._kept(self._session.sql(query))))

    def rename(self, name: str, to: str) -> None:
        """Let a table take the place of another."""
        self._put(to, self._frames.pop(name))
        self._session.catalog.dropTempView(name)

    def drop(self, names: Sequence[str]) -> None:
        """Let tables go."""
        for name in names:
            if self._frames.pop(name, None) is not None:
                self._session.catalog.dropTempView(name)

    def has_rows(self, query: str) -> bool:
        """Tell whether a query has rows."""
        return not self._session.sql(query).isEmpty()

    def close(self) -> None:
        """Let all names go; frames that were taken stay what they are."""
        self.drop(tuple(self._frames))

    def _put(self, name: str, frame: "DataFrame") -> None:
        self._frames[name] = frame
        frame.createOrReplaceTempView(name)

    def _kept(self, frame: "DataFrame") -> "DataFrame":
        path = f"{self._scratch}/{self._made}"
        self._made += 1
        frame.write.parquet(path)
        return self._session.read.schema(frame.schema).parquet(path)
