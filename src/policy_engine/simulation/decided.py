"""The numbers and masks of decided rows in; what they say, in codes and citations, out.

Workers whom the law does not tell apart have the same masks. So each different row of masks is put into words
once, in Python, and joined back to the workers in SQL.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import duckdb

from policy_engine.backends.columnar.ingest import files
from policy_engine.backends.columnar.judge import OUTCOMES
from policy_engine.backends.columnar.layout import WORD
from policy_engine.backends.columnar.plan import ROW, NormBit, Plan
from policy_engine.backends.columnar.prepared import UNROUTED, Prepared
from policy_engine.backends.columnar.shapes import INSTRUMENT
from policy_engine.domain.citation import Citation
from policy_engine.domain.dates import Month, PackedDate, format_iso_month
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir.nodes import Role, Version
from policy_engine.ir.precedence import DOMICILE_FACT, version_on
from policy_engine.structure import dataclass

DECIDED = "decided"
"""The decided rows as numbers and masks."""

PROFILES = "profiles"
"""Each different row of masks: its key, number, and words."""

_SETTLED_BY_NO_NORM = frozenset({Outcome.ELIGIBLE, Outcome.UNDETERMINED})

_KINDS = ("failed", "unknown", "months", "unknown_months", "missing")


@dataclass(frozen=True, slots=True)
class Profile:
    """What workers with the same masks have in common; `people` is how many there are."""

    instrument: int
    own: Outcome
    effective: Outcome
    people: int
    months: tuple[Month, ...]
    missing: tuple[str, ...]
    groups: tuple[str, ...]
    reasons: tuple[Citation, ...]
    """The norms in the way of a worker who is surely not eligible in effect; what is open, missing facts tell."""


@dataclass(frozen=True, slots=True)
class Decided:
    """The decided rows: the columns that tell profiles apart, and the profiles by number."""

    key: tuple[str, ...]
    profiles: tuple[Profile, ...]


def look(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    prepared: Prepared,
    on: PackedDate,
    *,
    decided: str = DECIDED,
    profiles_table: str = PROFILES,
) -> Decided:
    """Open the decided rows as `DECIDED`, and put each profile into words as a row of `PROFILES`."""
    paths = sorted(str(path) for path in folder.glob("*.parquet"))
    if not paths:
        nothing = ", ".join(
            f"CAST(NULL AS BIGINT) AS {name}" for name in (ROW, INSTRUMENT, "outcome", "effective", "total")
        )
        connection.execute(f"CREATE OR REPLACE TEMP VIEW {decided} AS SELECT {nothing} WHERE FALSE")
    else:
        connection.execute(
            f"CREATE OR REPLACE TEMP VIEW {decided} AS SELECT * FROM {files('read_parquet', paths)}"
        )
    names = [str(name) for name, *_ in connection.execute(f"DESCRIBE {decided}").fetchall()]
    words = [name for kind in _KINDS for name in names if name.rstrip("0123456789") == kind]
    key = (INSTRUMENT, "outcome", "effective", *words)
    found = connection.execute(
        f"SELECT {', '.join(key)}, count(*) FROM {decided} GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    reader = _Masks(prepared, on)
    profiles = tuple(reader.profile(dict(zip(key, row[:-1], strict=True)), int(row[-1])) for row in found)
    _keep(connection, profiles_table, key, [row[:-1] for row in found], profiles)
    return Decided(key, profiles)


def _keep(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    key: Sequence[str],
    rows: Sequence[tuple[int, ...]],
    profiles: Sequence[Profile],
) -> None:
    stated = ", ".join(f"{name} BIGINT" for name in key)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {table} ({stated}, profile BIGINT)")
    if rows:
        marks = ", ".join("unnest(?::BIGINT[])" for _ in range(len(key) + 1))
        columns = [[int(value) for value in column] for column in zip(*rows, strict=True)]
        connection.execute(
            f"INSERT INTO {table} SELECT {marks}",
            [*columns, list(range(len(profiles)))],
        )


@dataclass(frozen=True, slots=True)
class _Masks:
    prepared: Prepared
    on: PackedDate

    def profile(self, row: Mapping[str, int], people: int) -> Profile:
        own, effective = OUTCOMES[row["outcome"]], OUTCOMES[row["effective"]]
        number = row[INSTRUMENT]
        if number == UNROUTED:
            return Profile(number, own, effective, people, (), (DOMICILE_FACT,), (), ())
        plan = self.prepared.plans[number]
        first = plan.legend.first_month or Month(0)
        failed = tuple(norm for bit in _bits(row, "failed") for norm in plan.legend.norms[bit])
        unknown = {norm for bit in _bits(row, "unknown") for norm in plan.legend.norms[bit]}
        version = _version(plan, self.on)
        groups = () if version is None else _groups(version, set(failed), unknown)
        return Profile(
            instrument=number,
            own=own,
            effective=effective,
            people=people,
            months=tuple(Month(first + bit) for bit in _bits(row, "months")),
            missing=tuple(plan.legend.names[bit] for bit in _bits(row, "missing")),
            groups=groups,
            reasons=() if effective in _SETTLED_BY_NO_NORM else tuple(_in_the_way(plan, failed, groups)),
        )


def _bits(row: Mapping[str, int], kind: str) -> Iterator[int]:
    word = 0
    while (mask := row.get(f"{kind}{word}")) is not None:
        yield from (word * WORD + place for place in range(WORD) if mask & 1 << place)
        word += 1


def _version(plan: Plan, on: PackedDate) -> Version | None:
    instrument = plan.instrument
    if instrument.commences is None or plan.is_empty:
        return instrument.versions[0] if instrument.versions and not plan.is_empty else None
    return version_on(instrument, on) or (instrument.versions[-1] if instrument.versions else None)


def _groups(version: Version, failed: set[NormBit], unknown: set[NormBit]) -> tuple[str, ...]:
    """Give the groups that the worker surely is of, those that yield to another of them left out."""
    of = {group.id: NormBit(group.match.citation, Role.GROUP, None) for group in version.groups}
    sure = [g for g in version.groups if of[g.id] not in failed and of[g.id] not in unknown]
    yielding = {other for group in sure for other in group.precedes}
    return tuple(group.id for group in sure if group.id not in yielding)


def _in_the_way(plan: Plan, failed: Sequence[NormBit], groups: Sequence[str]) -> Iterator[Citation]:
    """Give the norms that keep the worker out: a norm of months only where it fails in all of them."""
    weighed: dict[tuple[Citation, Role], int] = {}
    for norms in plan.legend.norms:
        for norm in norms:
            weighed[norm.citation, norm.role] = weighed.get((norm.citation, norm.role), 0) + 1
    failing: dict[tuple[Citation, Role], int] = {}
    for norm in failed:
        failing[norm.citation, norm.role] = failing.get((norm.citation, norm.role), 0) + 1
    for (citation, role), count in failing.items():
        if count == weighed[citation, role] and not (role is Role.GROUP and groups):
            yield citation


def months_text(months: Sequence[Month]) -> str:
    """Write months as codes: `2025-11|2025-12`."""
    return "|".join(format_iso_month(month) for month in months)
