"""Names of what is not known: a citation or an instrument in, the name it has in `missing` out.

A name is that of a fact, of a parameter, of a blank, or of an attested fact about another payer.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

from policy_engine.domain.bilingual import Language, Text
from policy_engine.domain.citation import Citation, InstrumentId
from policy_engine.domain.dates import Month, format_iso_month
from policy_engine.ir.nodes import Role

ROLE_NAMES: Mapping[Role, Text] = MappingProxyType(
    {
        Role.TERRITORY: Text("wilayah", "territory"),
        Role.GROUP: Text("kelompok penerima", "group of recipients"),
        Role.REQUIREMENT: Text("syarat", "requirement"),
        Role.EXCLUSION: Text("pengecualian dari penerima", "exclusion"),
        Role.ENDING: Text("alasan berhenti", "reason for ending"),
        Role.CONTINUATION: Text("syarat selama dibayar", "condition while paid"),
    }
)
"""What a norm is called after what it does."""


def blank_id(citation: Citation, matter: str = "") -> str:
    """Name a blank after where it stands, as the elaborator does: `perbup-21.02-5-2025:pasal-3-huruf-b`.

    `matter` tells apart what is open about a whole instrument, such as its commencement.
    """
    place = "-".join(re.findall("[0-9a-z]+", citation.provision.text(Language.ID).lower()))
    return ":".join(part for part in (citation.instrument.slug, place, matter) if part)


def commencement_id(instrument: InstrumentId) -> str:
    """Name the blank date on which an instrument commences."""
    return blank_id(Citation(instrument), "commencement")


def funded_fact(senior: InstrumentId, month: Month | None) -> str:
    """Name the attested fact that an instrument pays for the worker: at all, or in a month.

    `ditanggung_perbup_21_02_5_2025`, `ditanggung_perbup_21_02_5_2025_2025_11`.
    """
    name = "ditanggung_" + "".join(c if c.isalnum() else "_" for c in senior.slug)
    return name if month is None else f"{name}_{format_iso_month(month).replace('-', '_')}"
