"""The gallery in `docs/` is what the program writes, and holds nothing else."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.unit.backends.prose.gallery import GALLERY, Piece, compared, differences, index, pieces, written

MOST_BYTES = 2_000_000


@pytest.mark.parametrize("piece", pieces(), ids=lambda piece: piece.path)
def test_the_gallery_is_what_the_program_writes(golden: Callable[[Path, str], None], piece: Piece) -> None:
    golden(GALLERY / piece.path, written(piece))


@pytest.mark.slow
@pytest.mark.parametrize("piece", differences(), ids=lambda piece: piece.path)
def test_the_differences_in_the_gallery_are_what_diff_writes(
    golden: Callable[[Path, str], None], tmp_path_factory: pytest.TempPathFactory, piece: Piece
) -> None:
    folder = tmp_path_factory.getbasetemp() / "compared"
    folder.mkdir(exist_ok=True)
    golden(GALLERY / piece.path, compared(piece, folder))


def test_the_index_names_every_piece(golden: Callable[[Path, str], None]) -> None:
    golden(GALLERY / "README.md", index())


def test_the_gallery_holds_nothing_else_and_stays_small() -> None:
    found = {path.relative_to(GALLERY).as_posix() for path in GALLERY.rglob("*") if path.is_file()}
    assert found == {"README.md", *(piece.path for piece in (*pieces(), *differences()))}
    assert sum((GALLERY / name).stat().st_size for name in found) < MOST_BYTES
