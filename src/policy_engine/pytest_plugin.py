"""Policy files in; their tests, official examples and stated properties as items of pytest out.

A project that says so in its settings gets them wherever pytest looks for tests:

    [tool.pytest.ini_options]
    testpaths = ["policies"]
    policies = ["policies"]

In a test module, `test_policies = policies("policies")` does the same; and the fixture `policy_library` gives
what `policy_engine.testing.workers.workers` makes workers from.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from policy_engine import cache, workspace
from policy_engine.diagnostics import render
from policy_engine.domain.bilingual import Language
from policy_engine.ir.cases import Case, Property
from policy_engine.ir.nodes import Library

_LOADED = pytest.StashKey[Any]()
_SETTING = "policies"


class PolicyError(Exception):
    """A test of a policy that failed, or policies that cannot be tested; the text says why."""


def policies(*paths: str | Path) -> Callable[..., None]:
    """Give a test function that runs every test, example and property of some policy files or folders."""
    loaded = _load([str(path) for path in paths])

    @pytest.mark.parametrize("case", loaded.cases, ids=_name)
    def test_policies(case: Case | Property) -> None:
        loaded.run(case)

    return test_policies


@pytest.fixture(scope="session")
def policy_library(pytestconfig: pytest.Config) -> Library:
    """Give the checked policies of the project: what workers are made from and decided under."""
    return _of_project(pytestconfig).library


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the setting that names the policies of a project."""
    parser.addini(_SETTING, "files and folders of policies whose tests pytest runs", type="paths", default=[])


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Take the policy files that the project names."""
    named = [Path(path).resolve() for path in parent.config.getini(_SETTING)]
    here = file_path.resolve()
    if file_path.suffix != workspace.SUFFIX or not any(here.is_relative_to(path) for path in named):
        return None
    return PolicyFile.from_parent(parent, path=file_path)


class PolicyFile(pytest.File):
    """One policy file; it is read together with all others of the project."""

    def collect(self) -> Iterator[pytest.Item]:
        """Give an item for each test, example and property of this file."""
        loaded = _of_project(self.config)
        for case in loaded.cases:
            if case.origin is not None and Path(case.origin.source.path).resolve() == self.path.resolve():
                item: PolicyItem = PolicyItem.from_parent(self, name=_name(case))
                item.case, item.loaded = case, loaded
                yield item

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:  # noqa: ARG002
        """Show what is wrong with the policies, and not where in pytest that was found."""
        return str(excinfo.value) if excinfo.errisinstance(PolicyError) else super().repr_failure(excinfo)


class PolicyItem(pytest.Item):
    """One test, example or property."""

    case: Case | Property
    loaded: "_Loaded"

    def runtest(self) -> None:
        """Decide it, or look for a counterexample."""
        self.loaded.run(self.case)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Show what was expected and what came out."""
        if excinfo.errisinstance(PolicyError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Say where the test stands; lines count from 0."""
        line = None if self.case.origin is None else self.case.origin.line - 1
        return self.path, line, self.name


class _Loaded:
    """Policies that were checked, once for all their tests."""

    def __init__(self, library: Library, cases: tuple[Case | Property, ...]) -> None:
        from policy_engine.ir import canonical  # noqa: PLC0415  pytest starts with every plug-in there is

        self.library = library
        self.cases = cases
        self._digest = canonical.meaning_digest(library)

    def run(self, case: Case | Property) -> None:
        """Raise `PolicyError` where a case does not come out as it says."""
        from policy_engine.commands.test import settle  # noqa: PLC0415  as above

        result = settle(case, self.library, self._digest)
        if result.failure is not None:
            why = "" if result.explanation is None else f"\n\n{result.explanation.in_(_language())}"
            raise PolicyError(render.render(result.failure, _language()) + why)


def _of_project(config: pytest.Config) -> _Loaded:
    if _LOADED not in config.stash:
        config.stash[_LOADED] = _load([workspace.nearby(Path(path)) for path in config.getini(_SETTING)])
    loaded: _Loaded = config.stash[_LOADED]
    return loaded


def _load(paths: list[str]) -> _Loaded:
    from policy_engine.commands import loading  # noqa: PLC0415  as above

    loaded = loading.load(paths, prelude=True, cache=cache.open_cache())
    if loaded.errors or loaded.library is None:
        raise PolicyError("\n\n".join(render.render(found, _language()) for found in loaded.errors))
    return _Loaded(loaded.library, loaded.own_cases)


def _language() -> Language:
    return Language.EN if os.environ.get("POLICY_ENGINE_LANG") == "en" else Language.ID


def _name(case: Case | Property) -> str:
    kind = "pastikan" if isinstance(case, Property) else {"test": "uji", "example": "contoh"}[case.kind.value]
    return f"{kind} {case.name}"
