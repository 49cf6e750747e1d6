"""Made workers for every engine: a fixed seed, the edges of the ages included. Nobody real stands in here."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

OCCUPATIONS = (
    "ojek",
    "pedagang_kios",
    "buruh_bongkar_muat",
    "marbot",
    "tukang_parkir",
    "pekerja_rumah_tangga",
    "pekerja_serabutan",
)
OTHERS = ("nelayan", "petani_padi")
REGIONS = ("21.02", "21.02.01", "21.71")
ON = date(2025, 11, 13)
MONTHLY = 16_800
MONTHS = 2


@dataclass(frozen=True, slots=True)
class Worker:
    """A worker with every fact known; dates are dates, regions Kemendagri codes."""

    occupation: str
    birth: date
    region: str
    registered_before: bool
    civil_servant: bool
    wage_recipient: bool


def workers(number: int) -> list[Worker]:
    """Make so many workers, the same ones every time."""
    chance = random.Random(20251113)
    return [_worker(chance) for _ in range(number)]


def _worker(chance: random.Random) -> Worker:
    edge = chance.choice((18, 65))
    birthday = date(ON.year - edge, ON.month, ON.day)
    birth = birthday + timedelta(days=chance.choice((-1, 0, 1, 3650 if edge == 65 else -3650)))
    return Worker(
        chance.choice(OCCUPATIONS + OTHERS),
        birth,
        chance.choice(REGIONS),
        registered_before=chance.randrange(5) == 0,
        civil_servant=chance.randrange(8) == 0,
        wage_recipient=chance.randrange(8) == 0,
    )


def number(day: date) -> int:
    """Write a day as a number that compares as days do, for peers without dates: 20251113."""
    return int(day.isoformat().replace("-", ""))


def row(worker: Worker) -> dict[str, object]:
    """Give a worker as a plain record, for peers that read records."""
    return {
        "occupation": worker.occupation,
        "birth": number(worker.birth),
        "region": worker.region,
        "registered": worker.registered_before,
        "servant": worker.civil_servant,
        "wage": worker.wage_recipient,
    }
