"""`decide --explain --format html`: one decision in; the letter to the worker, as bytes, out."""

from pathlib import Path

from policy_engine import engine as api
from policy_engine.backends.prose import letter
from policy_engine.commands import documents
from policy_engine.diagnostics.model import Diagnostic
from policy_engine.domain.bilingual import Language
from policy_engine.registers.mask import mask


def write(
    decision: api.Decision, form: documents.Format, language: Language, templates: Path | None
) -> bytes | Diagnostic:
    """Give the letter, or why it cannot be written."""
    made, library = decision.grounds()
    reference = None if decision.reference is None else mask(decision.reference)
    document = letter.letter(made, library, language, None, reference)
    return documents.write(document, form, templates)
