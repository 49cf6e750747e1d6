"""Text for a cell that a spreadsheet may open: a text in, the same text that is no formula out."""

_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a spreadsheet takes for the start of a formula, with the full-width forms that some take for it too."""

_SPACES = " \u00a0\u2003"


def inert(text: str) -> str:
    """Put an apostrophe before what would be a formula; other text is left as it is.

    >>> inert("=1+1")
    "'=1+1"
    >>> inert("Rp16.800")
    'Rp16.800'
    """
    return f"'{text}" if text.lstrip(_SPACES).startswith(_STARTS) else text
