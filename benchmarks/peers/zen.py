"""zen-engine: a decision table that collects every reason; costs are added outside it."""

import json
from collections.abc import Callable

import zen

from benchmarks.peers.by_hand import birth_limits
from benchmarks.workers import OCCUPATIONS, Worker, number, row

NAME = "zen-engine, compiled expression"


def prepare(workers: list[Worker]) -> Callable[[], list[bool | None]]:
    """Give the function that decides them all."""
    youngest, oldest = birth_limits()
    listed = json.dumps(list(OCCUPATIONS))
    expression = zen.compile_expression(
        f"region == '21.02' or startsWith(region, '21.02.') ? occupation in {listed} and birth <= {number(youngest)} "
        f"and birth > {number(oldest)} and not registered and not servant and not wage : null"
    )
    rows = [row(worker) for worker in workers]
    return lambda: [expression.evaluate(made) for made in rows]
