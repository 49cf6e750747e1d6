"""Each finding of law is shown by the bad example of its page and not by the good one."""

import re
from itertools import pairwise

import pytest

from policy_engine.diagnostics import between, drafting, money, time
from policy_engine.diagnostics.model import REGISTRY, Diagnostic, Severity, apply_edits
from policy_engine.diagnostics.wording import SECOND_FILE
from policy_engine.domain.bilingual import Language, both
from policy_engine.domain.dates import LATEST
from policy_engine.ir import nodes as ir
from policy_engine.semantics.law.check import check_law
from policy_engine.source import SourceFile
from policy_engine.syntax import ast
from policy_engine.syntax.parser import parse

MODULES = {module.__name__ for module in (between, drafting, money, time)}
CLASSES = [cls for cls in REGISTRY.values() if cls.__module__ in MODULES]
SHOWN = [cls for cls in CLASSES if cls.page.bad]
REGIONS = {"kepulauan_riau": "21", "kabupaten_karimun": "21.02", "kota_batam": "21.71", "kota_bontang": "64.74"}


def read(text: str) -> tuple[list[ast.PolicyFile], list[SourceFile]]:
    sources = [SourceFile(f"{n}.policy", part) for n, part in enumerate(text.split(SECOND_FILE))]
    parsed = [parse(source) for source in sources]
    assert [found.message.indonesian for one in parsed for found in one.diagnostics] == [], text
    return [one.tree for one in parsed if one.tree is not None], sources


def library(trees: list[ast.PolicyFile]) -> ir.Library:
    """A library of the vocabularies alone, which is all that the checks of law read."""
    regions = ir.Vocabulary(
        "wilayah", both("wilayah"), None, None,
        tuple(ir.Code(name, code, both(name), ()) for name, code in REGIONS.items()), (),
    )  # fmt: skip
    declared = [
        ir.Vocabulary(
            one.name.text, both(""), None, None,
            tuple(ir.Code(e.name.text, None, both(""), ()) for e in one.entries if isinstance(e, ast.Entry)), (),
        )
        for tree in trees for one in tree.declarations if isinstance(one, ast.Vocabulary)
    ]  # fmt: skip
    return ir.Library((regions, *declared), (), (), (), ir.LeapRule.ON_1_MARCH)


def law(text: str) -> tuple[Diagnostic, ...]:
    trees, _ = read(text)
    return check_law(trees, library(trees))


def codes(text: str) -> set[str]:
    return {found.code for found in law(text)}


@pytest.mark.parametrize("cls", SHOWN, ids=lambda cls: str(cls.kind.name))
def test_the_bad_example_has_the_finding_and_the_good_one_has_not(cls: type[Diagnostic]) -> None:
    assert cls.kind.code in codes(cls.page.bad)
    assert cls.kind.code not in codes(cls.page.good)


@pytest.mark.parametrize("cls", SHOWN, ids=lambda cls: str(cls.kind.name))
def test_a_bad_example_has_no_error_beside_its_own(cls: type[Diagnostic]) -> None:
    errors = {found.code for found in law(cls.page.bad) if found.severity is Severity.ERROR}
    assert errors <= {cls.kind.code}
    assert not [found for found in law(cls.page.good) if found.severity is Severity.ERROR]


@pytest.mark.parametrize("cls", SHOWN, ids=lambda cls: str(cls.kind.name))
def test_a_message_is_one_sentence_about_places_in_the_files(cls: type[Diagnostic]) -> None:
    for found in law(cls.page.bad):
        assert found.span is not None
        assert all(label.span.text for label in found.labels)
        for language in Language:
            for words in (found.message, found.help):
                text = words.in_(language) if words else "`"
                assert text[0] == "`" or text[0].islower() or text[0].isdigit()
                assert not text.endswith(".") or text.endswith("...")
                assert not re.search(r"invalid|illegal|None|\{|\}", text)


def test_a_fix_gives_text_without_the_finding() -> None:
    text = drafting.BoundWordUnfit.page.bad
    trees, sources = read(text)
    fixes = [found.fix for found in check_law(trees, library(trees)) if found.fix]
    assert len(fixes) == 1
    fixed = apply_edits(sources[0].text, fixes[0].edits)
    assert fixed == drafting.BoundWordUnfit.page.good


def test_codes_and_severities_are_of_their_families() -> None:
    families = {time: "PE3", money: "PE4", between: "PE5", drafting: "PE9"}
    for module, family in families.items():
        found = [cls for cls in CLASSES if cls.__module__ == module.__name__]
        assert found
        assert all(cls.kind.code.startswith(family) for cls in found)
        assert all(one.kind.code < other.kind.code for one, other in pairwise(found))
