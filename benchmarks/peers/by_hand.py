"""The rule as a programmer writes it by hand: outcome, every reason, cost."""

from collections.abc import Callable
from datetime import date

from benchmarks.workers import MONTHLY, MONTHS, OCCUPATIONS, ON, Worker

NAME = "Python by hand"


def decide(worker: Worker) -> tuple[bool | None, tuple[str, ...], int]:
    """Give whether the worker is eligible (None: another territory), the reasons against, and rupiah."""
    if worker.region != "21.02" and not worker.region.startswith("21.02."):
        return None, ("region",), 0
    reasons = []
    if worker.occupation not in OCCUPATIONS:
        reasons.append("occupation")
    years = ON.year - worker.birth.year - ((ON.month, ON.day) < (worker.birth.month, worker.birth.day))
    if years < 18:
        reasons.append("too young")
    if years >= 65:
        reasons.append("too old")
    if worker.registered_before:
        reasons.append("registered before")
    if worker.civil_servant:
        reasons.append("civil servant")
    if worker.wage_recipient:
        reasons.append("wage recipient")
    return not reasons, tuple(reasons), 0 if reasons else MONTHLY * MONTHS


def prepare(workers: list[Worker]) -> Callable[[], list[bool | None]]:
    """Give the function that decides them all."""
    return lambda: [decide(worker)[0] for worker in workers]


def birth_limits() -> tuple[date, date]:
    """Give the latest birth date of an adult and the latest one that is too old, for peers that want limits."""
    return date(ON.year - 18, ON.month, ON.day), date(ON.year - 65, ON.month, ON.day)
