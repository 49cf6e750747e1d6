"""Whatever is given for a policy, there is an answer: a library, or diagnostics that say where and why."""

from functools import cache
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from policy_engine.diagnostics.model import Severity
from policy_engine.domain.bilingual import Language
from policy_engine.ir.invariants import violations
from policy_engine.pipeline import compile_library
from policy_engine.source import SourceFile
from policy_engine.workspace import decode

TOUR = (Path(__file__).parents[1] / "golden" / "tour" / "tour.policy").read_text("utf-8")
WORDS = sorted(set(TOUR.split()))
ODD = [
    "\0",
    "\ufeff",
    "\u200b",
    "\u202e",
    "\r",
    "{",
    "}",
    "(",
    '"',
    "#",
    "...",
    "9" * 40,
    "Rp",
    "%",
    ".",
    ";",
]


def _answered(*texts: str) -> None:
    compiled = compile_library([SourceFile(f"{number}.policy", text) for number, text in enumerate(texts)])
    for found in compiled.diagnostics:
        for language in Language:
            assert found.message.in_(language)
    is_broken = any(found.severity is Severity.ERROR for found in compiled.diagnostics)
    assert (compiled.library is None) is is_broken
    if compiled.library is not None:
        assert violations(compiled.library) == ()


@given(st.text())
def test_any_text_has_an_answer(text: str) -> None:
    _answered(text)


@given(st.lists(st.sampled_from([*WORDS, *ODD]), max_size=40).map(" ".join))
def test_any_words_of_the_language_have_an_answer(text: str) -> None:
    _answered(text)


@given(st.binary())
def test_any_bytes_are_text_or_a_diagnostic(raw: bytes) -> None:
    text = decode("a.policy", raw)
    if isinstance(text, str):
        _answered(text)
    else:
        assert text.severity is Severity.ERROR


@cache
def _lines() -> list[str]:
    return TOUR.splitlines()


@given(st.data())
def test_a_policy_with_something_cut_out_doubled_or_put_in_has_an_answer(data: st.DataObject) -> None:
    lines = list(_lines())
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(lines) - 1))
        match data.draw(st.integers(0, 3)):
            case 0:
                del lines[at]
            case 1:
                lines.insert(at, lines[data.draw(st.integers(0, len(lines) - 1))])
            case 2:
                lines[at] += data.draw(st.sampled_from(ODD))
            case _:
                words = lines[at].split()
                lines[at] = " ".join([*words[1:], data.draw(st.sampled_from(WORDS))])
    _answered("\n".join(lines))
