"""cel-python: a compiled yes or no."""

from collections.abc import Callable

import celpy

from benchmarks.peers.by_hand import birth_limits
from benchmarks.workers import OCCUPATIONS, Worker, number, row

NAME = "cel-python, compiled"


def prepare(workers: list[Worker]) -> Callable[[], list[bool | None]]:
    """Give the function that decides them all."""
    youngest, oldest = birth_limits()
    listed = ", ".join(f'"{name}"' for name in OCCUPATIONS)
    environment = celpy.Environment(runner_class=celpy.CompiledRunner)
    program = environment.program(
        environment.compile(
            f"occupation in [{listed}] && birth <= {number(youngest)} && birth > {number(oldest)} "
            "&& !registered && !servant && !wage"
        )
    )
    rows = [celpy.json_to_cel(row(worker)) for worker in workers]
    inside = [worker.region.startswith("21.02") for worker in workers]
    return lambda: [
        bool(program.evaluate(made)) if here else None for made, here in zip(rows, inside, strict=True)
    ]
