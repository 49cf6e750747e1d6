"""Names of what is not known: a citation or an instrument in, the name it has in `missing` out.

A name is that of a fact, of a parameter, of a blank, or of an attested fact about another payer.
"""

from policy_engine.domain.citation import Citation, InstrumentId
from policy_engine.domain.dates import Month, format_iso_month


def blank_id(citation: Citation, matter: str = "") -> str:
    """Name a blank after where it stands: `perbup-21.02-5-2025:article-3-letter-b`.

    `matter` tells blanks of one place apart, such as the commencement of a whole instrument.
    """
    steps = "-".join(f"{step.unit.value}-{step.label}".rstrip("-") for step in citation.provision.steps)
    return ":".join(part for part in (citation.instrument.slug, steps, matter) if part)


def commencement_id(instrument: InstrumentId) -> str:
    """Name the blank date on which an instrument commences."""
    return blank_id(Citation(instrument), "commencement")


def funded_fact(senior: InstrumentId, month: Month | None) -> str:
    """Name the attested fact that an instrument pays for the worker: at all, or in a month.

    `ditanggung_perbup_21_02_5_2025`, `ditanggung_perbup_21_02_5_2025_2025_11`.
    """
    name = "ditanggung_" + "".join(c if c.isalnum() else "_" for c in senior.slug)
    return name if month is None else f"{name}_{format_iso_month(month).replace('-', '_')}"
