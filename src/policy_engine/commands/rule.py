"""`rule`: the code or name of a finding in; its page out."""

from policy_engine.diagnostics import catalogue
from policy_engine.diagnostics.model import RETIRED, find
from policy_engine.diagnostics.suggest import closest, did_you_mean
from policy_engine.domain.bilingual import Language, Text
from policy_engine.structure import dataclass


@dataclass(frozen=True, slots=True)
class Report:
    """The page, or what to say where there is none."""

    text: str
    found: bool


def rule(code: str, language: Language) -> Report:
    """Give the page of one code or name."""
    classes = catalogue.every_class()
    cls = find(code)
    if cls is not None:
        return Report(catalogue.render_page(cls, language), found=True)
    retired = RETIRED.get(code.upper())
    if retired is not None:
        return Report(
            f"{code.upper()} {retired.name} ({retired.since}): {retired.reason.in_(language)}", found=True
        )
    known = [word for each in classes for word in (each.kind.code, each.kind.name)]
    hint = did_you_mean(closest(code, known)) or Text(
        "`policy-engine rule --all` menunjukkan semuanya", "`policy-engine rule --all` shows them all"
    )
    missing = Text(f"tidak ada temuan dengan kode `{code}`", f"there is no finding with the code `{code}`")
    return Report(f"{missing.in_(language)}; {hint.in_(language)}", found=False)


def every_rule(language: Language) -> str:
    """Give the pages of all findings as one document."""
    return catalogue.render_catalogue(language)
