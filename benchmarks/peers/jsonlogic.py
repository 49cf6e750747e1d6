"""json-logic: yes or no, no costs, no reasons."""

from collections.abc import Callable

from json_logic import jsonLogic

from benchmarks.peers.by_hand import birth_limits
from benchmarks.workers import OCCUPATIONS, Worker, number, row

NAME = "json-logic"


def prepare(workers: list[Worker]) -> Callable[[], list[bool | None]]:
    """Give the function that decides them all."""
    youngest, oldest = birth_limits()
    rule = {
        "and": [
            {"in": [{"var": "occupation"}, list(OCCUPATIONS)]},
            {"<=": [{"var": "birth"}, number(youngest)]},
            {">": [{"var": "birth"}, number(oldest)]},
            {"!": [{"var": "registered"}]},
            {"!": [{"var": "servant"}]},
            {"!": [{"var": "wage"}]},
        ]
    }
    rows = [row(worker) for worker in workers]
    inside = [worker.region.startswith("21.02") for worker in workers]
    return lambda: [
        bool(jsonLogic(rule, made)) if here else None for made, here in zip(rows, inside, strict=True)
    ]
