"""What is remembered is given back, about the files in hand; what cannot be trusted is made again."""

import os
import pickle
from pathlib import Path

import pytest

from policy_engine.cache import Cache, key, open_cache, write_whole
from policy_engine.source import SourceFile, Span


def test_entry_speaks_of_the_files_in_hand(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    first, second = SourceFile("a", "text"), SourceFile("a", "text")
    assert cache.remember("k", (first,), lambda: Span(first, 0, 2)).source is first
    remembered = cache.remember("k", (second,), lambda: Span(second, 0, 4))
    assert (remembered.source, remembered.end) == (second, 2)


class _Evil:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, ("exit 1",)


@pytest.mark.parametrize("entry", [b"", b"nonsense", pickle.dumps(_Evil()), pickle.dumps(os.getcwd)])
def test_entry_that_cannot_be_trusted_is_made_again(entry: bytes, tmp_path: Path) -> None:
    (tmp_path / "k").write_bytes(entry)
    assert Cache(tmp_path).load("k", ()) is None
    assert Cache(tmp_path).remember("k", (), lambda: 7) == 7
    assert Cache(tmp_path).load("k", ()) == 7


def test_what_cannot_be_stored_is_still_given(tmp_path: Path) -> None:
    made = Cache(tmp_path).remember("k", (), lambda: open_cache)
    assert made is open_cache


def test_key_keeps_its_parts_apart() -> None:
    assert len({key("a", "b", "c"), key("a", "bc"), key("a", "b", "", "c"), key("ab", "c")}) == 4


def test_folder_that_others_may_write_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    folder = open_cache().folder
    assert folder is not None
    assert folder.stat().st_mode & 0o777 == 0o700
    folder.chmod(0o777)
    assert open_cache().folder is None


def test_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("old")
    path.chmod(0o640)
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o640
    with pytest.raises(TypeError):
        write_whole(path, None)  # type: ignore[arg-type]  # a failure half-way
    assert [each.name for each in tmp_path.iterdir()] == ["a"]
    assert path.read_bytes() == b"new"


def test_a_relative_folder_for_caches_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CACHE_HOME", "here")
    open_cache()
    assert not (tmp_path / "here").exists()
    assert (tmp_path / "home" / ".cache" / "policy-engine").is_dir()
