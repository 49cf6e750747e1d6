"""The import contracts of pyproject.toml hold, and would break if someone broke them."""

import os
import shutil
import subprocess
import sys
import tomllib
from graphlib import TopologicalSorter
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[2]
LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")
CORE = ("structure", "source", "domain", "diagnostics", "ir", "semantics")


def _lint(tree: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [LINT_IMPORTS, "--no-cache", "--config", tree / "pyproject.toml"],
        cwd=tree,
        env=os.environ | {"PYTHONPATH": str(tree / "src")},
        capture_output=True,
        text=True,
        check=False,
    )


def test_contracts_hold() -> None:
    result = _lint(ROOT)
    assert result.returncode == 0, result.stdout


def test_pure_core_names_every_core_module_that_exists() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    pure = next(contract for contract in contracts if contract["name"].startswith("the core is pure"))
    named = {module.removesuffix(".**") for module in pure["source_modules"]}
    package = ROOT / "src" / "policy_engine"
    present = {name for name in CORE if (package / name).is_dir() or (package / f"{name}.py").is_file()}
    assert {f"policy_engine.{name}" for name in present} <= named


@pytest.mark.parametrize(
    ("module", "imports"),
    [
        ("domain/money.py", "from policy_engine.ir import nodes"),
        ("diagnostics/model.py", "from policy_engine.ir import nodes"),
        ("backends/scalar/evaluate.py", "from policy_engine.syntax import ast"),
        ("backends/scalar/evaluate.py", "from policy_engine.backends.smt import encode"),
        ("ir/walk.py", "import lark"),
        ("semantics/order.py", "import pydantic"),
        ("newcomer.py", "import json"),
    ],
)
def test_contracts_find_a_planted_import(tmp_path: Path, module: str, imports: str) -> None:
    package = tmp_path / "src" / "policy_engine"
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    present = ["source.py", "structure.py", "ir/nodes.py", "syntax/ast.py", "backends/smt/encode.py"]
    for name in [*present, module]:
        path = package / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    for folder in [package, *(path for path in package.rglob("*") if path.is_dir())]:
        (folder / "__init__.py").touch()
    assert _lint(tmp_path).returncode == 0 or module == "newcomer.py"

    (package / module).write_text(f"{imports}\n", "utf-8")
    assert _lint(tmp_path).returncode == 1


def test_no_module_reads_itself_through_others() -> None:
    # The face of the package gives its version, and loads the rest when it is asked for.
    graph = grimp.build_graph("policy_engine", cache_dir=None)
    reads = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    order = tuple(
        TopologicalSorter({m: names - {"policy_engine"} for m, names in reads.items()}).static_order()
    )
    assert len(order) == len(graph.modules)
