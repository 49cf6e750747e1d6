"""What every back end asks of instruments before any worker is looked at: instruments and days in, answers out.

Which version is in force, which instruments prevail over another, and who pays from a public budget.
"""

from collections.abc import Iterator

from policy_engine.domain.bilingual import Text
from policy_engine.domain.dates import Month, PackedDate, last_day
from policy_engine.ir.nodes import Instrument, Library, Party, Version

DOMICILE_FACT = "domisili"
"""The fact that tells whether a worker belongs to the territory of an instrument."""

PARTICIPATION_FACT = "bulan_kepesertaan_pertama"
"""The fact that tells the first month of participation; a worker without it begins in the entry month."""

HIGHER_RANK = Text("aturan yang lebih tinggi didahulukan", "the higher norm prevails")
SPECIAL = Text("aturan khusus didahulukan dari aturan umum", "the special norm prevails over the general one")
LATER = Text("aturan yang lebih baru didahulukan", "the later norm prevails")


def version_on(instrument: Instrument, on: PackedDate) -> Version | None:
    """Give the version in force on a day; None where there is none or the commencement was left blank."""
    if instrument.commences is None:
        return None
    return next((v for v in instrument.versions if v.since <= on and (v.until is None or on < v.until)), None)


def relief_version(instrument: Instrument, month: Month, on: PackedDate) -> Version | None:
    """Give the version whose reliefs a contribution month is owed under: that of the last day of the month.

    A month that ended before the instrument commenced has its first version, once that is in force on the
    day of decision: a relief names its months itself, and may name such as are over.
    """
    day = last_day(month)
    if instrument.commences is not None and day < instrument.commences <= on:
        day = instrument.commences
    return version_on(instrument, day)


def is_rationed(version: Version) -> bool:
    """Tell whether places or money may run out before every eligible worker is served."""
    return any(not quota.floor for quota in version.quotas) or bool(version.ceilings)


def is_government(party: Party) -> bool:
    """Tell whether a party pays from a public budget."""
    return party.region is not None or party.code.startswith("pemerintah")


def prevailing(instrument: Instrument, library: Library) -> Iterator[tuple[Instrument, Text]]:
    """Go through the instruments that prevail over this one on its own ground, with the reason."""
    for other in library.instruments:
        if other.id != instrument.id and _same_ground(other, instrument):
            reason = prevails(other, instrument)
            if reason is not None:
                yield other, reason


def prevails(first: Instrument, second: Instrument) -> Text | None:
    """Tell why the first prevails over the second: higher rank, else special, else later; else None.

    What regulates nothing, such as a decree or a memorandum, prevails over nothing and yields to every norm.
    """
    if first.id.rank is None or second.id.outranks(first.id):
        return None
    if second.id.rank is None or first.id.outranks(second.id):
        return HIGHER_RANK
    if second.id in first.special_to:
        return SPECIAL
    if first.id in second.special_to:
        return None
    later = (
        first.commences is not None and second.commences is not None and first.commences > second.commences
    )
    return LATER if later else None


def _same_ground(other: Instrument, instrument: Instrument) -> bool:
    """Tell whether the other holds for the territory and the segment of the instrument."""
    here = other.region is None or f"{instrument.region}.".startswith(f"{other.region}.")
    return here and (other.segment is None or instrument.segment in (None, other.segment))
