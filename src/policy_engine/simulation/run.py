"""A library and a register in; decisions, rejects and a budget in a folder that appears when it is complete, out.

Everything is done in DuckDB, in bounded memory: what does not fit goes to the folder of the run. Nothing is
lost: read = decided + merged + rejected, and a run in which that does not hold is a fault of the program.
"""

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import field
from pathlib import Path
from typing import Any, BinaryIO

import duckdb
import pyarrow as pa

from policy_engine.backends.columnar.prepared import Prepared
from policy_engine.backends.columnar.run import connect
from policy_engine.diagnostics.data import EmptyTable
from policy_engine.domain.bilingual import Text
from policy_engine.domain.citation import InstrumentId
from policy_engine.domain.dates import PackedDate
from policy_engine.ir.nodes import Fact, Library
from policy_engine.registers.facts_read import facts_read
from policy_engine.registers.model import Mapped
from policy_engine.registers.values import Reader
from policy_engine.simulation import opening
from policy_engine.simulation.budget import Budget, budget, lines
from policy_engine.simulation.compare import Compared, compare, keep_places, write_changes
from policy_engine.simulation.decided import AFTER, BEFORE, Decided
from policy_engine.simulation.deciding import Remember, Rows, at_once, decide_rows, prepare
from policy_engine.simulation.encodings import Encoding
from policy_engine.simulation.folder import new_folder
from policy_engine.simulation.naming import Citations
from policy_engine.simulation.people import People, gather
from policy_engine.simulation.rationing import Given, Rationed, ration
from policy_engine.simulation.register import Asked, Problems, Register, RegisterForm, Told
from policy_engine.simulation.rejects import TABLE, Rejects
from policy_engine.simulation.select import LEFT_OUT, Selected, merged_rows, reader_of, reject_unread, select
from policy_engine.simulation.watch import watched
from policy_engine.simulation.writing import (
    DecisionForm,
    Output,
    Written,
    decision_query,
    frame_query,
    kept,
    write_decisions,
)
from policy_engine.structure import dataclass

ALL_OTHERS = "all"
"""Said instead of a fact: whatever has no column is unknown."""

Progress = Callable[[Text], Told]
"""Is told that a part of the work begins, and gives what is told how far it is."""


class LostRowsError(Exception):
    """The counts of a run do not add up to its input: a fault of the program."""


@dataclass(frozen=True, slots=True)
class Resources:
    """How much of the machine a run may use."""

    memory: str = "256MB"
    threads: int | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """Policies, and the instruments of them that are decided."""

    library: Library
    instruments: tuple[InstrumentId, ...]
    remember: Remember = at_once


@dataclass(frozen=True, slots=True)
class Request:
    """What to decide: a file or a frame, under which instruments; and what to write into the folder `out`.

    `routed` weighs each worker against those of the instruments that are for the place where they live.
    `before` is another version of the policies, which is decided too and compared.
    """

    library: Library
    instruments: tuple[InstrumentId, ...]
    on: PackedDate
    register: str | Any
    out: Path
    forms: tuple[DecisionForm, ...]
    output: Output
    routed: bool = False
    before: Version | None = None
    replace: bool = False
    """Take the place of results that are there already."""
    form: RegisterForm | None = None
    mapped: Mapped = field(default_factory=Mapped)
    unknown: frozenset[str] = frozenset()
    sheet: str | None = None
    header_row: int | None = None
    encoding: Encoding = Encoding.UTF_8
    resources: Resources = field(default_factory=Resources)
    remember: Remember = at_once
    stdin: BinaryIO | None = None
    """Is read where the register is `-`."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of the rows: read = decided + merged + rejected; to `outside` of the decided nothing applies."""

    read: int
    decided: int
    merged: int
    rejected: int
    outside: int
    decisions: int


@dataclass(frozen=True, slots=True)
class Simulated:
    """The counts and the budget of a run, and what it was made of; the files are in the folder."""

    counts: Counts
    budget: Budget
    prepared: Prepared
    decided: Decided
    register: Register
    rejects: tuple[tuple[str, str, int], ...]
    """Rejected rows by the code of the problem and the column."""
    compared: Compared | None
    given: tuple[Given, ...] = ()
    """What each instrument that rations gives, and of which of its limits."""


