"""What may go wrong with a run and its files: two runs at once, a run that was killed, two encodings, plans kept."""

import json
from pathlib import Path

import pytest

import policy_engine
from policy_engine import engine as api
from policy_engine.backends.columnar.kept import keep, restore
from policy_engine.backends.columnar.prepared import prepare
from policy_engine.cache import Cache
from policy_engine.engine import packed
from policy_engine.simulation.encodings import Encoding
from policy_engine.simulation.folder import TakenError, new_folder
from policy_engine.simulation.writing import Keep
from tests.unit.simulation.whole import KARIMUN, ON, decisions, done, person, run, table


@pytest.fixture(scope="module")
def engine() -> api.Engine:
    return policy_engine.load([KARIMUN])


def test_two_runs_into_one_folder_do_not_meet_and_the_second_is_refused(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with new_folder(out) as one, new_folder(out) as other:
        (one.path / "told").write_text("one")
        (other.path / "told").write_text("other")
        one.finish(replace=False)
        with pytest.raises(TakenError):
            other.finish(replace=False)
    assert (out / "told").read_text() == "one"
    assert list(tmp_path.iterdir()) == [out]


def test_what_is_there_is_replaced_where_that_was_asked_for(tmp_path: Path) -> None:
    out = tmp_path / "out"
    for told in ("before", "after"):
        with new_folder(out) as folder:
            (folder.path / "told").write_text(told)
            folder.finish(replace=True)
    assert (out / "told").read_text() == "after"
    assert list(tmp_path.iterdir()) == [out]


def test_what_a_killed_run_left_behind_is_removed_and_a_running_one_is_left_alone(tmp_path: Path) -> None:
    killed = tmp_path / ".out.killed.partial"
    killed.mkdir()
    for name in ("running", "register.parquet"):
        (killed / name).touch()
    with new_folder(tmp_path / "out") as running:
        assert not killed.exists()
        with new_folder(tmp_path / "out"):
            assert running.path.exists()


def test_plans_that_were_kept_are_the_plans_that_were_made(engine: api.Engine, tmp_path: Path) -> None:
    made = prepare(engine.library, packed(ON), costs=True)
    kept = Cache(tmp_path)
    kept.store("plans", (), keep(made))
    found = restore(kept.load("plans", ()), engine.library)  # type: ignore[arg-type]  # just stored
    assert found == made
    assert found.families == made.families


@pytest.mark.slow
@pytest.mark.parametrize("encoding", [Encoding.CP1252, Encoding.UTF_16])
def test_a_register_is_read_in_the_encoding_that_is_declared(
    encoding: Encoding, engine: api.Engine, tmp_path: Path
) -> None:
    text = table({**person(1), "id": "Café Moró"}, {**person(2), "id": "-"})
    plain, other = tmp_path / "plain.csv", tmp_path / "other.csv"
    plain.write_text(text, "utf-8")
    other.write_bytes(text.encode(encoding.value))
    done(run(engine, plain, tmp_path / "one", keep=Keep.ALL))
    done(run(engine, other, tmp_path / "two", keep=Keep.ALL, encoding=encoding))
    assert decisions(tmp_path / "one") == decisions(tmp_path / "two")


@pytest.mark.slow
def test_a_register_in_two_encodings_is_refused_and_the_row_named(engine: api.Engine, tmp_path: Path) -> None:
    first, second = (table({**person(n), "id": "Moró"}).splitlines(keepends=True) for n in (1, 2))
    mixed = tmp_path / "mixed.csv"
    mixed.write_bytes("".join(first).encode("cp1252") + second[1].encode())
    (problem,) = run(engine, mixed, tmp_path / "out", encoding=Encoding.CP1252)
    assert (problem.code, problem.row) == ("PE639", 3)
    assert not (tmp_path / "out").exists()
    cut = tmp_path / "cut.csv"
    cut.write_bytes("".join(first).encode("utf-16")[:-1])
    (problem,) = run(engine, cut, tmp_path / "out", encoding=Encoding.UTF_16)
    assert (problem.code, problem.row) == ("PE639", 2)


@pytest.mark.slow
def test_json_is_read_in_the_encoding_that_is_declared(engine: api.Engine, tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    path.write_bytes(json.dumps([person(1)]).encode("utf-16"))
    found = done(run(engine, path, tmp_path / "out", encoding=Encoding.UTF_16, unknown=frozenset({"all"})))
    assert found.counts.decided == 1
