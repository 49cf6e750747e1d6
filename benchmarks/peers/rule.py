"""The rules of both benchmarks, once: every peer writes them in its own words, and is asked for the same answers.

`KARIMUN` is one regulation with its constants. `MADE` is the shape of all made regulations: what an instrument asks
and where its bounds lie stand in the row, beside the facts.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from benchmarks.workers import MONTHLY, MONTHS, OCCUPATIONS, ON, number

Row = Mapping[str, Any]
"""A worker, every fact known."""


class Test(Enum):
    """What is asked of a fact."""

    LISTED = "is one of"
    AT_MOST = "is at most"
    MORE_THAN = "is more than"
    YES = "is true"
    NO = "is false"


@dataclass(frozen=True, slots=True)
class Criterion:
    """A test of a fact: against constants or, by name, another value of the row; only where `asked` says so."""

    fact: str
    test: Test
    against: tuple[str, ...] | int | str = ()
    asked: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """Criteria, of which number n gives bit n of the reasons; where the first fails, the others are not weighed."""

    criteria: tuple[Criterion, ...]
    rupiah: int | str
    """What an eligible worker costs, or which value of the row says so."""
    region: str | None = None
    """Where the rule is in force: in this region and those whose code begins with it; None is everywhere."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Eligible or not (None: another territory), the reasons as a mask, and rupiah."""

    eligible: bool | None
    reasons: int
    rupiah: int


class Says(Enum):
    """How much of the answer a way gives; this much is compared."""

    OUTCOME = "outcome"
    REASONS = "outcome, reasons"
    ALL = "outcome, reasons, rupiah"

    def of(self, answer: Answer) -> Answer:
        """Keep what is said."""
        match self:
            case Says.OUTCOME:
                return Answer(answer.eligible, 0, 0)
            case Says.REASONS:
                return Answer(answer.eligible, answer.reasons, 0)
            case Says.ALL:
                return answer


@dataclass(frozen=True, slots=True)
class Way:
    """A way to decide: `prepare` gives the function that decides all rows, `read` turns what it gives to answers."""

    name: str
    says: Says
    prepare: Callable[[Rule, Sequence[Row]], Callable[[], Sequence[object]]]
    read: Callable[[object], Answer]


def differing(says: Says, found: Iterable[Answer], wanted: Iterable[Answer]) -> int:
    """Count the answers that differ in what is said."""
    return sum(says.of(one) != says.of(other) for one, other in zip(found, wanted, strict=True))


def yes_or_no(found: object) -> Answer:
    """Read an answer of yes, no or nothing."""
    return Answer(None if found is None else bool(found), 0, 0)


def mask(found: object) -> Answer:
    """Read a mask of reasons; nothing is another territory."""
    match found:
        case None:
            return Answer(None, 0, 0)
        case int() | float():
            return Answer(found == 0, int(found), 0)
        case _:
            raise TypeError(f"no mask: {found!r}")


def in_full(found: object) -> Answer:
    """Read a mask with rupiah; nothing is another territory."""
    match found:
        case None:
            return Answer(None, 0, 0)
        case (int() | float() as reasons, int() | float() as rupiah):
            return Answer(reasons == 0, int(reasons), int(rupiah))
        case _:
            raise TypeError(f"no mask with rupiah: {found!r}")


def inside(rule: Rule, row: Row) -> bool:
    """Say whether the rule is in force where the worker lives, for peers that cannot say it themselves."""
    return rule.region is None or row["region"] == rule.region or str(row["region"])[:6] == f"{rule.region}."


def quoted(names: Sequence[str]) -> str:
    """Write names as texts between commas."""
    return ", ".join(f'"{name}"' for name in names)


_YOUNGEST = date(ON.year - 18, ON.month, ON.day)
_OLDEST = date(ON.year - 65, ON.month, ON.day)

KARIMUN = Rule(
    (
        Criterion("occupation", Test.LISTED, OCCUPATIONS),
        Criterion("birth", Test.AT_MOST, number(_YOUNGEST)),
        Criterion("birth", Test.MORE_THAN, number(_OLDEST)),
        Criterion("registered", Test.NO),
        Criterion("servant", Test.NO),
        Criterion("wage", Test.NO),
    ),
    MONTHLY * MONTHS,
    region="21.02",
)

MADE = Rule(
    (
        Criterion("listed", Test.YES),
        Criterion("birth", Test.AT_MOST, "bmax"),
        Criterion("birth", Test.MORE_THAN, "bmin"),
        Criterion("peserta_bpjs_tk", Test.NO),
        Criterion("penghasilan", Test.AT_MOST, "inc", asked="asks_income"),
        Criterion("miskin_dalam_dtks", Test.YES, asked="asks_poor"),
        Criterion("lulus_verifikasi", Test.YES, asked="asks_verified"),
        Criterion("terdata_kelurahan", Test.YES, asked="asks_home"),
        Criterion("program_pensiun", Test.NO),
        Criterion("berpenghasilan_tetap", Test.NO, asked="bars_steady"),
    ),
    "owed",
)
ASKED = ("asks_income", "asks_poor", "asks_verified", "asks_home", "bars_steady")
"""What the bits of a shape say."""


@dataclass(frozen=True, slots=True)
class Words:
    """How a language of expressions writes its operators."""

    negation: str
    both: str
    either: str
    starts: str
    """Whether the region starts with the text put in for {}."""

    def holds(self, criterion: Criterion) -> str:
        """Write a criterion."""
        fact = criterion.fact
        match criterion.test, criterion.against:
            case Test.LISTED, tuple() as names:
                plain = f"{fact} in [{quoted(names)}]"
            case Test.AT_MOST, against:
                plain = f"{fact} <= {against}"
            case Test.MORE_THAN, against:
                plain = f"{fact} > {against}"
            case Test.NO, _:
                plain = f"{self.negation}{fact}"
            case _:
                plain = fact
        return f"({self.negation}{criterion.asked} {self.either} {plain})" if criterion.asked else plain

    def outcome(self, rule: Rule) -> str:
        """Write whether a worker is eligible."""
        return self.placed(rule, f" {self.both} ".join(map(self.holds, rule.criteria)))

    def mask(self, rule: Rule) -> str:
        """Write the mask of the reasons, wherever the rule is in force."""
        group, *others = map(self.holds, rule.criteria)
        summed = " + ".join(f"(({text}) ? 0 : {2 << place})" for place, text in enumerate(others))
        return f"(({group}) ? {summed} : 1)"

    def placed(self, rule: Rule, text: str) -> str:
        """Write that a text holds where the rule is in force, and nothing elsewhere."""
        if rule.region is None:
            return text
        here = f'region == "{rule.region}" {self.either} {self.starts.format(f"{rule.region}.")}'
        return f"({here}) ? ({text}) : null"