Finish = Callable[[Simulated, Path], None]
"""Writes what else belongs to the run into its folder, before that gets its final name."""


def simulate(request: Request, progress: Progress, finish: Finish) -> Simulated | Problems:
    """Run; OSError and duckdb.Error are about the disk, the memory or a damaged file.

    TakenError where the folder came to be there meanwhile.
    """
    with new_folder(request.out) as folder:
        with connect(folder.path, request.resources.memory, request.resources.threads) as connection:
            done = _run(connection, request, folder.path, progress)
        if isinstance(done, Simulated):
            finish(done, folder.path)
            shutil.rmtree(folder.path / "work")
            folder.finish(replace=request.replace)
    return done


@dataclass(frozen=True, slots=True)
class _Decided:
    """A register that has been decided, before anything is written of it."""

    register: Register
    selected: Selected
    prepared: Prepared
    decided: Decided
    people: People
    rejects: Rejects
    counts: Counts
    rationed: Rationed

    @property
    def written(self) -> Written:
        """Say what there is to write."""
        return Written(tuple(self.selected.carried), self.people.outside > 0, bool(self.rationed.given))


def _decide(
    connection: duckdb.DuckDBPyConnection,
    request: Request,
    work: Path,
    progress: Progress,
    *,
    is_written: bool,
) -> _Decided | Problems:
    """Decide; where decisions `is_written` to a file, their rows carry the columns that go out again."""
    rejects = Rejects(connection)
    asked = Asked(
        request.library,
        request.mapped,
        _required(request),
        request.unknown,
        request.sheet,
        request.header_row,
        request.encoding,
    )
    told = progress(Text("membaca register", "reading the register"))
    register = opening.open_register(
        connection, request.register, request.form, asked, work, rejects, told, request.stdin
    )
    if not isinstance(register, Register):
        return register
    reader = Reader(request.library, register.formats)
    with watched(connection, progress(Text("memutus", "deciding"))):
        selected = select(
            connection, register, kept(connection, register, request.output) if is_written else {}
        )
        rationed, prepared = _prepared(connection, request, request, selected.relation, reader)
        rows = Rows(rationed.relation, reader_of(reader), selected.carried, selected.is_placed)
        ingested, decided = decide_rows(connection, prepared, rows, work, request.on, AFTER)
        unread = reject_unread(connection, register, reader, rejects)
    rejects.flush()
    if not selected.rows and not rejects.counted():
        return (EmptyTable(path=register.path),)
    accepted = ingested.rows - ingested.rejected
    with watched(connection, progress(Text("menghitung", "adding up"))):
        at_most_once = not prepared.routed and len(prepared.plans) == 1
        people = gather(connection, selected, reader, accepted, at_most_once=at_most_once)
    counts = _counts(connection, selected, unread, accepted, people, decided)
    return _Decided(register, selected, prepared, decided, people, rejects, counts, rationed)


def _prepared(
    connection: duckdb.DuckDBPyConnection,
    request: Request,
    version: Request | Version,
    relation: str,
    reader: Reader,
) -> tuple[Rationed, Prepared]:
    """Give places and money under one version of the policies, and prepare what decides under it."""
    rationed = ration(
        connection,
        version.library,
        version.instruments,
        request.on,
        relation,
        reader_of(reader),
        request.output.language,
        routed=request.routed,
    )
    prepared = prepare(
        version.library,
        version.instruments,
        request.on,
        routed=request.routed,
        attested=rationed.attested,
        remember=version.remember,
    )
    return rationed, prepared


def _run(
    connection: duckdb.DuckDBPyConnection, request: Request, folder: Path, progress: Progress
) -> Simulated | Problems:
    work = folder / "work"
    work.mkdir()
    done = _decide(connection, request, work, progress, is_written=True)
    if not isinstance(done, _Decided):
        return done
    found = budget(connection, done.prepared, done.decided, done.people, has_places=done.written.has_places)
    _write(connection, request, folder, done, progress)
    compared = None
    if request.before is not None:
        told = progress(Text("membandingkan", "comparing"))
        compared = _compare(connection, request, request.before, folder, done, found, told)
    return Simulated(
        done.counts,
        found,
        done.prepared,
        done.decided,
        done.register,
        done.rejects.counted(),
        compared,
        done.rationed.given,
    )


