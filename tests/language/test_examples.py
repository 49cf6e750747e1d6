"""Every example of the language reference is checked with the national prelude, and its tests are run."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from policy_engine.cache import Cache
from policy_engine.commands import loading
from policy_engine.commands import test as verb
from policy_engine.diagnostics.model import Diagnostic, Severity
from policy_engine.diagnostics.render import concise, render
from policy_engine.domain.bilingual import Language
from tests.language.examples import Example, File, all_examples


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Cache:
    return Cache(tmp_path_factory.mktemp("cache"))


@pytest.mark.parametrize("example", all_examples(), ids=lambda example: example.name)
def test_an_example_reports_what_it_says(example: Example, cache: Cache, tmp_path: Path) -> None:
    loaded = loading.load(_write(example, tmp_path), prelude=True, cache=cache)
    files = {str(tmp_path / _name(file, number)): file for number, file in enumerate(example.files)}
    expected = {(file, line, code) for file in example.files for line, code in file.expected}
    found = {place: found for found in loaded.diagnostics for place in _places(found, files)}
    unexpected = [
        render(each, Language.EN)
        for place, each in found.items()
        if place not in expected and each.severity is Severity.ERROR
    ]
    assert unexpected == []
    assert expected <= found.keys()


@pytest.mark.parametrize("example", all_examples(), ids=lambda example: example.name)
def test_the_tests_of_an_example_pass(example: Example, cache: Cache, tmp_path: Path) -> None:
    paths = _write(example, tmp_path)
    report = verb.test(verb.Request(paths, cache))
    expects_errors = any(file.expected for file in example.files)
    refused = [] if expects_errors else [concise(each, Language.EN) for each in report.refused]
    assert refused == []
    assert [render(each.failure, Language.EN) for each in report.results if each.failure is not None] == []


def _write(example: Example, folder: Path) -> tuple[str, ...]:
    paths = [folder / _name(file, number) for number, file in enumerate(example.files)]
    for path, file in zip(paths, example.files, strict=True):
        path.write_text(file.source.text, "utf-8")
    return tuple(str(path) for path in paths)


def _name(file: File, number: int) -> str:
    return file.source.path if file.source.path.endswith(".policy") else f"contoh-{number}.policy"


def _places(found: Diagnostic, files: dict[str, File]) -> Iterator[tuple[File | None, int | None, str]]:
    """Give the line of the page on which a diagnostic stands; those of the prelude are not of the example."""
    if found.span is None:
        yield None, None, found.code
    elif found.span.source.path in files:
        file = files[found.span.source.path]
        yield file, file.line_in_page(found.span.line), found.code
