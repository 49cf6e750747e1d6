"""The numbers and masks of decided rows in; what they say, in codes and citations, out.

Workers whom the law does not tell apart have the same masks. So each different row of masks is put into words
once, in Python; the decided rows have its number.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from policy_engine.backends.columnar.judge import OUTCOMES
from policy_engine.backends.columnar.layout import WORD
from policy_engine.backends.columnar.plan import NormBit, Plan
from policy_engine.backends.columnar.prepared import UNROUTED, Prepared
from policy_engine.backends.columnar.shapes import INSTRUMENT
from policy_engine.domain.citation import Citation
from policy_engine.domain.dates import Month, PackedDate, format_iso_month
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir.nodes import Group, Role, Version
from policy_engine.ir.precedence import DOMICILE_FACT, version_on
from policy_engine.structure import dataclass


@dataclass(frozen=True, slots=True)
class Tables:
    """The names of what is made of one version of the policies; tables of `ByKind` are numbered from `first`."""

    decided: str
    """The decided rows: number of the worker and of the instrument, profile, effective outcome, total, `AT`."""
    whole: str
    """The decided rows beside what goes out again of the register: for one pass that writes them."""
    profiles: str
    """Each different row of masks, how many workers have it, and what they are owed together."""
    unrouted: str
    first: int


AFTER = Tables("decided", "decided_whole", "profiles", "unrouted", 0)
BEFORE = Tables("decided_before", "decided_whole_before", "profiles_before", "unrouted_before", 1_000)
"""The version that is compared with."""

_SETTLED_BY_NO_NORM = frozenset({Outcome.ELIGIBLE, Outcome.UNDETERMINED})

KINDS = ("failed", "unknown", "months", "unknown_months", "missing", "lacks")
"""The masks, and the counts of rows of the cost by what they lack, that tell profiles apart."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What workers with the same masks have in common; how many there are, and what they are owed together.

    Totals that are not known are no part of `rupiah`.
    """

    instrument: int
    own: Outcome
    effective: Outcome
    people: int
    rupiah: int
    months: tuple[Month, ...]
    missing: tuple[str, ...]
    lacking: tuple[tuple[str, int], ...]
    """What unknown amounts turn on, and how many rows of the cost of one worker."""
    groups: tuple[str, ...]
    reasons: tuple[Citation, ...]
    """The norms in the way of a worker who is surely not eligible in effect; what is open, missing facts tell.

    Each once, and of one instrument always the same object: there are many profiles, and few norms.
    """

    @property
    def amount_missing(self) -> tuple[str, ...]:
        """Give what unknown amounts turn on beside what the outcome lacks."""
        return tuple(name for name, _ in self.lacking if name not in self.missing)


@dataclass(frozen=True, slots=True)
class Decided:
    """The profiles by number; and by instrument the sums of the rows of the cost of those eligible in effect.

    A sum is the number of an instrument, and for each row of the cost its rupiah, how many, and how many unknown.
    """

    profiles: tuple[Profile, ...]
    sums: tuple[tuple[int, ...], ...]


def say(
    prepared: Prepared, on: PackedDate, key: Sequence[str], found: Iterable[Sequence[int]]
) -> tuple[Profile, ...]:
    """Put profiles into words: rows of the columns `key`, the number of workers, and rupiah."""
    reader = _Legends(prepared, on)
    return tuple(
        reader.profile(dict(zip(key, row, strict=False)), int(row[-2]), int(row[-1])) for row in found
    )


class _Legends:
    """Reads rows of masks; what the bits of an instrument stand for is looked up once."""

    def __init__(self, prepared: Prepared, on: PackedDate) -> None:
        self._prepared = prepared
        self._on = on
        self._known: dict[int, _Legend] = {}

    def profile(self, row: Mapping[str, int], people: int, rupiah: int) -> Profile:
        own, effective = OUTCOMES[row["outcome"]], OUTCOMES[row["effective"]]
        number = row[INSTRUMENT]
        if number == UNROUTED:
            return Profile(number, own, effective, people, rupiah, (), (DOMICILE_FACT,), (), (), ())
        plan = self._prepared.plans[number]
        if number not in self._known:
            self._known[number] = _legend(plan, self._on)
        legend, first = self._known[number], plan.legend.first_month or Month(0)
        failed = _mask(row, "failed")
        groups = legend.sure(failed | _mask(row, "unknown"))
        settled = effective in _SETTLED_BY_NO_NORM
        return Profile(
            instrument=number,
            own=own,
            effective=effective,
            people=people,
            rupiah=rupiah,
            months=tuple(Month(first + bit) for bit in _bits(_mask(row, "months"))),
            missing=tuple(plan.legend.names[bit] for bit in _bits(_mask(row, "missing"))),
            lacking=tuple(
                (name, rows)
                for place, name in enumerate(plan.legend.lacking)
                if (rows := row[f"lacks{place}"])
            ),
            groups=groups,
            reasons=() if settled else legend.in_the_way(failed, has_groups=bool(groups)),
        )


@dataclass(frozen=True, slots=True)
class _Legend:
    """The norms of an instrument by number, how often each is weighed, which a bit stands for; and the groups."""

    norms: tuple[tuple[Citation, Role], ...]
    weighed: tuple[int, ...]
    by_bit: tuple[tuple[int, ...], ...]
    groups: tuple[tuple[Group, int], ...]
    """Each group with the mask of its norm, which is 0 where no bit stands for it."""

    def sure(self, not_true: int) -> tuple[str, ...]:
        """Give the groups that the worker surely is of, those that yield to another of them left out."""
        sure = [group for group, mask in self.groups if not mask & not_true]
        yielding = {other for group in sure for other in group.precedes}
        return tuple(group.id for group in sure if group.id not in yielding)

    def in_the_way(self, failed: int, *, has_groups: bool) -> tuple[Citation, ...]:
        """Give the norms that keep the worker out: a norm of months only where it fails in all of them."""
        failing = Counter(norm for bit in _bits(failed) for norm in self.by_bit[bit])
        found: dict[int, Citation] = {}
        for norm, count in failing.items():
            citation, role = self.norms[norm]
            if count == self.weighed[norm] and not (role is Role.GROUP and has_groups):
                found[id(citation)] = citation
        return tuple(found.values())


def _legend(plan: Plan, on: PackedDate) -> _Legend:
    numbers: dict[tuple[Citation, Role], int] = {}
    by_bit = tuple(
        tuple(numbers.setdefault((norm.citation, norm.role), len(numbers)) for norm in norms)
        for norms in plan.legend.norms
    )
    weighed = Counter(norm for norms in by_bit for norm in norms)
    version = _version(plan, on)
    bit_of = {norm: bit for bit, norms in enumerate(plan.legend.norms) for norm in norms}
    groups = []
    for group in () if version is None else version.groups:
        bit = bit_of.get(NormBit(group.match.citation, Role.GROUP, None))
        groups.append((group, 0 if bit is None else 1 << bit))
    same: dict[Citation, Citation] = {}
    norms = tuple((same.setdefault(citation, citation), role) for citation, role in numbers)
    return _Legend(norms, tuple(weighed[n] for n in range(len(numbers))), by_bit, tuple(groups))


def _mask(row: Mapping[str, int], kind: str) -> int:
    """Put the words of a mask together."""
    found = word = 0
    while (mask := row.get(f"{kind}{word}")) is not None:
        found |= mask << word * WORD
        word += 1
    return found


def _bits(mask: int) -> Iterator[int]:
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


def _version(plan: Plan, on: PackedDate) -> Version | None:
    instrument = plan.instrument
    if instrument.commences is None or plan.is_empty:
        return instrument.versions[0] if instrument.versions and not plan.is_empty else None
    return version_on(instrument, on) or (instrument.versions[-1] if instrument.versions else None)


def months_text(months: Sequence[Month]) -> str:
    """Write months as codes: `2025-11|2025-12`."""
    return "|".join(format_iso_month(month) for month in months)
