"""Identity numbers in, what may be shown of them out.

A NIK is shown as its first four digits (the regency or city of first registration) and its last two;
between them stand a birth date and most of a serial number, and those are never shown.
"""

import re

_KEPT_FIRST, _KEPT_LAST = 4, 2
_LENGTH = 16

# Twelve digits or more, also in groups: a NIK with digits missing or doubled is still somebody's.
_LIKE_A_NIK = re.compile(r"[0-9](?:[ .\-/]?[0-9]){11,}")


def is_nik(text: str) -> bool:
    """Say whether this is the form of a NIK: sixteen ASCII digits and nothing else."""
    return len(text) == _LENGTH and text.isascii() and text.isdigit()


def mask_nik(text: str) -> str:
    """Hide what a column of identity numbers holds: `2171**********01`; of any other text show its length.

    >>> mask_nik("2171010203040001")
    '2171**********01'
    >>> mask_nik("21710102")
    '********'
    """
    if not is_nik(text):
        return "*" * len(text)
    return text[:_KEPT_FIRST] + "*" * (_LENGTH - _KEPT_FIRST - _KEPT_LAST) + text[-_KEPT_LAST:]


def mask(text: str) -> str:
    """Hide every run of digits that could be an identity number, wherever it stands in a text.

    >>> mask("dicatat untuk 2171010203040001.")
    'dicatat untuk 2171**********01.'
    >>> mask("1985-03-02, Rp1.500.000")
    '1985-03-02, Rp1.500.000'
    """
    return _LIKE_A_NIK.sub(lambda found: mask_nik(found[0]), text)
