"""The databases that decide, behind one face: tables in, rows of a query out; what each needs is data."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import duckdb
import pytest

from policy_engine.backends.columnar.dialects import Dialect
from policy_engine.backends.columnar.procedure import block, statements_of
from policy_engine.backends.columnar.steps import Step, run
from policy_engine.backends.columnar.tables import Duck as InDuck

Cell = int | str | bool | None
Column = tuple[str, str]
"""A name, and BIGINT, BOOLEAN or TEXT."""


class Database(Protocol):
    """One open database."""

    @property
    def dialect(self) -> Dialect:
        """What SQL it understands."""

    def load(self, name: str, columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> None:
        """Make a table, in place of one of this name."""

    def rows(self, query: str) -> list[dict[str, Any]]:
        """Run a query."""

    def script(self, text: str) -> None:
        """Run statements as the client of this database does."""

    def fill(self, steps: Sequence[Step], tables: Sequence[str]) -> list[list[dict[str, Any]]]:
        """Do steps, and give the rows of some of the tables they made."""


@dataclass(frozen=True)
class Duck:
    connection: duckdb.DuckDBPyConnection
    dialect: Dialect = Dialect.DUCKDB

    def load(self, name: str, columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> None:
        stated = ", ".join(f"{_quoted(column)} {kind}" for column, kind in columns)
        self.connection.execute(f"CREATE OR REPLACE TABLE {_quoted(name)} ({stated})")
        if rows:
            lists = ", ".join(f"unnest(CAST(? AS {kind}[]))" for _, kind in columns)
            values = [list(column) for column in zip(*rows, strict=True)]
            self.connection.execute(f"INSERT INTO {_quoted(name)} SELECT {lists}", values)

    def rows(self, query: str) -> list[dict[str, Any]]:
        found = self.connection.execute(query)
        names = [name for name, *_ in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def script(self, text: str) -> None:
        self.connection.execute(text)

    def fill(self, steps: Sequence[Step], tables: Sequence[str]) -> list[list[dict[str, Any]]]:
        run(steps, InDuck(self.connection))
        return [self.rows(f"SELECT * FROM {name}") for name in tables]  # noqa: S608


@dataclass(frozen=True)
class Postgres:
    connection: Any
    url: str
    dialect: Dialect = Dialect.POSTGRES

    def load(self, name: str, columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> None:
        stated = ", ".join(f"{_quoted(column)} {kind}" for column, kind in columns)
        with self.connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE IF EXISTS {_quoted(name)} CASCADE")
            cursor.execute(f"CREATE TABLE {_quoted(name)} ({stated})")
            with cursor.copy(f"COPY {_quoted(name)} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)

    def rows(self, query: str) -> list[dict[str, Any]]:
        with self.connection.cursor() as cursor:
            cursor.execute(query)
            names = [column.name for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def script(self, text: str) -> None:
        command = ["psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--dbname", self.url]
        done = subprocess.run(command, input=text, text=True, capture_output=True, check=False)
        if done.returncode:
            raise RuntimeError(done.stderr)

    def fill(self, steps: Sequence[Step], tables: Sequence[str]) -> list[list[dict[str, Any]]]:
        with self.connection.transaction():
            self.connection.execute("SET LOCAL client_min_messages = warning")
            self.connection.execute(f"DO {block(list(statements_of(steps)))}")
        return [self.rows(f"SELECT * FROM {name}") for name in tables]  # noqa: S608


@dataclass(frozen=True)
class Spark:
    session: Any
    dialect: Dialect = Dialect.SPARK

    def load(self, name: str, columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> None:
        schema = ", ".join(f"`{column}` {kind.replace('TEXT', 'STRING')}" for column, kind in columns)
        self.session.createDataFrame([tuple(row) for row in rows], schema).createOrReplaceTempView(name)

    def rows(self, query: str) -> list[dict[str, Any]]:
        return [row.asDict() for row in self.session.sql(query).collect()]

    def script(self, text: str) -> None:
        for statement in text.split(";\n"):
            if statement.strip():
                self.session.sql(statement)

    def fill(self, steps: Sequence[Step], tables: Sequence[str]) -> list[list[dict[str, Any]]]:
        from policy_engine.backends.columnar.spark import Steps  # noqa: PLC0415  an extra

        doing = Steps(self.session)
        run(steps, doing)
        return [[row.asDict() for row in doing.frame(name).collect()] for name in tables]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


# Opening them


@contextmanager
def duck() -> Iterator[Duck]:
    with duckdb.connect() as connection:
        connection.execute("SET threads = 1")
        yield Duck(connection)


def _programs() -> Path:
    """Give the folder of the newest server that Debian's package has put down."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name))
    if not found:
        pytest.skip("PostgreSQL is not installed: scripts/debian-packages install")
    return found[-1]


