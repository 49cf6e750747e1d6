"""A document in; its bytes in a format for people out."""

from collections.abc import Callable
from enum import Enum
from pathlib import Path

from policy_engine.backends.prose import templating
from policy_engine.backends.prose.document import Document
from policy_engine.diagnostics.model import Diagnostic
from policy_engine.diagnostics.rendering import BrokenTemplate, FormatNeedsLibrary

WORD_BASE = "document.docx"
"""The Word file, in a folder of templates, whose letterhead and styles are used."""


class Format(Enum):
    """How a document is written."""

    MARKDOWN = "md"
    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"
    AKN = "akn"

    @property
    def is_binary(self) -> bool:
        """Say whether it is bytes for a program, and no text for a terminal."""
        return self in (Format.PDF, Format.DOCX)


def write(document: Document, form: Format, templates: Path | None) -> bytes | Diagnostic:
    """Give a document as bytes, or why it cannot be written; Akoma Ntoso is no format of a document."""
    match form:
        case Format.MARKDOWN | Format.AKN:
            text = templating.write(document, templating.MARKDOWN, templates)
            return text.encode() if isinstance(text, str) else text
        case Format.HTML:
            text = templating.write(document, templating.HTML, templates)
            return text.encode() if isinstance(text, str) else text
        case Format.PDF:
            page = templating.write(document, templating.HTML, templates)
            return _by_library("pdf", "weasyprint", lambda: _pdf(page)) if isinstance(page, str) else page
        case Format.DOCX:
            return _word(document, templates)


def _word(document: Document, templates: Path | None) -> bytes | Diagnostic:
    """Write a Word file on the base that a bureau keeps beside its templates, where there is one."""
    path = None if templates is None else templates / WORD_BASE
    if path is None or not path.is_file():
        return _by_library("docx", "python-docx", lambda: _docx(document, None))
    try:
        base = path.read_bytes()
        return _by_library("docx", "python-docx", lambda: _docx(document, base))
    except (OSError, ValueError) as error:
        return BrokenTemplate(span=None, path=str(path), line=1, reason=str(error) or type(error).__name__)


def _by_library(form: str, library: str, make: Callable[[], bytes]) -> bytes | Diagnostic:
    try:
        return make()
    except (ImportError, OSError) as error:  # WeasyPrint raises OSError where Pango is missing
        reason = str(error).strip().splitlines()
        return FormatNeedsLibrary(
            form=form, library=library, reason=reason[0] if reason else type(error).__name__
        )


def _pdf(page: str) -> bytes:
    from policy_engine.backends.prose import pdf  # noqa: PLC0415  an extra

    return pdf.pdf(page)


def _docx(document: Document, base: bytes | None) -> bytes:
    from policy_engine.backends.prose import docx  # noqa: PLC0415  an extra

    return docx.docx(document, base)
