"""One person given twice: records and what was read of them in; the record each is merged into, and rejections, out.

Records of one NIK that say the same are one person. Where they differ nobody knows which is right, so none counts.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from policy_engine.diagnostics.registers import NikOfDifferentRows
from policy_engine.registers.mask import mask_words
from policy_engine.registers.model import NIK, Record, Rejected, Worker


def settle(
    given: Sequence[Mapping[str, object] | Worker], read: Sequence[Record]
) -> tuple[tuple[Record, ...], Mapping[int, int]]:
    """Give what was read, all records of one NIK that differ rejected; and for merged records the one they repeat.

    Records are told by their place from 0. A record that was read before has a masked NIK and is left alone.
    """
    by_nik: defaultdict[str, list[int]] = defaultdict(list)
    for place, record in enumerate(given):
        if isinstance(record, Mapping):
            for name, value in record.items():
                if name.strip().lower() == NIK and isinstance(value, str) and value.strip():
                    by_nik[value.strip()].append(place)
    settled = list(read)
    merged: dict[int, int] = {}
    for places in by_nik.values():
        first, *others = places
        said = [read[place] for place in places]
        facts = [each.facts if isinstance(each, Worker) else None for each in said]
        if others and all(each == facts[0] for each in facts):
            merged |= dict.fromkeys(others, first)
        elif others:
            for place in places:
                settled[place] = _rejected(place, places, given[place], read[place])
    return tuple(settled), merged


def _rejected(
    place: int, places: Sequence[int], given: Mapping[str, object] | Worker, read: Record
) -> Rejected:
    others = tuple(other + 1 for other in places if other != place)
    found = NikOfDifferentRows(path="", row=place + 1, column=NIK, others=others)
    before = read.problems if isinstance(read, Rejected) else ()
    return Rejected(place + 1, (*before, found), mask_words(str(given)))
