"""A document in; HTML or Markdown out, through templates that a bureau may replace.

Templates run sandboxed: they see the document and nothing else, and change nothing. Every text is escaped on
its way out. A template that cannot be run is a diagnostic with its file and line.
"""

import re
import traceback
from pathlib import Path

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from policy_engine.backends.prose.document import Document
from policy_engine.diagnostics.rendering import BrokenTemplate
from policy_engine.domain.bilingual import Text
from policy_engine.source import SourceFile, Span

HTML, MARKDOWN = "document.html", "document.md"

_OWN = Path(__file__).parent / "templates"
_MARKUP = re.compile(r"[\\`*_\[\]<>#|~&$]")
_AT_START = re.compile(r"^(?:[-+=](?=\s|$|=|-)|\d+(?=[.)](?:\s|$)))")

_PHRASES = {
    "skip": Text("Langsung ke isi", "Skip to the content"),
    "blank": Text("kosong", "blank"),
    "in_words": Text("Dengan kata-kata", "In words"),
    "made": Text(
        "Dibuat oleh policy-engine dari kebijakan yang dikodekan; setiap pernyataan menyebut tempatnya.",
        "Made by policy-engine from the encoded policy; each statement names its place.",
    ),
    "letterhead": Text("Kop surat: ...", "Letterhead: ..."),
}


def write(document: Document, template: str, folder: Path | None) -> str | BrokenTemplate:
    """Fill a template (`HTML` or `MARKDOWN`); those in `folder` stand before our own, which are `default/…`."""
    environment = _environment(template, folder)
    phrases = {name: text.in_(document.language) for name, text in _PHRASES.items()}
    try:
        text = environment.get_template(template).render(
            document=document, lang=document.language.value, phrases=phrases
        )
    except jinja2.TemplateSyntaxError as error:
        return _broken(error.filename or error.name or template, error.lineno, str(error.message))
    except jinja2.TemplateNotFound as error:
        name, line = _place(error, template)
        return _broken(name, line, f"no template named {error.name}")
    except Exception as error:  # noqa: BLE001  a template is a stranger's program: whatever it does wrong is told with its place
        name, line = _place(error, template)
        return _broken(name, line, str(error) or type(error).__name__)
    return text if text.endswith("\n") else f"{text}\n"


def escape_markdown(value: object) -> object:
    """Write text so that Markdown shows it as it is, on one line; what a template marked as safe is left."""
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    # A no-break space joins the words of one name, so only other spaces are put together.
    plain = re.sub(r"[^\S\u00a0\u2003]+", " ", value)
    return _AT_START.sub(
        lambda found: _escaped_start(found[0]), _MARKUP.sub(lambda found: f"\\{found[0]}", plain)
    )


def _escaped_start(mark: str) -> str:
    return f"{mark}\\" if mark[0].isdigit() else f"\\{mark}"


def _environment(template: str, folder: Path | None) -> ImmutableSandboxedEnvironment:
    own = jinja2.FileSystemLoader(_OWN)
    loaders: list[jinja2.BaseLoader] = [] if folder is None else [jinja2.FileSystemLoader(folder)]
    loader = jinja2.ChoiceLoader([*loaders, own, jinja2.PrefixLoader({"default": own})])
    is_html = template == HTML
    environment = ImmutableSandboxedEnvironment(
        loader=loader,
        autoescape=is_html,
        finalize=None if is_html else escape_markdown,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["drawing"] = Markup
    return environment


def _place(error: BaseException, template: str) -> tuple[str, int]:
    """Give the file and line of the template where an error arose, the innermost one."""
    frames = traceback.extract_tb(error.__traceback__)
    endings = (".html", ".md", ".css")
    found = [(frame.filename, frame.lineno or 1) for frame in frames if frame.filename.endswith(endings)]
    return found[-1] if found else (template, 1)


def _broken(name: str, line: int, reason: str) -> BrokenTemplate:
    path = Path(name)
    text = path.read_text("utf-8", errors="replace") if path.is_file() else ""
    source = SourceFile(name, text)
    starts = [0, *(found.end() for found in re.finditer("\n", text))]
    start = starts[min(line, len(starts)) - 1]
    end = text.find("\n", start)
    span = Span(source, start, len(text) if end < 0 else end) if text else None
    return BrokenTemplate(span=span, path=name, line=line, reason=" ".join(reason.split()))
