"""The registry of diagnostics in; its pages in Markdown out, in either language.

A page is what `policy-engine rule CODE` prints and what the reference is generated from.
"""

import importlib
import pkgutil
from collections.abc import Iterable, Iterator

from policy_engine import diagnostics
from policy_engine.diagnostics.model import REGISTRY, RETIRED, Diagnostic, Family
from policy_engine.diagnostics.sessions import SESSIONS
from policy_engine.domain.bilingual import Language, Text

_WHY = Text("Mengapa", "Why")
_BAD = Text("Contoh yang dilaporkan", "Reported")
_GOOD = Text("Contoh yang benar", "Not reported")
_TITLE = Text("Daftar temuan", "Catalogue of findings")
_RETIRED = Text("Kode yang tidak lagi dipakai", "Retired codes")
_NO_EXAMPLE = Text(
    "Tidak ada yang dapat ditulis seseorang sehingga temuan ini muncul; bila muncul, laporkan kepada pembuat program.",
    "Nothing that anybody writes makes this finding appear; where it does, report it to the makers of the program.",
)


def every_class() -> tuple[type[Diagnostic], ...]:
    """Give all diagnostic classes in order of their codes, importing the modules that hold them."""
    for module in pkgutil.iter_modules(diagnostics.__path__):
        importlib.import_module(f"{diagnostics.__name__}.{module.name}")
    return tuple(REGISTRY[code] for code in sorted(REGISTRY))


def begins_no_code(beginnings: Iterable[str]) -> str | None:
    """Give the first of some texts with which no code begins, living or retired; None where each begins one."""
    known = (*(cls.kind.code for cls in every_class()), *RETIRED)
    return next(
        (each for each in beginnings if not any(code.startswith(each.upper()) for code in known)), None
    )


def render_page(cls: type[Diagnostic], language: Language) -> str:
    """Write the page of one diagnostic as Markdown, its title at the second level."""
    return "\n".join(_page(cls, language))


def render_catalogue(language: Language) -> str:
    """Write the pages of all diagnostics as one Markdown document, by family."""
    classes = every_class()
    parts = [f"# {_TITLE.in_(language)}\n"]
    for family in Family:
        pages = [render_page(cls, language) for cls in classes if cls.kind.family is family]
        if pages:
            parts += [f"# PE{family.value} {family.title.in_(language)}\n", *pages]
    if RETIRED:
        parts.append(f"# {_RETIRED.in_(language)}\n")
        parts += [
            f"- {code} {retired.name} ({retired.since}): {retired.reason.in_(language)}\n"
            for code, retired in sorted(RETIRED.items())
        ]
    return "\n".join(parts)


def _page(cls: type[Diagnostic], language: Language) -> Iterator[str]:
    kind, page = cls.kind, cls.page
    yield f"## {kind.code} {kind.name} ({kind.severity.title.in_(language)})\n"
    yield f"{page.summary.in_(language)}\n"
    yield f"### {_WHY.in_(language)}\n"
    yield f"{page.why.in_(language)}\n"
    session = SESSIONS.get(kind.code)
    if page.bad:
        form, bad, good = "policy", page.bad, page.good
    elif session is not None:
        form, bad, good = "console", session.bad, session.good
    else:
        yield f"{_NO_EXAMPLE.in_(language)}\n"
        return
    for title, text in ((_BAD, bad), (_GOOD, good)):
        yield f"### {title.in_(language)}\n"
        yield f"```{form}\n{text.rstrip()}\n```\n"