def _as_nobody(command: Sequence[str | Path], folder: Path) -> None:
    """Run a program of the server, which refuses to be root."""
    user: dict[str, Any] = {"user": "nobody", "group": "nogroup"} if os.geteuid() == 0 else {}
    subprocess.run(command, cwd=folder, check=True, capture_output=True, **user)


@contextmanager
def postgres_server() -> Iterator[str]:
    """Start a server of its own on a socket in a folder of its own; nothing is left when it has stopped."""
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "nobody", "nogroup")
        data = folder / "data"
        options = ["--username=tests", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"]
        _as_nobody([programs / "initdb", "--pgdata", data, *options], folder)
        settings = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off -c jit=off"
        control: list[str | Path] = [programs / "pg_ctl", "--pgdata", data, "--wait"]
        _as_nobody([*control, "--log", folder / "log", "--options", settings, "start"], folder)
        try:
            yield f"host={folder} user=tests dbname=postgres"
        finally:
            _as_nobody([*control, "--mode=immediate", "stop"], folder)
    finally:
        shutil.rmtree(folder)


@contextmanager
def postgres_database(server: str) -> Iterator[Postgres]:
    """Open a new database on a server."""
    import psycopg  # noqa: PLC0415  a test without PostgreSQL does not need it

    with psycopg.connect(server, autocommit=True) as first:
        first.execute("DROP DATABASE IF EXISTS tests WITH (FORCE)")
        first.execute("CREATE DATABASE tests")
    url = server.replace("dbname=postgres", "dbname=tests")
    with psycopg.connect(url, autocommit=True) as connection:
        yield Postgres(connection, url)


@cache
def spark_session() -> Any:
    """Start Spark once for the process; it stops with it."""
    pyspark = pytest.importorskip("pyspark.sql", reason="scripts/test-all installs requirements-spark.lock")
    builder = pyspark.SparkSession.builder.master("local[1]").appName("policy-engine tests")
    settings = {
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.memory": "2g",
        "spark.sql.ansi.enabled": "true",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.shuffle.partitions": "1",
        "spark.sql.warehouse.dir": tempfile.mkdtemp(prefix="spark-"),
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }
    for key, value in settings.items():
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


@contextmanager
def spark() -> Iterator[Spark]:
    """Give the one session of the process, without what tests before left in its catalogue."""
    session = spark_session()
    for schema in session.catalog.listDatabases():
        if schema.name != "default":
            session.sql(f"DROP SCHEMA `{schema.name}` CASCADE")
    for table in session.catalog.listTables():
        if table.isTemporary:
            session.catalog.dropTempView(table.name)
        else:
            kind = "VIEW" if table.tableType == "VIEW" else "TABLE"
            session.sql(f"DROP {kind} `{table.name}`")
    yield Spark(session)


@dataclass(frozen=True)
class Capability:
    """What a database needs, and how many generated policies it is asked about in a bounded run.

    One of so many small registers is filled.
    """

    marks: tuple[pytest.MarkDecorator, ...]
    examples: int
    small_registers: int
    widens_sums: bool


CAPABILITIES: Mapping[Dialect, Capability] = {
    Dialect.DUCKDB: Capability((pytest.mark.slow,), 10, 97, widens_sums=True),
    Dialect.POSTGRES: Capability((pytest.mark.slow, pytest.mark.debian), 10, 13, widens_sums=True),
    Dialect.SPARK: Capability((pytest.mark.slow, pytest.mark.debian), 4, 97, widens_sums=False),
}

Opened = AbstractContextManager[Database]


def opened(dialect: Dialect, server: Callable[[], str]) -> Opened:
    """Open a database; `server` is asked for only where there is one."""
    match dialect:
        case Dialect.DUCKDB:
            return duck()
        case Dialect.POSTGRES:
            return postgres_database(server())
        case Dialect.SPARK:
            return spark()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Callable[[], str]]:
    """Give the address of a PostgreSQL server that is started when it is first asked for."""
    with ExitStack() as running:
        started: list[str] = []

        def address() -> str:
            if not started:
                started.append(running.enter_context(postgres_server()))
            return started[0]

        yield address


@pytest.fixture(
    scope="module",
    params=[pytest.param(d, marks=capability.marks, id=d.value) for d, capability in CAPABILITIES.items()],
)
def database(request: pytest.FixtureRequest, postgres: Callable[[], str]) -> Iterator[Database]:
    """Give each database in its turn."""
    with opened(request.param, postgres) as found:
        yield found
