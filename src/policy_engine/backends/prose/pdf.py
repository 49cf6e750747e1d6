"""An HTML page in; a PDF out, by WeasyPrint. Nothing is fetched: a page holds all it needs."""

from typing import NoReturn

import weasyprint


def pdf(page: str) -> bytes:
    """Give a page as PDF, with a tagged structure and bookmarks for screen readers."""
    written = weasyprint.HTML(string=page, url_fetcher=_refuse).write_pdf(pdf_variant="pdf/ua-1")
    return bytes(written)


def _refuse(url: str, *_: object, **__: object) -> NoReturn:
    message = f"a document fetches nothing, not even {url}"
    raise ValueError(message)
