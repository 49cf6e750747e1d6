"""The guides of databases are run as they are written, on a real server and in a real session."""

import contextlib
import io
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from policy_engine.backends.columnar.dialects import Dialect
from tests.engines import opened, postgres, spark_session  # noqa: F401  a fixture

ROOT = Path(__file__).parents[4]
GUIDES = ROOT / "docs" / "guides"
PROGRAM = Path(sys.executable).with_name("policy-engine")

pytestmark = [pytest.mark.slow, pytest.mark.debian]


def blocks(guide: str, language: str) -> list[str]:
    return re.findall(
        rf"^```{language}\n(.*?)^```", (GUIDES / guide).read_text("utf-8"), re.DOTALL | re.MULTILINE
    )


def test_the_guide_of_postgres_runs_as_written(postgres: Callable[[], str], tmp_path: Path) -> None:
    (tmp_path / "policies").symlink_to(ROOT / "policies")
    (tmp_path / "peta.toml").write_text(blocks("postgres.md", "toml")[0], "utf-8")
    made, asked = blocks("postgres.md", "sql")
    with opened(Dialect.POSTGRES, postgres) as database:
        database.script(made)
        url = dict(part.split("=", 1) for part in database.url.split())  # type: ignore[attr-defined]
        environment = {
            "PATH": f"{PROGRAM.parent}:{os.environ['PATH']}",
            "PGHOST": url["host"],
            "PGUSER": url["user"],
            "PGDATABASE": url["dbname"],
            "XDG_CACHE_HOME": str(tmp_path / "cache"),
        }
        commands = [line.removeprefix("$ ") for line in blocks("postgres.md", "console")[0].splitlines()]
        for command in commands:
            subprocess.run(["bash", "-euc", command], cwd=tmp_path, env=environment, check=True, timeout=120)  # noqa: S607
        said = [database.rows(query) for query in asked.split(";\n") if query.strip()]
        decisions, reasons, missing, totals, rejects, one = said
        assert [(row["worker"], row["outcome"], row["total"]) for row in decisions] == [
            (1, "eligible", 33_600),
            (2, "not_eligible", 0),
            (3, "undetermined", None),
        ]
        assert any("butir 2 huruf b" in row["citation_id"] for row in reasons)
        assert {row["fact"] for row in missing if row["worker"] == 3} == {"lahir", "lulus_verifikasi"}
        assert totals
        assert [(row["worker"], row["fact"]) for row in rejects] == [(4, "pekerjaan")]
        assert [row["worker"] for row in one] == [1]
        database.script((tmp_path / "hapus.sql").read_text("utf-8"))
        assert len(database.rows("SELECT * FROM pekerja")) == 4


def test_the_guide_of_spark_runs_as_written(monkeypatch: pytest.MonkeyPatch) -> None:
    spark_session()  # the program of the guide takes the session that there is
    monkeypatch.chdir(ROOT)
    (program,) = blocks("spark.md", "python")
    names: dict[str, object] = {}
    with contextlib.redirect_stdout(io.StringIO()) as shown:
        exec(compile(program, "spark.md", "exec"), names)  # noqa: S102  the guide itself
    assert "not_eligible" in shown.getvalue()
    found = names["found"]
    rows = {row["worker"]: (row["outcome"], row["total"]) for row in found.decisions.collect()}  # type: ignore[attr-defined]
    assert rows == {1: ("eligible", 33_600), 2: ("not_eligible", 0)}
    assert [(row["worker"], row["code"]) for row in found.rejects.collect()] == [(3, "unknown_code")]  # type: ignore[attr-defined]
