"""The rules as a programmer writes them by hand: outcome, every reason, rupiah."""

from collections.abc import Callable, Sequence

from benchmarks.peers.rule import Answer, Row, Rule, Says, Way, in_full
from benchmarks.workers import MONTHLY, MONTHS, OCCUPATIONS, ON, Worker

NAME = "Python by hand"
_REASONS = ("occupation", "too young", "too old", "registered before", "civil servant", "wage recipient")


def decide(worker: Worker) -> tuple[bool | None, tuple[str, ...], int]:
    """Give whether the worker is eligible (None: another territory), the reasons against, and rupiah."""
    if worker.region != "21.02" and not worker.region.startswith("21.02."):
        return None, (), 0
    if worker.occupation not in OCCUPATIONS:
        return False, ("occupation",), 0
    reasons = []
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


def prepare(workers: list[Worker]) -> Callable[[], list[tuple[bool | None, tuple[str, ...], int]]]:
    """Give the function that decides them all."""
    return lambda: [decide(worker) for worker in workers]


def read(found: tuple[bool | None, tuple[str, ...], int]) -> Answer:
    """Give what every other way is compared with."""
    eligible, reasons, rupiah = found
    return Answer(eligible, sum(1 << _REASONS.index(reason) for reason in reasons), rupiah)


def answer(worker: Worker) -> Answer:
    """Decide, and read it."""
    return read(decide(worker))


def _decide_row(row: Row) -> tuple[int, int]:
    """Decide a row under an instrument of the made country: the mask of the reasons, and rupiah."""
    if not row["listed"]:
        return 1, 0
    reasons, birth = 0, row["birth"]
    if birth > row["bmax"]:
        reasons |= 2
    if birth <= row["bmin"]:
        reasons |= 4
    if row["peserta_bpjs_tk"]:
        reasons |= 8
    if row["asks_income"] and row["penghasilan"] > row["inc"]:
        reasons |= 16
    if row["asks_poor"] and not row["miskin_dalam_dtks"]:
        reasons |= 32
    if row["asks_verified"] and not row["lulus_verifikasi"]:
        reasons |= 64
    if row["asks_home"] and not row["terdata_kelurahan"]:
        reasons |= 128
    if row["program_pensiun"]:
        reasons |= 256
    if row["bars_steady"] and row["berpenghasilan_tetap"]:
        reasons |= 512
    return reasons, 0 if reasons else row["owed"]


def _prepare(rule: Rule, rows: Sequence[Row]) -> Callable[[], list[tuple[int, int]]]:  # noqa: ARG001  it is written out
    return lambda: [_decide_row(row) for row in rows]


ROW_BY_ROW = Way("Python by hand, row by row", Says.ALL, _prepare, in_full)
