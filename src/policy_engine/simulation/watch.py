"""A database at work in; how far the query is that it runs, told now and then, out."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from policy_engine.simulation.register import Told

_SECONDS = 1 / 4


@contextmanager
def watched(connection: duckdb.DuckDBPyConnection, told: Told) -> Iterator[None]:
    """Tell the percentage of each query that runs meanwhile; the database counts only those that take long."""
    connection.execute("SET enable_progress_bar = true")
    connection.execute("SET enable_progress_bar_print = false")
    done = threading.Event()

    def watch() -> None:
        while not done.wait(_SECONDS):
            percentage = int(connection.query_progress())
            if percentage >= 0:
                told(percentage, 100)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()
