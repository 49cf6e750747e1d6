"""Rules of style that a machine can see in one source file, each with a planted violation."""

import ast
import io
import tokenize
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

SRC = Path(__file__).parents[2] / "src" / "policy_engine"
OUTERMOST = ("cli", "commands", "lsp", "server")  # may ask the clock, and tell the stages the answer
CLOCK = frozenset({"today", "now", "utcnow", "time_ns", "localtime"})

Rule = Callable[[str], Iterator[str]]


def floats(text: str) -> Iterator[str]:
    """Find the word float, and literals that are floats."""
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        is_name = token.type == tokenize.NAME and token.string == "float"
        is_literal = token.type == tokenize.NUMBER and isinstance(
            ast.literal_eval(token.string), float | complex
        )
        if is_name or is_literal:
            yield f"line {token.start[0]}: {token.string}"


def clocks(text: str) -> Iterator[str]:
    """Find calls that ask the machine what time it is."""
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name)) if name in CLOCK:
                yield f"line {node.lineno}: {name}()"
            case _:
                pass


def missing_docstrings(text: str) -> Iterator[str]:
    """Find a module that does not say what comes in and what goes out."""
    if not ast.get_docstring(ast.parse(text)):
        yield "no module docstring"


def thawed_dataclasses(text: str) -> Iterator[str]:
    """Find dataclasses that are not frozen; the private state of a pass may be thawed."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            for decorator in node.decorator_list:
                if "dataclass" in ast.unparse(decorator) and "frozen=True" not in ast.unparse(decorator):
                    yield f"line {node.lineno}: {node.name}"


def dataclasses_of_theirs(text: str) -> Iterator[str]:
    """Find dataclasses of the standard library, which take five times as long to be made as ours."""
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.ImportFrom(module="dataclasses", names=names) if "dataclass" in {n.name for n in names}:
                yield f"line {node.lineno}"
            case _:
                pass


def statements_beside_docstring(text: str) -> Iterator[str]:
    """Find what an inner `__init__` must not hold: a re-export would drag one stage into another."""
    for node in ast.parse(text).body[1:]:
        yield f"line {node.lineno}: {ast.unparse(node)}"


def _modules() -> list[Path]:
    return sorted(SRC.rglob("*.py"))


def _below_the_verbs() -> list[Path]:
    return [path for path in _modules() if path.relative_to(SRC).parts[0] not in OUTERMOST]


def _inner_packages() -> list[Path]:
    return [path for path in _modules() if path.name == "__init__.py" and path.parent != SRC]


def _violations(rule: Rule, paths: list[Path]) -> list[str]:
    return [f"{path.relative_to(SRC)}: {found}" for path in paths for found in rule(path.read_text("utf-8"))]


def test_money_and_rates_are_never_floats() -> None:
    assert _violations(floats, _modules()) == []


def test_only_the_verbs_ask_the_clock() -> None:
    assert _violations(clocks, _below_the_verbs()) == []


def test_every_module_says_what_it_is() -> None:
    assert _violations(missing_docstrings, _modules()) == []


def test_every_public_dataclass_is_frozen() -> None:
    assert _violations(thawed_dataclasses, _modules()) == []


def test_every_dataclass_is_made_by_our_own_decorator() -> None:
    assert (
        _violations(dataclasses_of_theirs, [path for path in _modules() if path.name != "structure.py"]) == []
    )


def test_inner_packages_export_nothing() -> None:
    assert _violations(statements_beside_docstring, _inner_packages()) == []


@pytest.mark.parametrize(
    ("rule", "planted"),
    [
        (floats, "rate: float\n"),
        (floats, "rate = 0.24\n"),
        (floats, "rate = 1e3\n"),
        (clocks, "from datetime import date\nwhen = date.today()\n"),
        (clocks, "now()\n"),
        (missing_docstrings, "x = 1\n"),
        (thawed_dataclasses, "@dataclass\nclass Rule:\n    x: int\n"),
        (thawed_dataclasses, "@dataclasses.dataclass(slots=True)\nclass Rule:\n    x: int\n"),
        (dataclasses_of_theirs, "from dataclasses import dataclass, field\n"),
        (statements_beside_docstring, '"""Text to tree."""\nfrom policy_engine.syntax import parser\n'),
    ],
)
def test_rule_finds_a_planted_violation(rule: Rule, planted: str) -> None:
    assert len(list(rule(planted))) == 1


@pytest.mark.parametrize(
    ("rule", "innocent"),
    [
        (floats, '"""No float here."""\nmask = 0x1E\n'),
        (clocks, "def age(today: int) -> int: ...\n"),
        (thawed_dataclasses, "@dataclass(slots=True)\nclass _Elaboration:\n    x: int\n"),
        (thawed_dataclasses, "@dataclass(frozen=True, slots=True)\nclass Rule:\n    x: int\n"),
        (dataclasses_of_theirs, "from dataclasses import field, replace\n"),
        (statements_beside_docstring, '"""Text to tree."""\n'),
    ],
)
def test_rule_leaves_the_innocent_alone(rule: Rule, innocent: str) -> None:
    assert list(rule(innocent)) == []