def decide_frame(request: Request) -> pa.Table | Problems:
    """Decide a table that a program holds; give it again with a row for each decision, and what is wrong beside."""
    with tempfile.TemporaryDirectory(prefix="policy-engine-") as name:
        folder = Path(name)
        with connect(folder, request.resources.memory, request.resources.threads) as connection:
            silent: Progress = lambda _what: lambda _done, _total: None  # noqa: E731  typed
            done = _decide(connection, request, folder, silent, is_written=False)
            if not isinstance(done, _Decided):
                return done
            query = frame_query(
                connection, done.register, done.prepared, done.decided, request.output, done.written
            )
            return connection.sql(query).to_arrow_table()


def _compare(
    connection: duckdb.DuckDBPyConnection,
    request: Request,
    before: Version,
    folder: Path,
    done: _Decided,
    found: Budget,
    told: Told,
) -> Compared:
    """Give places and decide the same rows under the other version, and write who changes."""
    reader = Reader(before.library, done.register.formats)
    work = folder / "work" / "before"
    work.mkdir()
    with watched(connection, told):
        keep_places(connection, AFTER, has_places=done.written.has_places)
        rationed, prepared = _prepared(connection, request, before, done.selected.relation, reader)
        rows = Rows(rationed.relation, reader_of(reader), {}, done.selected.is_placed)
        _, decided = decide_rows(connection, prepared, rows, work, request.on, BEFORE)
        keep_places(connection, BEFORE, has_places=bool(rationed.given))
        compared = compare(
            connection,
            tuple(lines(prepared, decided)),
            found.lines,
            done.people,
            rationed.given,
            has_places=done.written.has_places or bool(rationed.given),
        )
    write_changes(
        connection,
        folder / "changes.csv",
        (decided, Citations(before.library)),
        (done.decided, Citations(request.library)),
        request.output.language,
    )
    return compared


def _required(request: Request) -> tuple[Fact, ...]:
    """Give the facts that a table must have columns for; none where all others are said to be unknown."""
    if ALL_OTHERS in request.unknown:
        return ()
    wanted = [i for i in request.library.instruments if i.id in request.instruments]
    names = {fact.name for instrument in wanted for fact in facts_read(request.library, instrument)}
    return tuple(fact for fact in request.library.facts if fact.name in names)


def _counts(
    connection: duckdb.DuckDBPyConnection,
    selected: Selected,
    unread: int,
    accepted: int,
    people: People,
    decided: Decided,
) -> Counts:
    def one(query: str) -> int:
        return int(connection.execute(query).fetchall()[0][0])

    rejected = one(f"SELECT count(DISTINCT n) FROM {TABLE}")
    decisions = sum(profile.people for profile in decided.profiles)
    counts = Counts(
        selected.rows + rejected - unread,
        people.count,
        selected.merged,
        rejected,
        people.outside,
        decisions,
    )
    left_out = one(f"SELECT count(DISTINCT n) FROM {LEFT_OUT}")
    if (
        counts.read != counts.decided + counts.merged + counts.rejected
        or people.count != accepted
        or selected.rows != people.count + left_out
        or decisions < people.count - people.outside
    ):
        raise LostRowsError(f"{counts}, accepted {accepted}, left out {left_out}")
    return counts


def _write(
    connection: duckdb.DuckDBPyConnection, request: Request, folder: Path, done: _Decided, progress: Progress
) -> None:
    query = decision_query(
        connection, done.register, done.prepared, done.decided, request.output, done.written
    )
    for form in request.forms:
        told = progress(Text(f"menulis keputusan ({form.value})", f"writing decisions ({form.value})"))
        with watched(connection, told):
            count = write_decisions(connection, query, form, folder / f"decisions.{form.value}")
        if count != done.counts.decisions + done.counts.outside:
            raise LostRowsError(f"{done.counts}, {count} written")
    done.rejects.write(folder / "rejects.csv", request.output.language)
    merged = "".join(f"{row},{same}\n" for row, same in merged_rows(connection))
    (folder / "merged.csv").write_text(f"row,same_as\n{merged}", "utf-8")
