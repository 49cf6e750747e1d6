"""A document in; HTML or Markdown out, through templates that a bureau may replace.

Templates run sandboxed: they see the document and nothing else, change nothing, read nothing outside their folder,
and end. Every text is escaped on its way out. A template that cannot be run is a diagnostic with its file and line.
"""

import re
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any

import jinja2
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
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

_ENDINGS = (".html", ".md", ".css")
_MOST_STEPS = 500_000
"""Lines of a template; a document of a thousand blocks takes some thirty thousand."""
_LONGEST = 2_000_000
_TOO_LONG = f"it makes a text longer than {_LONGEST} characters"
_GROWING = (
    "center",
    "format",
    "indent",
    "wordwrap",
    "batch",
    "slice",
    "xmlattr",
    "replace",
    "tojson",
    "pprint",
)
"""Filters that pad or repeat, or that a document has no use for."""
_GROWING_METHODS = frozenset(
    (
        "center",
        "expandtabs",
        "format",
        "format_map",
        "join",
        "ljust",
        "replace",
        "rjust",
        "translate",
        "zfill",
    )
)

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
    environment = _own(template) if folder is None else _environment(template, folder)
    phrases = {name: text.in_(document.language) for name, text in _PHRASES.items()}
    try:
        with _bounded() if folder is not None else nullcontext():
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
    if folder is not None and len(text) > _LONGEST:
        return _broken(str(folder / template), 1, _TOO_LONG)
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


@cache
def _own(template: str) -> "_Sandbox":
    """Keep our own templates compiled; those of a bureau may be changed between two documents."""
    return _environment(template, None)


def _environment(template: str, folder: Path | None) -> "_Sandbox":
    own = jinja2.FileSystemLoader(_OWN)
    loaders: list[jinja2.BaseLoader] = [] if folder is None else [_Folder(folder)]
    loader = jinja2.ChoiceLoader([*loaders, own, jinja2.PrefixLoader({"default": own})])
    is_html = template == HTML
    environment = _Sandbox(
        loader=loader,
        autoescape=is_html,
        finalize=None if is_html else escape_markdown,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["drawing"] = Markup
    environment.globals = {"range": environment.globals["range"]}
    for name in _GROWING:
        environment.filters.pop(name, None)
    return environment


class _Sandbox(ImmutableSandboxedEnvironment):
    """Sees the document and nothing else, changes nothing, and makes no text or number larger than a document needs."""

    intercepted_binops = frozenset(("*", "**", "%"))

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Multiply whole numbers and nothing else: text times a number, powers and formats grow without bound."""
        if operator != "*" or not (isinstance(left, int) and isinstance(right, int)):
            message = f"`{operator}` is not for templates, but for `*` of whole numbers"
            raise SecurityError(message)
        return super().call_binop(context, operator, left, right)

    def wrap_str_format(self, value: Any) -> None:
        """Leave `format` to `is_safe_attribute`, which refuses it: a width in it may be any number."""

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Refuse the methods that pad or repeat text besides what a sandbox refuses."""
        grows = isinstance(obj, str) and attr in _GROWING_METHODS
        return not grows and super().is_safe_attribute(obj, attr, value)


class _Folder(jinja2.FileSystemLoader):
    """The templates of a bureau; a link that leads out of the folder is not followed."""

    def get_source(
        self, environment: jinja2.Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        """Give a template, where it lies in the folder itself."""
        text, filename, is_current = super().get_source(environment, template)
        folder = Path(self.searchpath[0]).resolve()
        if not Path(filename).resolve().is_relative_to(folder):
            raise jinja2.TemplateNotFound(template)
        return text, filename, is_current


class TooMuch(Exception):  # noqa: N818  a bound that was met, no error of ours
    """A template that takes more steps, or makes a longer text, than any document needs."""


@contextmanager
def _bounded() -> Iterator[None]:
    """Count the lines that templates run, and look at the texts they make; stop those that go on and on."""
    steps = 0

    def line(frame: FrameType, event: str, _: object) -> Callable[..., Any] | None:
        nonlocal steps
        if event == "line":
            steps += 1
            if steps > _MOST_STEPS:
                message = f"it takes more than {_MOST_STEPS} steps"
                raise TooMuch(message)
            if any(isinstance(text, str) and len(text) > _LONGEST for text in frame.f_locals.values()):
                raise TooMuch(_TOO_LONG)
        return line

    def enter(frame: FrameType, _: str, __: object) -> Callable[..., Any] | None:
        return line if frame.f_code.co_filename.endswith(_ENDINGS) else None

    before = sys.gettrace()
    sys.settrace(enter)
    try:
        yield
    finally:
        sys.settrace(before)


def _place(error: BaseException, template: str) -> tuple[str, int]:
    """Give the file and line of the template where an error arose, the innermost one."""
    frames = traceback.extract_tb(error.__traceback__)
    found = [(frame.filename, frame.lineno or 1) for frame in frames if frame.filename.endswith(_ENDINGS)]
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
