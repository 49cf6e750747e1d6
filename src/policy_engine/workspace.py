"""Paths in; the policy files behind them as text out, with the national prelude and the project's settings.

The only place that reads policy files. What cannot be read is a diagnostic, and the rest is still read.
"""

import codecs
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from pathlib import Path
from stat import S_ISDIR
from types import MappingProxyType
from typing import TYPE_CHECKING

from policy_engine.domain.bilingual import Language, Text
from policy_engine.source import SourceFile
from policy_engine.structure import dataclass

# Where everything can be read nothing is said, and what would say it need not be loaded.
if TYPE_CHECKING:
    from policy_engine.diagnostics.model import Diagnostic

SUFFIX = ".policy"
PROJECT_FILE = "policy.toml"
LARGEST = 5_000_000
"""Bytes of the largest policy file that is read."""

_KEYS = ("sources", "language", "check")
_PACKAGE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Project:
    """What the project file says: its folder, which files are policies, and in which language to speak."""

    root: Path
    sources: tuple[str, ...] = ()
    language: Language | None = None
    file: str = PROJECT_FILE
    check: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    """The table `check`, read by that verb."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """The files read: those asked for, the prelude that goes with them, and what could not be read."""

    own: tuple[SourceFile, ...]
    prelude: tuple[SourceFile, ...]
    diagnostics: "tuple[Diagnostic, ...]" = field(default=())

    @property
    def sources(self) -> tuple[SourceFile, ...]:
        """Give all files, the prelude first."""
        return (*self.prelude, *self.own)

    @property
    def own_paths(self) -> frozenset[str]:
        """Give the paths of the files asked for, as diagnostics show them."""
        return frozenset(source.path for source in self.own)

    @property
    def inputs(self) -> tuple[str, ...]:
        """Give all that a result from these files depends on: which are own, each path and each text."""
        return (str(len(self.own)), *(part for source in self.sources for part in (source.path, source.text)))


def prelude_folder() -> Path:
    """Give the folder of the national prelude: in a checkout at the root, in a wheel inside the package."""
    carried = _PACKAGE / "_policies" / "nasional"
    return carried if carried.is_dir() else _PACKAGE.parents[1] / "policies" / "nasional"


STDIN = "-"
"""A path that stands for what is typed."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A file as somebody has it in hand, such as an editor: under its name, whatever stands there."""

    name: str
    content: bytes


def open_workspace(paths: Sequence[str], *, prelude: bool = True, typed: Typed | None = None) -> Workspace:
    """Read the policy files at some paths; a folder stands for every policy file in it, at any depth.

    The national prelude is added unless its files are among those given. What is `typed` is read in place of the file
    of its name, and of the path `-`.
    """
    found: list[tuple[str, Path]] = []
    problems: list[Diagnostic] = []
    for path_or_typed in paths:
        given = typed.name if typed is not None and path_or_typed == STDIN else path_or_typed
        path = Path(given)
        inside = _files(path)
        if path.is_dir() and not inside:
            from policy_engine.diagnostics import data  # noqa: PLC0415

            problems.append(data.NoPolicyFiles(path=given))
        found += inside or ([] if path.is_dir() else [(given, path)])
    own, unread = _read_all(found, typed)
    missing = _prelude_beside(found) if prelude else []
    beside, unread_beside = _read_all(missing)
    return Workspace(own, beside, (*problems, *unread, *unread_beside))


def read_text(given: str, path: Path, limit: int = LARGEST) -> "str | Diagnostic":
    """Read one file of UTF-8 text, with or without a byte order mark."""
    try:
        status = path.stat()
        if S_ISDIR(status.st_mode):
            from policy_engine.diagnostics import syntax  # noqa: PLC0415

            return syntax.NotAFile(path=given, problem=syntax.FileProblem.DIRECTORY)
        size = status.st_size
        if size > limit:
            from policy_engine.diagnostics import syntax  # noqa: PLC0415

            return syntax.FileTooLarge(path=given, size=size, limit=limit)
        raw = path.read_bytes()
    except (OSError, ValueError) as error:
        return not_a_file(given, error)
    return decode(given, raw)


def not_a_file(given: str, error: OSError | ValueError) -> "Diagnostic":
    """Say why the system did not open a path; a ValueError is a path that no system has."""
    from policy_engine.diagnostics import syntax  # noqa: PLC0415

    match error:
        case FileNotFoundError() | NotADirectoryError() | ValueError():
            problem = syntax.FileProblem.MISSING
        case IsADirectoryError():
            problem = syntax.FileProblem.DIRECTORY
        case PermissionError():
            problem = syntax.FileProblem.NO_PERMISSION
        case _:
            problem = syntax.FileProblem.UNREADABLE
    return syntax.NotAFile(path=given, problem=problem)


