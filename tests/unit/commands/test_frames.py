"""A frame is drawn once for one finding in one text, and is what drawing it afresh gives."""

from pathlib import Path

import pytest

from policy_engine import cache as caching
from policy_engine.commands.check import OutputFormat, Request, check, show
from policy_engine.diagnostics import render
from policy_engine.diagnostics.model import Diagnostic, Severity
from policy_engine.diagnostics.render import COLOURED, PLAIN, Palette
from policy_engine.domain.bilingual import Language
from policy_engine.proofs.shown import Analysis

POLICY = """\
instrumen perbup {name} nomor 9 tahun 2026 {{
  tentang "Nelayan"  status rancangan  daerah {name}  segmen bpu  mulai berlaku 2026-01-02
  Pasal 1  Penerima terdiri atas nelayan.
  Pasal 2  Penerima harus usia paling tinggi 65 tahun pada tanggal pendaftaran.
  Pasal 3
    (1) Penerima diikutsertakan dalam program jkk dan jkm.
    (2) Iuran jkk sebesar Rp10.000 per bulan.
    (3) Iuran jkm sebesar Rp6.800 per bulan.
    (4) Iuran ditanggung seluruhnya oleh Pemerintah Daerah.
    (5) Iuran dibayar untuk bulan Iuran Februari 2026 sampai dengan Juni 2026.
}}
"""
NAMES = ("kabupaten_bintan", "kabupaten_karimun")


class Desk:
    """A folder of two regencies, a cache, and the count of what was drawn."""

    def __init__(self, folder: Path, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.cache, self.drawn = folder, caching.Cache(kept), 0
        for name in NAMES:
            self.write(name, POLICY.format(name=name))
        draw = render.render

        def counted(found: Diagnostic, language: Language, *, palette: Palette = PLAIN) -> str:
            self.drawn += 1
            return draw(found, language, palette=palette)

        monkeypatch.setattr(render, "render", counted)

    def write(self, name: str, text: str) -> None:
        (self.folder / f"{name}.policy").write_text(text, encoding="utf-8")

    def say(
        self,
        *,
        cache: caching.Cache | None = None,
        language: Language = Language.ID,
        palette: Palette = PLAIN,
        severity: dict[str, Severity] | None = None,
    ) -> str:
        """Give what `check` says."""
        kept = self.cache if cache is None else cache
        asked = Request((str(self.folder),), kept, analysis=Analysis.FAST, severity=severity or {})
        return "\n".join(show(check(asked), OutputFormat.FULL, language, palette, kept))

    def afresh(self) -> str:
        """Give what `check` says that remembers nothing."""
        return self.say(cache=caching.NONE)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a cache, for which the national files are read once."""
    return tmp_path_factory.mktemp("kept")


@pytest.fixture
def desk(tmp_path: Path, kept: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return Desk(tmp_path, kept, monkeypatch)


def test_after_an_edit_only_what_it_changes_is_drawn_again(desk: Desk) -> None:
    first = desk.say()
    every, desk.drawn = desk.drawn, 0
    assert every > 4
    assert desk.say() == first
    assert desk.drawn == 0
    desk.write(NAMES[0], "# Catatan.\n" + POLICY.format(name=NAMES[0]))
    second = desk.say()
    assert 0 < desk.drawn < every
    assert second == desk.afresh() != first


def test_another_language_or_palette_has_frames_of_its_own(desk: Desk) -> None:
    first = desk.say()
    english = desk.say(language=Language.EN)
    assert english != first
    assert desk.say(palette=COLOURED) not in (first, english)
    desk.drawn = 0
    assert (desk.say(), desk.say(language=Language.EN)) == (first, english)
    assert desk.drawn == 0


def test_a_finding_of_another_severity_is_drawn_as_such(desk: Desk) -> None:
    assert "catatan[PE906]" not in desk.say()
    assert "catatan[PE906]" in desk.say(severity={"PE906": Severity.NOTE})
    assert "catatan[PE906]" not in desk.say()
