"""Every example of the language reference is checked with the national prelude, and its tests are run."""

import re
from collections.abc import Iterator
from functools import cache

import pytest

from policy_engine.commands.test import settle
from policy_engine.diagnostics.model import Diagnostic, Severity
from policy_engine.diagnostics.render import render
from policy_engine.domain.bilingual import Language
from policy_engine.ir.canonical import meaning_digest
from policy_engine.pipeline import Compiled, compile_library
from policy_engine.source import SourceFile
from policy_engine.syntax.parsed import Parsed
from policy_engine.syntax.parser import parse
from tests.language.examples import PAGES, PRELUDE, Example, File, all_examples, all_fences, examples, fences

MARKS = {"policy", "policy fragment pasal", "policy bungkus", "text"}


@cache
def _prelude() -> tuple[SourceFile, ...]:
    return tuple(SourceFile(path.name, path.read_text("utf-8")) for path in sorted(PRELUDE.rglob("*.policy")))


@cache
def _parse(source: SourceFile) -> Parsed:
    return parse(source)


def _compile(example: Example) -> Compiled:
    return compile_library([*_prelude(), *(file.source for file in example.files)], parse=_parse)


def _differences(example: Example) -> list[str]:
    """Give what an example does that it does not say: findings, absent findings, tests that fail."""
    compiled = _compile(example)
    expected = {(file, line, code) for file in example.files for line, code in file.expected}
    found = {place: each for each in compiled.diagnostics for place in _places(each, example)}
    unexpected = [
        render(each, Language.EN)
        for place, each in found.items()
        if each.severity is Severity.ERROR and place not in expected
    ]
    unreported = [f"line {line} reports no {code}" for _, line, code in expected - found.keys()]
    if compiled.library is None:
        not_run = [f"its test cannot run: {case.name}" for case in compiled.cases]
        return [*unexpected, *unreported, *not_run]
    digest = meaning_digest(compiled.library)
    own = {file.source for file in example.files}
    results = [
        settle(case, compiled.library, digest)
        for case in compiled.cases
        if case.origin is not None and case.origin.source in own
    ]
    failed = [render(result.failure, Language.EN) for result in results if result.failure is not None]
    return [*unexpected, *unreported, *failed]


def _places(found: Diagnostic, example: Example) -> Iterator[tuple[File | None, int | None, str]]:
    """Give the line of the page on which a diagnostic stands; none for findings in the national law."""
    if found.span is None:
        yield None, None, found.code
        return
    for file in example.files:
        if file.source is found.span.source:
            yield file, file.line_in_page(found.span.line), found.code


@pytest.mark.parametrize("example", all_examples(), ids=lambda example: example.name)
def test_an_example_does_what_it_says(example: Example) -> None:
    assert _differences(example) == []


def test_every_fence_is_executed_or_says_that_it_is_text() -> None:
    assert {fence.mark for fence in all_fences()} <= MARKS


def test_every_construct_has_its_row() -> None:
    text = (PAGES / "constructs.md").read_text("utf-8")
    rows = [int(number) for number in re.findall(r"^\| (\d+) \|", text, re.MULTILINE)]
    assert sorted(rows) == list(range(1, 107))


def test_every_page_is_in_the_index() -> None:
    index = (PAGES / "index.md").read_text("utf-8")
    pages = [page.name for page in PAGES.glob("*.md") if page.name != "index.md"]
    assert [page for page in pages if f"({page})" not in index] == []


@pytest.mark.parametrize(
    ("body", "difference"),
    [
        ("Pasal 1  Penerima harus tidak_ada.", "error[PE101]"),
        ("Pasal 1  Penerima harus lulus_verifikasi.  # error: PE101", "reports no PE101"),
        ('uji "t" pada 2025-02-01 { domisili kota_batam; } hasil memenuhi syarat', "error[PE701]"),
        (
            'Pasal 1  Penerima harus x.  # error: PE101\nuji "t" pada 2025-02-01 { } hasil tidak berlaku',
            "cannot run",
        ),
    ],
)
def test_an_example_that_does_something_else_is_noticed(body: str, difference: str) -> None:
    page = f"# T\n```policy fragment pasal\n{body}\n```\n"
    (example,) = examples(tuple(fences(page, "t.md")))
    (found,) = _differences(example)
    assert difference in found


def test_fences_of_one_heading_that_name_their_files_belong_together() -> None:
    page = "# A\n```policy\n# berkas: a.policy\n```\n```policy\n```\n```policy\n# berkas: b.policy\n```\n"
    found = examples(tuple(fences(page, "t.md")))
    assert [[file.source.path for file in example.files] for example in found] == [
        ["docs/language/t.md:6"],
        ["a.policy", "b.policy"],
    ]