def decode(given: str, raw: bytes) -> "str | Diagnostic":
    """Read bytes as UTF-8 text, with or without a byte order mark."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        from policy_engine.diagnostics import syntax  # noqa: PLC0415

        return syntax.UnreadableText(path=given, byte_offset=0, line=1, is_utf16=True)
    if b"\x00" in raw:
        from policy_engine.diagnostics import data  # noqa: PLC0415

        return data.BinaryFile(path=given)
    try:
        # What follows the mark is cut only once it is read, so that a byte is counted from the start of the file.
        return raw.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        from policy_engine.diagnostics import syntax  # noqa: PLC0415

        line = len((raw[: error.start] + b"x").splitlines())
        return syntax.UnreadableText(path=given, byte_offset=error.start, line=line)


def find_project(start: Path) -> "Project | Diagnostic | None":
    """Read the nearest `policy.toml`, or `[tool.policy-engine]` of a pyproject.toml, from here upwards."""
    for folder in (start, *start.parents):
        if (file := folder / PROJECT_FILE).is_file():
            return _project(file, ())
        if (file := folder / "pyproject.toml").is_file():
            found = _project(file, ("tool", "policy-engine"))
            if found is not None:
                return found
    return None


def _project(file: Path, section: tuple[str, ...]) -> "Project | Diagnostic | None":
    text = read_text(str(file), file)
    if not isinstance(text, str):
        return text
    try:
        settings: object = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        from policy_engine.diagnostics import data  # noqa: PLC0415

        return data.UnreadableSettings(
            path=str(file), reason=Text(f"bukan TOML: {error}", f"not TOML: {error}")
        )
    for name in section:
        settings = settings.get(name) if isinstance(settings, dict) else None
    if settings is None:
        return None
    return _settled(file, settings)


def _settled(file: Path, settings: object) -> "Project | Diagnostic":
    from policy_engine.diagnostics import data  # noqa: PLC0415

    if not isinstance(settings, dict):
        reason = Text("`tool.policy-engine` harus berupa tabel", "`tool.policy-engine` must be a table")
        return data.UnreadableSettings(path=str(file), reason=reason)
    for key in settings:
        if key not in _KEYS:
            return data.UnknownSetting(path=str(file), key=key, known=_KEYS)
    sources, language = settings.get("sources", []), settings.get("language")
    if not isinstance(sources, list) or not all(isinstance(source, str) for source in sources):
        reason = Text("`sources` harus berupa daftar jalur", "`sources` must be a list of paths")
        return data.UnreadableSettings(path=str(file), reason=reason)
    if language not in (None, *(each.value for each in Language)):
        reason = Text('`language` harus "id" atau "en"', '`language` must be "id" or "en"')
        return data.UnreadableSettings(path=str(file), reason=reason)
    check = settings.get("check", {})
    if not isinstance(check, dict):
        reason = Text("`check` harus berupa tabel", "`check` must be a table")
        return data.UnreadableSettings(path=str(file), reason=reason)
    chosen = None if language is None else Language(language)
    return Project(file.parent, tuple(sources), chosen, str(file), MappingProxyType(check))


def _files(path: Path) -> list[tuple[str, Path]]:
    """Give the policy files in a folder in order of path, without those in hidden folders."""
    return [
        (str(file), file)
        for file in sorted(path.rglob(f"*{SUFFIX}"))
        if not any(part.startswith(".") for part in file.relative_to(path).parts)
    ]


def stamps(paths: Sequence[str]) -> tuple[tuple[str, int, int], ...]:
    """Give each policy file at some paths with its time and size, to tell whether one of them is another now."""
    found: list[tuple[str, int, int]] = []
    for given in paths:
        path = Path(given)
        for name, file in _files(path) or [(given, path)]:
            try:
                status = file.stat()
            except OSError:
                continue
            found.append((name, status.st_mtime_ns, status.st_size))
    return tuple(found)


def _read_all(
    files: Sequence[tuple[str, Path]], typed: Typed | None = None
) -> "tuple[tuple[SourceFile, ...], tuple[Diagnostic, ...]]":
    in_hand = None if typed is None else _resolved(Path(typed.name))
    read: dict[Path, SourceFile] = {}
    problems: list[Diagnostic] = []
    for given, path in files:
        place = _resolved(path)
        if place in read:
            continue
        match (
            decode(given, typed.content) if typed is not None and place == in_hand else read_text(given, path)
        ):
            case str() as text:
                read[place] = SourceFile(given, text)
            case problem:
                problems.append(problem)
    return tuple(read.values()), tuple(problems)


def _prelude_beside(files: Sequence[tuple[str, Path]]) -> list[tuple[str, Path]]:
    """Give the files of the prelude that were not asked for, themselves or as a copy under the same name."""
    own = {_resolved(path) for _, path in files}
    return [
        (nearby(path), path)
        for _, path in _files(prelude_folder())
        if _resolved(path) not in own and not any(_is_copy(path, other) for other in own)
    ]


def nearby(path: Path) -> str:
    """Write a path, from the current folder where it lies in it."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def _is_copy(path: Path, other: Path) -> bool:
    return other.name == path.name and _bytes(other) == _bytes(path)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _resolved(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return path


def project_sources(project: Project) -> Iterator[str]:
    """Give the paths that a project names, or its whole folder where it names none."""
    for pattern in project.sources or (".",):
        if any(sign in pattern for sign in "*?["):
            yield from (nearby(path) for path in sorted(project.root.glob(pattern)))
        else:
            yield nearby(project.root / pattern)
