"""What every test may use: the `golden` fixture, two Hypothesis profiles, and two promises about a run.

The promises: no golden file is left that no test reads, and under `--nothing-skipped` a skipped test fails
the run.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

GOLDEN = Path(__file__).parent / "golden"
_USED = pytest.StashKey[set[str]]()

settings.register_profile("everyday", max_examples=60, derandomize=True, deadline=None, database=None)
settings.register_profile(
    "campaign",
    max_examples=int(os.environ.get("CAMPAIGN_EXAMPLES", "5000")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "everyday"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite the expected outputs")
    parser.addoption("--nothing-skipped", action="store_true", help="fail when a test was skipped")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_USED] = set()
    if config.getoption("--update-golden") and os.environ.get("CI"):
        raise pytest.UsageError(
            "--update-golden is for a desk, where a person reads the difference; CI is set"
        )


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compare text with a committed file, or rewrite the file under `--update-golden`."""

    def check(path: Path, actual: str) -> None:
        request.config.stash[_USED].add(str(path.resolve()))
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(actual, "utf-8")
        expected = path.read_text("utf-8") if path.exists() else ""
        assert actual == expected, f"{path} differs; see `pytest --update-golden`"

    return check


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: object) -> None:
    """Take over what a worker process of xdist has read."""
    used: list[str] = getattr(node, "workeroutput", {}).get("used_goldens", [])
    config: pytest.Config = getattr(node, "config")  # noqa: B009 (xdist has no types for its node)
    known = config.stash[_USED]
    known.update(used)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    config = session.config
    used = config.stash[_USED]
    if hasattr(config, "workeroutput"):
        config.workeroutput["used_goldens"] = sorted(used)
    elif exitstatus == pytest.ExitCode.OK and any(_broken_promises(config)):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, exitstatus: int, config: pytest.Config
) -> None:
    if exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        for broken in _broken_promises(config):
            terminalreporter.write_line(broken, red=True)


def _broken_promises(config: pytest.Config) -> Iterator[str]:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    assert isinstance(reporter, pytest.TerminalReporter)
    if config.getoption("--nothing-skipped"):
        for report in reporter.stats.get("skipped", ()):
            yield f"did not run: {report.nodeid}: {report.longreprtext}"
    if _was_everyday_suite(config) and not reporter.stats.get("failed"):
        for path in _goldens():
            if str(path) not in config.stash[_USED]:
                yield f"no test reads {path.relative_to(GOLDEN.parent.parent)}"


def _was_everyday_suite(config: pytest.Config) -> bool:
    """Tell whether every test that reads a golden has run; the slow ones read none."""
    chosen = (
        config.getoption("keyword")
        or config.getoption("lf", default=False)
        or config.getoption("collectonly")
    )
    everything = config.args_source is pytest.Config.ArgsSource.TESTPATHS
    return everything and not chosen and config.getoption("markexpr") in ("", "not slow and not debian")


def _goldens() -> Iterator[Path]:
    for path in sorted(GOLDEN.rglob("*")):
        if path.is_file() and path.suffix not in (".policy", ".md"):
            yield path.resolve()
