"""Identity numbers and words that may be a name in, what may be shown of them out.

A NIK is shown as its first four digits (the regency or city of first registration) and its last two;
between them stand a birth date and most of a serial number, and those are never shown. Of a word that the
program does not know only the first letter is shown (UU 27/2022 Pasal 4: a name is personal data).
"""

import re

from policy_engine.domain.dates import MONTH_NAMES

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


# A mark over a letter, or a byte that could not be read, does not begin another word of a name.
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f\ufffd"
)
_WORD = re.compile(rf"(?:[^\W\d_]|[{_MARKS}])+")
_HARMLESS = frozenset(
    {word.casefold() for month in MONTH_NAMES for word in (month.indonesian, month.english)}
    | {"ya", "tidak", "yes", "no", "true", "false", "belum", "not", "yet", "rp"}
)


def mask_words(text: str) -> str:
    r"""Hide what could be a name or an identity number; figures, dates and yes or no remain.

    >>> mask_words("Siti Aminah, 2 Maret 1985, 2171010203040001")
    'S*** A*****, 2 Maret 1985, 2171**********01'
    >>> mask_words("O\ufffdo\ufffdo Jose\u0301 Andre\u0301s")
    'O**** J**** A******'
    """
    return _WORD.sub(
        lambda found: (
            found[0] if found[0].casefold() in _HARMLESS else found[0][0] + "*" * (len(found[0]) - 1)
        ),
        mask(text),
    )
