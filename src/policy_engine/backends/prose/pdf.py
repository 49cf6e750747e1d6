"""An HTML page in; a PDF out, by WeasyPrint. Nothing is fetched: a page holds all it needs."""

import warnings
from typing import NoReturn


def pdf(page: str) -> bytes:
    """Give a page as PDF, with a tagged structure and bookmarks for screen readers.

    Raises ImportError without WeasyPrint, and OSError where the machine lacks Pango.
    """
    with warnings.catch_warnings():
        # What its makers will require one day is nothing to whoever wants a page now.
        warnings.simplefilter("ignore", DeprecationWarning)
        # Loaded here, since the modules of this package are imported where Pango is not installed.
        import weasyprint  # noqa: PLC0415

        written = weasyprint.HTML(string=page, url_fetcher=_refuse).write_pdf(pdf_variant="pdf/ua-1")
    return bytes(written)


def _refuse(url: str, *_: object, **__: object) -> NoReturn:
    message = f"a document fetches nothing, not even {url}"
    raise ValueError(message)
